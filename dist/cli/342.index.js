export const id = 342;
export const ids = [342];
export const modules = {

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

/***/ 9310:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F2: () => (/* binding */ parseReference),
/* harmony export */   FH: () => (/* binding */ formatReference),
/* harmony export */   fW: () => (/* binding */ contextName),
/* harmony export */   yv: () => (/* binding */ originOf)
/* harmony export */ });
const host = String.raw `(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])`;
const component = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
const registryForm = new RegExp(`^${host}(?::[0-9]+)?$`);
const repositoryForm = new RegExp(`^${component}(?:/${component})*$`);
const referenceForm = /^(.+?)(?::(\w[\w.-]{0,127}))?(?:@([a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,}))?$/;
/**
 * Reads an image reference as Docker does: Docker Hub and `library/` are understood where they are left out.
 * @returns undefined for what is no reference
 * @see https://pkg.go.dev/github.com/distribution/reference#ParseNormalizedNamed
 */
function parseReference(text) {
    const [, name, tag, digest] = referenceForm.exec(text) ?? [];
    if (name === undefined)
        return undefined;
    const { registry, repository } = normalize(name);
    if (!registryForm.test(registry) || !repositoryForm.test(repository))
        return undefined;
    return { registry, repository, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}
function normalize(name) {
    const slash = name.indexOf('/');
    const first = name.slice(0, Math.max(slash, 0));
    const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
    const registry = !isHost || first === 'index.docker.io' ? 'docker.io' : first;
    const path = isHost ? name.slice(slash + 1) : name;
    return { registry, repository: registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path };
}
/** The reference in full, with `:latest` where neither tag nor digest is given. */
function formatReference({ registry, repository, tag, digest }) {
    const label = tag ?? (digest === undefined ? 'latest' : undefined);
    return `${registry}/${repository}${label === undefined ? '' : `:${label}`}${digest === undefined ? '' : `@${digest}`}`;
}
/**
 * The name under which BuildKit looks a named context up: the reference as people write it, without `:latest`.
 * Both buildx (for the flag's key) and the Dockerfile frontend (for the reference it meets) normalize to this form,
 * so one key serves every way of writing the reference.
 * @returns the text itself where it is no reference
 */
function contextName(text) {
    const reference = parseReference(text);
    if (reference === undefined)
        return text;
    return formatReference(reference)
        .replace(/^docker\.io\/(library\/)?/, '')
        .replace(/:latest$/, '');
}
/** Where a registry's API is: Docker Hub's has another name, and Docker speaks plain HTTP to this machine alone. */
function originOf(registry) {
    if (registry === 'docker.io')
        return 'https://registry-1.docker.io';
    const local = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(registry);
    return `${local ? 'http' : 'https'}://${registry}`;
}


/***/ }),

/***/ 1478:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N4: () => (/* binding */ tally),
/* harmony export */   Nx: () => (/* binding */ complaintOf),
/* harmony export */   Ob: () => (/* binding */ checklistLines)
/* harmony export */ });
/* unused harmony export checklistTable */

const SIGNS = { good: '✓', bad: '✗', warning: '!', 'not-looked-at': '–', told: '·' };
/** The checklist in lines: sign, name and finding of each check, and under it what mends it. */
function checklistLines(checks, paint = (_, text) => text) {
    const width = Math.max(0, ...checks.map(({ name }) => name.length));
    const indent = ' '.repeat(width + 4);
    return checks.flatMap(({ name, state, says, mend }) => {
        const [first = '', ...rest] = says.split('\n');
        const mends = mend === undefined ? [] : mend.split('\n').map((line, index) => `${indent}${paint('mend', `${index === 0 ? '→ ' : '  '}${line}`)}`);
        return [`${paint(state, SIGNS[state])} ${name.padEnd(width)}  ${first}`, ...rest.map(line => indent + line), ...mends];
    });
}
/** `14 good, 1 bad, 2 not looked at` */
function tally(checks) {
    const words = [['good', 'good'], ['bad', 'bad'], ['warning', 'to look into'], ['not-looked-at', 'not looked at']];
    const counted = words.map(([state, word]) => [checks.filter(check => check.state === state).length, word]);
    return counted.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`).join(', ');
}
/** What is bad, as one error: how much of it, and the first, from which the rest often follows; undefined where nothing is. */
function complaintOf(checks) {
    const found = checks.filter(({ state }) => state === 'bad');
    const [first] = found;
    if (first === undefined)
        return undefined;
    const count = found.length === 1 ? 'The doctor found one thing that is bad' : `The doctor found ${found.length} things that are bad, the first of them`;
    return `${count}: ${first.name}: ${first.says}${first.mend === undefined ? '' : `\n${first.mend}`}`;
}
const EMOJI = { good: '✅', bad: '❌', warning: '⚠️', 'not-looked-at': '➖', told: 'ℹ️' };
/** The checklist as a table of GitHub's Markdown. The names stay on one line each, whatever the width of what was found. */
function checklistTable(checks) {
    const rows = checks.map(({ name, state, says, mend }) => {
        const found = inCell(says) + (mend === undefined ? '' : `<br>→ ${inCell(mend)}`);
        return `| ${EMOJI[state]} | ${inCell(name).replaceAll(' ', '&nbsp;')} | ${found} |`;
    });
    return ['| | Check | Found |', '|---|:---|:---|', ...rows].join('\n');
}
/** Lines stay lines, and what is written as code stays code, in backticks or indented; nothing else is read as Markdown or HTML. */
function inCell(text) {
    return text.split('\n').map(line => {
        const [indent = ''] = /^ +/.exec(line) ?? [];
        return indent === '' ? inLine(line) : '&nbsp;'.repeat(indent.length) + code(line.slice(indent.length));
    }).join('<br>');
}
function inLine(line) {
    return line.split(/(`[^`]+`)/).map(part => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : escaped(part))).join('');
}


/***/ }),

/***/ 8750:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HY: () => (/* binding */ descriptionsOf),
/* harmony export */   S9: () => (/* binding */ dockerfileOf),
/* harmony export */   f5: () => (/* binding */ settingsOf),
/* harmony export */   g$: () => (/* binding */ ownPlatform)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1708);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_process__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _source_context_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4003);
/* harmony import */ var _source_files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3206);




function settingsOf(inputs, image) {
    return {
        ...inputs,
        context: inputs.context ?? image?.context ?? '.',
        file: inputs.file ?? image?.file,
        target: inputs.target ?? image?.target,
        platforms: [inputs.platforms, image?.platforms ?? []].map(list => [...list]).find(list => list.length > 0) ?? [ownPlatform()],
        buildArgs: { ...image?.buildArgs, ...inputs.buildArgs }
    };
}
/** Path of the Dockerfile, from the workspace; undefined where it is not in there, but fetched, say, with its context. */
function dockerfileOf({ file, context }, workspace) {
    if ([context, file ?? ''].some(isElsewhere))
        return undefined;
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.relative)(workspace, (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(workspace, file ?? (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(context, 'Dockerfile')));
    return (0,_source_files_js__WEBPACK_IMPORTED_MODULE_3__/* .leadsOut */ .q)(path) ? undefined : path;
}
function isElsewhere(place) {
    return (0,_source_context_js__WEBPACK_IMPORTED_MODULE_2__/* .isRemote */ .Vx)(place) || place.includes('://');
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


/***/ }),

