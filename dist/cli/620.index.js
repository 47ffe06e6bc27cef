export const id = 620;
export const ids = [620];
export const modules = {

/***/ 3620:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  plan: () => (/* binding */ plan)
});

// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/core/remedy.ts
var core_remedy = __webpack_require__(7935);
;// CONCATENATED MODULE: ./src/stages/proposal.ts
/** The proposal for the tag of a version. The tag may be on any branch: only images that master holds can be promoted. */
function versionProposal(subject, commit) {
    return {
        ...{ kind: 'proposed', subject, stage: 'release', reach: ['release'] },
        limit: 'a version goes only to release',
        revision: { commit, branch: undefined, pullRequest: undefined }
    };
}
function refuseVersion(subject, reason) {
    return {
        kind: 'refuse',
        reason: `${subject} cannot be released: ${reason}.`,
        remedy: 'Give the commit a tag such as v1.2.3 or v1.2.3-rc.1.'
    };
}
/** @param remedy the change to make if something else was probably meant */
function skip(reason, remedy) {
    return { kind: 'skip', reason, ...(remedy === undefined ? {} : { remedy }) };
}

// EXTERNAL MODULE: ./src/stages/stage.ts
var stages_stage = __webpack_require__(7089);
// EXTERNAL MODULE: ./src/stages/version.ts
var version = __webpack_require__(7539);
;// CONCATENATED MODULE: ./src/stages/automatic.ts



const DEPENDABOT = 'dependabot[bot]';
/** The events of this file determine their stage by themselves. */
function proposalForPullRequest(event, { token, trunk }) {
    const { number, headRef, headSha, fork, action, actor } = event;
    const name = number === undefined ? 'A pull request' : `Pull request #${number}`;
    const from = `${name} from branch ${headRef} of`;
    if (action === 'closed') {
        return skip(`${name} was closed: nothing is built, and the lifecycle rules of the repositories clean up.`);
    }
    const proposed = {
        ...{ kind: 'proposed', stage: 'development', reach: ['development'] },
        revision: { commit: headSha, branch: headRef, pullRequest: number }
    };
    if (fork) {
        return {
            ...proposed,
            subject: `${from} a fork`,
            limit: "a fork's code is built, and goes to no stage",
            buildOnlyReason: `${from} a fork gets no credentials: its image is built, and not pushed.`
        };
    }
    return {
        ...proposed,
        ...buildOnlyWithoutToken(`${from} this repository`, actor, token),
        subject: `${from} this repository`,
        limit: `a pull request goes to development until it is merged to ${trunk}`
    };
}
function proposalForPush(event, { trunk, otherDefaultBranch, openPullRequest, token, inputs }) {
    const { branch, sha, deleted, actor } = event;
    if (deleted)
        return skip(`Branch ${branch} was deleted: nothing is built, and the lifecycle rules of the repositories clean up.`);
    const revision = { commit: sha, branch, pullRequest: openPullRequest };
    if (branch === trunk) {
        return {
            kind: 'proposed',
            subject: `A push to the trunk ${trunk}`,
            stage: 'master',
            reach: stages_stage/* STAGES */.a,
            limit: '',
            revision: { ...revision, pullRequest: undefined }
        };
    }
    const mismatch = findTrunkMismatch(branch, trunk, otherDefaultBranch);
    if (openPullRequest === undefined && inputs.stage === 'auto') {
        const reason = `Branch ${branch} has no open pull request: nothing is built until it has one.`;
        return mismatch === undefined ? skip(reason) : skip(`${mismatch.reason}. ${reason}`, mismatch.remedy);
    }
    const head = openPullRequest === undefined ? '' : `, the head of pull request #${openPullRequest},`;
    const subject = `A push to branch ${branch}${head}`;
    return {
        ...{ kind: 'proposed', subject, stage: 'development', reach: ['development'], revision },
        ...buildOnlyWithoutToken(subject, actor, token),
        limit: mismatch?.reason ?? `a feature branch goes to development until it is merged to ${trunk}`
    };
}
/** @returns undefined for a push to any branch but the default one */
function findTrunkMismatch(branch, trunk, otherDefaultBranch) {
    if (otherDefaultBranch?.branch !== branch)
        return undefined;
    return {
        reason: `${branch} is the repository's default branch, but the trunk is ${trunk}, set by ${otherDefaultBranch.trunkOrigin}`,
        remedy: `If ${branch} should feed the stage master, name it there as the trunk, and deploy infra/ again: the role of master trusts only the trunk.`
    };
}
/** By default, GitHub gives no OIDC token to the runs of Dependabot. */
function buildOnlyWithoutToken(subject, actor, token) {
    if (actor !== DEPENDABOT || token.kind === 'token')
        return {};
    return {
        buildOnlyReason: `${subject} was started by Dependabot, which gets no OIDC token here: its image is built, and not pushed.`
    };
}
function proposalForTag({ tag, sha, deleted }) {
    if (deleted)
        return skip(`Tag ${tag} was deleted: its release stays.`);
    const reading = (0,version/* versionOfTag */.mx)(tag);
    if (reading.kind === 'none') {
        const meant = (0,version/* tagMeantBy */.RN)(tag);
        return skip(`Tag ${tag} is not a version (v1.2.3): nothing is released.`, meant === undefined ? undefined : `To release this commit, tag it ${meant}.`);
    }
    if (reading.kind === 'unusable')
        return refuseVersion(`Tag ${tag}`, reading.reason);
    return { ...versionProposal(`Tag ${tag}`, sha), version: reading.version };
}
function proposalForRelease(event, { inputs }) {
    const { action, tag, sha, prerelease } = event;
    if (action !== 'published')
        return skip(`Release ${tag} was ${action}: only publishing it starts a release.`);
    const reading = (0,version/* versionOfTag */.mx)(tag);
    const proposed = { ...versionProposal(`${prerelease ? 'Pre-release' : 'Release'} ${tag}`, sha), prerelease };
    if (reading.kind === 'version') {
        return { ...proposed, version: { ...reading.version, prerelease: prerelease || reading.version.prerelease } };
    }
    if (reading.kind === 'unusable')
        return refuseVersion(`Release ${tag}`, reading.reason);
    if (inputs.version !== undefined)
        return proposed;
    return {
        kind: 'refuse',
        reason: `Release ${tag} was published under a tag that is not a version.`,
        remedy: 'Publish it under a tag such as v1.2.3, or set the input `version`.'
    };
}
function proposalForMergeGroup({ sha }, { trunk }) {
    return {
        ...{ kind: 'proposed', subject: `Merge group ${sha.slice(0, 12)}`, stage: 'development', reach: ['development'] },
        limit: `a merge group is not on ${trunk} yet`,
        revision: { commit: sha, branch: undefined, pullRequest: undefined }
    };
}

