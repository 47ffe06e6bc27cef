import compare from 'semver/functions/compare.js'
import major from 'semver/functions/major.js'
import minor from 'semver/functions/minor.js'
import patch from 'semver/functions/patch.js'
import rcompare from 'semver/functions/rcompare.js'

import {inVariant} from './variant.js'
import type {Version} from './version.js'
import {versionOfTag} from './version.js'

/** A line of versions, whose tag follows its highest version: `1.2`, `1` or `latest`, each with the variant at its end. */
export interface VersionLine {
  tag: string
  /** Whether a version belongs to this line. */
  includes: (version: string) => boolean
}

/** The lines that a version belongs to. A pre-release belongs to none. */
export function versionLines({text, prerelease}: Version, variant?: string): VersionLine[] {
  if (prerelease) return []
  return [
    {
      tag: inVariant(`${major(text)}.${minor(text)}`, variant),
      includes: other => major(other) === major(text) && minor(other) === minor(text)
    },
    {tag: inVariant(`${major(text)}`, variant), includes: other => major(other) === major(text)},
    {tag: inVariant('latest', variant), includes: () => true}
  ]
}

/** A tag of the release repository and its position among versions. It is the tag of a version or of a line. */
export interface VersionTag {
  tag: string
  /** `1.2.3`. For the tag of a line it is the lowest version of that line: `1.3.0` for `1.3`. */
  version: string
}

/** A tag that exists in the release repository, and the digest of its image. */
export interface ReleasedTag extends VersionTag {
  digest: string
}

/** Number of git tags above a version, in each line, that are looked up. One of them may hold the line. */
const NEAREST_ABOVE = 20
/** Number of git tags below a version, in each line, that are looked up. The line may have come from one of them. */
const NEAREST_BELOW = 10
/** Number of versions on each side of a version that are looked up without a git tag. */
const GUESSED = 5

/**
 * The tags that explain the digests of a version's lines, chosen from the versions that have a git tag. In every line they are
 * the highest versions above this one and the nearest ones below. Pre-releases move no line and are left out.
 * @returns highest first
 */
export function nearestVersionTags(version: Version, gitTags: readonly string[], variant?: string): VersionTag[] {
  const released = gitTags.flatMap(tag => {
    const reading = versionOfTag(tag)
    return reading.kind === 'version' && !reading.version.prerelease ? [reading.version.text] : []
  })
  const chosen = versionLines(version, variant).flatMap(({includes}) => {
    const line = released.filter(includes).sort(rcompare)
    const above = line.filter(other => compare(other, version.text) > 0)
    const below = line.filter(other => compare(other, version.text) < 0)
    return [...above.slice(0, NEAREST_ABOVE), ...below.slice(0, NEAREST_BELOW)]
  })
  return [...new Set(chosen)].sort(rcompare).map(text => versionTag(text, variant))
}

/**
 * The same for versions that are released without git tags, which nothing lists. The tags are guessed by counting: the versions
 * next to this one in its own line, and the lines next to its own. A line that exists has had a release.
 */
export function guessedVersionTags({text, prerelease}: Version, variant?: string): VersionTag[] {
  if (prerelease) return []
  const [first, second, third] = [major(text), minor(text), patch(text)]
  return [
    ...around(third).map(one => versionTag(`${first}.${second}.${one}`, variant)),
    ...around(second).map(one => lineTag(`${first}.${one}`, `${first}.${one}.0`, variant)),
    ...around(first).map(one => lineTag(`${one}`, `${one}.0.0`, variant))
  ]
}

function versionTag(version: string, variant: string | undefined): VersionTag {
  return {tag: inVariant(`v${version}`, variant), version}
}

function lineTag(line: string, lowest: string, variant: string | undefined): VersionTag {
  return {tag: inVariant(line, variant), version: lowest}
}

function around(number: number): number[] {
  return Array.from({length: GUESSED}, (_, index) => [number + index + 1, number - index - 1])
    .flat()
    .filter(one => one >= 0)
}

export type LinePlan =
  | {kind: 'already'}
  /** `from` is undefined if the tag does not exist yet. */
  | {kind: 'move'; from: ReleasedTag | undefined}
  /** A higher version has the line. */
  | {kind: 'behind'; by: ReleasedTag}
  /** The line names an image that none of the tags explains. It was tagged by hand, or belongs to a more distant version. */
  | {kind: 'unexplained'; digest: string}

/**
 * Decides on the tag of a line.
 * @param digest of the image to be released
 * @param current the digest that the tag names now; undefined if it does not exist
 * @param released the tags that exist in the release repository
 */
export function planLine(
  line: VersionLine,
  version: Version,
  digest: string,
  current: string | undefined,
  released: readonly ReleasedTag[]
): LinePlan {
  const higher = highestAbove(line, version, released)
  if (higher !== undefined) return {kind: 'behind', by: higher}
  if (current === undefined) return {kind: 'move', from: undefined}
  if (current === digest) return {kind: 'already'}
  const from = released.find(other => other.digest === current)
  return from === undefined ? {kind: 'unexplained', digest: current} : {kind: 'move', from}
}

/** The highest released version that belongs to the line and is above the version. */
export function highestAbove(
  {includes}: VersionLine,
  {text}: Version,
  released: readonly ReleasedTag[]
): ReleasedTag | undefined {
  return released
    .filter(({version}) => includes(version) && compare(version, text) > 0)
    .sort((a, b) => rcompare(a.version, b.version))[0]
}
