import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import type {IamPolicy} from '../../testbed/aws/iam.js'
import {OCI_INDEX, OCI_MANIFEST} from '../../testbed/aws/manifest.js'
import type {JobEvent} from '../../testbed/harness/sample.js'
import type {ImageSettings} from '../../testbed/registry/image.js'
import {makeLayer} from '../../testbed/registry/image.js'
import type {FaultRule} from '../../testbed/server/faults.js'
import {inMemory, sha256Digest} from '../../testbed/server/spool.js'
import type {Step, StepResult} from '../../testbed/workflow/runner.js'
import type {World} from './world.js'
import {DEVELOPMENT, MASTER, pathWith, startWorld} from './world.js'

const RELEASE = 'sample-image/release'
const ROLE = 'arn:aws:iam::111122223333:role/sample-image-release-github'

let world: World
/** A run for each exhausted quota, in its own world. They retry until their deadline while the other tests go on. */
const throttled = new Map<
  string,
  {world: World; image: Merged; before: Record<string, string>; result: Promise<StepResult>}
>()
beforeAll(async () => {
  world = await startWorld()
  await Promise.all(
    ['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:BatchGetImage', 'ecr:GetAuthorizationToken'].map(async action => {
      const own = await startWorld()
      const image = await merged(undefined, own)
      own.testbed.aws.setQuota(action, 0)
      throttled.set(action, {world: own, image, before: own.registry.tags(RELEASE), result: release('v1.2.3', {}, own)})
    })
  )
}, 60_000)
afterAll(() => Promise.all([world, ...[...throttled.values()].map(one => one.world)].map(one => one.close())))

interface Merged {
  commit: string
  tag: string
  digest: string
  /** The digests of its config and its layers. */
  blobs: string[]
}

/** A commit on the trunk, with its image in master as a run on the commit would have left it. */
async function merged(settings?: ImageSettings, {sample, registry} = world): Promise<Merged> {
  await sample.checkout('master')
  const commit = await sample.commit('Merged')
  const tag = `sha-${commit.slice(0, 12)}`
  const digest = registry.addImage(
    MASTER,
    [tag, `src-${commit}`],
    settings ?? {layers: [makeLayer({'etc/commit': commit}), makeLayer({'etc/other': `other ${commit}`})]}
  )
  return {commit, tag, digest, blobs: registry.image(MASTER, digest)!.manifest.blobs}
}

async function tagged(tag: string, {sample} = world): Promise<JobEvent> {
  await sample.git('tag', '--force', tag)
  return await sample.event(
    'push',
    `refs/tags/${tag}`,
    {ref: `refs/tags/${tag}`, deleted: false},
    {environment: 'Release'}
  )
}

async function release(tag: string, step: Partial<Step> = {}, inWorld = world): Promise<StepResult> {
  const event = await tagged(tag, inWorld)
  inWorld.testbed.requests.length = 0
  return await inWorld.run(event, {...step, environment: {PATH: await pathWith(inWorld, 'git')}})
}

/** The only error of a run that failed, and did not change a tag of the target. */
function errorOf(result: StepResult, before: Record<string, string>, {registry} = world): string {
  expect(result.exitCode).toBe(1)
  expect(result.annotations).toEqual([expect.objectContaining({kind: 'error'})])
  expect(result.raw).not.toMatch(/\n\s+at |defect of the action/)
  expect(result.summary).toContain('### 📦 Failed')
  expect(registry.tags(RELEASE)).toEqual(before)
  return result.annotations[0]!.message
}

let counter = 0

/** Releases once with a problem in the way, and once more without it. Returns the error of the first release. */
async function refusedThenReleased(image: Merged, fix: () => void, step: Partial<Step> = {}): Promise<string> {
  const version = `v1.0.${++counter}`
  const before = world.registry.tags(RELEASE)
  const message = errorOf(await release(version, step), before)
  fix()
  expect(await release(version, step)).toMatchObject({
    exitCode: 0,
    annotations: [],
    outputs: {operation: 'promoted', digest: image.digest}
  })
  expect(world.registry.tags(RELEASE)).toMatchObject({[version]: image.digest, latest: image.digest})
  return message
}

