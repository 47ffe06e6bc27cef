import {expect, test} from '@jest/globals'
import type {Manifest} from '@org/oci/manifest'
import type {RepositoryClient} from '@org/oci/registry-client'

import {readRunner} from '../../src/action/runner.js'
import {originOf} from '../../src/run/image-origin.js'

const COMMIT = 'c'.repeat(40)
const named = (annotations: unknown): Manifest => ({
  digest: 'sha256:a',
  mediaType: 'application/vnd.oci.image.index.v1+json',
  bytes: Buffer.from(JSON.stringify({schemaVersion: 2, manifests: [], annotations}))
})

test.each<[string, unknown, Record<string, unknown> | undefined]>([
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

test('the origin of an index is that of its first image, also if it lists an attestation before that', async () => {
  const config = {mediaType: 'application/vnd.oci.image.config.v1+json'}
  const child = (type: string, annotations: object): Manifest => ({
    digest: '',
    mediaType: '',
    bytes: Buffer.from(JSON.stringify({config, layers: [{mediaType: type}], annotations}))
  })
  const children = new Map([
    ['attestation', child('application/vnd.in-toto+json', {})],
    ['image', child('application/vnd.oci.image.layer.v1.tar+gzip', {'org.opencontainers.image.revision': COMMIT})]
  ])
  const manifests = [...children.keys()].map(digest => ({
    digest,
    mediaType: 'application/vnd.oci.image.manifest.v1+json'
  }))
  const index = {...named({}), bytes: Buffer.from(JSON.stringify({manifests}))}
  const run = {runner: readRunner({GITHUB_REPOSITORY: 'my-org/sample-image'}), signal: new AbortController().signal}
  const blobs = {read: () => Promise.resolve(Buffer.from('{}'))} as unknown as RepositoryClient['blobs']
  const client = {blobs, find: (digest: string) => Promise.resolve(children.get(digest))}
  expect(await originOf(run, client, index)).toMatchObject({commit: COMMIT})
})
