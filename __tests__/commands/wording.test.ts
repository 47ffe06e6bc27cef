import {expect, test} from '@jest/globals'

import {optionOf} from '../../src/commands/options.js'
import {forTerminal} from '../../src/commands/wording.js'

test.each([
  ['Input image is `nope`, and it has api, web.', '--image is `nope`, and it has api, web.'],
  ['Input tags: the template `latest` gives `latest`.', '--tag: the template `latest` gives `latest`.'],
  ['Change `build-args:` under `with:`.', 'Change `--build-arg`.'],
  ['Change the template under `tags:`; a word in front makes it a tag of its own.', 'Change the template of --tag; a word in front makes it a tag of its own.'],
  ['Write `A=value`, or set A under `env:`.', 'Write `A=value`, or set A in the environment.'],
  ['Run the job again, and check that this runner reaches it.', 'Try again, and check that this machine reaches it.'],
  ['Input audience is empty.', 'Input audience is empty.'],
  ['There is no image to pull.', 'There is no image to pull.']
])('%s', (said, here) => {
  expect(forTerminal(said, optionOf)).toBe(here)
})
