import {
  BatchCheckLayerAvailabilityCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  GetDownloadUrlForLayerCommand,
  GetLifecyclePolicyCommand,
  GetLifecyclePolicyPreviewCommand,
  GetRepositoryPolicyCommand,
  InitiateLayerUploadCommand,
  ListImagesCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  UploadLayerPartCommand
} from '@aws-sdk/client-ecr'

import {withTimeout} from '../core/deadline.js'
import {messageOf, unresolvedHost} from '../core/failure.js'
import type {EcrRepository} from '../stages/arn.js'
import {answerOf} from './answer.js'
import type {Ecr} from './ecr.js'

/** What came of asking for one of IAM's actions on a repository. */
export type Permission =
  | {kind: 'allowed'}
  /** `because` in AWS's words, with who asked and for what. */
  | {kind: 'denied'; because: string}
  | {kind: 'no-repository'}
  /** Throttled, not reached, or an answer that tells nothing of permissions. */
  | {kind: 'unknown'; because: string; /** Which has no address. */ host?: string}

/** A digest that no content has which anybody knows of. */
const NOWHERE = `sha256:${'0'.repeat(64)}`
/** ECR makes these of random numbers. */
const NO_UPLOAD = '00000000-0000-0000-0000-000000000000'

/** Well-formed, and twice impossible: it is not what its digest says, and what it lists is not there. */
const NO_MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: {mediaType: 'application/vnd.oci.image.config.v1+json', digest: NOWHERE, size: 2},
  layers: [{mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: NOWHERE, size: 32}]
})

interface Subject {
  client: Ecr
  arn: string
  id: {registryId: string; repositoryName: string}
  options: {abortSignal: AbortSignal}
}

interface Probe {
  ask: (subject: Subject) => Promise<unknown>
  /** Errors that only come once the call is permitted. */
  errors: readonly string[]
}

/**
 * A call for each action that changes nothing, whatever the answer: what it asks for cannot be. Its parameters are of the
 * right form, as ECR may look at that before it looks at permissions. InitiateLayerUpload alone does something: it opens a
 * session, which takes no room in the repository and ends by itself.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html for the errors of each
 */
const PROBES: Readonly<Record<string, Probe>> = {
  'ecr:BatchGetImage': {
    ask: ({client, id, options}) =>
      client.send(new BatchGetImageCommand({...id, imageIds: [{imageDigest: NOWHERE}]}), options),
    errors: []
  },
  'ecr:GetDownloadUrlForLayer': {
    ask: ({client, id, options}) =>
      client.send(new GetDownloadUrlForLayerCommand({...id, layerDigest: NOWHERE}), options),
    errors: ['LayersNotFoundException', 'LayerInaccessibleException']
  },
  'ecr:BatchCheckLayerAvailability': {
    ask: ({client, id, options}) =>
      client.send(new BatchCheckLayerAvailabilityCommand({...id, layerDigests: [NOWHERE]}), options),
    errors: []
  },
  'ecr:InitiateLayerUpload': {
    ask: ({client, id, options}) => client.send(new InitiateLayerUploadCommand(id), options),
    errors: []
  },
  'ecr:UploadLayerPart': {
    ask: ({client, id, options}) =>
      client.send(
        new UploadLayerPartCommand({
          ...id,
          uploadId: NO_UPLOAD,
          partFirstByte: 0,
          partLastByte: 0,
          layerPartBlob: new Uint8Array(1)
        }),
        options
      ),
    errors: ['UploadNotFoundException']
  },
  'ecr:CompleteLayerUpload': {
    ask: ({client, id, options}) =>
      client.send(new CompleteLayerUploadCommand({...id, uploadId: NO_UPLOAD, layerDigests: [NOWHERE]}), options),
    errors: ['UploadNotFoundException', 'EmptyUploadException']
  },
  'ecr:PutImage': {
    ask: ({client, id, options}) =>
      client.send(new PutImageCommand({...id, imageManifest: NO_MANIFEST, imageDigest: NOWHERE}), options),
    errors: ['ImageDigestDoesNotMatchException', 'LayersNotFoundException', 'ReferencedImagesNotFoundException']
  },
  'ecr:DescribeRepositories': {
    ask: ({client, id: {registryId, repositoryName}, options}) =>
      client.send(new DescribeRepositoriesCommand({registryId, repositoryNames: [repositoryName]}), options),
    errors: []
  },
  'ecr:DescribeImages': {
    ask: ({client, id, options}) =>
      client.send(new DescribeImagesCommand({...id, imageIds: [{imageDigest: NOWHERE}]}), options),
    errors: ['ImageNotFoundException']
  },
  'ecr:ListImages': {
    ask: ({client, id, options}) => client.send(new ListImagesCommand({...id, maxResults: 1}), options),
    errors: []
  },
  'ecr:DescribeImageScanFindings': {
    ask: ({client, id, options}) =>
      client.send(new DescribeImageScanFindingsCommand({...id, imageId: {imageDigest: NOWHERE}}), options),
    errors: ['ImageNotFoundException', 'ScanNotFoundException']
  },
  'ecr:ListTagsForResource': {
    ask: ({client, arn, options}) => client.send(new ListTagsForResourceCommand({resourceArn: arn}), options),
    errors: []
  },
  'ecr:GetLifecyclePolicy': {
    ask: ({client, id, options}) => client.send(new GetLifecyclePolicyCommand(id), options),
    errors: ['LifecyclePolicyNotFoundException']
  },
  'ecr:GetLifecyclePolicyPreview': {
    ask: ({client, id, options}) => client.send(new GetLifecyclePolicyPreviewCommand(id), options),
    errors: ['LifecyclePolicyPreviewNotFoundException']
  },
  'ecr:GetRepositoryPolicy': {
    ask: ({client, id, options}) => client.send(new GetRepositoryPolicyCommand(id), options),
    errors: ['RepositoryPolicyNotFoundException']
  }
}

