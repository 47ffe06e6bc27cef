import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import type {World} from './world.js'
import {DEVELOPMENT, MASTER, startWorld} from './world.js'

let world: World
let counter = 0
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.close())

async function commit(): Promise<string> {
  await world.sample.write({'app/hello.sh': `echo ${++counter}\n`})
  return await world.sample.commit(`Commit ${counter}`)
}

describe('the tag of the trunk', () => {
  test('never moves back to an earlier commit', async () => {
    const early = await commit()
    const earlyEvent = await world.sample.push('master')
    const late = await commit()
    const newer = await world.run(await world.sample.push('master'))
    await world.sample.checkout(early)
    const older = await world.run(earlyEvent)

    expect(older).toMatchObject({exitCode: 0, outputs: {operation: 'built', stage: 'master'}})
    expect(world.registry.tags(MASTER)).toMatchObject({
      master: newer.outputs['digest'],
      [`sha-${early.slice(0, 12)}`]: older.outputs['digest'],
      [`sha-${late.slice(0, 12)}`]: newer.outputs['digest']
    })
    expect(older.outputs['tags']).not.toMatch(/:master$/m)
    expect(older.summary).toContain(
      `<code>master</code> stays where it is: commit ${late.slice(0, 12)} is later on the branch and has an image here`
    )
    await world.sample.checkout('master')
  }, 90_000)

  test('moves on when the later commit has no image here', async () => {
    const early = await commit()
    const event = await world.sample.push('master')
    await commit()
    await world.sample.checkout(early)
    const result = await world.run(event)
    expect(world.registry.tags(MASTER)).toMatchObject({master: result.outputs['digest']})
    await world.sample.checkout('master')
  }, 60_000)

  test('stays, with a warning, if GitHub does not name the later commits', async () => {
    const before = world.registry.tags(MASTER)['master']
    const id = await commit()
    const event = await world.sample.push('master')
    await commit()
    await world.sample.checkout(id)
    const refused = world.testbed.faults.add({
      match: {service: 'github', path: /compare/},
      fault: {kind: 'status', status: 403, body: '{"message":"no"}'}
    })
    const result = await world.run(event)
    world.testbed.faults.clear()
    await world.sample.checkout('master')
    expect(refused.hits).toBeGreaterThan(0)
    expect(result.exitCode).toBe(0)
    expect(result.annotations).toEqual([
      expect.objectContaining({
        kind: 'warning',
        message: expect.stringMatching(/tags of the branch stay where they are\. Comparing .*403.*\n.*`contents: read`/)
      })
    ])
    expect(world.registry.tags(MASTER)).toMatchObject({
      master: before,
      [`sha-${id.slice(0, 12)}`]: result.outputs['digest']
    })
  }, 60_000)

  test('stays when the branch is too far ahead to be compared, however few of its commits have an image', async () => {
    const early = await commit()
    const event = await world.sample.push('master')
    const late = await commit()
    const newer = await world.run(await world.sample.push('master'))
    for (let index = 0; index < 120; index++)
      await world.sample.git('commit', '--quiet', '--allow-empty', '-m', `Docs ${index}`)
    await world.sample.push('master')
    await world.sample.checkout(early)
    const result = await world.run(event)
    expect(result.summary).toMatch(/<code>master<\/code> stays where it is: the branch is 121 commits ahead/)
    expect(world.registry.tags(MASTER)).toMatchObject({
      master: newer.outputs['digest'],
      [`sha-${late.slice(0, 12)}`]: newer.outputs['digest']
    })
    await world.sample.checkout('master')
  }, 120_000)

  test('moves on although the comparison fails once', async () => {
    const id = await commit()
    const event = await world.sample.push('master')
    await commit()
    await world.sample.checkout(id)
    const failed = world.testbed.faults.add({
      match: {service: 'github', path: /compare/},
      fault: {kind: 'status', status: 502},
      times: 1
    })
    const result = await world.run(event)
    world.testbed.faults.clear()
    await world.sample.checkout('master')
    expect(failed.hits).toBe(1)
    expect(result.annotations).toEqual([])
    expect(world.registry.tags(MASTER)).toMatchObject({master: result.outputs['digest']})
  }, 60_000)
})

