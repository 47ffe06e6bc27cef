import {describe, expect, test} from '@jest/globals'

import {commentOn} from '../../src/action/comment.js'
import {readHandedComment} from '../../src/action/handed-comment.js'
import {readInputs} from '../../src/action/inputs.js'
import {readRunner} from '../../src/action/runner.js'
import type {Log} from '../../src/core/log.js'
import {Secrets} from '../../src/core/secrets.js'
import {Timings} from '../../src/core/timings.js'
import {commentOf} from '../../src/report/comment.js'
import type {Outcome, Plan} from '../../src/run/outcome.js'
import {createImage} from '../report/images.js'

const COMMIT = 'c'.repeat(40)
const REPOSITORY = 'my-org/sample-image'
const PULL = {commit: COMMIT, pullRequest: 12}
const REASON = 'It goes to development.'
const image = createImage()

const built = {
  kind: 'built',
  stage: 'development',
  reason: REASON,
  image,
  changed: true,
  metadata: {},
  subject: PULL
} satisfies Outcome
const unchanged = {kind: 'unchanged', stage: 'development', reason: REASON, image, subject: PULL} satisfies Outcome

/** Comments on an outcome in a run that reaches no service. */
async function comment(outcome: Outcome, inputs: Record<string, string> = {}, secrets = new Secrets()) {
  const said: string[] = []
  const log = {info: (text: string) => void said.push(text)} as unknown as Log
  const environment = Object.fromEntries(
    Object.entries({comment: 'output', ...inputs}).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  )
  const runner = readRunner({GITHUB_REPOSITORY: REPOSITORY, GITHUB_RUN_ID: '4711', GITHUB_RUN_NUMBER: '7'})
  const job = {
    inputs: readInputs(environment, () => undefined),
    runner,
    log,
    timings: new Timings(),
    signal: new AbortController().signal
  }
  return {outputs: await commentOn(job, outcome, text => secrets.hide(text)), said}
}

describe('the output `comment`', () => {
  test.each<['built' | 'unchanged', Outcome]>([
    ['built', built],
    ['unchanged', unchanged]
  ])('has the text that a comment on an image that is %s has', async (operation, outcome) => {
    const {outputs, said} = await comment(outcome, {variant: 'alpine'})
    expect(readHandedComment(outputs.comment ?? '', REPOSITORY)).toEqual({
      repository: REPOSITORY,
      pullRequest: 12,
      subject: 'sample-image/development-alpine',
      body: commentOf({
        image,
        operation,
        commit: {id: COMMIT, url: `https://github.com/${REPOSITORY}/commit/${COMMIT}`},
        run: {number: 7, url: `https://github.com/${REPOSITORY}/actions/runs/4711/attempts/1`}
      })
    })
    expect(said).toEqual([
      'The output `comment` is for pull request #12. Another job has to post it: image-comment.yml, or a step with `post-comment`.'
    ])
  })

  test('has no masked text', async () => {
    const secrets = new Secrets()
    secrets.add('pr-12')
    const {outputs} = await comment(built, {}, secrets)
    expect(outputs.comment).toContain('<code>***</code>')
    expect(outputs.comment).not.toContain('pr-12')
  })

  const plan: Plan = {registry: 'r', repository: 'x', fingerprint: 'f', bases: [], action: 'tag only', tags: []}
  const distributed: Outcome = {
    kind: 'distributed',
    stage: 'development',
    reason: REASON,
    because: 'The repository does not have it.',
    fingerprint: 'f',
    plan: '{}',
    matrix: [],
    subject: PULL
  }
  test.each<[string, Outcome, Record<string, string>, string[]]>([
    ['without the input', built, {comment: 'false'}, []],
    [
      'for a run of no pull request',
      {...built, subject: {...PULL, pullRequest: undefined}},
      {},
      ['This run belongs to no pull request: there is nowhere to comment.']
    ],
    [
      'for a fork',
      {kind: 'built-only', reason: REASON, fingerprint: 'f', bases: [], metadata: {}, subject: PULL},
      {},
      ['Nothing was pushed: there is no image to comment on.']
    ],
    [
      'for a dry run',
      {kind: 'planned', stage: 'development', reason: REASON, plan, subject: PULL},
      {},
      ['Nothing was pushed: there is no image to comment on.']
    ],
    ['for a plan', distributed, {}, []],
    [
      'for a part',
      {kind: 'part', stage: 'development', reason: REASON, platform: 'linux/amd64', built: undefined, fingerprint: 'f'},
      {},
      []
    ],
    ['for a run that is skipped', {kind: 'skipped', reason: REASON}, {}, []]
  ])('is empty %s', async (_, outcome, inputs, expected) => {
    expect(await comment(outcome, inputs)).toEqual({outputs: {}, said: expected})
  })
})
