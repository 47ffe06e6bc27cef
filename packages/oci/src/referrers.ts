import type {Channel} from './channel.js'
import {codesOf, messageWithCauses, RegistryError} from './errors.js'
import type {RegistryResponse} from './http.js'
import type {LookupResult} from './lookup.js'
import type {Descriptor, Manifest} from './manifest.js'
import {indexEntries, MalformedManifest, referrersTag} from './manifest-parts.js'
import {nextPage} from './pages.js'

/**
 * The most bytes of a list of referrers. It repeats the annotations of each, and a manifest may have 4 MiB of them.
 */
const LIST_LIMIT = 64 * 1024 * 1024

/** Whether a registry has the API that lists referrers. The first listing shows it. */
export class ReferrersApi {
  state: 'unknown' | 'present' | 'absent' = 'unknown'
  private first: Promise<unknown> | undefined

  /** Runs a listing. The first one shows whether the API exists, so all others wait for it. */
  async use<T>(list: () => Promise<T>): Promise<T> {
    if (this.first !== undefined) await this.first
    const listing = list()
    this.first ??= listing.catch(() => undefined)
    return await listing
  }
}

/** The repository in which referrers are listed. */
export interface ReferrerRepository {
  readonly channel: Channel
  readonly name: string
  manifest: (reference: string) => Promise<LookupResult<Manifest>>
}

/**
 * All referrers of a manifest, from the API or, if the registry has none, from the tag that replaces it.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
 */
export async function listReferrers(
  repository: ReferrerRepository,
  api: ReferrersApi,
  digest: string
): Promise<Descriptor[]> {
  const {channel, name} = repository
  const purpose = `listing the referrers of ${digest} in ${name}`
  const ask = async (to: string | URL): Promise<RegistryResponse> =>
    await channel.send({method: 'GET', to, purpose, access: 'pull', limit: LIST_LIMIT})

  const all = new Map<string, Descriptor>()
  // A list may have more entries than a call takes arguments.
  const add = (entries: readonly Descriptor[]): void => {
    for (const one of entries) all.set(one.digest, one)
  }
  const seen = new Set<string>()
  for (let to: string | URL | undefined = `referrers/${digest}`; to !== undefined;) {
    if (api.state === 'absent') return await byTag(repository, digest, purpose)
    let response = await ask(to)
    // A transient 404 must not hide a signature, so only a second 404 shows that the API is missing.
    if (isUnsupported(response)) response = await ask(to)
    if (isUnsupported(response) && seen.size === 0) {
      if (api.state === 'unknown') api.state = 'absent'
      return await byTag(repository, digest, purpose)
    }
    if (response.status !== 200) throw channel.refusal(purpose, response)
    api.state = 'present'
    try {
      add(indexEntries(response.body))
    } catch (error) {
      if (!(error instanceof MalformedManifest)) throw error
      // The answer may have been corrupted on the way: ask once more.
      response = await ask(to)
      if (response.status !== 200) throw channel.refusal(purpose, response)
      add(readList(response, repository, purpose))
    }
    to = nextPage(response, to, channel, purpose, seen)
  }
  return [...all.values()]
}

/** @throws RegistryError if the answer is not a list */
function readList(response: RegistryResponse, {channel}: ReferrerRepository, purpose: string): Descriptor[] {
  try {
    return indexEntries(response.body)
  } catch (error) {
    throw new RegistryError({
      ...channel.details(purpose),
      answer: `the answer is not a list of referrers: ${messageWithCauses(error)}`,
      cause: error,
      needsBuild: true
    })
  }
}

function isUnsupported(response: RegistryResponse): boolean {
  return (response.status === 404 && !codesOf(response).includes('NAME_UNKNOWN')) || response.status === 405
}

async function byTag(repository: ReferrerRepository, digest: string, purpose: string): Promise<Descriptor[]> {
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
