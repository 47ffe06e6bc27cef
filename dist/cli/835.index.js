export const id = 835;
export const ids = [835];
export const modules = {

/***/ 8782:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GB: () => (/* binding */ isOnTrunk),
/* harmony export */   kw: () => (/* binding */ requireTrunk),
/* harmony export */   py: () => (/* binding */ requireOnTrunk)
/* harmony export */ });
/* harmony import */ var _src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9619);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3692);



// src/cli/trunk-rule.ts
async function requireTrunk({ trunk }, tree, alternative) {
  const violation = await violationOf(trunk, tree);
  if (violation === void 0) return;
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`master takes only the trunk ${trunk}, committed and pushed, and ${violation}.`, {
    remedy: `${alternative}; or push the trunk first.`
  });
}
async function requireOnTrunk({ trunk }, { commit, remote, git }) {
  const ref = trunkRef(trunk, remote);
  if (await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .isAncestor */ .QX)(git, commit.id, ref)) return;
  const shown = ref.replace(/^refs\/[^/]*\//, "");
  const fetch = await isShallow(git) ? "`git fetch --unshallow`, because this clone has only a part of the history" : "`git fetch`";
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(
    `A release is of a commit on the trunk ${trunk}, and ${shown} does not have commit ${commit.id.slice(0, 12)}.`,
    { remedy: `Check out a commit of ${trunk} after ${fetch}, or name the image with --source.` }
  );
}
async function isOnTrunk(trunk, { remote, git }, commit) {
  const ref = trunkRef(trunk, remote);
  const known = await Promise.all([ref, commit].map((one) => git("rev-parse", "--verify", "--quiet", `${one}^{commit}`)));
  if (known.includes(void 0)) return void 0;
  const isAncestorHere = await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .isAncestor */ .QX)(git, commit, ref);
  return isAncestorHere || !await isShallow(git) ? isAncestorHere : void 0;
}
async function isShallow(git) {
  return (await git("rev-parse", "--is-shallow-repository"))?.trim() !== "false";
}
function trunkRef(trunk, remote) {
  return remote === void 0 ? `refs/heads/${trunk}` : `refs/remotes/${remote}/${trunk}`;
}
async function violationOf(trunk, { branch, isDirty, commit, remote, git }) {
  if (branch !== trunk) return `${branch === void 0 ? "a detached HEAD" : `the branch ${branch}`} is checked out`;
  if (isDirty) return "there are uncommitted changes";
  if (remote === void 0) return "this clone has no remote to compare with";
  return await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .isAncestor */ .QX)(git, commit.id, `refs/remotes/${remote}/${trunk}`) ? void 0 : `${remote}/${trunk} does not have commit ${commit.id.slice(0, 12)}`;
}




/***/ }),

/***/ 2262:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bg: () => (/* binding */ resultOf),
/* harmony export */   C4: () => (/* binding */ putMovingTag),
/* harmony export */   DI: () => (/* binding */ NEEDS_READ),
/* harmony export */   Fg: () => (/* binding */ tagsOf),
/* harmony export */   GA: () => (/* binding */ scansOf),
/* harmony export */   M8: () => (/* binding */ commitTagOptions),
/* harmony export */   Qy: () => (/* binding */ versionTaken),
/* harmony export */   SK: () => (/* binding */ deviationOfJob),
/* harmony export */   Tm: () => (/* binding */ putTags),
/* harmony export */   YK: () => (/* binding */ lookUpTags),
/* harmony export */   bb: () => (/* binding */ allInOrder),
/* harmony export */   dF: () => (/* binding */ Lazy),
/* harmony export */   eZ: () => (/* binding */ stageRun),
/* harmony export */   lt: () => (/* binding */ passGate),
/* harmony export */   mw: () => (/* binding */ digestAt),
/* harmony export */   qk: () => (/* binding */ foreignText),
/* harmony export */   rW: () => (/* binding */ foreseeTags),
/* harmony export */   we: () => (/* binding */ uncopiedWarning)
/* harmony export */ });
/* harmony import */ var _src_core_markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7869);
/* harmony import */ var _src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6300);
/* harmony import */ var _src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6342);
/* harmony import */ var _packages_oci_src_duration_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6584);
/* harmony import */ var _src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9619);
/* harmony import */ var _src_stages_permissions_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8878);
/* harmony import */ var _packages_oci_src_errors_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3371);
/* harmony import */ var _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7660);
/* harmony import */ var _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6965);
/* harmony import */ var _src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(102);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(3692);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(6760);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(7598);












// src/core/lazy.ts
var Lazy = class {
  constructor(make) {
    this.make = make;
  }
  make;
  made;
  get() {
    return this.made ??= this.make();
  }
  /** Begins to make the value. If that fails, `get` throws the error. */
  start() {
    this.get().catch(() => void 0);
    return this;
  }
  /** The value if something has called `get` or `start`, else undefined. */
  async ifMade() {
    return await this.made;
  }
};

// src/run/context.ts
function stageRun(job, decided) {
  const { commit, branch } = decided.revision;
  const nothing = { kind: "known", commits: [], total: 0, contains: true };
  const laterCommits = new Lazy(async () => {
    return branch === void 0 ? nothing : await job.timings.time("GitHub", () => decided.github.laterCommits(commit, branch));
  });
  return { ...job, ...decided, laterCommits };
}

