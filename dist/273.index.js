export const id = 273;
export const ids = [273];
export const modules = {

/***/ 2273:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   copyImage: () => (/* binding */ copyImage)
/* harmony export */ });
/* harmony import */ var _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6965);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8500);
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8877);


// packages/oci/src/image-copy.ts


// packages/oci/src/repeats.ts
var Repeats = class {
  latest = /* @__PURE__ */ new Map();
  /**
   * Repeats the work of a name, unless that was begun after the loss.
   * @param lostAt a time of `performance.now()`
   */
  async run(name, lostAt, work) {
    const known = this.latest.get(name);
    if (known !== void 0 && known.began > lostAt) {
      await known.done;
      return;
    }
    const done = work();
    this.latest.set(name, { began: performance.now(), done });
    await done;
  }
};

// packages/oci/src/task-group.ts
var TaskGroup = class {
  controller = new AbortController();
  running = /* @__PURE__ */ new Set();
  /** Aborted when a task fails. Every task must respect it. */
  get signal() {
    return this.controller.signal;
  }
  /** Starts a task. Its failure fails the group, even if nobody awaits the task. */
  start(work) {
    const task = work();
    this.running.add(task);
    task.catch((error) => {
      this.stop(error);
    }).finally(() => this.running.delete(task)).catch(() => void 0);
    return task;
  }
  stop(reason) {
    this.controller.abort(reason);
  }
  /**
   * Waits for every task, including those that are started meanwhile.
   * @throws the error of the first task that failed
   */
  async finished() {
    while (this.running.size > 0) await Promise.allSettled(this.running);
    if (this.signal.aborted) throw this.signal.reason;
  }
};
function startOnce(known, name, work) {
  const running = known.get(name);
  if (running !== void 0) return running;
  const started = work();
  known.set(name, started);
  started.catch(() => {
    if (known.get(name) === started) known.delete(name);
  });
  return started;
}

// packages/oci/src/heap.ts

function collectYoungGenerationOften() {
  (0,node_v8__WEBPACK_IMPORTED_MODULE_2__.setFlagsFromString)("--semi-space-growth-factor=1");
  (0,node_v8__WEBPACK_IMPORTED_MODULE_2__.setFlagsFromString)("--minor-gc-task-trigger=20");
}

