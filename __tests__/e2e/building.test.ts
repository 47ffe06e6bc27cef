import {once} from 'node:events'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'

import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals'

import type {EngineKind} from '../../setup/engine.js'
import {ensureLegacyDocker} from '../../setup/machine.js'
import {SampleRepository} from '../../testbed/harness/sample.js'
import {makeLayer} from '../../testbed/registry/image.js'
import type {FaultRule} from '../../testbed/server/faults.js'
import {imageStore} from './engine.js'
import type {World} from './world.js'
import {DEVELOPMENT, requestsOf, startWorld} from './world.js'

let world: World
let clean: string
let store: EngineKind['store']
beforeAll(async () => {
  world = await startWorld()
  store = await imageStore()
  await world.sample.branch('feature/hello')
  clean = await world.sample.commit('On a branch')
}, 60_000)
afterAll(() => world.close())
afterEach(async () => {
  world.testbed.faults.clear()
  await world.sample.git('checkout', '--quiet', '--force', '-B', 'feature/hello', clean)
  await world.sample.git('clean', '-qfdx')
})

/** A pull request that changes these files. */
async function change(files: Record<string, string>) {
  await world.sample.checkout('feature/hello')
  await world.sample.write(files)
  await world.sample.commit('Change')
  return await world.sample.pullRequest(12, 'feature/hello')
}

const config = async (tag: string) => {
  const manifest = world.registry.manifest(DEVELOPMENT, tag) as {config: {digest: string}}
  return JSON.parse(String(await world.registry.blob(DEVELOPMENT, manifest.config.digest))) as {
    config: {Env: string[]; Labels: Record<string, string>}
  }
}

test('build arguments, target, labels and annotations reach the build, and another value is a change', async () => {
  const dockerfile = `FROM ${world.base} AS first\nARG GREETING=none\nENV GREETING=$GREETING\nFROM first AS second\nENV SECOND=1\n`
  const event = await change({Dockerfile: dockerfile})
  const inputs = {
    'build-args': 'GREETING=hello, world',
    target: 'first',
    labels: 'org.opencontainers.image.title=Mine\nteam=a=b',
    annotations: 'team=x'
  }
  const result = await world.run(event, {inputs})
  expect(result.log).not.toContain('Error')
  const {
    config: {Env, Labels}
  } = await config('pr-12')
  expect(Env).toContain('GREETING=hello, world')
  expect(Env).not.toContain('SECOND=1')
  expect(Labels).toMatchObject({'org.opencontainers.image.title': 'Mine', team: 'a=b'})
  const {annotations} = world.registry.manifest(DEVELOPMENT, 'pr-12') ?? {}
  const expected = {
    containerd: {
      kept: expect.objectContaining({team: 'x', 'org.opencontainers.image.title': 'sample-image'}),
      warnings: [],
      reason: / Built because the build arguments changed\.$/
    },
    docker: {
      // What an image was built from is in its annotations.
      reason: /^Pull request #12 from branch feature\/hello of this repository goes to development\.$/,
      kept: undefined,
      warnings: [expect.stringMatching(/^The builder dropped the annotations team\./)]
    }
  }[store]
  expect(annotations).toEqual(expected.kept)
  expect(result.annotations.map(({message}) => message)).toEqual(expected.warnings)

  const again = await world.run(event, {inputs})
  const other = await world.run(event, {inputs: {...inputs, 'build-args': 'GREETING=bye'}})
  expect([again.outputs['operation'], other.outputs['operation']]).toEqual(['unchanged', 'built'])
  expect(other.outputs['reason']).toMatch(expected.reason)
  // This is another image of the same commit. The tag of the commit never moves, and the summary says so.
  expect(other.outputs['tags']).not.toContain(':sha-')
  expect(other.summary).toMatch(/<code>sha-[0-9a-f]{12}<\/code> stays where it is/)
}, 60_000)

