import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {expect, test} from '@jest/globals'

import type {ParsedDockerfile} from '../../src/fingerprint/dockerfile.js'
import {parseDockerfile} from '../../src/fingerprint/dockerfile.js'
import {parseDockerignore} from '../../src/fingerprint/dockerignore.js'
import {parsePlatform} from '../../src/fingerprint/platform.js'
import {listTree} from '../../src/fingerprint/tree.js'

const HERE = dirname(fileURLToPath(import.meta.url))

interface DockerfileCase {
  dockerfile: string
  buildArgs?: Record<string, string>
  target?: string
  platforms: string[]
  buildPlatform: string
  images: string[]
  remote: string[]
}

interface IgnoreCase {
  ignore: string
  entries: (string | {link: string; to: string})[]
  sent: string[]
}

function readCases<T>(name: string): T[] {
  const lines = readFileSync(join(HERE, 'cases', name), 'utf8')
    .trim()
    .split('\n')
  return lines.map(line => JSON.parse(line) as T)
}

function parse({
  dockerfile,
  buildArgs = {},
  target,
  platforms,
  buildPlatform
}: Omit<DockerfileCase, 'images' | 'remote'>) {
  return parseDockerfile(dockerfile, {
    buildArgs,
    target,
    platforms: platforms.map(parsePlatform),
    buildPlatform: parsePlatform(buildPlatform),
    contexts: []
  })
}

function isComparable({uncertainties}: ParsedDockerfile): boolean {
  // The images of a frontend count in their own right.
  return uncertainties.every(clause => clause.startsWith('is read by the frontend'))
}

const dockerfiles = readCases<DockerfileCase>('dockerfiles.jsonl')

test('no image and no address that BuildKit reads is missed in a Dockerfile that is comparable', () => {
  const missed = dockerfiles.flatMap(row => {
    const parsed = parse(row)
    const counted = parsed.images.map(({reference}) => reference)
    const missing = row.images.filter(image => !counted.includes(image))
    return isComparable(parsed) && missing.length + row.remote.length > 0 ? [{...row, missing}] : []
  })
  expect(missed).toEqual([])
})

test('a Dockerfile that builds is not refused', () => {
  expect(dockerfiles.filter(row => parse(row).problems.length > 0 || parse(row).target === 'missing')).toEqual([])
})

test('at most 15 % of the Dockerfiles that fetch nothing are not comparable', () => {
  const local = dockerfiles.filter(({remote}) => remote.length === 0)
  const unread = local.filter(row => !isComparable(parse(row)))
  expect(unread.length / local.length).toBeLessThan(0.15)
})

const realistic = readdirSync(join(HERE, 'dockerfiles')).filter(name => name.endsWith('.Dockerfile'))
const images = JSON.parse(readFileSync(join(HERE, 'dockerfiles/images.json'), 'utf8')) as Record<string, string[]>

test.each(realistic)('%s is comparable, with its images', name => {
  const dockerfile = readFileSync(join(HERE, 'dockerfiles', name), 'utf8')
  const parsed = parse({dockerfile, platforms: ['linux/amd64'], buildPlatform: 'linux/amd64'})
  expect(parsed.uncertainties).toEqual([])
  expect(parsed.images.map(({reference}) => reference)).toEqual(images[name.replace(/\.Dockerfile$/, '')])
})

test('no file that BuildKit receives is missed under an ignore file that is comparable', () => {
  const root = mkdtempSync(join(tmpdir(), 'ignore-'))
  const missed = readCases<IgnoreCase>('dockerignore.jsonl').flatMap((row, index) => {
    const {patterns, unread} = parseDockerignore(row.ignore, '.dockerignore')
    if (unread.length > 0) return []
    const directory = join(root, String(index))
    createTree(directory, row.entries)
    const listed = listTree(directory, patterns).map(({path}) => Buffer.from(path, 'latin1').toString())
    const missing = row.sent.filter(path => !listed.includes(path))
    return missing.length > 0 ? [{...row, missing}] : []
  })
  rmSync(root, {recursive: true})
  expect(missed).toEqual([])
})

function createTree(root: string, entries: IgnoreCase['entries']): void {
  mkdirSync(root)
  for (const entry of entries) {
    if (typeof entry === 'string' && entry.endsWith('/')) {
      mkdirSync(join(root, entry), {recursive: true})
      continue
    }
    const path = join(root, typeof entry === 'string' ? entry : entry.link)
    mkdirSync(dirname(path), {recursive: true})
    if (typeof entry === 'string') writeFileSync(path, '')
    else symlinkSync(entry.to, path)
  }
}
