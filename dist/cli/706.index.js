export const id = 706;
export const ids = [706];
export const modules = {

/***/ 6706:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AV: () => (/* binding */ readUserConfig),
/* harmony export */   E6: () => (/* binding */ buildSettings),
/* harmony export */   HY: () => (/* binding */ descriptionsOf),
/* harmony export */   S9: () => (/* binding */ dockerfileOf),
/* harmony export */   T9: () => (/* binding */ readOptional),
/* harmony export */   YV: () => (/* binding */ makePrivateConfig),
/* harmony export */   g$: () => (/* binding */ ownPlatform),
/* harmony export */   gZ: () => (/* binding */ readIgnorePatterns),
/* harmony export */   nT: () => (/* binding */ listTree),
/* harmony export */   qm: () => (/* binding */ leadsOut),
/* harmony export */   tJ: () => (/* binding */ userConfigDirectory),
/* harmony export */   y$: () => (/* binding */ locateContext),
/* harmony export */   yI: () => (/* binding */ readContext),
/* harmony export */   yu: () => (/* binding */ excludingPattern)
/* harmony export */ });
/* harmony import */ var _src_core_setting_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(102);
/* harmony import */ var _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3692);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1708);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3024);
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1421);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(1455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(8161);



// src/run/build-settings.ts



// src/fingerprint/context.ts



// src/fingerprint/dockerignore.ts

function parseDockerignore(text, name) {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  return lines.flatMap((line, index) => {
    const trimmed = line.startsWith("#") ? "" : line.trim();
    if (trimmed === "") return [];
    const exception = trimmed.startsWith("!");
    const pattern = cleanPattern(exception ? trimmed.slice(1).trim() : trimmed);
    const matches = pattern === "" ? void 0 : matcher(pattern);
    const location = { file: name, line: index + 1 };
    if (matches === void 0) {
      throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`${name}:${index + 1}: \u201C${trimmed}\u201D is not a pattern that Docker accepts.`, {
        remedy: "Close its brackets, or write a literal bracket as \\[. \u201C!\u201D requires a pattern after it.",
        location
      });
    }
    return [{ text: pattern, exception, location, matches }];
  });
}
function cleanPattern(pattern) {
  if (pattern === "") return "";
  const normal = node_path__WEBPACK_IMPORTED_MODULE_2__.posix.normalize(pattern);
  return normal === "/" ? normal : normal.replace(/\/$/, "").replace(/^\//, "");
}
function matchPatterns(patterns, path, above) {
  let excluded = false;
  const matched = patterns.map(({ exception, matches }, index) => {
    const isMatch = above?.[index] === true || exception === excluded && matches(path);
    if (isMatch) excluded = !exception;
    return isMatch;
  });
  return { excluded, matched };
}
function excludingPattern(patterns, path) {
  const segments = path.split("/");
  let match = { excluded: false, matched: [] };
  for (const index of segments.keys())
    match = matchPatterns(patterns, segments.slice(0, index + 1).join("/"), match.matched);
  return match.excluded ? patterns[match.matched.lastIndexOf(true)] : void 0;
}
function mayReturnBelow(patterns, directory) {
  return patterns.some(({ exception, text }) => exception && reachesBelow(text, directory));
}
function reachesBelow(pattern, directory) {
  const literal2 = /^[^*?[\\]*/.exec(pattern)?.[0] ?? "";
  const below = `${directory}/`;
  if (!(literal2.startsWith(below) || below.startsWith(literal2))) return false;
  if (/\*\*|\[/.test(pattern)) return true;
  return pattern.split("/").length > directory.split("/").length;
}
function matcher(pattern) {
  const tail = pattern.startsWith("**") ? pattern.slice(2) : pattern;
  if (pattern.startsWith("**") && !/[*?[\]\\]/.test(tail)) {
    return (path) => path.endsWith(tail) || tail.startsWith("/") && path === tail.slice(1);
  }
  if (!/[*?[\]\\]/.test(pattern)) return (path) => path === pattern;
  const head = pattern.slice(0, -2);
  if (pattern.endsWith("**") && !/[*?[\]\\]/.test(head)) return (path) => path.startsWith(head);
  const expression = patternExpression(pattern);
  return expression === void 0 ? void 0 : (path) => expression.test(path);
}
function patternExpression(pattern) {
  if (pattern.replace(/\\[^]/g, "").endsWith("\\")) return void 0;
  try {
    return new RegExp(`^${scriptExpression(goExpression(pattern))}$`, "su");
  } catch {
    return void 0;
  }
}
function goExpression(pattern) {
  const tokens = pattern.match(/\*\*\/?|\\[^]|[^]/gu) ?? [];
  return tokens.map((token, index) => {
    if (token.startsWith("**")) return index === tokens.length - 1 ? ".*" : "(.*/)?";
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    return /^[.+()|{}$]$/.test(token) ? `\\${token}` : token;
  }).join("");
}
function scriptExpression(source) {
  return source.replace(
    /\\([^])|\[(\^?)((?:\\[^]|[^\\\]])+)\]|[^]/gu,
    (token, escaped, negated, members) => {
      if (escaped !== void 0) return escapeSequence(escaped);
      if (members === void 0) return token === "]" ? literal(token) : token;
      const written = members.replace(
        /\\([^])|[^]/gu,
        (member, char) => char !== void 0 ? escapeSequence(char) : member === "-" ? "-" : literal(member)
      );
      return `[${negated ?? ""}${written}]`;
    }
  );
}
function escapeSequence(char) {
  return /[dDsSwW]/.test(char) ? `\\${char}` : literal(char);
}
function literal(char) {
  return /[\^$\\.*+?()[\]{}|/-]/.test(char) ? `\\u{${char.charCodeAt(0).toString(16)}}` : char;
}

// src/fingerprint/files.ts


function readOptional(path) {
  try {
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_4__.readFileSync)(path);
  } catch (cause) {
    const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : void 0;
    if (code === "ENOENT" || code === "ENOTDIR") return void 0;
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`${path} cannot be read: ${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(cause)}.`, { cause });
  }
}
function leadsOut(path) {
  return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(path) || path.split(node_path__WEBPACK_IMPORTED_MODULE_2__.sep)[0] === "..";
}

