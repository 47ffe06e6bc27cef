import {Failure} from '../core/failure.js'

/** The arguments of `ecr-registry run` that are not its own options. */
export interface RunArguments {
  /** Options of `docker run`, in front of the image. */
  docker: string[]
  /** The command, behind the image; empty for the image's own. */
  command: string[]
}

/** The options of `docker run` that take no value. */
const FLAGS = new Set(
  words(`
    detach disable-content-trust help init interactive no-healthcheck oom-kill-disable privileged publish-all quiet
    read-only rm sig-proxy tty use-api-socket
  `)
)
const SHORT_FLAGS = 'diPqt'

/**
 * Those that take one, also those that `docker run --help` does not list: net, net-alias and dns-opt.
 * @see https://docs.docker.com/reference/cli/docker/container/run/#options
 */
const WITH_VALUE = new Set(
  words(`
    add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile
    cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus
    cpuset-mems detach-keys device device-cgroup-rule device-read-bps device-read-iops device-write-bps
    device-write-iops dns dns-opt dns-option dns-search domainname entrypoint env env-file expose gpus group-add
    health-cmd health-interval health-retries health-start-interval health-start-period health-timeout hostname
    io-maxbandwidth io-maxiops ip ip6 ipc isolation kernel-memory label label-file link link-local-ip log-driver
    log-opt mac-address memory memory-reservation memory-swap memory-swappiness mount name net net-alias network
    network-alias oom-score-adj pid pids-limit platform publish pull restart runtime security-opt shm-size
    stop-signal stop-timeout storage-opt sysctl tmpfs ulimit user userns uts volume volume-driver volumes-from
    workdir
  `)
)
const SHORT_WITH_VALUE = 'acehlmpuvw'

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}

/** How `docker run` reads a word that begins with a dash. */
type Reading = 'complete' | 'takes the next word' | 'unknown'

function readOption(word: string): Reading {
  if (word.startsWith('--')) {
    const [name = ''] = word.slice(2).split('=')
    if (!FLAGS.has(name) && !WITH_VALUE.has(name)) return 'unknown'
    return word.includes('=') || FLAGS.has(name) ? 'complete' : 'takes the next word'
  }
  // `-itp 8080:80` is `-i -t -p 8080:80`. In `-p8080:80` the value follows at once.
  const [, letter, rest] = new RegExp(`^-[${SHORT_FLAGS}]*([^${SHORT_FLAGS}]?)(.*)$`, 's').exec(word) ?? []
  if (letter === '' || letter === '=') return 'complete'
  if (letter === undefined || !SHORT_WITH_VALUE.includes(letter)) return 'unknown'
  return rest === '' ? 'takes the next word' : 'complete'
}

/**
 * Splits the arguments as `docker run` reads them: first options, then the command. Without the image between them, `--` can
 * mark the end of the options; the first word that belongs to no option is the end as well.
 * @param typed without a `--` in front
 * @throws Failure where the image could be taken for the value of an option, and the command for the image
 */
export function splitRunArguments(typed: readonly string[]): RunArguments {
  let end = 0
  for (let word = typed[end]; word !== undefined && word !== '--' && /^-./.test(word); word = typed[end]) {
    const reading = readOption(word)
    // With `=`, an option has its value, whether it is known here or not.
    if (reading === 'unknown' && !word.includes('=')) throw unknownOption(word)
    const takesNext = reading === 'takes the next word'
    if (takesNext && [undefined, '--'].includes(typed[end + 1])) throw missingValue(word)
    end += takesNext ? 2 : 1
  }
  const rest = typed.slice(end)
  return {docker: typed.slice(0, end), command: rest[0] === '--' ? rest.slice(1) : rest}
}

function missingValue(option: string): Failure {
  return new Failure(`The option \`${option}\` of docker run has no value.`, {
    remedy: 'Write its value after it, or leave it out.'
  })
}

function unknownOption(option: string): Failure {
  return new Failure(`It is not known here whether \`${option}\` is an option of docker run that takes a value.`, {
    remedy: `Write it with its value: \`${option}=value\`, or \`${option}=true\` if it takes none. To give it to the image instead, write another \`--\` before it.`
  })
}

/** An option of `ecr-registry run` itself. */
export interface OwnOption {
  short?: string | undefined
  long?: string | undefined
  /** Whether it takes a value. */
  required: boolean
}

/**
 * Finds options of `docker run` in front of `--`, where the options of this command are.
 * @param typed the words after `run`
 * @returns a sentence that says how to write the line; undefined if there is none
 */
export function misplacedOptions(typed: readonly string[], ownOptions: readonly OwnOption[]): string | undefined {
  const own: string[] = []
  const docker: string[] = []
  let end = 0
  for (let word = typed[end]; word !== undefined && word !== '--' && /^-./.test(word); word = typed[end]) {
    if (word === '-h' || word === '--help') return undefined
    const option = ownOptions.find(({short, long}) => word === short || word === long)
    const isDocker = isOfDocker(word, {before: typed[end - 1], after: typed[end + 1]}, ownOptions)
    const takesNext = isDocker ? readOption(word) === 'takes the next word' : option?.required === true
    const length = takesNext ? 2 : 1
    ;(isDocker ? docker : own).push(...typed.slice(end, end + length))
    end += length
  }
  const [first] = docker
  if (first === undefined) return undefined
  const rest = typed.slice(typed[end] === '--' ? end + 1 : end)
  const line = ['ecr-registry', 'run', ...own, '--', ...docker, ...rest].map(shownWord).join(' ')
  return `\`${shownWord(first)}\` is an option of docker run. Put it after \`--\`:\n  ${line}`
}

/**
 * Whether a word is an option of `docker run`, and not of this command. `-c`, `-i`, `-p` and `-t` can be both. Then it depends
 * on the value, as far as that can be told: `-i api` is an image.
 */
function isOfDocker(
  word: string,
  {before = '', after = ''}: {before: string | undefined; after: string | undefined},
  ownOptions: readonly OwnOption[]
): boolean {
  const name = word.startsWith('--') ? word.replace(/=.*/s, '') : word.slice(0, 2)
  if (!ownOptions.some(({short, long}) => name === short || name === long)) return readOption(word) !== 'unknown'
  if (word.startsWith('--')) return false
  const value = word.length > 2 ? word.slice(2) : after
  switch (name) {
    case '-p':
      // A profile may have the number of an account as its name, but hardly that of a port.
      return /^=?(?:(?:.*:)?\d{1,5}(?:-\d{1,5})?(?:\/\w+)?|[\d.:]+:)$/.test(value)
    case '-c':
      return /^=?\d+$/.test(value)
    case '-i':
    case '-t':
      // In `-i -t sh`, `-i` is not ours: it has no value.
      return word.length > 2 ? SHORT_OPTIONS.test(word) : after.startsWith('-') || /^-[it]$/.test(before)
    default:
      return false
  }
}

/** `-it`, `-itp`, `-itp8080:80`, `-i=false`. Neither a tag nor an image has `:` or `=` in its name. */
const SHORT_OPTIONS = new RegExp(`^-[${SHORT_FLAGS}]+(?:=.*|[${SHORT_WITH_VALUE}](?:.*[:=].*)?)?$`, 's')

/** A word as a shell reads it. The value of a variable may be a secret, so it is not repeated. */
function shownWord(word: string): string {
  const shown = word.replace(/^((?:-\w*?e=?|--env=)?[A-Za-z_][\w.-]*=).+$/s, '$1...')
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`
}
