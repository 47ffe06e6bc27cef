import {expect, test} from '@jest/globals'

import type {Wanted} from '../../src/cli/candidates.js'
import {candidatesFor} from '../../src/cli/candidates.js'

const wanted = {
  stage: 'development',
  tag: undefined,
  branch: 'feature/hello',
  commit: '0123456789abcdef0123456789abcdef01234567',
  trunk: 'master'
} as const

test.each<[string, Partial<Wanted>, unknown[], string?]>([
  ["the branch's image, then the trunk's", {}, ['development feature-hello', 'master master']],
  [
    'a branch that would pose as something else goes by its qualified tag',
    {branch: 'v1.2.3'},
    [expect.stringMatching(/^development branch-v1\.2\.3-[0-9a-f]{10}$/), 'master master']
  ],
  [
    'on the trunk what was pushed by hand or merged, whichever is newer',
    {branch: 'master'},
    ['development master', 'master master'],
    'the newest'
  ],
  [
    "a detached HEAD that of its commit, then the trunk's",
    {branch: undefined},
    ['development sha-0123456789ab', 'master master']
  ],
  ['the trunk goes by its own name', {trunk: 'main'}, ['development feature-hello', 'master main']],
  ['of master the newest', {stage: 'master' as const}, ['master master']],
  ['of release the newest', {stage: 'release' as const}, ['release latest']],
  ['a tag that is named, and nothing in its place', {tag: 'pr-12'}, ['development pr-12']],
  ['a tag of the stage that is named', {stage: 'release' as const, tag: 'v1.0.0'}, ['release v1.0.0']]
])('%s', (_, more, expected, picked = 'the first') => {
  const {pick, among} = candidatesFor({...wanted, ...more})
  expect({pick, among: among.map(({stage, tag}) => `${stage} ${tag}`)}).toEqual({pick: picked, among: expected})
})
