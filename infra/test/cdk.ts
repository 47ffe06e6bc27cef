import {spawn} from 'node:child_process'
import {mkdtemp, rm} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

const INFRA = fileURLToPath(new URL('..', import.meta.url))
const CDK = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin', 'cdk')

export interface Finished {
  code: number | null
  output: string
}

/** Runs `npx cdk synth` in infra/, without AWS credentials. */
export async function cdkSynth(...args: string[]): Promise<Finished> {
  const outdir = await mkdtemp(join(tmpdir(), 'cdk-out-'))
  try {
    return await run(process.execPath, [CDK, 'synth', '--quiet', '--no-notices', '--output', outdir, ...args])
  } finally {
    await rm(outdir, {recursive: true})
  }
}

async function run(command: string, args: string[]): Promise<Finished> {
  // Jest's options for Node would change how the app runs.
  const env = {...process.env, NODE_OPTIONS: '', CI: 'true', AWS_EC2_METADATA_DISABLED: 'true'}
  const child = spawn(command, args, {cwd: INFRA, env, stdio: ['ignore', 'pipe', 'pipe']})
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  return {code, output}
}
