export const id = 22;
export const ids = [22];
export const modules = {

/***/ 9641:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   push: () => (/* binding */ push)
/* harmony export */ });
/* harmony import */ var _src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2262);
/* harmony import */ var _src_core_markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7869);
/* harmony import */ var _src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6300);
/* harmony import */ var _src_cli_trunk_rule_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8782);
/* harmony import */ var _src_stages_version_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6342);
/* harmony import */ var _src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5324);
/* harmony import */ var _src_run_session_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6990);
/* harmony import */ var _src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(228);
/* harmony import */ var _packages_oci_src_duration_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6584);
/* harmony import */ var _src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(9619);
/* harmony import */ var _src_stages_permissions_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(8878);
/* harmony import */ var _actions_http_client_lib_proxy_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(9928);
/* harmony import */ var _src_core_version_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(1550);
/* harmony import */ var _src_run_failure_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(8080);
/* harmony import */ var _packages_oci_src_errors_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(3371);
/* harmony import */ var _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(7660);
/* harmony import */ var _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__ = __webpack_require__(6965);
/* harmony import */ var _src_core_setting_js__WEBPACK_IMPORTED_MODULE_17__ = __webpack_require__(102);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__ = __webpack_require__(3692);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_19__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_20__ = __webpack_require__(6760);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_21__ = __webpack_require__(1708);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_22__ = __webpack_require__(1455);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_23__ = __webpack_require__(8500);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_24__ = __webpack_require__(7598);























// src/run/build-changes.ts
async function changesSincePrevious({ signal }, { client }, { tags, named }, { fingerprint }) {
  const digest = tags.filter(({ kind }) => kind === "pull-request" || kind === "branch" || kind === "trunk").map(({ name }) => named.get(name)).find((one) => one !== void 0);
  if (digest === void 0 || fingerprint.kind !== "comparable") return void 0;
  try {
    const found = await client.manifest(digest);
    if (found.kind !== "found") return void 0;
    const { annotations = {} } = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .jsonOf */ .o_)(found.value.bytes);
    const before = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .readPartAnnotations */ .wc)(annotations);
    return before === void 0 ? void 0 : inProse((0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .changedParts */ .Ty)(before, fingerprint.parts));
  } catch {
    signal.throwIfAborted();
    return void 0;
  }
}
function inProse(clauses) {
  const last = clauses.at(-1);
  return clauses.length < 2 ? last : `${clauses.slice(0, -1).join(", ")} and ${last ?? ""}`;
}

// src/docker/secrets.ts



function isPresent(secret) {
  return secret.from !== "nowhere";
}
function maskSecretFiles(secrets, workspace, mask) {
  return secrets.map((secret) => {
    if (secret.from !== "file") return secret;
    const read = readSecretFile((0,node_path__WEBPACK_IMPORTED_MODULE_20__.resolve)(workspace, secret.path));
    if (read.kind === "content") {
      mask(read.text);
      return secret;
    }
    return {
      id: secret.id,
      from: "nowhere",
      problem: `The file ${secret.path} of the build secret \`${secret.id}\` ${read.problem}.`,
      remedy: fileRemedy(secret)
    };
  });
}
function readSecretFile(path) {
  try {
    const stats = (0,node_fs__WEBPACK_IMPORTED_MODULE_19__.statSync)(path);
    if (!stats.isFile() && !stats.isDirectory())
      return { kind: "unusable", problem: "cannot be read: it is not a regular file" };
    const text = (0,node_fs__WEBPACK_IMPORTED_MODULE_19__.readFileSync)(path, "utf8").trim();
    return text === "" ? { kind: "unusable", problem: "is empty" } : { kind: "content", text };
  } catch (error) {
    return { kind: "unusable", problem: `cannot be read: ${reasonOf2(error)}` };
  }
}
function fileRemedy({ id, path }) {
  const quotes = path.includes('"') ? ' Put quotes around the whole entry, as in "id=path", not around the path.' : "";
  return {
    workflow: `Give the path of \`${id}\` from the workspace, and write the file in a step before this one.${quotes}`,
    terminal: `Give the path of \`${id}\` from the current directory.${quotes}`
  };
}
function missingAgents(ssh, workspace, environment) {
  return ssh.flatMap((entry) => {
    const [id = "", ...rest] = entry.split("=");
    const paths = rest.join("=");
    const problem = rest.length === 0 ? agentProblem(id, workspace, environment) : pathProblem(id, paths.split(","), workspace);
    return problem === void 0 ? [] : [{ id, from: "nowhere", ...problem }];
  });
}
function agentProblem(id, workspace, environment) {
  if (node_process__WEBPACK_IMPORTED_MODULE_21__.platform === "win32") return void 0;
  const remedy2 = {
    workflow: `Start an SSH agent in a step before this one, and set SSH_AUTH_SOCK for this step. For a key in a file, write \`${id}=path\`.`,
    terminal: "Start an SSH agent, and set SSH_AUTH_SOCK."
  };
  const socket = environment["SSH_AUTH_SOCK"]?.trim() ?? "";
  if (socket === "")
    return { problem: `The build uses the SSH agent \`${id}\`, and SSH_AUTH_SOCK is not set or is empty.`, remedy: remedy2 };
  const problem = keyProblem((0,node_path__WEBPACK_IMPORTED_MODULE_20__.resolve)(workspace, socket));
  if (problem === void 0) return void 0;
  return { problem: `The build uses the SSH agent \`${id}\` at ${socket} (SSH_AUTH_SOCK), which ${problem}.`, remedy: remedy2 };
}
function pathProblem(id, paths, workspace) {
  const remedy2 = {
    workflow: `Give \`${id}\` the path of a socket or a key from the workspace, and create it in a step before this one.`,
    terminal: `Give \`${id}\` the path of a socket or a key from the current directory.`
  };
  for (const path of paths) {
    if (path.trim() === "") return { problem: `The SSH key \`${id}\` of the build has an empty path.`, remedy: remedy2 };
    const problem = keyProblem((0,node_path__WEBPACK_IMPORTED_MODULE_20__.resolve)(workspace, path));
    if (problem !== void 0)
      return { problem: `The file ${path} of the SSH key \`${id}\` of the build ${problem}.`, remedy: remedy2 };
  }
  return void 0;
}
function keyProblem(path) {
  if (isAgent(path)) return void 0;
  const read = readSecretFile(path);
  return read.kind === "unusable" ? read.problem : void 0;
}
function isAgent(path) {
  try {
    const stats = (0,node_fs__WEBPACK_IMPORTED_MODULE_19__.statSync)(path);
    return stats.isSocket() || node_process__WEBPACK_IMPORTED_MODULE_21__.platform === "win32" && !stats.isFile() && !stats.isDirectory();
  } catch {
    return false;
  }
}
function reasonOf2(error) {
  const [code = "", reason] = [(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .codeOf */ .$N)(error), (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .describeReadError */ .U)(error)];
  return reason.includes(code) ? reason : `${code}: ${reason}`;
}

