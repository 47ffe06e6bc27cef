import type {ChildProcess} from 'node:child_process'
import {spawn} from 'node:child_process'
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'

import {parse} from 'yaml'

import {node24} from '../../setup/node24.js'
import type {WorkflowEvent} from './event.js'

/** The inputs, the event and the environment of a step. */
export interface Step {
  /** The `with:` of the workflow. */
  inputs?: Readonly<Record<string, string>>
  event: WorkflowEvent
  repository: string
  workspace: string
  /** The working directory; the workspace, if not given. */
  directory?: string
  /** Variables of the services and the job: endpoints, and URL and token for OIDC requests. */
  environment: Readonly<Record<string, string | undefined>>
  githubToken?: string
  /** The runner's architecture, as GitHub names it; by default, that of this machine. */
  architecture?: 'ARM64' | 'X64'
  runNumber?: number
  runAttempt?: number
  /** Called with the step's process, so that a test can signal it as the runner does. */
  onStart?: (process: ChildProcess, job: RunnerMachine) => void
  /** Called with output as it arrives. */
  onOutput?: (text: string) => void
}

export interface StepResult {
  exitCode: number
  /** The log as GitHub shows it, without workflow commands. */
  log: string
  /** The log with its groups folded: only their titles. */
  folded: string
  /** The output as it was written, with workflow commands. */
  raw: string
  outputs: Record<string, string>
  summary: string
  annotations: Annotation[]
  /** Values that the step has masked. */
  masked: string[]
  /** Variables for later steps (GITHUB_ENV). */
  exported: Record<string, string>
  /** Directories that later steps have first on their PATH (GITHUB_PATH). */
  paths: string[]
  state: Record<string, string>
  ms: number
}

export interface Annotation {
  kind: 'error' | 'warning' | 'notice'
  message: string
  properties: Record<string, string>
}

const ACTION = resolve(import.meta.dirname, '../..')

/** A runner's machine for one job: a home, a temporary directory, and the action in dist/. */
export class RunnerMachine {
  private constructor(
    readonly root: string,
    readonly home: string,
    readonly temporary: string
  ) {}

  static async start(): Promise<RunnerMachine> {
    const root = await mkdtemp(join(tmpdir(), 'runner-'))
    const [home, temporary] = [join(root, 'home'), join(root, 'temp')]
    await Promise.all([mkdir(home), mkdir(temporary)])
    return new RunnerMachine(root, home, temporary)
  }

  /** Runs the action's step as a runner does: inputs and event in the environment, results in files and workflow commands. */
  async step(step: Step): Promise<StepResult> {
    return await this.run('main', step, {})
  }

  /** Runs the action's post step with the state that its step has saved. */
  async post(step: Step, state: Readonly<Record<string, string>>): Promise<StepResult> {
    return await this.run(
      'post',
      step,
      Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]))
    )
  }

  /** Runs the script of a `run:` step. */
  async script(step: Step, script: string, [program, ...args]: [string, ...string[]]): Promise<StepResult> {
    const file = join(await mkdtemp(join(this.temporary, 'script-')), 'script.sh')
    await writeFile(file, script)
    return await this.execute(step, [program, ...args, file], {})
  }

  async end(): Promise<void> {
    await rm(this.root, {recursive: true, force: true})
  }

  private async run(entry: 'main' | 'post', step: Step, state: Record<string, string>): Promise<StepResult> {
    const action = await readAction()
    return await this.execute(step, [node24(), join(ACTION, action.runs[entry])], {
      ...state,
      ...inputVariables(action, step)
    })
  }

  private async execute(
    step: Step,
    [program, ...args]: [string, ...string[]],
    variables: Record<string, string>
  ): Promise<StepResult> {
    const files = await mkdtemp(join(this.root, 'files-'))
    const file = (name: string): string => join(files, name)
    await writeFile(file('event.json'), JSON.stringify(step.event.payload))
    for (const name of ['output', 'env', 'path', 'state', 'summary']) await writeFile(file(name), '')

    const environment = {...this.environment(step, file), ...variables, ...step.environment}
    const start = performance.now()
    const child = spawn(program, args, {
      cwd: step.directory ?? step.workspace,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe']
    })
    step.onStart?.(child, this)
    let raw = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        raw += text
        step.onOutput?.(text)
      })
    }
    const exitCode = await new Promise<number>((done, failed) => {
      child.once('error', failed)
      child.once('close', (code, signal) => {
        done(code ?? (signal === null ? 1 : 128))
      })
    })
    const ms = performance.now() - start
    const read = async (name: string): Promise<string> => readFile(file(name), 'utf8')
    const {outputs, state, ...log} = parseLog(raw)
    return {
      exitCode,
      raw,
      ...log,
      ms,
      outputs: {...outputs, ...parseFileCommands(await read('output'))},
      exported: parseFileCommands(await read('env')),
      paths: (await read('path')).split('\n').filter(line => line !== ''),
      state: {...state, ...parseFileCommands(await read('state'))},
      summary: await read('summary')
    }
  }

  /**
   * The variables that a runner sets for each step.
   * @param file the path of the step's file with this name
   */
  private environment(step: Step, file: (name: string) => string): Record<string, string | undefined> {
    return {
      PATH: process.env['PATH'],
      HOME: this.home,
      LANG: process.env['LANG'],
      DOCKER_HOST: process.env['DOCKER_HOST'],
      DOCKER_CONFIG: process.env['DOCKER_CONFIG'],
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTOR: step.event.actor ?? 'octocat',
      GITHUB_ENV: file('env'),
      GITHUB_EVENT_NAME: step.event.name,
      GITHUB_EVENT_PATH: file('event.json'),
      GITHUB_JOB: 'image',
      GITHUB_OUTPUT: file('output'),
      GITHUB_PATH: file('path'),
      GITHUB_REF: step.event.ref,
      GITHUB_REPOSITORY: step.repository,
      GITHUB_RUN_ATTEMPT: String(step.runAttempt ?? 1),
      GITHUB_RUN_ID: '4711',
      GITHUB_RUN_NUMBER: String(step.runNumber ?? 7),
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_SHA: step.event.sha,
      GITHUB_STATE: file('state'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_WORKFLOW: 'Image',
      GITHUB_WORKSPACE: step.workspace,
      RUNNER_ARCH: step.architecture ?? (process.arch === 'arm64' ? 'ARM64' : 'X64'),
      RUNNER_OS: 'Linux',
      RUNNER_TEMP: this.temporary
    }
  }
}

