import {afterEach, beforeEach, expect, test} from '@jest/globals'

import {log, warnOfMaskedOutputs} from '../../src/action/job-log.js'

let output: string
const write = process.stdout.write.bind(process.stdout)

beforeEach(() => {
  output = ''
  process.stdout.write = (text: string | Uint8Array) => {
    output += String(text)
    return true
  }
})
afterEach(() => {
  process.stdout.write = write
})

/** The lines of the log, with the random tokens replaced. */
function lines(): string[] {
  return output
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'TOKEN')
    .trimEnd()
    .split('\n')
}

test.each([
  '::set-output name=digest::x',
  '  ::add-mask::development',
  'before ##[save-state name=docker-config;]/dir',
  'first line\n::error::second'
])('%j of others is printed while commands are stopped', text => {
  log.info(text)
  expect(lines()).toEqual(['::stop-commands::TOKEN', ...text.split('\n'), '::TOKEN::'])
})

test('plain text is printed as it is, with its control characters shown', () => {
  log.info('Pushed a::b \u001b[1m\r::warning::x')
  expect(lines()).toEqual(['Pushed a::b \\x1b[1m\\r::warning::x'])
})

test('the lines of another program are never commands, and messages come through between them', async () => {
  await log.group('Building', () =>
    log.relay(print => {
      print('::set-output name=a::b')
      log.mask('a secret value')
      print('##[error]x')
      log.warning('Careful.')
      return Promise.resolve()
    })
  )
  expect(lines()).toEqual([
    '::group::Building',
    '::stop-commands::TOKEN',
    '::set-output name=a::b',
    '::TOKEN::',
    '::add-mask::a secret value',
    '::stop-commands::TOKEN',
    '##[error]x',
    '::TOKEN::',
    '::warning::Careful.',
    '::stop-commands::TOKEN',
    '::TOKEN::',
    '::endgroup::'
  ])
  expect(new Set(output.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g)).size).toBe(3)
})

test('commands are obeyed again after a program that failed', async () => {
  await expect(log.relay(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(lines()).toEqual(['::stop-commands::TOKEN', '::TOKEN::'])
})

test('a value of several lines is masked line by line, and an output with one is found', () => {
  log.mask('{\n  "private_key": "abcdef"\n}')
  expect(lines()).toEqual(['::add-mask::"private_key": "abcdef"'])
  output = ''
  warnOfMaskedOutputs({digest: 'sha256:0}2', metadata: 'x "private_key": "abcdef" y'})
  expect(lines()).toEqual([
    '::warning::The output `metadata` contains the value of a secret of this run, so GitHub does not pass it on to other jobs.%0AUse a longer secret that is no part of a tag or a digest.'
  ])
})

const HOSTILE = 'a\u001b[2J\u202eb'
const SHOWN = 'a\\x1b[2J\\u202eb'

test.each<[string, (text: string) => unknown, string]>([
  ['info', log.info, SHOWN],
  ['debug', log.debug, `::debug::${SHOWN}`],
  ['notice', log.notice, `::notice::${SHOWN}`],
  [
    'warning',
    text => {
      log.warning('Careful.', text)
    },
    `::warning::Careful.%0A${SHOWN}`
  ],
  ['error', log.error, `::error title=${SHOWN}::${SHOWN}`],
  [
    'the file of an error',
    text => {
      log.error('No.', {file: text, line: 1})
    },
    `::error title=No.,file=${SHOWN},line=1::No.`
  ],
  ['group', text => log.group(text, () => Promise.resolve()), `::group::${SHOWN}`],
  [
    'relay',
    text =>
      log.relay(print => {
        print(text)
        return Promise.resolve()
      }),
    '::stop-commands::TOKEN'
  ]
])('control characters of others are shown: %s', async (_, write, line) => {
  await write(HOSTILE)
  expect(lines()[0]).toBe(line)
  expect(output).not.toMatch(/[\u001b\u202e]/)
})

test('an annotation is cut after its control characters are shown', () => {
  log.error('\u001b'.repeat(2000))
  expect(lines()[0]?.split('::')[2]).toHaveLength(4096)
})
