export const id = 932;
export const ids = [932];
export const modules = {

/***/ 3351:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   login: () => (/* binding */ login)
/* harmony export */ });
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3333);
/* harmony import */ var _docker_call_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3074);
/* harmony import */ var _run_session_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5793);
/* harmony import */ var _local_job_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8797);




/** Logs the developer's own Docker in to the registry of a stage. ECR's token lives for 12 hours. */
async function login(common, invocation) {
    return await (0,_local_job_js__WEBPACK_IMPORTED_MODULE_3__/* .withLocalJob */ .H)(common, {}, invocation, async (job) => {
        const { environment, signal } = job;
        const session = new _run_session_js__WEBPACK_IMPORTED_MODULE_2__/* .Session */ .N(job, { target: job.targetOf(common.stage ?? 'development'), identity: job.identity });
        const { origin, username, password } = await session.login();
        await session.close();
        const { host } = new URL(origin);
        const args = ['login', '--username', username, '--password-stdin', host];
        const code = await (0,_docker_call_js__WEBPACK_IMPORTED_MODULE_1__/* .runDocker */ .S)(args, { environment, signal, stdin: password, output: 'standard error' });
        if (code !== 0)
            throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`docker ${args.join(' ')} failed with exit code ${code}; its output is above.`);
        return { lines: [`Docker is logged in to ${host} for 12 hours.`], json: { registry: host } };
    });
}


/***/ }),

/***/ 2481:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ ownIdentity)
/* harmony export */ });
/* harmony import */ var node_readline_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6848);
/* harmony import */ var node_readline_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_readline_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3333);


/** A developer's own credentials, by the credential chain of AWS's own tools. They are looked up once. */
function ownIdentity({ profile, environment, log, signal }) {
    let caller;
    return ({ repository: { region, from } }) => (caller ??= findCaller({ region, from }));
    async function findCaller(place) {
        const [{ readCallerIdentity }, { findDeveloperCredentials }] = await Promise.all([
            Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(695), __webpack_require__.e(241)]).then(__webpack_require__.bind(__webpack_require__, 9241)),
            Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(695), __webpack_require__.e(719), __webpack_require__.e(964)]).then(__webpack_require__.bind(__webpack_require__, 6964))
        ]);
        log.debug('Looking for your AWS credentials.');
        const credentials = await findDeveloperCredentials({
            ...place,
            profile,
            environment,
            signal,
            mask: log.mask,
            mfaCode: serial => askForMfaCode(serial, signal)
        });
        const { account, arn } = await readCallerIdentity(credentials, place, environment, signal);
        log.debug(`AWS knows you as ${arn}`);
        return { credentials, account };
    }
}
/** Asks on standard error, because standard output is for results. */
async function askForMfaCode(serial, signal) {
    const remedy = 'Run this in a terminal, or log in first: with `aws sso login`, or by setting temporary credentials.';
    if (!process.stdin.isTTY || !process.stderr.isTTY) {
        throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`Your AWS profile needs a code of the MFA device ${serial}, and there is no terminal to ask for it.`, { remedy });
    }
    const terminal = (0,node_readline_promises__WEBPACK_IMPORTED_MODULE_0__.createInterface)({ input: process.stdin, output: process.stderr });
    // Readline puts the terminal into raw mode: Ctrl-C sends no signal to the process, and Ctrl-D closes the input.
    const abandoned = new AbortController();
    terminal.once('SIGINT', () => {
        abandoned.abort(new _core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Cancelled */ .cJ('SIGINT'));
    });
    terminal.once('close', () => {
        abandoned.abort(new _core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`No code of the MFA device ${serial} was given.`, { remedy }));
    });
    const ended = AbortSignal.any([signal, abandoned.signal]);
    try {
        return (await terminal.question(`MFA code of ${serial}: `, { signal: ended })).trim();
    }
    catch (error) {
        ended.throwIfAborted();
        throw error;
    }
    finally {
        terminal.close();
    }
}


/***/ }),

/***/ 6724:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ programEnvironment)
/* harmony export */ });
/**
 * The variables for programs that a run starts. Inputs are left out, because they include secrets, and so is everything
 * that lets a program request OIDC tokens. The other tokens of the runner stay, because Docker's cache on GitHub needs them.
 */
function programEnvironment(environment) {
    const ours = /^(?:INPUT_|STATE_|ACTIONS_ID_TOKEN_REQUEST_)/;
    return Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.test(name)));
}


