import {DescribeRepositoriesCommand, GetAccountSettingCommand, GetLifecyclePolicyCommand} from '@aws-sdk/client-ecr'

import {withTimeout} from '../core/deadline.js'
import type {EcrClient} from './ecr.js'
import type {RepositoryId} from './images.js'

/** The settings of a repository that infra/ makes. */
export interface RepositorySetup {
  /** `MUTABLE`, `IMMUTABLE`, `MUTABLE_WITH_EXCLUSION`, `IMMUTABLE_WITH_EXCLUSION` */
  mutability: string
  /** Patterns of tags to which the opposite of `mutability` applies; `*` stands for any characters. */
  filters: string[]
  scanOnPush: boolean
  /** `AES256`, or the ARN of the KMS key. */
  encryption: string
}

const DEADLINE_MS = 30_000

/** @returns undefined if the repository does not exist; any other error is thrown unchanged */
export async function readRepositorySetup(
  client: EcrClient,
  {account, name}: RepositoryId,
  signal: AbortSignal
): Promise<RepositorySetup | undefined> {
  try {
    const command = new DescribeRepositoriesCommand({registryId: account, repositoryNames: [name]})
    const {repositories: [described] = []} = await withTimeout(
      client.send(command, {abortSignal: signal}),
      DEADLINE_MS,
      'ECR',
      signal
    )
    if (described === undefined) return undefined
    const {encryptionType = 'AES256', kmsKey} = described.encryptionConfiguration ?? {}
    return {
      mutability: described.imageTagMutability ?? 'MUTABLE',
      filters: (described.imageTagMutabilityExclusionFilters ?? []).map(({filter}) => filter ?? ''),
      scanOnPush: described.imageScanningConfiguration?.scanOnPush ?? false,
      encryption: kmsKey ?? encryptionType
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'RepositoryNotFoundException') return undefined
    throw error
  }
}

/**
 * Reads the lifecycle policy of a repository, as JSON.
 * @returns undefined if it has none; any other error is thrown unchanged
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export async function readLifecyclePolicy(
  client: EcrClient,
  {account, name}: RepositoryId,
  signal: AbortSignal
): Promise<string | undefined> {
  try {
    const command = new GetLifecyclePolicyCommand({registryId: account, repositoryName: name})
    const {lifecyclePolicyText} = await withTimeout(
      client.send(command, {abortSignal: signal}),
      DEADLINE_MS,
      'ECR',
      signal
    )
    return lifecyclePolicyText
  } catch (error) {
    if (error instanceof Error && error.name === 'LifecyclePolicyNotFoundException') return undefined
    throw error
  }
}

/**
 * Reads whether the registry of the caller's own account mounts layers of one repository into another.
 * @returns undefined if the caller may not read the setting; any other error is thrown unchanged
 */
export async function readBlobMounting(
  client: EcrClient,
  signal: AbortSignal
): Promise<'ENABLED' | 'DISABLED' | undefined> {
  try {
    const command = new GetAccountSettingCommand({name: 'BLOB_MOUNTING'})
    const {value} = await withTimeout(client.send(command, {abortSignal: signal}), DEADLINE_MS, 'ECR', signal)
    return value === 'ENABLED' ? 'ENABLED' : 'DISABLED'
  } catch (error) {
    if (error instanceof Error && error.name.startsWith('AccessDenied')) return undefined
    throw error
  }
}
