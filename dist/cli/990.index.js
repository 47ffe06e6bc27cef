export const id = 990;
export const ids = [990];
export const modules = {

/***/ 6990:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ withLocalJob),
/* harmony export */   N: () => (/* binding */ Session)
/* harmony export */ });
/* harmony import */ var _src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(228);
/* harmony import */ var _src_core_process_env_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(1897);
/* harmony import */ var _src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9619);
/* harmony import */ var _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7660);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3692);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6760);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(8500);






// src/run/session.ts
var Session = class {
  constructor(job, destination) {
    this.job = job;
    this.destination = destination;
    this.signedIn = job.timings.time("sign-in", () => this.signIn());
    this.signedIn.catch(() => void 0);
  }
  job;
  destination;
  signedIn;
  registries = [];
  ecrClients = /* @__PURE__ */ new Map();
  /** The repository that the run writes to. */
  async target() {
    const { registry } = await this.signedIn;
    return await this.repositoryAt(this.destination.target.repository, registry, "target");
  }
  /** A repository that the run promotes from. */
  async source(repository) {
    const { registry } = await this.registryOf(repository);
    return await this.repositoryAt(repository, registry, "source");
  }
  /** The repository of a build cache, with its place `registry/repository` and the login to it for Docker. */
  async cache(repository) {
    const { registry, login } = await this.registryOf(repository);
    const client = registry.repository(repository.name, { side: "source" });
    return { client, place: `${registry.host}/${repository.name}`, login };
  }
  /** The login to the target's registry, for Docker. */
  async login() {
    return (await this.signedIn).login;
  }
  /** Closes all connections. */
  async close() {
    await this.signedIn.catch(() => void 0);
    for (const client of this.ecrClients.values()) client.destroy();
    await Promise.all(this.registries.map((registry) => registry.close()));
  }
  async signIn() {
    const { environment, log, signal } = this.job;
    const { target, identity } = this.destination;
    const [{ resolveRegistryLogin, requestAuthorizationToken }, { credentials, account }] = await Promise.all([
      Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(428), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 3968)),
      identity(target)
    ]);
    const access = { credentials, environment, signal };
    const token = await requestAuthorizationToken(target.repository, access, log.mask);
    const login = await resolveRegistryLogin({
      ...access,
      repository: target.repository,
      side: "target",
      token,
      callerAccount: account
    });
    return { account, access, token, login, registry: this.open(login) };
  }
  /** The registry of a repository, whatever its account and region are. */
  async registryOf(repository) {
    const { registry, login: own, token, access, account } = await this.signedIn;
    const { account: targetAccount, region } = this.destination.target.repository;
    if (repository.account === targetAccount && repository.region === region) return { registry, login: own };
    const { resolveRegistryLogin, requestAuthorizationToken } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(428), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 3968));
    const reaching = repository.region === region ? token : await requestAuthorizationToken(repository, access, this.job.log.mask);
    const asked = { ...access, repository, side: "source", token: reaching, callerAccount: account };
    const login = await resolveRegistryLogin(asked);
    return { registry: this.open(login), login };
  }
  open(login) {
    const { signal } = this.job;
    const registry = (0,_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .openRegistry */ .Me)({ origin: login.origin, authorization: { kind: "basic", login }, signal });
    this.registries.push(registry);
    return registry;
  }
  async repositoryAt(repository, registry, side) {
    return {
      repository,
      registry,
      client: registry.repository(repository.name, { side }),
      ecr: await this.ecrIn(repository.region)
    };
  }
  async ecrIn(region) {
    const { access } = await this.signedIn;
    const { openEcrClient } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(428), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 3968));
    const client = this.ecrClients.get(region) ?? openEcrClient(region, access.credentials, access.environment);
    this.ecrClients.set(region, client);
    return client;
  }
};

// src/cli/local-job.ts




// src/core/timings.ts
var Timings = class {
  durations = /* @__PURE__ */ new Map();
  /** Runs the work and adds its duration to the phase. Phases that overlap count in full. */
  async time(name, work) {
    const start = performance.now();
    this.durations.set(name, this.durations.get(name) ?? 0);
    try {
      return await work();
    } finally {
      this.durations.set(name, (this.durations.get(name) ?? 0) + performance.now() - start);
    }
  }
  entries() {
    return [...this.durations];
  }
};

// src/docker/build.ts



