import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import '../aws-modules.js'
import {readInputs} from '../../src/action/inputs.js'
import {readRunner} from '../../src/action/runner.js'
import type {Failure} from '../../src/core/failure.js'
import type {Log} from '../../src/core/log.js'
import type {Remedy} from '../../src/core/remedy.js'
import {remedyAt} from '../../src/core/remedy.js'
import {Timings} from '../../src/core/timings.js'
import type {BuildRequest, DockerClient} from '../../src/docker/build.js'
import type {BuildTool} from '../../src/docker/build-tool.js'
import type {Material} from '../../src/docker/materials.js'
import {failureOf} from '../../src/run/failure.js'
import type {Outcome} from '../../src/run/outcome.js'
import {run} from '../../src/run/run.js'
import {cachesOf} from '../../src/stages/build-cache.js'
import {cachePolicyFor, policyFor, repositoryPolicyFor, tagMutability} from '../../src/stages/permissions.js'
import type {Stage} from '../../src/stages/stage.js'
import {sourceStage, STAGES} from '../../src/stages/stage.js'
import {parseStagesFile} from '../../src/stages/stages-file-parser.js'
import {targetOf} from '../../src/stages/target.js'
import {stageTrustPolicy} from '../../src/stages/trust.js'
import type {IamPolicy} from '../../testbed/aws/iam.js'
import type {JobEvent} from '../../testbed/harness/sample.js'
import {DEVELOPMENT, MASTER, SampleRepository, STAGES_FILE} from '../../testbed/harness/sample.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'
import type {ImageSettings} from '../../testbed/registry/image.js'
import {makeImage, makeLayer} from '../../testbed/registry/image.js'
import type {RegistryHandle} from '../../testbed/registry/registry-handle.js'

export {DEVELOPMENT, MASTER}
export const RELEASE = 'sample-image/release'

/** The result of a run, as the caller of `run` sees it. */
export interface Ran {
  outcome: Outcome | undefined
  /** The message of the error, with its remedy below; undefined if there was none. */
  error: string | undefined
  failure: Failure | undefined
  infos: string[]
  notices: string[]
  warnings: string[]
  masked: string[]
  /** The build requests that Docker received. */
  builds: BuildRequest[]
  exported: Record<string, string>
  saved: Record<string, string>
}

export interface RunSettings {
  inputs?: Record<string, string>
  environment?: Record<string, string | undefined>
  docker?: DockerClient
  runNumber?: number
  signal?: AbortSignal
}

/** GitHub, AWS and a sample repository. Runs happen in this process, with a Docker client from the test. */
export class StoryWorld {
  /** The images that the next builds make, in this order. Later builds make the last one again. */
  images: ImageSettings[] = [{layers: [makeLayer({hello: 'world'})]}]
  /** What the next builds read besides their base images. */
  reads: Material[] = []
  /**
   * Whether the builder writes labels and annotations; some drop annotations. Then the same content gives another image for
   * each commit.
   */
  describes: boolean | 'labels' = false
  /** What the next pushes by tag push instead: images of other builds that took the tag meanwhile. */
  takeTag: ImageSettings[] = []
  /** Happens at the start of the next builds. */
  beforeBuild: (() => Promise<void>) | undefined
  /** The build requests of the current run. */
  private builds: BuildRequest[] = []
  private count = 0

  private constructor(
    readonly testbed: Testbed,
    readonly sample: SampleRepository,
    readonly registry: RegistryHandle,
    /** Reference of the base image that the sample is built on. */
    readonly base: string,
    /** A directory without a checkout; runs keep their temporary files in it. */
    readonly temporary: string
  ) {}

  static async start(stagesFile = STAGES_FILE): Promise<StoryWorld> {
    const testbed = await startTestbed()
    // An account can have this quota raised. Tests push more images in a second than the default of 10 allows.
    testbed.aws.setQuota('ecr:PutImage', Infinity)
    provisionStages(testbed, stagesFile)
    testbed.publicRegistry.addImage('base/tiny', '1.0', {layers: [makeLayer({base: 'image'})]})
    const base = `${testbed.publicRegistry.host}/base/tiny:1.0`
    const sample = await SampleRepository.create(testbed, base)
    if (stagesFile !== STAGES_FILE) {
      await sample.write({'.github/ecr-registry.yml': stagesFile})
      await sample.commit('Other stages')
    }
    const registry = await testbed.registry('111122223333', 'eu-west-1')
    return new StoryWorld(testbed, sample, registry, base, await mkdtemp(join(tmpdir(), 'story-')))
  }

  /** Does something while a role is denied an action. */
  async without<T>(roleArn: string, action: string, work: () => Promise<T>): Promise<T> {
    const {aws} = this.testbed
    const role = aws.role(roleArn)
    if (role === undefined) throw new Error(`no role ${roleArn}`)
    const deny: IamPolicy = {Version: '2012-10-17', Statement: [{Effect: 'Deny', Action: action, Resource: '*'}]}
    aws.addRole({...role, policies: [...role.policies, deny]})
    try {
      return await work()
    } finally {
      aws.addRole(role)
    }
  }

