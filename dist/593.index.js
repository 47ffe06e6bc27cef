export const id = 593;
export const ids = [593];
export const modules = {

/***/ 3593:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   examineJob: () => (/* binding */ examineJob)
/* harmony export */ });
/* harmony import */ var _src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5864);
/* harmony import */ var _src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1110);
/* harmony import */ var _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6965);
/* harmony import */ var _src_core_setting_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(102);
/* harmony import */ var _src_core_deadline_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2984);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3692);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6760);







// src/doctor/check.ts
function good(name, says) {
  return { name, state: "good", says };
}
function bad(name, says, remedy2) {
  return { name, state: "bad", says, ...remedy2 === void 0 ? {} : { remedy: remedy2 } };
}
function warning(name, says, remedy2) {
  return { name, state: "warning", says, ...remedy2 === void 0 ? {} : { remedy: remedy2 } };
}
function info(name, says, remedy2) {
  return { name, state: "info", says, ...remedy2 === void 0 ? {} : { remedy: remedy2 } };
}
function notChecked(name, reason) {
  return { name, state: "not-checked", says: `not checked: ${reason}` };
}
function notKnown(name, reason) {
  return warning(name, `not known: ${reason}`, "Run the doctor again.");
}
async function attempt(name, work, says) {
  try {
    const value = await work();
    return { check: good(name, says(value)), value };
  } catch (error) {
    const failure = (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .failureOf */ .g5)(error);
    if (failure === void 0) throw error;
    return { check: bad(name, (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .messageWithPlace */ .ro)(failure), failure.remedy), failure };
  }
}

// src/doctor/claims.ts
var NAME = "claims";
function matchClaims(request) {
  const { target, claims, github } = request;
  const refusal = (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .checkEnvironment */ .Qz)(target.stage, target.environment, claims);
  if (refusal !== void 0) return { kind: "environment", check: bad(NAME, refusal.reason, refusal.remedy) };
  if (github?.repository === void 0) return { kind: "unknown" };
  const differing2 = (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .differingClaims */ .gK)(request);
  return differing2.length === 0 ? { kind: "fits" } : { kind: "differs", claims: differing2, explanation: (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .explainDenial */ .LI)(request) };
}
function claimsCheck(match, role, isAccepted) {
  switch (match.kind) {
    case "fits":
      return good(NAME, `match the trust policy of the role ${role}, according to the stages file`);
    case "unknown":
      return info(NAME, `the trust policy of the role ${role} is not known: no stages file describes it`);
    case "environment":
      return match.check;
    case "differs":
      return isAccepted === true ? acceptedCheck(match.claims, role) : differingCheck(match, role);
  }
}
function acceptedCheck(claims, role) {
  const both = claims.map(
    ({ name, actual, expected }) => `${name} (the token has ${actual}, the file has ${expected.join(" or ")})`
  );
  return warning(
    NAME,
    `${differing(role, both)}; AWS accepted the token anyway`,
    "Either the stages file is wrong, or the role was changed by hand. Compare the two before you deploy infra/ again: after that, the role refuses all claims that the stages file does not allow."
  );
}
function differingCheck({ claims, explanation }, role) {
  const names = claims.map(({ name }) => name);
  return bad(NAME, differing(role, names), explanation);
}
function differing(role, claims) {
  return `differ from the trust policy of the role ${role}, according to the stages file: ${claims.join(", ")}`;
}

// src/doctor/docker.ts
var NAME2 = "Docker";
var INSPECTION_LIMIT_MS = 3e4;
var START_BUILDER = {
  workflow: "Start Docker, or the engine that the builder runs on (`docker buildx ls` lists all builders). Or use a runner that has Docker, such as ubuntu-latest.",
  terminal: "Start Docker, or the engine that the builder runs on (`docker buildx ls` lists all builders)."
};
async function dockerCheck({ needsDocker, builder, environment, signal }) {
  if (!needsDocker) return info(NAME2, "not needed: a promotion copies from registry to registry");
  const query = { environment, signal };
  const { check } = await attempt(
    NAME2,
    async () => {
      await (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .readUserConfig */ .AV)((0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .userConfigDirectory */ .tJ)(environment));
      const docker2 = await (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .findBuildTool */ .CK)(query);
      return docker2.kind === "buildx" ? `buildx ${docker2.buildx.join(".")}, ${await inspectBuilder(builder, query)}` : `${docker2.client.join(".")} with BuildKit, ${await askEngine(query)}`;
    },
    (says) => says
  );
  return check;
}
async function inspectBuilder(builder, query) {
  const { exitCode, stdout, stderr } = await docker(["buildx", "inspect", ...builder === void 0 ? [] : [builder]], {
    ...query,
    limitMs: INSPECTION_LIMIT_MS
  });
  const { name, driver, error, platforms } = parseBuilder(stdout);
  if (exitCode !== 0 || error !== void 0) {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR(
      `${builder === void 0 ? "The builder that buildx uses" : `The builder ${builder}`} does not answer: ${error ?? lastLine(stderr)}`,
      { remedy: START_BUILDER }
    );
  }
  return `builder ${name}${driver === void 0 ? "" : ` (${driver})`}${platforms === void 0 ? "" : ` for ${platforms}`}`;
}
function parseBuilder(text) {
  const value = (key) => new RegExp(`^${key}:[ \\t]+(\\S.*?)\\s*$`, "m").exec(text)?.[1];
  const platforms = value("Platforms")?.split(/,\s*/);
  return {
    name: value("Name") ?? "default",
    driver: value("Driver"),
    error: value("Error"),
    // A builder with emulation lists a dozen platforms.
    platforms: platforms === void 0 ? void 0 : [...platforms.slice(0, 3), ...platforms.length > 3 ? ["..."] : []].join(", ")
  };
}
async function askEngine(query) {
  const { exitCode, stdout, stderr } = await docker(["version", "--format", "{{.Server.Version}}"], query);
  if (exitCode === 0) return `engine ${stdout.trim()}`;
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR(`Docker's engine does not answer: ${lastLine(stderr)}`, { remedy: "Start Docker." });
}
async function docker(args, query) {
  const answer = await (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .queryDocker */ .db)(args, query);
  if (answer === void 0)
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR(`\`docker ${args.join(" ")}\` can no longer be run.`, { remedy: "Run the doctor again." });
  return answer;
}
function lastLine(text) {
  return text.trim().split("\n").at(-1) ?? "";
}

