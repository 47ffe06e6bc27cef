import {setTimeout as sleep} from 'node:timers/promises'

import type {CopyReport, CosignTag, ForeignLayer, UncopiedAttachment} from './copy-report.js'
import type {Side} from './errors.js'
import {RegistryError} from './errors.js'
import type {Descriptor, Manifest} from './manifest.js'
import {artifactTypeOf, contentOf, digestOf, INDEX_TYPE} from './manifest.js'
import type {ManifestParts} from './manifest-parts.js'
import {cosignTags, foreignLayersOf, isIndex, MalformedManifest, partsOf, referrersTag} from './manifest-parts.js'
import {Semaphore} from './pace.js'
import {isOfContent, isOfTarget} from './refusals.js'
import {Repeats} from './repeats.js'
import type {PutResult, RepositoryClient} from './repository-client.js'
import type {TaskGroup} from './task-group.js'
import {startOnce} from './task-group.js'
import type {Progress, RepositoryPair} from './transfer.js'
import {Transfer} from './transfer.js'

/** A manifest of the source, and the parts that it names. */
interface Node {
  manifest: Manifest
  parts: ManifestParts
  /** Layers that the source may not hold. */
  foreign: Descriptor[]
}

/** Requests in flight at once, apart from the blobs that are streamed. */
const REQUESTS = 48

/** What a manifest belongs to: the image, or something that is attached to it and that may be left out. */
type Scope = 'image' | 'attachment'

/** Attachments in progress at once. The others wait, so that none of them starts when their time is over. */
const ATTACHMENTS = 16

const NO_TIME = 'no time was left for it, and the next copy goes on with it'

/** How often the copy of an attachment is tried before an error of its content is believed. */
const TRIES_OF_ATTACHMENT = 2

interface ImageCopyOptions {
  digest: string
  /** Copies every part even if the target has the image. */
  evenIfPresent: boolean
  /** The time of `performance.now()` from which on nothing more is attached to the image. */
  attachUntil: number
}

/** One copy in progress. Work that several parts of the image need is done once. */
export class ImageCopy {
  private readonly requests = new Semaphore(REQUESTS)
  private readonly attachments = new Semaphore(ATTACHMENTS)
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
  /** By tag or digest. Several steps of one attachment may fail; the first one is why it is not copied. */
  private readonly uncopied = new Map<string, UncopiedAttachment>()
  private readonly foreign = new Map<string, ForeignLayer>()
  private readonly repeats = new Repeats()
  private readonly digest: string
  private readonly evenIfPresent: boolean
  private readonly attachUntil: number
  private presence: Promise<boolean> | undefined
  private image: Promise<boolean> | undefined

  constructor(
    private readonly repositories: RepositoryPair,
    {digest, evenIfPresent, attachUntil}: ImageCopyOptions,
    private readonly group: TaskGroup,
    onProgress: (progress: Progress) => void
  ) {
    this.digest = digest
    this.evenIfPresent = evenIfPresent
    this.attachUntil = attachUntil
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
    const uncopied = new Set([...this.uncopied.values()].map(one => one.digest))
    const referrers = new Set([...this.referrers.values()].flat().map(one => one.digest))
    return {
      alreadyThere: (await this.targetHasImage()) && !this.evenIfPresent,
      manifests: this.puts.size + cosignPut,
      ...this.transfer.summary(),
      referrers: [...referrers].filter(one => !uncopied.has(one)).length,
      cosign: this.cosign,
      ...(this.uncopied.size === 0 ? {} : {uncopied: [...this.uncopied.values()]}),
      ...(this.foreign.size === 0 ? {} : {foreign: [...this.foreign.values()]})
    }
  }

  /** Whether the target has the image. Sends a GET: the answer to a HEAD does not tell a missing repository from a missing image. */
  private targetHasImage(): Promise<boolean> {
    this.presence ??= this.group.start(async () => (await this.find('target', this.digest)) !== undefined)
    return this.presence
  }

