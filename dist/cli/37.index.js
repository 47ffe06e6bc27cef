export const id = 37;
export const ids = [37,162];
export const modules = {

/***/ 8199:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ answerOf)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);

/** What AWS answered, in a line: the error's name and message, or the HTTP status where the answer had neither. */
function answerOf(error) {
    const message = ((0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error).split('\n')[0] ?? '').trim();
    if (!(error instanceof Error))
        return message;
    const status = error.$metadata?.httpStatusCode;
    // The SDK's words for an answer without any.
    if (status !== undefined && /^Unknown\w*$/.test(message))
        return `HTTP ${status}`;
    if (error.name !== 'Error' && error.name !== 'Unknown')
        return message.startsWith(error.name) ? message : `${error.name}: ${message}`;
    return status === undefined ? message : `HTTP ${status}: ${message}`;
}


/***/ }),

/***/ 6162:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   callerOf: () => (/* binding */ callerOf),
/* harmony export */   remedyOfSts: () => (/* binding */ remedyOfSts)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1695);
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6683);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);
/* harmony import */ var _answer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8199);
/* harmony import */ var _stages_origin_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6817);
/* harmony import */ var _connection_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5757);






const DEADLINE_MS = 30_000;
/**
 * STS GetCallerIdentity, which needs no permission: an explicit Deny does not reach it either.
 * @throws Failure where STS does not take the credentials, or is not reached
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
async function callerOf(credentials, place, environment, signal) {
    const { region } = place;
    const client = new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_3__/* .STSClient */ .iM({ ...(0,_connection_js__WEBPACK_IMPORTED_MODULE_2__/* .connectionTo */ .m)('sts', region, environment), credentials });
    try {
        const { Account: account, Arn: arn } = await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_4__/* .within */ .u)(client.send(new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_3__/* .GetCallerIdentityCommand */ .zI({}), { abortSignal: signal }), DEADLINE_MS, 'STS', signal);
        if (account === undefined || arn === undefined)
            throw new Error('the answer names nobody');
        return { account, arn };
    }
    catch (error) {
        signal.throwIfAborted();
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Asking STS in ${region} whose AWS credentials these are (GetCallerIdentity): ${(0,_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .answerOf */ .u)(error)}`, {
            cause: error,
            remedy: remedyOfSts(error, place)
        });
    }
    finally {
        client.destroy();
    }
}
/** What helps where STS does not take credentials, or is not reached. */
function remedyOfSts(error, { region, from }) {
    const name = error instanceof Error ? error.name : '';
    switch (name.replace(/Exception$/, '')) {
        case 'ExpiredToken':
            return 'They have run out. Log in again (`aws sso login`), or set new temporary credentials.';
        case 'InvalidClientTokenId':
        case 'UnrecognizedClient':
            return ('AWS does not know the key: it was deleted or switched off, is of another partition, or temporary credentials lack their AWS_SESSION_TOKEN. ' +
                'Log in again (`aws sso login`), or name another profile.');
        case 'SignatureDoesNotMatch':
            return 'AWS_SECRET_ACCESS_KEY is not the one of AWS_ACCESS_KEY_ID, or the clock of this machine is off by more than 5 minutes (`date -u`).';
        case 'RequestExpired':
        case 'RequestTimeTooSkewed':
            return 'The clock of this machine is off: set it (`date -u` shows it).';
        case 'RegionDisabled':
            return `${(0,_stages_origin_js__WEBPACK_IMPORTED_MODULE_5__/* .isItRight */ .AQ)('region', from.region)} If it is, activate STS for ${region} in the account, under IAM, Account settings.`;
        default:
            return (0,_connection_js__WEBPACK_IMPORTED_MODULE_2__/* .remedyOfSilence */ .F)(error, { what: `this machine reaches STS in ${region}`, from });
    }
}


/***/ }),

/***/ 5757:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ remedyOfSilence),
/* harmony export */   m: () => (/* binding */ connectionTo)
/* harmony export */ });
/* harmony import */ var _actions_http_client__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2779);
/* harmony import */ var _actions_http_client_lib_proxy__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9783);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1633);
/* harmony import */ var _stages_origin_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6817);




/**
 * What every AWS client of a run is made with: bounded waits, few retries, and the proxy the SDK would not look for.
 * @throws Failure where the environment names an endpoint that is none
 */
function connectionTo(service, region, environment) {
    const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    const host = `${service === 'sts' ? 'sts' : 'api.ecr'}.${region}.${domain}`;
    const endpoint = endpointIn(service, environment) ?? `https://${host}`;
    // The SDK takes for an agent what can be destroyed, and the toolkit's tunnel cannot: it would be left out without a word.
    const agent = (0,_actions_http_client_lib_proxy__WEBPACK_IMPORTED_MODULE_1__/* .getProxyUrl */ .s)(new URL(endpoint)) === undefined ? undefined : Object.assign(new _actions_http_client__WEBPACK_IMPORTED_MODULE_0__/* .HttpClient */ .Qq().getAgent(endpoint), { destroy: () => undefined });
    return {
        region,
        // Standard mode retries throttling, 5xx, dropped connections and IDPCommunicationError, and nothing that is a denial.
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
/** The address that stands in for AWS's own. The SDK looks for it itself, and takes an empty variable for one that is not set. */
function endpointIn(service, environment) {
    for (const variable of [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL']) {
        const endpoint = environment[variable];
        if (!endpoint)
            continue;
        if (/^https?:/i.test(endpoint) && URL.canParse(endpoint))
            return endpoint;
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .HR(`${variable} is \`${endpoint}\`, which is no address to reach AWS at.`, {
            remedy: `Give it as a URL, such as \`https://${service}.example.com\`; or remove it, and AWS's own address is taken.`
        });
    }
    return undefined;
}
/**
 * What to change where a service was not reached. A host that no name server knows is most often that of a region there is not.
 * @param what that is to be so: `this runner reaches STS in eu-west-1`
 */
function remedyOfSilence(error, { what, from }) {
    const check = `that ${what}, and HTTPS_PROXY and NO_PROXY if it stands behind a proxy.`;
    return (0,_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .hostWithoutAddress */ .Vr)(error) !== undefined ? `${(0,_stages_origin_js__WEBPACK_IMPORTED_MODULE_3__/* .isItRight */ .AQ)('region', from.region)} If it is, check ${check}` : `Check ${check}`;
}


/***/ }),

/***/ 5037:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ownCredentials: () => (/* binding */ ownCredentials)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1695);
/* harmony import */ var _aws_sdk_credential_providers__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9719);
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6683);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);
/* harmony import */ var _answer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8199);
/* harmony import */ var _caller_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6162);
/* harmony import */ var _connection_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5757);







