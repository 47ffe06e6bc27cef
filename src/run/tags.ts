import {RegistryError} from '@org/oci/errors'
import type {Manifest} from '@org/oci/manifest'

import {remedyOfRepositoryDenial} from '../aws/denial.js'
import {Failure} from '../core/failure.js'
import {remedy} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import {allInOrder} from '../core/settle.js'
import type {Stage} from '../stages/stage.js'
import type {Tag} from '../stages/tags.js'
import {rebuiltCommitTag, tagsFor, takenTagPolicy} from '../stages/tags.js'
import {expandTemplate} from '../stages/template.js'
import type {Version} from '../stages/version.js'
import {nextVersion} from '../stages/version.js'
import {ownRecipe} from './build-settings.js'
import type {StageRun} from './context.js'
import type {PlannedTag, TagResult} from './outcome.js'
import type {StageRepository} from './session.js'
import {whyBehind, whyOtherRecipe} from './tags-that-stay.js'

/** The image that a tag names now, compared with the image that is to get the tag. */
export type Holder = 'nothing' | 'this image' | 'another image'

export type TagPlan =
  {kind: 'put'} | {kind: 'already'} | {kind: 'keep'; because: string} | {kind: 'rename'} | {kind: 'fail'}

/**
 * Chooses the action for one tag.
 * @param behind the reason why the tags of the branch stay where they are; undefined if nothing keeps them there
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
          'it names another image, and it never moves. The most common cause: the base branch of the pull request has moved on.'
      }
    case 'rename':
      return {kind: 'rename'}
    case 'fail':
      return {kind: 'fail'}
  }
}

/** The commit of an image, as far as it is known. */
interface Provenance {
  /** Whether the image belongs to the run's commit. Only then does it get the commit's tag, which never moves. */
  isOfCommit: boolean
  /** The time of the image's commit, if it is known. */
  committedAt: Date | undefined
}

