import {expect, test} from '@jest/globals'

import type {ImageSearch} from '../../src/cli/candidates.js'
import {candidatesFor} from '../../src/cli/candidates.js'

const search = {
  stage: 'development',
  tag: undefined,
  branch: 'feature/hello',
  commit: '0123456789abcdef0123456789abcdef01234567',
  trunk: 'master'
} as const

test.each<[string, Partial<ImageSearch>, unknown[], string?]>([
  ["a branch: its own image, then the trunk's", {}, ['development feature-hello', 'master master']],
  [
    'a branch with the name of a version: its qualified tag',
    {branch: 'v1.2.3'},
    [expect.stringMatching(/^development branch-v1\.2\.3-[0-9a-f]{10}$/), 'master master']
  ],
  [
    'the trunk: the newer of the image pushed by hand and the merged one',
    {branch: 'master'},
    ['development master', 'master master'],
    'the newest'
  ],
  [
    "a detached HEAD: the commit's image, then the trunk's",
    {branch: undefined},
    ['development sha-0123456789ab', 'master master']
  ],
  ['a trunk of another name: its own tag', {trunk: 'main'}, ['development feature-hello', 'master main']],
  ['master: the image of the trunk', {stage: 'master' as const}, ['master master']],
  ['release: the latest', {stage: 'release' as const}, ['release latest']],
  ['a tag that is given: nothing else', {tag: 'pr-12'}, ['development pr-12']],
  [
    'a tag and a stage that are given: the tag in that stage',
    {stage: 'release' as const, tag: 'v1.0.0'},
    ['release v1.0.0']
  ]
])('%s', (_, more, expected, picked = 'the first') => {
  const {pick, among} = candidatesFor({...search, ...more})
  expect({pick, among: among.map(({stage, tag}) => `${stage} ${tag}`)}).toEqual({pick: picked, among: expected})
})
