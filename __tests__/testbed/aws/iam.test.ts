import {describe, expect, test} from '@jest/globals'

import {
  type AccessRequest,
  evaluatePolicies,
  type IamPolicy,
  type IamStatement,
  like,
  type Policies,
  UnsupportedPolicyError
} from '../../../testbed/aws/iam.js'
import {allow, DEVELOPMENT_REPOSITORY_ARN, DEVELOPMENT_ROLE_ARN, SAMPLE_ACCOUNT} from '../sample.js'

const session = {
  kind: 'session',
  account: SAMPLE_ACCOUNT,
  roleArn: DEVELOPMENT_ROLE_ARN,
  arn: `arn:aws:sts::${SAMPLE_ACCOUNT}:assumed-role/sample-image-development-github/run`
} as const

function createRequest(request: Partial<AccessRequest> = {}): AccessRequest {
  return {principal: session, action: 'ecr:PutImage', resource: DEVELOPMENT_REPOSITORY_ARN, context: {}, ...request}
}

function createPolicies(policies: Partial<Policies> = {}): Policies {
  return {identity: [], account: SAMPLE_ACCOUNT, ...policies}
}

function document(...statements: Partial<IamStatement>[]): IamPolicy {
  return {Version: '2012-10-17', Statement: statements.map(statement => ({Effect: 'Allow', ...statement}))}
}

const decide = (policies: Partial<Policies>, request: Partial<AccessRequest> = {}): boolean =>
  evaluatePolicies(createRequest(request), createPolicies(policies)).allowed

describe('identity-based policies', () => {
  test.each<[boolean, string, IamPolicy[]]>([
    [false, 'no policy', []],
    [true, 'the action on the resource', [allow('ecr:PutImage', DEVELOPMENT_REPOSITORY_ARN)]],
    [true, 'an action in another case', [allow('ECR:putimage', DEVELOPMENT_REPOSITORY_ARN)]],
    [true, 'a wildcard in the action', [allow('ecr:Put*', DEVELOPMENT_REPOSITORY_ARN)]],
    [true, 'a ? for one character', [allow('ecr:PutImag?', DEVELOPMENT_REPOSITORY_ARN)]],
    [false, 'a ? for two characters', [allow('ecr:PutIma?', DEVELOPMENT_REPOSITORY_ARN)]],
    [true, 'a wildcard in the resource', [allow('ecr:PutImage', 'arn:aws:ecr:*:*:repository/sample-image/*')]],
    [false, 'the resource in another case', [allow('ecr:PutImage', DEVELOPMENT_REPOSITORY_ARN.toUpperCase())]],
    [false, 'another action', [allow('ecr:BatchGetImage', DEVELOPMENT_REPOSITORY_ARN)]],
    [false, 'another resource', [allow('ecr:PutImage', `${DEVELOPMENT_REPOSITORY_ARN}-2`)]],
    [false, 'a prefix of the resource', [allow('ecr:PutImage', DEVELOPMENT_REPOSITORY_ARN.slice(0, -1))]],
    [true, 'the second of two documents', [allow('ecr:BatchGetImage'), allow('ecr:PutImage')]],
    [true, 'NotAction of another action', [document({NotAction: 'ecr:Delete*', Resource: '*'})]],
    [false, 'NotAction of the action', [document({NotAction: ['ecr:Put*'], Resource: '*'})]],
    [
      true,
      'NotResource of another resource',
      [document({Action: 'ecr:*', NotResource: `${DEVELOPMENT_REPOSITORY_ARN}-2`})]
    ],
    [false, 'NotResource of the resource', [document({Action: 'ecr:*', NotResource: '*/development'})]],
    [
      false,
      'a deny beside an allow',
      [allow('ecr:*'), document({Effect: 'Deny', Action: 'ecr:PutImage', Resource: '*'})]
    ],
    [
      true,
      'a deny of another action',
      [allow('ecr:*'), document({Effect: 'Deny', Action: 'ecr:Delete*', Resource: '*'})]
    ]
  ])('%s for %s', (expected, _, identity) => {
    expect(decide({identity})).toBe(expected)
  })

  test('takes a single statement without a list', () => {
    expect(
      decide({identity: [{Version: '2012-10-17', Statement: {Effect: 'Allow', Action: 'ecr:*', Resource: '*'}}]})
    ).toBe(true)
  })
})

