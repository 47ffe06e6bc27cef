export const id = 311;
export const ids = [311];
export const modules = {

/***/ 6179:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ cloneOf),
/* harmony export */   Q: () => (/* binding */ isAncestor)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);

/** The repository as a developer's clone knows it: by its remote branches as they were last fetched. */
function cloneOf({ git, remote }) {
    return {
        // Known to GitHub alone; an image pushed by hand is tagged by its branch.
        openPullRequest: () => Promise.resolve(undefined),
        async laterCommits(commit, branch) {
            const upstream = `refs/remotes/${remote ?? ''}/${branch}`;
            // A branch that was never pushed has nothing beyond what is here; nor has one that was rewritten here.
            const later = (await isAncestor(git, commit, upstream)) ? lines(await git('rev-list', `${commit}..${upstream}`)) : [];
            return { kind: 'known', commits: later, total: later.length, contains: true };
        },
        async defaultBranch() {
            const prefix = `refs/remotes/${remote ?? ''}/`;
            const head = await git('symbolic-ref', '--quiet', `${prefix}HEAD`);
            if (head?.startsWith(prefix) === true)
                return head.slice(prefix.length);
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('Which branch is the trunk is not known: the stages file does not say, and this clone has no default branch of its remote.', {
                remedy: `Add \`trunk:\` to the stages file${remote === undefined ? '' : `, or run \`git remote set-head ${remote} --auto\``}.`
            });
        },
        async hasBranch(branch) {
            const local = `refs/${remote === undefined ? 'heads' : `remotes/${remote}`}/${branch}`;
            if ((await git('rev-parse', '--verify', '--quiet', local)) !== undefined)
                return true;
            const tried = `Looking for the branch ${branch}`;
            if (remote === undefined)
                throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`${tried}: this clone has none of that name, and no remote to ask.`, { remedy: 'Add the remote that it is of: `git remote add origin <url>`.' });
            const ref = `refs/heads/${branch}`;
            const listed = await git('ls-remote', '--quiet', '--heads', remote, ref);
            if (listed === undefined)
                throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`${tried}: git could not ask the remote ${remote}.`, { remedy: seeThatItLists(remote) });
            return lines(listed).some(line => line.endsWith(`\t${ref}`));
        },
        async versionTags() {
            const local = lines(await git('tag', '--list', 'v*'));
            if (remote === undefined)
                return local;
            const listed = await git('ls-remote', '--quiet', '--tags', '--refs', remote, 'refs/tags/v*');
            if (listed === undefined) {
                throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Listing the git tags of the remote ${remote}: git could not. Without them it is not known which versions there are.`, {
                    remedy: seeThatItLists(remote)
                });
            }
            return [...new Set([...local, ...lines(listed).map(line => line.replace(/^.*\trefs\/tags\//, ''))])];
        },
        isPrerelease: () => Promise.resolve({ kind: 'unknown', because: 'a clone does not tell, GitHub alone knows.' })
    };
}
/** Whether all of a commit is in what a ref names; false where there is no such ref. */
async function isAncestor(git, commit, ref) {
    return (await git('merge-base', '--is-ancestor', commit, ref)) !== undefined;
}
function seeThatItLists(remote) {
    return `See that \`git ls-remote ${remote}\` works without asking for anything.`;
}
function lines(text) {
    return text === undefined || text === '' ? [] : text.split('\n');
}


/***/ }),

/***/ 4311:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ inClone),
/* harmony export */   i: () => (/* binding */ readStages)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8161);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_os__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_3__);
/* harmony import */ var _environment_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(2678);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1633);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8422);
/* harmony import */ var _report_phases_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(2568);
/* harmony import */ var _stages_file_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2908);
/* harmony import */ var _stages_target_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5870);
/* harmony import */ var _clone_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6179);
/* harmony import */ var _options_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(6052);
/* harmony import */ var _own_identity_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(4013);
/* harmony import */ var _working_tree_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(3699);














/**
 * Runs a command with the stages file and the clone it is run in. Its temporary directory is gone when it ends.
 * @param settings how to build or promote
 * @throws Failure where there is no clone, or no stages file
 */
async function inClone(common, settings, machine, work) {
    const { directory, environment, log, signal } = machine;
    const stages = await readStages(await (0,_working_tree_js__WEBPACK_IMPORTED_MODULE_11__/* .readWorkingTree */ .c)(directory, environment), { ...settings, ...common }, machine);
    const temporaryDirectory = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_2__.tmpdir)(), 'ecr-registry-'));
    try {
        return await work({
            ...stages, log, signal,
            runner: standIn(stages, temporaryDirectory, environment),
            environment: (0,_environment_js__WEBPACK_IMPORTED_MODULE_12__/* .forPrograms */ .z)(environment),
            identity: (0,_own_identity_js__WEBPACK_IMPORTED_MODULE_10__/* .ownIdentity */ .h)({ profile: common.profile, environment, log, signal }),
            phases: new _report_phases_js__WEBPACK_IMPORTED_MODULE_13__/* .Phases */ .Vw(),
            // There is no later step: what is to be removed is in the temporary directory.
            saveState: () => undefined,
            exportVariable: () => undefined
        });
    }
    finally {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(temporaryDirectory, { recursive: true, force: true });
    }
}
/**
 * Reads the stages file of a clone, as the options name it.
 * @throws Failure where there is none, it is wrong, or the trunk is not known
 */
async function readStages(tree, options, { directory, environment, log }) {
    const inputs = (0,_options_js__WEBPACK_IMPORTED_MODULE_9__/* .inputsOf */ .Vc)(fromTop(options, directory, tree), environment, log.mask);
    const file = await readStagesFile(tree, inputs);
    const image = (0,_stages_target_js__WEBPACK_IMPORTED_MODULE_7__/* .selectImage */ .gG)(file, inputs.image);
    const repository = (0,_clone_js__WEBPACK_IMPORTED_MODULE_8__/* .cloneOf */ .J)(tree);
    const trunk = file.trunk ?? (await repository.defaultBranch());
    return { inputs, tree, file, image, trunk, repository, targetOf: stage => (0,_stages_target_js__WEBPACK_IMPORTED_MODULE_7__/* .targetOf */ .$r)(file, image, stage) };
}
/** Paths are given from where one is, and meant from the top of the clone by what reads them. */
function fromTop(options, directory, tree) {
    const moved = (path) => ((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.resolve)(directory, path)) ? (0,node_path__WEBPACK_IMPORTED_MODULE_3__.relative)(tree.directory, (0,node_path__WEBPACK_IMPORTED_MODULE_3__.resolve)((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(directory), path)) || '.' : path);
    const names = ['config', 'context', 'file'];
    // `id=path`
    const secrets = options.secretFile?.map(entry => entry.replace(/(?<==).+/s, moved));
    return {
        ...options,
        ...Object.fromEntries(names.flatMap(name => (options[name] === undefined ? [] : [[name, moved(options[name])]]))),
        ...(secrets === undefined ? {} : { secretFile: secrets })
    };
}
async function readStagesFile({ directory }, { config }) {
    let text;
    try {
        text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.resolve)(directory, config), 'utf8');
    }
    catch (error) {
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(`Reading the stages file ${config} in ${directory}: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .whyUnread */ .Ms)(error)}.`, {
            cause: error,
            remedy: config === _inputs_js__WEBPACK_IMPORTED_MODULE_5__/* .DEFAULT_CONFIG */ .PV
                ? 'Run this in the clone of a repository that has one, or name it with --config.'
                : `Give --config the path of a stages file, from here or from the top of the clone; without it ${_inputs_js__WEBPACK_IMPORTED_MODULE_5__/* .DEFAULT_CONFIG */ .PV} is read.`
        });
    }
    return (0,_stages_file_js__WEBPACK_IMPORTED_MODULE_6__/* .parseStagesFile */ .j)(text, config);
}
/** What a runner says of its job, where there is none. */
function standIn({ tree: { directory }, file: { github } }, temporaryDirectory, environment) {
    return {
        workspace: directory, temporaryDirectory,
        repository: github.repository ?? '',
        repositoryId: github.repositoryId,
        eventName: '', eventPath: '', ref: '', sha: '',
        actor: environment['USER'] ?? '',
        serverUrl: environment['GITHUB_SERVER_URL'] ?? 'https://github.com',
        apiUrl: '',
        mayAskForToken: false,
        runId: '0',
        // Another image of one commit is told from the first by its run; here by the second that it was made in.
        runNumber: Math.floor(Date.now() / 1000),
        runAttempt: 1
    };
}


