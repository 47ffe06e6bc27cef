import {join, relative, resolve} from 'node:path'
import {arch} from 'node:process'

import {Failure} from '../core/failure.js'
import {withoutPassword} from '../core/foreign-text.js'
import type {ProcessEnv} from '../core/process-env.js'
import {defaultPlatforms} from '../docker/surroundings.js'
import {isRemote} from '../fingerprint/context.js'
import {leadsOut} from '../fingerprint/files.js'
import {RECIPE, recipeOf} from '../fingerprint/parts.js'
import type {ImageEntry} from '../stages/stages-file.js'
import type {BuildPushInputs, Inputs} from './inputs.js'
import type {Runner} from './runner.js'
import {baseOfStagesFile} from './stages-base.js'

/** The sources of a build's settings. */
interface SettingSources {
  inputs: {build: BuildPushInputs}
  image: ImageEntry | undefined
  environment: ProcessEnv
}

/** The settings of a build. */
export type BuildSettings = Omit<BuildPushInputs, 'context'> & {context: string}

/**
 * The settings of a build: from the inputs, or else from the image's entry in the stages file, or else from the environment.
 * @throws Failure if the environment names a platform that images cannot be built for, or lacks the value of a build argument
 */
export function buildSettings(sources: SettingSources): BuildSettings {
  const {inputs, environment} = sources
  requireBuildArgs(inputs.build)
  const set = explicitSettings(sources)
  return {
    ...set,
    platforms: set.platforms.length > 0 ? set.platforms : defaultPlatforms(environment, ownPlatform()),
    buildArgs: {...argumentsIn(environment), ...set.buildArgs}
  }
}

/**
 * Without its value, a build argument would silently have the default of the Dockerfile. This is an error on a pull request
 * from a fork too: a variable that is set from a secret is there, and empty.
 */
function requireBuildArgs({unsetBuildArgs}: BuildPushInputs): void {
  if (unsetBuildArgs.length === 0) return
  const problems = unsetBuildArgs.map(
    name => `The build argument \`${name}\` has no value, and the environment has no variable of that name.`
  )
  const names = unsetBuildArgs.join(', ')
  const written = unsetBuildArgs.map(name => `\`${name}=value\``).join(', ')
  throw new Failure(problems.join('\n'), {
    remedy: {
      workflow: `Write ${written}, or set ${names} under \`env:\`.`,
      terminal: `Write ${written}, or set ${names} in the environment.`
    }
  })
}

/** The context and the Dockerfile that people wrote. */
export function explicitPlaces({
  inputs: {build: inputs},
  image
}: Pick<SettingSources, 'inputs' | 'image'>): Pick<BuildSettings, 'context' | 'file'> {
  return {context: inputs.context ?? image?.context ?? '.', file: inputs.file ?? image?.file}
}

/** The settings that people wrote. `platforms` is empty if they wrote none. */
function explicitSettings({inputs, image}: Pick<SettingSources, 'inputs' | 'image'>): BuildSettings {
  const {build} = inputs
  return {
    ...build,
    ...explicitPlaces({inputs, image}),
    target: build.target ?? image?.target,
    platforms: build.platforms.length > 0 ? build.platforms : [...(image?.platforms ?? [])],
    buildArgs: {...image?.buildArgs, ...build.buildArgs}
  }
}

/** buildx itself reads this argument from the environment, unless it is given. As a build argument, it counts. */
function argumentsIn({SOURCE_DATE_EPOCH: epoch = ''}: ProcessEnv): Record<string, string> {
  return epoch === '' ? {} : {SOURCE_DATE_EPOCH: epoch}
}

/**
 * The recipe of a run's image, the same on every runner: without its platform, the path of its checkout and passwords. Paths
 * start where those of the stages file do.
 */
export function ownRecipe(
  run: Pick<SettingSources, 'image'> & {
    inputs: Pick<Inputs, 'build' | 'config'>
    runner: Pick<Runner, 'workspace'>
  }
): string {
  const {context, file, buildContexts, ...others} = explicitSettings(run)
  const {workspace} = run.runner
  const base = resolve(workspace, baseOfStagesFile(workspace, run.inputs.config))
  const written = (place: string): string => {
    const path = isElsewhere(place) ? undefined : relative(base, resolve(workspace, place))
    return path === undefined || leadsOut(path) ? withoutPassword(place) : path || '.'
  }
  const named = Object.entries(buildContexts).map(([name, place]) => [name, written(place)] as const)
  return recipeOf({
    ...others,
    context: written(context),
    file: file === undefined ? undefined : written(file),
    buildContexts: Object.fromEntries(named)
  })
}

/** Path of the Dockerfile, relative to the workspace; undefined if it is elsewhere, for example fetched with its context. */
export function dockerfileOf(
  {file, context}: Pick<BuildSettings, 'file' | 'context'>,
  workspace: string
): string | undefined {
  if ([context, file ?? ''].some(isElsewhere)) return undefined
  const path = relative(workspace, resolve(workspace, file ?? join(context, 'Dockerfile')))
  return leadsOut(path) ? undefined : path
}

/** Whether a context or a Dockerfile is a URL. */
export function isElsewhere(place: string): boolean {
  return isRemote(place) || place.includes('://')
}

/** The platform of this machine, as Docker names it. */
export function ownPlatform(architecture: string = arch): string {
  const names: Record<string, string> = {x64: 'amd64', arm64: 'arm64', arm: 'arm/v7', ia32: '386', ppc64: 'ppc64le'}
  return `linux/${names[architecture] ?? architecture}`
}

/** The label with the full id of the commit, and `-dirty` if the files differ from it. */
export const REVISION = 'org.opencontainers.image.revision'
const VARYING = ['created', 'revision', 'version'].map(name => `org.opencontainers.image.${name}`)

/**
 * Labels and annotations that differ in each commit or each run, as docker/metadata-action prints them: a sentence for the
 * user; undefined if there are none.
 */
export function varyingDescription({
  labels,
  annotations
}: Pick<BuildSettings, 'labels' | 'annotations'>): string | undefined {
  const keys = [...Object.keys(labels), ...Object.keys(annotations).map(key => key.replace(/^[^:]*:/, ''))]
  const varying = VARYING.filter(name => keys.includes(name))
  if (varying.length === 0) return undefined
  return `The inputs \`labels\` and \`annotations\` set ${varying.join(', ')}. Their values count for the fingerprint, so each new value causes a build. Leave them out: this action sets them itself, and does not count them.`
}

export interface Subject {
  runner: Runner
  /** Name of the image, if a stages file lists it. */
  image: string | undefined
  commit: string
  committedAt: Date
  /** The value of the version label: the version of a release, a branch or a commit. */
  version: string
  /** The value of the label `RECIPE`. */
  recipe: string
}

/**
 * The labels that every image has. They contain nothing about the run, so an image that is built again with the same
 * content has the same digest, and `changed` stays false.
 * @see https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
export function descriptionsOf({runner, image, commit, committedAt, version, recipe}: Subject): Record<string, string> {
  const url = `${runner.serverUrl}/${runner.repository}`
  const names: Record<string, string> = {
    source: url,
    url,
    revision: commit,
    version,
    // The commit's time, not the build's: the same commit gives the same labels.
    created: committedAt.toISOString().replace('.000Z', 'Z'),
    title: image ?? runner.repository.split('/').at(-1) ?? ''
  }
  return {
    ...Object.fromEntries(Object.entries(names).map(([name, value]) => [`org.opencontainers.image.${name}`, value])),
    [RECIPE]: recipe
  }
}
