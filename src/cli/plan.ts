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
import {inVariant} from '../stages/variant.js'
import {versionOfTag} from '../stages/version.js'
import type {CommandResult} from './command-result.js'
import type {Invocation} from './invocation.js'
import type {LocalProject} from './local-project.js'
import {readProject} from './local-project.js'
import type {CommonOptions, PlanOptions} from './options.js'
import {isOnTrunk} from './trunk-rule.js'
import {readWorkingTree} from './working-tree.js'

/** Predicts the action's decision for an event, without any request. The exit code is 1 if the action would fail. */
export async function plan(
  common: CommonOptions,
  options: PlanOptions,
  invocation: Invocation
): Promise<CommandResult> {
  const tree = await readWorkingTree(invocation.directory, invocation.environment)
  const project = await readProject(tree, common, invocation)
  const {trunk, file} = project
  const event = await eventOf(project, options)
  const isOpen = needsPullRequest(event, trunk)
  const decision = await applyRunChecks(
    project,
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
    decision.kind === 'build' || decision.kind === 'promote' ? destinationOf(project, decision) : undefined
  const pullRequestHint =
    isOpen && options.pullRequest === undefined
      ? ['With an open pull request the image would go to development: add --pull-request <number> to see that.']
      : []
  const hint = decision.kind === 'skip' ? decision.hint : undefined
  const remedyOfDecision = decision.kind === 'refuse' || decision.kind === 'skip' ? decision.remedy : undefined
  // The plan is about a run in a workflow, but its reader is at a terminal, and can change the options of the plan.
  const remedy = remedyOfDecision === undefined ? undefined : remedyAt('terminal', remedyOfDecision)
  return {
    lines: [
      `${event.name}: ${decision.reason}`,
      ...(remedy === undefined ? [] : [remedy]),
      ...(destination === undefined ? [] : rowsOf(destination)),
      ...(hint === undefined ? [] : [hint]),
      ...pullRequestHint
    ],
    json: {
      event: event.name,
      decision: decision.kind,
      reason: decision.reason,
      ...(remedy === undefined ? {} : {remedy}),
      ...(hint === undefined ? {} : {hint}),
      ...destination
    },
    exitCode: decision.kind === 'refuse' ? 1 : 0
  }
}

function claimsOf({environment}: PlanOptions): Record<string, string> {
  return environment === undefined ? {} : {environment}
}

/** Applies the checks that a run makes after its decision, before it calls AWS. */
async function applyRunChecks(
  {targetOf, trunk, tree}: LocalProject,
  options: PlanOptions,
  decision: Decision
): Promise<Decision> {
  if (decision.kind !== 'build' && decision.kind !== 'promote') return decision
  if (decision.stage === 'release' && decision.revision.version === undefined) {
    return {
      kind: 'refuse',
      reason: `${decision.reason} A release needs a version, and this event names none.`,
      remedy: 'Add --version 1.2.3, or --tag v1.2.3.'
    }
  }
  const {commit} = decision.revision
  if (decision.stage === 'release' && (await isOnTrunk(trunk, tree, commit)) === false) {
    return {
      kind: 'refuse',
      reason: `${decision.reason} A release is of a commit on the trunk ${trunk}, and ${commit.slice(0, 12)} is not on it here.`,
      remedy: `Tag a commit of ${trunk}, after \`git fetch\`.`
    }
  }
  // Without the option the environment of the job is not known.
  const refusal =
    options.environment === undefined
      ? undefined
      : checkEnvironment(decision.stage, targetOf(decision.stage).environment, claimsOf(options))
  return refusal ?? decision
}

/** The commit of a branch or a tag that this clone does not have. */
const UNKNOWN_COMMIT = '?'.repeat(40)

/** The event as GitHub would send it. Values that the options leave out come from the clone. */
async function eventOf(
  project: LocalProject,
  {event, branch, tag, pullRequest, fork = false}: PlanOptions
): Promise<GitHubEvent> {
  const {tree, trunk} = project
  const name = event ?? (tag === undefined && (pullRequest !== undefined || fork) ? 'pull_request' : 'push')
  if (branch !== undefined && tag !== undefined)
    throw new Failure('An event belongs to a branch or to a tag, and both --branch and --tag are given.', {
      remedy: 'Leave one of them out.'
    })
  if (fork && name !== 'pull_request')
    throw new Failure(`A fork sends only pull requests, and the event is ${name}.`, {
      remedy: 'Leave out --fork, or --event and --tag.'
    })
  // GitHub runs a schedule only on the default branch.
  const onBranch = branch ?? (name === 'schedule' ? trunk : tree.branch)
  const actor = 'you'
  const sha = await commitOf(project, onBranch, tag)
  const requireBranch = (): string => {
    if (onBranch !== undefined) return onBranch
    throw new Failure('No branch is checked out, and none is given.', {
      remedy: 'Name a branch with --branch, or a tag with --tag.'
    })
  }
  switch (name) {
    case 'pull_request': {
      if (pullRequest === undefined && !fork)
        throw new Failure('The tag of a pull request has its number, and none is given.', {
          remedy: 'Add its number: --pull-request 12.'
        })
      return {
        kind: 'pull_request',
        name,
        actor,
        action: 'synchronize',
        number: pullRequest,
        fork,
        headRef: requireBranch(),
        headSha: sha,
        mergeSha: sha,
        baseRef: trunk
      }
    }
    case 'push':
      return tag === undefined
        ? {kind: 'push', name, actor, branch: requireBranch(), sha, deleted: false}
        : {kind: 'tag', name, actor, tag, sha, deleted: false}
    case 'merge_group':
      return {kind: 'merge_group', name, actor, sha}
    case 'release': {
      if (tag === undefined)
        throw new Failure('A release needs a git tag, and none is given.', {remedy: 'Add --tag v1.2.3.'})
      const reading = versionOfTag(tag)
      return {
        kind: 'release',
        name,
        actor,
        action: 'published',
        tag,
        prerelease: reading.kind === 'version' && reading.version.prerelease,
        wasPrerelease: false,
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
        ref: tag === undefined ? {kind: 'branch', name: requireBranch()} : {kind: 'tag', name: tag}
      }
  }
}

async function commitOf(
  {tree: {git, remote, branch: checkedOut, commit}}: LocalProject,
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
  return UNKNOWN_COMMIT
}

interface Destination {
  stage: string
  repository: string
  account: string
  region: string
  role: string
  environment: string | undefined
  /** The repository to promote from. */
  source?: string
  tags: string[]
  /** The tags that follow the highest released version. The clone does not know that version. */
  lines?: string[]
}

function destinationOf(
  project: LocalProject,
  {kind, stage, revision}: Extract<Decision, {kind: 'build' | 'promote'}>
): Destination {
  const {variant} = project.inputs
  const {repository, role, environment} = project.targetOf(stage)
  const source = kind === 'promote' ? sourceStage(stage) : undefined
  // The fingerprint depends on the digests of the base images, which only their registries know. A release has no such tag.
  const sources = stage === 'release' ? [] : [fingerprintTag(stage, '<fingerprint>').name]
  const {commit, named} = tagsFor({
    ...revision,
    stage,
    trunk: project.trunk,
    variant,
    variants: Object.keys(project.image.variants)
  })
  const lines = stage === 'release' && revision.version !== undefined ? versionLines(revision.version, variant) : []
  const sha = revision.commit === UNKNOWN_COMMIT ? inVariant('sha-<commit>', variant) : commit.name
  return {
    stage,
    repository: repository.name,
    account: repository.account,
    region: repository.region,
    role: role.arn,
    environment,
    ...(source === undefined ? {} : {source: project.targetOf(source).repository.name}),
    tags: [...sources, sha, ...named.map(({name}) => name)],
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
    ...(lines === undefined ? [] : [['', `${lines.join('  ')}, each unless a higher version of its line is released`]])
  ]
  return rows.map(([name = '', value = '']) => `  ${name.padEnd(11)}  ${value}`)
}
