import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: ./.cache/node_modules/modules/index.js
// src/action/post.ts

var directory = process.env["STATE_docker-config"];
if (directory) {
  try {
    (0,external_node_fs_namespaceObject.rmSync)(directory, { recursive: true, force: true, maxRetries: 3 });
    process.stdout.write(`Removed the Docker config of this run, ${directory}
`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stdout.write(
      `::error::The Docker config of this run could not be removed: ${reason}. It contains a login to ECR that stays valid for up to 12 hours.
`
    );
    process.exitCode = 1;
  }
}

