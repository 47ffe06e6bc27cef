import type {Partition} from './partition.js'
import type {Stage} from './stage.js'

/** Path of the stages file, unless the input `config` names another. */
export const DEFAULT_STAGES_FILE = '.github/ecr-registry.yml'

/** `.github/ecr-registry.yml`, checked. */
export interface StagesFile {
  path: string
  /** At least one, in the order of the file. */
  images: readonly ImageEntry[]
  trunk: string | undefined
  github: TrustedRepository
  /** One for all stages. */
  partition: Partition
  stages: Readonly<Record<Stage, StageSettings>>
  /** What the action has no use for; undefined where the file says nothing of it. */
  deployment: DeploymentSettings | undefined
  /** The line that each key stands on, from 1; keys are dotted, as in `stages.release.account` or `images[0].name`. */
  lines: ReadonlyMap<string, number>
}

/** Each stage's GitHub environment. */
export function environmentsOf({stages}: StagesFile): Readonly<Record<Stage, string>> {
  return {
    development: stages.development.environment,
    master: stages.master.environment,
    release: stages.release.environment
  }
}

/** An image, and how it is built where the action's inputs do not say. */
export interface ImageEntry {
  name: string
  context: string | undefined
  file: string | undefined
  target: string | undefined
  /** Empty where none are given. */
  platforms: readonly string[]
  buildArgs: Readonly<Record<string, string>>
}

/** The repository that the stages' roles trust. */
export interface TrustedRepository {
  /** `owner/name` */
  repository: string | undefined
  repositoryId: string | undefined
  ownerId: string | undefined
}

/** Who deploys what the file calls for, and what is shared by all that is deployed there. */
export interface DeploymentSettings extends TrustedRepository {
  /** Branch of that repository which may deploy. */
  trunk: string | undefined
  /** The GitHub environment of the jobs that may deploy. */
  environment: string | undefined
  /** Where the stack of what is one for a whole account stands. */
  region: string | undefined
  /** ARNs of GitHub's OIDC providers that are there already; AWS takes one in an account. */
  oidcProviders: readonly string[]
  /** Settings of a whole registry, everybody's in the account and region: left alone unless true. */
  blobMounting: boolean
  enhancedScanning: boolean
}

export interface StageSettings {
  /** 12 digits */
  account: string
  region: string
  /** The GitHub environment of the jobs that may assume the stage's role. */
  environment: string
  /** ECR repository, where it is not the one derived from the image's name. */
  repository: string | undefined
  /** IAM role, where it is not the one derived from the image's name. */
  role: string | undefined
  /** Days since the last pull. */
  archiveAfterDays: number | undefined
  /** Days in the archive. */
  expireAfterDays: number | undefined
  /** Newest images kept. */
  keep: number | undefined
  /** Days since an image without a tag was pushed. */
  expireUntaggedAfterDays: number | undefined
}
