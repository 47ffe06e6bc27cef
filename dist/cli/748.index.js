export const id = 748;
export const ids = [748];
export const modules = {

/***/ 4316:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ runDocker)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1421);
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_child_process__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1633);


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
                reject(new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`Docker cannot be run: ${error.message}`, { cause: error, remedy: 'Install it: https://docs.docker.com/engine/install/' }));
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




/** The directory of the config that the user's own docker commands read. */
function userConfigDirectory(environment) {
    return environment['DOCKER_CONFIG'] ?? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(environment['HOME'] ?? environment['USERPROFILE'] ?? (0,node_os__WEBPACK_IMPORTED_MODULE_1__.homedir)(), '.docker');
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
        directory,
        environment: {
            DOCKER_CONFIG: directory,
            BUILDX_CONFIG: request.environment['BUILDX_CONFIG'] ?? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(userDirectory, 'buildx')
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
        if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
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
// EXTERNAL MODULE: ./src/denied.ts
var denied = __webpack_require__(768);
// EXTERNAL MODULE: ./src/docker-login.ts
var docker_login = __webpack_require__(3631);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
// EXTERNAL MODULE: ./src/session.ts
var src_session = __webpack_require__(2927);
// EXTERNAL MODULE: ./src/stages/branch-tag.ts
var branch_tag = __webpack_require__(2846);
;// CONCATENATED MODULE: ./src/commands/candidates.ts

/** Where to look for the image that is wanted, best first: a branch without an image of its own has the trunk's. */
function candidatesFor({ stage, tag, branch, trunk }) {
    if (tag !== undefined)
        return [{ stage, tag, what: `the tag ${tag} of ${stage}` }];
    const ofTrunk = { stage: 'master', tag: (0,branch_tag/* trunkTag */.fs)(trunk), what: `the trunk's image, from master` };
    switch (stage) {
        case 'development':
            return [...(branch === undefined ? [] : [{ stage, tag: (0,branch_tag/* branchTag */.TY)(branch, trunk), what: `the image of branch ${branch}` }]), ofTrunk];
        case 'master':
            return [ofTrunk];
        case 'release':
            return [{ stage, tag: 'latest', what: 'the newest release' }];
    }
}

// EXTERNAL MODULE: ./src/commands/local-job.ts + 18 modules
var local_job = __webpack_require__(1452);
;// CONCATENATED MODULE: ./src/commands/pull.ts







/** Pulls the branch's image, or where it has none the trunk's. */
async function pull(common, { tag }, machine) {
    return await (0,local_job/* inClone */.J)(common, {}, machine, async (job) => {
        const { candidate, reference, digest } = await pullWanted(job, common.stage, tag);
        return {
            lines: [`${candidate.what}:`, reference, `  ${digest}`],
            json: { stage: candidate.stage, image: reference, tag: candidate.tag, digest, found: candidate.what }
        };
    });
}
/** @throws Failure naming all that was looked for, where none of it is there */
async function pullWanted(job, stage = 'development', tag) {
    const { tree, trunk, log } = job;
    const candidates = candidatesFor({ stage, tag, branch: tree.branch, trunk });
    const missed = [];
    for (const candidate of candidates) {
        const target = job.targetOf(candidate.stage);
        const session = await (0,src_session/* signIn */.J)({ ...job, target });
        try {
            const digest = await digestOf(session.registry, target, candidate);
            if (digest === undefined) {
                missed.push(`${target.repository.name}:${candidate.tag}`);
                log.info(`There is no ${target.repository.name}:${candidate.tag}.`);
                continue;
            }
            log.info(`Pulling ${candidate.what}.`);
            return { candidate, digest, reference: await pullByDigest(job, session, target, candidate.tag, digest) };
        }
        finally {
            await session.registry.close();
        }
    }
    throw new failure/* Failure */.HR(`There is no image to pull: ${missed.length === 1 ? `${missed.join()} is not there` : `neither ${missed.join(' nor ')} is there`}.`, {
        remedy: stage === 'development' ? 'Push one: `ecr-registry push`, or open a pull request.' : 'Name another with --tag, or --stage.'
    });
}
/** @returns undefined where there is no such tag */
async function digestOf(registry, { repository, stage }, { tag }) {
    const found = await registry.manifest(repository.name, tag);
    if (found.kind === 'found')
        return found.value.digest;
    if (found.kind === 'denied') {
        throw new failure/* Failure */.HR(`Reading ${tag} of ${repository.name} (account ${repository.account}, ${repository.region}): ${found.reason}`, {
            remedy: (0,denied/* remedyOfDenial */.r)(found.reason) ?? `You need to read the repository of ${stage}.`
        });
    }
    if (found.what === 'manifest')
        return undefined;
    throw new failure/* Failure */.HR(`The repository ${repository.name} does not exist in account ${repository.account}, ${repository.region}.`, {
        remedy: `Deploy infra/ for the stage ${stage}, or correct account, region and repository in the stages file.`
    });
}
/** By the digest that was found, whatever becomes of the tag meanwhile; the engine then has it under the tag, too. */
async function pullByDigest(job, session, { repository }, tag, digest) {
    const { environment, signal } = job;
    const name = `${session.registry.host}/${repository.name}`;
    const config = await (0,docker_login/* privateConfig */.u)(job, session);
    try {
        const call = { environment: { ...environment, ...config.environment }, signal, output: 'standard error' };
        for (const args of [['pull', ...(process.stderr.isTTY ? [] : ['--quiet']), `${name}@${digest}`], ['tag', `${name}@${digest}`, `${name}:${tag}`]]) {
            const code = await (0,client/* runDocker */.S)(args, call);
            signal.throwIfAborted();
            if (code !== 0)
                throw new failure/* Failure */.HR(`docker ${args.join(' ')} failed with exit code ${code}; what it said stands above.`);
        }
    }
    finally {
        await config.remove();
    }
    return `${name}:${tag}`;
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
    const own = await registryToken(repository.region, access, log.mask);
    const login = await logIn({ ...access, repository, side: 'target', token: own, callerAccount: account });
    const registry = registryOf(login);
    return {
        registry,
        login,
        async open(other) {
            if (other.account === repository.account && other.region === repository.region)
                return registry;
            // A token is of one region, and of every account's registry there.
            const reaching = other.region === repository.region ? own : await registryToken(other.region, access, log.mask);
            return registryOf(await logIn({ ...access, repository: other, side: 'source', token: reaching, callerAccount: account }));
        },
        ecr: other => ecrIn(other.region, credentials, environment)
    };
}


/***/ })

};