// src/fingerprint/git-index.ts

async function askForCleanFiles(directory, environment) {
  try {
    const settings = await readSettings(directory, environment);
    return { answer: answer(directory, environment, settings) };
  } catch (error) {
    return { answer: Promise.resolve({ kind: "unknown", reason: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error) }) };
  }
}
async function answer(directory, environment, settings) {
  if (settings.objectFormat !== "sha1")
    return { kind: "unknown", reason: `the repository's ids are ${settings.objectFormat}` };
  if (settings.convertsLineEndings) return { kind: "unknown", reason: "core.autocrlf is set" };
  const git = gitIn(directory, environment, settings.overrides);
  try {
    const [index, modified] = await Promise.all([
      git(["ls-files", "-v", "-s", "-z", "--", ...UNCONVERTED]),
      git(["diff-files", "--name-only", "--relative", "--ignore-submodules=all", "--no-ext-diff", "-z"])
    ]);
    const files = readIndex(index);
    for (const path of modified.split("\0")) files.delete(path);
    return { kind: "known", files, modes: settings.keepsModes };
  } catch (error) {
    return { kind: "unknown", reason: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error) };
  }
}
var UNCONVERTED = [
  ":(attr:!text !crlf !eol !ident !filter !working-tree-encoding)",
  ":(attr:-text !ident !filter !working-tree-encoding)"
];
async function readSettings(directory, environment) {
  const git = gitIn(directory, environment, []);
  const listing = await git(["config", "-z", "--get-regexp", "^(core\\.|extensions\\.|filter\\.)"]);
  const settings = /* @__PURE__ */ new Map();
  for (const entry of listing.split("\0")) {
    const [, key, value] = /^([^\n]+)(?:\n(.*))?$/s.exec(entry) ?? [];
    if (key !== void 0) settings.set(key, value ?? "true");
  }
  const isFalse = (key) => /^(?:false|no|off|0|)$/i.test(settings.get(key) ?? "no");
  const filters = [...settings.keys()].filter((key) => /^filter\..*\.(?:clean|smudge|process|required)$/s.test(key));
  return {
    objectFormat: settings.get("extensions.objectformat") ?? "sha1",
    convertsLineEndings: !isFalse("core.autocrlf"),
    keepsModes: !settings.has("core.filemode") || !isFalse("core.filemode"),
    overrides: filters.flatMap((key) => ["-c", key.endsWith(".required") ? `${key}=false` : `${key}=`])
  };
}
function readIndex(listing) {
  const files = /* @__PURE__ */ new Map();
  for (let start = 0, end = listing.indexOf("\0"); end >= 0; start = end + 1, end = listing.indexOf("\0", start)) {
    const mode = listing.slice(start + 2, start + 8);
    if (listing.charAt(start) !== "H" || listing.charAt(start + 50) !== "0") continue;
    if (mode !== "100644" && mode !== "100755" && mode !== "120000") continue;
    files.set(listing.slice(start + 52, end), { id: listing.slice(start + 9, start + 49), mode });
  }
  return files;
}
function gitIn(directory, environment, overrides) {
  const safe = ["--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];
  const strict = ["-c", "core.checkStat=default", "-c", "core.trustctime=true", "-c", "core.ignoreStat=false"];
  return (command) => new Promise((resolve5, reject) => {
    const child = (0,node_child_process__WEBPACK_IMPORTED_MODULE_5__.spawn)("git", [...safe, ...strict, ...overrides, ...command], {
      cwd: directory,
      env: gitEnvironment(environment),
      stdio: ["ignore", "pipe", "pipe"]
    });
    const output = [];
    const errors = [];
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => errors.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve5(Buffer.concat(output).toString("latin1"));
      else
        reject(
          new Error(
            `git ${command[0] ?? ""}: ${Buffer.concat(errors).toString().trim() || `exit code ${String(code)}`}`
          )
        );
    });
  });
}
function gitEnvironment(environment) {
  const kept = Object.entries(environment).filter(
    ([name]) => !name.startsWith("GIT_") || name.startsWith("GIT_CONFIG") || name === "GIT_EXEC_PATH"
  );
  return { ...Object.fromEntries(kept), GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
}

// src/fingerprint/tree.ts



// src/fingerprint/blob.ts


var WRITERS = { workflow: "earlier steps", terminal: "other programs" };
var READER = { workflow: "the job's user", terminal: "your user" };
var CHUNK_SIZE = 1 << 20;
var HEADER_ROOM = 32;
function blobId(content) {
  return (0,node_crypto__WEBPACK_IMPORTED_MODULE_6__.createHash)("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
}
function linkId(path) {
  try {
    return blobId((0,node_fs__WEBPACK_IMPORTED_MODULE_4__.readlinkSync)(path, { encoding: "buffer" }));
  } catch (error) {
    throw unreadable(path, error);
  }
}
function createBlobReader() {
  const buffer = Buffer.allocUnsafe(HEADER_ROOM + CHUNK_SIZE);
  return (path) => {
    try {
      return readBlob(path, buffer);
    } catch (error) {
      throw error instanceof _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR ? error : unreadable(path, error);
    }
  };
}
function readBlob(path, buffer) {
  const file = (0,node_fs__WEBPACK_IMPORTED_MODULE_4__.openSync)(path, node_fs__WEBPACK_IMPORTED_MODULE_4__.constants.O_RDONLY | node_fs__WEBPACK_IMPORTED_MODULE_4__.constants.O_NOFOLLOW | node_fs__WEBPACK_IMPORTED_MODULE_4__.constants.O_NONBLOCK);
  try {
    const before = (0,node_fs__WEBPACK_IMPORTED_MODULE_4__.fstatSync)(file);
    const header = `blob ${before.size}\0`;
    const start = HEADER_ROOM - header.length;
    buffer.write(header, start, "latin1");
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_6__.createHash)("sha1");
    let length = 0;
    for (let from = start; ; from = HEADER_ROOM) {
      const read = (0,node_fs__WEBPACK_IMPORTED_MODULE_4__.readSync)(file, buffer, HEADER_ROOM, CHUNK_SIZE, null);
      length += read;
      hash.update(buffer.subarray(from, HEADER_ROOM + read));
      if (read === 0 || length >= before.size) break;
    }
    const after = (0,node_fs__WEBPACK_IMPORTED_MODULE_4__.fstatSync)(file);
    if (length !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`\u201C${path.toString()}\u201D changed while it was read for the fingerprint.`, {
        remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .remedy */ .zL)`Stop ${WRITERS} from writing to the build context in the background, or exclude the file in .dockerignore.`
      });
    }
    return { id: hash.digest("hex"), executable: (before.mode & node_fs__WEBPACK_IMPORTED_MODULE_4__.constants.S_IXUSR) !== 0 };
  } finally {
    (0,node_fs__WEBPACK_IMPORTED_MODULE_4__.closeSync)(file);
  }
}
function unreadable(path, cause) {
  return new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`\u201C${path.toString()}\u201D in the build context cannot be read: ${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(cause)}.`, {
    remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .remedy */ .zL)`Make it readable for ${READER}, or exclude it in .dockerignore. Docker cannot read it either.`,
    cause
  });
}