/***/ 4003:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Vx: () => (/* binding */ isRemote),
  $t: () => (/* binding */ placeOf),
  yI: () => (/* binding */ readContext),
  gZ: () => (/* binding */ readIgnorePatterns)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
// EXTERNAL MODULE: ./src/source/dockerignore.ts
var dockerignore = __webpack_require__(319);
// EXTERNAL MODULE: ./src/source/files.ts
var files = __webpack_require__(3206);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./src/source/gitindex.ts


/**
 * Asks git which tracked files are unmodified, and for their ids. Left out is every file whose working copy may differ
 * from what git stores without being modified: those with a filter (LFS), an end-of-line or encoding attribute,
 * submodules, and entries that git was told not to look at.
 *
 * Git reads only, and runs nothing that the repository's configuration names. Resolves as soon as git is at work: listing
 * the directory meanwhile costs no time.
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
            git(['ls-files', '-v', '-s', '-z', '--', ...unconverted]),
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
/** Git stores these files byte by byte: they are marked so (`-text`), or no attribute says anything else. */
const unconverted = [
    ':(attr:!text !crlf !eol !ident !filter !working-tree-encoding)',
    ':(attr:-text !ident !filter !working-tree-encoding)'
];
async function readSettings(directory, environment) {
    const git = gitIn(directory, environment, []);
    const listing = await git(['config', '-z', '--get-regexp', '^(core\\.|extensions\\.|filter\\.)']);
    const settings = new Map();
    for (const entry of listing.split('\0')) {
        const [, key, value] = /^([^\n]+)(?:\n(.*))?$/s.exec(entry) ?? [];
        // A key without a value is a boolean that is true.
        if (key !== undefined)
            settings.set(key, value ?? 'true');
    }
    const isFalse = (key) => /^(?:false|no|off|0|)$/i.test(settings.get(key) ?? 'no');
    // To tell whether a file changed within the clock tick of its adding, git compares contents, through filters.
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
        // `H 100644 <40 hex digits> 0<tab>path`; another letter than H: not to be looked at, unmerged, or removed.
        const mode = listing.slice(start + 2, start + 8);
        if (listing.charAt(start) !== 'H' || listing.charAt(start + 50) !== '0')
            continue;
        if (mode !== '100644' && mode !== '100755' && mode !== '120000')
            continue;
        files.set(listing.slice(start + 52, end), { id: listing.slice(start + 9, start + 49), mode });
    }
    return files;
}
/** Returns a function that runs git in a directory and gives its output, each byte a character. */
function gitIn(directory, environment, overrides) {
    const safe = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
    // Whatever an earlier step tuned, a file counts as unmodified only by all that git can tell.
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
/** The caller's environment without the variables that would point git at another repository, or make it fetch. */
function gitEnvironment(environment) {
    const kept = Object.entries(environment).filter(([name]) => !name.startsWith('GIT_') || name.startsWith('GIT_CONFIG') || name === 'GIT_EXEC_PATH');
    return { ...Object.fromEntries(kept), GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}

// EXTERNAL MODULE: ./src/source/tree.ts + 2 modules
var tree = __webpack_require__(9618);
;// CONCATENATED MODULE: ./src/source/context.ts







/**
 * Tells what a context is, as buildx does: a directory if there is one of the name, else a URL or a form of its own.
 * @param input how to name it in an error, as in `context`
 * @param directory what paths are relative to
 * @throws Failure where it is none of these
 */
function placeOf(value, input, directory) {
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
        remedy: `Set the input \`${input}\` to a directory of the workspace (is it checked out, and spelled right?) or to a URL; where the stages file names it, correct it there.`
    });
}
/** Whether it reads like a URL that is fetched, a clone's among them, or is standard input; a directory may be called the same. */
function isRemote(value) {
    return value === '-' || /^(?:https?|git|ssh):\/\/|^github\.com\/|^[\w.-]+@[^/:]+:|\.git(?:#.*)?$/.test(value);
}
function isDirectory(path) {
    return (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
/**
 * The .dockerignore file of a context: the one beside the Dockerfile and named after it, or else the context's own.
 * @param directory the workspace, from which errors name the file
 */
function readIgnorePatterns(context, directory, dockerfile) {
    const candidates = [...(dockerfile === undefined ? [] : [`${dockerfile}.dockerignore`]), (0,external_node_path_.join)(context, '.dockerignore')];
    for (const name of candidates) {
        const content = (0,files/* readOptional */.T)(name);
        if (content === undefined)
            continue;
        refuseLinkOut(name, (0,external_node_path_.relative)(directory, name));
        return (0,dockerignore/* parseDockerignore */.yr)(content.toString(), (0,external_node_path_.relative)(directory, name));
    }
    return [];
}
/**
 * BuildKit gets no more than the directory the file is in, so a link that leaves it leads nowhere: it ignores nothing
 * then, and sends what the link's target says to leave out.
 */
function refuseLinkOut(name, shown) {
    const root = (0,external_node_fs_.realpathSync)((0,external_node_path_.dirname)(name));
    const target = (0,external_node_fs_.realpathSync)(name);
    if (target === root || target.startsWith(root + external_node_path_.sep))
        return;
    throw new failure/* Failure */.HR(`${shown} is a link to ${target}, outside its directory: Docker cannot follow it, ignores nothing, and sends every file to the build.`, {
        remedy: 'Replace the link by a file.'
    });
}
/** Hashes a context that is a directory, with git's help where there is any. */
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

/***/ 319:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S4: () => (/* binding */ judge),
/* harmony export */   uF: () => (/* binding */ excluding),
/* harmony export */   yr: () => (/* binding */ parseDockerignore),
/* harmony export */   zX: () => (/* binding */ mayReturnBelow)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1633);


/**
 * Reads a .dockerignore file.
 * @param name the file, for errors
 * @throws Failure at a pattern that Docker refuses as well
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
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`${name}:${index + 1}: “${trimmed}” is no pattern that Docker accepts.`, {
                remedy: 'Close its brackets, or escape a literal one as \\[; behind “!” there has to be a pattern.',
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
 * Decides on one path, from what was decided on its directory: the last pattern that matches wins. A pattern is tried
 * only where it would change the verdict so far, and what is skipped counts as no match for the paths below. That is
 * how Docker does it, and it shows: of `a`, `!a/b`, `a` the last is skipped for `a` itself, so `a/b` is sent.
 * @param path relative to the context, with `/`
 * @param above what matched its directory; undefined at the top
 */
function judge(patterns, path, above) {
    let excluded = false;
    const matched = patterns.map(({ exception, matches }, index) => {
        const isMatch = above?.[index] === true || (exception === excluded && matches(path));
        if (isMatch)
            excluded = !exception;
        return isMatch;
    });
    return { excluded, matched };
}
/** The pattern by which a path is excluded, itself or with a directory above it; undefined where it is sent. */
function excluding(patterns, path) {
    const segments = path.split('/');
    let verdict = { excluded: false, matched: [] };
    for (const index of segments.keys())
        verdict = judge(patterns, segments.slice(0, index + 1).join('/'), verdict.matched);
    return verdict.excluded ? patterns[verdict.matched.lastIndexOf(true)] : undefined;
}
/** Whether an exception may bring back anything below an excluded directory: if not, nobody has to look there. */
function mayReturnBelow(patterns, directory) {
    return patterns.some(({ exception, text }) => exception && reachesBelow(text, directory));
}
function reachesBelow(pattern, directory) {
    const literal = /^[^*?[\\]*/.exec(pattern)?.[0] ?? '';
    const below = `${directory}/`;
    if (!(literal.startsWith(below) || below.startsWith(literal)))
        return false;
    // Only ** and a negated [...] match a slash: without them a pattern reaches as deep as it has slashes itself.
    if (/\*\*|\[/.test(pattern))
        return true;
    return pattern.split('/').length > directory.split('/').length;
}
/**
 * Translates a pattern as Docker's matcher does, oddities included: `**` alone at an end is a plain suffix or prefix
 * (so `**foo` takes `barfoo`), and in the middle it stands for whole directories, none of them too.
 * @returns undefined for a pattern that Docker refuses
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
/** The very expression that Docker builds, in Go's syntax. It translates `*` and `?` even within brackets, which spoils those. */
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
/** Rewrites an expression of Go's so that JavaScript reads it alike: brackets need escapes where Go wants none. */
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
/** `\d` and its like are classes of characters to Go, even where a pattern only meant to escape a letter. */
function escapeSequence(char) {
    return /[dDsSwW]/.test(char) ? `\\${char}` : literal(char);
}
function literal(char) {
    return /[\^$\\.*+?()[\]{}|/-]/.test(char) ? `\\u{${char.charCodeAt(0).toString(16)}}` : char;
}


/***/ }),

/***/ 3206:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ readOptional),
/* harmony export */   q: () => (/* binding */ leadsOut)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1633);



