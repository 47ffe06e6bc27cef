import {describe, expect, test} from '@jest/globals'

import {digestOf} from '../src/manifest.js'
import {
  isOfContent,
  isOfTarget,
  isRefusalOfContent,
  mayBeStored,
  mayUploadAgain,
  meaningForManifest
} from '../src/refusals.js'

const layer = digestOf(Buffer.from('layer'))
const other = digestOf(Buffer.from('other'))
const bytes = Buffer.from(JSON.stringify({layers: [{digest: layer}]}))
const manifest = {digest: digestOf(bytes), bytes}

describe('a manifest is refused because', () => {
  const ecr = `Layers with digests '[${layer}]' required for pushing image into repository with name 'a' in the registry with id '1' do not exist`
  test.each<[string, number, string, string, object]>([
    ['ECR lacks layers', 404, 'BLOB_UPLOAD_UNKNOWN', ecr, {kind: 'incomplete', missing: [layer]}],
    ['ECR lacks layers, with another status', 400, 'BLOB_UPLOAD_UNKNOWN', ecr, {kind: 'incomplete', missing: [layer]}],
    [
      'a child is missing',
      404,
      'MANIFEST_BLOB_UNKNOWN',
      `Images with digests '[${layer}]'`,
      {kind: 'incomplete', missing: [layer]}
    ],
    ['Docker’s registry lacks a blob', 400, 'BLOB_UNKNOWN', '', {kind: 'incomplete', missing: []}],
    ['Harbor lacks a child', 404, 'MANIFEST_UNKNOWN', 'manifest unknown', {kind: 'incomplete', missing: []}],
    ['a blob is missing that is no part of it', 404, 'MANIFEST_BLOB_UNKNOWN', other, {kind: 'incomplete', missing: []}],
    [
      'a part is missing, and only the text says so',
      400,
      'MANIFEST_INVALID',
      `blob ${layer} not found`,
      {kind: 'incomplete', missing: [layer]}
    ],
    [
      'ECR got other bytes',
      400,
      'MANIFEST_INVALID',
      `The image with digest '${manifest.digest}' does not match the image digest that Amazon ECR has calculated.`,
      {kind: 'corrupted'}
    ],
    ['its digest does not match', 400, 'DIGEST_INVALID', '', {kind: 'corrupted'}],
    ['its size does not match', 400, 'SIZE_INVALID', '', {kind: 'corrupted'}],
    ['it is malformed', 400, 'MANIFEST_INVALID', 'layers must be a list', {kind: 'final'}],
    ['its kind is not supported', 405, 'UNSUPPORTED', `${layer} is missing a type`, {kind: 'final'}],
    ['the repository does not exist', 404, 'NAME_UNKNOWN', ecr, {kind: 'final'}],
    ['the tag is immutable', 400, 'TAG_INVALID', '', {kind: 'taken'}]
  ])('%s: %d %s', (_, status, code, text, meaning) => {
    expect(meaningForManifest({status, codes: [code], text}, manifest, true)).toEqual(meaning)
  })

  test('the tag is immutable, but it has none', () => {
    expect(meaningForManifest({status: 400, codes: ['TAG_INVALID'], text: ''}, manifest, false)).toEqual({
      kind: 'final'
    })
  })
})

describe('the end of an upload', () => {
  test.each([
    [true, 400, 'DIGEST_INVALID'],
    [true, 400, 'SIZE_INVALID'],
    [true, 400, 'BLOB_UPLOAD_INVALID'],
    [true, 400, 'BLOB_UPLOAD_UNKNOWN'],
    [true, 404, 'BLOB_UPLOAD_UNKNOWN'],
    [true, 416, 'BLOB_UPLOAD_INVALID'],
    [true, 401, 'UNAUTHORIZED'],
    [true, 429, 'TOOMANYREQUESTS'],
    [true, 502, ''],
    [false, 403, 'DENIED'],
    [false, 404, 'NAME_UNKNOWN'],
    [false, 405, 'UNSUPPORTED'],
    [false, 409, '']
  ])('may succeed in another session: %s for %d %s', (expected, status, code) => {
    expect(mayUploadAgain({status, codes: [code], text: ''}, 1)).toBe(expected)
  })

  test.each([
    [false, 400, 'BLOB_UPLOAD_INVALID'],
    [true, 404, 'BLOB_UPLOAD_UNKNOWN'],
    [true, 502, '']
  ])('of an empty blob may succeed in another session: %s for %d %s', (expected, status, code) => {
    expect(mayUploadAgain({status, codes: [code], text: ''}, 0)).toBe(expected)
  })

  test.each([
    [true, undefined, ''],
    [true, 400, 'BLOB_UPLOAD_INVALID'],
    [true, 409, ''],
    [true, 500, ''],
    [false, 403, 'DENIED'],
    [false, 429, ''],
    [false, 404, 'NAME_UNKNOWN']
  ])('may have stored the blob all the same: %s for %s %s', (expected, status, code) => {
    expect(mayBeStored({status, codes: [code]})).toBe(expected)
  })
})

test.each([
  [true, 400, 'MANIFEST_INVALID'],
  [true, 403, 'DENIED'],
  [true, 405, 'UNSUPPORTED'],
  [true, 413, ''],
  [true, 501, ''],
  [true, 505, ''],
  [true, 507, ''],
  [false, 407, ''],
  [false, 502, ''],
  [false, 511, ''],
  [false, 521, ''],
  [false, 401, ''],
  [false, 404, 'NAME_UNKNOWN'],
  [false, 429, ''],
  [false, 500, ''],
  [false, undefined, '']
])('content is refused for good: %s for %s %s', (expected, status, code) => {
  expect(isRefusalOfContent({status, codes: [code]})).toBe(expected)
})

test.each([
  [true, 'target', 500],
  [true, 'target', 403],
  [true, 'target', undefined],
  [false, 'target', 401],
  [false, 'target', 407],
  [false, 'source', 500],
  [false, undefined, undefined]
] as const)('a failure is one of the target, and not of a login: %s at the %s for %s', (expected, side, status) => {
  expect(isOfTarget({side, status})).toBe(expected)
})

test.each([
  [true, 'target', 403, 'DENIED', false],
  [false, 'source', 403, 'DENIED', false],
  [false, 'source', 401, '', false],
  [true, 'source', 404, 'BLOB_UNKNOWN', false],
  [false, 'source', 404, 'NAME_UNKNOWN', false],
  [false, 'source', 503, '', false],
  [false, 'source', undefined, '', false],
  [true, 'source', undefined, '', true],
  [true, 'target', undefined, '', true]
] as const)('an error is one of the content: %s at the %s for %s %s', (expected, side, status, code, needsBuild) => {
  expect(isOfContent({side, status, codes: [code], needsBuild})).toBe(expected)
})
