import {Failure} from '../core/failure.js'
import {runDocker, tagImage} from '../docker/call.js'
import {openDockerConfig} from '../run/docker-login.js'
import {isTag} from '../stages/grammar.js'
import type {Stage} from '../stages/stage.js'
import type {Candidate} from './candidates.js'
import type {CommandResult} from './command-result.js'
import type {FoundImage} from './image-search.js'
import {ImageFinder} from './image-search.js'
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

/** Pulls the image of the commit that is checked out, or else that of the nearest earlier commit that has one. */
export async function pull(common: CommonOptions, {tag}: PullOptions, invocation: Invocation): Promise<CommandResult> {
  return await withLocalJob(common, {}, invocation, async job => {
    const {candidate, reference, json} = await pullImage(job, common.stage, tag)
    return {lines: [`${candidate.description}:`, reference, `  ${String(json['digest'])}`], json}
  })
}

/** @throws Failure naming all that was looked for, if there is no image */
export async function pullImage(job: LocalJob, stage: Stage = 'development', tag?: string): Promise<PulledImage> {
  const {tree, trunk, log} = job
  if (tag !== undefined && !isTag(tag)) {
    throw new Failure(
      `--tag is \`${tag}\`, which is not a tag: a tag has letters, digits and any of _ . - and does not begin with . or -.`,
      {remedy: 'Name a tag of the repository.'}
    )
  }
  const {branch, isDirty} = tree
  const {variant} = job.inputs
  const variants = Object.keys(job.image.variants)
  const finder = new ImageFinder(job, {stage, tag, branch, commit: tree.commit.id, trunk, isDirty, variant, variants})
  try {
    const found = await finder.find()
    const {accepts, description} = found.candidate
    log.info(`Pulling ${description}.`)
    if (isDirty && accepts.kind === "not another commit's")
      log.notice(
        'The image is that of a commit, without your uncommitted changes.',
        'To include them, push first: `ecr-registry push`.'
      )
    return await pullByDigest(job, found)
  } finally {
    await finder.close()
  }
}

/** Pulls the digest that was found, because the tag may move meanwhile. The engine then gets the tag as well. */
async function pullByDigest(
  job: LocalJob,
  {session, repository: {registry}, target: {stage, repository}, candidate, digest}: FoundImage
): Promise<PulledImage> {
  const {environment, signal, log} = job
  const name = `${registry.host}/${repository.name}`
  const [image, reference] = [`${name}@${digest}`, `${name}:${candidate.tag}`]
  const config = await openDockerConfig(job, session)
  try {
    const dockerEnvironment = {...environment, ...config.environment}
    const args = ['pull', ...(process.stderr.isTTY ? [] : ['--quiet']), image]
    const code = await log.relay(output => runDocker(args, {environment: dockerEnvironment, signal, output}))
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
