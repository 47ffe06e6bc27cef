import type {ChildProcess} from 'node:child_process'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {Content} from '../../packages/oci/test/content.js'
import {stored} from '../../packages/oci/test/world.js'
import {OCI_INDEX} from '../../testbed/aws/manifest.js'
import {makeLayer} from '../../testbed/registry/image.js'
import type {Step} from '../../testbed/workflow/runner.js'
import {until} from '../until.js'
import {isAtRest} from './process-state.js'
import type {World} from './world.js'
import {DEVELOPMENT, MASTER, pathWith, requestsOf, startWorld, writesOf} from './world.js'

const RELEASE = 'sample-image/release'

let world: World
let counter = 0
beforeAll(async () => {
  world = await startWorld()
  world.testbed.aws.setBlobMounting('111122223333', 'eu-west-1', true)
}, 60_000)
afterAll(() => world.close())

/** A commit on the trunk, built for master. */
async function merged(): Promise<{commit: string; digest: string}> {
  await world.sample.checkout('master')
  await world.sample.write({'app/hello.sh': `echo ${++counter}\n`})
  const commit = await world.sample.commit(`Commit ${counter}`)
  const {outputs} = await world.run(await world.sample.push('master'))
  return {commit, digest: outputs['digest'] ?? ''}
}

/** Releases the current commit as the push of a tag does, without Docker. */
async function release(tag: string, step: Partial<Step> = {}) {
  await world.sample.git('tag', '--force', tag)
  const event = await world.sample.event(
    'push',
    `refs/tags/${tag}`,
    {ref: `refs/tags/${tag}`, deleted: false},
    {environment: 'Release'}
  )
  world.testbed.requests.length = 0
  return await world.run(event, {...step, environment: {PATH: await pathWith(world, 'git'), ...step.environment}})
}

test("a version tag releases master's image of the commit, by its digest and without Docker", async () => {
  const {commit, digest} = await merged()
  const result = await release('v1.2.3')
  expect(result.log).not.toContain('Error')
  expect(result).toMatchObject({
    exitCode: 0,
    outputs: {
      stage: 'release',
      operation: 'promoted',
      changed: 'true',
      digest,
      version: '1.2.3',
      repository: RELEASE,
      'source-image': `${world.registry.host}/${MASTER}@${digest}`
    }
  })
  expect(world.registry.tags(RELEASE)).toEqual({
    'v1.2.3': digest,
    '1.2': digest,
    '1': digest,
    latest: digest,
    [`sha-${commit.slice(0, 12)}`]: digest
  })
  expect(result.summary).toContain('sample-image/release · promoted as v1.2.3')
  expect(result.summary).toMatch(/\| Layers \| 4 mounted, 0 copied/)
  expect(result.summary).toContain(`| Built from | commit <code>${commit}</code> of `)
  expect(result.summary).toMatch(
    lineage({commit, version: 'master', source: MASTER, digest, tags: ['master', `sha-${commit.slice(0, 12)}`]})
  )
}, 60_000)

/** The rows of the summary about the origin of an image that this run released. */
function lineage({
  commit,
  version,
  source,
  digest,
  tags
}: {
  commit: string
  version: string
  source: string
  digest: string
  tags: string[]
}): RegExp {
  const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d UTC`
  const runs = `https://github\\.com/my-org/sample-image/commit/${commit}/checks`
  const at = `<code>${world.registry.host}/${source}&#64;${digest}</code>`
  return new RegExp(
    [
      String.raw`\| Built from \| commit <code>${commit}</code> of \d{4}-\d\d-\d\dT\S+Z, as <code>${version}</code><br>\[the runs of this commit\]\(${runs}\) \|`,
      String.raw`\| Promoted from \| ${at}<br>pushed ${time}, tagged ${tags.map(tag => `<code>${tag}</code>`).join(', ')} \|`,
      String.raw`\| Promoted by \| \[run \d+\]\(https://github\.com/my-org/sample-image/actions/runs/\d+/attempts/1\), ${time} \|`
    ].join('\n')
  )
}

