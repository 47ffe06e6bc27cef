export const id = 148;
export const ids = [148];
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
/* harmony import */ var _src_stages_grammar_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9099);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3692);







// src/cli/candidates.ts
function candidatesFor({ stage, tag, branch, commit, trunk }) {
  if (tag !== void 0) return { pick: "the first", among: [{ stage, tag, description: `the tag ${tag} of ${stage}` }] };
  const trunkImage = { stage: "master", tag: (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .trunkTag */ .fs)(trunk), description: "the trunk's image, from master" };
  switch (stage) {
    case "development": {
      const own = branch === void 0 ? { stage, tag: (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .commitTag */ .m)(commit, void 0), description: `the image of commit ${commit.slice(0, 12)}` } : { stage, tag: (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .branchTag */ .TY)(branch, trunk), description: `the image of branch ${branch}` };
      return { pick: branch === trunk ? "the newest" : "the first", among: [own, trunkImage] };
    }
    case "master":
      return { pick: "the first", among: [trunkImage] };
    case "release":
      return { pick: "the first", among: [{ stage, tag: "latest", description: "the newest release" }] };
  }
}

// src/cli/pull.ts
async function pull(common, { tag }, invocation) {
  return await (0,_src_run_session_js__WEBPACK_IMPORTED_MODULE_3__/* .withLocalJob */ .H)(common, {}, invocation, async (job) => {
    const { candidate, reference, json } = await pullImage(job, common.stage, tag);
    return { lines: [`${candidate.description}:`, reference, `  ${String(json["digest"])}`], json };
  });
}
async function pullImage(job, stage = "development", tag) {
  const { tree, trunk, log } = job;
  if (tag !== void 0 && !(0,_src_stages_grammar_js__WEBPACK_IMPORTED_MODULE_4__/* .isTag */ .dz)(tag)) {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR(
      `--tag is \`${tag}\`, which is not a tag: a tag has letters, digits and any of _ . - and does not begin with . or -.`,
      { remedy: "Name a tag of the repository." }
    );
  }
  const { pick, among } = candidatesFor({ stage, tag, branch: tree.branch, commit: tree.commit.id, trunk });
  const lookups = [];
  try {
    for (const candidate of among) {
      if (pick === "the first" && lookups.some(({ digest }) => digest !== void 0)) break;
      const target = job.targetOf(candidate.stage);
      const session = new _src_run_session_js__WEBPACK_IMPORTED_MODULE_3__/* .Session */ .N(job, { target, identity: job.identity });
      const repository = await session.target();
      const remedy = `Your login needs to be able to read the repository of ${target.stage}.`;
      const image = await (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_1__/* .findImage */ .F1)(repository, target.stage, candidate.tag, remedy);
      lookups.push({ candidate, target, session, repository, digest: image?.digest });
    }
    const hits = lookups.filter(({ digest }) => digest !== void 0);
    const misses = lookups.filter(({ digest }) => digest === void 0);
    const chosen = hits.length > 1 ? await newestOf(job, hits) : hits[0];
    if (chosen?.digest === void 0) throw await noImageFailure(job, misses, tag);
    for (const miss of misses) log.info(`${await describeMiss(job, miss)}.`);
    log.info(`Pulling ${chosen.candidate.description}.`);
    return await pullByDigest(job, chosen, chosen.digest);
  } finally {
    await Promise.all(lookups.map(({ session }) => session.close()));
  }
}
async function newestOf(job, hits) {
  const times = await Promise.all(hits.map(async (hit) => (await detailOf(job, hit))?.pushedAt?.getTime()));
  const dated = hits.map((hit, index) => ({ hit, time: times[index] }));
  return dated.some(({ time }) => time === void 0) ? hits[0] : dated.sort((a, b) => (b.time ?? 0) - (a.time ?? 0))[0]?.hit;
}
async function noImageFailure(job, misses, tag) {
  const reasons = await Promise.all(misses.map((miss) => describeMiss(job, miss)));
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR(`There is no image to pull: ${reasons.join(", and ")}.`, {
    remedy: tag === void 0 ? "Push one: `ecr-registry push`, or open a pull request." : "Name another tag with --tag, or another stage with --stage."
  });
}
async function describeMiss(job, miss) {
  const name = `${miss.target.repository.name}:${miss.candidate.tag}`;
  const detail = await detailOf(job, miss);
  return detail?.archived === true ? `${name} is archived, and another push restores it` : `${name} does not exist`;
}
async function detailOf({ signal, log }, { repository, target, candidate }) {
  const { findImageDetail } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(428), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 3968));
  try {
    return await findImageDetail(repository.ecr, target.repository, candidate.tag, signal);
  } catch (error) {
    signal.throwIfAborted();
    log.debug(`Asking ECR about ${target.repository.name}:${candidate.tag}: ${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(error)}`);
    return void 0;
  }
}
async function pullByDigest(job, { session, repository: { registry }, target: { stage, repository }, candidate }, digest) {
  const { environment, signal } = job;
  const name = `${registry.host}/${repository.name}`;
  const [image, reference] = [`${name}@${digest}`, `${name}:${candidate.tag}`];
  const config = await (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_1__/* .openDockerConfig */ .$s)(job, session);
  try {
    const dockerEnvironment = { ...environment, ...config.environment };
    const args = ["pull", ...process.stderr.isTTY ? [] : ["--quiet"], image];
    const code = await (0,_src_docker_call_js__WEBPACK_IMPORTED_MODULE_0__/* .runDocker */ .S)(args, { environment: dockerEnvironment, signal, output: "standard error" });
    signal.throwIfAborted();
    if (code !== 0) {
      throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR(`docker ${args.join(" ")} failed with exit code ${code}; its output is above.`, {
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

/***/ 7148:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runPulledImage: () => (/* binding */ runPulledImage)
/* harmony export */ });
/* harmony import */ var _src_cli_candidates_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8464);
/* harmony import */ var _src_docker_call_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3073);
/* harmony import */ var _src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6300);
/* harmony import */ var _src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6342);
/* harmony import */ var _src_run_session_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6990);
/* harmony import */ var _src_core_process_env_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1897);
/* harmony import */ var _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6965);
/* harmony import */ var _src_stages_grammar_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(9099);
/* harmony import */ var _src_stages_permissions_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(8878);
/* harmony import */ var _actions_http_client_lib_proxy_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(9928);
/* harmony import */ var _packages_oci_src_errors_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(3371);
/* harmony import */ var _src_stages_stage_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(1020);
/* harmony import */ var _src_core_setting_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(102);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(3692);
















// src/cli/run.ts
async function runPulledImage(common, { tag }, command, invocation) {
  return await (0,_src_run_session_js__WEBPACK_IMPORTED_MODULE_4__/* .withLocalJob */ .H)(common, {}, invocation, async (job) => {
    const { reference, json } = await (0,_src_cli_candidates_js__WEBPACK_IMPORTED_MODULE_0__/* .pullImage */ .Z)(job, common.stage, tag);
    const terminal = process.stdin.isTTY && process.stdout.isTTY ? ["--tty"] : [];
    const args = ["run", "--rm", "--interactive", ...terminal, reference, ...command];
    const exitCode = await (0,_src_docker_call_js__WEBPACK_IMPORTED_MODULE_1__/* .runDocker */ .S)(args, {
      environment: job.environment,
      signal: job.signal,
      output: invocation.isJson ? "standard error" : "terminal"
    });
    return { lines: [], json: { ...json, "exit-code": exitCode }, exitCode };
  });
}



/***/ })

};
