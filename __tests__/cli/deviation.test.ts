import {execFileSync} from 'node:child_process'
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterEach, beforeEach, expect, test} from '@jest/globals'

import {deviationFromCommit} from '../../src/cli/deviation.js'
import type {BuildOptions} from '../../src/cli/options.js'
import {readWorkingTree} from '../../src/cli/working-tree.js'

let directory: string

function git(...args: string[]): void {
  execFileSync(
    'git',
    [
      '-C',
      directory,
      '-c',
      'user.name=Octo Cat',
      '-c',
      'user.email=octocat@example.com',
      '-c',
      'commit.gpgsign=false',
      ...args
    ],
    {stdio: 'ignore'}
  )
}

function write(path: string, content: string): void {
  writeFileSync(join(directory, path), content)
}

async function deviation(options: BuildOptions = {}, context = '.', file?: string): Promise<string | undefined> {
  return await deviationFromCommit(await readWorkingTree(directory, process.env), options, {context, file})
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'deviation-'))
  git('init', '--quiet')
  mkdirSync(join(directory, 'app'))
  write('Dockerfile', 'FROM scratch\nCOPY app /app\n')
  write('.dockerignore', '.git\nlogs\n')
  write('.gitignore', '.env\nlogs\nünïcode\n')
  write('app/main', 'main')
  write('app/nämé', 'name')
  git('add', '--all')
  git('commit', '--quiet', '-m', 'All of it')
})
afterEach(() => {
  rmSync(directory, {recursive: true})
})

test('a clean tree does not deviate from its commit', async () => {
  expect(await deviation()).toBeUndefined()
  expect(await deviation({}, 'app', 'Dockerfile')).toBeUndefined()
})

test('a clean directory whose name begins with dots does not deviate either', async () => {
  mkdirSync(join(directory, '..app'))
  write('..app/main', 'main')
  git('add', '--all')
  git('commit', '--quiet', '-m', 'More')
  expect(await deviation({}, '..app', 'Dockerfile')).toBeUndefined()
})

test('a file that both git and Docker ignore is no deviation', async () => {
  mkdirSync(join(directory, 'logs'))
  write('logs/today', '')
  expect(await deviation()).toBeUndefined()
})

test('a file that git ignores and Docker reads is a deviation', async () => {
  write('app/.env', 'SECRET=1')
  expect(await deviation()).toBe('with a file that does not come from the commit (app/.env)')
  expect(await deviation({}, 'app', 'Dockerfile')).toBe('with a file that does not come from the commit (app/.env)')
})

test('an ignored file is found even if its name has characters outside ASCII', async () => {
  write('app/ünïcode', '')
  expect(await deviation()).toBe('with a file that does not come from the commit (app/ünïcode)')
})

test.each(['--assume-unchanged', '--skip-worktree'])(
  'a file whose changes git was told to ignore is a deviation (%s)',
  async flag => {
    git('update-index', flag, 'app/main')
    write('app/main', 'changed')
    expect(await deviation()).toBe('with a file that does not come from the commit (app/main)')
  }
)

