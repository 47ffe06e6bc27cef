import {compare} from 'semver'

import {Failure} from './failure.js'
import type {Prerelease} from './github/repository.js'
import type {PlannedTag, TagResult} from './outcome.js'
import type {Manifest} from './registry/manifest.js'
import type {Line, LinePlan, Released, Standing} from './stages/releases.js'
import {adjacent, highestAbove, linesOf, neighbours, planLine} from './stages/releases.js'
import type {Version} from './stages/version.js'
import type {Place} from './tagging.js'
import {digestAt, TARGET} from './tagging.js'

export interface LineMove extends Place {
  version: Version
  manifest: Manifest
  /** Of the repository on GitHub: the release role may look for a tag in its own repository, but not list them. */
  gitTags: readonly string[]
  /** Lists them anew: a release that began later may have come first. */
  listGitTags: () => Promise<readonly string[]>
  /** Whether GitHub has a git tag's release as a pre-release. */
  isPrerelease: (tag: string) => Promise<Prerelease>
  /** Sends all of the image once more, where the repository says that it lacks a part of it. */
  complete: () => Promise<unknown>
  warn: (text: string) => void
}

/**
 * Moves `1.2`, `1` and `latest` to a version that has just been released, and only ever forward. Two releases may do so
 * at once: each has put its `v…` before it looks, and looks again after it moved, so that the higher one stays.
 */
export async function moveLines(move: LineMove): Promise<TagResult[]> {
  const planned = await planLines(move)
  const results = await Promise.all(planned.map(({line, plan}) => moveLine(move, line, plan)))
  if (!results.some(({kind}) => kind === 'put')) return results

  const now = await counted(move, linesOf(move.version), await lookUpAnew(move))
  return await Promise.all(results.map(async (result, index) => {
    const line = planned[index]?.line
    if (line === undefined || result.kind !== 'put') return result
    const higher = highestAbove(line, move.version, now)
    return higher === undefined ? result : await giveBack(move, line, higher)
  }))
}

/** What would become of the lines if the version were released now; nothing is written. */
export async function foreseeLines(move: LineMove): Promise<PlannedTag[]> {
  const planned = await planLines(move)
  return await Promise.all(planned.map(async ({line, plan}): Promise<PlannedTag> => {
    if (plan.kind !== 'move') return await leaveLine(move, line, plan)
    return plan.from === undefined ? {tag: line.tag, kind: 'put'} : {tag: line.tag, kind: 'move', from: plan.from.tag}
  }))
}

async function planLines(move: LineMove): Promise<{line: Line; plan: LinePlan}[]> {
  const lines = linesOf(move.version)
  if (lines.length === 0) return []
  const look = async (tags: readonly Standing[]): Promise<readonly Released[]> => await counted(move, lines, await lookUp(move, tags))
  const [seen, ...current] = await Promise.all([look(telling(move.version, move.gitTags)), ...lines.map(({tag}) => digestAt(move, tag))])
  const planned = (released: readonly Released[]): {line: Line; plan: LinePlan}[] =>
    lines.map((line, index) => ({line, plan: planLine(line, move.version, move.manifest.digest, current[index], released)}))
  const first = planned(seen)
  // What is said to be missing, for once and wrongly, must not hold a line: only two such answers do. And what the line
  // names may have been released without a git tag.
  const all = distinct([...telling(move.version, move.gitTags), ...adjacent(move.version)])
  return first.some(({plan}) => plan.kind === 'unexplained') ? planned(await look(all)) : first
}

/** The highest release of the version's own line, `1.2` of 1.2.3, that is above it; pre-releases aside. */
export async function higherInLine(move: LineMove): Promise<Released | undefined> {
  const [own] = linesOf(move.version)
  if (own === undefined) return undefined
  const higher = telling(move.version, move.gitTags).filter(({version}) => own.holds(version) && compare(version, move.version.text) > 0)
  return highestAbove(own, move.version, await counted(move, [own], await lookUp(move, higher)))
}

/** The tags that are looked for. Where a version has no git tag of its own, those before it may have had none either. */
function telling(version: Version, gitTags: readonly string[]): Standing[] {
  return distinct([...neighbours(version, gitTags), ...(gitTags.includes(`v${version.text}`) ? [] : adjacent(version))])
}

function distinct(tags: readonly Standing[]): Standing[] {
  return [...new Map(tags.map(one => [one.tag, one])).values()]
}

