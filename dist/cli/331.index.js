export const id = 331;
export const ids = [331,748];
export const modules = {

/***/ 4316:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ tagImage),
/* harmony export */   S: () => (/* binding */ runDocker)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1421);
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_child_process__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _actions_exec__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1260);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1633);



/**
 * Gives an image that the engine has another name.
 * @throws Failure with what docker said
 */
async function tagImage(image, reference, environment) {
    const env = Object.fromEntries(Object.entries(environment).filter((entry) => entry[1] !== undefined));
    const { exitCode, stderr } = await (0,_actions_exec__WEBPACK_IMPORTED_MODULE_1__/* .getExecOutput */ .H)('docker', ['tag', image, reference], { env, silent: true, ignoreReturnCode: true });
    if (exitCode !== 0)
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .HR(`docker tag ${image} ${reference} failed with exit code ${exitCode}: ${stderr.trim()}`, { remedy: 'See that Docker runs here: `docker version`.' });
}
/**
 * Runs a docker command on the terminal of whoever called us.
 * @returns its exit code
 * @throws Failure where there is no docker
 */
async function runDocker(args, { environment, signal, stdin, output }) {
    signal.throwIfAborted();
    const child = output === 'terminal'
        ? (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawn)('docker', args, { env: environment, stdio: 'inherit' })
        : (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawn)('docker', args, { env: environment, stdio: [stdin === undefined ? 'ignore' : 'pipe', 2, 2] });
    child.stdin?.on('error', () => undefined).end(stdin);
    // A signal of the terminal's reaches docker by itself; one that is sent to us alone does not.
    const interrupt = () => void child.kill('SIGINT');
    signal.addEventListener('abort', interrupt, { once: true });
    try {
        return await new Promise((resolve, reject) => {
            child.once('error', error => {
                reject(new _failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .HR(`Docker cannot be run: ${error.message}`, { cause: error, remedy: 'Install it: https://docs.docker.com/engine/install/' }));
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

/***/ 513:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AV: () => (/* binding */ readUserConfig),
/* harmony export */   YV: () => (/* binding */ makePrivateConfig),
/* harmony export */   tJ: () => (/* binding */ userConfigDirectory)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8161);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_os__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1633);




/** The directory of the config that the user's own docker commands read: absolute, for links to it are. */
function userConfigDirectory(environment) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(given(environment['DOCKER_CONFIG']) ?? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(given(environment['HOME']) ?? given(environment['USERPROFILE']) ?? (0,node_os__WEBPACK_IMPORTED_MODULE_1__.homedir)(), '.docker'));
}
/** Docker takes a variable that is set to nothing for one that is not set. */
function given(value) {
    return value === '' ? undefined : value;
}
/**
 * Makes a Docker config that has all the user's has and the login to one registry besides. The user's own is not
 * written to: a login there would outlive the job on a runner that is kept.
 */
async function makePrivateConfig(request) {
    const userDirectory = userConfigDirectory(request.environment);
    const config = await readUserConfig(userDirectory);
    const directory = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(request.temporaryDirectory, 'docker-config-'));
    request.announce(directory);
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.chmod)(directory, 0o700);
    // Contexts, CLI plugins, buildx' builders: by link, so that what a build changes there is the user's as ever.
    for (const entry of await entriesOf(userDirectory)) {
        if (entry === 'config.json')
            continue;
        await linkOrCopy((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(userDirectory, entry), (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, entry));
    }
    const auth = Buffer.from(`${request.username}:${request.password}`).toString('base64');
    const helpers = recordOf(config['credHelpers']);
    // A credential store or helper would be asked instead of `auths`; an empty entry says that for this registry there is
    // none. Only where one is in the way: skopeo and podman take the entry for the name of a program.
    const inTheWay = Boolean(config['credsStore']) || request.registry in helpers;
    const merged = {
        ...config,
        auths: { ...recordOf(config['auths']), [request.registry]: { auth } },
        ...(inTheWay ? { credHelpers: { ...helpers, [request.registry]: '' } } : {})
    };
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, 'config.json'), JSON.stringify(merged), { mode: 0o600 });
    return {
        environment: {
            DOCKER_CONFIG: directory,
            BUILDX_CONFIG: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(given(request.environment['BUILDX_CONFIG']) ?? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(userDirectory, 'buildx'))
        },
        remove: () => (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(directory, { recursive: true, force: true })
    };
}
/** @throws Failure where there is a config and it is no JSON object: a build without it would miss its logins */
async function readUserConfig(directory) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, 'config.json');
    let text;
    try {
        text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8');
    }
    catch (error) {
        if (['ENOENT', 'ENOTDIR'].includes((0,_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .codeOf */ .$N)(error) ?? ''))
            return {};
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(`Reading Docker's config ${path}: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error)}`, { cause: error, remedy: 'Make it readable, or remove it.' });
    }
    try {
        if (text.trim() === '')
            return {};
        const parsed = JSON.parse(text);
        if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
            return parsed;
    }
    catch {
        // Told below; the parser's message could quote a login.
    }
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(`Docker's config ${path} is no JSON object.`, { remedy: 'Mend it, or remove it and log in anew.' });
}
function recordOf(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
async function entriesOf(directory) {
    try {
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(directory);
    }
    catch {
        // No config of the user's: nothing to link.
        return [];
    }
}
async function linkOrCopy(from, to) {
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.symlink)(from, to, 'junction');
    }
    catch {
        // Windows lets few accounts link a file.
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(to, '..'), { recursive: true });
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.cp)(from, to, { recursive: true });
    }
}


