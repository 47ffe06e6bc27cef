import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import type {JobOptions} from '../../../testbed/harness/sample.js'
import {SampleRepository} from '../../../testbed/harness/sample.js'
import type {Testbed} from '../../../testbed/harness/testbed.js'
import {startTestbed} from '../../../testbed/harness/testbed.js'
import type {JobResult, WorkflowResult, WorkflowRun} from '../../../testbed/workflow/run-workflow.js'
import {actionResults} from '../../../testbed/workflow/run-workflow.js'

let testbed: Testbed
let sample: SampleRepository
beforeAll(async () => {
  testbed = await startTestbed()
  sample = await SampleRepository.create(testbed, 'base/busybox:1.0')
})
afterAll(async () => {
  await sample.remove()
  await testbed.close()
})

const PATH = '.github/workflows/test.yml'

/** Runs a workflow of these jobs for a push to the trunk. */
async function run(
  jobs: string,
  head = 'on: push',
  settings: Parameters<SampleRepository['workflow']>[2] = {}
): Promise<WorkflowResult> {
  await sample.checkout('master')
  await sample.write({[PATH]: `${head}\njobs:\n${jobs.replaceAll(/^(?=.)/gm, '  ')}`})
  await sample.commit('A workflow')
  return await sample.workflow(await sample.push('master'), PATH, settings)
}

async function jobsOf(ran: Promise<WorkflowResult>): Promise<JobResult[]> {
  const result = await ran
  if (result.kind === 'ignored') throw new Error(result.reason)
  return result.jobs
}

/** A job of one script, whose output is `RESULT`. */
const script = (result: string, more = ''): string => `job:
  runs-on: ubuntu-24.04
${more}
  outputs: {result: "\${{ steps.it.outputs.result }}"}
  steps:
    - id: it
      run: echo "result=$RESULT" >> "$GITHUB_OUTPUT"
      env: {RESULT: "${result}"}
`

describe('expressions have the same values as on GitHub', () => {
  test.each([
    ['${{ github.ref_name }} ${{ github.event_name }} ${{ github.repository_owner }}', 'master push my-org'],
    ["${{ github.event.repository.default_branch == github.ref_name && 'trunk' || 'other' }}", 'trunk'],
    ['${{ github.no_such_thing }}', ''],
    ['${{ github.event.number || 7 }}', '7'],
    ['${{ runner.os }} ${{ job.status }}', 'Linux success'],
    ["${{ contains(fromJSON('[1, 2]'), 2) && startsWith(github.ref, 'REFS/') }}", 'true'],
    ["${{ format('{0}-{1}', 'a', true) }}", 'a-true'],
    ['${{ env.COMMON }} ${{ env.OWN }}', 'workflow job'],
    ['${{ strategy.job-total }}', '1'],
    ['${{ vars.NOTHING }}', '']
  ])('%s', async (expression, result) => {
    const [job] = await jobsOf(
      run(script(expression, '  env: {OWN: job}'), 'on: push\nenv: {COMMON: workflow, OWN: workflow}')
    )
    // A job does not hand on an empty output.
    expect(job).toMatchObject({name: 'job', conclusion: 'success', outputs: result === '' ? {} : {result}})
  })
})

