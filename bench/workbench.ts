import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'

import type {Engine} from '../setup/engine.js'
import {makePrivateConfig} from '../src/docker/config.js'
import type {JobEvent} from '../testbed/harness/sample.js'
import type {ServerCertificate} from '../testbed/registry/distribution.js'
import type {Step, StepResult} from '../testbed/workflow/runner.js'
import {RunnerMachine} from '../testbed/workflow/runner.js'
import type {Figure} from './measure.js'
import {timed} from './processes.js'
import type {BenchServices} from './services.js'
import {startServices} from './services.js'
import type {Commands} from './services-process.js'

/** The things that exist before the engine starts, and the engine. */
export interface Machine {
  /** A temporary directory, which is removed when this process ends. */
  scratch: string
  /** A certificate for registries of this machine, which SSL_CERT_FILE names. */
  tls: ServerCertificate
  engine: Engine
}

/** The tools of all parts: the testbed, the action as a runner starts it, and a temporary directory. */
export class Workbench {
  private constructor(
    readonly machine: Machine,
    readonly services: BenchServices,
    /**
     * The directory of the sample repository, a base image of two platforms, and the testbed's registry with a login that may do
     * anything.
     */
    readonly world: ReturnType<Commands['world']>,
    /** Environment of `docker`, logged in to that registry. */
    readonly dockerEnvironment: NodeJS.ProcessEnv
  ) {}

  static async start(machine: Machine): Promise<Workbench> {
    const {scratch} = machine
    process.env['TMPDIR'] = scratch
    const services = startServices()
    const world = await services.ask('world')
    const login = await makePrivateConfig({
      temporaryDirectory: scratch,
      environment: process.env,
      logins: [{registry: world.registry, username: 'AWS', password: world.password}],
      announce: () => undefined
    })
    return new Workbench(machine, services, world, {...process.env, ...login.environment})
  }

  get scratch(): string {
    return this.machine.scratch
  }

  /**
   * Runs the action's step.
   * @throws Error if the step does not end with this operation
   */
  async step(event: JobEvent, operation: string, also: Partial<Step> = {}): Promise<StepResult> {
    const job = await RunnerMachine.start()
    try {
      const result = await job.step({
        ...event,
        workspace: this.world.directory,
        ...also,
        environment: {...event.environment, ...also.environment}
      })
      const {exitCode, outputs, log} = result
      if (exitCode !== 0 || outputs['operation'] !== operation)
        throw new Error(`The step did not end with operation=${operation}. Its log:\n${log}`)
      return result
    } finally {
      await job.end()
    }
  }

  /**
   * Measures the peak memory of a process.
   * @param run starts the process with these variables in addition to its environment
   */
  async peak(what: string, run: (environment: Record<string, string>) => Promise<unknown>): Promise<Figure> {
    const file = join(this.scratch, 'peak')
    const preload = pathToFileURL(join(import.meta.dirname, 'peak.js')).href
    await run({NODE_OPTIONS: `--import=${preload}`, PEAK_MEMORY: file})
    return {what, value: (Number(readFileSync(file, 'utf8')) * 1024) / 1e6, unit: 'MB', limit: 200}
  }

  /** Runs docker, logged in to the registry, and returns the milliseconds that it takes. */
  async docker(args: readonly string[]): Promise<number> {
    return await timed('docker', args, {cwd: this.world.directory, env: this.dockerEnvironment})
  }

  async close(): Promise<void> {
    await this.removeImages()
    await this.services.close()
  }

  /** Removes our images, because the engine may be a permanent one of this machine. */
  private async removeImages(): Promise<void> {
    const images = execFileSync(
      'docker',
      ['image', 'ls', '--quiet', '--no-trunc', `--filter=reference=${this.world.registry}/*/*`],
      {encoding: 'utf8'}
    )
    const ids = new Set(images.split('\n').filter(id => id !== ''))
    if (ids.size > 0) await this.docker(['image', 'rm', '--force', ...ids])
  }
}
