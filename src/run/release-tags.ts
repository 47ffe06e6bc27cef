import compare from 'semver/functions/compare.js'

import {Failure} from '../core/failure.js'
import {Lazy} from '../core/lazy.js'
import {remedy} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import {allInOrder} from '../core/settle.js'
import type {GitHubRepository, Prerelease} from '../github/repository.js'
import {MAX_TAG_LENGTH} from '../stages/grammar.js'
import type {LinePlan, ReleasedTag, VersionLine, VersionTag} from '../stages/releases.js'
import {guessedVersionTags, highestAbove, nearestVersionTags, planLine, versionLines} from '../stages/releases.js'
import {foreignEndings, inVariant} from '../stages/variant.js'
import type {Version} from '../stages/version.js'
import {nextVersion} from '../stages/version.js'
import type {StageRun} from './context.js'
import type {Inputs} from './inputs.js'
import type {PlannedTag, TagResult} from './outcome.js'
import type {StageRepository} from './session.js'
import type {TaggableImage, TagsAtTarget} from './tags.js'
import {digestAt, versionTaken} from './tags.js'

/** The parts of a run that a release needs. */
export type ReleaseRun = Pick<StageRun, 'log' | 'timings'> & {
  github: Pick<GitHubRepository, 'versionTags' | 'isPrerelease'>
  inputs: Pick<Inputs, 'variant'>
}

/** The version that a run releases; undefined in the other stages. */
export function versionOf({
  stage,
  revision: {version},
  reason,
  image,
  inputs: {variant}
}: Pick<StageRun, 'stage' | 'revision' | 'reason' | 'image'> & {
  inputs: Pick<Inputs, 'variant'>
}): Version | undefined {
  if (stage !== 'release') return undefined
  if (version !== undefined) return checkedVersion(version, Object.keys(image?.variants ?? {}), variant)
  throw new Failure(`${reason} A release needs a version, and this run names none.`, {
    remedy: remedy`Push a git tag such as v1.2.3, publish a release of it, or set ${setting('version')}.`
  })
}

/** Refuses a version whose tag would pass for that of another variant, or that is no tag with the variant at its end. */
function checkedVersion(version: Version, variants: readonly string[], variant: string | undefined): Version {
  const tag = inVariant(`v${version.text}`, variant)
  const other = foreignEndings(variants, variant).find(ending => version.text.endsWith(ending))
  if (other !== undefined) {
    throw new Failure(
      `The version ${version.text} would get the tag ${tag}, which is that of the variant ${inVariant(other.slice(1), variant)} of ${version.text.slice(0, -other.length)}.`,
      {
        remedy: remedy`To release that variant, set ${setting('variant')}, and release the version without it. Give a pre-release another name, such as -rc.1.`
      }
    )
  }
  if (tag.length > MAX_TAG_LENGTH) {
    throw new Failure(`The tag ${tag} has ${tag.length} characters, and a tag has at most ${MAX_TAG_LENGTH}.`, {
      remedy: 'Release a version with a shorter name.'
    })
  }
  return version
}

/**
 * A version that is about to be released, and the tags that follow it: `1.2`, `1` and `latest`, which only ever move
 * forward. Two releases may move them at once. Each puts its `v…` tag before it looks, and looks again after it has
 * moved a tag, so that the higher version stays.
 */
export class Release {
  private readonly gitTags: Lazy<readonly string[]>
  private readonly versionOnGitHub: Lazy<Version>

  constructor(
    private readonly run: ReleaseRun,
    private readonly target: StageRepository,
    private readonly version: Version,
    private readonly digest: string
  ) {
    // The release role may look up a tag in its own repository, but may not list the tags. GitHub lists the versions instead.
    this.gitTags = new Lazy(() => this.run.timings.time('look-up', () => this.run.github.versionTags())).start()
    this.versionOnGitHub = new Lazy(() => this.run.timings.time('look-up', () => this.withPrereleaseFlag())).start()
  }

  /** The tag of the version itself. */
  get tag(): string {
    return inVariant(this.gitTag, this.variant)
  }

  private get gitTag(): string {
    return `v${this.version.text}`
  }

  private get variant(): string | undefined {
    return this.run.inputs.variant
  }

  /**
   * Refuses a version that is already released as another image, and a version that goes backward. A git tag shows that the
   * version is intended, however old its line is. A version that only an input names, and that is below the newest of its
   * line, is a mistake.
   */
  async refuseTakenOrBackward({named}: TagsAtTarget): Promise<void> {
    const [released, gitTags] = [named.get(this.tag), await this.gitTags.get()]
    // GitHub's answer about the version is logged before anything is refused or copied.
    await this.versionOnGitHub.get()
    if (released !== undefined && released !== this.digest)
      throw versionTaken(this.target, this.tag, this.version, released, this.digest)
    if (released !== undefined || gitTags.includes(this.gitTag)) return
    const higher = await this.run.timings.time('look-up', () => this.higherInLine())
    if (higher === undefined) return
    const {text} = this.version
    const {name} = this.target.repository
    throw new Failure(
      `The version ${text} goes backward: ${higher.tag} of the same line is already released in the target ${name}.${await this.doubtAbout(higher)}`,
      {
        remedy: `Release it as v${nextVersion({text: higher.version})}, which is higher. To release v${text} all the same, push the git tag v${text}: the image gets that tag, and no line moves.`
      }
    )
  }