/***/ }),

/***/ 4013:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ ownIdentity)
/* harmony export */ });
/* harmony import */ var node_readline_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6848);
/* harmony import */ var node_readline_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_readline_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1633);


/** A developer's own credentials, by AWS's usual chain. */
function ownIdentity({ profile, environment, log, signal }) {
    let known;
    return ({ repository: { region, from } }) => (known ??= look({ region, from }));
    async function look(place) {
        const [{ callerOf }, { ownCredentials }] = await Promise.all([Promise.all(/* import() */[__webpack_require__.e(820), __webpack_require__.e(751), __webpack_require__.e(695), __webpack_require__.e(162)]).then(__webpack_require__.bind(__webpack_require__, 6162)), Promise.all(/* import() */[__webpack_require__.e(820), __webpack_require__.e(751), __webpack_require__.e(695), __webpack_require__.e(719), __webpack_require__.e(37)]).then(__webpack_require__.bind(__webpack_require__, 5037))]);
        log.debug('Looking for your AWS credentials.');
        const credentials = await ownCredentials({ ...place, profile, environment, signal, mask: log.mask, mfaCode: serial => askForCode(serial, signal) });
        const { account, arn } = await callerOf(credentials, place, environment, signal);
        log.debug(`AWS knows you as ${arn}`);
        return { credentials, account };
    }
}
/** Asked on the terminal; standard output is for results. */
async function askForCode(serial, signal) {
    const remedy = 'Run this in a terminal, or log in beforehand: with `aws sso login`, or by setting temporary credentials.';
    if (!process.stdin.isTTY || !process.stderr.isTTY) {
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`Your AWS profile wants a code of the MFA device ${serial}, and there is no terminal to ask for it.`, { remedy });
    }
    const terminal = (0,node_readline_promises__WEBPACK_IMPORTED_MODULE_0__.createInterface)({ input: process.stdin, output: process.stderr });
    // What is typed comes as it is: Ctrl-C is no signal here, and Ctrl-D ends the input without an answer.
    const left = new AbortController();
    terminal.once('SIGINT', () => {
        left.abort(new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Cancelled */ .cJ('SIGINT'));
    });
    terminal.once('close', () => {
        left.abort(new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`No code of the MFA device ${serial} was given.`, { remedy }));
    });
    const ended = AbortSignal.any([signal, left.signal]);
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

/***/ 3699:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  c: () => (/* binding */ readWorkingTree)
});

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
;// CONCATENATED MODULE: ./src/source/commit.ts

/**
 * The workspace's HEAD.
 * @returns undefined where there is no commit to see: no checkout, or no git
 */
async function headOf(workspace, environment) {
    return await commitAt('HEAD', workspace, environment);
}
/**
 * A commit by its id, or by what git calls it.
 * @returns undefined where the workspace does not have it: a checkout has one commit most often
 */
async function commitAt(name, workspace, environment) {
    return await new Promise(resolve => {
        // A checkout made by another user, as in a container job, is still this job's.
        const args = ['-c', `safe.directory=*`, '-C', workspace, 'log', '-1', '--no-show-signature', '--format=%H %ct', name];
        // What a partial clone lacks, git would fetch.
        (0,external_node_child_process_.execFile)('git', args, { env: { ...environment, GIT_NO_LAZY_FETCH: '1' } }, (error, stdout) => {
            const [, id, seconds] = /^([0-9a-f]{40,64}) (\d+)\s*$/.exec(stdout) ?? [];
            resolve(error !== null || id === undefined ? undefined : { id, time: new Date(Number(seconds) * 1000) });
        });
    });
}

;// CONCATENATED MODULE: ./src/commands/working-tree.ts



/** @throws Failure outside of a git repository, or in one without a commit */
async function readWorkingTree(from, environment) {
    const directory = await topOf(from, environment);
    const git = async (...args) => await run(directory, args, environment).catch(() => undefined);
    const [commit, head, changes, remotes = ''] = await Promise.all([
        headOf(directory, environment),
        git('symbolic-ref', '--quiet', 'HEAD'),
        // Whatever is configured to be passed over: a submodule's changes are built as well.
        git('status', '--porcelain', '--untracked-files=normal', '--ignore-submodules=none'),
        git('remote')
    ]);
    if (commit === undefined)
        throw new failure/* Failure */.HR(`The repository ${directory} has no commit yet, and the image's tags are to name one.`, { remedy: 'Commit first.' });
    const branch = head?.replace(/^refs\/heads\//, '');
    const configured = branch === undefined ? undefined : await git('config', '--get', `branch.${branch}.remote`);
    const names = remotes.split('\n').filter(name => name !== '');
    const remote = [configured, names.length === 1 ? names[0] : undefined, 'origin'].find(name => name !== undefined && names.includes(name));
    return { directory, commit, branch, remote, isDirty: changes !== '', git };
}
async function topOf(from, environment) {
    try {
        return await run(from, ['rev-parse', '--show-toplevel'], environment);
    }
    catch (error) {
        const isMissing = error.code === 'ENOENT';
        throw new failure/* Failure */.HR(`Looking for the git repository of ${from}: ${isMissing ? 'there is no git' : reasonOf(error)}`, {
            cause: error,
            remedy: isMissing ? 'Install git: the image\'s tags name a branch and a commit.' : "Run this in a clone of the image's repository, with its files checked out."
        });
    }
}
async function run(directory, args, environment) {
    return await new Promise((resolve, reject) => {
        // Nobody is there to answer a question of git's that a command asks in passing; a clone that another user owns is no obstacle.
        const env = { ...environment, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
        (0,external_node_child_process_.execFile)('git', ['-c', 'safe.directory=*', '-C', directory, ...args], { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
            if (error === null) {
                resolve(stdout.trim());
                return;
            }
            const failed = Object.assign(error, { stderr });
            reject(failed);
        });
    });
}
/** What git itself said, without its label. */
function reasonOf(error) {
    const { stderr = '' } = error;
    const [first = ''] = stderr.trim().split('\n');
    return first.replace(/^fatal: /, '') || (0,failure/* messageOf */.bD)(error);
}


/***/ }),

