import type {Descriptor, Manifest} from '@org/oci/manifest'
import {contentOf, isImageEntry, isImageOrIndex, jsonOf} from '@org/oci/manifest'
import type {RepositoryClient} from '@org/oci/registry-client'

import {Failure, messageOf} from '../core/failure.js'
import {remedies, remedy, RUN_AGAIN} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import {RECIPE} from '../fingerprint/parts.js'
import {commitTag} from '../stages/tags.js'
import type {StageRun} from './context.js'
import {failureOf} from './failure.js'
import type {Fields} from './image-config.js'
import {readImageConfig} from './image-config.js'
import {releaseAnotherCommit} from './next-release.js'
import type {Origin} from './outcome.js'
import type {StageRepository} from './session.js'

/** The origin that an image declares. An image that declares none is another thing than one that could not be asked. */
export type OriginReading =
  {kind: 'declared'; origin: Origin} | {kind: 'undeclared'} | {kind: 'unreadable'; cause: unknown}

/**
 * Reads the origin of an image from its annotations, or else from its labels. The images of an index may have different labels,
 * so an index declares only what its annotations say.
 * @see https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
export async function readOrigin(
  {runner, signal}: Pick<StageRun, 'runner' | 'signal'>,
  client: Pick<RepositoryClient, 'blobs'>,
  manifest: Manifest
): Promise<OriginReading> {
  const own = `${runner.serverUrl}/${runner.repository}`
  try {
    const {annotations} = jsonOf(manifest.bytes) as {annotations?: Fields | null}
    const origin =
      originIn(annotations ?? {}, own) ?? originIn((await readImageConfig(client, manifest)).Labels ?? {}, own)
    return origin === undefined ? {kind: 'undeclared'} : {kind: 'declared', origin}
  } catch (cause) {
    signal.throwIfAborted()
    return {kind: 'unreadable', cause}
  }
}

/**
 * For an index that declares nothing, the origin of its first image: the images of an index are built from one commit, with
 * one Dockerfile.
 * @param reading of the index or the image itself
 */
export async function originOfImages(
  run: Pick<StageRun, 'runner' | 'signal'>,
  client: Pick<RepositoryClient, 'blobs' | 'find'>,
  manifest: Manifest,
  reading: OriginReading
): Promise<OriginReading> {
  const content = contentOf(manifest)
  if (reading.kind !== 'undeclared' || content.kind !== 'index') return reading
  try {
    const image = await firstImage(client, content.manifests)
    return image === undefined ? reading : await readOrigin(run, client, image)
  } catch (cause) {
    run.signal.throwIfAborted()
    return {kind: 'unreadable', cause}
  }
}

/** An attestation may be listed as an image, also as the first one, and declares nothing. */
async function firstImage(
  client: Pick<RepositoryClient, 'find'>,
  entries: readonly Descriptor[]
): Promise<Manifest | undefined> {
  for (const {digest} of entries.filter(isImageEntry)) {
    const manifest = await client.find(digest)
    if (manifest !== undefined && isImageOrIndex(manifest)) return manifest
  }
  return undefined
}

/** The origin of an image in a repository. An image that is missing by now declares nothing. */
export async function originAt(
  run: Pick<StageRun, 'runner' | 'signal'>,
  client: Pick<RepositoryClient, 'blobs' | 'find'>,
  digest: string
): Promise<OriginReading> {
  try {
    const manifest = await client.find(digest)
    if (manifest === undefined) return {kind: 'undeclared'}
    return await originOfImages(run, client, manifest, await readOrigin(run, client, manifest))
  } catch (cause) {
    run.signal.throwIfAborted()
    return {kind: 'unreadable', cause}
  }
}

