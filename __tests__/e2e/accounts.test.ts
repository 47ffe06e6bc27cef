import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import type {IamPolicy, IamStatement} from '../../testbed/aws/iam.js'
import type {StoredRepositorySettings} from '../../testbed/aws/stored-repository.js'
import {STAGES_FILE} from '../../testbed/harness/sample.js'
import type {ImageSettings} from '../../testbed/registry/image.js'
import {makeLayer} from '../../testbed/registry/image.js'
import type {RegistryHandle} from '../../testbed/registry/registry-handle.js'
import type {LoggedRequest} from '../../testbed/server/log.js'
import type {Step, StepResult} from '../../testbed/workflow/runner.js'
import type {World} from './world.js'
import {DEVELOPMENT, MASTER, pathWith, startWorld} from './world.js'

const RELEASE = 'sample-image/release'
const HOME = {account: '111122223333', region: 'eu-west-1'}
const ELSEWHERE = {account: '444455556666', region: 'us-east-1'}

const stagesFile = (stages: string): string => `${STAGES_FILE}stages:\n  ${stages}\n`

/** An image of two platforms that share a layer: five blobs. The index names its commit, as one that the action built. */
const imageOf = (commit: string): ImageSettings => ({
  annotations: {'org.opencontainers.image.revision': commit},
  platforms: ['linux/amd64', 'linux/arm64'].map(platform => ({
    platform,
    layers: [makeLayer({'etc/commit': commit}), makeLayer({'etc/platform': platform})]
  }))
})

/** A commit on the trunk, with its image in master as a run on the commit would have left it. */
async function merged({sample, registry}: World): Promise<{commit: string; digest: string}> {
  await sample.checkout('master')
  const commit = await sample.commit('Merged')
  return {
    commit,
    digest: registry.addImage(MASTER, [`sha-${commit.slice(0, 12)}`, 'src-0123456789abcdef'], imageOf(commit))
  }
}

async function release(world: World, tag: string, step: Partial<Step> = {}): Promise<StepResult> {
  await world.sample.git('tag', '--force', tag)
  const event = await world.sample.event(
    'push',
    `refs/tags/${tag}`,
    {ref: `refs/tags/${tag}`, deleted: false},
    {environment: 'Release'}
  )
  world.testbed.requests.length = 0
  return await world.run(event, {...step, environment: {PATH: await pathWith(world, 'git')}})
}