describe('build secrets', () => {
  test('reach the build, but not the log', async () => {
    const event = await change({
      Dockerfile: `FROM ${world.base}\nRUN --mount=type=secret,id=token --mount=type=secret,id=fromenv ["/bin/busybox", "sh", "-c", "busybox cp /run/secrets/token /len && busybox wc -c /run/secrets/token /run/secrets/fromenv"]\n`
    })
    const result = await world.run(event, {
      inputs: {secrets: '"token=hunter2 line one\nline two"', 'secret-envs': 'fromenv=MY_SECRET'},
      environment: {MY_SECRET: 'correct-horse'}
    })
    expect(result).toMatchObject({exitCode: 0})
    expect(result.log).toMatch(/25 \/run\/secrets\/token/)
    expect(result.log).toMatch(/13 \/run\/secrets\/fromenv/)
    expect(result.log).not.toMatch(/hunter2|correct-horse/)
    expect(result.masked).toEqual(expect.arrayContaining(['hunter2 line one', 'line two', 'correct-horse']))
  }, 60_000)

  test('come from a file whose path has commas and quotes', async () => {
    const event = await change({
      Dockerfile: `FROM ${world.base}\nRUN --mount=type=secret,id=odd ["/bin/busybox", "sh", "-c", "busybox wc -c /run/secrets/odd"]\n`,
      'with, "odd" name': 'odd-secret'
    })
    const result = await world.run(event, {inputs: {'secret-files': 'odd=with, "odd" name'}})
    expect(result).toMatchObject({exitCode: 0, masked: expect.arrayContaining(['odd-secret'])})
    expect(result.log).toMatch(/10 \/run\/secrets\/odd/)
  }, 60_000)

  test('that a fork does not have are named in a warning, and its image is built without them', async () => {
    await world.sample.checkout('feature/hello')
    const fork = {fork: 'mallory/sample-image', permissions: {contents: 'read'}} as const
    const event = await world.sample.pullRequest(15, 'feature/hello', fork)
    const inputs = {secrets: 'token=', 'secret-envs': 'npm=NPM_TOKEN', 'secret-files': 'cert=no/file'}
    const {exitCode, annotations} = await world.run(event, {inputs})
    expect([exitCode, annotations.map(({kind}) => kind)]).toEqual([0, ['warning']])
    expect(annotations[0]?.message).toMatch(/`token`[^]*`npm`[^]*`cert`/)
  }, 60_000)
})

