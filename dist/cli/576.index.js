export const id = 576;
export const ids = [576];
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

/***/ 2576:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  doctor: () => (/* binding */ doctor)
});

// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
;// CONCATENATED MODULE: ./src/doctor/check.ts

function good(name, says) {
    return { name, state: 'good', says };
}
function check_bad(name, says, mend) {
    return { name, state: 'bad', says, ...(mend === undefined ? {} : { mend }) };
}
function warning(name, says, mend) {
    return { name, state: 'warning', says, ...(mend === undefined ? {} : { mend }) };
}
/** Neither good nor bad. */
function told(name, says, mend) {
    return { name, state: 'told', says, ...(mend === undefined ? {} : { mend }) };
}
/** @param because `there are no credentials` */
function notLookedAt(name, because) {
    return { name, state: 'not-looked-at', says: `not looked at, because ${because}` };
}
/** Throttled, or not reached: that says nothing of what was asked for. */
function notKnown(name, because) {
    return warning(name, `not known: ${because}`, 'Run the doctor again.');
}
/**
 * Takes a step whose failure is a finding and not the end.
 * @param says what there is, of its value
 * @throws whatever is no Failure: a cancelled run, or a defect
 */
async function attempt(name, work, says) {
    try {
        const value = await work();
        return { check: good(name, says(value)), value };
    }
    catch (error) {
        if (!(error instanceof failure/* Failure */.HR))
            throw error;
        return { check: check_bad(name, (0,failure/* messageWithPlace */.ro)(error), error.remedy), failure: error };
    }
}

// EXTERNAL MODULE: ./src/builder/ask.ts
var ask = __webpack_require__(4210);
// EXTERNAL MODULE: ./src/builder/config.ts
var config = __webpack_require__(513);
// EXTERNAL MODULE: ./src/builder/docker.ts
var builder_docker = __webpack_require__(3531);
;// CONCATENATED MODULE: ./src/doctor/docker.ts





const NAME = 'Docker';
/** buildx gives up on a node itself after 20 s, and says why. */
const INSPECTION_LIMIT_MS = 30_000;
/**
 * Whether there is what a build takes: a config that can be read, the client, buildx, and a builder that answers.
 * @throws the signal's reason
 */
