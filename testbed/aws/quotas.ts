/** Requests a second that ECR admits for one account in one region, by IAM action. */
export const DEFAULT_QUOTAS: Readonly<Record<string, number>> = {
  'ecr:PutImage': 10,
  'ecr:InitiateLayerUpload': 100,
  'ecr:CompleteLayerUpload': 100,
  'ecr:UploadLayerPart': 500,
  'ecr:GetAuthorizationToken': 500,
  'ecr:BatchCheckLayerAvailability': 1000,
  'ecr:BatchGetImage': 2000,
  'ecr:GetDownloadUrlForLayer': 3000
}

interface Bucket {
  tokens: number
  filledAt: number
}

/**
 * A token bucket for each account, region and action. It holds the requests of one second, but at least one, and fills at the
 * quota's rate.
 */
export class Quotas {
  readonly #rates = new Map(Object.entries(DEFAULT_QUOTAS))
  readonly #buckets = new Map<string, Bucket>()

  /** Sets the requests a second for an action (`ecr:PutImage`): `Infinity` for no limit, 0 to refuse all. */
  set(action: string, perSecond: number): void {
    this.#rates.set(action, perSecond)
    this.#buckets.clear()
  }

  /** Whether one more request is within the quota. If so, it is counted. */
  admit(account: string, region: string, action: string, now = performance.now()): boolean {
    const rate = this.#rates.get(action)
    if (rate === undefined || rate === Infinity) return true
    const key = `${account}/${region}/${action}`
    const capacity = rate === 0 ? 0 : Math.max(1, rate)
    const bucket = this.#buckets.get(key) ?? {tokens: capacity, filledAt: now}
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.filledAt) / 1000) * rate)
    bucket.filledAt = now
    this.#buckets.set(key, bucket)
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }
}
