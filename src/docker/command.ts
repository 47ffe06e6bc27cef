import {Failure} from '../core/failure.js'
import type {Docker, Version} from './docker.js'
import {isBefore} from './docker.js'
import type {Secret} from './secrets.js'

/** All that a build is told, resolved: nothing is left for Docker to take from somewhere else. */
export interface BuildPlan {
  context: string
  file: string | undefined
  target: string | undefined
  platforms: readonly string[]
  buildArgs: Readonly<Record<string, string>>
  /** The user's contexts, and those that pin a base image to the digest that was counted. */
  buildContexts: Readonly<Record<string, string>>
  pins: Readonly<Record<string, string>>
  secrets: readonly Secret[]
  ssh: readonly string[]
  /** Those the OCI image specification names, set for every image. */
  descriptions: Readonly<Record<string, string>>
  labels: Readonly<Record<string, string>>
  annotations: Readonly<Record<string, string>>
  cacheFrom: readonly string[]
  cacheTo: readonly string[]
  noCache: boolean
  noCacheFilters: readonly string[]
  pull: boolean
  provenance: string
  sbom: string
  attests: readonly string[]
  builder: string | undefined
  network: string | undefined
  addHosts: readonly string[]
  allow: readonly string[]
  shmSize: string | undefined
  ulimit: readonly string[]
  cgroupParent: string | undefined
  /** `registry/repository:tag` to push to; undefined builds and keeps nothing. */
  push: string | undefined
}

export interface BuildCommand {
  args: string[]
  /** Secrets travel in the environment of the one process that needs them: not in its arguments, not in a file. */
  environment: Record<string, string>
}

const ATTESTATIONS_SINCE: Version = [0, 10]
const ANNOTATIONS_SINCE: Version = [0, 12]

/**
 * The command line of a build; the last argument is the context.
 * @throws Failure naming the input that the Docker at hand cannot take
 */
export function buildCommand(plan: BuildPlan, docker: Docker, metadataFile: string): BuildCommand {
  return docker.kind === 'buildx'
    ? buildxCommand(plan, docker.buildx, metadataFile)
    : dockerBuildCommand(plan, docker.client)
}

function buildxCommand(plan: BuildPlan, version: Version, metadataFile: string): BuildCommand {
  const attestations = attestationFlags(plan)
  const attests = attestations.some(flag => !flag.endsWith('=false'))
  if (isBefore(version, ATTESTATIONS_SINCE) && attests) {
    throw needs('provenance, sbom or attests', `buildx ${ATTESTATIONS_SINCE.join('.')}`, `buildx ${version.join('.')}`)
  }
  const annotates = !isBefore(version, ANNOTATIONS_SINCE)
  if (!annotates && Object.keys(plan.annotations).length > 0) {
    throw needs('annotations', `buildx ${ANNOTATIONS_SINCE.join('.')}`, `buildx ${version.join('.')}`)
  }
  // On an index they stand on it as well; buildx refuses that level where there is none, and takes one level a flag.
  const isIndex = plan.platforms.length > 1 || attests
  const annotations = [
    ...pairs('--annotation', plan.descriptions),
    ...(isIndex ? pairs('--annotation', prefixed('index:', plan.descriptions)) : []),
    ...pairs('--annotation', plan.annotations)
  ]

  const secrets = secretFlags(plan.secrets)
  return {
    environment: secrets.environment,
    args: [
      'buildx',
      'build',
      ...common(plan),
      `--platform=${plan.platforms.join(',')}`,
      `--metadata-file=${metadataFile}`,
      ...one('--builder', plan.builder),
      // The pins hold the user's own image contexts as well, by digest.
      ...pairs('--build-context', {...plan.buildContexts, ...plan.pins}),
      ...each('--no-cache-filter', plan.noCacheFilters),
      ...each('--cache-from', plan.cacheFrom),
      ...each('--cache-to', plan.cacheTo),
      ...each('--allow', plan.allow),
      ...(isBefore(version, ATTESTATIONS_SINCE) ? [] : attestations),
      ...(annotates ? annotations : []),
      ...secrets.flags,
      // Annotations are OCI's: Docker's own manifest type has no place for them.
      ...(plan.push === undefined
        ? ['--output=type=cacheonly']
        : [`--tag=${plan.push}`, '--output=type=image,push=true,oci-mediatypes=true']),
      '--',
      plan.context
    ]
  }
}

