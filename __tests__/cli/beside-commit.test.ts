import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterEach, beforeEach, expect, test} from '@jest/globals'

import {besideCommit} from '../../src/cli/beside-commit.js'
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

async function beside(options: BuildOptions = {}, context = '.', file?: string): Promise<string | undefined> {
  return await besideCommit(await readWorkingTree(directory, process.env), options, {context, file})
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'beside-'))
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

test('a clean tree is its commit', async () => {
  expect(await beside()).toBeUndefined()
  expect(await beside({}, 'app', 'Dockerfile')).toBeUndefined()
})

test('so is a directory of it whose name begins with dots', async () => {
  mkdirSync(join(directory, '..app'))
  write('..app/main', 'main')
  git('add', '--all')
  git('commit', '--quiet', '-m', 'More')
  expect(await beside({}, '..app', 'Dockerfile')).toBeUndefined()
})

test('so it is with files that git ignores and Docker is not sent', async () => {
  mkdirSync(join(directory, 'logs'))
  write('logs/today', '')
  expect(await beside()).toBeUndefined()
})

test('a file that git ignores goes into the image', async () => {
  write('app/.env', 'SECRET=1')
  expect(await beside()).toBe("with a file that is not the commit's (app/.env)")
  expect(await beside({}, 'app', 'Dockerfile')).toBe("with a file that is not the commit's (app/.env)")
})

test('whatever its name', async () => {
  write('app/ünïcode', '')
  expect(await beside()).toBe("with a file that is not the commit's (app/ünïcode)")
})

test.each(['--assume-unchanged', '--skip-worktree'])(
  'a file that git is told to pass over may be changed (%s)',
  async flag => {
    git('update-index', flag, 'app/main')
    write('app/main', 'changed')
    expect(await beside()).toBe("with a file that is not the commit's (app/main)")
  }
)

test('a change, a new file', async () => {
  write('app/main', 'changed')
  expect(await beside()).toBe('with changes that are not committed')
  git('checkout', 'app/main')
  write('app/new', '')
  expect(await beside()).toBe('with changes that are not committed')
})

test.each<[BuildOptions, string]>([
  [{target: 'base'}, '--target'],
  [{buildArg: ['A=1']}, '--build-arg'],
  [{platform: ['linux/arm64']}, '--platform'],
  [{file: 'Dockerfile'}, '--file'],
  [{context: '.'}, '--context']
])('another image of the commit, by %j', async (options, named) => {
  expect(await beside(options)).toBe(`built by options of its own (${named})`)
})

test('a context outside of the repository', async () => {
  expect(await beside({}, '..', 'Dockerfile')).toBe('with a context that is outside of the repository')
})
