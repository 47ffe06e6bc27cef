import {symlinkSync} from 'node:fs'
import {join} from 'node:path'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import {inputs} from '../../src/cli/inputs.js'
import type {BuildOptions, CommonOptions} from '../../src/cli/options.js'
import {plan} from '../../src/cli/plan.js'
import {terminalLog} from '../../src/cli/terminal.js'
import {messageOf} from '../../src/core/failure.js'
import {Secrets} from '../../src/core/secrets.js'
import type {Workspace} from '../fingerprint/repository.js'
import {createWorkspace, environment} from '../fingerprint/repository.js'

const STAGES = '.github/ecr-registry.yml'
const CONTENT = `images: [{name: sample-image, context: ../..}]
trunk: main
aws: {account: '111122223333', region: eu-west-1}
`

let workspace: Workspace
let outside: Workspace
beforeEach(() => {
  workspace = createWorkspace()
  outside = createWorkspace()
  workspace.git('init', '--quiet')
  workspace.write('Dockerfile', 'FROM scratch\n')
  workspace.write('.github/README.md', '')
  outside.write('key', 'image: PRIVATE KEY\n')
})
afterEach(() => {
  workspace.remove()
  outside.remove()
})

async function failureOf(
  command: typeof plan | typeof inputs,
  common: CommonOptions = {},
  options: Pick<BuildOptions, 'context'> = {}
): Promise<string> {
  workspace.git('add', '--all')
  workspace.git('commit', '--quiet', '--message', 'All of it')
  const log = terminalLog({debug: false, environment, secrets: new Secrets()}, {
    write: () => true
  } as unknown as NodeJS.WriteStream)
  const {signal} = new AbortController()
  const invocation = {directory: workspace.root, environment, log, signal, isJson: false}
  return await command(common, options, invocation).then(() => 'none', messageOf)
}

describe.each<[string, typeof plan | typeof inputs]>([
  ['plan, which needs a stages file,', plan],
  ['inputs, which reads one if there is one,', inputs]
])('%s trusts a clone with no files of the machine:', (_, command) => {
  test('a stages file that is a link is refused, and nothing of it is shown', async () => {
    symlinkSync(join(outside.root, 'key'), join(workspace.root, STAGES))
    expect(await failureOf(command)).toBe(
      `The stages file ${STAGES} is a link that leads out of the checkout, so it was not read.`
    )
  })

  test('a context outside that the stages file names is refused', async () => {
    workspace.write(STAGES, CONTENT)
    expect(await failureOf(command)).toBe(`${STAGES} names \`context: ../..\`, which leads out of the checkout.`)
  })
})

test('inputs lists no files behind a link of the repository that leads out of it', async () => {
  symlinkSync(outside.root, join(workspace.root, 'out'))
  expect(await failureOf(inputs, {}, {context: 'out'})).toMatch(
    /^The build context out leads out of the checkout by a link: to /
  )
})
