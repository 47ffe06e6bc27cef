import {setTimeout as sleep} from 'node:timers/promises'

import type {Manifest} from '@org/oci/manifest'
import {contentOf} from '@org/oci/manifest'

import {Failure} from '../core/failure.js'
import {remedies, remedy, RUN_AGAIN, THIS_MACHINE} from '../core/remedy.js'
import type {Built} from '../docker/build.js'
import type {PushTarget} from '../docker/command.js'
import type {BuildRun} from './context.js'
import type {StageRepository} from './session.js'
import {NEEDS_READ} from './tags.js'

/** An image that was built and pushed, as the registry stores it. */
export interface OwnImage {
  manifest: Manifest
  /** The metadata of the build from buildx, unchanged. */
  metadata: Record<string, unknown>
}

const PUSHES = 5

/**
 * Builds and pushes until the registry has the image of this build. Docker's own driver pushes what its tag names at that
 * moment, and another build on the same machine may have moved that tag since.
 * @param build builds and pushes once
 * @throws Failure if the registry does not have the image, or the login may not read it
 */
export async function pushOwnImage(
  {log, signal}: Pick<BuildRun, 'log' | 'signal'>,
  target: StageRepository,
  push: PushTarget,
  build: (attempt: number) => Promise<Built>
): Promise<OwnImage> {
  for (let attempt = 1; ; attempt++) {
    const {digest, metadata} = await build(attempt)
    const manifest = digest === undefined ? undefined : await readBack(target, digest)
    if (manifest !== undefined && isOwnImage(manifest, metadata)) return {manifest, metadata}
    if (digest === undefined || push.kind === 'digest') throw missingImage(target, digest)
    const other = `Docker pushed another image to ${push.reference} than it built. Another build on the same machine may have used this tag at the same time.`
    if (attempt === PUSHES) throw manifest === undefined ? missingImage(target, digest) : otherImage(other)
    log.notice(`${other} The image is pushed again (${attempt} of ${PUSHES - 1}).`)
    await sleep(1000 * attempt * Math.random(), undefined, {signal})
  }
}

/**
 * The builder names the configuration of the image that it built; an engine with containerd's image store names the manifest.
 * An index has no configuration, and its digest is the builder's own.
 */
function isOwnImage(manifest: Manifest, metadata: Record<string, unknown>): boolean {
  const content = contentOf(manifest)
  const own = metadata['containerimage.config.digest']
  return content.kind === 'index' || typeof own !== 'string' || [content.config?.digest, manifest.digest].includes(own)
}

/** @returns undefined if the registry does not have the image */
async function readBack({client, repository}: StageRepository, digest: string): Promise<Manifest | undefined> {
  const found = await client.manifest(digest)
  if (found.kind === 'found') return found.value
  if (found.kind === 'missing') return undefined
  throw new Failure(`Reading ${digest} back from ${repository.name}, where it was just pushed: ${found.reason}`, {
    remedy: NEEDS_READ
  })
}

function missingImage({repository}: StageRepository, digest: string | undefined): Failure {
  return new Failure(
    digest === undefined
      ? `Docker printed no digest for its push to ${repository.name}, and the registry has no image there.`
      : `Docker pushed ${digest} to ${repository.name}, but the registry does not have it.`,
    {
      remedy: remedy`${RUN_AGAIN}. If that does not help, check the proxies and registry mirrors between ${THIS_MACHINE} and ECR: one of them may answer in its place.`
    }
  )
}

/** A builder in a container pushes by digest, without a tag. */
const PUSH_WITHOUT_TAG = {
  workflow: 'Or add docker/setup-buildx-action before this step: its builder pushes without a tag.',
  terminal: 'Or run `docker buildx create --use`: that builder pushes without a tag.'
}

function otherImage(message: string): Failure {
  return new Failure(message, {remedy: remedies(remedy`${RUN_AGAIN} while no other build runs.`, PUSH_WITHOUT_TAG)})
}
