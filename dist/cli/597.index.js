export const id = 597;
export const ids = [597];
export const modules = {

/***/ 8797:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  H: () => (/* binding */ withLocalJob)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/core/process-env.ts
var process_env = __webpack_require__(6724);
;// CONCATENATED MODULE: ./src/core/timings.ts
/** The duration of each phase of a run in milliseconds, in the order in which the phases began. */
class Timings {
    durations = new Map();
    /** Runs the work and adds its duration to the phase. Phases that overlap count in full. */
    async time(name, work) {
        const start = performance.now();
        this.durations.set(name, this.durations.get(name) ?? 0);
        try {
            return await work();
        }
        finally {
            this.durations.set(name, (this.durations.get(name) ?? 0) + performance.now() - start);
        }
    }
    entries() {
        return [...this.durations];
    }
}

// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/core/remedy.ts
var remedy = __webpack_require__(7935);
// EXTERNAL MODULE: ./src/docker/remedies.ts
var remedies = __webpack_require__(9390);
;// CONCATENATED MODULE: ./src/docker/build-error.ts



const OUTPUT_LINES = 15;
/**
 * Reads the end of a build's plain progress. There BuildKit repeats the failed step between two rulers:
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
        message: closing === -1
            ? lastLine(log)
            : log
                .slice(closing, closing + 5)
                .join('\n')
                .replace(/^(ERROR|error): (failed to solve: )?/, '')
                .trim(),
        line: Number.isInteger(line) ? line : undefined
    };
}
/** The closing sentence of a Docker before 23, which has no `ERROR: ` before it. */
function lastLine(log) {
    return log.findLast(line => line.trim() !== '' && !/^(?:See '|Usage:)/.test(line.trim()))?.trim();
}
/** The error of a failed build: the failed instruction and its last lines, or Docker's own message. */
function buildFailure({ log, exitCode, dockerfile, excludedBy }) {
    const { instruction, quoted, output, message, line } = readBuildError(log);
    const location = line === undefined || dockerfile === undefined ? undefined : { file: dockerfile, line };
    const closing = message ?? `Docker ended with exit code ${exitCode} and printed nothing`;
    const text = instruction === undefined
        ? `The build failed: ${closing}`
        : [`The build failed at ${instruction}`, ...output.map(text => `  ${text}`), closing].join('\n');
    const found = remedyOfExclusion(quoted ?? instruction ?? '', closing, excludedBy) ?? remedyOf(closing);
    return new failure/* Failure */.HR(text, {
        ...(found === undefined ? {} : { remedy: found }),
        ...(location === undefined ? {} : { location })
    });
}
/** BuildKit gives the same error for a missing file and for a file that .dockerignore excludes, because it receives neither. */
function remedyOfExclusion(instruction, message, excludedBy) {
    const path = /"\/([^"]+)":? not found/.exec(message)?.[1];
    // With `from=` the instruction reads another stage, image or context, and not the build's own context.
    if (path === undefined || /\bfrom=/.test(instruction))
        return undefined;
    const exclusion = excludedBy(path);
    if (exclusion === undefined)
        return undefined;
    const { file, line } = exclusion.location;
    return `Remove the line ${file}:${line}, or add \`!${path}\` to the end of that file: ${path} exists, but this line keeps it out of the build.`;
}
const REMEDIES = [
    [
        /cannot connect to the docker daemon|is the docker daemon running/i,
        (0,remedy/* remedy */.zL) `Start the Docker engine of ${remedy/* THIS_MACHINE */.DQ}${remedies/* BEFORE_BUILD */.jt}, or correct DOCKER_HOST.`
    ],
    [
        /multi(ple|-)platform.*(not supported|driver)|platforms? .*docker.* driver/i,
        (0,remedy/* remedy */.zL) `${remedies/* ADD_BUILDER */.Ku}: the default builder builds one platform at a time.`
    ],
    [/cache export.*not supported|exporting cache/i, (0,remedy/* remedy */.zL) `${remedies/* ADD_BUILDER */.Ku}: the default builder cannot export a cache.`],
    [/exec format error/i, (0,remedy/* remedy */.zL) `${remedies/* ADD_EMULATION */.lj}: this platform has to be emulated here.`],
    [/no space left on device/i, (0,remedy/* remedy */.zL) `Free some space: the disk of ${remedy/* THIS_MACHINE */.DQ} is full.`],
    [
        /\b40[13] (?:Forbidden|Unauthorized)|denied: |insufficient_scope|pull access denied/i,
        (0,remedy/* remedy */.zL) `The login of the build may not do that. To push, the stage's role has its permissions from infra/. To pull a base image, log in to its registry${remedies/* BEFORE_BUILD */.jt}.`
    ],
    [
        /invalid argument|invalid value/i,
        (0,remedy/* remedy */.zL) `Correct the ${{ workflow: 'input', terminal: 'option' }} that the message names: Docker does not accept its value. ${{
            workflow: 'The table of inputs shows',
            terminal: '`ecr-registry help push` shows'
        }} the form.`
    ],
    [/unknown flag|unknown option/i, 'Update Docker: this version does not know an option that the build needs.']
];
function remedyOf(message) {
    return REMEDIES.find(([pattern]) => pattern.test(message))?.[1];
}
/** Whether the push failed with an error that may pass: too many requests, 5xx, a dropped connection. */
function isTransientPush(log) {
    const end = log.slice(-40).join('\n');
    const pushing = /failed to push|pushing (?:layers|manifest)|failed commit on ref|unexpected status from (?:PUT|POST|PATCH|HEAD|GET) request|^ > exporting to image/im.test(end);
    const passing = /\b429\b|toomanyrequests|too many requests|\b50[0234]\b|connection reset|broken pipe|\bEOF\b|i\/o timeout|TLS handshake timeout|connection refused|no such host|use of closed network connection/i.test(end);
    return pushing && passing;
}

// EXTERNAL MODULE: ./src/docker/build-tool.ts
var build_tool = __webpack_require__(4567);
;// CONCATENATED MODULE: ./src/docker/command.ts



const ATTESTATIONS_SINCE = [0, 10];
const ANNOTATIONS_SINCE = [0, 12];
/**
 * Makes the command line of a build. The last argument is the context.
 * @throws Failure naming the setting that this version of Docker or buildx does not support
 */
function buildCommand(plan, tool, metadataFile) {
    return tool.kind === 'buildx' ? buildxCommand(plan, tool.buildx, metadataFile) : dockerBuildCommand(plan, tool.client);
}
function buildxCommand(plan, version, metadataFile) {
    const attestations = attestationFlags(plan);
    const attests = attestations.some(flag => !flag.endsWith('=false'));
    if ((0,build_tool/* isOlder */.tW)(version, ATTESTATIONS_SINCE) && attests) {
        throw needsNewer('provenance, sbom or attests', ATTESTATIONS_SINCE, version);
    }
    const annotates = !(0,build_tool/* isOlder */.tW)(version, ANNOTATIONS_SINCE);
    if (!annotates && Object.keys(plan.annotations).length > 0) {
        throw needsNewer('annotations', ANNOTATIONS_SINCE, version);
    }
    const secrets = secretFlags(plan.secrets);
    return {
        environment: secrets.environment,
        args: [
            'buildx',
            'build',
            ...common(plan),
            `--platform=${plan.platforms.join(',')}`,
            `--metadata-file=${metadataFile}`,
            ...one('--builder', plan.builder),
            // The pins come last: they replace the user's own image contexts by ones with a digest.
            ...pairs('--build-context', { ...plan.buildContexts, ...plan.pins }),
            ...each('--no-cache-filter', plan.noCacheFilters),
            ...each('--cache-from', plan.cacheFrom),
            ...each('--cache-to', plan.cacheTo),
            ...each('--allow', plan.allow),
            ...((0,build_tool/* isOlder */.tW)(version, ATTESTATIONS_SINCE) ? [] : attestations),
            ...(annotates ? annotationFlags(plan, plan.platforms.length > 1 || attests) : []),
            ...secrets.flags,
            // Only OCI manifests can hold annotations. Docker's own manifest type cannot.
            ...(plan.push === undefined
                ? ['--output=type=cacheonly']
                : [`--tag=${plan.push}`, '--output=type=image,push=true,oci-mediatypes=true']),
            '--',
            plan.context
        ]
    };
}
/** `docker build` of a Docker before 23, with the BuildKit of its engine. */
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
    if (unsupported !== undefined) {
        throw new failure/* Failure */.HR(`The setting ${unsupported[0]} requires buildx, and Docker ${version.join('.')} on this machine has none.`, {
            remedy: remedies/* INSTALL_BUILDX */.Jm
        });
    }
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
            '--',
            plan.context
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
/** Every build has these flags, because buildx adds provenance by itself if it gets none of them. */
function attestationFlags({ provenance, sbom, attests }) {
    return [`--provenance=${provenance}`, `--sbom=${sbom}`, ...each('--attest', attests)];
}
/**
 * If there is an index, it has the annotations too. Without an index buildx refuses that level. Each flag names one level.
 * @param isIndex whether the build makes an index: for several platforms, or for attestations
 */
function annotationFlags({ descriptions, annotations }, isIndex) {
    return [
        ...pairs('--annotation', descriptions),
        ...(isIndex ? pairs('--annotation', prefixed('index:', descriptions)) : []),
        ...pairs('--annotation', annotations)
    ];
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
// Each value is joined to its flag with `=`, so that a value that begins with a dash is not taken for a flag.
const one = (flag, value) => (value === undefined ? [] : [`${flag}=${value}`]);
const each = (flag, values) => values.map(value => `${flag}=${value}`);
const pairs = (flag, values) => Object.entries(values).map(([name, value]) => `${flag}=${name}=${value}`);
function prefixed(prefix, values) {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}
function needsNewer(setting, since, version) {
    return new failure/* Failure */.HR(`The setting ${setting} requires buildx ${since.join('.')}, and this machine has buildx ${version.join('.')}.`, { remedy: remedies/* UPDATE_BUILDX */.Lx });
}

// EXTERNAL MODULE: ./src/docker/process.ts
var process = __webpack_require__(8545);
;// CONCATENATED MODULE: ./src/docker/build.ts







/** The client that runs the docker command of this machine. */
const dockerClient = { find: build_tool/* findBuildTool */.CK, build: buildImage };
const PUSHES = 4;
/**
 * Builds the image and pushes it under the one tag of the plan. If the push fails with a transient error, it is tried again.
 * By then the layers are in the builder's cache.
 * @throws Failure with the failing instruction and the last lines of its output
 */
async function buildImage(request) {
    const build = request.tool.kind === 'buildx' ? buildWithBuildx : buildWithDocker;
    for (let attempt = 1;; attempt++) {
        // The first attempt has built all layers without the cache. The next attempts can take them from it.
        const plan = attempt === 1 ? request.plan : { ...request.plan, noCache: false, noCacheFilters: [] };
        const result = await build({ ...request, plan });
        if (result.kind === 'built')
            return result.built;
        if (attempt === PUSHES || !isTransientPush(result.log)) {
            throw buildFailure({ ...request, log: result.log, exitCode: result.exitCode });
        }
        const pause = 1000 * 2 ** (attempt - 1) * (0.5 + Math.random());
        request.onLine(`The push failed with an error that may pass. Trying again in ${(pause / 1000).toFixed(1)} s (${attempt} of ${PUSHES - 1}).`);
        await (0,external_node_timers_promises_.setTimeout)(pause, undefined, { signal: request.signal });
    }
}
async function buildWithBuildx(request) {
    const { args, environment } = buildCommand(request.plan, request.tool, request.metadataFile);
    const { log, exitCode } = await runAndKeepLog(args, environment, request);
    if (exitCode !== 0)
        return { kind: 'failed', log, exitCode };
    const metadata = JSON.parse(await (0,promises_.readFile)(request.metadataFile, 'utf8'));
    const digest = metadata['containerimage.digest'];
    if (request.plan.push === undefined)
        return { kind: 'built', built: { digest: undefined, metadata } };
    if (typeof digest !== 'string')
        throw new failure/* Failure */.HR('buildx pushed the image, but its metadata file names no digest.', { remedy: 'Update buildx.' });
    return { kind: 'built', built: { digest, metadata } };
}
/** Builds with Docker before 23. The build leaves the image in the engine, and only `docker push` prints its digest. */
async function buildWithDocker(request) {
    const { args, environment } = buildCommand(request.plan, request.tool, request.metadataFile);
    const pinned = await pinBases(request);
    if (pinned.exitCode !== 0)
        return { kind: 'failed', ...pinned };
    const built = await runAndKeepLog(args, environment, request);
    if (built.exitCode !== 0)
        return { kind: 'failed', ...built };
    const { push } = request.plan;
    if (push === undefined)
        return { kind: 'built', built: { digest: undefined, metadata: {} } };
    const pushed = await runAndKeepLog(['push', push], {}, request);
    if (pushed.exitCode !== 0) {
        // The line has the form of buildx's own error, so that it is read in the same way.
        return {
            kind: 'failed',
            exitCode: pushed.exitCode,
            log: [...pushed.log, `ERROR: failed to push ${push}: ${pushed.log.at(-1) ?? ''}`]
        };
    }
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed.log.join('\n'))?.[1];
    if (digest === undefined)
        throw new failure/* Failure */.HR(`docker push of ${push} named no digest.`, { remedy: 'Install buildx.' });
    return { kind: 'built', built: { digest, metadata: { 'containerimage.digest': digest, 'image.name': push } } };
}
/**
 * Pulls the base images by digest and gives each the name that the Dockerfile uses. Without named contexts, only the image
 * that the engine has under that name holds the build to the digest.
 */
async function pinBases(request) {
    for (const [name, context] of Object.entries(request.plan.pins)) {
        const pinned = context.replace(/^docker-image:\/\//, '').replace(/:[^:/@]+(?=@)/, '');
        for (const args of [
            ['pull', `--platform=${request.plan.platforms.join()}`, pinned],
            ['tag', pinned, name]
        ]) {
            const { log, exitCode } = await runAndKeepLog(args, {}, request);
            if (exitCode !== 0)
                return { log: [...log, `ERROR: docker ${args.join(' ')}: ${log.at(-1) ?? ''}`], exitCode };
        }
    }
    return { log: [], exitCode: 0 };
}
async function runAndKeepLog(args, secrets, request) {
    const log = [];
    const exitCode = await (0,process/* runInGroup */.S)({ file: 'docker', args, environment: { ...request.environment, ...secrets }, workingDirectory: request.workspace }, line => {
        // Only the end of the log is read later.
        if (log.push(line) > 2000)
            log.splice(0, 1000);
        request.onLine(line);
    }, request.signal);
    return { log, exitCode };
}

// EXTERNAL MODULE: ./src/cli/local-project.ts + 9 modules
var local_project = __webpack_require__(9343);
// EXTERNAL MODULE: ./src/cli/own-identity.ts
var own_identity = __webpack_require__(2481);
// EXTERNAL MODULE: ./src/cli/working-tree.ts + 1 modules
var working_tree = __webpack_require__(7442);
;// CONCATENATED MODULE: ./src/cli/local-job.ts









/**
 * Works in the clone that the command was called in. The job's temporary directory is removed when the work ends.
 * @param settings how to build or promote
 * @throws Failure if there is no clone, or no stages file
 */
async function withLocalJob(common, settings, invocation, work) {
    const { directory, environment, log, signal } = invocation;
    const tree = await (0,working_tree/* readWorkingTree */.c)(directory, environment);
    const project = await (0,local_project/* readProject */.W)(tree, { ...settings, ...common }, invocation);
    const temporaryDirectory = await (0,promises_.mkdtemp)((0,external_node_path_.join)((0,external_node_os_.tmpdir)(), 'ecr-registry-'));
    try {
        return await work({
            ...project,
            log,
            signal,
            runner: localRunner(project, temporaryDirectory, environment),
            environment: (0,process_env/* programEnvironment */.y)(environment),
            identity: (0,own_identity/* ownIdentity */.h)({ profile: common.profile, environment, log, signal }),
            timings: new Timings(),
            docker: dockerClient,
            // A command has no post step and no later steps: all its leftovers are in the temporary directory.
            saveState: () => undefined,
            exportVariable: () => undefined
        });
    }
    finally {
        await (0,promises_.rm)(temporaryDirectory, { recursive: true, force: true });
    }
}
/** The description of a job that a runner gives in a workflow. */
function localRunner({ tree: { directory }, file: { github } }, temporaryDirectory, environment) {
    return {
        workspace: directory,
        temporaryDirectory,
        repository: github.repository ?? '',
        repositoryId: github.repositoryId,
        eventName: '',
        eventPath: '',
        ref: '',
        sha: '',
        actor: environment['USER'] ?? '',
        serverUrl: environment['GITHUB_SERVER_URL'] ?? 'https://github.com',
        apiUrl: '',
        mayAskForToken: false,
        runId: '0',
        // The run number is part of the tag of a second image of the same commit, so it must differ from push to push.
        runNumber: Math.floor(Date.now() / 1000),
        runAttempt: 1
    };
}


/***/ }),