/***/ 2678:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ forPrograms)
/* harmony export */ });
/**
 * What the programs get that a run starts: without the inputs, among which are secrets, and without what would let
 * them ask for OIDC tokens. The runner's other tokens stay, which Docker's cache on GitHub needs.
 */
function forPrograms(environment) {
    const ours = /^(?:INPUT_|STATE_|ACTIONS_ID_TOKEN_REQUEST_)/;
    return Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.test(name)));
}


/***/ }),

/***/ 2568:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Vw: () => (/* binding */ Phases),
/* harmony export */   ee: () => (/* binding */ bytes)
/* harmony export */ });
/* unused harmony export duration */
/** How long each phase of a run took, in the order they began; milliseconds. */
class Phases {
    durations = new Map();
    /** Runs the work and counts its time to the phase. Phases that overlap count each for itself. */
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
/** `0.3 s`, `12 s`, `3 min 5 s` */
function duration(ms) {
    const tenths = Math.round(ms / 100);
    if (tenths < 100)
        return `${(tenths / 10).toFixed(1)} s`;
    const seconds = Math.round(ms / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
/** `512 B`, `1.4 MB`: decimal, as Docker shows sizes. */
function bytes(count) {
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    let value = count;
    let unit = 0;
    // What rounds to 1000 of one unit is 1.0 of the next.
    while (Math.round(value) >= 1000 && unit < units.length - 1) {
        value /= 1000;
        unit++;
    }
    return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}


/***/ }),

/***/ 7400:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _M: () => (/* binding */ repositoryOf),
/* harmony export */   kp: () => (/* binding */ roleOf)
/* harmony export */ });
/* unused harmony exports parseRoleArn, parseRepositoryArn */
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);




const ROLE = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:[\x21-\x7e]+\/)?([^/]+)$/;
const REPOSITORY = /^arn:(aws[a-z-]*):ecr:([a-z0-9-]+):(\d{12}):repository\/(.+)$/;
function roleOf(place, name, from) {
    const { partition, account } = place;
    return { name, account, partition, arn: `arn:${partition}:iam::${account}:role/${name}`, from };
}
function repositoryOf(place, name, from) {
    const { partition, account, region } = place;
    return { name, account, region, partition, arn: `arn:${partition}:ecr:${region}:${account}:repository/${name}`, from };
}
/** @param input the input it was given by, for the error */
function parseRoleArn(arn, input = 'role-arn') {
    const [, partition, account, name] = ROLE.exec(arn) ?? [];
    if (partition === undefined || account === undefined || name === undefined || roleName(name) !== undefined) {
        throw malformed(input, arn, 'the ARN of an IAM role', 'arn:aws:iam::111122223333:role/sample-image-development-github');
    }
    return { name, account, partition, arn, from: originOfInput(input) };
}
/** @param input the input it was given by, for the error */
function parseRepositoryArn(arn, input = 'repository-arn') {
    const [, partition, region, account, name] = REPOSITORY.exec(arn) ?? [];
    if (partition === undefined || region === undefined || account === undefined || name === undefined) {
        throw malformed(input, arn, 'the ARN of an ECR repository', 'arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/development');
    }
    const wrong = repositoryName(name) ??
        (partitionOf(region) === partition
            ? undefined
            : `${region} is of the partition ${partitionOf(region)}, not ${partition}`);
    if (wrong !== undefined)
        throw new Failure(`Input ${input} is \`${arn}\`: ${wrong}.`, { remedy: `Change \`${input}:\` under \`with:\`.` });
    return { name, account, region, partition, arn, from: originOfInput(input) };
}
function malformed(input, arn, what, example) {
    return new Failure(`Input ${input} is \`${arn}\`, which is not ${what}; it wants the form ${example}.`, {
        remedy: `Change \`${input}:\` under \`with:\`.`
    });
}


/***/ }),

/***/ 2908:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  j: () => (/* binding */ parseStagesFile)
});

// UNUSED EXPORTS: readStagesFile

;// CONCATENATED MODULE: ./src/stages/grammar.ts
const REPOSITORY_NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const REGION = /^(?:[a-z]{2}|eusc)(?:-[a-z]+)+-\d$/;
const GITHUB_REPOSITORY = /^[A-Za-z0-9_-]+\/[A-Za-z0-9._-]+$/;
const PLATFORM = /^[a-z0-9_]+(?:\([a-z0-9._]+\))?(?:\/[a-z0-9_.]+){1,2}$/;
/** `*` and `?` are wildcards and `$` a variable to IAM, `:` and `%` are rewritten in the token's subject. */
const SPECIAL_TO_IAM = /[*?:%$]/;
const CONTROL = /\p{Cc}/u;
const nonEmpty = value => (value.trim() === '' ? 'is empty; write a value or remove the key' : undefined);
const accountId = value => {
    if (/^\d{12}$/.test(value))
        return undefined;
    const plain = value.replaceAll(/[\s-]/g, '');
    if (/^\d{12}$/.test(plain))
        return `'${value}' has more than digits; write it as '${plain}'`;
    const lost = /^\d{10,11}$/.test(value) ? `; if its leading zero got lost, '${value.padStart(12, '0')}'` : '';
    return `'${value}' is not an AWS account id; write its 12 digits in quotes, as in '111122223333'${lost}`;
};
const region = value => REGION.test(value) ? undefined : `'${value}' is not an AWS region; write it as in eu-west-1`;
/** The grammar of ECR's CreateRepository. */
const repositoryName = value => {
    if (value.length < 2 || value.length > 256)
        return `'${value}' has ${value.length} characters; ECR takes 2 to 256`;
    if (REPOSITORY_NAME.test(value))
        return undefined;
    return (`'${value}' is not a name that ECR takes; write lower-case letters and digits, with single . _ - between them ` +
        'and / between parts, as in team/sample-image');
};
const roleName = value => /^[\w+=,.@-]{1,64}$/.test(value)
    ? undefined
    : `'${value}' is not a role name that IAM takes; write 1 to 64 letters, digits or any of _+=,.@- and no path`;
