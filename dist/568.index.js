export const id = 568;
export const ids = [568];
export const modules = {

/***/ 187:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  copyImage: () => (/* binding */ copyImage)
});

// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
;// CONCATENATED MODULE: ./src/registry/group.ts
/** Work that belongs together: it is waited for as a whole, and stopped as a whole when a part of it fails. */
class Group {
    controller = new AbortController();
    running = new Set();
    /** Aborted when a part fails; the work is to heed it. */
    get signal() {
        return this.controller.signal;
    }
    /** Starts a part. Its failure is the group's, whether anybody awaits the part or not. */
    start(work) {
        const part = work();
        this.running.add(part);
        part
            .catch((error) => {
            this.stop(error);
        })
            .finally(() => this.running.delete(part))
            // Both are handled above; this silences the promise that `finally` makes.
            .catch(() => undefined);
        return part;
    }
    stop(reason) {
        // Later calls change nothing: the first failure is the one that is told.
        this.controller.abort(reason);
    }
    /**
     * Waits for every part, those too that are started meanwhile.
     * @throws what the first part that failed has thrown
     */
    async finished() {
        while (this.running.size > 0)
            await Promise.allSettled(this.running);
        if (this.signal.aborted)
            throw this.signal.reason;
    }
}
/** Starts the work of a name unless it was started before; either way, what comes of it. */
function once(known, name, work) {
    const running = known.get(name) ?? work();
    known.set(name, running);
    return running;
}

// EXTERNAL MODULE: ./src/registry/errors.ts
var errors = __webpack_require__(6764);
// EXTERNAL MODULE: ./src/registry/graph.ts
var graph = __webpack_require__(2643);
// EXTERNAL MODULE: ./src/registry/manifest.ts
var registry_manifest = __webpack_require__(506);
// EXTERNAL MODULE: ./src/registry/pace.ts
var pace = __webpack_require__(9740);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:v8"
var external_node_v8_ = __webpack_require__(8877);
;// CONCATENATED MODULE: ./src/registry/heap.ts

/**
 * Has V8 sweep its young generation often. Every piece of a stream is garbage as soon as it is sent, but V8 lets it lie
 * until a young generation of small objects is full, and lets that grow: on Node 24 to 100 MB of buffers that nobody
 * needs. Long before, so much memory outside the heap makes it mark the whole heap, over and over: a quarter of the
 * processor's work in a long copy. To sweep often costs next to nothing where so little survives.
 */
function sweepYoungGenerationOften() {
    (0,external_node_v8_.setFlagsFromString)('--semi-space-growth-factor=1');
    // In percent of the young generation; 80 if it is not said.
    (0,external_node_v8_.setFlagsFromString)('--minor-gc-task-trigger=20');
}

;// CONCATENATED MODULE: ./src/registry/transfer.ts







