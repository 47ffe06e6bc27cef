export const id = 995;
export const ids = [995];
export const modules = {

/***/ 3995:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  push: () => (/* binding */ push)
});

// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/docker/secrets.ts
var secrets = __webpack_require__(6009);
// EXTERNAL MODULE: ./src/stages/tags.ts
var stages_tags = __webpack_require__(7094);
// EXTERNAL MODULE: ./src/run/build-inputs.ts + 3 modules
var build_inputs = __webpack_require__(253);
// EXTERNAL MODULE: ./src/run/build-settings.ts
var build_settings = __webpack_require__(9583);
// EXTERNAL MODULE: ./src/run/docker-login.ts
var docker_login = __webpack_require__(4045);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./packages/oci/src/manifest.ts
var src_manifest = __webpack_require__(2104);
// EXTERNAL MODULE: ./src/core/remedy.ts
var remedy = __webpack_require__(7935);
// EXTERNAL MODULE: ./src/fingerprint/build-materials.ts + 4 modules
var build_materials = __webpack_require__(2303);
// EXTERNAL MODULE: ./src/run/tags.ts + 1 modules
var run_tags = __webpack_require__(770);
;// CONCATENATED MODULE: ./src/run/image-build.ts









/**
 * Builds the image and pushes it under its `src-` tag.
 * @returns the manifest as the registry has it: tags are put on that
 */
async function buildAndPush(run, inputs, target, config) {
    const environment = { ...run.environment, ...config.environment };
    const tool = await run.docker.find({ environment, signal: run.signal });
    // A build may take long: a run whose image cannot be pushed fails before it.
    await target.client.blobs.checkUpload();
    const { name } = (0,stages_tags/* fingerprintTag */.bN)(run.stage, inputs.fingerprint.value);
    const push = `${target.registry.host}/${target.repository.name}:${name}`;
    const { digest, metadata } = await buildWith(run, inputs, tool, environment, push);
    const manifest = await readBack(target, digest);
    warnOfDroppedAnnotations(inputs.settings.annotations, manifest, run.log);
    return { manifest, metadata };
}
/** Builds the image, and leaves it in the builder. */
async function image_build_buildWithoutPush(run, inputs) {
    const { environment, signal } = run;
    const tool = await run.docker.find({ environment, signal });
    return (await buildWith(run, inputs, tool, environment, undefined)).metadata;
}
/** @param push the reference to push to */
async function buildWith(run, inputs, tool, environment, push) {
    const { runner, signal, log, timings } = run;
    const { settings, pins, dockerfile } = inputs;
    const directory = await (0,promises_.mkdtemp)((0,external_node_path_.join)(runner.temporaryDirectory, 'build-'));
    const request = {
        plan: {
            ...settings,
            buildArgs: { ...settings.buildArgs, ...pins.buildArgs },
            pins: pins.buildContexts,
            descriptions: descriptions(run),
            push
        },
        tool,
        environment,
        workspace: runner.workspace,
        dockerfile,
        signal,
        excludedBy: (path) => (0,build_materials/* findExclusion */.iX)(path, settings, { directory: runner.workspace }),
        metadataFile: (0,external_node_path_.join)(directory, 'metadata.json'),
        onLine: log.info
    };
    const [phase, title] = push === undefined ? ['build', 'Building'] : ['build and push', `Building ${push}`];
    try {
        return await timings.time(phase, () => log.group(title, () => run.docker.build(request)));
    }
    finally {
        await (0,promises_.rm)(directory, { recursive: true, force: true });
    }
}
function descriptions({ runner, image, isCommitted, commit, revision }) {
    return (0,build_settings/* descriptionsOf */.HY)({
        runner,
        image: image?.name,
        commit: isCommitted ? revision.commit : `${revision.commit}-dirty`,
        committedAt: commit.time,
        version: revision.version?.text ?? revision.branch ?? revision.commit
    });
}
async function readBack({ client, repository }, digest) {
    const found = digest === undefined ? undefined : await client.manifest(digest);
    if (found?.kind === 'found')
        return found.value;
    if (found?.kind === 'denied') {
        throw new failure/* Failure */.HR(`Reading ${digest ?? ''} back from ${repository.name}, where it was just pushed: ${found.reason}`, {
            remedy: run_tags/* NEEDS_READ */.DI
        });
    }
    throw new failure/* Failure */.HR(`Docker pushed ${digest ?? 'no digest'} to ${repository.name}, and the registry does not have it.`, {
        remedy: (0,remedy/* remedy */.zL) `${remedy/* RUN_AGAIN */.Bs}. If that does not help, something between ${remedy/* THIS_MACHINE */.DQ} and ECR answers in its place: look at proxies and registry mirrors.`
    });
}
const USE_A_CONTAINER_BUILDER = {
    workflow: 'Add docker/setup-buildx-action before this step.',
    terminal: 'Run `docker buildx create --use`.'
};
/** The default builder of an engine with Docker's own image store drops annotations and says nothing. */
function warnOfDroppedAnnotations(annotations, manifest, log) {
    const { annotations: kept = {} } = (0,src_manifest/* jsonOf */.o_)(manifest.bytes);
    const dropped = Object.keys(annotations).filter(name => !name.includes(':') && !(name in kept));
    if (dropped.length === 0)
        return;
    log.warning(`The builder dropped the annotations ${dropped.join(', ')}. The default builder cannot keep them.`, USE_A_CONTAINER_BUILDER);
}

