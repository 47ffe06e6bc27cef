import {type AwsAccounts, type AwsSession, ecrRepositoryArn, type RegistryState} from '../aws/accounts.js'
import {EcrError} from '../aws/ecr-error.js'
import {isDigest, negotiate} from '../aws/manifest.js'
import {isImageTag, isRepositoryName, type StoredImage, type StoredRepository} from '../aws/stored-repository.js'
import type {Clock} from '../server/clock.js'
import {type Exchange, json, type Reply} from '../server/http.js'
import {BadPageToken, type ListPage, paginate} from '../server/paging.js'
import {type Scratch, sha256Digest} from '../server/spool.js'
import type {LayerBucket} from './layer-bucket.js'
import {asRegistryRefusal, challenge, RefusedRequest} from './refusal.js'
import {Upload} from './uploads.js'

/** Behaviour in which ECR has been seen to vary, or which nobody has observed. */
export interface RegistryQuirks {
  /** The answer to the POST of an upload to a repository that does not exist. */
  missingRepositoryUpload: 'drop' | 'not-found'
  /** The answer to a mount from a repository that the caller may not download from. */
  deniedMount: 'session' | 'forbidden'
  /** The status of the answer to the PUT of a manifest if layers that it names are missing. Both have been seen. */
  missingLayersStatus: 400 | 404
  /** The answer at the end of an upload if the repository has got the layer meanwhile. Nobody has observed it. */
  repeatedLayer: 'created' | 'refused'
  /** The number of referrers on one page. */
  referrersPerPage: number
}

export const DEFAULT_QUIRKS: RegistryQuirks = {
  missingRepositoryUpload: 'drop',
  deniedMount: 'session',
  missingLayersStatus: 404,
  repeatedLayer: 'created',
  referrersPerPage: 50
}

/** ECR closes the connection without an answer. */
class Dropped extends Error {}

interface Call extends Exchange {
  session: AwsSession
  name: string
}

/** The registry of one account in one region: the distribution protocol, as ECR implements it. */
export class EcrRegistry {
  readonly #uploads = new Map<string, Upload>()

  constructor(
    readonly state: RegistryState,
    private readonly aws: AwsAccounts,
    private readonly bucket: LayerBucket,
    private readonly scratch: Scratch,
    private readonly clock: Clock,
    private readonly quirks: RegistryQuirks
  ) {}

  async handle(exchange: Exchange): Promise<Reply | 'drop'> {
    try {
      const reply = await this.#route(exchange)
      return {...reply, headers: {'docker-distribution-api-version': 'registry/2.0', ...reply.headers}}
    } catch (error) {
      if (error instanceof Dropped) return 'drop'
      const refusal = error instanceof EcrError ? asRegistryRefusal(error, this.quirks) : error
      if (!(refusal instanceof RefusedRequest)) throw error
      if (refusal.status === 401) return challenge(exchange.origin)
      return json(refusal.status, {errors: [{code: refusal.code, message: refusal.message}]})
    }
  }

