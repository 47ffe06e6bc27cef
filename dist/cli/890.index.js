export const id = 890;
export const ids = [890];
export const modules = {

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


/***/ }),

/***/ 768:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Rp: () => (/* binding */ questionOfDenial),
/* harmony export */   Ub: () => (/* binding */ deniedAction),
/* harmony export */   fv: () => (/* binding */ accountsApart),
/* harmony export */   r6: () => (/* binding */ remedyOfDenial),
/* harmony export */   w5: () => (/* binding */ remedyAtRepository)
/* harmony export */ });
/* harmony import */ var _stages_origin_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6817);
/* harmony import */ var _stages_permissions_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4471);


const DENIAL = /User: (\S+) is not authorized to perform: (\S+) on resource: (\S+)(?: (?:because|with) (.*))?/;
/** IAM's action that AWS denies, by its own words; undefined for a denial in other words. */
function deniedAction(text) {
    return DENIAL.exec(text)?.[2];
}
/** The accounts of who was denied something, and of what, by AWS's own words; undefined where they are one, or not told. */
function accountsApart(text) {
    const [, user = '', , resource = ''] = DENIAL.exec(text) ?? [];
    const [caller = '', owner = ''] = [user, resource].map(arn => arn.split(':')[4]);
    return caller === '' || owner === '' || caller === owner ? undefined : { caller, owner };
}
/** Asks whether a repository that AWS denies is the one that was meant, and before that of the credentials where they are another account's. */
function questionOfDenial(text, from) {
    const apart = accountsApart(text);
    const credentials = apart === undefined ? [] : [`The credentials are of account ${apart.caller}, and the repository is of account ${apart.owner}.`];
    return [...credentials, (0,_stages_origin_js__WEBPACK_IMPORTED_MODULE_1__/* .isItRight */ .AQ)('repository', from)].join('\n');
}
/**
 * What to ask and to change where AWS denies something on a repository.
 * @param otherwise what to change where AWS does not say what it denies
 */
function remedyAtRepository(text, from, otherwise) {
    return `${questionOfDenial(text, from)}\n${remedyOfDenial(text) ?? otherwise}`;
}
/**
 * What to change where AWS denies something, by its own words: `User: <ARN> is not authorized to perform: <action> on
 * resource: <ARN> because no resource-based policy allows the <action> action`.
 * @returns undefined for a denial in other words
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
function remedyOfDenial(text) {
    const [, user = '', action = '', resource = '', why = ''] = DENIAL.exec(text) ?? [];
    if (user === '')
        return undefined;
    // arn:aws:sts::<account>:assumed-role/<role>/<session>
    const [, account = '', role] = /^arn:[^:]+:sts::(\d+):assumed-role\/(.+)\/[^/]+$/.exec(user) ?? [];
    // IAM Identity Center makes a role of this name for each permission set: it stands for a person.
    const permissionSet = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(role ?? '')?.[1];
    const isPerson = role === undefined || permissionSet !== undefined;
    const who = role === undefined ? user : permissionSet === undefined ? `The role ${role} of account ${account}` : `The permission set ${permissionSet} in account ${account}`;
    if (why.startsWith('an explicit deny')) {
        return `${who} is denied \`${action}\` outright, by ${why.replace('explicit deny in ', 'explicit Deny in ')}: only taking that back helps, not allowing more.`;
    }
    const apart = accountsApart(text);
    if (isPerson && apart !== undefined) {
        return `${who} is of another account, to whose people infra/ gives nothing: use credentials of account ${apart.owner}, where the stage's group or permission set gives people what they need.`;
    }
    if (why.includes('no resource-based policy')) {
        const [, , , , owner = '', name = ''] = resource.split(':');
        return (`${who} is of another account, and the policy of the repository itself does not let it in: there, in account ${owner}, ` +
            `the policy of ${name.replace(/^repository\//, '')} has to allow \`${action}\` to that role. Deploy infra/ anew for the stage of that repository.`);
    }
    const needs = `${who} needs \`${action}\` on ${resource}`;
    if (action.startsWith('inspector2:')) {
        return (`${needs}, because Amazon Inspector scans the registry: with \`enhanced-scanning: true\` under \`deployment:\` of the stages file infra/ gives it to all who may read findings. ` +
            'Where others set how the registry is scanned, allow it with a policy of your own.');
    }
    if (!isPerson)
        return `${needs}: deploy infra/ anew if it is the role of a stage and was changed by hand.`;
    const writes = _stages_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .ACTIONS */ .kl.write.includes(action) && !_stages_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .ACTIONS */ .kl.read.includes(action);
    return `${needs}. People have what their stage's group or permission set gives them${writes ? ", and only GitHub's jobs push to master and release" : ''}.`;
}


/***/ }),

/***/ 6764:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MZ: () => (/* binding */ codesOf),
/* harmony export */   Yp: () => (/* binding */ RegistryFailure),
/* harmony export */   ls: () => (/* binding */ WrongBytes),
/* harmony export */   ut: () => (/* binding */ answerOf)
/* harmony export */ });
/* unused harmony export errorsOf */
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);

/** A registry's refusal, or its silence. */
class RegistryFailure extends _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR {
    status;
    codes;
    side;
    constructor({ purpose, origin, side, answer, status, codes = [], remedy, cause }) {
        const where = `${side === undefined ? '' : `the ${side}, `}${new URL(origin).host}`;
        super(`${capitalized(purpose)} (${where}): ${answer}`, { ...(remedy === undefined ? {} : { remedy }), cause });
        this.name = 'RegistryFailure';
        this.status = status;
        this.codes = codes;
        this.side = side;
    }
}
/** What came does not have the digest it came under. */
class WrongBytes extends RegistryFailure {
    constructor(details) {
        super({
            ...details,
            remedy: 'Something on the way or the registry itself spoils them: run the job again, and if it stays, build and push the image anew.'
        });
    }
}
function capitalized(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
/** The `errors` of an answer: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes */
function errorsOf(body) {
    try {
        const { errors } = JSON.parse(body.toString('utf8'));
        return (errors ?? []).map(({ code, message }) => ({ code: code ?? '', message: message ?? '' }));
    }
    catch {
        // No JSON: proxies and load balancers answer with pages of their own.
        return [];
    }
}
function codesOf({ body }) {
    return errorsOf(body).map(({ code }) => code);
}
/** `403 DENIED: User ... is not authorized ...`, or the status with what there is of a text. */
function answerOf({ status, body }) {
    const errors = errorsOf(body);
    if (errors.length > 0)
        return `${status} ${errors.map(({ code, message }) => `${code}: ${message}`).join('; ')}`;
    const text = body.toString('utf8').replaceAll(/<[^>]*>|\s+/g, ' ').trim().slice(0, 300);
    return text === '' ? `${status}` : `${status} ${text}`;
}


/***/ }),

/***/ 2643:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CI: () => (/* binding */ partsOf),
/* harmony export */   FJ: () => (/* binding */ cosignTags),
/* harmony export */   KE: () => (/* binding */ listed),
/* harmony export */   LN: () => (/* binding */ referrersTag),
/* harmony export */   Rl: () => (/* binding */ MalformedManifest),
/* harmony export */   nw: () => (/* binding */ isIndex)
/* harmony export */ });
/* harmony import */ var _manifest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(506);

