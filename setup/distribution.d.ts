/** A release of a Linux distribution. `version` is Infinity for a release that has no number yet. */
export interface DistributionRelease {
  id: string
  version: number
  codename: string
}

/** An independent client, which checks the images that the action wrote. */
export type Judge = 'skopeo' | 'oras' | 'cosign'

/** The packages to unpack, each as `package/suite` or `package`, and the suites and components that contain them. */
export interface PackagePlan {
  suites: string[]
  components: string[]
  engine: string[]
  /** Docker 28.5; empty if the distribution has no package of it. */
  engine28: string[]
  legacyDocker: string[]
  registry: string[]
  busybox: string[]
  openssl: string[]
  judges: string[]
  /** Judges that the distribution has no package for. */
  lacking: Judge[]
}

/** One entry in the sources of apt. */
export interface AptSource {
  uris: string[]
  suites: string[]
  components: string[]
  /** A path, a fingerprint, or an embedded key in the form of a .sources file. */
  signedBy?: string
  trusted?: string
}

export function parseOsRelease(osRelease: string): DistributionRelease
export function packagePlan(release: DistributionRelease): PackagePlan | undefined
export function parseSources(text: string, format: 'one-line' | 'deb822'): AptSource[]
export function sourcesFor(
  sources: AptSource[],
  codename: string,
  plan: Pick<PackagePlan, 'suites' | 'components'>,
  keyring: string
): string | undefined
