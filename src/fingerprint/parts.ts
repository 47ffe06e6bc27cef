import {createHash} from 'node:crypto'

/** Hashes of the parts of a fingerprint, so that people can be told which part changed. */
export interface FingerprintParts {
  /** The files of all contexts. */
  readonly context: string
  readonly dockerfile: string
  /** The build arguments. */
  readonly arguments: string
  /** Everything else that the build sets: target, platforms, labels, attestations. */
  readonly settings: string
  /** The digests of each base image, by its reference without a digest. Empty if no registry shows one. */
  readonly bases: Readonly<Record<string, readonly string[]>>
}

const PREFIX = 'ecr-registry.fingerprint.'
const HASHED = ['context', 'dockerfile', 'arguments', 'settings'] as const
/**
 * The name of the label and annotation that tells two variants of an image apart. A rebuild of a commit has the recipe of its
 * first build.
 */
export const RECIPE = 'ecr-registry.recipe'
/** The name of the annotation with the platform of an image that was built as a part of another. */
export const PLATFORM = 'ecr-registry.platform'

/**
 * Splits what a fingerprint counts into its parts.
 * @param counted the values that the fingerprint counts, by name
 * @param bases references of base images, which may be pinned to their digests, and the digests
 */
export function partsOfFingerprint(
  {contexts, dockerfile, buildArgs, ...others}: Readonly<Record<string, unknown>>,
  bases: readonly (readonly [reference: string, digest: string | null])[]
): FingerprintParts {
  // The surroundings may contain the password of a proxy, so not even a hash of them is published.
  const settings = {...others, surroundings: null}
  return {
    context: hash(contexts),
    dockerfile: hash(dockerfile),
    arguments: hash(buildArgs),
    settings: hash(settings),
    bases: byReference(bases.map(([reference, digest]) => [reference.replace(/@.*$/, ''), digest]))
  }
}

/** A Dockerfile may pin the same reference to several digests. */
function byReference(
  bases: readonly (readonly [reference: string, digest: string | null])[]
): FingerprintParts['bases'] {
  const digestsOf = (name: string): string[] =>
    bases.flatMap(([reference, digest]) => (reference === name && digest !== null ? [digest] : [])).sort()
  return Object.fromEntries(bases.map(([reference]) => [reference, digestsOf(reference)]))
}

/** The settings that tell two images of one commit apart, as people wrote them. */
export interface Recipe {
  context: string
  file: string | undefined
  target: string | undefined
  /** Empty if people set none, so that another machine builds by the same recipe. */
  platforms: readonly string[]
  buildArgs: Readonly<Record<string, string>>
  buildContexts: Readonly<Record<string, string>>
}

/** The settings of a recipe, for a sentence about two recipes. */
export const RECIPE_SETTINGS = 'context, Dockerfile, target, platforms, build contexts or build arguments'

/** The value of `RECIPE`. Contents, labels and the network are no part of it, because a rebuild may change them. */
export function recipeOf({context, file, target, platforms, buildArgs, buildContexts}: Recipe): string {
  return hash([context, file, target, [...platforms].sort(), byName(buildArgs), byName(buildContexts)])
}

function byName(values: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** The parts as annotations of a manifest. */
export function partAnnotations(parts: FingerprintParts): Record<string, string> {
  const bases = Object.entries(parts.bases).flatMap(([reference, digests]) =>
    digests.length === 0 ? [reference] : digests.map(digest => `${reference}@${digest}`)
  )
  const hashes = HASHED.map((part): [string, string] => [PREFIX + part, parts[part]])
  return Object.fromEntries([...hashes, [`${PREFIX}bases`, bases.join(' ')]])
}

const HASH = /^[0-9a-f]{16}$/
const REFERENCE = /^[\w.:/[\]-]{1,300}(?:@[a-z0-9]{1,10}:[0-9a-f]{1,128})?$/
/** No Dockerfile has more base images. */
const MAX_BASES = 100

/**
 * Reads the parts from the annotations of a manifest. Others may have written them, so no text of another form is accepted.
 * @returns undefined if one is missing or malformed: older images have none, and some image stores drop them
 */
export function readPartAnnotations(annotations: Readonly<Record<string, unknown>>): FingerprintParts | undefined {
  const texts = [...HASHED, 'bases'].map(part => annotations[PREFIX + part]).filter(text => typeof text === 'string')
  if (texts.length <= HASHED.length) return undefined
  const [context = '', dockerfile = '', buildArguments = '', settings = '', bases = ''] = texts
  const references = bases.split(' ').filter(reference => reference !== '')
  const hashes = [context, dockerfile, buildArguments, settings]
  if (
    references.length > MAX_BASES ||
    ![...hashes.map(one => HASH.test(one)), ...references.map(one => REFERENCE.test(one))].every(Boolean)
  )
    return undefined
  return {
    context,
    dockerfile,
    arguments: buildArguments,
    settings,
    bases: byReference(
      references.map(text => {
        const [reference = '', digest] = text.split('@')
        return [reference, digest ?? null]
      })
    )
  }
}

const SUBJECTS = {context: 'context', dockerfile: 'Dockerfile', arguments: 'build arguments', settings: 'settings'}

/** The parts that differ, as clauses such as `the base image node:22 moved`. */
export function changedParts(before: FingerprintParts, now: FingerprintParts): string[] {
  const references = [...new Set([...Object.keys(before.bases), ...Object.keys(now.bases)])].sort()
  return [
    ...references.flatMap(reference => baseChange(reference, before, now)),
    ...HASHED.filter(part => before[part] !== now[part]).map(part => `the ${SUBJECTS[part]} changed`)
  ]
}

function baseChange(reference: string, before: FingerprintParts, now: FingerprintParts): string[] {
  const name = `the base image ${reference.replace(/^docker\.io\/(?:library\/)?/, '')}`
  if (!Object.hasOwn(before.bases, reference)) return [`${name} is new`]
  if (!Object.hasOwn(now.bases, reference)) return [`${name} is no longer read`]
  return String(before.bases[reference]) === String(now.bases[reference]) ? [] : [`${name} moved`]
}

/** 16 digits of SHA-256, in hex. JSON is unambiguous: no value can pass for two. */
function hash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value ?? null))
    .digest('hex')
    .slice(0, 16)
}
