export const id = 144;
export const ids = [144];
export const modules = {

/***/ 8144:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   inputs: () => (/* binding */ inputs)
/* harmony export */ });
/* harmony import */ var _src_core_quantities_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(8489);
/* harmony import */ var _src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5324);
/* harmony import */ var _src_core_process_env_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(1897);
/* harmony import */ var _src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9619);
/* harmony import */ var _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7660);
/* harmony import */ var _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6965);
/* harmony import */ var _src_core_setting_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(102);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3692);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(6760);
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(4573);










// src/cli/input-listing.ts



// src/fingerprint/sent-files.ts


function listSentFiles(root, patterns) {
  const entries = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .listTree */ .nT)(root, patterns, { openRepositories: true });
  return {
    files: entries.flatMap((entry) => describeEntry(root, entry) ?? []).sort((a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
    repositories: entries.filter(({ kind }) => kind === "repository").map(({ path }) => ({ path: (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .fromBytes */ .uK)(path), head: (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .readHead */ .zy)(`${root}/${(0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .fromBytes */ .uK)(path)}`) }))
  };
}
function describeEntry(root, { path, kind }) {
  if (kind === "repository") return void 0;
  const file = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .pathOf */ .XM)(root, path);
  try {
    const stats = (0,node_fs__WEBPACK_IMPORTED_MODULE_6__.lstatSync)(file, { throwIfNoEntry: false });
    if (stats === void 0) return void 0;
    const bytes2 = Buffer.from(path, "latin1");
    return {
      path: (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .fromBytes */ .uK)(path),
      ...(0,node_buffer__WEBPACK_IMPORTED_MODULE_8__.isUtf8)(bytes2) ? {} : { bytes: bytes2 },
      type: kind,
      size: kind === "file" ? stats.size : 0,
      mode: stats.mode & _src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .PERMISSIONS */ .Jj,
      ...kind === "link" ? { target: (0,node_fs__WEBPACK_IMPORTED_MODULE_6__.readlinkSync)(file) } : {}
    };
  } catch (error) {
    throw (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .unreadable */ .O$)(file, error);
  }
}

// src/cli/input-listing.ts
async function listInputs(build, machine) {
  const start = (0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_0__/* .findBuildStart */ .I6)(build, machine);
  const contexts = [];
  const readTree = (path, patterns, name) => {
    const root = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .realContext */ .MP)(path);
    const { files, repositories } = listSentFiles(root, patterns);
    const own = name === "" ? definitionFiles(start, root, machine.directory) : [];
    contexts.push({ name, path: pathFrom(machine.directory, path), files: withOwn(files, own) });
    return { digest: "", repositories };
  };
  const materials = await (0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_0__/* .readBuildMaterials */ .tv)(build, { ...machine, readTree });
  const { dockerfile } = start;
  return {
    dockerfile: dockerfile === void 0 ? void 0 : pathFrom(machine.directory, dockerfile.name),
    target: build.target,
    reasons: [...new Set(materials.uncertainties)],
    bases: materials.images.map(({ reference }) => reference),
    frontend: materials.frontend?.reference,
    reads: [...readsOfSettings(build, start, materials), ...start.parsed?.reads ?? []],
    contexts,
    // The reasons say the rest.
    notices: materials.notices.filter((notice) => !materials.uncertainties.some((reason) => notice.startsWith(reason)))
  };
}
function readsOfSettings({ file = "" }, { context, namedContexts, dockerfile }, { imageContexts }) {
  const byOf = (name) => name === "" ? "the context" : `the context ${name}`;
  const places = [
    [byOf(""), context],
    ...namedContexts.map(([name, place]) => [byOf(name), place])
  ];
  const fetched = places.flatMap(([by, place]) => place.kind === "remote" ? [{ by, source: place.url }] : []);
  const ownFile = dockerfile === void 0 && file.includes("://") ? [{ by: "the Dockerfile", source: file }] : [];
  const images = [...imageContexts].map(([name, source]) => ({ kind: "image", by: byOf(name), source }));
  return [
    ...images,
    ...[...fetched, ...ownFile].map(({ by, source }) => ({ kind: "fetched", by, source: (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_2__/* .withoutPassword */ .G5)(source) }))
  ];
}
function definitionFiles({ context, dockerfile }, root, directory) {
  if (context.kind !== "directory") return [];
  const { file } = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .readIgnoreRules */ .yH)(context.path, directory, dockerfile?.name);
  return [dockerfile?.name, file].filter((name) => name !== void 0).flatMap((name) => [(0,node_path__WEBPACK_IMPORTED_MODULE_7__.join)(node_fs__WEBPACK_IMPORTED_MODULE_6__.realpathSync.native((0,node_path__WEBPACK_IMPORTED_MODULE_7__.dirname)(name)), (0,node_path__WEBPACK_IMPORTED_MODULE_7__.basename)(name)), node_fs__WEBPACK_IMPORTED_MODULE_6__.realpathSync.native(name)]).map((path) => (0,node_path__WEBPACK_IMPORTED_MODULE_7__.relative)(root, path)).filter((path) => !(0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .leadsOut */ .qm)(path)).flatMap((path) => {
    const isLink = (0,node_fs__WEBPACK_IMPORTED_MODULE_6__.lstatSync)((0,node_path__WEBPACK_IMPORTED_MODULE_7__.resolve)(root, path)).isSymbolicLink();
    const entry = {
      path: Buffer.from(path.split(node_path__WEBPACK_IMPORTED_MODULE_7__.sep).join("/")).toString("latin1"),
      kind: isLink ? "link" : "file"
    };
    return describeEntry(root, entry) ?? [];
  });
}
function withOwn(files, own) {
  const listed = new Set(files.map(({ path }) => path));
  const ignored = new Map(own.filter(({ path }) => !listed.has(path)).map((file) => [file.path, file]));
  if (ignored.size === 0) return [...files];
  return [...files, ...[...ignored.values()].map((file) => ({ ...file, ignored: true }))].sort(
    (a, b) => a.path < b.path ? -1 : 1
  );
}
function pathFrom(top, path) {
  return (0,node_path__WEBPACK_IMPORTED_MODULE_7__.relative)(top, path).split(node_path__WEBPACK_IMPORTED_MODULE_7__.sep).join("/") || ".";
}

