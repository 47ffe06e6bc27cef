import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'
import {digestOf} from '@org/oci/manifest'

import type {Outcome, TagResult} from '../../src/run/outcome.js'
import type {IamPolicy} from '../../testbed/aws/iam.js'
import type {JobEvent, JobOptions} from '../../testbed/harness/sample.js'
import {inMemory} from '../../testbed/server/spool.js'
import type {Ran, RunSettings} from './story.js'
import {DEVELOPMENT, imageIn, imageWith, MASTER, RELEASE, StoryWorld} from './story.js'

const PLACE = ['111122223333', 'eu-west-1'] as const
const FINGERPRINT = 'f'.repeat(64)

let world: StoryWorld
/** The trunk's head, which has an image in master. */
let commit: string
let digest: string
let major = 0

beforeAll(async () => {
  world = await StoryWorld.start()
}, 60_000)
afterAll(() => world.close())
beforeEach(async () => {
  major++
  await world.sample.checkout('master')
  await world.sample.write({'app/hello.sh': `echo ${major}\n`})
  commit = await world.sample.commit(`change ${major}`)
  digest = put(MASTER, [commitTag(), `src-${FINGERPRINT}`], `image ${major}`)
})

function commitTag(): string {
  return `sha-${commit.slice(0, 12)}`
}

function put(repository: string, tags: string[], content: string): string {
  return world.registry.addImage(repository, tags, imageWith(content))
}

/** The push of a version's git tag. */
async function tagged(version = `${major}.0.0`, options: JobOptions = {}): Promise<JobEvent> {
  const ref = `refs/tags/v${version}`
  await world.sample.git('tag', `v${version}`)
  return await world.sample.event('push', ref, {ref, deleted: false}, {environment: 'Release', ...options})
}

/** A dispatch on the trunk, which can release a version without a git tag. */
async function dispatched(options: JobOptions = {}): Promise<JobEvent> {
  return await world.sample.event(
    'workflow_dispatch',
    'refs/heads/master',
    {inputs: {}},
    {environment: 'Release', ...options}
  )
}

async function release(version?: string, settings: RunSettings = {}): Promise<Ran> {
  return await world.run(await tagged(version), settings)
}

function promotionIn(outcome: Outcome | undefined) {
  if ((outcome?.kind !== 'promoted' && outcome?.kind !== 'unchanged') || outcome.promotion === undefined)
    throw new Error('no promotion')
  return outcome.promotion
}

const are = (tags: string[], kind: 'put' | 'already'): TagResult[] => tags.map(tag => ({tag, kind}))

/** Does something while a role is denied an action. */
async function without<T>(action: string, work: () => Promise<T>, name = 'sample-image-release-github'): Promise<T> {
  return await world.without(`arn:aws:iam::${PLACE[0]}:role/${name}`, action, work)
}

