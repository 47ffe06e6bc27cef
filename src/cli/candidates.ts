import {branchTag, trunkTag} from '../stages/branch-tag.js'
import type {Stage} from '../stages/stage.js'
import {commitTag} from '../stages/tags.js'

/** A tag under which the image of a search may be found. */
export interface Candidate {
  stage: Stage
  tag: string
  /** The text that the command prints for it. */
  description: string
}

/** The values that decide which image to pull. */
export interface ImageSearch {
  stage: Stage
  /** The tag that was asked for by name. */
  tag: string | undefined
  /** The branch that is checked out; undefined if HEAD is detached. */
  branch: string | undefined
  commit: string
  trunk: string
}

/** The tags to look for, and which of the images found under them to take. */
export interface Candidates {
  pick: 'the first' | 'the newest'
  among: Candidate[]
}

/** A branch that has no image of its own falls back to the image of the trunk. */
export function candidatesFor({stage, tag, branch, commit, trunk}: ImageSearch): Candidates {
  if (tag !== undefined) return {pick: 'the first', among: [{stage, tag, description: `the tag ${tag} of ${stage}`}]}
  const trunkImage: Candidate = {stage: 'master', tag: trunkTag(trunk), description: "the trunk's image, from master"}
  switch (stage) {
    case 'development': {
      const own: Candidate =
        branch === undefined
          ? {stage, tag: commitTag(commit, undefined), description: `the image of commit ${commit.slice(0, 12)}`}
          : {stage, tag: branchTag(branch, trunk), description: `the image of branch ${branch}`}
      // On the trunk, an image that was pushed by hand may be older than the image of the latest merge.
      return {pick: branch === trunk ? 'the newest' : 'the first', among: [own, trunkImage]}
    }
    case 'master':
      return {pick: 'the first', among: [trunkImage]}
    case 'release':
      return {pick: 'the first', among: [{stage, tag: 'latest', description: 'the newest release'}]}
  }
}
