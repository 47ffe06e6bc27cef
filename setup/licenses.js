import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/**
 * The directories of the packages that files come from; our own files belong to no package.
 * @param {Iterable<string>} files with forward slashes
 * @returns {string[]} each once
 */
export function packagesOf(files) {
  const directories = [...files].map(file => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0])
  return [...new Set(directories.filter(directory => directory !== undefined))]
}

/**
 * The licenses of packages as one text: the name of each, its license's identifier, and the text of its license files.
 * @param {readonly string[]} directories
 * @returns {string} sorted by name, so that it depends on the packages alone
 * @throws {Error} that names a package without any license
 */
export function licensesOf(directories) {
  const entries = directories.map(directory => {
    const {name, license} = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
    const texts = readdirSync(directory)
      .filter(file => /^(?:licen[cs]e|notice|copying)\b/i.test(file))
      .sort()
      .map(file => readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n').trim())
    if (license === undefined && texts.length === 0) throw new Error(`${directory} has no license.`)
    return [name, license, ...texts].filter(part => part !== undefined).join('\n')
  })
  return [...new Set(entries)]
    .sort()
    .map(entry => `${entry}\n\n`)
    .join('')
}
