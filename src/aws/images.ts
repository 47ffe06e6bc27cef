import type {ECRClient} from '@aws-sdk/client-ecr'
import {DescribeImagesCommand, paginateDescribeImages} from '@aws-sdk/client-ecr'

/** What ECR knows of an image in a repository. */
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

/** @returns undefined where the repository has no such image; what else comes back is thrown as it is */
export async function imageDetail(
  client: ECRClient,
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

/** How many pages of a thousand images are looked through: a repository whose lifecycle rules work has one. */
const PAGES = 5

/** The images that carry a tag which begins so, newest first. */
export async function newestImages(
  client: ECRClient,
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
