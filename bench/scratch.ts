import {spawn} from 'node:child_process'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/**
 * A temporary directory that goes with this process, however it ends: a shell waits for the end of a pipe, and removes
 * it then. What is big takes longer to remove than a process has that was interrupted.
 */
export function makeScratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'))
  // Again, for as long as a program that is still ending writes there.
  const script = 'cat; until rm -rf "$1"; do sleep 1; done'
  // Detached: Ctrl-C does not reach it.
  const remover = spawn('sh', ['-c', script, 'sh', directory], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore']
  })
  remover.unref()
  return directory
}
