import {execFile} from 'node:child_process'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'

import type {Testbed} from '../testbed/harness/testbed.js'

const execute = promisify(execFile)

/** Pulls an image with the permissions of a developer in release, and runs it. */
export async function pullAndRun(
  {aws}: Testbed,
  registry: string,
  image: string
): Promise<{command: string; output: string}> {
  const developer = aws.addUser({
    arn: 'arn:aws:iam::111122223333:user/developer',
    groups: ['sample-image-release-developers']
  })
  const {password} = aws.issueToken(developer, 'eu-west-1')
  const config = await mkdtemp(join(tmpdir(), 'developer-'))
  try {
    const auth = Buffer.from(`AWS:${password}`).toString('base64')
    await writeFile(join(config, 'config.json'), JSON.stringify({auths: {[registry]: {auth}}}), {mode: 0o600})
    await execute('docker', ['--config', config, 'pull', '--quiet', image])
    const {stdout} = await execute('docker', ['run', '--rm', '--network=none', image])
    return {command: `docker run --rm ${image}`, output: stdout}
  } finally {
    await rm(config, {recursive: true})
  }
}

/** Removes the images of these registries from the engine. */
export async function removeImages(registries: readonly string[]): Promise<void> {
  const {stdout} = await execute('docker', ['image', 'ls', '--no-trunc', '--format', '{{.Repository}} {{.ID}}'])
  const ids = stdout
    .split('\n')
    .map(row => row.split(' '))
    .filter(([name = '']) => registries.some(registry => name.startsWith(`${registry}/`)))
    .map(([, id = '']) => id)
  if (ids.length > 0) await execute('docker', ['image', 'rm', '--force', ...new Set(ids)])
}
