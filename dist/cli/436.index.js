export const id = 436;
export const ids = [436];
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
        directory,
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

/***/ 1791:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  E: () => (/* binding */ reportOf)
});

;// CONCATENATED MODULE: ./src/report/outputs.ts
/**
 * The outputs of action.yml; one that is empty is not there for later steps.
 * @param sarifFile path of the scan's findings, where there are any
 */
function outputsOf(outcome, sarifFile) {
    switch (outcome.kind) {
        case 'built':
        case 'promoted':
        case 'unchanged': {
            const { image } = outcome;
            const repository = `${image.registry}/${image.repository}`;
            return {
                stage: outcome.stage,
                operation: outcome.kind,
                reason: outcome.reason,
                changed: String(outcome.kind === 'promoted' || (outcome.kind === 'built' && outcome.changed)),
                image: `${repository}@${image.digest}`,
                digest: image.digest,
                tags: image.tags.filter(tag => tag.kind !== 'kept').map(({ tag }) => `${repository}:${tag}`).join('\n'),
                repository: image.repository,
                registry: image.registry,
                ...(image.fingerprint === undefined ? {} : { fingerprint: image.fingerprint }),
                ...(image.scans?.kind === 'scanned' ? { vulnerabilities: JSON.stringify(image.scans.counts) } : {}),
                ...(sarifFile === undefined ? {} : { 'sarif-file': sarifFile }),
                ...(outcome.kind === 'built' ? { metadata: JSON.stringify(outcome.metadata) } : ofPromotion(outcome))
            };
        }
        case 'planned':
            return {
                stage: outcome.stage,
                operation: 'planned',
                reason: outcome.reason,
                changed: 'false',
                tags: outcome.plan.tags.filter(tag => tag.kind !== 'kept').map(({ tag }) => `${outcome.plan.registry}/${outcome.plan.repository}:${tag}`).join('\n'),
                repository: outcome.plan.repository,
                registry: outcome.plan.registry,
                ...(outcome.plan.fingerprint === undefined ? {} : { fingerprint: outcome.plan.fingerprint }),
                ...(outcome.plan.source === undefined ? {} : { 'source-image': outcome.plan.source })
            };
        case 'built-only':
            return {
                operation: 'built',
                reason: outcome.reason,
                changed: 'false',
                fingerprint: outcome.fingerprint,
                metadata: JSON.stringify(outcome.metadata)
            };
        case 'examined':
            return { ...(outcome.stage === undefined ? {} : { stage: outcome.stage }), operation: 'examined', reason: outcome.reason, changed: 'false' };
        case 'skipped':
            return { operation: 'skipped', reason: outcome.reason, changed: 'false' };
    }
}
function ofPromotion({ promotion, version }) {
    return {
        ...(version === undefined ? {} : { version }),
        ...(promotion === undefined ? {} : { 'source-image': promotion.source })
    };
}

// EXTERNAL MODULE: ./src/report/checklist.ts
var checklist = __webpack_require__(1478);
;// CONCATENATED MODULE: ./src/report/summary.ts




/** The job summary of a run, as GitHub's Markdown. */
function summaryOf(outcome, phases) {
    return [...body(outcome), ...timing(phases)].join('\n\n') + '\n';
}
function body(outcome) {
    const reason = escaped(outcome.reason);
    switch (outcome.kind) {
        case 'built':
            return [
                `### 📦 ${outcome.image.repository} · built and pushed`,
                reason,
                ...imageSection(outcome.image)
            ];
        case 'unchanged':
            return [
                `### 📦 ${outcome.image.repository} · unchanged`,
                reason,
                outcome.promotion === undefined
                    ? 'Nothing that goes into the image changed: the repository already holds one of this fingerprint, so nothing was built. It got the tags of this run.'
                    : 'The repository already holds this very image, so nothing was copied. It got the tags of this run.',
                ...imageSection(outcome.image),
                ...(outcome.promotion === undefined ? [] : promotionSection(outcome.promotion))
            ];
        case 'promoted':
            return [
                `### 📦 ${outcome.image.repository} · promoted${outcome.version === undefined ? '' : ` as v${outcome.version}`}`,
                reason,
                ...imageSection(outcome.image),
                ...promotionSection(outcome.promotion)
            ];
        case 'planned': {
            const { plan } = outcome;
            const rows = [
                ['Would', WOULD[plan.action]],
                ['From', plan.source === undefined ? '' : code(plan.source)],
                ['Tags', tagList(plan.tags)],
                ['Base images', baseList(plan.bases)],
                ['Fingerprint', plan.fingerprint === undefined ? '' : code(plan.fingerprint)]
            ];
            return [`### 📦 ${plan.repository} · dry run, nothing was written`, reason, table(rows), ...keptNotes(plan.tags)];
        }
        case 'built-only':
            return ['### 📦 Built, not pushed', reason, table([['Base images', baseList(outcome.bases)], ['Fingerprint', code(outcome.fingerprint)]])];
        case 'skipped':
            return ['### 📦 Skipped', reason];
        case 'examined':
            return [`### 📦 Looked at, nothing pushed · ${tally(outcome.checks)}`, reason, checklistTable(outcome.checks)];
    }
}
const WOULD = { 'tag only': 'tag the image that is there: it is unchanged', 'build and push': 'build and push', copy: 'copy the image by its digest' };
/** Where the image came from, what of it was sent, and what is known against it. */
function promotionSection({ source, pushedAt, builtFrom, copy }) {
    const { mounted, copied, alreadyThere } = copy.blobs;
    return [table([
            ['Promoted from', code(source) + (pushedAt === undefined ? '' : `<br>pushed ${pushedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`)],
            ['Built from', builtFrom === undefined ? '' : `commit ${code(builtFrom.commit)}${builtFrom.created === undefined ? '' : ` of ${escaped(builtFrom.created)}`}`],
            ['Layers', copy.alreadyThere ? 'all there already' : `${mounted} mounted, ${copied} copied (${bytes(copy.bytes)}), ${alreadyThere} there already`],
            ['About it', copy.referrers + copy.cosign.length === 0 ? '' : `${copy.referrers} referrers, ${copy.cosign.length} of cosign's tags`]
        ])];
}
function vulnerabilities(scans) {
    if (scans === undefined)
        return '';
    if (scans.kind === 'unknown')
        return `not known: ${escaped(scans.because)}`;
    return escaped(countsText(scans.counts));
}
/** The whole list is in ECR, and in the SARIF file. */
const WORST = 3;
/** What is to be mended first. */
function worstOf(scans) {
    if (scans?.kind !== 'scanned')
        return '';
    const severe = vulnerabilitiesOf(scans.findings).filter(({ severity }) => severity === 'CRITICAL' || severity === 'HIGH');
    const worst = severe.slice(0, WORST).map(({ severity, name, package: of, fix }) => `${escaped(severity.toLowerCase())} ${code(name)} in ${code(of)}${fix === undefined ? '' : `, mended in ${code(fix)}`}`);
    return [...worst, ...(severe.length > WORST ? [`and ${severe.length - WORST} more, critical or high`] : [])].join('<br>');
}
function imageSection(image) {
    const reference = `${image.registry}/${image.repository}@${image.digest}`;
    const rows = [
        ['Digest', code(image.digest)],
        ['Tags', tagList(image.tags)],
        ['Size', image.size === undefined ? '' : `${bytes(image.size)} compressed`],
        ['Platforms', image.platforms.map(code).join(', ')],
        ['Base images', baseList(image.bases)],
        ['Fingerprint', image.fingerprint === undefined ? '' : code(image.fingerprint)],
        ['Vulnerabilities', vulnerabilities(image.scans)],
        ['Worst of them', worstOf(image.scans)]
    ];
    return [shell(`docker pull ${reference}`), table(rows), ...keptNotes(image.tags)];
}
/** The last lines of the log: what there is now, by reference. */
function conclusion(outcome) {
    if (outcome.kind === 'examined')
        return [...(0,checklist/* checklistLines */.Ob)(outcome.checks), (0,checklist/* tally */.N4)(outcome.checks)];
    if (outcome.kind !== 'built' && outcome.kind !== 'unchanged' && outcome.kind !== 'promoted')
        return [];
    const { registry, repository, digest, tags } = outcome.image;
    const told = { put: '', already: ' (was there)' };
    return [
        `${registry}/${repository}@${digest}`,
        ...tags.map(tag => (tag.kind === 'kept' ? `  ${tag.tag} stays where it is: ${tag.because}` : `  ${tag.tag}${told[tag.kind]}`))
    ];
}
/** The summary of a run that failed: the error's own words, where people look first. */
function summaryOfFailure(message, remedy) {
    return [`### 📦 Failed`, preformatted(message), ...(remedy === undefined ? [] : [preformatted(remedy)])].join('\n\n') + '\n';
}
function tagList(tags) {
    return tags.filter(tag => tag.kind !== 'kept').map(({ tag, kind }) => (kind === 'already' ? `${code(tag)} (was there)` : code(tag))).join('<br>');
}
function keptNotes(tags) {
    return tags.flatMap(tag => (tag.kind === 'kept' ? [`> ${code(tag.tag)} stays where it is: ${escaped(tag.because)}`] : []));
}
function baseList(bases) {
    return bases
        .map(({ reference, digest }) => (digest === undefined ? `${code(reference)} (by its name: its digest is not known)` : `${code(reference)}<br>${code(digest)}`))
        .join('<br>');
}
function timing(phases) {
    if (phases.length === 0)
        return [];
    return [`<sub>${phases.map(([name, ms]) => `${name} ${duration(ms)}`).join(' · ')}</sub>`];
}

