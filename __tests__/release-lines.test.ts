import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import type {Manifest} from '../src/registry/manifest.js'
import {Registry} from '../src/registry/registry.js'
import type {LineMove} from '../src/release-lines.js'
import {moveLines} from '../src/release-lines.js'
import type {Testbed} from '../testbed/testbed.js'
import {startTestbed} from '../testbed/testbed.js'
import {Content} from './registry/content.js'
import {ecrEnd, stored} from './registry/world.js'

let testbed: Testbed
let registry: Registry
let repository: string
let gitTags: string[]
let warnings: string[]
let count = 0

beforeAll(async () => {
  testbed = await startTestbed()
  registry = new Registry({...(await ecrEnd(testbed, 'lines')).options, signal: new AbortController().signal})
}, 60_000)
afterAll(async () => {
  await registry.close()
  await testbed.close()
})
beforeEach(async () => {
  ({repository} = await ecrEnd(testbed, `lines/${++count}`))
  gitTags = []
  warnings = []
})

/** Puts an image of its own under `v<version>`, as a release does before it moves any line. */
function put(version: string): Manifest {
  const content = new Content()
  const {digest} = content.image([content.layer(version)])
  content.tags.set(`v${version}`, digest)
  content.putInto(stored(testbed, repository))
  gitTags.push(`v${version}`)
  return {digest, ...content.manifests.get(digest)!}
}

/** A release of its own, lines and all. */
function release(version: string, ...lines: string[]): string {
  const {digest} = put(version)
  for (const line of lines) stored(testbed, repository).tags.set(line, digest)
  return digest
}

function lines(): Record<string, string | undefined> {
  const versions = new Map([...stored(testbed, repository).tags].filter(([tag]) => tag.startsWith('v')).map(([tag, digest]) => [digest, tag]))
  return Object.fromEntries([...stored(testbed, repository).tags].filter(([tag]) => !tag.startsWith('v')).map(([tag, digest]) => [tag, versions.get(digest)]))
}

/** @param more what is different of it */
async function move(text: string, more: Partial<LineMove> = {}) {
  const manifest = put(text)
  return await moveLines({
    registry, repository, version: {text, prerelease: false}, manifest, gitTags: [...gitTags], listGitTags: () => Promise.resolve(gitTags),
    complete: () => Promise.reject(new Error('nothing is missing')), warn: text => warnings.push(text), ...more
  })
}

const meanwhile = (version: string) => ({kind: 'kept', because: `v${version} is higher, and was released meanwhile.`})

describe('a higher version that is released while the lines move', () => {
  test.each([
    // Which is what its run has put: it has not come to the lines yet, and may have found them as they were.
    ['gets back what it has of them', '1.2.4', [], {'1.2': 'v1.2.4', 1: 'v1.2.4', latest: 'v1.2.4'}, ['1.2', '1', 'latest']],
    ['keeps what it has moved', '1.2.4', ['1.2', '1', 'latest'], {'1.2': 'v1.2.4', 1: 'v1.2.4', latest: 'v1.2.4'}, ['1.2', '1', 'latest']],
    ['has none of a line that it is not of', '1.3.0', [], {'1.2': 'v1.2.3', 1: 'v1.3.0', latest: 'v1.3.0'}, ['1', 'latest']],
    ['has the last one alone', '2.0.0', [], {'1.2': 'v1.2.3', 1: 'v1.2.3', latest: 'v2.0.0'}, ['latest']]
  ])('%s', async (_, higher, moved, expected, given) => {
    release('1.2.2', '1.2', '1', 'latest')
    const results = await move('1.2.3', {
      listGitTags: () => {
        // The lines are moved by now: it is looked a second time.
        expect(lines()).toEqual({'1.2': 'v1.2.3', 1: 'v1.2.3', latest: 'v1.2.3'})
        release(higher, ...moved)
        return Promise.resolve(gitTags)
      }
    })
    expect(lines()).toEqual(expected)
    expect(results).toEqual(['1.2', '1', 'latest'].map(tag => (given.includes(tag) ? {tag, ...meanwhile(higher)} : {tag, kind: 'put'})))
  })

  test('is found by its image alone, where its git tag was there before', async () => {
    release('1.2.2', '1.2', '1', 'latest')
    gitTags.push('v1.2.9')
    const results = await move('1.2.3', {
      listGitTags: () => {
        release('1.2.9')
        return Promise.resolve(gitTags)
      }
    })
    expect(lines()).toEqual({'1.2': 'v1.2.9', 1: 'v1.2.9', latest: 'v1.2.9'})
    expect(results.map(({kind}) => kind)).toEqual(['kept', 'kept', 'kept'])
  })

  test('is the highest of several', async () => {
    await move('1.2.3', {
      listGitTags: () => {
        for (const version of ['1.2.4', '1.2.5', '1.10.0', '2.0.0-rc.1']) release(version)
        return Promise.resolve(gitTags)
      }
    })
    expect(lines()).toEqual({'1.2': 'v1.2.5', 1: 'v1.10.0', latest: 'v1.10.0'})
  })
})

test('two releases at once: whichever comes last, the higher one has the lines', async () => {
  release('1.2.2', '1.2', '1', 'latest')
  const lower = put('1.2.3')
  const higher = put('1.2.4')
  const both = [[lower, '1.2.3'], [higher, '1.2.4']] as const
  // Neither has heard of the other's git tag when it begins.
  await Promise.all(both.map(([manifest, text]) => moveLines({
    registry, repository, version: {text, prerelease: false}, manifest, gitTags: ['v1.2.2', `v${text}`], listGitTags: () => Promise.resolve(gitTags),
    complete: () => Promise.resolve(), warn: said => warnings.push(said)
  })))
  expect(lines()).toEqual({'1.2': 'v1.2.4', 1: 'v1.2.4', latest: 'v1.2.4'})
  expect(warnings).toEqual([])
})

test('where no line was moved, it is not looked again', async () => {
  release('1.3.0', '1.3', '1', 'latest')
  release('1.2.9', '1.2')
  await move('1.2.3', {listGitTags: () => Promise.reject(new Error('asked again'))})
  expect(lines()).toEqual({'1.3': 'v1.3.0', '1.2': 'v1.2.9', 1: 'v1.3.0', latest: 'v1.3.0'})
})
