import {Failure, messageOf} from '../core/failure.js'
import {runDocker, tagImage} from '../docker/call.js'
import {openDockerConfig} from '../run/docker-login.js'
import type {StageRepository} from '../run/session.js'
import {Session} from '../run/session.js'
import {findImage} from '../run/staged-image.js'
import {isTag} from '../stages/grammar.js'
import type {Stage} from '../stages/stage.js'
import type {Target} from '../stages/target.js'
import type {Candidate} from './candidates.js'
import {candidatesFor} from './candidates.js'
import type {CommandResult} from './command-result.js'
import type {Invocation} from './invocation.js'
import type {LocalJob} from './local-job.js'
import {withLocalJob} from './local-job.js'
import type {CommonOptions, PullOptions} from './options.js'

/** An image that was found and pulled. */
export interface PulledImage {
  candidate: Candidate
  /** `registry/repository:tag`, its name in the local engine. */
  reference: string
  json: Record<string, unknown>
}

/** Pulls the image of the branch, or the image of the trunk if the branch has none. */
export async function pull(common: CommonOptions, {tag}: PullOptions, invocation: Invocation): Promise<CommandResult> {
  return await withLocalJob(common, {}, invocation, async job => {
    const {candidate, reference, json} = await pullImage(job, common.stage, tag)
    return {lines: [`${candidate.description}:`, reference, `  ${String(json['digest'])}`], json}
  })
}

/** The answer of a registry about a candidate. */
interface Lookup {
  candidate: Candidate
  target: Target
  session: Session
  repository: StageRepository
  /** undefined if the repository does not have the tag. */
  digest: string | undefined
}

/** @throws Failure naming all candidates, if none of them exists */
export async function pullImage(job: LocalJob, stage: Stage = 'development', tag?: string): Promise<PulledImage> {
  const {tree, trunk, log} = job
  if (tag !== undefined && !isTag(tag)) {
    throw new Failure(
      `--tag is \`${tag}\`, which is not a tag: a tag has letters, digits and any of _ . - and does not begin with . or -.`,
      {remedy: 'Name a tag of the repository.'}
    )
  }
  const {pick, among} = candidatesFor({stage, tag, branch: tree.branch, commit: tree.commit.id, trunk})
  const lookups: Lookup[] = []
  try {
    for (const candidate of among) {
      if (pick === 'the first' && lookups.some(({digest}) => digest !== undefined)) break
      const target = job.targetOf(candidate.stage)
      const session = new Session(job, {target, identity: job.identity})
      const repository = await session.target()
      const remedy = `Your login needs to be able to read the repository of ${target.stage}.`
      const image = await findImage(repository, target.stage, candidate.tag, remedy)
      lookups.push({candidate, target, session, repository, digest: image?.digest})
    }
    const hits = lookups.filter(({digest}) => digest !== undefined)
    const misses = lookups.filter(({digest}) => digest === undefined)
    const chosen = hits.length > 1 ? await newestOf(job, hits) : hits[0]
    if (chosen?.digest === undefined) throw await noImageFailure(job, misses, tag)
    for (const miss of misses) log.info(`${await describeMiss(job, miss)}.`)
    log.info(`Pulling ${chosen.candidate.description}.`)
    return await pullByDigest(job, chosen, chosen.digest)
  } finally {
    await Promise.all(lookups.map(({session}) => session.close()))
  }
}

/** @returns the first, if the push time of any of them is not known */
async function newestOf(job: LocalJob, hits: readonly Lookup[]): Promise<Lookup | undefined> {
  const times = await Promise.all(hits.map(async hit => (await detailOf(job, hit))?.pushedAt?.getTime()))
  const dated = hits.map((hit, index) => ({hit, time: times[index]}))
  return dated.some(({time}) => time === undefined)
    ? hits[0]
    : dated.sort((a, b) => (b.time ?? 0) - (a.time ?? 0))[0]?.hit
}

async function noImageFailure(job: LocalJob, misses: readonly Lookup[], tag: string | undefined): Promise<Failure> {
  const reasons = await Promise.all(misses.map(miss => describeMiss(job, miss)))
  return new Failure(`There is no image to pull: ${reasons.join(', and ')}.`, {
    remedy:
      tag === undefined
        ? 'Push one: `ecr-registry push`, or open a pull request.'
        : 'Name another tag with --tag, or another stage with --stage.'
  })
}

/** ECR answers for an archived image as if it did not exist, so this function asks for its details. */
async function describeMiss(job: LocalJob, miss: Lookup): Promise<string> {
  const name = `${miss.target.repository.name}:${miss.candidate.tag}`
  const detail = await detailOf(job, miss)
  return detail?.archived === true ? `${name} is archived, and another push restores it` : `${name} does not exist`
}

/** @returns undefined if ECR has no such image, or the request fails */
async function detailOf({signal, log}: LocalJob, {repository, target, candidate}: Lookup) {
  const {findImageDetail} = await import('../aws/run-calls.js')
  try {
    return await findImageDetail(repository.ecr, target.repository, candidate.tag, signal)
  } catch (error) {
    signal.throwIfAborted()
    log.debug(`Asking ECR about ${target.repository.name}:${candidate.tag}: ${messageOf(error)}`)
    return undefined
  }
}

/** Pulls the digest that was found, because the tag may move meanwhile. The engine then gets the tag as well. */
async function pullByDigest(
  job: LocalJob,
  {session, repository: {registry}, target: {stage, repository}, candidate}: Lookup,
  digest: string
): Promise<PulledImage> {
  const {environment, signal} = job
  const name = `${registry.host}/${repository.name}`
  const [image, reference] = [`${name}@${digest}`, `${name}:${candidate.tag}`]
  const config = await openDockerConfig(job, session)
  try {
    const dockerEnvironment = {...environment, ...config.environment}
    const args = ['pull', ...(process.stderr.isTTY ? [] : ['--quiet']), image]
    const code = await runDocker(args, {environment: dockerEnvironment, signal, output: 'standard error'})
    signal.throwIfAborted()
    if (code !== 0) {
      throw new Failure(`docker ${args.join(' ')} failed with exit code ${code}; its output is above.`, {
        remedy: 'Check that Docker works here: `docker version`.'
      })
    }
    await tagImage(image, reference, dockerEnvironment)
  } finally {
    await config.remove()
  }
  const json = {stage, image, digest, tags: [reference], repository: repository.name, registry: registry.host}
  return {candidate, reference, json}
}
