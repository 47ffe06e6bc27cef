export const id = 869;
export const ids = [869];
export const modules = {

/***/ 7869:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F2: () => (/* binding */ parseReference),
/* harmony export */   I6: () => (/* binding */ findBuildStart),
/* harmony export */   N4: () => (/* binding */ tally),
/* harmony export */   Nx: () => (/* binding */ complaintOf),
/* harmony export */   Ob: () => (/* binding */ checklistLines),
/* harmony export */   _g: () => (/* binding */ registryOrigin),
/* harmony export */   iX: () => (/* binding */ findExclusion),
/* harmony export */   tv: () => (/* binding */ readBuildMaterials),
/* harmony export */   uX: () => (/* binding */ platformWarning)
/* harmony export */ });
/* harmony import */ var _src_run_build_settings_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6706);
/* harmony import */ var _src_stages_grammar_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9099);
/* harmony import */ var _src_core_setting_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(102);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3692);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6760);





// src/core/markdown.ts
var SUMMARY_LIMIT = (/* unused pure expression or super */ null && (1024 * 1024));

// src/report/checklist.ts
var SIGNS = { good: "\u2713", bad: "\u2717", warning: "!", "not-checked": "\u2013", info: "\xB7" };
function checklistLines(checks, edge, paint = (_, text) => text) {
  const width = Math.max(0, ...checks.map(({ name }) => name.length));
  const indent = " ".repeat(width + 4);
  return checks.flatMap(({ name, state, says, remedy: remedy2 }) => {
    const [first = "", ...rest] = says.split("\n");
    const remedyLines = remedy2 === void 0 ? [] : (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedyAt */ .gx)(edge, remedy2).split("\n");
    return [
      `${paint(state, SIGNS[state])} ${name.padEnd(width)}  ${first}`,
      ...rest.map((line) => indent + line),
      ...remedyLines.map((line, index) => `${indent}${paint("remedy", `${index === 0 ? "\u2192 " : "  "}${line}`)}`)
    ];
  });
}
function tally(checks) {
  const words = [
    ["good", "good", "good"],
    ["bad", "bad", "bad"],
    ["warning", "warning", "warnings"],
    ["not-checked", "not checked", "not checked"]
  ];
  return words.map(([state, one, many]) => {
    const { length } = checks.filter((check) => check.state === state);
    return length === 0 ? "" : `${length} ${length === 1 ? one : many}`;
  }).filter((text) => text !== "").join(", ");
}
function complaintOf(checks, edge) {
  const found = checks.filter(({ state }) => state === "bad");
  const [first] = found;
  if (first === void 0) return void 0;
  const count = found.length === 1 ? "The doctor found 1 problem" : `The doctor found ${found.length} problems, the first of them`;
  return `${count}: ${first.name}: ${first.says}${first.remedy === void 0 ? "" : `
${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedyAt */ .gx)(edge, first.remedy)}`}`;
}

// src/fingerprint/build-materials.ts




// packages/oci/src/reference.ts
var host = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])`;
var component = "[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*";
var registryForm = new RegExp(`^${host}(?::[0-9]+)?$`);
var repositoryForm = new RegExp(`^${component}(?:/${component})*$`);
var referenceForm = /^(.+?)(?::(\w[\w.-]{0,127}))?(?:@([a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,}))?$/;
function parseReference(text) {
  const [, name, tag, digest] = referenceForm.exec(text) ?? [];
  if (name === void 0) return void 0;
  const { registry, repository } = normalize(name);
  if (!registryForm.test(registry) || !repositoryForm.test(repository)) return void 0;
  return { registry, repository, ...tag === void 0 ? {} : { tag }, ...digest === void 0 ? {} : { digest } };
}
function normalize(name) {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  const registry = !isHost || first === "index.docker.io" ? "docker.io" : first;
  const path = isHost ? name.slice(slash + 1) : name;
  return { registry, repository: registry === "docker.io" && !path.includes("/") ? `library/${path}` : path };
}
function formatReference({ registry, repository, tag, digest }) {
  const label = tag ?? (digest === void 0 ? "latest" : void 0);
  return `${registry}/${repository}${label === void 0 ? "" : `:${label}`}${digest === void 0 ? "" : `@${digest}`}`;
}
function contextName(text) {
  const reference = parseReference(text);
  if (reference === void 0) return text;
  return formatReference(reference).replace(/^docker\.io\/(library\/)?/, "").replace(/:latest$/, "");
}
function registryOrigin(registry) {
  if (registry === "docker.io") return "https://registry-1.docker.io";
  const local = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(registry);
  return `${local ? "http" : "https"}://${registry}`;
}

