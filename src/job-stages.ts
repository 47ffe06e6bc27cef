import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'

import {codeOf, Failure, whyUnread} from './failure.js'
import type {Inputs} from './inputs.js'
import {DEFAULT_CONFIG} from './inputs.js'
import type {Job} from './job.js'
import type {Repository} from './stages/arn.js'
import {parseRepositoryArn} from './stages/arn.js'
import {DEPENDABOT} from './stages/automatic.js'
import type {DecisionInput} from './stages/decision.js'
import type {GitHubRepository, StagesFile} from './stages/file.js'
import {parseStagesFile} from './stages/file.js'
import {audienceOf} from './stages/partition.js'
import type {Stage} from './stages/stage.js'
import {sourceStage} from './stages/stage.js'
import type {Target} from './stages/target.js'
import {targetOf, targetOfArns, withOverrides} from './stages/target.js'

/**
 * The stages file of the workspace.
 * @returns undefined where there is none and the inputs name role and repository instead
 * @throws Failure where it is missing or wrong
 */
export async function readStagesFile({inputs, runner}: Job): Promise<StagesFile | undefined> {
  try {
    return parseStagesFile(await readFile(resolve(runner.workspace, inputs.config), 'utf8'), inputs.config)
  } catch (error) {
    if (error instanceof Failure) throw error
    const isMissing = codeOf(error) === 'ENOENT'
    const isNamed = inputs.config !== DEFAULT_CONFIG || inputs.image !== undefined
    if (isMissing && !isNamed && inputs.roleArn !== undefined && inputs.repositoryArn !== undefined) return undefined
    throw new Failure(`Reading the stages file ${inputs.config}: ${whyUnread(error)}.`, {
      cause: error,
      remedy: 'Check that actions/checkout ran before this step and that the file is in the repository. With `role-arn` and `repository-arn` none is needed.'
    })
  }
}

/** Where a stage keeps the image; the inputs come before what the stages file says. */
export function targetFor(stage: Stage, file: StagesFile | undefined, image: {name: string} | undefined, inputs: Inputs): Target {
  return file === undefined || image === undefined ? targetOfArns(stage, inputs) : withOverrides(targetOf(file, image, stage), inputs)
}

/** Whose jobs the role of a target trusts, as far as that is known: of a role that an input names the stages file says nothing. */
export function trustedBy({stage, role}: Target, file: StagesFile | undefined, image: {name: string} | undefined): GitHubRepository | undefined {
  return file !== undefined && image !== undefined && targetOf(file, image, stage).role.arn === role.arn ? file.github : undefined
}

/** The repository of the stage before, which an image is promoted from. */
export function sourceOf(stage: Stage, file: StagesFile | undefined, image: {name: string} | undefined, {sourceRepositoryArn}: Inputs): Repository {
  if (sourceRepositoryArn !== undefined) return parseRepositoryArn(sourceRepositoryArn, 'source-repository-arn')
  const before = sourceStage(stage)
  if (file !== undefined && image !== undefined && before !== undefined) return targetOf(file, image, before).repository
  throw new Failure(`Promoting to ${stage} without a stages file needs the repository to promote from.`, {
    remedy: 'Set `source-repository-arn` beside `role-arn` and `repository-arn`.'
  })
}

/** Each stage's GitHub environment. */
export function environmentsOf({stages}: StagesFile): DecisionInput['environments'] {
  return {development: stages.development.environment, master: stages.master.environment, release: stages.release.environment}
}

/** What GitHub's OIDC token is to be for: STS, as it is called in the partition of the stages. */
export function tokenAudience({audience, roleArn}: Pick<Inputs, 'audience' | 'roleArn'>, file: StagesFile | undefined): string {
  return audience ?? audienceOf(file?.partition ?? roleArn?.split(':')[1] ?? 'aws')
}

/** What the inputs ask for that the decision knows of. */
export function asked({stage, operation, version}: Inputs): DecisionInput['inputs'] {
  return {stage, operation: operation === 'doctor' ? 'auto' : operation, version}
}

/** What to change where a job may not ask for GitHub's OIDC token. */
export function remedyWithoutToken(actor: string): string {
  const byDependabot = ' This run was set off by Dependabot, to whose runs GitHub gives no token by default: push a commit of your own to its branch. Running the job again keeps its rights.'
  return `Add \`id-token: write\` to the \`permissions:\` of this job, and \`contents: read\` for the checkout.${actor === DEPENDABOT ? byDependabot : ''}`
}