describe('the source is damaged', () => {
  const damaged = (rule: FaultRule) => () => {
    const fault = world.testbed.faults.add(rule)
    return () => {
      expect(fault.hits).toBeGreaterThan(0)
      fault.remove()
    }
  }
  const SOURCE_MANIFEST = {service: 'registry', method: 'GET', path: /sample-image\/master\/manifests\/s/} as const
  /** Replaces the bytes of a blob. */
  const replaced =
    (bytesOf: (bytes: Buffer) => Buffer) =>
    async ({blobs: [, digest = '']}: Merged) => {
      const {layers} = world.registry.repository(MASTER)
      const content = layers.get(digest)!
      layers.set(digest, inMemory(bytesOf((await world.registry.blob(MASTER, digest))!), digest))
      return () => layers.set(digest, content)
    }

  test.each<[string, RegExp, (image: Merged) => (() => unknown) | Promise<() => unknown>]>([
    [
      'a manifest whose bytes do not match its digest',
      /^Reading sha-\w{12} of sample-image\/master \(the source, \S+\): the bytes have digest sha256:\w{64}, not sha256:\w{64}\n/,
      damaged({match: SOURCE_MANIFEST, fault: {kind: 'wrong-bytes'}})
    ],
    [
      'a manifest whose bytes stop matching after the copy has begun',
      /^Reading sha256:\w{64} of sample-image\/master \(the source, \S+\): the bytes have digest sha256:\w{64}, not sha256:\w{64}\n/,
      damaged({match: SOURCE_MANIFEST, fault: {kind: 'wrong-bytes'}, after: 1})
    ],
    [
      'a layer whose bytes are damaged on each download',
      /^Reading blob sha256:\w{64} of sample-image\/master \(the source, \S+\): the bytes have digest sha256:\w{64}\n/,
      damaged({match: {service: 'blob'}, fault: {kind: 'wrong-bytes'}})
    ],
    [
      'a layer of other bytes',
      /^Reading blob sha256:\w{64} of sample-image\/master \(the source, \S+\): the bytes have digest sha256:\w{64}\n/,
      replaced(bytes => Buffer.alloc(bytes.length, 'x'))
    ],
    [
      'a layer that is longer than the manifest says',
      /^Reading blob sha256:\w{64} of sample-image\/master \(the source, \S+\): the bytes have digest sha256:\w{64}\n/,
      replaced(bytes => Buffer.concat([bytes, Buffer.from('more')]))
    ],
    [
      'a layer that is cut',
      /^Reading blob sha256:\w{64} of sample-image\/master \(the source, \S+\): the bytes have digest sha256:\w{64}\n/,
      replaced(bytes => bytes.subarray(0, bytes.length / 2))
    ],
    [
      'a layer that is missing',
      /^Reading blob sha256:\w{64} of sample-image\/master \(the source, \S+\): 404 BLOB_UNKNOWN: .*\nBuild and push the image again: a part of it is missing there/,
      ({blobs: [, digest = '']}) => {
        const {layers} = world.registry.repository(MASTER)
        const content = layers.get(digest)!
        layers.delete(digest)
        return () => layers.set(digest, content)
      }
    ],
    [
      'an image that is archived between its look-up and its copy',
      /^Reading sha256:\w{64} of sample-image\/master \(the source, \S+\): the image does not exist\n.*archived/,
      ({digest}) => {
        // The run first asks the target for a tag after it has found the source.
        const hook = world.testbed.faults.add({
          match: ({service, method, path}) => {
            if (service === 'registry' && method === 'HEAD' && path.includes(RELEASE))
              world.registry.archive(MASTER, digest)
            return false
          },
          fault: {kind: 'reset'}
        })
        return () => {
          hook.remove()
          world.registry.image(MASTER, digest)!.status = 'ACTIVE'
        }
      }
    ]
  ])(
    '%s',
    async (_, expected, arrange) => {
      const image = await merged()
      const fix = await arrange(image)
      expect(await refusedThenReleased(image, fix)).toMatch(expected)
    },
    60_000
  )

  test('a given digest with other bytes', async () => {
    const image = await merged()
    const stored = world.registry.image(MASTER, image.digest)!
    const {bytes} = stored
    stored.bytes = Buffer.from(`${bytes.toString('utf8')}\n`)
    const message = await refusedThenReleased(image, () => (stored.bytes = bytes), {inputs: {source: image.digest}})
    expect(message).toMatch(
      new RegExp(
        `^Reading ${image.digest} of ${MASTER} \\(the source, \\S+\\): the bytes have digest ${sha256Digest(`${bytes.toString('utf8')}\n`)}, not ${image.digest}\n`
      )
    )
  }, 60_000)

  test('an index that names a missing image', async () => {
    const platforms = ['linux/amd64', 'linux/arm64'].map(platform => ({
      platform,
      layers: [makeLayer({'etc/platform': `${platform} ${counter}`})]
    }))
    const image = await merged({platforms})
    const {images} = world.registry.repository(MASTER)
    const [child = ''] = images.get(image.digest)!.manifest.children
    const stored = images.get(child)!
    images.delete(child)
    const message = await refusedThenReleased(image, () => images.set(child, stored))
    expect(message).toMatch(
      new RegExp(
        `^Reading ${child} of ${MASTER} \\(the source, \\S+\\): it is missing, and ${image.digest} names it\n.*build and push it again\\.`
      )
    )
  }, 60_000)

  /** Stores a manifest that no registry should accept. */
  async function storeManifest(bytes: Buffer, mediaType = OCI_MANIFEST): Promise<string> {
    const {tag} = await merged()
    const {images, tags} = world.registry.repository(MASTER)
    const digest = sha256Digest(bytes)
    images.set(digest, {
      digest,
      bytes,
      mediaType,
      manifest: {mediaType, blobs: [], children: [], size: 0},
      pushedAt: 0,
      status: 'ACTIVE'
    })
    tags.set(tag, digest)
    return digest
  }

  test('a manifest over 4 MiB', async () => {
    await storeManifest(
      Buffer.from(
        JSON.stringify({schemaVersion: 2, mediaType: OCI_MANIFEST, annotations: {padding: 'x'.repeat(4 * 1024 * 1024)}})
      )
    )
    const before = world.registry.tags(RELEASE)
    expect(errorOf(await release(`v1.0.${++counter}`), before)).toMatch(
      /^Reading sha-\w{12} of sample-image\/master \(the source, \S+\): the answer is larger than 4 MiB, the limit of a manifest\nBuild and push the image again/
    )
  }, 30_000)

  test.each([
    ['is not JSON', 'no manifest', 'it is not a JSON object'],
    [
      'is of schema 1',
      JSON.stringify({schemaVersion: 1, fsLayers: []}),
      'it has schema version 1, which registries no longer support'
    ],
    [
      'has the parts of an index',
      JSON.stringify({schemaVersion: 2, manifests: []}),
      `its media type is ${OCI_MANIFEST}, but it has \`manifests\``
    ],
    [
      'has something else than a list',
      JSON.stringify({schemaVersion: 2, mediaType: OCI_INDEX, manifests: 'all'}),
      'its `manifests` is not a list'
    ],
    [
      'lists null',
      JSON.stringify({schemaVersion: 2, mediaType: OCI_INDEX, manifests: [null]}),
      'its `manifests` has a descriptor without a valid digest, media type or size'
    ]
  ])(
    'a manifest that %s',
    async (_, text, why) => {
      await storeManifest(Buffer.from(text), text.includes(OCI_INDEX) ? OCI_INDEX : OCI_MANIFEST)
      const before = world.registry.tags(RELEASE)
      const message = errorOf(await release(`v1.0.${++counter}`), before)
      expect(message).toMatch(
        /^Reading sha-\w{12} of the source sample-image\/master \(account 111122223333, eu-west-1\): it cannot be copied: /
      )
      expect(message).toContain(`: ${why}\nBuild and push the image again.`)
    },
    30_000
  )
})

