import {describe, expect, test} from '@jest/globals'

import {Failure} from '../../src/core/failure.js'
import type {Edge} from '../../src/core/remedy.js'
import {remedyAt} from '../../src/core/remedy.js'
import {originOfInput, originQuestion} from '../../src/stages/origin.js'
import {audienceOf, partitionOf} from '../../src/stages/partition.js'
import {sourceStage, STAGES} from '../../src/stages/stage.js'
import {parseStagesFile} from '../../src/stages/stages-file-parser.js'
import {selectImage, targetOf, targetOfArns, withOverrides} from '../../src/stages/target.js'
import {createStagesFile} from './stages-file.js'

function remedyOf(work: () => unknown, edge: Edge): string | undefined {
  try {
    work()
  } catch (error) {
    if (error instanceof Failure && error.remedy !== undefined) return remedyAt(edge, error.remedy)
    throw error
  }
  return undefined
}

const ROLE = 'arn:aws:iam::111122223333:role/ci/path/ci-role'
const REPOSITORY = 'arn:aws:ecr:us-east-1:444455556666:repository/team/other'

test('each stage except the first has a source stage', () => {
  expect(STAGES.map(sourceStage)).toEqual([undefined, 'development', 'master'])
})

test.each([
  ['eu-west-1', 'aws', 'sts.amazonaws.com'],
  ['cn-northwest-1', 'aws-cn', 'sts.amazonaws.com.cn'],
  ['us-gov-west-1', 'aws-us-gov', 'sts.amazonaws.com'],
  ['us-iso-east-1', 'aws-iso', 'sts.amazonaws.com'],
  ['us-isob-east-1', 'aws-iso-b', 'sts.amazonaws.com'],
  ['eusc-de-east-1', 'aws-eusc', 'sts.amazonaws.com']
])('%s is in the partition %s', (region, partition, audience) => {
  expect(partitionOf(region)).toBe(partition)
  expect(audienceOf(partition)).toBe(audience)
})

describe('a target', () => {
  test('follows from the name of the image', () => {
    expect(targetOf(createStagesFile(), {name: 'sample-image'}, 'development')).toEqual({
      stage: 'development',
      repository: {
        ...{name: 'sample-image/development', account: '111122223333', region: 'eu-west-1', partition: 'aws'},
        arn: 'arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/development',
        from: {
          name: '`image: sample-image` in .github/ecr-registry.yml:1',
          account: '`aws.account: 111122223333` in .github/ecr-registry.yml:2',
          region: '`aws.region: eu-west-1` in .github/ecr-registry.yml:2'
        }
      },
      role: {
        ...{name: 'sample-image-development-github', account: '111122223333', partition: 'aws'},
        arn: 'arn:aws:iam::111122223333:role/sample-image-development-github',
        from: {
          name: '`image: sample-image` in .github/ecr-registry.yml:1',
          account: '`aws.account: 111122223333` in .github/ecr-registry.yml:2'
        }
      },
      environment: 'Development',
      stack: 'SampleImageDevelopment'
    })
  })

  test('has dashes for slashes in its role, and neither in its stack', () => {
    const target = targetOf(createStagesFile('', 'team/api.v2'), {name: 'team/api.v2'}, 'release')
    expect(target).toMatchObject({role: {name: 'team-api.v2-release-github'}, stack: 'TeamApiV2Release'})
    expect(target.repository.name).toBe('team/api.v2/release')
  })

  test('has a stack whose name begins with a letter', () => {
    expect(targetOf(createStagesFile(), {name: '3scale'}, 'master').stack).toBe('Image3scaleMaster')
  })

  test('has the settings of the stage in the stages file', () => {
    const more = "{account: '444455556666', region: us-east-1, environment: Prod, repository: live, role: pusher}"
    expect(targetOf(createStagesFile(`stages: {release: ${more}}`), {name: 'sample-image'}, 'release')).toMatchObject({
      repository: {arn: 'arn:aws:ecr:us-east-1:444455556666:repository/live'},
      role: {arn: 'arn:aws:iam::444455556666:role/pusher'},
      environment: 'Prod'
    })
  })

  test('is in the partition of its region', () => {
    const file = parseStagesFile("image: a1\naws: {account: '111122223333', region: cn-north-1}", 'f')
    expect(targetOf(file, {name: 'a1'}, 'master').role.arn).toBe('arn:aws-cn:iam::111122223333:role/a1-master-github')
  })

  test('can come from ARNs, without a stages file', () => {
    expect(targetOfArns('master', {roleArn: ROLE, repositoryArn: REPOSITORY})).toEqual({
      stage: 'master',
      role: {name: 'ci-role', account: '111122223333', partition: 'aws', arn: ROLE, from: originOfInput('role-arn')},
      repository: {
        name: 'team/other',
        account: '444455556666',
        region: 'us-east-1',
        partition: 'aws',
        arn: REPOSITORY,
        from: originOfInput('repository-arn')
      },
      environment: undefined,
      stack: undefined
    })
  })

  test('is overridden by ARNs', () => {
    const target = targetOf(createStagesFile(), {name: 'sample-image'}, 'master')
    expect(withOverrides(target, {roleArn: undefined, repositoryArn: undefined})).toEqual(target)
    expect(withOverrides(target, {roleArn: ROLE, repositoryArn: undefined})).toMatchObject({
      ...{role: {name: 'ci-role'}, repository: target.repository, environment: 'Master'}
    })
    expect(withOverrides(target, {roleArn: undefined, repositoryArn: REPOSITORY}).repository.name).toBe('team/other')
  })
})

