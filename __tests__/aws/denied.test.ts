import {expect, test} from '@jest/globals'

import {remedyAtRepository, remedyOfDenial} from '../../src/aws/denied.js'
import {originOfInput} from '../../src/stages/origin.js'

const ROLE = 'arn:aws:sts::444455556666:assumed-role/sample-image-release-github/my-org@sample-image-4711'
const denial = (why: string, user = ROLE, action = 'ecr:BatchGetImage'): string =>
  `AccessDeniedException: User: ${user} is not authorized to perform: ${action} on resource: arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master ${why}`

test.each([
  [
    "the role's policy",
    denial('because no identity-based policy allows the ecr:BatchGetImage action'),
    'The role sample-image-release-github of account 444455556666 needs `ecr:BatchGetImage` on arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master: ' +
      'deploy infra/ anew if it is the role of a stage and was changed by hand.'
  ],
  [
    "the repository's policy",
    denial('because no resource-based policy allows the ecr:BatchGetImage action'),
    'The role sample-image-release-github of account 444455556666 is of another account, and the policy of the repository itself does not let it in: ' +
      'there, in account 111122223333, the policy of sample-image/master has to allow `ecr:BatchGetImage` to that role. Deploy infra/ anew for the stage of that repository.'
  ],
  [
    'an explicit deny',
    denial('with an explicit deny in a service control policy'),
    'The role sample-image-release-github of account 444455556666 is denied `ecr:BatchGetImage` outright, by an explicit Deny in a service control policy: ' +
      'only taking that back helps, not allowing more.'
  ],
  [
    'who is no role, without a reason',
    denial('', 'arn:aws:iam::111122223333:user/developer'),
    'arn:aws:iam::111122223333:user/developer needs `ecr:BatchGetImage` on arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master. ' +
      "People have what their stage's group or permission set gives them."
  ],
  [
    'who is no role, and writes',
    denial('', 'arn:aws:iam::111122223333:user/developer', 'ecr:PutImage'),
    'arn:aws:iam::111122223333:user/developer needs `ecr:PutImage` on arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master. ' +
      "People have what their stage's group or permission set gives them, and only GitHub's jobs push to master and release."
  ],
  [
    'a permission set',
    denial(
      'because no identity-based policy allows the ecr:BatchGetImage action',
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Image_Developers_0123456789abcdef/ada@example.com'
    ),
    'The permission set Image_Developers in account 111122223333 needs `ecr:BatchGetImage` on arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master. ' +
      "People have what their stage's group or permission set gives them."
  ],
  ...[
    'because no resource-based policy allows the ecr:BatchGetImage action',
    'because no identity-based policy allows the ecr:BatchGetImage action',
    ''
  ].map(
    why =>
      [
        `a person of another account, ${why}`,
        denial(why, 'arn:aws:iam::444455556666:user/ada'),
        'arn:aws:iam::444455556666:user/ada is of another account, to whose people infra/ gives nothing: ' +
          "use credentials of account 111122223333, where the stage's group or permission set gives people what they need."
      ] as const
  ),
  [
    'what ECR asks Inspector',
    denial('because no identity-based policy allows the inspector2:ListFindings action').replace(
      /ecr:\S+ on resource: \S+/,
      'inspector2:ListFindings on resource: arn:aws:inspector2:eu-west-1:444455556666:/findings/list'
    ),
    'The role sample-image-release-github of account 444455556666 needs `inspector2:ListFindings` on arn:aws:inspector2:eu-west-1:444455556666:/findings/list, because Amazon Inspector scans the registry: ' +
      'with `enhanced-scanning: true` under `deployment:` of the stages file infra/ gives it to all who may read findings. Where others set how the registry is scanned, allow it with a policy of your own.'
  ],
  ['other words', '403 DENIED: Your authorization token has expired. Reauthenticate and try again.', undefined]
])('a denial says what to change: %s', (_, text, expected) => {
  expect(remedyOfDenial(text)).toBe(expected)
})

test.each([
  [
    'is of the same account',
    denial('', 'arn:aws:iam::111122223333:user/ada'),
    /^Is it the right repository\? It comes from the input `repository-arn`\.\narn:aws:iam::111122223333:user\/ada needs `ecr:BatchGetImage`/
  ],
  [
    'is of another account',
    denial('', 'arn:aws:iam::444455556666:user/ada'),
    /^The credentials are of account 444455556666, and the repository is of account 111122223333\.\nIs it the right repository\? It comes from .*\narn:aws:iam::444455556666:user\/ada is of another account/
  ],
  [
    'is not told',
    '403 DENIED',
    /^Is it the right repository\? It comes from the input `repository-arn`\.\nAsk somebody\.$/
  ]
])('what is asked first of a repository, where who is denied %s', (_, text, expected) => {
  expect(remedyAtRepository(text, originOfInput('repository-arn'), 'Ask somebody.')).toMatch(expected)
})
