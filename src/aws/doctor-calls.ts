// The AWS calls that only the doctor makes. They are a module of their own, so that no run waits for them to load.
export {readCallerIdentity} from './caller-identity.js'
export {findInspectorDenials} from './inspector.js'
export {probePermissions} from './probes.js'
export {readBlobMounting, readLifecyclePolicy, readRepositorySetup} from './repository-setup.js'
