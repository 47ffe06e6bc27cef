import {describe, expect, test} from '@jest/globals'

import type {HandedComment} from '../../src/action/handed-comment.js'
import {formatHandedComment, readHandedComment} from '../../src/action/handed-comment.js'
import {Failure} from '../../src/core/failure.js'
import {BODY_LIMIT} from '../../src/github/comment.js'

const REPOSITORY = 'my-org/sample-image'
/** The longest variable that Linux gives to a program, in bytes. */
const LONGEST_VARIABLE = 128 * 1024

function createComment(changes: Partial<HandedComment> = {}): HandedComment {
  return {
    repository: REPOSITORY,
    pullRequest: 12,
    subject: 'sample-image/development-alpine',
    body: '### 📦 "built"\n\n| a |\n',
    ...changes
  }
}

/** The output with some of its keys changed. */
function outputWith(changes: Record<string, unknown>): string {
  return JSON.stringify({...(JSON.parse(formatHandedComment(createComment())) as object), ...changes})
}

test('a comment is read as it was written', () => {
  const comment = createComment()
  expect(readHandedComment(formatHandedComment(comment), REPOSITORY)).toEqual(comment)
})

test.each([
  ['quotes, which JSON escapes', '"'],
  ['characters of three bytes', '\u4e16'],
  ['halves of a pair, of six bytes in JSON', '\ud83d']
])('a body of %s is cut at a line end to fit into a variable, and is read again', (_, character) => {
  const output = formatHandedComment(createComment({body: `first\n${character}\n`.repeat(BODY_LIMIT / 5)}))
  expect(Buffer.byteLength(`INPUT_POST-COMMENT=${output}`)).toBeLessThan(LONGEST_VARIABLE)
  expect(readHandedComment(output, REPOSITORY).body).toMatch(/\n\n…$/)
})

describe('the input is refused with', () => {
  const NOT_JSON = 'is no JSON object'
  const OTHER_FORMAT = 'has another format than this version of the action'
  const OTHER_REPOSITORY = 'is of another repository than my-org/sample-image'
  const longKey = '::error::x\n\u202e'.padEnd(90, 'x')
  const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 20))

  test.each<[string, string, string]>([
    ...['hello', '', '{"format":1', '[]', 'null', '"text"'].map((text): [string, string, string] => [
      `the text ${shown(text)}`,
      text,
      NOT_JSON
    ]),
    ['an empty object', '{}', OTHER_FORMAT],
    ['another format', outputWith({format: 2}), OTHER_FORMAT],
    ['an unknown key', outputWith({run: 1}), 'has the key "run", which no comment of this action has'],
    [
      'a key that JavaScript has itself',
      `{"__proto__":{},${outputWith({}).slice(1)}`,
      'has the key "__proto__", which no comment of this action has'
    ],
    [
      'a long key with commands and control characters',
      outputWith({[longKey]: 1}),
      `has the key "::error::x\\n\\u202e${'x'.repeat(28)}…", which no comment of this action has`
    ],
    ...['other/sample-image', undefined, [REPOSITORY]].map((repository): [string, string, string] => [
      `the repository ${shown(repository)}`,
      outputWith({repository}),
      OTHER_REPOSITORY
    ]),
    ...[undefined, null, '12', 0, -1, 1.5, 2 ** 53, [12], true].map((pullRequest): [string, string, string] => [
      `the pull request ${shown(pullRequest)}`,
      outputWith({pullRequest}),
      'has no valid number of a pull request'
    ]),
    ...[undefined, 1, '', 'a b', 'a--b', 'a\nb', 'a -->', 'a>', 'ä', 'a'.repeat(301)].map(
      (subject): [string, string, string] => [
        `the subject ${shown(subject)}`,
        outputWith({subject}),
        'has no valid subject: the name of a repository in ECR, with the variant'
      ]
    ),
    ...[undefined, null, '', ' \n', 7, ['text']].map((body): [string, string, string] => [
      `the body ${shown(body)}`,
      outputWith({body}),
      'has no text'
    ]),
    [
      'a body that is too long',
      outputWith({body: 'x'.repeat(65_001)}),
      'has a text of 65001 characters, and a comment takes 65000'
    ]
  ])('%s', (_, text, problem) => {
    const read = () => readHandedComment(text, REPOSITORY)
    expect(read).toThrow(Failure)
    expect(read).toThrow(
      expect.objectContaining({
        message: `The input \`post-comment\` ${problem}.`,
        remedy:
          'Pass the output `comment` of the job that builds the image in this run. That job needs `comment: output`, or `comment: true` if it calls image.yml.'
      })
    )
  })
})
