import {existsSync} from 'node:fs'
import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'

import {afterAll, beforeAll, expect, test} from '@jest/globals'

import type {World} from './world.js'
import {startWorld} from './world.js'

let world: World
beforeAll(async () => {
  world = await startWorld()
  await world.sample.branch('feature/hello')
}, 60_000)
afterAll(() => world.close())

test('no child process sees the inputs, or can ask for OIDC tokens', async () => {
  const directory = join(world.sample.directory, '.git', 'programs')
  const seen = join(directory, 'seen')
  await mkdir(directory)
  for (const program of ['docker', 'git']) {
    const script = `#!/bin/sh\nenv >> ${seen}\nPATH=\${PATH#*:} exec ${program} "$@"\n`
    await writeFile(join(directory, program), script)
    await chmod(join(directory, program), 0o755)
  }
  const result = await world.run(await world.sample.pullRequest(12, 'feature/hello'), {
    inputs: {secrets: 'token=very-secret-value'},
    environment: {PATH: `${directory}:${process.env['PATH'] ?? ''}`}
  })
  expect(result).toMatchObject({exitCode: 0})
  const environments = await readFile(seen, 'utf8')
  expect(environments).toContain('DOCKER_CONFIG=')
  expect(environments).not.toMatch(/^INPUT_|^ACTIONS_ID_TOKEN_REQUEST/m)
  // Only the process that builds has the secret.
  expect(environments.match(/very-secret-value/g)).toHaveLength(1)
}, 60_000)

test('AWS is reached through HTTPS_PROXY, but not if NO_PROXY names it', async () => {
  const asked: string[] = []
  const proxy = createServer().on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n')
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  const environment = {
    HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    AWS_ENDPOINT_URL_STS: 'https://sts.example.com'
  }
  const event = await world.sample.pullRequest(12, 'feature/hello')
  const proxied = await world.run(event, {environment})
  expect([...new Set(asked)]).toEqual(['sts.example.com:443'])
  expect(proxied.annotations.find(({kind}) => kind === 'error')?.message).toMatch(
    /^Assuming [^]*HTTPS_PROXY and NO_PROXY/
  )
  asked.length = 0
  await world.run(event, {environment: {...environment, NO_PROXY: 'sts.example.com'}})
  expect(asked).toEqual([])
  await new Promise(resolve => proxy.close(resolve))
}, 60_000)

test('a .dockerignore link that Docker does not follow is refused, because Docker would send the ignored files', async () => {
  await world.sample.checkout('feature/hello')
  await world.sample.write({
    'common.ignore': 'secret.txt\n',
    'sub/Dockerfile': 'FROM scratch\nCOPY . /\n',
    'sub/secret.txt': 'x'
  })
  await world.sample.git('rm', '-q', '--cached', '.dockerignore')
  await (
    await import('node:fs/promises')
  ).symlink('../common.ignore', join(world.sample.directory, 'sub/.dockerignore'))
  await world.sample.commit('Share the patterns')
  const result = await world.run(await world.sample.pullRequest(12, 'feature/hello'), {inputs: {context: 'sub'}})
  expect(result.annotations[0]?.message).toMatch(
    /^sub\/\.dockerignore is a link to .*common\.ignore, outside its directory[^]*Replace the link with a file\.$/
  )
}, 30_000)

test('a directory in the form of a bare repository runs no program that its configuration names', async () => {
  await world.sample.checkout('master')
  await world.sample.branch('feature/bare')
  const proof = join(world.sample.directory, '.git/ran')
  await world.sample.write({
    'bare/HEAD': 'ref: refs/heads/master\n',
    'bare/objects/keep': '',
    // The commit is missing, so git fetches it from the remote, by a program.
    'bare/refs/heads/master': `${'a'.repeat(40)}\n`,
    'bare/config': [
      '[core]\n repositoryformatversion = 1\n bare = false\n worktree = .',
      '[extensions]\n partialClone = origin',
      '[remote "origin"]\n url = ext::./tool\n promisor = true',
      '[protocol "ext"]\n allow = always\n'
    ].join('\n'),
    'bare/tool': `#!/bin/sh\ntouch ${proof}\n`,
    'bare/Dockerfile': 'FROM scratch\nCOPY Dockerfile /\n'
  })
  await chmod(join(world.sample.directory, 'bare/tool'), 0o755)
  await world.sample.commit('A bare repository')
  const result = await world.run(await world.sample.pullRequest(13, 'feature/bare'), {inputs: {context: 'bare'}})
  expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'built'}})
  expect(existsSync(proof)).toBe(false)
}, 60_000)

test('a GitHub that never answers is an error', async () => {
  world.testbed.faults.add({match: {service: 'github'}, fault: {kind: 'stall'}})
  const result = await world.run(await world.sample.push('feature/hello'))
  world.testbed.faults.clear()
  expect(result.annotations[0]?.message).toMatch(
    /^Listing the open pull requests of branch feature\/hello: GitHub did not answer within 15 s/
  )
}, 90_000)

test('runner files that cannot be written are a warning after the push', async () => {
  const nowhere = {GITHUB_STEP_SUMMARY: '/nowhere/summary', GITHUB_ARTIFACTS: '/nowhere/artifacts'}
  await world.sample.checkout('feature/hello')
  const result = await world.run(await world.sample.pullRequest(12, 'feature/hello'), {
    inputs: {rebuild: 'true'},
    environment: nowhere
  })
  expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'built'}})
  expect(result.annotations.map(({kind, message}) => `${kind}: ${message}`)).toEqual([
    expect.stringMatching(
      /^warning: The image could not be declared to later steps, such as actions\/attest \(GITHUB_ARTIFACTS\): ENOENT: .*\/nowhere\/artifacts/
    ),
    expect.stringMatching(
      /^warning: The job summary could not be written \(GITHUB_STEP_SUMMARY\): ENOENT: .*\/nowhere\/summary/
    )
  ])
}, 60_000)