// src/report/outputs.ts
function outputsOf(outcome, sarifFile) {
  switch (outcome.kind) {
    case "built":
    case "promoted":
    case "unchanged":
      return imageOutputs(outcome, sarifFile);
    case "planned":
      return planOutputs(outcome);
    case "built-only":
      return {
        operation: "built",
        reason: outcome.reason,
        changed: "false",
        fingerprint: outcome.fingerprint,
        metadata: JSON.stringify(outcome.metadata)
      };
    case "distributed":
      return {
        ...outcome.stage === void 0 ? {} : { stage: outcome.stage },
        operation: "distributed",
        reason: outcome.reason,
        changed: "false",
        fingerprint: outcome.fingerprint,
        plan: outcome.plan,
        matrix: JSON.stringify({ include: outcome.matrix })
      };
    case "part":
      return partOutputs(outcome);
    case "examined":
      return {
        ...outcome.stage === void 0 ? {} : { stage: outcome.stage },
        operation: "examined",
        reason: outcome.reason,
        changed: "false"
      };
    case "skipped":
    case "commented":
      return { operation: outcome.kind, reason: outcome.reason, changed: "false" };
  }
}
function partOutputs({ stage, reason, fingerprint, built }) {
  return {
    ...stage === void 0 ? {} : { stage },
    operation: "part",
    reason,
    changed: "false",
    fingerprint,
    ...built === void 0 ? {} : {
      "part-digest": built.digest,
      "part-comparable": String(built.isComparable),
      "part-seconds": String(built.seconds),
      metadata: JSON.stringify(built.metadata)
    }
  };
}
var EMPTY_MATRIX = JSON.stringify({ include: [] });
function imageOutputs(outcome, sarifFile) {
  const { image } = outcome;
  const repository = `${image.registry}/${image.repository}`;
  return {
    stage: outcome.stage,
    operation: outcome.kind,
    reason: outcome.reason,
    changed: String(outcome.kind === "promoted" || outcome.kind === "built" && outcome.changed),
    image: `${repository}@${image.digest}`,
    digest: image.digest,
    tags: references(repository, image.tags),
    repository: image.repository,
    registry: image.registry,
    ...image.fingerprint === void 0 ? {} : { fingerprint: image.fingerprint },
    ...scanOutputs(image.scans, sarifFile),
    ...outcome.kind === "built" ? { metadata: JSON.stringify(outcome.metadata) } : promotionOutputs(outcome)
  };
}
function planOutputs({ stage, reason, plan }) {
  return {
    stage,
    operation: "planned",
    reason,
    changed: "false",
    tags: references(`${plan.registry}/${plan.repository}`, plan.tags),
    repository: plan.repository,
    registry: plan.registry,
    ...plan.fingerprint === void 0 ? {} : { fingerprint: plan.fingerprint },
    ...plan.version === void 0 ? {} : { version: plan.version },
    ...plan.source === void 0 ? {} : { "source-image": plan.source },
    ...scanOutputs(plan.scans, void 0)
  };
}
function references(repository, tags) {
  return tags.filter((tag) => tag.kind !== "kept").map(({ tag }) => `${repository}:${tag}`).join("\n");
}
function scanOutputs(scans, sarifFile) {
  return {
    ...scans?.kind === "scanned" ? { vulnerabilities: JSON.stringify(scans.counts) } : {},
    ...sarifFile === void 0 ? {} : { "sarif-file": sarifFile }
  };
}
function promotionOutputs({
  promotion,
  version
}) {
  return {
    ...version === void 0 ? {} : { version },
    ...promotion === void 0 ? {} : { "source-image": promotion.source }
  };
}

// src/run/copy-remarks.ts
var LISTED = 20;
function uncopiedWarning(uncopied, digest, repository) {
  const lines = uncopied.slice(0, LISTED).map((one) => `  ${attachmentName(one)}: ${one.because}`.replaceAll(/\s*[\r\n]+\s*/g, " "));
  const more = uncopied.length - lines.length;
  return {
    text: [
      `${digest} is complete in ${repository}, but without these attachments, which were not copied:`,
      ...lines,
      ...more === 0 ? [] : [`  and ${more} more`]
    ].join("\n"),
    remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`The image can be used without them. If no time was left or the registry failed, ${REPEAT}: the next copy goes on with them. What ECR refused must be attached to the source again in a form that ECR accepts: an OCI image manifest whose media types have no parameters, without empty blobs.`
  };
}
var REPEAT = { workflow: "run the job again", terminal: "try again" };
function attachmentName({ digest, artifactType, tag }) {
  const what = tag === void 0 ? `referrer ${digest}` : `${tag}, ${digest}`;
  return `${what}${artifactType === void 0 ? "" : ` (${artifactType})`}`;
}
function foreignText({ digest, hosts }) {
  return `Layer ${digest} stays at ${hosts.join(", ")}, because the source does not hold it.`;
}

// src/report/summary.ts
function writes({ action, tags }) {
  return action !== "tag only" || tags.some(({ kind }) => kind === "put" || kind === "move");
}
function conclusion(outcome) {
  switch (outcome.kind) {
    case "examined":
      return [...(0,_src_core_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .checklistLines */ .Ob)(outcome.checks, "workflow"), (0,_src_core_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .tally */ .N4)(outcome.checks)];
    case "planned":
      return [wouldAt(outcome.plan), ...tagLines(outcome.plan.tags, { would: true })];
    case "built":
    case "unchanged":
    case "promoted": {
      const { registry, repository, digest, tags } = outcome.image;
      return [`${registry}/${repository}@${digest}`, ...tagLines(tags, { would: false })];
    }
    case "distributed":
      return outcome.matrix.map(({ platform, runner }) => `${platform} on ${[runner].flat().join(", ")}`);
    case "part":
      return outcome.built === void 0 ? [] : [`${outcome.built.place}@${outcome.built.digest}`];
    case "built-only":
    case "skipped":
      return [];
  }
}
function tagLines(tags, { would }) {
  const others = tags.flatMap((tag) => tag.kind === "kept" ? [] : [`  ${tag.tag}${remark(tag, (text) => text)}`]);
  return [
    ...others,
    ...reasonsToStay(tags).map(([because, kept]) => `  ${kept.join(", ")} ${staying(kept, would)}: ${because}`)
  ];
}
function wouldAt(plan) {
  const place = `${plan.registry}/${plan.repository}`;
  switch (plan.action) {
    case "build and push":
      return `would build and push to ${place}`;
    case "copy":
      return `would copy ${plan.source ?? ""} to ${place}`;
    case "tag only":
      if (!writes(plan)) return `would change nothing: the image is in ${place}, and no tag would move`;
      return plan.source === void 0 ? `would tag the unchanged image in ${place}` : `would tag the existing image in ${place}: nothing is left to copy`;
  }
}
function remark(tag, quoted) {
  switch (tag.kind) {
    case "put":
      return "";
    case "already":
      return " (already there)";
    case "move":
      return ` (moves from ${quoted(tag.from)})`;
  }
}
function reasonsToStay(tags) {
  const reasons = /* @__PURE__ */ new Map();
  for (const tag of tags)
    if (tag.kind === "kept") reasons.set(tag.because, [...reasons.get(tag.because) ?? [], tag.tag]);
  return [...reasons];
}
function staying({ length }, would) {
  const stay = would ? "would stay" : length === 1 ? "stays" : "stay";
  return `${stay} where ${length === 1 ? "it is" : "they are"}`;
}

