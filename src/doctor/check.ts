import type {Failure} from '../core/failure.js'
import {messageWithPlace} from '../core/failure.js'
import type {Remedy} from '../core/remedy.js'
import {failureOf} from '../run/failure.js'
import type {Stage} from '../stages/stage.js'

export type CheckState = 'good' | 'bad' | 'warning' | 'not-checked' | 'info'

/** The result of one check by the doctor. */
export interface Check {
  /** The subject, in two or three words. */
  name: string
  state: CheckState
  /** The finding, or the reason why nothing was checked. The words fit a workflow and a terminal. */
  says: string
  /** What to change. */
  remedy?: Remedy
}

/** The outcome of an examination, which builds and pushes nothing. The stage is undefined if the run goes to no stage. */
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

/** A fact that is neither good nor bad. */
export function info(name: string, says: string, remedy?: Remedy): Check {
  return {name, state: 'info', says, ...(remedy === undefined ? {} : {remedy})}
}

/** @param reason a clause, such as `there are no credentials` */
export function notChecked(name: string, reason: string): Check {
  return {name, state: 'not-checked', says: `not checked: ${reason}`}
}

/** A request was throttled or did not reach its service, so the answer is missing. */
export function notKnown(name: string, reason: string): Check {
  return warning(name, `not known: ${reason}`, 'Run the doctor again.')
}

/** The result of a step. Success and failure both give a check. */
export type Attempt<T> = {check: Check; value: T} | {check: Check; value?: never; failure: Failure}

/**
 * Runs a step whose failure is a finding and does not end the examination.
 * @param says describes the value that the step returned
 * @throws every error that is not a Failure: a cancelled run, or a defect
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
