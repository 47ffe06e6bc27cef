import {existsSync} from 'node:fs'
import {join} from 'node:path'
import process from 'node:process'
import {fileURLToPath} from 'node:url'

/**
 * The path of Node 24, with which GitHub's runner starts the action: that of this process, or else that of an optional
 * dependency.
 * @returns {string}
 * @throws {Error} if there is neither
 */
export function node24() {
  if (process.versions.node.startsWith('24.')) return process.execPath
  const name = `node-${process.platform}-${process.arch}`
  const path = join(fileURLToPath(new URL('..', import.meta.url)), 'node_modules', name, 'bin', 'node')
  if (existsSync(path)) return path
  throw new Error(
    `The action requires Node 24. This is Node ${process.versions.node}, and the package ${name} is not installed. ` +
      'If npm has that package, install it with npm ci --include=optional. Otherwise run this with Node 24.'
  )
}
