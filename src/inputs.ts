import {tmpdir} from 'node:os'

import {parse as parseCsv} from 'csv-parse/sync'

import {Failure} from './failure.js'
import type {Stage} from './stages/stage.js'
import {STAGES} from './stages/stage.js'

export type Environment = Readonly<Record<string, string | undefined>>

/** Every input of action.yml, typed. Lists keep the order they were written in; an input left empty is undefined. */
export interface Inputs {
  stage: Stage | 'auto'
  operation: 'auto' | 'build' | 'promote' | 'doctor'
  config: string
  image: string | undefined
  roleArn: string | undefined
  repositoryArn: string | undefined
  sourceRepositoryArn: string | undefined
  trunkBranch: string | undefined
  version: string | undefined
  source: string | undefined
  tags: string[]
  build: BuildInputs
  rebuild: boolean
  dryRun: boolean
  failOnSeverity: Severity | 'none'
  scanTimeoutSeconds: number
  comment: boolean
  dockerLogin: boolean
  githubToken: string
  audience: string | undefined
  roleSessionName: string | undefined
  roleDurationSeconds: number | undefined
}

/** What the runner says of the job, https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
export interface Runner {
  workspace: string
  temporaryDirectory: string
  /** `owner/name` */
  repository: string
  repositoryId: string | undefined
  /** `https://github.com` */
  serverUrl: string
  apiUrl: string
  runId: string
  runNumber: number
  runAttempt: number
}

export function readRunner(environment: Environment): Runner {
  return {
    workspace: environment['GITHUB_WORKSPACE'] ?? process.cwd(),
    temporaryDirectory: environment['RUNNER_TEMP'] ?? tmpdir(),
    repository: environment['GITHUB_REPOSITORY'] ?? '',
    repositoryId: environment['GITHUB_REPOSITORY_ID'] === '' ? undefined : environment['GITHUB_REPOSITORY_ID'],
    serverUrl: environment['GITHUB_SERVER_URL'] ?? 'https://github.com',
    apiUrl: environment['GITHUB_API_URL'] ?? 'https://api.github.com',
    runId: environment['GITHUB_RUN_ID'] ?? '0',
    runNumber: Number(environment['GITHUB_RUN_NUMBER'] ?? 0),
    runAttempt: Number(environment['GITHUB_RUN_ATTEMPT'] ?? 1)
  }
}

/** How the image is built, named as in docker/build-push-action. */
export interface BuildInputs {
  context: string | undefined
  file: string | undefined
  target: string | undefined
  platforms: string[]
  buildArgs: Record<string, string>
  buildContexts: Record<string, string>
  secrets: Secret[]
  ssh: string[]
  labels: Record<string, string>
  annotations: Record<string, string>
  cacheFrom: string[]
  cacheTo: string[]
  noCache: boolean
  noCacheFilters: string[]
  pull: boolean
  provenance: string
  sbom: string
  attests: string[]
  builder: string | undefined
  network: string | undefined
  addHosts: string[]
  allow: string[]
  shmSize: string | undefined
  ulimit: string[]
  cgroupParent: string | undefined
}

/** A build secret: its value, or the file that holds it. Values are masked before they get here. */
export type Secret = {id: string; from: 'value'; value: string} | {id: string; from: 'file'; path: string}

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof SEVERITIES)[number]

/**
 * Reads and checks every input.
 * @param environment the runner's: inputs come as `INPUT_<NAME>`
 * @param mask called with each secret's value before anything is checked, so that no error can show one
 * @throws Failure naming the input, what it was and the form it wants
 */
