import type {Log} from '../core/log.js'

/** The option that an input of the action is here; undefined where there is none. */
export type OptionOf = (input: string) => string | undefined

/** What a workflow has, and what a terminal has in its place. The longer of two that overlap comes first. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/ under `env:`( of this step)?/g, ' in the environment'],
  [/ on each line\b/g, ''],
  [/; a matrix builds them all/g, ''],
  [/ from the workspace/g, ' from here'],
  [/ of the workspace/g, ' of this clone'],
  [/\bRun the job again/g, 'Try again'],
  [/\brun the job again/g, 'try again'],
  [/\bRun the job that released (\S+) again/g, 'Promote $1 again'],
  [/\bthis runner/g, 'this machine'],
  [/Use a runner that has Docker, such as ubuntu-latest, or install it/g, 'Install it'],
  [/; on a runner use one that has Docker, such as ubuntu-latest/g, ''],
  [/,? or add docker\/setup-buildx-action before this step/g, ''],
  [/Add docker\/setup-buildx-action before this step/g, 'Run `docker buildx create --use`'],
  [
    /add docker\/setup-qemu-action before this step/g,
    'run `docker run --privileged --rm tonistiigi/binfmt --install all`'
  ],
  [/An input of this step/g, 'An option'],
  [/the table of inputs/g, '`ecr-registry help push`'],
  [/no earlier step\b/g, 'nothing'],
  [/the job's user/g, 'your user'],
  [
    /\bThe credentials are of (account \d+, and the repository is of account \d+)\./g,
    'Your credentials are of $1: if that is not meant, name another profile (`--profile`), or correct the account.'
  ],
  // A stage's role takes GitHub's token alone.
  [
    /deploy infra\/ anew if it is the role of a stage and was changed by hand/g,
    "a role of people's own needs what the stage's group gives them"
  ],
  [/Deploy infra\/ anew for the stage of that repository/g, 'Or use credentials of that account'],
  [
    /Has the repository been checked out\?/g,
    "Is this the repository's root, and does the stages file say where its Dockerfile lies?"
  ],
  [/,? and write it in a step before this one/g, ''],
  [/ in a step before this one/g, ' before'],
  [/ before this step/g, '']
]

/**
 * What is said for a workflow, in the words of a terminal: the same checks serve both. An input is known by how it is
 * written: Input file, the input `file`, `file:` under `with:`, or `with: {file: Dockerfile}`. Lines with an indent are left as
 * they are: they show what another program printed, or a list of names.
 */
export function forTerminal(text: string, optionOf: OptionOf): string {
  return text
    .split('\n')
    .map(line => (line.startsWith('  ') ? line : reworded(line, optionOf)))
    .join('\n')
}

function reworded(text: string, optionOf: OptionOf): string {
  const as = (input: string, otherwise: string, spelled: (option: string) => string): string => {
    const option = optionOf(input)
    return option === undefined ? otherwise : spelled(option)
  }
  const options = text
    // What no option does here is no advice.
    .replaceAll(
      /,? or (?:\w+ )?the input `([\w-]+)`| \([^()]*the input `([\w-]+)`[^()]*\)/g,
      (whole, one?: string, other?: string) => as(one ?? other ?? '', '', () => whole)
    )
    .replaceAll(/\b(?:Input|[Tt]he input) (`?)([a-z][a-z-]+)\1/g, (whole, quote: string, input: string) =>
      as(input, whole, option => quote + option + quote)
    )
    .replaceAll(/`with: \{([\w-]+): ([^{}`]+)\}`/g, (whole, input: string, value: string) =>
      as(input, whole, option => `\`${option} ${value}\``)
    )
    .replaceAll(/`([\w-]+):` under `with:`/g, (whole, input: string) => as(input, whole, option => `\`${option}\``))
    .replaceAll(/under `([\w-]+):`(?= *[;.])/g, (whole, input: string) => as(input, whole, option => `of ${option}`))
  return PHRASES.reduce((said, [phrase, here]) => said.replaceAll(phrase, here), options)
}

/** A log of a terminal: what the checks tell in passing, too. What other programs say is left as it is. */
export function worded(log: Log, optionOf: OptionOf): Log {
  return {
    ...log,
    notice(text, remedy) {
      log.notice(forTerminal(text, optionOf), remedy)
    },
    warning(text, remedy) {
      log.warning(forTerminal(text, optionOf), remedy)
    }
  }
}
