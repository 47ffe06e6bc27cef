export const id = 287;
export const ids = [287];
export const modules = {

/***/ 7940:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ readCallerIdentity),
/* harmony export */   e: () => (/* binding */ remedyOfStsError)
/* harmony export */ });
/* harmony import */ var _src_aws_answer_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9330);
/* harmony import */ var _src_stages_origin_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3238);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3692);




// node_modules/@aws-sdk/client-sts/dist-es/commands/GetCallerIdentityCommand.js
var GetCallerIdentityCommand = class extends (0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _src_aws_answer_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "GetCallerIdentity", _src_aws_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .GetCallerIdentity$ */ .ef) {
};

// src/aws/caller-identity.ts
var DEADLINE_MS = 3e4;
async function readCallerIdentity(credentials, place, environment, signal) {
  const { region } = place;
  const client = new _src_aws_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .STSClient */ .iM({ ...(0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .clientConfig */ .yO)("sts", region, environment), credentials });
  try {
    const { Account: account, Arn: arn } = await (0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .withTimeout */ .wj)(
      client.send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
      DEADLINE_MS,
      "STS",
      signal
    );
    if (account === void 0 || arn === void 0) throw new Error("the answer names no owner");
    return { account, arn };
  } catch (error) {
    signal.throwIfAborted();
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(
      `Asking STS in ${region} for the owner of the AWS credentials (GetCallerIdentity): ${(0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .awsAnswer */ .S_)(error)}`,
      {
        cause: error,
        remedy: remedyOfStsError(error, place)
      }
    );
  } finally {
    client.destroy();
  }
}
function remedyOfStsError(error, { region, from }) {
  const name = error instanceof Error ? error.name : "";
  switch (name.replace(/Exception$/, "")) {
    case "ExpiredToken":
      return "Log in again (`aws sso login`), or set new temporary credentials: these have expired.";
    case "InvalidClientTokenId":
    case "UnrecognizedClient":
      return "Log in again (`aws sso login`), or name another profile. AWS does not know the access key: it was deleted or deactivated, it belongs to another partition, or AWS_SESSION_TOKEN is missing for temporary credentials.";
    case "SignatureDoesNotMatch":
      return "Check that AWS_SECRET_ACCESS_KEY belongs to AWS_ACCESS_KEY_ID, and that the clock of this machine is right within 5 minutes (`date -u`).";
    case "RequestExpired":
    case "RequestTimeTooSkewed":
      return "Set the clock of this machine: it is wrong (`date -u` shows it).";
    case "RegionDisabled":
      return `${(0,_src_stages_origin_js__WEBPACK_IMPORTED_MODULE_2__/* .originQuestion */ .T_)("region", from.region)} If it is, activate STS for ${region} in the account, under IAM, Account settings.`;
    default:
      return (0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyOfNoAnswer */ .fr)(error, { service: "STS", region, from });
  }
}




/***/ }),

/***/ 6287:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findInspectorDenials: () => (/* binding */ findInspectorDenials),
/* harmony export */   probePermissions: () => (/* binding */ probePermissions),
/* harmony export */   readBlobMounting: () => (/* binding */ readBlobMounting),
/* harmony export */   readCallerIdentity: () => (/* reexport safe */ _aws_sdk_client_sts_dist_es_commands_GetCallerIdentityCommand_js__WEBPACK_IMPORTED_MODULE_1__.U),
/* harmony export */   readLifecyclePolicy: () => (/* binding */ readLifecyclePolicy),
/* harmony export */   readRepositorySetup: () => (/* binding */ readRepositorySetup)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4428);
/* harmony import */ var _aws_sdk_client_sts_dist_es_commands_GetCallerIdentityCommand_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7940);
/* harmony import */ var _src_aws_answer_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9330);
/* harmony import */ var _aws_sdk_credential_provider_node_dist_es_remoteProvider_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3750);
/* harmony import */ var _src_stages_permissions_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8878);
/* harmony import */ var _actions_http_client_lib_proxy_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9928);
/* harmony import */ var _aws_sdk_signature_v4_multi_region_dist_es_signature_v4_crt_container_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(370);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(3692);
/* harmony import */ var _aws_sdk_credential_provider_env_dist_es_fromEnv_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(5023);
/* harmony import */ var _aws_sdk_core_dist_es_submodules_httpAuthSchemes_utils_getDateHeader_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(4376);
/* harmony import */ var _smithy_core_dist_es_submodules_checksum_crc32_Crc32Node_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(5421);
/* harmony import */ var _smithy_node_http_handler_dist_es_build_abort_error_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(1883);
/* harmony import */ var _aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(5597);
/* harmony import */ var _smithy_core_dist_es_submodules_protocols_middleware_content_length_contentLengthMiddleware_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(7347);
/* harmony import */ var _smithy_core_dist_es_submodules_config_defaults_mode_constants_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(2339);
/* harmony import */ var _smithy_core_dist_es_submodules_serde_is_array_buffer_is_array_buffer_js__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(1801);
/* harmony import */ var _smithy_types_dist_es_extensions_checksum_js__WEBPACK_IMPORTED_MODULE_16__ = __webpack_require__(3482);



















