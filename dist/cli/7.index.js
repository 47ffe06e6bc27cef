export const id = 7;
export const ids = [7];
export const modules = {

/***/ 1007:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  promoteFromClone: () => (/* binding */ promoteFromClone)
});

// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/run/context.ts
var context = __webpack_require__(670);
// EXTERNAL MODULE: ./src/stages/tags.ts
var tags = __webpack_require__(7094);
// EXTERNAL MODULE: ./src/run/docker-login.ts
var docker_login = __webpack_require__(4045);
// EXTERNAL MODULE: ./src/core/lazy.ts
var lazy = __webpack_require__(8381);
;// CONCATENATED MODULE: ./src/core/quantities.ts
/** `0.3 s`, `12 s`, `3 min 5 s` */
function duration(ms) {
    const tenths = Math.round(ms / 100);
    if (tenths < 100)
        return `${(tenths / 10).toFixed(1)} s`;
    const seconds = Math.round(ms / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
/** `512 B`, `1.4 MB`: decimal units, as in Docker's output. */
function bytes(count) {
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    let value = count;
    let unit = 0;
    // A value that rounds to 1000 of one unit is shown as 1.0 of the next.
    while (Math.round(value) >= 1000 && unit < units.length - 1) {
        value /= 1000;
        unit++;
    }
    return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

;// CONCATENATED MODULE: ./src/run/copy-progress.ts

/** So long there is no line: a copy that takes a minute says twelve. */
const SILENCE_MS = 5000;
/**
 * Says how far a copy has come, where it takes long: `Copied 1.2 GB, 80 MB/s`, the rate since it began.
 * @param clock milliseconds
 */
function progressLines(say, clock) {
    const start = clock();
    let said = start;
    return ({ bytes: copied }) => {
        const now = clock();
        if (now - said < SILENCE_MS)
            return;
        said = now;
        say(`Copied ${bytes(copied)}, ${bytes((copied / (now - start)) * 1000)}/s`);
    };
}

;// CONCATENATED MODULE: ./src/run/image-copy.ts



/** An image that was copied to the target. */
class CopiedImage {
    manifest;
    first;
    again;
    constructor(manifest, first, copyAgain) {
        this.manifest = manifest;
        this.first = first;
        this.again = new lazy/* Lazy */.d(copyAgain);
    }
    /** Copies all of the image once more, however many tags find that a part of it is missing. */
    sendAgain = () => this.again.get();
    /** What was copied in the end. */
    async report() {
        return (await this.again.ifMade()) ?? this.first;
    }
}
/** Copies an image with all that it is made of, by its digest, from registry to registry. */
async function copyToTarget(run, source, target, image) {
    const { manifest, origin } = image;
    // Read while the layers are on their way.
    origin.start();
    const report = await copyOnce(run, source, target, manifest.digest, false);
    return new CopiedImage(manifest, report, () => {
        run.log.notice(`${target.repository.name} has ${manifest.digest}, and says that it lacks a part of it: all of it is copied once more.`);
        return copyOnce(run, source, target, manifest.digest, true);
    });
}
async function copyOnce({ log, timings, signal }, source, target, digest, evenIfPresent) {
    const { copyImage: copy } = await __webpack_require__.e(/* import() */ 805).then(__webpack_require__.bind(__webpack_require__, 9805));
    const report = await timings.time('copy', () => copy({
        source: { registry: source.registry, repository: source.repository.name },
        target: { registry: target.registry, repository: target.repository.name },
        digest,
        evenIfPresent,
        signal,
        onProgress: progressLines(log.info, () => performance.now())
    }));
    const { mounted, copied, alreadyThere } = report.blobs;
    log.info(report.alreadyThere
        ? 'The target has this image already.'
        : `Layers and configs: ${mounted} mounted, ${copied} copied (${bytes(report.bytes)}), ${alreadyThere} there already.`);
    return report;
}

// EXTERNAL MODULE: ./packages/oci/src/manifest.ts
var src_manifest = __webpack_require__(2104);
// EXTERNAL MODULE: ./packages/oci/src/manifest-parts.ts
var manifest_parts = __webpack_require__(8143);
// EXTERNAL MODULE: ./src/aws/denial.ts
var denial = __webpack_require__(1074);
// EXTERNAL MODULE: ./src/core/remedy.ts
var remedy = __webpack_require__(7935);
// EXTERNAL MODULE: ./src/core/setting.ts
var setting = __webpack_require__(4467);
// EXTERNAL MODULE: ./src/stages/origin.ts
var origin = __webpack_require__(6817);
// EXTERNAL MODULE: ./src/run/build-inputs.ts + 3 modules
var build_inputs = __webpack_require__(253);
// EXTERNAL MODULE: ./src/run/build-settings.ts
var build_settings = __webpack_require__(9583);
;// CONCATENATED MODULE: ./src/run/promotion-source.ts











/**
 * Finds the image that is to be promoted.
 * @throws Failure naming the source, what it has instead, and which run should have pushed what is missing
 */
async function findPromotionSource(run, session, source) {
    return await run.timings.time('look-up', async () => {
        const wanted = await sourceReference(run, session);
        const [manifest, known] = await Promise.all([findManifest(run, source, wanted), knownToEcr(run, source, wanted)]);
        return {
            manifest,
            detail: detailOfDigest(manifest.digest, known, run, source),
            origin: new lazy/* Lazy */.d(() => originOf(run, source.client, manifest))
        };
    });
}
/** The fingerprint that an image was built from, by the tag that the stage before gave it. */
function fingerprintOf(detail) {
    return detail?.tags.find(tag => tag.startsWith('src-'))?.slice('src-'.length);
}
/** The tags that the stage before gave the image for people. */
function tagsForPeople(detail) {
    return (detail?.tags ?? []).filter(isForPeople).sort();
}
/** The tag or digest by which the stage before has the image of this run. */
async function sourceReference(run, session) {
    const { inputs, stage, revision } = run;
    if (inputs.source !== undefined)
        return { reference: inputs.source, by: 'input' };
    if (stage === 'release')
        return { reference: (0,tags/* commitTag */.m)(revision.commit), by: 'commit' };
    const { fingerprint } = await (0,build_inputs/* countBuildInputs */.P)(run, (0,build_settings/* buildSettings */.E6)(run), session);
    if (fingerprint.kind === 'comparable')
        return { reference: `src-${fingerprint.value}`, by: 'fingerprint' };
    throw new failure/* Failure */.HR(`The image of this commit cannot be found in development: ${fingerprint.reason}`, {
        remedy: BUILD_OR_NAME
    });
}
/**
 * What an image says of its origin: by its annotations, else by its labels.
 * @see https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
async function originOf({ runner, signal }, client, manifest) {
    const own = `${runner.serverUrl}/${runner.repository}`;
    try {
        const { annotations = {} } = (0,src_manifest/* jsonOf */.o_)(manifest.bytes);
        return originIn(annotations, own) ?? originIn(await labelsOf(client, manifest), own);
    }
    catch {
        signal.throwIfAborted();
        return undefined;
    }
}
function originIn(fields, own) {
    const [commit, created, version, source] = ['revision', 'created', 'version', 'source'].map(name => {
        const value = fields[`org.opencontainers.image.${name}`];
        return typeof value === 'string' && value !== '' ? value : undefined;
    });
    if (commit === undefined)
        return undefined;
    const isOurs = source === own && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit);
    return { commit, created, version, runs: isOurs ? `${own}/commit/${commit}/checks` : undefined };
}
/** No builder writes a larger config. */
const CONFIG_BYTES = 1024 * 1024;
/** The labels of one image. An index has none, and each of its images may have others. */
async function labelsOf(client, manifest) {
    const content = (0,src_manifest/* contentOf */.$E)(manifest);
    if (content.kind === 'index' || content.config === undefined || content.config.size > CONFIG_BYTES)
        return {};
    const { config = {} } = (0,src_manifest/* jsonOf */.o_)(await readBlob(client, content.config));
    return config.Labels ?? {};
}
async function readBlob(client, { digest, size }) {
    const { body } = await client.blobs.open(digest);
    const chunks = [];
    let length = 0;
    for await (const chunk of body) {
        length += chunk.length;
        if (length > size)
            break;
        chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    if ((0,src_manifest/* digestOf */.ol)(bytes) !== digest)
        throw new Error(`${digest} has other bytes.`);
    return bytes;
}
async function findManifest(run, source, wanted) {
    const { repository, client } = source;
    const { reference } = wanted;
    const found = await client.manifest(reference);
    const where = `the source ${repository.name} (account ${repository.account}, ${repository.region})`;
    if (found.kind === 'found')
        return wellFormed(found.value, `${reference} of ${where}`);
    if (found.kind === 'denied') {
        throw new failure/* Failure */.HR(`Reading ${reference} of ${where}: ${found.reason}`, {
            remedy: (0,denial/* remedyOfRepositoryDenial */.Jz)(found.reason, repository.from, 'Deploy infra/ again. The role of this stage must be able to read the repository of the stage before.')
        });
    }
    if (found.what === 'repository') {
        throw new failure/* Failure */.HR(`There is no such repository: ${where}.`, {
            remedy: `${(0,origin/* originQuestion */.T_)('repository', repository.from)} If it is, deploy infra/ for the stage before.`
        });
    }
    const { findImageDetail } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(657)]).then(__webpack_require__.bind(__webpack_require__, 9657));
    const known = await findImageDetail(source.ecr, repository, reference, run.signal).catch(() => undefined);
    if (known?.archived === true) {
        throw new failure/* Failure */.HR(`The image ${reference} of ${where} is archived.`, {
            remedy: 'Restore it in ECR, or build it again: pushing it restores it.'
        });
    }
    if (known !== undefined) {
        // ECR knows the image by this name, so the 404 was a passing one: ECR sometimes answers so for what it has just stored.
        const again = await client.manifest(known.digest);
        if (again.kind === 'found')
            return wellFormed(again.value, `${reference} of ${where}`);
    }
    throw new failure/* Failure */.HR(`There is no image ${reference} in ${where}. ${await newestIn(run, source)}`, {
        remedy: remedyOfMissing(wanted, run)
    });
}
/** Which run should have pushed what is missing, or which name is wrong. */
function remedyOfMissing({ reference, by }, { revision: { commit }, runner, trunk }) {
    // On a command line the repository on GitHub is not known if the stages file does not name it.
    const at = (page) => runner.repository === '' ? '.' : `: ${runner.serverUrl}/${runner.repository}/commit/${commit}${page}`;
    switch (by) {
        case 'input':
            return (0,remedy/* remedy */.zL) `Set ${(0,setting/* setting */.Pe)('source')} to a tag or a digest that exists, not to \`${reference}\`. Without it, the image of this run's commit is promoted.`;
        case 'commit':
            return (0,remedy/* remedies */.JW)(`The run on commit ${commit} should have pushed the image${at('/checks')}`, (0,remedy/* remedy */.zL) `If that run is still going, wait until it ends. ${remedy/* RUN_AGAIN */.Bs} after that.`, `Only a commit that a push made the head of the trunk ${trunk} has an image. The commits of a merged branch have none, nor have commits that were pushed together with a later one.`, `If this commit is not merged yet, merge it. Then tag the head of ${trunk} after the merge with a new version, because a pushed tag stays on its commit.`, (0,remedy/* remedy */.zL) `Or release by hand, with \`sha-<12 characters of that head>\` as ${(0,setting/* setting */.Pe)('source')}.`);
        case 'fingerprint':
            return (0,remedy/* remedies */.JW)(`The last run on the pull request of commit ${commit} should have pushed the image${at('')}`, `There is none if that run failed, if ${trunk} moved on before the merge, or if a base image has changed since.`, BUILD_OR_NAME);
    }
}
const BUILD_OR_NAME = {
    workflow: 'Build it for master instead (leave out the input `operation`), or name it with the input `source`.',
    terminal: 'Build it for master instead (`ecr-registry push --stage master`), or name it with `--source`.'
};
const LISTED = 5;
/** The newest images there are instead, one a line. */
async function newestIn({ signal }, { ecr, repository }) {
    const { awsAnswer, listNewestImages } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(657)]).then(__webpack_require__.bind(__webpack_require__, 9657));
    try {
        const newest = (await listNewestImages(ecr, repository, '', signal)).map(image => ({
            ...image,
            tags: image.tags.filter(isForPeople)
        }));
        const lines = newest
            .filter(({ tags }) => tags.length > 0)
            .slice(0, LISTED)
            .map(({ tags, pushedAt }) => `  ${tags.join(', ')} (pushed ${pushedAt === undefined ? 'at an unknown time' : `${pushedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`})`);
        return lines.length === 0
            ? 'It holds none with a tag.'
            : ['The newest there are, each with its tags:', ...lines].join('\n');
    }
    catch (error) {
        signal.throwIfAborted();
        return `What it holds cannot be listed: ${awsAnswer(error)}`;
    }
}
/** Neither a fingerprint nor a tag under which cosign keeps something about another image. */
function isForPeople(tag) {
    return !/^src-|^sha256-[0-9a-f]{64}/.test(tag);
}
function wellFormed(manifest, what) {
    try {
        (0,manifest_parts/* partsOf */.CI)(manifest);
        return manifest;
    }
    catch (error) {
        if (!(error instanceof manifest_parts/* MalformedManifest */.Rl))
            throw error;
        throw new failure/* Failure */.HR(`Reading ${what}: it cannot be copied: ${error.message}`, {
            cause: error,
            remedy: 'Build and push the image again.'
        });
    }
}
/** What ECR knows of the source image beside its bytes. A promotion does without if the role may not ask. */
async function knownToEcr(run, { ecr, repository }, { reference }) {
    const { awsAnswer, findImageDetail, listNewestImages } = await Promise.all(/* import() */[__webpack_require__.e(751), __webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(657)]).then(__webpack_require__.bind(__webpack_require__, 9657));
    try {
        const [detail, rebuilt] = await Promise.all([
            findImageDetail(ecr, repository, reference, run.signal),
            run.inputs.source === undefined
                ? listNewestImages(ecr, repository, `${(0,tags/* commitTag */.m)(run.revision.commit)}-`, run.signal)
                : []
        ]);
        return { kind: 'known', detail, rebuilt };
    }
    catch (error) {
        run.signal.throwIfAborted();
        return { kind: 'unknown', because: awsAnswer(error) };
    }
}
/** What ECR knows of the image that was found. A tag may have moved between the two questions, so the digests are compared. */
function detailOfDigest(digest, known, { log }, { repository: { name } }) {
    if (known.kind === 'unknown') {
        log.warning(`ECR does not tell the tags of ${digest} in ${name}, so it is promoted without its src- tag: ${known.because}`);
        return undefined;
    }
    const { detail, rebuilt } = known;
    if (rebuilt.length > 0) {
        const tags = rebuilt.flatMap(image => image.tags.filter(tag => tag.startsWith('sha-')));
        log.notice(`${name} also has later builds of this commit (${tags.join(', ')}). The first build is promoted.`, (0,remedy/* remedy */.zL) `To promote another, name it with ${(0,setting/* setting */.Pe)('source')}.`);
    }
    return detail?.digest === digest ? detail : undefined;
}

