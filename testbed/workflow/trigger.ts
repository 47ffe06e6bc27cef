import type {EventsConfig} from '@actions/workflow-parser/model/workflow-template'

import type {WorkflowEvent} from './event.js'

/** Whether an event starts a workflow, and if not, why. */
export type Trigger = {kind: 'starts'} | {kind: 'ignored'; reason: string}

/** The activity types that start a workflow without `types:`. For other events, every type does. */
const DEFAULT_TYPES: Readonly<Record<string, readonly string[]>> = {pull_request: ['opened', 'synchronize', 'reopened']}

const KNOWN_FILTERS = ['branches', 'branches-ignore', 'tags', 'tags-ignore', 'types']

/**
 * Decides whether the event starts a workflow with this `on:`.
 * @throws Error on a filter that the testbed does not support
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#on
 */
export function workflowTrigger(on: EventsConfig, event: WorkflowEvent): Trigger {
  const config = on[event.name] as Filters | undefined
  if (config === undefined) return {kind: 'ignored', reason: `its \`on:\` has no ${event.name}`}
  // The properties of a dispatch are inputs, not filters.
  if (event.name === 'workflow_dispatch') return {kind: 'starts'}
  const unknown = Object.keys(config).filter(name => !KNOWN_FILTERS.includes(name))
  if (unknown.length > 0)
    throw new Error(`on.${event.name}: the testbed does not support the filter ${unknown.join(', ')}`)

  const types = config.types ?? DEFAULT_TYPES[event.name]
  const {action} = event.payload as {action?: string}
  if (types !== undefined && !types.includes(action ?? ''))
    return {
      kind: 'ignored',
      reason: `${event.name} has the type ${action ?? '(none)'}, which is not one of ${types.join(', ')}`
    }
  const refs =
    event.name === 'push' ? pushMatches(config, event.ref) : branchMatches(config, event.baseRef ?? nameOf(event.ref))
  return refs ? {kind: 'starts'} : {kind: 'ignored', reason: `${event.baseRef ?? event.ref} does not match its filters`}
}

interface Filters {
  branches?: string[]
  'branches-ignore'?: string[]
  tags?: string[]
  'tags-ignore'?: string[]
  types?: string[]
}

/** Without filters, every push matches. Filters for branches alone exclude all tags, and filters for tags alone all branches. */
function pushMatches(filters: Filters, ref: string): boolean {
  const forBranches = filters.branches !== undefined || filters['branches-ignore'] !== undefined
  const forTags = filters.tags !== undefined || filters['tags-ignore'] !== undefined
  if (!forBranches && !forTags) return true
  if (!ref.startsWith('refs/tags/')) return forBranches && branchMatches(filters, nameOf(ref))
  return forTags && passes(filters.tags, filters['tags-ignore'], nameOf(ref))
}

function branchMatches(filters: Filters, branch: string): boolean {
  return passes(filters.branches, filters['branches-ignore'], branch)
}

function passes(
  patterns: readonly string[] | undefined,
  ignored: readonly string[] | undefined,
  name: string
): boolean {
  if (patterns !== undefined) return matches(patterns, name)
  return ignored === undefined || !matches(ignored, name)
}

/** Whether the patterns select the name. The last pattern that matches decides; one that begins with `!` excludes the name. */
function matches(patterns: readonly string[], name: string): boolean {
  const last = patterns.findLast(pattern => patternOf(pattern.replace(/^!/, '')).test(name))
  return last !== undefined && !last.startsWith('!')
}

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet */
function patternOf(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*|[*?+[\]]|\\?[^*?+[\]]/gs, part => {
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    // Character classes and counts have the same meaning in a regular expression.
    if ('?+[]-'.includes(part)) return part
    return part.replaceAll(/[\\^$.|(){}/]/g, String.raw`\$&`)
  })
  return new RegExp(`^${source}$`, 's')
}

function nameOf(ref: string): string {
  return ref.replace(/^refs\/(heads|tags|pull)\//, '')
}