const environmentName = value => {
    if (SPECIAL_TO_IAM.test(value))
        return `'${value}' holds one of * ? : % $; name the environment without them`;
    if (value === '' || value !== value.trim() || CONTROL.test(value) || value.length > 255) {
        return `'${value}' is not the name of a GitHub environment; write 1 to 255 characters, without spaces around them`;
    }
    return undefined;
};
/** A branch by its short name: what `git check-ref-format --branch` takes, less what IAM would read otherwise. */
const branchName = value => {
    if (value.startsWith('refs/'))
        return `'${value}' is a full ref; write the branch alone, as in master`;
    if (SPECIAL_TO_IAM.test(value))
        return `'${value}' holds one of * ? : % $; the trunk's name must do without them`;
    const bad = value === '' ||
        value === '@' ||
        /[\s~^[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$|\.lock(?:\/|$)|(?:^|\/)\./.test(value) ||
        CONTROL.test(value);
    return bad ? `'${value}' is not the name of a branch; write it as in master` : undefined;
};
const githubRepository = value => GITHUB_REPOSITORY.test(value) && !/\/\.{1,2}$/.test(value)
    ? undefined
    : `'${value}' is not a repository on GitHub; write owner/name, as in my-org/sample-image`;
/** AWS takes one provider of an address in an account, so it has the one ARN there. */
const oidcProvider = value => /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/.test(value)
    ? undefined
    : `'${value}' is not the ARN of GitHub's OIDC provider; ` +
        "write it as in 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'";
const platform = value => PLATFORM.test(value) ? undefined : `'${value}' is not a platform; write it as in linux/amd64 or linux/arm/v7`;
const buildArgName = value => /^[^\s=]+$/.test(value) ? undefined : `'${value}' is not the name of a build argument; write it as in NODE_VERSION`;

// EXTERNAL MODULE: ./src/stages/names.ts
var names = __webpack_require__(49);
// EXTERNAL MODULE: ./src/stages/origin.ts
var stages_origin = __webpack_require__(6817);
;// CONCATENATED MODULE: ./src/stages/partition.ts
/** Prefixes as in the AWS SDK's partition data; every other region is of the partition `aws`. */
const PARTITIONS = [
    ['cn-', 'aws-cn'],
    ['us-gov-', 'aws-us-gov'],
    ['us-iso-', 'aws-iso'],
    ['us-isob-', 'aws-iso-b'],
    ['eu-isoe-', 'aws-iso-e'],
    ['us-isof-', 'aws-iso-f'],
    ['eusc-', 'aws-eusc']
];
function partitionOf(region) {
    return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}
/** The audience that GitHub's token is asked for and that the role's trust policy demands. */
function audienceOf(partition) {
    return partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';
}

// EXTERNAL MODULE: ./src/stages/stage.ts
var stages_stage = __webpack_require__(7089);
;// CONCATENATED MODULE: ./src/stages/conflicts.ts





/** CloudFormation's. */
const MAX_STACK_NAME = 128;
/** Reports what is well formed key by key, but does not go together. */
function reportConflicts(file, log) {
    if (reportTwins(file, log))
        return;
    reportPartitions(file, log);
    reportEnvironments(file, log);
    reportNames(file, log);
    reportDeployment(file, log);
}
function reportTwins({ images }, log) {
    const twins = images.map((image, index) => ({
        name: image.name,
        index,
        first: images.findIndex(({ name }) => name === image.name)
    }));
    const found = twins.filter(({ index, first }) => index !== first);
    for (const { name, index, first } of found) {
        log.report(`images[${index}].name`, `'${name}' is already the name of images[${first}]; each image has its own`);
    }
    return found.length > 0;
}
function reportPartitions({ stages, partition }, log) {
    for (const stage of stages_stage/* STAGES */.a) {
        const { region } = stages[stage];
        if (partitionOf(region) === partition)
            continue;
        log.report(`stages.${stage}.region`, `${region} is of the partition ${partitionOf(region)}, and ${stages.development.region} of development ` +
            `of ${partition}; images cannot pass from one to the other: choose regions of one partition`);
    }
}
/** The environment of a manual run tells its stage. GitHub does not tell environments apart by case. */
function reportEnvironments({ stages }, log) {
    const owners = new Map();
    for (const stage of stages_stage/* STAGES */.a) {
        const { environment } = stages[stage];
        const owner = owners.get(environment.toLowerCase());
        if (owner === undefined)
            owners.set(environment.toLowerCase(), stage);
        else
            log.report(`stages.${stage}.environment`, `'${environment}' is already the environment of ${owner}; each stage has its own`);
    }
}
/** GitHub knows one repository under each spelling of its name; IAM compares the token's, which has one. */
function reportDeployment({ github, deployment, stages }, log) {
    if (deployment === undefined)
        return;
    const { repository = github.repository, environment } = deployment;
    if (repository === undefined || repository.toLowerCase() !== github.repository?.toLowerCase())
        return;
    if (repository !== github.repository) {
        log.report('deployment.repository', `'${repository}' differs from '${github.repository}' of github.repository in case alone; ` +
            'write both as GitHub shows the name');
    }
    for (const name of ['repositoryId', 'ownerId']) {
        if (deployment[name] === undefined || github[name] === undefined || deployment[name] === github[name])
            continue;
        const key = name === 'ownerId' ? 'owner-id' : 'repository-id';
        log.report(`deployment.${key}`, `is not the ${github[name]} of github.${key}, and the repository is the same`);
    }
    const owner = stages_stage/* STAGES */.a.find(stage => stages[stage].environment.toLowerCase() === environment?.toLowerCase());
    if (owner !== undefined) {
        const message = `'${environment ?? ''}' is the environment of ${owner}: who may run that stage could deploy`;
        log.report('deployment.environment', `${message}; name another`);
    }
}
/** One repository, role and stack for each image and stage, all of them names that AWS takes. */
function reportNames(file, log) {
    const owners = new Map();
    for (const image of file.images) {
        for (const stage of stages_stage/* STAGES */.a) {
            for (const claim of claimsOf(file, image.name, stage)) {
                const { thing, name, place, key, remedy } = claim;
                const owner = `${image.name} in ${stage}`;
                const wrong = refusedByAws(file, claim, stage);
                if (wrong !== undefined)
                    log.report(key, `its ${thing} in ${stage} would be ${name}, ${wrong}`);
                // IAM tells names apart by more than case.
                const id = [thing, place, thing === 'role' ? name.toLowerCase() : name].join(' ');
                const other = owners.get(id);
                if (other !== undefined)
                    log.report(key, `the ${thing} ${name} would be that of ${other} and of ${owner} alike; ${remedy}`);
                owners.set(id, other ?? owner);
            }
        }
    }
}
function claimsOf(file, image, stage) {
    const { images, stages } = file;
    const { account, region, repository, role } = stages[stage];
    const rename = { key: (0,stages_origin/* imageKey */.p2)(file, image), remedy: 'rename one of the images' };
    const origin = (setting, name) => {
        if (setting === undefined)
            return rename;
        return {
            key: `stages.${stage}.${name}`,
            remedy: images.length > 1 ? 'remove the key, and each has its own' : `choose another ${name}`
        };
    };
    return [
        {
            thing: 'repository',
            name: repository ?? (0,names/* defaultRepositoryName */.R6)(image, stage),
            place: `${account} ${region}`,
            ...origin(repository, 'repository')
        },
        { thing: 'role', name: role ?? (0,names/* defaultRoleName */.xK)(image, stage), place: account, ...origin(role, 'role') },
        { thing: 'stack', name: (0,names/* stackName */.Qx)(image, stage), place: `${account} ${region}`, ...rename }
    ];
}
/** What is given by name was checked by form; what is derived from the image's name can get too long. */
function refusedByAws({ images }, { thing, name }, stage) {
    const length = `of ${name.length} characters`;
    switch (thing) {
        case 'repository':
            return repositoryName(name) === undefined ? undefined : `${length}, and ECR takes 256; shorten the image's name`;
        case 'role':
            if (roleName(name) === undefined)
                return undefined;
            return images.length > 1
                ? `${length}, and IAM takes 64; shorten the image's name`
                : `${length}, and IAM takes 64; write a shorter one as stages.${stage}.role`;
        case 'stack':
            return name.length <= MAX_STACK_NAME
                ? undefined
                : `${length}, and CloudFormation takes ${MAX_STACK_NAME}; shorten the image's name`;
    }
}

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
;// CONCATENATED MODULE: ./src/stages/stages-file-error.ts

/** A stages file that cannot be used: all that is wrong with it, the first by position as the error's own. */
class StagesFileError extends failure/* Failure */.HR {
    path;
    line;
    column;
    key;
    problems;
    /** @param problems at least one, in any order */
    constructor(path, problems) {
        const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
        const first = sorted[0] ?? problems[0];
        super(sorted.map(problem => sentence(path, problem)).join('\n'), {
            location: { file: path, line: first.line, column: first.column }
        });
        this.name = 'StagesFileError';
        this.path = path;
        this.line = first.line;
        this.column = first.column;
        this.key = first.key;
        this.problems = sorted;
    }
}
function sentence(path, { line, key, message }) {
    return `${path}:${line} ${key === '' ? '' : `${key}: `}${message}`;
}

;// CONCATENATED MODULE: ./src/stages/problem-log.ts

/** Where the keys of a stages file stand, and what was found wrong with them. */
class ProblemLog {
    path;
    text;
    problems = [];
    offsets = new Map();
    constructor(path, text) {
        this.path = path;
        this.text = text;
    }
    /** Remembers where a key stands. */
    place(key, offset) {
        this.offsets.set(key, offset);
    }
    /** Whether the file has this key. */
    holds(key) {
        return this.offsets.has(key);
    }
    /** The line that each key stands on, from 1. */
    lines() {
        return new Map([...this.offsets].map(([key, offset]) => [key, this.lineOf(offset)]));
    }
    /** Reports by key; one that is not in the file is reported where the nearest key around it stands. */
    report(key, message) {
        let around = key;
        while (around !== '' && !this.offsets.has(around))
            around = around.replace(/(?:^|\.)[^.[]*$|\[\d+\]$/, '');
        this.reportAt(this.offsets.get(around) ?? 0, key, message);
    }
    reportAt(offset, key, message) {
        const before = this.text.slice(0, offset);
        this.problems.push({ line: this.lineOf(offset), column: offset - before.lastIndexOf('\n'), key, message });
    }
    lineOf(offset) {
        return this.text.slice(0, offset).split('\n').length;
    }
    /** @throws StagesFileError with all that was reported */
    throwIfAny() {
        const [first, ...rest] = this.problems;
        if (first !== undefined)
            throw new StagesFileError(this.path, [first, ...rest]);
    }
}

// EXTERNAL MODULE: ./src/stages/spelling.ts
var spelling = __webpack_require__(5081);
;// CONCATENATED MODULE: ./src/stages/yaml-field.ts


/**
 * A value of the document and the key it stands under. Its readers return undefined for a value that is not of the
 * form asked for, and report that; a report is all it takes to fail the file.
 */
class Field {
    key;
    node;
    offset;
    log;
    constructor(key, node, offset, log) {
        this.key = key;
        this.node = node;
        this.offset = offset;
        this.log = log;
        log.place(key, offset);
    }
    report(message) {
        this.log.reportAt(this.offset, this.key, message);
    }
    /** Reports a key of this mapping that should be there and is not. */
    reportMissing(name, message) {
        this.log.report(this.join(name), message);
    }
    /**
     * The values of a mapping by their keys; an empty value stands for an empty mapping.
     * @param known every key that may stand here
     * @param misplaced what to say of keys that belong elsewhere
     */
    members(known, misplaced = () => undefined) {
        const members = this.anyMembers('a mapping with the keys ' + known.join(', '));
        for (const [name, field] of members) {
            if (known.includes(name))
                continue;
            const meant = (0,spelling/* closest */.k)(name, known);
            field.report(misplaced(name) ??
                `unknown key; ${meant === undefined ? `the keys here are ${known.join(', ')}` : `did you mean ${meant}?`}`);
        }
        return members;
    }
    /** The values of a mapping whose keys are free. */
    anyMembers(expected) {
        const members = new Map();
        if (this.isNull())
            return members;
        if (!(0,dist/* isMap */.jh)(this.node)) {
            this.report(`is ${this.describe()}; it wants ${expected}`);
            return members;
        }
        const lines = new Map();
        for (const { key, value } of this.node.items) {
            const offset = (0,dist/* isNode */.Ll)(key) ? (key.range?.[0] ?? this.offset) : this.offset;
            if (!(0,dist/* isScalar */.jn)(key) || key.value === null || key.value === '') {
                this.log.reportAt(offset, this.key, 'a key here is not a plain word');
                continue;
            }
            const name = textOf(key);
            const first = lines.get(name);
            if (first !== undefined) {
                this.log.reportAt(offset, this.join(name), `stands here a second time; it is already on line ${first}`);
                continue;
            }
            lines.set(name, this.log.lineOf(offset));
            members.set(name, new Field(this.join(name), (0,dist/* isNode */.Ll)(value) ? value : null, offset, this.log));
        }
        return members;
    }
    isList() {
        return (0,dist/* isSeq */.oP)(this.node);
    }
    /** The entries of a list, keyed as in `images[0]`. */
    entries(expected) {
        if (!(0,dist/* isSeq */.oP)(this.node)) {
            this.report(`is ${this.describe()}; it wants ${expected}`);
            return [];
        }
        if (this.node.items.length === 0)
            this.report(`is an empty list; it wants ${expected}`);
        return this.node.items.map((item, index) => {
            const node = (0,dist/* isNode */.Ll)(item) ? item : null;
            return new Field(`${this.key}[${index}]`, node, node?.range?.[0] ?? this.offset, this.log);
        });
    }
    /** A string. What YAML reads as a number or a boolean is an error, as it may have lost what was written. */
    text(form) {
        const scalar = this.scalar();
        if (scalar === undefined)
            return undefined;
        const written = textOf(scalar);
        const wrong = form(written);
        if (typeof scalar.value === 'string') {
            if (wrong === undefined)
                return written;
            this.report(wrong);
        }
        else {
            this.report(wrong ?? `${misread(scalar, written)}; write it in quotes: '${written}'`);
        }
        return undefined;
    }
    /** A string, a number or a boolean, as it was written: 1.10 stays `1.10`. */
    anyScalar() {
        const scalar = this.scalar();
        return scalar === undefined ? undefined : textOf(scalar);
    }
    /** An id of digits, with quotes or without. */
    digits(expected) {
        const written = this.anyScalar();
        if (written === undefined || /^[1-9]\d*$/.test(written))
            return written;
        this.report(`'${written}' is not ${expected}`);
        return undefined;
    }
    /** A whole number from 1. */
    count() {
        const value = this.scalar()?.value;
        if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value > 0))
            return value;
        this.report(`${this.describe()} is not a whole number from 1, without quotes, as in 30`);
        return undefined;
    }
    flag() {
        const value = this.scalar()?.value;
        if (value === undefined || typeof value === 'boolean')
            return value;
        this.report(`${this.describe()} is neither true nor false, without quotes`);
        return undefined;
    }
    scalar() {
        if ((0,dist/* isScalar */.jn)(this.node) && this.node.value !== null)
            return this.node;
        this.report(this.isNull() ? 'is empty; write a value or remove the key' : `is ${this.describe()}; it wants a single value`);
        return undefined;
    }
    isNull() {
        return this.node === null || ((0,dist/* isScalar */.jn)(this.node) && this.node.value === null);
    }
    describe() {
        if ((0,dist/* isMap */.jh)(this.node))
            return 'a mapping';
        if ((0,dist/* isSeq */.oP)(this.node))
            return 'a list';
        return (0,dist/* isScalar */.jn)(this.node) ? `'${textOf(this.node)}'` : 'empty';
    }
    join(name) {
        return this.key === '' ? name : `${this.key}.${name}`;
    }
}
/** As it was written, where YAML read a number or a boolean. */
function textOf(scalar) {
    return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value));
}
function misread({ value }, written) {
    if (typeof value !== 'number')
        return `${written} was read as a ${typeof value}`;
    if (String(value) === written)
        return `${written} was read as a number`;
    const lost = /^0\d/.test(written) ? ', without its leading zero' : '';
    return `${written} was read as the number ${value}${lost}`;
}

