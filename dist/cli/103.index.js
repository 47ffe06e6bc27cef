export const id = 103;
export const ids = [103];
export const modules = {

/***/ 2064:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  B: () => (/* binding */ resultOf)
});

;// CONCATENATED MODULE: ./src/report/outputs.ts
/**
 * The outputs of action.yml. GitHub treats an empty output as missing in later steps.
 * @param sarifFile the path of the scan's findings, if there are any
 */
function outputsOf(outcome, sarifFile) {
    switch (outcome.kind) {
        case 'built':
        case 'promoted':
        case 'unchanged':
            return imageOutputs(outcome, sarifFile);
        case 'planned':
            return planOutputs(outcome);
        case 'built-only':
            return {
                operation: 'built',
                reason: outcome.reason,
                changed: 'false',
                fingerprint: outcome.fingerprint,
                metadata: JSON.stringify(outcome.metadata)
            };
        case 'examined':
            return {
                ...(outcome.stage === undefined ? {} : { stage: outcome.stage }),
                operation: 'examined',
                reason: outcome.reason,
                changed: 'false'
            };
        case 'skipped':
            return { operation: 'skipped', reason: outcome.reason, changed: 'false' };
    }
}
function imageOutputs(outcome, sarifFile) {
    const { image } = outcome;
    const repository = `${image.registry}/${image.repository}`;
    return {
        stage: outcome.stage,
        operation: outcome.kind,
        reason: outcome.reason,
        changed: String(outcome.kind === 'promoted' || (outcome.kind === 'built' && outcome.changed)),
        image: `${repository}@${image.digest}`,
        digest: image.digest,
        tags: references(repository, image.tags),
        repository: image.repository,
        registry: image.registry,
        ...(image.fingerprint === undefined ? {} : { fingerprint: image.fingerprint }),
        ...scanOutputs(image.scans, sarifFile),
        ...(outcome.kind === 'built' ? { metadata: JSON.stringify(outcome.metadata) } : promotionOutputs(outcome))
    };
}
function planOutputs({ stage, reason, plan }) {
    return {
        stage,
        operation: 'planned',
        reason,
        changed: 'false',
        tags: references(`${plan.registry}/${plan.repository}`, plan.tags),
        repository: plan.repository,
        registry: plan.registry,
        ...(plan.fingerprint === undefined ? {} : { fingerprint: plan.fingerprint }),
        ...(plan.version === undefined ? {} : { version: plan.version }),
        ...(plan.source === undefined ? {} : { 'source-image': plan.source }),
        ...scanOutputs(plan.scans, undefined)
    };
}
/** The references of all tags that name the image, one per line. */
function references(repository, tags) {
    return tags
        .filter(tag => tag.kind !== 'kept')
        .map(({ tag }) => `${repository}:${tag}`)
        .join('\n');
}
/** The outputs for the findings of an image. They are also set if the findings refuse the image. */
function scanOutputs(scans, sarifFile) {
    return {
        ...(scans?.kind === 'scanned' ? { vulnerabilities: JSON.stringify(scans.counts) } : {}),
        ...(sarifFile === undefined ? {} : { 'sarif-file': sarifFile })
    };
}
function promotionOutputs({ promotion, version }) {
    return {
        ...(version === undefined ? {} : { version }),
        ...(promotion === undefined ? {} : { 'source-image': promotion.source })
    };
}

// EXTERNAL MODULE: ./src/core/remedy.ts
var remedy = __webpack_require__(7935);
// EXTERNAL MODULE: ./src/report/checklist.ts
var checklist = __webpack_require__(1478);
;// CONCATENATED MODULE: ./src/report/summary.ts





