import {remedyAtRepository} from './denied.js'
import {Failure} from './failure.js'
import type {LaterCommits} from './github/repository.js'
import type {PlannedTag, TagResult} from './outcome.js'
import type {Manifest} from './registry/manifest.js'
import type {Registry} from './registry/registry.js'
import type {RepositoryOrigin} from './stages/origin.js'
import type {Stage} from './stages/stage.js'
import type {Tag} from './stages/tags.js'
import {commitTag, onOtherImage} from './stages/tags.js'

/** What a tag names now, seen from the digest that is to get it. */
export type Holder = 'nothing' | 'this image' | 'another image'

export type TagPlan = {kind: 'put'} | {kind: 'already'} | {kind: 'keep'; because: string} | {kind: 'rename'} | {kind: 'fail'}

/**
 * What is to become of one tag.
 * @param behind why the run's commit may not be the latest of its branch that has an image here; undefined where it is
 */
export function planTag(stage: Stage, tag: Tag, holder: Holder, behind: string | undefined): TagPlan {
  if (holder === 'this image') return {kind: 'already'}
  if (tag.movement === 'with-commits' && holder === 'another image' && behind !== undefined) return {kind: 'keep', because: behind}
  if (holder === 'nothing' || tag.movement !== 'never') return {kind: 'put'}
  switch (onOtherImage(stage, tag.kind)) {
    case 'keep':
      return {kind: 'keep', because: 'it names another image already, and it never moves. Most often the branch that the pull request goes to has moved on.'}
    case 'rename':
      return {kind: 'rename'}
    case 'fail':
      return {kind: 'fail'}
  }
}

export interface Tagging {
  registry: Registry
  repository: string
  /** What the repository comes from, for errors. */
  from: RepositoryOrigin
  stage: Stage
  /** Digest of the image; with a dry run undefined, where there is no image yet. */
  digest: string | undefined
  tags: readonly Tag[]
  /** The name a commit's tag gets where that of another image of the same commit stays; an image that was there before needs none. */
  rename: string | undefined
  /** Asks what the branch has beyond the commit of this run; asked where a tag is to move with the branch. */
  later: () => Promise<LaterCommits>
  /** Sends all of the image once more, where the repository says that it lacks a part of it; undefined where there is nothing to send it from. */
  complete?: () => Promise<unknown>
  warn: (text: string) => void
}

/** Where tags are. */
export type Place = Pick<Tagging, 'registry' | 'repository' | 'from'>

/** What is lacking where AWS does not say it. */
export const NEEDS_READ = "The stage's role needs `ecr:BatchGetImage` on this repository; deploy infra/ anew if it was changed by hand."

/** For errors: a promotion has a source as well. */
export const TARGET = {side: 'target'} as const

/** As many later commits are looked for; what lies between is taken for possible. */
const LATER_COMMITS = 100

/** The digest that each tag names now; undefined where there is no such tag. */
export type Holders = ReadonlyMap<string, string | undefined>

interface Planned {
  tag: Tag
  plan: TagPlan
  /** The digest that the tag names now. */
  named: string | undefined
}

/** @throws Failure where the login may not look */
export async function lookUpTags({tags, ...place}: Place & Pick<Tagging, 'tags'>): Promise<Holders> {
  return new Map(await Promise.all(tags.map(async ({name}) => [name, await digestAt(place, name)] as const)))
}

/** Says what is to become of each tag; nothing is written. */
export async function planTags(tagging: Tagging, named: Holders): Promise<Planned[]> {
  const holders = tagging.tags.map(tag => holderOf(tagging, named.get(tag.name)))
  const moves = tagging.tags.some((tag, index) => tag.movement === 'with-commits' && holders[index] === 'another image')
  const behind = moves ? await whyBehind(tagging) : undefined
  return tagging.tags.map((tag, index) => ({
    tag, named: named.get(tag.name), plan: withoutName(tagging, planTag(tagging.stage, tag, holders[index] ?? 'nothing', behind))
  }))
}

/** The same in the words of a run's end; a version that names another image has been refused before. */
export async function foreseeTags(tagging: Tagging, named: Holders): Promise<PlannedTag[]> {
  const planned = await planTags(tagging, named)
  return planned.map(({tag: {name}, plan}): PlannedTag => {
    if (plan.kind === 'already') return {tag: name, kind: 'already'}
    if (plan.kind === 'keep') return {tag: name, kind: 'kept', because: plan.because}
    if (plan.kind === 'rename') return {tag: tagging.rename ?? name, kind: 'put'}
    const from = named.get(name)
    return from === undefined ? {tag: name, kind: 'put'} : {tag: name, kind: 'move', from}
  })
}

