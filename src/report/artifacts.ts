import type {Outcome} from '../run/outcome.js'

/**
 * The line for the file that the runner names in `GITHUB_ARTIFACTS`. It declares the image that this job made, so that
 * actions/attest and others find it in later steps. An image has one line, because an attestation in the registry has one
 * subject.
 *
 * The runner fails a step that declares a name twice with two digests. The line therefore uses a tag that never moves: the
 * tag of the version, else of the commit, else of the fingerprint.
 * @returns undefined if this run made no image: an image that existed before is not its work
 */
export function artifactOf(outcome: Outcome): string | undefined {
  if (outcome.kind !== 'built' && outcome.kind !== 'promoted') return undefined
  const {registry, repository, digest, tags} = outcome.image
  const own = tags.filter(({kind}) => kind !== 'kept').map(({tag}) => tag)
  const version = outcome.kind === 'promoted' && outcome.version !== undefined ? `v${outcome.version}` : undefined
  const tag =
    own.find(name => name === version) ??
    own.find(name => name.startsWith('sha-')) ??
    own.find(name => name.startsWith('src-'))
  return `oci://${registry}/${repository}${tag === undefined ? '' : `:${tag}`}@${digest}`
}
