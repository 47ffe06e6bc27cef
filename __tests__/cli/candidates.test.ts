import {expect, test} from '@jest/globals'

import type {Acceptance, ImageSearch} from '../../src/cli/candidates.js'
import {imageOfCommit, judgeImage, searchOrder} from '../../src/cli/candidates.js'

const COMMIT = '0123456789abcdef0123456789abcdef01234567'
const SHA = 'sha-0123456789ab'

const search = {
  stage: 'development',
  tag: undefined,
  branch: 'feature/hello',
  commit: COMMIT,
  trunk: 'master',
  isDirty: false
} as const

const commits = {
  own: [`development ${SHA}`, `master ${SHA}`],
  ancestorsIn: ['development', 'master'],
  otherwise: ['master master'],
  byFingerprint: false
}

test.each<[string, Partial<ImageSearch>, unknown]>([
  ["a branch: the commit's image, then that of an earlier commit, then the trunk's", {}, commits],
  ['the trunk: the same, whatever was pushed last', {branch: 'master'}, commits],
  ['a detached HEAD: the same', {branch: undefined}, commits],
  ['changed files: their own image, then as ever', {isDirty: true}, {...commits, byFingerprint: true}],
  ['a trunk of another name: its own tag', {trunk: 'main'}, {...commits, otherwise: ['master main']}],
  [
    'master: the same among the images of master',
    {stage: 'master', isDirty: true},
    {byFingerprint: false, own: [`master ${SHA}`], ancestorsIn: ['master'], otherwise: ['master master']}
  ],
  [
    'release: the release of the commit, then the newest version',
    {stage: 'release'},
    {byFingerprint: false, own: [`release ${SHA}`], ancestorsIn: [], otherwise: ['release latest']}
  ],
  [
    'a tag that is given: nothing else',
    {tag: 'pr-12', isDirty: true},
    {byFingerprint: false, own: ['development pr-12'], ancestorsIn: [], otherwise: []}
  ],
  [
    'a tag and a stage that are given: the tag in that stage',
    {stage: 'release', tag: 'v1.0.0'},
    {byFingerprint: false, own: ['release v1.0.0'], ancestorsIn: [], otherwise: []}
  ]
])('%s', (_, more, expected) => {
  const {own, otherwise, ...rest} = searchOrder({...search, ...more})
  const named = (all: typeof own) => all.map(({stage, tag}) => `${stage} ${tag}`)
  expect({...rest, own: named(own), otherwise: named(otherwise)}).toEqual(expected)
})

test('the image of an earlier commit says that it is one', () => {
  expect(imageOfCommit('f'.repeat(40), 'master', {before: COMMIT})).toMatchObject({
    tag: 'sha-ffffffffffff',
    description: 'the image of commit ffffffffffff, the newest before 0123456789ab that has one, from master'
  })
})

const OTHER = `${COMMIT.slice(0, 12)}${'9'.repeat(28)}`
const ofCommit: Acceptance = {kind: "not another commit's", commit: COMMIT}

test.each<[string, Acceptance, string | undefined, string | undefined]>([
  ['the commit itself', ofCommit, COMMIT, undefined],
  ['an earlier commit with the same sources', ofCommit, 'f'.repeat(40), undefined],
  ['no commit', ofCommit, undefined, undefined],
  [
    'a commit with the same twelve digits',
    ofCommit,
    OTHER,
    `is the image of commit ${OTHER}, which begins like ${COMMIT}`
  ],
  [
    'changes of a commit with the same twelve digits',
    ofCommit,
    `${OTHER}-dirty`,
    `is the image of commit ${OTHER}, which begins like ${COMMIT}`
  ],
  ['twelve digits alone', ofCommit, COMMIT.slice(0, 12), undefined],
  ['anything, under a tag that was asked for', {kind: 'any'}, OTHER, undefined]
])('an image that names %s', (_, accepts, revision, because) => {
  expect(judgeImage(accepts, revision)).toEqual(because === undefined ? {kind: 'accepted'} : {kind: 'refused', because})
})
