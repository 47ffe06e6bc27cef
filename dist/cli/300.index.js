export const id = 300;
export const ids = [300];
export const modules = {

/***/ 6300:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $L: () => (/* binding */ otherSources),
/* harmony export */   $Y: () => (/* binding */ otherCommitOfTag),
/* harmony export */   $s: () => (/* binding */ openDockerConfig),
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   A3: () => (/* binding */ reasonOf),
/* harmony export */   B7: () => (/* binding */ findLogin),
/* harmony export */   F1: () => (/* binding */ findImage),
/* harmony export */   MP: () => (/* binding */ readImageConfig),
/* harmony export */   OI: () => (/* binding */ originOfImages),
/* harmony export */   P2: () => (/* binding */ readOrigin),
/* harmony export */   Pb: () => (/* binding */ shareLogin),
/* harmony export */   Pf: () => (/* binding */ fieldsOf),
/* harmony export */   Ph: () => (/* binding */ countBuildInputs),
/* harmony export */   SU: () => (/* binding */ releaseAnotherCommit),
/* harmony export */   UR: () => (/* binding */ namesPlatform),
/* harmony export */   eI: () => (/* binding */ declaredIn),
/* harmony export */   et: () => (/* binding */ subjectOf),
/* harmony export */   gZ: () => (/* binding */ withNextVersion),
/* harmony export */   hu: () => (/* binding */ describeImage),
/* harmony export */   iX: () => (/* binding */ originAt),
/* harmony export */   kh: () => (/* binding */ refuseOtherCommit),
/* harmony export */   px: () => (/* binding */ unknownRecipe),
/* harmony export */   wt: () => (/* binding */ readPlatformAndLabels),
/* harmony export */   yv: () => (/* binding */ originOf)
/* harmony export */ });
/* harmony import */ var _src_stages_version_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6342);
/* harmony import */ var _src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5324);
/* harmony import */ var _src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(228);
/* harmony import */ var _src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9619);
/* harmony import */ var _src_stages_permissions_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8878);
/* harmony import */ var _src_stages_origin_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(3238);
/* harmony import */ var _src_run_failure_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8080);
/* harmony import */ var _packages_oci_src_errors_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3371);
/* harmony import */ var _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7660);
/* harmony import */ var _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6965);
/* harmony import */ var _src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(102);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(3692);
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(1421);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(7598);













// src/run/docker-login.ts
async function openDockerConfig({ runner, environment, saveState, log }, session, { warns = true, others = [] } = {}) {
  if (warns) (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .warnOfUnreadConfig */ .lW)(await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .findUserConfig */ .ld)(environment), log);
  const logins = [await session.login(), ...others];
  return await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .makePrivateConfig */ .YV)({
    temporaryDirectory: runner.temporaryDirectory,
    environment,
    logins: logins.map(({ origin, username, password }) => ({ registry: new URL(origin).host, username, password })),
    announce: (directory) => {
      saveState("docker-config", directory);
    }
  });
}
function shareLogin({ exportVariable, log }, { environment }) {
  for (const [name, value] of Object.entries(environment)) exportVariable(name, value);
  log.info("Docker stays logged in for the later steps of this job.");
}

// src/docker/logins.ts

var DOCKER_HUB = "https://index.docker.io/v1/";
async function findUserLogin(registry, environment) {
  const found = await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .findUserConfig */ .ld)(environment);
  if (found.kind === "unread") return void 0;
  const config = found.content;
  const keys = registry === "docker.io" ? [DOCKER_HUB, "docker.io"] : [registry, `https://${registry}`, `https://${registry}/v1/`, `https://${registry}/v2/`];
  const helpers = config["credHelpers"];
  const store = config["credsStore"];
  const auths = config["auths"];
  for (const key of keys) {
    const helper = helpers?.[key] ?? store;
    const login = helper === void 0 || helper === "" ? void 0 : await askHelper(helper, key, environment);
    if (login !== void 0) return login;
    const entry = auths?.[key];
    const { auth, username: name, password: secret } = entry ?? {};
    if (typeof auth === "string" && auth !== "") {
      const [username = "", ...password] = Buffer.from(auth, "base64").toString("utf8").split(":");
      return { username, password: password.join(":") };
    }
    if (typeof name === "string" && typeof secret === "string") return { username: name, password: secret };
  }
  return void 0;
}
async function askHelper(helper, server, environment) {
  return await new Promise((resolve) => {
    const child = (0,node_child_process__WEBPACK_IMPORTED_MODULE_11__.spawn)(`docker-credential-${helper}`, ["get"], {
      env: environment,
      stdio: ["pipe", "pipe", "ignore"],
      timeout: 1e4
    });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.once("error", () => {
      resolve(void 0);
    });
    child.stdin.on("error", () => void 0);
    child.once("close", (code) => {
      resolve(code === 0 ? parseHelperAnswer(Buffer.concat(chunks).toString("utf8")) : void 0);
    });
    child.stdin.end(server);
  });
}
function parseHelperAnswer(text) {
  try {
    const { Username, Secret } = JSON.parse(text);
    return Username && Secret && Username !== "<token>" ? { username: Username, password: Secret } : void 0;
  } catch {
    return void 0;
  }
}

