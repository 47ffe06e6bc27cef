export const id = 59;
export const ids = [59];
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

/***/ 6059:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  findInspectorDenials: () => (/* reexport */ findInspectorDenials),
  probePermissions: () => (/* reexport */ probePermissions),
  readBlobMounting: () => (/* reexport */ readBlobMounting),
  readCallerIdentity: () => (/* reexport */ readCallerIdentity),
  readLifecyclePolicy: () => (/* reexport */ readLifecyclePolicy),
  readRepositorySetup: () => (/* reexport */ readRepositorySetup)
});

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-cjs/index.js
var dist_cjs = __webpack_require__(1695);
// EXTERNAL MODULE: ./src/core/deadline.ts
var deadline = __webpack_require__(6343);
// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/stages/origin.ts
var origin = __webpack_require__(6817);
// EXTERNAL MODULE: ./src/aws/answer.ts
var answer = __webpack_require__(8199);
// EXTERNAL MODULE: ./src/aws/client-config.ts
var client_config = __webpack_require__(6925);
;// CONCATENATED MODULE: ./src/aws/caller-identity.ts






const DEADLINE_MS = 30_000;
/**
 * Calls STS GetCallerIdentity, which requires no permission. Even an explicit Deny does not affect it.
 * @throws Failure if STS rejects the credentials or cannot be reached
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
async function readCallerIdentity(credentials, place, environment, signal) {
    const { region } = place;
    const client = new dist_cjs/* STSClient */.iM({ ...(0,client_config/* clientConfig */.y)('sts', region, environment), credentials });
    try {
        const { Account: account, Arn: arn } = await (0,deadline/* withTimeout */.w)(client.send(new dist_cjs/* GetCallerIdentityCommand */.zI({}), { abortSignal: signal }), DEADLINE_MS, 'STS', signal);
        if (account === undefined || arn === undefined)
            throw new Error('the answer names no owner');
        return { account, arn };
    }
    catch (error) {
        signal.throwIfAborted();
        throw new failure/* Failure */.HR(`Asking STS in ${region} for the owner of the AWS credentials (GetCallerIdentity): ${(0,answer/* awsAnswer */.S)(error)}`, {
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
            return `${(0,origin/* originQuestion */.T_)('region', from.region)} If it is, activate STS for ${region} in the account, under IAM, Account settings.`;
        default:
            return (0,client_config/* remedyOfNoAnswer */.f)(error, { service: 'STS', region, from });
    }
}

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-ecr/dist-cjs/index.js
var client_ecr_dist_cjs = __webpack_require__(8249);
// EXTERNAL MODULE: ./src/aws/denial.ts
var denial = __webpack_require__(1074);
;// CONCATENATED MODULE: ./src/aws/inspector.ts




const inspector_DEADLINE_MS = 30_000;
/** Media type of a container image's config. An index has no config, and a referrer of an image has another type. */
const IMAGE_CONFIG = /^application\/vnd\.(?:oci\.image\.config|docker\.container\.image)\.v1\+json$/;
/**
 * Finds the actions of Amazon Inspector that AWS denies the caller. If Inspector scans the repository, ECR asks it in the name
 * of the caller. That shows only when the findings of an existing image are requested. An empty answer proves nothing: neither
 * that Inspector scans the repository, nor that the caller may ask it.
 * @returns the denials by IAM action
 * @param client of the repository's own account, because Inspector answers no other account
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
async function findInspectorDenials(client, repository, signal) {
    try {
        const digest = await newestImage(client, repository, signal);
        if (digest !== undefined) {
            const command = new client_ecr_dist_cjs/* DescribeImageScanFindingsCommand */.TQ0({
                ...idOf(repository),
                imageId: { imageDigest: digest },
                maxResults: 1
            });
            await (0,deadline/* withTimeout */.w)(client.send(command, { abortSignal: signal }), inspector_DEADLINE_MS, 'ECR', signal);
        }
    }
    catch (error) {
        signal.throwIfAborted();
        const because = (0,failure/* messageOf */.bD)(error);
        const action = (0,denial/* deniedAction */.Ub)(because);
        if (action?.startsWith('inspector2:') === true)
            return new Map([[action, { kind: 'denied', because }]]);
    }
    return new Map();
}
/**
 * Digest of the newest image of one platform, among the images that ECR lists first. An old image may no longer be scanned.
 */
