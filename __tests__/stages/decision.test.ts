import {describe, expect, test} from '@jest/globals'
import fc from 'fast-check'

import {remedyAt} from '../../src/core/remedy.js'
import {decide, needsPullRequest} from '../../src/stages/decide.js'
import type {Decision} from '../../src/stages/decision.js'
import {checkEnvironment} from '../../src/stages/environment.js'
import type {GitHubEvent} from '../../src/stages/event.js'
import {expectedHeads} from '../../src/stages/event.js'
import {STAGES} from '../../src/stages/stage.js'
import type {Settings} from './events.js'
import {
  createDispatch,
  createInput,
  createPullRequest,
  createPush,
  createRelease,
  createTagPush,
  createWorkflowRun,
  HEAD,
  MERGE,
  MERGE_GROUP
} from './events.js'

/** A default branch that is not the trunk master. */
const MAIN = {branch: 'main', trunkOrigin: '`trunk: master` in stages.yml:2'}
const DELETE: GitHubEvent = {kind: 'delete', name: 'delete', actor: 'ada'}
const DEPENDABOT = {actor: 'dependabot[bot]'}

/** `development build: Reason.`, `skip: Reason.`, `refuse: Reason. -> Remedy.` */
function shown(decision: Decision): string {
  switch (decision.kind) {
    case 'build':
    case 'promote':
      return `${decision.stage} ${decision.kind}: ${decision.reason}`
    case 'refuse':
      return `refuse: ${decision.reason} -> ${remedyAt('workflow', decision.remedy)}`
    case 'skip':
      return `skip: ${decision.reason}${decision.remedy === undefined ? '' : ` -> ${remedyAt('workflow', decision.remedy)}`}${decision.hint === undefined ? '' : ` (${decision.hint})`}`
    case 'build-only':
      return `build-only: ${decision.reason}`
  }
}

type Row = [what: string, event: GitHubEvent, settings: Settings, expected: string | RegExp]

function table(rows: Row[]): void {
  test.each<Row>(rows)('%s', (_, event, settings, expected) => {
    const decision = shown(decide(createInput(event, settings)))
    if (typeof expected === 'string') expect(decision).toBe(expected)
    else expect(decision).toMatch(expected)
  })
}

const FROM = 'Pull request #12 from branch feature/hello of'