describe('steps', () => {
  const steps = async (text: string): Promise<JobResult | undefined> =>
    (await jobsOf(run(`job:\n  runs-on: ubuntu-24.04\n  steps:\n${text.replaceAll(/^(?=.)/gm, '    ')}`)))[0]

  test('are skipped after a failure, unless their condition lets them run', async () => {
    const job = await steps(
      "- run: exit 3\n- run: echo never\n- if: failure()\n  run: echo failed\n- if: always()\n  run: echo always\n- if: ${{ github.ref_name == 'master' }}\n  run: echo never\n"
    )
    expect(job?.conclusion).toBe('failure')
    expect(job?.steps.map(({conclusion}) => conclusion)).toEqual([
      'failure',
      'skipped',
      'success',
      'success',
      'skipped'
    ])
    expect(job?.steps.map(({result}) => result?.log.trim())).toEqual(['', undefined, 'failed', 'always', undefined])
  })

  test('may fail with continue-on-error, and have an outcome that differs from their conclusion', async () => {
    const job = await steps(
      '- id: one\n  continue-on-error: true\n  run: exit 1\n- run: echo "${{ steps.one.outcome }} ${{ steps.one.conclusion }}"\n'
    )
    expect(job).toMatchObject({
      conclusion: 'success',
      steps: [{conclusion: 'success'}, {result: {log: 'failure success\n'}}]
    })
  })

  test('pass on variables, programs and outputs', async () => {
    const job = await steps(
      [
        '- run: |\n    echo "GREETING=Hello" >> "$GITHUB_ENV"\n    mkdir bin && printf \'#!/bin/sh\\necho "$GREETING from greet"\' > bin/greet && chmod +x bin/greet\n    echo "$PWD/bin" >> "$GITHUB_PATH"',
        '- run: greet && echo "${{ env.GREETING }}"\n'
      ].join('\n')
    )
    expect(job?.steps[1]?.result?.log).toBe('Hello from greet\nHello\n')
  })

  test('run in the shell and directory of the nearest setting', async () => {
    const [job] = await jobsOf(
      run(
        `job:
  runs-on: ubuntu-24.04
  defaults: {run: {working-directory: app}}
  steps:
    - uses: actions/checkout@v5
    - run: false | true
    - run: ls
    - {run: false | true, shell: bash, working-directory: .}
`,
        'on: push\ndefaults: {run: {shell: sh}}'
      )
    )
    expect(job?.steps.map(({conclusion}) => conclusion)).toEqual(['success', 'success', 'success', 'failure'])
    expect(job?.steps[2]?.result?.log).toBe('hello.sh\n')
  })

  test("have a checkout of the event's commit alone, on its branch", async () => {
    const job = await steps(
      '- uses: actions/checkout@v5\n- run: git rev-parse --abbrev-ref HEAD && git rev-list --count HEAD && git status --porcelain\n'
    )
    expect(job?.steps[1]?.result?.log).toBe('master\n1\n')
  })
})

describe('jobs', () => {
  const job = (id: string, more: string): string => `${id}: {runs-on: ubuntu-24.04, steps: [{run: "true"}]${more}}\n`

  test('run after the jobs that they need, and have their outputs', async () => {
    const jobs = await jobsOf(
      run(`late:
  needs: job
  runs-on: ubuntu-24.04
  steps: [{run: "echo \${{ needs.job.result }} \${{ needs.job.outputs.result }}"}]
${script('early')}`)
    )
    expect(jobs.map(({name}) => name)).toEqual(['job', 'late'])
    expect(jobs[1]?.steps[0]?.result?.log).toBe('success early\n')
  })

  test('are skipped after a job that failed or was skipped, unless their condition lets them run', async () => {
    const jobs = await jobsOf(
      run(
        [
          'fails: {runs-on: ubuntu-24.04, steps: [{run: exit 1}]}\n',
          job('skipped', ', if: false'),
          job('after', ', needs: fails'),
          job('later', ', needs: after'),
          job('behind', ', needs: skipped'),
          job('repairs', ', needs: later, if: failure()'),
          job('always', ', needs: [later, behind], if: always()')
        ].join('')
      )
    )
    expect(Object.fromEntries(jobs.map(({name, conclusion}) => [name, conclusion]))).toEqual({
      fails: 'failure',
      skipped: 'skipped',
      after: 'skipped',
      later: 'skipped',
      behind: 'skipped',
      repairs: 'success',
      always: 'success'
    })
  })

  test('run once for each leg of their matrix, until one fails unless fail-fast is off', async () => {
    const legs = (strategy: string): string =>
      `job:\n  runs-on: ubuntu-24.04\n  strategy: {matrix: {code: [0, 1, 2]}${strategy}}\n  steps: [{run: "exit \${{ matrix.code }}"}]\n`
    const conclusions = async (text: string) =>
      (await jobsOf(run(text))).map(({name, conclusion}) => `${name} ${conclusion}`)
    expect(await conclusions(legs(''))).toEqual(['job (0) success', 'job (1) failure', 'job (2) cancelled'])
    expect(await conclusions(legs(', fail-fast: false'))).toEqual([
      'job (0) success',
      'job (1) failure',
      'job (2) failure'
    ])
  })

  test('have the last output of their legs that is not empty', async () => {
    const jobs = await jobsOf(
      run(`${script('${{ matrix.value }}', "  strategy: {matrix: {value: [one, two, '']}}")}late:
  needs: job
  runs-on: ubuntu-24.04
  steps: [{run: "echo \${{ needs.job.outputs.result }}"}]
`)
    )
    expect(jobs[3]?.steps[0]?.result?.log).toBe('two\n')
  })
})

