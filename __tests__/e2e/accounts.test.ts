import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import type {PolicyDocument, Statement} from '../../testbed/aws/iam.js'
import type {RepositorySettings} from '../../testbed/aws/store.js'
import {STAGES_FILE} from '../../testbed/harness/sample.js'
import type {ImageSettings} from '../../testbed/registry/image.js'
import {layer} from '../../testbed/registry/image.js'
import type {RegistryHandle} from '../../testbed/registry/registry-handle.js'
import type {LoggedRequest} from '../../testbed/server/log.js'
import type {Step, StepResult} from '../../testbed/workflow/runner.js'
import type {World} from './world.js'
import {DEVELOPMENT, MASTER, pathWith, startWorld} from './world.js'

const RELEASE = 'sample-image/release'
const HOME = {account: '111122223333', region: 'eu-west-1'}
const ELSEWHERE = {account: '444455556666', region: 'us-east-1'}

const stagesFile = (stages: string): string => `${STAGES_FILE}stages:\n  ${stages}\n`

/** An image of two platforms that share a layer: five blobs. */
const imageOf = (commit: string): ImageSettings => ({
  platforms: ['linux/amd64', 'linux/arm64'].map(platform => ({
    platform,
    layers: [layer({'etc/commit': commit}), layer({'etc/platform': platform})]
  }))
})

/** A commit on the trunk whose image master holds, as a run on it would have left it there. */
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

/** The regions that a token was asked for, once for each request; the signature names the region. */
function regionsOfTokens({testbed}: World): string[] {
  const asked = testbed.requests.filter(({headers}) =>
    String(headers['x-amz-target'] ?? '').endsWith('.GetAuthorizationToken')
  )
  return asked
    .map(({headers}) => /Credential=[^/]+\/\d+\/([^/]+)\/ecr\//.exec(headers.authorization ?? '')?.[1] ?? '')
    .sort()
}

/** What one registry was shown of credentials. */
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
    // Switched on in both: it mounts within one registry, and these are two.
    for (const {account, region} of [HOME, place]) world.testbed.aws.setBlobMounting(account, region, true)
    target = await world.testbed.registry(place.account, place.region)
    image = await merged(world)
    result = await release(world, 'v1.2.3')
  }, 60_000)
  afterAll(() => world.close())

  test('is promoted to, by the same digest', () => {
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
      [`sha-${commit.slice(0, 12)}`]: digest,
      'src-0123456789abcdef': digest
    })
    expect(target.image(RELEASE, digest)?.bytes).toEqual(world.registry.image(MASTER, digest)?.bytes)
  })

  test('gets each blob streamed once, and none is asked to be mounted', () => {
    const blobs = [...world.registry.repository(MASTER).layers.keys()].sort()
    expect(blobs).toHaveLength(5)
    expect(world.testbed.requests.filter(({path}) => path.includes('mount='))).toEqual([])
    expect(blobsOf(world.testbed.requests, 'GET', world.registry)).toEqual(blobs)
    expect(blobsOf(world.testbed.requests, 'PUT', target)).toEqual(blobs)
    expect([...target.repository(RELEASE).layers.keys()].sort()).toEqual(blobs)
  })

  test('is told in the summary with both ends', () => {
    expect(result.summary).toContain('sample-image/release · promoted as v1.2.3')
    expect(result.summary).toContain(`docker pull ${target.host}/${RELEASE}@${image.digest}`)
    expect(result.summary).toContain(
      `| Promoted from | <code>${world.registry.host}/${MASTER}&#64;${image.digest}</code>`
    )
    expect(result.summary).toMatch(/\| Layers \| 0 mounted, 5 copied \(\d+ B\), 0 present already \|/)
  })

  test('takes one role, one token of each region, and shows each registry its own', () => {
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
    // What registries redirect to has its permission in the URL.
    expect(requests.filter(({service, headers}) => service === 'blob' && headers.authorization !== undefined)).toEqual(
      []
    )
  })

  test('released again it is unchanged', async () => {
    const again = await release(world, 'v1.2.3')
    expect(again).toMatchObject({exitCode: 0, annotations: [], outputs: {operation: 'unchanged', digest: image.digest}})
    expect(
      world.testbed.requests.filter(({service, method}) => service === 'registry' && !['GET', 'HEAD'].includes(method))
    ).toEqual([])
  }, 30_000)
})

