import {readFileSync} from 'node:fs'
import {isDeepStrictEqual} from 'node:util'

import {describe, expect, test} from '@jest/globals'
import {parse} from 'yaml'

import {readInputs} from '../../src/action/inputs.js'

const action = parse(readFileSync('action.yml', 'utf8')) as {inputs: Record<string, {default?: string}>}

/** The environment that the runner makes from `with:` and the defaults in action.yml. */
function inputs(given: Record<string, string> = {}, environment: Record<string, string> = {}) {
  const masked: string[] = []
  const variables: Record<string, string> = {...environment}
  for (const [name, {default: fallback = ''}] of Object.entries(action.inputs)) {
    variables[`INPUT_${name.toUpperCase()}`] = given[name] ?? (name === 'github-token' ? '' : fallback)
  }
  const read = () => readInputs(variables, value => masked.push(value))
  return {read, masked}
}

test('without inputs, every setting has its default', () => {
  expect(inputs().read()).toMatchObject({
    stage: 'auto',
    operation: 'auto',
    config: '.github/ecr-registry.yml',
    image: undefined,
    tags: [],
    rebuild: false,
    dryRun: false,
    failOnSeverity: 'none',
    scanTimeoutSeconds: 600,
    roleDurationSeconds: undefined,
    build: {
      context: undefined,
      platforms: [],
      buildArgs: {},
      secrets: [],
      provenance: 'false',
      sbom: 'false',
      noCache: false
    }
  })
})

test.each([
  ['stage', 'prod', 'Input stage is `prod`; expected one of auto, development, master, release.'],
  ['operation', 'push', 'Input operation is `push`; expected one of auto, build, promote, doctor.'],
  ['rebuild', 'yes', 'Input rebuild is `yes`; expected `true` or `false`.'],
  ['fail-on-severity', 'bad', 'Input fail-on-severity is `bad`; expected one of none, critical, high, medium, low.'],
  [
    'scan-timeout',
    'soon',
    'Input scan-timeout is `soon`; expected a number of seconds, or a number with `s`, `m` or `h`, such as `10m`.'
  ],
  ['role-duration-seconds', '60', 'Input role-duration-seconds is `60`; expected a whole number from 900 to 43200.'],
  [
    'role-session-name',
    'a b',
    'Input role-session-name is `a b`; expected 2 to 64 letters, digits or any of `_+=,.@-`.'
  ],
  ['build-args', '=x', 'Input build-args is `=x`; expected `NAME=value` on each line.'],
  [
    'build-args',
    'NOT_SET',
    'The build argument `NOT_SET` has no value, and the environment has no variable of that name.'
  ],
  [
    'build-args',
    '"A=1',
    'Input build-args cannot be read: a quote is opened or closed in the wrong place (CSV_QUOTE_NOT_CLOSED).'
  ],
  [
    'platforms',
    'linux',
    'Input platforms is `linux`; expected `os/architecture` with an optional `/variant`, such as `linux/amd64`.'
  ],
  ['platforms', 'local', 'Input platforms is `local`'],
  [
    'platforms',
    'linux/amd64,linux/foo',
    'Input platforms is `linux/foo`; expected one of linux/amd64 (also /v1 to /v4), linux/arm64'
  ],
  ['platforms', 'windows/amd64', 'Input platforms is `windows/amd64`; expected one of linux/amd64'],
  ['build-args', 'A=1\nA=2', 'each name once, but A occurs twice'],
  ['build-contexts', 'a=1\na=2', 'each name once, but a occurs twice'],
  ['labels', '=value', 'Input labels is `=value`; expected `name=value` on each line.'],
  ['build-contexts', 'lib=', 'Input build-contexts is `lib=`; expected `name=path` on each line.'],
  ['secret-envs', 'id=NOT_SET', 'The build secret `id` comes from the variable NOT_SET, which is not set or is empty.'],
  ['secret-files', 'id=', 'Input secret-files is `id=`; expected `id=path` on each line.']
])('input %s: `%s` is an error that names it', (name, value, message) => {
  expect(inputs({[name]: value}).read).toThrow(message)
})

