export const id = 788;
export const ids = [788];
export const modules = {

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
                ...scanOutputs(image.scans, sarifFile),
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
                ...(outcome.plan.version === undefined ? {} : { version: outcome.plan.version }),
                ...(outcome.plan.source === undefined ? {} : { 'source-image': outcome.plan.source }),
                ...scanOutputs(outcome.plan.scans, undefined)
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
/** Those of an image's findings, which are known of one that is refused for them as well. */
function scanOutputs(scans, sarifFile) {
    return {
        ...(scans?.kind === 'scanned' ? { vulnerabilities: JSON.stringify(scans.counts) } : {}),
        ...(sarifFile === undefined ? {} : { 'sarif-file': sarifFile })
    };
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
                ['Would', would(plan)],
                ['Because', escaped(plan.because ?? '')],
                ['From', plan.source === undefined ? '' : code(plan.source)],
                ['Tags', tagList(plan.tags)],
                ['Base images', baseList(plan.bases)],
                ['Fingerprint', plan.fingerprint === undefined ? '' : code(plan.fingerprint)],
                ...scanRows(plan.scans)
            ];
            return [`### 📦 ${plan.repository} · dry run, nothing was written`, reason, table(rows), ...keptNotes(plan.tags)];
        }
        case 'built-only':
            return ['### 📦 Built, not pushed', reason, table([['Base images', baseList(outcome.bases)], ['Fingerprint', code(outcome.fingerprint)]])];
        case 'skipped':
            return ['### 📦 Skipped', reason, ...(outcome.remedy === undefined ? [] : [escaped(outcome.remedy)])];
        case 'examined':
            return [`### 📦 Looked at, nothing pushed · ${tally(outcome.checks)}`, reason, checklistTable(outcome.checks)];
    }
}
function would(plan) {
    switch (plan.action) {
        case 'build and push':
            return 'build and push';
        case 'copy':
            return 'copy the image by its digest';
        case 'tag only':
            if (!writes(plan))
                return 'change nothing: the image is there, and no tag would move';
            return plan.source === undefined ? 'tag the image that is there: it is unchanged' : 'tag the image that is there: nothing is left to copy';
    }
}
function writes({ action, tags }) {
    return action !== 'tag only' || tags.some(({ kind }) => kind === 'put' || kind === 'move');
}
/** The way the image came, from its commit to here, and what of it was sent. */
function promotionSection({ source, pushedAt, sourceTags, builtFrom, run, copy }) {
    const { mounted, copied, alreadyThere } = copy.blobs;
    const there = [...(pushedAt === undefined ? [] : [`pushed ${minute(pushedAt)}`]), ...(sourceTags.length === 0 ? [] : [`tagged ${sourceTags.map(code).join(', ')}`])];
    return [table([
            ['Built from', builtFrom === undefined ? '' : origin(builtFrom)],
            ['Promoted from', [code(source), ...(there.length === 0 ? [] : [there.join(', ')])].join('<br>')],
            ['Promoted by', run === undefined ? '' : `${link(`run ${run.number}`, run.url)}, ${minute(run.at)}`],
            ['Layers', copy.alreadyThere ? 'all there already' : `${mounted} mounted, ${copied} copied (${bytes(copy.bytes)}), ${alreadyThere} there already`],
            ['About it', copy.referrers + copy.cosign.length === 0 ? '' : `${copy.referrers} referrers, ${copy.cosign.length} of cosign's tags`]
        ])];
}
function origin({ commit, created, version, runs }) {
    const facts = `commit ${code(commit)}${created === undefined ? '' : ` of ${escaped(created)}`}${version === undefined ? '' : `, as ${code(version)}`}`;
    return runs === undefined ? facts : `${facts}<br>${link('the runs of this commit', runs)}`;
}
function minute(time) {
    return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
/** What is known against an image. */
function scanRows(scans) {
    return [['Vulnerabilities', vulnerabilities(scans)], ['Worst of them', worstOf(scans)]];
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
    const worst = severe.slice(0, WORST).map(({ severity, name, package: of, fix }) => `${escaped(severity.toLowerCase())} ${code(name)}${of === '' ? '' : ` in ${code(of)}`}${fix === undefined ? '' : `, mended in ${code(fix)}`}`);
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
        ...scanRows(image.scans)
    ];
    return [shell(`docker pull ${reference}`), table(rows), ...keptNotes(image.tags)];
}
/** The last lines of the log: what there is now, by reference, or what there would be. */
function conclusion(outcome) {
    switch (outcome.kind) {
        case 'examined':
            return [...(0,checklist/* checklistLines */.Ob)(outcome.checks), (0,checklist/* tally */.N4)(outcome.checks)];
        case 'planned':
            return [wouldAt(outcome.plan), ...tagLines(outcome.plan.tags, { would: true })];
        case 'built':
        case 'unchanged':
        case 'promoted': {
            const { registry, repository, digest, tags } = outcome.image;
            return [`${registry}/${repository}@${digest}`, ...tagLines(tags, { would: false })];
        }
        case 'built-only':
        case 'skipped':
            return [];
    }
}
function tagLines(tags, { would }) {
    const others = tags.flatMap(tag => (tag.kind === 'kept' ? [] : [`  ${tag.tag}${remark(tag, text => text)}`]));
    return [...others, ...reasonsToStay(tags).map(([because, kept]) => `  ${kept.join(', ')} ${staying(kept, would)}: ${because}`)];
}
function wouldAt(plan) {
    const place = `${plan.registry}/${plan.repository}`;
    switch (plan.action) {
        case 'build and push':
            return `would build, and push to ${place}`;
        case 'copy':
            return `would copy ${plan.source ?? ''} to ${place}`;
        case 'tag only':
            if (!writes(plan))
                return `would change nothing: the image is in ${place}, and no tag would move`;
            return plan.source === undefined ? `would tag the unchanged image of ${place}` : `would tag the image that is in ${place}: nothing is left to copy`;
    }
}
/**
 * The summary of a run that failed: the error's own words, where people look first.
 * @param refused the image that was not promoted for what a scan found
 */
