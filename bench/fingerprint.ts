import {readInputs} from '../src/action/inputs.js'
import {fingerprint, unresolved} from '../src/fingerprint/fingerprint.js'
import {readSource} from '../src/fingerprint/source.js'
import {buildSettings} from '../src/run/build-settings.js'

/** A process of its own: the fingerprint of the directory it is given, and how long that took; modules are loaded by then. */
const directory = process.argv[2] ?? '.'
const settings = buildSettings({inputs: readInputs({}, () => undefined), image: undefined})
const start = performance.now()
const source = await readSource(settings, {directory, environment: process.env})
const {value} = fingerprint(source, new Map(unresolved(source).map(reference => [reference, undefined])), 'bench')
process.send?.({value, ms: performance.now() - start})
