export const id = 46;
export const ids = [46];
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

/***/ 5046:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  answerOf: () => (/* reexport */ answer/* answerOf */.u),
  assumeRole: () => (/* reexport */ assumeRole),
  ecrIn: () => (/* reexport */ ecrIn),
  imageDetail: () => (/* reexport */ imageDetail),
  logIn: () => (/* reexport */ logIn),
  newestImages: () => (/* reexport */ newestImages),
  registryToken: () => (/* reexport */ registryToken),
  scanOf: () => (/* reexport */ scanOf)
});

// EXTERNAL MODULE: ./src/aws/answer.ts
var answer = __webpack_require__(8199);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-ecr/dist-cjs/index.js
var dist_cjs = __webpack_require__(8249);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
// EXTERNAL MODULE: ./src/deadline.ts
var deadline = __webpack_require__(6683);
// EXTERNAL MODULE: ./src/denied.ts
var denied = __webpack_require__(768);
// EXTERNAL MODULE: ./src/stages/origin.ts
var origin = __webpack_require__(6817);
// EXTERNAL MODULE: ./src/aws/connection.ts
var connection = __webpack_require__(5757);
;// CONCATENATED MODULE: ./src/aws/ecr.ts







function ecrIn(region, credentials, environment) {
    return new dist_cjs/* ECRClient */.S70({ ...(0,connection/* connectionTo */.m)('ecr', region, environment), credentials });
}
const DEADLINE_MS = 30_000;
/**
 * ECR GetAuthorizationToken in the region of a repository.
 * @throws Failure naming the call, what came back, and the permission
 */
async function registryToken({ region, from }, { credentials, environment, signal }, mask) {
    const client = ecrIn(region, credentials, environment);
    try {
        const { authorizationData = [] } = await (0,deadline/* within */.u)(client.send(new dist_cjs/* GetAuthorizationTokenCommand */.Eu6({}), { abortSignal: signal }), DEADLINE_MS, 'ECR', signal);
        const { authorizationToken = '', proxyEndpoint = '' } = authorizationData[0] ?? {};
        const [username, password] = splitAtColon(Buffer.from(authorizationToken, 'base64').toString('utf8'));
        if (password === '' || proxyEndpoint === '')
            throw new Error('the answer has no token or no endpoint');
        // Docker's config holds it in base64, so a log could show either form.
        mask(password);
        mask(authorizationToken);
        return { username, password, proxyEndpoint };
    }
    catch (error) {
        signal.throwIfAborted();
        throw new failure/* Failure */.HR(`Logging in to ECR in ${region} (GetAuthorizationToken): ${(0,answer/* answerOf */.u)(error)}`, {
            cause: error,
            remedy: isDenial(error)
                ? `${(0,origin/* isItRight */.AQ)('region', from.region)}\n${(0,denied/* remedyOfDenial */.r6)((0,failure/* messageOf */.bD)(error)) ?? 'The role needs `ecr:GetAuthorizationToken` on `*`; deploy infra/ anew if it was changed by hand.'}`
                : remedyOf(error, { region, from })
        });
    }
    finally {
        client.destroy();
    }
}
/**
 * The login to the registry of a repository.
 * @throws Failure where ECR has to be asked for the registry, and does not tell
 */
async function logIn(request) {
    const { repository, token, callerAccount } = request;
    const origin = originFor(token.proxyEndpoint, callerAccount, repository.account) ?? (await describedOrigin(request));
    return { username: token.username, password: token.password, origin };
}
/**
 * ECR returns the registry of the caller's own account. For another account's its name is put in where the endpoint has
 * ECR's form; where it has not (a VPC or a private name), undefined.
 */
