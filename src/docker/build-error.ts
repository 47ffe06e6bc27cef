import type {Location} from '../core/failure.js'
import {Failure} from '../core/failure.js'
import type {Remedy} from '../core/remedy.js'
import {remedy, THIS_MACHINE} from '../core/remedy.js'
import {ADD_BUILDER, ADD_EMULATION, BEFORE_BUILD} from './remedies.js'

/** The cause of a failed build, read from Docker's plain progress. */
export interface BuildError {
  /** The failed instruction with its stage: `[build 2/3] RUN make`. */
  instruction: string | undefined
  /** The instruction's text in the Dockerfile, if BuildKit quotes it. It may quote a cancelled step without naming it. */
  quoted: string | undefined
  /** The last lines that the instruction printed. */
  output: string[]
  /** Docker's own closing sentence. */
  message: string | undefined
  line: number | undefined
}

const OUTPUT_LINES = 15

/**
 * Reads the end of a build's plain progress. There BuildKit repeats the failed step between two lines of dashes:
 *
 *     ------
 *      > [2/2] RUN make:
 *     0.213 make: *** No rule to make target 'all'.  Stop.
 *     ------
 *     Dockerfile:3
 *     --------------------
 *        3 | >>> RUN make
 *     --------------------
 *     ERROR: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 2
 */
export function readBuildError(log: readonly string[]): BuildError {
  const start = log.findLastIndex(line => /^ > .*:$/.test(line))
  const end = log.findIndex((line, index) => index > start && /^-{6}$/.test(line))
  const output = start === -1 ? [] : log.slice(start + 1, end === -1 ? undefined : end)
  const closing = log.findLastIndex(line => /^(?:ERROR|error): /.test(line))
  const source = log.findLastIndex(line => /^\S*:\d+$/.test(line.trim()) && line.trim().length < 300)
  const quoted = log.slice(source + 1).flatMap(text => /^ *\d+ \| >>> (.*)$/.exec(text)?.[1] ?? [])
  const line = source > start ? Number(/:(\d+)$/.exec(log[source]?.trim() ?? '')?.[1]) : Number.NaN
  return {
    instruction: start === -1 ? undefined : log[start]?.slice(3, -1),
    quoted: source > start && quoted.length > 0 ? quoted.join('\n') : undefined,
    output: output.slice(-OUTPUT_LINES),
    message:
      closing === -1
        ? lastLine(log)
        : log
            .slice(closing, closing + 5)
            .join('\n')
            .replace(/^(?:ERROR|error): (?:failed to build: )?(?:failed to solve: )?/, '')
            .trim(),
    line: Number.isInteger(line) ? line : undefined
  }
}

/** The closing sentence of a Docker before 23, which has no `ERROR: ` before it. */
function lastLine(log: readonly string[]): string | undefined {
  return log.findLast(line => line.trim() !== '' && !/^(?:See '|Usage:)/.test(line.trim()))?.trim()
}

export interface FailedBuild {
  log: readonly string[]
  exitCode: number
  /** The Dockerfile's path from the workspace; undefined if it is outside. */
  dockerfile: string | undefined
  /** Finds the rule that excludes a path of the context from the build; undefined if there is none, or the path does not exist. */
  excludedBy: (path: string) => {location: Location} | undefined
}

/** The error of a failed build: the failed instruction and its last lines, or Docker's own message. */
export function buildFailure({log, exitCode, dockerfile, excludedBy}: FailedBuild): Failure {
  const {instruction, quoted, output, message, line} = readBuildError(log)
  const location: Location | undefined =
    line === undefined || dockerfile === undefined ? undefined : {file: dockerfile, line}
  const closing = message ?? `Docker ended with exit code ${exitCode} and printed nothing`
  const text =
    instruction === undefined
      ? `The build failed: ${closing}`
      : [`The build failed at ${instruction}`, ...output.map(text => `  ${text}`), closing].join('\n')
  const found = remedyOfExclusion(quoted ?? instruction ?? '', closing, excludedBy) ?? remedyOf(closing)
  return new Failure(text, {
    ...(found === undefined ? {} : {remedy: found}),
    ...(location === undefined ? {} : {location})
  })
}

/** BuildKit gives the same error for a missing file and for a file that .dockerignore excludes, because it receives neither. */
function remedyOfExclusion(
  instruction: string,
  message: string,
  excludedBy: FailedBuild['excludedBy']
): string | undefined {
  const path = /"\/([^"]+)":? not found/.exec(message)?.[1]
  // With `from=` the instruction reads another stage, image or context, and not the build's own context.
  if (path === undefined || /\bfrom=/.test(instruction)) return undefined
  const exclusion = excludedBy(path)
  if (exclusion === undefined) return undefined
  const {file, line} = exclusion.location
  return `Remove the line ${file}:${line}, or add \`!${path}\` to the end of that file: ${path} exists, but this line keeps it out of the build.`
}

