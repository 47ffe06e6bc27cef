import {expect, test} from '@jest/globals'

import {reportUnusedGrants} from '../../setup/grants-report.js'

test('grants that no process used are listed by role and repository', () => {
  const granted = [
    'a-role ecr:GetAuthorizationToken *',
    'a-role ecr:PutImage app/master',
    'a-role ecr:ListImages app/master',
    'b-role ecr:ListImages app/master'
  ]
  const records = [
    {granted, used: ['a-role ecr:PutImage app/master']},
    {granted: [], used: ['a-role ecr:GetAuthorizationToken *']}
  ]
  expect(reportUnusedGrants(records)).toBe(
    'Grants that no end-to-end test used:\n  a-role on app/master: ecr:ListImages\n  b-role on app/master: ecr:ListImages'
  )
  expect(reportUnusedGrants([...records, {granted: [], used: granted}])).toBe(
    'The end-to-end tests used every grant of every role.'
  )
})