describe('the question about a missing thing names its settings', () => {
  const lines = (...more: string[]): string =>
    [
      'images:',
      '  - name: web',
      '  - name: api',
      'aws:',
      '  region: eu-west-1',
      "  account: '111122223333'",
      ...more
    ].join('\n')

  test('of the whole file, in the order of the name', () => {
    const {repository, role} = targetOf(parseStagesFile(lines(), 'stages.yml'), {name: 'api'}, 'development')
    expect(originQuestion('repository', repository.from)).toBe(
      'Is it the right repository? It comes from `images[1].name: api` in stages.yml:3, `aws.account: 111122223333` in stages.yml:6 and `aws.region: eu-west-1` in stages.yml:5.'
    )
    expect(originQuestion('role', role.from)).toBe(
      'Is it the right role? It comes from `images[1].name: api` in stages.yml:3 and `aws.account: 111122223333` in stages.yml:6.'
    )
    expect(originQuestion('region', repository.from.region)).toBe(
      'Is it the right region? It comes from `aws.region: eu-west-1` in stages.yml:5.'
    )
  })

  test('of the stage, and inputs', () => {
    const file = createStagesFile(
      "stages:\n  release:\n    repository: live\n    role: pusher\n    account: '444455556666'\n    region: us-east-1\n"
    )
    const target = targetOf(file, {name: 'sample-image'}, 'release')
    const at = (line: number, setting: string): string =>
      `\`stages.release.${setting}\` in .github/ecr-registry.yml:${line}`
    const account = at(7, 'account: 444455556666')
    expect(target.repository.from).toEqual({
      name: at(5, 'repository: live'),
      account,
      region: at(8, 'region: us-east-1')
    })
    expect(target.role.from).toEqual({name: at(6, 'role: pusher'), account})

    const given = withOverrides(target, {roleArn: undefined, repositoryArn: REPOSITORY})
    expect(originQuestion('repository', given.repository.from)).toBe(
      'Is it the right repository? It comes from the input `repository-arn`.'
    )
    expect(given.role.from).toEqual(target.role.from)
  })
})

describe('an ARN is refused', () => {
  test.each([
    [{repositoryArn: undefined, roleArn: ROLE}, /Missing: repository-arn\.$/],
    [{repositoryArn: undefined, roleArn: undefined}, /Missing: role-arn and repository-arn\.$/],
    [
      {roleArn: 'ci-role'},
      /^Input role-arn is `ci-role`, which is not the ARN of an IAM role\. The form is arn:aws:iam::/
    ],
    [{roleArn: 'arn:aws:iam::111122223333:user/me'}, /is not the ARN of an IAM role/],
    [{roleArn: 'arn:aws:iam::1111:role/me'}, /is not the ARN of an IAM role/],
    [{roleArn: `arn:aws:iam::111122223333:role/${'r'.repeat(65)}`}, /is not the ARN of an IAM role/],
    [
      {repositoryArn: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/x'},
      /^Input repository-arn is .*not the ARN of an ECR repository/
    ],
    [{repositoryArn: 'arn:aws:ecr:eu-west-1:111122223333:repository/UPPER'}, /'UPPER' is not a valid name for ECR/],
    [
      {repositoryArn: 'arn:aws:ecr:cn-north-1:111122223333:repository/ab'},
      /cn-north-1 is in the partition aws-cn, not in aws/
    ],
    [{repositoryArn: 'arn:aws-cn:ecr:cn-north-1:111122223333:repository/ab'}, /A role reaches only its own partition/]
  ])('%j', (arns, message) => {
    expect(() => targetOfArns('master', {roleArn: ROLE, repositoryArn: REPOSITORY, ...arns})).toThrow(message)
  })
})

describe('the image of a run', () => {
  const two = parseStagesFile(
    "images: [{name: api}, {name: worker}]\naws: {account: '111122223333', region: eu-west-1}",
    'stages.yml'
  )

  test('is the only one of the file', () => {
    expect(selectImage(createStagesFile(), undefined).name).toBe('sample-image')
  })
  test('is the one with the given name', () => {
    expect(selectImage(two, 'worker').name).toBe('worker')
  })
  test('has to be named if there are several', () => {
    expect(() => selectImage(two, undefined)).toThrow('stages.yml lists 2 images (api, worker), and none was named.')
  })
  test('has to be in the file', () => {
    expect(() => selectImage(two, 'web')).toThrow('stages.yml has no image `web`. Its images: api, worker.')
    expect(() => selectImage(createStagesFile(), 'web')).toThrow('Its images: sample-image.')
  })
  test.each<[string, string | undefined, Edge, string]>([
    [
      'a missing name, in a workflow',
      undefined,
      'workflow',
      'Set the input `image` to one of them, as in `image: api` under `with:`. A matrix builds them all.'
    ],
    ['a missing name, on a command line', undefined, 'terminal', 'Set `--image` to one of them, as in `--image api`.'],
    ['a wrong name, in a workflow', 'web', 'workflow', 'Change the input `image`, or add the image to stages.yml.'],
    ['a wrong name, on a command line', 'web', 'terminal', 'Change `--image`, or add the image to stages.yml.']
  ])('has a remedy for %s', (_, name, edge, remedy) => {
    expect(remedyOf(() => selectImage(two, name), edge)).toBe(remedy)
  })
})