/***/ }),

/***/ 1748:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  pull: () => (/* binding */ pull),
  pullWanted: () => (/* binding */ pullWanted)
});

// EXTERNAL MODULE: ./src/builder/client.ts
var client = __webpack_require__(4316);
// EXTERNAL MODULE: ./src/docker-login.ts
var docker_login = __webpack_require__(3631);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
// EXTERNAL MODULE: ./src/session.ts
var src_session = __webpack_require__(2927);
// EXTERNAL MODULE: ./src/staged-image.ts
var staged_image = __webpack_require__(9461);
// EXTERNAL MODULE: ./src/stages/tag-name.ts
var tag_name = __webpack_require__(6563);
// EXTERNAL MODULE: ./src/stages/branch-tag.ts
var branch_tag = __webpack_require__(2846);
// EXTERNAL MODULE: ./src/stages/tags.ts
var tags = __webpack_require__(7094);
;// CONCATENATED MODULE: ./src/commands/candidates.ts


/** A branch without an image of its own has the trunk's. */
function candidatesFor({ stage, tag, branch, commit, trunk }) {
    if (tag !== undefined)
        return { pick: 'the first', among: [{ stage, tag, what: `the tag ${tag} of ${stage}` }] };
    const ofTrunk = { stage: 'master', tag: (0,branch_tag/* trunkTag */.fs)(trunk), what: "the trunk's image, from master" };
    switch (stage) {
        case 'development': {
            const own = branch === undefined
                ? { stage, tag: (0,tags/* commitTag */.m)(commit), what: `the image of commit ${commit.slice(0, 12)}` }
                : { stage, tag: (0,branch_tag/* branchTag */.TY)(branch, trunk), what: `the image of branch ${branch}` };
            // On the trunk itself, what somebody pushed by hand may be older than what was merged since.
            return { pick: branch === trunk ? 'the newest' : 'the first', among: [own, ofTrunk] };
        }
        case 'master':
            return { pick: 'the first', among: [ofTrunk] };
        case 'release':
            return { pick: 'the first', among: [{ stage, tag: 'latest', what: 'the newest release' }] };
    }
}

// EXTERNAL MODULE: ./src/commands/local-job.ts
var local_job = __webpack_require__(4311);
;// CONCATENATED MODULE: ./src/commands/pull.ts








