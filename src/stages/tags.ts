import {branchTag, trunkTag} from './branch-tag.js'
import type {Revision} from './decision.js'
import type {Stage} from './stage.js'
import type {Version} from './version.js'

export type TagKind = 'source' | 'commit' | 'pull-request' | 'branch' | 'trunk' | 'version' | 'version-line' | 'custom'

/** How a tag comes to name another image: not at all, to a later commit or a higher version only, or at any time. */
export type Movement = 'never' | 'with-commits' | 'with-versions' | 'freely'

export interface Tag {
  name: string
  kind: TagKind
  movement: Movement
}

/** The tags of one run. */
export interface RunTags {
  /** Pushed with the image; tells by the fingerprint whether it is there already. */
  source: Tag
  /** The tag that stays with the commit. */
  commit: Tag
  /** The rest, in the order in which they are put: those that stay before those that move. */
  named: Tag[]
}

export interface TagSubject extends Revision {
  stage: Stage
  trunk: string
  /** SHA-256 of the build's sources, in hex. */
  fingerprint: string
}

/** The tags that an image gets in a stage, templates of the user aside. */
export function tagsFor(subject: TagSubject): RunTags {
  const {stage, commit, fingerprint} = subject
  return {
    source: tag(stage, 'source', `src-${fingerprint}`),
    commit: tag(stage, 'commit', commitTag(commit)),
    named: namedTags(subject)
  }
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
      return version === undefined ? [] : releaseTags(version)
  }
}

/** `v1.2.3` for good; the lines `1.2`, `1` and `latest` follow the highest version, pre-releases aside. */
export function releaseTags({text, prerelease}: Version): Tag[] {
  const own = tag('release', 'version', `v${text}`)
  if (prerelease) return [own]
  const [major = '', minor = ''] = text.split('.')
  return [
    own,
    tag('release', 'version-line', `${major}.${minor}`),
    tag('release', 'version-line', major),
    tag('release', 'version-line', 'latest')
  ]
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
    case 'version-line':
      return 'with-versions'
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