describe('the outputs of a job', () => {
  const output = (lines: string): string =>
    `job:\n  runs-on: ubuntu-24.04\n  outputs: {result: "\${{ steps.it.outputs.result }}", other: kept}\n  steps:\n    - id: it\n      run: |\n${lines.replaceAll(/^/gm, '        ')}\n`

  test('lack those that hold a masked text', async () => {
    const [job] = await jobsOf(
      run(output('echo "::add-mask::hidden"\necho "result=a hidden text" >> "$GITHUB_OUTPUT"'))
    )
    expect(job).toMatchObject({conclusion: 'success', outputs: {other: 'kept'}})
    expect(job?.outputs).not.toHaveProperty('result')
  })

  test('may have 1 MiB in UTF-16', async () => {
    const of = async (length: number): Promise<string | undefined> =>
      (await jobsOf(run(output(`printf 'result=%0${length}d\\n' 0 >> "$GITHUB_OUTPUT"`))))[0]?.conclusion
    expect([await of(500_000), await of(530_000)]).toEqual(['success', 'failure'])
  })
})

describe('the legs of a matrix', () => {
  const LEGS = `job:
  runs-on: ubuntu-24.04
  strategy: {fail-fast: false, matrix: {place: [one, two]}}
  outputs: {last: "\${{ matrix.place }}"}
  steps:
    - run: 'true'
    - run: echo "\${{ matrix.place }}"
after:
  needs: job
  runs-on: ubuntu-24.04
  outputs: {last: "\${{ needs.job.outputs.last }}"}
  steps: [{run: 'true'}]
`
  const ran = async (settings: Parameters<SampleRepository['workflow']>[2]): Promise<WorkflowRun> => {
    const result = await run(LEGS, 'on: push', settings)
    if (result.kind === 'ignored') throw new Error(result.reason)
    return result
  }
  const shown = ({jobs}: WorkflowRun): unknown[] =>
    jobs.map(({name, conclusion, attempt}) => `${name} ${conclusion} ${attempt}`)

  test.each([
    ['in order', 'two'],
    ['reversed', 'one']
  ] as const)('run %s, and the last one to end sets an output', async (legs, last) => {
    expect((await ran({legs})).jobs.at(-1)?.outputs).toEqual({last})
  })

  test('run side by side', async () => {
    expect(shown(await ran({legs: 'side by side'}))).toEqual([
      'job (one) success 1',
      'job (two) success 1',
      'after success 1'
    ])
  })

  test('fail if their runner is lost, and alone run again, with the jobs that need them', async () => {
    const lost = await ran({lost: {'job (two)': 1}})
    expect(shown(lost)).toEqual(['job (one) success 1', 'job (two) failure 1', 'after skipped 1'])
    expect(lost.jobs[1]).toMatchObject({outputs: {}, steps: [{conclusion: 'success'}]})
    const again = await ran({again: lost})
    expect(shown(again)).toEqual(['job (one) success 1', 'job (two) success 2', 'after success 2'])
    expect(again.jobs.at(-1)?.outputs).toEqual({last: 'two'})
  })
})

