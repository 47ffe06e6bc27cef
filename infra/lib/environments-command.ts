import {parseArgs} from 'node:util'

import {Failure, messageOf} from '../../src/core/failure.js'
import {applyEnvironments} from './apply-environments.js'
import {desiredRepositories} from './environments.js'
import {environmentsReport} from './environments-report.js'
import {openGitHub} from './github-access.js'
import {parseReviewers} from './reviewers.js'
import {loadStagesFiles, ownStagesFiles} from './stages-files.js'

const USAGE = `Usage: npm run environments -- [OPTION...] [STAGES-FILE...]

Makes on GitHub what the stages files call for, those in infra/stages/ unless others are named: the environments of
their repositories, and the rulesets that guard release tags. Run it as often as you like.

  --reviewers USER,ORG/TEAM  who approves releases and deployments; up to six
  --dry-run                  say what would be done, and write nothing
  --accept-unprotected       end with 0 even where GitHub does not offer all of the protection
  --help

GH_TOKEN or GITHUB_TOKEN is the token of an administrator: GH_TOKEN="$(gh auth token)" npm run environments
Ends with 0 where all is protected, with 1 after an error, with 2 where something is not protected.
`

/** The process' end, as a shell sees it; 1 is an error's. */
const EXIT = {protected: 0, unprotected: 2}

/**
 * The command, without the process around it.
 * @param write takes text for the standard output
 * @returns the exit code
 * @throws Failure with what to change
 */
export async function environmentsCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  write: (text: string) => void
): Promise<number> {
  refuseOptionsOfNpm(env)
  const {values, positionals} = parsed(args)
  if (values.help) {
    write(USAGE)
    return EXIT.protected
  }
  const reviewers = parseReviewers(values.reviewers)
  const wanted = desiredRepositories(loadStagesFiles(positionals.length > 0 ? positionals : ownStagesFiles()))
  const dryRun = values['dry-run']
  const outcomes = await applyEnvironments(openGitHub(env), wanted, {reviewers, dryRun})
  write(environmentsReport(outcomes, dryRun))
  const accepted = values['accept-unprotected']
  if (outcomes.every(({shortfalls}) => shortfalls.length === 0)) return EXIT.protected
  write(accepted ? '\nAccepted, as --accept-unprotected says.\n' : '\nTo go on all the same: --accept-unprotected\n')
  return accepted ? EXIT.protected : EXIT.unprotected
}

function parsed(args: readonly string[]) {
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
    // Node's own goes on to what can be done about a file whose name begins with a dash.
    throw new Failure(messageOf(error).replace(/(?<=\.) To specify .*/s, ''), {cause: error, remedy: USAGE})
  }
}

/** Without `--` npm takes options for its own: a dry run would write. */
function refuseOptionsOfNpm(env: NodeJS.ProcessEnv): void {
  const taken = ['dry-run', 'reviewers', 'accept-unprotected'].find(
    name => env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined
  )
  if (taken === undefined) return
  throw new Failure(`npm took --${taken} for an option of its own; nothing was done.`, {
    remedy: `Write \`--\` before it: npm run environments -- --${taken}`
  })
}
