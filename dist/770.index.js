export const id = 770;
export const ids = [770];
export const modules = {

/***/ 8469:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(7163)
const compare = (a, b, loose) =>
  new SemVer(a, loose).compare(new SemVer(b, loose))

module.exports = compare


/***/ }),

/***/ 8511:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(7163)
const major = (a, loose) => new SemVer(a, loose).major
module.exports = major


/***/ }),

/***/ 2603:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(7163)
const minor = (a, loose) => new SemVer(a, loose).minor
module.exports = minor


/***/ }),

/***/ 8756:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(7163)
const patch = (a, loose) => new SemVer(a, loose).patch
module.exports = patch


/***/ }),

/***/ 2173:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const compare = __webpack_require__(8469)
const rcompare = (a, b, loose) => compare(b, a, loose)
module.exports = rcompare


/***/ }),

/***/ 9770:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   promote: () => (/* binding */ promote)
/* harmony export */ });
/* harmony import */ var _src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2797);
/* harmony import */ var _src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1110);
/* harmony import */ var _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6965);
/* harmony import */ var _src_core_setting_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(102);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3692);
/* harmony import */ var _node_modules_semver_functions_compare_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8469);
/* harmony import */ var _node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8511);
/* harmony import */ var _node_modules_semver_functions_minor_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(2603);
/* harmony import */ var _node_modules_semver_functions_patch_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(8756);
/* harmony import */ var _node_modules_semver_functions_rcompare_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(2173);






// src/run/copy-progress.ts
var SILENCE_MS = 5e3;
function progressLines(say, clock) {
  const start = clock();
  let said = start;
  return ({ bytes: copied }) => {
    const now = clock();
    if (now - said < SILENCE_MS) return;
    said = now;
    say(`Copied ${(0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .bytes */ .ee)(copied)}, ${(0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .bytes */ .ee)(copied / (now - start) * 1e3)}/s`);
  };
}

// src/run/image-copy.ts
var CopiedImage = class {
  constructor(manifest, first, copyAgain) {
    this.manifest = manifest;
    this.first = first;
    this.again = new _src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .Lazy */ .dF(copyAgain);
  }
  manifest;
  first;
  again;
  /** Copies the whole image again, but only once, even if several tags find that a part is missing. */
  sendAgain = () => this.again.get();
  /** The report of the last copy. */
  async report() {
    return await this.again.ifMade() ?? this.first;
  }
};
async function copyToTarget(run, source, target, image) {
  const { manifest, origin } = image;
  origin.start();
  const report = await copyOnce(run, source, target, manifest.digest, false);
  return new CopiedImage(manifest, report, () => {
    run.log.notice(
      `${target.repository.name} has ${manifest.digest}, but reports that a part of it is missing. The whole image is copied again.`
    );
    return copyOnce(run, source, target, manifest.digest, true);
  });
}
async function copyOnce({ log, timings, signal }, source, target, digest, evenIfPresent) {
  const { copyImage: copy } = await __webpack_require__.e(/* import() */ 273).then(__webpack_require__.bind(__webpack_require__, 2273));
  const report = await timings.time(
    "copy",
    () => copy({
      source: { registry: source.registry, repository: source.repository.name },
      target: { registry: target.registry, repository: target.repository.name },
      digest,
      evenIfPresent,
      signal,
      onProgress: progressLines(log.info, () => performance.now())
    })
  );
  const { mounted, copied, alreadyThere } = report.blobs;
  log.info(
    report.alreadyThere ? "The target has this image already." : `Layers and configs: ${mounted} mounted, ${copied} copied (${(0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .bytes */ .ee)(report.bytes)}), ${alreadyThere} there already.`
  );
  for (const layer of report.foreign ?? []) log.info((0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .foreignText */ .qk)(layer));
  if (report.uncopied !== void 0) {
    const warning = (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .uncopiedWarning */ .we)(report.uncopied, digest, target.repository.name);
    log.warning(warning.text, warning.remedy);
  }
  return report;
}

