import type {IamPolicy} from '../../../testbed/aws/iam.js'
import type {StoredRepository} from '../../../testbed/aws/stored-repository.js'
import type {Testbed} from '../../../testbed/harness/testbed.js'
import type {LoggedRequest} from '../../../testbed/server/log.js'
import type {CopyOptions} from '../src/copy.js'
import {copyImage} from '../src/copy.js'
import type {CopyReport} from '../src/copy-report.js'
import type {Explain} from '../src/errors.js'
import {RegistryClient} from '../src/registry-client.js'
import type {RegistryOptions} from '../src/transport.js'
import type {Content} from './content.js'
import {digest} from './content.js'

export const REGION = 'eu-west-1'
export const ACCOUNT = '111122223333'
export const OTHER_ACCOUNT = '444455556666'

/** Options for tests: shorter pauses than in production. The deadline is that of production: a busy machine may need much of it. */
export const IMPATIENT = {backoffMs: 5} as const

/** Repeats what the package passes to it, so that a test finds that in the error. */
export const explain: Explain = ({status, codes, repository}) =>
  `Explained: ${[status, ...codes].join(' ')} of ${repository}`

/** A repository and how to reach it. It can be sent to another process as JSON. */
export interface End {
  options: Omit<RegistryOptions, 'signal'>
  repository: string
}

const ALLOW_ALL: IamPolicy = {Version: '2012-10-17', Statement: {Effect: 'Allow', Action: 'ecr:*', Resource: '*'}}

/** A repository of the testbed, created if it does not exist, with a login to its registry. */
export async function ecrEnd(
  testbed: Testbed,
  name: string,
  {account = ACCOUNT, policy = ALLOW_ALL}: {account?: string; policy?: IamPolicy} = {}
): Promise<End> {
  if (!testbed.aws.registry(account, REGION).repositories.has(name))
    testbed.aws.addRepository({region: REGION, account, name})
  const user = testbed.aws.addUser({arn: `arn:aws:iam::${account}:user/tester`, policies: [policy]})
  const {password} = testbed.aws.issueToken(user, REGION)
  const {url: origin} = await testbed.registry(account, REGION)
  return {
    options: {origin, authorization: {kind: 'basic', login: {username: 'AWS', password}}, ...IMPATIENT},
    repository: name
  }
}

export function stored(testbed: Testbed, name: string, account = ACCOUNT): StoredRepository {
  return testbed.aws.registry(account, REGION).repositories.get(name)!
}

/** Runs one copy with new clients. */
export async function copy(
  source: End,
  target: End,
  wanted: string,
  more: Partial<CopyOptions> & Partial<RegistryOptions> = {}
): Promise<CopyReport> {
  const signal = more.signal ?? new AbortController().signal
  const tuning = Object.fromEntries(
    Object.entries(more).filter(([name]) => ['idleMs', 'backoffMs', 'deadlineMs', 'putsPerSecond'].includes(name))
  )
  const same =
    source.options.origin === target.options.origin && source.options.authorization === target.options.authorization
  const from = new RegistryClient({...source.options, ...tuning, signal})
  const to = same ? from : new RegistryClient({...target.options, ...tuning, signal})
  try {
    const ends = {
      source: {registry: from, repository: source.repository},
      target: {registry: to, repository: target.repository}
    }
    return await copyImage({...more, ...ends, digest: wanted, signal})
  } finally {
    await Promise.all([from.close(), to.close()])
  }
}

/** Everything of the content that a repository lacks. Blobs are compared by their bytes. */
export async function lacking(repository: StoredRepository, content: Content, tags = true): Promise<string[]> {
  const missing: string[] = []
  for (const name of content.manifests.keys()) if (!repository.images.has(name)) missing.push(`manifest ${name}`)
  for (const name of content.blobs.keys()) {
    const layer = repository.layers.get(name)
    const chunks = layer === undefined ? [] : ((await layer.stream().toArray()) as Buffer[])
    if (layer === undefined || digest(Buffer.concat(chunks)) !== name) missing.push(`blob ${name}`)
  }
  if (tags) for (const [tag, name] of content.tags) if (repository.tags.get(tag) !== name) missing.push(`tag ${tag}`)
  return missing
}

/** Runs the work and returns the requests that the testbed gets meanwhile. */
export async function requestsDuring<T>(
  testbed: Testbed,
  work: () => Promise<T>
): Promise<{result: T; requests: LoggedRequest[]}> {
  const before = testbed.requests.length
  const result = await work()
  return {result, requests: testbed.requests.slice(before)}
}

/** Names requests as they come. A repeated request also has its number. */
export function naming(): (request: LoggedRequest) => string {
  const turns = new Map<string, number>()
  return ({service, method, path, headers}) => {
    const {pathname, searchParams} = new URL(path, 'http://localhost')
    // The name of an upload session is different each time, but the digest of the blob is not.
    const what = apiCall(headers) ?? pathname.replace(/uploads\/[^/]+$/, `uploads/${searchParams.get('digest') ?? ''}`)
    const name = `${service} ${method} ${decodeURIComponent(what)}`
    const turn = (turns.get(name) ?? 0) + 1
    turns.set(name, turn)
    return turn === 1 ? name : `${name} (${turn})`
  }
}

/** The name of a call to ECR's API; undefined for other requests. */
export function apiCall({'x-amz-target': header}: LoggedRequest['headers']): string | undefined {
  return typeof header === 'string' ? header.split('.').at(-1) : undefined
}
