export const id = 657;
export const ids = [657];
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

/***/ 9657:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  assumeRole: () => (/* reexport */ assumeRole),
  awsAnswer: () => (/* reexport */ answer/* awsAnswer */.S),
  findImageDetail: () => (/* reexport */ findImageDetail),
  listNewestImages: () => (/* reexport */ listNewestImages),
  openEcrClient: () => (/* reexport */ openEcrClient),
  readScan: () => (/* reexport */ readScan),
  requestAuthorizationToken: () => (/* reexport */ requestAuthorizationToken),
  resolveRegistryLogin: () => (/* reexport */ resolveRegistryLogin)
});

// EXTERNAL MODULE: ./src/aws/answer.ts
var answer = __webpack_require__(8199);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-ecr/dist-cjs/index.js
var dist_cjs = __webpack_require__(8249);
// EXTERNAL MODULE: ./src/core/deadline.ts
var deadline = __webpack_require__(6343);
// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/core/remedy.ts
var remedy = __webpack_require__(7935);
// EXTERNAL MODULE: ./src/stages/origin.ts
var origin = __webpack_require__(6817);
// EXTERNAL MODULE: ./src/aws/client-config.ts
var client_config = __webpack_require__(6925);
// EXTERNAL MODULE: ./src/aws/denial.ts
var denial = __webpack_require__(1074);
;// CONCATENATED MODULE: ./src/aws/ecr.ts








function openEcrClient(region, credentials, environment) {
    return new dist_cjs/* ECRClient */.S70({ ...(0,client_config/* clientConfig */.y)('ecr', region, environment), credentials });
}
const DEADLINE_MS = 30_000;
/**
 * Calls ECR GetAuthorizationToken in the region of a repository.
 * @throws Failure naming the call, the answer, and the permission that is missing
 */
async function requestAuthorizationToken({ region, from }, { credentials, environment, signal }, mask) {
    const client = openEcrClient(region, credentials, environment);
    try {
        const { authorizationData = [] } = await (0,deadline/* withTimeout */.w)(client.send(new dist_cjs/* GetAuthorizationTokenCommand */.Eu6({}), { abortSignal: signal }), DEADLINE_MS, 'ECR', signal);
        const { authorizationToken = '', proxyEndpoint = '' } = authorizationData[0] ?? {};
        const [username, password] = splitAtColon(Buffer.from(authorizationToken, 'base64').toString('utf8'));
        if (password === '' || proxyEndpoint === '')
            throw new Error('the answer has no token or no endpoint');
        // Docker's config holds the password in base64, so a log could show either form.
        mask(password);
        mask(authorizationToken);
        return { username, password, proxyEndpoint };
    }
    catch (error) {
        signal.throwIfAborted();
        throw new failure/* Failure */.HR(`Logging in to ECR in ${region} (GetAuthorizationToken): ${(0,answer/* awsAnswer */.S)(error)}`, {
            cause: error,
            remedy: isDenial(error)
                ? (0,remedy/* remedies */.JW)((0,origin/* originQuestion */.T_)('region', from.region), (0,denial/* remedyOfDenial */.r6)((0,failure/* messageOf */.bD)(error)) ?? NEEDS_AUTHORIZATION)
                : remedyOf(error, { region, from })
        });
    }
    finally {
        client.destroy();
    }
}
const NEEDS_AUTHORIZATION = 'The role needs `ecr:GetAuthorizationToken` on `*`. Deploy infra/ again if somebody changed the role by hand.';
/**
 * Makes the login to the registry of a repository. ECR is asked for the registry only if its name does not follow from the token.
 * @throws Failure if ECR has to be asked and does not tell
 */
async function resolveRegistryLogin(request) {
    const { repository, token, callerAccount } = request;
    const origin = ecrRegistryOrigin(token.proxyEndpoint, callerAccount, repository.account) ?? (await askForOrigin(request));
    return { username: token.username, password: token.password, origin };
}
/**
 * The origin of an account's registry. ECR returns the registry of the caller's own account, so for another account its number
 * is replaced in the endpoint.
 * @returns undefined if the endpoint does not have ECR's usual form (a VPC or a private name)
 */