describe('the token of a job', () => {
  const ask = `curl --silent --show-error --write-out ' %{http_code}' --output /dev/null --header "Authorization: Bearer $TOKEN" "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/pulls"; echo " \${ACTIONS_ID_TOKEN_REQUEST_URL:+oidc}"`
  const asked = async (permissions: string, head = 'on: push'): Promise<string | undefined> => {
    const [job] = await jobsOf(
      run(
        `job:\n  runs-on: ubuntu-24.04\n${permissions}\n  steps:\n    - env: {TOKEN: "\${{ github.token }}"}\n      run: |\n        ${ask}\n`,
        head
      )
    )
    return job?.steps[0]?.result?.log.trim()
  }

  test.each([
    [
      'everything that the permissions of the job grant',
      '  permissions: {pull-requests: read, id-token: write}',
      'on: push\npermissions: {}',
      '200 oidc'
    ],
    [
      'everything that the permissions of the workflow grant',
      '',
      'on: push\npermissions: {pull-requests: read}',
      '200'
    ],
    [
      'nothing that the permissions of the job do not name',
      '  permissions: {contents: read}',
      'on: push\npermissions: {pull-requests: read, id-token: write}',
      '403'
    ],
    ['only the default, without permissions in either', '', 'on: push', '403']
  ])('may do %s', async (_, permissions, head, result) => {
    expect(await asked(permissions, head)).toBe(result)
  })
})

describe("the action's step", () => {
  const ACTION =
    'image:\n  runs-on: ubuntu-24.04\n  permissions: {contents: read, id-token: write, pull-requests: read}\n  steps:\n    - uses: actions/checkout@v5\n    - id: image\n      uses: org/ecr-registry-action@v1\n'
  const skipped = async (options: JobOptions = {}): Promise<WorkflowResult> => {
    await sample.checkout('master')
    await sample.write({[PATH]: `on: push\njobs:\n${ACTION.replaceAll(/^(?=.)/gm, '  ')}`})
    await sample.commit('The action')
    return await sample.workflow(
      await sample.event('push', 'refs/tags/other', {ref: 'refs/tags/other', deleted: false}, options),
      PATH
    )
  }

  test('runs from dist/, with its outputs and its post step', async () => {
    const ran = await skipped()
    expect(ran).toMatchObject({
      kind: 'ran',
      conclusion: 'success',
      jobs: [{steps: [{}, {conclusion: 'success', post: {exitCode: 0}}]}]
    })
    expect(actionResults(ran)).toMatchObject([{outputs: {operation: 'skipped'}}])
  })

  test('runs by a commit as by the tag', async () => {
    const ran = await run(ACTION.replace('@v1\n', `@${'a'.repeat(40)} # v1.2.3\n      with: {stage: production}\n`))
    expect(actionResults(ran)[0]?.log).toContain('Input stage is `production`')
  })

  test('fails the job if it fails', async () => {
    const ran = await run(ACTION.replace('@v1\n', '@v1\n      with: {stage: production}\n'))
    expect(ran).toMatchObject({conclusion: 'failure', jobs: [{conclusion: 'failure'}]})
    expect(actionResults(ran)[0]?.log).toContain('Input stage is `production`')
  })

  test('refuses an input that action.yml does not have', async () => {
    await expect(run(ACTION.replace('@v1\n', '@v1\n      with: {stagge: master}\n'))).rejects.toThrow(
      'action.yml has no input stagge'
    )
  })

  test('refuses several unknown inputs with the place of each and the most similar input', async () => {
    const given =
      '@v1\n      with:\n        stage: master\n        platform: linux/amd64\n        dockerfile: x\n        colour: red\n'
    const problem = (name: string): string => `action.yml has no input ${name} (GitHub would only warn)`
    await expect(run(ACTION.replace('@v1\n', given))).rejects.toThrow(
      [
        `${PATH} (Line: 12, Col: 11): ${problem('platform')}; did you mean platforms?`,
        `${PATH} (Line: 13, Col: 11): ${problem('dockerfile')}; did you mean file?`,
        `${PATH} (Line: 14, Col: 11): ${problem('colour')}`
      ].join('\n')
    )
  })
})

