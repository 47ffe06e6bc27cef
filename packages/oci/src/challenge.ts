export type Challenge =
  {scheme: 'basic'} | {scheme: 'bearer'; realm: string; service: string | undefined; scope: string | undefined}

/** Parses `WWW-Authenticate`, https://www.rfc-editor.org/rfc/rfc7235#section-4.1; undefined if it asks for neither Basic nor Bearer. */
export function parseChallenge(header: string | string[] | undefined): Challenge | undefined {
  const headers = header === undefined ? [] : Array.isArray(header) ? header : [header]
  for (const text of headers) {
    const [, scheme = '', rest = ''] = /^\s*([A-Za-z]+)\s*(.*)$/.exec(text) ?? []
    if (scheme.toLowerCase() === 'basic') return {scheme: 'basic'}
    if (scheme.toLowerCase() !== 'bearer') continue
    const parameters = new Map<string, string>()
    for (const [, name = '', quoted, bare] of rest.matchAll(/([a-z_]+)=(?:"([^"]*)"|([^\s,]+))/gi)) {
      // A second scheme in the same header may repeat a name; the first value belongs to Bearer.
      if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), quoted ?? bare ?? '')
    }
    const realm = parameters.get('realm')
    if (realm !== undefined)
      return {scheme: 'bearer', realm, service: parameters.get('service'), scope: parameters.get('scope')}
  }
  return undefined
}
