// Runs before npm test, npm run demo and npm run bench, on a machine where nothing is installed yet:
// so it imports nothing but node's own modules, and its syntax is one that an old Node can read.
import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import process from 'node:process'
import {fileURLToPath} from 'node:url'

/** The oldest major version of Node that the tests and tools run on. */
const oldestNode = 20

/**
 * Whether what npm says it installed (`node_modules/.package-lock.json`, written last) is what the lockfile asks for.
 * Optional packages may be absent: npm leaves out those of other platforms.
 * @param {import('./dependencies.js').Lockfile | undefined} lockfile
 * @param {import('./dependencies.js').Lockfile | undefined} installed
 * @returns {boolean}
 */
export function isInstalled(lockfile, installed) {
  if (lockfile === undefined || installed === undefined) return false
  const locked = lockfile.packages || {}
  const present = installed.packages || {}
  const wanted = Object.entries(locked).filter(([path]) => path !== '')
  return (
    wanted.every(([path, {version, integrity, link, optional, devOptional}]) => {
      const found = present[path]
      if (found === undefined) return Boolean(optional || devOptional)
      return Boolean(link) === Boolean(found.link) && version === found.version && integrity === found.integrity
    }) && Object.keys(present).every(path => path in locked)
  )
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Installs what package-lock.json names, unless it is there.
 * @returns {number} an exit code; what failed is on standard error
 */
export function installDependencies() {
  if (Number(process.versions.node.split('.')[0]) < oldestNode) {
    console.error(`Node ${oldestNode} or later is needed, this is ${process.version}: see https://nodejs.org/`)
    return 1
  }
  const root = fileURLToPath(new URL('..', import.meta.url))
  const lockfile = readJson(join(root, 'package-lock.json'))
  if (isInstalled(lockfile, readJson(join(root, 'node_modules', '.package-lock.json')))) return 0
  console.error('Installing what package-lock.json names (npm ci) ...')
  // Whatever NODE_ENV or npm's configuration leave out otherwise: the tests need it.
  const args = ['ci', '--silent', '--include=dev', '--include=optional']
  // npm hands its own program to the scripts it runs; on Windows `npm` alone could not be spawned.
  const npm = process.env.npm_execpath
  const [command, first] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []]
  const result = spawnSync(command, [...first, ...args], {cwd: root, stdio: 'inherit'})
  if (result.status === 0) return 0
  console.error(`npm ${args.join(' ')} failed; run npm ci to see why. ${result.error ? result.error.message : ''}`)
  return 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = installDependencies()