// src/cli/command-result.ts
var PARSERS = {
  changed: (text) => text === "true",
  tags: (text) => text === "" ? [] : text.split("\n"),
  vulnerabilities: (text) => JSON.parse(text),
  metadata: (text) => JSON.parse(text)
};
function resultOf(outcome) {
  const json = Object.fromEntries(
    Object.entries(outputsOf(outcome)).map(([name, text]) => [name, PARSERS[name]?.(text) ?? text])
  );
  const headline = "stage" in outcome && outcome.stage !== void 0 ? [`${outcome.stage} \xB7 ${outcome.kind}`] : [];
  return { lines: [...headline, ...conclusion(outcome)], json };
}

// src/cli/deviation.ts



// src/cli/committed-files.ts



async function readCommittedFiles({ git, directory, commit }) {
  const files = /* @__PURE__ */ new Map();
  const directories = /* @__PURE__ */ new Set();
  const read = async (inside, id) => {
    const rows = await git("-C", (0,node_path__WEBPACK_IMPORTED_MODULE_12__.join)(directory, inside), "ls-tree", "-r", "-z", "--full-tree", id) ?? "";
    for (const row of rows.split("\0")) {
      const [, mode = "", , object = "", name] = /^(\d+) (\w+) ([0-9a-f]+)\t([^]+)$/.exec(row) ?? [];
      if (name === void 0) continue;
      const path = (0,node_path__WEBPACK_IMPORTED_MODULE_12__.join)(inside, name);
      addParents(latin1(path), directories);
      if (mode !== "160000") files.set(latin1(path), { mode, id: object });
      else {
        directories.add(latin1(path));
        if ((0,node_fs__WEBPACK_IMPORTED_MODULE_11__.existsSync)((0,node_path__WEBPACK_IMPORTED_MODULE_12__.join)(directory, path, ".git"))) await read(path, object);
      }
    }
  };
  await read("", commit.id);
  return { files, directories };
}
function addParents(path, directories) {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
    directories.add(path.slice(0, end));
}
function latin1(name) {
  return Buffer.from(name).toString("latin1");
}
function differenceOf(top, path, kind, { files, directories }) {
  const place = Buffer.concat([Buffer.from(`${top}/`), Buffer.from(path, "latin1")]);
  const named = (what, detail = "") => `${what} (${Buffer.from(path, "latin1").toString()}${detail})`;
  switch (kind) {
    case "directory":
      return directories.has(path) ? permissionsOf(place, 493, named) : named("with a directory that git does not keep, because no file of the commit is in it");
    case "file":
    case "link": {
      const stored = files.get(path);
      if (stored === void 0 || kind === "link" !== (stored.mode === "120000") || idOf(place, kind, stored.id) !== stored.id)
        return named("with a file that does not come from the commit");
      return kind === "link" ? void 0 : permissionsOf(place, stored.mode === "100755" ? 493 : 420, named);
    }
    case "repository":
      return void 0;
    case "socket":
    case "pipe":
    case "device":
      return named(`with a ${kind}, which git does not keep`);
  }
}
function absenceFrom(isPresent, { files, directories }) {
  const of = (paths, what) => {
    for (const path of paths)
      if (!isPresent(path)) return `without a ${what} of the commit (${Buffer.from(path, "latin1").toString()})`;
    return void 0;
  };
  return of(files.keys(), "file") ?? of(directories, "directory");
}
function permissionsOf(place, expected, named) {
  const mode = (0,node_fs__WEBPACK_IMPORTED_MODULE_11__.lstatSync)(place).mode & _src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .PERMISSIONS */ .Jj;
  const octal = (bits) => bits.toString(8).padStart(4, "0");
  return mode === expected ? void 0 : named("with permissions that the commit does not have", `: ${octal(mode)} instead of ${octal(expected)}`);
}
function idOf(place, kind, like) {
  if (kind === "file" && like.length === 40) return (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .createBlobReader */ .nF)()(place).id;
  const content = kind === "link" ? (0,node_fs__WEBPACK_IMPORTED_MODULE_11__.readlinkSync)(place, { encoding: "buffer" }) : (0,node_fs__WEBPACK_IMPORTED_MODULE_11__.readFileSync)(place);
  return (0,node_crypto__WEBPACK_IMPORTED_MODULE_13__.createHash)(like.length === 40 ? "sha1" : "sha256").update(`blob ${content.length}\0`).update(content).digest("hex");
}