  async close(): Promise<void> {
    await this.sample.remove()
    await this.testbed.close()
    await rm(this.temporary, {recursive: true})
  }

  /** Tags and digests of a repository. */
  tags(repository: string): Record<string, string> {
    return this.registry.tags(repository)
  }

  /** Runs what the action runs, without its bundle and its reports. */
  async run(
    {event, repository, environment, githubToken = ''}: JobEvent,
    {inputs = {}, environment: more = {}, docker, runNumber = 7, signal}: RunSettings = {}
  ): Promise<Ran> {
    const eventPath = join(this.temporary, `event-${++this.count}.json`)
    await writeFile(eventPath, JSON.stringify(event.payload))
    const variables: Record<string, string | undefined> = {
      PATH: process.env['PATH'],
      HOME: this.temporary,
      RUNNER_TEMP: this.temporary,
      GITHUB_ACTOR: event.actor ?? 'octocat',
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_REF: event.ref,
      GITHUB_REPOSITORY: repository,
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_RUN_ID: '4711',
      GITHUB_SHA: event.sha,
      GITHUB_WORKSPACE: this.sample.directory,
      ...environment,
      GITHUB_RUN_NUMBER: String(runNumber),
      'INPUT_GITHUB-TOKEN': githubToken,
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...more
    }
    const ran: Ran = {
      outcome: undefined,
      error: undefined,
      failure: undefined,
      infos: [],
      notices: [],
      warnings: [],
      masked: [],
      builds: [],
      exported: {},
      saved: {}
    }
    this.builds = ran.builds
    const log = logInto(ran)
    const restoreOutput = withoutCommands()
    // GitHub's toolkit and the AWS SDK read the environment of the process.
    const before = {...process.env}
    Object.assign(process.env, variables)
    for (const [name, value] of Object.entries(variables))
      if (value === undefined) Reflect.deleteProperty(process.env, name)
    try {
      ran.outcome = await run({
        inputs: readInputs(variables, log.mask),
        runner: readRunner(variables),
        environment: variables,
        log,
        timings: new Timings(),
        docker: docker ?? this.docker,
        signal: signal ?? new AbortController().signal,
        saveState: (name, value) => (ran.saved[name] = value),
        exportVariable: (name, value) => (ran.exported[name] = value)
      })
    } catch (error) {
      const failure = failureOf(error)
      if (failure === undefined) throw error
      ran.failure = failure
      ran.error = told(failure.message, failure.remedy)
    } finally {
      restoreOutput()
      for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name)
      Object.assign(process.env, before)
    }
    return ran
  }

  /** A Docker client that records each build request, and puts the next image where the build should push it. */
  get docker(): DockerClient {
    return {
      find: () => Promise.resolve(BUILDX),
      build: async request => {
        this.builds.push(request)
        await this.beforeBuild?.()
        const {push, pins, platforms} = request.plan
        if (push === undefined) return {digest: undefined, metadata: {}}
        const place = push.kind === 'digest' ? push.repository : push.reference
        const [, repository = '', tag] = /^[^/]+\/([^:]+)(?::(.+))?$/.exec(place) ?? []
        const [image = imageWith('nothing')] = this.images
        if (this.images.length > 1) this.images.shift()
        const described =
          this.describes === false ? image : describedBy(request.plan, image, this.describes !== 'labels')
        const other = tag === undefined ? undefined : this.takeTag.shift()
        const digest = this.registry.addImage(repository, tag === undefined ? [] : [tag], other ?? described)
        const read = Object.values(pins).map(pin => ({
          uri: `pkg:docker/${pin}`,
          digest: {sha256: pin.replace(/^.*@sha256:/, '')}
        }))
        const provenance = {buildType: 'https://mobyproject.org/buildkit@v1', materials: [...read, ...this.reads]}
        const keys = platforms.length === 1 ? [''] : platforms.map(platform => `/${platform}`)
        const metadata = Object.fromEntries(keys.map(key => [`buildx.build.provenance${key}`, provenance]))
        const ids = {'containerimage.config.digest': configDigestOf(described), 'containerimage.digest': digest}
        return {digest, metadata: {...metadata, ...ids}}
      }
    }
  }
}

/** undefined for an index */
function configDigestOf(image: ImageSettings): string | undefined {
  const {root, manifests} = makeImage(image)
  const manifest = JSON.parse(String(manifests.get(root)?.bytes)) as {config?: {digest: string}}
  return manifest.config?.digest
}

