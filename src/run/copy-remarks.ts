import type {ForeignLayer, UncopiedAttachment} from '@org/oci/copy'

import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'

/** How many attachments a warning names. */
const LISTED = 20

/** A warning for things that are attached to an image, if they cannot be copied. */
export function uncopiedWarning(
  uncopied: readonly UncopiedAttachment[],
  digest: string,
  repository: string
): {text: string; remedy: Remedy} {
  const lines = uncopied
    .slice(0, LISTED)
    .map(one => `  ${attachmentName(one)}: ${one.because}`.replaceAll(/\s*[\r\n]+\s*/g, ' '))
  const more = uncopied.length - lines.length
  return {
    text: [
      `${digest} is complete in ${repository}, but without these attachments, which were not copied:`,
      ...lines,
      ...(more === 0 ? [] : [`  and ${more} more`])
    ].join('\n'),
    remedy: remedy`The image can be used without them. If no time was left or the registry failed, ${REPEAT}: the next copy goes on with them. What ECR refused must be attached to the source again in a form that ECR accepts: an OCI image manifest whose media types have no parameters, without empty blobs.`
  }
}

const REPEAT: Remedy = {workflow: 'run the job again', terminal: 'try again'}

/** `referrer sha256:... (application/spdx+json)` */
export function attachmentName({digest, artifactType, tag}: UncopiedAttachment): string {
  const what = tag === undefined ? `referrer ${digest}` : `${tag}, ${digest}`
  return `${what}${artifactType === undefined ? '' : ` (${artifactType})`}`
}

/** A foreign layer that was not copied, as a sentence. */
export function foreignText({digest, hosts}: ForeignLayer): string {
  return `Layer ${digest} stays at ${hosts.join(', ')}, because the source does not hold it.`
}