// src/fingerprint/git-head.ts


var COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
function readHead(dotGit) {
  const directory = gitDirectory(dotGit);
  const head = directory === void 0 ? void 0 : readText((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, "HEAD"));
  if (directory === void 0 || head === void 0) return { kind: "none" };
  const shared = readText((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, "commondir"));
  const common = shared === void 0 ? directory : (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(directory, shared);
  return follow(head, (ref) => readText((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, ref)) ?? readText((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(common, ref)) ?? packedRef(common, ref), 0);
}
function gitDirectory(dotGit) {
  if ((0,node_fs__WEBPACK_IMPORTED_MODULE_4__.statSync)(dotGit, { throwIfNoEntry: false })?.isDirectory() === true) return dotGit;
  const link = /^gitdir: (.+)$/s.exec(readText(dotGit) ?? "")?.[1];
  return link === void 0 ? void 0 : (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(dotGit, "..", link);
}
function follow(value, lookup, depth) {
  if (COMMIT_ID.test(value)) return { kind: "commit", id: value };
  const ref = /^ref: (.+)$/.exec(value)?.[1];
  if (ref === void 0 || ref === "refs/heads/.invalid" || depth > 5) {
    return { kind: "unreadable", reason: `HEAD is \u201C${value}\u201D` };
  }
  const target = lookup(ref);
  return target === void 0 ? { kind: "unborn" } : follow(target, lookup, depth + 1);
}
function packedRef(common, ref) {
  const line = readText((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(common, "packed-refs"))?.split("\n").find((line2) => line2.endsWith(` ${ref}`));
  return line?.split(" ", 1)[0];
}
function readText(path) {
  try {
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_4__.readFileSync)(path, "utf8").trim();
  } catch {
    return void 0;
  }
}

// src/fingerprint/tree.ts
function pathOf(root, path) {
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, "latin1")]);
}
function listTree(root, patterns) {
  const entries = [];
  const isHeadSent = (path, entry, matched) => !entry.isDirectory() || !matchPatterns(patterns, `${fromBytes(path)}/HEAD`, matched).excluded;
  const list = (directory, above) => {
    for (const entry of readDirectory(root, directory)) {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      const { excluded, matched } = matchPatterns(patterns, fromBytes(path), above);
      if (entry.name === ".git" && !excluded && isRepository(root, path, entry) && isHeadSent(path, entry, matched)) {
        entries.push({ path, kind: "repository" });
      } else if (entry.isDirectory()) {
        if (excluded && !mayReturnBelow(patterns, fromBytes(path))) continue;
        const before = entries.length;
        list(path, matched);
        if (!excluded && entries.length === before) entries.push({ path, kind: "empty directory" });
      } else if (!excluded) entries.push({ path, kind: kindOf(entry) });
    }
  };
  list("", void 0);
  return entries;
}
function readDirectory(root, directory) {
  const path = pathOf(root, directory);
  try {
    const entries = (0,node_fs__WEBPACK_IMPORTED_MODULE_4__.readdirSync)(path, { withFileTypes: true, encoding: "latin1" });
    return entries.sort((a, b) => a.name < b.name ? -1 : 1);
  } catch (error) {
    throw unreadable(path, error);
  }
}
function isRepository(root, path, entry) {
  return !entry.isSymbolicLink() && readHead(`${root}/${fromBytes(path)}`).kind !== "none";
}
function fromBytes(path) {
  return /[\x80-\xff]/.test(path) ? Buffer.from(path, "latin1").toString() : path;
}
function kindOf(entry) {
  if (entry.isFile()) return "file";
  if (entry.isSymbolicLink()) return "link";
  if (entry.isFIFO()) return "pipe";
  return entry.isSocket() ? "socket" : "device";
}
function hashTree(root, entries, clean) {
  const repositories = [];
  const readBlob2 = createBlobReader();
  const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_6__.createHash)("sha256");
  let records = "";
  const describe = ({ path, kind }) => {
    switch (kind) {
      case "file":
      case "link":
        return describeFile(root, path, kind, clean, readBlob2);
      case "empty directory":
        return "directory";
      case "pipe":
        return "pipe";
      case "repository": {
        const head = readHead(`${root}/${fromBytes(path)}`);
        repositories.push({ path: fromBytes(path), head });
        return `repository ${head.kind === "commit" ? head.id : head.kind}`;
      }
      case "socket":
        return `${isExecutable(root, path) ? "100755" : "100644"} ${blobId(Buffer.alloc(0))}`;
      case "device":
        return `device ${(0,node_fs__WEBPACK_IMPORTED_MODULE_4__.lstatSync)(pathOf(root, path)).rdev}`;
    }
  };
  for (const entry of entries) {
    records += `${describe(entry)} ${entry.path.length}:${entry.path}
`;
    if (records.length > 1 << 16) {
      hash.update(records, "latin1");
      records = "";
    }
  }
  return { digest: hash.update(records, "latin1").digest("hex"), repositories };
}
function describeFile(root, path, kind, clean, readBlob2) {
  const known = clean.kind === "known" ? clean.files.get(path) : void 0;
  if (known !== void 0 && known.mode === "120000" === (kind === "link"))
    return describeClean(root, path, known, clean);
  const file = pathOf(root, path);
  if (kind === "link") return `120000 ${linkId(file)}`;
  const { id, executable } = readBlob2(file);
  return `${executable ? "100755" : "100644"} ${id}`;
}
function describeClean(root, path, { id, mode }, clean) {
  if (mode === "120000" || clean.kind === "known" && clean.modes) return `${mode} ${id}`;
  return `${isExecutable(root, path) ? "100755" : "100644"} ${id}`;
}
function isExecutable(root, path) {
  return ((0,node_fs__WEBPACK_IMPORTED_MODULE_4__.lstatSync)(pathOf(root, path)).mode & node_fs__WEBPACK_IMPORTED_MODULE_4__.constants.S_IXUSR) !== 0;
}