// src/doctor/dockerfile.ts

async function dockerfileCheck(readSettings2, directory) {
  const { check } = await attempt(
    "Dockerfile",
    () => {
      const build = readSettings2();
      return { build, ...(0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .findBuildStart */ .I6)(build, { directory, buildPlatform: (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .ownPlatform */ .g$)() }) };
    },
    ({ build, dockerfile }) => {
      const file = dockerfile === void 0 ? "fetched when the build runs" : (0,node_path__WEBPACK_IMPORTED_MODULE_6__.relative)(directory, dockerfile.name);
      return `${file}${build.target === void 0 ? "" : `, stage ${build.target}`}; the context is ${build.context}`;
    }
  );
  return check;
}

// src/doctor/settings.ts
function mutabilityCheck(stage, { mutability, filters }, deploy) {
  const name = "tag mutability";
  const expected = (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .tagMutability */ .zY)(stage);
  const immutable = expected.filters.join(", ");
  const missing = expected.filters.filter((filter) => !filters.includes(filter));
  const extra = filters.filter((filter) => !expected.filters.includes(filter));
  if (mutability === expected.mutability && missing.length === 0 && extra.length === 0)
    return good(name, `${immutable} never move, other tags do`);
  const found = `${mutability}${filters.length === 0 ? "" : ` (${filters.join(", ")})`}`;
  const required = `${stage} requires ${expected.mutability} (${immutable})`;
  return bad(name, `${found}, but ${required}: ${consequence(mutability, missing, extra)}.`, deploy);
}
function consequence(mutability, missing, extra) {
  if (mutability.startsWith("IMMUTABLE")) return "a tag that must move cannot";
  if (mutability === "MUTABLE") return "anyone who may push can move any tag to another image";
  if (missing.length > 0) return `anyone who may push can move tags such as ${missing.join(", ")} to another image`;
  return `tags such as ${extra.join(", ")} cannot move`;
}
function lifecycleCheck(policy, deploy) {
  const name = "lifecycle";
  if (policy === void 0) return warning(name, "no policy: every image is kept and paid for forever", deploy);
  const rules = rulesOf(policy);
  if (rules.length === 0)
    return warning(name, "a policy without any rule: every image is kept and paid for forever", deploy);
  return good(name, rules.map(describeRule).join("; "));
}
function rulesOf(policy) {
  try {
    return JSON.parse(policy).rules ?? [];
  } catch {
    return [];
  }
}
function describeRule({ description, selection, action }) {
  if (description !== void 0 && description !== "") return description;
  const { tagStatus = "any", countType = "any count", countNumber = "" } = selection ?? {};
  return `${action?.type ?? "expire"} ${tagStatus} by ${countType} ${countNumber}`.trim();
}
function scanCheck({ scanOnPush }, deploy) {
  if (scanOnPush) return good("scan on push", "on");
  return warning(
    "scan on push",
    "off: unless the whole registry has enhanced scanning, there are no findings, and a promotion with a severity limit needs them",
    deploy
  );
}
function encryptionCheck(own, source) {
  const name = "encryption key";
  if (own.encryption === source.encryption)
    return good(name, `the same as that of the source stage, so layers can be mounted (${own.encryption})`);
  return warning(
    name,
    `${own.encryption}, but the source stage has ${source.encryption}: a promotion copies layers through the machine that runs it, instead of mounting them`,
    "Empty and delete the repository, and deploy infra/ again. A repository keeps its first key, and infra/ uses one key for all stages of an account and region."
  );
}
function mountingObstacle(one, other) {
  if (one.account !== other.account)
    return "the source stage is in another account, and layers can only be mounted within one account";
  if (one.region !== other.region)
    return "the source stage is in another region, and layers can only be mounted within one region";
  return void 0;
}
function mountingCheck(setting, region) {
  const name = "layer mounting";
  const command = (verb) => `\`aws ecr ${verb}-account-setting --region ${region} --name BLOB_MOUNTING${verb === "put" ? " --value ENABLED" : ""}\``;
  if (setting === "ENABLED") return good(name, "BLOB_MOUNTING is ENABLED: a promotion transfers no layers");
  if (setting === "DISABLED") {
    return warning(
      name,
      "BLOB_MOUNTING is DISABLED: a promotion copies every layer through the machine that runs it",
      `Enable it: set \`blob-mounting: true\` for infra/, or run ${command("put")}.`
    );
  }
  return info(
    name,
    `not known: no stage's policy grants ecr:GetAccountSetting. Anyone with this permission can read the setting with ${command("get")}`
  );
}

