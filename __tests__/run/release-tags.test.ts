import {ECRClient} from '@aws-sdk/client-ecr'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'
import type {Manifest} from '@org/oci/manifest'
import {RegistryClient} from '@org/oci/registry-client'

import {Content} from '../../packages/oci/test/content.js'
import {ACCOUNT, ecrEnd, REGION, stored} from '../../packages/oci/test/world.js'
import {messageOf} from '../../src/core/failure.js'
import type {Log} from '../../src/core/log.js'
import {Timings} from '../../src/core/timings.js'
import type {Prerelease} from '../../src/github/repository.js'
import {Release} from '../../src/run/release-tags.js'
import type {StageRepository} from '../../src/run/session.js'
import {parseRepositoryArn} from '../../src/stages/arn.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'

let testbed: Testbed
let registry: RegistryClient
let repository: string
let target: StageRepository
let gitTags: string[]
/** What GitHub answers of git tags; of all others, that they are no pre-release. */
let onGitHub: Record<string, Prerelease>
let asked: string[]
let warnings: string[]
let count = 0

beforeAll(async () => {
  testbed = await startTestbed()
  registry = new RegistryClient({...(await ecrEnd(testbed, 'lines')).options, signal: new AbortController().signal})
}, 60_000)
afterAll(async () => {
  await registry.close()
  await testbed.close()
})
beforeEach(async () => {
  ;({repository} = await ecrEnd(testbed, `lines/${++count}`))
  target = {
    repository: parseRepositoryArn(`arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${repository}`),
    registry,
    client: registry.repository(repository, {side: 'target'}),
    ecr: new ECRClient({region: REGION})
  }
  gitTags = []
  onGitHub = {}
  asked = []
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

/** The same where no git tag was pushed, as of an image of several in one repository. */
function putUntagged(version: string): Manifest {
  const manifest = put(version)
  gitTags.pop()
  return manifest
}

/** A release of its own, lines and all. */
function release(version: string, ...lines: string[]): string {
  const {digest} = put(version)
  for (const line of lines) stored(testbed, repository).tags.set(line, digest)
  return digest
}

function lines(): Record<string, string | undefined> {
  const versions = new Map(
    [...stored(testbed, repository).tags].filter(([tag]) => tag.startsWith('v')).map(([tag, digest]) => [digest, tag])
  )
  return Object.fromEntries(
    [...stored(testbed, repository).tags]
      .filter(([tag]) => !tag.startsWith('v'))
      .map(([tag, digest]) => [tag, versions.get(digest)])
  )
}

/** What a release is told by GitHub. */
interface OnGitHub {
  /** The git tags when the release begins. */
  gitTags?: readonly string[]
  /** Lists them once more, when the lines are moved. */
  listGitTags?: () => Promise<string[]>
  isPrerelease?: (tag: string) => Promise<Prerelease>
}

function releaseOf(text: string, manifest: Manifest, told: OnGitHub = {}): Release {
  const lists = [
    () => Promise.resolve([...(told.gitTags ?? gitTags)]),
    told.listGitTags ?? (() => Promise.resolve(gitTags))
  ]
  const log: Log = {
    info: ignore,
    debug: ignore,
    notice: ignore,
    error: ignore,
    mask: ignore,
    warning: said => warnings.push(said),
    group: async (_, work) => await work()
  }
  const github = {
    versionTags: async () => await (lists.length > 1 ? lists.shift() : lists[0])!(),
    isPrerelease: async (tag: string) => {
      if (tag !== `v${text}`) asked.push(tag)
      return tag === `v${text}`
        ? {kind: 'no' as const}
        : await (told.isPrerelease?.(tag) ?? Promise.resolve(onGitHub[tag] ?? {kind: 'no'}))
    }
  }
  return new Release({log, timings: new Timings(), github}, target, {text, prerelease: false}, manifest.digest)
}

const ignore = (): void => undefined
const nothingMissing = () => Promise.reject(new Error('nothing is missing'))

async function moveLines(text: string, manifest: Manifest, told: OnGitHub = {}) {
  return await releaseOf(text, manifest, told).moveLines({manifest, sendAgain: nothingMissing})
}

async function move(text: string, told: OnGitHub = {}) {
  return await moveLines(text, put(text), told)
}

/** What a version that goes backward is refused for; undefined for one that is not. */
async function refusalOf(text: string, manifest: Manifest): Promise<string | undefined> {
  const tags = {tags: [], named: new Map()}
  return await releaseOf(text, manifest)
    .refuseTakenOrBackward(tags)
    .then(
      () => undefined,
      (error: unknown) => messageOf(error)
    )
}

const meanwhile = (version: string) => ({kind: 'kept', because: `v${version} is higher and was released meanwhile.`})

describe('a higher version that is released while the lines move', () => {
  test.each([
    // Which is what its run has put: it has not come to the lines yet, and may have found them as they were.
    [
      'gets back what it has of them',
      '1.2.4',
      [],
      {'1.2': 'v1.2.4', 1: 'v1.2.4', latest: 'v1.2.4'},
      ['1.2', '1', 'latest']
    ],
    [
      'keeps what it has moved',
      '1.2.4',
      ['1.2', '1', 'latest'],
      {'1.2': 'v1.2.4', 1: 'v1.2.4', latest: 'v1.2.4'},
      ['1.2', '1', 'latest']
    ],
    [
      'has none of a line that it is not of',
      '1.3.0',
      [],
      {'1.2': 'v1.2.3', 1: 'v1.3.0', latest: 'v1.3.0'},
      ['1', 'latest']
    ],
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
    expect(results).toEqual(
      ['1.2', '1', 'latest'].map(tag => (given.includes(tag) ? {tag, ...meanwhile(higher)} : {tag, kind: 'put'}))
    )
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
  const both = [
    ['1.2.3', lower],
    ['1.2.4', higher]
  ] as const
  // Neither has heard of the other's git tag when it begins.
  await Promise.all(both.map(([text, manifest]) => moveLines(text, manifest, {gitTags: ['v1.2.2', `v${text}`]})))
  expect(lines()).toEqual({'1.2': 'v1.2.4', 1: 'v1.2.4', latest: 'v1.2.4'})
})

test('where no line was moved, it is not looked again', async () => {
  release('1.3.0', '1.3', '1', 'latest')
  release('1.2.9', '1.2')
  await move('1.2.3', {listGitTags: () => Promise.reject(new Error('asked again'))})
  expect(lines()).toEqual({'1.3': 'v1.3.0', '1.2': 'v1.2.9', 1: 'v1.3.0', latest: 'v1.3.0'})
})

describe('a higher version that GitHub has as a pre-release', () => {
  test('holds no line', async () => {
    release('1.5.0', '1.5', '1', 'latest')
    release('1.6.0')
    onGitHub['v1.6.0'] = {kind: 'yes'}
    expect((await move('1.5.1')).map(({kind}) => kind)).toEqual(['put', 'put', 'put'])
    expect(lines()).toEqual({'1.5': 'v1.5.1', 1: 'v1.5.1', latest: 'v1.5.1'})
  })

  test('leaves the lines with the next below it; nothing lower is asked about', async () => {
    release('1.5.0', '1.5')
    release('1.7.0')
    release('1.8.0', '1', 'latest')
    release('1.9.0')
    release('2.0.0')
    for (const tag of ['v1.9.0', 'v2.0.0']) onGitHub[tag] = {kind: 'yes'}
    const kept = {kind: 'kept', because: 'v1.8.0 is higher and already released.'}
    expect(await move('1.5.1')).toEqual([
      {tag: '1.5', kind: 'put'},
      {tag: '1', ...kept},
      {tag: 'latest', ...kept}
    ])
    expect(lines()).toEqual({'1.5': 'v1.5.1', 1: 'v1.8.0', latest: 'v1.8.0'})
    expect(new Set(asked)).toEqual(new Set(['v2.0.0', 'v1.9.0', 'v1.8.0']))
  })

  test('takes no line that was moved meanwhile', async () => {
    release('1.5.0', '1.5', '1', 'latest')
    onGitHub['v1.6.0'] = {kind: 'yes'}
    await move('1.5.1', {
      listGitTags: () => {
        release('1.6.0')
        return Promise.resolve(gitTags)
      }
    })
    expect(lines()).toEqual({'1.5': 'v1.5.1', 1: 'v1.5.1', latest: 'v1.5.1'})
  })

  test('and has a line from before it was one, keeps it, with a warning', async () => {
    const digest = release('1.6.0', '1', 'latest')
    release('1.5.0', '1.5')
    onGitHub['v1.6.0'] = {kind: 'yes'}
    await move('1.5.1')
    expect(lines()).toEqual({'1.5': 'v1.5.1', 1: 'v1.6.0', latest: 'v1.6.0'})
    expect(warnings).toEqual(
      ['1', 'latest'].map(
        line =>
          `${repository}:${line} stays where it is: it names ${digest}, and no full release that was looked for is that image.`
      )
    )
  })

  test.each(['before', 'meanwhile'])(
    'or not, which GitHub does not tell, holds its lines, and that is said: released %s',
    async when => {
      release('1.5.0', '1.5', '1', 'latest')
      onGitHub['v1.6.0'] = {kind: 'unknown', because: 'GitHub answered 502.'}
      if (when === 'before') release('1.6.0')
      const results = await move('1.5.1', {
        listGitTags: () => {
          if (when === 'meanwhile') release('1.6.0')
          return Promise.resolve(gitTags)
        }
      })
      const because = `v1.6.0 is higher and ${when === 'before' ? 'already released' : 'was released meanwhile'}. It is not known whether v1.6.0 is a pre-release on GitHub, which would hold no line: GitHub answered 502.`
      expect(results).toEqual([
        {tag: '1.5', kind: 'put'},
        {tag: '1', kind: 'kept', because},
        {tag: 'latest', kind: 'kept', because}
      ])
    }
  )

  test.each<[Prerelease['kind'], string | undefined]>([
    ['yes', undefined],
    ['no', '1.5.2']
  ])('is no step back for a version below it: %s', async (kind, expected) => {
    release('1.5.0')
    release('1.5.2')
    onGitHub['v1.5.2'] = kind === 'unknown' ? {kind, because: ''} : {kind}
    const refusal = await refusalOf('1.5.1', putUntagged('1.5.1'))
    if (expected === undefined) expect(refusal).toBeUndefined()
    else expect(refusal).toContain(`goes backward: v${expected} of the same line`)
  })
})

describe('releases without a git tag', () => {
  test('move the lines from one another', async () => {
    for (const version of ['1.2.2', '1.2.3', '1.3.0', '1.2.4', '2.0.0', '1.3.1'])
      await moveLines(version, putUntagged(version))
    expect(lines()).toEqual({
      '1.2': 'v1.2.4',
      '1.3': 'v1.3.1',
      '2.0': 'v2.0.0',
      1: 'v1.3.1',
      2: 'v2.0.0',
      latest: 'v2.0.0'
    })
    expect(warnings).toEqual([])
  })

  test.each([
    ['1.2.3', '1.2', 'v1.2.4 is higher and already released.'],
    ['1.1.9', '1', '1.2 is higher and already released.'],
    ['0.9.0', 'latest', '1 is higher and already released.']
  ])('hold their lines against a lower one: %s does not have %s', async (version, tag, because) => {
    await moveLines('1.2.4', putUntagged('1.2.4'))
    expect(await moveLines(version, putUntagged(version))).toContainEqual({tag, kind: 'kept', because})
    expect(lines()).toMatchObject({'1.2': 'v1.2.4', 1: 'v1.2.4', latest: 'v1.2.4'})
    expect(warnings).toEqual([])
  })

  test('are found by one with a git tag as well', async () => {
    await moveLines('1.2.3', putUntagged('1.2.3'))
    await move('1.2.4')
    await moveLines('1.2.5', putUntagged('1.2.5'))
    await move('1.3.0')
    expect(lines()).toEqual({'1.2': 'v1.2.5', '1.3': 'v1.3.0', 1: 'v1.3.0', latest: 'v1.3.0'})
    await move('1.2.4')
    expect(lines()).toEqual({'1.2': 'v1.2.5', '1.3': 'v1.3.0', 1: 'v1.3.0', latest: 'v1.3.0'})
  })

  test('two at once: whichever comes last, the higher one has the lines', async () => {
    await moveLines('1.2.2', putUntagged('1.2.2'))
    const both = ['1.2.3', '1.2.4'].map(version => [version, putUntagged(version)] as const)
    await Promise.all(both.map(([version, manifest]) => moveLines(version, manifest)))
    expect(lines()).toEqual({'1.2': 'v1.2.4', 1: 'v1.2.4', latest: 'v1.2.4'})
  })

  test('are a step back for a version below them', async () => {
    putUntagged('1.2.4')
    expect(await refusalOf('1.2.3', putUntagged('1.2.3'))).toContain('goes backward: v1.2.4 of the same line')
  })

  test('that are further apart than is looked leave a line where it is, with a warning', async () => {
    await moveLines('1.2.3', putUntagged('1.2.3'))
    expect((await moveLines('1.2.30', putUntagged('1.2.30'))).map(({kind}) => kind)).toEqual(['kept', 'kept', 'kept'])
    expect(warnings).toHaveLength(3)
  })
})

test('a line that cannot be given back to a higher version is an error, which says what it names', async () => {
  release('1.2.2', '1.2', '1', 'latest')
  await expect(
    move('1.2.3', {
      listGitTags: () => {
        release('1.2.4')
        return Promise.resolve(gitTags)
      },
      isPrerelease: tag => {
        stored(testbed, repository).tags.delete(tag)
        return Promise.resolve({kind: 'no'})
      }
    })
  ).rejects.toMatchObject({
    message: `Moving ${repository}:1.2 back to v1.2.4, which was released meanwhile: it no longer exists. The tag names v1.2.3 now.`,
    remedy: {
      workflow: 'Run the job that released v1.2.4 again: it moves the tag.',
      terminal: 'Promote v1.2.4 again: that moves the tag.'
    }
  })
})

test('GitHub is not asked about versions that hold nothing', async () => {
  release('1.2.2', '1.2', '1', 'latest')
  release('1.1.0', '1.1')
  await move('1.2.3')
  expect(asked).toEqual([])
})
