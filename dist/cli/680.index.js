export const id = 680;
export const ids = [680];
export const modules = {

/***/ 680:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   login: () => (/* binding */ login)
/* harmony export */ });
/* harmony import */ var _src_docker_call_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3073);
/* harmony import */ var _src_run_session_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6990);
/* harmony import */ var _src_cli_own_identity_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(228);
/* harmony import */ var _packages_oci_src_duration_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6584);
/* harmony import */ var _src_docker_config_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9619);
/* harmony import */ var _src_stages_permissions_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8878);
/* harmony import */ var _actions_http_client_lib_proxy_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(9928);
/* harmony import */ var _packages_oci_src_errors_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(3371);
/* harmony import */ var _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(7660);
/* harmony import */ var _packages_oci_src_manifest_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(6965);
/* harmony import */ var _src_core_setting_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(102);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(3692);















// src/cli/login.ts
async function login(common, invocation) {
  return await (0,_src_run_session_js__WEBPACK_IMPORTED_MODULE_1__/* .withLocalJob */ .H)(common, {}, invocation, async (job) => {
    const { environment, signal, log } = job;
    const session = new _src_run_session_js__WEBPACK_IMPORTED_MODULE_1__/* .Session */ .N(job, { target: job.targetOf(common.stage ?? "development"), identity: job.identity });
    const { origin, username, password } = await session.login();
    await session.close();
    const { host } = new URL(origin);
    const args = ["login", "--username", username, "--password-stdin", host];
    const code = await log.relay((output) => (0,_src_docker_call_js__WEBPACK_IMPORTED_MODULE_0__/* .runDocker */ .S)(args, { environment, signal, stdin: password, output }));
    if (code !== 0) throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_11__/* .Failure */ .HR(`docker ${args.join(" ")} failed with exit code ${code}; its output is above.`);
    return { lines: [`Docker is logged in to ${host} for 12 hours.`], json: { registry: host } };
  });
}



/***/ })

};