/** The job summary of a run, in GitHub's Markdown. */
function summaryOf(outcome, phases) {
    return [...body(outcome), ...timing(phases)].join('\n\n') + '\n';
}
function body(outcome) {
    const reason = escaped(outcome.reason);
    switch (outcome.kind) {
        case 'built':
            return [`### 📦 ${outcome.image.repository} · built and pushed`, reason, ...imageSection(outcome.image)];
        case 'unchanged':
            return unchangedBody(outcome);
        case 'promoted':
            return [
                `### 📦 ${outcome.image.repository} · promoted${outcome.version === undefined ? '' : ` as v${outcome.version}`}`,
                reason,
                ...imageSection(outcome.image),
                ...promotionSection(outcome.promotion)
            ];
        case 'planned':
            return planBody(outcome);
        case 'built-only':
            return [
                '### 📦 Built, not pushed',
                reason,
                table([
                    ['Base images', baseList(outcome.bases)],
                    ['Fingerprint', code(outcome.fingerprint)]
                ])
            ];
        case 'skipped':
            return [
                '### 📦 Skipped',
                reason,
                ...(outcome.remedy === undefined ? [] : [escaped(remedyAt('workflow', outcome.remedy))])
            ];
        case 'examined':
            return [`### 📦 Checked, nothing pushed · ${tally(outcome.checks)}`, reason, checklistTable(outcome.checks)];
    }
}
function unchangedBody({ image, reason, promotion }) {
    return [
        `### 📦 ${image.repository} · unchanged`,
        escaped(reason),
        promotion === undefined
            ? 'Nothing was built: the repository already contains an image with the same fingerprint. That image has the tags of this run now.'
            : 'Nothing was copied: the repository already contains the same image. It has the tags of this run now.',
        ...imageSection(image),
        ...(promotion === undefined ? [] : promotionSection(promotion))
    ];
}
function planBody({ plan, reason }) {
    const rows = [
        ['Would', would(plan)],
        ['Because', escaped(plan.because ?? '')],
        ['From', plan.source === undefined ? '' : code(plan.source)],
        ['Tags', tagList(plan.tags)],
        ['Base images', baseList(plan.bases)],
        ['Fingerprint', plan.fingerprint === undefined ? '' : code(plan.fingerprint)],
        ...scanRows(plan.scans)
    ];
    return [
        `### 📦 ${plan.repository} · dry run, nothing was written`,
        escaped(reason),
        table(rows),
        ...keptNotes(plan.tags)
    ];
}
function would(plan) {
    switch (plan.action) {
        case 'build and push':
            return 'build and push';
        case 'copy':
            return 'copy the image by its digest';
        case 'tag only':
            if (!writes(plan))
                return 'change nothing: the image already exists, and no tag would move';
            return plan.source === undefined
                ? 'tag the existing image: it is unchanged'
                : 'tag the existing image: nothing is left to copy';
    }
}
function writes({ action, tags }) {
    return action !== 'tag only' || tags.some(({ kind }) => kind === 'put' || kind === 'move');
}
/** The path of the image from its commit to this repository, and the content that was transferred. */
function promotionSection({ source, pushedAt, sourceTags, builtFrom, run, copy }) {
    const { mounted, copied, alreadyThere } = copy.blobs;
    const atSource = [
        ...(pushedAt === undefined ? [] : [`pushed ${minute(pushedAt)}`]),
        ...(sourceTags.length === 0 ? [] : [`tagged ${sourceTags.map(code).join(', ')}`])
    ];
    return [
        table([
            ['Built from', builtFrom === undefined ? '' : origin(builtFrom)],
            ['Promoted from', [code(source), ...(atSource.length === 0 ? [] : [atSource.join(', ')])].join('<br>')],
            ['Promoted by', run === undefined ? '' : `${link(`run ${run.number}`, run.url)}, ${minute(run.at)}`],
            [
                'Layers',
                copy.alreadyThere
                    ? 'all present already'
                    : `${mounted} mounted, ${copied} copied (${bytes(copy.bytes)}), ${alreadyThere} present already`
            ],
            [
                'Attached',
                copy.referrers + copy.cosign.length === 0
                    ? ''
                    : `${copy.referrers} referrers, ${copy.cosign.length} cosign tags`
            ]
        ])
    ];
}
function origin({ commit, created, version, runs }) {
    const facts = `commit ${code(commit)}${created === undefined ? '' : ` of ${escaped(created)}`}${version === undefined ? '' : `, as ${code(version)}`}`;
    return runs === undefined ? facts : `${facts}<br>${link('the runs of this commit', runs)}`;
}
function minute(time) {
    return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
/** The vulnerabilities of an image. */
function scanRows(scans) {
    return [
        ['Vulnerabilities', vulnerabilities(scans)],
        ['Most severe', mostSevere(scans)]
    ];
}
function vulnerabilities(scans) {
    if (scans === undefined)
        return '';
    if (scans.kind === 'unknown')
        return `not known: ${escaped(scans.because)}`;
    return escaped(countsText(scans.counts));
}
/** The number of vulnerabilities in the summary. ECR and the SARIF file have the whole list. */
const LISTED = 3;
/** The vulnerabilities to fix first. */
function mostSevere(scans) {
    if (scans?.kind !== 'scanned')
        return '';
    const severe = vulnerabilitiesOf(scans.findings).filter(({ severity }) => severity === 'CRITICAL' || severity === 'HIGH');
    const listed = severe
        .slice(0, LISTED)
        .map(({ severity, name, package: of, fix }) => `${escaped(severity.toLowerCase())} ${code(name)}${of === '' ? '' : ` in ${code(of)}`}${fix === undefined ? '' : `, fixed in ${code(fix)}`}`);
    return [...listed, ...(severe.length > LISTED ? [`and ${severe.length - LISTED} more, critical or high`] : [])].join('<br>');
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
/** The last lines of the log: the image and its tags by reference, or those of a dry run. */
function conclusion(outcome) {
    switch (outcome.kind) {
        case 'examined':
            return [...(0,checklist/* checklistLines */.Ob)(outcome.checks, 'workflow'), (0,checklist/* tally */.N4)(outcome.checks)];
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
    return [
        ...others,
        ...reasonsToStay(tags).map(([because, kept]) => `  ${kept.join(', ')} ${staying(kept, would)}: ${because}`)
    ];
}
function wouldAt(plan) {
    const place = `${plan.registry}/${plan.repository}`;
    switch (plan.action) {
        case 'build and push':
            return `would build and push to ${place}`;
        case 'copy':
            return `would copy ${plan.source ?? ''} to ${place}`;
        case 'tag only':
            if (!writes(plan))
                return `would change nothing: the image is in ${place}, and no tag would move`;
            return plan.source === undefined
                ? `would tag the unchanged image in ${place}`
                : `would tag the existing image in ${place}: nothing is left to copy`;
    }
}
/**
 * The summary of a failed run: the message and the remedy of its error.
 * @param refused the image that was not promoted because of its vulnerabilities
 */
function summaryOfFailure(message, remedy, refused) {
    const facts = refused === undefined
        ? []
        : [['Refused', code(`${refused.image.repository}@${refused.image.digest}`)], ...scanRows(refused.scans)];
    return ([
        `### 📦 Failed`,
        preformatted(message),
        ...(remedy === undefined ? [] : [preformatted(remedyAt('workflow', remedy))]),
        ...(facts.length === 0 ? [] : [table(facts)])
    ].join('\n\n') + '\n');
}
function tagList(tags) {
    return tags
        .filter(tag => tag.kind !== 'kept')
        .map(tag => `${code(tag.tag)}${remark(tag, code)}`)
        .join('<br>');
}
function remark(tag, quoted) {
    switch (tag.kind) {
        case 'put':
            return '';
        case 'already':
            return ' (already there)';
        case 'move':
            return ` (moves from ${quoted(tag.from)})`;
    }
}
function keptNotes(tags) {
    return reasonsToStay(tags).map(([because, kept]) => `> ${kept.map(code).join(', ')} ${staying(kept, false)}: ${escaped(because)}`);
}
/** Each reason why tags stay, with its tags. Several tags share a reason if the same version holds them. */
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
        .map(({ reference, digest }) => digest === undefined
        ? `${code(reference)} (counted by its name: its digest is not known)`
        : `${code(reference)}<br>${code(digest)}`)
        .join('<br>');
}
function timing(phases) {
    if (phases.length === 0)
        return [];
    return [`<sub>${phases.map(([name, ms]) => `${name} ${duration(ms)}`).join(' · ')}</sub>`];
}

;// CONCATENATED MODULE: ./src/cli/command-result.ts


/** The outputs that are not plain text. The action has to write each of them as a string. */
const PARSERS = {
    changed: text => text === 'true',
    tags: text => (text === '' ? [] : text.split('\n')),
    vulnerabilities: text => JSON.parse(text),
    metadata: text => JSON.parse(text)
};
/** The result of a push or a promotion. Its JSON has the names of the action's outputs. */
function resultOf(outcome) {
    const json = Object.fromEntries(Object.entries(outputsOf(outcome)).map(([name, text]) => [name, PARSERS[name]?.(text) ?? text]));
    const headline = 'stage' in outcome ? [`${outcome.stage} · ${outcome.kind}`] : [];
    return { lines: [...headline, ...conclusion(outcome)], json };
}


/***/ }),

/***/ 6435:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ requireTrunk)
/* harmony export */ });
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3333);
/* harmony import */ var _clone_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9255);


/**
 * Enforces the rule that GitHub enforces for workflows: only the trunk reaches master.
 * @param alternative the first part of the remedy: `Push to development (leave --stage out), and merge`
 * @throws Failure saying what breaks the rule
 */
async function requireTrunk({ trunk }, tree, alternative) {
    const violation = await violationOf(trunk, tree);
    if (violation === undefined)
        return;
    throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`master takes only the trunk ${trunk}, committed and pushed, and ${violation}.`, {
        remedy: `${alternative}; or push the trunk first.`
    });
}
async function violationOf(trunk, { branch, isDirty, commit, remote, git }) {
    if (branch !== trunk)
        return `${branch === undefined ? 'a detached HEAD' : `the branch ${branch}`} is checked out`;
    if (isDirty)
        return 'there are uncommitted changes';
    if (remote === undefined)
        return 'this clone has no remote to compare with';
    return (await (0,_clone_js__WEBPACK_IMPORTED_MODULE_1__/* .isAncestor */ .Q)(git, commit.id, `refs/remotes/${remote}/${trunk}`))
        ? undefined
        : `${remote}/${trunk} does not have commit ${commit.id.slice(0, 12)}`;
}


/***/ }),

