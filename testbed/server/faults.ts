import type {LoggedRequest, ServiceName} from './log.js'
import type {Fault} from './log.js'

export interface FaultPattern {
  service?: ServiceName
  method?: string
  /** Tested against path and query. */
  path?: RegExp
}

export interface FaultRule {
  match: FaultPattern | ((request: LoggedRequest) => boolean)
  fault: Fault
  /** How many requests it hits; every one, if not given. */
  times?: number
  /** How many matching requests pass before it hits the first one; 0, if not given. */
  after?: number
}

/** A rule that is in force. */
export interface ActiveFault {
  /** How many requests it has hit so far. */
  readonly hits: number
  remove(): void
}

interface Entry {
  rule: FaultRule
  passed: number
  hits: number
}

/** The rules in force, in the order in which they were added. The first rule that matches a request hits it. */
export class Faults {
  #entries: Entry[] = []

  add(rule: FaultRule): ActiveFault {
    const entry: Entry = {rule, passed: 0, hits: 0}
    this.#entries.push(entry)
    return {
      get hits() {
        return entry.hits
      },
      remove: () => {
        this.#entries = this.#entries.filter(other => other !== entry)
      }
    }
  }

  clear(): void {
    this.#entries = []
  }

  /** The fault that hits this request, if any. The hit is counted. */
  take(request: LoggedRequest): Fault | undefined {
    for (const entry of this.#entries) {
      if (entry.hits >= (entry.rule.times ?? Infinity) || !matches(entry.rule.match, request)) continue
      if (entry.passed < (entry.rule.after ?? 0)) {
        entry.passed++
        continue
      }
      entry.hits++
      return entry.rule.fault
    }
    return undefined
  }
}

function matches(match: FaultRule['match'], request: LoggedRequest): boolean {
  if (typeof match === 'function') return match(request)
  return (
    (match.service === undefined || match.service === request.service) &&
    (match.method === undefined || match.method === request.method) &&
    (match.path === undefined || match.path.test(request.path))
  )
}
