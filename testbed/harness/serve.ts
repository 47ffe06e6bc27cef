import {startTestbed} from './testbed.js'

/**
 * A testbed to try by hand: one registry with the repository `sample`, and a user who may do anything in it. It prints the
 * endpoints and credentials as JSON, and runs until it is interrupted.
 */
const account = '111122223333'
const region = 'eu-west-1'
const everything = {Version: '2012-10-17', Statement: {Effect: 'Allow', Action: 'ecr:*', Resource: '*'}}

const testbed = await startTestbed()
testbed.aws.addRepository({account, region, name: 'sample'})
const user = testbed.aws.addUser({arn: `arn:aws:iam::${account}:user/developer`, policies: [everything]})
const {url} = await testbed.registry(account, region)
const endpoints = {
  registry: url,
  password: testbed.aws.issueToken(user, region).password,
  publicRegistry: testbed.publicRegistry.host,
  github: testbed.github.origin,
  env: {
    ...testbed.env,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: user.accessKeyId,
    AWS_SECRET_ACCESS_KEY: user.secretAccessKey
  }
}
// The handlers are installed before the output, because a reader of the output may interrupt the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void testbed.close())
console.log(JSON.stringify(endpoints, undefined, 2))
