import type {Arrival} from './transfer.js'

/**
 * What became of a tag under which cosign keeps what it has to say of the image; `kept`: the target's names an artifact
 * that says more than the source's.
 */
export type CosignTag = 'put' | 'already' | 'kept'

export interface CopyReport {
  /** Whether the target had the image; then only what is about it was compared. */
  alreadyThere: boolean
  /** Manifests that were put, referrers and cosign's artifacts among them. */
  manifests: number
  /** Distinct blobs, by how they came to be at the target. */
  blobs: Record<Arrival, number>
  /** Bytes of the blobs that were copied. */
  bytes: number
  /** Requests that both registries were sent meanwhile. */
  requests: number
  /** Referrers of the image and of its parts, put now or there already. */
  referrers: number
  cosign: CosignTag[]
}
