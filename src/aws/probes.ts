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
import {awsAnswer} from './answer.js'
import type {EcrClient} from './ecr.js'

/** The result of trying one IAM action on a repository. */
export type ProbeResult =
  | {kind: 'allowed'}
  /** `because` is AWS's text, with the caller and the action. */
  | {kind: 'denied'; because: string}
  | {kind: 'no-repository'}
  /** ECR throttled the call, did not answer, or gave an answer that shows nothing about permissions. */
  | {kind: 'unknown'; because: string; /** A host name without an address. */ host?: string}

/** A digest for which no content is known. */
const NOWHERE = `sha256:${'0'.repeat(64)}`
/** ECR's upload ids are random, so this one does not exist. */
const NO_UPLOAD = '00000000-0000-0000-0000-000000000000'

/** A well-formed manifest that ECR must refuse for two reasons: its digest is wrong, and its layers do not exist. */
const NO_MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: {mediaType: 'application/vnd.oci.image.config.v1+json', digest: NOWHERE, size: 2},
  layers: [{mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: NOWHERE, size: 32}]
})

interface Subject {
  client: EcrClient
  arn: string
  id: {registryId: string; repositoryName: string}
  options: {abortSignal: AbortSignal}
}

interface Probe {
  call: (subject: Subject) => Promise<unknown>
  /** Errors that ECR gives only if the call is permitted. */
  errors: readonly string[]
}

/**
 * One call for each action. No call changes anything, because each names content that cannot exist. The parameters are
 * well-formed, because ECR may check them before it checks permissions. Only InitiateLayerUpload has an effect: it opens an
 * upload session, which takes no space in the repository and expires.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html for the errors of each
 */
const PROBES: Readonly<Record<string, Probe>> = {
  'ecr:BatchGetImage': {
    call: ({client, id, options}) =>
      client.send(new BatchGetImageCommand({...id, imageIds: [{imageDigest: NOWHERE}]}), options),
    errors: []
  },
  'ecr:GetDownloadUrlForLayer': {
    call: ({client, id, options}) =>
      client.send(new GetDownloadUrlForLayerCommand({...id, layerDigest: NOWHERE}), options),
    errors: ['LayersNotFoundException', 'LayerInaccessibleException']
  },
  'ecr:BatchCheckLayerAvailability': {
    call: ({client, id, options}) =>
      client.send(new BatchCheckLayerAvailabilityCommand({...id, layerDigests: [NOWHERE]}), options),
    errors: []
  },
  'ecr:InitiateLayerUpload': {
    call: ({client, id, options}) => client.send(new InitiateLayerUploadCommand(id), options),
    errors: []
  },
  'ecr:UploadLayerPart': {
    call: ({client, id, options}) =>
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
    call: ({client, id, options}) =>
      client.send(new CompleteLayerUploadCommand({...id, uploadId: NO_UPLOAD, layerDigests: [NOWHERE]}), options),
    errors: ['UploadNotFoundException', 'EmptyUploadException']
  },
  'ecr:PutImage': {
    call: ({client, id, options}) =>
      client.send(new PutImageCommand({...id, imageManifest: NO_MANIFEST, imageDigest: NOWHERE}), options),
    errors: ['ImageDigestDoesNotMatchException', 'LayersNotFoundException', 'ReferencedImagesNotFoundException']
  },
  'ecr:DescribeRepositories': {
    call: ({client, id: {registryId, repositoryName}, options}) =>
      client.send(new DescribeRepositoriesCommand({registryId, repositoryNames: [repositoryName]}), options),
    errors: []
  },
  'ecr:DescribeImages': {
    call: ({client, id, options}) =>
      client.send(new DescribeImagesCommand({...id, imageIds: [{imageDigest: NOWHERE}]}), options),
    errors: ['ImageNotFoundException']
  },
  'ecr:ListImages': {
    call: ({client, id, options}) => client.send(new ListImagesCommand({...id, maxResults: 1}), options),
    errors: []
  },
  'ecr:DescribeImageScanFindings': {
    call: ({client, id, options}) =>
      client.send(new DescribeImageScanFindingsCommand({...id, imageId: {imageDigest: NOWHERE}}), options),
    errors: ['ImageNotFoundException', 'ScanNotFoundException']
  },
  'ecr:ListTagsForResource': {
    call: ({client, arn, options}) => client.send(new ListTagsForResourceCommand({resourceArn: arn}), options),
    errors: []
  },
  'ecr:GetLifecyclePolicy': {
    call: ({client, id, options}) => client.send(new GetLifecyclePolicyCommand(id), options),
    errors: ['LifecyclePolicyNotFoundException']
  },
  'ecr:GetLifecyclePolicyPreview': {
    call: ({client, id, options}) => client.send(new GetLifecyclePolicyPreviewCommand(id), options),
    errors: ['LifecyclePolicyPreviewNotFoundException']
  },
  'ecr:GetRepositoryPolicy': {
    call: ({client, id, options}) => client.send(new GetRepositoryPolicyCommand(id), options),
    errors: ['RepositoryPolicyNotFoundException']
  }
}

const DEADLINE_MS = 30_000

/**
 * Tries IAM actions on a repository, to see which of them the caller is permitted. It changes nothing in the repository.
 * @param actions such as `ecr:PutImage`; `ecr:GetAuthorizationToken` is not an action on a repository
 */
export async function probePermissions(
  client: EcrClient,
  repository: EcrRepository,
  actions: readonly string[],
  signal: AbortSignal
): Promise<Map<string, ProbeResult>> {
  const {arn, account: registryId, name: repositoryName} = repository
  const subject: Subject = {client, arn, id: {registryId, repositoryName}, options: {abortSignal: signal}}
  const probeAll = async (wanted: readonly string[]): Promise<[string, ProbeResult][]> =>
    await Promise.all(
      wanted.map(async (action): Promise<[string, ProbeResult]> => [action, await probe(action, subject, signal)])
    )
  const reads = await probeAll(actions.filter(action => !WRITES.includes(action)))
  const writes = actions.filter(action => WRITES.includes(action))
  const isMissing = reads.some(([, {kind}]) => kind === 'no-repository')
  const found = new Map([
    ...reads,
    ...(isMissing
      ? writes.map((action): [string, ProbeResult] => [action, {kind: 'no-repository'}])
      : await probeAll(writes))
  ])
  return new Map(actions.map(action => [action, found.get(action) ?? {kind: 'unknown', because: 'it was not tried'}]))
}

/** These are not tried on a missing repository, because a registry can be configured to create a repository on push. */
const WRITES = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage']

async function probe(action: string, subject: Subject, signal: AbortSignal): Promise<ProbeResult> {
  const {call, errors} = PROBES[action] ?? {}
  if (call === undefined || errors === undefined)
    return {kind: 'unknown', because: 'no call is known that tries it without changing anything'}
  try {
    await withTimeout(call(subject), DEADLINE_MS, 'ECR', signal)
    return {kind: 'allowed'}
  } catch (error) {
    signal.throwIfAborted()
    const name = error instanceof Error ? error.name : ''
    if (errors.includes(name)) return {kind: 'allowed'}
    if (name.startsWith('AccessDenied')) return {kind: 'denied', because: messageOf(error)}
    if (name === 'RepositoryNotFoundException') return {kind: 'no-repository'}
    const host = unresolvedHost(error)
    return {kind: 'unknown', because: awsAnswer(error), ...(host === undefined ? {} : {host})}
  }
}