;// CONCATENATED MODULE: ./src/stages/environment.ts

/** The GitHub environment of the job, as the trust policy of the role sees it. */
function environmentOf(claims) {
    const claim = claims['environment'];
    return typeof claim === 'string' && claim !== '' ? claim : undefined;
}
function stageOfEnvironment(environment, environments) {
    return stages_stage/* STAGES */.a.find(stage => environments[stage] === environment);
}
/**
 * Refuses a job that is not in the environment that the role of its stage trusts.
 * @param expected the environment by the stages file; if undefined, for lack of a stages file, nothing is refused
 */
function checkEnvironment(stage, expected, claims) {
    const environment = environmentOf(claims);
    if (expected === undefined || environment === expected)
        return undefined;
    const found = environment === undefined ? 'The job has no environment' : `The job is in the environment ${environment}`;
    const hint = environment?.toLowerCase() === expected.toLowerCase() ? ': IAM distinguishes upper and lower case' : '';
    return {
        kind: 'refuse',
        reason: `${found}, and the role of ${stage} trusts only the environment ${expected}${hint}.`,
        remedy: `Write \`environment: ${expected}\` in the job, or set the input \`stage\` to the intended stage.`
    };
}

;// CONCATENATED MODULE: ./src/stages/manual.ts




/** A dispatch or a schedule does not determine its stage. The job's environment does, or the input `stage`. */
function proposalForManual(event, input) {
    const { ref, sha, version } = event;
    const subject = `${label(event.name)} on ${ref.kind} ${ref.name}`;
    const proposal = proposalForRef(subject, ref, sha, input.trunk);
    return proposal.kind === 'proposed' ? withStage({ ...proposal, dispatchedVersion: version }, input) : proposal;
}
function proposalForRef(subject, ref, commit, trunk) {
    if (ref.kind === 'tag') {
        const reading = (0,version/* versionOfTag */.mx)(ref.name);
        if (reading.kind === 'unusable')
            return refuseVersion(subject, reading.reason);
        if (reading.kind === 'version')
            return { ...versionProposal(subject, commit), version: reading.version };
    }
    const isTrunk = ref.kind === 'branch' && ref.name === trunk;
    return {
        ...{ kind: 'proposed', subject, stage: 'development' },
        reach: isTrunk ? stages_stage/* STAGES */.a : ['development'],
        limit: `master takes only the trunk ${trunk}, and release only the trunk or a version's tag (v1.2.3)`,
        revision: { commit, branch: ref.kind === 'branch' ? ref.name : undefined, pullRequest: undefined }
    };
}
/** A workflow_run has the credentials of the trunk, but the workflow before it can have run anybody's code. */
function proposalForWorkflowRun(event, input) {
    const { trunk } = input;
    const foreign = foreignOrigin(event, trunk);
    if (foreign !== undefined) {
        return {
            kind: 'refuse',
            reason: `A workflow_run ${foreign} reaches no stage: it would run code from outside the trunk ${trunk} ` +
                "with the trunk's credentials.",
            remedy: `Restrict the trigger to \`branches: [${trunk}]\` and to workflows that run on push.`
        };
    }
    return withStage({
        ...{
            kind: 'proposed',
            subject: `A workflow_run on the trunk ${trunk}`,
            stage: 'development',
            reach: stages_stage/* STAGES */.a,
            limit: ''
        },
        revision: { commit: event.sha, branch: trunk, pullRequest: undefined }
    }, input);
}
/** The origin of a workflow_run whose code is not the trunk's: a phrase that follows its name. */
function foreignOrigin(event, trunk) {
    const { fromThisRepository, headEvent, headBranch } = event;
    if (!fromThisRepository)
        return 'of another repository';
    if (headEvent.startsWith('pull_request'))
        return `started by ${headEvent}`;
    if (headBranch === trunk)
        return undefined;
    return headBranch === undefined ? 'of no branch' : `of branch ${headBranch}`;
}
function withStage(proposal, { inputs, environments, token }) {
    if (inputs.stage !== 'auto')
        return { ...proposal, stage: inputs.stage };
    const refuse = (why, remedy) => ({
        kind: 'refuse',
        reason: `${proposal.subject} does not determine its stage, and ${why}.`,
        remedy
    });
    if (environments === undefined) {
        return refuse('the environments of the stages are not known without a stages file', 'Set the input `stage` to development, master or release.');
    }
    const names = stages_stage/* STAGES */.a.map(stage => environments[stage]);
    const others = names.slice(1).join(', ');
    const write = `Write \`environment: ${names[0] ?? ''}\` (or ${others}) in the job, or set the input \`stage\`.`;
    if (token.kind === 'unavailable') {
        return refuse('there is no OIDC token that names the environment', `Write \`permissions: {id-token: write}\` in the job. ${write}`);
    }
    const environment = environmentOf(token.claims);
    if (environment === undefined)
        return refuse('the job has no environment', write);
    const stage = stageOfEnvironment(environment, environments);
    if (stage !== undefined)
        return { ...proposal, stage };
    const alike = names.find(name => name.toLowerCase() === environment.toLowerCase());
    return alike === undefined
        ? refuse(`its environment ${environment} is none of ${names.join(', ')}`, write)
        : refuse(`its environment ${environment} is not ${alike}: IAM distinguishes upper and lower case`, `Write \`environment: ${alike}\` in the job, exactly as in the stages file.`);
}
function label(event) {
    return event === 'schedule' ? 'A scheduled run' : `A ${event}`;
}