;// CONCATENATED MODULE: ./src/commands/outcome-report.ts


/** Outputs that are no text of their own: as an output of a step each is one. */
const PARSED = {
    changed: text => text === 'true',
    tags: text => (text === '' ? [] : text.split('\n')),
    vulnerabilities: text => JSON.parse(text),
    metadata: text => JSON.parse(text)
};
/** How a push or a promotion ended, by the names of the action's outputs. */
function reportOf(outcome) {
    const json = Object.fromEntries(Object.entries(outputsOf(outcome)).map(([name, text]) => [name, PARSED[name]?.(text) ?? text]));
    const lines = outcome.kind === 'planned' ? planned(outcome) : conclusion(outcome);
    const headline = 'stage' in outcome ? [`${outcome.stage} · ${outcome.kind}`] : [];
    return { lines: [...headline, ...lines], json };
}
function planned({ plan }) {
    const place = `${plan.registry}/${plan.repository}`;
    const would = {
        'tag only': `would tag the unchanged image of ${place}`, 'build and push': `would build, and push to ${place}`, copy: `would copy ${plan.source ?? ''} to ${place}`
    };
    return [
        would[plan.action],
        ...plan.tags.map(tag => `  ${tag.tag}${tag.kind === 'kept' ? ` would stay where it is: ${tag.because}` : tag.kind === 'already' ? ' (was there)' : ''}`)
    ];
}


/***/ }),

/***/ 5587:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ refuseBesideTrunk)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);
/* harmony import */ var _clone_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6179);


/**
 * The rule that holds in a workflow, where GitHub sees to it: what reaches master is on the trunk.
 * @throws Failure saying what is in the way
 */
async function refuseBesideTrunk({ trunk }, tree) {
    const why = await obstacle(trunk, tree);
    if (why === undefined)
        return;
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`master takes the trunk ${trunk} alone, as it is committed and pushed, and ${why}.`, {
        remedy: 'Push to development (leave --stage out), and merge; or push the trunk first.'
    });
}
async function obstacle(trunk, { branch, isDirty, commit, remote, git }) {
    if (branch !== trunk)
        return `${branch === undefined ? 'a detached HEAD' : `the branch ${branch}`} is checked out`;
    if (isDirty)
        return 'there are changes that are not committed';
    if (remote === undefined)
        return 'this clone has no remote to compare with';
    return (await (0,_clone_js__WEBPACK_IMPORTED_MODULE_1__/* .isAncestor */ .Q)(git, commit.id, `refs/remotes/${remote}/${trunk}`)) ? undefined : `${remote}/${trunk} does not have commit ${commit.id.slice(0, 12)}`;
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

/***/ 1956:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GA: () => (/* binding */ scansOf),
/* harmony export */   lt: () => (/* binding */ passGate)
/* harmony export */ });
/* unused harmony exports TooSevere, scannedManifests, tooSevere */
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8422);
/* harmony import */ var _registry_manifest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(506);



/** An image that is not promoted for what is known against it. */
class TooSevere extends _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR {
    image;
    findings;
    constructor(message, image, 
    /** All there are, the less severe too. */
    findings) {
        super(message, { remedy: 'Update what is named and let the image be built anew; nothing was promoted.' });
        this.image = image;
        this.findings = findings;
    }
}
/** A long list says no more than its beginning. */
const LISTED = 20;
/**
 * What ECR's scan says of an image that is about to be promoted. It is waited for where it decides.
 * @throws TooSevere listing the findings that are too severe; Failure saying why nothing is known where that decides
 */