  /** Plans the changes of the lines as if the version were released now. Nothing is written. */
  async foreseeLines(): Promise<PlannedTag[]> {
    const planned = await this.planLines()
    return await allInOrder(
      planned.map(async ({line, plan}): Promise<PlannedTag> => {
        if (plan.kind !== 'move') return await this.leaveLine(line, plan)
        return plan.from === undefined
          ? {tag: line.tag, kind: 'put'}
          : {tag: line.tag, kind: 'move', from: plan.from.tag}
      })
    )
  }

  /** Moves the lines to the version, which has its own tag by now. */
  async moveLines(image: TaggableImage): Promise<TagResult[]> {
    return await this.run.timings.time('tags', async () => {
      const planned = await this.planLines()
      const results = await allInOrder(planned.map(({line, plan}) => this.moveLine(line, plan, image)))
      if (!results.some(({kind}) => kind === 'put')) return results

      const now = await this.withoutPrereleases(
        this.linesOf(await this.versionOnGitHub.get()),
        await this.lookUpAgain()
      )
      return await allInOrder(
        results.map(async (result, index) => {
          const line = planned[index]?.line
          const higher = line === undefined || result.kind !== 'put' ? undefined : highestAbove(line, this.version, now)
          return line === undefined || higher === undefined ? result : await this.giveBack(line, higher)
        })
      )
    })
  }

  /** Logs a notice if no line follows a version that was just released: nobody who pulls a line gets that version. */
  noteIfNoLineFollows(results: readonly TagResult[], lines: readonly TagResult[]): void {
    const isNew = results.some(({kind, tag}) => kind === 'put' && tag === this.tag)
    const [own] = lines
    if (!isNew || own?.kind !== 'kept' || lines.some(({kind}) => kind !== 'kept')) return
    this.run.log.notice(
      `${this.tag} gets its own tag only: ${lines.map(({tag}) => tag).join(', ')} stay where they are. The reason for ${own.tag}: ${own.because}`
    )
  }

  /** The highest release above the version in its own line (`1.2` for 1.2.3), pre-releases excluded. */
  private async higherInLine(): Promise<ReleasedTag | undefined> {
    const [own] = this.linesOf(await this.versionOnGitHub.get())
    if (own === undefined) return undefined
    const higher = (await this.candidates()).filter(
      ({version}) => own.includes(version) && compare(version, this.version.text) > 0
    )
    return highestAbove(own, this.version, await this.withoutPrereleases([own], await this.lookUp(higher)))
  }

  private async planLines(): Promise<{line: VersionLine; plan: LinePlan}[]> {
    const version = await this.versionOnGitHub.get()
    const lines = this.linesOf(version)
    if (lines.length === 0) return []
    const candidates = await this.candidates()
    const [seen, current] = await allInOrder([
      this.lookUp(candidates).then(released => this.withoutPrereleases(lines, released)),
      allInOrder(lines.map(({tag}) => digestAt(this.target, tag)))
    ])
    const planWith = (released: readonly ReleasedTag[]): {line: VersionLine; plan: LinePlan}[] =>
      lines.map((line, index) => ({line, plan: planLine(line, version, this.digest, current[index], released)}))
    const first = planWith(seen)
    if (!first.some(({plan}) => plan.kind === 'unexplained')) return first
    // A registry may wrongly answer once that a version is missing, so look again. A version may also have no git tag.
    const all = distinct([...candidates, ...guessedVersionTags(version, this.variant)])
    return planWith(await this.withoutPrereleases(lines, await this.lookUp(all)))
  }

  private linesOf(version: Version): VersionLine[] {
    return versionLines(version, this.variant)
  }

  /** The tags of the versions that the lines may name. If the version has no git tag, earlier versions may lack theirs too. */
  private async candidates(): Promise<VersionTag[]> {
    return this.candidatesFor(await this.versionOnGitHub.get(), await this.gitTags.get())
  }

  private candidatesFor(version: Version, gitTags: readonly string[]): VersionTag[] {
    return distinct([
      ...nearestVersionTags(version, gitTags, this.variant),
      ...(gitTags.includes(this.gitTag) ? [] : guessedVersionTags(version, this.variant))
    ])
  }

  /**
   * The releases that count for the lines. A pre-release on GitHub holds no line, whatever its number looks like. GitHub is
   * asked only about the releases that would hold a line.
   */
  private async withoutPrereleases(
    lines: readonly VersionLine[],
    released: readonly ReleasedTag[]
  ): Promise<readonly ReleasedTag[]> {
    const holders = [...new Set(lines.map(line => highestAbove(line, this.version, released)))].filter(
      one => one !== undefined
    )
    const answers = await allInOrder(holders.map(holder => this.prereleaseOf(holder)))
    const prereleases = holders.filter((_, index) => answers[index]?.kind === 'yes')
    if (prereleases.length === 0) return released
    return await this.withoutPrereleases(
      lines,
      released.filter(one => !prereleases.includes(one))
    )
  }