;// CONCATENATED MODULE: ./src/stages/yaml-document.ts



const MAX_CHARACTERS = 64 * 1024;
/** The parser recurses; this is far beyond any stages file and far below what exhausts the stack. */
const MAX_DEPTH = 50;
/** The parser's words, of its own trade, for text that stands where a key should: it takes the line and the next for one key. */
const NO_COLON = /^Implicit (?:map )?keys need to be (?:on a single line|followed by map values)$/;
/**
 * Reads a file that holds one YAML document.
 * @throws StagesFileError where it is not YAML, empty, more than one document, or built to exhaust its reader
 */
function readDocument(text, path) {
    const log = new ProblemLog(path, text);
    refuseExcess(text, log);
    log.throwIfAny();
    // Duplicate keys are left to Field, which can name them.
    const documents = (0,dist/* parseAllDocuments */.hR)(text, { prettyErrors: false, uniqueKeys: false });
    for (const { errors, warnings } of documents) {
        for (const { pos, message } of [...errors, ...warnings])
            log.reportAt(pos[0], '', `this is not valid YAML: ${NO_COLON.test(message) ? 'does the line lack a `:` and a space, between a key and its value?' : message}`);
    }
    log.throwIfAny();
    const [document, second] = documents;
    if (second !== undefined) {
        log.reportAt(second.range[0], '', 'a second document ends or starts here; the file holds one: remove the line ---');
    }
    else if (document === undefined || isEmpty(document)) {
        log.reportAt(0, '', 'the file is empty; it wants at least the keys image and aws');
    }
    else {
        refuseAliases(document, log);
    }
    log.throwIfAny();
    return { root: new Field('', document?.contents ?? null, 0, log), log };
}
function isEmpty({ contents }) {
    return contents === null || ((0,dist/* isScalar */.jn)(contents) && contents.value === null);
}
function refuseExcess(text, log) {
    if (text.length > MAX_CHARACTERS) {
        log.reportAt(0, '', `the file has ${text.length} characters; a stages file has at most ${MAX_CHARACTERS}`);
    }
    const compact = new RegExp(`(?:[-?:][ \\t]+){${MAX_DEPTH}}`).exec(text);
    let depth = 0;
    const brackets = [...text.matchAll(/[[\]{}]/g)].find(({ 0: bracket }) => {
        depth += bracket === '[' || bracket === '{' ? 1 : -1;
        return depth > MAX_DEPTH;
    });
    const deep = compact ?? brackets;
    if (deep !== undefined)
        log.reportAt(deep.index, '', `this is nested more than ${MAX_DEPTH} levels deep`);
}
/** An error in what an alias stands for would be reported at another line; and aliases of aliases explode. */
function refuseAliases(document, log) {
    (0,dist/* visit */.YR)(document, {
        Alias(_, alias) {
            log.reportAt(alias.range?.[0] ?? 0, '', `the alias *${alias.source} is not followed; write the value out`);
        }
    });
}