describe('a release', () => {
  test('is the image of master, by its digest, with its tags and lines', async () => {
    const version = `${major}.0.0`
    const {outcome, warnings} = await release()
    const tags = [commitTag(), `v${version}`, `${major}.0`, `${major}`, 'latest']
    expect(outcome).toMatchObject({
      kind: 'promoted',
      stage: 'release',
      version,
      image: {digest, repository: RELEASE, name: 'sample-image', fingerprint: FINGERPRINT}
    })
    expect(imageIn(outcome).tags).toEqual(are(tags, 'put'))
    expect(world.tags(RELEASE)).toMatchObject(Object.fromEntries(tags.map(tag => [tag, digest])))
    expect(promotionIn(outcome)).toMatchObject({
      source: `${world.registry.host}/${MASTER}@${digest}`,
      pushedAt: expect.any(Date),
      sourceTags: [commitTag()],
      run: {number: 7, url: expect.stringContaining('/attempts/1')},
      copy: {alreadyThere: false}
    })
    expect(warnings).toEqual([])
  })

  test('that is run again changes nothing', async () => {
    await release()
    const event = await world.sample.event(
      'push',
      `refs/tags/v${major}.0.0`,
      {ref: `refs/tags/v${major}.0.0`, deleted: false},
      {environment: 'Release'}
    )
    const {outcome, infos} = await world.run(event)
    expect(outcome).toMatchObject({kind: 'unchanged', promotion: {run: undefined, copy: {alreadyThere: true}}})
    expect(imageIn(outcome).tags.every(({kind}) => kind === 'already')).toBe(true)
    expect(infos).toContain('The target has this image already.')
  })

  test('stands if its repository refuses a referrer, which a warning names', async () => {
    const master = world.registry.repository(MASTER)
    const blob = Buffer.from('{}')
    master.layers.set(digestOf(blob), inMemory(blob))
    const mediaType = 'application/vnd.oci.image.manifest.v1+json'
    const descriptor = {mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf(blob), size: 2}
    const subject = {mediaType, digest, size: 1}
    const artifactType = 'application/spdx+json'
    const sbom = {schemaVersion: 2, mediaType, artifactType, config: descriptor, layers: [descriptor], subject}
    const referrer = master.put(Buffer.from(JSON.stringify(sbom)), mediaType, {}).digest
    const body = '{"errors":[{"code":"UNSUPPORTED","message":"Invalid JSON syntax"}]}'
    const refusal = world.testbed.faults.add({
      match: {method: 'PUT', path: new RegExp(`/${RELEASE}/manifests/${referrer}`)},
      fault: {kind: 'status', status: 405, body}
    })
    const {outcome, warnings} = await release()
    refusal.remove()
    expect(outcome).toMatchObject({kind: 'promoted', image: {digest}})
    expect(world.tags(RELEASE)).toMatchObject({[`v${major}.0.0`]: digest, latest: digest})
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(
      new RegExp(
        `^${digest} is complete in ${RELEASE}, but .*\n  referrer ${referrer} \\(application/spdx.json\\): .*405 UNSUPPORTED`
      )
    )
    expect(promotionIn(outcome).copy.uncopied).toHaveLength(1)
  })

  test('names a foreign layer that stays where it is', async () => {
    const master = world.registry.repository(MASTER)
    const image = world.registry.manifest(MASTER, digest) as {layers: object[]}
    const layer = {
      mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
      digest: digestOf(Buffer.from('foreign')),
      size: 7,
      urls: ['https://mcr.example/layer?secret']
    }
    const bytes = Buffer.from(JSON.stringify({...image, layers: [...image.layers, layer]}))
    const foreign = master.put(bytes, 'application/vnd.oci.image.manifest.v1+json', {tag: 'foreign'}).digest
    const {outcome, infos} = await release(undefined, {inputs: {source: foreign}})
    expect(promotionIn(outcome).copy.foreign).toEqual([{digest: layer.digest, hosts: ['mcr.example']}])
    expect(infos).toContain(`Layer ${layer.digest} stays at mcr.example, because the source does not hold it.`)
  })

  test('that an earlier run left without its lines is completed', async () => {
    put(RELEASE, [`v${major}.0.0`, commitTag()], `image ${major}`)
    const {outcome} = await release()
    expect(outcome).toMatchObject({kind: 'promoted', image: {digest}})
  })

  test('needs a version', async () => {
    const {error} = await world.run(await dispatched(), {inputs: {operation: 'promote'}})
    expect(error).toMatch(/A release needs a version, and this run names none\.\n.*v1\.2\.3/s)
  })

  test('of a version that already names another image is refused before anything is copied', async () => {
    const other = put(RELEASE, [`v${major}.0.0`], 'another image')
    const before = world.tags(RELEASE)
    const {error} = await release()
    expect(error).toContain(
      `v${major}.0.0 in the target ${RELEASE} is already ${other}, but this run would release ${digest}.`
    )
    expect(world.tags(RELEASE)).toEqual(before)
  })

  test('of a version that goes backward is refused', async () => {
    put(RELEASE, [`v${major}.0.5`], 'a higher one')
    const {error} = await world.run(await dispatched(), {inputs: {version: `${major}.0.1`}})
    expect(error).toContain(
      `The version ${major}.0.1 goes backward: v${major}.0.5 of the same line is already released`
    )
  })

  test('of a lower version with a git tag moves no line of a higher version, and a notice says so', async () => {
    await release(`${major}.0.5`)
    commit = await world.sample.commit('an older fix')
    digest = put(MASTER, [commitTag()], `patch ${major}`)
    const {outcome, notices} = await release(`${major}.0.1`)
    const lines = [`${major}.0`, `${major}`, 'latest']
    expect(imageIn(outcome).tags.slice(-3)).toEqual(
      lines.map(tag => ({tag, kind: 'kept', because: `v${major}.0.5 is higher and already released.`}))
    )
    expect(notices).toEqual([expect.stringContaining(`v${major}.0.1 gets its own tag only: ${lines.join(', ')} stay`)])
  })

  test('by hand has no link to a run', async () => {
    const {outcome} = await world.run(await tagged(), {environment: {GITHUB_RUN_ID: undefined}})
    expect(promotionIn(outcome).run).toBeUndefined()
  })
})