// EXTERNAL MODULE: ./src/run/scan-gate.ts
var scan_gate = __webpack_require__(454);
// EXTERNAL MODULE: ./src/run/staged-image.ts
var staged_image = __webpack_require__(1355);
;// CONCATENATED MODULE: ./src/run/pull-request.ts



/** A comment is no reason to hold up a job for long: ECR scans an image within a minute or two. */
const SCAN_MS = 120_000;
/** A push starts a scan at once, if the repository has any. */
const SCAN_BEGINS_MS = 20_000;
/** Whether the image is compared with the previous one of its pull request, for the comment there. */
function isCompared({ stage, inputs, revision }) {
    // The roles of the other stages may not read findings of their own repository.
    return stage === 'development' && inputs.comment && revision.pullRequest !== undefined;
}
/** What is known of the image's vulnerabilities, and for a comment of the previous image. Nothing of it makes a run fail. */
async function findingsFor(run, target, manifest, found, isNew) {
    if (isCompared(run))
        return await run.timings.time('scan', () => compare(run, target, manifest, found));
    if (run.stage !== 'development' || isNew)
        return {};
    return { scans: await (0,scan_gate/* scansOf */.GA)(target, manifest, { timeoutMs: 0 }, run.signal) };
}
/** What the pull request's tag named before this run, or if that is new, the branch's tag. */
function findPrevious(tags, named, digest) {
    for (const kind of ['pull-request', 'branch']) {
        const tag = tags.find(candidate => candidate.kind === kind)?.name;
        const before = tag === undefined ? undefined : named.get(tag);
        if (tag !== undefined && before !== undefined)
            return before === digest ? { kind: 'same' } : { kind: 'other', tag, digest: before };
    }
    return { kind: 'none' };
}
async function compare(run, target, manifest, { tags, named }) {
    const patience = { timeoutMs: Math.min(run.inputs.scanTimeoutSeconds * 1000, SCAN_MS), beginMs: SCAN_BEGINS_MS };
    const [scans, previous] = await Promise.all([
        (0,scan_gate/* scansOf */.GA)(target, manifest, patience, run.signal),
        describePrevious(target, findPrevious(tags, named, manifest.digest), run.signal)
    ]);
    return { scans, previous };
}
async function describePrevious(target, found, signal) {
    if (found.kind !== 'other')
        return found;
    const unknown = (because) => ({ ...found, size: undefined, scans: { kind: 'unknown', because } });
    try {
        const image = await target.client.manifest(found.digest);
        if (image.kind !== 'found')
            return unknown('it is not there any more');
        const [{ size }, scans] = await Promise.all([
            (0,staged_image/* describeImage */.hu)(target.client, image.value, [], true),
            (0,scan_gate/* scansOf */.GA)(target, image.value, { timeoutMs: 0 }, signal)
        ]);
        return { ...found, size, scans };
    }
    catch (error) {
        signal.throwIfAborted();
        return unknown((0,failure/* messageOf */.bD)(error));
    }
}

// EXTERNAL MODULE: ./src/run/session.ts
var run_session = __webpack_require__(5793);
;// CONCATENATED MODULE: ./src/run/build.ts










