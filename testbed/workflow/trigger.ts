import type {EventsConfig} from '@actions/workflow-parser/model/workflow-template'

import type {WorkflowEvent} from './event.js'

/** Whether an event starts a workflow, and if not, why. */
export type Trigger = {kind: 'starts'} | {kind: 'ignored'; reason: string}

/** The activity that starts a workflow where `types:` does not say. Of other events, every activity does. */
const DEFAULT_TYPES: Readonly<Record<string, readonly string[]>> = {pull_request: ['opened', 'synchronize', 'reopened']}

const KNOWN_FILTERS = ['branches', 'branches-ignore', 'tags', 'tags-ignore', 'types']

/**
 * Whether the event starts a workflow with this `on:`.
 * @throws Error where the filter is one the test bed does not know
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#on
 */
export function workflowTrigger(on: EventsConfig, event: WorkflowEvent): Trigger {
  const config = on[event.name] as Filters | undefined
  if (config === undefined) return {kind: 'ignored', reason: `its \`on:\` has no ${event.name}`}
  // Its inputs are read where the run starts.
  if (event.name === 'workflow_dispatch') return {kind: 'starts'}
  const unknown = Object.keys(config).filter(name => !KNOWN_FILTERS.includes(name))
  if (unknown.length > 0) throw new Error(`on.${event.name}: the test bed knows no filter ${unknown.join(', ')}`)

  const types = config.types ?? DEFAULT_TYPES[event.name]
  const {action} = event.payload as {action?: string}
  if (types !== undefined && !types.includes(action ?? ''))
    return {kind: 'ignored', reason: `${event.name} of type ${action ?? '(none)'} is none of ${types.join(', ')}`}
  const refs =
    event.name === 'push' ? pushMatches(config, event.ref) : branchMatches(config, event.baseRef ?? nameOf(event.ref))
  return refs ? {kind: 'starts'} : {kind: 'ignored', reason: `${event.baseRef ?? event.ref} passes none of its filters`}
}

interface Filters {
  branches?: string[]
  'branches-ignore'?: string[]
  tags?: string[]
  'tags-ignore'?: string[]
  types?: string[]
}

/** A filter for branches alone lets no tag through, and the other way round; without any filter all pass. */
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

/** The last pattern that matches decides, and one with `!` before it takes back. */
function matches(patterns: readonly string[], name: string): boolean {
  const last = patterns.findLast(pattern => patternOf(pattern.replace(/^!/, '')).test(name))
  return last !== undefined && !last.startsWith('!')
}

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet */
function patternOf(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*|[*?+[\]]|\\?[^*?+[\]]/gs, part => {
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    // A character class, and counts of the character before, as in a regular expression.
    if ('?+[]-'.includes(part)) return part
    return part.replaceAll(/[\\^$.|(){}/]/g, String.raw`\$&`)
  })
  return new RegExp(`^${source}$`, 's')
}

function nameOf(ref: string): string {
  return ref.replace(/^refs\/(heads|tags|pull)\//, '')
}