;// CONCATENATED MODULE: ./src/stages/file.ts






const IMAGE_KEYS = ['name', 'context', 'file', 'target', 'platforms', 'build-args'];
const PLACE_KEYS = ['account', 'region'];
const STAGE_KEYS = [
    ...PLACE_KEYS,
    ...['environment', 'repository', 'role', 'archive-after-days', 'expire-after-days', 'keep', 'expire-untagged-after-days']
];
/**
 * Reads the stages file.
 * @param path as it is to appear in errors
 * @throws StagesFileError with the line, the key and the expected form of all that is wrong
 */
function parseStagesFile(text, path) {
    return readStagesFile(text, path).file;
}
/**
 * The same, with the log that knows where the file's keys stand, for who demands more of a file than this.
 * @throws StagesFileError as parseStagesFile does
 */
function readStagesFile(text, path) {
    const { root, log } = readDocument(text, path);
    const keys = root.members(['image', 'images', 'trunk', 'github', 'aws', 'stages', 'deployment'], misplacedAtTop);
    const images = readImages(root, keys.get('image'), keys.get('images'));
    const trunk = keys.get('trunk')?.text(branchName);
    const github = readGitHub(keys.get('github'));
    const stages = readStages(root, keys.get('aws'), keys.get('stages'));
    const deployment = readDeployment(keys.get('deployment'));
    log.throwIfAny();
    const file = { path, images, trunk, github, partition: partitionOf(stages.development.region), stages, deployment, lines: log.lines() };
    reportConflicts(file, log);
    log.throwIfAny();
    return { file, log };
}
function misplacedAtTop(name) {
    if (IMAGE_KEYS.includes(name))
        return 'stands in an entry of images:, beside its name';
    if (PLACE_KEYS.includes(name))
        return `stands under aws:, or under a stage of stages:`;
    if (name === 'stage' || !STAGE_KEYS.concat(stages_stage/* STAGES */.a).includes(name))
        return undefined;
    return 'stands under stages:';
}
function readImages(root, image, images) {
    if (image !== undefined && images !== undefined) {
        images.report('stands beside image; keep one of the two: image for one image, images for several');
    }
    if (images !== undefined)
        return images.entries('one entry for each image, as in - name: sample-image').flatMap(readImage);
    if (image === undefined) {
        root.reportMissing('image', 'is missing; name the image, as in image: sample-image, or list several under images:');
        return [];
    }
    const name = image.isList() ? undefined : image.text(repositoryName);
    if (image.isList())
        image.report('is a list; write images: for several, with a name each');
    return name === undefined
        ? []
        : [{ name, context: undefined, file: undefined, target: undefined, platforms: [], buildArgs: {} }];
}
function readImage(entry) {
    const keys = entry.members(IMAGE_KEYS);
    if (!keys.has('name'))
        entry.reportMissing('name', 'is missing; each entry of images wants one, as in name: sample-image');
    const name = keys.get('name')?.text(repositoryName);
    const settings = {
        context: keys.get('context')?.text(nonEmpty),
        file: keys.get('file')?.text(nonEmpty),
        target: keys.get('target')?.text(nonEmpty),
        platforms: readPlatforms(keys.get('platforms')),
        buildArgs: readBuildArgs(keys.get('build-args'))
    };
    return name === undefined ? [] : [{ name, ...settings }];
}
/** A list, or one string with commas. */
function readPlatforms(field) {
    if (field === undefined)
        return [];
    if (field.isList())
        return field
            .entries('platforms, as in [linux/amd64, linux/arm64]')
            .flatMap(entry => entry.text(platform) ?? []);
    const platforms = (text) => text.split(',').map(platform => platform.trim());
    const text = field.text(value => platforms(value)
        .map(platform)
        .find(wrong => wrong !== undefined));
    return text === undefined ? [] : platforms(text);
}
/** A mapping, or a list of NAME=value. */
function readBuildArgs(field) {
    if (field === undefined)
        return {};
    const pairs = [];
    if (field.isList()) {
        for (const entry of field.entries('build arguments, as in - NODE_VERSION=24')) {
            const written = entry.anyScalar();
            const [, name, value] = /^([^\s=]+)=(.*)$/s.exec(written ?? '') ?? [];
            if (name !== undefined && value !== undefined)
                pairs.push([name, value]);
            else if (written !== undefined)
                entry.report(`'${written}' is not a build argument; write NAME=value`);
        }
    }
    else {
        for (const [name, member] of field.anyMembers('a mapping, as in {NODE_VERSION: 24}, or a list of NAME=value')) {
            const wrong = buildArgName(name);
            if (wrong !== undefined)
                member.report(wrong);
            const value = member.anyScalar();
            if (value !== undefined)
                pairs.push([name, value]);
        }
    }
    return Object.fromEntries(pairs);
}
const GITHUB_KEYS = ['repository', 'repository-id', 'owner-id'];
function readGitHub(field) {
    return repositoryIn(field?.members(GITHUB_KEYS));
}
function repositoryIn(keys) {
    return {
        repository: keys?.get('repository')?.text(githubRepository),
        repositoryId: keys?.get('repository-id')?.digits("a repository's id; write its digits, as in 123456789"),
        ownerId: keys?.get('owner-id')?.digits("an owner's id; write its digits, as in 987654")
    };
}
function readDeployment(field) {
    const own = ['trunk', 'environment', 'region', 'oidc-providers', 'blob-mounting', 'enhanced-scanning'];
    const keys = field?.members([...GITHUB_KEYS, ...own]);
    if (keys === undefined)
        return undefined;
    const providers = keys.get('oidc-providers')?.entries('ARNs of OIDC providers that are there already');
    return {
        ...repositoryIn(keys),
        trunk: keys.get('trunk')?.text(branchName),
        environment: keys.get('environment')?.text(environmentName),
        region: keys.get('region')?.text(region),
        oidcProviders: providers?.flatMap(entry => entry.text(oidcProvider) ?? []) ?? [],
        blobMounting: keys.get('blob-mounting')?.flag() ?? false,
        enhancedScanning: keys.get('enhanced-scanning')?.flag() ?? false
    };
}
/** Where account or region are in doubt they are the empty string; the report of it fails the file. */
function readStages(root, aws, field) {
    const shared = aws?.members(PLACE_KEYS);
    const defaults = {
        account: shared?.get('account')?.text(accountId),
        region: shared?.get('region')?.text(region)
    };
    const entries = field?.members([...stages_stage/* STAGES */.a]);
    const stages = Object.fromEntries(stages_stage/* STAGES */.a.map(stage => [stage, entries?.get(stage)?.members(STAGE_KEYS)]));
    const place = (stage, name, wanted) => {
        const own = stages[stage]?.get(name);
        return (own === undefined ? defaults[name] : own.text(wanted)) ?? '';
    };
    for (const [name, example] of [
        ['account', "'111122223333'"],
        ['region', 'eu-west-1']
    ]) {
        const without = stages_stage/* STAGES */.a.filter(stage => stages[stage]?.has(name) !== true);
        if (without.length === 0 || shared?.has(name) === true)
            continue;
        const around = aws ?? root;
        around.reportMissing(aws === undefined ? `aws.${name}` : name, `is missing, and ${without.join(', ')} ${without.length === 1 ? 'has' : 'have'} none of ` +
            `${without.length === 1 ? 'its' : 'their'} own under stages; write it as in ${name}: ${example}`);
    }
    const read = (stage) => {
        const keys = stages[stage];
        return {
            account: place(stage, 'account', accountId),
            region: place(stage, 'region', region),
            environment: keys?.get('environment')?.text(environmentName) ?? names/* DEFAULT_ENVIRONMENTS */.p0[stage],
            repository: keys?.get('repository')?.text(repositoryName),
            role: keys?.get('role')?.text(roleName),
            archiveAfterDays: keys?.get('archive-after-days')?.count(),
            expireAfterDays: keys?.get('expire-after-days')?.count(),
            keep: keys?.get('keep')?.count(),
            expireUntaggedAfterDays: keys?.get('expire-untagged-after-days')?.count()
        };
    };
    return { development: read('development'), master: read('master'), release: read('release') };
}


