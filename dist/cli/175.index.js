export const id = 175;
export const ids = [175,944];
export const modules = {

/***/ 8944:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  pull: () => (/* binding */ pull),
  pullImage: () => (/* binding */ pullImage)
});

// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/docker/call.ts
var call = __webpack_require__(3074);
// EXTERNAL MODULE: ./src/run/docker-login.ts
var docker_login = __webpack_require__(4045);
// EXTERNAL MODULE: ./src/run/session.ts
var run_session = __webpack_require__(5793);
// EXTERNAL MODULE: ./src/run/staged-image.ts
var staged_image = __webpack_require__(1355);
// EXTERNAL MODULE: ./src/stages/grammar.ts
var grammar = __webpack_require__(8334);
// EXTERNAL MODULE: ./src/stages/branch-tag.ts
var branch_tag = __webpack_require__(2846);
// EXTERNAL MODULE: ./src/stages/tags.ts
var tags = __webpack_require__(7094);
;// CONCATENATED MODULE: ./src/cli/candidates.ts


/** A branch that has no image of its own falls back to the image of the trunk. */
function candidatesFor({ stage, tag, branch, commit, trunk }) {
    if (tag !== undefined)
        return { pick: 'the first', among: [{ stage, tag, description: `the tag ${tag} of ${stage}` }] };
    const trunkImage = { stage: 'master', tag: (0,branch_tag/* trunkTag */.fs)(trunk), description: "the trunk's image, from master" };
    switch (stage) {
        case 'development': {
            const own = branch === undefined
                ? { stage, tag: (0,tags/* commitTag */.m)(commit), description: `the image of commit ${commit.slice(0, 12)}` }
                : { stage, tag: (0,branch_tag/* branchTag */.TY)(branch, trunk), description: `the image of branch ${branch}` };
            // On the trunk, an image that was pushed by hand may be older than the image of the latest merge.
            return { pick: branch === trunk ? 'the newest' : 'the first', among: [own, trunkImage] };
        }
        case 'master':
            return { pick: 'the first', among: [trunkImage] };
        case 'release':
            return { pick: 'the first', among: [{ stage, tag: 'latest', description: 'the newest release' }] };
    }
}

// EXTERNAL MODULE: ./src/cli/local-job.ts + 4 modules
var local_job = __webpack_require__(8797);
;// CONCATENATED MODULE: ./src/cli/pull.ts








/** Pulls the image of the branch, or the image of the trunk if the branch has none. */
async function pull(common, { tag }, invocation) {
    return await (0,local_job/* withLocalJob */.H)(common, {}, invocation, async (job) => {
        const { candidate, reference, json } = await pullImage(job, common.stage, tag);
        return { lines: [`${candidate.description}:`, reference, `  ${String(json['digest'])}`], json };
    });
}
/** @throws Failure naming all candidates, if none of them exists */
async function pullImage(job, stage = 'development', tag) {
    const { tree, trunk, log } = job;
    if (tag !== undefined && !(0,grammar/* isTag */.dz)(tag)) {
        throw new failure/* Failure */.HR(`--tag is \`${tag}\`, which is not a tag: a tag has letters, digits, _ . and -, and begins with no . or -.`, { remedy: 'Name a tag of the repository.' });
    }
    const { pick, among } = candidatesFor({ stage, tag, branch: tree.branch, commit: tree.commit.id, trunk });
    const lookups = [];
    try {
        for (const candidate of among) {
            if (pick === 'the first' && lookups.some(({ digest }) => digest !== undefined))
                break;
            const target = job.targetOf(candidate.stage);
            const session = new run_session/* Session */.N(job, { target, identity: job.identity });
            const repository = await session.target();
            const remedy = `Your login needs to be able to read the repository of ${target.stage}.`;
            const image = await (0,staged_image/* findImage */.F1)(repository, target.stage, candidate.tag, remedy);
            lookups.push({ candidate, target, session, repository, digest: image?.digest });
        }
        const hits = lookups.filter(({ digest }) => digest !== undefined);
        const misses = lookups.filter(({ digest }) => digest === undefined);
        const chosen = hits.length > 1 ? await newestOf(job, hits) : hits[0];
        if (chosen?.digest === undefined)
            throw await noImageFailure(job, misses, tag);
        for (const miss of misses)
            log.info(`${await describeMiss(job, miss)}.`);
        log.info(`Pulling ${chosen.candidate.description}.`);
        return await pullByDigest(job, chosen, chosen.digest);
    }
    finally {
        await Promise.all(lookups.map(({ session }) => session.close()));
    }
}
/** @returns the first, if ECR does not tell when each of them was pushed */
async function newestOf(job, hits) {
    const times = await Promise.all(hits.map(async (hit) => (await detailOf(job, hit))?.pushedAt?.getTime()));
    const dated = hits.map((hit, index) => ({ hit, time: times[index] }));
    return dated.some(({ time }) => time === undefined)
        ? hits[0]
        : dated.sort((a, b) => (b.time ?? 0) - (a.time ?? 0))[0]?.hit;
}
async function noImageFailure(job, misses, tag) {
    const reasons = await Promise.all(misses.map(miss => describeMiss(job, miss)));
    return new failure/* Failure */.HR(`There is no image to pull: ${reasons.join(', and ')}.`, {
        remedy: tag === undefined
            ? 'Push one: `ecr-registry push`, or open a pull request.'
            : 'Name another with --tag, or --stage.'
    });
}
/** ECR answers for an archived image as if it did not exist, so this asks for the difference. */
async function describeMiss(job, miss) {
    const name = `${miss.target.repository.name}:${miss.candidate.tag}`;
    const detail = await detailOf(job, miss);
    return detail?.archived === true ? `${name} is archived, and another push restores it` : `${name} does not exist`;
}
/** @returns undefined if ECR has no such image, or does not tell this login */
async function detailOf({ signal, log }, { repository, target, candidate }) {
    const { findImageDetail } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(657)]).then(__webpack_require__.bind(__webpack_require__, 9657));
    try {
        return await findImageDetail(repository.ecr, target.repository, candidate.tag, signal);
    }
    catch (error) {
        signal.throwIfAborted();
        log.debug(`Asking ECR about ${target.repository.name}:${candidate.tag}: ${(0,failure/* messageOf */.bD)(error)}`);
        return undefined;
    }
}
/** Pulls the digest that was found, because the tag may move meanwhile. The engine then gets the tag as well. */
async function pullByDigest(job, { session, repository: { registry }, target: { stage, repository }, candidate }, digest) {
    const { environment, signal } = job;
    const name = `${registry.host}/${repository.name}`;
    const [image, reference] = [`${name}@${digest}`, `${name}:${candidate.tag}`];
    const config = await (0,docker_login/* openDockerConfig */.$)(job, session);
    try {
        const dockerEnvironment = { ...environment, ...config.environment };
        const args = ['pull', ...(process.stderr.isTTY ? [] : ['--quiet']), image];
        const code = await (0,call/* runDocker */.S)(args, { environment: dockerEnvironment, signal, output: 'standard error' });
        signal.throwIfAborted();
        if (code !== 0) {
            throw new failure/* Failure */.HR(`docker ${args.join(' ')} failed with exit code ${code}; its output is above.`, {
                remedy: 'Check that Docker works here: `docker version`.'
            });
        }
        await (0,call/* tagImage */.E)(image, reference, dockerEnvironment);
    }
    finally {
        await config.remove();
    }
    const json = { stage, image, digest, tags: [reference], repository: repository.name, registry: registry.host };
    return { candidate, reference, json };
}


