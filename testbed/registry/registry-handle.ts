import type {RegistryState} from '../aws/accounts.js'
import type {StoredImage, StoredRepository} from '../aws/stored-repository.js'
import {inMemory} from '../server/spool.js'
import {type ImageSettings, makeImage} from './image.js'

/** A registry for tests: its address, and its content without requests. */
export class RegistryHandle {
  constructor(
    /** `127.0.0.1:<port>` */
    readonly host: string,
    private readonly state: RegistryState
  ) {}

  get url(): string {
    return `http://${this.host}`
  }

  repository(name: string): StoredRepository {
    const repository = this.state.repositories.get(name)
    if (!repository) throw new Error(`testbed: ${this.state.account}/${this.state.region} has no repository ${name}`)
    return repository
  }

  /** Digest by tag. */
  tags(repository: string): Record<string, string> {
    return Object.fromEntries(this.repository(repository).tags)
  }

  /** The image of a tag or digest, even if it is archived. */
  image(repository: string, reference: string): StoredImage | undefined {
    return this.repository(repository).find(reference)
  }

  /** The parsed manifest of a tag or digest. */
  manifest(repository: string, reference: string): Record<string, unknown> | undefined {
    const found = this.image(repository, reference)
    return found && (JSON.parse(found.bytes.toString('utf8')) as Record<string, unknown>)
  }

  /** The content of a layer or config. */
  async blob(repository: string, digest: string): Promise<Buffer | undefined> {
    const content = this.repository(repository).layers.get(digest)
    return (
      content &&
      Buffer.concat(await (content.stream() as AsyncIterable<Buffer> & {toArray(): Promise<Buffer[]>}).toArray())
    )
  }

  /**
   * Puts an image into a repository, without permissions and quotas.
   *
   * @returns the root manifest's digest
   */
  addImage(repository: string, tags: string[], settings: ImageSettings): string {
    const target = this.repository(repository)
    const {root, manifests, blobs} = makeImage(settings)
    for (const [digest, bytes] of blobs) target.layers.set(digest, inMemory(bytes, digest))
    for (const {bytes, mediaType} of manifests.values()) target.put(bytes, mediaType, {})
    const manifest = manifests.get(root)
    if (manifest) for (const tag of tags) target.put(manifest.bytes, manifest.mediaType, {tag})
    return root
  }

  /** Archives an image, so that it cannot be pulled. */
  archive(repository: string, digest: string): void {
    const found = this.image(repository, digest)
    if (!found) throw new Error(`testbed: ${repository} has no image ${digest}`)
    found.status = 'ARCHIVED'
  }
}
