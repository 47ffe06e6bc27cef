import {execFile} from 'node:child_process'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'

import {afterEach, beforeEach, expect, jest, test} from '@jest/globals'

import {Remote} from '../../demo/remote.js'
import {SampleRepository} from '../../testbed/harness/sample.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'

const execute = promisify(execFile)

// Each test starts dozens of processes of git, one after the other.
jest.setTimeout(120_000)

/** A workflow that writes a group and a line after it. It fails if there is a file `broken`. */
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

/** Pushes a ref, and returns the line that git's hook gets. */
async function send(ref: string): Promise<string> {
  await git('push', '--quiet', 'origin', ref)
  return `${'0'.repeat(40)} ${await git('rev-parse', ref)} ${ref}\n`
}

/** The lines that are printed for a push. */
async function linesFor(pushed: string): Promise<string[]> {
  const lines: string[] = []
  await remote.received(pushed, text => lines.push(text))
  return lines
}

const push = async (...refs: string[]): Promise<string[]> => {
  let pushed = ''
  for (const ref of refs) pushed += await send(ref)
  return await linesFor(pushed)
}

test('opens a pull request for a branch, runs its workflow, and shows the log with folded groups', async () => {
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

test('shows the whole log of a run that failed', async () => {
  await change({broken: 'x'})
  expect(await push('refs/heads/master')).toEqual([
    'Run 1, job image: failure',
    '▸ Building',
    '#1 reading',
    '#2 done',
    'Built: hello'
  ])
})

test('runs nothing for a pull request with conflicts, and handles later pushes as usual', async () => {
  await git('switch', '--quiet', '--create', 'feature/hello')
  await change({greeting: 'hello from the feature\n'})
  await git('switch', '--quiet', 'master')
  await change({greeting: 'hello from the trunk\n'})
  expect(await push('refs/heads/master')).toContain('Built: hello from the trunk')
  expect(await push('refs/heads/feature/hello')).toEqual([
    'Pull request #1 is opened for feature/hello.',
    'Pull request #1 conflicts with master. GitHub runs no workflow until the conflict is resolved.'
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

test('handles simultaneous pushes in turn, each with its own commit, and tells waiting pushes that they wait', async () => {
  const pushes: string[] = []
  for (const greeting of ['one', 'two', 'three']) {
    await change({greeting: `${greeting}\n`})
    pushes.push(await send('refs/heads/master'))
  }
  const waits = 'The run of another push is not finished. Runs take turns here, so this push waits.'
  expect(await Promise.all(pushes.map(linesFor))).toEqual(
    ['one', 'two', 'three'].map((greeting, index) => [
      ...(index === 0 ? [] : [waits]),
      `Run ${index + 1}, job image: success`,
      '▸ Building',
      `Built: ${greeting}`
    ])
  )
  expect(await linesFor('')).toEqual([])
})

test('runs the workflow for tags that match its filters, and for no ref but branches and tags', async () => {
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

test('closes the pull request of a deleted branch, whose name can then be the folder of another', async () => {
  await git('branch', 'feature')
  await push('refs/heads/feature')
  await git('push', '--quiet', 'origin', ':refs/heads/feature')
  expect(await linesFor(`${await git('rev-parse', 'feature')} ${'0'.repeat(40)} refs/heads/feature\n`)).toEqual([
    'refs/heads/feature was deleted, and its pull request was closed. Nothing is built.'
  ])
  await git('branch', '--delete', '--force', 'feature')
  await git('branch', 'feature/hello')
  expect(await push('refs/heads/feature/hello')).toContain('Built: hello')
})

test('runs the workflow for the other refs of a push after one that fails', async () => {
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
