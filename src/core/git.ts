import {isUtf8} from 'node:buffer'
import {spawn} from 'node:child_process'

import type {ProcessEnv} from './process-env.js'

export interface GitOptions {
  /** Where git runs. It looks for the repository from here. */
  directory: string
  environment: ProcessEnv
  /** More settings, which take precedence over all files. A name may contain any character, `=` too. */
  settings?: readonly (readonly [name: string, value: string])[]
}

/** Git ended with an error. */
export class GitError extends Error {
  override readonly name = 'GitError'

  constructor(
    command: string,
    /** The first line that git printed, without its label. */
    readonly reason: string
  ) {
    super(`git ${command}: ${reason}`)
  }
}

/** Older versions do not know the settings in the environment, and ignore them silently. */
const NEEDED = {major: 2, minor: 31, text: '2.31'} as const

/** Git has a version that is too old to be used in a repository that is not trusted. */
export class OldGit extends GitError {
  /** What to change. */
  readonly remedy = `Install git ${NEEDED.text} or later.`

  /** @param version of the git that is installed; undefined if its answer names none */
  constructor(command: string, version: string | undefined) {
    const found = version === undefined ? 'an unknown version' : `version ${version}`
    super(command, `git is ${found}, and ${NEEDED.text} or later is needed`)
  }
}

/**
 * These settings keep a repository from starting a program: somebody else may have written its configuration. A clone,
 * an archive or a shared directory is enough. Filters have names of their own, so `filterSettings` turns them off.
 *
 * Many more settings change what the commands for people print (`column.tag`, `log.*`, `i18n.logOutputEncoding`). So only
 * commands for scripts are used, such as `rev-list` and `for-each-ref`.
 */
const SETTINGS = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.pager', 'cat'],
  ['core.askPass', ''],
  ['core.sshCommand', 'false'],
  ['credential.helper', ''],
  ['log.showSignature', 'false'],
  ['protocol.ext.allow', 'never'],
  // A directory of the work tree can have the form of a repository. https://git-scm.com/docs/git-config#Documentation/git-config.txt-safebareRepository
  ['safe.bareRepository', 'explicit'],
  ['submodule.recurse', 'false'],
  // What git prints is read here, and not by a person.
  ['color.ui', 'never'],
  ['column.ui', 'never']
] as const

/**
 * Runs git in a repository that is not trusted, and returns its output with one character for each byte. It needs no
 * network.
 * @throws OldGit, before anything is run in the repository; GitError if git fails; the system's error if git cannot be started
 */
export async function runGit(
  args: readonly string[],
  {directory, environment, settings = []}: GitOptions
): Promise<string> {
  const version = await versionOfGit(environment)
  if (!isSufficient(version)) throw new OldGit(args[0] ?? '', version)
  const all = [...SETTINGS, ...settings]
  return await run(args, directory, {
    ...localEnvironment(environment),
    ...settingsIn(environment, all),
    // A partial clone would fetch a missing object, and run the program that its remote names for that.
    GIT_ALLOW_PROTOCOL: ''
  })
}

/**
 * Runs git outside any repository, so that only the configuration of the user and of the machine counts: it may need their
 * ssh and credential programs.
 */
export async function runGitOutside(args: readonly string[], environment: ProcessEnv): Promise<string> {
  return await run(args, '/', {
    ...localEnvironment(environment),
    GIT_CEILING_DIRECTORIES: '/',
    // Helpers of other protocols are programs. `ext` runs any command.
    GIT_ALLOW_PROTOCOL: environment['GIT_ALLOW_PROTOCOL'] ?? 'file:git:http:https:ssh'
  })
}

/** By PATH, which decides what program git is. A process asks once. */
const versions = new Map<string | undefined, Promise<string | undefined>>()

async function versionOfGit(environment: ProcessEnv): Promise<string | undefined> {
  const path = environment['PATH']
  const known = versions.get(path)
  if (known !== undefined) return await known
  const asked = run(['--version'], '/', localEnvironment(environment)).then(
    answer => /^git version (\d+(?:\.\w+)*)/.exec(answer)?.[1]
  )
  versions.set(path, asked)
  return await asked
}

function isSufficient(version = ''): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > NEEDED.major || (major === NEEDED.major && minor >= NEEDED.minor)
}

/** A setting that names a program of a filter, or makes the filter mandatory. */
const FILTER_KEY = /^filter\..*\.(?:clean|smudge|process|required)$/s

/** Settings that turn off the filters of a repository. Git may run them if it compares a file with the index. */
export async function filterSettings(options: GitOptions): Promise<[name: string, value: string][]> {
  const names = await runGit(['config', '-z', '--name-only', '--get-regexp', String.raw`^filter\.`], options).catch(
    () => ''
  )
  return withoutFilters(names.split('\0'))
}

/**
 * Settings that turn off the filters among these settings.
 * @param keys with one character for each byte
 * @throws GitError for a name that cannot be turned off: the environment of a program takes only UTF-8
 */
export function withoutFilters(keys: readonly string[]): [name: string, value: string][] {
  return keys
    .filter(key => FILTER_KEY.test(key))
    .map(key => {
      const bytes = Buffer.from(key, 'latin1')
      if (!isUtf8(bytes))
        throw new GitError('config', 'the name of a filter is not UTF-8, so the filter cannot be turned off')
      return [bytes.toString(), key.endsWith('.required') ? 'false' : '']
    })
}

/** The caller's environment, without variables that would point git to another repository or let it fetch. */
function localEnvironment(environment: ProcessEnv): ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !name.startsWith('GIT_') || /^GIT_(?:CONFIG|EXEC_PATH$|SSH|SSL|PROXY|ASKPASS$)/.test(name)
  )
  return {
    ...Object.fromEntries(kept),
    GIT_NO_LAZY_FETCH: '1',
    // A replacement would show the files of another commit under the id of this one.
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_PAGER: 'cat',
    // A prompt would wait forever, because nobody sees it.
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C'
  }
}

/** https://git-scm.com/docs/git-config#Documentation/git-config.txt-GITCONFIGCOUNT */
function settingsIn(environment: ProcessEnv, settings: GitOptions['settings'] & object): ProcessEnv {
  const given = Number(environment['GIT_CONFIG_COUNT'] ?? 0)
  const first = Number.isSafeInteger(given) && given > 0 ? given : 0
  return {
    GIT_CONFIG_COUNT: String(first + settings.length),
    ...Object.fromEntries(
      settings.flatMap(([name, value], index) => [
        [`GIT_CONFIG_KEY_${first + index}`, name],
        [`GIT_CONFIG_VALUE_${first + index}`, value]
      ])
    )
  }
}

async function run(args: readonly string[], directory: string, environment: ProcessEnv): Promise<string> {
  return await new Promise((resolve, reject) => {
    const child = spawn('git', args, {cwd: directory, env: environment, stdio: ['ignore', 'pipe', 'pipe']})
    const output: Buffer[] = []
    const errors: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
    child.on('error', reject)
    child.on('close', code => {
      if (code === 0) resolve(Buffer.concat(output).toString('latin1'))
      else {
        const [first = ''] = Buffer.concat(errors).toString().trim().split('\n')
        reject(new GitError(args[0] ?? '', first.replace(/^(?:fatal|error): /, '') || `exit code ${String(code)}`))
      }
    })
  })
}
