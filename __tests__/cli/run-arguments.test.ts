import {expect, test} from '@jest/globals'

import {splitRunArguments} from '../../src/cli/run-arguments.js'

test.each<[words: string, docker: string, command: string]>([
  ['', '', ''],
  ['sh -c true', '', 'sh -c true'],
  ['npm test -- --watch', '', 'npm test -- --watch'],
  ['-p 8080:80', '-p 8080:80', ''],
  ['-p8080:80 sh', '-p8080:80', 'sh'],
  ['--publish=8080:80 sh -c true', '--publish=8080:80', 'sh -c true'],
  ['--publish 8080:80 sh -c true', '--publish 8080:80', 'sh -c true'],
  ['-it sh', '-it', 'sh'],
  ['-itp 8080:80 sh', '-itp 8080:80', 'sh'],
  ['-itp8080:80 sh', '-itp8080:80', 'sh'],
  [
    '-d --read-only --rm=false -e A=1 --env B=2 serve --port 1',
    '-d --read-only --rm=false -e A=1 --env B=2',
    'serve --port 1'
  ],
  ['-e A -- serve', '-e A', 'serve'],
  ['-- --verbose', '', '--verbose'],
  ['-p 8080:80 -- --verbose -- more', '-p 8080:80', '--verbose -- more'],
  ['--future-flag -- sh', '--future-flag', 'sh'],
  ['- sh', '', '- sh']
])('`%s` is `%s` for docker and `%s` for the container', (words, docker, command) => {
  const list = (text: string) => text.split(' ').filter(word => word !== '')
  expect(splitRunArguments(list(words))).toEqual({docker: list(docker), command: list(command)})
})

test.each(['-e', '-it -e', '-e -- alpine sh', '-p --', '-itp'])(
  'an option without its value is refused: it would take the image for it: %s',
  words => {
    expect(() => splitRunArguments(words.split(' '))).toThrow('of docker run has no value.')
  }
)
