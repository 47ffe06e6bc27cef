import {execFileSync} from 'node:child_process'
import {mkdirSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import {readForBuildKit} from '../../src/fingerprint/files.js'
import type {Workspace} from './repository.js'
import {createWorkspace} from './repository.js'

let workspace: Workspace

beforeEach(() => {
  workspace = createWorkspace()
  workspace.write('secret', 'not of the context')
  workspace.write('etc/ssl/certificate', 'x')
  workspace.write('app/real', 'FROM scratch')
  mkdirSync(join(workspace.root, 'app/sub'))
})
afterEach(() => {
  workspace.remove()
})

describe('a Dockerfile that is a link', () => {
  test.each(['real', './real', 'sub/../real'])('to %s is read', target => {
    symlinkSync(target, join(workspace.root, 'app/Dockerfile'))
    expect(readForBuildKit(join(workspace.root, 'app/Dockerfile'), 'app/Dockerfile', '')?.toString()).toBe(
      'FROM scratch'
    )
  })

  // `out` leads to a directory elsewhere, and `out/..` is the parent of that directory.
  test.each(['../secret', '/etc/hostname', 'out/certificate', 'out/../../secret', 'out/../hidden'])(
    'to %s is refused, and nothing of that file is shown',
    target => {
      workspace.write('etc/hidden', 'not of the context')
      symlinkSync(join(workspace.root, 'etc/ssl'), join(workspace.root, 'app/out'))
      symlinkSync(target, join(workspace.root, 'app/Dockerfile'))
      expect(() => readForBuildKit(join(workspace.root, 'app/Dockerfile'), 'app/Dockerfile', '')).toThrow(
        `app/Dockerfile is a link to ${target}, outside its directory`
      )
    }
  )
})

test('a Dockerfile that is a pipe is refused: reading it would wait for a writer', () => {
  const path = join(workspace.root, 'app/Dockerfile')
  execFileSync('mkfifo', [path])
  expect(() => readForBuildKit(path, 'app/Dockerfile', '')).toThrow('app/Dockerfile is no regular file.')
})
