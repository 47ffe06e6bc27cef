import type {CopyReport} from '@org/oci/copy'

import type {Finding} from '../aws/scan.js'
import type {Remedy} from '../core/remedy.js'
import type {Stage} from '../stages/stage.js'

/** What became of one tag of a run. */
export type TagResult =
  | {tag: string; kind: 'put' | 'already'}
  /** It names another image and stays there, for this reason. */
  | {tag: string; kind: 'kept'; because: string}

/** What would become of one tag. */
export type PlannedTag =
  | TagResult
  /** It names another image now: a digest, or of a line the version. */
  | {tag: string; kind: 'move'; from: string}

/** A base image as the fingerprint counted it. */
export interface Base {
  reference: string
  /** undefined where the registry did not tell: it counted by its name. */
  digest: string | undefined
}

/** An image in the repository of its stage. */
export interface StagedImage {
  /** As the stages file names it, else as its repository is named. */
  name: string
  /** What is edited to change it, from the workspace; undefined where it is not in there. */
  dockerfile: string | undefined
  /** Host of the registry. */
  registry: string
  repository: string
  digest: string
  /** Compressed, all layers and configs; undefined where it was not asked for. */
  size: number | undefined
  /** `os/architecture[/variant]` */
  platforms: readonly string[]
  tags: TagResult[]
  /** undefined where an image is promoted that has none. */
  fingerprint: string | undefined
  bases: Base[]
  /** undefined where the stage's role may not read them. */
  scans?: Scans | undefined
  /** undefined where nobody asked. */
  previous?: Previous | undefined
}

/** What ECR's scan is about. */
export type Scanned = Pick<StagedImage, 'name' | 'repository' | 'digest' | 'dockerfile'>

/** Where a promoted image came from, and what that took. */
export interface Promotion {
  /** `registry/repository@sha256:...` */
  source: string
  /** When it was pushed there, where ECR says. */
  pushedAt: Date | undefined
  /** What it is tagged there, where ECR says. */
  sourceTags: readonly string[]
  builtFrom: Origin | undefined
  /** undefined where the image was promoted before, or by hand. */
  run: {number: number; url: string; at: Date} | undefined
  copy: CopyReport
}

/** What an image itself says of where it comes from. */
export interface Origin {
  commit: string
  created: string | undefined
  /** What it was built as a version of: a branch, most often. */
  version: string | undefined
  /** Page of the commit's runs, where the commit is said to be of this repository. */
  runs: string | undefined
}

/** What is known of an image's vulnerabilities, of all its platforms together, or why nothing is. */
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
  /** Why this, where the tags do not tell. */
  because?: string
  /** What would be promoted, `registry/repository@sha256:...`. */
  source?: string
  version?: string | undefined
  tags: PlannedTag[]
  /** undefined where nobody asked. */
  scans?: Scans
}
