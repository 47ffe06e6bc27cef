import type {ImageDetail} from './aws/images.js'
import {remedyAtRepository} from './denied.js'
import {Failure} from './failure.js'
import type {Origin} from './outcome.js'
import {MalformedManifest, partsOf} from './registry/graph.js'
import type {Descriptor, Manifest} from './registry/manifest.js'
import {contentOf, digestOf, jsonOf} from './registry/manifest.js'
import type {Registry} from './registry/registry.js'
import type {Session} from './session.js'
import type {StageRun} from './stage-run.js'
import type {Repository} from './stages/arn.js'
import {isItRight} from './stages/origin.js'
import {commitTag} from './stages/tags.js'

/** An image of the stage before. */
export interface SourceImage {
  manifest: Manifest
  /** What ECR knows of it beside its bytes, where it tells. */
  detail: ImageDetail | undefined
}

/** What the image that is to be promoted is looked for by. */
export interface Wanted {
  /** A tag or a digest. */
  reference: string
  /** Where that comes from: the input `source`, the run's commit, or the hash of its sources. */
  by: 'input' | 'commit' | 'sources'
}

/**
 * Finds the image that is to be promoted.
 * @throws Failure naming the source, what it has instead, and who should have pushed what is missing
 */
export async function findSourceImage(run: StageRun, registry: Registry, repository: Repository, wanted: Wanted, session: Session): Promise<SourceImage> {
  const [manifest, known] = await Promise.all([findManifest(run, registry, repository, wanted, session), knownOf(run, session, repository, wanted.reference)])
  return {manifest, detail: heldTo(manifest.digest, known, run, repository)}
}

/** The hash of what the image was built from, by the tag that the stage before gave it. */
export function fingerprintOf(detail: ImageDetail | undefined): string | undefined {
  return detail?.tags.find(tag => tag.startsWith('src-'))?.slice('src-'.length)
}

/** The tags that the stage before gave the image for people. */
export function tagsForPeople(detail: ImageDetail | undefined): string[] {
  return (detail?.tags ?? []).filter(isForPeople).sort()
}

type Words = Readonly<Record<string, unknown>>

/**
 * What an image says of where it comes from: by its annotations, else by its labels. Nothing depends on it.
 * @see https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
export async function originOf(
  {runner, signal}: Pick<StageRun, 'runner' | 'signal'>, registry: Pick<Registry, 'repository'>, repository: Repository, manifest: Manifest
): Promise<Origin | undefined> {
  const own = `${runner.serverUrl}/${runner.repository}`
  try {
    const {annotations = {}} = jsonOf(manifest.bytes) as {annotations?: Words}
    return originIn(annotations, own) ?? originIn(await labelsOf(registry, repository, manifest), own)
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}

function originIn(words: Words, own: string): Origin | undefined {
  const [commit, created, version, source] = ['revision', 'created', 'version', 'source'].map(name => {
    const value = words[`org.opencontainers.image.${name}`]
    return typeof value === 'string' && value !== '' ? value : undefined
  })
  if (commit === undefined) return undefined
  const isOurs = source === own && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)
  return {commit, created, version, runs: isOurs ? `${own}/commit/${commit}/checks` : undefined}
}

/** Larger ones are none that a builder writes. */
const CONFIG_BYTES = 1024 * 1024

/** Of one image: an index has none, and each of its images may have others. */
async function labelsOf(registry: Pick<Registry, 'repository'>, repository: Repository, manifest: Manifest): Promise<Words> {
  const content = contentOf(manifest)
  if (content.kind === 'index' || content.config === undefined || content.config.size > CONFIG_BYTES) return {}
  const {config = {}} = jsonOf(await read(registry, repository, content.config)) as {config?: {Labels?: Words}}
  return config.Labels ?? {}
}

async function read(registry: Pick<Registry, 'repository'>, {name}: Repository, {digest, size}: Descriptor): Promise<Buffer> {
  const {body} = await registry.repository(name, {side: 'source'}).blobs.open(digest)
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > size) break
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  if (digestOf(bytes) !== digest) throw new Error(`${digest} has other bytes.`)
  return bytes
}

async function findManifest(run: StageRun, registry: Registry, repository: Repository, wanted: Wanted, session: Session): Promise<Manifest> {
  const {reference} = wanted
  const found = await registry.manifest(repository.name, reference, {side: 'source'})
  const where = `the source ${repository.name} (account ${repository.account}, ${repository.region})`
  if (found.kind === 'found') return wellFormed(found.value, `${reference} of ${where}`)
  if (found.kind === 'denied') {
    throw new Failure(`Reading ${reference} of ${where}: ${found.reason}`, {
      remedy: remedyAtRepository(found.reason, repository.from, 'The role of this stage needs to read the repository of the stage before: deploy infra/ anew.')
    })
  }
  if (found.what === 'repository') {
    throw new Failure(`There is no such repository: ${where}.`, {remedy: `${isItRight('repository', repository.from)} If it is, deploy infra/ for the stage before.`})
  }
  const {imageDetail} = await import('./aws/index.js')
  const known = await imageDetail(session.ecr(repository), repository, reference, run.signal).catch(() => undefined)
  if (known?.archived === true) {
    throw new Failure(`The image ${reference} of ${where} is archived.`, {remedy: 'Restore it in ECR, or build it anew: pushing it again restores it.'})
  }
  if (known !== undefined) {
    // ECR knows it by this name: that it is not there was said for once, and wrongly.
    const again = await registry.manifest(repository.name, known.digest, {side: 'source'})
    if (again.kind === 'found') return wellFormed(again.value, `${reference} of ${where}`)
  }
  throw new Failure(`There is no image ${reference} in ${where}. ${await newestOf(run, repository, session)}`, {remedy: remedyOfMissing(wanted, run)})
}