  /** Copies the image itself. Referrers and cosign's artifacts wait for this. */
  private copyRoot(): Promise<boolean> {
    this.image ??= this.group.start(async () => {
      const [root, isPresent] = await Promise.all([this.read(this.digest), this.targetHasImage()])
      if (isPresent && !this.evenIfPresent) await this.copyReferrersOfChildren(root)
      else await this.copyNode(root, 'image')
      return true
    })
    return this.image
  }

  /** For an image that the target has: its children may have referrers that the target lacks. */
  private async copyReferrersOfChildren({manifest, parts}: Node): Promise<void> {
    await Promise.all(
      parts.children.map(async child => {
        this.copyReferrers(child.digest, Promise.resolve(true))
        if (isIndex(child)) await this.copyReferrersOfChildren(await this.read(child.digest, manifest.digest))
      })
    )
  }

  private async copyNode(node: Node, scope: Scope): Promise<boolean> {
    await this.copyParts(node, scope)
    return await this.put(node)
  }

  /** Copies everything that a manifest names. */
  private copyParts({manifest, parts, foreign}: Node, scope: Scope): Promise<void> {
    return startOnce(this.contents, manifest.digest, () =>
      this.all(scope, [
        ...parts.blobs.map(blob => () => this.transfer.copy(blob)),
        ...foreign.map(layer => () => this.copyForeign(layer)),
        ...parts.children.map(child => async () => {
          // The referrers of the children are put after the image. Those of an attachment follow when the target has taken it.
          if (scope === 'image') this.copyReferrers(child.digest, this.copyRoot())
          return await this.copyNode(await this.read(child.digest, manifest.digest), scope)
        })
      ])
    )
  }

  /** Does tasks at once. One of the image that fails ends the copy. One of an attachment fails only that, after the others have ended. */
  private async all(scope: Scope, tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
    if (scope === 'image') {
      await Promise.all(tasks.map(task => this.group.start(task)))
      return
    }
    const ended = await Promise.allSettled(tasks.map(task => task()))
    for (const one of ended) if (one.status === 'rejected') throw one.reason
  }

  private async copyForeign(layer: Descriptor): Promise<void> {
    const {digest, urls = []} = layer
    if (await this.transfer.copyForeign(layer)) return
    const hosts = urls.map(url => (URL.canParse(url) ? new URL(url).host : 'an invalid URL'))
    this.foreign.set(digest, {digest, hosts: [...new Set(hosts)]})
  }

  private put(node: Node): Promise<boolean> {
    return startOnce(this.puts, node.manifest.digest, async () => {
      const result = await this.putWhole(node)
      return result.kind === 'put' && result.linked
    })
  }

  /**
   * Puts a manifest. As long as the target reports that it lacks parts, sends those again after a pause. A registry may report
   * that for a moment, and may still answer that it has a part which it has lost.
   */
  private async putWhole(node: Node, tag?: string): Promise<Exclude<PutResult, {kind: 'incomplete'}>> {
    const {target} = this.repositories
    for (let attempt = 1, waited: number | undefined = 0; ; attempt++) {
      const askedAt = performance.now()
      const result = await target.put(node.manifest, tag)
      if (result.kind !== 'incomplete') return result
      waited = await target.channel.pause(attempt, waited)
      if (waited === undefined) throw result.failure
      await this.sendAgain(node, result.missing, askedAt)
    }
  }

  /** @param missing the digests that the target reported; if none of them is a part, all parts are sent */
  private async sendAgain(
    {manifest, parts, foreign}: Node,
    missing: readonly string[],
    askedAt: number
  ): Promise<void> {
    const isNamed = ({digest}: Descriptor): boolean => missing.includes(digest)
    const isLost = [...parts.blobs, ...foreign, ...parts.children].some(isNamed) ? isNamed : () => true
    await Promise.all([
      ...parts.blobs.filter(isLost).map(blob => this.transfer.sendAgain(blob, askedAt)),
      ...foreign.filter(isLost).map(async layer => {
        if (await this.transfer.copyForeign(layer)) await this.transfer.sendAgain(layer, askedAt)
      }),
      ...parts.children.filter(isLost).map(({digest}) =>
        this.repeats.run(digest, askedAt, async () => {
          await this.putWhole(await this.read(digest, manifest.digest))
        })
      )
    ])
  }

