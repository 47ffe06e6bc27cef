/** The normalized parts of an image reference: `alpine` has the registry `docker.io` and the repository `library/alpine`. */
export interface ImageReference {
  /** Host, with its port if it has one. */
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
 * Parses an image reference as Docker does: Docker Hub and `library/` are the defaults.
 * @returns undefined if the text is not a reference
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

/** The full reference, with `:latest` if it has neither tag nor digest. */
export function formatReference({registry, repository, tag, digest}: ImageReference): string {
  const label = tag ?? (digest === undefined ? 'latest' : undefined)
  return `${registry}/${repository}${label === undefined ? '' : `:${label}`}${digest === undefined ? '' : `@${digest}`}`
}

/**
 * The name under which BuildKit looks up a named context: the short form of the reference, without `:latest`.
 * Both buildx (for the flag's key) and the Dockerfile frontend (for the reference it meets) normalize to this form,
 * so one key serves every way of writing the reference.
 * @returns the text itself if it is not a reference
 */
export function contextName(text: string): string {
  const reference = parseReference(text)
  if (reference === undefined) return text
  return formatReference(reference)
    .replace(/^docker\.io\/(library\/(?=[^/]*$))?/, '')
    .replace(/:latest$/, '')
}

/** The origin of a registry's API. Docker Hub's API has another host name. As in Docker, only this machine is reached by plain HTTP. */
export function registryOrigin(registry: string): string {
  if (registry === 'docker.io') return 'https://registry-1.docker.io'
  const local = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(registry)
  return `${local ? 'http' : 'https'}://${registry}`
}
