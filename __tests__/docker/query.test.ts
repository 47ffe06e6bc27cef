import {existsSync} from 'node:fs'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {Cancelled} from '../../src/core/failure.js'
import {findBuildTool} from '../../src/docker/build-tool.js'
import {queryDocker} from '../../src/docker/query.js'

let directory: string
let environment: Record<string, string>
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ask-'))
  environment = {PATH: `${directory}:${process.env['PATH'] ?? ''}`}
})
afterAll(() => rm(directory, {recursive: true}))

const {signal} = new AbortController()

async function addDocker(script: string): Promise<void> {
  await writeFile(join(directory, 'docker'), `#!/bin/sh\n${script}\n`, {mode: 0o755})
}

test('keeps standard output and standard error apart', async () => {
  await addDocker('echo 26.1.5; echo "no engine" >&2; exit 1')
  expect(await queryDocker(['version'], {environment, signal})).toEqual({
    exitCode: 1,
    stdout: '26.1.5',
    stderr: 'no engine'
  })
})

test('has no answer if there is no docker', async () => {
  expect(await queryDocker(['version'], {environment: {PATH: join(directory, 'nowhere')}, signal})).toBeUndefined()
})

describe('a docker that hangs', () => {
  /** Waits in a child process, as docker does in a plugin, and ignores the signals that ask it to end. */
  const addHangingDocker = async (): Promise<void> =>
    addDocker(
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

  test('is reported as hanging, not as missing, and is ended', async () => {
    await addHangingDocker()
    const query = {environment, signal, limitMs: 500}
    await expect(findBuildTool(query)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Docker hangs: `docker (?:buildx version|buildx inspect|version --format .*)` did not answer within 0\.5 s\.$/
      ),
      remedy: expect.stringContaining('docker context ls')
    })
    await expect(queryDocker(['version'], query)).rejects.toThrow('Docker hangs: `docker version` did')
    expect(await isGone()).toBe(true)
  })

  test('is ended without its own error if the run is cancelled', async () => {
    await addHangingDocker()
    await rm(join(directory, 'pid'), {force: true})
    const cancel = new AbortController()
    const found = findBuildTool({environment, signal: cancel.signal})
    const ended = expect(found).rejects.toBeInstanceOf(Cancelled)
    for (let tries = 0; tries < 400 && !existsSync(join(directory, 'pid')); tries++) await sleep(10)
    cancel.abort(new Cancelled('SIGTERM'))
    await ended
    await sleep(50)
    expect(await isGone()).toBe(true)
  })
})
