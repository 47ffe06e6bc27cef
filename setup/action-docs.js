// Writes the tables of README.md: inputs and outputs from action.yml, permissions from src/stages; with --check it only
// compares.
import {readFileSync, writeFileSync} from 'node:fs'
import process from 'node:process'
import {fileURLToPath} from 'node:url'

import {isMap, isScalar, parseDocument} from 'yaml'

/**
 * The text of the README with its tables as action.yml has them: between `<!-- inputs:start -->` and
 * `<!-- inputs:end -->` one for each group of inputs, a group being what follows a comment in action.yml, and one of
 * the outputs between their own two markers.
 * @param {string} readme
 * @param {string} actionYaml
 * @returns {string}
 * @throws {Error} where action.yml cannot be read, has nothing to tell, or the README lacks a marker
 */
export function withTables(readme, actionYaml) {
  const document = parseDocument(actionYaml)
  if (document.errors[0]) throw new Error(`action.yml: ${document.errors[0].message}`)
  const inputs = groupsOf(document, 'inputs').map(({title, entries}) =>
    [
      ...(title ? [`**${title}**`, ''] : []),
      ...table(
        ['Input', 'Default', 'Description'],
        entries.map(({name, value, description}) => [code(name), code(value.default ?? ''), description])
      )
    ].join('\n')
  )
  const outputs = groupsOf(document, 'outputs').map(({entries}) =>
    table(
      ['Output', 'Description'],
      entries.map(({name, description}) => [code(name), description])
    ).join('\n')
  )
  return between(between(readme, 'inputs', inputs.join('\n\n')), 'outputs', outputs.join('\n\n'))
}

/** The entries of a section under the comments that head them. */
function groupsOf(document, section) {
  const map = document.get(section)
  if (!isMap(map) || map.items.length === 0) throw new Error(`action.yml has no ${section}.`)
  const groups = []
  for (const [index, {key, value}] of map.items.entries()) {
    // The comment above the first entry belongs to the map, as YAML sees it.
    const title = (index === 0 ? map.commentBefore : undefined) ?? (isScalar(key) ? key.commentBefore : undefined)
    if (index === 0 || title) groups.push({title: title?.trim(), entries: []})
    const content = value.toJSON() ?? {}
    if (!content.description) throw new Error(`action.yml: ${section}.${key} has no description.`)
    groups.at(-1).entries.push({name: String(key), value: content, description: cell(content.description)})
  }
  return groups
}

/**
 * The README with its table of permissions, between `<!-- permissions:start -->` and `<!-- permissions:end -->`.
 * @param {string} readme
 * @param {import('./action-docs.js').Permissions} permissions
 * @returns {string}
 */
export function withPermissions(readme, {grants, actions}) {
  const levels = names => (names.length === 0 ? '–' : names.join(' '))
  const grantees = table(
    ['stage', 'Developers', 'End users', "GitHub (the stage's role)"],
    Object.entries(grants).map(([stage, {developers, endUsers, github}]) => [
      capitalized(stage),
      levels(developers),
      levels(endUsers),
      levels(github)
    ])
  )
  const meaning = table(
    ['level', 'actions'],
    Object.entries(actions).map(([level, names]) => [`**${level}**`, names.map(name => code(name)).join(' ')])
  )
  return between(readme, 'permissions', [...grantees, '', ...meaning].join('\n'))
}

function capitalized(word) {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

function table(header, rows) {
  return [header, header.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`.replace(/ {2,}\|/g, ' |'))
}

function code(value) {
  return value === '' ? '' : `\`${cell(String(value))}\``
}

function cell(text) {
  return text
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
}

function between(text, name, content) {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`README.md needs the lines ${start} and ${end}, in this order.`)
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`
}

async function main(check) {
  const {ACTIONS, GRANTS} = await import('../src/stages/permissions.js')
  const readmePath = fileURLToPath(new URL('../README.md', import.meta.url))
  const actionPath = fileURLToPath(new URL('../action.yml', import.meta.url))
  const before = readFileSync(readmePath, 'utf8')
  const after = withPermissions(withTables(before, readFileSync(actionPath, 'utf8')), {
    grants: GRANTS,
    actions: ACTIONS
  })
  if (after === before) return 0
  if (check) {
    console.error(
      'README.md does not say what action.yml and src/stages say: run `npm run docs` and commit the result.'
    )
    return 1
  }
  writeFileSync(readmePath, after)
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.includes('--check'))
