export const id = 205;
export const ids = [205];
export const modules = {

/***/ 4210:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ askDocker)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);
/* harmony import */ var _process_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(754);


/**
 * Asks docker about itself or its engine, which changes nothing: whoever waits no more just ends it.
 * @returns undefined where there is no docker that can be run
 * @throws Failure where no answer comes in time; the signal's reason
 */
async function askDocker(args, { environment, signal, limitMs = 15_000 }) {
    const said = { stdout: [], stderr: [] };
    const late = AbortSignal.timeout(limitMs);
    const command = { file: 'docker', args, environment, workingDirectory: process.cwd(), graceMs: 0 };
    try {
        const exitCode = await (0,_process_js__WEBPACK_IMPORTED_MODULE_1__/* .runInGroup */ .S)(command, (line, stream) => said[stream].push(line), AbortSignal.any([signal, late]));
        return { exitCode, stdout: said.stdout.join('\n'), stderr: said.stderr.join('\n') };
    }
    catch (error) {
        signal.throwIfAborted();
        if (!late.aborted)
            return undefined;
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Docker hangs: \`docker ${args.join(' ')}\` did not answer within ${limitMs / 1000} s.`, {
            cause: error,
            remedy: 'Start Docker anew, or see that what DOCKER_HOST or the context in use (`docker context ls`) names can be reached from here.'
        });
    }
}


/***/ }),

/***/ 3531:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y8: () => (/* binding */ isBefore),
/* harmony export */   ce: () => (/* binding */ findDocker)
/* harmony export */ });
/* unused harmony export parseVersion */
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);
/* harmony import */ var _ask_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4210);


/** The first buildx with `--build-context`, without which a build cannot be held to the base images that were counted. */
const OLDEST_BUILDX = [0, 8];
/**
 * Looks for Docker and buildx.
 * @throws Failure naming what is missing and the package that has it, or that Docker hangs; the signal's reason
 */
