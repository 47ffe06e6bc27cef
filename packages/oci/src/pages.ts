import type {Channel} from './channel.js'
import {RegistryError} from './errors.js'
import type {RegistryResponse} from './http.js'

/** A link's target and its parameters. Their values may contain commas and semicolons. */
const LINK = /<([^>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]*))?)*)/g

/**
 * The address of the next page of a list: https://www.rfc-editor.org/rfc/rfc8288
 * @param asked the address of this page
 * @param seen the pages so far; a list that returns to one of them is an error
 * @returns undefined on the last page
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
    throw new RegistryError({...channel.details(purpose), answer: 'the pages of the list form a loop'})
  seen.add(page.href)
  return page
}
