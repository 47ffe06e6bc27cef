import {afterAll, beforeAll, expect, test} from '@jest/globals'

import type {Testbed} from '../../../testbed/harness/testbed.js'
import {startTestbed} from '../../../testbed/harness/testbed.js'
import type {LoggedRequest} from '../../../testbed/server/log.js'
import type {Fault} from '../../../testbed/server/log.js'
import {RegistryError} from '../src/errors.js'
import type {Described} from './content.js'
import {Content} from './content.js'
import type {End} from './world.js'
import {ACCOUNT, copy, ecrEnd, lacking, naming, OTHER_ACCOUNT, REGION, requestsDuring, stored} from './world.js'

const FAULTS: [string, Fault][] = [
  ...[403, 404, 429, 500, 503].map((status): [string, Fault] => [`a ${status}`, {kind: 'status', status}]),
  ['a reset', {kind: 'reset'}],
  ['a reset in the body', {kind: 'reset', afterBytes: 1}],
  ['a stall', {kind: 'stall'}],
  ['a body cut short', {kind: 'cut', afterBytes: 3}],
  ['wrong bytes', {kind: 'wrong-bytes'}],
  ['a lost reply', {kind: 'lost-reply'}]
]

/** Copies at once. Each has repositories and bytes of its own, so that its fault hits no other copy. */
const AT_ONCE = 16

interface Case {
  source: End
  target: End
  content: Content
  root: Described
  /** Starts to name the requests of this case. Requests of other cases have no name. */
  names: () => (request: LoggedRequest) => string | undefined
}

let testbed: Testbed
beforeAll(async () => {
  testbed = await startTestbed()
  testbed.aws.setBlobMounting(ACCOUNT, REGION, true)
  for (const action of ['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:CompleteLayerUpload'])
    testbed.aws.setQuota(action, Infinity)
})
afterAll(() => testbed.close())

/** An index with a referrer, a referrer of that, and a signature by cosign: a copy sends every kind of request, and few of each. */
function fewRequests(seed: string): {content: Content; root: Described} {
  const content = new Content()
  const root = content.index([content.image([content.layer(`layer of ${seed}`)])])
  const sbom = content.artifact('application/spdx+json', `SBOM of ${seed}`, root)
  content.artifact('application/vnd.example.signature', `signature of the SBOM of ${seed}`, sbom)
  content.signature(root, `signature of ${seed}`)
  return {content, root}
}

async function makeCase(name: string, account: string): Promise<Case> {
  const {content, root} = fewRequests(name)
  const [source, target] = [await ecrEnd(testbed, `${name}/source`), await ecrEnd(testbed, `${name}/target`, {account})]
  content.putInto(stored(testbed, source.repository))
  return {source, target, content, root, names: () => ownNames(name, content)}
}

/** Names the requests of a case as they come. The same request has the same name in every case. */
function ownNames(caseName: string, content: Content): (request: LoggedRequest) => string | undefined {
  const nameOf = naming()
  const digests = [...content.manifests.keys(), ...content.blobs.keys()].map(digest => digest.replace('sha256:', ''))
  // All cases share the empty config of two bytes, so a download of it belongs to no case.
  const isOwn = ({service, path}: LoggedRequest): boolean =>
    service === 'blob'
      ? [...content.blobs].some(([digest, bytes]) => bytes.length > 2 && decodeURIComponent(path).includes(digest))
      : path.startsWith(`/v2/${caseName}/`)
  return request => {
    if (!isOwn(request)) return undefined
    const path = digests.reduce((text, digest, index) => text.replaceAll(digest, `content-${index}`), request.path)
    return nameOf({...request, path: path.replace(`/v2/${caseName}/`, '/v2/')})
  }
}

