import {parseArgs} from 'node:util'

import {Failure, messageOf} from '../../src/core/failure.js'
import {applyEnvironments} from './apply-environments.js'
import {desiredRepositories} from './environments.js'
import {formatReport} from './environments-report.js'
import {createGitHubClient} from './github-access.js'
import {parseReviewers} from './reviewers.js'
import {listOwnStagesFiles, loadStagesFiles} from './stages-files.js'

const USAGE = `Usage: npm run environments -- [OPTION...] [STAGES-FILE...]

Sets up GitHub for the stages files: the environments of their repositories, and the rulesets that guard release tags.
Without arguments it reads all files in infra/stages/. You can run it as often as you like.

  --reviewers USER,ORG/TEAM  up to six users and teams that approve releases and deployments
  --dry-run                  print the changes, and write nothing
  --accept-unprotected       exit with 0 even if GitHub does not offer all of the protection
  --help

GH_TOKEN or GITHUB_TOKEN must be the token of an administrator: GH_TOKEN="$(gh auth token)" npm run environments
Exits with 0 if everything is protected, with 1 after an error, with 2 if something is not protected.
`

/** Exit codes. An error ends the process with 1. */
const EXIT = {protected: 0, unprotected: 2}

/**
 * Runs the command, without the process around it.
 * @param write writes text to the standard output
 * @returns the exit code
 * @throws Failure with a remedy
 */
export async function runEnvironmentsCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  write: (text: string) => void
): Promise<number> {
  refuseOptionsOfNpm(env)
  const {values, positionals} = parseOptions(args)
  if (values.help) {
    write(USAGE)
    return EXIT.protected
  }
  const reviewers = parseReviewers(values.reviewers)
  const wanted = desiredRepositories(loadStagesFiles(positionals.length > 0 ? positionals : listOwnStagesFiles()))
  const dryRun = values['dry-run']
  const outcomes = await applyEnvironments(createGitHubClient(env), wanted, {reviewers, dryRun})
  write(formatReport(outcomes, dryRun))
  const accepted = values['accept-unprotected']
  if (outcomes.every(({shortfalls}) => shortfalls.length === 0)) return EXIT.protected
  write(accepted ? '\nAccepted because of --accept-unprotected.\n' : '\nTo accept this, add --accept-unprotected.\n')
  return accepted ? EXIT.protected : EXIT.unprotected
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        reviewers: {type: 'string', multiple: true, default: []},
        'dry-run': {type: 'boolean', default: false},
        'accept-unprotected': {type: 'boolean', default: false},
        help: {type: 'boolean', short: 'h', default: false}
      }
    })
  } catch (error) {
    // Node adds advice about files whose names begin with a dash, which does not help here.
    throw new Failure(messageOf(error).replace(/(?<=\.) To specify .*/s, ''), {cause: error, remedy: USAGE})
  }
}

/** Without `--`, npm takes the options for itself, and a dry run would write. */
function refuseOptionsOfNpm(env: NodeJS.ProcessEnv): void {
  const taken = ['dry-run', 'reviewers', 'accept-unprotected'].find(
    name => env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined
  )
  if (taken === undefined) return
  throw new Failure(`npm took --${taken} as an option of its own. Nothing was done.`, {
    remedy: `Write \`--\` before the option: npm run environments -- --${taken}`
  })
}