/**
 * Puts the tags on a complete image: first those that never move.
 * @throws Failure for a version that names another image, naming both
 */
export async function putTags(tagging: Tagging, manifest: Manifest, named: Holders): Promise<TagResult[]> {
  const planned = await planTags(tagging, named)
  const settle = (forever: boolean): Promise<TagResult[]> =>
    Promise.all(planned.filter(({tag}) => (tag.movement === 'never') === forever).map(one => settleTag(tagging, manifest, one)))
  const kept = await settle(true)
  const moved = await settle(false)
  return [...kept, ...moved]
}

/** A version never changes: what is said where its tag names another image than the one that is to be released. */
export function versionTaken({repository}: Pick<Tagging, 'repository'>, tag: string, named: string, digest: string): Failure {
  return new Failure(`${tag} in the target ${repository} is ${named} already, and this run would release ${digest} as it.`, {
    remedy: 'A version never changes: release this commit under a new one.'
  })
}

async function settleTag(tagging: Tagging, manifest: Manifest, {tag, plan, named}: Planned): Promise<TagResult> {
  switch (plan.kind) {
    case 'already':
      return {tag: tag.name, kind: 'already'}
    case 'keep':
      return {tag: tag.name, kind: 'kept', because: plan.because}
    case 'rename':
      return await settleTag(tagging, manifest, {tag: {...tag, name: tagging.rename ?? tag.name, movement: 'freely'}, plan: {kind: 'put'}, named: undefined})
    case 'fail':
      throw versionTaken(tagging, tag.name, named ?? 'another image', manifest.digest)
    case 'put': {
      if ((await tagging.registry.tag(tagging.repository, tag.name, manifest, TARGET, tagging.complete)) === 'put') return {tag: tag.name, kind: 'put'}
      // Somebody was faster, or a reply got lost: what counts is what the tag names now.
      const now = await digestAt(tagging, tag.name)
      const holder = holderOf(tagging, now)
      if (holder === 'this image') return {tag: tag.name, kind: 'already'}
      if (tag.movement === 'never') return await settleTag(tagging, manifest, {tag, plan: planTag(tagging.stage, tag, holder, undefined), named: now})
      throw new Failure(`Tagging ${tagging.repository}:${tag.name}: the repository keeps this tag immutable, and it names another image.`, {
        remedy: 'The repository must let all tags move but `sha-*` (in release also `v*`): deploy infra/ anew, or change its tag mutability filters.'
      })
    }
  }
}

function holderOf({digest}: Tagging, named: string | undefined): Holder {
  return named === undefined ? 'nothing' : named === digest ? 'this image' : 'another image'
}

/** @throws Failure where the login may not look */
export async function digestAt({registry, repository, from}: Place, tag: string): Promise<string | undefined> {
  const found = await registry.digest(repository, tag, TARGET)
  switch (found.kind) {
    case 'found':
      return found.value
    case 'missing':
      return undefined
    case 'denied':
      throw new Failure(`Looking for ${tag} in the target ${repository}: ${found.reason}`, {
        remedy: remedyAtRepository(found.reason, from, NEEDS_READ)
      })
  }
}

/**
 * Why the branch's tags are to stay where they are: a later commit of the branch has its image here, or may have it.
 * A tag that stays for one run too long is put right by the next; one that moved back is pulled.
 */
async function whyBehind({registry, repository, later: ask, warn}: Tagging): Promise<string | undefined> {
  const later = await ask()
  if (later.kind === 'unknown') {
    warn(`Whether a later commit of the branch has its image already is not known, so the branch's tags stay where they are. ${later.because}`)
    return 'whether a later commit of the branch has its image here is not known.'
  }
  const newest = later.commits.slice(0, LATER_COMMITS)
  const found = await Promise.all(newest.map(commit => registry.digest(repository, commitTag(commit), TARGET)))
  const image = newest.find((_, index) => found[index]?.kind === 'found')
  if (image !== undefined) return `commit ${image.slice(0, 12)} is later on the branch and has its image here.`
  return later.total > newest.length ? `the branch is ${later.total} commits further, and none of the newest ${newest.length} has its image here: one of the others may.` : undefined
}

/** An image that was there before this run has its name of an earlier one: a nightly run that changes nothing adds none. */
function withoutName({rename}: Tagging, plan: TagPlan): TagPlan {
  return plan.kind === 'rename' && rename === undefined ? {kind: 'keep', because: 'it names another image of this commit, and never moves.'} : plan
}