/** The region of each request for a token, read from its signature. */
function regionsOfTokens({testbed}: World): string[] {
  const asked = testbed.requests.filter(({headers}) =>
    String(headers['x-amz-target'] ?? '').endsWith('.GetAuthorizationToken')
  )
  return asked
    .map(({headers}) => /Credential=[^/]+\/\d+\/([^/]+)\/ecr\//.exec(headers.authorization ?? '')?.[1] ?? '')
    .sort()
}

/** The credentials that were sent to a registry. */
function tokensAt({testbed}: World, {host}: RegistryHandle): Set<string | undefined> {
  return new Set(
    testbed.requests
      .filter(({service, headers}) => service === 'registry' && headers.host === host)
      .map(({headers}) => headers.authorization)
  )
}

const blobsOf = (requests: LoggedRequest[], method: string, {host}: RegistryHandle): string[] =>
  requests
    .filter(
      ({service, headers, ...request}) => service === 'registry' && headers.host === host && request.method === method
    )
    .flatMap(
      ({path}) =>
        /\/blobs\/(?:uploads\/.*[?&]digest=)?(sha256(?::|%3A)[0-9a-f]{64})/.exec(path)?.[1]?.replace('%3A', ':') ?? []
    )
    .sort()

describe.each([
  [
    'another account and region',
    `release: {account: '${ELSEWHERE.account}', region: ${ELSEWHERE.region}}`,
    ELSEWHERE,
    ['eu-west-1', 'us-east-1']
  ],
  [
    'another account',
    `release: {account: '${ELSEWHERE.account}'}`,
    {...HOME, account: ELSEWHERE.account},
    ['eu-west-1']
  ],
  [
    'another region',
    `release: {region: ${ELSEWHERE.region}}`,
    {...HOME, region: ELSEWHERE.region},
    ['eu-west-1', 'us-east-1']
  ]
])('a release stage in %s', (_, stages, place, regions) => {
  let world: World
  let target: RegistryHandle
  let image: {commit: string; digest: string}
  let result: StepResult
  beforeAll(async () => {
    world = await startWorld(stagesFile(stages))
    // Both registries may mount blobs. ECR mounts only within one registry, and these are two.
    for (const {account, region} of [HOME, place]) world.testbed.aws.setBlobMounting(account, region, true)
    target = await world.testbed.registry(place.account, place.region)
    image = await merged(world)
    result = await release(world, 'v1.2.3')
  }, 60_000)
  afterAll(() => world.close())

  test('receives the image under the same digest', () => {
    const {commit, digest} = image
    expect(result).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {
        operation: 'promoted',
        digest,
        repository: RELEASE,
        registry: target.host,
        image: `${target.host}/${RELEASE}@${digest}`,
        'source-image': `${world.registry.host}/${MASTER}@${digest}`
      }
    })
    expect(target.tags(RELEASE)).toEqual({
      'v1.2.3': digest,
      '1.2': digest,
      '1': digest,
      latest: digest,
      [`sha-${commit.slice(0, 12)}`]: digest
    })
    expect(target.image(RELEASE, digest)?.bytes).toEqual(world.registry.image(MASTER, digest)?.bytes)
  })

  test('gets each blob streamed once, and no mount is tried', () => {
    const blobs = [...world.registry.repository(MASTER).layers.keys()].sort()
    expect(blobs).toHaveLength(5)
    expect(world.testbed.requests.filter(({path}) => path.includes('mount='))).toEqual([])
    expect(blobsOf(world.testbed.requests, 'GET', world.registry)).toEqual(blobs)
    expect(blobsOf(world.testbed.requests, 'PUT', target)).toEqual(blobs)
    expect([...target.repository(RELEASE).layers.keys()].sort()).toEqual(blobs)
  })

  test('has both registries in the summary', () => {
    expect(result.summary).toContain('sample-image/release · promoted as v1.2.3')
    expect(result.summary).toContain(`docker pull ${target.host}/${RELEASE}@${image.digest}`)
    expect(result.summary).toContain(
      `| Promoted from | <code>${world.registry.host}/${MASTER}&#64;${image.digest}</code>`
    )
    expect(result.summary).toMatch(/\| Layers \| 0 mounted, 5 copied \(\d+ B\), 0 present already \|/)
  })

  test('needs one role and one token of each region, and each registry sees only its own token', () => {
    const {requests} = world.testbed
    expect(requests.filter(({service}) => service === 'sts')).toHaveLength(1)
    expect(
      new Set(
        requests.flatMap(({service, principal}) => (service === 'ecr' || service === 'registry' ? [principal] : []))
      )
    ).toEqual(
      new Set([expect.stringContaining(`arn:aws:sts::${place.account}:assumed-role/sample-image-release-github/`)])
    )
    expect(regionsOfTokens(world)).toEqual(regions)
    const [shown, others] = [tokensAt(world, target), tokensAt(world, world.registry)]
    expect([shown.size, others.size, new Set([...shown, ...others]).size]).toEqual([1, 1, regions.length])
    expect(requests.filter(({status}) => status === 401 || status === 403)).toEqual([])
    // The URL of a redirect carries its own permission.
    expect(requests.filter(({service, headers}) => service === 'blob' && headers.authorization !== undefined)).toEqual(
      []
    )
  })

  test('is unchanged when it is released again', async () => {
    const again = await release(world, 'v1.2.3')
    expect(again).toMatchObject({exitCode: 0, annotations: [], outputs: {operation: 'unchanged', digest: image.digest}})
    expect(
      world.testbed.requests.filter(({service, method}) => service === 'registry' && !['GET', 'HEAD'].includes(method))
    ).toEqual([])
  }, 30_000)
})

