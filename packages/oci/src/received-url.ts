/**
 * A URL from a header, such as the `Location` of an upload. Its path and query are sent byte for byte as they were received,
 * because a registry may have signed them, and parsing a URL changes its encoding.
 */
export class ReceivedUrl extends URL {
  /** Path and query. */
  private readonly target: string

  private constructor(href: string, target: string) {
    super(href)
    this.target = target
  }

  /**
   * Resolves a reference, which may be relative: https://www.rfc-editor.org/rfc/rfc3986#section-5.2
   * @throws TypeError if it is not a URL
   */
  static resolve(reference: string, base: URL): ReceivedUrl {
    const url = new URL(reference, base)
    return new ReceivedUrl(url.href, sendable(targetOf(reference, requestTarget(base)) ?? url.pathname + url.search))
  }

  /** The target of a request for a URL: its path and query. */
  static targetOf(url: URL): string {
    return url instanceof ReceivedUrl ? url.target : url.pathname + url.search
  }

  /** Appends a parameter to the query, and leaves the rest as it is. */
  withParameter(name: string, value: string): ReceivedUrl {
    const separator = /[?&]$/.test(this.target) ? '' : this.target.includes('?') ? '&' : '?'
    const target = `${this.target}${separator}${name}=${encodeURIComponent(value)}`
    return new ReceivedUrl(this.origin + target, target)
  }
}

export function requestTarget(url: URL): string {
  return ReceivedUrl.targetOf(url)
}

/** The parts of a reference: https://www.rfc-editor.org/rfc/rfc3986#appendix-B */
const REFERENCE = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?/

/** @returns undefined for a reference with a scheme but without a host, which only a parser of URLs understands */
function targetOf(reference: string, base: string): string | undefined {
  const [, scheme, authority, path = '', query = ''] = REFERENCE.exec(reference) ?? []
  if (authority !== undefined) return path + query
  if (scheme !== undefined) return undefined
  const [basePath = '', baseQuery = ''] = base.split(/(?=\?)/, 2)
  if (path === '') return basePath + (query === '' ? baseQuery : query)
  if (path.startsWith('/')) return path + query
  return withoutDots(basePath.slice(0, basePath.lastIndexOf('/') + 1) + path) + query
}

/** Removes `.` and `..` from a path. */
function withoutDots(path: string): string {
  const segments: string[] = []
  const all = path.split('/').slice(1)
  for (const [index, segment] of all.entries()) {
    if (segment === '..') segments.pop()
    else if (segment !== '.') segments.push(segment)
    if (index === all.length - 1 && /^\.\.?$/.test(segment)) segments.push('')
  }
  return `/${segments.join('/')}`
}

/** A target that a request can have. Characters that a request cannot contain are encoded. */
function sendable(target: string): string {
  const rooted = target.startsWith('/') ? target : `/${target}`
  return rooted.replaceAll(/[^\u0021-\u007e]+/g, encodeURIComponent)
}
