export const id = 854;
export const ids = [854];
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

/***/ 4854:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   plan: () => (/* binding */ plan)
/* harmony export */ });
/* harmony import */ var _src_stages_environment_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8739);
/* harmony import */ var _src_stages_releases_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3218);
/* harmony import */ var _src_cli_trunk_rule_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8782);
/* harmony import */ var _src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6342);
/* harmony import */ var _src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9619);
/* harmony import */ var _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7660);
/* harmony import */ var _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6965);
/* harmony import */ var _src_core_setting_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(102);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(3692);











// src/stages/proposal.ts
function versionProposal(subject, commit) {
  return {
    ...{ kind: "proposed", subject, stage: "release", reach: ["release"] },
    limit: "a version goes only to release",
    revision: { commit, branch: void 0, pullRequest: void 0 }
  };
}
function refuseVersion(subject, reason) {
  return {
    kind: "refuse",
    reason: `${subject} cannot be released: ${reason}.`,
    remedy: "Give the commit a tag such as v1.2.3 or v1.2.3-rc.1."
  };
}
function skip(reason, remedy2) {
  return { kind: "skip", reason, ...remedy2 === void 0 ? {} : { remedy: remedy2 } };
}

// src/stages/automatic.ts
var DEPENDABOT = "dependabot[bot]";
function proposalForPullRequest(event, { token, trunk }) {
  const { number, headRef, headSha, fork, action, actor } = event;
  const name = number === void 0 ? "A pull request" : `Pull request #${number}`;
  const from = `${name} from branch ${headRef} of`;
  if (action === "closed") {
    return skip(`${name} was closed: nothing is built, and the lifecycle rules of the repositories clean up.`);
  }
  const proposed = {
    ...{ kind: "proposed", stage: "development", reach: ["development"] },
    revision: { commit: headSha, branch: headRef, pullRequest: number }
  };
  if (fork) {
    return {
      ...proposed,
      subject: `${from} a fork`,
      limit: "a fork's code is built, and goes to no stage",
      buildOnlyReason: `${from} a fork gets no credentials: its image is built, and not pushed.`
    };
  }
  return {
    ...proposed,
    ...buildOnlyWithoutToken(`${from} this repository`, actor, token),
    subject: `${from} this repository`,
    limit: `a pull request goes to development until it is merged to ${trunk}`
  };
}
function proposalForPush(event, { trunk, otherDefaultBranch, openPullRequest, token, inputs }) {
  const { branch, sha, deleted, actor } = event;
  if (deleted)
    return skip(`Branch ${branch} was deleted: nothing is built, and the lifecycle rules of the repositories clean up.`);
  const revision = { commit: sha, branch, pullRequest: openPullRequest };
  if (branch === trunk) {
    return {
      kind: "proposed",
      subject: `A push to the trunk ${trunk}`,
      stage: "master",
      reach: _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_5__/* .STAGES */ .an,
      limit: "",
      revision: { ...revision, pullRequest: void 0 }
    };
  }
  const mismatch = findTrunkMismatch(branch, trunk, otherDefaultBranch);
  if (openPullRequest === void 0 && inputs.stage === "auto") {
    const reason = `Branch ${branch} has no open pull request: nothing is built until it has one.`;
    return mismatch === void 0 ? skip(reason) : skip(`${mismatch.reason}. ${reason}`, mismatch.remedy);
  }
  const head = openPullRequest === void 0 ? "" : `, the head of pull request #${openPullRequest},`;
  const subject = `A push to branch ${branch}${head}`;
  return {
    ...{ kind: "proposed", subject, stage: "development", reach: ["development"], revision },
    ...buildOnlyWithoutToken(subject, actor, token),
    limit: mismatch?.reason ?? `a feature branch goes to development until it is merged to ${trunk}`
  };
}
function findTrunkMismatch(branch, trunk, otherDefaultBranch) {
  if (otherDefaultBranch?.branch !== branch) return void 0;
  return {
    reason: `${branch} is the repository's default branch, but the trunk is ${trunk}, set by ${otherDefaultBranch.trunkOrigin}`,
    remedy: `If ${branch} should feed the stage master, name it there as the trunk, and deploy infra/ again: the role of master trusts only the trunk.`
  };
}
function buildOnlyWithoutToken(subject, actor, token) {
  if (actor !== DEPENDABOT || token.kind === "token") return {};
  return {
    buildOnlyReason: `${subject} was started by Dependabot, which gets no OIDC token here: its image is built, and not pushed.`
  };
}
function proposalForTag({ tag, sha, deleted }) {
  if (deleted) return skip(`Tag ${tag} was deleted: its release stays.`);
  const reading = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__/* .versionOfTag */ .mx)(tag);
  if (reading.kind === "none") {
    const reason = `Tag ${tag} is not a version (v1.2.3): nothing is released.`;
    const meant = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__/* .tagMeantBy */ .RN)(tag);
    if (meant !== void 0) return skip(reason, `To release this commit, tag it ${meant}.`);
    const example = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__/* .looksLikeVersion */ .aG)(tag) ? (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__/* .versionInTag */ .oT)(tag) ?? _src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__/* .EXAMPLES */ .kS : void 0;
    return example === void 0 ? skip(reason) : { ...skip(reason), hint: `A tag such as ${example} releases. To release this commit, tag it so.` };
  }
  if (reading.kind === "unusable") return refuseVersion(`Tag ${tag}`, reading.reason);
  return { ...versionProposal(`Tag ${tag}`, sha), version: reading.version };
}
function proposalForRelease(event, { inputs }) {
  const { action, tag, sha, prerelease, wasPrerelease } = event;
  const becameFull = action === "edited" && wasPrerelease && !prerelease;
  if (!["published", "released"].includes(action) && !becameFull) {
    return skip(
      `Release ${tag} was ${action}: a release starts when it is published, or when it stops being a pre-release.`
    );
  }
  const reading = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__/* .versionOfTag */ .mx)(tag);
  const proposed = { ...versionProposal(`${prerelease ? "Pre-release" : "Release"} ${tag}`, sha), prerelease };
  if (reading.kind === "version") {
    return { ...proposed, version: { ...reading.version, prerelease: prerelease || reading.version.prerelease } };
  }
  if (reading.kind === "unusable") return refuseVersion(`Release ${tag}`, reading.reason);
  if (inputs.version !== void 0) return proposed;
  return {
    kind: "refuse",
    reason: `Release ${tag} was published under a tag that is not a version.`,
    remedy: {
      workflow: "Publish it under a tag such as v1.2.3, or set the input `version`.",
      terminal: "Give `--tag` with a tag such as v1.2.3, or add `--version 1.2.3`."
    }
  };
}
function proposalForMergeGroup({ sha }, { trunk }) {
  return {
    ...{ kind: "proposed", subject: `Merge group ${sha.slice(0, 12)}`, stage: "development", reach: ["development"] },
    limit: `a merge group is not on ${trunk} yet`,
    revision: { commit: sha, branch: void 0, pullRequest: void 0 }
  };
}

