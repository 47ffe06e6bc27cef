import {readInputs} from '../src/inputs.js'
import {settingsOf} from '../src/settings.js'
import {fingerprint, unresolved} from '../src/source/fingerprint.js'
import {readSource} from '../src/source/source.js'

/** A process of its own: the fingerprint of the directory it is given, and how long that took; modules are loaded by then. */
const directory = process.argv[2] ?? '.'
const settings = settingsOf(readInputs({}, () => undefined).build, undefined)
const start = performance.now()
const source = await readSource(settings, {directory, environment: process.env})
const {value} = fingerprint(source, new Map(unresolved(source).map(reference => [reference, undefined])), 'bench')
process.send?.({value, ms: performance.now() - start})