/** The names of the action's inputs. */
export async function actionInputNames(): Promise<string[]> {
  return Object.keys((await readAction()).inputs)
}

async function readAction(): Promise<ActionFile> {
  return parse(await readFile(join(ACTION, 'action.yml'), 'utf8')) as ActionFile
}

interface ActionFile {
  inputs: Record<string, {default?: string} | null>
  runs: {main: string; post: string}
}

function inputVariables(action: ActionFile, step: Step): Record<string, string> {
  const unknown = Object.keys(step.inputs ?? {}).filter(name => !(name in action.inputs))
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`)
  return Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => {
      const fallback = (input?.default ?? '').replace('${{ github.token }}', step.githubToken ?? '')
      return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, step.inputs?.[name] ?? fallback]
    })
  )
}

interface RunnerCommand {
  name: string
  properties: string
  data: string
}

/** The commands that a runner obeys. It shows any other line. */
const COMMANDS = [
  ...['add-mask', 'add-matcher', 'add-path', 'debug', 'echo', 'endgroup', 'error', 'group', 'notice', 'remove-matcher'],
  ...['save-state', 'set-env', 'set-output', 'stop-commands', 'warning']
]

/**
 * Reads a line as a command: `::name properties::data` after white space, or `##[name properties]data` anywhere.
 * @param resume the token that ends `stop-commands`; undefined if commands are obeyed
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
function parseCommand(line: string, resume: string | undefined): RunnerCommand | undefined {
  const [, name = '', properties = '', data = ''] =
    /^\s*::([^\s:]+)(?: ((?:(?!::).)*))?::(.*)$/.exec(line) ?? /##\[([^\s\]]+)(?: ([^\]]*))?\](.*)$/.exec(line) ?? []
  const known = name.toLowerCase()
  if (resume !== undefined)
    return known === resume.toLowerCase() ? {name: 'resume', properties: '', data: ''} : undefined
  return COMMANDS.includes(known) ? {name: known, properties, data} : undefined
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
export function parseLog(raw: string): Pick<StepResult, 'log' | 'folded' | 'annotations' | 'masked'> & {
  outputs: Record<string, string>
  state: Record<string, string>
} {
  const shown: {line: string; isFolded: boolean}[] = []
  let inGroup = false
  let resume: string | undefined
  const show = (line: string): void => void shown.push({line, isFolded: inGroup})
  const annotations: Annotation[] = []
  const masked: string[] = []
  const outputs: Record<string, string> = {}
  const state: Record<string, string> = {}
  // A line ends at LF, CR or CRLF, as in .NET.
  for (const line of raw.split(/\r\n|\n|\r/)) {
    const command = parseCommand(line, resume)
    if (command === undefined) {
      show(line)
      continue
    }
    const {name, properties} = command
    const message = unescaped(command.data)
    if (name === 'resume') resume = undefined
    else if (name === 'stop-commands') resume = message
    else if (name === 'add-mask') masked.push(message)
    else if (name === 'set-output') outputs[propertyOf(properties, 'name')] = message
    else if (name === 'save-state') state[propertyOf(properties, 'name')] = message
    else if (name === 'error' || name === 'warning' || name === 'notice') {
      annotations.push({kind: name, message, properties: parseProperties(properties)})
      show(`${name === 'error' ? 'Error' : name === 'warning' ? 'Warning' : 'Notice'}: ${message}`)
    } else if (name === 'set-env' || name === 'add-path') {
      throw new Error(`A runner fails a step that uses the disabled command ${name}.`)
    } else if (name === 'group') {
      inGroup = false
      show(`▸ ${message}`)
      inGroup = true
    } else if (name === 'endgroup') inGroup = false
  }
  const textOf = (lines: typeof shown): string => lines.map(({line}) => line).join('\n')
  return {
    log: textOf(shown),
    folded: textOf(shown.filter(({isFolded}) => !isFolded)),
    annotations,
    masked,
    outputs,
    state
  }
}

function propertyOf(properties: string, name: string): string {
  return parseProperties(properties.replaceAll(';', ','))[name] ?? ''
}

function parseProperties(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split(',')
      .filter(part => part !== '')
      .map(part => {
        const at = part.indexOf('=')
        return [
          part.slice(0, at),
          unescaped(part.slice(at + 1))
            .replaceAll('%2C', ',')
            .replaceAll('%3A', ':')
        ]
      })
  )
}

function unescaped(text: string): string {
  return text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%')
}

/** Reads a file of results: `name=value`, or `name<<delimiter`, the lines of the value and `delimiter`. */
function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  const lines = text.split('\n')
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const heredoc = /^([^=<]+)<<(.+)$/.exec(line)
    if (heredoc === null) {
      const at = line.indexOf('=')
      if (at > 0) values[line.slice(0, at)] = line.slice(at + 1)
      continue
    }
    const [, name = '', delimiter = ''] = heredoc
    const end = lines.indexOf(delimiter, index + 1)
    values[name] = lines.slice(index + 1, end).join('\n')
    index = end
  }
  return values
}
