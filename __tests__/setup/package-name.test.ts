import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect, test} from '@jest/globals'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const {name, version} = JSON.parse(read('package.json')) as {name: string; version: string}

/** The packages that a text tells npm or npx to fetch, `name@version`. */
function fetched(text: string): string[] {
  const command = /\bnpx (?:--yes |-y )+(\S+)|\bnpm (?:install|i) (?:--global|-g) ([^\s,`]+)/g
  return [...text.matchAll(command)].map(([, byNpx, byNpm]) => byNpx ?? byNpm ?? '')
}

test('the package has the scope of the action, which is a placeholder, and the lockfile has the same name', () => {
  const lock = JSON.parse(read('package-lock.json')) as {name: string; packages: Record<string, {name?: string}>}
  expect([name, lock.name, lock.packages['']?.name]).toEqual(Array(3).fill('@org/ecr-registry-action'))
})

test('every text that fetches the command line names that package and a version', () => {
  const paths = execFileSync('git', ['ls-files', '*.md', '*.yml', '*Makefile', ':!dist', 'src', 'setup', 'demo'], {
    cwd: root,
    encoding: 'utf8'
  })
  const named = paths
    .split('\n')
    .filter(path => path !== '')
    .flatMap(path => fetched(read(path)).map(named => ({path, named})))
  expect(named.length).toBeGreaterThan(4)
  expect(named.filter(({named}) => !/^@org\/ecr-registry-action@\d/.test(named))).toEqual([])
})

test('every page that fetches the command line says that the scope is to be replaced', () => {
  for (const path of [
    'README.md',
    'docs/command-line.md',
    'examples/sample-image/README.md',
    'examples/sample-image/Makefile'
  ])
    expect({path, text: read(path)}).toEqual({path, text: expect.stringMatching(/replace[^.]*@org/i)})
})

test("the sample's Makefile pins one exact version: this package's, once it is released", () => {
  const [, pinned] = /npx --yes @org\/ecr-registry-action@(\S+)/.exec(read('examples/sample-image/Makefile')) ?? []
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/)
  const isReleased = version !== '0.0.0' && !version.includes('-')
  expect(pinned).toBe(isReleased ? version : pinned)
})

test('the lockfile takes packages from the public registry, and from no mirror of it', () => {
  const {packages} = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, {resolved?: string; link?: boolean}>
  }
  const elsewhere = Object.entries(packages).filter(
    ([, {resolved, link}]) =>
      resolved !== undefined && link !== true && !resolved.startsWith('https://registry.npmjs.org/')
  )
  expect(Object.keys(packages).length).toBeGreaterThan(500)
  expect(elsewhere).toEqual([])
})