test('another release of the version is unchanged', async () => {
  const result = await release('v1.2.3')
  expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'unchanged', changed: 'false', version: '1.2.3'}})
  expect(requestsOf(world).filter(request => request.includes(' PUT ') || request.includes('registry POST'))).toEqual(
    []
  )
  // Another run promoted it, and nothing names that run.
  expect(result.summary).toContain('| Built from |')
  expect(result.summary).not.toContain('| Promoted by |')
}, 30_000)

test('a tag may have the day of the released commit, if the clone has that commit', async () => {
  const inputs = {tags: 'nightly-{{date}}'}
  const day = new Date(Number(await world.sample.git('log', '-1', '--format=%ct')) * 1000)
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '')
  const known = await release('v1.2.3', {inputs})
  expect(known.outputs['tags']).toContain(`:nightly-${day}`)
  const unknown = await release('v1.2.3', {inputs, environment: {PATH: await pathWith(world)}})
  expect(unknown).toMatchObject({
    exitCode: 0,
    annotations: [{kind: 'notice', message: 'The tag template nightly-{{date}} is left out: this run has no {{date}}.'}]
  })
  expect(unknown.outputs['tags']).not.toContain(':nightly-')
}, 60_000)

describe('the commit of an image without annotations', () => {
  const labels = (commit: string) => ({
    'org.opencontainers.image.revision': commit,
    'org.opencontainers.image.version': 'by-others',
    'org.opencontainers.image.source': 'https://github.com/my-org/another'
  })
  /** A commit with an image in master that another builder has pushed. */
  async function pushed(platforms = 1): Promise<string> {
    await world.sample.checkout('master')
    const commit = await world.sample.commit('Built by others')
    const one = {layers: [makeLayer({'etc/commit': commit})], config: {Labels: labels(commit)}}
    world.registry.addImage(
      MASTER,
      [`sha-${commit.slice(0, 12)}`],
      platforms === 1 ? one : {platforms: ['linux/amd64', 'linux/arm64'].map(platform => ({...one, platform}))}
    )
    return commit
  }
  const blobsRead = () => requestsOf(world).filter(request => /^registry GET .*\/blobs\//.test(request))

  test('is read from its labels with one request', async () => {
    const commit = await pushed()
    const result = await release('v0.1.0')
    // The labels name another repository, so the summary has no link to its runs.
    expect(result.summary).toContain(`| Built from | commit <code>${commit}</code>, as <code>by-others</code> |`)
    expect(blobsRead()).toHaveLength(1)
  }, 60_000)

  test('is not known if the labels cannot be read, so the image is not released until they can', async () => {
    const commit = await pushed()
    const fault = world.testbed.faults.add({
      match: {service: 'registry', method: 'GET', path: /\/blobs\//},
      fault: {kind: 'status', status: 403}
    })
    const result = await release('v0.1.1')
    fault.remove()
    expect(fault.hits).toBe(1)
    expect(result.exitCode).toBe(1)
    expect(result.annotations[0]?.message).toMatch(
      /^Reading blob \S+ of sample-image\/master \(the source, \S+\): 403\n.*\nWithout an answer it is not known from which commit sha-/
    )
    expect((await release('v0.1.1')).summary).toContain(`| Built from | commit <code>${commit}</code>`)
  }, 60_000)

  test('is left out of an index with null in its fields, and the image is still released', async () => {
    await world.sample.checkout('master')
    const commit = await world.sample.commit('Built by others')
    const content = new Content()
    const {digest} = content.manifest(
      {manifests: [{...content.image([content.layer(commit)]), platform: null, urls: null}], annotations: null},
      OCI_INDEX
    )
    content.tags.set(`sha-${commit.slice(0, 12)}`, digest)
    content.putInto(stored(world.testbed, MASTER))
    expect(await release('v0.1.3')).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {operation: 'promoted', digest}
    })
  }, 60_000)

  test('is left out of an index, whose images may have different labels', async () => {
    await pushed(2)
    const result = await release('v0.1.2')
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'promoted'}})
    expect(result.summary).not.toContain('| Built from |')
    // The commit is still compared with that of the first image.
    expect(blobsRead()).toHaveLength(1)
  }, 60_000)
})

