export const id = 798;
export const ids = [798];
export const modules = {

/***/ 3798:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  promote: () => (/* binding */ promote)
});

// EXTERNAL MODULE: ./src/docker-login.ts
var docker_login = __webpack_require__(3631);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
// EXTERNAL MODULE: ./src/gate.ts
var gate = __webpack_require__(1956);
// EXTERNAL MODULE: ./src/inputs.ts
var inputs = __webpack_require__(8422);
// EXTERNAL MODULE: ./node_modules/semver/index.js
var semver = __webpack_require__(2088);
// EXTERNAL MODULE: ./src/stages/version.ts
var stages_version = __webpack_require__(7539);
;// CONCATENATED MODULE: ./src/stages/releases.ts


/** The lines that a version is of; a pre-release is of none. */
function linesOf({ text, prerelease }) {
    if (prerelease)
        return [];
    return [
        { tag: `${(0,semver.major)(text)}.${(0,semver.minor)(text)}`, holds: other => (0,semver.major)(other) === (0,semver.major)(text) && (0,semver.minor)(other) === (0,semver.minor)(text) },
        { tag: `${(0,semver.major)(text)}`, holds: other => (0,semver.major)(other) === (0,semver.major)(text) },
        { tag: 'latest', holds: () => true }
    ];
}
/** As many git tags on each side of a version are looked for: those that may hold a line, and those that it may come from. */
const NEAREST_ABOVE = 20;
const NEAREST_BELOW = 10;
/** So far on each side a version is looked for that may have no git tag. */
const ADJACENT = 5;
/**
 * The tags that tell what the lines of a version may name: of the versions that have a git tag, in every line the highest
 * above this one and the nearest below, pre-releases aside, because they move no line.
 * @returns highest first
 */
function neighbours(version, gitTags) {
    const released = gitTags.flatMap(tag => {
        const reading = (0,stages_version/* versionOfTag */.mx)(tag);
        return reading.kind === 'version' && !reading.version.prerelease ? [reading.version.text] : [];
    });
    const chosen = linesOf(version).flatMap(({ holds }) => {
        const line = released.filter(holds).sort(semver.rcompare);
        const above = line.filter(other => (0,semver.compare)(other, version.text) > 0);
        const below = line.filter(other => (0,semver.compare)(other, version.text) < 0);
        return [...above.slice(0, NEAREST_ABOVE), ...below.slice(0, NEAREST_BELOW)];
    });
    return [...new Set(chosen)].sort(semver.rcompare).map(text => ({ tag: `v${text}`, version: text }));
}
/**
 * The same where versions are released without git tags, and nobody lists them: the versions next to this one in its own
 * line, and the other lines next to its own, by counting. A line that is there has had a release.
 */
function adjacent({ text, prerelease }) {
    if (prerelease)
        return [];
    const [first, second, third] = [(0,semver.major)(text), (0,semver.minor)(text), (0,semver.patch)(text)];
    return [
        ...around(third).map(one => ({ tag: `v${first}.${second}.${one}`, version: `${first}.${second}.${one}` })),
        ...around(second).map(one => ({ tag: `${first}.${one}`, version: `${first}.${one}.0` })),
        ...around(first).map(one => ({ tag: `${one}`, version: `${one}.0.0` }))
    ];
}
function around(number) {
    return Array.from({ length: ADJACENT }, (_, index) => [number + index + 1, number - index - 1]).flat().filter(one => one >= 0);
}
/**
 * What is to become of a line's tag.
 * @param current the digest it names, if any
 * @param released those of the tags that are in the release repository
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
/** The highest of those that are of the line and above the version. */
function highestAbove({ holds }, { text }, released) {
    return released.filter(({ version }) => holds(version) && (0,semver.compare)(version, text) > 0).sort((a, b) => (0,semver.rcompare)(a.version, b.version))[0];
}

// EXTERNAL MODULE: ./src/tagging.ts
var src_tagging = __webpack_require__(9352);
;// CONCATENATED MODULE: ./src/release-lines.ts