// src/cli/inputs-report.ts
var SHOWN_FILES = 10;
var SHOWN_PLACES = 4;
function jsonOfListing(listing) {
  const { reasons, bases, frontend, dockerfile, reads, contexts } = listing;
  return {
    comparable: reasons.length === 0,
    because: reasons.length === 0 ? null : reasons.join(" "),
    dockerfile: dockerfile ?? null,
    frontend: frontend ?? null,
    bases,
    remote: remoteOf(listing),
    reads: reads.map(({ source, by, line, kind }) => ({
      source,
      by,
      ...line === void 0 ? {} : { line },
      ...kind === "pinned" ? { pinned: true } : {}
    })),
    files: contexts.flatMap(({ name, files }) => files.map((file) => jsonOfFile(name, file)))
  };
}
function jsonOfFile(context, { path, bytes: bytes2, type, size, mode, target, ignored }) {
  return {
    path,
    size,
    mode: mode.toString(8).padStart(4, "0"),
    type,
    ...target === void 0 ? {} : { link: target },
    ...bytes2 === void 0 ? {} : { "path-base64": bytes2.toString("base64") },
    ...ignored === void 0 ? {} : { ignored },
    ...context === "" ? {} : { context }
  };
}
function remoteOf({ reads }) {
  return [...new Set(reads.filter(({ kind }) => kind === "fetched").map(({ source }) => source))];
}
var PINNING = "Pin what ADD fetches: `--checksum=sha256:...` for a file, the full id of a commit for a repository.";
function linesOfListing(listing) {
  const { dockerfile = "a Dockerfile from elsewhere", target, reasons, reads, contexts } = listing;
  const subject = target === void 0 ? dockerfile : `${dockerfile}, stage ${target}`;
  const verdict = reasons.length === 0 ? "comparable: an unchanged image is not built again" : "not comparable: the image is built every time";
  const images = rowsOf(reads.filter(({ kind }) => kind === "image" || kind === "frontend"));
  const fetched = rowsOf(reads.filter(({ kind }) => kind === "fetched" || kind === "pinned"));
  return [
    `${subject} \xB7 ${verdict}`,
    ...reasons.map((reason) => `  ${reason}`),
    ...reads.some(({ kind, by }) => kind === "fetched" && by.endsWith("ADD")) ? [`  ${PINNING}`] : [],
    ...section(images.length === 0 ? "no base image" : "base images", images),
    ...fetched.length === 0 ? [] : section("fetched when the build runs", fetched),
    ...contexts.flatMap(linesOfContext)
  ].map(onOneLine);
}
function section(title, rows) {
  return ["", title, ...rows.map((row) => `  ${row}`)];
}
function rowsOf(reads) {
  const sources = grouped(reads, ({ source }) => source);
  const width = Math.max(0, ...[...sources.keys()].map(({ length }) => length).filter((length) => length <= 60));
  return [...sources].map(([source, ofSource]) => `${source.padEnd(width)}  ${placesOf(ofSource)}`);
}
function grouped(entries, keyOf) {
  const groups = /* @__PURE__ */ new Map();
  for (const entry of entries) groups.set(keyOf(entry), [...groups.get(keyOf(entry)) ?? [], entry]);
  return groups;
}
function placesOf(reads) {
  return [...grouped(reads, ({ by }) => by)].map(([by, ofForm]) => {
    const lines = ofForm.flatMap(({ line }) => line ?? []);
    const pinned = ofForm.some(({ kind }) => kind === "pinned") ? " (pinned)" : "";
    return lines.length === 0 ? `${by}${pinned}` : `${by} in ${numbered(lines)}${pinned}`;
  }).join(", ");
}
function numbered(lines) {
  const [first = 0, ...rest] = lines;
  if (rest.length === 0) return `line ${first}`;
  const left = lines.length - SHOWN_PLACES;
  if (left > 0) return `lines ${lines.slice(0, SHOWN_PLACES).join(", ")} and ${left} more`;
  return `lines ${lines.slice(0, -1).join(", ")} and ${lines.at(-1) ?? 0}`;
}
function linesOfContext({ name, path, files }) {
  const counted = files.filter(({ type }) => type !== "directory");
  const ofRepositories = counted.filter(isOfRepository);
  const largest = counted.filter((file) => !isOfRepository(file)).toSorted((a, b) => b.size - a.size);
  const shown = largest.length <= SHOWN_FILES + 1 ? largest : largest.slice(0, SHOWN_FILES);
  const rest = largest.slice(shown.length);
  const rows = shown.map((file) => [file.size, nameOf(file)]);
  if (rest.length > 0) rows.push([sizeOf(rest), `in ${rest.length} smaller files`]);
  if (ofRepositories.length > 0)
    rows.push([
      sizeOf(ofRepositories),
      `in ${ofRepositories.length} files of .git, which counts by its commit and refs`
    ]);
  const title = name === "" ? "the context" : `the context ${name}`;
  return section(
    `${counted.length === 1 ? "1 file" : `${counted.length} files`} in ${title} (${path}): ${(0,_src_core_quantities_js__WEBPACK_IMPORTED_MODULE_9__/* .bytes */ .e)(sizeOf(counted))}`,
    rows.map(([size, text]) => `${(0,_src_core_quantities_js__WEBPACK_IMPORTED_MODULE_9__/* .bytes */ .e)(size).padStart(7)}  ${text}`)
  );
}
function isOfRepository({ path }) {
  return /(?:^|\/)\.git\//.test(path);
}
function nameOf({ path, type, target, ignored }) {
  const kind = type === "link" ? ` -> ${target ?? ""}` : type === "file" ? "" : ` (${type})`;
  return `${path}${kind}${ignored === void 0 ? "" : " (hidden from COPY by the ignore file)"}`;
}
function sizeOf(files) {
  return files.reduce((sum, { size }) => sum + size, 0);
}
function onOneLine(line) {
  return line.replaceAll("\n", "\\n").replaceAll("	", "\\t");
}