test.each([
  [
    'an empty directory',
    () => {
      mkdirSync(join(directory, 'app/empty'))
    },
    'with a directory that git does not keep, because no file of the commit is in it (app/empty)'
  ],
  [
    'nested empty directories',
    () => {
      mkdirSync(join(directory, 'a/b'), {recursive: true})
    },
    'with a directory that git does not keep, because no file of the commit is in it (a/b)'
  ],
  [
    'a file that only its owner may read',
    () => {
      chmodSync(join(directory, 'app/main'), 0o600)
    },
    'with permissions that the commit does not have (app/main: 0600 instead of 0644)'
  ],
  [
    'a file that its group may write',
    () => {
      chmodSync(join(directory, 'app/main'), 0o664)
    },
    'with permissions that the commit does not have (app/main: 0664 instead of 0644)'
  ],
  [
    'a directory that only its owner may read',
    () => {
      chmodSync(join(directory, 'app'), 0o700)
    },
    'with permissions that the commit does not have (app: 0700 instead of 0755)'
  ],
  [
    'a program that runs as its owner',
    () => {
      git('update-index', '--chmod=+x', 'app/main')
      git('commit', '-qm', 'x')
      chmodSync(join(directory, 'app/main'), 0o4755)
    },
    'with permissions that the commit does not have (app/main: 4755 instead of 0755)'
  ],
  [
    'a program, if git does not look at modes',
    () => {
      git('config', 'core.fileMode', 'false')
      chmodSync(join(directory, 'app/main'), 0o755)
    },
    'with permissions that the commit does not have (app/main: 0755 instead of 0644)'
  ],
  [
    'a pipe',
    () => {
      execFileSync('mkfifo', [join(directory, 'app/pipe')])
    },
    'with a pipe, which git does not keep (app/pipe)'
  ],
  [
    'a link where git was told to make none',
    () => {
      git('config', 'core.symlinks', 'false')
      rmSync(join(directory, 'app/main'))
      execFileSync('ln', ['-s', 'nämé', join(directory, 'app/main')])
      git('update-index', '--assume-unchanged', 'app/main')
    },
    'with a file that does not come from the commit (app/main)'
  ],
  [
    'line ends that git converts',
    () => {
      git('config', 'core.autocrlf', 'true')
      write('app/main', 'a\n')
      git('add', '.')
      git('commit', '-qm', 'x')
      write('app/main', 'a\r\n')
      git('add', '.')
    },
    'with a file that does not come from the commit (app/main)'
  ],
  [
    'a file behind a filter',
    () => {
      write('.gitattributes', 'app/main filter=upper\n')
      git('config', 'filter.upper.clean', 'tr a-z A-Z')
      write('app/main', 'MAIN')
      git('add', '.')
      git('commit', '-qm', 'x')
      git('update-index', '--assume-unchanged', 'app/main')
      write('app/main', 'main')
    },
    'with a file that does not come from the commit (app/main)'
  ],
  [
    'a Dockerfile that git was told not to look at',
    () => {
      git('update-index', '--assume-unchanged', 'Dockerfile')
      write('Dockerfile', 'FROM scratch\n')
    },
    'with a file that does not come from the commit (Dockerfile)'
  ]
])('%s is a deviation, and the message says what differs', async (_, change, said) => {
  change()
  expect(await deviation()).toBe(said)
})

test('the Dockerfile and the stages file count wherever the context is', async () => {
  mkdirSync(join(directory, '.github'))
  write('.github/ecr-registry.yml', 'image: a\n')
  git('add', '.')
  git('commit', '-qm', 'stages')
  git('update-index', '--skip-worktree', 'Dockerfile', '.github/ecr-registry.yml')
  expect(await deviation({}, 'app', 'Dockerfile')).toBeUndefined()
  write('.github/ecr-registry.yml', 'image: b\n')
  expect(await deviation({}, 'app', 'Dockerfile')).toBe(
    'with a file that does not come from the commit (.github/ecr-registry.yml)'
  )
  write('Dockerfile', 'FROM scratch\n')
  expect(await deviation({}, 'app', 'Dockerfile')).toBe('with a file that does not come from the commit (Dockerfile)')
})

test('a directory that Docker does not read is no deviation', async () => {
  mkdirSync(join(directory, 'logs/empty'), {recursive: true})
  expect(await deviation()).toBeUndefined()
})

test.each([
  [
    'a file that is hidden from git',
    () => {
      git('-C', 'sub', 'update-index', '--assume-unchanged', 'inner')
      write('sub/inner', 'changed')
    },
    'with a file that does not come from the commit (sub/inner)'
  ],
  [
    'an empty directory',
    () => {
      mkdirSync(join(directory, 'sub/empty'))
    },
    'with a directory that git does not keep, because no file of the commit is in it (sub/empty)'
  ],
  [
    'a file that git ignores',
    () => {
      write('sub/.git/info/exclude', 'secret\n')
      write('sub/secret', '')
    },
    'with a file that does not come from the commit (sub/secret)'
  ],
  [
    'a file that is missing, hidden from git',
    () => {
      git('-C', 'sub', 'update-index', '--skip-worktree', 'inner')
      rmSync(join(directory, 'sub/inner'))
    },
    'without a file of the commit (sub/inner)'
  ],
  [
    'another commit, hidden from git',
    () => {
      write('sub/inner', 'new')
      git('-C', 'sub', 'commit', '-qam', 'new')
      git('update-index', '--assume-unchanged', 'sub')
    },
    'with a file that does not come from the commit (sub/inner)'
  ]
])('in a submodule, %s is a deviation', async (_, change, said) => {
  mkdirSync(join(directory, 'sub'))
  git('-C', 'sub', 'init', '--quiet')
  write('sub/inner', 'inner')
  git('-C', 'sub', 'add', '.')
  git('-C', 'sub', 'commit', '-qm', 'inner')
  write('.dockerignore', '**/.git\nlogs\n')
  git('add', '--all')
  git('commit', '-qm', 'A submodule')
  expect(await deviation()).toBeUndefined()
  change()
  expect(await deviation()).toBe(said)
})

