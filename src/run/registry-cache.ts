import type {EcrLogin} from '../aws/ecr.js'
import {Failure} from '../core/failure.js'
import {remedy} from '../core/remedy.js'
import type {BuildTool} from '../docker/build-tool.js'
import type {PrivateConfig} from '../docker/config.js'
import {ADD_BUILDER, INSTALL_BUILDX} from '../docker/remedies.js'
import {normalPlatform} from '../fingerprint/platform.js'
import type {BuildCache} from '../stages/build-cache.js'
import type {CacheSubject, UsedCache} from '../stages/cache-use.js'
import {readCacheTags, usedCaches, writtenCacheTag} from '../stages/cache-use.js'
import type {BuildSettings} from './build-settings.js'
import type {BuildRun} from './context.js'
import {openDockerConfig} from './docker-login.js'
import type {Session} from './session.js'

/** A build cache in ECR that a build uses. */
export interface ReachedCache {
  /** `registry/repository` */
  place: string
  login: EcrLogin
  isWritten: boolean
}

/** Docker's config of a build, and the caches that it logs in to. */
export interface BuildConfig {
  config: PrivateConfig
  reached: ReachedCache[]
}

/** Creates a Docker config for a build, logged in to the registries of its target and of its build caches. */
export async function openBuildConfig(
  run: BuildRun,
  session: Session,
  caches: readonly BuildCache[]
): Promise<BuildConfig> {
  const used = usedCaches(run.stage, caches)
  const reached = (await Promise.all(used.map(one => reachCache(run, session, one)))).flat()
  const others = reached.map(({login}) => login)
  return {config: await openDockerConfig(run, session, {warns: false, others}), reached}
}

/** A cache only saves time, so a build goes on without one that it cannot reach. */
async function reachCache(
  {log, signal}: BuildRun,
  session: Session,
  {cache: {repository}, isWritten}: UsedCache
): Promise<ReachedCache[]> {
  try {
    const login = await session.loginTo(repository)
    return [{place: `${new URL(login.origin).host}/${repository.name}`, login, isWritten}]
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof Failure)) throw error
    log.notice(`This build does not use the build cache ${repository.name}. ${error.message}`, error.remedy)
    return []
  }
}

/**
 * The caches of a build: those of the user, and after them those in ECR. If the user names where to write a cache, it is
 * written there alone. Nothing of this counts for the fingerprint, because a cache changes how long a build takes.
 */
export function withRegistryCache(
  {cacheFrom, cacheTo, target, platforms}: Pick<BuildSettings, 'cacheFrom' | 'cacheTo' | 'target' | 'platforms'>,
  caches: readonly ReachedCache[],
  tool: BuildTool,
  {inputs: {variant}, log}: Pick<BuildRun, 'inputs' | 'log'>
): Pick<BuildSettings, 'cacheFrom' | 'cacheTo'> {
  if (caches.length === 0) return {cacheFrom, cacheTo}
  if (tool.kind !== 'buildx') {
    log.notice('Without buildx, Docker can neither read nor write the build cache in ECR.', INSTALL_BUILDX)
    return {cacheFrom, cacheTo}
  }
  const subject = {target, platforms: [...new Set(platforms.map(normalPlatform))], variant}
  const read = caches.flatMap(({place}) => readCacheTags(subject).map(tag => cacheAt(place, tag)))
  const written = cacheTo.length > 0 ? [] : writtenCaches(caches, subject)
  if (written.length > 0 && !tool.exportsCache) {
    log.notice(
      'The builder of this machine cannot write a build cache, so this build reads the cache in ECR and does not write it.',
      remedy`${ADD_BUILDER}.`
    )
  }
  return {cacheFrom: [...cacheFrom, ...read], cacheTo: [...cacheTo, ...(tool.exportsCache ? written : [])]}
}

/** A cache that cannot be written does not make a build fail. */
function writtenCaches(caches: readonly ReachedCache[], subject: CacheSubject): string[] {
  return caches
    .filter(({isWritten}) => isWritten)
    .map(({place}) => `${cacheAt(place, writtenCacheTag(subject))},ignore-error=true`)
}

/** ECR takes a cache only as an image manifest with OCI media types. */
function cacheAt(place: string, tag: string): string {
  return `type=registry,ref=${place}:${tag},mode=max,image-manifest=true,oci-mediatypes=true`
}
