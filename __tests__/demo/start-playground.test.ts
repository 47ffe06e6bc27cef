import {execFile} from 'node:child_process'
import {cp, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {promisify} from 'node:util'

import {afterEach, beforeEach, expect, test} from '@jest/globals'

const ROOT = resolve(import.meta.dirname, '../..')

let clone: string
beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), 'clone-'))
  await writeFile(join(clone, 'package.json'), '{"type": "module"}')
  for (const path of ['demo/start-playground.js', 'setup/dependencies.js'])
    await cp(join(ROOT, path), join(clone, path))
})
afterEach(async () => {
  await rm(clone, {recursive: true})
})

/** The message if nothing is installed yet, with a program for npm that fails. */
async function messageOf(...args: string[]): Promise<string> {
  await writeFile(join(clone, 'npm.cjs'), 'process.exit(1)')
  const environment = {...process.env, INIT_CWD: clone, npm_execpath: join(clone, 'npm.cjs')}
  const failed: unknown = await promisify(execFile)(
    process.execPath,
    [join(clone, 'demo/start-playground.js'), ...args],
    {env: environment}
  ).catch((error: unknown) => error)
  expect(failed).toMatchObject({code: 1, stdout: ''})
  return (failed as {stderr: string}).stderr
}

test.each([
  ['no directory', [], () => 'Name a directory for the clone, for example: npm run playground -- ../playground\n'],
  [
    'a directory that holds something',
    ['demo'],
    () => `${join(clone, 'demo')} exists and is not an empty directory. Name another directory, or remove it.\n`
  ],
  [
    'a file',
    ['package.json'],
    () => `${join(clone, 'package.json')} exists and is not an empty directory. Name another directory, or remove it.\n`
  ]
])('refuses %s before anything is installed', async (_, args, expected) => {
  expect(await messageOf(...args)).toBe(expected())
})

test.each(['empty', 'not/there'])('accepts the directory %s, and installs the dependencies first', async directory => {
  await mkdir(join(clone, 'empty'))
  expect(await messageOf(directory)).toMatch(
    /^Installing the packages of package-lock.json \(npm ci\) \.\.\.\nnpm ci .* failed/
  )
})
