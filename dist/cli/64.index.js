export const id = 64;
export const ids = [64];
export const modules = {

/***/ 6768:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F2: () => (/* binding */ parseReference),
/* harmony export */   FH: () => (/* binding */ formatReference),
/* harmony export */   _g: () => (/* binding */ registryOrigin),
/* harmony export */   fW: () => (/* binding */ contextName)
/* harmony export */ });
const host = String.raw `(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])`;
const component = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
const registryForm = new RegExp(`^${host}(?::[0-9]+)?$`);
const repositoryForm = new RegExp(`^${component}(?:/${component})*$`);
const referenceForm = /^(.+?)(?::(\w[\w.-]{0,127}))?(?:@([a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,}))?$/;
/**
 * Parses an image reference as Docker does: Docker Hub and `library/` are the defaults.
 * @returns undefined if the text is not a reference
 * @see https://pkg.go.dev/github.com/distribution/reference#ParseNormalizedNamed
 */
function parseReference(text) {
    const [, name, tag, digest] = referenceForm.exec(text) ?? [];
    if (name === undefined)
        return undefined;
    const { registry, repository } = normalize(name);
    if (!registryForm.test(registry) || !repositoryForm.test(repository))
        return undefined;
    return { registry, repository, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}
function normalize(name) {
    const slash = name.indexOf('/');
    const first = name.slice(0, Math.max(slash, 0));
    const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
    const registry = !isHost || first === 'index.docker.io' ? 'docker.io' : first;
    const path = isHost ? name.slice(slash + 1) : name;
    return { registry, repository: registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path };
}
/** The full reference, with `:latest` if it has neither tag nor digest. */
function formatReference({ registry, repository, tag, digest }) {
    const label = tag ?? (digest === undefined ? 'latest' : undefined);
    return `${registry}/${repository}${label === undefined ? '' : `:${label}`}${digest === undefined ? '' : `@${digest}`}`;
}
/**
 * The name under which BuildKit looks up a named context: the short form of the reference, without `:latest`.
 * Both buildx (for the flag's key) and the Dockerfile frontend (for the reference it meets) normalize to this form,
 * so one key serves every way of writing the reference.
 * @returns the text itself if it is not a reference
 */
function contextName(text) {
    const reference = parseReference(text);
    if (reference === undefined)
        return text;
    return formatReference(reference)
        .replace(/^docker\.io\/(library\/)?/, '')
        .replace(/:latest$/, '');
}
/** The origin of a registry's API. Docker Hub's API has another host name. As in Docker, only this machine is reached by plain HTTP. */
function registryOrigin(registry) {
    if (registry === 'docker.io')
        return 'https://registry-1.docker.io';
    const local = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(registry);
    return `${local ? 'http' : 'https'}://${registry}`;
}


/***/ }),

/***/ 2303:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  I6: () => (/* binding */ findBuildStart),
  iX: () => (/* binding */ findExclusion),
  tv: () => (/* binding */ readBuildMaterials)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./packages/oci/src/reference.ts
