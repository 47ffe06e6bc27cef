import {RegistryError} from '@org/oci/errors'
import {parseReference, registryOrigin} from '@org/oci/reference'
import type {RegistryClient} from '@org/oci/registry-client'
import type {RegistryLogin} from '@org/oci/registry-client'

import type {Location} from '../core/failure.js'
import {Failure, unresolvedHost} from '../core/failure.js'
import {remedy, RUN_AGAIN, THIS_MACHINE} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import type {Base} from './outcome.js'
import {openRegistry} from './registry.js'

export interface BaseLookup {
  /** References from the Dockerfile, with their variables replaced. */
  references: readonly string[]
  /** The line of the Dockerfile that names a reference; undefined if no line does, or if the file is outside the workspace. */
  placeOf: (reference: string) => Location | undefined
  /** The login to a registry, for the scheme that the registry asks for. */
  login: (registry: string, scheme: 'basic' | 'bearer') => Promise<RegistryLogin | undefined>
  /** The reason why the logins of the user are not known; undefined if they are. */
  unreadLogins?: Failure | undefined
  signal: AbortSignal
  notice: (text: string) => void
}

/**
 * Looks up the current digests of base images, all at the same time. The digest of an image that is missing or may not be
 * read is undefined: the image may exist only in the builder.
 * @throws Failure if a registry does not answer, or only asks to try later, or if an image needs a login that cannot be read
 */
export async function resolveBases({
  references,
  placeOf,
  login,
  unreadLogins,
  signal,
  notice
}: BaseLookup): Promise<Base[]> {
  const registries = new Map<string, RegistryClient>()
  const registryOf = (host: string): RegistryClient => {
    const known = registries.get(host)
    if (known !== undefined) return known
    const authorization = {kind: 'on-challenge', login: (scheme: 'basic' | 'bearer') => login(host, scheme)} as const
    // The deadline is shorter than for our own registries: Docker Hub's pull limit lasts for hours, and another minute does
    // not help.
    const made = openRegistry({origin: registryOrigin(host), authorization, signal, deadlineMs: 20_000})
    registries.set(host, made)
    return made
  }
  try {
    return await Promise.all(
      references.map(async reference => {
        const {registry, repository, tag, digest} = parsed(reference)
        if (digest !== undefined) return {reference, digest}
        const found = await ask({reference, registry, location: placeOf(reference)}, () =>
          registryOf(registry)
            .repository(repository)
            .digest(tag ?? 'latest')
        )
        if (found.kind === 'found') return {reference, digest: found.value}
        if (found.kind === 'denied' && unreadLogins !== undefined && (await login(registry, 'basic')) === undefined)
          throw needsLogin(reference, found.reason, unreadLogins, placeOf(reference))
        const why =
          found.kind === 'missing' ? `${registry} has no such image` : `${registry} denied it: ${found.reason}`
        notice(
          `The digest of the base image ${reference} is not known: ${why}. The image is built every time, because the base image may have changed.`
        )
        return {reference, digest: undefined}
      })
    )
  } finally {
    await Promise.all([...registries.values()].map(registry => registry.close()))
  }
}

function needsLogin(reference: string, reason: string, unread: Failure, location: Location | undefined): Failure {
  return new Failure(
    `The base image ${reference} needs a login, because its registry denied it without one: ${reason}. ${unread.message}`,
    {
      cause: unread,
      ...(unread.remedy === undefined ? {} : {remedy: unread.remedy}),
      ...(location === undefined ? {} : {location})
    }
  )
}

function parsed(reference: string) {
  const image = parseReference(reference)
  if (image === undefined) {
    throw new Failure(`The Dockerfile names the base image \`${reference}\`, which is not an image reference.`, {
      remedy: remedy`Correct the Dockerfile. If the name contains a build argument, set that argument with ${setting('build-args')}.`
    })
  }
  return image
}

/** Adds the purpose of the request to an error, because the reader may not expect that base images are looked up. */
async function ask<T>(
  {reference, registry, location}: {reference: string; registry: string; location: Location | undefined},
  call: () => Promise<T>
): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    const place = location === undefined ? '' : ` of ${location.file}:${location.line}`
    const first =
      unresolvedHost(error) === undefined
        ? remedy`${RUN_AGAIN}, and check`
        : `Check the spelling of ${registry}, which has no known address. If it is right, check`
    throw new Failure(`Asking for the digest of the base image ${reference}${place}: ${error.message}`, {
      cause: error,
      ...(location === undefined ? {} : {location}),
      remedy: remedy`${first} that ${THIS_MACHINE} reaches ${registry} itself. A proxy or a mirror that only Docker knows of is not used here.`
    })
  }
}