describe('the target has the image, but has lost a part of it', () => {
  const both = (): ImageSettings => ({
    platforms: ['linux/amd64', 'linux/arm64'].map(platform => ({
      platform,
      layers: [makeLayer({'etc/platform': `${platform} ${counter}`})]
    }))
  })
  const target = () => world.registry.repository(RELEASE)

  test.each<[string, ImageSettings | undefined, string, (digest: string) => void]>([
    [
      'an image of an index, before the version is put',
      both(),
      'v',
      digest => {
        target().images.delete(target().images.get(digest)!.manifest.children[0]!)
      }
    ],
    [
      'a layer, before the version is put',
      undefined,
      'v',
      digest => {
        target().layers.delete(target().images.get(digest)!.manifest.blobs[1]!)
      }
    ],
    [
      'an image of an index, before a line is moved',
      both(),
      'latest',
      digest => {
        target().images.delete(target().images.get(digest)!.manifest.children[1]!)
      }
    ]
  ])(
    '%s: the whole image is copied again',
    async (_, settings, interruptedAt, lose) => {
      const image = await merged(settings)
      const version = `v1.0.${++counter}`
      const denied = world.testbed.faults.add({
        match: {
          service: 'registry',
          method: 'PUT',
          path: new RegExp(`/manifests/${interruptedAt === 'v' ? version : interruptedAt}$`)
        },
        fault: {kind: 'status', status: 403}
      })
      expect(await release(version)).toMatchObject({exitCode: 1})
      denied.remove()
      lose(image.digest)
      const result = await release(version)
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: {operation: 'promoted', changed: 'true', digest: image.digest}
      })
      expect(result.annotations).toEqual([
        {
          kind: 'notice',
          properties: {},
          message: `${RELEASE} has ${image.digest}, but reports that a part of it is missing. The whole image is copied again.`
        }
      ])
      expect(world.registry.tags(RELEASE)).toMatchObject({[version]: image.digest, latest: image.digest})
      const {children, blobs} = target().images.get(image.digest)!.manifest
      expect([
        children.filter(child => !target().images.has(child)),
        blobs.filter(blob => !target().layers.has(blob))
      ]).toEqual([[], []])
    },
    60_000
  )

  test('a part that the source has lost as well is named by the error', async () => {
    const image = await merged(both())
    const version = `v1.0.${++counter}`
    const denied = world.testbed.faults.add({
      match: {service: 'registry', method: 'PUT', path: new RegExp(`/manifests/${version}$`)},
      fault: {kind: 'status', status: 403}
    })
    await release(version)
    denied.remove()
    const [child = ''] = target().images.get(image.digest)!.manifest.children
    for (const {images} of [target(), world.registry.repository(MASTER)]) images.delete(child)
    const result = await release(version)
    expect(result.exitCode).toBe(1)
    expect(result.annotations.at(-1)?.message).toMatch(
      new RegExp(`^Reading ${child} of ${MASTER} \\(the source, \\S+\\): it is missing, and ${image.digest} names it\n`)
    )
  }, 60_000)
})