// packages/oci/src/transfer.ts
var STREAMS = 6;
var IN_PROGRESS = 12;
var LARGE = 1024 * 1024;
function discard({ body, release }) {
  body.destroy();
  release();
}
var Transfer = class {
  constructor(repositories, requests, onProgress) {
    this.repositories = repositories;
    this.requests = requests;
    this.onProgress = onProgress;
    this.mounts = repositories.sameRegistry;
  }
  repositories;
  requests;
  onProgress;
  /**
   * By digest and size: an attachment that lies about the size of a blob must not fail the image, which names the blob too.
   */
  copies = /* @__PURE__ */ new Map();
  /** The blobs that are at the target, by digest. An attachment that takes too long may still be on its way. */
  outcomes = /* @__PURE__ */ new Map();
  foreign = /* @__PURE__ */ new Map();
  repeats = new Repeats();
  streams = new _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .Semaphore */ .jf(STREAMS);
  inProgress = new _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .Semaphore */ .jf(IN_PROGRESS);
  mounts;
  /** The target had none of the blobs that were looked up so far. */
  targetLooksEmpty = true;
  progress = { bytes: 0, total: 0 };
  /** Copies a blob, or waits for the copy that was started before. */
  async copy(blob) {
    const outcome = await startOnce(this.copies, copyOf(blob), () => this.mountOrStream(blob));
    this.outcomes.set(blob.digest, outcome);
    return outcome;
  }
  /**
   * Copies a foreign layer if the source holds it. Otherwise it can be downloaded only from its URLs.
   * @returns whether the source holds it
   */
  async copyForeign(layer) {
    return await startOnce(this.foreign, layer.digest, async () => {
      const isHeld = await this.requests.run(() => this.repositories.source.blobs.has(layer.digest));
      if (isHeld) await this.copy(layer);
      return isHeld;
    });
  }
  /**
   * Sends a blob that the target reported as missing, even if the target also answers that it has the blob.
   * @param lostAt the time of `performance.now()` when the target was asked
   */
  async sendAgain(blob, lostAt) {
    await this.repeats.run(blob.digest, lostAt, async () => {
      this.mounts = false;
      this.copies.delete(copyOf(blob));
      const outcome = await startOnce(
        this.copies,
        copyOf(blob),
        () => this.inProgress.run(() => this.stream(blob, this.prepare(blob, void 0)))
      );
      this.outcomes.set(blob.digest, outcome);
    });
  }
  /** The number of blobs at the target by outcome, and the bytes that were streamed. */
  summary() {
    const blobs = { mounted: 0, copied: 0, alreadyThere: 0 };
    for (const outcome of this.outcomes.values()) blobs[outcome]++;
    return { blobs, bytes: this.progress.bytes };
  }
  async mountOrStream(blob) {
    const { source, target } = this.repositories;
    let session;
    if (this.mounts) {
      const mount = await this.requests.run(() => target.blobs.mount(blob.digest, source.name));
      if (mount.kind === "mounted") return "mounted";
      if (!(0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .isForeign */ .jq)(blob)) this.mounts = false;
      if (mount.kind === "session") session = mount.session;
    }
    return await this.inProgress.run(async () => {
      const prepared = this.targetLooksEmpty ? this.prepare(blob, session) : void 0;
      prepared?.catch(() => void 0);
      try {
        if (!await this.targetHas(blob)) return await this.stream(blob, prepared ?? this.prepare(blob, session));
        this.targetLooksEmpty = false;
        return "alreadyThere";
      } finally {
        void prepared?.then(discard, () => void 0);
      }
    });
  }
  async targetHas({ digest }) {
    return await this.requests.run(() => this.repositories.target.blobs.has(digest));
  }
  /** Streams a blob. Every try starts at the first byte and uses a session of its own. */
  async stream(blob, first) {
    if (blob.size >= LARGE) collectYoungGenerationOften();
    this.progress.total += blob.size;
    let prepared = first;
    let waited = 0;
    let failedAt;
    for (let attempt = 1; ; attempt++) {
      const result = await this.send(blob, await prepared);
      if (result.kind === "stored") return "copied";
      if (await this.hasMeanwhile(blob, result.failure)) {
        this.progress.bytes += blob.size;
        return "copied";
      }
      if (result.kind === "refused" || (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .isFinal */ .dR)(result.failure, attempt)) throw result.failure;
      failedAt ??= performance.now();
      const used = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .timeUsed */ .hs)(attempt, waited, failedAt);
      waited = await this.repositories.target.channel.pause(attempt, used, result.retryAfter);
      if (waited === void 0) throw result.failure;
      prepared = this.prepare(blob, void 0);
    }
  }
  /** Whether the target has a blob although its upload failed: another job may have put it, or only the answer got lost. */
  async hasMeanwhile(blob, failure) {
    if (failure.side !== "target" || !(0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .mayBeStored */ .c1)(failure)) return false;
    return await this.targetHas(blob).catch(() => false);
  }
  /** Opens a session, unless one is given, and the download, as soon as a slot is free. */
  async prepare(blob, given) {
    const { source, target } = this.repositories;
    const beginning = Promise.resolve(given ?? target.blobs.begin(blob.digest));
    beginning.catch(() => void 0);
    const release = await this.streams.acquire();
    const [opened, begun] = await Promise.allSettled([source.blobs.open(blob.digest), beginning]);
    if (opened.status === "fulfilled" && begun.status === "fulfilled")
      return { ...opened.value, session: begun.value, release };
    release();
    if (opened.status === "fulfilled") opened.value.body.destroy();
    throw [begun, opened].find((one) => one.status === "rejected")?.reason;
  }
  async send(blob, { body, size = blob.size, session, release }) {
    const { source, target } = this.repositories;
    let sent = 0;
    const count = (bytes) => {
      sent += bytes;
      this.progress.bytes += bytes;
      this.onProgress({ ...this.progress });
    };
    let result;
    try {
      result = await target.blobs.upload(
        session,
        blob.digest,
        size,
        (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .verified */ .zr)(body, { ...blob, size }, source.blobs.reading(blob.digest), count, release)
      );
      return result;
    } catch (error) {
      target.channel.throwIfCancelled();
      if (error instanceof _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl && error.status !== void 0) return { kind: "refused", failure: error };
      const purpose = `uploading blob ${blob.digest} to ${target.name}`;
      const broken = () => new _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl({ ...target.channel.details(purpose), answer: (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .messageWithCauses */ .OM)(error), cause: error });
      return { kind: "retry", failure: error instanceof _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl ? error : broken() };
    } finally {
      discard({ body, release });
      if (result?.kind !== "stored") this.progress.bytes -= sent;
    }
  }
};
function copyOf({ digest, size }) {
  return `${digest} ${size}`;
}

