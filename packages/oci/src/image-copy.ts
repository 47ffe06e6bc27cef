import type {CopyReport, CosignTag} from './copy-report.js'
import type {Side} from './errors.js'
import {RegistryError} from './errors.js'
import type {Descriptor, Manifest} from './manifest.js'
import {contentOf, digestOf, INDEX_TYPE} from './manifest.js'
import type {ManifestParts} from './manifest-parts.js'
import {cosignTags, isIndex, MalformedManifest, partsOf, referrersTag} from './manifest-parts.js'
import {Semaphore} from './pace.js'
import type {PutResult, RepositoryClient} from './repository-client.js'
import type {TaskGroup} from './task-group.js'
import {startOnce} from './task-group.js'
import type {Progress, RepositoryPair} from './transfer.js'
import {Transfer} from './transfer.js'

/** A manifest of the source, and the parts that it names. */
interface Node {
  manifest: Manifest
  parts: ManifestParts
}

/** Requests in flight at once, apart from the blobs that are streamed. */
const REQUESTS = 48

/** One copy in progress. Work that several parts of the image need is done once. */
export class ImageCopy {
  private readonly requests = new Semaphore(REQUESTS)
  private readonly transfer: Transfer
  private readonly nodes = new Map<string, Promise<Node>>()
  private readonly contents = new Map<string, Promise<void>>()
  /** By the digest of a manifest that was put: whether the target lists it as a referrer. */
  private readonly puts = new Map<string, Promise<boolean>>()
  /** The referrers that the source lists, by the digest of their subject. */
  private readonly referrers = new Map<string, Descriptor[]>()
  /** The digests whose referrers are copied. */
  private readonly subjects = new Set<string>()
  private readonly cosign: CosignTag[] = []
  private readonly digest: string
  private readonly evenIfPresent: boolean
  private presence: Promise<boolean> | undefined
  private image: Promise<void> | undefined

  constructor(
    private readonly repositories: RepositoryPair,
    {digest, evenIfPresent}: {digest: string; evenIfPresent: boolean},
    private readonly group: TaskGroup,
    onProgress: (progress: Progress) => void
  ) {
    this.digest = digest
    this.evenIfPresent = evenIfPresent
    this.transfer = new Transfer(repositories, this.requests, onProgress)
  }

  async run(): Promise<Omit<CopyReport, 'requests'>> {
    const {group, digest} = this
    this.copyReferrers(digest, this.copyRoot())
    for (const tag of cosignTags(digest)) void group.start(() => this.copyCosign(tag))
    await group.finished()
    for (const [subject, list] of this.referrers) void group.start(() => this.listByTag(subject, list))
    await group.finished()
    const cosignPut = this.cosign.filter(one => one === 'put').length
    return {
      alreadyThere: (await this.targetHasImage()) && !this.evenIfPresent,
      manifests: this.puts.size + cosignPut,
      ...(await this.transfer.summary()),
      referrers: new Set([...this.referrers.values()].flat().map(one => one.digest)).size,
      cosign: this.cosign
    }
  }

  /** Whether the target has the image. Sends a GET: the answer to a HEAD does not tell a missing repository from a missing image. */
  private targetHasImage(): Promise<boolean> {
    this.presence ??= this.group.start(async () => (await this.find('target', this.digest)) !== undefined)
    return this.presence
  }

  /** Copies the image itself. Referrers and cosign's artifacts wait for this. */
  private copyRoot(): Promise<void> {
    this.image ??= this.group.start(async () => {
      const [root, isPresent] = await Promise.all([this.read(this.digest), this.targetHasImage()])
      if (isPresent && !this.evenIfPresent) await this.copyReferrersOfChildren(root)
      else await this.copyNode(root)
    })
    return this.image
  }

  /** For an image that the target has: its children may have referrers that the target lacks. */
  private async copyReferrersOfChildren({manifest, parts}: Node): Promise<void> {
    await Promise.all(
      parts.children.map(async child => {
        this.copyReferrers(child.digest, Promise.resolve())
        if (isIndex(child)) await this.copyReferrersOfChildren(await this.read(child.digest, manifest.digest))
      })
    )
  }

  private async copyNode(node: Node): Promise<boolean> {
    await this.copyParts(node, this.copyRoot())
    return await this.put(node)
  }

  /**
   * Copies everything that a manifest names.
   * @param first referrers of the children are put after this
   */
  private copyParts({manifest, parts}: Node, first: Promise<unknown>): Promise<void> {
    return startOnce(this.contents, manifest.digest, () =>
      this.group.start(async () => {
        const children = parts.children.map(child => {
          const copied = this.group.start(
            async () => await this.copyNode(await this.read(child.digest, manifest.digest))
          )
          this.copyReferrers(
            child.digest,
            this.group.start(() => Promise.all([first, copied]))
          )
          return copied
        })
        await Promise.all([...parts.blobs.map(blob => this.transfer.copy(blob)), ...children])
      })
    )
  }

  private put(node: Node): Promise<boolean> {
    return startOnce(this.puts, node.manifest.digest, async () => {
      const result = await this.putWhole(node)
      return result.kind === 'put' && result.linked
    })
  }

