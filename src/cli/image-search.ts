import {Failure, messageOf} from '../core/failure.js'
import {countBuildInputs} from '../run/build-inputs.js'
import {buildSettings} from '../run/build-settings.js'
import {failureOf} from '../run/failure.js'
import {originOf} from '../run/image-origin.js'
import type {StageRepository} from '../run/session.js'
import {Session} from '../run/session.js'
import {findImage} from '../run/staged-image.js'
import type {Stage} from '../stages/stage.js'
import {fingerprintTag} from '../stages/tags.js'
import type {Target} from '../stages/target.js'
import type {Candidate, ImageSearch} from './candidates.js'
import {imageOfCommit, judgeImage, searchOrder} from './candidates.js'
import {ancestorsOf} from './clone.js'
import type {LocalJob} from './local-job.js'

/** A stage whose repository is reached with the developer's own credentials. */
export interface OpenStage {
  target: Target
  session: Session
  repository: StageRepository
}

/** An image that was found. */
export interface FoundImage extends OpenStage {
  candidate: Candidate
  digest: string
}

/** How many earlier commits to look for: the commits that are first parents, and then the merged ones, as many again. */
const ANCESTORS = 100
/** How many earlier commits to look for at once. */
const WAVE = 20

/** A search for the image of what is checked out. Its sessions stay open until `close`, because the image is pulled with them. */
export class ImageFinder {
  private readonly stages = new Map<Stage, Promise<OpenStage>>()
  private readonly sessions: Session[] = []
  /** Why the images of a stage cannot be read. A search goes on without a stage that nobody asked for. */
  private readonly unreadable = new Map<Stage, Failure>()
  private readonly misses: string[] = []

  constructor(
    private readonly job: LocalJob,
    private readonly search: ImageSearch
  ) {}

  /** @throws Failure naming all that was looked for, if there is no image */
  async find(): Promise<FoundImage> {
    const {byFingerprint, own, ancestorsIn, otherwise} = searchOrder(this.search)
    const found =
      (byFingerprint ? await this.byFingerprint() : undefined) ??
      (await this.firstOf(own)) ??
      (await this.newestAncestor(ancestorsIn)) ??
      (await this.firstOf(otherwise))
    if (found === undefined) throw this.nothingFound()
    for (const miss of this.misses) this.job.log.info(`${miss}.`)
    for (const [stage, {message, remedy}] of this.unreadable)
      this.job.log.notice(`The images of ${stage} were not looked at: ${message}`, remedy)
    return found
  }

  async close(): Promise<void> {
    await Promise.all(this.sessions.map(session => session.close()))
  }

  /** The image of the current files, changes included. */
  private async byFingerprint(): Promise<FoundImage | undefined> {
    const {job} = this
    const open = await this.open('development')
    if (open === undefined) return undefined
    try {
      // Notices about a build are for those who build.
      const log = {...job.log, notice: job.log.debug, warning: job.log.debug}
      const {fingerprint} = await countBuildInputs({...job, log}, buildSettings(job), open.session)
      if (fingerprint.kind !== 'comparable') return undefined
      const tag = fingerprintTag('development', fingerprint.value).name
      const description = 'the image of the current files, from development'
      const found = await this.lookUp({stage: 'development', tag, description, accepts: {kind: 'any'}})
      if (found === undefined) this.misses.push('The current files, with their changes, have no image in development')
      return found
    } catch (error) {
      // A build that cannot be counted has no such image, but its commit can have one.
      const failure = failureOf(error)
      if (failure === undefined) throw error
      job.log.debug(`Counting the current files: ${failure.message}`)
      return undefined
    }
  }

  private async firstOf(candidates: readonly Candidate[]): Promise<FoundImage | undefined> {
    for (const candidate of candidates) {
      const found = await this.lookUp(candidate)
      if (found !== undefined) return found
    }
    return undefined
  }

