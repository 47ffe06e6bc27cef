import type {Descriptor, Manifest} from '@org/oci/manifest'
import {contentOf, digestOf, jsonOf} from '@org/oci/manifest'
import {MalformedManifest, partsOf} from '@org/oci/manifest-parts'
import type {RepositoryClient} from '@org/oci/registry-client'

import {remedyAtRepository} from '../aws/denied.js'
import type {ImageDetail} from '../aws/images.js'
import {Failure} from '../core/failure.js'
import {Lazy} from '../core/lazy.js'
import {originQuestion} from '../stages/origin.js'
import {commitTag} from '../stages/tags.js'
import {countBuildInputs} from './build-inputs.js'
import {buildSettings} from './build-settings.js'
import type {StageRun} from './context.js'
import type {Origin} from './outcome.js'
import type {Session, StageRepository} from './session.js'

/** The image of the stage before that is to be promoted. */
export interface PromotionSource {
  manifest: Manifest
  /** What ECR knows of it beside its bytes, if it tells. */
  detail: ImageDetail | undefined
  /** What the image says of its origin. It is read when it is asked for, and nothing depends on it. */
  origin: Lazy<Origin | undefined>
}

/** How the image to be promoted is looked for. */
export interface SourceReference {
  /** A tag or a digest. */
  reference: string
  /** Where that comes from: the input `source`, the run's commit, or the fingerprint of the checkout. */
  by: 'input' | 'commit' | 'fingerprint'
}

/**
 * Finds the image that is to be promoted.
 * @throws Failure naming the source, what it has instead, and which run should have pushed what is missing
 */
export async function findPromotionSource(
  run: StageRun,
  session: Session,
  source: StageRepository
): Promise<PromotionSource> {
  return await run.timings.time('look-up', async () => {
    const wanted = await sourceReference(run, session)
    const [manifest, known] = await Promise.all([findManifest(run, source, wanted), knownToEcr(run, source, wanted)])
    return {
      manifest,
      detail: detailOfDigest(manifest.digest, known, run, source),
      origin: new Lazy(() => originOf(run, source.client, manifest))
    }
  })
}

/** The fingerprint that an image was built from, by the tag that the stage before gave it. */
export function fingerprintOf(detail: ImageDetail | undefined): string | undefined {
  return detail?.tags.find(tag => tag.startsWith('src-'))?.slice('src-'.length)
}

/** The tags that the stage before gave the image for people. */
export function tagsForPeople(detail: ImageDetail | undefined): string[] {
  return (detail?.tags ?? []).filter(isForPeople).sort()
}

/** The tag or digest by which the stage before has the image of this run. */
async function sourceReference(run: StageRun, session: Session): Promise<SourceReference> {
  const {inputs, stage, revision} = run
  if (inputs.source !== undefined) return {reference: inputs.source, by: 'input'}
  if (stage === 'release') return {reference: commitTag(revision.commit), by: 'commit'}
  const {fingerprint} = await countBuildInputs(run, buildSettings(run), session)
  if (fingerprint.kind === 'comparable') return {reference: `src-${fingerprint.value}`, by: 'fingerprint'}
  throw new Failure(`Which image of development is that of this commit is not known: ${fingerprint.because}`, {
    remedy: 'Build it for master instead (leave the input `operation` out), or name it with the input `source`.'
  })
}

type Fields = Readonly<Record<string, unknown>>

