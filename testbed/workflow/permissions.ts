import type {Permission, Permissions} from '../github/repositories.js'
import type {Scope} from './expression.js'
import {asMapping, evaluate} from './expression.js'
import type {JobDefinition} from './file.js'

/** Where nothing is said: what GitHub gives in repositories and organisations of today. */
const DEFAULT_PERMISSIONS: Permissions = {contents: 'read', packages: 'read'}

/**
 * What a job's token may do: what the job says, else its workflow.
 * @param cap of the job that calls the workflow
 * @throws Error as GitHub refuses a called workflow that asks for more than its caller has
 */
export function permissionsOf(
  job: Pick<JobDefinition, 'id' | 'permissions'>,
  workflow: JobDefinition['permissions'],
  cap: Permissions | undefined,
  scope: Scope
): Permissions {
  const token = job.permissions ?? workflow
  if (token === undefined) return cap ?? DEFAULT_PERMISSIONS
  const granted = Object.entries(asMapping(evaluate(token, scope))).flatMap(([name, level]): [string, Permission][] => {
    if (level === 'none') return []
    if (level !== 'read' && level !== 'write') throw new Error(`permissions: ${name} is ${JSON.stringify(level)}`)
    return [[name, level]]
  })
  for (const [name, level] of cap === undefined ? [] : granted) {
    const allowed = cap?.[name] ?? 'none'
    if (allowed !== 'write' && allowed !== level) {
      throw new Error(
        `The nested job '${job.id}' is requesting '${name}: ${level}', but is only allowed '${name}: ${allowed}'.`
      )
    }
  }
  return Object.fromEntries(granted)
}
