export const id = 303;
export const ids = [303];
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

/***/ 2684:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findDeveloperCredentials: () => (/* binding */ findDeveloperCredentials)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_sts_dist_es_commands_GetCallerIdentityCommand_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7940);
/* harmony import */ var _src_aws_answer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9330);
/* harmony import */ var _aws_sdk_credential_provider_node_dist_es_remoteProvider_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3750);
/* harmony import */ var _actions_http_client_lib_proxy_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9928);
/* harmony import */ var _aws_sdk_signature_v4_multi_region_dist_es_signature_v4_crt_container_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(370);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3692);
/* harmony import */ var _aws_sdk_credential_provider_env_dist_es_fromEnv_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(5023);
/* harmony import */ var _aws_sdk_core_dist_es_submodules_httpAuthSchemes_utils_getDateHeader_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4376);
/* harmony import */ var _smithy_core_dist_es_submodules_checksum_crc32_Crc32Node_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(5421);
/* harmony import */ var _smithy_node_http_handler_dist_es_build_abort_error_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(1883);
/* harmony import */ var _aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(5597);
/* harmony import */ var _smithy_core_dist_es_submodules_protocols_middleware_content_length_contentLengthMiddleware_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(7347);
/* harmony import */ var _smithy_core_dist_es_submodules_config_defaults_mode_constants_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(2339);
/* harmony import */ var _smithy_core_dist_es_submodules_serde_is_array_buffer_is_array_buffer_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(1801);
/* harmony import */ var _smithy_types_dist_es_extensions_checksum_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(3482);

















// node_modules/@aws-sdk/client-sts/dist-es/commands/AssumeRoleCommand.js
var AssumeRoleCommand = class extends (0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .command */ .G5)(_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_1__/* ._ep0 */ .lq, _src_aws_answer_js__WEBPACK_IMPORTED_MODULE_1__/* ._mw0 */ .yt, "AssumeRole", _src_aws_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .AssumeRole$ */ .JM) {
};

// node_modules/@aws-sdk/credential-providers/dist-es/fromEnv.js
var fromEnv = (init) => {
  return async (args) => {
    const { fromEnv: _fromEnv } = await __webpack_require__.e(/* import() */ 788).then(__webpack_require__.bind(__webpack_require__, 4788));
    return _fromEnv(init)(args);
  };
};

// node_modules/@aws-sdk/credential-providers/dist-es/fromIni.js
var fromIni = (init = {}) => {
  return async (args) => {
    const { fromIni: _fromIni } = await __webpack_require__.e(/* import() */ 217).then(__webpack_require__.bind(__webpack_require__, 1217));
    return _fromIni({ ...init })(args);
  };
};

// node_modules/@aws-sdk/credential-providers/dist-es/fromNodeProviderChain.js
var fromNodeProviderChain = (init = {}) => {
  let chain;
  return async (args) => {
    if (!chain) {
      const { defaultProvider } = await __webpack_require__.e(/* import() */ 49).then(__webpack_require__.bind(__webpack_require__, 3049));
      chain = defaultProvider({ ...init });
    }
    return chain(args);
  };
};