;// CONCATENATED MODULE: ./src/stages/decide.ts





/** Whether the decision depends on an open pull request that has the pushed branch as its head. */
function needsPullRequest(event, trunk) {
    return event.kind === 'push' && !event.deleted && event.branch !== trunk;
}
/**
 * Decides on stage and operation. The event limits the stages that the inputs may choose: nothing from a fork or a
 * feature branch reaches master or release.
 */
function decide(input) {
    const proposal = proposalFor(input);
    if (proposal.kind !== 'proposed')
        return proposal;
    const { inputs } = input;
    const stage = inputs.stage === 'auto' ? proposal.stage : inputs.stage;
    if (!proposal.reach.includes(stage))
        return refuseStage(proposal, stage, inputs.stage === 'auto');
    const operation = inputs.operation === 'auto' ? (stage === 'release' ? 'promote' : 'build') : inputs.operation;
    const refused = checkOperation(stage, operation);
    if (refused !== undefined)
        return refused;
    const version = versionFor(proposal, inputs.version);
    if (version?.kind === 'refuse')
        return version;
    const revision = { ...proposal.revision, version: version?.version };
    if (proposal.buildOnlyReason !== undefined)
        return { kind: 'build-only', reason: proposal.buildOnlyReason, revision };
    const source = operation === 'promote' ? `, promoted from ${(0,stages_stage/* sourceStage */.I)(stage) ?? 'nowhere'}` : '';
    const requested = stage === proposal.stage ? '' : ', as requested';
    return { kind: operation, stage, reason: `${proposal.subject} goes to ${stage}${source}${requested}.`, revision };
}
function proposalFor(input) {
    const { event } = input;
    switch (event.kind) {
        case 'pull_request':
            return proposalForPullRequest(event, input);
        case 'push':
            return proposalForPush(event, input);
        case 'merge_group':
            return proposalForMergeGroup(event, input);
        case 'tag':
            return proposalForTag(event);
        case 'release':
            return proposalForRelease(event, input);
        case 'delete':
            return skip('A branch or a tag was deleted: nothing is built, and the lifecycle rules of the repositories clean up.');
        case 'manual':
            return proposalForManual(event, input);
        case 'workflow_run':
            return proposalForWorkflowRun(event, input);
        case 'other':
            return {
                kind: 'refuse',
                reason: `The event ${event.name} can run code that nobody reviewed with the stage's credentials.`,
                remedy: 'Run on pull_request, push, merge_group, release, workflow_dispatch, schedule, repository_dispatch or ' +
                    'workflow_run.'
            };
    }
}
function refuseStage({ subject, reach, limit }, stage, byEnvironment) {
    return {
        kind: 'refuse',
        reason: `${subject} may not reach ${stage}: ${limit}.`,
        remedy: byEnvironment
            ? `Start it from a branch or a tag that reaches ${stage}, or in the environment of ${reach.join(' or ')}.`
            : `Remove \`stage: ${stage}\` from this job, or set it to ${reach.join(' or ')}.`
    };
}
/** Images start in development, and a release is the image that was tested, unchanged. */
function checkOperation(stage, operation) {
    if (stage === 'development' && operation === 'promote') {
        return {
            kind: 'refuse',
            reason: 'An image cannot be promoted to development: no stage precedes it.',
            remedy: 'Remove `operation: promote`; development builds.'
        };
    }
    if (stage === 'release' && operation === 'build') {
        return {
            kind: 'refuse',
            reason: 'A release is never rebuilt: it is the image that master tested, by digest.',
            remedy: 'Remove `operation: build`; release promotes from master.'
        };
    }
    return undefined;
}
function versionFor(proposal, input) {
    const { subject, version: own } = proposal;
    const given = input ?? proposal.dispatchedVersion;
    if (given === undefined)
        return own === undefined ? undefined : { kind: 'version', version: own };
    const remedy = 'Write the version as in 1.2.3 or 1.2.3-rc.1.';
    const reading = (0,version/* versionOfInput */.W3)(given);
    if (reading.kind === 'none')
        return { kind: 'refuse', reason: `The version \`${given}\` is not a semantic version.`, remedy };
    if (reading.kind === 'unusable')
        return { kind: 'refuse', reason: `The version ${reading.reason}.`, remedy };
    if (own !== undefined && own.text !== reading.version.text) {
        return {
            kind: 'refuse',
            reason: `${subject} has the version ${own.text}, and the version ${reading.version.text} was given.`,
            remedy: 'Remove the input `version`: the tag already names the version.'
        };
    }
    const prerelease = reading.version.prerelease || own?.prerelease === true || proposal.prerelease === true;
    return { kind: 'version', version: { text: reading.version.text, prerelease } };
}