test('a failed build is one error with the failing instruction and its output, at its line of the Dockerfile', async () => {
  const event = await change({
    Dockerfile: `FROM ${world.base}\n\nRUN ["/bin/busybox", "sh", "-c", "echo first; echo the reason >&2; exit 3"]\n`
  })
  const result = await world.run(event)
  expect(result.exitCode).toBe(1)
  const errors = result.annotations.filter(({kind}) => kind === 'error')
  expect(errors).toHaveLength(1)
  expect(errors[0]?.message).toMatch(
    /^The build failed at \[1\/2\] RUN \["\/bin\/busybox"[^]*the reason[^]*exit code: 3/
  )
  expect(errors[0]?.properties).toMatchObject({file: 'Dockerfile', line: '3'})
  expect(
    Object.keys(world.registry.tags(DEVELOPMENT)).filter(tag => tag.includes(result.outputs['fingerprint'] ?? 'none'))
  ).toEqual([])
}, 60_000)

test.each([
  ["the context's", {'.dockerignore': '.git\napp\n'}, '.dockerignore:2'],
  [
    "the Dockerfile's own",
    {'.dockerignore': '', 'Dockerfile.dockerignore': '*\n!app\n**/app\n'},
    'Dockerfile.dockerignore:3'
  ]
])(
  'a failed COPY of an ignored path names the line of the ignore file: %s',
  async (_, files, place) => {
    const result = await world.run(await change(files))
    expect(result.annotations.find(({kind}) => kind === 'error')?.message).toMatch(
      new RegExp(
        `^The build failed[^]*"/app": not found\nRemove the line ${place}, or add \`!app\` to the end of that file: app exists, but this line keeps it out of the build\\.$`
      )
    )
  },
  60_000
)

test('a COPY from below a file fails with the error of the build', async () => {
  const result = await world.run(
    await change({'.dockerignore': '.git\n', Dockerfile: `FROM ${world.base}\nCOPY README.md/page /page\n`})
  )
  expect(result.annotations.find(({kind}) => kind === 'error')?.message).toMatch(
    /^The build failed[^]*README\.md\/page/
  )
  expect(result.raw).not.toContain('defect of the action')
}, 60_000)

test('the output of a build is text: the runner obeys none of it', async () => {
  const hostile = [
    '##[save-state name=docker-config;]/home',
    '##[add-mask]development',
    '::add-mask::development',
    'half\r::set-output name=digest::sha256:0\rline',
    '##[set-output name=image;]mallory/image',
    '::error::mallory',
    '::stop-commands::mallory'
  ]
  const event = await change({
    Dockerfile: `FROM ${world.base}\nCOPY hostile /hostile\nRUN ["/bin/busybox", "cat", "/hostile"]\n`,
    hostile: `${hostile.join('\n')}\n`
  })
  const result = await world.run(event)
  expect(result).toMatchObject({exitCode: 0, annotations: [], outputs: {stage: 'development', operation: 'built'}})
  expect(result.log).toContain('##[add-mask]development')
  expect(result.outputs['digest']).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(result.outputs['image']).not.toContain('mallory')
  expect(result.masked).not.toContain('development')
  expect(Object.values(result.state)).not.toContain('/home')
}, 60_000)

describe('a push that fails for a passing reason is tried again', () => {
  const passing: [string, FaultRule['fault']][] = [
    ['429', {kind: 'status', status: 429, body: '{"errors":[{"code":"TOOMANYREQUESTS","message":"Rate exceeded"}]}'}],
    ['503', {kind: 'status', status: 503}],
    ['a dropped connection', {kind: 'reset'}]
  ]
  // BuildKit tries some of them again by itself, as often as its version does. Then the action does.
  test.each(passing)(
    '%s, until the action tries again',
    async (name, fault) => {
      const event = await change({'app/hello.sh': `echo ${name}\n`})
      const active = world.testbed.faults.add({
        match: {service: 'registry', method: 'PUT', path: /\/manifests\/part-/},
        fault
      })
      const result = await world.run(event, {
        onOutput: text => {
          if (text.includes('The push failed with an error that may be temporary. Trying again')) active.remove()
        }
      })
      expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'built'}})
      expect(active.hits).toBeGreaterThan(0)
      expect(result.log.match(/Trying again in/g)).toHaveLength(1)
    },
    90_000
  )

  test('but not if it is denied', async () => {
    const event = await change({'app/hello.sh': 'echo denied\n'})
    const fault = {
      kind: 'status',
      status: 403,
      body: '{"errors":[{"code":"DENIED","message":"not authorized to perform: ecr:PutImage"}]}'
    } as const
    world.testbed.faults.add({match: {service: 'registry', method: 'PUT', path: /\/manifests\//}, fault})
    const result = await world.run(event)
    expect(result.exitCode).toBe(1)
    const [error] = result.annotations
    expect(error?.message).toMatch(/^The build failed[^]*\nThe login of the build may not do that\./)
    // An engine with Docker's own image store names only the answer of the registry.
    expect(error?.message.includes('failed to push')).toBe(store === 'containerd')
    expect(result.log).not.toContain('Trying again')
  }, 60_000)
})

describe('Docker before 23, without buildx', () => {
  const legacy = () => ({PATH: `${ensureLegacyDocker()}:${process.env['PATH'] ?? ''}`, DOCKER_CONFIG: '/nowhere'})

  test('builds, pushes and tags the image', async () => {
    const event = await change({'app/hello.sh': 'echo legacy\n'})
    const result = await world.run(event, {environment: legacy()})
    expect(result.log).not.toContain('Error')
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'built'}})
    expect(world.registry.tags(DEVELOPMENT)).toMatchObject({
      'pr-12': result.outputs['digest'],
      [`src-${result.outputs['fingerprint'] ?? ''}`]: result.outputs['digest']
    })
    expect((await world.run(event, {environment: legacy()})).outputs).toMatchObject({operation: 'unchanged'})
  }, 60_000)

  test('builds on the base image of the fingerprint, even if the engine has an older one under the name', async () => {
    await SampleRepository.addBase(world.testbed, {name: 'base/moving', tag: '1', extra: 'old'})
    const reference = `${world.testbed.publicRegistry.host}/base/moving:1`
    const dockerfile = `FROM ${reference}\nRUN ["/bin/busybox", "cp", "/extra", "/copy"]\n`
    const event = await change({Dockerfile: dockerfile})
    expect(await world.run(event, {environment: legacy()})).toMatchObject({exitCode: 0, outputs: {operation: 'built'}})
    await SampleRepository.addBase(world.testbed, {name: 'base/moving', tag: '1', extra: 'newer'})
    const result = await world.run(event, {environment: legacy()})
    expect(result.outputs).toMatchObject({operation: 'built'})
    const current = world.testbed.publicRegistry.addImage('unused', 'x', {layers: []})
    expect(current).toMatch(/^sha256:/)
    const layers = (tag: string) =>
      (world.registry.manifest(DEVELOPMENT, tag) as {layers: {digest: string}[]}).layers.map(({digest}) => digest)
    expect(layers(result.outputs['digest'] ?? '')).not.toEqual([])
    const [first] = layers(result.outputs['digest'] ?? '')
    expect(
      String((await import('node:zlib')).gunzipSync((await world.registry.blob(DEVELOPMENT, first ?? ''))!))
    ).toContain('newer')
  }, 60_000)

  test.each([
    ['platforms', 'linux/amd64,linux/arm64'],
    ['cache-to', 'type=inline'],
    ['annotations', 'a=b'],
    ['sbom', 'true']
  ])(
    'refuses the input %s, which needs buildx',
    async (name, value) => {
      const event = await change({'app/hello.sh': `echo ${name}\n`})
      const result = await world.run(event, {environment: legacy(), inputs: {[name]: value}})
      expect(result.annotations[0]?.message).toMatch(
        new RegExp(`^The setting ${name}.* requires buildx, and Docker 20\\.10 on this machine does not have it\\.`)
      )
    },
    30_000
  )
})