/** Bytes that have their digest and are no manifest all the same. */
class MalformedManifest extends Error {
}
/**
 * Takes a manifest apart: OCI index and image, Docker list and schema 2, artifact manifest.
 * @throws MalformedManifest saying what is wrong with it
 * @see https://github.com/opencontainers/image-spec/blob/main/manifest.md
 */
function partsOf(manifest) {
    const json = parse(manifest.bytes);
    if (json['schemaVersion'] === 1)
        throw new MalformedManifest('it is of schema 1, which registries have given up');
    const subject = json['subject'] === undefined ? undefined : descriptor(json['subject'], 'subject').digest;
    if (json['manifests'] !== undefined) {
        const named = descriptors(json, 'manifests');
        // BuildKit's cache is an index that names layers.
        const [manifests, others] = [named.filter(isManifest), named.filter(one => !isManifest(one))];
        return { children: distinct(manifests), blobs: distinct(others), foreign: [], subject };
    }
    const config = json['config'] === undefined ? [] : [descriptor(json['config'], 'config')];
    const content = [...config, ...descriptors(json, 'layers'), ...descriptors(json, 'blobs')];
    return { children: [], blobs: distinct(content.filter(one => !isForeign(one))), foreign: distinct(content.filter(isForeign)), subject };
}
/** Digests of the manifests of a list of referrers, which is an index. @throws MalformedManifest */
function listed(bytes) {
    return distinct(descriptors(parse(bytes), 'manifests'));
}
/**
 * The tag that lists referrers where a registry has no API for them; a tag has room for 64 digits of a longer digest.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
 */
function referrersTag(digest) {
    const [algorithm = '', hex = ''] = digest.split(':');
    return `${algorithm}-${hex.slice(0, 64)}`;
}
/**
 * The tags under which cosign keeps signature, attestations and SBOM of an image.
 * @see https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md
 */
function cosignTags(digest) {
    return ['sig', 'att', 'sbom'].map(kind => `${referrersTag(digest)}.${kind}`);
}
function isIndex({ mediaType }) {
    return /image\.index\.v1|manifest\.list\.v2/.test(mediaType);
}
function isManifest({ mediaType }) {
    return _manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .MANIFEST_TYPES */ ._P.some(known => known === mediaType);
}
function isForeign({ mediaType, urls = [] }) {
    return urls.length > 0 && /\.foreign\.|\.nondistributable\./.test(mediaType);
}
function distinct(all) {
    return [...new Map(all.map(one => [one.digest, one])).values()];
}
function parse(bytes) {
    try {
        const json = (0,_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .jsonOf */ .o_)(bytes);
        if (isObject(json))
            return json;
    }
    catch {
        // The same as an array or a number: no manifest.
    }
    throw new MalformedManifest('it is no JSON object');
}
function descriptors(json, name) {
    const value = json[name] ?? [];
    if (!Array.isArray(value))
        throw new MalformedManifest(`its \`${name}\` is no list`);
    return value.map(one => descriptor(one, name));
}
/** A digest ends up in the path of a request: nothing else may pass for one. */
function descriptor(value, name) {
    const { digest, mediaType, size } = isObject(value) ? value : {};
    const named = typeof digest === 'string' && (0,_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .algorithmOf */ .Hy)(digest) !== undefined;
    const good = named && typeof mediaType === 'string' && Number.isSafeInteger(size) && Number(size) >= 0;
    if (!good)
        throw new MalformedManifest(`its \`${name}\` names something without digest, media type or size`);
    return value;
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 506:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $E: () => (/* binding */ contentOf),
/* harmony export */   $r: () => (/* binding */ platformName),
/* harmony export */   Hy: () => (/* binding */ algorithmOf),
/* harmony export */   _P: () => (/* binding */ MANIFEST_TYPES),
/* harmony export */   cp: () => (/* binding */ INDEX_TYPE),
/* harmony export */   o_: () => (/* binding */ jsonOf),
/* harmony export */   ol: () => (/* binding */ digestOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);

const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
/** Media types of every manifest there is: a narrower `Accept` makes some registries convert, and the digest another. */
const MANIFEST_TYPES = [
    INDEX_TYPE,
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.docker.distribution.manifest.v2+json',
    'application/vnd.oci.artifact.manifest.v1+json'
];
/** @param algorithm of the digest, `sha256` unless a reference asks for another */
function digestOf(bytes, algorithm = 'sha256') {
    return `${algorithm}:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)(algorithm).update(bytes).digest('hex')}`;
}
const digestForm = /^(?:(sha256):[0-9a-f]{64}|(sha512):[0-9a-f]{128})$/;
/**
 * The algorithm of a digest: https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
 * @returns undefined for what is no digest, a tag for one
 */
function algorithmOf(reference) {
    const [, sha256, sha512] = digestForm.exec(reference) ?? [];
    if (sha256 !== undefined)
        return 'sha256';
    return sha512 === undefined ? undefined : 'sha512';
}
/**
 * The JSON of a manifest or a config. A field that is null counts as left out: so registries read it, and some builders write it.
 * @throws SyntaxError where the bytes are no JSON
 */
function jsonOf(bytes) {
    return withoutNulls(JSON.parse(bytes.toString('utf8')), MANIFEST_DEPTH);
}
/** Lists, what they list, and the platform of that; what lies deeper is not looked at, however deep it goes. */
const MANIFEST_DEPTH = 4;
function withoutNulls(value, depth) {
    if (depth === 0 || typeof value !== 'object' || value === null)
        return value;
    if (Array.isArray(value))
        return value.map(one => withoutNulls(one, depth - 1));
    return Object.fromEntries(Object.entries(value).flatMap(([name, field]) => (field === null ? [] : [[name, withoutNulls(field, depth - 1)]])));
}
/** @throws SyntaxError or TypeError where the bytes are no manifest */
function contentOf(manifest) {
    const parsed = jsonOf(manifest.bytes);
    if (Array.isArray(parsed.manifests))
        return { kind: 'index', manifests: parsed.manifests };
    return { kind: 'image', config: parsed.config, layers: parsed.layers ?? [] };
}
/** `linux/amd64`, `linux/arm/v7` */
function platformName({ os, architecture, variant }) {
    return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}


/***/ }),

/***/ 9740:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GB: () => (/* binding */ pauseBefore),
/* harmony export */   iD: () => (/* binding */ Gate),
/* harmony export */   qc: () => (/* binding */ TokenBucket)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8500);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_timers_promises__WEBPACK_IMPORTED_MODULE_0__);

