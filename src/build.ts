import {mkdtemp, rm} from 'node:fs/promises'
import {join} from 'node:path'

import {buildImage} from './builder/build.js'
import type {Built} from './builder/build.js'
import type {PrivateConfig} from './builder/config.js'
import type {Docker} from './builder/docker.js'
import {findDocker} from './builder/docker.js'
import {maskSecretFiles} from './builder/secrets.js'
import {compare} from './comparison.js'
import {privateConfig, shareLogin} from './docker-login.js'
import type {Environment} from './environment.js'
import {Failure} from './failure.js'
import {scansOf} from './gate.js'
import type {LaterCommits} from './github/repository.js'
import type {Outcome, StagedImage, TagResult} from './outcome.js'
import type {Manifest} from './registry/manifest.js'
import {jsonOf} from './registry/manifest.js'
import type {Registry} from './registry/registry.js'
import type {Log} from './report/log.js'
import type {Session} from './session.js'
import {signIn} from './session.js'
import type {BuildSettings} from './settings.js'
import {descriptionsOf, settingsOf} from './settings.js'
import type {Fingerprint} from './source/fingerprint.js'
import {excludedBy} from './source/source.js'
import type {CountedSources} from './sources.js'
import {countSources} from './sources.js'
import type {BuildRun, Destination} from './stage-run.js'
import {laterCommits, tagsOf} from './stage-run.js'
import {describeImage, findImage} from './staged-image.js'
import {rebuiltCommitTag, tagOfSources} from './stages/tags.js'
import type {Target} from './stages/target.js'
import type {Holders, Tagging} from './tagging.js'
import {foreseeTags, lookUpTags, NEEDS_READ, putTags} from './tagging.js'

/** Builds the image for its stage, unless the stage has it already, and puts this run's tags on it. */
export async function build(run: BuildRun, {target, identity}: Destination): Promise<Outcome> {
  const settings = settingsOf(run.inputs.build, run.image)
  maskSecretFiles(settings.secrets, run.runner.workspace, run.log.mask)
  const session = run.phases.time('sign-in', () => signIn({...run, target, identity}))
  try {
    return await buildIn(run, target, settings, session)
  } finally {
    // What is wrong with the sources may be known before the sign-in is done.
    await session.then(({close}) => close(), () => undefined)
  }
}

