import compare from 'semver/functions/compare.js'
import major from 'semver/functions/major.js'
import minor from 'semver/functions/minor.js'
import patch from 'semver/functions/patch.js'
import rcompare from 'semver/functions/rcompare.js'

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
    {
      tag: `${major(text)}.${minor(text)}`,
      holds: other => major(other) === major(text) && minor(other) === minor(text)
    },
    {tag: `${major(text)}`, holds: other => major(other) === major(text)},
    {tag: 'latest', holds: () => true}
  ]
}

/** A tag of the release repository, and where it stands among versions: `v1.2.3`, or `1.3` of whichever 1.3 that names. */
export interface Standing {
  tag: string
  version: string
}

/** One that is there, and its image. */
export interface Released extends Standing {
  digest: string
}

/** As many git tags on each side of a version are looked for: those that may hold a line, and those that it may come from. */
const NEAREST_ABOVE = 20
const NEAREST_BELOW = 10
/** So far on each side a version is looked for that may have no git tag. */
const ADJACENT = 5

/**
 * The tags that tell what the lines of a version may name: of the versions that have a git tag, in every line the highest
 * above this one and the nearest below, pre-releases aside, because they move no line.
 * @returns highest first
 */
export function neighbours(version: Version, gitTags: readonly string[]): Standing[] {
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
  return [...new Set(chosen)].sort(rcompare).map(text => ({tag: `v${text}`, version: text}))
}

/**
 * The same where versions are released without git tags, and nobody lists them: the versions next to this one in its own
 * line, and the other lines next to its own, by counting. A line that is there has had a release.
 */
export function adjacent({text, prerelease}: Version): Standing[] {
  if (prerelease) return []
  const [first, second, third] = [major(text), minor(text), patch(text)]
  return [
    ...around(third).map(one => ({tag: `v${first}.${second}.${one}`, version: `${first}.${second}.${one}`})),
    ...around(second).map(one => ({tag: `${first}.${one}`, version: `${first}.${one}.0`})),
    ...around(first).map(one => ({tag: `${one}`, version: `${one}.0.0`}))
  ]
}

function around(number: number): number[] {
  return Array.from({length: ADJACENT}, (_, index) => [number + index + 1, number - index - 1])
    .flat()
    .filter(one => one >= 0)
}

export type LinePlan =
  | {kind: 'already'}
  /** undefined where there is no such tag yet. */
  | {kind: 'move'; from: Released | undefined}
  /** A higher version has the line. */
  | {kind: 'behind'; by: Released}
  /** It names an image that none of the tags explains: put there by hand, or of a version further off. */
  | {kind: 'unexplained'; digest: string}

/**
 * What is to become of a line's tag.
 * @param current the digest it names, if any
 * @param released those of the tags that are in the release repository
 */
export function planLine(
  line: Line,
  version: Version,
  digest: string,
  current: string | undefined,
  released: readonly Released[]
): LinePlan {
  const higher = highestAbove(line, version, released)
  if (higher !== undefined) return {kind: 'behind', by: higher}
  if (current === undefined) return {kind: 'move', from: undefined}
  if (current === digest) return {kind: 'already'}
  const from = released.find(other => other.digest === current)
  return from === undefined ? {kind: 'unexplained', digest: current} : {kind: 'move', from}
}

/** The highest of those that are of the line and above the version. */
export function highestAbove({holds}: Line, {text}: Version, released: readonly Released[]): Released | undefined {
  return released
    .filter(({version}) => holds(version) && compare(version, text) > 0)
    .sort((a, b) => rcompare(a.version, b.version))[0]
}
