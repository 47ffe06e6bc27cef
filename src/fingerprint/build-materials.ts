import {createHash} from 'node:crypto'
import {existsSync} from 'node:fs'
import {join, relative, resolve} from 'node:path'

import {contextName, parseReference} from '@org/oci/reference'

import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import type {ContextPlace, TreeReader} from './context.js'
import {isFetchedFile, locateContext, readContext, readIgnoreRules, refuseTemplate, standardInput} from './context.js'
import type {Frontend, ImageUse, ParsedDockerfile} from './dockerfile.js'
import {imageUse, parseDockerfile} from './dockerfile.js'
import type {IgnorePattern} from './dockerignore.js'
import {excludingPattern} from './dockerignore.js'
import {dockerfileName, readForBuildKit} from './files.js'
import {digestsOfLayout, MADE_IN_LAYOUTS} from './layout.js'
import {formatPlatform, isUnusualPlatform, parsePlatform} from './platform.js'
import type {Tree} from './tree.js'

/** The inputs of a build that its result depends on, by their names in action.yml. */
export interface BuildDescription {
  /** A directory or a URL; the default is `.`. */
  readonly context?: string | undefined
  /** The Dockerfile; the default is `<context>/Dockerfile`. */
  readonly file?: string | undefined
  readonly target?: string | undefined
  /** The platforms to build for, at least one. */
  readonly platforms: readonly string[]
  /** With all values resolved. */
  readonly buildArgs: Readonly<Record<string, string>>
  readonly buildContexts: Readonly<Record<string, string>>
  readonly network?: string | undefined
  readonly addHosts: readonly string[]
  /** The user's own. Labels that a run adds (revision, creation time) differ each time. */
  readonly labels: Readonly<Record<string, string>>
  /** The user's own, for the same reason. */
  readonly annotations: Readonly<Record<string, string>>
  readonly provenance: string
  readonly sbom: string
  readonly attests: readonly string[]
  /** Only the ids count. */
  readonly secrets: readonly {readonly id: string}[]
  /** `id` or `id=path`; only the ids count. */
  readonly ssh: readonly string[]
  readonly shmSize?: string | undefined
  readonly ulimit: readonly string[]
  readonly cgroupParent?: string | undefined
}

/** Parts of a build that come from the machine: proxies, for example. */
export interface Surroundings {
  /** In a form that JSON preserves. */
  readonly counted: Readonly<Record<string, unknown>>
  /** Reasons why this build can never count as unchanged, in sentences. */
  readonly uncertainties: readonly string[]
}

/** The machine that reads a build's files. */
export interface BuildMachine {
  /** The workspace. Absolute; paths are relative to it. */
  readonly directory: string
  /** The builder's own platform, which `FROM` may use. The default is the first target platform. */
  readonly buildPlatform?: string | undefined
  /** Identifies the builder; undefined if nothing chooses another than the machine's own. */
  readonly builder?: string | undefined
  /** For git. */
  readonly environment: ProcessEnv
  readonly surroundings?: Surroundings | undefined
  /** Reads a context. By default its files are hashed. */
  readonly readTree?: TreeReader | undefined
}

/** Everything that a build reads, except the digests that only registries know. */
export interface BuildMaterials {
  /** Images whose digests count, each once. Those without `digest` must be looked up. */
  readonly images: readonly ImageUse[]
  readonly frontend?: Frontend
  /** The user's named contexts that are images: name and reference. */
  readonly imageContexts: ReadonlyMap<string, string>
  /** Names of the stages of the Dockerfile. */
  readonly stageNames: readonly string[]
  /** Whether the Dockerfile names the platform of its builder. Then another builder may build another image. */
  readonly namesBuilder: boolean
  /** Digests in hex and commits that pin content which the build fetches, or reads from an OCI layout. */
  readonly checksums: readonly string[]
  /** Reasons why this build can never count as unchanged, in sentences; empty if it can. */
  readonly uncertainties: readonly string[]
  /** Remarks for the user about how the build was counted. Sentences. */
  readonly notices: readonly string[]
  /** Everything that counts besides images, in a form that JSON preserves. */
  readonly counted: Readonly<Record<string, unknown>>
}

