import {runDocker} from '../builder/client.js'
import {privateConfig} from '../docker-login.js'
import {Failure} from '../failure.js'
import type {Session} from '../session.js'
import {signIn} from '../session.js'
import {findImage} from '../staged-image.js'
import type {Stage} from '../stages/stage.js'
import type {Target} from '../stages/target.js'
import type {Candidate} from './candidates.js'
import {candidatesFor} from './candidates.js'
import type {LocalJob, Machine} from './local-job.js'
import {inClone} from './local-job.js'
import type {CommonOptions} from './options.js'
import type {CommandReport} from './report.js'

export interface PullOptions {
  /** A tag, instead of that of the branch. */
  tag?: string
}

/** An image that was found and pulled. */
export interface Pulled {
  candidate: Candidate
  /** `registry/repository:tag`, which the engine has it under now. */
  reference: string
  digest: string
}

/** Pulls the branch's image, or where it has none the trunk's. */
export async function pull(common: CommonOptions, {tag}: PullOptions, machine: Machine): Promise<CommandReport> {
  return await inClone(common, {}, machine, async job => {
    const {candidate, reference, digest} = await pullWanted(job, common.stage, tag)
    return {
      lines: [`${candidate.what}:`, reference, `  ${digest}`],
      json: {stage: candidate.stage, image: reference, tag: candidate.tag, digest, found: candidate.what}
    }
  })
}

/** @throws Failure naming all that was looked for, where none of it is there */
export async function pullWanted(job: LocalJob, stage: Stage = 'development', tag?: string): Promise<Pulled> {
  const {tree, trunk, log} = job
  const candidates = candidatesFor({stage, tag, branch: tree.branch, trunk})
  const missed: string[] = []
  for (const candidate of candidates) {
    const target = job.targetOf(candidate.stage)
    const session = await signIn({...job, target})
    try {
      const found = await findImage(session.registry, target, candidate.tag, `You need to read the repository of ${target.stage}.`)
      if (found === undefined) {
        missed.push(`${target.repository.name}:${candidate.tag}`)
        log.info(`There is no ${target.repository.name}:${candidate.tag}.`)
        continue
      }
      log.info(`Pulling ${candidate.what}.`)
      return {candidate, digest: found.digest, reference: await pullByDigest(job, session, target, candidate.tag, found.digest)}
    } finally {
      await session.registry.close()
    }
  }
  throw new Failure(`There is no image to pull: ${missed.length === 1 ? `${missed.join()} is not there` : `neither ${missed.join(' nor ')} is there`}.`, {
    remedy: stage === 'development' ? 'Push one: `ecr-registry push`, or open a pull request.' : 'Name another with --tag, or --stage.'
  })
}

/** By the digest that was found, whatever becomes of the tag meanwhile; the engine then has it under the tag, too. */
async function pullByDigest(job: LocalJob, session: Session, {repository}: Target, tag: string, digest: string): Promise<string> {
  const {environment, signal} = job
  const name = `${session.registry.host}/${repository.name}`
  const config = await privateConfig(job, session)
  try {
    const call = {environment: {...environment, ...config.environment}, signal, output: 'standard error'} as const
    for (const args of [['pull', ...(process.stderr.isTTY ? [] : ['--quiet']), `${name}@${digest}`], ['tag', `${name}@${digest}`, `${name}:${tag}`]]) {
      const code = await runDocker(args, call)
      signal.throwIfAborted()
      if (code !== 0) throw new Failure(`docker ${args.join(' ')} failed with exit code ${code}; what it said stands above.`)
    }
  } finally {
    await config.remove()
  }
  return `${name}:${tag}`
}