async function passGate({ inputs: { failOnSeverity, scanTimeoutSeconds }, subject, log, ...request }) {
    if (failOnSeverity === 'none')
        return await scansOf({ ...request, patience: { timeoutMs: 0 } });
    const { digest } = request.manifest;
    log.info(`Waiting for ECR's scan, for ${scanTimeoutSeconds} s at most.`);
    const scans = await scansOf({ ...request, patience: { timeoutMs: scanTimeoutSeconds * 1000 } });
    if (scans.kind === 'unknown') {
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`fail-on-severity is ${failOnSeverity}, but what ECR's scan says of ${digest} is not known: ${scans.because}.`, {
            remedy: 'See that the source repository scans on push and that the image is of a kind ECR can scan; raise `scan-timeout`, or set `fail-on-severity: none`.'
        });
    }
    const severe = tooSevere(scans.findings, failOnSeverity);
    if (severe.length === 0)
        return scans;
    const listed = severe.slice(0, LISTED).map(({ severity, name, package: of, version, fix }) => `  ${severity} ${name} in ${of} ${version}${fix === undefined ? '' : `, mended in ${fix}`}`);
    const more = severe.length > LISTED ? [`  and ${severe.length - LISTED} more`] : [];
    const found = `${digest} has ${severe.length} ${severe.length === 1 ? 'finding' : 'findings'} of severity ${failOnSeverity} or above:`;
    throw new TooSevere([found, ...listed, ...more].join('\n'), { ...subject, repository: request.repository.name, digest }, scans.findings);
}
/** What ECR's scan says of an image: of all its platforms, where there are several. */
async function scansOf({ ecr, repository, manifest, patience, signal }) {
    const { scanOf } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(46)]).then(__webpack_require__.bind(__webpack_require__, 5046));
    const scanned = scannedManifests(manifest);
    // No findings of nothing would pass for an image without any.
    if (scanned.length === 0)
        return { kind: 'unknown', because: 'it lists no image' };
    const scans = await Promise.all(scanned.map(digest => scanOf({ client: ecr, repository, digest, ...patience, signal })));
    const counts = {};
    const findings = [];
    for (const scan of scans) {
        if (scan.kind === 'unknown')
            return scan;
        for (const [severity, count] of Object.entries(scan.counts))
            counts[severity] = (counts[severity] ?? 0) + count;
        findings.push(...scan.findings);
    }
    return { kind: 'scanned', counts, findings };
}
/**
 * ECR scans no index: its findings are those of each manifest it lists, but for attestations, whose platform is `unknown`.
 * A platform may be left out: https://github.com/opencontainers/image-spec/blob/main/image-index.md
 */
function scannedManifests(manifest) {
    const content = (0,_registry_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .contentOf */ .$E)(manifest);
    if (content.kind !== 'index')
        return [manifest.digest];
    return content.manifests.filter(({ platform }) => platform?.os !== 'unknown').map(({ digest }) => digest);
}
/** The findings at a severity or above, the worst first. */
function tooSevere(findings, limit) {
    const ranks = _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .SEVERITIES */ .oC.slice(0, _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .SEVERITIES */ .oC.findIndex(severity => severity === limit) + 1);
    const rank = ({ severity }) => ranks.indexOf(severity.toLowerCase());
    return findings.filter(finding => rank(finding) !== -1).sort((a, b) => rank(a) - rank(b));
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
    return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.isAbsolute)(path) || path.split(node_path__WEBPACK_IMPORTED_MODULE_0__.sep)[0] === '..' ? undefined : path;
}
function isElsewhere(place) {
    return (0,_source_context_js__WEBPACK_IMPORTED_MODULE_2__/* .isRemote */ .Vx)(place) || place.includes('://');
}
/** The platform of this machine, as Docker names it. */
function ownPlatform(architecture = node_process__WEBPACK_IMPORTED_MODULE_1__.arch) {
    const names = { x64: 'amd64', arm64: 'arm64', arm: 'arm/v7', ia32: '386', ppc64: 'ppc64le' };
    return `linux/${names[architecture] ?? architecture}`;
}
/** What every image says of itself: https://github.com/opencontainers/image-spec/blob/main/annotations.md */
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
 * Git reads only, and runs nothing that the repository's configuration names.
 */
async function cleanFiles(directory, environment) {
    return await (await askForCleanFiles(directory, environment)).answer;
}
/**
 * Asks as `cleanFiles` does, and resolves as soon as git is at work: listing the directory meanwhile costs no time.
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
        remedy: `Set \`${input}\` to a directory of the workspace (is it checked out, and spelled right?) or to a URL.`
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
        if (matches === undefined) {
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`${name}:${index + 1}: “${trimmed}” is no pattern that Docker accepts.`, {
                remedy: 'Close its brackets, or escape a literal one as \\[; behind “!” there has to be a pattern.',
                location: { file: name, line: index + 1 }
            });
        }
        return [{ text: pattern, exception, matches }];
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
/* harmony export */   T: () => (/* binding */ readOptional)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1633);


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
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`${path} cannot be read: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(cause)}.`, { cause });
    }
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
    return { digest: hash.update(records, 'latin1').digest('hex'), entries: entries.length, repositories };
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

/***/ 8682:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  M: () => (/* binding */ countSources)
});

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: ./src/builder/config.ts
var builder_config = __webpack_require__(513);
;// CONCATENATED MODULE: ./src/builder/logins.ts


/** Docker Hub's logins stand under the address of an API it no longer has. */
const DOCKER_HUB = 'https://index.docker.io/v1/';
/**
 * The login the user's Docker would pull with from a registry: its credential helper's, its store's or that in `auths`.
 * @param registry host and port, as references name it
 * @returns undefined where there is none
 */
