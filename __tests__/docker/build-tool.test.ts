import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import {findBuildTool, parseDockerVersion} from '../../src/docker/build-tool.js'
import type {DockerQuery} from '../../src/docker/query.js'

test.each([
  ['github.com/docker/buildx v0.13.1 788433953af10f2a698f5c07611dddce2e08c7a0', [0, 13]],
  ['github.com/docker/buildx 0.13.1+ds1 0.13.1+ds1-3', [0, 13]],
  ['26.1.5+dfsg1', [26, 1]],
  ['20.10.24+dfsg1\n', [20, 10]],
  ['no version', undefined]
])('reads the version of %s', (text, version) => {
  expect(parseDockerVersion(text)).toEqual(version)
})

describe('the build tool is found by the answers of docker', () => {
  let directory: string
  const path = process.env['PATH'] ?? ''
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'docker-'))
  })
  afterEach(async () => {
    await rm(directory, {recursive: true})
  })

  /** Adds a `docker` that prints its version and, if it is given, that of buildx. */
  async function machineWith(client: string, buildx?: string, driver = 'docker', labels = ''): Promise<DockerQuery> {
    const answer =
      buildx === undefined
        ? 'echo "docker: \'buildx\' is not a docker command." >&2; exit 1'
        : `if [ "$2" = inspect ]; then echo "Name: x"; echo "Driver:        ${driver}"; echo "${labels}"; else echo "github.com/docker/buildx v${buildx} abc"; fi`
    const script = `#!/bin/sh\nif [ "$1" = buildx ]; then ${answer}\nelse echo ${client}; fi\n`
    await writeFile(join(directory, 'docker'), script)
    await chmod(join(directory, 'docker'), 0o755)
    return onPath(`${directory}:${path}`)
  }

  function onPath(value: string): DockerQuery {
    return {environment: {PATH: value}, signal: new AbortController().signal}
  }

  test.each([
    ['26.1.5', '0.13.1', 'docker', {kind: 'buildx', buildx: [0, 13], pushesByDigest: false, exportsCache: false}],
    [
      '26.1.5',
      '0.29.1',
      'docker-container',
      {kind: 'buildx', buildx: [0, 29], pushesByDigest: true, exportsCache: true}
    ],
    ['26.1.5', '0.29.1', '', {kind: 'buildx', buildx: [0, 29], pushesByDigest: false, exportsCache: false}],
    ['20.10.24', undefined, undefined, {kind: 'docker-build', client: [20, 10]}]
  ])('Docker %s with buildx %s and the driver %j', async (client, buildx, driver, expected) => {
    expect(await findBuildTool(await machineWith(client, buildx, driver))).toEqual(expected)
  })

  const HOST = ' org.mobyproject.buildkit.worker.moby.host-gateway-ip: 172.17.0.1'
  test.each([
    ["Docker's own store", `Labels:\n${HOST}`, false],
    [
      'the store of containerd',
      `Labels:\n${HOST}\n org.mobyproject.buildkit.worker.snapshotter:         overlayfs`,
      true
    ]
  ])('an engine with %s tells whether its builder can write a build cache', async (_, labels, exportsCache) => {
    const tool = await findBuildTool(await machineWith('28.5.1', '0.29.1', 'docker', labels))
    expect(tool).toMatchObject({pushesByDigest: false, exportsCache})
  })

  test('Docker 23 or later without buildx is an error that names the package', async () => {
    await expect(findBuildTool(await machineWith('23.0.1'))).rejects.toMatchObject({
      message: 'Docker 23.0 has no buildx, and since version 23 Docker builds only with buildx.',
      remedy: {
        workflow: expect.stringMatching(
          /docker-buildx-plugin .*, or add docker\/setup-buildx-action before this step\.$/
        ),
        terminal: expect.stringMatching(/^Install the package docker-buildx-plugin \([^)]*\)\.$/)
      }
    })
  })

  test('a buildx too old to pin base images is an error', async () => {
    await expect(findBuildTool(await machineWith('26.1.5', '0.7.1'))).rejects.toThrow('buildx 0.7 is older than 0.8')
  })

  test('no docker at all is an error', async () => {
    await expect(findBuildTool(onPath(directory))).rejects.toMatchObject({
      message: expect.stringContaining('No Docker'),
      remedy: {
        workflow: expect.stringMatching(/^Use a runner that has Docker/),
        terminal: 'Install it: https://docs.docker.com/engine/install/'
      }
    })
  })
})