async function findDocker(asking) {
    // Without its engine, Docker prints the client's version and fails: the build will say that the engine is missing.
    const [client, buildx] = await Promise.all([
        versionOf(['version', '--format', '{{.Client.Version}}'], asking),
        versionOf(['buildx', 'version'], asking)
    ]);
    if (client === undefined) {
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('No Docker: `docker version` cannot be run on this machine.', {
            remedy: 'Use a runner that has Docker, such as ubuntu-latest, or install it: https://docs.docker.com/engine/install/'
        });
    }
    if (buildx !== undefined) {
        if (isBefore(buildx, OLDEST_BUILDX)) {
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`buildx ${buildx.join('.')} is older than ${OLDEST_BUILDX.join('.')}, the first that can pin base images.`, {
                remedy: 'Update the package docker-buildx-plugin (Debian and Ubuntu: docker-buildx), or add docker/setup-buildx-action before this step.'
            });
        }
        return { kind: 'buildx', buildx };
    }
    if (isBefore(client, [23, 0]))
        return { kind: 'docker-build', client };
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Docker ${client.join('.')} has no buildx, and from 23 on it builds with nothing else.`, {
        remedy: 'Install the package docker-buildx-plugin (Debian and Ubuntu: docker-buildx), or add docker/setup-buildx-action before this step.'
    });
}
function isBefore([major, minor], [otherMajor, otherMinor]) {
    return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
async function versionOf(args, asking) {
    const answer = await (0,_ask_js__WEBPACK_IMPORTED_MODULE_1__/* .askDocker */ .a)(args, asking);
    return answer === undefined ? undefined : parseVersion(answer.stdout);
}
/** The first version in a text such as `github.com/docker/buildx v0.13.1 788433953af1` or `26.1.5+dfsg1`. */
function parseVersion(text) {
    const match = /(?:^|[\sv])(\d+)\.(\d+)(?:\.\d+)?/.exec(text);
    return match === null ? undefined : [Number(match[1]), Number(match[2])];
}


/***/ }),

/***/ 754:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ runInGroup)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1421);
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_child_process__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_readline__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(481);
/* harmony import */ var node_readline__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_readline__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1633);



/** How long an interrupted build may take to end by itself. The runner kills everything ten seconds after its SIGINT. */
const GRACE_MS = 5000;
/**
 * Runs a command in a process group of its own and hands over what it writes, line by line, and where it wrote it.
 *
 * On a cancel the runner signals our process alone, so the group is ours to end: it is interrupted, then killed, and
 * awaited in any case. `@actions/exec` can do neither.
 * @returns the exit code
 * @throws the signal's reason when it was aborted; the system's error when the command cannot be started (`ENOENT`)
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
        // What the leader left behind in its group has nobody to report to.
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
        // Gone already: what was wanted.
        if ((0,_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .codeOf */ .$N)(error) !== 'ESRCH')
            throw error;
    }
}


/***/ }),

/***/ 6205:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  push: () => (/* binding */ push)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
;// CONCATENATED MODULE: ./src/builder/build-error.ts

const OUTPUT_LINES = 15;
/**
 * Reads the end of a build's plain progress, where BuildKit repeats the failing step between two rulers:
 *
 *     ------
 *      > [2/2] RUN make:
 *     0.213 make: *** No rule to make target 'all'.  Stop.
 *     ------
 *     Dockerfile:3
 *     --------------------
 *        3 | >>> RUN make
 *     --------------------
 *     ERROR: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 2
 */
function readBuildError(log) {
    const start = log.findLastIndex(line => /^ > .*:$/.test(line));
    const end = log.findIndex((line, index) => index > start && /^-{6}$/.test(line));
    const output = start === -1 ? [] : log.slice(start + 1, end === -1 ? undefined : end);
    const closing = log.findLastIndex(line => /^(?:ERROR|error): /.test(line));
    const source = log.findLastIndex(line => /^\S*:\d+$/.test(line.trim()) && line.trim().length < 300);
    const quoted = log.slice(source + 1).flatMap(text => /^ *\d+ \| >>> (.*)$/.exec(text)?.[1] ?? []);
    const line = source > start ? Number(/:(\d+)$/.exec(log[source]?.trim() ?? '')?.[1]) : Number.NaN;
    return {
        instruction: start === -1 ? undefined : log[start]?.slice(3, -1),
        quoted: source > start && quoted.length > 0 ? quoted.join('\n') : undefined,
        output: output.slice(-OUTPUT_LINES),
        message: closing === -1 ? lastLine(log) : log.slice(closing, closing + 5).join('\n').replace(/^(ERROR|error): (failed to solve: )?/, '').trim(),
        line: Number.isInteger(line) ? line : undefined
    };
}
/** Docker before 23 closes with the bare sentence. */
function lastLine(log) {
    return log.findLast(line => line.trim() !== '' && !/^(?:See '|Usage:)/.test(line.trim()))?.trim();
}
/** The failing instruction and its last lines; never just an exit code. */
function buildFailure({ log, exitCode, dockerfile, excludedBy }) {
    const { instruction, quoted, output, message, line } = readBuildError(log);
    const location = line === undefined || dockerfile === undefined ? undefined : { file: dockerfile, line };
    const said = message ?? `Docker ended with exit code ${exitCode} and said nothing`;
    const text = instruction === undefined
        ? `The build failed: ${said}`
        : [`The build failed at ${instruction}`, ...output.map(text => `  ${text}`), said].join('\n');
    const remedy = remedyOfExclusion(quoted ?? instruction ?? '', said, excludedBy) ?? remedyFor(said);
    return new failure/* Failure */.HR(text, { ...(remedy === undefined ? {} : { remedy }), ...(location === undefined ? {} : { location }) });
}
/** BuildKit sees what it was sent: of a file that .dockerignore excludes it says what it says of one that there is not. */
function remedyOfExclusion(instruction, said, excludedBy) {
    const path = /"\/([^"]+)":? not found/.exec(said)?.[1];
    // What is looked for in another stage, image or context, is not of this one.
    if (path === undefined || /\bfrom=/.test(instruction))
        return undefined;
    const exclusion = excludedBy(path);
    if (exclusion === undefined)
        return undefined;
    const { file, line } = exclusion.location;
    return `${path} is there, and ${file}:${line} keeps it out of the build: remove that line, or add \`!${path}\` to the end of the file.`;
}
function remedyFor(said) {
    const remedies = [
        [/cannot connect to the docker daemon|is the docker daemon running/i, 'The Docker engine of this runner is not running, or DOCKER_HOST points elsewhere: start it before this step.'],
        [/multi(ple|-)platform.*(not supported|driver)|platforms? .*docker.* driver/i, 'Add docker/setup-buildx-action before this step: the default builder makes one platform at a time.'],
        [/cache export.*not supported|exporting cache/i, 'Add docker/setup-buildx-action before this step: the default builder cannot export a cache.'],
        [/exec format error/i, 'This platform needs emulation here: add docker/setup-qemu-action before this step.'],
        [/no space left on device/i, 'The disk of this runner is full.'],
        [/\b40[13] (?:Forbidden|Unauthorized)|denied: |insufficient_scope|pull access denied/i, "What the build was logged in as may not do that. To push, the stage's role has its permissions from infra/; to pull a base image, log in to its registry in a step before this one."],
        [/invalid argument|invalid value/i, 'An input of this step is not of the form Docker wants: see its name in the message, and the table of inputs.'],
        [/unknown flag|unknown option/i, 'This Docker is older than what it was asked for: update it.']
    ];
    return remedies.find(([pattern]) => pattern.test(said))?.[1];
}
/** Whether what failed was the push, in a way that another try may mend: too many requests, 5xx, a dropped connection. */
function isPassing(log) {
    const end = log.slice(-40).join('\n');
    const pushing = /failed to push|pushing (?:layers|manifest)|failed commit on ref|unexpected status from (?:PUT|POST|PATCH|HEAD|GET) request|^ > exporting to image/im.test(end);
    const passing = /\b429\b|toomanyrequests|too many requests|\b50[0234]\b|connection reset|broken pipe|\bEOF\b|i\/o timeout|TLS handshake timeout|connection refused|no such host|use of closed network connection/i.test(end);
    return pushing && passing;
}

