import type {Clock} from '../server/clock.js'
import type {Exchange, Reply} from '../server/http.js'
import type {LoggedRequest} from '../server/log.js'
import {BadPageToken, paginate} from '../server/paging.js'
import {type AwsAccounts, type AwsSession, ecrRepositoryArn, type RegistryState} from './accounts.js'
import {EcrError} from './ecr-error.js'
import {type Input, parse, required, string, strings} from './ecr-input.js'
import {checkLayerAvailability, completeUpload, getDownloadUrl, initiateUpload, uploadPart} from './ecr-layers.js'
import {getLifecyclePolicy, getLifecyclePolicyPreview, getRepositoryPolicy, repositoryOfArn} from './ecr-policies.js'
import {type BasicFinding, imageScanFindings, type InspectorFinding, scanOfPush, type ScanResult} from './ecr-scans.js'
import {type SignatureFault, verifySignature} from './sigv4.js'
import {awsPartition, type StoredImage, type StoredRepository} from './stored-repository.js'

const TARGET = 'AmazonEC2ContainerRegistry_V20150921.'

interface ImageId {
  imageDigest?: string
  imageTag?: string
}

interface Call {
  input: Input
  session: AwsSession
  /** The registry of the request: the caller's own, unless the request names another. */
  registry: RegistryState
  log: LoggedRequest
}

