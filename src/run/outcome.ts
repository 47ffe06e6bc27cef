import type {CopyReport} from '@org/oci/copy'

import type {Finding} from '../aws/scan.js'
import type {Remedy} from '../core/remedy.js'
import type {Stage} from '../stages/stage.js'

/** What became of one tag of a run. */
export type TagResult =
  | {tag: string; kind: 'put' | 'already'}
  /** It names another image and stays there. The reason. */
  | {tag: string; kind: 'kept'; because: string}

/** What would become of one tag. */
export type PlannedTag =
  | TagResult
  /** It names another image now: its digest, or the version if it is the tag of a line. */
  | {tag: string; kind: 'move'; from: string}

/** A base image as the fingerprint counted it. */
export interface Base {
  reference: string
  /** undefined if the registry did not tell it; then the name counts. */
  digest: string | undefined
}

/** An image in the repository of its stage. */
export interface StagedImage {
  /** Its name in the stages file, or else that of its repository. */
  name: string
  /** The file to edit for a change, from the workspace; undefined if it is outside the workspace. */
  dockerfile: string | undefined
  /** Host of the registry. */
  registry: string
  repository: string
  digest: string
  /** Compressed, all layers and configs; undefined if ECR was not asked. */
  size: number | undefined
  /** `os/architecture[/variant]` */
  platforms: readonly string[]
  tags: TagResult[]
  /** undefined if a promoted image has none. */
  fingerprint: string | undefined
  bases: Base[]
  /** undefined if the stage's role may not read them. */
  scans?: Scans | undefined
  /** undefined if nobody asked for it. */
  previous?: Previous | undefined
}

/** What ECR's scan is about. */
export type Scanned = Pick<StagedImage, 'name' | 'repository' | 'digest' | 'dockerfile'>

/** Where a promoted image came from, and what that took. */
export interface Promotion {
  /** `registry/repository@sha256:...` */
  source: string
  /** When it was pushed there, if ECR tells. */
  pushedAt: Date | undefined
  /** Its tags there, if ECR tells. */
  sourceTags: readonly string[]
  builtFrom: Origin | undefined
  /** undefined if the image was promoted before, or by hand. */
  run: {number: number; url: string; at: Date} | undefined
  copy: CopyReport
}

/** What an image itself says of where it comes from. */
export interface Origin {
  commit: string
  created: string | undefined
  /** What it was built as a version of: a branch, most often. */
  version: string | undefined
  /** Page of the commit's runs, if the image says that the commit is of this repository. */
  runs: string | undefined
}

/** What is known of an image's vulnerabilities, of all its platforms together, or why nothing is known. */
export type Scans =
  | {
      kind: 'scanned'
      /** For each severity, as ECR names them. */
      counts: Record<string, number>
      findings: readonly Finding[]
    }
  | {kind: 'unknown'; because: string; /** What to change, where that is known. */ remedy?: Remedy}

/** What the tags of a branch named before this run. */
export type Previous =
  {kind: 'none'} | {kind: 'same'} | {kind: 'other'; tag: string; digest: string; size: number | undefined; scans: Scans}

/** What was built: a commit, and the pull request that it belongs to. */
export interface BuildSubject {
  commit: string
  pullRequest: number | undefined
}

/**
 * How a run ended, other than by an error. `reason` says why this stage and this operation. Builds have a subject;
 * promotions have none.
 */
export type Outcome =
  | {
      kind: 'built'
      stage: Stage
      reason: string
      image: StagedImage
      changed: boolean
      metadata: Record<string, unknown>
      subject?: BuildSubject
    }
  | {
      kind: 'unchanged'
      stage: Stage
      reason: string
      image: StagedImage
      promotion?: Promotion
      version?: string | undefined
      subject?: BuildSubject
    }
  | {
      kind: 'promoted'
      stage: Stage
      reason: string
      image: StagedImage
      promotion: Promotion
      version: string | undefined
    }
  /** A dry run. */
  | {kind: 'planned'; stage: Stage; reason: string; plan: Plan; subject?: BuildSubject}
  /** Built, to see that it builds, and pushed nowhere. */
  | {
      kind: 'built-only'
      reason: string
      fingerprint: string
      bases: Base[]
      metadata: Record<string, unknown>
      subject?: BuildSubject
    }
  /** With a remedy if something else was probably meant. */
  | {kind: 'skipped'; reason: string; remedy?: Remedy}

/** What a dry run found that a run would do. */
export interface Plan {
  registry: string
  repository: string
  fingerprint: string | undefined
  bases: Base[]
  action: 'build and push' | 'tag only' | 'copy'
  /** The reason, if the tags do not show it. */
  because?: string
  /** What would be promoted, `registry/repository@sha256:...`. */
  source?: string
  version?: string | undefined
  tags: PlannedTag[]
  /** undefined if nobody asked for it. */
  scans?: Scans
}
