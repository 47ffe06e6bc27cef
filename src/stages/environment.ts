import type {DecisionInput, DecisionRefusal} from './decision.js'
import type {Stage} from './stage.js'
import {STAGES} from './stage.js'

type Environments = NonNullable<DecisionInput['environments']>

/** The GitHub environment of the job, as the trust policy of the role sees it. */
export function environmentOf(claims: Readonly<Record<string, unknown>>): string | undefined {
  const claim = claims['environment']
  return typeof claim === 'string' && claim !== '' ? claim : undefined
}

export function stageOfEnvironment(environment: string, environments: Environments): Stage | undefined {
  return STAGES.find(stage => environments[stage] === environment)
}

/**
 * Refuses a job that is not in the environment that the role of its stage trusts.
 * @param expected the environment according to the stages file; undefined without one, and then nothing is refused
 */
export function checkEnvironment(
  stage: Stage,
  expected: string | undefined,
  claims: Readonly<Record<string, unknown>>
): DecisionRefusal | undefined {
  const environment = environmentOf(claims)
  if (expected === undefined || environment === expected) return undefined
  const found =
    environment === undefined ? 'The job has no environment' : `The job is in the environment ${environment}`
  const hint = environment?.toLowerCase() === expected.toLowerCase() ? ': IAM distinguishes upper and lower case' : ''
  return {
    kind: 'refuse',
    reason: `${found}, and the role of ${stage} trusts only the environment ${expected}${hint}.`,
    remedy: {
      workflow: `Write \`environment: ${expected}\` in the job, or set the input \`stage\` to the intended stage.`,
      terminal: `Give \`--environment ${expected}\`, or \`--stage\` with the intended stage.`
    }
  }
}
