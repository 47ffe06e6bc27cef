import {spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import type {IncomingMessage} from 'node:http'
import {get as getPlainly} from 'node:http'
import {get} from 'node:https'
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

/** A certificate that clients trust as it is, and the files of a server that has it. */
export interface ServerCertificate {
  /** The address of this machine that the certificate names. */
  address: string
  /** Path of the certificate in PEM. */
  certificate: string
  /** Path of its private key in PEM. */
  key: string
}

/** Milliseconds that the program may take to start on a busy machine. */
const START_LIMIT = 60_000

/** @param tls for a registry that speaks TLS alone */
export async function startDistribution(tls?: ServerCertificate): Promise<Distribution> {
  const directory = await mkdtemp(join(tmpdir(), 'distribution-'))
  const port = await freePort()
  const config = {
    version: 0.1,
    log: {level: 'error', accesslog: {disabled: true}},
    storage: {filesystem: {rootdirectory: directory}, delete: {enabled: true}},
    http: {
      addr: `127.0.0.1:${port}`,
      ...(tls === undefined ? {} : {tls: {certificate: tls.certificate, key: tls.key}})
    }
  }
  // JSON is valid YAML.
  await writeFile(join(directory, 'config.yml'), JSON.stringify(config))
  const child = spawn(ensureRegistryBinary(), ['serve', join(directory, 'config.yml')], {stdio: 'ignore'})
  const ended = new Promise(resolve => child.once('close', resolve))
  const host = `${tls?.address ?? '127.0.0.1'}:${port}`
  const origin = `${tls === undefined ? 'http' : 'https'}://${host}`
  const deadline = performance.now() + START_LIMIT
  for (;;) {
    try {
      if ((await statusOf(`${origin}/v2/`, tls)) === 200) break
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

async function statusOf(url: string, tls: ServerCertificate | undefined): Promise<number | undefined> {
  return await new Promise((resolve, reject) => {
    const answered = (response: IncomingMessage): void => {
      resolve(response.resume().statusCode)
    }
    const request =
      tls === undefined ? getPlainly(url, answered) : get(url, {ca: readFileSync(tls.certificate)}, answered)
    request.once('error', reject)
  })
}

/** A free port. docker-registry takes an address, not a socket: if another process takes the port first, the start fails. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