/** The contexts and the Dockerfile that a build starts from. */
export interface BuildStart {
  readonly context: ContextPlace
  readonly namedContexts: readonly (readonly [name: string, place: ContextPlace])[]
  /** undefined if it is fetched when the build runs. */
  readonly dockerfile: Dockerfile | undefined
  readonly parsed: ParsedDockerfile | undefined
}

/**
 * Finds the contexts and the Dockerfile of a build. Only the Dockerfile is read.
 * @throws Failure if a context or the Dockerfile does not exist, or the Dockerfile cannot build
 */
export function findBuildStart(
  build: BuildDescription,
  machine: Pick<BuildMachine, 'directory' | 'buildPlatform'>
): BuildStart {
  const {directory} = machine
  const context = locateContext(build.context ?? '.', 'context', directory)
  const namedContexts = Object.entries(build.buildContexts).map(([name, value]) => {
    if (parseReference(name) === undefined) throw invalidContextName(name)
    return [contextName(name), locateContext(value, 'build-contexts', directory)] as const
  })
  const dockerfile = findDockerfile(build, context.kind === 'directory' ? context.path : undefined, directory)
  return {
    context,
    namedContexts,
    dockerfile,
    parsed: dockerfile === undefined ? undefined : parseBuildable(dockerfile, build, machine)
  }
}

function invalidContextName(name: string): Failure {
  return new Failure(`“${name}” cannot name a build context: Docker requires the form of an image reference.`, {
    remedy: remedy`Change the name in ${setting('build-contexts')}. It may have lower-case letters, digits, and “.”, “-” or “_” between them.`
  })
}

/**
 * The pattern that excludes a path from the build; undefined if none does, or the path is not in the context's directory.
 * @param path relative to the context
 */
export function findExclusion(
  path: string,
  build: BuildDescription,
  machine: Pick<BuildMachine, 'directory' | 'buildPlatform'>
): IgnorePattern | undefined {
  const {context, dockerfile} = findBuildStart(build, machine)
  // This runs after a failed build, whose error it must not hide. So a path below a file only counts as missing.
  if (context.kind !== 'directory' || !existsSync(join(context.path, path))) return undefined
  return excludingPattern(readIgnoreRules(context.path, machine.directory, dockerfile?.name).patterns, path)
}

/**
 * Reads everything that goes into a build: contexts, Dockerfile and settings.
 * @throws Failure for a build that cannot work, or a file that cannot be read
 */
export async function readBuildMaterials(build: BuildDescription, machine: BuildMachine): Promise<BuildMaterials> {
  const start = findBuildStart(build, machine)
  const {dockerfile, parsed} = start
  const contexts = await readContexts(start, machine)
  const policies = policiesOf(dockerfile, machine.directory)
  const isForBuilder = namesBuilder(dockerfile)
  const images = new Map([...contexts.images, ...(parsed?.images ?? [])].map(image => [image.reference, image]))
  return {
    images: [...images.values()].sort((a, b) => compare(a.reference, b.reference)),
    ...(parsed?.frontend === undefined ? {} : {frontend: parsed.frontend}),
    imageContexts: contexts.imageContexts,
    stageNames: parsed?.stageNames ?? [],
    namesBuilder: isForBuilder,
    checksums: [...(parsed?.checksums ?? []), ...contexts.layoutDigests],
    uncertainties: [
      ...build.platforms
        .filter(isUnusualPlatform)
        .map(platform => `The platform “${platform}” has a form that is not read here.`),
      ...(parsed?.uncertainties.map(clause => `The Dockerfile ${clause}.`) ?? []),
      ...(dockerfile === undefined ? ['The Dockerfile is fetched when the build runs.'] : []),
      ...policies,
      ...contexts.uncertainties,
      ...(machine.surroundings?.uncertainties ?? [])
    ],
    notices: [
      ...contexts.notices,
      ...(parsed?.unread.map(clause => `The Dockerfile ${clause}. ${BUILT_EVERY_TIME}`) ?? []),
      ...policies.map(sentence => `${sentence} ${BUILT_EVERY_TIME}`)
    ],
    counted: {
      contexts: contexts.counted.sort(([a], [b]) => compare(a, b)),
      dockerfile: dockerfile === undefined ? build.file : createHash('sha256').update(dockerfile.content).digest('hex'),
      // A Dockerfile may do other things on another machine, such as to compile there for the target.
      ...(isForBuilder ? {buildPlatform: machine.buildPlatform} : {}),
      ...(isForBuilder && machine.builder !== undefined ? {builder: machine.builder} : {}),
      ...countedSettings(build),
      surroundings: machine.surroundings?.counted ?? null
    }
  }
}