describe('a promotion between two accounts needs permission from both', () => {
  const ROLE = `arn:aws:iam::${ELSEWHERE.account}:role/sample-image-release-github`
  const SOURCE = `arn:aws:ecr:eu-west-1:${HOME.account}:repository/${MASTER}`
  let world: World
  let target: RegistryHandle
  let identity: IamPolicy
  let resource: IamPolicy
  beforeAll(async () => {
    world = await startWorld(stagesFile(`release: {account: '${ELSEWHERE.account}'}`))
    target = await world.testbed.registry(ELSEWHERE.account, HOME.region)
    identity = world.testbed.aws.role(ROLE)!.policies[0]!
    resource = world.registry.repository(MASTER).settings.policy!
  }, 60_000)
  afterAll(() => world.close())

  /** Removes actions on the source from a policy. A policy that then allows nothing is left out. */
  function without(policy: IamPolicy, ...actions: string[]): IamPolicy[] {
    const statements = [policy.Statement].flat().flatMap((statement: IamStatement) => {
      if (![SOURCE, undefined].includes(statement.Resource as string | undefined)) return [statement]
      const left = [statement.Action ?? []]
        .flat()
        .filter(action => !actions.includes(action) && !actions.includes('ecr:*'))
      return left.length === 0 ? [] : [{...statement, Action: left}]
    })
    return statements.length === 0 ? [] : [{...policy, Statement: statements}]
  }

  function setIdentity(...policies: IamPolicy[]): void {
    world.testbed.aws.addRole({...world.testbed.aws.role(ROLE)!, policies})
  }

  /** Does the same as SetRepositoryPolicy, or as DeleteRepositoryPolicy without a policy. */
  function setResource(policy?: IamPolicy): void {
    const {images, tags, layers, ...before} = world.registry.repository(MASTER)
    const settings: StoredRepositorySettings = {...before.settings}
    delete settings.policy
    const repository = world.testbed.aws.addRepository({...settings, ...(policy === undefined ? {} : {policy})})
    for (const [digest, image] of images) repository.images.set(digest, image)
    for (const [tag, digest] of tags) repository.tags.set(tag, digest)
    for (const [digest, content] of layers) repository.layers.set(digest, content)
  }

  /** The error of a release with a policy missing. Both policies are restored afterwards. */
  async function refused(tag: string, begins: RegExp): Promise<string> {
    const before = target.tags(RELEASE)
    const result = await release(world, tag)
    setIdentity(identity)
    setResource(resource)
    expect(result.exitCode).toBe(1)
    expect(result.annotations).toEqual([
      expect.objectContaining({kind: 'error', message: expect.stringMatching(begins)})
    ])
    expect(result.raw).not.toMatch(/\n\s+at /)
    expect(target.tags(RELEASE)).toEqual(before)
    return result.annotations[0]!.message
  }

  let counter = 0
  const LOOKING =
    /^Looking for the registry of the source sample-image\/master in account 111122223333, eu-west-1 \(DescribeRepositories\): AccessDeniedException: /
  const READING =
    /^Reading sha-[0-9a-f]{12} of the source sample-image\/master \(account 111122223333, eu-west-1\): 403 DENIED: /
  const BLOB =
    /^Reading blob sha256:[0-9a-f]{64} of sample-image\/master \(the source, 127\.0\.0\.1:\d+\): 403 DENIED: /
  const [DESCRIBE, READ, DOWNLOAD] = ['ecr:DescribeRepositories', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']
  /** The first request to a repository also raises the question whether it is the right one. */
  const asked = (action: string): string =>
    action === DOWNLOAD
      ? ''
      : `The credentials belong to account ${ELSEWHERE.account}, and the repository to account ${HOME.account}\\.\n` +
        'Is it the right repository\\? It comes from `image: sample-image` in .*\\.\n'

  test.each([
    ['nothing', ['ecr:*'], LOOKING, DESCRIBE],
    ['no reading of images', [READ], READING, READ],
    ['no download of layers', [DOWNLOAD], BLOB, DOWNLOAD]
  ])(
    'the policy of the source allows %s',
    async (_, actions, begins, action) => {
      await merged(world)
      setResource(...without(resource, ...actions))
      expect(await refused(`v1.0.${++counter}`, begins)).toMatch(
        new RegExp(
          `on resource: ${SOURCE} because no resource-based policy allows the ${action} action\n${asked(action)}` +
            `The role sample-image-release-github of account ${ELSEWHERE.account} belongs to another account, and in account ${HOME.account} the policy of the repository ${MASTER} does not allow it \`${action}\`\\. ` +
            `If this is the role of a stage, deploy infra/ again for the stage of that repository\\. Otherwise use credentials of account ${HOME.account}\\.$`
        )
      )
      expect(await release(world, `v1.0.${counter}`)).toMatchObject({exitCode: 0, outputs: {operation: 'promoted'}})
    },
    60_000
  )

  test.each([
    ['nothing for the source', ['ecr:*'], LOOKING, DESCRIBE],
    ['no reading of images', [READ], READING, READ],
    ['no download of layers', [DOWNLOAD], BLOB, DOWNLOAD]
  ])(
    'the policy of the role allows %s',
    async (_, actions, begins, action) => {
      await merged(world)
      setIdentity(...without(identity, ...actions))
      expect(await refused(`v1.1.${++counter}`, begins)).toMatch(
        new RegExp(
          `on resource: ${SOURCE} because no identity-based policy allows the ${action} action\n${asked(action)}` +
            `The role sample-image-release-github of account ${ELSEWHERE.account} needs \`${action}\` on ${SOURCE}\\. ` +
            "If this is the role of a stage, deploy infra/ again: somebody changed the role by hand, or the stages file has changed since\\. Any other role needs the permissions of the stage's group\\.$"
        )
      )
      expect(await release(world, `v1.1.${counter}`)).toMatchObject({exitCode: 0, outputs: {operation: 'promoted'}})
    },
    60_000
  )

  test('an explicit deny is distinguished from a missing permission', async () => {
    await merged(world)
    const deny: IamStatement = {
      Effect: 'Deny',
      Principal: '*',
      Action: READ,
      Condition: {StringNotEquals: {'aws:PrincipalAccount': HOME.account}}
    }
    setResource({...resource, Statement: [...[resource.Statement].flat(), deny]})
    expect(await refused(`v1.2.${++counter}`, READING)).toMatch(
      /is denied `ecr:BatchGetImage` by an explicit Deny in a resource-based policy\. Remove that Deny: no permission overrides it\./
    )
  }, 30_000)

  test('the doctor expects no findings of Amazon Inspector, which shows them to no other account', async () => {
    const {digest} = await merged(world)
    for (const child of world.registry.image(MASTER, digest)!.manifest.children) {
      world.testbed.aws.setScan(world.registry.repository(MASTER), child, {status: 'ACTIVE', enhancedFindings: []})
    }
    const {log} = await release(world, 'v2.1.0', {inputs: {operation: 'doctor'}})
    expect(log).toMatch(/^✓ source: metadata /m)
    expect(log).not.toMatch(/^. (?:source: )?findings /m)
  }, 30_000)

  test('without ecr:DescribeImages a release says that other images of its commit are not known, and the tags of the source not shown', async () => {
    const {digest} = await merged(world)
    setResource(...without(resource, 'ecr:DescribeImages'))
    const result = await release(world, `v1.3.${++counter}`)
    setResource(resource)
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'promoted', digest}})
    expect(result.annotations).toEqual([
      {
        kind: 'warning',
        properties: {},
        message: expect.stringMatching(
          /^It is not known whether sample-image\/master has another image of commit [^]*no resource-based policy[^]*\nTo be sure, name the image with the input `source`: `sha256:[0-9a-f]{64}`\.$/
        )
      },
      {
        kind: 'notice',
        properties: {},
        message: expect.stringMatching(
          /^The tags and the age of sha256:.* in sample-image\/master cannot be read, so they are not shown: .*no resource-based policy/
        )
      }
    ])
  }, 30_000)
})

