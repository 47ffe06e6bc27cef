import type {Channel} from './channel.js'
import {codesOf, messageOf, RegistryError} from './errors.js'
import type {Found} from './found.js'
import type {RegistryResponse} from './http.js'
import type {Descriptor, Manifest} from './manifest.js'
import {listed, MalformedManifest, referrersTag} from './manifest-parts.js'
import {nextPage} from './pages.js'

/** Whether a registry lists referrers; not known until it was asked. */
export class ReferrersApi {
  state: 'unknown' | 'present' | 'absent' = 'unknown'
  private first: Promise<unknown> | undefined

  /** Lists; who comes while nothing is known yet waits for what the first one finds. */
  async use<T>(list: () => Promise<T>): Promise<T> {
    if (this.first !== undefined) await this.first
    const listing = list()
    this.first ??= listing.catch(() => undefined)
    return await listing
  }
}

/** The repository whose referrers are listed. */
export interface Listed {
  readonly channel: Channel
  readonly name: string
  manifest: (reference: string) => Promise<Found<Manifest>>
}

/**
 * All referrers of a manifest, by the API or, where the registry has none, by the tag that stands in for it.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
 */
export async function listReferrers(repository: Listed, api: ReferrersApi, digest: string): Promise<Descriptor[]> {
  const {channel, name} = repository
  const purpose = `listing the referrers of ${digest} in ${name}`
  const ask = async (to: string | URL): Promise<RegistryResponse> =>
    await channel.send({method: 'GET', to, purpose, access: 'pull'})

  const all: Descriptor[] = []
  const seen = new Set<string>()
  for (let to: string | URL | undefined = `referrers/${digest}`; to !== undefined;) {
    if (api.state === 'absent') return await byTag(repository, digest, purpose)
    let response = await ask(to)
    // A 404 that passes must not hide a signature: only two of them say that there is no such API.
    if (isAbsence(response)) response = await ask(to)
    if (isAbsence(response) && seen.size === 0) {
      if (api.state === 'unknown') api.state = 'absent'
      return await byTag(repository, digest, purpose)
    }
    if (response.status !== 200) throw channel.refusal(purpose, response)
    api.state = 'present'
    try {
      all.push(...listed(response.body))
    } catch (error) {
      if (!(error instanceof MalformedManifest)) throw error
      all.push(...readList(await ask(to), repository, purpose))
    }
    to = nextPage(response, to, channel, purpose, seen)
  }
  return [...new Map(all.map(one => [one.digest, one])).values()]
}

/** @throws RegistryError for a list that is none, where it was asked for twice */
function readList(response: RegistryResponse, {channel}: Listed, purpose: string): Descriptor[] {
  try {
    return listed(response.body)
  } catch (error) {
    throw new RegistryError({
      ...channel.details(purpose),
      answer: `what came is no list: ${messageOf(error)}`,
      cause: error
    })
  }
}

function isAbsence(response: RegistryResponse): boolean {
  return (response.status === 404 && !codesOf(response).includes('NAME_UNKNOWN')) || response.status === 405
}

async function byTag(repository: Listed, digest: string, purpose: string): Promise<Descriptor[]> {
  const found = await repository.manifest(referrersTag(digest))
  switch (found.kind) {
    case 'found':
      return readList({status: 200, headers: {}, body: found.value.bytes}, repository, purpose)
    case 'missing':
      return []
    case 'denied':
      throw repository.channel.absence(purpose, found)
  }
}
