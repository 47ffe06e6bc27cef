import {existsSync, realpathSync, statSync} from 'node:fs'
import {dirname, isAbsolute, join, relative, resolve} from 'node:path'

import {Failure} from '../core/failure.js'
import {leadsOut} from '../fingerprint/files.js'
import type {ImageEntry} from '../stages/stages-file.js'
import type {BuildSettings} from './build-settings.js'
import {isElsewhere} from './build-settings.js'
import type {Inputs} from './inputs.js'
import type {Runner} from './runner.js'

/**
 * The directories in which to look for the repository: the workspace, or after `actions/checkout` with `path`, the directory of
 * the stages file or of the context.
 */
export function checkoutDirectories(
  workspace: string,
  {config, build}: Pick<Inputs, 'config' | 'build'>,
  image: ImageEntry | undefined
): string[] {
  const context = build.context ?? image?.context
  const places = [dirname(config), ...(context === undefined || isElsewhere(context) ? [] : [context])]
  const inside = places.map(place => resolve(workspace, place)).filter(path => !leadsOut(relative(workspace, path)))
  return [...new Set([workspace, ...inside])]
}

/**
 * The directory from which the paths in the stages file start: its checkout. With `path`, `actions/checkout` puts one below
 * the workspace.
 * @param config the stages file: relative to the workspace, or absolute
 * @returns relative to the workspace; `.` for the workspace itself
 */
export function baseOfStagesFile(workspace: string, config: string): string {
  const isCheckout = (directory: string): boolean => existsSync(join(directory, '.git'))
  if (isCheckout(workspace)) return '.'
  let directory = dirname(resolve(workspace, config))
  while (directory !== workspace && !leadsOut(relative(workspace, directory))) {
    if (isCheckout(directory)) return relative(workspace, directory)
    directory = dirname(directory)
  }
  return '.'
}

/** The entry of an image with its paths from the workspace. */
export function imageFromWorkspace(image: ImageEntry, base: string): ImageEntry {
  if (base === '.') return image
  const path = (place: string): string => (isElsewhere(place) ? place : join(base, place))
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
  if (leadsOutByLink(workspace, path)) {
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
 * Checks the paths that the settings of a run name. A person may name any place, but not by a link of the checkout: its
 * target was chosen by whoever wrote the repository.
 * @throws Failure for a path inside the checkout that leads out of it, links followed
 */
export function checkLinks({context, file, buildContexts, secrets, ssh}: BuildSettings, workspace: string): void {
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
    if (!leadsOutByLink(workspace, path)) continue
    throw new Failure(`${subject} ${place} leads out of the checkout by a link: to ${realPath(path)}.`, {
      remedy: 'If that place is meant, name it by its own path. Otherwise replace the link.'
    })
  }
}

/** The paths of `id=path,path`; none for the agent of the machine. */
function pathsOfAgent(entry: string): string[] {
  return entry.includes('=') ? entry.slice(entry.indexOf('=') + 1).split(',') : []
}

/** @throws Failure for a context that contains the login of the run: a build would send it into an image */
export function checkContexts({context, buildContexts}: BuildSettings, {workspace, temporaryDirectory}: Runner): void {
  for (const value of [context, ...Object.values(buildContexts)]) {
    if (leadsOut(relative(realPath(rawPath(workspace, value)), realPath(temporaryDirectory)))) continue
    throw new Failure(
      `The build context ${value} contains ${temporaryDirectory}, where this run keeps its login to the registry.`,
      {
        remedy:
          'Use a context that does not contain the directory for temporary files, such as the directory of the Dockerfile.'
      }
    )
  }
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
  const path = place.replace(/^oci-layout:\/\//, '')
  return isAbsolute(path) ? path : `${workspace}/${path}`
}

/** Whether a path inside a directory is elsewhere once its links are followed. */
function leadsOutByLink(directory: string, path: string): boolean {
  return !leadsOut(relative(directory, resolve(path))) && leadsOut(relative(realPath(directory), realPath(path)))
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