// src/stages/manual.ts
function proposalForManual(event, input) {
  const { ref, sha, version } = event;
  const subject = `${label(event.name)} on ${ref.kind} ${ref.name}`;
  const proposal = proposalForRef(subject, ref, sha, input.trunk);
  return proposal.kind === "proposed" ? withStage({ ...proposal, dispatchedVersion: version }, input) : proposal;
}
function proposalForRef(subject, ref, commit, trunk) {
  if (ref.kind === "tag") {
    const reading = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__/* .versionOfTag */ .mx)(ref.name);
    if (reading.kind === "unusable") return refuseVersion(subject, reading.reason);
    if (reading.kind === "version") return { ...versionProposal(subject, commit), version: reading.version };
  }
  const isTrunk = ref.kind === "branch" && ref.name === trunk;
  return {
    ...{ kind: "proposed", subject, stage: "development" },
    reach: isTrunk ? _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_5__/* .STAGES */ .an : ["development"],
    limit: `master takes only the trunk ${trunk}, and release only the trunk or a version's tag (v1.2.3)`,
    revision: { commit, branch: ref.kind === "branch" ? ref.name : void 0, pullRequest: void 0 }
  };
}
function proposalForWorkflowRun(event, input) {
  const { trunk } = input;
  const foreign = foreignOrigin(event, trunk);
  if (foreign !== void 0) {
    return {
      kind: "refuse",
      reason: `A workflow_run ${foreign} reaches no stage: it would run code from outside the trunk ${trunk} with the trunk's credentials.`,
      remedy: `Restrict the trigger to \`branches: [${trunk}]\` and to workflows that run on push.`
    };
  }
  const { conclusion } = event;
  if (conclusion !== "success") {
    return {
      kind: "refuse",
      reason: `The other workflow did not succeed (${conclusion === void 0 ? "it has not ended" : `its conclusion is ${conclusion}`}), so its commit reaches no stage.`,
      remedy: "Run this job only after a success: `if: github.event.workflow_run.conclusion == 'success'`."
    };
  }
  return withStage(
    {
      ...{
        kind: "proposed",
        subject: `A workflow_run on the trunk ${trunk}`,
        stage: "development",
        reach: _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_5__/* .STAGES */ .an,
        limit: ""
      },
      revision: { commit: event.sha, branch: trunk, pullRequest: void 0 }
    },
    input
  );
}
function foreignOrigin(event, trunk) {
  const { fromThisRepository, headEvent, headBranch } = event;
  if (!fromThisRepository) return "of another repository";
  if (headEvent.startsWith("pull_request")) return `started by ${headEvent}`;
  if (headBranch === trunk) return void 0;
  return headBranch === void 0 ? "of no branch" : `of branch ${headBranch}`;
}
function withStage(proposal, { inputs, environments, token }) {
  if (inputs.stage !== "auto") return { ...proposal, stage: inputs.stage };
  const refuse = (why, change) => ({
    kind: "refuse",
    reason: `${proposal.subject} does not determine its stage, and ${why}.`,
    remedy: change
  });
  if (environments === void 0) {
    return refuse("the environments of the stages are not known without a stages file", {
      workflow: "Set the input `stage` to development, master or release.",
      terminal: "Give `--stage` with development, master or release."
    });
  }
  const names = _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_5__/* .STAGES */ .an.map((stage2) => environments[stage2]);
  const others = names.slice(1).join(", ");
  const write = {
    workflow: `Write \`environment: ${names[0] ?? ""}\` (or ${others}) in the job, or set the input \`stage\`.`,
    terminal: `Add \`--environment ${names[0] ?? ""}\` (or ${others}), or \`--stage\`.`
  };
  if (token.kind === "unavailable") {
    return refuse(
      "there is no OIDC token that names the environment",
      (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_8__/* .remedy */ .zL)`Write \`permissions: {id-token: write}\` in the job. ${write}`
    );
  }
  const environment = (0,_src_stages_environment_js__WEBPACK_IMPORTED_MODULE_0__/* .environmentOf */ .p7)(token.claims);
  if (environment === void 0) return refuse("the job has no environment", write);
  const stage = (0,_src_stages_environment_js__WEBPACK_IMPORTED_MODULE_0__/* .stageOfEnvironment */ .jp)(environment, environments);
  if (stage !== void 0) return { ...proposal, stage };
  const alike = names.find((name) => name.toLowerCase() === environment.toLowerCase());
  return alike === void 0 ? refuse(`its environment ${environment} is none of ${names.join(", ")}`, write) : refuse(`its environment ${environment} is not ${alike}: IAM distinguishes upper and lower case`, {
    workflow: `Write \`environment: ${alike}\` in the job, exactly as in the stages file.`,
    terminal: `Give \`--environment ${alike}\`, exactly as in the stages file.`
  });
}
function label(event) {
  return event === "schedule" ? "A scheduled run" : `A ${event}`;
}