async function newestImage(client, repository, signal) {
    const command = new client_ecr_dist_cjs/* DescribeImagesCommand */.ji5({ ...idOf(repository), filter: { imageStatus: 'ACTIVE' }, maxResults: 1000 });
    const { imageDetails = [] } = await (0,deadline/* withTimeout */.w)(client.send(command, { abortSignal: signal }), inspector_DEADLINE_MS, 'ECR', signal);
    const [newest] = imageDetails
        .filter(({ artifactMediaType = '' }) => IMAGE_CONFIG.test(artifactMediaType))
        .sort((a, b) => (b.imagePushedAt?.getTime() ?? 0) - (a.imagePushedAt?.getTime() ?? 0));
    return newest?.imageDigest;
}
function idOf({ account, name }) {
    return { registryId: account, repositoryName: name };
}

;// CONCATENATED MODULE: ./src/aws/probes.ts




/** A digest for which no content is known. */
const NOWHERE = `sha256:${'0'.repeat(64)}`;
/** ECR's upload ids are random, so this one does not exist. */
const NO_UPLOAD = '00000000-0000-0000-0000-000000000000';
/** A well-formed manifest that ECR must refuse for two reasons: its digest is wrong, and its layers do not exist. */
const NO_MANIFEST = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: NOWHERE, size: 2 },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: NOWHERE, size: 32 }]
});
/**
 * One call for each action. No call changes anything, because each names content that cannot exist. The parameters are
 * well-formed, because ECR may check them before it checks permissions. Only InitiateLayerUpload has an effect: it opens an
 * upload session, which takes no space in the repository and expires.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html for the errors of each
 */
const PROBES = {
    'ecr:BatchGetImage': {
        call: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* BatchGetImageCommand */.P8n({ ...id, imageIds: [{ imageDigest: NOWHERE }] }), options),
        errors: []
    },
    'ecr:GetDownloadUrlForLayer': {
        call: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* GetDownloadUrlForLayerCommand */.pKL({ ...id, layerDigest: NOWHERE }), options),
        errors: ['LayersNotFoundException', 'LayerInaccessibleException']
    },
    'ecr:BatchCheckLayerAvailability': {
        call: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* BatchCheckLayerAvailabilityCommand */.YmI({ ...id, layerDigests: [NOWHERE] }), options),
        errors: []
    },
    'ecr:InitiateLayerUpload': {
        call: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* InitiateLayerUploadCommand */.Do9(id), options),
        errors: []
    },
    'ecr:UploadLayerPart': {
        call: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* UploadLayerPartCommand */.bVv({
            ...id,
            uploadId: NO_UPLOAD,
            partFirstByte: 0,
            partLastByte: 0,
            layerPartBlob: new Uint8Array(1)
        }), options),
        errors: ['UploadNotFoundException']
    },
    'ecr:CompleteLayerUpload': {
        call: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* CompleteLayerUploadCommand */.fU9({ ...id, uploadId: NO_UPLOAD, layerDigests: [NOWHERE] }), options),
        errors: ['UploadNotFoundException', 'EmptyUploadException']
    },
    'ecr:PutImage': {
        call: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* PutImageCommand */.SUU({ ...id, imageManifest: NO_MANIFEST, imageDigest: NOWHERE }), options),
        errors: ['ImageDigestDoesNotMatchException', 'LayersNotFoundException', 'ReferencedImagesNotFoundException']
    },
    'ecr:DescribeRepositories': {
        call: ({ client, id: { registryId, repositoryName }, options }) => client.send(new client_ecr_dist_cjs/* DescribeRepositoriesCommand */.pE_({ registryId, repositoryNames: [repositoryName] }), options),
        errors: []
    },
    'ecr:DescribeImages': {
        call: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* DescribeImagesCommand */.ji5({ ...id, imageIds: [{ imageDigest: NOWHERE }] }), options),
        errors: ['ImageNotFoundException']
    },
    'ecr:ListImages': {
        call: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* ListImagesCommand */.W_n({ ...id, maxResults: 1 }), options),
        errors: []
    },
    'ecr:DescribeImageScanFindings': {
        call: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* DescribeImageScanFindingsCommand */.TQ0({ ...id, imageId: { imageDigest: NOWHERE } }), options),
        errors: ['ImageNotFoundException', 'ScanNotFoundException']
    },
    'ecr:ListTagsForResource': {
        call: ({ client, arn, options }) => client.send(new client_ecr_dist_cjs/* ListTagsForResourceCommand */.a_e({ resourceArn: arn }), options),
        errors: []
    },
    'ecr:GetLifecyclePolicy': {
        call: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* GetLifecyclePolicyCommand */.O0C(id), options),
        errors: ['LifecyclePolicyNotFoundException']
    },
    'ecr:GetLifecyclePolicyPreview': {
        call: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* GetLifecyclePolicyPreviewCommand */.ynb(id), options),
        errors: ['LifecyclePolicyPreviewNotFoundException']
    },
    'ecr:GetRepositoryPolicy': {
        call: ({ client, id, options }) => client.send(new client_ecr_dist_cjs/* GetRepositoryPolicyCommand */.MeN(id), options),
        errors: ['RepositoryPolicyNotFoundException']
    }
};
const probes_DEADLINE_MS = 30_000;
/**
 * Tries IAM actions on a repository, to see which of them the caller is permitted. It changes nothing in the repository.
 * @param actions such as `ecr:PutImage`; `ecr:GetAuthorizationToken` is not an action on a repository
 */
