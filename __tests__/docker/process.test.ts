import {expect, test} from '@jest/globals'

import {runInGroup} from '../../src/docker/process.js'

test.each<[string, string, string[]]>([
  ['line feeds', 'a\\nb\\n', ['a', 'b']],
  ['carriage return and line feed', 'a\\r\\nb', ['a', 'b']],
  [
    'no carriage return alone',
    '10 %\\r20 %\\n::set-output name=a::\\rb\\n',
    ['10 %\r20 %', '::set-output name=a::\rb']
  ],
  ['characters of several bytes', 'ä日\\n', ['ä日']],
  ['no last line end', 'a\\n\\nb', ['a', '', 'b']]
])('output is split at %s', async (_, text, expected) => {
  const lines: string[] = []
  const command = {
    file: 'sh',
    args: ['-c', `printf '${text.replaceAll('%', '%%')}'`],
    environment: process.env,
    workingDirectory: '/'
  }
  const exitCode = await runInGroup(command, line => lines.push(line), new AbortController().signal)
  expect([exitCode, lines]).toEqual([0, expected])
})
