import type {Judge} from './distribution.js'

/** The directory of a `docker` client older than 23, which has no buildx: `LEGACY_DOCKER`, or that of a package. */
export function ensureLegacyDocker(): string
/** The program of the CNCF distribution registry 2.8: `DOCKER_REGISTRY`, or the one on the PATH, or that of a package. */
export function ensureRegistryBinary(): string
/** The path of a statically linked busybox, the content of images built FROM scratch: `BUSYBOX`, or that of a package. */
export function ensureBusybox(): string
/** The program that makes certificates: `OPENSSL`, or the one on the PATH, or that of a package. */
export function ensureOpenssl(): {path: string; environment: Record<string, string>}
/** A judge: the program that `SKOPEO`, `ORAS` or `COSIGN` names, or the one on the PATH, or that of a package. */
export function ensureJudge(name: Judge): {path: string; environment: Record<string, string>}
/** The reason why a judge is missing, if the distribution has no package of it. */
export function missingJudge(name: Judge): string | undefined
