import type {Judge} from './distribution.js'

/** A directory with a `docker` client older than 23, which has no buildx: `LEGACY_DOCKER`, or a package's. */
export function ensureLegacyDocker(): string
/** The program of the CNCF distribution registry, 2.8: `DOCKER_REGISTRY`, or the one on the PATH, or a package's. */
export function ensureRegistryBinary(): string
/** The path of a statically linked busybox, the content of images built FROM scratch: `BUSYBOX`, or a package's. */
export function ensureBusybox(): string
/** A judge: what its variable names (`SKOPEO`, `ORAS`, `COSIGN`), or the one on the PATH, or a package's. */
export function ensureJudge(name: Judge): {path: string; environment: Record<string, string>}
/** Why this machine cannot have a judge, where its distribution has no package of it. */
export function missingJudge(name: Judge): string | undefined
