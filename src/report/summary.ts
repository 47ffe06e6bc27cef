import type {Row} from '../core/markdown.js'
import {code, escaped, link, preformatted, shell, table} from '../core/markdown.js'
import {bytes, duration} from '../core/quantities.js'
import type {Remedy} from '../core/remedy.js'
import {remedyAt} from '../core/remedy.js'
import type {Examined} from '../doctor/check.js'
import {attachmentName, foreignText} from '../run/copy-remarks.js'
import type {Base, Origin, Outcome, Plan, PlannedTag, Promotion, Scanned, Scans, StagedImage} from '../run/outcome.js'
import {checklistLines, checklistTable, tally} from './checklist.js'
import type {Commented} from './comment.js'
import {countsText, vulnerabilitiesOf} from './vulnerabilities.js'

type Phase = readonly [name: string, ms: number]

/** The job summary of a run, in GitHub's Markdown. */
export function summaryOf(outcome: Outcome | Examined | Commented, phases: readonly Phase[]): string {
  return [...body(outcome), ...timing(phases)].join('\n\n') + '\n'
}

function body(outcome: Outcome | Examined | Commented): string[] {
  const reason = escaped(outcome.reason)
  switch (outcome.kind) {
    case 'built':
      return [
        `### 📦 ${outcome.image.repository} · built and pushed`,
        reason,
        ...imageSection(outcome.image, outcome.parts)
      ]
    case 'unchanged':
      return unchangedBody(outcome)
    case 'promoted':
      return [
        `### 📦 ${outcome.image.repository} · promoted${outcome.version === undefined ? '' : ` as v${outcome.version}`}`,
        reason,
        ...imageSection(outcome.image),
        ...promotionSection(outcome.promotion)
      ]
    case 'planned':
      return planBody(outcome)
    case 'built-only':
      return [
        '### 📦 Built, not pushed',
        reason,
        table([
          ['Base images', baseList(outcome.bases)],
          ['Fingerprint', code(outcome.fingerprint)]
        ])
      ]
    case 'distributed':
      return [
        `### 📦 Planned in ${outcome.matrix.length} parts`,
        `${reason} ${escaped(outcome.because)}`,
        table([
          ...outcome.matrix.map(({platform, runner}): Row => [code(platform), [runner].flat().map(code).join(' ')]),
          ['Fingerprint', code(outcome.fingerprint)]
        ])
      ]
    case 'part':
      return partBody(outcome)
    case 'skipped':
      return [
        '### 📦 Skipped',
        reason,
        ...(outcome.remedy === undefined ? [] : [escaped(remedyAt('workflow', outcome.remedy))])
      ]
    case 'commented':
      return ['### 📦 Commented', reason]
    case 'examined':
      return [`### 📦 Checked, nothing pushed · ${tally(outcome.checks)}`, reason, checklistTable(outcome.checks)]
  }
}

function partBody({platform, reason, fingerprint, built}: Extract<Outcome, {kind: 'part'}>): string[] {
  return [
    `### 📦 ${platform} · ${built === undefined ? 'built, not pushed' : 'built and pushed'}`,
    escaped(reason),
    table([
      ...(built === undefined
        ? []
        : [
            ['Image', code(`${built.place}@${built.digest}`)] as const,
            ['Time', duration(built.seconds * 1000)] as const,
            ['Comparable', built.isComparable ? '' : 'no: the build read more than was counted'] as const
          ]),
      ['Fingerprint', code(fingerprint)]
    ])
  ]
}

function unchangedBody({image, reason, promotion}: Extract<Outcome, {kind: 'unchanged'}>): string[] {
  return [
    `### 📦 ${image.repository} · unchanged`,
    escaped(reason),
    promotion === undefined
      ? 'Nothing was built: the repository already contains an image with the same fingerprint. That image has the tags of this run now.'
      : 'Nothing was copied: the repository already contains the same image. It has the tags of this run now.',
    ...imageSection(image),
    ...(promotion === undefined ? [] : promotionSection(promotion))
  ]
}

function planBody({plan, reason}: Extract<Outcome, {kind: 'planned'}>): string[] {
  const rows: Row[] = [
    ['Would', would(plan)],
    ['Because', escaped(plan.because ?? '')],
    ['From', plan.source === undefined ? '' : code(plan.source)],
    ['Tags', tagList(plan.tags)],
    ['Base images', baseList(plan.bases)],
    ['Fingerprint', plan.fingerprint === undefined ? '' : code(plan.fingerprint)],
    ...scanRows(plan.scans)
  ]
  return [
    `### 📦 ${plan.repository} · dry run, nothing was written`,
    escaped(reason),
    table(rows),
    ...keptNotes(plan.tags)
  ]
}