/***/ }),

/***/ 4175:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runPulledImage: () => (/* binding */ runPulledImage)
/* harmony export */ });
/* harmony import */ var _docker_call_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3074);
/* harmony import */ var _local_job_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8797);
/* harmony import */ var _pull_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8944);



/**
 * Pulls the image as `pull` does, and runs it in a container that is removed when it ends.
 * @param command replaces the image's own, unless it is empty
 */
async function runPulledImage(common, { tag }, command, invocation) {
    return await (0,_local_job_js__WEBPACK_IMPORTED_MODULE_1__/* .withLocalJob */ .H)(common, {}, invocation, async (job) => {
        const { reference, json } = await (0,_pull_js__WEBPACK_IMPORTED_MODULE_2__.pullImage)(job, common.stage, tag);
        const terminal = process.stdin.isTTY && process.stdout.isTTY ? ['--tty'] : [];
        const args = ['run', '--rm', '--interactive', ...terminal, reference, ...command];
        const exitCode = await (0,_docker_call_js__WEBPACK_IMPORTED_MODULE_0__/* .runDocker */ .S)(args, {
            environment: job.environment,
            signal: job.signal,
            output: invocation.isJson ? 'standard error' : 'terminal'
        });
        return { lines: [], json: { ...json, 'exit-code': exitCode }, exitCode };
    });
}


/***/ }),

/***/ 3074:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ tagImage),
/* harmony export */   S: () => (/* binding */ runDocker)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1421);
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_child_process__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _actions_exec__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1260);
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3333);



/**
 * Gives an image of the engine another name.
 * @throws Failure with docker's own error
 */
async function tagImage(image, reference, environment) {
    const env = Object.fromEntries(Object.entries(environment).filter((entry) => entry[1] !== undefined));
    const { exitCode, stderr } = await (0,_actions_exec__WEBPACK_IMPORTED_MODULE_1__/* .getExecOutput */ .H)('docker', ['tag', image, reference], {
        env,
        silent: true,
        ignoreReturnCode: true
    });
    if (exitCode !== 0)
        throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .HR(`docker tag ${image} ${reference} failed with exit code ${exitCode}: ${stderr.trim()}`, {
            remedy: 'Check that Docker runs here: `docker version`.'
        });
}
/**
 * Runs a docker command on the user's terminal.
 * @returns its exit code
 * @throws Failure if docker cannot be started
 */