export function readInputs(environment: Environment, mask: (value: string) => void): Inputs {
  const read = reader(environment)
  const githubToken = read.text('github-token') ?? ''
  if (githubToken !== '') mask(githubToken)
  const secrets = readSecrets(read, environment, mask)

  return {
    stage: read.oneOf('stage', ['auto', ...STAGES], 'auto'),
    operation: read.oneOf('operation', ['auto', 'build', 'promote', 'doctor'], 'auto'),
    config: read.text('config') ?? '.github/ecr-registry.yml',
    image: read.text('image'),
    roleArn: read.text('role-arn'),
    repositoryArn: read.text('repository-arn'),
    sourceRepositoryArn: read.text('source-repository-arn'),
    trunkBranch: read.text('trunk-branch'),
    version: read.text('version'),
    source: read.text('source'),
    tags: read.list('tags'),
    build: {
      context: read.text('context'),
      file: read.text('file'),
      target: read.text('target'),
      platforms: read.list('platforms').map(platform => platform.toLowerCase()),
      buildArgs: readBuildArgs(read, environment),
      buildContexts: read.pairs('build-contexts', 'name=path'),
      secrets,
      ssh: read.list('ssh'),
      labels: read.pairs('labels', 'name=value', {emptyValue: true}),
      annotations: read.pairs('annotations', 'name=value', {emptyValue: true}),
      cacheFrom: read.lines('cache-from'),
      cacheTo: read.lines('cache-to'),
      noCache: read.flag('no-cache'),
      noCacheFilters: read.list('no-cache-filters'),
      pull: read.flag('pull'),
      provenance: read.text('provenance') ?? 'false',
      sbom: read.text('sbom') ?? 'false',
      attests: read.lines('attests'),
      builder: read.text('builder'),
      network: read.text('network'),
      addHosts: read.list('add-hosts'),
      allow: read.list('allow'),
      shmSize: read.text('shm-size'),
      ulimit: read.lines('ulimit'),
      cgroupParent: read.text('cgroup-parent')
    },
    rebuild: read.flag('rebuild'),
    dryRun: read.flag('dry-run'),
    failOnSeverity: read.oneOf('fail-on-severity', ['none', ...SEVERITIES], 'none'),
    scanTimeoutSeconds: readDuration(read, 'scan-timeout', '10m'),
    comment: read.flag('comment'),
    dockerLogin: read.flag('docker-login'),
    githubToken,
    audience: read.text('audience'),
    roleSessionName: readSessionName(read),
    roleDurationSeconds: readRoleDuration(read)
  }
}

type Reader = ReturnType<typeof reader>

function reader(environment: Environment) {
  /** As the runner names them: spaces become underscores, the rest stays, in capitals. */
  const raw = (name: string): string => environment[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? ''
  const text = (name: string): string | undefined => raw(name).trim() || undefined

  const records = (name: string): string[][] => {
    try {
      return parseCsv(raw(name), {relaxQuotes: true, relaxColumnCount: true, skipEmptyLines: true})
    } catch (error) {
      // What the parser quotes of the text may be a secret's value: only its code is shown.
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'CSV'
      throw new Failure(`Input ${name} cannot be read: a quote is opened or closed where it may not be (${code}).`, {
        remedy: `Put one entry on each line; one that holds line breaks stands in double quotes as a whole, with "" for a quote inside.`
      })
    }
  }
  /** One entry a line; commas belong to the entry. */
  const lines = (name: string): string[] =>
    records(name)
      .map(record => record.join(',').trim())
      .filter(entry => entry !== '')
  /** Entries on lines of their own or between commas. */
  const list = (name: string): string[] =>
    records(name)
      .flat()
      .map(entry => entry.trim())
      .filter(entry => entry !== '')

  return {
    text,
    lines,
    list,
    records,
    flag(name: string): boolean {
      const value = text(name)?.toLowerCase() ?? 'false'
      if (value !== 'true' && value !== 'false') throw invalid(name, value, '`true` or `false`')
      return value === 'true'
    },
    oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
      const value = text(name) ?? fallback
      const found = allowed.find(candidate => candidate === value)
      if (found === undefined) throw invalid(name, value, `one of ${allowed.join(', ')}`)
      return found
    },
    pairs(name: string, form: string, {emptyValue = false} = {}): Record<string, string> {
      const pairs: Record<string, string> = {}
      for (const line of lines(name)) {
        const [key, value] = split(line)
        if (key === '' || value === undefined || (value === '' && !emptyValue)) throw invalid(name, line, `\`${form}\` on each line`)
        if (key in pairs && pairs[key] !== value) throw invalid(name, line, `each name once, but ${key} stands there twice`)
        pairs[key] = value
      }
      return pairs
    }
  }
}

function invalid(name: string, value: string, form: string): Failure {
  return new Failure(`Input ${name} is \`${value}\`; it wants ${form}.`, {remedy: `Change \`${name}:\` under \`with:\`.`})
}

function split(line: string): [string, string | undefined] {
  const at = line.indexOf('=')
  return at === -1 ? [line.trim(), undefined] : [line.slice(0, at).trim(), line.slice(at + 1)]
}