/***/ 5793:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ Session)
/* harmony export */ });
/* harmony import */ var _registry_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4251);

/**
 * The login of a run: to AWS as its identity, and to the registries of both ends. It begins at once, so that what needs
 * no login goes on meanwhile. Credentials and tokens stay in memory.
 */
class Session {
    job;
    destination;
    signedIn;
    registries = [];
    ecrClients = new Map();
    constructor(job, destination) {
        this.job = job;
        this.destination = destination;
        this.signedIn = job.timings.time('sign-in', () => this.signIn());
        // Each end throws the error when it is asked for. A run that fails before that reports its own error.
        this.signedIn.catch(() => undefined);
    }
    /** The repository that the run writes to. */
    async target() {
        const { registry } = await this.signedIn;
        return await this.end(this.destination.target.repository, registry, 'target');
    }
    /** A repository that the run promotes from. */
    async source(repository) {
        const { registry, token, access, account } = await this.signedIn;
        const { target } = this.destination;
        const { account: targetAccount, region } = target.repository;
        if (repository.account === targetAccount && repository.region === region)
            return await this.end(repository, registry, 'source');
        const { resolveRegistryLogin, requestAuthorizationToken } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(657)]).then(__webpack_require__.bind(__webpack_require__, 9657));
        // A token reaches every account's registry in its region, and no other region.
        const reaching = repository.region === region ? token : await requestAuthorizationToken(repository, access, this.job.log.mask);
        const login = await resolveRegistryLogin({
            ...access,
            repository,
            side: 'source',
            token: reaching,
            callerAccount: account
        });
        return await this.end(repository, this.open(login), 'source');
    }
    /** What Docker logs in to the target's registry with. */
    async login() {
        return (await this.signedIn).login;
    }
    /** Ends all connections. */
    async close() {
        await this.signedIn.catch(() => undefined);
        for (const client of this.ecrClients.values())
            client.destroy();
        await Promise.all(this.registries.map(registry => registry.close()));
    }
    async signIn() {
        const { environment, log, signal } = this.job;
        const { target, identity } = this.destination;
        const [{ resolveRegistryLogin, requestAuthorizationToken }, { credentials, account }] = await Promise.all([
            Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(657)]).then(__webpack_require__.bind(__webpack_require__, 9657)),
            identity(target)
        ]);
        const access = { credentials, environment, signal };
        const token = await requestAuthorizationToken(target.repository, access, log.mask);
        const login = await resolveRegistryLogin({
            ...access,
            repository: target.repository,
            side: 'target',
            token,
            callerAccount: account
        });
        return { account, access, token, login, registry: this.open(login) };
    }
    open(login) {
        const { signal } = this.job;
        const registry = (0,_registry_js__WEBPACK_IMPORTED_MODULE_0__/* .openRegistry */ .M)({ origin: login.origin, authorization: { kind: 'basic', login }, signal });
        this.registries.push(registry);
        return registry;
    }
    async end(repository, registry, side) {
        return {
            repository,
            registry,
            client: registry.repository(repository.name, { side }),
            ecr: await this.ecrIn(repository.region)
        };
    }
    async ecrIn(region) {
        const { access } = await this.signedIn;
        const { openEcrClient } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(657)]).then(__webpack_require__.bind(__webpack_require__, 9657));
        const client = this.ecrClients.get(region) ?? openEcrClient(region, access.credentials, access.environment);
        this.ecrClients.set(region, client);
        return client;
    }
}


/***/ })

};
