import type {RegistryLogin} from '@org/oci/registry-client'

import type {Location} from '../core/failure.js'
import {findUserLogin} from '../docker/logins.js'
import type {Fingerprint, Pins} from '../fingerprint/fingerprint.js'
import {fingerprint, pins, unresolved} from '../fingerprint/fingerprint.js'
import {doubtOfPlatform} from '../fingerprint/platform.js'
import type {Source} from '../fingerprint/source.js'
import {readSource} from '../fingerprint/source.js'
import {resolveBases} from './base-images.js'
import type {BuildSettings} from './build-settings.js'
import {dockerfileOf, ownPlatform} from './build-settings.js'
import type {Job} from './context.js'
import type {Base} from './outcome.js'
import type {Session} from './session.js'

/** All that goes into an image, with the digests that its base images have now. */
export interface BuildInputs {
  settings: BuildSettings
  fingerprint: Fingerprint
  bases: Base[]
  pins: Pins
  /** Path from the workspace; undefined if it is not in there. */
  dockerfile: string | undefined
}

/**
 * Reads all that goes into an image, and asks the registries for the digests of its base images.
 * @param session logs in to the target's registry, which may hold a base image; undefined if the run logs in nowhere
 */
export async function countBuildInputs(
  run: Job,
  settings: BuildSettings,
  session: Session | undefined
): Promise<BuildInputs> {
  const {runner, environment, log, timings} = run
  for (const doubt of settings.platforms.map(doubtOfPlatform)) if (doubt !== undefined) log.warning(doubt)
  return await timings.time('fingerprint', async () => {
    const source = await readSource(settings, {directory: runner.workspace, environment, buildPlatform: ownPlatform()})
    const dockerfile = dockerfileOf(settings, runner.workspace)
    const bases = await basesOf(source, dockerfile, run, session)
    const digests = new Map(bases.map(({reference, digest}) => [reference, digest]))
    const counted = fingerprint(source, digests, `${runner.runId}.${runner.runAttempt}`)
    const held = pins(source, digests)
    for (const notice of counted.notices) log.notice(notice)
    for (const reference of held.unpinned) {
      log.notice(
        `${reference} counts by its digest, but cannot be held to it: a stage of the Dockerfile has the same name. Rename the stage.`
      )
    }
    const pinned = source.images.flatMap(({reference, digest}) => (digest === undefined ? [] : [{reference, digest}]))
    return {settings, fingerprint: counted, bases: [...bases, ...pinned], pins: held, dockerfile}
  })
}

async function basesOf(
  source: Source,
  dockerfile: string | undefined,
  {environment, log, signal}: Job,
  session: Session | undefined
): Promise<Base[]> {
  return await resolveBases({
    references: unresolved(source),
    placeOf: reference => lineOf(reference, source, dockerfile),
    login: (host, scheme) => findLogin(host, scheme, environment, session),
    signal,
    notice: log.notice
  })
}

function lineOf(reference: string, {images}: Source, dockerfile: string | undefined): Location | undefined {
  const line = images.find(image => image.reference === reference)?.line
  return dockerfile === undefined || line === undefined ? undefined : {file: dockerfile, line}
}

/** The login that the user's Docker has, or that of the run's own registry, which asks for Basic as all of ECR does. */
async function findLogin(
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
