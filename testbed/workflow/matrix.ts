import {isDeepStrictEqual} from 'node:util'

import type {Value} from './expression.js'
import {asMapping} from './expression.js'

export type Leg = Record<string, Value>

/** The `strategy:` of a job. Without a matrix, there is one leg without values. */
export interface Strategy {
  legs: Leg[]
  failFast: boolean
}

/**
 * The legs of a matrix, in GitHub's order.
 * @param strategy the job's `strategy:`, with its expressions evaluated
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrixinclude
 */
export function strategyOf(strategy: Value): Strategy {
  const {matrix = {}, 'fail-fast': failFast = true} = asMapping(strategy)
  const {include = [], exclude = [], ...axes} = asMapping(matrix)
  if (Object.keys(asMapping(matrix)).length === 0) return {legs: [{}], failFast: true}
  const crossed = Object.entries(axes).reduce<Leg[]>(
    (legs, [axis, values]) => legs.flatMap(leg => asList(values).map(value => ({...leg, [axis]: value}))),
    [{}]
  )
  const excluded = asList(exclude).map(asMapping)
  const original = (Object.keys(axes).length === 0 ? [] : crossed).filter(
    leg => !excluded.some(one => agrees(leg, one))
  )
  const legs = original.map(leg => ({...leg}))
  for (const added of asList(include).map(asMapping)) {
    const shared = Object.fromEntries(Object.entries(added).filter(([name]) => name in axes))
    const extended = legs.filter((_, index) => index < original.length && agrees(original[index] ?? {}, shared))
    // An `include` never overwrites the value of an axis. If it agrees with no leg, it becomes a leg of its own.
    if (extended.length === 0) legs.push({...added})
    for (const leg of extended) Object.assign(leg, added)
  }
  if (legs.length === 0) throw new Error('the matrix has no leg')
  if (legs.length > 256) throw new Error(`the matrix has ${legs.length} legs, and GitHub takes 256`)
  return {legs, failFast: failFast === true}
}

function agrees(leg: Leg, values: Leg): boolean {
  return Object.entries(values).every(([name, value]) => isDeepStrictEqual(leg[name], value))
}

function asList(value: Value): Value[] {
  if (!Array.isArray(value)) throw new Error(`a matrix requires lists, not ${JSON.stringify(value)}`)
  return value
}
