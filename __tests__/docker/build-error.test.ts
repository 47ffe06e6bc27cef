import {describe, expect, test} from '@jest/globals'

import {remedyAt} from '../../src/core/remedy.js'
import type {FailedBuild} from '../../src/docker/build-error.js'
import {buildFailure, isTransientPush} from '../../src/docker/build-error.js'

const failing = (log: string, exitCode = 1, excludedBy: FailedBuild['excludedBy'] = () => undefined) =>
  buildFailure({log: log.split('\n'), exitCode, dockerfile: 'app/Dockerfile', excludedBy})

const RUN = `#5 [build 2/2] RUN make all
#5 0.213 one
#5 0.214 make: *** No rule to make target 'all'.  Stop.
#5 ERROR: process "/bin/sh -c make all" did not complete successfully: exit code: 2
------
 > [build 2/2] RUN make all:
0.213 one
0.214 make: *** No rule to make target 'all'.  Stop.
------
Dockerfile:3
--------------------
   1 |     FROM scratch AS base
   3 | >>> RUN make all
--------------------
ERROR: failed to solve: process "/bin/sh -c make all" did not complete successfully: exit code: 2`

const PARSE = `#1 [internal] load build definition from Dockerfile
#1 DONE 0.0s
Dockerfile:2
--------------------
   2 | >>> FOO bar
--------------------
ERROR: failed to solve: dockerfile parse error on line 2: unknown instruction: FOO (did you mean FROM?)`

const OLD_CLIENT = `#3 [2/2] RUN make all
#3 0.1 nothing to make
------
 > [2/2] RUN make all:
#3 0.1 nothing to make
------
executor failed running [/bin/sh -c make all]: exit code: 2`

describe('the error of a failed build has the failed instruction and its last lines', () => {
  test('with buildx, at the line of the Dockerfile', () => {
    const failure = failing(RUN)
    expect(failure.message).toBe(
      'The build failed at [build 2/2] RUN make all\n' +
        "  0.213 one\n  0.214 make: *** No rule to make target 'all'.  Stop.\n" +
        'process "/bin/sh -c make all" did not complete successfully: exit code: 2'
    )
    expect(failure.location).toEqual({file: 'app/Dockerfile', line: 3})
  })

  test('with a Dockerfile that cannot be parsed', () => {
    const failure = failing(PARSE)
    expect(failure.message).toBe(
      'The build failed: dockerfile parse error on line 2: unknown instruction: FOO (did you mean FROM?)'
    )
    expect(failure.location).toEqual({file: 'app/Dockerfile', line: 2})
  })

  test('without the words of buildx that say only that it failed', () => {
    for (const words of ['failed to solve: ', 'failed to build: ', 'failed to build: failed to solve: ']) {
      expect(failing(`ERROR: ${words}no such stage`).message).toBe('The build failed: no such stage')
    }
  })

  test('with a Docker before 23, whose last line has no label', () => {
    expect(failing(OLD_CLIENT).message).toBe(
      'The build failed at [2/2] RUN make all\n  #3 0.1 nothing to make\nexecutor failed running [/bin/sh -c make all]: exit code: 2'
    )
  })

  test('with at most the last fifteen lines', () => {
    const many = Array.from({length: 40}, (_, index) => `0.${index} line ${index}`)
    const {message} = failing(['------', ' > [1/1] RUN x:', ...many, '------', 'ERROR: failed to solve: no'].join('\n'))
    expect(message.split('\n').filter(line => line.includes('line'))).toHaveLength(15)
    expect(message).toContain('line 39')
  })

  test('and the exit code only if Docker printed nothing', () => {
    expect(failing('', 137).message).toBe('The build failed: Docker ended with exit code 137 and printed nothing')
  })
})

