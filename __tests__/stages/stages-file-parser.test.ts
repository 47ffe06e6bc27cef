import {describe, expect, test} from '@jest/globals'

import {StagesFileError} from '../../src/stages/stages-file-error.js'
import {parseStagesFile} from '../../src/stages/stages-file-parser.js'
import {createStagesFile} from './stages-file.js'

const PATH = '.github/ecr-registry.yml'

const COMPLETE = `image: sample-image            # or images:
trunk: master
github:
  repository: my-org/sample-image
  repository-id: 123456789
  owner-id: 987654
aws: {account: '111122223333', region: eu-west-1}
stages:
  development: {archive-after-days: 30, expire-after-days: 180}
  master: {keep: 200}
  release: {account: '444455556666', region: eu-west-1, environment: Release, archive-after-days: 365}
runners: {default: ubuntu-24.04, linux/arm64: [self-hosted, arm]}
cache: true
`

function errorOf(text: string): StagesFileError {
  try {
    parseStagesFile(text, PATH)
  } catch (error) {
    if (error instanceof StagesFileError) return error
    throw error
  }
  throw new Error('the file was accepted')
}

describe('a stages file', () => {
  test('is read with every key', () => {
    const absent = {repository: undefined, role: undefined}
    expect(parseStagesFile(COMPLETE, PATH)).toEqual({
      path: PATH,
      images: [{name: 'sample-image', platforms: [], buildArgs: {}, variants: {}}],
      trunk: 'master',
      github: {repository: 'my-org/sample-image', repositoryId: '123456789', ownerId: '987654'},
      partition: 'aws',
      stages: {
        development: {
          ...{...absent, account: '111122223333', region: 'eu-west-1', environment: 'Development'},
          ...{archiveAfterDays: 30, expireAfterDays: 180, keep: undefined}
        },
        master: {...absent, account: '111122223333', region: 'eu-west-1', environment: 'Master', keep: 200},
        release: {
          ...absent,
          account: '444455556666',
          region: 'eu-west-1',
          environment: 'Release',
          archiveAfterDays: 365
        }
      },
      runners: {default: 'ubuntu-24.04', 'linux/arm64': ['self-hosted', 'arm']},
      cache: true,
      lines: new Map([
        ['', 1],
        ['image', 1],
        ['trunk', 2],
        ['github', 3],
        ['github.repository', 4],
        ['github.repository-id', 5],
        ['github.owner-id', 6],
        ['aws', 7],
        ['aws.account', 7],
        ['aws.region', 7],
        ['stages', 8],
        ['stages.development', 9],
        ['stages.development.archive-after-days', 9],
        ['stages.development.expire-after-days', 9],
        ['stages.master', 10],
        ['stages.master.keep', 10],
        ['stages.release', 11],
        ['stages.release.account', 11],
        ['stages.release.region', 11],
        ['stages.release.environment', 11],
        ['stages.release.archive-after-days', 11],
        ['runners', 12],
        ['runners.default', 12],
        ['runners.linux/arm64', 12],
        ['runners.linux/arm64[0]', 12],
        ['runners.linux/arm64[1]', 12],
        ['cache', 13]
      ])
    })
  })

  test('needs an image, an account and a region', () => {
    expect(createStagesFile()).toMatchObject({
      trunk: undefined,
      github: {repository: undefined, repositoryId: undefined},
      cache: false
    })
  })

  test('may have empty mappings', () => {
    const {stages} = createStagesFile('github:\nstages:\n  development:\n  master: {keep: 3}\n')
    expect(stages.master.keep).toBe(3)
  })

  test('needs no aws if each stage has its own account and region', () => {
    const stage = (digit: string) => `{account: '${digit.repeat(12)}', region: cn-north-1}`
    const file = parseStagesFile(
      `image: a1\nstages: {development: ${stage('1')}, master: ${stage('2')}, release: ${stage('3')}}`,
      PATH
    )
    expect(file.partition).toBe('aws-cn')
    expect(file.stages.release.account).toBe('333333333333')
  })

  test('reads ids with quotes, and keeps every digit of an id without quotes', () => {
    const file = createStagesFile("github: {repository-id: '12', owner-id: 12345678901234567890}")
    expect(file.github).toMatchObject({repositoryId: '12', ownerId: '12345678901234567890'})
  })

  test('lists the images of a monorepo', () => {
    const {images} = parseStagesFile(
      `images:
  - name: team/api
    context: services/api
    file: services/api/Dockerfile
    target: runtime
    platforms: [linux/amd64, linux/arm/v7]
    build-args: {NODE_VERSION: 1.10, DEBUG: true, EMPTY: '', __proto__: own}
  - name: worker
    platforms: linux/amd64, linux/arm64
    build-args: [A=b=c, B=]
aws: {account: '111122223333', region: eu-west-1}
`,
      PATH
    )
    expect(images).toEqual([
      {
        ...{name: 'team/api', context: 'services/api', file: 'services/api/Dockerfile', target: 'runtime'},
        platforms: ['linux/amd64', 'linux/arm/v7'],
        buildArgs: Object.fromEntries([
          ['NODE_VERSION', '1.10'],
          ['DEBUG', 'true'],
          ['EMPTY', ''],
          ['__proto__', 'own']
        ]),
        variants: {}
      },
      {name: 'worker', platforms: ['linux/amd64', 'linux/arm64'], buildArgs: {A: 'b=c', B: ''}, variants: {}}
    ])
  })

  test('may have Windows line ends and a byte order mark', () => {
    expect(parseStagesFile(`\uFEFF${COMPLETE.replaceAll('\n', '\r\n')}`, PATH).trunk).toBe('master')
  })
})