describe('on the image store of the engine, containerd or that of Docker', () => {
  test('several platforms make an index whose platforms the summary names, or are refused with a remedy', async () => {
    const event = await change({Dockerfile: 'FROM scratch\nCOPY app/ /app/\n'})
    const build = () => world.run(event, {inputs: {platforms: 'linux/amd64,linux/arm64'}})
    const result = await build()
    const [error] = result.annotations
    const index = world.registry.manifest(DEVELOPMENT, result.outputs['digest'] ?? 'none')
    const seen = [result.outputs['operation'], error?.message, index, result.summary]
    const expected = {
      containerd: [
        'built',
        undefined,
        expect.objectContaining({
          mediaType: 'application/vnd.oci.image.index.v1+json',
          annotations: expect.objectContaining({'org.opencontainers.image.title': 'sample-image'})
        }),
        expect.stringMatching(
          /\| Size \| .* compressed \|\n\| Platforms \| <code>linux\/amd64<\/code>, <code>linux\/arm64<\/code> \|/
        )
      ],
      docker: [
        undefined,
        expect.stringMatching(
          /^The build failed: index annotations [^]*\nAdd docker\/setup-buildx-action [^\n]*: the default builder makes no index/
        ),
        undefined,
        expect.stringContaining('index annotations')
      ]
    }[store]
    expect(seen).toEqual(expected)
    const tagged = Object.values(world.registry.tags(DEVELOPMENT))
    expect(tagged.includes(result.outputs['digest'] ?? 'none')).toBe(store === 'containerd')
    expect((await build()).outputs['operation']).toBe({containerd: 'unchanged', docker: undefined}[store])
  }, 60_000)

  test('attestations are made only if they are asked for, or are refused with a remedy', async () => {
    const event = await change({'app/hello.sh': 'echo attested\n'})
    const plain = await world.run(event)
    const attested = await world.run(event, {inputs: {provenance: 'mode=max'}})
    const seen = [plain, attested].map(({outputs, annotations}) => [
      world.registry.manifest(DEVELOPMENT, outputs['digest'] ?? 'none')?.['mediaType'],
      annotations[0]?.message
    ])
    const expected = {
      containerd: [
        ['application/vnd.oci.image.manifest.v1+json', undefined],
        ['application/vnd.oci.image.index.v1+json', undefined]
      ],
      docker: [
        ['application/vnd.docker.distribution.manifest.v2+json', undefined],
        [
          undefined,
          expect.stringMatching(
            /^The build failed: Attestation is not supported [^]*\nAdd docker\/setup-buildx-action [^\n]*: the default builder cannot make attestations\.$/
          )
        ]
      ]
    }[store]
    expect(seen).toEqual(expected)
    expect(attested.summary.includes('| Platforms | <code>linux/amd64</code> |')).toBe(store === 'containerd')
  }, 60_000)
})

