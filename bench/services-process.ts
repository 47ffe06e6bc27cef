import {deploy} from '../testbed/harness/deploy.js'
import type {JobEvent} from '../testbed/harness/sample.js'
import {SampleRepository, STAGES_FILE} from '../testbed/harness/sample.js'
import {startTestbed} from '../testbed/harness/testbed.js'
import type {ImageParts} from '../testbed/registry/image.js'
import type {LoggedRequest} from '../testbed/server/log.js'
import {inMemory} from '../testbed/server/spool.js'

const ACCOUNT = '111122223333'
const REGION = 'eu-west-1'

/** The commands of this process. It takes one at a time. */
export interface Commands {
  /** Returns the directory of the sample repository, a base image of two platforms, and a login that may do anything in the registry. */
  world: () => {directory: string; severalPlatforms: string; registry: string; password: string}
  /** Sets the milliseconds that are added to each request. */
  latency: (milliseconds: number) => void
  /** Commits the files and pushes them to the trunk; without files, pushes the same commit again. */
  push: (files?: Record<string, string>) => Promise<JobEvent>
  /** Pushes a tag for the newest commit of the trunk. */
  release: (tag: string) => Promise<JobEvent>
  /** Sets whether the registry mounts blobs from one repository into another. */
  mounting: (enabled: boolean) => void
  /** Creates a repository, unless it exists. */
  repository: (name: string) => void
  /** Puts an image into a repository, without permissions and quotas. */
  put: (repository: string, tags: string[], image: ImageParts) => void
  /** Returns the requests since the last call, in order of arrival. */
  requests: () => LoggedRequest[]
}

export interface CommandQuestion {
  name: keyof Commands
  args: unknown[]
}

export type CommandAnswer = {kind: 'value'; value?: unknown} | {kind: 'error'; message: string}

const testbed = await startTestbed()
// The sample uses no build cache unless an input asks for it.
await deploy(testbed, `${STAGES_FILE}\ncache: true\n`)
const sample = await SampleRepository.create(testbed, await SampleRepository.addBase(testbed))
const severalPlatforms = await SampleRepository.addBase(testbed, {
  name: 'base/several',
  platforms: ['linux/amd64', 'linux/arm64']
})
const registry = await testbed.registry(ACCOUNT, REGION)
const user = testbed.aws.addUser({
  arn: `arn:aws:iam::${ACCOUNT}:user/bench`,
  policies: [{Version: '2012-10-17', Statement: {Effect: 'Allow', Action: 'ecr:*', Resource: '*'}}]
})

const commands: Commands = {
  world: () => ({
    directory: sample.directory,
    severalPlatforms,
    registry: registry.host,
    password: testbed.aws.issueToken(user, REGION).password
  }),
  latency(milliseconds) {
    testbed.latency = milliseconds
  },
  async push(files) {
    if (files !== undefined) {
      await sample.write(files)
      await sample.commit(`Change ${Object.keys(files).join(', ')}`)
    }
    return await sample.push('master')
  },
  async release(tag) {
    await sample.git('tag', tag)
    return await sample.event(
      'push',
      `refs/tags/${tag}`,
      {ref: `refs/tags/${tag}`, deleted: false},
      {environment: 'Release'}
    )
  },
  mounting(enabled) {
    testbed.aws.setBlobMounting(ACCOUNT, REGION, enabled)
  },
  repository(name) {
    const {repositories} = testbed.aws.registry(ACCOUNT, REGION)
    if (!repositories.has(name)) testbed.aws.addRepository({account: ACCOUNT, region: REGION, name})
  },
  put(name, tags, {root, manifests, blobs}) {
    const repository = registry.repository(name)
    for (const [digest, bytes] of blobs) repository.layers.set(digest, inMemory(Buffer.from(bytes), digest))
    for (const {mediaType, bytes} of manifests.values()) repository.put(Buffer.from(bytes), mediaType, {})
    const {bytes, mediaType} = repository.find(root) ?? {bytes: Buffer.alloc(0), mediaType: ''}
    for (const tag of tags) repository.put(bytes, mediaType, {tag})
  },
  requests: () => testbed.requests.splice(0)
}

async function answer({name, args}: CommandQuestion): Promise<CommandAnswer> {
  try {
    const command = commands[name] as (...args: unknown[]) => unknown
    return {kind: 'value', value: await command(...args)}
  } catch (error) {
    return {kind: 'error', message: String(error)}
  }
}

process.on('message', (question: CommandQuestion) => {
  void answer(question).then(answer => process.send?.(answer))
})
// Ctrl-C reaches this process too. It ignores the signal, and ends when its parent disconnects.
process.on('SIGINT', () => undefined)
process.on('disconnect', () => {
  void sample.remove().then(() => process.exit())
})
