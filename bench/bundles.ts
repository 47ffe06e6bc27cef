import {readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'

import type {Figure} from './measure.js'
import {measure} from './measure.js'

const DIST = join(import.meta.dirname, '../dist')

/** The folder of each bundle, relative to dist/. */
const BUNDLES = {step: '.', 'post step': 'post', 'command line': 'cli'}

/** Prints the sizes of the bundles in dist/. */
export async function measureBundles(): Promise<void> {
  await measure(
    'Bundles: the size of index.js, which every start loads, and of its chunks, which are loaded when needed',
    1,
    () => Promise.resolve(Object.entries(BUNDLES).flatMap(([name, folder]) => sizesOf(name, join(DIST, folder))))
  )
}

function sizesOf(name: string, directory: string): Figure[] {
  const scripts = readdirSync(directory).filter(file => file.endsWith('.js'))
  const chunks = scripts.filter(file => file !== 'index.js')
  const size = (files: readonly string[]): number =>
    files.reduce((sum, file) => sum + statSync(join(directory, file)).size, 0) / 1000
  return [
    {what: `${name}, index.js`, value: size(['index.js']), unit: 'kB'},
    ...(chunks.length === 0 ? [] : [{what: `${name}, chunks`, value: size(chunks), unit: 'kB'} as const]),
    {what: `${name}, in all`, value: size(scripts), unit: 'kB'}
  ]
}
