import {spawn} from 'node:child_process'

import {messageOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'

/** What git knows of a file that is in the working tree just as it was added. */
export interface CleanFile {
  readonly id: string
  readonly mode: '100644' | '100755' | '120000'
}

export type CleanFiles =
  /** Keyed by path below the directory, each byte a character; `modes` is false where the modes are not to be trusted. */
  | {readonly kind: 'known'; readonly files: ReadonlyMap<string, CleanFile>; readonly modes: boolean}
  | {readonly kind: 'unknown'; readonly reason: string}

/**
 * Asks git which tracked files are unmodified, and for their ids. Left out is every file whose working copy may differ
 * from what git stores without being modified: those with a filter (LFS), an end-of-line or encoding attribute,
 * submodules, and entries that git was told not to look at.
 *
 * Git reads only, and runs nothing that the repository's configuration names. Resolves as soon as git is at work: listing
 * the directory meanwhile costs no time.
 */
export async function askForCleanFiles(
  directory: string,
  environment: ProcessEnv
): Promise<{readonly answer: Promise<CleanFiles>}> {
  try {
    const settings = await readSettings(directory, environment)
    return {answer: answer(directory, environment, settings)}
  } catch (error) {
    return {answer: Promise.resolve({kind: 'unknown', reason: messageOf(error)})}
  }
}

async function answer(directory: string, environment: ProcessEnv, settings: Settings): Promise<CleanFiles> {
  if (settings.objectFormat !== 'sha1')
    return {kind: 'unknown', reason: `the repository's ids are ${settings.objectFormat}`}
  if (settings.convertsLineEndings) return {kind: 'unknown', reason: 'core.autocrlf is set'}
  const git = gitIn(directory, environment, settings.overrides)
  try {
    const [index, modified] = await Promise.all([
      git(['ls-files', '-v', '-s', '-z', '--', ...unconverted]),
      git(['diff-files', '--name-only', '--relative', '--ignore-submodules=all', '--no-ext-diff', '-z'])
    ])
    const files = readIndex(index)
    for (const path of modified.split('\0')) files.delete(path)
    return {kind: 'known', files, modes: settings.keepsModes}
  } catch (error) {
    return {kind: 'unknown', reason: messageOf(error)}
  }
}

/** Git stores these files byte by byte: they are marked so (`-text`), or no attribute says anything else. */
const unconverted = [
  ':(attr:!text !crlf !eol !ident !filter !working-tree-encoding)',
  ':(attr:-text !ident !filter !working-tree-encoding)'
]

interface Settings {
  readonly objectFormat: string
  readonly convertsLineEndings: boolean
  readonly keepsModes: boolean
  /** `-c` arguments that switch off what the configuration would have git run. */
  readonly overrides: readonly string[]
}

async function readSettings(directory: string, environment: ProcessEnv): Promise<Settings> {
  const git = gitIn(directory, environment, [])
  const listing = await git(['config', '-z', '--get-regexp', '^(core\\.|extensions\\.|filter\\.)'])
  const settings = new Map<string, string>()
  for (const entry of listing.split('\0')) {
    const [, key, value] = /^([^\n]+)(?:\n(.*))?$/s.exec(entry) ?? []
    // A key without a value is a boolean that is true.
    if (key !== undefined) settings.set(key, value ?? 'true')
  }
  const isFalse = (key: string): boolean => /^(?:false|no|off|0|)$/i.test(settings.get(key) ?? 'no')
  // To tell whether a file changed within the clock tick of its adding, git compares contents, through filters.
  const filters = [...settings.keys()].filter(key => /^filter\..*\.(?:clean|smudge|process|required)$/s.test(key))
  return {
    objectFormat: settings.get('extensions.objectformat') ?? 'sha1',
    convertsLineEndings: !isFalse('core.autocrlf'),
    keepsModes: !settings.has('core.filemode') || !isFalse('core.filemode'),
    overrides: filters.flatMap(key => ['-c', key.endsWith('.required') ? `${key}=false` : `${key}=`])
  }
}

function readIndex(listing: string): Map<string, CleanFile> {
  const files = new Map<string, CleanFile>()
  for (let start = 0, end = listing.indexOf('\0'); end >= 0; start = end + 1, end = listing.indexOf('\0', start)) {
    // `H 100644 <40 hex digits> 0<tab>path`; another letter than H: not to be looked at, unmerged, or removed.
    const mode = listing.slice(start + 2, start + 8)
    if (listing.charAt(start) !== 'H' || listing.charAt(start + 50) !== '0') continue
    if (mode !== '100644' && mode !== '100755' && mode !== '120000') continue
    files.set(listing.slice(start + 52, end), {id: listing.slice(start + 9, start + 49), mode})
  }
  return files
}

/** Returns a function that runs git in a directory and gives its output, each byte a character. */
function gitIn(directory: string, environment: ProcessEnv, overrides: readonly string[]) {
  const safe = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null']
  // Whatever an earlier step tuned, a file counts as unmodified only by all that git can tell.
  const strict = ['-c', 'core.checkStat=default', '-c', 'core.trustctime=true', '-c', 'core.ignoreStat=false']
  return (command: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = spawn('git', [...safe, ...strict, ...overrides, ...command], {
        cwd: directory,
        env: gitEnvironment(environment),
        stdio: ['ignore', 'pipe', 'pipe']
      })
      const output: Buffer[] = []
      const errors: Buffer[] = []
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
      child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
      child.on('error', reject)
      child.on('close', code => {
        if (code === 0) resolve(Buffer.concat(output).toString('latin1'))
        else
          reject(
            new Error(
              `git ${command[0] ?? ''}: ${Buffer.concat(errors).toString().trim() || `exit code ${String(code)}`}`
            )
          )
      })
    })
}

/** The caller's environment without the variables that would point git at another repository, or make it fetch. */
function gitEnvironment(environment: ProcessEnv): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(
    ([name]) => !name.startsWith('GIT_') || name.startsWith('GIT_CONFIG') || name === 'GIT_EXEC_PATH'
  )
  return {...Object.fromEntries(kept), GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C'}
}