/** Blobs that are read at once; more would share the same line. */
const STREAMS = 6;
/** Blobs under way at once: beside those that are read, others have a session already, or wait for the registry's word. */
const UNDER_WAY = 12;
/** Uploads of one blob. */
const TRIES = 4;
/** Once more where the bytes were wrong: the second time they are wrong where they are kept. */
const TRIES_OF_WRONG_BYTES = 2;
/** Where it is the quota: with their pauses they take about the minute that other requests have. */
const TRIES_OF_THROTTLED = 12;
function triesAfter(failure) {
    if (failure instanceof errors/* WrongBytes */.ls)
        return TRIES_OF_WRONG_BYTES;
    return failure.status === 429 ? TRIES_OF_THROTTLED : TRIES;
}
function drop({ body, leave }) {
    body.destroy();
    leave();
}
/** Brings blobs from one repository to another: mounted where the registry mounts, else streamed. Each blob once. */
class Transfer {
    ends;
    requests;
    onProgress;
    arrivals = new Map();
    renewals = new Map();
    streams = new pace/* Gate */.iD(STREAMS);
    underWay = new pace/* Gate */.iD(UNDER_WAY);
    mounts;
    /** The target has had none of the blobs so far. */
    isFresh = true;
    progress = { bytes: 0, total: 0 };
    constructor(ends, 
    /** For requests that are answered at once. */
    requests, onProgress) {
        this.ends = ends;
        this.requests = requests;
        this.onProgress = onProgress;
        this.mounts = ends.sameRegistry;
    }
    /** Brings a blob; one that is on its way or there is only waited for. */
    async bring(blob) {
        return await once(this.arrivals, blob.digest, () => this.carry(blob));
    }
    /** Brings a blob that the target said it has, and then says it has not. */
    async bringAgain(blob) {
        await once(this.renewals, blob.digest, async () => {
            if (await this.isThere(blob))
                return;
            this.arrivals.delete(blob.digest);
            // A mount that did not last is not trusted again.
            this.mounts = false;
            await this.bring(blob);
        });
    }
    /** What came how, and how many bytes were streamed; of blobs that have arrived. */
    async summary() {
        const blobs = { mounted: 0, copied: 0, alreadyThere: 0 };
        for (const arrival of await Promise.all(this.arrivals.values()))
            blobs[arrival]++;
        return { blobs, bytes: this.progress.bytes };
    }
    async carry(blob) {
        const { source, target } = this.ends;
        let session;
        if (this.mounts) {
            const mounting = await this.requests.run(() => target.blobs.mount(blob.digest, source.name));
            if (mounting.kind === 'mounted')
                return 'mounted';
            // It is the registry, the encryption or the permissions that forbid it: the next blob would be refused as well.
            this.mounts = false;
            if (mounting.kind === 'session')
                session = mounting.session;
        }
        return await this.underWay.run(async () => {
            // While the target has had nothing yet, a blob is made ready before it is known to be missing: a round trip sooner.
            const ready = this.isFresh ? this.makeReady(blob, session) : undefined;
            ready?.catch(() => undefined);
            try {
                if (!(await this.isThere(blob)))
                    return await this.stream(blob, ready ?? this.makeReady(blob, session));
                this.isFresh = false;
                return 'alreadyThere';
            }
            finally {
                void ready?.then(drop, () => undefined);
            }
        });
    }
    async isThere({ digest }) {
        return await this.requests.run(() => this.ends.target.blobs.has(digest));
    }
    /** Streams a blob, each time from its first byte into a session of its own. */
    async stream(blob, first) {
        sweepYoungGenerationOften();
        this.progress.total += blob.size;
        let ready = first;
        let waited = 0;
        for (let attempt = 1;; attempt++) {
            const outcome = await this.send(blob, await ready);
            if (outcome.kind === 'stored')
                return 'copied';
            if (attempt >= triesAfter(outcome.failure))
                throw outcome.failure;
            waited = await this.ends.target.channel.pause(attempt, waited, outcome.retryAfter);
            if (waited === undefined)
                throw outcome.failure;
            ready = this.makeReady(blob, undefined);
        }
    }
    /** Opens both ends; the source's when its turn has come. */
    async makeReady(blob, given) {
        const { source, target } = this.ends;
        const beginning = Promise.resolve(given ?? target.blobs.begin(blob.digest));
        beginning.catch(() => undefined);
        const leave = await this.streams.enter();
        const [opened, begun] = await Promise.allSettled([source.blobs.open(blob.digest), beginning]);
        if (opened.status === 'fulfilled' && begun.status === 'fulfilled')
            return { ...opened.value, session: begun.value, leave };
        leave();
        if (opened.status === 'fulfilled')
            opened.value.body.destroy();
        throw [begun, opened].find(one => one.status === 'rejected')?.reason;
    }
    async send(blob, { body, size = blob.size, session, leave }) {
        const { source, target } = this.ends;
        let sent = 0;
        const count = (bytes) => {
            sent += bytes;
            this.progress.bytes += bytes;
            this.onProgress({ ...this.progress });
        };
        let outcome;
        try {
            outcome = await target.blobs.upload(session, blob.digest, size, verified(body, { ...blob, size }, source, count, leave));
            return outcome;
        }
        catch (error) {
            target.channel.throwIfCancelled();
            // A registry that refuses has a status; without one, the line broke at either end or the bytes were wrong.
            if (error instanceof errors/* RegistryFailure */.Yp && error.status !== undefined)
                throw error;
            const purpose = `uploading blob ${blob.digest} to ${target.name}`;
            const broken = () => new errors/* RegistryFailure */.Yp({ ...target.channel.details(purpose), answer: (0,failure/* messageOf */.bD)(error), cause: error });
            return { kind: 'again', failure: error instanceof errors/* RegistryFailure */.Yp ? error : broken() };
        }
        finally {
            drop({ body, leave });
            if (outcome?.kind !== 'stored')
                this.progress.bytes -= sent;
        }
    }
}
/**
 * The bytes of a blob as they come, hashed on the way. The last of them are held back until the digest is seen to be
 * right: what is wrong never becomes a whole blob.
 * @param size what the target was told: a source that does not say how much it sends may send more or less than the manifest says
 * @throws WrongBytes, or RegistryFailure where the source breaks off
 */
