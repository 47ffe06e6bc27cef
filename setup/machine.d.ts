/** A directory with a `docker` client older than 23, which has no buildx: `LEGACY_DOCKER`, or a package's. */
export function ensureLegacyDocker(): string
/** The program of the CNCF distribution registry, 2.8: `DOCKER_REGISTRY`, or the one on the PATH, or a package's. */
export function ensureRegistryBinary(): string
/** The path of a statically linked busybox, the content of images built FROM scratch: `BUSYBOX`, or a package's. */
export function ensureBusybox(): string