// EXTERNAL MODULE: ./src/builder/docker.ts
var docker = __webpack_require__(3531);
;// CONCATENATED MODULE: ./src/builder/command.ts


const ATTESTATIONS_SINCE = [0, 10];
const ANNOTATIONS_SINCE = [0, 12];
/**
 * The command line of a build; the last argument is the context.
 * @throws Failure naming the input that the Docker at hand cannot take
 */
function buildCommand(plan, docker, metadataFile) {
    return docker.kind === 'buildx' ? buildxCommand(plan, docker.buildx, metadataFile) : dockerBuildCommand(plan, docker.client);
}
function buildxCommand(plan, version, metadataFile) {
    const attestations = attestationFlags(plan);
    const attests = attestations.some(flag => !flag.endsWith('=false'));
    if ((0,docker/* isBefore */.Y8)(version, ATTESTATIONS_SINCE) && attests) {
        throw needs('provenance, sbom or attests', `buildx ${ATTESTATIONS_SINCE.join('.')}`, `buildx ${version.join('.')}`);
    }
    const annotates = !(0,docker/* isBefore */.Y8)(version, ANNOTATIONS_SINCE);
    if (!annotates && Object.keys(plan.annotations).length > 0) {
        throw needs('annotations', `buildx ${ANNOTATIONS_SINCE.join('.')}`, `buildx ${version.join('.')}`);
    }
    // On an index they stand on it as well; buildx refuses that level where there is none, and takes one level a flag.
    const isIndex = plan.platforms.length > 1 || attests;
    const annotations = [
        ...pairs('--annotation', plan.descriptions),
        ...(isIndex ? pairs('--annotation', prefixed('index:', plan.descriptions)) : []),
        ...pairs('--annotation', plan.annotations)
    ];
    const secrets = secretFlags(plan.secrets);
    return {
        environment: secrets.environment,
        args: [
            'buildx', 'build',
            ...common(plan),
            `--platform=${plan.platforms.join(',')}`,
            `--metadata-file=${metadataFile}`,
            ...one('--builder', plan.builder),
            // The pins hold the user's own image contexts as well, by digest.
            ...pairs('--build-context', { ...plan.buildContexts, ...plan.pins }),
            ...each('--no-cache-filter', plan.noCacheFilters),
            ...each('--cache-from', plan.cacheFrom),
            ...each('--cache-to', plan.cacheTo),
            ...each('--allow', plan.allow),
            ...((0,docker/* isBefore */.Y8)(version, ATTESTATIONS_SINCE) ? [] : attestations),
            ...(annotates ? annotations : []),
            ...secrets.flags,
            // Annotations are OCI's: Docker's own manifest type has no place for them.
            ...(plan.push === undefined ? ['--output=type=cacheonly'] : [`--tag=${plan.push}`, '--output=type=image,push=true,oci-mediatypes=true']),
            '--', plan.context
        ]
    };
}
/** `docker build` with the BuildKit of its engine, before buildx was all there is. */
function dockerBuildCommand(plan, version) {
    const onlyBuildx = [
        ['platforms (more than one)', plan.platforms.length > 1],
        ['build-contexts', Object.keys(plan.buildContexts).length > 0],
        ['annotations', Object.keys(plan.annotations).length > 0],
        ['cache-to', plan.cacheTo.length > 0],
        ['cache-from (other than an image)', plan.cacheFrom.some(source => source.includes('='))],
        ['no-cache-filters', plan.noCacheFilters.length > 0],
        ['provenance', plan.provenance !== 'false'],
        ['sbom', plan.sbom !== 'false'],
        ['attests', plan.attests.length > 0],
        ['builder', plan.builder !== undefined],
        ['allow', plan.allow.length > 0]
    ];
    const unsupported = onlyBuildx.find(([, used]) => used);
    if (unsupported !== undefined)
        throw needs(unsupported[0], 'buildx', `Docker ${version.join('.')} without it`);
    const secrets = secretFlags(plan.secrets);
    return {
        environment: { DOCKER_BUILDKIT: '1', ...secrets.environment },
        args: [
            'build',
            ...common(plan),
            `--platform=${plan.platforms.join(',')}`,
            ...each('--cache-from', plan.cacheFrom),
            ...secrets.flags,
            ...(plan.push === undefined ? [] : [`--tag=${plan.push}`]),
            '--', plan.context
        ]
    };
}
function common(plan) {
    return [
        '--progress=plain',
        ...one('--file', plan.file),
        ...one('--target', plan.target),
        ...pairs('--build-arg', plan.buildArgs),
        ...pairs('--label', { ...plan.descriptions, ...plan.labels }),
        ...each('--ssh', plan.ssh),
        ...(plan.noCache ? ['--no-cache'] : []),
        ...(plan.pull ? ['--pull'] : []),
        ...one('--network', plan.network),
        ...each('--add-host', plan.addHosts),
        ...one('--shm-size', plan.shmSize),
        ...each('--ulimit', plan.ulimit),
        ...one('--cgroup-parent', plan.cgroupParent)
    ];
}
/** Said outright in every case: buildx adds provenance by itself where nothing is said. */
function attestationFlags({ provenance, sbom, attests }) {
    return [`--provenance=${provenance}`, `--sbom=${sbom}`, ...each('--attest', attests)];
}
function secretFlags(secrets) {
    const environment = {};
    const flags = secrets.map((secret, index) => {
        if (secret.from === 'file')
            return `--secret=id=${secret.id},src=${secret.path}`;
        const variable = `BUILD_SECRET_${index}`;
        environment[variable] = secret.value;
        return `--secret=id=${secret.id},env=${variable}`;
    });
    return { flags, environment };
}
// Every value is joined to its flag: one that begins with a dash stays a value.
const one = (flag, value) => (value === undefined ? [] : [`${flag}=${value}`]);
const each = (flag, values) => values.map(value => `${flag}=${value}`);
const pairs = (flag, values) => Object.entries(values).map(([name, value]) => `${flag}=${name}=${value}`);
function prefixed(prefix, values) {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}
function needs(input, wanted, had) {
    return new failure/* Failure */.HR(`Input ${input} needs ${wanted}; here is ${had}.`, {
        remedy: 'Install the package docker-buildx-plugin (Debian and Ubuntu: docker-buildx), or add docker/setup-buildx-action before this step.'
    });
}

