import {Failure} from '../core/failure.js'
import type {BuildTool, DockerVersion} from './build-tool.js'
import {isOlder} from './build-tool.js'
import {csvField} from './csv-field.js'
import {INSTALL_BUILDX, UPDATE_BUILDX} from './remedies.js'
import type {Secret} from './secrets.js'

/** All settings of a build, resolved. Docker takes nothing from anywhere else. */
export interface BuildPlan {
  context: string
  file: string | undefined
  target: string | undefined
  platforms: readonly string[]
  buildArgs: Readonly<Record<string, string>>
  /** The named contexts of the user. */
  buildContexts: Readonly<Record<string, string>>
  /** The named contexts that pin each base image to the digest that was counted. */
  pins: Readonly<Record<string, string>>
  secrets: readonly Secret[]
  ssh: readonly string[]
  /** The labels and annotations that every image has. */
  descriptions: Readonly<Record<string, string>>
  /** The annotations that every image has, and that are no labels. */
  ownAnnotations: Readonly<Record<string, string>>
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
  /** With undefined the image is built and not kept. */
  push: PushTarget | undefined
}

/** Where a build pushes to. */
export type PushTarget =
  /** Without a tag. Docker's own driver cannot do this. */
  | {kind: 'digest'; /** `registry/repository` */ repository: string}
  | {kind: 'tag'; /** `registry/repository:tag` */ reference: string}

export interface BuildCommand {
  args: string[]
  /** Holds the secrets, and settings of buildx. They are only in the environment of the process that needs them, not in its arguments or a file. */
  environment: Record<string, string>
}

/**
 * buildx would run git in the context for the provenance and for labels, with the configuration that it finds there. A
 * directory of a clone can have the form of a repository whose configuration names programs.
 * @see https://docs.docker.com/build/building/variables/#buildx_git_info
 */
const WITHOUT_GIT = {BUILDX_GIT_INFO: 'false', BUILDX_GIT_LABELS: 'false'}

/**
 * The materials in the provenance are compared with what was counted, so the environment of a job may not switch it off.
 * @see https://docs.docker.com/build/building/variables/#buildx_metadata_provenance
 */
const WITH_MATERIALS = {BUILDX_METADATA_PROVENANCE: 'min'}

const ATTESTATIONS_SINCE: DockerVersion = [0, 10]
const ANNOTATIONS_SINCE: DockerVersion = [0, 12]

/**
 * Makes the command line of a build. The last argument is the context.
 * @throws Failure naming the setting that this version of Docker or buildx does not support
 */
export function buildCommand(plan: BuildPlan, tool: BuildTool, metadataFile: string): BuildCommand {
  return tool.kind === 'buildx'
    ? buildxCommand(plan, tool.buildx, metadataFile)
    : dockerBuildCommand(plan, tool.client, metadataFile)
}

function buildxCommand(plan: BuildPlan, version: DockerVersion, metadataFile: string): BuildCommand {
  const attestations = attestationFlags(plan)
  const attests = attestations.some(flag => !flag.endsWith('=false'))
  if (isOlder(version, ATTESTATIONS_SINCE) && attests) {
    throw needsNewer('provenance, sbom or attests', ATTESTATIONS_SINCE, version)
  }
  const annotates = !isOlder(version, ANNOTATIONS_SINCE)
  if (!annotates && Object.keys(plan.annotations).length > 0) {
    throw needsNewer('annotations', ANNOTATIONS_SINCE, version)
  }

  const secrets = secretFlags(plan.secrets)
  return {
    environment: {...secrets.environment, ...WITHOUT_GIT, ...WITH_MATERIALS},
    args: [
      'buildx',
      'build',
      ...common(plan),
      `--platform=${plan.platforms.join(',')}`,
      `--metadata-file=${metadataFile}`,
      ...one('--builder', plan.builder),
      // The pins come last, so that they replace the user's image contexts of the same name, which have no digest.
      ...pairs('--build-context', {...plan.buildContexts, ...plan.pins}),
      ...each('--no-cache-filter', plan.noCacheFilters),
      ...each('--cache-from', plan.cacheFrom),
      ...each('--cache-to', plan.cacheTo),
      ...each('--allow', plan.allow),
      ...(isOlder(version, ATTESTATIONS_SINCE) ? [] : attestations),
      ...(annotates ? annotationFlags(plan, plan.platforms.length > 1 || attests) : []),
      ...secrets.flags,
      // Only OCI manifests can hold annotations. Docker's own manifest type cannot.
      ...outputFlags(plan.push),
      '--',
      plan.context
    ]
  }
}

