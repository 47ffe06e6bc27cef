import {execFileSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {cloneOf} from '../../src/cli/clone.js'
import {readWorkingTree} from '../../src/cli/working-tree.js'

let root: string
let origin: string
let directory: string
const environment = process.env

function git(where: string, ...args: string[]): string {
  return execFileSync(
    'git',
    [
      '-C',
      where,
      '-c',
      'user.name=Octo Cat',
      '-c',
      'user.email=octocat@example.com',
      '-c',
      'commit.gpgsign=false',
      ...args
    ],
    {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}
  ).trim()
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'clone-'))
  origin = join(root, 'origin')
  directory = join(root, 'clone')
  git(root, 'init', '--quiet', '--initial-branch=trunk', origin)
  writeFileSync(join(origin, 'Dockerfile'), 'FROM scratch\n')
  writeFileSync(join(origin, '.gitignore'), 'ignored\n')
  git(origin, 'add', '--all')
  git(origin, 'commit', '--quiet', '-m', 'First')
  git(origin, 'tag', 'v1.0.0')
  git(root, 'clone', '--quiet', origin, directory)
})
afterAll(() => {
  rmSync(root, {recursive: true})
})

test('a clone does not know what GitHub has as a pre-release', async () => {
  expect(await cloneOf(await readWorkingTree(directory, environment)).isPrerelease('v1.0.0')).toEqual({
    kind: 'unknown',
    because: 'a clone does not tell, GitHub alone knows.'
  })
})