async function dockerCheck({ builds, builder, environment, signal }) {
    if (!builds)
        return told(NAME, 'not needed: a promotion copies from registry to registry');
    const asking = { environment, signal };
    const { check } = await attempt(NAME, async () => {
        // Docker passes over one that it cannot read, and with it over the logins and plugins; a push does not.
        await (0,config/* readUserConfig */.AV)((0,config/* userConfigDirectory */.tJ)(environment));
        const docker = await (0,builder_docker/* findDocker */.ce)(asking);
        return docker.kind === 'buildx'
            ? `buildx ${docker.buildx.join('.')}, ${await inspectBuilder(builder, asking)}`
            : `${docker.client.join('.')}, which has BuildKit inside, ${await askEngine(asking)}`;
    }, says => says);
    return check;
}
/** @throws Failure with what buildx says of the builder or its nodes */
async function inspectBuilder(builder, asking) {
    const { exitCode, stdout, stderr } = await docker(['buildx', 'inspect', ...(builder === undefined ? [] : [builder])], { ...asking, limitMs: INSPECTION_LIMIT_MS });
    const { name, driver, error, platforms } = parseBuilder(stdout);
    if (exitCode !== 0 || error !== undefined) {
        throw new failure/* Failure */.HR(`${builder === undefined ? "The builder that buildx uses" : `The builder ${builder}`} does not answer: ${error ?? lastLine(stderr)}`, {
            remedy: 'Start Docker, or whatever the builder runs on (`docker buildx ls` lists them all); on a runner use one that has Docker, such as ubuntu-latest.'
        });
    }
    return `builder ${name}${driver === undefined ? '' : ` (${driver})`}${platforms === undefined ? '' : ` for ${platforms}`}`;
}
/** Of the answer of `docker buildx inspect`: the builder, then its nodes, a `Key: value` a line. */
function parseBuilder(text) {
    const value = (key) => new RegExp(`^${key}:[ \\t]+(\\S.*?)\\s*$`, 'm').exec(text)?.[1];
    const platforms = value('Platforms')?.split(/,\s*/);
    return {
        name: value('Name') ?? 'default',
        driver: value('Driver'),
        error: value('Error'),
        // A builder that emulates lists a dozen.
        platforms: platforms === undefined ? undefined : [...platforms.slice(0, 3), ...(platforms.length > 3 ? ['...'] : [])].join(', ')
    };
}
async function askEngine(asking) {
    const { exitCode, stdout, stderr } = await docker(['version', '--format', '{{.Server.Version}}'], asking);
    if (exitCode === 0)
        return `engine ${stdout.trim()}`;
    throw new failure/* Failure */.HR(`Docker's engine does not answer: ${lastLine(stderr)}`, { remedy: 'Start Docker.' });
}
async function docker(args, asking) {
    const answer = await (0,ask/* askDocker */.a)(args, asking);
    if (answer === undefined)
        throw new failure/* Failure */.HR(`\`docker ${args.join(' ')}\` cannot be run any more.`, { remedy: 'Run the doctor again.' });
    return answer;
}
function lastLine(text) {
    return text.trim().split('\n').at(-1) ?? '';
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/settings.ts
var settings = __webpack_require__(8750);
// EXTERNAL MODULE: ./src/source/source.ts + 4 modules
var source = __webpack_require__(168);
;// CONCATENATED MODULE: ./src/doctor/dockerfile.ts




/**
 * Whether there is what a build starts from: its contexts, and a Dockerfile that can be read and has the stage to build.
 * @param directory the workspace
 */
async function dockerfileCheck(build, directory) {
    const { check } = await attempt('Dockerfile', () => (0,source/* startOf */.GH)(build, { directory, buildPlatform: (0,settings/* ownPlatform */.g$)() }), ({ dockerfile }) => {
        const file = dockerfile === undefined ? 'fetched when the build runs' : (0,external_node_path_.relative)(directory, dockerfile.name);
        return `${file}${build.target === undefined ? '' : `, its stage ${build.target}`}; the context is ${build.context}`;
    });
    return check;
}

// EXTERNAL MODULE: ./src/registry/registry.ts + 8 modules
var registry_registry = __webpack_require__(4890);
// EXTERNAL MODULE: ./src/stages/permissions.ts
var stages_permissions = __webpack_require__(4471);
// EXTERNAL MODULE: ./src/stages/stage.ts
var stages_stage = __webpack_require__(7089);
;// CONCATENATED MODULE: ./src/doctor/claims.ts



const claims_NAME = 'claims';
function matchClaims(request) {
    const { target, claims, github } = request;
    const refusal = checkEnvironment(target.stage, target.environment, claims);
    if (refusal !== undefined)
        return { kind: 'environment', check: bad(claims_NAME, refusal.reason, refusal.remedy) };
    if (github?.repository === undefined)
        return { kind: 'unknown' };
    const differing = differingClaims(request);
    return differing.length === 0 ? { kind: 'fits' } : { kind: 'differs', claims: differing, says: explainDenial(request) };
}
/** @param isTaken whether STS gave credentials for the token; undefined where it was not asked */
function claimsCheck(match, role, isTaken) {
    switch (match.kind) {
        case 'fits':
            return good(claims_NAME, `as the role ${role} trusts them, by the stages file`);
        case 'unknown':
            return told(claims_NAME, `what the role ${role} trusts is not known: no stages file says it`);
        case 'environment':
            return match.check;
        case 'differs': {
            const differ = (said) => `not as the role ${role} trusts them, by the stages file: ${match.claims.map(said).join(', ')}`;
            const both = differ(({ name, is, wanted }) => `${name} (the token says ${is}, the file ${wanted.join(' or ')})`);
            return isTaken === true
                ? warning(claims_NAME, `${both}; AWS took the token all the same`, 'Either the stages file is wrong, or the role was changed by hand. Compare the two before you deploy infra/ anew: from then on the role refuses what the file does not say.')
                : check_bad(claims_NAME, differ(({ name }) => name), match.says);
        }
    }
}

;// CONCATENATED MODULE: ./src/doctor/settings.ts


/** @param deploy what to do where the repository is not as infra/ makes it */
function mutabilityCheck(stage, { mutability, filters }, deploy) {
    const name = 'tag mutability';
    const wanted = (0,stages_permissions/* tagMutability */.zY)(stage);
    const forever = wanted.filters.join(', ');
    const missing = wanted.filters.filter(filter => !filters.includes(filter));
    const more = filters.filter(filter => !wanted.filters.includes(filter));
    if (mutability === wanted.mutability && missing.length === 0 && more.length === 0)
        return good(name, `${forever} stay for ever, other tags move`);
    const has = `${mutability}${filters.length === 0 ? '' : ` (${filters.join(', ')})`}, and ${stage} wants ${wanted.mutability} (${forever})`;
    return check_bad(name, `${has}: ${consequence(mutability, missing, more)}.`, deploy);
}
function consequence(mutability, missing, more) {
    if (mutability.startsWith('IMMUTABLE'))
        return 'a tag that is to move cannot';
    if (mutability === 'MUTABLE')
        return 'whoever may push can put any tag on another image';
    if (missing.length > 0)
        return `whoever may push can put tags such as ${missing.join(', ')} on another image`;
    return `tags such as ${more.join(', ')} cannot move`;
}
/** @param policy JSON; undefined where there is none */
function lifecycleCheck(policy, deploy) {
    const name = 'lifecycle';
    if (policy === undefined)
        return warning(name, 'no policy: every image is kept, and paid for, for ever', deploy);
    const rules = rulesOf(policy);
    if (rules.length === 0)
        return warning(name, 'a policy without any rule: every image is kept, and paid for, for ever', deploy);
    return good(name, rules.map(described).join('; '));
}
function rulesOf(policy) {
    try {
        return JSON.parse(policy).rules ?? [];
    }
    catch {
        // ECR takes no other; what it keeps in another form has no rules that we know.
        return [];
    }
}
function described({ description, selection, action }) {
    if (description !== undefined && description !== '')
        return description;
    const { tagStatus = 'any', countType = 'any count', countNumber = '' } = selection ?? {};
    return `${action?.type ?? 'expire'} ${tagStatus} by ${countType} ${countNumber}`.trim();
}
function scanCheck({ scanOnPush }, deploy) {
    if (scanOnPush)
        return good('scan on push', 'on');
    return warning('scan on push', 'off: without enhanced scanning of the whole registry there are no findings for the input `fail-on-severity`', deploy);
}
/** A layer is mounted from one repository into another where both are encrypted with the same key. */
function encryptionCheck(own, before) {
    const name = 'encryption key';
    if (own.encryption === before.encryption)
        return good(name, `that of the source stage, so that layers can be mounted (${own.encryption})`);
    return warning(name, `${own.encryption}, and the source stage has ${before.encryption}: layers are sent through the runner instead of mounted`, 'A repository keeps the key it was made with: empty and delete it, and deploy infra/ anew, which takes one key for all stages of an account and region.');
}
/** Why no layer is ever mounted between two repositories, whatever the settings. */
function apart(one, other) {
    if (one.account !== other.account)
        return 'the source stage is of another account, and layers are mounted within one alone';
    if (one.region !== other.region)
        return 'the source stage is of another region, and layers are mounted within one alone';
    return undefined;
}
/** @param setting undefined where the caller may not ask */
function mountingCheck(setting, region) {
    const name = 'layer mounting';
    const command = (verb) => `\`aws ecr ${verb}-account-setting --region ${region} --name BLOB_MOUNTING${verb === 'put' ? ' --value ENABLED' : ''}\``;
    if (setting === 'ENABLED')
        return good(name, 'BLOB_MOUNTING is ENABLED: a promotion sends no layer');
    if (setting === 'DISABLED') {
        return warning(name, 'BLOB_MOUNTING is DISABLED: a promotion sends every layer through the runner', `Switch it on: \`blob-mounting: true\` for infra/, or ${command('put')}.`);
    }
    return told(name, `not known, as no stage's policy has ecr:GetAccountSetting; who may ask sees it by ${command('get')}`);
}

;// CONCATENATED MODULE: ./src/doctor/examine-settings.ts


/** How the repository is set up, as far as this identity may look. */
async function examineSettings(settled, seen) {
    const { stage, target, source, who, deploy, signal } = settled;
    const { client, own } = seen;
    const { blobMountingOf, lifecycleOf, repositorySettingsOf } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(695), __webpack_require__.e(249), __webpack_require__.e(271)]).then(__webpack_require__.bind(__webpack_require__, 9271));
    const hidden = `this identity has no metadata of it${who.kind === 'role' ? `; a developer of ${stage} has: \`ecr-registry doctor --stage ${stage}\`` : ''}`;
    const mayDescribe = may(own, 'ecr:DescribeRepositories');
    const isMountable = source !== undefined && apart(target.repository, source) === undefined;
    const [settings, lifecycle, other, mounting] = await Promise.all([
        mayDescribe ? answerTo(() => repositorySettingsOf(client, target.repository, signal), signal) : undefined,
        may(own, 'ecr:GetLifecyclePolicy') ? answerTo(() => lifecycleOf(client, target.repository, signal), signal) : undefined,
        isMountable && mayDescribe && may(seen.before, 'ecr:DescribeRepositories') ? answerTo(() => repositorySettingsOf(seen.sourceClient, source, signal), signal) : undefined,
        isMountable && seen.isOwnAccount ? answerTo(() => blobMountingOf(client, signal), signal) : undefined
    ]);
    const of = (name, found, check) => {
        if (found === undefined)
            return notLookedAt(name, hidden);
        if (found.kind === 'unknown')
            return notKnown(name, found.because);
        return found.value === undefined ? notLookedAt(name, 'there is no repository') : check(found.value);
    };
    const checks = [
        of('tag mutability', settings, value => mutabilityCheck(stage, value, deploy)),
        lifecycle === undefined ? notLookedAt('lifecycle', hidden) : known('lifecycle', lifecycle, policy => lifecycleCheck(policy, deploy)),
        of('scan on push', settings, value => scanCheck(value, deploy))
    ];
    if (source === undefined)
        return checks;
    if (!isMountable)
        return [...checks, told('layer mounting', apart(target.repository, source) ?? '')];
    return [
        ...checks,
        mayDescribe && other === undefined
            ? notLookedAt('encryption key', 'this identity has no metadata of the source')
            : of('encryption key', settings, value => of('encryption key', other, before => encryptionCheck(value, before))),
        mounting === undefined
            ? notLookedAt('layer mounting', 'it is a setting of another account than that of the credentials')
            : known('layer mounting', mounting, setting => mountingCheck(setting, target.repository.region))
    ];
}
function known(name, found, check) {
    return found.kind === 'known' ? check(found.value) : notKnown(name, found.because);
}
function may(permissions, action) {
    return permissions?.get(action)?.kind === 'allowed';
}
/** What comes back, or why it is not known. */
async function answerTo(work, signal) {
    try {
        return { kind: 'known', value: await work() };
    }
    catch (error) {
        signal.throwIfAborted();
        const { answerOf } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(46)]).then(__webpack_require__.bind(__webpack_require__, 5046));
        return { kind: 'unknown', because: answerOf(error) };
    }
}

// EXTERNAL MODULE: ./src/denied.ts
var denied = __webpack_require__(768);
// EXTERNAL MODULE: ./src/stages/names.ts
var names = __webpack_require__(49);
// EXTERNAL MODULE: ./src/stages/origin.ts
var origin = __webpack_require__(6817);
;// CONCATENATED MODULE: ./src/doctor/permissions.ts





/** A line for each level: whether a stage's role has what it is to have, and no more. */
function roleChecks({ prefix, repository, expected, levels, permissions }) {
    const meant = (0,stages_permissions/* actionsOf */.Ro)(expected);
    return levels.map(level => {
        const name = `${prefix}${level}`;
        const { allowed, denied, unknown } = sorted(stages_permissions/* ACTIONS */.kl[level], permissions);
        if (!expected.includes(level)) {
            // Levels overlap: who writes looks before it uploads.
            const beyond = allowed.filter(action => !meant.includes(action));
            if (beyond.length > 0) {
                return warning(name, `granted on ${repository}, which this role is not meant to have: ${beyond.join(', ')}`, TOO_MUCH);
            }
            const open = unknown.filter(({ action }) => !meant.includes(action));
            return open[0] === undefined ? good(name, `withheld on ${repository}, as it is to be`) : openCheck(name, repository, open);
        }
        const [first] = denied;
        if (first !== undefined) {
            const lacking = denied.map(({ action }) => action);
            return check_bad(name, `${lacking.length === stages_permissions/* ACTIONS */.kl[level].length ? 'withheld' : 'withheld in part'} on ${repository}: ${lacking.join(', ')}`, remedyFor(first.because));
        }
        return unknown[0] === undefined ? good(name, `granted on ${repository}`) : openCheck(name, repository, unknown);
    });
}
function remedyFor(because) {
    return (0,denied/* remedyOfDenial */.r6)(because) ?? `AWS says: ${because}`;
}
const TOO_MUCH = "Take it back: look for policies attached to the role beside infra/'s own, and at the repository's policy.";
/** A line for each level: whether somebody has it. Who it is, and what is enough, is not known here. */
function personChecks({ prefix, repository, levels, permissions }) {
    const found = levels.map(level => ({ level, ...sorted(stages_permissions/* ACTIONS */.kl[level], permissions) }));
    const held = (0,stages_permissions/* actionsOf */.Ro)(found.filter(({ denied, unknown }) => denied.length + unknown.length === 0).map(({ level }) => level));
    return found.map(({ level, allowed, denied, unknown }) => {
        const name = `${prefix}${level}`;
        if (unknown[0] !== undefined)
            return openCheck(name, repository, unknown);
        if (denied.length === 0)
            return good(name, `granted on ${repository}`);
        // What another level gives as well is no part of this one.
        const isWhole = allowed.every(action => held.includes(action));
        return told(name, isWhole ? `withheld on ${repository}` : `withheld in part on ${repository}: ${denied.map(({ action }) => action).join(', ')}`);
    });
}
/**
 * A line where AWS was heard to deny what Amazon Inspector is asked for findings. infra/ gives that where it has Inspector scan,
 * and others may have switched it on: only a promotion that its findings decide on cannot do without.
 */
function findingsChecks({ prefix, repository, permissions }) {
    const { denied } = sorted([...permissions.keys()].filter(action => action.startsWith('inspector2:')), permissions);
    return denied.map(({ action, because }) => warning(`${prefix}findings`, `not readable: Amazon Inspector scans ${repository}, and AWS denies ${action}: what it finds stays unknown, and the input \`fail-on-severity\` promotes nothing then`, remedyFor(because)));
}
const PEOPLE = { developers: 'developers', endUsers: 'end users' };
/** Whose permissions these are most like, of the people that infra/ knows, and what gives the rest. */
function accessCheck({ image, stage, permissions }) {
    const name = 'access';
    const isAllowed = (action) => permissions.get(action)?.kind === 'allowed';
    const open = [...permissions.values()].find(({ kind }) => kind === 'unknown');
    if (open !== undefined)
        return warning(name, 'Not compared with what infra/ gives people: some of it is not known, see above.');
    const grantees = ['developers', 'endUsers'].filter(person => stages_permissions/* GRANTS */.Sl[stage][person].length > 0);
    const compared = grantees.map(person => ({ person, levels: stages_permissions/* GRANTS */.Sl[stage][person], lacking: (0,stages_permissions/* actionsOf */.Ro)(stages_permissions/* GRANTS */.Sl[stage][person]).filter(action => !isAllowed(action)) }));
    const [whole] = compared.filter(({ lacking }) => lacking.length === 0).sort((a, b) => b.levels.length - a.levels.length);
    const developers = stages_permissions/* GRANTS */.Sl[stage].developers;
    // To people of another account a group gives nothing.
    const [elsewhere] = [...permissions.values()].flatMap(answer => (answer.kind === 'denied' && (0,denied/* accountsApart */.fv)(answer.because) !== undefined ? [answer.because] : []));
    if (whole === undefined) {
        const [nearest] = compared.sort((a, b) => a.lacking.length - b.lacking.length);
        if (nearest === undefined)
            return told(name, `infra/ gives people nothing in ${stage}.`);
        return check_bad(name, nearest.lacking.length === (0,stages_permissions/* actionsOf */.Ro)(nearest.levels).length
            ? `Nothing of what the ${PEOPLE[nearest.person]} of ${stage} have (${nearest.levels.join(', ')}).`
            : `Nearest to the ${PEOPLE[nearest.person]} of ${stage}, without ${nearest.lacking.join(', ')}.`, elsewhere === undefined ? group(image, stage, nearest.person) : remedyFor(elsewhere));
    }
    const meant = (0,stages_permissions/* actionsOf */.Ro)(whole.levels);
    const beyond = [...permissions.keys()].filter(action => isAllowed(action) && !meant.includes(action));
    if (whole.person === 'endUsers') {
        const rest = developers.filter(level => !whole.levels.includes(level));
        return { ...good(name, `All that the end users of ${stage} have; its developers have ${rest.join(' and ')} as well.`), mend: group(image, stage, 'developers') };
    }
    return good(name, `All that the ${PEOPLE[whole.person]} of ${stage} have${beyond.length === 0 ? '' : `, and more: ${beyond.join(', ')}`}.`);
}
function group(image, stage, person) {
    const which = image === undefined ? `the ${PEOPLE[person]} of ${stage}` : (0,names/* groupName */.hv)(image, stage, person);
    return `The IAM group ${which} gives it; to who signs in through IAM Identity Center, the managed policy of that name in their permission set.`;
}
function sorted(actions, permissions) {
    const result = { allowed: [], denied: [], unknown: [] };
    for (const action of actions) {
        const permission = permissions.get(action) ?? { kind: 'unknown', because: 'it was not asked for' };
        if (permission.kind === 'allowed')
            result.allowed.push(action);
        else if (permission.kind === 'denied')
            result.denied.push({ action, because: permission.because });
        else
            result.unknown.push({ action, because: permission.kind === 'unknown' ? permission.because : 'there is no such repository' });
    }
    return result;
}
function openCheck(name, repository, open) {
    const actions = open.map(({ action }) => action).join(', ');
    return notKnown(name, `${actions} on ${repository}: ${open[0]?.because ?? ''}`);
}
/** Whether the repository is there, by what came of asking for anything on it. */
function repositoryCheck(name, { repository: { arn, from }, deploy, permissions, who }) {
    const answers = [...permissions.values()];
    if (answers.some(({ kind }) => kind === 'no-repository'))
        return check_bad(name, `${arn} does not exist.`, `${(0,origin/* isItRight */.AQ)('repository', from)} If it is: ${deploy}`);
    if (answers.some(({ kind }) => kind === 'allowed'))
        return good(name, arn);
    const open = answers.find(answer => answer.kind === 'unknown');
    if (open !== undefined)
        return notKnown(name, `whether ${arn} is there: ${open.because}`);
    const [because = ''] = answers.flatMap(answer => (answer.kind === 'denied' ? [answer.because] : []));
    const question = (0,denied/* questionOfDenial */.Rp)(because, from);
    if (who === 'role')
        return check_bad(name, `AWS denies all that is asked of ${arn}, whether it is there or not.`, `${question}\n${remedyFor(because)}`);
    return warning(name, `not known: whether ${arn} is there, as AWS denies all that is asked of it`, question);
}