describe('a version on GitHub', () => {
  test('that is a pre-release moves no line', async () => {
    world.testbed.github.setRelease(world.sample.repository.fullName, {tag: `v${major}.0.0`, prerelease: true})
    const {outcome, notices} = await release()
    expect(imageIn(outcome).tags.map(({tag}) => tag)).toEqual([commitTag(), `v${major}.0.0`])
    expect(notices).toEqual([`v${major}.0.0 is a pre-release on GitHub, so it gets its own tag and moves no line.`])
  })

  test('moves the lines, with a notice, if GitHub does not show whether it is a pre-release', async () => {
    const fault = world.testbed.faults.add({
      match: {service: 'github', path: /releases\/tags/},
      fault: {kind: 'status', status: 403}
    })
    const {outcome, notices} = await release()
    fault.remove()
    expect(imageIn(outcome).tags).toHaveLength(5)
    expect(notices).toEqual([
      expect.stringMatching(/^It is not known whether v\S+ is a pre-release on GitHub, which would move no line: /)
    ])
  })

  test('whose number marks a pre-release is not looked up', async () => {
    world.testbed.requests.length = 0
    await release(`${major}.0.0-rc.1`)
    expect(world.testbed.requests.filter(({path}) => path.includes('/releases/tags/'))).toEqual([])
  })
})

describe('a dry run', () => {
  test('of an image that is missing at the target plans the copy', async () => {
    const before = world.tags(RELEASE)
    const {outcome} = await release(undefined, {inputs: {'dry-run': 'true'}})
    expect(outcome).toMatchObject({
      kind: 'planned',
      plan: {
        action: 'copy',
        source: `${world.registry.host}/${MASTER}@${digest}`,
        version: `${major}.0.0`,
        fingerprint: FINGERPRINT,
        scans: expect.anything()
      }
    })
    expect(outcome?.kind === 'planned' && outcome.plan.tags.map(({tag}) => tag)).toEqual([
      commitTag(),
      `v${major}.0.0`,
      `${major}.0`,
      `${major}`,
      'latest'
    ])
    expect(world.tags(RELEASE)).toEqual(before)
  })

  test('of an image that the target has plans only the tags', async () => {
    put(RELEASE, [commitTag()], `image ${major}`)
    const {outcome} = await release(undefined, {inputs: {'dry-run': 'true'}})
    expect(outcome).toMatchObject({kind: 'planned', plan: {action: 'tag only'}})
  })

  test('names the version that a line moves away from', async () => {
    await release(`${major}.1.0`)
    commit = await world.sample.commit('next')
    digest = put(MASTER, [commitTag()], `next ${major}`)
    const {outcome} = await release(`${major}.1.1`, {inputs: {'dry-run': 'true'}})
    expect(outcome?.kind === 'planned' && outcome.plan.tags).toContainEqual({
      tag: `${major}.1`,
      kind: 'move',
      from: `v${major}.1.0`
    })
  })

  test('keeps a line that a higher version has', async () => {
    await release(`${major}.0.5`)
    const {outcome} = await release(`${major}.0.1`, {inputs: {'dry-run': 'true'}})
    expect(outcome?.kind === 'planned' && outcome.plan.tags.at(-1)).toMatchObject({tag: 'latest', kind: 'kept'})
  })

  test('of a pre-release plans no line', async () => {
    const {outcome} = await release(`${major}.0.0-rc.1`, {inputs: {'dry-run': 'true'}})
    expect(outcome?.kind === 'planned' && outcome.plan.tags.map(({tag}) => tag)).not.toContain('latest')
  })
})

describe('the tag of a release', () => {
  test('on a commit that the trunk lost is refused', async () => {
    await world.sample.branch(`feature/lost-${major}`)
    commit = await world.sample.commit('Was on the trunk')
    put(MASTER, [commitTag()], `lost ${major}`)
    const event = await tagged()
    await world.sample.checkout('master')
    const {error} = await world.run(event)
    expect(error).toBe(
      `Tag v${major}.0.0 names commit ${commit}, which is not on the trunk master.\n` +
        'Tag a commit of master. If the commit was removed from master by force, push it there again first. ' +
        `The tag v${major}.0.0 stays on its commit, so tag another commit as v${major}.0.1.`
    )
    expect(world.tags(RELEASE)).not.toHaveProperty(`v${major}.0.0`)
  })

  test('is refused if GitHub does not show whether its commit is on the trunk', async () => {
    const {error} = await world.run(await tagged(undefined, {permissions: {'id-token': 'write'}}))
    expect(error).toMatch(
      /^Tag v\S+ names commit \S+, but it is not known whether that commit is on the trunk master: /
    )
    expect(error).toContain('contents: read')
  })
})

