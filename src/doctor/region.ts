import type {Remedy} from '../core/remedy.js'
import {remedy, THIS_MACHINE} from '../core/remedy.js'
import {originOfKey, stageKey} from '../stages/origin.js'
import type {Stage} from '../stages/stage.js'
import type {StagesFile} from '../stages/stages-file.js'
import type {Check} from './check.js'
import {bad} from './check.js'

/** A region with the setting that it comes from. */
export interface NamedRegion {
  region: string
  /** `aws.region: eu-west-1` in .github/ecr-registry.yml:5 */
  origin: Remedy
}

/**
 * Reports a region that does not exist. AWS publishes no list of regions that can be read before signing in, but
 * the hosts of a region that does not exist have no address.
 * @param host a host of AWS that has no address
 * @returns undefined if the host does not belong to the region
 */
export function regionCheck(name: string, {region, origin}: NamedRegion, host: string | undefined): Check | undefined {
  if (host?.includes(`.${region}.`) !== true) return undefined
  return bad(
    name,
    `${region}, but the host ${host} has no address. Either AWS has no such region, or its hosts cannot be resolved from here.`,
    remedy`Correct ${origin}. If the region ${region} exists, check that ${THIS_MACHINE} can resolve the hosts of AWS (DNS, or HTTPS_PROXY behind a proxy).`
  )
}

/** The setting of the stages file that names the region of a stage. */
export function regionOrigin(file: StagesFile, stage: Stage): string {
  return originOfKey(file, stageKey(file, stage, 'region'), file.stages[stage].region)
}