// src/doctor/examine-settings.ts
async function examineSettings(request, access) {
  const read = await readSettings(request, access);
  const own = ownChecks(request, read);
  return request.source === void 0 ? own : [...own, ...sourceChecks(request, access, read)];
}
async function readSettings({ target, source, signal }, { client, sourceClient, own, atSource, isOwnAccount }) {
  const { readBlobMounting, readLifecyclePolicy, readRepositorySetup } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(287)]).then(__webpack_require__.bind(__webpack_require__, 6287));
  const mayDescribe = may(own, "ecr:DescribeRepositories");
  const isMountable = source !== void 0 && mountingObstacle(target.repository, source) === void 0;
  const [settings, lifecycle, sourceSettings, mounting] = await Promise.all([
    mayDescribe ? answerTo(() => readRepositorySetup(client, target.repository, signal), signal) : void 0,
    may(own, "ecr:GetLifecyclePolicy") ? answerTo(() => readLifecyclePolicy(client, target.repository, signal), signal) : void 0,
    isMountable && mayDescribe && may(atSource, "ecr:DescribeRepositories") ? answerTo(() => readRepositorySetup(sourceClient, source, signal), signal) : void 0,
    isMountable && isOwnAccount ? answerTo(() => readBlobMounting(client, signal), signal) : void 0
  ]);
  return { settings, lifecycle, sourceSettings, mounting };
}
function ownChecks(request, { settings, lifecycle }) {
  const { stage, deploy } = request;
  const hidden = reasonHidden(request);
  return [
    settingCheck("tag mutability", settings, hidden, (value) => mutabilityCheck(stage, value, deploy)),
    lifecycle === void 0 ? notChecked("lifecycle", hidden) : known("lifecycle", lifecycle, (policy) => lifecycleCheck(policy, deploy)),
    settingCheck("scan on push", settings, hidden, (value) => scanCheck(value, deploy))
  ];
}
function sourceChecks(request, { own }, { settings, sourceSettings, mounting }) {
  const { target, source } = request;
  const obstacle = source === void 0 ? void 0 : mountingObstacle(target.repository, source);
  if (obstacle !== void 0) return [info("layer mounting", obstacle)];
  const hidden = reasonHidden(request);
  const name = "encryption key";
  return [
    may(own, "ecr:DescribeRepositories") && sourceSettings === void 0 ? notChecked(name, "this identity lacks the metadata permissions on the source") : settingCheck(
      name,
      settings,
      hidden,
      (value) => settingCheck(name, sourceSettings, hidden, (before) => encryptionCheck(value, before))
    ),
    mounting === void 0 ? notChecked("layer mounting", "the setting belongs to a different account than the credentials") : known("layer mounting", mounting, (setting) => mountingCheck(setting, target.repository.region))
  ];
}
function reasonHidden({ principal, stage }) {
  const developer = `; a developer of ${stage} has them and can run \`ecr-registry doctor --stage ${stage}\``;
  return `this identity lacks the metadata permissions${principal.kind === "role" ? developer : ""}`;
}
function settingCheck(name, found, hidden, check) {
  if (found === void 0) return notChecked(name, hidden);
  if (found.kind === "unknown") return notKnown(name, found.reason);
  return found.value === void 0 ? notChecked(name, "the repository does not exist") : check(found.value);
}
function known(name, found, check) {
  return found.kind === "known" ? check(found.value) : notKnown(name, found.reason);
}
function may(permissions, action) {
  return permissions?.get(action)?.kind === "allowed";
}
async function answerTo(work, signal) {
  try {
    return { kind: "known", value: await work() };
  } catch (error) {
    signal.throwIfAborted();
    const { awsAnswer } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 3968));
    return { kind: "unknown", reason: awsAnswer(error) };
  }
}