// EXTERNAL MODULE: ./src/stages/releases.ts
var releases = __webpack_require__(3125);
// EXTERNAL MODULE: ./src/stages/stages-file.ts
var stages_file = __webpack_require__(3363);
// EXTERNAL MODULE: ./src/stages/tags.ts
var tags = __webpack_require__(7094);
// EXTERNAL MODULE: ./src/cli/local-project.ts + 9 modules
var local_project = __webpack_require__(9343);
// EXTERNAL MODULE: ./src/cli/working-tree.ts + 1 modules
var working_tree = __webpack_require__(7442);
;// CONCATENATED MODULE: ./src/cli/plan.ts











/** Predicts what the action does for an event. No service is asked. The exit code is 1 if the action would fail. */
async function plan(common, options, invocation) {
    const tree = await (0,working_tree/* readWorkingTree */.c)(invocation.directory, invocation.environment);
    const project = await (0,local_project/* readProject */.W)(tree, common, invocation);
    const { trunk, file } = project;
    const event = await eventOf(project, options);
    const isOpen = needsPullRequest(event, trunk);
    const decision = applyRunChecks(project, options, decide({
        event,
        trunk,
        otherDefaultBranch: undefined,
        environments: (0,stages_file/* environmentsOf */.M)(file),
        openPullRequest: isOpen ? options.pullRequest : undefined,
        token: options.fork === true ? { kind: 'unavailable' } : { kind: 'token', claims: claimsOf(options) },
        inputs: { stage: common.stage ?? 'auto', operation: 'auto', version: options.version }
    }));
    const destination = decision.kind === 'build' || decision.kind === 'promote' ? destinationOf(project, decision) : undefined;
    const hint = isOpen && options.pullRequest === undefined
        ? ['With an open pull request the image would go to development: add --pull-request <number> to see that.']
        : [];
    const remedyOfDecision = decision.kind === 'refuse' || decision.kind === 'skip' ? decision.remedy : undefined;
    // The plan is about a run in a workflow, and so is its remedy.
    const remedy = remedyOfDecision === undefined ? undefined : (0,core_remedy/* remedyAt */.gx)('workflow', remedyOfDecision);
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
            ...(remedy === undefined ? {} : { remedy }),
            ...destination
        },
        exitCode: decision.kind === 'refuse' ? 1 : 0
    };
}
function claimsOf({ environment }) {
    return environment === undefined ? {} : { environment };
}
/** Applies the checks that a run makes after its decision, before it calls AWS. */
function applyRunChecks({ targetOf }, options, decision) {
    if (decision.kind !== 'build' && decision.kind !== 'promote')
        return decision;
    if (decision.stage === 'release' && decision.revision.version === undefined) {
        return {
            kind: 'refuse',
            reason: `${decision.reason} A release needs a version, and this event names none.`,
            remedy: 'Add --version 1.2.3, or --tag v1.2.3.'
        };
    }
    // Without the option the environment of the job is not known.
    const refusal = options.environment === undefined
        ? undefined
        : checkEnvironment(decision.stage, targetOf(decision.stage).environment, claimsOf(options));
    return refusal ?? decision;
}
/** The commit of a branch or a tag that this clone does not have. */
const UNKNOWN_COMMIT = '?'.repeat(40);
/** The event as GitHub would send it. What the options leave open comes from the clone. */
async function eventOf(project, { event, branch, tag, pullRequest, fork = false }) {
    const { tree, trunk } = project;
    const name = event ?? (tag === undefined && (pullRequest !== undefined || fork) ? 'pull_request' : 'push');
    if (branch !== undefined && tag !== undefined)
        throw new failure/* Failure */.HR('An event belongs to a branch or to a tag, and both --branch and --tag are given.', {
            remedy: 'Leave one of them out.'
        });
    if (fork && name !== 'pull_request')
        throw new failure/* Failure */.HR(`A fork sends only pull requests, and the event is ${name}.`, {
            remedy: 'Leave out --fork, or --event and --tag.'
        });
    // GitHub runs a schedule only on the default branch.
    const onBranch = branch ?? (name === 'schedule' ? trunk : tree.branch);
    const actor = 'you';
    const sha = await commitOf(project, onBranch, tag);
    const requireBranch = () => {
        if (onBranch !== undefined)
            return onBranch;
        throw new failure/* Failure */.HR('No branch is checked out, and none is given.', {
            remedy: 'Name a branch with --branch, or a tag with --tag.'
        });
    };
    switch (name) {
        case 'pull_request': {
            if (pullRequest === undefined && !fork)
                throw new failure/* Failure */.HR('The tag of a pull request has its number, and none is given.', {
                    remedy: 'Add its number: --pull-request 12.'
                });
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
            };
        }
        case 'push':
            return tag === undefined
                ? { kind: 'push', name, actor, branch: requireBranch(), sha, deleted: false }
                : { kind: 'tag', name, actor, tag, sha, deleted: false };
        case 'merge_group':
            return { kind: 'merge_group', name, actor, sha };
        case 'release': {
            if (tag === undefined)
                throw new failure/* Failure */.HR('A release needs a git tag, and none is given.', { remedy: 'Add --tag v1.2.3.' });
            const reading = (0,version/* versionOfTag */.mx)(tag);
            return {
                kind: 'release',
                name,
                actor,
                action: 'published',
                tag,
                prerelease: reading.kind === 'version' && reading.version.prerelease,
                sha
            };
        }
        case 'workflow_dispatch':
        case 'schedule':
            return {
                kind: 'manual',
                name,
                actor,
                sha,
                version: undefined,
                ref: tag === undefined ? { kind: 'branch', name: requireBranch() } : { kind: 'tag', name: tag }
            };
    }
}
async function commitOf({ tree: { git, remote, branch: checkedOut, commit } }, branch, tag) {
    if (tag === undefined && branch === checkedOut)
        return commit.id;
    const refs = tag === undefined
        ? [`refs/heads/${branch ?? ''}`, `refs/remotes/${remote ?? ''}/${branch ?? ''}`]
        : [`refs/tags/${tag}`];
    for (const ref of refs) {
        const id = await git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
        if (id !== undefined)
            return id;
    }
    return UNKNOWN_COMMIT;
}
function destinationOf(project, { kind, stage, revision }) {
    const { repository, role, environment } = project.targetOf(stage);
    const source = kind === 'promote' ? (0,stages_stage/* sourceStage */.I)(stage) : undefined;
    // The fingerprint depends on the digests of the base images, which only their registries know.
    const sources = (0,tags/* fingerprintTag */.bN)(stage, '<fingerprint>');
    const { commit, named } = (0,tags/* tagsFor */.Nj)({ ...revision, stage, trunk: project.trunk });
    const lines = stage === 'release' && revision.version !== undefined ? (0,releases/* versionLines */.YM)(revision.version) : [];
    const sha = revision.commit === UNKNOWN_COMMIT ? 'sha-<commit>' : commit.name;
    return {
        stage,
        repository: repository.name,
        account: repository.account,
        region: repository.region,
        role: role.arn,
        environment,
        ...(source === undefined ? {} : { source: project.targetOf(source).repository.name }),
        tags: [sources.name, sha, ...named.map(({ name }) => name)],
        ...(lines.length === 0 ? {} : { lines: lines.map(({ tag }) => tag) })
    };
}
function rowsOf({ repository, account, region, role, environment, source, tags, lines }) {
    const rows = [
        ['repository', `${repository} (account ${account}, ${region})`],
        ...(source === undefined ? [] : [['from', source]]),
        ['role', role],
        ['environment', environment ?? '(none)'],
        ['tags', tags.join('  ')],
        ...(lines === undefined ? [] : [['', `${lines.join('  ')}, each if no higher version of it is released`]])
    ];
    return rows.map(([name = '', value = '']) => `  ${name.padEnd(11)}  ${value}`);
}


