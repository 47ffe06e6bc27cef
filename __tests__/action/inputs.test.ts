import {readFileSync} from 'node:fs'
import {isDeepStrictEqual} from 'node:util'

import {describe, expect, test} from '@jest/globals'
import {parse} from 'yaml'

import {readInputs} from '../../src/action/inputs.js'
import {Failure} from '../../src/core/failure.js'
import {remedyAt} from '../../src/core/remedy.js'

const action = parse(readFileSync('action.yml', 'utf8')) as {inputs: Record<string, {default?: string}>}

const DIGEST = `sha256:${'0a'.repeat(32)}`

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
    cache: 'auto',
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
  ['cache', 'gha', 'Input cache is `gha`; expected one of auto, none, registry.'],
  ['comment', 'yes', 'Input comment is `yes`; expected `true`, `false` or `output`.'],
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
  [
    'source',
    '../../release/manifests/v1.0.0',
    'Input source is `../../release/manifests/v1.0.0`; expected a tag, such as `sha-0123456789ab`, or a digest: `sha256:` and 64 hexadecimal digits.'
  ],
  ['source', 'v1?x', 'Input source is `v1?x`; expected a tag'],
  ['source', '-v1', 'Input source is `-v1`; expected a tag'],
  ['source', 'v'.repeat(129), '; expected a tag'],
  ['source', 'sha256:0123', 'Input source is `sha256:0123`; expected a tag'],
  ['source', DIGEST.toUpperCase(), '; expected a tag'],
  ['source', 'registry.example/app', 'Input source is `registry.example/app`; expected a tag'],
  ['source', `registry.example/app@sha384:${'0'.repeat(96)}`, '; expected a tag'],
  [
    'source',
    'registry.example:5000/team/app:v1.2.3',
    'Input source is `registry.example:5000/team/app:v1.2.3`; expected the tag or the digest alone, `v1.2.3`, because the repository follows from the stage.'
  ],
  ['source', `app:v1@${DIGEST}`, `; expected the tag or the digest alone, \`${DIGEST}\`, because`],
  ['build-args', '=x', 'Input build-args is `=x`; expected `NAME=value` on each line.'],
  ['build-args', 'NOT_SET\nNOT_SET', 'each name once, but NOT_SET occurs twice'],
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
  ['secret-envs', 'VARIABLE', 'Input secret-envs is `VARIABLE`; expected `id=VARIABLE` on each line.'],
  ['secret-envs', 'a b=VARIABLE', 'Input secret-envs is `a b`; expected `id=VARIABLE` on each line.'],
  ['secret-files', '/path', 'Input secret-files is `/path`; expected `id=path` on each line.'],
  [
    'ssh',
    'id=/one,/two',
    'Input ssh is `/two`; expected `default` or `id=path`; an entry with a comma needs double quotes'
  ]
])('input %s: `%s` is an error that names it', (name, value, message) => {
  expect(inputs({[name]: value}).read).toThrow(message)
})

test.each([
  ['', 'none'],
  ['false', 'none'],
  ['FALSE', 'none'],
  ['true', 'post'],
  ['True', 'post'],
  ['output', 'output']
])('the input comment may be `%s`', (value, expected) => {
  expect(inputs({comment: value}).read().comment).toBe(expected)
})

