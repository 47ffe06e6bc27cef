import {execFileSync} from 'node:child_process'
import {availableParallelism, cpus} from 'node:os'

import {ensureEngine} from '../setup/engine.js'
import {node24} from '../setup/node24.js'
import {measureBuild} from './build.js'
import {measureBundles} from './bundles.js'
import {makeCertificate} from './certificate.js'
import {measureParts} from './parts.js'
import {measurePromotion} from './promotion.js'
import {makeScratch} from './scratch.js'
import {Workbench} from './workbench.js'

const PARTS = new Map([
  ['bundles', measureBundles],
  ['build', measureBuild],
  ['promotion', measurePromotion],
  ['parts', measureParts]
])

const chosen = process.argv.length > 2 ? process.argv.slice(2) : [...PARTS.keys()]
const unknown = chosen.filter(name => !PARTS.has(name))
if (unknown.length > 0)
  throw new Error(`Unknown part: ${unknown.join(', ')}. The parts are ${[...PARTS.keys()].join(', ')}.`)

const scratch = makeScratch()
const tls = makeCertificate(scratch)
// Programs in Go trust this certificate in addition to those of the machine. A temporary engine starts with the variable.
process.env['SSL_CERT_FILE'] = tls.certificate
const engine = await ensureEngine()
Object.assign(process.env, engine.environment)
const bench = await Workbench.start({scratch, tls, engine})

process.stdout.write(
  `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}; ${engine.description}; Node ${execFileSync(node24(), ['--version'], {encoding: 'utf8'})}` +
    'The action in dist/ is started as on a runner. The testbed stands in for GitHub, AWS and their registries, in a process of its own.\n'
)
for (const [name, measurePart] of PARTS) if (chosen.includes(name)) await measurePart(bench)

await bench.close()
await engine.stop()
