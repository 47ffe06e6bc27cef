import type {Examined} from '../doctor/check.js'
import type {Outcome, Scans} from '../run/outcome.js'

/**
 * The outputs of action.yml; one that is empty is not there for later steps.
 * @param sarifFile path of the scan's findings, where there are any
 */
export function outputsOf(outcome: Outcome | Examined, sarifFile?: string): Record<string, string> {
  switch (outcome.kind) {
    case 'built':
    case 'promoted':
    case 'unchanged': {
      const {image} = outcome
      const repository = `${image.registry}/${image.repository}`
      return {
        stage: outcome.stage,
        operation: outcome.kind,
        reason: outcome.reason,
        changed: String(outcome.kind === 'promoted' || (outcome.kind === 'built' && outcome.changed)),
        image: `${repository}@${image.digest}`,
        digest: image.digest,
        tags: image.tags
          .filter(tag => tag.kind !== 'kept')
          .map(({tag}) => `${repository}:${tag}`)
          .join('\n'),
        repository: image.repository,
        registry: image.registry,
        ...(image.fingerprint === undefined ? {} : {fingerprint: image.fingerprint}),
        ...scanOutputs(image.scans, sarifFile),
        ...(outcome.kind === 'built' ? {metadata: JSON.stringify(outcome.metadata)} : ofPromotion(outcome))
      }
    }
    case 'planned':
      return {
        stage: outcome.stage,
        operation: 'planned',
        reason: outcome.reason,
        changed: 'false',
        tags: outcome.plan.tags
          .filter(tag => tag.kind !== 'kept')
          .map(({tag}) => `${outcome.plan.registry}/${outcome.plan.repository}:${tag}`)
          .join('\n'),
        repository: outcome.plan.repository,
        registry: outcome.plan.registry,
        ...(outcome.plan.fingerprint === undefined ? {} : {fingerprint: outcome.plan.fingerprint}),
        ...(outcome.plan.version === undefined ? {} : {version: outcome.plan.version}),
        ...(outcome.plan.source === undefined ? {} : {'source-image': outcome.plan.source}),
        ...scanOutputs(outcome.plan.scans, undefined)
      }
    case 'built-only':
      return {
        operation: 'built',
        reason: outcome.reason,
        changed: 'false',
        fingerprint: outcome.fingerprint,
        metadata: JSON.stringify(outcome.metadata)
      }
    case 'examined':
      return {
        ...(outcome.stage === undefined ? {} : {stage: outcome.stage}),
        operation: 'examined',
        reason: outcome.reason,
        changed: 'false'
      }
    case 'skipped':
      return {operation: 'skipped', reason: outcome.reason, changed: 'false'}
  }
}

/** Those of an image's findings, which are known of one that is refused for them as well. */
export function scanOutputs(scans: Scans | undefined, sarifFile: string | undefined): Record<string, string> {
  return {
    ...(scans?.kind === 'scanned' ? {vulnerabilities: JSON.stringify(scans.counts)} : {}),
    ...(sarifFile === undefined ? {} : {'sarif-file': sarifFile})
  }
}

function ofPromotion({promotion, version}: Extract<Outcome, {kind: 'promoted' | 'unchanged'}>): Record<string, string> {
  return {
    ...(version === undefined ? {} : {version}),
    ...(promotion === undefined ? {} : {'source-image': promotion.source})
  }
}