describe('without inputs, the event decides on', () => {
  table([
    ['a pull request', createPullRequest(), {}, `development build: ${FROM} this repository goes to development.`],
    [
      'a pull request without a token',
      createPullRequest(),
      {environment: null},
      `development build: ${FROM} this repository goes to development.`
    ],
    ['a pull request into another branch', createPullRequest({baseRef: 'next'}), {}, /^development build/],
    ['a pull request that gets a label', createPullRequest({action: 'labeled'}), {}, /^development build/],
    [
      "a fork's pull request",
      createPullRequest({fork: true}),
      {},
      `build-only: ${FROM} a fork gets no credentials: its image is built, and not pushed.`
    ],
    [
      "a fork's pull request by Dependabot",
      createPullRequest({fork: true, ...DEPENDABOT}),
      {environment: null},
      /^build-only: .* of a fork/
    ],
    [
      "Dependabot's pull request without a token",
      createPullRequest(DEPENDABOT),
      {environment: null},
      `build-only: ${FROM} this repository was started by Dependabot, which gets no OIDC token here: its image is built, and not pushed.`
    ],
    ["Dependabot's pull request with a token", createPullRequest(DEPENDABOT), {}, /^development build/],
    [
      'a closed pull request',
      createPullRequest({action: 'closed'}),
      {},
      /^skip: Pull request #12 was closed: nothing is built/
    ],
    ["a fork's closed pull request", createPullRequest({action: 'closed', fork: true}), {}, /^skip/],

    [
      'a push to a branch with a pull request',
      createPush('feature/hello'),
      {openPullRequest: 12},
      'development build: A push to branch feature/hello, the head of pull request #12, goes to development.'
    ],
    [
      'a push to a branch without a pull request',
      createPush('feature/hello'),
      {},
      'skip: Branch feature/hello has no open pull request: nothing is built until it has one.'
    ],
    [
      "Dependabot's push without a token",
      createPush('x', DEPENDABOT),
      {openPullRequest: 12, environment: null},
      /^build-only: A push to branch x/
    ],
    ["Dependabot's push without a pull request", createPush('x', DEPENDABOT), {environment: null}, /^skip/],
    ['a push to the trunk', createPush(), {}, 'master build: A push to the trunk master goes to master.'],
    [
      'a push to a trunk of another name',
      createPush('release/main'),
      {trunk: 'release/main'},
      /^master build: A push to the trunk release\/main/
    ],
    ['a push to master if the trunk is another branch', createPush('master'), {trunk: 'main'}, /^skip/],
    [
      'a push to the default branch if the trunk is another branch',
      createPush('main'),
      {otherDefaultBranch: MAIN},
      "skip: main is the repository's default branch, but the trunk is master, set by `trunk: master` in stages.yml:2. Branch main has no open pull request: nothing is built until it has one. -> " +
        'If main should feed the stage master, name it there as the trunk, and deploy infra/ again: the role of master trusts only the trunk.'
    ],
    [
      'a push to the default branch with a pull request if the trunk is another branch',
      createPush('main'),
      {otherDefaultBranch: MAIN, openPullRequest: 12},
      /^development build: A push to branch main, the head of pull request #12,/
    ],
    [
      'a push to the default branch with the input stage master if the trunk is another branch',
      createPush('main'),
      {otherDefaultBranch: MAIN, stage: 'master'},
      /^refuse: A push to branch main may not reach master: main is the repository's default branch, but the trunk is master, set by `trunk: master` in stages\.yml:2\./
    ],
    [
      'a push to a feature branch if the trunk is not the default branch',
      createPush('feature/hello'),
      {otherDefaultBranch: MAIN},
      'skip: Branch feature/hello has no open pull request: nothing is built until it has one.'
    ],
    ['a deleted branch', createPush('feature/hello', {deleted: true}), {}, /^skip: Branch feature\/hello was deleted/],
    ['the deleted trunk', createPush('master', {deleted: true}), {}, /^skip/],

    ['a merge group', MERGE_GROUP, {}, 'development build: Merge group aaaaaaaaaaaa goes to development.'],

    [
      "a version's tag",
      createTagPush('v1.2.3'),
      {},
      'release promote: Tag v1.2.3 goes to release, promoted from master.'
    ],
    ["a pre-release's tag", createTagPush('v1.2.3-rc.1'), {}, /^release promote/],
    ['another tag', createTagPush('nightly'), {}, 'skip: Tag nightly is not a version (v1.2.3): nothing is released.'],
    [
      'a moving tag',
      createTagPush('v1'),
      {},
      'skip: Tag v1 is not a version (v1.2.3): nothing is released. -> To release this commit, tag it v1.0.0.'
    ],
    [
      'a tag with two numbers',
      createTagPush('v1.2'),
      {},
      /^skip: Tag v1\.2 is not .* -> To release this commit, tag it v1\.2\.0\.$/
    ],
    [
      'a tag with four numbers',
      createTagPush('v1.2.3.4'),
      {},
      /^skip: .* -> To release this commit, tag it as in v1\.2\.3 or v1\.2\.3-rc\.1\.$/
    ],
    [
      'a tag without a dash before its pre-release',
      createTagPush('v1.2.3rc1'),
      {},
      /^skip: .* -> .* tag it as in v1\.2\.3 or v1\.2\.3-rc\.1\.$/
    ],
    [
      'a tag that begins with v and is no version',
      createTagPush('vue-upgrade'),
      {},
      'skip: Tag vue-upgrade is not a version (v1.2.3): nothing is released.'
    ],
    [
      'a version tag without v',
      createTagPush('1.2.3'),
      {},
      'skip: Tag 1.2.3 is not a version (v1.2.3): nothing is released. (A tag such as v1.2.3 releases. To release this commit, tag it so.)'
    ],
    [
      'a version tag with a capital V',
      createTagPush('V1.2.3-rc.1'),
      {},
      /^skip: .*\(A tag such as v1\.2\.3-rc\.1 releases\./
    ],
    ["a component's version tag", createTagPush('api-v1.2.3'), {}, /^skip: .*\(A tag such as v1\.2\.3 releases\./],
    [
      "a component's version tag with a slash",
      createTagPush('api/1.2.3'),
      {},
      /^skip: .*\(A tag such as v1\.2\.3 releases\./
    ],
    ...[...['ver1.2.3', 'v.1.2.3', 'r1.2.3', 'api1.2.3', 'apiv1.2.3', 'api.v1.2.3', 'vv1.2.3']].map((tag): Row => [
      'a tag that ends with a version',
      createTagPush(tag),
      {},
      /^skip: .*\(A tag such as v1\.2\.3 releases\. To/
    ]),
    ...[
      ...['1', '1.2', 'V1', 'V1.2', 'api-v1.2', 'api/v2', 'release-1.2', 'release-V2'],
      ...['1.2.3+build', '1.2.3_rc1', '01.2.3', '1.2.3.4', 'api-1.02.3']
    ].map((tag): Row => [
      'a tag that looks like a version',
      createTagPush(tag),
      {},
      /^skip: .*\(A tag such as v1\.2\.3 or v1\.2\.3-rc\.1 releases\. To/
    ]),
    ...['2026-01-31', '20260131', 'nightly-2024', 'nightly-20240131', 'build-7', 'ipv6', 'phase2', 'vue-2'].map(
      (tag): Row => ['a tag with a number', createTagPush(tag), {}, /released\.$/]
    ),
    [
      'a tag with a leading zero',
      createTagPush('v1.02.3'),
      {},
      /^skip: .* -> To release this commit, tag it v1\.2\.3\.$/
    ],
    ['a deleted tag', createTagPush('v1.2.3', {deleted: true}), {}, /^skip: Tag v1.2.3 was deleted/],

    [
      'a release',
      createRelease('v1.2.3'),
      {},
      'release promote: Release v1.2.3 goes to release, promoted from master.'
    ],
    ['a pre-release', createRelease('v1.2.3', {prerelease: true}), {}, /^release promote: Pre-release v1.2.3/],
    ['a draft', createRelease('v1.2.3', {action: 'created'}), {}, /^skip: Release v1.2.3 was created/],
    [
      'a full release of a workflow on `released`',
      createRelease('v1.2.3', {action: 'released'}),
      {},
      /^release promote/
    ],
    [
      'a pre-release that becomes a full release',
      createRelease('v1.2.3', {action: 'edited', wasPrerelease: true}),
      {},
      'release promote: Release v1.2.3 goes to release, promoted from master.'
    ],
    [
      'a full release that becomes a pre-release',
      createRelease('v1.2.3', {action: 'edited', prerelease: true}),
      {},
      'skip: Release v1.2.3 was edited: a release starts when it is published, or when it stops being a pre-release.'
    ],
    ['a release with an edited text', createRelease('v1.2.3', {action: 'edited'}), {}, /^skip/],
    [
      'a release of another tag with a version',
      createRelease('first'),
      {version: '1.0.0'},
      /^release promote: Release first/
    ],

    ['a deletion', DELETE, {}, /^skip: A branch or a tag was deleted/],

    [
      'a dispatch in Development',
      createDispatch(),
      {environment: 'Development'},
      'development build: A workflow_dispatch on branch master goes to development.'
    ],
    [
      'a dispatch on a feature branch',
      createDispatch('feature/x'),
      {environment: 'Development'},
      /^development build: .* on branch feature\/x/
    ],
    [
      'a dispatch on another tag',
      createDispatch('tags/nightly'),
      {environment: 'Development'},
      /^development build: .* on tag nightly/
    ],
    ['a dispatch in Master', createDispatch(), {environment: 'Master'}, /^master build/],
    [
      'a dispatch in Release',
      createDispatch(),
      {environment: 'Release'},
      'release promote: A workflow_dispatch on branch master goes to release, promoted from master.'
    ],
    [
      "a dispatch on a version's tag",
      createDispatch('tags/v1.2.3'),
      {environment: 'Release'},
      /^release promote: .* on tag v1.2.3/
    ],
    [
      'a schedule',
      createDispatch('master', {name: 'schedule'}),
      {environment: 'Master'},
      /^master build: A scheduled run on branch master/
    ],
    [
      'a repository_dispatch',
      createDispatch('master', {name: 'repository_dispatch'}),
      {environment: 'Master'},
      /^master build: A repository_dispatch/
    ],
    [
      'an environment of another name',
      createDispatch(),
      {environment: 'prod', environments: {development: 'dev', master: 'int', release: 'prod'}},
      /^release promote/
    ],
    [
      'a workflow_run in Master',
      createWorkflowRun(),
      {environment: 'Master'},
      'master build: A workflow_run on the trunk master goes to master.'
    ],
    ['a workflow_run in Development', createWorkflowRun(), {environment: 'Development'}, /^development build/],
    [
      'a workflow_run after a failure',
      createWorkflowRun({conclusion: 'failure'}),
      {environment: 'Master'},
      "refuse: The other workflow did not succeed (its conclusion is failure), so its commit reaches no stage. -> Run this job only after a success: `if: github.event.workflow_run.conclusion == 'success'`."
    ],
    [
      'a workflow_run before the other ends',
      createWorkflowRun({conclusion: undefined}),
      {environment: 'Master'},
      /^refuse: The other workflow did not succeed \(it has not ended\)/
    ],
    [
      'a dispatch in Development with another input called version',
      createDispatch('master', {version: 'production'}),
      {environment: 'Development'},
      /^development build/
    ],
    ['a workflow_run in Release', createWorkflowRun(), {environment: 'Release'}, /^release promote/]
  ])
})

describe('inputs decide on', () => {
  table([
    [
      'development from the trunk',
      createPush(),
      {stage: 'development'},
      'development build: A push to the trunk master goes to development, as requested.'
    ],
    [
      'release from the trunk',
      createPush(),
      {stage: 'release'},
      /^release promote: .*promoted from master, as requested\.$/
    ],
    [
      'promotion to master',
      createPush(),
      {operation: 'promote'},
      'master promote: A push to the trunk master goes to master, promoted from development.'
    ],
    [
      'a stage and an operation that the event has anyway',
      createPullRequest(),
      {stage: 'development', operation: 'build'},
      /^development build: .* goes to development\.$/
    ],
    [
      'a branch without pull request',
      createPush('feature/x'),
      {stage: 'development'},
      /^development build: A push to branch feature\/x goes/
    ],
    ["a fork's pull request, development", createPullRequest({fork: true}), {stage: 'development'}, /^build-only/],
    ['a dispatch without environment', createDispatch(), {stage: 'master'}, /^master build: .* goes to master\.$/],
    ['a dispatch without a token', createDispatch(), {stage: 'master', environment: null}, /^master build/],
    [
      'a dispatch without a stages file',
      createDispatch(),
      {stage: 'release', environments: undefined},
      /^release promote/
    ],
    ['a workflow_run', createWorkflowRun(), {stage: 'master'}, /^master build/]
  ])
})

describe('decide refuses', () => {
  const other = (name: string): GitHubEvent => ({kind: 'other', name, actor: 'ada'})
  table([
    [
      "a fork's pull request that asks for master",
      createPullRequest({fork: true}),
      {stage: 'master'},
      `refuse: ${FROM} a fork may not reach master: a fork's code is built, and goes to no stage. -> Remove \`stage: master\` from this job, or set it to development.`
    ],
    [
      "a fork's pull request that asks for release",
      createPullRequest({fork: true}),
      {stage: 'release'},
      /^refuse: .* may not reach release/
    ],
    [
      'a pull request that asks for master',
      createPullRequest(),
      {stage: 'master'},
      /^refuse: .* until it is merged to master/
    ],
    ['a pull request that asks for release', createPullRequest(), {stage: 'release'}, /^refuse/],
    [
      'a feature branch that asks for master',
      createPush('feature/x'),
      {stage: 'master'},
      /^refuse: A push to branch feature\/x may not reach master: a feature branch/
    ],
    [
      'a feature branch with a pull request that asks for release',
      createPush('x'),
      {stage: 'release', openPullRequest: 1},
      /^refuse: A push to branch x, the head/
    ],
    [
      'a merge group that asks for master',
      MERGE_GROUP,
      {stage: 'master'},
      /^refuse: Merge group a+ may not reach master: .* not on master yet/
    ],
    [
      'a tag that asks for master',
      createTagPush('v1.2.3'),
      {stage: 'master'},
      /^refuse: Tag v1.2.3 may not reach master: a version goes only to release/
    ],
    ['a release that asks for development', createRelease('v1.2.3'), {stage: 'development'}, /^refuse/],

    [
      'promotion to development',
      createPullRequest(),
      {operation: 'promote'},
      /^refuse: An image cannot be promoted to development: no stage precedes it\. -> Remove `operation: promote`/
    ],
    ['a build in release', createTagPush('v1.2.3'), {operation: 'build'}, /^refuse: A release is never rebuilt/],
    [
      'a build in release, from the trunk',
      createPush(),
      {stage: 'release', operation: 'build'},
      /^refuse: A release is never rebuilt/
    ],

    [
      'a tag with build metadata',
      createTagPush('v1.2.3+x.1'),
      {},
      /^refuse: Tag v1.2.3\+x.1 cannot be released: 1.2.3\+x.1 has build metadata \(\+x.1\), and an image tag cannot contain a \+\. -> Give the commit a tag/
    ],
    ['a release with build metadata', createRelease('v1.2.3+x'), {}, /^refuse: Release v1.2.3\+x cannot be released/],
    [
      'a dispatch on a tag with build metadata',
      createDispatch('tags/v1.2.3+x'),
      {environment: 'Release'},
      /^refuse: A workflow_dispatch on tag v1.2.3\+x cannot be released/
    ],
    [
      'a version that is too long for a tag',
      createTagPush(`v1.2.3-${'x'.repeat(130)}`),
      {},
      /^refuse: .* is too long for an image tag/
    ],
    [
      'a release whose tag is no version',
      createRelease('first'),
      {},
      /^refuse: Release first was published under a tag that is not a version\. -> .* or set the input `version`/
    ],
    [
      'a version that is not semantic',
      createPush(),
      {stage: 'release', version: 'one'},
      /^refuse: The version `one` is not a semantic version/
    ],
    [
      'a version with two v',
      createPush(),
      {stage: 'release', version: 'vv1.2.3'},
      /^refuse: The version `vv1.2.3` is not/
    ],
    ['a version with spaces', createPush(), {stage: 'release', version: ' 1.2.3'}, /^refuse/],
    [
      'a version with build metadata',
      createPush(),
      {stage: 'release', version: '1.2.3+x'},
      /^refuse: The version 1.2.3\+x has build metadata/
    ],
    [
      'a version that is not the tag',
      createTagPush('v1.2.3'),
      {version: '1.2.4'},
      /^refuse: Tag v1.2.3 has the version 1.2.3, and the version 1.2.4 was given/
    ],
    [
      "a dispatch's version that is not its tag",
      createDispatch('tags/v1.2.3', {version: '2.0.0'}),
      {environment: 'Release'},
      /^refuse: .* has the version 1.2.3/
    ],

    [
      'a dispatch from a feature branch that asks for release',
      createDispatch('feature/x'),
      {stage: 'release'},
      'refuse: A workflow_dispatch on branch feature/x may not reach release: master takes only the trunk master, and release only the trunk or ' +
        "a version's tag (v1.2.3). -> Remove `stage: release` from this job, or set it to development."
    ],
    [
      'a dispatch from a feature branch that asks for master',
      createDispatch('feature/x'),
      {stage: 'master'},
      /^refuse/
    ],
    [
      'a dispatch from a feature branch in the environment Release',
      createDispatch('feature/x'),
      {environment: 'Release'},
      /^refuse: .* may not reach release: .* -> Start it from a branch or a tag that reaches release/
    ],
    [
      "a dispatch on a version's tag that asks for master",
      createDispatch('tags/v1.2.3'),
      {stage: 'master'},
      /^refuse: .* a version goes only to release/
    ],
    [
      "a dispatch on a version's tag in Development",
      createDispatch('tags/v1.2.3'),
      {environment: 'Development'},
      /^refuse/
    ],
    ['a dispatch on a moving tag that asks for release', createDispatch('tags/v1'), {stage: 'release'}, /^refuse/],
    ['a dispatch on a tag with the name of the trunk', createDispatch('tags/master'), {stage: 'master'}, /^refuse/],
    [
      'a dispatch without environment',
      createDispatch(),
      {},
      'refuse: A workflow_dispatch on branch master does not determine its stage, and the job has no environment. -> ' +
        'Write `environment: Development` (or Master, Release) in the job, or set the input `stage`.'
    ],
    [
      'a dispatch without a token',
      createDispatch(),
      {environment: null},
      /^refuse: .* there is no OIDC token .* -> Write `permissions: \{id-token: write\}`/
    ],
    [
      'a dispatch in another environment',
      createDispatch(),
      {environment: 'staging'},
      /^refuse: .* its environment staging is none of Development, Master, Release/
    ],
    [
      'a dispatch in an environment whose name differs in case',
      createDispatch(),
      {environment: 'release'},
      /^refuse: .* its environment release is not Release: IAM distinguishes .* -> Write `environment: Release` in the job, exactly/
    ],
    [
      'a dispatch without a stages file and without a stage',
      createDispatch(),
      {environment: 'Master', environments: undefined},
      /^refuse: .* without a stages file\. -> Set the input `stage` to development, master or release/
    ],
    ['a schedule without environment', createDispatch('master', {name: 'schedule'}), {}, /^refuse: A scheduled run/],

    [
      "a fork's workflow_run",
      createWorkflowRun({fromThisRepository: false}),
      {stage: 'development'},
      /^refuse: A workflow_run of another repository reaches no stage/
    ],
    [
      "a pull request's workflow_run",
      createWorkflowRun({headEvent: 'pull_request'}),
      {environment: 'Master'},
      /^refuse: A workflow_run started by pull_request/
    ],
    [
      "a pull_request_target's workflow_run",
      createWorkflowRun({headEvent: 'pull_request_target'}),
      {stage: 'development'},
      /^refuse/
    ],
    [
      "a feature branch's workflow_run",
      createWorkflowRun({headBranch: 'feature/x'}),
      {stage: 'development'},
      /^refuse: A workflow_run of branch feature\/x/
    ],
    [
      'a workflow_run of no branch',
      createWorkflowRun({headBranch: undefined}),
      {stage: 'development'},
      /^refuse: A workflow_run of no branch/
    ],
    [
      'a workflow_run without environment',
      createWorkflowRun(),
      {},
      /^refuse: A workflow_run on the trunk master does not determine its stage/
    ],

    [
      'pull_request_target',
      other('pull_request_target'),
      {stage: 'development'},
      /^refuse: The event pull_request_target can run unreviewed code .* -> Run on pull_request, push/
    ],
    ['issue_comment', other('issue_comment'), {environment: 'Master'}, /^refuse/],
    ['an event of the future', other('solar_eclipse'), {}, /^refuse: The event solar_eclipse/]
  ])
})

describe('the revision', () => {
  const none = {branch: undefined, pullRequest: undefined, version: undefined}
  test.each<[string, GitHubEvent, Settings, object]>([
    [
      'of a pull request is its head',
      createPullRequest(),
      {},
      {...none, commit: HEAD, branch: 'feature/hello', pullRequest: 12}
    ],
    [
      "of a fork's pull request is its head too",
      createPullRequest({fork: true}),
      {},
      {...none, commit: HEAD, branch: 'feature/hello', pullRequest: 12}
    ],
    [
      'of a push has branch and pull request',
      createPush('x'),
      {openPullRequest: 3},
      {...none, commit: HEAD, branch: 'x', pullRequest: 3}
    ],
    ['of the trunk has no pull request', createPush(), {openPullRequest: 3}, {...none, commit: HEAD, branch: 'master'}],
    ['of a merge group is the commit alone', MERGE_GROUP, {}, {...none, commit: HEAD}],
    [
      'of a tag has its version',
      createTagPush('v1.2.3'),
      {},
      {...none, commit: HEAD, version: {text: '1.2.3', prerelease: false}}
    ],
    [
      'of a pre-release tag is marked as a pre-release',
      createTagPush('v1.2.3-rc.1'),
      {},
      {...none, commit: HEAD, version: {text: '1.2.3-rc.1', prerelease: true}}
    ],
    [
      "of a release has GitHub's flag",
      createRelease('v1.2.3', {prerelease: true}),
      {},
      {...none, commit: HEAD, version: {text: '1.2.3', prerelease: true}}
    ],
    [
      'of a release under another tag has the flag too',
      createRelease('x', {prerelease: true}),
      {version: 'v1.0.0'},
      {...none, commit: HEAD, version: {text: '1.0.0', prerelease: true}}
    ],
    [
      'has the version of the input',
      createPush(),
      {stage: 'release', version: 'v2.0.0'},
      {...none, commit: HEAD, branch: 'master', version: {text: '2.0.0', prerelease: false}}
    ],
    [
      'has the version of a dispatch',
      createDispatch('master', {version: '2.0.0-a'}),
      {stage: 'release'},
      {...none, commit: HEAD, branch: 'master', version: {text: '2.0.0-a', prerelease: true}}
    ],
    [
      'has the version of the input rather than that of the dispatch',
      createDispatch('master', {version: '2.0.0'}),
      {stage: 'release', version: '3.0.0'},
      {...none, commit: HEAD, branch: 'master', version: {text: '3.0.0', prerelease: false}}
    ],
    [
      'may have the same version as tag and as input',
      createTagPush('v1.2.3'),
      {version: '1.2.3'},
      {...none, commit: HEAD, version: {text: '1.2.3', prerelease: false}}
    ],
    [
      'of a dispatch on a tag has no branch',
      createDispatch('tags/nightly'),
      {stage: 'development'},
      {...none, commit: HEAD}
    ],
    [
      'of a workflow_run is the commit that ran',
      createWorkflowRun({sha: MERGE}),
      {stage: 'master'},
      {...none, commit: MERGE, branch: 'master'}
    ]
  ])('%s', (_, event, settings, revision) => {
    const decision = decide(createInput(event, settings))
    expect('revision' in decision ? decision.revision : decision).toEqual(revision)
  })
})

describe('with any inputs', () => {
  const untrusted = fc.oneof(
    fc
      .record({
        fork: fc.boolean(),
        action: fc.constantFrom('opened', 'closed'),
        headRef: fc.constantFrom('x', 'master')
      })
      .map(createPullRequest),
    fc.constantFrom('x', 'Master', 'refs/heads/master', 'v1.2.3').map(branch => createPush(branch)),
    fc.constantFrom('x', 'tags/master', 'tags/x', 'tags/v1').map(ref => createDispatch(ref)),
    fc.constant(MERGE_GROUP),
    fc.constantFrom('pull_request', 'pull_request_target').map(headEvent => createWorkflowRun({headEvent})),
    fc.constant(createWorkflowRun({fromThisRepository: false})),
    fc
      .constantFrom('issue_comment', 'pull_request_target')
      .map((name): GitHubEvent => ({kind: 'other', name, actor: 'ada'}))
  )
  const settings: fc.Arbitrary<Settings> = fc.record({
    stage: fc.constantFrom('auto' as const, ...STAGES),
    operation: fc.constantFrom('auto', 'build', 'promote'),
    environment: fc.constantFrom('Development', 'Master', 'Release', null, 'x'),
    openPullRequest: fc.constantFrom(undefined, 7)
  })

  test('nothing from a fork or a feature branch reaches master or release', () => {
    fc.assert(
      fc.property(untrusted, settings, (event, asked) => {
        const decision = decide(createInput(event, asked))
        return !('stage' in decision) || decision.stage === 'development'
      }),
      {numRuns: 2000}
    )
  })

  test('development never promotes and release never builds', () => {
    const trusted = fc.constantFrom<GitHubEvent>(
      createPush(),
      createTagPush('v1.0.0'),
      createDispatch(),
      createWorkflowRun()
    )
    fc.assert(
      fc.property(fc.oneof(trusted, untrusted), settings, (event, asked) => {
        const decision = decide(createInput(event, asked))
        if (decision.kind === 'build') return decision.stage !== 'release'
        return decision.kind !== 'promote' || decision.stage !== 'development'
      }),
      {numRuns: 2000}
    )
  })
})

test.each<[string, GitHubEvent, boolean]>([
  ['a push to another branch', createPush('x'), true],
  ['a push to the trunk', createPush(), false],
  ['a deleted branch', createPush('x', {deleted: true}), false],
  ['a pull request', createPullRequest(), false],
  ['a tag', createTagPush('x'), false]
])('an open pull request is looked up only if it decides: %s', (_, event, needed) => {
  expect(needsPullRequest(event, 'master')).toBe(needed)
})

test.each<[string, GitHubEvent, string[]]>([
  ['the merge or the head of a pull request', createPullRequest(), [MERGE, HEAD]],
  ['the commit of a push', createPush(), [HEAD]],
  ['the commit of a tag', createTagPush('v1.2.3'), [HEAD]],
  ['the head of a workflow_run', createWorkflowRun({sha: MERGE}), [MERGE]],
  ['nothing after a deletion', DELETE, []]
])('the workspace may be at %s', (_, event, heads) => {
  expect(expectedHeads(event)).toEqual(heads)
})

describe('a stage with the environment', () => {
  test.each([
    ['Development', 'Development'],
    [undefined, 'Anything'],
    [undefined, undefined]
  ])('%s accepts a job in %s', (wanted, environment) => {
    expect(checkEnvironment('development', wanted, {environment})).toBeUndefined()
  })

  test.each([
    [
      'Master',
      'Development',
      'The job is in the environment Development, and the role of master trusts only the environment Master.'
    ],
    ['Master', undefined, 'The job has no environment, and the role of master trusts only the environment Master.'],
    [
      'Master',
      'master',
      'The job is in the environment master, and the role of master trusts only the environment Master: IAM distinguishes upper and lower case.'
    ]
  ])('%s refuses a job in %s', (wanted, environment, reason) => {
    const remedy = {
      workflow: 'Write `environment: Master` in the job, or set the input `stage` to the intended stage.',
      terminal: 'Give `--environment Master`, or `--stage` with the intended stage.'
    }
    expect(checkEnvironment('master', wanted, {environment})).toEqual({kind: 'refuse', reason, remedy})
  })
})
