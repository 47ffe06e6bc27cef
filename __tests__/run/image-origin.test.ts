import {expect, test} from '@jest/globals'
import type {Manifest} from '@org/oci/manifest'

import {readRunner} from '../../src/action/runner.js'
import {originOf} from '../../src/run/image-origin.js'

const COMMIT = 'c'.repeat(40)
const named = (annotations: unknown): Manifest => ({
  digest: 'sha256:a',
  mediaType: 'application/vnd.oci.image.index.v1+json',
  bytes: Buffer.from(JSON.stringify({schemaVersion: 2, manifests: [], annotations}))
})

test.each<[string, unknown, object | undefined]>([
  [
    'is read from its annotations',
    {'org.opencontainers.image.revision': COMMIT, 'org.opencontainers.image.created': null},
    {commit: COMMIT, created: undefined}
  ],
  ['is unknown without annotations', {}, undefined],
  ['is unknown if its annotations are null', null, undefined]
])('the origin of an index %s', async (_, annotations, origin) => {
  const run = {runner: readRunner({GITHUB_REPOSITORY: 'my-org/sample-image'}), signal: new AbortController().signal}
  const nobody = {
    get blobs(): never {
      throw new Error('asked')
    },
    find: () => Promise.reject(new Error('asked'))
  }
  const found = await originOf(run, nobody, named(annotations))
  if (origin === undefined) expect(found).toBeUndefined()
  else expect(found).toMatchObject(origin)
})
