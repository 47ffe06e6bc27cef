import {expect, test} from '@jest/globals'

import {clientConfig} from '../../src/aws/client-config.js'
import {Failure} from '../../src/core/failure.js'

const PROXY = {HTTPS_PROXY: 'http://proxy.example.com:3128'}

test.each([
  ['none is set', {}],
  ['one is set', {AWS_ENDPOINT_URL_STS: 'https://sts.example.com'}],
  ['all are empty, as in a workflow without these variables', {AWS_ENDPOINT_URL_STS: '', AWS_ENDPOINT_URL: ''}],
  ['that of the service is empty', {AWS_ENDPOINT_URL_STS: '', AWS_ENDPOINT_URL: 'https://aws.example.com'}]
])('a client accepts endpoint variables that are unset, empty or valid: %s', (_, environment) => {
  expect(clientConfig('sts', 'eu-west-1', environment)).toMatchObject({region: 'eu-west-1'})
})

test.each([
  ['AWS_ENDPOINT_URL_ECR', 'no url', {AWS_ENDPOINT_URL: 'https://aws.example.com'}],
  ['AWS_ENDPOINT_URL', 'localhost:4566', {...PROXY}]
])('the error names %s if it is `%s`', (variable, value, others) => {
  const connect = () => clientConfig('ecr', 'eu-west-1', {...others, [variable]: value})
  expect(connect).toThrow(Failure)
  expect(connect).toThrow(`${variable} is \`${value}\`, which is not a URL.`)
})
