import process from 'node:process'

import {ensureEngine} from '../setup/engine.js'
import {deploy} from '../testbed/harness/deploy.js'
import {SampleRepository, STAGES_FILE} from '../testbed/harness/sample.js'
import type {Testbed} from '../testbed/harness/testbed.js'
import {startTestbed} from '../testbed/harness/testbed.js'
import type {RegistryHandle} from '../testbed/registry/registry-handle.js'
import {removeImages} from './developer.js'
import {printLine} from './terminal.js'
import type {Undo} from './undo.js'

/** A Docker engine, the services as they are played, and examples/sample-image as a repository with its stages deployed. */
export interface DemoWorld {
  testbed: Testbed
  registry: RegistryHandle
  sample: SampleRepository
}

/** @param undo is given each step to take back, as soon as it is taken: the last is to be taken back first */
export async function startDemoWorld(undo: Undo[]): Promise<DemoWorld> {
  const engine = await ensureEngine()
  undo.push(() => engine.stop())
  Object.assign(process.env, engine.environment)
  printLine(`${engine.description}; GitHub, STS and ECR are played by the test bed.`)

  const testbed = await startTestbed()
  undo.push(() => testbed.close())
  await deploy(testbed, STAGES_FILE)
  // For the input fail-on-severity, which would wait until its time is over.
  testbed.aws.scanSeconds = 5
  testbed.aws.setBlobMounting('111122223333', 'eu-west-1', true)
  const registry = await testbed.registry('111122223333', 'eu-west-1')
  undo.push(() => removeImages([registry.host, testbed.publicRegistry.host]))
  const sample = await SampleRepository.create(testbed, await SampleRepository.addBase(testbed))
  undo.push(() => sample.remove())
  return {testbed, registry, sample}
}
