/** An image reference, normalized as Docker does: `alpine` is `docker.io/library/alpine:latest`. */
export interface ImageReference {
  /** Host, with its port where it has one. */
  registry: string
  repository: string
  tag: string | undefined
  /** `sha256:...` */
  digest: string | undefined
}

const DIGEST = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*$/
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/

/**
 * Parses a reference by the rules of https://github.com/distribution/reference: what stands before the first slash is
 * a host only if it has a dot or a colon, or is `localhost`.
 * @returns undefined where it is none
 */
export function parseReference(text: string): ImageReference | undefined {
  const [beforeDigest, digest] = splitOnce(text, '@')
  if (digest !== undefined && !DIGEST.test(digest)) return undefined

  const slash = beforeDigest.indexOf('/')
  const first = slash === -1 ? '' : beforeDigest.slice(0, slash)
  const hasHost = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase()
  const host = hasHost ? first : 'docker.io'
  const rest = hasHost ? beforeDigest.slice(slash + 1) : beforeDigest
  const [path, tag] = splitOnce(rest, ':')
  const registry = host === 'index.docker.io' ? 'docker.io' : host
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path
  if (!REPOSITORY.test(repository) || (tag !== undefined && !TAG.test(tag))) return undefined
  return {registry, repository, tag: tag ?? (digest === undefined ? 'latest' : undefined), digest}
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

/** Where a registry's API is: Docker Hub's has another name, and Docker speaks plain HTTP to this machine alone. */
export function originOf(registry: string): string {
  if (registry === 'docker.io') return 'https://registry-1.docker.io'
  const local = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(registry)
  return `${local ? 'http' : 'https'}://${registry}`
}
