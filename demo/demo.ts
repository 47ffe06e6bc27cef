import process from 'node:process'

import type {JobEvent, SampleRepository} from '../testbed/harness/sample.js'
import {actionResults} from '../testbed/workflow/run-workflow.js'
import type {StepResult} from '../testbed/workflow/runner.js'
import {pullAndRun} from './developer.js'
import {bold, dim, green, printHeading, printLine, printTable, seconds} from './terminal.js'
import type {Undo} from './undo.js'
import {undoAll} from './undo.js'
import {startDemoWorld} from './world.js'

// The story of one change, from a pull request to a running image, in a copy of examples/sample-image. Its workflow runs as on
// GitHub, with the action in dist/ and a real Docker engine. testbed/ stands in for GitHub, STS and ECR.

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
  printHeading('ecr-registry-action on this machine')
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
    `The first build took ${seconds(opened.ms)}. This time the image was found unchanged in ${bold(seconds(edited.ms))}, without Docker.`
  )

  printHeading('3  It is merged')
  await sample.merge('feature/hello')
  const merged = await act(sample, await sample.push('master'))

  printHeading('4  The commit is tagged v1.0.0')
  await sample.git('tag', 'v1.0.0')
  const ref = 'refs/tags/v1.0.0'
  const released = await act(sample, await sample.event('push', ref, {ref, deleted: false}, {environment: 'Release'}))
  printLine(
    released.outputs['digest'] === merged.outputs['digest']
      ? 'The digest is the same as in master: nothing was built, and Docker was not started.'
      : 'The digest differs from the one in master. It should be the same.'
  )

  printHeading('The tags in the repositories')
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

/** Runs the sample's workflow and prints the result of the action. */
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

/** Shortens hashes to the beginning, by which people compare them. */
function short(text: string): string {
  return text.replace(/([0-9a-f]{12})[0-9a-f]{20,}/, '$1…')
}