/** Builds the image for its stage, unless the stage has it already, and puts this run's tags on it. */
async function build(run, destination) {
    const settings = maskedSettings(run);
    const session = new run_session/* Session */.N(run, destination);
    try {
        const [target, inputs] = await Promise.all([session.target(), (0,build_inputs/* countBuildInputs */.P)(run, settings, session)]);
        const found = await lookUp(run, target, inputs);
        const verdict = judge(found.existing, inputs, run.inputs.rebuild);
        run.log.info(verdict.reason);
        // A changed image moves the branch's tags, and GitHub answers while it is built. An unchanged one most often has them.
        if (verdict.kind === 'build')
            run.laterCommits.start();
        if (run.inputs.dryRun)
            return await planned(run, target, inputs, found, verdict);
        return await buildOrKeep(run, session, target, inputs, found, verdict);
    }
    finally {
        await session.close();
    }
}
/** Builds the image to see that it builds, and pushes it nowhere. */
async function tryBuild(run) {
    const inputs = await countBuildInputs(run, maskedSettings(run), undefined);
    const metadata = await buildWithoutPush(run, inputs);
    const { fingerprint, bases } = inputs;
    return {
        kind: 'built-only',
        reason: run.reason,
        fingerprint: fingerprint.value,
        bases,
        metadata,
        subject: subjectOf(run)
    };
}
/** How the image is built. The values of its secrets are masked before anything can fail. */
function maskedSettings(run) {
    const settings = (0,build_settings/* buildSettings */.E6)(run);
    (0,secrets/* maskSecretFiles */.e)(settings.secrets, run.runner.workspace, run.log.mask);
    return settings;
}
async function lookUp(run, target, { fingerprint }) {
    const tags = (0,run_tags/* tagsOf */.Fg)(run, { isOfCommit: run.isCommitted, committedAt: run.commit.time });
    const { name } = (0,stages_tags/* fingerprintTag */.bN)(run.stage, fingerprint.value);
    const [existing, found] = await run.timings.time('look-up', () => Promise.all([(0,staged_image/* findImage */.F1)(target, run.stage, name, run_tags/* NEEDS_READ */.DI), (0,run_tags/* lookUpTags */.YK)(target, tags)]));
    return { existing, tags: found };
}
function judge(existing, { fingerprint }, rebuild) {
    const name = `fingerprint ${fingerprint.value.slice(0, 12)}`;
    if (fingerprint.kind === 'unique')
        return { kind: 'build', reason: `Never taken for unchanged: ${fingerprint.reason}` };
    if (existing === undefined)
        return { kind: 'build', reason: `No image of this ${name} yet.` };
    if (rebuild)
        return { kind: 'build', reason: `An image of this ${name} is there, and rebuild asks for another.` };
    return {
        kind: 'unchanged',
        manifest: existing,
        reason: `Unchanged: ${existing.digest} has this ${name}. Nothing to build.`
    };
}
async function buildOrKeep(run, session, target, inputs, found, verdict) {
    const sharesLogin = run.inputs.dockerLogin;
    if (verdict.kind === 'unchanged') {
        if (sharesLogin)
            (0,docker_login/* shareLogin */.P)(run, await (0,docker_login/* openDockerConfig */.$)(run, session));
        const image = await tagged(run, target, inputs, verdict.manifest, found.tags, verdict);
        return { kind: 'unchanged', stage: run.stage, reason: run.reason, image, subject: subjectOf(run) };
    }
    const config = await (0,docker_login/* openDockerConfig */.$)(run, session);
    try {
        if (sharesLogin)
            (0,docker_login/* shareLogin */.P)(run, config);
        const pushed = await buildAndPush(run, inputs, target, config);
        return await built(run, target, inputs, found, verdict, pushed);
    }
    finally {
        if (!sharesLogin)
            await config.remove();
    }
}
async function built(run, target, inputs, found, verdict, { manifest, metadata }) {
    // Others may have moved tags while the image was built.
    const tags = await run.timings.time('tags', () => (0,run_tags/* lookUpTags */.YK)(target, found.tags.tags));
    const image = await tagged(run, target, inputs, manifest, tags, verdict);
    const before = [found.existing?.digest, ...found.tags.named.values()];
    return {
        kind: 'built',
        stage: run.stage,
        reason: run.reason,
        image,
        metadata,
        subject: subjectOf(run),
        changed: !before.includes(manifest.digest)
    };
}
/** Puts the tags on the image, and says what there is now. */
async function tagged(run, target, inputs, manifest, found, verdict) {
    const isNew = verdict.kind === 'build';
    const [tags, description, findings] = await Promise.all([
        (0,run_tags/* putTags */.Tm)(run, target, found, { manifest }, tagOptions(run, verdict)),
        (0,staged_image/* describeImage */.hu)(target.client, manifest, inputs.settings.platforms, isNew || isCompared(run)),
        findingsFor(run, target, manifest, found, isNew)
    ]);
    return {
        ...description,
        ...findings,
        ...(0,staged_image/* placeOf */.$t)(target, manifest.digest),
        name: run.image?.name ?? target.repository.name,
        dockerfile: inputs.dockerfile,
        tags: [sourceTag(run, inputs, verdict), ...tags],
        fingerprint: inputs.fingerprint.value,
        bases: inputs.bases
    };
}
async function planned(run, target, inputs, { tags }, verdict) {
    const isUnchanged = verdict.kind === 'unchanged';
    const others = await (0,run_tags/* foreseeTags */.rW)(run, target, tags, isUnchanged ? verdict.manifest.digest : undefined, tagOptions(run, verdict));
    return {
        kind: 'planned',
        stage: run.stage,
        reason: run.reason,
        subject: subjectOf(run),
        plan: {
            registry: target.registry.host,
            repository: target.repository.name,
            fingerprint: inputs.fingerprint.value,
            bases: inputs.bases,
            action: isUnchanged ? 'tag only' : 'build and push',
            because: verdict.reason,
            tags: [sourceTag(run, inputs, verdict), ...others]
        }
    };
}
/** Another image of a commit gets the name of this run. An unchanged one has a name of an earlier run. */
function tagOptions({ revision, runner }, { kind }) {
    const by = { number: runner.runNumber, attempt: runner.runAttempt };
    return { renameTo: kind === 'build' ? (0,stages_tags/* rebuiltCommitTag */.Jv)(revision.commit, by) : undefined };
}
/** The tag that the image was pushed under, or would be. */
function sourceTag({ stage }, { fingerprint }, { kind }) {
    return { tag: (0,stages_tags/* fingerprintTag */.bN)(stage, fingerprint.value).name, kind: kind === 'unchanged' ? 'already' : 'put' };
}
function subjectOf({ revision: { commit, pullRequest } }) {
    return { commit, pullRequest };
}

