import type {Row} from '../core/markdown.js'
import {code, escaped, link, preformatted, shell, table} from '../core/markdown.js'
import {bytes, duration} from '../core/quantities.js'
import type {Remedy} from '../core/remedy.js'
import {remedyAt} from '../core/remedy.js'
import type {Examined} from '../doctor/check.js'
import type {Base, Origin, Outcome, Plan, PlannedTag, Promotion, Scanned, Scans, StagedImage} from '../run/outcome.js'
import {checklistLines, checklistTable, tally} from './checklist.js'
import {countsText, vulnerabilitiesOf} from './vulnerabilities.js'

type Phase = readonly [name: string, ms: number]

/** The job summary of a run, as GitHub's Markdown. */
export function summaryOf(outcome: Outcome | Examined, phases: readonly Phase[]): string {
  return [...body(outcome), ...timing(phases)].join('\n\n') + '\n'
}

function body(outcome: Outcome | Examined): string[] {
  const reason = escaped(outcome.reason)
  switch (outcome.kind) {
    case 'built':
      return [`### 📦 ${outcome.image.repository} · built and pushed`, reason, ...imageSection(outcome.image)]
    case 'unchanged':
      return [
        `### 📦 ${outcome.image.repository} · unchanged`,
        reason,
        outcome.promotion === undefined
          ? 'Nothing that goes into the image changed: the repository already holds one of this fingerprint, so nothing was built. It got the tags of this run.'
          : 'The repository already holds this very image, so nothing was copied. It got the tags of this run.',
        ...imageSection(outcome.image),
        ...(outcome.promotion === undefined ? [] : promotionSection(outcome.promotion))
      ]
    case 'promoted':
      return [
        `### 📦 ${outcome.image.repository} · promoted${outcome.version === undefined ? '' : ` as v${outcome.version}`}`,
        reason,
        ...imageSection(outcome.image),
        ...promotionSection(outcome.promotion)
      ]
    case 'planned': {
      const {plan} = outcome
      const rows: Row[] = [
        ['Would', would(plan)],
        ['Because', escaped(plan.because ?? '')],
        ['From', plan.source === undefined ? '' : code(plan.source)],
        ['Tags', tagList(plan.tags)],
        ['Base images', baseList(plan.bases)],
        ['Fingerprint', plan.fingerprint === undefined ? '' : code(plan.fingerprint)],
        ...scanRows(plan.scans)
      ]
      return [`### 📦 ${plan.repository} · dry run, nothing was written`, reason, table(rows), ...keptNotes(plan.tags)]
    }
    case 'built-only':
      return [
        '### 📦 Built, not pushed',
        reason,
        table([
          ['Base images', baseList(outcome.bases)],
          ['Fingerprint', code(outcome.fingerprint)]
        ])
      ]
    case 'skipped':
      return [
        '### 📦 Skipped',
        reason,
        ...(outcome.remedy === undefined ? [] : [escaped(remedyAt('workflow', outcome.remedy))])
      ]
    case 'examined':
      return [`### 📦 Looked at, nothing pushed · ${tally(outcome.checks)}`, reason, checklistTable(outcome.checks)]
  }
}

function would(plan: Plan): string {
  switch (plan.action) {
    case 'build and push':
      return 'build and push'
    case 'copy':
      return 'copy the image by its digest'
    case 'tag only':
      if (!writes(plan)) return 'change nothing: the image is there, and no tag would move'
      return plan.source === undefined
        ? 'tag the image that is there: it is unchanged'
        : 'tag the image that is there: nothing is left to copy'
  }
}

function writes({action, tags}: Plan): boolean {
  return action !== 'tag only' || tags.some(({kind}) => kind === 'put' || kind === 'move')
}