describe('conditions', () => {
  const context = {'k:one': 'a', 'k:many': ['a', 'b']}
  test.each<[boolean, string, string, string | string[] | boolean]>([
    [true, 'StringEquals', 'k:one', 'a'],
    [true, 'StringEquals', 'K:ONE', 'a'],
    [true, 'StringEquals', 'k:one', ['b', 'a']],
    [false, 'StringEquals', 'k:one', 'A'],
    [false, 'StringEquals', 'k:one', 'a*'],
    [false, 'StringEquals', 'k:none', 'a'],
    [true, 'StringEqualsIfExists', 'k:none', 'a'],
    [false, 'StringEqualsIfExists', 'k:one', 'b'],
    [true, 'StringEqualsIgnoreCase', 'k:one', 'A'],
    [true, 'StringLike', 'k:one', '*'],
    [false, 'StringLike', 'k:none', '*'],
    [true, 'StringNotEquals', 'k:one', 'b'],
    [false, 'StringNotEquals', 'k:one', ['b', 'a']],
    [true, 'StringNotEquals', 'k:none', 'a'],
    [false, 'StringNotLike', 'k:one', '?'],
    [false, 'StringNotEqualsIgnoreCase', 'k:one', 'A'],
    [true, 'ForAnyValue:StringEquals', 'k:many', 'b'],
    [false, 'ForAnyValue:StringEquals', 'k:many', 'c'],
    [false, 'ForAnyValue:StringEquals', 'k:none', 'c'],
    [true, 'ForAllValues:StringEquals', 'k:many', ['a', 'b', 'c']],
    [false, 'ForAllValues:StringEquals', 'k:many', 'a'],
    [true, 'ForAllValues:StringEquals', 'k:none', 'a'],
    [true, 'Null', 'k:none', 'true'],
    [false, 'Null', 'k:one', true],
    [true, 'Null', 'k:one', 'false'],
    [false, 'Bool', 'k:one', true]
  ])('%s for %s of %s against %j', (expected, operator, name, value) => {
    const identity = [document({Action: '*', Resource: '*', Condition: {[operator]: {[name]: value}}})]
    expect(decide({identity}, {context})).toBe(expected)
  })

  test('require all operators and all keys to hold', () => {
    const both = (one: string, many: string): IamPolicy[] => [
      document({
        Action: '*',
        Resource: '*',
        Condition: {StringEquals: {'k:one': one}, 'ForAnyValue:StringLike': {'k:many': many}}
      })
    ]
    expect(decide({identity: both('a', 'b')}, {context})).toBe(true)
    expect(decide({identity: both('a', 'c')}, {context})).toBe(false)
    expect(decide({identity: both('x', 'b')}, {context})).toBe(false)
  })
})

describe('resource-based policies', () => {
  const by = (principal: IamStatement['Principal'], more: Partial<IamStatement> = {}): IamPolicy =>
    document({...(principal === undefined ? {} : {Principal: principal}), Action: 'ecr:PutImage', ...more})
  const root = `arn:aws:iam::${SAMPLE_ACCOUNT}:root`

  test.each<[boolean, string, Partial<Policies>]>([
    [true, 'one account, role named', {resource: by({AWS: DEVELOPMENT_ROLE_ARN})}],
    [true, 'one account, session named', {resource: by({AWS: session.arn})}],
    [true, 'one account, everybody', {resource: by('*')}],
    [false, 'one account, only the account named: it delegates', {resource: by({AWS: root})}],
    [true, 'one account, identity alone', {identity: [allow('ecr:*')]}],
    [false, 'one account, another role named', {resource: by({AWS: `${DEVELOPMENT_ROLE_ARN}2`})}],
    [false, 'one account, a service named', {resource: by({Service: 'lambda.amazonaws.com'})}],
    [
      false,
      'a deny of the account',
      {identity: [allow('ecr:*')], resource: by({AWS: SAMPLE_ACCOUNT}, {Effect: 'Deny'})}
    ],
    [false, 'two accounts, identity alone', {account: '444455556666', identity: [allow('ecr:*')]}],
    [false, 'two accounts, resource alone', {account: '444455556666', resource: by({AWS: DEVELOPMENT_ROLE_ARN})}],
    [true, 'two accounts, both', {account: '444455556666', identity: [allow('ecr:*')], resource: by({AWS: root})}],
    [false, 'a session policy that is silent', {identity: [allow('ecr:*')], session: allow('ecr:BatchGetImage')}],
    [true, 'a session policy that allows too', {identity: [allow('ecr:*')], session: allow('ecr:Put*')}],
    [false, 'a session policy alone', {session: allow('ecr:*')}]
  ])('%s: %s', (expected, _, policies) => {
    expect(decide(policies)).toBe(expected)
  })
})

describe('a policy that the evaluator does not support is an error', () => {
  test.each<[string, IamPolicy]>([
    ['another version', {Version: '2008-10-17', Statement: []}],
    ['an unsupported operator', document({Action: '*', Resource: '*', Condition: {NumericLessThan: {'k:one': '1'}}})],
    ['NullIfExists', document({Action: '*', Resource: '*', Condition: {NullIfExists: {'k:one': 'true'}}})],
    ['an unknown element', document({Action: '*', Resource: '*', ...({Foo: 1} as object)})],
    ['NotPrincipal', document({Action: '*', Resource: '*', ...({NotPrincipal: '*'} as object)})],
    ['a policy variable', document({Action: '*', Resource: 'arn:aws:ecr:*:*:repository/${aws:username}'})],
    [
      'a function of CloudFormation',
      document({Action: '*', Resource: {'Fn::GetAtt': ['R', 'Arn']} as unknown as string})
    ],
    ['no action', document({Resource: '*'})],
    ['Action and NotAction', document({Action: '*', NotAction: '*', Resource: '*'})],
    ['an identity statement without resource', document({Action: '*'})],
    ['a principal in an identity statement', document({Action: '*', Resource: '*', Principal: '*'})],
    ['another effect', document({Effect: 'allow', Action: '*', Resource: '*'})]
  ])('%s', (_, policy) => {
    expect(() => decide({identity: [allow('ecr:*'), policy]})).toThrow(UnsupportedPolicyError)
  })

  test('several values under an operator for one', () => {
    const identity = [document({Action: '*', Resource: '*', Condition: {StringEquals: {'k:many': 'a'}}})]
    expect(() => decide({identity}, {context: {'k:many': ['a', 'b']}})).toThrow(UnsupportedPolicyError)
  })
})

describe('like', () => {
  test.each([
    ['sha-*', 'sha-', true],
    ['sha-*', 'sha', false],
    ['a.c', 'abc', false],
    ['*', '', true],
    ['v?.*', 'v1.2.3', true]
  ])('%s, %s: %s', (pattern, value, expected) => {
    expect(like(pattern, value)).toBe(expected)
  })
})
