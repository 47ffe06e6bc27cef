import {expect, test} from '@jest/globals'

import {programEnvironment} from '../../src/core/process-env.js'

test('programs get all variables except inputs, state and the access to OIDC tokens', () => {
  const environment = {
    PATH: '/bin',
    INPUT_SECRETS: 'a=b',
    'INPUT_GITHUB-TOKEN': 'x',
    STATE_x: 'y',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'z',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'u',
    ACTIONS_RUNTIME_TOKEN: 'cache',
    DOCKER_HOST: 'unix:///x'
  }
  expect(programEnvironment(environment)).toEqual({
    PATH: '/bin',
    ACTIONS_RUNTIME_TOKEN: 'cache',
    DOCKER_HOST: 'unix:///x'
  })
})
