import {createHash} from 'node:crypto'

import {isTag, MAX_TAG_LENGTH} from './tag-name.js'
import {readsAsVersion} from './version.js'

const HASH_LENGTH = 10
/** Ends as a tag does that carries the hash of a branch's name. */
const HASHED = new RegExp(`-[0-9a-f]{${HASH_LENGTH}}$`)

const PREFIXES: Readonly<Record<string, string>> = {
  sha: 'reads as the tag of a commit: the action itself puts such tags on',
  sha256: 'reads as a tag of what belongs to an image, such as its signature',
  src: 'reads as the tag of what an image was built from: the action itself puts such tags on',
  pr: 'reads as the tag of a pull request: the action itself puts such tags on, in development'
}

/** What a name would be taken for, other than a branch's tag: a clause about it. */
export function kindOfTag(tag: string): string | undefined {
  const prefix = /^(sha|sha256|src|pr)-/.exec(tag)?.[1]
  if (prefix !== undefined) return PREFIXES[prefix]
  if (/^v\d/.test(tag) || readsAsVersion(tag))
    return 'reads as a version: the action itself puts such tags on, in release'
  return tag === 'latest' ? 'the action itself puts on, in release' : undefined
}

/** The tag that moves with the trunk. It is the trunk's own: no other branch gets it. */
export function trunkTag(trunk: string): string {
  return ownTag(trunk, MAX_TAG_LENGTH)
}

/**
 * The tag that moves with a branch: its name with `/` as `-` where that is a tag, and otherwise what can be read of it
 * with a short hash of the whole name. A name that would be taken for another kind of tag, or for the trunk's, becomes
 * `branch-<slug>-<hash>`.
 *
 * Two branches meet only where they differ in `/` and `-` alone: a tag that ends in a hash belongs to one branch,
 * because a name that ends that way by itself is given its own hash on top; every other tag is the name itself.
 * @param limit the longest it may get, at least 32
 */
export function branchTag(branch: string, trunk: string, limit = MAX_TAG_LENGTH): string {
  const tag = ownTag(branch, limit)
  return branch !== trunk && tag === trunkTag(trunk) ? qualified(branch, limit) : tag
}

/** `branch-<slug>-<hash>`, which is taken for nothing but a branch, whatever is written behind it. */
export function qualified(branch: string, limit = MAX_TAG_LENGTH): string {
  return ['branch', readable(branch, limit - 'branch-'.length), hashOf(branch)].filter(part => part !== '').join('-')
}

function ownTag(branch: string, limit: number): string {
  const plain = branch.replaceAll('/', '-')
  const poses = kindOfTag(plain) !== undefined
  if (isTag(plain) && plain.length <= limit && !poses && !HASHED.test(plain)) return plain

  const slug = readable(branch, limit)
  const tag = `${slug}-${hashOf(branch)}`
  return slug === '' || poses || kindOfTag(tag) !== undefined ? qualified(branch, limit) : tag
}

/** Letters without their accents, one dash for all that a tag cannot hold, and room for the hash. */
function readable(branch: string, limit: number): string {
  return branch
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/[^A-Za-z0-9._]+/g, '-')
    .replace(/^[-.]+/, '')
    .slice(0, limit - HASH_LENGTH - 1)
    .replace(/[-.]+$/, '')
}

function hashOf(branch: string): string {
  return createHash('sha256').update(branch).digest('hex').slice(0, HASH_LENGTH)
}