/***/ }),

/***/ 2846:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NH: () => (/* binding */ reservedTagReason),
/* harmony export */   TY: () => (/* binding */ branchTag),
/* harmony export */   fs: () => (/* binding */ trunkTag),
/* harmony export */   pj: () => (/* binding */ qualifiedBranchTag)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _grammar_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8334);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7539);



const HASH_LENGTH = 10;
/** A tag that ends like one with the hash of a branch's name. */
const HASHED = new RegExp(`-[0-9a-f]{${HASH_LENGTH}}$`);
const PREFIXES = {
    sha: 'reads as the tag of a commit: the action itself sets such tags',
    sha256: 'reads as the tag of an attachment of an image, such as its signature',
    src: 'reads as the fingerprint tag of an image: the action itself sets such tags',
    pr: 'reads as the tag of a pull request: the action itself sets such tags in development'
};
/** Why a name is reserved for another kind of tag than that of a branch: a clause that follows `which`. */
function reservedTagReason(tag) {
    const prefix = /^(sha|sha256|src|pr)-/.exec(tag)?.[1];
    if (prefix !== undefined)
        return PREFIXES[prefix];
    if (/^v\d/.test(tag) || (0,_version_js__WEBPACK_IMPORTED_MODULE_1__/* .readsAsVersion */ .aH)(tag))
        return 'reads as a version: the action itself sets such tags in release';
    return tag === 'latest' ? 'the action itself sets in release' : undefined;
}
/** The tag that moves with the trunk. No other branch gets it. */
function trunkTag(trunk) {
    return ownTag(trunk, _grammar_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_TAG_LENGTH */ .Ti);
}
/**
 * The tag that moves with a branch. It is the name with `-` for `/`, if that is a tag. Otherwise it is a readable part of the
 * name with a short hash of the whole name. A name that would read as another kind of tag, or as the trunk's, becomes
 * `branch-<slug>-<hash>`.
 *
 * Two branches share a tag only if their names differ in nothing but `/` and `-`. A tag that ends in a hash belongs to one
 * branch: a name that ends like a hash gets its own hash after it. Every other tag is the name itself.
 * @param limit longest tag in characters, at least 32
 */