// node_modules/@aws-sdk/client-ecr/dist-es/commands/BatchCheckLayerAvailabilityCommand.js
var BatchCheckLayerAvailabilityCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "BatchCheckLayerAvailability", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .BatchCheckLayerAvailability$ */ .FD) {
};

// node_modules/@aws-sdk/client-ecr/dist-es/commands/BatchGetImageCommand.js
var BatchGetImageCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "BatchGetImage", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .BatchGetImage$ */ .e$) {
};

// node_modules/@aws-sdk/client-ecr/dist-es/commands/CompleteLayerUploadCommand.js
var CompleteLayerUploadCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "CompleteLayerUpload", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .CompleteLayerUpload$ */ .eR) {
};

// node_modules/@aws-sdk/client-ecr/dist-es/commands/GetAccountSettingCommand.js
var GetAccountSettingCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "GetAccountSetting", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .GetAccountSetting$ */ .WF) {
};

// node_modules/@aws-sdk/client-ecr/dist-es/commands/GetDownloadUrlForLayerCommand.js
var GetDownloadUrlForLayerCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "GetDownloadUrlForLayer", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .GetDownloadUrlForLayer$ */ .G4) {
};

// node_modules/@aws-sdk/client-ecr/dist-es/commands/GetLifecyclePolicyCommand.js
var GetLifecyclePolicyCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "GetLifecyclePolicy", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .GetLifecyclePolicy$ */ .t6) {
};

// node_modules/@aws-sdk/client-ecr/dist-es/commands/GetLifecyclePolicyPreviewCommand.js
var GetLifecyclePolicyPreviewCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "GetLifecyclePolicyPreview", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .GetLifecyclePolicyPreview$ */ .HC) {
};

// node_modules/@aws-sdk/client-ecr/dist-es/commands/GetRepositoryPolicyCommand.js
var GetRepositoryPolicyCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "GetRepositoryPolicy", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .GetRepositoryPolicy$ */ .v6) {
};

// node_modules/@aws-sdk/client-ecr/dist-es/commands/InitiateLayerUploadCommand.js
var InitiateLayerUploadCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "InitiateLayerUpload", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .InitiateLayerUpload$ */ .W9) {
};

// node_modules/@aws-sdk/client-ecr/dist-es/commands/ListImagesCommand.js
var ListImagesCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "ListImages", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .ListImages$ */ .R0) {
};

// node_modules/@aws-sdk/client-ecr/dist-es/commands/ListTagsForResourceCommand.js
var ListTagsForResourceCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "ListTagsForResource", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .ListTagsForResource$ */ .Tz) {
};

// node_modules/@aws-sdk/client-ecr/dist-es/commands/PutImageCommand.js
var PutImageCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "PutImage", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .PutImage$ */ .Jc) {
};

// node_modules/@aws-sdk/client-ecr/dist-es/commands/UploadLayerPartCommand.js
var UploadLayerPartCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .command */ .G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._ep0 */ .lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* ._mw0 */ .yt, "UploadLayerPart", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .UploadLayerPart$ */ .CS) {
};

// src/aws/inspector.ts
var DEADLINE_MS = 3e4;
var IMAGE_CONFIG = /^application\/vnd\.(?:oci\.image\.config|docker\.container\.image)\.v1\+json$/;
async function findInspectorDenials(client, repository, signal) {
  try {
    const digest = await newestImage(client, repository, signal);
    if (digest !== void 0) {
      const command2 = new _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .DescribeImageScanFindingsCommand */ .TQ({
        ...idOf(repository),
        imageId: { imageDigest: digest },
        maxResults: 1
      });
      await (0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .withTimeout */ .wj)(client.send(command2, { abortSignal: signal }), DEADLINE_MS, "ECR", signal);
    }
  } catch (error) {
    signal.throwIfAborted();
    const because = (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_7__/* .messageOf */ .bD)(error);
    const action = (0,_src_stages_permissions_js__WEBPACK_IMPORTED_MODULE_4__/* .deniedAction */ .Ub)(because);
    if (action?.startsWith("inspector2:") === true) return /* @__PURE__ */ new Map([[action, { kind: "denied", because }]]);
  }
  return /* @__PURE__ */ new Map();
}
async function newestImage(client, repository, signal) {
  const command2 = new _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .DescribeImagesCommand */ .ji({ ...idOf(repository), filter: { imageStatus: "ACTIVE" }, maxResults: 1e3 });
  const { imageDetails = [] } = await (0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .withTimeout */ .wj)(client.send(command2, { abortSignal: signal }), DEADLINE_MS, "ECR", signal);
  const [newest] = imageDetails.filter(({ artifactMediaType = "" }) => IMAGE_CONFIG.test(artifactMediaType)).sort((a, b) => (b.imagePushedAt?.getTime() ?? 0) - (a.imagePushedAt?.getTime() ?? 0));
  return newest?.imageDigest;
}
function idOf({ account, name }) {
  return { registryId: account, repositoryName: name };
}