// packages/oci/src/image-copy.ts
var REQUESTS = 48;
var ATTACHMENTS = 16;
var NO_TIME = "no time was left for it, and the next copy goes on with it";
var TRIES_OF_ATTACHMENT = 2;
var ImageCopy = class {
  constructor(repositories, { digest, evenIfPresent, attachUntil }, group, onProgress) {
    this.repositories = repositories;
    this.group = group;
    this.digest = digest;
    this.evenIfPresent = evenIfPresent;
    this.attachUntil = attachUntil;
    this.transfer = new Transfer(repositories, this.requests, onProgress);
  }
  repositories;
  group;
  requests = new _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .Semaphore */ .jf(REQUESTS);
  attachments = new _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .Semaphore */ .jf(ATTACHMENTS);
  transfer;
  nodes = /* @__PURE__ */ new Map();
  contents = /* @__PURE__ */ new Map();
  /** By the digest of a manifest that was put: whether the target lists it as a referrer. */
  puts = /* @__PURE__ */ new Map();
  /** The referrers that the source lists, by the digest of their subject. */
  referrers = /* @__PURE__ */ new Map();
  /** The digests whose referrers are copied. */
  subjects = /* @__PURE__ */ new Set();
  cosign = [];
  /** By tag or digest. Several steps of one attachment may fail; the first one is why it is not copied. */
  uncopied = /* @__PURE__ */ new Map();
  foreign = /* @__PURE__ */ new Map();
  repeats = new Repeats();
  digest;
  evenIfPresent;
  attachUntil;
  presence;
  image;
  async run() {
    const { group, digest } = this;
    this.copyReferrers(digest, this.copyRoot());
    for (const tag of (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .cosignTags */ .FJ)(digest)) void group.start(() => this.copyCosign(tag));
    await group.finished();
    for (const [subject, list] of this.referrers) void group.start(() => this.listByTag(subject, list));
    await group.finished();
    const cosignPut = this.cosign.filter((one) => one === "put").length;
    const uncopied = new Set([...this.uncopied.values()].map((one) => one.digest));
    const referrers = new Set([...this.referrers.values()].flat().map((one) => one.digest));
    return {
      alreadyThere: await this.targetHasImage() && !this.evenIfPresent,
      manifests: this.puts.size + cosignPut,
      ...this.transfer.summary(),
      referrers: [...referrers].filter((one) => !uncopied.has(one)).length,
      cosign: this.cosign,
      ...this.uncopied.size === 0 ? {} : { uncopied: [...this.uncopied.values()] },
      ...this.foreign.size === 0 ? {} : { foreign: [...this.foreign.values()] }
    };
  }
  /** Whether the target has the image. Sends a GET: the answer to a HEAD does not tell a missing repository from a missing image. */
  targetHasImage() {
    this.presence ??= this.group.start(async () => await this.find("target", this.digest) !== void 0);
    return this.presence;
  }
  /** Copies the image itself. Referrers and cosign's artifacts wait for this. */
  copyRoot() {
    this.image ??= this.group.start(async () => {
      const [root, isPresent] = await Promise.all([this.read(this.digest), this.targetHasImage()]);
      if (isPresent && !this.evenIfPresent) await this.copyReferrersOfChildren(root);
      else await this.copyNode(root, "image");
      return true;
    });
    return this.image;
  }
  /** For an image that the target has: its children may have referrers that the target lacks. */
  async copyReferrersOfChildren({ manifest, parts }) {
    await Promise.all(
      parts.children.map(async (child) => {
        this.copyReferrers(child.digest, Promise.resolve(true));
        if ((0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .isIndex */ .nw)(child)) await this.copyReferrersOfChildren(await this.read(child.digest, manifest.digest));
      })
    );
  }
  async copyNode(node, scope) {
    await this.copyParts(node, scope);
    return await this.put(node);
  }
  /** Copies everything that a manifest names. */
  copyParts({ manifest, parts, foreign }, scope) {
    return startOnce(
      this.contents,
      manifest.digest,
      () => this.all(scope, [
        ...parts.blobs.map((blob) => () => this.transfer.copy(blob)),
        ...foreign.map((layer) => () => this.copyForeign(layer)),
        ...parts.children.map((child) => async () => {
          if (scope === "image") this.copyReferrers(child.digest, this.copyRoot());
          return await this.copyNode(await this.read(child.digest, manifest.digest), scope);
        })
      ])
    );
  }
  /** Does tasks at once. One of the image that fails ends the copy. One of an attachment fails only that, after the others have ended. */
  async all(scope, tasks) {
    if (scope === "image") {
      await Promise.all(tasks.map((task) => this.group.start(task)));
      return;
    }
    const ended = await Promise.allSettled(tasks.map((task) => task()));
    for (const one of ended) if (one.status === "rejected") throw one.reason;
  }
  async copyForeign(layer) {
    const { digest, urls = [] } = layer;
    if (await this.transfer.copyForeign(layer)) return;
    const hosts = urls.map((url) => URL.canParse(url) ? new URL(url).host : "an invalid URL");
    this.foreign.set(digest, { digest, hosts: [...new Set(hosts)] });
  }
  put(node) {
    return startOnce(this.puts, node.manifest.digest, async () => {
      const result = await this.putWhole(node);
      return result.kind === "put" && result.linked;
    });
  }
  /**
   * Puts a manifest. As long as the target reports that it lacks parts, sends those again after a pause. A registry may report
   * that for a moment, and may still answer that it has a part which it has lost.
   */
  async putWhole(node, tag) {
    const { target } = this.repositories;
    for (let attempt = 1, waited = 0; ; attempt++) {
      const askedAt = performance.now();
      const result = await target.put(node.manifest, tag);
      if (result.kind !== "incomplete") return result;
      waited = await target.channel.pause(attempt, waited);
      if (waited === void 0) throw result.failure;
      await this.sendAgain(node, result.missing, askedAt);
    }
  }
  /** @param missing the digests that the target reported; if none of them is a part, all parts are sent */
  async sendAgain({ manifest, parts, foreign }, missing, askedAt) {
    const isNamed = ({ digest }) => missing.includes(digest);
    const isLost = [...parts.blobs, ...foreign, ...parts.children].some(isNamed) ? isNamed : () => true;
    await Promise.all([
      ...parts.blobs.filter(isLost).map((blob) => this.transfer.sendAgain(blob, askedAt)),
      ...foreign.filter(isLost).map(async (layer) => {
        if (await this.transfer.copyForeign(layer)) await this.transfer.sendAgain(layer, askedAt);
      }),
      ...parts.children.filter(isLost).map(
        ({ digest }) => this.repeats.run(digest, askedAt, async () => {
          await this.putWhole(await this.read(digest, manifest.digest));
        })
      )
    ]);
  }
  /**
   * Copies the referrers of a manifest, and their referrers. Each subject is followed once, so lists that name each other cannot loop.
   * @param subjectTaken referrers are put after this; false if the subject cannot be copied
   */
  copyReferrers(subject, subjectTaken) {
    if (this.subjects.has(subject)) return;
    this.subjects.add(subject);
    void this.group.start(async () => {
      const { source, target } = this.repositories;
      let list = [];
      let present = [];
      const read = async () => {
        list = await this.requests.run(() => source.referrers(subject));
        if (list.length > 0 && await this.targetHasImage())
          present = await this.requests.run(() => target.referrers(subject));
      };
      if (!await this.attach({ digest: subject, artifactType: void 0, tag: void 0 }, read)) return;
      if (list.length === 0) return;
      this.referrers.set(subject, list);
      for (const one of list) {
        if (this.subjects.has(one.digest)) continue;
        const taken = present.some(({ digest }) => digest === one.digest) ? subjectTaken : this.group.start(() => this.copyReferrer(one, subject, subjectTaken));
        this.copyReferrers(one.digest, taken);
      }
    });
  }
  /**
   * Reads the referrer and copies its parts at once, but puts it only after its subject.
   * @returns false if it cannot be copied
   */
  async copyReferrer(one, subject, subjectTaken) {
    const { digest } = one;
    const read = () => this.read(digest, subject);
    if (!await this.attach({ digest, artifactType: one.artifactType, tag: void 0 }, read)) return false;
    const node = await read();
    const attachment = { digest, artifactType: one.artifactType ?? (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .artifactTypeOf */ .Gh)(node.manifest), tag: void 0 };
    const [hasParts, hasSubject] = await Promise.all([
      this.attach(attachment, () => this.copyParts(node, "attachment")),
      subjectTaken
    ]);
    if (!hasParts) return false;
    if (!hasSubject) {
      this.leaveOut({ ...attachment, because: `it belongs to ${subject}, which was not copied` });
      return false;
    }
    if (!await this.attach(attachment, () => this.put(node))) return false;
    await this.copyReferrersOfChildren(node);
    return true;
  }
  /**
   * Does a step of the copy of something that is attached to the image. If its content fails it twice, or the target lastingly,
   * the image stays complete without it: a person who may attach something to an image must not be able to stop its copy.
   * @returns false if it cannot be copied
   */
  async attach(attachment, step) {
    const because = await this.attachments.run(() => this.tryToAttach(step));
    if (because !== void 0) this.leaveOut({ ...attachment, because });
    return because === void 0;
  }
  leaveOut(attachment) {
    const name = attachment.tag ?? attachment.digest;
    if (!this.uncopied.has(name)) this.uncopied.set(name, attachment);
  }
  /** @returns the reason why something cannot be attached; undefined if it is attached */
  async tryToAttach(step) {
    const left = this.attachUntil - performance.now();
    if (left <= 0) return NO_TIME;
    const late = new AbortController();
    const isLate = (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setTimeout)(left, NO_TIME, { signal: late.signal });
    isLate.catch(() => void 0);
    try {
      return await Promise.race([isLate, this.tryTwice(step)]);
    } finally {
      late.abort();
    }
  }
  /** @throws the error of the source, of a login, or of the image itself */
  async tryTwice(step) {
    const { channel } = this.repositories.target;
    for (let attempt = 1; ; attempt++) {
      try {
        await step();
        return void 0;
      } catch (error) {
        channel.throwIfCancelled();
        if (!(error instanceof _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl)) throw error;
        if (!(0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .isOfContent */ .LR)(error)) {
          if (!(0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .isOfTarget */ .VU)(error)) throw error;
          await this.copyRoot();
          return error.message;
        }
        if (attempt >= TRIES_OF_ATTACHMENT || await channel.pause(attempt, 0) === void 0) return error.message;
      }
    }
  }
  async copyCosign(tag) {
    const { source, target } = this.repositories;
    let found;
    let present;
    const attachment = { digest: this.digest, artifactType: void 0, tag };
    const look = async () => {
      const manifest = await this.find("source", tag);
      if (manifest === void 0) return;
      attachment.digest = manifest.digest;
      found = this.nodeOf(manifest, source);
      const other = await this.find("target", tag);
      if (other !== void 0) present = this.nodeOf(other, target);
    };
    if (!await this.attach(attachment, look) || found === void 0) return;
    const [own, others] = [layersOf(found.manifest), present === void 0 ? [] : layersOf(present.manifest)];
    if (present?.manifest.digest === found.manifest.digest) this.cosign.push("already");
    else if (!others.every((layer) => own.includes(layer))) this.cosign.push("kept");
    else await this.attachCosign(tag, found);
  }
  async attachCosign(tag, node) {
    const { digest } = node.manifest;
    const attachment = { digest, artifactType: (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .artifactTypeOf */ .Gh)(node.manifest), tag };
    const [hasParts] = await Promise.all([
      this.attach(attachment, () => this.copyParts(node, "attachment")),
      this.copyRoot()
    ]);
    if (!hasParts) return;
    await this.attach(attachment, async () => {
      const { kind } = await this.putWhole(node, tag);
      const now = kind === "taken" ? await this.repositories.target.digest(tag) : void 0;
      const isThere = now?.kind === "found" && now.value === digest;
      this.cosign.push(kind === "put" ? "put" : isThere ? "already" : "kept");
    });
  }
  /**
   * Lists referrers under a tag, for a target that does not list them itself.
   * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests-with-subject
   */
  async listByTag(subject, list) {
    const taken = list.filter((one) => !this.uncopied.has(one.digest));
    const put = await Promise.all(taken.map(async (one) => ({ one, linked: await this.puts.get(one.digest) })));
    const unlinked = put.filter(({ linked }) => linked === false).map(({ one }) => one);
    if (unlinked.length === 0) return;
    const { target } = this.repositories;
    let known = [];
    const read = async () => {
      known = await target.referrers(subject);
    };
    if (!await this.attach({ digest: subject, artifactType: void 0, tag: (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .referrersTag */ .LN)(subject) }, read)) return;
    const missing = unlinked.filter((one) => known.every(({ digest: digest2 }) => digest2 !== one.digest));
    if (missing.length === 0 || target.listsReferrers) return;
    const bytes = Buffer.from(
      JSON.stringify({ schemaVersion: 2, mediaType: _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .INDEX_TYPE */ .cp, manifests: [...known, ...missing] })
    );
    const digest = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .digestOf */ .ol)(bytes);
    const tag = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .referrersTag */ .LN)(subject);
    await this.attach(
      { digest, artifactType: void 0, tag },
      () => target.tag(tag, { digest, mediaType: _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .INDEX_TYPE */ .cp, bytes })
    );
  }
  /** @param namedBy the digest of the manifest that names this one, for an error */
  read(digest, namedBy) {
    return startOnce(this.nodes, digest, async () => {
      const { source } = this.repositories;
      const manifest = await this.find("source", digest);
      if (manifest !== void 0) return this.nodeOf(manifest, source);
      throw new _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl({
        ...source.channel.details(`reading ${digest} of ${source.name}`),
        status: 404,
        answer: namedBy === void 0 ? "the image does not exist" : `it is missing, and ${namedBy} names it`,
        needsBuild: true,
        remedy: "Look for it in the registry. If it was archived, restore it, because ECR answers 404 for an archived image. If it was deleted, build and push it again."
      });
    });
  }
  nodeOf(manifest, { channel, name }) {
    try {
      return { manifest, parts: (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .partsOf */ .CI)(manifest), foreign: (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .foreignLayersOf */ .Ou)(manifest) };
    } catch (error) {
      if (!(error instanceof _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .MalformedManifest */ .Rl)) throw error;
      const details = channel.details(`reading ${manifest.digest} of ${name}`);
      throw new _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl({
        ...details,
        answer: `the manifest cannot be copied: ${error.message}`,
        cause: error,
        needsBuild: true,
        remedy: "Build and push the image again."
      });
    }
  }
  async find(side, reference) {
    return await this.requests.run(() => this.repositories[side].find(reference));
  }
};
function layersOf(manifest) {
  const content = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .contentOf */ .$E)(manifest);
  return content.kind === "image" ? content.layers.map(({ digest }) => digest) : [];
}