async function runDocker(args, { environment, signal, stdin, output }) {
    signal.throwIfAborted();
    const child = output === 'terminal'
        ? (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawn)('docker', args, { env: environment, stdio: 'inherit' })
        : (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawn)('docker', args, { env: environment, stdio: [stdin === undefined ? 'ignore' : 'pipe', 2, 2] });
    child.stdin?.on('error', () => undefined).end(stdin);
    // The terminal sends its signals to docker as well. A signal that another process sends to us alone has to be passed on.
    const interrupt = () => void child.kill('SIGINT');
    signal.addEventListener('abort', interrupt, { once: true });
    try {
        return await new Promise((resolve, reject) => {
            child.once('error', error => {
                reject(new _core_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .HR(`Docker cannot be run: ${error.message}`, {
                    cause: error,
                    remedy: 'Install it: https://docs.docker.com/engine/install/'
                }));
            });
            child.once('close', (code, killed) => {
                resolve(code ?? (killed === null ? 1 : 128));
            });
        });
    }
    finally {
        signal.removeEventListener('abort', interrupt);
    }
}


/***/ }),

/***/ 4045:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ openDockerConfig),
/* harmony export */   P: () => (/* binding */ shareLogin)
/* harmony export */ });
/* harmony import */ var _docker_config_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(656);

/** Docker's config of this run alone, logged in to the registry of the target. */
async function openDockerConfig({ runner, environment, saveState }, session) {
    const { origin, username, password } = await session.login();
    return await (0,_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .makePrivateConfig */ .YV)({
        temporaryDirectory: runner.temporaryDirectory,
        environment,
        registry: new URL(origin).host,
        username,
        password,
        announce: directory => {
            saveState('docker-config', directory);
        }
    });
}
/** Leaves Docker logged in for the later steps of the job. The post step removes the login. */
function shareLogin({ exportVariable, log }, { environment }) {
    for (const [name, value] of Object.entries(environment))
        exportVariable(name, value);
    log.info('Docker stays logged in for the later steps of this job.');
}


/***/ }),

/***/ 1355:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   F1: () => (/* binding */ findImage),
/* harmony export */   et: () => (/* binding */ subjectOf),
/* harmony export */   hu: () => (/* binding */ describeImage)
/* harmony export */ });
/* harmony import */ var _org_oci_manifest__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2104);
/* harmony import */ var _aws_denial_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1074);
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3333);
/* harmony import */ var _stages_origin_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6817);
/* harmony import */ var _build_settings_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9583);





function subjectOf(run, { repository }) {
    return { name: run.image?.name ?? repository.name, dockerfile: (0,_build_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .dockerfileOf */ .S9)((0,_build_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .buildSettings */ .E6)(run), run.runner.workspace) };
}
/** Where an image is. */
function placeOf({ registry, repository }, digest) {
    return { registry: registry.host, repository: repository.name, digest };
}
/**
 * The image that a tag names in the repository of a stage.
 * @param remedy for a denial in which AWS does not say what is lacking
 * @returns undefined if nothing has that tag
 * @throws Failure if there is no repository, or it may not be read
 */
async function findImage({ client, repository }, stage, tag, remedy) {
    const found = await client.manifest(tag);
    if (found.kind === 'found')
        return found.value;
    if (found.kind === 'denied') {
        throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`Looking for ${tag} in ${repository.arn}: ${found.reason}`, {
            remedy: (0,_aws_denial_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyOfRepositoryDenial */ .Jz)(found.reason, repository.from, remedy)
        });
    }
    if (found.what === 'manifest')
        return undefined;
    throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`The repository ${repository.name} does not exist in account ${repository.account}, ${repository.region}.`, {
        remedy: `${(0,_stages_origin_js__WEBPACK_IMPORTED_MODULE_3__/* .originQuestion */ .T_)('repository', repository.from)} If it is, deploy infra/ for the stage ${stage}.`
    });
}
/**
 * Size and platforms of an image, from manifests alone: its config says more, but the role of master may not read it.
 * @param platforms what it was built for
 * @param askChildren whether an index is worth a request for each of its images
 */
async function describeImage(client, manifest, platforms, askChildren) {
    const content = (0,_org_oci_manifest__WEBPACK_IMPORTED_MODULE_4__/* .contentOf */ .$E)(manifest);
    if (content.kind === 'image')
        return { size: sizeOf(content), platforms: platforms.slice(0, 1) };
    const images = content.manifests.filter(({ platform }) => platform !== undefined && platform.os !== 'unknown');
    const described = {
        platforms: images.flatMap(({ platform }) => (platform === undefined ? [] : [(0,_org_oci_manifest__WEBPACK_IMPORTED_MODULE_4__/* .platformName */ .$r)(platform)]))
    };
    if (!askChildren)
        return { ...described, size: undefined };
    const children = await Promise.all(images.map(({ digest }) => client.manifest(digest)));
    const sizes = children.map(child => (child.kind === 'found' ? sizeOf((0,_org_oci_manifest__WEBPACK_IMPORTED_MODULE_4__/* .contentOf */ .$E)(child.value)) : undefined));
    return {
        ...described,
        size: sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0)
    };
}
function sizeOf(content) {
    if (content.kind !== 'image')
        return undefined;
    const parts = [...content.layers, ...(content.config === undefined ? [] : [content.config])];
    return parts.reduce((sum, { size }) => sum + size, 0);
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