// src/aws/probes.ts
var NOWHERE = `sha256:${"0".repeat(64)}`;
var NO_UPLOAD = "00000000-0000-0000-0000-000000000000";
var NO_MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: NOWHERE, size: 2 },
  layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", digest: NOWHERE, size: 32 }]
});
var PROBES = {
  "ecr:BatchGetImage": {
    call: ({ client, id, options }) => client.send(new BatchGetImageCommand({ ...id, imageIds: [{ imageDigest: NOWHERE }] }), options),
    errors: []
  },
  "ecr:GetDownloadUrlForLayer": {
    call: ({ client, id, options }) => client.send(new GetDownloadUrlForLayerCommand({ ...id, layerDigest: NOWHERE }), options),
    errors: ["LayersNotFoundException", "LayerInaccessibleException"]
  },
  "ecr:BatchCheckLayerAvailability": {
    call: ({ client, id, options }) => client.send(new BatchCheckLayerAvailabilityCommand({ ...id, layerDigests: [NOWHERE] }), options),
    errors: []
  },
  "ecr:InitiateLayerUpload": {
    call: ({ client, id, options }) => client.send(new InitiateLayerUploadCommand(id), options),
    errors: []
  },
  "ecr:UploadLayerPart": {
    call: ({ client, id, options }) => client.send(
      new UploadLayerPartCommand({
        ...id,
        uploadId: NO_UPLOAD,
        partFirstByte: 0,
        partLastByte: 0,
        layerPartBlob: new Uint8Array(1)
      }),
      options
    ),
    errors: ["UploadNotFoundException"]
  },
  "ecr:CompleteLayerUpload": {
    call: ({ client, id, options }) => client.send(new CompleteLayerUploadCommand({ ...id, uploadId: NO_UPLOAD, layerDigests: [NOWHERE] }), options),
    errors: ["UploadNotFoundException", "EmptyUploadException"]
  },
  "ecr:PutImage": {
    call: ({ client, id, options }) => client.send(new PutImageCommand({ ...id, imageManifest: NO_MANIFEST, imageDigest: NOWHERE }), options),
    errors: ["ImageDigestDoesNotMatchException", "LayersNotFoundException", "ReferencedImagesNotFoundException"]
  },
  "ecr:DescribeRepositories": {
    call: ({ client, id: { registryId, repositoryName }, options }) => client.send(new _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .DescribeRepositoriesCommand */ .pE({ registryId, repositoryNames: [repositoryName] }), options),
    errors: []
  },
  "ecr:DescribeImages": {
    call: ({ client, id, options }) => client.send(new _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .DescribeImagesCommand */ .ji({ ...id, imageIds: [{ imageDigest: NOWHERE }] }), options),
    errors: ["ImageNotFoundException"]
  },
  "ecr:ListImages": {
    call: ({ client, id, options }) => client.send(new ListImagesCommand({ ...id, maxResults: 1 }), options),
    errors: []
  },
  "ecr:DescribeImageScanFindings": {
    call: ({ client, id, options }) => client.send(new _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .DescribeImageScanFindingsCommand */ .TQ({ ...id, imageId: { imageDigest: NOWHERE } }), options),
    errors: ["ImageNotFoundException", "ScanNotFoundException"]
  },
  "ecr:ListTagsForResource": {
    call: ({ client, arn, options }) => client.send(new ListTagsForResourceCommand({ resourceArn: arn }), options),
    errors: []
  },
  "ecr:GetLifecyclePolicy": {
    call: ({ client, id, options }) => client.send(new GetLifecyclePolicyCommand(id), options),
    errors: ["LifecyclePolicyNotFoundException"]
  },
  "ecr:GetLifecyclePolicyPreview": {
    call: ({ client, id, options }) => client.send(new GetLifecyclePolicyPreviewCommand(id), options),
    errors: ["LifecyclePolicyPreviewNotFoundException"]
  },
  "ecr:GetRepositoryPolicy": {
    call: ({ client, id, options }) => client.send(new GetRepositoryPolicyCommand(id), options),
    errors: ["RepositoryPolicyNotFoundException"]
  }
};
var DEADLINE_MS2 = 3e4;
async function probePermissions(client, repository, actions, signal) {
  const { arn, account: registryId, name: repositoryName } = repository;
  const subject = { client, arn, id: { registryId, repositoryName }, options: { abortSignal: signal } };
  const probeAll = async (wanted) => await Promise.all(
    wanted.map(async (action) => [action, await probe(action, subject, signal)])
  );
  const reads = await probeAll(actions.filter((action) => !WRITES.includes(action)));
  const writes = actions.filter((action) => WRITES.includes(action));
  const isMissing = reads.some(([, { kind }]) => kind === "no-repository");
  const found = new Map([
    ...reads,
    ...isMissing ? writes.map((action) => [action, { kind: "no-repository" }]) : await probeAll(writes)
  ]);
  return new Map(actions.map((action) => [action, found.get(action) ?? { kind: "unknown", because: "it was not tried" }]));
}
var WRITES = ["ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"];
async function probe(action, subject, signal) {
  const { call, errors } = PROBES[action] ?? {};
  if (call === void 0 || errors === void 0)
    return { kind: "unknown", because: "no call is known that tries it without changing anything" };
  try {
    await (0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .withTimeout */ .wj)(call(subject), DEADLINE_MS2, "ECR", signal);
    return { kind: "allowed" };
  } catch (error) {
    signal.throwIfAborted();
    const name = error instanceof Error ? error.name : "";
    if (errors.includes(name)) return { kind: "allowed" };
    if (name.startsWith("AccessDenied")) return { kind: "denied", because: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_7__/* .messageOf */ .bD)(error) };
    if (name === "RepositoryNotFoundException") return { kind: "no-repository" };
    const host = (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_7__/* .unresolvedHost */ .Qd)(error);
    return { kind: "unknown", because: (0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .awsAnswer */ .S_)(error), ...host === void 0 ? {} : { host } };
  }
}

