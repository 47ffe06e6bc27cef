import {Failure} from '../core/failure.js'

/** The arguments of `ecr-registry run` that are not its own options. */
export interface RunArguments {
  /** Options of `docker run`, in front of the image. */
  docker: string[]
  /** The command, behind the image; empty for the image's own. */
  command: string[]
}

/**
 * The options of `docker run` that take no value. Every other option takes the next word, unless it has `=`.
 * @see https://docs.docker.com/reference/cli/docker/container/run/#options
 */
const FLAGS = new Set([
  '--detach',
  '--disable-content-trust',
  '--help',
  '--init',
  '--interactive',
  '--no-healthcheck',
  '--oom-kill-disable',
  '--privileged',
  '--publish-all',
  '--quiet',
  '--read-only',
  '--rm',
  '--sig-proxy',
  '--tty',
  '--use-api-socket'
])
const SHORT_FLAGS = 'diPqt'
const SHORT_WITH_VALUE = 'acehlmpuvw'

/**
 * Splits the arguments as `docker run` reads them: first options, then the command. Without the image between them, `--` can
 * mark the end of the options; the first word that belongs to no option is the end as well.
 * @param words as typed, without a `--` in front
 */
export function splitRunArguments(words: readonly string[]): RunArguments {
  let end = 0
  for (let word = words[end]; word !== undefined && word !== '--' && /^-./.test(word); word = words[end]) {
    const next = words[end + 1]
    const hasNext = next !== undefined && next !== '--'
    if (!hasNext) refuseMissingValue(word)
    // The end of the options is never a value, so it helps where an option is not known here.
    end += takesNextWord(word) && hasNext ? 2 : 1
  }
  const rest = words.slice(end)
  return {docker: words.slice(0, end), command: rest[0] === '--' ? rest.slice(1) : rest}
}

/** Without its value, an option would take the image for it, and the command for the image. */
function refuseMissingValue(option: string): void {
  if (!new RegExp(`^-[${SHORT_FLAGS}]*[${SHORT_WITH_VALUE}]$`).test(option)) return
  throw new Failure(`The option \`${option}\` of docker run has no value.`, {
    remedy: 'Write its value after it, or leave it out.'
  })
}

function takesNextWord(option: string): boolean {
  if (option.startsWith('--')) return !option.includes('=') && !FLAGS.has(option)
  // `-itp 8080:80` is `-i -t -p 8080:80`. In `-p8080:80` the value follows at once.
  return new RegExp(`^-[${SHORT_FLAGS}]*[^${SHORT_FLAGS}]$`).test(option)
}
