import {expect, test} from '@jest/globals'

import {candidatesFor} from '../../src/commands/candidates.js'

const wanted = {stage: 'development', tag: undefined, branch: 'feature/hello', trunk: 'master'} as const

test.each([
  ["the branch's image, then the trunk's", {}, ['development feature-hello', 'master master']],
  ['a branch that would pose as something else goes by its qualified tag', {branch: 'v1.2.3'}, [expect.stringMatching(/^development branch-v1\.2\.3-[0-9a-f]{10}$/), 'master master']],
  ['on the trunk what was pushed by hand, then what was merged', {branch: 'master'}, ['development master', 'master master']],
  ["a detached HEAD has the trunk's alone", {branch: undefined}, ['master master']],
  ['the trunk goes by its own name', {trunk: 'main'}, ['development feature-hello', 'master main']],
  ['of master the newest', {stage: 'master' as const}, ['master master']],
  ['of release the newest', {stage: 'release' as const}, ['release latest']],
  ['a tag that is named, and nothing in its place', {tag: 'pr-12'}, ['development pr-12']],
  ['a tag of the stage that is named', {stage: 'release' as const, tag: 'v1.0.0'}, ['release v1.0.0']]
])('%s', (_, more, expected) => {
  expect(candidatesFor({...wanted, ...more}).map(({stage, tag}) => `${stage} ${tag}`)).toEqual(expected)
})