describe('a tag that never moves', () => {
  test('gets the number of the run for another image of the same commit in master', async () => {
    const id = await commit()
    const event = await world.sample.push('master')
    const first = await world.run(event)
    const again = await world.run(event, {
      inputs: {rebuild: 'true', labels: 'nightly=1'},
      environment: {GITHUB_RUN_NUMBER: '42', GITHUB_RUN_ATTEMPT: '2'}
    })
    expect(again.outputs['digest']).not.toBe(first.outputs['digest'])
    expect(world.registry.tags(MASTER)).toMatchObject({
      [`sha-${id.slice(0, 12)}`]: first.outputs['digest'],
      [`sha-${id.slice(0, 12)}-42.2`]: again.outputs['digest'],
      master: again.outputs['digest']
    })
    // A run that finds the image unchanged adds no tag.
    await world.run(event, {
      inputs: {labels: 'nightly=1'},
      environment: {GITHUB_RUN_NUMBER: '43', GITHUB_RUN_ATTEMPT: '1'}
    })
    expect(world.registry.tags(MASTER)).not.toHaveProperty([`sha-${id.slice(0, 12)}-43.1`])
  }, 90_000)

  test('may exist already with the same digest', async () => {
    const id = await commit()
    const event = await world.sample.push('master')
    // The reply to the first PUT is lost, so the registry has the tag and refuses the second PUT.
    const lost = world.testbed.faults.add({
      match: {service: 'registry', method: 'PUT', path: /manifests\/sha-/},
      fault: {kind: 'lost-reply'},
      times: 1
    })
    const result = await world.run(event)
    expect(lost.hits).toBe(1)
    expect(result).toMatchObject({exitCode: 0, annotations: []})
    expect(world.registry.tags(MASTER)).toMatchObject({
      [`sha-${id.slice(0, 12)}`]: result.outputs['digest'],
      master: result.outputs['digest']
    })
  }, 60_000)
})

test('a run that cannot tag leaves no tag, and the next run completes it', async () => {
  await commit()
  const event = await world.sample.push('master')
  const before = world.registry.tags(MASTER)['master']
  world.testbed.faults.add({
    match: {service: 'registry', method: 'PUT', path: /manifests\/sha-/},
    fault: {
      kind: 'status',
      status: 403,
      body: '{"errors":[{"code":"DENIED","message":"not authorized to perform: ecr:PutImage"}]}'
    }
  })
  const result = await world.run(event)
  world.testbed.faults.clear()
  expect(result.exitCode).toBe(1)
  expect(result.annotations[0]?.message).toMatch(
    /^Tagging sample-image\/master:sha-[0-9a-f]{12} .*: 403 DENIED: not authorized to perform: ecr:PutImage/
  )
  expect(world.registry.tags(MASTER)['master']).toBe(before)
  // The next run adds the tags without another build.
  expect((await world.run(event)).outputs).toMatchObject({operation: 'unchanged'})
  expect(world.registry.tags(MASTER)['master']).not.toBe(before)
}, 60_000)

test('templates make more tags', async () => {
  await commit()
  const result = await world.run(await world.sample.push('master'), {
    inputs: {tags: 'build-{{run}}\nday-{{date}}\npr-{{pr}}-x'}
  })
  expect(Object.keys(world.registry.tags(MASTER))).toEqual(
    expect.arrayContaining(['build-1', expect.stringMatching(/^day-\d{8}$/)])
  )
  expect(result.annotations).toEqual([
    expect.objectContaining({kind: 'notice', message: expect.stringContaining('this run has no {{pr}}')})
  ])
}, 60_000)

test.each([
  ['$(reboot)', /^reboot-[0-9a-f]{10}$/],
  ['-rf', /^rf-[0-9a-f]{10}$/],
  ['sha-1234', /^branch-sha-1234-[0-9a-f]{10}$/],
  ['ünï/코드', /^uni-[0-9a-f]{10}$/],
  [`long/${'x'.repeat(147)}/${'y'.repeat(147)}`, /^long-x+-[0-9a-f]{10}$/],
  ['master-2', /^master-2$/],
  ['v1.2.3', /^branch-v1\.2\.3-[0-9a-f]{10}$/]
])(
  'a branch named %s is an ordinary branch',
  async (name, tag) => {
    await world.sample.checkout('master')
    // `git branch` refuses some of these names, because they look like options. `git update-ref` does not.
    await world.sample.git('update-ref', `refs/heads/${name}`, 'HEAD')
    const event = await world.sample.pullRequest(77, `refs/heads/${name}`)
    const payload = event.event.payload as {pull_request: {head: {ref: string}}}
    payload.pull_request.head.ref = name
    const result = await world.run(event)
    expect(result.log).not.toContain('Error')
    expect(result).toMatchObject({exitCode: 0, outputs: {stage: 'development'}})
    expect(Object.keys(world.registry.tags(DEVELOPMENT))).toEqual(expect.arrayContaining([expect.stringMatching(tag)]))
  },
  60_000
)