// src/run/promotion-source.ts
async function findPromotionSource(run, session, source) {
  return await run.timings.time("look-up", async () => {
    const wanted = await sourceReference(run, session);
    const [manifest, known] = await Promise.all([findManifest(run, source, wanted), knownToEcr(run, source, wanted)]);
    const reading = new _src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .Lazy */ .dF(() => (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .readOrigin */ .P2)(run, source.client, manifest));
    if (wanted.by === "commit") {
      const own = await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .originOfImages */ .OI)(run, source.client, manifest, await reading.get());
      (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .refuseOtherCommit */ .kh)(run, source, manifest.digest, own);
      await refuseOtherRecipe(run, source, manifest.digest, (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .declaredIn */ .eI)(own), known);
    }
    return {
      manifest,
      counted: wanted.fingerprint,
      detail: detailOfDigest(manifest.digest, known, run, source),
      origin: new _src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .Lazy */ .dF(async () => (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .declaredIn */ .eI)(await reading.get()))
    };
  });
}
async function refuseOtherRecipe(run, { repository: { name }, client }, digest, origin, known) {
  if (known.kind === "unknown") {
    run.log.warning(
      `It is not known whether ${name} has another image of commit ${run.revision.commit}, built with different settings: ${known.because}`,
      (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .remedy */ .zL)`To be sure, name the image with ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_3__/* .setting */ .P)("source")}: \`${digest}\`.`
    );
    return;
  }
  if (origin?.recipe === void 0) return;
  const own = (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .commitTag */ .m)(run.revision.commit, run.inputs.variant);
  const others = await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)(
    known.rebuilt.map(async (image) => ({ ...image, reading: await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .originAt */ .iX)(run, client, image.digest) }))
  );
  const unread = others.find(({ reading }) => reading.kind === "unreadable");
  if (unread?.reading.kind === "unreadable")
    throw (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .unknownRecipe */ .px)(`${unread.tag} in ${name}`, unread.digest, own, unread.reading.cause);
  const other = others.find(({ reading }) => ![void 0, origin.recipe].includes((0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .declaredIn */ .eI)(reading)?.recipe));
  if (other === void 0) return;
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(
    `${name} has two different images of commit ${run.revision.commit}: ${own} (${digest}) and ${other.tag} (${other.digest}). They were built with different settings (${_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .RECIPE_SETTINGS */ .n$}), so it is not known which of them to release.`,
    {
      remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .remedies */ .JW)(
        (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .remedy */ .zL)`To release one of them now, name it with ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_3__/* .setting */ .P)("source")}.`,
        (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .remedy */ .zL)`If both are variants of the image, set ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_3__/* .setting */ .P)("variant")} wherever one is built and released: each variant then has its own tags.`
      )
    }
  );
}
function fingerprintOf({ counted, detail }) {
  const [first, ...others] = (detail?.tags ?? []).filter((tag) => tag.startsWith("src-"));
  return counted ?? (others.length > 0 ? void 0 : first?.slice("src-".length));
}
function tagsForPeople(detail) {
  return (detail?.tags ?? []).filter(isForPeople).sort();
}
async function sourceReference(run, session) {
  const { inputs, stage, revision } = run;
  if (inputs.source !== void 0) return { reference: inputs.source, by: "input" };
  if (stage === "release") return { reference: (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .commitTag */ .m)(revision.commit, inputs.variant), by: "commit" };
  const { fingerprint } = await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .countBuildInputs */ .Ph)(run, (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .buildSettings */ .E6)(run), session);
  if (fingerprint.kind === "comparable")
    return { reference: `src-${fingerprint.value}`, by: "fingerprint", fingerprint: fingerprint.value };
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(`The image of this commit cannot be found in development: ${fingerprint.reason}`, {
    remedy: BUILD_OR_NAME
  });
}
async function findManifest(run, source, wanted) {
  const { repository, client } = source;
  const { reference } = wanted;
  const found = await client.manifest(reference);
  const where = `the source ${repository.name} (account ${repository.account}, ${repository.region})`;
  if (found.kind === "found") return wellFormed(found.value, `${reference} of ${where}`);
  if (found.kind === "denied") {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(`Reading ${reference} of ${where}: ${found.reason}`, {
      remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .remedyOfRepositoryDenial */ .Jz)(
        found.reason,
        repository.from,
        "Deploy infra/ again. The role of this stage must be able to read the repository of the stage before."
      )
    });
  }
  if (found.what === "repository") {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(`There is no such repository: ${where}.`, {
      remedy: `${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .originQuestion */ .T_)("repository", repository.from)} If it is, deploy infra/ for the stage before.`
    });
  }
  const { findImageDetail } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 3968));
  const known = await findImageDetail(source.ecr, repository, reference, run.signal).catch(() => void 0);
  if (known?.archived === true) {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(`The image ${reference} of ${where} is archived.`, {
      needsBuild: true,
      remedy: "Restore it in ECR, or build it again: pushing it restores it."
    });
  }
  if (known !== void 0) {
    const again = await client.manifest(known.digest);
    if (again.kind === "found") return wellFormed(again.value, `${reference} of ${where}`);
  }
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(`There is no image ${reference} in ${where}. ${await newestIn(run, source)}`, {
    remedy: remedyOfMissing(wanted, run)
  });
}
function remedyOfMissing({ reference, by }, { revision: { commit, version }, runner, trunk }) {
  const at = (page) => runner.repository === "" ? "." : `: ${runner.serverUrl}/${runner.repository}/commit/${commit}${page}`;
  switch (by) {
    case "input":
      return (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .remedy */ .zL)`Set ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_3__/* .setting */ .P)("source")} to a tag or a digest that exists, not to \`${reference}\`. Without it, the image of this run's commit is promoted.`;
    case "commit":
      return (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .remedies */ .JW)(
        `The run on commit ${commit} should have pushed the image${at("/checks")}`,
        (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .remedy */ .zL)`If that run is still going, wait until it ends. ${_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .RUN_AGAIN */ .Bs} after that.`,
        `Only the last commit of each push to the trunk ${trunk} has an image. The commits of a merged branch have none, and neither have earlier commits of the same push.`,
        `If this commit is not merged yet, merge it. Then tag the head of ${trunk} after the merge with a new version${version === void 0 ? "" : `, v${(0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .nextVersion */ .yU)(version)}`}, because a pushed tag stays on its commit.`,
        (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .remedy */ .zL)`Or release by hand, with \`sha-<12 characters of that head>\` as ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_3__/* .setting */ .P)("source")}.`
      );
    case "fingerprint":
      return (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .remedies */ .JW)(
        `The last run on the pull request of commit ${commit} should have pushed the image${at("")}`,
        `The image is missing if that run failed, if ${trunk} moved on before the merge, or if a base image has changed since.`,
        BUILD_OR_NAME
      );
  }
}
var BUILD_OR_NAME = {
  workflow: "Build it for master instead (leave out the input `operation`), or name it with the input `source`.",
  terminal: "Build it for master instead (`ecr-registry push --stage master`), or name it with `--source`."
};
var LISTED = 5;
async function newestIn({ signal }, { ecr, repository }) {
  const { awsAnswer, listNewestImages } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 3968));
  try {
    const newest = (await listNewestImages(ecr, repository, "", signal)).map((image) => ({
      ...image,
      tags: image.tags.filter(isForPeople)
    }));
    const lines = newest.filter(({ tags }) => tags.length > 0).slice(0, LISTED).map(
      ({ tags, pushedAt }) => `  ${tags.join(", ")} (pushed ${pushedAt === void 0 ? "at an unknown time" : `${pushedAt.toISOString().slice(0, 16).replace("T", " ")} UTC`})`
    );
    return lines.length === 0 ? "It has no image with a tag for people." : ["Its newest images, each with its tags:", ...lines].join("\n");
  } catch (error) {
    signal.throwIfAborted();
    return `Its images cannot be listed: ${awsAnswer(error)}`;
  }
}
function isForPeople(tag) {
  return !/^(?:src|part)-|^sha256-[0-9a-f]{64}/.test(tag);
}
function wellFormed(manifest, what) {
  try {
    (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .partsOf */ .CI)(manifest);
    return manifest;
  } catch (error) {
    if (!(error instanceof _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .MalformedManifest */ .Rl)) throw error;
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(`Reading ${what}: it cannot be copied: ${error.message}`, {
      cause: error,
      needsBuild: true,
      remedy: "Build and push the image again."
    });
  }
}
function rebuiltImage({ digest, tags }, { revision, inputs }) {
  const tag = tags.find((name) => (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .isRebuiltCommitTag */ .x$)(name, revision.commit, inputs.variant));
  return tag === void 0 ? [] : [{ digest, tag }];
}
async function knownToEcr(run, { ecr, repository }, { reference }) {
  const { awsAnswer, findImageDetail, listNewestImages } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 3968));
  try {
    const [detail, rebuilt] = await Promise.all([
      findImageDetail(ecr, repository, reference, run.signal),
      run.inputs.source === void 0 ? listNewestImages(ecr, repository, `${(0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .commitTag */ .m)(run.revision.commit)}-`, run.signal) : []
    ]);
    return { kind: "known", detail, rebuilt: rebuilt.flatMap((image) => rebuiltImage(image, run)) };
  } catch (error) {
    run.signal.throwIfAborted();
    return { kind: "unknown", because: awsAnswer(error) };
  }
}
function detailOfDigest(digest, known, { log }, { repository: { name } }) {
  if (known.kind === "unknown") {
    log.notice(`The tags and the age of ${digest} in ${name} cannot be read, so they are not shown: ${known.because}`);
    return void 0;
  }
  const { detail, rebuilt } = known;
  if (rebuilt.length > 0) {
    log.notice(
      `${name} also has later builds of this commit (${rebuilt.map(({ tag }) => tag).join(", ")}). The first build is promoted.`,
      (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .remedy */ .zL)`To promote another, name it with ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_3__/* .setting */ .P)("source")}.`
    );
  }
  return detail?.digest === digest ? detail : void 0;
}

