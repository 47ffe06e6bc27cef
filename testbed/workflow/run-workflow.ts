import type {ChildProcess} from 'node:child_process'
import {execFile} from 'node:child_process'
import {readFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {promisify} from 'node:util'

import {isMapping} from '@actions/workflow-parser'

import type {GitHub} from '../github/github.js'
import type {JobSettings, TokenPermissions} from '../github/repository.js'
import type {WorkflowEvent} from './event.js'
import type {Scope, Value} from './expression.js'
import {asMapping, evaluateToken, holds, text, texts} from './expression.js'
import type {JobDefinition, WorkflowFile} from './file.js'
import {readWorkflow, refuseUnknownInputs} from './file.js'
import {workflowInputs} from './inputs.js'
import type {Leg} from './matrix.js'
import {strategyOf} from './matrix.js'
import {permissionsOf} from './permissions.js'
import type {StepResult} from './runner.js'
import {RunnerMachine} from './runner.js'
import type {WorkflowStep} from './steps.js'
import {isOwnAction, runSteps} from './steps.js'
import {workflowTrigger} from './trigger.js'

/** A workflow to run, and the event to run it for. */
export interface WorkflowSettings {
  /** `owner/name` of a repository on the testbed's GitHub. */
  repository: string
  /** Directory of the git repository. It has the event's commit, with the workflow file and the files for actions/checkout. */
  directory: string
  /** Path of the workflow in the repository. */
  path: string
  event: WorkflowEvent
  /** The repository's variables, for the context `vars`. */
  vars?: Readonly<Record<string, string>>
  /** The repository's secrets, for the context `secrets`. */
  secrets?: Readonly<Record<string, string>>
  runNumber?: number
  /** The order in which the legs of a matrix run. GitHub promises none. */
  legs?: 'in order' | 'reversed' | 'side by side'
  /** Jobs whose runner is lost, by name, with the number of steps that each completes before. */
  lost?: Readonly<Record<string, number>>
  /** The attempt before. Only jobs that did not succeed in it run, and those that need them: "Re-run failed jobs". */
  again?: WorkflowRun
  /** Called with the process of each step that uses the action. */
  onStart?: (process: ChildProcess, job: string) => void
  /** Called with the output of steps as it arrives. */
  onOutput?: (text: string) => void
}

export interface WorkflowRun {
  kind: 'ran'
  attempt: number
  conclusion: 'success' | 'failure'
  jobs: JobResult[]
}

export type WorkflowResult = {kind: 'ignored'; reason: string} | WorkflowRun

export interface JobResult {
  /** As GitHub shows it: `image`, `image (api)`, or `call / image` for a job of a called workflow. */
  name: string
  /** The attempt in which it ran. */
  attempt: number
  conclusion: Conclusion
  environment: string | undefined
  steps: WorkflowStep[]
  outputs: Record<string, string>
}

type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped'

/** The services that jobs can reach. */
export interface JobServices {
  github: GitHub
  /** Variables with the endpoints of the other services. */
  env: Record<string, string>
}

/**
 * Runs a workflow file as GitHub does, but one job after another.
 * @throws Error if GitHub would refuse the file, or if the testbed does not support a part of it
 */
export async function runWorkflow(testbed: JobServices, settings: WorkflowSettings): Promise<WorkflowResult> {
  const {event, directory, path} = settings
  const {stdout: content} = await promisify(execFile)('git', ['show', `${event.sha}:${path}`], {cwd: directory})
  const file = await readWorkflow(path, content)
  const trigger = workflowTrigger(file.on, event)
  if (trigger.kind === 'ignored') return trigger
  const run = new Run(testbed, settings, file.name)
  await run.refuseExcess(file)
  const {secrets = {}} = settings
  const {inputs: given = {}} = event.payload as {inputs?: Record<string, Value>}
  const inputs =
    event.name === 'workflow_dispatch'
      ? workflowInputs(file.on.workflow_dispatch?.inputs ?? {}, given, run.scope({}))
      : {}
  const {jobs, conclusions} = await run.workflow(file, {inputs, secrets})
  return {
    kind: 'ran',
    attempt: run.attempt,
    conclusion: conclusions.includes('failure') ? 'failure' : 'success',
    jobs
  }
}

/** The results of the steps that use the action, in the order in which they ran. */
export function actionResults(run: WorkflowResult): StepResult[] {
  const steps = run.kind === 'ran' ? run.jobs.flatMap(job => job.steps) : []
  return steps.flatMap(({uses, result}) => (isOwnAction(uses) && result !== undefined ? [result] : []))
}

/** The start of a workflow: by an event, or by a job that calls it. */
interface Call {
  inputs: Record<string, Value>
  secrets: Readonly<Record<string, string>>
  /** The permissions of the calling job. */
  cap?: TokenPermissions
  /** The calling job's name. */
  caller?: string
  /** Whether a job that the calling job needs has run again. */
  isStale?: boolean
}

/** The outcome of a job, which combines those of its legs. */
interface JobOutcome {
  result: Conclusion
  outputs: Record<string, string>
  /** The jobs that it needs, directly or indirectly. */
  ancestors: string[]
  /** Whether a leg of it ran in this attempt. */
  isNew: boolean
}

const ROOT = resolve(import.meta.dirname, '../..')

/** A reference to a workflow of this repository. */
const CALLED = /^org\/ecr-registry-action\/(\.github\/workflows\/[\w-]+\.yml)@v1$/

class Run {
  constructor(
    private readonly testbed: JobServices,
    private readonly settings: WorkflowSettings,
    private readonly name: string
  ) {}

  get attempt(): number {
    return (this.settings.again?.attempt ?? 0) + 1
  }

  /** The scope of expressions that do not belong to a started job. */
  scope(contexts: Scope['contexts'], status = {success: true, failure: false}): Scope {
    const {vars = {}} = this.settings
    return {contexts: {github: this.github(this.job({job: ''})), vars: {...vars}, ...contexts}, status}
  }

  /**
   * Refuses a workflow that calls another with fewer permissions than its jobs ask for. GitHub does so before it starts any job,
   * also for jobs that would be skipped.
   * @see https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows#supported-keywords-for-jobs-that-call-a-reusable-workflow
   */
  async refuseExcess(file: WorkflowFile, cap?: TokenPermissions): Promise<void> {
    for (const job of file.jobs) {
      const permissions = permissionsOf(job, file.permissions, cap, this.scope({}))
      if (job.steps === undefined) await this.refuseExcess(await this.called(job), permissions)
    }
  }

  /** Runs the jobs of a workflow, each after the jobs that it needs. */
  async workflow(
    file: WorkflowFile,
    call: Call
  ): Promise<{jobs: JobResult[]; conclusions: Conclusion[]; outputs: Record<string, string>}> {
    const jobs: JobResult[] = []
    const done = new Map<string, JobOutcome>()
    while (done.size < file.jobs.length) {
      // A next job always exists, because GitHub's parser refuses jobs that need each other.
      const next = file.jobs.filter(({id, needs}) => !done.has(id) && needs.every(need => done.has(need)))
      for (const job of next) {
        const {legs, outcome} = await this.legs(file, job, call, done)
        jobs.push(...legs)
        done.set(job.id, outcome)
      }
    }
    const results = Object.fromEntries([...done].map(([id, {result, outputs}]) => [id, {result, outputs}]))
    const scope = this.scope({inputs: call.inputs, secrets: call.secrets, jobs: results})
    const outputs = Object.fromEntries(
      [...file.outputs].map(([name, value]) => [name, text(evaluateToken(value, scope))])
    )
    return {jobs, outputs, conclusions: [...done.values()].map(({result}) => result)}
  }

  private async legs(
    file: WorkflowFile,
    job: JobDefinition,
    call: Call,
    done: ReadonlyMap<string, JobOutcome>
  ): Promise<{legs: JobResult[]; outcome: JobOutcome}> {
    const ancestors = [...new Set(job.needs.flatMap(need => [need, ...(done.get(need)?.ancestors ?? [])]))]
    const results = ancestors.map(id => done.get(id)?.result)
    const needs = Object.fromEntries(
      job.needs.flatMap(id => {
        const outcome = done.get(id)
        return outcome === undefined ? [] : [[id, {result: outcome.result, outputs: outcome.outputs}]]
      })
    )
    const status = {success: results.every(result => result === 'success'), failure: results.includes('failure')}
    const scope = this.scope({inputs: call.inputs, secrets: call.secrets, needs}, status)
    if (!holds(job.if, scope)) {
      return {
        legs: [this.undone(nameOf({id: job.id}, call, {}, scope), 'skipped')],
        outcome: {result: 'skipped', outputs: {}, ancestors, isNew: true}
      }
    }
    const strategy = strategyOf(job.strategy === undefined ? {} : evaluateToken(job.strategy, scope))
    const isStale = call.isStale === true || ancestors.some(id => done.get(id)?.isNew)
    const legs: JobResult[][] = strategy.legs.map(() => [])
    const outputs: Record<string, string> = {}
    let result: Conclusion = 'success'
    const runLeg = async (matrix: Leg, index: number): Promise<void> => {
      const contexts = {
        ...scope.contexts,
        matrix,
        strategy: {'fail-fast': strategy.failFast, 'job-index': index, 'job-total': strategy.legs.length}
      }
      const name = nameOf(job, call, matrix, {contexts, status})
      if (result === 'failure' && strategy.failFast) {
        legs[index] = [this.undone(name, 'cancelled')]
        return
      }
      const ran =
        this.keptLeg(job, name, isStale) ?? (await this.leg(file, job, {...call, isStale}, {contexts, status}, name))
      legs[index] = ran.jobs
      // If several legs set the same output, the last one counts.
      Object.assign(outputs, ran.outputs)
      if (ran.conclusion === 'failure') result = 'failure'
    }
    const places = [...strategy.legs.entries()]
    if (this.settings.legs === 'side by side') await Promise.all(places.map(([index, matrix]) => runLeg(matrix, index)))
    else {
      for (const [index, matrix] of this.settings.legs === 'reversed' ? places.reverse() : places)
        await runLeg(matrix, index)
    }
    const isNew = legs.flat().some(({attempt}) => attempt === this.attempt)
    return {legs: legs.flat(), outcome: {result, outputs, ancestors, isNew}}
  }

  /** A leg that succeeded in the attempt before, as did all jobs that it needs. It does not run again. */
  private keptLeg(
    {steps}: JobDefinition,
    name: string,
    isStale: boolean
  ): {jobs: JobResult[]; conclusion: Conclusion; outputs: Record<string, string>} | undefined {
    const found = this.settings.again?.jobs.find(job => job.name === name)
    if (isStale || steps === undefined || found?.conclusion !== 'success') return undefined
    return {jobs: [found], conclusion: found.conclusion, outputs: found.outputs}
  }

  private async leg(
    file: WorkflowFile,
    job: JobDefinition,
    call: Call,
    scope: Scope,
    name: string
  ): Promise<{jobs: JobResult[]; conclusion: Conclusion; outputs: Record<string, string>}> {
    const permissions = permissionsOf(job, file.permissions, call.cap, scope)
    if (job.steps === undefined) {
      const called = await this.called(job)
      const given = asMapping(job.with === undefined ? {} : evaluateToken(job.with, scope))
      const {inputs: definitions = {}} = called.on.workflow_call ?? {}
      refuseUnknownInputs(job.with, Object.keys(definitions), file.path, input => `the workflow has no input ${input}`)
      const inputs = workflowInputs(definitions, given, scope)
      const {isStale = false} = call
      const {jobs, conclusions, outputs} = await this.workflow(called, {
        inputs,
        secrets: secretsOf(job, called, call, scope),
        cap: permissions,
        caller: name,
        isStale
      })
      return {jobs, outputs, conclusion: conclusions.includes('failure') ? 'failure' : 'success'}
    }
    const architecture = architectureOf(job, scope)
    const environment = environmentOf(job, scope)
    const github = this.job(
      {job: job.id, permissions, ...(environment === undefined ? {} : {environment})},
      call.caller === undefined ? undefined : file.path
    )
    const contexts = {...scope.contexts, github: this.github(github)}
    const common = texts(file.env, {...scope, contexts})
    const variables = {...common, ...texts(job.env, {...scope, contexts: {...contexts, env: common}})}
    const {event, repository, directory: origin, runNumber, lost, onStart, onOutput} = this.settings
    const completes = lost?.[name]
    const machine = await RunnerMachine.start()
    try {
      const {
        steps,
        succeeded,
        scope: after
      } = await runSteps(job.steps, {
        machine,
        path: file.path,
        origin,
        event,
        repository,
        variables,
        contexts,
        environment: {...github.env, ...this.testbed.env},
        githubToken: github.token,
        defaults: [file.defaults, job.defaults],
        architecture,
        runAttempt: this.attempt,
        ...(completes === undefined ? {} : {completes}),
        ...(onStart === undefined
          ? {}
          : {
              onStart: process => {
                onStart(process, name)
              }
            }),
        ...(runNumber === undefined ? {} : {runNumber}),
        ...(onOutput === undefined ? {} : {onOutput})
      })
      // A runner that is lost hands nothing on.
      const outputs =
        completes === undefined
          ? handedOn(texts(job.outputs, after), [...maskedIn(steps), ...Object.values(call.secrets)])
          : {}
      const conclusion = succeeded && bytesOf(outputs) <= OUTPUTS_LIMIT ? 'success' : 'failure'
      return {jobs: [{name, attempt: this.attempt, conclusion, environment, steps, outputs}], conclusion, outputs}
    } finally {
      await machine.end()
    }
  }

  private undone(name: string, conclusion: Conclusion): JobResult {
    return {name, attempt: this.attempt, conclusion, environment: undefined, steps: [], outputs: {}}
  }

  private async called(job: JobDefinition): Promise<WorkflowFile> {
    const uses = job.uses === undefined ? '' : text(evaluateToken(job.uses, this.scope({})))
    const path = CALLED.exec(uses)?.[1]
    if (path === undefined) throw new Error(`job ${job.id}: the testbed cannot call ${uses}`)
    return await readWorkflow(path, await readFile(join(ROOT, path), 'utf8'))
  }

  private job(
    of: Pick<JobSettings, 'job' | 'permissions' | 'environment'>,
    called?: string
  ): {env: Record<string, string>; token: string} {
    const {event, repository, path, runNumber} = this.settings
    return this.testbed.github.job({
      ...event,
      ...of,
      repository,
      eventName: event.name,
      workflow: this.name,
      workflowPath: path,
      runAttempt: this.attempt,
      ...(runNumber === undefined ? {} : {runNumber}),
      ...(called === undefined ? {} : {jobWorkflowRef: `org/ecr-registry-action/${called}@refs/tags/v1`})
    })
  }

  /** The context `github`: the runner's variables, the event and the job's token. */
  private github({env, token}: {env: Record<string, string>; token: string}): Value {
    const variables = Object.entries(env).filter(([name]) => name.startsWith('GITHUB_'))
    const named = Object.fromEntries(
      variables.map(([name, value]) => [name.slice('GITHUB_'.length).toLowerCase(), value])
    )
    return {...named, event: this.settings.event.payload as Value, token}
  }
}

/** GitHub's limit for the outputs of a job: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idoutputs */
const OUTPUTS_LIMIT = 1 << 20

/** The size of outputs, which GitHub counts in UTF-16. */
function bytesOf(outputs: Readonly<Record<string, string>>): number {
  return Object.values(outputs).reduce((sum, value) => sum + 2 * value.length, 0)
}

/**
 * The outputs that a job hands on. A runner skips those that are empty, and those that hold a masked text.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Worker/JobExtension.cs
 */
function handedOn(outputs: Readonly<Record<string, string>>, masked: readonly string[]): Record<string, string> {
  const hidden = masked
    .flatMap(value => value.split(/\r?\n/))
    .flatMap(line => (line.trim() === '' ? [] : [line.trim()]))
  return Object.fromEntries(
    Object.entries(outputs).filter(([, value]) => value !== '' && !hidden.some(one => value.includes(one)))
  )
}

function maskedIn(steps: readonly WorkflowStep[]): string[] {
  return steps.flatMap(({result}) => result?.masked ?? [])
}

/** The secrets of a called workflow: those that the calling job passes. */
function secretsOf(
  {id, secrets}: JobDefinition,
  {on, path}: WorkflowFile,
  call: Call,
  scope: Scope
): Readonly<Record<string, string>> {
  if (secrets === undefined) return {}
  if (!isMapping(secrets)) return call.secrets
  const {secrets: known = {}} = on.workflow_call ?? {}
  refuseUnknownInputs(secrets, Object.keys(known), path, secret => `job ${id}: the workflow has no secret ${secret}`)
  return texts(secrets, scope)
}

/** The machine that a label stands for. This machine plays it, so nothing of another architecture can run on it. */
function architectureOf({id, 'runs-on': token}: JobDefinition, scope: Scope): 'ARM64' | 'X64' {
  const label = token === undefined ? '' : evaluateToken(token, scope)
  if (typeof label !== 'string' || !label.startsWith('ubuntu-'))
    throw new Error(`job ${id}: the testbed has no runner ${JSON.stringify(label)}`)
  return label.endsWith('-arm') ? 'ARM64' : 'X64'
}

function nameOf({id, name}: Pick<JobDefinition, 'id' | 'name'>, {caller}: Call, matrix: Leg, scope: Scope): string {
  const values = Object.values(matrix)
    .filter(value => typeof value !== 'object')
    .map(text)
  const own =
    name === undefined
      ? `${id}${values.length === 0 ? '' : ` (${values.join(', ')})`}`
      : text(evaluateToken(name, scope))
  return caller === undefined ? own : `${caller} / ${own}`
}

/** The name of the job's environment, which becomes a claim of its OIDC token; undefined if it evaluates to nothing. */
function environmentOf({environment}: JobDefinition, scope: Scope): string | undefined {
  const token = environment !== undefined && isMapping(environment) ? environment.find('name') : environment
  const name = token === undefined ? '' : text(evaluateToken(token, scope))
  return name === '' ? undefined : name
}
