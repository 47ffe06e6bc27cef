export const id = 241;
export const ids = [241];
export const modules = {

/***/ 8199:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ awsAnswer)
/* harmony export */ });
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3333);

/** The answer of AWS in one line: the name and message of the error, or the HTTP status if the answer had neither. */
function awsAnswer(error) {
    const message = ((0,_core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error).split('\n')[0] ?? '').trim();
    if (!(error instanceof Error))
        return message;
    const status = error.$metadata?.httpStatusCode;
    // The SDK writes these words if the answer has no error code.
    if (status !== undefined && /^Unknown\w*$/.test(message))
        return `HTTP ${status}`;
    if (error.name !== 'Error' && error.name !== 'Unknown')
        return message.startsWith(error.name) ? message : `${error.name}: ${message}`;
    return status === undefined ? message : `HTTP ${status}: ${message}`;
}


/***/ }),

/***/ 9241:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readCallerIdentity: () => (/* binding */ readCallerIdentity),
/* harmony export */   remedyOfStsError: () => (/* binding */ remedyOfStsError)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1695);
/* harmony import */ var _core_deadline_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6343);
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3333);
/* harmony import */ var _stages_origin_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6817);
/* harmony import */ var _answer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8199);
/* harmony import */ var _client_config_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6925);






const DEADLINE_MS = 30_000;
/**
 * Calls STS GetCallerIdentity, which requires no permission. Even an explicit Deny does not affect it.
 * @throws Failure if STS rejects the credentials or cannot be reached
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
async function readCallerIdentity(credentials, place, environment, signal) {
    const { region } = place;
    const client = new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_3__/* .STSClient */ .iM({ ...(0,_client_config_js__WEBPACK_IMPORTED_MODULE_2__/* .clientConfig */ .y)('sts', region, environment), credentials });
    try {
        const { Account: account, Arn: arn } = await (0,_core_deadline_js__WEBPACK_IMPORTED_MODULE_4__/* .withTimeout */ .w)(client.send(new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_3__/* .GetCallerIdentityCommand */ .zI({}), { abortSignal: signal }), DEADLINE_MS, 'STS', signal);
        if (account === undefined || arn === undefined)
            throw new Error('the answer names no owner');
        return { account, arn };
    }
    catch (error) {
        signal.throwIfAborted();
        throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Asking STS in ${region} for the owner of the AWS credentials (GetCallerIdentity): ${(0,_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .awsAnswer */ .S)(error)}`, {
            cause: error,
            remedy: remedyOfStsError(error, place)
        });
    }
    finally {
        client.destroy();
    }
}
/** What to change if STS rejects credentials or cannot be reached. */
function remedyOfStsError(error, { region, from }) {
    const name = error instanceof Error ? error.name : '';
    switch (name.replace(/Exception$/, '')) {
        case 'ExpiredToken':
            return 'Log in again (`aws sso login`), or set new temporary credentials: these have expired.';
        case 'InvalidClientTokenId':
        case 'UnrecognizedClient':
            return ('Log in again (`aws sso login`), or name another profile. AWS does not know the access key: ' +
                'it was deleted or deactivated, it belongs to another partition, or AWS_SESSION_TOKEN is missing for temporary credentials.');
        case 'SignatureDoesNotMatch':
            return 'Check that AWS_SECRET_ACCESS_KEY belongs to AWS_ACCESS_KEY_ID, and that the clock of this machine is right within 5 minutes (`date -u`).';
        case 'RequestExpired':
        case 'RequestTimeTooSkewed':
            return 'Set the clock of this machine: it is wrong (`date -u` shows it).';
        case 'RegionDisabled':
            return `${(0,_stages_origin_js__WEBPACK_IMPORTED_MODULE_5__/* .originQuestion */ .T_)('region', from.region)} If it is, activate STS for ${region} in the account, under IAM, Account settings.`;
        default:
            return (0,_client_config_js__WEBPACK_IMPORTED_MODULE_2__/* .remedyOfNoAnswer */ .f)(error, { service: 'STS', region, from });
    }
}


/***/ }),

/***/ 6925:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ remedyOfNoAnswer),
/* harmony export */   y: () => (/* binding */ clientConfig)
/* harmony export */ });
/* harmony import */ var _actions_http_client__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2779);
/* harmony import */ var _actions_http_client_lib_proxy__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9783);
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3333);
/* harmony import */ var _core_remedy_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7935);
/* harmony import */ var _stages_origin_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6817);





/**
 * The configuration of every AWS client of a run: bounded waits, few retries, and the proxy, which the SDK does not look for.
 * @throws Failure if the environment names an endpoint that is not a URL
 */
function clientConfig(service, region, environment) {
    const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    const host = `${service === 'sts' ? 'sts' : 'api.ecr'}.${region}.${domain}`;
    const endpoint = endpointIn(service, environment) ?? `https://${host}`;
    // The SDK accepts an object as an agent only if it has `destroy`. The toolkit's tunnel has none, so the SDK would ignore it.
    const agent = (0,_actions_http_client_lib_proxy__WEBPACK_IMPORTED_MODULE_1__/* .getProxyUrl */ .s)(new URL(endpoint)) === undefined
        ? undefined
        : Object.assign(new _actions_http_client__WEBPACK_IMPORTED_MODULE_0__/* .HttpClient */ .Qq().getAgent(endpoint), { destroy: () => undefined });
    return {
        region,
        // Standard mode retries throttling, 5xx, dropped connections and IDPCommunicationError, but never a denial.
        retryMode: 'standard',
        maxAttempts: 4,
        requestHandler: {
            connectionTimeout: 5000,
            requestTimeout: 15_000,
            throwOnRequestTimeout: true,
            ...(agent === undefined ? {} : { httpAgent: agent, httpsAgent: agent })
        }
    };
}
/** The endpoint that replaces AWS's own. The SDK reads the same variables, and treats an empty one as not set. */
function endpointIn(service, environment) {
    for (const variable of [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL']) {
        const endpoint = environment[variable];
        if (!endpoint)
            continue;
        if (/^https?:/i.test(endpoint) && URL.canParse(endpoint))
            return endpoint;
        throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .HR(`${variable} is \`${endpoint}\`, which is not a URL.`, {
            remedy: `Set it to a URL such as \`https://${service}.example.com\`, or remove it to use AWS's own endpoint.`
        });
    }
    return undefined;
}
/**
 * What to change if a service could not be reached. An unknown host name is most often that of a region that does not exist.
 * @param service as a person names it: `STS`
 */
function remedyOfNoAnswer(error, { service, region, from }) {
    const first = (0,_core_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .unresolvedHost */ .Qd)(error) === undefined ? 'Check' : `${(0,_stages_origin_js__WEBPACK_IMPORTED_MODULE_4__/* .originQuestion */ .T_)('region', from.region)} If it is, check`;
    return (0,_core_remedy_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL) `${first} that ${_core_remedy_js__WEBPACK_IMPORTED_MODULE_3__/* .THIS_MACHINE */ .DQ} reaches ${service} in ${region}. Behind a proxy, check HTTPS_PROXY and NO_PROXY too.`;
}


/***/ }),

/***/ 6343:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ withTimeout)
/* harmony export */ });
/* harmony import */ var _org_oci_abort__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9127);

/**
 * Settles as the promise does. Fails if the time runs out first, or if the run is cancelled first.
 * @param service that has to answer, for the error message
 */
async function withTimeout(promise, ms, service, signal) {
    let timer;
    const late = new Promise((_, reject) => {
        // AbortSignal.timeout does not keep node alive: with nothing else to wait for, the process would end silently.
        timer = setTimeout(() => {
            reject(new Error(`${service} did not answer within ${ms / 1000} s`));
        }, ms);
    });
    try {
        return await (0,_org_oci_abort__WEBPACK_IMPORTED_MODULE_0__/* .unlessAborted */ .W)(Promise.race([promise, late]), signal);
    }
    finally {
        clearTimeout(timer);
    }
}


/***/ })

};
