// Runs before npm test, npm run demo and npm run bench, possibly before any package is installed. So it imports only Node's
// own modules, and uses only syntax that an old Node can read.
import {spawnSync} from 'node:child_process'
import {readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import process from 'node:process'
import {fileURLToPath} from 'node:url'

/** The oldest major version of Node that runs the tests and tools. */
const oldestNode = 20

/**
 * Whether npm's record of the installation, `node_modules/.package-lock.json`, equals the lockfile. npm writes the record
 * last. Optional packages may be absent, because npm omits those of other platforms.
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
 * Installs the packages of package-lock.json, unless they are installed. Failures are printed on standard error.
 * @returns {number} an exit code
 */
export function installDependencies() {
  if (Number(process.versions.node.split('.')[0]) < oldestNode) {
    console.error(`This requires Node ${oldestNode} or later, and this is ${process.version}. See https://nodejs.org/`)
    return 1
  }
  const root = fileURLToPath(new URL('..', import.meta.url))
  const lockfile = readJson(join(root, 'package-lock.json'))
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))
  const status = isInstalled(lockfile, installed) ? 0 : runNpmCi(root)
  // This link to the Node of the action would run npm's scripts, instead of the Node that runs npm.
  if (status === 0) rmSync(join(root, 'node_modules', '.bin', 'node'), {force: true})
  return status
}

/**
 * @param {string} root
 * @returns {number} an exit code
 */
function runNpmCi(root) {
  console.error('Installing the packages of package-lock.json (npm ci) ...')
  // The tests need all packages, whatever NODE_ENV or npm's configuration would omit.
  const args = ['ci', '--silent', '--include=dev', '--include=optional']
  // npm passes the path of its program to its scripts. On Windows, `npm` itself cannot be spawned.
  const npm = process.env.npm_execpath
  const [command, first] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []]
  const result = spawnSync(command, [...first, ...args], {cwd: root, stdio: 'inherit'})
  if (result.status === 0) return 0
  console.error(
    `npm ${args.join(' ')} failed. Run npm ci to see the reason. ${result.error ? result.error.message : ''}`
  )
  return 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = installDependencies()