function summaryOfFailure(message, remedy, refused) {
    const facts = refused === undefined ? [] : [['Refused', code(`${refused.image.repository}@${refused.image.digest}`)], ...scanRows(refused.scans)];
    return [
        `### 📦 Failed`, preformatted(message), ...(remedy === undefined ? [] : [preformatted(remedy)]), ...(facts.length === 0 ? [] : [table(facts)])
    ].join('\n\n') + '\n';
}
function tagList(tags) {
    return tags.filter(tag => tag.kind !== 'kept').map(tag => `${code(tag.tag)}${remark(tag, code)}`).join('<br>');
}
function remark(tag, quoted) {
    switch (tag.kind) {
        case 'put':
            return '';
        case 'already':
            return ' (was there)';
        case 'move':
            return ` (moves on from ${quoted(tag.from)})`;
    }
}
function keptNotes(tags) {
    return reasonsToStay(tags).map(([because, kept]) => `> ${kept.map(code).join(', ')} ${staying(kept, false)}: ${escaped(because)}`);
}
/** Each reason for which tags stay where they are, with the tags: several lines have one reason where one version holds them. */
function reasonsToStay(tags) {
    const reasons = new Map();
    for (const tag of tags)
        if (tag.kind === 'kept')
            reasons.set(tag.because, [...(reasons.get(tag.because) ?? []), tag.tag]);
    return [...reasons];
}
function staying({ length }, would) {
    const stay = would ? 'would stay' : length === 1 ? 'stays' : 'stay';
    return `${stay} where ${length === 1 ? 'it is' : 'they are'}`;
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
    const headline = 'stage' in outcome ? [`${outcome.stage} · ${outcome.kind}`] : [];
    return { lines: [...headline, ...conclusion(outcome)], json };
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
 * @param otherwise what to do instead of what was asked for: `Push to development (leave --stage out), and merge`
 * @throws Failure saying what is in the way
 */
async function refuseBesideTrunk({ trunk }, tree, otherwise) {
    const why = await obstacle(trunk, tree);
    if (why === undefined)
        return;
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`master takes the trunk ${trunk} alone, as it is committed and pushed, and ${why}.`, {
        remedy: `${otherwise}; or push the trunk first.`
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
/* unused harmony exports TooSevere, refusalOf, scannedManifests, tooSevere */
/* harmony import */ var _denied_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(768);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1633);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8422);
/* harmony import */ var _registry_graph_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2643);
/* harmony import */ var _registry_manifest_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(506);





