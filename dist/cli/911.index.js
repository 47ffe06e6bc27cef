export const id = 911;
export const ids = [911];
export const modules = {

/***/ 9911:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  plan: () => (/* binding */ plan)
});

// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/inputs.ts
var inputs = __webpack_require__(8422);
// EXTERNAL MODULE: ./src/stages/arn.ts
var arn = __webpack_require__(7400);
;// CONCATENATED MODULE: ./src/stages/arrival.ts
/** What a version's tag brings; from the trunk or not, only what master holds can be promoted. */
function released(what, commit) {
    return {
        ...{ kind: 'arrived', what, stage: 'release', reach: ['release'] },
        limit: 'a version goes to release alone',
        revision: { commit, branch: undefined, pullRequest: undefined }
    };
}
function unusable(what, reason) {
    return {
        kind: 'refuse',
        reason: `${what} cannot be released: ${reason}.`,
        remedy: 'Tag the commit as in v1.2.3 or v1.2.3-rc.1.'
    };
}
/** @param remedy what to change where something else was probably meant */
function skip(reason, remedy) {
    return { kind: 'skip', reason, ...(remedy === undefined ? {} : { remedy }) };
}

// EXTERNAL MODULE: ./src/stages/stage.ts
var stages_stage = __webpack_require__(7089);
// EXTERNAL MODULE: ./src/stages/version.ts
var version = __webpack_require__(7539);
;// CONCATENATED MODULE: ./src/stages/automatic.ts



const automatic_DEPENDABOT = 'dependabot[bot]';
/** The events of this file say by themselves which stage they are for. */
function arrivalOfPullRequest(event, { token, trunk }) {
    const { number, headRef, headSha, fork, action, actor } = event;
    const called = number === undefined ? 'A pull request' : `Pull request #${number}`;
    const from = `${called} from branch ${headRef} of`;
    if (action === 'closed') {
        return skip(`${called} was closed: nothing is built, and the lifecycle rules of the repositories clean up.`);
    }
    const arrived = {
        ...{ kind: 'arrived', stage: 'development', reach: ['development'] },
        revision: { commit: headSha, branch: headRef, pullRequest: number }
    };
    if (fork) {
        return {
            ...arrived,
            what: `${from} a fork`,
            limit: "a fork's code is built, and goes to no stage",
            unpublished: `${from} a fork gets no credentials: its image is built, and not pushed.`
        };
    }
    return {
        ...arrived,
        ...withheld(`${from} this repository`, actor, token),
        what: `${from} this repository`,
        limit: `a pull request goes to development until it is merged to ${trunk}`
    };
}
function arrivalOfPush(event, { trunk, otherDefault, openPullRequest, token, inputs }) {
    const { branch, sha, deleted, actor } = event;
    if (deleted)
        return skip(`Branch ${branch} was deleted: nothing is built, and the lifecycle rules of the repositories clean up.`);
    const revision = { commit: sha, branch, pullRequest: openPullRequest };
    if (branch === trunk) {
        const what = `A push to the trunk ${trunk}`;
        return {
            kind: 'arrived',
            what,
            stage: 'master',
            reach: stages_stage/* STAGES */.a,
            limit: '',
            revision: { ...revision, pullRequest: undefined }
        };
    }
    const doubt = doubtOfTrunk(branch, trunk, otherDefault);
    if (openPullRequest === undefined && inputs.stage === 'auto') {
        return doubt === undefined
            ? skip(`Branch ${branch} is the head of no open pull request: nothing is built until it is.`)
            : skip(`${doubt.says}. It is the head of no open pull request: nothing is built until it is.`, doubt.remedy);
    }
    const head = openPullRequest === undefined ? '' : `, the head of pull request #${openPullRequest},`;
    const what = `A push to branch ${branch}${head}`;
    return {
        ...{ kind: 'arrived', what, stage: 'development', reach: ['development'], revision },
        ...withheld(what, actor, token),
        limit: doubt?.says ?? `a feature branch goes to development until it is merged to ${trunk}`
    };
}
/** What is odd about a pushed branch that is the default branch and not the trunk: where the one feeds the next, it is meant. */
function doubtOfTrunk(branch, trunk, otherDefault) {
    if (otherDefault?.branch !== branch)
        return undefined;
    return {
        says: `${branch} is the repository's default branch, and not the trunk, which is ${trunk} by ${otherDefault.trunkFrom}`,
        remedy: `If ${branch} is to feed the stage master, name it there as the trunk, and deploy infra/ anew: the role of master trusts the trunk alone.`
    };
}
/** GitHub gives Dependabot's runs no OIDC token unless told to. */
function withheld(what, actor, token) {
    if (actor !== automatic_DEPENDABOT || token.kind === 'token')
        return {};
    return {
        unpublished: `${what} was set off by Dependabot, which gets no OIDC token here: its image is built, and not pushed.`
    };
}
function arrivalOfTag({ tag, sha, deleted }) {
    if (deleted)
        return skip(`Tag ${tag} was deleted: what was released under it stays.`);
    const reading = (0,version/* versionOfTag */.mx)(tag);
    if (reading.kind === 'none') {
        const meant = (0,version/* tagMeantBy */.RN)(tag);
        return skip(`Tag ${tag} is not a version (v1.2.3): nothing is released.`, meant === undefined ? undefined : `If this commit is to be released, tag it ${meant}.`);
    }
    if (reading.kind === 'unusable')
        return unusable(`Tag ${tag}`, reading.reason);
    return { ...released(`Tag ${tag}`, sha), version: reading.version };
}
function arrivalOfRelease(event, { inputs }) {
    const { action, tag, sha, prerelease } = event;
    if (action !== 'published')
        return skip(`Release ${tag} was ${action}: only a published one is released.`);
    const reading = (0,version/* versionOfTag */.mx)(tag);
    const arrived = { ...released(`${prerelease ? 'Pre-release' : 'Release'} ${tag}`, sha), prerelease };
    if (reading.kind === 'version') {
        return { ...arrived, version: { ...reading.version, prerelease: prerelease || reading.version.prerelease } };
    }
    if (reading.kind === 'unusable')
        return unusable(`Release ${tag}`, reading.reason);
    if (inputs.version !== undefined)
        return arrived;
    return {
        kind: 'refuse',
        reason: `Release ${tag} was published under a tag that is not a version.`,
        remedy: 'Publish it under a tag such as v1.2.3, or set the input `version`.'
    };
}
function arrivalOfMergeGroup({ sha }, { trunk }) {
    return {
        ...{ kind: 'arrived', what: `Merge group ${sha.slice(0, 12)}`, stage: 'development', reach: ['development'] },
        limit: `what stands in the merge queue is not on ${trunk} yet`,
        revision: { commit: sha, branch: undefined, pullRequest: undefined }
    };
}

