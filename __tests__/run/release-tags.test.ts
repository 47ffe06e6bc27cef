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
import {Release, versionOf} from '../../src/run/release-tags.js'
import type {StageRepository} from '../../src/run/session.js'
import {parseRepositoryArn} from '../../src/stages/arn.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'

let testbed: Testbed
let registry: RegistryClient
let repository: string
let target: StageRepository
let gitTags: string[]
/** The answers of GitHub about git tags. By default a git tag is no pre-release. */
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

/** Puts a new image under `v<version>`, as a release does before it moves any line. */
function put(version: string): Manifest {
  const content = new Content()
  const {digest} = content.image([content.layer(version)])
  content.tags.set(`v${version}`, digest)
  content.putInto(stored(testbed, repository))
  gitTags.push(`v${version}`)
  return {digest, ...content.manifests.get(digest)!}
}

/** Does the same without a git tag, as for one of several images in one repository on GitHub. */
function putUntagged(version: string): Manifest {
  const manifest = put(version)
  gitTags.pop()
  return manifest
}

/** Puts a complete release, which has moved these lines. */
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

/** The answers of GitHub to a release. */
interface OnGitHub {
  /** The git tags when the release begins. */
  gitTags?: readonly string[]
  /** Lists the git tags again, after the lines have moved. */
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
    group: async (_, work) => await work(),
    relay: async work => await work(ignore)
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
  return new Release(
    {log, timings: new Timings(), github, inputs: {variant: undefined}},
    target,
    {text, prerelease: false},
    manifest.digest
  )
}

const ignore = (): void => undefined
const nothingMissing = () => Promise.reject(new Error('nothing is missing'))

async function moveLines(text: string, manifest: Manifest, told: OnGitHub = {}) {
  return await releaseOf(text, manifest, told).moveLines({manifest, sendAgain: nothingMissing})
}

async function move(text: string, told: OnGitHub = {}) {
  return await moveLines(text, put(text), told)
}

