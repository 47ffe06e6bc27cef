import {Failure} from '../core/failure.js'
import {runDocker} from '../docker/call.js'
import {Session} from '../run/session.js'
import type {Machine} from './local-job.js'
import {inClone} from './local-job.js'
import type {CommonOptions} from './options.js'
import type {CommandReport} from './report.js'

/** Logs your own Docker in to the stage's registry, for the 12 hours that ECR's token lives. */
export async function login(common: CommonOptions, machine: Machine): Promise<CommandReport> {
  return await inClone(common, {}, machine, async job => {
    const {environment, signal} = job
    const session = new Session(job, {target: job.targetOf(common.stage ?? 'development'), identity: job.identity})
    const {origin, username, password} = await session.login()
    await session.close()
    const {host} = new URL(origin)
    const args = ['login', '--username', username, '--password-stdin', host]
    const code = await runDocker(args, {environment, signal, stdin: password, output: 'standard error'})
    if (code !== 0)
      throw new Failure(`docker ${args.join(' ')} failed with exit code ${code}; what it said stands above.`)
    return {lines: [`Docker is logged in to ${host} for 12 hours.`], json: {registry: host}}
  })
}
