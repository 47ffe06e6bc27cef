import {expect, test} from '@jest/globals'

import {remedyOfDenial, remedyOfRepositoryDenial} from '../../src/aws/denial.js'
import {remedyAt} from '../../src/core/remedy.js'
import {originOfInput} from '../../src/stages/origin.js'

const ROLE = 'arn:aws:sts::444455556666:assumed-role/sample-image-release-github/my-org@sample-image-4711'
const denial = (why: string, user = ROLE, action = 'ecr:BatchGetImage'): string =>
  `AccessDeniedException: User: ${user} is not authorized to perform: ${action} on resource: arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master ${why}`

test.each([
  [
    "the role's policy",
    denial('because no identity-based policy allows the ecr:BatchGetImage action'),
    'The role sample-image-release-github of account 444455556666 needs `ecr:BatchGetImage` on arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master. ' +
      "If this is the role of a stage, deploy infra/ again: somebody changed the role by hand, or the stages file has changed since. Any other role needs the permissions of the stage's group."
  ],
  [
    "the repository's policy",
    denial('because no resource-based policy allows the ecr:BatchGetImage action'),
    'The role sample-image-release-github of account 444455556666 belongs to another account, and in account 111122223333 the policy of the repository sample-image/master does not allow it `ecr:BatchGetImage`. ' +
      'If this is the role of a stage, deploy infra/ again for the stage of that repository. Otherwise use credentials of account 111122223333.'
  ],
  [
    'an explicit deny',
    denial('with an explicit deny in a service control policy'),
    'The role sample-image-release-github of account 444455556666 is denied `ecr:BatchGetImage` by an explicit Deny in a service control policy. ' +
      'Remove that Deny: no permission overrides it.'
  ],
  [
    'a user, without a reason',
    denial('', 'arn:aws:iam::111122223333:user/developer'),
    'arn:aws:iam::111122223333:user/developer needs `ecr:BatchGetImage` on arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master. ' +
      "The stage's group or permission set gives people the permissions that they need."
  ],
  [
    'a user who writes',
    denial('', 'arn:aws:iam::111122223333:user/developer', 'ecr:PutImage'),
    'arn:aws:iam::111122223333:user/developer needs `ecr:PutImage` on arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master. ' +
      "The stage's group or permission set gives people the permissions that they need, and only GitHub's jobs push to master and release."
  ],
  [
    'a permission set',
    denial(
      'because no identity-based policy allows the ecr:BatchGetImage action',
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Image_Developers_0123456789abcdef/ada@example.com'
    ),
    'The permission set Image_Developers in account 111122223333 needs `ecr:BatchGetImage` on arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master. ' +
      "The stage's group or permission set gives people the permissions that they need."
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
        'arn:aws:iam::444455556666:user/ada belongs to another account, and infra/ gives people of other accounts nothing. ' +
          "Use credentials of account 111122223333: the stage's group or permission set there gives people the permissions that they need."
      ] as const
  ),
  [
    'a request that ECR makes to Inspector',
    denial('because no identity-based policy allows the inspector2:ListFindings action').replace(
      /ecr:\S+ on resource: \S+/,
      'inspector2:ListFindings on resource: arn:aws:inspector2:eu-west-1:444455556666:/findings/list'
    ),
    'The role sample-image-release-github of account 444455556666 needs `inspector2:ListFindings` on arn:aws:inspector2:eu-west-1:444455556666:/findings/list, because Amazon Inspector scans the registry. ' +
      'With `enhanced-scanning: true` under `deployment:` of the stages file, infra/ gives this permission to everyone who may read findings. If others configure the scanning of the registry, add a policy of your own that allows it.'
  ],
  ['another form', '403 DENIED: Your authorization token has expired. Reauthenticate and try again.', undefined]
])('gives the remedy for a denial: %s', (_, text, expected) => {
  expect(remedyOfDenial(text)).toBe(expected)
})

test.each([
  [
    'belongs to the same account',
    denial('', 'arn:aws:iam::111122223333:user/ada'),
    /^Is it the right repository\? It comes from the input `repository-arn`\.\narn:aws:iam::111122223333:user\/ada needs `ecr:BatchGetImage`/
  ],
  [
    'belongs to another account',
    denial('', 'arn:aws:iam::444455556666:user/ada'),
    /^The credentials belong to account 444455556666, and the repository to account 111122223333\. If you did not mean that, name another profile \(`--profile`\), or correct the account\.\nIs it the right repository\? It comes from .*\narn:aws:iam::444455556666:user\/ada belongs to another account/
  ],
  [
    'is unknown',
    '403 DENIED',
    /^Is it the right repository\? It comes from the input `repository-arn`\.\nAsk somebody\.$/
  ]
])('asks about the repository first, if the denied caller %s', (_, text, expected) => {
  const remedy = remedyOfRepositoryDenial(text, originOfInput('repository-arn'), 'Ask somebody.')
  expect(remedyAt('terminal', remedy)).toMatch(expected)
  expect(remedyAt('workflow', remedy)).not.toContain('--profile')
})
