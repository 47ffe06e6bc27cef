import {expect, test} from '@jest/globals'

import {artifactOf} from '../../src/report/artifacts.js'
import type {Outcome, Promotion, TagResult} from '../../src/run/outcome.js'
import {createImage, DIGEST} from './images.js'

const tagged = (...names: string[]): TagResult[] => names.map(tag => ({tag, kind: 'put'}))
const promotion: Promotion = {
  source: 'x',
  pushedAt: undefined,
  sourceTags: [],
  builtFrom: undefined,
  run: undefined,
  copy: {} as Promotion['copy']
}
const built = (tags: TagResult[]): Outcome => ({
  kind: 'built',
  stage: 'development',
  reason: '',
  changed: true,
  metadata: {},
  image: createImage({tags})
})
const promoted = (tags: TagResult[], version?: string): Outcome => ({
  kind: 'promoted',
  stage: 'release',
  reason: '',
  promotion,
  version,
  image: createImage({tags})
})
const line = (tag: string) =>
  `oci://111122223333.dkr.ecr.eu-west-1.amazonaws.com/sample-image/development${tag}@${DIGEST}`

test.each<[string, Outcome, string | undefined]>([
  ['a built image is named by its commit', built(tagged('src-f', 'pr-12', 'sha-1', 'feature')), line(':sha-1')],
  [
    'a built image is named by its fingerprint if the tag of the commit stays with another image',
    built([...tagged('src-f', 'pr-12'), {tag: 'sha-1', kind: 'kept', because: ''}]),
    line(':src-f')
  ],
  [
    'a release is named by its version',
    promoted(tagged('src-f', 'sha-1', 'latest', '1', 'v1.2.3'), '1.2.3'),
    line(':v1.2.3')
  ],
  [
    'an image that was promoted to master is named by its commit',
    promoted(tagged('src-f', 'sha-1', 'master')),
    line(':sha-1')
  ],
  ['an image without any of these tags is named by its digest', promoted(tagged('nightly')), line('')],
  [
    'an image that existed before is not declared',
    {kind: 'unchanged', stage: 'development', reason: '', image: createImage()},
    undefined
  ],
  ['a skipped run declares nothing', {kind: 'skipped', reason: ''}, undefined]
])('%s', (_, outcome, expected) => {
  expect(artifactOf(outcome)).toBe(expected)
})
