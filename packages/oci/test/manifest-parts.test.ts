import {describe, expect, test} from '@jest/globals'

import {digestOf} from '../src/manifest.js'
import {cosignTags, partsOf, referrersTag} from '../src/manifest-parts.js'

const digest = `sha256:${'a'.repeat(64)}`
const other = `sha512:${'b'.repeat(128)}`
const one = (mediaType: string, more = {}) => ({mediaType, digest, size: 1, ...more})
const two = (mediaType: string, more = {}) => ({mediaType, digest: other, size: 2, ...more})

function parts(json: unknown) {
  const bytes = Buffer.from(JSON.stringify(json))
  const {children, blobs, foreign, subject} = partsOf({digest: digestOf(bytes), mediaType: 'x', bytes})
  const names = (all: {digest: string}[]) => all.map(part => part.digest)
  return {children: names(children), blobs: names(blobs), foreign: names(foreign), subject}
}

const NOTHING = {children: [], blobs: [], foreign: [], subject: undefined}

describe('a manifest is made of', () => {
  test.each<[string, object, object]>([
    ['config and layers', {config: one('config'), layers: [two('layer')]}, {blobs: [digest, other]}],
    [
      'a layer once, however often it is named',
      {config: one('config'), layers: [two('layer'), two('layer')]},
      {blobs: [digest, other]}
    ],
    [
      'the manifests of an index',
      {
        manifests: [
          one('application/vnd.oci.image.manifest.v1+json'),
          two('application/vnd.docker.distribution.manifest.list.v2+json')
        ]
      },
      {children: [digest, other]}
    ],
    [
      "the layers of BuildKit's cache",
      {manifests: [one('application/vnd.oci.image.layer.v1.tar+gzip')]},
      {blobs: [digest]}
    ],
    ['the blobs of an artifact manifest', {blobs: [one('x')], subject: two('y')}, {blobs: [digest], subject: other}],
    [
      'no foreign layer',
      {
        config: one('config'),
        layers: [two('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', {urls: ['https://x']})]
      },
      {blobs: [digest], foreign: [other]}
    ],
    [
      'a foreign layer that is to be had nowhere else',
      {layers: [two('application/vnd.oci.image.layer.nondistributable.v1.tar')]},
      {blobs: [other]}
    ],
    [
      'a layer that is to be had elsewhere too',
      {layers: [two('application/vnd.oci.image.layer.v1.tar', {urls: ['https://x']})]},
      {blobs: [other]}
    ],
    ['nothing', {}, {}],
    [
      'nothing where there is null',
      {config: null, layers: null, manifests: null, blobs: null, subject: null, annotations: null},
      {}
    ],
    [
      'descriptors whose other fields are null',
      {
        layers: [
          one('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', {
            urls: null,
            annotations: null,
            platform: null
          })
        ]
      },
      {blobs: [digest]}
    ],
    ['layers where the manifests are null', {manifests: null, layers: [one('layer', {urls: null})]}, {blobs: [digest]}]
  ])('%s', (_, json, expected) => {
    expect(parts({schemaVersion: 2, ...json})).toEqual({...NOTHING, ...expected})
  })
})

test('what a manifest carries beside is nested as deep as it likes', () => {
  const bytes = Buffer.from(`{"schemaVersion":2,"layers":[],"more":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
  expect(partsOf({digest: digestOf(bytes), mediaType: 'x', bytes})).toEqual(NOTHING)
})

test('an entry of a list that is null is malformed: a list has no absent ones', () => {
  expect(() => parts({manifests: [null]})).toThrow('its `manifests` names something without digest, media type or size')
})

test('tags that name a digest', () => {
  const hex = 'a'.repeat(64)
  expect(referrersTag(digest)).toBe(`sha256-${hex}`)
  expect(referrersTag(other)).toBe(`sha512-${'b'.repeat(64)}`)
  expect(cosignTags(digest)).toEqual([`sha256-${hex}.sig`, `sha256-${hex}.att`, `sha256-${hex}.sbom`])
})
