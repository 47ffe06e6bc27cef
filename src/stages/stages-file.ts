import type {Partition} from './partition.js'
import type {Runners} from './runners.js'
import type {Stage} from './stage.js'

/** Path of the stages file, unless the input `config` names another. */
export const DEFAULT_STAGES_FILE = '.github/ecr-registry.yml'

/** A parsed and checked stages file, `.github/ecr-registry.yml`. */
export interface StagesFile {
  path: string
  /** At least one, in the order of the file. */
  images: readonly ImageEntry[]
  trunk: string | undefined
  github: TrustedRepository
  /** The partition of all stages. */
  partition: Partition
  stages: Readonly<Record<Stage, StageSettings>>
  /** The runners of builds in parts. */
  runners: Runners
  /** Whether each image has repositories for its build cache. */
  cache: boolean
  /** Settings for infra/, which the action ignores. Undefined if the file has none. */
  deployment: DeploymentSettings | undefined
  /** The line of each key, from 1. Keys are dotted, as in `stages.release.account` or `images[0].name`. */
  lines: ReadonlyMap<string, number>
}

/** The GitHub environment of each stage. */
export function environmentsOf({stages}: StagesFile): Readonly<Record<Stage, string>> {
  return {
    development: stages.development.environment,
    master: stages.master.environment,
    release: stages.release.environment
  }
}

/** An image, and its build settings. Inputs of the action override them. */
export interface ImageEntry {
  name: string
  context: string | undefined
  file: string | undefined
  target: string | undefined
  /** Empty if the file names none. */
  platforms: readonly string[]
  buildArgs: Readonly<Record<string, string>>
  /** By name. Empty if the file lists none. */
  variants: Readonly<Record<string, VariantSettings>>
}

/** The settings in which a variant differs from its image. */
export interface VariantSettings {
  file: string | undefined
  target: string | undefined
  buildArgs: Readonly<Record<string, string>>
}

/** The GitHub repository whose jobs the roles of the stages trust. */
export interface TrustedRepository {
  /** `owner/name` */
  repository: string | undefined
  repositoryId: string | undefined
  ownerId: string | undefined
}

/** The jobs that deploy the stages, and the settings of the accounts that they deploy to. */
export interface DeploymentSettings extends TrustedRepository {
  /** The branch of that repository that may deploy. */
  trunk: string | undefined
  /** The GitHub environment of the jobs that may deploy. */
  environment: string | undefined
  /** The region of the stack with the resources that an account has only once. */
  region: string | undefined
  /** ARNs of GitHub's OIDC providers that already exist. AWS allows one in an account. */
  oidcProviders: readonly string[]
  /** A setting of the whole registry of an account and region, for all its repositories. Not changed unless true. */
  blobMounting: boolean
  /** Like `blobMounting`, a setting of the whole registry. */
  enhancedScanning: boolean
}

export interface StageSettings {
  /** 12 digits */
  account: string
  region: string
  /** The GitHub environment of the jobs that may assume the stage's role. */
  environment: string
  /** The ECR repository. Undefined if its name follows from the name of the image. */
  repository: string | undefined
  /** The IAM role. Undefined if its name follows from the name of the image. */
  role: string | undefined
  /** Days after the last pull of an image. */
  archiveAfterDays: number | undefined
  /** Days in the archive. */
  expireAfterDays: number | undefined
  /** Number of the newest images that are kept. */
  keep: number | undefined
  /** Days after the push of an image without a tag. */
  expireUntaggedAfterDays: number | undefined
}
