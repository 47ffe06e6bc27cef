import {createHash} from 'node:crypto'
import {existsSync} from 'node:fs'
import {basename, dirname, join, relative, resolve} from 'node:path'

import {contextName} from '@org/oci/reference'

import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {ContextPlace} from './context.js'
import {placeOf, readContext, readIgnorePatterns} from './context.js'
import type {DockerfileSources, Frontend, ImageUse} from './dockerfile.js'
import {imageUse, parseDockerfile} from './dockerfile.js'
import type {IgnorePattern} from './dockerignore.js'
import {excluding} from './dockerignore.js'
import {readOptional} from './files.js'
import {formatPlatform, parsePlatform} from './platform.js'
import type {Tree} from './tree.js'

/** What is built and how: those inputs of the build that its result depends on, by their names in action.yml. */
export interface BuildDescription {
  /** A directory or a URL; `.` where it is not given. */
  readonly context?: string | undefined
  /** The Dockerfile; `<context>/Dockerfile` where it is not given. */
  readonly file?: string | undefined
  readonly target?: string | undefined
  /** The effective ones, at least one. */
  readonly platforms: readonly string[]
  /** Every value resolved. */
  readonly buildArgs: Readonly<Record<string, string>>
  readonly buildContexts: Readonly<Record<string, string>>
  readonly network?: string | undefined
  readonly addHosts: readonly string[]
  /** The user's own: what a run adds (revision, creation time) differs each time. */
  readonly labels: Readonly<Record<string, string>>
  /** The user's own, as `labels`. */
  readonly annotations: Readonly<Record<string, string>>
  readonly provenance: string
  readonly sbom: string
  readonly attests: readonly string[]
  /** Only ids are looked at. */
  readonly secrets: readonly {readonly id: string}[]
  /** `id` or `id=path`; only ids are looked at. */
  readonly ssh: readonly string[]
  readonly shmSize?: string | undefined
  readonly ulimit: readonly string[]
  readonly cgroupParent?: string | undefined
}

export interface SourceLocation {
  /** The workspace: paths are relative to it. Absolute. */
  readonly directory: string
  /** The builder's own platform: `FROM` may name an image by it. The first target platform where it is not given. */
  readonly buildPlatform?: string | undefined
  /** For git. */
  readonly environment: ProcessEnv
}

/** All that a build reads, save what only a registry can tell. */
export interface Source {
  /** Images whose digests count, each once. Those without `digest` are to be looked up. */
  readonly images: readonly ImageUse[]
  readonly frontend?: Frontend
  /** Named contexts that the user gave, and that are images: name and reference. */
  readonly imageContexts: ReadonlyMap<string, string>
  /** Names that stages of the Dockerfile have. */
  readonly stageNames: readonly string[]
  /** Why this build can never be told to be unchanged; empty where it can. Sentences. */
  readonly unknowable: readonly string[]
  /** What the user should know about how it was counted. Sentences. */
  readonly notices: readonly string[]
  /** What counts, in a form that JSON keeps; images aside. */
  readonly counted: Readonly<Record<string, unknown>>
}

/** What a build starts from. */
export interface Start {
  readonly context: ContextPlace
  /** The contexts that have a name. */
  readonly named: readonly (readonly [name: string, place: ContextPlace])[]
  /** undefined where it is fetched when the build runs. */
  readonly dockerfile: Dockerfile | undefined
  readonly sources: DockerfileSources | undefined
}

/**
 * Looks where a build starts, and reads nothing but its Dockerfile.
 * @throws Failure where a context or the Dockerfile is not there, or it cannot build
 */
export function startOf(build: BuildDescription, location: Omit<SourceLocation, 'environment'>): Start {
  const {directory} = location
  const context = placeOf(build.context ?? '.', 'context', directory)
  const named = Object.entries(build.buildContexts).map(
    ([name, value]) => [contextName(name), placeOf(value, 'build-contexts', directory)] as const
  )
  const dockerfile = findDockerfile(build, context.kind === 'directory' ? context.path : undefined, directory)
  return {
    context,
    named,
    dockerfile,
    sources: dockerfile === undefined ? undefined : readSources(dockerfile, build, location)
  }
}

/**
 * The pattern that keeps a path out of the build; undefined where none does, or it is not in the context's directory at all.
 * @param path from the context
 */
export function excludedBy(
  path: string,
  build: BuildDescription,
  location: Omit<SourceLocation, 'environment'>
): IgnorePattern | undefined {
  const {context, dockerfile} = startOf(build, location)
  // Asked in a build's error, which must not give way to another: a path below a file is not there either, and no error.
  if (context.kind !== 'directory' || !existsSync(join(context.path, path))) return undefined
  return excluding(readIgnorePatterns(context.path, location.directory, dockerfile?.name), path)
}

/**
 * Reads all that goes into a build: contexts, Dockerfile, settings.
 * @throws Failure for what cannot build, or cannot be read
 */
