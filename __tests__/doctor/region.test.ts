import {expect, test} from '@jest/globals'

import {Failure, unresolvedHost} from '../../src/core/failure.js'
import {regionCheck, regionOrigin} from '../../src/doctor/region.js'
import {createStagesFile} from '../stages/stages-file.js'

const unresolved = (hostname: string, code = 'ENOTFOUND') =>
  new Failure('Asking STS', {cause: Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), {code, hostname})})

test.each([
  ['a host that has no address', unresolved('sts.eu-west-9.amazonaws.com'), 'sts.eu-west-9.amazonaws.com'],
  ['a resolver that does not answer', unresolved('sts.eu-west-9.amazonaws.com', 'EAI_AGAIN'), undefined],
  ['a denial', new Failure('Asking STS', {cause: new Error('AccessDenied')}), undefined]
])('a host counts as unresolved only if it has no address: %s', (_, error, host) => {
  expect(unresolvedHost(error)).toBe(host)
})

const region = {
  region: 'eu-west-1',
  origin: regionOrigin(createStagesFile("stages: {release: {region: us-east-1, account: '444455556666'}}"), 'master')
}

test('a region whose hosts have no address is bad, and the remedy names its line in the stages file', () => {
  expect(regionCheck('region', region, 'sts.eu-west-1.amazonaws.com')).toEqual({
    name: 'region',
    state: 'bad',
    says: 'eu-west-1, but the host sts.eu-west-1.amazonaws.com has no address. Either AWS has no such region, or its hosts cannot be resolved from here.',
    remedy: {
      workflow: expect.stringMatching(
        /^Correct `aws\.region: eu-west-1` in \.github\/ecr-registry\.yml:\d+\. If the region eu-west-1 exists, check that this runner can resolve the hosts of AWS/
      ),
      terminal: expect.stringContaining('check that this machine can resolve')
    }
  })
})

test.each([undefined, 'portal.sso.us-east-2.amazonaws.com'])('the host %s proves nothing about the region', host => {
  expect(regionCheck('region', region, host)).toBeUndefined()
})