describe('lists are written as for docker/build-push-action', () => {
  test.each([
    ['platforms', 'linux/amd64,linux/arm64', ['linux/amd64', 'linux/arm64']],
    ['platforms', ' linux/amd64 \n\n linux/ARM64', ['linux/amd64', 'linux/arm64']],
    ['cacheFrom', 'type=gha,scope=x\ntype=registry,ref=a', ['type=gha,scope=x', 'type=registry,ref=a']]
  ] as const)('%s: %j', (key, value, expected) => {
    const name = key === 'cacheFrom' ? 'cache-from' : key
    expect(inputs({[name]: value}).read().build[key]).toEqual(expected)
  })

  test('the README names exactly the lists whose entries may also be separated by commas', () => {
    const environment = {A: 'one', B: 'two'}
    const readWith = (name: string, separator: string): unknown => {
      const entries = name === 'platforms' ? ['linux/amd64', 'linux/arm64'] : ['a=A', 'b=B']
      try {
        return inputs({[name]: entries.join(separator)}, environment).read()
      } catch {
        // The input is not a list.
        return separator
      }
    }
    const split = Object.keys(action.inputs).filter(name =>
      isDeepStrictEqual(readWith(name, ','), readWith(name, '\n'))
    )
    const [, named = ''] =
      /one entry a line; (.*) also with commas between\./.exec(readFileSync('README.md', 'utf8')) ?? []
    expect([...named.matchAll(/`([\w-]+)`/g)].map(([, name]) => name).sort()).toEqual(split.sort())
  })

  test('a build argument keeps its commas and equals signs, and without a value comes from the environment', () => {
    expect(inputs({'build-args': 'A=1,2=3\nFROM_ENV\nEMPTY='}, {FROM_ENV: 'env'}).read().build.buildArgs).toEqual({
      A: '1,2=3',
      FROM_ENV: 'env',
      EMPTY: ''
    })
  })

  test('quotes enclose a value of several lines', () => {
    expect(inputs({secrets: '"key=first\nsecond ""quoted"""\nother=x'}).read().build.secrets).toEqual([
      {id: 'key', from: 'value', value: 'first\nsecond "quoted"'},
      {id: 'other', from: 'value', value: 'x'}
    ])
  })

  test('a secret may contain quotes, commas and JSON', () => {
    expect(inputs({secrets: 'json={"a":"b","c":1}'}).read().build.secrets).toEqual([
      {id: 'json', from: 'value', value: '{"a":"b","c":1}'}
    ])
  })
})

test('SOURCE_DATE_EPOCH in the environment becomes a build argument, because Docker reads it from there', () => {
  expect(inputs({}, {SOURCE_DATE_EPOCH: '12345'}).read().build.buildArgs).toEqual({SOURCE_DATE_EPOCH: '12345'})
  expect(inputs({'build-args': 'SOURCE_DATE_EPOCH=0'}, {SOURCE_DATE_EPOCH: '12345'}).read().build.buildArgs).toEqual({
    SOURCE_DATE_EPOCH: '0'
  })
})

test('labels and annotations are read as in Docker: a bare name has no value, and the last of two wins', () => {
  const {labels, annotations} = inputs({labels: 'a=1\nb\na=2', annotations: 'x=1\nx='}).read().build
  expect([labels, annotations]).toEqual([{a: '2', b: ''}, {x: ''}])
})

test('a carriage return at the end of a line is no part of a value', () => {
  const {secrets, buildArgs} = inputs({secrets: 'a=1\r\nb=2\r', 'build-args': 'A=1\r\nB=2\r\n'}).read().build
  expect(secrets.map(secret => (secret.from === 'value' ? secret.value : ''))).toEqual(['1', '2'])
  expect(buildArgs).toEqual({A: '1', B: '2'})
})

describe('secrets are masked before anything can fail', () => {
  test.each([
    ['secrets', 'good=hunter2\n=malformed-secret', ['hunter2', 'malformed-secret']],
    ['secrets', 'no-equals-here', ['no-equals-here']],
    ['secrets', 'bad id=hunter2', ['hunter2']]
  ])('%s: %j', (name, value, expected) => {
    const {read, masked} = inputs({[name]: value})
    expect(read).toThrow('is not of the form `id=value`')
    expect(masked).toEqual(expect.arrayContaining(expected))
  })

  test('an error never shows a value', () => {
    const {read} = inputs({secrets: '=hunter2'})
    expect(read).toThrow(
      expect.objectContaining({
        message: expect.not.stringContaining('hunter2'),
        remedy: expect.not.stringContaining('hunter2')
      })
    )
  })

  test('also secrets of several lines, and secrets from the environment', () => {
    const {read, masked} = inputs(
      {secrets: '"k=line one\nline two"', 'secret-envs': 'id=VARIABLE', 'github-token': 'ghs_x'},
      {VARIABLE: 'from env'}
    )
    read()
    expect(masked).toEqual(['ghs_x', 'line one\nline two', 'from env'])
  })

  test('a secret given twice is an error', () => {
    expect(inputs({secrets: 'a=1\na=2'}).read).toThrow('The build secret `a` is given twice.')
  })
})
