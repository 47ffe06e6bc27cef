/** An image reference in its normalized parts: `alpine` is `library/alpine` on `docker.io`, without tag and digest. */
export interface ImageReference {
  /** Host, with its port where it has one. */
  readonly registry: string
  readonly repository: string
  readonly tag?: string
  /** `sha256:...` */
  readonly digest?: string
}

const host = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])`
const component = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*'
const registryForm = new RegExp(`^${host}(?::[0-9]+)?$`)
const repositoryForm = new RegExp(`^${component}(?:/${component})*$`)
const referenceForm = /^(.+?)(?::(\w[\w.-]{0,127}))?(?:@([a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,}))?$/

/**
 * Reads an image reference as Docker does: Docker Hub and `library/` are understood where they are left out.
 * @returns undefined for what is no reference
 * @see https://pkg.go.dev/github.com/distribution/reference#ParseNormalizedNamed
 */
export function parseReference(text: string): ImageReference | undefined {
  const [, name, tag, digest] = referenceForm.exec(text) ?? []
  if (name === undefined) return undefined
  const {registry, repository} = normalize(name)
  if (!registryForm.test(registry) || !repositoryForm.test(repository)) return undefined
  return {registry, repository, ...(tag === undefined ? {} : {tag}), ...(digest === undefined ? {} : {digest})}
}

function normalize(name: string): {registry: string; repository: string} {
  const slash = name.indexOf('/')
  const first = name.slice(0, Math.max(slash, 0))
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase()
  const registry = !isHost || first === 'index.docker.io' ? 'docker.io' : first
  const path = isHost ? name.slice(slash + 1) : name
  return {registry, repository: registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path}
}

/** The reference in full, with `:latest` where neither tag nor digest is given. */
export function formatReference({registry, repository, tag, digest}: ImageReference): string {
  const label = tag ?? (digest === undefined ? 'latest' : undefined)
  return `${registry}/${repository}${label === undefined ? '' : `:${label}`}${digest === undefined ? '' : `@${digest}`}`
}

/**
 * The name under which BuildKit looks a named context up: the reference as people write it, without `:latest`.
 * Both buildx (for the flag's key) and the Dockerfile frontend (for the reference it meets) normalize to this form,
 * so one key serves every way of writing the reference.
 * @returns the text itself where it is no reference
 */
export function contextName(text: string): string {
  const reference = parseReference(text)
  if (reference === undefined) return text
  return formatReference(reference)
    .replace(/^docker\.io\/(library\/)?/, '')
    .replace(/:latest$/, '')
}

/** Where a registry's API is: Docker Hub's has another name, and Docker speaks plain HTTP to this machine alone. */
export function originOf(registry: string): string {
  if (registry === 'docker.io') return 'https://registry-1.docker.io'
  const local = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(registry)
  return `${local ? 'http' : 'https'}://${registry}`
}
