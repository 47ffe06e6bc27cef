import {expect, test} from '@jest/globals'

import {Secrets} from '../../src/core/secrets.js'

test('a JSON value hides secrets in all of its strings', () => {
  const secrets = new Secrets()
  secrets.add('say "hunter2"')
  expect(secrets.hideIn({error: {message: 'I say "hunter2"', code: 1}, list: ['say "hunter2"', null]})).toEqual({
    error: {message: 'I ***', code: 1},
    list: ['***', null]
  })
})