function would(plan: Plan): string {
  switch (plan.action) {
    case 'build and push':
      return 'build and push'
    case 'copy':
      return 'copy the image by its digest'
    case 'tag only':
      if (!writes(plan)) return 'change nothing: the image already exists, and no tag would move'
      return plan.source === undefined
        ? 'tag the existing image: it is unchanged'
        : 'tag the existing image: nothing is left to copy'
  }
}

function writes({action, tags}: Plan): boolean {
  return action !== 'tag only' || tags.some(({kind}) => kind === 'put' || kind === 'move')
}

/** The path of the image from its commit to this repository, and the content that was transferred. */
function promotionSection({source, pushedAt, sourceTags, builtFrom, run, copy}: Promotion): string[] {
  const {mounted, copied, alreadyThere} = copy.blobs
  const atSource = [
    ...(pushedAt === undefined ? [] : [`pushed ${minute(pushedAt)}`]),
    ...(sourceTags.length === 0 ? [] : [`tagged ${sourceTags.map(code).join(', ')}`])
  ]
  return [
    table([
      ['Built from', builtFrom === undefined ? '' : origin(builtFrom)],
      ['Promoted from', [code(source), ...(atSource.length === 0 ? [] : [atSource.join(', ')])].join('<br>')],
      ['Promoted by', run === undefined ? '' : `${link(`run ${run.number}`, run.url)}, ${minute(run.at)}`],
      [
        'Layers',
        copy.alreadyThere
          ? 'all present already'
          : `${mounted} mounted, ${copied} copied (${bytes(copy.bytes)}), ${alreadyThere} present already`
      ],
      [
        'Attached',
        copy.referrers + copy.cosign.length === 0
          ? ''
          : `${copy.referrers} referrers, ${copy.cosign.length} cosign tags`
      ],
      ['Not copied', (copy.foreign ?? []).map(layer => escaped(foreignText(layer))).join('<br>')],
      [
        'Not attached',
        (copy.uncopied ?? []).map(one => `${escaped(attachmentName(one))}: ${escaped(one.because)}`).join('<br>')
      ]
    ])
  ]
}

function origin({commit, created, version, runs}: Origin): string {
  const facts = `commit ${code(commit)}${created === undefined ? '' : ` of ${escaped(created)}`}${version === undefined ? '' : `, as ${code(version)}`}`
  return runs === undefined ? facts : `${facts}<br>${link('the runs of this commit', runs)}`
}

