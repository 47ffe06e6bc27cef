import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {fileURLToPath} from 'node:url'

import {afterAll, beforeAll, expect, test} from '@jest/globals'

import {DEVELOPMENT, StoryWorld} from '../run/story.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

let world: StoryWorld
let home: string

beforeAll(async () => {
  world = await StoryWorld.start()
  home = mkdtempSync(join(tmpdir(), 'main-'))
  writeFileSync(join(home, 'docker'), "#!/bin/sh\necho '{}'\n", {mode: 0o755})
}, 60_000)
afterAll(async () => {
  await world.close()
  rmSync(home, {recursive: true})
})

interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the command line as a process of its own, in the clone of the sample. */
async function command(args: readonly string[]): Promise<Ended> {
  const {accessKeyId, secretAccessKey} = world.testbed.aws.addUser({
    arn: 'arn:aws:iam::111122223333:user/administrator',
    groups: [],
    policies: [{Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: 'ecr:*', Resource: '*'}]}]
  })
  const program = ['--import', join(ROOT, 'setup/typescript.js'), join(ROOT, 'src/cli/main.ts')]
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: world.sample.directory,
    env: {
      PATH: `${home}:${process.env['PATH'] ?? ''}`,
      HOME: home,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...world.testbed.env
    },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const code = new Promise<number | null>(resolve => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return {code: await code, stdout, stderr}
}

test.each([
  ['as JSON', ['--json']],
  ['as text', []]
])('each output that shows a secret is named, and printed %s without it', async (_, json) => {
  writeFileSync(join(home, 'secret'), DEVELOPMENT)
  const secret = `--secret-file=name=${join(home, 'secret')}`
  const {code, stdout, stderr} = await command(['push', '--dry-run', secret, ...json])
  expect(code).toBe(0)
  expect(stdout).not.toContain(DEVELOPMENT)
  expect(stderr.split('\n').filter(line => line.startsWith('warning:'))).toEqual(
    ['tags', 'repository'].map(
      name =>
        `warning: The output \`${name}\` contains the value of a secret of this run, so it is printed with *** in its place.`
    )
  )
})

test.each([
  ['pull', 'error: docker pull'],
  ['login', 'error: docker login']
])('the output of docker is shown without its escape sequences: %s', async (name, failure) => {
  writeFileSync(join(home, 'docker'), `#!/bin/sh\nprintf '\\033[2Jfrom the registry\\n' >&2\nexit 1\n`, {mode: 0o755})
  world.registry.addImage(DEVELOPMENT, ['chosen'], {layers: []})
  const {code, stdout, stderr} = await command([name, ...(name === 'pull' ? ['--tag', 'chosen'] : [])])
  expect([code, stdout]).toEqual([1, ''])
  expect(`\n${stderr}`).toContain('\n\\x1b[2Jfrom the registry\n')
  expect(stderr).toContain(failure)
})

test('a wrong argument is shown without its escape sequences', async () => {
  const {code, stderr} = await command(['push', '--stage', '\u001b[2J'])
  expect(code).toBe(2)
  expect(stderr).toContain("'\\x1b[2J' is invalid")
  expect(stderr).not.toContain('\u001b')
})
