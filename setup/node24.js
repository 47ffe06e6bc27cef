import {existsSync} from 'node:fs'
import {join} from 'node:path'
import process from 'node:process'
import {fileURLToPath} from 'node:url'

/**
 * The path of a Node 24, the runtime that GitHub's runner starts the action with: this process' own, or else the one
 * that comes as an optional dependency.
 * @returns {string}
 * @throws {Error} where there is neither
 */
export function node24() {
  if (process.versions.node.startsWith('24.')) return process.execPath
  const name = `node-${process.platform}-${process.arch}`
  const path = join(fileURLToPath(new URL('..', import.meta.url)), 'node_modules', name, 'bin', 'node')
  if (existsSync(path)) return path
  throw new Error(
    `The action runs on Node 24, this is Node ${process.versions.node}, and no package ${name} is installed. ` +
      'Where npm has that package, npm ci --include=optional installs it; elsewhere run this with Node 24.'
  )
}