function minute(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** The vulnerabilities of an image. */
function scanRows(scans: Scans | undefined): Row[] {
  return [
    ['Vulnerabilities', vulnerabilities(scans)],
    ['Most severe', mostSevere(scans)]
  ]
}

function vulnerabilities(scans: Scans | undefined): string {
  if (scans === undefined) return ''
  if (scans.kind === 'unknown') return `not known: ${escaped(scans.because)}`
  return escaped(countsText(scans.counts))
}

/** The number of vulnerabilities in the summary. ECR and the SARIF file have the whole list. */
const LISTED = 3

/** The vulnerabilities to fix first. */
function mostSevere(scans: Scans | undefined): string {
  if (scans?.kind !== 'scanned') return ''
  const severe = vulnerabilitiesOf(scans.findings).filter(
    ({severity}) => severity === 'CRITICAL' || severity === 'HIGH'
  )
  const listed = severe
    .slice(0, LISTED)
    .map(
      ({severity, name, package: of, fix}) =>
        `${escaped(severity.toLowerCase())} ${code(name)}${of === '' ? '' : ` in ${code(of)}`}${fix === undefined ? '' : `, fixed in ${code(fix)}`}`
    )
  return [...listed, ...(severe.length > LISTED ? [`and ${severe.length - LISTED} more, critical or high`] : [])].join(
    '<br>'
  )
}

type Parts = NonNullable<Extract<Outcome, {kind: 'built'}>['parts']>

/** A platform, with the time of its build if a job of its own built it. */
function platformText(platform: string, parts: Parts): string {
  const seconds = parts.find(part => part.platform === platform)?.seconds
  return `${code(platform)}${seconds === undefined ? '' : ` (built in ${duration(seconds * 1000)})`}`
}

function imageSection(image: StagedImage, parts: Parts = []): string[] {
  const reference = `${image.registry}/${image.repository}@${image.digest}`
  const rows: Row[] = [
    ['Digest', code(image.digest)],
    ['Tags', tagList(image.tags)],
    ['Size', image.size === undefined ? '' : `${bytes(image.size)} compressed`],
    ['Platforms', image.platforms.map(platform => platformText(platform, parts)).join(', ')],
    ['Base images', baseList(image.bases)],
    ['Fingerprint', image.fingerprint === undefined ? '' : code(image.fingerprint)],
    ...scanRows(image.scans)
  ]
  return [shell(`docker pull ${reference}`), table(rows), ...keptNotes(image.tags)]
}

/** The last lines of the log: the image and its tags by reference, or those of a dry run. */
export function conclusion(outcome: Outcome | Examined): string[] {
  switch (outcome.kind) {
    case 'examined':
      return [...checklistLines(outcome.checks, 'workflow'), tally(outcome.checks)]
    case 'planned':
      return [wouldAt(outcome.plan), ...tagLines(outcome.plan.tags, {would: true})]
    case 'built':
    case 'unchanged':
    case 'promoted': {
      const {registry, repository, digest, tags} = outcome.image
      return [`${registry}/${repository}@${digest}`, ...tagLines(tags, {would: false})]
    }
    case 'distributed':
      return outcome.matrix.map(({platform, runner}) => `${platform} on ${[runner].flat().join(', ')}`)
    case 'part':
      return outcome.built === undefined ? [] : [`${outcome.built.place}@${outcome.built.digest}`]
    case 'built-only':
    case 'skipped':
      return []
  }
}

function tagLines(tags: readonly PlannedTag[], {would}: {would: boolean}): string[] {
  const others = tags.flatMap(tag => (tag.kind === 'kept' ? [] : [`  ${tag.tag}${remark(tag, text => text)}`]))
  return [
    ...others,
    ...reasonsToStay(tags).map(([because, kept]) => `  ${kept.join(', ')} ${staying(kept, would)}: ${because}`)
  ]
}

function wouldAt(plan: Plan): string {
  const place = `${plan.registry}/${plan.repository}`
  switch (plan.action) {
    case 'build and push':
      return `would build and push to ${place}`
    case 'copy':
      return `would copy ${plan.source ?? ''} to ${place}`
    case 'tag only':
      if (!writes(plan)) return `would change nothing: the image is in ${place}, and no tag would move`
      return plan.source === undefined
        ? `would tag the unchanged image in ${place}`
        : `would tag the existing image in ${place}: nothing is left to copy`
  }
}

/**
 * The summary of a failed run: the message and the remedy of its error.
 * @param refused the image that was not promoted because of its vulnerabilities
 */
export function summaryOfFailure(
  message: string,
  remedy: Remedy | undefined,
  refused?: {image: Scanned; scans: Scans}
): string {
  const facts: Row[] =
    refused === undefined
      ? []
      : [['Refused', code(`${refused.image.repository}@${refused.image.digest}`)], ...scanRows(refused.scans)]
  return (
    [
      `### 📦 Failed`,
      preformatted(message),
      ...(remedy === undefined ? [] : [preformatted(remedyAt('workflow', remedy))]),
      ...(facts.length === 0 ? [] : [table(facts)])
    ].join('\n\n') + '\n'
  )
}

function tagList(tags: readonly PlannedTag[]): string {
  return tags
    .filter(tag => tag.kind !== 'kept')
    .map(tag => `${code(tag.tag)}${remark(tag, code)}`)
    .join('<br>')
}

function remark(tag: Exclude<PlannedTag, {kind: 'kept'}>, quoted: (text: string) => string): string {
  switch (tag.kind) {
    case 'put':
      return ''
    case 'already':
      return ' (already there)'
    case 'move':
      return ` (moves from ${quoted(tag.from)})`
  }
}

function keptNotes(tags: readonly PlannedTag[]): string[] {
  return reasonsToStay(tags).map(
    ([because, kept]) => `> ${kept.map(code).join(', ')} ${staying(kept, false)}: ${escaped(because)}`
  )
}

/** Each reason why tags stay, with its tags. Several tags share a reason if the same version holds them. */
function reasonsToStay(tags: readonly PlannedTag[]): [because: string, kept: string[]][] {
  const reasons = new Map<string, string[]>()
  for (const tag of tags)
    if (tag.kind === 'kept') reasons.set(tag.because, [...(reasons.get(tag.because) ?? []), tag.tag])
  return [...reasons]
}

function staying({length}: readonly string[], would: boolean): string {
  const stay = would ? 'would stay' : length === 1 ? 'stays' : 'stay'
  return `${stay} where ${length === 1 ? 'it is' : 'they are'}`
}

function baseList(bases: readonly Base[]): string {
  return bases
    .map(({reference, digest}) =>
      digest === undefined
        ? `${code(reference)} (counted by its name: its digest is not known)`
        : `${code(reference)}<br>${code(digest)}`
    )
    .join('<br>')
}

function timing(phases: readonly Phase[]): string[] {
  if (phases.length === 0) return []
  return [`<sub>${phases.map(([name, ms]) => `${name} ${duration(ms)}`).join(' · ')}</sub>`]
}
