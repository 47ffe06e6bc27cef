import type {Channel} from './channel.js'
import {RegistryError} from './errors.js'
import type {RegistryResponse} from './http.js'

/** A link's target and its parameters, whose values may have commas and semicolons of their own. */
const LINK = /<([^>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]*))?)*)/g

/**
 * Where the list goes on: https://www.rfc-editor.org/rfc/rfc8288
 * @param asked what this page was asked by
 * @param seen the pages there were; a list that goes round in circles is an error
 */
export function nextPage(
  response: RegistryResponse,
  asked: string | URL,
  channel: Channel,
  purpose: string,
  seen: Set<string>
): URL | undefined {
  const links = [response.headers['link'] ?? []].flat().flatMap(text => [...text.matchAll(LINK)])
  const [, target] =
    links.find(([, , parameters]) => /;\s*rel\s*=\s*(?:next\b|"(?:[^"]*\s)?next[\s"])/i.test(parameters ?? '')) ?? []
  if (target === undefined) return undefined
  const page = channel.urlOf(target, asked, purpose)
  if (seen.has(page.href))
    throw new RegistryError({...channel.details(purpose), answer: 'the pages of the list go round in circles'})
  seen.add(page.href)
  return page
}