describe('a run on a commit that the trunk lost', () => {
  /** The event of a commit, which a force-push then removes from the trunk. */
  const lost = async (name: string, ref: string, payload: Record<string, unknown>, environment: string) => {
    const event = await world.sample.event(name, ref, payload, {environment})
    await world.sample.git('reset', '--quiet', '--hard', 'HEAD^')
    await world.sample.commit('Instead')
    return event
  }
  const branch = 'refs/heads/master'

  test.each([
    ['workflow_dispatch', branch, {inputs: {}}],
    ['workflow_dispatch', branch, {inputs: {version: '9.1.0'}}],
    ['schedule', branch, {}],
    ['repository_dispatch', branch, {}],
    ['push', branch, {ref: branch, deleted: false}]
  ])('by %s releases nothing', async (name, ref, payload) => {
    const event = await lost(name, ref, payload, 'Release')
    const {error} = await world.run(event, {inputs: {stage: 'release', version: '9.1.0'}})
    expect(error).toBe(
      `This run is on commit ${commit}, which is not on the trunk master.\n` +
        'Start a new run on master. If the commit was removed from master by force, push it there again first.'
    )
    expect(world.tags(RELEASE)).not.toHaveProperty('v9.1.0')
  })

  test('by a published release releases nothing', async () => {
    const tag = `v${major}.0.0`
    await world.sample.git('tag', tag)
    const payload = {action: 'published', release: {tag_name: tag, prerelease: false}}
    const {error} = await world.run(await lost('release', `refs/tags/${tag}`, payload, 'Release'))
    expect(error).toContain(`Tag ${tag} names commit ${commit}, which is not on the trunk master.`)
    expect(world.tags(RELEASE)).not.toHaveProperty(tag)
  })

  test.each(['build', 'promote'])('leaves the tag of the trunk where it is: %s', async operation => {
    const kept = put(MASTER, ['master'], `kept ${major}`)
    world.images = [imageWith(`lost ${major}`)]
    await world.sample.write({'app/hello.sh': `echo lost ${operation} ${major}\n`})
    commit = await world.sample.commit('Lost')
    if (operation === 'promote') {
      const built = await world.run(await dispatched({environment: 'Development'}))
      expect(built.outcome).toMatchObject({kind: 'built', stage: 'development'})
    }
    const event = await lost('push', branch, {ref: branch, deleted: false}, 'Master')
    await world.sample.checkout(commit)
    const {outcome} = await world.run(event, {inputs: {operation}})
    expect(imageIn(outcome).tags).toContainEqual({tag: commitTag(), kind: 'put'})
    expect(imageIn(outcome).tags).toContainEqual({
      tag: 'master',
      kind: 'kept',
      because: 'the branch no longer contains this commit.'
    })
    expect(world.tags(MASTER)).toHaveProperty('master', kept)
  })
})

test('a release by hand is refused if GitHub does not show whether its commit is on the trunk', async () => {
  const event = await dispatched({permissions: {'id-token': 'write'}})
  const {error} = await world.run(event, {inputs: {version: `${major}.0.0`}})
  expect(error).toMatch(/^This run is on commit \S+, but it is not known whether that commit is on the trunk master: /)
  expect(error).toContain('contents: read')
})

test.each([
  ['by hand', () => dispatched()],
  ['of a tag', () => tagged()]
])('a release %s asks GitHub once about its commit', async (_, event) => {
  const happened = await event()
  const {requests} = world.testbed
  const before = requests.length
  const {outcome} = await world.run(happened, {inputs: {version: `${major}.0.0`}})
  expect(outcome).toMatchObject({kind: 'promoted'})
  expect(requests.slice(before).filter(({path}) => path.includes('/git/ref/'))).toHaveLength(1)
})

