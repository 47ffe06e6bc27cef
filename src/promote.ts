import {privateConfig, shareLogin} from './docker-login.js'
import {Failure} from './failure.js'
import {passGate} from './gate.js'
import type {Prerelease} from './github/repository.js'
import {runUrl} from './inputs.js'
import type {Outcome, Plan, Promotion, Scans, StagedImage, TagResult} from './outcome.js'
import type {CopyReport} from './registry/copy.js'
import type {Manifest} from './registry/manifest.js'
import type {Registry} from './registry/registry.js'
import type {LineMove} from './release-lines.js'
import {doubtAbout, foreseeLines, higherInLine, moveLines} from './release-lines.js'
import {bytes} from './report/phases.js'
import {progressLines} from './report/progress.js'
import type {Wanted} from './source-image.js'
import {findSourceImage, fingerprintOf, originOf, tagsForPeople} from './source-image.js'
import type {Session} from './session.js'
import {signIn} from './session.js'
import {dockerfileOf, settingsOf} from './settings.js'
import {countSources} from './sources.js'
import type {Destination, PromotionRun, StageRun} from './stage-run.js'
import {laterCommits, tagsOf} from './stage-run.js'
import {describeImage} from './staged-image.js'
import type {Repository} from './stages/arn.js'
import {commitTag, tagOfSources} from './stages/tags.js'
import type {Version} from './stages/version.js'
import type {Holders, Tagging} from './tagging.js'
import {foreseeTags, lookUpTags, putTags, versionTaken} from './tagging.js'

export interface PromoteDestination extends Destination {
  /** The repository of the stage before. */
  source: Repository
}

/** Copies the image that the stage before holds for this run, by its digest, and puts this run's tags on it. */
export async function promote(run: PromotionRun, {target, source, identity}: PromoteDestination): Promise<Outcome> {
  const {inputs, log, phases, signal, reason} = run
  const {stage, repository} = target
  const version = stage === 'release' ? versionOf(run) : undefined
  const subject = {name: run.image?.name ?? repository.name, dockerfile: dockerfileOf(settingsOf(inputs.build, run.image), run.runner.workspace)}

  const session = await phases.time('sign-in', () => signIn({...run, target, identity}))
  try {
    const from = await session.open(source)
    const to = session.registry
    const wanted = await phases.time('look-up', () => sourceReference(run, target, session))
    const {manifest, detail} = await phases.time('look-up', () => findSourceImage(run, from, source, wanted, session))
    const print = fingerprintOf(detail)
    // What `source` names may be another commit's.
    const isOfCommit = inputs.source === undefined
    const own = tagsOf(run, stage, {isOfCommit, committedAt: isOfCommit ? run.committedAt : undefined})
    const tags = [...(print === undefined ? [] : [tagOfSources(stage, print)]), ...own]
    const across = (anew: boolean): Promise<CopyReport> => phases.time('copy', () =>
      copyAcross(run, {registry: from, repository: source.name}, {registry: to, repository: repository.name}, manifest.digest, anew))
    let completed: Promise<CopyReport> | undefined
    const complete = (): Promise<CopyReport> => (completed ??= across(true))
    const tagging: Tagging = {
      registry: to, repository: repository.name, from: repository.from, stage, tags, digest: manifest.digest, later: () => laterCommits(run), complete,
      warn: log.warning, rename: undefined
    }
    const listGitTags = (): Promise<string[]> => run.repository.versionTags()
    const isPrerelease = (tag: string): Promise<Prerelease> => run.repository.isPrerelease(tag)
    const [named, gitTags, published] = await phases.time('look-up', () =>
      Promise.all([lookUpTags(tagging), version === undefined ? [] : listGitTags(), version === undefined ? undefined : asPublished(run, version)]))
    const release = published === undefined ? undefined
      : {registry: to, repository: repository.name, from: repository.from, version: published, manifest, gitTags, listGitTags, isPrerelease, complete, warn: log.warning}
    if (release !== undefined) {
      refuseOtherVersion(tagging, named, manifest, release.version)
      await phases.time('look-up', () => refuseBackwardVersion(release, named))
    }
    const scan = (): Promise<Scans> => phases.time('scan', () => passGate({ecr: session.ecr(source), registry: from, repository: source, manifest, inputs, subject, log, signal}))
    const decisive = inputs.failOnSeverity === 'none' ? undefined : await scan()
    const origin = `${from.host}/${source.name}@${manifest.digest}`

    if (inputs.dryRun) {
      const [foreseen, scans] = await Promise.all([phases.time('look-up', () => foresee(tagging, named, manifest, release)), decisive ?? scan()])
      const plan = {...foreseen, fingerprint: print, bases: [], source: origin, version: version?.text, scans}
      return {kind: 'planned', stage, reason, plan}
    }

    const [copied, scans, builtFrom] = await Promise.all([across(false), decisive ?? scan(), originOf(run, from, source, manifest)])
    const put = await phases.time('tags', () => putTags(tagging, manifest, named))
    const lines = release === undefined ? [] : await phases.time('tags', () => moveLines(release))
    const copy = (await completed) ?? copied
    const isNew = put.some(({kind, tag}) => kind === 'put' && tag === `v${version?.text ?? ''}`)
    if (isNew) sayWhereNoLineFollows(run, version?.text ?? '', lines)
    if (inputs.dockerLogin) shareLogin(run, await privateConfig(run, session))
    const results = [...put, ...lines]
    const description = await describeImage(to, repository.name, manifest, [], false)
    const image: StagedImage = {
      ...description, ...subject, registry: to.host, repository: repository.name, digest: manifest.digest, tags: results,
      fingerprint: print, bases: [], scans
    }
    // A release that an earlier run left unfinished is finished by this one.
    const isReleased = isNew || lines.some(({kind}) => kind === 'put')
    const kind = isReleased || !copy.alreadyThere ? 'promoted' : 'unchanged'
    const by = kind === 'promoted' ? thisRun(run) : undefined
    const promotion: Promotion = {source: origin, pushedAt: detail?.pushedAt, sourceTags: tagsForPeople(detail), builtFrom, run: by, copy}
    return {kind, stage, reason, image, promotion, version: version?.text}
  } finally {
    await session.close()
  }
}