/** `docker build` with the BuildKit of its engine, before buildx was all there is. */
function dockerBuildCommand(plan: BuildPlan, version: Version): BuildCommand {
  const onlyBuildx: [string, boolean][] = [
    ['platforms (more than one)', plan.platforms.length > 1],
    ['build-contexts', Object.keys(plan.buildContexts).length > 0],
    ['annotations', Object.keys(plan.annotations).length > 0],
    ['cache-to', plan.cacheTo.length > 0],
    ['cache-from (other than an image)', plan.cacheFrom.some(source => source.includes('='))],
    ['no-cache-filters', plan.noCacheFilters.length > 0],
    ['provenance', plan.provenance !== 'false'],
    ['sbom', plan.sbom !== 'false'],
    ['attests', plan.attests.length > 0],
    ['builder', plan.builder !== undefined],
    ['allow', plan.allow.length > 0]
  ]
  const unsupported = onlyBuildx.find(([, used]) => used)
  if (unsupported !== undefined) throw needs(unsupported[0], 'buildx', `Docker ${version.join('.')} without it`)

  const secrets = secretFlags(plan.secrets)
  return {
    environment: {DOCKER_BUILDKIT: '1', ...secrets.environment},
    args: [
      'build',
      ...common(plan),
      `--platform=${plan.platforms.join(',')}`,
      ...each('--cache-from', plan.cacheFrom),
      ...secrets.flags,
      ...(plan.push === undefined ? [] : [`--tag=${plan.push}`]),
      '--',
      plan.context
    ]
  }
}

function common(plan: BuildPlan): string[] {
  return [
    '--progress=plain',
    ...one('--file', plan.file),
    ...one('--target', plan.target),
    ...pairs('--build-arg', plan.buildArgs),
    ...pairs('--label', {...plan.descriptions, ...plan.labels}),
    ...each('--ssh', plan.ssh),
    ...(plan.noCache ? ['--no-cache'] : []),
    ...(plan.pull ? ['--pull'] : []),
    ...one('--network', plan.network),
    ...each('--add-host', plan.addHosts),
    ...one('--shm-size', plan.shmSize),
    ...each('--ulimit', plan.ulimit),
    ...one('--cgroup-parent', plan.cgroupParent)
  ]
}

/** Said outright in every case: buildx adds provenance by itself where nothing is said. */
function attestationFlags({provenance, sbom, attests}: BuildPlan): string[] {
  return [`--provenance=${provenance}`, `--sbom=${sbom}`, ...each('--attest', attests)]
}

function secretFlags(secrets: readonly Secret[]): {flags: string[]; environment: Record<string, string>} {
  const environment: Record<string, string> = {}
  const flags = secrets.map((secret, index) => {
    if (secret.from === 'file') return `--secret=id=${secret.id},src=${secret.path}`
    const variable = `BUILD_SECRET_${index}`
    environment[variable] = secret.value
    return `--secret=id=${secret.id},env=${variable}`
  })
  return {flags, environment}
}

// Every value is joined to its flag: one that begins with a dash stays a value.
const one = (flag: string, value: string | undefined): string[] => (value === undefined ? [] : [`${flag}=${value}`])
const each = (flag: string, values: readonly string[]): string[] => values.map(value => `${flag}=${value}`)
const pairs = (flag: string, values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).map(([name, value]) => `${flag}=${name}=${value}`)

function prefixed(prefix: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]))
}

function needs(input: string, wanted: string, had: string): Failure {
  return new Failure(`Input ${input} needs ${wanted}; here is ${had}.`, {
    remedy:
      'Install the package docker-buildx-plugin (Debian and Ubuntu: docker-buildx), or add docker/setup-buildx-action before this step.'
  })
}