// EXTERNAL MODULE: ./node_modules/semver/index.js
var semver = __webpack_require__(2088);
// EXTERNAL MODULE: ./src/core/settle.ts
var settle = __webpack_require__(7448);
// EXTERNAL MODULE: ./src/stages/releases.ts
var releases = __webpack_require__(3125);
// EXTERNAL MODULE: ./src/run/tags.ts + 1 modules
var run_tags = __webpack_require__(770);
;// CONCATENATED MODULE: ./src/run/release-tags.ts








/** The version that a run releases. Other stages release none. */
function versionOf({ stage, revision, reason }) {
    if (stage !== 'release')
        return undefined;
    if (revision.version !== undefined)
        return revision.version;
    throw new failure/* Failure */.HR(`${reason} A release needs a version, and this run names none.`, {
        remedy: (0,remedy/* remedy */.zL) `Push a git tag such as v1.2.3, publish a release of it, or set ${(0,setting/* setting */.Pe)('version')}.`
    });
}
/**
 * A version that is about to be released, and the tags that follow it: `1.2`, `1` and `latest`, which only ever move
 * forward. Two releases may move them at once. Each has put its `v…` before it looks, and looks again after it moved a
 * tag, so that the higher version stays.
 */
class Release {
    run;
    target;
    version;
    digest;
    gitTags;
    published;
    constructor(run, target, version, digest) {
        this.run = run;
        this.target = target;
        this.version = version;
        this.digest = digest;
        // The release role may look for a tag in its own repository, but not list them. GitHub lists the versions there are.
        this.gitTags = new lazy/* Lazy */.d(() => this.run.timings.time('look-up', () => this.run.github.versionTags())).start();
        this.published = new lazy/* Lazy */.d(() => this.run.timings.time('look-up', () => this.askWhetherPrerelease())).start();
    }
    /** The tag of the version itself. */
    get tag() {
        return `v${this.version.text}`;
    }
    /**
     * Refuses a version that is released already as another image, and one that goes backward. A version with a git tag is
     * meant, however old its line is. A version that only an input names, and that is below its own line, is a mistake.
     */
    async refuseTakenOrBackward({ named }) {
        const [released, gitTags] = [named.get(this.tag), await this.gitTags.get()];
        await this.published.get();
        if (released !== undefined && released !== this.digest)
            throw (0,run_tags/* versionTaken */.Qy)(this.target, this.tag, released, this.digest);
        if (released !== undefined || gitTags.includes(this.tag))
            return;
        const higher = await this.run.timings.time('look-up', () => this.higherInLine());
        if (higher === undefined)
            return;
        const { text } = this.version;
        const { name } = this.target.repository;
        throw new failure/* Failure */.HR(`The version ${text} goes backward: ${higher.tag} of the same line is already released in the target ${name}.${await this.doubtAbout(higher)}`, {
            remedy: `Give a higher version. To release v${text} all the same, push the git tag v${text}: the image gets that tag, and no line moves.`
        });
    }
    /** What would become of the lines if the version were released now. Nothing is written. */
    async foreseeLines() {
        const planned = await this.planLines();
        return await (0,settle/* allInOrder */.b)(planned.map(async ({ line, plan }) => {
            if (plan.kind !== 'move')
                return await this.leaveLine(line, plan);
            return plan.from === undefined
                ? { tag: line.tag, kind: 'put' }
                : { tag: line.tag, kind: 'move', from: plan.from.tag };
        }));
    }
    /** Moves the lines to the version, which has its own tag by now. */
    async moveLines(image) {
        return await this.run.timings.time('tags', async () => {
            const planned = await this.planLines();
            const results = await (0,settle/* allInOrder */.b)(planned.map(({ line, plan }) => this.moveLine(line, plan, image)));
            if (!results.some(({ kind }) => kind === 'put'))
                return results;
            const now = await this.countedFor((0,releases/* versionLines */.YM)(await this.published.get()), await this.lookUpAgain());
            return await (0,settle/* allInOrder */.b)(results.map(async (result, index) => {
                const line = planned[index]?.line;
                const higher = line === undefined || result.kind !== 'put' ? undefined : (0,releases/* highestAbove */.UT)(line, this.version, now);
                return line === undefined || higher === undefined ? result : await this.giveBack(line, higher);
            }));
        });
    }
    /** Tells that no line follows a version that was just released, so that nobody who pulls a line gets it. */
    noteIfNoLineFollows(results, lines) {
        const isNew = results.some(({ kind, tag }) => kind === 'put' && tag === this.tag);
        const [own] = lines;
        if (!isNew || own?.kind !== 'kept' || lines.some(({ kind }) => kind !== 'kept'))
            return;
        this.run.log.notice(`${this.tag} gets its own tag only: ${lines.map(({ tag }) => tag).join(', ')} stay where they are. The reason for ${own.tag}: ${own.because}`);
    }
    /** The highest release of the version's own line, `1.2` of 1.2.3, that is above it; pre-releases aside. */
    async higherInLine() {
        const [own] = (0,releases/* versionLines */.YM)(await this.published.get());
        if (own === undefined)
            return undefined;
        const higher = (await this.telling()).filter(({ version }) => own.includes(version) && (0,semver.compare)(version, this.version.text) > 0);
        return (0,releases/* highestAbove */.UT)(own, this.version, await this.countedFor([own], await this.lookUp(higher)));
    }
    async planLines() {
        const version = await this.published.get();
        const lines = (0,releases/* versionLines */.YM)(version);
        if (lines.length === 0)
            return [];
        const telling = await this.telling();
        const [seen, current] = await (0,settle/* allInOrder */.b)([
            this.lookUp(telling).then(released => this.countedFor(lines, released)),
            (0,settle/* allInOrder */.b)(lines.map(({ tag }) => (0,run_tags/* digestAt */.mw)(this.target, tag)))
        ]);
        const planWith = (released) => lines.map((line, index) => ({ line, plan: (0,releases/* planLine */.od)(line, version, this.digest, current[index], released) }));
        const first = planWith(seen);
        if (!first.some(({ plan }) => plan.kind === 'unexplained'))
            return first;
        // A registry may say once, wrongly, that a version is missing, so look twice. A version may also have no git tag.
        const all = distinct([...telling, ...(0,releases/* guessedVersionTags */.ae)(version)]);
        return planWith(await this.countedFor(lines, await this.lookUp(all)));
    }
    /** The tags that tell what the lines may name. If the version has no git tag, those before it may have had none either. */
    async telling() {
        return this.tellingOf(await this.published.get(), await this.gitTags.get());
    }
    tellingOf(version, gitTags) {
        return distinct([
            ...(0,releases/* nearestVersionTags */.O$)(version, gitTags),
            ...(gitTags.includes(this.tag) ? [] : (0,releases/* guessedVersionTags */.ae)(version))
        ]);
    }
    /**
     * The releases that count. One that GitHub has as a pre-release holds no line, whatever its number looks like. GitHub is
     * asked only about those that would hold one.
     */
    async countedFor(lines, released) {
        const holders = [...new Set(lines.map(line => (0,releases/* highestAbove */.UT)(line, this.version, released)))].filter(one => one !== undefined);
        const answers = await (0,settle/* allInOrder */.b)(holders.map(holder => this.prereleaseOf(holder)));
        const prereleases = holders.filter((_, index) => answers[index]?.kind === 'yes');
        if (prereleases.length === 0)
            return released;
        return await this.countedFor(lines, released.filter(one => !prereleases.includes(one)));
    }
    /** Whether GitHub has a release as a pre-release. A line that exists was moved by a full release. */
    async prereleaseOf({ tag }) {
        return tag.startsWith('v') ? await this.run.github.isPrerelease(tag) : { kind: 'no' };
    }
    /** What is not known of a version that holds a line: a sentence to be added, or nothing. */
    async doubtAbout(holder) {
        const answer = await this.prereleaseOf(holder);
        return answer.kind === 'unknown'
            ? ` It is not known whether ${holder.tag} is a pre-release on GitHub, which would hold no line: ${answer.because}`
            : '';
    }
    async moveLine(line, plan, { manifest, sendAgain }) {
        if (plan.kind !== 'move')
            return await this.leaveLine(line, plan);
        const { client, repository } = this.target;
        if ((await client.tag(line.tag, manifest, sendAgain)) === 'put')
            return { tag: line.tag, kind: 'put' };
        throw new failure/* Failure */.HR(`Moving ${repository.name}:${line.tag} to ${this.tag}: the repository keeps this tag immutable.`, {
            remedy: 'Deploy infra/ again, or change the tag mutability filters of the repository. In release only `sha-*` and `v*` may be immutable.'
        });
    }
    async leaveLine(line, plan) {
        switch (plan.kind) {
            case 'already':
                return { tag: line.tag, kind: 'already' };
            case 'behind':
                return {
                    tag: line.tag,
                    kind: 'kept',
                    because: `${plan.by.tag} is higher and already released.${await this.doubtAbout(plan.by)}`
                };
            case 'unexplained': {
                const because = `it names ${plan.digest}, and no full release that was looked for is that image.`;
                this.run.log.warning(`${this.target.repository.name}:${line.tag} stays where it is: ${because}`, 'Move it by hand if it should follow this release.');
                return { tag: line.tag, kind: 'kept', because };
            }
        }
    }
    /** Puts a line back on a higher version, which was released meanwhile and may have moved the line before this run did. */
    async giveBack(line, higher) {
        const { client, repository } = this.target;
        const found = await client.manifest(higher.tag);
        if (found.kind !== 'found' || (await client.tag(line.tag, found.value)) !== 'put') {
            const reason = found.kind === 'denied'
                ? found.reason
                : found.kind === 'missing'
                    ? 'it no longer exists'
                    : 'the repository keeps the tag immutable';
            throw new failure/* Failure */.HR(`Moving ${repository.name}:${line.tag} back to ${higher.tag}, which was released meanwhile: ${reason}. The tag names ${this.tag} now.`, {
                remedy: {
                    workflow: `Run the job that released ${higher.tag} again: it moves the tag.`,
                    terminal: `Promote ${higher.tag} again: that moves the tag.`
                }
            });
        }
        return {
            tag: line.tag,
            kind: 'kept',
            because: `${higher.tag} is higher and was released meanwhile.${await this.doubtAbout(higher)}`
        };
    }
    async lookUp(tags) {
        const digests = await (0,settle/* allInOrder */.b)(tags.map(({ tag }) => (0,run_tags/* digestAt */.mw)(this.target, tag)));
        return tags.flatMap((standing, index) => {
            const digest = digests[index];
            return digest === undefined ? [] : [{ ...standing, digest }];
        });
    }
    /** The releases that were looked for before, and those whose git tags were pushed meanwhile. */
    async lookUpAgain() {
        const before = await this.telling();
        const [released, gitTags] = await Promise.all([this.lookUp(before), this.run.github.versionTags()]);
        const known = new Set(before.map(({ tag }) => tag));
        const added = this.tellingOf(await this.published.get(), gitTags).filter(({ tag }) => !known.has(tag));
        return [...released, ...(await this.lookUp(added))];
    }
    /** On GitHub a version may be a pre-release although its number does not say so. A git tag tells nothing of that. */
    async askWhetherPrerelease() {
        if (this.version.prerelease)
            return this.version;
        const answer = await this.run.github.isPrerelease(this.tag);
        if (answer.kind === 'unknown')
            this.run.log.notice(`It is not known whether ${this.tag} is a pre-release on GitHub, which would move no line: ${answer.because}`, answer.remedy);
        if (answer.kind === 'yes')
            this.run.log.notice(`${this.tag} is a pre-release on GitHub, so it gets its own tag and moves no line.`);
        return { ...this.version, prerelease: answer.kind === 'yes' };
    }
}
function distinct(tags) {
    return [...new Map(tags.map(one => [one.tag, one])).values()];
}

