import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {describe, expect, test} from '@jest/globals'
import {Ajv} from 'ajv'
import fc from 'fast-check'
import {parse} from 'yaml'

import {readDeployableFile} from '../../infra/lib/deployable-file.js'
import {DEFAULT_RETENTION} from '../../infra/lib/lifecycle.js'
import {MIN_ARCHIVE_DAYS} from '../../infra/lib/lifecycle-problems.js'
import {DEPLOYMENT_ENVIRONMENT} from '../../infra/lib/names.js'
import {Failure} from '../../src/core/failure.js'
import type {Form} from '../../src/stages/grammar.js'
import * as form from '../../src/stages/grammar.js'
import {DEFAULT_ENVIRONMENTS, defaultRepositoryName, defaultRoleName} from '../../src/stages/names.js'
import {STAGES} from '../../src/stages/stage.js'
import {parseStagesFile} from '../../src/stages/stages-file-parser.js'
import {variantName} from '../../src/stages/variant.js'

interface Schema {
  description?: string
  default?: unknown
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: unknown
  anyOf?: Schema[]
  propertyNames?: Schema
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const schema = JSON.parse(readFileSync(join(root, 'docs/stages-file.schema.json'), 'utf8')) as Schema
const validate = new Ajv({allowUnionTypes: true, strict: true, strictRequired: false, allErrors: true}).compile(schema)

function schemaAccepts(text: string): boolean {
  return validate(parse(text, {uniqueKeys: false}))
}

function accepts(read: (text: string, path: string) => unknown, text: string): boolean {
  try {
    read(text, 'stages.yml')
    return true
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  }
}

const aws = "aws: {account: '111122223333', region: eu-west-1}\n"
const base = `image: sample-image\n${aws}`
const stage = (digit: string): string => `{account: '${digit.repeat(12)}', region: cn-north-1}`
const entry = (settings: string): string => `images: [{name: web, ${settings}}]\n${aws}`
const provider = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'

/** The stages files of this repository: those that infra/ deploys, and those of the examples. */
function filesIn(directory: string, isStagesFile: (path: string) => boolean): string[] {
  return readdirSync(join(root, directory), {withFileTypes: true}).flatMap(file => {
    const path = join(directory, file.name)
    if (file.isDirectory()) return file.name === 'node_modules' ? [] : filesIn(path, isStagesFile)
    return isStagesFile(path) ? [path] : []
  })
}

const files = [
  ...filesIn('infra/stages', path => path.endsWith('.yml')),
  ...filesIn('infra/examples', path => path.endsWith('.yml')),
  ...filesIn('examples', path => path.endsWith('.github/ecr-registry.yml'))
]

test.each(files)('%s is valid for the schema, for the action and for infra/', path => {
  const text = readFileSync(join(root, path), 'utf8')
  expect(validate(parse(text)) ? [] : validate.errors).toEqual([])
  readDeployableFile(text, path)
})

describe('the schema and the parser both accept', () => {
  test.each<[string, string]>([
    ['an image, an account and a region', base],
    [
      'every key of a file with one image',
      `${base}trunk: master
github: {repository: my-org/sample-image, repository-id: 123456789, owner-id: 987654}
stages:
  development: {archive-after-days: 30, expire-after-days: 180}
  master: {keep: 200, expire-untagged-after-days: 14}
  release: {account: '444455556666', region: eu-west-1, environment: Release, repository: released, role: r, archive-after-days: 365}
deployment:
  repository: my-org/infrastructure
  repository-id: '234567890'
  owner-id: 987654
  trunk: main
  environment: Deployment
  region: eu-west-1
  oidc-providers: ['${provider}']
  blob-mounting: true
  enhanced-scanning: false
`
    ],
    ['empty mappings', `${base}github:\nstages:\n  development:\n  master: {keep: 3}\ndeployment:\n`],
    [
      'no aws if each stage has its own account and region',
      `image: a1\nstages: {development: ${stage('1')}, master: ${stage('2')}, release: ${stage('3')}}`
    ],
    [
      'one account in aws, and a region in each stage',
      "image: a1\naws: {account: '111122223333'}\nstages: {development: {region: us-east-1}, master: {region: us-east-1}, release: {region: us-west-2}}"
    ],
    ['ids with quotes, and long ids', `${base}github: {repository-id: '12', owner-id: 12345678901234567890}`],
    [
      'the images of a monorepo',
      `images:
  - name: team/api
    context: services/api
    file: services/api/Dockerfile
    target: runtime
    platforms: [linux/amd64, linux/arm/v7]
    build-args: {NODE_VERSION: 1.10, DEBUG: true, EMPTY: ''}
  - name: worker
    platforms: linux/amd64, linux/arm64
    build-args: [A=b=c, B=]
  - {name: empty, build-args: }
${aws}`
    ],
    [
      'variants of an image',
      entry('variants: {alpine: {file: a, target: b, build-args: {C: d}}, slim: {build-args: [C=d]}, plain: }')
    ],
    ['no variants', entry('variants: ')],
    [
      'platforms with variants, and with other names',
      entry('platforms: [linux/arm/6, linux/amd64/v3, linux/arm64/v8, linux/aarch64]')
    ],
    [
      'runners by platform',
      `${base}runners: {default: ubuntu-24.04, linux: big, linux/arm64: ubuntu-24.04-arm, linux/arm/v7: [self-hosted, arm]}`
    ],
    ['no runners', `${base}runners: `],
    ['a build cache', `${base}cache: true`],
    ['no build cache', `${base}cache: false`],
    ['Windows line ends', base.replaceAll('\n', '\r\n')]
  ])('%s', (_, text) => {
    parseStagesFile(text, 'stages.yml')
    expect(schemaAccepts(text) ? [] : validate.errors).toEqual([])
  })
})

describe('the schema and the parser both refuse', () => {
  test.each<[string, string]>([
    ['an empty file', ''],
    ['a list', '- image: x\n'],
    ['a word', 'image\n'],
    ['no image', aws],
    ['image and images', `${base}images: [{name: other}]`],
    ['a list as image', `image: [a, b]\n${aws}`],
    ['no images in the list', `images: []\n${aws}`],
    ['images as a mapping', `images: {a: 1}\n${aws}`],
    ['empty images', `images:\n${aws}`],
    ['an image without name', `images: [{context: .}]\n${aws}`],
    ['upper case in the image', `image: Sample\n${aws}`],
    ['a name of one letter', `image: a\n${aws}`],
    ['a number as image', `image: 12\n${aws}`],
    ['an empty image', `image:\n${aws}`],
    ['an unknown key', `${base}stage: {}`],
    ['a key of images at the top', `${base}context: .`],
    ['a stage at the top', `${base}release: {}`],
    ['an unknown key of a stage', `${base}stages: {release: {archiveAfterDays: 3}}`],
    ['an unknown key of aws', `image: a1\naws: {account: '111122223333', region: eu-west-1, profile: x}`],
    ['an unknown key of github', `${base}github: {owner: x}`],
    ['an unknown key of deployment', `${base}deployment: {reviewers: x}`],
    ['an unknown key of an image', entry('tags: [a]')],
    ['an unknown key of a variant', entry('variants: {alpine: {platforms: linux/amd64}}')],
    ['a list of variants', entry('variants: [alpine]')],
    ['a variant that is a word', entry('variants: {alpine: b}')],
    ['an empty target of a variant', entry("variants: {alpine: {target: ''}}")],
    ['a number as name of a variant', entry('variants: {7.1: {}}')],
    ['upper case in the name of a variant', entry('variants: {Alpine: {}}')],
    ['an unknown stage', `${base}stages: {staging: {}}`],
    ['a mapping as trunk', `${base}trunk: {a: b}`],
    ['an account read as a number', 'image: a1\naws: {region: eu-west-1, account: 111122223333}'],
    ['an account with dashes', "image: a1\naws: {account: '1111-2222-3333', region: eu-west-1}"],
    ['no aws', 'image: a1\n'],
    ['an empty aws', 'image: a1\naws:\n'],
    [
      'no account for one stage',
      "image: a1\naws: {region: eu-west-1}\nstages: {development: {account: '111122223333'}, release: {account: '111122223333'}}"
    ],
    ['no region', "image: a1\naws: {account: '111122223333'}"],
    ['a bad region', "image: a1\naws: {account: '111122223333', region: eu_west}"],
    ['a full ref as trunk', `${base}trunk: refs/heads/master`],
    ['a number as trunk', `${base}trunk: 1.10`],
    ['a boolean as trunk', `${base}trunk: true`],
    ['a URL as repository', `${base}github: {repository: 'https://github.com/a/b'}`],
    ['a name as id', `${base}github: {owner-id: my-org}`],
    ['zero as id', `${base}github: {owner-id: 0}`],
    ['an environment with a wildcard', `${base}stages: {release: {environment: 'Rel*'}}`],
    ['a role with a path', `${base}stages: {release: {role: ci/release}}`],
    ['days in quotes', `${base}stages: {release: {archive-after-days: '30'}}`],
    ['no days', `${base}stages: {development: {expire-after-days: 0}}`],
    ['half a number', `${base}stages: {master: {keep: 1.5}}`],
    ['a platform without architecture', entry('platforms: [linux]')],
    ['a platform of another system', entry('platforms: [windows/amd64]')],
    ['a platform of another system with a version', entry("platforms: ['windows(10.0.17763)/amd64']")],
    ['an architecture that does not exist', entry('platforms: linux/amd64, linux/foo')],
    ['a variant that does not exist', entry('platforms: [linux/amd64/v8]')],
    ['a bad platform between commas', entry("platforms: 'linux/amd64,,'")],
    ['empty platforms', entry('platforms: ')],
    ['a runner of a pattern of platforms', `${base}runners: {'linux/*': ubuntu-24.04}`],
    ['a runner of a platform of another system', `${base}runners: {windows/amd64: windows-2025}`],
    ['a runner of an architecture that does not exist', `${base}runners: {linux/foo: ubuntu-24.04}`],
    ['a runner of another name of a platform', `${base}runners: {linux/aarch64: ubuntu-24.04-arm}`],
    ['a runner of a default variant', `${base}runners: {linux/arm64/v8: ubuntu-24.04-arm}`],
    ['a runner without a label', `${base}runners: {linux/arm64: ''}`],
    ['a runner with no labels', `${base}runners: {linux/arm64: []}`],
    ['a runner with an empty label', `${base}runners: {linux/arm64: [self-hosted, ' ']}`],
    ['a runner with a pattern', `${base}runners: {default: 'ubuntu-*'}`],
    ['a runner with an expression', `${base}runners: {default: '\${{ inputs.runner }}'}`],
    ['a list of runners', `${base}runners: [ubuntu-24.04]`],
    ['one runner', `${base}runners: ubuntu-24.04`],
    ['a build argument without value', entry('build-args: [A]')],
    ['a build argument of nothing', entry('build-args: {A: }')],
    ['a build argument with a space', entry("build-args: {'A B': 1}")],
    ['a list as build argument', entry('build-args: {A: [1]}')],
    ['an empty context', entry("context: ''")],
    ['a word for a flag', `${base}deployment: {blob-mounting: 'yes'}`],
    ['a word for the build cache', `${base}cache: registry`],
    ['no OIDC providers in the list', `${base}deployment: {oidc-providers: []}`],
    [
      "a provider that is not GitHub's",
      `${base}deployment: {oidc-providers: ['${provider.replace('token.actions.githubusercontent.com', 'gitlab.com')}']}`
    ]
  ])('%s', (_, text) => {
    expect({schema: schemaAccepts(text), parser: accepts(parseStagesFile, text)}).toEqual({
      schema: false,
      parser: false
    })
  })
})

describe('the parser alone refuses', () => {
  test.each<[string, string]>([
    ['a key twice', `${base}image: other\n`],
    ['an alias', `image: &name sample\ntrunk: *name\n${aws}`],
    ['a number in another base, or with an exponent, as id', `${base}github: {repository-id: 0x1F, owner-id: 1e3}`],
    ['two images with one name', `images: [{name: a1}, {name: a1}]\n${aws}`],
    ['regions of two partitions', `${base}stages: {release: {region: cn-north-1}}`],
    ['one environment for two stages', `${base}stages: {release: {environment: master}}`],
    ['one repository for two stages', `${base}stages: {development: {repository: both}, master: {repository: both}}`],
    ['one role for two images', `images: [{name: a1}, {name: b1}]\n${aws}stages: {release: {role: r1}}`],
    ['images with the same stack', `images: [{name: a.b}, {name: a_b}]\n${aws}`],
    [
      'a stage with the repository of the cache',
      `${base}cache: true\nstages: {development: {repository: sample-image/cache}}`
    ],
    ['a role name that gets too long', `image: ${'i'.repeat(46)}\n${aws}`],
    [
      'the environment of a stage for the deployment',
      `${base}github: {repository: a/b}\ndeployment: {environment: Release}`
    ]
  ])('%s', (_, text) => {
    expect({schema: schemaAccepts(text), parser: accepts(parseStagesFile, text)}).toEqual({schema: true, parser: false})
  })
})

const whole = `${base}trunk: master\ngithub: {repository: a/b, repository-id: 1, owner-id: 2}\n`

describe('the schema and infra/ refuse, and the action ignores', () => {
  test.each<[string, string]>([
    ['a release that expires', `${whole}stages: {release: {expire-after-days: 400}}`],
    ['a number of releases', `${whole}stages: {release: {keep: 3}}`],
    ['an archive of master', `${whole}stages: {master: {archive-after-days: 30}}`],
    ['an expiry of untagged images in development', `${whole}stages: {development: {expire-untagged-after-days: 14}}`],
    [
      'less time in the archive than the minimum of ECR',
      `${whole}stages: {development: {expire-after-days: ${MIN_ARCHIVE_DAYS - 1}}}`
    ]
  ])('%s', (_, text) => {
    expect({
      schema: schemaAccepts(text),
      action: accepts(parseStagesFile, text),
      infra: accepts(readDeployableFile, text)
    }).toEqual({schema: false, action: true, infra: false})
  })
})

describe('infra/ alone refuses', () => {
  test.each<[string, string]>([
    ['no trunk', whole.replace('trunk: master\n', '')],
    ['no ids', `${base}trunk: master\ngithub: {repository: a/b}`],
    ['a region that the AWS CDK does not know', whole.replace('eu-west-1', 'eu-west-9')]
  ])('%s', (_, text) => {
    expect({
      schema: schemaAccepts(text),
      action: accepts(parseStagesFile, text),
      infra: accepts(readDeployableFile, text)
    }).toEqual({schema: true, action: true, infra: false})
  })
})

function at(...path: string[]): Schema {
  return path.reduce<Schema>((from, name) => {
    const found = name === '[]' ? from.items : name === '*' ? valuesOf(from) : from.properties?.[name]
    if (found === undefined) throw new Error(`The schema has no ${path.join('.')}.`)
    return found
  }, schema)
}

/** The schema of the values of a mapping that may have any keys. */
function valuesOf({additionalProperties}: Schema): Schema | undefined {
  return typeof additionalProperties === 'object' && additionalProperties !== null ? additionalProperties : undefined
}

/** The keys of the parser, as its error for an unknown key lists them. */
function parserKeys(text: string): string[] {
  try {
    parseStagesFile(text, 'stages.yml')
  } catch (error) {
    const listed = /the keys here are ([\w, -]+)/.exec(error instanceof Error ? error.message : '')
    if (listed?.[1] !== undefined) return listed[1].split(', ').sort()
  }
  throw new Error(`The parser lists no keys for ${text}`)
}

describe('the schema has the keys of the parser, and no others', () => {
  test.each<[string, string, string[][]]>([
    ['at the top', `${base}unheard-of: 1`, [[]]],
    ['of an image', entry('unheard-of: 1'), [['images', '[]']]],
    ['of a variant', entry('variants: {alpine: {unheard-of: 1}}'), [['images', '[]', 'variants', '*']]],
    ['of github', `${base}github: {unheard-of: 1}`, [['github']]],
    ['of aws', 'image: a1\naws: {unheard-of: 1}', [['aws']]],
    ['of stages', `${base}stages: {unheard-of: 1}`, [['stages']]],
    // Each stage has its own retention keys. The parser accepts all of them in every stage, and infra/ checks them.
    ['of a stage', `${base}stages: {release: {unheard-of: 1}}`, STAGES.map(one => ['stages', one])],
    ['of deployment', `${base}deployment: {unheard-of: 1}`, [['deployment']]]
  ])('%s', (_, text, places) => {
    const keys = places.flatMap(path => Object.keys(at(...path).properties ?? {}))
    expect([...new Set(keys)].sort()).toEqual(parserKeys(text))
    for (const path of places) expect(at(...path).additionalProperties).toBe(false)
  })

  test('and describes each of them', () => {
    const without = (name: string, {description, properties = {}, items}: Schema): string[] => [
      ...(description === undefined ? [name] : []),
      ...Object.entries({...properties, ...items?.properties}).flatMap(([key, value]) =>
        without(`${name}.${key}`, value)
      )
    ]
    expect(without('', schema)).toEqual([])
  })
})

describe('the defaults of the schema are those of the code', () => {
  const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
  const retention = STAGES.flatMap(one =>
    Object.entries(DEFAULT_RETENTION[one]).map(([name, value]): [string, unknown] => [
      `stages.${one}.${kebab(name)}`,
      value
    ])
  )
  const environments = STAGES.map((one): [string, unknown] => [`stages.${one}.environment`, DEFAULT_ENVIRONMENTS[one]])

  test.each<[string, unknown]>([
    ...retention,
    ...environments,
    ['cache', false],
    ['deployment.environment', DEPLOYMENT_ENVIRONMENT],
    ['deployment.blob-mounting', false],
    ['deployment.enhanced-scanning', false],
    ['images.[].context', '.']
  ])('%s', (path, value) => {
    const {description = '', default: fallback} = at(...path.split('.'))
    expect(fallback).toBe(value)
    expect(description.replaceAll('`', '')).toContain(`Default: ${String(value)}`)
  })

  test.each(STAGES)('the names of repository and role in %s', one => {
    expect(at('stages', one, 'repository').description).toContain(`Default: ${defaultRepositoryName('<image>', one)}.`)
    expect(at('stages', one, 'role').description).toContain(`Default: ${defaultRoleName('<image>', one)},`)
  })

  test('the shortest time in the archive', () => {
    expect(at('stages', 'development', 'expire-after-days').minimum).toBe(MIN_ARCHIVE_DAYS)
  })
})

describe("the schema's patterns are the parser's forms", () => {
  const platforms = at('images', '[]', 'platforms').anyOf?.[0]?.items
  const buildArgs = at('images', '[]', 'build-args').anyOf?.[0]?.propertyNames
  const telling = Array.from('aaabbzA019_.-/:@*?%$ ~^[\\{}(),=+\t\u0085')
  const samples = [
    'master',
    'refs/heads/a',
    'a.lock',
    'a/.b',
    'a@{b',
    '@',
    'my-org/..',
    'my-org/a',
    'linux/arm/v7',
    'linux/arm/7',
    'linux/amd64',
    'linux/foo',
    'windows/amd64',
    'linux/amd64/v8',
    'eusc-de-east-1',
    '111122223333',
    provider,
    'é/本'
  ]

  test.each<[string, Schema | undefined, Form]>([
    ['account', at('aws', 'account'), form.accountId],
    ['region', at('aws', 'region'), form.region],
    ['image', at('image'), form.repositoryName],
    ['repository', at('stages', 'release', 'repository'), form.repositoryName],
    ['role', at('stages', 'release', 'role'), form.roleName],
    ['environment', at('stages', 'release', 'environment'), form.environmentName],
    ['trunk', at('trunk'), form.branchName],
    ['GitHub repository', at('github', 'repository'), form.githubRepository],
    ['OIDC provider', at('deployment', 'oidc-providers', '[]'), form.oidcProvider],
    ['platform', platforms, form.platform],
    ['build argument', buildArgs, form.buildArgName],
    ['variant', at('images', '[]', 'variants').propertyNames, variantName],
    ['context', at('images', '[]', 'context'), form.nonEmpty]
  ])('%s', (_, rule, wanted) => {
    const matches = new Ajv().compile(rule ?? false)
    const letters = fc.string({unit: fc.constantFrom(...telling, 'lock', '.lock', '..', 'é', 'refs/'), maxLength: 12})
    for (const sample of samples)
      expect({sample, matches: matches(sample)}).toEqual({sample, matches: wanted(sample) === undefined})
    fc.assert(
      fc.property(letters, text => matches(text) === (wanted(text) === undefined)),
      {numRuns: 3000}
    )
  })
})