function ecrRegistryOrigin(proxyEndpoint, callerAccount, account) {
    const endpoint = proxyEndpoint.replace(/\/+$/, '');
    if (callerAccount === account)
        return endpoint;
    const form = /^(https:\/\/)\d{12}(\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn))$/;
    const match = form.exec(endpoint);
    return match === null ? undefined : `${match[1] ?? ''}${account}${match[2] ?? ''}`;
}
/** Asks ECR for the host of the registry. The protocol is that of the token's endpoint. */
async function askForOrigin({ repository, side, token, credentials, environment, signal }) {
    const { account, region, name, from } = repository;
    const tried = `Looking for the registry of the ${side} ${name} in account ${account}, ${region} (DescribeRepositories)`;
    const client = openEcrClient(region, credentials, environment);
    try {
        const command = new dist_cjs/* DescribeRepositoriesCommand */.pE_({ registryId: account, repositoryNames: [name] });
        const { repositories: [described] = [] } = await (0,deadline/* withTimeout */.w)(client.send(command, { abortSignal: signal }), DEADLINE_MS, 'ECR', signal);
        if (described?.repositoryUri === undefined)
            throw new Error('the answer has no such repository');
        return `${new URL(token.proxyEndpoint).protocol}//${described.repositoryUri.split('/')[0] ?? ''}`;
    }
    catch (error) {
        signal.throwIfAborted();
        const missing = error instanceof Error && error.name === 'RepositoryNotFoundException';
        throw new failure/* Failure */.HR(`${tried}: ${(0,answer/* awsAnswer */.S)(error)}`, {
            cause: error,
            remedy: missing
                ? `${(0,origin/* originQuestion */.T_)('repository', from)} If it is, deploy infra/ for its stage.`
                : isDenial(error)
                    ? (0,denial/* remedyOfRepositoryDenial */.Jz)((0,failure/* messageOf */.bD)(error), from, 'The caller needs `ecr:DescribeRepositories` on it.')
                    : remedyOf(error, repository)
        });
    }
    finally {
        client.destroy();
    }
}
function remedyOf(error, { region, from }) {
    if (error instanceof Error && error.name === 'ThrottlingException') {
        return (0,remedy/* remedy */.zL) `${remedy/* RUN_AGAIN */.Bs} later, or ask AWS for a higher quota: ECR's quota for this call is used up, possibly by others as well.`;
    }
    return (0,client_config/* remedyOfNoAnswer */.f)(error, { service: "ECR's API", region, from });
}
function splitAtColon(text) {
    const at = text.indexOf(':');
    return [text.slice(0, at), text.slice(at + 1)];
}
function isDenial(error) {
    return error instanceof Error && error.name.startsWith('AccessDenied');
}

;// CONCATENATED MODULE: ./src/aws/images.ts

/**
 * Looks for an image by its tag or digest.
 * @returns undefined if the repository has no such image; any other error is thrown as it is
 */
async function findImageDetail(client, repository, reference, signal) {
    const id = reference.startsWith('sha256:') ? { imageDigest: reference } : { imageTag: reference };
    try {
        const command = new dist_cjs/* DescribeImagesCommand */.ji5({
            registryId: repository.account,
            repositoryName: repository.name,
            imageIds: [id]
        });
        const { imageDetails: [detail] = [] } = await client.send(command, { abortSignal: signal });
        return detail === undefined ? undefined : detailOf(detail);
    }
    catch (error) {
        if (error instanceof Error && error.name === 'ImageNotFoundException')
            return undefined;
        throw error;
    }
}
/** Pages of a thousand images each that are read at most. A repository whose lifecycle rules work has one page. */
const PAGES = 5;
/** Lists the images that have a tag with the prefix, newest first. */
async function listNewestImages(client, repository, prefix, signal) {
    const input = {
        registryId: repository.account,
        repositoryName: repository.name,
        filter: { tagStatus: 'TAGGED' },
        maxResults: 1000
    };
    const found = [];
    let pages = 0;
    for await (const { imageDetails = [] } of (0,dist_cjs/* paginateDescribeImages */.XiR)({ client }, input, { abortSignal: signal })) {
        found.push(...imageDetails.map(detailOf).filter(({ tags }) => tags.some(tag => tag.startsWith(prefix))));
        if (++pages === PAGES)
            break;
    }
    return found.sort((a, b) => (b.pushedAt?.getTime() ?? 0) - (a.pushedAt?.getTime() ?? 0));
}
function detailOf(detail) {
    return {
        digest: detail.imageDigest ?? '',
        tags: detail.imageTags ?? [],
        pushedAt: detail.imagePushedAt,
        archived: detail.imageStatus === 'ARCHIVED'
    };
}

