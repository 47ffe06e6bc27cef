import {describe, expect, test} from '@jest/globals'

import {summarizeDiff} from '../lib/diff-summary.js'

const LOOKUP =
  'Lookup role arn:aws:iam::111122223333:role/cdk-hnb659fds-lookup-role-111122223333-eu-west-1 was not assumed. Proceeding with default credentials.'
const SAME = `${LOOKUP}\nStack EcrRegistry-1 (EcrRegistry) (aws://111122223333/eu-west-1)\nThere were no differences\n\n`
const OTHER = `${LOOKUP}\nStack SampleImageMaster (aws://111122223333/eu-west-1)\nResources\n[~] AWS::ECR::Repository Repository replace\n\n\n`
const closing = (count: number): string => `\n\n✨  Number of stacks with differences: ${count}\n`

describe('the summary of cdk diff', () => {
  test('reports that nothing differs', () => {
    expect(summarizeDiff(SAME + closing(0), '111122223333')).toBe(
      '### 111122223333: no differences\n\n`EcrRegistry-1`\n'
    )
  })

  test('shows the stacks that differ, and names the others', () => {
    expect(summarizeDiff(`${SAME}${OTHER}${closing(1)}`, '111122223333')).toBe(
      '### 111122223333: 1 of 2 stacks differ\n\n' +
        '```text\nStack SampleImageMaster (aws://111122223333/eu-west-1)\nResources\n[~] AWS::ECR::Repository Repository replace\n```\n' +
        '\nNo differences: `EcrRegistry-1`\n'
    )
  })

  test('shows the output of a failed comparison', () => {
    const denied = 'is not authorized to perform: cloudformation:GetTemplate'
    expect(summarizeDiff(`${SAME}${denied}\n`, '1')).toMatch(
      new RegExp(`^### 1: cdk diff did not finish\\n\\n\`\`\`text\\nStack EcrRegistry-1[^]*${denied}\\n\`\`\`\\n$`)
    )
  })

  test('shows all output if it cannot tell which stacks differ', () => {
    const omitted = SAME.replace('There were', 'Omitted 1 change because it is likely mangled\nThere were')
    expect(summarizeDiff(`${omitted}${OTHER}${closing(1)}`, '1')).toMatch(
      /^### 1: stacks with differences: 1\n\n```text\nStack EcrRegistry-1[^]*Stack SampleImageMaster/
    )
  })

  test('keeps each difference inside its code block', () => {
    const summary = summarizeDiff(`${OTHER.replace('replace', '\n````\n# Approved\n')}${closing(1)}`, '1')
    expect(summary.split('\n').filter(line => line.startsWith('`````'))).toEqual(['`````text', '`````'])
  })

  test('cuts a text that is too long for GitHub at the end of a line', () => {
    const limit = 2000
    const summary = summarizeDiff(
      SAME + OTHER.replace('replace', 'é'.repeat(40).concat('\n').repeat(100)) + closing(1),
      '1',
      limit
    )
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(limit)
    expect(summary).toMatch(
      /é{40}\n\(cut: the log of this job has the full output\)\n```\n\nNo differences: `EcrRegistry-1`\n$/
    )
  })
})