async function* verified(body, { digest, size }, source, count, onEnd) {
    const details = source.channel.details(`reading blob ${digest} of ${source.name}`);
    const algorithm = (0,registry_manifest/* algorithmOf */.Hy)(digest) ?? 'sha256';
    const hash = (0,external_node_crypto_.createHash)(algorithm);
    let read = 0;
    let held;
    try {
        for await (const chunk of body) {
            read += chunk.length;
            if (read > size)
                throw new errors/* WrongBytes */.ls({ ...details, answer: `there are more bytes than the ${size} that its manifest says` });
            if (held !== undefined) {
                yield held;
                count(held.length);
            }
            hash.update(chunk);
            held = chunk;
        }
    }
    catch (error) {
        if (error instanceof errors/* WrongBytes */.ls)
            throw error;
        throw new errors/* RegistryFailure */.Yp({ ...details, answer: `it broke off: ${(0,failure/* messageOf */.bD)(error)}`, cause: error });
    }
    const actual = `${algorithm}:${hash.digest('hex')}`;
    if (actual !== digest)
        throw new errors/* WrongBytes */.ls({ ...details, answer: `the bytes have digest ${actual}` });
    if (read < size)
        throw new errors/* WrongBytes */.ls({ ...details, answer: `there are ${read} bytes, and its manifest says ${size}` });
    if (held !== undefined) {
        yield held;
        count(held.length);
    }
    onEnd();
}

;// CONCATENATED MODULE: ./src/registry/image-copy.ts






