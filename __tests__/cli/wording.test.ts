import {readFileSync} from 'node:fs'
import {dirname, relative, resolve} from 'node:path'

import {expect, test} from '@jest/globals'
import ts from 'typescript'
import {parse} from 'yaml'

import {forTerminal} from '../../src/cli/wording.js'
import {optionOf} from '../../src/core/setting.js'

test.each([
  ['Input image is `nope`, and it has api, web.', '--image is `nope`, and it has api, web.'],
  ['Input tags: the template `latest` gives `latest`.', '--tag: the template `latest` gives `latest`.'],
  ['Change `build-args:` under `with:`.', 'Change `--build-arg`.'],
  [
    'Change the template under `tags:`; a word in front makes it a tag of its own.',
    'Change the template of --tag; a word in front makes it a tag of its own.'
  ],
  [
    'Set the input image to one of them, as in `with: {image: web}`; a matrix builds them all.',
    'Set --image to one of them, as in `--image web`.'
  ],
  ['Set the input `file` to its path from the workspace.', 'Set `--file` to its path from here.'],
  [
    'Where the stages file names them, correct them there. Has the repository been checked out?',
    "Where the stages file names them, correct them there. Is this the repository's root, and does the stages file say where its Dockerfile lies?"
  ],
  ['Input no-cache needs buildx.', '--no-cache needs buildx.'],
  ['Write `A=value`, or set A under `env:`.', 'Write `A=value`, or set A in the environment.'],
  ['Correct the stages file, or correct the input `role-arn`.', 'Correct the stages file.'],
  [
    'Build it (leave the input `operation` out), or name it with the input `source`.',
    'Build it, or name it with `--source`.'
  ],
  ['--build-arg is `=1`; it wants `NAME=value` on each line.', '--build-arg is `=1`; it wants `NAME=value`.'],
  ['Run the job again, and check that this runner reaches it.', 'Try again, and check that this machine reaches it.'],
  ['Input audience is empty.', 'Input audience is empty.'],
  ['--image is `file`, and there is no `target`.', '--image is `file`, and there is no `target`.'],
  [
    'The credentials are of account 1, and the repository is of account 2.\nIs it the right repository?',
    'Your credentials are of account 1, and the repository is of account 2: if that is not meant, name another profile (`--profile`), or correct the account.\nIs it the right repository?'
  ],
  [
    'It needs A: deploy infra/ anew if it is the role of a stage and was changed by hand.',
    "It needs A: a role of people's own needs what the stage's group gives them."
  ],
  ['Run the job that released v1.2.3 again: it moves the tag.', 'Promote v1.2.3 again: it moves the tag.'],
  ['There is no image to pull.', 'There is no image to pull.']
])('%s', (said, here) => {
  expect(forTerminal(said, optionOf)).toBe(here)
})

test('what another program printed, which is set off by its indent, is left as it is', () => {
  const printed = '  0.213 Input file: 3 errors, run the job again'
  expect(forTerminal(`Input file is wrong:\n${printed}\nRun the job again.`, optionOf)).toBe(
    `--file is wrong:\n${printed}\nTry again.`
  )
})

test('nothing that a command can say speaks of a workflow', () => {
  /** What a plan says is about one; the rest of these only a job comes to, though commands share the file. */
  const OF_JOBS = [
    'stages/decision.ts',
    'stages/automatic.ts',
    'stages/manual.ts',
    'stages/environment.ts',
    'stages/arn.ts',
    'stages/denial.ts',
    'aws/role.ts',
    'job-stages.ts',
    'docker-login.ts',
    'commands/wording.ts'
  ]
  const ONLY_JOBS = [
    /^Input secrets: entry /,
    /needs role-arn and repository-arn/,
    /^Add a stages file, or set /,
    /^Correct role-arn or /,
    /^GitHub environment of the job$/
  ]

  const texts = textsOf('src/cli/main.ts')
  const {inputs} = parse(readFileSync('action.yml', 'utf8')) as {inputs: Record<string, unknown>}
  const options = Object.keys(inputs).filter(input => optionOf(input) !== undefined)
  const compound = options.filter(input => input.includes('-')).join('|')
  const LEFT = new RegExp(
    `\\binput \`?(?:${options.join('|')})\\b|\`(?:${options.join('|')})(?::[^\`]*)?\`|(?<![-\\w])(?:${compound})\\b` +
      '|\\b(?:this|the) (?:job|step)\\b|\\bstep before\\b|docker/setup-|actions/|\\bthis runner\\b|`with:|`env:`|\\bworkspace\\b|\\ba matrix\\b|\\bbeen checked out\\b',
    'i'
  )

  const said = texts.filter(({file, text}) => !OF_JOBS.includes(file) && !ONLY_JOBS.some(pattern => pattern.test(text)))
  expect(said.length).toBeGreaterThan(500)
  expect(said.map(({file, text}) => `${file}: ${forTerminal(text, optionOf)}`).filter(text => LEFT.test(text))).toEqual(
    []
  )
})

interface Text {
  /** Below src/. */
  file: string
  text: string
}

/** Every sentence in a module and in what it loads; what is put in is the name of an input where it is one, else a word. */
function textsOf(entry: string): Text[] {
  const seen = new Set<string>()
  const texts: Text[] = []
  visit(resolve(entry))
  return texts

  function visit(path: string): void {
    if (seen.has(path) || !path.endsWith('.ts')) return
    seen.add(path)
    walk(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest), path)
  }

  function walk(node: ts.Node, path: string): void {
    const load = (module: ts.Node | undefined): void => {
      if (module !== undefined && ts.isStringLiteral(module) && module.text.startsWith('.'))
        visit(resolve(dirname(path), module.text.replace(/\.js$/, '.ts')))
    }
    if (ts.isImportDeclaration(node)) {
      if (node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword) load(node.moduleSpecifier)
      return
    }
    // A remedy with two forms has one for the terminal beside this one.
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === 'workflow') return
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) load(node.arguments[0])
    const text = textOf(node)
    if (text?.includes(' ') === true) texts.push({file: relative(resolve('src'), path), text})
    ts.forEachChild(node, child => {
      walk(child, path)
    })
  }
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (!ts.isTemplateExpression(node)) return undefined
  const put = ({expression}: ts.TemplateSpan): string =>
    ts.isIdentifier(expression) && expression.text === 'input' ? 'file' : 'something'
  return node.head.text + node.templateSpans.map(span => put(span) + span.literal.text).join('')
}