;// CONCATENATED MODULE: ./src/doctor/region.ts


/**
 * AWS has no list of regions that could be asked before one is in it: what tells is that none of its hosts is found.
 * @param host of AWS, that has no address
 * @returns undefined where that is no host of the region
 */
function regionCheck(name, { region, named }, host) {
    if (host?.includes(`.${region}.`) !== true)
        return undefined;
    return check_bad(name, `${region}, and there is no host ${host}: AWS has no such region, or its hosts cannot be looked up from here.`, `Correct ${named}. If there is a region ${region}, see that this runner can look up AWS's hosts (DNS; HTTPS_PROXY where it stands behind a proxy).`);
}
/** What names a stage's region in a stages file. */
function regionIn(file, stage) {
    return (0,origin/* originOfKey */.dm)(file, (0,origin/* placeKey */.r4)(file, stage, 'region'), file.stages[stage].region);
}

;// CONCATENATED MODULE: ./src/doctor/examine.ts










const REPOSITORY_LEVELS = ['read', 'write', 'metadata'];
const CREDENTIALS = 'credentials';
const TOKEN = 'ECR token';
const SETTINGS = ['tag mutability', 'lifecycle', 'scan on push'];
/**
 * Walks the way from the credentials to the repository and looks at all that a push or a promotion takes. Nothing is
 * pushed and nothing changed.
 * @throws what is neither a failure to report nor a finding: a cancelled run
 */
