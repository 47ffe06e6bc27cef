// npm run playground. What is wrong with the directory is said before anything is installed: so until then this imports
// nothing but node's own modules, and its syntax is one that an old Node can read.
import {readdirSync} from 'node:fs'
import {resolve} from 'node:path'
import process from 'node:process'

import {installDependencies} from '../setup/dependencies.js'

/**
 * Whether a clone can be put there: nothing is, or an empty directory.
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

/** @param {string | undefined} named as on the command line: from where npm was called */
async function start(named) {
  if (named === undefined) return refuse('Where to? As in: npm run playground -- ../playground')
  const directory = resolve(process.env.INIT_CWD || '', named)
  if (!isFree(directory))
    return refuse(`${directory} is there already, and is no empty directory: name another, or remove it.`)
  process.exitCode = installDependencies()
  if (process.exitCode !== 0) return
  await import('../setup/typescript.js')
  const {play} = await import('./playground.ts')
  await play(directory)
}

start(process.argv[2])
