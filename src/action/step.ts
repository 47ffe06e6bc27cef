import * as core from '@actions/core'

import {Cancelled} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import {programEnvironment} from '../core/process-env.js'
import {Timings} from '../core/timings.js'
import {dockerClient} from '../docker/build.js'
import type {Examined} from '../doctor/check.js'
import type {Job} from '../run/context.js'
import type {Outcome} from '../run/outcome.js'
import {run} from '../run/run.js'
import {foreignInputs} from './foreign-inputs.js'
import {readInputs} from './inputs.js'
import {log} from './job-log.js'
import {postComment, readPostInputs} from './post-comment.js'
import {reportComment, reportEnd, reportError, reportForeignInputs} from './reporting.js'
import {readRunner} from './runner.js'

/** One step of a workflow: reads its inputs, runs, and reports how it ended. */
export async function runStep(environment: ProcessEnv): Promise<void> {
  const signal = cancelSignal()
  const ended = watchForSilentExit()
  const runner = readRunner(environment)
  try {
    reportForeignInputs(foreignInputs(environment))
    const common = {runner, log, timings: new Timings(), signal}
    const post = readPostInputs(environment, log.mask)
    if (post === undefined) await runJob(common, environment)
    else await reportComment(await postComment({...common, ...post}), common.timings, environment)
  } catch (error) {
    // The work that a cancellation interrupts fails with errors of its own. Only the cancellation is reported.
    await reportError(signal.aborted ? signal.reason : error, runner, environment)
  }
  ended()
  // An open connection must not keep the job waiting.
  setTimeout(() => process.exit(), 500).unref()
}

async function runJob(
  common: Pick<Job, 'runner' | 'log' | 'timings' | 'signal'>,
  environment: ProcessEnv
): Promise<void> {
  const job: Job = {
    ...common,
    inputs: readInputs(environment, log.mask),
    environment: programEnvironment(environment),
    docker: dockerClient,
    saveState: core.saveState,
    exportVariable: core.exportVariable
  }
  await reportEnd(await endOf(job), job, environment)
}

async function endOf(job: Job): Promise<Outcome | Examined> {
  if (job.inputs.operation !== 'doctor') return await run(job)
  const {examineJob} = await import('../doctor/job.js')
  return await examineJob(job)
}

/** GitHub cancels with SIGINT, and with SIGTERM 7.5 s later: both mean stop. */
function cancelSignal(): AbortSignal {
  const cancel = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      cancel.abort(new Cancelled(name))
    })
  }
  return cancel.signal
}

/**
 * Fails the step if Node exits because nothing is left to wait for, which it does silently.
 * @returns a function to call when the step has ended normally
 */
function watchForSilentExit(): () => void {
  let hasEnded = false
  process.once('exit', () => {
    if (hasEnded) return
    log.error('The run stopped while it waited for an answer that never came. Run the job again, and please report it.')
    process.exitCode = 1
  })
  return () => {
    hasEnded = true
  }
}
