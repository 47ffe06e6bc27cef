import {appendFile, mkdtemp, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

import * as core from '@actions/core'

import {forPrograms} from './environment.js'
import {Cancelled, Failure, messageOf} from './failure.js'
import {TooSevere} from './gate.js'
import {readInputs, readRunner} from './inputs.js'
import {artifactOf} from './report/artifacts.js'
import {complaintOf} from './report/checklist.js'
import {actionsLog as log} from './report/log.js'
import {cutToLines, SUMMARY_LIMIT} from './report/markdown.js'
import {outputsOf, scanOutputs} from './report/outputs.js'
import {Phases} from './report/phases.js'
import {sarifOf, sarifOfFindings} from './report/sarif.js'
import {conclusion, summaryOf, summaryOfFailure} from './report/summary.js'
import {run} from './run.js'

// GitHub cancels with SIGINT, and again with SIGTERM after 7.5 s: both mean stop.
const cancel = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    cancel.abort(new Cancelled(signal))
  })
}

// Node ends when nothing is waited for that it knows of, and would do so without a word.
let ended = false
process.once('exit', () => {
  if (ended) return
  log.error('The run stopped while it waited for an answer that never came. Run the job again, and please report it.')
  process.exitCode = 1
})

const environment = process.env
const phases = new Phases()
const runner = readRunner(environment)
try {
  const outcome = await run({
    inputs: readInputs(environment, log.mask),
    runner,
    environment: forPrograms(environment),
    log,
    phases,
    signal: cancel.signal,
    saveState: core.saveState,
    exportVariable: core.exportVariable
  })
  for (const line of conclusion(outcome)) log.info(line)
  const sarif = sarifOf(outcome)
  const sarifFile = sarif === undefined ? undefined : await keep(sarif, runner.temporaryDirectory)
  set(outputsOf(outcome, sarifFile))
  await declare(artifactOf(outcome))
  await summarize(summaryOf(outcome, phases.entries()))
  const complaint = outcome.kind === 'examined' ? complaintOf(outcome.checks) : undefined
  if (complaint !== undefined) {
    log.error(complaint)
    process.exitCode = 1
  }
} catch (caught) {
  // What a cancel interrupts fails in many ways, and none of them is of interest.
  const error: unknown = cancel.signal.aborted ? cancel.signal.reason : caught
  report(error)
  process.exitCode = 1
  const refused = error instanceof TooSevere ? error : undefined
  // What is refused for its findings is of interest to code scanning, too.
  if (refused !== undefined) set(scanOutputs(refused.scans, await keep(sarifOfFindings(refused.image, refused.scans.findings), runner.temporaryDirectory)))
  if (error instanceof Failure) await summarize(summaryOfFailure(error.message, error.remedy, refused))
}
ended = true
// What still waits for an answer nobody needs any more, such as a connection that hangs, does not keep the job waiting.
setTimeout(() => process.exit(), 500).unref()

function set(outputs: Record<string, string>): void {
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
}

/** Later steps read it; the runner clears the directory when the job ends. */
async function keep(sarif: string, temporaryDirectory: string): Promise<string | undefined> {
  try {
    const file = join(await mkdtemp(join(temporaryDirectory, 'scan-')), 'ecr.sarif')
    await writeFile(file, sarif)
    return file
  } catch (error) {
    // The image is where it is to be by now.
    log.warning(`The findings could not be written as a file, and \`sarif-file\` is empty: ${messageOf(error)}`)
    return undefined
  }
}

/** The runner takes what a step made, where it has a place for it. */
async function declare(artifact: string | undefined): Promise<void> {
  if (artifact !== undefined) await tell('GITHUB_ARTIFACTS', `${artifact}\n`, 'The image could not be declared to later steps, such as actions/attest')
}

async function summarize(text: string): Promise<void> {
  await tell('GITHUB_STEP_SUMMARY', cutToLines(text, SUMMARY_LIMIT, '(cut: GitHub takes no longer summary)'), 'The job summary could not be written')
}

/** Appends to a file of the runner's. Whether it can be written to changes nothing of how the run ended. */
async function tell(variable: string, text: string, failed: string): Promise<void> {
  const file = environment[variable]
  if (!file) return
  try {
    await appendFile(file, text)
  } catch (error) {
    log.warning(`${failed} (${variable}): ${messageOf(error)}`)
  }
}

function report(error: unknown): void {
  if (error instanceof Failure) {
    log.error(error.remedy === undefined ? error.message : `${error.message}\n${error.remedy}`, error.location)
    if (error.cause instanceof Error) log.debug(error.cause.stack ?? messageOf(error.cause))
  } else if (error instanceof Cancelled) {
    log.error(error.message)
  } else {
    log.error(`This is a defect of the action, please report it: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`)
  }
}
