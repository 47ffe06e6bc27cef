import type {GivenSecret} from '../docker/secrets.js'
import type {Stage} from '../stages/stage.js'

/** Every input of action.yml, typed. Lists keep the order they were written in; an input left empty is undefined. */
export interface Inputs {
  stage: Stage | 'auto'
  operation: 'auto' | 'build' | 'promote' | 'doctor'
  config: string
  image: string | undefined
  variant: string | undefined
  roleArn: string | undefined
  repositoryArn: string | undefined
  sourceRepositoryArn: string | undefined
  trunkBranch: string | undefined
  version: string | undefined
  source: string | undefined
  tags: string[]
  share: Share
  build: BuildPushInputs
  rebuild: boolean
  dryRun: boolean
  cache: 'auto' | 'none' | 'registry'
  failOnSeverity: Severity | 'none'
  scanTimeoutSeconds: number
  comment: CommentUse
  dockerLogin: boolean
  githubToken: string
  audience: string | undefined
  roleSessionName: string | undefined
  roleDurationSeconds: number | undefined
}

/** Whether the run has a comment for its pull request: it posts the comment, or hands it on as an output. */
export type CommentUse = 'none' | 'post' | 'output'

/** Which part of the work a run does, if several machines build the image. */
export type Share =
  /** All of it. */
  | {kind: 'whole'}
  /** Everything up to the build, and hands the build to a job for each platform. */
  | {kind: 'plan'}
  /** The build for one platform. `plan` is the output of the run that made the plan. */
  | {kind: 'part'; plan: string; platform: string}
  /** Everything after the build. `parts` are the outputs of all parts, as JSON. */
  | {kind: 'join'; plan: string; parts: string}

/** How the image is built, named as in docker/build-push-action. */
export interface BuildPushInputs {
  context: string | undefined
  file: string | undefined
  target: string | undefined
  platforms: string[]
  buildArgs: Record<string, string>
  /** Names of build arguments whose value the environment should have, and does not have. */
  unsetBuildArgs: string[]
  buildContexts: Record<string, string>
  secrets: GivenSecret[]
  ssh: string[]
  labels: Record<string, string>
  annotations: Record<string, string>
  cacheFrom: string[]
  cacheTo: string[]
  noCache: boolean
  noCacheFilters: string[]
  pull: boolean
  provenance: string
  sbom: string
  attests: string[]
  builder: string | undefined
  network: string | undefined
  addHosts: string[]
  allow: string[]
  shmSize: string | undefined
  ulimit: string[]
  cgroupParent: string | undefined
}

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof SEVERITIES)[number]
