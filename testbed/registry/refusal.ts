import type {EcrError} from '../aws/ecr-error.js'
import type {Reply} from '../server/http.js'

/** An error of the registry, in the form of the distribution specification. */
export class RefusedRequest extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string
  ) {
    super(message)
  }
}

/** The answer to a request that has no Basic credentials. */
export function challenge(origin: string): Reply {
  return {
    status: 401,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'docker-distribution-api-version': 'registry/2.0',
      'www-authenticate': `Basic realm="${origin}/",service="ecr.amazonaws.com"`
    },
    body: 'Not Authorized\n'
  }
}

const refusals: Record<string, [number, string]> = {
  InvalidParameterException: [405, 'UNSUPPORTED'],
  ImageTagAlreadyExistsException: [400, 'TAG_INVALID'],
  ImageDigestDoesNotMatchException: [400, 'MANIFEST_INVALID'],
  LayersNotFoundException: [404, 'MANIFEST_BLOB_UNKNOWN'],
  ReferencedImagesNotFoundException: [404, 'MANIFEST_BLOB_UNKNOWN'],
  LimitExceededException: [400, 'MANIFEST_INVALID'],
  EmptyUploadException: [400, 'BLOB_UPLOAD_INVALID'],
  LayerPartTooSmallException: [400, 'BLOB_UPLOAD_INVALID'],
  InvalidLayerException: [400, 'DIGEST_INVALID'],
  InvalidLayerPartException: [416, 'BLOB_UPLOAD_INVALID']
}

/** The registry's form of an error of the API. */
export function asRegistryRefusal(error: EcrError): RefusedRequest {
  const [status, code] = refusals[error.code] ?? [500, 'UNKNOWN']
  return new RefusedRequest(status, code, error.message)
}
