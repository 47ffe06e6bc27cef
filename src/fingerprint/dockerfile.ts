import {contextName, formatReference, parseReference} from '@org/oci/reference'

import type {Problem, Stage} from './buildstages.js'
import {readStages} from './buildstages.js'
import {readInstructions} from './instructions.js'
import type {Platform} from './platform.js'
import {platformArguments} from './platform.js'

export interface DockerfileOptions {
  /** Values of `--build-arg`. */
  readonly buildArgs: Readonly<Record<string, string>>
  /** The platforms built for: a reference may depend on them. At least one. */
  readonly platforms: readonly Platform[]
  /** The platform of the builder itself. */
  readonly buildPlatform: Platform
  readonly target?: string | undefined
  /** Names of the named contexts: each stands in for the stage or the image of this name. */
  readonly contexts: readonly string[]
}

/** An image that the build reads. */
export interface ImageUse {
  /** In full: registry, repository, and tag or digest. */
  readonly reference: string
  /** Where it is pinned already. */
  readonly digest?: string
  /** The name under which a named context takes its place. */
  readonly contextName: string
  /** The line of the Dockerfile that names it; undefined where an input or a directive does. */
  readonly line?: number
}

/** The frontend that reads the Dockerfile. */
export interface Frontend extends ImageUse {
  /** What follows the reference in the directive: the frontend's own arguments. */
  readonly options: string
}

/** What a Dockerfile draws on beyond its context, as far as the target needs it. */
export interface DockerfileSources {
  /** Ordered by reference, each once. */
  readonly images: readonly ImageUse[]
  readonly frontend?: Frontend
  /** Why what the build reads cannot be known before it runs; each a clause that names the line. */
  readonly unknowable: readonly string[]
  /** What cannot build. */
  readonly problems: readonly Problem[]
  /** Names of all stages, in order: those that a target may have. */
  readonly stageNames: readonly string[]
  readonly target: 'found' | 'missing'
}

/** Reads which images a Dockerfile builds on, and whether anything in it comes from elsewhere. */
export function parseDockerfile(text: string, options: DockerfileOptions): DockerfileSources {
  const {instructions, syntax, escape} = readInstructions(text)
  const contexts = new Set(options.contexts.map(contextName))
  const images = new Map<string, ImageUse>()
  const unknowable = new Set<string>()
  const problems = new Map<string, Problem>()
  const stageNames = new Set<string>()
  let target: 'found' | 'missing' = 'found'

  for (const platform of options.platforms) {
    const global = new Map(platformArguments(platform, options.buildPlatform))
    global.set('TARGETSTAGE', options.target ?? 'default')
    const stages = readStages(instructions, {escape, global, buildArgs: options.buildArgs})
    for (const stage of stages) {
      if (stage.name !== undefined) stageNames.add(stage.name)
      if (stage.problem !== undefined) problems.set(`${stage.problem.line} ${stage.problem.message}`, stage.problem)
    }
    const goal = targetStage(stages, options.target)
    if (goal === undefined) {
      if (options.target !== undefined && !contexts.has(contextName(options.target))) target = 'missing'
      continue
    }
    for (const stage of reachableStages(stages, goal, contexts)) {
      for (const {line, clause} of stage.remote) unknowable.add(`line ${line} ${clause}`)
      for (const {image, line} of stage.imageUses(stages)) {
        const name = contextName(image)
        if (image === 'scratch' || contexts.has(name)) continue
        const use = imageUse(image)
        if (use === undefined)
          unknowable.add(`line ${line} names “${image}”, which does not read as an image reference`)
        else images.set(use.reference, {...use, line})
      }
    }
  }

  const frontend = readFrontend(options.buildArgs['BUILDKIT_SYNTAX'] ?? syntax, unknowable)
  return {
    images: [...images.values()].sort((a, b) => (a.reference < b.reference ? -1 : 1)),
    ...(frontend === undefined ? {} : {frontend}),
    unknowable: [...unknowable],
    problems: [...problems.values()],
    stageNames: [...stageNames],
    target
  }
}

/** @returns undefined for what is no image reference */
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

function readFrontend(syntax: string | undefined, unknowable: Set<string>): Frontend | undefined {
  const [, image, options = ''] = /^(\S+)\s*(.*)$/s.exec(syntax?.trim() ?? '') ?? []
  if (image === undefined) return undefined
  const use = imageUse(image)
  // Another language than the Dockerfile's may name images in ways of its own.
  const readsDockerfiles = /\/dockerfile[^/]*$/.test(use?.reference ?? '')
  if (!readsDockerfiles)
    unknowable.add(`is read by the frontend “${image}”, which may use images that only it knows of`)
  return use === undefined ? undefined : {...use, options}
}

function targetStage(stages: readonly Stage[], target: string | undefined): Stage | undefined {
  return target === undefined ? stages.at(-1) : stages.findLast(({name}) => name === target.toLowerCase())
}

/** BuildKit builds what the target needs and nothing else. */
function reachableStages(stages: readonly Stage[], goal: Stage, contexts: ReadonlySet<string>): ReadonlySet<Stage> {
  const reached = new Set<Stage>()
  const open = [goal]
  for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
    if (reached.has(stage) || (stage.name !== undefined && contexts.has(contextName(stage.name)))) continue
    reached.add(stage)
    open.push(...stage.stagesUsed(stages))
  }
  return reached
}
