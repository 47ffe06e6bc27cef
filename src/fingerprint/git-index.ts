import {spawn} from 'node:child_process'

import {messageOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'

/** Git's record of a file whose working copy is exactly as it was added. */
export interface CleanFile {
  readonly id: string
  readonly mode: '100644' | '100755' | '120000'
}

export type CleanFiles =
  /** Keys are paths below the directory, one character per byte. `modes` is false if git does not track executable bits. */
  | {readonly kind: 'known'; readonly files: ReadonlyMap<string, CleanFile>; readonly modes: boolean}
  | {readonly kind: 'unknown'; readonly reason: string}

/**
 * Asks git for the unmodified tracked files and their ids. An unmodified file is left out if its working copy may still
 * differ from what git stores: files with a filter (LFS), an end-of-line or encoding attribute, submodules, and entries
 * that git was told not to check.
 *
 * Git only reads, and runs no program that the repository's configuration names. The promise resolves as soon as git is
 * running, so that the caller can list the directory in the meantime.
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
      git(['ls-files', '-v', '-s', '-z', '--', ...UNCONVERTED]),
      git(['diff-files', '--name-only', '--relative', '--ignore-submodules=all', '--no-ext-diff', '-z'])
    ])
    const files = readIndex(index)
    for (const path of modified.split('\0')) files.delete(path)
    return {kind: 'known', files, modes: settings.keepsModes}
  } catch (error) {
    return {kind: 'unknown', reason: messageOf(error)}
  }
}

/** Git stores these files byte by byte: they are marked as binary (`-text`), or no attribute converts them. */
const UNCONVERTED = [
  ':(attr:!text !crlf !eol !ident !filter !working-tree-encoding)',
  ':(attr:-text !ident !filter !working-tree-encoding)'
]

interface Settings {
  readonly objectFormat: string
  readonly convertsLineEndings: boolean
  readonly keepsModes: boolean
  /** `-c` arguments that disable the programs that the configuration would have git run. */
  readonly overrides: readonly string[]
}

async function readSettings(directory: string, environment: ProcessEnv): Promise<Settings> {
  const git = gitIn(directory, environment, [])
  const listing = await git(['config', '-z', '--get-regexp', '^(core\\.|extensions\\.|filter\\.)'])
  const settings = new Map<string, string>()
  for (const entry of listing.split('\0')) {
    const [, key, value] = /^([^\n]+)(?:\n(.*))?$/s.exec(entry) ?? []
    // A key without a value stands for true.
    if (key !== undefined) settings.set(key, value ?? 'true')
  }
  const isFalse = (key: string): boolean => /^(?:false|no|off|0|)$/i.test(settings.get(key) ?? 'no')
  // If a file was added within the current clock tick, git compares its content, and runs it through filters first.
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
    // `H 100644 <40 hex digits> 0<tab>path`. Any other letter marks an entry that is unmerged, removed, or not to be checked.
    const mode = listing.slice(start + 2, start + 8)
    if (listing.charAt(start) !== 'H' || listing.charAt(start + 50) !== '0') continue
    if (mode !== '100644' && mode !== '100755' && mode !== '120000') continue
    files.set(listing.slice(start + 52, end), {id: listing.slice(start + 9, start + 49), mode})
  }
  return files
}

/** Creates a function that runs git in a directory and returns its output, one character per byte. */
function gitIn(directory: string, environment: ProcessEnv, overrides: readonly string[]) {
  const safe = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null']
  // The configuration may relax these checks, but a file counts as unmodified only if it passes all of them.
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

/** The caller's environment, without the variables that would point git to another repository or let it fetch. */
function gitEnvironment(environment: ProcessEnv): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(
    ([name]) => !name.startsWith('GIT_') || name.startsWith('GIT_CONFIG') || name === 'GIT_EXEC_PATH'
  )
  return {...Object.fromEntries(kept), GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C'}
}
