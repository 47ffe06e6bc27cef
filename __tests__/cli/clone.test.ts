import {execFileSync} from 'node:child_process'
import {mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {repositoryOfClone} from '../../src/cli/clone.js'
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

test('a clone does not know which releases are pre-releases', async () => {
  expect(await repositoryOfClone(await readWorkingTree(directory, environment)).isPrerelease('v1.0.0')).toEqual({
    kind: 'unknown',
    because: 'only GitHub knows it, and a clone does not.'
  })
})

describe('a working tree', () => {
  test('is found from a folder below its top', async () => {
    const tree = await readWorkingTree(join(directory, '.git', '..'), environment)
    expect(tree).toMatchObject({branch: 'trunk', isDirty: false, commit: {id: git(directory, 'rev-parse', 'HEAD')}})
  })

  test('is dirty with an edited file or a new file, but not with an ignored one', async () => {
    writeFileSync(join(directory, 'ignored'), '')
    expect((await readWorkingTree(directory, environment)).isDirty).toBe(false)
    writeFileSync(join(directory, 'new'), '')
    expect((await readWorkingTree(directory, environment)).isDirty).toBe(true)
    rmSync(join(directory, 'new'))
    writeFileSync(join(directory, 'Dockerfile'), 'FROM busybox\n')
    expect((await readWorkingTree(directory, environment)).isDirty).toBe(true)
    git(directory, 'checkout', '--quiet', 'Dockerfile')
  })

  test('has no branch if HEAD is detached', async () => {
    git(directory, 'checkout', '--quiet', '--detach')
    expect((await readWorkingTree(directory, environment)).branch).toBeUndefined()
    git(directory, 'checkout', '--quiet', 'trunk')
  })

  test('has the name of its branch, even if a tag has the same name', async () => {
    git(directory, 'tag', 'trunk')
    expect((await readWorkingTree(directory, environment)).branch).toBe('trunk')
    git(directory, 'tag', '--delete', 'trunk')
  })

  test('is dirty with changes in a submodule that git is told to ignore', async () => {
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

  test('is refused if its repository claims the files of another directory', async () => {
    const home = join(root, 'home')
    const archive = join(home, 'downloads', 'archive')
    git(root, 'init', '--quiet', archive)
    git(archive, 'commit', '--quiet', '--allow-empty', '-m', 'First')
    git(archive, 'config', 'core.worktree', '../../..')
    const refused = {
      message: expect.stringContaining(
        `its setting core.worktree makes ${home} the top of the clone, but ${join(home, '.git')} does not lead to ${join(archive, '.git')}.`
      ),
      remedy: expect.stringContaining(`git config --file ${join(archive, '.git', 'config')} --unset core.worktree`)
    }
    await expect(readWorkingTree(archive, environment)).rejects.toMatchObject(refused)
    // The home directory may be a clone itself, of another repository.
    git(root, 'init', '--quiet', home)
    await expect(readWorkingTree(archive, environment)).rejects.toMatchObject(refused)
    // An attacker can also choose the place of the repository.
    renameSync(join(archive, '.git'), join(archive, 'repository'))
    writeFileSync(join(archive, '.git'), 'gitdir: repository\n')
    await expect(readWorkingTree(archive, environment)).rejects.toThrow('core.worktree')
    git(archive, 'config', '--file', join(archive, 'repository', 'config'), '--unset', 'core.worktree')
    expect((await readWorkingTree(archive, environment)).directory).toBe(archive)
    rmSync(home, {recursive: true})
  })

  test('can be a submodule, a linked work tree, a clone with its repository elsewhere, or lie behind a link', async () => {
    const [whole, linked, separate] = ['whole', 'linked', 'separate'].map(name => join(root, name)) as [
      string,
      string,
      string
    ]
    git(root, 'clone', '--quiet', origin, whole)
    git(whole, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', origin, 'module')
    expect(git(join(whole, 'module'), 'config', 'core.worktree')).not.toBe('')
    git(whole, 'worktree', 'add', '--quiet', '--detach', linked)
    git(root, 'clone', '--quiet', '--separate-git-dir', join(root, 'elsewhere'), origin, separate)
    symlinkSync(whole, join(root, 'link'))
    const topOf = async (place: string) => (await readWorkingTree(place, environment)).directory
    expect(await topOf(join(whole, 'module'))).toBe(join(whole, 'module'))
    expect(await topOf(linked)).toBe(linked)
    expect(await topOf(separate)).toBe(separate)
    expect(await topOf(join(root, 'link'))).toBe(whole)
  })

  test('is refused outside a repository, without git, and without a commit', async () => {
    await expect(readWorkingTree(root, environment)).rejects.toThrow(
      `Looking for the git repository of ${root}: not a git repository`
    )
    await expect(readWorkingTree(root, {...environment, PATH: root})).rejects.toThrow('git is not installed')
    const empty = join(root, 'empty')
    git(root, 'init', '--quiet', empty)
    await expect(readWorkingTree(empty, environment)).rejects.toThrow('has no commit yet')
  })
})

describe('a clone answers in place of GitHub', () => {
  test('with the default branch of the remote', async () => {
    expect(await repositoryOfClone(await readWorkingTree(directory, environment)).defaultBranch()).toBe('trunk')
    await expect(repositoryOfClone(await readWorkingTree(origin, environment)).defaultBranch()).rejects.toThrow(
      'The trunk is not known'
    )
  })

  test('with the later commits of a branch, as it was last fetched', async () => {
    const first = git(directory, 'rev-parse', 'HEAD')
    git(origin, 'commit', '--quiet', '--allow-empty', '-m', 'Second')
    const clone = repositoryOfClone(await readWorkingTree(directory, environment))
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

  test('with no later commits for a branch that was rewritten here', async () => {
    const before = git(directory, 'rev-parse', 'HEAD')
    git(directory, 'commit', '--quiet', '--amend', '--allow-empty', '-m', 'Rewritten')
    const clone = repositoryOfClone(await readWorkingTree(directory, environment))
    expect(await clone.laterCommits(git(directory, 'rev-parse', 'HEAD'), 'trunk')).toMatchObject({
      commits: [],
      total: 0
    })
    git(directory, 'reset', '--quiet', '--hard', before)
  })

  test('with a remote of any name', async () => {
    git(directory, 'remote', 'rename', 'origin', 'upstream')
    const tree = await readWorkingTree(directory, environment)
    expect(tree.remote).toBe('upstream')
    expect(await repositoryOfClone(tree).defaultBranch()).toBe('trunk')
    git(directory, 'remote', 'rename', 'upstream', 'origin')
  })

  test('with the existence of a branch: as it was last fetched, or else as the remote has it now', async () => {
    const clone = repositoryOfClone(await readWorkingTree(directory, environment))
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
    const alone = repositoryOfClone(await readWorkingTree(origin, environment))
    expect(await alone.hasBranch('trunk')).toBe(true)
    await expect(alone.hasBranch('newest')).rejects.toThrow('this clone has no such branch, and no remote to ask')
  })

  test('with the versions of the clone and of its remote', async () => {
    git(origin, 'tag', 'v1.1.0')
    git(directory, 'tag', 'v2.0.0')
    const tree = await readWorkingTree(directory, environment)
    expect((await repositoryOfClone(tree).versionTags()).sort()).toEqual(['v1.0.0', 'v1.1.0', 'v2.0.0'])
    git(directory, 'remote', 'set-url', 'origin', join(root, 'gone'))
    await expect(repositoryOfClone(tree).versionTags()).rejects.toThrow('Listing the git tags of the remote origin')
    git(directory, 'remote', 'set-url', 'origin', origin)
  })
})
