import {branchTag, trunkTag} from '../stages/branch-tag.js'
import type {Stage} from '../stages/stage.js'
import {commitTag} from '../stages/tags.js'

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
  commit: string
  trunk: string
}

/** Where to look for the image that is wanted, and which of those that are there it is. */
export interface Candidates {
  pick: 'the first' | 'the newest'
  among: Candidate[]
}

/** A branch without an image of its own has the trunk's. */
export function candidatesFor({stage, tag, branch, commit, trunk}: Wanted): Candidates {
  if (tag !== undefined) return {pick: 'the first', among: [{stage, tag, what: `the tag ${tag} of ${stage}`}]}
  const ofTrunk: Candidate = {stage: 'master', tag: trunkTag(trunk), what: "the trunk's image, from master"}
  switch (stage) {
    case 'development': {
      const own: Candidate =
        branch === undefined
          ? {stage, tag: commitTag(commit), what: `the image of commit ${commit.slice(0, 12)}`}
          : {stage, tag: branchTag(branch, trunk), what: `the image of branch ${branch}`}
      // On the trunk itself, what somebody pushed by hand may be older than what was merged since.
      return {pick: branch === trunk ? 'the newest' : 'the first', among: [own, ofTrunk]}
    }
    case 'master':
      return {pick: 'the first', among: [ofTrunk]}
    case 'release':
      return {pick: 'the first', among: [{stage, tag: 'latest', what: 'the newest release'}]}
  }
}
