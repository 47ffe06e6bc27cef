import {lstatSync, realpathSync} from 'node:fs'
import {basename, dirname, join, relative, resolve, sep} from 'node:path'

import {withoutPassword} from '../core/foreign-text.js'
import type {BuildDescription, BuildMachine, BuildMaterials, BuildStart} from '../fingerprint/build-materials.js'
import {findBuildStart, readBuildMaterials} from '../fingerprint/build-materials.js'
import type {ContextPlace, TreeReader} from '../fingerprint/context.js'
import {readIgnoreRules, realContext} from '../fingerprint/context.js'
import type {DockerfileRead} from '../fingerprint/dockerfile.js'
import {leadsOut} from '../fingerprint/files.js'
import type {SentFile} from '../fingerprint/sent-files.js'
import {describeEntry, listSentFiles} from '../fingerprint/sent-files.js'

/** A file that a build reads. */
export interface ReadFile extends SentFile {
  /** It is the Dockerfile or the ignore file, and a pattern hides it from COPY and ADD. */
  readonly ignored?: true
}

/** A directory whose files a build reads. */
export interface ReadContext {
  /** Empty for the main context. */
  readonly name: string
  /** Relative to the top of the work tree, with `/`. */
  readonly path: string
  /** In the order of their paths. */
  readonly files: readonly ReadFile[]
}

/** Everything that a build reads, as far as it is known without a registry. */
export interface InputListing {
  /** Relative to the top of the work tree; undefined if it is fetched when the build runs. */
  readonly dockerfile: string | undefined
  readonly target: string | undefined
  /** Reasons why the build can never count as unchanged, in sentences; empty if it can. */
  readonly reasons: readonly string[]
  /** References of the base images in full, ordered. */
  readonly bases: readonly string[]
  /** The image that reads the Dockerfile. */
  readonly frontend: string | undefined
  /** Each image and each address, with the place that names it. */
  readonly reads: readonly DockerfileRead[]
  readonly contexts: readonly ReadContext[]
  /** Remarks about how the build is counted. Sentences. */
  readonly notices: readonly string[]
}

/**
 * Reads a build as its fingerprint does, but no file of a context is opened.
 * @throws Failure for a build that cannot work
 */
export async function listInputs(
  build: BuildDescription,
  machine: Omit<BuildMachine, 'readTree'>
): Promise<InputListing> {
  const start = findBuildStart(build, machine)
  const contexts: ReadContext[] = []
  const readTree: TreeReader = (path, patterns, name) => {
    const root = realContext(path)
    const {files, repositories} = listSentFiles(root, patterns)
    const own = name === '' ? definitionFiles(start, root, machine.directory) : []
    contexts.push({name, path: pathFrom(machine.directory, path), files: withOwn(files, own)})
    // Nothing is compared with this listing, so it needs no digest.
    return {digest: '', repositories}
  }
  const materials = await readBuildMaterials(build, {...machine, readTree})
  const {dockerfile} = start
  return {
    dockerfile: dockerfile === undefined ? undefined : pathFrom(machine.directory, dockerfile.name),
    target: build.target,
    reasons: [...new Set(materials.uncertainties)],
    bases: materials.images.map(({reference}) => reference),
    frontend: materials.frontend?.reference,
    reads: [...readsOfSettings(build, start, materials), ...(start.parsed?.reads ?? [])],
    contexts,
    // The reasons say the rest.
    notices: materials.notices.filter(notice => !materials.uncertainties.some(reason => notice.startsWith(reason)))
  }
}

/** The images and addresses that settings name. */
function readsOfSettings(
  {file = ''}: BuildDescription,
  {context, namedContexts, dockerfile}: BuildStart,
  {imageContexts}: BuildMaterials
): DockerfileRead[] {
  const byOf = (name: string): string => (name === '' ? 'the context' : `the context ${name}`)
  const places: [by: string, place: ContextPlace][] = [
    [byOf(''), context],
    ...namedContexts.map(([name, place]): [string, ContextPlace] => [byOf(name), place])
  ]
  const fetched = places.flatMap(([by, place]) => (place.kind === 'remote' ? [{by, source: place.url}] : []))
  const ownFile = dockerfile === undefined && file.includes('://') ? [{by: 'the Dockerfile', source: file}] : []
  const images = [...imageContexts].map(([name, source]) => ({kind: 'image', by: byOf(name), source}) as const)
  return [
    ...images,
    ...[...fetched, ...ownFile].map(({by, source}) => ({kind: 'fetched', by, source: withoutPassword(source)}) as const)
  ]
}

/**
 * The Dockerfile and the ignore file, as far as they are in the context. BuildKit reads both in transfers of their own, so
 * no pattern excludes them from that. If one is a link, BuildKit reads its target too.
 */
function definitionFiles({context, dockerfile}: BuildStart, root: string, directory: string): SentFile[] {
  if (context.kind !== 'directory') return []
  const {file} = readIgnoreRules(context.path, directory, dockerfile?.name)
  return [dockerfile?.name, file]
    .filter(name => name !== undefined)
    .flatMap(name => [join(realpathSync.native(dirname(name)), basename(name)), realpathSync.native(name)])
    .map(path => relative(root, path))
    .filter(path => !leadsOut(path))
    .flatMap(path => {
      const isLink = lstatSync(resolve(root, path)).isSymbolicLink()
      const entry = {
        path: Buffer.from(path.split(sep).join('/')).toString('latin1'),
        kind: isLink ? 'link' : 'file'
      } as const
      return describeEntry(root, entry) ?? []
    })
}

function withOwn(files: readonly SentFile[], own: readonly SentFile[]): ReadFile[] {
  const listed = new Set(files.map(({path}) => path))
  const ignored = new Map(own.filter(({path}) => !listed.has(path)).map(file => [file.path, file]))
  if (ignored.size === 0) return [...files]
  return [...files, ...[...ignored.values()].map(file => ({...file, ignored: true as const}))].sort((a, b) =>
    a.path < b.path ? -1 : 1
  )
}

function pathFrom(top: string, path: string): string {
  return relative(top, path).split(sep).join('/') || '.'
}