// EXTERNAL MODULE: ./src/run/context.ts
var context = __webpack_require__(670);
// EXTERNAL MODULE: ./src/cli/command-result.ts + 2 modules
var command_result = __webpack_require__(2064);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./src/core/setting.ts
var setting = __webpack_require__(4467);
// EXTERNAL MODULE: ./src/fingerprint/context.ts + 1 modules
var fingerprint_context = __webpack_require__(7166);
// EXTERNAL MODULE: ./src/fingerprint/files.ts
var files = __webpack_require__(6207);
// EXTERNAL MODULE: ./src/fingerprint/tree.ts + 2 modules
var fingerprint_tree = __webpack_require__(5936);
// EXTERNAL MODULE: ./src/cli/options.ts + 13 modules
var cli_options = __webpack_require__(9917);
;// CONCATENATED MODULE: ./src/cli/deviation.ts







/** Settings that make another image of a commit than its workflow makes. */
const VARIANTS = [
    'context',
    'file',
    'target',
    'platforms',
    'build-args',
    'secret-envs',
    'secret-files'
];
/**
 * How the sources of a build deviate from the commit that is checked out. Such an image must not get the commit's tag.
 * @returns a clause, such as `with uncommitted changes`; undefined if the image is the commit's own
 */
async function deviationFromCommit(tree, options, { context, file }) {
    if (tree.isDirty)
        return 'with uncommitted changes';
    const variant = VARIANTS.find(setting => (0,cli_options/* valueOf */.RP)(options, setting) !== undefined);
    if (variant !== undefined)
        return `built with the option ${setting/* OPTIONS */.lw[variant]}`;
    const place = (0,fingerprint_context/* locateContext */.y$)(context, 'context', tree.directory);
    if (place.kind !== 'directory')
        return undefined;
    const root = (0,external_node_fs_.realpathSync)(place.path);
    const top = (0,external_node_fs_.realpathSync)(tree.directory);
    if ((0,files/* leadsOut */.q)((0,external_node_path_.relative)(top, root)))
        return 'with a context outside the repository';
    const dockerfile = (0,external_node_path_.resolve)(tree.directory, file ?? (0,external_node_path_.join)(context, 'Dockerfile'));
    const tracked = await trackedFiles(tree, root);
    // listTree gives names in Latin-1: each byte is one character.
    const foreign = (0,fingerprint_tree/* listTree */.n)(root, (0,fingerprint_context/* readIgnorePatterns */.gZ)(place.path, tree.directory, dockerfile)).find(({ path, kind }) => (kind === 'file' || kind === 'link') && tracked.get(path) !== 'as committed');
    return foreign === undefined
        ? undefined
        : `with a file that is not the commit's (${(0,external_node_path_.join)((0,external_node_path_.relative)(top, root), Buffer.from(foreign.path, 'latin1').toString())})`;
}
/** The files that git tracks in a directory, with their names in Latin-1. */
async function trackedFiles({ git }, directory) {
    const [flagged = '', inSubmodules = ''] = await Promise.all([
        git('-C', directory, 'ls-files', '-z', '-v'),
        git('-C', directory, 'ls-files', '-z', '--recurse-submodules')
    ]);
    const entries = (text) => text.split('\0').filter(name => name !== '');
    const tracked = new Map(entries(inSubmodules).map(name => [latin1(name), 'as committed']));
    // https://git-scm.com/docs/git-ls-files: `H` is a tracked file, `S` is skip-worktree, lower case is assume-unchanged.
    for (const row of entries(flagged))
        if (!row.startsWith('H '))
            tracked.set(latin1(row.slice(2)), 'unchecked');
    return tracked;
}
function latin1(name) {
    return Buffer.from(name).toString('latin1');
}

