import type {EcrRepository} from './arn.js'
import {repositoryOf} from './arn.js'
import {cacheRepositoryName, cacheStackName} from './names.js'
import {imageKey, originOfKey, originsOf} from './origin.js'
import type {CachingStage} from './stage.js'
import {CACHING_STAGES} from './stage.js'
import type {ImageEntry, StagesFile} from './stages-file.js'

/**
 * The build cache that the builds of a stage write. The layers of a build can be poisoned by what its cache key does not hold
 * (secrets, cache mounts, the network), so the trunk never reads what a branch has written.
 */
export interface BuildCache {
  stage: CachingStage
  repository: EcrRepository
  /** The CloudFormation stack of the repository. */
  stack: string
}

/**
 * The build caches of an image, in the stages' order. Empty if the image has none.
 * @param hasCaches by default as the stages file says
 */
export function cachesOf(file: StagesFile, image: Pick<ImageEntry, 'name'>, hasCaches = file.cache): BuildCache[] {
  return hasCaches ? CACHING_STAGES.map(stage => cacheOf(file, image, stage)) : []
}

function cacheOf(file: StagesFile, image: Pick<ImageEntry, 'name'>, stage: CachingStage): BuildCache {
  const {account, region} = file.stages[stage]
  // The name follows from the image alone, whatever the stage's own repository is called.
  const from = {
    ...originsOf(file, image, stage).repository,
    name: originOfKey(file, imageKey(file, image.name), image.name)
  }
  return {
    stage,
    repository: repositoryOf(
      {partition: file.partition, account, region},
      cacheRepositoryName(image.name, stage),
      from
    ),
    stack: cacheStackName(image.name, stage)
  }
}