describe('a stages file is refused', () => {
  const aws = "aws: {account: '111122223333', region: eu-west-1}\n"
  const base = `# our image\nimage: sample-image\n${aws}`

  test.each<[why: string, text: string, message: string | RegExp]>([
    ['empty', '', ':1 the file is empty; write at least the keys image and aws'],
    ['nothing but a comment', '# image: x\n', /:1 the file is empty/],
    ['nothing but a document marker', '---\n', /:1 the file is empty/],
    ['a list', '- image: x\n', /:1 is a list; write a mapping with the keys image, images/],
    ['a word', 'image\n', /:1 is 'image'; write a mapping/],
    ['two documents', `${base}---\nimage: other\n`, /:\d a second document/],
    ['a tab', `${base}stages:\n\tmaster: {keep: 1}\n`, /:5 this is not valid YAML: Tabs are not allowed/],
    [
      'a missing colon',
      `trunk master\nimage: sample-image\n${aws}`,
      /:1 this is not valid YAML: does the line lack a `:` and a space, between a key and its value\?$/
    ],
    [
      'a colon without a space after it',
      `${base}trunk:master\n`,
      /:4 this is not valid YAML: does the line lack a `:` and a space, between a key and its value\?$/
    ],
    ['an open bracket', 'image: [a\n', /:\d this is not valid YAML/],
    ['a tag that YAML does not know', `image: !name x\n${aws}`, /:1 this is not valid YAML: Unresolved tag: !name/],
    [
      'an alias',
      `image: &name sample\ntrunk: *name\n${aws}`,
      /:2 the alias \*name is not supported; write the value instead/
    ],
    ['too long', `${base}${'#'.repeat(70_000)}`, /:1 the file has 7\d+ characters; a stages file has at most 65536/],
    ['very many brackets', `${base}${'['.repeat(60_000)}`, /:4 this is nested more than 50 levels deep/],
    ['very many dashes', `image: x\n${'- '.repeat(30_000)}`, /:2 this is nested more than 50 levels deep/],

    ['no image', aws, ':1 image: is missing; name the image, as in image: sample-image, or list several under images:'],
    [
      'image and images',
      `${base}images: [{name: other}]`,
      /:4 images: is given together with image; keep one of the two/
    ],
    [
      'a list as image',
      `image: [a, b]\n${aws}`,
      ':1 image: is a list; for several images write images:, and a name for each'
    ],
    ['no images in the list', `images: []\n${aws}`, /:1 images: is an empty list/],
    ['images as a mapping', `images: {a: 1}\n${aws}`, /:1 images: is a mapping; write one entry for each image/],
    ['an image without name', `images:\n  - name: a1\n  - context: .\n${aws}`, /:3 images\[1\].name: is missing/],
    [
      'two images with one name',
      `images: [{name: a1},\n {name: a1}]\n${aws}`,
      /:2 images\[1\].name: 'a1' is already the name/
    ],
    [
      'upper case in the image',
      `image: Sample\n${aws}`,
      /:1 image: 'Sample' is not a valid name for ECR; write lower-case/
    ],
    ['a name with one letter', `image: a\n${aws}`, ":1 image: 'a' has the length 1; ECR accepts 2 to 256 characters"],
    ['wildcards in the image', `image: 'a*'\n${aws}`, /:1 image: 'a\*' is not a valid name for ECR/],
    ['a number as image', `image: 12\n${aws}`, ":1 image: 12 was read as a number; write it in quotes: '12'"],
    ['an empty image', `image:\n${aws}`, ':1 image: is empty; write a value or remove the key'],
    ['a mapping as trunk', `${base}trunk: {a: b}`, /:4 trunk: is a mapping; write a single value/],

    ['an unknown key', `${base}stage: {}`, ':4 stage: unknown key; did you mean stages?'],
    [
      'an unknown key with a word before a known one',
      `images:\n  - name: a1\n    dockerfile: x\n${aws}`,
      ':3 images[0].dockerfile: unknown key; did you mean file?'
    ],
    [
      'a key in camel case',
      `${base}stages: {release: {archiveAfterDays: 3}}`,
      /archiveAfterDays: unknown key; did you mean archive-after-days\?/
    ],
    [
      'an unknown key that resembles none',
      `${base}colour: red`,
      ':4 colour: unknown key; the keys here are image, images, trunk, github, aws, stages, runners, cache, deployment'
    ],
    ['a key of images at the top', `${base}context: .`, ':4 context: belongs in an entry of images:, beside its name'],
    [
      'a key of the top in an entry of images',
      `images:\n  - name: api\n    cache: true\n`,
      ':3 images[0].cache: belongs at the top of the file, for all images'
    ],
    [
      'the name of an image under another key',
      `images:\n  - name: api\n    image: api\n`,
      ':3 images[0].image: unknown key; the keys here are name, context, file, target, platforms, build-args, variants'
    ],
    [
      'two labels of a runner in one text',
      `${base}runners:\n  linux/arm64: self-hosted, arm64`,
      /:5 runners.linux\/arm64: 'self-hosted, arm64' is not the label .*; write several labels as a list, \[self-hosted, arm64\]$/
    ],
    ['a stage at the top', `${base}release: {}`, ':4 release: belongs under stages:'],
    ['an account at the top', `${base}region: eu-west-1`, /:4 region: belongs under aws:/],
    [
      'an unknown stage',
      `${base}stages: {staging: {}}`,
      /:4 stages.staging: unknown key; the keys here are development, master, release/
    ],
    ['a key twice', `${base}image: other\n`, ':4 image: is a duplicate; the first one is on line 2'],
    [
      'a nested key twice',
      `${base}stages:\n  master:\n    keep: 1\n    keep: 2\n`,
      /:7 stages.master.keep: is a duplicate/
    ],
    ['a merge key', `${base}stages: {<<: {}}`, /:4 stages.<<: unknown key/],
    ['a list as key', `${base}? [a]\n: b\n`, /:4 a key here is not a plain word/],

    [
      'an account read as a number',
      'image: a1\naws:\n  region: eu-west-1\n  account: 111122223333\n',
      ":4 aws.account: 111122223333 was read as a number; write it in quotes: '111122223333'"
    ],
    [
      'an account that lost its zero',
      'image: a1\naws: {account: 012345678901, region: eu-west-1}',
      ":2 aws.account: 012345678901 was read as the number 12345678901, without its leading zero; write it in quotes: '012345678901'"
    ],
    [
      'an account that is short',
      'image: a1\naws: {account: 12345678901, region: eu-west-1}',
      /'12345678901' is not an AWS account id; write its 12 digits in quotes, .*; if it lost its leading zero, write '012345678901'/
    ],
    [
      'an account with dashes',
      "image: a1\naws: {account: '1111-2222-3333', region: eu-west-1}",
      /contains more than digits; write it as '111122223333'/
    ],
    [
      'an account of letters',
      'image: a1\naws: {account: prod, region: eu-west-1}',
      /:2 aws.account: 'prod' is not an AWS account id/
    ],
    ['no aws', 'image: a1\n', /:1 aws.account: is missing, and development, master, release have none of their own/],
    [
      'no account for one stage',
      "image: a1\naws: {region: eu-west-1}\nstages:\n  development: {account: '111122223333'}\n  release: {account: '111122223333'}",
      ":2 aws.account: is missing, and master has none of its own under stages; write it as in account: '111122223333'"
    ],
    [
      'no region',
      "image: a1\naws: {account: '111122223333'}",
      /:2 aws.region: is missing, .*; write it as in region: eu-west-1/
    ],
    [
      'a bad region',
      "image: a1\naws: {account: '111122223333', region: eu_west}",
      ":2 aws.region: 'eu_west' is not an AWS region; write it as in eu-west-1"
    ],
    [
      'regions of two partitions',
      `${base}stages:\n  release:\n    region: cn-north-1`,
      /:6 stages.release.region: cn-north-1 is in the partition aws-cn, and eu-west-1 of development in aws/
    ],

    [
      'a full ref as trunk',
      `${base}trunk: refs/heads/master`,
      /:4 trunk: 'refs\/heads\/master' is a full ref; write the branch alone/
    ],
    ['a trunk with a wildcard', `${base}trunk: release-*`, /:4 trunk: 'release-\*' contains one of \* \? : % \$/],
    ['a trunk with a space', `${base}trunk: my trunk`, /:4 trunk: 'my trunk' is not the name of a branch/],
    [
      'a number as trunk',
      `${base}trunk: 1.10`,
      ":4 trunk: 1.10 was read as the number 1.1; write it in quotes: '1.10'"
    ],
    ['a boolean as trunk', `${base}trunk: true`, ":4 trunk: true was read as a boolean; write it in quotes: 'true'"],
    [
      'a URL as repository',
      `${base}github: {repository: 'https://github.com/a/b'}`,
      /github.repository: .* is not a repository on GitHub; write owner\/name/
    ],
    [
      'a repository without owner',
      `${base}github: {repository: sample}`,
      /github.repository: 'sample' is not a repository on GitHub/
    ],
    [
      'a name as id',
      `${base}github: {owner-id: my-org}`,
      /:4 github.owner-id: 'my-org' is not an owner's id; write its digits/
    ],
    [
      'an id in hex',
      `${base}github: {repository-id: 0x1F}`,
      /:4 github.repository-id: '0x1F' is not a repository's id/
    ],

    [
      'an environment with a wildcard',
      `${base}stages: {release: {environment: 'Rel*'}}`,
      /environment: 'Rel\*' contains one of \* \? : % \$/
    ],
    [
      'an environment with a colon',
      `${base}stages: {release: {environment: 'a:b'}}`,
      /environment: 'a:b' contains one of/
    ],
    [
      'one environment for two stages',
      `${base}stages: {release: {environment: master}}`,
      /:4 stages.release.environment: 'master' is already the environment of master/
    ],
    [
      'a role with a path',
      `${base}stages: {release: {role: ci/release}}`,
      /:4 stages.release.role: 'ci\/release' is not a valid role name/
    ],
    [
      'a role of 65 characters',
      `${base}stages: {release: {role: ${'r'.repeat(65)}}}`,
      /is not a valid role name for IAM; write 1 to 64/
    ],
    [
      'one repository for two stages',
      `${base}stages:\n  development: {repository: both}\n  master: {repository: both}`,
      /:6 stages.master.repository: the repository both would belong to both sample-image in development and sample-image in master; choose another/
    ],
    [
      'a stage whose repository is the cache',
      `${base}cache: true\nstages:\n  development: {repository: sample-image/cache}`,
      ':6 stages.development.repository: the repository sample-image/cache would belong to both the cache of sample-image and sample-image in development; choose another repository'
    ],
    [
      'a stage whose repository is the cache of the trunk',
      `${base}cache: true\nstages:\n  master: {repository: sample-image/cache-trunk}`,
      /:6 stages.master.repository: the repository sample-image\/cache-trunk would belong to both the trunk's cache of sample-image and/
    ],
    [
      'images whose caches have the same stack',
      `images:\n- name: a.b\n- name: a_b\n${aws}cache: true`,
      /:3 images\[1\].name: the stack ABCache would belong to both the cache of a.b and the cache of a_b; rename one/
    ],
    [
      'a cache that is neither on nor off',
      `${base}cache: registry`,
      ":4 cache: 'registry' is neither true nor false; write one of them, without quotes"
    ],
    [
      'one role for two stages',
      `${base}stages:\n  development: {role: ci}\n  release: {role: ci}`,
      /:6 stages.release.role: the role ci would belong to/
    ],
    [
      'one repository for two images',
      `images: [{name: a1}, {name: b1}]\n${aws}stages: {release: {repository: r1}}`,
      /stages.release.repository: the repository r1 would belong to both a1 in release and b1 in release; remove the key/
    ],
    [
      'images with the same role',
      `images:\n- name: a/b\n- name: a-b\n${aws}`,
      /:3 images\[1\].name: the role a-b-development-github would belong to both a\/b in development and a-b .* rename one/
    ],
    [
      'images with the same stack',
      `images:\n- name: a.b\n- name: a_b\n${aws}`,
      /:3 images\[1\].name: the stack ABDevelopment would be/
    ],
    [
      "a repository name that only the trunk's cache makes too long",
      `image: ${'i'.repeat(245)}\n${aws}cache: true\nstages:\n${['development', 'master', 'release'].map(stage => `  ${stage}: {repository: ${stage}, role: ${stage}}`).join('\n')}`,
      /:1 image: the repository of its trunk's cache would be i+\/cache-trunk, of 257 characters, and ECR accepts at most 256; shorten/
    ],
    [
      'a role name that gets too long',
      `image: ${'i'.repeat(46)}\n${aws}`,
      /:1 image: its role in development would be i+-development-github, of 65 characters, and IAM accepts at most 64; write a shorter one as stages.development.role/
    ],
    [
      'a repository name that gets too long',
      `image: ${'i'.repeat(250)}\n${aws}`,
      /its repository in development would be .* ECR accepts at most 256/
    ],
    [
      'a stack name that gets too long',
      `image: ${'i'.repeat(120)}\n${aws}`,
      /its stack in development would be .* CloudFormation accepts at most 128/
    ],

    [
      'days in quotes',
      `${base}stages: {release: {archive-after-days: '30'}}`,
      /archive-after-days: '30' is not a positive whole number without quotes/
    ],
    [
      'no days',
      `${base}stages: {release: {expire-after-days: 0}}`,
      /expire-after-days: '0' is not a positive whole number/
    ],
    ['half a number', `${base}stages: {master: {keep: 1.5}}`, /keep: '1.5' is not a positive whole number/],
    [
      'a platform without architecture',
      `images: [{name: a1, platforms: [linux]}]\n${aws}`,
      /images\[0\].platforms\[0\]: 'linux' is not a platform; write it as in/
    ],
    [
      'an architecture that does not exist',
      `images: [{name: a1, platforms: [linux/foo]}]\n${aws}`,
      /images\[0\].platforms\[0\]: 'linux\/foo' is not a platform that images can be built for; write one of linux\/amd64 .*linux\/s390x/
    ],
    [
      'a bad platform between commas',
      `images: [{name: a1, platforms: 'linux/amd64,,'}]\n${aws}`,
      /images\[0\].platforms: '' is not a platform/
    ],
    [
      'a build argument without value',
      `images: [{name: a1, build-args: [A]}]\n${aws}`,
      /build-args\[0\]: 'A' is not a build argument; write NAME=value/
    ],
    [
      'a build argument of nothing',
      `images: [{name: a1, build-args: {A: }}]\n${aws}`,
      /build-args.A: is empty; write a value or remove the key/
    ],
    [
      'a build argument with a space',
      `images: [{name: a1, build-args: {'A B': 1}}]\n${aws}`,
      /'A B' is not the name of a build argument/
    ],
    [
      'a list as build argument',
      `images: [{name: a1, build-args: {A: [1]}}]\n${aws}`,
      /build-args.A: is a list; write a single value/
    ],
    ['an empty context', `images: [{name: a1, context: ''}]\n${aws}`, /images\[0\].context: is empty/]
  ])('with %s', (_, text, message) => {
    const error = errorOf(text)
    expect(error.message.startsWith(`${PATH}:`)).toBe(true)
    if (typeof message === 'string') expect(error.message.split('\n')).toContain(`${PATH}${message}`)
    else expect(error.message).toMatch(message)
  })

  test('with all problems in one error, whose own position is that of the first', () => {
    const error = errorOf('trunk: 1\nimage: Sample\naws: {account: 12, region: x}\nstages: {mastr: {}}\n')
    expect(error.problems.map(({line, key}) => [line, key])).toEqual([
      [1, 'trunk'],
      [2, 'image'],
      [3, 'aws.account'],
      [3, 'aws.region'],
      [4, 'stages.mastr']
    ])
    expect(error).toMatchObject({path: PATH, line: 1, column: 1, key: 'trunk', name: 'StagesFileError'})
    expect(error.location).toEqual({file: PATH, line: 1, column: 1})
    expect(error.message.split('\n')).toHaveLength(5)
  })

  test('at the column of the key', () => {
    expect(errorOf(`image: ab\naws: {account: '111122223333', region: x}`)).toMatchObject({line: 2, column: 32})
  })

  test('before aliases of aliases are followed', () => {
    const level = (name: string, of: string) => `${name}: &${name} [${Array(9).fill(`*${of}`).join(', ')}]\n`
    const bomb =
      'a: &a [x]\n' +
      ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, i) => level(name, 'abcdefgh'.charAt(i))).join('')
    expect(errorOf(bomb).message).toMatch(/:2 the alias \*a is not supported/)
  })
})
