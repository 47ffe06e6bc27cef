import {userLogin} from './builder/logins.js'
import type {Location} from './failure.js'
import type {Job} from './job.js'
import type {Base} from './outcome.js'
import {resolveBases} from './registry/bases.js'
import type {Session} from './session.js'
import type {BuildSettings} from './settings.js'
import {dockerfileOf, ownPlatform} from './settings.js'
import type {Fingerprint, Pins} from './source/fingerprint.js'
import {fingerprint, pins, unresolved} from './source/fingerprint.js'
import {doubtOfPlatform} from './source/platform.js'
import {readSource} from './source/source.js'

/** All that goes into the image, with the digests that its base images have now. */
export interface CountedSources {
  fingerprint: Fingerprint
  bases: Base[]
  pins: Pins
  /** From the workspace; undefined where it is not in there. */
  dockerfile: string | undefined
}

/**
 * Reads all that goes into the image and asks the registries for the digests of its base images.
 * @param session where a base image may stand in the registry that is being logged in to
 */
export async function countSources(run: Job, settings: BuildSettings, session: Promise<Session> | undefined): Promise<CountedSources> {
  const {runner, environment, log, phases, signal} = run
  for (const doubt of settings.platforms.map(doubtOfPlatform)) if (doubt !== undefined) log.warning(doubt)
  return await phases.time('fingerprint', async () => {
    const source = await readSource(settings, {directory: runner.workspace, environment, buildPlatform: ownPlatform()})
    const login = async (host: string, scheme: 'basic' | 'bearer') => {
      const own = await userLogin(host, environment)
      if (own !== undefined || scheme === 'bearer' || session === undefined) return own
      // ECR asks for Basic: a base image may stand in the registry we are logging in to.
      const {registry, login} = await session
      return registry.host === host ? login : undefined
    }
    const dockerfile = dockerfileOf(settings, runner.workspace)
    const placeOf = (reference: string): Location | undefined => {
      const line = source.images.find(image => image.reference === reference)?.line
      return dockerfile === undefined || line === undefined ? undefined : {file: dockerfile, line}
    }
    const bases = await resolveBases({references: unresolved(source), placeOf, login, signal, notice: log.notice})
    const digests = new Map(bases.map(({reference, digest}) => [reference, digest]))
    const counted = fingerprint(source, digests, `${runner.runId}.${runner.runAttempt}`)
    const held = pins(source, digests)
    for (const notice of counted.notices) log.notice(notice)
    for (const reference of held.unpinned) log.notice(`${reference} counts by its digest, but cannot be held to it: a stage of the Dockerfile has the same name. Rename the stage.`)
    const pinned = source.images.flatMap(({reference, digest}) => (digest === undefined ? [] : [{reference, digest}]))
    return {
      fingerprint: counted,
      bases: [...bases, ...pinned],
      pins: held,
      dockerfile
    }
  })
}