/**
 * What an image says of its origin: by its annotations, else by its labels.
 * @see https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
export async function originOf(
  {runner, signal}: Pick<StageRun, 'runner' | 'signal'>,
  client: Pick<RepositoryClient, 'blobs'>,
  manifest: Manifest
): Promise<Origin | undefined> {
  const own = `${runner.serverUrl}/${runner.repository}`
  try {
    const {annotations = {}} = jsonOf(manifest.bytes) as {annotations?: Fields}
    return originIn(annotations, own) ?? originIn(await labelsOf(client, manifest), own)
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}

function originIn(fields: Fields, own: string): Origin | undefined {
  const [commit, created, version, source] = ['revision', 'created', 'version', 'source'].map(name => {
    const value = fields[`org.opencontainers.image.${name}`]
    return typeof value === 'string' && value !== '' ? value : undefined
  })
  if (commit === undefined) return undefined
  const isOurs = source === own && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)
  return {commit, created, version, runs: isOurs ? `${own}/commit/${commit}/checks` : undefined}
}

/** No builder writes a larger config. */
const CONFIG_BYTES = 1024 * 1024

/** The labels of one image. An index has none, and each of its images may have others. */
async function labelsOf(client: Pick<RepositoryClient, 'blobs'>, manifest: Manifest): Promise<Fields> {
  const content = contentOf(manifest)
  if (content.kind === 'index' || content.config === undefined || content.config.size > CONFIG_BYTES) return {}
  const {config = {}} = jsonOf(await readBlob(client, content.config)) as {config?: {Labels?: Fields}}
  return config.Labels ?? {}
}