/**
 * Moves `1.2`, `1` and `latest` to a version that has just been released, and only ever forward. Two releases may do so
 * at once: each has put its `v…` before it looks, and looks again after it moved, so that the higher one stays.
 */
async function moveLines(move) {
    const planned = await planLines(move);
    const results = await Promise.all(planned.map(({ line, plan }) => moveLine(move, line, plan)));
    if (!results.some(({ kind }) => kind === 'put'))
        return results;
    const now = await counted(move, linesOf(move.version), await lookUpAnew(move));
    return await Promise.all(results.map(async (result, index) => {
        const line = planned[index]?.line;
        if (line === undefined || result.kind !== 'put')
            return result;
        const higher = highestAbove(line, move.version, now);
        return higher === undefined ? result : await giveBack(move, line, higher);
    }));
}
/** What would become of the lines if the version were released now; nothing is written. */
async function foreseeLines(move) {
    const planned = await planLines(move);
    return await Promise.all(planned.map(async ({ line, plan }) => {
        if (plan.kind !== 'move')
            return await leaveLine(move, line, plan);
        return plan.from === undefined ? { tag: line.tag, kind: 'put' } : { tag: line.tag, kind: 'move', from: plan.from.tag };
    }));
}
async function planLines(move) {
    const lines = linesOf(move.version);
    if (lines.length === 0)
        return [];
    const look = async (tags) => await counted(move, lines, await lookUp(move, tags));
    const [seen, ...current] = await Promise.all([look(telling(move.version, move.gitTags)), ...lines.map(({ tag }) => (0,src_tagging/* digestAt */.mw)(move, tag))]);
    const planned = (released) => lines.map((line, index) => ({ line, plan: planLine(line, move.version, move.manifest.digest, current[index], released) }));
    const first = planned(seen);
    // What is said to be missing, for once and wrongly, must not hold a line: only two such answers do. And what the line
    // names may have been released without a git tag.
    const all = distinct([...telling(move.version, move.gitTags), ...adjacent(move.version)]);
    return first.some(({ plan }) => plan.kind === 'unexplained') ? planned(await look(all)) : first;
}
/** The highest release of the version's own line, `1.2` of 1.2.3, that is above it; pre-releases aside. */
async function higherInLine(move) {
    const [own] = linesOf(move.version);
    if (own === undefined)
        return undefined;
    const higher = telling(move.version, move.gitTags).filter(({ version }) => own.holds(version) && (0,semver.compare)(version, move.version.text) > 0);
    return highestAbove(own, move.version, await counted(move, [own], await lookUp(move, higher)));
}
/** The tags that are looked for. Where a version has no git tag of its own, those before it may have had none either. */
function telling(version, gitTags) {
    return distinct([...neighbours(version, gitTags), ...(gitTags.includes(`v${version.text}`) ? [] : adjacent(version))]);
}
function distinct(tags) {
    return [...new Map(tags.map(one => [one.tag, one])).values()];
}
/**
 * Those of the versions that count. One that GitHub has as a pre-release holds no line, whatever its number looks like:
 * it is asked of those alone that would hold one.
 */
