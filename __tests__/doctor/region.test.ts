import {expect, test} from '@jest/globals'

import {Failure, unresolvedHost} from '../../src/core/failure.js'
import {regionCheck, regionIn} from '../../src/doctor/region.js'
import {createStagesFile} from '../stages/stages-file.js'

const unresolved = (hostname: string, code = 'ENOTFOUND') =>
  new Failure('Asking STS', {cause: Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), {code, hostname})})

test.each([
  ['a host that has no address', unresolved('sts.eu-west-9.amazonaws.com'), 'sts.eu-west-9.amazonaws.com'],
  ['a resolver that does not answer', unresolved('sts.eu-west-9.amazonaws.com', 'EAI_AGAIN'), undefined],
  ['a denial', new Failure('Asking STS', {cause: new Error('AccessDenied')}), undefined]
])('%s', (_, error, host) => {
  expect(unresolvedHost(error)).toBe(host)
})

const region = {
  region: 'eu-west-1',
  named: regionIn(createStagesFile("stages: {release: {region: us-east-1, account: '444455556666'}}"), 'master')
}

test('a region none of whose hosts is found is bad, and its line in the stages file named', () => {
  expect(regionCheck('region', region, 'sts.eu-west-1.amazonaws.com')).toEqual({
    name: 'region',
    state: 'bad',
    says: 'eu-west-1, and there is no host sts.eu-west-1.amazonaws.com: AWS has no such region, or its hosts cannot be looked up from here.',
    remedy: expect.stringMatching(
      /^Correct `aws\.region: eu-west-1` in \.github\/ecr-registry\.yml:\d+\. If there is a region eu-west-1, see that this runner can look up AWS's hosts/
    )
  })
})

test.each([undefined, 'portal.sso.us-east-2.amazonaws.com'])('nothing is said of it by %s', host => {
  expect(regionCheck('region', region, host)).toBeUndefined()
})
