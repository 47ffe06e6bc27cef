import {compare, major, minor, rcompare} from 'semver'

import type {Version} from './version.js'
import {versionOfTag} from './version.js'

/** A tag that follows the highest version of its line: `1.2`, `1` or `latest`. */
export interface Line {
  tag: string
  /** Whether a version is of this line. */
  holds: (version: string) => boolean
}

/** The lines that a version is of; a pre-release is of none. */
export function linesOf({text, prerelease}: Version): Line[] {
  if (prerelease) return []
  return [
    {tag: `${major(text)}.${minor(text)}`, holds: other => major(other) === major(text) && minor(other) === minor(text)},
    {tag: `${major(text)}`, holds: other => major(other) === major(text)},
    {tag: 'latest', holds: () => true}
  ]
}

/** As many versions on each side of this one as are looked for: those that may hold a line, and those that it may come from. */
const NEAREST_ABOVE = 20
const NEAREST_BELOW = 10

/**
 * The versions of the repository's git tags that tell what the lines may name: in every line the highest above this
 * version and the nearest below. Pre-releases move no line and are left out.
 * @returns versions without `v`, highest first
 */
export function neighbours(version: Version, gitTags: readonly string[]): string[] {
  const released = gitTags.flatMap(tag => {
    const reading = versionOfTag(tag)
    return reading.kind === 'version' && !reading.version.prerelease ? [reading.version.text] : []
  })
  const chosen = linesOf(version).flatMap(({holds}) => {
    const line = released.filter(holds).sort(rcompare)
    const above = line.filter(other => compare(other, version.text) > 0)
    const below = line.filter(other => compare(other, version.text) < 0)
    return [...above.slice(0, NEAREST_ABOVE), ...below.slice(0, NEAREST_BELOW)]
  })
  return [...new Set(chosen)].sort(rcompare)
}

/** Those of the neighbours that are of the line and above the version, highest first. */
export function higherIn({holds}: Line, version: Version, gitTags: readonly string[]): string[] {
  return neighbours(version, gitTags).filter(other => holds(other) && compare(other, version.text) > 0)
}

/** A version that the release repository holds, and its image. */
export interface Released {
  version: string
  digest: string
}

export type LinePlan =
  | {kind: 'already'}
  /** undefined where there is no such tag yet. */
  | {kind: 'move'; from: Released | undefined}
  /** A higher version has the line. */
  | {kind: 'behind'; by: Released}
  /** It names an image that no version explains: somebody put it there by hand. */
  | {kind: 'unexplained'; digest: string}

/**
 * What is to become of a line's tag.
 * @param current the digest it names, if any
 * @param released the neighbours that are in the release repository
 */
export function planLine(line: Line, version: Version, digest: string, current: string | undefined, released: readonly Released[]): LinePlan {
  const higher = highestAbove(line, version, released)
  if (higher !== undefined) return {kind: 'behind', by: higher}
  if (current === undefined) return {kind: 'move', from: undefined}
  if (current === digest) return {kind: 'already'}
  const from = released.find(other => other.digest === current)
  return from === undefined ? {kind: 'unexplained', digest: current} : {kind: 'move', from}
}

/** The highest of those that are of the line and above the version. */
export function highestAbove({holds}: Line, {text}: Version, released: readonly Released[]): Released | undefined {
  return released.filter(({version}) => holds(version) && compare(version, text) > 0).sort((a, b) => rcompare(a.version, b.version))[0]
}
