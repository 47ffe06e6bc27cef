// Writes the tables of README.md: inputs and outputs from action.yml, permissions from src/stages. With --check it only
// compares them.
import {readFileSync, writeFileSync} from 'node:fs'
import process from 'node:process'
import {fileURLToPath} from 'node:url'

import {isMap, isScalar, parseDocument} from 'yaml'

/**
 * Returns the README with its tables made from action.yml. Between `<!-- inputs:start -->` and `<!-- inputs:end -->` there
 * is one table for each group of inputs. A comment in action.yml starts a group. The outputs have one table between their
 * own markers.
 * @param {string} readme
 * @param {string} actionYaml
 * @returns {string}
 * @throws {Error} if action.yml cannot be read or lacks a section or description, or if the README lacks a marker
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
  return replaceBetween(replaceBetween(readme, 'inputs', inputs.join('\n\n')), 'outputs', outputs.join('\n\n'))
}

/** Groups the entries of a section by the comments above them. */
function groupsOf(document, section) {
  const map = document.get(section)
  if (!isMap(map) || map.items.length === 0) throw new Error(`action.yml has no ${section}.`)
  const groups = []
  for (const [index, {key, value}] of map.items.entries()) {
    // The YAML parser attaches the comment above the first entry to the map.
    const title = (index === 0 ? map.commentBefore : undefined) ?? (isScalar(key) ? key.commentBefore : undefined)
    if (index === 0 || title) groups.push({title: title?.trim(), entries: []})
    const content = value.toJSON() ?? {}
    if (!content.description) throw new Error(`action.yml: ${section}.${key} has no description.`)
    groups.at(-1).entries.push({name: String(key), value: content, description: cell(content.description)})
  }
  return groups
}

/**
 * Returns the README with its tables of permissions, between `<!-- permissions:start -->` and `<!-- permissions:end -->`.
 * @param {string} readme
 * @param {import('./action-docs.js').PermissionsTable} permissions
 * @returns {string}
 */
export function withPermissions(readme, {grants, cacheGrants, actions}) {
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
  const caches = Object.keys(cacheGrants)
  const stages = Object.keys(Object.values(cacheGrants)[0] ?? {})
  const cached = table(
    ["with `cache: true`, GitHub's role of", ...caches.map(name => `on ${code(name)}`)],
    stages.map(stage => [capitalized(stage), ...caches.map(name => levels(cacheGrants[name][stage]))])
  )
  const meaning = table(
    ['level', 'actions'],
    Object.entries(actions).map(([level, names]) => [`**${level}**`, names.map(name => code(name)).join(' ')])
  )
  return replaceBetween(readme, 'permissions', [...grantees, '', ...cached, '', ...meaning].join('\n'))
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

function replaceBetween(text, name, content) {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`README.md needs the lines ${start} and ${end}, in this order.`)
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`
}

async function main(check) {
  const {ACTIONS, CACHE_GRANTS, GRANTS} = await import('../src/stages/permissions.js')
  const {cacheRepositoryName} = await import('../src/stages/names.js')
  const readmePath = fileURLToPath(new URL('../README.md', import.meta.url))
  const actionPath = fileURLToPath(new URL('../action.yml', import.meta.url))
  const before = readFileSync(readmePath, 'utf8')
  const after = withPermissions(withTables(before, readFileSync(actionPath, 'utf8')), {
    grants: GRANTS,
    cacheGrants: Object.fromEntries(
      Object.entries(CACHE_GRANTS).map(([stage, levels]) => [cacheRepositoryName('<image>', stage), levels])
    ),
    actions: ACTIONS
  })
  if (after === before) return 0
  if (check) {
    console.error('README.md differs from action.yml or src/stages. Run `npm run docs` and commit the result.')
    return 1
  }
  writeFileSync(readmePath, after)
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.includes('--check'))