async function userLogin(registry, environment) {
    const config = await (0,builder_config/* readUserConfig */.AV)((0,builder_config/* userConfigDirectory */.tJ)(environment));
    const keys = registry === 'docker.io' ? [DOCKER_HUB, 'docker.io'] : [registry, `https://${registry}`, `https://${registry}/v1/`, `https://${registry}/v2/`];
    const helpers = config['credHelpers'];
    const store = config['credsStore'];
    const auths = config['auths'];
    for (const key of keys) {
        const helper = helpers?.[key] ?? store;
        const login = helper === undefined || helper === '' ? undefined : await fromHelper(helper, key, environment);
        if (login !== undefined)
            return login;
        const entry = auths?.[key];
        if (entry?.auth) {
            const [username = '', ...password] = Buffer.from(entry.auth, 'base64').toString('utf8').split(':');
            return { username, password: password.join(':') };
        }
        if (entry?.username !== undefined && entry.password !== undefined)
            return { username: entry.username, password: entry.password };
    }
    return undefined;
}
/** https://docs.docker.com/reference/cli/docker/login/#credential-helper-protocol: the server on stdin, JSON on stdout. */
async function fromHelper(helper, server, environment) {
    return await new Promise(resolve => {
        const child = (0,external_node_child_process_.spawn)(`docker-credential-${helper}`, ['get'], {
            env: environment, stdio: ['pipe', 'pipe', 'ignore'], timeout: 10_000
        });
        const chunks = [];
        child.stdout.on('data', (chunk) => chunks.push(chunk));
        // A helper that is missing or has nothing for this server leaves the registry to be asked without a login.
        child.once('error', () => {
            resolve(undefined);
        });
        child.stdin.on('error', () => undefined);
        child.once('close', code => {
            resolve(code === 0 ? parseHelperAnswer(Buffer.concat(chunks).toString('utf8')) : undefined);
        });
        child.stdin.end(server);
    });
}
function parseHelperAnswer(text) {
    try {
        const { Username, Secret } = JSON.parse(text);
        // `<token>` stands for an identity token, which is no password.
        return Username && Secret && Username !== '<token>' ? { username: Username, password: Secret } : undefined;
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
// EXTERNAL MODULE: ./src/registry/errors.ts
var errors = __webpack_require__(6764);
;// CONCATENATED MODULE: ./src/registry/reference.ts
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

// EXTERNAL MODULE: ./src/registry/registry.ts + 8 modules
var registry = __webpack_require__(4890);
;// CONCATENATED MODULE: ./src/registry/bases.ts




/**
 * The digests that base images have now, all asked for at once. One that is not there or may not be read counts by its
 * name: it may be an image of the builder's own.
 * @throws RegistryFailure when a registry does not answer, or only with "later"
 */
async function resolveBases({ references, login, signal, notice }) {
    const registries = new Map();
    const registryOf = (host) => {
        const known = registries.get(host);
        if (known !== undefined)
            return known;
        const made = new registry/* Registry */.O({ origin: originOf(host), authorization: { kind: 'on-challenge', login: scheme => login(host, scheme) }, signal });
        registries.set(host, made);
        return made;
    };
    try {
        return await Promise.all(references.map(async (reference) => {
            const { registry, repository, tag, digest } = parsed(reference);
            if (digest !== undefined)
                return { reference, digest };
            const found = await ask(reference, registry, () => registryOf(registry).digest(repository, tag ?? 'latest'));
            if (found.kind === 'found')
                return { reference, digest: found.value };
            const why = found.kind === 'missing' ? `${registry} has no such image` : `${registry} denied it: ${found.reason}`;
            notice(`The base image ${reference} counts by its name, not by its digest: ${why}. When it changes, the image is not built anew for that.`);
            return { reference, digest: undefined };
        }));
    }
    finally {
        await Promise.all([...registries.values()].map(registry => registry.close()));
    }
}
function parsed(reference) {
    const image = parseReference(reference);
    if (image === undefined) {
        throw new failure/* Failure */.HR(`The Dockerfile names the base image \`${reference}\`, which is no image reference.`, {
            remedy: 'Correct it, or give the build argument that it is made of in `build-args`.'
        });
    }
    return image;
}
/** Says what the registry is asked for: the reader knows the Dockerfile, and not that its images are looked up. */
async function ask(reference, registry, call) {
    try {
        return await call();
    }
    catch (error) {
        if (!(error instanceof errors/* RegistryFailure */.Yp))
            throw error;
        throw new failure/* Failure */.HR(`Asking for the digest of the base image ${reference}: ${error.message}`, {
            cause: error,
            remedy: `Run the job again, and check that this runner reaches ${registry} itself: a proxy or a mirror that only Docker knows of is not used here.`
        });
    }
}

// EXTERNAL MODULE: ./src/settings.ts
var src_settings = __webpack_require__(8750);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./src/source/fingerprint.ts

/**
 * Version of what is counted and how. Raise it with every change to either: images built before are then built once
 * more, where otherwise one might be taken for another.
 */
const format = 1;
/** The references that a registry has to be asked about, each once. */
function unresolved(source) {
    return uses(source).flatMap(({ reference, digest }) => (digest === undefined ? [reference] : []));
}
/**
 * Computes the fingerprint.
 * @param digests an answer for each of `unresolved(source)`
 * @param nonce what tells this run from all others (run id and attempt): it counts where the source is not knowable, so
 * that no two such builds share a value
 */
function fingerprint(source, digests, nonce) {
    const bases = uses(source).map(use => [use.reference, digestOf(use, digests) ?? null]);
    const { notices } = source;
    const [because] = source.unknowable;
    const counted = { ...source.counted, frontend: source.frontend?.reference ?? null, bases, ...(because === undefined ? {} : { nonce }) };
    // JSON is unambiguous: no value can pass for another key, or for two values.
    const value = (0,external_node_crypto_.createHash)('sha256')
        .update(JSON.stringify(['ecr-registry-action fingerprint', format, sortKeys(counted)]))
        .digest('hex');
    return because === undefined ? { kind: 'comparable', value, notices } : { kind: 'unique', value, because, notices };
}
/** Tells how to hold the build to the digests that the fingerprint counted. What counts by name stays as it is. */
function pins(source, digests) {
    const buildContexts = {};
    const unpinned = [];
    const userContexts = new Set(source.imageContexts.keys());
    const pinned = (use) => {
        const digest = use.digest === undefined ? digestOf(use, digests) : undefined;
        return digest === undefined ? undefined : `${use.reference}@${digest}`;
    };
    for (const use of source.images) {
        const target = pinned(use);
        if (target === undefined)
            continue;
        for (const [name, reference] of source.imageContexts) {
            if (reference === use.reference)
                buildContexts[name] = `docker-image://${target}`;
        }
        if (userContexts.has(use.contextName))
            continue;
        if (source.stageNames.includes(use.contextName))
            unpinned.push(use.reference);
        else
            buildContexts[use.contextName] = `docker-image://${target}`;
    }
    const frontend = source.frontend === undefined ? undefined : pinned(source.frontend);
    const options = source.frontend?.options ?? '';
    return {
        buildContexts,
        buildArgs: frontend === undefined ? {} : { BUILDKIT_SYNTAX: options === '' ? frontend : `${frontend} ${options}` },
        unpinned
    };
}
/** All images that count, the frontend among them, each once and ordered by reference. */
function uses(source) {
    const all = [...source.images, ...(source.frontend === undefined ? [] : [source.frontend])];
    return [...new Map(all.map(use => [use.reference, use])).values()].sort((a, b) => (a.reference < b.reference ? -1 : 1));
}
function digestOf({ reference, digest }, digests) {
    if (digest !== undefined)
        return digest;
    if (!digests.has(reference))
        throw new RangeError(`No registry was asked for ${reference}.`);
    return digests.get(reference);
}
function sortKeys(record) {
    return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
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

;// CONCATENATED MODULE: ./src/source/platform.ts
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
                if (isRemote(value))
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
    const isMissing = value === '' || (unset.length > 0 && parent === undefined && parseReference(value) === undefined);
    const problem = isMissing ? missingBase(line, word, unset) : undefined;
    const stageName = as?.toUpperCase() === 'AS' ? name?.toLowerCase() : undefined;
    return new Stage(stageName, { text: value, line }, parent, problem);
}
function missingBase(line, word, unset) {
    const names = [...new Set(unset)].join(', ');
    if (names === '')
        return { line, message: `FROM names no image: “${word}”` };
    return { line, message: `FROM ${word} names no image: ${names} has no value here. Give it one in \`build-args\`, or a default in an ARG before the first FROM` };
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
function isRemote(source) {
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
    const contexts = new Set(options.contexts.map(contextName));
    const images = new Map();
    const unknowable = new Set();
    const problems = new Map();
    const stageNames = new Set();
    let target = 'found';
    for (const platform of options.platforms) {
        const global = new Map(platformArguments(platform, options.buildPlatform));
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
            if (options.target !== undefined && !contexts.has(contextName(options.target)))
                target = 'missing';
            continue;
        }
        for (const stage of reachableStages(stages, goal, contexts)) {
            for (const { line, clause } of stage.remote)
                unknowable.add(`line ${line} ${clause}`);
            for (const { image, line } of stage.imageUses(stages)) {
                const name = contextName(image);
                if (image === 'scratch' || contexts.has(name))
                    continue;
                const use = imageUse(image);
                if (use === undefined)
                    unknowable.add(`line ${line} names “${image}”, which does not read as an image reference`);
                else
                    images.set(use.reference, use);
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
    const parsed = parseReference(text);
    if (parsed === undefined)
        return undefined;
    const { digest } = parsed;
    return {
        reference: formatReference(parsed),
        contextName: contextName(text),
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
        if (reached.has(stage) || (stage.name !== undefined && contexts.has(contextName(stage.name))))
            continue;
        reached.add(stage);
        open.push(...stage.stagesUsed(stages));
    }
    return reached;
}

// EXTERNAL MODULE: ./src/source/files.ts
var files = __webpack_require__(3206);
;// CONCATENATED MODULE: ./src/source/source.ts








/**
 * Reads all that goes into a build: contexts, Dockerfile, settings.
 * @throws Failure for what cannot build, or cannot be read
 */
async function readSource(build, location) {
    const { directory, environment } = location;
    const context = (0,source_context/* placeOf */.$t)(build.context ?? '.', 'context', directory);
    const named = Object.entries(build.buildContexts).map(([name, value]) => [contextName(name), (0,source_context/* placeOf */.$t)(value, 'build-contexts', directory)]);
    const dockerfile = findDockerfile(build, context.kind === 'directory' ? context.path : undefined, directory);
    const sources = dockerfile === undefined ? undefined : readSources(dockerfile, build, location);
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
        remedy: 'Set `file` to its path from the workspace, or `context` to the directory that holds it; has the repository been checked out?'
    });
}
function readSources(dockerfile, build, location) {
    const file = (0,external_node_path_.relative)(location.directory, dockerfile.name);
    const platforms = build.platforms.map(parsePlatform);
    const [firstPlatform] = platforms;
    if (firstPlatform === undefined)
        throw new RangeError('A build needs at least one platform.');
    const sources = parseDockerfile(dockerfile.content.toString(), {
        buildArgs: build.buildArgs,
        platforms,
        buildPlatform: location.buildPlatform === undefined ? firstPlatform : parsePlatform(location.buildPlatform),
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
            remedy: `${names}: set \`target\` to the name of a stage (\`FROM ... AS <name>\`), or leave it empty for the last one.`,
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
        platforms: [...new Set(build.platforms.map(platform => formatPlatform(parsePlatform(platform))))].sort(compare),
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

;// CONCATENATED MODULE: ./src/sources.ts





/**
 * Reads all that goes into the image and asks the registries for the digests of its base images.
 * @param session where a base image may stand in the registry that is being logged in to
 */
async function countSources(run, settings, session) {
    const { runner, environment, log, phases, signal } = run;
    return await phases.time('fingerprint', async () => {
        const source = await readSource(settings, { directory: runner.workspace, environment, buildPlatform: (0,src_settings/* ownPlatform */.g$)() });
        const login = async (host, scheme) => {
            const own = await userLogin(host, environment);
            if (own !== undefined || scheme === 'bearer' || session === undefined)
                return own;
            // ECR asks for Basic: a base image may stand in the registry we are logging in to.
            const { registry, login } = await session;
            return registry.host === host ? login : undefined;
        };
        const bases = await resolveBases({ references: unresolved(source), login, signal, notice: log.notice });
        const digests = new Map(bases.map(({ reference, digest }) => [reference, digest]));
        const counted = fingerprint(source, digests, `${runner.runId}.${runner.runAttempt}`);
        const held = pins(source, digests);
        for (const notice of counted.notices)
            log.notice(notice);
        for (const reference of held.unpinned)
            log.notice(`${reference} counts by its digest, but cannot be held to it: a stage of the Dockerfile has the same name. Rename the stage.`);
        const pinned = source.images.flatMap(({ reference, digest }) => (digest === undefined ? [] : [{ reference, digest }]));
        return {
            fingerprint: counted,
            bases: [...bases, ...pinned],
            pins: held,
            dockerfile: (0,src_settings/* dockerfileOf */.S9)(settings, runner.workspace)
        };
    });
}


/***/ }),

/***/ 3685:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ laterCommits)
/* harmony export */ });
/** What the branch has beyond the commit of this run. */
async function laterCommits({ repository, revision: { commit, branch }, phases }) {
    return branch === undefined ? { kind: 'known', commits: [], total: 0, contains: true } : await phases.time('GitHub', () => repository.laterCommits(commit, branch));
}


/***/ }),