/**
 * A policy beside the Dockerfile, which buildx 0.31 and later apply.
 * @see https://docs.docker.com/build/policies/
 */
function policiesOf(dockerfile: Dockerfile | undefined, directory: string): string[] {
  const policy = `${dockerfile?.name ?? ''}.rego`
  if (dockerfile === undefined || !existsSync(policy)) return []
  return [`${relative(directory, policy)} is a build policy, which can replace what the build reads.`]
}

const BUILT_EVERY_TIME = 'So the image is built every time.'

/** The contexts of a build, as far as they have been read. */
interface ReadContexts {
  /** The name and the counted content of each context. The name of the main context is empty. */
  readonly counted: [name: string, content: string][]
  readonly images: ImageUse[]
  readonly imageContexts: Map<string, string>
  /** In hex. */
  readonly layoutDigests: string[]
  readonly uncertainties: string[]
  readonly notices: string[]
}

async function readContexts(
  {context, namedContexts, dockerfile}: BuildStart,
  {
    directory,
    environment,
    readTree = async (path, patterns) => await readContext(path, patterns, environment)
  }: BuildMachine
): Promise<ReadContexts> {
  const read: ReadContexts = {
    counted: [],
    images: [],
    imageContexts: new Map(),
    layoutDigests: [],
    uncertainties: [],
    notices: []
  }
  for (const [name, place] of [['', context] as const, ...namedContexts]) {
    const subject = name === '' ? 'The context' : `The context “${name}”`
    if (place.kind === 'remote') {
      read.uncertainties.push(`${subject} is fetched when the build runs.`)
      read.counted.push([name, `remote ${place.url}`])
    } else if (place.kind === 'image') {
      addImageContext(read, name, place.reference, subject)
    } else if (place.kind === 'layout') {
      // BuildKit reads the layout itself, so a .dockerignore file in it means nothing.
      const {digest} = await readTree(place.path, MADE_IN_LAYOUTS, name)
      read.counted.push([name, `layout ${place.image} ${digest}`])
      read.layoutDigests.push(...digestsOfLayout(place))
    } else {
      const rules = readIgnoreRules(place.path, directory, name === '' ? dockerfile?.name : undefined)
      read.uncertainties.push(...rules.unread)
      read.notices.push(...rules.unread.map(sentence => `${sentence} ${BUILT_EVERY_TIME}`))
      const tree = await readTree(place.path, rules.patterns, name)
      read.counted.push([name, `tree ${tree.digest}`])
      addRepositories(read, tree, subject)
    }
  }
  return read
}

function addImageContext(read: ReadContexts, name: string, reference: string, subject: string): void {
  const use = imageUse(reference)
  if (use === undefined) {
    throw new Failure(`${subject}, “${reference}”, is not a valid image reference.`, {
      remedy: remedy`Correct it in ${setting(name === '' ? 'context' : 'build-contexts')}, as in \`docker-image://alpine:3\`.`
    })
  }
  read.imageContexts.set(name, use.reference)
  if (!read.images.some(image => image.reference === use.reference)) read.images.push({...use, contextName: name})
  read.counted.push([name, `image ${use.reference}`])
}

function addRepositories(read: ReadContexts, {repositories}: Tree, subject: string): void {
  for (const {path, head} of repositories) {
    if (head.kind === 'unreadable')
      read.uncertainties.push(`${subject} contains ${path}, whose commit cannot be read: ${head.reason}.`)
    else read.notices.push(repositoryNotice(subject, path, head))
  }
}

interface Dockerfile {
  /** Absolute. Its .dockerignore file is named after it. */
  readonly name: string
  readonly content: Buffer
}