describe('the source', () => {
  test('with the image of another commit that begins with the same twelve digits is refused', async () => {
    const other = `${commit.slice(0, 12)}${'0'.repeat(28)}`
    const image = {layers: [], config: {Labels: {'org.opencontainers.image.revision': other}}}
    world.registry.repository(MASTER).tags.set(commitTag(), world.registry.addImage(MASTER, [], image))
    const {error} = await release()
    expect(error).toContain(
      `the image of commit ${other}. This run would release commit ${commit}, which begins with the same`
    )
    expect(world.tags(RELEASE)).not.toHaveProperty(`v${major}.0.0`)
  })

  test.each([
    ['changes of another commit', (other: string) => `${other}-dirty`, 40],
    ['another commit of 64 digits', (other: string) => other, 64]
  ])('with the image of %s that begins with the same twelve digits is refused', async (_, revision, length) => {
    const other = commit.slice(0, 12).padEnd(length, '0')
    const image = {layers: [], config: {Labels: {'org.opencontainers.image.revision': revision(other)}}}
    world.registry.repository(MASTER).tags.set(commitTag(), world.registry.addImage(MASTER, [], image))
    expect((await release()).error).toContain(`the image of commit ${other}. This run would release commit ${commit}`)
  })

  test('that is an index is known by the labels of its images', async () => {
    const other = `${commit.slice(0, 12)}${'0'.repeat(28)}`
    const image = {layers: [], config: {Labels: {'org.opencontainers.image.revision': other}}}
    const platforms = ['linux/amd64', 'linux/arm64'].map(platform => ({...image, platform}))
    world.registry.repository(MASTER).tags.set(commitTag(), world.registry.addImage(MASTER, [], {platforms}))
    expect((await release()).error).toContain(`the image of commit ${other}. This run would release commit ${commit}`)
  })

  test('whose commit cannot be read is refused, with the answer and what to change', async () => {
    const {error} = await without('ecr:GetDownloadUrlForLayer', () => release())
    expect(error).toMatch(new RegExp(`^Reading blob \\S+ of ${MASTER} .*ecr:GetDownloadUrlForLayer`))
    expect(error).toContain(`it is not known from which commit ${commitTag()} in ${MASTER} was built`)
    expect(error).toContain(`set the input \`source\` to \`${digest}\``)
    expect(world.tags(RELEASE)).not.toHaveProperty(`v${major}.0.0`)
  })

  test('whose configuration is lost needs another build, as the next version', async () => {
    const event = await tagged()
    world.testbed.faults.add({
      match: {service: 'registry', method: 'GET', path: new RegExp(`${MASTER}/blobs/`)},
      fault: {kind: 'status', status: 404},
      times: 1
    })
    const {failure, error} = await world.run(event)
    expect(failure?.message).toMatch(new RegExp(`^Reading blob \\S+ of ${MASTER} `))
    expect(error?.split('\n').slice(1)).toEqual([
      'Build and push the image again: a part of it is missing there, so it cannot be copied.',
      `The tag v${major}.0.0 stays on its commit, so another build takes another commit and the next version: \`git tag v${major}.0.1 <commit>\` and \`git push origin v${major}.0.1\`.`
    ])
    expect(world.tags(RELEASE)).not.toHaveProperty(`v${major}.0.0`)
  })

  test('that names no commit is released by its tag alone, and the log says so', async () => {
    const {infos, outcome} = await release()
    expect(outcome).toMatchObject({kind: 'promoted'})
    expect(infos).toContain(
      `${commitTag()} in ${MASTER} is ${digest}, which does not name the commit that it was built from. So only the twelve digits of its tag say that it is the image of commit ${commit}.`
    )
  })

  test('may be named by a tag: the image gets no tag of the commit', async () => {
    const other = put(MASTER, ['chosen'], `chosen ${major}`)
    const {outcome} = await release(undefined, {inputs: {source: 'chosen'}})
    expect(imageIn(outcome)).toMatchObject({digest: other, fingerprint: undefined})
    expect(imageIn(outcome).tags.map(({tag}) => tag)).not.toContain(commitTag())
  })

  test('may be named by a digest', async () => {
    expect(imageIn((await release(undefined, {inputs: {source: digest}})).outcome).digest).toBe(digest)
  })

  test.each(['false', 'true'])('of another repository cannot be named, with dry-run: %s', async dryRun => {
    const path = `../../release/manifests/v${major}.0.0`
    put(RELEASE, [`v${major}.0.0`], `released ${major}`)
    const {error, outcome} = await release(undefined, {inputs: {source: path, 'dry-run': dryRun}})
    expect(outcome).toBeUndefined()
    expect(error).toContain(`Input source is \`${path}\`; expected a tag`)
  })

  test('given by a tag that does not exist is an error that names the tag', async () => {
    const {error} = await release(undefined, {inputs: {source: 'nothing'}})
    expect(error).toMatch(/^There is no image nothing in the source sample-image\/master /)
    expect(error).toContain('`nothing`')
  })

  test('without the image of the commit is an error with the newest images and the run that should have pushed it', async () => {
    commit = await world.sample.commit('never pushed')
    const {error} = await release()
    expect(error).toContain(`There is no image ${commitTag()} in the source ${MASTER}`)
    expect(error).toContain('Its newest images, each with its tags:\n')
    expect(error).toContain(`/commit/${commit}/checks`)
  })

  test('without any tagged image is an error that says so', async () => {
    const repository = world.registry.repository(MASTER)
    const kept = new Map(repository.tags)
    repository.tags.clear()
    const {error} = await release()
    for (const [tag, named] of kept) repository.tags.set(tag, named)
    expect(error).toContain('It has no image with a tag for people.')
  })

  test('whose images may not be listed is an error that says so', async () => {
    commit = await world.sample.commit('never pushed')
    const event = await tagged()
    const {error} = await without('ecr:DescribeImages', () => world.run(event))
    expect(error).toContain('Its images cannot be listed: ')
  })

  test('whose image is archived is an error that says how to restore it', async () => {
    world.registry.archive(MASTER, digest)
    expect((await release()).error).toMatch(
      /^The image sha-\w{12} of the source \S+ .* is archived\.\nRestore it in ECR/
    )
  })

  test('that wrongly reports the image as missing once is asked again', async () => {
    const event = await tagged()
    world.testbed.faults.add({
      match: {service: 'registry', path: new RegExp(`${MASTER}/manifests/${commitTag()}`)},
      fault: {kind: 'status', status: 404},
      times: 1
    })
    expect((await world.run(event)).outcome).toMatchObject({kind: 'promoted'})
  })

  test('that may not be read is an error that names the permission', async () => {
    const event = await tagged()
    const {error} = await without('ecr:BatchGetImage', () => world.run(event))
    expect(error).toMatch(/^Reading sha-\w{12} of the source /)
    expect(error).toContain('`ecr:BatchGetImage`')
  })

  test('that does not exist is an error that asks whether it is the right one', async () => {
    const {repositories} = world.testbed.aws.registry(...PLACE)
    const repository = repositories.get(MASTER)!
    repositories.delete(MASTER)
    const {error} = await release()
    repositories.set(MASTER, repository)
    expect(error).toMatch(/^There is no such repository: the source sample-image\/master /)
  })

  test('with a manifest that cannot be copied is an error', async () => {
    const repository = world.registry.repository(MASTER)
    const image = repository.images.get(digest)!
    const event = await tagged()
    const bytes = Buffer.from('{"schemaVersion":1}')
    const other = digestOf(bytes)
    repository.images.set(other, {...image, bytes})
    repository.tags.set(commitTag(), other)
    const {error} = await world.run(event)
    expect(error).toMatch(/^Reading sha-\w{12} of the source \S+ .*: it cannot be copied: it has schema version 1/)
    expect(error).toContain(
      `Build and push the image again.\nThe tag v${major}.0.0 stays on its commit, so another build takes another commit and the next version: \`git tag v${major}.0.1 <commit>\` and \`git push origin v${major}.0.1\`.`
    )
  })

  test('whose tags ECR does not list gives the image without its fingerprint, with a notice', async () => {
    const event = await tagged()
    const {outcome, notices, warnings} = await without('ecr:DescribeImages', () => world.run(event))
    expect(imageIn(outcome)).toMatchObject({digest, fingerprint: undefined})
    expect(warnings).toEqual([
      expect.stringMatching(
        new RegExp(
          `^It is not known whether ${MASTER} has another image of commit ${commit}, built with different settings: .*ecr:DescribeImages[^]*\\nTo be sure, name the image with the input \`source\`: \`${digest}\`\\.$`
        )
      )
    ])
    expect(notices).toContainEqual(
      expect.stringContaining(`The tags and the age of ${digest} in ${MASTER} cannot be read`)
    )
  })

  test('that is named is released without that warning', async () => {
    const event = await tagged()
    const inputs = {source: digest}
    const {outcome, warnings} = await without('ecr:DescribeImages', () => world.run(event, {inputs}))
    expect(imageIn(outcome)).toMatchObject({digest})
    expect(warnings).toEqual([])
  })

  test('with later builds of the commit gives the first build, with a notice', async () => {
    put(MASTER, [`${commitTag()}-43.1`], `rebuilt ${major}`)
    const {outcome, notices} = await release()
    expect(imageIn(outcome).digest).toBe(digest)
    expect(notices).toEqual([
      `${MASTER} also has later builds of this commit (${commitTag()}-43.1). The first build is promoted.
To promote another, name it with the input \`source\`.`
    ])
  })

  test('has to be named if there is no stages file', async () => {
    const arns = {
      'role-arn': `arn:aws:iam::${PLACE[0]}:role/sample-image-release-github`,
      'repository-arn': `arn:aws:ecr:eu-west-1:${PLACE[0]}:repository/${RELEASE}`
    }
    await world.sample.git('rm', '--quiet', '.github/ecr-registry.yml')
    commit = await world.sample.commit('Without a stages file')
    digest = put(MASTER, [commitTag()], `without ${major}`)
    const event = await tagged()
    const {error} = await world.run(event, {inputs: arns})
    const source = `arn:aws:ecr:eu-west-1:${PLACE[0]}:repository/${MASTER}`
    const {outcome} = await world.run(event, {inputs: {...arns, 'source-repository-arn': source}})
    await world.sample.git('revert', '--no-edit', 'HEAD')
    expect(error).toContain('Promoting to release without a stages file needs the repository to promote from.')
    expect(outcome).toMatchObject({kind: 'promoted', image: {digest, name: RELEASE}})
  })
})

