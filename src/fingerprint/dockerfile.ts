import {contextName, formatReference, parseReference} from '@org/oci/reference'

import {withoutPassword} from '../core/foreign-text.js'
import type {BuildStage, DockerfileProblem, ReadStages} from './dockerfile-stages.js'
import {lastStageName, readBuildStages} from './dockerfile-stages.js'
import type {Instructions, UnreadForm} from './instructions.js'
import {readInstructions} from './instructions.js'
import type {NormalizedPlatform} from './platform.js'
import {platformArguments} from './platform.js'

export interface DockerfileOptions {
  /** Values of `--build-arg`. */
  readonly buildArgs: Readonly<Record<string, string>>
  /** The platforms to build for, at least one. A reference may depend on them. */
  readonly platforms: readonly NormalizedPlatform[]
  /** The platform of the builder itself. */
  readonly buildPlatform: NormalizedPlatform
  readonly target?: string | undefined
  /** Names of the named contexts. Each replaces the stage or the image of this name. */
  readonly contexts: readonly string[]
}

/** An image that the build reads. */
export interface ImageUse {
  /** In full: registry, repository, and tag or digest. */
  readonly reference: string
  /** Set if the reference is pinned already. */
  readonly digest?: string
  /** The name under which a named context replaces it. */
  readonly contextName: string
  /** The line of the Dockerfile that names it; undefined if a setting or a directive does. */
  readonly line?: number
}

/** The frontend that reads the Dockerfile. */
export interface Frontend extends ImageUse {
  /** The text after the reference in the directive: the frontend's own arguments. */
  readonly options: string
}

/** A place of the Dockerfile, or a setting, that makes the build read something besides its files. */
export interface DockerfileRead {
  readonly kind: 'image' | 'frontend' | 'fetched' | 'pinned'
  /** The reference of the image in full, or the address that ADD fetches. */
  readonly source: string
  /** The form that names it, such as `COPY --from`. */
  readonly by: string
  readonly line?: number
}

/** The images and other content that a Dockerfile reads besides its context, as far as the target needs them. */
export interface ParsedDockerfile {
  /** Ordered by reference, each once. */
  readonly images: readonly ImageUse[]
  readonly frontend?: Frontend
  /** Each place that reads an image or fetches content, ordered by line. */
  readonly reads: readonly DockerfileRead[]
  /** Reasons why the content that the build reads is unknown before it runs. Each is a clause about the Dockerfile. */
  readonly uncertainties: readonly string[]
  /** Those of the reasons that name a form which is not read here. */
  readonly unread: readonly string[]
  /** Lines that cannot build. */
  readonly problems: readonly DockerfileProblem[]
  /** Digests in hex and commits that pin content which ADD fetches. */
  readonly checksums: readonly string[]
  /** Names of all stages, in order. A target may have any of them. */
  readonly stageNames: readonly string[]
  readonly target: 'found' | 'missing'
}

/** The findings so far, for all platforms. */
interface Findings {
  readonly images: Map<string, ImageUse>
  readonly reads: Map<string, DockerfileRead>
  readonly uncertainties: Set<string>
  readonly unread: Set<string>
  readonly checksums: Set<string>
  readonly problems: Map<string, DockerfileProblem>
  readonly stageNames: Set<string>
}