async function buildIn(run: BuildRun, target: Target, settings: BuildSettings, session: Promise<Session>): Promise<Outcome> {
  const {inputs, log, phases, reason} = run
  const {stage, repository} = target
  const [{registry}, source] = await Promise.all([session, countSources(run, settings, session)])
  const print = source.fingerprint
  const {name: sourceTag} = tagOfSources(stage, print.value)
  const tags = tagsOf(run, stage, {isOfCommit: run.isCommitted !== false, committedAt: run.commit.time})

  const place = {registry, repository: repository.name, from: repository.from, tags}
  const [found, named] = await phases.time('look-up', () => Promise.all([findImage(registry, target, sourceTag, NEEDS_READ), lookUpTags(place)]))
  const verdict = judge(found, print, inputs.rebuild)
  // An unchanged image most often has its tags: then nobody needs to know. A changed one moves them: the build takes longer.
  const asked = verdict.kind === 'build' ? laterCommits(run) : undefined
  asked?.catch(() => undefined)
  const later = (): Promise<LaterCommits> => asked ?? laterCommits(run)
  log.info(verdict.says)
  const tagging = {
    ...place, stage, later, warn: log.warning,
    rename: verdict.kind === 'build' ? rebuiltCommitTag(run.revision.commit, {number: run.runner.runNumber, attempt: run.runner.runAttempt}) : undefined
  }
  if (inputs.dryRun) return await plan(run, target, tagging, named, source, sourceTag, verdict)

  const config = inputs.dockerLogin || verdict.kind === 'build' ? await privateConfig(run, await session) : undefined
  try {
    if (inputs.dockerLogin && config !== undefined) shareLogin(run, config)
    const {manifest, metadata} = verdict.kind === 'unchanged'
      ? {manifest: verdict.manifest, metadata: undefined}
      : await makeAndPush(run, settings, source, {registry, repository: repository.name, tag: sourceTag}, config)

    const scanned = {ecr: (await session).ecr(repository), registry, repository, manifest, signal: run.signal}
    // The roles of the other stages may not read findings of their own repository.
    const isCompared = stage === 'development' && inputs.comment && run.revision.pullRequest !== undefined
    const knownOf = async (): Promise<Pick<StagedImage, 'scans' | 'previous'>> => {
      if (isCompared) return await phases.time('scan', () => compare({...scanned, ...place, repository, named, tags, scanTimeoutSeconds: inputs.scanTimeoutSeconds}))
      return stage === 'development' && verdict.kind === 'unchanged' ? {scans: await scansOf({...scanned, patience: {timeoutMs: 0}})} : {}
    }
    const [tagResults, description, known] = await Promise.all([
      phases.time('tags', async () => {
        // While an image is built, others may move tags.
        return await putTags({...tagging, digest: manifest.digest}, manifest, verdict.kind === 'build' ? await lookUpTags(place) : named)
      }),
      describeImage(registry, repository.name, manifest, settings.platforms, verdict.kind === 'build' || isCompared),
      knownOf()
    ])
    const pushed: TagResult = {tag: sourceTag, kind: verdict.kind === 'unchanged' ? 'already' : 'put'}
    const image = {
      ...description, ...known,
      name: run.image?.name ?? repository.name, dockerfile: source.dockerfile,
      registry: registry.host, repository: repository.name, digest: manifest.digest,
      tags: [pushed, ...tagResults], fingerprint: print.value, bases: source.bases
    }
    return metadata === undefined
      ? {kind: 'unchanged', stage, reason, image}
      : {kind: 'built', stage, reason, image, changed: ![found?.digest, ...named.values()].includes(manifest.digest), metadata}
  } finally {
    if (!inputs.dockerLogin) await config?.remove()
  }
}

/** Builds the image to see that it builds, and pushes it nowhere. */
export async function tryBuild(run: BuildRun): Promise<Outcome> {
  const settings = settingsOf(run.inputs.build, run.image)
  maskSecretFiles(settings.secrets, run.runner.workspace, run.log.mask)
  const source = await countSources(run, settings, undefined)
  const {metadata} = await make(run, settings, source, undefined, await dockerWith(run.environment, run.signal))
  return {kind: 'built-only', reason: run.reason, fingerprint: source.fingerprint.value, bases: source.bases, metadata}
}

type Verdict = {kind: 'unchanged'; manifest: Manifest; says: string} | {kind: 'build'; says: string}

/** Whether the image that is there, if one is, stands for what would be built. */
function judge(found: Manifest | undefined, print: Fingerprint, rebuild: boolean): Verdict {
  const name = `fingerprint ${print.value.slice(0, 12)}`
  if (print.kind === 'unique') return {kind: 'build', says: `Never taken for unchanged: ${print.because}`}
  if (found === undefined) return {kind: 'build', says: `No image of this ${name} yet.`}
  if (rebuild) return {kind: 'build', says: `An image of this ${name} is there, and rebuild asks for another.`}
  return {kind: 'unchanged', manifest: found, says: `Unchanged: ${found.digest} has this ${name}. Nothing to build.`}
}

async function plan(
  {reason}: BuildRun, {stage, repository}: Target, tagging: Omit<Tagging, 'digest'>, named: Holders, source: CountedSources, sourceTag: string, verdict: Verdict
): Promise<Outcome> {
  const unchanged = verdict.kind === 'unchanged'
  const others = await foreseeTags({...tagging, digest: unchanged ? verdict.manifest.digest : undefined}, named)
  const tags = [{tag: sourceTag, kind: unchanged ? ('already' as const) : ('put' as const)}, ...others]
  return {
    kind: 'planned', stage, reason,
    plan: {
      registry: tagging.registry.host, repository: repository.name, fingerprint: source.fingerprint.value, bases: source.bases,
      action: unchanged ? 'tag only' : 'build and push', because: verdict.says, tags
    }
  }
}