// src/cli/deviation.ts
var DEVIATING = [
  "context",
  "file",
  "target",
  "platforms",
  "build-args",
  "secret-envs",
  "secret-files"
];
async function deviationFromCommit(tree, options, { context, file }, { config = _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .DEFAULT_STAGES_FILE */ .LO, unlistedVariant } = {}) {
  if (tree.isDirty) return "with uncommitted changes";
  const option = DEVIATING.find((setting2) => (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .valueOf */ .RP)(options, setting2) !== void 0);
  if (option !== void 0) return `built with the option ${_src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__/* .OPTIONS */ .lw[option]}`;
  if (unlistedVariant !== void 0)
    return `of the variant ${unlistedVariant}, whose settings the stages file does not list`;
  const place = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .locateContext */ .y$)(context, "context", tree.directory);
  if (place.kind !== "directory") return void 0;
  const root = node_fs__WEBPACK_IMPORTED_MODULE_11__.realpathSync.native(place.path);
  const top = node_fs__WEBPACK_IMPORTED_MODULE_11__.realpathSync.native(tree.directory);
  if ((0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .leadsOut */ .qm)((0,node_path__WEBPACK_IMPORTED_MODULE_12__.relative)(top, root))) return "with a context outside the repository";
  const dockerfile = (0,node_path__WEBPACK_IMPORTED_MODULE_12__.resolve)(top, file ?? (0,node_path__WEBPACK_IMPORTED_MODULE_12__.join)(context, "Dockerfile"));
  const rules = [dockerfile, `${dockerfile}.dockerignore`, (0,node_path__WEBPACK_IMPORTED_MODULE_12__.join)(root, ".dockerignore"), (0,node_path__WEBPACK_IMPORTED_MODULE_12__.resolve)(top, config)];
  const { patterns } = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .readIgnoreRules */ .yH)(place.path, tree.directory, dockerfile);
  return differenceOfFiles({ top, root, patterns, rules }, await readCommittedFiles(tree));
}
async function deviationOfJob(job, tree, options) {
  const { inputs, image } = job;
  const isListed = inputs.variant === void 0 || Object.hasOwn(image.variants, inputs.variant);
  const unlistedVariant = isListed ? void 0 : inputs.variant;
  return await deviationFromCommit(tree, options, (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .buildSettings */ .E6)(job), { config: inputs.config, unlistedVariant });
}
function differenceOfFiles({ top, root, patterns, rules }, committed) {
  const inside = pathBelow(top, root);
  const prefix = inside === "" ? "" : `${inside}/`;
  const entries = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .listTree */ .nT)(root, patterns).map(({ path, kind }) => ({ path: `${prefix}${path}`, kind }));
  const ruling = [...new Set(rules.flatMap((path) => (0,node_fs__WEBPACK_IMPORTED_MODULE_11__.existsSync)(path) ? [path, (0,node_fs__WEBPACK_IMPORTED_MODULE_11__.realpathSync)(path)] : [path]))].filter(
    (path) => !(0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .leadsOut */ .qm)((0,node_path__WEBPACK_IMPORTED_MODULE_12__.relative)(top, path))
  );
  const present = ruling.filter((path) => (0,node_fs__WEBPACK_IMPORTED_MODULE_11__.existsSync)(path) && !(0,node_fs__WEBPACK_IMPORTED_MODULE_11__.lstatSync)(path).isDirectory());
  for (const { path, kind } of [...entries, ...present.map((path2) => entryOf(top, path2))]) {
    const difference = differenceOf(top, path, kind, committed);
    if (difference !== void 0) return difference;
  }
  const isSent = (path) => path.startsWith(prefix) && (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .excludingPattern */ .yu)(patterns, (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .fromBytes */ .uK)(path.slice(prefix.length))) === void 0;
  const missing = new Set(ruling.filter((path) => !(0,node_fs__WEBPACK_IMPORTED_MODULE_11__.existsSync)(path)).map((path) => pathBelow(top, path)));
  const listed = new Set(entries.map(({ path }) => path));
  return absenceFrom((path) => listed.has(path) || !(isSent(path) || missing.has(path)), committed);
}
function entryOf(top, path) {
  return { path: pathBelow(top, path), kind: (0,node_fs__WEBPACK_IMPORTED_MODULE_11__.lstatSync)(path).isSymbolicLink() ? "link" : "file" };
}
function pathBelow(top, path) {
  return Buffer.from((0,node_path__WEBPACK_IMPORTED_MODULE_12__.relative)(top, path)).toString("latin1");
}

// src/core/settle.ts
async function allInOrder(work) {
  await Promise.allSettled(work);
  const results = [];
  for (const one of work) results.push(await one);
  return results;
}