// EXTERNAL MODULE: ./src/stages/file.ts + 7 modules
var file = __webpack_require__(2908);
// EXTERNAL MODULE: ./src/stages/target.ts
var target = __webpack_require__(5870);
;// CONCATENATED MODULE: ./src/job-stages.ts










/**
 * The stages file of the workspace.
 * @returns undefined where there is none and the inputs name role and repository instead
 * @throws Failure where it is missing or wrong
 */
async function readStagesFile({ inputs, runner }) {
    try {
        return parseStagesFile(await readFile(resolve(runner.workspace, inputs.config), 'utf8'), inputs.config);
    }
    catch (error) {
        if (error instanceof Failure)
            throw error;
        const isMissing = codeOf(error) === 'ENOENT';
        const isNamed = inputs.config !== DEFAULT_CONFIG || inputs.image !== undefined;
        if (isMissing && !isNamed && inputs.roleArn !== undefined && inputs.repositoryArn !== undefined)
            return undefined;
        throw new Failure(`Reading the stages file ${inputs.config}: ${whyUnread(error)}.`, {
            cause: error,
            remedy: 'Check that actions/checkout ran before this step and that the file is in the repository. With `role-arn` and `repository-arn` none is needed.'
        });
    }
}
/** Where a stage keeps the image; the inputs come before what the stages file says. */
function targetFor(stage, file, image, inputs) {
    return file === undefined || image === undefined ? targetOfArns(stage, inputs) : withOverrides(targetOf(file, image, stage), inputs);
}
/** Whose jobs the role of a target trusts, as far as that is known: of a role that an input names the stages file says nothing. */
function trustedBy({ stage, role }, file, image) {
    return file !== undefined && image !== undefined && targetOf(file, image, stage).role.arn === role.arn ? file.github : undefined;
}
/** The repository of the stage before, which an image is promoted from. */
function sourceOf(stage, file, image, { sourceRepositoryArn }) {
    if (sourceRepositoryArn !== undefined)
        return parseRepositoryArn(sourceRepositoryArn, 'source-repository-arn');
    const before = sourceStage(stage);
    if (file !== undefined && image !== undefined && before !== undefined)
        return targetOf(file, image, before).repository;
    throw new Failure(`Promoting to ${stage} without a stages file needs the repository to promote from.`, {
        remedy: 'Set `source-repository-arn` beside `role-arn` and `repository-arn`.'
    });
}
/** Each stage's GitHub environment. */
function environmentsOf({ stages }) {
    return { development: stages.development.environment, master: stages.master.environment, release: stages.release.environment };
}
/** What GitHub's OIDC token is to be for: STS, as it is called in the partition of the stages. */
function tokenAudience({ audience, roleArn }, file) {
    return audience ?? audienceOf(file?.partition ?? roleArn?.split(':')[1] ?? 'aws');
}
/** What the inputs ask for that the decision knows of. */
function asked({ stage, operation, version }) {
    return { stage, operation: operation === 'doctor' ? 'auto' : operation, version };
}
/** What to change where a job may not ask for GitHub's OIDC token. */
function remedyWithoutToken(actor) {
    const byDependabot = ' This run was set off by Dependabot, to whose runs GitHub gives no token by default: push a commit of your own to its branch. Running the job again keeps its rights.';
    return `Add \`id-token: write\` to the \`permissions:\` of this job, and \`contents: read\` for the checkout.${actor === DEPENDABOT ? byDependabot : ''}`;
}

