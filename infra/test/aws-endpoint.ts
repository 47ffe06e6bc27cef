import {randomBytes} from 'node:crypto'
import {once} from 'node:events'
import type {IncomingMessage} from 'node:http'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'

import type {IamPolicy} from '../../testbed/aws/iam.js'
import {evaluatePolicies} from '../../testbed/aws/iam.js'

/** A role with its resolved policies. */
export interface EndpointRole {
  arn: string
  trust: IamPolicy
  policies: IamPolicy[]
}

/** A stack that exists in CloudFormation. */
export interface DeployedStack {
  name: string
  region: string
  template: string
}

/** A request, and whether the policies allowed it. */
export interface AwsCall {
  /** Name of the role whose session sent the request. */
  role: string
  action: string
  resource: string
  allowed: boolean
}

export interface AwsEndpoint {
  calls: AwsCall[]
  /** Environment variables of a process that is a session of the role and sends all its requests to this endpoint. */
  envAs(roleArn: string): Record<string, string>
  close(): Promise<void>
}

interface Keys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
}

interface Request {
  service: string
  region: string
  operation: string
  parameters: Record<string, string>
}

interface Refusal {
  code: string
  message: string
}

type Answer = {result: string} | {refusal: Refusal}

/** Actions that need no permission. */
const FREE = ['sts:GetCallerIdentity']

/**
 * Starts an account as CDK's command line sees it: STS, the parameter with the version of the bootstrap stack, the bucket
 * for templates, and CloudFormation up to the change set, which it refuses to make. The access key of a request identifies
 * the role, and the policies of that role decide.
 */
