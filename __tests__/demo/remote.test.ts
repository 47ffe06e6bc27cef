import {execFile} from 'node:child_process'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'

import {afterEach, beforeEach, expect, test} from '@jest/globals'

import {Remote} from '../../demo/remote.js'
import {SampleRepository} from '../../testbed/harness/sample.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'

const execute = promisify(execFile)

/** Says what it found, in a group and after it, and fails where a file asks for that. */
const WORKFLOW = `on: {pull_request: , push: {branches: [master], tags: ['v*']}}
jobs:
  image:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - run: |
          echo '::group::Building'
          printf '#1 reading\\n\\n#2 done\\n'
          echo '::endgroup::'
          echo "Built: $(cat greeting)"
          test ! -e broken
`

let testbed: Testbed
let sample: SampleRepository
let origin: string
let clone: string
let remote: Remote
beforeEach(async () => {
  testbed = await startTestbed()
  sample = await SampleRepository.create(testbed, 'base/busybox:1.0')
  await sample.write({'.github/workflows/image.yml': WORKFLOW, greeting: 'hello\n'})
  await sample.commit('A workflow')
  const directory = await mkdtemp(join(tmpdir(), 'remote-'))
  origin = join(directory, 'origin')
  clone = join(directory, 'clone')
  await execute('git', ['clone', '--quiet', '--bare', sample.directory, origin])
  await execute('git', ['clone', '--quiet', origin, clone])
  await sample.git('remote', 'add', 'origin', origin)
  remote = new Remote(sample)
})
afterEach(async () => {
  await sample.remove()
  await rm(join(origin, '..'), {recursive: true})
  await testbed.close()
})

async function git(...args: string[]): Promise<string> {
  const {stdout} = await execute(
    'git',
    ['-c', 'user.name=Octo Cat', '-c', 'user.email=octocat@example.com', '-c', 'commit.gpgsign=false', ...args],
    {cwd: clone}
  )
  return stdout.trim()
}

async function change(files: Record<string, string>): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(clone, name), content)
  await git('add', '--all')
  await git('commit', '--quiet', '--message', 'A change')
}

/** Pushes a ref, and returns the line that git gives its hook. */
async function send(ref: string): Promise<string> {
  await git('push', '--quiet', 'origin', ref)
  return `${'0'.repeat(40)} ${await git('rev-parse', ref)} ${ref}\n`
}

/** What is said of a push. */
async function said(pushed: string): Promise<string[]> {
  const lines: string[] = []
  await remote.received(pushed, text => lines.push(text))
  return lines
}

const push = async (...refs: string[]): Promise<string[]> => {
  let pushed = ''
  for (const ref of refs) pushed += await send(ref)
  return await said(pushed)
}

test('a branch is a pull request, whose workflow runs, and of its log there is what nobody needs to unfold', async () => {
  await git('switch', '--quiet', '--create', 'feature/hello')
  await change({greeting: 'hello you\n'})
  expect(await push('refs/heads/feature/hello')).toEqual([
    'Pull request #1 is opened for feature/hello.',
    'Run 1, job image: success',
    '▸ Building',
    'Built: hello you'
  ])
  await change({greeting: 'hello all\n'})
  expect(await push('refs/heads/feature/hello')).toEqual([
    'Run 2, job image: success',
    '▸ Building',
    'Built: hello all'
  ])
})

test('of a run that failed there is all of its log', async () => {
  await change({broken: 'x'})
  expect(await push('refs/heads/master')).toEqual([
    'Run 1, job image: failure',
    '▸ Building',
    '#1 reading',
    '#2 done',
    'Built: hello'
  ])
})

test('a pull request with conflicts runs nothing, and is in the way of no push after it', async () => {
  await git('switch', '--quiet', '--create', 'feature/hello')
  await change({greeting: 'hello from the feature\n'})
  await git('switch', '--quiet', 'master')
  await change({greeting: 'hello from the trunk\n'})
  expect(await push('refs/heads/master')).toContain('Built: hello from the trunk')
  expect(await push('refs/heads/feature/hello')).toEqual([
    'Pull request #1 is opened for feature/hello.',
    'Pull request #1 conflicts with master: GitHub runs nothing until that is resolved.'
  ])
  await change({greeting: 'hello again\n'})
  expect(await push('refs/heads/master')).toContain('Built: hello again')

  await git('switch', '--quiet', 'feature/hello')
  await git('merge', '--quiet', '--strategy-option=ours', '--message', 'Resolved', 'master')
  expect(await push('refs/heads/feature/hello')).toEqual([
    'Run 3, job image: success',
    '▸ Building',
    'Built: hello from the feature'
  ])
})

test('pushes at the same time take turns, each with its own commit, and who waits is told so', async () => {
  const pushes: string[] = []
  for (const greeting of ['one', 'two', 'three']) {
    await change({greeting: `${greeting}\n`})
    pushes.push(await send('refs/heads/master'))
  }
  const waits = 'The run of another push is not done yet. Here they take turns: this push waits for it.'
  expect(await Promise.all(pushes.map(said))).toEqual(
    ['one', 'two', 'three'].map((greeting, index) => [
      ...(index === 0 ? [] : [waits]),
      `Run ${index + 1}, job image: success`,
      '▸ Building',
      `Built: ${greeting}`
    ])
  )
  expect(await said('')).toEqual([])
})

test('a tag runs the workflow if it asks for such tags, and no other ref does', async () => {
  await git('tag', 'v1.0.0')
  await git('tag', 'nightly')
  await git('notes', 'add', '--message', 'A note')
  expect(await push('refs/notes/commits', 'refs/tags/v1.0.0', 'refs/tags/nightly')).toEqual([
    'refs/notes/commits is neither a branch nor a tag: the workflow does not run.',
    'Run 1, job image: success',
    '▸ Building',
    'Built: hello',
    expect.stringMatching(/^The workflow does not run: /)
  ])
})

test('a branch that is gone is built no more, and is in the way of none below its name', async () => {
  await git('branch', 'feature')
  await push('refs/heads/feature')
  await git('push', '--quiet', 'origin', ':refs/heads/feature')
  expect(await said(`${await git('rev-parse', 'feature')} ${'0'.repeat(40)} refs/heads/feature\n`)).toEqual([
    'refs/heads/feature is gone, and its pull request is closed: nothing is built.'
  ])
  await git('branch', '--delete', '--force', 'feature')
  await git('branch', 'feature/hello')
  expect(await push('refs/heads/feature/hello')).toContain('Built: hello')
})

test('a workflow that GitHub refuses keeps none of the other refs of a push from theirs', async () => {
  await git('switch', '--quiet', '--create', 'broken')
  await git('rm', '--quiet', '.github/workflows/image.yml')
  await git('commit', '--quiet', '--message', 'No workflow')
  await git('tag', 'v1.0.0', 'master')
  expect(await push('refs/heads/broken', 'refs/tags/v1.0.0')).toEqual([
    'Pull request #1 is opened for broken.',
    expect.stringMatching(/^refs\/heads\/broken: /),
    'Run 1, job image: success',
    '▸ Building',
    'Built: hello'
  ])
})