// src/stages/template.ts
var PLACEHOLDERS = ["branch", "sha", "pr", "version", "date", "run", "stage"];
var PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
var MIN_BRANCH_LENGTH = 32;
function expandTemplate(template, values) {
  refuseRule(template);
  const used = [...template.matchAll(PLACEHOLDER)].map(([, name2 = ""]) => placeholder(name2, template));
  const texts = textsOf(values);
  const absent = used.find((name2) => texts[name2] === void 0);
  if (absent !== void 0) {
    return { kind: "left-out", notice: `The tag template ${template} is left out: this run has no {{${absent}}}.` };
  }
  const fill = (branch) => template.replaceAll(PLACEHOLDER, (_, name2) => name2 === "branch" ? branch : texts[name2] ?? "");
  const name = values.branch === void 0 ? fill("") : fillBranch(values.branch, values, used, fill);
  const tag = (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .inVariant */ .l7)(name, values.variant);
  const wrong = problemOf(tag, values);
  if (wrong === void 0) return { kind: "tag", tag: (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .customTag */ .sC)(values.stage, tag) };
  const reference = referenceProblem(template, name, values);
  const [result, problem] = reference === void 0 ? [tag, wrong] : [name, reference.problem];
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(`The tag template \`${template}\` gives \`${result}\`, which ${problem}.`, {
    remedy: reference?.instead ?? CHANGE_TEMPLATE
  });
}
var CHANGE_TEMPLATE = (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`Change the template in ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__/* .setting */ .Pe)("tags")}. A word in front, as in \`build-{{date}}\`, distinguishes the tag from the action's own tags.`;
var RULE = /^(?:type|enable|priority|prefix|suffix|pattern|event|value|branch|format|match|group)=/;
function refuseRule(template) {
  if (!RULE.test(template)) return;
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(`The tag template \`${template}\` is a part of a rule of docker/metadata-action.`, {
    remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`Leave such rules out of ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__/* .setting */ .Pe)("tags")}: the action itself sets tags for the commit, the branch, the pull request and the version. Write other tags as in \`nightly-{{date}}\`.`
  });
}
function referenceProblem(template, name, values) {
  const leaveOut = (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`Leave it out of ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__/* .setting */ .Pe)("tags")}.`;
  if (/^sha(?:256|384|512):/.test(name))
    return {
      problem: "is the digest of an image: leave it out, because a digest cannot be a tag",
      instead: leaveOut
    };
  const [, , own] = REFERENCE.exec(template) ?? [];
  const [, repository, tag] = REFERENCE.exec(name) ?? [];
  const FOLLOWS = "the repository follows from the stage";
  if (own === void 0 || tag === void 0) {
    return /^(?:[^/]*[.:][^/]*|localhost)\/./.test(name.replace(DIGEST, "")) ? { problem: `is an image without a tag: leave it out, because ${FOLLOWS}`, instead: leaveOut } : void 0;
  }
  const ofVariant = (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .inVariant */ .l7)(tag, values.variant);
  const wrong = problemOf(ofVariant, values);
  const kind = repository?.includes("/") === true ? "a whole reference" : "not a tag but a reference";
  return wrong === void 0 ? {
    problem: `is ${kind}: write only its tag, \`${own}\`, because ${FOLLOWS}`,
    instead: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`Write \`${own}\` in ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__/* .setting */ .Pe)("tags")}.`
  } : { problem: `is ${kind}: leave it out, because its tag is \`${ofVariant}\`, which ${wrong}`, instead: leaveOut };
}
var DIGEST = /@sha256:[0-9a-f]{64}$/;
var REFERENCE = /^((?:[^/]+\/)*[^/:@]+):([^/:@]+)(?:@sha256:[0-9a-f]{64})?$/;
function placeholder(name, template) {
  const known = PLACEHOLDERS.find((candidate) => candidate === name);
  if (known !== void 0) return known;
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(`The tag template \`${template}\` uses {{${name}}}, which does not exist.`, {
    remedy: `Use ${PLACEHOLDERS.map((candidate) => `{{${candidate}}}`).join(", ")}.`
  });
}
function textsOf(values) {
  return {
    branch: values.branch,
    sha: values.commit?.slice(0, 12),
    pr: values.pullRequest?.toString(),
    version: values.version,
    date: values.committedAt?.toISOString().slice(0, 10).replaceAll("-", ""),
    run: values.run?.toString(),
    stage: values.stage
  };
}
function fillBranch(branch, values, used, fill) {
  const { trunk, variant, variants = [] } = values;
  const times = used.filter((name2) => name2 === "branch").length;
  const limit = Math.max(MIN_BRANCH_LENGTH, Math.floor(((0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .longestBefore */ .WF)(variant) - fill("").length) / Math.max(times, 1)));
  const own = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .branchTag */ .TY)(branch, trunk, { variant, variants, limit });
  const name = fill(own);
  const isReserved = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .reservedTagReason */ .NH)((0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .inVariant */ .l7)(name, variant), [variant, ...variants]) !== void 0;
  return name !== own && isReserved ? fill((0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .qualifiedBranchTag */ .pj)(branch, limit)) : name;
}
function problemOf(tag, { trunk, branch, variant, variants = [] }) {
  const isOfBranch = (one) => branch !== void 0 && tag === (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .inVariant */ .l7)((0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .branchTag */ .TY)(branch, trunk, { variant: one, variants }), one);
  if (isOfBranch(variant)) return void 0;
  if (tag.length > _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .MAX_TAG_LENGTH */ .Ti) return `has ${tag.length} characters, and a tag has at most ${_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .MAX_TAG_LENGTH */ .Ti}`;
  if (!(0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .isTag */ .dz)(tag)) return "is not a tag: a tag has letters, digits and any of _ . - and does not begin with . or -";
  const all = [void 0, variant, ...variants];
  const isOfTrunk = all.some((one) => tag === (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .inVariant */ .l7)((0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .trunkTag */ .fs)(trunk, { variant: one }), one));
  return (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .reservedTagReason */ .NH)(tag, all) ?? (isOfTrunk ? "the action itself sets in master" : void 0) ?? (all.some(isOfBranch) ? "the action itself sets in development" : void 0);
}