/** Pulls the branch's image, or where it has none the trunk's. */
async function pull(common, { tag }, machine) {
    return await (0,local_job/* inClone */.J)(common, {}, machine, async (job) => {
        const { candidate, reference, json } = await pullWanted(job, common.stage, tag);
        return { lines: [`${candidate.what}:`, reference, `  ${String(json['digest'])}`], json };
    });
}
/** @throws Failure naming all that was looked for, where none of it is there */
async function pullWanted(job, stage = 'development', tag) {
    const { tree, trunk, log } = job;
    if (tag !== undefined && !(0,tag_name/* isTag */.d)(tag)) {
        throw new failure/* Failure */.HR(`--tag is \`${tag}\`, which is no tag: letters, digits and any of _ . - with no . or - in front.`, { remedy: 'Name a tag as the repository has it.' });
    }
    const { pick, among } = candidatesFor({ stage, tag, branch: tree.branch, commit: tree.commit.id, trunk });
    const looked = [];
    try {
        for (const candidate of among) {
            if (pick === 'the first' && looked.some(({ digest }) => digest !== undefined))
                break;
            const target = job.targetOf(candidate.stage);
            const session = await (0,src_session/* signIn */.J)({ ...job, target });
            const image = await (0,staged_image/* findImage */.F)(session.registry, target, candidate.tag, `You need to read the repository of ${target.stage}.`);
            looked.push({ candidate, target, session, digest: image?.digest });
        }
        const there = looked.filter(({ digest }) => digest !== undefined);
        const found = there.length > 1 ? await newestOf(job, there) : there[0];
        const missed = looked.filter(({ digest }) => digest === undefined);
        if (found?.digest === undefined)
            throw await nothingThere(job, missed, tag);
        for (const one of missed)
            log.info(`${await absence(job, one)}.`);
        log.info(`Pulling ${found.candidate.what}.`);
        return await pullByDigest(job, found, found.digest);
    }
    finally {
        await Promise.all(looked.map(({ session }) => session.close()));
    }
}
/** @returns the first, where ECR does not tell when each was pushed */
async function newestOf(job, found) {
    const times = await Promise.all(found.map(async (one) => (await detailOf(job, one))?.pushedAt?.getTime()));
    const known = found.map((one, index) => ({ one, time: times[index] }));
    return known.some(({ time }) => time === undefined) ? found[0] : known.sort((a, b) => (b.time ?? 0) - (a.time ?? 0))[0]?.one;
}
async function nothingThere(job, missed, tag) {
    const said = await Promise.all(missed.map(one => absence(job, one)));
    return new failure/* Failure */.HR(`There is no image to pull: ${said.join(', and ')}.`, {
        remedy: tag === undefined ? 'Push one: `ecr-registry push`, or open a pull request.' : 'Name another with --tag, or --stage.'
    });
}
/** What is archived is not pulled, and answers as if it were not there. */
async function absence(job, one) {
    const name = `${one.target.repository.name}:${one.candidate.tag}`;
    const detail = await detailOf(job, one);
    return detail?.archived === true ? `${name} is archived, and pushing it again brings it back` : `${name} is not there`;
}
/** @returns undefined where ECR has no such image, or does not tell this login */
async function detailOf({ signal, log }, { session, target, candidate }) {
    const { imageDetail } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(46)]).then(__webpack_require__.bind(__webpack_require__, 5046));
    try {
        return await imageDetail(session.ecr(target.repository), target.repository, candidate.tag, signal);
    }
    catch (error) {
        signal.throwIfAborted();
        log.debug(`What ECR knows of ${target.repository.name}:${candidate.tag}: ${(0,failure/* messageOf */.bD)(error)}`);
        return undefined;
    }
}
/** By the digest that was found, whatever becomes of the tag meanwhile; the engine then has it under the tag, too. */
async function pullByDigest(job, { session, target: { stage, repository }, candidate }, digest) {
    const { environment, signal } = job;
    const registry = session.registry.host;
    const name = `${registry}/${repository.name}`;
    const [image, reference] = [`${name}@${digest}`, `${name}:${candidate.tag}`];
    const config = await (0,docker_login/* privateConfig */.u)(job, session);
    try {
        const own = { ...environment, ...config.environment };
        // Progress is for a terminal.
        const args = ['pull', ...(process.stderr.isTTY ? [] : ['--quiet']), image];
        const code = await (0,client/* runDocker */.S)(args, { environment: own, signal, output: 'standard error' });
        signal.throwIfAborted();
        if (code !== 0) {
            throw new failure/* Failure */.HR(`docker ${args.join(' ')} failed with exit code ${code}; what it said stands above.`, { remedy: 'See that Docker runs here: `docker version`.' });
        }
        await (0,client/* tagImage */.E)(image, reference, own);
    }
    finally {
        await config.remove();
    }
    return { candidate, reference, json: { stage, image, digest, tags: [reference], repository: repository.name, registry } };
}


/***/ }),

/***/ 4331:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   run: () => (/* binding */ run)
/* harmony export */ });
/* harmony import */ var _builder_client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4316);
/* harmony import */ var _local_job_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4311);
/* harmony import */ var _pull_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1748);



/**
 * Pulls the image as `pull` does, and runs it in a container that is removed when it ends.
 * @param command instead of the image's own
 */
async function run(common, { tag }, command, machine) {
    return await (0,_local_job_js__WEBPACK_IMPORTED_MODULE_1__/* .inClone */ .J)(common, {}, machine, async (job) => {
        const { reference, json } = await (0,_pull_js__WEBPACK_IMPORTED_MODULE_2__.pullWanted)(job, common.stage, tag);
        const terminal = process.stdin.isTTY && process.stdout.isTTY ? ['--tty'] : [];
        const args = ['run', '--rm', '--interactive', ...terminal, reference, ...command];
        const exitCode = await (0,_builder_client_js__WEBPACK_IMPORTED_MODULE_0__/* .runDocker */ .S)(args, { environment: job.environment, signal: job.signal, output: machine.isJson ? 'standard error' : 'terminal' });
        return { lines: [], json: { ...json, 'exit-code': exitCode }, exitCode };
    });
}


/***/ }),

/***/ 3631:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ shareLogin),
/* harmony export */   u: () => (/* binding */ privateConfig)
/* harmony export */ });
/* harmony import */ var _builder_config_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(513);

