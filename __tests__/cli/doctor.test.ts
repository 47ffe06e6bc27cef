import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, writeFileSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import '../aws-modules.js'
import {doctor} from '../../src/cli/doctor.js'
import type {Invocation} from '../../src/cli/invocation.js'
import {terminalLog} from '../../src/cli/terminal.js'
import {Cancelled} from '../../src/core/failure.js'
import {Secrets} from '../../src/core/secrets.js'
import type {Check} from '../../src/doctor/check.js'
import type {Stage} from '../../src/stages/stage.js'
import {until} from '../until.js'

const INSPECTED = 'Name:   default\\nDriver: docker\\n'
const ANSWERS = `if [ "$1 $2" = "buildx inspect" ]; then printf '${INSPECTED}'
elif [ "$1" = buildx ]; then echo "github.com/docker/buildx v0.13.1 abc"
else echo 26.1.5; fi`
/** The checks after Docker's, if AWS cannot be asked. */
const UNREACHED = [['AWS', 'not-checked']]

let root: string
let clone: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'doctor-'))
  clone = join(root, 'clone')
  mkdirSync(join(clone, '.github'), {recursive: true})
  mkdirSync(join(root, 'bin'))
  mkdirSync(join(root, '.docker'))
  writeFileSync(join(root, '.docker', 'config.json'), '{}')
  docker(ANSWERS)
  const git = (...args: string[]) =>
    execFileSync('git', [
      '-C',
      clone,
      '-c',
      'user.name=Octo Cat',
      '-c',
      'user.email=octocat@example.com',
      '-c',
      'commit.gpgsign=false',
      ...args
    ])
  git('init', '--quiet', '--initial-branch=feature/hello')
  writeFileSync(join(clone, '.github', 'ecr-registry.yml'), 'trunk: master\nimagess: {}\n')
  git('add', '--all')
  git('commit', '--quiet', '-m', 'First')
})
afterEach(async () => {
  // A program that was just cancelled may still write into the directory. It is stopped while this waits.
  await rm(root, {recursive: true, maxRetries: 10})
})

function docker(script: string): void {
  writeFileSync(join(root, 'bin', 'docker'), `#!/bin/sh\n${script}\n`, {mode: 0o755})
}

async function runDoctor(
  directory: string,
  stage: Stage = 'development',
  signal: AbortSignal = new AbortController().signal
): Promise<readonly Check[]> {
  const environment = {
    PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOME: root,
    TMPDIR: '/nowhere',
    AWS_EC2_METADATA_DISABLED: 'true'
  }
  const invocation: Invocation = {
    directory,
    environment,
    signal,
    isJson: false,
    log: terminalLog({debug: false, environment, secrets: new Secrets()})
  }
  const result = await doctor({stage}, invocation)
  expect(result.exitCode).toBe(1)
  return (result.json as {checks: readonly Check[]}).checks
}

const states = (checks: readonly Check[]) => checks.map(({name, state}) => [name, state])

describe('a check that cannot be made does not stop the others', () => {
  test('a mistake in the stages file is found with its line, and Docker is still checked', async () => {
    const checks = await runDoctor(clone)
    expect(states(checks)).toEqual([['clone', 'good'], ['stages file', 'bad'], ['Docker', 'good'], ...UNREACHED])
    expect(checks[0]?.says).toMatch(/^branch feature\/hello at [0-9a-f]{12}$/)
    expect(checks[1]?.says).toMatch(
      /^\.github\/ecr-registry\.yml:1 image: is missing;.*\n[^]*:2 imagess: unknown key; did you mean images\?$/
    )
    expect(checks[2]?.says).toBe('buildx 0.13, builder default (docker)')
    expect(checks[3]?.says).toBe(
      'not checked: without a valid stages file, the repository is not known, and neither are its account, your permissions and its settings'
    )
  })

  test('outside a clone Docker is still checked, and a promotion does not need it', async () => {
    const checks = await runDoctor(root, 'release')
    expect(states(checks)).toEqual([['clone', 'bad'], ['stages file', 'not-checked'], ['Docker', 'info'], ...UNREACHED])
  })
})

describe('the setup is checked before AWS is asked', () => {
  /** The checks of a clone with a stages file for `my-org/app`. */
  async function checkSetup(account: string, origin?: string): Promise<Record<string, string>> {
    const file = `image: app\ntrunk: master\ngithub: {repository: my-org/app}\naws: {account: '${account}', region: eu-west-1}\n`
    writeFileSync(join(clone, '.github', 'ecr-registry.yml'), file)
    if (origin !== undefined) execFileSync('git', ['-C', clone, 'remote', 'add', 'origin', origin])
    const checks = await runDoctor(clone)
    expect(states(checks)).toContainEqual(['credentials', 'bad'])
    return Object.fromEntries(
      checks
        .filter(({name}) => ['account', 'remote'].includes(name))
        .map(({name, state, says}) => [name, `${state}: ${says}`])
    )
  }

  test('an account of the examples is bad', async () => {
    expect(await checkSetup('111122223333')).toEqual({
      account: 'bad: 111122223333 is an account of the examples, and no account of yours.'
    })
  })

  test.each([
    ['HTTPS://GitHub.com/other/app', 'other/app, but the stages file names my-org/app:'],
    ['ssh://git@github.com/other/app.git', 'other/app, but the stages file names my-org/app:'],
    ['git@github.com:other/app.git', 'other/app, but the stages file names my-org/app:'],
    ['https://gitlab.com/my-org/app', 'my-org/app on gitlab.com, but the stages file names my-org/app on github.com:']
  ])('the remote %s is another repository', async (origin, says) => {
    expect(await checkSetup('582047193614', origin)).toEqual({
      remote: `warning: origin is ${says} the roles trust only the jobs of that repository.`
    })
  })

  test.each(['HTTPS://GitHub.com/My-Org/App.git', 'git@github.com:my-org/app'])(
    'the remote %s is the repository of the stages file',
    async origin => {
      expect(await checkSetup('582047193614', origin)).toEqual({})
    }
  )
})

test('a Docker config that a push cannot read is bad, although docker itself ignores it', async () => {
  writeFileSync(join(root, '.docker', 'config.json'), '{"auths": ')
  const checks = await runDoctor(clone)
  expect(checks.find(({name}) => name === 'Docker')).toMatchObject({
    state: 'bad',
    says: `Docker's config ${join(root, '.docker', 'config.json')} is not a JSON object.`,
    remedy: 'Correct it, or remove it and log in again.'
  })
})

test('a cancel while Docker hangs ends the doctor at once, without findings', async () => {
  docker(`touch ${root}/asked\nsleep 600`)
  const cancel = new AbortController()
  const ended = expect(runDoctor(clone, 'development', cancel.signal)).rejects.toBeInstanceOf(Cancelled)
  await until(() => existsSync(join(root, 'asked')), ended)
  cancel.abort(new Cancelled('SIGTERM'))
  await ended
})
