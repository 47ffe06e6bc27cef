import {createHash} from 'node:crypto'

import type {IamPolicy} from '../aws/iam.js'

/** The place where a stack is deployed. */
export interface StackTarget {
  account: string
  region: string
  partition: string
}

/** The parts of a CloudFormation template that are used here. */
export interface CloudFormationTemplate {
  Resources: Record<string, {Type: string; Properties?: Record<string, unknown>}>
  Outputs?: Record<string, {Value: unknown}>
}

/** A template with the value of every intrinsic function in its place. */
export interface ResolvedTemplate extends StackTarget {
  /** By logical id. */
  resources: Map<string, ResolvedResource>
  outputs: Record<string, string>
}

export interface ResolvedResource {
  type: string
  /** The value of `Ref`; undefined for types whose `Ref` is not used. */
  ref: string | undefined
  /** The value of `Fn::GetAtt` for `Arn`; undefined for types without ARN. */
  arn: string | undefined
  properties: Record<string, unknown>
}

export interface DeployedRole {
  arn: string
  name: string
  account: string
  trust: IamPolicy
  policies: IamPolicy[]
}

export interface DeployedGroup {
  arn: string
  name: string
  account: string
  /** The policies of its members. */
  policies: IamPolicy[]
}

export interface DeployedRepository extends StackTarget {
  arn: string
  name: string
  policy: IamPolicy | undefined
  /** JSON */
  lifecycle: string | undefined
  mutability: string
  /** Patterns of tags for which the opposite of the mutability holds. */
  filters: string[]
  /** ARN of the key that encrypts the images. */
  kmsKey: string | undefined
  scanOnPush: boolean
}

export interface DeployedProvider {
  account: string
  audiences: string[]
}

export interface DeployedKey extends StackTarget {
  arn: string
  policy: IamPolicy
}

/** Everything that exists once all stacks are deployed. */
export interface Deployed {
  roles: DeployedRole[]
  groups: DeployedGroup[]
  repositories: DeployedRepository[]
  keys: DeployedKey[]
  /** The providers of GitHub's tokens. */
  providers: DeployedProvider[]
  /** Registries in which blobs are mounted. */
  mounting: StackTarget[]
}

type Values = Record<string, unknown>

/** The values of `Ref` and `Arn` for each type. A resource without a name gets one that is derived from its logical id. */
const TYPES: Record<string, (properties: Values, place: StackTarget, id: string) => {ref?: string; arn?: string}> = {
  'AWS::ECR::Repository': ({RepositoryName}, place) =>
    named(RepositoryName, name => `${base('ecr', place)}:repository/${name}`),
  'AWS::IAM::Role': ({RoleName}, place, id) => named(RoleName ?? id, name => `${global('iam', place)}:role/${name}`),
  'AWS::IAM::Group': ({GroupName}, place) => named(GroupName, name => `${global('iam', place)}:group/${name}`),
  'AWS::IAM::ManagedPolicy': ({ManagedPolicyName}, place) => {
    const arn = `${global('iam', place)}:policy/${text(ManagedPolicyName)}`
    return {ref: arn, arn}
  },
  'AWS::IAM::OIDCProvider': ({Url}, place) => {
    const arn = `${global('iam', place)}:oidc-provider/${text(Url).replace('https://', '')}`
    return {ref: arn, arn}
  },
  'AWS::IAM::Policy': () => ({}),
  'AWS::KMS::Key': (_, place, id) => named(keyId(place, id), name => `${base('kms', place)}:key/${name}`),
  'AWS::KMS::Alias': ({AliasName}) => ({ref: text(AliasName)}),
  'AWS::ECR::RegistryScanningConfiguration': () => ({}),
  'AWS::Logs::LogGroup': (_, place, id) => named(id, name => `${base('logs', place)}:log-group:${name}:*`),
  'AWS::Lambda::Function': (_, place, id) => named(id, name => `${base('lambda', place)}:function:${name}`),
  'Custom::AWS': () => ({}),
  'AWS::CDK::Metadata': () => ({})
}

