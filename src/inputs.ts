import {tmpdir} from 'node:os'

import type {Secret} from './builder/secrets.js'
import {readSecrets} from './builder/secrets.js'
import {Failure} from './failure.js'
import type {Reader} from './input-reader.js'
import {invalid, reader, split} from './input-reader.js'
import type {Environment} from './environment.js'
import type {Stage} from './stages/stage.js'
import {STAGES} from './stages/stage.js'

/** Where the stages file is, unless the input `config` says otherwise. */
export const DEFAULT_CONFIG = '.github/ecr-registry.yml'

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
  eventName: string
  /** File with the webhook's payload. */
  eventPath: string
  /** `refs/heads/...`, `refs/tags/...`, `refs/pull/<number>/merge` */
  ref: string
  sha: string
  /** Login of who set the run off. */
  actor: string
  /** `https://github.com` */
  serverUrl: string
  apiUrl: string
  /** Whether the job has `id-token: write`: only then the runner says where to ask for a token. */
  mayAskForToken: boolean
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
    eventName: environment['GITHUB_EVENT_NAME'] ?? '',
    eventPath: environment['GITHUB_EVENT_PATH'] ?? '',
    ref: environment['GITHUB_REF'] ?? '',
    sha: environment['GITHUB_SHA'] ?? '',
    actor: environment['GITHUB_ACTOR'] ?? '',
    serverUrl: environment['GITHUB_SERVER_URL'] ?? 'https://github.com',
    apiUrl: environment['GITHUB_API_URL'] ?? 'https://api.github.com',
    mayAskForToken: Boolean(environment['ACTIONS_ID_TOKEN_REQUEST_URL'] && environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN']),
    runId: environment['GITHUB_RUN_ID'] ?? '0',
    runNumber: Number(environment['GITHUB_RUN_NUMBER'] ?? 0),
    runAttempt: Number(environment['GITHUB_RUN_ATTEMPT'] ?? 1)
  }
}

/** Page of the run on GitHub; undefined where none is under way, but somebody at a terminal. */
export function runUrl({serverUrl, repository, runId, runAttempt}: Runner): string | undefined {
  return runId === '0' ? undefined : `${serverUrl}/${repository}/actions/runs/${runId}/attempts/${runAttempt}`
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
    config: read.text('config') ?? DEFAULT_CONFIG,
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
      platforms: readPlatforms(read),
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

/** `NAME=value`, or `NAME` alone for the value the environment has, as `docker build --build-arg` has it. */
function readBuildArgs(read: Reader, environment: Environment): Record<string, string> {
  const buildArgs: Record<string, string> = {}
  // Docker takes it from the environment by itself; said outright, it counts.
  const epoch = environment['SOURCE_DATE_EPOCH']
  if (epoch !== undefined && epoch !== '') buildArgs['SOURCE_DATE_EPOCH'] = epoch
  const given = new Set<string>()
  for (const line of read.lines('build-args')) {
    const [name, value = environment[name]] = split(line)
    if (!/^[^\s=]+$/.test(name)) throw invalid('build-args', line, '`NAME=value` on each line')
    if (value === undefined) {
      throw new Failure(`Input build-args names \`${name}\` without a value, and the environment has no variable of that name.`, {
        remedy: `Write \`${name}=value\`, or set ${name} under \`env:\`.`
      })
    }
    if (given.has(name)) throw invalid('build-args', line, `each name once, but ${name} stands there twice`)
    given.add(name)
    buildArgs[name] = value
  }
  return buildArgs
}

/** `os/architecture[/variant]`: what is left out would be filled in by the builder, and differ from one to the next. */
function readPlatforms(read: Reader): string[] {
  const platforms = read.list('platforms').map(platform => platform.toLowerCase())
  const wrong = platforms.find(platform => !/^[a-z0-9]+\/[a-z0-9_-]+(?:\/[a-z0-9.]+)?$/.test(platform))
  if (wrong !== undefined) throw invalid('platforms', wrong, '`os/architecture` with an optional `/variant`, such as `linux/amd64`')
  return platforms
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
