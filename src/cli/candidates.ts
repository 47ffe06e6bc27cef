import {otherCommitOfTag} from '../run/image-origin.js'
import type {Stage} from '../stages/stage.js'
import {commitTag, tagsFor} from '../stages/tags.js'
import {inVariant} from '../stages/variant.js'

/** A tag under which an image may be found. */
export interface Candidate {
  stage: Stage
  tag: string
  /** The text that the command prints for it. */
  description: string
  accepts: Acceptance
}

/**
 * The images that a candidate's tag may name.
 *
 * - `any`: whatever the tag names.
 * - `not another commit's`: the tag has twelve digits of a commit, and the image of another commit can begin with the same.
 */
export type Acceptance = {kind: 'any'} | {kind: "not another commit's"; commit: string}

/** The values that decide which image to pull. */
export interface ImageSearch {
  stage: Stage
  /** The tag that was asked for by name. */
  tag: string | undefined
  /** The branch that is checked out; undefined if HEAD is detached. */
  branch: string | undefined
  commit: string
  trunk: string
  /** Whether the files differ from the commit. */
  isDirty: boolean
  /** The variant that was asked for by name. */
  variant?: string | undefined
  /** All variants that the stages file lists for the image. */
  variants?: readonly string[]
}

/** Where to look for the image to pull, in this order. The time of a push decides nothing: an old commit can be pushed late. */
export interface SearchOrder {
  /** Whether to look for the image of the current files by their fingerprint: changes have no commit to be found by. */
  byFingerprint: boolean
  /** The image of what is checked out. */
  own: Candidate[]
  /** The stages in which each earlier commit may have an image. */
  ancestorsIn: Stage[]
  /** The image to take if no commit has one. */
  otherwise: Candidate[]
}

export function searchOrder(search: ImageSearch): SearchOrder {
  const {stage, tag, commit, isDirty, variant} = search
  const own = (place: Stage): Candidate => imageOfCommit(commit, place, {variant})
  if (tag !== undefined) {
    const named: Candidate = {stage, tag, description: `the tag ${tag} of ${stage}`, accepts: {kind: 'any'}}
    return {byFingerprint: false, own: [named], ancestorsIn: [], otherwise: []}
  }
  const trunkImage: Candidate = {
    stage: 'master',
    tag: trunkTag(search),
    description: "the trunk's image, from master",
    accepts: {kind: 'any'}
  }
  switch (stage) {
    case 'development':
      return {
        byFingerprint: isDirty,
        own: [own('development'), own('master')],
        ancestorsIn: ['development', 'master'],
        otherwise: [trunkImage]
      }
    case 'master':
      return {
        byFingerprint: false,
        own: [own(stage)],
        ancestorsIn: [stage],
        otherwise: [trunkImage]
      }
    case 'release': {
      // Versions order the releases, so an earlier commit does not come before the newest version.
      const latest: Candidate = {
        stage,
        tag: inVariant('latest', variant),
        description: 'the newest release',
        accepts: {kind: 'any'}
      }
      return {byFingerprint: false, own: [own(stage)], ancestorsIn: [], otherwise: [latest]}
    }
  }
}

/** @param before the commit that is checked out, if the image is that of an earlier one */
export function imageOfCommit(
  commit: string,
  stage: Stage,
  {before, variant}: {before?: string; variant?: string | undefined} = {}
): Candidate {
  const order = before === undefined ? '' : `, the newest before ${before.slice(0, 12)} that has one`
  return {
    stage,
    tag: commitTag(commit, variant),
    description: `the image of commit ${commit.slice(0, 12)}${order}, from ${stage}`,
    accepts: {kind: "not another commit's", commit}
  }
}

/** The tag of the trunk in master. */
function trunkTag(search: ImageSearch): string {
  const {named} = tagsFor({...search, stage: 'master', pullRequest: undefined, version: undefined})
  return named.find(({kind}) => kind === 'trunk')?.name ?? ''
}

/** The answer to whether an image is one that a candidate accepts. */
export type Verdict =
  | {kind: 'accepted'}
  /** @param because a sentence without its subject, such as `is the image of commit ...` */
  | {kind: 'refused'; because: string}

/** @param revision the commit that the image names, with `-dirty` if its files differed; undefined if it names none */
export function judgeImage(accepts: Acceptance, revision: string | undefined): Verdict {
  switch (accepts.kind) {
    case 'any':
      return {kind: 'accepted'}
    case "not another commit's": {
      const {commit} = accepts
      const other = revision === undefined ? undefined : otherCommitOfTag(commit, revision)
      return other === undefined
        ? {kind: 'accepted'}
        : {kind: 'refused', because: `is the image of commit ${other}, which begins like ${commit}`}
    }
  }
}