/** Finds the images that a Dockerfile reads, and any content that is fetched when the build runs. */
export function parseDockerfile(text: string, options: DockerfileOptions): ParsedDockerfile {
  const read = readInstructions(text)
  const contexts = new Set(options.contexts.map(contextName))
  const findings: Findings = {
    images: new Map(),
    reads: new Map(),
    uncertainties: new Set(),
    unread: new Set(),
    checksums: new Set(),
    problems: new Map(),
    stageNames: new Set()
  }
  let target: 'found' | 'missing' = 'found'
  addUnread(read.unread, findings)

  for (const platform of options.platforms) {
    const {stages, unread} = stagesFor(platform, read, options, contexts)
    addUnread(unread, findings)
    addStages(stages, findings)
    const goal = targetStage(stages, options.target)
    if (goal !== undefined) addReads(stages, goal, contexts, findings)
    else if (options.target !== undefined && !contexts.has(contextName(options.target))) target = 'missing'
  }

  const {images, uncertainties, unread, checksums, problems, stageNames} = findings
  const frontend = readFrontend(options.buildArgs['BUILDKIT_SYNTAX'] ?? read.syntax, uncertainties)
  if (frontend !== undefined) addRead(readOfFrontend(frontend, read, options), findings)
  return {
    images: [...images.values()].sort((a, b) => (a.reference < b.reference ? -1 : 1)),
    ...(frontend === undefined ? {} : {frontend}),
    reads: [...findings.reads.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    uncertainties: [...uncertainties],
    unread: [...unread],
    checksums: [...checksums],
    problems: [...problems.values()],
    stageNames: [...stageNames],
    target
  }
}

function stagesFor(
  platform: NormalizedPlatform,
  {instructions, escape}: Instructions,
  {buildPlatform, buildArgs, target}: DockerfileOptions,
  contexts: ReadonlySet<string>
): ReadStages {
  const global = new Map(platformArguments(platform, buildPlatform))
  global.set('TARGETSTAGE', target ?? lastStageName(instructions) ?? 'default')
  // BuildKit looks up no context for these two names.
  const isReplaced = (stage: string): boolean =>
    stage !== 'context' && stage !== 'scratch' && contexts.has(contextName(stage))
  return readBuildStages(instructions, {escape, global, buildArgs: new Map(Object.entries(buildArgs)), isReplaced})
}

function addUnread(forms: readonly UnreadForm[], {uncertainties, unread}: Findings): void {
  for (const {line, form} of forms) {
    const clause = `has ${form} in line ${line}, a form that is not read here`
    uncertainties.add(clause)
    unread.add(clause)
  }
}

function addStages(stages: readonly BuildStage[], {stageNames, problems}: Findings): void {
  for (const {name, problem} of stages) {
    if (name !== undefined) stageNames.add(name)
    if (problem !== undefined) problems.set(`${problem.line} ${problem.message}`, problem)
  }
}

/** Adds everything that the stages on the way to the goal read. */
function addReads(
  stages: readonly BuildStage[],
  goal: BuildStage,
  contexts: ReadonlySet<string>,
  findings: Findings
): void {
  const {images, uncertainties, checksums} = findings
  for (const stage of reachableStages(stages, goal)) {
    addUnread([...stage.unread, ...stage.numbersBeyond(stages)], findings)
    for (const checksum of stage.checksums) checksums.add(checksum)
    for (const {line, by, address, source, isPinned} of stage.fetched) {
      if (!isPinned) uncertainties.add(`fetches “${withoutPassword(address)}” in line ${line}`)
      addRead({kind: isPinned ? 'pinned' : 'fetched', source: withoutPassword(source), by, line}, findings)
    }
    for (const {image, line, by} of stage.imageUses(stages)) {
      if (image === 'scratch' || contexts.has(contextName(image))) continue
      const use = imageUse(image)
      if (use === undefined) {
        // An empty name comes from a word that is not read, which is a reason of its own.
        if (image !== '' || stage.unread.length === 0)
          uncertainties.add(`names “${image}” in line ${line}, which is not a valid image reference`)
      } else {
        images.set(use.reference, {...use, line})
        addRead({kind: 'image', source: use.reference, by, line}, findings)
      }
    }
  }
}

/** A stage may be read for several platforms, and counts once. */
function addRead(read: DockerfileRead, {reads}: Findings): void {
  reads.set(JSON.stringify([read.kind, read.source, read.by, read.line]), read)
}

function readOfFrontend(
  {reference}: Frontend,
  {syntaxLine}: Instructions,
  {buildArgs}: DockerfileOptions
): DockerfileRead {
  const read = {kind: 'frontend', source: reference} as const
  if (buildArgs['BUILDKIT_SYNTAX'] !== undefined) return {...read, by: 'BUILDKIT_SYNTAX'}
  return {...read, by: '# syntax', ...(syntaxLine === undefined ? {} : {line: syntaxLine})}
}

/** @returns undefined if the text is not an image reference */
export function imageUse(text: string): ImageUse | undefined {
  const parsed = parseReference(text)
  if (parsed === undefined) return undefined
  const {digest} = parsed
  return {
    reference: formatReference(parsed),
    contextName: contextName(text),
    ...(digest === undefined ? {} : {digest})
  }
}

function readFrontend(syntax: string | undefined, uncertainties: Set<string>): Frontend | undefined {
  const [, image, options = ''] = /^(\S+)\s*(.*)$/s.exec(syntax?.trim() ?? '') ?? []
  if (image === undefined) return undefined
  const use = imageUse(image)
  // Another frontend may read images that it names itself. A mirror of Docker's own keeps the name.
  const readsDockerfiles = /\/docker\/dockerfile(?:-upstream)?[:@]/.test(use?.reference ?? '')
  if (!readsDockerfiles)
    uncertainties.add(`is read by the frontend “${image}”, which may use images that only the frontend knows`)
  return use === undefined ? undefined : {...use, options}
}

function targetStage(stages: readonly BuildStage[], target: string | undefined): BuildStage | undefined {
  return target === undefined ? stages.at(-1) : stages.findLast(({name}) => name === target.toLowerCase())
}

/** The stages that the target needs. BuildKit builds no others. */
function reachableStages(stages: readonly BuildStage[], goal: BuildStage): ReadonlySet<BuildStage> {
  const reached = new Set<BuildStage>()
  const open = [goal]
  for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
    if (reached.has(stage) || stage.isReplaced) continue
    reached.add(stage)
    open.push(...stage.stagesUsed(stages))
  }
  return reached
}