// src/stages/decide.ts
function needsPullRequest(event, trunk) {
  return event.kind === "push" && !event.deleted && event.branch !== trunk;
}
function decide(input) {
  const proposal = proposalFor(input);
  if (proposal.kind !== "proposed") return proposal;
  const { inputs } = input;
  const stage = inputs.stage === "auto" ? proposal.stage : inputs.stage;
  if (!proposal.reach.includes(stage)) return refuseStage(proposal, stage, inputs.stage === "auto");
  const operation = inputs.operation === "auto" ? stage === "release" ? "promote" : "build" : inputs.operation;
  const refused = checkOperation(stage, operation);
  if (refused !== void 0) return refused;
  const version = versionFor(proposal, inputs.version, stage);
  if (version?.kind === "refuse") return version;
  const revision = { ...proposal.revision, version: version?.version };
  if (proposal.buildOnlyReason !== void 0) return { kind: "build-only", reason: proposal.buildOnlyReason, revision };
  const source = operation === "promote" ? `, promoted from ${(0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_5__/* .sourceStage */ .IG)(stage) ?? "nowhere"}` : "";
  const requested = stage === proposal.stage ? "" : ", as requested";
  return { kind: operation, stage, reason: `${proposal.subject} goes to ${stage}${source}${requested}.`, revision };
}
function proposalFor(input) {
  const { event } = input;
  switch (event.kind) {
    case "pull_request":
      return proposalForPullRequest(event, input);
    case "push":
      return proposalForPush(event, input);
    case "merge_group":
      return proposalForMergeGroup(event, input);
    case "tag":
      return proposalForTag(event);
    case "release":
      return proposalForRelease(event, input);
    case "delete":
      return skip(
        "A branch or a tag was deleted: nothing is built, and the lifecycle rules of the repositories clean up."
      );
    case "manual":
      return proposalForManual(event, input);
    case "workflow_run":
      return proposalForWorkflowRun(event, input);
    case "other":
      return {
        kind: "refuse",
        reason: `The event ${event.name} can run unreviewed code with the stage's credentials.`,
        remedy: "Run on pull_request, push, merge_group, release, workflow_dispatch, schedule, repository_dispatch or workflow_run."
      };
  }
}
function refuseStage({ subject, reach, limit }, stage, byEnvironment) {
  return {
    kind: "refuse",
    reason: `${subject} may not reach ${stage}: ${limit}.`,
    remedy: byEnvironment ? {
      workflow: `Start it from a branch or a tag that reaches ${stage}, or in the environment of ${reach.join(" or ")}.`,
      terminal: `Give \`--branch\` or \`--tag\` with one that reaches ${stage}, or \`--environment\` with that of ${reach.join(" or ")}.`
    } : {
      workflow: `Remove \`stage: ${stage}\` from this job, or set it to ${reach.join(" or ")}.`,
      terminal: `Leave out \`--stage ${stage}\`, or give \`--stage ${reach.join("` or `--stage ")}\`.`
    }
  };
}
function checkOperation(stage, operation) {
  if (stage === "development" && operation === "promote") {
    return {
      kind: "refuse",
      reason: "An image cannot be promoted to development: no stage precedes it.",
      remedy: "Remove `operation: promote`; development builds."
    };
  }
  if (stage === "release" && operation === "build") {
    return {
      kind: "refuse",
      reason: "A release is never rebuilt: it is the image that was tested in master, by digest.",
      remedy: "Remove `operation: build`; release promotes from master."
    };
  }
  return void 0;
}
function versionFor(proposal, input, stage) {
  const { subject, version: own } = proposal;
  const given = input ?? (stage === "release" ? proposal.dispatchedVersion : void 0);
  if (given === void 0) return own === void 0 ? void 0 : { kind: "version", version: own };
  const remedy2 = "Write the version as in 1.2.3 or 1.2.3-rc.1.";
  const reading = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__/* .versionOfInput */ .W3)(given);
  if (reading.kind === "none")
    return { kind: "refuse", reason: `The version \`${given}\` is not a semantic version.`, remedy: remedy2 };
  if (reading.kind === "unusable") return { kind: "refuse", reason: `The version ${reading.reason}.`, remedy: remedy2 };
  if (own !== void 0 && own.text !== reading.version.text) {
    return {
      kind: "refuse",
      reason: `${subject} has the version ${own.text}, and the version ${reading.version.text} was given.`,
      remedy: {
        workflow: "Remove the input `version`: the tag already names the version.",
        terminal: "Leave out `--version`: the tag already names the version."
      }
    };
  }
  const prerelease = reading.version.prerelease || own?.prerelease === true || proposal.prerelease === true;
  return { kind: "version", version: { text: reading.version.text, prerelease } };
}

