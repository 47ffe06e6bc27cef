import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'
import {buildSync} from 'esbuild'

let built: string
let root: string
let temporary: string
let config: string
let other: string

beforeAll(() => {
  built = mkdtempSync(join(tmpdir(), 'post-'))
  buildSync({
    entryPoints: ['src/action/post.ts'],
    outfile: join(built, 'post.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm'
  })
})
afterAll(() => {
  rmSync(built, {recursive: true})
})

/** A directory of the runner with a config of the step, and a directory of somebody else. */
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'post-')))
  temporary = join(root, 'temporary')
  config = join(temporary, 'docker-config-abcdef')
  other = join(root, 'other')
  for (const directory of [config, other]) {
    mkdirSync(directory, {recursive: true})
    writeFileSync(join(directory, 'config.json'), '{}')
  }
})
afterEach(() => {
  rmSync(root, {recursive: true})
})

function post(state: string, runnerTemp = temporary): {status: number | null; stdout: string; stderr: string} {
  const environment = {PATH: process.env['PATH'], 'STATE_docker-config': state, RUNNER_TEMP: runnerTemp}
  const {status, stdout, stderr} = spawnSync(process.execPath, [join(built, 'post.mjs')], {
    env: environment,
    encoding: 'utf8'
  })
  return {status, stdout, stderr}
}

const REMOVED = {status: 0, stdout: 'Removed the Docker config of this run.\n', stderr: ''}
const REFUSED = {
  status: 1,
  stdout: '::error::The state of this step names a directory that this action did not create, so it was left alone.\n',
  stderr: ''
}

describe.each([
  ['', ''],
  ['/', ''],
  ['', '/'],
  ['//', '/./'],
  ['/.', '//']
])('with %j behind the config and %j behind the directory of the runner', (afterConfig, afterTemporary) => {
  test('the config is removed', () => {
    expect(post(config + afterConfig, temporary + afterTemporary)).toEqual(REMOVED)
    expect([existsSync(config), existsSync(temporary)]).toEqual([false, true])
  })

  test('a config that is removed already is no error', () => {
    rmSync(config, {recursive: true})
    expect(post(config + afterConfig, temporary + afterTemporary)).toEqual(REMOVED)
  })

  test('a link to another directory is left alone, and so is that directory', () => {
    rmSync(config, {recursive: true})
    symlinkSync(other, config)
    expect(post(config + afterConfig, temporary + afterTemporary)).toEqual(REFUSED)
    expect([existsSync(config), existsSync(join(other, 'config.json'))]).toEqual([true, true])
  })
})

test('a config below a directory of the runner that is a link is removed', () => {
  symlinkSync(temporary, join(root, 'link'))
  expect(post(join(root, 'link', 'docker-config-abcdef'), join(root, 'link'))).toEqual(REMOVED)
  expect(existsSync(config)).toBe(false)
})

test('a way through a link removes what its text names', () => {
  mkdirSync(join(root, 'docker-config-abcdef'))
  symlinkSync(other, join(temporary, 'link'))
  expect(post(`${temporary}/link/../docker-config-abcdef`)).toEqual(REMOVED)
  expect([existsSync(config), existsSync(join(root, 'docker-config-abcdef'))]).toEqual([false, true])
})

test.each<[string, () => string]>([
  ['another directory', () => other],
  ['the directory of the runner', () => temporary],
  ['another name there', () => join(temporary, 'docker-config-abcdefg')],
  ['a directory inside the config', () => join(config, 'docker-config-ghijkl')],
  ['a directory beside that of the runner', () => join(root, 'docker-config-abcdef')],
  ['a way up from the config', () => `${config}/../../other`],
  ['a file', () => join(temporary, 'docker-config-ghijkl')]
])('%s is left alone', (_, path) => {
  writeFileSync(join(temporary, 'docker-config-ghijkl'), '')
  expect(post(path())).toEqual(REFUSED)
  expect([config, other, temporary].map(directory => existsSync(directory))).toEqual([true, true, true])
})

test('without a directory of the runner, nothing is removed', () => {
  expect(post(config, '')).toEqual(REFUSED)
  expect(existsSync(config)).toBe(true)
})

test('without a state, there is nothing to do', () => {
  expect(post('')).toEqual({status: 0, stdout: '', stderr: ''})
})