/**
 * Reads a file that may be missing.
 * @returns undefined where there is none
 * @throws Failure where there is one that cannot be read
 */
function readOptional(path) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path);
    }
    catch (cause) {
        const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
        if (code === 'ENOENT' || code === 'ENOTDIR')
            return undefined;
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .HR(`${path} cannot be read: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(cause)}.`, { cause });
    }
}
/** Whether a path leads out of the directory that it is given from, as `path.relative` gives it. */
function leadsOut(path) {
    // Absolute is what lies on another drive.
    return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(path) || path.split(node_path__WEBPACK_IMPORTED_MODULE_1__.sep)[0] === '..';
}


/***/ }),

/***/ 1714:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bq: () => (/* binding */ formatPlatform),
/* harmony export */   FL: () => (/* binding */ parsePlatform),
/* harmony export */   Fh: () => (/* binding */ doubtOfPlatform),
/* harmony export */   Qo: () => (/* binding */ platformArguments)
/* harmony export */ });
/* harmony import */ var _stages_spelling_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5081);

const aliases = {
    'x86_64': ['amd64', ''],
    'x86-64': ['amd64', ''],
    'aarch64': ['arm64', ''],
    'armhf': ['arm', 'v7'],
    'armel': ['arm', 'v6'],
    'i386': ['386', ''],
    'i486': ['386', ''],
    'i586': ['386', ''],
    'i686': ['386', '']
};
const defaultVariants = { amd64: 'v1', arm64: 'v8' };
/** Reads `os/architecture[/variant]`. */
function parsePlatform(text) {
    const [os = '', given = '', givenVariant = ''] = text.trim().toLowerCase().split('/');
    const [architecture, impliedVariant] = aliases[given] ?? [given, ''];
    const variant = (givenVariant === '' ? impliedVariant : givenVariant).replace(/^(\d)/, 'v$1');
    if (defaultVariants[architecture] === variant)
        return { os, architecture, variant: '' };
    if (architecture === 'arm' && variant === '')
        return { os, architecture, variant: 'v7' };
    return { os, architecture, variant };
}
/** All that containerd knows, which is what Go does: https://github.com/containerd/platforms/blob/main/database.go */
const ARCHITECTURES = [
    ...['amd64', 'arm64', 'arm', '386', 'ppc64le', 's390x', 'riscv64', 'loong64', 'mips64le', 'mips64', 'mipsle', 'mips', 'ppc64', 'wasm'],
    ...['amd64p32', 'arm64be', 'armbe', 'mips64p32', 'mips64p32le', 'ppc', 'riscv', 's390', 'sparc', 'sparc64']
];
/** What to say of a platform that is most likely misspelt: Docker takes any, and fails late or builds an image that runs nowhere. */
function doubtOfPlatform(text) {
    const platform = parsePlatform(text);
    if (ARCHITECTURES.includes(platform.architecture))
        return undefined;
    const meant = (0,_stages_spelling_js__WEBPACK_IMPORTED_MODULE_0__/* .closest */ .k)(platform.architecture, ARCHITECTURES);
    const advice = meant === undefined ? 'write it as in linux/amd64 or linux/arm64.' : `did you mean ${formatPlatform({ ...platform, architecture: meant })}?`;
    return `The platform ${text} is of no architecture that Docker knows: ${advice}`;
}
/** `os/architecture[/variant]` */
function formatPlatform({ os, architecture, variant }) {
    return [os, architecture, variant].filter(part => part !== '').join('/');
}
/**
 * The build arguments that BuildKit predefines.
 * @see https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope
 */
function platformArguments(target, build) {
    return new Map([['TARGET', target], ['BUILD', build]].flatMap(([prefix, platform]) => [
        [`${prefix}PLATFORM`, formatPlatform(platform)],
        [`${prefix}OS`, platform.os],
        [`${prefix}OSVERSION`, ''],
        [`${prefix}ARCH`, platform.architecture],
        [`${prefix}VARIANT`, platform.variant]
    ]));
}


/***/ }),

/***/ 168:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  UC: () => (/* binding */ excludedBy),
  o$: () => (/* binding */ readSource),
  GH: () => (/* binding */ startOf)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
