import {readInputs} from '../src/action/inputs.js'
import {readBuildMaterials} from '../src/fingerprint/build-materials.js'
import {computeFingerprint, unresolvedReferences} from '../src/fingerprint/fingerprint.js'
import {buildSettings} from '../src/run/build-settings.js'

/** Runs in a process of its own, and reports the fingerprint of a directory and the time it took without loading modules. */
const directory = process.argv[2] ?? '.'
const settings = buildSettings({environment: process.env, inputs: readInputs({}, () => undefined), image: undefined})
const start = performance.now()
const materials = await readBuildMaterials(settings, {directory, environment: process.env})
const {value} = computeFingerprint(
  materials,
  new Map(unresolvedReferences(materials).map(reference => [reference, undefined])),
  'bench'
)
process.send?.({value, ms: performance.now() - start})