describe('a working tree', () => {
  test('is found from a folder below its top', async () => {
    const tree = await readWorkingTree(join(directory, '.git', '..'), environment)
    expect(tree).toMatchObject({branch: 'trunk', isDirty: false, commit: {id: git(directory, 'rev-parse', 'HEAD')}})
  })

  test('is dirty by an edited file and by a new one, not by an ignored one', async () => {
    writeFileSync(join(directory, 'ignored'), '')
    expect((await readWorkingTree(directory, environment)).isDirty).toBe(false)
    writeFileSync(join(directory, 'new'), '')
    expect((await readWorkingTree(directory, environment)).isDirty).toBe(true)
    rmSync(join(directory, 'new'))
    writeFileSync(join(directory, 'Dockerfile'), 'FROM busybox\n')
    expect((await readWorkingTree(directory, environment)).isDirty).toBe(true)
    git(directory, 'checkout', '--quiet', 'Dockerfile')
  })

  test('has no branch where HEAD is detached', async () => {
    git(directory, 'checkout', '--quiet', '--detach')
    expect((await readWorkingTree(directory, environment)).branch).toBeUndefined()
    git(directory, 'checkout', '--quiet', 'trunk')
  })

  test('goes by its own name where a tag has the same', async () => {
    git(directory, 'tag', 'trunk')
    expect((await readWorkingTree(directory, environment)).branch).toBe('trunk')
    git(directory, 'tag', '--delete', 'trunk')
  })

  test('is dirty by the changes of a submodule that git is told to pass over', async () => {
    git(directory, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', origin, 'module')
    git(directory, 'config', '-f', '.gitmodules', 'submodule.module.ignore', 'all')
    git(directory, 'add', '--all')
    git(directory, 'commit', '--quiet', '-m', 'A module')
    expect((await readWorkingTree(directory, environment)).isDirty).toBe(false)
    writeFileSync(join(directory, 'module', 'new'), '')
    expect((await readWorkingTree(directory, environment)).isDirty).toBe(true)
    git(directory, 'reset', '--quiet', '--hard', 'HEAD~1')
    rmSync(join(directory, 'module'), {recursive: true, force: true})
  })

  test('is refused where there is none, or none with a commit', async () => {
    await expect(readWorkingTree(root, environment)).rejects.toThrow(
      `Looking for the git repository of ${root}: not a git repository`
    )
    await expect(readWorkingTree(root, {...environment, PATH: root})).rejects.toThrow('there is no git')
    const empty = join(root, 'empty')
    git(root, 'init', '--quiet', empty)
    await expect(readWorkingTree(empty, environment)).rejects.toThrow('has no commit yet')
  })
})

describe('a clone answers for GitHub', () => {
  test("which branch is the remote's default", async () => {
    expect(await cloneOf(await readWorkingTree(directory, environment)).defaultBranch()).toBe('trunk')
    await expect(cloneOf(await readWorkingTree(origin, environment)).defaultBranch()).rejects.toThrow(
      'Which branch is the trunk is not known'
    )
  })

  test('what a branch has beyond a commit, as it was last fetched', async () => {
    const first = git(directory, 'rev-parse', 'HEAD')
    git(origin, 'commit', '--quiet', '--allow-empty', '-m', 'Second')
    const clone = cloneOf(await readWorkingTree(directory, environment))
    expect(await clone.laterCommits(first, 'trunk')).toEqual({kind: 'known', commits: [], total: 0, contains: true})
    git(directory, 'fetch', '--quiet')
    expect(await clone.laterCommits(first, 'trunk')).toEqual({
      kind: 'known',
      commits: [git(origin, 'rev-parse', 'HEAD')],
      total: 1,
      contains: true
    })
    expect(await clone.laterCommits(first, 'never-pushed')).toMatchObject({total: 0})
  })

  test('nothing beyond a commit that the branch no longer has: it was rewritten here', async () => {
    const before = git(directory, 'rev-parse', 'HEAD')
    git(directory, 'commit', '--quiet', '--amend', '--allow-empty', '-m', 'Rewritten')
    const clone = cloneOf(await readWorkingTree(directory, environment))
    expect(await clone.laterCommits(git(directory, 'rev-parse', 'HEAD'), 'trunk')).toMatchObject({
      commits: [],
      total: 0
    })
    git(directory, 'reset', '--quiet', '--hard', before)
  })

  test('by whatever name it has its remote', async () => {
    git(directory, 'remote', 'rename', 'origin', 'upstream')
    const tree = await readWorkingTree(directory, environment)
    expect(tree.remote).toBe('upstream')
    expect(await cloneOf(tree).defaultBranch()).toBe('trunk')
    git(directory, 'remote', 'rename', 'upstream', 'origin')
  })

  test('whether there is a branch: of the remote as it was last fetched, else as it is now', async () => {
    const clone = cloneOf(await readWorkingTree(directory, environment))
    expect(await clone.hasBranch('trunk')).toBe(true)
    expect(await clone.hasBranch('newer')).toBe(false)
    git(origin, 'branch', 'newer')
    expect(await clone.hasBranch('newer')).toBe(true)
    expect(await clone.hasBranch('new')).toBe(false)
    git(directory, 'remote', 'set-url', 'origin', join(root, 'nowhere'))
    await expect(clone.hasBranch('newest')).rejects.toThrow(
      'Looking for the branch newest: git could not ask the remote origin.'
    )
    git(directory, 'remote', 'set-url', 'origin', origin)
    const alone = cloneOf(await readWorkingTree(origin, environment))
    expect(await alone.hasBranch('trunk')).toBe(true)
    await expect(alone.hasBranch('newest')).rejects.toThrow('this clone has none of that name, and no remote to ask')
  })

  test('which versions there are: its own and those of the remote', async () => {
    git(origin, 'tag', 'v1.1.0')
    git(directory, 'tag', 'v2.0.0')
    const tree = await readWorkingTree(directory, environment)
    expect((await cloneOf(tree).versionTags()).sort()).toEqual(['v1.0.0', 'v1.1.0', 'v2.0.0'])
    git(directory, 'remote', 'set-url', 'origin', join(root, 'gone'))
    await expect(cloneOf(tree).versionTags()).rejects.toThrow('Listing the git tags of the remote origin')
    git(directory, 'remote', 'set-url', 'origin', origin)
  })
})
