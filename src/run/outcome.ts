import type {CopyReport} from '@org/oci/copy'

import type {Finding} from '../aws/scan.js'
import type {Remedy} from '../core/remedy.js'
import type {MatrixEntry} from '../stages/runners.js'
import type {Stage} from '../stages/stage.js'

/** The result for one tag of a run. */
export type TagResult =
  | {tag: string; kind: 'put' | 'already'}
  /** The tag names another image and stays there, for this reason. */
  | {tag: string; kind: 'kept'; because: string}

/** The planned result for one tag. */
export type PlannedTag =
  | TagResult
  /** The tag names another image now. `from` is the digest of that image, or its version if the tag is that of a line. */
  | {tag: string; kind: 'move'; from: string}

/** A base image as the fingerprint counted it. */
export interface Base {
  reference: string
  /** undefined if the registry did not return it; then the name counts. */
  digest: string | undefined
}

/** An image in the repository of its stage. */
export interface StagedImage {
  /** Its name in the stages file, or else that of its repository. */
  name: string
  /** Path of the Dockerfile, relative to the workspace; undefined if it is outside the workspace. */
  dockerfile: string | undefined
  /** Host of the registry. */
  registry: string
  repository: string
  digest: string
  /** Compressed size of all layers and configs; undefined if it is not known. */
  size: number | undefined
  /** `os/architecture[/variant]` */
  platforms: readonly string[]
  tags: TagResult[]
  /** undefined if a promoted image has none. */
  fingerprint: string | undefined
  bases: readonly Base[]
  /** undefined if the stage's role may not read them. */
  scans?: Scans | undefined
  /** undefined if nobody asked for it. */
  previous?: Previous | undefined
}

/** The image that ECR scanned. */
export type Scanned = Pick<StagedImage, 'name' | 'repository' | 'digest' | 'dockerfile'>

/** The source of a promoted image, and the report of its copy. */
export interface Promotion {
  /** `registry/repository@sha256:...` */
  source: string
  /** The time of its push to the source, if ECR returns it. */
  pushedAt: Date | undefined
  /** Its tags in the source, if ECR returns them. */
  sourceTags: readonly string[]
  builtFrom: Origin | undefined
  /** undefined if the image was promoted before, or on a command line. */
  run: {number: number; url: string; at: Date} | undefined
  copy: CopyReport
}

/** The origin that an image itself declares. */
export interface Origin {
  commit: string
  /** Equal for all builds of a commit with the same Dockerfile, arguments and settings. Older images declare none. */
  recipe: string | undefined
  created: string | undefined
  /** The value of its version label: a branch, most often. */
  version: string | undefined
  /** Page of the commit's runs, if the image declares that the commit belongs to this repository. */
  runs: string | undefined
}

/** The vulnerabilities of an image, for all its platforms together, or the reason why they are not known. */
export type Scans =
  | {
      kind: 'scanned'
      /** The number of findings for each severity, under ECR's name for it. */
      counts: Record<string, number>
      findings: readonly Finding[]
    }
  | {kind: 'unknown'; because: string; /** What to change, if that is known. */ remedy?: Remedy}

/** The image that the tags of a branch named before this run. */
export type Previous =
  {kind: 'none'} | {kind: 'same'} | {kind: 'other'; tag: string; digest: string; size: number | undefined; scans: Scans}

/** The commit that was built, and the pull request that it belongs to. */
export interface BuildSubject {
  commit: string
  pullRequest: number | undefined
}

/**
 * The result of a run that did not fail. `reason` explains the choice of the stage and the operation. Builds have a subject;
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
      /** The parts that were joined, with the time of each build, if its job told that. */
      parts?: readonly {platform: string; seconds: number | undefined}[]
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
  /** A test build, which is not pushed. */
  | {
      kind: 'built-only'
      reason: string
      fingerprint: string
      bases: readonly Base[]
      metadata: Record<string, unknown>
      subject?: BuildSubject
    }
  /** Nothing is built yet: a job for each entry of the matrix builds its part. `stage` is undefined if they push nothing. */
  | {
      kind: 'distributed'
      stage: Stage | undefined
      reason: string
      /** Why the image is built. */
      because: string
      fingerprint: string
      /** The output `plan`. */
      plan: string
      matrix: readonly MatrixEntry[]
      subject?: BuildSubject
    }
  /** One part of an image. */
  | {
      kind: 'part'
      stage: Stage | undefined
      reason: string
      /** `os/architecture[/variant]` */
      platform: string
      /** The pushed part; undefined if the run pushes nothing. */
      built: Part | undefined
      fingerprint: string
    }
  /** With a remedy if something else was probably meant. */
  | {kind: 'skipped'; reason: string; remedy?: Remedy}

/** The image of one platform, in the repository of its stage, under no tag for people. */
export interface Part {
  /** `registry/repository` */
  place: string
  digest: string
  /** Whether its build read what was counted, and nothing else. */
  isComparable: boolean
  /** Time of build and push, in whole seconds. */
  seconds: number
  /** The metadata of the build from buildx, unchanged. */
  metadata: Record<string, unknown>
}

/** The actions that a run would take, as a dry run foresees them. */
export interface Plan {
  registry: string
  repository: string
  fingerprint: string | undefined
  bases: readonly Base[]
  action: 'build and push' | 'tag only' | 'copy'
  /** The reason, if the tags do not show it. */
  because?: string
  /** The image that would be promoted, `registry/repository@sha256:...`. */
  source?: string
  version?: string | undefined
  tags: PlannedTag[]
  /** undefined if nobody asked for it. */
  scans?: Scans
}