// src/run/release-tags.ts


// src/stages/releases.ts





function versionLines({ text, prerelease }, variant) {
  if (prerelease) return [];
  return [
    {
      tag: (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)(`${_node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_6__(text)}.${_node_modules_semver_functions_minor_js__WEBPACK_IMPORTED_MODULE_7__(text)}`, variant),
      includes: (other) => _node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_6__(other) === _node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_6__(text) && _node_modules_semver_functions_minor_js__WEBPACK_IMPORTED_MODULE_7__(other) === _node_modules_semver_functions_minor_js__WEBPACK_IMPORTED_MODULE_7__(text)
    },
    { tag: (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)(`${_node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_6__(text)}`, variant), includes: (other) => _node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_6__(other) === _node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_6__(text) },
    { tag: (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)("latest", variant), includes: () => true }
  ];
}
var NEAREST_ABOVE = 20;
var NEAREST_BELOW = 10;
var GUESSED = 5;
function nearestVersionTags(version, gitTags, variant) {
  const released = gitTags.flatMap((tag) => {
    const reading = (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .versionOfTag */ .mx)(tag);
    return reading.kind === "version" && !reading.version.prerelease ? [reading.version.text] : [];
  });
  const chosen = versionLines(version, variant).flatMap(({ includes }) => {
    const line = released.filter(includes).sort(_node_modules_semver_functions_rcompare_js__WEBPACK_IMPORTED_MODULE_9__);
    const above = line.filter((other) => _node_modules_semver_functions_compare_js__WEBPACK_IMPORTED_MODULE_5__(other, version.text) > 0);
    const below = line.filter((other) => _node_modules_semver_functions_compare_js__WEBPACK_IMPORTED_MODULE_5__(other, version.text) < 0);
    return [...above.slice(0, NEAREST_ABOVE), ...below.slice(0, NEAREST_BELOW)];
  });
  return [...new Set(chosen)].sort(_node_modules_semver_functions_rcompare_js__WEBPACK_IMPORTED_MODULE_9__).map((text) => versionTag(text, variant));
}
function guessedVersionTags({ text, prerelease }, variant) {
  if (prerelease) return [];
  const [first, second, third] = [_node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_6__(text), _node_modules_semver_functions_minor_js__WEBPACK_IMPORTED_MODULE_7__(text), _node_modules_semver_functions_patch_js__WEBPACK_IMPORTED_MODULE_8__(text)];
  return [
    ...around(third).map((one) => versionTag(`${first}.${second}.${one}`, variant)),
    ...around(second).map((one) => lineTag(`${first}.${one}`, `${first}.${one}.0`, variant)),
    ...around(first).map((one) => lineTag(`${one}`, `${one}.0.0`, variant))
  ];
}
function versionTag(version, variant) {
  return { tag: (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)(`v${version}`, variant), version };
}
function lineTag(line, lowest, variant) {
  return { tag: (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)(line, variant), version: lowest };
}
function around(number) {
  return Array.from({ length: GUESSED }, (_, index) => [number + index + 1, number - index - 1]).flat().filter((one) => one >= 0);
}
function planLine(line, version, digest, current, released) {
  const higher = highestAbove(line, version, released);
  if (higher !== void 0) return { kind: "behind", by: higher };
  if (current === void 0) return { kind: "move", from: void 0 };
  if (current === digest) return { kind: "already" };
  const from = released.find((other) => other.digest === current);
  return from === void 0 ? { kind: "unexplained", digest: current } : { kind: "move", from };
}
function highestAbove({ includes }, { text }, released) {
  return released.filter(({ version }) => includes(version) && _node_modules_semver_functions_compare_js__WEBPACK_IMPORTED_MODULE_5__(version, text) > 0).sort((a, b) => _node_modules_semver_functions_rcompare_js__WEBPACK_IMPORTED_MODULE_9__(a.version, b.version))[0];
}