// src/aws/repository-setup.ts
var DEADLINE_MS3 = 3e4;
async function readRepositorySetup(client, { account, name }, signal) {
  try {
    const command2 = new _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters_js__WEBPACK_IMPORTED_MODULE_0__/* .DescribeRepositoriesCommand */ .pE({ registryId: account, repositoryNames: [name] });
    const { repositories: [described] = [] } = await (0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .withTimeout */ .wj)(
      client.send(command2, { abortSignal: signal }),
      DEADLINE_MS3,
      "ECR",
      signal
    );
    if (described === void 0) return void 0;
    const { encryptionType = "AES256", kmsKey } = described.encryptionConfiguration ?? {};
    return {
      mutability: described.imageTagMutability ?? "MUTABLE",
      filters: (described.imageTagMutabilityExclusionFilters ?? []).map(({ filter }) => filter ?? ""),
      scanOnPush: described.imageScanningConfiguration?.scanOnPush ?? false,
      encryption: kmsKey ?? encryptionType
    };
  } catch (error) {
    if (error instanceof Error && error.name === "RepositoryNotFoundException") return void 0;
    throw error;
  }
}
async function readLifecyclePolicy(client, { account, name }, signal) {
  try {
    const command2 = new GetLifecyclePolicyCommand({ registryId: account, repositoryName: name });
    const { lifecyclePolicyText } = await (0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .withTimeout */ .wj)(
      client.send(command2, { abortSignal: signal }),
      DEADLINE_MS3,
      "ECR",
      signal
    );
    return lifecyclePolicyText;
  } catch (error) {
    if (error instanceof Error && error.name === "LifecyclePolicyNotFoundException") return void 0;
    throw error;
  }
}
async function readBlobMounting(client, signal) {
  try {
    const command2 = new GetAccountSettingCommand({ name: "BLOB_MOUNTING" });
    const { value } = await (0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .withTimeout */ .wj)(client.send(command2, { abortSignal: signal }), DEADLINE_MS3, "ECR", signal);
    return value === "ENABLED" ? "ENABLED" : "DISABLED";
  } catch (error) {
    if (error instanceof Error && error.name.startsWith("AccessDenied")) return void 0;
    throw error;
  }
}



/***/ })

};
