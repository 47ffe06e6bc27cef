import {expect, test} from '@jest/globals'

import {nextVersion} from '../../src/stages/version.js'

test.each([
  ['1.2.3', '1.2.4'],
  ['1.2.9', '1.2.10'],
  ['0.0.0', '0.0.1'],
  ['1.2.3-rc.1', '1.2.3-rc.2'],
  ['1.2.3-beta', '1.2.3-beta.0']
])('the version after %s is %s', (text, next) => {
  expect(nextVersion({text})).toBe(next)
})
