export const id = 337;
export const ids = [337];
export const modules = {

/***/ 4337:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  answerOf: () => (/* reexport */ answerOf),
  assumeRole: () => (/* reexport */ assumeRole),
  blobMountingOf: () => (/* reexport */ blobMountingOf),
  callerOf: () => (/* reexport */ callerOf),
  describeImage: () => (/* reexport */ describeImage),
  ecrIn: () => (/* reexport */ ecrIn),
  lifecycleOf: () => (/* reexport */ lifecycleOf),
  logIn: () => (/* reexport */ logIn),
  newestImages: () => (/* reexport */ newestImages),
  permissionsOn: () => (/* reexport */ permissionsOn),
  registryToken: () => (/* reexport */ registryToken),
  scanOf: () => (/* reexport */ scanOf),
  settingsOf: () => (/* reexport */ settingsOf)
});

// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
;// CONCATENATED MODULE: ./src/aws/answer.ts

/** What AWS answered, in a line: the error's name and message, or the HTTP status where the answer had neither. */
function answerOf(error) {
    const message = ((0,failure/* messageOf */.bD)(error).split('\n')[0] ?? '').trim();
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

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-cjs/index.js
var dist_cjs = __webpack_require__(1695);
// EXTERNAL MODULE: ./src/deadline.ts
var deadline = __webpack_require__(6683);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/index.js
var lib = __webpack_require__(2779);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/proxy.js
var proxy = __webpack_require__(9783);
;// CONCATENATED MODULE: ./src/aws/connection.ts


/** What every AWS client of a run is made with: bounded waits, few retries, and the proxy the SDK would not look for. */
function connectionTo(service, region, environment) {
    const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    const host = `${service === 'sts' ? 'sts' : 'api.ecr'}.${region}.${domain}`;
    const endpoint = environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? environment['AWS_ENDPOINT_URL'] ?? `https://${host}`;
    // The SDK takes for an agent what can be destroyed, and the toolkit's tunnel cannot: it would be left out without a word.
    const agent = (0,proxy/* getProxyUrl */.s)(new URL(endpoint)) === undefined ? undefined : Object.assign(new lib/* HttpClient */.Qq().getAgent(endpoint), { destroy: () => undefined });
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

;// CONCATENATED MODULE: ./src/aws/caller.ts





const DEADLINE_MS = 30_000;
/**
 * STS GetCallerIdentity, which needs no permission: an explicit Deny does not reach it either.
 * @throws Failure where STS does not take the credentials, or is not reached
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
async function callerOf(credentials, region, environment, signal) {
    const client = new dist_cjs/* STSClient */.iM({ ...connectionTo('sts', region, environment), credentials });
    try {
        const { Account: account, Arn: arn } = await (0,deadline/* within */.u)(client.send(new dist_cjs/* GetCallerIdentityCommand */.zI({}), { abortSignal: signal }), DEADLINE_MS, 'STS', signal);
        if (account === undefined || arn === undefined)
            throw new Error('the answer names nobody');
        return { account, arn };
    }
    catch (error) {
        signal.throwIfAborted();
        throw new failure/* Failure */.HR(`Asking STS in ${region} whose AWS credentials these are (GetCallerIdentity): ${answerOf(error)}`, {
            cause: error,
            remedy: remedyOfSts(error instanceof Error ? error.name : '', region)
        });
    }
    finally {
        client.destroy();
    }
}
/** What helps where STS does not take credentials, by the name of its error. */
function remedyOfSts(name, region) {
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
            return `STS is not activated for ${region} in the account: activate it under IAM, Account settings.`;
        default:
            return `Check that this machine reaches STS in ${region}, and HTTPS_PROXY and NO_PROXY if it stands behind a proxy.`;
    }
}

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-ecr/dist-cjs/index.js
var client_ecr_dist_cjs = __webpack_require__(630);
// EXTERNAL MODULE: ./src/denied.ts
var denied = __webpack_require__(768);
;// CONCATENATED MODULE: ./src/aws/ecr.ts






