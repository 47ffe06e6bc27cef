import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {readInputs} from '../../src/action/inputs.js'
import {readRunner} from '../../src/action/runner.js'
import type {Log} from '../../src/core/log.js'
import {remedyAt} from '../../src/core/remedy.js'
import {Timings} from '../../src/core/timings.js'
import {dockerClient} from '../../src/docker/build.js'
import {failureOf} from '../../src/run/failure.js'
import {run} from '../../src/run/run.js'
import type {Step} from '../../testbed/workflow/runner.js'
import type {Case, Ended, ReleaseCheckout} from './release.js'
import {RehearsedRelease} from './release.js'

/** A process that runs one release after another: the source code, against its own services. */
const release = await RehearsedRelease.prepare(JSON.parse(process.argv[2] ?? '') as ReleaseCheckout)
// The toolkit and the SDK read the environment of the process.
Object.assign(process.env, release.step.environment)
const temporary = await mkdtemp(join(tmpdir(), 'release-'))

process.on('message', (one: Case) => {
  void release.suffer(one, runHere).then(result => process.send?.(result))
})
process.once('disconnect', () => {
  void Promise.all([release.close(), rm(temporary, {recursive: true})]).then(() => process.exit())
})
process.send?.('ready')

async function runHere({event, workspace, environment, githubToken = '', repository}: Step): Promise<Ended> {
  const eventPath = join(temporary, 'event.json')
  await writeFile(eventPath, JSON.stringify(event.payload))
  const whole = {
    ...environment,
    GITHUB_REPOSITORY: repository,
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temporary,
    'INPUT_GITHUB-TOKEN': githubToken,
    PATH: process.env['PATH']
  }
  const [errors, warnings]: [string[], string[]] = [[], []]
  const ignore = (): void => undefined
  const log: Log = {
    info: ignore,
    debug: ignore,
    notice: ignore,
    mask: ignore,
    warning: text => warnings.push(text),
    error: text => errors.push(text),
    group: async (_, work) => await work(),
    relay: async work => await work(ignore)
  }
  try {
    await run({
      inputs: readInputs(whole, ignore),
      runner: readRunner(whole),
      environment: whole,
      log,
      timings: new Timings(),
      docker: dockerClient,
      signal: new AbortController().signal,
      saveState: ignore,
      exportVariable: ignore
    })
    return {exitCode: 0, errors, warnings}
  } catch (error) {
    const failure = failureOf(error)
    errors.push(
      failure === undefined
        ? `a defect: ${String(error)}`
        : `${failure.message}\n${remedyAt('workflow', failure.remedy ?? '')}`.trim()
    )
    return {exitCode: 1, errors, warnings}
  }
}
