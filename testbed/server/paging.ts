/** One page of a list, with the token of the next page if there is one. */
export interface ListPage<T> {
  items: T[]
  next?: string
}

/** The page token was not issued by the testbed. */
export class BadPageToken extends Error {}

/**
 * Returns a page of a list.
 *
 * @param token opaque, from the page before; null or undefined for the first page
 * @throws BadPageToken
 */
export function paginate<T>(all: T[], size: number, token: string | null | undefined): ListPage<T> {
  const start = token === null || token === undefined ? 0 : open(token)
  const end = start + size
  const items = all.slice(start, end)
  return end < all.length ? {items, next: seal(end)} : {items}
}

function seal(position: number): string {
  return Buffer.from(`page:${position}`).toString('base64url')
}

function open(token: string): number {
  const position = /^page:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1]
  if (position === undefined) throw new BadPageToken()
  return Number(position)
}