// src/doctor/permissions.ts
function roleChecks({ prefix, repository, expected, levels, permissions }) {
  const intended = (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .actionsOf */ .Ro)(expected);
  return levels.map((level) => {
    const name = `${prefix}${level}`;
    const answers = sortByAnswer(_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .ACTIONS */ .kl[level], permissions);
    return expected.includes(level) ? expectedCheck(name, repository, answers) : unexpectedCheck(name, repository, answers, intended);
  });
}
function expectedCheck(name, repository, { allowed, denied, unknown }) {
  const [first] = denied;
  if (first !== void 0) {
    const isWhole = allowed.length + unknown.length === 0;
    const actions = denied.map(({ action }) => action).join(", ");
    return bad(name, `${isWhole ? "denied" : "partly denied"} on ${repository}: ${actions}`, remedyFor(first.because));
  }
  return unknown[0] === void 0 ? good(name, `granted on ${repository}`) : openCheck(name, repository, unknown);
}
function unexpectedCheck(name, repository, { allowed, unknown }, intended) {
  const extra = allowed.filter((action) => !intended.includes(action));
  if (extra.length > 0)
    return warning(
      name,
      `granted on ${repository}, although this role should not have it: ${extra.join(", ")}`,
      TOO_MUCH
    );
  const open = unknown.filter(({ action }) => !intended.includes(action));
  return open[0] === void 0 ? good(name, `denied on ${repository}, as intended`) : openCheck(name, repository, open);
}
function remedyFor(denial) {
  return (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .remedyOfDenial */ .r6)(denial) ?? `AWS answered: ${denial}`;
}
var TOO_MUCH = "Remove it: look for policies attached to the role besides those of infra/, and check the policy of the repository.";
function personChecks({ prefix, repository, levels, permissions }) {
  const found = levels.map((level) => ({ level, ...sortByAnswer(_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .ACTIONS */ .kl[level], permissions) }));
  const held = (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .actionsOf */ .Ro)(
    found.filter(({ denied, unknown }) => denied.length + unknown.length === 0).map(({ level }) => level)
  );
  return found.map(({ level, allowed, denied, unknown }) => {
    const name = `${prefix}${level}`;
    if (unknown[0] !== void 0) return openCheck(name, repository, unknown);
    if (denied.length === 0) return good(name, `granted on ${repository}`);
    const isWhole = allowed.every((action) => held.includes(action));
    return info(
      name,
      isWhole ? `denied on ${repository}` : `partly denied on ${repository}: ${denied.map(({ action }) => action).join(", ")}`
    );
  });
}
function findingsChecks({
  prefix,
  repository,
  permissions
}) {
  const { denied } = sortByAnswer(
    [...permissions.keys()].filter((action) => action.startsWith("inspector2:")),
    permissions
  );
  return denied.map(
    ({ action, because }) => warning(
      `${prefix}findings`,
      `not readable: Amazon Inspector scans ${repository}, but AWS denies ${action}. The findings stay unknown, so a promotion with a severity limit fails`,
      remedyFor(because)
    )
  );
}
var PEOPLE = { developers: "developers", endUsers: "end users" };
function accessCheck({ image, stage, permissions }) {
  const name = "access";
  const isAllowed = (action) => permissions.get(action)?.kind === "allowed";
  const open = [...permissions.values()].find(({ kind }) => kind === "unknown");
  if (open !== void 0)
    return warning(name, "Not compared with the groups of infra/: some permissions are not known, see above.");
  const compared = ["developers", "endUsers"].filter((person) => _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .GRANTS */ .Sl[stage][person].length > 0).map((person) => ({
    person,
    levels: _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .GRANTS */ .Sl[stage][person],
    lacking: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .actionsOf */ .Ro)(_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .GRANTS */ .Sl[stage][person]).filter((action) => !isAllowed(action))
  }));
  const [whole] = compared.filter(({ lacking }) => lacking.length === 0).sort((a, b) => b.levels.length - a.levels.length);
  if (whole === void 0) return lackingCheck(name, { image, stage, permissions }, compared);
  if (whole.person === "endUsers") return endUserCheck(name, { image, stage }, whole.levels);
  const intended = (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .actionsOf */ .Ro)(whole.levels);
  const extra = [...permissions.keys()].filter((action) => isAllowed(action) && !intended.includes(action));
  return good(
    name,
    `All permissions of the ${PEOPLE[whole.person]} of ${stage}${extra.length === 0 ? "" : `, and more: ${extra.join(", ")}`}.`
  );
}
function lackingCheck(name, { image, stage, permissions }, compared) {
  const [closest] = compared.sort((a, b) => a.lacking.length - b.lacking.length);
  if (closest === void 0) return info(name, `infra/ grants people nothing in ${stage}.`);
  const { person, levels, lacking } = closest;
  const [foreign] = [...permissions.values()].flatMap(
    (answer) => answer.kind === "denied" && (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .differingAccounts */ .ny)(answer.because) !== void 0 ? [answer.because] : []
  );
  return bad(
    name,
    lacking.length === (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .actionsOf */ .Ro)(levels).length ? `None of the permissions of the ${PEOPLE[person]} of ${stage} (${levels.join(", ")}).` : `Closest to the ${PEOPLE[person]} of ${stage}, but without ${lacking.join(", ")}.`,
    foreign === void 0 ? joinGroup(image, stage, person) : remedyFor(foreign)
  );
}
function endUserCheck(name, { image, stage }, held) {
  const rest = _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .GRANTS */ .Sl[stage].developers.filter((level) => !held.includes(level));
  return {
    ...good(name, `All permissions of the end users of ${stage}; its developers also have ${rest.join(" and ")}.`),
    remedy: joinGroup(image, stage, "developers")
  };
}
function joinGroup(image, stage, person) {
  const which = image === void 0 ? `the ${PEOPLE[person]} of ${stage}` : (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .groupName */ .hv)(image, stage, person);
  return `The IAM group ${which} grants the missing permissions. If you sign in through IAM Identity Center, the managed policy of that name grants them in your permission set.`;
}
function sortByAnswer(actions, permissions) {
  const result = { allowed: [], denied: [], unknown: [] };
  for (const action of actions) {
    const permission = permissions.get(action) ?? { kind: "unknown", because: "it was not requested" };
    if (permission.kind === "allowed") result.allowed.push(action);
    else if (permission.kind === "denied") result.denied.push({ action, because: permission.because });
    else
      result.unknown.push({
        action,
        because: permission.kind === "unknown" ? permission.because : "the repository does not exist"
      });
  }
  return result;
}
function openCheck(name, repository, open) {
  const actions = open.map(({ action }) => action).join(", ");
  return notKnown(name, `${actions} on ${repository}: ${open[0]?.because ?? ""}`);
}
function repositoryCheck(name, { repository: { arn, from }, deploy, permissions, principal }) {
  const answers = [...permissions.values()];
  if (answers.some(({ kind }) => kind === "no-repository"))
    return bad(name, `${arn} does not exist.`, (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .remedy */ .zL)`${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .originQuestion */ .T_)("repository", from)} If it is: ${deploy}`);
  if (answers.some(({ kind }) => kind === "allowed")) return good(name, arn);
  const open = answers.find((answer) => answer.kind === "unknown");
  if (open !== void 0) return notKnown(name, `whether ${arn} exists: ${open.because}`);
  const [denial = ""] = answers.flatMap((answer) => answer.kind === "denied" ? [answer.because] : []);
  const question = (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .questionOfDenial */ .Rp)(denial, from);
  if (principal === "role")
    return bad(
      name,
      `AWS denies every request for ${arn}, whether it exists or not.`,
      (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .remedy */ .zL)`${question}\n${remedyFor(denial)}`
    );
  return warning(name, `not known: AWS denies every request for ${arn}, whether it exists or not`, question);
}

