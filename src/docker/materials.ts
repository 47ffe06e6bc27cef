/** Something that BuildKit fetched for a build. */
export interface Material {
  /**
   * `pkg:docker/alpine@3?...`, `https://...`, or the address of a git repository. The image of an OCI layout is
   * `pkg:oci/name?...`, and before BuildKit 0.12 its reference alone.
   */
  uri: string
  /** Digests in hex, by algorithm: `sha256`, `sha1`. */
  digest: Readonly<Record<string, string>>
}

/** What the metadata of a build tells about its materials. */
export type Materials =
  | {kind: 'known'; materials: Material[]}
  /** The builder wrote no provenance, as buildx before 0.14. */
  | {kind: 'absent'}
  /** There is a provenance, and it does not tell everything. The reason is a clause about it. */
  | {kind: 'unclear'; because: string}

const PROVENANCE = 'buildx.build.provenance'

/**
 * Reads from the metadata of buildx what a build has fetched. Since 0.14, buildx writes the provenance of each platform, in the
 * form of SLSA 0.2 or 1. A provenance without materials names none.
 * @param platforms how many platforms were built
 * @see https://docs.docker.com/reference/cli/docker/buildx/build/#metadata-file
 */
export function readMaterials(metadata: Readonly<Record<string, unknown>>, platforms: number): Materials {
  const provenances = Object.entries(metadata).filter(([key]) => key === PROVENANCE || key.startsWith(`${PROVENANCE}/`))
  const {length} = provenances
  if (length === 0) return {kind: 'absent'}
  if (length !== platforms) {
    const counts = `${length} instead of ${platforms}`
    return {kind: 'unclear', because: `has entries for the wrong number of platforms (${counts})`}
  }
  const lists = provenances.map(([, provenance]) => materialsIn(provenance))
  return lists.includes(undefined)
    ? {kind: 'unclear', because: 'has a form that is not read here'}
    : {kind: 'known', materials: lists.flatMap(list => list ?? [])}
}

/** @returns undefined if the provenance has another form */
function materialsIn(provenance: unknown): Material[] | undefined {
  if (!isRecord(provenance)) return undefined
  const {buildType, buildDefinition} = provenance
  const list = isRecord(buildDefinition) ? buildDefinition['resolvedDependencies'] : provenance['materials']
  if (list === undefined && (typeof buildType === 'string' || isRecord(buildDefinition))) return []
  if (!Array.isArray(list)) return undefined
  const materials = list.map(materialOf)
  return materials.includes(undefined) ? undefined : materials.filter(material => material !== undefined)
}

function materialOf(value: unknown): Material | undefined {
  if (!isRecord(value)) return undefined
  const {uri, digest = {}} = value
  return typeof uri === 'string' && isRecord(digest) && isTexts(digest) ? {uri, digest} : undefined
}

function isTexts(record: Record<string, unknown>): record is Record<string, string> {
  return Object.values(record).every(value => typeof value === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a build may fetch. */
export interface CountedMaterials {
  /** Digests of the images that were counted, frontends too: `sha256:...`. */
  images: ReadonlySet<string>
  /** Digests in hex and commits that pin an address in the Dockerfile, or the image of an OCI layout. */
  pinned: ReadonlySet<string>
  /** Part of the names of images that only describe the result, such as the scanner of an SBOM. */
  describing: readonly string[]
}

/** The materials that were not counted, as their addresses. */
export function uncounted(materials: readonly Material[], {images, pinned, describing}: CountedMaterials): string[] {
  const isCounted = ({uri, digest}: Material): boolean => {
    const digests = Object.values(digest)
    if (!uri.startsWith('pkg:docker/')) return digests.some(one => pinned.has(one))
    const name = decodeURIComponent(uri.slice('pkg:docker/'.length))
    return digests.some(one => images.has(`sha256:${one}`)) || describing.some(part => name.startsWith(part))
  }
  return [...new Set(materials.filter(material => !isCounted(material)).map(({uri}) => uri))]
}