/** The error for a commit with two images, of which one cannot be asked for its recipe. */
export function unknownRecipe(tag: string, digest: string, own: string, cause: unknown): Failure {
  return new Failure(
    `The commit has another image, ${tag} (${digest}). It cannot be asked for its settings, so it is not known whether it is a variant of ${own}: ${messageOf(cause)}`,
    {
      cause,
      remedy: remedies(
        failureOf(cause)?.remedy ?? remedy`${RUN_AGAIN}.`,
        remedy`To release one of them all the same, name it with ${setting('source')}.`
      )
    }
  )
}

/** The origin of an image, or of the images of an index; undefined if it declares none, or cannot be read. */
export async function originOf(
  run: Pick<StageRun, 'runner' | 'signal'>,
  client: Pick<RepositoryClient, 'blobs' | 'find'>,
  manifest: Manifest
): Promise<Origin | undefined> {
  return declaredIn(await originOfImages(run, client, manifest, await readOrigin(run, client, manifest)))
}

export function declaredIn(reading: OriginReading): Origin | undefined {
  return reading.kind === 'declared' ? reading.origin : undefined
}

function originIn(fields: Fields, own: string): Origin | undefined {
  const [commit, created, version, source] = ['revision', 'created', 'version', 'source'].map(name => {
    const value = fields[`org.opencontainers.image.${name}`]
    return typeof value === 'string' && value !== '' ? value : undefined
  })
  if (commit === undefined) return undefined
  const isOurs = source === own && isCommitId(commit)
  const recipe = fields[RECIPE]
  return {
    commit,
    recipe: typeof recipe === 'string' ? recipe : undefined,
    created,
    version,
    runs: isOurs ? `${own}/commit/${commit}/checks` : undefined
  }
}

/**
 * The other commit that has the same tag as a commit, if that is the one that an image was built from. A tag has twelve
 * digits of its commit. An image that was found unchanged keeps the commit of its build, so most other commits say nothing.
 * @param revision as the image declares it, with `-dirty` if its files differed from the commit
 */
export function otherCommitOfTag(commit: string, revision: string): string | undefined {
  const built = revision.replace(/-dirty$/, '')
  return isCommitId(built) && built !== commit && commitTag(built) === commitTag(commit) ? built : undefined
}

function isCommitId(text: string): boolean {
  return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(text)
}

/** Refuses an image of another commit, whose tag has the same twelve digits, and one that cannot be asked for its commit. */
export function refuseOtherCommit(
  run: StageRun,
  {repository}: StageRepository,
  digest: string,
  reading: OriginReading
): void {
  const {revision, log, inputs} = run
  const {commit} = revision
  const tag = commitTag(commit, inputs.variant)
  switch (reading.kind) {
    case 'declared': {
      const other = otherCommitOfTag(commit, reading.origin.commit)
      if (other === undefined) return
      throw new Failure(
        `${tag} in ${repository.name} is ${digest}, the image of commit ${other}. This run would release commit ${commit}, which begins with the same twelve digits.`,
        {remedy: releaseAnotherCommit(run, 'Make any change', 'Promote another commit: its tag has other digits.')}
      )
    }
    case 'undeclared':
      log.info(
        `${tag} in ${repository.name} is ${digest}, which does not name the commit that it was built from. So only the twelve digits of its tag say that it is the image of commit ${commit}.`
      )
      return
    case 'unreadable':
      throw unreadable(reading.cause, `${tag} in ${repository.name}`, digest)
  }
}

function unreadable(cause: unknown, tag: string, digest: string): Failure {
  const failure = failureOf(cause)
  // An image that has lost a part cannot be released by its digest either.
  if (failure?.needsBuild === true) return failure
  return new Failure(messageOf(cause), {
    cause,
    remedy: remedies(
      failure?.remedy ??
        remedy`${RUN_AGAIN}. If the answer is a denial, deploy infra/ again: the role of this stage must be able to read the repository of the stage before.`,
      remedy`Without an answer it is not known from which commit ${tag} was built: a tag has only twelve digits of it. To release the image all the same, set ${setting('source')} to \`${digest}\`.`
    )
  })
}
