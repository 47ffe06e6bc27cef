import {expect, test} from '@jest/globals'

import {connectionTo} from '../../src/aws/connection.js'
import {Failure} from '../../src/core/failure.js'

const PROXY = {HTTPS_PROXY: 'http://proxy.example.com:3128'}

test.each([
  ['none is set', {}],
  ['one is set', {AWS_ENDPOINT_URL_STS: 'https://sts.example.com'}],
  [
    'those that are set are empty, as a variable that a workflow does not have',
    {AWS_ENDPOINT_URL_STS: '', AWS_ENDPOINT_URL: ''}
  ],
  ['that of the service is empty', {AWS_ENDPOINT_URL_STS: '', AWS_ENDPOINT_URL: 'https://aws.example.com'}]
])('a connection needs no endpoint of its own: %s', (_, environment) => {
  expect(connectionTo('sts', 'eu-west-1', environment)).toMatchObject({region: 'eu-west-1'})
})

test.each([
  ['AWS_ENDPOINT_URL_ECR', 'no url', {AWS_ENDPOINT_URL: 'https://aws.example.com'}],
  ['AWS_ENDPOINT_URL', 'localhost:4566', {...PROXY}]
])('%s that is `%s` is named', (variable, value, others) => {
  const connect = () => connectionTo('ecr', 'eu-west-1', {...others, [variable]: value})
  expect(connect).toThrow(Failure)
  expect(connect).toThrow(`${variable} is \`${value}\`, which is no address to reach AWS at.`)
})
