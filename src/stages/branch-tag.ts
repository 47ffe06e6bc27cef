import {createHash} from 'node:crypto'

import {isTag, MAX_TAG_LENGTH} from './grammar.js'
import {foreignEndings, inVariant, longestBefore, namesBefore} from './variant.js'
import {readsAsVersion} from './version.js'

const HASH_LENGTH = 10
/** A tag that ends like one with the hash of a branch's name. */
const HASHED = new RegExp(`-[0-9a-f]{${HASH_LENGTH}}$`)

const PREFIXES: Readonly<Record<string, string>> = {
  sha: 'reads as the tag of a commit: the action itself sets such tags',
  sha256: 'reads as the tag of an attachment of an image, such as its signature',
  src: 'reads as the fingerprint tag of an image: the action itself sets such tags',
  pr: 'reads as the tag of a pull request: the action itself sets such tags in development',
  part: 'reads as the tag of a build for one platform: the action itself sets such tags'
}

/**
 * The reason why a tag is reserved for something other than a branch: a clause that follows `which`.
 * @param variants whose tags are reserved as well: with `alpine`, `latest-alpine` is, because `latest` is
 */
export function reservedTagReason(tag: string, variants: readonly (string | undefined)[] = []): string | undefined {
  return namesBefore(tag, variants)
    .map(reasonOf)
    .find(reason => reason !== undefined)
}

function reasonOf(tag: string): string | undefined {
  const prefix = /^(sha|sha256|src|pr|part)-/.exec(tag)?.[1]
  if (prefix !== undefined) return PREFIXES[prefix]
  if (/^v\d/.test(tag) || readsAsVersion(tag)) return 'reads as a version: the action itself sets such tags in release'
  return tag === 'latest' ? 'the action itself sets in release' : undefined
}

/** The tag that moves with the trunk. No other branch gets it. */
export function trunkTag(
  trunk: string,
  {variant, limit = longestBefore(variant)}: Omit<BranchTagOptions, 'variants'> = {}
): string {
  return ownTag(trunk, {variant, variants: [], limit})
}

/** Options of `branchTag`. */
export interface BranchTagOptions {
  /** The variant whose name follows the tag. The tag is checked with it: `sha` is no tag of a branch before `-alpine`. */
  variant?: string | undefined
  /** All variants that the stages file lists. A branch whose name ends like the tags of another one gets a hash after it. */
  variants?: readonly string[]
  /** Longest tag in characters, at least 32. By default it is the longest that a registry accepts before the variant. */
  limit?: number
}

/**
 * The tag that moves with a branch. It is the name with `-` for `/`, if that is a tag. Otherwise it is a readable part of the
 * name with a short hash of the whole name. A name that would read as another kind of tag, or as the trunk's, becomes
 * `branch-<slug>-<hash>`.
 *
 * Two branches share a tag only if their names differ in nothing but `/` and `-`. A tag that ends in a hash belongs to one
 * branch: a name that ends like a hash gets its own hash after it. Every other tag is the name itself.
 */
export function branchTag(
  branch: string,
  trunk: string,
  {variant, variants = [], limit = longestBefore(variant)}: BranchTagOptions = {}
): string {
  const tag = ownTag(branch, {variant, variants, limit})
  return branch !== trunk && tag === trunkTag(trunk, {variant, limit}) ? qualifiedBranchTag(branch, limit) : tag
}

/** `branch-<slug>-<hash>`. It reads as the tag of a branch, whatever text follows it. */
export function qualifiedBranchTag(branch: string, limit = MAX_TAG_LENGTH): string {
  return ['branch', readable(branch, limit - 'branch-'.length), hashOf(branch)].filter(part => part !== '').join('-')
}

function ownTag(branch: string, {variant, variants, limit}: Required<BranchTagOptions>): string {
  const isReserved = (tag: string): boolean => reservedTagReason(inVariant(tag, variant), [variant]) !== undefined
  const plain = branch.replaceAll('/', '-')
  const isOfOther = HASHED.test(plain) || foreignEndings(variants, variant).some(ending => plain.endsWith(ending))
  if (isTag(plain) && plain.length <= limit && !isReserved(plain) && !isOfOther) return plain

  const slug = readable(branch, limit)
  const tag = `${slug}-${hashOf(branch)}`
  return slug === '' || isReserved(plain) || isReserved(tag) ? qualifiedBranchTag(branch, limit) : tag
}

/** The name without accents, with one dash for each run of characters that a tag cannot contain, and with room for the hash. */
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