/** ECR's own API: signed requests with JSON. */
export class EcrApi {
  readonly #operations: Record<string, (call: Call) => unknown> = {
    GetAuthorizationToken: call => this.#getAuthorizationToken(call),
    GetAccountSetting: call => this.#getAccountSetting(call),
    DescribeRepositories: call => this.#describeRepositories(call),
    DescribeImages: call => this.#describeImages(call),
    DescribeImageScanFindings: call => this.#describeImageScanFindings(call),
    ListImages: call => this.#listImages(call),
    BatchGetImage: call => this.#batchGetImage(call),
    PutImage: call => this.#putImage(call),
    BatchCheckLayerAvailability: call =>
      checkLayerAvailability(call.input, () => this.#repository(call, 'BatchCheckLayerAvailability')),
    GetDownloadUrlForLayer: call => getDownloadUrl(call.input, () => this.#repository(call, 'GetDownloadUrlForLayer')),
    InitiateLayerUpload: call => initiateUpload(() => this.#repository(call, 'InitiateLayerUpload')),
    UploadLayerPart: call => uploadPart(call.input, () => this.#repository(call, 'UploadLayerPart')),
    CompleteLayerUpload: call => completeUpload(call.input, () => this.#repository(call, 'CompleteLayerUpload')),
    GetLifecyclePolicy: call => getLifecyclePolicy(this.#repository(call, 'GetLifecyclePolicy')),
    GetLifecyclePolicyPreview: call => getLifecyclePolicyPreview(this.#repository(call, 'GetLifecyclePolicyPreview')),
    GetRepositoryPolicy: call => getRepositoryPolicy(this.#repository(call, 'GetRepositoryPolicy')),
    ListTagsForResource: call => this.#listTags(call)
  }

  constructor(
    private readonly aws: AwsAccounts,
    private readonly clock: Clock,
    /** `http://host:port` of an account's registry in a region. The registry is started if it does not run. */
    private readonly endpoint: (account: string, region: string) => Promise<string>
  ) {}

  async handle(exchange: Exchange): Promise<Reply> {
    const body = await exchange.body()
    try {
      const verified = await verifySignature(exchange, body, 'ecr', this.aws, this.clock)
      if (!verified.ok) throw new EcrError(signatureCodes[verified.fault], verified.message)
      const target = String(exchange.headers['x-amz-target'] ?? '')
      const name = target.startsWith(TARGET) ? target.slice(TARGET.length) : ''
      const operation = Object.hasOwn(this.#operations, name) ? this.#operations[name] : undefined
      if (!operation || exchange.method !== 'POST') throw new EcrError('UnknownOperationException', '')
      if (exchange.headers['content-type'] !== 'application/x-amz-json-1.1')
        throw new EcrError('SerializationException', '')
      const input = parse(body)
      const {session, region} = verified
      const account = string(input, 'registryId') ?? session.principal.account
      const registry = this.aws.registry(account, region)
      if (!this.aws.quotas.admit(account, region, `ecr:${name}`))
        throw new EcrError('ThrottlingException', 'Rate exceeded')
      return answer(200, await operation({input, session, registry, log: exchange.log}))
    } catch (error) {
      if (!(error instanceof EcrError)) throw error
      return answer(400, {__type: error.code, message: error.message})
    }
  }

  #permit({session, registry, log}: Call, action: string, target: StoredRepository | string): void {
    const resource = typeof target === 'string' ? {arn: target, account: registry.account} : target
    const decision = this.aws.authorize(session, `ecr:${action}`, resource, log)
    if (!decision.allowed) throw new EcrError('AccessDeniedException', decision.because)
  }

  /**
   * The repository that the request names.
   * @throws EcrError if the caller is not permitted to do this, or the repository does not exist
   */
  #repository(call: Call, action: string, name = required(call.input, 'repositoryName')): StoredRepository {
    const {account, region, repositories} = call.registry
    const repository = repositories.get(name)
    this.#permit(call, action, repository ?? ecrRepositoryArn(account, region, name))
    if (repository) return repository
    throw new EcrError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${account}'`
    )
  }

  async #getAuthorizationToken(call: Call): Promise<unknown> {
    const {input, session, registry} = call
    const own = {...call, registry: this.aws.registry(session.principal.account, registry.region)}
    this.#permit(own, 'GetAuthorizationToken', '*')
    const {password, expires} = this.aws.issueToken(session, registry.region)
    const accounts = strings(input, 'registryIds') ?? [session.principal.account]
    const authorizationData = []
    for (const account of accounts) {
      authorizationData.push({
        authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
        expiresAt: expires / 1000,
        proxyEndpoint: await this.endpoint(account, registry.region)
      })
    }
    return {authorizationData}
  }

  #getAccountSetting(call: Call): unknown {
    this.#permit(call, 'GetAccountSetting', '*')
    const name = required(call.input, 'name')
    if (name !== 'BLOB_MOUNTING') throw new EcrError('InvalidParameterException', `testbed: no account setting ${name}`)
    return {name, value: call.registry.blobMounting ? 'ENABLED' : 'DISABLED'}
  }

  #listTags(call: Call): unknown {
    const {account, region, name} = repositoryOfArn(call.input)
    this.#repository({...call, registry: this.aws.registry(account, region)}, 'ListTagsForResource', name)
    return {tags: []}
  }

  async #describeRepositories(call: Call): Promise<unknown> {
    const {account, region, repositories} = call.registry
    const names = strings(call.input, 'repositoryNames')
    if (!names) this.#permit(call, 'DescribeRepositories', ecrRepositoryArn(account, region, '*'))
    const found = names
      ? names.map(name => this.#repository(call, 'DescribeRepositories', name))
      : [...repositories.values()].sort((left, right) => (left.settings.name < right.settings.name ? -1 : 1))
    const host = new URL(await this.endpoint(account, region)).host
    const {page, nextToken} = pageOf(found, call.input)
    return {repositories: page.map(repository => describeRepository(repository, host)), ...nextToken}
  }

  async #describeImages(call: Call): Promise<unknown> {
    const repository = this.#repository(call, 'DescribeImages')
    const ids = imageIds(call.input)
    const filter = (call.input['filter'] ?? {}) as {tagStatus?: string; imageStatus?: string}
    const images = ids
      ? [...new Set(ids.map(id => findImage(repository, id)))]
      : [...repository.images.values()].filter(({digest, status}) => {
          const tagged = repository.tagsOf(digest).length > 0
          const byTag = {TAGGED: tagged, UNTAGGED: !tagged}[filter.tagStatus ?? 'ANY'] ?? true
          return byTag && (filter.imageStatus === undefined || filter.imageStatus === status)
        })
    const {page, nextToken} = pageOf(images, call.input)
    return {
      imageDetails: await Promise.all(page.map(image => this.#detail(repository, image, call.registry))),
      ...nextToken
    }
  }

  async #detail(repository: StoredRepository, image: StoredImage, registry: RegistryState): Promise<unknown> {
    const tags = repository.tagsOf(image.digest)
    const scan = await this.#scan(repository, image, registry)
    const {artifactType, subject, size} = image.manifest
    return {
      registryId: repository.settings.account,
      repositoryName: repository.settings.name,
      imageDigest: image.digest,
      ...(tags.length > 0 ? {imageTags: tags} : {}),
      imageSizeInBytes: size,
      imagePushedAt: image.pushedAt / 1000,
      imageManifestMediaType: image.mediaType,
      imageStatus: image.status,
      ...(artifactType === undefined ? {} : {artifactMediaType: artifactType}),
      ...(subject === undefined ? {} : {subjectManifestDigest: subject}),
      ...(image.lastPulledAt === undefined ? {} : {lastRecordedPullTime: image.lastPulledAt / 1000}),
      ...(scan ? {imageScanStatus: {status: scan.status, description: scan.description ?? ''}} : {})
    }
  }

  #listImages(call: Call): unknown {
    const repository = this.#repository(call, 'ListImages')
    const all = [...repository.images.values()]
      .filter(({status}) => status === 'ACTIVE')
      .flatMap(({digest}): ImageId[] => {
        const tags = repository.tagsOf(digest)
        return tags.length > 0 ? tags.map(imageTag => ({imageDigest: digest, imageTag})) : [{imageDigest: digest}]
      })
    const {page, nextToken} = pageOf(all, call.input)
    return {imageIds: page, ...nextToken}
  }

  #batchGetImage(call: Call): unknown {
    const repository = this.#repository(call, 'BatchGetImage')
    const {account: registryId, name: repositoryName} = repository.settings
    const images: unknown[] = []
    const failures: unknown[] = []
    for (const id of imageIds(call.input) ?? []) {
      const image = repository.find(id.imageDigest ?? id.imageTag ?? '')
      if (image?.status !== 'ACTIVE') {
        failures.push({imageId: id, failureCode: 'ImageNotFound', failureReason: 'Requested image not found'})
        continue
      }
      images.push({
        registryId,
        repositoryName,
        imageId: {imageDigest: image.digest, ...(id.imageTag === undefined ? {} : {imageTag: id.imageTag})},
        imageManifest: image.bytes.toString('utf8'),
        imageManifestMediaType: image.mediaType
      })
    }
    return {images, failures}
  }

