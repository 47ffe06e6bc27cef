import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import type {CopyAddress, CopyResult} from './copy-process.js'
import {resultOfProcess, timed} from './processes.js'

/** Runs our copy in a process of its own. */
export type Copy = (
  source: CopyAddress,
  target: CopyAddress,
  image: {root: string},
  environment?: Record<string, string>
) => Promise<CopyResult>

/**
 * Bundles our copy like the action, because running TypeScript directly takes additional memory and time.
 * @param certificate path of the certificate that the registries have
 */
export async function bundleCopy(scratch: string, certificate: string): Promise<Copy> {
  const ncc = fileURLToPath(new URL('../node_modules/@vercel/ncc/dist/ncc/cli.js', import.meta.url))
  const directory = join(scratch, 'copy')
  await timed(process.execPath, [ncc, 'build', join(import.meta.dirname, 'copy-process.ts'), '--out', directory])
  return async (source, target, {root}, environment = {}) =>
    await resultOfProcess(join(directory, 'index.js'), [JSON.stringify([source, target, root])], {
      environment: {...environment, NODE_EXTRA_CA_CERTS: certificate},
      execArgv: []
    })
}
