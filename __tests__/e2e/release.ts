import type {Described} from '../../packages/oci/test/content.js'
import {Content} from '../../packages/oci/test/content.js'
import {ACCOUNT, lacking, naming, REGION, requestsDuring, stored} from '../../packages/oci/test/world.js'
import type {StoredRepository} from '../../testbed/aws/stored-repository.js'
import {deploy} from '../../testbed/harness/deploy.js'
import {REPOSITORY, STAGES_FILE} from '../../testbed/harness/sample.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'
import type {LoggedRequest} from '../../testbed/server/log.js'
import type {Fault} from '../../testbed/server/log.js'
import type {Step} from '../../testbed/workflow/runner.js'

const SOURCE = 'sample-image/master'
const TARGET = 'sample-image/release'
const FINGERPRINT = 'f'.repeat(64)

/** A checkout to run releases in. It serves any number of them. */
export interface ReleaseCheckout {
  workspace: string
  commit: string
}

/** The end of a step, as the runner shows it. */
export interface Ended {
  exitCode: number
  errors: string[]
  warnings: string[]
}

export type RunStep = (step: Step) => Promise<Ended>

/** A request of a release, with the fault that hits it. */
export interface Case {
  /** Whether the registry mounts blobs. Otherwise they are streamed. */
  mounts: boolean
  request: string
  fault: Fault
}

export interface CaseResult {
  request: string
  ended: Ended
  /** The problems of this run, and of the next one that completes the release. */
  problems: string[]
}

/** A testbed for one release at a time, of v1.2.3 after v1.1.0. A fault in it hits no other release. */
export class RehearsedRelease {
  private constructor(
    private readonly testbed: Testbed,
    readonly step: Step,
    private readonly previous: {content: Content; root: Described},
    private readonly wanted: {content: Content; root: Described; tags: string[]}
  ) {}

  static async prepare({workspace, commit}: ReleaseCheckout): Promise<RehearsedRelease> {
    const testbed = await startTestbed()
    await deploy(testbed, STAGES_FILE)
    for (const action of ['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:CompleteLayerUpload'])
      testbed.aws.setQuota(action, Infinity)
    await testbed.registry(ACCOUNT, REGION)

    const {fullName: repository, id, ownerId, defaultBranch} = REPOSITORY
    testbed.github.addRepository(REPOSITORY)
    for (const tag of ['v1.1.0', 'v1.2.3']) testbed.github.setRef(repository, `refs/tags/${tag}`, commit)
    testbed.github.setRef(repository, `refs/heads/${defaultBranch}`, commit)
    const event = {name: 'push', ref: 'refs/tags/v1.2.3', sha: commit}
    const job = testbed.github.job({
      repository,
      ref: event.ref,
      sha: commit,
      eventName: event.name,
      environment: 'Release',
      permissions: {'id-token': 'write', contents: 'read'}
    })
    const payload = {
      ref: event.ref,
      deleted: false,
      repository: {id, full_name: repository, default_branch: defaultBranch, owner: {id: ownerId, login: 'my-org'}}
    }

    const wanted = signedIndex()
    const own = [`sha-${commit.slice(0, 12)}`, `src-${FINGERPRINT}`]
    for (const tag of own) wanted.content.tags.set(tag, wanted.root.digest)
    wanted.content.putInto(stored(testbed, SOURCE))
    for (const tag of own) wanted.content.tags.delete(tag)

    const environment = {...job.env, ...testbed.env}
    return new RehearsedRelease(
      testbed,
      {event: {...event, payload}, repository, workspace, environment, githubToken: job.token},
      previousRelease(),
      {...wanted, tags: [`sha-${commit.slice(0, 12)}`, 'v1.2.3', '1.2', '1', 'latest']}
    )
  }

  async close(): Promise<void> {
    await this.testbed.close()
  }

  /** The requests of a release without a fault, by name. */
  async requests(mounts: boolean, run: RunStep): Promise<string[]> {
    this.reset(mounts)
    const {result, requests} = await requestsDuring(this.testbed, () => run(this.step))
    const problems = await this.problemsOf(result)
    if (problems.length > 0) throw new Error(`without any fault: ${problems.join(', ')}`)
    const name = naming()
    return requests.map(name)
  }

  /** Makes a release with one fault. If that does not complete it, a second run without a fault follows. */
  async suffer({mounts, request, fault}: Case, run: RunStep): Promise<CaseResult> {
    this.reset(mounts)
    const name = naming()
    let hit: LoggedRequest | undefined
    const active = this.testbed.faults.add({
      match: seen => {
        if (name(seen) !== request) return false
        hit = seen
        return true
      },
      fault,
      times: 1
    })
    const ended = await run(this.step)
    active.remove()
    const problems = hit === undefined ? ['the fault hit nothing'] : await this.problemsOf(ended, hit)

    if (ended.exitCode !== 0 || (await this.missing()).length > 0) {
      const next = await run(this.step)
      problems.push(...(await this.problemsOf(next)).map(problem => `the next run: ${problem}`))
    }
    return {request, ended, problems: problems.map(problem => `${request}: ${problem}`)}
  }

