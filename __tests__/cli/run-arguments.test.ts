import {expect, test} from '@jest/globals'

import {misplacedOptions, splitRunArguments} from '../../src/cli/run-arguments.js'

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
  ['--future=1 --new-flag=true sh', '--future=1 --new-flag=true', 'sh'],
  ['-i=false -tp=80:80 sh', '-i=false -tp=80:80', 'sh'],
  ['-e -x sh', '-e -x', 'sh'],
  ['--net host --name a --entrypoint sh -- -c true', '--net host --name a --entrypoint sh', '-c true'],
  ['- sh', '', '- sh']
])('`%s` is `%s` for docker and `%s` for the container', (words, docker, command) => {
  const list = (text: string) => text.split(' ').filter(word => word !== '')
  expect(splitRunArguments(list(words))).toEqual({docker: list(docker), command: list(command)})
})

test.each(['-e', '-it -e', '-e -- alpine sh', '-p --', '-itp', '--publish -- alpine sh', '--name', '--net -- x'])(
  'an option without its value is refused: it would take the image for it: %s',
  words => {
    expect(() => splitRunArguments(words.split(' '))).toThrow('of docker run has no value.')
  }
)

test.each(['--future sh', '--future -- sh', '-x sh', '-ix', '--nam a'])(
  'an option that may take the image for its value is refused: %s',
  typed => {
    expect(() => splitRunArguments(typed.split(' '))).toThrow('It is not known here whether')
  }
)

const OWN = [
  {short: '-s', long: '--stage', required: true},
  {short: '-i', long: '--image', required: true},
  {short: '-c', long: '--config', required: true},
  {short: '-p', long: '--profile', required: true},
  {short: '-t', long: '--tag', required: true},
  {long: '--json', required: false}
]

test.each([
  ['-p 8000-8010:8000-8010', '-p', '-- -p 8000-8010:8000-8010'],
  ['-p 10.0.0.1::80', '-p', '-- -p 10.0.0.1::80'],
  ['-p :80 sh', '-p', '-- -p :80 sh'],
  ['-p localhost:80:80', '-p', '-- -p localhost:80:80'],
  ['-p=8080:80', '-p=8080:80', '-- -p=8080:80'],
  ['-p8080:80', '-p8080:80', '-- -p8080:80'],
  ['-p [::1]:8080:80', '-p', "-- -p '[::1]:8080:80'"],
  ['-p 127.0.0.1:8080:80/udp', '-p', '-- -p 127.0.0.1:8080:80/udp'],
  ['-it sh', '-it', '-- -it sh'],
  ['-ti sh', '-ti', '-- -ti sh'],
  ['-dit', '-dit', '-- -dit'],
  ['-i -t sh', '-i', '-- -i -t sh'],
  ['-t -i sh', '-t', '-- -t -i sh'],
  ['-t -- sh', '-t', '-- -t sh'],
  ['-itp 8080:80 serve', '-itp', '-- -itp 8080:80 serve'],
  ['-itp8080:80', '-itp8080:80', '-- -itp8080:80'],
  ['-c 512', '-c', '-- -c 512'],
  ['-i=false', '-i=false', '-- -i=false'],
  ['-e TOKEN=secret serve', '-e', '-- -e TOKEN=... serve'],
  ['-eTOKEN=secret', '-eTOKEN=...', '-- -eTOKEN=...'],
  ['--env=TOKEN=secret', '--env=TOKEN=...', '-- --env=TOKEN=...'],
  ['--env=spring.password=secret', '--env=spring.password=...', '-- --env=spring.password=...'],
  ['--env=my-token=secret', '--env=my-token=...', '-- --env=my-token=...'],
  ['-v /a:/b', '-v', '-- -v /a:/b'],
  ['--rm --name web --network=host --json', '--rm', '--json -- --rm --name web --network=host'],
  ['-s master -p 80:80 -t pr-12 -- -e A sh', '-p', '-s master -t pr-12 -- -p 80:80 -e A sh'],
  ["-u it's", '-u', String.raw`-- -u 'it'\''s'`]
])('`run %s`: `%s` is an option of docker run, so the line is `run %s`', (typed, option, line) => {
  expect(misplacedOptions(typed.split(' '), OWN)).toBe(
    `\`${option}\` is an option of docker run. Put it after \`--\`:\n  ecr-registry run ${line}`
  )
})

test.each([
  '-p me',
  '-p 123456789012',
  '-p team:admin',
  '-i api',
  '-iapi',
  '-i team/api',
  '-t pr-12',
  '-tmaster',
  '-c stages/api.yml',
  '-s master --image api --tag=v1.2.3 --json',
  'npm -it',
  '-- -it sh',
  '-t pr-12 -- -p 80:80',
  '--help -v',
  '-h',
  '--unknown',
  ''
])('`run %s` has no misplaced option', typed => {
  expect(
    misplacedOptions(
      typed.split(' ').filter(word => word !== ''),
      OWN
    )
  ).toBeUndefined()
})