// src/doctor/region.ts
function regionCheck(name, { region, origin }, host) {
  if (host?.includes(`.${region}.`) !== true) return void 0;
  return bad(
    name,
    `${region}, but the host ${host} has no address. Either AWS has no such region, or its hosts cannot be resolved from here.`,
    (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .remedy */ .zL)`Correct ${origin}. If the region ${region} exists, check that ${_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .THIS_MACHINE */ .DQ} can resolve the hosts of AWS (DNS, or HTTPS_PROXY behind a proxy).`
  );
}
function regionOrigin(file, stage) {
  return (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .originOfKey */ .dm)(file, (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .stageKey */ .Ih)(file, stage, "region"), file.stages[stage].region);
}

// src/doctor/examine.ts
var REPOSITORY_LEVELS = ["read", "write", "metadata"];
var CREDENTIALS = "credentials";
var TOKEN = "ECR token";
var NO_STAGES_FILE = "without a valid stages file, the repository is not known";
var SETTINGS = ["tag mutability", "lifecycle", "scan on push"];
async function examine(examination) {
  const { principal, signal } = examination;
  const [docker2, aws] = await Promise.all([
    dockerCheck(examination),
    principal.kind === "role" && principal.match.kind === "environment" ? [
      claimsCheck(principal.match, "", void 0),
      ...unreached(examination, CREDENTIALS, "the role trusts no job in this environment")
    ] : examineAws(examination)
  ]);
  signal.throwIfAborted();
  return [docker2, ...aws];
}
function unreached({ source }, from, reason) {
  const names = [
    CREDENTIALS,
    TOKEN,
    "registry",
    "repository",
    ...REPOSITORY_LEVELS,
    ...source === void 0 ? [] : ["source"],
    ...SETTINGS
  ];
  return names.slice(names.indexOf(from)).map((name) => notChecked(name, reason));
}
async function examineAws(examination) {
  const {
    target: { repository, role },
    identity,
    target,
    principal,
    regionOrigins,
    environment,
    signal
  } = examination;
  const { readCallerIdentity } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(287)]).then(__webpack_require__.bind(__webpack_require__, 6287));
  const caller = await attempt(
    CREDENTIALS,
    async () => {
      const found = await identity(target);
      return { ...found, arn: (await readCallerIdentity(found.credentials, repository, environment, signal)).arn };
    },
    ({ arn }) => arn
  );
  const claims = principal.kind === "role" ? [claimsCheck(principal.match, role.name, caller.value !== void 0)] : [];
  const region = "failure" in caller ? regionCheck("region", { region: repository.region, origin: regionOrigins.target }, (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .unresolvedHost */ .Qd)(caller.failure)) : void 0;
  if (region !== void 0)
    return [...claims, region, ...unreached(examination, CREDENTIALS, "no host of the region has an address")];
  if (caller.value === void 0)
    return [...claims, caller.check, ...unreached(examination, TOKEN, "there are no credentials")];
  return [...claims, caller.check, ...await examineEcr(examination, caller.value)];
}
async function examineEcr(examination, caller) {
  const { target, source, environment } = examination;
  const { openEcrClient } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 3968));
  const client = openEcrClient(target.repository.region, caller.credentials, environment);
  const sourceClient = openEcrClient(source?.region ?? target.repository.region, caller.credentials, environment);
  try {
    return await examineRepositories(examination, caller, { client, sourceClient });
  } finally {
    client.destroy();
    sourceClient.destroy();
  }
}
async function examineRepositories(examination, caller, clients) {
  const { target, source, principal } = examination;
  const { repository } = target;
  const sourceLevels = principal.kind === "role" ? REPOSITORY_LEVELS : _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .SOURCE_GRANTS */ .eh;
  const [login, own, atSource] = await Promise.all([
    examineLogin(examination, caller),
    askPermissions(clients.client, repository, REPOSITORY_LEVELS, examination, caller),
    source === void 0 ? void 0 : askPermissions(clients.sourceClient, source, sourceLevels, examination, caller)
  ]);
  const deploy = deployRemedy(target);
  const existence = repositoryCheck("repository", { repository, deploy, permissions: own, principal: principal.kind });
  const checks = [
    ...login.checks,
    existence,
    ...existence.state === "bad" ? REPOSITORY_LEVELS.map((level) => notAnswered(level, own)) : permissionChecks(examination, own, login.permission),
    ...findingsChecks({ prefix: "", repository: repository.name, permissions: own }),
    ...source === void 0 || atSource === void 0 ? [] : sourceChecks2(examination, source, atSource)
  ];
  if (existence.state === "bad") return [...checks, ...SETTINGS.map((name) => notAnswered(name, own))];
  const access = { ...clients, own, atSource, isOwnAccount: caller.account === repository.account };
  return [...checks, ...await examineSettings({ ...examination, deploy }, access)];
}
async function askPermissions(client, repository, levels, { signal }, { account }) {
  const { findInspectorDenials, probePermissions } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(287)]).then(__webpack_require__.bind(__webpack_require__, 6287));
  const [found, denials] = await Promise.all([
    probePermissions(client, repository, (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .actionsOf */ .Ro)(levels), signal),
    // Inspector never gives findings to another account, whatever is granted.
    account === repository.account ? findInspectorDenials(client, repository, signal) : []
  ]);
  return new Map([...found, ...denials]);
}
function permissionChecks({ stage, target, image, principal }, own, authorization) {
  const about = { prefix: "", repository: target.repository.name, levels: REPOSITORY_LEVELS, permissions: own };
  if (principal.kind === "role") return roleChecks({ ...about, expected: _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .GRANTS */ .Sl[stage].github });
  const all = new Map([
    ...own,
    ...(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .actionsOf */ .Ro)(["authorize"]).map((action) => [action, authorization])
  ]);
  return [...personChecks(about), accessCheck({ image, stage, permissions: all })];
}
function notAnswered(name, own) {
  const isMissing = [...own.values()].some(({ kind }) => kind === "no-repository");
  return notChecked(name, isMissing ? "the repository does not exist" : "AWS denies every request for the repository");
}
function sourceChecks2({ stage, principal, regionOrigins }, source, permissions) {
  const hosts = [...permissions.values()].map(
    (permission) => permission.kind === "unknown" ? permission.host : void 0
  );
  const region = regionCheck(
    "source: region",
    { region: source.region, origin: regionOrigins.source },
    hosts.find((host) => host !== void 0)
  );
  if (region !== void 0) return [region, notChecked("source", "no host of its region has an address")];
  const existence = repositoryCheck("source", {
    repository: source,
    deploy: `Deploy infra/ for ${(0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .sourceStage */ .IG)(stage) ?? "the previous stage"}.`,
    permissions,
    principal: principal.kind
  });
  if (existence.state === "bad") return [existence];
  const isForbidden = [...permissions.values()].every(({ kind }) => kind === "denied");
  if (principal.kind === "person" && isForbidden)
    return [info("source", `nothing is granted on ${source.arn}; GitHub's jobs run the promotions`)];
  const about = { prefix: "source: ", repository: source.name, permissions };
  const levels = principal.kind === "role" ? roleChecks({ ...about, expected: _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .SOURCE_GRANTS */ .eh, levels: REPOSITORY_LEVELS }) : personChecks({ ...about, levels: _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .SOURCE_GRANTS */ .eh });
  return [existence, ...levels, ...findingsChecks(about)];
}
async function examineLogin({ target: { repository }, environment, log, signal }, { credentials, account }) {
  const { resolveRegistryLogin, requestAuthorizationToken } = await Promise.all(/* import() */[__webpack_require__.e(330), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 3968));
  const access = { credentials, environment, signal };
  const token = await attempt(
    TOKEN,
    () => requestAuthorizationToken(repository, access, log.mask),
    () => "granted (authorize)"
  );
  if ("failure" in token)
    return {
      checks: [token.check, notChecked("registry", "there is no token to log in with")],
      permission: refusalOf(token.failure)
    };
  const { value } = token;
  const registry = await attempt(
    "registry",
    async () => {
      const login = await resolveRegistryLogin({
        ...access,
        repository,
        side: "target",
        token: value,
        callerAccount: account
      });
      await reach(login.origin, login, repository.name, signal);
      return login.origin;
    },
    (origin) => `${origin} answers`
  );
  return { checks: [token.check, registry.check], permission: { kind: "allowed" } };
}
async function reach(origin, login, name, signal) {
  const registry = (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .openRegistry */ .Me)({ origin, authorization: { kind: "basic", login }, signal, deadlineMs: 2e4 });
  try {
    await registry.repository(name).manifest(`sha256:${"0".repeat(64)}`);
  } finally {
    await registry.close();
  }
}
function refusalOf({ message, cause }) {
  return cause instanceof Error && cause.name.startsWith("AccessDenied") ? { kind: "denied", because: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(cause) } : { kind: "unknown", because: message };
}
function deployRemedy({ stack, stage }) {
  return `Deploy infra/ for ${stage}${stack === void 0 ? "" : ` (the stack ${stack})`}.`;
}