;// CONCATENATED MODULE: ./src/stages/environment.ts

/** The GitHub environment of the job, as the role's trust policy will see it. */
function environmentOf(claims) {
    const claim = claims['environment'];
    return typeof claim === 'string' && claim !== '' ? claim : undefined;
}
function stageOfEnvironment(environment, environments) {
    return stages_stage/* STAGES */.a.find(stage => environments[stage] === environment);
}
/**
 * Whether the job is in the environment that the stage's role trusts.
 * @param wanted as the stages file has it; without a stages file it is not known, and nothing is refused
 */
function checkEnvironment(stage, wanted, claims) {
    const environment = environmentOf(claims);
    if (wanted === undefined || environment === wanted)
        return undefined;
    const found = environment === undefined ? 'The job has no environment' : `The job is in the environment ${environment}`;
    const alike = environment?.toLowerCase() === wanted.toLowerCase() ? ': IAM tells upper case from lower' : '';
    return {
        kind: 'refuse',
        reason: `${found}, and the role of ${stage} trusts ${wanted} alone${alike}.`,
        remedy: `Write \`environment: ${wanted}\` in the job, or set the input \`stage\` to the one that is meant.`
    };
}

;// CONCATENATED MODULE: ./src/stages/manual.ts




/** A dispatch or a schedule says nothing of its stage: the job's environment does, or the input `stage`. */
function arrivalOfManual(event, input) {
    const { ref, sha, version } = event;
    const what = `${label(event.name)} on ${ref.kind} ${ref.name}`;
    const arrival = ofRef(what, ref, sha, input.trunk);
    return arrival.kind === 'arrived' ? atItsStage({ ...arrival, dispatchedVersion: version }, input) : arrival;
}
function ofRef(what, ref, commit, trunk) {
    if (ref.kind === 'tag') {
        const reading = (0,version/* versionOfTag */.mx)(ref.name);
        if (reading.kind === 'unusable')
            return unusable(what, reading.reason);
        if (reading.kind === 'version')
            return { ...released(what, commit), version: reading.version };
    }
    const onTrunk = ref.kind === 'branch' && ref.name === trunk;
    return {
        ...{ kind: 'arrived', what, stage: 'development' },
        reach: onTrunk ? stages_stage/* STAGES */.a : ['development'],
        limit: `master takes the trunk ${trunk} alone, release that or a version's tag (v1.2.3)`,
        revision: { commit, branch: ref.kind === 'branch' ? ref.name : undefined, pullRequest: undefined }
    };
}
/** Runs with the trunk's credentials after another workflow, whose code may have been anybody's. */
function arrivalOfWorkflowRun(event, input) {
    const { trunk } = input;
    const foreign = fromElsewhere(event, trunk);
    if (foreign !== undefined) {
        return {
            kind: 'refuse',
            reason: `A workflow_run ${foreign} reaches no stage: it would bring code from beside the trunk ${trunk} ` +
                "to the trunk's credentials.",
            remedy: `Restrict the trigger to \`branches: [${trunk}]\` and to workflows that run on push.`
        };
    }
    return atItsStage({
        ...{
            kind: 'arrived',
            what: `A workflow_run on the trunk ${trunk}`,
            stage: 'development',
            reach: stages_stage/* STAGES */.a,
            limit: ''
        },
        revision: { commit: event.sha, branch: trunk, pullRequest: undefined }
    }, input);
}
/** What makes a workflow_run one of other code than the trunk's. */
function fromElsewhere(event, trunk) {
    const { fromThisRepository, headEvent, headBranch } = event;
    if (!fromThisRepository)
        return 'of another repository';
    if (headEvent.startsWith('pull_request'))
        return `set off by ${headEvent}`;
    if (headBranch === trunk)
        return undefined;
    return headBranch === undefined ? 'of no branch' : `of branch ${headBranch}`;
}
function atItsStage(arrival, { inputs, environments, token }) {
    if (inputs.stage !== 'auto')
        return { ...arrival, stage: inputs.stage };
    const refuse = (why, remedy) => ({
        kind: 'refuse',
        reason: `${arrival.what} does not say which stage it is for, and ${why}.`,
        remedy
    });
    if (environments === undefined) {
        return refuse('without a stages file the environment does not tell', 'Set the input `stage` to development, master or release.');
    }
    const names = stages_stage/* STAGES */.a.map(stage => environments[stage]);
    const others = names.slice(1).join(', ');
    const write = `Write \`environment: ${names[0] ?? ''}\` (or ${others}) in the job, or set the input \`stage\`.`;
    if (token.kind === 'unavailable') {
        return refuse('there is no OIDC token to tell the environment', `Write \`permissions: {id-token: write}\` in the job. ${write}`);
    }
    const environment = environmentOf(token.claims);
    if (environment === undefined)
        return refuse('the job has no environment', write);
    const stage = stageOfEnvironment(environment, environments);
    if (stage !== undefined)
        return { ...arrival, stage };
    const alike = names.find(name => name.toLowerCase() === environment.toLowerCase());
    return alike === undefined
        ? refuse(`its environment ${environment} is none of ${names.join(', ')}`, write)
        : refuse(`its environment ${environment} is not ${alike}: IAM tells upper case from lower`, `Write \`environment: ${alike}\` in the job, exactly as the stages file has it.`);
}
function label(event) {
    return event === 'schedule' ? 'A scheduled run' : `A ${event}`;
}