// EXTERNAL MODULE: ./src/source/context.ts + 1 modules
var source_context = __webpack_require__(4003);
;// CONCATENATED MODULE: ./src/source/words.ts
/** Splits at blanks outside quotes, as the Dockerfile reader does; quotes and escapes stay in the words. */
function splitWords(text, escape) {
    const words = [];
    let word = '';
    let quote = '';
    for (let at = 0; at < text.length; at++) {
        const char = text.charAt(at);
        if (quote === '' && /\s/.test(char)) {
            if (word !== '')
                words.push(word);
            word = '';
            continue;
        }
        word += char;
        if (char === escape && quote !== "'" && at + 1 < text.length)
            word += text.charAt(++at);
        else if (char === quote)
            quote = '';
        else if (quote === '' && (char === '"' || char === "'"))
            quote = char;
    }
    if (word !== '')
        words.push(word);
    return words;
}
/**
 * Expands the variables of a word and removes its quotes.
 * @see https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
function expandWord(word, lookup, escape) {
    const reader = new WordReader(word, lookup, escape);
    const value = reader.readUntil('');
    return { value, unset: reader.unset };
}
class WordReader {
    text;
    lookup;
    escape;
    unset = [];
    at = 0;
    constructor(text, lookup, escape) {
        this.text = text;
        this.lookup = lookup;
        this.escape = escape;
    }
    readUntil(stop) {
        let value = '';
        while (this.at < this.text.length) {
            const char = this.next();
            if (char === stop)
                return value;
            if (char === "'")
                value += this.readSingleQuoted();
            else if (char === '"')
                value += this.readDoubleQuoted();
            else if (char === '$')
                value += this.readVariable();
            else if (char === this.escape && this.at < this.text.length)
                value += this.next();
            else
                value += char;
        }
        return value;
    }
    next() {
        return this.text.charAt(this.at++);
    }
    readSingleQuoted() {
        const end = this.text.indexOf("'", this.at);
        const value = this.text.slice(this.at, end < 0 ? undefined : end);
        this.at = end < 0 ? this.text.length : end + 1;
        return value;
    }
    readDoubleQuoted() {
        let value = '';
        while (this.at < this.text.length) {
            const char = this.next();
            if (char === '"')
                break;
            if (char === '$')
                value += this.readVariable();
            else if (char === this.escape && /["$]/.test(this.text.charAt(this.at)))
                value += this.next();
            else if (char === this.escape && this.text.charAt(this.at) === this.escape)
                value += this.next();
            else
                value += char;
        }
        return value;
    }
    readVariable() {
        if (this.text.charAt(this.at) !== '{') {
            const name = /^(?:[A-Za-z_]\w*|\d)/.exec(this.text.slice(this.at))?.[0];
            if (name === undefined)
                return '$';
            this.at += name.length;
            return this.valueOf(name);
        }
        this.at++;
        const name = /^\w+/.exec(this.text.slice(this.at))?.[0] ?? '';
        this.at += name.length;
        return this.readModifier(name);
    }
    readModifier(name) {
        const modifier = /^(?::?[-+?]|##?|%%?|\/\/?|\})/.exec(this.text.slice(this.at))?.[0];
        if (name === '' || modifier === undefined) {
            // No form that BuildKit accepts: what is left cannot pass for a reference, and docker names the mistake.
            const rest = this.text.slice(this.at);
            this.at = this.text.length;
            return `\${${name}${rest}`;
        }
        this.at += modifier.length;
        if (modifier === '}')
            return this.valueOf(name);
        if (modifier.startsWith('/')) {
            const pattern = this.readUntil('/');
            return replaceGlob(this.valueOf(name), pattern, this.readUntil('}'), modifier === '//');
        }
        if (/[#%]/.test(modifier))
            return trimGlob(this.valueOf(name), modifier, this.readUntil('}'));
        // The word is read in any case, but a variable in it is missed only where the word is used.
        const before = this.unset.length;
        const word = this.readUntil('}');
        const value = this.lookup(name);
        const isSet = value !== undefined && !(modifier.startsWith(':') && value === '');
        const usesWord = isSet === modifier.endsWith('+');
        if (!usesWord || modifier.endsWith('?'))
            this.unset.length = before;
        if (!isSet && modifier.endsWith('?'))
            this.unset.push(name);
        if (modifier.endsWith('+'))
            return isSet ? word : '';
        return isSet ? value : modifier.endsWith('-') ? word : '';
    }
    valueOf(name) {
        const value = this.lookup(name);
        if (value === undefined)
            this.unset.push(name);
        return value ?? '';
    }
}
function globExpression(glob, lazy) {
    const many = lazy ? '.*?' : '.*';
    return glob.replace(/[\\^$.|+()[\]{}*?]/g, char => (char === '*' ? many : char === '?' ? '.' : `\\${char}`));
}
function trimGlob(value, modifier, glob) {
    const lazy = modifier.length === 1;
    if (modifier.startsWith('#'))
        return value.replace(new RegExp(`^${globExpression(glob, lazy)}`, 's'), '');
    // The shortest or longest tail: try where it may begin, from the end or from the front.
    const whole = new RegExp(`^${globExpression(glob, lazy)}$`, 's');
    const starts = Array.from({ length: value.length + 1 }, (_, at) => (lazy ? value.length - at : at));
    const start = starts.find(at => whole.test(value.slice(at)));
    return start === undefined ? value : value.slice(0, start);
}
function replaceGlob(value, glob, replacement, all) {
    if (glob === '')
        return value;
    return value.replace(new RegExp(globExpression(glob, false), all ? 'gs' : 's'), () => replacement);
}

;// CONCATENATED MODULE: ./src/source/instructions.ts

const directiveForm = /^(?:#|\/\/)\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(.+?)\s*$/;
const knownDirectives = ['syntax', 'escape', 'check'];
/**
 * Splits a Dockerfile into instructions. What is no valid Dockerfile is read as far as it goes: docker words its own
 * errors better.
 * @see https://docs.docker.com/reference/dockerfile/#format
 */