async function probePermissions(client, repository, actions, signal) {
    const { arn, account: registryId, name: repositoryName } = repository;
    const subject = { client, arn, id: { registryId, repositoryName }, options: { abortSignal: signal } };
    const probeAll = async (wanted) => await Promise.all(wanted.map(async (action) => [action, await probe(action, subject, signal)]));
    const reads = await probeAll(actions.filter(action => !WRITES.includes(action)));
    const writes = actions.filter(action => WRITES.includes(action));
    const isMissing = reads.some(([, { kind }]) => kind === 'no-repository');
    const found = new Map([
        ...reads,
        ...(isMissing
            ? writes.map((action) => [action, { kind: 'no-repository' }])
            : await probeAll(writes))
    ]);
    return new Map(actions.map(action => [action, found.get(action) ?? { kind: 'unknown', because: 'it was not tried' }]));
}
/** These are not tried on a missing repository, because a registry can be configured to create a repository on push. */
const WRITES = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage'];
async function probe(action, subject, signal) {
    const { call, errors } = PROBES[action] ?? {};
    if (call === undefined || errors === undefined)
        return { kind: 'unknown', because: 'no call is known that tries it without changing anything' };
    try {
        await (0,deadline/* withTimeout */.w)(call(subject), probes_DEADLINE_MS, 'ECR', signal);
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
        const host = (0,failure/* unresolvedHost */.Qd)(error);
        return { kind: 'unknown', because: (0,answer/* awsAnswer */.S)(error), ...(host === undefined ? {} : { host }) };
    }
}

;// CONCATENATED MODULE: ./src/aws/repository-setup.ts


const repository_setup_DEADLINE_MS = 30_000;
/** @returns undefined if the repository does not exist; any other error is thrown as it is */
async function readRepositorySetup(client, { account, name }, signal) {
    try {
        const command = new client_ecr_dist_cjs/* DescribeRepositoriesCommand */.pE_({ registryId: account, repositoryNames: [name] });
        const { repositories: [described] = [] } = await (0,deadline/* withTimeout */.w)(client.send(command, { abortSignal: signal }), repository_setup_DEADLINE_MS, 'ECR', signal);
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
 * Reads the lifecycle policy of a repository, as JSON.
 * @returns undefined if it has none; any other error is thrown as it is
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
async function readLifecyclePolicy(client, { account, name }, signal) {
    try {
        const command = new client_ecr_dist_cjs/* GetLifecyclePolicyCommand */.O0C({ registryId: account, repositoryName: name });
        const { lifecyclePolicyText } = await (0,deadline/* withTimeout */.w)(client.send(command, { abortSignal: signal }), repository_setup_DEADLINE_MS, 'ECR', signal);
        return lifecyclePolicyText;
    }
    catch (error) {
        if (error instanceof Error && error.name === 'LifecyclePolicyNotFoundException')
            return undefined;
        throw error;
    }
}
/**
 * Reads whether the registry of the caller's own account mounts layers of one repository into another.
 * @returns undefined if the caller may not read the setting; any other error is thrown as it is
 */
async function readBlobMounting(client, signal) {
    try {
        const command = new client_ecr_dist_cjs/* GetAccountSettingCommand */.pn5({ name: 'BLOB_MOUNTING' });
        const { value } = await (0,deadline/* withTimeout */.w)(client.send(command, { abortSignal: signal }), repository_setup_DEADLINE_MS, 'ECR', signal);
        return value === 'ENABLED' ? 'ENABLED' : 'DISABLED';
    }
    catch (error) {
        if (error instanceof Error && error.name.startsWith('AccessDenied'))
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/aws/doctor-calls.ts
// The AWS calls that only the doctor makes. They are a module of their own, so that no run waits for them to load.






/***/ })

};
