import {describe, expect, test} from '@jest/globals'

import {readMaterials, uncounted} from '../../src/docker/materials.js'

const A = 'a'.repeat(64)
const IMAGE = {uri: `pkg:docker/alpine@3?digest=sha256:${A}&platform=linux%2Famd64`, digest: {sha256: A}}
const FILE = {uri: 'https://example.com/file', digest: {sha256: 'b'.repeat(64)}}
const GIT = {uri: 'https://github.com/a/b.git#main', digest: {sha1: 'c'.repeat(40)}}

describe('the materials of a build', () => {
  test.each<[string, Record<string, unknown>, number, unknown]>([
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
    ],
    ['of one of two platforms', {'buildx.build.provenance/linux/amd64': {buildType: 'x'}}, 2, undefined],
    ['of an older buildx', {'containerimage.digest': 'sha256:0'}, 1, undefined],
    ['in an unknown form', {'buildx.build.provenance': {}}, 1, undefined],
    ['with something unknown', {'buildx.build.provenance': {buildType: 'x', materials: [{}]}}, 1, undefined]
  ])('%s', (_, metadata, platforms, expected) => {
    expect(readMaterials(metadata, platforms)).toEqual(
      expected === undefined ? {kind: 'unknown'} : {kind: 'known', materials: expected}
    )
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
