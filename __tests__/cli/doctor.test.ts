import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import {doctor} from '../../src/cli/doctor.js'
import type {Machine} from '../../src/cli/local-job.js'
import {Secrets, terminalLog} from '../../src/cli/terminal.js'
import {Cancelled} from '../../src/core/failure.js'
import type {Check} from '../../src/doctor/check.js'
import type {Stage} from '../../src/stages/stage.js'

const INSPECTED = 'Name:   default\\nDriver: docker\\n'
const ANSWERS = `if [ "$1 $2" = "buildx inspect" ]; then printf '${INSPECTED}'
elif [ "$1" = buildx ]; then echo "github.com/docker/buildx v0.13.1 abc"
else echo 26.1.5; fi`
/** What follows Docker on the list, where nothing of AWS can be looked at. */
const UNREACHED = [
  'credentials',
  'ECR token',
  'registry',
  'repository',
  'read',
  'write',
  'metadata',
  'tag mutability',
  'lifecycle',
  'scan on push'
].map(name => [name, 'not-checked'])

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
afterEach(() => {
  rmSync(root, {recursive: true})
})

function docker(does: string): void {
  writeFileSync(join(root, 'bin', 'docker'), `#!/bin/sh\n${does}\n`, {mode: 0o755})
}

async function examined(
  directory: string,
  stage: Stage = 'development',
  signal: AbortSignal = new AbortController().signal
): Promise<readonly Check[]> {
  const environment = {PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: root, TMPDIR: '/nowhere'}
  const machine: Machine = {
    directory,
    environment,
    signal,
    isJson: false,
    log: terminalLog({debug: false, environment, secrets: new Secrets()})
  }
  const report = await doctor({stage}, machine)
  expect(report.exitCode).toBe(1)
  return (report.json as {checks: readonly Check[]}).checks
}

const named = (checks: readonly Check[]) => checks.map(({name, state}) => [name, state])

describe('what is not there hides nothing of what is', () => {
  test('a mistake in the stages file is told as one of the stages file, with its line, and Docker is looked at', async () => {
    const checks = await examined(clone)
    expect(named(checks)).toEqual([['clone', 'good'], ['stages file', 'bad'], ['Docker', 'good'], ...UNREACHED])
    expect(checks[0]?.says).toMatch(/^branch feature\/hello at [0-9a-f]{12}$/)
    expect(checks[1]?.says).toMatch(
      /^\.github\/ecr-registry\.yml:1 image: is missing;.*\n[^]*:2 imagess: unknown key; did you mean images\?$/
    )
    expect(checks[2]?.says).toBe('buildx 0.13, builder default (docker)')
    expect(checks[3]?.says).toBe('not checked: without a valid stages file, the repository is not known')
  })

  test('outside of a clone as well; a promotion takes no Docker', async () => {
    const checks = await examined(root, 'release')
    expect(named(checks)).toEqual([
      ['clone', 'bad'],
      ['stages file', 'not-checked'],
      ['Docker', 'info'],
      ...UNREACHED.toSpliced(7, 0, ['source', 'not-checked'])
    ])
  })
})

test("a config of Docker's that a push cannot read is bad, though docker passes over it", async () => {
  writeFileSync(join(root, '.docker', 'config.json'), '{"auths": ')
  const checks = await examined(clone)
  expect(checks.find(({name}) => name === 'Docker')).toMatchObject({
    state: 'bad',
    says: `Docker's config ${join(root, '.docker', 'config.json')} is no JSON object.`,
    remedy: 'Mend it, or remove it and log in anew.'
  })
})

test('cancelled while Docker hangs, it ends at once, and with no findings', async () => {
  docker(`touch ${root}/asked\nsleep 30`)
  const cancel = new AbortController()
  const ended = expect(examined(clone, 'development', cancel.signal)).rejects.toBeInstanceOf(Cancelled)
  for (let tries = 0; tries < 400 && !existsSync(join(root, 'asked')); tries++) await sleep(10)
  cancel.abort(new Cancelled('SIGTERM'))
  await ended
})
