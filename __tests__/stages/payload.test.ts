import {describe, expect, test} from '@jest/globals'

import type {EventPayload} from '../../src/stages/payload.js'
import {eventFrom} from '../../src/stages/payload.js'
import {HEAD, MERGE} from './events.js'

function createSource(name: string, payload: unknown, changes: Partial<EventPayload> = {}): EventPayload {
  const repository = {fullName: 'my-org/sample-image', id: '42'}
  return {name, payload, ref: 'refs/heads/master', sha: MERGE, actor: 'ada', repository, ...changes}
}

function createPayload(changes: object = {}, head: object = {}) {
  const repo = {id: 42, full_name: 'my-org/sample-image'}
  return {
    action: 'opened',
    pull_request: {
      number: 12,
      head: {ref: 'feature/hello', sha: HEAD, repo, ...head},
      base: {ref: 'master'},
      ...changes
    }
  }
}

describe('an event', () => {
  test('pull_request is read', () => {
    expect(eventFrom(createSource('pull_request', createPayload()))).toEqual({
      ...{kind: 'pull_request', name: 'pull_request', actor: 'ada', action: 'opened', number: 12, fork: false},
      ...{headRef: 'feature/hello', headSha: HEAD, mergeSha: MERGE, baseRef: 'master'}
    })
  })

  test.each([
    ['this repository, renamed', {id: 42, full_name: 'my-org/old-name'}, '42', false],
    ['another repository of the same name', {id: 43, full_name: 'my-org/sample-image'}, '42', true],
    ['this repository by its name', {id: 42, full_name: 'My-Org/Sample-Image'}, undefined, false],
    ['another repository by its name', {id: 42, full_name: 'other/sample-image'}, undefined, true],
    ['a repository without an id', {full_name: 'my-org/sample-image'}, '42', false],
    ['a deleted repository', null, '42', true]
  ])('pull_request from %s', (_, repo, id, fork) => {
    const repository = {fullName: 'my-org/sample-image', id}
    expect(eventFrom(createSource('pull_request', createPayload({}, {repo}), {repository}))).toMatchObject({fork})
  })

  test.each([
    [
      'push',
      {ref: 'refs/heads/feature/hello', deleted: false},
      {kind: 'push', branch: 'feature/hello', sha: MERGE, deleted: false}
    ],
    ['push', {ref: 'refs/heads/$(reboot)'}, {kind: 'push', branch: '$(reboot)', deleted: false}],
    ['push', {ref: 'refs/heads/refs/heads/master'}, {kind: 'push', branch: 'refs/heads/master'}],
    ['push', {ref: 'refs/tags/v1.2.3', after: HEAD}, {kind: 'tag', tag: 'v1.2.3', sha: MERGE, deleted: false}],
    ['push', {ref: 'refs/tags/master'}, {kind: 'tag', tag: 'master'}],
    ['merge_group', {}, {kind: 'merge_group', sha: MERGE}],
    [
      'release',
      {action: 'published', release: {tag_name: 'v1.2.3', prerelease: true}},
      {kind: 'release', tag: 'v1.2.3', prerelease: true, sha: MERGE}
    ],
    ['delete', {}, {kind: 'delete'}],
    [
      'workflow_dispatch',
      {inputs: {version: ' 1.2.3 '}},
      {kind: 'manual', ref: {kind: 'branch', name: 'master'}, version: '1.2.3'}
    ],
    ['workflow_dispatch', {inputs: null}, {kind: 'manual', version: undefined}],
    ['schedule', {schedule: '0 0 * * *'}, {kind: 'manual', name: 'schedule', sha: MERGE}],
    ['repository_dispatch', {action: 'go'}, {kind: 'manual', name: 'repository_dispatch'}],
    ['pull_request_target', createPayload(), {kind: 'other', name: 'pull_request_target'}],
    ['issue_comment', undefined, {kind: 'other', name: 'issue_comment'}]
  ])('%s %j is read', (name, payload, event) => {
    expect(eventFrom(createSource(name, payload))).toMatchObject({name, actor: 'ada', ...event})
  })

  test('of a deleted branch needs no commit', () => {
    const source = createSource('push', {ref: 'refs/heads/x', deleted: true}, {sha: ''})
    expect(eventFrom(source)).toMatchObject({kind: 'push', deleted: true})
  })

  test('of a dispatch on a tag names the tag', () => {
    expect(eventFrom(createSource('workflow_dispatch', {}, {ref: 'refs/tags/v1.2.3'}))).toMatchObject({
      ref: {kind: 'tag', name: 'v1.2.3'}
    })
  })

  test.each([
    [{id: 42, full_name: 'x/y'}, 'master', true, 'master'],
    [{id: 43, full_name: 'x/y'}, 'master', false, 'master'],
    [null, null, false, undefined]
  ])(
    'workflow_run of repository %j and branch %s is read',
    (head_repository, head_branch, fromThisRepository, headBranch) => {
      const workflow_run = {event: 'push', head_sha: HEAD, head_branch, head_repository}
      expect(eventFrom(createSource('workflow_run', {workflow_run}))).toEqual({
        ...{kind: 'workflow_run', name: 'workflow_run', actor: 'ada', sha: HEAD, headEvent: 'push'},
        ...{fromThisRepository, headBranch}
      })
    }
  )

  test.each<[string, unknown, Partial<EventPayload>, RegExp]>([
    [
      'pull_request',
      {},
      {},
      /^The event pull_request cannot be read: its action should be a string, and it is missing\.$/
    ],
    ['pull_request', undefined, {}, /its action should be a string, and it is missing/],
    ['pull_request', 'text', {}, /its action should be a string/],
    [
      'pull_request',
      createPayload({number: '12'}),
      {},
      /its pull_request.number should be a whole number, and it is "12"/
    ],
    [
      'pull_request',
      createPayload({head: undefined}),
      {},
      /its pull_request.head.repo.full_name should be a string, and it is missing/
    ],
    ['pull_request', createPayload({}, {ref: ''}), {}, /its pull_request.head.ref should be a string, and it is ""/],
    [
      'pull_request',
      createPayload({}, {sha: 'abc'}),
      {},
      /its pull_request.head.sha should be a commit id of 40 hex digits, and it is "abc"/
    ],
    ['pull_request', createPayload(), {sha: ''}, /its GITHUB_SHA should be a commit id/],
    [
      'push',
      {ref: 'refs/pull/1/merge'},
      {},
      /its ref should be a branch or a tag .*, and it is "refs\/pull\/1\/merge"/
    ],
    ['push', {ref: 'refs/heads/x', deleted: 'no'}, {}, /its deleted should be true or false, and it is "no"/],
    ['release', {action: 'published'}, {}, /its release.tag_name should be a string/],
    ['workflow_dispatch', {}, {ref: 'master'}, /its ref should be a branch or a tag/],
    [
      'workflow_run',
      {workflow_run: {event: 'push', head_repository: {}}},
      {},
      /its workflow_run.head_repository.full_name should be/
    ]
  ])('%s %j without a valid field is an error', (name, payload, changes, message) => {
    expect(() => eventFrom(createSource(name, payload, changes))).toThrow(message)
  })
})
