export const id = 502;
export const ids = [502];
export const modules = {

/***/ 8464:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ pullImage),
/* harmony export */   a: () => (/* binding */ pull)
/* harmony export */ });
/* harmony import */ var _src_docker_call_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3073);
/* harmony import */ var _src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6300);
/* harmony import */ var _src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6342);
/* harmony import */ var _src_run_session_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6990);
/* harmony import */ var _src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9619);
/* harmony import */ var _src_run_failure_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8080);
/* harmony import */ var _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7660);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(3692);









// src/cli/candidates.ts
function searchOrder(search) {
  const { stage, tag, commit, isDirty, variant } = search;
  const own = (place) => imageOfCommit(commit, place, { variant });
  if (tag !== void 0) {
    const named = { stage, tag, description: `the tag ${tag} of ${stage}`, accepts: { kind: "any" } };
    return { byFingerprint: false, own: [named], ancestorsIn: [], otherwise: [] };
  }
  const trunkImage = {
    stage: "master",
    tag: trunkTag(search),
    description: "the trunk's image, from master",
    accepts: { kind: "any" }
  };
  switch (stage) {
    case "development":
      return {
        byFingerprint: isDirty,
        own: [own("development"), own("master")],
        ancestorsIn: ["development", "master"],
        otherwise: [trunkImage]
      };
    case "master":
      return {
        byFingerprint: false,
        own: [own(stage)],
        ancestorsIn: [stage],
        otherwise: [trunkImage]
      };
    case "release": {
      const latest = {
        stage,
        tag: (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_6__/* .inVariant */ .l7)("latest", variant),
        description: "the newest release",
        accepts: { kind: "any" }
      };
      return { byFingerprint: false, own: [own(stage)], ancestorsIn: [], otherwise: [latest] };
    }
  }
}
function imageOfCommit(commit, stage, { before, variant } = {}) {
  const order = before === void 0 ? "" : `, the newest before ${before.slice(0, 12)} that has one`;
  return {
    stage,
    tag: (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .commitTag */ .m)(commit, variant),
    description: `the image of commit ${commit.slice(0, 12)}${order}, from ${stage}`,
    accepts: { kind: "not another commit's", commit }
  };
}
function trunkTag(search) {
  const { named } = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .tagsFor */ .Nj)({ ...search, stage: "master", pullRequest: void 0, version: void 0 });
  return named.find(({ kind }) => kind === "trunk")?.name ?? "";
}
function judgeImage(accepts, revision) {
  switch (accepts.kind) {
    case "any":
      return { kind: "accepted" };
    case "not another commit's": {
      const { commit } = accepts;
      const other = revision === void 0 ? void 0 : (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_1__/* .otherCommitOfTag */ .$Y)(commit, revision);
      return other === void 0 ? { kind: "accepted" } : { kind: "refused", because: `is the image of commit ${other}, which begins like ${commit}` };
    }
  }
}