  private async newestAncestor(stages: readonly Stage[]): Promise<FoundImage | undefined> {
    if (stages.length === 0) return undefined
    const {commit, variant} = this.search
    const ancestors = await ancestorsOf(this.job.tree.git, commit, ANCESTORS)
    for (let start = 0; start < ancestors.length; start += WAVE) {
      const wave = ancestors
        .slice(start, start + WAVE)
        .flatMap(ancestor => stages.map(stage => imageOfCommit(ancestor, stage, {before: commit, variant})))
      const exist = await Promise.all(wave.map(candidate => this.exists(candidate)))
      const found = await this.firstOf(wave.filter((_, index) => exist[index]))
      if (found !== undefined) return found
    }
    const looked = ancestors.length === 0 ? 'no earlier commit' : `none of ${ancestors.length} earlier commits`
    this.misses.push(`In this clone, ${looked} of ${commit.slice(0, 12)} has an image in ${stages.join(' or ')}`)
    return undefined
  }

  /** A HEAD: most earlier commits have no image, and nobody has to be told of each. */
  private async exists({stage, tag}: Candidate): Promise<boolean> {
    const open = await this.open(stage)
    return open !== undefined && (await open.repository.client.digest(tag)).kind === 'found'
  }

  private async lookUp(candidate: Candidate): Promise<FoundImage | undefined> {
    const {stage, tag, accepts} = candidate
    const open = await this.open(stage)
    if (open === undefined) return undefined
    const {repository, target} = open
    const name = `${target.repository.name}:${tag}`
    const remedy = `Your login needs to be able to read the repository of ${stage}.`
    const manifest = await this.reading(stage, () => findImage(repository, stage, tag, remedy))
    if (manifest === undefined) {
      if (!this.unreadable.has(stage) && !tag.startsWith('src-')) this.misses.push(await this.describeMiss(open, tag))
      return undefined
    }
    if (accepts.kind !== 'any') {
      const revision = (await originOf(this.job, repository.client, manifest))?.commit
      const verdict = judgeImage(accepts, revision)
      if (verdict.kind === 'refused') {
        this.misses.push(`${name} ${verdict.because}`)
        return undefined
      }
      if (revision === undefined)
        this.misses.push(
          `${name} does not name the commit that it was built from, so only its tag says that it is right`
        )
    }
    return {...open, candidate, digest: manifest.digest}
  }

  /** @returns undefined if the stage cannot be read and is not the one that was asked for */
  private async open(stage: Stage): Promise<OpenStage | undefined> {
    if (this.unreadable.has(stage)) return undefined
    return await this.reading(stage, async () => {
      const opened = this.stages.get(stage) ?? this.openStage(stage)
      this.stages.set(stage, opened)
      return await opened
    })
  }

  private async openStage(stage: Stage): Promise<OpenStage> {
    const {job} = this
    const target = job.targetOf(stage)
    const session = new Session(job, {target, identity: job.identity})
    this.sessions.push(session)
    return {target, session, repository: await session.target()}
  }

  private async reading<T>(stage: Stage, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      const failure = failureOf(error)
      if (failure === undefined || stage === this.search.stage) throw error
      this.unreadable.set(stage, failure)
      return undefined
    }
  }

  /** ECR answers for an archived image as if it did not exist, so this asks for its details. */
  private async describeMiss({repository, target}: OpenStage, tag: string): Promise<string> {
    const name = `${target.repository.name}:${tag}`
    const {signal, log} = this.job
    const {findImageDetail} = await import('../aws/run-calls.js')
    try {
      const detail = await findImageDetail(repository.ecr, target.repository, tag, signal)
      return detail?.archived === true ? `${name} is archived, and another push restores it` : `${name} does not exist`
    } catch (error) {
      signal.throwIfAborted()
      log.debug(`Asking ECR about ${name}: ${messageOf(error)}`)
      return `${name} does not exist`
    }
  }

  private nothingFound(): Failure {
    const [unreadable] = this.unreadable.values()
    // The image may be there: the reason why it cannot be seen says more than the list of what is missing.
    if (unreadable !== undefined) return unreadable
    const [only = '', ...more] = this.misses
    const reasons = more.length === 0 ? ` ${only}.` : this.misses.map(miss => `\n  ${miss}.`).join('')
    return new Failure(`There is no image to pull:${reasons}`, {
      remedy:
        this.search.tag === undefined
          ? 'Push one: `ecr-registry push`, or open a pull request.'
          : 'Name another tag with --tag, or another stage with --stage.'
    })
  }
}