/** `NAME=value`, or `NAME` alone for the value the environment has, as `docker build --build-arg` has it. */
function readBuildArgs(read: Reader, environment: Environment): Record<string, string> {
  const buildArgs: Record<string, string> = {}
  for (const line of read.lines('build-args')) {
    const [name, value = environment[name]] = split(line)
    if (!/^[^\s=]+$/.test(name)) throw invalid('build-args', line, '`NAME=value` on each line')
    if (value === undefined) {
      throw new Failure(`Input build-args names \`${name}\` without a value, and the environment has no variable of that name.`, {
        remedy: `Write \`${name}=value\`, or set ${name} under \`env:\`.`
      })
    }
    buildArgs[name] = value
  }
  return buildArgs
}

const SECRET_ID = /^[A-Za-z0-9._-]+$/

function readSecrets(read: Reader, environment: Environment, mask: (value: string) => void): Secret[] {
  const values = read.records('secrets').map(record => record.join(','))
  // First mask, then check: an error must not be able to show any of them.
  for (const line of values) {
    const [, value] = split(line)
    if (value !== undefined && value !== '') maskEach(value, mask)
    // Without an id it may well be the secret itself.
    else if (value === undefined) maskEach(line, mask)
  }
  const fromEnvironment = read.list('secret-envs').map(line => split(line))
  for (const [, variable] of fromEnvironment) {
    const value = variable === undefined ? undefined : environment[variable]
    if (value !== undefined && value !== '') maskEach(value, mask)
  }

  const secrets: Secret[] = []
  for (const [index, line] of values.entries()) {
    const [id, value] = split(line)
    if (!SECRET_ID.test(id) || value === undefined || value === '') {
      throw new Failure(`Input secrets: entry ${index + 1} of ${values.length} is not of the form \`id=value\`, or its value is empty.`, {
        remedy: 'Write `id=value` on each line. A value of several lines stands in double quotes together with its id: "id=first\\nsecond". An empty value is often a secret that this event may not read.'
      })
    }
    secrets.push({id, from: 'value', value})
  }
  for (const [id, variable] of fromEnvironment) {
    const value = variable === undefined ? undefined : environment[variable]
    if (!SECRET_ID.test(id) || variable === undefined) throw invalid('secret-envs', id, '`id=VARIABLE` on each line')
    if (value === undefined || value === '') {
      throw new Failure(`Input secret-envs takes secret \`${id}\` from the variable ${variable}, which is not set or empty.`, {
        remedy: `Set ${variable} under \`env:\` of this step.`
      })
    }
    secrets.push({id, from: 'value', value})
  }
  for (const line of read.lines('secret-files')) {
    const [id, path] = split(line)
    if (!SECRET_ID.test(id) || path === undefined || path === '') throw invalid('secret-files', line, '`id=path` on each line')
    secrets.push({id, from: 'file', path})
  }
  const twice = secrets.find((secret, index) => secrets.findIndex(other => other.id === secret.id) !== index)
  if (twice !== undefined) {
    throw new Failure(`The build secret \`${twice.id}\` is given twice.`, {remedy: 'Keep one of them in secrets, secret-envs or secret-files.'})
  }
  return secrets
}

/** Docker's log shows a secret line by line, so each line is masked as well; very short ones would blank the whole log. */
function maskEach(value: string, mask: (value: string) => void): void {
  mask(value)
  const lines = value.split(/\r?\n/)
  if (lines.length > 1) for (const line of lines) if (line.trim().length > 3) mask(line)
}

function readDuration(read: Reader, name: string, fallback: string): number {
  const value = read.text(name) ?? fallback
  const match = /^(\d{1,6})(s|m|h|)$/.exec(value)
  if (match === null) throw invalid(name, value, 'a number of seconds, or one with `s`, `m` or `h`, such as `10m`')
  const unit = {s: 1, m: 60, h: 3600}[match[2] ?? ''] ?? 1
  return Number(match[1]) * unit
}

/** 2 to 64 characters of the set that STS takes. */
function readSessionName(read: Reader): string | undefined {
  const name = read.text('role-session-name')
  if (name !== undefined && !/^[\w+=,.@-]{2,64}$/.test(name)) {
    throw invalid('role-session-name', name, '2 to 64 letters, digits or any of `_+=,.@-`')
  }
  return name
}

function readRoleDuration(read: Reader): number | undefined {
  const value = read.text('role-duration-seconds')
  if (value === undefined) return undefined
  const seconds = Number(value)
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
    throw invalid('role-duration-seconds', value, 'a whole number from 900 to 43200')
  }
  return seconds
}
