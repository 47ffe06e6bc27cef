import {tmpdir} from 'node:os'

import type {ProcessEnv} from '../core/process-env.js'
import type {Runner} from '../run/runner.js'

/** Reads what the runner sets for every job. */
export function readRunner(environment: ProcessEnv): Runner {
  return {
    workspace: environment['GITHUB_WORKSPACE'] ?? process.cwd(),
    temporaryDirectory: environment['RUNNER_TEMP'] ?? tmpdir(),
    repository: environment['GITHUB_REPOSITORY'] ?? '',
    repositoryId: environment['GITHUB_REPOSITORY_ID'] === '' ? undefined : environment['GITHUB_REPOSITORY_ID'],
    eventName: environment['GITHUB_EVENT_NAME'] ?? '',
    eventPath: environment['GITHUB_EVENT_PATH'] ?? '',
    ref: environment['GITHUB_REF'] ?? '',
    sha: environment['GITHUB_SHA'] ?? '',
    actor: environment['GITHUB_ACTOR'] ?? '',
    serverUrl: environment['GITHUB_SERVER_URL'] ?? 'https://github.com',
    apiUrl: environment['GITHUB_API_URL'] ?? 'https://api.github.com',
    mayAskForToken: Boolean(
      environment['ACTIONS_ID_TOKEN_REQUEST_URL'] && environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN']
    ),
    runId: environment['GITHUB_RUN_ID'] ?? '0',
    runNumber: Number(environment['GITHUB_RUN_NUMBER'] ?? 0),
    runAttempt: Number(environment['GITHUB_RUN_ATTEMPT'] ?? 1)
  }
}
