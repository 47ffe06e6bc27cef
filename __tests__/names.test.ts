import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect, test} from '@jest/globals'
import ts from 'typescript'

const root = join(import.meta.dirname, '..')

/** Names that two files may export, each with the reason. */
const EXPLAINED: Readonly<Record<string, string>> = {}

/** Whether a statement exports what it declares, and does not pass on the export of another file. */
function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : []
  return modifiers.some(({kind}) => kind === ts.SyntaxKind.ExportKeyword)
}

function exportedNames(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest)
  return source.statements.filter(isExported).flatMap(statement => {
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap(({name}) => (ts.isIdentifier(name) ? [name.text] : []))
    }
    const {name} = statement as ts.Statement & {name?: ts.Node}
    return name !== undefined && ts.isIdentifier(name) ? [name.text] : []
  })
}

test('no name is exported by two files, unless the reason is given here', () => {
  const paths = execFileSync('git', ['ls-files', '*.ts', ':!dist'], {cwd: root, encoding: 'utf8'})
    .split('\n')
    .filter(path => path !== '' && !path.endsWith('.test.ts'))
  const homes = new Map<string, string[]>()
  for (const path of paths) {
    for (const name of new Set(exportedNames(path))) homes.set(name, [...(homes.get(name) ?? []), path])
  }
  expect(homes.size).toBeGreaterThan(500)
  const twice = [...homes].filter(([name, files]) => files.length > 1 && !(name in EXPLAINED))
  expect(twice.map(([name, files]) => `${name}: ${files.join(', ')}`)).toEqual([])
})
