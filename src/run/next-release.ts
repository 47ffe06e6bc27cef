import {Failure} from '../core/failure.js'
import type {Remedy} from '../core/remedy.js'
import {remedies, remedy} from '../core/remedy.js'
import type {Version} from '../stages/version.js'
import {nextVersion} from '../stages/version.js'
import type {StageRun} from './context.js'
import {failureOf} from './failure.js'

/**
 * The remedy for an image that is refused. Master keeps one image for a commit, and a pushed git tag keeps its commit, so the
 * same version cannot be tried again with another image: a release needs another commit, and the next version.
 * @param fix the change to make first, as the start of a sentence: `Update these packages`
 * @param otherwise the remedy in a stage without versions
 */
export function releaseAnotherCommit(
  {stage, revision: {version}, trunk}: Pick<StageRun, 'stage' | 'revision' | 'trunk'>,
  fix: string,
  otherwise: Remedy
): Remedy {
  if (stage !== 'release' || version === undefined) return otherwise
  return remedy`${fix} in another commit of ${trunk}, and wait for its image in master. Then release that commit as the next version: ${releaseAs(version)} The tag v${version.text} stays on its commit.`
}

/** Adds the next version to the error of a release that needs another build. Other errors are returned as they are. */
export function withNextVersion(
  error: unknown,
  {stage, revision: {version}}: Pick<StageRun, 'stage' | 'revision'>
): unknown {
  const failure = failureOf(error)
  if (stage !== 'release' || version === undefined || failure?.needsBuild !== true) return error
  return new Failure(failure.message, {
    cause: error,
    remedy: remedies(
      failure.remedy ?? 'Build and push the image again.',
      remedy`The tag v${version.text} stays on its commit, so another build takes another commit and the next version: ${releaseAs(version)}`
    )
  })
}

/** How to release the version after another one, as a sentence. */
export function releaseAs(version: Version): Remedy {
  const next = nextVersion(version)
  return {
    workflow: `\`git tag v${next} <commit>\` and \`git push origin v${next}\`.`,
    terminal: `\`ecr-registry promote --stage release --version ${next}\`.`
  }
}
