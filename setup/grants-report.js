// What the end-to-end tests' roles were granted and none of them used: an action that would do with less shows here.
import {readdirSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import process from 'node:process'

/** jest's global tear-down; a run of one suite alone uses little, and would report nearly all. */
export default function globalTeardown() {
  const directory = process.env.GRANTS
  if (directory === undefined) return
  const records = readdirSync(directory).map(name => JSON.parse(readFileSync(join(directory, name), 'utf8')))
  rmSync(directory, {recursive: true})
  if (process.env.CI) console.error(report(records))
}

/**
 * @param {readonly import('./grants-report.js').UsageRecord[]} records
 * @returns {string}
 */
export function report(records) {
  const used = new Set(records.flatMap(record => record.used))
  const unused = [...new Set(records.flatMap(record => record.granted))].filter(grant => !used.has(grant)).sort()
  const rows = new Map()
  for (const grant of unused) {
    const [role, action, repository] = grant.split(' ')
    const key = repository === '*' ? role : `${role} on ${repository}`
    rows.set(key, [...(rows.get(key) ?? []), action])
  }
  if (rows.size === 0) return 'Every grant of every role was used by an end-to-end test.'
  const lines = [...rows].map(([key, actions]) => `  ${key}: ${actions.join(', ')}`)
  return ['Granted, and used by no end-to-end test:', ...lines].join('\n')
}
