export const id = 548;
export const ids = [548];
export const modules = {

/***/ 9255:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ isAncestor),
/* harmony export */   T: () => (/* binding */ repositoryOfClone)
/* harmony export */ });
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3333);

/** The answers of a developer's clone in place of GitHub's API. Remote branches are as they were last fetched. */
function repositoryOfClone({ git, remote }) {
    return {
        // Only GitHub knows it. An image that is pushed by hand gets the tag of its branch instead.
        openPullRequest: () => Promise.resolve(undefined),
        async laterCommits(commit, branch) {
            const upstream = `refs/remotes/${remote ?? ''}/${branch}`;
            // A branch that was never pushed has no later commits, and neither has one that was rewritten here.
            const later = (await isAncestor(git, commit, upstream))
                ? linesIn(await git('rev-list', `${commit}..${upstream}`))
                : [];
            return { kind: 'known', commits: later, total: later.length, contains: true };
        },
        async defaultBranch() {
            const prefix = `refs/remotes/${remote ?? ''}/`;
            const head = await git('symbolic-ref', '--quiet', `${prefix}HEAD`);
            if (head?.startsWith(prefix) === true)
                return head.slice(prefix.length);
            throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('The trunk is not known: the stages file does not name it, and this clone does not know the default branch of its remote.', {
                remedy: `Add \`trunk:\` to the stages file${remote === undefined ? '' : `, or run \`git remote set-head ${remote} --auto\``}.`
            });
        },
        async hasBranch(branch) {
            const local = `refs/${remote === undefined ? 'heads' : `remotes/${remote}`}/${branch}`;
            if ((await git('rev-parse', '--verify', '--quiet', local)) !== undefined)
                return true;
            const attempt = `Looking for the branch ${branch}`;
            if (remote === undefined)
                throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`${attempt}: this clone has none of that name, and no remote to ask.`, {
                    remedy: 'Add the remote of the branch: `git remote add origin <url>`.'
                });
            const ref = `refs/heads/${branch}`;
            const listing = await git('ls-remote', '--quiet', '--heads', remote, ref);
            if (listing === undefined)
                throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`${attempt}: git could not ask the remote ${remote}.`, { remedy: remedyForRemote(remote) });
            return linesIn(listing).some(line => line.endsWith(`\t${ref}`));
        },
        async versionTags() {
            const local = linesIn(await git('tag', '--list', 'v*'));
            if (remote === undefined)
                return local;
            const listing = await git('ls-remote', '--quiet', '--tags', '--refs', remote, 'refs/tags/v*');
            if (listing === undefined)
                throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Listing the git tags of the remote ${remote}: git failed. Without them the existing versions are not known.`, { remedy: remedyForRemote(remote) });
            return [...new Set([...local, ...linesIn(listing).map(line => line.replace(/^.*\trefs\/tags\//, ''))])];
        },
        isPrerelease: () => Promise.resolve({ kind: 'unknown', because: 'only GitHub knows it, and a clone does not.' })
    };
}
/** Whether a ref contains a commit; false if the ref does not exist. */
async function isAncestor(git, commit, ref) {
    return (await git('merge-base', '--is-ancestor', commit, ref)) !== undefined;
}
function remedyForRemote(remote) {
    return `Check that \`git ls-remote ${remote}\` works without a prompt.`;
}
function linesIn(text) {
    return text === undefined || text === '' ? [] : text.split('\n');
}


/***/ }),

/***/ 9343:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  W: () => (/* binding */ readProject)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/stages/stages-file.ts
var stages_file = __webpack_require__(3363);
// EXTERNAL MODULE: ./src/stages/grammar.ts
var grammar = __webpack_require__(8334);
// EXTERNAL MODULE: ./src/stages/names.ts
var names = __webpack_require__(49);
// EXTERNAL MODULE: ./src/stages/origin.ts
var stages_origin = __webpack_require__(6817);
;// CONCATENATED MODULE: ./src/stages/partition.ts
/** Prefixes of regions, as in the partition data of the AWS SDK. Every other region is in the partition `aws`. */
const PARTITIONS = [
    ['cn-', 'aws-cn'],
    ['us-gov-', 'aws-us-gov'],
    ['us-iso-', 'aws-iso'],
    ['us-isob-', 'aws-iso-b'],
    ['eu-isoe-', 'aws-iso-e'],
    ['us-isof-', 'aws-iso-f'],
    ['eusc-', 'aws-eusc']
];
function partition_partitionOf(region) {
    return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}
/** The audience that GitHub's token is requested for, and that the trust policy of the role requires. */
function audienceOf(partition) {
    return partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';
}

// EXTERNAL MODULE: ./src/stages/stage.ts
var stages_stage = __webpack_require__(7089);
;// CONCATENATED MODULE: ./src/stages/conflicts.ts





/** Longest stack name that CloudFormation accepts, in characters. */
const MAX_STACK_NAME = 128;
/** Reports keys that are well formed one by one, but contradict each other. */
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
        log.report(`images[${index}].name`, `'${name}' is already the name of images[${first}]; give each image its own`);
    }
    return found.length > 0;
}
function reportPartitions({ stages, partition }, log) {
    for (const stage of stages_stage/* STAGES */.a) {
        const { region } = stages[stage];
        if (partition_partitionOf(region) === partition)
            continue;
        log.report(`stages.${stage}.region`, `${region} is in the partition ${partition_partitionOf(region)}, and ${stages.development.region} of development ` +
            `in ${partition}; choose regions of one partition, because images cannot be copied between partitions`);
    }
}
/** The environment of a manual run determines its stage. To GitHub, names of environments are the same in any case. */
function reportEnvironments({ stages }, log) {
    const owners = new Map();
    for (const stage of stages_stage/* STAGES */.a) {
        const { environment } = stages[stage];
        const owner = owners.get(environment.toLowerCase());
        if (owner === undefined)
            owners.set(environment.toLowerCase(), stage);
        else
            log.report(`stages.${stage}.environment`, `'${environment}' is already the environment of ${owner}; give each stage its own`);
    }
}
/** GitHub accepts the name of a repository in any case. IAM compares it with the token, which has one spelling. */
function reportDeployment({ github, deployment, stages }, log) {
    if (deployment === undefined)
        return;
    const { repository = github.repository, environment } = deployment;
    if (repository === undefined || repository.toLowerCase() !== github.repository?.toLowerCase())
        return;
    if (repository !== github.repository) {
        log.report('deployment.repository', `'${repository}' differs only in case from '${github.repository}' of github.repository; ` +
            'write both as GitHub shows the name');
    }
    for (const name of ['repositoryId', 'ownerId']) {
        if (deployment[name] === undefined || github[name] === undefined || deployment[name] === github[name])
            continue;
        const key = name === 'ownerId' ? 'owner-id' : 'repository-id';
        log.report(`deployment.${key}`, `is not the ${github[name]} of github.${key}, but the repository is the same; correct one of them`);
    }
    const owner = stages_stage/* STAGES */.a.find(stage => stages[stage].environment.toLowerCase() === environment?.toLowerCase());
    if (owner !== undefined) {
        const message = `'${environment ?? ''}' is the environment of ${owner}, whose jobs could then deploy`;
        log.report('deployment.environment', `${message}; name another`);
    }
}
/** Checks that each image has its own repository, role and stack in each stage, with names that AWS accepts. */
function reportNames(file, log) {
    const owners = new Map();
    for (const image of file.images) {
        for (const stage of stages_stage/* STAGES */.a) {
            for (const used of usedNames(file, image.name, stage)) {
                const { thing, name, place, key, remedy } = used;
                const owner = `${image.name} in ${stage}`;
                const problem = lengthProblem(file, used, stage);
                if (problem !== undefined)
                    log.report(key, `its ${thing} in ${stage} would be ${name}, ${problem}`);
                // Names of roles that differ only in case are the same to IAM.
                const id = [thing, place, thing === 'role' ? name.toLowerCase() : name].join(' ');
                const other = owners.get(id);
                if (other !== undefined)
                    log.report(key, `the ${thing} ${name} would be that of both ${other} and ${owner}; ${remedy}`);
                owners.set(id, other ?? owner);
            }
        }
    }
}
function usedNames(file, image, stage) {
    const { images, stages } = file;
    const { account, region, repository, role } = stages[stage];
    const rename = { key: (0,stages_origin/* imageKey */.p2)(file, image), remedy: 'rename one of the images' };
    const origin = (setting, name) => {
        if (setting === undefined)
            return rename;
        return {
            key: `stages.${stage}.${name}`,
            remedy: images.length > 1 ? 'remove the key, so that each has its own' : `choose another ${name}`
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
/** The parser has checked the names in the file. A name that follows from the image's name can be too long. */
function lengthProblem({ images }, { thing, name }, stage) {
    const length = `of ${name.length} characters`;
    switch (thing) {
        case 'repository':
            return (0,grammar/* repositoryName */.aR)(name) === undefined
                ? undefined
                : `${length}, and ECR accepts at most 256; shorten the image's name`;
        case 'role':
            if ((0,grammar/* roleName */.S3)(name) === undefined)
                return undefined;
            return images.length > 1
                ? `${length}, and IAM accepts at most 64; shorten the image's name`
                : `${length}, and IAM accepts at most 64; write a shorter one as stages.${stage}.role`;
        case 'stack':
            return name.length <= MAX_STACK_NAME
                ? undefined
                : `${length}, and CloudFormation accepts at most ${MAX_STACK_NAME}; shorten the image's name`;
    }
}

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./src/stages/stages-file-error.ts

/** A stages file that cannot be used. It has all problems; its own line, column and key are those of the first one by position. */
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

/** The positions of the keys of a stages file, and the problems found so far. */
class ProblemLog {
    path;
    text;
    problems = [];
    offsets = new Map();
    constructor(path, text) {
        this.path = path;
        this.text = text;
    }
    /** Remembers the position of a key. */
    place(key, offset) {
        this.offsets.set(key, offset);
    }
    /** Whether the file has this key. */
    has(key) {
        return this.offsets.has(key);
    }
    /** The line of each key, from 1. */
    lines() {
        return new Map([...this.offsets].map(([key, offset]) => [key, this.lineOf(offset)]));
    }
    /** Reports a problem at its key. A key that is not in the file gets the position of the nearest key around it. */
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
    /** @throws StagesFileError with all reported problems */
    throwIfAny() {
        const [first, ...rest] = this.problems;
        if (first !== undefined)
            throw new StagesFileError(this.path, [first, ...rest]);
    }
}

// EXTERNAL MODULE: ./src/core/spelling.ts
var spelling = __webpack_require__(8257);
;// CONCATENATED MODULE: ./src/stages/yaml-field.ts


/**
 * A value of the document and its key. The methods that read it report a value of the wrong form, and return undefined for it.
 * One report is enough to refuse the file.
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
    /** Reports a required key that is missing from this mapping. */
    reportMissing(name, message) {
        this.log.report(this.join(name), message);
    }
    /**
     * The values of a mapping by their keys. An empty value is an empty mapping.
     * @param known every key that is allowed here
     * @param misplaced the message for a key that belongs elsewhere
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
    /** The values of a mapping that may have any keys. */
    anyMembers(expected) {
        const members = new Map();
        if (this.isNull())
            return members;
        if (!(0,dist/* isMap */.jh)(this.node)) {
            this.report(`is ${this.describe()}; write ${expected}`);
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
                this.log.reportAt(offset, this.join(name), `is a duplicate; the first one is on line ${first}`);
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
    /** The entries of a list. Their keys are as in `images[0]`. */
    entries(expected) {
        if (!(0,dist/* isSeq */.oP)(this.node)) {
            this.report(`is ${this.describe()}; write ${expected}`);
            return [];
        }
        if (this.node.items.length === 0)
            this.report(`is an empty list; write ${expected}`);
        return this.node.items.map((item, index) => {
            const node = (0,dist/* isNode */.Ll)(item) ? item : null;
            return new Field(`${this.key}[${index}]`, node, node?.range?.[0] ?? this.offset, this.log);
        });
    }
    /** A string. A number or a boolean is an error, because YAML may have changed its text. */
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
    /** The text of a string, a number or a boolean, unchanged: 1.10 stays `1.10`. */
    anyScalar() {
        const scalar = this.scalar();
        return scalar === undefined ? undefined : textOf(scalar);
    }
    /** An id of digits, with or without quotes. */
    digits(expected) {
        const written = this.anyScalar();
        if (written === undefined || /^[1-9]\d*$/.test(written))
            return written;
        this.report(`'${written}' is not ${expected}`);
        return undefined;
    }
    /** A whole number, at least 1. */
    count() {
        const value = this.scalar()?.value;
        if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value > 0))
            return value;
        this.report(`${this.describe()} is not a whole number from 1 on, without quotes, as in 30`);
        return undefined;
    }
    flag() {
        const value = this.scalar()?.value;
        if (value === undefined || typeof value === 'boolean')
            return value;
        this.report(`${this.describe()} is neither true nor false; write one of them, without quotes`);
        return undefined;
    }
    scalar() {
        if ((0,dist/* isScalar */.jn)(this.node) && this.node.value !== null)
            return this.node;
        this.report(this.isNull() ? 'is empty; write a value or remove the key' : `is ${this.describe()}; write a single value`);
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
/** The text of a value in the file, even if YAML reads it as a number or a boolean. */
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
/** The parser is recursive. This limit is far above any stages file and far below a stack overflow. */
const MAX_DEPTH = 50;
/** The technical message of the parser for a line without a colon, which it joins with the next line to one key. */
const NO_COLON = /^Implicit (?:map )?keys need to be (?:on a single line|followed by map values)$/;
/**
 * Reads a file that holds one YAML document.
 * @throws StagesFileError for text that is not YAML, is empty, has several documents, or was made to exhaust its parser
 */
function readDocument(text, path) {
    const log = new ProblemLog(path, text);
    refuseExcess(text, log);
    log.throwIfAny();
    // Field reports duplicate keys, because it can name them.
    const documents = (0,dist/* parseAllDocuments */.hR)(text, { prettyErrors: false, uniqueKeys: false });
    for (const { errors, warnings } of documents) {
        for (const { pos, message } of [...errors, ...warnings])
            log.reportAt(pos[0], '', `this is not valid YAML: ${NO_COLON.test(message) ? 'does the line lack a `:` and a space, between a key and its value?' : message}`);
    }
    log.throwIfAny();
    const [document, second] = documents;
    if (second !== undefined) {
        log.reportAt(second.range[0], '', 'a second document ends or starts here; remove the line ---, so that there is one');
    }
    else if (document === undefined || isEmpty(document)) {
        log.reportAt(0, '', 'the file is empty; write at least the keys image and aws');
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
/** An error in the value of an alias would be reported at the wrong line, and aliases of aliases grow exponentially. */
function refuseAliases(document, log) {
    (0,dist/* visit */.YR)(document, {
        Alias(_, alias) {
            log.reportAt(alias.range?.[0] ?? 0, '', `the alias *${alias.source} is not supported; write the value instead`);
        }
    });
}

;// CONCATENATED MODULE: ./src/stages/stages-file-parser.ts






/**
 * Parses a stages file.
 * @param path of the file, for errors
 * @throws StagesFileError with all problems; each has its line, its key and the expected form
 */
function parseStagesFile(text, path) {
    return parseStagesFileWithLog(text, path).file;
}
const IMAGE_KEYS = ['name', 'context', 'file', 'target', 'platforms', 'build-args'];
const PLACE_KEYS = ['account', 'region'];
const STAGE_KEYS = [
    ...PLACE_KEYS,
    ...[
        'environment',
        'repository',
        'role',
        'archive-after-days',
        'expire-after-days',
        'keep',
        'expire-untagged-after-days'
    ]
];
/**
 * The same, with the log that knows the positions of the keys. infra/ reports more problems to it.
 * @throws StagesFileError as parseStagesFile does
 */
function parseStagesFileWithLog(text, path) {
    const { root, log } = readDocument(text, path);
    const keys = root.members(['image', 'images', 'trunk', 'github', 'aws', 'stages', 'deployment'], misplacedAtTop);
    const images = readImages(root, keys.get('image'), keys.get('images'));
    const trunk = keys.get('trunk')?.text(grammar/* branchName */.at);
    const github = readGitHub(keys.get('github'));
    const stages = readStages(root, keys.get('aws'), keys.get('stages'));
    const deployment = readDeployment(keys.get('deployment'));
    log.throwIfAny();
    const file = {
        path,
        images,
        trunk,
        github,
        partition: partition_partitionOf(stages.development.region),
        stages,
        deployment,
        lines: log.lines()
    };
    reportConflicts(file, log);
    log.throwIfAny();
    return { file, log };
}
function misplacedAtTop(name) {
    if (IMAGE_KEYS.includes(name))
        return 'belongs in an entry of images:, beside its name';
    if (PLACE_KEYS.includes(name))
        return `belongs under aws:, or under a stage of stages:`;
    if (name === 'stage' || !STAGE_KEYS.concat(stages_stage/* STAGES */.a).includes(name))
        return undefined;
    return 'belongs under stages:';
}
function readImages(root, image, images) {
    if (image !== undefined && images !== undefined) {
        images.report('is given together with image; keep one of the two: image for one image, images for several');
    }
    if (images !== undefined)
        return images.entries('one entry for each image, as in - name: sample-image').flatMap(readImage);
    if (image === undefined) {
        root.reportMissing('image', 'is missing; name the image, as in image: sample-image, or list several under images:');
        return [];
    }
    const name = image.isList() ? undefined : image.text(grammar/* repositoryName */.aR);
    if (image.isList())
        image.report('is a list; for several images write images:, and a name for each');
    return name === undefined
        ? []
        : [{ name, context: undefined, file: undefined, target: undefined, platforms: [], buildArgs: {} }];
}
function readImage(entry) {
    const keys = entry.members(IMAGE_KEYS);
    if (!keys.has('name'))
        entry.reportMissing('name', 'is missing; each entry of images needs one, as in name: sample-image');
    const name = keys.get('name')?.text(grammar/* repositoryName */.aR);
    const settings = {
        context: keys.get('context')?.text(grammar/* nonEmpty */.hq),
        file: keys.get('file')?.text(grammar/* nonEmpty */.hq),
        target: keys.get('target')?.text(grammar/* nonEmpty */.hq),
        platforms: readPlatforms(keys.get('platforms')),
        buildArgs: readBuildArgs(keys.get('build-args'))
    };
    return name === undefined ? [] : [{ name, ...settings }];
}
/** Accepts a list, or one string with commas. */
function readPlatforms(field) {
    if (field === undefined)
        return [];
    if (field.isList())
        return field
            .entries('platforms, as in [linux/amd64, linux/arm64]')
            .flatMap(entry => entry.text(grammar/* platform */.iD) ?? []);
    const platforms = (text) => text.split(',').map(platform => platform.trim());
    const text = field.text(value => platforms(value)
        .map(grammar/* platform */.iD)
        .find(wrong => wrong !== undefined));
    return text === undefined ? [] : platforms(text);
}
/** Accepts a mapping, or a list of NAME=value. */
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
            const wrong = grammar/* buildArgName */.EW(name);
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
        repository: keys?.get('repository')?.text(grammar/* githubRepository */.GP),
        repositoryId: keys?.get('repository-id')?.digits("a repository's id; write its digits, as in 123456789"),
        ownerId: keys?.get('owner-id')?.digits("an owner's id; write its digits, as in 987654")
    };
}
function readDeployment(field) {
    const own = ['trunk', 'environment', 'region', 'oidc-providers', 'blob-mounting', 'enhanced-scanning'];
    const keys = field?.members([...GITHUB_KEYS, ...own]);
    if (keys === undefined)
        return undefined;
    const providers = keys.get('oidc-providers')?.entries('the ARNs of OIDC providers that already exist');
    return {
        ...repositoryIn(keys),
        trunk: keys.get('trunk')?.text(grammar/* branchName */.at),
        environment: keys.get('environment')?.text(grammar/* environmentName */.VE),
        region: keys.get('region')?.text(grammar/* region */.eW),
        oidcProviders: providers?.flatMap(entry => entry.text(grammar/* oidcProvider */.Ny) ?? []) ?? [],
        blobMounting: keys.get('blob-mounting')?.flag() ?? false,
        enhancedScanning: keys.get('enhanced-scanning')?.flag() ?? false
    };
}
/** An account or a region that is missing or wrong is the empty string here. Its report makes the file fail. */
function readStages(root, aws, field) {
    const shared = aws?.members(PLACE_KEYS);
    const defaults = {
        account: shared?.get('account')?.text(grammar/* accountId */.lS),
        region: shared?.get('region')?.text(grammar/* region */.eW)
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
            account: place(stage, 'account', grammar/* accountId */.lS),
            region: place(stage, 'region', grammar/* region */.eW),
            environment: keys?.get('environment')?.text(grammar/* environmentName */.VE) ?? names/* DEFAULT_ENVIRONMENTS */.p0[stage],
            repository: keys?.get('repository')?.text(grammar/* repositoryName */.aR),
            role: keys?.get('role')?.text(grammar/* roleName */.S3),
            archiveAfterDays: keys?.get('archive-after-days')?.count(),
            expireAfterDays: keys?.get('expire-after-days')?.count(),
            keep: keys?.get('keep')?.count(),
            expireUntaggedAfterDays: keys?.get('expire-untagged-after-days')?.count()
        };
    };
    return { development: read('development'), master: read('master'), release: read('release') };
}

// EXTERNAL MODULE: ./src/core/remedy.ts
var remedy = __webpack_require__(7935);
// EXTERNAL MODULE: ./src/core/setting.ts
var setting = __webpack_require__(4467);
;// CONCATENATED MODULE: ./src/stages/arn.ts




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
/**
 * @param input the input that holds the ARN, for the error
 * @throws Failure for a malformed ARN
 */
function arn_parseRoleArn(arn, input = 'role-arn') {
    const [, partition, account, name] = ROLE.exec(arn) ?? [];
    if (partition === undefined || account === undefined || name === undefined || roleName(name) !== undefined) {
        throw malformed(input, arn, 'the ARN of an IAM role', 'arn:aws:iam::111122223333:role/sample-image-development-github');
    }
    return { name, account, partition, arn, from: originOfInput(input) };
}
/**
 * @param input the input that holds the ARN, for the error
 * @throws Failure for a malformed ARN
 */
function arn_parseRepositoryArn(arn, input = 'repository-arn') {
    const [, partition, region, account, name] = REPOSITORY.exec(arn) ?? [];
    if (partition === undefined || region === undefined || account === undefined || name === undefined) {
        throw malformed(input, arn, 'the ARN of an ECR repository', 'arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/development');
    }
    const wrong = repositoryName(name) ??
        (partitionOf(region) === partition
            ? undefined
            : `${region} is in the partition ${partitionOf(region)}, not in ${partition}`);
    if (wrong !== undefined)
        throw new Failure(`Input ${input} is \`${arn}\`: ${wrong}.`, { remedy: `Change \`${input}:\` under \`with:\`.` });
    return { name, account, region, partition, arn, from: originOfInput(input) };
}
function malformed(input, arn, what, example) {
    return new Failure(`Input ${input} is \`${arn}\`, which is not ${what}. The form is ${example}.`, {
        remedy: `Change \`${input}:\` under \`with:\`.`
    });
}

;// CONCATENATED MODULE: ./src/stages/target.ts






/** On a command line, nothing runs once for each image. */
const MATRIX = { workflow: ' A matrix builds them all.', terminal: '' };
/**
 * The image of a run.
 * @param name of the image; may be undefined if the file has only one
 * @throws Failure that lists the images of the file
 */
function selectImage(file, name) {
    const names = file.images.map(image => image.name);
    const image = name === undefined && names.length === 1 ? file.images[0] : file.images.find(entry => entry.name === name);
    if (image !== undefined)
        return image;
    throw name === undefined
        ? new failure/* Failure */.HR(`${file.path} lists ${names.length} images (${names.join(', ')}), and none was named.`, {
            remedy: (0,remedy/* remedy */.zL) `Set ${(0,setting/* setting */.Pe)('image')} to one of them, as in ${(0,setting/* given */.gI)('image', names[0] ?? '')}.${MATRIX}`
        })
        : new failure/* Failure */.HR(`${file.path} has no image \`${name}\`. Its images: ${names.join(', ')}.`, {
            remedy: (0,remedy/* remedy */.zL) `Change ${(0,setting/* setting */.Pe)('image')}, or add the image to ${file.path}.`
        });
}
/** The target of an image in a stage, by the stages file. */
function targetOf(file, image, stage) {
    const settings = file.stages[stage];
    const place = { partition: file.partition, account: settings.account, region: settings.region };
    const from = (0,stages_origin/* originsOf */.TZ)(file, image, stage);
    return {
        stage,
        repository: repositoryOf(place, settings.repository ?? (0,names/* defaultRepositoryName */.R6)(image.name, stage), from.repository),
        role: roleOf(place, settings.role ?? (0,names/* defaultRoleName */.xK)(image.name, stage), from.role),
        environment: settings.environment,
        stack: (0,names/* stackName */.Qx)(image.name, stage)
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
        throw new Failure(`Without a stages file, the run needs role-arn and repository-arn. Missing: ${missing.join(' and ')}.`, {
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
    throw new Failure(`The role ${role.arn} is in the partition ${role.partition}, and the repository ${repository.arn} ` +
        `in ${repository.partition}. A role reaches only its own partition.`, { remedy: 'Correct `role-arn` or `repository-arn`, or the region in the stages file.' });
}

// EXTERNAL MODULE: ./src/cli/clone.ts
var clone = __webpack_require__(9255);
// EXTERNAL MODULE: ./src/cli/options.ts + 13 modules
var cli_options = __webpack_require__(9917);
;// CONCATENATED MODULE: ./src/cli/local-project.ts









/**
 * Reads the stages file of a clone, as the options name it.
 * @throws Failure if the file is missing or wrong, or the trunk is not known
 */
async function readProject(tree, options, { directory, environment, log }) {
    const inputs = (0,cli_options/* inputsOf */.Vc)(resolvePaths(options, directory, tree), environment, log.mask);
    const file = await readStagesFile(tree, inputs);
    const image = selectImage(file, inputs.image);
    const github = (0,clone/* repositoryOfClone */.T)(tree);
    const trunk = file.trunk ?? (await github.defaultBranch());
    return { inputs, tree, file, image, trunk, github, targetOf: stage => targetOf(file, image, stage) };
}
/** People type paths relative to the current directory; the code reads them relative to the top of the clone. */
function resolvePaths(options, directory, tree) {
    const resolvePath = (path) => (0,external_node_fs_.existsSync)((0,external_node_path_.resolve)(directory, path))
        ? (0,external_node_path_.relative)(tree.directory, (0,external_node_path_.resolve)((0,external_node_fs_.realpathSync)(directory), path)) || '.'
        : path;
    const names = ['config', 'context', 'file'];
    // An entry has the form `id=path`.
    const secrets = options.secretFile?.map(entry => entry.replace(/(?<==).+/s, resolvePath));
    return {
        ...options,
        ...Object.fromEntries(names.flatMap(name => (options[name] === undefined ? [] : [[name, resolvePath(options[name])]]))),
        ...(secrets === undefined ? {} : { secretFile: secrets })
    };
}
async function readStagesFile({ directory }, { config }) {
    let text;
    try {
        text = await (0,promises_.readFile)((0,external_node_path_.resolve)(directory, config), 'utf8');
    }
    catch (error) {
        throw new failure/* Failure */.HR(`Reading the stages file ${config} in ${directory}: ${(0,failure/* describeReadError */.U)(error)}.`, {
            cause: error,
            remedy: config === stages_file/* DEFAULT_STAGES_FILE */.L
                ? 'Run this in a clone that has a stages file, or name the file with --config.'
                : `Give --config the path of a stages file, from here or from the top of the clone; without it ${stages_file/* DEFAULT_STAGES_FILE */.L} is read.`
        });
    }
    return parseStagesFile(text, config);
}


/***/ }),

/***/ 7442:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  c: () => (/* binding */ readWorkingTree)
});

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
;// CONCATENATED MODULE: ./src/fingerprint/commit.ts

/**
 * The commit at HEAD.
 * @returns undefined if the directory is no checkout, has no commit, or git is missing
 */
async function headOf(workspace, environment) {
    return await commitAt('HEAD', workspace, environment);
}
/**
 * A commit by its id, or by another name that git knows.
 * @returns undefined if the clone does not have it; most checkouts have a single commit
 */
async function commitAt(name, workspace, environment) {
    return await new Promise(resolve => {
        // In a container job, another user may own the checkout, and git would refuse it.
        const args = [
            '-c',
            `safe.directory=*`,
            '-C',
            workspace,
            'log',
            '-1',
            '--no-show-signature',
            '--format=%H %ct',
            name
        ];
        // Without this setting, git would fetch a commit that a partial clone lacks.
        (0,external_node_child_process_.execFile)('git', args, { env: { ...environment, GIT_NO_LAZY_FETCH: '1' } }, (error, stdout) => {
            const [, id, seconds] = /^([0-9a-f]{40,64}) (\d+)\s*$/.exec(stdout) ?? [];
            resolve(error !== null || id === undefined ? undefined : { id, time: new Date(Number(seconds) * 1000) });
        });
    });
}

;// CONCATENATED MODULE: ./src/cli/working-tree.ts



/** @throws Failure outside a git repository, or in one without a commit */
async function readWorkingTree(from, environment) {
    const directory = await topOf(from, environment);
    const git = async (...args) => await runGit(directory, args, environment).catch(() => undefined);
    const [commit, head, changes, remotes = ''] = await Promise.all([
        headOf(directory, environment),
        git('symbolic-ref', '--quiet', 'HEAD'),
        // The build reads a submodule's changes even if git is configured to ignore them.
        git('status', '--porcelain', '--untracked-files=normal', '--ignore-submodules=none'),
        git('remote')
    ]);
    if (commit === undefined)
        throw new failure/* Failure */.HR(`The repository ${directory} has no commit yet, and the tags of an image name a commit.`, {
            remedy: 'Commit first.'
        });
    const branch = head?.replace(/^refs\/heads\//, '');
    const configured = branch === undefined ? undefined : await git('config', '--get', `branch.${branch}.remote`);
    const names = remotes.split('\n').filter(name => name !== '');
    const remote = [configured, names.length === 1 ? names[0] : undefined, 'origin'].find(name => name !== undefined && names.includes(name));
    return { directory, commit, branch, remote, isDirty: changes !== '', git };
}
async function topOf(from, environment) {
    try {
        return await runGit(from, ['rev-parse', '--show-toplevel'], environment);
    }
    catch (error) {
        const isMissing = error.code === 'ENOENT';
        const reason = isMissing ? 'git is not installed' : reasonOf(error);
        throw new failure/* Failure */.HR(`Looking for the git repository of ${from}: ${reason}`, {
            cause: error,
            remedy: isMissing
                ? 'Install git: the tags of an image name a branch and a commit.'
                : "Run this in a clone of the image's repository, with its files checked out."
        });
    }
}
async function runGit(directory, args, environment) {
    return await new Promise((resolve, reject) => {
        // A prompt of git would wait for ever here, because nobody sees it.
        const env = { ...environment, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
        (0,external_node_child_process_.execFile)('git', 
        // git refuses a clone that belongs to another user otherwise.
        ['-c', 'safe.directory=*', '-C', directory, ...args], { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
            if (error === null) {
                resolve(stdout.trim());
                return;
            }
            const failed = Object.assign(error, { stderr });
            reject(failed);
        });
    });
}
/** The first line that git printed, without its label. */
function reasonOf(error) {
    const { stderr = '' } = error;
    const [first = ''] = stderr.trim().split('\n');
    return first.replace(/^fatal: /, '') || (0,failure/* messageOf */.bD)(error);
}


/***/ }),

/***/ 8257:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ closest)
/* harmony export */ });
/**
 * The candidate that a misspelled word probably stands for. Case and separators are ignored, and up to two edits are accepted.
 * If no candidate is that close, it is the one that the word ends with: `file` for `dockerfile`.
 */