test('an image of the input source that does not exist', async () => {
  await merged()
  const before = world.registry.tags(RELEASE)
  expect(errorOf(await release(`v1.0.${++counter}`, {inputs: {source: 'sha-0123456789ab-42.1'}}), before)).toMatch(
    new RegExp(
      `^There is no image sha-0123456789ab-42\\.1 in the source ${MASTER} \\(account 111122223333, eu-west-1\\)\\. Its newest images, each with its tags:\\n[^]*\\n` +
        "Set the input `source` to a tag or a digest that exists, not to `sha-0123456789ab-42\\.1`\\. Without it, the image of this run's commit is promoted\\.$"
    )
  )
}, 30_000)

test('an image of the same sources that is missing in development', async () => {
  const commit = (await merged()).commit
  const result = await world.run(await world.sample.push('master'), {
    inputs: {operation: 'promote'},
    environment: {PATH: await pathWith(world, 'git')}
  })
  expect(result.exitCode).toBe(1)
  expect(result.annotations.at(-1)?.message).toMatch(
    new RegExp(
      `^There is no image src-\\w{64} in the source ${DEVELOPMENT} \\(account 111122223333, eu-west-1\\)\\. It has no image with a tag for people\\.\n` +
        `The last run on the pull request of commit ${commit} should have pushed the image: https://github.com/my-org/sample-image/commit/${commit}\n` +
        'The image is missing if that run failed, if master moved on before the merge, or if a base image has changed since\\.\n' +
        'Build it for master instead \\(leave out the input `operation`\\), or name it with the input `source`\\.$'
    )
  )
}, 30_000)