/***/ 8381:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ Lazy)
/* harmony export */ });
/** A value that is made once: at the first call of `get`, or earlier by `start`. */
class Lazy {
    make;
    made;
    constructor(make) {
        this.make = make;
    }
    get() {
        return (this.made ??= this.make());
    }
    /** Begins to make the value. If that fails, `get` throws the error. */
    start() {
        this.get().catch(() => undefined);
        return this;
    }
    /** The value if something has called `get` or `start`, else undefined. */
    async ifMade() {
        return await this.made;
    }
}


/***/ }),

/***/ 7448:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ allInOrder)
/* harmony export */ });
/**
 * Waits for all promises. If several fail, the error is that of the first one in the list, not of the first one in time:
 * another attempt then shows the same error.
 */
async function allInOrder(work) {
    await Promise.allSettled(work);
    const results = [];
    for (const one of work)
        results.push(await one);
    return results;
}


/***/ }),

/***/ 253:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  P: () => (/* binding */ countBuildInputs)
});

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: ./src/docker/config.ts
var docker_config = __webpack_require__(656);
;// CONCATENATED MODULE: ./src/docker/logins.ts


/** Docker's config has the login to Docker Hub under the address of an API that no longer exists. */
const DOCKER_HUB = 'https://index.docker.io/v1/';
/**
 * Finds the login with which the user's Docker would pull from a registry: in the credential helper, the store, or `auths`.
 * @param registry host and port, as in a reference
 * @returns undefined if there is none
 */
async function findUserLogin(registry, environment) {
    const config = await (0,docker_config/* readUserConfig */.AV)((0,docker_config/* userConfigDirectory */.tJ)(environment));
    const keys = registry === 'docker.io'
        ? [DOCKER_HUB, 'docker.io']
        : [registry, `https://${registry}`, `https://${registry}/v1/`, `https://${registry}/v2/`];
    const helpers = config['credHelpers'];
    const store = config['credsStore'];
    const auths = config['auths'];
    for (const key of keys) {
        const helper = helpers?.[key] ?? store;
        const login = helper === undefined || helper === '' ? undefined : await askHelper(helper, key, environment);
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
/** @see https://docs.docker.com/reference/cli/docker/login/#credential-helper-protocol: the server on stdin, JSON on stdout */
async function askHelper(helper, server, environment) {
    return await new Promise(resolve => {
        const child = (0,external_node_child_process_.spawn)(`docker-credential-${helper}`, ['get'], {
            env: environment,
            stdio: ['pipe', 'pipe', 'ignore'],
            timeout: 10_000
        });
        const chunks = [];
        child.stdout.on('data', (chunk) => chunks.push(chunk));
        // If the helper is missing or has no login for this server, the registry is asked without one.
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
        // With the user name `<token>` the secret is an identity token, not a password.
        return Username && Secret && Username !== '<token>' ? { username: Username, password: Secret } : undefined;
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./src/fingerprint/build-materials.ts + 4 modules
var build_materials = __webpack_require__(2303);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./src/fingerprint/fingerprint.ts

/**
 * The version of the fingerprint's format. Raise it with every change to what is counted, or to how: every image is then
 * built once more. Otherwise, an old image might pass for a different new one.
 */
const FORMAT_VERSION = 1;
/** The references whose digests a registry must resolve, each once. */
function unresolvedReferences(materials) {
    return imagesOf(materials).flatMap(({ reference, digest }) => (digest === undefined ? [reference] : []));
}
/**
 * Computes the fingerprint of a build.
 * @param digests an answer for each of `unresolvedReferences(materials)`
 * @param nonce identifies this run (run id and attempt). It counts only if the materials are uncertain, so that no two
 * such builds share a value.
 */
function computeFingerprint(materials, digests, nonce) {
    const bases = imagesOf(materials).map(use => [use.reference, digestFor(use, digests) ?? null]);
    const { notices } = materials;
    const [reason] = materials.uncertainties;
    const counted = {
        ...materials.counted,
        frontend: materials.frontend?.reference ?? null,
        bases,
        ...(reason === undefined ? {} : { nonce })
    };
    // JSON is unambiguous: no value can pass for another key, or for two values.
    const value = (0,external_node_crypto_.createHash)('sha256')
        .update(JSON.stringify(['ecr-registry-action fingerprint', FORMAT_VERSION, sortKeys(counted)]))
        .digest('hex');
    return reason === undefined ? { kind: 'comparable', value, notices } : { kind: 'unique', value, reason, notices };
}
/** Derives the options that bind a build to the counted digests. An image that counts by its name is not pinned. */
function pinsFor(materials, digests) {
    const buildContexts = {};
    const unpinned = [];
    const userContexts = new Set(materials.imageContexts.keys());
    const pinned = (use) => {
        const digest = use.digest === undefined ? digestFor(use, digests) : undefined;
        return digest === undefined ? undefined : `${use.reference}@${digest}`;
    };
    for (const use of materials.images) {
        const target = pinned(use);
        if (target === undefined)
            continue;
        for (const [name, reference] of materials.imageContexts) {
            if (reference === use.reference)
                buildContexts[name] = `docker-image://${target}`;
        }
        if (userContexts.has(use.contextName))
            continue;
        if (materials.stageNames.includes(use.contextName))
            unpinned.push(use.reference);
        else
            buildContexts[use.contextName] = `docker-image://${target}`;
    }
    const frontend = materials.frontend === undefined ? undefined : pinned(materials.frontend);
    const options = materials.frontend?.options ?? '';
    return {
        buildContexts,
        buildArgs: frontend === undefined ? {} : { BUILDKIT_SYNTAX: options === '' ? frontend : `${frontend} ${options}` },
        unpinned
    };
}
/** All images that count, including the frontend, each once and ordered by reference. */
function imagesOf(materials) {
    const all = [...materials.images, ...(materials.frontend === undefined ? [] : [materials.frontend])];
    return [...new Map(all.map(use => [use.reference, use])).values()].sort((a, b) => a.reference < b.reference ? -1 : 1);
}
function digestFor({ reference, digest }, digests) {
    if (digest !== undefined)
        return digest;
    if (!digests.has(reference))
        throw new RangeError(`No registry was asked for ${reference}.`);
    return digests.get(reference);
}
function sortKeys(record) {
    return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

// EXTERNAL MODULE: ./src/fingerprint/platform.ts
var platform = __webpack_require__(3313);
// EXTERNAL MODULE: ./packages/oci/src/errors.ts
var errors = __webpack_require__(2346);
// EXTERNAL MODULE: ./packages/oci/src/reference.ts
var src_reference = __webpack_require__(6768);
// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/core/remedy.ts
var remedy = __webpack_require__(7935);
// EXTERNAL MODULE: ./src/core/setting.ts
var setting = __webpack_require__(4467);
// EXTERNAL MODULE: ./src/run/registry.ts + 11 modules
var registry = __webpack_require__(4251);
;// CONCATENATED MODULE: ./src/run/base-images.ts






/**
 * The digests that base images have now, all asked for at once. One that is not there or may not be read counts by its
 * name: it may be an image of the builder's own.
 * @throws RegistryError when a registry does not answer, or only with "later"
 */
async function resolveBases({ references, placeOf, login, signal, notice }) {
    const registries = new Map();
    const registryOf = (host) => {
        const known = registries.get(host);
        if (known !== undefined)
            return known;
        const authorization = { kind: 'on-challenge', login: (scheme) => login(host, scheme) };
        // Not as long as our own registries are: Docker Hub's limit of pulls is for hours, and a minute more does not help.
        const made = (0,registry/* openRegistry */.M)({ origin: (0,src_reference/* registryOrigin */._g)(host), authorization, signal, deadlineMs: 20_000 });
        registries.set(host, made);
        return made;
    };
    try {
        return await Promise.all(references.map(async (reference) => {
            const { registry, repository, tag, digest } = parsed(reference);
            if (digest !== undefined)
                return { reference, digest };
            const found = await ask({ reference, registry, location: placeOf(reference) }, () => registryOf(registry)
                .repository(repository)
                .digest(tag ?? 'latest'));
            if (found.kind === 'found')
                return { reference, digest: found.value };
            const why = found.kind === 'missing' ? `${registry} has no such image` : `${registry} denied it: ${found.reason}`;
            notice(`The base image ${reference} counts by its name, not by its digest: ${why}. If it changes, the image is not built again for that.`);
            return { reference, digest: undefined };
        }));
    }
    finally {
        await Promise.all([...registries.values()].map(registry => registry.close()));
    }
}
function parsed(reference) {
    const image = (0,src_reference/* parseReference */.F2)(reference);
    if (image === undefined) {
        throw new failure/* Failure */.HR(`The Dockerfile names the base image \`${reference}\`, which is not an image reference.`, {
            remedy: (0,remedy/* remedy */.zL) `Correct the Dockerfile. If the name is made of a build argument, give that argument with ${(0,setting/* setting */.Pe)('build-args')}.`
        });
    }
    return image;
}
/** Adds to an error why the registry was asked: a reader of the Dockerfile does not expect that its base images are looked up. */
async function ask({ reference, registry, location }, call) {
    try {
        return await call();
    }
    catch (error) {
        if (!(error instanceof errors/* RegistryError */.gl))
            throw error;
        const place = location === undefined ? '' : ` of ${location.file}:${location.line}`;
        const first = (0,failure/* unresolvedHost */.Qd)(error) === undefined
            ? remedy/* RUN_AGAIN */.Bs
            : `Check the spelling of ${registry}, which has no known address. If it is right`;
        throw new failure/* Failure */.HR(`Asking for the digest of the base image ${reference}${place}: ${error.message}`, {
            cause: error,
            ...(location === undefined ? {} : { location }),
            remedy: (0,remedy/* remedy */.zL) `${first}, and check that ${remedy/* THIS_MACHINE */.DQ} reaches ${registry} itself. A proxy or a mirror that only Docker knows of is not used here.`
        });
    }
}

// EXTERNAL MODULE: ./src/run/build-settings.ts
var build_settings = __webpack_require__(9583);
;// CONCATENATED MODULE: ./src/run/build-inputs.ts






/**
 * Reads all that goes into an image, and asks the registries for the digests of its base images.
 * @param session logs in to the target's registry, which may hold a base image; undefined if the run logs in nowhere
 */
async function countBuildInputs(run, settings, session) {
    const { runner, environment, log, timings } = run;
    for (const warning of settings.platforms.map(platform/* platformWarning */.uX))
        if (warning !== undefined)
            log.warning(warning);
    return await timings.time('fingerprint', async () => {
        const machine = { directory: runner.workspace, environment, buildPlatform: (0,build_settings/* ownPlatform */.g$)() };
        const materials = await (0,build_materials/* readBuildMaterials */.tv)(settings, machine);
        const dockerfile = (0,build_settings/* dockerfileOf */.S9)(settings, runner.workspace);
        const bases = await basesOf(materials, dockerfile, run, session);
        const digests = new Map(bases.map(({ reference, digest }) => [reference, digest]));
        const counted = computeFingerprint(materials, digests, `${runner.runId}.${runner.runAttempt}`);
        const held = pinsFor(materials, digests);
        for (const notice of counted.notices)
            log.notice(notice);
        for (const reference of held.unpinned) {
            log.notice(`${reference} counts by its digest, but cannot be held to it: a stage of the Dockerfile has the same name. Rename the stage.`);
        }
        const pinned = materials.images.flatMap(({ reference, digest }) => digest === undefined ? [] : [{ reference, digest }]);
        return { settings, fingerprint: counted, bases: [...bases, ...pinned], pins: held, dockerfile };
    });
}
async function basesOf(materials, dockerfile, { environment, log, signal }, session) {
    return await resolveBases({
        references: unresolvedReferences(materials),
        placeOf: reference => lineOf(reference, materials, dockerfile),
        login: (host, scheme) => findLogin(host, scheme, environment, session),
        signal,
        notice: log.notice
    });
}
function lineOf(reference, { images }, dockerfile) {
    const line = images.find(image => image.reference === reference)?.line;
    return dockerfile === undefined || line === undefined ? undefined : { file: dockerfile, line };
}
/** The login that the user's Docker has, or that of the run's own registry, which asks for Basic as all of ECR does. */
async function findLogin(host, scheme, environment, session) {
    const own = await findUserLogin(host, environment);
    if (own !== undefined || scheme === 'bearer' || session === undefined)
        return own;
    const login = await session.login();
    return new URL(login.origin).host === host ? login : undefined;
}


/***/ }),

/***/ 670:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ stageRun)
/* harmony export */ });
/* harmony import */ var _core_lazy_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8381);

