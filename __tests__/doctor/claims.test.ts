import {expect, test} from '@jest/globals'

import {claimsCheck, matchClaims} from '../../src/doctor/claims.js'
import type {Stage} from '../../src/stages/stage.js'
import {targetOf} from '../../src/stages/target.js'
import {createStagesFile} from '../stages/stages-file.js'

const file = createStagesFile('github: {repository: my-org/sample-image, repository-id: 42, owner-id: 7}')

function match(stage: Stage, claims: Record<string, unknown>, github: typeof file.github | undefined = file.github) {
  const target = targetOf(file, {name: 'sample-image'}, stage)
  const environment = target.environment ?? ''
  const fitting = {
    aud: 'sts.amazonaws.com',
    sub: `repo:my-org/sample-image:environment:${environment}`,
    repository_id: '42',
    repository_owner_id: '7',
    environment,
    ref: 'refs/heads/master'
  }
  return matchClaims({target, claims: {...fitting, ...claims}, trunk: 'master', github})
}

const role = 'sample-image-master-github'

test.each<[string, Record<string, unknown>, 'fits' | 'environment' | 'differs', string]>([
  ['as the role trusts them', {}, 'fits', 'good'],
  ["another stage's environment", {environment: 'Development'}, 'environment', 'bad'],
  ['no environment', {environment: undefined}, 'environment', 'bad'],
  ['another ref', {ref: 'refs/heads/feature'}, 'differs', 'bad'],
  ['another repository', {repository_id: '1'}, 'differs', 'bad']
])('%s', (_, claims, kind, state) => {
  const found = match('master', claims)
  expect(found.kind).toBe(kind)
  expect(claimsCheck(found, role, kind === 'fits')).toMatchObject({name: 'claims', state})
})

test('what differs is named, with all claims beside the conditions', () => {
  expect(claimsCheck(match('master', {ref: 'refs/heads/feature'}), role, false)).toMatchObject({
    says: 'not as the role sample-image-master-github trusts them, by the stages file: ref',
    remedy: expect.stringMatching(/ref: refs\/heads\/feature; the role requires refs\/heads\/master {2}<- differs/)
  })
})

test('what AWS takes all the same is a warning: the role is not as the stages file says', () => {
  expect(claimsCheck(match('master', {repository_id: '1'}), role, true)).toMatchObject({
    state: 'warning',
    says: 'not as the role sample-image-master-github trusts them, by the stages file: repository_id (the token says 1, the file 42); AWS took the token all the same',
    remedy: expect.stringContaining('deploy infra/ anew')
  })
})

test('without github: in the stages file nothing is compared', () => {
  const target = targetOf(file, {name: 'sample-image'}, 'master')
  const found = matchClaims({target, claims: {environment: 'Master'}, trunk: 'master', github: undefined})
  expect(claimsCheck(found, role, true)).toMatchObject({state: 'told'})
})