const DEADLINE_MS = 30_000

/**
 * Which of IAM's actions on a repository the caller is permitted. Nothing changes by it.
 * @param actions such as `ecr:PutImage`; `ecr:GetAuthorizationToken` is no action on a repository
 */
export async function permissionsOn(
  client: Ecr,
  repository: EcrRepository,
  actions: readonly string[],
  signal: AbortSignal
): Promise<Map<string, Permission>> {
  const {arn, account: registryId, name: repositoryName} = repository
  const subject: Subject = {client, arn, id: {registryId, repositoryName}, options: {abortSignal: signal}}
  const ask = async (wanted: readonly string[]): Promise<[string, Permission][]> =>
    await Promise.all(
      wanted.map(async (action): Promise<[string, Permission]> => [action, await probe(action, subject, signal)])
    )
  const reads = await ask(actions.filter(action => !WRITES.includes(action)))
  const writes = actions.filter(action => WRITES.includes(action))
  const isMissing = reads.some(([, {kind}]) => kind === 'no-repository')
  const found = new Map([
    ...reads,
    ...(isMissing ? writes.map((action): [string, Permission] => [action, {kind: 'no-repository'}]) : await ask(writes))
  ])
  return new Map(
    actions.map(action => [action, found.get(action) ?? {kind: 'unknown', because: 'it was not asked for'}])
  )
}

/** A registry may be set to create a repository when something is pushed to one that is not there: it is not tried then. */
const WRITES = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage']

async function probe(action: string, subject: Subject, signal: AbortSignal): Promise<Permission> {
  const {ask, errors} = PROBES[action] ?? {}
  if (ask === undefined || errors === undefined)
    return {kind: 'unknown', because: 'no call is known that asks for it and changes nothing'}
  try {
    await withTimeout(ask(subject), DEADLINE_MS, 'ECR', signal)
    return {kind: 'allowed'}
  } catch (error) {
    signal.throwIfAborted()
    const name = error instanceof Error ? error.name : ''
    if (errors.includes(name)) return {kind: 'allowed'}
    if (name.startsWith('AccessDenied')) return {kind: 'denied', because: messageOf(error)}
    if (name === 'RepositoryNotFoundException') return {kind: 'no-repository'}
    const host = unresolvedHost(error)
    return {kind: 'unknown', because: answerOf(error), ...(host === undefined ? {} : {host})}
  }
}
