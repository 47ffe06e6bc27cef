import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import type {Server} from 'node:net'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {maskSecretFiles, missingAgents} from '../../src/docker/secrets.js'

let workspace: string
let agent: Server
beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'secrets-'))
  mkdirSync(join(workspace, 'directory'))
  execFileSync('mkfifo', [join(workspace, 'pipe')])
  for (const [name, content] of Object.entries({good: ' key\n', empty: '', line: '\r\n', spaces: ' \t '}))
    writeFileSync(join(workspace, name), content)
  agent = createServer()
  await new Promise<void>(resolve => agent.listen(join(workspace, 'agent'), resolve))
})
afterAll(() => {
  agent.close()
  rmSync(workspace, {recursive: true})
})

/** Files that hold no secret, each with its problem. The second device never ends. */
const UNUSABLE = [
  ['empty', 'is empty'],
  ['line', 'is empty'],
  ['spaces', 'is empty'],
  ['pipe', 'cannot be read: it is not a regular file'],
  ['/dev/null', 'cannot be read: it is not a regular file'],
  ['/dev/zero', 'cannot be read: it is not a regular file'],
  ['directory', 'cannot be read: EISDIR: it is a directory'],
  ['nothing', 'cannot be read: ENOENT: there is no such file'],
  ['good/file', 'cannot be read: ENOTDIR: there is no such file']
] as const

describe('the file of a build secret', () => {
  const masking = (path: string) => {
    const masked: string[] = []
    const [secret] = maskSecretFiles([{id: 'cert', from: 'file', path}], workspace, text => masked.push(text))
    return {secret, masked}
  }

  test('is masked without the white space around it', () => {
    expect(masking('good')).toEqual({secret: {id: 'cert', from: 'file', path: 'good'}, masked: ['key']})
  })

  test.each([...UNUSABLE, ['agent', 'cannot be read: it is not a regular file'] as const])(
    'makes its secret a missing one: %s %s',
    (path, problem) => {
      expect(masking(path)).toEqual({
        secret: {
          id: 'cert',
          from: 'nowhere',
          problem: `The file ${path} of the build secret \`cert\` ${problem}.`,
          remedy: expect.anything()
        },
        masked: []
      })
    }
  )
})

describe('the path of an SSH key or agent', () => {
  const problemsOf = (entry: string, socket = ''): string[] =>
    missingAgents([entry], workspace, {SSH_AUTH_SOCK: socket}).map(({problem}) => problem)

  test.each(['good', 'agent'])('may be %s', path => {
    expect([...problemsOf(`key=${path}`), ...problemsOf('default', path)]).toEqual([])
  })

  test.each(UNUSABLE)('is a missing key: %s %s', (path, problem) => {
    expect(problemsOf(`key=good,${path}`)).toEqual([`The file ${path} of the SSH key \`key\` of the build ${problem}.`])
    expect(problemsOf('default', path)).toEqual([
      `The build uses the SSH agent \`default\` at ${path} (SSH_AUTH_SOCK), which ${problem}.`
    ])
  })
})
