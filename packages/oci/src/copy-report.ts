import type {BlobOutcome} from './transfer.js'

/**
 * The outcome for a tag under which cosign keeps signatures, attestations or an SBOM of the image. `kept`: the target's
 * tag names another artifact and was not changed, because that artifact has layers that the source's artifact lacks or
 * because the tag is immutable.
 */
export type CosignTag = 'put' | 'already' | 'kept'

/** A foreign layer that the source does not hold, so it stays at its URLs. */
export interface ForeignLayer {
  digest: string
  /** The hosts of its URLs. The rest of a URL may contain a secret. */
  hosts: readonly string[]
}

/**
 * A referrer or an artifact of cosign that cannot be copied: the source has lost a part of it, it is malformed, or the target
 * refuses it. The image itself is complete without it.
 */
export interface UncopiedAttachment {
  digest: string
  artifactType: string | undefined
  /** The tag that names it, if it has one. */
  tag: string | undefined
  /** What was tried, and what the registry answered. */
  because: string
}

export interface CopyReport {
  /** Whether the image itself was skipped because the target had it. Referrers and cosign's artifacts are copied anyway. */
  alreadyThere: boolean
  /** Manifests that were put, including referrers and cosign's artifacts. */
  manifests: number
  /** The number of distinct blobs, by outcome. */
  blobs: Record<BlobOutcome, number>
  /** Bytes of the blobs that were copied. */
  bytes: number
  /** Requests that were sent to both registries during the copy. */
  requests: number
  /** Referrers of the image and of its parts, both new ones and those that the target had already. */
  referrers: number
  cosign: CosignTag[]
  /** Referrers and cosign's artifacts that cannot be copied, if there are any. */
  uncopied?: UncopiedAttachment[]
  /** Layers that stay at their URLs, if there are any. */
  foreign?: ForeignLayer[]
}