function branchTag(branch, trunk, limit = _grammar_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_TAG_LENGTH */ .Ti) {
    const tag = ownTag(branch, limit);
    return branch !== trunk && tag === trunkTag(trunk) ? qualifiedBranchTag(branch, limit) : tag;
}
/** `branch-<slug>-<hash>`. It reads as the tag of a branch, whatever text follows it. */
function qualifiedBranchTag(branch, limit = _grammar_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_TAG_LENGTH */ .Ti) {
    return ['branch', readable(branch, limit - 'branch-'.length), hashOf(branch)].filter(part => part !== '').join('-');
}
function ownTag(branch, limit) {
    const plain = branch.replaceAll('/', '-');
    const isReserved = reservedTagReason(plain) !== undefined;
    if ((0,_grammar_js__WEBPACK_IMPORTED_MODULE_2__/* .isTag */ .dz)(plain) && plain.length <= limit && !isReserved && !HASHED.test(plain))
        return plain;
    const slug = readable(branch, limit);
    const tag = `${slug}-${hashOf(branch)}`;
    return slug === '' || isReserved || reservedTagReason(tag) !== undefined ? qualifiedBranchTag(branch, limit) : tag;
}
/** The name without accents, with one dash for each run of characters that a tag cannot contain, and with room for the hash. */
function readable(branch, limit) {
    return branch
        .normalize('NFKD')
        .replaceAll(/\p{Mn}/gu, '')
        .replaceAll(/[^A-Za-z0-9._]+/g, '-')
        .replace(/^[-.]+/, '')
        .slice(0, limit - HASH_LENGTH - 1)
        .replace(/[-.]+$/, '');
}
function hashOf(branch) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(branch).digest('hex').slice(0, HASH_LENGTH);
}


/***/ }),

/***/ 3125:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O$: () => (/* binding */ nearestVersionTags),
/* harmony export */   UT: () => (/* binding */ highestAbove),
/* harmony export */   YM: () => (/* binding */ versionLines),
/* harmony export */   ae: () => (/* binding */ guessedVersionTags),
/* harmony export */   od: () => (/* binding */ planLine)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(semver__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7539);