/** A job with what was decided for it. */
function stageRun(job, decided) {
    const { commit, branch } = decided.revision;
    const nothing = { kind: 'known', commits: [], total: 0, contains: true };
    const laterCommits = new _core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .Lazy */ .d(async () => {
        return branch === undefined
            ? nothing
            : await job.timings.time('GitHub', () => decided.github.laterCommits(commit, branch));
    });
    return { ...job, ...decided, laterCommits };
}


/***/ }),

/***/ 4045:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ openDockerConfig),
/* harmony export */   P: () => (/* binding */ shareLogin)
/* harmony export */ });
/* harmony import */ var _docker_config_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(656);

/** Docker's config of this run alone, logged in to the registry of the target. */
async function openDockerConfig({ runner, environment, saveState }, session) {
    const { origin, username, password } = await session.login();
    return await (0,_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .makePrivateConfig */ .YV)({
        temporaryDirectory: runner.temporaryDirectory,
        environment,
        registry: new URL(origin).host,
        username,
        password,
        announce: directory => {
            saveState('docker-config', directory);
        }
    });
}
/** Leaves Docker logged in for the later steps of the job. The post step removes the login. */
function shareLogin({ exportVariable, log }, { environment }) {
    for (const [name, value] of Object.entries(environment))
        exportVariable(name, value);
    log.info('Docker stays logged in for the later steps of this job.');
}


/***/ }),

