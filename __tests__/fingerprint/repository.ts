import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

/** An environment in which git knows no configuration but the repository's. */
export const environment = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null'
}

export interface Workspace {
  readonly root: string
  readonly write: (path: string, content: string | Buffer, mode?: number) => void
  readonly git: (...command: string[]) => string
  readonly remove: () => void
}

/** An empty directory, removed by `remove()`. */
export function createWorkspace(): Workspace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'source-')))
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgSign=false']
  return {
    root,
    write: (path, content, mode) => {
      mkdirSync(dirname(join(root, path)), {recursive: true})
      writeFileSync(join(root, path), content, mode === undefined ? {} : {mode})
    },
    git: (...command) => {
      const all = [...identity, '-c', 'protocol.file.allow=always', '-c', 'init.defaultBranch=main', ...command]
      return execFileSync('git', all, {
        cwd: root,
        env: {...environment},
        stdio: ['ignore', 'pipe', 'pipe'],
        encoding: 'utf8'
      }).trim()
    },
    remove: () => {
      rmSync(root, {recursive: true, force: true})
    }
  }
}
