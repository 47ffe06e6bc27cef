import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'

import {describe, expect, test} from '@jest/globals'

import {imagesIn, pinned, unpinnedIn} from '../../setup/pins.js'

const WORKFLOWS = resolve(import.meta.dirname, '../../.github/workflows')
const COMMIT = 'a'.repeat(40)
const DIGEST = `sha256:${'b'.repeat(64)}`
const QEMU = 'tonistiigi/binfmt:qemu-v10.2.3-68'
const BUILDKIT = 'moby/buildkit:v0.32.2'
const PINS = {
  commit: COMMIT,
  version: '1.2.3',
  digests: new Map([
    [QEMU, DIGEST],
    [BUILDKIT, DIGEST]
  ])
}

const ofRelease = (commit: string): boolean => commit === COMMIT

describe.each(['image.yml', 'image-any-runner.yml'])('%s', name => {
  const text = readFileSync(join(WORKFLOWS, name), 'utf8')

  test('starts QEMU and BuildKit of a fixed version', () => {
    expect(imagesIn(text)).toEqual([QEMU, BUILDKIT])
  })

  test('is pinned to a commit and to digests, and nothing else changes', () => {
    const result = pinned(text, PINS)
    expect(unpinnedIn(result, ofRelease)).toEqual([])
    const lines = result.split('\n')
    const changed = new Set(
      lines.filter((line, index) => line !== text.split('\n')[index]).map(line => line.replace(/^[\s-]+/, ''))
    )
    expect([...changed].sort()).toEqual([
      `driver-opts: image=${BUILDKIT}@${DIGEST}`,
      `image: ${QEMU}@${DIGEST}`,
      `uses: org/ecr-registry-action@${COMMIT} # v1.2.3`
    ])
  })

  test('that is pinned already is pinned again', () => {
    const before = pinned(text, {...PINS, commit: 'c'.repeat(40), version: '1.2.2'})
    expect(pinned(before, PINS)).toBe(pinned(text, PINS))
  })
})

test('an image without a digest among the pins is an error', () => {
  expect(() => pinned(`image: ${QEMU}`, {...PINS, digests: new Map()})).toThrow(`The digest of ${QEMU} is not known.`)
})

test.each<[string, string, string[]]>([
  ['an action at a tag', 'uses: org/ecr-registry-action@v1', ['it uses the action at v1, which is no commit']],
  [
    'an action at a commit of another release',
    `uses: org/ecr-registry-action@${'d'.repeat(40)} # v1.2.2`,
    [`it uses the action at ${'d'.repeat(40)}, which has not the dist/ of this release`]
  ],
  ['an image by its tag alone', `driver-opts: image=${BUILDKIT}`, [`${BUILDKIT} has no digest`]],
  ...[
    'uses:  org/ecr-registry-action@v1',
    'uses: org/ecr-registry-action@v1  # a comment',
    'uses: org/ecr-registry-action@v1 ',
    'uses: "org/ecr-registry-action@v1"',
    '"uses": org/ecr-registry-action@v1',
    '{uses: org/ecr-registry-action@v1}',
    'uses: >-\n  org/ecr-registry-action@v1',
    'uses: Org/ECR-Registry-Action@v1',
    'uses: org/ecr-registry-action/part@v1'
  ].map((text): [string, string, string[]] => [
    JSON.stringify(text),
    text,
    ['it uses the action at v1, which is no commit']
  ]),
  ...[
    `image: "${BUILDKIT}"`,
    `image: ${BUILDKIT} # a comment`,
    `with: {image: ${BUILDKIT}}`,
    `image: ${BUILDKIT}@sha256:1`,
    `driver-opts: network=host,image=${BUILDKIT}`,
    `driver-opts: |\n  network=host\n  image=${BUILDKIT}`,
    `driver-opts: '"image=${BUILDKIT}"'`
  ].map((text): [string, string, string[]] => [JSON.stringify(text), text, [`${BUILDKIT} has no digest`]]),
  ['an image without a tag', 'image: tonistiigi/binfmt', ['tonistiigi/binfmt has no digest']],
  ['an image that the caller names', 'image: ${{ inputs.image }}', []],
  ['an option of a cache', 'cache-image: false', []],
  ['another action', 'uses: actions/checkout@v5', []]
])('%s is judged as a part of a release', (_, text, problems) => {
  expect(unpinnedIn(text, ofRelease)).toEqual(problems)
})