// src/fingerprint/fingerprint.ts

var FORMAT_VERSION = 2;
function unresolvedReferences(materials) {
  return imagesOf(materials).flatMap(({ reference, digest }) => digest === void 0 ? [reference] : []);
}
function computeFingerprint(materials, digests, nonce) {
  const bases = imagesOf(materials).map((use) => [use.reference, digestFor(use, digests) ?? null]);
  const { notices } = materials;
  const unknown = bases.flatMap(
    ([reference, digest]) => digest === null ? [`No registry shows the digest of the base image ${reference}.`] : []
  );
  const [reason] = [...materials.uncertainties, ...unknown];
  const counted = {
    ...materials.counted,
    frontend: materials.frontend?.reference ?? null,
    bases,
    ...reason === void 0 ? {} : { nonce }
  };
  const value = (0,node_crypto__WEBPACK_IMPORTED_MODULE_12__.createHash)("sha256").update(JSON.stringify(["ecr-registry-action fingerprint", FORMAT_VERSION, sortKeys(counted)])).digest("hex");
  const common = { value, parts: (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .partsOfFingerprint */ .qw)(materials.counted, bases), notices };
  return reason === void 0 ? { kind: "comparable", ...common } : { kind: "unique", reason, ...common };
}
function pinsFor(materials, digests) {
  const buildContexts = {};
  const unpinned = [];
  const userContexts = new Set(materials.imageContexts.keys());
  const pinned = (use) => {
    const digest = use.digest === void 0 ? digestFor(use, digests) : void 0;
    return digest === void 0 ? void 0 : `${use.reference}@${digest}`;
  };
  for (const use of materials.images) {
    const target = pinned(use);
    if (target === void 0) continue;
    for (const [name, reference] of materials.imageContexts) {
      if (reference === use.reference) buildContexts[name] = `docker-image://${target}`;
    }
    if (userContexts.has(use.contextName)) continue;
    if (materials.stageNames.includes(use.contextName)) unpinned.push(use.reference);
    else buildContexts[use.contextName] = `docker-image://${target}`;
  }
  const frontend = materials.frontend === void 0 ? void 0 : pinned(materials.frontend);
  const options = materials.frontend?.options ?? "";
  return {
    buildContexts,
    buildArgs: frontend === void 0 ? {} : { BUILDKIT_SYNTAX: options === "" ? frontend : `${frontend} ${options}` },
    unpinned
  };
}
function imagesOf(materials) {
  const all = [...materials.images, ...materials.frontend === void 0 ? [] : [materials.frontend]];
  return [...new Map(all.map((use) => [use.reference, use])).values()].sort(
    (a, b) => a.reference < b.reference ? -1 : 1
  );
}
function digestFor({ reference, digest }, digests) {
  if (digest !== void 0) return digest;
  if (!digests.has(reference)) throw new RangeError(`No registry was asked for ${reference}.`);
  return digests.get(reference);
}
function sortKeys(record) {
  return Object.entries(record).sort(([a], [b]) => a < b ? -1 : 1);
}

