import {styleText} from 'node:util'

import type {Environment} from '../environment.js'
import type {Log} from '../report/log.js'

type Style = Parameters<typeof styleText>[0]

/** Colours are for a terminal, and not where they are unwanted: https://no-color.org */
export function styler(out: NodeJS.WriteStream, environment: Environment): (style: Style, text: string) => string {
  const coloured = out.isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'
  return (style, text) => (coloured ? styleText(style, text, {validateStream: false}) : text)
}

/**
 * What a command says while it works goes to standard error: standard output is for its result.
 * @param out by default standard error
 */
export function terminalLog({debug, environment}: {debug: boolean; environment: Environment}, out: NodeJS.WriteStream = process.stderr): Log {
  const secrets = new Set<string>()
  const styled = styler(out, environment)
  const write = (text: string): void => {
    let shown = text
    for (const secret of secrets) shown = shown.replaceAll(secret, '***')
    out.write(`${shown}\n`)
  }
  // What a program says that is run stands back behind what we say.
  let groups = 0
  return {
    info(text) {
      write(groups > 0 ? styled('dim', text) : text)
    },
    debug(text) {
      if (debug) write(styled('dim', text))
    },
    notice(text) {
      write(`${styled('cyan', 'note:')} ${text}`)
    },
    warning(text) {
      write(`${styled('yellow', 'warning:')} ${text}`)
    },
    error(text) {
      write(`${styled('red', 'error:')} ${text}`)
    },
    async group(title, work) {
      write(styled('bold', title))
      groups++
      try {
        return await work()
      } finally {
        groups--
      }
    },
    mask(value) {
      if (value !== '') secrets.add(value)
    }
  }
}
