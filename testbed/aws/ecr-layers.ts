import {randomUUID} from 'node:crypto'

import {EcrError} from './ecr-error.js'
import {type Input, invalidParameter, matching, position, required, strings} from './ecr-input.js'
import type {StoredRepository} from './stored-repository.js'

// ECR's calls for single layers. They change nothing, because the testbed uploads and downloads layers only through the
// registry. Parameters are checked before permissions, so a malformed request does not reveal whether the call is permitted.

/** Returns the repository if the caller is permitted to make this call. */
type Permitted = () => StoredRepository

const DIGEST = /^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/
const UPLOAD = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/
/** The most bytes that a part may have. */
const PART_LIMIT = 20_971_520

export function checkLayerAvailability(input: Input, permitted: Permitted): unknown {
  const digests = layerDigests(input, 100)
  const {layers} = permitted()
  return {
    layers: digests.map(layerDigest => {
      const layer = layers.get(layerDigest)
      return layer === undefined
        ? {layerDigest, layerAvailability: 'UNAVAILABLE'}
        : {layerDigest, layerAvailability: 'AVAILABLE', layerSize: layer.size}
    }),
    failures: []
  }
}

export function getDownloadUrl(input: Input, permitted: Permitted): unknown {
  const digest = matching(input, 'layerDigest', DIGEST)
  const {layers, settings} = permitted()
  if (layers.has(digest)) throw throughRegistry('layers are downloaded')
  throw new EcrError(
    'LayersNotFoundException',
    `The layer with digest ${digest} does not exist within the repository with name '${settings.name}' in the registry with id '${settings.account}'`
  )
}

export function initiateUpload(permitted: Permitted): unknown {
  permitted()
  return {uploadId: randomUUID(), partSize: PART_LIMIT}
}

export function uploadPart(input: Input, permitted: Permitted): unknown {
  const id = matching(input, 'uploadId', UPLOAD)
  const [first, last] = [position(input, 'partFirstByte'), position(input, 'partLastByte')]
  const bytes = Buffer.from(required(input, 'layerPartBlob'), 'base64').length
  if (bytes !== last - first + 1 || bytes > PART_LIMIT)
    throw invalidParameter(
      'layerPartBlob',
      'Member must have the length that its positions state, and at most 20971520 bytes'
    )
  return noUpload(id, permitted())
}

export function completeUpload(input: Input, permitted: Permitted): unknown {
  const id = matching(input, 'uploadId', UPLOAD)
  layerDigests(input, 100)
  return noUpload(id, permitted())
}

function noUpload(id: string, {settings}: StoredRepository): never {
  throw new EcrError(
    'UploadNotFoundException',
    `The upload with id '${id}' could not be found in the repository with name '${settings.name}' in the registry with id '${settings.account}'`
  )
}

function layerDigests(input: Input, limit: number): string[] {
  const digests = strings(input, 'layerDigests')
  if (digests === undefined || digests.length > limit)
    throw invalidParameter('layerDigests', `Member must have length from 1 to ${limit}`)
  for (const layerDigest of digests) matching({layerDigest}, 'layerDigest', DIGEST)
  return digests
}

function throughRegistry(what: string): EcrError {
  return new EcrError('InvalidParameterException', `testbed: ${what} through the registry`)
}
