import {existsSync, lstatSync, realpathSync, statSync} from 'node:fs'
import {basename, dirname, isAbsolute, join, relative, resolve, sep} from 'node:path'

import {Failure} from '../core/failure.js'
import {runGit} from '../core/git.js'
import type {ProcessEnv} from '../core/process-env.js'
import {isPrivateConfig, userConfigDirectory} from '../docker/config.js'
import {leadsOut} from '../fingerprint/files.js'
import type {ImageEntry} from '../stages/stages-file.js'
import type {BuildSettings} from './build-settings.js'
import {isElsewhere} from './build-settings.js'
import type {Inputs} from './inputs.js'
import type {Runner} from './runner.js'
import {baseOfStagesFile, checkoutOf} from './stages-base.js'

/**
 * The directories in which to look for the repository: that of the stages file, that of the context, and the workspace. After
 * `actions/checkout` with `path`, the workspace may be another repository, or below one.
 */
export function checkoutDirectories(
  workspace: string,
  {config, build}: Pick<Inputs, 'config' | 'build'>,
  image: ImageEntry | undefined
): string[] {
  const context = build.context ?? image?.context
  const places = [dirname(config), ...(context === undefined || isElsewhere(context) ? [] : [context])]
  const inside = places.map(place => resolve(workspace, place)).filter(path => !leadsOut(relative(workspace, path)))
  // Git is asked once for each checkout, and not for each directory.
  return [...new Set([...inside.map(path => resolve(workspace, checkoutOf(workspace, path))), workspace])]
}

/**
 * The entry of an image with its paths from the workspace. A directory comes before an address of the same form, as in
 * Docker.
 */
export function imageFromWorkspace(image: ImageEntry, workspace: string, base: string): ImageEntry {
  if (base === '.') return image
  // Without its `..`, a path through a link would lead to another place.
  const below = (place: string): string =>
    place.split(/[\\/]/).includes('..') ? `${base}/${place}` : join(base, place)
  const path = (place: string): string =>
    isAbsolute(place) || (isElsewhere(place) && !existsSync(join(workspace, base, place))) ? place : below(place)
  const {context = '.', file} = image
  return {...image, context: path(context), file: file === undefined ? undefined : path(file)}
}

/**
 * Refuses a stages file of the checkout that is a link to a file elsewhere. Nothing of that file may be shown. A person who
 * names a file elsewhere means it.
 * @param config as given: relative to the workspace, or absolute
 */
export function checkStagesFilePath(workspace: string, config: string): void {
  const path = resolve(workspace, config)
  if (leadsOutByLink(resolve(workspace, baseOfStagesFile(workspace, config)), path)) {
    throw new Failure(`The stages file ${config} is a link that leads out of the checkout, so it was not read.`, {
      remedy: 'Replace the link with the file itself, or name the other file.'
    })
  }
  const entry = statSync(path, {throwIfNoEntry: false})
  // Reading a pipe waits for a writer. One elsewhere was named by a person.
  if (entry === undefined || entry.isFile() || entry.isDirectory() || leadsOut(relative(workspace, path))) return
  throw new Failure(`The stages file ${config} is no regular file.`, {remedy: 'Replace it with a file.'})
}

/**
 * Checks the paths that the stages file names. A checkout is not trusted with files of the machine: with `context: ../..` a
 * build would send them into an image.
 * @throws Failure for a path that leads out of the checkout, links followed
 */
export function checkImagePaths(workspace: string, image: ImageEntry, config: string): void {
  for (const key of ['context', 'file'] as const) {
    const path = image[key]
    if (path === undefined || !isOutside(workspace, path)) continue
    throw new Failure(`${config} names \`${key}: ${path}\`, which leads out of the checkout.`, {
      remedy:
        'Name a path inside the repository. A path outside can only be given to the run itself, not in the stages file.'
    })
  }
}

/**
 * Checks the paths that the settings of a run name. A person may name any place, but not by a link of the repository: the
 * author of the repository chose its target. A link that git does not know was made on this machine, such as `bazel-bin`.
 * @throws Failure for a path inside the checkout that leads out of it, links followed
 */