// src/run/tags-that-stay.ts
async function whyOtherRecipe(run, { client, repository }, named, { digest, recipe, moves }) {
  const own = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .commitTag */ .m)(run.revision.commit, run.inputs.variant);
  const first = named.get(own);
  if (recipe === void 0 || first === void 0 || first === digest) return void 0;
  const found = await client.manifest(first);
  const other = found.kind === "found" ? (await (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_1__/* .originOf */ .yv)(run, client, found.value))?.recipe : void 0;
  if (other === void 0 || other === recipe) return void 0;
  run.log.warning(
    `${repository.name} already has another image of this commit: ${own} is ${first}. It was built with other settings than this one (${_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .RECIPE_SETTINGS */ .n$})${moves ? ", so the tags of the branch stay on it" : ""}.`,
    (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedies */ .JW)(
      (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`If both are variants of the image, set ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__/* .setting */ .Pe)("variant")} in the run of each: then each has its own tags.`,
      (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`If this image replaces the other, set ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__/* .setting */ .Pe)("rebuild")}.`
    )
  );
  return `${own} is another image of this commit, built with other settings (${_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .RECIPE_SETTINGS */ .n$}).`;
}
var LATER_COMMITS = 100;
async function whyBehind({ laterCommits, log, inputs }, { client }) {
  const later = await laterCommits.get();
  if (later.kind === "unknown") {
    log.warning(
      `It is not known whether a later commit of the branch has an image here, so the tags of the branch stay where they are. ${later.because}`,
      later.remedy
    );
    return "it is not known whether a later commit of the branch has an image here.";
  }
  if (!later.contains) return "the branch no longer contains this commit.";
  const newest = later.commits.slice(0, LATER_COMMITS);
  const found = await Promise.all(newest.map((commit) => client.digest((0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .commitTag */ .m)(commit, inputs.variant))));
  const image = newest.find((_, index) => found[index]?.kind === "found");
  if (image !== void 0) return `commit ${image.slice(0, 12)} is later on the branch and has an image here.`;
  if (later.total <= newest.length) return void 0;
  return `the branch is ${later.total} commits ahead, and only the newest ${newest.length} were looked for here.`;
}

// src/run/tags.ts
function planTag(stage, tag, holder, behind) {
  if (holder === "this image") return { kind: "already" };
  if (tag.movement === "with-commits" && holder === "another image" && behind !== void 0)
    return { kind: "keep", because: behind };
  if (holder === "nothing" || tag.movement !== "never") return { kind: "put" };
  switch ((0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .takenTagPolicy */ .US)(stage, tag.kind)) {
    case "keep":
      return {
        kind: "keep",
        because: "it names another image, and it never moves. The most common cause: the base branch of the pull request has moved on."
      };
    case "rename":
      return { kind: "rename" };
    case "fail":
      return { kind: "fail" };
  }
}
function tagsOf({ revision, stage, trunk, inputs, image, runner, log }, { isOfCommit, committedAt }) {
  const variants = Object.keys(image?.variants ?? {});
  const { commit: own, named } = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .tagsFor */ .Nj)({
    ...revision,
    stage,
    trunk,
    variant: inputs.variant,
    variants
  });
  const commit = isOfCommit ? revision.commit : void 0;
  const custom = inputs.tags.flatMap((template) => {
    const expansion = expandTemplate(template, {
      ...revision,
      commit,
      committedAt,
      stage,
      trunk,
      version: revision.version?.text,
      run: runner.runNumber,
      variant: inputs.variant,
      variants
    });
    if (expansion.kind === "tag") return [expansion.tag];
    log.notice(expansion.notice);
    return [];
  });
  const all = [...isOfCommit ? [own] : [], ...named, ...custom];
  return all.filter((tag, index) => all.findIndex(({ name }) => name === tag.name) === index);
}
async function tagStagedImage({ client }, tag, { manifest, sendAgain }) {
  try {
    return await client.tag(tag, manifest, sendAgain);
  } catch (error) {
    throw sendAgain === void 0 ? withRebuild(error) : error;
  }
}
async function putMovingTag(run, target, tag, image) {
  await putTag(run, target, image, { tag, plan: { kind: "put" }, named: void 0 }, {});
}
function withRebuild(error) {
  const lacksParts = error instanceof _packages_oci_src_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .RegistryError */ .gl && error.needsBuild && error.status !== void 0;
  if (!lacksParts) return error;
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(error.message, {
    cause: error,
    needsBuild: true,
    remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`Build the image again, with ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__/* .setting */ .Pe)("rebuild")}: a part of it is missing in the registry.`
  });
}
var BUILDING_EVENTS = ["pull_request", "push", "merge_group", "workflow_run"];
function commitTagOptions(run, isNew) {
  const { revision, runner, inputs } = run;
  const by = { number: runner.runNumber, attempt: runner.runAttempt };
  const isRebuild = inputs.rebuild || !BUILDING_EVENTS.includes(runner.eventName);
  return {
    renameTo: (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .rebuiltCommitTag */ .Jv)(revision.commit, by, inputs.variant),
    isNew,
    recipe: isRebuild ? void 0 : (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .ownRecipe */ .pA)(run)
  };
}
var NEEDS_READ = "The stage's role needs `ecr:BatchGetImage` on this repository. If somebody changed the role by hand, deploy infra/ again.";
async function lookUpTags(target, tags) {
  const digests = await allInOrder(tags.map(({ name }) => digestAt(target, name)));
  return { tags, named: new Map(tags.map(({ name }, index) => [name, digests[index]])) };
}
async function foreseeTags(run, target, found, digest, options = {}) {
  const planned = await planTags(run, target, found, digest, options);
  return planned.map(({ tag: { name }, plan, named }) => {
    if (plan.kind === "already") return { tag: name, kind: "already" };
    if (plan.kind === "keep") return { tag: name, kind: "kept", because: plan.because };
    if (plan.kind === "rename") return { tag: options.renameTo ?? name, kind: "put" };
    return named === void 0 ? { tag: name, kind: "put" } : { tag: name, kind: "move", from: named };
  });
}
async function putTags(run, target, found, image, options = {}) {
  return await run.timings.time("tags", async () => {
    const { digest } = image.manifest;
    const planned = await planTags(run, target, found, digest, options);
    const put = (plans) => allInOrder(plans.map((one) => putTag(run, target, image, one, options)));
    const isForever = ({ tag }) => tag.movement === "never";
    const first = planned.filter(isForever);
    const forever = await put(first);
    const isTaken = first.some(
      ({ plan, tag }, index) => plan.kind === "put" && (forever[index]?.kind === "kept" || forever[index]?.tag !== tag.name)
    );
    const now = isTaken ? await planTags(run, target, await lookUpTags(target, found.tags), digest, options) : planned;
    return [...forever, ...await put(now.filter((one) => !isForever(one)))];
  });
}
function versionTaken({ repository }, tag, version, named, digest) {
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(
    `${tag} in the target ${repository.name} is already ${named}, but this run would release ${digest}.`,
    {
      remedy: `Release this commit as ${version === void 0 ? "the next version" : `v${(0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_2__/* .nextVersion */ .yU)(version)}, the next version`}. A released version never changes.`
    }
  );
}
async function digestAt({ client, repository }, tag) {
  const found = await client.digest(tag);
  switch (found.kind) {
    case "found":
      return found.value;
    case "missing":
      return void 0;
    case "denied":
      throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(`Looking for ${tag} in the target ${repository.name}: ${found.reason}`, {
        remedy: (0,_src_stages_permissions_js__WEBPACK_IMPORTED_MODULE_5__/* .remedyOfRepositoryDenial */ .Jz)(found.reason, repository.from, NEEDS_READ)
      });
  }
}
async function planTags(run, target, { tags, named }, digest, { isNew = false, recipe }) {
  const holders = new Map(tags.map(({ name }) => [name, holderOf(named.get(name), digest)]));
  const moves = tags.some(({ name, movement }) => movement === "with-commits" && holders.get(name) === "another image");
  const other = await whyOtherRecipe(run, target, named, { digest, recipe, moves });
  const stays = other ?? (moves ? await whyBehind(run, target) : void 0);
  return tags.map((tag) => {
    const plan = planTag(run.stage, tag, holders.get(tag.name) ?? "nothing", stays);
    const getsName = isNew || other !== void 0;
    return { tag, named: named.get(tag.name), plan: getsName ? plan : keptWithoutName(plan) };
  });
}
function keptWithoutName(plan) {
  if (plan.kind !== "rename") return plan;
  return { kind: "keep", because: "it names another image of this commit, and it never moves." };
}
async function putTag(run, target, image, { tag, plan, named }, options) {
  switch (plan.kind) {
    case "already":
      return { tag: tag.name, kind: "already" };
    case "keep":
      return { tag: tag.name, kind: "kept", because: plan.because };
    case "rename": {
      const renamed = { ...tag, name: options.renameTo ?? tag.name };
      return await putTag(run, target, image, { tag: renamed, plan: { kind: "put" }, named: void 0 }, {});
    }
    case "fail":
      throw versionTaken(target, tag.name, run.revision.version, named ?? "another image", image.manifest.digest);
    case "put":
      if (await tagStagedImage(target, tag.name, image) === "put") return { tag: tag.name, kind: "put" };
      return await settleTakenTag(run, target, image, tag, options);
  }
}
async function settleTakenTag(run, target, image, tag, options) {
  const named = await digestAt(target, tag.name);
  const holder = holderOf(named, image.manifest.digest);
  if (holder === "this image") return { tag: tag.name, kind: "already" };
  if (tag.movement === "never") {
    const taken = planTag(run.stage, tag, holder, void 0);
    const plan = options.renameTo === void 0 || options.isNew !== true ? keptWithoutName(taken) : taken;
    return await putTag(run, target, image, { tag, plan, named }, options);
  }
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(
    `Tagging ${target.repository.name}:${tag.name}: the repository keeps this tag immutable, and it names another image.`,
    {
      remedy: "Deploy infra/ again, or change the tag mutability filters of the repository. Only `sha-*` may be immutable, and in release `v*`."
    }
  );
}
function holderOf(named, digest) {
  return named === void 0 ? "nothing" : named === digest ? "this image" : "another image";
}