describe('the origin of an image', () => {
  const SAID = {
    'org.opencontainers.image.revision': 'c'.repeat(40),
    'org.opencontainers.image.source': 'https://github.com/my-org/sample-image',
    'org.opencontainers.image.version': 'feature/hello'
  }

  test('is read from its labels', async () => {
    commit = await world.sample.commit('labelled')
    digest = world.registry.addImage(MASTER, [commitTag()], {...imageWith(`labelled ${major}`), config: {Labels: SAID}})
    expect(promotionIn((await release()).outcome).builtFrom).toEqual({
      commit: 'c'.repeat(40),
      created: undefined,
      version: 'feature/hello',
      runs: `https://github.com/my-org/sample-image/commit/${'c'.repeat(40)}/checks`
    })
  })

  test('is unknown if it has no such labels', async () => {
    expect(promotionIn((await release()).outcome).builtFrom).toBeUndefined()
  })
})

describe('the gate', () => {
  const gated: RunSettings = {inputs: {'fail-on-severity': 'high', 'scan-timeout': '5s'}}
  const scan = (...findings: {severity: string; name: string}[]): void => {
    world.testbed.aws.setScan(world.registry.repository(MASTER), digest, {status: 'COMPLETE', findings})
  }

  test('lets an image pass whose findings are below the limit', async () => {
    scan({severity: 'LOW', name: 'CVE-1'})
    const {outcome, infos} = await release(undefined, gated)
    expect(outcome).toMatchObject({kind: 'promoted', image: {scans: {kind: 'scanned'}}})
    expect(infos).toContain("Waiting for ECR's scan, for 5 s at most.")
  })

  test('refuses an image with a finding at the limit, and names the image', async () => {
    scan({severity: 'HIGH', name: 'CVE-2'})
    const before = world.tags(RELEASE)
    const {error, failure} = await release(undefined, gated)
    expect(error).toContain(`${digest} has 1 finding of severity high or above`)
    expect(failure).toMatchObject({image: {repository: MASTER, digest, name: 'sample-image'}, scans: {kind: 'scanned'}})
    expect(world.tags(RELEASE)).toEqual(before)
    const {remedy} = failure ?? {}
    expect(typeof remedy === 'object' ? remedy : undefined).toEqual({
      workflow: `Nothing was promoted. Update these packages in another commit of master, and wait for its image in master. Then release that commit as the next version: \`git tag v${major}.0.1 <commit>\` and \`git push origin v${major}.0.1\`. The tag v${major}.0.0 stays on its commit.`,
      terminal: `Nothing was promoted. Update these packages in another commit of master, and wait for its image in master. Then release that commit as the next version: \`ecr-registry promote --stage release --version ${major}.0.1\`. The tag v${major}.0.0 stays on its commit.`
    })
  })

  test('refuses an image whose scan is not known', async () => {
    const event = await tagged()
    const {error} = await without('ecr:DescribeImageScanFindings', () => world.run(event, gated))
    expect(error).toContain(`the findings of ${digest} are not known`)
  })
})