function ecrIn(region, credentials, environment) {
    return new client_ecr_dist_cjs/* ECRClient */.S70({ ...connectionTo('ecr', region, environment), credentials });
}
const ecr_DEADLINE_MS = 30_000;
/**
 * ECR GetAuthorizationToken in a region.
 * @throws Failure naming the call, what came back, and the permission
 */
async function registryToken(region, { credentials, environment, signal }, mask) {
    const client = ecrIn(region, credentials, environment);
    try {
        const { authorizationData = [] } = await (0,deadline/* within */.u)(client.send(new client_ecr_dist_cjs/* GetAuthorizationTokenCommand */.Eu6({}), { abortSignal: signal }), ecr_DEADLINE_MS, 'ECR', signal);
        const { authorizationToken = '', proxyEndpoint = '' } = authorizationData[0] ?? {};
        const [username, password] = splitAtColon(Buffer.from(authorizationToken, 'base64').toString('utf8'));
        if (password === '' || proxyEndpoint === '')
            throw new Error('the answer has no token or no endpoint');
        // Docker's config holds it in base64, so a log could show either form.
        mask(password);
        mask(authorizationToken);
        return { username, password, region, proxyEndpoint };
    }
    catch (error) {
        signal.throwIfAborted();
        throw new failure/* Failure */.HR(`Logging in to ECR in ${region} (GetAuthorizationToken): ${answerOf(error)}`, {
            cause: error,
            remedy: isDenial(error)
                ? ((0,denied/* remedyOfDenial */.r)((0,failure/* messageOf */.bD)(error)) ?? 'The role needs `ecr:GetAuthorizationToken` on `*`; deploy infra/ anew if it was changed by hand.')
                : remedyOf(error, region)
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
    const { account, region, name } = repository;
    const tried = `Looking for the registry of the ${side} ${name} in account ${account}, ${region} (DescribeRepositories)`;
    const client = ecrIn(region, credentials, environment);
    try {
        const command = new client_ecr_dist_cjs/* DescribeRepositoriesCommand */.pE_({ registryId: account, repositoryNames: [name] });
        const { repositories: [described] = [] } = await (0,deadline/* within */.u)(client.send(command, { abortSignal: signal }), ecr_DEADLINE_MS, 'ECR', signal);
        if (described?.repositoryUri === undefined)
            throw new Error('the answer has no such repository');
        return `${new URL(token.proxyEndpoint).protocol}//${described.repositoryUri.split('/')[0] ?? ''}`;
    }
    catch (error) {
        signal.throwIfAborted();
        const missing = error instanceof Error && error.name === 'RepositoryNotFoundException';
        throw new failure/* Failure */.HR(`${tried}: ${answerOf(error)}`, {
            cause: error,
            remedy: missing
                ? 'Deploy infra/ for its stage, or correct account, region and repository in the stages file.'
                : ((0,denied/* remedyOfDenial */.r)((0,failure/* messageOf */.bD)(error)) ?? remedyOf(error, region))
        });
    }
    finally {
        client.destroy();
    }
}
function remedyOf(error, region) {
    if (error instanceof Error && error.name === 'ThrottlingException') {
        return "ECR's quota for this call is used up, by others as well: run the job again later, or ask AWS for a higher quota.";
    }
    return `Check that this runner reaches ECR's API in ${region}, and HTTPS_PROXY and NO_PROXY if it stands behind a proxy.`;
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
async function describeImage(client, repository, reference, signal) {
    const id = reference.startsWith('sha256:') ? { imageDigest: reference } : { imageTag: reference };
    try {
        const command = new client_ecr_dist_cjs/* DescribeImagesCommand */.ji5({ registryId: repository.account, repositoryName: repository.name, imageIds: [id] });
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
    for await (const { imageDetails = [] } of (0,client_ecr_dist_cjs/* paginateDescribeImages */.XiR)({ client }, input, { abortSignal: signal })) {
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

;// CONCATENATED MODULE: ./src/aws/probes.ts




/** A digest that no content has which anybody knows of. */
const NOWHERE = `sha256:${'0'.repeat(64)}`;
/** ECR makes these of random numbers. */
const NO_UPLOAD = '00000000-0000-0000-0000-000000000000';
/** Well-formed, and twice impossible: it is not what its digest says, and what it lists is not there. */
const NO_MANIFEST = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: NOWHERE, size: 2 },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: NOWHERE, size: 32 }]
});
/**
 * A call for each action that changes nothing, whatever the answer: what it asks for cannot be. Its parameters are of the
 * right form, as ECR may look at that before it looks at permissions. InitiateLayerUpload alone does something: it opens a
 * session, which takes no room in the repository and ends by itself.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html for the errors of each
 */
const PROBES = {
    'ecr:BatchGetImage': {
        ask: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* BatchGetImageCommand */.P8n({ ...id, imageIds: [{ imageDigest: NOWHERE }] }), options),
        errors: []
    },
    'ecr:GetDownloadUrlForLayer': {
        ask: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* GetDownloadUrlForLayerCommand */.pKL({ ...id, layerDigest: NOWHERE }), options),
        errors: ['LayersNotFoundException', 'LayerInaccessibleException']
    },
    'ecr:BatchCheckLayerAvailability': {
        ask: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* BatchCheckLayerAvailabilityCommand */.YmI({ ...id, layerDigests: [NOWHERE] }), options),
        errors: []
    },
    'ecr:InitiateLayerUpload': {
        ask: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* InitiateLayerUploadCommand */.Do9(id), options),
        errors: []
    },
    'ecr:UploadLayerPart': {
        ask: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* UploadLayerPartCommand */.bVv({ ...id, uploadId: NO_UPLOAD, partFirstByte: 0, partLastByte: 0, layerPartBlob: new Uint8Array(1) }), options),
        errors: ['UploadNotFoundException']
    },
    'ecr:CompleteLayerUpload': {
        ask: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* CompleteLayerUploadCommand */.fU9({ ...id, uploadId: NO_UPLOAD, layerDigests: [NOWHERE] }), options),
        errors: ['UploadNotFoundException', 'EmptyUploadException']
    },
    'ecr:PutImage': {
        ask: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* PutImageCommand */.SUU({ ...id, imageManifest: NO_MANIFEST, imageDigest: NOWHERE }), options),
        errors: ['ImageDigestDoesNotMatchException', 'LayersNotFoundException', 'ReferencedImagesNotFoundException']
    },
    'ecr:DescribeRepositories': {
        ask: ({ client, id: { registryId, repositoryName }, options }) => client.send(new client_ecr_dist_cjs/* DescribeRepositoriesCommand */.pE_({ registryId, repositoryNames: [repositoryName] }), options),
        errors: []
    },
    'ecr:DescribeImages': {
        ask: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* DescribeImagesCommand */.ji5({ ...id, imageIds: [{ imageDigest: NOWHERE }] }), options),
        errors: ['ImageNotFoundException']
    },
    'ecr:ListImages': {
        ask: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* ListImagesCommand */.W_n({ ...id, maxResults: 1 }), options),
        errors: []
    },
    'ecr:DescribeImageScanFindings': {
        ask: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* DescribeImageScanFindingsCommand */.TQ0({ ...id, imageId: { imageDigest: NOWHERE } }), options),
        errors: ['ImageNotFoundException', 'ScanNotFoundException']
    },
    'ecr:ListTagsForResource': {
        ask: ({ client, arn, options }) => client.send(new client_ecr_dist_cjs/* ListTagsForResourceCommand */.a_e({ resourceArn: arn }), options),
        errors: []
    },
    'ecr:GetLifecyclePolicy': {
        ask: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* GetLifecyclePolicyCommand */.O0C(id), options),
        errors: ['LifecyclePolicyNotFoundException']
    },
    'ecr:GetLifecyclePolicyPreview': {
        ask: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* GetLifecyclePolicyPreviewCommand */.ynb(id), options),
        errors: ['LifecyclePolicyPreviewNotFoundException']
    },
    'ecr:GetRepositoryPolicy': {
        ask: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* GetRepositoryPolicyCommand */.MeN(id), options),
        errors: ['RepositoryPolicyNotFoundException']
    }
};
const probes_DEADLINE_MS = 30_000;
/**
 * Which of IAM's actions on a repository the caller is permitted. Nothing changes by it.
 * @param actions such as `ecr:PutImage`; `ecr:GetAuthorizationToken` is no action on a repository
 */