/** An image that is not promoted for what is known against it. */
class TooSevere extends _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR {
    image;
    scans;
    constructor(message, image, 
    /** All there is, the less severe too. */
    scans) {
        super(message, { remedy: 'Update what is named and let the image be built anew; nothing was promoted.' });
        this.image = image;
        this.scans = scans;
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
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`Input fail-on-severity is ${failOnSeverity}, but what ECR's scan says of ${digest} is not known: ${scans.because}.`, {
            remedy: scans.remedy ?? (0,_denied_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyOfDenial */ .r6)(scans.because) ??
                'See that the image is of a kind ECR can scan; raise the input `scan-timeout`, or set the input `fail-on-severity` to none.'
        });
    }
    const refusal = refusalOf(digest, scans, failOnSeverity);
    if (refusal === undefined)
        return scans;
    throw new TooSevere(refusal, { ...subject, repository: request.repository.name, digest }, scans);
}
/** Why an image is not promoted, with the findings that are too severe; undefined where there are none. */
function refusalOf(digest, { counts, findings }, limit) {
    const severe = tooSevere(findings, limit);
    // One of several packages is counted once. What is counted and not listed is there all the same.
    const count = Math.max(severe.length, countOf(counts, limit));
    if (count === 0)
        return undefined;
    const found = `${digest} has ${count} ${count === 1 ? 'finding' : 'findings'} of severity ${limit} or above`;
    if (severe.length === 0)
        return `${found} by ECR's count, and its list of findings has none of them: look at the image in ECR's console.`;
    const listed = severe.slice(0, LISTED).map(lineOf);
    const more = count > listed.length ? [`  and ${count - listed.length} more`] : [];
    return [`${found}:`, ...listed, ...more].join('\n');
}
function lineOf({ severity, name, package: of, version, fix }) {
    const subject = [of, version].filter(text => text !== '').join(' ');
    return `  ${severity} ${name}${subject === '' ? '' : ` in ${subject}`}${fix === undefined ? '' : `, mended in ${fix}`}`;
}
/** What ECR's scan says of an image: of all its platforms, where there are several. */
async function scansOf({ ecr, registry, repository, manifest, patience, signal }) {
    const { scanOf } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(46)]).then(__webpack_require__.bind(__webpack_require__, 5046));
    let scanned;
    try {
        scanned = await scannedManifests(manifest, digest => listedIndex(registry, repository.name, digest));
    }
    catch (error) {
        signal.throwIfAborted();
        return { kind: 'unknown', because: `an index that it lists cannot be read: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error)}` };
    }
    // No findings of nothing would pass for an image without any.
    if (scanned.length === 0)
        return { kind: 'unknown', because: 'it lists no image' };
    const scans = await Promise.all(scanned.map(digest => scanOf({ client: ecr, repository, digest, ...patience, signal })));
    const counts = {};
    const findings = [];
    for (const [index, scan] of scans.entries()) {
        if (scan.kind === 'unknown')
            return scanned[index] === manifest.digest ? scan : { ...scan, because: `for its image ${scanned[index] ?? ''}, ${scan.because}` };
        for (const [severity, count] of Object.entries(scan.counts))
            counts[severity] = (counts[severity] ?? 0) + count;
        findings.push(...scan.findings);
    }
    return { kind: 'scanned', counts, findings };
}
/**
 * ECR scans no index: its findings are those of each manifest it lists, but for attestations, whose platform is `unknown`.
 * A platform may be left out, and what is listed may be an index in turn: https://github.com/opencontainers/image-spec/blob/main/image-index.md
 * @param read an index that is listed
 */