// src/run/base-images.ts
async function resolveBases({
  references,
  placeOf: placeOf2,
  login,
  unreadLogins,
  signal,
  notice
}) {
  const registries = /* @__PURE__ */ new Map();
  const registryOf = (host) => {
    const known = registries.get(host);
    if (known !== void 0) return known;
    const authorization = { kind: "on-challenge", login: (scheme) => login(host, scheme) };
    const made = (0,_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_2__/* .openRegistry */ .Me)({ origin: (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .registryOrigin */ ._g)(host), authorization, signal, deadlineMs: 2e4 });
    registries.set(host, made);
    return made;
  };
  try {
    return await Promise.all(
      references.map(async (reference) => {
        const { registry, repository, tag, digest } = parsed(reference);
        if (digest !== void 0) return { reference, digest };
        const found = await ask(
          { reference, registry, location: placeOf2(reference) },
          () => registryOf(registry).repository(repository).digest(tag ?? "latest")
        );
        if (found.kind === "found") return { reference, digest: found.value };
        if (found.kind === "denied" && unreadLogins !== void 0 && await login(registry, "basic") === void 0)
          throw needsLogin(reference, found.reason, unreadLogins, placeOf2(reference));
        const why = found.kind === "missing" ? `${registry} has no such image` : `${registry} denied it: ${found.reason}`;
        notice(
          `The digest of the base image ${reference} is not known: ${why}. The image is built every time, because the base image may have changed.`
        );
        return { reference, digest: void 0 };
      })
    );
  } finally {
    await Promise.all([...registries.values()].map((registry) => registry.close()));
  }
}
function needsLogin(reference, reason, unread, location) {
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(
    `The base image ${reference} needs a login, because its registry denied it without one: ${reason}. ${unread.message}`,
    {
      cause: unread,
      ...unread.remedy === void 0 ? {} : { remedy: unread.remedy },
      ...location === void 0 ? {} : { location }
    }
  );
}
function parsed(reference) {
  const image = (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_7__/* .parseReference */ .F2)(reference);
  if (image === void 0) {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(`The Dockerfile names the base image \`${reference}\`, which is not an image reference.`, {
      remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`Correct the Dockerfile. If the name contains a build argument, set that argument with ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__/* .setting */ .Pe)("build-args")}.`
    });
  }
  return image;
}
async function ask({ reference, registry, location }, call) {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof _packages_oci_src_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .RegistryError */ .gl)) throw error;
    const place = location === void 0 ? "" : ` of ${location.file}:${location.line}`;
    const first = (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .unresolvedHost */ .Qd)(error) === void 0 ? (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`${_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .RUN_AGAIN */ .Bs}, and check` : `Check the spelling of ${registry}, which has no known address. If it is right, check`;
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(`Asking for the digest of the base image ${reference}${place}: ${error.message}`, {
      cause: error,
      ...location === void 0 ? {} : { location },
      remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`${first} that ${_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .THIS_MACHINE */ .DQ} reaches ${registry} itself. A proxy or a mirror that only Docker knows of is not used here.`
    });
  }
}

// src/run/builder.ts

var RANDOM_NAME = /^builder-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
function identityOfBuilder(builder, environment) {
  const names = [builder, environment["BUILDX_BUILDER"]].map((name) => RANDOM_NAME.test(name ?? "") ? "" : name);
  const chosen = [...names, environment["DOCKER_HOST"], environment["DOCKER_CONTEXT"]].map((value) => value ?? "");
  if (chosen.every((value) => value === "")) return void 0;
  return (0,node_crypto__WEBPACK_IMPORTED_MODULE_12__.createHash)("sha256").update(JSON.stringify(chosen)).digest("hex").slice(0, 16);
}

