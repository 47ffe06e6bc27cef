import {describe, expect, test} from '@jest/globals'

import {createProgram} from '../../src/cli/program.js'
import type {Request} from '../../src/cli/request.js'

/** Parses a line: into a request, or into the text that is printed. */
async function parse(line: string): Promise<{request?: Request; output: string; exitCode?: number | undefined}> {
  let request: Request | undefined
  let output = ''
  const program = createProgram('1.2.3', typed => {
    request = typed
    return Promise.resolve()
  })
  for (const command of [program, ...program.commands]) {
    command.configureOutput({writeOut: text => (output += text), writeErr: text => (output += text)})
  }
  const exitCode = await program
    .parseAsync(
      line.split(' ').filter(word => word !== ''),
      {from: 'user'}
    )
    .then(
      () => undefined,
      (error: unknown) => (error as {exitCode: number}).exitCode
    )
  return {...(request === undefined ? {} : {request}), output, exitCode}
}

test.each<[string, Request]>([
  ['push', {command: 'push', settings: {}}],
  ['push -s master --no-cache --json', {command: 'push', stage: 'master', json: true, settings: {cache: false}}],
  [
    'push --platform linux/amd64 linux/arm64 --build-arg A=1 --build-arg B=2',
    {command: 'push', settings: {platform: ['linux/amd64', 'linux/arm64'], buildArg: ['A=1', 'B=2']}}
  ],
  ['pull --tag pr-12 --profile me', {command: 'pull', profile: 'me', settings: {tag: 'pr-12'}}],
  ['run', {command: 'run', settings: {}, args: []}],
  ['run -- sh -c true', {command: 'run', settings: {}, args: ['sh', '-c', 'true']}],
  ['run --tag pr-12 sh -c true', {command: 'run', settings: {tag: 'pr-12'}, args: ['sh', '-c', 'true']}],
  ['run -- -p 8080:80', {command: 'run', settings: {}, args: ['-p', '8080:80']}],
  ['run -p me -- -p 8080:80 -- sh', {command: 'run', profile: 'me', settings: {}, args: ['-p', '8080:80', '--', 'sh']}],
  ['run -p 123456789012', {command: 'run', profile: '123456789012', settings: {}, args: []}],
  ['run npm test -- --watch', {command: 'run', settings: {}, args: ['npm', 'test', '--', '--watch']}],
  ['run -- -- --verbose', {command: 'run', settings: {}, args: ['--', '--verbose']}],
  ['promote --stage release --version 1.2.3', {command: 'promote', stage: 'release', settings: {version: '1.2.3'}}],
  ['plan --pull-request 12 --fork', {command: 'plan', settings: {pullRequest: 12, fork: true}}],
  ['plan --tag v1.2.3', {command: 'plan', settings: {tag: 'v1.2.3'}}],
  [
    'inputs -f web.Dockerfile --target web --build-context docs=../docs --build-context base=docker-image://alpine --json',
    {
      command: 'inputs',
      json: true,
      settings: {file: 'web.Dockerfile', target: 'web', buildContext: ['docs=../docs', 'base=docker-image://alpine']}
    }
  ],
  ['doctor --image api --debug', {command: 'doctor', image: 'api', debug: true, settings: {}}],
  ['login --stage release', {command: 'login', stage: 'release', settings: {}}]
])('ecr-registry %s', async (line, request) => {
  expect(await parse(line)).toEqual({request, output: '', exitCode: undefined})
})

test.each([
  ['psh', "unknown command 'psh'\n(Did you mean push?)"],
  ['push --plattform x', "unknown option '--plattform'\n(Did you mean --platform?)"],
  ['push --stage mastr', "argument 'mastr' is invalid. Allowed choices are development, master, release."],
  ['plan --pull-request twelve', "argument 'twelve' is invalid. Give a whole number."],
  ['pull --tag', "option '-t, --tag <tag>' argument missing"],
  ['inputs --secret-env a=B', "unknown option '--secret-env'"],
  [
    'run -p 8080:80 -s master sh',
    'error: `-p` is an option of docker run. Put it after `--`:\n  ecr-registry run -s master -- -p 8080:80 sh\n'
  ],
  ['run -it sh', 'Put it after `--`:\n  ecr-registry run -- -it sh\n'],
  ['run --rm', 'Put it after `--`:\n  ecr-registry run -- --rm\n'],
  ['run --future', "unknown option '--future'\n(options of docker run come after --, as in"],
  ['push too much', "too many arguments for 'push'"]
])('ecr-registry %s is refused: %s', async (line, error) => {
  const ended = await parse(line)
  expect(ended.request).toBeUndefined()
  expect(ended.output).toContain(error)
  expect(ended.exitCode).toBe(1)
})

describe('help', () => {
  test.each(['', 'push', 'pull', 'run', 'promote', 'plan', 'inputs', 'doctor', 'login'])(
    'of `%s` fits a screen of 80 by 32',
    async name => {
      const {output} = await parse(`${name} --help`)
      const lines = output.trimEnd().split('\n')
      expect(lines.length).toBeGreaterThan(8)
      expect(lines.length).toBeLessThanOrEqual(32)
      expect(lines.filter(line => line.length > 80)).toEqual([])
    }
  )

  test('of `run` shows how to publish a port', async () => {
    expect((await parse('run --help')).output).toContain('ecr-registry run -- -p 8080:80 ')
  })

  test('lists the exit codes', async () => {
    expect((await parse('--help')).output).toMatch(/Exit codes: 0 .*1 .*2 .*130/s)
  })
})
