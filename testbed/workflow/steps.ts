import {execFile} from 'node:child_process'
import {mkdir} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'

import type {Scope, Value} from './expression.js'
import {evaluateToken, holds, text, texts} from './expression.js'
import type {StepDefinition} from './file.js'
import type {JobDefinition} from './file.js'
import {fields, refuseUnknownInputs} from './file.js'
import type {RunnerMachine, Step, StepResult} from './runner.js'
import {actionInputNames} from './runner.js'

const execute = promisify(execFile)

/** Whether a step uses the action of this repository: by the tag, or by a commit as in a release. */
export function isOwnAction(uses: string | undefined): boolean {
  return /^org\/ecr-registry-action@(?:v1|[0-9a-f]{40})$/.test(uses ?? '')
}

/** A step that a job has run or skipped. */
export interface WorkflowStep {
  /** Its `name:`; the action or the script's first line, if it has none. */
  name: string
  /** The action it uses, with its version. */
  uses?: string
  conclusion: 'success' | 'failure' | 'skipped'
  /** Only of scripts and of the action of this repository. */
  result?: StepResult
  /** The result of the action's post step. */
  post?: StepResult
}

/** The settings that all steps of a job share. */
export interface StepsSettings extends Pick<
  Step,
  | 'event'
  | 'repository'
  | 'environment'
  | 'githubToken'
  | 'architecture'
  | 'runNumber'
  | 'runAttempt'
  | 'onStart'
  | 'onOutput'
> {
  machine: RunnerMachine
  /** Path of the workflow. */
  path: string
  /** Directory of the repository from which actions/checkout fetches the event's commit. */
  origin: string
  /** Variables of `env:` in the workflow and in the job. */
  variables: Readonly<Record<string, string>>
  defaults: JobDefinition['defaults'][]
  /** The number of steps after which the machine is lost. */
  completes?: number
  contexts: Scope['contexts']
}

export interface StepsOutcome {
  steps: WorkflowStep[]
  succeeded: boolean
  /** The scope for the outputs of the job. */
  scope: Scope
}

/** Runs the steps of a job in order, and then their post steps in reverse order. */
export async function runSteps(definitions: readonly StepDefinition[], settings: StepsSettings): Promise<StepsOutcome> {
  const workspace = join(settings.machine.root, 'work')
  await mkdir(workspace)
  const steps: WorkflowStep[] = []
  const posts: (() => Promise<void>)[] = []
  const known: Record<string, Value> = {}
  const exported: Record<string, string> = {}
  const paths: string[] = []
  let failed = false
  const scope = (variables: Record<string, string> = {}): Scope => ({
    contexts: {
      ...settings.contexts,
      github: {...(settings.contexts['github'] as Record<string, Value>), workspace},
      env: {...settings.variables, ...exported, ...variables},
      steps: known,
      job: {status: failed ? 'failure' : 'success'},
      runner: {
        os: 'Linux',
        arch: settings.architecture ?? 'X64',
        temp: settings.machine.temporary,
        environment: 'github-hosted'
      }
    },
    status: {success: !failed, failure: failed}
  })

  for (const [index, definition] of definitions.entries()) {
    if (index === settings.completes) return {steps, succeeded: false, scope: scope()}
    const variables = texts(definition.env, scope())
    const here = scope(variables)
    const written = (token: StepDefinition['name']): string | undefined =>
      token === undefined ? undefined : text(evaluateToken(token, here))
    const uses = written(definition.uses)
    const recorded: WorkflowStep = {
      name: written(definition.name) ?? `Run ${uses ?? written(definition.run)?.split('\n')[0] ?? ''}`,
      conclusion: 'skipped'
    }
    if (uses !== undefined) recorded.uses = uses
    steps.push(recorded)
    const step: Step = {
      ...settings,
      workspace,
      environment: {
        ...settings.environment,
        ...settings.variables,
        ...exported,
        ...variables,
        ...(paths.length === 0 ? {} : {PATH: [...paths, process.env['PATH']].join(':')})
      }
    }
    if (holds(definition.if, here)) {
      const result = await run(definition, here, step, settings)
      const outcome = result === undefined || result.exitCode === 0 ? 'success' : 'failure'
      const tolerated =
        definition['continue-on-error'] !== undefined && evaluateToken(definition['continue-on-error'], here) === true
      recorded.conclusion = tolerated ? 'success' : outcome
      if (result !== undefined) {
        recorded.result = result
        Object.assign(exported, result.exported)
        paths.unshift(...result.paths)
      }
      note(definition, {outputs: result?.outputs ?? {}, outcome, conclusion: recorded.conclusion})
      failed ||= recorded.conclusion === 'failure'
      if (isOwnAction(uses) && result !== undefined) {
        posts.unshift(async () => {
          recorded.post = await settings.machine.post({...step, inputs: texts(definition.with, here)}, result.state)
          failed ||= recorded.post.exitCode !== 0
        })
      }
    } else note(definition, {outputs: {}, outcome: 'skipped', conclusion: 'skipped'})
  }
  if (settings.completes !== undefined) return {steps, succeeded: false, scope: scope()}
  for (const post of posts) await post()
  return {steps, succeeded: !failed, scope: scope()}

  function note({id}: StepDefinition, value: Value): void {
    if (id !== undefined) known[text(evaluateToken(id, scope()))] = value
  }
}