// src/run/build-inputs.ts
function reasonOf({ reason }, { fingerprint }) {
  return fingerprint.kind === "unique" ? `${reason} The build is not comparable: ${fingerprint.reason}` : reason;
}
async function countBuildInputs(run, settings, session, planned) {
  const { runner, environment, log, timings } = run;
  await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .checkLinks */ .mY)(settings, runner.workspace, environment);
  (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .checkContexts */ .R$)(settings, runner, environment);
  const varying = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .varyingDescription */ .Xs)(settings);
  if (varying !== void 0) log.notice(varying);
  const config = await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .findUserConfig */ .ld)(environment);
  (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .warnOfUnreadConfig */ .lW)(config, log);
  return await timings.time("fingerprint", () => count(run, settings, session, config, planned));
}
async function count(run, settings, session, config, planned) {
  const { runner, environment, log } = run;
  const surroundings = await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .readSurroundings */ .St)(environment);
  const own = { buildPlatform: (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .ownPlatform */ .g$)(), builder: identityOfBuilder(settings.builder, environment) };
  const { nonce, buildPlatform, builder } = planned ?? { nonce: `${runner.runId}.${runner.runAttempt}`, ...own };
  const machine = { directory: runner.workspace, environment, surroundings, buildPlatform, builder };
  const materials = await (0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_1__/* .readBuildMaterials */ .tv)(settings, machine);
  const dockerfile = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .dockerfileOf */ .S9)(settings, runner.workspace);
  const bases = planned === void 0 ? await basesOf(materials, dockerfile, run, session, config) : plannedBases(unresolvedReferences(materials), planned.bases);
  const digests = new Map(bases.map(({ reference, digest }) => [reference, digest]));
  const fingerprintOf = (read) => computeFingerprint(read, digests, nonce);
  const fingerprint = fingerprintOf(materials);
  const pins = pinsFor(materials, digests);
  for (const notice of [...surroundings.notices, ...fingerprint.notices, ...pins.unpinned.map(unpinnedNotice)])
    log.notice(notice);
  return {
    settings,
    fingerprint,
    bases: [...bases, ...basesOfDockerfile(materials)],
    pins,
    checksums: materials.checksums,
    dockerfile,
    nonce,
    buildPlatform,
    builder,
    isOnOtherBuilder: materials.namesBuilder && (buildPlatform !== own.buildPlatform || builder !== own.builder),
    countAgain: async () => fingerprintOf(await (0,_src_fingerprint_build_materials_js__WEBPACK_IMPORTED_MODULE_1__/* .readBuildMaterials */ .tv)(settings, machine))
  };
}
function unpinnedNotice(reference) {
  return `${reference} counts by its digest, but the build cannot be pinned to that digest: a stage of the Dockerfile has the same name. Rename the stage.`;
}
function basesOfDockerfile({ images, frontend }) {
  return [...images, ...frontend === void 0 ? [] : [frontend]].flatMap(
    ({ reference, digest }) => digest === void 0 ? [] : [{ reference, digest }]
  );
}
function plannedBases(references, planned) {
  return references.map((reference) => {
    const found = planned.find((base) => base.reference === reference);
    if (found === void 0) throw otherSources(`the plan has no base image ${reference}`);
    return found;
  });
}
function otherSources(because) {
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(`The sources in this job are not those of the plan: ${because}.`, {
    remedy: "Check out the same commit in all jobs, with the same options, and give all of them the same inputs of the build. If an earlier step of a job writes into the build context, exclude its files in .dockerignore."
  });
}
async function basesOf(materials, dockerfile, { environment, log, signal }, session, config) {
  return await resolveBases({
    references: unresolvedReferences(materials),
    placeOf: (reference) => lineOf(reference, materials, dockerfile),
    login: (host, scheme) => findLogin(host, scheme, environment, session),
    unreadLogins: config.kind === "unread" ? config.failure : void 0,
    signal,
    notice: log.notice
  });
}
function lineOf(reference, { images }, dockerfile) {
  const line = images.find((image) => image.reference === reference)?.line;
  return dockerfile === void 0 || line === void 0 ? void 0 : { file: dockerfile, line };
}
async function findLogin(host, scheme, environment, session) {
  const own = await findUserLogin(host, environment);
  if (own !== void 0 || scheme === "bearer" || session === void 0) return own;
  const login = await session.login();
  return new URL(login.origin).host === host ? login : void 0;
}

// src/run/next-release.ts
function releaseAnotherCommit({ stage, revision: { version }, trunk }, fix, otherwise) {
  if (stage !== "release" || version === void 0) return otherwise;
  return (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`${fix} in another commit of ${trunk}, and wait for its image in master. Then release that commit as the next version: ${releaseAs(version)} The tag v${version.text} stays on its commit.`;
}
function withNextVersion(error, { stage, revision: { version } }) {
  const failure = (0,_src_run_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .failureOf */ .g)(error);
  if (stage !== "release" || version === void 0 || failure?.needsBuild !== true) return error;
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(failure.message, {
    cause: error,
    remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedies */ .JW)(
      failure.remedy ?? "Build and push the image again.",
      (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`The tag v${version.text} stays on its commit, so another build takes another commit and the next version: ${releaseAs(version)}`
    )
  });
}
function releaseAs(version) {
  const next = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_0__/* .nextVersion */ .yU)(version);
  return {
    workflow: `\`git tag v${next} <commit>\` and \`git push origin v${next}\`.`,
    terminal: `\`ecr-registry promote --stage release --version ${next}\`.`
  };
}