test.each(['v1.2.3', 'sha-0123456789ab-7.1', '_a', 'x'.repeat(128), DIGEST, `sha512:${'0'.repeat(128)}`])(
  'the input source may be %s',
  source => {
    expect(inputs({source: ` ${source} `}).read().source).toBe(source)
  }
)

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
    // A step with `post-comment` has no other inputs, and they are not read.
    const names = Object.keys(action.inputs).filter(name => name !== 'post-comment')
    const split = names.filter(name => isDeepStrictEqual(readWith(name, ','), readWith(name, '\n')))
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

  test('a build argument without a value is remembered for the builds that need it', () => {
    const {buildArgs, unsetBuildArgs} = inputs({'build-args': 'A=1\nNOT_SET'}).read().build
    expect([buildArgs, unsetBuildArgs]).toEqual([{A: '1'}, ['NOT_SET']])
  })

  test('quotes enclose a value of several lines', () => {
    expect(inputs({secrets: '"key=first\nsecond ""quoted"""\nother=x'}).read().build.secrets).toEqual([
      {id: 'key', from: 'value', value: 'first\nsecond "quoted"'},
      {id: 'other', from: 'value', value: 'x'}
    ])
  })

  test.each([
    '{"a":"b","c":1}',
    '{"type": "service_account", "roles": ["x", "y", "z"], "key": "-----BEGIN KEY-----\\nMII=\\n"}',
    'it is "quoted", and has commas',
    'a=b=='
  ])('a secret may contain quotes, commas and JSON: %s', value => {
    expect(inputs({secrets: `\n\n  \nsecret=${value}\n\n`}).read().build.secrets).toEqual([
      {id: 'secret', from: 'value', value}
    ])
  })

  test.each([
    ['cert=/path/with, comma', '/path/with, comma'],
    ['"cert=/path/with, comma"', '/path/with, comma'],
    ['cert=/the "quoted" path', '/the "quoted" path'],
    ['"cert=/the ""quoted"", path"', '/the "quoted", path'],
    ['cert=/a,"b",c', '/a,"b",c'],
    [' cert="/a,b" ', '"/a,b"'],
    ['cert=/a,""', '/a,""'],
    ['"cert=/a",b', '/a,b']
  ])('secret-files: %s has its path as it is written', (value, path) => {
    expect(inputs({'secret-files': value}).read().build.secrets).toEqual([{id: 'cert', from: 'file', path}])
  })

  test('several paths of one SSH key stand in quotes', () => {
    expect(inputs({ssh: 'default,"key=/one,/two"\ngithub.com=/three'}).read().build.ssh).toEqual([
      'default',
      'key=/one,/two',
      'github.com=/three'
    ])
  })

  test.each([
    ['cache-from', 'type=local,"src=/with, comma"', 'type=local,"src=/with, comma"'],
    ['cache-from', '"type=registry,ref=a"', 'type=registry,ref=a'],
    ['cache-to', 'type=local,"dest=/with ""quotes"""', 'type=local,"dest=/with ""quotes"""'],
    ['attests', 'type=sbom,"generator=a,b"', 'type=sbom,"generator=a,b"']
  ])('%s: %s reaches Docker as a record of CSV', (name, value, expected) => {
    const {cacheFrom, cacheTo, attests} = inputs({[name]: value}).read().build
    expect([...cacheFrom, ...cacheTo, ...attests]).toEqual([expected])
  })
})

test('labels and annotations are read as in Docker: a bare name has no value, and the last of two wins', () => {
  const {labels, annotations} = inputs({labels: 'a=1\nb\na=2', annotations: 'x=1\nx='}).read().build
  expect([labels, annotations]).toEqual([{a: '2', b: ''}, {x: ''}])
})

test.each([
  ['secrets', 'token=', 'The build secret `token` has an empty value in the input `secrets`.'],
  ['secrets', '"token= \n"', 'The build secret `token` has an empty value in the input `secrets`.'],
  [
    'secret-envs',
    'token=NOT_SET',
    'The build secret `token` comes from the variable NOT_SET, which is not set or is empty.'
  ],
  [
    'secret-envs',
    'token=EMPTY',
    'The build secret `token` comes from the variable EMPTY, which is not set or is empty.'
  ],
  ['secret-envs', 'token=', 'The build secret `token` has no variable in the input `secret-envs`.'],
  ['secret-files', 'token=', 'The build secret `token` has an empty path in the input `secret-files`.']
])('%s: %j is a missing secret, which only a build needs', (name, value, problem) => {
  expect(inputs({[name]: value}, {EMPTY: ' '}).read().build.secrets).toEqual([
    {id: 'token', from: 'nowhere', problem, remedy: expect.anything()}
  ])
})

test.each([
  ['secrets', 'c2VjcmV0dG9rZW4='],
  ['secrets', 'c2VjcmV0dG9rZW4xMg=='],
  ['secret-envs', 'ab+/cdefghij=='],
  ['secret-files', 'ab+/cdefghij==']
])('%s: %s may be a secret in base64 without an id, so it is masked', (name, value) => {
  const {read, masked} = inputs({[name]: value})
  try {
    read()
  } catch (error) {
    expect(error).toBeInstanceOf(Failure)
  }
  expect(masked).toEqual(expect.arrayContaining([value, value.replaceAll('=', '')]))
  expect(masked).not.toContain('=')
})