// src/cli/image-search.ts
var ANCESTORS = 100;
var WAVE = 20;
var ImageFinder = class {
  constructor(job, search) {
    this.job = job;
    this.search = search;
  }
  job;
  search;
  stages = /* @__PURE__ */ new Map();
  sessions = [];
  /** Why the images of a stage cannot be read. A search goes on without a stage that nobody asked for. */
  unreadable = /* @__PURE__ */ new Map();
  misses = [];
  /** @throws Failure naming all that was looked for, if there is no image */
  async find() {
    const { byFingerprint, own, ancestorsIn, otherwise } = searchOrder(this.search);
    const found = (byFingerprint ? await this.byFingerprint() : void 0) ?? await this.firstOf(own) ?? await this.newestAncestor(ancestorsIn) ?? await this.firstOf(otherwise);
    if (found === void 0) throw this.nothingFound();
    for (const miss of this.misses) this.job.log.info(`${miss}.`);
    for (const [stage, { message, remedy }] of this.unreadable)
      this.job.log.notice(`The images of ${stage} were not looked at: ${message}`, remedy);
    return found;
  }
  async close() {
    await Promise.all(this.sessions.map((session) => session.close()));
  }
  /** The image of the current files, changes included. */
  async byFingerprint() {
    const { job } = this;
    const open = await this.open("development");
    if (open === void 0) return void 0;
    try {
      const log = { ...job.log, notice: job.log.debug, warning: job.log.debug };
      const { fingerprint } = await (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_1__/* .countBuildInputs */ .Ph)({ ...job, log }, (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .buildSettings */ .E6)(job), open.session);
      if (fingerprint.kind !== "comparable") return void 0;
      const tag = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .fingerprintTag */ .bN)("development", fingerprint.value).name;
      const description = "the image of the current files, from development";
      const found = await this.lookUp({ stage: "development", tag, description, accepts: { kind: "any" } });
      if (found === void 0) this.misses.push("The current files, with their changes, have no image in development");
      return found;
    } catch (error) {
      const failure = (0,_src_run_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .failureOf */ .g)(error);
      if (failure === void 0) throw error;
      job.log.debug(`Counting the current files: ${failure.message}`);
      return void 0;
    }
  }
  async firstOf(candidates) {
    for (const candidate of candidates) {
      const found = await this.lookUp(candidate);
      if (found !== void 0) return found;
    }
    return void 0;
  }
  async newestAncestor(stages) {
    if (stages.length === 0) return void 0;
    const { commit, variant } = this.search;
    const ancestors = await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .ancestorsOf */ .Gw)(this.job.tree.git, commit, ANCESTORS);
    for (let start = 0; start < ancestors.length; start += WAVE) {
      const wave = ancestors.slice(start, start + WAVE).flatMap((ancestor) => stages.map((stage) => imageOfCommit(ancestor, stage, { before: commit, variant })));
      const exist = await Promise.all(wave.map((candidate) => this.exists(candidate)));
      const found = await this.firstOf(wave.filter((_, index) => exist[index]));
      if (found !== void 0) return found;
    }
    const looked = ancestors.length === 0 ? "no earlier commit" : `none of ${ancestors.length} earlier commits`;
    this.misses.push(`In this clone, ${looked} of ${commit.slice(0, 12)} has an image in ${stages.join(" or ")}`);
    return void 0;
  }
  /** A HEAD: most earlier commits have no image, and nobody has to be told of each. */
  async exists({ stage, tag }) {
    const open = await this.open(stage);
    return open !== void 0 && (await open.repository.client.digest(tag)).kind === "found";
  }
  async lookUp(candidate) {
    const { stage, tag, accepts } = candidate;
    const open = await this.open(stage);
    if (open === void 0) return void 0;
    const { repository, target } = open;
    const name = `${target.repository.name}:${tag}`;
    const remedy = `Your login needs to be able to read the repository of ${stage}.`;
    const manifest = await this.reading(stage, () => (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_1__/* .findImage */ .F1)(repository, stage, tag, remedy));
    if (manifest === void 0) {
      if (!this.unreadable.has(stage) && !tag.startsWith("src-")) this.misses.push(await this.describeMiss(open, tag));
      return void 0;
    }
    if (accepts.kind !== "any") {
      const revision = (await (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_1__/* .originOf */ .yv)(this.job, repository.client, manifest))?.commit;
      const verdict = judgeImage(accepts, revision);
      if (verdict.kind === "refused") {
        this.misses.push(`${name} ${verdict.because}`);
        return void 0;
      }
      if (revision === void 0)
        this.misses.push(
          `${name} does not name the commit that it was built from, so only its tag says that it is right`
        );
    }
    return { ...open, candidate, digest: manifest.digest };
  }
  /** @returns undefined if the stage cannot be read and is not the one that was asked for */
  async open(stage) {
    if (this.unreadable.has(stage)) return void 0;
    return await this.reading(stage, async () => {
      const opened = this.stages.get(stage) ?? this.openStage(stage);
      this.stages.set(stage, opened);
      return await opened;
    });
  }
  async openStage(stage) {
    const { job } = this;
    const target = job.targetOf(stage);
    const session = new _src_run_session_js__WEBPACK_IMPORTED_MODULE_3__/* .Session */ .N(job, { target, identity: job.identity });
    this.sessions.push(session);
    return { target, session, repository: await session.target() };
  }
  async reading(stage, work) {
    try {
      return await work();
    } catch (error) {
      const failure = (0,_src_run_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .failureOf */ .g)(error);
      if (failure === void 0 || stage === this.search.stage) throw error;
      this.unreadable.set(stage, failure);
      return void 0;
    }
  }
  /** ECR answers for an archived image as if it did not exist, so this asks for its details. */
  async describeMiss({ repository, target }, tag) {
    const name = `${target.repository.name}:${tag}`;
    const { signal, log } = this.job;
    const { findImageDetail } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(428), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 3968));
    try {
      const detail = await findImageDetail(repository.ecr, target.repository, tag, signal);
      return detail?.archived === true ? `${name} is archived, and another push restores it` : `${name} does not exist`;
    } catch (error) {
      signal.throwIfAborted();
      log.debug(`Asking ECR about ${name}: ${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_7__/* .messageOf */ .bD)(error)}`);
      return `${name} does not exist`;
    }
  }
  nothingFound() {
    const [unreadable] = this.unreadable.values();
    if (unreadable !== void 0) return unreadable;
    const [only = "", ...more] = this.misses;
    const reasons = more.length === 0 ? ` ${only}.` : this.misses.map((miss) => `
  ${miss}.`).join("");
    return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_7__/* .Failure */ .HR(`There is no image to pull:${reasons}`, {
      remedy: this.search.tag === void 0 ? "Push one: `ecr-registry push`, or open a pull request." : "Name another tag with --tag, or another stage with --stage."
    });
  }
};

