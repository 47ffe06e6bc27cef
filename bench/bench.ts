import {execFileSync} from 'node:child_process'
import {availableParallelism, cpus} from 'node:os'

import {ensureEngine} from '../setup/engine.js'
import {node24} from '../setup/node24.js'
import {measureBuild} from './build.js'
import {measurePromotion} from './promotion.js'
import {Workbench} from './workbench.js'

const PARTS = new Map([
  ['build', measureBuild],
  ['promotion', measurePromotion]
])

const wanted = process.argv.length > 2 ? process.argv.slice(2) : [...PARTS.keys()]
const unknown = wanted.filter(name => !PARTS.has(name))
if (unknown.length > 0)
  throw new Error(`There is no part ${unknown.join(', ')} to measure; there are ${[...PARTS.keys()].join(' and ')}.`)

const engine = await ensureEngine()
Object.assign(process.env, engine.environment)
const bench = await Workbench.start()

process.stdout.write(
  `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}; ${engine.description}; Node ${execFileSync(node24(), ['--version'], {encoding: 'utf8'})}` +
    'The action is dist/, started as the runner starts it; GitHub, AWS and their registries are the testbed, in another process.\n'
)
for (const [name, measurePart] of PARTS) if (wanted.includes(name)) await measurePart(bench)

await bench.close()
await engine.stop()
