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

describe('the trigger of a workflow', () => {
  test.each<[string, Parameters<typeof workflowTrigger>[0], WorkflowEvent, boolean]>([
    ['a push of a branch, without filters', {push: {}}, push('heads/feature/a'), true],
    ['a push of a tag, without filters', {push: {}}, push('tags/v1'), true],
    ['another event', {pull_request: {}}, push('heads/master'), false],
    ['a branch that is named', {push: {branches: ['master']}}, push('heads/master'), true],
    ['a branch that is not named', {push: {branches: ['master']}}, push('heads/other'), false],
    ['a tag, if branches alone are named', {push: {branches: ['**']}}, push('tags/v1'), false],
    ['a branch, if tags alone are named', {push: {tags: ['v*']}}, push('heads/v1'), false],
    ['a tag, if both are named', {push: {branches: ['master'], tags: ['v*']}}, push('tags/v1.0.0'), true],
    ['a branch, if tags alone are ignored', {push: {'tags-ignore': ['v*']}}, push('heads/master'), false],
    ['a tag that is ignored', {push: {'tags-ignore': ['v*']}}, push('tags/v1'), false],
    ['a tag that is not ignored', {push: {'tags-ignore': ['v*']}}, push('tags/w1'), true],
    ['a branch that is ignored', {push: {'branches-ignore': ['feature/**']}}, push('heads/feature/a/b'), false],
    ['a star does not match a slash', {push: {branches: ['feature/*']}}, push('heads/feature/a/b'), false],
    ['two stars match a slash', {push: {branches: ['feature/**']}}, push('heads/feature/a/b'), true],
    ['a dot matches only a dot', {push: {branches: ['v1.0']}}, push('heads/v1x0'), false],
    ['a character class with a count', {push: {tags: ['v[0-9]+.[0-9]+']}}, push('tags/v12.3'), true],
    ['a character class that does not match', {push: {tags: ['v[0-9]+']}}, push('tags/va'), false],
    [
      'a later pattern that excludes',
      {push: {branches: ['release/**', '!release/**-alpha']}},
      push('heads/release/1-alpha'),
      false
    ],
    ['a pull request that is opened', {pull_request: {}}, pull('opened'), true],
    ['a pull request that is closed', {pull_request: {}}, pull('closed'), false],
    ['a pull request that is closed, if the types name it', {pull_request: {types: ['closed']}}, pull('closed'), true],
    ['a pull request into a branch that is named', {pull_request: {branches: ['master']}}, pull('opened'), true],
    ['a pull request into another branch', {pull_request: {branches: ['master']}}, pull('opened', 'other'), false],
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

  test('refuses a filter that the testbed does not support', () => {
    expect(() => workflowTrigger({push: {paths: ['app/**']}}, push('heads/master'))).toThrow(
      'on.push: the testbed does not support the filter paths'
    )
  })
})