/** Lets so many at a time through, the others wait in order. */
class Gate {
    free;
    waiting = [];
    constructor(places) {
        this.free = places;
    }
    async run(work) {
        const leave = await this.enter();
        try {
            return await work();
        }
        finally {
            leave();
        }
    }
    /** Takes a place; what is returned gives it back, once however often it is called. */
    async enter() {
        if (this.free > 0)
            this.free--;
        else
            await new Promise(resolve => this.waiting.push(resolve));
        let isIn = true;
        return () => {
            if (!isIn)
                return;
            isIn = false;
            // The place is handed on: nobody who comes in between can take it.
            const next = this.waiting.shift();
            if (next === undefined)
                this.free++;
            else
                next();
        };
    }
}
/** A token bucket that starts full: one second's worth at once, then at the rate. */
class TokenBucket {
    perSecond;
    /** When the bucket will be full again, by `performance.now()`. */
    fullAt = 0;
    intervalMs;
    constructor(perSecond) {
        this.perSecond = perSecond;
        // A little slower than the quota: the registry sees requests closer together than they were sent.
        this.intervalMs = 1050 / perSecond;
    }
    /** Waits for a token and takes it. */
    async take(signal) {
        const now = performance.now();
        this.fullAt = Math.max(this.fullAt, now) + this.intervalMs;
        const wait = this.fullAt - this.perSecond * this.intervalMs - now;
        if (wait > 0)
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(wait, undefined, { signal });
    }
}
/** Full jitter around a doubling pause, or what the registry asks for; milliseconds. */
function pauseBefore(attempt, baseMs, retryAfter) {
    const own = Math.min(40 * baseMs, baseMs * 2 ** attempt) * (0.5 + Math.random() / 2);
    const text = Array.isArray(retryAfter) ? retryAfter[0] : retryAfter;
    if (text === undefined)
        return own;
    const seconds = Number(text);
    // https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3: seconds, or a date.
    const asked = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
    return asked > 0 ? Math.max(own, asked) : own;
}


/***/ }),

/***/ 4890:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  O: () => (/* binding */ Registry)
});

// EXTERNAL MODULE: ./src/denied.ts
var denied = __webpack_require__(768);
// EXTERNAL MODULE: ./src/registry/errors.ts
var errors = __webpack_require__(6764);
;// CONCATENATED MODULE: ./src/registry/channel.ts


/** Requests about one repository, and errors that name it. */
class Channel {
    transport;
    repository;
    view;
    constructor(transport, repository, view) {
        this.transport = transport;
        this.repository = repository;
        this.view = view;
    }
    get origin() {
        return this.transport.origin;
    }
    async send(request) {
        return await this.transport.send(this.addressed(request));
    }
    async open(request) {
        return await this.transport.open(this.addressed(request));
    }
    async stream(request) {
        return await this.transport.stream(this.addressed(request));
    }
    async pause(attempt, waited, retryAfter) {
        return await this.transport.pause(attempt, waited, this.view.signal, retryAfter);
    }
    /**
     * Where an answer sends us on, which may be said relative to what was asked for: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2
     * @param asked what was asked for
     */
    urlOf(reference, asked, purpose) {
        const base = new URL(this.pathOf(asked), this.origin).href;
        if (URL.canParse(reference, base))
            return new URL(reference, base);
        throw new errors/* RegistryFailure */.Yp({ ...this.details(purpose), answer: `it sends us on to \`${reference}\`, which is no URL` });
    }
    throwIfCancelled() {
        this.view.signal?.throwIfAborted();
    }
    /**
     * The registry's refusal, with what to change where its status tells.
     * @param otherwise what to change where it does not
     */
    refusal(purpose, response, otherwise) {
        const codes = (0,errors/* codesOf */.MZ)(response);
        const { status } = response;
        const answer = (0,errors/* answerOf */.ut)(response);
        return new errors/* RegistryFailure */.Yp({ ...this.details(purpose), answer, status, codes, remedy: this.remedyFor(status, codes, answer) ?? otherwise });
    }
    /** The same for what was looked for and not found. */
    absence(purpose, found) {
        const codes = found.kind === 'missing' && found.what === 'repository' ? ['NAME_UNKNOWN'] : [];
        const status = found.kind === 'missing' ? 404 : 403;
        const answer = found.kind === 'missing' ? `404 ${codes.join('')} there is no such ${found.what}` : found.reason;
        return new errors/* RegistryFailure */.Yp({ ...this.details(purpose), answer, status, codes, remedy: this.remedyFor(status, codes, answer) });
    }
    /** What an error of this repository's begins with. */
    details(purpose) {
        return { purpose, origin: this.origin, side: this.view.side };
    }
    remedyFor(status, codes, answer) {
        if (status === 401 || status === 403) {
            return (0,denied/* remedyOfDenial */.r6)(answer) ??
                'What this run logged in as may not do that. The role of a stage has its permissions from infra/: deploy it anew if it was changed by hand.';
        }
        if (codes.includes('NAME_UNKNOWN')) {
            return `The repository ${this.repository} does not exist there: deploy infra/, or correct its name, account and region.`;
        }
        if (status === 429)
            return "The registry's quota is used up, by others as well: run the job again later, or ask for a higher quota.";
        return undefined;
    }
    addressed(request) {
        const { to, access, from, ...rest } = request;
        const scopes = [`repository:${this.repository}:${access}`, ...(from === undefined ? [] : [`repository:${from}:pull`])];
        return { ...rest, ...this.view, to: this.pathOf(to), scope: scopes.join(' ') };
    }
    pathOf(to) {
        return typeof to === 'string' ? `/v2/${this.repository}/${to}` : to;
    }
}
function header({ headers }, name) {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
}

// EXTERNAL MODULE: ./src/registry/pace.ts
var pace = __webpack_require__(9740);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
// EXTERNAL MODULE: ./src/registry/graph.ts
var graph = __webpack_require__(2643);
;// CONCATENATED MODULE: ./src/registry/page.ts

/** A link's target and its parameters, whose values may have commas and semicolons of their own. */
const LINK = /<([^>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]*))?)*)/g;
/**
 * Where the list goes on: https://www.rfc-editor.org/rfc/rfc8288
 * @param asked what this page was asked by
 * @param seen the pages there were; a list that goes round in circles is an error
 */