/** The lines that a version belongs to. A pre-release belongs to none. */
function versionLines({ text, prerelease }) {
    if (prerelease)
        return [];
    return [
        {
            tag: `${(0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text)}.${(0,semver__WEBPACK_IMPORTED_MODULE_0__.minor)(text)}`,
            includes: other => (0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(other) === (0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text) && (0,semver__WEBPACK_IMPORTED_MODULE_0__.minor)(other) === (0,semver__WEBPACK_IMPORTED_MODULE_0__.minor)(text)
        },
        { tag: `${(0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text)}`, includes: other => (0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(other) === (0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text) },
        { tag: 'latest', includes: () => true }
    ];
}
/** Number of git tags above a version, in each line, that are looked up. One of them may hold the line. */
const NEAREST_ABOVE = 20;
/** Number of git tags below a version, in each line, that are looked up. The line may have come from one of them. */
const NEAREST_BELOW = 10;
/** Number of versions on each side of a version that are looked up without a git tag. */
const GUESSED = 5;
/**
 * The tags that explain the digests of a version's lines, chosen from the versions that have a git tag. In every line they are
 * the highest versions above this one and the nearest ones below. Pre-releases move no line and are left out.
 * @returns highest first
 */
function nearestVersionTags(version, gitTags) {
    const released = gitTags.flatMap(tag => {
        const reading = (0,_version_js__WEBPACK_IMPORTED_MODULE_1__/* .versionOfTag */ .mx)(tag);
        return reading.kind === 'version' && !reading.version.prerelease ? [reading.version.text] : [];
    });
    const chosen = versionLines(version).flatMap(({ includes }) => {
        const line = released.filter(includes).sort(semver__WEBPACK_IMPORTED_MODULE_0__.rcompare);
        const above = line.filter(other => (0,semver__WEBPACK_IMPORTED_MODULE_0__.compare)(other, version.text) > 0);
        const below = line.filter(other => (0,semver__WEBPACK_IMPORTED_MODULE_0__.compare)(other, version.text) < 0);
        return [...above.slice(0, NEAREST_ABOVE), ...below.slice(0, NEAREST_BELOW)];
    });
    return [...new Set(chosen)].sort(semver__WEBPACK_IMPORTED_MODULE_0__.rcompare).map(text => ({ tag: `v${text}`, version: text }));
}
/**
 * The same for versions that are released without git tags, which nothing lists. The tags are guessed by counting: the versions
 * next to this one in its own line, and the lines next to its own. A line that exists has had a release.
 */
function guessedVersionTags({ text, prerelease }) {
    if (prerelease)
        return [];
    const [first, second, third] = [(0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text), (0,semver__WEBPACK_IMPORTED_MODULE_0__.minor)(text), (0,semver__WEBPACK_IMPORTED_MODULE_0__.patch)(text)];
    return [
        ...around(third).map(one => ({ tag: `v${first}.${second}.${one}`, version: `${first}.${second}.${one}` })),
        ...around(second).map(one => ({ tag: `${first}.${one}`, version: `${first}.${one}.0` })),
        ...around(first).map(one => ({ tag: `${one}`, version: `${one}.0.0` }))
    ];
}
function around(number) {
    return Array.from({ length: GUESSED }, (_, index) => [number + index + 1, number - index - 1])
        .flat()
        .filter(one => one >= 0);
}
/**
 * Decides on the tag of a line.
 * @param digest of the image to be released
 * @param current the digest that the tag names now; undefined if it does not exist
 * @param released the tags that exist in the release repository
 */
function planLine(line, version, digest, current, released) {
    const higher = highestAbove(line, version, released);
    if (higher !== undefined)
        return { kind: 'behind', by: higher };
    if (current === undefined)
        return { kind: 'move', from: undefined };
    if (current === digest)
        return { kind: 'already' };
    const from = released.find(other => other.digest === current);
    return from === undefined ? { kind: 'unexplained', digest: current } : { kind: 'move', from };
}
/** The highest released version that belongs to the line and is above the version. */
function highestAbove({ includes }, { text }, released) {
    return released
        .filter(({ version }) => includes(version) && (0,semver__WEBPACK_IMPORTED_MODULE_0__.compare)(version, text) > 0)
        .sort((a, b) => (0,semver__WEBPACK_IMPORTED_MODULE_0__.rcompare)(a.version, b.version))[0];
}


/***/ }),

/***/ 7094:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jv: () => (/* binding */ rebuiltCommitTag),
/* harmony export */   Nj: () => (/* binding */ tagsFor),
/* harmony export */   US: () => (/* binding */ takenTagPolicy),
/* harmony export */   bN: () => (/* binding */ fingerprintTag),
/* harmony export */   m: () => (/* binding */ commitTag),
/* harmony export */   sC: () => (/* binding */ customTag)
/* harmony export */ });
/* unused harmony export movementOf */
/* harmony import */ var _branch_tag_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2846);

/**
 * The tags that an image gets in a stage for its revision. The tags of the user's templates are not among them, nor are those
 * of a release's lines, which move by their own rules.
 */
