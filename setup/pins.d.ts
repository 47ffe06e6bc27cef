export interface ReleasePins {
  /** The commit of the action, in 40 hexadecimal digits. */
  commit: string
  /** The version of that commit, without `v`. */
  version: string
  /** `sha256:...` by the reference of an image. */
  digests: ReadonlyMap<string, string>
}

/** The references of the images that a workflow starts, without digests. */
export function imagesIn(text: string): string[]

/** A workflow with pins. Throws if an image has no digest among them. */
export function pinned(text: string, pins: ReleasePins): string

/** What keeps a workflow from being released: an action without a commit of the release, an image without a digest. */
export function unpinnedIn(text: string, isReleased: (commit: string) => boolean): string[]

/** Checks the workflows of the commit that is checked out. Throws an error that names each problem. */
export function requirePins(): void
