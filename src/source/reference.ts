/** An image reference in its normalized parts: `alpine` is `docker.io/library/alpine` without tag and digest. */
export interface ImageReference {
  readonly repository: string
  readonly tag?: string
  readonly digest?: string
}

const host = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])`
const component = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*'
const repositoryForm = new RegExp(`^${host}(?::[0-9]+)?/${component}(?:/${component})*$`)
const referenceForm = /^(.+?)(?::(\w[\w.-]{0,127}))?(?:@([a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,}))?$/

/**
 * Reads an image reference as Docker does: Docker Hub and `library/` are understood where they are left out.
 * @returns undefined for what is no reference
 * @see https://pkg.go.dev/github.com/distribution/reference#ParseNormalizedNamed
 */
export function parseReference(text: string): ImageReference | undefined {
  const [, name, tag, digest] = referenceForm.exec(text) ?? []
  if (name === undefined) return undefined
  const repository = normalizeRepository(name)
  if (!repositoryForm.test(repository)) return undefined
  return {repository, ...(tag === undefined ? {} : {tag}), ...(digest === undefined ? {} : {digest})}
}

function normalizeRepository(name: string): string {
  const slash = name.indexOf('/')
  const first = name.slice(0, Math.max(slash, 0))
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase()
  const domain = !isHost || first === 'index.docker.io' ? 'docker.io' : first
  const path = isHost ? name.slice(slash + 1) : name
  return domain === 'docker.io' && !path.includes('/') ? `${domain}/library/${path}` : `${domain}/${path}`
}

/** The reference in full, with `:latest` where neither tag nor digest is given. */
export function formatReference({repository, tag, digest}: ImageReference): string {
  const label = tag ?? (digest === undefined ? 'latest' : undefined)
  return `${repository}${label === undefined ? '' : `:${label}`}${digest === undefined ? '' : `@${digest}`}`
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
