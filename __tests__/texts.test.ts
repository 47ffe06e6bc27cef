import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {dirname, join, relative} from 'node:path'

import {describe, expect, test} from '@jest/globals'

import {problemOf} from './texts/commands.js'
import type {Fence} from './texts/markdown.js'
import {filesLike, pageOf, readPage, root, slugOf} from './texts/markdown.js'
import {commandsOf} from './texts/shell.js'
import {lint, problemsOfStagesFile, problemsOfUse, snippetOf} from './texts/yaml.js'

/** The pages in dist/ are copies of these. */
const pages = filesLike('*.md', ':!dist')
  .filter(path => existsSync(join(root, path)))
  .map(readPage)

/** The languages whose code is checked, and those whose code is not. */
const READ = ['yaml', 'json', 'sh']
const SHOWN = ['text', 'dockerfile', 'makefile', 'ts', 'diff', 'mermaid']

/** Paths that every machine may have. */
const COMMON_PATHS = ['/dev/shm', '/var/run/docker.sock', '/etc/docker/daemon.json', '/etc/ssl/certs/proxy.pem']
/** Repositories that readers clone next to this one. */
const NEIGHBOURS = ['sample-image', 'playground']

function problems(fences: readonly Fence[], language: string, check: (text: string) => string[]): string[] {
  return fences
    .filter(fence => fence.language === language)
    .flatMap(({line, text}) => check(text).map(problem => `line ${line}: ${problem}`))
}