/** Docker, and the environment it is run in. */
interface DockerTool {
  docker: Docker
  environment: Environment
}

async function dockerWith(environment: Environment, signal: AbortSignal): Promise<DockerTool> {
  return {docker: await findDocker({environment, signal}), environment}
}

/** Runs the build, and pushes it under one tag where there is somewhere to push it to. */
async function make(run: BuildRun, settings: BuildSettings, source: CountedSources, push: string | undefined, tool: DockerTool): Promise<Built> {
  const {runner, signal, log, phases, commit, revision} = run
  const directory = await mkdtemp(join(runner.temporaryDirectory, 'build-'))
  const version = revision.version?.text ?? revision.branch ?? revision.commit
  try {
    return await phases.time(push === undefined ? 'build' : 'build and push', () => log.group(push === undefined ? 'Building' : `Building ${push}`, () => buildImage({
      plan: {
        ...settings,
        buildArgs: {...settings.buildArgs, ...source.pins.buildArgs},
        pins: source.pins.buildContexts,
        descriptions: descriptionsOf({runner, image: run.image?.name, commit: run.isCommitted === false ? `${revision.commit}-dirty` : revision.commit, committedAt: commit.time, version}),
        push
      },
      ...tool,
      workspace: runner.workspace,
      dockerfile: source.dockerfile,
      excludedBy: path => excludedBy(path, settings, {directory: runner.workspace}),
      metadataFile: join(directory, 'metadata.json'),
      signal,
      onLine: log.info
    })))
  } finally {
    await rm(directory, {recursive: true, force: true})
  }
}

/** Builds and pushes under the source tag, and reads the manifest back as the registry has it: what the tags will be put on. */
async function makeAndPush(
  run: BuildRun, settings: BuildSettings, source: CountedSources,
  {registry, repository, tag}: {registry: Registry; repository: string; tag: string}, config: PrivateConfig | undefined
): Promise<{manifest: Manifest; metadata: Record<string, unknown>}> {
  const tool = await dockerWith({...run.environment, ...config?.environment}, run.signal)
  // A build may take long: nobody is to wait for one that cannot be pushed.
  await registry.repository(repository, {side: 'target'}).blobs.checkUpload()
  const {digest, metadata} = await make(run, settings, source, `${registry.host}/${repository}:${tag}`, tool)
  const found = digest === undefined ? undefined : await registry.manifest(repository, digest)
  if (found?.kind === 'denied') {
    throw new Failure(`Reading ${digest ?? ''} back, which was pushed to ${repository}: ${found.reason}`, {
      remedy: NEEDS_READ
    })
  }
  if (found?.kind !== 'found') {
    throw new Failure(`Docker pushed ${digest ?? 'no digest'} to ${repository}, and the registry does not have it.`, {
      remedy: 'Run the job again. If it stays, something between this runner and ECR answers in its place: look at proxies and registry mirrors.'
    })
  }
  warnOfDropped(settings.annotations, found.value, run.log)
  return {manifest: found.value, metadata}
}

/** The default builder of an engine with Docker's own image store drops annotations and says nothing. */
function warnOfDropped(annotations: BuildSettings['annotations'], manifest: Manifest, log: Log): void {
  const {annotations: kept = {}} = jsonOf(manifest.bytes) as {annotations?: Record<string, string>}
  const dropped = Object.keys(annotations).filter(name => !name.includes(':') && !(name in kept))
  if (dropped.length === 0) return
  log.warning(`The builder left out the annotations ${dropped.join(', ')}. Add docker/setup-buildx-action before this step: the default builder has no place for them.`)
}