/***/ }),

/***/ 4567:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CK: () => (/* binding */ findBuildTool),
/* harmony export */   tW: () => (/* binding */ isOlder)
/* harmony export */ });
/* unused harmony export parseDockerVersion */
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3333);
/* harmony import */ var _query_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8144);
/* harmony import */ var _remedies_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9390);



/** The first buildx with `--build-context`. Without that option a build cannot be held to the base images that were counted. */
const OLDEST_BUILDX = [0, 8];
/**
 * Looks for buildx, and for the older `docker build`.
 * @throws Failure naming the package to install or to update, or if Docker hangs; the signal's reason
 */
async function findBuildTool(query) {
    // If the engine is missing, Docker prints the version of the client and fails. The build itself reports the missing engine.
    const [client, buildx] = await Promise.all([
        versionOf(['version', '--format', '{{.Client.Version}}'], query),
        versionOf(['buildx', 'version'], query)
    ]);
    if (client === undefined) {
        throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('No Docker: `docker version` cannot be run on this machine.', { remedy: _remedies_js__WEBPACK_IMPORTED_MODULE_2__/* .INSTALL_DOCKER */ .py });
    }
    if (buildx !== undefined) {
        if (isOlder(buildx, OLDEST_BUILDX)) {
            throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`buildx ${buildx.join('.')} is older than ${OLDEST_BUILDX.join('.')}, the first that can pin base images.`, { remedy: _remedies_js__WEBPACK_IMPORTED_MODULE_2__/* .UPDATE_BUILDX */ .Lx });
        }
        return { kind: 'buildx', buildx };
    }
    if (isOlder(client, [23, 0]))
        return { kind: 'docker-build', client };
    throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Docker ${client.join('.')} has no buildx, and since version 23 Docker builds only with buildx.`, {
        remedy: _remedies_js__WEBPACK_IMPORTED_MODULE_2__/* .INSTALL_BUILDX */ .Jm
    });
}
function isOlder([major, minor], [otherMajor, otherMinor]) {
    return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
async function versionOf(args, query) {
    const answer = await (0,_query_js__WEBPACK_IMPORTED_MODULE_1__/* .queryDocker */ .d)(args, query);
    return answer === undefined ? undefined : parseDockerVersion(answer.stdout);
}
/** Reads the first version in a text such as `github.com/docker/buildx v0.13.1 788433953af1` or `26.1.5+dfsg1`. */
function parseDockerVersion(text) {
    const match = /(?:^|[\sv])(\d+)\.(\d+)(?:\.\d+)?/.exec(text);
    return match === null ? undefined : [Number(match[1]), Number(match[2])];
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

/***/ 8545:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ runInGroup)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1421);
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_child_process__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_readline__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(481);
/* harmony import */ var node_readline__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_readline__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3333);



/** Time for an interrupted build to end by itself. The runner kills everything ten seconds after its SIGINT. */
const GRACE_MS = 5000;
/**
 * Runs a command in a process group of its own, and passes on its output line by line.
 *
 * If a job is cancelled, the runner signals only our process. So this function has to end the group: it interrupts the group,
 * kills it after the grace period, and waits for the command in any case. `@actions/exec` can do neither.
 * @returns the exit code
 * @throws the signal's reason if it was aborted; the system's error if the command cannot be started (`ENOENT`)
 */
async function runInGroup(command, onLine, signal) {
    signal.throwIfAborted();
    const child = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawn)(command.file, command.args, {
        cwd: command.workingDirectory,
        env: command.environment,
        detached: process.platform !== 'win32',
        stdio: ['ignore', 'pipe', 'pipe']
    });
    for (const stream of ['stdout', 'stderr']) {
        (0,node_readline__WEBPACK_IMPORTED_MODULE_1__.createInterface)({ input: child[stream], crlfDelay: Infinity }).on('line', line => {
            onLine(line, stream);
        });
    }
    let killing;
    const interrupt = () => {
        signalGroup(child.pid, 'SIGINT');
        killing = setTimeout(() => {
            signalGroup(child.pid, 'SIGKILL');
        }, command.graceMs ?? GRACE_MS);
    };
    signal.addEventListener('abort', interrupt, { once: true });
    try {
        const code = await new Promise((resolve, reject) => {
            child.once('error', reject);
            child.once('close', (exitCode, exitSignal) => {
                resolve(exitCode ?? (exitSignal === null ? 1 : 128));
            });
        });
        signal.throwIfAborted();
        return code;
    }
    finally {
        clearTimeout(killing);
        signal.removeEventListener('abort', interrupt);
        // Processes that outlive the leader of the group have no one left to report to.
        if (signal.aborted)
            signalGroup(child.pid, 'SIGKILL');
    }
}
function signalGroup(pid, name) {
    if (pid === undefined)
        return;
    try {
        process.kill(process.platform === 'win32' ? pid : -pid, name);
    }
    catch (error) {
        // The group has ended already.
        if ((0,_core_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .codeOf */ .$N)(error) !== 'ESRCH')
            throw error;
    }
}


/***/ }),

/***/ 8144:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ queryDocker)
/* harmony export */ });
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3333);
/* harmony import */ var _process_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8545);


/**
 * Asks docker about itself or its engine. That changes nothing, so the command is ended at once when the wait is over.
 * @returns undefined if docker cannot be run
 * @throws Failure if no answer comes in time; the signal's reason
 */
async function queryDocker(args, { environment, signal, limitMs = 15_000 }) {
    const output = { stdout: [], stderr: [] };
    const late = AbortSignal.timeout(limitMs);
    const command = { file: 'docker', args, environment, workingDirectory: process.cwd(), graceMs: 0 };
    try {
        const exitCode = await (0,_process_js__WEBPACK_IMPORTED_MODULE_1__/* .runInGroup */ .S)(command, (line, stream) => output[stream].push(line), AbortSignal.any([signal, late]));
        return { exitCode, stdout: output.stdout.join('\n'), stderr: output.stderr.join('\n') };
    }
    catch (error) {
        signal.throwIfAborted();
        if (!late.aborted)
            return undefined;
        throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Docker hangs: \`docker ${args.join(' ')}\` did not answer within ${limitMs / 1000} s.`, {
            cause: error,
            remedy: 'Restart Docker, or check that the engine in DOCKER_HOST or in the current context (`docker context ls`) can be reached from here.'
        });
    }
}