describe('the target', () => {
  test('that lost a part of an image receives the whole image again', async () => {
    put(RELEASE, [commitTag()], `image ${major}`)
    const repository = world.registry.repository(RELEASE)
    const manifest = world.registry.manifest(RELEASE, digest) as {layers: {digest: string}[]}
    repository.layers.delete(manifest.layers[0]!.digest)
    const {outcome, notices} = await release()
    expect(notices).toEqual([expect.stringContaining('The whole image is copied again.')])
    expect(promotionIn(outcome).copy).toMatchObject({alreadyThere: false})
    expect(repository.layers.has(manifest.layers[0]!.digest)).toBe(true)
  })

  test('that keeps a line immutable is an error', async () => {
    await release(`${major}.0.0`)
    const repository = world.registry.repository(RELEASE)
    const settings = {...repository.settings}
    Object.assign(repository.settings, {filters: [...(settings.filters ?? []), `${major}*`]})
    commit = await world.sample.commit('next')
    put(MASTER, [commitTag()], `next ${major}`)
    const {error} = await release(`${major}.0.1`)
    Object.assign(repository.settings, {filters: settings.filters})
    expect(error).toMatch(/^Moving sample-image\/release:\S+ to v\S+: the repository keeps this tag immutable\.\n/)
  })

  test('that the role may not read is an error', async () => {
    const event = await tagged()
    const {aws} = world.testbed
    const role = aws.role(`arn:aws:iam::${PLACE[0]}:role/sample-image-release-github`)!
    const deny: IamPolicy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Action: 'ecr:BatchGetImage',
          Resource: `arn:aws:ecr:eu-west-1:${PLACE[0]}:repository/${RELEASE}`
        }
      ]
    }
    aws.addRole({...role, policies: [...role.policies, deny]})
    const {error} = await world.run(event)
    aws.addRole(role)
    expect(error).toMatch(/^Looking for \S+ in the target sample-image\/release: /)
  })

  test('keeps its login for later steps if docker-login is set', async () => {
    expect(Object.keys((await release(undefined, {inputs: {'docker-login': 'true'}})).exported)).toEqual([
      'DOCKER_CONFIG',
      'BUILDX_CONFIG'
    ])
  })
})

