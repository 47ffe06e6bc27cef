import {expect, test} from '@jest/globals'

import {sessionName} from '../../src/run/identity.js'

test.each([
  ['my-org/sample-image', '4711', 'my-org@sample-image-4711'],
  [`o/${'x'.repeat(100)}`, '12345678901', `o@${'x'.repeat(50)}-12345678901`]
])('the session of %s in run %s is called %s', (repository, runId, expected) => {
  const name = sessionName({repository, runId})
  expect(name).toBe(expected)
  expect(name).toMatch(/^[\w+=,.@-]{2,64}$/)
})
