// Lists grants of roles that no end-to-end test used. A permission that the action does not need shows up here.
import {readdirSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import process from 'node:process'

/** The global tear-down of jest. It reports only in CI, because a run of one suite uses few of the grants. */
export default function globalTeardown() {
  const directory = process.env.GRANTS
  if (directory === undefined) return
  const records = readdirSync(directory).map(name => JSON.parse(readFileSync(join(directory, name), 'utf8')))
  rmSync(directory, {recursive: true})
  if (process.env.CI) console.error(reportUnusedGrants(records))
}

/**
 * @param {readonly import('./grants-report.js').UsageRecord[]} records
 * @returns {string}
 */
export function reportUnusedGrants(records) {
  const used = new Set(records.flatMap(record => record.used))
  const unused = [...new Set(records.flatMap(record => record.granted))].filter(grant => !used.has(grant)).sort()
  const rows = new Map()
  for (const grant of unused) {
    const [role, action, repository] = grant.split(' ')
    const key = repository === '*' ? role : `${role} on ${repository}`
    rows.set(key, [...(rows.get(key) ?? []), action])
  }
  if (rows.size === 0) return 'The end-to-end tests used every grant of every role.'
  const lines = [...rows].map(([key, actions]) => `  ${key}: ${actions.join(', ')}`)
  return ['Grants that no end-to-end test used:', ...lines].join('\n')
}