test('operation promote copies an image to a master in another account', async () => {
  const world = await startWorld(stagesFile(`master: {account: '${ELSEWHERE.account}'}`))
  try {
    const {sample, testbed} = world
    await sample.branch('feature/promoted')
    await sample.write({'app/hello.sh': 'echo promoted\n'})
    await sample.commit('On a branch')
    const {
      outputs: {digest = '', fingerprint = ''}
    } = await world.run(await sample.pullRequest(50, 'feature/promoted'))
    const merge = await sample.merge('feature/promoted')
    testbed.requests.length = 0
    const result = await world.run(await sample.push('master'), {
      inputs: {operation: 'promote'},
      environment: {PATH: await pathWith(world, 'git')}
    })
    const target = await testbed.registry(ELSEWHERE.account, HOME.region)
    expect(result).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {
        stage: 'master',
        operation: 'promoted',
        digest,
        registry: target.host,
        'source-image': `${world.registry.host}/${DEVELOPMENT}@${digest}`
      }
    })
    expect(target.tags(MASTER)).toEqual({
      master: digest,
      [`sha-${merge.slice(0, 12)}`]: digest,
      [`src-${fingerprint}`]: digest
    })
    expect(regionsOfTokens(world)).toEqual(['eu-west-1'])
    expect(
      testbed.requests.filter(
        ({service, principal = ''}) =>
          service === 'registry' &&
          !principal.includes(`:${ELSEWHERE.account}:assumed-role/sample-image-master-github/`)
      )
    ).toEqual([])
  } finally {
    await world.close()
  }
}, 90_000)