// src/run/scan-gate.ts
var UPDATE = "Update these packages and build the image again. Nothing was promoted.";
var TooSevere = class extends _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR {
  constructor(message, image, scans, remedyOfFindings = UPDATE) {
    super(message, { remedy: remedyOfFindings });
    this.image = image;
    this.scans = scans;
  }
  image;
  scans;
};
var AT_ONCE = 4;
var LISTED2 = 20;
async function passGate(run, source, { manifest }, subject) {
  const {
    inputs: { failOnSeverity, scanTimeoutSeconds },
    log,
    timings,
    signal
  } = run;
  const isDecisive = failOnSeverity !== "none";
  const patience = { timeoutMs: isDecisive ? scanTimeoutSeconds * 1e3 : 0 };
  const scans = new Lazy(() => timings.time("scan", () => scansOf(source, manifest, patience, signal)));
  if (!isDecisive) return scans.start();
  log.info(`Waiting for ECR's scan, for ${scanTimeoutSeconds} s at most.`);
  const found = await scans.get();
  if (found.kind === "unknown") throw unknownScan(found, manifest.digest, failOnSeverity);
  const refusal = refusalOf(manifest.digest, found, failOnSeverity);
  if (refusal !== void 0)
    throw new TooSevere(
      refusal,
      { ...subject, repository: source.repository.name, digest: manifest.digest },
      found,
      (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_1__/* .releaseAnotherCommit */ .SU)(run, "Nothing was promoted. Update these packages", UPDATE)
    );
  return scans;
}
function unknownScan({ because, remedy: known }, digest, limit) {
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(
    `Findings of severity ${limit} or above stop a promotion, but the findings of ${digest} are not known: ${because}.`,
    {
      remedy: known ?? (0,_src_stages_permissions_js__WEBPACK_IMPORTED_MODULE_5__/* .remedyOfDenial */ .r6)(because) ?? (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`Check that ECR can scan this kind of image. If it can, raise ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__/* .setting */ .Pe)("scan-timeout")}, or set ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__/* .setting */ .Pe)("fail-on-severity")} to none.`
    }
  );
}
function refusalOf(digest, { counts, findings }, limit) {
  const severe = tooSevere(findings, limit);
  const count = Math.max(severe.length, countOf(counts, limit));
  if (count === 0) return void 0;
  const found = `${digest} has ${count} ${count === 1 ? "finding" : "findings"} of severity ${limit} or above`;
  if (severe.length === 0)
    return `${found} by ECR's count, but ECR lists none of them: look at the image in ECR's console.`;
  const listed = severe.slice(0, LISTED2).map(lineOf);
  const more = count > listed.length ? [`  and ${count - listed.length} more`] : [];
  return [`${found}:`, ...listed, ...more].join("\n");
}
function lineOf({ severity, name, package: of, version, fix }) {
  const subject = [of, version].filter((text) => text !== "").join(" ");
  return `  ${severity} ${name}${subject === "" ? "" : ` in ${subject}`}${fix === void 0 ? "" : `, fixed in ${fix}`}`;
}
async function scansOf({ ecr, client, repository }, manifest, patience, signal) {
  const { readScan } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(428), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 3968));
  let scanned;
  try {
    scanned = await scannedManifests(
      manifest,
      (digest) => listedManifest(client, digest),
      (image) => (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_1__/* .namesPlatform */ .UR)(client, image)
    );
  } catch (error) {
    signal.throwIfAborted();
    return { kind: "unknown", because: `a manifest that it lists cannot be read: ${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .messageOf */ .bD)(error)}` };
  }
  if (scanned.length === 0) return { kind: "unknown", because: "it lists no image" };
  const turns = new _packages_oci_src_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .Semaphore */ .jf(AT_ONCE);
  const inTurn = (ask) => turns.run(ask);
  const scans = await Promise.all(
    scanned.map((digest) => readScan({ client: ecr, repository, digest, ...patience, signal, inTurn }))
  );
  const counts = {};
  const findings = [];
  for (const [index, scan] of scans.entries()) {
    if (scan.kind === "unknown")
      return scanned[index] === manifest.digest ? scan : { ...scan, because: `for its image ${scanned[index] ?? ""}, ${scan.because}` };
    for (const [severity, count] of Object.entries(scan.counts)) counts[severity] = (counts[severity] ?? 0) + count;
    findings.push(...scan.findings);
  }
  return { kind: "scanned", counts, findings };
}
async function scannedManifests(manifest, read, runs) {
  const known = /* @__PURE__ */ new Map();
  const readOnce = (digest) => {
    const reading = known.get(digest) ?? read(digest);
    known.set(digest, reading);
    return reading;
  };
  const imagesOf = async (entry) => {
    const one = await readOnce(entry.digest);
    if ((0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .contentOf */ .$E)(one).kind === "index") return await imagesIn(one);
    const isImage = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .isImageManifest */ .pJ)(one) || mayBeChosen(entry) && (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .hasImageConfig */ .mz)(one) && await runs(one);
    return isImage ? [one.digest] : [];
  };
  const imagesIn = async (index) => {
    const content = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .contentOf */ .$E)(index);
    const listed = content.kind === "index" ? content.manifests.filter(_packages_oci_src_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .isManifest */ .Yh) : [];
    return [...new Set((await Promise.all(listed.map(imagesOf))).flat())];
  };
  return (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .contentOf */ .$E)(manifest).kind === "image" ? [manifest.digest] : await imagesIn(manifest);
}
function mayBeChosen({ platform }) {
  return platform === void 0 || (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .isPlatformNamed */ .f)(platform);
}
async function listedManifest(client, digest) {
  const found = await client.manifest(digest);
  if (found.kind === "found") return found.value;
  throw new Error(found.kind === "denied" ? found.reason : `there is no ${digest} in ${client.name}`);
}
function tooSevere(findings, limit) {
  const rank = ({ severity }) => rankOf(severity, limit);
  return findings.filter((finding) => rank(finding) !== -1).sort((a, b) => rank(a) - rank(b));
}
function countOf(counts, limit) {
  return Object.entries(counts).reduce(
    (sum, [severity, count]) => rankOf(severity, limit) === -1 ? sum : sum + count,
    0
  );
}
function rankOf(severity, limit) {
  const ranks = _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .SEVERITIES */ .oC.slice(0, _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .SEVERITIES */ .oC.findIndex((one) => one === limit) + 1);
  return ranks.indexOf(severity.toLowerCase());
}




