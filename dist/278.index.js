export const id = 278;
export const ids = [278];
export const modules = {

/***/ 278:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  examineJob: () => (/* binding */ examineJob)
});

// EXTERNAL MODULE: ./src/core/failure.ts
var core_failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/fingerprint/commit.ts
var commit = __webpack_require__(5279);
// EXTERNAL MODULE: ./src/github/token.ts
var github_token = __webpack_require__(942);
// EXTERNAL MODULE: ./src/run/build-settings.ts
var build_settings = __webpack_require__(9583);
// EXTERNAL MODULE: ./src/run/decide.ts + 5 modules
var decide = __webpack_require__(8549);
// EXTERNAL MODULE: ./src/run/identity.ts
var identity = __webpack_require__(9847);
// EXTERNAL MODULE: ./src/run/oidc-token.ts
var oidc_token = __webpack_require__(2724);
// EXTERNAL MODULE: ./src/run/stages.ts + 8 modules
var run_stages = __webpack_require__(7311);
// EXTERNAL MODULE: ./src/stages/denial.ts + 1 modules
var denial = __webpack_require__(3872);
// EXTERNAL MODULE: ./src/stages/origin.ts
var stages_origin = __webpack_require__(6817);
// EXTERNAL MODULE: ./src/stages/stage.ts
var stages_stage = __webpack_require__(7089);
// EXTERNAL MODULE: ./src/stages/workspace.ts + 1 modules
var stages_workspace = __webpack_require__(9221);
// EXTERNAL MODULE: ./src/run/registry.ts + 11 modules
var run_registry = __webpack_require__(4251);
;// CONCATENATED MODULE: ./src/doctor/check.ts


function good(name, says) {
    return { name, state: 'good', says };
}
function bad(name, says, remedy) {
    return { name, state: 'bad', says, ...(remedy === undefined ? {} : { remedy }) };
}
function warning(name, says, remedy) {
    return { name, state: 'warning', says, ...(remedy === undefined ? {} : { remedy }) };
}
/** A fact that is neither good nor bad. */
function info(name, says, remedy) {
    return { name, state: 'info', says, ...(remedy === undefined ? {} : { remedy }) };
}
/** @param reason a clause, such as `there are no credentials` */
function notChecked(name, reason) {
    return { name, state: 'not-checked', says: `not checked: ${reason}` };
}
/** A service was throttled or not reached, so its answer is missing. */
function notKnown(name, reason) {
    return warning(name, `not known: ${reason}`, 'Run the doctor again.');
}
/**
 * Runs a step whose failure is a finding and does not end the examination.
 * @param says describes the value that the step returned
 * @throws every error that is no Failure: a cancelled run, or a defect
 */
async function attempt(name, work, says) {
    try {
        const value = await work();
        return { check: good(name, says(value)), value };
    }
    catch (error) {
        const failure = (0,run_registry/* failureOf */.g)(error);
        if (failure === undefined)
            throw error;
        return { check: bad(name, (0,core_failure/* messageWithPlace */.ro)(failure), failure.remedy), failure };
    }
}

// EXTERNAL MODULE: ./src/stages/environment.ts
var environment = __webpack_require__(3162);
;// CONCATENATED MODULE: ./src/doctor/claims.ts



const NAME = 'claims';
function matchClaims(request) {
    const { target, claims, github } = request;
    const refusal = (0,environment/* checkEnvironment */.Qz)(target.stage, target.environment, claims);
    if (refusal !== undefined)
        return { kind: 'environment', check: bad(NAME, refusal.reason, refusal.remedy) };
    if (github?.repository === undefined)
        return { kind: 'unknown' };
    const differing = (0,denial/* differingClaims */.g)(request);
    return differing.length === 0
        ? { kind: 'fits' }
        : { kind: 'differs', claims: differing, explanation: (0,denial/* explainDenial */.L)(request) };
}
/** @param isAccepted whether STS gave credentials for the token; undefined if it was not asked */
function claimsCheck(match, role, isAccepted) {
    switch (match.kind) {
        case 'fits':
            return good(NAME, `match the trust policy of the role ${role}, according to the stages file`);
        case 'unknown':
            return info(NAME, `the trust policy of the role ${role} is not known: no stages file describes it`);
        case 'environment':
            return match.check;
        case 'differs':
            return isAccepted === true ? acceptedCheck(match.claims, role) : differingCheck(match, role);
    }
}
/** AWS accepted claims that the stages file does not allow, so the role differs from the stages file. */
function acceptedCheck(claims, role) {
    const both = claims.map(({ name, actual, expected }) => `${name} (the token says ${actual}, the file ${expected.join(' or ')})`);
    return warning(NAME, `${differing(role, both)}; AWS accepted the token all the same`, 'Either the stages file is wrong, or the role was changed by hand. Compare the two before you deploy infra/ again: after that, the role refuses all claims that the stages file does not allow.');
}
function differingCheck({ claims, explanation }, role) {
    const names = claims.map(({ name }) => name);
    return bad(NAME, differing(role, names), explanation);
}
function differing(role, claims) {
    return `differ from the trust policy of the role ${role}, according to the stages file: ${claims.join(', ')}`;
}

// EXTERNAL MODULE: ./src/docker/build-tool.ts
var build_tool = __webpack_require__(4567);
// EXTERNAL MODULE: ./src/docker/config.ts
var config = __webpack_require__(656);
// EXTERNAL MODULE: ./src/docker/query.ts
var docker_query = __webpack_require__(8144);
;// CONCATENATED MODULE: ./src/doctor/docker.ts





const docker_NAME = 'Docker';
/** After 20 s, buildx itself gives up on a node and prints why, so this limit is longer. */
const INSPECTION_LIMIT_MS = 30_000;
const START_BUILDER = {
    workflow: 'Start Docker, or the engine that the builder runs on (`docker buildx ls` lists all builders). Or use a runner that has Docker, such as ubuntu-latest.',
    terminal: 'Start Docker, or the engine that the builder runs on (`docker buildx ls` lists all builders).'
};
/**
 * Checks everything that a build needs of Docker: a readable config, the client, buildx, and a builder that answers.
 * @throws the signal's reason
 */