/**
 * Those of the versions that count. One that GitHub has as a pre-release holds no line, whatever its number looks like:
 * it is asked of those alone that would hold one.
 */
async function counted(move: LineMove, lines: readonly Line[], released: readonly Released[]): Promise<readonly Released[]> {
  const holders = [...new Set(lines.map(line => highestAbove(line, move.version, released)))].filter(one => one !== undefined)
  const answers = await Promise.all(holders.map(holder => onGitHub(move, holder)))
  const prereleases = holders.filter((_, index) => answers[index]?.kind === 'yes')
  return prereleases.length === 0 ? released : await counted(move, lines, released.filter(one => !prereleases.includes(one)))
}

/** A line that is there was moved by a release. */
async function onGitHub({isPrerelease}: LineMove, {tag}: Standing): Promise<Prerelease> {
  return tag.startsWith('v') ? await isPrerelease(tag) : {kind: 'no'}
}

/** What is not known of a version that holds a line: a sentence to be added, or nothing. */
export async function doubtAbout(move: LineMove, holder: Standing): Promise<string> {
  const answer = await onGitHub(move, holder)
  return answer.kind === 'unknown' ? ` Whether ${holder.tag} is a pre-release on GitHub, which would hold no line, is not known: ${answer.because}` : ''
}

async function moveLine(move: LineMove, line: Line, plan: LinePlan): Promise<TagResult> {
  if (plan.kind !== 'move') return await leaveLine(move, line, plan)
  const {registry, repository, version, manifest, complete} = move
  if ((await registry.tag(repository, line.tag, manifest, TARGET, complete)) === 'put') return {tag: line.tag, kind: 'put'}
  throw new Failure(`Moving ${repository}:${line.tag} to v${version.text}: the repository keeps this tag immutable.`, {
    remedy: 'In release `sha-*` and `v*` alone are immutable: deploy infra/ anew, or change its tag mutability filters.'
  })
}

async function leaveLine(move: LineMove, line: Line, plan: Exclude<LinePlan, {kind: 'move'}>): Promise<TagResult> {
  const {repository, warn} = move
  switch (plan.kind) {
    case 'already':
      return {tag: line.tag, kind: 'already'}
    case 'behind':
      return {tag: line.tag, kind: 'kept', because: `${plan.by.tag} is higher, and released.${await doubtAbout(move, plan.by)}`}
    case 'unexplained': {
      const because = `it names ${plan.digest}, which none of the versions looked for is, pre-releases aside.`
      warn(`${repository}:${line.tag} stays where it is: ${because} Move it by hand if that is not meant.`)
      return {tag: line.tag, kind: 'kept', because}
    }
  }
}

/** A higher version was released meanwhile, and may have moved the line before us. */
async function giveBack(move: LineMove, line: Line, higher: Released): Promise<TagResult> {
  const {registry, repository, version} = move
  const found = await registry.manifest(repository, higher.tag, TARGET)
  if (found.kind !== 'found' || (await registry.tag(repository, line.tag, found.value, TARGET)) !== 'put') {
    const reason = found.kind === 'denied' ? found.reason : found.kind === 'missing' ? 'it is gone' : 'the repository keeps the tag immutable'
    throw new Failure(`Giving ${repository}:${line.tag} back to ${higher.tag}, which was released meanwhile: ${reason}. It names v${version.text} now.`, {
      remedy: `Run the job that released ${higher.tag} again: it moves the tag.`
    })
  }
  return {tag: line.tag, kind: 'kept', because: `${higher.tag} is higher, and was released meanwhile.${await doubtAbout(move, higher)}`}
}

async function lookUp(move: LineMove, tags: readonly Standing[]): Promise<Released[]> {
  const digests = await Promise.all(tags.map(({tag}) => digestAt(move, tag)))
  return tags.flatMap((standing, index) => {
    const digest = digests[index]
    return digest === undefined ? [] : [{...standing, digest}]
  })
}

/** Those that were looked for before, and those whose git tags were pushed meanwhile. */
async function lookUpAnew(move: LineMove): Promise<Released[]> {
  const before = telling(move.version, move.gitTags)
  const [released, gitTags] = await Promise.all([lookUp(move, before), move.listGitTags()])
  const known = new Set(before.map(({tag}) => tag))
  return [...released, ...(await lookUp(move, telling(move.version, gitTags).filter(({tag}) => !known.has(tag))))]
}