/** @returns undefined for an action that the testbed carries out itself */
async function run(
  definition: StepDefinition,
  scope: Scope,
  step: Step,
  {machine, path, origin, defaults}: StepsSettings
): Promise<StepResult | undefined> {
  if (definition.run !== undefined) {
    const set = [...defaults.map(token => (token === undefined ? {} : runDefaults(token))), definition]
    const last = (name: 'shell' | 'working-directory'): string | undefined => {
      const token = set.findLast(one => one[name] !== undefined)?.[name]
      return token === undefined ? undefined : text(evaluateToken(token, scope))
    }
    const directory = join(step.workspace, last('working-directory') ?? '.')
    return await machine.script(
      {...step, directory},
      text(evaluateToken(definition.run, scope)),
      shellOf(last('shell'))
    )
  }
  const uses = definition.uses === undefined ? '' : text(evaluateToken(definition.uses, scope))
  const inputs = texts(definition.with, scope)
  const accept = (known: readonly string[]): void => {
    refuseUnknownInputs(
      definition.with,
      known,
      path,
      input => `the testbed does not support the input ${input} of ${uses}`
    )
  }
  if (isOwnAction(uses)) {
    refuseUnknownInputs(
      definition.with,
      await actionInputNames(),
      path,
      input => `action.yml has no input ${input} (GitHub would only warn)`
    )
    return await machine.step({...step, inputs})
  }
  const [name = ''] = uses.split('@')
  switch (name) {
    case 'actions/checkout':
      accept(['persist-credentials', 'fetch-depth'])
      await checkOut(origin, step, inputs['fetch-depth'] ?? '1')
      return undefined
    // This machine's engine has buildx. QEMU is not needed, because no test runs instructions of another platform.
    case 'docker/setup-qemu-action':
      accept(['image', 'platforms', 'cache-image'])
      return undefined
    case 'docker/setup-buildx-action':
      accept(['driver-opts', 'cache-binary'])
      return undefined
    default:
      throw new Error(`the testbed cannot run ${uses}`)
  }
}

/**
 * Checks the event's commit out as actions/checkout does.
 * @param depth number of commits to fetch; `0` for all
 */
async function checkOut(origin: string, {event, workspace}: Step, depth: string): Promise<void> {
  const git = async (...args: string[]): Promise<void> => {
    await execute('git', args, {cwd: workspace})
  }
  const branch = /^refs\/heads\/(.+)$/.exec(event.ref)?.[1]
  const local = event.ref.replace(/^refs\/(heads|pull)\//, kind =>
    kind === 'refs/heads/' ? 'refs/remotes/origin/' : 'refs/remotes/pull/'
  )
  await git('init', '--quiet', '.')
  await git('remote', 'add', 'origin', `file://${origin}`)
  await git(
    'fetch',
    '--quiet',
    '--no-tags',
    ...(depth === '0' ? [] : [`--depth=${depth}`]),
    'origin',
    `+${event.sha}:${local}`
  )
  await git(
    '-c',
    'advice.detachedHead=false',
    'checkout',
    '--quiet',
    '--force',
    ...(branch === undefined ? [local] : ['-B', branch, local])
  )
}

function runDefaults(
  defaults: NonNullable<JobDefinition['defaults']>
): Pick<StepDefinition, 'shell' | 'working-directory'> {
  const {run} = fields(defaults, 'defaults', ['run'])
  return run === undefined ? {} : fields(run, 'defaults.run', ['shell', 'working-directory'])
}

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
function shellOf(shell: string | undefined): [string, ...string[]] {
  switch (shell) {
    case undefined:
      return ['bash', '-e']
    case 'bash':
      return ['bash', '--noprofile', '--norc', '-eo', 'pipefail']
    case 'sh':
      return ['sh', '-e']
    default:
      throw new Error(`the testbed has no shell ${shell}`)
  }
}
