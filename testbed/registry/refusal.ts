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

/**
 * The registry's status and code for each error of the API, as they were reported. Those of `LayerPartTooSmallException` and the
 * status of `ReferencedImagesNotFoundException` are inferred.
 * @see https://github.com/oras-project/oras/issues/690 `InvalidParameterException`
 * @see https://github.com/google/go-containerregistry/issues/1568 `ImageDigestDoesNotMatchException`
 * @see https://github.com/mapbox/ecs-conex/pull/50 `LayersNotFoundException`
 * @see https://github.com/int128/docker-manifest-create-action/pull/63 `ReferencedImagesNotFoundException`
 * @see https://github.com/medic/cht-core/issues/11099 `LimitExceededException`
 * @see https://github.com/radius-project/radius/issues/7855 `EmptyUploadException`
 * @see https://github.com/dotnet/sdk-container-builds/issues/472 `InvalidLayerException`
 * @see https://github.com/apple/container/issues/1895 `InvalidLayerPartException`
 */
const refusals: Record<string, [number, string]> = {
  InvalidParameterException: [405, 'UNSUPPORTED'],
  ImageTagAlreadyExistsException: [400, 'TAG_INVALID'],
  ImageDigestDoesNotMatchException: [400, 'MANIFEST_INVALID'],
  LayersNotFoundException: [404, 'BLOB_UPLOAD_UNKNOWN'],
  ReferencedImagesNotFoundException: [404, 'MANIFEST_BLOB_UNKNOWN'],
  LimitExceededException: [403, 'DENIED'],
  EmptyUploadException: [400, 'BLOB_UPLOAD_INVALID'],
  LayerPartTooSmallException: [400, 'BLOB_UPLOAD_INVALID'],
  InvalidLayerException: [400, 'BLOB_UPLOAD_INVALID'],
  LayerAlreadyExistsException: [400, 'BLOB_UPLOAD_INVALID'],
  InvalidLayerPartException: [416, 'BLOB_UPLOAD_INVALID']
}

/** The registry's form of an error of the API. */
export function asRegistryRefusal(
  error: EcrError,
  {missingLayersStatus}: {missingLayersStatus: 400 | 404}
): RefusedRequest {
  const [status, code] = refusals[error.code] ?? [500, 'UNKNOWN']
  const seen = error.code === 'LayersNotFoundException' ? missingLayersStatus : status
  return new RefusedRequest(seen, code, error.message)
}
