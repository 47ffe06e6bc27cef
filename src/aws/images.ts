import {DescribeImagesCommand, paginateDescribeImages} from '@aws-sdk/client-ecr'

import type {EcrClient} from './ecr.js'

/** An image in a repository, as ECR lists it. */
export interface ImageDetail {
  digest: string
  tags: string[]
  pushedAt: Date | undefined
  archived: boolean
}

export interface RepositoryId {
  /** 12 digits */
  account: string
  name: string
}

/**
 * Looks for an image by its tag or digest.
 * @returns undefined if the repository has no such image; any other error is thrown unchanged
 */
export async function findImageDetail(
  client: EcrClient,
  repository: RepositoryId,
  reference: string,
  signal: AbortSignal
): Promise<ImageDetail | undefined> {
  const id = reference.startsWith('sha256:') ? {imageDigest: reference} : {imageTag: reference}
  try {
    const command = new DescribeImagesCommand({
      registryId: repository.account,
      repositoryName: repository.name,
      imageIds: [id]
    })
    const {imageDetails: [detail] = []} = await client.send(command, {abortSignal: signal})
    return detail === undefined ? undefined : detailOf(detail)
  } catch (error) {
    if (error instanceof Error && error.name === 'ImageNotFoundException') return undefined
    throw error
  }
}

/** The maximum number of pages to read, of a thousand images each. A repository whose lifecycle rules work has one page. */
const PAGES = 5

/** Lists the images that have a tag with the prefix, newest first. */
export async function listNewestImages(
  client: EcrClient,
  repository: RepositoryId,
  prefix: string,
  signal: AbortSignal
): Promise<ImageDetail[]> {
  const input = {
    registryId: repository.account,
    repositoryName: repository.name,
    filter: {tagStatus: 'TAGGED'},
    maxResults: 1000
  } as const
  const found: ImageDetail[] = []
  let pages = 0
  for await (const {imageDetails = []} of paginateDescribeImages({client}, input, {abortSignal: signal})) {
    found.push(...imageDetails.map(detailOf).filter(({tags}) => tags.some(tag => tag.startsWith(prefix))))
    if (++pages === PAGES) break
  }
  return found.sort((a, b) => (b.pushedAt?.getTime() ?? 0) - (a.pushedAt?.getTime() ?? 0))
}

function detailOf(detail: {
  imageDigest?: string | undefined
  imageTags?: string[] | undefined
  imagePushedAt?: Date | undefined
  imageStatus?: string | undefined
}): ImageDetail {
  return {
    digest: detail.imageDigest ?? '',
    tags: detail.imageTags ?? [],
    pushedAt: detail.imagePushedAt,
    archived: detail.imageStatus === 'ARCHIVED'
  }
}