;// CONCATENATED MODULE: ./src/run/runner.ts
/** Page of the run on GitHub; undefined where none is under way, but somebody at a terminal. */
function runUrl({ serverUrl, repository, runId, runAttempt }) {
    return runId === '0' ? undefined : `${serverUrl}/${repository}/actions/runs/${runId}/attempts/${runAttempt}`;
}

// EXTERNAL MODULE: ./src/run/scan-gate.ts
var scan_gate = __webpack_require__(454);
// EXTERNAL MODULE: ./src/run/session.ts
var run_session = __webpack_require__(5793);
// EXTERNAL MODULE: ./src/run/staged-image.ts
var staged_image = __webpack_require__(1355);
;// CONCATENATED MODULE: ./src/run/promote.ts










/** Copies the image that the stage before holds for this run, by its digest, and puts this run's tags on it. */
async function promote(run, destination) {
    const version = versionOf(run);
    const session = new run_session/* Session */.N(run, destination);
    try {
        const ends = { source: await session.source(destination.source), target: await session.target() };
        return await promoteBetween(ends, run, session, version);
    }
    finally {
        await session.close();
    }
}
async function promoteBetween({ source, target }, run, session, version) {
    const image = await findPromotionSource(run, session, source);
    const release = version === undefined ? undefined : new Release(run, target, version, image.manifest.digest);
    const tags = await run.timings.time('look-up', () => (0,run_tags/* lookUpTags */.YK)(target, tagsOfPromotion(run, image)));
    await release?.refuseTakenOrBackward(tags);
    const gate = await (0,scan_gate/* passGate */.lt)(run, source, image, (0,staged_image/* subjectOf */.et)(run, target));
    if (run.inputs.dryRun)
        return await planned({ source, target }, run, image, tags, release, gate);
    const copy = await copyToTarget(run, source, target, image);
    const results = await (0,run_tags/* putTags */.Tm)(run, target, tags, copy);
    const lines = (await release?.moveLines(copy)) ?? [];
    release?.noteIfNoLineFollows(results, lines);
    if (run.inputs.dockerLogin)
        (0,docker_login/* shareLogin */.P)(run, await (0,docker_login/* openDockerConfig */.$)(run, session));
    return await promoted({ source, target }, run, image, copy, { results, lines }, gate);
}
/** The tags that a promoted image gets. The input `source` may name another commit's image. */
function tagsOfPromotion(run, { detail }) {
    const isOfCommit = run.inputs.source === undefined;
    const fingerprint = fingerprintOf(detail);
    return [
        ...(fingerprint === undefined ? [] : [(0,tags/* fingerprintTag */.bN)(run.stage, fingerprint)]),
        ...(0,run_tags/* tagsOf */.Fg)(run, { isOfCommit, committedAt: isOfCommit ? run.committedAt : undefined })
    ];
}
/** What a run would do with the image. What it would fail for at the target is an error here as well. */
async function planned({ source, target }, run, image, tags, release, gate) {
    const { digest } = image.manifest;
    const [held, own, lines] = await run.timings.time('look-up', () => Promise.all([target.client.find(digest), (0,run_tags/* foreseeTags */.rW)(run, target, tags, digest), release?.foreseeLines() ?? []]));
    return {
        kind: 'planned',
        stage: run.stage,
        reason: run.reason,
        plan: {
            registry: target.registry.host,
            repository: target.repository.name,
            action: held === undefined ? 'copy' : 'tag only',
            tags: [...own, ...lines],
            fingerprint: fingerprintOf(image.detail),
            bases: [],
            source: referenceOf(source, digest),
            version: run.revision.version?.text,
            scans: await gate.get()
        }
    };
}
async function promoted({ source, target }, run, image, copy, { results, lines }, gate) {
    const { manifest, detail } = image;
    const report = await copy.report();
    const { version } = run.revision;
    // A version that gets its tag now is released now, and so is one whose lines an earlier run left where they were.
    const isReleased = [...results.filter(({ tag }) => tag === `v${version?.text ?? ''}`), ...lines].some(({ kind }) => kind === 'put');
    const kind = isReleased || !report.alreadyThere ? 'promoted' : 'unchanged';
    const promotion = {
        source: referenceOf(source, manifest.digest),
        pushedAt: detail?.pushedAt,
        sourceTags: tagsForPeople(detail),
        builtFrom: await image.origin.get(),
        run: kind === 'promoted' ? thisRun(run) : undefined,
        copy: report
    };
    return {
        kind,
        stage: run.stage,
        reason: run.reason,
        promotion,
        version: version?.text,
        image: {
            ...(await (0,staged_image/* describeImage */.hu)(target.client, manifest, [], false)),
            ...(0,staged_image/* subjectOf */.et)(run, target),
            ...(0,staged_image/* placeOf */.$t)(target, manifest.digest),
            tags: [...results, ...lines],
            fingerprint: fingerprintOf(detail),
            bases: [],
            scans: await gate.get()
        }
    };
}
/** `registry/repository@sha256:...` */
function referenceOf({ registry, repository }, digest) {
    return `${registry.host}/${repository.name}@${digest}`;
}
/** The run that promotes; on a command line there is none. */
function thisRun({ runner }) {
    const url = runUrl(runner);
    return url === undefined ? undefined : { number: runner.runNumber, url, at: new Date() };
}

