import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

import {filesLike, root} from './markdown.js'
import {checkOwn} from './own-commands.js'

/**
 * Commands that only AWS, GitHub or a registry can answer, so that no test runs them. Only their syntax is checked. Add a
 * command with its subcommand if it exists, but none that a test can run.
 */
export const NEEDS_AWS_OR_GITHUB: Readonly<Record<string, readonly string[]>> = {
  aws: [
    'cloudtrail lookup-events',
    'ecr describe-images',
    'ecr describe-repositories',
    'ecr get-login-password',
    'ecr put-account-setting',
    'iam get-role',
    'iam list-open-id-connect-providers',
    'sso login',
    'sts get-caller-identity'
  ],
  gh: [
    'api',
    'attestation verify',
    'auth login',
    'auth token',
    'pr create',
    'pr merge',
    'release create',
    'repo clone',
    'repo create',
    'run watch',
    'workflow run'
  ],
  docker: ['login', 'pull', 'push', 'run'],
  'npx cdk': ['bootstrap', 'deploy', 'destroy', 'diff', 'ls']
}

/** Commands of git that tests run in repositories of their own: https://git-scm.com/docs */
const GIT = [
  'add',
  'checkout',
  'clone',
  'commit',
  'config',
  'diff',
  'fetch',
  'init',
  'log',
  'merge',
  'pull',
  'push',
  'rev-parse',
  'status',
  'switch',
  'tag'
]

const SHELL = ['cd', 'cp', 'echo', 'export', 'mkdir', 'mv', 'printf', 'rm', 'source', 'test', 'true', 'tee']

/** The error of a command in a text; undefined if a test or a script of ours runs that command. */
export function problemOf([program = '', ...args]: readonly string[]): string | undefined {
  if (SHELL.includes(program)) return undefined
  switch (program) {
    case 'npm':
      return npm(args)
    case 'npx':
      return npx(args)
    case 'make':
      return make(args)
    case 'git':
      return GIT.includes(args[0] ?? '') ? undefined : unknown(`git ${args[0] ?? ''}`, 'GIT')
    case 'ecr-registry':
      return checkOwn(args)
    default:
      return needsOthers(program, args)
  }
}

function needsOthers(program: string, args: readonly string[]): string | undefined {
  const typed = `${args.filter(arg => !arg.startsWith('-')).join(' ')} `
  if (NEEDS_AWS_OR_GITHUB[program]?.some(known => typed.startsWith(`${known} `)) === true) return undefined
  return unknown([program, ...args].join(' '), 'NEEDS_AWS_OR_GITHUB')
}

function unknown(command: string, list: string): string {
  return `nothing runs \`${command}\`: correct it, write it as an npm script or a make target, or add it to ${list} in __tests__/texts/commands.ts`
}

function npm([command = '', ...args]: readonly string[]): string | undefined {
  if (['ci', 'install'].includes(command)) return undefined
  if (command === 'test') return suite(args)
  const script = command === 'run' ? (args[0] ?? '') : undefined
  if (script === undefined) return unknown(`npm ${command}`, 'npm()')
  const packages = ['package.json', 'infra/package.json']
  const scripts = packages.flatMap(path =>
    Object.keys((JSON.parse(readFileSync(join(root, path), 'utf8')) as {scripts: Record<string, string>}).scripts)
  )
  return scripts.includes(script) ? undefined : `there is no script ${script} in ${packages.join(' or ')}`
}

function suite([dashes, ...patterns]: readonly string[]): string | undefined {
  if (dashes === undefined) return undefined
  if (dashes !== '--') return `npm keeps ${dashes} to itself: write \`npm test -- ${dashes}\``
  const suites = filesLike('*.test.ts')
  const missing = patterns
    .filter(pattern => !pattern.startsWith('-'))
    .find(pattern => !suites.some(path => new RegExp(pattern).test(path)))
  return missing === undefined ? undefined : `no test suite has ${missing} in its path`
}

function npx(args: readonly string[]): string | undefined {
  const [named = '', ...rest] = args.filter(arg => arg !== '--yes')
  const program = named.replace(/(?<=.)@.*/, '')
  if (program === 'cdk') return rest[0] === 'synth' ? undefined : needsOthers('npx cdk', rest)
  if (program === 'ecr-registry' || program === '@org/ecr-registry-action') return checkOwn(rest)
  return unknown(`npx ${program}`, 'npx()')
}

const MAKEFILE = 'examples/sample-image/Makefile'

function make(args: readonly string[]): string | undefined {
  if (!existsSync(join(root, MAKEFILE))) return `there is no ${MAKEFILE}`
  const targets = [
    ...readFileSync(join(root, MAKEFILE), 'utf8').matchAll(/^([a-z][\w-]*(?: [a-z][\w-]*)*)\s*:(?!=)/gm)
  ].flatMap(([, names = '']) => names.split(' '))
  const missing = args.filter(arg => !/^-|=/.test(arg)).find(target => !targets.includes(target))
  return missing === undefined ? undefined : `${MAKEFILE} has no target ${missing}; it has ${targets.join(', ')}`
}
