import {existsSync, realpathSync} from 'node:fs'
import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, relative, resolve} from 'node:path'

import {describeReadError, Failure} from '../core/failure.js'
import type {Log} from '../core/log.js'
import type {ProcessEnv} from '../core/process-env.js'
import {programEnvironment} from '../core/process-env.js'
import {Timings} from '../core/timings.js'
import {dockerClient} from '../docker/build.js'
import type {GitHubRepository} from '../github/repository.js'
import type {Job} from '../run/context.js'
import type {Identity} from '../run/identity.js'
import type {Inputs} from '../run/inputs.js'
import type {Runner} from '../run/runner.js'
import type {Stage} from '../stages/stage.js'
import type {ImageEntry, StagesFile} from '../stages/stages-file.js'
import {DEFAULT_STAGES_FILE} from '../stages/stages-file.js'
import {parseStagesFile} from '../stages/stages-file-parser.js'
import type {Target} from '../stages/target.js'
import {selectImage, targetOf} from '../stages/target.js'
import {cloneOf} from './clone.js'
import type {BuildOptions, CommonOptions, PromoteOptions} from './options.js'
import {inputsOf} from './options.js'
import {ownIdentity} from './own-identity.js'
import type {WorkingTree} from './working-tree.js'
import {readWorkingTree} from './working-tree.js'

/** What a command is given by the machine it runs on. */
export interface Machine {
  directory: string
  environment: ProcessEnv
  log: Log
  signal: AbortSignal
  /** Standard output is for one JSON value. */
  isJson: boolean
}

/** What the clone and the stages file in it say. */
export interface LocalStages {
  inputs: Inputs
  tree: WorkingTree
  file: StagesFile
  image: ImageEntry
  trunk: string
  github: GitHubRepository
  targetOf: (stage: Stage) => Target
}

/** What a run knows by its event in a workflow, and here by the clone. */
export interface LocalJob extends Job, LocalStages {
  identity: Identity
}

/**
 * Runs a command with the stages file and the clone it is run in. Its temporary directory is gone when it ends.
 * @param settings how to build or promote
 * @throws Failure where there is no clone, or no stages file
 */
export async function inClone<T>(
  common: CommonOptions,
  settings: BuildOptions & PromoteOptions,
  machine: Machine,
  work: (job: LocalJob) => Promise<T>
): Promise<T> {
  const {directory, environment, log, signal} = machine
  const stages = await readStages(await readWorkingTree(directory, environment), {...settings, ...common}, machine)
  const temporaryDirectory = await mkdtemp(join(tmpdir(), 'ecr-registry-'))
  try {
    return await work({
      ...stages,
      log,
      signal,
      runner: standIn(stages, temporaryDirectory, environment),
      environment: programEnvironment(environment),
      identity: ownIdentity({profile: common.profile, environment, log, signal}),
      timings: new Timings(),
      docker: dockerClient,
      // There is no later step: what is to be removed is in the temporary directory.
      saveState: () => undefined,
      exportVariable: () => undefined
    })
  } finally {
    await rm(temporaryDirectory, {recursive: true, force: true})
  }
}

/**
 * Reads the stages file of a clone, as the options name it.
 * @throws Failure where there is none, it is wrong, or the trunk is not known
 */
export async function readStages(
  tree: WorkingTree,
  options: CommonOptions & BuildOptions & PromoteOptions,
  {directory, environment, log}: Machine
): Promise<LocalStages> {
  const inputs = inputsOf(fromTop(options, directory, tree), environment, log.mask)
  const file = await readStagesFile(tree, inputs)
  const image = selectImage(file, inputs.image)
  const github = cloneOf(tree)
  const trunk = file.trunk ?? (await github.defaultBranch())
  return {inputs, tree, file, image, trunk, github, targetOf: stage => targetOf(file, image, stage)}
}

/** Paths are given from where one is, and meant from the top of the clone by what reads them. */
function fromTop<T extends {config?: string; context?: string; file?: string; secretFile?: string[]}>(
  options: T,
  directory: string,
  tree: WorkingTree
): T {
  const moved = (path: string): string =>
    existsSync(resolve(directory, path))
      ? relative(tree.directory, resolve(realpathSync(directory), path)) || '.'
      : path
  const names = ['config', 'context', 'file'] as const
  // `id=path`
  const secrets = options.secretFile?.map(entry => entry.replace(/(?<==).+/s, moved))
  return {
    ...options,
    ...Object.fromEntries(names.flatMap(name => (options[name] === undefined ? [] : [[name, moved(options[name])]]))),
    ...(secrets === undefined ? {} : {secretFile: secrets})
  }
}

async function readStagesFile({directory}: WorkingTree, {config}: Inputs): Promise<StagesFile> {
  let text: string
  try {
    text = await readFile(resolve(directory, config), 'utf8')
  } catch (error) {
    throw new Failure(`Reading the stages file ${config} in ${directory}: ${describeReadError(error)}.`, {
      cause: error,
      remedy:
        config === DEFAULT_STAGES_FILE
          ? 'Run this in the clone of a repository that has one, or name it with --config.'
          : `Give --config the path of a stages file, from here or from the top of the clone; without it ${DEFAULT_STAGES_FILE} is read.`
    })
  }
  return parseStagesFile(text, config)
}

/** What a runner says of its job, where there is none. */
function standIn(
  {tree: {directory}, file: {github}}: LocalStages,
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
    // Another image of one commit is told from the first by its run; here by the second that it was made in.
    runNumber: Math.floor(Date.now() / 1000),
    runAttempt: 1
  }
}
