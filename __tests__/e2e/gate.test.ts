import type {ChildProcess} from 'node:child_process'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import type {ScanResult} from '../../testbed/aws/ecr-scans.js'
import type {IamPolicy} from '../../testbed/aws/iam.js'
import {STAGES_FILE} from '../../testbed/harness/sample.js'
import type {ImageSettings} from '../../testbed/registry/image.js'
import {makeLayer} from '../../testbed/registry/image.js'
import type {Step, StepResult} from '../../testbed/workflow/runner.js'
import {until} from '../until.js'
import {isAtRest} from './process-state.js'
import type {World} from './world.js'
import {MASTER, pathWith, startWorld} from './world.js'

const RELEASE = 'sample-image/release'
const ROLE = 'arn:aws:iam::111122223333:role/sample-image-release-github'

let world: World
beforeAll(async () => {
  world = await startWorld(`${STAGES_FILE}deployment: {enhanced-scanning: true}\n`)
}, 60_000)
afterAll(() => world.close())

let counter = 0
const platform = (name: string) => ({platform: name, layers: [makeLayer({'etc/platform': `${name} ${++counter}`})]})

/** A commit on the trunk, with its image in master as a run on the commit would have left it. */
async function merged(settings: ImageSettings = platform('linux/amd64')): Promise<string> {
  const {sample, registry} = world
  await sample.checkout('master')
  const commit = await sample.commit('Merged')
  return registry.addImage(MASTER, [`sha-${commit.slice(0, 12)}`, `src-${commit}`], settings)
}

/** The manifests that an index lists. */
const childrenOf = (digest: string): string[] => world.registry.image(MASTER, digest)!.manifest.children

function scanned(digest: string, result: ScanResult): void {
  world.testbed.aws.setScan(world.registry.repository(MASTER), digest, result)
}

const basic = (severity: string, name = 'CVE-2026-1') => ({
  name,
  severity,
  attributes: [
    {key: 'package_name', value: 'openssl'},
    {key: 'package_version', value: '3.0.1'}
  ]
})
const complete = (...severities: string[]): ScanResult => ({
  status: 'COMPLETE',
  findings: severities.map(severity => basic(severity))
})

/** Releases the current commit, without Docker. */
/** The remedy for findings, for the release that was refused last. */
function update(): string {
  const next = `v1.0.${counter + 1}`
  return `Nothing was promoted. Update these packages in another commit of master, and wait for its image in master. Then release that commit as the next version: \`git tag ${next} <commit>\` and \`git push origin ${next}\`. The tag v1.0.${counter} stays on its commit.`
}

async function release(inputs: Record<string, string> = {}, step: Partial<Step> = {}): Promise<StepResult> {
  // The log is cleared before the first await, because callers wait for the requests of this release.
  world.testbed.requests.length = 0
  const tag = `v1.0.${++counter}`
  await world.sample.git('tag', '--force', tag)
  const event = await world.sample.event(
    'push',
    `refs/tags/${tag}`,
    {ref: `refs/tags/${tag}`, deleted: false},
    {environment: 'Release'}
  )
  return await world.run(event, {...step, inputs, environment: {PATH: await pathWith(world, 'git')}})
}

/** The message of a release that is refused, and changes nothing in the target. */
async function refused(inputs: Record<string, string>): Promise<string> {
  const before = world.registry.tags(RELEASE)
  const result = await release(inputs)
  expect(result.exitCode).toBe(1)
  expect(result.annotations).toEqual([expect.objectContaining({kind: 'error'})])
  expect(world.registry.tags(RELEASE)).toEqual(before)
  expect(registryRequests().filter(request => !/^(GET|HEAD) /.test(request))).toEqual([])
  return result.annotations[0]!.message
}

const registryRequests = (): string[] =>
  world.testbed.requests.filter(({service}) => service === 'registry').map(({method, path}) => `${method} ${path}`)

/** How many times ECR answered about findings. */
const answers = (): number =>
  world.testbed.requests.filter(
    ({headers, status}) => status === 200 && String(headers['x-amz-target']).endsWith('.DescribeImageScanFindings')
  ).length

test('a scan that ends while a promotion waits decides about the promotion', async () => {
  const digest = await merged()
  scanned(digest, {status: 'IN_PROGRESS'})
  const running = release({'fail-on-severity': 'critical', 'scan-timeout': '60s'})
  await until(() => answers() > 0, running)
  scanned(digest, complete('HIGH'))
  const result = await running
  expect(result).toMatchObject({
    exitCode: 0,
    annotations: [],
    outputs: {operation: 'promoted', digest, vulnerabilities: '{"HIGH":1}'}
  })
  expect(result.log).toContain("Waiting for ECR's scan, for 60 s at most.")
  expect(answers()).toBe(2)
}, 60_000)

