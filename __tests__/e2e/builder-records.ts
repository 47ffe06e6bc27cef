import {execFile} from 'node:child_process'
import {promisify} from 'node:util'

const execute = promisify(execFile)

/**
 * Removes what the builder has of the steps with this mark, and nothing of other suites on the same engine. A record goes only
 * after those that are built on it.
 */
export async function forget(mark: string): Promise<void> {
  for (;;) {
    const {stdout} = await execute('docker', ['buildx', 'du', '--verbose'])
    const ids = [...stdout.matchAll(/^ID:\s+(\S+)\n(?:(?!ID:).*\n)*?Description:(.*)$/gm)]
      .filter(([, , description]) => description?.includes(mark))
      .map(([, id]) => id ?? '')
    if (ids.length === 0) return
    for (const id of ids) await execute('docker', ['buildx', 'prune', '--all', '--force', '--filter', `id=${id}`])
  }
}
