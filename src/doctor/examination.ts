import type {Log} from '../core/log.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Identity} from '../run/identity.js'
import type {EcrRepository} from '../stages/arn.js'
import type {Stage} from '../stages/stage.js'
import type {Target} from '../stages/target.js'
import type {Match} from './claims.js'

/** What is examined: the way from here to the repository of a stage. */
export interface Examination {
  stage: Stage
  target: Target
  /** The repository of the stage before, where there is one. */
  source: EcrRepository | undefined
  /** What names the region of each. */
  regions: {target: string; source: string}
  /** As the stages file names it, for the names of groups. */
  image: string | undefined
  identity: Identity
  /** Who that is, which decides on what it is to have: the stage's role, by these claims, or somebody. */
  who: {kind: 'role'; match: Match} | {kind: 'person'}
  /** A stage that promotes takes no Docker. */
  builds: boolean
  /** Of buildx, where it is not the one in use. */
  builder: string | undefined
  environment: ProcessEnv
  log: Log
  signal: AbortSignal
}