function outputFlags(push: PushTarget | undefined): string[] {
  if (push === undefined) return ['--output=type=cacheonly']
  const output = '--output=type=image,push=true,oci-mediatypes=true'
  return push.kind === 'tag'
    ? [`--tag=${push.reference}`, output]
    : [`${output},push-by-digest=true,name-canonical=true,name=${push.repository}`]
}

/** `docker build` of a Docker before 23, with the BuildKit of its engine. */
function dockerBuildCommand(plan: BuildPlan, version: DockerVersion, idFile: string): BuildCommand {
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
  if (unsupported !== undefined) {
    throw new Failure(
      `The setting ${unsupported[0]} requires buildx, and Docker ${version.join('.')} on this machine does not have it.`,
      {
        remedy: INSTALL_BUILDX
      }
    )
  }

  const secrets = secretFlags(plan.secrets)
  return {
    environment: {DOCKER_BUILDKIT: '1', ...secrets.environment},
    args: [
      'build',
      ...common(plan),
      `--platform=${plan.platforms.join(',')}`,
      `--iidfile=${idFile}`,
      ...each('--cache-from', plan.cacheFrom),
      ...secrets.flags,
      ...(plan.push?.kind === 'tag' ? [`--tag=${plan.push.reference}`] : []),
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

/** Every build has these flags, because buildx adds provenance by itself if it gets none of them. */
function attestationFlags({provenance, sbom, attests}: BuildPlan): string[] {
  return [`--provenance=${provenance}`, `--sbom=${sbom}`, ...each('--attest', attests)]
}

/**
 * The action's own annotations also go on the index, if there is one. Without an index, buildx refuses that level. Each flag
 * names one level.
 * @param isIndex whether the build makes an index: for several platforms, or for attestations
 */
function annotationFlags({descriptions, ownAnnotations, annotations}: BuildPlan, isIndex: boolean): string[] {
  const own = {...descriptions, ...ownAnnotations}
  return [
    ...pairs('--annotation', own),
    ...(isIndex ? pairs('--annotation', prefixed('index:', own)) : []),
    ...pairs('--annotation', annotations)
  ]
}

function secretFlags(secrets: readonly Secret[]): {flags: string[]; environment: Record<string, string>} {
  const environment: Record<string, string> = {}
  const flags = secrets.map((secret, index) => {
    if (secret.from === 'file') return `--secret=id=${secret.id},${csvField(`src=${secret.path}`)}`
    const variable = `BUILD_SECRET_${index}`
    environment[variable] = secret.value
    return `--secret=id=${secret.id},env=${variable}`
  })
  return {flags, environment}
}

// Each value is joined to its flag with `=`, so that a value that begins with a dash is not taken for a flag.
const one = (flag: string, value: string | undefined): string[] => (value === undefined ? [] : [`${flag}=${value}`])
const each = (flag: string, values: readonly string[]): string[] => values.map(value => `${flag}=${value}`)
const pairs = (flag: string, values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).map(([name, value]) => `${flag}=${name}=${value}`)

function prefixed(prefix: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]))
}

function needsNewer(setting: string, since: DockerVersion, version: DockerVersion): Failure {
  return new Failure(
    `The setting ${setting} requires buildx ${since.join('.')}, and this machine has buildx ${version.join('.')}.`,
    {remedy: UPDATE_BUILDX}
  )
}
