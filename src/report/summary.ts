import type {Base, Outcome, Promotion, Scans, StagedImage, TagResult} from '../outcome.js'
import {checklistLines, checklistTable, tally} from './checklist.js'
import {code, escaped, preformatted, shell, table} from './markdown.js'
import type {Row} from './markdown.js'
import {bytes, duration} from './phases.js'
import {countsText, vulnerabilitiesOf} from './vulnerabilities.js'

type Phase = readonly [name: string, ms: number]

/** The job summary of a run, as GitHub's Markdown. */
export function summaryOf(outcome: Outcome, phases: readonly Phase[]): string {
  return [...body(outcome), ...timing(phases)].join('\n\n') + '\n'
}

function body(outcome: Outcome): string[] {
  const reason = escaped(outcome.reason)
  switch (outcome.kind) {
    case 'built':
      return [
        `### 📦 ${outcome.image.repository} · built and pushed`,
        reason,
        ...imageSection(outcome.image)
      ]
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
        ['Would', WOULD[plan.action]],
        ['From', plan.source === undefined ? '' : code(plan.source)],
        ['Tags', tagList(plan.tags)],
        ['Base images', baseList(plan.bases)],
        ['Fingerprint', plan.fingerprint === undefined ? '' : code(plan.fingerprint)]
      ]
      return [`### 📦 ${plan.repository} · dry run, nothing was written`, reason, table(rows), ...keptNotes(plan.tags)]
    }
    case 'built-only':
      return ['### 📦 Built, not pushed', reason, table([['Base images', baseList(outcome.bases)], ['Fingerprint', code(outcome.fingerprint)]])]
    case 'skipped':
      return ['### 📦 Skipped', reason, ...(outcome.remedy === undefined ? [] : [escaped(outcome.remedy)])]
    case 'examined':
      return [`### 📦 Looked at, nothing pushed · ${tally(outcome.checks)}`, reason, checklistTable(outcome.checks)]
  }
}

const WOULD = {'tag only': 'tag the image that is there: it is unchanged', 'build and push': 'build and push', copy: 'copy the image by its digest'}

/** Where the image came from, what of it was sent, and what is known against it. */
function promotionSection({source, pushedAt, builtFrom, copy}: Promotion): string[] {
  const {mounted, copied, alreadyThere} = copy.blobs
  return [table([
    ['Promoted from', code(source) + (pushedAt === undefined ? '' : `<br>pushed ${pushedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`)],
    ['Built from', builtFrom === undefined ? '' : `commit ${code(builtFrom.commit)}${builtFrom.created === undefined ? '' : ` of ${escaped(builtFrom.created)}`}`],
    ['Layers', copy.alreadyThere ? 'all there already' : `${mounted} mounted, ${copied} copied (${bytes(copy.bytes)}), ${alreadyThere} there already`],
    ['About it', copy.referrers + copy.cosign.length === 0 ? '' : `${copy.referrers} referrers, ${copy.cosign.length} of cosign's tags`]
  ])]
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
  const severe = vulnerabilitiesOf(scans.findings).filter(({severity}) => severity === 'CRITICAL' || severity === 'HIGH')
  const worst = severe.slice(0, WORST).map(({severity, name, package: of, fix}) =>
    `${escaped(severity.toLowerCase())} ${code(name)}${of === '' ? '' : ` in ${code(of)}`}${fix === undefined ? '' : `, mended in ${code(fix)}`}`)
  return [...worst, ...(severe.length > WORST ? [`and ${severe.length - WORST} more, critical or high`] : [])].join('<br>')
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
    ['Vulnerabilities', vulnerabilities(image.scans)],
    ['Worst of them', worstOf(image.scans)]
  ]
  return [shell(`docker pull ${reference}`), table(rows), ...keptNotes(image.tags)]
}

/** The last lines of the log: what there is now, by reference. */
export function conclusion(outcome: Outcome): string[] {
  if (outcome.kind === 'examined') return [...checklistLines(outcome.checks), tally(outcome.checks)]
  if (outcome.kind !== 'built' && outcome.kind !== 'unchanged' && outcome.kind !== 'promoted') return []
  const {registry, repository, digest, tags} = outcome.image
  const told = {put: '', already: ' (was there)'}
  return [
    `${registry}/${repository}@${digest}`,
    ...tags.map(tag => (tag.kind === 'kept' ? `  ${tag.tag} stays where it is: ${tag.because}` : `  ${tag.tag}${told[tag.kind]}`))
  ]
}

/** The summary of a run that failed: the error's own words, where people look first. */
export function summaryOfFailure(message: string, remedy: string | undefined): string {
  return [`### 📦 Failed`, preformatted(message), ...(remedy === undefined ? [] : [preformatted(remedy)])].join('\n\n') + '\n'
}

function tagList(tags: readonly TagResult[]): string {
  return tags.filter(tag => tag.kind !== 'kept').map(({tag, kind}) => (kind === 'already' ? `${code(tag)} (was there)` : code(tag))).join('<br>')
}

function keptNotes(tags: readonly TagResult[]): string[] {
  return tags.flatMap(tag => (tag.kind === 'kept' ? [`> ${code(tag.tag)} stays where it is: ${escaped(tag.because)}`] : []))
}

function baseList(bases: readonly Base[]): string {
  return bases
    .map(({reference, digest}) => (digest === undefined ? `${code(reference)} (by its name: its digest is not known)` : `${code(reference)}<br>${code(digest)}`))
    .join('<br>')
}

function timing(phases: readonly Phase[]): string[] {
  if (phases.length === 0) return []
  return [`<sub>${phases.map(([name, ms]) => `${name} ${duration(ms)}`).join(' · ')}</sub>`]
}
