import {InvalidInput} from '../action/input-reader.js'
import {readInputs} from '../action/inputs.js'
import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Inputs} from '../run/inputs.js'
import type {Stage} from '../stages/stage.js'

/** What every command takes. */
export interface CommonOptions {
  stage?: Stage
  image?: string
  config?: string
  /** Profile of AWS's config files. */
  profile?: string
}

/** How an image is built, called as the options of `docker build` are. */
export interface BuildOptions {
  context?: string
  file?: string
  target?: string
  platform?: string[]
  buildArg?: string[]
  secretEnv?: string[]
  secretFile?: string[]
  tag?: string[]
  builder?: string
  /** False by `--no-cache`. */
  cache?: boolean
  pull?: boolean
  rebuild?: boolean
  dryRun?: boolean
}

/** What is promoted, and as what. */
export interface PromoteOptions {
  source?: string
  version?: string
  failOnSeverity?: string
  scanTimeout?: string
  dryRun?: boolean
}

export const PLANNED_EVENTS = [
  'pull_request',
  'push',
  'merge_group',
  'release',
  'workflow_dispatch',
  'schedule'
] as const

/** The event that is asked about. */
export interface PlanOptions {
  event?: (typeof PLANNED_EVENTS)[number]
  /** By default what is checked out. */
  branch?: string
  /** A git tag. */
  tag?: string
  /** Number of the pull request that is open for the branch. */
  pullRequest?: number
  /** The pull request comes from a fork; its number decides on nothing. */
  fork?: boolean
  /** GitHub environment of the job. */
  environment?: string
  /** Of a release that no git tag names. */
  version?: string
}

type Given = string | boolean | string[] | undefined

/** The input of action.yml that each option stands for. Lists are one entry a line there. */
const INPUTS: Readonly<Record<keyof (CommonOptions & BuildOptions & PromoteOptions), string | undefined>> = {
  stage: 'stage',
  image: 'image',
  config: 'config',
  profile: undefined,
  context: 'context',
  file: 'file',
  target: 'target',
  platform: 'platforms',
  buildArg: 'build-args',
  secretEnv: 'secret-envs',
  secretFile: 'secret-files',
  tag: 'tags',
  builder: 'builder',
  cache: 'no-cache',
  pull: 'pull',
  rebuild: 'rebuild',
  dryRun: 'dry-run',
  source: 'source',
  version: 'version',
  failOnSeverity: 'fail-on-severity',
  scanTimeout: 'scan-timeout'
}

/**
 * The action's inputs by a command's options, so that both are read and checked alike.
 * @throws Failure naming the option, what it was and the form it wants
 */
export function inputsOf(
  options: CommonOptions & BuildOptions & PromoteOptions,
  environment: ProcessEnv,
  mask: (value: string) => void
): Inputs {
  const given = Object.entries(INPUTS).flatMap(([option, input]): [string, string][] => {
    const value: Given = options[option as keyof typeof INPUTS]
    if (value === undefined || input === undefined) return []
    // Docker's own form of a list: linux/amd64,linux/arm64.
    const entries = Array.isArray(value) && option === 'platform' ? value.flatMap(one => one.split(',')) : value
    const text = Array.isArray(entries)
      ? entries.map(quoted).join('\n')
      : String(option === 'cache' ? !entries : entries)
    return [[`INPUT_${input.toUpperCase()}`, text]]
  })
  // Inside a job the environment may hold inputs of the action, which are not this command's.
  const inherited = Object.entries(environment).filter(([name]) => !name.startsWith('INPUT_'))
  try {
    return readInputs(Object.fromEntries([...inherited, ...given]), mask)
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    const name = optionOf(error.input) ?? error.input
    throw new Failure(`${name} is ${error.complaint}`, {cause: error, remedy: `Change ${name}, or leave it out.`})
  }
}

/** The option that an input of action.yml is here. */
export function optionOf(input: string): string | undefined {
  const option = (Object.keys(INPUTS) as (keyof typeof INPUTS)[]).find(name => INPUTS[name] === input)
  return option === undefined ? undefined : spelled(option)
}

/** One entry of a list, whatever it holds. */
function quoted(entry: string): string {
  return /[",\n]/.test(entry) ? `"${entry.replaceAll('"', '""')}"` : entry
}

/** An option as it is typed. */
export function spelled(option: keyof typeof INPUTS): string {
  return option === 'cache' ? '--no-cache' : `--${option.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}
