import {expect, test} from '@jest/globals'

import {placeholderCheck, remoteCheck} from '../../src/doctor/setup.js'
import {parseStagesFile} from '../../src/stages/stages-file-parser.js'

const fileOf = (account: string) =>
  parseStagesFile(
    `image: a1\ntrunk: main\ngithub: {repository: My-Org/app}\naws: {account: '${account}', region: eu-west-1}\n`,
    'ecr.yml'
  )

test.each(['111122223333', '123456789012', '444455556666', '000000000000', '999999999999'])(
  'the account %s of the examples is bad, with what to change',
  account => {
    expect(placeholderCheck(fileOf(account), 'master', undefined)).toEqual({
      name: 'account',
      state: 'bad',
      says: `${account} is an account of the examples, and no account of yours.`,
      remedy: `Replace \`aws.account: ${account}\` in ecr.yml:4 with the 12 digits of your account: \`aws sts get-caller-identity --query Account\` prints them.`
    })
  }
)

test('an account that AWS itself names is no placeholder, nor is any other', () => {
  expect(placeholderCheck(fileOf('111122223333'), 'master', 'arn:aws:iam::111122223333:user/ada')).toBeUndefined()
  expect(placeholderCheck(fileOf('111122223333'), 'master', 'arn:aws:iam::582047193614:user/ada')).toBeDefined()
  expect(placeholderCheck(fileOf('582047193614'), 'master', undefined)).toBeUndefined()
})

test.each([
  'https://github.com/other/app.git',
  'https://token@github.com/other/app',
  'HTTPS://GitHub.com/other/app',
  'git@github.com:other/app.git',
  'github.com-work:other/app',
  'ssh://git@ssh.github.com:443/other/app',
  'ssh://git@github.com:22/other/app.git/'
])('the remote %s is another repository, with what to change', url => {
  expect(remoteCheck(fileOf('582047193614'), 'origin', url)).toEqual({
    name: 'remote',
    state: 'warning',
    says: 'origin is other/app, but the stages file names My-Org/app: the roles trust only the jobs of that repository.',
    remedy:
      'Correct `github.repository: My-Org/app` in ecr.yml:3 and the ids below it, and deploy infra/ again. If this clone is the wrong one: `git remote set-url origin <url of My-Org/app>`.'
  })
})

test.each([
  ['https://gitlab.com/my-org/app.git', 'my-org/app on gitlab.com'],
  ['https://me:token@GitLab.example.com:8443/other/app', 'other/app on gitlab.example.com'],
  ['git@bitbucket.org:my-org/app.git', 'my-org/app on bitbucket.org'],
  ['ssh://git@gitlab.com:22/My-Org/App', 'My-Org/App on gitlab.com']
])('the remote %s is on another host', (url, named) => {
  expect(remoteCheck(fileOf('582047193614'), 'origin', url)).toEqual({
    name: 'remote',
    state: 'warning',
    says: `origin is ${named}, but the stages file names My-Org/app on github.com: the roles trust only the jobs of that repository.`,
    remedy:
      'Push to github.com what its jobs are to build. If this clone is the wrong one: `git remote set-url origin <url of My-Org/app>`.'
  })
})

test.each([
  undefined,
  'HTTPS://GitHub.com/My-Org/App',
  'ssh://git@ssh.github.com:443/my-org/app.git',
  'github.com-work:my-org/app',
  'work:my-org/app',
  'http://127.0.0.1:8080/my-org/app',
  'https://github.com/my-org/app.git',
  'git@github.com:My-Org/app',
  '/srv/git/app.git',
  '../app',
  'file:///srv/app'
])('the remote %s is no other repository', url => {
  expect(remoteCheck(fileOf('582047193614'), 'origin', url)).toBeUndefined()
})
