import {expect, test} from '@jest/globals'

import {cachesOf} from '../../src/stages/build-cache.js'
import {createStagesFile} from './stages-file.js'

const IMAGE = {name: 'sample-image'}

test('an image has no build cache unless the stages file wants one', () => {
  expect(cachesOf(createStagesFile(), IMAGE)).toEqual([])
  expect(cachesOf(createStagesFile('cache: false'), IMAGE)).toEqual([])
})

test('the cache of branches is beside development, and that of the trunk beside master', () => {
  const file = createStagesFile(`cache: true
stages:
  development: {region: us-east-1, repository: snapshots}
  master: {account: '444455556666', region: eu-central-1}`)
  const found = cachesOf(file, IMAGE).map(({stage, stack, repository: {arn}}) => ({stage, stack, arn}))
  expect(found).toEqual([
    {
      stage: 'development',
      stack: 'SampleImageCache',
      arn: 'arn:aws:ecr:us-east-1:111122223333:repository/sample-image/cache'
    },
    {
      stage: 'master',
      stack: 'SampleImageCacheTrunk',
      arn: 'arn:aws:ecr:eu-central-1:444455556666:repository/sample-image/cache-trunk'
    }
  ])
})

test('the name of a cache comes from the image, even if the repository of the stage has a name of its own', () => {
  const [cache] = cachesOf(createStagesFile('cache: true\nstages: {development: {repository: snapshots}}'), IMAGE)
  expect(cache?.repository.from.name).toBe('`image: sample-image` in .github/ecr-registry.yml:1')
})

test('no stack of a cache ends in the name of a stage', () => {
  const file = createStagesFile('cache: true', '0/master')
  expect(cachesOf(file, {name: '0/master'}).map(({stack}) => stack)).toEqual([
    'Image0MasterCache',
    'Image0MasterCacheTrunk'
  ])
})