// src/run/build-secrets.ts
function maskedSettings(run) {
  const { runner, log, environment } = run;
  const settings = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .buildSettings */ .E6)(run);
  const secrets = maskSecretFiles(settings.secrets, runner.workspace, log.mask);
  const missing = secrets.filter((secret) => !isPresent(secret));
  return {
    settings: { ...settings, secrets },
    missing: [...missing, ...missingAgents(settings.ssh, runner.workspace, environment)]
  };
}
function requireSecrets(missing) {
  if (missing.length === 0) return;
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(missing.map(({ problem }) => problem).join("\n"), {
    remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .remedies */ .JW)(...new Map(missing.map(({ remedy: remedy2 }) => [(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .remedyAt */ .gx)("workflow", remedy2), remedy2])).values())
  });
}

// src/run/image-build.ts



// src/fingerprint/docker-places.ts

function placesForDocker({ context = ".", file, buildContexts }, directory) {
  const isLocal = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .locateContext */ .y$)(context, "context", directory).kind === "directory";
  return {
    context: contextForDocker(context, "context", directory),
    file: isLocal && file !== void 0 && !(0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .isFetchedFile */ .U9)(file) ? ownPath((0,node_path__WEBPACK_IMPORTED_MODULE_20__.resolve)(directory, file)) : file,
    buildContexts: Object.fromEntries(
      Object.entries(buildContexts).map(([name, value]) => [name, contextForDocker(value, "build-contexts", directory)])
    )
  };
}
function contextForDocker(value, name, directory) {
  const place = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .locateContext */ .y$)(value, name, directory);
  switch (place.kind) {
    case "directory":
      return (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .realContext */ .MP)(place.path);
    case "layout":
      return `oci-layout://${(0,node_path__WEBPACK_IMPORTED_MODULE_20__.relative)((0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .realContext */ .MP)(directory), (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .realContext */ .MP)(place.path)) || "."}${place.image}`;
    case "image":
    case "remote":
      return value;
  }
}
function ownPath(file) {
  return (0,node_path__WEBPACK_IMPORTED_MODULE_20__.join)((0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .realContext */ .MP)((0,node_path__WEBPACK_IMPORTED_MODULE_20__.dirname)(file)), (0,node_path__WEBPACK_IMPORTED_MODULE_20__.basename)(file));
}

// src/docker/materials.ts
var PROVENANCE = "buildx.build.provenance";
function readMaterials(metadata, platforms) {
  const provenances = Object.entries(metadata).filter(([key]) => key === PROVENANCE || key.startsWith(`${PROVENANCE}/`));
  const { length } = provenances;
  if (length === 0) return { kind: "absent" };
  if (length !== platforms) {
    const counts = `${length} instead of ${platforms}`;
    return { kind: "unclear", because: `has entries for the wrong number of platforms (${counts})` };
  }
  const lists = provenances.map(([, provenance]) => materialsIn(provenance));
  return lists.includes(void 0) ? { kind: "unclear", because: "has a form that is not read here" } : { kind: "known", materials: lists.flatMap((list) => list ?? []) };
}
function materialsIn(provenance) {
  if (!isRecord(provenance)) return void 0;
  const { buildType, buildDefinition } = provenance;
  const list = isRecord(buildDefinition) ? buildDefinition["resolvedDependencies"] : provenance["materials"];
  if (list === void 0 && (typeof buildType === "string" || isRecord(buildDefinition))) return [];
  if (!Array.isArray(list)) return void 0;
  const materials = list.map(materialOf);
  return materials.includes(void 0) ? void 0 : materials.filter((material) => material !== void 0);
}
function materialOf(value) {
  if (!isRecord(value)) return void 0;
  const { uri, digest = {} } = value;
  return typeof uri === "string" && isRecord(digest) && isTexts(digest) ? { uri, digest } : void 0;
}
function isTexts(record) {
  return Object.values(record).every((value) => typeof value === "string");
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function uncounted(materials, { images, pinned, describing }) {
  const isCounted = ({ uri, digest }) => {
    const digests = Object.values(digest);
    if (!uri.startsWith("pkg:docker/")) return digests.some((one) => pinned.has(one));
    const name = decodeURIComponent(uri.slice("pkg:docker/".length));
    return digests.some((one) => images.has(`sha256:${one}`)) || describing.some((part) => name.startsWith(part));
  };
  return [...new Set(materials.filter((material) => !isCounted(material)).map(({ uri }) => uri))];
}

// src/run/build-reads.ts
var SBOM_SCANNER = "docker/buildkit-syft-scanner@";
var ON_OTHER_BUILDER = "buildx wrote no provenance, and the Dockerfile names the platform of its builder, which is not that of the plan";
async function compareReads({ settings, bases, checksums, isOnOtherBuilder }, metadata, login, signal) {
  const platforms = new Set(settings.platforms.map(_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .normalPlatform */ .Je));
  const materials = readMaterials(metadata, platforms.size);
  switch (materials.kind) {
    case "known": {
      const images = new Set(bases.flatMap(({ digest }) => digest ?? []));
      const describing = [settings.sbom, ...settings.attests].some((one) => !one.endsWith("false")) ? [SBOM_SCANNER] : [];
      return comparisonOf(uncounted(materials.materials, { images, pinned: new Set(checksums), describing }));
    }
    case "unclear":
      return { kind: "unknown", because: `the provenance that buildx wrote ${materials.because}` };
    case "absent": {
      if (isOnOtherBuilder) return { kind: "unknown", because: ON_OTHER_BUILDER };
      const found = await Promise.all(bases.map((base) => findTriggers(base, settings.platforms, login, signal)));
      return comparisonOf([...found.flat(), ...triggersOfLayouts(settings)]);
    }
  }
}
function comparisonOf(reads) {
  return reads.length === 0 ? { kind: "as-counted" } : { kind: "more", reads };
}
async function findTriggers({ reference, digest }, platforms, login, signal) {
  const parsed = (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_15__/* .parseReference */ .F2)(reference);
  if (parsed === void 0 || digest === void 0) return [];
  const { registry: host, repository } = parsed;
  const authorization = { kind: "on-challenge", login: (scheme) => login(host, scheme) };
  const registry = (0,_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_7__/* .openRegistry */ .Me)({ origin: (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_15__/* .registryOrigin */ ._g)(host), authorization, signal, deadlineMs: 2e4 });
  try {
    const client = registry.repository(repository);
    const images = await imagesOf(client, digest, platforms);
    const triggers = await Promise.all(images.map(async (image) => (await (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .readImageConfig */ .MP)(client, image)).OnBuild));
    return [...new Set(triggers.flat().filter(readsElsewhere))].map((trigger) => `ONBUILD ${trigger} of ${reference}`);
  } catch (error) {
    signal.throwIfAborted();
    return [`the triggers of ${reference}, which cannot be read (${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .messageOf */ .bD)(error)})`];
  } finally {
    await registry.close();
  }
}
function triggersOfLayouts({ buildContexts }) {
  const isLayout = Object.values(buildContexts).some((place) => place.startsWith("oci-layout://"));
  return isLayout ? ["the triggers of an image in an OCI layout, which are not read here"] : [];
}
function readsElsewhere(trigger) {
  if (typeof trigger !== "string") return false;
  return /^\s*ADD\b|--from\b|\bfrom=|^\s*\S+\s+(?:--\S*\s+)*--\S*["'\\]/i.test(trigger);
}
async function imagesOf(client, digest, platforms) {
  const found = await client.manifest(digest);
  if (found.kind !== "found") throw new Error("the registry no longer shows it");
  const content = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .contentOf */ .$E)(found.value);
  if (content.kind !== "index") return [found.value];
  const wanted = new Set(platforms.map(_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .normalPlatform */ .Je));
  const children = content.manifests.filter(
    ({ platform: platform2 }) => platform2 !== void 0 && wanted.has((0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .normalPlatform */ .Je)((0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .platformName */ .$r)(platform2)))
  );
  const images = await Promise.all(
    (children.length > 0 ? children : content.manifests).map((child) => imagesOf(client, child.digest, platforms))
  );
  return images.flat();
}

// src/run/pushed-image.ts

var PUSHES = 5;
async function pushOwnImage({ log, signal }, target, push2, build2) {
  for (let attempt = 1; ; attempt++) {
    const { digest, metadata } = await build2(attempt);
    const manifest = digest === void 0 ? void 0 : await readBack(target, digest);
    if (manifest !== void 0 && isOwnImage(manifest, metadata)) return { manifest, metadata };
    if (digest === void 0 || push2.kind === "digest") throw missingImage(target, digest);
    const other = `Docker pushed another image to ${push2.reference} than it built. Another build on the same machine may have used this tag at the same time.`;
    if (attempt === PUSHES) throw manifest === void 0 ? missingImage(target, digest) : otherImage(other);
    log.notice(`${other} The image is pushed again (${attempt} of ${PUSHES - 1}).`);
    await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_23__.setTimeout)(1e3 * attempt * Math.random(), void 0, { signal });
  }
}
function isOwnImage(manifest, metadata) {
  const content = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .contentOf */ .$E)(manifest);
  const own = metadata["containerimage.config.digest"];
  return content.kind === "index" || typeof own !== "string" || [content.config?.digest, manifest.digest].includes(own);
}
async function readBack({ client, repository }, digest) {
  const found = await client.manifest(digest);
  if (found.kind === "found") return found.value;
  if (found.kind === "missing") return void 0;
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(`Reading ${digest} back from ${repository.name}, where it was just pushed: ${found.reason}`, {
    remedy: _src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .NEEDS_READ */ .DI
  });
}
function missingImage({ repository }, digest) {
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(
    digest === void 0 ? `Docker printed no digest for its push to ${repository.name}, and the registry has no image there.` : `Docker pushed ${digest} to ${repository.name}, but the registry does not have it.`,
    {
      remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .remedy */ .zL)`${_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .RUN_AGAIN */ .Bs}. If that does not help, check the proxies and registry mirrors between ${_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .THIS_MACHINE */ .DQ} and ECR: one of them may answer in its place.`
    }
  );
}
var PUSH_WITHOUT_TAG = {
  workflow: "Or add docker/setup-buildx-action before this step: its builder pushes without a tag.",
  terminal: "Or run `docker buildx create --use`: that builder pushes without a tag."
};
function otherImage(message) {
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(message, { remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .remedies */ .JW)((0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .remedy */ .zL)`${_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .RUN_AGAIN */ .Bs} while no other build runs.`, PUSH_WITHOUT_TAG) });
}

