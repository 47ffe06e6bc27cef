export const id = 450;
export const ids = [450];
export const modules = {

/***/ 8450:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  assumeRole: () => (/* reexport */ assumeRole),
  logIn: () => (/* reexport */ logIn)
});

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-ecr/dist-cjs/index.js
var dist_cjs = __webpack_require__(8249);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
;// CONCATENATED MODULE: ./src/aws/answer.ts

/** What AWS answered, in a line: the error's name and message, or the HTTP status where the answer had neither. */
function answerOf(error) {
    const message = ((0,failure/* messageOf */.bD)(error).split('\n')[0] ?? '').trim();
    if (!(error instanceof Error))
        return message;
    if (error.name !== 'Error' && error.name !== 'Unknown')
        return message.startsWith(error.name) ? message : `${error.name}: ${message}`;
    const status = error.$metadata?.httpStatusCode;
    return status === undefined ? message : `HTTP ${status}${message.startsWith('Unknown') ? '' : `: ${message}`}`;
}

// EXTERNAL MODULE: ./src/deadline.ts
var deadline = __webpack_require__(6683);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/index.js
var lib = __webpack_require__(2779);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/proxy.js
var proxy = __webpack_require__(9783);
;// CONCATENATED MODULE: ./src/aws/connection.ts


/** What every AWS client of a run is made with: bounded waits, few retries, and the proxy the SDK would not look for. */
function connectionTo(service, region, environment) {
    const host = service === 'sts' ? `sts.${region}.amazonaws.com` : `api.ecr.${region}.amazonaws.com`;
    const endpoint = environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? environment['AWS_ENDPOINT_URL'] ?? `https://${host}`;
    const agent = (0,proxy/* getProxyUrl */.s)(new URL(endpoint)) === undefined ? undefined : new lib/* HttpClient */.Qq().getAgent(endpoint);
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

;// CONCATENATED MODULE: ./src/aws/ecr.ts





const DEADLINE_MS = 30_000;
/**
 * ECR GetAuthorizationToken, in the repository's region, and where that repository's registry is.
 * @throws Failure naming the call, what came back, and the permission
 */
async function logIn(request) {
    const { credentials, callerAccount, repository, environment, signal, mask } = request;
    const client = new dist_cjs/* ECRClient */.S70({ ...connectionTo('ecr', repository.region, environment), credentials });
    try {
        const { authorizationData = [] } = await (0,deadline/* within */.u)(client.send(new dist_cjs/* GetAuthorizationTokenCommand */.Eu6({}), { abortSignal: signal }), DEADLINE_MS, 'ECR', signal);
        const { authorizationToken = '', proxyEndpoint = '' } = authorizationData[0] ?? {};
        const [username, password] = splitAtColon(Buffer.from(authorizationToken, 'base64').toString('utf8'));
        if (password === '' || proxyEndpoint === '')
            throw new Error('the answer has no token or no endpoint');
        // Docker's config holds it in base64, so a log could show either form.
        mask(password);
        mask(authorizationToken);
        const derived = originFor(proxyEndpoint, callerAccount, repository.account);
        const origin = derived ?? (await describedOrigin(client, request));
        return { username, password, origin };
    }
    catch (error) {
        signal.throwIfAborted();
        if (error instanceof failure/* Failure */.HR)
            throw error;
        throw new failure/* Failure */.HR(`Logging in to ECR in ${repository.region} (GetAuthorizationToken): ${answerOf(error)}`, {
            cause: error,
            remedy: isDenial(error)
                ? 'The role needs `ecr:GetAuthorizationToken` on `*`; deploy infra/ anew if it was changed by hand.'
                : `Check that this runner reaches ECR's API in ${repository.region}, and HTTPS_PROXY and NO_PROXY if it stands behind a proxy.`
        });
    }
    finally {
        client.destroy();
    }
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
async function describedOrigin(client, { repository, signal }) {
    const { repositories = [] } = await (0,deadline/* within */.u)(client.send(new dist_cjs/* DescribeRepositoriesCommand */.pE_({ registryId: repository.account, repositoryNames: [repository.name] }), { abortSignal: signal }), DEADLINE_MS, 'ECR', signal);
    const uri = repositories[0]?.repositoryUri;
    if (uri === undefined) {
        throw new failure/* Failure */.HR(`Looking for the registry of ${repository.arn}: ECR described no such repository.`, {
            remedy: 'Check account, region and repository in the stages file, and that infra/ has been deployed there.'
        });
    }
    return `https://${uri.slice(0, uri.indexOf('/'))}`;
}
function splitAtColon(text) {
    const at = text.indexOf(':');
    return [text.slice(0, at), text.slice(at + 1)];
}
function isDenial(error) {
    return error instanceof Error && error.name.startsWith('AccessDenied');
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

;// CONCATENATED MODULE: ./src/aws/index.ts




/***/ })

};
