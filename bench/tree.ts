import {execFile} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {promisify} from 'node:util'

const execute = promisify(execFile)

const DIRECTORIES = 500
const FILES_EACH = 100
/** 20 kB on average: 1 GB in all. */
const SIZES = [1_000, 3_000, 9_000, 27_000, 60_000]

/** Writes 50,000 different files, 1 GB in all, as a context that a Dockerfile copies as a whole. */
export function writeTree(root: string): void {
  const count = DIRECTORIES * FILES_EACH
  // Slices that begin at different bytes differ from each other and do not compress.
  const noise = randomBytes(count + Math.max(...SIZES))
  for (let directory = 0; directory < DIRECTORIES; directory++) {
    mkdirSync(join(root, String(directory)), {recursive: true})
    for (let file = 0; file < FILES_EACH; file++) {
      const index = directory * FILES_EACH + file
      writeFileSync(
        join(root, String(directory), String(file)),
        noise.subarray(index, index + (SIZES[index % SIZES.length] ?? 0))
      )
    }
  }
  writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\nCOPY . /\n')
  writeFileSync(join(root, '.dockerignore'), '.git\n')
}

/** Makes the tree a git repository in which nothing is modified. */
export async function commitTree(root: string): Promise<void> {
  // The fastest settings: one pack, no compression, no fsync.
  const settings = [
    'core.compression=0',
    'core.bigFileThreshold=1',
    'core.fsync=none',
    'user.name=Octo Cat',
    'user.email=octocat@example.com',
    'commit.gpgsign=false'
  ]
  const git = async (...args: string[]): Promise<void> => {
    await execute('git', [...settings.flatMap(setting => ['-c', setting]), ...args], {cwd: root})
  }
  await git('init', '--quiet')
  await git('add', '--all')
  await git('commit', '--quiet', '--message', 'A big tree')
}
