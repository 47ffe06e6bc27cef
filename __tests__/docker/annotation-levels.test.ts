import {expect, test} from '@jest/globals'

import {annotationsOfEntry, annotationsOfIndex, annotationsOfPart} from '../../src/docker/annotation-levels.js'

test.each([
  ['key', {key: 'v'}, {}, {}],
  ['manifest:key', {key: 'v'}, {}, {}],
  ['index:key', {}, {key: 'v'}, {}],
  ['manifest,index:key', {key: 'v'}, {key: 'v'}, {}],
  ['manifest-descriptor:key', {}, {}, {key: 'v'}],
  ['index-descriptor:key', {}, {}, {}],
  ['manifest[linux/amd64]:key', {key: 'v'}, {}, {}],
  ['manifest[linux/arm64]:key', {}, {}, {}],
  ['manifest-descriptor[linux/amd64]:key', {}, {}, {key: 'v'}],
  ['manifest-descriptor[linux/arm64]:key', {}, {}, {}],
  // No level: a name may contain a colon.
  ['other:key', {'other:key': 'v'}, {}, {}]
])('%s goes on the objects that buildx puts it on', (written, part, index, entry) => {
  const annotations = {[written]: 'v'}
  expect(annotationsOfPart(annotations, name => name === 'linux/amd64')).toEqual(part)
  expect(annotationsOfIndex(annotations)).toEqual(index)
  expect(annotationsOfEntry(annotations, name => name === 'linux/amd64')).toEqual(entry)
})