// src/run/image-config.ts
var CONFIG_BYTES = 1024 * 1024;
async function readImageConfig(client, manifest) {
  return (await readConfiguration(client, manifest)).config ?? {};
}
async function namesPlatform(client, manifest) {
  return (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .isPlatformNamed */ .f)(await readConfiguration(client, manifest));
}
async function readPlatformAndLabels(client, manifest) {
  try {
    const configuration = await readConfiguration(client, manifest);
    const { os = "unknown", architecture = "unknown", variant, config } = configuration;
    const labels = config?.Labels ?? {};
    if (![config ?? {}, labels].every(isObject)) return { kind: "malformed" };
    const platform = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .platformName */ .$r)({ os, architecture, ...variant === void 0 ? {} : { variant } });
    return { kind: "known", platform, labels };
  } catch (error) {
    if (error instanceof _packages_oci_src_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .RegistryError */ .gl && (error.status === 401 || error.status === 403)) return { kind: "denied" };
    if (error instanceof SyntaxError) return { kind: "malformed" };
    throw error;
  }
}
async function readConfiguration(client, manifest) {
  const content = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .contentOf */ .$E)(manifest);
  if (content.kind === "index" || content.config === void 0 || content.config.size > CONFIG_BYTES) return {};
  return fieldsOf((0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .jsonOf */ .o_)(await client.blobs.read(content.config)));
}
function fieldsOf(value) {
  return isObject(value) ? value : {};
}
function isObject(value) {
  return typeof value === "object" && value !== null;
}

// src/run/image-origin.ts
async function readOrigin({ runner, signal }, client, manifest) {
  const own = `${runner.serverUrl}/${runner.repository}`;
  try {
    const { annotations } = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .jsonOf */ .o_)(manifest.bytes);
    const origin = originIn(annotations ?? {}, own) ?? originIn((await readImageConfig(client, manifest)).Labels ?? {}, own);
    return origin === void 0 ? { kind: "undeclared" } : { kind: "declared", origin };
  } catch (cause) {
    signal.throwIfAborted();
    return { kind: "unreadable", cause };
  }
}
async function originOfImages(run, client, manifest, reading) {
  const content = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .contentOf */ .$E)(manifest);
  if (reading.kind !== "undeclared" || content.kind !== "index") return reading;
  try {
    const image = await firstImage(client, content.manifests);
    return image === void 0 ? reading : await readOrigin(run, client, image);
  } catch (cause) {
    run.signal.throwIfAborted();
    return { kind: "unreadable", cause };
  }
}
async function firstImage(client, entries) {
  for (const { digest } of entries.filter(_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .isImageEntry */ .AA)) {
    const manifest = await client.find(digest);
    if (manifest !== void 0 && (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .isImageOrIndex */ .RY)(manifest)) return manifest;
  }
  return void 0;
}
async function originAt(run, client, digest) {
  try {
    const manifest = await client.find(digest);
    if (manifest === void 0) return { kind: "undeclared" };
    return await originOfImages(run, client, manifest, await readOrigin(run, client, manifest));
  } catch (cause) {
    run.signal.throwIfAborted();
    return { kind: "unreadable", cause };
  }
}
function unknownRecipe(tag, digest, own, cause) {
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(
    `The commit has another image, ${tag} (${digest}). It cannot be asked for its settings, so it is not known whether it is a variant of ${own}: ${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .messageOf */ .bD)(cause)}`,
    {
      cause,
      remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedies */ .JW)(
        (0,_src_run_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .failureOf */ .g)(cause)?.remedy ?? (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`${_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .RUN_AGAIN */ .Bs}.`,
        (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`To release one of them all the same, name it with ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__/* .setting */ .Pe)("source")}.`
      )
    }
  );
}
async function originOf(run, client, manifest) {
  return declaredIn(await originOfImages(run, client, manifest, await readOrigin(run, client, manifest)));
}
function declaredIn(reading) {
  return reading.kind === "declared" ? reading.origin : void 0;
}
function originIn(fields, own) {
  const [commit, created, version, source] = ["revision", "created", "version", "source"].map((name) => {
    const value = fields[`org.opencontainers.image.${name}`];
    return typeof value === "string" && value !== "" ? value : void 0;
  });
  if (commit === void 0) return void 0;
  const isOurs = source === own && isCommitId(commit);
  const recipe = fields[_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .RECIPE */ .bc];
  return {
    commit,
    recipe: typeof recipe === "string" ? recipe : void 0,
    created,
    version,
    runs: isOurs ? `${own}/commit/${commit}/checks` : void 0
  };
}
function otherCommitOfTag(commit, revision) {
  const built = revision.replace(/-dirty$/, "");
  return isCommitId(built) && built !== commit && (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_0__/* .commitTag */ .m)(built) === (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_0__/* .commitTag */ .m)(commit) ? built : void 0;
}
function isCommitId(text) {
  return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(text);
}
function refuseOtherCommit(run, { repository }, digest, reading) {
  const { revision, log, inputs } = run;
  const { commit } = revision;
  const tag = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_0__/* .commitTag */ .m)(commit, inputs.variant);
  switch (reading.kind) {
    case "declared": {
      const other = otherCommitOfTag(commit, reading.origin.commit);
      if (other === void 0) return;
      throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(
        `${tag} in ${repository.name} is ${digest}, the image of commit ${other}. This run would release commit ${commit}, which begins with the same twelve digits.`,
        { remedy: releaseAnotherCommit(run, "Make any change", "Promote another commit: its tag has other digits.") }
      );
    }
    case "undeclared":
      log.info(
        `${tag} in ${repository.name} is ${digest}, which does not name the commit that it was built from. So only the twelve digits of its tag say that it is the image of commit ${commit}.`
      );
      return;
    case "unreadable":
      throw unreadable(reading.cause, `${tag} in ${repository.name}`, digest);
  }
}
function unreadable(cause, tag, digest) {
  const failure = (0,_src_run_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .failureOf */ .g)(cause);
  if (failure?.needsBuild === true) return failure;
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR((0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .messageOf */ .bD)(cause), {
    cause,
    remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedies */ .JW)(
      failure?.remedy ?? (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`${_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .RUN_AGAIN */ .Bs}. If the answer is a denial, deploy infra/ again: the role of this stage must be able to read the repository of the stage before.`,
      (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .remedy */ .zL)`Without an answer it is not known from which commit ${tag} was built: a tag has only twelve digits of it. To release the image all the same, set ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_9__/* .setting */ .Pe)("source")} to \`${digest}\`.`
    )
  });
}