async function scannedManifests(manifest, read) {
    const content = (0,_registry_manifest_js__WEBPACK_IMPORTED_MODULE_4__/* .contentOf */ .$E)(manifest);
    if (content.kind !== 'index')
        return [manifest.digest];
    const listed = content.manifests.filter(({ platform }) => platform?.os !== 'unknown');
    const scanned = await Promise.all(listed.map(async (one) => ((0,_registry_graph_js__WEBPACK_IMPORTED_MODULE_3__/* .isIndex */ .nw)(one) ? await scannedManifests(await read(one.digest), read) : [one.digest])));
    // One manifest may stand for several platforms: what it has is there once.
    return [...new Set(scanned.flat())];
}
async function listedIndex(registry, repository, digest) {
    const found = await registry.manifest(repository, digest);
    if (found.kind === 'found')
        return found.value;
    throw new Error(found.kind === 'denied' ? found.reason : `there is no ${digest} in ${repository}`);
}
/** The findings at a severity or above, the worst first. */
function tooSevere(findings, limit) {
    const rank = ({ severity }) => rankOf(severity, limit);
    return findings.filter(finding => rank(finding) !== -1).sort((a, b) => rank(a) - rank(b));
}
function countOf(counts, limit) {
    return Object.entries(counts).reduce((sum, [severity, count]) => (rankOf(severity, limit) === -1 ? sum : sum + count), 0);
}
/** 0 for the worst there is; -1 for what is below the limit. */
function rankOf(severity, limit) {
    const ranks = _inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .SEVERITIES */ .oC.slice(0, _inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .SEVERITIES */ .oC.findIndex(one => one === limit) + 1);
    return ranks.indexOf(severity.toLowerCase());
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


/***/ }),

/***/ 2794:
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
// EXTERNAL MODULE: ./src/registry/reference.ts
var registry_reference = __webpack_require__(9310);
// EXTERNAL MODULE: ./src/registry/registry.ts + 8 modules
var registry = __webpack_require__(4890);
;// CONCATENATED MODULE: ./src/registry/bases.ts




/**
 * The digests that base images have now, all asked for at once. One that is not there or may not be read counts by its
 * name: it may be an image of the builder's own.
 * @throws RegistryFailure when a registry does not answer, or only with "later"
 */