// EXTERNAL MODULE: ./node_modules/@aws-sdk/credential-providers/dist-cjs/index.js
var credential_providers_dist_cjs = __webpack_require__(9719);
;// CONCATENATED MODULE: ./src/aws/role.ts







const role_DEADLINE_MS = 45_000;
/**
 * Calls STS AssumeRoleWithWebIdentity. Transient errors are retried within one deadline.
 * @throws Failure: a denial at once, with the claims beside the conditions of the role
 */
async function assumeRole(request) {
    const provider = (0,credential_providers_dist_cjs/* fromWebToken */.G7)({
        roleArn: request.roleArn,
        webIdentityToken: request.token,
        roleSessionName: request.sessionName,
        ...(request.durationSeconds === undefined ? {} : { durationSeconds: request.durationSeconds }),
        clientConfig: (0,client_config/* clientConfig */.y)('sts', request.region, request.environment)
    });
    try {
        const { accessKeyId, secretAccessKey, sessionToken = '' } = await (0,deadline/* withTimeout */.w)(provider(), role_DEADLINE_MS, 'STS', request.signal);
        for (const secret of [accessKeyId, secretAccessKey, sessionToken])
            request.mask(secret);
        return { accessKeyId, secretAccessKey, sessionToken };
    }
    catch (error) {
        request.signal.throwIfAborted();
        throw refusal(error, request);
    }
}
function refusal(error, { roleArn, region, from, explain, durationSeconds }) {
    const name = error instanceof Error ? error.name : '';
    const tried = `Assuming ${roleArn} with GitHub's OIDC token (STS in ${region})`;
    const account = roleArn.split(':')[4] ?? '';
    const known = {
        AccessDenied: explain(),
        // An account that does not know the issuer of the token looks at nothing else in it.
        InvalidIdentityToken: (0,failure/* messageOf */.bD)(error).startsWith('No OpenIDConnect provider')
            ? `${(0,origin/* originQuestion */.T_)('account', from.account)} If it is, deploy infra/ in it: the account needs the OIDC provider token.actions.githubusercontent.com.`
            : (0,remedy/* remedies */.JW)(`Account ${account} needs the OIDC provider token.actions.githubusercontent.com with the audience of this token. infra/ creates it.`, explain()),
        IDPRejectedClaim: (0,remedy/* remedies */.JW)((0,remedy/* remedy */.zL) `${remedy/* RUN_AGAIN */.Bs}. STS rejects a claim of the token, most often because the token expired on the way or the clock of ${remedy/* THIS_MACHINE */.DQ} is wrong. If the error stays:`, explain()),
        ExpiredTokenException: (0,remedy/* remedy */.zL) `${remedy/* RUN_AGAIN */.Bs}, and check the clock of a self-hosted runner: the OIDC token expired before STS saw it, or the clock is wrong.`,
        IDPCommunicationError: (0,remedy/* remedy */.zL) `${remedy/* RUN_AGAIN */.Bs} in a few minutes: STS could not reach GitHub to check the token, several times in a row.`,
        RegionDisabledException: `${(0,origin/* originQuestion */.T_)('region', from.region)} If it is, activate STS for ${region} in account ${account}, under IAM, Account settings.`,
        ValidationError: durationSeconds === undefined
            ? 'Check `role-session-name` and the form of the role ARN.'
            : `Leave the input \`role-duration-seconds\` out, or raise the role's maximum session duration: it may be less than ${durationSeconds} s.`
    };
    return new failure/* Failure */.HR(`${tried}: ${(0,answer/* awsAnswer */.S)(error)}`, {
        cause: error,
        remedy: known[name] ?? known[name.replace(/Exception$/, '')] ?? (0,client_config/* remedyOfNoAnswer */.f)(error, { service: 'STS', region, from })
    });
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./src/core/setting.ts
var setting = __webpack_require__(4467);
;// CONCATENATED MODULE: ./src/aws/scan.ts





const POLL_MS = 5000;
const SCAN_ON_PUSH = (0,remedy/* remedy */.zL) `Deploy infra/ again, so that the source repository scans on push. For an image that was pushed before, run \`aws ecr start-image-scan\`. Or set ${(0,setting/* setting */.Pe)('fail-on-severity')} to none.`;
/** Reads the findings of a scan, and waits for a scan that is in progress. */
async function readScan({ client, repository, digest, timeoutMs, beginMs = timeoutMs, signal }) {
    const start = performance.now();
    for (;;) {
        const state = await look(client, repository, digest, signal);
        if (state.kind !== 'waiting')
            return state;
        const limit = state.begun ? timeoutMs : Math.min(beginMs, timeoutMs);
        const pause = Math.min(POLL_MS, start + limit - performance.now());
        if (pause <= 0)
            return {
                kind: 'unknown',
                ...(timeoutMs === 0 ? { because: state.because } : afterWaiting(state, Math.round(limit / 1000)))
            };
        await (0,promises_.setTimeout)(pause, undefined, { signal });
    }
}
function afterWaiting({ begun, because }, seconds) {
    return begun
        ? { because: `${because}, and it did not end within ${seconds} s` }
        : { because: `no scan of it was started within ${seconds} s`, remedy: SCAN_ON_PUSH };
}
const UNFINISHED = { kind: 'waiting', because: 'the scan is not finished', begun: true };
async function look(client, repository, digest, signal) {
    const findings = [];
    let counts;
    let isComplete = false;
    let nextToken;
    try {
        do {
            const command = new dist_cjs/* DescribeImageScanFindingsCommand */.TQ0({
                registryId: repository.account,
                repositoryName: repository.name,
                imageId: { imageDigest: digest },
                maxResults: 1000,
                ...(nextToken === undefined ? {} : { nextToken })
            });
            const answer = await client.send(command, { abortSignal: signal });
            const { status = 'PENDING', description = '' } = answer.imageScanStatus ?? {};
            if (status === 'PENDING' || status === 'IN_PROGRESS')
                return UNFINISHED;
            // Enhanced scanning has ACTIVE for an image that it keeps watching.
            if (status !== 'COMPLETE' && status !== 'ACTIVE')
                return { kind: 'unknown', because: `the scan ended as ${status}${description === '' ? '' : `: ${description}`}` };
            findings.push(...findingsOf(answer));
            counts = answer.imageScanFindings?.findingSeverityCounts ?? counts;
            isComplete ||= answer.imageScanFindings?.imageScanCompletedAt !== undefined;
            nextToken = answer.nextToken;
        } while (nextToken !== undefined);
        // Enhanced scanning is COMPLETE or ACTIVE for a while before it has findings: https://github.com/aws/aws-sdk/issues/289
        if (!isComplete && counts === undefined && findings.length === 0)
            return UNFINISHED;
        return { kind: 'scanned', counts: counts ?? {}, findings };
    }
    catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Error))
            throw error;
        // A scan that a push started takes a moment to appear.
        if (error.name === 'ScanNotFoundException')
            return { kind: 'waiting', because: 'it has not been scanned', begun: false };
        return { kind: 'unknown', because: `${error.name}: ${(0,failure/* messageOf */.bD)(error)}` };
    }
}
function findingsOf({ imageScanFindings }) {
    const basic = (imageScanFindings?.findings ?? []).map(({ severity, name, uri, description, attributes = [] }) => {
        const attribute = (key) => attributes.find(candidate => candidate.key === key)?.value ?? '';
        return {
            severity: severity ?? 'UNDEFINED',
            name: name ?? '',
            package: attribute('package_name'),
            version: attribute('package_version'),
            fix: undefined,
            uri,
            description
        };
    });
    const enhanced = (imageScanFindings?.enhancedFindings ?? []).flatMap(({ severity, title, description, packageVulnerabilityDetails }) => {
        const { vulnerabilityId, sourceUrl, vulnerablePackages = [] } = packageVulnerabilityDetails ?? {};
        // A finding that names no package is still a finding.
        const packages = vulnerablePackages.length === 0 ? [{}] : vulnerablePackages;
        return packages.map(({ name, version, release, fixedInVersion }) => ({
            severity: severity ?? 'UNTRIAGED',
            name: vulnerabilityId ?? title ?? '',
            package: name ?? '',
            // `fixedInVersion` contains the distribution's release. Without it here, both versions may look the same.
            version: [version ?? '', release ?? ''].filter(part => part !== '').join('-'),
            fix: fixedInVersion === '' || fixedInVersion === 'NotAvailable' ? undefined : fixedInVersion,
            uri: sourceUrl,
            description
        }));
    });
    return [...basic, ...enhanced];
}

;// CONCATENATED MODULE: ./src/aws/run-calls.ts
// The AWS calls of every run. Runs import this module when they need it, because the SDK takes longer to load than a skipped run takes.







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