// src/fingerprint/dockerfile-words.ts
function splitWords(text, escape) {
  const words = [];
  let word = "";
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote === "" && /\s/.test(char)) {
      if (word !== "") words.push(word);
      word = "";
      continue;
    }
    word += char;
    if (char === escape && quote !== "'" && at + 1 < text.length) word += text.charAt(++at);
    else if (char === quote) quote = "";
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
  }
  if (word !== "") words.push(word);
  return words;
}
function expandWord(word, lookup, escape) {
  const reader = new WordReader(word, lookup, escape);
  const value = reader.readUntil("");
  return { value, unset: reader.unset };
}
var WordReader = class {
  constructor(text, lookup, escape) {
    this.text = text;
    this.lookup = lookup;
    this.escape = escape;
  }
  text;
  lookup;
  escape;
  unset = [];
  at = 0;
  readUntil(stop) {
    let value = "";
    while (this.at < this.text.length) {
      const char = this.next();
      if (char === stop) return value;
      if (char === "'") value += this.readSingleQuoted();
      else if (char === '"') value += this.readDoubleQuoted();
      else if (char === "$") value += this.readVariable();
      else if (char === this.escape && this.at < this.text.length) value += this.next();
      else value += char;
    }
    return value;
  }
  next() {
    return this.text.charAt(this.at++);
  }
  readSingleQuoted() {
    const end = this.text.indexOf("'", this.at);
    const value = this.text.slice(this.at, end < 0 ? void 0 : end);
    this.at = end < 0 ? this.text.length : end + 1;
    return value;
  }
  readDoubleQuoted() {
    let value = "";
    while (this.at < this.text.length) {
      const char = this.next();
      if (char === '"') break;
      if (char === "$") value += this.readVariable();
      else if (char === this.escape && /["$]/.test(this.text.charAt(this.at))) value += this.next();
      else if (char === this.escape && this.text.charAt(this.at) === this.escape) value += this.next();
      else value += char;
    }
    return value;
  }
  readVariable() {
    if (this.text.charAt(this.at) !== "{") {
      const name2 = /^(?:[A-Za-z_]\w*|\d)/.exec(this.text.slice(this.at))?.[0];
      if (name2 === void 0) return "$";
      this.at += name2.length;
      return this.valueOf(name2);
    }
    this.at++;
    const name = /^\w+/.exec(this.text.slice(this.at))?.[0] ?? "";
    this.at += name.length;
    return this.readModifier(name);
  }
  readModifier(name) {
    const modifier = /^(?::?[-+?]|##?|%%?|\/\/?|\})/.exec(this.text.slice(this.at))?.[0];
    if (name === "" || modifier === void 0) {
      const rest = this.text.slice(this.at);
      this.at = this.text.length;
      return `\${${name}${rest}`;
    }
    this.at += modifier.length;
    if (modifier === "}") return this.valueOf(name);
    if (modifier.startsWith("/")) {
      const pattern = this.readUntil("/");
      return replaceGlob(this.valueOf(name), pattern, this.readUntil("}"), modifier === "//");
    }
    if (/[#%]/.test(modifier)) return trimGlob(this.valueOf(name), modifier, this.readUntil("}"));
    const before = this.unset.length;
    const word = this.readUntil("}");
    const value = this.lookup(name);
    const isSet = value !== void 0 && !(modifier.startsWith(":") && value === "");
    const usesWord = isSet === modifier.endsWith("+");
    if (!usesWord || modifier.endsWith("?")) this.unset.length = before;
    if (!isSet && modifier.endsWith("?")) this.unset.push(name);
    if (modifier.endsWith("+")) return isSet ? word : "";
    return isSet ? value : modifier.endsWith("-") ? word : "";
  }
  valueOf(name) {
    const value = this.lookup(name);
    if (value === void 0) this.unset.push(name);
    return value ?? "";
  }
};
function globExpression(glob, lazy) {
  const many = lazy ? ".*?" : ".*";
  return glob.replace(/[\\^$.|+()[\]{}*?]/g, (char) => char === "*" ? many : char === "?" ? "." : `\\${char}`);
}
function trimGlob(value, modifier, glob) {
  const lazy = modifier.length === 1;
  if (modifier.startsWith("#")) return value.replace(new RegExp(`^${globExpression(glob, lazy)}`, "s"), "");
  const whole = new RegExp(`^${globExpression(glob, lazy)}$`, "s");
  const starts = Array.from({ length: value.length + 1 }, (_, at) => lazy ? value.length - at : at);
  const start = starts.find((at) => whole.test(value.slice(at)));
  return start === void 0 ? value : value.slice(0, start);
}
function replaceGlob(value, glob, replacement, all) {
  if (glob === "") return value;
  return value.replace(new RegExp(globExpression(glob, false), all ? "gs" : "s"), () => replacement);
}

// src/fingerprint/instructions.ts
var DIRECTIVE = /^(?:#|\/\/)\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(.+?)\s*$/;
var KNOWN_DIRECTIVES = ["syntax", "escape", "check"];
function readInstructions(text) {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const syntax = readSyntax(lines);
  const escape = readDirectives(lines).get("escape") === "`" ? "`" : "\\";
  return {
    instructions: joinLines(lines, escape).map(({ line, text: text2 }) => parseInstruction(line, text2, escape)),
    escape,
    ...syntax === void 0 ? {} : { syntax }
  };
}
function readDirectives(lines) {
  const directives = /* @__PURE__ */ new Map();
  for (const line of lines) {
    const [, name, value] = DIRECTIVE.exec(line) ?? [];
    if (name === void 0 || value === void 0 || !KNOWN_DIRECTIVES.includes(name.toLowerCase())) break;
    directives.set(name.toLowerCase(), value);
  }
  return directives;
}
function readSyntax(lines) {
  const afterShebang = lines[0]?.startsWith("#!") === true ? lines.slice(1) : lines;
  const directive = readDirectives(afterShebang).get("syntax");
  if (directive !== void 0 || lines[0]?.trimStart().startsWith("{") !== true) return directive;
  try {
    const document = JSON.parse(lines.join("\n"));
    if (typeof document !== "object" || document === null || !("syntax" in document)) return void 0;
    return typeof document.syntax === "string" ? document.syntax : void 0;
  } catch {
    return void 0;
  }
}
function joinLines(lines, escape) {
  const continued = escape === "\\" ? /(^|[^\\])\\[ \t]*$/ : /(^|[^`])`[ \t]*$/;
  const isComment = (text) => /^\s*#/.test(text);
  const joined = [];
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at] ?? "";
    if (first.trim() === "" || isComment(first)) continue;
    const line = at + 1;
    let text = first.trimStart();
    while (continued.test(text) && at + 1 < lines.length) {
      const next = lines[++at] ?? "";
      if (next.trim() === "" || isComment(next)) continue;
      text = text.replace(continued, "$1") + next;
    }
    joined.push({ line, text: text.replace(continued, "$1") });
    for (const { name, tabs } of heredocs(text, escape)) {
      while (++at < lines.length && (tabs ? (lines[at] ?? "").replace(/^\t+/, "") : lines[at]) !== name) ;
    }
  }
  return joined;
}
function heredocs(text, escape) {
  if (!/^(?:ONBUILD\s+)?(?:RUN|COPY|ADD)\s/i.test(text)) return [];
  return splitWords(text, escape).flatMap((word) => {
    const [, tabs, quoted] = /^\d*<<(-?)([^<]+)$/.exec(word) ?? [];
    if (tabs === void 0 || quoted === void 0) return [];
    return [{ name: quoted.replace(/['"]/g, ""), tabs: tabs === "-" }];
  });
}
function parseInstruction(line, text, escape) {
  const [, keyword = "", tail = ""] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  const flags = [];
  let rest = tail;
  for (const word of splitWords(tail, escape)) {
    if (!word.startsWith("--")) break;
    rest = rest.trimStart().slice(word.length);
    if (word === "--") break;
    const [, name = "", value = ""] = /^--([^=]*)=?([\s\S]*)$/.exec(word) ?? [];
    flags.push({ name, value });
  }
  return { line, keyword: keyword.toUpperCase(), flags, rest: rest.trim() };
}
function onbuildTrigger(instruction, escape) {
  return instruction.keyword === "ONBUILD" ? parseInstruction(instruction.line, instruction.rest, escape) : void 0;
}

// src/fingerprint/dockerfile-stages.ts
var UNKNOWN_VALUE = "\0";
var BuildStage = class {
  constructor(name, base, parent, problem) {
    this.name = name;
    this.base = base;
    this.parent = parent;
    this.problem = problem;
    for (const [name2, value] of parent?.args ?? []) this.args.set(name2, value);
    for (const [name2, value] of parent?.environment ?? []) this.environment.set(name2, value);
  }
  name;
  base;
  parent;
  problem;
  /** Content that ADD fetches when the build runs. */
  fetched = [];
  references = [];
  args = /* @__PURE__ */ new Map();
  environment = /* @__PURE__ */ new Map();
  stagesUsed(stages) {
    const used = this.references.map((reference) => stageOf(reference, stages));
    return [this.parent, ...used].filter((stage) => stage !== void 0);
  }
  imageUses(stages) {
    const images = this.references.filter((reference) => stageOf(reference, stages) === void 0);
    const base = this.parent === void 0 && this.problem === void 0 ? [this.base] : [];
    return [...base, ...images].map(({ text, line }) => ({ image: text, line }));
  }
  add(instruction, scope, globalArgs) {
    const trigger = onbuildTrigger(instruction, scope.escape);
    if (trigger !== void 0) {
      this.add(trigger, scope, globalArgs);
      return;
    }
    switch (instruction.keyword) {
      case "ARG":
        this.addArgs(instruction, scope, globalArgs);
        break;
      case "ENV":
        for (const { name, value } of readEnvironment(instruction.rest, this.lookup(), scope.escape))
          this.environment.set(name, value);
        break;
      case "COPY":
        this.addCopy(instruction);
        break;
      case "RUN":
        this.addMounts(instruction);
        break;
      case "ADD":
        this.addFetched(instruction, scope.escape);
        break;
    }
  }
  addArgs({ rest }, scope, globalArgs) {
    for (const { name, value } of [...readAssignments(rest, this.lookup(), scope.escape)]) {
      const known = scope.buildArgs[name] ?? value ?? globalArgs.get(name) ?? scope.global.get(name);
      if (known !== void 0) this.args.set(name, known);
      else if (!this.args.has(name)) this.args.set(name, "");
    }
  }
  addCopy({ line, flags }) {
    for (const { name, value } of flags) if (name === "from") this.references.push({ line, text: value, byNumber: true });
  }
  addMounts({ line, flags }) {
    for (const { name, value } of flags) {
      const from = name === "mount" ? fromOfMount(value) : void 0;
      if (from !== void 0) this.references.push({ line, text: from, byNumber: false });
    }
  }
  addFetched({ line, flags, rest }, escape) {
    const isPinned = flags.some(({ name, value }) => name === "checksum" && isWholeChecksum(value));
    for (const address of isPinned ? [] : wordsOfAdd(rest)) {
      const { value } = expandWord(address, this.lookup(), escape);
      if (isFetchedByAdd(value)) this.fetched.push({ line, address });
    }
  }
  /** ENV takes precedence over ARG. A variable that neither sets may come from the base image. */
  lookup() {
    const root = this.rootImage();
    return (name) => this.environment.get(name) ?? this.args.get(name) ?? (root === "scratch" ? void 0 : UNKNOWN_VALUE);
  }
  rootImage() {
    return this.parent?.rootImage() ?? this.base.text;
  }
};
function stageOf({ text, byNumber }, stages) {
  if (byNumber && /^\d+$/.test(text)) return stages[Number(text)];
  return stages.findLast(({ name }) => name === text.toLowerCase());
}
function readBuildStages(instructions, scope) {
  const stages = [];
  const predefined = new Map([...scope.global].map(([name, value]) => [name, scope.buildArgs[name] ?? value]));
  const globalArgs = /* @__PURE__ */ new Map();
  const lookup = (name) => globalArgs.get(name) ?? predefined.get(name);
  for (const instruction of instructions) {
    const stage = stages.at(-1);
    if (instruction.keyword === "FROM") stages.push(readFrom(instruction, stages, lookup, scope.escape));
    else if (stage !== void 0) stage.add(instruction, scope, globalArgs);
    else if (instruction.keyword === "ARG") {
      for (const { name, value } of readAssignments(instruction.rest, lookup, scope.escape)) {
        const known = scope.buildArgs[name] ?? value;
        if (known !== void 0) globalArgs.set(name, known);
      }
    }
  }
  return stages;
}
function readFrom({ line, rest }, stages, lookup, escape) {
  const [word = "", as, name] = splitWords(rest, escape);
  const { value, unset } = expandWord(word, lookup, escape);
  const parent = stages.findLast((stage) => stage.name === value);
  const isMissing = value === "" || unset.length > 0 && parent === void 0 && parseReference(value) === void 0;
  const problem = isMissing ? missingBase(line, word, unset) : void 0;
  const stageName = as?.toUpperCase() === "AS" ? name?.toLowerCase() : void 0;
  return new BuildStage(stageName, { text: value, line }, parent, problem);
}
function missingBase(line, word, unset) {
  const names = [...new Set(unset)].join(", ");
  if (names === "") return { line, message: `FROM names no image: \u201C${word}\u201D` };
  return {
    line,
    message: `FROM ${word} names no image: ${names} has no value here`,
    remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`Set its value with ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_2__/* .setting */ .Pe)("build-args")}, or a default in an ARG before the first FROM.`
  };
}
function* readAssignments(rest, lookup, escape) {
  for (const word of splitWords(rest, escape)) {
    const equals = word.indexOf("=");
    if (equals < 0) yield { name: word, value: void 0 };
    else yield { name: word.slice(0, equals), value: expandWord(word.slice(equals + 1), lookup, escape).value };
  }
}
function readEnvironment(rest, lookup, escape) {
  const [, name, value] = /^([^\s=]+)\s+(.*)$/s.exec(rest) ?? [];
  if (name !== void 0 && value !== void 0) return [{ name, value: expandWord(value, lookup, escape).value }];
  return Array.from(readAssignments(rest, lookup, escape), ({ name: name2, value: value2 }) => ({ name: name2, value: value2 ?? "" }));
}
function fromOfMount(mount) {
  const fields = mount.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? [];
  const from = fields.map((field) => field.replace(/"/g, "")).find((field) => /^from=/i.test(field));
  return from === void 0 || from.length === 5 ? void 0 : from.slice(5);
}
function wordsOfAdd(rest) {
  const words = jsonWords(rest) ?? rest.split(/\s+/);
  return words.slice(0, -1).filter((word) => !word.startsWith("<<"));
}
function jsonWords(text) {
  if (!text.startsWith("[")) return void 0;
  try {
    const words = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : void 0;
  } catch {
    return void 0;
  }
}
function isWholeChecksum(checksum) {
  return /^(?:sha\d+:[0-9a-f]{64,128}|[0-9a-f]{40}|[0-9a-f]{64})$/.test(checksum);
}
function isFetchedByAdd(word) {
  const known = word.split(UNKNOWN_VALUE, 1).join("");
  if (known !== word && ["https://", "git@", "ssh://"].some((form) => form.startsWith(known))) return true;
  return /^(?:https?|git|ssh):\/\//.test(word) || /^[A-Za-z0-9_.-]+@[^/:]+:/.test(word) || /^[^./][^/]*\/.+\.git(?:#.*)?$/.test(word);
}

// src/fingerprint/platform.ts
var aliases = {
  x86_64: ["amd64", ""],
  "x86-64": ["amd64", ""],
  aarch64: ["arm64", ""],
  armhf: ["arm", "v7"],
  armel: ["arm", "v6"],
  i386: ["386", ""],
  i486: ["386", ""],
  i586: ["386", ""],
  i686: ["386", ""]
};
var DEFAULT_VARIANTS = { amd64: "v1", arm64: "v8" };
function parsePlatform(text) {
  const [os = "", given = "", givenVariant = ""] = text.trim().toLowerCase().split("/");
  const [architecture, impliedVariant] = aliases[given] ?? [given, ""];
  const variant = (givenVariant === "" ? impliedVariant : givenVariant).replace(/^(\d)/, "v$1");
  if (DEFAULT_VARIANTS[architecture] === variant) return { os, architecture, variant: "" };
  if (architecture === "arm" && variant === "") return { os, architecture, variant: "v7" };
  return { os, architecture, variant };
}
var ARCHITECTURES = [
  ...[
    "amd64",
    "arm64",
    "arm",
    "386",
    "ppc64le",
    "s390x",
    "riscv64",
    "loong64",
    "mips64le",
    "mips64",
    "mipsle",
    "mips",
    "ppc64",
    "wasm"
  ],
  ...["amd64p32", "arm64be", "armbe", "mips64p32", "mips64p32le", "ppc", "riscv", "s390", "sparc", "sparc64"]
];
function platformWarning(text) {
  const platform = parsePlatform(text);
  if (ARCHITECTURES.includes(platform.architecture)) return void 0;
  const meant = (0,_src_stages_grammar_js__WEBPACK_IMPORTED_MODULE_1__/* .closest */ .kp)(platform.architecture, ARCHITECTURES);
  const advice = meant === void 0 ? "write it as in linux/amd64 or linux/arm64." : `did you mean ${formatPlatform({ ...platform, architecture: meant })}?`;
  return `The platform ${text} has no architecture that Docker knows: ${advice}`;
}
function formatPlatform({ os, architecture, variant }) {
  return [os, architecture, variant].filter((part) => part !== "").join("/");
}
function platformArguments(target, build) {
  return new Map(
    [
      ["TARGET", target],
      ["BUILD", build]
    ].flatMap(
      ([prefix, platform]) => [
        [`${prefix}PLATFORM`, formatPlatform(platform)],
        [`${prefix}OS`, platform.os],
        [`${prefix}OSVERSION`, ""],
        [`${prefix}ARCH`, platform.architecture],
        [`${prefix}VARIANT`, platform.variant]
      ]
    )
  );
}

// src/fingerprint/dockerfile.ts
function parseDockerfile(text, options) {
  const read = readInstructions(text);
  const contexts = new Set(options.contexts.map(contextName));
  const findings = {
    images: /* @__PURE__ */ new Map(),
    uncertainties: /* @__PURE__ */ new Set(),
    problems: /* @__PURE__ */ new Map(),
    stageNames: /* @__PURE__ */ new Set()
  };
  let target = "found";
  for (const platform of options.platforms) {
    const stages = stagesFor(platform, read, options);
    addStages(stages, findings);
    const goal = targetStage(stages, options.target);
    if (goal !== void 0) addReads(stages, goal, contexts, findings);
    else if (options.target !== void 0 && !contexts.has(contextName(options.target))) target = "missing";
  }
  const { images, uncertainties, problems, stageNames } = findings;
  const frontend = readFrontend(options.buildArgs["BUILDKIT_SYNTAX"] ?? read.syntax, uncertainties);
  return {
    images: [...images.values()].sort((a, b) => a.reference < b.reference ? -1 : 1),
    ...frontend === void 0 ? {} : { frontend },
    uncertainties: [...uncertainties],
    problems: [...problems.values()],
    stageNames: [...stageNames],
    target
  };
}
function stagesFor(platform, { instructions, escape }, { buildPlatform, buildArgs, target }) {
  const global = new Map(platformArguments(platform, buildPlatform));
  global.set("TARGETSTAGE", target ?? "default");
  return readBuildStages(instructions, { escape, global, buildArgs });
}
function addStages(stages, { stageNames, problems }) {
  for (const { name, problem } of stages) {
    if (name !== void 0) stageNames.add(name);
    if (problem !== void 0) problems.set(`${problem.line} ${problem.message}`, problem);
  }
}
function addReads(stages, goal, contexts, { images, uncertainties }) {
  for (const stage of reachableStages(stages, goal, contexts)) {
    for (const { line, address } of stage.fetched) uncertainties.add(`fetches \u201C${address}\u201D in line ${line}`);
    for (const { image, line } of stage.imageUses(stages)) {
      if (image === "scratch" || contexts.has(contextName(image))) continue;
      const use = imageUse(image);
      if (use === void 0) uncertainties.add(`names \u201C${image}\u201D in line ${line}, which is not a valid image reference`);
      else images.set(use.reference, { ...use, line });
    }
  }
}
function imageUse(text) {
  const parsed = parseReference(text);
  if (parsed === void 0) return void 0;
  const { digest } = parsed;
  return {
    reference: formatReference(parsed),
    contextName: contextName(text),
    ...digest === void 0 ? {} : { digest }
  };
}
function readFrontend(syntax, uncertainties) {
  const [, image, options = ""] = /^(\S+)\s*(.*)$/s.exec(syntax?.trim() ?? "") ?? [];
  if (image === void 0) return void 0;
  const use = imageUse(image);
  const readsDockerfiles = /\/dockerfile[^/]*$/.test(use?.reference ?? "");
  if (!readsDockerfiles)
    uncertainties.add(`is read by the frontend \u201C${image}\u201D, which may use images that only the frontend knows`);
  return use === void 0 ? void 0 : { ...use, options };
}
function targetStage(stages, target) {
  return target === void 0 ? stages.at(-1) : stages.findLast(({ name }) => name === target.toLowerCase());
}
function reachableStages(stages, goal, contexts) {
  const reached = /* @__PURE__ */ new Set();
  const open = [goal];
  for (let stage = open.pop(); stage !== void 0; stage = open.pop()) {
    if (reached.has(stage) || stage.name !== void 0 && contexts.has(contextName(stage.name))) continue;
    reached.add(stage);
    open.push(...stage.stagesUsed(stages));
  }
  return reached;
}

// src/fingerprint/build-materials.ts
function findBuildStart(build, machine) {
  const { directory } = machine;
  const context = (0,_src_run_build_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .locateContext */ .y$)(build.context ?? ".", "context", directory);
  const namedContexts = Object.entries(build.buildContexts).map(
    ([name, value]) => [contextName(name), (0,_src_run_build_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .locateContext */ .y$)(value, "build-contexts", directory)]
  );
  const dockerfile = findDockerfile(build, context.kind === "directory" ? context.path : void 0, directory);
  return {
    context,
    namedContexts,
    dockerfile,
    parsed: dockerfile === void 0 ? void 0 : parseBuildable(dockerfile, build, machine)
  };
}
function findExclusion(path, build, machine) {
  const { context, dockerfile } = findBuildStart(build, machine);
  if (context.kind !== "directory" || !(0,node_fs__WEBPACK_IMPORTED_MODULE_5__.existsSync)((0,node_path__WEBPACK_IMPORTED_MODULE_6__.join)(context.path, path))) return void 0;
  return (0,_src_run_build_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .excludingPattern */ .yu)((0,_src_run_build_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .readIgnorePatterns */ .gZ)(context.path, machine.directory, dockerfile?.name), path);
}
async function readBuildMaterials(build, machine) {
  const start = findBuildStart(build, machine);
  const { dockerfile, parsed } = start;
  const contexts = await readContexts(start, machine);
  const images = new Map([...contexts.images, ...parsed?.images ?? []].map((image) => [image.reference, image]));
  return {
    images: [...images.values()].sort((a, b) => compare(a.reference, b.reference)),
    ...parsed?.frontend === void 0 ? {} : { frontend: parsed.frontend },
    imageContexts: contexts.imageContexts,
    stageNames: parsed?.stageNames ?? [],
    uncertainties: [
      ...parsed?.uncertainties.map((clause) => `The Dockerfile ${clause}.`) ?? [],
      ...dockerfile === void 0 ? ["The Dockerfile is fetched when the build runs."] : [],
      ...contexts.uncertainties
    ],
    notices: contexts.notices,
    counted: {
      contexts: contexts.counted.sort(([a], [b]) => compare(a, b)),
      dockerfile: dockerfile === void 0 ? build.file : (0,node_crypto__WEBPACK_IMPORTED_MODULE_4__.createHash)("sha256").update(dockerfile.content).digest("hex"),
      ...countedSettings(build)
    }
  };
}
async function readContexts({ context, namedContexts, dockerfile }, { directory, environment }) {
  const read = { counted: [], images: [], imageContexts: /* @__PURE__ */ new Map(), uncertainties: [], notices: [] };
  for (const [name, place] of [["", context], ...namedContexts]) {
    const subject = name === "" ? "The context" : `The context \u201C${name}\u201D`;
    if (place.kind === "remote") {
      read.uncertainties.push(`${subject} is fetched when the build runs.`);
      read.counted.push([name, `remote ${place.url}`]);
    } else if (place.kind === "image") {
      addImageContext(read, name, place.reference, subject);
    } else {
      const patterns = (0,_src_run_build_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .readIgnorePatterns */ .gZ)(place.path, directory, name === "" ? dockerfile?.name : void 0);
      const tree = await (0,_src_run_build_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .readContext */ .yI)(place.path, patterns, environment);
      read.counted.push([name, `tree ${tree.digest}`]);
      addRepositories(read, tree, subject);
    }
  }
  return read;
}
function addImageContext(read, name, reference, subject) {
  const use = imageUse(reference);
  if (use === void 0) throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(`${subject}, \u201C${reference}\u201D, is not a valid image reference.`);
  read.imageContexts.set(name, use.reference);
  if (!read.images.some((image) => image.reference === use.reference)) read.images.push({ ...use, contextName: name });
  read.counted.push([name, `image ${use.reference}`]);
}
function addRepositories(read, { repositories }, subject) {
  for (const { path, head } of repositories) {
    if (head.kind === "unreadable")
      read.uncertainties.push(`${subject} contains ${path}, whose commit cannot be read: ${head.reason}.`);
    else read.notices.push(repositoryNotice(subject, path, head));
  }
}
function findDockerfile(build, context, directory) {
  if (build.file !== void 0 && /^(?:https?:\/\/|-$)/.test(build.file)) return void 0;
  if (context === void 0) return void 0;
  const name = build.file === void 0 ? (0,node_path__WEBPACK_IMPORTED_MODULE_6__.join)(context, "Dockerfile") : (0,node_path__WEBPACK_IMPORTED_MODULE_6__.resolve)(directory, build.file);
  const candidates = (0,node_path__WEBPACK_IMPORTED_MODULE_6__.basename)(name) === "Dockerfile" ? [name, (0,node_path__WEBPACK_IMPORTED_MODULE_6__.join)((0,node_path__WEBPACK_IMPORTED_MODULE_6__.dirname)(name), "dockerfile")] : [name];
  for (const candidate of candidates) {
    const content = (0,_src_run_build_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .readOptional */ .T9)(candidate);
    if (content !== void 0) return { name, content };
  }
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(`There is no Dockerfile at ${name}.`, {
    remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`Set ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_2__/* .setting */ .Pe)("file")} to its path from ${BASE_OF_PATHS}, or ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_2__/* .setting */ .Pe)("context")} to the directory that contains it. If the stages file names them, correct them there.${CHECKOUT_QUESTION}`
  });
}
var BASE_OF_PATHS = { workflow: "the workspace", terminal: "here" };
var CHECKOUT_QUESTION = { workflow: " Is the repository checked out?", terminal: "" };
function parseBuildable(dockerfile, build, machine) {
  const file = (0,node_path__WEBPACK_IMPORTED_MODULE_6__.relative)(machine.directory, dockerfile.name);
  const platforms = build.platforms.map(parsePlatform);
  const [firstPlatform] = platforms;
  if (firstPlatform === void 0) throw new RangeError("A build needs at least one platform.");
  const parsed = parseDockerfile(dockerfile.content.toString(), {
    buildArgs: build.buildArgs,
    platforms,
    buildPlatform: machine.buildPlatform === void 0 ? firstPlatform : parsePlatform(machine.buildPlatform),
    target: build.target,
    contexts: Object.keys(build.buildContexts)
  });
  const [problem] = parsed.problems;
  if (problem !== void 0) {
    const { line, message, remedy: remedy2 } = problem;
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(`${file}:${line}: ${message}.`, {
      ...remedy2 === void 0 ? {} : { remedy: remedy2 },
      location: { file, line }
    });
  }
  if (parsed.target === "missing") {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(`${file} has no stage \u201C${build.target ?? ""}\u201D.`, {
      remedy: remedyForTarget(parsed.stageNames),
      location: { file, line: 1 }
    });
  }
  return parsed;
}
function remedyForTarget(stageNames) {
  return stageNames.length === 0 ? (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`Leave out ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_2__/* .setting */ .Pe)("target")} to build the last stage, or give a stage this name (\`FROM ... AS <name>\`).` : (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`Set ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_2__/* .setting */ .Pe)("target")} to one of its stages: ${stageNames.join(", ")}. Or leave it out to build the last stage.`;
}
function repositoryNotice(subject, path, head) {
  const commit = head.kind === "commit" ? `its commit ${head.id.slice(0, 12)}` : "a repository without a commit";
  return `${subject} contains ${path}, which counts as ${commit}: every new commit causes a build. Exclude it in .dockerignore unless the build needs it.`;
}
function countedSettings(build) {
  return {
    target: build.target ?? null,
    platforms: [...new Set(build.platforms.map((platform) => formatPlatform(parsePlatform(platform))))].sort(compare),
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
    ssh: build.ssh.map((agent) => agent.split("=", 1).join("")).sort(compare),
    shmSize: build.shmSize ?? null,
    ulimit: [...build.ulimit].sort(compare),
    cgroupParent: build.cgroupParent ?? null
  };
}
function sortedEntries(record) {
  return Object.entries(record).sort(([a], [b]) => compare(a, b));
}
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}




/***/ })

};
