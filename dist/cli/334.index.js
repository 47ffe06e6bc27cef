export const id = 334;
export const ids = [334];
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

/***/ 4334:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readCallerIdentity: () => (/* reexport safe */ _aws_sdk_client_sts_dist_es_commands_GetCallerIdentityCommand_js__WEBPACK_IMPORTED_MODULE_0__.U),
/* harmony export */   remedyOfStsError: () => (/* reexport safe */ _aws_sdk_client_sts_dist_es_commands_GetCallerIdentityCommand_js__WEBPACK_IMPORTED_MODULE_0__.e)
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



















/***/ })

};
