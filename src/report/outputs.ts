import type {Examined} from '../doctor/check.js'
import type {Outcome, PlannedTag, Scans} from '../run/outcome.js'
import type {Commented} from './comment.js'

/**
 * The outputs of action.yml. GitHub treats an empty output as missing in later steps.
 * @param sarifFile the path of the scan's findings, if there are any
 */
export function outputsOf(outcome: Outcome | Examined | Commented, sarifFile?: string): Record<string, string> {
  switch (outcome.kind) {
    case 'built':
    case 'promoted':
    case 'unchanged':
      return imageOutputs(outcome, sarifFile)
    case 'planned':
      return planOutputs(outcome)
    case 'built-only':
      return {
        operation: 'built',
        reason: outcome.reason,
        changed: 'false',
        fingerprint: outcome.fingerprint,
        metadata: JSON.stringify(outcome.metadata)
      }
    case 'distributed':
      return {
        ...(outcome.stage === undefined ? {} : {stage: outcome.stage}),
        operation: 'distributed',
        reason: outcome.reason,
        changed: 'false',
        fingerprint: outcome.fingerprint,
        plan: outcome.plan,
        matrix: JSON.stringify({include: outcome.matrix})
      }
    case 'part':
      return partOutputs(outcome)
    case 'examined':
      return {
        ...(outcome.stage === undefined ? {} : {stage: outcome.stage}),
        operation: 'examined',
        reason: outcome.reason,
        changed: 'false'
      }
    case 'skipped':
    case 'commented':
      return {operation: outcome.kind, reason: outcome.reason, changed: 'false'}
  }
}

/** The outputs of a part. Without a digest nothing was pushed. */
function partOutputs({stage, reason, fingerprint, built}: Extract<Outcome, {kind: 'part'}>): Record<string, string> {
  return {
    ...(stage === undefined ? {} : {stage}),
    operation: 'part',
    reason,
    changed: 'false',
    fingerprint,
    ...(built === undefined
      ? {}
      : {
          'part-digest': built.digest,
          'part-comparable': String(built.isComparable),
          'part-seconds': String(built.seconds),
          metadata: JSON.stringify(built.metadata)
        })
  }
}

/** The output `matrix` of a plan whose run is complete. */
export const EMPTY_MATRIX = JSON.stringify({include: []})

type ImageOutcome = Extract<Outcome, {kind: 'built' | 'promoted' | 'unchanged'}>

function imageOutputs(outcome: ImageOutcome, sarifFile: string | undefined): Record<string, string> {
  const {image} = outcome
  const repository = `${image.registry}/${image.repository}`
  return {
    stage: outcome.stage,
    operation: outcome.kind,
    reason: outcome.reason,
    changed: String(outcome.kind === 'promoted' || (outcome.kind === 'built' && outcome.changed)),
    image: `${repository}@${image.digest}`,
    digest: image.digest,
    tags: references(repository, image.tags),
    repository: image.repository,
    registry: image.registry,
    ...(image.fingerprint === undefined ? {} : {fingerprint: image.fingerprint}),
    ...scanOutputs(image.scans, sarifFile),
    ...(outcome.kind === 'built' ? {metadata: JSON.stringify(outcome.metadata)} : promotionOutputs(outcome))
  }
}

function planOutputs({stage, reason, plan}: Extract<Outcome, {kind: 'planned'}>): Record<string, string> {
  return {
    stage,
    operation: 'planned',
    reason,
    changed: 'false',
    tags: references(`${plan.registry}/${plan.repository}`, plan.tags),
    repository: plan.repository,
    registry: plan.registry,
    ...(plan.fingerprint === undefined ? {} : {fingerprint: plan.fingerprint}),
    ...(plan.version === undefined ? {} : {version: plan.version}),
    ...(plan.source === undefined ? {} : {'source-image': plan.source}),
    ...scanOutputs(plan.scans, undefined)
  }
}

/** The references of all tags that name the image, one per line. */
function references(repository: string, tags: readonly PlannedTag[]): string {
  return tags
    .filter(tag => tag.kind !== 'kept')
    .map(({tag}) => `${repository}:${tag}`)
    .join('\n')
}

/** The outputs for the findings of an image. They are also set if the findings refuse the image. */
export function scanOutputs(scans: Scans | undefined, sarifFile: string | undefined): Record<string, string> {
  return {
    ...(scans?.kind === 'scanned' ? {vulnerabilities: JSON.stringify(scans.counts)} : {}),
    ...(sarifFile === undefined ? {} : {'sarif-file': sarifFile})
  }
}

function promotionOutputs({
  promotion,
  version
}: Extract<Outcome, {kind: 'promoted' | 'unchanged'}>): Record<string, string> {
  return {
    ...(version === undefined ? {} : {version}),
    ...(promotion === undefined ? {} : {'source-image': promotion.source})
  }
}