/**
 * Resolves a template as if it were deployed.
 *
 * @throws Error on an unsupported type of resource, function or reference
 */
export function resolveTemplate(
  template: CloudFormationTemplate,
  {account, region, partition}: StackTarget
): ResolvedTemplate {
  const place = {account, region, partition}
  const resources = new Map<string, ResolvedResource>()
  const lookUp = (id: string): ResolvedResource => {
    const known = resources.get(id)
    if (known !== undefined) return known
    const resource = template.Resources[id]
    if (resource === undefined) throw new Error(`template: the resource ${id} does not exist`)
    const answers = TYPES[resource.Type]
    if (answers === undefined) throw new Error(`template: resources of the type ${resource.Type} are not supported`)
    const unknown = Object.keys(resource).filter(key => !RESOURCE_KEYS.includes(key))
    if (unknown.length > 0) throw new Error(`template: ${unknown.join(', ')} of ${id} is not supported`)
    const properties = resolve(resource.Properties ?? {}) as Values
    const {ref, arn} = answers(properties, place, id)
    const resolved = {type: resource.Type, ref, arn, properties}
    resources.set(id, resolved)
    return resolved
  }
  const resolve = (value: unknown): unknown => resolveValue(value, place, lookUp)
  for (const id of Object.keys(template.Resources)) lookUp(id)
  const outputs = Object.fromEntries(
    Object.entries(template.Outputs ?? {}).map(([id, {Value}]) => [id, text(resolve(Value))])
  )
  return {...place, resources, outputs}
}

const RESOURCE_KEYS = ['Type', 'Properties', 'DependsOn', 'Metadata', 'DeletionPolicy', 'UpdateReplacePolicy']

function resolveValue(value: unknown, place: StackTarget, lookUp: (id: string) => ResolvedResource): unknown {
  const resolve = (inner: unknown): unknown => resolveValue(inner, place, lookUp)
  if (Array.isArray(value)) return value.map(resolve)
  if (typeof value !== 'object' || value === null) return value
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value)
  const isFunction =
    others.length === 0 &&
    (name === 'Ref' || (name === 'Condition' && typeof argument === 'string') || name.startsWith('Fn::'))
  if (!isFunction) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]))
  const list = (): unknown[] => {
    const resolved = resolve(argument)
    if (!Array.isArray(resolved)) throw new Error(`template: ${name} of ${JSON.stringify(argument)} is not supported`)
    return resolved
  }
  switch (name) {
    case 'Ref':
      return pseudoParameter(text(argument), place) ?? answered(lookUp(text(argument)).ref, value)
    case 'Fn::GetAtt': {
      const [id, attribute] = list().map(text)
      return answered(attribute === 'Arn' ? lookUp(id ?? '').arn : undefined, value)
    }
    case 'Fn::Join': {
      const [separator, parts] = list()
      return (parts as unknown[]).map(text).join(text(separator))
    }
    case 'Fn::Split': {
      const [separator, whole] = list().map(text)
      return (whole ?? '').split(separator ?? '')
    }
    case 'Fn::Select': {
      const [index, from] = list()
      return (from as unknown[])[Number(index)]
    }
    default:
      throw new Error(`template: ${name} is not supported`)
  }
}

function pseudoParameter(name: string, {account, region, partition}: StackTarget): string | undefined {
  const values: Record<string, string> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
  }
  return values[name]
}

function answered(answer: string | undefined, asked: object): string {
  if (answer === undefined) throw new Error(`template: the value of ${JSON.stringify(asked)} is unknown`)
  return answer
}

/**
 * Everything that exists once these stacks are deployed. Roles and groups have the policies that any of the stacks attaches.
 *
 * @throws Error on a policy that is attached to a role or group of no stack, or that no stack declares
 */
