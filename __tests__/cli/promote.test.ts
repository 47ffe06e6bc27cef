import {chmodSync, mkdirSync, writeFileSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterAll, beforeAll, beforeEach, expect, test} from '@jest/globals'

import type {PromoteOptions} from '../../src/cli/options.js'
import {promoteFromClone} from '../../src/cli/promote.js'
import {terminalLog} from '../../src/cli/terminal.js'
import {messageOf} from '../../src/core/failure.js'
import {Secrets} from '../../src/core/secrets.js'
import {DEVELOPMENT, imageIn, imageWith, MASTER, StoryWorld} from '../run/story.js'

let world: StoryWorld
let home: string
let environment: Record<string, string | undefined>
let branches = 0
const before = {...process.env}

beforeAll(async () => {
  world = await StoryWorld.start()
  home = await mkdtemp(join(tmpdir(), 'promote-'))
  const {accessKeyId, secretAccessKey} = world.testbed.aws.addUser({
    arn: 'arn:aws:iam::111122223333:user/administrator',
    groups: [],
    policies: [{Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: 'ecr:*', Resource: '*'}]}]
  })
  environment = {
    PATH: process.env['PATH'],
    HOME: home,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...world.testbed.env
  }
  // GitHub's toolkit and the AWS SDK read the environment of the process.
  Object.assign(process.env, environment)
  await world.sample.write({'.gitignore': 'secret.txt\n'})
  await world.sample.commit('Ignores a file that Docker reads')
}, 60_000)
afterAll(async () => {
  process.env = before
  await world.close()
  await rm(home, {recursive: true})
})
beforeEach(async () => {
  await world.sample.checkout('master')
  await pushTrunk()
})

/** The trunk of the remote, as of a fetch. */
async function pushTrunk(): Promise<void> {
  const {sample} = world
  if ((await sample.git('remote')) === '') await sample.git('remote', 'add', 'origin', 'https://github.com/x/y.git')
  await sample.git('update-ref', 'refs/remotes/origin/master', 'refs/heads/master')
}

/** Builds the current files in development, as a colleague may push them by hand. */
async function buildHere(): Promise<string> {
  const branch = `feature/promote-${++branches}`
  world.images = [imageWith(branch)]
  await world.sample.git('checkout', '--quiet', '-b', branch)
  const event = await world.sample.event(
    'workflow_dispatch',
    `refs/heads/${branch}`,
    {inputs: {}},
    {
      environment: 'Development'
    }
  )
  const {outcome, error} = await world.run(event)
  await world.sample.checkout('master')
  if (outcome === undefined) throw new Error(error)
  return imageIn(outcome).digest
}

async function promoteHere(settings: PromoteOptions = {}): Promise<{digest: unknown} | {error: string}> {
  const out = {write: () => true} as unknown as NodeJS.WriteStream
  try {
    const {json} = await promoteFromClone({stage: 'master'}, settings, {
      directory: world.sample.directory,
      environment,
      signal: new AbortController().signal,
      isJson: false,
      log: terminalLog({debug: false, environment, secrets: new Secrets()}, out)
    })
    return {digest: json['digest']}
  } catch (error) {
    return {error: messageOf(error)}
  }
}

test('the image of the committed files is promoted under the tag of the commit', async () => {
  const digest = await buildHere()
  expect(await promoteHere()).toEqual({digest})
  expect(Object.entries(world.tags(MASTER))).toContainEqual([expect.stringMatching(/^sha-/), digest])
})

test.each<[string, () => Promise<void> | void, string]>([
  [
    'a file that git ignores and Docker reads',
    () => {
      writeFileSync(join(world.sample.directory, 'secret.txt'), 'not committed')
    },
    'with a file that does not come from the commit (secret.txt)'
  ],
  [
    'an empty directory',
    () => {
      mkdirSync(join(world.sample.directory, 'empty'))
    },
    'with a directory that git does not keep, because no file of the commit is in it (empty)'
  ],
  [
    'a change that git was told to hide',
    async () => {
      await world.sample.git('update-index', '--assume-unchanged', 'app/hello.sh')
      await world.sample.write({'app/hello.sh': 'echo "hidden"\n'})
    },
    'with a file that does not come from the commit (app/hello.sh)'
  ],
  [
    'other permissions',
    () => {
      chmodSync(join(world.sample.directory, 'app/hello.sh'), 0o700)
    },
    'with permissions that the commit does not have (app/hello.sh: 0700 instead of 0755)'
  ]
])('%s: master does not get the image under the tag of the commit', async (_, change, deviation) => {
  await world.sample.write({'app/hello.sh': `echo "${branches}"\n`})
  const commit = await world.sample.commit('To promote')
  await pushTrunk()
  await change()
  const digest = await buildHere()
  const answer = await promoteHere()
  const named = await promoteHere({source: digest})
  await world.sample.git('update-index', '--no-assume-unchanged', 'app/hello.sh')
  await world.sample.git('checkout', '--quiet', '--force', 'master')
  await world.sample.git('clean', '--quiet', '--force', '-dx')
  chmodSync(join(world.sample.directory, 'app/hello.sh'), 0o755)

  expect(answer).toEqual({
    error: `A promotion to master takes the image of the trunk master, as it is committed, and this would be an image ${deviation}.`
  })
  expect(named).toEqual({digest})
  expect(world.tags(MASTER)).not.toHaveProperty(`sha-${commit.slice(0, 12)}`)
  expect(Object.values(world.tags(DEVELOPMENT))).toContain(digest)
})
