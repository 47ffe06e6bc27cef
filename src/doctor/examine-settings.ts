import type {EcrClient} from '../aws/ecr.js'
import type {RepositorySetup} from '../aws/repository-setup.js'
import type {Check} from './check.js'
import {notKnown, notLookedAt, told} from './check.js'
import type {Examination} from './examination.js'
import type {Permissions} from './permissions.js'
import {apart, encryptionCheck, lifecycleCheck, mountingCheck, mutabilityCheck, scanCheck} from './settings.js'

/** Whose settings they are, and who looks. */
export type Settled = Pick<Examination, 'stage' | 'target' | 'source' | 'who' | 'signal'> & {
  /** What to do where something is not as infra/ makes it. */
  deploy: string
}

export interface Seen {
  client: EcrClient
  sourceClient: EcrClient
  own: Permissions
  /** On the source. */
  before: Permissions | undefined
  /** Whether the credentials are of the repository's account. */
  isOwnAccount: boolean
}

/** How the repository is set up, as far as this identity may look. */
export async function examineSettings(settled: Settled, seen: Seen): Promise<Check[]> {
  const {stage, target, source, who, deploy, signal} = settled
  const {client, own} = seen
  const {readBlobMounting, readLifecyclePolicy, readRepositorySetup} = await import('../aws/doctor-calls.js')
  const hidden = `this identity has no metadata of it${who.kind === 'role' ? `; a developer of ${stage} has: \`ecr-registry doctor --stage ${stage}\`` : ''}`
  const mayDescribe = may(own, 'ecr:DescribeRepositories')
  const isMountable = source !== undefined && apart(target.repository, source) === undefined
  const [settings, lifecycle, other, mounting] = await Promise.all([
    mayDescribe ? answerTo(() => readRepositorySetup(client, target.repository, signal), signal) : undefined,
    may(own, 'ecr:GetLifecyclePolicy')
      ? answerTo(() => readLifecyclePolicy(client, target.repository, signal), signal)
      : undefined,
    isMountable && mayDescribe && may(seen.before, 'ecr:DescribeRepositories')
      ? answerTo(() => readRepositorySetup(seen.sourceClient, source, signal), signal)
      : undefined,
    isMountable && seen.isOwnAccount ? answerTo(() => readBlobMounting(client, signal), signal) : undefined
  ])

  const of = (
    name: string,
    found: Answer<RepositorySetup | undefined> | undefined,
    check: (value: RepositorySetup) => Check
  ): Check => {
    if (found === undefined) return notLookedAt(name, hidden)
    if (found.kind === 'unknown') return notKnown(name, found.because)
    return found.value === undefined ? notLookedAt(name, 'there is no repository') : check(found.value)
  }
  const checks = [
    of('tag mutability', settings, value => mutabilityCheck(stage, value, deploy)),
    lifecycle === undefined
      ? notLookedAt('lifecycle', hidden)
      : known('lifecycle', lifecycle, policy => lifecycleCheck(policy, deploy)),
    of('scan on push', settings, value => scanCheck(value, deploy))
  ]
  if (source === undefined) return checks
  if (!isMountable) return [...checks, told('layer mounting', apart(target.repository, source) ?? '')]
  return [
    ...checks,
    mayDescribe && other === undefined
      ? notLookedAt('encryption key', 'this identity has no metadata of the source')
      : of('encryption key', settings, value => of('encryption key', other, before => encryptionCheck(value, before))),
    mounting === undefined
      ? notLookedAt('layer mounting', 'it is a setting of another account than that of the credentials')
      : known('layer mounting', mounting, setting => mountingCheck(setting, target.repository.region))
  ]
}

type Answer<T> = {kind: 'known'; value: T} | {kind: 'unknown'; because: string}

function known<T>(name: string, found: Answer<T>, check: (value: T) => Check): Check {
  return found.kind === 'known' ? check(found.value) : notKnown(name, found.because)
}

function may(permissions: Permissions | undefined, action: string): boolean {
  return permissions?.get(action)?.kind === 'allowed'
}

/** What comes back, or why it is not known. */
async function answerTo<T>(work: () => Promise<T>, signal: AbortSignal): Promise<Answer<T>> {
  try {
    return {kind: 'known', value: await work()}
  } catch (error) {
    signal.throwIfAborted()
    const {awsAnswer} = await import('../aws/run-calls.js')
    return {kind: 'unknown', because: awsAnswer(error)}
  }
}