async function resolveBases({ references, placeOf, login, signal, notice }) {
    const registries = new Map();
    const registryOf = (host) => {
        const known = registries.get(host);
        if (known !== undefined)
            return known;
        const authorization = { kind: 'on-challenge', login: (scheme) => login(host, scheme) };
        // Not as long as our own registries are: Docker Hub's limit of pulls is for hours, and a minute more does not help.
        const made = new registry/* Registry */.O({ origin: (0,registry_reference/* originOf */.yv)(host), authorization, signal, deadlineMs: 20_000 });
        registries.set(host, made);
        return made;
    };
    try {
        return await Promise.all(references.map(async (reference) => {
            const { registry, repository, tag, digest } = parsed(reference);
            if (digest !== undefined)
                return { reference, digest };
            const found = await ask({ reference, registry, location: placeOf(reference) }, () => registryOf(registry).digest(repository, tag ?? 'latest'));
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
    const image = (0,registry_reference/* parseReference */.F2)(reference);
    if (image === undefined) {
        throw new failure/* Failure */.HR(`The Dockerfile names the base image \`${reference}\`, which is no image reference.`, {
            remedy: 'Correct it, or give the build argument that it is made of in the input `build-args`.'
        });
    }
    return image;
}
/** Says what the registry is asked for: the reader knows the Dockerfile, and not that its images are looked up. */
async function ask({ reference, registry, location }, call) {
    try {
        return await call();
    }
    catch (error) {
        if (!(error instanceof errors/* RegistryFailure */.Yp))
            throw error;
        const place = location === undefined ? '' : ` of ${location.file}:${location.line}`;
        const first = (0,failure/* hostWithoutAddress */.Vr)(error) === undefined ? 'Run the job again, and' : `Is ${registry} spelt right? No address of it is known. If it is,`;
        throw new failure/* Failure */.HR(`Asking for the digest of the base image ${reference}${place}: ${error.message}`, {
            cause: error,
            ...(location === undefined ? {} : { location }),
            remedy: `${first} check that this runner reaches ${registry} itself: a proxy or a mirror that only Docker knows of is not used here.`
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

// EXTERNAL MODULE: ./src/source/platform.ts
var platform = __webpack_require__(1714);
// EXTERNAL MODULE: ./src/source/source.ts + 4 modules
var source_source = __webpack_require__(168);
;// CONCATENATED MODULE: ./src/sources.ts






/**
 * Reads all that goes into the image and asks the registries for the digests of its base images.
 * @param session where a base image may stand in the registry that is being logged in to
 */
async function countSources(run, settings, session) {
    const { runner, environment, log, phases, signal } = run;
    for (const doubt of settings.platforms.map(platform/* doubtOfPlatform */.Fh))
        if (doubt !== undefined)
            log.warning(doubt);
    return await phases.time('fingerprint', async () => {
        const source = await (0,source_source/* readSource */.o$)(settings, { directory: runner.workspace, environment, buildPlatform: (0,src_settings/* ownPlatform */.g$)() });
        const login = async (host, scheme) => {
            const own = await userLogin(host, environment);
            if (own !== undefined || scheme === 'bearer' || session === undefined)
                return own;
            // ECR asks for Basic: a base image may stand in the registry we are logging in to.
            const { registry, login } = await session;
            return registry.host === host ? login : undefined;
        };
        const dockerfile = (0,src_settings/* dockerfileOf */.S9)(settings, runner.workspace);
        const placeOf = (reference) => {
            const line = source.images.find(image => image.reference === reference)?.line;
            return dockerfile === undefined || line === undefined ? undefined : { file: dockerfile, line };
        };
        const bases = await resolveBases({ references: unresolved(source), placeOf, login, signal, notice: log.notice });
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
            dockerfile
        };
    });
}


/***/ }),

/***/ 7085:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  p: () => (/* binding */ laterCommits),
  F: () => (/* binding */ tagsOf)
});

// EXTERNAL MODULE: ./src/stages/tags.ts
var tags = __webpack_require__(7094);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
// EXTERNAL MODULE: ./src/stages/branch-tag.ts
var branch_tag = __webpack_require__(2846);
// EXTERNAL MODULE: ./src/stages/tag-name.ts
var tag_name = __webpack_require__(6563);
;// CONCATENATED MODULE: ./src/stages/template.ts




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
        return { kind: 'tag', tag: (0,tags/* customTag */.sC)(values.stage, name) };
    throw new failure/* Failure */.HR(`Input tags: the template \`${template}\` gives \`${name}\`, which ${wrong}.`, {
        remedy: 'Change the template under `tags:`; a word in front makes it a tag of its own, as in `build-{{date}}`.'
    });
}
function placeholder(name, template) {
    const known = PLACEHOLDERS.find(candidate => candidate === name);
    if (known !== undefined)
        return known;
    throw new failure/* Failure */.HR(`Input tags: the template \`${template}\` uses {{${name}}}, which does not exist.`, {
        remedy: `Use ${PLACEHOLDERS.map(candidate => `{{${candidate}}}`).join(', ')}.`
    });
}
function textsOf(values) {
    return {
        branch: values.branch,
        sha: values.commit?.slice(0, 12),
        pr: values.pullRequest?.toString(),
        version: values.version,
        date: values.committedAt?.toISOString().slice(0, 10).replaceAll('-', ''),
        run: values.run?.toString(),
        stage: values.stage
    };
}
function fillBranch(branch, trunk, used, fill) {
    const times = used.filter(name => name === 'branch').length;
    const limit = Math.max(MIN_BRANCH_LENGTH, Math.floor((tag_name/* MAX_TAG_LENGTH */.T - fill('').length) / Math.max(times, 1)));
    const own = (0,branch_tag/* branchTag */.TY)(branch, trunk, limit);
    const name = fill(own);
    return name !== own && (0,branch_tag/* kindOfTag */.Au)(name) !== undefined ? fill((0,branch_tag/* qualified */.LX)(branch, limit)) : name;
}
function problemOf(name, { trunk, branch }) {
    if (branch !== undefined && name === (0,branch_tag/* branchTag */.TY)(branch, trunk))
        return undefined;
    if (name.length > tag_name/* MAX_TAG_LENGTH */.T)
        return `has ${name.length} characters, and a tag has at most ${tag_name/* MAX_TAG_LENGTH */.T}`;
    if (!(0,tag_name/* isTag */.d)(name))
        return 'is not a tag: letters, digits and any of _ . - with no . or - in front';
    return (0,branch_tag/* kindOfTag */.Au)(name) ?? (name === (0,branch_tag/* trunkTag */.fs)(trunk) ? 'the action itself puts on, in master' : undefined);
}

;// CONCATENATED MODULE: ./src/stage-run.ts


/** The tags of a run, those of the user's templates among them, each name once; the tag of the sources aside. */
function tagsOf({ revision, trunk, inputs, runner, log }, stage, { isOfCommit, committedAt }) {
    const { commit: own, named } = (0,tags/* tagsFor */.Nj)({ ...revision, stage, trunk });
    const commit = isOfCommit ? revision.commit : undefined;
    const custom = inputs.tags.flatMap(template => {
        const expansion = expandTemplate(template, { ...revision, commit, committedAt, stage, trunk, version: revision.version?.text, run: runner.runNumber });
        if (expansion.kind === 'tag')
            return [expansion.tag];
        log.notice(expansion.notice);
        return [];
    });
    const all = [...(isOfCommit ? [own] : []), ...named, ...custom];
    return all.filter((tag, index) => all.findIndex(({ name }) => name === tag.name) === index);
}
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
/* harmony import */ var _denied_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(768);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1633);
/* harmony import */ var _registry_manifest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(506);
/* harmony import */ var _stages_origin_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6817);




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
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`Looking for ${tag} in ${repository.arn}: ${found.reason}`, {
            remedy: (0,_denied_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyAtRepository */ .w5)(found.reason, repository.from, remedy)
        });
    }
    if (found.what === 'manifest')
        return undefined;
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`The repository ${repository.name} does not exist in account ${repository.account}, ${repository.region}.`, {
        remedy: `${(0,_stages_origin_js__WEBPACK_IMPORTED_MODULE_3__/* .isItRight */ .AQ)('repository', repository.from)} If it is, deploy infra/ for the stage ${stage}.`
    });
}
/**
 * Size and platforms, from manifests alone: an image's config says more, but the role of master may not read it.
 * @param platforms what it was built for
 * @param askChildren whether an index is worth a request for each of its images
 */
