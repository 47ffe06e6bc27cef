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
  ['claims that match', {}, 'fits', 'good'],
  ["another stage's environment", {environment: 'Development'}, 'environment', 'bad'],
  ['no environment', {environment: undefined}, 'environment', 'bad'],
  ['another ref', {ref: 'refs/heads/feature'}, 'differs', 'bad'],
  ['another repository', {repository_id: '1'}, 'differs', 'bad']
])('%s', (_, claims, kind, state) => {
  const found = match('master', claims)
  expect(found.kind).toBe(kind)
  expect(claimsCheck(found, role, kind === 'fits')).toMatchObject({name: 'claims', state})
})

test('names the claims that differ, and shows all claims beside the conditions', () => {
  expect(claimsCheck(match('master', {ref: 'refs/heads/feature'}), role, false)).toMatchObject({
    says: 'differ from the trust policy of the role sample-image-master-github, according to the stages file: ref',
    remedy: expect.stringMatching(/ref: refs\/heads\/feature; the role requires refs\/heads\/master {2}<- differs/)
  })
})

test('a token that AWS accepts in spite of the stages file is a warning', () => {
  expect(claimsCheck(match('master', {repository_id: '1'}), role, true)).toMatchObject({
    state: 'warning',
    says: 'differ from the trust policy of the role sample-image-master-github, according to the stages file: repository_id (the token has 1, the file has 42); AWS accepted the token anyway',
    remedy: expect.stringContaining('before you deploy infra/ again')
  })
})

test('compares nothing without github: in the stages file', () => {
  const target = targetOf(file, {name: 'sample-image'}, 'master')
  const found = matchClaims({target, claims: {environment: 'Master'}, trunk: 'master', github: undefined})
  expect(claimsCheck(found, role, true)).toMatchObject({state: 'info'})
})