async function examine(examination) {
    const { who, signal } = examination;
    const [docker, aws] = await Promise.all([
        dockerCheck(examination),
        who.kind === 'role' && who.match.kind === 'environment'
            ? [claimsCheck(who.match, '', undefined), ...unreached(examination, CREDENTIALS, 'the role trusts no job of this environment')]
            : examineAws(examination)
    ]);
    // Where it was cancelled, what was found says how far it came, and nothing of what is there.
    signal.throwIfAborted();
    return [docker, ...aws];
}
/** Everything from this check on, for want of what came before it; of a source where the stage has one. */
function unreached({ source }, from, because) {
    const names = [CREDENTIALS, TOKEN, 'registry', 'repository', ...REPOSITORY_LEVELS, ...(source === undefined ? [] : ['source']), ...SETTINGS];
    return names.slice(names.indexOf(from)).map(name => notLookedAt(name, because));
}
async function examineAws(examination) {
    const { target: { repository, role }, identity, target, who, regions, environment, signal } = examination;
    const { callerOf } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(695), __webpack_require__.e(249), __webpack_require__.e(271)]).then(__webpack_require__.bind(__webpack_require__, 9271));
    const caller = await attempt(CREDENTIALS, async () => {
        const found = await identity(target);
        return { ...found, arn: (await callerOf(found.credentials, repository, environment, signal)).arn };
    }, ({ arn }) => arn);
    const claims = who.kind === 'role' ? [claimsCheck(who.match, role.name, caller.value !== undefined)] : [];
    const lost = 'failure' in caller ? regionCheck('region', { region: repository.region, named: regions.target }, (0,failure/* hostWithoutAddress */.Vr)(caller.failure)) : undefined;
    if (lost !== undefined)
        return [...claims, lost, ...unreached(examination, CREDENTIALS, 'no host of the region is found')];
    if (caller.value === undefined)
        return [...claims, caller.check, ...unreached(examination, TOKEN, 'there are no credentials')];
    return [...claims, caller.check, ...(await examineEcr(examination, caller.value))];
}
async function examineEcr(examination, caller) {
    const { stage, target, source, image, who, environment, signal } = examination;
    const { repository } = target;
    const [{ ecrIn }, { inspectorDenials, permissionsOn }] = await Promise.all([Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(46)]).then(__webpack_require__.bind(__webpack_require__, 5046)), Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(695), __webpack_require__.e(249), __webpack_require__.e(271)]).then(__webpack_require__.bind(__webpack_require__, 9271))]);
    const client = ecrIn(repository.region, caller.credentials, environment);
    // Of another region than the target's it may be.
    const sourceClient = ecrIn(source?.region ?? repository.region, caller.credentials, environment);
    try {
        const ask = async (of, levels) => {
            const ecr = of === repository ? client : sourceClient;
            const [found, denials] = await Promise.all([
                permissionsOn(ecr, of, (0,stages_permissions/* actionsOf */.Ro)(levels), signal),
                // Inspector tells nobody of the findings of another account, whatever is granted.
                caller.account === of.account ? inspectorDenials(ecr, of, signal) : []
            ]);
            return new Map([...found, ...denials]);
        };
        const sourceLevels = who.kind === 'role' ? REPOSITORY_LEVELS : stages_permissions/* SOURCE_GRANTS */.eh;
        const [login, own, before] = await Promise.all([
            examineLogin(examination, caller),
            ask(repository, REPOSITORY_LEVELS),
            source === undefined ? undefined : ask(source, sourceLevels)
        ]);
        const deploy = deploymentOf(target);
        const there = repositoryCheck('repository', { repository, deploy, permissions: own, who: who.kind });
        const checks = [...login.checks, there];
        const isOpen = there.state !== 'bad';
        const isMissing = [...own.values()].some(({ kind }) => kind === 'no-repository');
        const unseen = (name) => notLookedAt(name, isMissing ? 'there is no repository' : 'all that is asked of the repository is denied');
        if (!isOpen)
            checks.push(...REPOSITORY_LEVELS.map(unseen));
        else if (who.kind === 'role') {
            checks.push(...roleChecks({ prefix: '', repository: repository.name, expected: stages_permissions/* GRANTS */.Sl[stage].github, levels: REPOSITORY_LEVELS, permissions: own }));
        }
        else {
            checks.push(...personChecks({ prefix: '', repository: repository.name, levels: REPOSITORY_LEVELS, permissions: own }));
            const all = new Map([...own, ...(0,stages_permissions/* actionsOf */.Ro)(['authorize']).map((action) => [action, login.permission])]);
            checks.push(accessCheck({ image, stage, permissions: all }));
        }
        checks.push(...findingsChecks({ prefix: '', repository: repository.name, permissions: own }));
        if (source !== undefined && before !== undefined)
            checks.push(...sourceChecks(examination, source, before));
        if (!isOpen)
            return [...checks, ...SETTINGS.map(unseen)];
        return [...checks, ...(await examineSettings({ ...examination, deploy }, { client, sourceClient, own, before, isOwnAccount: caller.account === repository.account }))];
    }
    finally {
        client.destroy();
        sourceClient.destroy();
    }
}
function sourceChecks({ stage, who, regions }, source, permissions) {
    const hosts = [...permissions.values()].map(permission => (permission.kind === 'unknown' ? permission.host : undefined));
    const lost = regionCheck('source: region', { region: source.region, named: regions.source }, hosts.find(host => host !== undefined));
    if (lost !== undefined)
        return [lost, notLookedAt('source', 'no host of its region is found')];
    const before = (0,stages_stage/* sourceStage */.I)(stage);
    const there = repositoryCheck('source', { repository: source, deploy: `Deploy infra/ for ${before ?? 'the stage before'}.`, permissions, who: who.kind });
    if (there.state === 'bad')
        return [there];
    const isForbidden = [...permissions.values()].every(({ kind }) => kind === 'denied');
    if (who.kind === 'person' && isForbidden)
        return [told('source', `nothing is granted on ${source.arn}; promotions are run by GitHub's jobs`)];
    const about = { prefix: 'source: ', repository: source.name, permissions };
    const levels = who.kind === 'role'
        ? roleChecks({ ...about, expected: stages_permissions/* SOURCE_GRANTS */.eh, levels: REPOSITORY_LEVELS })
        : personChecks({ ...about, levels: stages_permissions/* SOURCE_GRANTS */.eh });
    return [there, ...levels, ...findingsChecks(about)];
}
/** The token of ECR, and a request to the registry with it. */
async function examineLogin({ target: { repository }, environment, log, signal }, { credentials, account }) {
    const { logIn, registryToken } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(46)]).then(__webpack_require__.bind(__webpack_require__, 5046));
    const access = { credentials, environment, signal };
    const token = await attempt(TOKEN, () => registryToken(repository, access, log.mask), () => 'granted (authorize)');
    if ('failure' in token)
        return { checks: [token.check, notLookedAt('registry', 'there is no token to log in with')], permission: refusalOf(token.failure) };
    const { value } = token;
    const registry = await attempt('registry', async () => {
        const login = await logIn({ ...access, repository, side: 'target', token: value, callerAccount: account });
        await reach(login.origin, login, repository.name, signal);
        return login.origin;
    }, origin => `${origin} answers`);
    return { checks: [token.check, registry.check], permission: { kind: 'allowed' } };
}
/** Whatever the registry answers to a request for what is not there, it answers. */
async function reach(origin, login, name, signal) {
    const registry = new registry_registry/* Registry */.O({ origin, authorization: { kind: 'basic', login }, signal, deadlineMs: 20_000 });
    try {
        await registry.manifest(name, `sha256:${'0'.repeat(64)}`);
    }
    finally {
        await registry.close();
    }
}
function refusalOf({ message, cause }) {
    return cause instanceof Error && cause.name.startsWith('AccessDenied') ? { kind: 'denied', because: (0,failure/* messageOf */.bD)(cause) } : { kind: 'unknown', because: message };
}
function deploymentOf({ stack, stage }) {
    return `Deploy infra/ for ${stage}${stack === undefined ? '' : ` (the stack ${stack})`}.`;
}

