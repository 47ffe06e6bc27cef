import {expect, test} from '@jest/globals'

import type {ProcessEnv} from '../../src/core/process-env.js'
import {identityOfBuilder} from '../../src/run/builder.js'

const RANDOM = 'builder-01234567-89ab-cdef-0123-456789abcdef'

test.each<[builder: string | undefined, environment: ProcessEnv]>([
  [undefined, {}],
  ['', {BUILDX_BUILDER: '', DOCKER_HOST: '', DOCKER_CONTEXT: ''}],
  [RANDOM, {}],
  [undefined, {BUILDX_BUILDER: RANDOM}]
])('nothing that tells builders apart is in %j and %j', (builder, environment) => {
  expect(identityOfBuilder(builder, environment)).toBeUndefined()
})

test('each setting that chooses a builder tells it apart', () => {
  const identities = [
    identityOfBuilder('a', {}),
    identityOfBuilder('b', {}),
    identityOfBuilder(`${RANDOM}0`, {}),
    identityOfBuilder(undefined, {BUILDX_BUILDER: 'a'}),
    identityOfBuilder(undefined, {DOCKER_HOST: 'a'}),
    identityOfBuilder(undefined, {DOCKER_CONTEXT: 'a'}),
    identityOfBuilder(RANDOM, {DOCKER_CONTEXT: 'b'})
  ]
  expect(new Set(identities).size).toBe(identities.length)
  expect(identities).toEqual(identities.map(() => expect.stringMatching(/^[0-9a-f]{16}$/)))
})
