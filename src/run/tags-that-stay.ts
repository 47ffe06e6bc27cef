import type {RepositoryClient} from '@org/oci/registry-client'

import {remedies, remedy} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import {RECIPE_SETTINGS} from '../fingerprint/parts.js'
import {commitTag} from '../stages/tags.js'
import type {StageRun} from './context.js'
import {originOf} from './image-origin.js'
import type {StageRepository} from './session.js'

/**
 * The reason why the branch's tags stay where they are: the commit has an image of another recipe. The two images are
 * variants, and people would take this one for the other.
 * @param moves whether the run has a tag of the branch that would move
 */
export async function whyOtherRecipe(
  run: Pick<StageRun, 'inputs' | 'log' | 'revision' | 'runner' | 'signal'>,
  {client, repository}: StageRepository,
  named: ReadonlyMap<string, string | undefined>,
  {digest, recipe, moves}: {digest: string | undefined; recipe: string | undefined; moves: boolean}
): Promise<string | undefined> {
  const own = commitTag(run.revision.commit, run.inputs.variant)
  const first = named.get(own)
  if (recipe === undefined || first === undefined || first === digest) return undefined
  const found = await client.manifest(first)
  const other = found.kind === 'found' ? (await originOf(run, client, found.value))?.recipe : undefined
  if (other === undefined || other === recipe) return undefined
  run.log.warning(
    `${repository.name} already has another image of this commit: ${own} is ${first}. It was built with other settings than this one (${RECIPE_SETTINGS})${moves ? ', so the tags of the branch stay on it' : ''}.`,
    remedies(
      remedy`If both are variants of the image, set ${setting('variant')} in the run of each: then each has its own tags.`,
      remedy`If this image replaces the other, set ${setting('rebuild')}.`
    )
  )
  return `${own} is another image of this commit, built with other settings (${RECIPE_SETTINGS}).`
}

/** The number of later commits that are looked up, newest first. The others may have an image too. */
const LATER_COMMITS = 100

/**
 * The reason why the branch's tags stay where they are: the branch has lost the commit, or a later commit of the branch has
 * its image here, or may have it.
 * The next run corrects a tag that stayed too long. A tag that moved back would make people pull an older image.
 */
export async function whyBehind(
  {laterCommits, log, inputs}: Pick<StageRun, 'laterCommits' | 'log' | 'inputs'>,
  {client}: {client: RepositoryClient}
): Promise<string | undefined> {
  const later = await laterCommits.get()
  if (later.kind === 'unknown') {
    log.warning(
      `It is not known whether a later commit of the branch has an image here, so the tags of the branch stay where they are. ${later.because}`,
      later.remedy
    )
    return 'it is not known whether a later commit of the branch has an image here.'
  }
  // A run that is started again has its old commit, and the branch may have been rewritten meanwhile.
  if (!later.contains) return 'the branch no longer contains this commit.'
  const newest = later.commits.slice(0, LATER_COMMITS)
  const found = await Promise.all(newest.map(commit => client.digest(commitTag(commit, inputs.variant))))
  const image = newest.find((_, index) => found[index]?.kind === 'found')
  if (image !== undefined) return `commit ${image.slice(0, 12)} is later on the branch and has an image here.`
  if (later.total <= newest.length) return undefined
  return `the branch is ${later.total} commits ahead, and only the newest ${newest.length} were looked for here.`
}
