import {expect, test} from '@jest/globals'

import {report} from '../../setup/grants-report.js'

test('what no process of the run used is listed by role and repository', () => {
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
  expect(report(records)).toBe(
    'Granted, and used by no end-to-end test:\n  a-role on app/master: ecr:ListImages\n  b-role on app/master: ecr:ListImages'
  )
  expect(report([...records, {granted: [], used: granted}])).toBe(
    'Every grant of every role was used by an end-to-end test.'
  )
})