/***/ 9461:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ findImage),
/* harmony export */   h: () => (/* binding */ describeImage)
/* harmony export */ });
/* harmony import */ var _denied_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(768);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);
/* harmony import */ var _registry_manifest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(506);



/**
 * The image that a tag names in the repository of a stage.
 * @param remedy where it may not be read, and AWS does not say what is lacking
 * @returns undefined where nothing has that tag
 * @throws Failure where the repository is not there, or may not be read
 */
async function findImage(registry, { repository, stage }, tag, remedy) {
    const found = await registry.manifest(repository.name, tag);
    if (found.kind === 'found')
        return found.value;
    if (found.kind === 'denied') {
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Looking for ${tag} in ${repository.arn}: ${found.reason}`, { remedy: (0,_denied_js__WEBPACK_IMPORTED_MODULE_2__/* .remedyOfDenial */ .r)(found.reason) ?? remedy });
    }
    if (found.what === 'manifest')
        return undefined;
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`The repository ${repository.name} does not exist in account ${repository.account}, ${repository.region}.`, {
        remedy: `Deploy infra/ for the stage ${stage}, or correct account, region and repository in the stages file.`
    });
}
/**
 * Size and platforms, from manifests alone: an image's config says more, but the role of master may not read it.
 * @param platforms what it was built for
 * @param askChildren whether an index is worth a request for each of its images
 */
async function describeImage(registry, repository, manifest, platforms, askChildren) {
    const content = (0,_registry_manifest_js__WEBPACK_IMPORTED_MODULE_1__/* .contentOf */ .$E)(manifest);
    if (content.kind === 'image')
        return { size: sizeOf(content), platforms: platforms.slice(0, 1) };
    const images = content.manifests.filter(({ platform }) => platform !== undefined && platform.os !== 'unknown');
    const described = { platforms: images.flatMap(({ platform }) => (platform === undefined ? [] : [(0,_registry_manifest_js__WEBPACK_IMPORTED_MODULE_1__/* .platformName */ .$r)(platform)])) };
    if (!askChildren)
        return { ...described, size: undefined };
    const children = await Promise.all(images.map(({ digest }) => registry.manifest(repository, digest)));
    const sizes = children.map(child => (child.kind === 'found' ? sizeOf((0,_registry_manifest_js__WEBPACK_IMPORTED_MODULE_1__/* .contentOf */ .$E)(child.value)) : undefined));
    return { ...described, size: sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0) };
}
function sizeOf(content) {
    if (content.kind !== 'image')
        return undefined;
    const parts = [...content.layers, ...(content.config === undefined ? [] : [content.config])];
    return parts.reduce((sum, { size }) => sum + size, 0);
}


/***/ }),

/***/ 2846:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Au: () => (/* binding */ kindOfTag),
/* harmony export */   LX: () => (/* binding */ qualified),
/* harmony export */   TY: () => (/* binding */ branchTag),
/* harmony export */   fs: () => (/* binding */ trunkTag)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _tag_name_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6563);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7539);



const HASH_LENGTH = 10;
/** Ends as a tag does that carries the hash of a branch's name. */
const HASHED = new RegExp(`-[0-9a-f]{${HASH_LENGTH}}$`);
/** The kind of tag that a name would be taken for, other than a branch's. */
function kindOfTag(tag) {
    const prefix = /^(?:sha|sha256|src|pr)-/.exec(tag)?.[0];
    if (prefix !== undefined)
        return `${prefix}*`;
    if (/^v\d/.test(tag))
        return 'v<version>';
    if ((0,_version_js__WEBPACK_IMPORTED_MODULE_1__/* .readsAsVersion */ .aH)(tag))
        return 'a version';
    return tag === 'latest' ? 'latest' : undefined;
}
/** The tag that moves with the trunk. It is the trunk's own: no other branch gets it. */
function trunkTag(trunk) {
    return ownTag(trunk, _tag_name_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_TAG_LENGTH */ .T);
}
/**
 * The tag that moves with a branch: its name with `/` as `-` where that is a tag, and otherwise what can be read of it
 * with a short hash of the whole name. A name that would be taken for another kind of tag, or for the trunk's, becomes
 * `branch-<slug>-<hash>`.
 *
 * Two branches meet only where they differ in `/` and `-` alone: a tag that ends in a hash belongs to one branch,
 * because a name that ends that way by itself is given its own hash on top; every other tag is the name itself.
 * @param limit the longest it may get, at least 32
 */
function branchTag(branch, trunk, limit = _tag_name_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_TAG_LENGTH */ .T) {
    const tag = ownTag(branch, limit);
    return branch !== trunk && tag === trunkTag(trunk) ? qualified(branch, limit) : tag;
}
/** `branch-<slug>-<hash>`, which is taken for nothing but a branch, whatever is written behind it. */
function qualified(branch, limit = _tag_name_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_TAG_LENGTH */ .T) {
    return ['branch', readable(branch, limit - 'branch-'.length), hashOf(branch)].filter(part => part !== '').join('-');
}
function ownTag(branch, limit) {
    const plain = branch.replaceAll('/', '-');
    const poses = kindOfTag(plain) !== undefined;
    if ((0,_tag_name_js__WEBPACK_IMPORTED_MODULE_2__/* .isTag */ .d)(plain) && plain.length <= limit && !poses && !HASHED.test(plain))
        return plain;
    const slug = readable(branch, limit);
    const tag = `${slug}-${hashOf(branch)}`;
    return slug === '' || poses || kindOfTag(tag) !== undefined ? qualified(branch, limit) : tag;
}
/** Letters without their accents, one dash for all that a tag cannot hold, and room for the hash. */
function readable(branch, limit) {
    return branch
        .normalize('NFKD')
        .replaceAll(/\p{Mn}/gu, '')
        .replaceAll(/[^A-Za-z0-9._]+/g, '-')
        .replace(/^[-.]+/, '')
        .slice(0, limit - HASH_LENGTH - 1)
        .replace(/[-.]+$/, '');
}
function hashOf(branch) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(branch).digest('hex').slice(0, HASH_LENGTH);
}


/***/ }),

/***/ 6563:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ MAX_TAG_LENGTH),
/* harmony export */   d: () => (/* binding */ isTag)
/* harmony export */ });
/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const MAX_TAG_LENGTH = 128;
/** Whether a registry takes this for a tag. */
function isTag(text) {
    return TAG.test(text);
}


/***/ }),

/***/ 7094:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jv: () => (/* binding */ rebuiltCommitTag),
/* harmony export */   Nj: () => (/* binding */ tagsFor),
/* harmony export */   T8: () => (/* binding */ onOtherImage),
/* harmony export */   m: () => (/* binding */ commitTag),
/* harmony export */   sC: () => (/* binding */ customTag)
/* harmony export */ });
/* unused harmony exports releaseTags, movementOf */
/* harmony import */ var _branch_tag_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2846);

/** The tags that an image gets in a stage, templates of the user aside. */
function tagsFor(subject) {
    const { stage, commit, fingerprint } = subject;
    return {
        source: tag(stage, 'source', `src-${fingerprint}`, 'what the image was built from'),
        commit: tag(stage, 'commit', commitTag(commit), `commit ${commit}`),
        named: namedTags(subject)
    };
}
function namedTags({ stage, branch, pullRequest, trunk, version }) {
    switch (stage) {
        case 'development':
            return [
                ...(pullRequest === undefined
                    ? []
                    : [tag(stage, 'pull-request', `pr-${pullRequest}`, `pull request #${pullRequest}`)]),
                ...(branch === undefined ? [] : [tag(stage, 'branch', (0,_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .branchTag */ .TY)(branch, trunk), `branch ${branch}`)])
            ];
        case 'master':
            return [tag(stage, 'trunk', (0,_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .trunkTag */ .fs)(trunk), `branch ${trunk}`)];
        case 'release':
            return version === undefined ? [] : releaseTags(version);
    }
}
/** `v1.2.3` for good; the lines `1.2`, `1` and `latest` follow the highest version, pre-releases aside. */
function releaseTags({ text, prerelease }) {
    const own = tag('release', 'version', `v${text}`, `version ${text}`);
    if (prerelease)
        return [own];
    const [major = '', minor = ''] = text.split('.');
    return [
        own,
        tag('release', 'version-line', `${major}.${minor}`, `the newest version of ${major}.${minor}`),
        tag('release', 'version-line', major, `the newest version of ${major}`),
        tag('release', 'version-line', 'latest', 'the newest version')
    ];
}
/** `sha-<first 12 of the commit>` */
function commitTag(commit) {
    return `sha-${commit.slice(0, 12)}`;
}
/** The tag of another image of the same commit in master, whose `sha-<commit>` stays with the first. */
function rebuiltCommitTag(commit, run) {
    return `${commitTag(commit)}-${run.number}.${run.attempt}`;
}
/** What to do where a tag that never moves names another image already. */
function onOtherImage(stage, kind) {
    if (kind === 'version')
        return 'fail';
    if (kind === 'commit')
        return stage === 'master' ? 'rename' : 'keep';
    return 'keep';
}
/** A tag of the user's own making. */
function customTag(stage, name, template) {
    return tag(stage, 'custom', name, `template ${template}`);
}
/** How tags of a kind move in a stage. The repositories' own filters agree: see `tagMutability`. */
function movementOf(stage, kind, name) {
    switch (kind) {
        case 'commit':
        case 'version':
            return 'never';
        case 'branch':
        case 'pull-request':
        case 'trunk':
            return 'with-commits';
        case 'version-line':
            return 'with-versions';
        case 'custom':
            // The release repository's filter v* holds on to vue-upgrade as it does to v1.2.3.
            return stage === 'release' && name.startsWith('v') ? 'never' : 'freely';
        case 'source':
            return 'freely';
    }
}
function tag(stage, kind, name, reason) {
    return { name, kind, movement: movementOf(stage, kind, name), reason };
}


