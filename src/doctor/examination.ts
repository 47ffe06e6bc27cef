import type {Log} from '../core/log.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Remedy} from '../core/remedy.js'
import type {Identity} from '../run/identity.js'
import type {EcrRepository} from '../stages/arn.js'
import type {Stage} from '../stages/stage.js'
import type {Target} from '../stages/target.js'
import type {ClaimsMatch} from './claims.js'

/** The subject of an examination: the path from this machine to the repository of a stage. */
export interface Examination {
  stage: Stage
  target: Target
  /** The repository of the previous stage, if there is one. */
  source: EcrRepository | undefined
  /** The setting that each region comes from, for people. */
  regionOrigins: {target: Remedy; source: Remedy}
  /** The image's name in the stages file, from which the names of groups are made. */
  image: string | undefined
  identity: Identity
  /** The stage's role, assumed with these claims, or a person. It decides which permissions are expected. */
  principal: {kind: 'role'; match: ClaimsMatch} | {kind: 'person'}
  /** False if the stage promotes. */
  needsDocker: boolean
  /** The name of a buildx builder; undefined for the current one. */
  builder: string | undefined
  environment: ProcessEnv
  log: Log
  signal: AbortSignal
}
