export const id = 964;
export const ids = [964,241];
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

/***/ 6964:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findDeveloperCredentials: () => (/* binding */ findDeveloperCredentials)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1695);
/* harmony import */ var _aws_sdk_credential_providers__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9719);
/* harmony import */ var _core_deadline_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6343);
/* harmony import */ var _core_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3333);
/* harmony import */ var _answer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8199);
/* harmony import */ var _caller_identity_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9241);
/* harmony import */ var _client_config_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6925);







/** A person may have to look for an MFA device, or to log in in a browser. */
const DEADLINE_MS = 10 * 60_000;
/**
 * Finds the developer's own credentials, in AWS's usual order: environment, SSO, web identity, config files, container, instance.
 * @throws Failure if there are none, or they have expired
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
async function findDeveloperCredentials(request) {
    const { signal, mask } = request;
    const named = [request.profile, request.environment['AWS_PROFILE']].find(name => name !== undefined && name !== '');
    try {
        const credentials = await (0,_core_deadline_js__WEBPACK_IMPORTED_MODULE_4__/* .withTimeout */ .w)(providerOf(request, named)(), DEADLINE_MS, 'The provider of your AWS credentials', signal);
        return masked(credentials, mask);
    }
    catch (error) {
        signal.throwIfAborted();
        if (error instanceof _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR || error instanceof _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Cancelled */ .cJ)
            throw error;
        const text = (0,_core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error);
        throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Looking for your AWS credentials${named === undefined ? '' : ` of the profile ${named}`}: ${text}`, { cause: error, remedy: remedyOf(text, named) });
    }
}
/**
 * The provider that AWS's command line would choose. A profile that the user names comes before the keys in the environment,
 * and AWS_PROFILE after them. If the profile is missing or empty, the role of the machine does not replace it. The SDK's own
 * chain differs in both.
 */
function providerOf(request, named) {
    const { profile, region, environment } = request;
    if (profile === undefined && environment['AWS_ACCESS_KEY_ID'] && environment['AWS_SECRET_ACCESS_KEY'])
        return (0,_aws_sdk_credential_providers__WEBPACK_IMPORTED_MODULE_5__/* .fromEnv */ .sF)();
    const stsConfig = (0,_client_config_js__WEBPACK_IMPORTED_MODULE_3__/* .clientConfig */ .y)('sts', region, environment);
    const { retryMode, maxAttempts, requestHandler } = stsConfig;
    // The SDK would use a region in here for SSO too, but the SSO portal is in the region that the profile names.
    const ssoConfig = { retryMode, maxAttempts, requestHandler };
    const settings = {
        clientConfig: ssoConfig,
        parentClientConfig: stsConfig,
        mfaCodeProvider: emptyCode,
        roleAssumer: roleAssumer(request)
    };
    return named === undefined ? (0,_aws_sdk_credential_providers__WEBPACK_IMPORTED_MODULE_5__/* .fromNodeProviderChain */ .br)(settings) : (0,_aws_sdk_credential_providers__WEBPACK_IMPORTED_MODULE_5__/* .fromIni */ .nJ)({ ...settings, profile: named });
}
/**
 * A stand-in for the MFA code. The SDK requests the code before it has the credentials to send with it. If there are none, a
 * person would have been asked in vain, and the error, which nothing awaits at that time, would end the process.
 * `roleAssumer` asks for the real code.
 */
function emptyCode() {
    return Promise.resolve('');
}
/** Assumes the role that a profile names, with the credentials of its source profile. */
function roleAssumer({ region, from, environment, signal, mask, mfaCode }) {
    return async (source, input) => {
        const { RoleArn: role = '', SerialNumber: serial } = input;
        const client = new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_6__/* .STSClient */ .iM({ ...(0,_client_config_js__WEBPACK_IMPORTED_MODULE_3__/* .clientConfig */ .y)('sts', region, environment), credentials: masked(source, mask) });
        try {
            const code = serial === undefined ? {} : { TokenCode: await mfaCode(serial) };
            const { Credentials: { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = {} } = await client.send(new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_6__/* .AssumeRoleCommand */ .QL({ ...input, ...code }), { abortSignal: signal });
            if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined)
                throw new Error('the answer has no credentials');
            return { accessKeyId, secretAccessKey, sessionToken };
        }
        catch (error) {
            if (signal.aborted || error instanceof _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR || error instanceof _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Cancelled */ .cJ)
                throw error;
            throw new _core_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Assuming ${role}, which your AWS profile names (AssumeRole, STS in ${region}): ${(0,_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .awsAnswer */ .S)(error)}`, {
                cause: error,
                remedy: remedyOfRole(error, { role, serial, region, from })
            });
        }
        finally {
            client.destroy();
        }
    };
}
function masked({ accessKeyId, secretAccessKey, sessionToken }, mask) {
    for (const secret of [secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])])
        mask(secret);
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
function remedyOfRole(error, { role, serial, ...place }) {
    const { name, message } = error instanceof Error ? error : { name: '', message: '' };
    if (message.includes('invalid MFA one time pass code') || message.includes("'tokenCode'")) {
        return 'Run the command again with the six digits that the device shows then. AWS accepts a code once, within half a minute.';
    }
    if (message.includes('unable to validate MFA code')) {
        return `Correct the \`mfa_serial\` of the profile, ${serial ?? ''}: it must be a device of the user whose keys the \`source_profile\` has.`;
    }
    if (name === 'AccessDenied') {
        return (`The user or role of the profile's source needs \`sts:AssumeRole\` on ${role}, and the role's trust policy must name that user or role.` +
            `${serial === undefined ? ' If the trust policy requires MFA, add `mfa_serial` to the profile.' : ''} If it requires an external id, add \`external_id\`.`);
    }
    return (0,_caller_identity_js__WEBPACK_IMPORTED_MODULE_2__.remedyOfStsError)(error, place);
}
function remedyOf(text, named) {
    const profile = named === undefined ? '' : ` --profile ${named}`;
    if (text.startsWith('Could not resolve credentials using profile')) {
        return "Name another profile (`aws configure list-profiles` shows them), or correct this one: AWS's config files (~/.aws/config and ~/.aws/credentials) have no such profile, or it has nothing to log in with.";
    }
    if (text.includes('ForbiddenException')) {
        return `Correct the profile (\`aws configure sso${profile}\`), or ask for the permission set: you do not have the one in \`sso_role_name\` for the account in \`sso_account_id\`.`;
    }
    if (/\baws login\b|session has expired/.test(text))
        return `Log in: \`aws login${profile}\`.`;
    if (/\bSSO\b|UnauthorizedException|Token is expired/.test(text)) {
        return `Log in: \`aws sso login${profile}\`${named === undefined ? '' : ', or in the profile that it names as its `source_profile`'}.`;
    }
    return `Log in (\`aws sso login${profile}\`), name another profile (\`--profile\` or AWS_PROFILE; \`aws configure list-profiles\` shows them), or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for temporary credentials, AWS_SESSION_TOKEN.`;
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