describe('to master', () => {
  const promoted: RunSettings = {inputs: {operation: 'promote'}}

  test('the image of development is found by the fingerprint of the checkout', async () => {
    world.images = [imageWith(`feature ${major}`)]
    await world.sample.branch(`feature/to-master-${major}`)
    await world.sample.write({'app/hello.sh': `echo feature ${major}\n`})
    await world.sample.commit('A feature')
    const built = await world.run(await world.sample.pullRequest(major, `feature/to-master-${major}`))
    if (built.outcome?.kind !== 'built') throw new Error('not built')
    await world.sample.merge(`feature/to-master-${major}`)
    const {outcome} = await world.run(await world.sample.push('master'), promoted)
    expect(outcome).toMatchObject({
      kind: 'promoted',
      stage: 'master',
      version: undefined,
      image: {digest: built.outcome.image.digest, repository: MASTER}
    })
    expect(imageIn(outcome).tags.map(({tag}) => tag)).toEqual(
      expect.arrayContaining(['master', `src-${built.outcome.image.fingerprint ?? ''}`])
    )
  })

  test('no other src- tag of the image in development travels: anyone may have put it there', async () => {
    world.images = [imageWith(`planted ${major}`)]
    await world.sample.branch(`feature/planted-${major}`)
    await world.sample.write({'app/hello.sh': `echo planted ${major}\n`})
    await world.sample.commit('A feature')
    const built = await world.run(await world.sample.pullRequest(major, `feature/planted-${major}`))
    const {digest: planted} = imageIn(built.outcome)
    // One is listed before the true one, and one after it.
    const {tags} = world.registry.repository(DEVELOPMENT)
    const listed = [...tags]
    tags.clear()
    tags.set(`src-${'0'.repeat(64)}`, planted)
    for (const [tag, named] of listed) tags.set(tag, named)
    tags.set(`src-${'f'.repeat(64)}`, planted)
    await world.sample.merge(`feature/planted-${major}`)
    const {outcome} = await world.run(await world.sample.push('master'), promoted)
    expect(imageIn(outcome)).toMatchObject({digest: planted, fingerprint: imageIn(built.outcome).fingerprint})
    const sources = Object.entries(world.tags(MASTER)).filter(
      ([tag, named]) => tag.startsWith('src-') && named === planted
    )
    expect(sources).toEqual([[`src-${imageIn(built.outcome).fingerprint ?? ''}`, planted]])
  })

  test('an image that development does not have is an error that names the pull request', async () => {
    const {error} = await world.run(await world.sample.push('master'), promoted)
    expect(error).toMatch(/^There is no image src-\w{64} in the source sample-image\/development /)
    expect(error).toContain(`The last run on the pull request of commit ${commit} should have pushed the image`)
  })

  test('an image whose build fetches a file cannot be found', async () => {
    await world.sample.write({Dockerfile: `FROM ${world.base}\nADD https://example.com/file /\n`})
    commit = await world.sample.commit('Fetches a file')
    const {error} = await world.run(await world.sample.push('master'), promoted)
    await world.sample.git('revert', '--no-edit', 'HEAD')
    expect(error).toMatch(/^The image of this commit cannot be found in development: /)
  })

  test('a checkout of another commit is refused', async () => {
    const event = await world.sample.push('master')
    await world.sample.branch(`feature/other-${major}`)
    await world.sample.commit('Another')
    expect((await world.run(event, promoted)).error).toContain('The workspace is at commit')
  })
})

test('a promotion between accounts and regions logs in to both registries', async () => {
  const stages = [
    'image: far',
    'trunk: master',
    'github: {repository: my-org/sample-image, repository-id: 123456789, owner-id: 987654}',
    "aws: {account: '111122223333', region: eu-west-1}",
    "stages: {release: {account: '444455556666', region: us-east-1}}"
  ].join('\n')
  const far = await StoryWorld.start(stages)
  try {
    const sha = await far.sample.git('rev-parse', 'HEAD')
    const [before, after] = ['far/master', 'far/release']
    const wanted = far.registry.addImage(before, [`sha-${sha.slice(0, 12)}`], imageWith('far away'))
    await far.sample.git('tag', 'v1.0.0')
    const event = await far.sample.event(
      'push',
      'refs/tags/v1.0.0',
      {ref: 'refs/tags/v1.0.0', deleted: false},
      {environment: 'Release'}
    )
    const {outcome, error} = await far.run(event)
    expect(error).toBeUndefined()
    expect(outcome).toMatchObject({kind: 'promoted', image: {digest: wanted, repository: after}})
    const there = await far.testbed.registry('444455556666', 'us-east-1')
    expect(there.tags(after)).toMatchObject({'v1.0.0': wanted, latest: wanted})
  } finally {
    await far.close()
  }
}, 60_000)