;// CONCATENATED MODULE: ./src/stages/decision.ts





/** Whether the decision needs to know of an open pull request that has the pushed branch as its head. */
function needsPullRequest(event, trunk) {
    return event.kind === 'push' && !event.deleted && event.branch !== trunk;
}
/**
 * Decides on stage and operation. What the inputs ask for is checked against the event: nothing from a fork or a
 * feature branch reaches master or release.
 */
function decide(input) {
    const arrival = arrivalOf(input);
    if (arrival.kind !== 'arrived')
        return arrival;
    const { inputs } = input;
    const stage = inputs.stage === 'auto' ? arrival.stage : inputs.stage;
    if (!arrival.reach.includes(stage))
        return outOfReach(arrival, stage, inputs.stage === 'auto');
    const operation = inputs.operation === 'auto' ? (stage === 'release' ? 'promote' : 'build') : inputs.operation;
    const refused = checkOperation(stage, operation);
    if (refused !== undefined)
        return refused;
    const version = versionFor(arrival, inputs.version);
    if (version?.kind === 'refuse')
        return version;
    const revision = { ...arrival.revision, version: version?.version };
    if (arrival.unpublished !== undefined)
        return { kind: 'build-only', reason: arrival.unpublished, revision };
    const source = operation === 'promote' ? `, promoted from ${(0,stages_stage/* sourceStage */.I)(stage) ?? 'nowhere'}` : '';
    const asked = stage === arrival.stage ? '' : ', as the input stage asks';
    return { kind: operation, stage, reason: `${arrival.what} goes to ${stage}${source}${asked}.`, revision };
}
function arrivalOf(input) {
    const { event } = input;
    switch (event.kind) {
        case 'pull_request':
            return arrivalOfPullRequest(event, input);
        case 'push':
            return arrivalOfPush(event, input);
        case 'merge_group':
            return arrivalOfMergeGroup(event, input);
        case 'tag':
            return arrivalOfTag(event);
        case 'release':
            return arrivalOfRelease(event, input);
        case 'delete':
            return skip('A branch or a tag was deleted: nothing is built, and the lifecycle rules of the repositories clean up.');
        case 'manual':
            return arrivalOfManual(event, input);
        case 'workflow_run':
            return arrivalOfWorkflowRun(event, input);
        case 'other':
            return {
                kind: 'refuse',
                reason: `The event ${event.name} can bring code that nobody reviewed to where the stage's credentials are.`,
                remedy: 'Run on pull_request, push, merge_group, release, workflow_dispatch, schedule, repository_dispatch or ' +
                    'workflow_run.'
            };
    }
}
function outOfReach({ what, reach, limit }, stage, byEnvironment) {
    return {
        kind: 'refuse',
        reason: `${what} may not reach ${stage}: ${limit}.`,
        remedy: byEnvironment
            ? `Start it from a branch or a tag that reaches ${stage}, or in the environment of ${reach.join(' or ')}.`
            : `Remove \`stage: ${stage}\` from this job, or set it to ${reach.join(' or ')}.`
    };
}
/** Development is where images come from, and what is released was tested as it is. */
function checkOperation(stage, operation) {
    if (stage === 'development' && operation === 'promote') {
        return {
            kind: 'refuse',
            reason: 'There is no promotion to development: no stage stands before it.',
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
function versionFor(arrival, input) {
    const { what, version: own } = arrival;
    const given = input ?? arrival.dispatchedVersion;
    if (given === undefined)
        return own === undefined ? undefined : { kind: 'version', version: own };
    const remedy = 'Write `version` as in 1.2.3 or 1.2.3-rc.1.';
    const reading = (0,version/* versionOfInput */.W3)(given);
    if (reading.kind === 'none')
        return { kind: 'refuse', reason: `The version \`${given}\` is not a semantic version.`, remedy };
    if (reading.kind === 'unusable')
        return { kind: 'refuse', reason: `The version ${reading.reason}.`, remedy };
    if (own !== undefined && own.text !== reading.version.text) {
        return {
            kind: 'refuse',
            reason: `${what} says version ${own.text}, and the input version says ${reading.version.text}.`,
            remedy: 'Remove the input `version`; the tag names it.'
        };
    }
    const prerelease = reading.version.prerelease || own?.prerelease === true || arrival.prerelease === true;
    return { kind: 'version', version: { text: reading.version.text, prerelease } };
}

// EXTERNAL MODULE: ./src/stages/releases.ts
var releases = __webpack_require__(3125);
// EXTERNAL MODULE: ./src/stages/tags.ts
var tags = __webpack_require__(7094);
// EXTERNAL MODULE: ./src/commands/local-job.ts
var local_job = __webpack_require__(4311);
// EXTERNAL MODULE: ./src/commands/working-tree.ts + 1 modules
var working_tree = __webpack_require__(3699);
;// CONCATENATED MODULE: ./src/commands/plan.ts










/** Says what the action would do for an event, and asks nobody; ends with 1 where the action would fail. */
async function plan(common, options, machine) {
    const tree = await (0,working_tree/* readWorkingTree */.c)(machine.directory, machine.environment);
    const stages = await (0,local_job/* readStages */.i)(tree, common, machine);
    const { trunk, file } = stages;
    const event = await eventOf(stages, options);
    const isOpen = needsPullRequest(event, trunk);
    const decision = checkedAsInRun(stages, options, decide({
        event, trunk, otherDefault: undefined, environments: environmentsOf(file),
        openPullRequest: isOpen ? options.pullRequest : undefined,
        token: options.fork === true ? { kind: 'unavailable' } : { kind: 'token', claims: claimsOf(options) },
        inputs: { stage: common.stage ?? 'auto', operation: 'auto', version: options.version }
    }));
    const destination = decision.kind === 'build' || decision.kind === 'promote' ? destinationOf(stages, decision) : undefined;
    const hint = isOpen && options.pullRequest === undefined ? ['With an open pull request it would go to development: --pull-request <number> shows that.'] : [];
    const remedy = decision.kind === 'refuse' || decision.kind === 'skip' ? decision.remedy : undefined;
    return {
        lines: [`${event.name}: ${decision.reason}`, ...(remedy === undefined ? [] : [remedy]), ...(destination === undefined ? [] : rowsOf(destination)), ...hint],
        json: { event: event.name, decision: decision.kind, reason: decision.reason, ...(remedy === undefined ? {} : { remedy }), ...destination },
        exitCode: decision.kind === 'refuse' ? 1 : 0
    };
}
function claimsOf({ environment }) {
    return environment === undefined ? {} : { environment };
}
/** What a run looks at once it is decided, before it calls AWS. */
function checkedAsInRun({ targetOf }, options, decision) {
    if (decision.kind !== 'build' && decision.kind !== 'promote')
        return decision;
    if (decision.stage === 'release' && decision.revision.version === undefined) {
        return { kind: 'refuse', reason: `${decision.reason} A release needs a version, and this names none.`, remedy: 'Add --version 1.2.3, or --tag v1.2.3.' };
    }
    // Without the option it is left open which environment the job has.
    const refusal = options.environment === undefined ? undefined : checkEnvironment(decision.stage, targetOf(decision.stage).environment, claimsOf(options));
    return refusal ?? decision;
}
/** Stands for the commit of a branch or a tag that this clone does not have. */
const UNKNOWN = '?'.repeat(40);
/** The event as GitHub would tell it; what is not asked for is that of the clone. */
async function eventOf(stages, { event, branch, tag, pullRequest, fork = false }) {
    const { tree, trunk } = stages;
    const name = event ?? (tag === undefined && (pullRequest !== undefined || fork) ? 'pull_request' : 'push');
    if (branch !== undefined && tag !== undefined)
        throw new failure/* Failure */.HR('An event is of a branch or of a tag, and both --branch and --tag are given.', { remedy: 'Leave one of them out.' });
    if (fork && name !== 'pull_request')
        throw new failure/* Failure */.HR(`From a fork comes a pull request, and the event is ${name}.`, { remedy: 'Leave out --fork, or --event and --tag.' });
    // GitHub runs a schedule on the default branch alone.
    const onBranch = branch ?? (name === 'schedule' ? trunk : tree.branch);
    const actor = 'you';
    const sha = await commitOf(stages, onBranch, tag);
    const named = () => {
        if (onBranch !== undefined)
            return onBranch;
        throw new failure/* Failure */.HR('No branch is checked out, and none is named.', { remedy: 'Name it with --branch, or a tag with --tag.' });
    };
    switch (name) {
        case 'pull_request': {
            if (pullRequest === undefined && !fork)
                throw new failure/* Failure */.HR('Which pull request it is decides on its tag, and is not given.', { remedy: 'Add its number: --pull-request 12.' });
            return { kind: 'pull_request', name, actor, action: 'synchronize', number: pullRequest, fork, headRef: named(), headSha: sha, mergeSha: sha, baseRef: trunk };
        }
        case 'push':
            return tag === undefined ? { kind: 'push', name, actor, branch: named(), sha, deleted: false } : { kind: 'tag', name, actor, tag, sha, deleted: false };
        case 'merge_group':
            return { kind: 'merge_group', name, actor, sha };
        case 'release': {
            if (tag === undefined)
                throw new failure/* Failure */.HR('A release is of a tag, and none is named.', { remedy: 'Add --tag v1.2.3.' });
            const reading = (0,version/* versionOfTag */.mx)(tag);
            return { kind: 'release', name, actor, action: 'published', tag, prerelease: reading.kind === 'version' && reading.version.prerelease, sha };
        }
        case 'workflow_dispatch':
        case 'schedule':
            return { kind: 'manual', name, actor, sha, version: undefined, ref: tag === undefined ? { kind: 'branch', name: named() } : { kind: 'tag', name: tag } };
    }
}
async function commitOf({ tree: { git, remote, branch: checkedOut, commit } }, branch, tag) {
    if (tag === undefined && branch === checkedOut)
        return commit.id;
    const refs = tag === undefined ? [`refs/heads/${branch ?? ''}`, `refs/remotes/${remote ?? ''}/${branch ?? ''}`] : [`refs/tags/${tag}`];
    for (const ref of refs) {
        const id = await git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
        if (id !== undefined)
            return id;
    }
    return UNKNOWN;
}
function destinationOf(stages, { kind, stage, revision }) {
    const { repository, role, environment } = stages.targetOf(stage);
    const source = kind === 'promote' ? (0,stages_stage/* sourceStage */.I)(stage) : undefined;
    // Which digests the base images have now is not known without asking for them.
    const print = (0,tags/* tagOfSources */.mc)(stage, '<fingerprint>');
    const { commit, named } = (0,tags/* tagsFor */.Nj)({ ...revision, stage, trunk: stages.trunk });
    const lines = stage === 'release' && revision.version !== undefined ? (0,releases/* linesOf */.Dx)(revision.version) : [];
    const sha = revision.commit === UNKNOWN ? 'sha-<commit>' : commit.name;
    return {
        stage,
        repository: repository.name, account: repository.account, region: repository.region,
        role: role.arn, environment,
        ...(source === undefined ? {} : { source: stages.targetOf(source).repository.name }),
        tags: [print.name, sha, ...named.map(({ name }) => name)],
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
/* harmony export */   Au: () => (/* binding */ kindOfTag),
/* harmony export */   LX: () => (/* binding */ qualified),
/* harmony export */   TY: () => (/* binding */ branchTag),
/* harmony export */   fs: () => (/* binding */ trunkTag)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _tag_name_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6563);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7539);



const HASH_LENGTH = 10;
/** Ends as a tag does that carries the hash of a branch's name. */
const HASHED = new RegExp(`-[0-9a-f]{${HASH_LENGTH}}$`);
const PREFIXES = {
    sha: 'reads as the tag of a commit: the action itself puts such tags on',
    sha256: 'reads as a tag of what belongs to an image, such as its signature',
    src: 'reads as the tag of what an image was built from: the action itself puts such tags on',
    pr: 'reads as the tag of a pull request: the action itself puts such tags on, in development'
};
/** What a name would be taken for, other than a branch's tag: a clause about it. */
function kindOfTag(tag) {
    const prefix = /^(sha|sha256|src|pr)-/.exec(tag)?.[1];
    if (prefix !== undefined)
        return PREFIXES[prefix];
    if (/^v\d/.test(tag) || (0,_version_js__WEBPACK_IMPORTED_MODULE_1__/* .readsAsVersion */ .aH)(tag))
        return 'reads as a version: the action itself puts such tags on, in release';
    return tag === 'latest' ? 'the action itself puts on, in release' : undefined;
}
/** The tag that moves with the trunk. It is the trunk's own: no other branch gets it. */
function trunkTag(trunk) {
    return ownTag(trunk, _tag_name_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_TAG_LENGTH */ .T);
}
/**
 * The tag that moves with a branch: its name with `/` as `-` where that is a tag, and otherwise what can be read of it
 * with a short hash of the whole name. A name that would be taken for another kind of tag, or for the trunk's, becomes
 * `branch-<slug>-<hash>`.
 *
 * Two branches meet only where they differ in `/` and `-` alone: a tag that ends in a hash belongs to one branch,
 * because a name that ends that way by itself is given its own hash on top; every other tag is the name itself.
 * @param limit the longest it may get, at least 32
 */
function branchTag(branch, trunk, limit = _tag_name_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_TAG_LENGTH */ .T) {
    const tag = ownTag(branch, limit);
    return branch !== trunk && tag === trunkTag(trunk) ? qualified(branch, limit) : tag;
}
/** `branch-<slug>-<hash>`, which is taken for nothing but a branch, whatever is written behind it. */
function qualified(branch, limit = _tag_name_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_TAG_LENGTH */ .T) {
    return ['branch', readable(branch, limit - 'branch-'.length), hashOf(branch)].filter(part => part !== '').join('-');
}
function ownTag(branch, limit) {
    const plain = branch.replaceAll('/', '-');
    const poses = kindOfTag(plain) !== undefined;
    if ((0,_tag_name_js__WEBPACK_IMPORTED_MODULE_2__/* .isTag */ .d)(plain) && plain.length <= limit && !poses && !HASHED.test(plain))
        return plain;
    const slug = readable(branch, limit);
    const tag = `${slug}-${hashOf(branch)}`;
    return slug === '' || poses || kindOfTag(tag) !== undefined ? qualified(branch, limit) : tag;
}
/** Letters without their accents, one dash for all that a tag cannot hold, and room for the hash. */
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
/* harmony export */   $v: () => (/* binding */ neighbours),
/* harmony export */   Dx: () => (/* binding */ linesOf),
/* harmony export */   HQ: () => (/* binding */ adjacent),
/* harmony export */   UT: () => (/* binding */ highestAbove),
/* harmony export */   od: () => (/* binding */ planLine)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(semver__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7539);


/** The lines that a version is of; a pre-release is of none. */
function linesOf({ text, prerelease }) {
    if (prerelease)
        return [];
    return [
        { tag: `${(0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text)}.${(0,semver__WEBPACK_IMPORTED_MODULE_0__.minor)(text)}`, holds: other => (0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(other) === (0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text) && (0,semver__WEBPACK_IMPORTED_MODULE_0__.minor)(other) === (0,semver__WEBPACK_IMPORTED_MODULE_0__.minor)(text) },
        { tag: `${(0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text)}`, holds: other => (0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(other) === (0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text) },
        { tag: 'latest', holds: () => true }
    ];
}
/** As many git tags on each side of a version are looked for: those that may hold a line, and those that it may come from. */
const NEAREST_ABOVE = 20;
const NEAREST_BELOW = 10;
/** So far on each side a version is looked for that may have no git tag. */
const ADJACENT = 5;
/**
 * The tags that tell what the lines of a version may name: of the versions that have a git tag, in every line the highest
 * above this one and the nearest below, pre-releases aside, because they move no line.
 * @returns highest first
 */
function neighbours(version, gitTags) {
    const released = gitTags.flatMap(tag => {
        const reading = (0,_version_js__WEBPACK_IMPORTED_MODULE_1__/* .versionOfTag */ .mx)(tag);
        return reading.kind === 'version' && !reading.version.prerelease ? [reading.version.text] : [];
    });
    const chosen = linesOf(version).flatMap(({ holds }) => {
        const line = released.filter(holds).sort(semver__WEBPACK_IMPORTED_MODULE_0__.rcompare);
        const above = line.filter(other => (0,semver__WEBPACK_IMPORTED_MODULE_0__.compare)(other, version.text) > 0);
        const below = line.filter(other => (0,semver__WEBPACK_IMPORTED_MODULE_0__.compare)(other, version.text) < 0);
        return [...above.slice(0, NEAREST_ABOVE), ...below.slice(0, NEAREST_BELOW)];
    });
    return [...new Set(chosen)].sort(semver__WEBPACK_IMPORTED_MODULE_0__.rcompare).map(text => ({ tag: `v${text}`, version: text }));
}
/**
 * The same where versions are released without git tags, and nobody lists them: the versions next to this one in its own
 * line, and the other lines next to its own, by counting. A line that is there has had a release.
 */
function adjacent({ text, prerelease }) {
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
    return Array.from({ length: ADJACENT }, (_, index) => [number + index + 1, number - index - 1]).flat().filter(one => one >= 0);
}
/**
 * What is to become of a line's tag.
 * @param current the digest it names, if any
 * @param released those of the tags that are in the release repository
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
/** The highest of those that are of the line and above the version. */
function highestAbove({ holds }, { text }, released) {
    return released.filter(({ version }) => holds(version) && (0,semver__WEBPACK_IMPORTED_MODULE_0__.compare)(version, text) > 0).sort((a, b) => (0,semver__WEBPACK_IMPORTED_MODULE_0__.rcompare)(a.version, b.version))[0];
}


/***/ }),

/***/ 6563:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ MAX_TAG_LENGTH),
/* harmony export */   d: () => (/* binding */ isTag)
/* harmony export */ });
/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const MAX_TAG_LENGTH = 128;
/** Whether a registry takes this for a tag. */
function isTag(text) {
    return TAG.test(text);
}