test('a cancel before a retry is reported in one line, and the next run completes the release', async () => {
  await merged()
  let step: ChildProcess | undefined
  const fault = world.testbed.faults.add({
    match: ({method, path}) => method === 'PUT' && path.endsWith('/manifests/v0.2.0'),
    fault: {kind: 'status', status: 503, headers: {'retry-after': '30'}}
  })
  const running = release('v0.2.0', {onStart: child => void (step = child)})
  await until(() => fault.hits > 0 && isAtRest(step!, world), running)
  step?.kill('SIGTERM')
  const result = await running
  expect(fault.hits).toBe(1)
  fault.remove()
  expect(result).toMatchObject({
    exitCode: 1,
    annotations: [{kind: 'error', message: 'Cancelled by SIGTERM; nothing was tagged after that.'}]
  })
  expect(world.registry.tags(RELEASE)).not.toHaveProperty(['v0.2.0'])
  expect(await release('v0.2.0')).toMatchObject({exitCode: 0, annotations: [], outputs: {operation: 'promoted'}})
}, 60_000)

test('the version lines move only forward, and a pre-release moves none', async () => {
  const {registry} = world
  const newer = await merged()
  await release('v1.3.0')
  expect(registry.tags(RELEASE)).toMatchObject({
    'v1.3.0': newer.digest,
    '1.3': newer.digest,
    '1': newer.digest,
    latest: newer.digest
  })

  const patch = await merged()
  const result = await release('v1.2.4')
  expect(registry.tags(RELEASE)).toMatchObject({
    'v1.2.4': patch.digest,
    '1.2': patch.digest,
    '1': newer.digest,
    latest: newer.digest
  })
  expect(result.summary).toContain(
    '<code>1</code>, <code>latest</code> stay where they are: v1.3.0 is higher and already released.'
  )

  const candidate = await merged()
  await release('v2.0.0-rc.1')
  expect(registry.tags(RELEASE)).toMatchObject({'v2.0.0-rc.1': candidate.digest, latest: newer.digest})
  expect(registry.tags(RELEASE)).not.toHaveProperty('2')
}, 120_000)

test('a version line with an image of no known version stays, with a warning', async () => {
  const {registry} = world
  const byHand = registry.tags(MASTER)[Object.keys(registry.tags(MASTER)).find(tag => tag.startsWith('src-'))!]!
  const {digest} = await merged()
  await release('v3.0.0')
  const stranger = (await merged()).digest
  registry.repository(RELEASE).images.set(stranger, registry.repository(MASTER).images.get(stranger)!)
  registry.repository(RELEASE).tags.set('3', stranger)
  const next = await merged()
  const result = await release('v3.1.0')
  expect(registry.tags(RELEASE)).toMatchObject({'3.1': next.digest, '3': stranger, latest: next.digest})
  expect(result.annotations).toEqual([
    expect.objectContaining({kind: 'warning', message: expect.stringContaining(`${RELEASE}:3 stays where it is`)})
  ])
  expect([byHand, digest]).not.toContain(stranger)
}, 120_000)

