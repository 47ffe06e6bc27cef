import {existsSync} from 'node:fs'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {Cancelled} from '../../src/core/failure.js'
import {askDocker} from '../../src/docker/ask.js'
import {findDocker} from '../../src/docker/docker.js'

let directory: string
let environment: Record<string, string>
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ask-'))
  environment = {PATH: `${directory}:${process.env['PATH'] ?? ''}`}
})
afterAll(() => rm(directory, {recursive: true}))

const {signal} = new AbortController()

async function dockerThat(does: string): Promise<void> {
  await writeFile(join(directory, 'docker'), `#!/bin/sh\n${does}\n`, {mode: 0o755})
}

test('what docker says is told apart by where it says it', async () => {
  await dockerThat('echo 26.1.5; echo "no engine" >&2; exit 1')
  expect(await askDocker(['version'], {environment, signal})).toEqual({
    exitCode: 1,
    stdout: '26.1.5',
    stderr: 'no engine'
  })
})

test('where there is no docker there is no answer', async () => {
  expect(await askDocker(['version'], {environment: {PATH: join(directory, 'nowhere')}, signal})).toBeUndefined()
})

describe('a docker that hangs', () => {
  /** Waits in a program of its own, as docker does in a plugin, and ignores what asks it to end. */
  const hanging = async (): Promise<void> =>
    dockerThat(
      `trap '' INT TERM\necho $$ > ${directory}/pid.new && mv ${directory}/pid.new ${directory}/pid\nsleep 30\necho 26.1.5`
    )
  const isGone = async (): Promise<boolean> => {
    const pid = Number(await readFile(join(directory, 'pid'), 'utf8'))
    try {
      return !process.kill(pid, 0)
    } catch {
      return true
    }
  }

  test('is said to hang, not to be missing, and is ended', async () => {
    await hanging()
    const asking = {environment, signal, limitMs: 500}
    await expect(findDocker(asking)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Docker hangs: `docker (?:buildx version|version --format .*)` did not answer within 0\.5 s\.$/
      ) as unknown,
      remedy: expect.stringContaining('docker context ls') as unknown
    })
    await expect(askDocker(['version'], asking)).rejects.toThrow('Docker hangs: `docker version` did')
    expect(await isGone()).toBe(true)
  })

  test('is ended where the run is cancelled, which is no finding', async () => {
    await hanging()
    await rm(join(directory, 'pid'), {force: true})
    const cancel = new AbortController()
    const found = findDocker({environment, signal: cancel.signal})
    const ended = expect(found).rejects.toBeInstanceOf(Cancelled)
    for (let tries = 0; tries < 400 && !existsSync(join(directory, 'pid')); tries++) await sleep(10)
    cancel.abort(new Cancelled('SIGTERM'))
    await ended
    await sleep(50)
    expect(await isGone()).toBe(true)
  })
})
