// Runs the suites that build on every engine that users have, one engine after the other: npm run test:engines
import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import process from 'node:process'
import {fileURLToPath} from 'node:url'

import {startEngine, UnavailableEngine} from './engine.js'

/** @type {readonly import('./engine.js').EngineKind[]} */
export const ENGINES = [
  {version: '26.1', store: 'docker'},
  {version: '26.1', store: 'containerd'},
  {version: '28.5', store: 'docker'},
  {version: '28.5', store: 'containerd'}
]

/**
 * The suites in which another engine gives other answers: what it can do, what a build passes to it and reads from it, its
 * pushes and errors, images in parts, and tags on what it pushed. The other suites promote, sign, ask or fail before a build,
 * so one engine is enough for them. `parts-faults` loses runners, which is the same on every engine.
 */
const SUITES = ['engine-abilities', 'building', 'parts', 'tags']

/**
 * The line of one engine, and whether its tests passed.
 * @param {string} name
 * @param {import('./test-engines.js').EngineResult} result
 * @returns {{line: string, passed: boolean}}
 */
export function judge(name, result) {
  if (result.kind === 'not-run') return {line: `${name}: not run. ${result.because}`, passed: true}
  const {numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, success} = result.tests
  const counts = `${passed} tests passed, ${failed} failed, ${skipped} skipped`
  if (passed === 0) return {line: `${name}: FAILED, no test was run`, passed: false}
  if (!success || failed > 0 || skipped > 0) return {line: `${name}: FAILED, ${counts}`, passed: false}
  return {line: `${name}: ${passed} tests passed in ${Math.round(result.seconds)} s`, passed: true}
}

/**
 * The exit code of the whole run: 1 if the tests of an engine failed, 2 if this machine can start none of the engines.
 * @param {readonly import('./test-engines.js').EngineResult[]} results
 * @returns {0 | 1 | 2}
 */
export function exitCode(results) {
  if (results.every(({kind}) => kind === 'not-run')) return 2
  return results.every(result => judge('', result).passed) ? 0 : 1
}

/** @param {import('./engine.js').EngineKind} kind */
export function nameOf({version, store}) {
  return `Docker ${version}, ${store === 'docker' ? "Docker's own" : "containerd's"} image store`
}

/**
 * @param {import('./engine.js').EngineKind} kind
 * @returns {Promise<import('./test-engines.js').EngineResult>}
 */
async function testEngine(kind) {
  let engine
  try {
    engine = await startEngine(kind)
  } catch (error) {
    if (!(error instanceof UnavailableEngine)) throw error
    return {kind: 'not-run', because: error.message}
  }
  const directory = mkdtempSync(join(tmpdir(), 'engine-tests-'))
  const began = performance.now()
  try {
    const report = await runJest(join(directory, 'results.json'), engine.environment)
    return {kind: 'run', ...report, seconds: (performance.now() - began) / 1000}
  } finally {
    rmSync(directory, {recursive: true})
    await engine.stop()
  }
}

/** Runs the suites in a process of its own. Its environment has the engine, so its global set-up takes that one. */
async function runJest(results, environment) {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const jest = join(root, 'node_modules/jest/bin/jest.js')
  const pattern = `__tests__/e2e/(${SUITES.join('|')})\\.test\\.ts$`
  const options = ['--selectProjects', 'e2e', '--json', '--outputFile', results, '--', pattern]
  const child = spawn(process.execPath, ['--experimental-vm-modules', '--no-warnings', jest, ...options], {
    cwd: root,
    // The report of unused grants is about all suites together.
    env: {...process.env, ...environment, CI: ''},
    stdio: ['ignore', 'ignore', 'pipe']
  })
  let output = ''
  child.stderr.setEncoding('utf8').on('data', text => (output += text))
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  // jest writes no results if it cannot start.
  const none = {numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, success: false}
  return {tests: existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : none, output}
}

async function main() {
  const results = []
  for (const kind of ENGINES) {
    const result = await testEngine(kind)
    results.push(result)
    const {line, passed} = judge(nameOf(kind), result)
    if (!passed) console.error(result.output)
    console.log(line)
  }
  if (results.every(({kind}) => kind === 'not-run')) console.log('No engine could be run, so nothing was tested.')
  return exitCode(results)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main()
