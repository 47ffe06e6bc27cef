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
import {ACTION, runSteps} from './steps.js'
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
  runNumber?: number
  /** Called with the output of steps as it arrives. */
  onOutput?: (text: string) => void
}

export type WorkflowResult =
  {kind: 'ignored'; reason: string} | {kind: 'ran'; conclusion: 'success' | 'failure'; jobs: JobResult[]}

export interface JobResult {
  /** As GitHub shows it: `image`, `image (api)`, or `call / image` for a job of a called workflow. */
  name: string
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
 * Runs a workflow file as GitHub does, but one job at a time.
 * @throws Error if GitHub would refuse the file, or if the testbed does not support a part of it
 */
export async function runWorkflow(testbed: JobServices, settings: WorkflowSettings): Promise<WorkflowResult> {
  const {event, directory, path} = settings
  const {stdout: content} = await promisify(execFile)('git', ['show', `${event.sha}:${path}`], {cwd: directory})
  const file = await readWorkflow(path, content)
  const trigger = workflowTrigger(file.on, event)
  if (trigger.kind === 'ignored') return trigger
  const run = new Run(testbed, settings, file.name)
  const {inputs: given = {}} = event.payload as {inputs?: Record<string, Value>}
  const inputs =
    event.name === 'workflow_dispatch'
      ? workflowInputs(file.on.workflow_dispatch?.inputs ?? {}, given, run.scope({}))
      : {}
  const {jobs, conclusions} = await run.workflow(file, {inputs})
  return {kind: 'ran', conclusion: conclusions.includes('failure') ? 'failure' : 'success', jobs}
}

/** The results of the steps that use the action, in the order in which they ran. */
export function actionResults(run: WorkflowResult): StepResult[] {
  const steps = run.kind === 'ran' ? run.jobs.flatMap(job => job.steps) : []
  return steps.flatMap(({uses, result}) => (uses === ACTION && result !== undefined ? [result] : []))
}

/** The start of a workflow: by an event, or by a job that calls it. */
interface Call {
  inputs: Record<string, Value>
  /** The permissions of the calling job. */
  cap?: TokenPermissions
  /** The calling job's name. */
  caller?: string
}

/** The outcome of a job, which combines those of its legs. */
interface JobOutcome {
  result: Conclusion
  outputs: Record<string, string>
  /** The jobs that it needs, directly or indirectly. */
  ancestors: string[]
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

  /** The scope of expressions that do not belong to a started job. */
  scope(contexts: Scope['contexts'], status = {success: true, failure: false}): Scope {
    const {vars = {}} = this.settings
    return {contexts: {github: this.github(this.job({job: ''})), vars: {...vars}, ...contexts}, status}
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
    const scope = this.scope({inputs: call.inputs, jobs: results})
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
    const scope = this.scope({inputs: call.inputs, needs}, status)
    if (!holds(job.if, scope)) {
      return {
        legs: [undone(nameOf({id: job.id}, call, {}, scope), 'skipped')],
        outcome: {result: 'skipped', outputs: {}, ancestors}
      }
    }
    const strategy = strategyOf(job.strategy === undefined ? {} : evaluateToken(job.strategy, scope))
    const legs: JobResult[] = []
    const outputs: Record<string, string> = {}
    let result: Conclusion = 'success'
    for (const [index, matrix] of strategy.legs.entries()) {
      const contexts = {
        ...scope.contexts,
        matrix,
        strategy: {'fail-fast': strategy.failFast, 'job-index': index, 'job-total': strategy.legs.length}
      }
      const name = nameOf(job, call, matrix, {contexts, status})
      if (result === 'failure' && strategy.failFast) {
        legs.push(undone(name, 'cancelled'))
        continue
      }
      const done = await this.leg(file, job, call, {contexts, status}, name)
      legs.push(...done.jobs)
      // If several legs set the same output, the last value that is not empty counts.
      for (const [name, value] of Object.entries(done.outputs))
        if (value !== '' || outputs[name] === undefined) outputs[name] = value
      if (done.conclusion === 'failure') result = 'failure'
    }
    return {legs, outcome: {result, outputs, ancestors}}
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
      const {jobs, conclusions, outputs} = await this.workflow(called, {inputs, cap: permissions, caller: name})
      return {jobs, outputs, conclusion: conclusions.includes('failure') ? 'failure' : 'success'}
    }
    const label = job['runs-on'] === undefined ? '' : evaluateToken(job['runs-on'], scope)
    if (typeof label !== 'string' || !label.startsWith('ubuntu-'))
      throw new Error(`job ${job.id}: the testbed has no runner ${JSON.stringify(label)}`)
    const environment = environmentOf(job, scope)
    const github = this.job(
      {job: job.id, permissions, ...(environment === undefined ? {} : {environment})},
      call.caller === undefined ? undefined : file.path
    )
    const contexts = {...scope.contexts, github: this.github(github)}
    const common = texts(file.env, {...scope, contexts})
    const variables = {...common, ...texts(job.env, {...scope, contexts: {...contexts, env: common}})}
    const {event, repository, directory: origin, runNumber, onOutput} = this.settings
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
        ...(runNumber === undefined ? {} : {runNumber}),
        ...(onOutput === undefined ? {} : {onOutput})
      })
      const outputs = texts(job.outputs, after)
      const conclusion = succeeded ? 'success' : 'failure'
      return {jobs: [{name, conclusion, environment, steps, outputs}], conclusion, outputs}
    } finally {
      await machine.end()
    }
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

function undone(name: string, conclusion: Conclusion): JobResult {
  return {name, conclusion, environment: undefined, steps: [], outputs: {}}
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