async function counted(move, lines, released) {
    const holders = [...new Set(lines.map(line => highestAbove(line, move.version, released)))].filter(one => one !== undefined);
    const answers = await Promise.all(holders.map(holder => onGitHub(move, holder)));
    const prereleases = holders.filter((_, index) => answers[index]?.kind === 'yes');
    return prereleases.length === 0 ? released : await counted(move, lines, released.filter(one => !prereleases.includes(one)));
}
/** A line that is there was moved by a release. */
async function onGitHub({ isPrerelease }, { tag }) {
    return tag.startsWith('v') ? await isPrerelease(tag) : { kind: 'no' };
}
/** What is not known of a version that holds a line: a sentence to be added, or nothing. */
async function doubtAbout(move, holder) {
    const answer = await onGitHub(move, holder);
    return answer.kind === 'unknown' ? ` Whether ${holder.tag} is a pre-release on GitHub, which would hold no line, is not known: ${answer.because}` : '';
}
async function moveLine(move, line, plan) {
    if (plan.kind !== 'move')
        return await leaveLine(move, line, plan);
    const { registry, repository, version, manifest, complete } = move;
    if ((await registry.tag(repository, line.tag, manifest, src_tagging/* TARGET */.Qn, complete)) === 'put')
        return { tag: line.tag, kind: 'put' };
    throw new failure/* Failure */.HR(`Moving ${repository}:${line.tag} to v${version.text}: the repository keeps this tag immutable.`, {
        remedy: 'In release `sha-*` and `v*` alone are immutable: deploy infra/ anew, or change its tag mutability filters.'
    });
}
async function leaveLine(move, line, plan) {
    const { repository, warn } = move;
    switch (plan.kind) {
        case 'already':
            return { tag: line.tag, kind: 'already' };
        case 'behind':
            return { tag: line.tag, kind: 'kept', because: `${plan.by.tag} is higher, and released.${await doubtAbout(move, plan.by)}` };
        case 'unexplained': {
            const because = `it names ${plan.digest}, which none of the versions looked for is, pre-releases aside.`;
            warn(`${repository}:${line.tag} stays where it is: ${because} Move it by hand if that is not meant.`);
            return { tag: line.tag, kind: 'kept', because };
        }
    }
}
/** A higher version was released meanwhile, and may have moved the line before us. */
async function giveBack(move, line, higher) {
    const { registry, repository, version } = move;
    const found = await registry.manifest(repository, higher.tag, src_tagging/* TARGET */.Qn);
    if (found.kind !== 'found' || (await registry.tag(repository, line.tag, found.value, src_tagging/* TARGET */.Qn)) !== 'put') {
        const reason = found.kind === 'denied' ? found.reason : found.kind === 'missing' ? 'it is gone' : 'the repository keeps the tag immutable';
        throw new failure/* Failure */.HR(`Giving ${repository}:${line.tag} back to ${higher.tag}, which was released meanwhile: ${reason}. It names v${version.text} now.`, {
            remedy: `Run the job that released ${higher.tag} again: it moves the tag.`
        });
    }
    return { tag: line.tag, kind: 'kept', because: `${higher.tag} is higher, and was released meanwhile.${await doubtAbout(move, higher)}` };
}
async function lookUp(move, tags) {
    const digests = await Promise.all(tags.map(({ tag }) => (0,src_tagging/* digestAt */.mw)(move, tag)));
    return tags.flatMap((standing, index) => {
        const digest = digests[index];
        return digest === undefined ? [] : [{ ...standing, digest }];
    });
}
/** Those that were looked for before, and those whose git tags were pushed meanwhile. */
async function lookUpAnew(move) {
    const before = telling(move.version, move.gitTags);
    const [released, gitTags] = await Promise.all([lookUp(move, before), move.listGitTags()]);
    const known = new Set(before.map(({ tag }) => tag));
    return [...released, ...(await lookUp(move, telling(move.version, gitTags).filter(({ tag }) => !known.has(tag))))];
}

// EXTERNAL MODULE: ./src/report/phases.ts
var phases = __webpack_require__(2568);
;// CONCATENATED MODULE: ./src/report/progress.ts

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
        say(`Copied ${(0,phases/* bytes */.ee)(copied)}, ${(0,phases/* bytes */.ee)((copied / (now - start)) * 1000)}/s`);
    };
}

// EXTERNAL MODULE: ./src/denied.ts
var denied = __webpack_require__(768);
// EXTERNAL MODULE: ./src/registry/graph.ts
var graph = __webpack_require__(2643);
// EXTERNAL MODULE: ./src/registry/manifest.ts
var registry_manifest = __webpack_require__(506);
// EXTERNAL MODULE: ./src/stages/origin.ts
var origin = __webpack_require__(6817);
// EXTERNAL MODULE: ./src/stages/tags.ts
var stages_tags = __webpack_require__(7094);
;// CONCATENATED MODULE: ./src/source-image.ts