  /** Leaves only the previous version in the target. */
  private reset(mounts: boolean): void {
    this.testbed.aws.setBlobMounting(ACCOUNT, REGION, mounts)
    const {images, tags, layers} = this.target
    for (const map of [images, tags, layers]) map.clear()
    this.previous.content.putInto(this.target)
    this.testbed.requests.length = 0
  }

  private get target(): StoredRepository {
    return stored(this.testbed, TARGET)
  }

  private async problemsOf(ended: Ended, hit?: LoggedRequest): Promise<string[]> {
    const missing = (await this.missing()).filter(one => hit === undefined || !this.mayLack(one, hit))
    const problems = this.misplacedTags(missing.every(one => one.startsWith('tag ')))
    if (ended.exitCode === 0)
      return [...problems, ...missing, ...ended.errors.map(error => `succeeded with an error: ${error}`)]
    return [...problems, ...(hit === undefined ? [`failed: ${ended.errors.join()}`] : unclear(ended, hit))]
  }

  /** The parts and tags of the release that the target lacks. */
  private async missing(): Promise<string[]> {
    const {content, root, tags} = this.wanted
    const missing = await lacking(this.target, content)
    return [...missing, ...tags.filter(tag => this.target.tags.get(tag) !== root.digest).map(tag => `tag ${tag}`)]
  }

  /** The tags that name neither the previous image, nor the whole new image with all its referrers. */
  private misplacedTags(isWhole: boolean): string[] {
    const {root, tags} = this.wanted
    const before = this.previous.content.tags
    return [...new Set([...before.keys(), ...tags])].flatMap(tag => {
      const digest = this.target.tags.get(tag)
      const isRight = digest === before.get(tag) || (digest === root.digest && tags.includes(tag) && isWhole)
      return isRight
        ? []
        : [`${tag} names ${digest ?? 'nothing'}, which is not what it named before, nor a whole image`]
    })
  }

  /** Whether a run may succeed without this part. */
  private mayLack(one: string, {path, fault}: LoggedRequest): boolean {
    // A wrong 404 for the tag of a signature looks the same as a signature that does not exist.
    return (
      fault === 'status' && path.includes(`${SOURCE}/manifests/`) && path.endsWith('.sig') && this.isOfSignature(one)
    )
  }

  private isOfSignature(one: string): boolean {
    const {content} = this.wanted
    return [...content.tags].some(([tag, digest]) => {
      const {layers} = JSON.parse(content.manifests.get(digest)!.bytes.toString()) as {layers: Described[]}
      return [tag, digest, ...layers.map(layer => layer.digest)].some(hidden => one.endsWith(hidden))
    })
  }
}

/**
 * An index of two platforms with an attestation, a signed SBOM and a signature of cosign. Its release needs each kind
 * of request, and few blobs.
 */
function signedIndex(): {content: Content; root: Described} {
  const content = new Content()
  const layers = [content.layer('layer')]
  const attestation = {
    ...content.artifact('application/vnd.in-toto+json', 'statement'),
    platform: {os: 'unknown', architecture: 'unknown'}
  }
  const root = content.index([content.image(layers), content.image(layers, {architecture: 'arm64'}), attestation])
  const sbom = content.artifact('application/spdx+json', 'statement', root)
  content.artifact('application/vnd.example.signature', 'statement', sbom)
  const signature = content.artifact('application/vnd.dev.cosign.artifact.sig.v1+json', 'signature')
  content.tags.set(`${root.digest.replace(':', '-')}.sig`, signature.digest)
  return {content, root}
}

function previousRelease(): {content: Content; root: Described} {
  const content = new Content()
  const root = content.image([content.layer('what was released before')])
  for (const tag of ['sha-000000000000', 'v1.1.0', '1.1', '1', 'latest']) content.tags.set(tag, root.digest)
  return {content, root}
}

/** The parts of a step's error that are unclear. */
function unclear({errors}: Ended, {service, path}: LoggedRequest): string[] {
  const [message = ''] = errors
  const problems: string[] = []
  if (errors.length !== 1) problems.push(`${errors.length} errors: ${errors.join(' | ')}`)
  // The message needs the attempt and the answer.
  if (!/^\S[^]{15,}[:.]\s+\S/.test(message)) problems.push(`an error that says little: ${message}`)
  if (/\n\s+at |defect/.test(message)) problems.push(`a stack trace: ${message}`)
  const side = service === 'blob' || path.startsWith(`/v2/${SOURCE}/`) ? 'source' : 'target'
  if ((service === 'registry' || service === 'blob') && !message.includes(`the ${side}`))
    problems.push(`an error that does not name the ${side}: ${message}`)
  return problems
}
