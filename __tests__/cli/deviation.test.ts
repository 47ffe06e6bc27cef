import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
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