describe('base images', () => {
  test('a base image that moved is a change, and the build gets the new digest', async () => {
    const reference = await SampleRepository.addBase(world.testbed, {name: 'base/fresh', tag: '1', extra: 'one'})
    const event = await change({Dockerfile: `FROM ${reference}\nCOPY app/ /app/\n`})
    const first = await world.run(event)
    const unchanged = await world.run(event)
    await SampleRepository.addBase(world.testbed, {name: 'base/fresh', tag: '1', extra: 'two'})
    const moved = await world.run(event)
    expect([first, unchanged, moved].map(({outputs}) => outputs['operation'])).toEqual(['built', 'unchanged', 'built'])
    expect(moved.summary).toContain(`<code>${reference}</code><br><code>sha256:`)
    expect(moved.outputs['fingerprint']).not.toBe(first.outputs['fingerprint'])
  }, 60_000)

  test('a base image whose trigger fetches a file is never found as unchanged, with a warning that names the file', async () => {
    const files = createServer((_, response) => response.end('fetched'))
    files.listen(0, '127.0.0.1')
    await once(files, 'listening')
    const url = `http://127.0.0.1:${(files.address() as AddressInfo).port}/fetched`
    const {host} = world.testbed.publicRegistry
    world.testbed.publicRegistry.addImage('base/trigger', '1', {
      layers: [makeLayer({first: {content: Buffer.from('1')}})],
      config: {OnBuild: [`ADD ${url} /fetched`]}
    })
    const event = await change({Dockerfile: `FROM ${host}/base/trigger:1\nCOPY app/ /app/\n`})
    const results = [await world.run(event), await world.run(event)]
    files.close()
    for (const {outputs, annotations} of results) {
      expect(outputs['operation']).toBe('built')
      expect(annotations).toMatchObject([{kind: 'warning', message: expect.stringContaining(url)}])
    }
    const [{fingerprint = ''} = {}] = results.map(({outputs}) => outputs)
    const tags = Object.keys(world.registry.tags(DEVELOPMENT))
    expect(tags).toContain('pr-12')
    expect(tags.filter(tag => tag.startsWith('src-') && fingerprint.startsWith(tag.slice(4, 16)))).toEqual([])
  }, 60_000)

  test('a missing base image causes a build every time, with a notice', async () => {
    const event = await change({
      Dockerfile: `FROM ${world.testbed.publicRegistry.host}/no/such:1 AS unused\nFROM ${world.base}\nCOPY --from=unused / /x\n`
    })
    const result = await world.run(event)
    expect(result.exitCode).toBe(1)
    const notices = result.annotations.filter(({kind}) => kind === 'notice').map(({message}) => message)
    expect(notices).toEqual([expect.stringMatching(/^The digest of the base image \S+no\/such:1 is not known/)])
    expect(result.annotations.find(({kind}) => kind === 'error')?.message).toMatch(/^The build failed[^]*no\/such:1/)
  }, 60_000)

  test('a base image from a host without an address is an error at its line of the Dockerfile', async () => {
    const event = await change({
      'images/Dockerfile': `FROM ${world.base} AS first\nENV A=1\nFROM first\nCOPY --from=nosuch.invalid/base:1 / /x\n`
    })
    const result = await world.run(event, {inputs: {file: 'images/Dockerfile'}})
    expect(result.annotations.filter(({kind}) => kind === 'error')).toEqual([
      {
        kind: 'error',
        properties: expect.objectContaining({file: 'images/Dockerfile', line: '4'}),
        message:
          'Asking for the digest of the base image nosuch.invalid/base:1 of images/Dockerfile:4: Looking for 1 in base (nosuch.invalid): getaddrinfo ENOTFOUND nosuch.invalid\n' +
          'Check the spelling of nosuch.invalid, which has no known address. If it is right, check that this runner reaches nosuch.invalid itself. A proxy or a mirror that only Docker knows of is not used here.'
      }
    ])
  }, 60_000)
})

