import type {DecisionInput, Refusal} from './decision.js'
import type {Stage} from './stage.js'
import {STAGES} from './stage.js'

type Environments = NonNullable<DecisionInput['environments']>

/** The GitHub environment of the job, as the role's trust policy will see it. */
export function environmentOf(claims: Readonly<Record<string, unknown>>): string | undefined {
  const claim = claims['environment']
  return typeof claim === 'string' && claim !== '' ? claim : undefined
}

export function stageOfEnvironment(environment: string, environments: Environments): Stage | undefined {
  return STAGES.find(stage => environments[stage] === environment)
}

/**
 * Whether the job is in the environment that the stage's role trusts.
 * @param wanted as the stages file has it; without a stages file it is not known, and nothing is refused
 */
export function checkEnvironment(
  stage: Stage,
  wanted: string | undefined,
  claims: Readonly<Record<string, unknown>>
): Refusal | undefined {
  const environment = environmentOf(claims)
  if (wanted === undefined || environment === wanted) return undefined
  const found =
    environment === undefined ? 'The job has no environment' : `The job is in the environment ${environment}`
  const alike = environment?.toLowerCase() === wanted.toLowerCase() ? ': IAM tells upper case from lower' : ''
  return {
    kind: 'refuse',
    reason: `${found}, and the role of ${stage} trusts ${wanted} alone${alike}.`,
    remedy: `Write \`environment: ${wanted}\` in the job, or set the input \`stage\` to the one that is meant.`
  }
}
