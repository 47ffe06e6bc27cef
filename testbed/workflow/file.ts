import {
  convertWorkflowTemplate,
  isMapping,
  isSequence,
  isString,
  NoOperationTraceWriter,
  parseWorkflow
} from '@actions/workflow-parser'
import type {EventsConfig} from '@actions/workflow-parser/model/workflow-template'
import type {StringToken} from '@actions/workflow-parser/templates/tokens/string-token'
import type {TemplateToken} from '@actions/workflow-parser/templates/tokens/template-token'

import {closest} from '../../src/core/spelling.js'

const WORKFLOW_KEYS = ['name', 'on', 'permissions', 'env', 'defaults', 'concurrency', 'jobs'] as const
const JOB_KEYS = [
  'name',
  'needs',
  'if',
  'runs-on',
  'permissions',
  'environment',
  'concurrency',
  'strategy',
  'env',
  'defaults',
  'outputs',
  'timeout-minutes',
  'steps',
  'uses',
  'with',
  'secrets'
] as const
const STEP_KEYS = [
  'id',
  'name',
  'if',
  'uses',
  'with',
  'run',
  'shell',
  'working-directory',
  'env',
  'continue-on-error',
  'timeout-minutes'
] as const

type Fields<K extends string> = Partial<Record<K, TemplateToken>>
export type StepDefinition = Fields<(typeof STEP_KEYS)[number]>

export interface JobDefinition extends Omit<Fields<(typeof JOB_KEYS)[number]>, 'needs' | 'steps'> {
  id: string
  needs: string[]
  /** Undefined if the job calls a workflow. */
  steps: StepDefinition[] | undefined
}

/** A workflow file, before its expressions are evaluated. */
export interface WorkflowFile extends Omit<Fields<(typeof WORKFLOW_KEYS)[number]>, 'name' | 'on' | 'jobs'> {
  /** Path in its repository. */
  path: string
  /** Its `name:`; its path, if it has none. */
  name: string
  on: EventsConfig
  /** Values of its outputs by name, if it can be called. */
  outputs: ReadonlyMap<string, TemplateToken>
  jobs: readonly JobDefinition[]
}

/**
 * Reads a workflow with GitHub's own parser and schema. Settings that the testbed does not support are refused.
 * `concurrency` and `timeout-minutes` have no effect: the testbed runs one job at a time, and tests have their own time limit.
 * @throws Error with line and column of all mistakes
 */
export async function readWorkflow(path: string, content: string): Promise<WorkflowFile> {
  const {context, value} = parseWorkflow({name: path, content}, new NoOperationTraceWriter())
  const template = value === undefined ? undefined : await convertWorkflowTemplate(context, value)
  const errors = context.errors.getErrors()
  if (value === undefined || template === undefined || errors.length > 0)
    throw new Error(errors.map(({message}) => message).join('\n'))
  const {name, on, jobs, ...rest} = fields(value, path, WORKFLOW_KEYS)
  const called = on !== undefined && isMapping(on) ? on.find('workflow_call') : undefined
  return {
    ...rest,
    path,
    name: name !== undefined && isString(name) ? name.value : path,
    on: template.events,
    outputs: called !== undefined && isMapping(called) ? outputsOf(called.find('outputs'), path) : new Map(),
    jobs: entries(jobs, `${path}: jobs`).map(([id, job]) => readJob(id, job, path))
  }
}

function readJob(id: string, token: TemplateToken, path: string): JobDefinition {
  const where = `${path}: job ${id}`
  const {needs, steps, ...rest} = fields(token, where, JOB_KEYS)
  const one = needs !== undefined && isString(needs) ? [needs.value] : undefined
  return {
    ...rest,
    id,
    needs: one ?? items(needs).map(need => need.assertString(`${where}: needs`).value),
    steps:
      steps === undefined
        ? undefined
        : items(steps).map((step, index) => fields(step, `${where}: step ${index + 1}`, STEP_KEYS))
  }
}

function outputsOf(outputs: TemplateToken | undefined, path: string): Map<string, TemplateToken> {
  return new Map(
    entries(outputs, `${path}: outputs`).flatMap(([name, output]) => {
      const {value} = fields(output, `${path}: output ${name}`, ['description', 'value'])
      return value === undefined ? [] : [[name, value] as const]
    })
  )
}

/**
 * The values of a mapping by key.
 * @throws Error on an unknown key
 */
export function fields<K extends string>(token: TemplateToken, where: string, known: readonly K[]): Fields<K> {
  const found = entries(token, where)
  const unknown = found.map(([key]) => key).filter(key => !known.some(name => name === key))
  if (unknown.length > 0) throw new Error(`${where}: the testbed does not support ${unknown.join(', ')}`)
  return Object.fromEntries(found) as Fields<K>
}

/**
 * Refuses values for inputs that do not exist.
 * @param given the `with:` of a step or a job
 * @param path path of the workflow
 * @param problem the message for an input of this name
 * @throws Error with line and column of each, in the form of GitHub's parser, and the input with the most similar name
 */
export function refuseUnknownInputs(
  given: TemplateToken | undefined,
  known: readonly string[],
  path: string,
  problem: (name: string) => string
): void {
  const wrong = pairs(given, path)
    .map(([key]) => key)
    .filter(({value}) => !known.includes(value))
  if (wrong.length === 0) return
  throw new Error(
    wrong
      .map(({value: name, line, col}) => {
        const meant = closest(name, known)
        return `${path} (Line: ${line ?? '?'}, Col: ${col ?? '?'}): ${problem(name)}${meant === undefined ? '' : `; did you mean ${meant}?`}`
      })
      .join('\n')
  )
}

function entries(token: TemplateToken | undefined, where: string): [string, TemplateToken][] {
  return pairs(token, where).map(([key, value]) => [key.value, value])
}

function pairs(token: TemplateToken | undefined, where: string): [StringToken, TemplateToken][] {
  if (token === undefined) return []
  const mapping = token.assertMapping(where)
  return Array.from({length: mapping.count}, (_, index) => {
    const {key, value} = mapping.get(index)
    return [key.assertString(where), value]
  })
}

function items(token: TemplateToken | undefined): TemplateToken[] {
  return token !== undefined && isSequence(token)
    ? Array.from({length: token.count}, (_, index) => token.get(index))
    : []
}