  /** Whether a release is a pre-release on GitHub. It does not ask about a line's tag (`1.2`): only a full release moves it. */
  private async prereleaseOf({tag, version}: VersionTag): Promise<Prerelease> {
    return tag.startsWith('v') ? await this.run.github.isPrerelease(`v${version}`) : {kind: 'no'}
  }

  /** A sentence to append if it is not known whether the holder of a line is a pre-release; else an empty text. */
  private async doubtAbout(holder: VersionTag): Promise<string> {
    const answer = await this.prereleaseOf(holder)
    return answer.kind === 'unknown'
      ? ` It is not known whether ${holder.tag} is a pre-release on GitHub, which would hold no line: ${answer.because}`
      : ''
  }

  private async moveLine(line: VersionLine, plan: LinePlan, {manifest, sendAgain}: TaggableImage): Promise<TagResult> {
    if (plan.kind !== 'move') return await this.leaveLine(line, plan)
    const {client, repository} = this.target
    if ((await client.tag(line.tag, manifest, sendAgain)) === 'put') return {tag: line.tag, kind: 'put'}
    throw new Failure(
      `Moving ${repository.name}:${line.tag} to ${this.tag}: the repository keeps this tag immutable.`,
      {
        remedy:
          'Deploy infra/ again, or change the tag mutability filters of the repository. In release only `sha-*` and `v*` may be immutable.'
      }
    )
  }

  private async leaveLine(line: VersionLine, plan: Exclude<LinePlan, {kind: 'move'}>): Promise<TagResult> {
    switch (plan.kind) {
      case 'already':
        return {tag: line.tag, kind: 'already'}
      case 'behind':
        return {
          tag: line.tag,
          kind: 'kept',
          because: `${plan.by.tag} is higher and already released.${await this.doubtAbout(plan.by)}`
        }
      case 'unexplained': {
        const because = `it names ${plan.digest}, and no full release that was looked up has that digest.`
        this.run.log.warning(
          `${this.target.repository.name}:${line.tag} stays where it is: ${because}`,
          'Move it by hand if it should follow this release.'
        )
        return {tag: line.tag, kind: 'kept', because}
      }
    }
  }

  /** Puts a line back on a higher version, which was released meanwhile and may have moved the line before this run did. */
  private async giveBack(line: VersionLine, higher: ReleasedTag): Promise<TagResult> {
    const {client, repository} = this.target
    const found = await client.manifest(higher.tag)
    if (found.kind !== 'found' || (await client.tag(line.tag, found.value)) !== 'put') {
      const reason =
        found.kind === 'denied'
          ? found.reason
          : found.kind === 'missing'
            ? 'it no longer exists'
            : 'the repository keeps the tag immutable'
      throw new Failure(
        `Moving ${repository.name}:${line.tag} back to ${higher.tag}, which was released meanwhile: ${reason}. The tag names ${this.tag} now.`,
        {
          remedy: {
            workflow: `Run the job that released ${higher.tag} again: it moves the tag.`,
            terminal: `Promote ${higher.tag} again: that moves the tag.`
          }
        }
      )
    }
    return {
      tag: line.tag,
      kind: 'kept',
      because: `${higher.tag} is higher and was released meanwhile.${await this.doubtAbout(higher)}`
    }
  }

  private async lookUp(tags: readonly VersionTag[]): Promise<ReleasedTag[]> {
    const digests = await allInOrder(tags.map(({tag}) => digestAt(this.target, tag)))
    return tags.flatMap((candidate, index) => {
      const digest = digests[index]
      return digest === undefined ? [] : [{...candidate, digest}]
    })
  }

  /** The releases that were looked for before, and those whose git tags were pushed meanwhile. */
  private async lookUpAgain(): Promise<ReleasedTag[]> {
    const before = await this.candidates()
    const [released, gitTags] = await Promise.all([this.lookUp(before), this.run.github.versionTags()])
    const known = new Set(before.map(({tag}) => tag))
    const added = this.candidatesFor(await this.versionOnGitHub.get(), gitTags).filter(({tag}) => !known.has(tag))
    return [...released, ...(await this.lookUp(added))]
  }

  /** The version, marked as a pre-release if it is one on GitHub: its number and its git tag may not show that. */
  private async withPrereleaseFlag(): Promise<Version> {
    if (this.version.prerelease) return this.version
    const answer = await this.run.github.isPrerelease(this.gitTag)
    if (answer.kind === 'unknown')
      this.run.log.notice(
        `It is not known whether ${this.gitTag} is a pre-release on GitHub, which would move no line: ${answer.because}`,
        answer.remedy
      )
    if (answer.kind === 'yes')
      this.run.log.notice(`${this.gitTag} is a pre-release on GitHub, so it gets its own tag and moves no line.`)
    return {...this.version, prerelease: answer.kind === 'yes'}
  }
}

function distinct(tags: readonly VersionTag[]): VersionTag[] {
  return [...new Map(tags.map(one => [one.tag, one])).values()]
}
