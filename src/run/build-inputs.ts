import type {RegistryLogin} from '@org/oci/registry-client'

import type {Location} from '../core/failure.js'
import {Failure} from '../core/failure.js'
import type {UserConfig} from '../docker/config.js'
import {findUserConfig, warnOfUnreadConfig} from '../docker/config.js'
import {findUserLogin} from '../docker/logins.js'
import {readSurroundings} from '../docker/surroundings.js'
import type {BuildMaterials} from '../fingerprint/build-materials.js'
import {readBuildMaterials} from '../fingerprint/build-materials.js'
import type {Fingerprint, Pins} from '../fingerprint/fingerprint.js'
import {computeFingerprint, pinsFor, unresolvedReferences} from '../fingerprint/fingerprint.js'
import {resolveBases} from './base-images.js'
import type {BuildSettings} from './build-settings.js'
import {dockerfileOf, ownPlatform, varyingDescription} from './build-settings.js'
import {identityOfBuilder} from './builder.js'
import {checkContexts, checkLinks} from './checkout.js'
import type {Job, TrialRun} from './context.js'
import type {Base} from './outcome.js'
import type {Session} from './session.js'

/** Everything that goes into an image, with the current digests of its base images. */
export interface BuildInputs {
  settings: BuildSettings
  fingerprint: Fingerprint
  bases: readonly Base[]
  pins: Pins
  /** Digests in hex and commits that pin content which the build fetches, or reads from an OCI layout. */
  checksums: readonly string[]
  /** Path relative to the workspace; undefined if it is outside the workspace. */
  dockerfile: string | undefined
  /** The run and the attempt of the count, which tell uncertain builds apart. */
  nonce: string
  buildPlatform: string
  /** Identifies the builder that was counted; undefined if nothing chooses one. */
  builder: string | undefined
  /** Whether the Dockerfile names the platform of its builder, and this job has another builder than the one that was counted. */
  isOnOtherBuilder: boolean
  /** The platform that is built, if other jobs build the others. */
  part?: string
  /** Counts the files again. The digests of base images are those of the first count. */
  countAgain: () => Promise<Fingerprint>
}

/** The reason of a run that builds. A build that is never compared says so. */
export function reasonOf({reason}: Pick<TrialRun, 'reason'>, {fingerprint}: Pick<BuildInputs, 'fingerprint'>): string {
  return fingerprint.kind === 'unique' ? `${reason} The build is not comparable: ${fingerprint.reason}` : reason
}

/** The facts of a count that the parts of a build and their join take from its plan. */
export type PlannedCount = Pick<BuildInputs, 'bases' | 'nonce' | 'buildPlatform' | 'builder'>

/**
 * Reads everything that goes into an image, and asks the registries for the digests of its base images.
 * @param session logs in to the target's registry, which may hold a base image; undefined if the run logs in nowhere
 * @param planned of a build in parts: no registry is asked, because all parts are built on the same base images
 */
export async function countBuildInputs(
  run: Job,
  settings: BuildSettings,
  session: Session | undefined,
  planned?: PlannedCount
): Promise<BuildInputs> {
  const {runner, environment, log, timings} = run
  await checkLinks(settings, runner.workspace, environment)
  checkContexts(settings, runner, environment)
  const varying = varyingDescription(settings)
  if (varying !== undefined) log.notice(varying)
  const config = await findUserConfig(environment)
  warnOfUnreadConfig(config, log)
  return await timings.time('fingerprint', () => count(run, settings, session, config, planned))
}

async function count(
  run: Job,
  settings: BuildSettings,
  session: Session | undefined,
  config: UserConfig,
  planned: PlannedCount | undefined
): Promise<BuildInputs> {
  const {runner, environment, log} = run
  const surroundings = await readSurroundings(environment)
  const own = {buildPlatform: ownPlatform(), builder: identityOfBuilder(settings.builder, environment)}
  const {nonce, buildPlatform, builder} = planned ?? {nonce: `${runner.runId}.${runner.runAttempt}`, ...own}
  const machine = {directory: runner.workspace, environment, surroundings, buildPlatform, builder}
  const materials = await readBuildMaterials(settings, machine)
  const dockerfile = dockerfileOf(settings, runner.workspace)
  const bases =
    planned === undefined
      ? await basesOf(materials, dockerfile, run, session, config)
      : plannedBases(unresolvedReferences(materials), planned.bases)
  const digests = new Map(bases.map(({reference, digest}) => [reference, digest]))
  const fingerprintOf = (read: BuildMaterials) => computeFingerprint(read, digests, nonce)
  const fingerprint = fingerprintOf(materials)
  const pins = pinsFor(materials, digests)
  for (const notice of [...surroundings.notices, ...fingerprint.notices, ...pins.unpinned.map(unpinnedNotice)])
    log.notice(notice)
  return {
    settings,
    fingerprint,
    bases: [...bases, ...basesOfDockerfile(materials)],
    pins,
    checksums: materials.checksums,
    dockerfile,
    nonce,
    buildPlatform,
    builder,
    isOnOtherBuilder: materials.namesBuilder && (buildPlatform !== own.buildPlatform || builder !== own.builder),
    countAgain: async () => fingerprintOf(await readBuildMaterials(settings, machine))
  }
}

function unpinnedNotice(reference: string): string {
  return `${reference} counts by its digest, but the build cannot be pinned to that digest: a stage of the Dockerfile has the same name. Rename the stage.`
}

/** The base images that the Dockerfile itself pins. */
function basesOfDockerfile({images, frontend}: BuildMaterials): Base[] {
  return [...images, ...(frontend === undefined ? [] : [frontend])].flatMap(({reference, digest}) =>
    digest === undefined ? [] : [{reference, digest}]
  )
}

function plannedBases(references: readonly string[], planned: readonly Base[]): Base[] {
  return references.map(reference => {
    const found = planned.find(base => base.reference === reference)
    if (found === undefined) throw otherSources(`the plan has no base image ${reference}`)
    return found
  })
}

/** The error of a part or a join whose sources are not those of its plan. */
export function otherSources(because: string): Failure {
  return new Failure(`The sources in this job are not those of the plan: ${because}.`, {
    remedy:
      'Check out the same commit in all jobs, with the same options, and give all of them the same inputs of the build. If an earlier step of a job writes into the build context, exclude its files in .dockerignore.'
  })
}

async function basesOf(
  materials: BuildMaterials,
  dockerfile: string | undefined,
  {environment, log, signal}: Job,
  session: Session | undefined,
  config: UserConfig
): Promise<Base[]> {
  return await resolveBases({
    references: unresolvedReferences(materials),
    placeOf: reference => lineOf(reference, materials, dockerfile),
    login: (host, scheme) => findLogin(host, scheme, environment, session),
    unreadLogins: config.kind === 'unread' ? config.failure : undefined,
    signal,
    notice: log.notice
  })
}

function lineOf(reference: string, {images}: BuildMaterials, dockerfile: string | undefined): Location | undefined {
  const line = images.find(image => image.reference === reference)?.line
  return dockerfile === undefined || line === undefined ? undefined : {file: dockerfile, line}
}

/** The login of the user's Docker, or else that of the run's own registry. ECR always asks for the Basic scheme. */
export async function findLogin(
  host: string,
  scheme: 'basic' | 'bearer',
  environment: Job['environment'],
  session: Session | undefined
): Promise<RegistryLogin | undefined> {
  const own = await findUserLogin(host, environment)
  if (own !== undefined || scheme === 'bearer' || session === undefined) return own
  const login = await session.login()
  return new URL(login.origin).host === host ? login : undefined
}
