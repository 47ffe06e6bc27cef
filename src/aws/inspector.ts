import {DescribeImageScanFindingsCommand, DescribeImagesCommand} from '@aws-sdk/client-ecr'

import {withTimeout} from '../core/deadline.js'
import {messageOf} from '../core/failure.js'
import {deniedAction} from './denial.js'
import type {EcrClient} from './ecr.js'
import type {RepositoryId} from './images.js'
import type {ProbeResult} from './probes.js'

const DEADLINE_MS = 30_000

/** Media type of a container image's config. An index has no config, and a referrer of an image has another type. */
const IMAGE_CONFIG = /^application\/vnd\.(?:oci\.image\.config|docker\.container\.image)\.v1\+json$/

/**
 * Finds the actions of Amazon Inspector that AWS denies the caller. If Inspector scans the repository, ECR asks it in the name
 * of the caller. That shows only when the findings of an existing image are requested. An empty answer proves nothing: neither
 * that Inspector scans the repository, nor that the caller may ask it.
 * @returns the denials by IAM action
 * @param client of the repository's own account, because Inspector answers no other account
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
export async function findInspectorDenials(
  client: EcrClient,
  repository: RepositoryId,
  signal: AbortSignal
): Promise<Map<string, ProbeResult>> {
  try {
    const digest = await newestImage(client, repository, signal)
    if (digest !== undefined) {
      const command = new DescribeImageScanFindingsCommand({
        ...idOf(repository),
        imageId: {imageDigest: digest},
        maxResults: 1
      })
      await withTimeout(client.send(command, {abortSignal: signal}), DEADLINE_MS, 'ECR', signal)
    }
  } catch (error) {
    signal.throwIfAborted()
    const because = messageOf(error)
    const action = deniedAction(because)
    if (action?.startsWith('inspector2:') === true) return new Map([[action, {kind: 'denied', because}]])
  }
  return new Map()
}

/**
 * Digest of the newest image of one platform, among the images that ECR lists first. An old image may no longer be scanned.
 */
async function newestImage(
  client: EcrClient,
  repository: RepositoryId,
  signal: AbortSignal
): Promise<string | undefined> {
  const command = new DescribeImagesCommand({...idOf(repository), filter: {imageStatus: 'ACTIVE'}, maxResults: 1000})
  const {imageDetails = []} = await withTimeout(client.send(command, {abortSignal: signal}), DEADLINE_MS, 'ECR', signal)
  const [newest] = imageDetails
    .filter(({artifactMediaType = ''}) => IMAGE_CONFIG.test(artifactMediaType))
    .sort((a, b) => (b.imagePushedAt?.getTime() ?? 0) - (a.imagePushedAt?.getTime() ?? 0))
  return newest?.imageDigest
}

function idOf({account, name}: RepositoryId): {registryId: string; repositoryName: string} {
  return {registryId: account, repositoryName: name}
}
