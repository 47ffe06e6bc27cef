import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: ./.cache/node_modules/modules/index.js
// src/action/post.ts


var directory = process.env["STATE_docker-config"];
if (directory) {
  try {
    if (isOwnConfig(directory, process.env["RUNNER_TEMP"])) {
      (0,external_node_fs_namespaceObject.rmSync)(directory, { recursive: true, force: true, maxRetries: 3 });
      process.stdout.write("Removed the Docker config of this run.\n");
    } else {
      fail("The state of this step names a directory that this action did not create, so it was left alone.");
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    fail(
      `The Docker config of this run could not be removed: ${reason}. It contains a login to ECR that stays valid for up to 12 hours.`
    );
  }
}
function isOwnConfig(path, temporary) {
  if (!temporary || !/^docker-config-[A-Za-z0-9]{6}$/.test((0,external_node_path_namespaceObject.basename)(path))) return false;
  const found = (0,external_node_fs_namespaceObject.lstatSync)(path, { throwIfNoEntry: false });
  if (found === void 0) return (0,external_node_path_namespaceObject.dirname)(path) === temporary;
  return found.isDirectory() && (0,external_node_fs_namespaceObject.realpathSync)((0,external_node_path_namespaceObject.dirname)(path)) === (0,external_node_fs_namespaceObject.realpathSync)(temporary);
}
function fail(message) {
  const escaped = message.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
  process.stdout.write(`::error::${escaped}
`);
  process.exitCode = 1;
}

