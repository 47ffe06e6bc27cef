import {Failure} from './failure.js'
import type {Repository} from './github/repository.js'

/** The payload names the branch of the other run, and a tag can be called as the trunk is: what counts is the commit. */
export async function checkIsOnTrunk(repository: Repository, {sha}: {sha: string}, trunk: string): Promise<void> {
  const later = await repository.laterCommits(sha, trunk)
  if (later.kind === 'known' && later.contains) return
  throw new Failure(
    `The other workflow ran on commit ${sha}, ${later.kind === 'known' ? `which is not on the trunk ${trunk}` : `and whether that is on the trunk ${trunk} is not known: ${later.because}`}.`,
    {remedy: later.kind === 'known' ? `Let this workflow follow runs of ${trunk} alone.` : 'Add `contents: read` to the `permissions:` of this job.'}
  )
}
