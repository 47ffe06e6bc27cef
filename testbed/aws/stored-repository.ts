import type {Clock} from '../server/clock.js'
import {type BlobContent, sha256Digest} from '../server/spool.js'
import {EcrError} from './ecr-error.js'
import {type IamPolicy, like} from './iam.js'
import {type ManifestSummary, parseManifest} from './manifest.js'

export type Mutability = 'MUTABLE' | 'IMMUTABLE' | 'MUTABLE_WITH_EXCLUSION' | 'IMMUTABLE_WITH_EXCLUSION'

/** The properties that a repository is created with. */
export interface StoredRepositorySettings {
  account: string
  region: string
  name: string
  /** MUTABLE, if not given. */
  mutability?: Mutability
  /** Wildcard patterns of tags excluded from the mutability setting; at most 5, at most 2 `*` in each. */
  filters?: string[]
  /** AES256, if not given. */
  encryption?: 'AES256' | 'KMS' | 'KMS_DSSE'
  /** ARN of the key of a KMS encryption. */
  kmsKey?: string
  /** The repository's own policy; a statement without Resource is about the repository. */
  policy?: IamPolicy
  scanOnPush?: boolean
  /** The lifecycle policy, JSON. The testbed stores it but never expires an image. */
  lifecycle?: string
  /** Whether a pull-through-cache rule fills it. Its blobs are not mounted into other repositories. */
  pullThroughCache?: boolean
}

/** An image of a repository: its manifest, the times of push and pull, and whether it is archived. */
export interface StoredImage {
  digest: string
  mediaType: string
  bytes: Buffer
  manifest: ManifestSummary
  /** Milliseconds since the epoch. */
  pushedAt: number
  lastPulledAt?: number
  status: 'ACTIVE' | 'ARCHIVED'
}

export const MAX_TAGS_PER_IMAGE = 1000
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/
const REPOSITORY_NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/

/** Whether ECR accepts the name for a repository. */
export function isRepositoryName(name: string): boolean {
  return name.length >= 2 && name.length <= 256 && REPOSITORY_NAME.test(name)
}

export function isImageTag(text: string): boolean {
  return TAG.test(text)
}

/** One ECR repository: images by digest, digests by tag, and the layers that were uploaded to it or mounted into it. */
export class StoredRepository {
  readonly images = new Map<string, StoredImage>()
  readonly tags = new Map<string, string>()
  readonly layers = new Map<string, BlobContent>()

  constructor(
    readonly settings: Readonly<StoredRepositorySettings>,
    private readonly clock: Clock
  ) {
    validate(settings)
  }

  get arn(): string {
    const {account, region, name} = this.settings
    return `arn:${awsPartition(region)}:ecr:${region}:${account}:repository/${name}`
  }

  /** The image that a tag or a digest names. */
  find(reference: string): StoredImage | undefined {
    return this.images.get(reference.includes(':') ? reference : (this.tags.get(reference) ?? ''))
  }

  tagsOf(digest: string): string[] {
    return [...this.tags].filter(([, target]) => target === digest).map(([tag]) => tag)
  }

  /** Whether an image of this repository refers to the layer. Otherwise it can be neither downloaded nor mounted elsewhere. */
  isReferenced(layer: string): boolean {
    return [...this.images.values()].some(({manifest}) =>
      [...manifest.blobs, ...(manifest.foreign ?? [])].includes(layer)
    )
  }

  isImmutable(tag: string): boolean {
    const {mutability = 'MUTABLE', filters = []} = this.settings
    const excluded = filters.some(filter => like(filter, tag))
    return mutability.startsWith('IMMUTABLE') ? !excluded : excluded
  }

