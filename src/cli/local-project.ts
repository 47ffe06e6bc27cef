import {existsSync, lstatSync, realpathSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {isAbsolute, relative, resolve} from 'node:path'

import {describeReadError, Failure} from '../core/failure.js'
import {systemPath} from '../fingerprint/files.js'
import type {GitHubRepository} from '../github/repository.js'
import {isElsewhere} from '../run/build-settings.js'
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
  const {file, image} = await readImage(tree, inputs)
  const github = repositoryOfClone(tree)
  const trunk = file.trunk ?? (await github.defaultBranch())
  return {inputs, tree, file, image, trunk, github, targetOf: stage => targetOf(file, image, stage)}
}

/** The settings of a build, as far as a work tree without a commit, a remote or a stages file knows them. */
export interface LocalBuild {
  inputs: Inputs
  /** Undefined if there is no stages file. */
  image: ImageEntry | undefined
}

/**
 * Reads the settings of a build. A stages file is read if there is one, or if an option refers to it.
 * @throws Failure if the stages file is wrong, or lacks the image
 */
export async function readLocalBuild(
  tree: Pick<WorkingTree, 'directory'>,
  options: SettingOptions,
  {directory, environment, log}: Invocation
): Promise<LocalBuild> {
  const inputs = inputsOf(resolvePaths(options, directory, tree), environment, log.mask)
  const isNamed = options.config !== undefined || options.image !== undefined
  if (!isNamed && !hasEntry(resolve(tree.directory, inputs.config))) return {inputs, image: undefined}
  return {inputs, image: (await readImage(tree, inputs)).image}
}

/** Whether a path exists. A link that leads nowhere does. */
function hasEntry(path: string): boolean {
  try {
    return lstatSync(path, {throwIfNoEntry: false}) !== undefined
  } catch {
    return false
  }
}

async function readImage(
  tree: Pick<WorkingTree, 'directory'>,
  inputs: Inputs
): Promise<{file: StagesFile; image: ImageEntry}> {
  const file = await readStagesFile(tree, inputs)
  const image = selectVariant(selectImage(file, inputs.image), inputs.variant, file.path)
  checkImagePaths(tree.directory, image, inputs.config)
  return {file, image}
}

/** People type paths relative to the current directory; the code reads them relative to the top of the clone. */
function resolvePaths<T extends Pick<SettingOptions, 'config' | 'context' | 'file' | 'secretFile' | 'buildContext'>>(
  options: T,
  directory: string,
  tree: Pick<WorkingTree, 'directory'>
): T {
  const exists = (path: string): boolean => existsSync(resolve(directory, path))
  const here = realpathSync.native(directory)
  const fromTop = (path: string, find = systemPath): string => {
    const plain = resolve(here, path)
    // A `..` after a link stays as it is typed: the link has to be seen.
    if (find(here, path) !== plain) return isAbsolute(path) ? path : `${relative(tree.directory, here) || '.'}/${path}`
    return relative(tree.directory, plain) || '.'
  }
  const pathIfPresent = (path: string): string => (exists(path) ? fromTop(path) : path)
  const path = (place: string, find = systemPath): string =>
    exists(place) || !isElsewhere(place) ? fromTop(place, find) : place
  const layoutOrPath = (place: string): string => {
    const [, layout, image = ''] = /^oci-layout:\/\/([^@:]*)(.*)$/s.exec(place) ?? []
    return layout === undefined ? path(place) : `oci-layout://${fromTop(layout)}${image}`
  }
  // An entry has the form `id=path` or `name=path`.
  const inEntries = (entries: string[] | undefined, resolved: (path: string) => string): string[] | undefined =>
    entries?.map(entry => entry.replace(/(?<==).+/s, value => resolved(value)))
  const all = {
    config: options.config === undefined ? undefined : pathIfPresent(options.config),
    context: options.context === undefined ? undefined : path(options.context),
    // Docker drops `link/..` from the path of a Dockerfile, and from no other.
    file: options.file === undefined ? undefined : path(options.file, resolve),
    secretFile: inEntries(options.secretFile, pathIfPresent),
    buildContext: inEntries(options.buildContext, layoutOrPath)
  }
  return {...options, ...Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))}
}

async function readStagesFile({directory}: Pick<WorkingTree, 'directory'>, {config}: Inputs): Promise<StagesFile> {
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
