import {DescribeImageScanFindingsCommand, DescribeImagesCommand} from '@aws-sdk/client-ecr'

import {withTimeout} from '../core/deadline.js'
import {messageOf} from '../core/failure.js'
import {deniedAction} from './denied.js'
import type {Ecr} from './ecr.js'
import type {RepositoryId} from './images.js'
import type {Permission} from './probes.js'

const DEADLINE_MS = 30_000

/** The config of a container image; an index has none, and what is said of an image has another. */
const IMAGE_CONFIG = /^application\/vnd\.(?:oci\.image\.config|docker\.container\.image)\.v1\+json$/

/**
 * What AWS denies the caller of Amazon Inspector, by IAM's action. Where that scans the repository, ECR asks it as the caller,
 * which only shows by asking for the findings of an image that is there. Nothing heard says nothing: neither that Inspector
 * scans the repository, nor that the caller may ask it.
 * @param client of the repository's own account, as Inspector tells no other
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
export async function inspectorDenials(
  client: Ecr,
  repository: RepositoryId,
  signal: AbortSignal
): Promise<Map<string, Permission>> {
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

/** Digest of the newest image of one platform, of those that ECR lists first: an old one may not be scanned any more. */
async function newestImage(client: Ecr, repository: RepositoryId, signal: AbortSignal): Promise<string | undefined> {
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
