import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {remedyOfDenial} from '../../src/aws/denial.js'
import {assumeRole} from '../../src/aws/role.js'
import {Failure} from '../../src/core/failure.js'
import {remedyAt} from '../../src/core/remedy.js'
import {explainDenial} from '../../src/stages/denial.js'
import {checkEnvironment} from '../../src/stages/environment.js'
import {defaultRoleName} from '../../src/stages/names.js'
import {repositoryPolicyFor} from '../../src/stages/permissions.js'
import {parseStagesFile} from '../../src/stages/stages-file-parser.js'
import {targetOf} from '../../src/stages/target.js'
import {trustConditions} from '../../src/stages/trust.js'
import {stsErrorBody} from '../../testbed/aws/sts.js'
import {readPage} from './markdown.js'

const denials = readPage('docs/when-sts-says-no.md')
const accounts = readPage('docs/several-accounts.md')

const file = parseStagesFile(
  `image: sample-image
trunk: master
github: {repository: my-org/sample-image, repository-id: 123456789, owner-id: 987654}
aws: {account: '111122223333', region: eu-west-1}
`,
  '.github/ecr-registry.yml'
)
const master = targetOf(file, {name: 'sample-image'}, 'master')
/** The claims of a pull request whose job is in the environment of master. */
const claims = {
  aud: 'sts.amazonaws.com',
  sub: 'repo:my-org/sample-image:environment:Master',
  repository_id: '123456789',
  repository_owner_id: '987654',
  environment: 'Master',
  ref: 'refs/pull/12/merge'
}

describe('the guide to denials by STS quotes the messages of the code', () => {
  const NOT_AUTHORIZED = 'Not authorized to perform sts:AssumeRoleWithWebIdentity'
  let code = ''
  let says = NOT_AUTHORIZED
  const sts = createServer((_, response) =>
    response.writeHead(400, {'content-type': 'text/xml'}).end(stsErrorBody(code, says))
  )
  beforeAll(async () => {
    await new Promise<void>(resolve => sts.listen(0, '127.0.0.1', resolve))
    process.env['AWS_ENDPOINT_URL_STS'] = `http://127.0.0.1:${(sts.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    delete process.env['AWS_ENDPOINT_URL_STS']
    await new Promise(resolve => sts.close(resolve))
  })

  async function refusal(durationSeconds?: number, ref = claims.ref): Promise<Failure> {
    const explain = (): string =>
      explainDenial({target: master, claims: {...claims, ref}, trunk: 'master', github: file.github})
    const assuming = assumeRole({
      roleArn: master.role.arn,
      region: 'eu-west-1',
      from: master.repository.from,
      token: 'header.e30.signature',
      sessionName: 'my-org@sample-image-1',
      durationSeconds,
      environment: process.env,
      signal: new AbortController().signal,
      mask: () => undefined,
      deadlineMs: 3000,
      explain
    })
    const failure: unknown = await assuming.catch((error: unknown) => error)
    if (failure instanceof Failure) return failure
    throw new Error(`STS gave a role: ${String(failure)}`)
  }

  test('for a claim that differs, in full', async () => {
    code = 'AccessDenied'
    const {message, remedy} = await refusal()
    expect(denials.fences.map(({text}) => text)).toContain(`${message}\n${remedyAt('workflow', remedy ?? '')}\n`)
  })

  test('for claims that all match, up to the list of claims', async () => {
    code = 'AccessDenied'
    const {remedy = ''} = await refusal(undefined, 'refs/heads/master')
    expect(denials.fences.map(({text}) => text)).toContain(
      `${remedyAt('workflow', remedy).split('\nThe claims of the token')[0] ?? ''}\n`
    )
  })

  test.each<[string, string, number | undefined]>([
    ['InvalidIdentityToken', 'Incorrect token audience', undefined],
    [
      'InvalidIdentityToken',
      'No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com',
      undefined
    ],
    ['ExpiredTokenException', NOT_AUTHORIZED, undefined],
    ['IDPCommunicationError', NOT_AUTHORIZED, undefined],
    ['InvalidIdentityToken', "Couldn't retrieve verification key from your identity provider", undefined],
    ['RegionDisabledException', NOT_AUTHORIZED, undefined],
    ['ValidationError', NOT_AUTHORIZED, 7200],
    ['ValidationError', NOT_AUTHORIZED, undefined],
    ['AnythingElse', NOT_AUTHORIZED, undefined]
  ])('for %s (%s), the remedy (role-duration-seconds: %s)', async (answer, message, durationSeconds) => {
    code = answer
    says = message
    const {remedy = ''} = await refusal(durationSeconds)
    expect(denials.fences.map(({text}) => text)).toContain(`${remedyAt('workflow', remedy).split('\n')[0] ?? ''}\n`)
  })

  test('for an environment of another stage', () => {
    const {reason, remedy} = checkEnvironment('master', 'Master', {}) ?? {reason: '', remedy: ''}
    expect(denials.fences.map(({text}) => text)).toContain(`${reason}\n${remedyAt('workflow', remedy)}\n`)
  })

  test('and its table of trusted claims has every condition of each stage', () => {
    for (const stage of ['development', 'master', 'release'] as const) {
      const {environment} = file.stages[stage]
      const {repository = '', repositoryId, ownerId} = file.github
      const conditions = trustConditions('aws', {
        stage,
        trunk: 'master',
        environment,
        repository,
        repositoryId,
        ownerId
      })
      for (const [claim, {values}] of Object.entries(conditions)) {
        const row = denials.text.split('\n').find(line => line.startsWith(`| \`${claim}\` |`)) ?? ''
        expect(row).not.toBe('')
        if (claim === 'ref') for (const value of values) expect(row).toContain(`\`${value}\``)
        if (claim === 'environment') expect(row).toContain(`\`${environment}\``)
        if (claim === 'sub') expect(row).toContain(`environment:${environment}\``)
      }
    }
  })
})

describe('the guide to several accounts quotes the code', () => {
  const released = parseStagesFile(
    "image: sample-image\naws: {account: '111122223333', region: eu-west-1}\nstages: {release: {account: '444455556666'}}",
    'stages.yml'
  )
  const next = targetOf(released, {name: 'sample-image'}, 'release')

  test('for the repository policy that admits the role of the next stage', () => {
    const policies = accounts.fences
      .filter(({language}) => language === 'json')
      .map(({text}): unknown => JSON.parse(text))
    expect(policies).toEqual([repositoryPolicyFor(targetOf(released, {name: 'sample-image'}, 'master'), next)])
  })

  test('for the denial without that policy', () => {
    const denial =
      'User: arn:aws:sts::444455556666:assumed-role/sample-image-release-github/my-org@sample-image-1 is not authorized to perform: ecr:BatchGetImage ' +
      'on resource: arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master because no resource-based policy allows the ecr:BatchGetImage action'
    expect(accounts.fences.map(({text}) => text)).toContain(`${remedyOfDenial(denial) ?? ''}\n`)
  })
})

test('the guide to monorepos has the longest possible name', () => {
  const [, longest = ''] = /at most (\d+) characters/.exec(readPage('docs/monorepo.md').text) ?? []
  const roles = [0, 1].map(more => defaultRoleName('i'.repeat(Number(longest) + more), 'development'))
  expect(roles.map(role => role.length)).toEqual([64, 65])
})