/***/ }),

/***/ 7869:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N4: () => (/* binding */ tally),
/* harmony export */   Nx: () => (/* binding */ complaintOf),
/* harmony export */   Ob: () => (/* binding */ checklistLines)
/* harmony export */ });
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3692);


// src/core/markdown.ts
var SUMMARY_LIMIT = (/* unused pure expression or super */ null && (1024 * 1024));

// src/report/checklist.ts
var SIGNS = { good: "\u2713", bad: "\u2717", warning: "!", "not-checked": "\u2013", info: "\xB7" };
function checklistLines(checks, edge, paint = (_, text) => text) {
  const width = Math.max(0, ...checks.map(({ name }) => name.length));
  const indent = " ".repeat(width + 4);
  return checks.flatMap(({ name, state, says, remedy }) => {
    const [first = "", ...rest] = says.split("\n");
    const remedyLines = remedy === void 0 ? [] : (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyAt */ .gx)(edge, remedy).split("\n");
    return [
      `${paint(state, SIGNS[state])} ${name.padEnd(width)}  ${first}`,
      ...rest.map((line) => indent + line),
      ...remedyLines.map((line, index) => `${indent}${paint("remedy", `${index === 0 ? "\u2192 " : "  "}${line}`)}`)
    ];
  });
}
function tally(checks) {
  const words = [
    ["good", "good", "good"],
    ["bad", "bad", "bad"],
    ["warning", "warning", "warnings"],
    ["not-checked", "not checked", "not checked"]
  ];
  return words.map(([state, one, many]) => {
    const { length } = checks.filter((check) => check.state === state);
    return length === 0 ? "" : `${length} ${length === 1 ? one : many}`;
  }).filter((text) => text !== "").join(", ");
}
function complaintOf(checks, edge) {
  const found = checks.filter(({ state }) => state === "bad");
  const [first] = found;
  if (first === void 0) return void 0;
  const count = found.length === 1 ? "The doctor found 1 problem" : `The doctor found ${found.length} problems, the first of them`;
  return `${count}: ${first.name}: ${first.says}${first.remedy === void 0 ? "" : `
${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyAt */ .gx)(edge, first.remedy)}`}`;
}




/***/ })

};