// src/run/release-tags.ts
function versionOf({
  stage,
  revision: { version },
  reason,
  image,
  inputs: { variant }
}) {
  if (stage !== "release") return void 0;
  if (version !== void 0) return checkedVersion(version, Object.keys(image?.variants ?? {}), variant);
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(`${reason} A release needs a version, and this run names none.`, {
    remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .remedy */ .zL)`Push a git tag such as v1.2.3, publish a release of it, or set ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_3__/* .setting */ .P)("version")}.`
  });
}
function checkedVersion(version, variants, variant) {
  const tag = (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)(`v${version.text}`, variant);
  const other = (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .foreignEndings */ .xs)(variants, variant).find((ending) => version.text.endsWith(ending));
  if (other !== void 0) {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(
      `The version ${version.text} would get the tag ${tag}, which is that of the variant ${(0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)(other.slice(1), variant)} of ${version.text.slice(0, -other.length)}.`,
      {
        remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .remedy */ .zL)`To release that variant, set ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_3__/* .setting */ .P)("variant")}, and release the version without it. Give a pre-release another name, such as -rc.1.`
      }
    );
  }
  if (tag.length > _src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_TAG_LENGTH */ .Ti) {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(`The tag ${tag} has ${tag.length} characters, and a tag has at most ${_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_TAG_LENGTH */ .Ti}.`, {
      remedy: "Release a version with a shorter name."
    });
  }
  return version;
}
var Release = class {
  constructor(run, target, version, digest) {
    this.run = run;
    this.target = target;
    this.version = version;
    this.digest = digest;
    this.gitTags = new _src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .Lazy */ .dF(() => this.run.timings.time("look-up", () => this.run.github.versionTags())).start();
    this.versionOnGitHub = new _src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .Lazy */ .dF(() => this.run.timings.time("look-up", () => this.withPrereleaseFlag())).start();
  }
  run;
  target;
  version;
  digest;
  gitTags;
  versionOnGitHub;
  /** The tag of the version itself. */
  get tag() {
    return (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)(this.gitTag, this.variant);
  }
  get gitTag() {
    return `v${this.version.text}`;
  }
  get variant() {
    return this.run.inputs.variant;
  }
  /**
   * Refuses a version that is already released as another image, and a version that goes backward. A git tag shows that the
   * version is intended, however old its line is. A version that only an input names, and that is below the newest of its
   * line, is a mistake.
   */
  async refuseTakenOrBackward({ named }) {
    const [released, gitTags] = [named.get(this.tag), await this.gitTags.get()];
    await this.versionOnGitHub.get();
    if (released !== void 0 && released !== this.digest)
      throw (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .versionTaken */ .Qy)(this.target, this.tag, this.version, released, this.digest);
    if (released !== void 0 || gitTags.includes(this.gitTag)) return;
    const higher = await this.run.timings.time("look-up", () => this.higherInLine());
    if (higher === void 0) return;
    const { text } = this.version;
    const { name } = this.target.repository;
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(
      `The version ${text} goes backward: ${higher.tag} of the same line is already released in the target ${name}.${await this.doubtAbout(higher)}`,
      {
        remedy: `Release it as v${(0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .nextVersion */ .yU)({ text: higher.version })}, which is higher. To release v${text} all the same, push the git tag v${text}: the image gets that tag, and no line moves.`
      }
    );
  }
  /** Plans the changes of the lines as if the version were released now. Nothing is written. */
  async foreseeLines() {
    const planned2 = await this.planLines();
    return await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)(
      planned2.map(async ({ line, plan }) => {
        if (plan.kind !== "move") return await this.leaveLine(line, plan);
        return plan.from === void 0 ? { tag: line.tag, kind: "put" } : { tag: line.tag, kind: "move", from: plan.from.tag };
      })
    );
  }
  /** Moves the lines to the version, which has its own tag by now. */
  async moveLines(image) {
    return await this.run.timings.time("tags", async () => {
      const planned2 = await this.planLines();
      const results = await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)(planned2.map(({ line, plan }) => this.moveLine(line, plan, image)));
      if (!results.some(({ kind }) => kind === "put")) return results;
      const now = await this.withoutPrereleases(
        this.linesOf(await this.versionOnGitHub.get()),
        await this.lookUpAgain()
      );
      return await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)(
        results.map(async (result, index) => {
          const line = planned2[index]?.line;
          const higher = line === void 0 || result.kind !== "put" ? void 0 : highestAbove(line, this.version, now);
          return line === void 0 || higher === void 0 ? result : await this.giveBack(line, higher);
        })
      );
    });
  }
  /** Logs a notice if no line follows a version that was just released: nobody who pulls a line gets that version. */
  noteIfNoLineFollows(results, lines) {
    const isNew = results.some(({ kind, tag }) => kind === "put" && tag === this.tag);
    const [own] = lines;
    if (!isNew || own?.kind !== "kept" || lines.some(({ kind }) => kind !== "kept")) return;
    this.run.log.notice(
      `${this.tag} gets its own tag only: ${lines.map(({ tag }) => tag).join(", ")} stay where they are. The reason for ${own.tag}: ${own.because}`
    );
  }
  /** The highest release above the version in its own line (`1.2` for 1.2.3), pre-releases excluded. */
  async higherInLine() {
    const [own] = this.linesOf(await this.versionOnGitHub.get());
    if (own === void 0) return void 0;
    const higher = (await this.candidates()).filter(
      ({ version }) => own.includes(version) && _node_modules_semver_functions_compare_js__WEBPACK_IMPORTED_MODULE_5__(version, this.version.text) > 0
    );
    return highestAbove(own, this.version, await this.withoutPrereleases([own], await this.lookUp(higher)));
  }
  async planLines() {
    const version = await this.versionOnGitHub.get();
    const lines = this.linesOf(version);
    if (lines.length === 0) return [];
    const candidates = await this.candidates();
    const [seen, current] = await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)([
      this.lookUp(candidates).then((released) => this.withoutPrereleases(lines, released)),
      (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)(lines.map(({ tag }) => (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .digestAt */ .mw)(this.target, tag)))
    ]);
    const planWith = (released) => lines.map((line, index) => ({ line, plan: planLine(line, version, this.digest, current[index], released) }));
    const first = planWith(seen);
    if (!first.some(({ plan }) => plan.kind === "unexplained")) return first;
    const all = distinct([...candidates, ...guessedVersionTags(version, this.variant)]);
    return planWith(await this.withoutPrereleases(lines, await this.lookUp(all)));
  }
  linesOf(version) {
    return versionLines(version, this.variant);
  }
  /** The tags of the versions that the lines may name. If the version has no git tag, earlier versions may lack theirs too. */
  async candidates() {
    return this.candidatesFor(await this.versionOnGitHub.get(), await this.gitTags.get());
  }
  candidatesFor(version, gitTags) {
    return distinct([
      ...nearestVersionTags(version, gitTags, this.variant),
      ...gitTags.includes(this.gitTag) ? [] : guessedVersionTags(version, this.variant)
    ]);
  }
  /**
   * The releases that count for the lines. A pre-release on GitHub holds no line, whatever its number looks like. GitHub is
   * asked only about the releases that would hold a line.
   */
  async withoutPrereleases(lines, released) {
    const holders = [...new Set(lines.map((line) => highestAbove(line, this.version, released)))].filter(
      (one) => one !== void 0
    );
    const answers = await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)(holders.map((holder) => this.prereleaseOf(holder)));
    const prereleases = holders.filter((_, index) => answers[index]?.kind === "yes");
    if (prereleases.length === 0) return released;
    return await this.withoutPrereleases(
      lines,
      released.filter((one) => !prereleases.includes(one))
    );
  }
  /** Whether a release is a pre-release on GitHub. It does not ask about a line's tag (`1.2`): only a full release moves it. */
  async prereleaseOf({ tag, version }) {
    return tag.startsWith("v") ? await this.run.github.isPrerelease(`v${version}`) : { kind: "no" };
  }
  /** A sentence to append if it is not known whether the holder of a line is a pre-release; else an empty text. */
  async doubtAbout(holder) {
    const answer = await this.prereleaseOf(holder);
    return answer.kind === "unknown" ? ` It is not known whether ${holder.tag} is a pre-release on GitHub, which would hold no line: ${answer.because}` : "";
  }
  async moveLine(line, plan, { manifest, sendAgain }) {
    if (plan.kind !== "move") return await this.leaveLine(line, plan);
    const { client, repository } = this.target;
    if (await client.tag(line.tag, manifest, sendAgain) === "put") return { tag: line.tag, kind: "put" };
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(
      `Moving ${repository.name}:${line.tag} to ${this.tag}: the repository keeps this tag immutable.`,
      {
        remedy: "Deploy infra/ again, or change the tag mutability filters of the repository. In release only `sha-*` and `v*` may be immutable."
      }
    );
  }
  async leaveLine(line, plan) {
    switch (plan.kind) {
      case "already":
        return { tag: line.tag, kind: "already" };
      case "behind":
        return {
          tag: line.tag,
          kind: "kept",
          because: `${plan.by.tag} is higher and already released.${await this.doubtAbout(plan.by)}`
        };
      case "unexplained": {
        const because = `it names ${plan.digest}, and no full release that was looked up has that digest.`;
        this.run.log.warning(
          `${this.target.repository.name}:${line.tag} stays where it is: ${because}`,
          "Move it by hand if it should follow this release."
        );
        return { tag: line.tag, kind: "kept", because };
      }
    }
  }
  /** Puts a line back on a higher version, which was released meanwhile and may have moved the line before this run did. */
  async giveBack(line, higher) {
    const { client, repository } = this.target;
    const found = await client.manifest(higher.tag);
    if (found.kind !== "found" || await client.tag(line.tag, found.value) !== "put") {
      const reason = found.kind === "denied" ? found.reason : found.kind === "missing" ? "it no longer exists" : "the repository keeps the tag immutable";
      throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR(
        `Moving ${repository.name}:${line.tag} back to ${higher.tag}, which was released meanwhile: ${reason}. The tag names ${this.tag} now.`,
        {
          remedy: {
            workflow: `Run the job that released ${higher.tag} again: it moves the tag.`,
            terminal: `Promote ${higher.tag} again: that moves the tag.`
          }
        }
      );
    }
    return {
      tag: line.tag,
      kind: "kept",
      because: `${higher.tag} is higher and was released meanwhile.${await this.doubtAbout(higher)}`
    };
  }
  async lookUp(tags) {
    const digests = await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)(tags.map(({ tag }) => (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .digestAt */ .mw)(this.target, tag)));
    return tags.flatMap((candidate, index) => {
      const digest = digests[index];
      return digest === void 0 ? [] : [{ ...candidate, digest }];
    });
  }
  /** The releases that were looked for before, and those whose git tags were pushed meanwhile. */
  async lookUpAgain() {
    const before = await this.candidates();
    const [released, gitTags] = await Promise.all([this.lookUp(before), this.run.github.versionTags()]);
    const known = new Set(before.map(({ tag }) => tag));
    const added = this.candidatesFor(await this.versionOnGitHub.get(), gitTags).filter(({ tag }) => !known.has(tag));
    return [...released, ...await this.lookUp(added)];
  }
  /** The version, marked as a pre-release if it is one on GitHub: its number and its git tag may not show that. */
  async withPrereleaseFlag() {
    if (this.version.prerelease) return this.version;
    const answer = await this.run.github.isPrerelease(this.gitTag);
    if (answer.kind === "unknown")
      this.run.log.notice(
        `It is not known whether ${this.gitTag} is a pre-release on GitHub, which would move no line: ${answer.because}`,
        answer.remedy
      );
    if (answer.kind === "yes")
      this.run.log.notice(`${this.gitTag} is a pre-release on GitHub, so it gets its own tag and moves no line.`);
    return { ...this.version, prerelease: answer.kind === "yes" };
  }
};
function distinct(tags) {
  return [...new Map(tags.map((one) => [one.tag, one])).values()];
}

