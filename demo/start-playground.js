// Starts `npm run playground`. The directory is checked before anything is installed, so the imports at the top need nothing
// but node's own modules, and an old Node can read the syntax.
import {readdirSync} from 'node:fs'
import {resolve} from 'node:path'
import process from 'node:process'

import {installDependencies} from '../setup/dependencies.js'

/**
 * Whether a clone can be made there: the directory does not exist, or is empty.
 * @param {string} directory
 */
function isFree(directory) {
  try {
    return readdirSync(directory).length === 0
  } catch (error) {
    return error.code === 'ENOENT'
  }
}

/** @param {string} why */
function refuse(why) {
  console.error(why)
  process.exitCode = 1
}

/** @param {string | undefined} named the directory on the command line, relative to where npm was called */
async function start(named) {
  if (named === undefined)
    return refuse('Name a directory for the clone, for example: npm run playground -- ../playground')
  const directory = resolve(process.env.INIT_CWD || '', named)
  if (!isFree(directory))
    return refuse(`${directory} exists and is not an empty directory. Name another directory, or remove it.`)
  process.exitCode = installDependencies()
  if (process.exitCode !== 0) return
  await import('../setup/typescript.js')
  const {play} = await import('./playground.ts')
  await play(directory)
}

start(process.argv[2])
