import {expect, test} from '@jest/globals'

import {findPrevious} from '../../src/run/pull-request.js'
import {tagsFor} from '../../src/stages/tags.js'

const {commit, named} = tagsFor({
  stage: 'development',
  trunk: 'master',
  commit: 'c'.repeat(40),
  branch: 'feature/hello',
  pullRequest: 12,
  version: undefined
})
const tags = [commit, ...named]

test.each<[string, Record<string, string | undefined>, ReturnType<typeof findPrevious>]>([
  ['none', {'sha-cccccccccccc': 'sha256:a'}, {kind: 'none'}],
  [
    'that of the pull request',
    {'pr-12': 'sha256:b', 'feature-hello': 'sha256:c'},
    {kind: 'other', tag: 'pr-12', digest: 'sha256:b'}
  ],
  [
    'that of the branch, for a new pull request',
    {'feature-hello': 'sha256:c'},
    {kind: 'other', tag: 'feature-hello', digest: 'sha256:c'}
  ],
  ['the same image', {'pr-12': 'sha256:a', 'feature-hello': 'sha256:c'}, {kind: 'same'}]
])('the previous image is %s', (_, names, expected) => {
  expect(findPrevious(tags, new Map(Object.entries(names)), 'sha256:a')).toEqual(expected)
})
