import {expect, test} from '@jest/globals'
import type {Manifest} from '@org/oci/manifest'
import type {LookupResult} from '@org/oci/registry-client'

import {Failure} from '../../src/core/failure.js'
import {describeImage, findImage} from '../../src/run/staged-image.js'
import {targetOfArns} from '../../src/stages/target.js'

const target = targetOfArns('development', {
  roleArn: 'arn:aws:iam::111122223333:role/sample-image-development-github',
  repositoryArn: 'arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/development'
})
const look = async (found: LookupResult<Manifest>) => {
  const client = {manifest: () => Promise.resolve(found)}
  return await findImage({client, repository: target.repository}, target.stage, 'main', 'Ask for it.')
}
const denied = (reason: string): LookupResult<Manifest> => ({kind: 'denied', reason})

test('a tag gives the image that it names, or nothing', async () => {
  const image: Manifest = {digest: 'sha256:a', mediaType: '', bytes: Buffer.from('{}')}
  expect(await look({kind: 'found', value: image})).toBe(image)
  expect(await look({kind: 'missing', what: 'manifest'})).toBeUndefined()
})

test.each<[string, LookupResult<Manifest>, string, string]>([
  [
    'a repository that does not exist',
    {kind: 'missing', what: 'repository'},
    'The repository sample-image/development does not exist in account 111122223333, eu-west-1.',
    'Is it the right repository? It comes from the input `repository-arn`. If it is, deploy infra/ for the stage development.'
  ],
  [
    'a denial without a reason',
    denied('403 DENIED'),
    'Looking for main in arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/development: 403 DENIED',
    'Is it the right repository? It comes from the input `repository-arn`.\nAsk for it.'
  ],
  [
    'a denial with a reason',
    denied(
      'User: arn:aws:iam::111122223333:user/ada is not authorized to perform: ecr:BatchGetImage on resource: R because no identity-based policy allows the ecr:BatchGetImage action'
    ),
    'Looking for main in arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/development: User: arn:aws:iam::111122223333:user/ada',
    'Is it the right repository? It comes from the input `repository-arn`.\narn:aws:iam::111122223333:user/ada needs `ecr:BatchGetImage` on R'
  ]
])('%s is a failure with its remedy', async (_, found, message, remedy) => {
  const failure: unknown = await look(found).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Failure)
  expect(failure).toMatchObject({message: expect.stringContaining(message), remedy: expect.stringContaining(remedy)})
})

test('an index may list images without a platform', async () => {
  const child = {mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: `sha256:${'a'.repeat(64)}`, size: 1}
  const manifests = [
    {...child, platform: {os: 'linux', architecture: 'arm64', variant: null}},
    {...child, platform: null},
    child
  ]
  const index: Manifest = {
    digest: 'sha256:b',
    mediaType: 'application/vnd.oci.image.index.v1+json',
    bytes: Buffer.from(JSON.stringify({manifests}))
  }
  expect(await describeImage({manifest: () => Promise.reject(new Error('asked'))}, index, [], false)).toEqual({
    platforms: ['linux/arm64'],
    size: undefined
  })
})

test('an attestation that is listed as an image is no platform and has no part in the size', async () => {
  const config = {mediaType: 'application/vnd.oci.image.config.v1+json', size: 1}
  const withLayer = (mediaType: string): Manifest => ({
    digest: '',
    mediaType: '',
    bytes: Buffer.from(JSON.stringify({config, layers: [{mediaType, size: 10}]}))
  })
  const children = new Map<string, Manifest>([
    ['image', withLayer('application/vnd.oci.image.layer.v1.tar+gzip')],
    ['attestation', withLayer('application/vnd.in-toto+json')]
  ])
  const listed = (digest: string, os: string, architecture: string) => ({
    digest,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    platform: {os, architecture}
  })
  const index = {
    digest: 'sha256:b',
    mediaType: 'application/vnd.oci.image.index.v1+json',
    bytes: Buffer.from(
      JSON.stringify({
        manifests: [
          listed('image', 'linux', 'amd64'),
          listed('attestation', 'linux', 'riscv64'),
          listed('attestation', '', ''),
          listed('attestation', 'linux', 'unknown'),
          listed('attestation', 'unknown', 'unknown')
        ]
      })
    )
  }
  const client = {
    manifest: (digest: string) => Promise.resolve({kind: 'found' as const, value: children.get(digest)!})
  }
  expect(await describeImage(client, index, [], true)).toEqual({platforms: ['linux/amd64'], size: 11})
})
