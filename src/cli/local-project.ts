import {existsSync, realpathSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {relative, resolve} from 'node:path'

import {describeReadError, Failure} from '../core/failure.js'
import type {GitHubRepository} from '../github/repository.js'
import {checkImagePaths, checkStagesFilePath} from '../run/checkout.js'
import type {Inputs} from '../run/inputs.js'
import type {Stage} from '../stages/stage.js'
import type {ImageEntry, StagesFile} from '../stages/stages-file.js'
import {DEFAULT_STAGES_FILE} from '../stages/stages-file.js'
import {parseStagesFile} from '../stages/stages-file-parser.js'
import type {Target} from '../stages/target.js'
import {selectImage, targetOf} from '../stages/target.js'
import {selectVariant} from '../stages/variant.js'
import {repositoryOfClone} from './clone.js'
import type {Invocation} from './invocation.js'
import type {SettingOptions} from './options.js'
import {inputsOf} from './options.js'
import type {WorkingTree} from './working-tree.js'

/** A clone, with the settings of its stages file. */
export interface LocalProject {
  inputs: Inputs
  tree: WorkingTree
  file: StagesFile
  image: ImageEntry
  trunk: string
  github: GitHubRepository
  targetOf: (stage: Stage) => Target
}

/**
 * Reads the stages file of a clone. The options can name its path and the image.
 * @throws Failure if the file is missing or wrong, or the trunk is not known
 */
export async function readProject(
  tree: WorkingTree,
  options: SettingOptions,
  {directory, environment, log}: Invocation
): Promise<LocalProject> {
  const inputs = inputsOf(resolvePaths(options, directory, tree), environment, log.mask)
  const file = await readStagesFile(tree, inputs)
  const image = selectVariant(selectImage(file, inputs.image), inputs.variant, file.path)
  checkImagePaths(tree.directory, image, inputs.config)
  const github = repositoryOfClone(tree)
  const trunk = file.trunk ?? (await github.defaultBranch())
  return {inputs, tree, file, image, trunk, github, targetOf: stage => targetOf(file, image, stage)}
}

/** People type paths relative to the current directory; the code reads them relative to the top of the clone. */
function resolvePaths<T extends Pick<SettingOptions, 'config' | 'context' | 'file' | 'secretFile'>>(
  options: T,
  directory: string,
  tree: WorkingTree
): T {
  const resolvePath = (path: string): string =>
    existsSync(resolve(directory, path))
      ? relative(tree.directory, resolve(realpathSync(directory), path)) || '.'
      : path
  const names = ['config', 'context', 'file'] as const
  // An entry has the form `id=path`.
  const secrets = options.secretFile?.map(entry => entry.replace(/(?<==).+/s, resolvePath))
  return {
    ...options,
    ...Object.fromEntries(
      names.flatMap(name => (options[name] === undefined ? [] : [[name, resolvePath(options[name])]]))
    ),
    ...(secrets === undefined ? {} : {secretFile: secrets})
  }
}

async function readStagesFile({directory}: WorkingTree, {config}: Inputs): Promise<StagesFile> {
  checkStagesFilePath(directory, config)
  let text: string
  try {
    text = await readFile(resolve(directory, config), 'utf8')
  } catch (error) {
    throw new Failure(`Reading the stages file ${config} in ${directory}: ${describeReadError(error)}.`, {
      cause: error,
      remedy:
        config === DEFAULT_STAGES_FILE
          ? 'Run this in a clone that has a stages file, or name the file with --config.'
          : `Give --config the path of a stages file, from here or from the top of the clone; without it ${DEFAULT_STAGES_FILE} is read.`
    })
  }
  return parseStagesFile(text, config)
}
