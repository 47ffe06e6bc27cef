import {realpathSync, statSync} from 'node:fs'
import {join, relative} from 'node:path'

import {Failure, messageOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import type {IgnorePattern, IgnoreRules} from './dockerignore.js'
import {parseDockerignore} from './dockerignore.js'
import {dockerfileName, readForBuildKit, systemPath} from './files.js'
import {askForCleanFiles} from './git-index.js'
import type {Tree} from './tree.js'
import {describeTree, hashTree, listTree} from './tree.js'

/** The origin of a build context. */
export type ContextPlace =
  | {readonly kind: 'directory'; /** Absolute. */ readonly path: string}
  | {readonly kind: 'image'; readonly reference: string}
  /** An image in a directory. */
  | {
      readonly kind: 'layout'
      /** Absolute. */ readonly path: string
      /** `:tag`, `@digest`, or empty. */ readonly image: string
    }
  /** Fetched when the build runs, so its content is unknown until then. */
  | {readonly kind: 'remote'; readonly url: string}

/** The settings that name contexts. */
const SETTINGS = {
  context: setting('context'),
  'build-contexts': setting('build-contexts')
} as const satisfies Record<string, Remedy>

export type ContextSetting = keyof typeof SETTINGS

const DIRECTORY: Remedy = {
  workflow: 'a directory of the workspace (is it checked out, and spelled right?)',
  terminal: 'a directory of this clone (is it spelled right?)'
}

/**
 * Resolves a context as buildx does: a directory if one of that name exists, else a URL, an image or an OCI layout. A URL
 * as a named context precedes a directory.
 * @param name the setting that the value comes from, for errors
 * @param directory absolute; paths are relative to it
 * @throws Failure if the value is none of these
 */
export function locateContext(value: string, name: ContextSetting, directory: string): ContextPlace {
  const path = systemPath(directory, value)
  if (name === 'build-contexts' && hasScheme(value)) return {kind: 'remote', url: value}
  if (isDirectory(path)) return {kind: 'directory', path}
  if (value === '-') throw standardInput('The build context', SETTINGS[name])
  if (isRemote(value)) return {kind: 'remote', url: value}
  if (value.startsWith('docker-image://')) return {kind: 'image', reference: value.slice('docker-image://'.length)}
  if (value.startsWith('oci-layout://')) {
    const [, place = '', image = ''] = /^oci-layout:\/\/([^@:]*)(.*)$/s.exec(value) ?? []
    const layout = systemPath(directory, place)
    if (isDirectory(layout)) return {kind: 'layout', path: layout, image}
  }
  refuseTemplate(value, 'The build context', SETTINGS[name])
  throw new Failure(`There is no build context “${value}”: ${path} is not a directory.`, {
    remedy: remedy`Set ${SETTINGS[name]} to ${DIRECTORY} or to a URL. If the stages file names it, correct it there.`
  })
}

/**
 * Docker reads `-` from standard input, where a run has nothing.
 * @param subject the thing that is `-`
 * @param name the setting that the value comes from
 */
export function standardInput(subject: string, name: Remedy): Failure {
  return new Failure(`${subject} is \`-\`: standard input is not read here.`, {
    remedy: remedy`Name a file or a directory in ${name}. If its name is \`-\`, write \`./-\`. If the stages file names it, correct it there.`
  })
}

/**
 * Refuses docker/build-push-action's template for GitHub's copy of the repository.
 * @param subject the thing that has the value
 * @param name the setting that the value comes from
 * @param fallback the value to write if the template names no path
 * @throws Failure that says what to write instead
 */
export function refuseTemplate(value: string, subject: string, name: Remedy, fallback = '.'): void {
  const [template, path] = /\{\{\s*defaultContext\s*\}\}(?:#[^:]*)?(?:[:/]+(.*))?/s.exec(value) ?? []
  if (template === undefined) return
  const instead = path === undefined || path === '' ? fallback : path
  throw new Failure(`${subject} is “${value}”, with a template of docker/build-push-action.`, {
    remedy: remedy`Write \`${instead}\` in ${name} instead: this action builds the files that are checked out. If the stages file names it, correct it there.`
  })
}

/**
 * Whether a value reads like a URL that is fetched, such as the URL of a git repository, or names standard input. A
 * directory may have the same name.
 */
export function isRemote(value: string): boolean {
  return value === '-' || hasScheme(value) || /\.git(?:#.*)?$/.test(value)
}

/** Whether a Dockerfile is fetched when the build runs. */
export function isFetchedFile(file: string): boolean {
  return /^https?:\/\//.test(file)
}

function hasScheme(value: string): boolean {
  return /^(?:https?|git|ssh):\/\/|^github\.com\/|^[\w.-]+@[^/:]+:/.test(value)
}

function isDirectory(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() === true
}

/**
 * Reads the .dockerignore file of a context. A file beside the Dockerfile and named after it takes precedence over the
 * context's own.
 * @param directory the workspace; errors name the file relative to it
 */
export function readIgnoreRules(context: string, directory: string, dockerfile?: string): ContextIgnoreRules {
  const candidates = [
    ...(dockerfile === undefined ? [] : [`${dockerfileName(dockerfile)}.dockerignore`]),
    join(context, '.dockerignore')
  ]
  for (const name of candidates) {
    const shown = relative(directory, name)
    const content = readForBuildKit(name, shown, ', ignores nothing, and sends every file to the build')
    if (content !== undefined) return {...parseDockerignore(content.toString(), shown), file: name}
  }
  return {patterns: [], unread: []}
}

export interface ContextIgnoreRules extends IgnoreRules {
  /** The file that they come from. Absolute; undefined if there is none. */
  readonly file?: string
}

/** Reads the tree of a context that is a directory. */
export type TreeReader = (path: string, patterns: readonly IgnorePattern[], name: string) => Tree | Promise<Tree>

/** Hashes a context that is a directory. If git tracks its files, unmodified ones need not be read. */
export async function readContext(
  path: string,
  patterns: readonly IgnorePattern[],
  environment: ProcessEnv
): Promise<Tree> {
  const root = realContext(path)
  const git = await askForCleanFiles(root, environment)
  const tree = await describeTree(root, listTree(root, patterns))
  return hashTree(tree, await git.answer)
}

export function realContext(path: string): string {
  try {
    return realpathSync.native(path)
  } catch (cause) {
    throw new Failure(`The build context ${path} cannot be read: ${messageOf(cause)}.`, {cause})
  }
}
