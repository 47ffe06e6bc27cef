import type {Remedy} from './remedy.js'

/** The settings that are both an input of action.yml and an option of the command line. */
export const OPTIONS = {
  stage: '--stage',
  image: '--image',
  variant: '--variant',
  config: '--config',
  context: '--context',
  file: '--file',
  target: '--target',
  platforms: '--platform',
  'build-args': '--build-arg',
  'build-contexts': '--build-context',
  'secret-envs': '--secret-env',
  'secret-files': '--secret-file',
  tags: '--tag',
  builder: '--builder',
  'no-cache': '--no-cache',
  pull: '--pull',
  rebuild: '--rebuild',
  'dry-run': '--dry-run',
  source: '--source',
  version: '--version',
  'fail-on-severity': '--fail-on-severity',
  'scan-timeout': '--scan-timeout'
} as const satisfies Record<string, string>

export type Setting = keyof typeof OPTIONS

/** The name of a setting: `` the input `file` `` in a workflow, `` `--file` `` on a command line. */
export function setting(name: Setting): Remedy {
  return {workflow: `the input \`${name}\``, terminal: `\`${OPTIONS[name]}\``}
}

/** A setting with a value: `` `file: Dockerfile` under `with:` `` in a workflow, `` `--file Dockerfile` `` on a command line. */
export function given(name: Setting, value: string): Remedy {
  return {workflow: `\`${name}: ${value}\` under \`with:\``, terminal: `\`${OPTIONS[name]} ${value}\``}
}

/** The option for an input; undefined for an input that the command line does not have. */
export function optionOf(input: string): string | undefined {
  return Object.hasOwn(OPTIONS, input) ? OPTIONS[input as Setting] : undefined
}