/** The image with the labels and annotations of a build, as BuildKit writes them. */
function describedBy(plan: BuildRequest['plan'], image: ImageSettings, annotates: boolean): ImageSettings {
  const {descriptions, labels, ownAnnotations, annotations} = plan
  const own = annotates ? {annotations: {...descriptions, ...ownAnnotations, ...annotations}} : {}
  if ('platforms' in image) return {...own, platforms: image.platforms.map(one => describedBy(plan, one, annotates))}
  return {...image, ...own, config: {...image.config, Labels: {...descriptions, ...labels}}}
}

/** A buildx whose builder can push without a tag. */
export const BUILDX: BuildTool = {kind: 'buildx', buildx: [0, 29], pushesByDigest: true, exportsCache: true}

/** A pull request of the sample. Each has its own branch and image. */
export class PullRequest {
  readonly branch: string

  private constructor(
    private readonly world: StoryWorld,
    readonly number: number
  ) {
    this.branch = `feature/build-${number}`
  }

  static async open(world: StoryWorld, number: number): Promise<PullRequest> {
    const pull = new PullRequest(world, number)
    world.images = [imageWith(`image ${number}`)]
    await world.sample.checkout('master')
    await world.sample.branch(pull.branch)
    await pull.commit(`change ${number}`)
    return pull
  }

  /** Commits a change of the sample on the branch. */
  async commit(change: string): Promise<string> {
    const {sample} = this.world
    await sample.checkout(this.branch)
    await sample.write({'app/hello.sh': `echo ${change}\n`})
    return await sample.commit(change)
  }

  /** The event of the branch in its current state. */
  async event(settings?: Parameters<SampleRepository['pullRequest']>[2]): Promise<JobEvent> {
    return await this.world.sample.pullRequest(this.number, this.branch, settings)
  }

  /** A run on the branch in its current state. */
  async build(settings?: RunSettings): Promise<Ran> {
    return await this.world.run(await this.event(), settings)
  }
}

/** The image of a run that built, found or promoted one. */
export function imageIn(outcome: Outcome | undefined) {
  if (outcome === undefined || !('image' in outcome)) throw new Error(`no image: ${JSON.stringify(outcome)}`)
  return outcome.image
}

/** An image whose content is this text. */
export function imageWith(content: string): ImageSettings {
  return {layers: [makeLayer({content})]}
}

/** Keeps the commands that the toolkit prints for a runner (`::add-mask::...`) out of the tests' output. */
function withoutCommands(): () => void {
  const {stdout} = process
  const write = stdout.write.bind(stdout)
  stdout.write = (chunk: string | Uint8Array) => (String(chunk).startsWith('::') ? true : write(chunk))
  return () => {
    stdout.write = write
  }
}

function logInto({infos, notices, warnings, masked}: Ran): Log {
  return {
    info: text => infos.push(text),
    debug: () => undefined,
    notice: (text, remedy) => notices.push(told(text, remedy)),
    warning: (text, remedy) => warnings.push(told(text, remedy)),
    error: text => {
      throw new Error(`a run reports no error itself: ${text}`)
    },
    group: async (title, work) => {
      infos.push(title)
      return await work()
    },
    relay: async work => await work(line => infos.push(line)),
    mask: value => masked.push(value)
  }
}

function told(text: string, remedy: Remedy | undefined): string {
  return remedy === undefined ? text : `${text}\n${remedyAt('workflow', remedy)}`
}

/** Makes repositories and roles with the policies that infra/ gives them. */
export function provisionStages({aws}: Testbed, stagesFile: string): void {
  const file = parseStagesFile(stagesFile, 'ecr-registry.yml')
  const {repository = '', repositoryId, ownerId} = file.github
  for (const image of file.images) {
    const at = (stage: Stage) => targetOf(file, image, stage)
    const caches = cachesOf(file, image)
    for (const cache of caches) {
      const {account, region, name} = cache.repository
      const policy = cachePolicyFor(cache, STAGES.map(at))
      aws.addRepository({account, region, name, ...(policy === undefined ? {} : {policy})})
    }
    for (const stage of STAGES) {
      const target = at(stage)
      const [before, after] = [sourceStage(stage), STAGES.find(other => sourceStage(other) === stage)]
      aws.addOidcProvider(target.role.account)
      aws.addRole({
        arn: target.role.arn,
        trust: stageTrustPolicy(target.role, {
          stage,
          trunk: file.trunk ?? 'master',
          environment: file.stages[stage].environment,
          repository,
          repositoryId,
          ownerId
        }),
        policies: [policyFor(target, before === undefined ? undefined : at(before), {enhanced: false}, caches)]
      })
      const policy = after === undefined ? undefined : repositoryPolicyFor(target, at(after))
      const {account, region, name} = target.repository
      aws.addRepository({
        account,
        region,
        name,
        scanOnPush: true,
        ...tagMutability(stage),
        ...(policy === undefined ? {} : {policy})
      })
    }
  }
}
