/** An IAM policy document as JSON, without CloudFormation functions and policy variables. */
export interface IamPolicy {
  Version?: string
  Id?: string
  Statement: IamStatement | IamStatement[]
}

export interface IamStatement {
  Sid?: string
  Effect: string
  Principal?: '*' | Record<string, string | string[]>
  Action?: string | string[]
  NotAction?: string | string[]
  Resource?: string | string[]
  NotResource?: string | string[]
  Condition?: Record<string, Record<string, ConditionValue | ConditionValue[]>>
}

type ConditionValue = string | boolean | number

/** The identity that makes a request: a role's session, a user, or the subject of a web identity provider's token. */
export type Principal =
  | {kind: 'session'; arn: string; roleArn: string; account: string}
  | {kind: 'user'; arn: string; account: string}
  | {kind: 'federated'; provider: string}

/** A request to be decided. IAM ignores the case of context keys. A key that the request does not have is left out. */
export interface AccessRequest {
  principal: Principal
  action: string
  resource: string
  context: Record<string, string | string[]>
}

/** The policies that apply to a request. */
export interface Policies {
  identity: IamPolicy[]
  /** The policy of the resource, such as a repository's policy or a role's trust policy. */
  resource?: IamPolicy
  /** The policy that was given when the session was started; it can only remove permissions. */
  session?: IamPolicy
  /** The account of the resource. */
  account: string
}

export type AccessDecision = {allowed: true} | {allowed: false; because: string}

type Verdict = 'allow' | 'deny' | 'silent'

/** A policy has something that the evaluator does not support. It is an error, so that it never counts as an allow. */
export class UnsupportedPolicyError extends Error {
  override name = 'UnsupportedPolicyError'
}

/**
 * Evaluates the policies as IAM does. An explicit deny wins. Within one account, either the identity's or the resource's
 * policy must allow the request; across accounts, both must.
 *
 * @throws UnsupportedPolicyError on an unsupported element, operator or value anywhere in the policies
 */
export function evaluatePolicies(request: AccessRequest, policies: Policies): AccessDecision {
  for (const document of documents(policies)) assertSupported(document)
  const identity = combine(policies.identity.map(document => verdict(document, request, 'identity')))
  const resource = policies.resource ? verdict(policies.resource, request, 'resource') : 'silent'
  const session = policies.session ? verdict(policies.session, request, 'identity') : 'allow'
  const no = (reason: string): AccessDecision => ({allowed: false, because: reason})
  if (identity === 'deny') return no('with an explicit deny in an identity-based policy')
  if (resource === 'deny') return no('with an explicit deny in a resource-based policy')
  if (session === 'deny') return no('with an explicit deny in a session policy')
  if (session === 'silent') return no(`because no session policy allows the ${request.action} action`)
  if (request.principal.kind === 'federated' || request.principal.account !== policies.account) {
    if (request.principal.kind !== 'federated' && identity !== 'allow') {
      return no(`because no identity-based policy allows the ${request.action} action`)
    }
    return resource === 'allow'
      ? {allowed: true}
      : no(`because no resource-based policy allows the ${request.action} action`)
  }
  if (identity === 'allow') return {allowed: true}
  // A resource's policy that names the account only delegates the decision to the identity policies of the account.
  if (policies.resource && verdict(policies.resource, request, 'resource-by-name') === 'allow') return {allowed: true}
  return no(`because no identity-based policy allows the ${request.action} action`)
}

/**
 * Refuses a policy that the evaluator does not support.
 *
 * @throws UnsupportedPolicyError that names the element
 */
export function assertSupported(document: IamPolicy): void {
  onlyKeys(document, ['Version', 'Id', 'Statement'], 'policy')
  if (document.Version !== '2012-10-17') throw unsupported(`policy version ${JSON.stringify(document.Version)}`)
  for (const statement of list(document.Statement)) {
    const known = ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']
    onlyKeys(statement, known, 'statement')
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') throw unsupported(`effect ${statement.Effect}`)
    if ((statement.Action === undefined) === (statement.NotAction === undefined)) {
      throw unsupported('a statement with neither or both of Action and NotAction')
    }
    if (statement.Resource !== undefined && statement.NotResource !== undefined) {
      throw unsupported('a statement with both Resource and NotResource')
    }
    for (const elements of [statement.Action, statement.NotAction, statement.Resource, statement.NotResource]) {
      for (const element of list(elements ?? [])) assertPlain(element)
    }
    assertPrincipal(statement.Principal)
    for (const [operator, tests] of Object.entries(statement.Condition ?? {})) {
      parseOperator(operator)
      for (const value of Object.values(tests).flatMap(list)) assertPlain(value)
    }
  }
}

function assertPrincipal(principal: IamStatement['Principal']): void {
  if (principal === undefined || principal === '*') return
  if (typeof principal !== 'object') throw unsupported(`principal ${JSON.stringify(principal)}`)
  onlyKeys(principal, ['AWS', 'Federated', 'Service'], 'principal')
  for (const value of Object.values(principal).flatMap(list)) assertPlain(value)
}

function assertPlain(value: unknown): void {
  if (typeof value === 'boolean' || typeof value === 'number') return
  if (typeof value !== 'string') throw unsupported(`value ${JSON.stringify(value)}: it must be resolved to a string`)
  if (value.includes('${')) throw unsupported(`policy variable in ${JSON.stringify(value)}`)
}