// src/run/staged-image.ts
function subjectOf(run, { repository }) {
  return { name: run.image?.name ?? repository.name, dockerfile: (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .dockerfileOf */ .S9)((0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_3__/* .explicitPlaces */ .rZ)(run), run.runner.workspace) };
}
function placeOf({ registry, repository }, digest) {
  return { registry: registry.host, repository: repository.name, digest };
}
async function findImage({ client, repository }, stage, tag, remedy2) {
  const found = await client.manifest(tag);
  if (found.kind === "found") return found.value;
  if (found.kind === "denied") {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(`Looking for ${tag} in ${repository.arn}: ${found.reason}`, {
      remedy: (0,_src_stages_permissions_js__WEBPACK_IMPORTED_MODULE_4__/* .remedyOfRepositoryDenial */ .Jz)(found.reason, repository.from, remedy2)
    });
  }
  if (found.what === "manifest") return void 0;
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .Failure */ .HR(
    `The repository ${repository.name} does not exist in account ${repository.account}, ${repository.region}.`,
    {
      remedy: `${(0,_src_stages_origin_js__WEBPACK_IMPORTED_MODULE_13__/* .originQuestion */ .T_)("repository", repository.from)} If it is, deploy infra/ for the stage ${stage}.`
    }
  );
}
async function describeImage(client, manifest, platforms, askChildren) {
  const content = (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .contentOf */ .$E)(manifest);
  if (content.kind === "image") return { size: sizeOf(content), platforms: platforms.slice(0, 1) };
  const named = content.manifests.filter((entry) => entry.platform !== void 0 && (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .isImageEntry */ .AA)(entry));
  if (!askChildren) return { platforms: platformsOf(named), size: void 0 };
  const children = await Promise.all(named.map(async (entry) => ({ entry, found: await client.manifest(entry.digest) })));
  const images = children.filter(({ found }) => found.kind !== "found" || (0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .isImageOrIndex */ .RY)(found.value));
  const sizes = images.map(({ found }) => found.kind === "found" ? sizeOf((0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .contentOf */ .$E)(found.value)) : void 0);
  return {
    platforms: platformsOf(images.map(({ entry }) => entry)),
    size: sizes.reduce((sum, size) => sum === void 0 || size === void 0 ? void 0 : sum + size, 0)
  };
}
function platformsOf(entries) {
  return [...new Set(entries.flatMap(({ platform }) => platform === void 0 ? [] : [(0,_packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_8__/* .platformName */ .$r)(platform)]))];
}
function sizeOf(content) {
  if (content.kind !== "image") return void 0;
  const parts = [...content.layers, ...content.config === void 0 ? [] : [content.config]];
  return parts.reduce((sum, { size }) => sum + size, 0);
}




/***/ })

};