describe.each(pages.map(page => [page.path, page] as const))('%s', (path, page) => {
  test('names the language of each block of code', () => {
    const known = [...READ, ...SHOWN]
    const wrong = page.fences
      .filter(({language}) => !known.includes(language))
      .map(({line, language}) => `line ${line}: \`${language}\` is none of ${known.join(', ')}`)
    expect(wrong).toEqual([])
  })

  test('has YAML that is a stages file, or a workflow that action.yml knows, or a part of either', () => {
    expect(
      problems(page.fences, 'yaml', text => {
        const snippet = snippetOf(text)
        if (snippet.kind === 'unknown') return [snippet.because]
        return snippet.kind === 'stages-file' ? problemsOfStagesFile(snippet.text) : problemsOfUse(snippet.text)
      })
    ).toEqual([])
  })

  test('has JSON that is JSON', () => {
    expect(
      problems(page.fences, 'json', text => {
        try {
          JSON.parse(text)
          return []
        } catch (error) {
          return [String(error)]
        }
      })
    ).toEqual([])
  })

  test('has commands that a shell can parse, and that a test runs or a list exempts', () => {
    expect(
      problems(page.fences, 'sh', text => {
        const {status, stderr} = spawnSync('bash', ['-n'], {input: text, encoding: 'utf8'})
        if (status !== 0) return [stderr.trim()]
        try {
          return commandsOf(text).flatMap(words => problemOf(words) ?? [])
        } catch (error) {
          return [error instanceof Error ? error.message : String(error)]
        }
      })
    ).toEqual([])
  })

  test('has links that lead somewhere', () => {
    const broken = page.links
      .filter(({target}) => !/^(?:https:|mailto:)/.test(target))
      .flatMap(({target, line}) => {
        const [file = '', anchor] = target.split('#')
        const to = file === '' ? path : relative(root, join(root, dirname(path), decodeURIComponent(file)))
        if (to.startsWith('..')) return [`line ${line}: ${target} leads out of the repository`]
        if (!existsSync(join(root, to))) return [`line ${line}: ${target} does not exist`]
        if (anchor === undefined || !to.endsWith('.md')) return []
        const {anchors} = to === path ? page : readPage(to)
        return anchors.has(anchor)
          ? []
          : [`line ${line}: ${to} has no heading #${anchor}; it has ${[...anchors].join(', ')}`]
      })
    expect(broken).toEqual([])
  })

  test('names no path of this machine, and none outside the repository', () => {
    const absolute = [...page.text.matchAll(/(?<=^|[\s`'"(=])\/[A-Za-z][\w.-]*(?:\/[\w.*-]+)+/gm)].map(
      ([found]) => found
    )
    const climbing = [...page.text.matchAll(/(?<=^|[\s`'"(=])(?:\.\.\/)+([\w.-]+)[\w./-]*/gm)]
      .filter(([found, first = '']) => !existsSync(join(root, dirname(path), found)) && !NEIGHBOURS.includes(first))
      .map(([found]) => found)
    expect([...absolute.filter(found => !COMMON_PATHS.includes(found)), ...climbing]).toEqual([])
  })
})

test('actionlint finds nothing in the workflows of the texts', () => {
  const workflows = new Map(
    pages.flatMap(({path, fences}) =>
      fences
        .filter(({language}) => language === 'yaml')
        .flatMap(({text, line}) => {
          const snippet = snippetOf(text)
          return snippet.kind === 'workflow'
            ? [[`${path.replaceAll(/[/.]/g, '-')}-line-${line}`, snippet.text] as const]
            : []
        })
    )
  )
  expect(workflows.size).toBeGreaterThan(0)
  expect(lint(workflows)).toEqual([])
})

test('actionlint finds an error in a workflow, and in a part of one', () => {
  const wrong = [
    '- run: echo ${{ steps.nobody.outputs.image }}',
    'jobs: {image: {runs-on: ubuntu-latest, steps: [{run: "true"}], timeout: 5}}'
  ]
  const snippets = wrong.map(snippetOf)
  expect(snippets.map(({kind}) => kind)).toEqual(['workflow', 'workflow'])
  const findings = lint(
    new Map(snippets.map((snippet, index) => [`wrong-${index}`, 'text' in snippet ? snippet.text : '']))
  )
  expect(findings.map(finding => finding.split(':')[0])).toEqual(['wrong-0.yml', 'wrong-1.yml'])
})

describe('in a block of YAML', () => {
  test.each<[string, string, string[]]>([
    [
      'an input that does not exist',
      '- uses: org/ecr-registry-action@v1\n  with: {platform: linux/amd64}',
      ['org/ecr-registry-action@v1 has no input platform']
    ],
    [
      'an output that does not exist',
      '- {id: image, uses: org/ecr-registry-action@v1}\n- run: echo ${{ steps.image.outputs.sha }}',
      ['org/ecr-registry-action@v1 has no output sha']
    ],
    ['no version', '- uses: org/ecr-registry-action', ['org/ecr-registry-action names no version']],
    [
      'a workflow that does not exist',
      'uses: org/ecr-registry-action/.github/workflows/none.yml@v1',
      ['org/ecr-registry-action/.github/workflows/none.yml@v1: there is no .github/workflows/none.yml']
    ],
    ['no error in the use of another action', 'uses: actions/checkout@v5\nwith: {anything: 1}', []]
  ])('%s is found', (_, text, expected) => {
    const snippet = snippetOf(text)
    expect(snippet.kind === 'workflow' ? problemsOfUse(snippet.text) : snippet).toEqual(expected)
  })

  test('an error in a part of a stages file is found', () => {
    const snippet = snippetOf('deployment: {trunk: refs/heads/main}')
    expect(snippet.kind === 'stages-file' ? problemsOfStagesFile(snippet.text) : snippet).toEqual([
      expect.stringContaining("deployment.trunk: 'refs/heads/main' is a full ref")
    ])
  })

  test.each(['colour: red', '- 1', 'a: [', 'word'])('%s is an unknown kind of YAML', text => {
    expect(snippetOf(text).kind).toBe('unknown')
  })
})

describe('in a script', () => {
  test.each<[string, string[][]]>([
    [
      'npm ci && npm test -- stages # comment',
      [
        ['npm', 'ci'],
        ['npm', 'test', '--', 'stages']
      ]
    ],
    [
      'GH_TOKEN="$(gh auth token)" npm run environments -- \\\n  --reviewers a/b',
      [
        ['gh', 'auth', 'token'],
        ['npm', 'run', 'environments', '--', '--reviewers', 'a/b']
      ]
    ],
    [
      "git commit --message 'a && b; c' > /dev/null 2>&1 | tee out",
      [
        ['git', 'commit', '--message', 'a && b; c'],
        ['tee', 'out']
      ]
    ],
    ['x=1\necho "a # b" c#d', [['echo', 'a # b', 'c#d']]]
  ])('%s: the commands are found', (script, expected) => {
    expect(commandsOf(script)).toEqual(expected)
  })

  test.each<[string, RegExp]>([
    ['terraform apply', /nothing runs `terraform apply`: .* or add it to NEEDS_AWS_OR_GITHUB/],
    ['npm run nothing', /there is no script nothing/],
    ['npm test -- no-such-suite', /no test suite has no-such-suite in its path/],
    ['npm test stages', /write `npm test -- stages`/],
    ['npx cdk deplyo', /nothing runs `npx cdk deplyo`/],
    ['git psuh', /nothing runs `git psuh`/],
    ['aws s3 rm', /nothing runs `aws s3 rm`/],
    ['npx --yes @org/ecr-registry-action@1 psuh', /unknown command 'psuh'/],
    ['ecr-registry push --dry', /unknown option '--dry'/],
    ['ecr-registry push --stage staging', /argument 'staging' is invalid/],
    ['source <(ecr-registry complete tcsh)', /ecr-registry completes bash, zsh, fish/]
  ])('%s: the error is reported', (script, expected) => {
    expect(commandsOf(script).flatMap(words => problemOf(words) ?? [])).toEqual([expect.stringMatching(expected)])
  })

  test.each(['for a in b; do echo $a; done', 'cat << EOF\nEOF'])(
    '%s: syntax beyond plain commands is refused',
    script => {
      expect(() => commandsOf(script)).toThrow('more than a text should ask for')
    }
  )
})

describe('in a page', () => {
  test('blocks, links and anchors are found, but not inside code', () => {
    const text =
      '# One `two` (3)\n[a](b.md#c) `[x](y)` [`code`](d.md)\n\n- ```sh\n  echo "[no](link)"\n  # no heading\n  ```\n\n# One two 3\n'
    const {fences, links, anchors} = pageOf('page.md', text)
    expect(fences).toEqual([{language: 'sh', text: 'echo "[no](link)"\n# no heading\n', line: 4}])
    expect(links.map(({target}) => target)).toEqual(['b.md#c', 'd.md'])
    expect([...anchors]).toEqual(['one-two-3', 'one-two-3-1'])
  })

  test('the anchor of a heading is the same as on GitHub', () => {
    expect(slugOf("GitHub's environments, and what it does *not* protect")).toBe(
      'githubs-environments-and-what-it-does-not-protect'
    )
    expect(slugOf('`AccessDenied`: the job — or not?')).toBe('accessdenied-the-job--or-not')
  })
})