/***/ }),

/***/ 49:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qx: () => (/* binding */ stackName),
/* harmony export */   R6: () => (/* binding */ defaultRepositoryName),
/* harmony export */   hv: () => (/* binding */ groupName),
/* harmony export */   p0: () => (/* binding */ DEFAULT_ENVIRONMENTS),
/* harmony export */   xK: () => (/* binding */ defaultRoleName)
/* harmony export */ });
/** What a stage's things are called unless the stages file says otherwise. */
const DEFAULT_ENVIRONMENTS = {
    development: 'Development',
    master: 'Master',
    release: 'Release'
};
function defaultRepositoryName(image, stage) {
    return `${image}/${stage}`;
}
function defaultRoleName(image, stage) {
    return `${image.replaceAll('/', '-')}-${stage}-github`;
}
/** Of the IAM group and of its managed policy alike, which are things of different kinds to IAM. */
function groupName(image, stage, group) {
    return `${image.replaceAll('/', '-')}-${stage}-${group === 'endUsers' ? 'end-users' : group}`;
}
/** `team/sample-image` in development: `TeamSampleImageDevelopment`. CloudFormation wants a letter first. */
function stackName(image, stage) {
    const name = pascalCase(image);
    return `${/^\d/.test(name) ? 'Image' : ''}${name}${pascalCase(stage)}`;
}
function pascalCase(name) {
    return name
        .split(/[^A-Za-z0-9]+/)
        .map(word => word.charAt(0).toUpperCase() + word.slice(1))
        .join('');
}


/***/ }),

