import type {ChildProcess} from 'node:child_process'
import {execFile, execFileSync} from 'node:child_process'
import {readdirSync, readFileSync, readlinkSync, statSync} from 'node:fs'
import {mkdir, readdir, readFile, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {promisify} from 'node:util'

import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals'

import type {StepResult} from '../../testbed/workflow/runner.js'
import {RunnerMachine} from '../../testbed/workflow/runner.js'
import type {World} from './world.js'
import {DEVELOPMENT, startWorld} from './world.js'

const execute = promisify(execFile)

let world: World
let job: RunnerMachine
let counter = 0
beforeAll(async () => {
  world = await startWorld()
  await world.sample.branch('feature/hello')
}, 60_000)
afterAll(() => world.close())
afterEach(() => job.end())

/** A pull request whose image is a new one, and a machine to build it on. */
async function changed(files: Record<string, string> = {}) {
  job = await RunnerMachine.start()
  await world.sample.checkout('feature/hello')
  await world.sample.write({
    'app/hello.sh': `echo ${++counter}\n`,
    Dockerfile: `FROM ${world.base}\nCOPY app/ /app/\n`,
    ...files
  })
  await world.sample.commit('Change')
  return {...(await world.sample.pullRequest(12, 'feature/hello')), workspace: world.sample.directory}
}

/** What is secret of a run: everything it asked the runner to hide, and the registry's password in the form Docker keeps. */
function secretsOf({masked}: StepResult): string[] {
  return [...masked, ...masked.map(value => Buffer.from(`AWS:${value}`).toString('base64'))].filter(
    value => value.length > 8
  )
}

/** Files in which one of the values stands. */
function filesWith(values: string[], ...directories: string[]): string[] {
  return values.flatMap(value => {
    try {
      return execFileSync('grep', ['-rlF', '--', value, ...directories], {encoding: 'utf8'})
        .split('\n')
        .filter(line => line !== '')
    } catch {
      // grep's exit code where nothing is found.
      return []
    }
  })
}

function expectNothingLeft(result: StepResult): void {
  const secrets = secretsOf(result)
  expect(secrets.length).toBeGreaterThanOrEqual(6)
  expect(filesWith(secrets, world.sample.directory, job.root)).toEqual([])
  for (const secret of secrets) expect(result.log.includes(secret)).toBe(false)
  expect(Object.keys(result.exported)).toEqual([])
}

/** The processes that have this among their arguments; a minimal machine has no `ps`. */
function buildsOf(argument: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(pid => {
      try {
        return pid > 0 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(argument)
      } catch {
        // It ended meanwhile.
        return false
      }
    })
}

/** Docker's config of a run, while it is there. */
function lookInto(temporary: string): {modes: string; linked: string; config: unknown} {
  const name = readdirSync(temporary).find(entry => entry.startsWith('docker-config-')) ?? ''
  const path = (...parts: string[]): string => join(temporary, name, ...parts)
  const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8)
  return {
    modes: `${mode(path())} ${mode(path('config.json'))}`,
    linked: readlinkSync(path('cli-plugins')),
    config: JSON.parse(readFileSync(path('config.json'), 'utf8'))
  }
}

test('after a run there is no credential in the workspace, the temporary directory, the home, the environment file or the log', async () => {
  const step = await changed()
  const result = await job.step(step)
  expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'built'}})
  // Before the post step already: it is the second net.
  expectNothingLeft(result)
  const post = await job.post(step, result.state)
  expect(post.exitCode).toBe(0)
  expectNothingLeft(result)
}, 60_000)

test('after a build that failed neither', async () => {
  const step = await changed({Dockerfile: `FROM ${world.base}\nRUN ["/bin/busybox", "false"]\n`})
  const result = await job.step(step)
  await world.sample.git('checkout', '--quiet', 'HEAD~1', '--', 'Dockerfile')
  expect(result.exitCode).toBe(1)
  expectNothingLeft(result)
}, 60_000)