var reference = __webpack_require__(6768);
// EXTERNAL MODULE: ./src/core/failure.ts
var failure = __webpack_require__(3333);
// EXTERNAL MODULE: ./src/core/remedy.ts
var remedy = __webpack_require__(7935);
// EXTERNAL MODULE: ./src/core/setting.ts
var setting = __webpack_require__(4467);
// EXTERNAL MODULE: ./src/fingerprint/context.ts + 1 modules
var fingerprint_context = __webpack_require__(7166);
;// CONCATENATED MODULE: ./src/fingerprint/dockerfile-words.ts
/** Splits text at blanks outside quotes, as BuildKit's Dockerfile parser does. Quotes and escapes stay in the words. */
function splitWords(text, escape) {
    const words = [];
    let word = '';
    let quote = '';
    for (let at = 0; at < text.length; at++) {
        const char = text.charAt(at);
        if (quote === '' && /\s/.test(char)) {
            if (word !== '')
                words.push(word);
            word = '';
            continue;
        }
        word += char;
        if (char === escape && quote !== "'" && at + 1 < text.length)
            word += text.charAt(++at);
        else if (char === quote)
            quote = '';
        else if (quote === '' && (char === '"' || char === "'"))
            quote = char;
    }
    if (word !== '')
        words.push(word);
    return words;
}
/**
 * Expands the variables of a word and removes its quotes.
 * @see https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
function expandWord(word, lookup, escape) {
    const reader = new WordReader(word, lookup, escape);
    const value = reader.readUntil('');
    return { value, unset: reader.unset };
}
class WordReader {
    text;
    lookup;
    escape;
    unset = [];
    at = 0;
    constructor(text, lookup, escape) {
        this.text = text;
        this.lookup = lookup;
        this.escape = escape;
    }
    readUntil(stop) {
        let value = '';
        while (this.at < this.text.length) {
            const char = this.next();
            if (char === stop)
                return value;
            if (char === "'")
                value += this.readSingleQuoted();
            else if (char === '"')
                value += this.readDoubleQuoted();
            else if (char === '$')
                value += this.readVariable();
            else if (char === this.escape && this.at < this.text.length)
                value += this.next();
            else
                value += char;
        }
        return value;
    }
    next() {
        return this.text.charAt(this.at++);
    }
    readSingleQuoted() {
        const end = this.text.indexOf("'", this.at);
        const value = this.text.slice(this.at, end < 0 ? undefined : end);
        this.at = end < 0 ? this.text.length : end + 1;
        return value;
    }
    readDoubleQuoted() {
        let value = '';
        while (this.at < this.text.length) {
            const char = this.next();
            if (char === '"')
                break;
            if (char === '$')
                value += this.readVariable();
            else if (char === this.escape && /["$]/.test(this.text.charAt(this.at)))
                value += this.next();
            else if (char === this.escape && this.text.charAt(this.at) === this.escape)
                value += this.next();
            else
                value += char;
        }
        return value;
    }
    readVariable() {
        if (this.text.charAt(this.at) !== '{') {
            const name = /^(?:[A-Za-z_]\w*|\d)/.exec(this.text.slice(this.at))?.[0];
            if (name === undefined)
                return '$';
            this.at += name.length;
            return this.valueOf(name);
        }
        this.at++;
        const name = /^\w+/.exec(this.text.slice(this.at))?.[0] ?? '';
        this.at += name.length;
        return this.readModifier(name);
    }
    readModifier(name) {
        const modifier = /^(?::?[-+?]|##?|%%?|\/\/?|\})/.exec(this.text.slice(this.at))?.[0];
        if (name === '' || modifier === undefined) {
            // BuildKit rejects this form, and its error names the mistake. The text that is kept never parses as a reference.
            const rest = this.text.slice(this.at);
            this.at = this.text.length;
            return `\${${name}${rest}`;
        }
        this.at += modifier.length;
        if (modifier === '}')
            return this.valueOf(name);
        if (modifier.startsWith('/')) {
            const pattern = this.readUntil('/');
            return replaceGlob(this.valueOf(name), pattern, this.readUntil('}'), modifier === '//');
        }
        if (/[#%]/.test(modifier))
            return trimGlob(this.valueOf(name), modifier, this.readUntil('}'));
        // The word is always read, but an unset variable in it counts only if the word is used.
        const before = this.unset.length;
        const word = this.readUntil('}');
        const value = this.lookup(name);
        const isSet = value !== undefined && !(modifier.startsWith(':') && value === '');
        const usesWord = isSet === modifier.endsWith('+');
        if (!usesWord || modifier.endsWith('?'))
            this.unset.length = before;
        if (!isSet && modifier.endsWith('?'))
            this.unset.push(name);
        if (modifier.endsWith('+'))
            return isSet ? word : '';
        return isSet ? value : modifier.endsWith('-') ? word : '';
    }
    valueOf(name) {
        const value = this.lookup(name);
        if (value === undefined)
            this.unset.push(name);
        return value ?? '';
    }
}
function globExpression(glob, lazy) {
    const many = lazy ? '.*?' : '.*';
    return glob.replace(/[\\^$.|+()[\]{}*?]/g, char => (char === '*' ? many : char === '?' ? '.' : `\\${char}`));
}
function trimGlob(value, modifier, glob) {
    const lazy = modifier.length === 1;
    if (modifier.startsWith('#'))
        return value.replace(new RegExp(`^${globExpression(glob, lazy)}`, 's'), '');
    // Finds the shortest tail by trying its start from the end, and the longest from the front.
    const whole = new RegExp(`^${globExpression(glob, lazy)}$`, 's');
    const starts = Array.from({ length: value.length + 1 }, (_, at) => (lazy ? value.length - at : at));
    const start = starts.find(at => whole.test(value.slice(at)));
    return start === undefined ? value : value.slice(0, start);
}
function replaceGlob(value, glob, replacement, all) {
    if (glob === '')
        return value;
    return value.replace(new RegExp(globExpression(glob, false), all ? 'gs' : 's'), () => replacement);
}

;// CONCATENATED MODULE: ./src/fingerprint/instructions.ts

const DIRECTIVE = /^(?:#|\/\/)\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(.+?)\s*$/;
const KNOWN_DIRECTIVES = ['syntax', 'escape', 'check'];
/**
 * Splits a Dockerfile into instructions. An invalid Dockerfile is read as far as possible, and never rejected: Docker's
 * own errors explain more.
 * @see https://docs.docker.com/reference/dockerfile/#format
 */
