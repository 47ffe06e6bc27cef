import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterAll, beforeAll, expect, test} from '@jest/globals'

import {readInputs} from '../../src/action/inputs.js'
import {dockerfileCheck} from '../../src/doctor/dockerfile.js'
import {buildSettings} from '../../src/run/build-settings.js'

let workspace: string
beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'dockerfile-'))
  mkdirSync(join(workspace, 'api'))
  writeFileSync(join(workspace, 'Dockerfile'), 'FROM scratch AS base\n')
})
afterAll(() => {
  rmSync(workspace, {recursive: true})
})

test.each<[Record<string, string>, 'good' | 'bad', RegExp]>([
  [{}, 'good', /^Dockerfile; the context is \.$/],
  [{FILE: 'Dockerfile', CONTEXT: 'api', TARGET: 'base'}, 'good', /^Dockerfile, stage base; the context is api$/],
  [
    {CONTEXT: 'https://github.com/my-org/sample-image.git'},
    'good',
    /^fetched when the build runs; the context is https:\/\/github\.com\/my-org\/sample-image\.git$/
  ],
  [{CONTEXT: 'api'}, 'bad', /^There is no Dockerfile at .*\/api\/Dockerfile\.$/],
  [{FILE: 'api/Dockerfile'}, 'bad', /^There is no Dockerfile at .*\/api\/Dockerfile\.$/],
  [{CONTEXT: 'web'}, 'bad', /^There is no build context “web”: .*\/web is not a directory\.$/],
  [{'BUILD-CONTEXTS': 'lib=../lib'}, 'bad', /^There is no build context “\.\.\/lib”/],
  [{FILE: '-'}, 'bad', /^The Dockerfile is `-`: standard input is not read here\.$/],
  [{CONTEXT: '-'}, 'bad', /^The build context is `-`: standard input is not read here\.$/],
  [{DOCKER_DEFAULT_PLATFORM: 'linux/foo'}, 'bad', /^The variable DOCKER_DEFAULT_PLATFORM is `linux\/foo`; expected /],
  [{TARGET: 'test'}, 'bad', /^Dockerfile:1: Dockerfile has no stage “test”\.$/]
])('%j: %s', async (inputs, state, says) => {
  const environment = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name.startsWith('DOCKER_') ? name : `INPUT_${name}`, value])
  )
  const check = await dockerfileCheck(
    () => buildSettings({environment, inputs: readInputs(environment, () => undefined), image: undefined}),
    workspace
  )
  expect(check).toMatchObject({name: 'Dockerfile', state, says: expect.stringMatching(says)})
  expect('remedy' in check).toBe(state === 'bad')
})
