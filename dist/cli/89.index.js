export const id = 89;
export const ids = [89];
export const modules = {

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

/***/ 656:
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
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3333);




/** The directory of the user's own Docker config. It is absolute, because links point to it. */
function userConfigDirectory(environment) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(nonEmpty(environment['DOCKER_CONFIG']) ??
        (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(nonEmpty(environment['HOME']) ?? nonEmpty(environment['USERPROFILE']) ?? (0,node_os__WEBPACK_IMPORTED_MODULE_1__.homedir)(), '.docker'));
}
/** Docker treats an empty variable as not set. */
function nonEmpty(value) {
    return value === '' ? undefined : value;
}
/**
 * Makes a Docker config with everything in the user's config, and a login to one registry. The user's config is not
 * changed: on a self-hosted runner a login in it would outlive the job.
 */
async function makePrivateConfig(request) {
    const userDirectory = userConfigDirectory(request.environment);
    const config = await readUserConfig(userDirectory);
    const directory = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(request.temporaryDirectory, 'docker-config-'));
    request.announce(directory);
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.chmod)(directory, 0o700);
    // Contexts, CLI plugins and the builders of buildx are links, so that a build changes the user's own as it always does.
    for (const entry of await entriesOf(userDirectory)) {
        if (entry === 'config.json')
            continue;
        await linkOrCopy((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(userDirectory, entry), (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, entry));
    }
    const auth = Buffer.from(`${request.username}:${request.password}`).toString('base64');
    const helpers = recordOf(config['credHelpers']);
    // Docker would ask a credential store or helper instead of reading `auths`. An empty entry turns that off for this registry.
    // It is written only if it is needed, because skopeo and podman take the entry for the name of a program.
    const hidesAuths = Boolean(config['credsStore']) || request.registry in helpers;
    const merged = {
        ...config,
        auths: { ...recordOf(config['auths']), [request.registry]: { auth } },
        ...(hidesAuths ? { credHelpers: { ...helpers, [request.registry]: '' } } : {})
    };
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, 'config.json'), JSON.stringify(merged), { mode: 0o600 });
    return {
        environment: {
            DOCKER_CONFIG: directory,
            BUILDX_CONFIG: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(nonEmpty(request.environment['BUILDX_CONFIG']) ?? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(userDirectory, 'buildx'))
        },
        remove: () => (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(directory, { recursive: true, force: true })
    };
}
/**
 * Reads the config file in a directory, or nothing if there is none.
 * @throws Failure if the file cannot be read or is not a JSON object: a build without it would lack the user's logins
 */
async function readUserConfig(directory) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, 'config.json');
    let text;
    try {
        text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8');
    }
    catch (error) {
        if (['ENOENT', 'ENOTDIR'].includes((0,_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .codeOf */ .$N)(error) ?? ''))
            return {};
        throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(`Reading Docker's config ${path}: ${(0,_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error)}`, {
            cause: error,
            remedy: 'Make it readable, or remove it.'
        });
    }
    try {
        if (text.trim() === '')
            return {};
        const parsed = JSON.parse(text);
        if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
            return parsed;
    }
    catch {
        // The error below does not repeat the parser's message, which could quote a login.
    }
    throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(`Docker's config ${path} is not a JSON object.`, {
        remedy: 'Correct it, or remove it and log in again.'
    });
}
function recordOf(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
async function entriesOf(directory) {
    try {
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(directory);
    }
    catch {
        // The user has no config, so there is nothing to link.
        return [];
    }
}
async function linkOrCopy(from, to) {
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.symlink)(from, to, 'junction');
    }
    catch {
        // On Windows few accounts may create a link to a file.
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(to, '..'), { recursive: true });
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.cp)(from, to, { recursive: true });
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


/***/ }),

/***/ 7166:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Vx: () => (/* binding */ isRemote),
  y$: () => (/* binding */ locateContext),
  yI: () => (/* binding */ readContext),
  gZ: () => (/* binding */ readIgnorePatterns)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/core/remedy.ts
var remedy = __webpack_require__(7935);
// EXTERNAL MODULE: ./src/core/setting.ts
var setting = __webpack_require__(4467);
// EXTERNAL MODULE: ./src/fingerprint/dockerignore.ts
var dockerignore = __webpack_require__(3268);
// EXTERNAL MODULE: ./src/fingerprint/files.ts
var files = __webpack_require__(6207);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./src/fingerprint/git-index.ts