// src/cli/plan.ts
async function plan(common, options, invocation) {
  const tree = await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .readWorkingTree */ .cD)(invocation.directory, invocation.environment);
  const project = await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__/* .readProject */ .Wh)(tree, common, invocation);
  const { trunk, file } = project;
  const event = await eventOf(project, options);
  const isOpen = needsPullRequest(event, trunk);
  const decision = await applyRunChecks(
    project,
    options,
    decide({
      event,
      trunk,
      otherDefaultBranch: void 0,
      environments: (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_5__/* .environmentsOf */ .M2)(file),
      openPullRequest: isOpen ? options.pullRequest : void 0,
      token: options.fork === true ? { kind: "unavailable" } : { kind: "token", claims: claimsOf(options) },
      inputs: { stage: common.stage ?? "auto", operation: "auto", version: options.version }
    })
  );
  const destination = decision.kind === "build" || decision.kind === "promote" ? destinationOf(project, decision) : void 0;
  const pullRequestHint = isOpen && options.pullRequest === void 0 ? ["With an open pull request the image would go to development: add --pull-request <number> to see that."] : [];
  const hint = decision.kind === "skip" ? decision.hint : void 0;
  const remedyOfDecision = decision.kind === "refuse" || decision.kind === "skip" ? decision.remedy : void 0;
  const remedy2 = remedyOfDecision === void 0 ? void 0 : (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_8__/* .remedyAt */ .gx)("terminal", remedyOfDecision);
  return {
    lines: [
      `${event.name}: ${decision.reason}`,
      ...remedy2 === void 0 ? [] : [remedy2],
      ...destination === void 0 ? [] : rowsOf(destination),
      ...hint === void 0 ? [] : [hint],
      ...pullRequestHint
    ],
    json: {
      event: event.name,
      decision: decision.kind,
      reason: decision.reason,
      ...remedy2 === void 0 ? {} : { remedy: remedy2 },
      ...hint === void 0 ? {} : { hint },
      ...destination
    },
    exitCode: decision.kind === "refuse" ? 1 : 0
  };
}
function claimsOf({ environment }) {
  return environment === void 0 ? {} : { environment };
}
async function applyRunChecks({ targetOf, trunk, tree }, options, decision) {
  if (decision.kind !== "build" && decision.kind !== "promote") return decision;
  if (decision.stage === "release" && decision.revision.version === void 0) {
    return {
      kind: "refuse",
      reason: `${decision.reason} A release needs a version, and this event names none.`,
      remedy: "Add --version 1.2.3, or --tag v1.2.3."
    };
  }
  const { commit } = decision.revision;
  if (decision.stage === "release" && await (0,_src_cli_trunk_rule_js__WEBPACK_IMPORTED_MODULE_2__/* .isOnTrunk */ .GB)(trunk, tree, commit) === false) {
    return {
      kind: "refuse",
      reason: `${decision.reason} A release is of a commit on the trunk ${trunk}, and ${commit.slice(0, 12)} is not on it here.`,
      remedy: `Tag a commit of ${trunk}, after \`git fetch\`.`
    };
  }
  const refusal = options.environment === void 0 ? void 0 : (0,_src_stages_environment_js__WEBPACK_IMPORTED_MODULE_0__/* .checkEnvironment */ .Qz)(decision.stage, targetOf(decision.stage).environment, claimsOf(options));
  return refusal ?? decision;
}
var UNKNOWN_COMMIT = "?".repeat(40);
async function eventOf(project, { event, branch, tag, pullRequest, fork = false }) {
  const { tree, trunk } = project;
  const name = event ?? (tag === void 0 && (pullRequest !== void 0 || fork) ? "pull_request" : "push");
  if (branch !== void 0 && tag !== void 0)
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_8__/* .Failure */ .HR("An event belongs to a branch or to a tag, and both --branch and --tag are given.", {
      remedy: "Leave one of them out."
    });
  if (fork && name !== "pull_request")
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_8__/* .Failure */ .HR(`A fork sends only pull requests, and the event is ${name}.`, {
      remedy: "Leave out --fork, or --event and --tag."
    });
  const onBranch = branch ?? (name === "schedule" ? trunk : tree.branch);
  const actor = "you";
  const sha = await commitOf(project, onBranch, tag);
  const requireBranch = () => {
    if (onBranch !== void 0) return onBranch;
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_8__/* .Failure */ .HR("No branch is checked out, and none is given.", {
      remedy: "Name a branch with --branch, or a tag with --tag."
    });
  };
  switch (name) {
    case "pull_request": {
      if (pullRequest === void 0 && !fork)
        throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_8__/* .Failure */ .HR("The tag of a pull request has its number, and none is given.", {
          remedy: "Add its number: --pull-request 12."
        });
      return {
        kind: "pull_request",
        name,
        actor,
        action: "synchronize",
        number: pullRequest,
        fork,
        headRef: requireBranch(),
        headSha: sha,
        mergeSha: sha,
        baseRef: trunk
      };
    }
    case "push":
      return tag === void 0 ? { kind: "push", name, actor, branch: requireBranch(), sha, deleted: false } : { kind: "tag", name, actor, tag, sha, deleted: false };
    case "merge_group":
      return { kind: "merge_group", name, actor, sha };
    case "release": {
      if (tag === void 0)
        throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_8__/* .Failure */ .HR("A release needs a git tag, and none is given.", { remedy: "Add --tag v1.2.3." });
      const reading = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__/* .versionOfTag */ .mx)(tag);
      return {
        kind: "release",
        name,
        actor,
        action: "published",
        tag,
        prerelease: reading.kind === "version" && reading.version.prerelease,
        wasPrerelease: false,
        sha
      };
    }
    case "workflow_dispatch":
    case "schedule":
      return {
        kind: "manual",
        name,
        actor,
        sha,
        version: void 0,
        ref: tag === void 0 ? { kind: "branch", name: requireBranch() } : { kind: "tag", name: tag }
      };
  }
}
async function commitOf({ tree: { git, remote, branch: checkedOut, commit } }, branch, tag) {
  if (tag === void 0 && branch === checkedOut) return commit.id;
  const refs = tag === void 0 ? [`refs/heads/${branch ?? ""}`, `refs/remotes/${remote ?? ""}/${branch ?? ""}`] : [`refs/tags/${tag}`];
  for (const ref of refs) {
    const id = await git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`);
    if (id !== void 0) return id;
  }
  return UNKNOWN_COMMIT;
}
function destinationOf(project, { kind, stage, revision }) {
  const { variant } = project.inputs;
  const { repository, role, environment } = project.targetOf(stage);
  const source = kind === "promote" ? (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_5__/* .sourceStage */ .IG)(stage) : void 0;
  const sources = stage === "release" ? [] : [(0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__/* .fingerprintTag */ .bN)(stage, "<fingerprint>").name];
  const { commit, named } = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_3__/* .tagsFor */ .Nj)({
    ...revision,
    stage,
    trunk: project.trunk,
    variant,
    variants: Object.keys(project.image.variants)
  });
  const lines = stage === "release" && revision.version !== void 0 ? (0,_src_stages_releases_js__WEBPACK_IMPORTED_MODULE_1__/* .versionLines */ .YM)(revision.version, variant) : [];
  const sha = revision.commit === UNKNOWN_COMMIT ? (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_5__/* .inVariant */ .l7)("sha-<commit>", variant) : commit.name;
  return {
    stage,
    repository: repository.name,
    account: repository.account,
    region: repository.region,
    role: role.arn,
    environment,
    ...source === void 0 ? {} : { source: project.targetOf(source).repository.name },
    tags: [...sources, sha, ...named.map(({ name }) => name)],
    ...lines.length === 0 ? {} : { lines: lines.map(({ tag }) => tag) }
  };
}
function rowsOf({ repository, account, region, role, environment, source, tags, lines }) {
  const rows = [
    ["repository", `${repository} (account ${account}, ${region})`],
    ...source === void 0 ? [] : [["from", source]],
    ["role", role],
    ["environment", environment ?? "(none)"],
    ["tags", tags.join("  ")],
    ...lines === void 0 ? [] : [["", `${lines.join("  ")}, each unless a higher version of its line is released`]]
  ];
  return rows.map(([name = "", value = ""]) => `  ${name.padEnd(11)}  ${value}`);
}



/***/ }),

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

/***/ 8739:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qz: () => (/* binding */ checkEnvironment),
/* harmony export */   jp: () => (/* binding */ stageOfEnvironment),
/* harmony export */   p7: () => (/* binding */ environmentOf)
/* harmony export */ });
/* harmony import */ var _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7660);


// src/stages/environment.ts
function environmentOf(claims) {
  const claim = claims["environment"];
  return typeof claim === "string" && claim !== "" ? claim : void 0;
}
function stageOfEnvironment(environment, environments) {
  return _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_0__/* .STAGES */ .an.find((stage) => environments[stage] === environment);
}
function checkEnvironment(stage, expected, claims) {
  const environment = environmentOf(claims);
  if (expected === void 0 || environment === expected) return void 0;
  const found = environment === void 0 ? "The job has no environment" : `The job is in the environment ${environment}`;
  const hint = environment?.toLowerCase() === expected.toLowerCase() ? ": IAM distinguishes upper and lower case" : "";
  return {
    kind: "refuse",
    reason: `${found}, and the role of ${stage} trusts only the environment ${expected}${hint}.`,
    remedy: {
      workflow: `Write \`environment: ${expected}\` in the job, or set the input \`stage\` to the intended stage.`,
      terminal: `Give \`--environment ${expected}\`, or \`--stage\` with the intended stage.`
    }
  };
}