// EXTERNAL MODULE: ./src/builder/process.ts
var process = __webpack_require__(754);
;// CONCATENATED MODULE: ./src/builder/build.ts






const PUSHES = 4;
/**
 * Builds the image and pushes it under the one tag of the plan. A push that fails in a way that may pass is tried again:
 * what was built is in the builder's cache by then.
 * @throws Failure with the failing instruction and its last lines
 */
async function buildImage(request) {
    const run = request.docker.kind === 'buildx' ? buildx : dockerBuild;
    for (let attempt = 1;; attempt++) {
        // The first build made the layers anew; to do so for each push again would be waste.
        const plan = attempt === 1 ? request.plan : { ...request.plan, noCache: false, noCacheFilters: [] };
        const result = await run({ ...request, plan });
        if (result.kind === 'built')
            return result.built;
        if (attempt === PUSHES || !isPassing(result.log)) {
            throw buildFailure({ ...request, log: result.log, exitCode: result.exitCode });
        }
        const pause = 1000 * 2 ** (attempt - 1) * (0.5 + Math.random());
        request.onLine(`The push failed in a way that may pass; trying again in ${(pause / 1000).toFixed(1)} s (${attempt} of ${PUSHES - 1}).`);
        await (0,external_node_timers_promises_.setTimeout)(pause, undefined, { signal: request.signal });
    }
}
async function buildx(request) {
    const { args, environment } = buildCommand(request.plan, request.docker, request.metadataFile);
    const { log, exitCode } = await build_docker(args, environment, request);
    if (exitCode !== 0)
        return { kind: 'failed', log, exitCode };
    const metadata = JSON.parse(await (0,promises_.readFile)(request.metadataFile, 'utf8'));
    const digest = metadata['containerimage.digest'];
    if (request.plan.push === undefined)
        return { kind: 'built', built: { digest: undefined, metadata } };
    if (typeof digest !== 'string')
        throw new failure/* Failure */.HR('buildx pushed the image, but named no digest in its metadata file.', { remedy: 'Update buildx.' });
    return { kind: 'built', built: { digest, metadata } };
}
/** Docker before 23: the build leaves the image in the engine, and only `docker push` tells its digest. */
async function dockerBuild(request) {
    const { args, environment } = buildCommand(request.plan, request.docker, request.metadataFile);
    const held = await holdBases(request);
    if (held.exitCode !== 0)
        return { kind: 'failed', ...held };
    const built = await build_docker(args, environment, request);
    if (built.exitCode !== 0)
        return { kind: 'failed', ...built };
    const { push } = request.plan;
    if (push === undefined)
        return { kind: 'built', built: { digest: undefined, metadata: {} } };
    const pushed = await build_docker(['push', push], {}, request);
    if (pushed.exitCode !== 0) {
        // Said as buildx says it, so that it is read in the same way.
        return { kind: 'failed', exitCode: pushed.exitCode, log: [...pushed.log, `ERROR: failed to push ${push}: ${pushed.log.at(-1) ?? ''}`] };
    }
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed.log.join('\n'))?.[1];
    if (digest === undefined)
        throw new failure/* Failure */.HR(`docker push of ${push} named no digest.`, { remedy: 'Install buildx.' });
    return { kind: 'built', built: { digest, metadata: { 'containerimage.digest': digest, 'image.name': push } } };
}
/** Without named contexts, what holds a build to a base image's digest is that the engine has it under the name. */
async function holdBases(request) {
    for (const [name, context] of Object.entries(request.plan.pins)) {
        const pinned = context.replace(/^docker-image:\/\//, '').replace(/:[^:/@]+(?=@)/, '');
        for (const args of [['pull', `--platform=${request.plan.platforms.join()}`, pinned], ['tag', pinned, name]]) {
            const { log, exitCode } = await build_docker(args, {}, request);
            if (exitCode !== 0)
                return { log: [...log, `ERROR: docker ${args.join(' ')}: ${log.at(-1) ?? ''}`], exitCode };
        }
    }
    return { log: [], exitCode: 0 };
}
async function build_docker(args, secrets, request) {
    const log = [];
    const exitCode = await (0,process/* runInGroup */.S)({ file: 'docker', args, environment: { ...request.environment, ...secrets }, workingDirectory: request.workspace }, line => {
        // Only the end is ever read again.
        if (log.push(line) > 2000)
            log.splice(0, 1000);
        request.onLine(line);
    }, request.signal);
    return { log, exitCode };
}

// EXTERNAL MODULE: ./src/builder/secrets.ts
var secrets = __webpack_require__(7566);
// EXTERNAL MODULE: ./src/gate.ts
var gate = __webpack_require__(1956);
// EXTERNAL MODULE: ./src/staged-image.ts
var staged_image = __webpack_require__(9461);
;// CONCATENATED MODULE: ./src/comparison.ts



/** A comment is no reason to hold up a job for long: ECR scans an image within a minute or two. */
const SCAN_MS = 120_000;
/** A push sets off a scan at once, where the repository has any. */
const SCAN_BEGINS_MS = 20_000;
/**
 * What is known of an image's vulnerabilities, which is waited for, and of the image that the branch had before. Nothing of it
 * is a reason to fail: what cannot be read is not known.
 */
async function compare({ ecr, registry, repository, manifest, tags, named, scanTimeoutSeconds, signal }) {
    const ofImage = { ecr, registry, repository, signal };
    const describePrevious = async () => {
        const found = findPrevious(tags, named, manifest.digest);
        if (found.kind !== 'other')
            return found;
        const unknown = (because) => ({ ...found, size: undefined, scans: { kind: 'unknown', because } });
        try {
            const there = await registry.manifest(repository.name, found.digest);
            if (there.kind !== 'found')
                return unknown('it is not there any more');
            const [{ size }, scans] = await Promise.all([
                (0,staged_image/* describeImage */.h)(registry, repository.name, there.value, [], true),
                (0,gate/* scansOf */.GA)({ ...ofImage, manifest: there.value, patience: { timeoutMs: 0 } })
            ]);
            return { ...found, size, scans };
        }
        catch (error) {
            signal.throwIfAborted();
            return unknown((0,failure/* messageOf */.bD)(error));
        }
    };
    const patience = { timeoutMs: Math.min(scanTimeoutSeconds * 1000, SCAN_MS), beginMs: SCAN_BEGINS_MS };
    const [scans, previous] = await Promise.all([(0,gate/* scansOf */.GA)({ ...ofImage, manifest, patience }), describePrevious()]);
    return { scans, previous };
}
/** What the pull request's tag named, or where that is new the branch's. */
function findPrevious(tags, named, digest) {
    for (const kind of ['pull-request', 'branch']) {
        const tag = tags.find(candidate => candidate.kind === kind)?.name;
        const before = tag === undefined ? undefined : named.get(tag);
        if (tag !== undefined && before !== undefined)
            return before === digest ? { kind: 'same' } : { kind: 'other', tag, digest: before };
    }
    return { kind: 'none' };
}

// EXTERNAL MODULE: ./src/docker-login.ts
var docker_login = __webpack_require__(3631);
// EXTERNAL MODULE: ./src/registry/manifest.ts
var registry_manifest = __webpack_require__(506);
// EXTERNAL MODULE: ./src/session.ts
var src_session = __webpack_require__(2927);
// EXTERNAL MODULE: ./src/settings.ts
var src_settings = __webpack_require__(8750);
// EXTERNAL MODULE: ./src/source/source.ts + 4 modules
var source_source = __webpack_require__(168);
// EXTERNAL MODULE: ./src/sources.ts + 3 modules
var sources = __webpack_require__(2794);
// EXTERNAL MODULE: ./src/stage-run.ts + 1 modules
var stage_run = __webpack_require__(7085);
// EXTERNAL MODULE: ./src/stages/tags.ts
var stages_tags = __webpack_require__(7094);
// EXTERNAL MODULE: ./src/tagging.ts
var src_tagging = __webpack_require__(9352);
;// CONCATENATED MODULE: ./src/build.ts


















/** Builds the image for its stage, unless the stage has it already, and puts this run's tags on it. */
async function build(run, { target, identity }) {
    const settings = (0,src_settings/* settingsOf */.f5)(run.inputs.build, run.image);
    (0,secrets/* maskSecretFiles */.e)(settings.secrets, run.runner.workspace, run.log.mask);
    const session = run.phases.time('sign-in', () => (0,src_session/* signIn */.J)({ ...run, target, identity }));
    try {
        return await buildIn(run, target, settings, session);
    }
    finally {
        // What is wrong with the sources may be known before the sign-in is done.
        await session.then(({ close }) => close(), () => undefined);
    }
}
async function buildIn(run, target, settings, session) {
    const { inputs, log, phases, reason } = run;
    const { stage, repository } = target;
    const [{ registry }, source] = await Promise.all([session, (0,sources/* countSources */.M)(run, settings, session)]);
    const print = source.fingerprint;
    const { name: sourceTag } = (0,stages_tags/* tagOfSources */.mc)(stage, print.value);
    const tags = (0,stage_run/* tagsOf */.F)(run, stage, { isOfCommit: run.isCommitted !== false, committedAt: run.commit.time });
    const place = { registry, repository: repository.name, from: repository.from, tags };
    const [found, named] = await phases.time('look-up', () => Promise.all([(0,staged_image/* findImage */.F)(registry, target, sourceTag, src_tagging/* NEEDS_READ */.DI), (0,src_tagging/* lookUpTags */.YK)(place)]));
    const verdict = judge(found, print, inputs.rebuild);
    // An unchanged image most often has its tags: then nobody needs to know. A changed one moves them: the build takes longer.
    const asked = verdict.kind === 'build' ? (0,stage_run/* laterCommits */.p)(run) : undefined;
    asked?.catch(() => undefined);
    const later = () => asked ?? (0,stage_run/* laterCommits */.p)(run);
    log.info(verdict.says);
    const tagging = {
        ...place, stage, later, warn: log.warning,
        rename: verdict.kind === 'build' ? (0,stages_tags/* rebuiltCommitTag */.Jv)(run.revision.commit, { number: run.runner.runNumber, attempt: run.runner.runAttempt }) : undefined
    };
    if (inputs.dryRun)
        return await plan(run, target, tagging, named, source, sourceTag, verdict);
    const config = inputs.dockerLogin || verdict.kind === 'build' ? await (0,docker_login/* privateConfig */.u)(run, await session) : undefined;
    try {
        if (inputs.dockerLogin && config !== undefined)
            (0,docker_login/* shareLogin */.P)(run, config);
        const { manifest, metadata } = verdict.kind === 'unchanged'
            ? { manifest: verdict.manifest, metadata: undefined }
            : await makeAndPush(run, settings, source, { registry, repository: repository.name, tag: sourceTag }, config);
        const scanned = { ecr: (await session).ecr(repository), registry, repository, manifest, signal: run.signal };
        // The roles of the other stages may not read findings of their own repository.
        const isCompared = stage === 'development' && inputs.comment && run.revision.pullRequest !== undefined;
        const knownOf = async () => {
            if (isCompared)
                return await phases.time('scan', () => compare({ ...scanned, ...place, repository, named, tags, scanTimeoutSeconds: inputs.scanTimeoutSeconds }));
            return stage === 'development' && verdict.kind === 'unchanged' ? { scans: await (0,gate/* scansOf */.GA)({ ...scanned, patience: { timeoutMs: 0 } }) } : {};
        };
        const [tagResults, description, known] = await Promise.all([
            phases.time('tags', async () => {
                // While an image is built, others may move tags.
                return await (0,src_tagging/* putTags */.Tm)({ ...tagging, digest: manifest.digest }, manifest, verdict.kind === 'build' ? await (0,src_tagging/* lookUpTags */.YK)(place) : named);
            }),
            (0,staged_image/* describeImage */.h)(registry, repository.name, manifest, settings.platforms, verdict.kind === 'build' || isCompared),
            knownOf()
        ]);
        const pushed = { tag: sourceTag, kind: verdict.kind === 'unchanged' ? 'already' : 'put' };
        const image = {
            ...description, ...known,
            name: run.image?.name ?? repository.name, dockerfile: source.dockerfile,
            registry: registry.host, repository: repository.name, digest: manifest.digest,
            tags: [pushed, ...tagResults], fingerprint: print.value, bases: source.bases
        };
        return metadata === undefined
            ? { kind: 'unchanged', stage, reason, image }
            : { kind: 'built', stage, reason, image, changed: ![found?.digest, ...named.values()].includes(manifest.digest), metadata };
    }
    finally {
        if (!inputs.dockerLogin)
            await config?.remove();
    }
}
/** Builds the image to see that it builds, and pushes it nowhere. */
async function tryBuild(run) {
    const settings = settingsOf(run.inputs.build, run.image);
    maskSecretFiles(settings.secrets, run.runner.workspace, run.log.mask);
    const source = await countSources(run, settings, undefined);
    const { metadata } = await make(run, settings, source, undefined, await dockerWith(run.environment, run.signal));
    return { kind: 'built-only', reason: run.reason, fingerprint: source.fingerprint.value, bases: source.bases, metadata };
}
/** Whether the image that is there, if one is, stands for what would be built. */
function judge(found, print, rebuild) {
    const name = `fingerprint ${print.value.slice(0, 12)}`;
    if (print.kind === 'unique')
        return { kind: 'build', says: `Never taken for unchanged: ${print.because}` };
    if (found === undefined)
        return { kind: 'build', says: `No image of this ${name} yet.` };
    if (rebuild)
        return { kind: 'build', says: `An image of this ${name} is there, and rebuild asks for another.` };
    return { kind: 'unchanged', manifest: found, says: `Unchanged: ${found.digest} has this ${name}. Nothing to build.` };
}
async function plan({ reason }, { stage, repository }, tagging, named, source, sourceTag, verdict) {
    const unchanged = verdict.kind === 'unchanged';
    const others = await (0,src_tagging/* foreseeTags */.rW)({ ...tagging, digest: unchanged ? verdict.manifest.digest : undefined }, named);
    const tags = [{ tag: sourceTag, kind: unchanged ? 'already' : 'put' }, ...others];
    return {
        kind: 'planned', stage, reason,
        plan: {
            registry: tagging.registry.host, repository: repository.name, fingerprint: source.fingerprint.value, bases: source.bases,
            action: unchanged ? 'tag only' : 'build and push', because: verdict.says, tags
        }
    };
}
async function dockerWith(environment, signal) {
    return { docker: await (0,docker/* findDocker */.ce)({ environment, signal }), environment };
}
/** Runs the build, and pushes it under one tag where there is somewhere to push it to. */
async function make(run, settings, source, push, tool) {
    const { runner, signal, log, phases, commit, revision } = run;
    const directory = await (0,promises_.mkdtemp)((0,external_node_path_.join)(runner.temporaryDirectory, 'build-'));
    const version = revision.version?.text ?? revision.branch ?? revision.commit;
    try {
        return await phases.time(push === undefined ? 'build' : 'build and push', () => log.group(push === undefined ? 'Building' : `Building ${push}`, () => buildImage({
            plan: {
                ...settings,
                buildArgs: { ...settings.buildArgs, ...source.pins.buildArgs },
                pins: source.pins.buildContexts,
                descriptions: (0,src_settings/* descriptionsOf */.HY)({ runner, image: run.image?.name, commit: run.isCommitted === false ? `${revision.commit}-dirty` : revision.commit, committedAt: commit.time, version }),
                push
            },
            ...tool,
            workspace: runner.workspace,
            dockerfile: source.dockerfile,
            excludedBy: path => (0,source_source/* excludedBy */.UC)(path, settings, { directory: runner.workspace }),
            metadataFile: (0,external_node_path_.join)(directory, 'metadata.json'),
            signal,
            onLine: log.info
        })));
    }
    finally {
        await (0,promises_.rm)(directory, { recursive: true, force: true });
    }
}
/** Builds and pushes under the source tag, and reads the manifest back as the registry has it: what the tags will be put on. */
async function makeAndPush(run, settings, source, { registry, repository, tag }, config) {
    const tool = await dockerWith({ ...run.environment, ...config?.environment }, run.signal);
    // A build may take long: nobody is to wait for one that cannot be pushed.
    await registry.repository(repository, { side: 'target' }).blobs.checkUpload();
    const { digest, metadata } = await make(run, settings, source, `${registry.host}/${repository}:${tag}`, tool);
    const found = digest === undefined ? undefined : await registry.manifest(repository, digest);
    if (found?.kind === 'denied') {
        throw new failure/* Failure */.HR(`Reading ${digest ?? ''} back, which was pushed to ${repository}: ${found.reason}`, {
            remedy: src_tagging/* NEEDS_READ */.DI
        });
    }
    if (found?.kind !== 'found') {
        throw new failure/* Failure */.HR(`Docker pushed ${digest ?? 'no digest'} to ${repository}, and the registry does not have it.`, {
            remedy: 'Run the job again. If it stays, something between this runner and ECR answers in its place: look at proxies and registry mirrors.'
        });
    }
    warnOfDropped(settings.annotations, found.value, run.log);
    return { manifest: found.value, metadata };
}
/** The default builder of an engine with Docker's own image store drops annotations and says nothing. */
function warnOfDropped(annotations, manifest, log) {
    const { annotations: kept = {} } = (0,registry_manifest/* jsonOf */.o_)(manifest.bytes);
    const dropped = Object.keys(annotations).filter(name => !name.includes(':') && !(name in kept));
    if (dropped.length === 0)
        return;
    log.warning(`The builder left out the annotations ${dropped.join(', ')}. Add docker/setup-buildx-action before this step: the default builder has no place for them.`);
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./src/source/context.ts + 1 modules
var source_context = __webpack_require__(4003);
// EXTERNAL MODULE: ./src/source/files.ts
var files = __webpack_require__(3206);
// EXTERNAL MODULE: ./src/source/tree.ts + 2 modules
var source_tree = __webpack_require__(9618);
// EXTERNAL MODULE: ./src/commands/options.ts
var commands_options = __webpack_require__(6052);
;// CONCATENATED MODULE: ./src/commands/beside-commit.ts






/** Options that make another image of a commit than its workflow does. */
const VARIANTS = ['context', 'file', 'target', 'platform', 'buildArg', 'secretEnv', 'secretFile'];
/**
 * What goes into the image and is not of the commit that is checked out; the commit's tag is then not its.
 * @returns a clause, or undefined where all of it is
 */
async function besideCommit(tree, options, { context, file }) {
    if (tree.isDirty)
        return 'with changes that are not committed';
    const variant = VARIANTS.find(name => options[name] !== undefined);
    if (variant !== undefined)
        return `built by options of its own (${(0,commands_options/* spelled */.uQ)(variant)})`;
    const place = (0,source_context/* placeOf */.$t)(context, 'context', tree.directory);
    if (place.kind !== 'directory')
        return undefined;
    const root = (0,external_node_fs_.realpathSync)(place.path);
    const top = (0,external_node_fs_.realpathSync)(tree.directory);
    if ((0,files/* leadsOut */.q)((0,external_node_path_.relative)(top, root)))
        return 'with a context that is outside of the repository';
    const dockerfile = (0,external_node_path_.resolve)(tree.directory, file ?? (0,external_node_path_.join)(context, 'Dockerfile'));
    const tracked = await trackedBelow(tree, root);
    // As listTree has it: each byte of a name is one character.
    const foreign = (0,source_tree/* listTree */.n)(root, (0,source_context/* readIgnorePatterns */.gZ)(place.path, tree.directory, dockerfile))
        .find(({ path, kind }) => (kind === 'file' || kind === 'link') && tracked.get(path) !== 'as committed');
    return foreign === undefined ? undefined : `with a file that is not the commit's (${(0,external_node_path_.join)((0,external_node_path_.relative)(top, root), Buffer.from(foreign.path, 'latin1').toString())})`;
}
/** The files that git tracks in a directory; of those it was told to pass over it does not say whether they changed. */
async function trackedBelow({ git }, directory) {
    const [flagged = '', inSubmodules = ''] = await Promise.all([
        git('-C', directory, 'ls-files', '-z', '-v'),
        git('-C', directory, 'ls-files', '-z', '--recurse-submodules')
    ]);
    const names = (text) => text.split('\0').filter(name => name !== '');
    const tracked = new Map(names(inSubmodules).map(name => [latin(name), 'as committed']));
    // `H` is a tracked file; lower case is assumed to be unchanged, `S` left out of the working tree.
    for (const row of names(flagged))
        if (!row.startsWith('H '))
            tracked.set(latin(row.slice(2)), 'passed over');
    return tracked;
}
function latin(name) {
    return Buffer.from(name).toString('latin1');
}

// EXTERNAL MODULE: ./src/commands/local-job.ts
var local_job = __webpack_require__(4311);
// EXTERNAL MODULE: ./src/commands/outcome-report.ts + 2 modules
var outcome_report = __webpack_require__(1791);
// EXTERNAL MODULE: ./src/commands/trunk-only.ts
var trunk_only = __webpack_require__(5587);
// EXTERNAL MODULE: ./src/commands/working-tree.ts + 1 modules
var working_tree = __webpack_require__(3699);
;// CONCATENATED MODULE: ./src/commands/push.ts








const INSTEAD = 'Push to development (leave --stage out), and merge';
/** Builds the image of what is checked out and pushes it, unless the stage has it already. */
async function push(common, settings, machine) {
    return await (0,local_job/* inClone */.J)(common, settings, machine, async (job) => {
        const { log, inputs, image, identity } = job;
        const { stage = 'development' } = common;
        if (stage === 'release') {
            throw new failure/* Failure */.HR('A release is never built: it is the image that master has.', { remedy: 'Promote it: `ecr-registry promote --stage release --version 1.2.3`.' });
        }
        if (stage === 'master')
            await (0,trunk_only/* refuseBesideTrunk */.v)(job, job.tree, INSTEAD);
        const target = job.targetOf(stage);
        // A code may be asked for, and that may take long: what is checked out is looked at when it is over.
        await identity(target);
        const tree = await (0,working_tree/* readWorkingTree */.c)(job.tree.directory, job.environment);
        if (stage === 'master')
            await (0,trunk_only/* refuseBesideTrunk */.v)(job, tree, INSTEAD);
        const beside = await besideCommit(tree, settings, (0,src_settings/* settingsOf */.f5)(inputs.build, image));
        const from = tree.branch === undefined ? `commit ${tree.commit.id.slice(0, 12)}` : `branch ${tree.branch}`;
        const reason = `By hand from ${from}${beside === undefined ? '' : `, ${beside}`}, to ${stage}.`;
        log.info(reason);
        const revision = { commit: tree.commit.id, branch: tree.branch, pullRequest: undefined, version: undefined };
        return (0,outcome_report/* reportOf */.E)(await build({ ...job, reason, commit: tree.commit, isCommitted: beside === undefined, revision }, { target, identity }));
    });
}


/***/ })

};