test('a cancel while a promotion waits for a scan is reported as a cancel, and not as a defect', async () => {
  scanned(await merged(), {status: 'IN_PROGRESS'})
  // The requests of the test before would end the wait at once.
  world.testbed.requests.length = 0
  let step: ChildProcess | undefined
  const running = release({'fail-on-severity': 'critical', 'scan-timeout': '60s'}, {onStart: child => (step = child)})
  // It asks again after some seconds. Until then it is at rest.
  await until(() => answers() > 0 && isAtRest(step!, world), running)
  step?.kill('SIGINT')
  const {exitCode, annotations, summary} = await running
  expect({exitCode, said: annotations.map(({message}) => message)}).toEqual({
    exitCode: 1,
    said: ['Cancelled by SIGINT; nothing was tagged after that.']
  })
  expect(summary).toBe('')
}, 60_000)

describe('an index is judged by the scans of all its images', () => {
  const platforms = (...names: string[]) => ({platforms: names.map(platform)})

  test('their findings are counted and refused together', async () => {
    // As the action builds it: the index names the commit, so nobody asks its images for it.
    const annotations = {'org.opencontainers.image.revision': 'a'.repeat(40)}
    const digest = await merged({...platforms('linux/amd64', 'linux/arm64'), annotations})
    const [amd64 = '', arm64 = ''] = childrenOf(digest)
    scanned(amd64, complete('HIGH', 'LOW'))
    scanned(arm64, {status: 'COMPLETE', findings: [basic('CRITICAL', 'CVE-2026-2'), basic('HIGH')]})
    expect(await refused({'fail-on-severity': 'high'})).toBe(
      `${digest} has 3 findings of severity high or above:\n  CRITICAL CVE-2026-2 in openssl 3.0.1\n  HIGH CVE-2026-1 in openssl 3.0.1\n  HIGH CVE-2026-1 in openssl 3.0.1\n` +
        update()
    )
    // The index, and each manifest that it lists: an entry may call itself an image.
    expect(
      registryRequests().filter(request => request.includes('GET') && request.includes(`${MASTER}/manifests/`))
    ).toHaveLength(1 + 2)
    expect(await release()).toMatchObject({
      exitCode: 0,
      outputs: {operation: 'promoted', vulnerabilities: '{"HIGH":2,"LOW":1,"CRITICAL":1}'}
    })
  }, 60_000)

  test('an image without a scan is refused', async () => {
    const digest = await merged(platforms('linux/amd64', 'linux/arm64'))
    const [amd64 = '', arm64 = ''] = childrenOf(digest)
    scanned(amd64, complete())
    expect(await refused({'fail-on-severity': 'critical', 'scan-timeout': '1s'})).toMatch(
      `Findings of severity critical or above stop a promotion, but the findings of ${digest} are not known: for its image ${arm64}, no scan of it was started within 1 s.\nDeploy infra/ again, so that the source repository scans on push.`
    )
    const free = await release()
    expect(free).toMatchObject({exitCode: 0, outputs: {operation: 'promoted', digest}})
    expect(free.outputs).not.toHaveProperty('vulnerabilities')
    expect(free.summary).toContain(`| Vulnerabilities | not known: for its image ${arm64}, it has not been scanned |`)
  }, 60_000)

  test('the images of a nested index count as well', async () => {
    const digest = await merged({platforms: [platform('linux/amd64'), platforms('linux/arm64', 'linux/s390x')]})
    const [amd64 = '', nested = ''] = childrenOf(digest)
    const [arm64 = '', s390x = ''] = childrenOf(nested)
    for (const image of [amd64, arm64]) scanned(image, complete('LOW'))
    scanned(s390x, complete('CRITICAL'))
    expect(await refused({'fail-on-severity': 'critical'})).toMatch(
      `${digest} has 1 finding of severity critical or above:\n  CRITICAL CVE-2026-1 in openssl 3.0.1\n`
    )
    scanned(s390x, complete())
    expect(await release({'fail-on-severity': 'critical'})).toMatchObject({
      exitCode: 0,
      outputs: {operation: 'promoted', digest, vulnerabilities: '{"LOW":2}'}
    })
  }, 60_000)
})

