import {spawn} from 'node:child_process'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/**
 * Creates a temporary directory that is removed when this process ends, however it ends. A shell waits for the end of a pipe and
 * removes the directory then, because an interrupted process has too little time to remove big files.
 */
export function makeScratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'))
  // The removal is repeated while a program that has not ended yet writes to the directory.
  const script = 'cat; until rm -rf "$1"; do sleep 1; done'
  // Detached, so that Ctrl-C does not reach the shell.
  const remover = spawn('sh', ['-c', script, 'sh', directory], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore']
  })
  remover.unref()
  return directory
}
