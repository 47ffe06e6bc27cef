import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'

import {expect, test} from '@jest/globals'

import {request} from '../sample.js'

const ROOT = join(import.meta.dirname, '../../..')

test('prints endpoints and credentials that work, and ends when it is interrupted', async () => {
  const child = spawn(process.execPath, ['--import', './setup/typescript.js', 'testbed/harness/serve.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const ended = once(child, 'close')
  try {
    let printed = ''
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      printed += String(chunk)
      if (printed.endsWith('\n}\n')) break
    }
    const {registry, password} = JSON.parse(printed) as {registry: string; password: string}
    const authorization = `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}`
    const {status, text} = await request('GET', `${registry}/v2/sample/tags/list`, {headers: {authorization}})
    expect({status, body: JSON.parse(text) as unknown}).toEqual({status: 200, body: {name: 'sample', tags: []}})
  } finally {
    child.kill('SIGINT')
  }
  expect(await ended).toEqual([0, null])
})