  /**
   * Stores a manifest, under a tag if one is given.
   *
   * @throws EcrError as PutImage does
   */
  put(bytes: Buffer, mediaType: string | undefined, {tag, digest}: {tag?: string; digest?: string}): StoredImage {
    const {name, account} = this.settings
    const manifest = parseManifest(bytes, mediaType)
    const actual = sha256Digest(bytes)
    if (digest !== undefined && digest !== actual) {
      throw new EcrError(
        'ImageDigestDoesNotMatchException',
        `The image with digest '${digest}' in repository '${name}' and registry ID '${account}' ` +
          'does not match the image digest that Amazon ECR has calculated.'
      )
    }
    this.#requireAll('LayersNotFoundException', 'Layers', manifest.blobs, this.layers)
    this.#requireAll('ReferencedImagesNotFoundException', 'Images', manifest.children, this.images)
    if (tag !== undefined) this.#checkTag(tag, actual)
    const known = this.images.get(actual)
    const image: StoredImage = {
      digest: actual,
      mediaType: manifest.mediaType,
      bytes,
      manifest,
      // Another push does not change the time of the first one. It restores an archived image.
      pushedAt: known?.pushedAt ?? this.clock.now(),
      status: 'ACTIVE'
    }
    this.images.set(actual, image)
    if (tag !== undefined) this.tags.set(tag, actual)
    return image
  }

  #requireAll(code: string, what: string, digests: string[], present: ReadonlyMap<string, unknown>): void {
    const missing = digests.filter(digest => !present.has(digest))
    if (missing.length === 0) return
    const {name, account} = this.settings
    throw new EcrError(
      code,
      `${what} with digests '[${missing.join(', ')}]' required for pushing image into repository ` +
        `with name '${name}' in the registry with id '${account}' do not exist`
    )
  }

  #checkTag(tag: string, digest: string): void {
    if (!isImageTag(tag)) {
      throw new EcrError(
        'InvalidParameterException',
        `Invalid parameter at 'imageTag' failed to satisfy constraint: 'must satisfy regular expression ${TAG.source}'`
      )
    }
    if (this.tags.has(tag) && this.isImmutable(tag)) {
      throw new EcrError(
        'ImageTagAlreadyExistsException',
        `The image tag '${tag}' already exists in the '${this.settings.name}' repository ` +
          'and cannot be overwritten because the repository is immutable.'
      )
    }
    if (this.tags.get(tag) !== digest && this.tagsOf(digest).length >= MAX_TAGS_PER_IMAGE) {
      throw new EcrError(
        'LimitExceededException',
        `Adding tag '${tag}' to an image in the repository with name '${this.settings.name}' in registry with id ` +
          `'${this.settings.account}' exceeds the maximum allowed number of tags per image which is '${MAX_TAGS_PER_IMAGE}'`
      )
    }
  }
}

/** `aws`, `aws-cn` or `aws-us-gov`. */
export function awsPartition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

function validate({name, mutability = 'MUTABLE', filters = [], encryption, kmsKey}: StoredRepositorySettings): void {
  const invalid = (message: string): EcrError => new EcrError('InvalidParameterException', message)
  if (!isRepositoryName(name)) throw invalid(`Invalid parameter at 'repositoryName': ${JSON.stringify(name)}`)
  if (mutability.endsWith('_WITH_EXCLUSION') !== filters.length > 0) {
    throw invalid(
      `The mutability ${mutability} ${mutability.endsWith('_WITH_EXCLUSION') ? 'requires' : 'takes no'} exclusion filters`
    )
  }
  if (filters.length > 5) throw invalid(`A repository has at most 5 exclusion filters, not ${filters.length}`)
  for (const filter of filters) {
    if (!/^[0-9a-zA-Z._*-]{1,128}$/.test(filter)) throw invalid(`Invalid exclusion filter ${JSON.stringify(filter)}`)
    if (filter.split('*').length > 3)
      throw invalid(`An exclusion filter has at most 2 wildcards: ${JSON.stringify(filter)}`)
  }
  if (kmsKey !== undefined && encryption !== 'KMS' && encryption !== 'KMS_DSSE') {
    throw invalid('A key requires KMS encryption')
  }
}