/***/ }),

/***/ 7094:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jv: () => (/* binding */ rebuiltCommitTag),
/* harmony export */   Nj: () => (/* binding */ tagsFor),
/* harmony export */   T8: () => (/* binding */ onOtherImage),
/* harmony export */   m: () => (/* binding */ commitTag),
/* harmony export */   mc: () => (/* binding */ tagOfSources),
/* harmony export */   sC: () => (/* binding */ customTag)
/* harmony export */ });
/* unused harmony export movementOf */
/* harmony import */ var _branch_tag_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2846);

/**
 * The tags that an image gets in a stage for its commit; templates of the user aside, and the lines of a release, which
 * move by rules of their own.
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
 * The tag that is pushed with the image: it tells whether an image of these sources is there already.
 * @param fingerprint SHA-256 of the build's sources, in hex
 */
function tagOfSources(stage, fingerprint) {
    return tag(stage, 'source', `src-${fingerprint}`);
}
/** `sha-<first 12 of the commit>` */
function commitTag(commit) {
    return `sha-${commit.slice(0, 12)}`;
}
/** The tag of another image of the same commit in master, whose `sha-<commit>` stays with the first. */
function rebuiltCommitTag(commit, run) {
    return `${commitTag(commit)}-${run.number}.${run.attempt}`;
}
/** What to do where a tag that never moves names another image already. */
function onOtherImage(stage, kind) {
    if (kind === 'version')
        return 'fail';
    if (kind === 'commit')
        return stage === 'master' ? 'rename' : 'keep';
    return 'keep';
}
/** A tag of the user's own making. */
function customTag(stage, name) {
    return tag(stage, 'custom', name);
}
/** How tags of a kind move in a stage. The repositories' own filters agree: see `tagMutability`. */
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
            // The release repository's filter v* holds on to vue-upgrade as it does to v1.2.3.
            return stage === 'release' && name.startsWith('v') ? 'never' : 'freely';
        case 'source':
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
/* harmony import */ var _tag_name_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6563);


