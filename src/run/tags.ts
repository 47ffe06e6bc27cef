import type {Manifest} from '@org/oci/manifest'
import type {RepositoryClient} from '@org/oci/registry-client'

import {remedyOfRepositoryDenial} from '../aws/denial.js'
import {Failure} from '../core/failure.js'
import {allInOrder} from '../core/settle.js'
import type {Stage} from '../stages/stage.js'
import type {Tag} from '../stages/tags.js'
import {commitTag, tagsFor, takenTagPolicy} from '../stages/tags.js'
import {expandTemplate} from '../stages/template.js'
import type {StageRun} from './context.js'
import type {PlannedTag, TagResult} from './outcome.js'
import type {StageRepository} from './session.js'

/** What a tag names now, seen from the digest that is to get it. */
export type Holder = 'nothing' | 'this image' | 'another image'

export type TagPlan =
  {kind: 'put'} | {kind: 'already'} | {kind: 'keep'; because: string} | {kind: 'rename'} | {kind: 'fail'}

/**
 * Decides what becomes of one tag.
 * @param behind why a later commit of the branch may have an image here already; undefined if none has
 */
export function planTag(stage: Stage, tag: Tag, holder: Holder, behind: string | undefined): TagPlan {
  if (holder === 'this image') return {kind: 'already'}
  if (tag.movement === 'with-commits' && holder === 'another image' && behind !== undefined)
    return {kind: 'keep', because: behind}
  if (holder === 'nothing' || tag.movement !== 'never') return {kind: 'put'}
  switch (takenTagPolicy(stage, tag.kind)) {
    case 'keep':
      return {
        kind: 'keep',
        because:
          'it names another image, and it never moves. Most often the base branch of the pull request has moved on.'
      }
    case 'rename':
      return {kind: 'rename'}
    case 'fail':
      return {kind: 'fail'}
  }
}

/** The commit of an image, as far as it is known. */
interface Provenance {
  /** Whether the image is that of the run's commit. Only then it gets the commit's tag, which never moves. */
  isOfCommit: boolean
  /** When the commit of the image was made, if that is known. */
  committedAt: Date | undefined
}

/** The tags of a run, with those of the user's templates, each name once. The `src-` tag is not among them. */
export function tagsOf(
  {revision, stage, trunk, inputs, runner, log}: StageRun,
  {isOfCommit, committedAt}: Provenance
): Tag[] {
  const {commit: own, named} = tagsFor({...revision, stage, trunk})
  const commit = isOfCommit ? revision.commit : undefined
  const custom = inputs.tags.flatMap(template => {
    const expansion = expandTemplate(template, {
      ...revision,
      commit,
      committedAt,
      stage,
      trunk,
      version: revision.version?.text,
      run: runner.runNumber
    })
    if (expansion.kind === 'tag') return [expansion.tag]
    log.notice(expansion.notice)
    return []
  })
  const all = [...(isOfCommit ? [own] : []), ...named, ...custom]
  return all.filter((tag, index) => all.findIndex(({name}) => name === tag.name) === index)
}

/** The digest that each tag names; undefined for a tag that does not exist. */
export type DigestsByTag = ReadonlyMap<string, string | undefined>

/** The tags of a run, and what they name at the target before it puts any. */
export interface TagsAtTarget {
  tags: readonly Tag[]
  named: DigestsByTag
}

/** An image at the target, as tags are put on it. */
export interface TaggableImage {
  manifest: Manifest
  /** Sends all of the image once more. Called if the repository says that a part of it is missing. */
  sendAgain?: () => Promise<unknown>
}

/** What else decides on the tags of an image. */
export interface TagOptions {
  /** The tag for an image whose commit has another image already; undefined if the image itself was there before. */
  renameTo?: string | undefined
}

/** What the role of the stage lacks if AWS does not say it. */
export const NEEDS_READ =
  "The stage's role needs `ecr:BatchGetImage` on this repository. If somebody changed the role by hand, deploy infra/ again."