/***/ 454:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GA: () => (/* binding */ scansOf),
/* harmony export */   lt: () => (/* binding */ passGate)
/* harmony export */ });
/* unused harmony exports TooSevere, refusalOf, scannedManifests, tooSevere */
/* harmony import */ var _org_oci_manifest__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2104);
/* harmony import */ var _org_oci_manifest_parts__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8143);
/* harmony import */ var _aws_denial_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1074);
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3333);
/* harmony import */ var _core_lazy_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8381);
/* harmony import */ var _core_remedy_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7935);
/* harmony import */ var _core_setting_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4467);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4280);








/** An image was not promoted because of its findings. */
class TooSevere extends _core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR {
    image;
    scans;
    constructor(message, image, 
    /** All findings, the less severe too. */
    scans) {
        super(message, { remedy: 'Update these packages and build the image again. Nothing was promoted.' });
        this.image = image;
        this.scans = scans;
    }
}
/** A long list says no more than its beginning. */
const LISTED = 20;
/**
 * Holds a promotion until ECR's scan is known, if its findings may refuse the image. Otherwise the scan is read meanwhile.
 * @throws TooSevere listing the findings that are too severe; Failure saying why nothing is known of an image that may be refused
 */
async function passGate(run, source, { manifest }, subject) {
    const { inputs: { failOnSeverity, scanTimeoutSeconds }, log, timings, signal } = run;
    const isDecisive = failOnSeverity !== 'none';
    const patience = { timeoutMs: isDecisive ? scanTimeoutSeconds * 1000 : 0 };
    const scans = new _core_lazy_js__WEBPACK_IMPORTED_MODULE_4__/* .Lazy */ .d(() => timings.time('scan', () => scansOf(source, manifest, patience, signal)));
    if (!isDecisive)
        return scans.start();
    log.info(`Waiting for ECR's scan, for ${scanTimeoutSeconds} s at most.`);
    const found = await scans.get();
    if (found.kind === 'unknown')
        throw unknownScan(found, manifest.digest, failOnSeverity);
    const refusal = refusalOf(manifest.digest, found, failOnSeverity);
    if (refusal !== undefined)
        throw new TooSevere(refusal, { ...subject, repository: source.repository.name, digest: manifest.digest }, found);
    return scans;
}
function unknownScan({ because, remedy: known }, digest, limit) {
    return new _core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`Findings of severity ${limit} stop a promotion, and the scan of ${digest} is not known: ${because}.`, {
        remedy: known ??
            (0,_aws_denial_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyOfDenial */ .r6)(because) ??
            (0,_core_remedy_js__WEBPACK_IMPORTED_MODULE_2__/* .remedy */ .zL) `Check that ECR can scan this kind of image. Else raise ${(0,_core_setting_js__WEBPACK_IMPORTED_MODULE_3__/* .setting */ .Pe)('scan-timeout')}, or set ${(0,_core_setting_js__WEBPACK_IMPORTED_MODULE_3__/* .setting */ .Pe)('fail-on-severity')} to none.`
    });
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
        return `${found} by ECR's count, but ECR lists none of them: look at the image in ECR's console.`;
    const listed = severe.slice(0, LISTED).map(lineOf);
    const more = count > listed.length ? [`  and ${count - listed.length} more`] : [];
    return [`${found}:`, ...listed, ...more].join('\n');
}
function lineOf({ severity, name, package: of, version, fix }) {
    const subject = [of, version].filter(text => text !== '').join(' ');
    return `  ${severity} ${name}${subject === '' ? '' : ` in ${subject}`}${fix === undefined ? '' : `, fixed in ${fix}`}`;
}
/** What ECR's scan says of an image, of all its platforms together. */
async function scansOf({ ecr, client, repository }, manifest, patience, signal) {
    const { readScan } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(657)]).then(__webpack_require__.bind(__webpack_require__, 9657));
    let scanned;
    try {
        scanned = await scannedManifests(manifest, digest => listedIndex(client, digest));
    }
    catch (error) {
        signal.throwIfAborted();
        return { kind: 'unknown', because: `an index that it lists cannot be read: ${(0,_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error)}` };
    }
    // No findings of nothing would pass for an image without any.
    if (scanned.length === 0)
        return { kind: 'unknown', because: 'it lists no image' };
    const scans = await Promise.all(scanned.map(digest => readScan({ client: ecr, repository, digest, ...patience, signal })));
    const counts = {};
    const findings = [];
    for (const [index, scan] of scans.entries()) {
        if (scan.kind === 'unknown')
            return scanned[index] === manifest.digest
                ? scan
                : { ...scan, because: `for its image ${scanned[index] ?? ''}, ${scan.because}` };
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
    const content = (0,_org_oci_manifest__WEBPACK_IMPORTED_MODULE_5__/* .contentOf */ .$E)(manifest);
    if (content.kind !== 'index')
        return [manifest.digest];
    const listed = content.manifests.filter(({ platform }) => platform?.os !== 'unknown');
    const scanned = await Promise.all(listed.map(async (one) => ((0,_org_oci_manifest_parts__WEBPACK_IMPORTED_MODULE_6__/* .isIndex */ .nw)(one) ? await scannedManifests(await read(one.digest), read) : [one.digest])));
    // One manifest may stand for several platforms: what it has is there once.
    return [...new Set(scanned.flat())];
}
async function listedIndex(client, digest) {
    const found = await client.manifest(digest);
    if (found.kind === 'found')
        return found.value;
    throw new Error(found.kind === 'denied' ? found.reason : `there is no ${digest} in ${client.name}`);
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
    const ranks = _inputs_js__WEBPACK_IMPORTED_MODULE_7__/* .SEVERITIES */ .o.slice(0, _inputs_js__WEBPACK_IMPORTED_MODULE_7__/* .SEVERITIES */ .o.findIndex(one => one === limit) + 1);
    return ranks.indexOf(severity.toLowerCase());
}


/***/ }),

/***/ 1355:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   F1: () => (/* binding */ findImage),
/* harmony export */   et: () => (/* binding */ subjectOf),
/* harmony export */   hu: () => (/* binding */ describeImage)
/* harmony export */ });
/* harmony import */ var _org_oci_manifest__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2104);
/* harmony import */ var _aws_denial_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1074);
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3333);
/* harmony import */ var _stages_origin_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6817);
/* harmony import */ var _build_settings_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9583);





function subjectOf(run, { repository }) {
    return { name: run.image?.name ?? repository.name, dockerfile: (0,_build_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .dockerfileOf */ .S9)((0,_build_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .buildSettings */ .E6)(run), run.runner.workspace) };
}
/** Where an image is. */
function placeOf({ registry, repository }, digest) {
    return { registry: registry.host, repository: repository.name, digest };
}
/**
 * The image that a tag names in the repository of a stage.
 * @param remedy for a denial in which AWS does not say what is lacking
 * @returns undefined if nothing has that tag
 * @throws Failure if there is no repository, or it may not be read
 */
