import {expect, test} from '@jest/globals'

import {readRunner} from '../src/inputs.js'
import type {Manifest} from '../src/registry/manifest.js'
import {originOf} from '../src/source-image.js'
import {parseRepositoryArn} from '../src/stages/arn.js'

const COMMIT = 'c'.repeat(40)
const named = (annotations: unknown): Manifest => ({
  digest: 'sha256:a', mediaType: 'application/vnd.oci.image.index.v1+json', bytes: Buffer.from(JSON.stringify({schemaVersion: 2, manifests: [], annotations}))
})

test.each<[string, unknown, object | undefined]>([
  ['by its annotations', {'org.opencontainers.image.revision': COMMIT, 'org.opencontainers.image.created': null}, {commit: COMMIT, created: undefined}],
  ['by none', {}, undefined],
  ['by null, which is none', null, undefined]
])('an index says where it comes from %s', async (_, annotations, origin) => {
  const run = {runner: readRunner({GITHUB_REPOSITORY: 'my-org/sample-image'}), signal: new AbortController().signal}
  const nobody = {repository: () => { throw new Error('asked') }}
  const source = parseRepositoryArn('arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master', 'source-repository-arn')
  const found = await originOf(run, nobody, source, named(annotations))
  if (origin === undefined) expect(found).toBeUndefined()
  else expect(found).toMatchObject(origin)
})