// src/cli/inputs.ts
async function inputs(common, options, invocation) {
  const { directory, log } = invocation;
  const environment = (0,_src_core_process_env_js__WEBPACK_IMPORTED_MODULE_10__/* .programEnvironment */ .y)(invocation.environment);
  const top = await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .topOfWorkTree */ .sT)(directory, environment);
  const build = await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .readLocalBuild */ .IX)({ directory: top }, { ...options, ...common }, invocation);
  const settings = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .buildSettings */ .E6)({ ...build, environment });
  await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .checkLinks */ .mY)(settings, top, environment);
  const surroundings = await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .readSurroundings */ .St)(environment);
  const machine = { directory: top, environment, surroundings, buildPlatform: (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .ownPlatform */ .g$)() };
  const listing = await listInputs(settings, machine);
  for (const notice of [...surroundings.notices, ...listing.notices]) log.notice(onOneLine(notice));
  return { lines: linesOfListing(listing), json: jsonOfListing(listing) };
}



/***/ }),

/***/ 1897:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ programEnvironment)
/* harmony export */ });
// src/core/process-env.ts
function programEnvironment(environment) {
  const ours = /^(?:INPUT_|STATE_|ACTIONS_ID_TOKEN_REQUEST_)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.test(name)));
}




/***/ }),

/***/ 8489:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ bytes)
/* harmony export */ });
// src/core/quantities.ts
function bytes(count) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = count;
  let unit = 0;
  while (Math.round(value) >= 1e3 && unit < units.length - 1) {
    value /= 1e3;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ""}`;
}




/***/ })

};
