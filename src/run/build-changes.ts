import {jsonOf} from '@org/oci/manifest'

import {changedParts, readPartAnnotations} from '../fingerprint/parts.js'
import type {BuildInputs} from './build-inputs.js'
import type {BuildRun} from './context.js'
import type {StageRepository} from './session.js'
import type {TagsAtTarget} from './tags.js'

/**
 * The parts of the build that changed since the image that the branch's tag names.
 * @returns `the base image node:22 moved and the context changed`; undefined if that image does not exist or does not tell its
 * parts, or if nothing changed
 */
export async function changesSincePrevious(
  {signal}: Pick<BuildRun, 'signal'>,
  {client}: Pick<StageRepository, 'client'>,
  {tags, named}: TagsAtTarget,
  {fingerprint}: Pick<BuildInputs, 'fingerprint'>
): Promise<string | undefined> {
  const digest = tags
    .filter(({kind}) => kind === 'pull-request' || kind === 'branch' || kind === 'trunk')
    .map(({name}) => named.get(name))
    .find(one => one !== undefined)
  if (digest === undefined || fingerprint.kind !== 'comparable') return undefined
  try {
    const found = await client.manifest(digest)
    if (found.kind !== 'found') return undefined
    const {annotations = {}} = jsonOf(found.value.bytes) as {annotations?: Record<string, unknown>}
    const before = readPartAnnotations(annotations)
    return before === undefined ? undefined : inProse(changedParts(before, fingerprint.parts))
  } catch {
    // The sentence is a help for people. The build itself does not need the previous image.
    signal.throwIfAborted()
    return undefined
  }
}

function inProse(clauses: readonly string[]): string | undefined {
  const last = clauses.at(-1)
  return clauses.length < 2 ? last : `${clauses.slice(0, -1).join(', ')} and ${last ?? ''}`
}
