import {createHash} from 'node:crypto'

import type {BuildMaterials} from './build-materials.js'
import type {ImageUse} from './dockerfile.js'
import type {FingerprintParts} from './parts.js'
import {partsOfFingerprint} from './parts.js'

/**
 * The version of the fingerprint's format. Raise it with every change to the counted content or to its form: every image is
 * then built once more. Otherwise, an old image might pass for a different new image.
 */
const FORMAT_VERSION = 2

/** The registries' answer for each reference: its digest, or undefined if the image is missing or may not be read. */
export type Digests = ReadonlyMap<string, string | undefined>

/** SHA-256 in hex, over everything that a build reads. */
export type Fingerprint = {
  readonly value: string
  readonly parts: FingerprintParts
  readonly notices: readonly string[]
} & (
  | {readonly kind: 'comparable'}
  /** The build fetches some content when it runs. No existing image may replace it, not even one with the same value. */
  | {readonly kind: 'unique'; readonly reason: string}
)

/** The references whose digests a registry must resolve, each once. */
export function unresolvedReferences(materials: BuildMaterials): string[] {
  return imagesOf(materials).flatMap(({reference, digest}) => (digest === undefined ? [reference] : []))
}

/**
 * Computes the fingerprint of a build.
 * @param digests an answer for each of `unresolvedReferences(materials)`
 * @param nonce identifies this run (run id and attempt). It counts only if the materials are uncertain, so that no two
 * such builds share a value.
 */
export function computeFingerprint(materials: BuildMaterials, digests: Digests, nonce: string): Fingerprint {
  const bases = imagesOf(materials).map(use => [use.reference, digestFor(use, digests) ?? null] as const)
  const {notices} = materials
  const unknown = bases.flatMap(([reference, digest]) =>
    digest === null ? [`No registry shows the digest of the base image ${reference}.`] : []
  )
  const [reason] = [...materials.uncertainties, ...unknown]
  const counted = {
    ...materials.counted,
    frontend: materials.frontend?.reference ?? null,
    bases,
    ...(reason === undefined ? {} : {nonce})
  }
  // JSON is unambiguous: no value can pass for another key, or for two values.
  const value = createHash('sha256')
    .update(JSON.stringify(['ecr-registry-action fingerprint', FORMAT_VERSION, sortKeys(counted)]))
    .digest('hex')
  const common = {value, parts: partsOfFingerprint(materials.counted, bases), notices}
  return reason === undefined ? {kind: 'comparable', ...common} : {kind: 'unique', reason, ...common}
}

/** The options that bind a build to the digests that were counted. */
export interface Pins {
  /**
   * Named contexts: one for each base image, and the user's own that are images. They replace the user's contexts of the
   * same name.
   */
  readonly buildContexts: Readonly<Record<string, string>>
  /** Build arguments: the frontend's, if the Dockerfile names a frontend. */
  readonly buildArgs: Readonly<Record<string, string>>
  /** References that cannot be pinned: a stage has the same name, and a named context would replace the stage. */
  readonly unpinned: readonly string[]
}

/** Derives the options that bind a build to the counted digests. An image without a known digest is not pinned. */
export function pinsFor(materials: BuildMaterials, digests: Digests): Pins {
  const buildContexts: Record<string, string> = {}
  const unpinned: string[] = []
  const userContexts = new Set(materials.imageContexts.keys())
  const pinned = (use: ImageUse): string | undefined => {
    const digest = use.digest === undefined ? digestFor(use, digests) : undefined
    return digest === undefined ? undefined : `${use.reference}@${digest}`
  }
  for (const use of materials.images) {
    const target = pinned(use)
    if (target === undefined) continue
    for (const [name, reference] of materials.imageContexts) {
      if (reference === use.reference) buildContexts[name] = `docker-image://${target}`
    }
    if (userContexts.has(use.contextName)) continue
    if (materials.stageNames.includes(use.contextName)) unpinned.push(use.reference)
    else buildContexts[use.contextName] = `docker-image://${target}`
  }
  const frontend = materials.frontend === undefined ? undefined : pinned(materials.frontend)
  const options = materials.frontend?.options ?? ''
  return {
    buildContexts,
    buildArgs: frontend === undefined ? {} : {BUILDKIT_SYNTAX: options === '' ? frontend : `${frontend} ${options}`},
    unpinned
  }
}

/** All images that count, including the frontend, each once and ordered by reference. */
function imagesOf(materials: BuildMaterials): ImageUse[] {
  const all = [...materials.images, ...(materials.frontend === undefined ? [] : [materials.frontend])]
  return [...new Map(all.map(use => [use.reference, use])).values()].sort((a, b) =>
    a.reference < b.reference ? -1 : 1
  )
}

function digestFor({reference, digest}: ImageUse, digests: Digests): string | undefined {
  if (digest !== undefined) return digest
  if (!digests.has(reference)) throw new RangeError(`No registry was asked for ${reference}.`)
  return digests.get(reference)
}

function sortKeys(record: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}
