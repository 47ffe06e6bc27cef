import {execFile} from 'node:child_process'
import {mkdtemp, symlink} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'

import {deploy} from '../../testbed/harness/deploy.js'
import type {JobEvent} from '../../testbed/harness/sample.js'
import {DEVELOPMENT, MASTER, SampleRepository, STAGES_FILE} from '../../testbed/harness/sample.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'
import type {RegistryHandle} from '../../testbed/registry/registry-handle.js'
import type {Step, StepResult} from '../../testbed/workflow/runner.js'
import {RunnerMachine} from '../../testbed/workflow/runner.js'

export {DEVELOPMENT, MASTER}

/**
 * GitHub, AWS and a sample repository, as after `cdk deploy`. The services run on this machine, and are as strict as the
 * real ones.
 */
export interface World {
  testbed: Testbed
  sample: SampleRepository
  registry: RegistryHandle
  /** The reference of the sample's base image. */
  base: string
  /** Runs a job with the action's step and post step, on a new runner. */
  run: (event: JobEvent, step?: Partial<Step>) => Promise<StepResult>
  /** Runs the workflow of the repository, and returns the result of the action's step. */
  workflow: (event: JobEvent) => Promise<StepResult>
  close: () => Promise<void>
}

export async function startWorld(stagesFile = STAGES_FILE): Promise<World> {
  const testbed = await startTestbed()
  await deploy(testbed, stagesFile)
  const base = await SampleRepository.addBase(testbed)
  const sample = await SampleRepository.create(testbed, base)
  if (stagesFile !== STAGES_FILE) {
    await sample.write({'.github/ecr-registry.yml': stagesFile})
    await sample.commit('Other stages')
  }
  return {
    testbed,
    sample,
    base,
    registry: await testbed.registry('111122223333', 'eu-west-1'),
    async run(event, step = {}) {
      const job = await RunnerMachine.start()
      try {
        const whole = {
          ...event,
          workspace: sample.directory,
          ...step,
          environment: {...event.environment, ...step.environment}
        }
        const result = await job.step(whole)
        await job.post(whole, result.state)
        return result
      } finally {
        await job.end()
      }
    },
    async workflow(event) {
      const {actionResults} = await import('../../testbed/workflow/run-workflow.js')
      const run = await sample.workflow(event)
      const [result] = actionResults(run)
      if (result === undefined)
        throw new Error(
          run.kind === 'ignored' ? run.reason : `The workflow ended in ${run.conclusion} before it came to the action.`
        )
      return result
    },
    async close() {
      await sample.remove()
      await testbed.close()
    }
  }
}

/** All requests to the testbed, as `service METHOD path status`. */
export function requestsOf({testbed}: World): string[] {
  return testbed.requests.map(
    ({service, method, path, status}) => `${service} ${method} ${path.split('?')[0] ?? ''} ${status}`
  )
}

/** The requests that change something in the registry, in ECR or on GitHub. */
export function writesOf({testbed}: World): string[] {
  const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'
  return testbed.requests
    .filter(
      ({service, method, iam}) =>
        (isRest(service) && !isRead(method)) ||
        iam.some(({action}) => !/^(sts:AssumeRole|ecr:(Get|Describe|List|BatchGet|BatchCheck))/.test(action))
    )
    .map(({service, method, path}) => `${service} ${method} ${path.split('?')[0] ?? ''}`)
}

/** Other services take POST also for calls that only read. */
function isRest(service: string): boolean {
  return service === 'registry' || service === 'blob' || service === 'github'
}

/** A PATH with only these programs. Its directory is removed with the world. */
export async function pathWith({sample}: World, ...programs: string[]): Promise<string> {
  // Builds do not read .git.
  const directory = await mkdtemp(join(sample.directory, '.git', 'path-'))
  for (const program of programs) {
    const {stdout} = await promisify(execFile)('sh', ['-c', `command -v ${program}`], {cwd: sample.directory})
    await symlink(stdout.trim(), join(directory, program))
  }
  return directory
}
