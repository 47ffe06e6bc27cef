export {readEvent} from './event.js'
export {openRepository} from './repository.js'
