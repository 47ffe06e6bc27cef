// The AWS calls of every run. Runs import this module when they need it, because the SDK takes longer to load than a skipped run takes.
export {awsAnswer} from './answer.js'
export {openEcrClient, requestAuthorizationToken, resolveRegistryLogin} from './ecr.js'
export {findImageDetail, listNewestImages} from './images.js'
export {assumeRole} from './role.js'
export {readScan} from './scan.js'
