import {readFileSync} from 'node:fs'

import {expect, test} from '@jest/globals'
import {parse} from 'yaml'

import {foreignInputs} from '../../src/action/foreign-inputs.js'

const given = (inputs: Record<string, string>) =>
  foreignInputs(
    Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))
  )

test.each([
  ['push', 'false', 'ignored', /^`push`: .*`dry-run: true`/],
  ['push', 'true', 'needless', /^`push`: the image of a stage is always pushed\.$/],
  ['load', 'true', 'ignored', /^`load`: .*`docker-login: true`/],
  ['outputs', 'type=docker', 'ignored', /^`outputs`: the image goes to its repository/],
  ['images', 'ghcr.io/org/app', 'ignored', /`repository-arn`/],
  ['flavor', 'latest=false', 'ignored', /`tags`/],
  ['dockerfile', 'x', 'ignored', /write `file`/],
  ['build_args', 'A=1', 'ignored', /write `build-args`/],
  ['role-to-assume', 'arn:aws:iam::111122223333:role/x', 'ignored', /`role-arn`/],
  ['registry', 'ghcr.io', 'needless', /logs in to the registry of the stage itself/],
  ['username', 'me', 'needless', /logs in/],
  ['password', 'x', 'needless', /logs in/],
  ['registries', '111122223333', 'needless', /logs in/],
  ['aws-region', 'eu-west-1', 'needless', /the region follows/],
  ['aws-secret-access-key', 'x', 'needless', /no stored keys/]
] as const)('the input %s: %s of another action is %s, with a hint', (name, value, kind, remark) => {
  const none = {ignored: [], needless: []}
  expect(given({[name]: value})).toEqual({...none, [kind]: [expect.stringMatching(remark)]})
})

test.each([
  ['load', 'false'],
  ['registry', ''],
  ['toString', 'x'],
  ['unheard-of', 'x']
])('the input %s: %j is not remarked on', (name, value) => {
  expect(given({[name]: value})).toEqual({ignored: [], needless: []})
})

test("none of this action's own inputs is taken for another's", () => {
  const action = parse(readFileSync('action.yml', 'utf8')) as {inputs: Record<string, unknown>}
  const own = Object.fromEntries(Object.keys(action.inputs).map(name => [name, 'x']))
  expect(given(own)).toEqual({ignored: [], needless: []})
})