test.each([
  [
    'pretty-printed JSON',
    'key={\n  "type": "service_account",\n  "roles": ["x","y"]\n}',
    /^Input secrets: entry 2 of 4 .*JSON in `key`/
  ],
  ['JSON without indentation', 'key={\n"type": "service_account",\n"a": "b"\n}', /JSON in `key`/],
  ['a list of JSON', 'key=[\n  "a",\n  "b="\n]', /JSON in `key`/],
  ['quotes that are not doubled', '"key={"type": "x", "a": 1}"', /^Input secrets: entry 1 of 1 is not of the form/],
  ['a quoted entry between commas', 'key={"roles":["x","y","z"]}', /`key`, would lose some of its quotes/],
  ['a line break in a quoted field', 'key={"a":1,"b":"x\n"}', /^Input secrets cannot be read: a quote/],
  ['a quoted field without JSON', 'key=a,"b",c', /`key`, would lose some of its quotes/],
  ['two quoted fields', '"key=a","b"', /`key`, would lose some of its quotes/]
])('a secret that would not arrive as it is written is an error that names secret-envs: %s', (_, secrets, message) => {
  const {read, masked} = inputs({secrets})
  const error = failureOf(read)
  expect(error.message).toMatch(message)
  expect(remedyAt('workflow', error.remedy ?? '')).toContain('`secret-envs: id=VARIABLE`')
  expect(masked.length).toBeGreaterThan(0)
})

test.each([
  ['in two quoted fields', '"cert=/a","b"'],
  ['with a line end in a quoted field', 'cert=/a,"b\n"']
])('a path of a secret file that cannot be told is an error: %s', (_, line) => {
  const error = failureOf(inputs({'secret-files': `other=/x\n${line}`}).read)
  expect(error.message).toMatch(/^Input secret-files: entry 2 of 2, `cert`, would lose some of its quotes\./)
  expect(error.remedy).toMatch(/^Put the whole entry in double quotes/)
})

test('a value in the place of a variable is masked, and no error shows it', () => {
  const {read, masked} = inputs({'secret-envs': 'token=ghp_x/very-secret'})
  expect(failureOf(read).message).toBe(
    'The build secret `token` comes from a variable, but what follows `token=` is no name of one.'
  )
  expect(masked).toEqual(['ghp_x/very-secret'])
})

function failureOf(read: () => unknown): Failure {
  try {
    read()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('nothing failed')
}

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

describe('the inputs of a build in parts', () => {
  test.each<[Record<string, string>, object]>([
    [{}, {kind: 'whole'}],
    [{distribute: 'true'}, {kind: 'plan'}],
    [
      {plan: '{}', part: 'Linux/ARM64'},
      {kind: 'part', plan: '{}', platform: 'linux/arm64'}
    ],
    [
      {plan: '{}', parts: '{"linux/arm64":""}'},
      {kind: 'join', plan: '{}', parts: '{"linux/arm64":""}'}
    ]
  ])('%j', (given, share) => {
    expect(inputs(given).read().share).toEqual(share)
  })

  test.each<[Record<string, string>, string]>([
    [{distribute: 'true', plan: '{}', part: 'linux/arm64'}, 'The inputs `distribute` and `part` are of different jobs'],
    [{distribute: 'true', plan: '{}', parts: '{}'}, 'The inputs `distribute` and `parts` are of different jobs'],
    [{plan: '{}', part: 'linux/arm64', parts: '{}'}, 'The inputs `part` and `parts` are of different jobs'],
    [{distribute: 'true', plan: '{}'}, 'The inputs `distribute` and `plan` are of different jobs'],
    [{plan: '{}'}, 'The input `plan` needs `part` or `parts` beside it.'],
    [{part: 'linux/arm64'}, 'The input `part` needs the plan.'],
    [{parts: '{}'}, 'The input `parts` needs the plan.'],
    [{plan: '{}', part: 'linux/foo'}, 'part'],
    [{plan: '{}', part: 'linux/amd64,linux/arm64'}, 'part']
  ])('%j is refused', (given, message) => {
    expect(inputs(given).read).toThrow(message)
  })
})
