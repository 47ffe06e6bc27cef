import {appendFile, mkdtemp, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

import * as core from '@actions/core'

import {Cancelled, messageOf} from '../core/failure.js'
import {cutToLines, SUMMARY_LIMIT} from '../core/markdown.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Timings} from '../core/timings.js'
import type {Examined} from '../doctor/check.js'
import {artifactOf} from '../report/artifacts.js'
import {complaintOf} from '../report/checklist.js'
import {EMPTY_MATRIX, outputsOf, scanOutputs} from '../report/outputs.js'
import {sarifOf, sarifOfFindings} from '../report/sarif.js'
import {conclusion, summaryOf, summaryOfFailure} from '../report/summary.js'
import type {Job} from '../run/context.js'
import {failureOf} from '../run/failure.js'
import type {Outcome} from '../run/outcome.js'
import type {Runner} from '../run/runner.js'
import {TooSevere} from '../run/scan-gate.js'
import {commentOn} from './comment.js'
import type {ForeignInputs} from './foreign-inputs.js'
import {log, warnOfMaskedOutputs, withoutMasked, withRemedy} from './job-log.js'
import type {CommentEnd} from './post-comment.js'

/** Reports how a run ended: comment, log, outputs, artifact and job summary. */
export async function reportEnd(end: Outcome | Examined, job: Job, environment: ProcessEnv): Promise<void> {
  const commented = end.kind === 'examined' ? {} : await commentOn(job, end, withoutMasked)
  for (const line of conclusion(end)) log.info(line)
  const sarif = end.kind === 'examined' ? undefined : sarifOf(end)
  const outputs = outputsOf(end, sarif === undefined ? undefined : await writeSarif(sarif, job.runner))
  setOutputs({...(job.inputs.share.kind === 'plan' ? {matrix: EMPTY_MATRIX} : {}), ...outputs, ...commented})
  if (end.kind !== 'examined') await declareArtifact(artifactOf(end), environment)
  await writeSummary(summaryOf(end, job.timings.entries()), environment)
  if (end.kind === 'examined') reportComplaint(end)
}

/** Reports how a step ended that only posts a comment. */
export async function reportComment(end: CommentEnd, timings: Timings, environment: ProcessEnv): Promise<void> {
  log.info(end.reason)
  setOutputs(outputsOf(end))
  await writeSummary(summaryOf(end, timings.entries()), environment)
}

/** Reports inputs of other actions: with a warning, if the step asks for something that this action does not do. */
export function reportForeignInputs({ignored, needless}: ForeignInputs): void {
  if (ignored.length > 0)
    log.warning(['This action does not have these inputs, and ignores them.', ...ignored].join('\n'))
  if (needless.length > 0) log.notice(['This action does not need these inputs.', ...needless].join('\n'))
}

/** Reports an error where people look first: as an annotation and in the job summary. The step fails. */
export async function reportError(error: unknown, runner: Runner, environment: ProcessEnv): Promise<void> {
  process.exitCode = 1
  logError(error)
  const refused = error instanceof TooSevere ? error : undefined
  if (refused !== undefined) {
    // Code scanning shows the findings for which an image was refused, too.
    const sarif = sarifOfFindings(refused.image, refused.scans.findings)
    setOutputs(scanOutputs(refused.scans, await writeSarif(sarif, runner)))
  }
  const failure = failureOf(error)
  if (failure !== undefined) await writeSummary(summaryOfFailure(failure.message, failure.remedy, refused), environment)
}

function logError(error: unknown): void {
  const failure = failureOf(error)
  if (failure !== undefined) {
    log.error(withRemedy(failure.message, failure.remedy), failure.location)
    if (failure.cause instanceof Error) log.debug(failure.cause.stack ?? messageOf(failure.cause))
  } else if (error instanceof Cancelled) {
    log.error(error.message)
  } else {
    const details = error instanceof Error ? (error.stack ?? error.message) : messageOf(error)
    log.error(`This is a defect of the action. Please report it: ${details}`)
  }
}

function reportComplaint({checks}: Examined): void {
  const complaint = complaintOf(checks, 'workflow')
  if (complaint === undefined) return
  log.error(complaint)
  process.exitCode = 1
}

function setOutputs(outputs: Record<string, string>): void {
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
  warnOfMaskedOutputs(outputs)
}

/** Writes a file for later steps; the runner clears its directory when the job ends. */
async function writeSarif(sarif: string, {temporaryDirectory}: Runner): Promise<string | undefined> {
  try {
    const file = join(await mkdtemp(join(temporaryDirectory, 'scan-')), 'ecr.sarif')
    await writeFile(file, sarif)
    return file
  } catch (error) {
    // The image is pushed by now, so this is no reason to fail.
    log.warning(`The findings could not be written as a file, and \`sarif-file\` is empty: ${messageOf(error)}`)
    return undefined
  }
}

async function declareArtifact(artifact: string | undefined, environment: ProcessEnv): Promise<void> {
  if (artifact === undefined) return
  const failed = 'The image could not be declared to later steps, such as actions/attest'
  await appendForRunner('GITHUB_ARTIFACTS', `${artifact}\n`, environment, failed)
}

async function writeSummary(text: string, environment: ProcessEnv): Promise<void> {
  const cut = cutToLines(text, SUMMARY_LIMIT, '(cut: GitHub does not accept a longer summary)')
  await appendForRunner('GITHUB_STEP_SUMMARY', cut, environment, 'The job summary could not be written')
}

/**
 * Appends to a file of the runner, if the runner provides it. A successful run does not fail if the file cannot be written.
 * @param variable the environment variable that names the file
 */
async function appendForRunner(variable: string, text: string, environment: ProcessEnv, failed: string): Promise<void> {
  const file = environment[variable]
  if (!file) return
  try {
    await appendFile(file, text)
  } catch (error) {
    log.warning(`${failed} (${variable}): ${messageOf(error)}`)
  }
}
