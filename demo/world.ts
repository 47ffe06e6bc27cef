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

/** A Docker engine, the testbed, and a copy of examples/sample-image whose stages are deployed. */
export interface DemoWorld {
  testbed: Testbed
  registry: RegistryHandle
  sample: SampleRepository
}

/** @param undo gets a step for everything that is started, as soon as it is started; run the last one first */
export async function startDemoWorld(undo: Undo[]): Promise<DemoWorld> {
  const engine = await ensureEngine()
  undo.push(() => engine.stop())
  Object.assign(process.env, engine.environment)
  printLine(`${engine.description}; the testbed stands in for GitHub, STS and ECR.`)

  const testbed = await startTestbed()
  undo.push(() => testbed.close())
  await deploy(testbed, STAGES_FILE)
  // Without scans, the input fail-on-severity would wait until its timeout.
  testbed.aws.scanSeconds = 5
  testbed.aws.setBlobMounting('111122223333', 'eu-west-1', true)
  const registry = await testbed.registry('111122223333', 'eu-west-1')
  undo.push(() => removeImages([registry.host, testbed.publicRegistry.host]))
  const sample = await SampleRepository.create(testbed, await SampleRepository.addBase(testbed))
  undo.push(() => sample.remove())
  return {testbed, registry, sample}
}