// src/docker/build-error.ts
var OUTPUT_LINES = 15;
function readBuildError(log) {
  const start = log.findLastIndex((line2) => /^ > .*:$/.test(line2));
  const end = log.findIndex((line2, index) => index > start && /^-{6}$/.test(line2));
  const output = start === -1 ? [] : log.slice(start + 1, end === -1 ? void 0 : end);
  const closing = log.findLastIndex((line2) => /^(?:ERROR|error): /.test(line2));
  const source = log.findLastIndex((line2) => /^\S*:\d+$/.test(line2.trim()) && line2.trim().length < 300);
  const quoted = log.slice(source + 1).flatMap((text) => /^ *\d+ \| >>> (.*)$/.exec(text)?.[1] ?? []);
  const line = source > start ? Number(/:(\d+)$/.exec(log[source]?.trim() ?? "")?.[1]) : Number.NaN;
  return {
    instruction: start === -1 ? void 0 : log[start]?.slice(3, -1),
    quoted: source > start && quoted.length > 0 ? quoted.join("\n") : void 0,
    output: output.slice(-OUTPUT_LINES),
    message: closing === -1 ? lastLine(log) : log.slice(closing, closing + 5).join("\n").replace(/^(?:ERROR|error): (?:failed to build: )?(?:failed to solve: )?/, "").trim(),
    line: Number.isInteger(line) ? line : void 0
  };
}
function lastLine(log) {
  return log.findLast((line) => line.trim() !== "" && !/^(?:See '|Usage:)/.test(line.trim()))?.trim();
}
function buildFailure({ log, exitCode, dockerfile, excludedBy }) {
  const { instruction, quoted, output, message, line } = readBuildError(log);
  const location = line === void 0 || dockerfile === void 0 ? void 0 : { file: dockerfile, line };
  const closing = message ?? `Docker ended with exit code ${exitCode} and printed nothing`;
  const text = instruction === void 0 ? `The build failed: ${closing}` : [`The build failed at ${instruction}`, ...output.map((text2) => `  ${text2}`), closing].join("\n");
  const found = remedyOfExclusion(quoted ?? instruction ?? "", closing, excludedBy) ?? remedyOf(closing);
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(text, {
    ...found === void 0 ? {} : { remedy: found },
    ...location === void 0 ? {} : { location }
  });
}
function remedyOfExclusion(instruction, message, excludedBy) {
  const path = /"\/([^"]+)":? not found/.exec(message)?.[1];
  if (path === void 0 || /\bfrom=/.test(instruction)) return void 0;
  const exclusion = excludedBy(path);
  if (exclusion === void 0) return void 0;
  const { file, line } = exclusion.location;
  return `Remove the line ${file}:${line}, or add \`!${path}\` to the end of that file: ${path} exists, but this line keeps it out of the build.`;
}
var REMEDIES = [
  [
    /cannot connect to the docker daemon|is the docker daemon running/i,
    (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`Start the Docker engine of ${_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .THIS_MACHINE */ .DQ}${_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .BEFORE_BUILD */ .jt}, or correct DOCKER_HOST.`
  ],
  [
    /no builder ".*" found/i,
    (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`${{
      workflow: "Add docker/setup-buildx-action before this step, with the same `name` as the input `builder`",
      terminal: "Correct the name of the builder: `docker buildx ls` lists those of this machine"
    }}.`
  ],
  [
    /multi(ple|-)platform.*(not supported|driver)|platforms? .*docker.* driver/i,
    (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`${_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .ADD_BUILDER */ .Ku}: the default builder builds one platform at a time.`
  ],
  // An engine with Docker's own image store refuses the action's annotations of an index before it refuses the platforms.
  [
    /index annotations not supported/i,
    (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`${_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .ADD_BUILDER */ .Ku}: the default builder makes no index, so it builds one platform at a time. If this image has one platform, remove its annotations of the level \`index\`.`
  ],
  [/cache export.*not supported|exporting cache/i, (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`${_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .ADD_BUILDER */ .Ku}: the default builder cannot export a cache.`],
  [/attestations?.*not supported/i, (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`${_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .ADD_BUILDER */ .Ku}: the default builder cannot make attestations.`],
  [/exec format error/i, (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`${_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .ADD_EMULATION */ .lj}: this platform has to be emulated here.`],
  [/no space left on device/i, (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`Free some space: the disk of ${_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .THIS_MACHINE */ .DQ} is full.`],
  [
    /\b40[13] (?:Forbidden|Unauthorized)|denied: |insufficient_scope|pull access denied/i,
    (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`The login of the build may not do that. A push requires the permissions that infra/ gives to the stage's role. To pull a base image, log in to its registry${_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .BEFORE_BUILD */ .jt}.`
  ],
  [
    /invalid argument|invalid value/i,
    (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`Correct the ${{ workflow: "input", terminal: "option" }} that the message names: Docker does not accept its value. ${{
      workflow: "The table of inputs shows",
      terminal: "`ecr-registry help push` shows"
    }} the form.`
  ],
  [/unknown flag|unknown option/i, "Update Docker: this version does not know an option that the build needs."]
];
function remedyOf(message) {
  return REMEDIES.find(([pattern]) => pattern.test(message))?.[1];
}
function isTransientPush(log) {
  const end = log.slice(-40).join("\n");
  const pushing = /failed to push|pushing (?:layers|manifest)|failed commit on ref|unexpected status from (?:PUT|POST|PATCH|HEAD|GET) request|^ > (?:exporting to image|pushing \S+ with docker:)/im.test(
    end
  );
  const passing = /\b429\b|toomanyrequests|too many requests|\b50[0234]\b|connection reset|broken pipe|\bEOF\b|i\/o timeout|TLS handshake timeout|connection refused|no such host|use of closed network connection/i.test(
    end
  );
  return pushing && passing;
}

// src/docker/command.ts
var WITHOUT_GIT = { BUILDX_GIT_INFO: "false", BUILDX_GIT_LABELS: "false" };
var WITH_MATERIALS = { BUILDX_METADATA_PROVENANCE: "min" };
var ATTESTATIONS_SINCE = [0, 10];
var ANNOTATIONS_SINCE = [0, 12];
function buildCommand(plan, tool, metadataFile) {
  return tool.kind === "buildx" ? buildxCommand(plan, tool.buildx, metadataFile) : dockerBuildCommand(plan, tool.client, metadataFile);
}
function buildxCommand(plan, version, metadataFile) {
  const attestations = attestationFlags(plan);
  const attests = attestations.some((flag) => !flag.endsWith("=false"));
  if ((0,_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .isOlder */ .tW)(version, ATTESTATIONS_SINCE) && attests) {
    throw needsNewer("provenance, sbom or attests", ATTESTATIONS_SINCE, version);
  }
  const annotates = !(0,_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .isOlder */ .tW)(version, ANNOTATIONS_SINCE);
  if (!annotates && Object.keys(plan.annotations).length > 0) {
    throw needsNewer("annotations", ANNOTATIONS_SINCE, version);
  }
  const secrets = secretFlags(plan.secrets);
  return {
    environment: { ...secrets.environment, ...WITHOUT_GIT, ...WITH_MATERIALS },
    args: [
      "buildx",
      "build",
      ...common(plan),
      `--platform=${plan.platforms.join(",")}`,
      `--metadata-file=${metadataFile}`,
      ...one("--builder", plan.builder),
      // The pins come last, so that they replace the user's image contexts of the same name, which have no digest.
      ...pairs("--build-context", { ...plan.buildContexts, ...plan.pins }),
      ...each("--no-cache-filter", plan.noCacheFilters),
      ...each("--cache-from", plan.cacheFrom),
      ...each("--cache-to", plan.cacheTo),
      ...each("--allow", plan.allow),
      ...(0,_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .isOlder */ .tW)(version, ATTESTATIONS_SINCE) ? [] : attestations,
      ...annotates ? annotationFlags(plan, plan.platforms.length > 1 || attests) : [],
      ...secrets.flags,
      // Only OCI manifests can hold annotations. Docker's own manifest type cannot.
      ...outputFlags(plan.push),
      "--",
      plan.context
    ]
  };
}
function outputFlags(push) {
  if (push === void 0) return ["--output=type=cacheonly"];
  const output = "--output=type=image,push=true,oci-mediatypes=true";
  return push.kind === "tag" ? [`--tag=${push.reference}`, output] : [`${output},push-by-digest=true,name-canonical=true,name=${push.repository}`];
}
function dockerBuildCommand(plan, version, idFile) {
  const onlyBuildx = [
    ["platforms (more than one)", plan.platforms.length > 1],
    ["build-contexts", Object.keys(plan.buildContexts).length > 0],
    ["annotations", Object.keys(plan.annotations).length > 0],
    ["cache-to", plan.cacheTo.length > 0],
    ["cache-from (other than an image)", plan.cacheFrom.some((source) => source.includes("="))],
    ["no-cache-filters", plan.noCacheFilters.length > 0],
    ["provenance", plan.provenance !== "false"],
    ["sbom", plan.sbom !== "false"],
    ["attests", plan.attests.length > 0],
    ["builder", plan.builder !== void 0],
    ["allow", plan.allow.length > 0]
  ];
  const unsupported = onlyBuildx.find(([, used]) => used);
  if (unsupported !== void 0) {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(
      `The setting ${unsupported[0]} requires buildx, and Docker ${version.join(".")} on this machine does not have it.`,
      {
        remedy: _src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .INSTALL_BUILDX */ .Jm
      }
    );
  }
  const secrets = secretFlags(plan.secrets);
  return {
    environment: { DOCKER_BUILDKIT: "1", ...secrets.environment },
    args: [
      "build",
      ...common(plan),
      `--platform=${plan.platforms.join(",")}`,
      `--iidfile=${idFile}`,
      ...each("--cache-from", plan.cacheFrom),
      ...secrets.flags,
      ...plan.push?.kind === "tag" ? [`--tag=${plan.push.reference}`] : [],
      "--",
      plan.context
    ]
  };
}
function common(plan) {
  return [
    "--progress=plain",
    ...one("--file", plan.file),
    ...one("--target", plan.target),
    ...pairs("--build-arg", plan.buildArgs),
    ...pairs("--label", { ...plan.descriptions, ...plan.labels }),
    ...each("--ssh", plan.ssh),
    ...plan.noCache ? ["--no-cache"] : [],
    ...plan.pull ? ["--pull"] : [],
    ...one("--network", plan.network),
    ...each("--add-host", plan.addHosts),
    ...one("--shm-size", plan.shmSize),
    ...each("--ulimit", plan.ulimit),
    ...one("--cgroup-parent", plan.cgroupParent)
  ];
}
function attestationFlags({ provenance, sbom, attests }) {
  return [`--provenance=${provenance}`, `--sbom=${sbom}`, ...each("--attest", attests)];
}
function annotationFlags({ descriptions, ownAnnotations, annotations }, isIndex) {
  const own = { ...descriptions, ...ownAnnotations };
  return [
    ...pairs("--annotation", own),
    ...isIndex ? pairs("--annotation", prefixed("index:", own)) : [],
    ...pairs("--annotation", annotations)
  ];
}
function secretFlags(secrets) {
  const environment = {};
  const flags = secrets.map((secret, index) => {
    if (secret.from === "file") return `--secret=id=${secret.id},${(0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_2__/* .csvField */ .XR)(`src=${secret.path}`)}`;
    const variable = `BUILD_SECRET_${index}`;
    environment[variable] = secret.value;
    return `--secret=id=${secret.id},env=${variable}`;
  });
  return { flags, environment };
}
var one = (flag, value) => value === void 0 ? [] : [`${flag}=${value}`];
var each = (flag, values) => values.map((value) => `${flag}=${value}`);
var pairs = (flag, values) => Object.entries(values).map(([name, value]) => `${flag}=${name}=${value}`);
function prefixed(prefix, values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}
function needsNewer(setting, since, version) {
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(
    `The setting ${setting} requires buildx ${since.join(".")}, and this machine has buildx ${version.join(".")}.`,
    { remedy: _src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .UPDATE_BUILDX */ .Lx }
  );
}

// src/docker/build.ts
var dockerClient = { find: _src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .findBuildTool */ .CK, build: buildImage };
var PUSHES = 4;
async function buildImage(request) {
  const build = request.tool.kind === "buildx" ? buildWithBuildx : buildWithDocker;
  for (let attempt = 1; ; attempt++) {
    const plan = attempt === 1 ? request.plan : { ...request.plan, noCache: false, noCacheFilters: [] };
    const result = await build({ ...request, plan });
    if (result.kind === "built") return result.built;
    if (attempt === PUSHES || !isTransientPush(result.log)) {
      throw buildFailure({ ...request, log: result.log, exitCode: result.exitCode });
    }
    const pause = 1e3 * 2 ** (attempt - 1) * (0.5 + Math.random());
    request.onLine(
      `The push failed with an error that may be temporary. Trying again in ${(pause / 1e3).toFixed(1)} s (${attempt} of ${PUSHES - 1}).`
    );
    await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_7__.setTimeout)(pause, void 0, { signal: request.signal });
  }
}
async function buildWithBuildx(request) {
  const { args, environment } = buildCommand(request.plan, request.tool, request.metadataFile);
  const { log, exitCode } = await runAndKeepLog(args, environment, request);
  if (exitCode !== 0) return { kind: "failed", log, exitCode };
  const metadata = JSON.parse(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_4__.readFile)(request.metadataFile, "utf8"));
  const digest = metadata["containerimage.digest"];
  if (request.plan.push === void 0) return { kind: "built", built: { digest: void 0, metadata } };
  if (typeof digest !== "string")
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR("buildx pushed the image, but its metadata file names no digest.", { remedy: "Update buildx." });
  return { kind: "built", built: { digest, metadata } };
}
async function buildWithDocker(request) {
  const { args, environment } = buildCommand(request.plan, request.tool, request.metadataFile);
  const pinned = await pinBases(request);
  if (pinned.exitCode !== 0) return { kind: "failed", ...pinned };
  const built = await runAndKeepLog(args, environment, request);
  if (built.exitCode !== 0) return { kind: "failed", ...built };
  if (request.plan.push?.kind !== "tag") return { kind: "built", built: { digest: void 0, metadata: {} } };
  const { reference: push } = request.plan.push;
  const pushed = await runAndKeepLog(["push", push], {}, request);
  if (pushed.exitCode !== 0) {
    return {
      kind: "failed",
      exitCode: pushed.exitCode,
      log: [...pushed.log, `ERROR: failed to push ${push}: ${pushed.log.at(-1) ?? ""}`]
    };
  }
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed.log.join("\n"))?.[1];
  const config = (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_4__.readFile)(request.metadataFile, "utf8")).trim();
  if (digest === void 0) throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(`docker push of ${push} printed no digest.`, { remedy: "Install buildx." });
  return {
    kind: "built",
    built: {
      digest,
      metadata: { "containerimage.config.digest": config, "containerimage.digest": digest, "image.name": push }
    }
  };
}
async function pinBases(request) {
  for (const [name, context] of Object.entries(request.plan.pins)) {
    const pinned = context.replace(/^docker-image:\/\//, "").replace(/:[^:/@]+(?=@)/, "");
    for (const args of [
      ["pull", `--platform=${request.plan.platforms.join()}`, pinned],
      ["tag", pinned, name]
    ]) {
      const { log, exitCode } = await runAndKeepLog(args, {}, request);
      if (exitCode !== 0) return { log: [...log, `ERROR: docker ${args.join(" ")}: ${log.at(-1) ?? ""}`], exitCode };
    }
  }
  return { log: [], exitCode: 0 };
}
async function runAndKeepLog(args, secrets, request) {
  const log = [];
  const exitCode = await (0,_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .runInGroup */ .Se)(
    { file: "docker", args, environment: { ...request.environment, ...secrets }, workingDirectory: request.workspace },
    (line) => {
      if (log.push(line) > 2e3) log.splice(0, 1e3);
      request.onLine(line);
    },
    request.signal
  );
  return { log, exitCode };
}

// src/cli/local-job.ts
async function withLocalJob(common2, settings, invocation, work) {
  const { directory, environment, log, signal } = invocation;
  const tree = await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .readWorkingTree */ .cD)(directory, environment);
  const project = await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_1__/* .readProject */ .Wh)(tree, { ...settings, ...common2 }, invocation);
  const temporaryDirectory = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_4__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_6__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_5__.tmpdir)(), "ecr-registry-"));
  try {
    return await work({
      ...project,
      log,
      signal,
      runner: localRunner(project, temporaryDirectory, environment),
      environment: (0,_src_core_process_env_js__WEBPACK_IMPORTED_MODULE_8__/* .programEnvironment */ .y)(environment),
      identity: (0,_src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .ownIdentity */ .hY)({ profile: common2.profile, environment, log, signal }),
      timings: new Timings(),
      docker: dockerClient,
      // A command has no post step and no later steps: all its leftovers are in the temporary directory.
      saveState: () => void 0,
      exportVariable: () => void 0
    });
  } finally {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_4__.rm)(temporaryDirectory, { recursive: true, force: true });
  }
}
function localRunner({ tree: { directory }, file: { github } }, temporaryDirectory, environment) {
  return {
    workspace: directory,
    temporaryDirectory,
    repository: github.repository ?? "",
    repositoryId: github.repositoryId,
    eventName: "",
    eventPath: "",
    ref: "",
    sha: "",
    actor: environment["USER"] ?? "",
    serverUrl: environment["GITHUB_SERVER_URL"] ?? "https://github.com",
    apiUrl: "",
    mayAskForToken: false,
    runId: "0",
    // The run number is part of the tag of a second image of the same commit, so it must differ from push to push.
    runNumber: Math.floor(Date.now() / 1e3),
    runAttempt: 1
  };
}




/***/ })

};