/** Requests in flight at once, beside blobs that are streamed. */
const REQUESTS = 48;
/** One copy under way. Whatever is asked for twice is done once. */
class ImageCopy {
    ends;
    group;
    requests = new pace/* Gate */.iD(REQUESTS);
    transfer;
    nodes = new Map();
    contents = new Map();
    /** Whether the target lists what was put as a referrer, by digest. */
    puts = new Map();
    /** What the source lists as being about a manifest, by that manifest's digest. */
    lists = new Map();
    asked = new Set();
    cosign = [];
    digest;
    anew;
    there;
    image;
    constructor(ends, { digest, anew }, group, onProgress) {
        this.ends = ends;
        this.group = group;
        this.digest = digest;
        this.anew = anew;
        this.transfer = new Transfer(ends, this.requests, onProgress);
    }
    async run() {
        const { group, digest } = this;
        this.askAbout(digest, this.placeImage());
        for (const tag of (0,graph/* cosignTags */.FJ)(digest))
            void group.start(() => this.copyCosign(tag));
        await group.finished();
        for (const [subject, list] of this.lists)
            void group.start(() => this.link(subject, list));
        await group.finished();
        const cosignPut = this.cosign.filter(one => one === 'put').length;
        return {
            alreadyThere: (await this.isThere()) && !this.anew, manifests: this.puts.size + cosignPut, ...(await this.transfer.summary()),
            referrers: new Set([...this.lists.values()].flat().map(one => one.digest)).size, cosign: this.cosign
        };
    }
    /** Whether the target has the image. By GET: a HEAD cannot tell a missing repository from a missing image. */
    isThere() {
        this.there ??= this.group.start(async () => (await this.look('target', this.digest)) !== undefined);
        return this.there;
    }
    /** Puts the image itself, after all that it is made of; what is about it waits for this. */
    placeImage() {
        this.image ??= this.group.start(async () => {
            const [root, isThere] = await Promise.all([this.read(this.digest), this.isThere()]);
            if (isThere && !this.anew)
                await this.survey(root);
            else
                await this.place(root);
        });
        return this.image;
    }
    /** Goes through an image that the target has, for what is about its parts. */
    async survey({ manifest, parts }) {
        await Promise.all(parts.children.map(async (child) => {
            this.askAbout(child.digest, Promise.resolve());
            if ((0,graph/* isIndex */.nw)(child))
                await this.survey(await this.read(child.digest, manifest.digest));
        }));
    }
    async place(node) {
        await this.bring(node, this.placeImage());
        return await this.put(node);
    }
    /**
     * Brings all that a manifest names.
     * @param first is to be there before what is about the children is put
     */
    bring({ manifest, parts }, first) {
        return once(this.contents, manifest.digest, () => this.group.start(async () => {
            const children = parts.children.map(child => {
                const placed = this.group.start(async () => await this.place(await this.read(child.digest, manifest.digest)));
                this.askAbout(child.digest, this.group.start(() => Promise.all([first, placed])));
                return placed;
            });
            await Promise.all([...parts.blobs.map(blob => this.transfer.bring(blob)), ...children]);
        }));
    }
    put(node) {
        return once(this.puts, node.manifest.digest, async () => {
            const result = await this.putWhole(node);
            return result.kind === 'put' && result.linked;
        });
    }
    /** Where the target misses something of it after all, that is sent once more. */
    async putWhole(node, tag) {
        const first = await this.ends.target.put(node.manifest, tag);
        if (first.kind !== 'incomplete')
            return first;
        await Promise.all([
            ...node.parts.blobs.map(blob => this.transfer.bringAgain(blob)),
            ...node.parts.children.map(async (child) => await this.putWhole(await this.read(child.digest, node.manifest.digest)))
        ]);
        const second = await this.ends.target.put(node.manifest, tag);
        if (second.kind === 'incomplete')
            throw second.failure;
        return second;
    }
    /** Copies what is about a manifest, and what is about that; lists that name each other are followed once. */
    askAbout(subject, placed) {
        if (this.asked.has(subject))
            return;
        this.asked.add(subject);
        void this.group.start(async () => {
            const { source, target } = this.ends;
            const list = await this.requests.run(() => source.referrers(subject));
            if (list.length === 0)
                return;
            this.lists.set(subject, list);
            // A target that had nothing of the image until now has nothing about it.
            const there = (await this.isThere()) ? await this.requests.run(() => target.referrers(subject)) : [];
            for (const { digest } of list) {
                if (this.asked.has(digest))
                    continue;
                const copied = there.some(one => one.digest === digest) ? placed : this.group.start(() => this.placeAfter(placed, digest, subject));
                this.askAbout(digest, copied);
            }
        });
    }
    /** Reads and brings at once, and puts when its subject is there. */
    async placeAfter(placed, digest, subject) {
        const node = await this.read(digest, subject);
        await Promise.all([this.bring(node, placed), placed]);
        await this.put(node);
    }
    async copyCosign(tag) {
        const found = await this.look('source', tag);
        if (found === undefined)
            return;
        this.cosign.push(await this.placeCosign(tag, this.takeApart(found, this.ends.source)));
    }
    async placeCosign(tag, node) {
        const { digest } = node.manifest;
        const held = await this.look('target', tag);
        if (held?.digest === digest)
            return 'already';
        // Every signature is a layer: one that was made at the target must not get lost.
        if (held !== undefined && !layersOf(held).every(layer => layersOf(node.manifest).includes(layer)))
            return 'kept';
        await Promise.all([this.bring(node, this.placeImage()), this.placeImage()]);
        const { kind } = await this.putWhole(node, tag);
        if (kind === 'put')
            return 'put';
        const now = await this.ends.target.digest(tag);
        return now.kind === 'found' && now.value === digest ? 'already' : 'kept';
    }
    /**
     * Lists referrers by tag at a target that does not list them itself.
     * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests-with-subject
     */
    async link(subject, list) {
        const put = await Promise.all(list.map(async (one) => ({ one, linked: await this.puts.get(one.digest) })));
        const unlinked = put.filter(({ linked }) => linked === false).map(({ one }) => one);
        if (unlinked.length === 0)
            return;
        const { target } = this.ends;
        const known = await target.referrers(subject);
        const missing = unlinked.filter(one => known.every(({ digest }) => digest !== one.digest));
        if (missing.length === 0 || target.listsReferrers)
            return;
        const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: registry_manifest/* INDEX_TYPE */.cp, manifests: [...known, ...missing] }));
        const result = await target.put({ digest: (0,registry_manifest/* digestOf */.ol)(bytes), mediaType: registry_manifest/* INDEX_TYPE */.cp, bytes }, (0,graph/* referrersTag */.LN)(subject));
        if (result.kind === 'incomplete')
            throw result.failure;
    }
    /** @param named by this manifest, for an error */
    read(digest, named) {
        return once(this.nodes, digest, async () => {
            const { source } = this.ends;
            const manifest = await this.look('source', digest);
            if (manifest !== undefined)
                return this.takeApart(manifest, source);
            throw new errors/* RegistryFailure */.Yp({
                ...source.channel.details(`reading ${digest} of ${source.name}`), status: 404,
                answer: named === undefined ? 'there is no such image' : `it is missing, and ${named} names it`,
                remedy: 'Look for it in the registry. An image that ECR has archived answers as if it were gone, and must be restored first; ' +
                    'one that is gone must be built and pushed anew.'
            });
        });
    }
    takeApart(manifest, { channel, name }) {
        try {
            return { manifest, parts: (0,graph/* partsOf */.CI)(manifest) };
        }
        catch (error) {
            if (!(error instanceof graph/* MalformedManifest */.Rl))
                throw error;
            const details = channel.details(`reading ${manifest.digest} of ${name}`);
            throw new errors/* RegistryFailure */.Yp({ ...details, answer: `it is no manifest to be copied: ${error.message}`, cause: error, remedy: 'Build and push the image anew.' });
        }
    }
    async look(side, reference) {
        return await this.requests.run(() => this.ends[side].find(reference));
    }
}
function layersOf(manifest) {
    const content = (0,registry_manifest/* contentOf */.$E)(manifest);
    return content.kind === 'image' ? content.layers.map(({ digest }) => digest) : [];
}