const REMEDIES: readonly [RegExp, Remedy][] = [
  [
    /cannot connect to the docker daemon|is the docker daemon running/i,
    remedy`Start the Docker engine of ${THIS_MACHINE}${BEFORE_BUILD}, or correct DOCKER_HOST.`
  ],
  [
    /no builder ".*" found/i,
    remedy`${{
      workflow: 'Add docker/setup-buildx-action before this step, with the same `name` as the input `builder`',
      terminal: 'Correct the name of the builder: `docker buildx ls` lists those of this machine'
    }}.`
  ],
  [
    /multi(ple|-)platform.*(not supported|driver)|platforms? .*docker.* driver/i,
    remedy`${ADD_BUILDER}: the default builder builds one platform at a time.`
  ],
  // An engine with Docker's own image store refuses the action's annotations of an index before it refuses the platforms.
  [
    /index annotations not supported/i,
    remedy`${ADD_BUILDER}: the default builder makes no index, so it builds one platform at a time. If this image has one platform, remove its annotations of the level \`index\`.`
  ],
  [/cache export.*not supported|exporting cache/i, remedy`${ADD_BUILDER}: the default builder cannot export a cache.`],
  [/attestations?.*not supported/i, remedy`${ADD_BUILDER}: the default builder cannot make attestations.`],
  [/exec format error/i, remedy`${ADD_EMULATION}: this platform has to be emulated here.`],
  [/no space left on device/i, remedy`Free some space: the disk of ${THIS_MACHINE} is full.`],
  [
    /\b40[13] (?:Forbidden|Unauthorized)|denied: |insufficient_scope|pull access denied/i,
    remedy`The login of the build may not do that. A push requires the permissions that infra/ gives to the stage's role. To pull a base image, log in to its registry${BEFORE_BUILD}.`
  ],
  [
    /invalid argument|invalid value/i,
    remedy`Correct the ${{workflow: 'input', terminal: 'option'}} that the message names: Docker does not accept its value. ${{
      workflow: 'The table of inputs shows',
      terminal: '`ecr-registry help push` shows'
    }} the form.`
  ],
  [/unknown flag|unknown option/i, 'Update Docker: this version does not know an option that the build needs.']
]

function remedyOf(message: string): Remedy | undefined {
  return REMEDIES.find(([pattern]) => pattern.test(message))?.[1]
}

/** Whether the push failed with an error that may be temporary: too many requests, 5xx, a dropped connection. */
export function isTransientPush(log: readonly string[]): boolean {
  const end = log.slice(-40).join('\n')
  // An engine with Docker's own image store pushes after the build, in the step `pushing REFERENCE with docker`.
  const pushing =
    /failed to push|pushing (?:layers|manifest)|failed commit on ref|unexpected status from (?:PUT|POST|PATCH|HEAD|GET) request|^ > (?:exporting to image|pushing \S+ with docker:)/im.test(
      end
    )
  const passing =
    /\b429\b|toomanyrequests|too many requests|\b50[0234]\b|connection reset|broken pipe|\bEOF\b|i\/o timeout|TLS handshake timeout|connection refused|no such host|use of closed network connection/i.test(
      end
    )
  return pushing && passing
}