export function deployedBy(templates: readonly ResolvedTemplate[]): Deployed {
  const deployed: Deployed = {roles: [], groups: [], repositories: [], keys: [], providers: [], mounting: []}
  for (const template of templates) {
    const made = {account: template.account, region: template.region, partition: template.partition}
    for (const {type, ref = '', arn = '', properties} of template.resources.values()) {
      const inline = ((properties['Policies'] ?? []) as {PolicyDocument: IamPolicy}[]).map(
        ({PolicyDocument}) => PolicyDocument
      )
      const who = {arn, name: ref, account: template.account, policies: inline}
      if (type === 'AWS::IAM::Role')
        deployed.roles.push({...who, trust: properties['AssumeRolePolicyDocument'] as IamPolicy})
      if (type === 'AWS::IAM::Group') deployed.groups.push(who)
      if (type === 'AWS::KMS::Key') deployed.keys.push({...made, arn, policy: properties['KeyPolicy'] as IamPolicy})
      if (type === 'AWS::ECR::Repository')
        deployed.repositories.push({...made, arn, name: ref, ...repositorySettings(properties)})
      if (type === 'AWS::IAM::OIDCProvider')
        deployed.providers.push({account: template.account, audiences: properties['ClientIdList'] as string[]})
      if (type === 'Custom::AWS' && JSON.stringify(properties['Create']).includes('BLOB_MOUNTING'))
        deployed.mounting.push(made)
      if (properties['ManagedPolicyArns'] !== undefined)
        throw new Error(`template: ${arn} has policies that no stack declares`)
    }
  }
  for (const {account, resources} of templates) {
    for (const {type, properties} of resources.values()) {
      if (type !== 'AWS::IAM::Policy' && type !== 'AWS::IAM::ManagedPolicy') continue
      if (properties['Users'] !== undefined) throw new Error('template: policies of users are not supported')
      for (const [kind, key] of [
        ['roles', 'Roles'],
        ['groups', 'Groups']
      ] as const) {
        for (const name of (properties[key] ?? []) as string[]) {
          const holder = deployed[kind].find(one => one.account === account && one.name === name)
          if (holder === undefined)
            throw new Error(`template: a policy is attached to ${name}, which no stack declares`)
          holder.policies.push(properties['PolicyDocument'] as IamPolicy)
        }
      }
    }
  }
  return deployed
}

function repositorySettings(
  properties: Values
): Pick<DeployedRepository, 'policy' | 'lifecycle' | 'mutability' | 'filters' | 'kmsKey' | 'scanOnPush'> {
  const filters = (properties['ImageTagMutabilityExclusionFilters'] ?? []) as {
    ImageTagMutabilityExclusionFilterValue: string
  }[]
  return {
    policy: properties['RepositoryPolicyText'] as IamPolicy | undefined,
    lifecycle: (properties['LifecyclePolicy'] as {LifecyclePolicyText?: string} | undefined)?.LifecyclePolicyText,
    mutability: text(properties['ImageTagMutability'] ?? 'MUTABLE'),
    filters: filters.map(({ImageTagMutabilityExclusionFilterValue}) => ImageTagMutabilityExclusionFilterValue),
    kmsKey: (properties['EncryptionConfiguration'] as {KmsKey?: string} | undefined)?.KmsKey,
    scanOnPush: (properties['ImageScanningConfiguration'] as {ScanOnPush?: boolean} | undefined)?.ScanOnPush ?? false
  }
}

function named(name: unknown, arn: (name: string) => string): {ref: string; arn: string} {
  return {ref: text(name), arn: arn(text(name))}
}

function base(service: string, {partition, region, account}: StackTarget): string {
  return `arn:${partition}:${service}:${region}:${account}`
}

function global(service: string, {partition, account}: StackTarget): string {
  return `arn:${partition}:${service}::${account}`
}

function keyId(place: StackTarget, id: string): string {
  const digits = createHash('sha256')
    .update(JSON.stringify([place, id]))
    .digest('hex')
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32)
  ].join('-')
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`template: ${JSON.stringify(value)} is not a string`)
  return value
}
