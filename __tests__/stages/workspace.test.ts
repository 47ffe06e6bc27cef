import {expect, test} from '@jest/globals'

import {checkWorkspace} from '../../src/stages/workspace.js'
import {createPullRequest, createPush, createWorkflowRun, HEAD, MERGE} from './events.js'

test.each([MERGE, HEAD])('a pull request may be at its merge or its head: %s', id => {
  const head = {id, time: new Date(0)}
  expect(checkWorkspace([head], createPullRequest(), '/w')).toBe(head)
})

test('of several checkouts, the one at the commit counts', () => {
  const tools = {id: '7'.repeat(40)}
  expect(checkWorkspace([tools, {id: HEAD}], createPush(), '/w')).toEqual({id: HEAD})
  expect(() => checkWorkspace([tools, {id: MERGE}], createPush(), '/w')).toThrow(
    `The workspace is at commit ${tools.id}, but the tags of the image would name ${HEAD} (push).`
  )
})

test('a workspace at another commit is an error that names both commits', () => {
  expect(() => checkWorkspace([{id: MERGE}], createPush(), '/w')).toThrow(
    `The workspace is at commit ${MERGE}, but the tags of the image would name ${HEAD} (push).`
  )
})

test('after another workflow, the error shows how to check out its commit', () => {
  let remedy: unknown
  try {
    checkWorkspace([{id: MERGE}], createWorkflowRun(), '/w')
  } catch (error) {
    remedy = error instanceof Error && 'remedy' in error ? error.remedy : error
  }
  expect(remedy).toContain('${{ github.event.workflow_run.head_sha }}')
})

test('no checkout is an error', () => {
  expect(() => checkWorkspace([], createPush(), '/w')).toThrow('There is no git checkout in /w')
})