/** @returns undefined if the Dockerfile is fetched, alone or with its context */
function findDockerfile(
  build: BuildDescription,
  context: string | undefined,
  directory: string
): Dockerfile | undefined {
  if (build.file === '-') throw standardInput('The Dockerfile', setting('file'))
  if (build.file !== undefined && isFetchedFile(build.file)) return undefined
  if (context === undefined) return undefined
  const name = build.file === undefined ? join(context, 'Dockerfile') : resolve(directory, build.file)
  const found = dockerfileName(name)
  const content = readForBuildKit(found, relative(directory, found), '')
  if (content !== undefined) return {name: found, content}
  refuseTemplate(build.file ?? '', 'The Dockerfile', setting('file'), 'Dockerfile')
  throw new Failure(`There is no Dockerfile at ${name}.`, {
    remedy: remedy`Set ${setting('file')} to its path from ${BASE_OF_PATHS}, or ${setting('context')} to the directory that contains it. If the stages file names them, correct them there.${CHECKOUT_QUESTION}`
  })
}

const BASE_OF_PATHS: Remedy = {workflow: 'the workspace', terminal: 'here'}
const CHECKOUT_QUESTION: Remedy = {workflow: ' Is the repository checked out?', terminal: ''}

/**
 * Parses a Dockerfile.
 * @throws Failure if it cannot build, or lacks the target
 */
function parseBuildable(
  dockerfile: Dockerfile,
  build: BuildDescription,
  machine: Pick<BuildMachine, 'directory' | 'buildPlatform'>
): ParsedDockerfile {
  const file = relative(machine.directory, dockerfile.name)
  const platforms = build.platforms.map(parsePlatform)
  const [firstPlatform] = platforms
  if (firstPlatform === undefined) throw new RangeError('A build needs at least one platform.')
  const parsed = parseDockerfile(dockerfile.content.toString(), {
    buildArgs: build.buildArgs,
    platforms,
    buildPlatform: machine.buildPlatform === undefined ? firstPlatform : parsePlatform(machine.buildPlatform),
    target: build.target,
    contexts: Object.keys(build.buildContexts)
  })
  const [problem] = parsed.problems
  if (problem !== undefined) {
    const {line, message, remedy} = problem
    throw new Failure(`${file}:${line}: ${message}.`, {
      ...(remedy === undefined ? {} : {remedy}),
      location: {file, line}
    })
  }
  if (parsed.target === 'missing') {
    throw new Failure(`${file} has no stage “${build.target ?? ''}”.`, {
      remedy: remedyForTarget(parsed.stageNames),
      location: {file, line: 1}
    })
  }
  return parsed
}

function remedyForTarget(stageNames: readonly string[]): Remedy {
  return stageNames.length === 0
    ? remedy`Leave out ${setting('target')} to build the last stage, or give a stage this name (\`FROM ... AS <name>\`).`
    : remedy`Set ${setting('target')} to one of its stages: ${stageNames.join(', ')}. Or leave it out to build the last stage.`
}

function repositoryNotice(subject: string, path: string, head: Tree['repositories'][number]['head']): string {
  const commit = head.kind === 'commit' ? `its commit ${head.id.slice(0, 12)}` : 'a repository without a commit'
  return `${subject} contains ${path}, which counts as ${commit}: every new commit causes a build. Exclude it in .dockerignore unless the build needs it.`
}

/**
 * Whether a Dockerfile names the platform of the machine that builds it. BuildKit joins continued lines, without the comments
 * between them, and removes quotes and escapes from a name.
 */
function namesBuilder(dockerfile: Dockerfile | undefined): boolean {
  const text = dockerfile?.content.toString() ?? ''
  const joined = text.replace(/[\\`][ \t]*\r*\n(?:[ \t]*(?:#.*)?\r*\n)*/g, '').replace(/["'\\`]/g, '')
  return [text, joined].some(one => /BUILD(?:PLATFORM|OS|ARCH|VARIANT)/i.test(one))
}

function countedSettings(build: BuildDescription): Record<string, unknown> {
  return {
    target: build.target ?? null,
    platforms: [...new Set(build.platforms.map(platform => formatPlatform(parsePlatform(platform))))].sort(compare),
    buildArgs: sortedEntries(build.buildArgs),
    network: build.network ?? null,
    // Their order counts: it is the order of the lines in /etc/hosts.
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

/** Compares by code units, because the order must not depend on a locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
