import {readFile} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'

import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {FailedBuild} from './build-error.js'
import {buildFailure, isTransientPush} from './build-error.js'
import type {BuildTool} from './build-tool.js'
import {findBuildTool} from './build-tool.js'
import type {BuildPlan} from './command.js'
import {buildCommand} from './command.js'
import {runInGroup} from './process.js'
import type {DockerQuery} from './query.js'

export interface BuildRequest {
  plan: BuildPlan
  tool: BuildTool
  /** It names the private Docker config, if there is one. */
  environment: ProcessEnv
  workspace: string
  /** The Dockerfile's path from the workspace, to show errors of the build in it; undefined if it is outside. */
  dockerfile: string | undefined
  excludedBy: FailedBuild['excludedBy']
  /** Path for the metadata that buildx writes about the build. */
  metadataFile: string
  signal: AbortSignal
  onLine: (line: string) => void
}

export interface Built {
  /** Digest of the pushed image; undefined if nothing was pushed. */
  digest: string | undefined
  /** The metadata of buildx, unchanged. */
  metadata: Record<string, unknown>
}

/** Docker as a run uses it: it finds the build tool, and builds with it. */
export interface DockerClient {
  find: (query: DockerQuery, builder?: string) => Promise<BuildTool>
  build: (request: BuildRequest) => Promise<Built>
}

/** The client that runs the docker command of this machine. */
export const dockerClient: DockerClient = {find: findBuildTool, build: buildImage}

const PUSHES = 4

/**
 * Builds the image and pushes it as the plan says. If the push fails with a transient error, it is tried again.
 * By then the layers are in the builder's cache.
 * @throws Failure with the failing instruction and the last lines of its output
 */
export async function buildImage(request: BuildRequest): Promise<Built> {
  const build = request.tool.kind === 'buildx' ? buildWithBuildx : buildWithDocker
  for (let attempt = 1; ; attempt++) {
    // The first attempt has built all layers without the cache. The next attempts can take them from it.
    const plan = attempt === 1 ? request.plan : {...request.plan, noCache: false, noCacheFilters: []}
    const result = await build({...request, plan})
    if (result.kind === 'built') return result.built
    if (attempt === PUSHES || !isTransientPush(result.log)) {
      throw buildFailure({...request, log: result.log, exitCode: result.exitCode})
    }
    const pause = 1000 * 2 ** (attempt - 1) * (0.5 + Math.random())
    request.onLine(
      `The push failed with an error that may be temporary. Trying again in ${(pause / 1000).toFixed(1)} s (${attempt} of ${PUSHES - 1}).`
    )
    await sleep(pause, undefined, {signal: request.signal})
  }
}

type Result = {kind: 'built'; built: Built} | {kind: 'failed'; log: string[]; exitCode: number}

async function buildWithBuildx(request: BuildRequest): Promise<Result> {
  const {args, environment} = buildCommand(request.plan, request.tool, request.metadataFile)
  const {log, exitCode} = await runAndKeepLog(args, environment, request)
  if (exitCode !== 0) return {kind: 'failed', log, exitCode}
  const metadata = JSON.parse(await readFile(request.metadataFile, 'utf8')) as Record<string, unknown>
  const digest = metadata['containerimage.digest']
  if (request.plan.push === undefined) return {kind: 'built', built: {digest: undefined, metadata}}
  if (typeof digest !== 'string')
    throw new Failure('buildx pushed the image, but its metadata file names no digest.', {remedy: 'Update buildx.'})
  return {kind: 'built', built: {digest, metadata}}
}

/** Builds with Docker before 23. The build leaves the image in the engine, and only `docker push` prints its digest. */
async function buildWithDocker(request: BuildRequest): Promise<Result> {
  const {args, environment} = buildCommand(request.plan, request.tool, request.metadataFile)
  const pinned = await pinBases(request)
  if (pinned.exitCode !== 0) return {kind: 'failed', ...pinned}
  const built = await runAndKeepLog(args, environment, request)
  if (built.exitCode !== 0) return {kind: 'failed', ...built}
  if (request.plan.push?.kind !== 'tag') return {kind: 'built', built: {digest: undefined, metadata: {}}}
  const {reference: push} = request.plan.push

  const pushed = await runAndKeepLog(['push', push], {}, request)
  if (pushed.exitCode !== 0) {
    // The line has the form of buildx's own error, so that it is read in the same way.
    return {
      kind: 'failed',
      exitCode: pushed.exitCode,
      log: [...pushed.log, `ERROR: failed to push ${push}: ${pushed.log.at(-1) ?? ''}`]
    }
  }
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed.log.join('\n'))?.[1]
  const config = (await readFile(request.metadataFile, 'utf8')).trim()
  if (digest === undefined) throw new Failure(`docker push of ${push} printed no digest.`, {remedy: 'Install buildx.'})
  return {
    kind: 'built',
    built: {
      digest,
      metadata: {'containerimage.config.digest': config, 'containerimage.digest': digest, 'image.name': push}
    }
  }
}

/**
 * Pulls the base images by digest and gives each the name that the Dockerfile uses. Without named contexts, this is the
 * only way to pin the build to the digests: it uses the image that the engine has under that name.
 */
async function pinBases(request: BuildRequest): Promise<{log: string[]; exitCode: number}> {
  for (const [name, context] of Object.entries(request.plan.pins)) {
    const pinned = context.replace(/^docker-image:\/\//, '').replace(/:[^:/@]+(?=@)/, '')
    for (const args of [
      ['pull', `--platform=${request.plan.platforms.join()}`, pinned],
      ['tag', pinned, name]
    ]) {
      const {log, exitCode} = await runAndKeepLog(args, {}, request)
      if (exitCode !== 0) return {log: [...log, `ERROR: docker ${args.join(' ')}: ${log.at(-1) ?? ''}`], exitCode}
    }
  }
  return {log: [], exitCode: 0}
}

async function runAndKeepLog(
  args: string[],
  secrets: ProcessEnv,
  request: BuildRequest
): Promise<{log: string[]; exitCode: number}> {
  const log: string[] = []
  const exitCode = await runInGroup(
    {file: 'docker', args, environment: {...request.environment, ...secrets}, workingDirectory: request.workspace},
    line => {
      // Only the end of the log is read later.
      if (log.push(line) > 2000) log.splice(0, 1000)
      request.onLine(line)
    },
    request.signal
  )
  return {log, exitCode}
}
