import {branchTag, trunkTag} from './branch-tag.js'
import type {Revision} from './decision.js'
import type {Stage} from './stage.js'

export type TagKind = 'source' | 'commit' | 'pull-request' | 'branch' | 'trunk' | 'version' | 'custom'

/** How a tag comes to name another image: not at all, to a later commit only, or at any time. */
export type Movement = 'never' | 'with-commits' | 'freely'

export interface Tag {
  name: string
  kind: TagKind
  movement: Movement
}

/** The tags of one run. */
export interface RunTags {
  /** The tag that stays with the commit. */
  commit: Tag
  /** The rest, in the order in which they are put: those that stay before those that move. */
  named: Tag[]
}

export interface TagSubject extends Revision {
  stage: Stage
  trunk: string
}

/**
 * The tags that an image gets in a stage for its commit; templates of the user aside, and the lines of a release, which
 * move by rules of their own.
 */
export function tagsFor(subject: TagSubject): RunTags {
  const {stage, commit} = subject
  return {commit: tag(stage, 'commit', commitTag(commit)), named: namedTags(subject)}
}

function namedTags({stage, branch, pullRequest, trunk, version}: TagSubject): Tag[] {
  switch (stage) {
    case 'development':
      return [
        ...(pullRequest === undefined ? [] : [tag(stage, 'pull-request', `pr-${pullRequest}`)]),
        ...(branch === undefined ? [] : [tag(stage, 'branch', branchTag(branch, trunk))])
      ]
    case 'master':
      return [tag(stage, 'trunk', trunkTag(trunk))]
    case 'release':
      return version === undefined ? [] : [tag(stage, 'version', `v${version.text}`)]
  }
}

/**
 * The tag that is pushed with the image: it tells whether an image of these sources is there already.
 * @param fingerprint SHA-256 of the build's sources, in hex
 */
export function tagOfSources(stage: Stage, fingerprint: string): Tag {
  return tag(stage, 'source', `src-${fingerprint}`)
}

/** `sha-<first 12 of the commit>` */
export function commitTag(commit: string): string {
  return `sha-${commit.slice(0, 12)}`
}

/** The tag of another image of the same commit in master, whose `sha-<commit>` stays with the first. */
export function rebuiltCommitTag(commit: string, run: {number: number; attempt: number}): string {
  return `${commitTag(commit)}-${run.number}.${run.attempt}`
}

/** What to do where a tag that never moves names another image already. */
export function onOtherImage(stage: Stage, kind: TagKind): 'keep' | 'rename' | 'fail' {
  if (kind === 'version') return 'fail'
  if (kind === 'commit') return stage === 'master' ? 'rename' : 'keep'
  return 'keep'
}

/** A tag of the user's own making. */
export function customTag(stage: Stage, name: string): Tag {
  return tag(stage, 'custom', name)
}

/** How tags of a kind move in a stage. The repositories' own filters agree: see `tagMutability`. */
export function movementOf(stage: Stage, kind: TagKind, name: string): Movement {
  switch (kind) {
    case 'commit':
    case 'version':
      return 'never'
    case 'branch':
    case 'pull-request':
    case 'trunk':
      return 'with-commits'
    case 'custom':
      // The release repository's filter v* holds on to vue-upgrade as it does to v1.2.3.
      return stage === 'release' && name.startsWith('v') ? 'never' : 'freely'
    case 'source':
      return 'freely'
  }
}

function tag(stage: Stage, kind: TagKind, name: string): Tag {
  return {name, kind, movement: movementOf(stage, kind, name)}
}
