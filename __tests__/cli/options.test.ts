import {describe, expect, test} from '@jest/globals'

import {inputsOf} from '../../src/cli/options.js'

const read = (options: Parameters<typeof inputsOf>[0], environment = {}) =>
  inputsOf(options, environment, () => undefined)

describe('options become the inputs of the action', () => {
  test('no options give the defaults of the action', () => {
    expect(read({})).toEqual(read({pull: false, cache: true, tag: []}))
    expect(read({})).toMatchObject({
      config: '.github/ecr-registry.yml',
      dryRun: false,
      failOnSeverity: 'none',
      build: {noCache: false}
    })
  })

  test('options have the names of docker build', () => {
    const inputs = read(
      {
        platform: ['linux/amd64,linux/arm64', 'linux/s390x'],
        buildArg: ['A=1', 'B=x,y', 'C="q"'],
        tag: ['nightly-{{date}}'],
        cache: false,
        secretEnv: ['npm=NPM_TOKEN'],
        secretFile: ['key=./key']
      },
      {NPM_TOKEN: 'hunter2'}
    )
    expect(inputs).toMatchObject({
      tags: ['nightly-{{date}}'],
      build: {
        platforms: ['linux/amd64', 'linux/arm64', 'linux/s390x'],
        buildArgs: {A: '1', B: 'x,y', C: '"q"'},
        noCache: true,
        secrets: [{id: 'npm'}, {id: 'key'}]
      }
    })
  })

  test("inputs of a job's step are not read", () => {
    expect(read({}, {INPUT_REBUILD: 'true', 'INPUT_BUILD-ARGS': 'A=1'})).toMatchObject({
      rebuild: false,
      build: {buildArgs: {}}
    })
  })
})

test.each([
  [
    {platform: ['linux']},
    '--platform is `linux`; expected `os/architecture` with an optional `/variant`, such as `linux/amd64`.'
  ],
  [{buildArg: ['=1']}, '--build-arg is `=1`; expected `NAME=value`.'],
  [
    {scanTimeout: 'soon'},
    '--scan-timeout is `soon`; expected a number of seconds, or a number with `s`, `m` or `h`, such as `10m`.'
  ],
  [{secretFile: ['key']}, '--secret-file is `key`; expected `id=path`.']
])('%j is refused under the name of the option: %s', (options, message) => {
  expect(() => read(options)).toThrow(expect.objectContaining({message}))
})

test.each(['linux/foo', 'windows/amd64'])(
  'the platform %s is refused under the name of the option, with what there is',
  platform => {
    expect(() => inputsOf({platform: ['linux/amd64', platform]}, {}, () => undefined)).toThrow(
      `--platform is \`${platform}\`; expected one of linux/amd64 (also /v1 to /v4), linux/arm64 `
    )
  }
)
