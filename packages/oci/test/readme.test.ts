import {spawn} from 'node:child_process'
import {text} from 'node:stream/consumers'

import {afterAll, beforeAll, expect, test} from '@jest/globals'

import {readPage, root} from '../../../__tests__/texts/markdown.js'
import type {Testbed} from '../../../testbed/harness/testbed.js'
import {startTestbed} from '../../../testbed/harness/testbed.js'
import {Content} from './content.js'
import {ecrEnd, stored} from './world.js'

let testbed: Testbed
beforeAll(async () => {
  testbed = await startTestbed()
})
afterAll(() => testbed.close())

/** Runs code from its text, with the modules of this repository. */
async function run(code: string, args: string[], environment: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-', ...args], {
    cwd: root,
    env: {...process.env, ...environment},
    stdio: ['pipe', 'pipe', 'pipe']
  })
  child.stdin.end(code)
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  return output + errors
}

test('the example in the README copies and tags an image', async () => {
  const {options} = await ecrEnd(testbed, 'readme/from')
  await ecrEnd(testbed, 'readme/to')
  if (options.authorization.kind !== 'basic') throw new TypeError('the testbed has no password')
  const {username, password} = options.authorization.login
  const content = new Content()
  const image = content.image([content.layer('a layer')])
  content.tags.set('v1', image.digest)
  content.putInto(stored(testbed, 'readme/from'))

  const [example] = readPage('packages/oci/README.md').fences.filter(({language}) => language === 'ts')
  const output = await run(example!.text, ['readme/from', 'readme/to', 'v1'], {
    REGISTRY: options.origin,
    REGISTRY_USER: username,
    REGISTRY_PASSWORD: password
  })
  expect(output).toBe(`${image.digest}: 0 mounted, 2 copied, tag put\n`)
  expect(stored(testbed, 'readme/to').tags.get('v1')).toBe(image.digest)
})