function readInstructions(text) {
    const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
    const syntax = readSyntax(lines);
    const escape = readDirectives(lines).get('escape') === '`' ? '`' : '\\';
    return {
        instructions: joinLines(lines, escape).map(({ line, text }) => parseInstruction(line, text, escape)),
        escape,
        ...(syntax === undefined ? {} : { syntax })
    };
}
/** Reads the directives at the very top. They end at a comment, a blank line or a directive of another name. */
function readDirectives(lines) {
    const directives = new Map();
    for (const line of lines) {
        const [, name, value] = DIRECTIVE.exec(line) ?? [];
        if (name === undefined || value === undefined || !KNOWN_DIRECTIVES.includes(name.toLowerCase()))
            break;
        directives.set(name.toLowerCase(), value);
    }
    return directives;
}
/** BuildKit looks for the frontend before it knows the language: after a `#!` line, in `//` comments, and in JSON. */
function readSyntax(lines) {
    const afterShebang = lines[0]?.startsWith('#!') === true ? lines.slice(1) : lines;
    const directive = readDirectives(afterShebang).get('syntax');
    if (directive !== undefined || lines[0]?.trimStart().startsWith('{') !== true)
        return directive;
    try {
        const document = JSON.parse(lines.join('\n'));
        if (typeof document !== 'object' || document === null || !('syntax' in document))
            return undefined;
        return typeof document.syntax === 'string' ? document.syntax : undefined;
    }
    catch {
        return undefined;
    }
}
function joinLines(lines, escape) {
    const continued = escape === '\\' ? /(^|[^\\])\\[ \t]*$/ : /(^|[^`])`[ \t]*$/;
    const isComment = (text) => /^\s*#/.test(text);
    const joined = [];
    for (let at = 0; at < lines.length; at++) {
        const first = lines[at] ?? '';
        if (first.trim() === '' || isComment(first))
            continue;
        const line = at + 1;
        let text = first.trimStart();
        while (continued.test(text) && at + 1 < lines.length) {
            const next = lines[++at] ?? '';
            // Comments and blank lines between continued lines are dropped, and do not end the instruction.
            if (next.trim() === '' || isComment(next))
                continue;
            text = text.replace(continued, '$1') + next;
        }
        joined.push({ line, text: text.replace(continued, '$1') });
        for (const { name, tabs } of heredocs(text, escape)) {
            while (++at < lines.length && (tabs ? (lines[at] ?? '').replace(/^\t+/, '') : lines[at]) !== name)
                ;
        }
    }
    return joined;
}
/** The heredocs that an instruction opens, in the order of their bodies. */
function heredocs(text, escape) {
    if (!/^(?:ONBUILD\s+)?(?:RUN|COPY|ADD)\s/i.test(text))
        return [];
    return splitWords(text, escape).flatMap(word => {
        const [, tabs, quoted] = /^\d*<<(-?)([^<]+)$/.exec(word) ?? [];
        if (tabs === undefined || quoted === undefined)
            return [];
        return [{ name: quoted.replace(/['"]/g, ''), tabs: tabs === '-' }];
    });
}
function parseInstruction(line, text, escape) {
    const [, keyword = '', tail = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
    const flags = [];
    let rest = tail;
    for (const word of splitWords(tail, escape)) {
        if (!word.startsWith('--'))
            break;
        rest = rest.trimStart().slice(word.length);
        if (word === '--')
            break;
        const [, name = '', value = ''] = /^--([^=]*)=?([\s\S]*)$/.exec(word) ?? [];
        flags.push({ name, value });
    }
    return { line, keyword: keyword.toUpperCase(), flags, rest: rest.trim() };
}
/** The instruction that an ONBUILD defers; undefined for any other instruction. */
function onbuildTrigger(instruction, escape) {
    return instruction.keyword === 'ONBUILD' ? parseInstruction(instruction.line, instruction.rest, escape) : undefined;
}

;// CONCATENATED MODULE: ./src/fingerprint/dockerfile-stages.ts





/** Replaces the value of a variable that the base image may set. No Dockerfile can contain this character. */
const UNKNOWN_VALUE = '\0';
/** One build stage, with the stages, images and URLs that it reads. */
class BuildStage {
    name;
    base;
    parent;
    problem;
    /** Content that ADD fetches when the build runs. */
    fetched = [];
    references = [];
    args = new Map();
    environment = new Map();
    constructor(
    /** In lower case, as BuildKit keeps it. */
    name, base, parent, problem) {
        this.name = name;
        this.base = base;
        this.parent = parent;
        this.problem = problem;
        for (const [name, value] of parent?.args ?? [])
            this.args.set(name, value);
        for (const [name, value] of parent?.environment ?? [])
            this.environment.set(name, value);
    }
    stagesUsed(stages) {
        const used = this.references.map(reference => stageOf(reference, stages));
        return [this.parent, ...used].filter(stage => stage !== undefined);
    }
    imageUses(stages) {
        const images = this.references.filter(reference => stageOf(reference, stages) === undefined);
        const base = this.parent === undefined && this.problem === undefined ? [this.base] : [];
        return [...base, ...images].map(({ text, line }) => ({ image: text, line }));
    }
    add(instruction, scope, globalArgs) {
        const trigger = onbuildTrigger(instruction, scope.escape);
        if (trigger !== undefined) {
            this.add(trigger, scope, globalArgs);
            return;
        }
        switch (instruction.keyword) {
            case 'ARG':
                this.addArgs(instruction, scope, globalArgs);
                break;
            case 'ENV':
                for (const { name, value } of readEnvironment(instruction.rest, this.lookup(), scope.escape))
                    this.environment.set(name, value);
                break;
            case 'COPY':
                this.addCopy(instruction);
                break;
            case 'RUN':
                this.addMounts(instruction);
                break;
            case 'ADD':
                this.addFetched(instruction, scope.escape);
                break;
        }
    }
    addArgs({ rest }, scope, globalArgs) {
        // Within a stage, BuildKit expands the whole instruction before any of its arguments is set.
        for (const { name, value } of [...readAssignments(rest, this.lookup(), scope.escape)]) {
            const known = scope.buildArgs[name] ?? value ?? globalArgs.get(name) ?? scope.global.get(name);
            if (known !== undefined)
                this.args.set(name, known);
            else if (!this.args.has(name))
                this.args.set(name, '');
        }
    }
    addCopy({ line, flags }) {
        for (const { name, value } of flags)
            if (name === 'from')
                this.references.push({ line, text: value, byNumber: true });
    }
    addMounts({ line, flags }) {
        for (const { name, value } of flags) {
            const from = name === 'mount' ? fromOfMount(value) : undefined;
            if (from !== undefined)
                this.references.push({ line, text: from, byNumber: false });
        }
    }
    addFetched({ line, flags, rest }, escape) {
        const isPinned = flags.some(({ name, value }) => name === 'checksum' && isWholeChecksum(value));
        for (const address of isPinned ? [] : wordsOfAdd(rest)) {
            const { value } = expandWord(address, this.lookup(), escape);
            if (isFetchedByAdd(value))
                this.fetched.push({ line, address });
        }
    }
    /** ENV takes precedence over ARG. A variable that neither sets may come from the base image. */
    lookup() {
        const root = this.rootImage();
        return name => this.environment.get(name) ?? this.args.get(name) ?? (root === 'scratch' ? undefined : UNKNOWN_VALUE);
    }
    rootImage() {
        return this.parent?.rootImage() ?? this.base.text;
    }
}
function stageOf({ text, byNumber }, stages) {
    if (byNumber && /^\d+$/.test(text))
        return stages[Number(text)];
    return stages.findLast(({ name }) => name === text.toLowerCase());
}
/** Reads the stages of a Dockerfile for one platform. */
function readBuildStages(instructions, scope) {
    const stages = [];
    const predefined = new Map([...scope.global].map(([name, value]) => [name, scope.buildArgs[name] ?? value]));
    const globalArgs = new Map();
    const lookup = name => globalArgs.get(name) ?? predefined.get(name);
    for (const instruction of instructions) {
        const stage = stages.at(-1);
        if (instruction.keyword === 'FROM')
            stages.push(readFrom(instruction, stages, lookup, scope.escape));
        else if (stage !== undefined)
            stage.add(instruction, scope, globalArgs);
        else if (instruction.keyword === 'ARG') {
            for (const { name, value } of readAssignments(instruction.rest, lookup, scope.escape)) {
                const known = scope.buildArgs[name] ?? value;
                if (known !== undefined)
                    globalArgs.set(name, known);
            }
        }
    }
    return stages;
}
function readFrom({ line, rest }, stages, lookup, escape) {
    const [word = '', as, name] = splitWords(rest, escape);
    const { value, unset } = expandWord(word, lookup, escape);
    // The frontend stores stage names in lower case, but compares the base as it is written.
    const parent = stages.findLast(stage => stage.name === value);
    const isMissing = value === '' || (unset.length > 0 && parent === undefined && (0,reference/* parseReference */.F2)(value) === undefined);
    const problem = isMissing ? missingBase(line, word, unset) : undefined;
    const stageName = as?.toUpperCase() === 'AS' ? name?.toLowerCase() : undefined;
    return new BuildStage(stageName, { text: value, line }, parent, problem);
}
function missingBase(line, word, unset) {
    const names = [...new Set(unset)].join(', ');
    if (names === '')
        return { line, message: `FROM names no image: “${word}”` };
    return {
        line,
        message: `FROM ${word} names no image: ${names} has no value here`,
        remedy: (0,remedy/* remedy */.zL) `Set its value with ${(0,setting/* setting */.Pe)('build-args')}, or a default in an ARG before the first FROM.`
    };
}
/** Reads one or more of `NAME` or `NAME=value`. Each value is expanded when the caller reaches it. */
function* readAssignments(rest, lookup, escape) {
    for (const word of splitWords(rest, escape)) {
        const equals = word.indexOf('=');
        if (equals < 0)
            yield { name: word, value: undefined };
        else
            yield { name: word.slice(0, equals), value: expandWord(word.slice(equals + 1), lookup, escape).value };
    }
}
/** Reads `NAME=value ...`, or the old form `NAME rest of the line`. */
function readEnvironment(rest, lookup, escape) {
    const [, name, value] = /^([^\s=]+)\s+(.*)$/s.exec(rest) ?? [];
    if (name !== undefined && value !== undefined)
        return [{ name, value: expandWord(value, lookup, escape).value }];
    return Array.from(readAssignments(rest, lookup, escape), ({ name, value }) => ({ name, value: value ?? '' }));
}
/** The `from` of `--mount=type=bind,from=...`. The frontend expands no variable in it. */
function fromOfMount(mount) {
    const fields = mount.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? [];
    const from = fields.map(field => field.replace(/"/g, '')).find(field => /^from=/i.test(field));
    return from === undefined || from.length === 5 ? undefined : from.slice(5);
}
/** The files and addresses that an ADD reads: everything but its destination. */
function wordsOfAdd(rest) {
    const words = jsonWords(rest) ?? rest.split(/\s+/);
    return words.slice(0, -1).filter(word => !word.startsWith('<<'));
}
function jsonWords(text) {
    if (!text.startsWith('['))
        return undefined;
    try {
        const words = JSON.parse(text);
        return Array.isArray(words) && words.every(word => typeof word === 'string') ? words : undefined;
    }
    catch {
        return undefined;
    }
}
/** Whether a checksum is a full digest or commit id without variables, which fixes the content. */
function isWholeChecksum(checksum) {
    return /^(?:sha\d+:[0-9a-f]{64,128}|[0-9a-f]{40}|[0-9a-f]{64})$/.test(checksum);
}
/**
 * Whether ADD fetches a word: a URL, or a git repository as a URL, in scp form or as `host/path.git`. A word that starts
 * with a variable of the base image may be one.
 */
function isFetchedByAdd(word) {
    const known = word.split(UNKNOWN_VALUE, 1).join('');
    if (known !== word && ['https://', 'git@', 'ssh://'].some(form => form.startsWith(known)))
        return true;
    return (/^(?:https?|git|ssh):\/\//.test(word) ||
        /^[A-Za-z0-9_.-]+@[^/:]+:/.test(word) ||
        /^[^./][^/]*\/.+\.git(?:#.*)?$/.test(word));
}

// EXTERNAL MODULE: ./src/fingerprint/platform.ts
var fingerprint_platform = __webpack_require__(3313);
;// CONCATENATED MODULE: ./src/fingerprint/dockerfile.ts




/** Finds the images that a Dockerfile reads, and any content that is fetched when the build runs. */
function parseDockerfile(text, options) {
    const read = readInstructions(text);
    const contexts = new Set(options.contexts.map(reference/* contextName */.fW));
    const findings = {
        images: new Map(),
        uncertainties: new Set(),
        problems: new Map(),
        stageNames: new Set()
    };
    let target = 'found';
    for (const platform of options.platforms) {
        const stages = stagesFor(platform, read, options);
        addStages(stages, findings);
        const goal = targetStage(stages, options.target);
        if (goal !== undefined)
            addReads(stages, goal, contexts, findings);
        else if (options.target !== undefined && !contexts.has((0,reference/* contextName */.fW)(options.target)))
            target = 'missing';
    }
    const { images, uncertainties, problems, stageNames } = findings;
    const frontend = readFrontend(options.buildArgs['BUILDKIT_SYNTAX'] ?? read.syntax, uncertainties);
    return {
        images: [...images.values()].sort((a, b) => (a.reference < b.reference ? -1 : 1)),
        ...(frontend === undefined ? {} : { frontend }),
        uncertainties: [...uncertainties],
        problems: [...problems.values()],
        stageNames: [...stageNames],
        target
    };
}
function stagesFor(platform, { instructions, escape }, { buildPlatform, buildArgs, target }) {
    const global = new Map((0,fingerprint_platform/* platformArguments */.Qo)(platform, buildPlatform));
    global.set('TARGETSTAGE', target ?? 'default');
    return readBuildStages(instructions, { escape, global, buildArgs });
}
function addStages(stages, { stageNames, problems }) {
    for (const { name, problem } of stages) {
        if (name !== undefined)
            stageNames.add(name);
        if (problem !== undefined)
            problems.set(`${problem.line} ${problem.message}`, problem);
    }
}
/** Adds everything that the stages on the way to the goal read. */
function addReads(stages, goal, contexts, { images, uncertainties }) {
    for (const stage of reachableStages(stages, goal, contexts)) {
        for (const { line, address } of stage.fetched)
            uncertainties.add(`fetches “${address}” in line ${line}`);
        for (const { image, line } of stage.imageUses(stages)) {
            if (image === 'scratch' || contexts.has((0,reference/* contextName */.fW)(image)))
                continue;
            const use = imageUse(image);
            if (use === undefined)
                uncertainties.add(`names “${image}” in line ${line}, which is not a valid image reference`);
            else
                images.set(use.reference, { ...use, line });
        }
    }
}
/** @returns undefined if the text is no image reference */
function imageUse(text) {
    const parsed = (0,reference/* parseReference */.F2)(text);
    if (parsed === undefined)
        return undefined;
    const { digest } = parsed;
    return {
        reference: (0,reference/* formatReference */.FH)(parsed),
        contextName: (0,reference/* contextName */.fW)(text),
        ...(digest === undefined ? {} : { digest })
    };
}
function readFrontend(syntax, uncertainties) {
    const [, image, options = ''] = /^(\S+)\s*(.*)$/s.exec(syntax?.trim() ?? '') ?? [];
    if (image === undefined)
        return undefined;
    const use = imageUse(image);
    // A language other than the Dockerfile's may name images in its own way.
    const readsDockerfiles = /\/dockerfile[^/]*$/.test(use?.reference ?? '');
    if (!readsDockerfiles)
        uncertainties.add(`is read by the frontend “${image}”, which may use images that only the frontend knows`);
    return use === undefined ? undefined : { ...use, options };
}
function targetStage(stages, target) {
    return target === undefined ? stages.at(-1) : stages.findLast(({ name }) => name === target.toLowerCase());
}
/** The stages that the target needs. BuildKit builds no others. */
function reachableStages(stages, goal, contexts) {
    const reached = new Set();
    const open = [goal];
    for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
        if (reached.has(stage) || (stage.name !== undefined && contexts.has((0,reference/* contextName */.fW)(stage.name))))
            continue;
        reached.add(stage);
        open.push(...stage.stagesUsed(stages));
    }
    return reached;
}

// EXTERNAL MODULE: ./src/fingerprint/dockerignore.ts
var dockerignore = __webpack_require__(3268);
// EXTERNAL MODULE: ./src/fingerprint/files.ts
var files = __webpack_require__(6207);
;// CONCATENATED MODULE: ./src/fingerprint/build-materials.ts












/**
 * Finds the contexts and the Dockerfile of a build. Only the Dockerfile is read.
 * @throws Failure if a context or the Dockerfile does not exist, or the Dockerfile cannot build
 */
function findBuildStart(build, machine) {
    const { directory } = machine;
    const context = (0,fingerprint_context/* locateContext */.y$)(build.context ?? '.', 'context', directory);
    const namedContexts = Object.entries(build.buildContexts).map(([name, value]) => [(0,reference/* contextName */.fW)(name), (0,fingerprint_context/* locateContext */.y$)(value, 'build-contexts', directory)]);
    const dockerfile = findDockerfile(build, context.kind === 'directory' ? context.path : undefined, directory);
    return {
        context,
        namedContexts,
        dockerfile,
        parsed: dockerfile === undefined ? undefined : parseBuildable(dockerfile, build, machine)
    };
}
/**
 * The pattern that excludes a path from the build; undefined if none does, or the path is not in the context's directory.
 * @param path relative to the context
 */
function findExclusion(path, build, machine) {
    const { context, dockerfile } = findBuildStart(build, machine);
    // A failed build asks for this, and its own error must not be replaced: a path below a file is missing, and not an error.
    if (context.kind !== 'directory' || !(0,external_node_fs_.existsSync)((0,external_node_path_.join)(context.path, path)))
        return undefined;
    return (0,dockerignore/* excludingPattern */.yu)((0,fingerprint_context/* readIgnorePatterns */.gZ)(context.path, machine.directory, dockerfile?.name), path);
}
/**
 * Reads everything that goes into a build: contexts, Dockerfile and settings.
 * @throws Failure for a build that cannot work, or a file that cannot be read
 */
async function readBuildMaterials(build, machine) {
    const start = findBuildStart(build, machine);
    const { dockerfile, parsed } = start;
    const contexts = await readContexts(start, machine);
    const images = new Map([...contexts.images, ...(parsed?.images ?? [])].map(image => [image.reference, image]));
    return {
        images: [...images.values()].sort((a, b) => compare(a.reference, b.reference)),
        ...(parsed?.frontend === undefined ? {} : { frontend: parsed.frontend }),
        imageContexts: contexts.imageContexts,
        stageNames: parsed?.stageNames ?? [],
        uncertainties: [
            ...(parsed?.uncertainties.map(clause => `The Dockerfile ${clause}.`) ?? []),
            ...(dockerfile === undefined ? ['The Dockerfile is fetched when the build runs.'] : []),
            ...contexts.uncertainties
        ],
        notices: contexts.notices,
        counted: {
            contexts: contexts.counted.sort(([a], [b]) => compare(a, b)),
            dockerfile: dockerfile === undefined ? build.file : (0,external_node_crypto_.createHash)('sha256').update(dockerfile.content).digest('hex'),
            ...countedSettings(build)
        }
    };
}
async function readContexts({ context, namedContexts, dockerfile }, { directory, environment }) {
    const read = { counted: [], images: [], imageContexts: new Map(), uncertainties: [], notices: [] };
    for (const [name, place] of [['', context], ...namedContexts]) {
        const subject = name === '' ? 'The context' : `The context “${name}”`;
        if (place.kind === 'remote') {
            read.uncertainties.push(`${subject} is fetched when the build runs.`);
            read.counted.push([name, `remote ${place.url}`]);
        }
        else if (place.kind === 'image') {
            addImageContext(read, name, place.reference, subject);
        }
        else {
            const patterns = (0,fingerprint_context/* readIgnorePatterns */.gZ)(place.path, directory, name === '' ? dockerfile?.name : undefined);
            const tree = await (0,fingerprint_context/* readContext */.yI)(place.path, patterns, environment);
            read.counted.push([name, `tree ${tree.digest}`]);
            addRepositories(read, tree, subject);
        }
    }
    return read;
}
function addImageContext(read, name, reference, subject) {
    const use = imageUse(reference);
    if (use === undefined)
        throw new failure/* Failure */.HR(`${subject}, “${reference}”, is not a valid image reference.`);
    read.imageContexts.set(name, use.reference);
    if (!read.images.some(image => image.reference === use.reference))
        read.images.push({ ...use, contextName: name });
    read.counted.push([name, `image ${use.reference}`]);
}
function addRepositories(read, { repositories }, subject) {
    for (const { path, head } of repositories) {
        if (head.kind === 'unreadable')
            read.uncertainties.push(`${subject} contains ${path}, whose commit cannot be read: ${head.reason}.`);
        else
            read.notices.push(repositoryNotice(subject, path, head));
    }
}
/** @returns undefined if the Dockerfile is fetched, alone or with its context */
function findDockerfile(build, context, directory) {
    if (build.file !== undefined && /^(?:https?:\/\/|-$)/.test(build.file))
        return undefined;
    if (context === undefined)
        return undefined;
    const name = build.file === undefined ? (0,external_node_path_.join)(context, 'Dockerfile') : (0,external_node_path_.resolve)(directory, build.file);
    // BuildKit accepts `dockerfile` if there is no `Dockerfile`.
    const candidates = (0,external_node_path_.basename)(name) === 'Dockerfile' ? [name, (0,external_node_path_.join)((0,external_node_path_.dirname)(name), 'dockerfile')] : [name];
    for (const candidate of candidates) {
        const content = (0,files/* readOptional */.T)(candidate);
        if (content !== undefined)
            return { name, content };
    }
    throw new failure/* Failure */.HR(`There is no Dockerfile at ${name}.`, {
        remedy: (0,remedy/* remedy */.zL) `Set ${(0,setting/* setting */.Pe)('file')} to its path from ${BASE_OF_PATHS}, or ${(0,setting/* setting */.Pe)('context')} to the directory that contains it. If the stages file names them, correct them there.${CHECKOUT_QUESTION}`
    });
}
const BASE_OF_PATHS = { workflow: 'the workspace', terminal: 'here' };
const CHECKOUT_QUESTION = { workflow: ' Is the repository checked out?', terminal: '' };
/**
 * Parses a Dockerfile.
 * @throws Failure if it cannot build, or lacks the target
 */
function parseBuildable(dockerfile, build, machine) {
    const file = (0,external_node_path_.relative)(machine.directory, dockerfile.name);
    const platforms = build.platforms.map(fingerprint_platform/* parsePlatform */.FL);
    const [firstPlatform] = platforms;
    if (firstPlatform === undefined)
        throw new RangeError('A build needs at least one platform.');
    const parsed = parseDockerfile(dockerfile.content.toString(), {
        buildArgs: build.buildArgs,
        platforms,
        buildPlatform: machine.buildPlatform === undefined ? firstPlatform : (0,fingerprint_platform/* parsePlatform */.FL)(machine.buildPlatform),
        target: build.target,
        contexts: Object.keys(build.buildContexts)
    });
    const [problem] = parsed.problems;
    if (problem !== undefined) {
        const { line, message, remedy } = problem;
        throw new failure/* Failure */.HR(`${file}:${line}: ${message}.`, {
            ...(remedy === undefined ? {} : { remedy }),
            location: { file, line }
        });
    }
    if (parsed.target === 'missing') {
        throw new failure/* Failure */.HR(`${file} has no stage “${build.target ?? ''}”.`, {
            remedy: remedyForTarget(parsed.stageNames),
            location: { file, line: 1 }
        });
    }
    return parsed;
}
function remedyForTarget(stageNames) {
    return stageNames.length === 0
        ? (0,remedy/* remedy */.zL) `Leave out ${(0,setting/* setting */.Pe)('target')} to build the last stage, or give a stage this name (\`FROM ... AS <name>\`).`
        : (0,remedy/* remedy */.zL) `Set ${(0,setting/* setting */.Pe)('target')} to one of its stages: ${stageNames.join(', ')}. Or leave it out to build the last stage.`;
}
function repositoryNotice(subject, path, head) {
    const commit = head.kind === 'commit' ? `its commit ${head.id.slice(0, 12)}` : 'a repository without a commit';
    return `${subject} contains ${path}, which counts as ${commit}: every new commit causes a build. Exclude it in .dockerignore unless the build needs it.`;
}
function countedSettings(build) {
    return {
        target: build.target ?? null,
        platforms: [...new Set(build.platforms.map(platform => (0,fingerprint_platform/* formatPlatform */.Bq)((0,fingerprint_platform/* parsePlatform */.FL)(platform))))].sort(compare),
        buildArgs: sortedEntries(build.buildArgs),
        network: build.network ?? null,
        // Their order counts: it is the order of the lines in /etc/hosts.
        addHosts: build.addHosts,
        labels: sortedEntries(build.labels),
        annotations: sortedEntries(build.annotations),
        provenance: build.provenance,
        sbom: build.sbom,
        attests: [...build.attests].sort(compare),
        secrets: build.secrets.map(({ id }) => id).sort(compare),
        ssh: build.ssh.map(agent => agent.split('=', 1).join('')).sort(compare),
        shmSize: build.shmSize ?? null,
        ulimit: [...build.ulimit].sort(compare),
        cgroupParent: build.cgroupParent ?? null
    };
}
function sortedEntries(record) {
    return Object.entries(record).sort(([a], [b]) => compare(a, b));
}
/** Compares by code units, because the order must not depend on a locale. */
function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}


/***/ }),

/***/ 3313:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bq: () => (/* binding */ formatPlatform),
/* harmony export */   FL: () => (/* binding */ parsePlatform),
/* harmony export */   Qo: () => (/* binding */ platformArguments),
/* harmony export */   uX: () => (/* binding */ platformWarning)
/* harmony export */ });
/* harmony import */ var _core_spelling_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8257);

const aliases = {
    x86_64: ['amd64', ''],
    'x86-64': ['amd64', ''],
    aarch64: ['arm64', ''],
    armhf: ['arm', 'v7'],
    armel: ['arm', 'v6'],
    i386: ['386', ''],
    i486: ['386', ''],
    i586: ['386', ''],
    i686: ['386', '']
};
const DEFAULT_VARIANTS = { amd64: 'v1', arm64: 'v8' };
/** Reads `os/architecture[/variant]`. */
function parsePlatform(text) {
    const [os = '', given = '', givenVariant = ''] = text.trim().toLowerCase().split('/');
    const [architecture, impliedVariant] = aliases[given] ?? [given, ''];
    const variant = (givenVariant === '' ? impliedVariant : givenVariant).replace(/^(\d)/, 'v$1');
    if (DEFAULT_VARIANTS[architecture] === variant)
        return { os, architecture, variant: '' };
    if (architecture === 'arm' && variant === '')
        return { os, architecture, variant: 'v7' };
    return { os, architecture, variant };
}
/**
 * The architectures that containerd knows, which are those of Go.
 * @see https://github.com/containerd/platforms/blob/main/database.go
 */
const ARCHITECTURES = [
    ...[
        'amd64',
        'arm64',
        'arm',
        '386',
        'ppc64le',
        's390x',
        'riscv64',
        'loong64',
        'mips64le',
        'mips64',
        'mipsle',
        'mips',
        'ppc64',
        'wasm'
    ],
    ...['amd64p32', 'arm64be', 'armbe', 'mips64p32', 'mips64p32le', 'ppc', 'riscv', 's390', 'sparc', 'sparc64']
];
/**
 * A warning about a platform that is probably misspelled; undefined for a known architecture. Docker accepts any platform,
 * and then fails late or builds an image that runs nowhere.
 */
function platformWarning(text) {
    const platform = parsePlatform(text);
    if (ARCHITECTURES.includes(platform.architecture))
        return undefined;
    const meant = (0,_core_spelling_js__WEBPACK_IMPORTED_MODULE_0__/* .closest */ .k)(platform.architecture, ARCHITECTURES);
    const advice = meant === undefined
        ? 'write it as in linux/amd64 or linux/arm64.'
        : `did you mean ${formatPlatform({ ...platform, architecture: meant })}?`;
    return `The platform ${text} has no architecture that Docker knows: ${advice}`;
}
/** `os/architecture[/variant]` */
function formatPlatform({ os, architecture, variant }) {
    return [os, architecture, variant].filter(part => part !== '').join('/');
}
/**
 * The build arguments that BuildKit predefines.
 * @see https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope
 */
function platformArguments(target, build) {
    return new Map([
        ['TARGET', target],
        ['BUILD', build]
    ].flatMap(([prefix, platform]) => [
        [`${prefix}PLATFORM`, formatPlatform(platform)],
        [`${prefix}OS`, platform.os],
        [`${prefix}OSVERSION`, ''],
        [`${prefix}ARCH`, platform.architecture],
        [`${prefix}VARIANT`, platform.variant]
    ]));
}


/***/ }),

/***/ 1478:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N4: () => (/* binding */ tally),
/* harmony export */   Nx: () => (/* binding */ complaintOf),
/* harmony export */   Ob: () => (/* binding */ checklistLines)
/* harmony export */ });
/* unused harmony export checklistTable */
/* harmony import */ var _core_remedy_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7935);


