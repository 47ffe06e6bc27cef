import {Failure, messageOf} from '../core/failure.js'
import {runDocker, tagImage} from '../docker/client.js'
import {openDockerConfig} from '../run/docker-login.js'
import type {StageRepository} from '../run/session.js'
import {Session} from '../run/session.js'
import {findImage} from '../run/staged-image.js'
import {isTag} from '../stages/grammar.js'
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
  json: Record<string, unknown>
}

/** Pulls the branch's image, or where it has none the trunk's. */
export async function pull(common: CommonOptions, {tag}: PullOptions, machine: Machine): Promise<CommandReport> {
  return await inClone(common, {}, machine, async job => {
    const {candidate, reference, json} = await pullWanted(job, common.stage, tag)
    return {lines: [`${candidate.what}:`, reference, `  ${String(json['digest'])}`], json}
  })
}

/** What is there of a candidate. */
interface Found {
  candidate: Candidate
  target: Target
  session: Session
  end: StageRepository
  digest: string | undefined
}

/** @throws Failure naming all that was looked for, where none of it is there */
export async function pullWanted(job: LocalJob, stage: Stage = 'development', tag?: string): Promise<Pulled> {
  const {tree, trunk, log} = job
  if (tag !== undefined && !isTag(tag)) {
    throw new Failure(
      `--tag is \`${tag}\`, which is no tag: letters, digits and any of _ . - with no . or - in front.`,
      {remedy: 'Name a tag as the repository has it.'}
    )
  }
  const {pick, among} = candidatesFor({stage, tag, branch: tree.branch, commit: tree.commit.id, trunk})
  const looked: Found[] = []
  try {
    for (const candidate of among) {
      if (pick === 'the first' && looked.some(({digest}) => digest !== undefined)) break
      const target = job.targetOf(candidate.stage)
      const session = new Session(job, {target, identity: job.identity})
      const end = await session.target()
      const image = await findImage(
        end,
        target.stage,
        candidate.tag,
        `You need to read the repository of ${target.stage}.`
      )
      looked.push({candidate, target, session, end, digest: image?.digest})
    }
    const there = looked.filter(({digest}) => digest !== undefined)
    const found = there.length > 1 ? await newestOf(job, there) : there[0]
    const missed = looked.filter(({digest}) => digest === undefined)
    if (found?.digest === undefined) throw await nothingThere(job, missed, tag)
    for (const one of missed) log.info(`${await absence(job, one)}.`)
    log.info(`Pulling ${found.candidate.what}.`)
    return await pullByDigest(job, found, found.digest)
  } finally {
    await Promise.all(looked.map(({session}) => session.close()))
  }
}

/** @returns the first, where ECR does not tell when each was pushed */
async function newestOf(job: LocalJob, found: readonly Found[]): Promise<Found | undefined> {
  const times = await Promise.all(found.map(async one => (await detailOf(job, one))?.pushedAt?.getTime()))
  const known = found.map((one, index) => ({one, time: times[index]}))
  return known.some(({time}) => time === undefined)
    ? found[0]
    : known.sort((a, b) => (b.time ?? 0) - (a.time ?? 0))[0]?.one
}

async function nothingThere(job: LocalJob, missed: readonly Found[], tag: string | undefined): Promise<Failure> {
  const said = await Promise.all(missed.map(one => absence(job, one)))
  return new Failure(`There is no image to pull: ${said.join(', and ')}.`, {
    remedy:
      tag === undefined
        ? 'Push one: `ecr-registry push`, or open a pull request.'
        : 'Name another with --tag, or --stage.'
  })
}

/** What is archived is not pulled, and answers as if it were not there. */
async function absence(job: LocalJob, one: Found): Promise<string> {
  const name = `${one.target.repository.name}:${one.candidate.tag}`
  const detail = await detailOf(job, one)
  return detail?.archived === true ? `${name} is archived, and pushing it again brings it back` : `${name} is not there`
}

/** @returns undefined where ECR has no such image, or does not tell this login */
async function detailOf({signal, log}: LocalJob, {end, target, candidate}: Found) {
  const {imageDetail} = await import('../aws/index.js')
  try {
    return await imageDetail(end.ecr, target.repository, candidate.tag, signal)
  } catch (error) {
    signal.throwIfAborted()
    log.debug(`What ECR knows of ${target.repository.name}:${candidate.tag}: ${messageOf(error)}`)
    return undefined
  }
}

/** By the digest that was found, whatever becomes of the tag meanwhile; the engine then has it under the tag, too. */
async function pullByDigest(
  job: LocalJob,
  {session, end, target: {stage, repository}, candidate}: Found,
  digest: string
): Promise<Pulled> {
  const {environment, signal} = job
  const registry = end.registry.host
  const name = `${registry}/${repository.name}`
  const [image, reference] = [`${name}@${digest}`, `${name}:${candidate.tag}`]
  const config = await openDockerConfig(job, session)
  try {
    const own = {...environment, ...config.environment}
    // Progress is for a terminal.
    const args = ['pull', ...(process.stderr.isTTY ? [] : ['--quiet']), image]
    const code = await runDocker(args, {environment: own, signal, output: 'standard error'})
    signal.throwIfAborted()
    if (code !== 0) {
      throw new Failure(`docker ${args.join(' ')} failed with exit code ${code}; what it said stands above.`, {
        remedy: 'See that Docker runs here: `docker version`.'
      })
    }
    await tagImage(image, reference, own)
  } finally {
    await config.remove()
  }
  return {candidate, reference, json: {stage, image, digest, tags: [reference], repository: repository.name, registry}}
}