describe('findings that the role may not read', () => {
  const SOURCE = `arn:aws:ecr:eu-west-1:111122223333:repository/${MASTER}`
  const [ECR, INSPECTOR] = ['ecr:DescribeImageScanFindings', 'inspector2:ListFindings']
  const LISTS = 'arn:aws:inspector2:eu-west-1:111122223333:/findings/list'
  const denial = (action: string, resource: string) =>
    `is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`

  async function without<T>(denied: string, during: () => Promise<T>): Promise<T> {
    const role = world.testbed.aws.role(ROLE)!
    const lacking = (policy: IamPolicy): IamPolicy => ({
      ...policy,
      Statement: [policy.Statement]
        .flat()
        .map(statement => ({...statement, Action: [statement.Action ?? []].flat().filter(action => action !== denied)}))
    })
    world.testbed.aws.addRole({...role, policies: role.policies.map(lacking)})
    try {
      return await during()
    } finally {
      world.testbed.aws.addRole(role)
    }
  }

  test.each<[string, string, ScanResult, string]>([
    [
      ECR,
      SOURCE,
      complete(),
      ". If this is the role of a stage, deploy infra/ again: somebody changed the role by hand, or the stages file has changed since. Any other role needs the permissions of the stage's group."
    ],
    [
      INSPECTOR,
      LISTS,
      {status: 'ACTIVE', enhancedFindings: []},
      ', because Amazon Inspector scans the registry. With `enhanced-scanning: true` under `deployment:` of the stages file, infra/ gives this permission to everyone who may read findings. If others configure the scanning of the registry, add a policy of your own that allows it.'
    ]
  ])(
    'are an immediate error with the missing permission if they decide: %s',
    async (action, resource, scan, advice) => {
      const digest = await merged()
      scanned(digest, scan)
      const message = await without(action, () => refused({'fail-on-severity': 'low', 'scan-timeout': '10m'}))
      const [first = '', ...others] = message.split('\n')
      expect(first).toMatch(
        `Findings of severity low or above stop a promotion, but the findings of ${digest} are not known: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/sample-image-release-github/`
      )
      expect(first).toMatch(`${denial(action, resource)}.`)
      expect(others).toEqual([
        `The role sample-image-release-github of account 111122223333 needs \`${action}\` on ${resource}${advice}`
      ])
    },
    60_000
  )

  test('are reported as unknown if they do not decide', async () => {
    const digest = await merged()
    scanned(digest, complete('CRITICAL'))
    const result = await without(ECR, () => release())
    expect(result).toMatchObject({exitCode: 0, annotations: [], outputs: {operation: 'promoted', digest}})
    expect(result.outputs).not.toHaveProperty('vulnerabilities')
    expect(result.summary).toMatch(
      /\| Vulnerabilities \| not known: AccessDeniedException: User: .* is not authorized to perform: ecr:DescribeImageScanFindings/
    )
  }, 60_000)
})

describe("Inspector's findings", () => {
  const openssl = {name: 'openssl', version: '3.0.11', release: '1~deb12u2'}
  const INSPECTED: ScanResult = {
    status: 'ACTIVE',
    enhancedFindings: [
      {
        name: 'CVE-2026-1',
        severity: 'HIGH',
        packages: [
          {...openssl, fixedInVersion: '0:3.0.13-1~deb12u1'},
          {name: 'libssl3', version: '3.0.11', release: '1~deb12u2'}
        ]
      },
      {name: 'CVE-2026-2', severity: 'CRITICAL', packages: []},
      {name: 'CVE-2026-3', severity: 'LOW', packages: [{name: 'lodash', version: '4.17.20', fixedInVersion: '4.17.21'}]}
    ]
  }

  test('are listed by package, with the version that fixes them', async () => {
    const digest = await merged()
    scanned(digest, INSPECTED)
    expect(await refused({'fail-on-severity': 'low'})).toBe(
      [
        `${digest} has 4 findings of severity low or above:`,
        '  CRITICAL CVE-2026-2',
        '  HIGH CVE-2026-1 in openssl 3.0.11-1~deb12u2, fixed in 0:3.0.13-1~deb12u1',
        '  HIGH CVE-2026-1 in libssl3 3.0.11-1~deb12u2',
        '  LOW CVE-2026-3 in lodash 4.17.20, fixed in 4.17.21',
        update()
      ].join('\n')
    )
    const free = await release()
    expect(free).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {operation: 'promoted', digest, vulnerabilities: '{"HIGH":1,"CRITICAL":1,"LOW":1}'}
    })
    expect(free.summary).toContain(
      '| Most severe | critical <code>CVE-2026-2</code><br>high <code>CVE-2026-1</code> in <code>libssl3</code>'
    )
    expect(free.summary).toContain(
      '<br>high <code>CVE-2026-1</code> in <code>openssl</code>, fixed in <code>0:3.0.13-1&#126;deb12u1</code> |'
    )
  }, 60_000)

  test('are waited for if the scan is ACTIVE and has none yet', async () => {
    const digest = await merged()
    scanned(digest, {status: 'ACTIVE'})
    expect(await refused({'fail-on-severity': 'critical', 'scan-timeout': '1s'})).toMatch(
      `are not known: the scan is not finished, and it did not end within 1 s.`
    )
    scanned(digest, {status: 'ACTIVE', enhancedFindings: []})
    expect(await release({'fail-on-severity': 'critical'})).toMatchObject({
      exitCode: 0,
      outputs: {operation: 'promoted', vulnerabilities: '{}'}
    })
  }, 60_000)
})