test.each([
  [
    'source',
    MASTER,
    /^There is no such repository: the source sample-image\/master \(account 111122223333, eu-west-1\)\.\nIs it the right repository\? It comes from `image: sample-image` in \.github\/ecr-registry\.yml:2, .* If it is, deploy infra\/ for the stage before\.$/
  ],
  [
    'target',
    RELEASE,
    /^Reading sha256:\w{64} of sample-image\/release \(the target, \S+\): 404 NAME_UNKNOWN: the repository does not exist\nThe repository sample-image\/release does not exist there: deploy infra\//
  ]
])(
  'a %s repository that does not exist',
  async (_, name, expected) => {
    const image = await merged()
    const {repositories} = world.testbed.aws.registry('111122223333', 'eu-west-1')
    const repository = repositories.get(name)!
    const version = `v1.0.${++counter}`
    repositories.delete(name)
    const result = await release(version)
    repositories.set(name, repository)
    expect(errorOf(result, world.registry.tags(RELEASE))).toMatch(expected)
    expect(await release(version)).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {operation: 'promoted', digest: image.digest}
    })
  },
  60_000
)

describe('a missing permission of the role of release', () => {
  const [SOURCE, TARGET] = [MASTER, RELEASE].map(name => `arn:aws:ecr:eu-west-1:111122223333:repository/${name}`)
  const LOOKING = /^Looking for \S+ in the target sample-image\/release: 403 DENIED: /
  const STARTING = /^Starting the upload of blob \S+ to sample-image\/release \(the target, \S+\): 403 DENIED: /
  const UPLOADING = /^Uploading blob \S+ to sample-image\/release \(the target, \S+\): 403 DENIED: /
  const PUTTING = /^Putting \S+ into sample-image\/release \(the target, \S+\): 403 DENIED: /
  const READING =
    /^Reading sha-\w{12} of the source sample-image\/master \(account 111122223333, eu-west-1\): 403 DENIED: /
  const BLOB = /^Reading blob \S+ of sample-image\/master \(the source, \S+\): 403 DENIED: /

  test.each([
    ['looking at the target', TARGET, 'ecr:BatchGetImage', LOOKING],
    ['starting an upload', TARGET, 'ecr:InitiateLayerUpload', STARTING],
    ['sending a blob', TARGET, 'ecr:UploadLayerPart', UPLOADING],
    ['ending an upload', TARGET, 'ecr:CompleteLayerUpload', UPLOADING],
    ['putting an image', TARGET, 'ecr:PutImage', PUTTING],
    ['reading images of the source', SOURCE, 'ecr:BatchGetImage', READING],
    ['downloading layers of the source', SOURCE, 'ecr:GetDownloadUrlForLayer', BLOB]
  ])(
    '%s',
    async (_, resource, action, begins) => {
      const image = await merged()
      const role = world.testbed.aws.role(ROLE)!
      const without = (policy: IamPolicy): IamPolicy => ({
        ...policy,
        Statement: [policy.Statement].flat().map(statement => ({
          ...statement,
          ...(statement.Resource === resource
            ? {Action: [statement.Action ?? []].flat().filter(one => one !== action)}
            : {})
        }))
      })
      world.testbed.aws.addRole({...role, policies: role.policies.map(without)})
      const message = await refusedThenReleased(image, () => {
        world.testbed.aws.addRole(role)
      })
      expect(message).toMatch(begins)
      const remedy = message.split('\n').slice(1)
      // The first request to a repository also raises the question whether it is the right one.
      if (action === 'ecr:BatchGetImage')
        expect(remedy.shift()).toMatch(
          /^Is it the right repository\? It comes from `image: sample-image` in \.github\/ecr-registry\.yml:2, .*\.$/
        )
      expect(remedy[0]).toBe(
        `The role sample-image-release-github of account 111122223333 needs \`${action}\` on ${resource ?? ''}. If this is the role of a stage, deploy infra/ again: somebody changed the role by hand, or the stages file has changed since. Any other role needs the permissions of the stage's group.`
      )
    },
    60_000
  )
})