/** The tags of a run, with those of the user's templates, each name once. The `src-` tag is not among them. */
export function tagsOf(
  {revision, stage, trunk, inputs, image, runner, log}: StageRun,
  {isOfCommit, committedAt}: Provenance
): Tag[] {
  const variants = Object.keys(image?.variants ?? {})
  const {commit: own, named} = tagsFor({
    ...revision,
    stage,
    trunk,
    variant: inputs.variant,
    variants
  })
  const commit = isOfCommit ? revision.commit : undefined
  const custom = inputs.tags.flatMap(template => {
    const expansion = expandTemplate(template, {
      ...revision,
      commit,
      committedAt,
      stage,
      trunk,
      version: revision.version?.text,
      run: runner.runNumber,
      variant: inputs.variant,
      variants
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

/** The tags of a run, and the digests that they name at the target before the run puts any. */
export interface TagsAtTarget {
  tags: readonly Tag[]
  named: DigestsByTag
}

/** An image at the target that can get tags. */
export interface TaggableImage {
  manifest: Manifest
  /** Sends the whole image again. It is called if the repository reports that a part of it is missing. */
  sendAgain?: () => Promise<unknown>
}

/** Puts a tag on an image. */
export async function tagStagedImage(
  {client}: Pick<StageRepository, 'client'>,
  tag: string,
  {manifest, sendAgain}: TaggableImage
): Promise<'put' | 'taken'> {
  try {
    return await client.tag(tag, manifest, sendAgain)
  } catch (error) {
    throw sendAgain === undefined ? withRebuild(error) : error
  }
}

/**
 * Puts a tag that may move at any time on an image.
 * @throws Failure if the repository keeps the tag immutable, and it names another image
 */
export async function putMovingTag(
  run: Pick<StageRun, 'stage' | 'revision'>,
  target: StageRepository,
  tag: Tag,
  image: TaggableImage
): Promise<void> {
  await putTag(run, target, image, {tag, plan: {kind: 'put'}, named: undefined}, {})
}

/** A build cannot send the parts of its image again. If some stay missing, an unchanged image must not be taken for whole. */
function withRebuild(error: unknown): unknown {
  const lacksParts = error instanceof RegistryError && error.needsBuild && error.status !== undefined
  if (!lacksParts) return error
  return new Failure(error.message, {
    cause: error,
    needsBuild: true,
    remedy: remedy`Build the image again, with ${setting('rebuild')}: a part of it is missing in the registry.`
  })
}

/** Further options for the tags of an image. */
export interface TagOptions {
  /** The tag for an image whose commit has another image already. */
  renameTo?: string
  /** Whether this run made the image. An image that was there before has a name of an earlier run. */
  isNew?: boolean
  /**
   * The recipe of the image. If the commit already has an image of another recipe, the tags that move stay on that image.
   * undefined if they move all the same.
   */
  recipe?: string | undefined
}

/** The events that build a commit for the first time, or once more for the same reason. The others refresh its image. */
const BUILDING_EVENTS = ['pull_request', 'push', 'merge_group', 'workflow_run']

/** The options for the image of a run's commit. A nightly run, a run by hand and the input `rebuild` replace such an image. */
export function commitTagOptions(
  run: Pick<StageRun, 'revision' | 'runner' | 'inputs' | 'image'>,
  isNew: boolean
): TagOptions {
  const {revision, runner, inputs} = run
  const by = {number: runner.runNumber, attempt: runner.runAttempt}
  const isRebuild = inputs.rebuild || !BUILDING_EVENTS.includes(runner.eventName)
  return {
    renameTo: rebuiltCommitTag(revision.commit, by, inputs.variant),
    isNew,
    recipe: isRebuild ? undefined : ownRecipe(run)
  }
}

/** The remedy for a denial in which AWS does not name the missing permission. */
export const NEEDS_READ =
  "The stage's role needs `ecr:BatchGetImage` on this repository. If somebody changed the role by hand, deploy infra/ again."

/**
 * Looks up the digests that the tags of a run name.
 * @throws Failure if the login may not read them
 */
export async function lookUpTags(target: StageRepository, tags: readonly Tag[]): Promise<TagsAtTarget> {
  const digests = await allInOrder(tags.map(({name}) => digestAt(target, name)))
  return {tags, named: new Map(tags.map(({name}, index) => [name, digests[index]]))}
}

/** Plans the result for each tag. Nothing is written. A version that names another image was refused before. */
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
 * @throws Failure for a version that names another image; the message names both images
 */
export async function putTags(
  run: StageRun,
  target: StageRepository,
  found: TagsAtTarget,
  image: TaggableImage,
  options: TagOptions = {}
): Promise<TagResult[]> {
  return await run.timings.time('tags', async () => {
    const {digest} = image.manifest
    const planned = await planTags(run, target, found, digest, options)
    const put = (plans: readonly PlanOfTag[]): Promise<TagResult[]> =>
      allInOrder(plans.map(one => putTag(run, target, image, one, options)))
    const isForever = ({tag}: PlanOfTag): boolean => tag.movement === 'never'
    const first = planned.filter(isForever)
    const forever = await put(first)
    // Another job may have put the tag of the commit meanwhile, on an image of another recipe.
    const isTaken = first.some(
      ({plan, tag}, index) =>
        plan.kind === 'put' && (forever[index]?.kind === 'kept' || forever[index]?.tag !== tag.name)
    )
    const now = isTaken ? await planTags(run, target, await lookUpTags(target, found.tags), digest, options) : planned
    return [...forever, ...(await put(now.filter(one => !isForever(one))))]
  })
}

/** The error for a version whose tag already names another image. A version never changes. */
export function versionTaken(
  {repository}: Pick<StageRepository, 'repository'>,
  tag: string,
  version: Pick<Version, 'text'> | undefined,
  named: string,
  digest: string
): Failure {
  return new Failure(
    `${tag} in the target ${repository.name} is already ${named}, but this run would release ${digest}.`,
    {
      remedy: `Release this commit as ${version === undefined ? 'the next version' : `v${nextVersion(version)}, the next version`}. A released version never changes.`
    }
  )
}

/**
 * The digest that a tag names; undefined if there is no such tag.
 * @throws Failure if the login may not read it
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

/** A tag, and the plan for it. */
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
  {isNew = false, recipe}: TagOptions
): Promise<PlanOfTag[]> {
  const holders = new Map(tags.map(({name}) => [name, holderOf(named.get(name), digest)]))
  const moves = tags.some(({name, movement}) => movement === 'with-commits' && holders.get(name) === 'another image')
  const other = await whyOtherRecipe(run, target, named, {digest, recipe, moves})
  const stays = other ?? (moves ? await whyBehind(run, target) : undefined)
  return tags.map(tag => {
    const plan = planTag(run.stage, tag, holders.get(tag.name) ?? 'nothing', stays)
    const getsName = isNew || other !== undefined
    return {tag, named: named.get(tag.name), plan: getsName ? plan : keptWithoutName(plan)}
  })
}

/** An image that existed before this run has a name of an earlier run. So a nightly run that changes nothing adds no name. */
function keptWithoutName(plan: TagPlan): TagPlan {
  if (plan.kind !== 'rename') return plan
  return {kind: 'keep', because: 'it names another image of this commit, and it never moves.'}
}

async function putTag(
  run: Pick<StageRun, 'stage' | 'revision'>,
  target: StageRepository,
  image: TaggableImage,
  {tag, plan, named}: PlanOfTag,
  options: TagOptions
): Promise<TagResult> {
  switch (plan.kind) {
    case 'already':
      return {tag: tag.name, kind: 'already'}
    case 'keep':
      return {tag: tag.name, kind: 'kept', because: plan.because}
    case 'rename': {
      // Two jobs of a run may both get here. The second keeps the tag of the first, because no other name is left.
      const renamed: Tag = {...tag, name: options.renameTo ?? tag.name}
      return await putTag(run, target, image, {tag: renamed, plan: {kind: 'put'}, named: undefined}, {})
    }
    case 'fail':
      throw versionTaken(target, tag.name, run.revision.version, named ?? 'another image', image.manifest.digest)
    case 'put':
      if ((await tagStagedImage(target, tag.name, image)) === 'put') return {tag: tag.name, kind: 'put'}
      return await settleTakenTag(run, target, image, tag, options)
  }
}

/**
 * Decides on a tag that the repository keeps immutable. Another run was faster, or a reply was lost, so the image that the tag
 * names now counts.
 */
async function settleTakenTag(
  run: Pick<StageRun, 'stage' | 'revision'>,
  target: StageRepository,
  image: TaggableImage,
  tag: Tag,
  options: TagOptions
): Promise<TagResult> {
  const named = await digestAt(target, tag.name)
  const holder = holderOf(named, image.manifest.digest)
  if (holder === 'this image') return {tag: tag.name, kind: 'already'}
  if (tag.movement === 'never') {
    const taken = planTag(run.stage, tag, holder, undefined)
    const plan = options.renameTo === undefined || options.isNew !== true ? keptWithoutName(taken) : taken
    return await putTag(run, target, image, {tag, plan, named}, options)
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
