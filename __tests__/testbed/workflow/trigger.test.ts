import {describe, expect, test} from '@jest/globals'

import type {WorkflowEvent} from '../../../testbed/workflow/event.js'
import {workflowTrigger} from '../../../testbed/workflow/trigger.js'

const event = (name: string, ref: string, more: Partial<WorkflowEvent> = {}): WorkflowEvent => ({
  name,
  ref,
  sha: 'a'.repeat(40),
  payload: {},
  ...more
})
const push = (ref: string) => event('push', `refs/${ref}`)
const pull = (action: string, baseRef = 'master') =>
  event('pull_request', 'refs/pull/12/merge', {payload: {action}, baseRef, headRef: 'feature'})

describe('an event starts the workflows that ask for it', () => {
  test.each<[string, Parameters<typeof workflowTrigger>[0], WorkflowEvent, boolean]>([
    ['a push, where nothing is said of it', {push: {}}, push('heads/feature/a'), true],
    ['a tag, where nothing is said of pushes', {push: {}}, push('tags/v1'), true],
    ['another event', {pull_request: {}}, push('heads/master'), false],
    ['a branch that is named', {push: {branches: ['master']}}, push('heads/master'), true],
    ['a branch that is not', {push: {branches: ['master']}}, push('heads/other'), false],
    ['a tag, where branches alone are named', {push: {branches: ['**']}}, push('tags/v1'), false],
    ['a branch, where tags alone are named', {push: {tags: ['v*']}}, push('heads/v1'), false],
    ['a tag, where both are named', {push: {branches: ['master'], tags: ['v*']}}, push('tags/v1.0.0'), true],
    ['a branch, where tags alone are left out', {push: {'tags-ignore': ['v*']}}, push('heads/master'), false],
    ['a tag that is left out', {push: {'tags-ignore': ['v*']}}, push('tags/v1'), false],
    ['a tag that is not left out', {push: {'tags-ignore': ['v*']}}, push('tags/w1'), true],
    ['a branch that is left out', {push: {'branches-ignore': ['feature/**']}}, push('heads/feature/a/b'), false],
    ['a star, which stops at a slash', {push: {branches: ['feature/*']}}, push('heads/feature/a/b'), false],
    ['two stars, which do not', {push: {branches: ['feature/**']}}, push('heads/feature/a/b'), true],
    ['a dot, which is itself alone', {push: {branches: ['v1.0']}}, push('heads/v1x0'), false],
    ['a class and a count', {push: {tags: ['v[0-9]+.[0-9]+']}}, push('tags/v12.3'), true],
    ['a class that is not met', {push: {tags: ['v[0-9]+']}}, push('tags/va'), false],
    [
      'the last pattern that matches, which takes back',
      {push: {branches: ['release/**', '!release/**-alpha']}},
      push('heads/release/1-alpha'),
      false
    ],
    ['a pull request that is opened', {pull_request: {}}, pull('opened'), true],
    ['a pull request that is closed', {pull_request: {}}, pull('closed'), false],
    ['a pull request that is closed, asked for', {pull_request: {types: ['closed']}}, pull('closed'), true],
    ['a pull request into a branch that is named', {pull_request: {branches: ['master']}}, pull('opened'), true],
    ['a pull request into another', {pull_request: {branches: ['master']}}, pull('opened', 'other'), false],
    [
      'a merge queue',
      {merge_group: {}},
      event('merge_group', 'refs/heads/gh-readonly-queue/master/pr-1', {payload: {action: 'checks_requested'}}),
      true
    ],
    [
      'a release of another type',
      {release: {types: ['published']}},
      event('release', 'refs/tags/v1', {payload: {action: 'created'}}),
      false
    ],
    ['a dispatch', {workflow_dispatch: {inputs: {}}}, event('workflow_dispatch', 'refs/heads/master'), true]
  ])('%s', (_, on, event, starts) => {
    expect(workflowTrigger(on, event).kind).toBe(starts ? 'starts' : 'ignored')
  })

  test('a filter that the test bed does not know is an error', () => {
    expect(() => workflowTrigger({push: {paths: ['app/**']}}, push('heads/master'))).toThrow(
      'on.push: the test bed knows no filter paths'
    )
  })
})