;// CONCATENATED MODULE: ./src/doctor/trunk.ts



const trunk_NAME = 'trunk';
/** Whether the trunk is a branch at all: where it is none, nothing is ever pushed to it, and nothing reaches master. */
async function trunkCheck({ trunk, named, isSeen, repository }) {
    if (named === undefined)
        return good(trunk_NAME, `${trunk}, the repository's default branch`);
    try {
        if (isSeen || (await repository.hasBranch(trunk)))
            return good(trunk_NAME, `${trunk}, a branch of the repository`);
    }
    catch (error) {
        if (!(error instanceof failure/* Failure */.HR))
            throw error;
        return warning(trunk_NAME, `not known: whether ${trunk} is a branch of the repository. ${error.message}`, error.remedy);
    }
    return check_bad(trunk_NAME, `${trunk}, and the repository has no such branch: no push is one to the trunk, and nothing reaches master.`, `Correct ${named}, or push the branch.`);
}
/** What a stages file names it by. */
function trunkIn(file) {
    return file?.trunk === undefined ? undefined : (0,origin/* originOfKey */.dm)(file, 'trunk', file.trunk);
}
/** Whether an event shows that there is this branch. */
function isOf(event, branch) {
    switch (event.kind) {
        case 'pull_request':
            return event.baseRef === branch;
        case 'push':
            return event.branch === branch && !event.deleted;
        case 'manual':
            return event.ref.kind === 'branch' && event.ref.name === branch;
        default:
            return false;
    }
}

