import {afterEach, beforeEach, expect, test} from '@jest/globals'

import {readInputs} from '../../src/action/inputs.js'
import {readRunner} from '../../src/action/runner.js'
import {Timings} from '../../src/core/timings.js'
import {dockerClient} from '../../src/docker/build.js'
import {countBuildInputs} from '../../src/run/build-inputs.js'
import {buildSettings, ownPlatform} from '../../src/run/build-settings.js'
import type {Job} from '../../src/run/context.js'
import type {Workspace} from '../fingerprint/repository.js'
import {createWorkspace, environment as systemEnvironment} from '../fingerprint/repository.js'

let workspace: Workspace
beforeEach(() => {
  workspace = createWorkspace()
})
afterEach(() => {
  workspace.remove()
})

/** A run in the workspace that asks nobody and tells nothing. */
function createJob(): Job {
  const environment = {...systemEnvironment, GITHUB_WORKSPACE: workspace.root, RUNNER_TEMP: `${workspace.root}/../none`}
  const silent = () => undefined
  return {
    inputs: readInputs(environment, silent),
    runner: readRunner(environment),
    environment,
    log: {
      info: silent,
      debug: silent,
      notice: silent,
      warning: silent,
      error: silent,
      group: async (_, work) => await work(),
      relay: async work => await work(silent),
      mask: silent
    },
    timings: new Timings(),
    docker: dockerClient,
    signal: new AbortController().signal,
    saveState: silent,
    exportVariable: silent
  }
}

const OTHER = 'linux/s390x'

test.each<[dockerfile: string, buildPlatform: string, builder: string | undefined, isOnOther: boolean]>([
  ['FROM scratch\nARG BUILDARCH\n', ownPlatform(), undefined, false],
  ['FROM scratch\nARG BUILDARCH\n', OTHER, undefined, true],
  ['FROM scratch\nARG BUILDARCH\n', ownPlatform(), '0123456789abcdef', true],
  ['FROM scratch\nARG TARGETARCH\n', OTHER, '0123456789abcdef', false]
])('a part of %j, planned on %s with the builder %s, is on another builder: %j', async (...row) => {
  const [dockerfile, buildPlatform, builder, isOnOther] = row
  workspace.write('Dockerfile', dockerfile)
  const job = createJob()
  const settings = buildSettings({...job, image: undefined})
  const counted = await countBuildInputs(job, settings, undefined, {bases: [], nonce: '1', buildPlatform, builder})
  expect(counted).toMatchObject({isOnOtherBuilder: isOnOther, buildPlatform})
  expect(counted.builder).toBe(builder)
})
