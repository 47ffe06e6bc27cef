import {afterEach, beforeEach, expect, test} from '@jest/globals'

import {requireOnTrunk} from '../../src/cli/trunk-rule.js'
import {readWorkingTree} from '../../src/cli/working-tree.js'
import type {Workspace} from '../fingerprint/repository.js'
import {createWorkspace, environment} from '../fingerprint/repository.js'

let workspace: Workspace

beforeEach(() => {
  workspace = createWorkspace()
  workspace.git('init', '-q')
  workspace.git('commit', '-q', '--allow-empty', '-m', 'first')
})
afterEach(() => {
  workspace.remove()
})

async function check(): Promise<void> {
  await requireOnTrunk({trunk: 'main'}, await readWorkingTree(workspace.root, environment))
}

function addRemote(): void {
  workspace.git('remote', 'add', 'origin', 'https://example.com/a.git')
  workspace.git('update-ref', 'refs/remotes/origin/main', 'HEAD')
}

test('a commit that the trunk of the remote has may be released, on any branch', async () => {
  addRemote()
  workspace.git('commit', '-q', '--allow-empty', '-m', 'second')
  workspace.git('update-ref', 'refs/remotes/origin/main', 'HEAD')
  workspace.git('checkout', '-q', '--detach', 'HEAD^')
  await expect(check()).resolves.toBeUndefined()
})

test('a commit that the trunk of the remote does not have is not released', async () => {
  addRemote()
  workspace.git('commit', '-q', '--allow-empty', '-m', 'second')
  const id = workspace.git('rev-parse', 'HEAD').slice(0, 12)
  await expect(check()).rejects.toMatchObject({
    message: `A release is of a commit on the trunk main, and origin/main does not have commit ${id}.`,
    remedy: 'Check out a commit of main after `git fetch`, or name the image with --source.'
  })
})

test('without a remote, the branch of the trunk decides', async () => {
  await expect(check()).resolves.toBeUndefined()
  workspace.git('checkout', '-q', '-b', 'other')
  workspace.git('commit', '-q', '--allow-empty', '-m', 'second')
  await expect(check()).rejects.toThrow('and main does not have commit')
})