// src/stages/cache-use.ts

function usedCaches(stage, caches) {
  return caches.flatMap((cache) => {
    const levels = _src_stages_permissions_js__WEBPACK_IMPORTED_MODULE_10__/* .CACHE_GRANTS */ .Ni[cache.stage][stage];
    return levels.includes("read") ? [{ cache, isWritten: levels.includes("write") }] : [];
  });
}
function writtenCacheTag({ target = "default", platforms, variant }) {
  const names = platforms.map((platform2) => platform2.replaceAll("/", "-"));
  return asTag((0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_15__/* .inVariant */ .l7)([target, ...names].join("-"), variant));
}
function readCacheTags(subject) {
  const each = subject.platforms.map((platform2) => writtenCacheTag({ ...subject, platforms: [platform2] }));
  return [.../* @__PURE__ */ new Set([writtenCacheTag(subject), ...each])];
}
var HASH_LENGTH = 10;
function asTag(text) {
  if ((0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_15__/* .isTag */ .dz)(text)) return text;
  const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_24__.createHash)("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
  const readable = text.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+/, "");
  return `${readable.slice(0, _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_15__/* .MAX_TAG_LENGTH */ .Ti - HASH_LENGTH - 1)}-${hash}`;
}

// src/run/registry-cache.ts
async function withBuildConfig(run, session, caches, work) {
  const opened = await openBuildConfig(run, session, caches);
  const result = await work(opened).finally(() => opened.config.remove());
  if (run.inputs.dockerLogin) (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .shareLogin */ .Pb)(run, await (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .openDockerConfig */ .$s)(run, session, { warns: false }));
  return result;
}
async function openBuildConfig(run, session, caches) {
  const used = usedCaches(run.stage, caches);
  const reached = (await Promise.all(used.map((one) => reachCache(run, session, one)))).flat();
  const others = reached.map(({ login }) => login);
  return { config: await (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .openDockerConfig */ .$s)(run, session, { warns: false, others }), reached };
}
async function reachCache(run, session, { cache: { repository }, isWritten }) {
  return await unlessUnusable(run, repository, async () => {
    return { repository, isWritten, ...await session.cache(repository) };
  });
}
async function existingCaches(run, caches, subject) {
  const found = await Promise.all(
    caches.map((cache) => unlessUnusable(run, cache.repository, () => requireCache(cache, writtenCacheTag(subject))))
  );
  return found.flat();
}
async function requireCache(cache, tag) {
  const { client, repository } = cache;
  const found = await client.manifest(tag);
  if (found.kind === "denied") {
    const needed = "The stage's role needs its rights on the build caches. Deploy infra/ with `cache: true`.";
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(found.reason, { remedy: (0,_src_stages_permissions_js__WEBPACK_IMPORTED_MODULE_10__/* .remedyOfRepositoryDenial */ .Jz)(found.reason, repository.from, needed) });
  }
  if (found.kind === "missing" && found.what === "repository") {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(`The repository does not exist in account ${repository.account}, ${repository.region}.`, {
      remedy: "Deploy infra/ with `cache: true` in the stages file, or turn the cache off with `cache: none`."
    });
  }
  return cache;
}
async function unlessUnusable({ log, signal }, { name }, reach) {
  try {
    return [await reach()];
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR) && !(error instanceof _packages_oci_src_errors_js__WEBPACK_IMPORTED_MODULE_14__/* .RegistryError */ .gl)) throw error;
    log.notice(`This build does not use the build cache ${name}. ${error.message}`, error.remedy);
    return [];
  }
}
function withRegistryCache({ cacheFrom, cacheTo, target, platforms }, caches, tool, { inputs: { variant }, log }) {
  if (caches.length === 0) return { cacheFrom, cacheTo };
  if (tool.kind !== "buildx") {
    log.notice("Without buildx, Docker can neither read nor write the build cache in ECR.", _src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_7__/* .INSTALL_BUILDX */ .Jm);
    return { cacheFrom, cacheTo };
  }
  const subject = cacheSubject({ target, platforms }, variant);
  const read = caches.flatMap(({ place }) => readCacheTags(subject).map((tag) => cacheAt(place, tag)));
  const written = cacheTo.length > 0 ? [] : writtenCaches(caches, subject);
  if (written.length > 0 && !tool.exportsCache) {
    log.notice(
      "The builder of this machine cannot write a build cache, so this build reads the cache in ECR and does not write it.",
      (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .remedy */ .zL)`${_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_7__/* .ADD_BUILDER */ .Ku}.${IN_CALLED_WORKFLOW}`
    );
  }
  return { cacheFrom: [...cacheFrom, ...read], cacheTo: [...cacheTo, ...tool.exportsCache ? written : []] };
}
var IN_CALLED_WORKFLOW = {
  workflow: " If the job calls image.yml, write `distribute: false` under its `with:` instead.",
  terminal: ""
};
function cacheSubject({ target, platforms }, variant) {
  return { target, platforms: [...new Set(platforms.map(_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .normalPlatform */ .Je))], variant };
}
function writtenCaches(caches, subject) {
  return caches.filter(({ isWritten }) => isWritten).map(({ place }) => `${cacheAt(place, writtenCacheTag(subject))},ignore-error=true`);
}
function cacheAt(place, tag) {
  return `type=registry,ref=${place}:${tag},mode=max,image-manifest=true,oci-mediatypes=true`;
}

