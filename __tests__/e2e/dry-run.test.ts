import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import type {JobEvent} from '../../testbed/harness/sample.js'
import {makeLayer} from '../../testbed/registry/image.js'
import type {Step, StepResult} from '../../testbed/workflow/runner.js'
import type {World} from './world.js'
import {DEVELOPMENT, MASTER, pathWith, startWorld, writesOf} from './world.js'

const RELEASE = 'sample-image/release'
const DRY = {'dry-run': 'true'}

let world: World
beforeAll(async () => {
  world = await startWorld()
  world.testbed.aws.setBlobMounting('111122223333', 'eu-west-1', true)
}, 60_000)
afterAll(() => world.close())

/** The content of the three repositories. */
function stored(): unknown {
  return [DEVELOPMENT, MASTER, RELEASE].map(name => {
    const {tags, images, layers} = world.registry.repository(name)
    return {name, tags: [...tags], images: [...images.keys()], layers: [...layers.keys()]}
  })
}

/** Makes a dry run, and expects it to send no request that writes, and to change no repository. */
async function dryRun(event: JobEvent, step: Partial<Step> = {}): Promise<StepResult> {
  const before = stored()
  world.testbed.requests.length = 0
  const result = await world.run(event, {
    ...step,
    inputs: {...DRY, ...step.inputs},
    environment: {PATH: await pathWith(world, 'git'), ...step.environment}
  })
  expect(world.testbed.requests.length).toBeGreaterThan(0)
  expect(writesOf(world)).toEqual([])
  expect(stored()).toEqual(before)
  return result
}

/** The rows of the summary's table, by name. */
function rows({summary}: StepResult): Record<string, string> {
  return Object.fromEntries(
    [...summary.matchAll(/^\| (.+?) \| (.*) \|$/gm)].map(([, name = '', value = '']) => [name, value])
  )
}

describe('a dry run of a release', () => {
  let counter = 0

  /** A commit on the trunk, with its image in master as a run on the commit would have left it. */
  async function merged(): Promise<{digest: string; commit: string}> {
    await world.sample.checkout('master')
    const commit = await world.sample.commit('Merged')
    return {
      commit,
      digest: world.registry.addImage(MASTER, [`sha-${commit.slice(0, 12)}`, `src-${commit}`], {
        layers: [makeLayer({'etc/number': String(++counter)})]
      })
    }
  }

  async function tagged(tag: string): Promise<JobEvent> {
    await world.sample.git('tag', '--force', tag)
    return await world.sample.event(
      'push',
      `refs/tags/${tag}`,
      {ref: `refs/tags/${tag}`, deleted: false},
      {environment: 'Release'}
    )
  }

  const release = async (tag: string): Promise<StepResult> => await world.run(await tagged(tag))

  test('names each tag, also those that follow the versions, and the image that it names now', async () => {
    await merged()
    await release('v1.2.3')
    const {digest, commit} = await merged()
    const result = await dryRun(await tagged('v1.2.4'))
    const place = `${world.registry.host}/${RELEASE}`
    expect(result).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {
        operation: 'planned',
        changed: 'false',
        version: '1.2.4',
        'source-image': `${world.registry.host}/${MASTER}@${digest}`,
        tags: [`sha-${commit.slice(0, 12)}`, 'v1.2.4', '1.2', '1', 'latest'].map(tag => `${place}:${tag}`).join('\n')
      }
    })
    expect(rows(result)).toMatchObject({
      Would: 'copy the image by its digest',
      Vulnerabilities: 'not known: it has not been scanned'
    })
    expect(rows(result)['Tags']).toBe(
      [
        `<code>sha-${commit.slice(0, 12)}</code>`,
        '<code>v1.2.4</code>',
        ...['1.2', '1', 'latest'].map(line => `<code>${line}</code> (moves from <code>v1.2.3</code>)`)
      ].join('<br>')
    )
    expect(result.log).toContain(`would copy ${world.registry.host}/${MASTER}@${digest} to ${place}\n`)
    expect(result.log).toContain('  latest (moves from v1.2.3)\n')
  }, 60_000)

  test('names the tags that stay, with the reason', async () => {
    await merged()
    await release('v1.3.0')
    const {digest} = await merged()
    const result = await dryRun(await tagged('v1.2.5'))
    expect(rows(result)['Tags']).toMatch(
      /<code>v1\.2\.5<\/code><br><code>1\.2<\/code> \(moves from <code>v1\.2\.3<\/code>\)$/
    )
    expect(result.summary).toContain(
      '> <code>1</code>, <code>latest</code> stay where they are: v1.3.0 is higher and already released.'
    )
    expect(result.log).toContain('  1, latest would stay where they are: v1.3.0 is higher and already released.\n')
    // The release then does what the plan says.
    await release('v1.2.5')
    expect(world.registry.tags(RELEASE)).toMatchObject({'v1.2.5': digest, '1.2': digest})
    expect(world.registry.tags(RELEASE)['latest']).not.toBe(digest)
  }, 60_000)

  test('has nothing to copy if the version is released already', async () => {
    const result = await dryRun(await tagged('v1.2.5'))
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'planned'}})
    expect(rows(result)).toMatchObject({Would: 'change nothing: the image already exists, and no tag would move'})
    expect(rows(result)['Tags']).toMatch(
      /<code>v1\.2\.5<\/code> \(already there\)<br><code>1\.2<\/code> \(already there\)$/
    )
    expect(result.log).toContain('would change nothing')
  }, 30_000)

  test('has only tags to add if the image was released under another version', async () => {
    const result = await dryRun(await tagged('v2.0.0'))
    expect(rows(result)).toMatchObject({Would: 'tag the existing image: nothing is left to copy'})
    expect(rows(result)['Tags']).toMatch(
      /<code>v2\.0\.0<\/code><br><code>2\.0<\/code><br><code>2<\/code><br><code>latest<\/code> \(moves from <code>v1\.3\.0<\/code>\)$/
    )
  }, 30_000)

  test('counts the findings of a scan', async () => {
    const {digest} = await merged()
    const attributes = [
      {key: 'package_name', value: 'openssl'},
      {key: 'package_version', value: '3.0.1'}
    ]
    const findings = ['HIGH', 'LOW'].map(severity => ({
      name: `CVE-${severity}`,
      severity,
      uri: 'https://example.com',
      attributes
    }))
    world.testbed.aws.setScan(world.registry.repository(MASTER), digest, {status: 'COMPLETE', findings})
    const result = await dryRun(await tagged('v2.0.0'))
    expect(result.outputs).toMatchObject({operation: 'planned', vulnerabilities: '{"HIGH":1,"LOW":1}'})
    expect(rows(result)).toMatchObject({Vulnerabilities: 'high 1, low 1'})

    const refused = await dryRun(await tagged('v2.0.0'), {inputs: {'fail-on-severity': 'high'}})
    expect(refused).toMatchObject({exitCode: 1, outputs: {vulnerabilities: '{"HIGH":1,"LOW":1}'}})
  }, 60_000)

  describe('fails if the run would fail', () => {
    test('for a missing target repository', async () => {
      await merged()
      const {repositories} = world.testbed.aws.registry('111122223333', 'eu-west-1')
      const repository = repositories.get(RELEASE)!
      const event = await tagged('v2.0.0')
      const inputs = [DRY, {}].map(given => ({inputs: given}))
      repositories.delete(RELEASE)
      world.testbed.requests.length = 0
      const [planned, released] = [await world.run(event, inputs[0]), await world.run(event, inputs[1])]
      repositories.set(RELEASE, repository)
      expect(planned.exitCode).toBe(1)
      expect(planned.annotations[0]?.message).toMatch(
        /^Reading sha256:\w{64} of sample-image\/release \(the target, \S+\): 404 NAME_UNKNOWN: the repository does not exist\nThe repository sample-image\/release does not exist there: deploy infra\//
      )
      expect(released.annotations[0]?.message).toBe(planned.annotations[0]?.message)
    }, 60_000)

    test('for a target repository without permission to read', async () => {
      await merged()
      const role = world.testbed.aws.role('arn:aws:iam::111122223333:role/sample-image-release-github')!
      const target = `arn:aws:ecr:eu-west-1:111122223333:repository/${RELEASE}`
      const policies = role.policies.map(policy => ({
        ...policy,
        Statement: [policy.Statement].flat().filter(({Resource}) => Resource !== target)
      }))
      world.testbed.aws.addRole({...role, policies})
      const result = await dryRun(await tagged('v2.0.0'))
      world.testbed.aws.addRole(role)
      expect(result.annotations[0]?.message).toMatch(
        /^Looking for \S+ in the target sample-image\/release: 403 DENIED: .*\nIs it the right repository\? It comes from .*\nThe role sample-image-release-github .* needs `ecr:BatchGetImage`/
      )
    }, 60_000)

    test('for a version that names another image', async () => {
      await merged()
      expect((await dryRun(await tagged('v1.2.3'))).annotations[0]?.message).toMatch(
        /^v1\.2\.3 in the target sample-image\/release is already sha256:\w{64}, /
      )
    }, 60_000)
  })
})