describe('refused before anything is copied', () => {
  test('a version that is released as another image, with both digests', async () => {
    const {digest} = await merged()
    const released = world.registry.tags(RELEASE)['v1.2.3']!
    const before = world.registry.tags(RELEASE)
    const result = await release('v1.2.3')
    expect(result.exitCode).toBe(1)
    expect(result.annotations[0]?.message).toBe(
      `v1.2.3 in the target ${RELEASE} is already ${released}, but this run would release ${digest}.\nRelease this commit as v1.2.4, the next version. A released version never changes.`
    )
    expect(world.registry.tags(RELEASE)).toEqual(before)
    expect(
      requestsOf(world).filter(request => request.includes('registry POST') || request.includes('registry PUT'))
    ).toEqual([])
  }, 60_000)

  test('a commit without an image in master, with the newest images and the run that should have pushed it', async () => {
    await world.sample.checkout('master')
    const commit = await world.sample.commit('Never built')
    const result = await release('v9.0.0')
    expect(result.annotations[0]?.message).toMatch(
      new RegExp(
        `^There is no image sha-${commit.slice(0, 12)} in the source ${MASTER} .*Its newest images, each with its tags:\\n( {2}\\S+(, \\S+)* \\(pushed [-\\d]+ [:\\d]+ UTC\\)\\n)+[^]*https://github.com/my-org/sample-image/commit/${commit}/checks\\n` +
          'If that run is still going, wait until it ends\\. Run the job again after that\\.\\n' +
          'Only the last commit of each push to the trunk master has an image\\. The commits of a merged branch have none, and neither have earlier commits of the same push\\.\\n' +
          'If this commit is not merged yet, merge it\\. Then tag the head of master after the merge with a new version, v9\\.0\\.1, because a pushed tag stays on its commit\\.\\n' +
          'Or release by hand, with `sha-<12 characters of that head>` as the input `source`\\.$'
      )
    )
    expect(result.annotations[0]?.message).toMatch(/^ {2}(?=.*\bmaster\b)\S+, \S+ /m)
  }, 30_000)

  test('an image that is archived in the source', async () => {
    const {digest} = await merged()
    world.registry.archive(MASTER, digest)
    expect((await release('v9.0.1')).annotations[0]?.message).toMatch(/^The image sha-.* is archived\.\nRestore it/)
  }, 60_000)

  test('a tag with build metadata', async () => {
    expect((await release('v1.2.3+linux')).annotations[0]?.message).toContain('has build metadata')
  }, 30_000)

  test('a target repository that does not exist', async () => {
    await merged()
    const result = await release('v9.0.2', {
      inputs: {'repository-arn': 'arn:aws:ecr:eu-west-1:111122223333:repository/not/there'}
    })
    expect(result.exitCode).toBe(1)
    expect(result.annotations[0]?.message).toMatch(/not\/there/)
  }, 60_000)
})

describe('the gate', () => {
  const finding = (severity: string) => ({
    name: 'CVE-2026-1',
    severity,
    uri: 'https://example.com',
    attributes: [
      {key: 'package_name', value: 'openssl'},
      {key: 'package_version', value: '3.0.1'}
    ]
  })
  const scanned = (digest: string, status: string, findings?: unknown[]) => {
    world.testbed.aws.setScan(world.registry.repository(MASTER), digest, {
      status,
      ...(findings === undefined ? {} : {findings})
    } as never)
  }

  test('refuses an image at or above the severity, listing package, version and CVE', async () => {
    const {digest} = await merged()
    scanned(digest, 'COMPLETE', [finding('HIGH'), finding('LOW')])
    const before = world.registry.tags(RELEASE)
    const result = await release('v4.0.0', {inputs: {'fail-on-severity': 'high'}})
    expect(result.exitCode).toBe(1)
    expect(result.annotations[0]?.message).toContain(
      `${digest} has 1 finding of severity high or above:\n  HIGH CVE-2026-1 in openssl 3.0.1`
    )
    expect(world.registry.tags(RELEASE)).toEqual(before)
    expect(result.outputs).toEqual({
      'sarif-file': expect.stringMatching(/ecr\.sarif$/),
      vulnerabilities: '{"HIGH":1,"LOW":1}'
    })
    expect(result.summary).toContain(
      `| Refused | <code>${MASTER}&#64;${digest}</code> |\n| Vulnerabilities | high 1, low 1 |`
    )
  }, 60_000)

  test('passes an image below the severity, with the counts', async () => {
    const result = await release('v4.0.0', {inputs: {'fail-on-severity': 'critical'}})
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'promoted', vulnerabilities: '{"HIGH":1,"LOW":1}'}})
    expect(result.summary).toContain('| Vulnerabilities | high 1, low 1 |')
  }, 60_000)

  test('refuses an image that is not scanned in time; without a gate the summary says so', async () => {
    await merged()
    const gated = await release('v4.0.1', {inputs: {'fail-on-severity': 'critical', 'scan-timeout': '1s'}})
    expect(gated.annotations[0]?.message).toMatch(
      /^Findings of severity critical or above stop a promotion, but the findings of sha256:.* are not known: no scan of it was started within 1 s\.\nDeploy infra\/ again, so that the source repository scans on push\. /
    )
    const free = await release('v4.0.1')
    expect(free).toMatchObject({exitCode: 0})
    expect(free.summary).toContain('| Vulnerabilities | not known: it has not been scanned |')
  }, 60_000)
})

