import type {TokenPermission, TokenPermissions} from '../github/repository.js'
import type {Scope} from './expression.js'
import {asMapping, evaluateToken} from './expression.js'
import type {JobDefinition} from './file.js'

/** GitHub's default for new repositories and organizations, if a workflow has no `permissions:`. */
const DEFAULT_PERMISSIONS: TokenPermissions = {contents: 'read', packages: 'read'}

/**
 * The permissions of a job's token: those of the job, or else of its workflow.
 * @param cap the permissions of the job that calls the workflow
 * @throws Error with GitHub's message if a called workflow asks for more than its caller has
 */
export function permissionsOf(
  job: Pick<JobDefinition, 'id' | 'permissions'>,
  workflow: JobDefinition['permissions'],
  cap: TokenPermissions | undefined,
  scope: Scope
): TokenPermissions {
  const token = job.permissions ?? workflow
  if (token === undefined) return cap ?? DEFAULT_PERMISSIONS
  const granted = Object.entries(asMapping(evaluateToken(token, scope))).flatMap(
    ([name, level]): [string, TokenPermission][] => {
      if (level === 'none') return []
      if (level !== 'read' && level !== 'write') throw new Error(`permissions: ${name} is ${JSON.stringify(level)}`)
      return [[name, level]]
    }
  )
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