async function readBlob(client: Pick<RepositoryClient, 'blobs'>, {digest, size}: Descriptor): Promise<Buffer> {
  const {body} = await client.blobs.open(digest)
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

async function findManifest(run: StageRun, source: StageRepository, wanted: SourceReference): Promise<Manifest> {
  const {repository, client} = source
  const {reference} = wanted
  const found = await client.manifest(reference)
  const where = `the source ${repository.name} (account ${repository.account}, ${repository.region})`
  if (found.kind === 'found') return wellFormed(found.value, `${reference} of ${where}`)
  if (found.kind === 'denied') {
    throw new Failure(`Reading ${reference} of ${where}: ${found.reason}`, {
      remedy: remedyAtRepository(
        found.reason,
        repository.from,
        'The role of this stage needs to read the repository of the stage before: deploy infra/ anew.'
      )
    })
  }
  if (found.what === 'repository') {
    throw new Failure(`There is no such repository: ${where}.`, {
      remedy: `${originQuestion('repository', repository.from)} If it is, deploy infra/ for the stage before.`
    })
  }
  const {imageDetail} = await import('../aws/index.js')
  const known = await imageDetail(source.ecr, repository, reference, run.signal).catch(() => undefined)
  if (known?.archived === true) {
    throw new Failure(`The image ${reference} of ${where} is archived.`, {
      remedy: 'Restore it in ECR, or build it anew: pushing it again restores it.'
    })
  }
  if (known !== undefined) {
    // ECR knows the image by this name, so the 404 was a passing one: ECR sometimes answers so for what it has just stored.
    const again = await client.manifest(known.digest)
    if (again.kind === 'found') return wellFormed(again.value, `${reference} of ${where}`)
  }
  throw new Failure(`There is no image ${reference} in ${where}. ${await newestIn(run, source)}`, {
    remedy: remedyOfMissing(wanted, run)
  })
}

/** Which run should have pushed what is missing, or which name is wrong. */
function remedyOfMissing({reference, by}: SourceReference, {revision: {commit}, runner, trunk}: StageRun): string {
  // On a command line the repository on GitHub is not known if the stages file does not name it.
  const at = (page: string): string =>
    runner.repository === '' ? '.' : `: ${runner.serverUrl}/${runner.repository}/commit/${commit}${page}`
  switch (by) {
    case 'input':
      return `Input source is \`${reference}\`: give a tag or a digest that is there, or leave it out, and the image of this run's commit is looked for.`
    case 'commit':
      return (
        `The run on commit ${commit} should have pushed it${at('/checks')}\n` +
        'If it is still going, wait for it to end, and run the job again.\n' +
        `Only a commit that a push made the head of the trunk ${trunk} has one: a merged branch's own commits have none, nor have those pushed together with a later one.\n` +
        `Merge this commit if it is not merged yet. Then tag the head of ${trunk} after the merge with a new version, as a tag that was pushed stays on its commit; ` +
        'or release by hand with `sha-<12 of that head>` as the input `source`.'
      )
    case 'fingerprint':
      return (
        `The last run on the pull request of commit ${commit} should have pushed it${at('')}\n` +
        `It has not if it failed, if ${trunk} had moved on before the merge, or if a base image has changed since. ` +
        'Build it for master instead (leave the input `operation` out), or name it with the input `source`.'
      )
  }
}

const LISTED = 5

/** The newest images there are instead, one a line. */
async function newestIn({signal}: StageRun, {ecr, repository}: StageRepository): Promise<string> {
  const {answerOf, newestImages} = await import('../aws/index.js')
  try {
    const newest = (await newestImages(ecr, repository, '', signal)).map(image => ({
      ...image,
      tags: image.tags.filter(isForPeople)
    }))
    const lines = newest
      .filter(({tags}) => tags.length > 0)
      .slice(0, LISTED)
      .map(
        ({tags, pushedAt}) =>
          `  ${tags.join(', ')} (pushed ${pushedAt === undefined ? 'at an unknown time' : `${pushedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`})`
      )
    return lines.length === 0
      ? 'It holds none with a tag.'
      : ['The newest there are, each with its tags:', ...lines].join('\n')
  } catch (error) {
    signal.throwIfAborted()
    return `What it holds cannot be listed: ${answerOf(error)}`
  }
}

/** Neither a fingerprint nor a tag under which cosign keeps something about another image. */
function isForPeople(tag: string): boolean {
  return !/^src-|^sha256-[0-9a-f]{64}/.test(tag)
}

function wellFormed(manifest: Manifest, what: string): Manifest {
  try {
    partsOf(manifest)
    return manifest
  } catch (error) {
    if (!(error instanceof MalformedManifest)) throw error
    throw new Failure(`Reading ${what}: it is no manifest to be copied: ${error.message}`, {
      cause: error,
      remedy: 'Build and push the image anew.'
    })
  }
}

type Known =
  {kind: 'known'; detail: ImageDetail | undefined; rebuilt: ImageDetail[]} | {kind: 'unknown'; because: string}

/** What ECR knows of the source image beside its bytes. A promotion does without if the role may not ask. */
async function knownToEcr(
  run: StageRun,
  {ecr, repository}: StageRepository,
  {reference}: SourceReference
): Promise<Known> {
  const {answerOf, imageDetail, newestImages} = await import('../aws/index.js')
  try {
    const [detail, rebuilt] = await Promise.all([
      imageDetail(ecr, repository, reference, run.signal),
      run.inputs.source === undefined
        ? newestImages(ecr, repository, `${commitTag(run.revision.commit)}-`, run.signal)
        : []
    ])
    return {kind: 'known', detail, rebuilt}
  } catch (error) {
    run.signal.throwIfAborted()
    return {kind: 'unknown', because: answerOf(error)}
  }
}

/** What ECR knows of the image that was found. A tag may have moved between the two questions, so the digests are compared. */
function detailOfDigest(
  digest: string,
  known: Known,
  {log}: StageRun,
  {repository: {name}}: StageRepository
): ImageDetail | undefined {
  if (known.kind === 'unknown') {
    log.warning(
      `What ECR knows of ${digest} in ${name} cannot be read, so it is promoted without its src- tag: ${known.because}`
    )
    return undefined
  }
  const {detail, rebuilt} = known
  if (rebuilt.length > 0) {
    log.notice(
      `${name} has later builds of this commit as well (${rebuilt.flatMap(({tags}) => tags.filter(tag => tag.startsWith('sha-'))).join(', ')}); the first is promoted. The input \`source\` names another.`
    )
  }
  return detail?.digest === digest ? detail : undefined
}
