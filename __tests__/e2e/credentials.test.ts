import type {ChildProcess} from 'node:child_process'
import {execFile, execFileSync} from 'node:child_process'
import {once} from 'node:events'
import {readFileSync, readlinkSync, statSync} from 'node:fs'
import {mkdir, readdir, readFile, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {promisify} from 'node:util'

import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals'

import type {StepResult} from '../../testbed/workflow/runner.js'
import {RunnerMachine} from '../../testbed/workflow/runner.js'
import {until} from '../until.js'
import {processesWith} from './process-state.js'
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

/** A pull request with a new image, and a runner to build it on. */
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

/** The secrets of a run: all that it masked, also in the form that Docker keeps for a password. */
function secretsOf({masked}: StepResult): string[] {
  return [...masked, ...masked.map(value => Buffer.from(`AWS:${value}`).toString('base64'))].filter(
    value => value.length > 8
  )
}

/** The files that contain one of the values. */
function filesWith(values: string[], ...directories: string[]): string[] {
  return values.flatMap(value => {
    try {
      return execFileSync('grep', ['-rlF', '--', value, ...directories], {encoding: 'utf8'})
        .split('\n')
        .filter(line => line !== '')
    } catch {
      // grep exits with 1 if it finds nothing.
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

/** The process may have ended by itself meanwhile. */
function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** A Docker config directory: its access modes, the target of its plugins' link, and its config. */
function readDockerConfig(directory: string): {modes: string; linked: string; config: unknown} {
  const path = (...parts: string[]): string => join(directory, ...parts)
  const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8)
  return {
    modes: `${mode(path())} ${mode(path('config.json'))}`,
    linked: readlinkSync(path('cli-plugins')),
    config: JSON.parse(readFileSync(path('config.json'), 'utf8'))
  }
}

test('a run leaves no credential in the workspace, the temporary directory, the home, the environment file or the log', async () => {
  const step = await changed()
  const result = await job.step(step)
  expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'built'}})
  // The step itself cleans up. The post step is only a second net.
  expectNothingLeft(result)
  const post = await job.post(step, result.state)
  expect(post.exitCode).toBe(0)
  expectNothingLeft(result)
}, 60_000)

test('a run whose build fails leaves no credential either', async () => {
  const step = await changed({Dockerfile: `FROM ${world.base}\nRUN ["/bin/busybox", "false"]\n`})
  const result = await job.step(step)
  await world.sample.git('checkout', '--quiet', 'HEAD~1', '--', 'Dockerfile')
  expect(result.exitCode).toBe(1)
  expectNothingLeft(result)
}, 60_000)

describe('a run that is cancelled in the middle of a build', () => {
  /** The build runs until it is cancelled. */
  const endless = () =>
    changed({Dockerfile: `FROM ${world.base}\nCOPY app/ /app/\nRUN ["/bin/busybox", "sleep", "600"]\n`})

  async function cancelled(
    cancel: (child: ChildProcess, marker: string) => Promise<void>
  ): Promise<{result: StepResult; step: Awaited<ReturnType<typeof endless>>; marker: string; ms: number}> {
    const step = await endless()
    const marker = `--metadata-file=${job.temporary}`
    let child: ChildProcess | undefined
    let output = ''
    const running = job.step({
      ...step,
      onStart: process => (child = process),
      onOutput: text => (output += text)
    })
    await until(() => /RUN .*sleep/.test(output), running)
    expect(processesWith(marker)).not.toEqual([])
    const start = performance.now()
    await cancel(child!, marker)
    return {result: await running, step, marker, ms: performance.now() - start}
  }

  test('by SIGINT ends the build, reports the cancel, and leaves nothing', async () => {
    const before = world.registry.tags(DEVELOPMENT)
    const {result, marker, ms} = await cancelled(child => Promise.resolve(void child.kill('SIGINT')))
    // The runner kills everything ten seconds after its SIGINT.
    expect(ms).toBeLessThan(10_000)
    expect(result.exitCode).toBe(1)
    expect(result.log).toContain('Cancelled by SIGINT')
    expect(processesWith(marker)).toEqual([])
    expectNothingLeft(result)
    expect(world.registry.tags(DEVELOPMENT)).toEqual(before)
  }, 60_000)

  test('by SIGKILL leaves its files to the post step, which removes them', async () => {
    const {result, step, marker} = await cancelled(async (child, build) => {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
      // The runner then kills the processes that the step started. It finds them by a variable of their environment.
      for (let left = processesWith(build); left.length > 0; left = processesWith(build)) {
        for (const pid of left) killIfAlive(pid)
        await sleep(10)
      }
    })
    expect(result.exitCode).not.toBe(0)
    const post = await job.post(step, result.state)
    expect(post.exitCode).toBe(0)
    expect(processesWith(marker)).toEqual([])
    expectNothingLeft(result)
  }, 60_000)
})

describe("Docker's config of a run", () => {
  test("has the user's logins, helpers and plugins, whatever credential store the user has", async () => {
    const step = await changed()
    const directory = join(job.home, '.docker')
    const plugins = join(process.env['DOCKER_CONFIG'] ?? join(process.env['HOME'] ?? '', '.docker'), 'cli-plugins')
    const programs = join(job.root, 'bin')
    const wrappers = join(job.root, 'wrappers')
    const copy = join(job.root, 'copy')
    await Promise.all([directory, programs, wrappers].map(path => mkdir(path)))
    await symlink(plugins, join(directory, 'cli-plugins'))
    // A credential store without an entry for the registry, as the keychain of an operating system is.
    await writeFile(
      join(programs, 'docker-credential-empty'),
      '#!/bin/sh\necho "credentials not found in native keychain"\nexit 1\n',
      {mode: 0o755}
    )
    // The config is removed when the run ends, so the build keeps a copy.
    await writeFile(
      join(wrappers, 'docker'),
      `#!/bin/sh\n[ "$1 $2" = "buildx build" ] && cp -a "$DOCKER_CONFIG" '${copy}'\nPATH=\${PATH#*:} exec docker "$@"\n`,
      {mode: 0o755}
    )
    const own = {auths: {'other.example.com': {auth: 'b3RoZXI6bG9naW4='}}, credsStore: 'empty', experimental: 'enabled'}
    await writeFile(join(directory, 'config.json'), JSON.stringify(own))
    const path = [wrappers, programs, process.env['PATH']].join(':')

    const result = await job.step({...step, environment: {...step.environment, DOCKER_CONFIG: undefined, PATH: path}})

    expect(result.log).not.toContain('Error')
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'built'}})
    expect(readDockerConfig(copy)).toMatchObject({
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
    // A later step can pull, because the role of development may read.
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
