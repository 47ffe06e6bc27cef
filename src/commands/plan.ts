import {environmentsOf} from '../job-stages.js'
import type {Decision} from '../stages/decision.js'
import {decide, needsPullRequest} from '../stages/decision.js'
import type {GitHubEvent} from '../stages/event.js'
import {sourceStage} from '../stages/stage.js'
import {tagsFor} from '../stages/tags.js'
import {versionOfTag} from '../stages/version.js'
import type {LocalJob, Machine} from './local-job.js'
import {inClone} from './local-job.js'
import type {CommonOptions, PlanOptions} from './options.js'
import type {CommandReport} from './report.js'

/** Says what the action would do for an event, and asks nobody. */
export async function plan(common: CommonOptions, options: PlanOptions, machine: Machine): Promise<CommandReport> {
  return await inClone(common, {}, machine, job => {
    const {trunk, file} = job
    const event = eventOf(job, options)
    const isOpen = needsPullRequest(event, trunk)
    const decision = decide({
      event, trunk, environments: environmentsOf(file),
      openPullRequest: isOpen ? options.pullRequest : undefined,
      token: options.fork === true ? {kind: 'unavailable'} : {kind: 'token', claims: {environment: options.environment}},
      inputs: {stage: common.stage ?? 'auto', operation: 'auto', version: options.version}
    })
    const destination = decision.kind === 'build' || decision.kind === 'promote' ? destinationOf(job, decision) : undefined
    return Promise.resolve({
      lines: [`${event.name}: ${decision.reason}`, ...(decision.kind === 'refuse' ? [decision.remedy] : []), ...(destination === undefined ? [] : linesOf(destination)), ...hintsOf(event, decision, trunk, options)],
      json: {
        event: event.name, operation: decision.kind, reason: decision.reason,
        ...(decision.kind === 'refuse' ? {remedy: decision.remedy} : {}), ...destination
      }
    })
  })
}

/** Stands for a pull request whose number nobody gave. */
const UNNAMED = 1

function hintsOf(event: GitHubEvent, decision: Decision, trunk: string, {pullRequest}: PlanOptions): string[] {
  return [
    ...(needsPullRequest(event, trunk) && pullRequest === undefined ? ['With an open pull request it would go to development: --pull-request <number> shows that.'] : []),
    ...(event.kind === 'pull_request' && pullRequest === undefined ? ['--pull-request <number> says which pull request it is.'] : []),
    ...(decision.kind === 'promote' && decision.stage === 'release' && decision.revision.version === undefined ? ['A release needs a version: --version 1.2.3, or --tag v1.2.3.'] : [])
  ]
}

/** The event as GitHub would tell it; what is not asked for is that of the clone. */
function eventOf({tree, trunk}: LocalJob, {event, branch = tree.branch ?? trunk, tag, pullRequest, fork = false}: PlanOptions): GitHubEvent {
  const [actor, sha] = ['you', tree.commit.id]
  switch (event ?? (tag === undefined && (pullRequest !== undefined || fork) ? 'pull_request' : 'push')) {
    case 'pull_request':
      return {
        kind: 'pull_request', name: 'pull_request', actor, action: 'synchronize', number: pullRequest ?? UNNAMED, fork,
        headRef: branch, headSha: sha, mergeSha: sha, baseRef: trunk
      }
    case 'push':
      return tag === undefined
        ? {kind: 'push', name: 'push', actor, branch, sha, deleted: false}
        : {kind: 'tag', name: 'push', actor, tag, sha, deleted: false}
    case 'merge_group':
      return {kind: 'merge_group', name: 'merge_group', actor, sha}
    case 'release': {
      const reading = versionOfTag(tag ?? '')
      return {kind: 'release', name: 'release', actor, action: 'published', tag: tag ?? '', prerelease: reading.kind === 'version' && reading.version.prerelease, sha}
    }
    case 'workflow_dispatch':
    case 'schedule':
      return {
        kind: 'manual', name: event ?? 'workflow_dispatch', actor, sha, version: undefined,
        ref: tag === undefined ? {kind: 'branch', name: branch} : {kind: 'tag', name: tag}
      }
  }
}

interface Destination {
  stage: string
  repository: string
  account: string
  region: string
  role: string
  environment: string | undefined
  /** Of an image that is promoted. */
  source?: string
  tags: string[]
}

function destinationOf(job: LocalJob, {kind, stage, revision}: Extract<Decision, {kind: 'build' | 'promote'}>): Destination {
  const {repository, role, environment} = job.targetOf(stage)
  const source = kind === 'promote' ? sourceStage(stage) : undefined
  // Which digests the base images have now is not known without asking for them.
  const tags = tagsFor({...revision, stage, trunk: job.trunk, fingerprint: '<fingerprint>'})
  return {
    stage,
    repository: repository.name, account: repository.account, region: repository.region,
    role: role.arn, environment,
    ...(source === undefined ? {} : {source: job.targetOf(source).repository.name}),
    tags: [tags.source, tags.commit, ...tags.named].map(({name}) => name)
  }
}

function linesOf({repository, account, region, role, environment, source, tags}: Destination): string[] {
  const rows = [
    ['repository', `${repository} (account ${account}, ${region})`],
    ...(source === undefined ? [] : [['from', source]]),
    ['role', role],
    ['environment', environment ?? '(none)'],
    ['tags', tags.join('  ')]
  ]
  return rows.map(([name = '', value = '']) => `  ${name.padEnd(11)}  ${value}`)
}