/** The names of the requests of a copy without a fault. */
async function requestNames(name: string, account: string): Promise<string[]> {
  const {source, target, root, names} = await makeCase(name, account)
  const {requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
  const nameOf = names()
  return requests.flatMap(request => nameOf(request) ?? [])
}

interface FaultOutcome {
  /** `complete`, or the error. */
  ended: string
  problems: string[]
}

/**
 * Runs one copy with a fault on the request of that name, and another without a fault if that one left something out. Returns
 * everything that is wrong with the results.
 */
async function copyWithFault(name: string, account: string, wanted: string, fault: Fault): Promise<FaultOutcome> {
  const {source, target, content, root, names} = await makeCase(name, account)
  const nameOf = names()
  let hit = ''
  const active = testbed.faults.add({
    match: request => {
      if (nameOf(request) !== wanted) return false
      hit = `${request.method} ${request.path}`
      return true
    },
    fault
  })
  const problems: string[] = []
  // Silence ends early in these tests, but it lasts longer than any pause of a busy machine.
  const tune = fault.kind === 'stall' ? {idleMs: 4_000} : {}
  const ended = await copy(source, target, root.digest, tune).then(
    () => 'complete',
    (error: unknown) => {
      if (!(error instanceof RegistryError) || error.side === undefined)
        problems.push(`no clear error: ${String(error)}`)
      return String(error)
    }
  )
  if (active.hits !== 1) problems.push(`the fault hit ${active.hits} requests`)
  active.remove()
  const repository = stored(testbed, target.repository, account)
  if (ended === 'complete') {
    // A wrong 404 may hide the tag of a signature. The rest must be complete all the same.
    problems.push(...(await lacking(repository, content, false)).filter(one => !isHidden(one, content, hit)))
  }
  for (const [tag, digest] of repository.tags)
    if (!repository.images.has(root.digest)) problems.push(`${tag} is on ${digest}, but the image is missing`)
  if (ended !== 'complete' || (await lacking(repository, content)).length > 0) {
    await copy(source, target, root.digest).catch((error: unknown) => problems.push(`the next run: ${String(error)}`))
    problems.push(...(await lacking(repository, content)).map(one => `after the next run: ${one}`))
  }
  return {ended, problems: problems.map(problem => `${wanted}: ${problem}`)}
}

function isHidden(one: string, content: Content, hit: string): boolean {
  const [, tag = ''] = /^GET .*\/source\/manifests\/(.*\.sig)$/.exec(hit) ?? []
  const digest = content.tags.get(tag)
  if (digest === undefined) return false
  const {config, layers} = JSON.parse(content.manifests.get(digest)!.bytes.toString()) as {
    config: Described
    layers: Described[]
  }
  return [digest, config.digest, ...layers.map(layer => layer.digest)].some(hidden => one.endsWith(hidden))
}

const places: [string, string][] = [
  ['mounted', ACCOUNT],
  ['streamed', OTHER_ACCOUNT]
]
const matrix = places.flatMap(([place, account]) => FAULTS.map(([what, fault]) => ({place, account, what, fault})))

const title =
  '$what on any request of a copy that is $place ends in a complete copy or a clear error, and the next run completes it'
test.each(matrix)(
  title,
  async ({place, account, what, fault}) => {
    const name = `${place}-${what.replaceAll(' ', '-')}`
    const wanted = await requestNames(`${name}/clean`, account)
    expect(wanted.length).toBeGreaterThan(20)

    const outcomes: FaultOutcome[] = []
    const next = wanted.entries()
    await Promise.all(
      Array.from({length: AT_ONCE}, async () => {
        for (const [index, request] of next)
          outcomes.push(await copyWithFault(`${name}/${index}`, account, request, fault))
      })
    )
    expect(outcomes.flatMap(({problems}) => problems)).toEqual([])
    // The copy survives every transient fault. A refusal may end it.
    const survived = outcomes.filter(({ended}) => ended === 'complete').length
    expect(survived).toBeGreaterThanOrEqual(/40[34]/.test(what) ? 1 : wanted.length)
  },
  300_000
)
