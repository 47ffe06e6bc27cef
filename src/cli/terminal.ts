import {styleText} from 'node:util'

import {withVisibleControls} from '../core/foreign-text.js'
import type {Log} from '../core/log.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Remedy} from '../core/remedy.js'
import {remedyAt} from '../core/remedy.js'
import type {Secrets} from '../core/secrets.js'

type Style = Parameters<typeof styleText>[0]

/** Colours text for a terminal, unless its owner turned colours off: https://no-color.org */
export function styler(out: NodeJS.WriteStream, environment: ProcessEnv): (style: Style, text: string) => string {
  const coloured = out.isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'
  return (style, text) => (coloured ? styleText(style, text, {validateStream: false}) : text)
}

/**
 * The log of a command. It goes to standard error, because standard output is for the result.
 * @param out by default standard error
 */
export function terminalLog(
  {debug, environment, secrets}: {debug: boolean; environment: ProcessEnv; secrets: Secrets},
  out: NodeJS.WriteStream = process.stderr
): Log {
  const styled = styler(out, environment)
  /** Texts may quote others, so their control characters are shown. The colours are added afterwards. */
  const safe = (text: string): string => withVisibleControls(secrets.hide(text))
  const write = (text: string): void => {
    out.write(`${text}\n`)
  }
  // The output of other programs is dimmed, so that our own lines stand out.
  let groups = 0
  return {
    info(text) {
      write(groups > 0 ? styled('dim', safe(text)) : safe(text))
    },
    debug(text) {
      if (debug) write(styled('dim', safe(text)))
    },
    notice(text, remedy) {
      write(`${styled('cyan', 'note:')} ${safe(joined(text, remedy))}`)
    },
    warning(text, remedy) {
      write(`${styled('yellow', 'warning:')} ${safe(joined(text, remedy))}`)
    },
    error(text) {
      write(`${styled('red', 'error:')} ${safe(text)}`)
    },
    async group(title, work) {
      write(styled('bold', safe(title)))
      groups++
      try {
        return await work()
      } finally {
        groups--
      }
    },
    relay: async work =>
      await work(line => {
        write(styled('dim', safe(line)))
      }),
    mask(value) {
      secrets.add(value)
    }
  }
}

function joined(text: string, remedy: Remedy | undefined): string {
  return remedy === undefined ? text : `${text}\n${remedyAt('terminal', remedy)}`
}