function originFor(proxyEndpoint, callerAccount, account) {
    const endpoint = proxyEndpoint.replace(/\/+$/, '');
    if (callerAccount === account)
        return endpoint;
    const form = /^(https:\/\/)\d{12}(\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn))$/;
    const match = form.exec(endpoint);
    return match === null ? undefined : `${match[1] ?? ''}${account}${match[2] ?? ''}`;
}
/** Where no name can be put in, ECR is asked; it tells the host, and the endpoint how that is spoken to. */
async function describedOrigin({ repository, side, token, credentials, environment, signal }) {
    const { account, region, name, from } = repository;
    const tried = `Looking for the registry of the ${side} ${name} in account ${account}, ${region} (DescribeRepositories)`;
    const client = ecrIn(region, credentials, environment);
    try {
        const command = new dist_cjs/* DescribeRepositoriesCommand */.pE_({ registryId: account, repositoryNames: [name] });
        const { repositories: [described] = [] } = await (0,deadline/* within */.u)(client.send(command, { abortSignal: signal }), DEADLINE_MS, 'ECR', signal);
        if (described?.repositoryUri === undefined)
            throw new Error('the answer has no such repository');
        return `${new URL(token.proxyEndpoint).protocol}//${described.repositoryUri.split('/')[0] ?? ''}`;
    }
    catch (error) {
        signal.throwIfAborted();
        const missing = error instanceof Error && error.name === 'RepositoryNotFoundException';
        throw new failure/* Failure */.HR(`${tried}: ${(0,answer/* answerOf */.u)(error)}`, {
            cause: error,
            remedy: missing
                ? `${(0,origin/* isItRight */.AQ)('repository', from)} If it is, deploy infra/ for its stage.`
                : isDenial(error)
                    ? (0,denied/* remedyAtRepository */.w5)((0,failure/* messageOf */.bD)(error), from, 'Who asks needs `ecr:DescribeRepositories` on it.')
                    : remedyOf(error, repository)
        });
    }
    finally {
        client.destroy();
    }
}
function remedyOf(error, { region, from }) {
    if (error instanceof Error && error.name === 'ThrottlingException') {
        return "ECR's quota for this call is used up, by others as well: run the job again later, or ask AWS for a higher quota.";
    }
    return (0,connection/* remedyOfSilence */.F)(error, { what: `this runner reaches ECR's API in ${region}`, from });
}
function splitAtColon(text) {
    const at = text.indexOf(':');
    return [text.slice(0, at), text.slice(at + 1)];
}
function isDenial(error) {
    return error instanceof Error && error.name.startsWith('AccessDenied');
}

;// CONCATENATED MODULE: ./src/aws/images.ts

