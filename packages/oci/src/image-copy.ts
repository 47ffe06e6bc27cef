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
import {once} from './task-group.js'
import type {Ends, Progress} from './transfer.js'
import {Transfer} from './transfer.js'

/** A manifest at the source, taken apart. */
interface Node {
  manifest: Manifest
  parts: ManifestParts
}

/** Requests in flight at once, beside blobs that are streamed. */
const REQUESTS = 48

/** One copy under way. Whatever is asked for twice is done once. */
export class ImageCopy {
  private readonly requests = new Semaphore(REQUESTS)
  private readonly transfer: Transfer
  private readonly nodes = new Map<string, Promise<Node>>()
  private readonly contents = new Map<string, Promise<void>>()
  /** Whether the target lists what was put as a referrer, by digest. */
  private readonly puts = new Map<string, Promise<boolean>>()
  /** What the source lists as being about a manifest, by that manifest's digest. */
  private readonly lists = new Map<string, Descriptor[]>()
  private readonly asked = new Set<string>()
  private readonly cosign: CosignTag[] = []
  private readonly digest: string
  private readonly anew: boolean
  private there: Promise<boolean> | undefined
  private image: Promise<void> | undefined

  constructor(
    private readonly ends: Ends,
    {digest, anew}: {digest: string; anew: boolean},
    private readonly group: TaskGroup,
    onProgress: (progress: Progress) => void
  ) {
    this.digest = digest
    this.anew = anew
    this.transfer = new Transfer(ends, this.requests, onProgress)
  }

  async run(): Promise<Omit<CopyReport, 'requests'>> {
    const {group, digest} = this
    this.askAbout(digest, this.placeImage())
    for (const tag of cosignTags(digest)) void group.start(() => this.copyCosign(tag))
    await group.finished()
    for (const [subject, list] of this.lists) void group.start(() => this.link(subject, list))
    await group.finished()
    const cosignPut = this.cosign.filter(one => one === 'put').length
    return {
      alreadyThere: (await this.isThere()) && !this.anew,
      manifests: this.puts.size + cosignPut,
      ...(await this.transfer.summary()),
      referrers: new Set([...this.lists.values()].flat().map(one => one.digest)).size,
      cosign: this.cosign
    }
  }

  /** Whether the target has the image. By GET: a HEAD cannot tell a missing repository from a missing image. */
  private isThere(): Promise<boolean> {
    this.there ??= this.group.start(async () => (await this.look('target', this.digest)) !== undefined)
    return this.there
  }

  /** Puts the image itself, after all that it is made of; what is about it waits for this. */
  private placeImage(): Promise<void> {
    this.image ??= this.group.start(async () => {
      const [root, isThere] = await Promise.all([this.read(this.digest), this.isThere()])
      if (isThere && !this.anew) await this.survey(root)
      else await this.place(root)
    })
    return this.image
  }

  /** Goes through an image that the target has, for what is about its parts. */
  private async survey({manifest, parts}: Node): Promise<void> {
    await Promise.all(
      parts.children.map(async child => {
        this.askAbout(child.digest, Promise.resolve())
        if (isIndex(child)) await this.survey(await this.read(child.digest, manifest.digest))
      })
    )
  }

  private async place(node: Node): Promise<boolean> {
    await this.bring(node, this.placeImage())
    return await this.put(node)
  }

  /**
   * Brings all that a manifest names.
   * @param first is to be there before what is about the children is put
   */
  private bring({manifest, parts}: Node, first: Promise<unknown>): Promise<void> {
    return once(this.contents, manifest.digest, () =>
      this.group.start(async () => {
        const children = parts.children.map(child => {
          const placed = this.group.start(async () => await this.place(await this.read(child.digest, manifest.digest)))
          this.askAbout(
            child.digest,
            this.group.start(() => Promise.all([first, placed]))
          )
          return placed
        })
        await Promise.all([...parts.blobs.map(blob => this.transfer.bring(blob)), ...children])
      })
    )
  }

  private put(node: Node): Promise<boolean> {
    return once(this.puts, node.manifest.digest, async () => {
      const result = await this.putWhole(node)
      return result.kind === 'put' && result.linked
    })
  }

  /** Where the target misses something of it after all, that is sent once more. */
  private async putWhole(node: Node, tag?: string): Promise<Exclude<PutResult, {kind: 'incomplete'}>> {
    const first = await this.ends.target.put(node.manifest, tag)
    if (first.kind !== 'incomplete') return first
    await Promise.all([
      ...node.parts.blobs.map(blob => this.transfer.bringAgain(blob)),
      ...node.parts.children.map(
        async child => await this.putWhole(await this.read(child.digest, node.manifest.digest))
      )
    ])
    const second = await this.ends.target.put(node.manifest, tag)
    if (second.kind === 'incomplete') throw second.failure
    return second
  }