// src/run/promote.ts
async function promote(run, destination) {
  const version = versionOf(run);
  const session = new _src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .Session */ .Nn(run, destination);
  try {
    const ends = { source: await session.source(destination.source), target: await session.target() };
    return await promoteBetween(ends, run, session, version);
  } catch (error) {
    throw (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .withNextVersion */ .gZ)(error, run);
  } finally {
    await session.close();
  }
}
async function promoteBetween({ source, target }, run, session, version) {
  const image = await findPromotionSource(run, session, source);
  const release = version === void 0 ? void 0 : new Release(run, target, version, image.manifest.digest);
  const tags = await run.timings.time("look-up", () => (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .lookUpTags */ .YK)(target, tagsOfPromotion(run, image)));
  await release?.refuseTakenOrBackward(tags);
  const gate = await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .passGate */ .lt)(run, source, image, (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .subjectOf */ .et)(run, target));
  if (run.inputs.dryRun) return await planned({ source, target }, run, image, tags, release, gate);
  const copy = await copyToTarget(run, source, target, image);
  const results = await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .putTags */ .Tm)(run, target, tags, copy, optionsOf(run, image));
  const lines = await release?.moveLines(copy) ?? [];
  release?.noteIfNoLineFollows(results, lines);
  if (run.inputs.dockerLogin) (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .shareLogin */ .Pb)(run, await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .openDockerConfig */ .$s)(run, session));
  return await promoted({ source, target }, run, image, copy, { results, lines }, gate);
}
function tagsOfPromotion(run, { counted }) {
  const isOfCommit = run.inputs.source === void 0;
  return [
    ...counted === void 0 ? [] : [(0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .fingerprintTag */ .bN)(run.stage, counted)],
    ...(0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .tagsOf */ .Fg)(run, { isOfCommit, committedAt: isOfCommit ? run.committedAt : void 0 })
  ];
}
function optionsOf(run, { counted }) {
  return counted === void 0 ? {} : (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .commitTagOptions */ .M8)(run, false);
}
async function planned({ source, target }, run, image, tags, release, gate) {
  const { digest } = image.manifest;
  const [held, own, lines] = await run.timings.time(
    "look-up",
    () => Promise.all([
      target.client.find(digest),
      (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .foreseeTags */ .rW)(run, target, tags, digest, optionsOf(run, image)),
      release?.foreseeLines() ?? []
    ])
  );
  return {
    kind: "planned",
    stage: run.stage,
    reason: run.reason,
    plan: {
      registry: target.registry.host,
      repository: target.repository.name,
      action: held === void 0 ? "copy" : "tag only",
      tags: [...own, ...lines],
      fingerprint: fingerprintOf(image),
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
  const isReleased = [
    ...results.filter(({ tag }) => version !== void 0 && tag === (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)(`v${version.text}`, run.inputs.variant)),
    ...lines
  ].some(({ kind: kind2 }) => kind2 === "put");
  const kind = isReleased || !report.alreadyThere ? "promoted" : "unchanged";
  const promotion = {
    source: referenceOf(source, manifest.digest),
    pushedAt: detail?.pushedAt,
    sourceTags: tagsForPeople(detail),
    builtFrom: await image.origin.get(),
    run: kind === "promoted" ? thisRun(run) : void 0,
    copy: report
  };
  return {
    kind,
    stage: run.stage,
    reason: run.reason,
    promotion,
    version: version?.text,
    image: {
      ...await (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .describeImage */ .hu)(target.client, manifest, [], false),
      ...(0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .subjectOf */ .et)(run, target),
      ...(0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .placeOf */ .$t)(target, manifest.digest),
      tags: [...results, ...lines],
      fingerprint: fingerprintOf(image),
      bases: [],
      scans: await gate.get()
    }
  };
}
function referenceOf({ registry, repository }, digest) {
  return `${registry.host}/${repository.name}@${digest}`;
}
function thisRun({ runner }) {
  const url = (0,_src_stages_branch_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .runUrl */ .Vp)(runner);
  return url === void 0 ? void 0 : { number: runner.runNumber, url, at: /* @__PURE__ */ new Date() };
}



/***/ })

};