/***/ 6817:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AQ: () => (/* binding */ isItRight),
/* harmony export */   TZ: () => (/* binding */ originsOf),
/* harmony export */   dm: () => (/* binding */ originOfKey),
/* harmony export */   p2: () => (/* binding */ imageKey),
/* harmony export */   r4: () => (/* binding */ placeKey)
/* harmony export */ });
/* unused harmony exports originOfInput, inputNamed */
/** What a role and a repository of the stages file come from. */
function originsOf(file, { name: image }, stage) {
    const { account, region, repository, role } = file.stages[stage];
    const said = (key, value) => originOfKey(file, key, value);
    const named = (name, given) => given === undefined ? said(imageKey(file, image), image) : said(`stages.${stage}.${name}`, given);
    const place = { account: said(placeKey(file, stage, 'account'), account), region: said(placeKey(file, stage, 'region'), region) };
    return { role: { name: named('role', role), account: place.account }, repository: { name: named('repository', repository), ...place } };
}
/** The setting of a key of the stages file and where it stands: `` `trunk: master` in .github/ecr-registry.yml:3 ``. */
function originOfKey({ path, lines }, key, value) {
    const line = lines.get(key);
    return `\`${key}: ${value}\` in ${path}${line === undefined ? '' : `:${line}`}`;
}
/** What an ARN given as an input comes from. */
function originOfInput(input) {
    const origin = inputNamed(input);
    return { name: origin, account: origin, region: origin };
}
function inputNamed(input) {
    return `the input \`${input}\``;
}
/** The key that names an image. */
function imageKey({ images, lines }, image) {
    return lines.has('image') ? 'image' : `images[${images.findIndex(({ name }) => name === image)}].name`;
}
/** The key that says where a stage is: its own, or the one of all stages. */
function placeKey({ lines }, stage, name) {
    const own = `stages.${stage}.${name}`;
    return lines.has(own) ? own : `aws.${name}`;
}
/**
 * Asks whether what AWS denies or does not know is what was meant: AWS often does not tell the two apart, and a slip in what it
 * comes from is met by both.
 */
function isItRight(thing, from) {
    const parts = typeof from === 'string' ? [from] : [...new Set(Object.values(from))];
    const all = parts.length === 1 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
    return `Is it the right ${thing}? It comes from ${all}.`;
}


/***/ }),

/***/ 5081:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ closest)
/* harmony export */ });
/**
 * The candidate that was probably meant: the same but for case and separators, or at most two edits away; else the one that the
 * word ends with, `file` for `dockerfile`.
 */
function closest(word, candidates) {
    const ranked = candidates
        .map(candidate => ({ candidate, distance: edits(bare(word), bare(candidate)) }))
        .sort((a, b) => a.distance - b.distance);
    const best = ranked[0];
    // Two edits turn any short word into any other.
    if (best !== undefined && best.distance <= Math.min(2, best.candidate.length / 3))
        return best.candidate;
    return candidates.find(candidate => bare(candidate).length > 3 && bare(word).endsWith(bare(candidate)));
}
function bare(word) {
    return word
        .slice(0, 100)
        .toLowerCase()
        .replaceAll(/[^a-z0-9]/g, '');
}
/** Levenshtein's distance, where two neighbours that changed places are one edit as well; a row at a time. */
function edits(from, to) {
    let before = [];
    let row = Array.from({ length: to.length + 1 }, (_, index) => index);
    for (const [i, letter] of from.split('').entries()) {
        const next = [i + 1];
        for (const [j, other] of to.split('').entries()) {
            const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
            const isSwap = i > 0 && letter === to[j - 1] && other === from[i - 1];
            const swapped = isSwap ? (before[j - 1] ?? 0) + 1 : Infinity;
            next.push(Math.min(replaced, swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
        }
        before = row;
        row = next;
    }
    return row[to.length] ?? 0;
}


/***/ }),

/***/ 5870:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $r: () => (/* binding */ targetOf),
/* harmony export */   gG: () => (/* binding */ selectImage)
/* harmony export */ });
/* unused harmony exports targetOfArns, withOverrides */
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);
/* harmony import */ var _arn_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7400);
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(49);
/* harmony import */ var _origin_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6817);




/**
 * The image that a run is about.
 * @param name as in the input `image`; may be left out where the file has one image
 * @throws Failure that lists the images there are
 */
function selectImage(file, name) {
    const names = file.images.map(image => image.name);
    const image = name === undefined && names.length === 1 ? file.images[0] : file.images.find(entry => entry.name === name);
    if (image !== undefined)
        return image;
    throw name === undefined
        ? new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`${file.path} holds ${names.length} images (${names.join(', ')}) and none was named.`, {
            remedy: `Set the input image to one of them, as in \`with: {image: ${names[0] ?? ''}}\`; a matrix builds them all.`
        })
        : new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Input image is \`${name}\`, and ${file.path} has no image of that name; it has ${names.join(', ')}.`, {
            remedy: `Change \`image:\` under \`with:\`, or add the image to ${file.path}.`
        });
}
/** Derives from the stages file where a stage keeps an image. */
function targetOf(file, image, stage) {
    const settings = file.stages[stage];
    const place = { partition: file.partition, account: settings.account, region: settings.region };
    const from = (0,_origin_js__WEBPACK_IMPORTED_MODULE_3__/* .originsOf */ .TZ)(file, image, stage);
    return {
        stage,
        repository: (0,_arn_js__WEBPACK_IMPORTED_MODULE_1__/* .repositoryOf */ ._M)(place, settings.repository ?? (0,_names_js__WEBPACK_IMPORTED_MODULE_2__/* .defaultRepositoryName */ .R6)(image.name, stage), from.repository),
        role: (0,_arn_js__WEBPACK_IMPORTED_MODULE_1__/* .roleOf */ .kp)(place, settings.role ?? (0,_names_js__WEBPACK_IMPORTED_MODULE_2__/* .defaultRoleName */ .xK)(image.name, stage), from.role),
        environment: settings.environment,
        stack: (0,_names_js__WEBPACK_IMPORTED_MODULE_2__/* .stackName */ .Qx)(image.name, stage)
    };
}
/**
 * The target of a run without a stages file.
 * @throws Failure naming the ARN that is missing or malformed
 */
function targetOfArns(stage, { roleArn, repositoryArn }) {
    const missing = [
        ...(roleArn === undefined ? ['role-arn'] : []),
        ...(repositoryArn === undefined ? ['repository-arn'] : [])
    ];
    if (roleArn === undefined || repositoryArn === undefined) {
        throw new Failure(`Without a stages file the run needs role-arn and repository-arn; it lacks ${missing.join(' and ')}.`, {
            remedy: `Add a stages file, or set ${missing.join(' and ')} under \`with:\`.`
        });
    }
    const [role, repository] = [parseRoleArn(roleArn), parseRepositoryArn(repositoryArn)];
    return onePartition({ stage, repository, role, environment: undefined, stack: undefined });
}
/** @throws Failure naming the ARN that is malformed */
function withOverrides(target, { roleArn, repositoryArn }) {
    return onePartition({
        ...target,
        role: roleArn === undefined ? target.role : parseRoleArn(roleArn),
        repository: repositoryArn === undefined ? target.repository : parseRepositoryArn(repositoryArn)
    });
}
function onePartition(target) {
    const { role, repository } = target;
    if (role.partition === repository.partition)
        return target;
    throw new Failure(`The role ${role.arn} is of the partition ${role.partition}, and the repository ${repository.arn} ` +
        `of ${repository.partition}; a role reaches its own partition alone.`, { remedy: 'Correct role-arn or repository-arn, or the region in the stages file.' });
}


/***/ })

};
