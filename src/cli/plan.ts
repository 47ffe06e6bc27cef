import {Failure} from '../core/failure.js'
import {remedyAt} from '../core/remedy.js'
import {decide, needsPullRequest} from '../stages/decide.js'
import type {Decision} from '../stages/decision.js'
import {checkEnvironment} from '../stages/environment.js'
import type {GitHubEvent} from '../stages/event.js'
import {versionLines} from '../stages/releases.js'
import {sourceStage} from '../stages/stage.js'
import {environmentsOf} from '../stages/stages-file.js'
import {fingerprintTag, tagsFor} from '../stages/tags.js'
import {versionOfTag} from '../stages/version.js'
import type {LocalStages, Machine} from './local-job.js'
import {readStages} from './local-job.js'
import type {CommonOptions, PlanOptions} from './options.js'
import type {CommandReport} from './report.js'
import {readWorkingTree} from './working-tree.js'

/** Says what the action would do for an event, and asks nobody; ends with 1 where the action would fail. */
export async function plan(common: CommonOptions, options: PlanOptions, machine: Machine): Promise<CommandReport> {
  const tree = await readWorkingTree(machine.directory, machine.environment)
  const stages = await readStages(tree, common, machine)
  const {trunk, file} = stages
  const event = await eventOf(stages, options)
  const isOpen = needsPullRequest(event, trunk)
  const decision = checkedAsInRun(
    stages,
    options,
    decide({
      event,
      trunk,
      otherDefaultBranch: undefined,
      environments: environmentsOf(file),
      openPullRequest: isOpen ? options.pullRequest : undefined,
      token: options.fork === true ? {kind: 'unavailable'} : {kind: 'token', claims: claimsOf(options)},
      inputs: {stage: common.stage ?? 'auto', operation: 'auto', version: options.version}
    })
  )
  const destination =
    decision.kind === 'build' || decision.kind === 'promote' ? destinationOf(stages, decision) : undefined
  const hint =
    isOpen && options.pullRequest === undefined
      ? ['With an open pull request it would go to development: --pull-request <number> shows that.']
      : []
  const told = decision.kind === 'refuse' || decision.kind === 'skip' ? decision.remedy : undefined
  // What is planned is a workflow's run.
  const remedy = told === undefined ? undefined : remedyAt('workflow', told)
  return {
    lines: [
      `${event.name}: ${decision.reason}`,
      ...(remedy === undefined ? [] : [remedy]),
      ...(destination === undefined ? [] : rowsOf(destination)),
      ...hint
    ],
    json: {
      event: event.name,
      decision: decision.kind,
      reason: decision.reason,
      ...(remedy === undefined ? {} : {remedy}),
      ...destination
    },
    exitCode: decision.kind === 'refuse' ? 1 : 0
  }
}

function claimsOf({environment}: PlanOptions): Record<string, string> {
  return environment === undefined ? {} : {environment}
}

/** What a run looks at once it is decided, before it calls AWS. */
function checkedAsInRun({targetOf}: LocalStages, options: PlanOptions, decision: Decision): Decision {
  if (decision.kind !== 'build' && decision.kind !== 'promote') return decision
  if (decision.stage === 'release' && decision.revision.version === undefined) {
    return {
      kind: 'refuse',
      reason: `${decision.reason} A release needs a version, and this names none.`,
      remedy: 'Add --version 1.2.3, or --tag v1.2.3.'
    }
  }
  // Without the option it is left open which environment the job has.
  const refusal =
    options.environment === undefined
      ? undefined
      : checkEnvironment(decision.stage, targetOf(decision.stage).environment, claimsOf(options))
  return refusal ?? decision
}

/** Stands for the commit of a branch or a tag that this clone does not have. */
const UNKNOWN = '?'.repeat(40)