// src/run/image-build.ts
async function readyBuilder(run, inputs, target, { config, reached }) {
  const environment = { ...run.environment, ...config.environment };
  const { settings } = inputs;
  const [tool, caches] = await (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)([
    run.docker.find({ environment, signal: run.signal }, settings.builder),
    existingCaches(run, reached, cacheSubject(settings, run.inputs.variant))
  ]);
  await target.client.blobs.checkUpload();
  return {
    tool,
    environment,
    push: pushTarget(target, tool, inputs, run.inputs.variant),
    caches: withRegistryCache(settings, caches, tool, run)
  };
}
async function buildAndPush(run, inputs, target, { tool, environment, push: push2, caches }) {
  const settings = { ...inputs.settings, ...caches };
  const image = await pushOwnImage(run, target, push2, async (attempt) => {
    const more = attempt === 1 ? {} : { noCache: false, noCacheFilters: [] };
    return await buildWith(run, { ...inputs, settings: { ...settings, ...more } }, tool, environment, push2);
  });
  warnOfDroppedAnnotations(inputs.settings.annotations, image.manifest, run.log);
  return image;
}
async function isAsCounted(run, session, inputs, { metadata }) {
  const [isUnchanged, isAsRead] = await (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)([
    checkFiles(run, inputs),
    checkReads(run, session, inputs, metadata)
  ]);
  return isUnchanged && isAsRead;
}
function pushTarget({ registry, repository }, tool, { settings }, variant) {
  const place = `${registry.host}/${repository.name}`;
  if (tool.kind === "buildx" && tool.pushesByDigest) return { kind: "digest", repository: place };
  return { kind: "tag", reference: `${place}:${(0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_4__/* .partTag */ .MT)(settings.platforms[0] ?? (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .ownPlatform */ .g$)(), variant)}` };
}
async function checkFiles({ log }, { fingerprint, countAgain }) {
  if (fingerprint.kind === "unique") return true;
  const again = await countAgain().then(
    ({ value }) => value === fingerprint.value ? void 0 : "",
    (error) => `: ${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .messageOf */ .bD)(error)}`
  );
  if (again === void 0) return true;
  log.warning(
    `Files of the build changed while it ran${again}. It is unknown which of them the image contains, so no later run finds this image as unchanged.`,
    (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .remedy */ .zL)`${_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .RUN_AGAIN */ .Bs}, and leave the files alone meanwhile. If the build itself writes into its context, such as a cache, exclude those files in .dockerignore.`
  );
  return false;
}
async function checkReads({ environment, signal, log }, session, inputs, metadata) {
  const login = (host, scheme) => (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .findLogin */ .B7)(host, scheme, environment, session);
  const comparison = await compareReads(inputs, metadata, login, signal);
  switch (comparison.kind) {
    case "as-counted":
      return true;
    case "more":
      log.warning(
        `The build read more than this action counted: ${comparison.reads.map(_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_15__/* .withoutPassword */ .G5).join(", ")}. So its image is never found as unchanged, and is built every time.`,
        "If the Dockerfile names it, please report this as a defect of the action, with the Dockerfile."
      );
      return false;
    case "unknown":
      log.warning(
        `It is not known what the build read: ${comparison.because}. So no later run finds this image as unchanged.`,
        "Update buildx and its builder. If the warning stays, please report it as a defect of the action, with the output `metadata`."
      );
      return false;
  }
}
async function buildWith(run, inputs, tool, environment, push2) {
  const { runner, signal, log, timings } = run;
  const { settings, pins, dockerfile } = inputs;
  const directory = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_22__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_20__.join)(runner.temporaryDirectory, "build-"));
  const request = {
    plan: {
      ...settings,
      ...placesForDocker(settings, runner.workspace),
      buildArgs: { ...settings.buildArgs, ...pins.buildArgs },
      secrets: settings.secrets.filter(isPresent),
      pins: pins.buildContexts,
      descriptions: descriptions(run),
      ownAnnotations: {
        ...(0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .partAnnotations */ .YO)(inputs.fingerprint.parts),
        ...inputs.part === void 0 ? {} : { [_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .PLATFORM */ .i9]: inputs.part }
      },
      push: push2
    },
    tool,
    environment,
    workspace: runner.workspace,
    dockerfile,
    signal,
    excludedBy: (path) => (0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .findExclusion */ .iX)(path, settings, { directory: runner.workspace }),
    metadataFile: (0,node_path__WEBPACK_IMPORTED_MODULE_20__.join)(directory, "metadata.json")
  };
  const [phase, title] = push2 === void 0 ? ["build", "Building"] : ["build and push", `Building ${push2.kind === "tag" ? push2.reference : push2.repository}`];
  try {
    return await timings.time(
      phase,
      () => log.group(title, () => log.relay((onLine) => run.docker.build({ ...request, onLine })))
    );
  } finally {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_22__.rm)(directory, { recursive: true, force: true });
  }
}
function ownAnnotations(run, { fingerprint }) {
  return { ...descriptions(run), ...(0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .partAnnotations */ .YO)(fingerprint.parts) };
}
function descriptions(run) {
  const { runner, image, isCommitted, commit, revision } = run;
  return (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .descriptionsOf */ .HY)({
    runner,
    image: image?.name,
    commit: isCommitted ? revision.commit : `${revision.commit}-dirty`,
    committedAt: commit.time,
    version: revision.version?.text ?? revision.branch ?? revision.commit,
    recipe: (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .ownRecipe */ .pA)(run)
  });
}
function warnOfDroppedAnnotations(annotations, manifest, log) {
  const { annotations: kept = {} } = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .jsonOf */ .o_)(manifest.bytes);
  const dropped = Object.keys(annotations).filter((name) => !name.includes(":") && !(name in kept));
  if (dropped.length === 0) return;
  log.warning(
    `The builder dropped the annotations ${dropped.join(", ")}. The default builder cannot keep them.`,
    (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .remedy */ .zL)`${_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_7__/* .ADD_BUILDER */ .Ku}.`
  );
}

