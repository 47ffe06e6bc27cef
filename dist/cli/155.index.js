export const id = 155;
export const ids = [155];
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

/***/ 7155:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   login: () => (/* binding */ login)
/* harmony export */ });
/* harmony import */ var _builder_client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4316);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1633);
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2927);
/* harmony import */ var _local_job_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4311);




/** Logs your own Docker in to the stage's registry, for the 12 hours that ECR's token lives. */
async function login(common, machine) {
    return await (0,_local_job_js__WEBPACK_IMPORTED_MODULE_3__/* .inClone */ .J)(common, {}, machine, async (job) => {
        const { environment, signal } = job;
        const session = await (0,_session_js__WEBPACK_IMPORTED_MODULE_2__/* .signIn */ .J)({ ...job, target: job.targetOf(common.stage ?? 'development') });
        const { registry, login: { username, password } } = session;
        await registry.close();
        const args = ['login', '--username', username, '--password-stdin', registry.host];
        const code = await (0,_builder_client_js__WEBPACK_IMPORTED_MODULE_0__/* .runDocker */ .S)(args, { environment, signal, stdin: password, output: 'standard error' });
        if (code !== 0)
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`docker ${args.join(' ')} failed with exit code ${code}; what it said stands above.`);
        return { lines: [`Docker is logged in to ${registry.host} for 12 hours.`], json: { registry: registry.host } };
    });
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


/***/ })

};