/**
 * Asks git for the unmodified tracked files and their ids. An unmodified file is left out if its working copy may still
 * differ from what git stores: files with a filter (LFS), an end-of-line or encoding attribute, submodules, and entries
 * that git was told not to check.
 *
 * Git only reads, and runs no program that the repository's configuration names. The promise resolves as soon as git is
 * running, so that the caller can list the directory in the meantime.
 */
async function askForCleanFiles(directory, environment) {
    try {
        const settings = await readSettings(directory, environment);
        return { answer: answer(directory, environment, settings) };
    }
    catch (error) {
        return { answer: Promise.resolve({ kind: 'unknown', reason: (0,failure/* messageOf */.bD)(error) }) };
    }
}
async function answer(directory, environment, settings) {
    if (settings.objectFormat !== 'sha1')
        return { kind: 'unknown', reason: `the repository's ids are ${settings.objectFormat}` };
    if (settings.convertsLineEndings)
        return { kind: 'unknown', reason: 'core.autocrlf is set' };
    const git = gitIn(directory, environment, settings.overrides);
    try {
        const [index, modified] = await Promise.all([
            git(['ls-files', '-v', '-s', '-z', '--', ...UNCONVERTED]),
            git(['diff-files', '--name-only', '--relative', '--ignore-submodules=all', '--no-ext-diff', '-z'])
        ]);
        const files = readIndex(index);
        for (const path of modified.split('\0'))
            files.delete(path);
        return { kind: 'known', files, modes: settings.keepsModes };
    }
    catch (error) {
        return { kind: 'unknown', reason: (0,failure/* messageOf */.bD)(error) };
    }
}
/** Git stores these files byte by byte: they are marked as binary (`-text`), or no attribute converts them. */
const UNCONVERTED = [
    ':(attr:!text !crlf !eol !ident !filter !working-tree-encoding)',
    ':(attr:-text !ident !filter !working-tree-encoding)'
];
async function readSettings(directory, environment) {
    const git = gitIn(directory, environment, []);
    const listing = await git(['config', '-z', '--get-regexp', '^(core\\.|extensions\\.|filter\\.)']);
    const settings = new Map();
    for (const entry of listing.split('\0')) {
        const [, key, value] = /^([^\n]+)(?:\n(.*))?$/s.exec(entry) ?? [];
        // A key without a value stands for true.
        if (key !== undefined)
            settings.set(key, value ?? 'true');
    }
    const isFalse = (key) => /^(?:false|no|off|0|)$/i.test(settings.get(key) ?? 'no');
    // If a file was added within the current clock tick, git compares its content, and runs it through filters first.
    const filters = [...settings.keys()].filter(key => /^filter\..*\.(?:clean|smudge|process|required)$/s.test(key));
    return {
        objectFormat: settings.get('extensions.objectformat') ?? 'sha1',
        convertsLineEndings: !isFalse('core.autocrlf'),
        keepsModes: !settings.has('core.filemode') || !isFalse('core.filemode'),
        overrides: filters.flatMap(key => ['-c', key.endsWith('.required') ? `${key}=false` : `${key}=`])
    };
}
function readIndex(listing) {
    const files = new Map();
    for (let start = 0, end = listing.indexOf('\0'); end >= 0; start = end + 1, end = listing.indexOf('\0', start)) {
        // `H 100644 <40 hex digits> 0<tab>path`. Any other letter marks an entry that is unmerged, removed, or not to be checked.
        const mode = listing.slice(start + 2, start + 8);
        if (listing.charAt(start) !== 'H' || listing.charAt(start + 50) !== '0')
            continue;
        if (mode !== '100644' && mode !== '100755' && mode !== '120000')
            continue;
        files.set(listing.slice(start + 52, end), { id: listing.slice(start + 9, start + 49), mode });
    }
    return files;
}
/** Creates a function that runs git in a directory and returns its output, one character per byte. */
function gitIn(directory, environment, overrides) {
    const safe = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
    // The configuration may relax these checks, but a file counts as unmodified only if it passes all of them.
    const strict = ['-c', 'core.checkStat=default', '-c', 'core.trustctime=true', '-c', 'core.ignoreStat=false'];
    return (command) => new Promise((resolve, reject) => {
        const child = (0,external_node_child_process_.spawn)('git', [...safe, ...strict, ...overrides, ...command], {
            cwd: directory,
            env: gitEnvironment(environment),
            stdio: ['ignore', 'pipe', 'pipe']
        });
        const output = [];
        const errors = [];
        child.stdout.on('data', (chunk) => output.push(chunk));
        child.stderr.on('data', (chunk) => errors.push(chunk));
        child.on('error', reject);
        child.on('close', code => {
            if (code === 0)
                resolve(Buffer.concat(output).toString('latin1'));
            else
                reject(new Error(`git ${command[0] ?? ''}: ${Buffer.concat(errors).toString().trim() || `exit code ${String(code)}`}`));
        });
    });
}
/** The caller's environment, without the variables that would point git to another repository or let it fetch. */
function gitEnvironment(environment) {
    const kept = Object.entries(environment).filter(([name]) => !name.startsWith('GIT_') || name.startsWith('GIT_CONFIG') || name === 'GIT_EXEC_PATH');
    return { ...Object.fromEntries(kept), GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}

// EXTERNAL MODULE: ./src/fingerprint/tree.ts + 2 modules
var tree = __webpack_require__(5936);
;// CONCATENATED MODULE: ./src/fingerprint/context.ts









/** The settings that name contexts. */
const SETTINGS = {
    context: (0,setting/* setting */.Pe)('context'),
    // Only a workflow can give contexts a name.
    'build-contexts': 'the input `build-contexts`'
};
const DIRECTORY = {
    workflow: 'a directory of the workspace (is it checked out, and spelled right?)',
    terminal: 'a directory of this clone (is it spelled right?)'
};
/**
 * Resolves a context as buildx does: a directory if one of that name exists, else a URL, an image or an OCI layout.
 * @param name the setting that the value comes from, for errors
 * @param directory absolute; paths are relative to it
 * @throws Failure if the value is none of these
 */
function locateContext(value, name, directory) {
    const path = (0,external_node_path_.resolve)(directory, value);
    if (isDirectory(path))
        return { kind: 'directory', path };
    if (isRemote(value))
        return { kind: 'remote', url: value };
    if (value.startsWith('docker-image://'))
        return { kind: 'image', reference: value.slice('docker-image://'.length) };
    if (value.startsWith('oci-layout://')) {
        const layout = (0,external_node_path_.resolve)(directory, value.slice('oci-layout://'.length).replace(/@[^/]*$/, ''));
        const found = [layout, layout.replace(/:[^/]*$/, '')].find(isDirectory);
        if (found !== undefined)
            return { kind: 'directory', path: found };
    }
    throw new failure/* Failure */.HR(`There is no build context “${value}”: ${path} is no directory.`, {
        remedy: (0,remedy/* remedy */.zL) `Set ${SETTINGS[name]} to ${DIRECTORY} or to a URL. If the stages file names it, correct it there.`
    });
}
/**
 * Whether a value reads like a URL that is fetched, such as the URL of a git repository, or names standard input. A
 * directory may have the same name.
 */
function isRemote(value) {
    return value === '-' || /^(?:https?|git|ssh):\/\/|^github\.com\/|^[\w.-]+@[^/:]+:|\.git(?:#.*)?$/.test(value);
}
function isDirectory(path) {
    return (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
/**
 * Reads the .dockerignore file of a context. A file beside the Dockerfile and named after it takes precedence over the
 * context's own.
 * @param directory the workspace; errors name the file relative to it
 */
function readIgnorePatterns(context, directory, dockerfile) {
    const candidates = [
        ...(dockerfile === undefined ? [] : [`${dockerfile}.dockerignore`]),
        (0,external_node_path_.join)(context, '.dockerignore')
    ];
    for (const name of candidates) {
        const content = (0,files/* readOptional */.T)(name);
        if (content === undefined)
            continue;
        rejectOutsideLink(name, (0,external_node_path_.relative)(directory, name));
        return (0,dockerignore/* parseDockerignore */.yr)(content.toString(), (0,external_node_path_.relative)(directory, name));
    }
    return [];
}
/**
 * BuildKit receives only the directory of the file, so it cannot follow a link that leaves this directory. It then
 * ignores nothing, and sends the files that the target of the link excludes.
 */
function rejectOutsideLink(name, shown) {
    const root = (0,external_node_fs_.realpathSync)((0,external_node_path_.dirname)(name));
    const target = (0,external_node_fs_.realpathSync)(name);
    if (target === root || target.startsWith(root + external_node_path_.sep))
        return;
    throw new failure/* Failure */.HR(`${shown} is a link to ${target}, outside its directory: Docker cannot follow it, ignores nothing, and sends every file to the build.`, { remedy: 'Replace the link with a file.' });
}
/** Hashes a context that is a directory. If git tracks its files, unmodified ones need not be read. */
async function readContext(path, patterns, environment) {
    const root = realContext(path);
    const git = await askForCleanFiles(root, environment);
    const entries = (0,tree/* listTree */.n)(root, patterns);
    return (0,tree/* hashTree */.v)(root, entries, await git.answer);
}
function realContext(path) {
    try {
        return (0,external_node_fs_.realpathSync)(path);
    }
    catch (cause) {
        throw new failure/* Failure */.HR(`The build context ${path} cannot be read: ${(0,failure/* messageOf */.bD)(cause)}.`, { cause });
    }
}


/***/ }),

/***/ 3268:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BM: () => (/* binding */ matchPatterns),
/* harmony export */   yr: () => (/* binding */ parseDockerignore),
/* harmony export */   yu: () => (/* binding */ excludingPattern),
/* harmony export */   zX: () => (/* binding */ mayReturnBelow)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3333);


/**
 * Reads a .dockerignore file.
 * @param name the file, for errors
 * @throws Failure for a pattern that Docker rejects too
 * @see https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
function parseDockerignore(text, name) {
    const lines = text.replace(/^\uFEFF/, '').split('\n');
    return lines.flatMap((line, index) => {
        const trimmed = line.startsWith('#') ? '' : line.trim();
        if (trimmed === '')
            return [];
        const exception = trimmed.startsWith('!');
        const pattern = cleanPattern(exception ? trimmed.slice(1).trim() : trimmed);
        const matches = pattern === '' ? undefined : matcher(pattern);
        const location = { file: name, line: index + 1 };
        if (matches === undefined) {
            throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`${name}:${index + 1}: “${trimmed}” is not a pattern that Docker accepts.`, {
                remedy: 'Close its brackets, or write a literal bracket as \\[. “!” requires a pattern after it.',
                location
            });
        }
        return [{ text: pattern, exception, location, matches }];
    });
}
function cleanPattern(pattern) {
    if (pattern === '')
        return '';
    const normal = node_path__WEBPACK_IMPORTED_MODULE_0__.posix.normalize(pattern);
    return normal === '/' ? normal : normal.replace(/\/$/, '').replace(/^\//, '');
}
/**
 * Decides whether one path is excluded. The last pattern that matches the path or its directory wins.
 *
 * A pattern is tried only if it would change the result so far. A skipped pattern counts as no match for the paths below.
 * Docker does the same, and the difference is visible: of `a`, `!a/b`, `a` the last is skipped for `a` itself, so `a/b` is
 * sent.
 * @param path relative to the context, with `/`
 * @param above the patterns that matched its directory; undefined at the top
 */
function matchPatterns(patterns, path, above) {
    let excluded = false;
    const matched = patterns.map(({ exception, matches }, index) => {
        const isMatch = above?.[index] === true || (exception === excluded && matches(path));
        if (isMatch)
            excluded = !exception;
        return isMatch;
    });
    return { excluded, matched };
}
/** The pattern that excludes a path or a directory above it; undefined if the path is sent. */
function excludingPattern(patterns, path) {
    const segments = path.split('/');
    let match = { excluded: false, matched: [] };
    for (const index of segments.keys())
        match = matchPatterns(patterns, segments.slice(0, index + 1).join('/'), match.matched);
    return match.excluded ? patterns[match.matched.lastIndexOf(true)] : undefined;
}
/** Whether an exception may include anything below an excluded directory. If not, the directory need not be read. */
function mayReturnBelow(patterns, directory) {
    return patterns.some(({ exception, text }) => exception && reachesBelow(text, directory));
}
function reachesBelow(pattern, directory) {
    const literal = /^[^*?[\\]*/.exec(pattern)?.[0] ?? '';
    const below = `${directory}/`;
    if (!(literal.startsWith(below) || below.startsWith(literal)))
        return false;
    // Only ** and a negated [...] match a slash. Any other pattern matches paths with as many slashes as it has itself.
    if (/\*\*|\[/.test(pattern))
        return true;
    return pattern.split('/').length > directory.split('/').length;
}
/**
 * Translates a pattern as Docker's matcher does, including its quirks. If `**` is the only wildcard and stands at an end,
 * the rest is a plain suffix or prefix, so `**foo` matches `barfoo`. In the middle, `**` stands for zero or more
 * directories.
 * @returns undefined for a pattern that Docker rejects
 */
function matcher(pattern) {
    const tail = pattern.startsWith('**') ? pattern.slice(2) : pattern;
    if (pattern.startsWith('**') && !/[*?[\]\\]/.test(tail)) {
        return path => path.endsWith(tail) || (tail.startsWith('/') && path === tail.slice(1));
    }
    if (!/[*?[\]\\]/.test(pattern))
        return path => path === pattern;
    const head = pattern.slice(0, -2);
    if (pattern.endsWith('**') && !/[*?[\]\\]/.test(head))
        return path => path.startsWith(head);
    const expression = patternExpression(pattern);
    return expression === undefined ? undefined : path => expression.test(path);
}
function patternExpression(pattern) {
    if (pattern.replace(/\\[^]/g, '').endsWith('\\'))
        return undefined;
    try {
        return new RegExp(`^${scriptExpression(goExpression(pattern))}$`, 'su');
    }
    catch {
        return undefined;
    }
}
/** The expression that Docker builds, in Go's syntax. Docker translates `*` and `?` even within brackets, which breaks those. */
function goExpression(pattern) {
    const tokens = pattern.match(/\*\*\/?|\\[^]|[^]/gu) ?? [];
    return tokens
        .map((token, index) => {
        if (token.startsWith('**'))
            return index === tokens.length - 1 ? '.*' : '(.*/)?';
        if (token === '*')
            return '[^/]*';
        if (token === '?')
            return '[^/]';
        return /^[.+()|{}$]$/.test(token) ? `\\${token}` : token;
    })
        .join('');
}
/** Rewrites a Go expression so that JavaScript reads it the same way: brackets need escapes that Go does not require. */
function scriptExpression(source) {
    return source.replace(/\\([^])|\[(\^?)((?:\\[^]|[^\\\]])+)\]|[^]/gu, (token, escaped, negated, members) => {
        if (escaped !== undefined)
            return escapeSequence(escaped);
        if (members === undefined)
            return token === ']' ? literal(token) : token;
        const written = members.replace(/\\([^])|[^]/gu, (member, char) => char !== undefined ? escapeSequence(char) : member === '-' ? '-' : literal(member));
        return `[${negated ?? ''}${written}]`;
    });
}
/** In Go, `\d` and similar are character classes, even if a pattern only meant to escape a letter. */
function escapeSequence(char) {
    return /[dDsSwW]/.test(char) ? `\\${char}` : literal(char);
}
function literal(char) {
    return /[\^$\\.*+?()[\]{}|/-]/.test(char) ? `\\u{${char.charCodeAt(0).toString(16)}}` : char;
}


/***/ }),