/** Docker's config of this run alone, logged in to the stage's registry. */
async function privateConfig({ runner, environment, saveState }, { registry, login }) {
    return await (0,_builder_config_js__WEBPACK_IMPORTED_MODULE_0__/* .makePrivateConfig */ .YV)({
        temporaryDirectory: runner.temporaryDirectory,
        environment,
        registry: registry.host,
        username: login.username,
        password: login.password,
        announce: directory => {
            saveState('docker-config', directory);
        }
    });
}
/** Later steps find the login where their own docker looks; the post step removes it. */
function shareLogin({ exportVariable, log }, { environment }) {
    for (const [name, value] of Object.entries(environment))
        exportVariable(name, value);
    log.info('Docker stays logged in for the later steps of this job.');
}


/***/ }),

/***/ 2927:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ signIn)
/* harmony export */ });
/* harmony import */ var _registry_registry_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4890);

/** Logs in to the registry of the target. */
async function signIn({ target, identity, environment, log, signal }) {
    const [{ ecrIn, logIn, registryToken }, { credentials, account }] = await Promise.all([Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(46)]).then(__webpack_require__.bind(__webpack_require__, 5046)), identity(target)]);
    const { repository } = target;
    const access = { credentials, environment, signal };
    const registryOf = (login) => new _registry_registry_js__WEBPACK_IMPORTED_MODULE_0__/* .Registry */ .O({ origin: login.origin, authorization: { kind: 'basic', login }, signal });
    const own = await registryToken(repository, access, log.mask);
    const login = await logIn({ ...access, repository, side: 'target', token: own, callerAccount: account });
    const registry = registryOf(login);
    const registries = [registry];
    const clients = new Map();
    return {
        registry,
        login,
        async open(other) {
            if (other.account === repository.account && other.region === repository.region)
                return registry;
            // A token is of one region, and of every account's registry there.
            const reaching = other.region === repository.region ? own : await registryToken(other, access, log.mask);
            const opened = registryOf(await logIn({ ...access, repository: other, side: 'source', token: reaching, callerAccount: account }));
            registries.push(opened);
            return opened;
        },
        ecr({ region }) {
            const client = clients.get(region) ?? ecrIn(region, credentials, environment);
            clients.set(region, client);
            return client;
        },
        async close() {
            for (const client of clients.values())
                client.destroy();
            await Promise.all(registries.map(opened => opened.close()));
        }
    };
}


/***/ }),

/***/ 9461:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ findImage),
/* harmony export */   h: () => (/* binding */ describeImage)
/* harmony export */ });
/* harmony import */ var _denied_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(768);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1633);
/* harmony import */ var _registry_manifest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(506);
/* harmony import */ var _stages_origin_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6817);




/**
 * The image that a tag names in the repository of a stage.
 * @param remedy where it may not be read, and AWS does not say what is lacking
 * @returns undefined where nothing has that tag
 * @throws Failure where the repository is not there, or may not be read
 */
async function findImage(registry, { repository, stage }, tag, remedy) {
    const found = await registry.manifest(repository.name, tag);
    if (found.kind === 'found')
        return found.value;
    if (found.kind === 'denied') {
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`Looking for ${tag} in ${repository.arn}: ${found.reason}`, {
            remedy: (0,_denied_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyAtRepository */ .w5)(found.reason, repository.from, remedy)
        });
    }
    if (found.what === 'manifest')
        return undefined;
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`The repository ${repository.name} does not exist in account ${repository.account}, ${repository.region}.`, {
        remedy: `${(0,_stages_origin_js__WEBPACK_IMPORTED_MODULE_3__/* .isItRight */ .AQ)('repository', repository.from)} If it is, deploy infra/ for the stage ${stage}.`
    });
}
/**
 * Size and platforms, from manifests alone: an image's config says more, but the role of master may not read it.
 * @param platforms what it was built for
 * @param askChildren whether an index is worth a request for each of its images
 */
async function describeImage(registry, repository, manifest, platforms, askChildren) {
    const content = (0,_registry_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .contentOf */ .$E)(manifest);
    if (content.kind === 'image')
        return { size: sizeOf(content), platforms: platforms.slice(0, 1) };
    const images = content.manifests.filter(({ platform }) => platform !== undefined && platform.os !== 'unknown');
    const described = { platforms: images.flatMap(({ platform }) => (platform === undefined ? [] : [(0,_registry_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .platformName */ .$r)(platform)])) };
    if (!askChildren)
        return { ...described, size: undefined };
    const children = await Promise.all(images.map(({ digest }) => registry.manifest(repository, digest)));
    const sizes = children.map(child => (child.kind === 'found' ? sizeOf((0,_registry_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .contentOf */ .$E)(child.value)) : undefined));
    return { ...described, size: sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0) };
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
