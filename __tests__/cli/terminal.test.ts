import {Writable} from 'node:stream'

import {describe, expect, test} from '@jest/globals'

import {styler, terminalLog} from '../../src/cli/terminal.js'
import type {Log} from '../../src/core/log.js'
import {Secrets} from '../../src/core/secrets.js'

/** Standard error, as a terminal or as a file. */
function stream(isTTY: boolean): {out: NodeJS.WriteStream; text: () => string} {
  let text = ''
  const out = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString()
      done()
    }
  })
  return {out: Object.assign(out, {isTTY}) as unknown as NodeJS.WriteStream, text: () => text}
}

async function writeAll(log: Log): Promise<void> {
  log.info('plain')
  log.notice('a notice')
  log.warning('a warning')
  log.error('an error')
  log.debug('more')
  await log.group('A group', () => Promise.resolve())
}

describe('the log of a command', () => {
  test('is plain text in a file', async () => {
    const {out, text} = stream(false)
    await writeAll(terminalLog({debug: false, environment: {}, secrets: new Secrets()}, out))
    expect(text()).toBe('plain\nnote: a notice\nwarning: a warning\nerror: an error\nA group\n')
  })

  test('has more lines with --debug', async () => {
    const {out, text} = stream(false)
    await writeAll(terminalLog({debug: true, environment: {}, secrets: new Secrets()}, out))
    expect(text()).toContain('\nmore\n')
  })

  test('hides secrets', () => {
    const {out, text} = stream(false)
    const log = terminalLog({debug: false, environment: {}, secrets: new Secrets()}, out)
    log.mask('hunter2')
    log.mask('')
    log.mask('hunter2-prod-key')
    log.error('the passwords hunter2 and hunter2-prod-key are wrong')
    expect(text()).toBe('error: the passwords *** and *** are wrong\n')
  })
})

test.each([
  ['a terminal', true, {}, true],
  ['a file', false, {}, false],
  ['a terminal with NO_COLOR', true, {NO_COLOR: '1'}, false],
  ['a terminal without colours', true, {TERM: 'dumb'}, false]
])('colours on %s: %s', (_, isTTY, environment, coloured) => {
  const {out} = stream(isTTY)
  expect(styler(out, environment)('bold', 'x') !== 'x').toBe(coloured)
})