/***/ 6207:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ readOptional),
/* harmony export */   q: () => (/* binding */ leadsOut)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3333);



/**
 * Reads a file that may be missing.
 * @returns undefined if it does not exist
 * @throws Failure if it exists and cannot be read
 */
function readOptional(path) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path);
    }
    catch (cause) {
        const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
        if (code === 'ENOENT' || code === 'ENOTDIR')
            return undefined;
        throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .HR(`${path} cannot be read: ${(0,_core_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(cause)}.`, { cause });
    }
}
/**
 * Whether a relative path leaves the directory that it starts from.
 * @param path as `path.relative` returns it
 */
function leadsOut(path) {
    // On Windows, `path.relative` returns an absolute path for a file on another drive.
    return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(path) || path.split(node_path__WEBPACK_IMPORTED_MODULE_1__.sep)[0] === '..';
}


/***/ }),

/***/ 5936:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  v: () => (/* binding */ hashTree),
  n: () => (/* binding */ listTree)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/core/remedy.ts
var remedy = __webpack_require__(7935);
;// CONCATENATED MODULE: ./src/fingerprint/blob.ts




/** The programs that may write to the context while it is read. */
const WRITERS = { workflow: 'earlier steps', terminal: 'other programs' };
const READER = { workflow: "the job's user", terminal: 'your user' };
const CHUNK_SIZE = 1 << 20;
const HEADER_ROOM = 32;
/** Git's id of content in memory. */
function blobId(content) {
    return (0,external_node_crypto_.createHash)('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
/** Git's id of a symbolic link, whose content is its target. */
function linkId(path) {
    try {
        return blobId((0,external_node_fs_.readlinkSync)(path, { encoding: 'buffer' }));
    }
    catch (error) {
        throw unreadable(path, error);
    }
}
/**
 * Creates a function that reads a file as a blob. All its reads share one buffer, and they are synchronous: for many
 * small files that is twice as fast as promises.
 */
function createBlobReader() {
    const buffer = Buffer.allocUnsafe(HEADER_ROOM + CHUNK_SIZE);
    return path => {
        try {
            return readBlob(path, buffer);
        }
        catch (error) {
            throw error instanceof failure/* Failure */.HR ? error : unreadable(path, error);
        }
    };
}
function readBlob(path, buffer) {
    // A path may have become a link or a pipe since it was listed. It must not be followed, and opening it must not block.
    const file = (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW | external_node_fs_.constants.O_NONBLOCK);
    try {
        const before = (0,external_node_fs_.fstatSync)(file);
        const header = `blob ${before.size}\0`;
        const start = HEADER_ROOM - header.length;
        buffer.write(header, start, 'latin1');
        const hash = (0,external_node_crypto_.createHash)('sha1');
        let length = 0;
        for (let from = start;; from = HEADER_ROOM) {
            const read = (0,external_node_fs_.readSync)(file, buffer, HEADER_ROOM, CHUNK_SIZE, null);
            length += read;
            hash.update(buffer.subarray(from, HEADER_ROOM + read));
            if (read === 0 || length >= before.size)
                break;
        }
        const after = (0,external_node_fs_.fstatSync)(file);
        if (length !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
            throw new failure/* Failure */.HR(`“${path.toString()}” changed while it was read for the fingerprint.`, {
                remedy: (0,remedy/* remedy */.zL) `Stop ${WRITERS} from writing to the build context in the background, or exclude the file in .dockerignore.`
            });
        }
        return { id: hash.digest('hex'), executable: (before.mode & external_node_fs_.constants.S_IXUSR) !== 0 };
    }
    finally {
        (0,external_node_fs_.closeSync)(file);
    }
}
/** The failure for a file of the build context that cannot be read. */
function unreadable(path, cause) {
    return new failure/* Failure */.HR(`“${path.toString()}” in the build context cannot be read: ${(0,failure/* messageOf */.bD)(cause)}.`, {
        remedy: (0,remedy/* remedy */.zL) `Make it readable for ${READER}, or exclude it in .dockerignore. Docker cannot read it either.`,
        cause
    });
}

// EXTERNAL MODULE: ./src/fingerprint/dockerignore.ts
var dockerignore = __webpack_require__(3268);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./src/fingerprint/git-head.ts


const COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/**
 * Reads HEAD from a `.git` directory, or from the file that replaces one in a worktree or a submodule. It does not call
 * git: the result must be the same if git is missing, or refuses a repository of another user.
 * @see https://git-scm.com/docs/gitrepository-layout
 */
function readHead(dotGit) {
    const directory = gitDirectory(dotGit);
    const head = directory === undefined ? undefined : readText((0,external_node_path_.join)(directory, 'HEAD'));
    if (directory === undefined || head === undefined)
        return { kind: 'none' };
    const shared = readText((0,external_node_path_.join)(directory, 'commondir'));
    const common = shared === undefined ? directory : (0,external_node_path_.resolve)(directory, shared);
    return follow(head, ref => readText((0,external_node_path_.join)(directory, ref)) ?? readText((0,external_node_path_.join)(common, ref)) ?? packedRef(common, ref), 0);
}
function gitDirectory(dotGit) {
    if ((0,external_node_fs_.statSync)(dotGit, { throwIfNoEntry: false })?.isDirectory() === true)
        return dotGit;
    const link = /^gitdir: (.+)$/s.exec(readText(dotGit) ?? '')?.[1];
    return link === undefined ? undefined : (0,external_node_path_.resolve)(dotGit, '..', link);
}
function follow(value, lookup, depth) {
    if (COMMIT_ID.test(value))
        return { kind: 'commit', id: value };
    const ref = /^ref: (.+)$/.exec(value)?.[1];
    // In the reftable format, HEAD names this impossible branch, and the refs are in a binary file.
    if (ref === undefined || ref === 'refs/heads/.invalid' || depth > 5) {
        return { kind: 'unreadable', reason: `HEAD is “${value}”` };
    }
    const target = lookup(ref);
    return target === undefined ? { kind: 'unborn' } : follow(target, lookup, depth + 1);
}
function packedRef(common, ref) {
    const line = readText((0,external_node_path_.join)(common, 'packed-refs'))
        ?.split('\n')
        .find(line => line.endsWith(` ${ref}`));
    return line?.split(' ', 1)[0];
}
function readText(path) {
    try {
        return (0,external_node_fs_.readFileSync)(path, 'utf8').trim();
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/fingerprint/tree.ts





/** The path of an entry on disk. */
function pathOf(root, path) {
    return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')]);
}
/**
 * Lists a directory as Docker would send it, in an order that depends only on the bytes of the names.
 * @param root absolute, no symbolic link
 * @throws Failure that names a directory that cannot be read
 */
function listTree(root, patterns) {
    const entries = [];
    // If `.git/*` is excluded, the commit does not change what is sent.
    const isHeadSent = (path, entry, matched) => !entry.isDirectory() || !(0,dockerignore/* matchPatterns */.BM)(patterns, `${fromBytes(path)}/HEAD`, matched).excluded;
    const list = (directory, above) => {
        for (const entry of readDirectory(root, directory)) {
            const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
            const { excluded, matched } = (0,dockerignore/* matchPatterns */.BM)(patterns, fromBytes(path), above);
            if (entry.name === '.git' && !excluded && isRepository(root, path, entry) && isHeadSent(path, entry, matched)) {
                entries.push({ path, kind: 'repository' });
            }
            else if (entry.isDirectory()) {
                if (excluded && !(0,dockerignore/* mayReturnBelow */.zX)(patterns, fromBytes(path)))
                    continue;
                const before = entries.length;
                list(path, matched);
                if (!excluded && entries.length === before)
                    entries.push({ path, kind: 'empty directory' });
            }
            else if (!excluded)
                entries.push({ path, kind: kindOf(entry) });
        }
    };
    list('', undefined);
    return entries;
}
function readDirectory(root, directory) {
    const path = pathOf(root, directory);
    try {
        const entries = (0,external_node_fs_.readdirSync)(path, { withFileTypes: true, encoding: 'latin1' });
        return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    }
    catch (error) {
        throw unreadable(path, error);
    }
}
function isRepository(root, path, entry) {
    return !entry.isSymbolicLink() && readHead(`${root}/${fromBytes(path)}`).kind !== 'none';
}
function fromBytes(path) {
    return /[\x80-\xff]/.test(path) ? Buffer.from(path, 'latin1').toString() : path;
}
function kindOf(entry) {
    if (entry.isFile())
        return 'file';
    if (entry.isSymbolicLink())
        return 'link';
    if (entry.isFIFO())
        return 'pipe';
    return entry.isSocket() ? 'socket' : 'device';
}
/**
 * Hashes a directory as Docker would send it: paths, contents, the executable bit of the owner, targets of links and empty
 * directories, but neither times nor owners. If git knows that a file is unmodified, its id comes from git and the file is
 * not opened. The result is the same.
 * @param root absolute, no symbolic link
 * @param entries as `listTree` returns them
 * @throws Failure that names a file that cannot be read, or that changes while it is read
 */
function hashTree(root, entries, clean) {
    const repositories = [];
    const readBlob = createBlobReader();
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let records = '';
    const describe = ({ path, kind }) => {
        switch (kind) {
            case 'file':
            case 'link':
                return describeFile(root, path, kind, clean, readBlob);
            case 'empty directory':
                return 'directory';
            case 'pipe':
                return 'pipe';
            case 'repository': {
                const head = readHead(`${root}/${fromBytes(path)}`);
                repositories.push({ path: fromBytes(path), head });
                return `repository ${head.kind === 'commit' ? head.id : head.kind}`;
            }
            case 'socket':
                // BuildKit sends a socket as an empty file.
                return `${isExecutable(root, path) ? '100755' : '100644'} ${blobId(Buffer.alloc(0))}`;
            case 'device':
                return `device ${(0,external_node_fs_.lstatSync)(pathOf(root, path)).rdev}`;
        }
    };
    for (const entry of entries) {
        // A path may contain any byte, so its length marks the end of the record.
        records += `${describe(entry)} ${entry.path.length}:${entry.path}\n`;
        if (records.length > 1 << 16) {
            hash.update(records, 'latin1');
            records = '';
        }
    }
    return { digest: hash.update(records, 'latin1').digest('hex'), repositories };
}
function describeFile(root, path, kind, clean, readBlob) {
    const known = clean.kind === 'known' ? clean.files.get(path) : undefined;
    if (known !== undefined && (known.mode === '120000') === (kind === 'link'))
        return describeClean(root, path, known, clean);
    const file = pathOf(root, path);
    if (kind === 'link')
        return `120000 ${linkId(file)}`;
    const { id, executable } = readBlob(file);
    return `${executable ? '100755' : '100644'} ${id}`;
}
function describeClean(root, path, { id, mode }, clean) {
    if (mode === '120000' || (clean.kind === 'known' && clean.modes))
        return `${mode} ${id}`;
    return `${isExecutable(root, path) ? '100755' : '100644'} ${id}`;
}
function isExecutable(root, path) {
    return ((0,external_node_fs_.lstatSync)(pathOf(root, path)).mode & external_node_fs_.constants.S_IXUSR) !== 0;
}


/***/ }),

/***/ 9583:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E6: () => (/* binding */ buildSettings),
/* harmony export */   HY: () => (/* binding */ descriptionsOf),
/* harmony export */   S9: () => (/* binding */ dockerfileOf),
/* harmony export */   g$: () => (/* binding */ ownPlatform)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1708);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_process__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _fingerprint_context_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7166);
/* harmony import */ var _fingerprint_files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6207);




