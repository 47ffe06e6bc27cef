import {readFile} from 'node:fs/promises'
import {join} from 'node:path'

import {deploy} from '../../testbed/harness/deploy.js'
import type {JobEvent} from '../../testbed/harness/sample.js'
import {SampleRepository} from '../../testbed/harness/sample.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'
import type {RegistryHandle} from '../../testbed/registry/registry-handle.js'
import type {JobResult, WorkflowRun} from '../../testbed/workflow/run-workflow.js'
import {actionResults} from '../../testbed/workflow/run-workflow.js'

export const PLATFORMS = ['linux/amd64', 'linux/arm64']
export const PLAN = 'image / image'
export const AMD = 'image / linux/amd64'
export const ARM = 'image / linux/arm64'
export const JOIN = 'image / join'

/** A repository whose image has several platforms, each built on a runner of its own. */
export interface PartsWorld {
  testbed: Testbed
  sample: SampleRepository
  registry: RegistryHandle
  run: (event: JobEvent, settings?: Parameters<SampleRepository['workflow']>[2]) => Promise<WorkflowRun>
  /** Opens a pull request whose image prints its name. The event is that of the pull request. */
  feature: (name: string, files?: Record<string, string>) => Promise<JobEvent>
  /** The event of the pull request that `feature` opened, after more commits, or as that of a fork. */
  update: (name: string, options?: Parameters<SampleRepository['pullRequest']>[2]) => Promise<JobEvent>
  close: () => Promise<void>
}

export async function startPartsWorld(): Promise<PartsWorld> {
  const testbed = await startTestbed()
  const base = await SampleRepository.addBase(testbed, {platforms: PLATFORMS})
  const sample = await SampleRepository.create(testbed, base, 'several-platforms')
  await deploy(testbed, await readFile(join(sample.directory, '.github/ecr-registry.yml'), 'utf8'))
  const names: string[] = []
  const update: PartsWorld['update'] = async (name, options) => {
    if (!names.includes(name)) names.push(name)
    return await sample.pullRequest(100 + names.indexOf(name), `feature/${name}`, options)
  }
  return {
    testbed,
    sample,
    registry: await testbed.registry('111122223333', 'eu-west-1'),
    async run(event, settings = {}) {
      const result = await sample.workflow(event, undefined, settings)
      if (result.kind === 'ignored') throw new Error(result.reason)
      return result
    },
    async feature(name, files = {}) {
      await sample.checkout('master')
      await sample.branch(`feature/${name}`)
      await sample.write({'app/hello.sh': `echo "${name}"\n`, ...files})
      await sample.commit(`Say ${name}`)
      return await update(name)
    },
    update,
    async close() {
      await sample.remove()
      await testbed.close()
    }
  }
}

export function jobOf({jobs}: WorkflowRun, name: string): JobResult {
  const found = jobs.find(job => job.name === name)
  if (found === undefined) throw new Error(`no job ${name}`)
  return found
}

/** What the action's step of a job said. */
export function stepOf(result: WorkflowRun, name: string): NonNullable<JobResult['steps'][number]['result']> {
  const [step] = actionResults({...result, jobs: [jobOf(result, name)]})
  if (step === undefined) throw new Error(`the job ${name} has no step of the action`)
  return step
}