function readInstructions(text) {
    const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
    const syntax = readSyntax(lines);
    const escape = readDirectives(lines).get('escape') === '`' ? '`' : '\\';
    return {
        instructions: joinLines(lines, escape).map(({ line, text }) => parseInstruction(line, text, escape)),
        escape,
        ...(syntax === undefined ? {} : { syntax })
    };
}
/** Directives stand at the very top; a comment, a blank line or a directive of another name ends them. */
function readDirectives(lines) {
    const directives = new Map();
    for (const line of lines) {
        const [, name, value] = directiveForm.exec(line) ?? [];
        if (name === undefined || value === undefined || !knownDirectives.includes(name.toLowerCase()))
            break;
        directives.set(name.toLowerCase(), value);
    }
    return directives;
}
/** BuildKit looks for the frontend before it knows the language: behind a `#!` line, in `//` comments, and in JSON. */
function readSyntax(lines) {
    const behindShebang = lines[0]?.startsWith('#!') === true ? lines.slice(1) : lines;
    const directive = readDirectives(behindShebang).get('syntax');
    if (directive !== undefined || lines[0]?.trimStart().startsWith('{') !== true)
        return directive;
    try {
        const document = JSON.parse(lines.join('\n'));
        if (typeof document !== 'object' || document === null || !('syntax' in document))
            return undefined;
        return typeof document.syntax === 'string' ? document.syntax : undefined;
    }
    catch {
        return undefined;
    }
}
function joinLines(lines, escape) {
    const continued = escape === '\\' ? /(^|[^\\])\\[ \t]*$/ : /(^|[^`])`[ \t]*$/;
    const isComment = (text) => /^\s*#/.test(text);
    const joined = [];
    for (let at = 0; at < lines.length; at++) {
        const first = lines[at] ?? '';
        if (first.trim() === '' || isComment(first))
            continue;
        const line = at + 1;
        let text = first.trimStart();
        while (continued.test(text) && at + 1 < lines.length) {
            const next = lines[++at] ?? '';
            // Comments and blank lines between continued lines are dropped; the continuation stays open.
            if (next.trim() === '' || isComment(next))
                continue;
            text = text.replace(continued, '$1') + next;
        }
        joined.push({ line, text: text.replace(continued, '$1') });
        for (const { name, tabs } of heredocs(text, escape)) {
            while (++at < lines.length && (tabs ? (lines[at] ?? '').replace(/^\t+/, '') : lines[at]) !== name)
                ;
        }
    }
    return joined;
}
/** The heredocs that an instruction opens, in the order in which their bodies follow. */
function heredocs(text, escape) {
    if (!/^(?:ONBUILD\s+)?(?:RUN|COPY|ADD)\s/i.test(text))
        return [];
    return splitWords(text, escape).flatMap(word => {
        const [, tabs, quoted] = /^\d*<<(-?)([^<]+)$/.exec(word) ?? [];
        if (tabs === undefined || quoted === undefined)
            return [];
        return [{ name: quoted.replace(/['"]/g, ''), tabs: tabs === '-' }];
    });
}
function parseInstruction(line, text, escape) {
    const [, keyword = '', tail = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
    const flags = [];
    let rest = tail;
    for (const word of splitWords(tail, escape)) {
        if (!word.startsWith('--'))
            break;
        rest = rest.trimStart().slice(word.length);
        if (word === '--')
            break;
        const [, name = '', value = ''] = /^--([^=]*)=?([\s\S]*)$/.exec(word) ?? [];
        flags.push({ name, value });
    }
    return { line, keyword: keyword.toUpperCase(), flags, rest: rest.trim() };
}
/** The instruction that an ONBUILD holds back, undefined for any other. */
function triggerOf(instruction, escape) {
    return instruction.keyword === 'ONBUILD' ? parseInstruction(instruction.line, instruction.rest, escape) : undefined;
}

// EXTERNAL MODULE: ./src/source/platform.ts
var source_platform = __webpack_require__(1714);
// EXTERNAL MODULE: ./src/registry/reference.ts
var reference = __webpack_require__(9310);
;// CONCATENATED MODULE: ./src/source/buildstages.ts



/** Stands for the value of a variable that the base image may set: no Dockerfile can hold this character. */
const unknownValue = '\0';
/** One build stage and what it draws on. */
class Stage {
    name;
    base;
    parent;
    problem;
    remote = [];
    origins = [];
    args = new Map();
    environment = new Map();
    constructor(
    /** In lower case, as BuildKit keeps it. */
    name, base, parent, problem) {
        this.name = name;
        this.base = base;
        this.parent = parent;
        this.problem = problem;
        for (const [name, value] of parent?.args ?? [])
            this.args.set(name, value);
        for (const [name, value] of parent?.environment ?? [])
            this.environment.set(name, value);
    }
    stagesUsed(stages) {
        const used = this.origins.map(origin => stageOf(origin, stages));
        return [this.parent, ...used].filter(stage => stage !== undefined);
    }
    imageUses(stages) {
        const images = this.origins.filter(origin => stageOf(origin, stages) === undefined);
        const base = this.parent === undefined && this.problem === undefined ? [this.base] : [];
        return [...base, ...images].map(({ text, line }) => ({ image: text, line }));
    }
    /** Takes in one instruction of the stage. */
    add(instruction, scope, globalArgs) {
        const { keyword, rest, line, flags } = instruction;
        const lookup = this.lookup();
        const trigger = triggerOf(instruction, scope.escape);
        if (trigger !== undefined)
            this.add(trigger, scope, globalArgs);
        else if (keyword === 'ARG') {
            // Within a stage, an instruction is expanded as a whole before any of it counts.
            for (const { name, value } of [...readAssignments(rest, lookup, scope.escape)]) {
                const known = scope.buildArgs[name] ?? value ?? globalArgs.get(name) ?? scope.global.get(name);
                if (known !== undefined)
                    this.args.set(name, known);
                else if (!this.args.has(name))
                    this.args.set(name, '');
            }
        }
        else if (keyword === 'ENV') {
            for (const { name, value } of readEnvironment(rest, lookup, scope.escape))
                this.environment.set(name, value);
        }
        else if (keyword === 'COPY') {
            for (const { name, value } of flags)
                if (name === 'from')
                    this.origins.push({ line, text: value, byNumber: true });
        }
        else if (keyword === 'RUN') {
            for (const { name, value } of flags) {
                const from = name === 'mount' ? mountOrigin(value) : undefined;
                if (from !== undefined)
                    this.origins.push({ line, text: from, byNumber: false });
            }
        }
        else if (keyword === 'ADD') {
            const pinned = flags.some(({ name, value }) => name === 'checksum' && isWholeChecksum(value));
            for (const source of pinned ? [] : addSources(rest)) {
                const { value } = expandWord(source, lookup, scope.escape);
                if (isFetchedByAdd(value))
                    this.remote.push({ line, clause: `adds “${source}” from elsewhere` });
            }
        }
    }
    /** ENV counts before ARG; what neither sets may come from the image that the stage starts from. */
    lookup() {
        const root = this.rootImage();
        return name => this.environment.get(name) ?? this.args.get(name) ?? (root === 'scratch' ? undefined : unknownValue);
    }
    rootImage() {
        return this.parent?.rootImage() ?? this.base.text;
    }
}
function stageOf({ text, byNumber }, stages) {
    if (byNumber && /^\d+$/.test(text))
        return stages[Number(text)];
    return stages.findLast(({ name }) => name === text.toLowerCase());
}
/** Reads the stages of a Dockerfile for one platform. */
function readStages(instructions, scope) {
    const stages = [];
    const predefined = new Map([...scope.global].map(([name, value]) => [name, scope.buildArgs[name] ?? value]));
    const globalArgs = new Map();
    const lookup = name => globalArgs.get(name) ?? predefined.get(name);
    for (const instruction of instructions) {
        const stage = stages.at(-1);
        if (instruction.keyword === 'FROM')
            stages.push(readFrom(instruction, stages, lookup, scope.escape));
        else if (stage !== undefined)
            stage.add(instruction, scope, globalArgs);
        else if (instruction.keyword === 'ARG') {
            for (const { name, value } of readAssignments(instruction.rest, lookup, scope.escape)) {
                const known = scope.buildArgs[name] ?? value;
                if (known !== undefined)
                    globalArgs.set(name, known);
            }
        }
    }
    return stages;
}
function readFrom({ line, rest }, stages, lookup, escape) {
    const [word = '', as, name] = splitWords(rest, escape);
    const { value, unset } = expandWord(word, lookup, escape);
    // The frontend compares the base with the stages' names, which it keeps in lower case, as it is written.
    const parent = stages.findLast(stage => stage.name === value);
    const isMissing = value === '' || (unset.length > 0 && parent === undefined && (0,reference/* parseReference */.F2)(value) === undefined);
    const problem = isMissing ? missingBase(line, word, unset) : undefined;
    const stageName = as?.toUpperCase() === 'AS' ? name?.toLowerCase() : undefined;
    return new Stage(stageName, { text: value, line }, parent, problem);
}
function missingBase(line, word, unset) {
    const names = [...new Set(unset)].join(', ');
    if (names === '')
        return { line, message: `FROM names no image: “${word}”` };
    return { line, message: `FROM ${word} names no image: ${names} has no value here. Give it one in the input \`build-args\`, or a default in an ARG before the first FROM` };
}
/** `NAME`, `NAME=value`, several of them; each is expanded when it is asked for. */
function* readAssignments(rest, lookup, escape) {
    for (const word of splitWords(rest, escape)) {
        const equals = word.indexOf('=');
        if (equals < 0)
            yield { name: word, value: undefined };
        else
            yield { name: word.slice(0, equals), value: expandWord(word.slice(equals + 1), lookup, escape).value };
    }
}
/** `NAME=value ...`, or the old form `NAME everything that follows`. */
function readEnvironment(rest, lookup, escape) {
    const [, name, value] = /^([^\s=]+)\s+(.*)$/s.exec(rest) ?? [];
    if (name !== undefined && value !== undefined)
        return [{ name, value: expandWord(value, lookup, escape).value }];
    return Array.from(readAssignments(rest, lookup, escape), ({ name, value }) => ({ name, value: value ?? '' }));
}
/** The `from` of `--mount=type=bind,from=...`; the frontend expands no variable in it. */
function mountOrigin(mount) {
    const fields = mount.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? [];
    const from = fields.map(field => field.replace(/"/g, '')).find(field => /^from=/i.test(field));
    return from === undefined || from.length === 5 ? undefined : from.slice(5);
}
function addSources(rest) {
    const words = jsonWords(rest) ?? rest.split(/\s+/);
    return words.slice(0, -1).filter(word => !word.startsWith('<<'));
}
function jsonWords(text) {
    if (!text.startsWith('['))
        return undefined;
    try {
        const words = JSON.parse(text);
        return Array.isArray(words) && words.every(word => typeof word === 'string') ? words : undefined;
    }
    catch {
        return undefined;
    }
}
/** A digest, or a commit's id, in full and in plain text: it leaves nothing about the content open. */
function isWholeChecksum(checksum) {
    return /^(?:sha\d+:[0-9a-f]{64,128}|[0-9a-f]{40}|[0-9a-f]{64})$/.test(checksum);
}
/** What ADD fetches: a URL, a git repository by URL, scp form or `host/path.git`; or what a base image's variable says. */
function isFetchedByAdd(source) {
    const known = source.split(unknownValue, 1).join('');
    if (known !== source && ['https://', 'git@', 'ssh://'].some(form => form.startsWith(known)))
        return true;
    return (/^(?:https?|git|ssh):\/\//.test(source) ||
        /^[A-Za-z0-9_.-]+@[^/:]+:/.test(source) ||
        /^[^./][^/]*\/.+\.git(?:#.*)?$/.test(source));
}

;// CONCATENATED MODULE: ./src/source/dockerfile.ts




/** Reads which images a Dockerfile builds on, and whether anything in it comes from elsewhere. */
function parseDockerfile(text, options) {
    const { instructions, syntax, escape } = readInstructions(text);
    const contexts = new Set(options.contexts.map(reference/* contextName */.fW));
    const images = new Map();
    const unknowable = new Set();
    const problems = new Map();
    const stageNames = new Set();
    let target = 'found';
    for (const platform of options.platforms) {
        const global = new Map((0,source_platform/* platformArguments */.Qo)(platform, options.buildPlatform));
        global.set('TARGETSTAGE', options.target ?? 'default');
        const stages = readStages(instructions, { escape, global, buildArgs: options.buildArgs });
        for (const stage of stages) {
            if (stage.name !== undefined)
                stageNames.add(stage.name);
            if (stage.problem !== undefined)
                problems.set(`${stage.problem.line} ${stage.problem.message}`, stage.problem);
        }
        const goal = targetStage(stages, options.target);
        if (goal === undefined) {
            if (options.target !== undefined && !contexts.has((0,reference/* contextName */.fW)(options.target)))
                target = 'missing';
            continue;
        }
        for (const stage of reachableStages(stages, goal, contexts)) {
            for (const { line, clause } of stage.remote)
                unknowable.add(`line ${line} ${clause}`);
            for (const { image, line } of stage.imageUses(stages)) {
                const name = (0,reference/* contextName */.fW)(image);
                if (image === 'scratch' || contexts.has(name))
                    continue;
                const use = imageUse(image);
                if (use === undefined)
                    unknowable.add(`line ${line} names “${image}”, which does not read as an image reference`);
                else
                    images.set(use.reference, { ...use, line });
            }
        }
    }
    const frontend = readFrontend(options.buildArgs['BUILDKIT_SYNTAX'] ?? syntax, unknowable);
    return {
        images: [...images.values()].sort((a, b) => (a.reference < b.reference ? -1 : 1)),
        ...(frontend === undefined ? {} : { frontend }),
        unknowable: [...unknowable],
        problems: [...problems.values()],
        stageNames: [...stageNames],
        target
    };
}
/** @returns undefined for what is no image reference */
function imageUse(text) {
    const parsed = (0,reference/* parseReference */.F2)(text);
    if (parsed === undefined)
        return undefined;
    const { digest } = parsed;
    return {
        reference: (0,reference/* formatReference */.FH)(parsed),
        contextName: (0,reference/* contextName */.fW)(text),
        ...(digest === undefined ? {} : { digest })
    };
}
function readFrontend(syntax, unknowable) {
    const [, image, options = ''] = /^(\S+)\s*(.*)$/s.exec(syntax?.trim() ?? '') ?? [];
    if (image === undefined)
        return undefined;
    const use = imageUse(image);
    // Another language than the Dockerfile's may name images in ways of its own.
    const readsDockerfiles = /\/dockerfile[^/]*$/.test(use?.reference ?? '');
    if (!readsDockerfiles)
        unknowable.add(`is read by the frontend “${image}”, which may use images that only it knows of`);
    return use === undefined ? undefined : { ...use, options };
}
function targetStage(stages, target) {
    return target === undefined ? stages.at(-1) : stages.findLast(({ name }) => name === target.toLowerCase());
}
/** BuildKit builds what the target needs and nothing else. */
function reachableStages(stages, goal, contexts) {
    const reached = new Set();
    const open = [goal];
    for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
        if (reached.has(stage) || (stage.name !== undefined && contexts.has((0,reference/* contextName */.fW)(stage.name))))
            continue;
        reached.add(stage);
        open.push(...stage.stagesUsed(stages));
    }
    return reached;
}

// EXTERNAL MODULE: ./src/source/dockerignore.ts
var dockerignore = __webpack_require__(319);
// EXTERNAL MODULE: ./src/source/files.ts
var files = __webpack_require__(3206);
;// CONCATENATED MODULE: ./src/source/source.ts










/**
 * Looks where a build starts, and reads nothing but its Dockerfile.
 * @throws Failure where a context or the Dockerfile is not there, or it cannot build
 */
function startOf(build, location) {
    const { directory } = location;
    const context = (0,source_context/* placeOf */.$t)(build.context ?? '.', 'context', directory);
    const named = Object.entries(build.buildContexts).map(([name, value]) => [(0,reference/* contextName */.fW)(name), (0,source_context/* placeOf */.$t)(value, 'build-contexts', directory)]);
    const dockerfile = findDockerfile(build, context.kind === 'directory' ? context.path : undefined, directory);
    return { context, named, dockerfile, sources: dockerfile === undefined ? undefined : readSources(dockerfile, build, location) };
}
/**
 * The pattern that keeps a path out of the build; undefined where none does, or it is not in the context's directory at all.
 * @param path from the context
 */
function excludedBy(path, build, location) {
    const { context, dockerfile } = startOf(build, location);
    // Asked in a build's error, which must not give way to another: a path below a file is not there either, and no error.
    if (context.kind !== 'directory' || !(0,external_node_fs_.existsSync)((0,external_node_path_.join)(context.path, path)))
        return undefined;
    return (0,dockerignore/* excluding */.uF)((0,source_context/* readIgnorePatterns */.gZ)(context.path, location.directory, dockerfile?.name), path);
}
/**
 * Reads all that goes into a build: contexts, Dockerfile, settings.
 * @throws Failure for what cannot build, or cannot be read
 */
async function readSource(build, location) {
    const { directory, environment } = location;
    const { context, named, dockerfile, sources } = startOf(build, location);
    const unknowable = sources?.unknowable.map(clause => `The Dockerfile ${clause}.`) ?? [];
    if (dockerfile === undefined)
        unknowable.push('The Dockerfile is fetched when the build runs.');
    const notices = [];
    const trees = [];
    const imageContexts = new Map();
    const images = new Map(sources?.images.map(image => [image.reference, image]));
    for (const [name, place] of [['', context], ...named]) {
        const called = name === '' ? 'The context' : `The context “${name}”`;
        if (place.kind === 'remote') {
            unknowable.push(`${called} is fetched when the build runs.`);
            trees.push([name, `remote ${place.url}`]);
        }
        else if (place.kind === 'image') {
            const use = imageUse(place.reference);
            if (use === undefined)
                throw new failure/* Failure */.HR(`${called}, “${place.reference}”, is no image reference.`);
            imageContexts.set(name, use.reference);
            images.set(use.reference, images.get(use.reference) ?? { ...use, contextName: name });
            trees.push([name, `image ${use.reference}`]);
        }
        else {
            const patterns = (0,source_context/* readIgnorePatterns */.gZ)(place.path, directory, name === '' ? dockerfile?.name : undefined);
            const tree = await (0,source_context/* readContext */.yI)(place.path, patterns, environment);
            trees.push([name, `tree ${tree.digest}`]);
            for (const { path, head } of tree.repositories) {
                if (head.kind === 'unreadable')
                    unknowable.push(`${called} holds ${path}, whose commit cannot be told: ${head.reason}.`);
                else
                    notices.push(repositoryNotice(called, path, head));
            }
        }
    }
    return {
        images: [...images.values()].sort((a, b) => compare(a.reference, b.reference)),
        ...(sources?.frontend === undefined ? {} : { frontend: sources.frontend }),
        imageContexts,
        stageNames: sources?.stageNames ?? [],
        unknowable,
        notices,
        counted: {
            contexts: trees.sort(([a], [b]) => compare(a, b)),
            dockerfile: dockerfile === undefined ? build.file : (0,external_node_crypto_.createHash)('sha256').update(dockerfile.content).digest('hex'),
            ...countedSettings(build)
        }
    };
}
/** @returns undefined where the Dockerfile comes from elsewhere */
function findDockerfile(build, context, directory) {
    if (build.file !== undefined && /^(?:https?:\/\/|-$)/.test(build.file))
        return undefined;
    if (context === undefined)
        return undefined;
    const name = build.file === undefined ? (0,external_node_path_.join)(context, 'Dockerfile') : (0,external_node_path_.resolve)(directory, build.file);
    // BuildKit takes `dockerfile` where there is no `Dockerfile`.
    const candidates = (0,external_node_path_.basename)(name) === 'Dockerfile' ? [name, (0,external_node_path_.join)((0,external_node_path_.dirname)(name), 'dockerfile')] : [name];
    for (const candidate of candidates) {
        const content = (0,files/* readOptional */.T)(candidate);
        if (content !== undefined)
            return { name, content };
    }
    throw new failure/* Failure */.HR(`There is no Dockerfile at ${name}.`, {
        remedy: 'Set the input `file` to its path from the workspace, or the input `context` to the directory that holds it; where the stages file names them, correct them there. Has the repository been checked out?'
    });
}
function readSources(dockerfile, build, location) {
    const file = (0,external_node_path_.relative)(location.directory, dockerfile.name);
    const platforms = build.platforms.map(source_platform/* parsePlatform */.FL);
    const [firstPlatform] = platforms;
    if (firstPlatform === undefined)
        throw new RangeError('A build needs at least one platform.');
    const sources = parseDockerfile(dockerfile.content.toString(), {
        buildArgs: build.buildArgs,
        platforms,
        buildPlatform: location.buildPlatform === undefined ? firstPlatform : (0,source_platform/* parsePlatform */.FL)(location.buildPlatform),
        target: build.target,
        contexts: Object.keys(build.buildContexts)
    });
    const [problem] = sources.problems;
    if (problem !== undefined) {
        throw new failure/* Failure */.HR(`${file}:${problem.line}: ${problem.message}.`, { location: { file, line: problem.line } });
    }
    if (sources.target === 'missing') {
        const names = sources.stageNames.length === 0 ? 'It names none' : `It has ${sources.stageNames.join(', ')}`;
        throw new failure/* Failure */.HR(`${file} has no stage “${build.target ?? ''}”.`, {
            remedy: `${names}: set the input \`target\` to the name of a stage (\`FROM ... AS <name>\`), or leave it out for the last one.`,
            location: { file, line: 1 }
        });
    }
    return sources;
}
function repositoryNotice(called, path, head) {
    const commit = head.kind === 'commit' ? `the commit ${head.id.slice(0, 12)} that it is at` : 'a repository without a commit';
    return `${called} holds ${path}, which counts as ${commit}: each commit is built anew. Exclude it in .dockerignore unless the build needs it.`;
}
function countedSettings(build) {
    return {
        target: build.target ?? null,
        platforms: [...new Set(build.platforms.map(platform => (0,source_platform/* formatPlatform */.Bq)((0,source_platform/* parsePlatform */.FL)(platform))))].sort(compare),
        buildArgs: sortedEntries(build.buildArgs),
        network: build.network ?? null,
        // Their order is that of the lines in /etc/hosts.
        addHosts: build.addHosts,
        labels: sortedEntries(build.labels),
        annotations: sortedEntries(build.annotations),
        provenance: build.provenance,
        sbom: build.sbom,
        attests: [...build.attests].sort(compare),
        secrets: build.secrets.map(({ id }) => id).sort(compare),
        ssh: build.ssh.map(agent => agent.split('=', 1).join('')).sort(compare),
        shmSize: build.shmSize ?? null,
        ulimit: [...build.ulimit].sort(compare),
        cgroupParent: build.cgroupParent ?? null
    };
}
function sortedEntries(record) {
    return Object.entries(record).sort(([a], [b]) => compare(a, b));
}
/** By code units: the order must not depend on a locale. */
function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}


/***/ }),

/***/ 9618:
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
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
;// CONCATENATED MODULE: ./src/source/blob.ts



const chunkSize = 1 << 20;
const headerRoom = 32;
/** Git's id of a content that is in memory. */
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
 * Returns a reader of blobs; all its reads share one buffer. Reading synchronously is twice as fast as with promises
 * where files are many and small.
 */
function createBlobReader() {
    const buffer = Buffer.allocUnsafe(headerRoom + chunkSize);
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
    // A path that turned into a link or a pipe since it was listed must neither be followed nor block.
    const file = (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW | external_node_fs_.constants.O_NONBLOCK);
    try {
        const before = (0,external_node_fs_.fstatSync)(file);
        const header = `blob ${before.size}\0`;
        const start = headerRoom - header.length;
        buffer.write(header, start, 'latin1');
        const hash = (0,external_node_crypto_.createHash)('sha1');
        let length = 0;
        for (let from = start;; from = headerRoom) {
            const read = (0,external_node_fs_.readSync)(file, buffer, headerRoom, chunkSize, null);
            length += read;
            hash.update(buffer.subarray(from, headerRoom + read));
            if (read === 0 || length >= before.size)
                break;
        }
        const after = (0,external_node_fs_.fstatSync)(file);
        if (length !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
            throw new failure/* Failure */.HR(`“${path.toString()}” changed while it was read for the fingerprint.`, {
                remedy: 'Let no earlier step go on writing into the build context in the background, or exclude the file in .dockerignore.'
            });
        }
        return { id: hash.digest('hex'), executable: (before.mode & external_node_fs_.constants.S_IXUSR) !== 0 };
    }
    finally {
        (0,external_node_fs_.closeSync)(file);
    }
}
/** The failure to read a file of the build context. */
function unreadable(path, cause) {
    return new failure/* Failure */.HR(`“${path.toString()}” in the build context cannot be read: ${(0,failure/* messageOf */.bD)(cause)}.`, {
        remedy: 'Docker would fail on it too: let the job\'s user read it, or exclude it in .dockerignore.',
        cause
    });
}

// EXTERNAL MODULE: ./src/source/dockerignore.ts
var dockerignore = __webpack_require__(319);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./src/source/githead.ts


const commitForm = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/**
 * Reads HEAD from a `.git` directory, or from the file that stands for one in a worktree or a submodule. Done without
 * git, so that it counts alike where git is missing or refuses a repository that another user owns.
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
    if (commitForm.test(value))
        return { kind: 'commit', id: value };
    const ref = /^ref: (.+)$/.exec(value)?.[1];
    // With the reftable format HEAD names this branch, which cannot exist, and the refs are in a binary file.
    if (ref === undefined || ref === 'refs/heads/.invalid' || depth > 5) {
        return { kind: 'unreadable', reason: `HEAD is “${value}”` };
    }
    const target = lookup(ref);
    return target === undefined ? { kind: 'unborn' } : follow(target, lookup, depth + 1);
}
function packedRef(common, ref) {
    const line = readText((0,external_node_path_.join)(common, 'packed-refs'))?.split('\n').find(line => line.endsWith(` ${ref}`));
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

;// CONCATENATED MODULE: ./src/source/tree.ts





/** The path of an entry on disk. */
function pathOf(root, path) {
    return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')]);
}
/**
 * Lists a directory as Docker would send it, in an order of its own that depends on the names' bytes alone.
 * @param root absolute, no symbolic link
 * @throws Failure naming a directory that cannot be read
 */
function listTree(root, patterns) {
    const entries = [];
    // Where `.git/*` is excluded, the commit makes no difference to what is sent.
    const isHeadSent = (path, entry, matched) => !entry.isDirectory() || !(0,dockerignore/* judge */.S4)(patterns, `${fromBytes(path)}/HEAD`, matched).excluded;
    const list = (directory, above) => {
        for (const entry of readDirectory(root, directory)) {
            const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
            const { excluded, matched } = (0,dockerignore/* judge */.S4)(patterns, fromBytes(path), above);
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
 * Hashes a directory as Docker would send it: paths, contents, git's executable bit, targets of links, empty
 * directories; neither times nor owners. Where git knows a file to be unmodified its id is taken from there, and the
 * file is not opened; the result is the same.
 * @param root absolute, no symbolic link
 * @param entries as `listTree` gives them
 * @throws Failure naming a file that cannot be read, or that changes while it is read
 */
function hashTree(root, entries, clean) {
    const repositories = [];
    const readBlob = createBlobReader();
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let records = '';
    const describe = ({ path, kind }) => {
        if (kind === 'file' || kind === 'link') {
            const known = clean.kind === 'known' ? clean.files.get(path) : undefined;
            if (known !== undefined && (known.mode === '120000') === (kind === 'link'))
                return describeClean(root, path, known, clean);
            const file = pathOf(root, path);
            if (kind === 'link')
                return `120000 ${linkId(file)}`;
            const { id, executable } = readBlob(file);
            return `${executable ? '100755' : '100644'} ${id}`;
        }
        if (kind === 'empty directory')
            return 'directory';
        if (kind === 'pipe')
            return 'pipe';
        if (kind === 'repository') {
            const head = readHead(`${root}/${fromBytes(path)}`);
            repositories.push({ path: fromBytes(path), head });
            return `repository ${head.kind === 'commit' ? head.id : head.kind}`;
        }
        // BuildKit sends a socket as an empty file.
        if (kind === 'socket')
            return `${isExecutable(root, path) ? '100755' : '100644'} ${blobId(Buffer.alloc(0))}`;
        return `device ${(0,external_node_fs_.lstatSync)(pathOf(root, path)).rdev}`;
    };
    for (const entry of entries) {
        // The path's length makes a record's end certain, whatever bytes the path holds.
        records += `${describe(entry)} ${entry.path.length}:${entry.path}\n`;
        if (records.length > 1 << 16) {
            hash.update(records, 'latin1');
            records = '';
        }
    }
    return { digest: hash.update(records, 'latin1').digest('hex'), repositories };
}
function describeClean(root, path, { id, mode }, clean) {
    if (mode === '120000' || (clean.kind === 'known' && clean.modes))
        return `${mode} ${id}`;
    return `${isExecutable(root, path) ? '100755' : '100644'} ${id}`;
}
function isExecutable(root, path) {
    return ((0,external_node_fs_.lstatSync)(pathOf(root, path)).mode & external_node_fs_.constants.S_IXUSR) !== 0;
}


/***/ })

};