async function permissionsOn(client, repository, actions, signal) {
    const { arn, account: registryId, name: repositoryName } = repository;
    const subject = { client, arn, id: { registryId, repositoryName }, options: { abortSignal: signal } };
    return new Map(await Promise.all(actions.map(async (action) => [action, await probe(action, subject, signal)])));
}
async function probe(action, subject, signal) {
    const { ask, errors } = PROBES[action] ?? {};
    if (ask === undefined || errors === undefined)
        return { kind: 'unknown', because: 'no call is known that asks for it and changes nothing' };
    try {
        await (0,deadline/* within */.u)(ask(subject), probes_DEADLINE_MS, 'ECR', signal);
        return { kind: 'allowed' };
    }
    catch (error) {
        signal.throwIfAborted();
        const name = error instanceof Error ? error.name : '';
        if (errors.includes(name))
            return { kind: 'allowed' };
        if (name.startsWith('AccessDenied'))
            return { kind: 'denied', because: (0,failure/* messageOf */.bD)(error) };
        if (name === 'RepositoryNotFoundException')
            return { kind: 'no-repository' };
        return { kind: 'unknown', because: answerOf(error) };
    }
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
        clientConfig: connectionTo('sts', request.region, request.environment)
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
function refusal(error, { roleArn, region, explain, durationSeconds }) {
    const name = error instanceof Error ? error.name : '';
    const tried = `Assuming ${roleArn} with GitHub's OIDC token (STS in ${region})`;
    const account = roleArn.split(':')[4] ?? '';
    const remedies = {
        AccessDenied: explain(),
        InvalidIdentityToken: `Account ${account} needs the OIDC provider token.actions.githubusercontent.com with the audience of this token; infra/ creates it.\n${explain()}`,
        IDPRejectedClaim: `STS refuses a claim of the token, most often because it expired on the way, or the clock of this runner is off. Run the job again; if it stays:\n${explain()}`,
        ExpiredTokenException: 'The OIDC token expired before STS saw it, or the clock of this runner is off. Run the job again; on a self-hosted runner check its clock.',
        IDPCommunicationError: 'STS could not reach GitHub to check the token, several times in a row. Run the job again in a few minutes.',
        RegionDisabledException: `STS is not activated for ${region} in account ${account}. Activate it under IAM, Account settings.`,
        ValidationError: durationSeconds === undefined
            ? 'Check `role-session-name` and the form of the role ARN.'
            : `The role may allow less than role-duration-seconds ${durationSeconds}: leave the input out, or raise the role's maximum session duration.`
    };
    const remedy = remedies[name] ?? remedies[name.replace(/Exception$/, '')];
    return new failure/* Failure */.HR(`${tried}: ${answerOf(error)}`, {
        cause: error,
        remedy: remedy ?? `Check that this runner reaches STS in ${region}, and HTTPS_PROXY and NO_PROXY if it stands behind a proxy.`
    });
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./src/aws/scan.ts



const POLL_MS = 5000;
/** Reads the findings of a scan, and waits for them where it is still going on. */
async function scanOf({ client, repository, digest, timeoutMs, beginMs = timeoutMs, signal }) {
    const start = Date.now();
    for (;;) {
        const state = await look(client, repository, digest, signal);
        if (state.kind !== 'waiting')
            return state;
        const limit = state.begun ? timeoutMs : Math.min(beginMs, timeoutMs);
        const pause = Math.min(POLL_MS, start + limit - Date.now());
        if (pause <= 0) {
            const waited = `, and it did not ${limit < timeoutMs ? 'begin' : 'end'} within ${Math.round(limit / 1000)} s`;
            return { kind: 'unknown', because: timeoutMs === 0 ? state.because : `${state.because}${waited}` };
        }
        await (0,promises_.setTimeout)(pause, undefined, { signal });
    }
}
async function look(client, repository, digest, signal) {
    const findings = [];
    let counts = {};
    let nextToken;
    try {
        do {
            const command = new client_ecr_dist_cjs/* DescribeImageScanFindingsCommand */.TQ0({
                registryId: repository.account, repositoryName: repository.name, imageId: { imageDigest: digest }, maxResults: 1000,
                ...(nextToken === undefined ? {} : { nextToken })
            });
            const answer = await client.send(command, { abortSignal: signal });
            const { status = 'PENDING', description = '' } = answer.imageScanStatus ?? {};
            if (status === 'PENDING' || status === 'IN_PROGRESS')
                return { kind: 'waiting', because: 'the scan is not finished', begun: true };
            // ACTIVE is what enhanced scanning says of an image that it keeps watching.
            if (status !== 'COMPLETE' && status !== 'ACTIVE')
                return { kind: 'unknown', because: `the scan ended as ${status}${description === '' ? '' : `: ${description}`}` };
            findings.push(...findingsOf(answer));
            counts = answer.imageScanFindings?.findingSeverityCounts ?? counts;
            nextToken = answer.nextToken;
        } while (nextToken !== undefined);
        return { kind: 'scanned', counts, findings };
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
        return vulnerablePackages.map(({ name, version, fixedInVersion }) => ({
            severity: severity ?? 'UNTRIAGED', name: vulnerabilityId ?? title ?? '', package: name ?? '', version: version ?? '', fix: fixedInVersion === '' || fixedInVersion === 'NotAvailable' ? undefined : fixedInVersion, uri: sourceUrl, description
        }));
    });
    return [...basic, ...enhanced];
}

;// CONCATENATED MODULE: ./src/aws/settings.ts


const settings_DEADLINE_MS = 30_000;
/** @returns undefined where there is no such repository; what else comes back is thrown as it is */
async function settingsOf(client, { account, name }, signal) {
    try {
        const command = new client_ecr_dist_cjs/* DescribeRepositoriesCommand */.pE_({ registryId: account, repositoryNames: [name] });
        const { repositories: [described] = [] } = await (0,deadline/* within */.u)(client.send(command, { abortSignal: signal }), settings_DEADLINE_MS, 'ECR', signal);
        if (described === undefined)
            return undefined;
        const { encryptionType = 'AES256', kmsKey } = described.encryptionConfiguration ?? {};
        return {
            mutability: described.imageTagMutability ?? 'MUTABLE',
            filters: (described.imageTagMutabilityExclusionFilters ?? []).map(({ filter }) => filter ?? ''),
            scanOnPush: described.imageScanningConfiguration?.scanOnPush ?? false,
            encryption: kmsKey ?? encryptionType
        };
    }
    catch (error) {
        if (error instanceof Error && error.name === 'RepositoryNotFoundException')
            return undefined;
        throw error;
    }
}
/**
 * The lifecycle policy of a repository, as JSON.
 * @returns undefined where it has none; what else comes back is thrown as it is
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
async function lifecycleOf(client, { account, name }, signal) {
    try {
        const command = new client_ecr_dist_cjs/* GetLifecyclePolicyCommand */.O0C({ registryId: account, repositoryName: name });
        const { lifecyclePolicyText } = await (0,deadline/* within */.u)(client.send(command, { abortSignal: signal }), settings_DEADLINE_MS, 'ECR', signal);
        return lifecyclePolicyText;
    }
    catch (error) {
        if (error instanceof Error && error.name === 'LifecyclePolicyNotFoundException')
            return undefined;
        throw error;
    }
}
/**
 * Whether the registry of the caller's own account mounts layers of one repository into another.
 * @returns undefined where the caller may not ask; what else comes back is thrown as it is
 */
async function blobMountingOf(client, signal) {
    try {
        const command = new client_ecr_dist_cjs/* GetAccountSettingCommand */.pn5({ name: 'BLOB_MOUNTING' });
        const { value } = await (0,deadline/* within */.u)(client.send(command, { abortSignal: signal }), settings_DEADLINE_MS, 'ECR', signal);
        return value === 'ENABLED' ? 'ENABLED' : 'DISABLED';
    }
    catch (error) {
        if (error instanceof Error && error.name.startsWith('AccessDenied'))
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/aws/index.ts










/***/ })

};