async function describeImage(registry, repository, manifest, platforms, askChildren) {
    const content = (0,_registry_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .contentOf */ .$E)(manifest);
    if (content.kind === 'image')
        return { size: sizeOf(content), platforms: platforms.slice(0, 1) };
    const images = content.manifests.filter(({ platform }) => platform !== undefined && platform.os !== 'unknown');
    const described = { platforms: images.flatMap(({ platform }) => (platform === undefined ? [] : [(0,_registry_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .platformName */ .$r)(platform)])) };
    if (!askChildren)
        return { ...described, size: undefined };
    const children = await Promise.all(images.map(({ digest }) => registry.manifest(repository, digest)));
    const sizes = children.map(child => (child.kind === 'found' ? sizeOf((0,_registry_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .contentOf */ .$E)(child.value)) : undefined));
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
const PREFIXES = {
    sha: 'reads as the tag of a commit: the action itself puts such tags on',
    sha256: 'reads as a tag of what belongs to an image, such as its signature',
    src: 'reads as the tag of what an image was built from: the action itself puts such tags on',
    pr: 'reads as the tag of a pull request: the action itself puts such tags on, in development'
};
/** What a name would be taken for, other than a branch's tag: a clause about it. */
function kindOfTag(tag) {
    const prefix = /^(sha|sha256|src|pr)-/.exec(tag)?.[1];
    if (prefix !== undefined)
        return PREFIXES[prefix];
    if (/^v\d/.test(tag) || (0,_version_js__WEBPACK_IMPORTED_MODULE_1__/* .readsAsVersion */ .aH)(tag))
        return 'reads as a version: the action itself puts such tags on, in release';
    return tag === 'latest' ? 'the action itself puts on, in release' : undefined;
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
/* harmony export */   mc: () => (/* binding */ tagOfSources),
/* harmony export */   sC: () => (/* binding */ customTag)
/* harmony export */ });
/* unused harmony export movementOf */
/* harmony import */ var _branch_tag_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2846);

