import {runStep} from './step.js'

await runStep(process.env)
