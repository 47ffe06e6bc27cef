import type {Failure} from '../core/failure.js'
import {messageWithPlace} from '../core/failure.js'
import type {Remedy} from '../core/remedy.js'
import {failureOf} from '../run/failure.js'
import type {Stage} from '../stages/stage.js'

export type CheckState = 'good' | 'bad' | 'warning' | 'not-looked-at' | 'told'

/** One thing that the doctor looked at. */
export interface Check {
  /** What was looked at, in two or three words. */
  name: string
  state: CheckState
  /** What there is, or why nothing was looked at. */
  says: string
  /** What to change. */
  remedy?: Remedy
}

/** How an examination ended: nothing was built or pushed, only looked at. The stage is undefined if nothing goes to one. */
export interface Examined {
  kind: 'examined'
  stage: Stage | undefined
  reason: string
  checks: readonly Check[]
}

export function good(name: string, says: string): Check {
  return {name, state: 'good', says}
}

export function bad(name: string, says: string, remedy?: Remedy): Check {
  return {name, state: 'bad', says, ...(remedy === undefined ? {} : {remedy})}
}

export function warning(name: string, says: string, remedy?: Remedy): Check {
  return {name, state: 'warning', says, ...(remedy === undefined ? {} : {remedy})}
}

/** Neither good nor bad. */
export function told(name: string, says: string, remedy?: Remedy): Check {
  return {name, state: 'told', says, ...(remedy === undefined ? {} : {remedy})}
}

/** @param because `there are no credentials` */
export function notLookedAt(name: string, because: string): Check {
  return {name, state: 'not-looked-at', says: `not looked at, because ${because}`}
}

/** Throttled, or not reached: that says nothing of what was asked for. */
export function notKnown(name: string, because: string): Check {
  return warning(name, `not known: ${because}`, 'Run the doctor again.')
}

/** What came of a step, which is a check either way. */
export type Attempt<T> = {check: Check; value: T} | {check: Check; value?: never; failure: Failure}

/**
 * Takes a step whose failure is a finding and not the end.
 * @param says what there is, of its value
 * @throws whatever is no Failure: a cancelled run, or a defect
 */
export async function attempt<T>(
  name: string,
  work: () => T | Promise<T>,
  says: (value: T) => string
): Promise<Attempt<T>> {
  try {
    const value = await work()
    return {check: good(name, says(value)), value}
  } catch (error) {
    const failure = failureOf(error)
    if (failure === undefined) throw error
    return {check: bad(name, messageWithPlace(failure), failure.remedy), failure}
  }
}
