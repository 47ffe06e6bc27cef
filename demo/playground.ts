import {execFile} from 'node:child_process'
import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join, relative, resolve} from 'node:path'
import process from 'node:process'
import {promisify} from 'node:util'

import {node24} from '../setup/node24.js'
import {DeveloperMachine} from '../testbed/harness/developer.js'
import {Remote} from './remote.js'
import {bold, dim, printHeading, printLine} from './terminal.js'
import type {Undo} from './undo.js'
import {undoAll} from './undo.js'
import {startDemoWorld} from './world.js'

// A clone of examples/sample-image to work in, with a real Docker engine. testbed/ stands in for GitHub, STS and ECR. A push
// to the clone's remote runs its workflow.

const execute = promisify(execFile)
const ROOT = resolve(import.meta.dirname, '..')

/** A hook that refuses to move or delete tags `v*`, like the ruleset that `npm run environments` creates on GitHub. */
const RULESET = `#!/bin/sh
case "$1 $2" in
  'refs/tags/v'*' '*[!0]*)
    echo "The ruleset for tags v* refuses this: nobody may move or delete $1." >&2
    exit 1 ;;
esac
`

/**
 * Runs a playground until it is interrupted.
 * @param directory absolute path of the clone; it does not exist, or is an empty directory
 */
export async function play(directory: string): Promise<void> {
  const undo: Undo[] = []
  const ended = new Promise<void>(end => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        end()
      })
  })
  try {
    await open(directory, undo)
    await ended
    printLine()
    printLine('The playground has ended. Close the other terminal, because its settings no longer work.')
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  } finally {
    await undoAll(undo)
  }
}

async function open(directory: string, undo: Undo[]): Promise<void> {
  printHeading('A playground on this machine')
  const {testbed, sample} = await startDemoWorld(undo)
  const developer = await DeveloperMachine.create(
    testbed,
    ['development', 'master', 'release'].map(stage => `sample-image-${stage}-developers`)
  )
  undo.push(() => developer.leave())

  const origin = await mkdtemp(join(tmpdir(), 'origin-'))
  undo.push(() => rm(origin, {recursive: true}))
  await execute('git', ['clone', '--quiet', '--bare', sample.directory, origin])
  await sample.git('remote', 'add', 'origin', origin)
  await hook(origin, new Remote(sample), undo)
  await execute('git', ['clone', '--quiet', origin, directory])
  await writeEnvironment(directory, developer)

  printLine(
    `GitHub has the repository my-org/sample-image, and AWS has its stages. Your clone is in ${bold(relative(process.env['INIT_CWD'] ?? '.', directory) || directory)}.`
  )
  printLine(
    'Each push from the clone runs the workflow, one run at a time. A scan takes five seconds and finds nothing, unless the'
  )
  printLine('Dockerfile has a label such as LABEL testbed.finding=CRITICAL. In another terminal:')
  printLine()
  printLine(bold(`cd ${quoted(directory)} && source .git/playground`))
  printLine()
  printLine(dim('Press Ctrl-C to end the playground. It removes everything except your clone.'))
}

/** Installs the hooks of the remote: one runs the workflow for a push and shows its result to the person who pushed. */
async function hook(origin: string, remote: Remote, undo: Undo[]): Promise<void> {
  const server = createServer((request, response) => {
    let pushed = ''
    request
      .setEncoding('utf8')
      .on('data', (text: string) => (pushed += text))
      .on('end', () => {
        const say = (text: string): void => void response.write(`${text}\n`)
        void remote
          .received(pushed, say)
          .catch((error: unknown) => {
            say(error instanceof Error ? error.message : String(error))
          })
          .finally(() => response.end())
      })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  undo.push(() => server.close())
  const {port} = server.address() as AddressInfo
  const script = `const {request} = require('node:http')
process.stdin.pipe(request({port: ${port}, host: '127.0.0.1', method: 'POST'}, reply => reply.pipe(process.stdout)))
`
  const file = join(origin, 'hooks', 'post-receive')
  await mkdir(join(origin, 'hooks'), {recursive: true})
  await writeFile(`${file}.cjs`, script)
  await writeFile(file, `#!/bin/sh\nexec '${node24()}' '${file}.cjs'\n`)
  await chmod(file, 0o755)
  await writeFile(join(origin, 'hooks', 'update'), RULESET, {mode: 0o755})
}

/** Writes the settings of the other terminal: AWS credentials, endpoints and the command line. They are in .git, which no build reads. */
async function writeEnvironment(directory: string, developer: DeveloperMachine): Promise<void> {
  const identity = ['user.name=Octo Cat', 'user.email=octocat@example.com'].map(setting => setting.split('='))
  for (const [name = '', value = ''] of identity) await execute('git', ['config', name, value], {cwd: directory})
  const bin = join(directory, '.git', 'playground-bin')
  await mkdir(bin)
  await writeFile(join(bin, 'ecr-registry'), commandOf(developer), {mode: 0o755})
  const environment: Record<string, string | undefined> = {
    ...developer.environment,
    PATH: `${bin}:${developer.environment['PATH'] ?? ''}`
  }
  const lines = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined || name === 'HOME' ? [] : [`export ${name}=${quoted(value)}`]
  )
  await writeFile(join(directory, '.git', 'playground'), [...lines, ''].join('\n'), {mode: 0o600})
}

/** A script that starts the command line, or explains that the playground has ended: the clone and its terminal outlive it. */
function commandOf({program}: DeveloperMachine): string {
  const again = `Start another playground in a new directory: cd ${quoted(ROOT)} && npm run playground -- DIRECTORY`
  return `#!/bin/sh
[ -x ${quoted(program)} ] && exec ${quoted(program)} "$@"
echo ${quoted('The playground of this clone has ended, and so have its GitHub and AWS.')} >&2
echo ${quoted(again)} >&2
exit 1
`
}

/** A text as one word of a shell command. */
function quoted(text: string): string {
  return /^[\w/.-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