describe('between two accounts both sides must allow it', () => {
  const ROLE = `arn:aws:iam::${ELSEWHERE.account}:role/sample-image-release-github`
  const SOURCE = `arn:aws:ecr:eu-west-1:${HOME.account}:repository/${MASTER}`
  let world: World
  let target: RegistryHandle
  let identity: PolicyDocument
  let resource: PolicyDocument
  beforeAll(async () => {
    world = await startWorld(stagesFile(`release: {account: '${ELSEWHERE.account}'}`))
    target = await world.testbed.registry(ELSEWHERE.account, HOME.region)
    identity = world.testbed.aws.role(ROLE)!.policies[0]!
    resource = world.registry.repository(MASTER).settings.policy!
  }, 60_000)
  afterAll(() => world.close())

  /** Takes an action on the source away from every statement that allows it; a policy that allows nothing any more goes. */
  function without(policy: PolicyDocument, ...actions: string[]): PolicyDocument[] {
    const statements = [policy.Statement].flat().flatMap((statement: Statement) => {
      if (![SOURCE, undefined].includes(statement.Resource as string | undefined)) return [statement]
      const left = [statement.Action ?? []]
        .flat()
        .filter(action => !actions.includes(action) && !actions.includes('ecr:*'))
      return left.length === 0 ? [] : [{...statement, Action: left}]
    })
    return statements.length === 0 ? [] : [{...policy, Statement: statements}]
  }

  function setIdentity(...policies: PolicyDocument[]): void {
    world.testbed.aws.addRole({...world.testbed.aws.role(ROLE)!, policies})
  }

  /** As SetRepositoryPolicy would, or DeleteRepositoryPolicy. */
  function setResource(policy?: PolicyDocument): void {
    const {images, tags, layers, ...before} = world.registry.repository(MASTER)
    const settings: RepositorySettings = {...before.settings}
    delete settings.policy
    const repository = world.testbed.aws.addRepository({...settings, ...(policy === undefined ? {} : {policy})})
    for (const [digest, image] of images) repository.images.set(digest, image)
    for (const [tag, digest] of tags) repository.tags.set(tag, digest)
    for (const [digest, content] of layers) repository.layers.set(digest, content)
  }

  /** Releases where something is not allowed, which is allowed again afterwards. */
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
  /** What is asked of a repository first tells whether it is the right one at all. */
  const asked = (action: string): string =>
    action === DOWNLOAD
      ? ''
      : `The credentials are of account ${ELSEWHERE.account}, and the repository is of account ${HOME.account}\\.\n` +
        'Is it the right repository\\? It comes from `image: sample-image` in .*\\.\n'

  test.each([
    ['there is none', ['ecr:*'], LOOKING, DESCRIBE],
    ['it does not let images be read', [READ], READING, READ],
    ['it does not let layers be downloaded', [DOWNLOAD], BLOB, DOWNLOAD]
  ])(
    "the source's own policy: %s",
    async (_, actions, begins, action) => {
      await merged(world)
      setResource(...without(resource, ...actions))
      expect(await refused(`v1.0.${++counter}`, begins)).toMatch(
        new RegExp(
          `on resource: ${SOURCE} because no resource-based policy allows the ${action} action\n${asked(action)}` +
            `The role sample-image-release-github of account ${ELSEWHERE.account} is of another account, and the policy of the repository itself does not let it in: ` +
            `there, in account ${HOME.account}, the policy of ${MASTER} has to allow \`${action}\` to that role\\. Deploy infra/ anew for the stage of that repository\\.$`
        )
      )
      expect(await release(world, `v1.0.${counter}`)).toMatchObject({exitCode: 0, outputs: {operation: 'promoted'}})
    },
    60_000
  )

  test.each([
    ['it has nothing for the source', ['ecr:*'], LOOKING, DESCRIBE],
    ['it may not read images', [READ], READING, READ],
    ['it may not download layers', [DOWNLOAD], BLOB, DOWNLOAD]
  ])(
    "the role's own policy: %s",
    async (_, actions, begins, action) => {
      await merged(world)
      setIdentity(...without(identity, ...actions))
      expect(await refused(`v1.1.${++counter}`, begins)).toMatch(
        new RegExp(
          `on resource: ${SOURCE} because no identity-based policy allows the ${action} action\n${asked(action)}` +
            `The role sample-image-release-github of account ${ELSEWHERE.account} needs \`${action}\` on ${SOURCE}: ` +
            'deploy infra/ anew if it is the role of a stage and was changed by hand\\.$'
        )
      )
      expect(await release(world, `v1.1.${counter}`)).toMatchObject({exitCode: 0, outputs: {operation: 'promoted'}})
    },
    60_000
  )

  test('an explicit deny is told from a missing permission', async () => {
    await merged(world)
    const deny: Statement = {
      Effect: 'Deny',
      Principal: '*',
      Action: READ,
      Condition: {StringNotEquals: {'aws:PrincipalAccount': HOME.account}}
    }
    setResource({...resource, Statement: [...[resource.Statement].flat(), deny]})
    expect(await refused(`v1.2.${++counter}`, READING)).toMatch(
      /is denied `ecr:BatchGetImage` outright, by an explicit Deny in a resource-based policy: only taking that back helps/
    )
  }, 30_000)

  test('but not what Inspector finds, which it tells no other account: the doctor does not miss it', async () => {
    const {digest} = await merged(world)
    for (const child of world.registry.image(MASTER, digest)!.manifest.children) {
      world.testbed.aws.setScan(world.registry.repository(MASTER), child, {status: 'ACTIVE', enhancedFindings: []})
    }
    const {log} = await release(world, 'v2.1.0', {inputs: {operation: 'doctor'}})
    expect(log).toMatch(/^✓ source: metadata /m)
    expect(log).not.toMatch(/^. (?:source: )?findings /m)
  }, 30_000)

  test('what ECR knows of the image it may keep to itself: a warning, and no tag for the fingerprint', async () => {
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
          /^What ECR knows of sha256:.* in sample-image\/master cannot be read, so it is promoted without its src- tag: .*no resource-based policy/
        )
      }
    ])
  }, 30_000)
})

test('operation promote takes an image to a master in another account', async () => {
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