/** @returns undefined where the repository has no such image; what else comes back is thrown as it is */
async function imageDetail(client, repository, reference, signal) {
    const id = reference.startsWith('sha256:') ? { imageDigest: reference } : { imageTag: reference };
    try {
        const command = new dist_cjs/* DescribeImagesCommand */.ji5({ registryId: repository.account, repositoryName: repository.name, imageIds: [id] });
        const { imageDetails: [detail] = [] } = await client.send(command, { abortSignal: signal });
        return detail === undefined ? undefined : detailOf(detail);
    }
    catch (error) {
        if (error instanceof Error && error.name === 'ImageNotFoundException')
            return undefined;
        throw error;
    }
}
/** How many pages of a thousand images are looked through: a repository whose lifecycle rules work has one. */
const PAGES = 5;
/** The images that carry a tag which begins so, newest first. */
async function newestImages(client, repository, prefix, signal) {
    const input = { registryId: repository.account, repositoryName: repository.name, filter: { tagStatus: 'TAGGED' }, maxResults: 1000 };
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
 * STS AssumeRoleWithWebIdentity.
 * @throws Failure: a denial at once, with the claims beside the condition; what may pass is retried within one deadline
 */
async function assumeRole(request) {
    const provider = (0,credential_providers_dist_cjs/* fromWebToken */.G7)({
        roleArn: request.roleArn,
        webIdentityToken: request.token,
        roleSessionName: request.sessionName,
        ...(request.durationSeconds === undefined ? {} : { durationSeconds: request.durationSeconds }),
        clientConfig: (0,connection/* connectionTo */.m)('sts', request.region, request.environment)
    });
    try {
        const { accessKeyId, secretAccessKey, sessionToken = '' } = await (0,deadline/* within */.u)(provider(), role_DEADLINE_MS, 'STS', request.signal);
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
    const remedies = {
        AccessDenied: explain(),
        // Nothing of the token matters to an account that does not know who issued it.
        InvalidIdentityToken: (0,failure/* messageOf */.bD)(error).startsWith('No OpenIDConnect provider')
            ? `${(0,origin/* isItRight */.AQ)('account', from.account)} If it is, the account needs the OIDC provider token.actions.githubusercontent.com; infra/ creates it.`
            : `Account ${account} needs the OIDC provider token.actions.githubusercontent.com with the audience of this token; infra/ creates it.\n${explain()}`,
        IDPRejectedClaim: `STS refuses a claim of the token, most often because it expired on the way, or the clock of this runner is off. Run the job again; if it stays:\n${explain()}`,
        ExpiredTokenException: 'The OIDC token expired before STS saw it, or the clock of this runner is off. Run the job again; on a self-hosted runner check its clock.',
        IDPCommunicationError: 'STS could not reach GitHub to check the token, several times in a row. Run the job again in a few minutes.',
        RegionDisabledException: `${(0,origin/* isItRight */.AQ)('region', from.region)} If it is, activate STS for ${region} in account ${account}, under IAM, Account settings.`,
        ValidationError: durationSeconds === undefined
            ? 'Check `role-session-name` and the form of the role ARN.'
            : `The role may allow less than role-duration-seconds ${durationSeconds}: leave the input out, or raise the role's maximum session duration.`
    };
    const remedy = remedies[name] ?? remedies[name.replace(/Exception$/, '')];
    return new failure/* Failure */.HR(`${tried}: ${(0,answer/* answerOf */.u)(error)}`, {
        cause: error,
        remedy: remedy ?? (0,connection/* remedyOfSilence */.F)(error, { what: `this runner reaches STS in ${region}`, from })
    });
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./src/aws/scan.ts



const POLL_MS = 5000;
const SCAN_ON_PUSH = 'Have the source repository scan on push: infra/ turns that on, so deploy it anew. ' +
    'An image that was pushed before is scanned with `aws ecr start-image-scan`. Or set the input `fail-on-severity` to none.';
/** Reads the findings of a scan, and waits for them where it is still going on. */
async function scanOf({ client, repository, digest, timeoutMs, beginMs = timeoutMs, signal }) {
    const start = performance.now();
    for (;;) {
        const state = await look(client, repository, digest, signal);
        if (state.kind !== 'waiting')
            return state;
        const limit = state.begun ? timeoutMs : Math.min(beginMs, timeoutMs);
        const pause = Math.min(POLL_MS, start + limit - performance.now());
        if (pause <= 0)
            return { kind: 'unknown', ...(timeoutMs === 0 ? { because: state.because } : afterWaiting(state, Math.round(limit / 1000))) };
        await (0,promises_.setTimeout)(pause, undefined, { signal });
    }
}
function afterWaiting({ begun, because }, seconds) {
    return begun ? { because: `${because}, and it did not end within ${seconds} s` } : { because: `no scan of it was started within ${seconds} s`, remedy: SCAN_ON_PUSH };
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
                registryId: repository.account, repositoryName: repository.name, imageId: { imageDigest: digest }, maxResults: 1000,
                ...(nextToken === undefined ? {} : { nextToken })
            });
            const answer = await client.send(command, { abortSignal: signal });
            const { status = 'PENDING', description = '' } = answer.imageScanStatus ?? {};
            if (status === 'PENDING' || status === 'IN_PROGRESS')
                return UNFINISHED;
            // ACTIVE is what enhanced scanning says of an image that it keeps watching.
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
        // A scan that a push set off takes a moment to appear.
        if (error.name === 'ScanNotFoundException')
            return { kind: 'waiting', because: 'it has not been scanned', begun: false };
        return { kind: 'unknown', because: `${error.name}: ${(0,failure/* messageOf */.bD)(error)}` };
    }
}
function findingsOf({ imageScanFindings }) {
    const basic = (imageScanFindings?.findings ?? []).map(({ severity, name, uri, description, attributes = [] }) => {
        const attribute = (key) => attributes.find(candidate => candidate.key === key)?.value ?? '';
        return { severity: severity ?? 'UNDEFINED', name: name ?? '', package: attribute('package_name'), version: attribute('package_version'), fix: undefined, uri, description };
    });
    const enhanced = (imageScanFindings?.enhancedFindings ?? []).flatMap(({ severity, title, description, packageVulnerabilityDetails }) => {
        const { vulnerabilityId, sourceUrl, vulnerablePackages = [] } = packageVulnerabilityDetails ?? {};
        // One that names no package is a finding all the same.
        const packages = vulnerablePackages.length === 0 ? [{}] : vulnerablePackages;
        return packages.map(({ name, version, release, fixedInVersion }) => ({
            severity: severity ?? 'UNTRIAGED', name: vulnerabilityId ?? title ?? '', package: name ?? '',
            // A distribution's release is part of the version that mends it, too: without it both may read the same.
            version: [version ?? '', release ?? ''].filter(part => part !== '').join('-'),
            fix: fixedInVersion === '' || fixedInVersion === 'NotAvailable' ? undefined : fixedInVersion, uri: sourceUrl, description
        }));
    });
    return [...basic, ...enhanced];
}

;// CONCATENATED MODULE: ./src/aws/index.ts







/***/ })

};
