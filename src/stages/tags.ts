import {branchTag, trunkTag} from './branch-tag.js'
import type {Revision} from './decision.js'
import type {Stage} from './stage.js'
import {inVariant, suffixOf} from './variant.js'

export type TagKind = 'fingerprint' | 'commit' | 'pull-request' | 'branch' | 'trunk' | 'version' | 'custom'

/** When a tag may change to another image: never, only to the image of a later commit, or at any time. */
export type Movement = 'never' | 'with-commits' | 'freely'

export interface Tag {
  name: string
  kind: TagKind
  movement: Movement
}

/** The tags of one run. */
export interface RunTags {
  /** The tag that stays with the image of the commit. */
  commit: Tag
  /** The other tags, in the order in which they are set: first those that never move. */
  named: Tag[]
}

export interface TagSubject extends Revision {
  stage: Stage
  trunk: string
  /** The variant of the run; every tag ends with its name. */
  variant?: string | undefined
  /** All variants that the stages file lists for the image. */
  variants?: readonly string[]
}

/**
 * The tags that an image gets in a stage for its revision. The tags of the user's templates are not among them, nor are those
 * of a release's lines, which move by their own rules.
 */
export function tagsFor(subject: TagSubject): RunTags {
  const {stage, commit, variant} = subject
  return {commit: tag(stage, 'commit', commitTag(commit, variant)), named: namedTags(subject)}
}

function namedTags({stage, branch, pullRequest, trunk, version, variant, variants = []}: TagSubject): Tag[] {
  const own = (kind: TagKind, name: string): Tag => tag(stage, kind, inVariant(name, variant))
  switch (stage) {
    case 'development':
      return [
        ...(pullRequest === undefined ? [] : [own('pull-request', `pr-${pullRequest}`)]),
        ...(branch === undefined ? [] : [own('branch', branchTag(branch, trunk, {variant, variants}))])
      ]
    case 'master':
      return [own('trunk', trunkTag(trunk, {variant}))]
    case 'release':
      return version === undefined ? [] : [own('version', `v${version.text}`)]
  }
}

/**
 * The tag that a builder pushes under if it cannot push by digest. It moves with every build, and nobody looks for it: the
 * digest comes from the builder.
 * @param platform `os/architecture[/variant]`
 */
export function partTag(platform: string, variant?: string): string {
  return inVariant(`part-${platform.replaceAll('/', '-')}`, variant)
}

/**
 * The tag that shows whether an image of these sources already exists. It is put once it is certain that nothing else was
 * read.
 * @param fingerprint SHA-256 of the build's sources, in hex
 */
export function fingerprintTag(stage: Stage, fingerprint: string): Tag {
  return tag(stage, 'fingerprint', `src-${fingerprint}`)
}

/** `sha-` and the first 12 digits of the commit's id, with the variant at the end */
export function commitTag(commit: string, variant?: string): string {
  return inVariant(`sha-${commit.slice(0, 12)}`, variant)
}

/** The tag of another image of the same commit in master. `sha-<commit>` stays with the first image. */
export function rebuiltCommitTag(commit: string, run: {number: number; attempt: number}, variant?: string): string {
  return inVariant(`${commitTag(commit)}-${run.number}.${run.attempt}`, variant)
}

/** Whether a tag is that of another image of the commit, of the same variant. */
export function isRebuiltCommitTag(tag: string, commit: string, variant?: string): boolean {
  const [start, end] = [`${commitTag(commit)}-`, suffixOf(variant)]
  return (
    tag.startsWith(start) && tag.endsWith(end) && /^\d+\.\d+$/.test(tag.slice(start.length, tag.length - end.length))
  )
}

/** The policy if a tag that never moves already names another image. */
export function takenTagPolicy(stage: Stage, kind: TagKind): 'keep' | 'rename' | 'fail' {
  if (kind === 'version') return 'fail'
  if (kind === 'commit') return stage === 'master' ? 'rename' : 'keep'
  return 'keep'
}

/** A tag that the user chose. */
export function customTag(stage: Stage, name: string): Tag {
  return tag(stage, 'custom', name)
}

/** The movement of a tag in a stage. It agrees with the filters of the repositories: see `tagMutability`. */
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
      // The filter v* of the release repository freezes vue-upgrade as well as v1.2.3.
      return stage === 'release' && name.startsWith('v') ? 'never' : 'freely'
    case 'fingerprint':
      return 'freely'
  }
}

function tag(stage: Stage, kind: TagKind, name: string): Tag {
  return {name, kind, movement: movementOf(stage, kind, name)}
}