export async function checkLinks(
  {context, file, buildContexts, secrets, ssh}: BuildSettings,
  workspace: string,
  environment: ProcessEnv
): Promise<void> {
  const named = [
    {subject: 'The build context', place: context},
    ...Object.entries(buildContexts).map(([name, place]) => ({subject: `The build context “${name}”,`, place})),
    ...(file === undefined ? [] : [{subject: 'The Dockerfile', place: file}]),
    ...secrets.flatMap(secret =>
      secret.from === 'file' ? [{subject: `The build secret \`${secret.id}\`,`, place: secret.path}] : []
    ),
    ...ssh.flatMap(pathsOfAgent).map(place => ({subject: 'The SSH key', place}))
  ]
  for (const {subject, place} of named) {
    const path = rawPath(workspace, place)
    const checkout = resolve(workspace, checkoutOf(workspace, resolve(path)))
    if (!leadsOutByLink(checkout, path) || !(await hasTrackedLink(checkout, resolve(path), environment))) continue
    throw new Failure(`${subject} ${place} leads out of the checkout by a link: to ${realPath(path)}.`, {
      remedy: 'If that place is meant, name it by its own path. Otherwise replace the link.'
    })
  }
}

/** Whether git tracks a link on the way from a directory to a path, or cannot tell. */
async function hasTrackedLink(directory: string, path: string, environment: ProcessEnv): Promise<boolean> {
  const names = relative(directory, path).split(sep)
  const ways = names.map((_, index) => join(directory, ...names.slice(0, index + 1)))
  const links = ways.filter(way => lstatSync(way, {throwIfNoEntry: false})?.isSymbolicLink() === true)
  const isTracked = async (link: string): Promise<boolean> => {
    const command = ['ls-files', '-z', '--', `:(literal)${basename(link)}`]
    return await runGit(command, {directory: dirname(link), environment}).then(
      listed => listed !== '',
      () => true
    )
  }
  return links.length === 0 || (await Promise.all(links.map(isTracked))).includes(true)
}

/** The paths of `id=path,path`; none for the agent of the machine. */
function pathsOfAgent(entry: string): string[] {
  return entry.includes('=') ? entry.slice(entry.indexOf('=') + 1).split(',') : []
}

/** @throws Failure for a context with a login of Docker: a build would send it into an image */
export function checkContexts(
  {context, buildContexts}: BuildSettings,
  {workspace, temporaryDirectory}: Runner,
  environment: ProcessEnv
): void {
  const temporary = realPath(temporaryDirectory)
  const own = userConfigDirectory(environment)
  for (const value of [context, ...Object.values(buildContexts)]) {
    const path = realPath(rawPath(workspace, value))
    if (isIn(path, temporary)) {
      throw new Failure(
        `The build context ${value} contains ${temporaryDirectory}, where this run keeps its login to the registry.`,
        {
          remedy:
            'Use a context that does not contain the directory for temporary files, such as the directory of the Dockerfile.'
        }
      )
    }
    // An earlier step may have left Docker logged in.
    const [below = ''] = relative(temporary, path).split(sep)
    const configs = [
      ...(isPrivateConfig(below) ? [join(temporary, below)] : []),
      ...(existsSync(join(own, 'config.json')) ? [realPath(own)] : [])
    ]
    const found = configs.find(config => isIn(path, config) || isIn(config, path))
    if (found === undefined) continue
    throw new Failure(
      `The build context ${value} ${isIn(path, found) ? 'contains' : 'is in'} ${found}, where Docker keeps its logins.`,
      {remedy: 'Use a context without it, such as the directory of the Dockerfile.'}
    )
  }
}

/** Whether a path is a directory or in it. */
function isIn(directory: string, path: string): boolean {
  return !leadsOut(relative(directory, path))
}

/**
 * Whether a place can be a file or a directory outside the workspace. A URL is looked at as a path too: if a directory has the
 * name `github.com`, then `github.com/../..` is one. Docker resolves `..` before links, the system after them.
 */
function isOutside(workspace: string, place: string): boolean {
  const raw = rawPath(workspace, place)
  return [resolve(raw), raw].some(path => leadsOut(relative(realPath(workspace), realPath(path))))
}

/** The path of a place with each `..` as it was written. */
function rawPath(workspace: string, place: string): string {
  // A layout may have a tag or a digest.
  const path = place.replace(/^oci-layout:\/\/([^@:]*).*$/s, '$1')
  return isAbsolute(path) ? path : `${workspace}/${path}`
}

/** Whether a path inside a directory is elsewhere once its links are followed. The directory may have other paths too. */
function leadsOutByLink(directory: string, path: string): boolean {
  const real = realPath(directory)
  return isBelow(directory, real, resolve(path)) && leadsOut(relative(real, realPath(path)))
}

function isBelow(directory: string, real: string, path: string): boolean {
  if (!leadsOut(relative(directory, path)) || realPath(path) === real) return true
  const parent = dirname(path)
  return parent !== path && isBelow(directory, real, parent)
}

/** The path with its links followed. Of a path that does not exist, those of its directories are. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : resolve(realPath(parent), relative(parent, path))
  }
}
