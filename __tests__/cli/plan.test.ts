import {afterEach, beforeEach, expect, test} from '@jest/globals'

import {plan} from '../../src/cli/plan.js'
import type {Log} from '../../src/core/log.js'
import type {Workspace} from '../fingerprint/repository.js'
import {createWorkspace, environment} from '../fingerprint/repository.js'

let workspace: Workspace
beforeEach(() => {
  workspace = createWorkspace()
  workspace.git('init', '--quiet')
  workspace.write(
    '.github/ecr-registry.yml',
    "image: sample-image\ntrunk: main\naws: {account: '111122223333', region: eu-west-1}\n"
  )
  workspace.git('add', '--all')
  workspace.git('commit', '--quiet', '--message', 'A change')
})
afterEach(() => {
  workspace.remove()
})

const log: Log = {
  info: () => undefined,
  debug: () => undefined,
  notice: () => undefined,
  warning: () => undefined,
  error: () => undefined,
  group: async (_, work) => await work(),
  relay: async work => await work(() => undefined),
  mask: () => undefined
}

test.each([
  ['1.2.3', {hint: 'A tag such as v1.2.3 releases. To release this commit, tag it so.'}],
  ['v1.2', {remedy: 'To release this commit, tag it v1.2.0.'}],
  ['nightly', {}]
])('the plan of the tag %s says which form of it would release', async (tag, advice) => {
  const {lines, json, exitCode} = await plan(
    {},
    {tag},
    {directory: workspace.root, environment, log, signal: new AbortController().signal, isJson: false}
  )
  const reason = `Tag ${tag} is not a version (v1.2.3): nothing is released.`
  expect(lines).toEqual([`push: ${reason}`, ...Object.values(advice)])
  expect(json).toEqual({event: 'push', decision: 'skip', reason, ...advice})
  expect(exitCode).toBe(0)
})

test.each([
  ['of the trunk is released', 'main', 'promote', 0],
  ['beside the trunk is refused, as its run is', 'feature', 'refuse', 1]
])('the tag of a commit %s', async (_, branch, decision, exitCode) => {
  workspace.git('branch', '--move', 'main')
  workspace.git('checkout', '--quiet', '-b', 'feature')
  workspace.git('commit', '--quiet', '--allow-empty', '--message', 'Beside the trunk')
  workspace.git('tag', 'v1.2.3', branch)
  const planned = await plan(
    {},
    {tag: 'v1.2.3'},
    {directory: workspace.root, environment, log, signal: new AbortController().signal, isJson: false}
  )
  expect(planned.json).toMatchObject({decision})
  expect(planned.exitCode).toBe(exitCode)
  if (exitCode === 1)
    expect(planned.lines.join('\n')).toMatch(/A release is of a commit on the trunk main, and \w{12} is not/)
})

test('the tag of a commit is not refused if this clone has too little of the history to know', async () => {
  workspace.git('branch', '--move', 'main')
  workspace.git('checkout', '--quiet', '-b', 'feature')
  workspace.git('commit', '--quiet', '--allow-empty', '--message', 'Beside the trunk, or before what the clone has')
  workspace.git('tag', 'v1.2.3')
  workspace.write('.git/shallow', `${workspace.git('rev-parse', 'main')}\n`)
  const planned = await plan(
    {},
    {tag: 'v1.2.3'},
    {directory: workspace.root, environment, log, signal: new AbortController().signal, isJson: false}
  )
  expect(planned.json).toMatchObject({decision: 'promote'})
})