/** The event as GitHub would tell it; what is not asked for is that of the clone. */
async function eventOf(
  stages: LocalStages,
  {event, branch, tag, pullRequest, fork = false}: PlanOptions
): Promise<GitHubEvent> {
  const {tree, trunk} = stages
  const name = event ?? (tag === undefined && (pullRequest !== undefined || fork) ? 'pull_request' : 'push')
  if (branch !== undefined && tag !== undefined)
    throw new Failure('An event is of a branch or of a tag, and both --branch and --tag are given.', {
      remedy: 'Leave one of them out.'
    })
  if (fork && name !== 'pull_request')
    throw new Failure(`From a fork comes a pull request, and the event is ${name}.`, {
      remedy: 'Leave out --fork, or --event and --tag.'
    })
  // GitHub runs a schedule on the default branch alone.
  const onBranch = branch ?? (name === 'schedule' ? trunk : tree.branch)
  const actor = 'you'
  const sha = await commitOf(stages, onBranch, tag)
  const named = (): string => {
    if (onBranch !== undefined) return onBranch
    throw new Failure('No branch is checked out, and none is named.', {
      remedy: 'Name it with --branch, or a tag with --tag.'
    })
  }
  switch (name) {
    case 'pull_request': {
      if (pullRequest === undefined && !fork)
        throw new Failure('Which pull request it is decides on its tag, and is not given.', {
          remedy: 'Add its number: --pull-request 12.'
        })
      return {
        kind: 'pull_request',
        name,
        actor,
        action: 'synchronize',
        number: pullRequest,
        fork,
        headRef: named(),
        headSha: sha,
        mergeSha: sha,
        baseRef: trunk
      }
    }
    case 'push':
      return tag === undefined
        ? {kind: 'push', name, actor, branch: named(), sha, deleted: false}
        : {kind: 'tag', name, actor, tag, sha, deleted: false}
    case 'merge_group':
      return {kind: 'merge_group', name, actor, sha}
    case 'release': {
      if (tag === undefined)
        throw new Failure('A release is of a tag, and none is named.', {remedy: 'Add --tag v1.2.3.'})
      const reading = versionOfTag(tag)
      return {
        kind: 'release',
        name,
        actor,
        action: 'published',
        tag,
        prerelease: reading.kind === 'version' && reading.version.prerelease,
        sha
      }
    }
    case 'workflow_dispatch':
    case 'schedule':
      return {
        kind: 'manual',
        name,
        actor,
        sha,
        version: undefined,
        ref: tag === undefined ? {kind: 'branch', name: named()} : {kind: 'tag', name: tag}
      }
  }
}

async function commitOf(
  {tree: {git, remote, branch: checkedOut, commit}}: LocalStages,
  branch: string | undefined,
  tag: string | undefined
): Promise<string> {
  if (tag === undefined && branch === checkedOut) return commit.id
  const refs =
    tag === undefined
      ? [`refs/heads/${branch ?? ''}`, `refs/remotes/${remote ?? ''}/${branch ?? ''}`]
      : [`refs/tags/${tag}`]
  for (const ref of refs) {
    const id = await git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`)
    if (id !== undefined) return id
  }
  return UNKNOWN
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
  /** Of a release: the tags that follow the highest version, which is not known here. */
  lines?: string[]
}

function destinationOf(
  stages: LocalStages,
  {kind, stage, revision}: Extract<Decision, {kind: 'build' | 'promote'}>
): Destination {
  const {repository, role, environment} = stages.targetOf(stage)
  const source = kind === 'promote' ? sourceStage(stage) : undefined
  // Which digests the base images have now is not known without asking for them.
  const print = fingerprintTag(stage, '<fingerprint>')
  const {commit, named} = tagsFor({...revision, stage, trunk: stages.trunk})
  const lines = stage === 'release' && revision.version !== undefined ? versionLines(revision.version) : []
  const sha = revision.commit === UNKNOWN ? 'sha-<commit>' : commit.name
  return {
    stage,
    repository: repository.name,
    account: repository.account,
    region: repository.region,
    role: role.arn,
    environment,
    ...(source === undefined ? {} : {source: stages.targetOf(source).repository.name}),
    tags: [print.name, sha, ...named.map(({name}) => name)],
    ...(lines.length === 0 ? {} : {lines: lines.map(({tag}) => tag)})
  }
}

function rowsOf({repository, account, region, role, environment, source, tags, lines}: Destination): string[] {
  const rows = [
    ['repository', `${repository} (account ${account}, ${region})`],
    ...(source === undefined ? [] : [['from', source]]),
    ['role', role],
    ['environment', environment ?? '(none)'],
    ['tags', tags.join('  ')],
    ...(lines === undefined ? [] : [['', `${lines.join('  ')}, each if no higher version of it is released`]])
  ]
  return rows.map(([name = '', value = '']) => `  ${name.padEnd(11)}  ${value}`)
}