  /** Puts a manifest. If the target then reports that it lacks a part, sends the parts again and puts the manifest once more. */
  private async putWhole(node: Node, tag?: string): Promise<Exclude<PutResult, {kind: 'incomplete'}>> {
    const first = await this.repositories.target.put(node.manifest, tag)
    if (first.kind !== 'incomplete') return first
    await Promise.all([
      ...node.parts.blobs.map(blob => this.transfer.copyAgain(blob)),
      ...node.parts.children.map(
        async child => await this.putWhole(await this.read(child.digest, node.manifest.digest))
      )
    ])
    const second = await this.repositories.target.put(node.manifest, tag)
    if (second.kind === 'incomplete') throw second.failure
    return second
  }

  /**
   * Copies the referrers of a manifest, and their referrers. Each subject is followed once, so lists that name each other cannot loop.
   * @param subjectCopied referrers are put after this
   */
  private copyReferrers(subject: string, subjectCopied: Promise<unknown>): void {
    if (this.subjects.has(subject)) return
    this.subjects.add(subject)
    void this.group.start(async () => {
      const {source, target} = this.repositories
      const list = await this.requests.run(() => source.referrers(subject))
      if (list.length === 0) return
      this.referrers.set(subject, list)
      // A target that did not have the image has no referrers of it either.
      const present = (await this.targetHasImage()) ? await this.requests.run(() => target.referrers(subject)) : []
      for (const {digest} of list) {
        if (this.subjects.has(digest)) continue
        const copied = present.some(one => one.digest === digest)
          ? subjectCopied
          : this.group.start(() => this.copyReferrer(digest, subject, subjectCopied))
        this.copyReferrers(digest, copied)
      }
    })
  }

  /** Reads the referrer and copies its parts at once, but puts it only after its subject. */
  private async copyReferrer(digest: string, subject: string, subjectCopied: Promise<unknown>): Promise<void> {
    const node = await this.read(digest, subject)
    await Promise.all([this.copyParts(node, subjectCopied), subjectCopied])
    await this.put(node)
  }

  private async copyCosign(tag: string): Promise<void> {
    const found = await this.find('source', tag)
    if (found === undefined) return
    this.cosign.push(await this.copyCosignArtifact(tag, this.nodeOf(found, this.repositories.source)))
  }

  private async copyCosignArtifact(tag: string, node: Node): Promise<CosignTag> {
    const {digest} = node.manifest
    const present = await this.find('target', tag)
    if (present?.digest === digest) return 'already'
    // Every signature is a layer. A signature that was made at the target must not get lost.
    if (present !== undefined && !layersOf(present).every(layer => layersOf(node.manifest).includes(layer)))
      return 'kept'
    await Promise.all([this.copyParts(node, this.copyRoot()), this.copyRoot()])
    const {kind} = await this.putWhole(node, tag)
    if (kind === 'put') return 'put'
    const now = await this.repositories.target.digest(tag)
    return now.kind === 'found' && now.value === digest ? 'already' : 'kept'
  }

  /**
   * Lists referrers under a tag, for a target that does not list them itself.
   * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests-with-subject
   */
  private async listByTag(subject: string, list: readonly Descriptor[]): Promise<void> {
    const put = await Promise.all(list.map(async one => ({one, linked: await this.puts.get(one.digest)})))
    const unlinked = put.filter(({linked}) => linked === false).map(({one}) => one)
    if (unlinked.length === 0) return
    const {target} = this.repositories
    const known = await target.referrers(subject)
    const missing = unlinked.filter(one => known.every(({digest}) => digest !== one.digest))
    if (missing.length === 0 || target.listsReferrers) return
    const bytes = Buffer.from(
      JSON.stringify({schemaVersion: 2, mediaType: INDEX_TYPE, manifests: [...known, ...missing]})
    )
    const result = await target.put({digest: digestOf(bytes), mediaType: INDEX_TYPE, bytes}, referrersTag(subject))
    if (result.kind === 'incomplete') throw result.failure
  }

  /** @param namedBy the digest of the manifest that names this one, for an error */
  private read(digest: string, namedBy?: string): Promise<Node> {
    return startOnce(this.nodes, digest, async () => {
      const {source} = this.repositories
      const manifest = await this.find('source', digest)
      if (manifest !== undefined) return this.nodeOf(manifest, source)
      throw new RegistryError({
        ...source.channel.details(`reading ${digest} of ${source.name}`),
        status: 404,
        answer: namedBy === undefined ? 'the image does not exist' : `it is missing, and ${namedBy} names it`,
        remedy:
          'Look for it in the registry. If it was archived, restore it, because ECR answers 404 for an archived image. ' +
          'If it was deleted, build and push it again.'
      })
    })
  }

  private nodeOf(manifest: Manifest, {channel, name}: RepositoryClient): Node {
    try {
      return {manifest, parts: partsOf(manifest)}
    } catch (error) {
      if (!(error instanceof MalformedManifest)) throw error
      const details = channel.details(`reading ${manifest.digest} of ${name}`)
      throw new RegistryError({
        ...details,
        answer: `the manifest cannot be copied: ${error.message}`,
        cause: error,
        remedy: 'Build and push the image again.'
      })
    }
  }

  private async find(side: Side, reference: string): Promise<Manifest | undefined> {
    return await this.requests.run(() => this.repositories[side].find(reference))
  }
}

function layersOf(manifest: Manifest): string[] {
  const content = contentOf(manifest)
  return content.kind === 'image' ? content.layers.map(({digest}) => digest) : []
}