/** Who should have pushed what is not there, or which name was wrong. */
function remedyOfMissing({reference, by}: Wanted, {revision: {commit}, runner, trunk}: StageRun): string {
  // By hand it is not known where the stages file does not say.
  const at = (page: string): string => (runner.repository === '' ? '.' : `: ${runner.serverUrl}/${runner.repository}/commit/${commit}${page}`)
  switch (by) {
    case 'input':
      return `Input source is \`${reference}\`: give a tag or a digest that is there, or leave it out, and the image of this run's commit is looked for.`
    case 'commit':
      return `The run on commit ${commit} should have pushed it${at('/checks')}\n` +
        'If it is still going, wait for it to end, and run the job again.\n' +
        `Only a commit that a push made the head of the trunk ${trunk} has one: a merged branch's own commits have none, nor have those pushed together with a later one.\n` +
        `Merge this commit if it is not merged yet. Then tag the head of ${trunk} after the merge with a new version, as a tag that was pushed stays on its commit; ` +
        'or release by hand with `sha-<12 of that head>` as the input `source`.'
    case 'sources':
      return `The last run on the pull request of commit ${commit} should have pushed it${at('')}\n` +
        `It has not if it failed, if ${trunk} had moved on before the merge, or if a base image has changed since. ` +
        'Build it for master instead (leave the input `operation` out), or name it with the input `source`.'
  }
}

const LISTED = 5

/** What there is instead, an image a line; where ECR does not say, that it does not. */
async function newestOf({signal}: StageRun, repository: Repository, session: Session): Promise<string> {
  const {answerOf, newestImages} = await import('./aws/index.js')
  try {
    const newest = (await newestImages(session.ecr(repository), repository, '', signal)).map(image => ({...image, tags: image.tags.filter(isForPeople)}))
    const lines = newest.filter(({tags}) => tags.length > 0).slice(0, LISTED)
      .map(({tags, pushedAt}) => `  ${tags.join(', ')} (pushed ${pushedAt === undefined ? 'at an unknown time' : `${pushedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`})`)
    return lines.length === 0 ? 'It holds none with a tag.' : ['The newest there are, each with its tags:', ...lines].join('\n')
  } catch (error) {
    signal.throwIfAborted()
    return `What it holds cannot be listed: ${answerOf(error)}`
  }
}

/** Neither the hash of the sources nor what cosign has to say of another image. */
function isForPeople(tag: string): boolean {
  return !/^src-|^sha256-[0-9a-f]{64}/.test(tag)
}

/** What is asked about a manifest from here on takes it for one. */
function wellFormed(manifest: Manifest, what: string): Manifest {
  try {
    partsOf(manifest)
    return manifest
  } catch (error) {
    if (!(error instanceof MalformedManifest)) throw error
    throw new Failure(`Reading ${what}: it is no manifest to be copied: ${error.message}`, {cause: error, remedy: 'Build and push the image anew.'})
  }
}

type Known = {kind: 'known'; detail: ImageDetail | undefined; rebuilt: ImageDetail[]} | {kind: 'unknown'; because: string}

/** What ECR knows of the source image beside its bytes; a promotion does without where it may not be asked. */
async function knownOf(run: StageRun, session: Session, repository: Repository, reference: string): Promise<Known> {
  const {answerOf, imageDetail, newestImages} = await import('./aws/index.js')
  const ecr = session.ecr(repository)
  try {
    const [detail, rebuilt] = await Promise.all([
      imageDetail(ecr, repository, reference, run.signal),
      run.inputs.source === undefined ? newestImages(ecr, repository, `${commitTag(run.revision.commit)}-`, run.signal) : []
    ])
    return {kind: 'known', detail, rebuilt}
  } catch (error) {
    run.signal.throwIfAborted()
    return {kind: 'unknown', because: answerOf(error)}
  }
}

/** What is known of the image that was found, said where it matters. A tag can have moved between the two questions. */
function heldTo(digest: string, known: Known, {log}: StageRun, {name}: Repository): ImageDetail | undefined {
  if (known.kind === 'unknown') {
    log.warning(`What ECR knows of ${digest} in ${name} cannot be read, so it is promoted without its src- tag: ${known.because}`)
    return undefined
  }
  const {detail, rebuilt} = known
  if (rebuilt.length > 0) {
    log.notice(`${name} has later builds of this commit as well (${rebuilt.flatMap(({tags}) => tags.filter(tag => tag.startsWith('sha-'))).join(', ')}); the first is promoted. The input \`source\` names another.`)
  }
  return detail?.digest === digest ? detail : undefined
}