// src/fingerprint/context.ts
var SETTINGS = {
  context: (0,_src_core_setting_js__WEBPACK_IMPORTED_MODULE_0__/* .setting */ .Pe)("context"),
  // Only a workflow can give contexts a name.
  "build-contexts": "the input `build-contexts`"
};
var DIRECTORY = {
  workflow: "a directory of the workspace (is it checked out, and spelled right?)",
  terminal: "a directory of this clone (is it spelled right?)"
};
function locateContext(value, name, directory) {
  const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(directory, value);
  if (isDirectory(path)) return { kind: "directory", path };
  if (isRemote(value)) return { kind: "remote", url: value };
  if (value.startsWith("docker-image://")) return { kind: "image", reference: value.slice("docker-image://".length) };
  if (value.startsWith("oci-layout://")) {
    const layout = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(directory, value.slice("oci-layout://".length).replace(/@[^/]*$/, ""));
    const found = [layout, layout.replace(/:[^/]*$/, "")].find(isDirectory);
    if (found !== void 0) return { kind: "directory", path: found };
  }
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`There is no build context \u201C${value}\u201D: ${path} is not a directory.`, {
    remedy: (0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .remedy */ .zL)`Set ${SETTINGS[name]} to ${DIRECTORY} or to a URL. If the stages file names it, correct it there.`
  });
}
function isRemote(value) {
  return value === "-" || /^(?:https?|git|ssh):\/\/|^github\.com\/|^[\w.-]+@[^/:]+:|\.git(?:#.*)?$/.test(value);
}
function isDirectory(path) {
  return (0,node_fs__WEBPACK_IMPORTED_MODULE_4__.statSync)(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
function readIgnorePatterns(context, directory, dockerfile) {
  const candidates = [
    ...dockerfile === void 0 ? [] : [`${dockerfile}.dockerignore`],
    (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(context, ".dockerignore")
  ];
  for (const name of candidates) {
    const content = readOptional(name);
    if (content === void 0) continue;
    rejectOutsideLink(name, (0,node_path__WEBPACK_IMPORTED_MODULE_2__.relative)(directory, name));
    return parseDockerignore(content.toString(), (0,node_path__WEBPACK_IMPORTED_MODULE_2__.relative)(directory, name));
  }
  return [];
}
function rejectOutsideLink(name, shown) {
  const root = (0,node_fs__WEBPACK_IMPORTED_MODULE_4__.realpathSync)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(name));
  const target = (0,node_fs__WEBPACK_IMPORTED_MODULE_4__.realpathSync)(name);
  if (target === root || target.startsWith(root + node_path__WEBPACK_IMPORTED_MODULE_2__.sep)) return;
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(
    `${shown} is a link to ${target}, outside its directory: Docker cannot follow it, ignores nothing, and sends every file to the build.`,
    { remedy: "Replace the link with a file." }
  );
}
async function readContext(path, patterns, environment) {
  const root = realContext(path);
  const git = await askForCleanFiles(root, environment);
  const entries = listTree(root, patterns);
  return hashTree(root, entries, await git.answer);
}
function realContext(path) {
  try {
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_4__.realpathSync)(path);
  } catch (cause) {
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`The build context ${path} cannot be read: ${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(cause)}.`, { cause });
  }
}

// src/run/build-settings.ts
function buildSettings({
  inputs: { build: inputs },
  image
}) {
  return {
    ...inputs,
    context: inputs.context ?? image?.context ?? ".",
    file: inputs.file ?? image?.file,
    target: inputs.target ?? image?.target,
    platforms: [inputs.platforms, image?.platforms ?? []].map((list) => [...list]).find((list) => list.length > 0) ?? [
      ownPlatform()
    ],
    buildArgs: { ...image?.buildArgs, ...inputs.buildArgs }
  };
}
function dockerfileOf({ file, context }, workspace) {
  if ([context, file ?? ""].some(isElsewhere)) return void 0;
  const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.relative)(workspace, (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(workspace, file ?? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(context, "Dockerfile")));
  return leadsOut(path) ? void 0 : path;
}
function isElsewhere(place) {
  return isRemote(place) || place.includes("://");
}
function ownPlatform(architecture = node_process__WEBPACK_IMPORTED_MODULE_3__.arch) {
  const names = { x64: "amd64", arm64: "arm64", arm: "arm/v7", ia32: "386", ppc64: "ppc64le" };
  return `linux/${names[architecture] ?? architecture}`;
}
function descriptionsOf({ runner, image, commit, committedAt, version }) {
  const url = `${runner.serverUrl}/${runner.repository}`;
  const names = {
    source: url,
    url,
    revision: commit,
    version,
    // The commit's time, not the build's: the same commit gives the same labels.
    created: committedAt.toISOString().replace(".000Z", "Z"),
    title: image ?? runner.repository.split("/").at(-1) ?? ""
  };
  return Object.fromEntries(Object.entries(names).map(([name, value]) => [`org.opencontainers.image.${name}`, value]));
}

// src/docker/config.ts



function userConfigDirectory(environment) {
  return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(
    nonEmpty(environment["DOCKER_CONFIG"]) ?? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(nonEmpty(environment["HOME"]) ?? nonEmpty(environment["USERPROFILE"]) ?? (0,node_os__WEBPACK_IMPORTED_MODULE_8__.homedir)(), ".docker")
  );
}
function nonEmpty(value) {
  return value === "" ? void 0 : value;
}
async function makePrivateConfig(request) {
  const userDirectory = userConfigDirectory(request.environment);
  const config = await readUserConfig(userDirectory);
  const directory = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_7__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(request.temporaryDirectory, "docker-config-"));
  request.announce(directory);
  await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_7__.chmod)(directory, 448);
  for (const entry of await entriesOf(userDirectory)) {
    if (entry === "config.json") continue;
    await linkOrCopy((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(userDirectory, entry), (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, entry));
  }
  const auth = Buffer.from(`${request.username}:${request.password}`).toString("base64");
  const helpers = recordOf(config["credHelpers"]);
  const hidesAuths = Boolean(config["credsStore"]) || request.registry in helpers;
  const merged = {
    ...config,
    auths: { ...recordOf(config["auths"]), [request.registry]: { auth } },
    ...hidesAuths ? { credHelpers: { ...helpers, [request.registry]: "" } } : {}
  };
  await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_7__.writeFile)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, "config.json"), JSON.stringify(merged), { mode: 384 });
  return {
    environment: {
      DOCKER_CONFIG: directory,
      BUILDX_CONFIG: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(nonEmpty(request.environment["BUILDX_CONFIG"]) ?? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(userDirectory, "buildx"))
    },
    remove: () => (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_7__.rm)(directory, { recursive: true, force: true })
  };
}
async function readUserConfig(directory) {
  const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, "config.json");
  let text;
  try {
    text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_7__.readFile)(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .codeOf */ .$N)(error) ?? "")) return {};
    throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`Reading Docker's config ${path}: ${(0,_src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error)}`, {
      cause: error,
      remedy: "Make it readable, or remove it."
    });
  }
  try {
    if (text.trim() === "") return {};
    const parsed = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed))
      return parsed;
  } catch {
  }
  throw new _src_core_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR(`Docker's config ${path} is not a JSON object.`, {
    remedy: "Correct it, or remove it and log in again."
  });
}
function recordOf(value) {
  return typeof value === "object" && value !== null ? value : {};
}
async function entriesOf(directory) {
  try {
    return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_7__.readdir)(directory);
  } catch {
    return [];
  }
}
async function linkOrCopy(from, to) {
  try {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_7__.symlink)(from, to, "junction");
  } catch {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_7__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(to, ".."), { recursive: true });
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_7__.cp)(from, to, { recursive: true });
  }
}




/***/ })

};
