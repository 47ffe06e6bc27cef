import {branchTag, trunkTag} from '../stages/branch-tag.js'
import type {Stage} from '../stages/stage.js'

/** A tag that an image may be found under. */
export interface Candidate {
  stage: Stage
  tag: string
  /** What it is, for people. */
  what: string
}

export interface Wanted {
  stage: Stage
  /** Asked for by name. */
  tag: string | undefined
  /** Checked out; undefined where HEAD is detached. */
  branch: string | undefined
  trunk: string
}

/** Where to look for the image that is wanted, best first: a branch without an image of its own has the trunk's. */
export function candidatesFor({stage, tag, branch, trunk}: Wanted): Candidate[] {
  if (tag !== undefined) return [{stage, tag, what: `the tag ${tag} of ${stage}`}]
  const ofTrunk: Candidate = {stage: 'master', tag: trunkTag(trunk), what: `the trunk's image, from master`}
  switch (stage) {
    case 'development':
      return [...(branch === undefined ? [] : [{stage, tag: branchTag(branch, trunk), what: `the image of branch ${branch}`}]), ofTrunk]
    case 'master':
      return [ofTrunk]
    case 'release':
      return [{stage, tag: 'latest', what: 'the newest release'}]
  }
}