/** The run that promotes; by hand there is none. */
function thisRun({runner}: StageRun): Promotion['run'] {
  const url = runUrl(runner)
  return url === undefined ? undefined : {number: runner.runNumber, url, at: new Date()}
}

/** A release has a version; what else is promoted has none. */
function versionOf({revision, reason}: StageRun): Version {
  if (revision.version !== undefined) return revision.version
  throw new Failure(`${reason} A release needs a version, and this run names none.`, {
    remedy: 'Push a tag such as v1.2.3, publish a release of it, or set the input `version`.'
  })
}

/** On GitHub a version may be a pre-release whose number does not say so; a git tag that is pushed tells nothing of it. */
async function asPublished({repository, log}: StageRun, version: Version): Promise<Version> {
  if (version.prerelease) return version
  const tag = `v${version.text}`
  const answer = await repository.isPrerelease(tag)
  if (answer.kind === 'unknown') log.notice(`Whether ${tag} is a pre-release on GitHub, which would move no line, is not known: ${answer.because}`)
  if (answer.kind === 'yes') log.notice(`${tag} is a pre-release on GitHub: it is released under its own tag, and moves no line.`)
  return {...version, prerelease: answer.kind === 'yes'}
}

/** The tag or digest that the stage before has the image under. */
async function sourceReference(run: StageRun, {stage}: {stage: string}, session: Session): Promise<Wanted> {
  if (run.inputs.source !== undefined) return {reference: run.inputs.source, by: 'input'}
  if (stage === 'release') return {reference: commitTag(run.revision.commit), by: 'commit'}
  const counted = await countSources(run, settingsOf(run.inputs.build, run.image), Promise.resolve(session))
  if (counted.fingerprint.kind === 'comparable') return {reference: `src-${counted.fingerprint.value}`, by: 'sources'}
  throw new Failure(`Which image of development is that of this commit is not known: ${counted.fingerprint.because}`, {
    remedy: 'Build it for master instead (leave the input `operation` out), or name it with the input `source`.'
  })
}

/** A version that is released already stays what it is: known before anything is copied. */
function refuseOtherVersion(tagging: Tagging, named: ReadonlyMap<string, string | undefined>, {digest}: Manifest, version: {text: string}): void {
  const tag = `v${version.text}`
  const released = named.get(tag)
  if (released !== undefined && released !== digest) throw versionTaken(tagging, tag, released, digest)
}

/** A version that is lower than what its own line has may be meant, or a slip: who pulls a line does not get it. */
function sayWhereNoLineFollows({log}: StageRun, version: string, lines: readonly TagResult[]): void {
  const [own] = lines
  if (own?.kind !== 'kept' || lines.some(({kind}) => kind !== 'kept')) return
  log.notice(`v${version} is released under its own tag alone: ${lines.map(({tag}) => tag).join(', ')} stay where they are. Of ${own.tag}: ${own.because}`)
}

/**
 * A version that a git tag stands for is meant, however old its line. One that was only written into an input, and is
 * below what its own line has released, is a slip.
 */
async function refuseBackwardVersion(move: LineMove, named: ReadonlyMap<string, string | undefined>): Promise<void> {
  const {version: {text}, gitTags, repository} = move
  if (gitTags.includes(`v${text}`) || named.get(`v${text}`) !== undefined) return
  const higher = await higherInLine(move)
  if (higher === undefined) return
  throw new Failure(`The version ${text} goes backward: ${higher.tag} of the same line is released in the target ${repository} already.${await doubtAbout(move, higher)}`, {
    remedy: `Give a higher one. If v${text} is to be released after all, push the git tag v${text}: under it the image is released, and no line moves.`
  })
}

/** What a run would do with the image; what it would fail for at the target is an error here as well. */
async function foresee(tagging: Tagging, named: Holders, {digest}: Manifest, release: LineMove | undefined): Promise<Pick<Plan, 'registry' | 'repository' | 'action' | 'tags'>> {
  const {registry, repository} = tagging
  const [held, tags, lines] = await Promise.all([
    registry.repository(repository, {side: 'target'}).find(digest),
    foreseeTags(tagging, named),
    release === undefined ? [] : foreseeLines(release)
  ])
  return {registry: registry.host, repository, action: held === undefined ? 'copy' : 'tag only', tags: [...tags, ...lines]}
}

async function copyAcross(
  {log, signal}: StageRun, source: {registry: Registry; repository: string}, target: {registry: Registry; repository: string}, digest: string, anew: boolean
): Promise<CopyReport> {
  if (anew) log.notice(`${target.repository} has ${digest}, and says that it lacks a part of it: all of it is copied once more.`)
  const {copyImage} = await import('./registry/copy.js')
  const report = await copyImage({source, target, digest, anew, signal, onProgress: progressLines(log.info, () => performance.now())})
  const {mounted, copied, alreadyThere} = report.blobs
  log.info(report.alreadyThere ? 'The target has this image already.' : `Layers and configs: ${mounted} mounted, ${copied} copied (${bytes(report.bytes)}), ${alreadyThere} there already.`)
  return report
}
