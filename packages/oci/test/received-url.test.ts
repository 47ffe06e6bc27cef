import {describe, expect, test} from '@jest/globals'

import {ReceivedUrl, requestTarget} from '../src/received-url.js'

const BASE = new URL('https://registry.example/v2/a/blobs/uploads/?mount=b')

describe('a URL from a header keeps its bytes', () => {
  test.each([
    [
      'https://s3.example/k%7ey/~x?X-Sig=a+b%2fc%2B%20\'"|&x',
      'https://s3.example',
      '/k%7ey/~x?X-Sig=a+b%2fc%2B%20\'"|&x'
    ],
    ['https://s3.example/a/../b/./c?x=/../y', 'https://s3.example', '/a/../b/./c?x=/../y'],
    ['https://s3.example', 'https://s3.example', '/'],
    ['https://s3.example?x=1', 'https://s3.example', '/?x=1'],
    ['HTTPS://S3.example:443/A?B#c', 'https://s3.example', '/A?B'],
    ['//s3.example/a^b', 'https://s3.example', '/a^b'],
    ['/v2/a%7e?s={1}', 'https://registry.example', '/v2/a%7e?s={1}'],
    ['?s=%7e', 'https://registry.example', '/v2/a/blobs/uploads/?s=%7e'],
    ['session/%7e?s=:1', 'https://registry.example', '/v2/a/blobs/uploads/session/%7e?s=:1'],
    ['../x/./y', 'https://registry.example', '/v2/a/blobs/x/y'],
    ['..', 'https://registry.example', '/v2/a/blobs/'],
    ['', 'https://registry.example', '/v2/a/blobs/uploads/?mount=b'],
    ['/with space/é', 'https://registry.example', '/with%20space/%C3%A9']
  ])('%s', (reference, origin, target) => {
    const url = ReceivedUrl.resolve(reference, BASE)
    expect([url.origin, requestTarget(url)]).toEqual([origin, target])
  })

  test('in the reference to which another one is relative', () => {
    const first = ReceivedUrl.resolve('/v2/a%7e/list', BASE)
    expect(requestTarget(ReceivedUrl.resolve('?page=2', first))).toBe('/v2/a%7e/list?page=2')
  })
})

test.each([
  ['/u', '/u?digest=sha256%3Aa'],
  ['/u?s=%7e', '/u?s=%7e&digest=sha256%3Aa'],
  ['/u?', '/u?digest=sha256%3Aa'],
  ['/u?s=1&', '/u?s=1&digest=sha256%3Aa'],
  ['/u?s=1#part', '/u?s=1&digest=sha256%3Aa']
])('a parameter is appended to %s', (reference, target) => {
  expect(requestTarget(ReceivedUrl.resolve(reference, BASE).withParameter('digest', 'sha256:a'))).toBe(target)
})