describe('a version', () => {
  const dispatched = async (inputs: Record<string, string>): Promise<JobEvent> => {
    await merged()
    return await world.sample.event('workflow_dispatch', 'refs/heads/master', {inputs}, {environment: 'Release'})
  }
  const published = async (tag: string, prerelease = false): Promise<JobEvent> => {
    await merged()
    await world.sample.git('tag', '--force', tag)
    world.testbed.github.setRelease('my-org/sample-image', {tag, prerelease})
    return await world.sample.event(
      'release',
      `refs/tags/${tag}`,
      {action: 'published', release: {tag_name: tag, prerelease}},
      {environment: 'Release'}
    )
  }
  const EXPECTED = '\nWrite the version as in 1.2.3 or 1.2.3-rc.1.'

  test.each<[string, () => Promise<JobEvent>, string | undefined, string]>([
    [
      'an input with two numbers',
      () => dispatched({}),
      '1.2',
      `The version \`1.2\` is not a semantic version.${EXPECTED}`
    ],
    [
      'an input with a leading zero',
      () => dispatched({}),
      'v1.02.3',
      `The version \`v1.02.3\` is not a semantic version.${EXPECTED}`
    ],
    [
      'an input with a word',
      () => dispatched({}),
      'next',
      `The version \`next\` is not a semantic version.${EXPECTED}`
    ],
    [
      'an input with build metadata',
      () => dispatched({}),
      '1.2.3+linux',
      `The version 1.2.3+linux has build metadata (+linux), and an image tag cannot contain a +.${EXPECTED}`
    ],
    [
      'a dispatch with half a version',
      () => dispatched({version: 'v2'}),
      undefined,
      `The version \`v2\` is not a semantic version.${EXPECTED}`
    ],
    [
      'a dispatch without a version',
      () => dispatched({}),
      undefined,
      'A workflow_dispatch on branch master goes to release, promoted from master. A release needs a version, and this run names none.\n' +
        'Push a git tag such as v1.2.3, publish a release of it, or set the input `version`.'
    ],
    [
      'a release under a tag that is not a version',
      () => published('v1.2'),
      undefined,
      'Release v1.2 was published under a tag that is not a version.\nPublish it under a tag such as v1.2.3, or set the input `version`.'
    ],
    [
      'an input that contradicts the tag',
      () => tagged('v7.0.0'),
      '7.0.1',
      'Tag v7.0.0 has the version 7.0.0, and the version 7.0.1 was given.\nRemove the input `version`: the tag already names the version.'
    ]
  ])(
    'that is missing or wrong is refused: %s',
    async (_, event, version, expected) => {
      const before = world.registry.tags(RELEASE)
      const result = await world.run(await event(), version === undefined ? {} : {inputs: {version}})
      expect(errorOf(result, before)).toBe(expected)
    },
    30_000
  )

  test('whose tag is malformed is not released, and a warning names the right tag', async () => {
    await merged()
    const before = world.registry.tags(RELEASE)
    const result = await release('v1.02.3')
    expect(result).toMatchObject({
      exitCode: 0,
      outputs: {operation: 'skipped', reason: 'Tag v1.02.3 is not a version (v1.2.3): nothing is released.'}
    })
    expect(result.annotations).toEqual([
      {
        kind: 'warning',
        properties: {},
        message: 'Tag v1.02.3 is not a version (v1.2.3): nothing is released.\nTo release this commit, tag it v1.2.3.'
      }
    ])
    expect(world.registry.tags(RELEASE)).toEqual(before)
  }, 30_000)

  test('that another run has meanwhile released as another image is refused, with both digests', async () => {
    const image = await merged()
    const other = await merged()
    await release('v7.1.0')
    await world.sample.git('checkout', '--quiet', image.commit)
    const {tags} = world.registry.repository(RELEASE)
    const hook = world.testbed.faults.add({
      // At this request the run has looked for the version, but has not put it yet.
      match: ({service, method, path}) => {
        if (service === 'registry' && method === 'POST' && path.includes(RELEASE)) tags.set('v7.1.1', other.digest)
        return false
      },
      fault: {kind: 'reset'}
    })
    const result = await release('v7.1.1')
    hook.remove()
    expect(result.exitCode).toBe(1)
    expect(result.annotations.map(({message}) => message)).toEqual([
      `v7.1.1 in the target ${RELEASE} is already ${other.digest}, but this run would release ${image.digest}.\nRelease this commit as v7.1.2, the next version. A released version never changes.`
    ])
    expect(world.registry.tags(RELEASE)).toMatchObject({
      'v7.1.1': other.digest,
      '7.1': other.digest,
      '7': other.digest,
      latest: other.digest
    })
    await world.sample.checkout('master')
  }, 60_000)

  test.each(['7.2', '7', 'latest'])(
    'whose run failed at the tag %s is completed by the next run',
    async line => {
      const image = await merged()
      const version = `v7.2.${++counter}`
      const denied = world.testbed.faults.add({
        match: {service: 'registry', method: 'PUT', path: new RegExp(`/manifests/${line}$`)},
        fault: {kind: 'status', status: 403}
      })
      expect(await release(version)).toMatchObject({exitCode: 1})
      denied.remove()
      expect(world.registry.tags(RELEASE)).toMatchObject({[version]: image.digest})
      expect(await release(version)).toMatchObject({
        exitCode: 0,
        annotations: [],
        outputs: {operation: 'promoted', changed: 'true', digest: image.digest}
      })
      expect(world.registry.tags(RELEASE)).toMatchObject({'7.2': image.digest, '7': image.digest, latest: image.digest})
      expect(await release(version)).toMatchObject({
        exitCode: 0,
        annotations: [],
        outputs: {operation: 'unchanged', changed: 'false'}
      })
    },
    60_000
  )

  test('that is lower than its line is released, and no line moves back', async () => {
    const newer = await merged()
    await release('v8.2.3')
    const older = await merged()
    const result = await release('v8.2.2')
    expect(result).toMatchObject({
      exitCode: 0,
      outputs: {operation: 'promoted', digest: older.digest, version: '8.2.2'}
    })
    expect(world.registry.tags(RELEASE)).toMatchObject({
      'v8.2.2': older.digest,
      '8.2': newer.digest,
      '8': newer.digest,
      latest: newer.digest
    })
    expect(result.annotations).toEqual([
      {
        kind: 'notice',
        properties: {},
        message:
          'v8.2.2 gets its own tag only: 8.2, 8, latest stay where they are. The reason for 8.2: v8.2.3 is higher and already released.'
      }
    ])
    expect(result.summary).toContain(
      '> <code>8.2</code>, <code>8</code>, <code>latest</code> stay where they are: v8.2.3 is higher and already released.'
    )
    expect(result.log).toContain('  8.2, 8, latest stay where they are: v8.2.3 is higher and already released.')
    expect(await release('v8.2.2')).toMatchObject({exitCode: 0, annotations: [], outputs: {operation: 'unchanged'}})
  }, 60_000)

  test('that is lower than its line and has no git tag is refused', async () => {
    const event = await dispatched({version: '8.2.1'})
    const before = world.registry.tags(RELEASE)
    expect(errorOf(await world.run(event), before)).toBe(
      'The version 8.2.1 goes backward: v8.2.3 of the same line is already released in the target sample-image/release.\n' +
        'Release it as v8.2.4, which is higher. To release v8.2.1 all the same, push the git tag v8.2.1: the image gets that tag, and no line moves.'
    )
  }, 60_000)

  test('that is a pre-release on GitHub moves no line, and holds no line back', async () => {
    const {digest} = await merged()
    await release('v8.4.0')
    expect(await world.run(await published('v8.5.0', true))).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {operation: 'promoted', version: '8.5.0'}
    })
    expect(world.registry.tags(RELEASE)).toMatchObject({'8': digest, latest: digest})
    const patch = await merged()
    expect(await release('v8.4.1')).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {operation: 'promoted', version: '8.4.1'}
    })
    expect(world.registry.tags(RELEASE)).toMatchObject({'8.4': patch.digest, '8': patch.digest, latest: patch.digest})
    const {digest: older} = await merged()
    world.testbed.github.setRelease('my-org/sample-image', {tag: 'v8.5.0', prerelease: false})
    await release('v8.4.2')
    expect(world.registry.tags(RELEASE)).toMatchObject({'8.4': older, '8': patch.digest, latest: patch.digest})
  }, 60_000)

  test('that is a pre-release on GitHub moves no line when its git tag is pushed, and a notice says so', async () => {
    const {digest} = await merged()
    await release('v8.6.0')
    await merged()
    world.testbed.github.setRelease('my-org/sample-image', {tag: 'v8.7.0', prerelease: true})
    expect(await release('v8.7.0')).toMatchObject({
      exitCode: 0,
      outputs: {operation: 'promoted', version: '8.7.0'},
      annotations: [
        {
          kind: 'notice',
          message: 'v8.7.0 is a pre-release on GitHub, so it gets its own tag and moves no line.'
        }
      ]
    })
    expect(world.registry.tags(RELEASE)).toMatchObject({'8': digest, latest: digest})
    expect(world.registry.tags(RELEASE)).not.toHaveProperty(['8.7'])
  }, 60_000)

  test('of a manual run without a git tag moves the lines only forward', async () => {
    for (const version of ['8.90.0', '8.90.1', '8.91.0']) {
      expect(await world.run(await dispatched({version}))).toMatchObject({
        exitCode: 0,
        annotations: [],
        outputs: {operation: 'promoted', version}
      })
    }
    const tags = world.registry.tags(RELEASE)
    expect(tags).toMatchObject({
      '8.90': tags['v8.90.1'],
      '8.91': tags['v8.91.0'],
      '8': tags['v8.91.0'],
      latest: tags['v8.91.0']
    })
    expect(errorOf(await world.run(await dispatched({version: '8.90.0'})), tags)).toMatch(
      /^v8\.90\.0 in the target .* is already \S+, but this run would release \S+\.\n/
    )
  }, 90_000)

  test('that is lower than another line is no step back', async () => {
    await release('v8.3.0')
    const result = await world.run(await dispatched({version: '8.2.4'}))
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'promoted', version: '8.2.4'}})
  }, 60_000)
})