/**
 * Looks up what the tags of a run name.
 * @throws Failure if the login may not look
 */
export async function lookUpTags(target: StageRepository, tags: readonly Tag[]): Promise<TagsAtTarget> {
  const digests = await allInOrder(tags.map(({name}) => digestAt(target, name)))
  return {tags, named: new Map(tags.map(({name}, index) => [name, digests[index]]))}
}

/** Says what would become of each tag. Nothing is written. A version that names another image was refused before. */
export async function foreseeTags(
  run: StageRun,
  target: StageRepository,
  found: TagsAtTarget,
  digest: string | undefined,
  options: TagOptions = {}
): Promise<PlannedTag[]> {
  const planned = await planTags(run, target, found, digest, options)
  return planned.map(({tag: {name}, plan, named}): PlannedTag => {
    if (plan.kind === 'already') return {tag: name, kind: 'already'}
    if (plan.kind === 'keep') return {tag: name, kind: 'kept', because: plan.because}
    if (plan.kind === 'rename') return {tag: options.renameTo ?? name, kind: 'put'}
    return named === undefined ? {tag: name, kind: 'put'} : {tag: name, kind: 'move', from: named}
  })
}

/**
 * Puts the tags of a run on a complete image: first those that never move.
 * @throws Failure for a version that names another image; it names both
 */
export async function putTags(
  run: StageRun,
  target: StageRepository,
  found: TagsAtTarget,
  image: TaggableImage,
  options: TagOptions = {}
): Promise<TagResult[]> {
  return await run.timings.time('tags', async () => {
    const planned = await planTags(run, target, found, image.manifest.digest, options)
    const put = (isForever: boolean): Promise<TagResult[]> => {
      const chosen = planned.filter(({tag}) => (tag.movement === 'never') === isForever)
      return allInOrder(chosen.map(one => putTag(run.stage, target, image, one, options)))
    }
    const forever = await put(true)
    return [...forever, ...(await put(false))]
  })
}

/** A version never changes: the error for one whose tag names another image than the one to be released. */
export function versionTaken(
  {repository}: Pick<StageRepository, 'repository'>,
  tag: string,
  named: string,
  digest: string
): Failure {
  return new Failure(
    `${tag} in the target ${repository.name} is ${named} already, and this run would release ${digest}.`,
    {
      remedy: 'Release this commit under a new version. A version that is released never changes.'
    }
  )
}

/**
 * The digest that a tag names; undefined if there is no such tag.
 * @throws Failure if the login may not look
 */
export async function digestAt(
  {client, repository}: Pick<StageRepository, 'client' | 'repository'>,
  tag: string
): Promise<string | undefined> {
  const found = await client.digest(tag)
  switch (found.kind) {
    case 'found':
      return found.value
    case 'missing':
      return undefined
    case 'denied':
      throw new Failure(`Looking for ${tag} in the target ${repository.name}: ${found.reason}`, {
        remedy: remedyOfRepositoryDenial(found.reason, repository.from, NEEDS_READ)
      })
  }
}

/** A tag, and what becomes of it. */
interface PlanOfTag {
  tag: Tag
  plan: TagPlan
  /** The digest that the tag names now. */
  named: string | undefined
}

async function planTags(
  run: StageRun,
  target: StageRepository,
  {tags, named}: TagsAtTarget,
  digest: string | undefined,
  {renameTo}: TagOptions
): Promise<PlanOfTag[]> {
  const holders = new Map(tags.map(({name}) => [name, holderOf(named.get(name), digest)]))
  const moves = tags.some(({name, movement}) => movement === 'with-commits' && holders.get(name) === 'another image')
  const behind = moves ? await whyBehind(run, target) : undefined
  return tags.map(tag => {
    const plan = planTag(run.stage, tag, holders.get(tag.name) ?? 'nothing', behind)
    return {tag, named: named.get(tag.name), plan: keptWithoutName(plan, renameTo)}
  })
}