// src/docker/annotation-levels.ts
var LEVELS = /^((?:manifest|index)(?:-descriptor)?(?:\[[^\]]*\])?(?:,(?:manifest|index)(?:-descriptor)?(?:\[[^\]]*\])?)*):(.*)$/s;
function annotationsOfIndex(annotations) {
  return Object.fromEntries(
    placed(annotations).flatMap(({ level, name, value }) => level === "index" ? [[name, value]] : [])
  );
}
function annotationsOfEntry(annotations, isOf) {
  return Object.fromEntries(
    placed(annotations).flatMap(
      ({ level, platform: platform2, name, value }) => level === "manifest-descriptor" && (platform2 === void 0 || isOf(platform2)) ? [[name, value]] : []
    )
  );
}
function placed(annotations) {
  return Object.entries(annotations).flatMap(([written, value]) => {
    const [, levels, name] = LEVELS.exec(written) ?? [];
    if (levels === void 0 || name === void 0)
      return [{ level: "manifest", platform: void 0, name: written, value }];
    return levels.split(",").map((one) => {
      const [, level = "", platform2] = /^([a-z-]+)(?:\[(.*)\])?$/.exec(one) ?? [];
      return { level, platform: platform2, name, value };
    });
  });
}

// src/run/join.ts
async function joinParts(run, target, inputs, { parts }) {
  const { annotations } = inputs.settings;
  const entries = await run.timings.time("join", () => (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)(parts.map((part) => entriesOf(target, part))));
  refuseTwice(entries);
  const labels = { ...descriptions(run), ...inputs.settings.labels };
  for (const entry of entries) refuseOtherSources(entry, inputs, labels);
  const manifests = entries.flatMap(({ image, attestations, platform: platform2 }) => {
    const own = annotationsOfEntry(annotations, (name) => (0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .isSamePlatform */ .SW)(name, platform2));
    return [withAnnotations(image, own), ...attestations];
  });
  const index = indexOf(manifests, { ...ownAnnotations(run, inputs), ...annotationsOfIndex(annotations) });
  const result = await run.timings.time("join", () => target.client.put(index));
  if (result.kind === "incomplete") throw result.failure;
  return { manifest: index, metadata: {} };
}
async function entriesOf({ client, repository }, { platform: platform2, digest }) {
  const manifest = await readPart({ client, repository }, platform2, digest);
  const content = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .contentOf */ .$E)(manifest);
  if (content.kind === "image") {
    if (!(0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .isImageManifest */ .pJ)(manifest)) throw partFailure(platform2, `${digest} is not an image`);
    const labels2 = await requirePlatform(client, platform2, manifest);
    return { platform: platform2, manifest, labels: labels2, image: descriptorOf(manifest, platform2), attestations: [] };
  }
  const images = content.manifests.filter(_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .isImageEntry */ .AA);
  const [image] = images;
  if (image === void 0 || images.length > 1)
    throw partFailure(platform2, `${digest} is an index of ${images.length} images`);
  const attestations = content.manifests.filter((entry) => entry !== image);
  const foreign = attestations.find((entry) => !attests(entry, image));
  if (foreign !== void 0)
    throw partFailure(platform2, `${digest} has an entry ${foreign.digest} that does not belong to its image`);
  const named = image.platform === void 0 ? void 0 : (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .platformName */ .$r)(image.platform);
  if (named !== void 0 && !(0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .isSamePlatform */ .SW)(named, platform2)) throw otherPlatform(platform2, image.digest, named);
  const child = await readPart({ client, repository }, platform2, image.digest);
  if (!(0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .isImageManifest */ .pJ)(child)) throw partFailure(platform2, `${image.digest} is not an image`);
  const labels = await requirePlatform(client, platform2, child);
  return { platform: platform2, manifest: child, labels, image: { ...image, platform: platformFields(platform2) }, attestations };
}
function refuseTwice(entries) {
  for (const [index, { platform: platform2, image }] of entries.entries()) {
    const first = entries.slice(0, index).find((one) => one.image.digest === image.digest);
    if (first !== void 0) throw partFailure(platform2, `${image.digest} is the image for ${first.platform} too`);
  }
}
function refuseOtherSources({ platform: platform2, manifest, labels = {} }, { fingerprint }, expected) {
  const own = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .partAnnotations */ .YO)(fingerprint.parts);
  const annotations = annotationsIn(manifest);
  const differs = Object.entries(own).some(([name, value]) => name in annotations && annotations[name] !== value) || // The work tree of one job may have more files than that of another, outside of the context.
  [_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .REVISION */ .sP, _src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .RECIPE */ .bc].some(
    (name) => name in labels && String(labels[name]).replace(/-dirty$/, "") !== expected[name]?.replace(/-dirty$/, "")
  );
  if (differs) throw partFailure(platform2, `${manifest.digest} was built from other sources than those of the plan`);
}
function annotationsIn({ bytes }) {
  return (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .fieldsOf */ .Pf)((0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .fieldsOf */ .Pf)((0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .jsonOf */ .o_)(bytes))["annotations"]);
}
async function readPart({ client, repository }, platform2, digest) {
  const found = await client.manifest(digest);
  if (found.kind === "found") return found.value;
  throw partFailure(
    platform2,
    found.kind === "denied" ? `reading ${digest} in ${repository.name} was denied: ${found.reason}` : `${repository.name} does not have ${digest}`
  );
}
function attests({ platform: platform2, annotations = {} }, { digest }) {
  return annotations["vnd.docker.reference.digest"] === digest && annotations["vnd.docker.reference.type"] === "attestation-manifest" && (platform2 === void 0 || !(0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .isPlatformNamed */ .f)(platform2));
}
async function requirePlatform(client, platform2, manifest) {
  const { [_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .PLATFORM */ .i9]: annotated } = annotationsIn(manifest);
  if (typeof annotated === "string" && !(0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .isSamePlatform */ .SW)(annotated, platform2))
    throw otherPlatform(platform2, manifest.digest, annotated);
  const named = await (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .readPlatformAndLabels */ .wt)(client, manifest);
  if (named.kind === "denied") return void 0;
  if (named.kind === "malformed")
    throw partFailure(platform2, `the configuration of ${manifest.digest} is not that of an image`);
  if (!(0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .isSamePlatform */ .SW)(named.platform, platform2)) throw otherPlatform(platform2, manifest.digest, named.platform);
  return named.labels;
}
function descriptorOf({ mediaType, digest, bytes }, platform2) {
  return { mediaType, digest, size: bytes.length, platform: platformFields(platform2) };
}
function platformFields(platform2) {
  const { os, architecture, variant } = (0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .parsePlatform */ .FL)(platform2);
  return { architecture, os, ...variant === "" ? {} : { variant } };
}
function withAnnotations(entry, annotations) {
  return Object.keys(annotations).length === 0 ? entry : { ...entry, annotations: { ...entry.annotations, ...annotations } };
}
function indexOf(manifests, annotations) {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .INDEX_TYPE */ .cp, manifests, annotations }, null, 2));
  return { digest: (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .digestOf */ .ol)(bytes), mediaType: _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .INDEX_TYPE */ .cp, bytes };
}
function otherPlatform(platform2, digest, named) {
  return partFailure(platform2, `${digest} is an image for ${named}`);
}
function partFailure(platform2, because) {
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(`The part for ${platform2} cannot be joined: ${because}. Nothing was tagged.`, {
    remedy: `Pass the output \`part-digest\` of the job that built ${platform2} in this run. If that job failed, start the failed jobs again.`
  });
}