// EXTERNAL MODULE: ./src/environment.ts
var src_environment = __webpack_require__(2678);
// EXTERNAL MODULE: ./src/report/checklist.ts
var checklist = __webpack_require__(1478);
// EXTERNAL MODULE: ./src/commands/local-job.ts
var local_job = __webpack_require__(4311);
// EXTERNAL MODULE: ./src/commands/options.ts
var options = __webpack_require__(6052);
// EXTERNAL MODULE: ./src/commands/own-identity.ts
var own_identity = __webpack_require__(4013);
// EXTERNAL MODULE: ./src/commands/terminal.ts
var terminal = __webpack_require__(9808);
// EXTERNAL MODULE: ./src/commands/wording.ts
var wording = __webpack_require__(898);
// EXTERNAL MODULE: ./src/commands/working-tree.ts + 1 modules
var working_tree = __webpack_require__(3699);
;// CONCATENATED MODULE: ./src/commands/doctor.ts
















/** Looks at all that a push or a pull takes, and says what to mend; nothing is pushed and nothing changed. */
async function doctor(common, machine) {
    const { stage = 'development' } = common;
    const checks = (await examined(common, machine)).map(inTerminalWords);
    const styled = (0,terminal/* styler */.YJ)(process.stdout, machine.environment);
    const isWell = (0,checklist/* complaintOf */.Nx)(checks) === undefined;
    return {
        lines: [`${stage} · ${isWell ? `all is well${limitOf(stage, checks)}` : 'not all is well'}: ${(0,checklist/* tally */.N4)(checks)}`, ...(0,checklist/* checklistLines */.Ob)(checks, (part, text) => styled(COLOURS[part], text))],
        json: { stage, checks },
        exitCode: isWell ? 0 : 1
    };
}
/** Whoever may read a stage is well there, and writes nothing. */
function limitOf(stage, checks) {
    const isWithheld = checks.some(({ name, state }) => name === 'write' && state === 'told');
    return isWithheld ? ` to read, and not to ${stage === 'release' ? 'promote' : 'push'}` : '';
}
const COLOURS = { good: 'green', bad: 'red', warning: 'yellow', 'not-looked-at': 'dim', told: 'dim', mend: 'cyan' };
function inTerminalWords({ mend, ...check }) {
    return { ...check, says: (0,wording/* forTerminal */.Q)(check.says, options/* optionOf */.XD), ...(mend === undefined ? {} : { mend: (0,wording/* forTerminal */.Q)(mend, options/* optionOf */.XD) }) };
}
/** Goes on past what is not there, to all that can be looked at without it. */
async function examined({ stage = 'development', ...common }, machine) {
    const { directory, log, signal } = machine;
    const environment = (0,src_environment/* forPrograms */.z)(machine.environment);
    const source = (0,stages_stage/* sourceStage */.I)(stage);
    const clone = await attempt('clone', () => (0,working_tree/* readWorkingTree */.c)(directory, environment), describeTree);
    const tree = clone.value;
    const stages = tree === undefined ? undefined : await attempt('stages file', () => (0,local_job/* readStages */.i)(tree, common, machine), describeStages);
    const before = [clone.check, stages?.check ?? notLookedAt('stages file', 'there is no clone that it would be in')];
    const docker = { builds: stage !== 'release', builder: undefined, environment, signal };
    if (tree === undefined || stages?.value === undefined) {
        return [...before, await dockerCheck(docker), ...unreached({ source }, 'credentials', 'no stages file says where to look')];
    }
    const { inputs, file, image, trunk, repository, targetOf } = stages.value;
    const dockerfile = docker.builds ? [await dockerfileCheck((0,settings/* settingsOf */.f5)(inputs.build, image), tree.directory)] : [];
    const checks = await examine({
        ...docker, stage, log,
        target: targetOf(stage),
        source: source === undefined ? undefined : targetOf(source).repository,
        regions: { target: regionIn(file, stage), source: regionIn(file, source ?? stage) },
        image: image.name,
        identity: (0,own_identity/* ownIdentity */.h)({ profile: common.profile, environment: machine.environment, log, signal }),
        who: { kind: 'person' }
    });
    const named = await trunkCheck({ trunk, named: trunkIn(file), isSeen: false, repository });
    return [...before, named, ...dockerfile, ...checks];
}
function describeTree({ branch, commit, isDirty }) {
    return `${branch === undefined ? 'no branch' : `branch ${branch}`} at ${commit.id.slice(0, 12)}${isDirty ? ', with changes that are not committed' : ''}`;
}
function describeStages({ file, image, trunk }) {
    return `${file.path}: image ${image.name}, trunk ${trunk}`;
}


/***/ })

};
