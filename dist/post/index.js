import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: ./.cache/node_modules/modules/index.js
// src/action/post.ts




// src/core/foreign-text.ts
var CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
function withVisibleControls(text) {
  return text.replace(CONTROL, (char) => {
    const code = char.charCodeAt(0);
    if (char === "\r") return "\\r";
    return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

// src/action/post.ts
var state = process.env["STATE_docker-config"];
if (state) {
  try {
    const directory = ownConfig(state, process.env["RUNNER_TEMP"] ?? (0,external_node_os_namespaceObject.tmpdir)());
    if (directory === void 0) {
      fail("The state of this step names a directory that this action did not create, so it was left alone.");
    } else {
      (0,external_node_fs_namespaceObject.rmSync)(directory, { recursive: true, force: true, maxRetries: 3 });
      process.stdout.write("Removed the Docker config of this run.\n");
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    fail(
      `The Docker config of this run could not be removed: ${reason}. It contains a login to ECR that stays valid for up to 12 hours.`
    );
  }
}
function ownConfig(path, temporary) {
  const directory = (0,external_node_path_namespaceObject.resolve)(path);
  const isItsName = /^docker-config-[A-Za-z0-9]{6}$/.test((0,external_node_path_namespaceObject.basename)(directory));
  if (!isItsName || (0,external_node_path_namespaceObject.dirname)(directory) !== (0,external_node_path_namespaceObject.resolve)(temporary)) return void 0;
  const found = (0,external_node_fs_namespaceObject.lstatSync)(directory, { throwIfNoEntry: false });
  return found === void 0 || found.isDirectory() ? directory : void 0;
}
function fail(message) {
  const escaped = withVisibleControls(message).replace(/%/g, "%25").replace(/\n/g, "%0A");
  process.stdout.write(`::error::${escaped}
`);
  process.exitCode = 1;
}