;// CONCATENATED MODULE: ./src/registry/copy.ts




/**
 * Copies an image by its digest from one repository to another: children before parents, the image itself after all
 * that it is made of, what is about it last. It puts no tags but cosign's, which name digests themselves. What the
 * target has is not sent, so what was interrupted is completed by the next run.
 * @throws RegistryFailure naming the side, what was tried and what came back
 */
async function copyImage({ source, target, digest, anew = false, signal, onProgress, deadlineMs = 7_200_000 }) {
    if ((0,registry_manifest/* algorithmOf */.Hy)(digest) === undefined) {
        throw new failure/* Failure */.HR(`\`${digest}\` is no digest: an image is copied by \`sha256:\` and 64 hexadecimal digits.`);
    }
    const group = new Group();
    const view = { signal: AbortSignal.any([signal, group.signal]) };
    const ends = {
        source: source.registry.repository(source.repository, { ...view, side: 'source' }),
        target: target.registry.repository(target.repository, { ...view, side: 'target' }),
        sameRegistry: source.registry.host === target.registry.host
    };
    const deadline = setTimeout(() => {
        group.stop(new failure/* Failure */.HR(`Copying ${digest} to ${target.repository} was not done after ${deadlineMs / 60_000} minutes.`, {
            remedy: 'Run the job again: it goes on where this one stopped.'
        }));
    }, deadlineMs);
    const registries = [...new Set([source.registry, target.registry])];
    const sent = () => registries.reduce((sum, { requests }) => sum + requests, 0);
    const before = sent();
    try {
        return { ...(await new ImageCopy(ends, { digest, anew }, group, onProgress ?? (() => undefined)).run()), requests: sent() - before };
    }
    catch (error) {
        signal.throwIfAborted();
        throw error;
    }
    finally {
        clearTimeout(deadline);
    }
}


/***/ })

};
