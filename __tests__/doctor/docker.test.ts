import {expect, test} from '@jest/globals'

import {parseBuilder} from '../../src/doctor/docker.js'

const RUNNING = `Name:          default
Driver:        docker
Last Activity: 2026-11-23 05:00:00 +0000 UTC

Nodes:
Name:             default
Endpoint:         default
Status:           running
BuildKit version: v0.22.0
Platforms:        linux/amd64, linux/amd64/v2, linux/amd64/v3, linux/386
Labels:
 org.mobyproject.buildkit.worker.moby.host-gateway-ip: 172.17.0.1
`

test.each([
  [
    'a builder that runs',
    RUNNING,
    {name: 'default', driver: 'docker', error: undefined, platforms: 'linux/amd64, linux/amd64/v2, linux/amd64/v3, ...'}
  ],
  [
    'one that is not started yet',
    'Name:   builder\nDriver: docker-container\n\nNodes:\nName:     builder0\nStatus:   inactive\n',
    {name: 'builder', driver: 'docker-container', error: undefined, platforms: undefined}
  ],
  [
    'one whose node fails',
    'Name:   default\nDriver: docker\n\nNodes:\nName:     default\nError:    Cannot connect to the Docker daemon\n',
    {name: 'default', driver: 'docker', error: 'Cannot connect to the Docker daemon', platforms: undefined}
  ],
  ['an empty answer', '', {name: 'default', driver: undefined, error: undefined, platforms: undefined}]
])('reads %s', (_, text, expected) => {
  expect(parseBuilder(text)).toEqual(expected)
})