/**
 * The tags that an image gets in a stage for its commit; templates of the user aside, and the lines of a release, which
 * move by rules of their own.
 */
function tagsFor(subject) {
    const { stage, commit } = subject;
    return { commit: tag(stage, 'commit', commitTag(commit)), named: namedTags(subject) };
}
function namedTags({ stage, branch, pullRequest, trunk, version }) {
    switch (stage) {
        case 'development':
            return [
                ...(pullRequest === undefined ? [] : [tag(stage, 'pull-request', `pr-${pullRequest}`)]),
                ...(branch === undefined ? [] : [tag(stage, 'branch', (0,_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .branchTag */ .TY)(branch, trunk))])
            ];
        case 'master':
            return [tag(stage, 'trunk', (0,_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .trunkTag */ .fs)(trunk))];
        case 'release':
            return version === undefined ? [] : [tag(stage, 'version', `v${version.text}`)];
    }
}
/**
 * The tag that is pushed with the image: it tells whether an image of these sources is there already.
 * @param fingerprint SHA-256 of the build's sources, in hex
 */
function tagOfSources(stage, fingerprint) {
    return tag(stage, 'source', `src-${fingerprint}`);
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
function customTag(stage, name) {
    return tag(stage, 'custom', name);
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
        case 'custom':
            // The release repository's filter v* holds on to vue-upgrade as it does to v1.2.3.
            return stage === 'release' && name.startsWith('v') ? 'never' : 'freely';
        case 'source':
            return 'freely';
    }
}
function tag(stage, kind, name) {
    return { name, kind, movement: movementOf(stage, kind, name) };
}


/***/ }),

/***/ 7539:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RN: () => (/* binding */ tagMeantBy),
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
/**
 * What to tag a commit that has a tag like a version's, which is none: `v1` and `v1.2` lack numbers, `v1.02.3` has a zero too many.
 * @returns undefined for a tag that begins otherwise than with `v` and a digit
 */
function tagMeantBy(tag) {
    if (!/^v\d/.test(tag))
        return undefined;
    const [, major, minor = 0, patch = 0] = /^v(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/.exec(tag) ?? [];
    return major === undefined ? 'as in v1.2.3 or v1.2.3-rc.1' : `v${[major, minor, patch].map(Number).join('.')}`;
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
/* harmony export */   DI: () => (/* binding */ NEEDS_READ),
/* harmony export */   Qn: () => (/* binding */ TARGET),
/* harmony export */   Qy: () => (/* binding */ versionTaken),
/* harmony export */   Tm: () => (/* binding */ putTags),
/* harmony export */   YK: () => (/* binding */ lookUpTags),
/* harmony export */   mw: () => (/* binding */ digestAt),
/* harmony export */   rW: () => (/* binding */ foreseeTags)
/* harmony export */ });
/* unused harmony exports planTag, planTags */
/* harmony import */ var _denied_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(768);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1633);
/* harmony import */ var _stages_tags_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7094);



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
    switch ((0,_stages_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .onOtherImage */ .T8)(stage, tag.kind)) {
        case 'keep':
            return { kind: 'keep', because: 'it names another image already, and it never moves. Most often the branch that the pull request goes to has moved on.' };
        case 'rename':
            return { kind: 'rename' };
        case 'fail':
            return { kind: 'fail' };
    }
}
/** What is lacking where AWS does not say it. */
const NEEDS_READ = "The stage's role needs `ecr:BatchGetImage` on this repository; deploy infra/ anew if it was changed by hand.";
/** For errors: a promotion has a source as well. */
const TARGET = { side: 'target' };
/** As many later commits are looked for; what lies between is taken for possible. */
const LATER_COMMITS = 100;
/** @throws Failure where the login may not look */
async function lookUpTags({ tags, ...place }) {
    return new Map(await Promise.all(tags.map(async ({ name }) => [name, await digestAt(place, name)])));
}
/** Says what is to become of each tag; nothing is written. */
async function planTags(tagging, named) {
    const holders = tagging.tags.map(tag => holderOf(tagging, named.get(tag.name)));
    const moves = tagging.tags.some((tag, index) => tag.movement === 'with-commits' && holders[index] === 'another image');
    const behind = moves ? await whyBehind(tagging) : undefined;
    return tagging.tags.map((tag, index) => ({
        tag, named: named.get(tag.name), plan: withoutName(tagging, planTag(tagging.stage, tag, holders[index] ?? 'nothing', behind))
    }));
}
/** The same in the words of a run's end; a version that names another image has been refused before. */
async function foreseeTags(tagging, named) {
    const planned = await planTags(tagging, named);
    return planned.map(({ tag: { name }, plan }) => {
        if (plan.kind === 'already')
            return { tag: name, kind: 'already' };
        if (plan.kind === 'keep')
            return { tag: name, kind: 'kept', because: plan.because };
        if (plan.kind === 'rename')
            return { tag: tagging.rename ?? name, kind: 'put' };
        const from = named.get(name);
        return from === undefined ? { tag: name, kind: 'put' } : { tag: name, kind: 'move', from };
    });
}
/**
 * Puts the tags on a complete image: first those that never move.
 * @throws Failure for a version that names another image, naming both
 */
