import {createHash} from 'node:crypto'

import type {BuildCache} from './build-cache.js'
import {isTag, MAX_TAG_LENGTH} from './grammar.js'
import {CACHE_GRANTS} from './permissions.js'
import type {Stage} from './stage.js'
import {inVariant} from './variant.js'

/** A build cache that the builds of a stage read. */
export interface UsedCache {
  cache: BuildCache
  /** Whether they write it as well. */
  isWritten: boolean
}

/** The build caches that the builds of a stage use, as far as its role may. */
export function usedCaches(stage: Stage, caches: readonly BuildCache[]): UsedCache[] {
  return caches.flatMap(cache => {
    const levels = CACHE_GRANTS[cache.stage][stage]
    return levels.includes('read') ? [{cache, isWritten: levels.includes('write')}] : []
  })
}

/** What is built, as far as it separates one cache from another. */
export interface CacheSubject {
  /** The stage of the Dockerfile. */
  target: string | undefined
  /** In normal form, each once. */
  platforms: readonly string[]
  variant: string | undefined
}

/** The tag that a build writes its cache under: `default-linux-amd64`, `runtime-linux-amd64-linux-arm64-alpine`. */
export function writtenCacheTag({target = 'default', platforms, variant}: CacheSubject): string {
  const names = platforms.map(platform => platform.replaceAll('/', '-'))
  return asTag(inVariant([target, ...names].join('-'), variant))
}

/** The tags that a build may find a cache under: its own, and for each platform that of a build for this platform alone. */
export function readCacheTags(subject: CacheSubject): string[] {
  const each = subject.platforms.map(platform => writtenCacheTag({...subject, platforms: [platform]}))
  return [...new Set([writtenCacheTag(subject), ...each])]
}

const HASH_LENGTH = 10

/** The text itself if it is a tag. Otherwise it is a readable part of the text with a short hash of the whole text. */
function asTag(text: string): string {
  if (isTag(text)) return text
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH)
  const readable = text.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+/, '')
  return `${readable.slice(0, MAX_TAG_LENGTH - HASH_LENGTH - 1)}-${hash}`
}
