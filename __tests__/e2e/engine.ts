import {execFile} from 'node:child_process'
import {promisify} from 'node:util'

import type {EngineKind} from '../../setup/engine.js'

const execute = promisify(execFile)

/** Where the engine of these tests keeps its images. Docker's own store can do less. */
export async function imageStore(): Promise<EngineKind['store']> {
  const {stdout} = await execute('docker', ['info', '--format', '{{json .DriverStatus}}'])
  return stdout.includes('io.containerd.snapshotter') ? 'containerd' : 'docker'
}

/** The version of the engine, such as `26.1`. */
export async function engineVersion(): Promise<string> {
  const {stdout} = await execute('docker', ['version', '--format', '{{.Server.Version}}'])
  return /^\d+\.\d+/.exec(stdout)?.[0] ?? stdout
}