async function findImage({ client, repository }, stage, tag, remedy) {
    const found = await client.manifest(tag);
    if (found.kind === 'found')
        return found.value;
    if (found.kind === 'denied') {
        throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`Looking for ${tag} in ${repository.arn}: ${found.reason}`, {
            remedy: (0,_aws_denial_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyOfRepositoryDenial */ .Jz)(found.reason, repository.from, remedy)
        });
    }
    if (found.what === 'manifest')
        return undefined;
    throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`The repository ${repository.name} does not exist in account ${repository.account}, ${repository.region}.`, {
        remedy: `${(0,_stages_origin_js__WEBPACK_IMPORTED_MODULE_3__/* .originQuestion */ .T_)('repository', repository.from)} If it is, deploy infra/ for the stage ${stage}.`
    });
}
/**
 * Size and platforms of an image, from manifests alone: its config says more, but the role of master may not read it.
 * @param platforms what it was built for
 * @param askChildren whether an index is worth a request for each of its images
 */
async function describeImage(client, manifest, platforms, askChildren) {
    const content = (0,_org_oci_manifest__WEBPACK_IMPORTED_MODULE_4__/* .contentOf */ .$E)(manifest);
    if (content.kind === 'image')
        return { size: sizeOf(content), platforms: platforms.slice(0, 1) };
    const images = content.manifests.filter(({ platform }) => platform !== undefined && platform.os !== 'unknown');
    const described = {
        platforms: images.flatMap(({ platform }) => (platform === undefined ? [] : [(0,_org_oci_manifest__WEBPACK_IMPORTED_MODULE_4__/* .platformName */ .$r)(platform)]))
    };
    if (!askChildren)
        return { ...described, size: undefined };
    const children = await Promise.all(images.map(({ digest }) => client.manifest(digest)));
    const sizes = children.map(child => (child.kind === 'found' ? sizeOf((0,_org_oci_manifest__WEBPACK_IMPORTED_MODULE_4__/* .contentOf */ .$E)(child.value)) : undefined));
    return {
        ...described,
        size: sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0)
    };
}
function sizeOf(content) {
    if (content.kind !== 'image')
        return undefined;
    const parts = [...content.layers, ...(content.config === undefined ? [] : [content.config])];
    return parts.reduce((sum, { size }) => sum + size, 0);
}


/***/ }),

/***/ 770:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  DI: () => (/* binding */ NEEDS_READ),
  mw: () => (/* binding */ digestAt),
  rW: () => (/* binding */ foreseeTags),
  YK: () => (/* binding */ lookUpTags),
  Tm: () => (/* binding */ putTags),
  Fg: () => (/* binding */ tagsOf),
  Qy: () => (/* binding */ versionTaken)
});

// UNUSED EXPORTS: planTag

// EXTERNAL MODULE: ./src/aws/denial.ts
var denial = __webpack_require__(1074);
// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/core/settle.ts
var settle = __webpack_require__(7448);
// EXTERNAL MODULE: ./src/stages/tags.ts
var tags = __webpack_require__(7094);
// EXTERNAL MODULE: ./src/core/remedy.ts
var remedy = __webpack_require__(7935);
// EXTERNAL MODULE: ./src/core/setting.ts
var setting = __webpack_require__(4467);
// EXTERNAL MODULE: ./src/stages/branch-tag.ts
var branch_tag = __webpack_require__(2846);
// EXTERNAL MODULE: ./src/stages/grammar.ts
var grammar = __webpack_require__(8334);
;// CONCATENATED MODULE: ./src/stages/template.ts






