import type {Channel} from './channel.js'
import {header} from './channel.js'
import {RegistryFailure} from './errors.js'
import type {RegistryResponse} from './transport.js'

/**
 * Where the list goes on: https://www.rfc-editor.org/rfc/rfc8288
 * @param seen the pages there were; a list that goes round in circles is an error
 */
export function nextPage(response: RegistryResponse, channel: Channel, purpose: string, seen: Set<string>): URL | undefined {
  const [, target] = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(header(response, 'link') ?? '') ?? []
  if (target === undefined) return undefined
  const page = new URL(target, `${channel.origin}/v2/${channel.repository}/`)
  if (seen.has(page.href)) throw new RegistryFailure({...channel.details(purpose), answer: 'the pages of the list go round in circles'})
  seen.add(page.href)
  return page
}