/**
 * Finds the image that is to be promoted.
 * @throws Failure naming the source, what it has instead, and who should have pushed what is missing
 */
async function findSourceImage(run, registry, repository, wanted, session) {
    const [manifest, known] = await Promise.all([findManifest(run, registry, repository, wanted, session), knownOf(run, session, repository, wanted.reference)]);
    return { manifest, detail: heldTo(manifest.digest, known, run, repository) };
}
/** The hash of what the image was built from, by the tag that the stage before gave it. */
function fingerprintOf(detail) {
    return detail?.tags.find(tag => tag.startsWith('src-'))?.slice('src-'.length);
}
/** The tags that the stage before gave the image for people. */
function tagsForPeople(detail) {
    return (detail?.tags ?? []).filter(isForPeople).sort();
}
/**
 * What an image says of where it comes from: by its annotations, else by its labels. Nothing depends on it.
 * @see https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
async function originOf({ runner, signal }, registry, repository, manifest) {
    const own = `${runner.serverUrl}/${runner.repository}`;
    try {
        const { annotations = {} } = (0,registry_manifest/* jsonOf */.o_)(manifest.bytes);
        return originIn(annotations, own) ?? originIn(await labelsOf(registry, repository, manifest), own);
    }
    catch {
        signal.throwIfAborted();
        return undefined;
    }
}
function originIn(words, own) {
    const [commit, created, version, source] = ['revision', 'created', 'version', 'source'].map(name => {
        const value = words[`org.opencontainers.image.${name}`];
        return typeof value === 'string' && value !== '' ? value : undefined;
    });
    if (commit === undefined)
        return undefined;
    const isOurs = source === own && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit);
    return { commit, created, version, runs: isOurs ? `${own}/commit/${commit}/checks` : undefined };
}
/** Larger ones are none that a builder writes. */
const CONFIG_BYTES = 1024 * 1024;
/** Of one image: an index has none, and each of its images may have others. */
async function labelsOf(registry, repository, manifest) {
    const content = (0,registry_manifest/* contentOf */.$E)(manifest);
    if (content.kind === 'index' || content.config === undefined || content.config.size > CONFIG_BYTES)
        return {};
    const { config = {} } = (0,registry_manifest/* jsonOf */.o_)(await read(registry, repository, content.config));
    return config.Labels ?? {};
}
async function read(registry, { name }, { digest, size }) {
    const { body } = await registry.repository(name, { side: 'source' }).blobs.open(digest);
    const chunks = [];
    let length = 0;
    for await (const chunk of body) {
        length += chunk.length;
        if (length > size)
            break;
        chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    if ((0,registry_manifest/* digestOf */.ol)(bytes) !== digest)
        throw new Error(`${digest} has other bytes.`);
    return bytes;
}
async function findManifest(run, registry, repository, wanted, session) {
    const { reference } = wanted;
    const found = await registry.manifest(repository.name, reference, { side: 'source' });
    const where = `the source ${repository.name} (account ${repository.account}, ${repository.region})`;
    if (found.kind === 'found')
        return wellFormed(found.value, `${reference} of ${where}`);
    if (found.kind === 'denied') {
        throw new failure/* Failure */.HR(`Reading ${reference} of ${where}: ${found.reason}`, {
            remedy: (0,denied/* remedyAtRepository */.w5)(found.reason, repository.from, 'The role of this stage needs to read the repository of the stage before: deploy infra/ anew.')
        });
    }
    if (found.what === 'repository') {
        throw new failure/* Failure */.HR(`There is no such repository: ${where}.`, { remedy: `${(0,origin/* isItRight */.AQ)('repository', repository.from)} If it is, deploy infra/ for the stage before.` });
    }
    const { imageDetail } = await Promise.all(/* import() */[__webpack_require__.e(249), __webpack_require__.e(46)]).then(__webpack_require__.bind(__webpack_require__, 5046));
    const known = await imageDetail(session.ecr(repository), repository, reference, run.signal).catch(() => undefined);
    if (known?.archived === true) {
        throw new failure/* Failure */.HR(`The image ${reference} of ${where} is archived.`, { remedy: 'Restore it in ECR, or build it anew: pushing it again restores it.' });
    }
    if (known !== undefined) {
        // ECR knows it by this name: that it is not there was said for once, and wrongly.
        const again = await registry.manifest(repository.name, known.digest, { side: 'source' });
        if (again.kind === 'found')
            return wellFormed(again.value, `${reference} of ${where}`);
    }
    throw new failure/* Failure */.HR(`There is no image ${reference} in ${where}. ${await newestOf(run, repository, session)}`, { remedy: remedyOfMissing(wanted, run) });
}
/** Who should have pushed what is not there, or which name was wrong. */
function remedyOfMissing({ reference, by }, { revision: { commit }, runner, trunk }) {
    // By hand it is not known where the stages file does not say.
    const at = (page) => (runner.repository === '' ? '.' : `: ${runner.serverUrl}/${runner.repository}/commit/${commit}${page}`);
    switch (by) {
        case 'input':
            return `Input source is \`${reference}\`: give a tag or a digest that is there, or leave it out, and the image of this run's commit is looked for.`;
        case 'commit':
            return `The run on commit ${commit} should have pushed it${at('/checks')}\n` +
                'If it is still going, wait for it to end, and run the job again.\n' +
                `Only a commit that a push made the head of the trunk ${trunk} has one: a merged branch's own commits have none, nor have those pushed together with a later one.\n` +
                `Merge this commit if it is not merged yet. Then tag the head of ${trunk} after the merge with a new version, as a tag that was pushed stays on its commit; ` +
                'or release by hand with `sha-<12 of that head>` as the input `source`.';
        case 'sources':
            return `The last run on the pull request of commit ${commit} should have pushed it${at('')}\n` +
                `It has not if it failed, if ${trunk} had moved on before the merge, or if a base image has changed since. ` +
                'Build it for master instead (leave the input `operation` out), or name it with the input `source`.';
    }
}
const LISTED = 5;
/** What there is instead, an image a line; where ECR does not say, that it does not. */
async function newestOf({ signal }, repository, session) {
    const { answerOf, newestImages } = await Promise.all(/* import() */[__webpack_require__.e(249), __webpack_require__.e(46)]).then(__webpack_require__.bind(__webpack_require__, 5046));
    try {
        const newest = (await newestImages(session.ecr(repository), repository, '', signal)).map(image => ({ ...image, tags: image.tags.filter(isForPeople) }));
        const lines = newest.filter(({ tags }) => tags.length > 0).slice(0, LISTED)
            .map(({ tags, pushedAt }) => `  ${tags.join(', ')} (pushed ${pushedAt === undefined ? 'at an unknown time' : `${pushedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`})`);
        return lines.length === 0 ? 'It holds none with a tag.' : ['The newest there are, each with its tags:', ...lines].join('\n');
    }
    catch (error) {
        signal.throwIfAborted();
        return `What it holds cannot be listed: ${answerOf(error)}`;
    }
}
/** Neither the hash of the sources nor what cosign has to say of another image. */
function isForPeople(tag) {
    return !/^src-|^sha256-[0-9a-f]{64}/.test(tag);
}
/** What is asked about a manifest from here on takes it for one. */
function wellFormed(manifest, what) {
    try {
        (0,graph/* partsOf */.CI)(manifest);
        return manifest;
    }
    catch (error) {
        if (!(error instanceof graph/* MalformedManifest */.Rl))
            throw error;
        throw new failure/* Failure */.HR(`Reading ${what}: it is no manifest to be copied: ${error.message}`, { cause: error, remedy: 'Build and push the image anew.' });
    }
}
/** What ECR knows of the source image beside its bytes; a promotion does without where it may not be asked. */
async function knownOf(run, session, repository, reference) {
    const { answerOf, imageDetail, newestImages } = await Promise.all(/* import() */[__webpack_require__.e(249), __webpack_require__.e(46)]).then(__webpack_require__.bind(__webpack_require__, 5046));
    const ecr = session.ecr(repository);
    try {
        const [detail, rebuilt] = await Promise.all([
            imageDetail(ecr, repository, reference, run.signal),
            run.inputs.source === undefined ? newestImages(ecr, repository, `${(0,stages_tags/* commitTag */.m)(run.revision.commit)}-`, run.signal) : []
        ]);
        return { kind: 'known', detail, rebuilt };
    }
    catch (error) {
        run.signal.throwIfAborted();
        return { kind: 'unknown', because: answerOf(error) };
    }
}
/** What is known of the image that was found, said where it matters. A tag can have moved between the two questions. */
function heldTo(digest, known, { log }, { name }) {
    if (known.kind === 'unknown') {
        log.warning(`What ECR knows of ${digest} in ${name} cannot be read, so it is promoted without its src- tag: ${known.because}`);
        return undefined;
    }
    const { detail, rebuilt } = known;
    if (rebuilt.length > 0) {
        log.notice(`${name} has later builds of this commit as well (${rebuilt.flatMap(({ tags }) => tags.filter(tag => tag.startsWith('sha-'))).join(', ')}); the first is promoted. The input \`source\` names another.`);
    }
    return detail?.digest === digest ? detail : undefined;
}

// EXTERNAL MODULE: ./src/session.ts
var src_session = __webpack_require__(2927);
// EXTERNAL MODULE: ./src/settings.ts
var settings = __webpack_require__(8750);
// EXTERNAL MODULE: ./src/sources.ts + 3 modules
var sources = __webpack_require__(2794);
// EXTERNAL MODULE: ./src/stage-run.ts + 1 modules
var stage_run = __webpack_require__(7085);
// EXTERNAL MODULE: ./src/staged-image.ts
var staged_image = __webpack_require__(9461);
;// CONCATENATED MODULE: ./src/promote.ts















/** Copies the image that the stage before holds for this run, by its digest, and puts this run's tags on it. */
async function promote(run, { target, source, identity }) {
    const { inputs, log, phases, signal, reason } = run;
    const { stage, repository } = target;
    const version = stage === 'release' ? versionOf(run) : undefined;
    const subject = { name: run.image?.name ?? repository.name, dockerfile: (0,settings/* dockerfileOf */.S9)((0,settings/* settingsOf */.f5)(inputs.build, run.image), run.runner.workspace) };
    const session = await phases.time('sign-in', () => (0,src_session/* signIn */.J)({ ...run, target, identity }));
    try {
        const from = await session.open(source);
        const to = session.registry;
        const wanted = await phases.time('look-up', () => sourceReference(run, target, session));
        const { manifest, detail } = await phases.time('look-up', () => findSourceImage(run, from, source, wanted, session));
        const print = fingerprintOf(detail);
        // What `source` names may be another commit's.
        const isOfCommit = inputs.source === undefined;
        const own = (0,stage_run/* tagsOf */.F)(run, stage, { isOfCommit, committedAt: isOfCommit ? run.committedAt : undefined });
        const tags = [...(print === undefined ? [] : [(0,stages_tags/* tagOfSources */.mc)(stage, print)]), ...own];
        const across = (anew) => phases.time('copy', () => copyAcross(run, { registry: from, repository: source.name }, { registry: to, repository: repository.name }, manifest.digest, anew));
        let completed;
        const complete = () => (completed ??= across(true));
        const tagging = {
            registry: to, repository: repository.name, from: repository.from, stage, tags, digest: manifest.digest, later: () => (0,stage_run/* laterCommits */.p)(run), complete,
            warn: log.warning, rename: undefined
        };
        const listGitTags = () => run.repository.versionTags();
        const isPrerelease = (tag) => run.repository.isPrerelease(tag);
        const [named, gitTags, published] = await phases.time('look-up', () => Promise.all([(0,src_tagging/* lookUpTags */.YK)(tagging), version === undefined ? [] : listGitTags(), version === undefined ? undefined : asPublished(run, version)]));
        const release = published === undefined ? undefined
            : { registry: to, repository: repository.name, from: repository.from, version: published, manifest, gitTags, listGitTags, isPrerelease, complete, warn: log.warning };
        if (release !== undefined) {
            refuseOtherVersion(tagging, named, manifest, release.version);
            await phases.time('look-up', () => refuseBackwardVersion(release, named));
        }
        const scan = () => phases.time('scan', () => (0,gate/* passGate */.lt)({ ecr: session.ecr(source), registry: from, repository: source, manifest, inputs, subject, log, signal }));
        const decisive = inputs.failOnSeverity === 'none' ? undefined : await scan();
        const origin = `${from.host}/${source.name}@${manifest.digest}`;
        if (inputs.dryRun) {
            const [foreseen, scans] = await Promise.all([phases.time('look-up', () => foresee(tagging, named, manifest, release)), decisive ?? scan()]);
            const plan = { ...foreseen, fingerprint: print, bases: [], source: origin, version: version?.text, scans };
            return { kind: 'planned', stage, reason, plan };
        }
        const [copied, scans, builtFrom] = await Promise.all([across(false), decisive ?? scan(), originOf(run, from, source, manifest)]);
        const put = await phases.time('tags', () => (0,src_tagging/* putTags */.Tm)(tagging, manifest, named));
        const lines = release === undefined ? [] : await phases.time('tags', () => moveLines(release));
        const copy = (await completed) ?? copied;
        const isNew = put.some(({ kind, tag }) => kind === 'put' && tag === `v${version?.text ?? ''}`);
        if (isNew)
            sayWhereNoLineFollows(run, version?.text ?? '', lines);
        if (inputs.dockerLogin)
            (0,docker_login/* shareLogin */.P)(run, await (0,docker_login/* privateConfig */.u)(run, session));
        const results = [...put, ...lines];
        const description = await (0,staged_image/* describeImage */.h)(to, repository.name, manifest, [], false);
        const image = {
            ...description, ...subject, registry: to.host, repository: repository.name, digest: manifest.digest, tags: results,
            fingerprint: print, bases: [], scans
        };
        // A release that an earlier run left unfinished is finished by this one.
        const isReleased = isNew || lines.some(({ kind }) => kind === 'put');
        const kind = isReleased || !copy.alreadyThere ? 'promoted' : 'unchanged';
        const by = kind === 'promoted' ? thisRun(run) : undefined;
        const promotion = { source: origin, pushedAt: detail?.pushedAt, sourceTags: tagsForPeople(detail), builtFrom, run: by, copy };
        return { kind, stage, reason, image, promotion, version: version?.text };
    }
    finally {
        await session.close();
    }
}
/** The run that promotes; by hand there is none. */
function thisRun({ runner }) {
    const url = (0,inputs/* runUrl */.Vp)(runner);
    return url === undefined ? undefined : { number: runner.runNumber, url, at: new Date() };
}
/** A release has a version; what else is promoted has none. */
function versionOf({ revision, reason }) {
    if (revision.version !== undefined)
        return revision.version;
    throw new failure/* Failure */.HR(`${reason} A release needs a version, and this run names none.`, {
        remedy: 'Push a tag such as v1.2.3, publish a release of it, or set the input `version`.'
    });
}
/** On GitHub a version may be a pre-release whose number does not say so; a git tag that is pushed tells nothing of it. */
async function asPublished({ repository, log }, version) {
    if (version.prerelease)
        return version;
    const tag = `v${version.text}`;
    const answer = await repository.isPrerelease(tag);
    if (answer.kind === 'unknown')
        log.notice(`Whether ${tag} is a pre-release on GitHub, which would move no line, is not known: ${answer.because}`);
    if (answer.kind === 'yes')
        log.notice(`${tag} is a pre-release on GitHub: it is released under its own tag, and moves no line.`);
    return { ...version, prerelease: answer.kind === 'yes' };
}
/** The tag or digest that the stage before has the image under. */
async function sourceReference(run, { stage }, session) {
    if (run.inputs.source !== undefined)
        return { reference: run.inputs.source, by: 'input' };
    if (stage === 'release')
        return { reference: (0,stages_tags/* commitTag */.m)(run.revision.commit), by: 'commit' };
    const counted = await (0,sources/* countSources */.M)(run, (0,settings/* settingsOf */.f5)(run.inputs.build, run.image), Promise.resolve(session));
    if (counted.fingerprint.kind === 'comparable')
        return { reference: `src-${counted.fingerprint.value}`, by: 'sources' };
    throw new failure/* Failure */.HR(`Which image of development is that of this commit is not known: ${counted.fingerprint.because}`, {
        remedy: 'Build it for master instead (leave the input `operation` out), or name it with the input `source`.'
    });
}
/** A version that is released already stays what it is: known before anything is copied. */
function refuseOtherVersion(tagging, named, { digest }, version) {
    const tag = `v${version.text}`;
    const released = named.get(tag);
    if (released !== undefined && released !== digest)
        throw (0,src_tagging/* versionTaken */.Qy)(tagging, tag, released, digest);
}
/** A version that is lower than what its own line has may be meant, or a slip: who pulls a line does not get it. */
function sayWhereNoLineFollows({ log }, version, lines) {
    const [own] = lines;
    if (own?.kind !== 'kept' || lines.some(({ kind }) => kind !== 'kept'))
        return;
    log.notice(`v${version} is released under its own tag alone: ${lines.map(({ tag }) => tag).join(', ')} stay where they are. Of ${own.tag}: ${own.because}`);
}
/**
 * A version that a git tag stands for is meant, however old its line. One that was only written into an input, and is
 * below what its own line has released, is a slip.
 */
async function refuseBackwardVersion(move, named) {
    const { version: { text }, gitTags, repository } = move;
    if (gitTags.includes(`v${text}`) || named.get(`v${text}`) !== undefined)
        return;
    const higher = await higherInLine(move);
    if (higher === undefined)
        return;
    throw new failure/* Failure */.HR(`The version ${text} goes backward: ${higher.tag} of the same line is released in the target ${repository} already.${await doubtAbout(move, higher)}`, {
        remedy: `Give a higher one. If v${text} is to be released after all, push the git tag v${text}: under it the image is released, and no line moves.`
    });
}
/** What a run would do with the image; what it would fail for at the target is an error here as well. */
async function foresee(tagging, named, { digest }, release) {
    const { registry, repository } = tagging;
    const [held, tags, lines] = await Promise.all([
        registry.repository(repository, { side: 'target' }).find(digest),
        (0,src_tagging/* foreseeTags */.rW)(tagging, named),
        release === undefined ? [] : foreseeLines(release)
    ]);
    return { registry: registry.host, repository, action: held === undefined ? 'copy' : 'tag only', tags: [...tags, ...lines] };
}
async function copyAcross({ log, signal }, source, target, digest, anew) {
    if (anew)
        log.notice(`${target.repository} has ${digest}, and says that it lacks a part of it: all of it is copied once more.`);
    const { copyImage } = await __webpack_require__.e(/* import() */ 568).then(__webpack_require__.bind(__webpack_require__, 187));
    const report = await copyImage({ source, target, digest, anew, signal, onProgress: progressLines(log.info, () => performance.now()) });
    const { mounted, copied, alreadyThere } = report.blobs;
    log.info(report.alreadyThere ? 'The target has this image already.' : `Layers and configs: ${mounted} mounted, ${copied} copied (${(0,phases/* bytes */.ee)(report.bytes)}), ${alreadyThere} there already.`);
    return report;
}


/***/ })

};