  async #route(exchange: Exchange): Promise<Reply> {
    const session = this.#authenticate(exchange)
    exchange.log.principal = session.principal.arn
    const path = decodeURIComponent(exchange.url.pathname)
    if (path === '/v2/' || path === '/v2') return json(200, {})
    const [, name, kind, rest = ''] =
      /^\/v2\/(.+)\/(manifests|referrers|blobs\/uploads|blobs|tags)\/([^/]*)$/.exec(path) ?? []
    if (name === undefined) throw new RefusedRequest(404, 'UNSUPPORTED', 'The operation is unsupported.')
    if (!isRepositoryName(name)) {
      throw new RefusedRequest(400, 'NAME_INVALID', `Invalid parameter at 'repositoryName': '${name}'`)
    }
    const call: Call = {...exchange, session, name}
    switch (`${exchange.method} ${kind}`) {
      case 'HEAD manifests':
      case 'GET manifests':
        return this.#getManifest(call, rest)
      case 'PUT manifests':
        return this.#putManifest(call, rest)
      case 'GET referrers':
        return this.#referrers(call, rest)
      case 'GET tags':
        if (rest === 'list') return this.#tags(call)
        throw new RefusedRequest(404, 'UNSUPPORTED', 'The operation is unsupported.')
      case 'HEAD blobs':
        return this.#headBlob(call, rest)
      case 'GET blobs':
        return this.#getBlob(call, rest)
      case 'POST blobs/uploads':
        return this.#startUpload(call)
      case 'PATCH blobs/uploads':
        return this.#uploadPart(call, rest)
      case 'PUT blobs/uploads':
        return this.#completeUpload(call, rest)
      default:
        throw new RefusedRequest(405, 'UNSUPPORTED', 'The operation is unsupported.')
    }
  }

  /**
   * The session that the password was issued for. ECR takes Basic authentication alone, with the user `AWS`.
   * @throws RefusedRequest
   */
  #authenticate({headers}: Exchange): AwsSession {
    const encoded = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1]
    const [, user, password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? []
    if (user !== 'AWS') throw new RefusedRequest(401, 'UNAUTHORIZED', 'Not Authorized')
    const token = this.aws.token(password)
    // There is no challenge, because only a new token can help. A token is valid in one region.
    if (token?.region !== this.state.region || this.clock.now() >= token.expires) {
      throw new RefusedRequest(403, 'DENIED', 'Your authorization token has expired. Reauthenticate and try again.')
    }
    return token.session
  }

  /**
   * Checks quota and permission of an action on a repository; the request's own, if not given.
   * @throws RefusedRequest
   */
  #permit({session, log, name}: Call, action: string, target = name): void {
    const {account, region, repositories} = this.state
    if (!this.aws.quotas.admit(account, region, action))
      throw new RefusedRequest(429, 'TOOMANYREQUESTS', 'Rate exceeded')
    const resource = repositories.get(target) ?? {arn: ecrRepositoryArn(account, region, target), account}
    const decision = this.aws.authorize(session, action, resource, log)
    if (!decision.allowed) throw new RefusedRequest(403, 'DENIED', decision.because)
  }

  /**
   * The repository of the request.
   * @throws RefusedRequest if an action is not permitted, or the repository does not exist
   */
  #repository(call: Call, ...actions: string[]): StoredRepository {
    for (const action of actions) this.#permit(call, action)
    const repository = this.state.repositories.get(call.name)
    if (repository) return repository
    const {account} = this.state
    throw new RefusedRequest(
      404,
      'NAME_UNKNOWN',
      `The repository with name '${call.name}' does not exist in the registry with id '${account}'`
    )
  }

  #getManifest(call: Call, reference: string): Reply {
    const repository = this.#repository(call, 'ecr:BatchGetImage')
    if (!isDigest(reference) && !isImageTag(reference)) {
      throw new RefusedRequest(
        400,
        reference.includes(':') ? 'DIGEST_INVALID' : 'TAG_INVALID',
        `Invalid image reference '${reference}'`
      )
    }
    const image = repository.find(reference)
    // An archived image cannot be pulled until it is restored.
    if (image?.status !== 'ACTIVE') throw new RefusedRequest(404, 'MANIFEST_UNKNOWN', 'Requested image not found')
    if (call.method === 'GET') image.lastPulledAt = this.clock.now()
    const served = isDigest(reference) ? image : negotiate(image, call.headers.accept)
    if (!served)
      throw new RefusedRequest(
        404,
        'MANIFEST_UNKNOWN',
        `The client does not accept the manifest's type, ${image.mediaType}`
      )
    const {mediaType, bytes} = served
    return {
      status: 200,
      headers: {'content-type': mediaType, 'docker-content-digest': sha256Digest(bytes)},
      body: bytes
    }
  }

  async #putManifest(call: Call, reference: string): Promise<Reply> {
    const repository = this.#repository(call, 'ecr:PutImage')
    const bytes = await call.body()
    const target = isDigest(reference) ? {digest: reference} : {tag: reference}
    const {digest, manifest} = repository.put(bytes, call.headers['content-type'], target)
    return {
      status: 201,
      headers: {
        location: `${call.origin}/v2/${call.name}/manifests/${digest}`,
        'docker-content-digest': digest,
        ...(manifest.subject === undefined ? {} : {'oci-subject': manifest.subject})
      }
    }
  }

  #referrers(call: Call, subject: string): Reply {
    const repository = this.#repository(call, 'ecr:BatchGetImage')
    if (!isDigest(subject)) throw new RefusedRequest(400, 'DIGEST_INVALID', `Invalid digest '${subject}'`)
    const wanted = call.url.searchParams.get('artifactType')
    const all = [...repository.images.values()]
      .filter(({manifest, status}) => manifest.subject === subject && status === 'ACTIVE')
      .filter(({manifest}) => wanted === null || manifest.artifactType === wanted)
    const page = this.#page(all, this.quirks.referrersPerPage, call.url.searchParams.get('nextToken'))
    const next = new URL(call.url)
    next.searchParams.set('nextToken', page.next ?? '')
    return json(
      200,
      {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: page.items.map(describe)
      },
      {
        'content-type': 'application/vnd.oci.image.index.v1+json',
        ...(wanted === null ? {} : {'oci-filters-applied': 'artifactType'}),
        ...(page.next === undefined ? {} : {link: `<${next.pathname}${next.search}>; rel="next"`})
      }
    )
  }

  #tags(call: Call): Reply {
    const repository = this.#repository(call, 'ecr:ListImages')
    const asked = call.url.searchParams.get('n')
    const size = asked === null ? 1000 : Number(asked)
    if (!(size >= 1 && size <= 1000)) throw new RefusedRequest(405, 'UNSUPPORTED', "Invalid parameter at 'maxResults'")
    const all = [...repository.tags]
      .filter(([, digest]) => repository.images.get(digest)?.status === 'ACTIVE')
      .map(([tag]) => tag)
    const {items, next} = this.#page(all, size, call.url.searchParams.get('last'))
    const link = `</v2/${call.name}/tags/list?last=${next}&n=${size}>; rel="next"`
    return json(200, {name: call.name, tags: items}, next === undefined ? {} : {link})
  }

  #page<T>(all: T[], size: number, token: string | null): ListPage<T> {
    try {
      return paginate(all, size, token)
    } catch (error) {
      if (error instanceof BadPageToken)
        throw new RefusedRequest(405, 'UNSUPPORTED', "Invalid parameter at 'nextToken'")
      throw error
    }
  }

  #headBlob(call: Call, digest: string): Reply {
    const repository = this.#repository(call, 'ecr:BatchCheckLayerAvailability')
    const content = repository.layers.get(digest)
    if (!content) throw new RefusedRequest(404, 'BLOB_UNKNOWN', 'The specified layer could not be found.')
    return {
      status: 200,
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': content.size,
        'docker-content-digest': digest
      }
    }
  }

  #getBlob(call: Call, digest: string): Reply {
    const repository = this.#repository(call, 'ecr:GetDownloadUrlForLayer')
    const content = repository.layers.get(digest)
    // ECR gives a URL only for layers that an image refers to.
    if (!content || !repository.isReferenced(digest)) {
      throw new RefusedRequest(404, 'BLOB_UNKNOWN', 'The specified layer could not be found.')
    }
    return {status: 307, headers: {location: this.bucket.sign(content), 'docker-content-digest': digest}}
  }

  #startUpload(call: Call): Reply {
    this.#permit(call, 'ecr:InitiateLayerUpload')
    if (this.quirks.missingRepositoryUpload === 'drop' && !this.state.repositories.has(call.name)) throw new Dropped()
    const repository = this.#repository(call)
    const digest = call.url.searchParams.get('mount')
    const from = call.url.searchParams.get('from')
    if (digest !== null && from !== null && this.#mount(call, repository, digest, from)) {
      return {
        status: 201,
        headers: {location: `${call.origin}/v2/${call.name}/blobs/${digest}`, 'docker-content-digest': digest}
      }
    }
    const upload = new Upload(repository.settings, this.scratch)
    this.#uploads.set(upload.id, upload)
    return {status: 202, headers: {...location(call, upload), range: '0-0'}}
  }

  /** Mounts a layer of another repository of this registry. Returns false if ECR starts an upload instead. */
  #mount(call: Call, target: StoredRepository, digest: string, from: string): boolean {
    if (!this.state.blobMounting) return false
    try {
      this.#permit(call, 'ecr:GetDownloadUrlForLayer', from)
    } catch (error) {
      if (error instanceof RefusedRequest && error.status === 403 && this.quirks.deniedMount === 'session') return false
      throw error
    }
    const source = this.state.repositories.get(from)
    const content = source?.layers.get(digest)
    if (!source || !content || !source.isReferenced(digest) || source.settings.pullThroughCache) return false
    const {encryption = 'AES256', kmsKey} = source.settings
    if (encryption !== (target.settings.encryption ?? 'AES256') || kmsKey !== target.settings.kmsKey) return false
    target.layers.set(digest, content)
    return true
  }

  #upload(call: Call, id: string): Upload {
    const upload = this.#uploads.get(id)
    if (upload?.repository.name !== call.name) {
      throw new RefusedRequest(404, 'BLOB_UPLOAD_UNKNOWN', `The upload with id '${id}' could not be found`)
    }
    if (upload.failed) throw upload.notAtEnd(0)
    return upload
  }

  async #uploadPart(call: Call, id: string): Promise<Reply> {
    this.#repository(call, 'ecr:UploadLayerPart')
    const upload = this.#upload(call, id)
    const start = /^(?:bytes )?(\d+)-\d+/.exec(call.headers['content-range'] ?? '')?.[1]
    await upload.append(call.chunks(), start === undefined ? undefined : Number(start))
    return {status: 201, headers: {...location(call, upload), range: `0-${upload.reportedEnd}`}}
  }

  async #completeUpload(call: Call, id: string): Promise<Reply> {
    const hasBody = call.headers['transfer-encoding'] !== undefined || Number(call.headers['content-length'] ?? 0) > 0
    const repository = this.#repository(call, ...(hasBody ? ['ecr:UploadLayerPart'] : []), 'ecr:CompleteLayerUpload')
    const digest = call.url.searchParams.get('digest') ?? ''
    if (!isDigest(digest)) throw new RefusedRequest(400, 'DIGEST_INVALID', `Invalid digest '${digest}'`)
    const upload = this.#upload(call, id)
    await upload.append(call.chunks())
    let content
    try {
      content = await upload.complete(digest)
    } catch (error) {
      await upload.discard()
      throw error
    }
    this.#uploads.delete(id)
    if (!repository.layers.has(digest)) repository.layers.set(digest, content)
    else if (this.quirks.repeatedLayer === 'refused') {
      const {name, account} = repository.settings
      throw new EcrError(
        'LayerAlreadyExistsException',
        `The layer with digest '${digest}' already exists in the repository with name '${name}' in registry with id '${account}'`
      )
    }
    return {
      status: 201,
      headers: {location: `${call.origin}/v2/${call.name}/blobs/${digest}`, 'docker-content-digest': digest}
    }
  }
}

function describe({digest, mediaType, bytes, manifest: {artifactType, annotations}}: StoredImage): unknown {
  return {
    mediaType,
    digest,
    size: bytes.length,
    ...(artifactType === undefined ? {} : {artifactType}),
    ...(annotations === undefined ? {} : {annotations})
  }
}

function location(call: Call, upload: Upload): Record<string, string> {
  return {
    location: `${call.origin}/v2/${call.name}/blobs/uploads/${upload.id}`,
    'docker-upload-uuid': upload.id
  }
}