describe('without credentials', () => {
  test.each([
    [
      "a fork's pull request",
      {fork: 'mallory/sample-image', permissions: {contents: 'read'}},
      /of a fork gets no credentials: its image is built, and not pushed/
    ],
    [
      "Dependabot's pull request",
      {actor: 'dependabot[bot]', permissions: {contents: 'read'}},
      /started by Dependabot, which gets no OIDC token here: its image is built, and not pushed/
    ]
  ] as const)(
    '%s is built and not pushed',
    async (_, options, reason) => {
      await world.sample.checkout('feature/hello')
      const event = await world.sample.pullRequest(14, 'feature/hello', options)
      world.testbed.requests.length = 0
      const result = await world.run(event)
      expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'built', changed: 'false'}})
      expect(result.outputs['reason']).toMatch(reason)
      expect(Object.keys(result.outputs)).not.toEqual(expect.arrayContaining(['stage']))
      expect([result.outputs['image'], result.outputs['digest']]).toEqual([undefined, undefined])
      expect(requestsOf(world).filter(request => /^(sts|ecr|registry)/.test(request))).toEqual([])
      expect(result.summary).toContain('Built, not pushed')
    },
    60_000
  )

  test('a build that fails still fails the run', async () => {
    await world.sample.checkout('feature/hello')
    await world.sample.write({Dockerfile: `FROM ${world.base}\nRUN ["/bin/busybox", "false"]\n`})
    await world.sample.commit('Break it')
    const result = await world.run(
      await world.sample.pullRequest(14, 'feature/hello', {
        fork: 'mallory/sample-image',
        permissions: {contents: 'read'}
      })
    )
    expect(result.exitCode).toBe(1)
  }, 60_000)
})

test('a build that fetches a file runs each time, and reports no change if the image is the same', async () => {
  const server = createServer((_, response) => response.end('fetched')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`
  try {
    const event = await change({Dockerfile: `FROM ${world.base}\nADD ${url} /fetched\n`})
    const [first, again] = [
      await world.run(event),
      await world.run(event, {runAttempt: 2, environment: {GITHUB_RUN_ID: '4712'}})
    ]
    expect(again.outputs['digest']).toBe(first.outputs['digest'])
    expect([first, again].map(({outputs: {operation, changed}}) => [operation, changed])).toEqual([
      ['built', 'true'],
      ['built', 'false']
    ])
  } finally {
    server.close()
  }
}, 60_000)

test('a dry run shows the plan and writes nothing', async () => {
  const event = await change({'app/hello.sh': 'echo dry\n'})
  const before = world.registry.tags(DEVELOPMENT)
  const result = await world.run(event, {inputs: {'dry-run': 'true'}})
  expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'planned', changed: 'false', stage: 'development'}})
  expect(result.summary).toContain('dry run, nothing was written')
  expect(result.summary).toContain('| Would | build and push |')
  expect(world.registry.tags(DEVELOPMENT)).toEqual(before)
}, 30_000)

test('a misspelt platform is refused before the build', async () => {
  const event = await change({'app/hello.sh': 'echo misspelt\n'})
  const result = await world.run(event, {inputs: {'dry-run': 'true', platforms: 'linux/amd64,linux/arm46'}})
  expect(result.exitCode).toBe(1)
  expect(result.annotations[0]?.message).toContain('`linux/arm46`; expected linux/arm64, or one of linux/amd64 ')
}, 30_000)

test('role-arn and repository-arn replace a stages file', async () => {
  await world.sample.checkout('feature/hello')
  await world.sample.git('rm', '-rq', '.github')
  await world.sample.commit('No stages file')
  const result = await world.run(await world.sample.pullRequest(12, 'feature/hello'), {
    inputs: {
      'role-arn': 'arn:aws:iam::111122223333:role/sample-image-development-github',
      'repository-arn': 'arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/development'
    }
  })
  expect(result).toMatchObject({exitCode: 0, outputs: {stage: 'development', repository: DEVELOPMENT}})
}, 60_000)
