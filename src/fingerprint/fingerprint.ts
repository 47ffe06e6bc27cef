import {createHash} from 'node:crypto'

import type {ImageUse} from './dockerfile.js'
import type {Source} from './source.js'

/**
 * Version of what is counted and how. Raise it with every change to either: images built before are then built once
 * more, where otherwise one might be taken for another.
 */
const format = 1

/** What the registries said of a reference: its digest, or undefined where the image is not there or not readable. */
export type Digests = ReadonlyMap<string, string | undefined>

/** SHA-256 in hex, over all that a build reads. */
export type Fingerprint =
  | {readonly kind: 'comparable'; readonly value: string; readonly notices: readonly string[]}
  /** Some of what the build reads is fetched when it runs: no image may be taken for it, not even one of this value. */
  | {readonly kind: 'unique'; readonly value: string; readonly because: string; readonly notices: readonly string[]}

/** The references that a registry has to be asked about, each once. */
export function unresolved(source: Source): string[] {
  return uses(source).flatMap(({reference, digest}) => (digest === undefined ? [reference] : []))
}

/**
 * Computes the fingerprint.
 * @param digests an answer for each of `unresolved(source)`
 * @param nonce what tells this run from all others (run id and attempt): it counts where the source is not knowable, so
 * that no two such builds share a value
 */
export function fingerprint(source: Source, digests: Digests, nonce: string): Fingerprint {
  const bases = uses(source).map(use => [use.reference, digestOf(use, digests) ?? null] as const)
  const {notices} = source
  const [because] = source.unknowable
  const counted = {
    ...source.counted,
    frontend: source.frontend?.reference ?? null,
    bases,
    ...(because === undefined ? {} : {nonce})
  }
  // JSON is unambiguous: no value can pass for another key, or for two values.
  const value = createHash('sha256')
    .update(JSON.stringify(['ecr-registry-action fingerprint', format, sortKeys(counted)]))
    .digest('hex')
  return because === undefined ? {kind: 'comparable', value, notices} : {kind: 'unique', value, because, notices}
}

/** How a build is held to the digests that were counted. */
export interface Pins {
  /** Named contexts: those of the user that are images, and one for each base image. They replace the user's of the same name. */
  readonly buildContexts: Readonly<Record<string, string>>
  /** Build arguments: the frontend's, where the Dockerfile names one. */
  readonly buildArgs: Readonly<Record<string, string>>
  /** References that cannot be pinned, for a stage has the very same name and a named context would replace that. */
  readonly unpinned: readonly string[]
}

/** Tells how to hold the build to the digests that the fingerprint counted. What counts by name stays as it is. */
export function pins(source: Source, digests: Digests): Pins {
  const buildContexts: Record<string, string> = {}
  const unpinned: string[] = []
  const userContexts = new Set(source.imageContexts.keys())
  const pinned = (use: ImageUse): string | undefined => {
    const digest = use.digest === undefined ? digestOf(use, digests) : undefined
    return digest === undefined ? undefined : `${use.reference}@${digest}`
  }
  for (const use of source.images) {
    const target = pinned(use)
    if (target === undefined) continue
    for (const [name, reference] of source.imageContexts) {
      if (reference === use.reference) buildContexts[name] = `docker-image://${target}`
    }
    if (userContexts.has(use.contextName)) continue
    if (source.stageNames.includes(use.contextName)) unpinned.push(use.reference)
    else buildContexts[use.contextName] = `docker-image://${target}`
  }
  const frontend = source.frontend === undefined ? undefined : pinned(source.frontend)
  const options = source.frontend?.options ?? ''
  return {
    buildContexts,
    buildArgs: frontend === undefined ? {} : {BUILDKIT_SYNTAX: options === '' ? frontend : `${frontend} ${options}`},
    unpinned
  }
}

/** All images that count, the frontend among them, each once and ordered by reference. */
function uses(source: Source): ImageUse[] {
  const all = [...source.images, ...(source.frontend === undefined ? [] : [source.frontend])]
  return [...new Map(all.map(use => [use.reference, use])).values()].sort((a, b) =>
    a.reference < b.reference ? -1 : 1
  )
}

function digestOf({reference, digest}: ImageUse, digests: Digests): string | undefined {
  if (digest !== undefined) return digest
  if (!digests.has(reference)) throw new RangeError(`No registry was asked for ${reference}.`)
  return digests.get(reference)
}

function sortKeys(record: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}