describe('a quota that is exhausted until the deadline', () => {
  test.each([
    [
      'ecr:GetAuthorizationToken',
      /^Logging in to ECR in eu-west-1 \(GetAuthorizationToken\): ThrottlingException: Rate exceeded\n/
    ],
    [
      'ecr:BatchGetImage',
      /^Reading sha-\w{12} of sample-image\/master \(the source, \S+\): 429 TOOMANYREQUESTS: Rate exceeded\n/
    ],
    [
      'ecr:InitiateLayerUpload',
      /^Mounting blob \S+ from sample-image\/master into sample-image\/release \(the target, \S+\): 429 TOOMANYREQUESTS: Rate exceeded\n/
    ],
    [
      'ecr:PutImage',
      /^Putting \S+ into sample-image\/release \(the target, \S+\): 429 TOOMANYREQUESTS: Rate exceeded\n/
    ]
  ])(
    '%s',
    async (action, expected) => {
      const {world: own, image, before, result} = throttled.get(action)!
      const message = errorOf(await result, before, own)
      expect(message).toMatch(expected)
      expect(message).toMatch(
        /^(Run the job again|Try again) later, or ask AWS for a higher quota: .* is used up, possibly by others as well\.$/m
      )
      own.testbed.aws.setQuota(action, 100)
      expect(await release('v1.2.3', {}, own)).toMatchObject({
        exitCode: 0,
        annotations: [],
        outputs: {operation: 'promoted', digest: image.digest}
      })
    },
    90_000
  )
})