  #putImage(call: Call): unknown {
    const repository = this.#repository(call, 'PutImage')
    const tag = string(call.input, 'imageTag')
    const digest = string(call.input, 'imageDigest')
    const bytes = Buffer.from(required(call.input, 'imageManifest'))
    const image = repository.put(bytes, string(call.input, 'imageManifestMediaType'), {
      ...(tag === undefined ? {} : {tag}),
      ...(digest === undefined ? {} : {digest})
    })
    return {
      image: {
        registryId: repository.settings.account,
        repositoryName: repository.settings.name,
        imageId: {imageDigest: image.digest, ...(tag === undefined ? {} : {imageTag: tag})},
        imageManifest: bytes.toString('utf8'),
        imageManifestMediaType: image.mediaType
      }
    }
  }

  /** The scan of an image, if there is one. ECR never scans an index, only the manifest of each platform. */
  async #scan(
    repository: StoredRepository,
    image: StoredImage,
    {scans}: RegistryState
  ): Promise<ScanResult | undefined> {
    if (image.manifest.children.length > 0) return undefined
    const {name, scanOnPush = false} = repository.settings
    const known = scans.get(`${name}@${image.digest}`)
    const {scanSeconds} = this.aws
    return known !== undefined || !scanOnPush || scanSeconds === undefined
      ? known
      : await scanOfPush(repository, image, scanSeconds, this.clock.now())
  }

  async #describeImageScanFindings(call: Call): Promise<unknown> {
    const repository = this.#repository(call, 'DescribeImageScanFindings')
    const image = findImage(repository, call.input['imageId'] ?? {})
    const {account: registryId, name: repositoryName} = repository.settings
    if (image.status === 'ARCHIVED')
      throw new EcrError('ImageArchivedException', 'The image is archived and cannot be scanned')
    const scan = await this.#scan(repository, image, call.registry)
    const imageId = {imageDigest: image.digest}
    const isVisible = scan && (scan.enhancedFindings === undefined || this.#mayReadInspector(call))
    if (!isVisible) {
      throw new EcrError(
        'ScanNotFoundException',
        `Image scan does not exist for the image with '${showId(imageId)}' in the repository ` +
          `with name '${repositoryName}' in the registry with id '${registryId}'`
      )
    }
    const {page, nextToken} = pageOf<BasicFinding | InspectorFinding>(
      scan.enhancedFindings ?? scan.findings ?? [],
      call.input
    )
    return {
      registryId,
      repositoryName,
      imageId,
      imageScanStatus: {status: scan.status, description: scan.description ?? ''},
      imageScanFindings: imageScanFindings(scan, page, repository, image),
      ...nextToken
    }
  }

  /**
   * ECR asks Amazon Inspector with the caller's own permissions, and gets findings of the caller's own account alone.
   * @throws EcrError if the caller is not permitted to list coverage and findings
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
   * @see https://github.com/aws/containers-roadmap/issues/2541
   */
  #mayReadInspector({session, registry, log}: Call): boolean {
    const {account} = session.principal
    for (const [action, list] of [
      ['ListCoverage', 'coverage'],
      ['ListFindings', 'findings']
    ]) {
      const arn = `arn:${awsPartition(registry.region)}:inspector2:${registry.region}:${account}:/${list}/list`
      const decision = this.aws.authorize(session, `inspector2:${action}`, {arn, account}, log)
      if (!decision.allowed) throw new EcrError('AccessDeniedException', decision.because)
    }
    return account === registry.account
  }
}