test.each<[string, () => void, string | undefined]>([
  [
    'a file that is not checked out',
    () => {
      git('update-index', '--skip-worktree', 'app/main')
      rmSync(join(directory, 'app/main'))
    },
    'without a file of the commit (app/main)'
  ],
  [
    'a file whose name has characters outside ASCII, and that git was told not to look at',
    () => {
      git('update-index', '--assume-unchanged', 'app/nämé')
      rmSync(join(directory, 'app/nämé'))
    },
    'without a file of the commit (app/nämé)'
  ],
  [
    'a directory outside a sparse checkout',
    () => {
      git('sparse-checkout', 'set', 'docs')
    },
    'without a file of the commit (app/main)'
  ],
  [
    'a directory that is empty for Docker',
    () => {
      write('.dockerignore', '.git\nlogs\napp/*\n')
      git('commit', '-qam', 'ignored')
      git('sparse-checkout', 'set', 'docs')
    },
    'without a directory of the commit (app)'
  ],
  [
    'a file that Docker ignores',
    () => {
      write('.dockerignore', '.git\nlogs\ndocs\n')
      git('commit', '-qam', 'ignored')
      git('sparse-checkout', 'set', 'app')
    },
    undefined
  ]
])('without %s', async (_, change, said) => {
  mkdirSync(join(directory, 'docs/deep'), {recursive: true})
  write('docs/deep/x', 'x')
  git('add', '--all')
  git('commit', '--quiet', '-m', 'Docs')
  expect(await deviation()).toBeUndefined()
  change()
  expect(await deviation()).toBe(said)
})

test('a missing file outside the context is no deviation, but the ignore file of the Dockerfile is', async () => {
  mkdirSync(join(directory, 'docs'))
  write('docs/x', 'x')
  write('Dockerfile.dockerignore', 'nothing\n')
  git('add', '--all')
  git('commit', '--quiet', '-m', 'Docs')
  git('update-index', '--skip-worktree', 'docs/x', 'Dockerfile.dockerignore')
  rmSync(join(directory, 'docs/x'))
  expect(await deviation({}, 'app', 'Dockerfile')).toBeUndefined()
  rmSync(join(directory, 'Dockerfile.dockerignore'))
  expect(await deviation({}, 'app', 'Dockerfile')).toBe('without a file of the commit (Dockerfile.dockerignore)')
})

test('the target of a Dockerfile that is a link counts wherever it is', async () => {
  rmSync(join(directory, 'Dockerfile'))
  mkdirSync(join(directory, 'docker'))
  write('docker/main', 'FROM scratch\n')
  execFileSync('ln', ['-s', 'docker/main', join(directory, 'Dockerfile')])
  git('add', '--all')
  git('commit', '--quiet', '-m', 'A link')
  expect(await deviation({}, 'app', 'Dockerfile')).toBeUndefined()
  git('update-index', '--assume-unchanged', 'docker/main')
  write('docker/main', 'FROM busybox\n')
  expect(await deviation({}, 'app', 'Dockerfile')).toBe('with a file that does not come from the commit (docker/main)')
})

test('a changed file and a new file are deviations', async () => {
  write('app/main', 'changed')
  expect(await deviation()).toBe('with uncommitted changes')
  git('checkout', 'app/main')
  write('app/new', '')
  expect(await deviation()).toBe('with uncommitted changes')
})

test.each<[BuildOptions, string]>([
  [{target: 'base'}, '--target'],
  [{buildArg: ['A=1']}, '--build-arg'],
  [{platform: ['linux/arm64']}, '--platform'],
  [{file: 'Dockerfile'}, '--file'],
  [{context: '.'}, '--context']
])('an option that makes another image of the commit is a deviation: %j', async (options, named) => {
  expect(await deviation(options)).toBe(`built with the option ${named}`)
})

test('a context outside the repository is a deviation', async () => {
  expect(await deviation({}, '..', 'Dockerfile')).toBe('with a context outside the repository')
})
