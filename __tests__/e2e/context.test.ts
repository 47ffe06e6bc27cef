import {execFileSync, spawnSync} from 'node:child_process'
import {chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import type {Server} from 'node:net'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {parseDockerignore} from '../../src/fingerprint/dockerignore.js'
import type {TreeEntry} from '../../src/fingerprint/tree.js'
import {describeTree, hashTree, listTree} from '../../src/fingerprint/tree.js'
import type {Workspace} from '../fingerprint/repository.js'
import {createWorkspace} from '../fingerprint/repository.js'

async function digestOf(root: string, entries: readonly TreeEntry[]): Promise<string> {
  return hashTree(await describeTree(root, entries), {kind: 'unknown', reason: 'not asked'}).digest
}

const never = parseDockerignore('', '').patterns

describe('the files of a context that count are those that Docker sends', () => {
  let workspace: Workspace
  let socket: Server
  let outputs: string

  beforeAll(async () => {
    workspace = createWorkspace()
    outputs = mkdtempSync(join(tmpdir(), 'outputs-'))
    for (const file of [
      '!bang',
      '#hash',
      'README.md',
      'a/1',
      'a/README.md',
      'a/b/2',
      'a/b/c/3',
      'a/b/c/x.md',
      'br[a]',
      'd*',
      'd/4',
      'd[]',
      'dz]',
      'e.md',
      'foo/bar/q',
      'foobar',
      'sp ace',
      'top',
      'x/afoo',
      'x/foo',
      'ü/é',
      'ü/ok',
      'node_modules/m/README.md',
      'line\nbreak',
      '.gitignore'
    ])
      workspace.write(file, file)
    workspace.write('run', '#!/bin/sh\n', 0o755)
    workspace.write('private', 'x', 0o600)
    workspace.write('nothing', '')
    mkdirSync(join(workspace.root, 'empty/inner'), {recursive: true})
    symlinkSync('nowhere', join(workspace.root, 'dangling'))
    symlinkSync('/etc/passwd', join(workspace.root, 'outside'))
    symlinkSync('a', join(workspace.root, 'directory'))
    execFileSync('mkfifo', [join(workspace.root, 'pipe')])
    socket = createServer()
    await new Promise<void>(resolve => socket.listen(join(workspace.root, 'socket'), resolve))
    chmodSync(join(workspace.root, 'socket'), 0o755)
    workspace.git('init', '-q')
    workspace.git('add', 'a')
    workspace.git('commit', '-qm', 'a')
  })
  afterAll(async () => {
    await new Promise(resolve => socket.close(resolve))
    workspace.remove()
    rmSync(outputs, {recursive: true, force: true})
  })

  // For `a/b`, `!a/b/2`, `a/b` Docker sends an empty file a/b/2, because its rules for listing files differ from those for opening them. We count the content, so these rules are left out.
  const rules = [
    '',
    '.git',
    '.',
    '/',
    '../top',
    '*',
    '**',
    '*\n!a/b',
    '*\n!a/b/c/*.md',
    '*\n!directory',
    'a\n!a/b/c',
    'a/b/2\n!a/b',
    'a/b\n!a/b/*\na',
    '**/b',
    '**foo',
    'foo**',
    'foo/**',
    '*/foo',
    './top/',
    '/top',
    '\uFEFFtop',
    ' top \r\ne.md\r\n',
    'a//b/../b/c',
    '\\#hash\n\\!bang',
    '#hash',
    ' #hash',
    '! top',
    'br[a]',
    'br\\[a\\]',
    'br[[]a]',
    '*.md\n!README.md',
    '**/*.md\n!README.md',
    '*\n!**/c',
    '*\n!**/x.md',
    '*\n!*/b',
    '*\n!*.md',
    '*\n!a\na/b\n!a/b/c/3',
    'd\\*',
    'd?',
    'd[*]',
    'd[?]',
    'd?]',
    'd[^x]',
    'x/[^f]*',
    'x/[!f]*',
    '**/**/3',
    'a/**/c',
    'a/*',
    '*/*',
    '?/?',
    'ü/?',
    'empty/inner',
    'empty',
    'node_modules\n!**/README.md',
    '.git\n!.git/config',
    '.git/*',
    '.dockerignore'
  ]
  test('by any .dockerignore', async () => {
    for (const [index, rule] of rules.entries()) {
      writeFileSync(join(workspace.root, '.dockerignore'), rule)
      const output = join(outputs, String(index))
      execFileSync(
        'docker',
        ['buildx', 'build', '--quiet', '--output', `type=local,dest=${output}`, '--file', '-', workspace.root],
        {
          input: 'FROM scratch\nCOPY . /\n',
          stdio: ['pipe', 'ignore', 'pipe']
        }
      )
      const patterns = parseDockerignore(rule, '.dockerignore').patterns
      // The lists come first, because a difference in hashes says little.
      const counted = listTree(workspace.root, patterns)
      const sent = listTree(output, never)
      expect([rule, counted.filter(({kind}) => kind !== 'socket')]).toEqual([
        rule,
        sent.filter(({path}) => path !== 'socket')
      ])
      expect([rule, await digestOf(workspace.root, counted)]).toEqual([rule, await digestOf(output, sent)])
    }
  }, 240_000)

  test.each(['!', '[', 'a[', 'a\\', '[z-a]', '[]', '[]a]'])('%j is refused, as Docker refuses it', rule => {
    writeFileSync(join(workspace.root, '.dockerignore'), rule)
    expect(refusalOf(workspace.root)).toMatch(/pattern/)
    expect(() => parseDockerignore(rule, '.dockerignore')).toThrow(/pattern/)
  })
})

/** The error of Docker for a context. Sometimes buildx prints only the cancel that follows the error, so this asks again. */
function refusalOf(root: string): string {
  for (let attempt = 1; ; attempt++) {
    const {status, stderr} = spawnSync('docker', ['buildx', 'build', '--file', '-', root], {
      input: 'FROM scratch\nCOPY . /\n',
      encoding: 'utf8'
    })
    if (status === 0) return 'It took it.'
    if (attempt === 10 || !stderr.includes('Canceled: context canceled')) return stderr
  }
}