  /** Copies what is about a manifest, and what is about that; lists that name each other are followed once. */
  private askAbout(subject: string, placed: Promise<unknown>): void {
    if (this.asked.has(subject)) return
    this.asked.add(subject)
    void this.group.start(async () => {
      const {source, target} = this.ends
      const list = await this.requests.run(() => source.referrers(subject))
      if (list.length === 0) return
      this.lists.set(subject, list)
      // A target that had nothing of the image until now has nothing about it.
      const there = (await this.isThere()) ? await this.requests.run(() => target.referrers(subject)) : []
      for (const {digest} of list) {
        if (this.asked.has(digest)) continue
        const copied = there.some(one => one.digest === digest)
          ? placed
          : this.group.start(() => this.placeAfter(placed, digest, subject))
        this.askAbout(digest, copied)
      }
    })
  }

  /** Reads and brings at once, and puts when its subject is there. */
  private async placeAfter(placed: Promise<unknown>, digest: string, subject: string): Promise<void> {
    const node = await this.read(digest, subject)
    await Promise.all([this.bring(node, placed), placed])
    await this.put(node)
  }

  private async copyCosign(tag: string): Promise<void> {
    const found = await this.look('source', tag)
    if (found === undefined) return
    this.cosign.push(await this.placeCosign(tag, this.takeApart(found, this.ends.source)))
  }

  private async placeCosign(tag: string, node: Node): Promise<CosignTag> {
    const {digest} = node.manifest
    const held = await this.look('target', tag)
    if (held?.digest === digest) return 'already'
    // Every signature is a layer: one that was made at the target must not get lost.
    if (held !== undefined && !layersOf(held).every(layer => layersOf(node.manifest).includes(layer))) return 'kept'
    await Promise.all([this.bring(node, this.placeImage()), this.placeImage()])
    const {kind} = await this.putWhole(node, tag)
    if (kind === 'put') return 'put'
    const now = await this.ends.target.digest(tag)
    return now.kind === 'found' && now.value === digest ? 'already' : 'kept'
  }

  /**
   * Lists referrers by tag at a target that does not list them itself.
   * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests-with-subject
   */
  private async link(subject: string, list: readonly Descriptor[]): Promise<void> {
    const put = await Promise.all(list.map(async one => ({one, linked: await this.puts.get(one.digest)})))
    const unlinked = put.filter(({linked}) => linked === false).map(({one}) => one)
    if (unlinked.length === 0) return
    const {target} = this.ends
    const known = await target.referrers(subject)
    const missing = unlinked.filter(one => known.every(({digest}) => digest !== one.digest))
    if (missing.length === 0 || target.listsReferrers) return
    const bytes = Buffer.from(
      JSON.stringify({schemaVersion: 2, mediaType: INDEX_TYPE, manifests: [...known, ...missing]})
    )
    const result = await target.put({digest: digestOf(bytes), mediaType: INDEX_TYPE, bytes}, referrersTag(subject))
    if (result.kind === 'incomplete') throw result.failure
  }

  /** @param named by this manifest, for an error */
  private read(digest: string, named?: string): Promise<Node> {
    return once(this.nodes, digest, async () => {
      const {source} = this.ends
      const manifest = await this.look('source', digest)
      if (manifest !== undefined) return this.takeApart(manifest, source)
      throw new RegistryError({
        ...source.channel.details(`reading ${digest} of ${source.name}`),
        status: 404,
        answer: named === undefined ? 'there is no such image' : `it is missing, and ${named} names it`,
        remedy:
          'Look for it in the registry. An image that ECR has archived answers as if it were gone, and must be restored first; ' +
          'one that is gone must be built and pushed again.'
      })
    })
  }

  private takeApart(manifest: Manifest, {channel, name}: RepositoryClient): Node {
    try {
      return {manifest, parts: partsOf(manifest)}
    } catch (error) {
      if (!(error instanceof MalformedManifest)) throw error
      const details = channel.details(`reading ${manifest.digest} of ${name}`)
      throw new RegistryError({
        ...details,
        answer: `it is no manifest to be copied: ${error.message}`,
        cause: error,
        remedy: 'Build and push the image again.'
      })
    }
  }

  private async look(side: Side, reference: string): Promise<Manifest | undefined> {
    return await this.requests.run(() => this.ends[side].find(reference))
  }
}

function layersOf(manifest: Manifest): string[] {
  const content = contentOf(manifest)
  return content.kind === 'image' ? content.layers.map(({digest}) => digest) : []
}
