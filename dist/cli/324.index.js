export const id = 324;
export const ids = [324];
export const modules = {

/***/ 5324:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FL: () => (/* binding */ parsePlatform),
/* harmony export */   I6: () => (/* binding */ findBuildStart),
/* harmony export */   Je: () => (/* binding */ normalPlatform),
/* harmony export */   SW: () => (/* binding */ isSamePlatform),
/* harmony export */   iX: () => (/* binding */ findExclusion),
/* harmony export */   tv: () => (/* binding */ readBuildMaterials)
/* harmony export */ });
/* harmony import */ var _src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9619);
/* harmony import */ var _src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7660);
/* harmony import */ var _src_core_setting_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(102);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3692);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6760);





// src/fingerprint/build-materials.ts




// src/fingerprint/dockerfile-words.ts
var UNKNOWN_VALUE = "\0";
function splitWords(text, escape) {
  const words = [];
  let word = "";
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote === "" && /\s/.test(char)) {
      if (word !== "") words.push(word);
      word = "";
    } else if (char === escape && quote !== "'") {
      if (at + 1 < text.length) word += char + text.charAt(++at);
    } else {
      word += char;
      if (char === quote) quote = "";
      else if (quote === "" && (char === '"' || char === "'")) quote = char;
    }
  }
  if (word !== "") words.push(word);
  return words;
}
function expandWord(word, lookup, escape) {
  const reader = new WordReader(word, lookup, escape);
  const value = reader.read();
  return { value, unset: reader.unset, isRead: reader.isRead };
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
  isRead = true;
  at = 0;
  read() {
    return this.readUntil("", false);
  }
  /** @param keepsEscapes whether escapes stay in the value, as in patterns */
  readUntil(stop, keepsEscapes) {
    let value = "";
    while (this.at < this.text.length) {
      const char = this.next();
      if (char === stop) return value;
      if (char === "'") value += this.readSingleQuoted();
      else if (char === '"') value += this.readDoubleQuoted(keepsEscapes);
      else if (char === "$") value += this.readVariable();
      else if (char === this.escape) value += (keepsEscapes ? char : "") + this.next();
      else value += char;
    }
    return stop === "" ? value : this.unread(value);
  }
  next() {
    return this.text.charAt(this.at++);
  }
  /** Gives up: BuildKit rejects the word, or reads a form that is not listed here. */
  unread(value) {
    this.isRead = false;
    this.at = this.text.length;
    return value;
  }
  readSingleQuoted() {
    const end = this.text.indexOf("'", this.at);
    if (end < 0) return this.unread("");
    const value = this.text.slice(this.at, end);
    this.at = end + 1;
    return value;
  }
  readDoubleQuoted(keepsEscapes) {
    let value = "";
    while (this.at < this.text.length) {
      const char = this.next();
      if (char === '"') return value;
      if (char === "$") value += this.readVariable();
      else if (char !== this.escape) value += char;
      else if (keepsEscapes || this.at === this.text.length) return this.unread(value);
      else value += ['"', "$", this.escape].includes(this.text.charAt(this.at)) ? this.next() : char;
    }
    return this.unread(value);
  }
  readVariable() {
    if (this.text.charAt(this.at) !== "{") {
      const name2 = /^(?:\d+|[@*#?\-$!]|[A-Za-z_]\w*)/.exec(this.text.slice(this.at))?.[0];
      if (name2 === void 0) return /^[^\0-\x7f]/.test(this.text.slice(this.at)) ? this.unread("") : "$";
      this.at += name2.length;
      if (/^\w/.test(name2) && /^[^\0-\x7f]/.test(this.text.slice(this.at))) return this.unread("");
      return this.valueOf(name2);
    }
    this.at++;
    const name = /^[A-Za-z_]\w*/.exec(this.text.slice(this.at))?.[0];
    if (name === void 0) return this.unread("");
    this.at += name.length;
    return this.readModifier(name);
  }
  readModifier(name) {
    const modifier = /^(?::?[-+?]|##?|%%?|\/\/?|\})/.exec(this.text.slice(this.at))?.[0];
    if (modifier === void 0) return this.unread("");
    this.at += modifier.length;
    if (modifier === "}") return this.valueOf(name);
    if (modifier.startsWith("/")) return this.readReplacement(name, modifier === "//");
    if (/[#%]/.test(modifier)) return this.readTrim(name, modifier);
    return this.readAlternative(name, modifier);
  }
  readReplacement(name, all) {
    const glob = this.readGlob("/");
    const replacement = this.readUntil("}", true);
    if (glob === void 0 || /[\\$]/.test(replacement) || all && /^\**$/.test(glob)) return this.unread("");
    const value = this.valueOf(name);
    if (HALF.test(value)) return this.unread("");
    return value.includes(UNKNOWN_VALUE) ? UNKNOWN_VALUE : value.replace(new RegExp(globExpression(glob, false), all ? "g" : ""), () => replacement);
  }
  readTrim(name, modifier) {
    const glob = this.readGlob("}");
    if (glob === void 0) return this.unread("");
    const value = this.valueOf(name);
    if (HALF.test(value)) return this.unread("");
    return value.includes(UNKNOWN_VALUE) ? UNKNOWN_VALUE : trimGlob(value, modifier, glob);
  }
  /** A pattern of plain characters, `*` and `?`; undefined for any other. A `/` or `}` in it is escaped. */
  readGlob(stop) {
    const glob = this.readUntil(stop, true).replace(/\\([/}])/g, "$1");
    return /^[\w ./:@,~=&{}()[\]|^+*?-]+$/.test(glob) ? glob : void 0;
  }
  readAlternative(name, modifier) {
    const before = this.unset.length;
    const word = this.readUntil("}", false);
    const value = this.lookup(name);
    if (value?.includes(UNKNOWN_VALUE) === true) return UNKNOWN_VALUE;
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
var HALF = /[\ud800-\udfff]/;
function globExpression(glob, lazy) {
  const many = lazy ? "[^\\n]*?" : "[^\\n]*";
  return glob.replace(/[\\^$.|+()[\]{}*?]/g, (char) => char === "*" ? many : char === "?" ? "[^\\n]" : `\\${char}`);
}
function trimGlob(value, modifier, glob) {
  const lazy = modifier.length === 1;
  if (modifier.startsWith("#")) return value.replace(new RegExp(`^${globExpression(glob, lazy)}`), "");
  const whole = new RegExp(`^${globExpression(glob, lazy)}$`);
  const starts = Array.from({ length: value.length + 1 }, (_, at) => lazy ? value.length - at : at);
  const start = starts.find((at) => whole.test(value.slice(at)));
  return start === void 0 ? value : value.slice(0, start);
}

// src/fingerprint/heredocs.ts
var VARIABLE = String.raw`\$\{(?:\d+|[A-Za-z_]\w*)(?::?[-+?][\w./:@-]*)?\}|\$(?!\{)`;
var WORD = new RegExp(
  String.raw`(?:<<[ \t]*|\\[^]|'[^']*'|"(?:\\[^]|${VARIABLE}|[^"\\$])*"|${VARIABLE}|[^\s\\'"$<]|<(?!<))+`,
  "y"
);
var NAME = /^(?:[^\s'"\\$]|\\[^\s$]|'[^'"$\\]*'|"[^'"$\\]*")+$/;
function readHeredocs(text) {
  if (!text.includes("<<")) return { kind: "read", heredocs: [] };
  const words = splitWords2(text);
  if (words === void 0) return { kind: "unread", form: "quotes or variables beside \u201C<<\u201D" };
  const heredocs = [];
  for (const word of words) {
    const [, dash, quoted = ""] = /^\d*<<(-?)\s*([^<]*)$/.exec(word) ?? [];
    if (dash === void 0 || quoted === "") continue;
    if (!NAME.test(quoted)) return { kind: "unread", form: `the heredoc \u201C${word}\u201D` };
    const name = quoted.replace(/\\([^])|['"]/g, "$1");
    if (name !== "") heredocs.push({ name, tabs: dash === "-" });
  }
  return { kind: "read", heredocs };
}
function splitWords2(text) {
  const words = [];
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    WORD.lastIndex = at;
    const [word] = WORD.exec(text) ?? [];
    if (word === void 0) return void 0;
    words.push(word);
    at = WORD.lastIndex;
    if (at < text.length && !/\s/.test(text.charAt(at))) return void 0;
  }
  return words;
}

// src/fingerprint/instructions.ts
var DIRECTIVE = /^\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(.+?)\s*$/;
var KNOWN_DIRECTIVES = ["syntax", "escape", "check"];
var KNOWN_FLAGS = /* @__PURE__ */ new Map([
  ["ADD", ["checksum", "chmod", "chown", "exclude", "keep-git-dir", "link", "unpack"]],
  ["ARG", []],
  ["CMD", []],
  ["COPY", ["chmod", "chown", "exclude", "from", "link", "parents"]],
  ["ENTRYPOINT", []],
  ["ENV", []],
  ["EXPOSE", []],
  ["FROM", ["platform"]],
  ["HEALTHCHECK", ["interval", "retries", "start-interval", "start-period", "timeout"]],
  ["LABEL", []],
  ["MAINTAINER", []],
  ["ONBUILD", []],
  ["RUN", ["device", "mount", "network", "security"]],
  ["SHELL", []],
  ["STOPSIGNAL", []],
  ["USER", []],
  ["VOLUME", []],
  ["WORKDIR", []]
]);
function readInstructions(text) {
  const lines = text.replace(/^\uFEFF/, "").split("\n").map((line) => line.replace(/\r+$/, ""));
  const { syntax, syntaxLine } = readSyntax(lines);
  const unread = [];
  const escape = readDirectives(lines.map((line) => line.trimStart())).get("escape")?.value === "`" ? "`" : "\\";
  const instructions = joinLines(lines, escape, unread).map((joined) => parseInstruction(joined, escape, unread));
  const directive = lines.slice(0, instructions[0]?.line ?? lines.length).findIndex(isUnusualDirective);
  if (directive >= 0) unread.push({ line: directive + 1, form: "a directive with an unusual character" });
  return {
    instructions,
    escape,
    unread,
    ...syntax === void 0 ? {} : { syntax },
    ...syntaxLine === void 0 ? {} : { syntaxLine }
  };
}
function isUnusualDirective(line) {
  return _src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .UNUSUAL_CHARACTER */ .ym.test(line) && /(?:syntax|escape|check)\s*=/i.test(line);
}
function readDirectives(lines, comment = "#") {
  const directives = /* @__PURE__ */ new Map();
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith(comment)) break;
    const [, name = "", value = ""] = DIRECTIVE.exec(line.slice(comment.length)) ?? [];
    const known = name.toLowerCase();
    if (!KNOWN_DIRECTIVES.includes(known) || directives.has(known)) break;
    directives.set(known, { value, index });
  }
  return directives;
}
function readSyntax(lines) {
  const skipped = lines[0]?.startsWith("#!") === true ? 1 : 0;
  const afterShebang = lines.slice(skipped);
  const directive = readDirectives(afterShebang).get("syntax") ?? readDirectives(afterShebang, "//").get("syntax");
  if (directive !== void 0) return { syntax: directive.value, syntaxLine: directive.index + skipped + 1 };
  if (lines[0]?.trimStart().startsWith("{") !== true) return {};
  try {
    const document = JSON.parse(lines.join("\n"));
    if (typeof document !== "object" || document === null || !("syntax" in document)) return {};
    return typeof document.syntax === "string" ? { syntax: document.syntax } : {};
  } catch {
    return {};
  }
}
function joinLines(lines, escape, unread) {
  const continued = escape === "\\" ? /([^\\])\\[ \t]*$|^\\[ \t]*$/ : /([^`])`[ \t]*$|^`[ \t]*$/;
  const isSkipped = (text) => /^[ \t]*(?:#|$)/.test(text);
  const joined = [];
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at] ?? "";
    if (isSkipped(first)) continue;
    const line = at + 1;
    let text = first.replace(/^[ \t]+/, "").replace(continued, "$1");
    let isOpen = continued.test(first);
    while (isOpen && at + 1 < lines.length) {
      const next = lines[++at] ?? "";
      if (isSkipped(next)) continue;
      isOpen = continued.test(next);
      text += next.replace(continued, "$1");
    }
    if (_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .UNUSUAL_CHARACTER */ .ym.test(text)) unread.push({ line, form: "an unusual character" });
    joined.push({ line, text: text.trim() });
    const heredocs = openedHeredocs(text, escape);
    if (heredocs.kind === "unread") unread.push({ line, form: heredocs.form });
    else {
      for (const heredoc of heredocs.heredocs) {
        const end = endOf(heredoc, lines, at);
        if (end < 0) unread.push({ line, form: `a heredoc without its end \u201C${heredoc.name}\u201D` });
        at = end < 0 ? lines.length : end;
      }
    }
  }
  return joined;
}
function endOf({ name, tabs }, lines, opened) {
  const isEnd = (line) => (tabs ? line.replace(/^\t+/, "") : line) === name;
  return lines.findIndex((line, at) => at > opened && isEnd(line));
}
function openedHeredocs(text, escape) {
  if (/^\s*ONBUILD\s+--/i.test(text)) return { kind: "unread", form: "a flag of ONBUILD" };
  const [, command = ""] = /^\s*(?:ONBUILD\s+)?((?:RUN|COPY|ADD)\s[^]*)$/i.exec(text) ?? [];
  const { rest, isAmbiguous } = splitFlags(command.replace(/^\S+/, ""), escape);
  if (isAmbiguous) return { kind: "unread", form: AMBIGUOUS_FLAG };
  if (jsonWords(rest) !== void 0) return { kind: "read", heredocs: [] };
  if (beginsWithArray(rest)) return { kind: "unread", form: "text after a JSON array" };
  return readHeredocs(command);
}
function parseInstruction({ line, text }, escape, unread) {
  const [, keyword = "", tail = ""] = /^(\S+)\s*([^]*)$/.exec(text) ?? [];
  const known = KNOWN_FLAGS.get(keyword.toUpperCase());
  const { words, rest, isAmbiguous } = splitFlags(tail, escape);
  if (isAmbiguous) unread.push({ line, form: AMBIGUOUS_FLAG });
  const flags = words.map((word) => {
    const [, name = "", value = ""] = /^--([^=]*)=?([^]*)$/.exec(word) ?? [];
    if (/[^\0-\x7f]/.test(word)) unread.push({ line, form: `the flag \u201C${word}\u201D` });
    if (known?.includes(name) === false) unread.push({ line, form: `the flag \u201C--${name}\u201D of ${keyword.toUpperCase()}` });
    return { name, value };
  });
  if (known === void 0) unread.push({ line, form: `the instruction \u201C${keyword}\u201D` });
  return { line, keyword: keyword.toUpperCase(), flags, rest: rest.trim() };
}
var AMBIGUOUS_FLAG = "a flag with \u201C\\\u201D or \u201C`\u201D below \u201C# escape=`\u201D";
function splitFlags(text, escape) {
  const words = [];
  let at = 0;
  for (; ; ) {
    while (/\s/.test(text.charAt(at))) at++;
    if (!text.startsWith("--", at)) break;
    const { word, end } = readFlag(text, at);
    at = end;
    if (word === "--") break;
    words.push(word);
  }
  return { words, rest: text.slice(at), isAmbiguous: escape === "`" && /[\\`]/.test(text.slice(0, at)) };
}
function readFlag(text, start) {
  let word = "";
  let quote = "";
  let at = start;
  for (; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote === "" && /\s/.test(char)) break;
    if (char === quote) quote = "";
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (char === "\\") word += text.charAt(++at);
    else word += char;
  }
  return { word, end: at };
}
function onbuildTrigger({ line, keyword, rest }, escape, unread) {
  if (keyword !== "ONBUILD") return void 0;
  if (escape === "`" && rest.includes("\\")) unread.push({ line, form: "a trigger with \u201C\\\u201D below \u201C# escape=`\u201D" });
  if (rest.endsWith("\\")) unread.push({ line, form: "a trigger that ends with \u201C\\\u201D" });
  if (rest.includes("`")) unread.push({ line, form: "a trigger with \u201C`\u201D" });
  return parseInstruction({ line, text: rest }, "\\", unread);
}
var JSON_STRING = String.raw`"(?:[^"\\]|\\.)*"`;
var ARRAY_OF_STRINGS = new RegExp(String.raw`^\s*\[\s*(?:${JSON_STRING}\s*(?:,\s*${JSON_STRING}\s*)*)?\]`, "s");
function beginsWithArray(text) {
  return ARRAY_OF_STRINGS.test(text);
}
function jsonWords(text) {
  if (!text.trimStart().startsWith("[")) return void 0;
  try {
    const words = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : void 0;
  } catch {
    return void 0;
  }
}

// src/fingerprint/dockerfile-stages.ts
var DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
var BuildStage = class {
  constructor(name, base, parent, problem, scope) {
    this.name = name;
    this.base = base;
    this.parent = parent;
    this.problem = problem;
    this.isReplaced = name !== void 0 && scope.isReplaced(name);
    const hasDefaultPath = base.text === "scratch" && scope.global.get("TARGETOS") !== "windows";
    const own = hasDefaultPath ? [["PATH", DEFAULT_PATH]] : [];
    const inherited = parent === void 0 ? own : parent.isReplaced ? [] : parent.variables;
    for (const [variable, value] of inherited) this.variables.set(variable, value);
  }
  name;
  base;
  parent;
  problem;
  fetched = [];
  unread = [];
  /** Digests in hex and commits that pin what ADD fetches. */
  checksums = [];
  /** Whether a named context stands for this stage. Of its instructions, only the triggers run. */
  isReplaced;
  references = [];
  /** Variables of ENV and ARG. The last instruction that sets one wins. */
  variables = /* @__PURE__ */ new Map();
  /** The instructions of ONBUILD. They run in the stages that are built from this one. */
  triggers = [];
  stagesUsed(stages) {
    const used = this.references.map((reference) => stageOf(reference, stages));
    return [this.parent, ...used].filter((stage) => stage !== void 0);
  }
  imageUses(stages) {
    const images = this.references.filter((reference) => stageOf(reference, stages) === void 0);
    const base = this.parent === void 0 && this.problem === void 0 ? [{ ...this.base, by: "FROM" }] : [];
    return [...base, ...images].map(({ text, line, by }) => ({ image: text, line, by }));
  }
  /** References by a number that no stage has. BuildKit counts images that were named before as well. */
  numbersBeyond(stages) {
    const beyond = this.references.filter(
      ({ text, byNumber }) => byNumber && NUMBER.test(text) && !(Number(text) in stages)
    );
    return beyond.map(({ line, text }) => ({ line, form: `the stage number \u201C${text}\u201D` }));
  }
  /** Runs the triggers of the stage that this one is built from. */
  runTriggers(scope, globalArgs) {
    for (const trigger of this.parent?.triggers ?? [])
      this.add({ ...trigger, line: this.base.line, isTrigger: true }, scope, globalArgs);
  }
  add(instruction, scope, globalArgs) {
    const trigger = onbuildTrigger(instruction, scope.escape, this.unread);
    if (trigger !== void 0) this.triggers.push(trigger);
    switch (instruction.keyword) {
      case "ARG":
        this.addArgs(instruction, scope, globalArgs);
        break;
      case "ENV":
        this.addEnvironment(instruction, scope.escape);
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
  addArgs({ line, rest }, { escape, buildArgs, global }, globalArgs) {
    for (const { name, value } of splitAssignments(rest, escape)) {
      if (EXPANDED_NAME.test(name)) this.unread.push({ line, form: `the argument \u201C${name}\u201D` });
      if (/^BUILDKIT_SBOM_SCAN_(?:CONTEXT|STAGE)$/.test(name)) continue;
      const given = buildArgs.get(name) ?? (isProxy(name) ? UNKNOWN_VALUE : void 0);
      const known = given ?? (value === void 0 ? globalArgs.get(name) ?? global.get(name) : this.expand(value, line, escape));
      if (known !== void 0) this.variables.set(name, known);
    }
  }
  addEnvironment({ line, rest }, escape) {
    const set = splitEnvironment(rest, escape).map(
      ({ name, value }) => [this.expand(name, line, escape), this.expand(value ?? "", line, escape)]
    );
    for (const [name, value] of set) {
      if (/^[A-Za-z_]\w*$/.test(name)) this.variables.set(name, value);
      else this.unread.push({ line, form: `the variable \u201C${name.replaceAll(UNKNOWN_VALUE, "\u2026")}\u201D` });
    }
  }
  addCopy({ line, flags, isTrigger }) {
    const by = formOf("COPY --from", isTrigger);
    for (const { name, value } of flags) {
      if (name === "from" && value !== "") this.references.push({ line, by, text: value, byNumber: true });
    }
  }
  addMounts({ line, flags, isTrigger }) {
    const by = formOf("RUN --mount=from", isTrigger);
    for (const { name, value } of flags) {
      if (name !== "mount") continue;
      const from = fromOfMount(value);
      if (from === void 0) this.unread.push({ line, form: `the mount \u201C${value}\u201D` });
      else this.references.push({ line, by, text: from, byNumber: false });
    }
  }
  addFetched({ line, flags, rest, isTrigger }, escape) {
    const by = formOf("ADD", isTrigger);
    const checksum = flags.filter(({ name }) => name === "checksum").map(({ value }) => this.expand(value, line, escape)).find(isWholeChecksum);
    if (checksum !== void 0) this.checksums.push(checksum.replace(/^.*:/, ""));
    for (const address of wordsOfAdd(rest)) {
      const word = this.expand(address, line, escape);
      const commit = pinnedCommit(word);
      if (commit !== void 0) this.checksums.push(commit);
      if (!isFetchedByAdd(word)) continue;
      const source = word.includes(UNKNOWN_VALUE) ? address : word;
      this.fetched.push({ line, by, address, source, isPinned: checksum !== void 0 || commit !== void 0 });
    }
  }
  expand(word, line, escape) {
    const { value, isRead } = expandWord(word, this.lookup, escape);
    if (!isRead) this.unread.push({ line, form: `the word \u201C${word}\u201D` });
    return value;
  }
  /** A variable that the Dockerfile does not set may come from the base image. */
  lookup = (name) => this.variables.get(name) ?? (this.rootImage() === "scratch" ? void 0 : UNKNOWN_VALUE);
  rootImage() {
    if (this.isReplaced) return "";
    return this.parent?.rootImage() ?? this.base.text;
  }
};
function formOf(form, isTrigger = false) {
  return isTrigger ? `ONBUILD ${form}` : form;
}
var NUMBER = /^[+-]?\d+$/;
function stageOf({ text, byNumber }, stages) {
  if (byNumber && NUMBER.test(text)) return stages[Number(text)];
  return stages.findLast(({ name }) => name === text.toLowerCase());
}
function readBuildStages(instructions, scope) {
  const stages = [];
  const unread = [];
  const predefined = new Map([...scope.global].map(([name, value]) => [name, scope.buildArgs.get(name) ?? value]));
  const globalArgs = /* @__PURE__ */ new Map();
  const lookup = (name) => globalArgs.get(name) ?? predefined.get(name);
  const epoch = scope.buildArgs.get(EPOCH);
  if (epoch !== void 0 && !isTime(epoch)) unread.push({ line: 1, form: `${EPOCH} with the value \u201C${epoch}\u201D` });
  for (const instruction of instructions) {
    const stage = stages.at(-1);
    if (instruction.keyword === "FROM") {
      const next = readFrom(instruction, stages, lookup, scope);
      if (next.name !== void 0 && /[^\0-\x7f]/.test(next.name))
        unread.push({ line: instruction.line, form: `the stage name \u201C${next.name}\u201D` });
      next.runTriggers(scope, globalArgs);
      stages.push(next);
    } else if (stage !== void 0) stage.add(instruction, scope, globalArgs);
    else if (instruction.keyword === "ARG") readGlobalArgs(instruction, scope, globalArgs, lookup, unread);
  }
  return { stages, unread };
}
function readGlobalArgs({ line, rest }, { escape, buildArgs }, globalArgs, lookup, unread) {
  for (const { name, value } of splitAssignments(rest, escape)) {
    if (EXPANDED_NAME.test(name)) unread.push({ line, form: `the argument \u201C${name}\u201D` });
    const expanded = value === void 0 ? void 0 : expandWord(value, lookup, escape);
    const known = buildArgs.get(name) ?? (isProxy(name) ? UNKNOWN_VALUE : expanded?.value);
    if (known !== void 0) globalArgs.set(name, known);
    if (!buildArgs.has(name) && expanded?.isRead === false) unread.push({ line, form: `the word \u201C${value ?? ""}\u201D` });
    if (name === EPOCH && known !== void 0 && known !== "" && !isTime(known))
      unread.push({ line, form: `${EPOCH} with the value \u201C${known}\u201D` });
  }
}
var EXPANDED_NAME = /["'\\`$]/;
var EPOCH = "SOURCE_DATE_EPOCH";
function isProxy(name) {
  return /^(?:https?|ftp|all|no)_proxy$/.test(name.toLowerCase());
}
function isTime(value) {
  return /^(?:0|-?[1-9]\d*)$/.test(value);
}
function lastStageName(instructions) {
  const last = instructions.findLast(({ keyword }) => keyword === "FROM");
  return last === void 0 ? void 0 : stageName(last);
}
function stageName({ rest }) {
  const [, as, name] = rest.split(/\s+/);
  return as?.toUpperCase() === "AS" ? name?.toLowerCase() : void 0;
}
function readFrom(instruction, stages, lookup, scope) {
  const { line, rest } = instruction;
  const [word = ""] = rest.split(/\s+/);
  const { value, unset, isRead } = expandWord(word, lookup, scope.escape);
  const parent = stages.findLast((stage2) => stage2.name === value);
  const isMissing = value === "" || unset.length > 0 && parent === void 0 && (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .parseReference */ .F2)(value) === void 0;
  const problem = isRead && isMissing ? missingBase(line, word, unset) : void 0;
  const isKnown = !value.includes(UNKNOWN_VALUE);
  const base = { text: isKnown ? value : "scratch", line };
  const stage = new BuildStage(stageName(instruction), base, parent, problem, scope);
  if (!isRead || !isKnown) stage.unread.push({ line, form: `the word \u201C${word}\u201D` });
  return stage;
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
function splitAssignments(rest, escape) {
  return splitWords(rest, escape).map((word) => {
    const equals = word.indexOf("=");
    return equals < 0 ? { name: word, value: void 0 } : { name: word.slice(0, equals), value: word.slice(equals + 1) };
  });
}
function splitEnvironment(rest, escape) {
  if (splitWords(rest, escape)[0]?.includes("=") === true) return splitAssignments(rest, escape);
  const [, name = "", value = ""] = /^(\S*)\s+([^]*)$/.exec(rest) ?? [];
  return [{ name, value }];
}
function fromOfMount(mount) {
  const fields = mount.match(/"[^"]*"|[^,]+/g) ?? [];
  if (fields.join(",") !== mount) return void 0;
  const plain = fields.map((field) => field.replace(/^"([^"]*)"$/, "$1"));
  if (plain.some((field) => field.includes('"'))) return void 0;
  const from = plain.findLast((field) => /^from=/i.test(field))?.slice("from=".length);
  return from === void 0 || from === "" ? "scratch" : from;
}
function wordsOfAdd(rest) {
  const words = jsonWords(rest) ?? rest.split(/\s+/);
  return words.slice(0, -1).filter((word) => !word.startsWith("<<"));
}
function isWholeChecksum(checksum) {
  return /^(?:sha\d+:[0-9a-f]{64,128}|[0-9a-f]{40}|[0-9a-f]{64})$/.test(checksum);
}
var FULL_COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
var WEB = /^https?:\/\//i;
var GIT_ON_WEB = /^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^/?#]+\/[^?#]*\.git(?:[?#]|$)/;
var GIT = /^(?:git|ssh):\/\/|^[\w-]+@[\w.-]+:/i;
function isFetchedByAdd(word) {
  const [known = ""] = word.split(UNKNOWN_VALUE, 1);
  if (known !== word && /^[\w-]*(?:@[\w.-]*|:\/?)?$/.test(known)) return true;
  return WEB.test(word) || GIT.test(word);
}
function pinnedCommit(word) {
  if (word.includes(UNKNOWN_VALUE) || !(GIT.test(word) || GIT_ON_WEB.test(word))) return void 0;
  const [, query, fragment = ""] = /^[^?#]*(?:\?([^#]*))?(?:#(.*))?$/s.exec(word) ?? [];
  const pins = (query ?? "").split("&").flatMap((field) => /^(?:checksum|commit)=(.*)$/s.exec(field)?.[1] ?? []);
  const [pin = query === void 0 ? fragment.split(":", 1)[0] : void 0] = pins;
  return pins.length <= 1 && pin !== void 0 && FULL_COMMIT.test(pin) ? pin : void 0;
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
  const [architecture, impliedVariant] = (Object.hasOwn(aliases, given) ? aliases[given] : void 0) ?? [given, ""];
  const variant = (givenVariant === "" ? impliedVariant : givenVariant).replace(/^(\d)/, "v$1");
  if (DEFAULT_VARIANTS[architecture] === variant) return { os, architecture, variant: "" };
  if (architecture === "arm" && variant === "") return { os, architecture, variant: "v7" };
  return { os, architecture, variant };
}
function isUnusualPlatform(text) {
  return !/^[a-z0-9]+\/(?:arm\/v?[5-8]|(?!arm(?:hf|el)\/)[a-z0-9_-]+(?:\/v\d)?)$/i.test(text.trim());
}
function formatPlatform({ os, architecture, variant }) {
  return [os, architecture, variant].filter((part) => part !== "").join("/");
}
function normalPlatform(platform) {
  return formatPlatform(parsePlatform(platform));
}
function isSamePlatform(one, other) {
  return normalPlatform(one) === normalPlatform(other);
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
  const contexts = new Set(options.contexts.map(_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .contextName */ .fW));
  const findings = {
    images: /* @__PURE__ */ new Map(),
    reads: /* @__PURE__ */ new Map(),
    uncertainties: /* @__PURE__ */ new Set(),
    unread: /* @__PURE__ */ new Set(),
    checksums: /* @__PURE__ */ new Set(),
    problems: /* @__PURE__ */ new Map(),
    stageNames: /* @__PURE__ */ new Set()
  };
  let target = "found";
  addUnread(read.unread, findings);
  for (const platform of options.platforms) {
    const { stages, unread: unread2 } = stagesFor(platform, read, options, contexts);
    addUnread(unread2, findings);
    addStages(stages, findings);
    const goal = targetStage(stages, options.target);
    if (goal !== void 0) addReads(stages, goal, contexts, findings);
    else if (options.target !== void 0 && !contexts.has((0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .contextName */ .fW)(options.target))) target = "missing";
  }
  const { images, uncertainties, unread, checksums, problems, stageNames } = findings;
  const frontend = readFrontend(options.buildArgs["BUILDKIT_SYNTAX"] ?? read.syntax, uncertainties);
  if (frontend !== void 0) addRead(readOfFrontend(frontend, read, options), findings);
  return {
    images: [...images.values()].sort((a, b) => a.reference < b.reference ? -1 : 1),
    ...frontend === void 0 ? {} : { frontend },
    reads: [...findings.reads.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    uncertainties: [...uncertainties],
    unread: [...unread],
    checksums: [...checksums],
    problems: [...problems.values()],
    stageNames: [...stageNames],
    target
  };
}
function stagesFor(platform, { instructions, escape }, { buildPlatform, buildArgs, target }, contexts) {
  const global = new Map(platformArguments(platform, buildPlatform));
  global.set("TARGETSTAGE", target ?? lastStageName(instructions) ?? "default");
  const isReplaced = (stage) => stage !== "context" && stage !== "scratch" && contexts.has((0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .contextName */ .fW)(stage));
  return readBuildStages(instructions, { escape, global, buildArgs: new Map(Object.entries(buildArgs)), isReplaced });
}
function addUnread(forms, { uncertainties, unread }) {
  for (const { line, form } of forms) {
    const clause = `has ${form} in line ${line}, a form that is not read here`;
    uncertainties.add(clause);
    unread.add(clause);
  }
}
function addStages(stages, { stageNames, problems }) {
  for (const { name, problem } of stages) {
    if (name !== void 0) stageNames.add(name);
    if (problem !== void 0) problems.set(`${problem.line} ${problem.message}`, problem);
  }
}
function addReads(stages, goal, contexts, findings) {
  const { images, uncertainties, checksums } = findings;
  for (const stage of reachableStages(stages, goal)) {
    addUnread([...stage.unread, ...stage.numbersBeyond(stages)], findings);
    for (const checksum of stage.checksums) checksums.add(checksum);
    for (const { line, by, address, source, isPinned } of stage.fetched) {
      if (!isPinned) uncertainties.add(`fetches \u201C${(0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutPassword */ .G5)(address)}\u201D in line ${line}`);
      addRead({ kind: isPinned ? "pinned" : "fetched", source: (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutPassword */ .G5)(source), by, line }, findings);
    }
    for (const { image, line, by } of stage.imageUses(stages)) {
      if (image === "scratch" || contexts.has((0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .contextName */ .fW)(image))) continue;
      const use = imageUse(image);
      if (use === void 0) {
        if (image !== "" || stage.unread.length === 0)
          uncertainties.add(`names \u201C${image}\u201D in line ${line}, which is not a valid image reference`);
      } else {
        images.set(use.reference, { ...use, line });
        addRead({ kind: "image", source: use.reference, by, line }, findings);
      }
    }
  }
}
function addRead(read, { reads }) {
  reads.set(JSON.stringify([read.kind, read.source, read.by, read.line]), read);
}
function readOfFrontend({ reference }, { syntaxLine }, { buildArgs }) {
  const read = { kind: "frontend", source: reference };
  if (buildArgs["BUILDKIT_SYNTAX"] !== void 0) return { ...read, by: "BUILDKIT_SYNTAX" };
  return { ...read, by: "# syntax", ...syntaxLine === void 0 ? {} : { line: syntaxLine } };
}
function imageUse(text) {
  const parsed = (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .parseReference */ .F2)(text);
  if (parsed === void 0) return void 0;
  const { digest } = parsed;
  return {
    reference: (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatReference */ .FH)(parsed),
    contextName: (0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .contextName */ .fW)(text),
    ...digest === void 0 ? {} : { digest }
  };
}
function readFrontend(syntax, uncertainties) {
  const [, image, options = ""] = /^(\S+)\s*(.*)$/s.exec(syntax?.trim() ?? "") ?? [];
  if (image === void 0) return void 0;
  const use = imageUse(image);
  const readsDockerfiles = /\/docker\/dockerfile(?:-upstream)?[:@]/.test(use?.reference ?? "");
  if (!readsDockerfiles)
    uncertainties.add(`is read by the frontend \u201C${image}\u201D, which may use images that only the frontend knows`);
  return use === void 0 ? void 0 : { ...use, options };
}
function targetStage(stages, target) {
  return target === void 0 ? stages.at(-1) : stages.findLast(({ name }) => name === target.toLowerCase());
}
function reachableStages(stages, goal) {
  const reached = /* @__PURE__ */ new Set();
  const open = [goal];
  for (let stage = open.pop(); stage !== void 0; stage = open.pop()) {
    if (reached.has(stage) || stage.isReplaced) continue;
    reached.add(stage);
    open.push(...stage.stagesUsed(stages));
  }
  return reached;
}

// src/fingerprint/layout.ts


var MADE_IN_LAYOUTS = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDockerignore */ .yr)("ingest", "OCI layout").patterns;
function digestsOfLayout({ path, image }) {
  const [, named] = /@(.+)$/s.exec(image) ?? [];
  return [...digestsInIndex(path), named].flatMap(
    (digest) => typeof digest === "string" ? DIGEST.exec(digest)?.[1] ?? [] : []
  );
}
var DIGEST = /^[a-z0-9]+:([0-9a-f]{32,})$/;
function digestsInIndex(path) {
  try {
    const { manifests } = JSON.parse((0,node_fs__WEBPACK_IMPORTED_MODULE_5__.readFileSync)((0,node_path__WEBPACK_IMPORTED_MODULE_6__.join)(path, "index.json"), "utf8"));
    return manifests.map((manifest) => manifest.digest);
  } catch {
    return [];
  }
}

// src/fingerprint/build-materials.ts
function findBuildStart(build, machine) {
  const { directory } = machine;
  const context = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .locateContext */ .y$)(build.context ?? ".", "context", directory);
  const namedContexts = Object.entries(build.buildContexts).map(([name, value]) => {
    if ((0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .parseReference */ .F2)(name) === void 0) throw invalidContextName(name);
    return [(0,_src_core_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .contextName */ .fW)(name), (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .locateContext */ .y$)(value, "build-contexts", directory)];
  });
  const dockerfile = findDockerfile(build, context.kind === "directory" ? context.path : void 0, directory);
  return {
    context,
    namedContexts,
    dockerfile,
    parsed: dockerfile === void 0 ? void 0 : parseBuildable(dockerfile, build, machine)
  };
}
function invalidContextName(name) {
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(`\u201C${name}\u201D cannot name a build context: Docker requires the form of an image reference.`, {
    remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`Change the name in ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_2__/* .setting */ .Pe)("build-contexts")}. It may have lower-case letters, digits, and “.”, “-” or “_” between them.`
  });
}
function findExclusion(path, build, machine) {
  const { context, dockerfile } = findBuildStart(build, machine);
  if (context.kind !== "directory" || !(0,node_fs__WEBPACK_IMPORTED_MODULE_5__.existsSync)((0,node_path__WEBPACK_IMPORTED_MODULE_6__.join)(context.path, path))) return void 0;
  return (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .excludingPattern */ .yu)((0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .readIgnoreRules */ .yH)(context.path, machine.directory, dockerfile?.name).patterns, path);
}
async function readBuildMaterials(build, machine) {
  const start = findBuildStart(build, machine);
  const { dockerfile, parsed } = start;
  const contexts = await readContexts(start, machine);
  const policies = policiesOf(dockerfile, machine.directory);
  const isForBuilder = namesBuilder(dockerfile);
  const images = new Map([...contexts.images, ...parsed?.images ?? []].map((image) => [image.reference, image]));
  return {
    images: [...images.values()].sort((a, b) => compare(a.reference, b.reference)),
    ...parsed?.frontend === void 0 ? {} : { frontend: parsed.frontend },
    imageContexts: contexts.imageContexts,
    stageNames: parsed?.stageNames ?? [],
    namesBuilder: isForBuilder,
    checksums: [...parsed?.checksums ?? [], ...contexts.layoutDigests],
    uncertainties: [
      ...build.platforms.filter(isUnusualPlatform).map((platform) => `The platform \u201C${platform}\u201D has a form that is not read here.`),
      ...parsed?.uncertainties.map((clause) => `The Dockerfile ${clause}.`) ?? [],
      ...dockerfile === void 0 ? ["The Dockerfile is fetched when the build runs."] : [],
      ...policies,
      ...contexts.uncertainties,
      ...machine.surroundings?.uncertainties ?? []
    ],
    notices: [
      ...contexts.notices,
      ...parsed?.unread.map((clause) => `The Dockerfile ${clause}. ${BUILT_EVERY_TIME}`) ?? [],
      ...policies.map((sentence) => `${sentence} ${BUILT_EVERY_TIME}`)
    ],
    counted: {
      contexts: contexts.counted.sort(([a], [b]) => compare(a, b)),
      dockerfile: dockerfile === void 0 ? build.file : (0,node_crypto__WEBPACK_IMPORTED_MODULE_4__.createHash)("sha256").update(dockerfile.content).digest("hex"),
      // A Dockerfile may do other things on another machine, such as to compile there for the target.
      ...isForBuilder ? { buildPlatform: machine.buildPlatform } : {},
      ...isForBuilder && machine.builder !== void 0 ? { builder: machine.builder } : {},
      ...countedSettings(build),
      surroundings: machine.surroundings?.counted ?? null
    }
  };
}
function policiesOf(dockerfile, directory) {
  const policy = `${dockerfile?.name ?? ""}.rego`;
  if (dockerfile === void 0 || !(0,node_fs__WEBPACK_IMPORTED_MODULE_5__.existsSync)(policy)) return [];
  return [`${(0,node_path__WEBPACK_IMPORTED_MODULE_6__.relative)(directory, policy)} is a build policy, which can replace what the build reads.`];
}
var BUILT_EVERY_TIME = "So the image is built every time.";
async function readContexts({ context, namedContexts, dockerfile }, {
  directory,
  environment,
  readTree = async (path, patterns) => await (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .readContext */ .yI)(path, patterns, environment)
}) {
  const read = {
    counted: [],
    images: [],
    imageContexts: /* @__PURE__ */ new Map(),
    layoutDigests: [],
    uncertainties: [],
    notices: []
  };
  for (const [name, place] of [["", context], ...namedContexts]) {
    const subject = name === "" ? "The context" : `The context \u201C${name}\u201D`;
    if (place.kind === "remote") {
      read.uncertainties.push(`${subject} is fetched when the build runs.`);
      read.counted.push([name, `remote ${place.url}`]);
    } else if (place.kind === "image") {
      addImageContext(read, name, place.reference, subject);
    } else if (place.kind === "layout") {
      const { digest } = await readTree(place.path, MADE_IN_LAYOUTS, name);
      read.counted.push([name, `layout ${place.image} ${digest}`]);
      read.layoutDigests.push(...digestsOfLayout(place));
    } else {
      const rules = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .readIgnoreRules */ .yH)(place.path, directory, name === "" ? dockerfile?.name : void 0);
      read.uncertainties.push(...rules.unread);
      read.notices.push(...rules.unread.map((sentence) => `${sentence} ${BUILT_EVERY_TIME}`));
      const tree = await readTree(place.path, rules.patterns, name);
      read.counted.push([name, `tree ${tree.digest}`]);
      addRepositories(read, tree, subject);
    }
  }
  return read;
}
function addImageContext(read, name, reference, subject) {
  const use = imageUse(reference);
  if (use === void 0) {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR(`${subject}, \u201C${reference}\u201D, is not a valid image reference.`, {
      remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .remedy */ .zL)`Correct it in ${(0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_2__/* .setting */ .Pe)(name === "" ? "context" : "build-contexts")}, as in \`docker-image://alpine:3\`.`
    });
  }
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
  if (build.file === "-") throw (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .standardInput */ .iQ)("The Dockerfile", (0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_2__/* .setting */ .Pe)("file"));
  if (build.file !== void 0 && (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .isFetchedFile */ .U9)(build.file)) return void 0;
  if (context === void 0) return void 0;
  const name = build.file === void 0 ? (0,node_path__WEBPACK_IMPORTED_MODULE_6__.join)(context, "Dockerfile") : (0,node_path__WEBPACK_IMPORTED_MODULE_6__.resolve)(directory, build.file);
  const found = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .dockerfileName */ .EJ)(name);
  const content = (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .readForBuildKit */ .MX)(found, (0,node_path__WEBPACK_IMPORTED_MODULE_6__.relative)(directory, found), "");
  if (content !== void 0) return { name: found, content };
  (0,_src_docker_config_js__WEBPACK_IMPORTED_MODULE_0__/* .refuseTemplate */ .xx)(build.file ?? "", "The Dockerfile", (0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_2__/* .setting */ .Pe)("file"), "Dockerfile");
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
function namesBuilder(dockerfile) {
  const text = dockerfile?.content.toString() ?? "";
  const joined = text.replace(/[\\`][ \t]*\r*\n(?:[ \t]*(?:#.*)?\r*\n)*/g, "").replace(/["'\\`]/g, "");
  return [text, joined].some((one) => /BUILD(?:PLATFORM|OS|ARCH|VARIANT)/i.test(one));
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