async function dockerCheck({ needsDocker, builder, environment, signal }) {
    if (!needsDocker)
        return info(docker_NAME, 'not needed: a promotion copies from registry to registry');
    const query = { environment, signal };
    const { check } = await attempt(docker_NAME, async () => {
        // Docker ignores a config that it cannot read, with its logins and plugins. A push fails, so the check does too.
        await (0,config/* readUserConfig */.AV)((0,config/* userConfigDirectory */.tJ)(environment));
        const docker = await (0,build_tool/* findBuildTool */.CK)(query);
        return docker.kind === 'buildx'
            ? `buildx ${docker.buildx.join('.')}, ${await inspectBuilder(builder, query)}`
            : `${docker.client.join('.')} with BuildKit, ${await askEngine(query)}`;
    }, says => says);
    return check;
}
/** @throws Failure with buildx's own error about the builder or its nodes */
async function inspectBuilder(builder, query) {
    const { exitCode, stdout, stderr } = await docker(['buildx', 'inspect', ...(builder === undefined ? [] : [builder])], {
        ...query,
        limitMs: INSPECTION_LIMIT_MS
    });
    const { name, driver, error, platforms } = parseBuilder(stdout);
    if (exitCode !== 0 || error !== undefined) {
        throw new core_failure/* Failure */.HR(`${builder === undefined ? 'The builder that buildx uses' : `The builder ${builder}`} does not answer: ${error ?? lastLine(stderr)}`, { remedy: START_BUILDER });
    }
    return `builder ${name}${driver === undefined ? '' : ` (${driver})`}${platforms === undefined ? '' : ` for ${platforms}`}`;
}
/** Reads the output of `docker buildx inspect`: the builder, then its nodes, with one `Key: value` per line. */
function parseBuilder(text) {
    const value = (key) => new RegExp(`^${key}:[ \\t]+(\\S.*?)\\s*$`, 'm').exec(text)?.[1];
    const platforms = value('Platforms')?.split(/,\s*/);
    return {
        name: value('Name') ?? 'default',
        driver: value('Driver'),
        error: value('Error'),
        // A builder with emulation lists a dozen platforms.
        platforms: platforms === undefined
            ? undefined
            : [...platforms.slice(0, 3), ...(platforms.length > 3 ? ['...'] : [])].join(', ')
    };
}
async function askEngine(query) {
    const { exitCode, stdout, stderr } = await docker(['version', '--format', '{{.Server.Version}}'], query);
    if (exitCode === 0)
        return `engine ${stdout.trim()}`;
    throw new core_failure/* Failure */.HR(`Docker's engine does not answer: ${lastLine(stderr)}`, { remedy: 'Start Docker.' });
}
async function docker(args, query) {
    const answer = await (0,docker_query/* queryDocker */.d)(args, query);
    if (answer === undefined)
        throw new core_failure/* Failure */.HR(`\`docker ${args.join(' ')}\` can no longer be run.`, { remedy: 'Run the doctor again.' });
    return answer;
}
function lastLine(text) {
    return text.trim().split('\n').at(-1) ?? '';
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/fingerprint/build-materials.ts + 4 modules
var build_materials = __webpack_require__(2303);
;// CONCATENATED MODULE: ./src/doctor/dockerfile.ts




/**
 * Checks what a build starts from: its contexts, and a readable Dockerfile that contains the target stage.
 * @param directory the workspace
 */
async function dockerfileCheck(build, directory) {
    const { check } = await attempt('Dockerfile', () => (0,build_materials/* findBuildStart */.I6)(build, { directory, buildPlatform: (0,build_settings/* ownPlatform */.g$)() }), ({ dockerfile }) => {
        const file = dockerfile === undefined ? 'fetched when the build runs' : (0,external_node_path_.relative)(directory, dockerfile.name);
        return `${file}${build.target === undefined ? '' : `, stage ${build.target}`}; the context is ${build.context}`;
    });
    return check;
}

// EXTERNAL MODULE: ./src/stages/permissions.ts
var stages_permissions = __webpack_require__(4471);
;// CONCATENATED MODULE: ./src/doctor/settings.ts


/** @param deploy the remedy for a repository that differs from what infra/ creates */
function mutabilityCheck(stage, { mutability, filters }, deploy) {
    const name = 'tag mutability';
    const expected = (0,stages_permissions/* tagMutability */.zY)(stage);
    const immutable = expected.filters.join(', ');
    const missing = expected.filters.filter(filter => !filters.includes(filter));
    const extra = filters.filter(filter => !expected.filters.includes(filter));
    if (mutability === expected.mutability && missing.length === 0 && extra.length === 0)
        return good(name, `${immutable} never move, other tags do`);
    const found = `${mutability}${filters.length === 0 ? '' : ` (${filters.join(', ')})`}`;
    const required = `${stage} requires ${expected.mutability} (${immutable})`;
    return bad(name, `${found}, but ${required}: ${consequence(mutability, missing, extra)}.`, deploy);
}
function consequence(mutability, missing, extra) {
    if (mutability.startsWith('IMMUTABLE'))
        return 'a tag that must move cannot';
    if (mutability === 'MUTABLE')
        return 'anyone who may push can move any tag to another image';
    if (missing.length > 0)
        return `anyone who may push can move tags such as ${missing.join(', ')} to another image`;
    return `tags such as ${extra.join(', ')} cannot move`;
}
/** @param policy JSON; undefined if there is none */
function lifecycleCheck(policy, deploy) {
    const name = 'lifecycle';
    if (policy === undefined)
        return warning(name, 'no policy: every image is kept and paid for forever', deploy);
    const rules = rulesOf(policy);
    if (rules.length === 0)
        return warning(name, 'a policy without any rule: every image is kept and paid for forever', deploy);
    return good(name, rules.map(describeRule).join('; '));
}
function rulesOf(policy) {
    try {
        return JSON.parse(policy).rules ?? [];
    }
    catch {
        // ECR accepts only JSON. A policy in another form has no rules that are known here.
        return [];
    }
}
function describeRule({ description, selection, action }) {
    if (description !== undefined && description !== '')
        return description;
    const { tagStatus = 'any', countType = 'any count', countNumber = '' } = selection ?? {};
    return `${action?.type ?? 'expire'} ${tagStatus} by ${countType} ${countNumber}`.trim();
}
function scanCheck({ scanOnPush }, deploy) {
    if (scanOnPush)
        return good('scan on push', 'on');
    return warning('scan on push', 'off: unless the whole registry has enhanced scanning, there are no findings, and a promotion with a severity limit needs them', deploy);
}
/** ECR mounts a layer from one repository into another only if both are encrypted with the same key. */
function encryptionCheck(own, source) {
    const name = 'encryption key';
    if (own.encryption === source.encryption)
        return good(name, `the same as that of the source stage, so layers can be mounted (${own.encryption})`);
    return warning(name, `${own.encryption}, but the source stage has ${source.encryption}: a promotion copies layers through its own machine instead of mounting them`, 'Empty and delete the repository, and deploy infra/ again. A repository keeps its first key, and infra/ uses one key for all stages of an account and region.');
}
/** The reason why ECR can never mount layers between two repositories, whatever their settings; undefined if it can. */
function mountingObstacle(one, other) {
    if (one.account !== other.account)
        return 'the source stage is in another account, and layers can only be mounted within one account';
    if (one.region !== other.region)
        return 'the source stage is in another region, and layers can only be mounted within one region';
    return undefined;
}
/** @param setting undefined if the caller may not read it */
function mountingCheck(setting, region) {
    const name = 'layer mounting';
    const command = (verb) => `\`aws ecr ${verb}-account-setting --region ${region} --name BLOB_MOUNTING${verb === 'put' ? ' --value ENABLED' : ''}\``;
    if (setting === 'ENABLED')
        return good(name, 'BLOB_MOUNTING is ENABLED: a promotion transfers no layers');
    if (setting === 'DISABLED') {
        return warning(name, 'BLOB_MOUNTING is DISABLED: a promotion copies every layer through its own machine', `Enable it: set \`blob-mounting: true\` for infra/, or run ${command('put')}.`);
    }
    return info(name, `not known: no stage's policy grants ecr:GetAccountSetting. Anyone with this permission can read the setting with ${command('get')}`);
}

;// CONCATENATED MODULE: ./src/doctor/examine-settings.ts


/** Checks the settings of the repository, as far as this identity may read them. */
async function examineSettings(request, access) {
    const read = await readSettings(request, access);
    const own = ownChecks(request, read);
    return request.source === undefined ? own : [...own, ...sourceChecks(request, access, read)];
}
async function readSettings({ target, source, signal }, { client, sourceClient, own, atSource, isOwnAccount }) {
    const { readBlobMounting, readLifecyclePolicy, readRepositorySetup } = await Promise.all(/* import() */[__webpack_require__.e(249), __webpack_require__.e(695), __webpack_require__.e(59)]).then(__webpack_require__.bind(__webpack_require__, 6059));
    const mayDescribe = may(own, 'ecr:DescribeRepositories');
    const isMountable = source !== undefined && mountingObstacle(target.repository, source) === undefined;
    const [settings, lifecycle, sourceSettings, mounting] = await Promise.all([
        mayDescribe ? answerTo(() => readRepositorySetup(client, target.repository, signal), signal) : undefined,
        may(own, 'ecr:GetLifecyclePolicy')
            ? answerTo(() => readLifecyclePolicy(client, target.repository, signal), signal)
            : undefined,
        isMountable && mayDescribe && may(atSource, 'ecr:DescribeRepositories')
            ? answerTo(() => readRepositorySetup(sourceClient, source, signal), signal)
            : undefined,
        isMountable && isOwnAccount ? answerTo(() => readBlobMounting(client, signal), signal) : undefined
    ]);
    return { settings, lifecycle, sourceSettings, mounting };
}
function ownChecks(request, { settings, lifecycle }) {
    const { stage, deploy } = request;
    const hidden = reasonHidden(request);
    return [
        settingCheck('tag mutability', settings, hidden, value => mutabilityCheck(stage, value, deploy)),
        lifecycle === undefined
            ? notChecked('lifecycle', hidden)
            : known('lifecycle', lifecycle, policy => lifecycleCheck(policy, deploy)),
        settingCheck('scan on push', settings, hidden, value => scanCheck(value, deploy))
    ];
}
/** The settings on which it depends whether a promotion can mount layers of the source. */
function sourceChecks(request, { own }, { settings, sourceSettings, mounting }) {
    const { target, source } = request;
    const obstacle = source === undefined ? undefined : mountingObstacle(target.repository, source);
    if (obstacle !== undefined)
        return [info('layer mounting', obstacle)];
    const hidden = reasonHidden(request);
    const name = 'encryption key';
    return [
        may(own, 'ecr:DescribeRepositories') && sourceSettings === undefined
            ? notChecked(name, 'this identity lacks the metadata permissions on the source')
            : settingCheck(name, settings, hidden, value => settingCheck(name, sourceSettings, hidden, before => encryptionCheck(value, before))),
        mounting === undefined
            ? notChecked('layer mounting', 'the setting belongs to another account than the credentials')
            : known('layer mounting', mounting, setting => mountingCheck(setting, target.repository.region))
    ];
}
function reasonHidden({ principal, stage }) {
    const developer = `; a developer of ${stage} has them: \`ecr-registry doctor --stage ${stage}\``;
    return `this identity lacks the metadata permissions${principal.kind === 'role' ? developer : ''}`;
}
/** @param hidden the reason if the settings were not read */
function settingCheck(name, found, hidden, check) {
    if (found === undefined)
        return notChecked(name, hidden);
    if (found.kind === 'unknown')
        return notKnown(name, found.reason);
    return found.value === undefined ? notChecked(name, 'the repository does not exist') : check(found.value);
}
function known(name, found, check) {
    return found.kind === 'known' ? check(found.value) : notKnown(name, found.reason);
}
function may(permissions, action) {
    return permissions?.get(action)?.kind === 'allowed';
}
/** The value that was read, or the reason why it is not known. */
async function answerTo(work, signal) {
    try {
        return { kind: 'known', value: await work() };
    }
    catch (error) {
        signal.throwIfAborted();
        const { awsAnswer } = await Promise.all(/* import() */[__webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(657)]).then(__webpack_require__.bind(__webpack_require__, 9657));
        return { kind: 'unknown', reason: awsAnswer(error) };
    }
}

// EXTERNAL MODULE: ./src/aws/denial.ts
var aws_denial = __webpack_require__(1074);
// EXTERNAL MODULE: ./src/core/remedy.ts
var remedy = __webpack_require__(7935);
// EXTERNAL MODULE: ./src/stages/names.ts
var names = __webpack_require__(49);
;// CONCATENATED MODULE: ./src/doctor/permissions.ts






/** One check for each level: whether a stage's role has the levels that it should have, and no others. */
function roleChecks({ prefix, repository, expected, levels, permissions }) {
    const intended = (0,stages_permissions/* actionsOf */.Ro)(expected);
    return levels.map(level => {
        const name = `${prefix}${level}`;
        const answers = sortByAnswer(stages_permissions/* ACTIONS */.kl[level], permissions);
        return expected.includes(level)
            ? expectedCheck(name, repository, answers)
            : unexpectedCheck(name, repository, answers, intended);
    });
}
function expectedCheck(name, repository, { allowed, denied, unknown }) {
    const [first] = denied;
    if (first !== undefined) {
        const isWhole = allowed.length + unknown.length === 0;
        const actions = denied.map(({ action }) => action).join(', ');
        return bad(name, `${isWhole ? 'denied' : 'partly denied'} on ${repository}: ${actions}`, remedyFor(first.because));
    }
    return unknown[0] === undefined ? good(name, `granted on ${repository}`) : openCheck(name, repository, unknown);
}
/** @param intended actions of other levels, which the role should have: levels overlap, as writing an image reads first */
function unexpectedCheck(name, repository, { allowed, unknown }, intended) {
    const extra = allowed.filter(action => !intended.includes(action));
    if (extra.length > 0)
        return warning(name, `granted on ${repository}, although this role should not have it: ${extra.join(', ')}`, TOO_MUCH);
    const open = unknown.filter(({ action }) => !intended.includes(action));
    return open[0] === undefined ? good(name, `denied on ${repository}, as intended`) : openCheck(name, repository, open);
}
function remedyFor(denial) {
    return (0,aws_denial/* remedyOfDenial */.r6)(denial) ?? `AWS answered: ${denial}`;
}
const TOO_MUCH = 'Remove it: look for policies attached to the role besides those of infra/, and check the policy of the repository.';
/** One check for each level: whether a person has it. It is not known which levels the person needs. */
function personChecks({ prefix, repository, levels, permissions }) {
    const found = levels.map(level => ({ level, ...sortByAnswer(stages_permissions/* ACTIONS */.kl[level], permissions) }));
    const held = (0,stages_permissions/* actionsOf */.Ro)(found.filter(({ denied, unknown }) => denied.length + unknown.length === 0).map(({ level }) => level));
    return found.map(({ level, allowed, denied, unknown }) => {
        const name = `${prefix}${level}`;
        if (unknown[0] !== undefined)
            return openCheck(name, repository, unknown);
        if (denied.length === 0)
            return good(name, `granted on ${repository}`);
        // Actions that another level grants too do not count as a part of this one.
        const isWhole = allowed.every(action => held.includes(action));
        return info(name, isWhole
            ? `denied on ${repository}`
            : `partly denied on ${repository}: ${denied.map(({ action }) => action).join(', ')}`);
    });
}
/**
 * A warning for each action on Amazon Inspector's findings that AWS denies. infra/ grants these actions if it configures
 * Inspector, but others may have enabled it. Only a promotion with a severity limit requires the findings.
 */
function findingsChecks({ prefix, repository, permissions }) {
    const { denied } = sortByAnswer([...permissions.keys()].filter(action => action.startsWith('inspector2:')), permissions);
    return denied.map(({ action, because }) => warning(`${prefix}findings`, `not readable: Amazon Inspector scans ${repository}, but AWS denies ${action}. The findings stay unknown, so a promotion with a severity limit fails`, remedyFor(because)));
}
const PEOPLE = { developers: 'developers', endUsers: 'end users' };
/** Compares a person's permissions with those of the groups that infra/ creates, and names the group that adds the rest. */
function accessCheck({ image, stage, permissions }) {
    const name = 'access';
    const isAllowed = (action) => permissions.get(action)?.kind === 'allowed';
    const open = [...permissions.values()].find(({ kind }) => kind === 'unknown');
    if (open !== undefined)
        return warning(name, 'Not compared with the groups of infra/: some permissions are not known, see above.');
    const compared = ['developers', 'endUsers']
        .filter(person => stages_permissions/* GRANTS */.Sl[stage][person].length > 0)
        .map(person => ({
        person,
        levels: stages_permissions/* GRANTS */.Sl[stage][person],
        lacking: (0,stages_permissions/* actionsOf */.Ro)(stages_permissions/* GRANTS */.Sl[stage][person]).filter(action => !isAllowed(action))
    }));
    const [whole] = compared.filter(({ lacking }) => lacking.length === 0).sort((a, b) => b.levels.length - a.levels.length);
    if (whole === undefined)
        return lackingCheck(name, { image, stage, permissions }, compared);
    if (whole.person === 'endUsers')
        return endUserCheck(name, { image, stage }, whole.levels);
    const intended = (0,stages_permissions/* actionsOf */.Ro)(whole.levels);
    const extra = [...permissions.keys()].filter(action => isAllowed(action) && !intended.includes(action));
    return good(name, `All permissions of the ${PEOPLE[whole.person]} of ${stage}${extra.length === 0 ? '' : `, and more: ${extra.join(', ')}`}.`);
}
function lackingCheck(name, { image, stage, permissions }, compared) {
    const [closest] = compared.sort((a, b) => a.lacking.length - b.lacking.length);
    if (closest === undefined)
        return info(name, `infra/ grants people nothing in ${stage}.`);
    const { person, levels, lacking } = closest;
    // A group grants nothing to people of another account.
    const [foreign] = [...permissions.values()].flatMap(answer => answer.kind === 'denied' && (0,aws_denial/* differingAccounts */.ny)(answer.because) !== undefined ? [answer.because] : []);
    return bad(name, lacking.length === (0,stages_permissions/* actionsOf */.Ro)(levels).length
        ? `None of the permissions of the ${PEOPLE[person]} of ${stage} (${levels.join(', ')}).`
        : `Closest to the ${PEOPLE[person]} of ${stage}, but without ${lacking.join(', ')}.`, foreign === undefined ? joinGroup(image, stage, person) : remedyFor(foreign));
}
function endUserCheck(name, { image, stage }, held) {
    const rest = stages_permissions/* GRANTS */.Sl[stage].developers.filter(level => !held.includes(level));
    return {
        ...good(name, `All permissions of the end users of ${stage}; its developers also have ${rest.join(' and ')}.`),
        remedy: joinGroup(image, stage, 'developers')
    };
}
function joinGroup(image, stage, person) {
    const which = image === undefined ? `the ${PEOPLE[person]} of ${stage}` : (0,names/* groupName */.hv)(image, stage, person);
    return `The IAM group ${which} grants it. If you sign in through IAM Identity Center, the managed policy of that name grants it in your permission set.`;
}
function sortByAnswer(actions, permissions) {
    const result = { allowed: [], denied: [], unknown: [] };
    for (const action of actions) {
        const permission = permissions.get(action) ?? { kind: 'unknown', because: 'it was not requested' };
        if (permission.kind === 'allowed')
            result.allowed.push(action);
        else if (permission.kind === 'denied')
            result.denied.push({ action, because: permission.because });
        else
            result.unknown.push({
                action,
                because: permission.kind === 'unknown' ? permission.because : 'the repository does not exist'
            });
    }
    return result;
}
function openCheck(name, repository, open) {
    const actions = open.map(({ action }) => action).join(', ');
    return notKnown(name, `${actions} on ${repository}: ${open[0]?.because ?? ''}`);
}
/** Derives from AWS's answers to all requests whether the repository exists. */
function repositoryCheck(name, { repository: { arn, from }, deploy, permissions, principal }) {
    const answers = [...permissions.values()];
    if (answers.some(({ kind }) => kind === 'no-repository'))
        return bad(name, `${arn} does not exist.`, (0,remedy/* remedy */.zL) `${(0,stages_origin/* originQuestion */.T_)('repository', from)} If it is: ${deploy}`);
    if (answers.some(({ kind }) => kind === 'allowed'))
        return good(name, arn);
    const open = answers.find(answer => answer.kind === 'unknown');
    if (open !== undefined)
        return notKnown(name, `whether ${arn} exists: ${open.because}`);
    const [denial = ''] = answers.flatMap(answer => (answer.kind === 'denied' ? [answer.because] : []));
    const question = (0,aws_denial/* questionOfDenial */.Rp)(denial, from);
    if (principal === 'role')
        return bad(name, `AWS denies every request for ${arn}, whether it exists or not.`, (0,remedy/* remedy */.zL) `${question}\n${remedyFor(denial)}`);
    return warning(name, `not known: AWS denies every request for ${arn}, whether it exists or not`, question);
}

;// CONCATENATED MODULE: ./src/doctor/region.ts



/**
 * Reports a region that does not exist. AWS publishes no list of regions that can be read before signing in to one, but
 * the hosts of a region that does not exist have no address.
 * @param host a host of AWS that has no address
 * @returns undefined if the host is not one of the region
 */
function regionCheck(name, { region, origin }, host) {
    if (host?.includes(`.${region}.`) !== true)
        return undefined;
    return bad(name, `${region}, but the host ${host} has no address. Either AWS has no such region, or its hosts cannot be resolved from here.`, (0,remedy/* remedy */.zL) `Correct ${origin}. If the region ${region} exists, check that ${remedy/* THIS_MACHINE */.DQ} can resolve the hosts of AWS (DNS, or HTTPS_PROXY behind a proxy).`);
}
/** The setting of the stages file that names the region of a stage. */
function regionOrigin(file, stage) {
    return (0,stages_origin/* originOfKey */.dm)(file, (0,stages_origin/* stageKey */.Ih)(file, stage, 'region'), file.stages[stage].region);
}

;// CONCATENATED MODULE: ./src/doctor/examine.ts










const REPOSITORY_LEVELS = ['read', 'write', 'metadata'];
const CREDENTIALS = 'credentials';
const TOKEN = 'ECR token';
/** The reason for checks that need the stages file. */
const NO_STAGES_FILE = 'without a valid stages file, the repository is not known';
const SETTINGS = ['tag mutability', 'lifecycle', 'scan on push'];
/**
 * Checks everything that a push or a promotion needs, from the credentials to the repository. It pushes and changes
 * nothing.
 * @throws the signal's reason if the run is cancelled
 */
async function examine(examination) {
    const { principal, signal } = examination;
    const [docker, aws] = await Promise.all([
        dockerCheck(examination),
        principal.kind === 'role' && principal.match.kind === 'environment'
            ? [
                claimsCheck(principal.match, '', undefined),
                ...unreached(examination, CREDENTIALS, 'the role trusts no job in this environment')
            ]
            : examineAws(examination)
    ]);
    // The findings of a cancelled examination are incomplete, so none are reported.
    signal.throwIfAborted();
    return [docker, ...aws];
}
/** All checks from this one on, which an earlier failure makes impossible. A source is among them if the stage has one. */
function unreached({ source }, from, reason) {
    const names = [
        CREDENTIALS,
        TOKEN,
        'registry',
        'repository',
        ...REPOSITORY_LEVELS,
        ...(source === undefined ? [] : ['source']),
        ...SETTINGS
    ];
    return names.slice(names.indexOf(from)).map(name => notChecked(name, reason));
}
async function examineAws(examination) {
    const { target: { repository, role }, identity, target, principal, regionOrigins, environment, signal } = examination;
    const { readCallerIdentity } = await Promise.all(/* import() */[__webpack_require__.e(249), __webpack_require__.e(695), __webpack_require__.e(59)]).then(__webpack_require__.bind(__webpack_require__, 6059));
    const caller = await attempt(CREDENTIALS, async () => {
        const found = await identity(target);
        return { ...found, arn: (await readCallerIdentity(found.credentials, repository, environment, signal)).arn };
    }, ({ arn }) => arn);
    const claims = principal.kind === 'role' ? [claimsCheck(principal.match, role.name, caller.value !== undefined)] : [];
    const region = 'failure' in caller
        ? regionCheck('region', { region: repository.region, origin: regionOrigins.target }, (0,core_failure/* unresolvedHost */.Qd)(caller.failure))
        : undefined;
    if (region !== undefined)
        return [...claims, region, ...unreached(examination, CREDENTIALS, 'no host of the region has an address')];
    if (caller.value === undefined)
        return [...claims, caller.check, ...unreached(examination, TOKEN, 'there are no credentials')];
    return [...claims, caller.check, ...(await examineEcr(examination, caller.value))];
}
async function examineEcr(examination, caller) {
    const { target, source, environment } = examination;
    const { openEcrClient } = await Promise.all(/* import() */[__webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(657)]).then(__webpack_require__.bind(__webpack_require__, 9657));
    const client = openEcrClient(target.repository.region, caller.credentials, environment);
    // The source may be in another region than the target.
    const sourceClient = openEcrClient(source?.region ?? target.repository.region, caller.credentials, environment);
    try {
        return await examineRepositories(examination, caller, { client, sourceClient });
    }
    finally {
        client.destroy();
        sourceClient.destroy();
    }
}
async function examineRepositories(examination, caller, clients) {
    const { target, source, principal } = examination;
    const { repository } = target;
    const sourceLevels = principal.kind === 'role' ? REPOSITORY_LEVELS : stages_permissions/* SOURCE_GRANTS */.eh;
    const [login, own, atSource] = await Promise.all([
        examineLogin(examination, caller),
        askPermissions(clients.client, repository, REPOSITORY_LEVELS, examination, caller),
        source === undefined ? undefined : askPermissions(clients.sourceClient, source, sourceLevels, examination, caller)
    ]);
    const deploy = deployRemedy(target);
    const existence = repositoryCheck('repository', { repository, deploy, permissions: own, principal: principal.kind });
    const checks = [
        ...login.checks,
        existence,
        ...(existence.state === 'bad'
            ? REPOSITORY_LEVELS.map(level => notAnswered(level, own))
            : permissionChecks(examination, own, login.permission)),
        ...findingsChecks({ prefix: '', repository: repository.name, permissions: own }),
        ...(source === undefined || atSource === undefined ? [] : examine_sourceChecks(examination, source, atSource))
    ];
    if (existence.state === 'bad')
        return [...checks, ...SETTINGS.map(name => notAnswered(name, own))];
    const access = { ...clients, own, atSource, isOwnAccount: caller.account === repository.account };
    return [...checks, ...(await examineSettings({ ...examination, deploy }, access))];
}
/** Asks AWS for the permission of each action on a repository. */
async function askPermissions(client, repository, levels, { signal }, { account }) {
    const { findInspectorDenials, probePermissions } = await Promise.all(/* import() */[__webpack_require__.e(249), __webpack_require__.e(695), __webpack_require__.e(59)]).then(__webpack_require__.bind(__webpack_require__, 6059));
    const [found, denials] = await Promise.all([
        probePermissions(client, repository, (0,stages_permissions/* actionsOf */.Ro)(levels), signal),
        // Inspector never gives findings to another account, whatever is granted.
        account === repository.account ? findInspectorDenials(client, repository, signal) : []
    ]);
    return new Map([...found, ...denials]);
}
function permissionChecks({ stage, target, image, principal }, own, authorization) {
    const about = { prefix: '', repository: target.repository.name, levels: REPOSITORY_LEVELS, permissions: own };
    if (principal.kind === 'role')
        return roleChecks({ ...about, expected: stages_permissions/* GRANTS */.Sl[stage].github });
    const all = new Map([
        ...own,
        ...(0,stages_permissions/* actionsOf */.Ro)(['authorize']).map((action) => [action, authorization])
    ]);
    return [...personChecks(about), accessCheck({ image, stage, permissions: all })];
}
/** A check that is impossible because the repository is missing, or because AWS denies every request for it. */
function notAnswered(name, own) {
    const isMissing = [...own.values()].some(({ kind }) => kind === 'no-repository');
    return notChecked(name, isMissing ? 'the repository does not exist' : 'AWS denies every request for the repository');
}
function examine_sourceChecks({ stage, principal, regionOrigins }, source, permissions) {
    const hosts = [...permissions.values()].map(permission => permission.kind === 'unknown' ? permission.host : undefined);
    const region = regionCheck('source: region', { region: source.region, origin: regionOrigins.source }, hosts.find(host => host !== undefined));
    if (region !== undefined)
        return [region, notChecked('source', 'no host of its region has an address')];
    const existence = repositoryCheck('source', {
        repository: source,
        deploy: `Deploy infra/ for ${(0,stages_stage/* sourceStage */.I)(stage) ?? 'the previous stage'}.`,
        permissions,
        principal: principal.kind
    });
    if (existence.state === 'bad')
        return [existence];
    const isForbidden = [...permissions.values()].every(({ kind }) => kind === 'denied');
    if (principal.kind === 'person' && isForbidden)
        return [info('source', `nothing is granted on ${source.arn}; GitHub's jobs run the promotions`)];
    const about = { prefix: 'source: ', repository: source.name, permissions };
    const levels = principal.kind === 'role'
        ? roleChecks({ ...about, expected: stages_permissions/* SOURCE_GRANTS */.eh, levels: REPOSITORY_LEVELS })
        : personChecks({ ...about, levels: stages_permissions/* SOURCE_GRANTS */.eh });
    return [existence, ...levels, ...findingsChecks(about)];
}
/** Gets ECR's token, and sends a request to the registry with it. */
async function examineLogin({ target: { repository }, environment, log, signal }, { credentials, account }) {
    const { resolveRegistryLogin, requestAuthorizationToken } = await Promise.all(/* import() */[__webpack_require__.e(249), __webpack_require__.e(719), __webpack_require__.e(657)]).then(__webpack_require__.bind(__webpack_require__, 9657));
    const access = { credentials, environment, signal };
    const token = await attempt(TOKEN, () => requestAuthorizationToken(repository, access, log.mask), () => 'granted (authorize)');
    if ('failure' in token)
        return {
            checks: [token.check, notChecked('registry', 'there is no token to log in with')],
            permission: refusalOf(token.failure)
        };
    const { value } = token;
    const registry = await attempt('registry', async () => {
        const login = await resolveRegistryLogin({
            ...access,
            repository,
            side: 'target',
            token: value,
            callerAccount: account
        });
        await reach(login.origin, login, repository.name, signal);
        return login.origin;
    }, origin => `${origin} answers`);
    return { checks: [token.check, registry.check], permission: { kind: 'allowed' } };
}
/** Requests a manifest that does not exist. Any answer shows that the registry can be reached. */
async function reach(origin, login, name, signal) {
    const registry = (0,run_registry/* openRegistry */.M)({ origin, authorization: { kind: 'basic', login }, signal, deadlineMs: 20_000 });
    try {
        await registry.repository(name).manifest(`sha256:${'0'.repeat(64)}`);
    }
    finally {
        await registry.close();
    }
}
function refusalOf({ message, cause }) {
    return cause instanceof Error && cause.name.startsWith('AccessDenied')
        ? { kind: 'denied', because: (0,core_failure/* messageOf */.bD)(cause) }
        : { kind: 'unknown', because: message };
}
function deployRemedy({ stack, stage }) {
    return `Deploy infra/ for ${stage}${stack === undefined ? '' : ` (the stack ${stack})`}.`;
}

;// CONCATENATED MODULE: ./src/doctor/trunk.ts




const trunk_NAME = 'trunk';
/** Checks that the trunk is a branch. Otherwise, nothing is ever pushed to it, and nothing reaches master. */
async function trunkCheck({ trunk, origin, isKnown, github }) {
    if (origin === undefined)
        return good(trunk_NAME, `${trunk}, the repository's default branch`);
    try {
        if (isKnown || (await github.hasBranch(trunk)))
            return good(trunk_NAME, `${trunk}, a branch of the repository`);
    }
    catch (error) {
        if (!(error instanceof core_failure/* Failure */.HR))
            throw error;
        return warning(trunk_NAME, `not known: whether ${trunk} is a branch of the repository. ${error.message}`, error.remedy);
    }
    return bad(trunk_NAME, `${trunk}, but the repository has no such branch: no push counts as one to the trunk, so nothing reaches master.`, (0,remedy/* remedy */.zL) `Correct ${origin}, or push the branch.`);
}
/** The setting of the stages file that names the trunk; undefined if it names none. */
function trunkOrigin(file) {
    return file?.trunk === undefined ? undefined : (0,stages_origin/* originOfKey */.dm)(file, 'trunk', file.trunk);
}
/** Whether an event proves that the branch exists. */
function provesBranch(event, branch) {
    switch (event.kind) {
        case 'pull_request':
            return event.baseRef === branch;
        case 'push':
            return event.branch === branch && !event.deleted;
        case 'manual':
            return event.ref.kind === 'branch' && event.ref.name === branch;
        default:
            return false;
    }
}

;// CONCATENATED MODULE: ./src/doctor/job.ts



















/** Takes the steps of a run of this job, as far as each is possible after the failure of another. It builds and pushes nothing. */
async function examineJob(job) {
    const steps = await takeSteps(job);
    job.signal.throwIfAborted();
    const before = await checksOf(steps, job);
    const examination = examinationOf(steps, job);
    const after = examination === undefined
        ? await unreachedChecks(steps, job)
        : [steps.token.check, ...(await job.timings.time('AWS', () => examine(examination)))];
    return {
        kind: 'examined',
        stage: steps.stage,
        reason: steps.decided?.value?.decision.reason ?? 'The stage could not be determined.',
        checks: [...before, ...after]
    };
}
async function takeSteps(job) {
    const stages = await attempt('stages file', () => (0,run_stages/* readStages */.ir)(job), describeStages);
    const token = await attempt('OIDC token', () => tokenOf(job, stages.value), describeToken);
    const known = stages.value;
    const attempted = known === undefined
        ? undefined
        : await attempt('stage', () => (0,decide/* decideOn */.m)(job, known, token.value ?? { kind: 'unavailable' }), ({ decision }) => decision.reason);
    const decided = attempted === undefined ? undefined : withoutRefusal(attempted);
    const head = await (0,commit/* headOf */.U)(job.runner.workspace, job.environment);
    const decision = decided?.value?.decision;
    const stage = decision !== undefined && 'stage' in decision ? decision.stage : undefined;
    const route = stage === undefined || known === undefined
        ? undefined
        : await attempt('target', () => routeTo(stage, job, known), ({ target }) => target.repository.arn);
    return { stages, token, decided, jobDecision: attempted?.value, head, stage, route };
}
/** The checks of everything but the token and AWS. */
async function checksOf({ stages, decided, jobDecision, head }, job) {
    const { inputs, runner } = job;
    const settings = (0,build_settings/* buildSettings */.E6)({ inputs, image: stages.value?.image });
    return [
        stages.check,
        ...(jobDecision === undefined ? [] : [await checkTrunk(jobDecision, job, stages.value?.file)]),
        decided === undefined
            ? notChecked('stage', 'without a valid stages file, the stage is not known')
            : stageCheck(decided),
        checkoutCheck(head, decided?.value, runner.workspace),
        ...(isBuild(decided) ? [await dockerfileCheck(settings, runner.workspace)] : [])
    ];
}
/** The examination of AWS; undefined if one of the earlier steps failed, or the run goes to no stage. */
function examinationOf({ stages, token, decided, stage, route }, job) {
    if (decided?.value === undefined ||
        stages.value === undefined ||
        stage === undefined ||
        route?.value === undefined ||
        token.value === undefined)
        return undefined;
    const { target, source, regionOrigins } = route.value;
    const { decision, trunk } = decided.value;
    const { claims, token: jwt } = token.value;
    const request = { claims, trunk, github: (0,run_stages/* trustedBy */.hM)(target, stages.value) };
    return {
        ...job,
        stage,
        target,
        source,
        regionOrigins,
        image: stages.value.image?.name,
        identity: (0,identity/* stageRole */.p)({ ...job, token: jwt, explain: of => (0,denial/* explainDenial */.L)({ ...request, target: of }) }),
        principal: { kind: 'role', match: matchClaims({ ...request, target }) },
        needsDocker: decision.kind === 'build',
        builder: job.inputs.build.builder
    };
}
/** The checks that remain if AWS cannot be examined. */
async function unreachedChecks(steps, { inputs, environment, signal }) {
    const { token, decided, route } = steps;
    const hasNoStage = goesToNoStage(decided);
    const tokenCheck = hasNoStage && token.value === undefined
        ? info('OIDC token', 'none, and none is needed: this run goes to no stage')
        : token.check;
    const failed = route !== undefined && 'failure' in route ? [route.check] : [];
    const docker = isBuild(decided)
        ? [await dockerCheck({ needsDocker: true, builder: inputs.build.builder, environment, signal })]
        : [];
    const rest = unreached({ source: route?.value?.source }, 'credentials', reasonUnreached(steps));
    return [tokenCheck, ...failed, ...docker, ...rest];
}
function isBuild(decided) {
    const kind = decided?.value?.decision.kind;
    return kind === 'build' || kind === 'build-only';
}
function goesToNoStage(decided) {
    const kind = decided?.value?.decision.kind;
    return kind === 'skip' || kind === 'build-only';
}
/** A stages file in one line. */
function describeStages({ file, image }) {
    if (file === undefined)
        return 'none, and none is needed: role-arn and repository-arn are given';
    const { path, images, trunk } = file;
    return `${path}: image ${image.name}${images.length === 1 ? '' : ` of ${images.length}`}, trunk ${trunk ?? "the repository's default branch"}`;
}
async function tokenOf({ inputs, runner, timings, signal }, stages) {
    const notAllowed = () => new core_failure/* Failure */.HR('This job may not ask GitHub for an OIDC token.', { remedy: (0,oidc_token/* remedyWithoutToken */.Qn)(runner.actor) });
    if (!runner.mayAskForToken)
        throw notAllowed();
    const token = await timings.time('GitHub', () => (0,github_token/* requestIdentityToken */.l)((0,run_stages/* tokenAudience */.kv)(inputs, { file: stages?.file }), signal));
    if (token.kind === 'unavailable')
        throw notAllowed();
    return token;
}
function describeToken({ claims }) {
    const shown = (name) => (typeof claims[name] === 'string' ? claims[name] : '(none)');
    return `${shown('sub')}, ref ${shown('ref')}`;
}
function withoutRefusal(attempted) {
    if (attempted.value === undefined)
        return attempted;
    const { check, value: { decision, ...by } } = attempted;
    if (decision.kind !== 'refuse')
        return { check, value: { decision, ...by } };
    const { reason, remedy } = decision;
    return { check: bad(check.name, reason, remedy), failure: new core_failure/* Failure */.HR(reason, { remedy }) };
}
async function checkTrunk({ trunk, event, defaultBranch, github }, { inputs: { trunkBranch }, timings }, file) {
    const origin = trunkBranch === undefined ? trunkOrigin(file) : (0,stages_origin/* nameOfInput */.nB)('trunk-branch');
    const isKnown = trunk === defaultBranch || provesBranch(event, trunk);
    return await timings.time('GitHub', () => trunkCheck({ trunk, origin, isKnown, github }));
}
/** A run that goes to no stage is neither good nor bad. */
function stageCheck({ check, value }) {
    if (value?.decision.kind === 'skip' && value.decision.remedy !== undefined)
        return warning(check.name, check.says, value.decision.remedy);
    return value?.decision.kind === 'skip' || value?.decision.kind === 'build-only' ? info(check.name, check.says) : check;
}
function checkoutCheck(head, decided, workspace) {
    const name = 'git checkout';
    const { decision, event } = decided ?? {};
    const isAnyCommit = decision === undefined ||
        event === undefined ||
        decision.kind === 'skip' ||
        (decision.kind === 'promote' && decision.stage === 'release');
    if (isAnyCommit)
        return head === undefined ? info(name, 'none, and none is needed here') : good(name, `commit ${head.id}`);
    try {
        return good(name, `commit ${(0,stages_workspace/* checkWorkspace */.M)(head, event, workspace).id}`);
    }
    catch (error) {
        if (!(error instanceof core_failure/* Failure */.HR))
            throw error;
        return bad(name, error.message, error.remedy);
    }
}
/** @throws Failure if the inputs name a role or a repository that cannot exist */
function routeTo(stage, { inputs }, stages) {
    const { file } = stages;
    const target = (0,run_stages/* targetFor */.x1)(stage, stages, inputs);
    // Without a stages file, master has no source unless an input names it.
    const isKnown = (0,stages_stage/* sourceStage */.I)(stage) !== undefined &&
        (file !== undefined || inputs.sourceRepositoryArn !== undefined || stage === 'release');
    const originFor = (input, arn, of) => arn !== undefined || file === undefined || of === undefined ? (0,stages_origin/* nameOfInput */.nB)(input) : regionOrigin(file, of);
    const regionOrigins = {
        target: originFor('repository-arn', inputs.repositoryArn, stage),
        source: originFor('source-repository-arn', inputs.sourceRepositoryArn, (0,stages_stage/* sourceStage */.I)(stage))
    };
    return { target, regionOrigins, source: isKnown ? (0,run_stages/* sourceFor */.nm)(stage, stages, inputs) : undefined };
}
function reasonUnreached({ stages, decided, stage, route }) {
    if (stages.value === undefined)
        return NO_STAGES_FILE;
    if (goesToNoStage(decided))
        return 'this run goes to no stage';
    if (stage === undefined)
        return 'the stage is not known';
    return route?.value === undefined ? 'the inputs name no valid repository' : 'there is no OIDC token';
}


/***/ })

};