function closest(word, candidates) {
    const ranked = candidates
        .map(candidate => ({ candidate, distance: edits(bare(word), bare(candidate)) }))
        .sort((a, b) => a.distance - b.distance);
    const best = ranked[0];
    // Two edits can turn any short word into any other, so a short candidate gets fewer.
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
/** Levenshtein distance, computed row by row. Two adjacent letters that changed places count as one edit. */
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

/***/ 8334:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EW: () => (/* binding */ buildArgName),
/* harmony export */   GP: () => (/* binding */ githubRepository),
/* harmony export */   Ny: () => (/* binding */ oidcProvider),
/* harmony export */   S3: () => (/* binding */ roleName),
/* harmony export */   Ti: () => (/* binding */ MAX_TAG_LENGTH),
/* harmony export */   VE: () => (/* binding */ environmentName),
/* harmony export */   aR: () => (/* binding */ repositoryName),
/* harmony export */   at: () => (/* binding */ branchName),
/* harmony export */   dz: () => (/* binding */ isTag),
/* harmony export */   eW: () => (/* binding */ region),
/* harmony export */   hq: () => (/* binding */ nonEmpty),
/* harmony export */   iD: () => (/* binding */ platform),
/* harmony export */   lS: () => (/* binding */ accountId)
/* harmony export */ });
/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const MAX_TAG_LENGTH = 128;
const REPOSITORY_NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const REGION = /^(?:[a-z]{2}|eusc)(?:-[a-z]+)+-\d$/;
const GITHUB_REPOSITORY = /^[A-Za-z0-9_-]+\/[A-Za-z0-9._-]+$/;
const PLATFORM = /^[a-z0-9_]+(?:\([a-z0-9._]+\))?(?:\/[a-z0-9_.]+){1,2}$/;
/** IAM reads `*` and `?` as wildcards and `$` as a variable. GitHub rewrites `:` and `%` in the subject of its token. */
const SPECIAL_TO_IAM = /[*?:%$]/;
const CONTROL = /\p{Cc}/u;
/** Whether a registry accepts this text as a tag. */
function isTag(text) {
    return TAG.test(text);
}
const nonEmpty = value => (value.trim() === '' ? 'is empty; write a value or remove the key' : undefined);
const accountId = value => {
    if (/^\d{12}$/.test(value))
        return undefined;
    const plain = value.replaceAll(/[\s-]/g, '');
    if (/^\d{12}$/.test(plain))
        return `'${value}' contains more than digits; write it as '${plain}'`;
    const lost = /^\d{10,11}$/.test(value) ? `; if it lost its leading zero, write '${value.padStart(12, '0')}'` : '';
    return `'${value}' is not an AWS account id; write its 12 digits in quotes, as in '111122223333'${lost}`;
};
const region = value => REGION.test(value) ? undefined : `'${value}' is not an AWS region; write it as in eu-west-1`;
/** The grammar of CreateRepository in ECR's API. */
const repositoryName = value => {
    if (value.length < 2 || value.length > 256)
        return `'${value}' has the length ${value.length}; ECR accepts 2 to 256 characters`;
    if (REPOSITORY_NAME.test(value))
        return undefined;
    return (`'${value}' is not a valid name for ECR; write lower-case letters and digits, with single . _ - between them ` +
        'and / between parts, as in team/sample-image');
};
const roleName = value => /^[\w+=,.@-]{1,64}$/.test(value)
    ? undefined
    : `'${value}' is not a valid role name for IAM; write 1 to 64 letters, digits or any of _+=,.@- and no path`;
