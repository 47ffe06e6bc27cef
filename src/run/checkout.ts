import {realpathSync} from 'node:fs'
import {dirname, isAbsolute, relative, resolve} from 'node:path'

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
 * Refuses a stages file of the checkout that is a link to a file elsewhere. Nothing of that file may be shown. A person who
 * names a file elsewhere means it.
 * @param config as given: relative to the workspace, or absolute
 */
export function checkStagesFilePath(workspace: string, config: string): void {
  if (!leadsOutByLink(workspace, resolve(workspace, config))) return
  throw new Failure(`The stages file ${config} is a link that leads out of the checkout, so it was not read.`, {
    remedy: 'Replace the link with the file itself, or name the other file.'
  })
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
  return !leadsOut(relative(directory, path)) && leadsOut(relative(realPath(directory), realPath(path)))
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