/** The way the image came, from its commit to here, and what of it was sent. */
function promotionSection({source, pushedAt, sourceTags, builtFrom, run, copy}: Promotion): string[] {
  const {mounted, copied, alreadyThere} = copy.blobs
  const there = [
    ...(pushedAt === undefined ? [] : [`pushed ${minute(pushedAt)}`]),
    ...(sourceTags.length === 0 ? [] : [`tagged ${sourceTags.map(code).join(', ')}`])
  ]
  return [
    table([
      ['Built from', builtFrom === undefined ? '' : origin(builtFrom)],
      ['Promoted from', [code(source), ...(there.length === 0 ? [] : [there.join(', ')])].join('<br>')],
      ['Promoted by', run === undefined ? '' : `${link(`run ${run.number}`, run.url)}, ${minute(run.at)}`],
      [
        'Layers',
        copy.alreadyThere
          ? 'all there already'
          : `${mounted} mounted, ${copied} copied (${bytes(copy.bytes)}), ${alreadyThere} there already`
      ],
      [
        'About it',
        copy.referrers + copy.cosign.length === 0
          ? ''
          : `${copy.referrers} referrers, ${copy.cosign.length} of cosign's tags`
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

/** What is known against an image. */
function scanRows(scans: Scans | undefined): Row[] {
  return [
    ['Vulnerabilities', vulnerabilities(scans)],
    ['Worst of them', worstOf(scans)]
  ]
}

function vulnerabilities(scans: Scans | undefined): string {
  if (scans === undefined) return ''
  if (scans.kind === 'unknown') return `not known: ${escaped(scans.because)}`
  return escaped(countsText(scans.counts))
}

/** The whole list is in ECR, and in the SARIF file. */
const WORST = 3

/** What is to be mended first. */
function worstOf(scans: Scans | undefined): string {
  if (scans?.kind !== 'scanned') return ''
  const severe = vulnerabilitiesOf(scans.findings).filter(
    ({severity}) => severity === 'CRITICAL' || severity === 'HIGH'
  )
  const worst = severe
    .slice(0, WORST)
    .map(
      ({severity, name, package: of, fix}) =>
        `${escaped(severity.toLowerCase())} ${code(name)}${of === '' ? '' : ` in ${code(of)}`}${fix === undefined ? '' : `, mended in ${code(fix)}`}`
    )
  return [...worst, ...(severe.length > WORST ? [`and ${severe.length - WORST} more, critical or high`] : [])].join(
    '<br>'
  )
}

function imageSection(image: StagedImage): string[] {
  const reference = `${image.registry}/${image.repository}@${image.digest}`
  const rows: Row[] = [
    ['Digest', code(image.digest)],
    ['Tags', tagList(image.tags)],
    ['Size', image.size === undefined ? '' : `${bytes(image.size)} compressed`],
    ['Platforms', image.platforms.map(code).join(', ')],
    ['Base images', baseList(image.bases)],
    ['Fingerprint', image.fingerprint === undefined ? '' : code(image.fingerprint)],
    ...scanRows(image.scans)
  ]
  return [shell(`docker pull ${reference}`), table(rows), ...keptNotes(image.tags)]
}

/** The last lines of the log: what there is now, by reference, or what there would be. */
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
      return `would build, and push to ${place}`
    case 'copy':
      return `would copy ${plan.source ?? ''} to ${place}`
    case 'tag only':
      if (!writes(plan)) return `would change nothing: the image is in ${place}, and no tag would move`
      return plan.source === undefined
        ? `would tag the unchanged image of ${place}`
        : `would tag the image that is in ${place}: nothing is left to copy`
  }
}

/**
 * The summary of a run that failed: the error's own words, where people look first.
 * @param refused the image that was not promoted for what a scan found
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
      return ' (was there)'
    case 'move':
      return ` (moves on from ${quoted(tag.from)})`
  }
}

function keptNotes(tags: readonly PlannedTag[]): string[] {
  return reasonsToStay(tags).map(
    ([because, kept]) => `> ${kept.map(code).join(', ')} ${staying(kept, false)}: ${escaped(because)}`
  )
}

/** Each reason for which tags stay where they are, with the tags: several lines have one reason where one version holds them. */
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
        ? `${code(reference)} (by its name: its digest is not known)`
        : `${code(reference)}<br>${code(digest)}`
    )
    .join('<br>')
}

function timing(phases: readonly Phase[]): string[] {
  if (phases.length === 0) return []
  return [`<sub>${phases.map(([name, ms]) => `${name} ${duration(ms)}`).join(' · ')}</sub>`]
}
