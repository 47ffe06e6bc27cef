import {remedyOfDenial} from './denied.js'
import {Failure} from './failure.js'
import type {TagResult} from './outcome.js'
import type {Manifest} from './registry/manifest.js'
import type {Registry} from './registry/registry.js'
import type {Line, LinePlan, Released} from './stages/releases.js'
import {higherIn, highest, linesOf, neighbours, planLine} from './stages/releases.js'
import type {Version} from './stages/version.js'

export interface LineMove {
  registry: Registry
  repository: string
  version: Version
  manifest: Manifest
  /** Of the repository on GitHub: the release role may look for a tag in its own repository, but not list them. */
  gitTags: readonly string[]
  /** Lists them anew: a release that began later may have come first. */
  listGitTags: () => Promise<readonly string[]>
  /** Sends all of the image once more, where the repository says that it lacks a part of it. */
  complete: () => Promise<unknown>
  warn: (text: string) => void
}

/** For errors: lines stand in the repository that is released to. */
const TARGET = {side: 'target'} as const

/**
 * Moves `1.2`, `1` and `latest` to a version that has just been released, and only ever forward. Two releases may do so
 * at once: each has put its `v…` before it looks, and looks again after it moved, so that the higher one stays.
 */
export async function moveLines(move: LineMove): Promise<TagResult[]> {
  const lines = linesOf(move.version)
  if (lines.length === 0) return []
  const candidates = neighbours(move.version, move.gitTags)
  const [seen, ...current] = await Promise.all([lookUp(move, candidates), ...lines.map(({tag}) => digestAt(move, tag))])
  // A version that is said to be missing, for once and wrongly, must not hold a line: only two such answers do.
  const isUnexplained = lines.some((line, index) => planOf(move, line, current[index], seen).kind === 'unexplained')
  const released = isUnexplained ? await lookUp(move, candidates) : seen
  const results = await Promise.all(lines.map((line, index) => moveLine(move, line, current[index], released)))
  if (!results.some(({kind}) => kind === 'put')) return results

  const now = await lookUpAnew(move, candidates)
  return await Promise.all(results.map(async (result, index) => {
    const line = lines[index]
    if (line === undefined || result.kind !== 'put') return result
    const overtaken = highest(line, now.filter(({version}) => planIsBehind(line, move, version)))
    return overtaken === undefined ? result : await giveBack(move, line, overtaken)
  }))
}

/** The highest release of the version's own line, `1.2` of 1.2.3, where that is above it. */
export async function higherInLine(move: LineMove): Promise<Released | undefined> {
  const [own] = linesOf(move.version)
  if (own === undefined) return undefined
  return highest(own, await lookUp(move, higherIn(own, move.version, move.gitTags)))
}

function planOf({version, manifest}: LineMove, line: Line, current: string | undefined, released: readonly Released[]): LinePlan {
  return planLine(line, version, manifest.digest, current, released)
}

function planIsBehind(line: Line, move: LineMove, other: string): boolean {
  return planOf(move, line, undefined, [{version: other, digest: ''}]).kind === 'behind'
}

async function moveLine(move: LineMove, line: Line, current: string | undefined, released: readonly Released[]): Promise<TagResult> {
  const {registry, repository, version, manifest, complete, warn} = move
  const plan = planOf(move, line, current, released)
  switch (plan.kind) {
    case 'already':
      return {tag: line.tag, kind: 'already'}
    case 'behind':
      return {tag: line.tag, kind: 'kept', because: `v${plan.by.version} is higher, and released.`}
    case 'unexplained': {
      const because = `it names ${plan.digest}, which none of the versions looked for is.`
      warn(`${repository}:${line.tag} stays where it is: ${because} Move it by hand if that is not meant.`)
      return {tag: line.tag, kind: 'kept', because}
    }
    case 'move':
      if ((await registry.tag(repository, line.tag, manifest, TARGET, complete)) === 'put') return {tag: line.tag, kind: 'put'}
      throw new Failure(`Moving ${repository}:${line.tag} to v${version.text}: the repository keeps this tag immutable.`, {
        remedy: 'In release `sha-*` and `v*` alone are immutable: deploy infra/ anew, or change its tag mutability filters.'
      })
  }
}

/** A higher version was released meanwhile, and may have moved the line before us. */
async function giveBack({registry, repository}: LineMove, line: Line, {version}: Released): Promise<TagResult> {
  const found = await registry.manifest(repository, `v${version}`, TARGET)
  if (found.kind === 'found') await registry.tag(repository, line.tag, found.value, TARGET)
  return {tag: line.tag, kind: 'kept', because: `v${version} is higher, and was released meanwhile.`}
}

async function lookUp(move: LineMove, versions: readonly string[]): Promise<Released[]> {
  const digests = await Promise.all(versions.map(version => digestAt(move, `v${version}`)))
  return versions.flatMap((version, index) => {
    const digest = digests[index]
    return digest === undefined ? [] : [{version, digest}]
  })
}

/** The versions known before, and those whose git tags were pushed meanwhile. */
async function lookUpAnew(move: LineMove, known: readonly string[]): Promise<Released[]> {
  const [released, gitTags] = await Promise.all([lookUp(move, known), move.listGitTags()])
  return [...released, ...(await lookUp(move, neighbours(move.version, gitTags).filter(version => !known.includes(version))))]
}

async function digestAt({registry, repository}: LineMove, tag: string): Promise<string | undefined> {
  const found = await registry.digest(repository, tag, TARGET)
  if (found.kind === 'denied') {
    throw new Failure(`Looking for ${tag} in the target ${repository}: ${found.reason}`, {
      remedy: remedyOfDenial(found.reason) ?? 'The role of release needs `ecr:BatchGetImage` on this repository: deploy infra/ anew.'
    })
  }
  return found.kind === 'found' ? found.value : undefined
}