/***/ }),

/***/ 6041:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ expandTemplate)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);
/* harmony import */ var _branch_tag_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2846);
/* harmony import */ var _tag_name_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6563);
/* harmony import */ var _tags_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7094);




const PLACEHOLDERS = ['branch', 'sha', 'pr', 'version', 'date', 'run', 'stage'];
const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
const MIN_BRANCH_LENGTH = 32;
/**
 * Makes a tag of a template such as `nightly-{{date}}`. One that uses a value that this run does not have, such as
 * `{{pr}}` in master, is left out, so that one workflow serves all stages. A branch's name gives way where the whole
 * would get too long or be taken for another kind of tag.
 * @throws Failure for a placeholder that does not exist, and a result that is no tag or of another kind
 */
function expandTemplate(template, values) {
    const used = [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => placeholder(name, template));
    const texts = textsOf(values);
    const absent = used.find(name => texts[name] === undefined);
    if (absent !== undefined) {
        return { kind: 'left-out', notice: `The tag template ${template} is left out: this run has no {{${absent}}}.` };
    }
    const fill = (branch) => template.replaceAll(PLACEHOLDER, (_, name) => (name === 'branch' ? branch : (texts[name] ?? '')));
    const name = values.branch === undefined ? fill('') : fillBranch(values.branch, values.trunk, used, fill);
    const wrong = problemOf(name, values);
    if (wrong === undefined)
        return { kind: 'tag', tag: (0,_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .customTag */ .sC)(values.stage, name, template) };
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Input tags: the template \`${template}\` gives \`${name}\`, which ${wrong}.`, {
        remedy: 'Change the template under `tags:`; a word in front makes it a tag of its own, as in `build-{{date}}`.'
    });
}
function placeholder(name, template) {
    const known = PLACEHOLDERS.find(candidate => candidate === name);
    if (known !== undefined)
        return known;
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Input tags: the template \`${template}\` uses {{${name}}}, which does not exist.`, {
        remedy: `Use ${PLACEHOLDERS.map(candidate => `{{${candidate}}}`).join(', ')}.`
    });
}
function textsOf(values) {
    return {
        branch: values.branch,
        sha: values.commit?.slice(0, 12),
        pr: values.pullRequest?.toString(),
        version: values.version,
        date: values.committedAt.toISOString().slice(0, 10).replaceAll('-', ''),
        run: values.run?.toString(),
        stage: values.stage
    };
}
function fillBranch(branch, trunk, used, fill) {
    const times = used.filter(name => name === 'branch').length;
    const limit = Math.max(MIN_BRANCH_LENGTH, Math.floor((_tag_name_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_TAG_LENGTH */ .T - fill('').length) / Math.max(times, 1)));
    const own = (0,_branch_tag_js__WEBPACK_IMPORTED_MODULE_1__/* .branchTag */ .TY)(branch, trunk, limit);
    const name = fill(own);
    return name !== own && (0,_branch_tag_js__WEBPACK_IMPORTED_MODULE_1__/* .kindOfTag */ .Au)(name) !== undefined ? fill((0,_branch_tag_js__WEBPACK_IMPORTED_MODULE_1__/* .qualified */ .LX)(branch, limit)) : name;
}
function problemOf(name, { trunk, branch }) {
    if (branch !== undefined && name === (0,_branch_tag_js__WEBPACK_IMPORTED_MODULE_1__/* .branchTag */ .TY)(branch, trunk))
        return undefined;
    if (name.length > _tag_name_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_TAG_LENGTH */ .T)
        return `has ${name.length} characters, and a tag has at most ${_tag_name_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_TAG_LENGTH */ .T}`;
    if (!(0,_tag_name_js__WEBPACK_IMPORTED_MODULE_3__/* .isTag */ .d)(name))
        return 'is not a tag: letters, digits and any of _ . - with no . or - in front';
    const kind = (0,_branch_tag_js__WEBPACK_IMPORTED_MODULE_1__/* .kindOfTag */ .Au)(name) ?? (name === (0,_branch_tag_js__WEBPACK_IMPORTED_MODULE_1__/* .trunkTag */ .fs)(trunk) ? `the trunk's own` : undefined);
    return kind === undefined ? undefined : `would be taken for a tag of the kind ${kind}`;
}


