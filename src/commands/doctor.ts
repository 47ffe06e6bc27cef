import type {Machine} from './local-job.js'
import {inClone} from './local-job.js'
import type {CommonOptions} from './options.js'
import type {CommandReport} from './report.js'

/** To be wired to the engine of the action's own doctor. */
export async function doctor(common: CommonOptions, machine: Machine): Promise<CommandReport> {
  return await inClone(common, {}, machine, () => Promise.resolve({lines: [], json: {}}))
}
