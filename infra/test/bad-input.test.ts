import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {describe, expect, jest, test} from '@jest/globals'

import {Failure} from '../../src/core/failure.js'
import {readDeployableFile} from '../lib/deployable-file.js'
import {combineFiles} from '../lib/deployment.js'
import {loadStagesFiles} from '../lib/stages-files.js'
import {cdkSynth} from './cdk.js'
import {synthesize} from './synthesize.js'

jest.setTimeout(120_000)

const GOOD = `image: sample-image
trunk: master
github:
  repository: my-org/sample-image
  repository-id: 123456789
  owner-id: 987654
aws:
  account: '111122223333'
  region: eu-west-1
`

function failureOf(act: () => unknown): Failure {
  try {
    act()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('No failure was thrown.')
}

function messageOf(text: string): string {
  return failureOf(() => readDeployableFile(text, 'stages.yml')).message
}

function replaced(line: string, by: string): string {
  expect(GOOD).toContain(line)
  return GOOD.replace(line, by)
}

test('a correct file is accepted', () => {
  expect(combineFiles([readDeployableFile(GOOD, 'stages.yml')]).deployment).toMatchObject({
    environment: 'Deployment',
    trunk: 'master'
  })
})

describe('a stages file is refused with line and key for', () => {
  test.each<[string, string, RegExp]>([
    [
      'an unknown stage',
      `${GOOD}stages:\n  staging: {}\n`,
      /^stages\.yml:11 stages\.staging: .*development, master, release/
    ],
    [
      'an account that YAML read as a number',
      replaced("'111122223333'", '111122223333'),
      /^stages\.yml:8 aws\.account: .*'111122223333'/
    ],
    [
      'an account that is too short',
      replaced("'111122223333'", "'11112222333'"),
      /^stages\.yml:8 aws\.account: .*12 digits/
    ],
    [
      'a region in words',
      replaced('eu-west-1', 'Ireland'),
      /^stages\.yml:9 aws\.region: 'Ireland' is not an AWS region/
    ],
    [
      'a region that does not exist',
      replaced('eu-west-1', 'eu-west-9'),
      /^stages\.yml:9 aws\.region: 'eu-west-9' is not a region/
    ],
    [
      "a stage's region that does not exist",
      `${GOOD}stages:\n  release:\n    region: eu-nowhere-1\n`,
      /^stages\.yml:12 stages\.release\.region: 'eu-nowhere-1' is not a region/
    ],
    [
      'a region of another partition',
      `${GOOD}stages:\n  release: {region: cn-north-1}\n`,
      /^stages\.yml:11 stages\.release\.region: .*partition/
    ],
    [
      'a name that ECR refuses',
      replaced('image: sample-image', 'image: Sample Image'),
      /^stages\.yml:1 image: 'Sample Image' is not a valid name for ECR/
    ],
    [
      'a repository that ECR refuses',
      `${GOOD}stages:\n  master: {repository: a--b/}\n`,
      /^stages\.yml:11 stages\.master\.repository: 'a--b\/' is not a valid name for ECR/
    ],
    [
      'a role that IAM refuses',
      `${GOOD}stages:\n  master: {role: my/role}\n`,
      /^stages\.yml:11 stages\.master\.role: 'my\/role' is not a valid role name/
    ],
    ['an unknown key', `${GOOD}stages:\n  master: {keeep: 3}\n`, /^stages\.yml:11 stages\.master\.keeep: /],

    ['retention of zero', `${GOOD}stages:\n  master: {keep: 0}\n`, /^stages\.yml:11 stages\.master\.keep: /],
    [
      'retention of a fraction of a day',
      `${GOOD}stages:\n  development: {archive-after-days: 1.5}\n`,
      /^stages\.yml:11 stages\.development\.archive-after-days: /
    ],
    [
      'retention in words',
      `${GOOD}stages:\n  release: {archive-after-days: a year}\n`,
      /^stages\.yml:11 stages\.release\.archive-after-days: /
    ],
    [
      'less time in the archive than the minimum of ECR',
      `${GOOD}stages:\n  development:\n    expire-after-days: 89\n`,
      /^stages\.yml:12 stages\.development\.expire-after-days: .*at least 90 days, and this is 89; write 90 or more$/
    ],
    [
      'a release that expires',
      `${GOOD}stages:\n  release: {expire-after-days: 400}\n`,
      /^stages\.yml:11 stages\.release\.expire-after-days: .*never expire/
    ],
    [
      'parts of a release that expire',
      `${GOOD}stages:\n  release: {expire-untagged-after-days: 14}\n`,
      /^stages\.yml:11 stages\.release\.expire-untagged-after-days: .*never expire/
    ],
    [
      'parts of development that expire on their own',
      `${GOOD}stages:\n  development: {expire-untagged-after-days: 14}\n`,
      /^stages\.yml:11 stages\.development\.expire-untagged-after-days: does not apply to this stage/
    ],
    [
      "a region of GitHub's stack that does not exist",
      `${GOOD}deployment: {region: eu-west-9}\n`,
      /^stages\.yml:10 deployment\.region: 'eu-west-9' is not a region of the partition aws/
    ],
    [
      "a region of GitHub's stack in another partition",
      `${GOOD}deployment: {region: cn-north-1}\n`,
      /^stages\.yml:10 deployment\.region: 'cn-north-1' is not a region of the partition aws/
    ],
    [
      'a stage with the environment that deploys',
      `${GOOD}stages:\n  master: {environment: deployment}\n`,
      /^stages\.yml:11 stages\.master\.environment: 'deployment' is the environment that deploys/
    ],
    [
      'a stage with the name of a role that deploys',
      `${GOOD}stages:\n  master: {role: ECR-registry-deployment}\n`,
      /^stages\.yml:11 stages\.master\.role: .*is the name of a role that deploys/
    ],
    [
      'a stage with the name of a role of CDK',
      `${GOOD}stages:\n  master: {role: cdk-hnb659fds-deploy-role-111122223333-eu-west-1}\n`,
      /^stages\.yml:11 stages\.master\.role: .*is the name of a role that deploys/
    ],
    [
      'roles that differ only in case',
      `${GOOD}stages:\n  development: {role: Push}\n  master: {role: push}\n`,
      /the role push would belong to both sample-image in development and sample-image in master/
    ],
    [
      'an environment with characters that IAM refuses',
      `${GOOD}stages:\n  release: {environment: 本番}\n`,
      /^stages\.yml:11 stages\.release\.environment: '本番' has characters that IAM refuses in a trust policy/
    ],
    [
      'a trunk with characters that IAM refuses',
      replaced('trunk: master', 'trunk: 日本'),
      /^stages\.yml:2 trunk: '日本' has characters that IAM refuses/
    ],
    [
      'an image that makes the name of a group too long',
      `${replaced('image: sample-image', `image: ${'a-'.repeat(60)}a`)}stages:\n  development: {role: a}\n  master: {role: b}\n  release: {role: c}\n`,
      /^stages\.yml:1 image: its group in development would be .* has 144 characters; IAM accepts 128/
    ],
    [
      'an OIDC provider in another account',
      `${GOOD}deployment:\n  oidc-providers: ['arn:aws:iam::111122223334:oidc-provider/token.actions.githubusercontent.com']\n`,
      /^stages\.yml:11 deployment\.oidc-providers\[0\]: .* is not in the account of a stage; the accounts are 111122223333/
    ],
    [
      'a number of releases to keep',
      `${GOOD}stages:\n  release: {keep: 3}\n`,
      /^stages\.yml:11 stages\.release\.keep: does not apply to this stage/
    ],
    [
      'an archive for master',
      `${GOOD}stages:\n  master: {archive-after-days: 30}\n`,
      /^stages\.yml:11 stages\.master\.archive-after-days: does not apply to this stage/
    ],

    ...['Rel*ase', 'Release?', 'a:b', 'a%3Ab', '${aws:x}'].map((name): [string, string, RegExp] => [
      `the environment ${name}`,
      `${GOOD}stages:\n  release: {environment: '${name}'}\n`,
      /^stages\.yml:11 stages\.release\.environment: .* contains one of \* \? : % \$/
    ]),
    ...['re*', 'a?b', 'a:b', 'a%b'].map((name): [string, string, RegExp] => [
      `the trunk ${name}`,
      replaced('trunk: master', `trunk: '${name}'`),
      /^stages\.yml:2 trunk: .* contains one of/
    ]),
    ...['my-org/*', 'my-org/a?', 'my-org/a:b', 'my-org/a%b', '*/a'].map((name): [string, string, RegExp] => [
      `the repository ${name}`,
      replaced('my-org/sample-image', `'${name}'`),
      /^stages\.yml:4 github\.repository: .*is not a repository on GitHub/
    ]),
    ...['sample*', 'sample?', 'sample:x', 'sample%x'].map((name): [string, string, RegExp] => [
      `the image ${name}`,
      replaced('image: sample-image', `image: '${name}'`),
      /^stages\.yml:1 image: /
    ]),
    [
      'one environment for two stages',
      `${GOOD}stages:\n  master: {environment: Same}\n  release: {environment: same}\n`,
      /^stages\.yml:12 stages\.release\.environment: 'same' is already the environment of master/
    ],
    [
      'a deployment from the environment of a stage',
      `${GOOD}deployment:\n  environment: Release\n`,
      /^stages\.yml:11 deployment\.environment: .*is the environment of release/
    ],

    [
      'two images with one name',
      replaced('image: sample-image', 'images: [{name: web}, {name: web}]'),
      /^stages\.yml:1 images\[1\]\.name: 'web' is already the name/
    ],
    [
      'two images with one repository',
      `${replaced('image: sample-image', 'images: [{name: web}, {name: api}]')}stages:\n  master: {repository: shared}\n`,
      /^stages\.yml:11 stages\.master\.repository: the repository shared would belong to both web in master and api in master/
    ],
    [
      'two stages with one repository',
      `${GOOD}stages:\n  master: {repository: shared}\n  release: {repository: shared}\n`,
      /^stages\.yml:12 stages\.release\.repository: the repository shared would belong to/
    ],
    [
      'two images with one role',
      replaced('image: sample-image', 'images: [{name: a/b}, {name: a-b}]'),
      /images\[1\]\.name: the role a-b-development-github would belong to both a\/b/
    ],

    [
      'a deployment repository that differs in case',
      `${GOOD}deployment:\n  repository: My-Org/sample-image\n`,
      /^stages\.yml:11 deployment\.repository: .* only in case/
    ],
    [
      'other ids of the repository that deploys',
      `${GOOD}deployment:\n  repository: my-org/sample-image\n  repository-id: 5\n`,
      /^stages\.yml:12 deployment\.repository-id: is not the 123456789/
    ],
    [
      'a deployment repository without ids',
      `${GOOD}deployment:\n  repository: my-org/infrastructure\n  trunk: main\n`,
      /deployment\.repository-id: is missing;.*`gh api repos\/my-org\/infrastructure --jq \.id`[^]*deployment\.owner-id: is missing;.*`gh api repos\/my-org\/infrastructure --jq \.owner\.id`/
    ],
    [
      'a deployment repository without a trunk',
      `${GOOD}deployment: {repository: my-org/infrastructure, repository-id: 1, owner-id: 2}\n`,
      /^stages\.yml:10 deployment\.trunk: is missing/
    ],
    [
      "a provider that is not GitHub's",
      `${GOOD}deployment:\n  oidc-providers: ['arn:aws:iam::111122223333:oidc-provider/gitlab.com']\n`,
      /^stages\.yml:11 deployment\.oidc-providers\[0\]: .*is not the ARN of GitHub's OIDC provider/
    ],

    ['no trunk', replaced('trunk: master\n', ''), /^stages\.yml:1 trunk: is missing/],
    [
      'no repository',
      replaced('  repository: my-org/sample-image\n', ''),
      /^stages\.yml:3 github\.repository: is missing/
    ],
    [
      "no repository's id",
      replaced('  repository-id: 123456789\n', ''),
      /^stages\.yml:3 github\.repository-id: is missing;.*`gh api repos\/my-org\/sample-image --jq \.id` prints it$/
    ],
    [
      "no owner's id",
      replaced('  owner-id: 987654\n', ''),
      /^stages\.yml:3 github\.owner-id: is missing;.*`gh api repos\/my-org\/sample-image --jq \.owner\.id` prints it$/
    ],
    [
      'no GitHub at all',
      GOOD.replace(/github:\n(?: .*\n){3}/, ''),
      /stages\.yml:1 github\.repository: is missing[^]*`gh api repos\/<owner>\/<name> --jq \.id`/
    ],
    ['no account', replaced("  account: '111122223333'\n", ''), /^stages\.yml:\d+ aws\.account: is missing/],
    ['no image', replaced('image: sample-image\n', ''), /^stages\.yml:1 image: is missing/],
    ['an id that is a name', replaced('987654', 'my-org'), /^stages\.yml:6 github\.owner-id: /],
    ['text that is not YAML', 'image: [', /^stages\.yml:1 /],
    ['an empty file', '', /^stages\.yml:1 /]
  ])('%s', (_title, text, message) => {
    expect(messageOf(text)).toMatch(message)
  })

  test('all problems at once', () => {
    const text = GOOD.replace('eu-west-1', 'eu-west-9')
      .replace('  owner-id: 987654\n', '')
      .replace('trunk: master\n', '')
    expect(
      messageOf(text)
        .split('\n')
        .map(line => line.replace(/: .*/, ''))
    ).toEqual(['stages.yml:1 trunk', 'stages.yml:2 github.owner-id', 'stages.yml:7 aws.region'])
  })
})

test('90 days in the archive are accepted', () => {
  expect(
    readDeployableFile(`${GOOD}stages:\n  development: {expire-after-days: 90}\n`, 'stages.yml').stages.development
      .expireAfterDays
  ).toBe(90)
})

describe('stages files are refused together for', () => {
  const other = GOOD.replace('image: sample-image', 'image: other')
  const load = (...texts: string[]): Failure =>
    failureOf(() => combineFiles(texts.map((text, index) => readDeployableFile(text, `${index + 1}.yml`))))

  test.each<[string, string[], RegExp, RegExp]>([
    ['no file', [], /no stages file to deploy/, /infra\/stages\/.*-c stages-files=/],
    [
      'the same image in two files',
      [GOOD, GOOD],
      /1\.yml and 2\.yml both define the repository arn:aws:ecr:eu-west-1:111122223333:repository\/sample-image\/development/,
      /Rename the image/
    ],
    [
      'the same role in two files',
      [replaced('image: sample-image', 'image: a/b'), replaced('image: sample-image', 'image: a-b')],
      /both define the role arn:aws:iam::111122223333:role\/a-b-development-github/,
      /Rename/
    ],
    [
      'two repositories, and no file names the one that deploys',
      [GOOD, other.replace('my-org/sample-image', 'my-org/other')],
      /1\.yml belongs to my-org\/sample-image and 2\.yml to my-org\/other/,
      /Write deployment:/
    ],
    [
      'one account, and two regions for its first stage',
      [GOOD, other.replace('region: eu-west-1', 'region: eu-central-1')],
      /1\.yml has the first stage of account 111122223333 in eu-west-1, and 2\.yml has it in eu-central-1/,
      /`deployment: \{region: eu-west-1\}`/
    ],
    [
      'a build cache of one file and a stage of another',
      [`${GOOD}cache: true\n`, `${other}stages: {development: {repository: sample-image/cache}}\n`],
      /1\.yml and 2\.yml both define the repository arn:aws:ecr:eu-west-1:111122223333:repository\/sample-image\/cache/,
      /Rename/
    ],
    [
      'one image in two accounts',
      [GOOD, GOOD.replace('111122223333', '444455556666')],
      /both define the stack SampleImageDevelopment/,
      /Rename/
    ],
    [
      'two trunks of one repository',
      [GOOD, other.replace('trunk: master', 'trunk: develop')],
      /1\.yml has the trunk master for my-org\/sample-image, and 2\.yml has develop/,
      /`deployment: \{trunk: master\}`/
    ],
    [
      'two sets of ids of one repository',
      [GOOD, other.replace('123456789', '123456780')],
      /1\.yml has my-org\/sample-image with the ids 123456789 and 987654, and 2\.yml has my-org\/sample-image with the ids 123456780/,
      /gh api repos/
    ],
    [
      'two spellings of one repository',
      [GOOD, other.replace('my-org/sample-image', 'My-Org/sample-image')],
      /Both mean the same repository, so one of them is wrong/,
      /gh api repos/
    ],
    [
      'a deployment from the environment of a stage of another file',
      [
        `${GOOD}deployment: {repository: my-org/other, repository-id: 42, owner-id: 987654, trunk: master, environment: Master}\n`,
        other.replace('my-org/sample-image', 'my-org/other').replace('123456789', '42')
      ],
      /2\.yml gives master the environment Master, from which my-org\/other also deploys/,
      /deployment\.environment/
    ],
    [
      'two different deployments',
      [`${GOOD}deployment: {environment: A}\n`, `${other}deployment: {environment: B}\n`],
      /have different settings under deployment:/,
      /the same in both/
    ]
  ])('%s', (_title, texts, message, remedy) => {
    const failure = load(...texts)
    expect(failure.message).toMatch(message)
    expect(failure.remedy).toMatch(remedy)
  })

  test('nothing, if they have different images of one repository', () => {
    expect(combineFiles([readDeployableFile(GOOD, '1.yml'), readDeployableFile(other, '2.yml')]).files).toHaveLength(2)
  })
})

test('more stacks than the policy of one role can name are refused', () => {
  const images = Array.from({length: 40}, (_, index) => `  - name: payments-platform/notification-${index}`)
  const failure = failureOf(() => synthesize(GOOD.replace('image: sample-image', ['images:', ...images].join('\n'))))
  expect(failure.message).toMatch(/^Account 111122223333 has 122 stacks, .* IAM accepts 10,240 characters\.$/)
})

test("GitHub's stack is in the region of the deployment, whichever file comes first", () => {
  const files = [
    GOOD.replace('region: eu-west-1', 'region: eu-central-1').replace('image: sample-image', 'image: other'),
    `${GOOD}deployment: {region: eu-west-1}\n`
  ]
  const {stacks} = synthesize(...files)
  expect(stacks.filter(({name}) => name === 'EcrRegistryGitHub').map(({region}) => region)).toEqual(['eu-west-1'])
})

test('the failure for a missing file tells how to name another', () => {
  const failure = failureOf(() => loadStagesFiles(['/nowhere/stages.yml']))
  expect(failure.message).toBe('The stages file /nowhere/stages.yml cannot be read: there is no such file.')
  expect(failure.remedy).toContain('-c stages-files=')
})

test('a folder is refused as a stages file', () => {
  expect(failureOf(() => loadStagesFiles([tmpdir()])).message).toBe(
    `The stages file ${tmpdir()} cannot be read: it is a directory.`
  )
})

describe('cdk synth', () => {
  test.each<[string, string, RegExp]>([
    ['a bad file', GOOD.replace('eu-west-1', 'eu-west-9'), /^.*stages\.yml:9 aws\.region: 'eu-west-9' is not a region/m]
  ])('prints the problem of %s without a stack trace', async (_title, text, message) => {
    const folder = mkdtempSync(join(tmpdir(), 'stages-'))
    try {
      const file = join(folder, 'stages.yml')
      writeFileSync(file, text)
      const {code, output} = await cdkSynth('-c', `stages-files=${file}`)
      expect(code).toBe(1)
      expect(output).toMatch(message)
      expect(output).not.toMatch(/^ {2,}at /m)
    } finally {
      rmSync(folder, {recursive: true})
    }
  })
})
