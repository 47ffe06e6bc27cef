import {runDocker} from '../builder/client.js'
import {Failure} from '../failure.js'
import {signIn} from '../session.js'
import type {Machine} from './local-job.js'
import {inClone} from './local-job.js'
import type {CommonOptions} from './options.js'
import type {CommandReport} from './report.js'

/** Logs your own Docker in to the stage's registry, for the 12 hours that ECR's token lives. */
export async function login(common: CommonOptions, machine: Machine): Promise<CommandReport> {
  return await inClone(common, {}, machine, async job => {
    const {environment, signal} = job
    const session = await signIn({...job, target: job.targetOf(common.stage ?? 'development')})
    const {registry, login: {username, password}} = session
    await registry.close()
    const args = ['login', '--username', username, '--password-stdin', registry.host]
    const code = await runDocker(args, {environment, signal, stdin: password, output: 'standard error'})
    if (code !== 0) throw new Failure(`docker ${args.join(' ')} failed with exit code ${code}; what it said stands above.`)
    return {lines: [`Docker is logged in to ${registry.host} for 12 hours.`], json: {registry: registry.host}}
  })
}
