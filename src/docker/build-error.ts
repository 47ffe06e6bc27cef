import type {Location} from '../core/failure.js'
import {Failure} from '../core/failure.js'

/** What Docker's plain progress says about why a build failed. */
export interface BuildError {
  /** The instruction with its stage, `[build 2/3] RUN make`, where one failed. */
  instruction: string | undefined
  /** The instruction as the Dockerfile has it, where its lines are shown: BuildKit may have cancelled its step. */
  quoted: string | undefined
  /** The last lines it wrote. */
  output: string[]
  /** Docker's own closing sentence. */
  message: string | undefined
  line: number | undefined
}

const OUTPUT_LINES = 15

/**
 * Reads the end of a build's plain progress, where BuildKit repeats the failing step between two rulers:
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
            .replace(/^(ERROR|error): (failed to solve: )?/, '')
            .trim(),
    line: Number.isInteger(line) ? line : undefined
  }
}

/** Docker before 23 closes with the bare sentence. */
function lastLine(log: readonly string[]): string | undefined {
  return log.findLast(line => line.trim() !== '' && !/^(?:See '|Usage:)/.test(line.trim()))?.trim()
}

export interface FailedBuild {
  log: readonly string[]
  exitCode: number
  /** The Dockerfile, from the workspace; undefined where it is not in there. */
  dockerfile: string | undefined
  /** What keeps a path of the context out of the build; undefined where nothing does, or it is not there either. */
  excludedBy: (path: string) => {location: Location} | undefined
}

/** The failing instruction and its last lines; never just an exit code. */
export function buildFailure({log, exitCode, dockerfile, excludedBy}: FailedBuild): Failure {
  const {instruction, quoted, output, message, line} = readBuildError(log)
  const location: Location | undefined =
    line === undefined || dockerfile === undefined ? undefined : {file: dockerfile, line}
  const said = message ?? `Docker ended with exit code ${exitCode} and said nothing`
  const text =
    instruction === undefined
      ? `The build failed: ${said}`
      : [`The build failed at ${instruction}`, ...output.map(text => `  ${text}`), said].join('\n')
  const remedy = remedyOfExclusion(quoted ?? instruction ?? '', said, excludedBy) ?? remedyFor(said)
  return new Failure(text, {...(remedy === undefined ? {} : {remedy}), ...(location === undefined ? {} : {location})})
}

/** BuildKit sees what it was sent: of a file that .dockerignore excludes it says what it says of one that there is not. */
function remedyOfExclusion(
  instruction: string,
  said: string,
  excludedBy: FailedBuild['excludedBy']
): string | undefined {
  const path = /"\/([^"]+)":? not found/.exec(said)?.[1]
  // What is looked for in another stage, image or context, is not of this one.
  if (path === undefined || /\bfrom=/.test(instruction)) return undefined
  const exclusion = excludedBy(path)
  if (exclusion === undefined) return undefined
  const {file, line} = exclusion.location
  return `${path} is there, and ${file}:${line} keeps it out of the build: remove that line, or add \`!${path}\` to the end of the file.`
}

function remedyFor(said: string): string | undefined {
  const remedies: [RegExp, string][] = [
    [
      /cannot connect to the docker daemon|is the docker daemon running/i,
      'The Docker engine of this runner is not running, or DOCKER_HOST points elsewhere: start it before this step.'
    ],
    [
      /multi(ple|-)platform.*(not supported|driver)|platforms? .*docker.* driver/i,
      'Add docker/setup-buildx-action before this step: the default builder makes one platform at a time.'
    ],
    [
      /cache export.*not supported|exporting cache/i,
      'Add docker/setup-buildx-action before this step: the default builder cannot export a cache.'
    ],
    [/exec format error/i, 'This platform needs emulation here: add docker/setup-qemu-action before this step.'],
    [/no space left on device/i, 'The disk of this runner is full.'],
    [
      /\b40[13] (?:Forbidden|Unauthorized)|denied: |insufficient_scope|pull access denied/i,
      "What the build was logged in as may not do that. To push, the stage's role has its permissions from infra/; to pull a base image, log in to its registry in a step before this one."
    ],
    [
      /invalid argument|invalid value/i,
      'An input of this step is not of the form Docker wants: see its name in the message, and the table of inputs.'
    ],
    [/unknown flag|unknown option/i, 'This Docker is older than what it was asked for: update it.']
  ]
  return remedies.find(([pattern]) => pattern.test(said))?.[1]
}

/** Whether what failed was the push, in a way that another try may mend: too many requests, 5xx, a dropped connection. */
export function isPassing(log: readonly string[]): boolean {
  const end = log.slice(-40).join('\n')
  const pushing =
    /failed to push|pushing (?:layers|manifest)|failed commit on ref|unexpected status from (?:PUT|POST|PATCH|HEAD|GET) request|^ > exporting to image/im.test(
      end
    )
  const passing =
    /\b429\b|toomanyrequests|too many requests|\b50[0234]\b|connection reset|broken pipe|\bEOF\b|i\/o timeout|TLS handshake timeout|connection refused|no such host|use of closed network connection/i.test(
      end
    )
  return pushing && passing
}