describe.each([
  [
    'development',
    async () => {
      await world.sample.checkout('feature/hello')
      return await world.sample.pullRequest(12, 'feature/hello')
    },
    'pr-12'
  ],
  ['master', () => world.sample.push('master'), 'master']
] as const)('a dry run of a build for %s', (stage, eventOf, moving) => {
  const repository = `sample-image/${stage}`

  beforeAll(async () => {
    if (stage === 'development') await world.sample.branch('feature/hello')
    else await world.sample.checkout('master')
    await world.sample.write({'app/hello.sh': `echo first ${stage}\n`})
    await world.sample.commit('First')
  })

  test('plans a build that is still to be made', async () => {
    const result = await dryRun(await eventOf())
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'planned', changed: 'false', stage, repository}})
    expect(rows(result)).toMatchObject({
      Would: 'build and push',
      Because: expect.stringMatching(/^No image of this fingerprint \w{12} yet\.$/)
    })
    expect(result.log).toContain(`would build and push to ${world.registry.host}/${repository}\n`)
  }, 60_000)

  test('plans nothing after the build, and the move of its tags after another commit', async () => {
    const {outputs} = await world.run(await eventOf())
    const same = await dryRun(await eventOf())
    expect(rows(same)).toMatchObject({Would: 'change nothing: the image already exists, and no tag would move'})
    expect(rows(same)['Because']).toMatch(/^Unchanged: sha256:\w{64} has this fingerprint \w{12}\. Nothing to build\.$/)

    await world.sample.checkout(stage === 'master' ? 'master' : 'feature/hello')
    await world.sample.write({'app/hello.sh': `echo second ${stage}\n`})
    await world.sample.commit('Second')
    const moved = await dryRun(await eventOf())
    expect(rows(moved)['Tags']).toContain(`<code>${moving}</code> (moves from <code>${outputs['digest'] ?? ''}</code>)`)
  }, 90_000)
})