test.each([
  [
    'a missing engine',
    'ERROR: Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?',
    {
      workflow: /^Start the Docker engine of this runner in a step before/,
      terminal: /^Start the Docker engine of this machine/
    }
  ],
  [
    'a builder that does not exist',
    'ERROR: no builder "cluster" found',
    {workflow: /setup-buildx-action before this step, with the same `name`/, terminal: /`docker buildx ls`/}
  ],
  [
    'several platforms on the default builder',
    'ERROR: Multi-platform build is not supported for the docker driver.',
    {workflow: /setup-buildx-action/, terminal: /`docker buildx create --use`/}
  ],
  [
    "several platforms on an engine with Docker's own image store, whose refusal names only the annotations of the index",
    'ERROR: failed to build: index annotations not supported for single platform export',
    {workflow: /setup-buildx-action.* one platform at a time/, terminal: /`docker buildx create --use`.* no index/}
  ],
  [
    'attestations on the default builder',
    'ERROR: failed to build: Attestation is not supported for the docker driver.',
    {workflow: /setup-buildx-action.*attestations/, terminal: /`docker buildx create --use`.*attestations/}
  ],
  [
    'a platform without emulation',
    'ERROR: failed to solve: process "/bin/sh" did not complete: exec format error',
    {workflow: /setup-qemu-action/, terminal: /`docker run --privileged --rm tonistiigi\/binfmt --install all`/}
  ]
])('gives the remedy for %s', (_, log, {workflow, terminal}) => {
  const {remedy = ''} = failing(log)
  expect(remedyAt('workflow', remedy)).toMatch(workflow)
  expect(remedyAt('terminal', remedy)).toMatch(terminal)
})

describe('for a file that is not found', () => {
  const step = (instruction: string) => `------\n > [1/3] ${instruction}:\n------\n`
  const quote = (instruction: string) =>
    `Dockerfile:2\n--------------------\n   1 |     FROM scratch\n   2 | >>> ${instruction}\n--------------------\n`
  const NEW = 'failed to calculate checksum of ref 3b6c::x1y2: "/app": not found'
  const excluded = (path: string) => (path === 'app' ? {location: {file: '.dockerignore', line: 3}} : undefined)
  const REMEDY =
    'Remove the line .dockerignore:3, or add `!app` to the end of that file: app exists, but this line keeps it out of the build.'

  test.each([
    ['the remedy names the rule that excludes it', 'COPY app/ /app/', NEW, REMEDY],
    ['the remedy names the rule with an older BuildKit too', 'COPY app/ /app/', '"/app" not found: not found', REMEDY],
    ['there is no remedy if the file does not exist', 'COPY src/ /src/', NEW.replace('app', 'src'), undefined],
    ['there is no remedy if it is looked for in another stage', 'COPY --from=build /app /app', NEW, undefined],
    [
      'there is no remedy if it is looked for in a mount of another stage',
      'RUN --mount=type=bind,from=build,source=/app,target=/app ls',
      NEW,
      undefined
    ]
  ])('%s', (_, instruction, said, remedy) => {
    // BuildKit does not show a cancelled step, and not every version shows the Dockerfile.
    for (const shown of [step(instruction) + quote(instruction), step(instruction), quote(instruction)]) {
      const {remedy: found} = failing(
        `${shown}ERROR: failed to solve: failed to compute cache key: ${said}`,
        1,
        excluded
      )
      expect({shown, found}).toEqual({shown, found: remedy})
    }
  })
})

test.each([
  [
    '429',
    'ERROR: failed to solve: failed to push r/a:b: unexpected status from PUT request to http://r/v2/: 429 Too Many Requests',
    true
  ],
  ['503', 'ERROR: failed to solve: failed to push r/a:b: unexpected status: 503 Service Unavailable', true],
  [
    'a dropped connection',
    'ERROR: failed to solve: failed to push r/a:b: failed to do request: Put "http://r": read tcp: connection reset by peer',
    true
  ],
  [
    'the end of a stream',
    'ERROR: failed to solve: failed to push r/a:b: failed to do request: Put "http://r": EOF',
    true
  ],
  [
    '403',
    'ERROR: failed to solve: failed to push r/a:b: unexpected status from HEAD request to http://r: 403 Forbidden',
    false
  ],
  ...[
    ['toomanyrequests: Rate exceeded', true],
    ['received unexpected HTTP status: 503 Service Unavailable', true],
    ['Put "http://r/v2/a/manifests/b": EOF', true],
    ['denied: not authorized to perform: ecr:PutImage', false]
  ].map(([said, expected]): [string, string, boolean] => [
    `${said}, from an engine with Docker's own image store`,
    `#6 ERROR: ${said}\n------\n > pushing r/a:b with docker:\n------\nERROR: failed to build: ${said}`,
    expected === true
  ]),
  [
    'a failed instruction whose error contains 503',
    'ERROR: failed to solve: process "/bin/sh -c curl" did not complete successfully: 503',
    false
  ]
])('a push that fails on %s is tried again: %s -> %s', (_, log, expected) => {
  expect(isTransientPush(log.split('\n'))).toBe(expected)
})