const PLACEHOLDERS = ['branch', 'sha', 'pr', 'version', 'date', 'run', 'stage'];
const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
const MIN_BRANCH_LENGTH = 32;
/**
 * Makes a tag of a template such as `nightly-{{date}}`. A template with a value that this run does not have, such as `{{pr}}` in
 * master, is left out, so that one workflow serves all stages. The name of the branch is shortened or qualified if the tag would
 * otherwise be too long, or would read as another kind of tag.
 * @throws Failure for an unknown placeholder, and for a result that is no tag or is reserved
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
    throw new failure/* Failure */.HR(`The tag template \`${template}\` gives \`${name}\`, which ${wrong}.`, {
        remedy: (0,remedy/* remedy */.zL) `Change the template in ${(0,setting/* setting */.Pe)('tags')}. A word in front, as in \`build-{{date}}\`, makes it a tag of its own.`
    });
}
function placeholder(name, template) {
    const known = PLACEHOLDERS.find(candidate => candidate === name);
    if (known !== undefined)
        return known;
    throw new failure/* Failure */.HR(`The tag template \`${template}\` uses {{${name}}}, which does not exist.`, {
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
    const limit = Math.max(MIN_BRANCH_LENGTH, Math.floor((grammar/* MAX_TAG_LENGTH */.Ti - fill('').length) / Math.max(times, 1)));
    const own = (0,branch_tag/* branchTag */.TY)(branch, trunk, limit);
    const name = fill(own);
    return name !== own && (0,branch_tag/* reservedTagReason */.NH)(name) !== undefined ? fill((0,branch_tag/* qualifiedBranchTag */.pj)(branch, limit)) : name;
}
function problemOf(name, { trunk, branch }) {
    if (branch !== undefined && name === (0,branch_tag/* branchTag */.TY)(branch, trunk))
        return undefined;
    if (name.length > grammar/* MAX_TAG_LENGTH */.Ti)
        return `has ${name.length} characters, and a tag has at most ${grammar/* MAX_TAG_LENGTH */.Ti}`;
    if (!(0,grammar/* isTag */.dz)(name))
        return 'is not a tag: a tag has letters, digits and any of _ . - and does not begin with . or -';
    return (0,branch_tag/* reservedTagReason */.NH)(name) ?? (name === (0,branch_tag/* trunkTag */.fs)(trunk) ? 'the action itself sets in master' : undefined);
}

;// CONCATENATED MODULE: ./src/run/tags.ts





/**
 * Decides what becomes of one tag.
 * @param behind why a later commit of the branch may have an image here already; undefined if none has
 */
function planTag(stage, tag, holder, behind) {
    if (holder === 'this image')
        return { kind: 'already' };
    if (tag.movement === 'with-commits' && holder === 'another image' && behind !== undefined)
        return { kind: 'keep', because: behind };
    if (holder === 'nothing' || tag.movement !== 'never')
        return { kind: 'put' };
    switch ((0,tags/* takenTagPolicy */.US)(stage, tag.kind)) {
        case 'keep':
            return {
                kind: 'keep',
                because: 'it names another image, and it never moves. Most often the base branch of the pull request has moved on.'
            };
        case 'rename':
            return { kind: 'rename' };
        case 'fail':
            return { kind: 'fail' };
    }
}
/** The tags of a run, with those of the user's templates, each name once. The `src-` tag is not among them. */
function tagsOf({ revision, stage, trunk, inputs, runner, log }, { isOfCommit, committedAt }) {
    const { commit: own, named } = (0,tags/* tagsFor */.Nj)({ ...revision, stage, trunk });
    const commit = isOfCommit ? revision.commit : undefined;
    const custom = inputs.tags.flatMap(template => {
        const expansion = expandTemplate(template, {
            ...revision,
            commit,
            committedAt,
            stage,
            trunk,
            version: revision.version?.text,
            run: runner.runNumber
        });
        if (expansion.kind === 'tag')
            return [expansion.tag];
        log.notice(expansion.notice);
        return [];
    });
    const all = [...(isOfCommit ? [own] : []), ...named, ...custom];
    return all.filter((tag, index) => all.findIndex(({ name }) => name === tag.name) === index);
}
/** What the role of the stage lacks if AWS does not say it. */
const NEEDS_READ = "The stage's role needs `ecr:BatchGetImage` on this repository. If somebody changed the role by hand, deploy infra/ again.";
/**
 * Looks up what the tags of a run name.
 * @throws Failure if the login may not look
 */
async function lookUpTags(target, tags) {
    const digests = await (0,settle/* allInOrder */.b)(tags.map(({ name }) => digestAt(target, name)));
    return { tags, named: new Map(tags.map(({ name }, index) => [name, digests[index]])) };
}
/** Says what would become of each tag. Nothing is written. A version that names another image was refused before. */
async function foreseeTags(run, target, found, digest, options = {}) {
    const planned = await planTags(run, target, found, digest, options);
    return planned.map(({ tag: { name }, plan, named }) => {
        if (plan.kind === 'already')
            return { tag: name, kind: 'already' };
        if (plan.kind === 'keep')
            return { tag: name, kind: 'kept', because: plan.because };
        if (plan.kind === 'rename')
            return { tag: options.renameTo ?? name, kind: 'put' };
        return named === undefined ? { tag: name, kind: 'put' } : { tag: name, kind: 'move', from: named };
    });
}
/**
 * Puts the tags of a run on a complete image: first those that never move.
 * @throws Failure for a version that names another image; it names both
 */
async function putTags(run, target, found, image, options = {}) {
    return await run.timings.time('tags', async () => {
        const planned = await planTags(run, target, found, image.manifest.digest, options);
        const put = (isForever) => {
            const chosen = planned.filter(({ tag }) => (tag.movement === 'never') === isForever);
            return (0,settle/* allInOrder */.b)(chosen.map(one => putTag(run.stage, target, image, one, options)));
        };
        const forever = await put(true);
        return [...forever, ...(await put(false))];
    });
}
/** A version never changes: the error for one whose tag names another image than the one to be released. */
function versionTaken({ repository }, tag, named, digest) {
    return new failure/* Failure */.HR(`${tag} in the target ${repository.name} is ${named} already, and this run would release ${digest}.`, {
        remedy: 'Release this commit under a new version. A version that is released never changes.'
    });
}
/**
 * The digest that a tag names; undefined if there is no such tag.
 * @throws Failure if the login may not look
 */
async function digestAt({ client, repository }, tag) {
    const found = await client.digest(tag);
    switch (found.kind) {
        case 'found':
            return found.value;
        case 'missing':
            return undefined;
        case 'denied':
            throw new failure/* Failure */.HR(`Looking for ${tag} in the target ${repository.name}: ${found.reason}`, {
                remedy: (0,denial/* remedyOfRepositoryDenial */.Jz)(found.reason, repository.from, NEEDS_READ)
            });
    }
}
async function planTags(run, target, { tags, named }, digest, { renameTo }) {
    const holders = new Map(tags.map(({ name }) => [name, holderOf(named.get(name), digest)]));
    const moves = tags.some(({ name, movement }) => movement === 'with-commits' && holders.get(name) === 'another image');
    const behind = moves ? await whyBehind(run, target) : undefined;
    return tags.map(tag => {
        const plan = planTag(run.stage, tag, holders.get(tag.name) ?? 'nothing', behind);
        return { tag, named: named.get(tag.name), plan: keptWithoutName(plan, renameTo) };
    });
}
/** An image that was there before this run has a name of an earlier one: a nightly run that changes nothing adds none. */
function keptWithoutName(plan, renameTo) {
    if (plan.kind !== 'rename' || renameTo !== undefined)
        return plan;
    return { kind: 'keep', because: 'it names another image of this commit, and it never moves.' };
}
async function putTag(stage, target, image, { tag, plan, named }, { renameTo }) {
    switch (plan.kind) {
        case 'already':
            return { tag: tag.name, kind: 'already' };
        case 'keep':
            return { tag: tag.name, kind: 'kept', because: plan.because };
        case 'rename': {
            const renamed = { ...tag, name: renameTo ?? tag.name, movement: 'freely' };
            return await putTag(stage, target, image, { tag: renamed, plan: { kind: 'put' }, named: undefined }, {});
        }
        case 'fail':
            throw versionTaken(target, tag.name, named ?? 'another image', image.manifest.digest);
        case 'put':
            if ((await target.client.tag(tag.name, image.manifest, image.sendAgain)) === 'put')
                return { tag: tag.name, kind: 'put' };
            return await settleTakenTag(stage, target, image, tag, { renameTo });
    }
}
/** The repository keeps the tag immutable. Another run was faster, or a reply was lost: what counts is what the tag names now. */
async function settleTakenTag(stage, target, image, tag, options) {
    const named = await digestAt(target, tag.name);
    const holder = holderOf(named, image.manifest.digest);
    if (holder === 'this image')
        return { tag: tag.name, kind: 'already' };
    if (tag.movement === 'never') {
        const plan = keptWithoutName(planTag(stage, tag, holder, undefined), options.renameTo);
        return await putTag(stage, target, image, { tag, plan, named }, options);
    }
    throw new failure/* Failure */.HR(`Tagging ${target.repository.name}:${tag.name}: the repository keeps this tag immutable, and it names another image.`, {
        remedy: 'Deploy infra/ again, or change the tag mutability filters of the repository. Only `sha-*` may be immutable, and in release `v*`.'
    });
}
function holderOf(named, digest) {
    return named === undefined ? 'nothing' : named === digest ? 'this image' : 'another image';
}
/** As many later commits are looked for; any that lie between may have an image. */
const LATER_COMMITS = 100;
/**
 * Why the branch's tags stay where they are: a later commit of the branch has its image here, or may have it.
 * A tag that stays for one run too long is corrected by the next run. A tag that moved back would be pulled.
 */
async function whyBehind({ laterCommits, log }, { client }) {
    const later = await laterCommits.get();
    if (later.kind === 'unknown') {
        log.warning(`It is not known whether a later commit of the branch has an image here, so the tags of the branch stay where they are. ${later.because}`, later.remedy);
        return 'it is not known whether a later commit of the branch has an image here.';
    }
    const newest = later.commits.slice(0, LATER_COMMITS);
    const found = await Promise.all(newest.map(commit => client.digest((0,tags/* commitTag */.m)(commit))));
    const image = newest.find((_, index) => found[index]?.kind === 'found');
    if (image !== undefined)
        return `commit ${image.slice(0, 12)} is later on the branch and has an image here.`;
    if (later.total <= newest.length)
        return undefined;
    return `the branch is ${later.total} commits ahead, and only the newest ${newest.length} were looked for here.`;
}


/***/ }),

/***/ 2846:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NH: () => (/* binding */ reservedTagReason),
/* harmony export */   TY: () => (/* binding */ branchTag),
/* harmony export */   fs: () => (/* binding */ trunkTag),
/* harmony export */   pj: () => (/* binding */ qualifiedBranchTag)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _grammar_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8334);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7539);