/** Somebody may have to look for a device, or a program of theirs to open a browser. */
const DEADLINE_MS = 10 * 60_000;
/**
 * Credentials by AWS's usual chain: environment, SSO, web identity, config files, container, instance.
 * @throws Failure where none of them has any, or what they have has run out
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
async function ownCredentials(request) {
    const { signal, mask } = request;
    const named = [request.profile, request.environment['AWS_PROFILE']].find(name => name !== undefined && name !== '');
    try {
        const credentials = await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_4__/* .within */ .u)(providerOf(request, named)(), DEADLINE_MS, 'What gives your AWS credentials', signal);
        return masked(credentials, mask);
    }
    catch (error) {
        signal.throwIfAborted();
        if (error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR || error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Cancelled */ .cJ)
            throw error;
        const text = (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error);
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Looking for your AWS credentials${named === undefined ? '' : ` of the profile ${named}`}: ${text}`, { cause: error, remedy: remedyOf(text, named) });
    }
}
/**
 * As AWS's command line: a profile that is asked for comes before the environment's keys, AWS_PROFILE after them; and a profile that is
 * not there, or has nothing, is not made up for by whatever role the machine has. The SDK's own chain does neither.
 */
function providerOf(request, named) {
    const { profile, region, environment } = request;
    if (profile === undefined && environment['AWS_ACCESS_KEY_ID'] && environment['AWS_SECRET_ACCESS_KEY'])
        return (0,_aws_sdk_credential_providers__WEBPACK_IMPORTED_MODULE_5__/* .fromEnv */ .sF)();
    const connection = (0,_connection_js__WEBPACK_IMPORTED_MODULE_3__/* .connectionTo */ .m)('sts', region, environment);
    const { retryMode, maxAttempts, requestHandler } = connection;
    // With a region in it, it would be SSO's as well, whose portal is in one region only: the profile says which.
    const clientConfig = { retryMode, maxAttempts, requestHandler };
    const settings = { clientConfig, parentClientConfig: connection, mfaCodeProvider: codeToCome, roleAssumer: roleAssumer(request) };
    return named === undefined ? (0,_aws_sdk_credential_providers__WEBPACK_IMPORTED_MODULE_5__/* .fromNodeProviderChain */ .br)(settings) : (0,_aws_sdk_credential_providers__WEBPACK_IMPORTED_MODULE_5__/* .fromIni */ .nJ)({ ...settings, profile: named });
}
/**
 * The SDK wants the code before it has looked at the credentials that are to be sent with it: without any, somebody would have
 * been asked for nothing, and the failure, which nobody waits for meanwhile, would end the process.
 */
function codeToCome() {
    return Promise.resolve('');
}
/** A role that a profile names, with the credentials of its source. */
function roleAssumer({ region, from, environment, signal, mask, mfaCode }) {
    return async (source, input) => {
        const { RoleArn: role = '', SerialNumber: serial } = input;
        const client = new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_6__/* .STSClient */ .iM({ ...(0,_connection_js__WEBPACK_IMPORTED_MODULE_3__/* .connectionTo */ .m)('sts', region, environment), credentials: masked(source, mask) });
        try {
            const code = serial === undefined ? {} : { TokenCode: await mfaCode(serial) };
            const { Credentials: { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = {} } = await client.send(new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_6__/* .AssumeRoleCommand */ .QL({ ...input, ...code }), { abortSignal: signal });
            if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined)
                throw new Error('the answer has no credentials');
            return { accessKeyId, secretAccessKey, sessionToken };
        }
        catch (error) {
            if (signal.aborted || error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR || error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Cancelled */ .cJ)
                throw error;
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`Assuming ${role}, which your AWS profile names (AssumeRole, STS in ${region}): ${(0,_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .answerOf */ .u)(error)}`, {
                cause: error, remedy: remedyOfRole(error, { role, serial, region, from })
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
        return 'Run it again with the six digits that the device shows then: a code is taken once, and for half a minute.';
    }
    if (message.includes('unable to validate MFA code')) {
        return `The \`mfa_serial\` of the profile, ${serial ?? ''}, has to be a device of the very user whose keys its source_profile has.`;
    }
    if (name === 'AccessDenied') {
        return (`The user or role of the profile's source needs \`sts:AssumeRole\` on ${role}, and the role's trust policy has to name them` +
            `${serial === undefined ? '; if that wants MFA, the profile needs `mfa_serial`' : ''}, and if it wants an external id, \`external_id\`.`);
    }
    return (0,_caller_js__WEBPACK_IMPORTED_MODULE_2__.remedyOfSts)(error, place);
}
function remedyOf(text, named) {
    const profile = named === undefined ? '' : ` --profile ${named}`;
    if (text.startsWith('Could not resolve credentials using profile')) {
        return 'AWS\'s config files (~/.aws/config and ~/.aws/credentials) have no such profile, or nothing in it to log in with: `aws configure list-profiles` shows those there are.';
    }
    if (text.includes('ForbiddenException')) {
        return `You are not assigned the permission set of \`sso_role_name\` in the account of \`sso_account_id\`: correct the profile (\`aws configure sso${profile}\`), or ask for it.`;
    }
    if (/\baws login\b|session has expired/.test(text))
        return `Log in: \`aws login${profile}\`.`;
    if (/\bSSO\b|UnauthorizedException|Token is expired/.test(text)) {
        return `Log in: \`aws sso login${profile}\`${named === undefined ? '' : ', or the profile that it names as its `source_profile`'}.`;
    }
    return `Log in (\`aws sso login${profile}\`), name another profile (\`--profile\` or AWS_PROFILE; \`aws configure list-profiles\` shows them), or set AWS_ACCESS_KEY_ID and what belongs to it.`;
}