// src/run/parts.ts


// src/core/json.ts
function objectIn(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : void 0;
  } catch {
    return void 0;
  }
}

// src/run/parts-plan.ts
var FORMAT = 1;
var RUN_PLAN_AGAIN = "Pass the output `plan` of the job that ran with `distribute: true` in the same run of the workflow.";
var PASS_PARTS = 'Pass the outputs of all parts as JSON: `{"linux/amd64": {"digest": "sha256:...", "comparable": true, "seconds": 42}, ...}`.';
function formatPlan(plan) {
  return JSON.stringify({ format: FORMAT, ...plan });
}
function readPlan(text, subject) {
  const plan = parsePlan(text);
  const compared = [
    ["version", "another version of this action"],
    ["image", "another image"],
    ["variant", "another variant"],
    ["repository", "another repository"],
    ["commit", "another commit"]
  ];
  for (const [name, what] of compared) {
    if (plan[name] === subject[name]) continue;
    const [planned2, own] = [plan[name], subject[name]].map((value) => shortened(value ?? "none"));
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(`The input \`plan\` is of ${what}: it has ${planned2}, and this run has ${own}.`, {
      remedy: RUN_PLAN_AGAIN
    });
  }
  return plan;
}
function parsePlan(text) {
  const fields = objectIn(text);
  if (fields?.["format"] === FORMAT) {
    const plan = planIn(fields);
    if (plan !== void 0) return plan;
  }
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(`The input \`plan\` is not a plan of this action: '${shortened(text)}'.`, { remedy: RUN_PLAN_AGAIN });
}
function planIn(fields) {
  const { version, image, variant, repository, commit, fingerprint, nonce, buildPlatform, builder } = fields;
  const { sources, rebuild, platforms, bases } = fields;
  if (typeof sources !== "object" || sources === null || typeof rebuild !== "boolean") return void 0;
  if (![version, image, commit, fingerprint, nonce, buildPlatform].every(isText)) return void 0;
  if (![variant, repository, builder].every((value) => value === void 0 || isText(value))) return void 0;
  if (!arePlatforms(platforms)) return void 0;
  if (!Array.isArray(bases) || !bases.every(isBase)) return void 0;
  return fields;
}
function arePlatforms(value) {
  if (!Array.isArray(value) || value.length === 0 || new Set(value).size !== value.length) return false;
  return value.every((one) => isText(one) && (0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .normalPlatform */ .Je)(one) === one && (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_15__/* .platformsInstead */ .Jb)(one) === void 0);
}
function readParts(text, { platforms }) {
  const given = objectIn(text);
  if (given === void 0) {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(`The input \`parts\` is no JSON object: '${shortened(text)}'.`, { remedy: PASS_PARTS });
  }
  const names = Object.keys(given).filter((name) => given[name] !== "");
  const other = names.find((name) => !platforms.some((platform2) => isNameOf(name, platform2)));
  if (other !== void 0) {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(`The input \`parts\` has ${shortened(other)}, but the plan has ${platforms.join(", ")}.`, {
      remedy: PASS_PARTS
    });
  }
  const parts = platforms.map((platform2) => {
    const [name, again] = names.filter((one) => isNameOf(one, platform2));
    if (again !== void 0) throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(`The input \`parts\` has ${platform2} twice.`, { remedy: PASS_PARTS });
    return partIn(platform2, name === void 0 ? void 0 : given[name]);
  });
  for (const { platform: platform2, digest } of parts) {
    const [first] = parts.filter((one) => one.digest === digest && one.platform !== platform2);
    if (first === void 0) continue;
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(
      `The input \`parts\` has the digest ${digest} twice: for ${platform2} and for ${first.platform}.`,
      {
        remedy: PASS_PARTS
      }
    );
  }
  return parts;
}
function partIn(platform2, value) {
  const fields = typeof value === "string" ? objectIn(value) ?? { digest: value } : value;
  const { digest, comparable = true, seconds } = fieldsOf2(fields);
  if (digest === void 0 || digest === "") {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(`The part for ${platform2} has no digest.`, {
      remedy: `Look at the job that builds ${platform2}: it pushed nothing. Then start the failed jobs of this run again.`
    });
  }
  if (typeof digest !== "string" || (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .algorithmOf */ .Hy)(digest) === void 0) {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(
      `The part for ${platform2} has no valid digest${typeof digest === "string" ? `: '${shortened(digest)}'` : ""}.`,
      {
        remedy: PASS_PARTS
      }
    );
  }
  return { platform: platform2, digest, isComparable: comparable === true || comparable === "true", seconds: secondsIn(seconds) };
}
function secondsIn(value) {
  const seconds = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof seconds === "number" && seconds >= 0 && seconds < Infinity ? seconds : void 0;
}
function fieldsOf2(value) {
  return typeof value === "object" && value !== null ? value : {};
}
function isNameOf(name, platform2) {
  return (0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .isSamePlatform */ .SW)(name, platform2) || (0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .isSamePlatform */ .SW)(name.replaceAll("-", "/"), platform2);
}
function isText(value) {
  return typeof value === "string";
}
function isBase(value) {
  if (typeof value !== "object" || value === null) return false;
  const { reference, digest } = value;
  return isText(reference) && (digest === void 0 || isText(digest) && (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_16__/* .algorithmOf */ .Hy)(digest) !== void 0);
}
function shortened(text) {
  return text.length > 120 ? `${text.slice(0, 120)}\u2026` : text;
}