  /**
   * Copies the referrers of a manifest, and their referrers. Each subject is followed once, so lists that name each other cannot loop.
   * @param subjectTaken referrers are put after this; false if the subject cannot be copied
   */
  private copyReferrers(subject: string, subjectTaken: Promise<boolean>): void {
    if (this.subjects.has(subject)) return
    this.subjects.add(subject)
    void this.group.start(async () => {
      const {source, target} = this.repositories
      let list: Descriptor[] = []
      let present: Descriptor[] = []
      const read = async (): Promise<void> => {
        list = await this.requests.run(() => source.referrers(subject))
        // A target that did not have the image has no referrers of it either.
        if (list.length > 0 && (await this.targetHasImage()))
          present = await this.requests.run(() => target.referrers(subject))
      }
      if (!(await this.attach({digest: subject, artifactType: undefined, tag: undefined}, read))) return
      if (list.length === 0) return
      this.referrers.set(subject, list)
      for (const one of list) {
        if (this.subjects.has(one.digest)) continue
        const taken = present.some(({digest}) => digest === one.digest)
          ? subjectTaken
          : this.group.start(() => this.copyReferrer(one, subject, subjectTaken))
        this.copyReferrers(one.digest, taken)
      }
    })
  }

  /**
   * Reads the referrer and copies its parts at once, but puts it only after its subject.
   * @returns false if it cannot be copied
   */
  private async copyReferrer(one: Descriptor, subject: string, subjectTaken: Promise<boolean>): Promise<boolean> {
    const {digest} = one
    const read = (): Promise<Node> => this.read(digest, subject)
    if (!(await this.attach({digest, artifactType: one.artifactType, tag: undefined}, read))) return false
    const node = await read()
    const attachment = {digest, artifactType: one.artifactType ?? artifactTypeOf(node.manifest), tag: undefined}
    const [hasParts, hasSubject] = await Promise.all([
      this.attach(attachment, () => this.copyParts(node, 'attachment')),
      subjectTaken
    ])
    if (!hasParts) return false
    if (!hasSubject) {
      this.leaveOut({...attachment, because: `it belongs to ${subject}, which was not copied`})
      return false
    }
    if (!(await this.attach(attachment, () => this.put(node)))) return false
    await this.copyReferrersOfChildren(node)
    return true
  }

  /**
   * Does a step of the copy of something that is attached to the image. If its content fails it twice, or the target lastingly,
   * the image stays complete without it: a person who may attach something to an image must not be able to stop its copy.
   * @returns false if it cannot be copied
   */
  private async attach(
    attachment: Omit<UncopiedAttachment, 'because'>,
    step: () => Promise<unknown>
  ): Promise<boolean> {
    const because = await this.attachments.run(() => this.tryToAttach(step))
    if (because !== undefined) this.leaveOut({...attachment, because})
    return because === undefined
  }

  private leaveOut(attachment: UncopiedAttachment): void {
    const name = attachment.tag ?? attachment.digest
    if (!this.uncopied.has(name)) this.uncopied.set(name, attachment)
  }

  /** @returns the reason why something cannot be attached; undefined if it is attached */
  private async tryToAttach(step: () => Promise<unknown>): Promise<string | undefined> {
    const left = this.attachUntil - performance.now()
    if (left <= 0) return NO_TIME
    const late = new AbortController()
    const isLate = sleep(left, NO_TIME, {signal: late.signal})
    isLate.catch(() => undefined)
    try {
      // A step that is late goes on until the copy ends, but nothing waits for it.
      return await Promise.race([isLate, this.tryTwice(step)])
    } finally {
      late.abort()
    }
  }

  /** @throws the error of the source, of a login, or of the image itself */
  private async tryTwice(step: () => Promise<unknown>): Promise<string | undefined> {
    const {channel} = this.repositories.target
    for (let attempt = 1; ; attempt++) {
      try {
        await step()
        return undefined
      } catch (error) {
        channel.throwIfCancelled()
        if (!(error instanceof RegistryError)) throw error
        if (!isOfContent(error)) {
          if (!isOfTarget(error)) throw error
          // The requests have been repeated for as long as they may take. If the image fails as well, its error counts.
          await this.copyRoot()
          return error.message
        }
        if (attempt >= TRIES_OF_ATTACHMENT || (await channel.pause(attempt, 0)) === undefined) return error.message
      }
    }
  }