/***/ }),

/***/ 6683:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ unlessAborted),
/* harmony export */   u: () => (/* binding */ within)
/* harmony export */ });
/**
 * Settles as the promise does, or fails when the time is up or the run is cancelled first.
 * @param who is waited for, as the error names it
 */
async function within(promise, ms, who, signal) {
    let timer;
    const late = new Promise((_, reject) => {
        // Not AbortSignal.timeout: node would end, without a word, while only that is waited for.
        timer = setTimeout(() => {
            reject(new Error(`${who} did not answer within ${ms / 1000} s`));
        }, ms);
    });
    try {
        return await unlessAborted(Promise.race([promise, late]), signal);
    }
    finally {
        clearTimeout(timer);
    }
}
/** Settles as the promise does, or fails with the reason of the signal where that is aborted first. */
async function unlessAborted(promise, signal) {
    // Where nobody waits for it any more, its failure is nobody's either: unhandled, it would end the process.
    promise.catch(() => undefined);
    signal.throwIfAborted();
    return await new Promise((resolve, reject) => {
        const cancel = () => {
            reject(signal.reason);
        };
        signal.addEventListener('abort', cancel, { once: true });
        promise.then(resolve, reject).finally(() => {
            signal.removeEventListener('abort', cancel);
        });
    });
}


/***/ })

};