export async function readSource(build: BuildDescription, location: SourceLocation): Promise<Source> {
  const {directory, environment} = location
  const {context, named, dockerfile, sources} = startOf(build, location)
  const unknowable = sources?.unknowable.map(clause => `The Dockerfile ${clause}.`) ?? []
  if (dockerfile === undefined) unknowable.push('The Dockerfile is fetched when the build runs.')
  const notices: string[] = []
  const trees: [name: string, content: string][] = []
  const imageContexts = new Map<string, string>()
  const images = new Map(sources?.images.map(image => [image.reference, image]))

  for (const [name, place] of [['', context] as const, ...named]) {
    const called = name === '' ? 'The context' : `The context “${name}”`
    if (place.kind === 'remote') {
      unknowable.push(`${called} is fetched when the build runs.`)
      trees.push([name, `remote ${place.url}`])
    } else if (place.kind === 'image') {
      const use = imageUse(place.reference)
      if (use === undefined) throw new Failure(`${called}, “${place.reference}”, is no image reference.`)
      imageContexts.set(name, use.reference)
      images.set(use.reference, images.get(use.reference) ?? {...use, contextName: name})
      trees.push([name, `image ${use.reference}`])
    } else {
      const patterns = readIgnorePatterns(place.path, directory, name === '' ? dockerfile?.name : undefined)
      const tree = await readContext(place.path, patterns, environment)
      trees.push([name, `tree ${tree.digest}`])
      for (const {path, head} of tree.repositories) {
        if (head.kind === 'unreadable')
          unknowable.push(`${called} holds ${path}, whose commit cannot be told: ${head.reason}.`)
        else notices.push(repositoryNotice(called, path, head))
      }
    }
  }

  return {
    images: [...images.values()].sort((a, b) => compare(a.reference, b.reference)),
    ...(sources?.frontend === undefined ? {} : {frontend: sources.frontend}),
    imageContexts,
    stageNames: sources?.stageNames ?? [],
    unknowable,
    notices,
    counted: {
      contexts: trees.sort(([a], [b]) => compare(a, b)),
      dockerfile: dockerfile === undefined ? build.file : createHash('sha256').update(dockerfile.content).digest('hex'),
      ...countedSettings(build)
    }
  }
}

interface Dockerfile {
  /** Absolute, as it was asked for: its .dockerignore is named after that. */
  readonly name: string
  readonly content: Buffer
}

/** @returns undefined where the Dockerfile comes from elsewhere */
function findDockerfile(
  build: BuildDescription,
  context: string | undefined,
  directory: string
): Dockerfile | undefined {
  if (build.file !== undefined && /^(?:https?:\/\/|-$)/.test(build.file)) return undefined
  if (context === undefined) return undefined
  const name = build.file === undefined ? join(context, 'Dockerfile') : resolve(directory, build.file)
  // BuildKit takes `dockerfile` where there is no `Dockerfile`.
  const candidates = basename(name) === 'Dockerfile' ? [name, join(dirname(name), 'dockerfile')] : [name]
  for (const candidate of candidates) {
    const content = readOptional(candidate)
    if (content !== undefined) return {name, content}
  }
  throw new Failure(`There is no Dockerfile at ${name}.`, {
    remedy:
      'Set the input `file` to its path from the workspace, or the input `context` to the directory that holds it; where the stages file names them, correct them there. Has the repository been checked out?'
  })
}

function readSources(
  dockerfile: Dockerfile,
  build: BuildDescription,
  location: Omit<SourceLocation, 'environment'>
): DockerfileSources {
  const file = relative(location.directory, dockerfile.name)
  const platforms = build.platforms.map(parsePlatform)
  const [firstPlatform] = platforms
  if (firstPlatform === undefined) throw new RangeError('A build needs at least one platform.')
  const sources = parseDockerfile(dockerfile.content.toString(), {
    buildArgs: build.buildArgs,
    platforms,
    buildPlatform: location.buildPlatform === undefined ? firstPlatform : parsePlatform(location.buildPlatform),
    target: build.target,
    contexts: Object.keys(build.buildContexts)
  })
  const [problem] = sources.problems
  if (problem !== undefined) {
    throw new Failure(`${file}:${problem.line}: ${problem.message}.`, {location: {file, line: problem.line}})
  }
  if (sources.target === 'missing') {
    const names = sources.stageNames.length === 0 ? 'It names none' : `It has ${sources.stageNames.join(', ')}`
    throw new Failure(`${file} has no stage “${build.target ?? ''}”.`, {
      remedy: `${names}: set the input \`target\` to the name of a stage (\`FROM ... AS <name>\`), or leave it out for the last one.`,
      location: {file, line: 1}
    })
  }
  return sources
}

function repositoryNotice(called: string, path: string, head: Tree['repositories'][number]['head']): string {
  const commit =
    head.kind === 'commit' ? `the commit ${head.id.slice(0, 12)} that it is at` : 'a repository without a commit'
  return `${called} holds ${path}, which counts as ${commit}: each commit is built anew. Exclude it in .dockerignore unless the build needs it.`
}

function countedSettings(build: BuildDescription): Record<string, unknown> {
  return {
    target: build.target ?? null,
    platforms: [...new Set(build.platforms.map(platform => formatPlatform(parsePlatform(platform))))].sort(compare),
    buildArgs: sortedEntries(build.buildArgs),
    network: build.network ?? null,
    // Their order is that of the lines in /etc/hosts.
    addHosts: build.addHosts,
    labels: sortedEntries(build.labels),
    annotations: sortedEntries(build.annotations),
    provenance: build.provenance,
    sbom: build.sbom,
    attests: [...build.attests].sort(compare),
    secrets: build.secrets.map(({id}) => id).sort(compare),
    ssh: build.ssh.map(agent => agent.split('=', 1).join('')).sort(compare),
    shmSize: build.shmSize ?? null,
    ulimit: [...build.ulimit].sort(compare),
    cgroupParent: build.cgroupParent ?? null
  }
}

function sortedEntries(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => compare(a, b))
}

/** By code units: the order must not depend on a locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