// EXTERNAL MODULE: ./src/stages/stage.ts
var stages_stage = __webpack_require__(7089);
// EXTERNAL MODULE: ./src/stages/version.ts
var version = __webpack_require__(7539);
// EXTERNAL MODULE: ./src/cli/command-result.ts + 2 modules
var command_result = __webpack_require__(2064);
// EXTERNAL MODULE: ./src/cli/local-job.ts + 4 modules
var local_job = __webpack_require__(8797);
// EXTERNAL MODULE: ./src/cli/trunk-rule.ts
var trunk_rule = __webpack_require__(6435);
;// CONCATENATED MODULE: ./src/cli/promote.ts








/** Copies the image of the current commit from the previous stage, by its digest. */
async function promoteFromClone(common, settings, invocation) {
    return await (0,local_job/* withLocalJob */.H)(common, settings, invocation, async (job) => {
        const { tree, trunk, log, inputs } = job;
        const { stage } = common;
        const source = stage === undefined ? undefined : (0,stages_stage/* sourceStage */.I)(stage);
        if (stage === undefined || source === undefined) {
            throw new failure/* Failure */.HR('A promotion needs a target stage: release (from master), or master (from development).', {
                remedy: 'Add `--stage release --version 1.2.3`, or `--stage master`.'
            });
        }
        if (tree.isDirty && inputs.source === undefined) {
            throw new failure/* Failure */.HR('There are uncommitted changes, and a promotion takes the image of a commit.', {
                remedy: 'Commit or stash them, or name the image with --source.'
            });
        }
        if (stage === 'master') {
            const steps = `Merge the change, then promote from the trunk: \`git switch ${trunk}\` and \`git pull\` first`;
            await (0,trunk_rule/* requireTrunk */.k)(job, tree, steps);
        }
        const version = stage === 'release' ? await promote_versionOf(job) : undefined;
        const reason = `By hand, to ${stage} from ${source}${version === undefined ? '' : ` as v${version.text}`}.`;
        log.info(reason);
        const revision = {
            commit: tree.commit.id,
            branch: stage === 'master' ? trunk : tree.branch,
            pullRequest: undefined,
            version
        };
        const destination = { target: job.targetOf(stage), source: job.targetOf(source).repository, identity: job.identity };
        const { image, github } = job;
        const run = (0,context/* stageRun */.e)(job, { stage, reason, revision, trunk, image, github });
        return (0,command_result/* resultOf */.B)(await promote({ ...run, committedAt: tree.commit.time }, destination));
    });
}
/** The version given with --version, or else by the git tag of the current commit. */
async function promote_versionOf({ inputs, tree }) {
    if (inputs.version !== undefined) {
        const reading = (0,version/* versionOfInput */.W3)(inputs.version);
        if (reading.kind === 'version')
            return reading.version;
        const reason = reading.kind === 'unusable' ? reading.reason : 'it is not a semantic version.';
        throw new failure/* Failure */.HR(`--version is \`${inputs.version}\`: ${reason}`, { remedy: 'Give a version such as 1.2.3.' });
    }
    const tags = (await tree.git('tag', '--points-at', 'HEAD'))?.split('\n') ?? [];
    const versions = tags.map(version/* versionOfTag */.mx).flatMap(reading => (reading.kind === 'version' ? [reading.version] : []));
    const [only] = versions;
    if (only !== undefined && versions.length === 1)
        return only;
    const found = only === undefined ? 'no git tag such as v1.2.3' : `${versions.length} git tags such as v1.2.3`;
    throw new failure/* Failure */.HR(`A release needs one version, and the current commit has ${found}.`, {
        remedy: 'Give the version with --version 1.2.3.'
    });
}