const HASH_LENGTH = 10;
/** A tag that ends like one with the hash of a branch's name. */
const HASHED = new RegExp(`-[0-9a-f]{${HASH_LENGTH}}$`);
const PREFIXES = {
    sha: 'reads as the tag of a commit: the action itself sets such tags',
    sha256: 'reads as the tag of an attachment of an image, such as its signature',
    src: 'reads as the fingerprint tag of an image: the action itself sets such tags',
    pr: 'reads as the tag of a pull request: the action itself sets such tags in development'
};
/** Why a name is reserved for another kind of tag than that of a branch: a clause that follows `which`. */
function reservedTagReason(tag) {
    const prefix = /^(sha|sha256|src|pr)-/.exec(tag)?.[1];
    if (prefix !== undefined)
        return PREFIXES[prefix];
    if (/^v\d/.test(tag) || (0,_version_js__WEBPACK_IMPORTED_MODULE_1__/* .readsAsVersion */ .aH)(tag))
        return 'reads as a version: the action itself sets such tags in release';
    return tag === 'latest' ? 'the action itself sets in release' : undefined;
}
/** The tag that moves with the trunk. No other branch gets it. */
function trunkTag(trunk) {
    return ownTag(trunk, _grammar_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_TAG_LENGTH */ .Ti);
}
/**
 * The tag that moves with a branch. It is the name with `-` for `/`, if that is a tag. Otherwise it is a readable part of the
 * name with a short hash of the whole name. A name that would read as another kind of tag, or as the trunk's, becomes
 * `branch-<slug>-<hash>`.
 *
 * Two branches share a tag only if their names differ in nothing but `/` and `-`. A tag that ends in a hash belongs to one
 * branch: a name that ends like a hash gets its own hash after it. Every other tag is the name itself.
 * @param limit longest tag in characters, at least 32
 */
function branchTag(branch, trunk, limit = _grammar_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_TAG_LENGTH */ .Ti) {
    const tag = ownTag(branch, limit);
    return branch !== trunk && tag === trunkTag(trunk) ? qualifiedBranchTag(branch, limit) : tag;
}
/** `branch-<slug>-<hash>`. It reads as the tag of a branch, whatever text follows it. */
function qualifiedBranchTag(branch, limit = _grammar_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_TAG_LENGTH */ .Ti) {
    return ['branch', readable(branch, limit - 'branch-'.length), hashOf(branch)].filter(part => part !== '').join('-');
}
function ownTag(branch, limit) {
    const plain = branch.replaceAll('/', '-');
    const isReserved = reservedTagReason(plain) !== undefined;
    if ((0,_grammar_js__WEBPACK_IMPORTED_MODULE_2__/* .isTag */ .dz)(plain) && plain.length <= limit && !isReserved && !HASHED.test(plain))
        return plain;
    const slug = readable(branch, limit);
    const tag = `${slug}-${hashOf(branch)}`;
    return slug === '' || isReserved || reservedTagReason(tag) !== undefined ? qualifiedBranchTag(branch, limit) : tag;
}
/** The name without accents, with one dash for each run of characters that a tag cannot contain, and with room for the hash. */
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

/***/ 7094:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jv: () => (/* binding */ rebuiltCommitTag),
/* harmony export */   Nj: () => (/* binding */ tagsFor),
/* harmony export */   US: () => (/* binding */ takenTagPolicy),
/* harmony export */   bN: () => (/* binding */ fingerprintTag),
/* harmony export */   m: () => (/* binding */ commitTag),
/* harmony export */   sC: () => (/* binding */ customTag)
/* harmony export */ });
/* unused harmony export movementOf */
/* harmony import */ var _branch_tag_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2846);

/**
 * The tags that an image gets in a stage for its revision. The tags of the user's templates are not among them, nor are those
 * of a release's lines, which move by their own rules.
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
 * The tag that is pushed with the image. It shows whether an image of these sources already exists.
 * @param fingerprint SHA-256 of the build's sources, in hex
 */
function fingerprintTag(stage, fingerprint) {
    return tag(stage, 'fingerprint', `src-${fingerprint}`);
}
/** `sha-` and the first 12 digits of the commit's id */
function commitTag(commit) {
    return `sha-${commit.slice(0, 12)}`;
}
/** The tag of another image of the same commit in master. `sha-<commit>` stays with the first image. */
function rebuiltCommitTag(commit, run) {
    return `${commitTag(commit)}-${run.number}.${run.attempt}`;
}
/** What to do if a tag that never moves already names another image. */
function takenTagPolicy(stage, kind) {
    if (kind === 'version')
        return 'fail';
    if (kind === 'commit')
        return stage === 'master' ? 'rename' : 'keep';
    return 'keep';
}
/** A tag that the user chose. */
function customTag(stage, name) {
    return tag(stage, 'custom', name);
}
/** The movement of a tag in a stage. It agrees with the filters of the repositories: see `tagMutability`. */
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
            // The filter v* of the release repository freezes vue-upgrade as well as v1.2.3.
            return stage === 'release' && name.startsWith('v') ? 'never' : 'freely';
        case 'fingerprint':
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
/* harmony import */ var _grammar_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8334);


/** Reads a git tag: `v1.2.3` is a version. `1.2.3`, `v1` and `vue-upgrade` are not. */
function versionOfTag(tag) {
    return tag.startsWith('v') ? read(tag.slice(1)) : { kind: 'none' };
}
/**
 * Suggests a tag for a tag that looks like a version and is none. `v1` and `v1.2` lack numbers, and `v1.02.3` has a leading zero.
 * @returns undefined for a tag that does not begin with `v` and a digit
 */
function tagMeantBy(tag) {
    if (!/^v\d/.test(tag))
        return undefined;
    const [, major, minor = 0, patch = 0] = /^v(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/.exec(tag) ?? [];
    return major === undefined ? 'as in v1.2.3 or v1.2.3-rc.1' : `v${[major, minor, patch].map(Number).join('.')}`;
}
/** Reads a version that a person gave, with a leading `v` or without. */
function versionOfInput(input) {
    return read(input.replace(/^v/, ''));
}
function read(text) {
    // The semver package ignores spaces, and a `v` or `=` in front.
    const parsed = /^\d/.test(text) && text === text.trim() ? (0,semver__WEBPACK_IMPORTED_MODULE_0__.parse)(text) : null;
    if (parsed === null)
        return { kind: 'none' };
    if (parsed.build.length > 0) {
        return {
            kind: 'unusable',
            reason: `${text} has build metadata (+${parsed.build.join('.')}), and an image tag cannot contain a +`
        };
    }
    if (text.length >= _grammar_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_TAG_LENGTH */ .Ti) {
        return {
            kind: 'unusable',
            reason: `${text} is too long for an image tag, which has at most ${_grammar_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_TAG_LENGTH */ .Ti} characters, including the v`
        };
    }
    return { kind: 'version', version: { text, prerelease: parsed.prerelease.length > 0 } };
}
/** Whether a tag reads as a version or as a line of versions: `1.2.3-rc.1`, `1.2`, `1`. 20260131 reads as a date. */
function readsAsVersion(tag) {
    return /^\d{1,7}(?:\.\d{1,7})?$/.test(tag) || (/^\d/.test(tag) && (0,semver__WEBPACK_IMPORTED_MODULE_0__.parse)(tag) !== null);
}


/***/ })

};