function nextPage(response, asked, channel, purpose, seen) {
    const links = [response.headers['link'] ?? []].flat().flatMap(text => [...text.matchAll(LINK)]);
    const [, target] = links.find(([, , parameters]) => /;\s*rel\s*=\s*(?:next\b|"(?:[^"]*\s)?next[\s"])/i.test(parameters ?? '')) ?? [];
    if (target === undefined)
        return undefined;
    const page = channel.urlOf(target, asked, purpose);
    if (seen.has(page.href))
        throw new errors/* RegistryFailure */.Yp({ ...channel.details(purpose), answer: 'the pages of the list go round in circles' });
    seen.add(page.href);
    return page;
}

;// CONCATENATED MODULE: ./src/registry/referrers.ts




/** Whether a registry lists referrers; not known until it was asked. */
class ReferrersApi {
    state = 'unknown';
    first;
    /** Lists; who comes while nothing is known yet waits for what the first one finds. */
    async use(list) {
        if (this.first !== undefined)
            await this.first;
        const listing = list();
        this.first ??= listing.catch(() => undefined);
        return await listing;
    }
}
/**
 * All referrers of a manifest, by the API or, where the registry has none, by the tag that stands in for it.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
 */
async function listReferrers(repository, api, digest) {
    const { channel, name } = repository;
    const purpose = `listing the referrers of ${digest} in ${name}`;
    const ask = async (to) => await channel.send({ method: 'GET', to, purpose, access: 'pull' });
    const all = [];
    const seen = new Set();
    for (let to = `referrers/${digest}`; to !== undefined;) {
        if (api.state === 'absent')
            return await byTag(repository, digest, purpose);
        let response = await ask(to);
        // A 404 that passes must not hide a signature: only two of them say that there is no such API.
        if (isAbsence(response))
            response = await ask(to);
        if (isAbsence(response) && seen.size === 0) {
            if (api.state === 'unknown')
                api.state = 'absent';
            return await byTag(repository, digest, purpose);
        }
        if (response.status !== 200)
            throw channel.refusal(purpose, response);
        api.state = 'present';
        try {
            all.push(...(0,graph/* listed */.KE)(response.body));
        }
        catch (error) {
            if (!(error instanceof graph/* MalformedManifest */.Rl))
                throw error;
            all.push(...readList(await ask(to), repository, purpose));
        }
        to = nextPage(response, to, channel, purpose, seen);
    }
    return [...new Map(all.map(one => [one.digest, one])).values()];
}
/** @throws RegistryFailure for a list that is none, where it was asked for twice */
function readList(response, { channel }, purpose) {
    try {
        return (0,graph/* listed */.KE)(response.body);
    }
    catch (error) {
        throw new errors/* RegistryFailure */.Yp({ ...channel.details(purpose), answer: `what came is no list: ${(0,failure/* messageOf */.bD)(error)}`, cause: error });
    }
}
function isAbsence(response) {
    return (response.status === 404 && !(0,errors/* codesOf */.MZ)(response).includes('NAME_UNKNOWN')) || response.status === 405;
}
async function byTag(repository, digest, purpose) {
    const found = await repository.manifest((0,graph/* referrersTag */.LN)(digest));
    switch (found.kind) {
        case 'found':
            return readList({ status: 200, headers: {}, body: found.value.bytes }, repository, purpose);
        case 'missing':
            return [];
        case 'denied':
            throw repository.channel.absence(purpose, found);
    }
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/proxy.js
var lib_proxy = __webpack_require__(9783);
// EXTERNAL MODULE: ./node_modules/undici/index.js
var undici = __webpack_require__(6752);
// EXTERNAL MODULE: ./src/deadline.ts
var deadline = __webpack_require__(6683);
;// CONCATENATED MODULE: ./src/registry/challenge.ts
/** Parses `WWW-Authenticate`, https://www.rfc-editor.org/rfc/rfc7235#section-4.1; undefined where it asks for neither. */
function parseChallenge(header) {
    const headers = header === undefined ? [] : Array.isArray(header) ? header : [header];
    for (const text of headers) {
        const [, scheme = '', rest = ''] = /^\s*([A-Za-z]+)\s*(.*)$/.exec(text) ?? [];
        if (scheme.toLowerCase() === 'basic')
            return { scheme: 'basic' };
        if (scheme.toLowerCase() !== 'bearer')
            continue;
        const parameters = new Map();
        for (const [, name = '', quoted, bare] of rest.matchAll(/([a-z_]+)=(?:"([^"]*)"|([^\s,]+))/gi)) {
            // A second scheme in the same header has parameters of its own.
            if (!parameters.has(name.toLowerCase()))
                parameters.set(name.toLowerCase(), quoted ?? bare ?? '');
        }
        const realm = parameters.get('realm');
        if (realm !== undefined)
            return { scheme: 'bearer', realm, service: parameters.get('service'), scope: parameters.get('scope') };
    }
    return undefined;
}

;// CONCATENATED MODULE: ./src/registry/authorization.ts


/** The `Authorization` headers of one registry, by scope; a token is asked for once, however many requests want it. */
class Authorizer {
    authorization;
    origin;
    headers = new Map();
    constructor(authorization, origin) {
        this.authorization = authorization;
        this.origin = origin;
    }
    async header(scope) {
        return this.authorization.kind === 'basic' ? basic(this.authorization.login) : await this.headers.get(scope);
    }
    /**
     * What to send instead after a 401.
     * @param refused what was sent
     * @returns undefined where there is nothing else to send
     */
    async renewed(scope, refused, challenge, ask) {
        const asked = parseChallenge(challenge);
        if (asked === undefined || this.authorization.kind !== 'on-challenge')
            return undefined;
        const known = this.headers.get(scope);
        // Another request may have been refused before this one, and asked already.
        if (known !== undefined && (await known) !== refused)
            return await known;
        const current = this.headers.get(scope);
        if (current !== known && current !== undefined)
            return await current;
        const { login } = this.authorization;
        const renewed = login(asked.scheme).then(found => answerTo(asked, scope, this.origin, found, ask));
        this.headers.set(scope, renewed);
        try {
            return await renewed;
        }
        catch (error) {
            this.headers.delete(scope);
            throw error;
        }
    }
}
/** The header that answers a challenge: https://distribution.github.io/distribution/spec/auth/token/ */
async function answerTo(challenge, scope, origin, login, ask) {
    const header = login === undefined ? undefined : basic(login);
    if (challenge.scheme === 'basic')
        return header;
    const url = new URL(challenge.realm, origin);
    if (challenge.service !== undefined)
        url.searchParams.set('service', challenge.service);
    // One parameter for each: a token service takes what is in one for a single repository.
    for (const one of (challenge.scope ?? scope).split(' '))
        url.searchParams.append('scope', one);
    if (header !== undefined && url.protocol !== 'https:' && origin.startsWith('https:')) {
        throw new failure/* Failure */.HR(`${new URL(origin).host} asks for its login to be sent to ${url.origin}, where anybody on the way could read it.`, {
            remedy: 'It was not sent. See that the registry names a token service that is reached by https.'
        });
    }
    const response = await ask(url, header);
    // The registry's own 401 says more than the token service's.
    if (response.status !== 200)
        return undefined;
    const token = tokenIn(response.body);
    if (token === undefined)
        throw new Error(`${url.host} was asked for a token and answered without one`);
    return `Bearer ${token}`;
}
function tokenIn(body) {
    try {
        const { token, access_token: accessToken } = JSON.parse(body.toString('utf8'));
        // Where a service has both names for it, one may be empty.
        return [token, accessToken].find(one => typeof one === 'string' && one !== '');
    }
    catch {
        // A page of a proxy's, say.
        return undefined;
    }
}
function basic({ username, password }) {
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

;// CONCATENATED MODULE: ./src/registry/transport.ts








/** Statuses that another try may mend. */
const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Sent until the deadline: a quota is used up for a second at a time. ECR said 503 where it says 429 now. */
const THROTTLED = new Set([429, 503]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const TRIES = 6;
const IDLE = 20_000;
const HOPS = 5;
const MANIFEST_LIMIT = 4 * 1024 * 1024;
/** Whether another try may mend what the status says. */
function mayPass(status) {
    return RETRIED.has(status);
}
/** One registry's HTTP: authorization, redirects, retries with backoff and jitter, deadlines, proxies. */
class Transport {
    options;
    origin;
    /** Requests sent so far, those that were redirected to included. */
    requests = 0;
    authorizer;
    dispatchers = new Map();
    constructor(options) {
        this.options = options;
        this.origin = new URL(options.origin).origin;
        this.authorizer = new Authorizer(options.authorization, this.origin);
    }
    /**
     * Sends a request, and again where that may help.
     * @returns whatever the registry answers that is not to be retried; a status is for the caller to judge
     * @throws RegistryFailure when there is no answer, or none but "later", until the deadline
     */
    async send(request) {
        return await this.retrying(request, data => readWhole(data, request, this.origin));
    }
    /** As `send`, but a body that was asked for is the caller's to read: it must be read to its end or destroyed. */
    async open(request) {
        return await this.retrying(request, async (data) => {
            if (data.statusCode === 200) {
                // Whoever reads it gets the error as well; until then nobody listens.
                data.body.on('error', () => undefined);
                return { kind: 'open', headers: data.headers, body: data.body };
            }
            return { kind: 'refused', response: await readWhole(data, request, this.origin) };
        });
    }
    /**
     * Sends what is read only once, so only once, for as long as it goes on.
     * @throws whatever reading the body throws, or the connection
     */
    async stream(request) {
        const signal = this.signalFor(request);
        return (await this.authorized(request, request.body, signal, data => readWhole(data, request, this.origin))).answer;
    }
    /**
     * Waits before the next try of what only its sender can send anew.
     * @param waited so far, for all of its tries, milliseconds
     * @returns the same with this pause; undefined, at once, where that would be longer than any request may take
     */
    async pause(attempt, waited, signal, retryAfter) {
        const pause = this.pauseBefore(attempt, retryAfter);
        if (waited + pause >= this.deadlineMs)
            return undefined;
        await (0,promises_.setTimeout)(pause, undefined, { signal: this.signalFor({ signal }) });
        return waited + pause;
    }
    async close() {
        await Promise.all([...this.dispatchers.values()].map(dispatcher => dispatcher.destroy()));
    }
    async retrying(request, read) {
        let deadline = performance.now() + this.deadlineMs;
        const signal = this.signalFor(request);
        let before;
        for (let attempt = 1;; attempt++) {
            const queued = performance.now();
            await request.pace?.take(signal);
            // Its turn is waited for here: the registry has not been asked yet.
            deadline += performance.now() - queued;
            const latest = await this.attempt(request, signal, deadline, read);
            // What came before says more than that there was no time left for another.
            const outcome = latest.kind === 'error' && before !== undefined && performance.now() >= deadline ? before : latest;
            before = outcome;
            if (outcome.kind === 'answer' && !RETRIED.has(outcome.status)) {
                // Where the registry sent us to fetch what it has, only another URL can mend a refusal.
                const stale = outcome.elsewhere && outcome.status >= 400 && attempt === 1;
                if (!stale)
                    return outcome.answer;
            }
            const throttled = outcome.kind === 'answer' && THROTTLED.has(outcome.status);
            const tries = throttled ? Infinity : outcome.kind === 'error' ? (request.tries ?? TRIES) : TRIES;
            const pause = this.pauseBefore(attempt, outcome.kind === 'answer' ? outcome.headers['retry-after'] : undefined);
            if (attempt < tries && performance.now() + pause < deadline) {
                await (0,promises_.setTimeout)(pause, undefined, { signal });
                continue;
            }
            if (outcome.kind === 'answer')
                return outcome.answer;
            const { purpose, side } = request;
            throw new errors/* RegistryFailure */.Yp({ purpose, side, origin: this.origin, answer: (0,failure/* messageOf */.bD)(outcome.error), cause: outcome.error });
        }
    }
    async attempt(request, cancelled, deadline, read) {
        const late = new AbortController();
        const left = Math.max(1, deadline - performance.now());
        const timer = setTimeout(() => {
            late.abort(new Error(`no answer in the ${this.deadlineMs / 1000} s that there are for it`));
        }, left);
        try {
            const signal = AbortSignal.any([cancelled, late.signal]);
            return { kind: 'answer', ...(await this.authorized(request, request.body ?? null, signal, read)) };
        }
        catch (error) {
            cancelled.throwIfAborted();
            // That of a login as well: it says what to change, and trying again does not.
            if (error instanceof failure/* Failure */.HR)
                throw error;
            return { kind: 'error', error };
        }
        finally {
            // What goes on beyond the headers is bounded by its silence.
            clearTimeout(timer);
        }
    }
    /** Sends it with what it needs to be let in; a 401 is answered where its challenge can be. */
    async authorized(request, body, signal, read) {
        const sent = { method: request.method, url: new URL(request.to, this.origin), headers: request.headers ?? {}, body, signal };
        const header = await this.authorizer.header(request.scope);
        let { data, elsewhere } = await this.follow(sent, header);
        if (data.statusCode === 401 && !elsewhere) {
            const ask = (url, login) => this.askForToken(url, login, signal);
            const renewed = await this.authorizer.renewed(request.scope, header, data.headers['www-authenticate'], ask);
            // A stream is spent; who sends it again finds the new token.
            if (renewed !== undefined && (body === null || Buffer.isBuffer(body))) {
                await data.body.dump();
                ({ data, elsewhere } = await this.follow(sent, renewed));
            }
        }
        return { answer: await read(data), status: data.statusCode, headers: data.headers, elsewhere };
    }
    /** Follows redirects of what is only read, with the login for the origin that it is for at every hop, and for no other. */
    async follow({ url, ...sent }, header, origin = this.origin) {
        for (let hop = 0, at = url;; hop++) {
            const elsewhere = at.origin !== origin;
            const data = await this.exchange({ ...sent, url: at }, elsewhere ? undefined : header);
            const { location } = data.headers;
            const isRead = sent.method === 'GET' || sent.method === 'HEAD';
            if (!isRead || !REDIRECTS.has(data.statusCode) || typeof location !== 'string')
                return { data, elsewhere };
            await data.body.dump();
            if (hop === HOPS)
                throw new Error(`redirected more than ${HOPS} times, at last to ${new URL(location, at).host}`);
            at = new URL(location, at);
        }
    }
    async exchange({ method, url, headers, body, signal }, header) {
        const idleMs = this.options.idleMs ?? IDLE;
        const streamed = body !== null && !Buffer.isBuffer(body);
        this.requests++;
        // undici hears of an abort only when it has a connection, which may be long in coming.
        return await (0,deadline/* unlessAborted */.W)((0,undici/* request */.Em)(url, {
            dispatcher: this.dispatcherFor(url.origin),
            method,
            headers: { ...headers, ...(header === undefined ? {} : { authorization: header }) },
            // undici takes any iterable; its type names node's streams alone.
            body: body,
            // A registry reads a whole blob once more before it answers.
            headersTimeout: streamed ? 3 * idleMs : idleMs,
            bodyTimeout: idleMs,
            signal
        }), signal);
    }
    async askForToken(url, header, signal) {
        const { data } = await this.follow({ method: 'GET', url, headers: {}, body: null, signal }, header, url.origin);
        const response = await readWhole(data, { purpose: `asking ${url.host} for a token` }, this.origin);
        if (RETRIED.has(response.status))
            throw new Error(`${url.host} answered ${response.status} when asked for a token`);
        return response;
    }
    get deadlineMs() {
        return this.options.deadlineMs ?? 60_000;
    }
    pauseBefore(attempt, retryAfter) {
        return (0,pace/* pauseBefore */.GB)(attempt, this.options.backoffMs ?? 200, retryAfter);
    }
    signalFor({ signal }) {
        return signal === undefined ? this.options.signal : AbortSignal.any([this.options.signal, signal]);
    }
    dispatcherFor(origin) {
        const known = this.dispatchers.get(origin);
        if (known !== undefined)
            return known;
        const proxy = (0,lib_proxy/* getProxyUrl */.s)(new URL(origin));
        const connect = { timeout: 10_000 };
        const dispatcher = proxy === undefined
            ? new undici/* Agent */.g6({ connect })
            : new undici/* ProxyAgent */.kT({
                uri: proxy.href, proxyTls: connect, requestTls: connect,
                // Of the proxy's answer to CONNECT; undici waits five minutes for it.
                clientFactory: (address, options) => new undici/* Pool */.bC(address, { ...options, headersTimeout: this.options.idleMs ?? IDLE })
            });
        this.dispatchers.set(origin, dispatcher);
        return dispatcher;
    }
}
/** What the registry holds has a limit; an answer beyond it is none of ours to keep in memory. */
async function readWhole({ statusCode, headers, body }, { purpose, side }, origin) {
    const chunks = [];
    let length = 0;
    for await (const chunk of body) {
        length += chunk.length;
        if (length > MANIFEST_LIMIT) {
            // Of a refusal the status counts, whatever page comes with it.
            if (statusCode !== 200)
                break;
            throw new errors/* RegistryFailure */.Yp({
                purpose, side, origin, answer: 'the answer is larger than 4 MiB, the limit of a manifest',
                remedy: 'ECR holds no manifest of that size. Build and push the image anew, with fewer annotations, or fewer images in one index.'
            });
        }
        chunks.push(chunk);
    }
    return { status: statusCode, headers, body: Buffer.concat(chunks) };
}

;// CONCATENATED MODULE: ./src/registry/blobs.ts



/** The blobs of one repository: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-blobs */
class BlobStore {
    channel;
    manifest;
    constructor(channel, manifest) {
        this.channel = channel;
        this.manifest = manifest;
    }
    /** Whether the blob is there; false where that may not be asked, as some registries answer of a missing one. */
    async has(digest) {
        const purpose = `looking for blob ${digest} in ${this.channel.repository}`;
        const response = await this.channel.send({ method: 'HEAD', to: `blobs/${digest}`, purpose, access: 'pull' });
        if (response.status === 200)
            return true;
        if (response.status === 404 || response.status === 403)
            return false;
        throw this.channel.refusal(purpose, response);
    }
    /** Opens a blob wherever the registry sends us for it. Nothing of it is read before it is asked for. */
    async open(digest) {
        const purpose = `reading blob ${digest} of ${this.channel.repository}`;
        const opened = await this.channel.open({ method: 'GET', to: `blobs/${digest}`, purpose, access: 'pull' });
        if (opened.kind === 'refused') {
            const isGone = opened.response.status === 404;
            throw this.channel.refusal(purpose, opened.response, isGone ? 'The image there lacks a part of it, and no copy can be whole: build and push it anew.' : undefined);
        }
        const size = Number(header(opened, 'content-length') ?? NaN);
        return { body: opened.body, size: Number.isSafeInteger(size) ? size : undefined };
    }
    /** Asks the registry to take the blob from another of its repositories. */
    async mount(digest, from) {
        const purpose = `mounting blob ${digest} from ${from} into ${this.channel.repository}`;
        const query = new URLSearchParams({ mount: digest, from });
        const to = `blobs/uploads/?${query.toString()}`;
        const response = await this.start(purpose, digest, to, from);
        if (response.status === 201)
            return { kind: 'mounted' };
        if (response.status === 202)
            return { kind: 'session', session: this.locationOf(response, to, purpose) };
        // A source that may not be read is a 403 in some registries: what is wrong beside that, a plain upload says.
        if (response.status >= 400 && response.status < 500 && !mayPass(response.status))
            return { kind: 'refused' };
        throw this.channel.refusal(purpose, response);
    }
    /** Opens an upload session. */
    async begin(digest) {
        const purpose = `starting the upload of blob ${digest} to ${this.channel.repository}`;
        const response = await this.start(purpose, digest, 'blobs/uploads/');
        if (response.status !== 202)
            throw this.channel.refusal(purpose, response);
        return this.locationOf(response, 'blobs/uploads/', purpose);
    }
    /**
     * Makes sure that this login may push here, by a session that is left alone and that the registry forgets.
     * @throws RegistryFailure where it may not
     */
    async checkUpload() {
        const purpose = `starting an upload to ${this.channel.repository}`;
        const response = await this.channel.send({ method: 'POST', to: 'blobs/uploads/', headers: { 'content-length': '0' }, purpose, access: 'pull,push', tries: 3 });
        if (response.status !== 202)
            throw this.channel.refusal(purpose, response);
    }
    /**
     * Sends a blob whole into a session, which is spent then whatever comes of it: ECR takes no smaller parts, and no
     * session twice.
     * @param size of the bytes
     * @throws RegistryFailure where another session would not help, and what reading the bytes throws
     */
    async upload(session, digest, size, bytes) {
        const purpose = `uploading blob ${digest} to ${this.channel.repository}`;
        const to = new URL(session);
        to.searchParams.set('digest', digest);
        const response = await this.channel.stream({
            method: 'PUT', to, headers: { 'content-type': 'application/octet-stream', 'content-length': `${size}` }, body: bytes, purpose, access: 'pull,push'
        });
        if (response.status === 201)
            return { kind: 'stored' };
        const failure = this.channel.refusal(purpose, response);
        // 401: the token ran out. 404, 416: the session did. DIGEST_INVALID: bytes were spoilt on the way.
        const again = mayPass(response.status) || [401, 404, 416].includes(response.status) || failure.codes.includes('DIGEST_INVALID');
        if (again && !failure.codes.includes('NAME_UNKNOWN'))
            return { kind: 'again', failure, retryAfter: header(response, 'retry-after') };
        throw failure;
    }
    async start(purpose, digest, to, from) {
        const begin = { method: 'POST', to, headers: { 'content-length': '0' }, purpose, access: 'pull,push', tries: 3 };
        const request = from === undefined ? begin : { ...begin, from };
        try {
            return await this.channel.send(request);
        }
        catch (error) {
            if (!(error instanceof errors/* RegistryFailure */.Yp) || error.status !== undefined)
                throw error;
            // ECR closes the connection where the repository does not exist; a GET says so.
            const found = await this.manifest(digest);
            if (found.kind === 'missing' && found.what === 'repository')
                throw this.channel.absence(purpose, found);
            // It was the line, then: as many tries as any other request has.
            return await this.channel.send(request);
        }
    }
    locationOf(response, asked, purpose) {
        const location = header(response, 'location');
        if (location !== undefined)
            return this.channel.urlOf(location, asked, purpose);
        throw new errors/* RegistryFailure */.Yp({ ...this.channel.details(purpose), answer: `${response.status} without the Location of its session` });
    }
}

// EXTERNAL MODULE: ./src/registry/manifest.ts
var registry_manifest = __webpack_require__(506);
;// CONCATENATED MODULE: ./src/registry/repository.ts







const ACCEPT = registry_manifest/* MANIFEST_TYPES */._P.join(', ');
/** One repository of a registry: https://github.com/opencontainers/distribution-spec/blob/main/spec.md */
class Repository {
    channel;
    puts;
    referrersApi;
    blobs;
    constructor(channel, puts, referrersApi) {
        this.channel = channel;
        this.puts = puts;
        this.referrersApi = referrersApi;
        this.blobs = new BlobStore(channel, digest => this.manifest(digest));
    }
    get name() {
        return this.channel.repository;
    }
    /**
     * @param reference a tag or a digest
     * @throws WrongBytes when twice the bytes do not have the digest they are given under
     */
    async manifest(reference) {
        try {
            return await this.readManifest(reference);
        }
        catch (error) {
            if (!(error instanceof errors/* WrongBytes */.ls))
                throw error;
            // Something on the way may have spoilt them: once more, then it is an error.
            return await this.readManifest(reference);
        }
    }
    /**
     * A manifest where there is one.
     * @throws RegistryFailure where the repository is not there, or may not be read
     */
    async find(reference) {
        const found = await this.manifest(reference);
        if (found.kind === 'found')
            return found.value;
        if (found.kind === 'missing' && found.what === 'manifest')
            return undefined;
        throw this.channel.absence(`reading ${reference} of ${this.name}`, found);
    }
    /** The digest a tag names, by HEAD: without a body to tell a missing tag from a missing repository. */
    async digest(tag) {
        const purpose = `looking for ${tag} in ${this.name}`;
        const response = await this.channel.send({ method: 'HEAD', to: `manifests/${tag}`, headers: { accept: ACCEPT }, purpose, access: 'pull' });
        const digest = header(response, 'docker-content-digest');
        if (response.status === 200 && digest !== undefined)
            return { kind: 'found', value: digest };
        if (response.status === 404)
            return { kind: 'missing', what: 'manifest' };
        // The time that there is for it is used up: a GET would take as long once more.
        if (mayPass(response.status))
            throw this.channel.refusal(purpose, response);
        // Not every registry names the digest or answers HEAD with a reason; a GET does both.
        const manifest = await this.manifest(tag);
        return manifest.kind === 'found' ? { kind: 'found', value: manifest.value.digest } : manifest;
    }
    /** Puts a manifest under its digest, or under a tag. Not faster than the registry's quota allows. */
    async put(manifest, tag) {
        const purpose = tag === undefined ? `putting ${manifest.digest} into ${this.name}` : `tagging ${this.name}:${tag}`;
        const response = await this.channel.send({
            method: 'PUT', to: `manifests/${tag ?? manifest.digest}`, headers: { 'content-type': manifest.mediaType }, body: manifest.bytes,
            purpose, access: 'pull,push', pace: this.puts
        });
        if (response.status === 201 || response.status === 200) {
            const kept = header(response, 'docker-content-digest');
            if (kept !== undefined && kept !== (0,registry_manifest/* digestOf */.ol)(manifest.bytes, (0,registry_manifest/* algorithmOf */.Hy)(kept))) {
                throw new errors/* WrongBytes */.ls({ ...this.channel.details(purpose), answer: `it was sent as ${manifest.digest}, and is kept as ${kept}` });
            }
            return { kind: 'put', linked: header(response, 'oci-subject') !== undefined };
        }
        const codes = (0,errors/* codesOf */.MZ)(response);
        // ECR's answer to a PUT on an immutable tag, even with the digest it has.
        if (tag !== undefined && codes.includes('TAG_INVALID'))
            return { kind: 'taken' };
        const failure = this.channel.refusal(purpose, response);
        if (codes.includes('MANIFEST_BLOB_UNKNOWN') || codes.includes('BLOB_UNKNOWN'))
            return { kind: 'incomplete', failure };
        throw failure;
    }
    /** What is about a manifest: signatures, SBOMs, attestations. */
    async referrers(digest) {
        return await this.referrersApi.use(() => listReferrers(this, this.referrersApi, digest));
    }
    /** All tags, page after page. */
    async tags() {
        const purpose = `listing the tags of ${this.name}`;
        const tags = [];
        const seen = new Set();
        for (let to = 'tags/list?n=1000'; to !== undefined;) {
            const response = await this.channel.send({ method: 'GET', to, purpose, access: 'pull' });
            if (response.status !== 200)
                throw this.channel.refusal(purpose, response);
            tags.push(...this.tagsOf(response, purpose));
            to = nextPage(response, to, this.channel, purpose, seen);
        }
        return tags;
    }
    /** Whether the registry was seen to list referrers itself. */
    get listsReferrers() {
        return this.referrersApi.state === 'present';
    }
    tagsOf(response, purpose) {
        try {
            return JSON.parse(response.body.toString('utf8')).tags ?? [];
        }
        catch (error) {
            throw new errors/* RegistryFailure */.Yp({ ...this.channel.details(purpose), answer: 'what came is no list of tags', cause: error });
        }
    }
    async readManifest(reference) {
        const purpose = `reading ${reference} of ${this.name}`;
        const response = await this.channel.send({ method: 'GET', to: `manifests/${reference}`, headers: { accept: ACCEPT }, purpose, access: 'pull' });
        if (response.status !== 200)
            return this.absence(response, purpose);
        const algorithm = (0,registry_manifest/* algorithmOf */.Hy)(reference);
        const claimed = algorithm === undefined ? header(response, 'docker-content-digest') : reference;
        const digest = (0,registry_manifest/* digestOf */.ol)(response.body, algorithm ?? (0,registry_manifest/* algorithmOf */.Hy)(claimed ?? ''));
        if (claimed !== undefined && claimed !== digest) {
            throw new errors/* WrongBytes */.ls({ ...this.channel.details(purpose), answer: `the bytes have digest ${digest}, but they came as ${claimed}` });
        }
        return { kind: 'found', value: { digest, bytes: response.body, mediaType: mediaTypeOf(response) } };
    }
    absence(response, purpose) {
        if (response.status === 404)
            return { kind: 'missing', what: (0,errors/* codesOf */.MZ)(response).includes('NAME_UNKNOWN') ? 'repository' : 'manifest' };
        if (response.status === 401 || response.status === 403)
            return { kind: 'denied', reason: (0,errors/* answerOf */.ut)(response) };
        throw this.channel.refusal(purpose, response);
    }
}
/** The manifest's own word where the header is missing or says nothing. */
function mediaTypeOf(response) {
    const type = header(response, 'content-type')?.split(';')[0]?.trim();
    if (type !== undefined && registry_manifest/* MANIFEST_TYPES */._P.some(known => known === type))
        return type;
    try {
        const { mediaType, manifests } = (0,registry_manifest/* jsonOf */.o_)(response.body);
        return mediaType ?? (manifests === undefined ? 'application/vnd.oci.image.manifest.v1+json' : registry_manifest/* INDEX_TYPE */.cp);
    }
    catch {
        // What it is in truth is for who takes it apart to say.
        return type ?? 'application/octet-stream';
    }
}

;// CONCATENATED MODULE: ./src/registry/registry.ts





/** What ECR's quota of PutImage is a second, which is what many tags and many platforms meet. */
const PUTS_PER_SECOND = 10;
/** A registry that speaks the OCI distribution API: https://github.com/opencontainers/distribution-spec */
class Registry {
    transport;
    puts;
    referrersApi = new ReferrersApi();
    constructor(options) {
        this.transport = new Transport(options);
        this.puts = new pace/* TokenBucket */.qc(options.putsPerSecond ?? PUTS_PER_SECOND);
    }
    /** Host and port, as references name them. */
    get host() {
        return new URL(this.transport.origin).host;
    }
    /** Requests sent so far. */
    get requests() {
        return this.transport.requests;
    }
    repository(name, view = {}) {
        return new Repository(new Channel(this.transport, name, view), this.puts, this.referrersApi);
    }
    /**
     * @param reference a tag or a digest
     * @throws RegistryFailure when the bytes do not have the digest they are given under
     */
    async manifest(repository, reference, view = {}) {
        return await this.repository(repository, view).manifest(reference);
    }
    /** The digest a tag names, by HEAD: without a body to tell a missing tag from a missing repository. */
    async digest(repository, tag, view = {}) {
        return await this.repository(repository, view).digest(tag);
    }
    /**
     * Puts a manifest under a tag.
     * @param complete brings what the registry lacks of the image; where it says that it does and there is none, that is an error
     * @returns `taken` where the registry keeps the tag immutable: what it names is for the caller to look at
     */
    async tag(repository, tag, manifest, view = {}, complete) {
        const target = this.repository(repository, view);
        let result = await target.put(manifest, tag);
        if (result.kind === 'incomplete' && complete !== undefined) {
            await complete();
            result = await target.put(manifest, tag);
        }
        if (result.kind === 'incomplete')
            throw result.failure;
        return result.kind;
    }
    /** All tags of a repository. */
    async tags(repository) {
        return await this.repository(repository).tags();
    }
    async close() {
        await this.transport.close();
    }
}


/***/ }),

/***/ 4471:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ro: () => (/* binding */ actionsOf),
/* harmony export */   Sl: () => (/* binding */ GRANTS),
/* harmony export */   eh: () => (/* binding */ SOURCE_GRANTS),
/* harmony export */   kl: () => (/* binding */ ACTIONS),
/* harmony export */   zY: () => (/* binding */ tagMutability)
/* harmony export */ });
/* unused harmony exports INSPECTOR_ACTIONS, policyFor, repositoryPolicyFor, groupPolicyFor */
/**
 * What ECR asks Amazon Inspector as whoever asks it for findings, where that scans the registry. IAM knows no resource for it.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
const INSPECTOR_ACTIONS = (/* unused pure expression or super */ null && (['inspector2:ListCoverage', 'inspector2:ListFindings']));
/** IAM's actions; `write` is what AWS documents for a push, which looks before it uploads. */
const ACTIONS = {
    authorize: ['ecr:GetAuthorizationToken'],
    read: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
    write: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:InitiateLayerUpload',
        'ecr:UploadLayerPart',
        'ecr:CompleteLayerUpload',
        'ecr:PutImage',
        'ecr:BatchGetImage'
    ],
    metadata: [
        'ecr:DescribeRepositories',
        'ecr:DescribeImages',
        'ecr:ListImages',
        'ecr:DescribeImageScanFindings',
        'ecr:ListTagsForResource',
        'ecr:GetLifecyclePolicy',
        'ecr:GetLifecyclePolicyPreview',
        'ecr:GetRepositoryPolicy'
    ]
};
/** Who may do what in each stage. */
const GRANTS = {
    development: {
        developers: ['authorize', 'read', 'write', 'metadata'],
        endUsers: [],
        github: ['authorize', 'read', 'write', 'metadata']
    },
    master: {
        developers: ['authorize', 'read', 'metadata'],
        endUsers: [],
        github: ['authorize', 'write']
    },
    release: {
        developers: ['authorize', 'read', 'metadata'],
        endUsers: ['authorize', 'read'],
        github: ['authorize', 'write']
    }
};
/** What a stage's GitHub role may do in the repository of the stage before, to promote from it. */
const SOURCE_GRANTS = ['read', 'metadata'];
/** The IAM policy of a stage's GitHub role. `source` is the target of the stage before, where there is one. */
function policyFor(target, source, scanning) {
    return policyOf(GRANTS[target.stage].github, target.repository, source?.repository, scanning);
}
/**
 * The policy of the repository itself, which lets the GitHub role of the next stage promote from it: between two accounts
 * IAM wants that beside the role's own policy.
 * @param next the target of the next stage
 * @returns undefined where both stages are of one account
 */
