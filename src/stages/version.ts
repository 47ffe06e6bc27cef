import increment from 'semver/functions/inc.js'
import parse from 'semver/functions/parse.js'

import {MAX_TAG_LENGTH} from './grammar.js'

/** A semantic version, without `v` and without build metadata. */
export interface Version {
  /** `1.2.3`, `1.2.3-rc.1` */
  text: string
  prerelease: boolean
}

export type VersionReading =
  | {kind: 'version'; version: Version}
  /** A version that cannot be released. */
  | {kind: 'unusable'; reason: string}
  | {kind: 'none'}

/** Reads a git tag: `v1.2.3` is a version. `1.2.3`, `v1` and `vue-upgrade` are not. */
export function versionOfTag(tag: string): VersionReading {
  return tag.startsWith('v') ? read(tag.slice(1)) : {kind: 'none'}
}

/** Tags that release. */
export const EXAMPLES = 'v1.2.3 or v1.2.3-rc.1'

/**
 * Suggests a tag for a tag that looks like a version, but is not valid. `v1` and `v1.2` lack numbers, and `v1.02.3` has a
 * leading zero.
 * @returns undefined for a tag that does not begin with `v` and a digit
 */
export function tagMeantBy(tag: string): string | undefined {
  if (!/^v\d/.test(tag)) return undefined
  const [, major, minor = 0, patch = 0] = /^v(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/.exec(tag) ?? []
  return major === undefined ? `as in ${EXAMPLES}` : `v${[major, minor, patch].map(Number).join('.')}`
}

/**
 * Whether a tag looks like a version: it has two numbers with a dot between them (`release-1.2`), it is a number with or
 * without `v` (`1`), or its last word is `v` and a number (`api/v2`). A number of eight digits is a date.
 */
export function looksLikeVersion(tag: string): boolean {
  return /\d\.\d/.test(tag) || /(?:^v?|[^a-z\d]v)\d{1,7}$/i.test(tag)
}

/**
 * The tag of the version that another tag ends with: `1.2.3`, `V1.2.3` and `api-v1.2.3` end with that of `v1.2.3`.
 * @returns undefined if it ends with none
 */
export function versionInTag(tag: string): string | undefined {
  const [text] = /(?<!\d)(?<!\d\.)\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.exec(tag) ?? []
  const reading = text === undefined ? undefined : read(text)
  return reading?.kind === 'version' ? `v${reading.version.text}` : undefined
}

/** Reads a version that a person gave, with a leading `v` or without. */
export function versionOfInput(input: string): VersionReading {
  return read(input.replace(/^v/, ''))
}

function read(text: string): VersionReading {
  // The semver package ignores spaces, and a `v` or `=` in front.
  const parsed = /^\d/.test(text) && text === text.trim() ? parse(text) : null
  if (parsed === null) return {kind: 'none'}
  if (parsed.build.length > 0) {
    return {
      kind: 'unusable',
      reason: `${text} has build metadata (+${parsed.build.join('.')}), and an image tag cannot contain a +`
    }
  }
  if (text.length >= MAX_TAG_LENGTH) {
    return {
      kind: 'unusable',
      reason: `${text} is too long for an image tag, which has at most ${MAX_TAG_LENGTH} characters, including the v`
    }
  }
  return {kind: 'version', version: {text, prerelease: parsed.prerelease.length > 0}}
}

/** The version after a refused one: `1.2.4` after 1.2.3, and `1.2.3-rc.2` after 1.2.3-rc.1, because the release is still to come. */
export function nextVersion({text}: Pick<Version, 'text'>): string {
  const isPrerelease = (parse(text)?.prerelease.length ?? 0) > 0
  return increment(text, isPrerelease ? 'prerelease' : 'patch') ?? text
}

/** Whether a tag reads as a version or as a line of versions: `1.2.3-rc.1`, `1.2`, `1`. 20260131 reads as a date. */
export function readsAsVersion(tag: string): boolean {
  return /^\d{1,7}(?:\.\d{1,7})?$/.test(tag) || (/^\d/.test(tag) && parse(tag) !== null)
}
