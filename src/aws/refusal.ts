import type {RegistryRefusal} from '@org/oci/errors'

import {remedyOfDenial} from './denial.js'

/** The remedy if ECR's registry API refuses a request; undefined if the answer does not show the cause. */
export function explainRefusal({status, codes, answer, repository}: RegistryRefusal): string | undefined {
  // ECR answers 403 for a quota of tags or images too: https://github.com/aws/containers-roadmap/issues/2159
  if (answer.includes('maximum allowed number of')) {
    return `Delete tags or images that nobody needs from ${repository}, or let its lifecycle policy expire more of them: ECR takes no more there. Deploy infra/ to change that policy.`
  }
  if (status === 401 || status === 403) {
    return (
      remedyOfDenial(answer) ??
      'This login may not do that. The role of a stage has its permissions from infra/: deploy infra/ again if somebody changed the role by hand.'
    )
  }
  if (codes.includes('NAME_UNKNOWN')) {
    return `The repository ${repository} does not exist there: deploy infra/, or correct its name, account and region.`
  }
  if (status === 429)
    return "Try again later, or ask AWS for a higher quota: the registry's quota is used up, possibly by others as well."
  return undefined
}