const environmentName = value => {
    if (SPECIAL_TO_IAM.test(value))
        return `'${value}' contains one of * ? : % $; name the environment without them`;
    if (value === '' || value !== value.trim() || CONTROL.test(value) || value.length > 255) {
        return `'${value}' is not the name of a GitHub environment; write 1 to 255 characters, without spaces around them`;
    }
    return undefined;
};
/** The short name of a branch: the grammar of `git check-ref-format --branch`, without the characters that are special to IAM. */
const branchName = value => {
    if (value.startsWith('refs/'))
        return `'${value}' is a full ref; write the branch alone, as in master`;
    if (SPECIAL_TO_IAM.test(value))
        return `'${value}' contains one of * ? : % $; the trunk needs a name without them`;
    const bad = value === '' ||
        value === '@' ||
        /[\s~^[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$|\.lock(?:\/|$)|(?:^|\/)\./.test(value) ||
        CONTROL.test(value);
    return bad ? `'${value}' is not the name of a branch; write it as in master` : undefined;
};
const githubRepository = value => GITHUB_REPOSITORY.test(value) && !/\/\.{1,2}$/.test(value)
    ? undefined
    : `'${value}' is not a repository on GitHub; write owner/name, as in my-org/sample-image`;
/** An account can have only one provider for an address, so the ARN is the same in every account but for its id. */
const oidcProvider = value => /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/.test(value)
    ? undefined
    : `'${value}' is not the ARN of GitHub's OIDC provider; ` +
        "write it as in 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'";
const platform = value => PLATFORM.test(value) ? undefined : `'${value}' is not a platform; write it as in linux/amd64 or linux/arm/v7`;
const buildArgName = value => /^[^\s=]+$/.test(value) ? undefined : `'${value}' is not the name of a build argument; write it as in NODE_VERSION`;


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
/** The GitHub environments of the stages, unless the stages file names others. */
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
/** The name of an IAM group and of its managed policy. IAM allows the same name for both. */
function groupName(image, stage, group) {
    return `${image.replaceAll('/', '-')}-${stage}-${group === 'endUsers' ? 'end-users' : group}`;
}
/** `team/sample-image` in development: `TeamSampleImageDevelopment`. CloudFormation requires a letter in front. */
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


/***/ })

};