/***/ }),

/***/ 3125:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O$: () => (/* binding */ nearestVersionTags),
/* harmony export */   UT: () => (/* binding */ highestAbove),
/* harmony export */   YM: () => (/* binding */ versionLines),
/* harmony export */   ae: () => (/* binding */ guessedVersionTags),
/* harmony export */   od: () => (/* binding */ planLine)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(semver__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7539);


/** The lines that a version belongs to. A pre-release belongs to none. */
function versionLines({ text, prerelease }) {
    if (prerelease)
        return [];
    return [
        {
            tag: `${(0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text)}.${(0,semver__WEBPACK_IMPORTED_MODULE_0__.minor)(text)}`,
            includes: other => (0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(other) === (0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text) && (0,semver__WEBPACK_IMPORTED_MODULE_0__.minor)(other) === (0,semver__WEBPACK_IMPORTED_MODULE_0__.minor)(text)
        },
        { tag: `${(0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text)}`, includes: other => (0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(other) === (0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text) },
        { tag: 'latest', includes: () => true }
    ];
}
/** Number of git tags above a version, in each line, that are looked up. One of them may hold the line. */
const NEAREST_ABOVE = 20;
/** Number of git tags below a version, in each line, that are looked up. The line may have come from one of them. */
const NEAREST_BELOW = 10;
/** Number of versions on each side of a version that are looked up without a git tag. */
const GUESSED = 5;
/**
 * The tags that explain the digests of a version's lines, chosen from the versions that have a git tag. In every line they are
 * the highest versions above this one and the nearest ones below. Pre-releases move no line and are left out.
 * @returns highest first
 */
function nearestVersionTags(version, gitTags) {
    const released = gitTags.flatMap(tag => {
        const reading = (0,_version_js__WEBPACK_IMPORTED_MODULE_1__/* .versionOfTag */ .mx)(tag);
        return reading.kind === 'version' && !reading.version.prerelease ? [reading.version.text] : [];
    });
    const chosen = versionLines(version).flatMap(({ includes }) => {
        const line = released.filter(includes).sort(semver__WEBPACK_IMPORTED_MODULE_0__.rcompare);
        const above = line.filter(other => (0,semver__WEBPACK_IMPORTED_MODULE_0__.compare)(other, version.text) > 0);
        const below = line.filter(other => (0,semver__WEBPACK_IMPORTED_MODULE_0__.compare)(other, version.text) < 0);
        return [...above.slice(0, NEAREST_ABOVE), ...below.slice(0, NEAREST_BELOW)];
    });
    return [...new Set(chosen)].sort(semver__WEBPACK_IMPORTED_MODULE_0__.rcompare).map(text => ({ tag: `v${text}`, version: text }));
}
/**
 * The same for versions that are released without git tags, which nothing lists. The tags are guessed by counting: the versions
 * next to this one in its own line, and the lines next to its own. A line that exists has had a release.
 */
function guessedVersionTags({ text, prerelease }) {
    if (prerelease)
        return [];
    const [first, second, third] = [(0,semver__WEBPACK_IMPORTED_MODULE_0__.major)(text), (0,semver__WEBPACK_IMPORTED_MODULE_0__.minor)(text), (0,semver__WEBPACK_IMPORTED_MODULE_0__.patch)(text)];
    return [
        ...around(third).map(one => ({ tag: `v${first}.${second}.${one}`, version: `${first}.${second}.${one}` })),
        ...around(second).map(one => ({ tag: `${first}.${one}`, version: `${first}.${one}.0` })),
        ...around(first).map(one => ({ tag: `${one}`, version: `${one}.0.0` }))
    ];
}
function around(number) {
    return Array.from({ length: GUESSED }, (_, index) => [number + index + 1, number - index - 1])
        .flat()
        .filter(one => one >= 0);
}
/**
 * Decides on the tag of a line.
 * @param digest of the image to be released
 * @param current the digest that the tag names now; undefined if it does not exist
 * @param released the tags that exist in the release repository
 */
function planLine(line, version, digest, current, released) {
    const higher = highestAbove(line, version, released);
    if (higher !== undefined)
        return { kind: 'behind', by: higher };
    if (current === undefined)
        return { kind: 'move', from: undefined };
    if (current === digest)
        return { kind: 'already' };
    const from = released.find(other => other.digest === current);
    return from === undefined ? { kind: 'unexplained', digest: current } : { kind: 'move', from };
}
/** The highest released version that belongs to the line and is above the version. */
function highestAbove({ includes }, { text }, released) {
    return released
        .filter(({ version }) => includes(version) && (0,semver__WEBPACK_IMPORTED_MODULE_0__.compare)(version, text) > 0)
        .sort((a, b) => (0,semver__WEBPACK_IMPORTED_MODULE_0__.rcompare)(a.version, b.version))[0];
}


/***/ })

};
