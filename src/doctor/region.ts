import {originOfKey, stageKey} from '../stages/origin.js'
import type {Stage} from '../stages/stage.js'
import type {StagesFile} from '../stages/stages-file.js'
import type {Check} from './check.js'
import {bad} from './check.js'

/** A region, and what names it, for people. */
export interface NamedRegion {
  region: string
  /** `aws.region: eu-west-1` in .github/ecr-registry.yml:5 */
  named: string
}

/**
 * AWS has no list of regions that could be asked before one is in it: what tells is that none of its hosts is found.
 * @param host of AWS, that has no address
 * @returns undefined where that is no host of the region
 */
export function regionCheck(name: string, {region, named}: NamedRegion, host: string | undefined): Check | undefined {
  if (host?.includes(`.${region}.`) !== true) return undefined
  return bad(
    name,
    `${region}, and there is no host ${host}: AWS has no such region, or its hosts cannot be looked up from here.`,
    `Correct ${named}. If there is a region ${region}, see that this runner can look up AWS's hosts (DNS; HTTPS_PROXY where it stands behind a proxy).`
  )
}

/** What names a stage's region in a stages file. */
export function regionIn(file: StagesFile, stage: Stage): string {
  return originOfKey(file, stageKey(file, stage, 'region'), file.stages[stage].region)
}
