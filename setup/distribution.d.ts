/** A Linux distribution's release; `version` is Infinity for one that has no number yet. */
export interface Release {
  id: string
  version: number
  codename: string
}

/** A program of others that reads what the action wrote. */
export type Judge = 'skopeo' | 'oras' | 'cosign'

/** What to unpack, each as `package/suite` or `package`, and the suites and components that hold it. */
export interface PackagePlan {
  suites: string[]
  components: string[]
  engine: string[]
  legacyDocker: string[]
  registry: string[]
  busybox: string[]
  judges: string[]
  /** Judges of which the distribution has no package. */
  lacking: Judge[]
}

/** One entry of apt's sources. */
export interface Source {
  uris: string[]
  suites: string[]
  components: string[]
  /** A path, a fingerprint, or an embedded key as it stands in a .sources file. */
  signedBy?: string
  trusted?: string
}

export function parseOsRelease(osRelease: string): Release
export function packagePlan(release: Release): PackagePlan | undefined
export function parseSources(text: string, format: 'one-line' | 'deb822'): Source[]
export function sourcesFor(
  sources: Source[],
  codename: string,
  plan: Pick<PackagePlan, 'suites' | 'components'>,
  keyring: string
): string | undefined