describe('refuses what GitHub refuses or the testbed does not support', () => {
  const job = (more: string): string => `job:\n  runs-on: ubuntu-24.04\n  steps: [{run: "true"}]\n${more}`
  const granted = 'permissions: {contents: read, id-token: write, pull-requests: read}'
  test.each([
    ['an unknown key', 'job: {runs-on: ubuntu-24.04, stepps: []}\n', /Unexpected value 'stepps'/],
    [
      'a context that does not exist there',
      job('  environment: ${{ steps.it.outputs.x }}\n'),
      /Unrecognized named-value: 'steps'/
    ],
    ['an unknown function', job('  name: ${{ lower(github.ref) }}\n'), /Unrecognized function: 'lower'/],
    ['a need that does not exist', job('  needs: other\n'), /at least one job with no dependencies/],
    ['a container', job('  container: node:24\n'), /job job: the testbed does not support container/],
    ['another runner', 'job: {runs-on: windows-2025, steps: [{run: "true"}]}\n', /no runner "windows-2025"/],
    [
      'an action that it cannot run',
      'job: {runs-on: ubuntu-24.04, steps: [{uses: actions/setup-node@v5}]}\n',
      /cannot run actions\/setup-node@v5/
    ],
    [
      'an unsupported input of the checkout',
      'job: {runs-on: ubuntu-24.04, steps: [{uses: actions/checkout@v5, with: {lfs: true}}]}\n',
      /test\.yml \(Line: 3, Col: 75\): the testbed does not support the input lfs of actions\/checkout@v5/
    ],
    [
      'a workflow of another repository',
      'job: {uses: other/repository/.github/workflows/x.yml@v1}\n',
      /cannot call other\/repository/
    ],
    [
      'an input that the called workflow does not have',
      `job: {uses: org/ecr-registry-action/.github/workflows/image.yml@v1, with: {imagge: a}, ${granted}}\n`,
      /test\.yml \(Line: 3, Col: 78\): the workflow has no input imagge; did you mean image\?$/
    ],
    [
      'an input of another type',
      `job: {uses: org/ecr-registry-action/.github/workflows/image.yml@v1, with: {dry-run: "yes"}, ${granted}}\n`,
      /input dry-run is "yes", not a boolean/
    ],
    [
      'a call that grants less than a job of the called workflow asks for, also if the call is skipped',
      'job:\n  if: false\n  uses: org/ecr-registry-action/.github/workflows/image-comment.yml@v1\n  permissions: {pull-requests: read}\n  with: {comment: ""}\n',
      /^The nested job 'comment' is requesting 'pull-requests: write', but is only allowed 'pull-requests: read'\.$/
    ],
    ['another shell', 'job: {runs-on: ubuntu-24.04, steps: [{run: x, shell: pwsh}]}\n', /no shell pwsh/]
  ])('%s', async (_, jobs, message) => {
    await expect(run(jobs)).rejects.toThrow(message)
  })
})

test('a workflow that the event does not start is ignored, with the reason', async () => {
  expect(await run('job: {runs-on: ubuntu-24.04, steps: [{run: exit 1}]}\n', 'on: {push: {branches: [main]}}')).toEqual(
    {
      kind: 'ignored',
      reason: 'refs/heads/master does not match its filters'
    }
  )
})

describe('a dispatch', () => {
  const dispatch = async (inputs: Record<string, unknown>): Promise<WorkflowResult> => {
    await sample.checkout('master')
    const head =
      'on: {workflow_dispatch: {inputs: {version: {required: true}, rebuild: {type: boolean, default: true}, who: {default: all}}}}'
    await sample.write({
      [PATH]: `${head}\njobs:\n${script('${{ inputs.version }} ${{ inputs.rebuild && 1 || 2 }} ${{ inputs.who }}').replaceAll(/^(?=.)/gm, '  ')}`
    })
    await sample.commit('A dispatch')
    return await sample.workflow(await sample.event('workflow_dispatch', 'refs/heads/master', {inputs}), PATH)
  }

  test('has the given inputs, and the defaults of the others', async () => {
    const [job] = await jobsOf(dispatch({version: '1.2.3', rebuild: false}))
    expect(job?.outputs).toEqual({result: '1.2.3 2 all'})
  })

  test.each<[Record<string, unknown>, string]>([
    [{}, 'the workflow requires input version'],
    [{version: '1.2.3', other: 'x'}, 'the workflow has no input other']
  ])('with inputs %j is refused', async (inputs, message) => {
    await expect(dispatch(inputs)).rejects.toThrow(message)
  })
})