/***/ }),

/***/ 3218:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O$: () => (/* binding */ nearestVersionTags),
/* harmony export */   UT: () => (/* binding */ highestAbove),
/* harmony export */   YM: () => (/* binding */ versionLines),
/* harmony export */   ae: () => (/* binding */ guessedVersionTags),
/* harmony export */   od: () => (/* binding */ planLine)
/* harmony export */ });
/* harmony import */ var _src_stages_version_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6342);
/* harmony import */ var _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7660);
/* harmony import */ var _node_modules_semver_functions_compare_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8469);
/* harmony import */ var _node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8511);
/* harmony import */ var _node_modules_semver_functions_minor_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2603);
/* harmony import */ var _node_modules_semver_functions_patch_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8756);
/* harmony import */ var _node_modules_semver_functions_rcompare_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2173);



// src/stages/releases.ts





function versionLines({ text, prerelease }, variant) {
  if (prerelease) return [];
  return [
    {
      tag: (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)(`${_node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_3__(text)}.${_node_modules_semver_functions_minor_js__WEBPACK_IMPORTED_MODULE_4__(text)}`, variant),
      includes: (other) => _node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_3__(other) === _node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_3__(text) && _node_modules_semver_functions_minor_js__WEBPACK_IMPORTED_MODULE_4__(other) === _node_modules_semver_functions_minor_js__WEBPACK_IMPORTED_MODULE_4__(text)
    },
    { tag: (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)(`${_node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_3__(text)}`, variant), includes: (other) => _node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_3__(other) === _node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_3__(text) },
    { tag: (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)("latest", variant), includes: () => true }
  ];
}
var NEAREST_ABOVE = 20;
var NEAREST_BELOW = 10;
var GUESSED = 5;
function nearestVersionTags(version, gitTags, variant) {
  const released = gitTags.flatMap((tag) => {
    const reading = (0,_src_stages_version_js__WEBPACK_IMPORTED_MODULE_0__/* .versionOfTag */ .mx)(tag);
    return reading.kind === "version" && !reading.version.prerelease ? [reading.version.text] : [];
  });
  const chosen = versionLines(version, variant).flatMap(({ includes }) => {
    const line = released.filter(includes).sort(_node_modules_semver_functions_rcompare_js__WEBPACK_IMPORTED_MODULE_6__);
    const above = line.filter((other) => _node_modules_semver_functions_compare_js__WEBPACK_IMPORTED_MODULE_2__(other, version.text) > 0);
    const below = line.filter((other) => _node_modules_semver_functions_compare_js__WEBPACK_IMPORTED_MODULE_2__(other, version.text) < 0);
    return [...above.slice(0, NEAREST_ABOVE), ...below.slice(0, NEAREST_BELOW)];
  });
  return [...new Set(chosen)].sort(_node_modules_semver_functions_rcompare_js__WEBPACK_IMPORTED_MODULE_6__).map((text) => versionTag(text, variant));
}
function guessedVersionTags({ text, prerelease }, variant) {
  if (prerelease) return [];
  const [first, second, third] = [_node_modules_semver_functions_major_js__WEBPACK_IMPORTED_MODULE_3__(text), _node_modules_semver_functions_minor_js__WEBPACK_IMPORTED_MODULE_4__(text), _node_modules_semver_functions_patch_js__WEBPACK_IMPORTED_MODULE_5__(text)];
  return [
    ...around(third).map((one) => versionTag(`${first}.${second}.${one}`, variant)),
    ...around(second).map((one) => lineTag(`${first}.${one}`, `${first}.${one}.0`, variant)),
    ...around(first).map((one) => lineTag(`${one}`, `${one}.0.0`, variant))
  ];
}
function versionTag(version, variant) {
  return { tag: (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)(`v${version}`, variant), version };
}
function lineTag(line, lowest, variant) {
  return { tag: (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .inVariant */ .l7)(line, variant), version: lowest };
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
  return released.filter(({ version }) => includes(version) && _node_modules_semver_functions_compare_js__WEBPACK_IMPORTED_MODULE_2__(version, text) > 0).sort((a, b) => _node_modules_semver_functions_rcompare_js__WEBPACK_IMPORTED_MODULE_6__(a.version, b.version))[0];
}




/***/ })

};
