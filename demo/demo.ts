import process from 'node:process'

import type {JobEvent, SampleRepository} from '../testbed/harness/sample.js'
import {actionResults} from '../testbed/workflow/run-workflow.js'
import type {StepResult} from '../testbed/workflow/runner.js'
import {pullAndRun} from './developer.js'
import {bold, dim, green, printHeading, printLine, printTable, seconds} from './terminal.js'
import type {Undo} from './undo.js'
import {undoAll} from './undo.js'
import {startDemoWorld} from './world.js'

// The story of one change, from a pull request to an image that runs, in the repository of examples/sample-image. Its workflow
// runs as on GitHub, with the action that is bundled in dist/; Docker is a real engine. What cannot be had on one machine is
// played by testbed/: GitHub, STS and ECR.

const verbose = process.argv.includes('--verbose')
const undo: Undo[] = []
process.once('SIGINT', () => {
  void undoAll(undo).then(() => process.exit(130))
})

try {
  await story()
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  await undoAll(undo)
}

async function story(): Promise<void> {
  printHeading('ecr-registry-action, on this machine')
  const {testbed, registry, sample} = await startDemoWorld(undo)

  printHeading('1  A pull request is opened: feature/hello')
  await sample.branch('feature/hello')
  await sample.write({'app/hello.sh': 'echo "Hello from feature/hello"\n'})
  await sample.commit('Say hello')
  const opened = await act(sample, await sample.pullRequest(12, 'feature/hello', {action: 'opened'}))

  printHeading('2  Its README is edited')
  await sample.checkout('feature/hello')
  await sample.write({'README.md': '# Sample image\n\nSays hello.\n'})
  await sample.commit('Describe it')
  const edited = await act(sample, await sample.pullRequest(12, 'feature/hello'))
  printLine(
    `Built in ${seconds(opened.ms)} before, found unchanged in ${bold(seconds(edited.ms))} now: no Docker was started.`
  )

  printHeading('3  It is merged')
  await sample.merge('feature/hello')
  const merged = await act(sample, await sample.push('master'))

  printHeading('4  The commit is tagged v1.0.0')
  await sample.git('tag', 'v1.0.0')
  const ref = 'refs/tags/v1.0.0'
  const released = await act(sample, await sample.event('push', ref, {ref, deleted: false}, {environment: 'Release'}))
  printLine(
    `The same digest as master's${released.outputs['digest'] === merged.outputs['digest'] ? '' : '? No!'}: nothing was built, no Docker was started.`
  )

  printHeading('What the repositories hold')
  for (const repository of ['sample-image/development', 'sample-image/master', 'sample-image/release']) {
    printLine(bold(repository))
    printTable(Object.entries(registry.tags(repository)).map(([tag, digest]) => [short(tag), short(digest)]))
  }

  printHeading('A developer pulls the released image and runs it')
  const {command, output} = await pullAndRun(testbed, registry.host, released.outputs['image'] ?? '')
  printLine(dim(`$ ${command}`))
  printLine(green(output.trim()))
  printLine()
}

/** Runs the sample's workflow and tells what the action said in it. */
async function act(sample: SampleRepository, event: JobEvent): Promise<StepResult> {
  const run = await sample.workflow(
    event,
    undefined,
    verbose ? {onOutput: text => process.stdout.write(dim(text))} : {}
  )
  const [result] = actionResults(run)
  if (run.kind === 'ignored') throw new Error(`The workflow did not run: ${run.reason}`)
  if (result === undefined || run.conclusion === 'failure')
    throw new Error(`The workflow failed:\n${result?.log ?? ''}`)
  const {reason = '', operation = '', stage = '', digest = '', tags = ''} = result.outputs
  printLine(reason)
  printLine(`${green('✓')} ${bold(`${stage} · ${operation}`)} in ${seconds(result.ms)}`)
  printTable([
    ['image', short(digest)],
    [
      'tags',
      tags
        .split('\n')
        .map(tag => short(tag.slice(tag.lastIndexOf(':') + 1)))
        .join('  ')
    ]
  ])
  return result
}

/** Hashes as people compare them: by their beginning. */
function short(text: string): string {
  return text.replace(/([0-9a-f]{12})[0-9a-f]{20,}/, '$1…')
}
