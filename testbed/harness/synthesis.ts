import {spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {once} from 'node:events'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import type {CloudFormationTemplate} from './templates.js'

/** A stack with its template, account and region. */
export interface Stack {
  id: string
  account: string
  region: string
  template: CloudFormationTemplate
}

const root = join(import.meta.dirname, '../..')
const cache = join(root, '.cache', 'templates')

/**
 * The stacks that infra/ synthesizes from a stages file. The CDK takes seconds, so the result is kept in .cache/ for the next run with
 * the same file and the same code.
 * @throws Error with the message of infra/ if it refuses the file
 */
export async function synthesized(stagesFile: string): Promise<Stack[]> {
  const path = join(cache, `${keyOf(stagesFile)}.json`)
  if (!existsSync(path)) {
    const stacks = await synthesize(stagesFile)
    mkdirSync(cache, {recursive: true})
    // Suites run in parallel, so the file must appear as a whole.
    const own = mkdtempSync(join(cache, 'new-'))
    writeFileSync(join(own, 'stacks.json'), JSON.stringify(stacks))
    renameSync(join(own, 'stacks.json'), path)
    rmSync(own, {recursive: true})
  }
  return JSON.parse(readFileSync(path, 'utf8')) as Stack[]
}

function keyOf(stagesFile: string): string {
  const hash = createHash('sha256').update(stagesFile)
  const sources = ['infra/bin', 'infra/lib', 'src/stages', 'src/core'].flatMap(folder =>
    readdirSync(join(root, folder))
      .sort()
      .map(name => join(folder, name))
  )
  for (const file of ['package-lock.json', 'infra/cdk.json', ...sources])
    hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 32)
}

/** Runs the app as `cdk synth` does. It has a process of its own, because it takes 100 MB and its results are files anyway. */
async function synthesize(stagesFile: string): Promise<Stack[]> {
  const directory = mkdtempSync(join(tmpdir(), 'cdk-out-'))
  try {
    const path = join(directory, 'ecr-registry.yml')
    writeFileSync(path, stagesFile)
    const outdir = join(directory, 'out')
    const child = spawn(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
      cwd: join(root, 'infra'),
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        TSX_DISABLE_CACHE: '1',
        CDK_OUTDIR: outdir,
        CDK_CONTEXT_JSON: JSON.stringify({'stages-files': path})
      },
      stdio: ['ignore', 'ignore', 'pipe']
    })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
    const [code] = (await once(child, 'close')) as [number | null]
    if (code !== 0) throw new Error(`infra/ refused the stages file:\n${errors}`)
    return readStacks(outdir)
  } finally {
    rmSync(directory, {recursive: true})
  }
}

interface CloudAssembly {
  artifacts: Record<string, {type: string; environment?: string; properties?: {templateFile?: string}}>
}

function readStacks(outdir: string): Stack[] {
  const {artifacts} = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as CloudAssembly
  return Object.entries(artifacts).flatMap(([id, {type, environment = '', properties}]) => {
    if (type !== 'aws:cloudformation:stack') return []
    // aws://<account>/<region>
    const [account = '', region = ''] = environment.slice('aws://'.length).split('/')
    const template = JSON.parse(
      readFileSync(join(outdir, properties?.templateFile ?? ''), 'utf8')
    ) as CloudFormationTemplate
    return [{id, account, region, template}]
  })
}