/** Reads a git tag: `v1.2.3` is a version, `1.2.3`, `v1` and `vue-upgrade` are none. */
function versionOfTag(tag) {
    return tag.startsWith('v') ? read(tag.slice(1)) : { kind: 'none' };
}
/**
 * What to tag a commit that has a tag like a version's, which is none: `v1` and `v1.2` lack numbers, `v1.02.3` has a zero too many.
 * @returns undefined for a tag that begins otherwise than with `v` and a digit
 */
function tagMeantBy(tag) {
    if (!/^v\d/.test(tag))
        return undefined;
    const [, major, minor = 0, patch = 0] = /^v(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/.exec(tag) ?? [];
    return major === undefined ? 'as in v1.2.3 or v1.2.3-rc.1' : `v${[major, minor, patch].map(Number).join('.')}`;
}
/** Reads the input `version`, which may be written with its `v` or without. */
function versionOfInput(input) {
    return read(input.replace(/^v/, ''));
}
function read(text) {
    // semver itself looks past spaces, a `v` and a `=` in front.
    const parsed = /^\d/.test(text) && text === text.trim() ? (0,semver__WEBPACK_IMPORTED_MODULE_0__.parse)(text) : null;
    if (parsed === null)
        return { kind: 'none' };
    if (parsed.build.length > 0) {
        return {
            kind: 'unusable',
            reason: `${text} carries build metadata (+${parsed.build.join('.')}), and an image tag cannot hold a +`
        };
    }
    if (text.length >= _tag_name_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_TAG_LENGTH */ .T) {
        return {
            kind: 'unusable',
            reason: `${text} is too long for an image tag, which has at most ${_tag_name_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_TAG_LENGTH */ .T} characters, v included`
        };
    }
    return { kind: 'version', version: { text, prerelease: parsed.prerelease.length > 0 } };
}
/** Whether a tag reads as a version or as the line of one: `1.2.3-rc.1`, `1.2`, `1`; 20260131 reads as a date. */
function readsAsVersion(tag) {
    return /^\d{1,7}(?:\.\d{1,7})?$/.test(tag) || (/^\d/.test(tag) && (0,semver__WEBPACK_IMPORTED_MODULE_0__.parse)(tag) !== null);
}


/***/ })

};
