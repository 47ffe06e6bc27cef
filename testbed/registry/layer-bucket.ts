import {createHmac, randomBytes, timingSafeEqual} from 'node:crypto'

import type {Clock} from '../server/clock.js'
import type {Exchange, Reply} from '../server/http.js'
import type {BlobContent} from '../server/spool.js'

/** Seconds that a download URL is valid for. */
const EXPIRES = 3600

/**
 * The S3 bucket in which ECR keeps its layers. It has an origin of its own and takes signed URLs that expire. It refuses
 * every request that has an Authorization header.
 */
export class LayerBucket {
  readonly #key = randomBytes(32)
  readonly #objects = new Map<string, BlobContent>()
  #origin = ''

  constructor(private readonly clock: Clock) {}

  set origin(origin: string) {
    this.#origin = origin
  }

  /** A URL for a GET of the content without credentials, until it expires. */
  sign(content: BlobContent): string {
    const key = `/docker/registry/blobs/${content.digest}`
    this.#objects.set(key, content)
    const url = new URL(key, this.#origin)
    url.searchParams.set('X-Amz-Algorithm', 'AWS4-HMAC-SHA256')
    url.searchParams.set('X-Amz-Date', String(this.clock.seconds()))
    url.searchParams.set('X-Amz-Expires', String(EXPIRES))
    url.searchParams.set('X-Amz-Signature', this.#signature(url))
    return url.href
  }

  handle(exchange: Exchange): Reply {
    const {url, method, headers} = exchange
    if (headers.authorization !== undefined) {
      return xml(
        400,
        'InvalidArgument',
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, ' +
          'Signature query string parameter or the Authorization header should be specified',
        `<ArgumentName>Authorization</ArgumentName><ArgumentValue>${escapeXml(headers.authorization)}</ArgumentValue>`
      )
    }
    const given = url.searchParams.get('X-Amz-Signature')
    if (given === null) return xml(403, 'AccessDenied', 'Access Denied')
    // S3 refuses a HEAD, because the URL is signed for a GET.
    if (method !== 'GET' || !sameText(given, this.#signature(url))) {
      return xml(
        403,
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. ' +
          'Check your key and signing method.'
      )
    }
    const expires = Number(url.searchParams.get('X-Amz-Date')) + Number(url.searchParams.get('X-Amz-Expires'))
    if (this.clock.seconds() > expires) return xml(403, 'AccessDenied', 'Request has expired')
    const content = this.#objects.get(decodeURIComponent(url.pathname))
    if (!content) return xml(404, 'NoSuchKey', 'The specified key does not exist.')
    return {
      status: 200,
      headers: {'content-type': 'application/octet-stream', etag: `"${content.digest}"`, server: 'AmazonS3'},
      body: content
    }
  }

  #signature(url: URL): string {
    const signed = [url.pathname, url.searchParams.get('X-Amz-Date'), url.searchParams.get('X-Amz-Expires')].join('\n')
    return createHmac('sha256', this.#key).update(signed).digest('hex')
  }
}

function xml(status: number, code: string, message: string, extra = ''): Reply {
  const error = `<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message>${extra}</Error>`
  return {
    status,
    headers: {'content-type': 'application/xml', server: 'AmazonS3'},
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${error}`
  }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function sameText(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right))
}