/** The reason to refuse a version that goes backward; undefined if the version is accepted. */
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
    // The run of the higher version has put `v1.2.4`, but may have looked at the lines before they moved.
    [
      'gets back all lines if it has the same minor version',
      '1.2.4',
      [],
      {'1.2': 'v1.2.4', 1: 'v1.2.4', latest: 'v1.2.4'},
      ['1.2', '1', 'latest']
    ],
    [
      'keeps the lines if its run has moved them',
      '1.2.4',
      ['1.2', '1', 'latest'],
      {'1.2': 'v1.2.4', 1: 'v1.2.4', latest: 'v1.2.4'},
      ['1.2', '1', 'latest']
    ],
    [
      'gets back only the lines that it belongs to',
      '1.3.0',
      [],
      {'1.2': 'v1.2.3', 1: 'v1.3.0', latest: 'v1.3.0'},
      ['1', 'latest']
    ],
    [
      'gets back only latest if its major version is higher',
      '2.0.0',
      [],
      {'1.2': 'v1.2.3', 1: 'v1.2.3', latest: 'v2.0.0'},
      ['latest']
    ]
  ])('%s', async (_, higher, moved, expected, given) => {
    release('1.2.2', '1.2', '1', 'latest')
    const results = await move('1.2.3', {
      listGitTags: () => {
        // This is the second look at the git tags, so the lines have moved by now.
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

  test('is found by its image if its git tag existed before', async () => {
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

  test('gets back a line only if it is the highest version of that line', async () => {
    await move('1.2.3', {
      listGitTags: () => {
        for (const version of ['1.2.4', '1.2.5', '1.10.0', '2.0.0-rc.1']) release(version)
        return Promise.resolve(gitTags)
      }
    })
    expect(lines()).toEqual({'1.2': 'v1.2.5', 1: 'v1.10.0', latest: 'v1.10.0'})
  })
})

test('the higher of two simultaneous releases gets the lines, whichever comes last', async () => {
  release('1.2.2', '1.2', '1', 'latest')
  const lower = put('1.2.3')
  const higher = put('1.2.4')
  const both = [
    ['1.2.3', lower],
    ['1.2.4', higher]
  ] as const
  // Neither release knows the git tag of the other when it begins.
  await Promise.all(both.map(([text, manifest]) => moveLines(text, manifest, {gitTags: ['v1.2.2', `v${text}`]})))
  expect(lines()).toEqual({'1.2': 'v1.2.4', 1: 'v1.2.4', latest: 'v1.2.4'})
})

test('a release that moves no line does not look a second time', async () => {
  release('1.3.0', '1.3', '1', 'latest')
  release('1.2.9', '1.2')
  await move('1.2.3', {listGitTags: () => Promise.reject(new Error('asked again'))})
  expect(lines()).toEqual({'1.3': 'v1.3.0', '1.2': 'v1.2.9', 1: 'v1.3.0', latest: 'v1.3.0'})
})

describe('a higher version', () => {
  test('that is a pre-release on GitHub holds no line', async () => {
    release('1.5.0', '1.5', '1', 'latest')
    release('1.6.0')
    onGitHub['v1.6.0'] = {kind: 'yes'}
    expect((await move('1.5.1')).map(({kind}) => kind)).toEqual(['put', 'put', 'put'])
    expect(lines()).toEqual({'1.5': 'v1.5.1', 1: 'v1.5.1', latest: 'v1.5.1'})
  })

  test('that is a pre-release on GitHub leaves the lines to the next full release, and GitHub is asked about nothing lower', async () => {
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

  test('that is a pre-release on GitHub takes no line if it appears while the lines move', async () => {
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

  test('that became a pre-release on GitHub keeps its lines, with a warning', async () => {
    const digest = release('1.6.0', '1', 'latest')
    release('1.5.0', '1.5')
    onGitHub['v1.6.0'] = {kind: 'yes'}
    await move('1.5.1')
    expect(lines()).toEqual({'1.5': 'v1.5.1', 1: 'v1.6.0', latest: 'v1.6.0'})
    expect(warnings).toEqual(
      ['1', 'latest'].map(
        line =>
          `${repository}:${line} stays where it is: it names ${digest}, and no full release that was looked up has that digest.`
      )
    )
  })

  test.each(['before', 'meanwhile'])(
    'that may be a pre-release on GitHub holds its lines, and the reason names the doubt: released %s',
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
  ])('makes a version below it a step back, unless it is a pre-release on GitHub: %s', async (kind, expected) => {
    release('1.5.0')
    release('1.5.2')
    onGitHub['v1.5.2'] = kind === 'unknown' ? {kind, because: ''} : {kind}
    const refusal = await refusalOf('1.5.1', putUntagged('1.5.1'))
    if (expected === undefined) expect(refusal).toBeUndefined()
    else expect(refusal).toContain(`goes backward: v${expected} of the same line`)
  })
})

describe('releases without a git tag', () => {
  test('move the lines forward, one after another', async () => {
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
  ])('hold their lines against a lower version: %s does not get %s', async (version, tag, because) => {
    await moveLines('1.2.4', putUntagged('1.2.4'))
    expect(await moveLines(version, putUntagged(version))).toContainEqual({tag, kind: 'kept', because})
    expect(lines()).toMatchObject({'1.2': 'v1.2.4', 1: 'v1.2.4', latest: 'v1.2.4'})
    expect(warnings).toEqual([])
  })

  test('are also found by a release with a git tag', async () => {
    await moveLines('1.2.3', putUntagged('1.2.3'))
    await move('1.2.4')
    await moveLines('1.2.5', putUntagged('1.2.5'))
    await move('1.3.0')
    expect(lines()).toEqual({'1.2': 'v1.2.5', '1.3': 'v1.3.0', 1: 'v1.3.0', latest: 'v1.3.0'})
    await move('1.2.4')
    expect(lines()).toEqual({'1.2': 'v1.2.5', '1.3': 'v1.3.0', 1: 'v1.3.0', latest: 'v1.3.0'})
  })

  test('leave the lines to the higher of two simultaneous ones, whichever comes last', async () => {
    await moveLines('1.2.2', putUntagged('1.2.2'))
    const both = ['1.2.3', '1.2.4'].map(version => [version, putUntagged(version)] as const)
    await Promise.all(both.map(([version, manifest]) => moveLines(version, manifest)))
    expect(lines()).toEqual({'1.2': 'v1.2.4', 1: 'v1.2.4', latest: 'v1.2.4'})
  })

  test('make a lower version of the same line a step back', async () => {
    putUntagged('1.2.4')
    expect(await refusalOf('1.2.3', putUntagged('1.2.3'))).toContain('goes backward: v1.2.4 of the same line')
  })

  test('that are too far apart to be found leave a line where it is, with a warning', async () => {
    await moveLines('1.2.3', putUntagged('1.2.3'))
    expect((await moveLines('1.2.30', putUntagged('1.2.30'))).map(({kind}) => kind)).toEqual(['kept', 'kept', 'kept'])
    expect(warnings).toHaveLength(3)
  })
})

test('a line that cannot be given back to a higher version is an error that tells which version it names', async () => {
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

describe('the version of a run', () => {
  const read = (text: string, variant: string | undefined, names: readonly string[]): string | undefined => {
    const entry = {name: 'app', context: undefined, file: undefined, target: undefined, platforms: [], buildArgs: {}}
    const settings = {file: undefined, target: undefined, buildArgs: {}}
    const variants = Object.fromEntries(names.map(name => [name, settings]))
    const revision = {commit: 'c'.repeat(40), version: {text, prerelease: text.includes('-')}}
    const of = {branch: undefined, pullRequest: undefined}
    const run = {stage: 'release', reason: '', revision: {...revision, ...of}, image: {...entry, variants}} as const
    return versionOf({...run, inputs: {variant}})?.text
  }

  test.each([
    ['1.2.3-rc.1', undefined, ['rc.1'], 'v1.2.3-rc.1, which is that of the variant rc.1 of 1.2.3.'],
    [
      '1.2.3-slim',
      'alpine',
      ['alpine', 'slim-alpine'],
      'v1.2.3-slim-alpine, which is that of the variant slim-alpine of 1.2.3.'
    ]
  ])(
    '%s is refused for the variant %s beside %j: its tag would pass for that of another',
    (text, variant, all, tag) => {
      expect(() => read(text, variant, all)).toThrow(`The version ${text} would get the tag ${tag}`)
    }
  )

  test('keeps its tag if no other variant has it', () => {
    expect(read('1.2.3', 'rc.1', ['rc.1'])).toBe('1.2.3')
    expect(read('1.2.3-rc.1', 'alpine', ['alpine', 'rc.1'])).toBe('1.2.3-rc.1')
  })
})

test('GitHub is not asked about versions that hold no line', async () => {
  release('1.2.2', '1.2', '1', 'latest')
  release('1.1.0', '1.1')
  await move('1.2.3')
  expect(asked).toEqual([])
})