export async function startAws(
  account: string,
  roles: readonly EndpointRole[],
  stacks: readonly DeployedStack[]
): Promise<AwsEndpoint> {
  const calls: AwsCall[] = []
  const sessions = new Map<string, EndpointRole>()
  const open = (role: EndpointRole): Keys => {
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`
    sessions.set(accessKeyId, role)
    return {
      accessKeyId,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(60).toString('base64')
    }
  }

  const isAllowed = (role: EndpointRole, action: string, resource: string, trust?: IamPolicy): boolean => {
    const principal = {kind: 'session', arn: sessionArn(role), roleArn: role.arn, account} as const
    const policies = {identity: role.policies, account, ...(trust === undefined ? {} : {resource: trust})}
    const {allowed} = FREE.includes(action)
      ? {allowed: true}
      : evaluatePolicies({principal, action, resource, context: {}}, policies)
    calls.push({role: nameOf(role), action, resource, allowed})
    return allowed
  }

  const answer = (role: EndpointRole, request: Request): Answer => {
    const {service, operation, parameters, region} = request
    const action = `${service}:${operation}`
    const assumed = roles.find(({arn}) => action === 'sts:AssumeRole' && arn === parameters['RoleArn'])
    const stack = stacks.find(one => one.name === parameters['StackName'] && one.region === region)
    const missing: Answer = {
      refusal: {code: 'ValidationError', message: `Stack with id ${parameters['StackName'] ?? ''} does not exist`}
    }
    const resource = resourceOf(request, account)
    if (!isAllowed(role, action, resource, assumed?.trust)) {
      return {
        refusal: {
          code: 'AccessDenied',
          message: `User: ${sessionArn(role)} is not authorized to perform: ${action} on resource: ${resource}`
        }
      }
    }
    switch (action) {
      case 'sts:GetCallerIdentity':
        return {result: element('Arn', sessionArn(role)) + element('UserId', 'AROA:test') + element('Account', account)}
      case 'sts:AssumeRole':
        return assumed === undefined ? denied(action) : {result: credentials(open(assumed), sessionArn(assumed))}
      case 'ssm:GetParameter':
        return {result: JSON.stringify({Parameter: {Name: parameters['Name'], Value: '30', Type: 'String'}})}
      case 'cloudformation:DescribeStacks':
        return stack === undefined
          ? missing
          : {result: element('Stacks', element('member', description(stack, account)))}
      case 'cloudformation:GetTemplate':
        return stack === undefined ? missing : {result: element('TemplateBody', escapeXml(stack.template))}
      case 'cloudformation:DeleteChangeSet':
        return {result: ''}
      case 'cloudformation:DescribeChangeSet':
        return {
          refusal: {
            code: 'ChangeSetNotFound',
            message: `ChangeSet [${parameters['ChangeSetName'] ?? ''}] does not exist`
          }
        }
      case 's3:ListBucket':
        // The bucket already has every template.
        return {result: element('Contents', element('Key', parameters['prefix'] ?? ''))}
      default:
        return denied(action)
    }
  }

  const server = createServer((message, response) => {
    void read(message).then(({request, accessKeyId}) => {
      const role = sessions.get(accessKeyId)
      const given: Answer =
        role === undefined ? {refusal: {code: 'InvalidClientTokenId', message: 'Unknown key'}} : answer(role, request)
      const isJson = request.service === 'ssm'
      response.writeHead('result' in given ? 200 : 403, {
        'content-type': isJson ? 'application/x-amz-json-1.1' : 'text/xml'
      })
      response.end(isJson ? jsonOf(given) : xmlOf(given, request))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    calls,
    envAs: arn => {
      const role = roles.find(one => one.arn === arn)
      if (role === undefined) throw new Error(`There is no role ${arn}`)
      const {accessKeyId, secretAccessKey, sessionToken} = open(role)
      return {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
        AWS_EC2_METADATA_DISABLED: 'true'
      }
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}

/** Reads the service from the scope of the signature, and the operation as the protocol of the service defines it. */
async function read(message: IncomingMessage): Promise<{request: Request; accessKeyId: string}> {
  const chunks: Buffer[] = []
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString('utf8')
  const [, accessKeyId = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(message.headers.authorization ?? '') ?? []
  const request = {service, region}
  if (service === 'ssm') {
    const operation = String(message.headers['x-amz-target']).split('.')[1] ?? ''
    return {accessKeyId, request: {...request, operation, parameters: JSON.parse(body) as Record<string, string>}}
  }
  if (service === 's3') {
    const {pathname, searchParams} = new URL(message.url ?? '', 'http://s3')
    const operation = searchParams.has('list-type') ? 'ListBucket' : `${message.method ?? ''} ${message.url ?? ''}`
    return {
      accessKeyId,
      request: {
        ...request,
        operation,
        parameters: {bucket: pathname.replaceAll('/', ''), ...Object.fromEntries(searchParams)}
      }
    }
  }
  const {Action: operation = '', ...parameters} = Object.fromEntries(new URLSearchParams(body))
  return {accessKeyId, request: {...request, operation, parameters}}
}

function resourceOf({service, region, parameters}: Request, account: string): string {
  switch (service) {
    case 'sts':
      return parameters['RoleArn'] ?? '*'
    case 'ssm':
      return `arn:aws:ssm:${region}:${account}:parameter${parameters['Name'] ?? ''}`
    case 'cloudformation':
      // The id is *, even if no stack of this name exists.
      return `arn:aws:cloudformation:${region}:${account}:stack/${parameters['StackName'] ?? '*'}/*`
    case 's3':
      return `arn:aws:s3:::${parameters['bucket'] ?? ''}`
    default:
      return '*'
  }
}

function denied(action: string): Answer {
  return {refusal: {code: 'AccessDenied', message: `${action} is not available here`}}
}

function description({name, region}: DeployedStack, account: string): string {
  return (
    element(
      'StackId',
      `arn:aws:cloudformation:${region}:${account}:stack/${name}/6e7a1f60-0000-11f0-8000-0a0000000000`
    ) +
    element('StackName', name) +
    element('CreationTime', '2026-01-01T00:00:00Z') +
    element('StackStatus', 'UPDATE_COMPLETE')
  )
}

function credentials(of: Keys, arn: string): string {
  const keys =
    element('AccessKeyId', of.accessKeyId) +
    element('SecretAccessKey', of.secretAccessKey) +
    element('SessionToken', of.sessionToken)
  const expiration = element('Expiration', new Date(Date.now() + 3_600_000).toISOString())
  return (
    element('Credentials', keys + expiration) +
    element('AssumedRoleUser', element('AssumedRoleId', 'AROA:test') + element('Arn', arn))
  )
}

function jsonOf(answer: Answer): string {
  return 'result' in answer
    ? answer.result
    : JSON.stringify({__type: answer.refusal.code, message: answer.refusal.message})
}

function xmlOf(answer: Answer, {service, operation}: Request): string {
  if (service === 's3' && 'result' in answer) return element('ListBucketResult', answer.result)
  return 'result' in answer
    ? element(`${operation}Response`, element(`${operation}Result`, answer.result))
    : element(
        'ErrorResponse',
        element(
          'Error',
          element('Type', 'Sender') +
            element('Code', answer.refusal.code) +
            element('Message', escapeXml(answer.refusal.message))
        )
      )
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function nameOf({arn}: EndpointRole): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}

function sessionArn(role: EndpointRole): string {
  const [, partition = '', , , account = ''] = role.arn.split(':')
  return `arn:${partition}:sts::${account}:assumed-role/${nameOf(role)}/test`
}