async function putTags(tagging, manifest, named) {
    const planned = await planTags(tagging, named);
    const settle = (forever) => Promise.all(planned.filter(({ tag }) => (tag.movement === 'never') === forever).map(one => settleTag(tagging, manifest, one)));
    const kept = await settle(true);
    const moved = await settle(false);
    return [...kept, ...moved];
}
/** A version never changes: what is said where its tag names another image than the one that is to be released. */
function versionTaken({ repository }, tag, named, digest) {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`${tag} in the target ${repository} is ${named} already, and this run would release ${digest} as it.`, {
        remedy: 'A version never changes: release this commit under a new one.'
    });
}
async function settleTag(tagging, manifest, { tag, plan, named }) {
    switch (plan.kind) {
        case 'already':
            return { tag: tag.name, kind: 'already' };
        case 'keep':
            return { tag: tag.name, kind: 'kept', because: plan.because };
        case 'rename':
            return await settleTag(tagging, manifest, { tag: { ...tag, name: tagging.rename ?? tag.name, movement: 'freely' }, plan: { kind: 'put' }, named: undefined });
        case 'fail':
            throw versionTaken(tagging, tag.name, named ?? 'another image', manifest.digest);
        case 'put': {
            if ((await tagging.registry.tag(tagging.repository, tag.name, manifest, TARGET, tagging.complete)) === 'put')
                return { tag: tag.name, kind: 'put' };
            // Somebody was faster, or a reply got lost: what counts is what the tag names now.
            const now = await digestAt(tagging, tag.name);
            const holder = holderOf(tagging, now);
            if (holder === 'this image')
                return { tag: tag.name, kind: 'already' };
            if (tag.movement === 'never')
                return await settleTag(tagging, manifest, { tag, plan: planTag(tagging.stage, tag, holder, undefined), named: now });
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`Tagging ${tagging.repository}:${tag.name}: the repository keeps this tag immutable, and it names another image.`, {
                remedy: 'The repository must let all tags move but `sha-*` (in release also `v*`): deploy infra/ anew, or change its tag mutability filters.'
            });
        }
    }
}
function holderOf({ digest }, named) {
    return named === undefined ? 'nothing' : named === digest ? 'this image' : 'another image';
}
/** @throws Failure where the login may not look */
async function digestAt({ registry, repository, from }, tag) {
    const found = await registry.digest(repository, tag, TARGET);
    switch (found.kind) {
        case 'found':
            return found.value;
        case 'missing':
            return undefined;
        case 'denied':
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`Looking for ${tag} in the target ${repository}: ${found.reason}`, {
                remedy: (0,_denied_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyAtRepository */ .w5)(found.reason, from, NEEDS_READ)
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
    const found = await Promise.all(newest.map(commit => registry.digest(repository, (0,_stages_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .commitTag */ .m)(commit), TARGET)));
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
