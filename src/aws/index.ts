export {logIn} from './ecr.js'
export {assumeRole} from './role.js'