// src/run/parts.ts
function matrixFor({ inputs, runners }, { platforms, builder }) {
  if (inputs.share.kind !== "plan" || builder !== void 0) return void 0;
  const matrix = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .matrixOf */ .lQ)(platforms.map(_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .normalPlatform */ .Je), runners);
  if (!(0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .needsSeveralRunners */ .Vw)(matrix)) return void 0;
  if (matrix.length <= _src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .MATRIX_LIMIT */ .q8) return matrix;
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(`The image has ${matrix.length} platforms, and a matrix of GitHub takes ${_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .MATRIX_LIMIT */ .q8} jobs.`, {
    remedy: "Name fewer platforms, or leave out `distribute`, so that one job builds all of them."
  });
}
function distributed(run, inputs, destination, matrix, because) {
  const { fingerprint, nonce, buildPlatform, builder, bases } = inputs;
  const plan = formatPlan({
    ...subjectOf(run, destination),
    fingerprint: fingerprint.value,
    sources: (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .partAnnotations */ .YO)(fingerprint.parts),
    rebuild: run.inputs.rebuild,
    nonce,
    buildPlatform,
    builder,
    platforms: matrix.map(({ platform: platform2 }) => platform2),
    bases
  });
  const { commit, pullRequest } = run.revision;
  return {
    kind: "distributed",
    stage: run.stage,
    reason: (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(run, inputs),
    because,
    fingerprint: fingerprint.value,
    plan,
    matrix,
    subject: { commit, pullRequest }
  };
}
function joinOf(run, destination) {
  const { share } = run.inputs;
  if (share.kind !== "join") return void 0;
  refuseDryRun(run);
  const plan = readPlan(share.plan, subjectOf(run, destination));
  return { plan, parts: readParts(share.parts, plan) };
}
function asPlanned(run, join3) {
  return join3 === void 0 ? run : { ...run, inputs: { ...run.inputs, rebuild: join3.plan.rebuild } };
}
function requireSameSources({ fingerprint: { value, parts }, settings }, { fingerprint, sources, platforms }) {
  const own = [...new Set(settings.platforms.map(_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_5__/* .normalPlatform */ .Je))];
  if (own.join() !== platforms.join())
    throw (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .otherSources */ .$L)(`the platforms are ${own.join(", ")}, and the plan has ${platforms.join(", ")}`);
  if (value === fingerprint) return;
  const planned2 = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .readPartAnnotations */ .wc)(sources);
  const changes = planned2 === void 0 ? [] : (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .changedParts */ .Ty)(planned2, parts);
  const both = `their fingerprint is ${value.slice(0, 12)}, and the plan has ${fingerprint.slice(0, 12)}`;
  throw (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .otherSources */ .$L)([both, ...changes].join("; "));
}
function subjectOf(run, destination) {
  const arn = destination?.target.repository.arn;
  return {
    version: _src_core_version_js__WEBPACK_IMPORTED_MODULE_12__/* .VERSION */ .x,
    image: run.image?.name ?? destination?.target.repository.name ?? run.runner.repository,
    variant: run.inputs.variant,
    repository: arn === void 0 ? void 0 : (0,node_crypto__WEBPACK_IMPORTED_MODULE_24__.createHash)("sha256").update(arn).digest("hex").slice(0, 16),
    commit: run.revision.commit
  };
}
function refuseDryRun({ inputs }) {
  if (!inputs.dryRun) return;
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR("A dry run builds nothing, so it has no parts.", {
    remedy: "Give `dry-run` to the job with `distribute: true` alone: its matrix is empty then, and the other jobs are left out."
  });
}

// src/run/pull-request.ts
var SCAN_MS = 12e4;
var SCAN_BEGINS_MS = 2e4;
function isCompared({ stage, inputs, revision }) {
  return stage === "development" && inputs.comment !== "none" && revision.pullRequest !== void 0;
}
async function findingsFor(run, target, manifest, found, isNew) {
  if (isCompared(run)) return await run.timings.time("scan", () => compare(run, target, manifest, found));
  if (run.stage !== "development" || isNew) return {};
  return { scans: await (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .scansOf */ .GA)(target, manifest, { timeoutMs: 0 }, run.signal) };
}
function findPrevious(tags, named, digest) {
  for (const kind of ["pull-request", "branch"]) {
    const tag = tags.find((candidate) => candidate.kind === kind)?.name;
    const before = tag === void 0 ? void 0 : named.get(tag);
    if (tag !== void 0 && before !== void 0)
      return before === digest ? { kind: "same" } : { kind: "other", tag, digest: before };
  }
  return { kind: "none" };
}
async function compare(run, target, manifest, { tags, named }) {
  const patience = { timeoutMs: Math.min(run.inputs.scanTimeoutSeconds * 1e3, SCAN_MS), beginMs: SCAN_BEGINS_MS };
  const [scans, previous] = await Promise.all([
    (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .scansOf */ .GA)(target, manifest, patience, run.signal),
    describePrevious(target, findPrevious(tags, named, manifest.digest), run.signal)
  ]);
  return { scans, previous };
}
async function describePrevious(target, found, signal) {
  if (found.kind !== "other") return found;
  const unknown = (because) => ({ ...found, size: void 0, scans: { kind: "unknown", because } });
  try {
    const image = await target.client.manifest(found.digest);
    if (image.kind !== "found") return unknown("it no longer exists");
    const [{ size }, scans] = await Promise.all([
      (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .describeImage */ .hu)(target.client, image.value, [], true),
      (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .scansOf */ .GA)(target, image.value, { timeoutMs: 0 }, signal)
    ]);
    return { ...found, size, scans };
  } catch (error) {
    signal.throwIfAborted();
    return unknown((0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .messageOf */ .bD)(error));
  }
}

