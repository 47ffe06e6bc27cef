import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, readFileSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'

import {expect, test} from '@jest/globals'

import {until} from '../until.js'

const ROOT = resolve(import.meta.dirname, '../..')

/** The commands of a section of README.md, block by block. */
function blocksOf(heading: string): string[] {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const chapter = text.slice(text.indexOf(`### ${heading}`)).split(/^#+ /m)[1] ?? ''
  return [...chapter.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, script = '']) => script)
}

interface Running {
  output: () => string
  /** Resolves when the text appears, rejects if the process ends without it. */
  prints: (text: string) => Promise<void>
  ended: Promise<number | null>
  interrupt: () => void
}

function start(script: string, directory: string): Running {
  // One stream for both keeps their lines in order.
  const child = spawn('bash', ['-euo', 'pipefail', '-c', `exec 2>&1\n${script}`], {
    cwd: directory,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore']
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    output: () => output,
    ended,
    prints: async text => {
      await until(
        () => output.includes(text),
        ended.then(() => output)
      )
    },
    interrupt() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT')
    }
  }
}

test("README's five minutes lead to an image that is pushed, promoted and pulled", async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'five-minutes-'))
  const clone = join(elsewhere, 'play ground')
  const [leaveRunning = '', ...follow] = blocksOf('On this machine, with no account of anything').map(block =>
    block.replaceAll('../playground', `'${clone}'`)
  )
  expect(leaveRunning).toBe(`npm run playground -- '${clone}'\n`)
  expect(follow.length).toBeGreaterThanOrEqual(3)

  try {
    const playground = start(leaveRunning, ROOT)
    try {
      await playground.prints('Ctrl-C')
      const followed = start(follow.join('\n'), elsewhere)
      const exitCode = await followed.ended
      const said = followed.output()
      expect({exitCode, said}).toMatchObject({exitCode: 0})
      // README has the steps in this order.
      const story = [
        'development · built',
        'the image of commit ',
        'Hello from the sample image',
        'with uncommitted changes',
        'development · built',
        'Hello from a feature',
        'Pull request #1 is opened for feature/hello.',
        'in the environment Development: success',
        'Unchanged: sha256:',
        'in the environment Master: success',
        'in the environment Release, approved: success',
        'Tag v1.0.0 goes to release, promoted from master.',
        'Hello from a feature'
      ]
      let from = 0
      for (const part of story) {
        const at = said.indexOf(part, from)
        expect({part, at, said: at === -1 ? said.slice(from) : ''}).toMatchObject({
          at: expect.any(Number) as unknown,
          said: ''
        })
        from = at + part.length
      }
    } finally {
      playground.interrupt()
      await playground.ended
    }
    const afterwards = start(`cd '${clone}' && source .git/playground && make docker-push`, elsewhere)
    expect(await afterwards.ended).not.toBe(0)
    expect(afterwards.output()).toContain(`The playground of this clone has ended, and so have its GitHub and AWS.
Start another playground in a new directory: cd ${ROOT} && npm run playground -- DIRECTORY
`)
  } finally {
    await rm(elsewhere, {recursive: true, force: true})
  }
  expect(existsSync(clone)).toBe(false)
}, 180_000)