function buildSettings({ inputs: { build: inputs }, image }) {
    return {
        ...inputs,
        context: inputs.context ?? image?.context ?? '.',
        file: inputs.file ?? image?.file,
        target: inputs.target ?? image?.target,
        platforms: [inputs.platforms, image?.platforms ?? []].map(list => [...list]).find(list => list.length > 0) ?? [
            ownPlatform()
        ],
        buildArgs: { ...image?.buildArgs, ...inputs.buildArgs }
    };
}
/** Path of the Dockerfile, from the workspace; undefined where it is not in there, but fetched, say, with its context. */
function dockerfileOf({ file, context }, workspace) {
    if ([context, file ?? ''].some(isElsewhere))
        return undefined;
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.relative)(workspace, (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(workspace, file ?? (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(context, 'Dockerfile')));
    return (0,_fingerprint_files_js__WEBPACK_IMPORTED_MODULE_3__/* .leadsOut */ .q)(path) ? undefined : path;
}
function isElsewhere(place) {
    return (0,_fingerprint_context_js__WEBPACK_IMPORTED_MODULE_2__/* .isRemote */ .Vx)(place) || place.includes('://');
}
/** The platform of this machine, as Docker names it. */
function ownPlatform(architecture = node_process__WEBPACK_IMPORTED_MODULE_1__.arch) {
    const names = { x64: 'amd64', arm64: 'arm64', arm: 'arm/v7', ia32: '386', ppc64: 'ppc64le' };
    return `linux/${names[architecture] ?? architecture}`;
}
/**
 * What every image says of itself, and nothing of the run that builds it: one that is built again and comes out the same
 * has the same digest, and `changed` is true to it.
 * @see https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
function descriptionsOf({ runner, image, commit, committedAt, version }) {
    const url = `${runner.serverUrl}/${runner.repository}`;
    const names = {
        source: url,
        url,
        revision: commit,
        version,
        // The commit's time, not the build's: the same commit describes itself in the same words.
        created: committedAt.toISOString().replace('.000Z', 'Z'),
        title: image ?? runner.repository.split('/').at(-1) ?? ''
    };
    return Object.fromEntries(Object.entries(names).map(([name, value]) => [`org.opencontainers.image.${name}`, value]));
}


/***/ })

};
