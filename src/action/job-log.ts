import {randomUUID} from 'node:crypto'

import * as core from '@actions/core'

import {withVisibleControls} from '../core/foreign-text.js'
import type {Log} from '../core/log.js'
import type {Remedy} from '../core/remedy.js'
import {remedyAt} from '../core/remedy.js'
import {Secrets} from '../core/secrets.js'

/** GitHub cuts an annotation at this many characters. */
const ANNOTATION_LIMIT = 4096
/** The number of characters that a title shows on one line. */
const TITLE_LIMIT = 120

/**
 * The parts of a text that the runner may take for a command: `::name::` at the start of a line, `##[name]` anywhere.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
const COMMAND = /^\s*::|##\[/m

/** Stops the runner's commands while others write, and lets those of this log through. */
class CommandGate {
  /** A name that no other program knows; undefined while commands are obeyed. */
  private token: string | undefined
  private relays = 0

  async relay<T>(work: (print: (line: string) => void) => Promise<T>): Promise<T> {
    this.relays++
    this.stop()
    try {
      return await work(print)
    } finally {
      this.relays--
      if (this.relays === 0) this.resume()
    }
  }

  /** Prints a text that may quote others. */
  print(text: string): void {
    if (this.token !== undefined || !COMMAND.test(withVisibleControls(text))) {
      print(text)
      return
    }
    this.stop()
    print(text)
    this.resume()
  }

  /** Issues commands of this log. */
  command(issue: () => void): void {
    const isStopped = this.token !== undefined
    this.resume()
    issue()
    if (isStopped) this.stop()
  }

  /** Issues a command of this log with a text for people, which may quote others. The toolkit escapes line ends alone. */
  show(text: string, issue: (shown: string) => void): void {
    this.command(() => {
      issue(withVisibleControls(text))
    })
  }

  private stop(): void {
    if (this.token !== undefined) return
    this.token = randomUUID()
    process.stdout.write(`::stop-commands::${this.token}\n`)
  }

  private resume(): void {
    if (this.token === undefined) return
    process.stdout.write(`::${this.token}::\n`)
    this.token = undefined
  }
}

function print(text: string): void {
  process.stdout.write(`${withVisibleControls(text)}\n`)
}

const gate = new CommandGate()
const secrets = new Secrets()

/** The job's log on GitHub, with annotations. */
export const log: Log = {
  info: text => {
    gate.print(text)
  },
  debug: text => {
    gate.show(text, core.debug)
  },
  notice: (text, remedy) => {
    gate.show(withRemedy(text, remedy), shown => {
      core.notice(cut(shown))
    })
  },
  warning: (text, remedy) => {
    gate.show(withRemedy(text, remedy), shown => {
      core.warning(cut(shown))
    })
  },
  error(text, location) {
    gate.show(text, shown => {
      core.error(cut(shown), {
        title: titleOf(shown),
        ...(location === undefined ? {} : {file: withVisibleControls(location.file), startLine: location.line}),
        ...(location?.column === undefined ? {} : {startColumn: location.column})
      })
    })
  },
  async group(title, work) {
    gate.show(title, core.startGroup)
    try {
      return await work()
    } finally {
      gate.command(() => {
        core.endGroup()
      })
    }
  },
  relay: async work => await gate.relay(work),
  mask: value => {
    for (const one of secrets.add(value)) {
      gate.command(() => {
        core.setSecret(one)
      })
    }
  }
}

/** The text with every masked value hidden, as the log shows it. */
export function withoutMasked(text: string): string {
  return secrets.hide(text)
}

/** Warns of each output that contains a masked value. */
export function warnOfMaskedOutputs(outputs: Readonly<Record<string, string>>): void {
  secrets.warnOfOutputs(outputs, 'GitHub does not pass it on to other jobs', log)
}

/** A text with its remedy below. */
export function withRemedy(text: string, remedy: Remedy | undefined): string {
  return remedy === undefined ? text : `${text}\n${remedyAt('workflow', remedy)}`
}

/** The first line, with its digests shortened. A long line is cut at the end of a word. */
function titleOf(text: string): string {
  const line = (text.split('\n')[0] ?? '').replaceAll(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/g, '$1…')
  return line.length <= TITLE_LIMIT ? line : `${line.slice(0, TITLE_LIMIT).replace(/\s+\S*$/, '')} …`
}

function cut(text: string): string {
  return text.length <= ANNOTATION_LIMIT ? text : `${text.slice(0, ANNOTATION_LIMIT - 1)}…`
}
