import type {Manifest} from '@org/oci/manifest'
import {jsonOf} from '@org/oci/manifest'
import type {RepositoryClient} from '@org/oci/registry-client'

import {RECIPE} from '../fingerprint/parts.js'
import type {StageRun} from './context.js'
import type {Fields} from './image-config.js'
import {readImageConfig} from './image-config.js'
import type {Origin} from './outcome.js'

/**
 * Reads the origin of an image from its annotations, or else from its labels.
 * @see https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
export async function originOf(
  {runner, signal}: Pick<StageRun, 'runner' | 'signal'>,
  client: Pick<RepositoryClient, 'blobs'>,
  manifest: Manifest
): Promise<Origin | undefined> {
  const own = `${runner.serverUrl}/${runner.repository}`
  try {
    const {annotations = {}} = jsonOf(manifest.bytes) as {annotations?: Fields}
    return originIn(annotations, own) ?? originIn((await readImageConfig(client, manifest)).Labels ?? {}, own)
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}

function originIn(fields: Fields, own: string): Origin | undefined {
  const [commit, created, version, source] = ['revision', 'created', 'version', 'source'].map(name => {
    const value = fields[`org.opencontainers.image.${name}`]
    return typeof value === 'string' && value !== '' ? value : undefined
  })
  if (commit === undefined) return undefined
  const isOurs = source === own && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)
  const recipe = fields[RECIPE]
  return {
    commit,
    recipe: typeof recipe === 'string' ? recipe : undefined,
    created,
    version,
    runs: isOurs ? `${own}/commit/${commit}/checks` : undefined
  }
}