test('operation promote copies the image of the same sources from development to master', async () => {
  const {sample, registry} = world
  await sample.checkout('master')
  await sample.branch('feature/promoted')
  await sample.write({'app/hello.sh': `echo ${++counter}\n`})
  const head = await sample.commit('On a branch')
  const development = await world.run(await sample.pullRequest(50, 'feature/promoted'))
  const annotations = registry.manifest(DEVELOPMENT, 'pr-50')?.['annotations'] as Record<string, string>
  const built = annotations['org.opencontainers.image.revision'] ?? ''
  const merge = await sample.merge('feature/promoted')
  const result = await world.run(await sample.push('master'), {
    inputs: {operation: 'promote'},
    environment: {PATH: await pathWith(world, 'git')}
  })
  expect(result).toMatchObject({
    exitCode: 0,
    outputs: {stage: 'master', operation: 'promoted', digest: development.outputs['digest']}
  })
  expect(result.outputs['source-image']).toBe(`${registry.host}/${DEVELOPMENT}@${development.outputs['digest'] ?? ''}`)
  expect(registry.tags(MASTER)).toMatchObject({
    master: development.outputs['digest'],
    [`src-${development.outputs['fingerprint'] ?? ''}`]: development.outputs['digest']
  })
  const [digest, tag] = [development.outputs['digest'] ?? '', `sha-${head.slice(0, 12)}`]
  const hop = {commit: built, version: 'feature/promoted', digest}
  expect(result.summary).toMatch(lineage({...hop, source: DEVELOPMENT, tags: ['feature-promoted', 'pr-50', tag]}))

  const released = await release('v6.0.0')
  expect(released.outputs).toMatchObject({operation: 'promoted', digest})
  expect(released.summary).toMatch(lineage({...hop, source: MASTER, tags: ['master', `sha-${merge.slice(0, 12)}`]}))
}, 90_000)

test('a run for development shows the known findings of an unchanged image, without waiting', async () => {
  const {sample, testbed, registry} = world
  await sample.checkout('master')
  await sample.branch('feature/scanned')
  await sample.write({'app/hello.sh': `echo ${++counter}\n`})
  await sample.commit('On a branch')
  const event = await sample.pullRequest(51, 'feature/scanned')
  const {outputs} = await world.run(event)
  testbed.aws.setScan(registry.repository(DEVELOPMENT), outputs['digest'] ?? '', {status: 'COMPLETE', findings: []})
  const result = await world.run(event)
  expect(result.outputs).toMatchObject({operation: 'unchanged', vulnerabilities: '{}'})
  expect(result.summary).toContain('| Vulnerabilities | none found |')
}, 60_000)

test('a dry run shows the promotion and writes nothing', async () => {
  const {digest} = await merged()
  const before = world.registry.tags(RELEASE)
  const result = await release('v5.0.0', {inputs: {'dry-run': 'true'}})
  expect(result).toMatchObject({
    exitCode: 0,
    outputs: {operation: 'planned', stage: 'release', 'source-image': `${world.registry.host}/${MASTER}@${digest}`}
  })
  expect(result.summary).toContain('| Would | copy the image by its digest |')
  expect(world.registry.tags(RELEASE)).toEqual(before)
  expect(writesOf(world)).toEqual([])
}, 60_000)
