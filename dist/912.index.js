export const id = 912;
export const ids = [912];
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

/***/ 5912:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  blobMountingOf: () => (/* reexport */ blobMountingOf),
  callerOf: () => (/* reexport */ callerOf),
  inspectorDenials: () => (/* reexport */ inspectorDenials),
  lifecycleOf: () => (/* reexport */ lifecycleOf),
  permissionsOn: () => (/* reexport */ permissionsOn),
  repositorySettingsOf: () => (/* reexport */ repositorySettingsOf)
});

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-cjs/index.js
var dist_cjs = __webpack_require__(1695);
// EXTERNAL MODULE: ./src/deadline.ts
var deadline = __webpack_require__(6683);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
// EXTERNAL MODULE: ./src/aws/answer.ts
var answer = __webpack_require__(8199);
// EXTERNAL MODULE: ./src/stages/origin.ts
var origin = __webpack_require__(6817);
// EXTERNAL MODULE: ./src/aws/connection.ts
var connection = __webpack_require__(5757);
;// CONCATENATED MODULE: ./src/aws/caller.ts






const DEADLINE_MS = 30_000;
/**
 * STS GetCallerIdentity, which needs no permission: an explicit Deny does not reach it either.
 * @throws Failure where STS does not take the credentials, or is not reached
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
async function callerOf(credentials, place, environment, signal) {
    const { region } = place;
    const client = new dist_cjs/* STSClient */.iM({ ...(0,connection/* connectionTo */.m)('sts', region, environment), credentials });
    try {
        const { Account: account, Arn: arn } = await (0,deadline/* within */.u)(client.send(new dist_cjs/* GetCallerIdentityCommand */.zI({}), { abortSignal: signal }), DEADLINE_MS, 'STS', signal);
        if (account === undefined || arn === undefined)
            throw new Error('the answer names nobody');
        return { account, arn };
    }
    catch (error) {
        signal.throwIfAborted();
        throw new failure/* Failure */.HR(`Asking STS in ${region} whose AWS credentials these are (GetCallerIdentity): ${(0,answer/* answerOf */.u)(error)}`, {
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
            return `${(0,origin/* isItRight */.AQ)('region', from.region)} If it is, activate STS for ${region} in the account, under IAM, Account settings.`;
        default:
            return (0,connection/* remedyOfSilence */.F)(error, { what: `this machine reaches STS in ${region}`, from });
    }
}

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-ecr/dist-cjs/index.js
var client_ecr_dist_cjs = __webpack_require__(8249);
// EXTERNAL MODULE: ./src/denied.ts
var denied = __webpack_require__(768);
;// CONCATENATED MODULE: ./src/aws/inspector.ts




const inspector_DEADLINE_MS = 30_000;
/** The config of a container image; an index has none, and what is said of an image has another. */
const IMAGE_CONFIG = /^application\/vnd\.(?:oci\.image\.config|docker\.container\.image)\.v1\+json$/;
/**
 * What AWS denies the caller of Amazon Inspector, by IAM's action. Where that scans the repository, ECR asks it as the caller,
 * which only shows by asking for the findings of an image that is there. Nothing heard says nothing: neither that Inspector
 * scans the repository, nor that the caller may ask it.
 * @param client of the repository's own account, as Inspector tells no other
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
async function inspectorDenials(client, repository, signal) {
    try {
        const digest = await newestImage(client, repository, signal);
        if (digest !== undefined) {
            const command = new client_ecr_dist_cjs/* DescribeImageScanFindingsCommand */.TQ0({ ...idOf(repository), imageId: { imageDigest: digest }, maxResults: 1 });
            await (0,deadline/* within */.u)(client.send(command, { abortSignal: signal }), inspector_DEADLINE_MS, 'ECR', signal);
        }
    }
    catch (error) {
        signal.throwIfAborted();
        const because = (0,failure/* messageOf */.bD)(error);
        const action = (0,denied/* deniedAction */.Ub)(because);
        if (action?.startsWith('inspector2:') === true)
            return new Map([[action, { kind: 'denied', because }]]);
    }
    return new Map();
}
/** Digest of the newest image of one platform, of those that ECR lists first: an old one may not be scanned any more. */
async function newestImage(client, repository, signal) {
    const command = new client_ecr_dist_cjs/* DescribeImagesCommand */.ji5({ ...idOf(repository), filter: { imageStatus: 'ACTIVE' }, maxResults: 1000 });
    const { imageDetails = [] } = await (0,deadline/* within */.u)(client.send(command, { abortSignal: signal }), inspector_DEADLINE_MS, 'ECR', signal);
    const [newest] = imageDetails
        .filter(({ artifactMediaType = '' }) => IMAGE_CONFIG.test(artifactMediaType))
        .sort((a, b) => (b.imagePushedAt?.getTime() ?? 0) - (a.imagePushedAt?.getTime() ?? 0));
    return newest?.imageDigest;
}
function idOf({ account, name }) {
    return { registryId: account, repositoryName: name };
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
    const ask = async (wanted) => await Promise.all(wanted.map(async (action) => [action, await probe(action, subject, signal)]));
    const reads = await ask(actions.filter(action => !WRITES.includes(action)));
    const writes = actions.filter(action => WRITES.includes(action));
    const isMissing = reads.some(([, { kind }]) => kind === 'no-repository');
    const found = new Map([...reads, ...(isMissing ? writes.map((action) => [action, { kind: 'no-repository' }]) : await ask(writes))]);
    return new Map(actions.map(action => [action, found.get(action) ?? { kind: 'unknown', because: 'it was not asked for' }]));
}
/** A registry may be set to create a repository when something is pushed to one that is not there: it is not tried then. */
const WRITES = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage'];
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
        const host = (0,failure/* hostWithoutAddress */.Vr)(error);
        return { kind: 'unknown', because: (0,answer/* answerOf */.u)(error), ...(host === undefined ? {} : { host }) };
    }
}

;// CONCATENATED MODULE: ./src/aws/settings.ts


const settings_DEADLINE_MS = 30_000;
/** @returns undefined where there is no such repository; what else comes back is thrown as it is */
async function repositorySettingsOf(client, { account, name }, signal) {
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

;// CONCATENATED MODULE: ./src/aws/inspection.ts
// What looking at an account takes, and no run does: loaded by itself, so that no run waits for it.






/***/ })

};
