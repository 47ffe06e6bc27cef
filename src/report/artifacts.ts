import type {Outcome} from '../run/outcome.js'

/**
 * The line for the file that the runner names in `GITHUB_ARTIFACTS`: what a job made, which actions/attest and others find in the
 * steps that follow. One line for an image, since attesting it in the registry takes one alone.
 *
 * The runner fails a step that declares a name twice with two digests, so the tag is one that stays with its image: the
 * version's, else the commit's, else the one of the sources.
 * @returns undefined where this run made nothing: an image that was there is not its work
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
