import {expect, test} from '@jest/globals'

import {ecrRegistryOrigin} from '../../src/aws/ecr.js'

test.each([
  [
    "the caller's own account",
    'https://111122223333.dkr.ecr.eu-west-1.amazonaws.com',
    '111122223333',
    'https://111122223333.dkr.ecr.eu-west-1.amazonaws.com'
  ],
  [
    'another account',
    'https://111122223333.dkr.ecr.eu-west-1.amazonaws.com',
    '444455556666',
    'https://444455556666.dkr.ecr.eu-west-1.amazonaws.com'
  ],
  [
    'another account in China',
    'https://111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn',
    '444455556666',
    'https://444455556666.dkr.ecr.cn-north-1.amazonaws.com.cn'
  ],
  [
    'another account with FIPS',
    'https://111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com',
    '444455556666',
    'https://444455556666.dkr.ecr-fips.us-gov-west-1.amazonaws.com'
  ],
  [
    'another account over both IP versions',
    'https://111122223333.dkr-ecr.eu-west-1.on.aws',
    '444455556666',
    'https://444455556666.dkr-ecr.eu-west-1.on.aws'
  ],
  [
    "the caller's own account, with a scheme and a port",
    'http://127.0.0.1:5000/',
    '111122223333',
    'http://127.0.0.1:5000'
  ],
  ['another account behind a private name', 'https://registry.internal', '444455556666', undefined],
  [
    'a host that only looks like a registry of ECR',
    'https://111122223333.dkr.ecr.eu-west-1.amazonaws.com.example.org',
    '444455556666',
    undefined
  ]
])('the registry of %s', (_, endpoint, account, expected) => {
  expect(ecrRegistryOrigin(endpoint, '111122223333', account)).toBe(expected)
})