// EXTERNAL MODULE: ./src/cli/local-job.ts + 4 modules
var local_job = __webpack_require__(8797);
// EXTERNAL MODULE: ./src/cli/trunk-rule.ts
var trunk_rule = __webpack_require__(6435);
// EXTERNAL MODULE: ./src/cli/working-tree.ts + 1 modules
var working_tree = __webpack_require__(7442);
;// CONCATENATED MODULE: ./src/cli/push.ts









const ALTERNATIVE = 'Push to development (leave --stage out), and merge';
/** Builds the image of the current files and pushes it, unless the stage has it already. */
async function push(common, settings, invocation) {
    return await (0,local_job/* withLocalJob */.H)(common, settings, invocation, async (job) => {
        const { log, identity } = job;
        const { stage = 'development' } = common;
        if (stage === 'release') {
            throw new failure/* Failure */.HR('A release is never built: it is the image that master has.', {
                remedy: 'Promote it: `ecr-registry promote --stage release --version 1.2.3`.'
            });
        }
        if (stage === 'master')
            await (0,trunk_rule/* requireTrunk */.k)(job, job.tree, ALTERNATIVE);
        const target = job.targetOf(stage);
        // This may wait for somebody to type an MFA code, so the working tree is read again afterwards.
        await identity(target);
        const tree = await (0,working_tree/* readWorkingTree */.c)(job.tree.directory, job.environment);
        if (stage === 'master')
            await (0,trunk_rule/* requireTrunk */.k)(job, tree, ALTERNATIVE);
        const deviation = await deviationFromCommit(tree, settings, (0,build_settings/* buildSettings */.E6)(job));
        const from = tree.branch === undefined ? `commit ${tree.commit.id.slice(0, 12)}` : `branch ${tree.branch}`;
        const reason = `By hand from ${from}${deviation === undefined ? '' : `, ${deviation}`}, to ${stage}.`;
        log.info(reason);
        const revision = { commit: tree.commit.id, branch: tree.branch, pullRequest: undefined, version: undefined };
        const { trunk, image, github } = job;
        const run = (0,context/* stageRun */.e)(job, { stage, reason, revision, trunk, image, github });
        const checkout = { commit: tree.commit, isCommitted: deviation === undefined };
        return (0,command_result/* resultOf */.B)(await build({ ...run, ...checkout }, { target, identity }));
    });
}


/***/ })

};