// src/aws/developer-credentials.ts
var DEADLINE_MS = 10 * 6e4;
async function findDeveloperCredentials(request) {
  const { signal, mask } = request;
  const named = [request.profile, request.environment["AWS_PROFILE"]].find((name) => name !== void 0 && name !== "");
  try {
    const credentials = await (0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .withTimeout */ .wj)(
      providerOf(request, named)(),
      DEADLINE_MS,
      "The provider of your AWS credentials",
      signal
    );
    return masked(credentials, mask);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR || error instanceof _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Cancelled */ .cJ) throw error;
    const text = (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(error);
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR(
      `Looking for your AWS credentials${named === void 0 ? "" : ` of the profile ${named}`}: ${text}`,
      { cause: error, remedy: remedyOf(text, named) }
    );
  }
}
function providerOf(request, named) {
  const { profile, region, environment } = request;
  if (profile === void 0 && environment["AWS_ACCESS_KEY_ID"] && environment["AWS_SECRET_ACCESS_KEY"])
    return fromEnv();
  const stsConfig = (0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .clientConfig */ .yO)("sts", region, environment);
  const { retryMode, maxAttempts, requestHandler } = stsConfig;
  const ssoConfig = { retryMode, maxAttempts, requestHandler };
  const settings = {
    clientConfig: ssoConfig,
    parentClientConfig: stsConfig,
    mfaCodeProvider: emptyCode,
    roleAssumer: roleAssumer(request)
  };
  return named === void 0 ? fromNodeProviderChain(settings) : fromIni({ ...settings, profile: named });
}
function emptyCode() {
  return Promise.resolve("");
}
function roleAssumer({ region, from, environment, signal, mask, mfaCode }) {
  return async (source, input) => {
    const { RoleArn: role = "", SerialNumber: serial } = input;
    const client = new _src_aws_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .STSClient */ .iM({ ...(0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .clientConfig */ .yO)("sts", region, environment), credentials: masked(source, mask) });
    try {
      const code = serial === void 0 ? {} : { TokenCode: await mfaCode(serial) };
      const {
        Credentials: { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = {}
      } = await client.send(new AssumeRoleCommand({ ...input, ...code }), { abortSignal: signal });
      if (accessKeyId === void 0 || secretAccessKey === void 0 || sessionToken === void 0)
        throw new Error("the answer has no credentials");
      return { accessKeyId, secretAccessKey, sessionToken };
    } catch (error) {
      if (signal.aborted || error instanceof _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR || error instanceof _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Cancelled */ .cJ) throw error;
      throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .Failure */ .HR(
        `Assuming ${role}, which your AWS profile names (AssumeRole, STS in ${region}): ${(0,_src_aws_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .awsAnswer */ .S_)(error)}`,
        {
          cause: error,
          remedy: remedyOfRole(error, { role, serial, region, from })
        }
      );
    } finally {
      client.destroy();
    }
  };
}
function masked({ accessKeyId, secretAccessKey, sessionToken }, mask) {
  for (const secret of [secretAccessKey, ...sessionToken === void 0 ? [] : [sessionToken]]) mask(secret);
  return { accessKeyId, secretAccessKey, ...sessionToken === void 0 ? {} : { sessionToken } };
}
function remedyOfRole(error, { role, serial, ...place }) {
  const { name, message } = error instanceof Error ? error : { name: "", message: "" };
  if (message.includes("invalid MFA one time pass code") || message.includes("'tokenCode'")) {
    return "Run the command again with the six digits that the device shows then. AWS accepts a code once, within half a minute.";
  }
  if (message.includes("unable to validate MFA code")) {
    return `Correct the \`mfa_serial\` of the profile, ${serial ?? ""}: it must be a device of the user whose keys the \`source_profile\` has.`;
  }
  if (name === "AccessDenied") {
    return `The user or role of the profile's source needs \`sts:AssumeRole\` on ${role}, and the role's trust policy must name that user or role.${serial === void 0 ? " If the trust policy requires MFA, add `mfa_serial` to the profile." : ""} If it requires an external id, add \`external_id\`.`;
  }
  return (0,_aws_sdk_client_sts_dist_es_commands_GetCallerIdentityCommand_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyOfStsError */ .e)(error, place);
}
function remedyOf(text, named) {
  const profile = named === void 0 ? "" : ` --profile ${named}`;
  if (text.startsWith("Could not resolve credentials using profile")) {
    return "Name another profile (`aws configure list-profiles` shows them), or correct this one: AWS's config files (~/.aws/config and ~/.aws/credentials) have no such profile, or it has nothing to log in with.";
  }
  if (text.includes("ForbiddenException")) {
    return `Correct the profile (\`aws configure sso${profile}\`), or ask for the permission set: you do not have the one in \`sso_role_name\` for the account in \`sso_account_id\`.`;
  }
  if (/\baws login\b|session has expired/.test(text)) return `Log in: \`aws login${profile}\`.`;
  if (/\bSSO\b|UnauthorizedException|Token is expired/.test(text)) {
    return `Log in: \`aws sso login${profile}\`${named === void 0 ? "" : ", or in the profile that it names as its `source_profile`"}.`;
  }
  return `Log in (\`aws sso login${profile}\`), name another profile (\`--profile\` or AWS_PROFILE; \`aws configure list-profiles\` shows them), or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for temporary credentials, AWS_SESSION_TOKEN.`;
}



/***/ })

};