function onlyKeys(value: object, known: string[], what: string): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw unsupported(`${what} element ${JSON.stringify(key)}`)
  }
}

function unsupported(what: string): UnsupportedPolicyError {
  return new UnsupportedPolicyError(`IAM policy: ${what} is not supported`)
}

function documents(policies: Policies): IamPolicy[] {
  return [...policies.identity, ...[policies.resource, policies.session].filter(one => one !== undefined)]
}

function combine(verdicts: Verdict[]): Verdict {
  if (verdicts.includes('deny')) return 'deny'
  return verdicts.includes('allow') ? 'allow' : 'silent'
}

type Standing = 'identity' | 'resource' | 'resource-by-name'

function verdict(document: IamPolicy, request: AccessRequest, standing: Standing): Verdict {
  return combine(
    list(document.Statement).map(statement =>
      applies(statement, request, standing) ? (statement.Effect === 'Deny' ? 'deny' : 'allow') : 'silent'
    )
  )
}

function applies(statement: IamStatement, request: AccessRequest, standing: Standing): boolean {
  if (standing === 'identity' && statement.Principal !== undefined) {
    throw unsupported('Principal in an identity-based policy')
  }
  if (standing === 'identity' && statement.Resource === undefined && statement.NotResource === undefined) {
    throw unsupported('an identity-based statement without Resource')
  }
  if (standing !== 'identity' && !matchesPrincipal(statement.Principal, request.principal, standing)) return false
  const action = (pattern: string): boolean => like(pattern.toLowerCase(), request.action.toLowerCase())
  const resource = (pattern: string): boolean => like(pattern, request.resource)
  return (
    (statement.Action === undefined || list(statement.Action).some(action)) &&
    (statement.NotAction === undefined || !list(statement.NotAction).some(action)) &&
    (statement.Resource === undefined || list(statement.Resource).some(resource)) &&
    (statement.NotResource === undefined || !list(statement.NotResource).some(resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, tests]) =>
      Object.entries(tests).every(([key, values]) => holds(operator, contextOf(request, key), list(values).map(String)))
    )
  )
}

function matchesPrincipal(stated: IamStatement['Principal'], principal: Principal, standing: Standing): boolean {
  if (stated === undefined) throw unsupported('a resource-based statement without Principal')
  if (stated === '*') return true
  if (principal.kind === 'federated') return list(stated['Federated'] ?? []).includes(principal.provider)
  return list(stated['AWS'] ?? []).some(name => {
    if (name === '*' || name === principal.arn) return true
    if (principal.kind === 'session' && name === principal.roleArn) return true
    const isAccount =
      name === principal.account || new RegExp(`^arn:aws[a-z-]*:iam::${principal.account}:root$`).test(name)
    return isAccount && standing !== 'resource-by-name'
  })
}

function contextOf(request: AccessRequest, key: string): string[] | undefined {
  const name = Object.keys(request.context).find(other => other.toLowerCase() === key.toLowerCase())
  const value = name === undefined ? undefined : request.context[name]
  return value === undefined ? undefined : list(value)
}

interface Operator {
  quantifier: 'ForAllValues' | 'ForAnyValue' | undefined
  name: string
  ifExists: boolean
}

/** The positive comparisons; `negated` names the operator for the opposite. */
const comparisons: Record<string, {negated?: string; test: (wanted: string, actual: string) => boolean}> = {
  StringEquals: {negated: 'StringNotEquals', test: (wanted, actual) => wanted === actual},
  StringEqualsIgnoreCase: {
    negated: 'StringNotEqualsIgnoreCase',
    test: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase()
  },
  StringLike: {negated: 'StringNotLike', test: (wanted, actual) => like(wanted, actual)},
  Bool: {test: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase()}
}

function parseOperator(text: string): Operator {
  const [, quantifier, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(text) ?? []
  const known = name in comparisons || Object.values(comparisons).some(({negated}) => negated === name)
  if (!known && (text !== 'Null' || name !== 'Null')) throw unsupported(`condition operator ${text}`)
  return {quantifier: quantifier as Operator['quantifier'], name, ifExists: ifExists !== undefined}
}

function holds(text: string, actual: string[] | undefined, wanted: string[]): boolean {
  const {quantifier, name, ifExists} = parseOperator(text)
  if (name === 'Null') return wanted.some(value => (value.toLowerCase() === 'true') === (actual === undefined))
  const positive = comparisons[name]
  const negative = Object.values(comparisons).find(({negated}) => negated === name)
  const matchesOne = (value: string): boolean =>
    positive ? wanted.some(one => positive.test(one, value)) : !wanted.some(one => negative?.test(one, value) ?? true)
  // ForAllValues holds for a missing key, so in an Allow it admits a request without the key.
  if (quantifier === 'ForAllValues') return (actual ?? []).every(matchesOne)
  if (quantifier === 'ForAnyValue') return actual === undefined ? ifExists : actual.some(matchesOne)
  if (actual === undefined) return ifExists || positive === undefined
  if (actual.length !== 1) throw unsupported(`${text} on a key with ${actual.length} values`)
  return actual.every(matchesOne)
}

/** IAM's wildcards: `*` for any characters, `?` for one. */
export function like(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(value)
}

function list<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value]
}
