import {RegistryError} from '@org/oci/errors'
import type {RepositoryClient} from '@org/oci/registry-client'

import {remedyOfRepositoryDenial} from '../aws/denial.js'
import type {EcrLogin} from '../aws/ecr.js'
import {Failure} from '../core/failure.js'
import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'
import type {BuildTool} from '../docker/build-tool.js'
import type {PrivateConfig} from '../docker/config.js'
import {ADD_BUILDER, INSTALL_BUILDX} from '../docker/remedies.js'
import {normalPlatform} from '../fingerprint/platform.js'
import type {EcrRepository} from '../stages/arn.js'
import type {BuildCache} from '../stages/build-cache.js'
import type {CacheSubject, UsedCache} from '../stages/cache-use.js'
import {readCacheTags, usedCaches, writtenCacheTag} from '../stages/cache-use.js'
import type {BuildSettings} from './build-settings.js'
import type {BuildRun} from './context.js'
import {openDockerConfig, shareLogin} from './docker-login.js'
import type {Session} from './session.js'

/** A build cache in ECR that a build uses. */
export interface ReachedCache {
  repository: EcrRepository
  client: RepositoryClient
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

/**
 * Does the work of a build with a Docker config that is logged in to the registries of its target and of its build caches. The
 * logins end with the work. If the later steps of the job are to have one, they have that of the target alone.
 */
export async function withBuildConfig<T>(
  run: BuildRun,
  session: Session,
  caches: readonly BuildCache[],
  work: (opened: BuildConfig) => Promise<T>
): Promise<T> {
  const opened = await openBuildConfig(run, session, caches)
  const result = await work(opened).finally(() => opened.config.remove())
  // The post step removes only the last config of a run, so this one comes after the other is gone.
  if (run.inputs.dockerLogin) shareLogin(run, await openDockerConfig(run, session, {warns: false}))
  return result
}

async function openBuildConfig(run: BuildRun, session: Session, caches: readonly BuildCache[]): Promise<BuildConfig> {
  const used = usedCaches(run.stage, caches)
  const reached = (await Promise.all(used.map(one => reachCache(run, session, one)))).flat()
  const others = reached.map(({login}) => login)
  return {config: await openDockerConfig(run, session, {warns: false, others}), reached}
}

async function reachCache(
  run: Pick<BuildRun, 'log' | 'signal'>,
  session: Session,
  {cache: {repository}, isWritten}: UsedCache
): Promise<ReachedCache[]> {
  return await unlessUnusable(run, repository, async () => {
    return {repository, isWritten, ...(await session.cache(repository))}
  })
}

/**
 * Leaves out the caches that do not exist, or that the run may not read. The builder goes on without such a cache and hides that
 * in its log, so nothing would tell why each build takes long.
 */
export async function existingCaches(
  run: Pick<BuildRun, 'log' | 'signal'>,
  caches: readonly ReachedCache[],
  subject: CacheSubject
): Promise<ReachedCache[]> {
  const found = await Promise.all(
    caches.map(cache => unlessUnusable(run, cache.repository, () => requireCache(cache, writtenCacheTag(subject))))
  )
  return found.flat()
}

/** @throws Failure if there is no such repository. A cache that nobody has written yet is one. */
async function requireCache(cache: ReachedCache, tag: string): Promise<ReachedCache> {
  const {client, repository} = cache
  const found = await client.manifest(tag)
  if (found.kind === 'denied') {
    const needed = "The stage's role needs its rights on the build caches. Deploy infra/ with `cache: true`."
    throw new Failure(found.reason, {remedy: remedyOfRepositoryDenial(found.reason, repository.from, needed)})
  }
  if (found.kind === 'missing' && found.what === 'repository') {
    throw new Failure(`The repository does not exist in account ${repository.account}, ${repository.region}.`, {
      remedy: 'Deploy infra/ with `cache: true` in the stages file, or turn the cache off with `cache: none`.'
    })
  }
  return cache
}

/** A cache only saves time, so a build goes on without one that it cannot use. */
async function unlessUnusable(
  {log, signal}: Pick<BuildRun, 'log' | 'signal'>,
  {name}: EcrRepository,
  reach: () => Promise<ReachedCache>
): Promise<ReachedCache[]> {
  try {
    return [await reach()]
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof Failure) && !(error instanceof RegistryError)) throw error
    log.notice(`This build does not use the build cache ${name}. ${error.message}`, error.remedy)
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
  const subject = cacheSubject({target, platforms}, variant)
  const read = caches.flatMap(({place}) => readCacheTags(subject).map(tag => cacheAt(place, tag)))
  const written = cacheTo.length > 0 ? [] : writtenCaches(caches, subject)
  if (written.length > 0 && !tool.exportsCache) {
    log.notice(
      'The builder of this machine cannot write a build cache, so this build reads the cache in ECR and does not write it.',
      remedy`${ADD_BUILDER}.${IN_CALLED_WORKFLOW}`
    )
  }
  return {cacheFrom: [...cacheFrom, ...read], cacheTo: [...cacheTo, ...(tool.exportsCache ? written : [])]}
}

/** The jobs of a called workflow take no step of the caller. This input makes them set up a builder. */
const IN_CALLED_WORKFLOW: Remedy = {
  workflow: ' If the job calls image.yml, write `distribute: false` under its `with:` instead.',
  terminal: ''
}

/** What separates the caches of one build from those of another. */
export function cacheSubject(
  {target, platforms}: Pick<BuildSettings, 'target' | 'platforms'>,
  variant: string | undefined
): CacheSubject {
  return {target, platforms: [...new Set(platforms.map(normalPlatform))], variant}
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
