import {readInputs} from '../src/action/inputs.js'
import {fingerprint, unresolved} from '../src/fingerprint/fingerprint.js'
import {readSource} from '../src/fingerprint/source.js'
import {buildSettings} from '../src/run/build-settings.js'

/** Runs as a process of its own: sends the fingerprint of a directory and its duration. Loading the modules is not timed. */
const directory = process.argv[2] ?? '.'
const settings = buildSettings({inputs: readInputs({}, () => undefined), image: undefined})
const start = performance.now()
const source = await readSource(settings, {directory, environment: process.env})
const {value} = fingerprint(source, new Map(unresolved(source).map(reference => [reference, undefined])), 'bench')
process.send?.({value, ms: performance.now() - start})