/***/ }),

/***/ 7539:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W3: () => (/* binding */ versionOfInput),
/* harmony export */   aH: () => (/* binding */ readsAsVersion),
/* harmony export */   mx: () => (/* binding */ versionOfTag)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(semver__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _tag_name_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6563);


/** Reads a git tag: `v1.2.3` is a version, `1.2.3`, `v1` and `vue-upgrade` are none. */
function versionOfTag(tag) {
    return tag.startsWith('v') ? read(tag.slice(1)) : { kind: 'none' };
}
/** Reads the input `version`, which may be written with its `v` or without. */
function versionOfInput(input) {
    return read(input.replace(/^v/, ''));
}
function read(text) {
    // semver itself looks past spaces, a `v` and a `=` in front.
    const parsed = /^\d/.test(text) && text === text.trim() ? (0,semver__WEBPACK_IMPORTED_MODULE_0__.parse)(text) : null;
    if (parsed === null)
        return { kind: 'none' };
    if (parsed.build.length > 0) {
        return {
            kind: 'unusable',
            reason: `${text} carries build metadata (+${parsed.build.join('.')}), and an image tag cannot hold a +`
        };
    }
    if (text.length >= _tag_name_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_TAG_LENGTH */ .T) {
        return {
            kind: 'unusable',
            reason: `${text} is too long for an image tag, which has at most ${_tag_name_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_TAG_LENGTH */ .T} characters, v included`
        };
    }
    return { kind: 'version', version: { text, prerelease: parsed.prerelease.length > 0 } };
}
/** Whether a tag reads as a version or as the line of one: `1.2.3-rc.1`, `1.2`, `1`; 20260131 reads as a date. */
function readsAsVersion(tag) {
    return /^\d{1,7}(?:\.\d{1,7})?$/.test(tag) || (/^\d/.test(tag) && (0,semver__WEBPACK_IMPORTED_MODULE_0__.parse)(tag) !== null);
}