// src/cli/pull.ts
async function pull(common, { tag }, invocation) {
  return await (0,_src_run_session_js__WEBPACK_IMPORTED_MODULE_3__/* .withLocalJob */ .H)(common, {}, invocation, async (job) => {
    const { candidate, reference, json } = await pullImage(job, common.stage, tag);
    return { lines: [`${candidate.description}:`, reference, `  ${String(json["digest"])}`], json };
  });
}
async function pullImage(job, stage = "development", tag) {
  const { tree, trunk, log } = job;
  if (tag !== void 0 && !(0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_6__/* .isTag */ .dz)(tag)) {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_7__/* .Failure */ .HR(
      `--tag is \`${tag}\`, which is not a tag: a tag has letters, digits and any of _ . - and does not begin with . or -.`,
      { remedy: "Name a tag of the repository." }
    );
  }
  const { branch, isDirty } = tree;
  const { variant } = job.inputs;
  const variants = Object.keys(job.image.variants);
  const finder = new ImageFinder(job, { stage, tag, branch, commit: tree.commit.id, trunk, isDirty, variant, variants });
  try {
    const found = await finder.find();
    const { accepts, description } = found.candidate;
    log.info(`Pulling ${description}.`);
    if (isDirty && accepts.kind === "not another commit's")
      log.notice(
        "The image is that of a commit, without your uncommitted changes.",
        "To include them, push first: `ecr-registry push`."
      );
    return await pullByDigest(job, found);
  } finally {
    await finder.close();
  }
}
async function pullByDigest(job, { session, repository: { registry }, target: { stage, repository }, candidate, digest }) {
  const { environment, signal, log } = job;
  const name = `${registry.host}/${repository.name}`;
  const [image, reference] = [`${name}@${digest}`, `${name}:${candidate.tag}`];
  const config = await (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_1__/* .openDockerConfig */ .$s)(job, session);
  try {
    const dockerEnvironment = { ...environment, ...config.environment };
    const args = ["pull", ...process.stderr.isTTY ? [] : ["--quiet"], image];
    const code = await log.relay((output) => (0,_src_docker_call_js__WEBPACK_IMPORTED_MODULE_0__/* .runDocker */ .S)(args, { environment: dockerEnvironment, signal, output }));
    signal.throwIfAborted();
    if (code !== 0) {
      throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_7__/* .Failure */ .HR(`docker ${args.join(" ")} failed with exit code ${code}; its output is above.`, {
        remedy: "Check that Docker works here: `docker version`."
      });
    }
    await (0,_src_docker_call_js__WEBPACK_IMPORTED_MODULE_0__/* .tagImage */ .E)(image, reference, dockerEnvironment);
  } finally {
    await config.remove();
  }
  const json = { stage, image, digest, tags: [reference], repository: repository.name, registry: registry.host };
  return { candidate, reference, json };
}




/***/ }),

/***/ 2502:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   pull: () => (/* reexport safe */ _src_cli_candidates_js__WEBPACK_IMPORTED_MODULE_0__.a),
/* harmony export */   pullImage: () => (/* reexport safe */ _src_cli_candidates_js__WEBPACK_IMPORTED_MODULE_0__.Z)
/* harmony export */ });
/* harmony import */ var _src_cli_candidates_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8464);
/* harmony import */ var _src_docker_call_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3073);
/* harmony import */ var _src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6300);
/* harmony import */ var _src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6342);
/* harmony import */ var _src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5324);
/* harmony import */ var _src_run_session_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6990);
/* harmony import */ var _src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(228);
/* harmony import */ var _packages_oci_src_duration_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(6584);
/* harmony import */ var _src_docker_config_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(9619);
/* harmony import */ var _src_stages_permissions_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(8878);
/* harmony import */ var _actions_http_client_lib_proxy_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(9928);
/* harmony import */ var _src_run_failure_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(8080);
/* harmony import */ var _packages_oci_src_errors_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(3371);
/* harmony import */ var _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(7660);
/* harmony import */ var _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(6965);
/* harmony import */ var _src_core_setting_js__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(102);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_16__ = __webpack_require__(3692);






















/***/ })

};
