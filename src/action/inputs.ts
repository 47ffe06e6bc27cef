import {isTagOrDigest} from '@org/oci/manifest'
import {parseReference} from '@org/oci/reference'

import {Failure} from '../core/failure.js'
import {platformsInstead} from '../core/platform-list.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {CommentUse, Inputs, Share} from '../run/inputs.js'
import {SEVERITIES} from '../run/inputs.js'
import {STAGES} from '../stages/stage.js'
import {DEFAULT_STAGES_FILE} from '../stages/stages-file.js'
import {VARIANT_FORM, variantName} from '../stages/variant.js'
import type {Reader} from './input-reader.js'
import {invalid, reader, split} from './input-reader.js'
import {readSecrets} from './secrets.js'

/**
 * Reads and checks every input.
 * @param environment the runner's: inputs come as `INPUT_<NAME>`
 * @param mask called with each secret's value before anything is checked, so that no error can show one
 * @throws Failure naming the input, its value and the form that it requires
 */
export function readInputs(environment: ProcessEnv, mask: (value: string) => void): Inputs {
  const read = reader(environment)
  const githubToken = read.text('github-token') ?? ''
  if (githubToken !== '') mask(githubToken)
  const secrets = readSecrets(read, environment, mask)

  return {
    stage: read.oneOf('stage', ['auto', ...STAGES], 'auto'),
    operation: read.oneOf('operation', ['auto', 'build', 'promote', 'doctor'], 'auto'),
    config: read.text('config') ?? DEFAULT_STAGES_FILE,
    image: read.text('image'),
    variant: readVariant(read),
    roleArn: read.text('role-arn'),
    repositoryArn: read.text('repository-arn'),
    sourceRepositoryArn: read.text('source-repository-arn'),
    trunkBranch: read.text('trunk-branch'),
    version: read.text('version'),
    source: readSource(read),
    tags: read.list('tags'),
    share: readShare(read),
    build: {
      context: read.text('context'),
      file: read.text('file'),
      target: read.text('target'),
      platforms: readPlatformList(read.list('platforms'), 'platforms'),
      ...readBuildArgs(read, environment),
      buildContexts: read.pairs('build-contexts', 'name=path'),
      secrets,
      ssh: readSsh(read),
      labels: read.pairs('labels', 'name=value', {asInDocker: true}),
      annotations: read.pairs('annotations', 'name=value', {asInDocker: true}),
      cacheFrom: read.csvLines('cache-from'),
      cacheTo: read.csvLines('cache-to'),
      noCache: read.flag('no-cache'),
      noCacheFilters: read.list('no-cache-filters'),
      pull: read.flag('pull'),
      provenance: read.text('provenance') ?? 'false',
      sbom: read.text('sbom') ?? 'false',
      attests: read.csvLines('attests'),
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
    cache: read.oneOf('cache', ['auto', 'none', 'registry'], 'auto'),
    failOnSeverity: read.oneOf('fail-on-severity', ['none', ...SEVERITIES], 'none'),
    scanTimeoutSeconds: readDuration(read, 'scan-timeout', '10m'),
    comment: readComment(read),
    dockerLogin: read.flag('docker-login'),
    githubToken,
    audience: read.text('audience'),
    roleSessionName: readSessionName(read),
    roleDurationSeconds: readRoleDuration(read)
  }
}

/** The inputs of a build in parts. */
function readShare(read: Reader): Share {
  const [plan, platform, parts] = [read.text('plan'), read.text('part'), read.text('parts')]
  const given = [
    ...(read.flag('distribute') ? ['distribute'] : []),
    ...(platform === undefined ? [] : ['part']),
    ...(parts === undefined ? [] : ['parts'])
  ]
  const [kind, other] = given
  if (other !== undefined) {
    throw new Failure(`The inputs \`${given.join('` and `')}\` are of different jobs, and this step has both.`, {
      remedy: 'Give the job that plans `distribute`, each job of the matrix `part`, and the job after them `parts`.'
    })
  }
  if (kind === undefined || kind === 'distribute') {
    if (plan === undefined) return {kind: kind === undefined ? 'whole' : 'plan'}
    throw new Failure(
      kind === undefined
        ? 'The input `plan` needs `part` or `parts` beside it.'
        : 'The inputs `distribute` and `plan` are of different jobs: the one makes the plan, the others have it.',
      {remedy: 'Give each job of the matrix `plan` and `part`, and the job after them `plan` and `parts`.'}
    )
  }
  if (plan === undefined) {
    throw new Failure(`The input \`${kind}\` needs the plan.`, {
      remedy: 'Pass the output `plan` of the job that ran with `distribute: true` as `plan`.'
    })
  }
  if (parts !== undefined) return {kind: 'join', plan, parts}
  const [wanted] = readPlatformList([platform ?? ''], 'part')
  return {kind: 'part', plan, platform: wanted ?? ''}
}

/** A flag, or the word for the output. */
function readComment(read: Reader): CommentUse {
  const value = read.text('comment') ?? 'false'
  switch (value.toLowerCase()) {
    case 'false':
      return 'none'
    case 'true':
      return 'post'
    case 'output':
      return 'output'
    default:
      throw invalid('comment', value, '`true`, `false` or `output`')
  }
}

/** The name at the end of every tag of the run. */
function readVariant(read: Reader): string | undefined {
  const name = read.text('variant')
  if (name !== undefined && variantName(name) !== undefined)
    throw invalid('variant', name, `a name such as \`alpine\`: ${VARIANT_FORM}`)
  return name
}

/** A tag or a digest. It becomes part of a path at the registry. */
function readSource(read: Reader): string | undefined {
  const source = read.text('source')
  if (source === undefined || isTagOrDigest(source)) return source
  // Other programs print whole references. A shortened digest reads as one too, with `sha256` as the repository.
  const {digest, tag} = (/^sha\d+:/.test(source) ? undefined : parseReference(source)) ?? {}
  const own = [digest, tag].find(one => one !== undefined && isTagOrDigest(one))
  const form =
    own === undefined
      ? 'a tag, such as `sha-0123456789ab`, or a digest: `sha256:` and 64 hexadecimal digits'
      : `the tag or the digest alone, \`${own}\`, because the repository follows from the stage`
  throw invalid('source', source, form)
}

/** `NAME=value`, or `NAME` alone for the value from the environment, as in `docker build --build-arg`. */
function readBuildArgs(read: Reader, environment: ProcessEnv): Pick<Inputs['build'], 'buildArgs' | 'unsetBuildArgs'> {
  const values = new Map<string, string | undefined>()
  for (const line of read.lines('build-args')) {
    const [name, value = environment[name]] = split(line)
    if (!/^[^\s=]+$/.test(name)) throw invalid('build-args', line, '`NAME=value`', true)
    if (values.has(name)) throw invalid('build-args', line, `each name once, but ${name} occurs twice`)
    values.set(name, value)
  }
  const entries = [...values]
  return {
    buildArgs: Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    unsetBuildArgs: entries.flatMap(([name, value]) => (value === undefined ? [name] : []))
  }
}

/** `id` or `id=path`. As commas separate entries, several paths of one id need quotes around the entry. */
function readSsh(read: Reader): string[] {
  const entries = read.list('ssh')
  const wrong = entries.find(entry => !/^[\w.:@-]+(?:=|$)/.test(entry))
  if (wrong === undefined) return entries
  throw invalid('ssh', wrong, '`default` or `id=path`; an entry with a comma needs double quotes: `"id=path,path"`')
}

/** `os/architecture[/variant]`. A builder would fill in a missing part, and builders differ. */
function readPlatformList(written: readonly string[], input: 'platforms' | 'part'): string[] {
  const platforms = written.map(platform => platform.toLowerCase())
  const wrong = platforms.find(platform => !/^[a-z0-9]+\/[a-z0-9_-]+(?:\/[a-z0-9.]+)?$/.test(platform))
  if (wrong !== undefined)
    throw invalid(input, wrong, '`os/architecture` with an optional `/variant`, such as `linux/amd64`')
  for (const platform of platforms) {
    const instead = platformsInstead(platform)
    if (instead !== undefined) throw invalid(input, platform, instead)
  }
  return platforms
}

function readDuration(read: Reader, name: string, fallback: string): number {
  const value = read.text(name) ?? fallback
  const match = /^(\d{1,6})(s|m|h|)$/.exec(value)
  if (match === null) throw invalid(name, value, 'a number of seconds, or a number with `s`, `m` or `h`, such as `10m`')
  const unit = {s: 1, m: 60, h: 3600}[match[2] ?? ''] ?? 1
  return Number(match[1]) * unit
}

/** 2 to 64 characters of the set that STS accepts. */
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