function tagsFor(subject) {
    const { stage, commit } = subject;
    return { commit: tag(stage, 'commit', commitTag(commit)), named: namedTags(subject) };
}
function namedTags({ stage, branch, pullRequest, trunk, version }) {
    switch (stage) {
        case 'development':
            return [
                ...(pullRequest === undefined ? [] : [tag(stage, 'pull-request', `pr-${pullRequest}`)]),
                ...(branch === undefined ? [] : [tag(stage, 'branch', (0,_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .branchTag */ .TY)(branch, trunk))])
            ];
        case 'master':
            return [tag(stage, 'trunk', (0,_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .trunkTag */ .fs)(trunk))];
        case 'release':
            return version === undefined ? [] : [tag(stage, 'version', `v${version.text}`)];
    }
}
/**
 * The tag that is pushed with the image. It shows whether an image of these sources already exists.
 * @param fingerprint SHA-256 of the build's sources, in hex
 */
function fingerprintTag(stage, fingerprint) {
    return tag(stage, 'fingerprint', `src-${fingerprint}`);
}
/** `sha-` and the first 12 digits of the commit's id */
function commitTag(commit) {
    return `sha-${commit.slice(0, 12)}`;
}
/** The tag of another image of the same commit in master. `sha-<commit>` stays with the first image. */
function rebuiltCommitTag(commit, run) {
    return `${commitTag(commit)}-${run.number}.${run.attempt}`;
}
/** What to do if a tag that never moves already names another image. */
function takenTagPolicy(stage, kind) {
    if (kind === 'version')
        return 'fail';
    if (kind === 'commit')
        return stage === 'master' ? 'rename' : 'keep';
    return 'keep';
}
/** A tag that the user chose. */
function customTag(stage, name) {
    return tag(stage, 'custom', name);
}
/** The movement of a tag in a stage. It agrees with the filters of the repositories: see `tagMutability`. */
function movementOf(stage, kind, name) {
    switch (kind) {
        case 'commit':
        case 'version':
            return 'never';
        case 'branch':
        case 'pull-request':
        case 'trunk':
            return 'with-commits';
        case 'custom':
            // The filter v* of the release repository freezes vue-upgrade as well as v1.2.3.
            return stage === 'release' && name.startsWith('v') ? 'never' : 'freely';
        case 'fingerprint':
            return 'freely';
    }
}
function tag(stage, kind, name) {
    return { name, kind, movement: movementOf(stage, kind, name) };
}


/***/ }),

/***/ 7539:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RN: () => (/* binding */ tagMeantBy),
/* harmony export */   W3: () => (/* binding */ versionOfInput),
/* harmony export */   aH: () => (/* binding */ readsAsVersion),
/* harmony export */   mx: () => (/* binding */ versionOfTag)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(semver__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _grammar_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8334);


/** Reads a git tag: `v1.2.3` is a version. `1.2.3`, `v1` and `vue-upgrade` are not. */
function versionOfTag(tag) {
    return tag.startsWith('v') ? read(tag.slice(1)) : { kind: 'none' };
}
/**
 * Suggests a tag for a tag that looks like a version and is none. `v1` and `v1.2` lack numbers, and `v1.02.3` has a leading zero.
 * @returns undefined for a tag that does not begin with `v` and a digit
 */
function tagMeantBy(tag) {
    if (!/^v\d/.test(tag))
        return undefined;
    const [, major, minor = 0, patch = 0] = /^v(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/.exec(tag) ?? [];
    return major === undefined ? 'as in v1.2.3 or v1.2.3-rc.1' : `v${[major, minor, patch].map(Number).join('.')}`;
}
/** Reads a version that a person gave, with a leading `v` or without. */
function versionOfInput(input) {
    return read(input.replace(/^v/, ''));
}
function read(text) {
    // The semver package ignores spaces, and a `v` or `=` in front.
    const parsed = /^\d/.test(text) && text === text.trim() ? (0,semver__WEBPACK_IMPORTED_MODULE_0__.parse)(text) : null;
    if (parsed === null)
        return { kind: 'none' };
    if (parsed.build.length > 0) {
        return {
            kind: 'unusable',
            reason: `${text} has build metadata (+${parsed.build.join('.')}), and an image tag cannot contain a +`
        };
    }
    if (text.length >= _grammar_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_TAG_LENGTH */ .Ti) {
        return {
            kind: 'unusable',
            reason: `${text} is too long for an image tag, which has at most ${_grammar_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_TAG_LENGTH */ .Ti} characters, including the v`
        };
    }
    return { kind: 'version', version: { text, prerelease: parsed.prerelease.length > 0 } };
}
/** Whether a tag reads as a version or as a line of versions: `1.2.3-rc.1`, `1.2`, `1`. 20260131 reads as a date. */
function readsAsVersion(tag) {
    return /^\d{1,7}(?:\.\d{1,7})?$/.test(tag) || (/^\d/.test(tag) && (0,semver__WEBPACK_IMPORTED_MODULE_0__.parse)(tag) !== null);
}


/***/ })

};
