// What looking at an account takes, and no run does: loaded by itself, so that no run waits for it.
export {callerOf} from './caller.js'
export {inspectorDenials} from './inspector.js'
export {permissionsOn} from './probes.js'
export {blobMountingOf, lifecycleOf, repositorySettingsOf} from './settings.js'
