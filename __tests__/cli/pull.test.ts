import {readFileSync, writeFileSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from '@jest/globals'

import type {CommonOptions} from '../../src/cli/options.js'
import {pull} from '../../src/cli/pull.js'
import {runPulledImage} from '../../src/cli/run.js'
import {terminalLog} from '../../src/cli/terminal.js'
import {messageOf} from '../../src/core/failure.js'
import {Secrets} from '../../src/core/secrets.js'
import type {IamPolicy} from '../../testbed/aws/iam.js'
import type {ImageSettings} from '../../testbed/registry/image.js'
import {makeLayer} from '../../testbed/registry/image.js'
import {DEVELOPMENT, imageWith, MASTER, RELEASE, StoryWorld} from '../run/story.js'

let world: StoryWorld
let home: string
let environment: Record<string, string | undefined>
const before = {...process.env}

beforeAll(async () => {
  world = await StoryWorld.start()
  home = await mkdtemp(join(tmpdir(), 'pull-'))
  // Docker itself is not needed: what it was asked to pull and to run is.
  writeFileSync(join(home, 'docker'), `#!/bin/sh\nprintf '%s\\n' "$*" >> '${home}/calls'\n`, {mode: 0o755})
  environment = {
    PATH: `${home}:${process.env['PATH'] ?? ''}`,
    HOME: home,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...administrator(),
    ...world.testbed.env
  }
  // GitHub's toolkit and the AWS SDK read the environment of the process.
  Object.assign(process.env, environment)
}, 60_000)
afterAll(async () => {
  process.env = before
  await world.close()
  await rm(home, {recursive: true})
})
beforeEach(async () => {
  await world.sample.checkout('master')
  writeFileSync(join(home, 'calls'), '')
})
afterEach(async () => {
  await world.sample.git('reset', '--quiet', '--hard')
})

/** The keys of a user who may do anything. */
function administrator(): Record<string, string> {
  return keysOf('administrator', [{Effect: 'Allow', Action: 'ecr:*', Resource: '*'}])
}

/** The keys of a user who may read the images of development alone. */
function developer(): Record<string, string> {
  return keysOf('developer', [
    {Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*'},
    {
      Effect: 'Allow',
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:DescribeImages'],
      Resource: `arn:aws:ecr:eu-west-1:111122223333:repository/${DEVELOPMENT}`
    }
  ])
}

function keysOf(name: string, statements: IamPolicy['Statement']): Record<string, string> {
  const {accessKeyId, secretAccessKey} = world.testbed.aws.addUser({
    arn: `arn:aws:iam::111122223333:user/${name}`,
    groups: [],
    policies: [{Version: '2012-10-17', Statement: statements}]
  })
  return {AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey}
}

/** An image that names the commit it was built from. */
function imageOf(revision: string, content = revision): ImageSettings {
  return {layers: [makeLayer({content})], config: {Labels: {'org.opencontainers.image.revision': revision}}}
}

function tagOf(commit: string): string {
  return `sha-${commit.slice(0, 12)}`
}

async function commit(name: string): Promise<string> {
  await world.sample.write({'app/hello.sh': `echo "${name}"\n`})
  return await world.sample.commit(name)
}

interface Pulled {
  /** `repository:tag` of the image. */
  image: string | undefined
  digest: unknown
  error: string | undefined
  said: string
}

async function pullHere(common: CommonOptions = {}, more: Record<string, string> = {}, tag?: string): Promise<Pulled> {
  let said = ''
  const out = {write: (text: string) => (said += text)} as unknown as NodeJS.WriteStream
  const mine = {...environment, ...more}
  Object.assign(process.env, mine)
  const invocation = {
    directory: world.sample.directory,
    environment: mine,
    signal: new AbortController().signal,
    isJson: false,
    log: terminalLog({debug: false, environment: mine, secrets: new Secrets()}, out)
  }
  try {
    const {json} = await pull(common, tag === undefined ? {} : {tag}, invocation)
    const [reference = ''] = json['tags'] as string[]
    return {image: reference.replace(/^[^/]+\//, ''), digest: json['digest'], error: undefined, said}
  } catch (error) {
    return {image: undefined, digest: undefined, error: messageOf(error), said}
  }
}

test('on the trunk, the image of the commit counts, not the one that was pushed last', async () => {
  const reverted = await commit('to be reverted')
  const revert = await commit('the revert')
  const digest = world.registry.addImage(MASTER, [tagOf(revert), 'master'], imageOf(revert))
  world.registry.addImage(DEVELOPMENT, [tagOf(reverted), 'master'], imageOf(reverted))

  expect(await pullHere()).toMatchObject({image: `${MASTER}:${tagOf(revert)}`, digest})
})

test('without an image of the commit, that of the nearest earlier commit counts, whenever it was pushed', async () => {
  const [first, second] = [await commit('first'), await commit('second')]
  const third = await commit('third')
  const digest = world.registry.addImage(MASTER, [tagOf(second), 'master'], imageOf(second))
  world.registry.addImage(DEVELOPMENT, [tagOf(first), 'master'], imageOf(first))

  expect(await pullHere()).toMatchObject({image: `${MASTER}:${tagOf(second)}`, digest})
  const {said} = await pullHere()
  expect(said).toBe(
    `${DEVELOPMENT}:${tagOf(third)} does not exist.\n${MASTER}:${tagOf(third)} does not exist.\n` +
      `Pulling the image of commit ${second.slice(0, 12)}, the newest before ${third.slice(0, 12)} that has one, from master.\n`
  )
})

test('the state of the branch before a merge comes before the commits that were merged', async () => {
  const trunk = await commit('trunk before the merge')
  await world.sample.branch('feature/merged')
  const merged = await commit('merged')
  world.registry.addImage(MASTER, [tagOf(trunk)], imageOf(trunk))
  world.registry.addImage(DEVELOPMENT, [tagOf(merged)], imageOf(merged))
  await world.sample.merge('feature/merged')

  expect(await pullHere()).toMatchObject({image: `${MASTER}:${tagOf(trunk)}`})
})

test('a commit that was merged counts, if no state of the branch has an image', async () => {
  await world.sample.git('checkout', '--quiet', '--orphan', 'fresh')
  const start = await commit('start of another history')
  await world.sample.git('checkout', '--quiet', '-b', 'fresh-feature')
  const merged = await commit('merged into it')
  await world.sample.git('checkout', '--quiet', 'fresh')
  await world.sample.git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'fresh-feature')
  world.registry.addImage(DEVELOPMENT, [tagOf(merged)], imageOf(merged))

  expect(start).not.toBe(merged)
  expect(await pullHere()).toMatchObject({image: `${DEVELOPMENT}:${tagOf(merged)}`})
})

test('a branch without an image of its own and of any earlier commit falls back to the trunk, and the command says so', async () => {
  await world.sample.git('checkout', '--quiet', '--orphan', 'alone')
  const alone = await commit('alone')
  world.registry.addImage(MASTER, ['master'], imageWith('the trunk'))

  const {image, said} = await pullHere()
  expect(image).toBe(`${MASTER}:master`)
  expect(said).toContain(
    `In this clone, no earlier commit of ${alone.slice(0, 12)} has an image in development or master.\n`
  )
  expect(said).toContain("Pulling the trunk's image, from master.\n")
})

test('the image of another commit with the same twelve digits is passed over', async () => {
  const earlier = await commit('an earlier one')
  const own = await commit('shares its digits')
  const other = `${own.slice(0, 12)}${'0'.repeat(28)}`
  world.registry.addImage(DEVELOPMENT, [tagOf(own)], imageOf(other))
  world.registry.addImage(DEVELOPMENT, [tagOf(earlier)], imageOf(earlier))

  const {image, said} = await pullHere()
  expect(image).toBe(`${DEVELOPMENT}:${tagOf(earlier)}`)
  expect(said).toContain(`${DEVELOPMENT}:${tagOf(own)} is the image of commit ${other}, which begins like ${own}.\n`)
})

test('with changed files, the image of the commit counts, and no image that a colleague pushed with other changes of it', async () => {
  await world.sample.branch('feature/changed')
  const head = await commit('head')
  const digest = world.registry.addImage(DEVELOPMENT, [tagOf(head)], imageOf(head))
  world.registry.addImage(DEVELOPMENT, ['feature-changed'], imageOf(`${head}-dirty`))
  await world.sample.write({'app/hello.sh': 'echo "changed, not committed"\n'})

  const {said, ...pulled} = await pullHere()
  expect(pulled).toMatchObject({image: `${DEVELOPMENT}:${tagOf(head)}`, digest})
  expect(said).toContain('The current files, with their changes, have no image in development.\n')
  expect(said).toContain(
    'note: The image is that of a commit, without your uncommitted changes.\nTo include them, push first: `ecr-registry push`.\n'
  )
})

test('with changed files and no image of the commit, the newest in the order of commits counts', async () => {
  await world.sample.branch('feature/changed-twice')
  const old = await commit('old')
  const head = await commit('head')
  const digest = world.registry.addImage(DEVELOPMENT, [tagOf(old)], imageOf(old))
  world.registry.addImage(DEVELOPMENT, ['feature-changed-twice'], imageOf(`${head}-dirty`))
  await world.sample.write({'app/hello.sh': 'echo "changed, not committed"\n'})

  expect(await pullHere()).toMatchObject({image: `${DEVELOPMENT}:${tagOf(old)}`, digest})
})

test('a release is that of the commit, or else the newest version', async () => {
  const older = await commit('released earlier')
  const newer = await commit('released later')
  world.registry.addImage(RELEASE, [tagOf(older), 'v1.0.0'], imageOf(older))
  world.registry.addImage(RELEASE, [tagOf(newer), 'v1.1.0', 'latest'], imageOf(newer))
  await commit('not released')

  expect(await pullHere({stage: 'release'})).toMatchObject({image: `${RELEASE}:latest`})
  await world.sample.git('checkout', '--quiet', older)
  expect(await pullHere({stage: 'release'})).toMatchObject({image: `${RELEASE}:${tagOf(older)}`})
})

test('an archived image of the commit is named', async () => {
  await world.sample.git('checkout', '--quiet', '--orphan', 'archived')
  const archived = await commit('archived')
  world.registry.archive(DEVELOPMENT, world.registry.addImage(DEVELOPMENT, [tagOf(archived)], imageOf(archived)))
  const {said} = await pullHere()
  expect(said).toContain(`${DEVELOPMENT}:${tagOf(archived)} is archived, and another push restores it.\n`)
})

test('nothing to pull: the error lists all that was looked for', async () => {
  const {error} = await pullHere({}, {}, 'nothing')
  expect(error).toBe(`There is no image to pull: ${DEVELOPMENT}:nothing does not exist.`)
})

test('a stage that the login may not read does not hide the image of the other', async () => {
  const earlier = await commit('in development')
  const digest = world.registry.addImage(DEVELOPMENT, [tagOf(earlier)], imageOf(earlier))
  await commit('without an image')

  const {digest: pulled, said} = await pullHere({}, developer())
  expect(pulled).toBe(digest)
  expect(said).toMatch(/^note: The images of master were not looked at: /m)
})

test('run runs what pull pulls, with the options of docker before it and the command behind it', async () => {
  const own = await commit('to run')
  const digest = world.registry.addImage(DEVELOPMENT, [tagOf(own)], imageOf(own))
  const log = terminalLog({debug: false, environment, secrets: new Secrets()}, {
    write: () => true
  } as unknown as NodeJS.WriteStream)
  await runPulledImage({}, {}, ['-p', '8080:80', '--', 'sh'], {
    directory: world.sample.directory,
    environment,
    signal: new AbortController().signal,
    isJson: true,
    log
  })

  const calls = readFileSync(join(home, 'calls'), 'utf8')
  expect(calls).toContain(`/${DEVELOPMENT}@${digest}\n`)
  expect(calls).toMatch(new RegExp(`^run --rm --interactive -p 8080:80 .*/${DEVELOPMENT}:${tagOf(own)} sh$`, 'm'))
})