/***/ }),

/***/ 9390:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jm: () => (/* binding */ INSTALL_BUILDX),
/* harmony export */   Ku: () => (/* binding */ ADD_BUILDER),
/* harmony export */   Lx: () => (/* binding */ UPDATE_BUILDX),
/* harmony export */   jt: () => (/* binding */ BEFORE_BUILD),
/* harmony export */   lj: () => (/* binding */ ADD_EMULATION),
/* harmony export */   py: () => (/* binding */ INSTALL_DOCKER)
/* harmony export */ });
/* harmony import */ var _core_remedy_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7935);

// In a workflow an action installs what is missing. On a command line the developer runs a command.
const INSTALL_DOCKER = (0,_core_remedy_js__WEBPACK_IMPORTED_MODULE_0__/* .remedy */ .zL) `${{
    workflow: 'Use a runner that has Docker, such as ubuntu-latest, or install it',
    terminal: 'Install it'
}}: https://docs.docker.com/engine/install/`;
const BUILDX_PACKAGE = 'the package docker-buildx-plugin (Debian and Ubuntu: docker-buildx)';
const OR_SET_UP_BUILDX = { workflow: ', or add docker/setup-buildx-action before this step', terminal: '' };
const INSTALL_BUILDX = (0,_core_remedy_js__WEBPACK_IMPORTED_MODULE_0__/* .remedy */ .zL) `Install ${BUILDX_PACKAGE}${OR_SET_UP_BUILDX}.`;
const UPDATE_BUILDX = (0,_core_remedy_js__WEBPACK_IMPORTED_MODULE_0__/* .remedy */ .zL) `Update ${BUILDX_PACKAGE}${OR_SET_UP_BUILDX}.`;
/** A builder beside the default one, which can do less. */
const ADD_BUILDER = {
    workflow: 'Add docker/setup-buildx-action before this step',
    terminal: 'Run `docker buildx create --use`'
};
const ADD_EMULATION = {
    workflow: 'Add docker/setup-qemu-action before this step',
    terminal: 'Run `docker run --privileged --rm tonistiigi/binfmt --install all`'
};
/** Added to an instruction that has to be followed before the build starts. */
const BEFORE_BUILD = { workflow: ' in a step before this one', terminal: ' first' };


/***/ })

};
