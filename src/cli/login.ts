import {Failure} from '../core/failure.js'
import {runDocker} from '../docker/call.js'
import {Session} from '../run/session.js'
import type {CommandResult} from './command-result.js'
import type {Invocation} from './invocation.js'
import {withLocalJob} from './local-job.js'
import type {CommonOptions} from './options.js'

/** Logs the developer's own Docker in to the registry of a stage. ECR's token is valid for 12 hours. */
export async function login(common: CommonOptions, invocation: Invocation): Promise<CommandResult> {
  return await withLocalJob(common, {}, invocation, async job => {
    const {environment, signal, log} = job
    const session = new Session(job, {target: job.targetOf(common.stage ?? 'development'), identity: job.identity})
    const {origin, username, password} = await session.login()
    await session.close()
    const {host} = new URL(origin)
    const args = ['login', '--username', username, '--password-stdin', host]
    const code = await log.relay(output => runDocker(args, {environment, signal, stdin: password, output}))
    if (code !== 0) throw new Failure(`docker ${args.join(' ')} failed with exit code ${code}; its output is above.`)
    return {lines: [`Docker is logged in to ${host} for 12 hours.`], json: {registry: host}}
  })
}
