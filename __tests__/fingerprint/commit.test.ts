import {afterAll, beforeAll, expect, test} from '@jest/globals'

import {commitAt, headOf} from '../../src/fingerprint/commit.js'
import type {Workspace} from './repository.js'
import {createWorkspace, environment} from './repository.js'

let workspace: Workspace
beforeAll(() => {
  workspace = createWorkspace()
  workspace.git('init', '--quiet')
  workspace.git('commit', '--quiet', '--allow-empty', '-m', 'First')
})
afterAll(() => {
  workspace.remove()
})

test('reads the commit time of a commit that is not checked out', async () => {
  const by = (who: string, seconds: number): string => `${who} Ada <ada@example.com> ${seconds} +0200\n`
  workspace.write(
    'commit',
    `tree ${workspace.git('write-tree')}\n${by('author', 1_000_000_000)}${by('committer', 1_100_000_000)}\nAnother\n`
  )
  const id = workspace.git('hash-object', '-t', 'commit', '-w', 'commit')
  expect(await commitAt(id, [workspace.root], environment)).toEqual({id, time: new Date(1_100_000_000_000)})
  expect(await headOf(workspace.root, environment)).toMatchObject({id: workspace.git('rev-parse', 'HEAD')})
})

test.each<[string, () => Promise<unknown>]>([
  ['a commit that the clone does not have', () => commitAt('1'.repeat(40), [workspace.root], environment)],
  ['a directory that is no clone', () => headOf('/', environment)],
  ['a machine without git', () => headOf(workspace.root, {...environment, PATH: '/nowhere'})]
])('%s gives no commit', async (_, look) => {
  expect(await look()).toBeUndefined()
})