function repositoryPolicyFor(target, next) {
    const { role } = next;
    if (role.account === target.repository.account)
        return undefined;
    return {
        Version: '2012-10-17',
        Statement: [
            {
                Sid: 'NextStage',
                Effect: 'Allow',
                // By its account and a condition: a role named as the principal must exist already, and its stage is deployed later.
                Principal: { AWS: `arn:${role.partition}:iam::${role.account}:root` },
                Action: actionsOf(SOURCE_GRANTS),
                Condition: { StringEquals: { 'aws:PrincipalArn': role.arn } }
            }
        ]
    };
}
/** The IAM policy of a stage's group, which its people may also get as a permission set of IAM Identity Center. */
function groupPolicyFor(group, { stage, repository }, scanning) {
    return policyOf(GRANTS[stage][group], repository, undefined, scanning);
}
function policyOf(levels, repository, source, { enhanced } = { enhanced: false }) {
    // One token serves every registry: the action knows no resource.
    const authorize = levels.includes('authorize') ? [statement('Authorize', ['authorize'], '*')] : [];
    const own = statement('Repository', levels.filter(level => level !== 'authorize'), repository.arn);
    const before = source === undefined ? [] : [statement('SourceRepository', SOURCE_GRANTS, source.arn)];
    // Inspector tells nobody of the findings of another account.
    const asksForFindings = levels.includes('metadata') || source?.account === repository.account;
    const inspector = enhanced && asksForFindings ? [{ Sid: 'Inspector', Effect: 'Allow', Action: [...INSPECTOR_ACTIONS], Resource: '*' }] : [];
    return { Version: '2012-10-17', Statement: [...authorize, own, ...before, ...inspector] };
}
function statement(sid, levels, resource) {
    return { Sid: sid, Effect: 'Allow', Action: actionsOf(levels), Resource: resource };
}
/** Each action once, as levels overlap. */
function actionsOf(levels) {
    return [...new Set(levels.flatMap(level => ACTIONS[level]))];
}
/** ECR's tag mutability: tags are mutable but for those that these filters match. */
function tagMutability(stage) {
    // Outside release v* would freeze the tags of branches such as vue-upgrade.
    return { mutability: 'MUTABLE_WITH_EXCLUSION', filters: stage === 'release' ? ['sha-*', 'v*'] : ['sha-*'] };
}


/***/ })

};