// packages/oci/src/copy.ts
async function copyImage({
  source,
  target,
  digest,
  evenIfPresent = false,
  signal,
  onProgress,
  deadlineMs = 72e5,
  attachmentsMs = deadlineMs / 2
}) {
  if ((0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .algorithmOf */ .Hy)(digest) === void 0) {
    throw new TypeError(`\`${digest}\` is not a digest such as \`sha256:\` and 64 hexadecimal digits.`);
  }
  const options = { digest, evenIfPresent, attachUntil: performance.now() + attachmentsMs };
  const group = new TaskGroup();
  const context = { signal: AbortSignal.any([signal, group.signal]) };
  const pair = {
    source: source.registry.repository(source.repository, { ...context, side: "source" }),
    target: target.registry.repository(target.repository, { ...context, side: "target" }),
    sameRegistry: source.registry.host === target.registry.host
  };
  const deadline = setTimeout(() => {
    group.stop(
      new _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl({
        ...pair.target.channel.details(`copying ${digest} to ${target.repository}`),
        answer: `the copy was not complete after ${(0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .durationText */ .S5)(deadlineMs)}`,
        remedy: "Try again: the next copy continues where this one stopped."
      })
    );
  }, deadlineMs);
  const registries = [.../* @__PURE__ */ new Set([source.registry, target.registry])];
  const sent = () => registries.reduce((sum, { requests }) => sum + requests, 0);
  const before = sent();
  try {
    return {
      ...await new ImageCopy(pair, options, group, onProgress ?? (() => void 0)).run(),
      requests: sent() - before
    };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(deadline);
  }
}



/***/ })

};