// src/run/build.ts
async function build(asked, destination) {
  const { settings, missing } = maskedSettings(asked);
  const join3 = joinOf(asked, destination);
  const run = asPlanned(asked, join3);
  const session = new _src_run_session_js__WEBPACK_IMPORTED_MODULE_6__/* .Session */ .N(run, destination);
  try {
    const counted = (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .countBuildInputs */ .Ph)(run, settings, session, join3?.plan);
    const [target, inputs] = await Promise.all([session.target(), counted]);
    if (join3 !== void 0) requireSameSources(inputs, join3.plan);
    const found = await lookUp(run, target, inputs);
    const verdict = judge(found.existing, inputs, run.inputs.rebuild);
    run.log.info(verdict.reason);
    if (verdict.kind === "unchanged" && !run.inputs.dryRun)
      return await keep(run, session, target, inputs, found, verdict);
    const matrix = matrixFor(run, settings);
    if (verdict.kind === "build" && join3 === void 0 && matrix === void 0) requireSecrets(missing);
    if (verdict.kind === "build") run.laterCommits.start();
    if (run.inputs.dryRun) return await planned(run, target, inputs, found, verdict);
    if (matrix !== void 0) {
      await keepLogin(run, session);
      return distributed(run, inputs, destination, matrix, verdict.reason);
    }
    const made = join3 === void 0 ? await buildHere(run, destination, session, target, inputs, found) : await joinHere(run, session, target, inputs, found, join3);
    return await tagBuilt(run, target, inputs, found, verdict, made);
  } finally {
    await session.close();
  }
}
async function lookUp(run, target, { fingerprint }) {
  const tags = (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .tagsOf */ .Fg)(run, { isOfCommit: run.isCommitted, committedAt: run.commit.time });
  const { name } = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_4__/* .fingerprintTag */ .bN)(run.stage, fingerprint.value);
  const [existing, found] = await run.timings.time(
    "look-up",
    () => Promise.all([(0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .findImage */ .F1)(target, run.stage, name, _src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .NEEDS_READ */ .DI), (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .lookUpTags */ .YK)(target, tags)])
  );
  return { existing, tags: found };
}
function judge(existing, { fingerprint }, rebuild) {
  const name = `fingerprint ${fingerprint.value.slice(0, 12)}`;
  if (fingerprint.kind === "unique")
    return { kind: "build", reason: `Not comparable, so it is built every time: ${fingerprint.reason}` };
  if (existing === void 0) return { kind: "build", reason: `No image of this ${name} yet.` };
  if (rebuild) return { kind: "build", reason: `An image of this ${name} exists, but rebuild requires another.` };
  return {
    kind: "unchanged",
    manifest: existing,
    reason: `Unchanged: ${existing.digest} has this ${name}. Nothing to build.`
  };
}
async function keep(run, session, target, inputs, found, verdict) {
  await keepLogin(run, session);
  const image = await tagAndDescribe(run, target, inputs, verdict.manifest, found.tags, verdict);
  return { kind: "unchanged", stage: run.stage, reason: run.reason, image, subject: buildSubject(run) };
}
async function keepLogin(run, session) {
  if (run.inputs.dockerLogin) (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .shareLogin */ .Pb)(run, await (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .openDockerConfig */ .$s)(run, session, { warns: false }));
}
async function buildHere(run, { caches }, session, target, inputs, found) {
  const [image, because] = await withBuildConfig(run, session, caches, async (opened) => {
    const [builder, changes] = await (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)([
      readyBuilder(run, inputs, target, opened),
      whatChanged(run, target, inputs, found)
    ]);
    return [await buildAndPush(run, inputs, target, builder), changes];
  });
  return { image, isAsCounted: () => isAsCounted(run, session, inputs, image), because };
}
async function joinHere(run, session, target, inputs, found, join3) {
  await keepLogin(run, session);
  const [image, because] = await (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)([
    joinParts(run, target, inputs, join3),
    whatChanged(run, target, inputs, found)
  ]);
  return {
    image,
    isAsCounted: () => Promise.resolve(join3.parts.every(({ isComparable }) => isComparable)),
    because,
    parts: join3.parts.map(({ platform: platform2, seconds }) => ({ platform: platform2, seconds }))
  };
}
async function whatChanged(run, target, inputs, found) {
  const changes = await changesSincePrevious(run, target, found.tags, inputs);
  if (changes === void 0) return void 0;
  const because = `Built because ${changes}.`;
  run.log.info(because);
  return because;
}
async function tagBuilt(run, target, inputs, found, verdict, { image: { manifest, metadata }, isAsCounted: isAsCounted2, because, parts }) {
  const [isComparable, tags] = await (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)([
    isAsCounted2(),
    // Others may have moved tags while the image was built.
    run.timings.time("tags", () => (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .lookUpTags */ .YK)(target, found.tags.tags))
  ]);
  const [described] = await (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .allInOrder */ .bb)([
    tagAndDescribe(run, target, inputs, manifest, tags, verdict),
    ...isComparable ? [putFingerprint(run, target, inputs, manifest)] : []
  ]);
  const image = isComparable ? described : withoutFingerprint(described);
  const before = [found.existing?.digest, ...found.tags.named.values()];
  return {
    kind: "built",
    stage: run.stage,
    reason: [(0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(run, inputs), ...because === void 0 ? [] : [because]].join(" "),
    image,
    metadata,
    subject: buildSubject(run),
    changed: !before.includes(manifest.digest),
    ...parts === void 0 ? {} : { parts }
  };
}
async function putFingerprint(run, target, { fingerprint }, manifest) {
  const tag = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_4__/* .fingerprintTag */ .bN)(run.stage, fingerprint.value);
  await run.timings.time("tags", () => (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .putMovingTag */ .C4)(run, target, tag, { manifest }));
}
function withoutFingerprint(image) {
  return { ...image, tags: image.tags.filter(({ tag }) => !tag.startsWith("src-")), fingerprint: void 0 };
}
async function tagAndDescribe(run, target, inputs, manifest, found, verdict) {
  const isNew = verdict.kind === "build";
  const [tags, description, findings] = await Promise.all([
    (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .putTags */ .Tm)(run, target, found, { manifest }, (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .commitTagOptions */ .M8)(run, verdict.kind === "build")),
    (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .describeImage */ .hu)(target.client, manifest, inputs.settings.platforms, isNew || isCompared(run)),
    findingsFor(run, target, manifest, found, isNew)
  ]);
  return {
    ...description,
    ...findings,
    ...(0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .placeOf */ .$t)(target, manifest.digest),
    name: run.image?.name ?? target.repository.name,
    dockerfile: inputs.dockerfile,
    tags: [fingerprintTagResult(run, inputs, verdict), ...tags],
    fingerprint: inputs.fingerprint.value,
    bases: inputs.bases
  };
}
async function planned(run, target, inputs, { tags }, verdict) {
  const isUnchanged = verdict.kind === "unchanged";
  const others = await (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .foreseeTags */ .rW)(
    run,
    target,
    tags,
    isUnchanged ? verdict.manifest.digest : void 0,
    (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .commitTagOptions */ .M8)(run, verdict.kind === "build")
  );
  return {
    kind: "planned",
    stage: run.stage,
    reason: (0,_src_run_docker_login_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(run, inputs),
    subject: buildSubject(run),
    plan: {
      registry: target.registry.host,
      repository: target.repository.name,
      fingerprint: inputs.fingerprint.value,
      bases: inputs.bases,
      action: isUnchanged ? "tag only" : "build and push",
      because: verdict.reason,
      tags: [fingerprintTagResult(run, inputs, verdict), ...others]
    }
  };
}
function fingerprintTagResult({ stage }, { fingerprint }, { kind }) {
  return { tag: (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_4__/* .fingerprintTag */ .bN)(stage, fingerprint.value).name, kind: kind === "unchanged" ? "already" : "put" };
}
function buildSubject({ revision: { commit, pullRequest } }) {
  return { commit, pullRequest };
}

// src/cli/push.ts
var ALTERNATIVE = "Push to development (leave --stage out), and merge";
async function push(common, settings, invocation) {
  return await (0,_src_run_session_js__WEBPACK_IMPORTED_MODULE_6__/* .withLocalJob */ .H)(common, settings, invocation, async (job) => {
    const { log, identity } = job;
    const { stage = "development" } = common;
    if (stage === "release") {
      throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR("A release is never built: it is the image that master has.", {
        remedy: "Promote it: `ecr-registry promote --stage release --version 1.2.3`."
      });
    }
    if (stage === "master") await (0,_src_cli_trunk_rule_js__WEBPACK_IMPORTED_MODULE_3__/* .requireTrunk */ .kw)(job, job.tree, ALTERNATIVE);
    const target = job.targetOf(stage);
    await identity(target);
    const tree = await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_9__/* .readWorkingTree */ .cD)(job.tree.directory, job.environment);
    if (stage === "master") await (0,_src_cli_trunk_rule_js__WEBPACK_IMPORTED_MODULE_3__/* .requireTrunk */ .kw)(job, tree, ALTERNATIVE);
    const deviation = await (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .deviationOfJob */ .SK)(job, tree, settings);
    if (stage === "master" && deviation !== void 0) {
      throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_18__/* .Failure */ .HR(
        `master takes only the trunk ${job.trunk}, as it is committed, and this build is ${deviation}.`,
        {
          remedy: `Check out a fresh clone, or correct this. ${ALTERNATIVE}.`
        }
      );
    }
    const from = tree.branch === void 0 ? `commit ${tree.commit.id.slice(0, 12)}` : `branch ${tree.branch}`;
    const reason = `By hand from ${from}${deviation === void 0 ? "" : `, ${deviation}`}, to ${stage}.`;
    log.info(reason);
    const revision = { commit: tree.commit.id, branch: tree.branch, pullRequest: void 0, version: void 0 };
    const { trunk, image, github, file } = job;
    const run = (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .stageRun */ .eZ)(job, { stage, reason, revision, trunk, image, runners: file.runners, github });
    const checkout = { commit: tree.commit, isCommitted: deviation === void 0 };
    return (0,_src_core_lazy_js__WEBPACK_IMPORTED_MODULE_0__/* .resultOf */ .Bg)(await build({ ...run, ...checkout }, { target, identity, caches: [] }));
  });
}



/***/ })

};