// src/doctor/trunk.ts
var NAME3 = "trunk";
async function trunkCheck({ trunk, origin, isKnown, github }) {
  if (origin === void 0) return good(NAME3, `${trunk}, the repository's default branch`);
  try {
    if (isKnown || await github.hasBranch(trunk)) return good(NAME3, `${trunk}, a branch of the repository`);
  } catch (error) {
    if (!(error instanceof _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR)) throw error;
    return warning(NAME3, `not known: whether ${trunk} is a branch of the repository. ${error.message}`, error.remedy);
  }
  return bad(
    NAME3,
    `${trunk}, but the repository has no such branch: no push counts as a push to the trunk, so nothing reaches master.`,
    (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .remedy */ .zL)`Correct ${origin}, or push the branch.`
  );
}
function trunkOrigin(file) {
  return file?.trunk === void 0 ? void 0 : (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .originOfKey */ .dm)(file, "trunk", file.trunk);
}
function provesBranch(event, branch) {
  switch (event.kind) {
    case "pull_request":
      return event.baseRef === branch;
    case "push":
      return event.branch === branch && !event.deleted;
    case "manual":
      return event.ref.kind === "branch" && event.ref.name === branch;
    default:
      return false;
  }
}

// src/doctor/job.ts
async function examineJob(job) {
  const steps = await takeSteps(job);
  job.signal.throwIfAborted();
  const before = await checksOf(steps, job);
  const examination = examinationOf(steps, job);
  const after = examination === void 0 ? await unreachedChecks(steps, job) : [steps.token.check, ...await job.timings.time("AWS", () => examine(examination))];
  return {
    kind: "examined",
    stage: steps.stage,
    reason: steps.decided?.value?.decision.reason ?? "The stage could not be determined.",
    checks: [...before, ...after]
  };
}
async function takeSteps(job) {
  const stages = await attempt("stages file", () => (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .readStages */ .ir)(job), describeStages);
  const token = await attempt("OIDC token", () => tokenOf(job, stages.value), describeToken);
  const known2 = stages.value;
  const attempted = known2 === void 0 ? void 0 : await attempt(
    "stage",
    () => (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .decideOn */ .mC)(job, known2, token.value ?? { kind: "unavailable" }),
    ({ decision: decision2 }) => decision2.reason
  );
  const decided = attempted === void 0 ? void 0 : withoutRefusal(attempted);
  const checkouts = (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .checkoutDirectories */ .Y9)(job.runner.workspace, job.inputs, stages.value?.image);
  const heads = await (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .headsOf */ .j$)(checkouts, job.environment);
  const decision = decided?.value?.decision;
  const stage = decision !== void 0 && "stage" in decision ? decision.stage : void 0;
  const route = stage === void 0 || known2 === void 0 ? void 0 : await attempt(
    "target",
    () => routeTo(stage, job, known2),
    ({ target }) => target.repository.arn
  );
  return { stages, token, decided, jobDecision: attempted?.value, heads, stage, route };
}
async function checksOf({ stages, decided, jobDecision, heads }, job) {
  const { inputs, runner } = job;
  const settings = () => (0,_src_core_spelling_js__WEBPACK_IMPORTED_MODULE_1__/* .buildSettings */ .E6)({ inputs, image: stages.value?.image, environment: job.environment });
  return [
    stages.check,
    ...jobDecision === void 0 ? [] : [await checkTrunk(jobDecision, job, stages.value?.file)],
    decided === void 0 ? notChecked("stage", "without a valid stages file, the stage is not known") : stageCheck(decided),
    checkoutCheck(heads, decided?.value, runner.workspace),
    ...isBuild(decided) ? [await dockerfileCheck(settings, runner.workspace)] : []
  ];
}
function examinationOf({ stages, token, decided, stage, route }, job) {
  if (decided?.value === void 0 || stages.value === void 0 || stage === void 0 || route?.value === void 0 || token.value === void 0)
    return void 0;
  const { target, source, regionOrigins } = route.value;
  const { decision, trunk } = decided.value;
  const { claims, token: jwt } = token.value;
  const request = { claims, trunk, github: (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .trustedBy */ .hM)(target, stages.value) };
  return {
    ...job,
    stage,
    target,
    source,
    regionOrigins,
    image: stages.value.image?.name,
    identity: (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .stageRole */ .p_)({ ...job, token: jwt, explain: (of) => (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .explainDenial */ .LI)({ ...request, target: of }) }),
    principal: { kind: "role", match: matchClaims({ ...request, target }) },
    needsDocker: decision.kind === "build",
    builder: job.inputs.build.builder
  };
}
async function unreachedChecks(steps, { inputs, environment, signal }) {
  const { token, decided, route } = steps;
  const hasNoStage = goesToNoStage(decided);
  const tokenCheck = hasNoStage && token.value === void 0 ? info("OIDC token", "none, and none is needed: this run goes to no stage") : token.check;
  const failed = route !== void 0 && "failure" in route ? [route.check] : [];
  const docker2 = isBuild(decided) ? [await dockerCheck({ needsDocker: true, builder: inputs.build.builder, environment, signal })] : [];
  const rest = unreached({ source: route?.value?.source }, "credentials", reasonUnreached(steps));
  return [tokenCheck, ...failed, ...docker2, ...rest];
}
function isBuild(decided) {
  const kind = decided?.value?.decision.kind;
  return kind === "build" || kind === "build-only";
}
function goesToNoStage(decided) {
  const kind = decided?.value?.decision.kind;
  return kind === "skip" || kind === "build-only";
}
function describeStages({ file, image }) {
  if (file === void 0) return "none, and none is needed: role-arn and repository-arn are given";
  const { path, images, trunk } = file;
  return `${path}: image ${image.name}${images.length === 1 ? "" : ` of ${images.length}`}, trunk ${trunk ?? "the repository's default branch"}`;
}
async function tokenOf({ inputs, runner, timings, signal }, stages) {
  const notAllowed = () => new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR("This job may not ask GitHub for an OIDC token.", { remedy: (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyWithoutToken */ .Qn)(runner.actor) });
  if (!runner.mayAskForToken) throw notAllowed();
  const token = await timings.time(
    "GitHub",
    () => (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .requestIdentityToken */ .lc)((0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .tokenAudience */ .kv)(inputs, { file: stages?.file }), signal)
  );
  if (token.kind === "unavailable") throw notAllowed();
  return token;
}
function describeToken({ claims }) {
  const shown = (name) => typeof claims[name] === "string" ? claims[name] : "(none)";
  return `${shown("sub")}, ref ${shown("ref")}`;
}
function withoutRefusal(attempted) {
  if (attempted.value === void 0) return attempted;
  const {
    check,
    value: { decision, ...by }
  } = attempted;
  if (decision.kind !== "refuse") return { check, value: { decision, ...by } };
  const { reason, remedy: remedy2 } = decision;
  return { check: bad(check.name, reason, remedy2), failure: new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR(reason, { remedy: remedy2 }) };
}
async function checkTrunk({ trunk, event, defaultBranch, github }, { inputs: { trunkBranch }, timings }, file) {
  const origin = trunkBranch === void 0 ? trunkOrigin(file) : (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .nameOfInput */ .nB)("trunk-branch");
  const isKnown = trunk === defaultBranch || provesBranch(event, trunk);
  return await timings.time("GitHub", () => trunkCheck({ trunk, origin, isKnown, github }));
}
function stageCheck({ check, value }) {
  if (value?.decision.kind === "skip" && value.decision.remedy !== void 0)
    return warning(check.name, check.says, value.decision.remedy);
  return value?.decision.kind === "skip" || value?.decision.kind === "build-only" ? info(check.name, check.says) : check;
}
function checkoutCheck(heads, decided, workspace) {
  const name = "git checkout";
  const { decision, event } = decided ?? {};
  const [head] = heads;
  const isAnyCommit = decision === void 0 || event === void 0 || decision.kind === "skip" || decision.kind === "promote" && decision.stage === "release";
  if (isAnyCommit)
    return head === void 0 ? info(name, "none, and none is needed here") : good(name, `commit ${head.id}`);
  try {
    return good(name, `commit ${(0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .checkWorkspace */ .MD)(heads, event, workspace).id}`);
  } catch (error) {
    if (!(error instanceof _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR)) throw error;
    return bad(name, error.message, error.remedy);
  }
}
function routeTo(stage, { inputs }, stages) {
  const { file } = stages;
  const target = (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .targetFor */ .x1)(stage, stages, inputs);
  const isKnown = (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .sourceStage */ .IG)(stage) !== void 0 && (file !== void 0 || inputs.sourceRepositoryArn !== void 0 || stage === "release");
  const originFor = (input, arn, of) => arn !== void 0 || file === void 0 || of === void 0 ? (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .nameOfInput */ .nB)(input) : regionOrigin(file, of);
  const regionOrigins = {
    target: originFor("repository-arn", inputs.repositoryArn, stage),
    source: originFor("source-repository-arn", inputs.sourceRepositoryArn, (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .sourceStage */ .IG)(stage))
  };
  return { target, regionOrigins, source: isKnown ? (0,_src_fingerprint_commit_js__WEBPACK_IMPORTED_MODULE_0__/* .sourceFor */ .nm)(stage, stages, inputs) : void 0 };
}
function reasonUnreached({ stages, decided, stage, route }) {
  if (stages.value === void 0) return NO_STAGES_FILE;
  if (goesToNoStage(decided)) return "this run goes to no stage";
  if (stage === void 0) return "the stage is not known";
  return route?.value === void 0 ? "the inputs name no valid repository" : "there is no OIDC token";
}



/***/ })

};