const SIGNS = { good: '✓', bad: '✗', warning: '!', 'not-checked': '–', info: '·' };
/** The checklist in lines: sign, name and finding of each check, with its remedy below. */
function checklistLines(checks, edge, paint = (_, text) => text) {
    const width = Math.max(0, ...checks.map(({ name }) => name.length));
    const indent = ' '.repeat(width + 4);
    return checks.flatMap(({ name, state, says, remedy }) => {
        const [first = '', ...rest] = says.split('\n');
        const remedyLines = remedy === undefined ? [] : (0,_core_remedy_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyAt */ .gx)(edge, remedy).split('\n');
        return [
            `${paint(state, SIGNS[state])} ${name.padEnd(width)}  ${first}`,
            ...rest.map(line => indent + line),
            ...remedyLines.map((line, index) => `${indent}${paint('remedy', `${index === 0 ? '→ ' : '  '}${line}`)}`)
        ];
    });
}
/** `14 good, 1 bad, 2 not checked` */
function tally(checks) {
    const words = [
        ['good', 'good', 'good'],
        ['bad', 'bad', 'bad'],
        ['warning', 'warning', 'warnings'],
        ['not-checked', 'not checked', 'not checked']
    ];
    return words
        .map(([state, one, many]) => {
        const { length } = checks.filter(check => check.state === state);
        return length === 0 ? '' : `${length} ${length === 1 ? one : many}`;
    })
        .filter(text => text !== '')
        .join(', ');
}
/** One error for all bad checks: their number, and the first, which often causes the others; undefined if none is bad. */
function complaintOf(checks, edge) {
    const found = checks.filter(({ state }) => state === 'bad');
    const [first] = found;
    if (first === undefined)
        return undefined;
    const count = found.length === 1 ? 'The doctor found 1 problem' : `The doctor found ${found.length} problems, the first of them`;
    return `${count}: ${first.name}: ${first.says}${first.remedy === undefined ? '' : `\n${(0,_core_remedy_js__WEBPACK_IMPORTED_MODULE_0__/* .remedyAt */ .gx)(edge, first.remedy)}`}`;
}
const EMOJI = {
    good: '✅',
    bad: '❌',
    warning: '⚠️',
    'not-checked': '➖',
    info: 'ℹ️'
};
/** The checklist as a table in GitHub's Markdown. Each name stays on one line, however long the findings are. */
function checklistTable(checks) {
    const rows = checks.map(({ name, state, says, remedy }) => {
        const found = inCell(says) + (remedy === undefined ? '' : `<br>→ ${inCell(remedyAt('workflow', remedy))}`);
        return `| ${EMOJI[state]} | ${inCell(name).replaceAll(' ', '&nbsp;')} | ${found} |`;
    });
    return ['| | Check | Found |', '|---|:---|:---|', ...rows].join('\n');
}
/** Keeps lines, and code in backticks or with an indent. Everything else is escaped. */
function inCell(text) {
    return text
        .split('\n')
        .map(line => {
        const [indent = ''] = /^ +/.exec(line) ?? [];
        return indent === '' ? inLine(line) : '&nbsp;'.repeat(indent.length) + code(line.slice(indent.length));
    })
        .join('<br>');
}
function inLine(line) {
    return line
        .split(/(`[^`]+`)/)
        .map(part => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : escaped(part)))
        .join('');
}


/***/ })

};
