import {describe, expect, test} from '@jest/globals'

import {readMaterials, uncounted} from '../../src/docker/materials.js'

const A = 'a'.repeat(64)
const IMAGE = {uri: `pkg:docker/alpine@3?digest=sha256:${A}&platform=linux%2Famd64`, digest: {sha256: A}}
const FILE = {uri: 'https://example.com/file', digest: {sha256: 'b'.repeat(64)}}
const GIT = {uri: 'https://github.com/a/b.git#main', digest: {sha1: 'c'.repeat(40)}}

describe('the materials of a build', () => {
  test.each<[string, Record<string, unknown>, number, unknown[]]>([
    ['of SLSA 0.2', {'buildx.build.provenance': {buildType: 'x', materials: [IMAGE, FILE]}}, 1, [IMAGE, FILE]],
    ['of SLSA 1', {'buildx.build.provenance': {buildDefinition: {resolvedDependencies: [IMAGE]}}}, 1, [IMAGE]],
    ['that name nothing', {'buildx.build.provenance': {buildType: 'x'}}, 1, []],
    [
      'of two platforms',
      {
        'buildx.build.provenance/linux/amd64': {buildType: 'x', materials: [IMAGE]},
        'buildx.build.provenance/linux/arm64': {buildType: 'x', materials: [GIT]}
      },
      2,
      [IMAGE, GIT]
    ]
  ])('%s', (_, metadata, platforms, materials) => {
    expect(readMaterials(metadata, platforms)).toEqual({kind: 'known', materials})
  })

  test.each([{}, {'containerimage.digest': 'sha256:0'}])(
    'are absent in the metadata of an older buildx: %j',
    metadata => {
      expect(readMaterials(metadata, 1)).toEqual({kind: 'absent'})
    }
  )

  const FORM = 'has a form that is not read here'
  test.each<[string, Record<string, unknown>, number, string]>([
    [
      'of one of two platforms',
      {'buildx.build.provenance/linux/amd64': {buildType: 'x'}},
      2,
      'has entries for the wrong number of platforms (1 instead of 2)'
    ],
    [
      'of two platforms in one',
      {'buildx.build.provenance': {buildType: 'x'}, 'buildx.build.provenance/linux/amd64': {buildType: 'x'}},
      1,
      'has entries for the wrong number of platforms (2 instead of 1)'
    ],
    ['in an unknown form', {'buildx.build.provenance': {}}, 1, FORM],
    ['as text', {'buildx.build.provenance': 'eyJ9'}, 1, FORM],
    ['that is null', {'buildx.build.provenance': null}, 1, FORM],
    ['with something unknown', {'buildx.build.provenance': {buildType: 'x', materials: [{}]}}, 1, FORM],
    ['with materials that are no list', {'buildx.build.provenance': {buildType: 'x', materials: {}}}, 1, FORM],
    [
      'with a digest that is no text',
      {'buildx.build.provenance': {buildType: 'x', materials: [{...FILE, digest: {sha256: 1}}]}},
      1,
      FORM
    ]
  ])('are unclear in a provenance %s', (_, metadata, platforms, because) => {
    expect(readMaterials(metadata, platforms)).toEqual({kind: 'unclear', because})
  })
})

test('materials are counted by digest: images, files with a checksum, and commits', () => {
  const counted = {images: new Set([`sha256:${A}`]), pinned: new Set(['b'.repeat(64)]), describing: []}
  expect(uncounted([IMAGE, FILE, GIT, GIT], counted)).toEqual([GIT.uri])
  expect(uncounted([IMAGE], {...counted, images: new Set()})).toEqual([IMAGE.uri])
  // An image is not counted by the checksum of a file.
  expect(uncounted([IMAGE], {images: new Set(), pinned: new Set([A]), describing: []})).toEqual([IMAGE.uri])
})

test('the scanner of an SBOM only describes the image', () => {
  const scanner = {uri: 'pkg:docker/docker/buildkit-syft-scanner@stable-1', digest: {sha256: A}}
  const counted = {images: new Set<string>(), pinned: new Set<string>()}
  expect(uncounted([scanner], {...counted, describing: ['docker/buildkit-syft-scanner@']})).toEqual([])
  expect(uncounted([scanner], {...counted, describing: []})).toEqual([scanner.uri])
})
