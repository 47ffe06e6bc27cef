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

  /** Adds a `docker` that prints its version and, if it is given, that of buildx. `inspect` is a command of the shell. */
  async function machineWith(
    client: string,
    buildx?: string,
    inspect = says(inspection('docker'))
  ): Promise<DockerQuery> {
    const answer =
      buildx === undefined
        ? 'echo "docker: \'buildx\' is not a docker command." >&2; exit 1'
        : `if [ "$2" = inspect ]; then ${inspect}\nelse echo "github.com/docker/buildx v${buildx} abc"; fi`
    const script = `#!/bin/sh\nif [ "$1" = buildx ]; then ${answer}\nelse echo ${client}; fi\n`
    await writeFile(join(directory, 'docker'), script)
    await chmod(join(directory, 'docker'), 0o755)
    return onPath(`${directory}:${path}`)
  }

  /** A command that prints a text. */
  function says(text: string): string {
    return `cat <<'END'\n${text}\nEND`
  }

  /** What `docker buildx inspect` prints of a builder with one node, as buildx writes it. */
  function inspection(driver: string, node: readonly string[] = ['Status:           running']): string {
    return [
      'Name:          x',
      `Driver:        ${driver}`,
      'Last Activity: 2026-01-31 10:00:00 +0000 UTC',
      '',
      'Nodes:',
      'Name:             x0',
      ...node
    ].join('\n')
  }

  function onPath(value: string): DockerQuery {
    return {environment: {PATH: value}, signal: new AbortController().signal}
  }

  const NOTHING = {pushesByDigest: false, exportsCache: false}
  const EVERYTHING = {pushesByDigest: true, exportsCache: true}
  const LABELS = ' org.mobyproject.buildkit.worker.executor:    oci'
  const HOST = ' org.mobyproject.buildkit.worker.moby.host-gateway-ip: 172.17.0.1'
  const CONTAINERD = ' org.mobyproject.buildkit.worker.snapshotter:         overlayfs'
  // The forms of the answers: https://github.com/docker/buildx/blob/v0.29.1/commands/inspect.go
  test.each<[string, string, string, typeof NOTHING]>([
    ["an engine with Docker's own image store", '0.29.1', inspection('docker', ['Labels:', HOST]), NOTHING],
    [
      "an engine with containerd's image store",
      '0.29.1',
      inspection('docker', ['Status:           running', 'Labels:', HOST, CONTAINERD]),
      {pushesByDigest: false, exportsCache: true}
    ],
    ['an engine asked by a buildx that lists no labels', '0.8.2', inspection('docker'), NOTHING],
    ['an engine that does not answer', '0.29.1', 'Name:   x\nDriver: docker\nError:  Cannot connect', NOTHING],
    [
      'a docker-container',
      '0.29.1',
      inspection('docker-container', [
        'Endpoint:         unix:///var/run/docker.sock',
        'Driver Options:   network="host"',
        'Status:           running',
        'BuildKit version: v0.25.0',
        'Labels:',
        LABELS,
        CONTAINERD
      ]),
      EVERYTHING
    ],
    [
      'a docker-container that is stopped, and starts with the build',
      '0.29.1',
      inspection('docker-container', ['Endpoint:         unix:///var/run/docker.sock', 'Status:           inactive']),
      EVERYTHING
    ],
    [
      'a docker-container of an old buildx',
      '0.8.2',
      'Name:   x\nDriver: docker-container\n\nNodes:\nName:      x0\nEndpoint:  default\nStatus:    inactive\nPlatforms:',
      EVERYTHING
    ],
    [
      'a remote builder',
      '0.29.1',
      inspection('remote', [
        'Endpoint:         tcp://buildkitd.example.com:1234',
        'Driver Options:   cacert="/certs/ca.pem"',
        'Status:           running',
        'Labels:',
        LABELS
      ]),
      EVERYTHING
    ],
    [
      'a remote builder that cannot be reached',
      '0.29.1',
      inspection('remote', [
        'Endpoint:         tcp://buildkitd.example.com:1234',
        'Error:            failed to list workers: Unavailable: connection error'
      ]),
      EVERYTHING
    ],
    [
      'a builder in a cluster',
      '0.29.1',
      inspection('kubernetes', [
        'Endpoint:         kubernetes:///x?deployment=x0&kubeconfig=',
        'Driver Options:   namespace="buildkit" replicas="2"',
        'Status:           running'
      ]),
      EVERYTHING
    ],
    [
      'a builder in a cluster whose pods are gone',
      '0.29.1',
      inspection('kubernetes', [
        'Endpoint:         kubernetes:///x?deployment=x0&kubeconfig=',
        'Status:           inactive'
      ]),
      EVERYTHING
    ],
    ['an answer without a driver', '0.29.1', 'Name:   x\nDriver:', NOTHING]
  ])('%s tells whether it pushes by digest and writes a build cache', async (_, buildx, answer, expected) => {
    const tool = await findBuildTool(await machineWith('26.1.5', buildx, says(answer)))
    expect(tool).toEqual({kind: 'buildx', buildx: parseDockerVersion(buildx), ...expected})
  })

  test('a builder that does not exist is left to the build, whose error names it', async () => {
    const query = await machineWith('28.5.2', '0.29.1', 'echo "ERROR: no builder \\"x\\" found" >&2; exit 1')
    expect(await findBuildTool(query, 'x')).toEqual({kind: 'buildx', buildx: [0, 29], ...NOTHING})
  })

  test('the builder that is asked is the one that the run names', async () => {
    const answers = `if [ "$3" = big ]; then ${says(inspection('remote'))}\nelse ${says(inspection('docker'))}\nfi`
    const query = await machineWith('28.5.2', '0.29.1', answers)
    expect(await findBuildTool(query, 'big')).toMatchObject(EVERYTHING)
    expect(await findBuildTool(query)).toMatchObject(NOTHING)
  })

  test('a client older than 23 without buildx builds by itself', async () => {
    expect(await findBuildTool(await machineWith('20.10.24'))).toEqual({kind: 'docker-build', client: [20, 10]})
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