/** An image that was there before this run has a name of an earlier one: a nightly run that changes nothing adds none. */
function keptWithoutName(plan: TagPlan, renameTo: string | undefined): TagPlan {
  if (plan.kind !== 'rename' || renameTo !== undefined) return plan
  return {kind: 'keep', because: 'it names another image of this commit, and it never moves.'}
}

async function putTag(
  stage: Stage,
  target: StageRepository,
  image: TaggableImage,
  {tag, plan, named}: PlanOfTag,
  {renameTo}: TagOptions
): Promise<TagResult> {
  switch (plan.kind) {
    case 'already':
      return {tag: tag.name, kind: 'already'}
    case 'keep':
      return {tag: tag.name, kind: 'kept', because: plan.because}
    case 'rename': {
      // Two jobs of a run may both get here. The second keeps what the first put, as it has no other name to give.
      const renamed: Tag = {...tag, name: renameTo ?? tag.name}
      return await putTag(stage, target, image, {tag: renamed, plan: {kind: 'put'}, named: undefined}, {})
    }
    case 'fail':
      throw versionTaken(target, tag.name, named ?? 'another image', image.manifest.digest)
    case 'put':
      if ((await target.client.tag(tag.name, image.manifest, image.sendAgain)) === 'put')
        return {tag: tag.name, kind: 'put'}
      return await settleTakenTag(stage, target, image, tag, {renameTo})
  }
}

/** The repository keeps the tag immutable. Another run was faster, or a reply was lost: what counts is what the tag names now. */
async function settleTakenTag(
  stage: Stage,
  target: StageRepository,
  image: TaggableImage,
  tag: Tag,
  options: TagOptions
): Promise<TagResult> {
  const named = await digestAt(target, tag.name)
  const holder = holderOf(named, image.manifest.digest)
  if (holder === 'this image') return {tag: tag.name, kind: 'already'}
  if (tag.movement === 'never') {
    const plan = keptWithoutName(planTag(stage, tag, holder, undefined), options.renameTo)
    return await putTag(stage, target, image, {tag, plan, named}, options)
  }
  throw new Failure(
    `Tagging ${target.repository.name}:${tag.name}: the repository keeps this tag immutable, and it names another image.`,
    {
      remedy:
        'Deploy infra/ again, or change the tag mutability filters of the repository. Only `sha-*` may be immutable, and in release `v*`.'
    }
  )
}

function holderOf(named: string | undefined, digest: string | undefined): Holder {
  return named === undefined ? 'nothing' : named === digest ? 'this image' : 'another image'
}

/** As many later commits are looked for; any that lie between may have an image. */
const LATER_COMMITS = 100

/**
 * Why the branch's tags stay where they are: a later commit of the branch has its image here, or may have it.
 * A tag that stays for one run too long is corrected by the next run. A tag that moved back would be pulled.
 */
async function whyBehind(
  {laterCommits, log}: Pick<StageRun, 'laterCommits' | 'log'>,
  {client}: {client: RepositoryClient}
): Promise<string | undefined> {
  const later = await laterCommits.get()
  if (later.kind === 'unknown') {
    log.warning(
      `It is not known whether a later commit of the branch has an image here, so the tags of the branch stay where they are. ${later.because}`,
      later.remedy
    )
    return 'it is not known whether a later commit of the branch has an image here.'
  }
  const newest = later.commits.slice(0, LATER_COMMITS)
  const found = await Promise.all(newest.map(commit => client.digest(commitTag(commit))))
  const image = newest.find((_, index) => found[index]?.kind === 'found')
  if (image !== undefined) return `commit ${image.slice(0, 12)} is later on the branch and has an image here.`
  if (later.total <= newest.length) return undefined
  return `the branch is ${later.total} commits ahead, and only the newest ${newest.length} were looked for here.`
}
