import {readFileSync} from 'node:fs'
import {expect, test} from '@jest/globals'

import {synthesize} from './synthesize.js'

test('one stages file makes a stack for each stage, one for the registry and one for GitHub', () => {
  const {templates} = synthesize(readFileSync(new URL('../stages/sample-image.yml', import.meta.url), 'utf8'))
  expect([...templates.keys()].sort()).toEqual([
    'EcrRegistry-111122223333-eu-west-1', 'EcrRegistryGitHub-111122223333', 'SampleImageDevelopment', 'SampleImageMaster', 'SampleImageRelease'
  ])
})
