import {readFile} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'

import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Asking} from './ask.js'
import type {FailedBuild} from './build-error.js'
import {buildFailure, isPassing} from './build-error.js'
import type {BuildPlan} from './command.js'
import {buildCommand} from './command.js'
import type {Docker} from './docker.js'
import {findDocker} from './docker.js'
import {runInGroup} from './process.js'

export interface BuildRequest {
  plan: BuildPlan
  docker: Docker
  /** With the private Docker config in it, where there is one. */
  environment: ProcessEnv
  workspace: string
  /** The Dockerfile, from the workspace: where an error of the build is shown. */
  dockerfile: string | undefined
  excludedBy: FailedBuild['excludedBy']
  /** A path of this run for what buildx says of the build. */
  metadataFile: string
  signal: AbortSignal
  onLine: (line: string) => void
}

export interface Built {
  /** Digest of what was pushed; undefined where nothing was. */
  digest: string | undefined
  /** What buildx says of the build, as it says it. */
  metadata: Record<string, unknown>
}

/** Docker as a run uses it: what there is to build with, and a build with that. */
export interface DockerClient {
  find: (asking: Asking) => Promise<Docker>
  build: (request: BuildRequest) => Promise<Built>
}

/** The docker command of this machine. */
export const dockerClient: DockerClient = {find: findDocker, build: buildImage}

const PUSHES = 4

/**
 * Builds the image and pushes it under the one tag of the plan. A push that fails in a way that may pass is tried again:
 * what was built is in the builder's cache by then.
 * @throws Failure with the failing instruction and its last lines
 */
export async function buildImage(request: BuildRequest): Promise<Built> {
  const run = request.docker.kind === 'buildx' ? buildx : dockerBuild
  for (let attempt = 1; ; attempt++) {
    // The first build made the layers anew; to do so for each push again would be waste.
    const plan = attempt === 1 ? request.plan : {...request.plan, noCache: false, noCacheFilters: []}
    const result = await run({...request, plan})
    if (result.kind === 'built') return result.built
    if (attempt === PUSHES || !isPassing(result.log)) {
      throw buildFailure({...request, log: result.log, exitCode: result.exitCode})
    }
    const pause = 1000 * 2 ** (attempt - 1) * (0.5 + Math.random())
    request.onLine(
      `The push failed in a way that may pass; trying again in ${(pause / 1000).toFixed(1)} s (${attempt} of ${PUSHES - 1}).`
    )
    await sleep(pause, undefined, {signal: request.signal})
  }
}

type Result = {kind: 'built'; built: Built} | {kind: 'failed'; log: string[]; exitCode: number}

async function buildx(request: BuildRequest): Promise<Result> {
  const {args, environment} = buildCommand(request.plan, request.docker, request.metadataFile)
  const {log, exitCode} = await docker(args, environment, request)
  if (exitCode !== 0) return {kind: 'failed', log, exitCode}
  const metadata = JSON.parse(await readFile(request.metadataFile, 'utf8')) as Record<string, unknown>
  const digest = metadata['containerimage.digest']
  if (request.plan.push === undefined) return {kind: 'built', built: {digest: undefined, metadata}}
  if (typeof digest !== 'string')
    throw new Failure('buildx pushed the image, but named no digest in its metadata file.', {remedy: 'Update buildx.'})
  return {kind: 'built', built: {digest, metadata}}
}

/** Docker before 23: the build leaves the image in the engine, and only `docker push` tells its digest. */
async function dockerBuild(request: BuildRequest): Promise<Result> {
  const {args, environment} = buildCommand(request.plan, request.docker, request.metadataFile)
  const held = await holdBases(request)
  if (held.exitCode !== 0) return {kind: 'failed', ...held}
  const built = await docker(args, environment, request)
  if (built.exitCode !== 0) return {kind: 'failed', ...built}
  const {push} = request.plan
  if (push === undefined) return {kind: 'built', built: {digest: undefined, metadata: {}}}

  const pushed = await docker(['push', push], {}, request)
  if (pushed.exitCode !== 0) {
    // Said as buildx says it, so that it is read in the same way.
    return {
      kind: 'failed',
      exitCode: pushed.exitCode,
      log: [...pushed.log, `ERROR: failed to push ${push}: ${pushed.log.at(-1) ?? ''}`]
    }
  }
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed.log.join('\n'))?.[1]
  if (digest === undefined) throw new Failure(`docker push of ${push} named no digest.`, {remedy: 'Install buildx.'})
  return {kind: 'built', built: {digest, metadata: {'containerimage.digest': digest, 'image.name': push}}}
}

/** Without named contexts, what holds a build to a base image's digest is that the engine has it under the name. */
async function holdBases(request: BuildRequest): Promise<{log: string[]; exitCode: number}> {
  for (const [name, context] of Object.entries(request.plan.pins)) {
    const pinned = context.replace(/^docker-image:\/\//, '').replace(/:[^:/@]+(?=@)/, '')
    for (const args of [
      ['pull', `--platform=${request.plan.platforms.join()}`, pinned],
      ['tag', pinned, name]
    ]) {
      const {log, exitCode} = await docker(args, {}, request)
      if (exitCode !== 0) return {log: [...log, `ERROR: docker ${args.join(' ')}: ${log.at(-1) ?? ''}`], exitCode}
    }
  }
  return {log: [], exitCode: 0}
}

async function docker(
  args: string[],
  secrets: ProcessEnv,
  request: BuildRequest
): Promise<{log: string[]; exitCode: number}> {
  const log: string[] = []
  const exitCode = await runInGroup(
    {file: 'docker', args, environment: {...request.environment, ...secrets}, workingDirectory: request.workspace},
    line => {
      // Only the end is ever read again.
      if (log.push(line) > 2000) log.splice(0, 1000)
      request.onLine(line)
    },
    request.signal
  )
  return {log, exitCode}
}
