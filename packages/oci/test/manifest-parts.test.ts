import {describe, expect, test} from '@jest/globals'

import {digestOf} from '../src/manifest.js'
import {cosignTags, foreignLayersOf, partsOf, referrersTag} from '../src/manifest-parts.js'

const digest = `sha256:${'a'.repeat(64)}`
const other = `sha512:${'b'.repeat(128)}`
const one = (mediaType: string, more = {}) => ({mediaType, digest, size: 1, ...more})
const two = (mediaType: string, more = {}) => ({mediaType, digest: other, size: 2, ...more})

function parts(json: unknown) {
  const bytes = Buffer.from(JSON.stringify(json))
  const {children, blobs} = partsOf({digest: digestOf(bytes), mediaType: 'x', bytes})
  const names = (all: {digest: string}[]) => all.map(part => part.digest)
  return {children: names(children), blobs: names(blobs)}
}

const NOTHING = {children: [], blobs: []}

describe('a manifest names', () => {
  test.each<[string, object, object]>([
    ['config and layers', {config: one('config'), layers: [two('layer')]}, {blobs: [digest, other]}],
    [
      'a layer once, even if it is listed twice',
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
    ['the blobs of an artifact manifest', {blobs: [one('x')], subject: two('y')}, {blobs: [digest]}],
    [
      'no foreign layer',
      {
        config: one('config'),
        layers: [two('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', {urls: ['https://x']})]
      },
      {blobs: [digest]}
    ],
    [
      'a foreign layer without URLs',
      {layers: [two('application/vnd.oci.image.layer.nondistributable.v1.tar')]},
      {blobs: [other]}
    ],
    [
      'an ordinary layer that has URLs',
      {layers: [two('application/vnd.oci.image.layer.v1.tar', {urls: ['https://x']})]},
      {blobs: [other]}
    ],
    ['nothing', {}, {}],
    [
      'nothing in fields that are null',
      {config: null, layers: null, manifests: null, blobs: null, subject: null, annotations: null},
      {}
    ],
    [
      'a blob whose optional fields are null',
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
    ['layers if the manifests are null', {manifests: null, layers: [one('layer', {urls: null})]}, {blobs: [digest]}]
  ])('%s', (_, json, expected) => {
    expect(parts({schemaVersion: 2, ...json})).toEqual({...NOTHING, ...expected})
  })
})

test('other fields of a manifest may be nested to any depth', () => {
  const bytes = Buffer.from(`{"schemaVersion":2,"layers":[],"more":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
  expect(partsOf({digest: digestOf(bytes), mediaType: 'x', bytes})).toEqual(NOTHING)
})

test.each([
  ['an entry of a list', {manifests: [null]}, 'its `manifests`'],
  ['a layer with an invalid digest', {layers: [{...one('layer'), digest: '../x'}]}, 'its `layers`'],
  ['a subject without a digest', {subject: {mediaType: 'x', size: 1}}, 'its `subject`']
])('%s is malformed if it lacks a digest, a media type or a size', (_, json, which) => {
  expect(() => parts(json)).toThrow(`${which} has a descriptor without a valid digest, media type or size`)
})

describe('a manifest is malformed if it', () => {
  const layer = one('application/vnd.oci.image.layer.v1.tar')
  const child = one('application/vnd.oci.image.manifest.v1+json')
  const [image, index] = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.oci.image.index.v1+json']
  test.each<[string, string, object, string]>([
    [
      'is an index and an image',
      index,
      {manifests: [child], layers: [layer]},
      'it has `manifests` and `layers` at once'
    ],
    [
      'is an index with a config',
      index,
      {manifests: [child], config: layer},
      'it has `manifests` and `config` at once'
    ],
    [
      'is an index by its list, but an image by its type',
      image,
      {manifests: [child]},
      `its media type is ${image}, but it has \`manifests\``
    ],
    [
      'is an image by its layers, but an index by its type',
      index,
      {config: layer, layers: [layer]},
      `its media type is ${index}, but it has \`config\`, \`layers\``
    ],
    [
      'hides layers from some readers',
      index,
      {manifests: [child], Layers: [layer]},
      'it has `Layers`, which some programs read as `layers`'
    ],
    [
      'hides its type from some readers',
      image,
      {layers: [layer], MediaType: index},
      'it has `MediaType`, which some programs read as `mediaType`'
    ],
    [
      'hides layers behind a letter that Go takes for an s',
      image,
      {config: layer, layers: [layer], layerſ: [layer]},
      'it has `layerſ`, which some programs read as `layers`'
    ],
    [
      'hides the digest of a layer from some readers',
      image,
      {config: layer, layers: [{...layer, Digest: other}]},
      'it has `Digest`, which some programs read as `digest`'
    ]
  ])('%s', (_, mediaType, json, message) => {
    const bytes = Buffer.from(JSON.stringify({schemaVersion: 2, ...json}))
    expect(() => partsOf({digest: digestOf(bytes), mediaType, bytes})).toThrow(message)
  })
})

test('foreign layers are those that have URLs and a type that says so, each once', () => {
  const foreign = two('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', {urls: ['https://x']})
  const bytes = Buffer.from(
    JSON.stringify({schemaVersion: 2, config: one('config'), layers: [foreign, foreign, one('layer')]})
  )
  expect(foreignLayersOf({digest: digestOf(bytes), mediaType: 'x', bytes})).toEqual([foreign])
})

test('the tags of referrers and of cosign name the digest', () => {
  const hex = 'a'.repeat(64)
  expect(referrersTag(digest)).toBe(`sha256-${hex}`)
  expect(referrersTag(other)).toBe(`sha512-${'b'.repeat(64)}`)
  expect(cosignTags(digest)).toEqual([`sha256-${hex}.sig`, `sha256-${hex}.att`, `sha256-${hex}.sbom`])
})