describe('a run that is cancelled in the middle of a build', () => {
  const slow = () => changed({Dockerfile: `FROM ${world.base}\nCOPY app/ /app/\nRUN ["/bin/busybox", "sleep", "60"]\n`})

  async function during(
    kill: (child: ChildProcess) => Promise<void>
  ): Promise<{result: StepResult; step: Awaited<ReturnType<typeof slow>>; marker: string}> {
    const step = await slow()
    const marker = `--metadata-file=${job.temporary}`
    let started: ((child: ChildProcess) => void) | undefined
    const building = new Promise<ChildProcess>(resolve => (started = resolve))
    let child: ChildProcess | undefined
    const done = job.step({
      ...step,
      onStart: process => (child = process),
      onOutput: text => {
        if (/RUN .*sleep/.test(text) && child !== undefined) started?.(child)
      }
    })
    const process = await building
    expect(buildsOf(marker)).not.toEqual([])
    await kill(process)
    return {result: await done, step, marker}
  }

  test('by SIGINT: ends the build, says so, and leaves nothing', async () => {
    const before = world.registry.tags(DEVELOPMENT)
    const start = performance.now()
    const {result, marker} = await during(child => Promise.resolve(void child.kill('SIGINT')))
    // The runner gives it ten seconds before it kills everything.
    expect(performance.now() - start).toBeLessThan(20_000)
    expect(result.exitCode).toBe(1)
    expect(result.log).toContain('Cancelled by SIGINT')
    expect(buildsOf(marker)).toEqual([])
    expectNothingLeft(result)
    expect(world.registry.tags(DEVELOPMENT)).toEqual(before)
  }, 60_000)

  test('by SIGKILL: the post step removes what is left', async () => {
    const {result, step, marker} = await during(async child => {
      child.kill('SIGKILL')
      // The runner then kills what the step started: it finds it by a variable of the environment.
      await sleep(100)
      for (const pid of buildsOf(`--metadata-file=${job.temporary}`)) process.kill(pid, 'SIGKILL')
    })
    expect(result.exitCode).not.toBe(0)
    const post = await job.post(step, result.state)
    expect(post.exitCode).toBe(0)
    expect(buildsOf(marker)).toEqual([])
    expectNothingLeft(result)
  }, 60_000)
})

describe("Docker's config of a run", () => {
  test("has the user's logins, helpers and plugins, and a credential store does not get in its way", async () => {
    const step = await changed()
    const directory = join(job.home, '.docker')
    const plugins = join(process.env['DOCKER_CONFIG'] ?? join(process.env['HOME'] ?? '', '.docker'), 'cli-plugins')
    const programs = join(job.root, 'bin')
    await Promise.all([mkdir(directory), mkdir(programs)])
    await symlink(plugins, join(directory, 'cli-plugins'))
    // A store that knows nothing, as an operating system's keychain does.
    await writeFile(
      join(programs, 'docker-credential-empty'),
      '#!/bin/sh\necho "credentials not found in native keychain"\nexit 1\n',
      {mode: 0o755}
    )
    const own = {auths: {'other.example.com': {auth: 'b3RoZXI6bG9naW4='}}, credsStore: 'empty', experimental: 'enabled'}
    await writeFile(join(directory, 'config.json'), JSON.stringify(own))
    let seen: {modes: string; linked: string; config: unknown} | undefined

    const result = await job.step({
      ...step,
      environment: {...step.environment, DOCKER_CONFIG: undefined, PATH: `${programs}:${process.env['PATH'] ?? ''}`},
      onOutput: text => {
        // As early as the build says anything: what is looked at is gone when it ends.
        if (text.includes('#1 ')) seen ??= lookInto(job.temporary)
      }
    })

    expect(result.log).not.toContain('Error')
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'built'}})
    expect(seen).toMatchObject({
      modes: '700 600',
      linked: join(directory, 'cli-plugins'),
      config: {
        ...own,
        auths: {...own.auths, [world.registry.host]: {auth: expect.any(String)}},
        credHelpers: {[world.registry.host]: ''}
      }
    })
    expect(JSON.parse(await readFile(join(directory, 'config.json'), 'utf8'))).toEqual(own)
    expect(await readdir(plugins)).toContain('docker-buildx')
  }, 60_000)

  test('docker-login leaves later steps logged in, until the post step', async () => {
    const step = {...(await changed()), inputs: {'docker-login': 'true'}}
    const result = await job.step(step)
    expect(result).toMatchObject({exitCode: 0})
    const {DOCKER_CONFIG = ''} = result.exported
    expect(DOCKER_CONFIG).toContain(job.temporary)
    // Development's role may read: a later step pulls.
    await execute('docker', ['pull', '--quiet', `${world.registry.host}/${DEVELOPMENT}:pr-12`], {
      env: {...process.env, ...result.exported}
    })
    await job.post(step, result.state)
    expect(filesWith(secretsOf(result), world.sample.directory, job.root)).toEqual([])

    const unchanged = await job.step(step)
    expect(unchanged.outputs).toMatchObject({operation: 'unchanged'})
    expect(unchanged.exported).toHaveProperty('DOCKER_CONFIG')
    await job.post(step, unchanged.state)
    expect(filesWith(secretsOf(unchanged), world.sample.directory, job.root)).toEqual([])
  }, 60_000)
})