const signatureCodes: Record<SignatureFault, string> = {
  missing: 'MissingAuthenticationTokenException',
  incomplete: 'IncompleteSignatureException',
  'unknown-key': 'UnrecognizedClientException',
  'expired-session': 'ExpiredTokenException',
  mismatch: 'InvalidSignatureException'
}

function answer(status: number, value: unknown): Reply {
  return {status, headers: {'content-type': 'application/x-amz-json-1.1'}, body: JSON.stringify(value)}
}

function imageIds(input: Input): ImageId[] | undefined {
  const ids = input['imageIds']
  if (!Array.isArray(ids) || ids.length === 0) return undefined
  if (ids.length > 100) throw new EcrError('InvalidParameterException', "Invalid parameter at 'imageIds': at most 100")
  return ids as ImageId[]
}

function findImage(repository: StoredRepository, id: ImageId): StoredImage {
  const image = repository.find(id.imageDigest ?? id.imageTag ?? '')
  if (image) return image
  const {name, account} = repository.settings
  throw new EcrError(
    'ImageNotFoundException',
    `The image with imageId ${showId(id)} does not exist within the repository ` +
      `with name '${name}' in the registry with id '${account}'`
  )
}

function showId({imageDigest = 'null', imageTag = 'null'}: ImageId): string {
  return `{imageDigest:'${imageDigest}', imageTag:'${imageTag}'}`
}

/** The page that `nextToken` points to, with `maxResults` items (100, if not given; at most 1,000). */
function pageOf<T>(all: T[], input: Input): {page: T[]; nextToken: {nextToken?: string}} {
  const size = input['maxResults'] === undefined ? 100 : Number(input['maxResults'])
  if (!(size >= 1 && size <= 1000)) throw new EcrError('InvalidParameterException', "Invalid parameter at 'maxResults'")
  try {
    const {items, next} = paginate(all, size, string(input, 'nextToken'))
    return {page: items, nextToken: next === undefined ? {} : {nextToken: next}}
  } catch (error) {
    if (error instanceof BadPageToken)
      throw new EcrError('InvalidParameterException', "Invalid parameter at 'nextToken'")
    throw error
  }
}

function describeRepository(repository: StoredRepository, host: string): unknown {
  const {account, name, mutability, filters, encryption, kmsKey, scanOnPush} = repository.settings
  return {
    repositoryArn: repository.arn,
    registryId: account,
    repositoryName: name,
    repositoryUri: `${host}/${name}`,
    createdAt: 0,
    imageTagMutability: mutability ?? 'MUTABLE',
    ...(filters ? {imageTagMutabilityExclusionFilters: filters.map(filter => ({filterType: 'WILDCARD', filter}))} : {}),
    imageScanningConfiguration: {scanOnPush: scanOnPush ?? false},
    encryptionConfiguration: {encryptionType: encryption ?? 'AES256', ...(kmsKey === undefined ? {} : {kmsKey})}
  }
}
