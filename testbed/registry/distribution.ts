import {spawn} from 'node:child_process'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import type {AddressInfo} from 'node:net'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

import {ensureRegistryBinary} from '../../setup/machine.js'

/** The CNCF's registry, an independent implementation. It has no credentials, permissions or quotas. */
export interface Distribution {
  host: string
  origin: string
  close: () => Promise<void>
}

/** Milliseconds that the program may take to start on a busy machine. */
const START_LIMIT = 60_000

export async function startDistribution(): Promise<Distribution> {
  const directory = await mkdtemp(join(tmpdir(), 'distribution-'))
  const port = await freePort()
  const host = `127.0.0.1:${port}`
  const config = {
    version: 0.1,
    log: {level: 'error', accesslog: {disabled: true}},
    storage: {filesystem: {rootdirectory: directory}, delete: {enabled: true}},
    http: {addr: host}
  }
  // JSON is valid YAML.
  await writeFile(join(directory, 'config.yml'), JSON.stringify(config))
  const child = spawn(ensureRegistryBinary(), ['serve', join(directory, 'config.yml')], {stdio: 'ignore'})
  const ended = new Promise(resolve => child.once('close', resolve))
  const origin = `http://${host}`
  const deadline = performance.now() + START_LIMIT
  for (;;) {
    try {
      if ((await fetch(`${origin}/v2/`)).ok) break
    } catch (error) {
      if (performance.now() > deadline || child.exitCode !== null)
        throw new Error('docker-registry did not start', {cause: error})
      await sleep(50)
    }
  }
  return {
    host,
    origin,
    async close() {
      child.kill()
      await ended
      await rm(directory, {recursive: true})
    }
  }
}

/** A free port. docker-registry takes an address, not a socket: if another process takes the port first, the start fails. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