  private async copyCosign(tag: string): Promise<void> {
    const {source, target} = this.repositories
    let found: Node | undefined
    let present: Node | undefined
    // Until it is read, only the image is known that it belongs to.
    const attachment = {digest: this.digest, artifactType: undefined, tag}
    const look = async (): Promise<void> => {
      const manifest = await this.find('source', tag)
      if (manifest === undefined) return
      attachment.digest = manifest.digest
      found = this.nodeOf(manifest, source)
      const other = await this.find('target', tag)
      if (other !== undefined) present = this.nodeOf(other, target)
    }
    if (!(await this.attach(attachment, look)) || found === undefined) return
    const [own, others] = [layersOf(found.manifest), present === undefined ? [] : layersOf(present.manifest)]
    if (present?.manifest.digest === found.manifest.digest) this.cosign.push('already')
    // Every signature is a layer. A signature that was made at the target must not get lost.
    else if (!others.every(layer => own.includes(layer))) this.cosign.push('kept')
    else await this.attachCosign(tag, found)
  }

  private async attachCosign(tag: string, node: Node): Promise<void> {
    const {digest} = node.manifest
    const attachment = {digest, artifactType: artifactTypeOf(node.manifest), tag}
    const [hasParts] = await Promise.all([
      this.attach(attachment, () => this.copyParts(node, 'attachment')),
      this.copyRoot()
    ])
    if (!hasParts) return
    await this.attach(attachment, async () => {
      const {kind} = await this.putWhole(node, tag)
      const now = kind === 'taken' ? await this.repositories.target.digest(tag) : undefined
      const isThere = now?.kind === 'found' && now.value === digest
      this.cosign.push(kind === 'put' ? 'put' : isThere ? 'already' : 'kept')
    })
  }

  /**
   * Lists referrers under a tag, for a target that does not list them itself.
   * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests-with-subject
   */
  private async listByTag(subject: string, list: readonly Descriptor[]): Promise<void> {
    // What was left out may be on its way still.
    const taken = list.filter(one => !this.uncopied.has(one.digest))
    const put = await Promise.all(taken.map(async one => ({one, linked: await this.puts.get(one.digest)})))
    const unlinked = put.filter(({linked}) => linked === false).map(({one}) => one)
    if (unlinked.length === 0) return
    const {target} = this.repositories
    let known: Descriptor[] = []
    const read = async (): Promise<void> => {
      known = await target.referrers(subject)
    }
    if (!(await this.attach({digest: subject, artifactType: undefined, tag: referrersTag(subject)}, read))) return
    const missing = unlinked.filter(one => known.every(({digest}) => digest !== one.digest))
    if (missing.length === 0 || target.listsReferrers) return
    const bytes = Buffer.from(
      JSON.stringify({schemaVersion: 2, mediaType: INDEX_TYPE, manifests: [...known, ...missing]})
    )
    const digest = digestOf(bytes)
    const tag = referrersTag(subject)
    await this.attach({digest, artifactType: undefined, tag}, () =>
      target.tag(tag, {digest, mediaType: INDEX_TYPE, bytes})
    )
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
        needsBuild: true,
        remedy:
          'Look for it in the registry. If it was archived, restore it, because ECR answers 404 for an archived image. ' +
          'If it was deleted, build and push it again.'
      })
    })
  }

  private nodeOf(manifest: Manifest, {channel, name}: RepositoryClient): Node {
    try {
      return {manifest, parts: partsOf(manifest), foreign: foreignLayersOf(manifest)}
    } catch (error) {
      if (!(error instanceof MalformedManifest)) throw error
      const details = channel.details(`reading ${manifest.digest} of ${name}`)
      throw new RegistryError({
        ...details,
        answer: `the manifest cannot be copied: ${error.message}`,
        cause: error,
        needsBuild: true,
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
