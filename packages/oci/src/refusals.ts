import type {RegistryError} from './errors.js'
import type {RegistryResponse} from './http.js'
import {isTransient} from './http.js'

// Registries name one meaning with different codes, so every repair depends on a meaning, not on a code. ECR's codes are
// reported in public issues; the others are those of the specification and of Docker:
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes

/** A registry's refusal, as far as its meaning depends on it. */
export interface Refusal {
  status: number
  codes: readonly string[]
  /** The body, with messages and details. */
  text: string
}

/** Parts that a manifest names are missing. ECR answers `BLOB_UPLOAD_UNKNOWN` for layers, and Harbor `MANIFEST_UNKNOWN`. */
const MISSING = ['MANIFEST_BLOB_UNKNOWN', 'BLOB_UNKNOWN', 'BLOB_UPLOAD_UNKNOWN', 'MANIFEST_UNKNOWN']
/** The content that arrived is not the content that was announced. ECR answers `BLOB_UPLOAD_INVALID` for blobs. */
const CORRUPTED = ['DIGEST_INVALID', 'SIZE_INVALID', 'BLOB_UPLOAD_INVALID', 'RANGE_INVALID']

const ABSENT = /missing|unknown|not found|(?:does|do) not exist/i
const DIFFERENT = /(?:does|did) not match|mismatch/i
const DIGEST = /sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})\b/g

export function registryRefusal({status, body}: RegistryResponse, codes: readonly string[]): Refusal {
  return {status, codes, text: body.toString('utf8')}
}

/** `again`: the same request may succeed. */
export type ManifestRefusal =
  | {kind: 'taken'}
  /** The digests of the parts that are missing; none if the registry does not name them. */
  | {kind: 'incomplete'; missing: string[]}
  | {kind: 'corrupted'}
  | {kind: 'final'}

/** The meaning of a refusal to store a manifest. */
export function meaningForManifest(
  {codes, text}: Refusal,
  {digest, bytes}: {digest: string; bytes: Buffer},
  hasTag: boolean
): ManifestRefusal {
  // ECR answers TAG_INVALID to every PUT on an immutable tag, even with the digest that the tag names.
  if (hasTag && codes.includes('TAG_INVALID')) return {kind: 'taken'}
  if (codes.includes('NAME_UNKNOWN')) return {kind: 'final'}
  const missing = [...new Set(text.match(DIGEST) ?? [])].filter(one => one !== digest && bytes.includes(one))
  if (codes.some(code => MISSING.includes(code))) return {kind: 'incomplete', missing}
  // Some registries answer MANIFEST_INVALID for both meanings, and only the text tells them apart.
  if (codes.includes('MANIFEST_INVALID')) {
    if (missing.length > 0 && ABSENT.test(text)) return {kind: 'incomplete', missing}
    if (text.includes(digest) && DIFFERENT.test(text)) return {kind: 'corrupted'}
  }
  return {kind: codes.some(code => CORRUPTED.includes(code)) ? 'corrupted' : 'final'}
}

/**
 * Whether another upload session may succeed after the end of an upload was refused.
 * @param size of the blob in bytes. An empty blob cannot arrive with other bytes, and ECR stores none.
 */
export function mayUploadAgain({status, codes}: Refusal, size: number): boolean {
  if (codes.includes('NAME_UNKNOWN')) return false
  // 401: the token expired. 404, 416: the session expired or failed before.
  return (
    isTransient(status) ||
    [401, 404, 416].includes(status) ||
    codes.includes('BLOB_UPLOAD_UNKNOWN') ||
    (size > 0 && codes.some(code => CORRUPTED.includes(code)))
  )
}

/** Whether the blob may be there although the end of its upload was refused, for example because another job has put it. */
export function mayBeStored({status, codes}: {status: number | undefined; codes: readonly string[]}): boolean {
  return !(status === 401 || status === 403 || status === 429) && !codes.includes('NAME_UNKNOWN')
}

/** Answers of a registry, or of a proxy before it, to a login. */
const OF_LOGIN = new Set([401, 407])
/** The registry lacks a function, a version or the room for this content, so it will refuse it again. */
const NOT_TAKEN = new Set([501, 505, 507])

/** Whether the registry refuses this content for good, unlike a registry that is busy or cannot be used at all. */
export function isRefusalOfContent({status, codes}: {status: number | undefined; codes: readonly string[]}): boolean {
  return (
    status !== undefined &&
    ((status >= 400 && status < 500) || NOT_TAKEN.has(status)) &&
    !OF_LOGIN.has(status) &&
    !isTransient(status) &&
    !codes.includes('NAME_UNKNOWN')
  )
}

/**
 * Whether content cannot be copied, however often it is tried: the source has lost it, its bytes are wrong or malformed, or the
 * target refuses it. An error of a connection or of a login says nothing about the content.
 */
export function isOfContent(error: Pick<RegistryError, 'status' | 'codes' | 'side' | 'needsBuild'>): boolean {
  // Only a target has a reason to answer 403 to content. A source answers it to a login.
  return error.needsBuild || (isRefusalOfContent(error) && (error.side === 'target' || error.status !== 403))
}

/** Whether the target failed, and not for a login, which would fail everything else too. */
export function isOfTarget({side, status}: Pick<RegistryError, 'side' | 'status'>): boolean {
  return side === 'target' && (status === undefined || !OF_LOGIN.has(status))
}
