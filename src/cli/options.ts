import {InvalidInput} from '../action/input-reader.js'
import {readInputs} from '../action/inputs.js'
import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Setting} from '../core/setting.js'
import {optionOf, OPTIONS} from '../core/setting.js'
import {csvField} from '../docker/csv-field.js'
import type {Inputs} from '../run/inputs.js'
import type {Stage} from '../stages/stage.js'

/** The options that every command has. */
export interface CommonOptions {
  stage?: Stage
  image?: string
  /** The variant of the image. */
  variant?: string
  config?: string
  /** A profile of AWS's config files. */
  profile?: string
}

/** How to build an image. The names are those of `docker build`. */
export interface BuildOptions {
  context?: string
  file?: string
  target?: string
  platform?: string[]
  buildArg?: string[]
  /** Only `inputs` has it. */
  buildContext?: string[]
  secretEnv?: string[]
  secretFile?: string[]
  tag?: string[]
  builder?: string
  /** False if `--no-cache` is given. */
  cache?: boolean
  pull?: boolean
  rebuild?: boolean
  dryRun?: boolean
}

/** The image to promote, and its version. */
export interface PromoteOptions {
  source?: string
  version?: string
  failOnSeverity?: string
  scanTimeout?: string
  dryRun?: boolean
}

export interface PullOptions {
  /** The tag to pull, instead of the tag of the branch. */
  tag?: string
}

export const PLANNED_EVENTS = [
  'pull_request',
  'push',
  'merge_group',
  'release',
  'workflow_dispatch',
  'schedule'
] as const

/** The event to plan for. */
export interface PlanOptions {
  event?: (typeof PLANNED_EVENTS)[number]
  /** By default the branch that is checked out. */
  branch?: string
  /** A git tag. */
  tag?: string
  /** The number of the open pull request of the branch. */
  pullRequest?: number
  /** The pull request comes from a fork. Its number decides nothing then. */
  fork?: boolean
  /** The GitHub environment of the job. */
  environment?: string
  /** The version of a release that has no git tag. */
  version?: string
}

/** The options that set an input of the action. */
export type SettingOptions = CommonOptions & BuildOptions & PromoteOptions

/**
 * Reads a command's options as the action's inputs, so that both are checked by the same rules.
 * @throws Failure naming the option, its value and the form it needs
 */
export function inputsOf(options: SettingOptions, environment: ProcessEnv, mask: (value: string) => void): Inputs {
  const given = (Object.keys(OPTIONS) as Setting[]).flatMap((setting): [string, string][] => {
    const value = valueOf(options, setting)
    if (value === undefined) return []
    // Docker's own form of a list of platforms: linux/amd64,linux/arm64.
    const entries =
      Array.isArray(value) && setting === 'platforms' ? value.flatMap(platform => platform.split(',')) : value
    return [
      [`INPUT_${setting.toUpperCase()}`, Array.isArray(entries) ? entries.map(csvField).join('\n') : String(entries)]
    ]
  })
  if (options.variant === '') {
    throw new Failure('--variant is empty.', {remedy: 'Name a variant, or leave the option out.'})
  }
  // A command that runs inside a job must not read the inputs of an action there.
  const inherited = Object.entries(environment).filter(([name]) => !name.startsWith('INPUT_'))
  try {
    return readInputs(Object.fromEntries([...inherited, ...given]), mask)
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    const name = optionOf(error.input) ?? error.input
    throw new Failure(`${name} is ${error.problem}.`, {cause: error, remedy: `Change ${name}, or leave it out.`})
  }
}

/**
 * The value of a setting among the options of a command; undefined if it was not given.
 *
 * Commander keeps `--build-arg` as `buildArg`, and `--no-cache` as `cache` with the opposite value.
 */
export function valueOf(options: SettingOptions, setting: Setting): string | boolean | string[] | undefined {
  const option = OPTIONS[setting]
  const property = option.replace(/^--(?:no-)?/, '').replaceAll(/-[a-z]/g, part => part.slice(1).toUpperCase())
  const value = (options as Readonly<Record<string, string | boolean | string[] | undefined>>)[property]
  return option.startsWith('--no-') && value !== undefined ? !value : value
}
