import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterAll, beforeAll, expect, test} from '@jest/globals'

import {runDocker} from '../../src/docker/call.js'

let bin: string

beforeAll(() => {
  bin = mkdtempSync(join(tmpdir(), 'call-'))
})
afterAll(() => {
  rmSync(bin, {recursive: true})
})

async function docker(script: string, settings: {stdin?: string; signal?: AbortSignal} = {}) {
  writeFileSync(join(bin, 'docker'), `#!/bin/sh\n${script}\n`, {mode: 0o755})
  const lines: string[] = []
  const code = await runDocker(['pull', 'image'], {
    environment: {PATH: `${bin}:${process.env['PATH'] ?? ''}`},
    signal: new AbortController().signal,
    output: line => lines.push(line),
    ...settings
  })
  return {code, lines}
}

test('the output of docker is passed on line by line, from both of its streams', async () => {
  const {code, lines} = await docker(`printf 'a\\033[2J\\nb'; printf 'denied\\n' >&2; exit 3`)
  expect([code, lines.sort()]).toEqual([3, ['a\u001b[2J', 'b', 'denied']])
})

test('docker gets the text for its standard input, and nothing else', async () => {
  expect(await docker('cat; echo .', {stdin: 'a password\n'})).toEqual({code: 0, lines: ['a password', '.']})
  expect(await docker('cat; echo .')).toEqual({code: 0, lines: ['.']})
})

test('a signal interrupts docker', async () => {
  const cancel = new AbortController()
  const ended = docker('trap "exit 7" INT; echo up; while :; do sleep 0.1; done', {signal: cancel.signal})
  setTimeout(() => {
    cancel.abort()
  }, 500)
  expect(await ended).toEqual({code: 7, lines: ['up']})
})