/***/ }),

/***/ 9352:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Tm: () => (/* binding */ putTags),
/* harmony export */   Vd: () => (/* binding */ planTags),
/* harmony export */   YK: () => (/* binding */ lookUpTags)
/* harmony export */ });
/* unused harmony export planTag */
/* harmony import */ var _denied_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(768);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);
/* harmony import */ var _stages_tags_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7094);



/**
 * What is to become of one tag.
 * @param behind why the run's commit may not be the latest of its branch that has an image here; undefined where it is
 */
function planTag(stage, tag, holder, behind) {
    if (holder === 'this image')
        return { kind: 'already' };
    if (tag.movement === 'with-commits' && holder === 'another image' && behind !== undefined)
        return { kind: 'keep', because: behind };
    if (holder === 'nothing' || tag.movement !== 'never')
        return { kind: 'put' };
    switch ((0,_stages_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .onOtherImage */ .T8)(stage, tag.kind)) {
        case 'keep':
            return { kind: 'keep', because: 'it names another image already, and it never moves. Most often the branch that the pull request goes to has moved on.' };
        case 'rename':
            return { kind: 'rename' };
        case 'fail':
            return { kind: 'fail' };
    }
}
/** For errors: a promotion has a source as well. */
const TARGET = { side: 'target' };
/** As many later commits are looked for; what lies between is taken for possible. */
const LATER_COMMITS = 100;
/** @throws Failure where the login may not look */
async function lookUpTags({ registry, repository, tags }) {
    return new Map(await Promise.all(tags.map(async ({ name }) => [name, await digestAt(registry, repository, name)])));
}
/** Says what is to become of each tag; nothing is written. */
async function planTags(tagging, named) {
    const holders = tagging.tags.map(tag => holderOf(tagging, named.get(tag.name)));
    const moves = tagging.tags.some((tag, index) => tag.movement === 'with-commits' && holders[index] === 'another image');
    const behind = moves ? await whyBehind(tagging) : undefined;
    return tagging.tags.map((tag, index) => ({ tag, plan: withoutName(tagging, planTag(tagging.stage, tag, holders[index] ?? 'nothing', behind)) }));
}
/**
 * Puts the tags on a complete image: first those that never move.
 * @throws Failure for a version that names another image, naming both
 */
async function putTags(tagging, manifest, named) {
    const planned = await planTags(tagging, named);
    const settle = (forever) => Promise.all(planned.filter(({ tag }) => (tag.movement === 'never') === forever).map(({ tag, plan }) => settleTag(tagging, manifest, tag, plan)));
    const kept = await settle(true);
    const moved = await settle(false);
    return [...kept, ...moved];
}
async function settleTag(tagging, manifest, tag, plan) {
    switch (plan.kind) {
        case 'already':
            return { tag: tag.name, kind: 'already' };
        case 'keep':
            return { tag: tag.name, kind: 'kept', because: plan.because };
        case 'rename':
            return await settleTag(tagging, manifest, { ...tag, name: tagging.rename ?? tag.name, movement: 'freely' }, { kind: 'put' });
        case 'fail':
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`The tag ${tag.name} in ${tagging.repository} names another image than ${manifest.digest}, and it never moves.`, {
                remedy: 'Release under a new version.'
            });
        case 'put': {
            if ((await tagging.registry.tag(tagging.repository, tag.name, manifest, TARGET)) === 'put')
                return { tag: tag.name, kind: 'put' };
            // Somebody was faster, or a reply got lost: what counts is what the tag names now.
            const holder = holderOf(tagging, await digestAt(tagging.registry, tagging.repository, tag.name));
            if (holder === 'this image')
                return { tag: tag.name, kind: 'already' };
            if (tag.movement === 'never')
                return await settleTag(tagging, manifest, tag, planTag(tagging.stage, tag, holder, undefined));
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Tagging ${tagging.repository}:${tag.name}: the repository keeps this tag immutable, and it names another image.`, {
                remedy: 'The repository must let all tags move but `sha-*` (in release also `v*`): deploy infra/ anew, or change its tag mutability filters.'
            });
        }
    }
}
function holderOf({ digest }, named) {
    return named === undefined ? 'nothing' : named === digest ? 'this image' : 'another image';
}
async function digestAt(registry, repository, tag) {
    const found = await registry.digest(repository, tag, TARGET);
    switch (found.kind) {
        case 'found':
            return found.value;
        case 'missing':
            return undefined;
        case 'denied':
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Looking for ${tag} in the target ${repository}: ${found.reason}`, {
                remedy: (0,_denied_js__WEBPACK_IMPORTED_MODULE_2__/* .remedyOfDenial */ .r)(found.reason) ?? "The stage's role needs `ecr:BatchGetImage` on this repository; deploy infra/ anew if it was changed by hand."
            });
    }
}
/**
 * Why the branch's tags are to stay where they are: a later commit of the branch has its image here, or may have it.
 * A tag that stays for one run too long is put right by the next; one that moved back is pulled.
 */
async function whyBehind({ registry, repository, later: ask, warn }) {
    const later = await ask();
    if (later.kind === 'unknown') {
        warn(`Whether a later commit of the branch has its image already is not known, so the branch's tags stay where they are. ${later.because}`);
        return 'whether a later commit of the branch has its image here is not known.';
    }
    const newest = later.commits.slice(0, LATER_COMMITS);
    const found = await Promise.all(newest.map(commit => registry.digest(repository, (0,_stages_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .commitTag */ .m)(commit), TARGET)));
    const image = newest.find((_, index) => found[index]?.kind === 'found');
    if (image !== undefined)
        return `commit ${image.slice(0, 12)} is later on the branch and has its image here.`;
    return later.total > newest.length ? `the branch is ${later.total} commits further, and none of the newest ${newest.length} has its image here: one of the others may.` : undefined;
}
/** An image that was there before this run has its name of an earlier one: a nightly run that changes nothing adds none. */
function withoutName({ rename }, plan) {
    return plan.kind === 'rename' && rename === undefined ? { kind: 'keep', because: 'it names another image of this commit, and never moves.' } : plan;
}


/***/ })

};
