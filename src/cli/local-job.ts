import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import type {ProcessEnv} from '../core/process-env.js'
import {programEnvironment} from '../core/process-env.js'
import {Timings} from '../core/timings.js'
import {dockerClient} from '../docker/build.js'
import type {Job} from '../run/context.js'
import type {Identity} from '../run/identity.js'
import type {Runner} from '../run/runner.js'
import type {Invocation} from './invocation.js'
import type {LocalProject} from './local-project.js'
import {readProject} from './local-project.js'
import type {BuildOptions, CommonOptions, PromoteOptions} from './options.js'
import {ownIdentity} from './own-identity.js'
import {readWorkingTree} from './working-tree.js'

/** A run on a developer's machine. The clone provides the facts that the event provides in a workflow. */
export interface LocalJob extends Job, LocalProject {
  identity: Identity
}

/**
 * Works in the clone that the command was called in. The job's temporary directory is removed when the work ends.
 * @param settings how to build or promote
 * @throws Failure if there is no clone, or no stages file
 */
export async function withLocalJob<T>(
  common: CommonOptions,
  settings: BuildOptions & PromoteOptions,
  invocation: Invocation,
  work: (job: LocalJob) => Promise<T>
): Promise<T> {
  const {directory, environment, log, signal} = invocation
  const tree = await readWorkingTree(directory, environment)
  const project = await readProject(tree, {...settings, ...common}, invocation)
  const temporaryDirectory = await mkdtemp(join(tmpdir(), 'ecr-registry-'))
  try {
    return await work({
      ...project,
      log,
      signal,
      runner: localRunner(project, temporaryDirectory, environment),
      environment: programEnvironment(environment),
      identity: ownIdentity({profile: common.profile, environment, log, signal}),
      timings: new Timings(),
      docker: dockerClient,
      // A command has no post step and no later steps: all its leftovers are in the temporary directory.
      saveState: () => undefined,
      exportVariable: () => undefined
    })
  } finally {
    await rm(temporaryDirectory, {recursive: true, force: true})
  }
}

/** Describes the local job in the form in which a runner describes the job of a workflow. */
function localRunner(
  {tree: {directory}, file: {github}}: LocalProject,
  temporaryDirectory: string,
  environment: ProcessEnv
): Runner {
  return {
    workspace: directory,
    temporaryDirectory,
    repository: github.repository ?? '',
    repositoryId: github.repositoryId,
    eventName: '',
    eventPath: '',
    ref: '',
    sha: '',
    actor: environment['USER'] ?? '',
    serverUrl: environment['GITHUB_SERVER_URL'] ?? 'https://github.com',
    apiUrl: '',
    mayAskForToken: false,
    runId: '0',
    // The run number is part of the tag of a second image of the same commit, so it must differ from push to push.
    runNumber: Math.floor(Date.now() / 1000),
    runAttempt: 1
  }
}
