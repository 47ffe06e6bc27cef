import {Failure} from '../core/failure.js'
import type {DockerQuery} from './query.js'
import {queryDocker} from './query.js'
import {INSTALL_BUILDX, INSTALL_DOCKER, UPDATE_BUILDX} from './remedies.js'

/** The command that a machine builds images with. */
export type BuildTool =
  | {
      kind: 'buildx'
      buildx: DockerVersion
      /** Whether its builder can push without a tag. */
      pushesByDigest: boolean
      /** Whether its builder can write a build cache to a registry. */
      exportsCache: boolean
    }
  /** A client before 23: its `docker build` uses the BuildKit of the engine. */
  | {kind: 'docker-build'; client: DockerVersion}

/** The version of Docker's client or of buildx. */
export type DockerVersion = readonly [major: number, minor: number]

/** The first buildx with `--build-context`, the option that pins a build to the base images that were counted. */
const OLDEST_BUILDX: DockerVersion = [0, 8]

/**
 * Looks for buildx, and for the older `docker build`.
 * @param builder its name; undefined for the current one
 * @throws Failure naming the package to install or to update, or if Docker hangs; the signal's reason
 */
export async function findBuildTool(query: DockerQuery, builder?: string): Promise<BuildTool> {
  const [buildx, abilities] = await Promise.all([
    versionOf(['buildx', 'version'], query),
    inspectBuilder(builder, query)
  ])
  if (buildx === undefined) return await findLegacyBuild(query)
  if (isOlder(buildx, OLDEST_BUILDX)) {
    throw new Failure(
      `buildx ${buildx.join('.')} is older than ${OLDEST_BUILDX.join('.')}, the first version that can pin base images.`,
      {remedy: UPDATE_BUILDX}
    )
  }
  return {kind: 'buildx', buildx, ...abilities}
}

async function findLegacyBuild(query: DockerQuery): Promise<BuildTool> {
  // If the engine is missing, Docker prints the version of the client and fails. The build itself reports the missing engine.
  const client = await versionOf(['version', '--format', '{{.Client.Version}}'], query)
  if (client === undefined) {
    throw new Failure('No Docker: `docker version` cannot be run on this machine.', {remedy: INSTALL_DOCKER})
  }
  if (isOlder(client, [23, 0])) return {kind: 'docker-build', client}
  throw new Failure(`Docker ${client.join('.')} has no buildx, and since version 23 Docker builds only with buildx.`, {
    remedy: INSTALL_BUILDX
  })
}

/** What only some builders can do. A builder that cannot be told can do none of it. */
type Abilities = Pick<Extract<BuildTool, {kind: 'buildx'}>, 'pushesByDigest' | 'exportsCache'>

/** A label that the builder in an engine has if the engine keeps images in containerd. buildx itself goes by it. */
const CONTAINERD_STORE = /^\s*org\.mobyproject\.buildkit\.worker\.snapshotter:/m

async function inspectBuilder(builder: string | undefined, query: DockerQuery): Promise<Abilities> {
  const answer = await queryDocker(['buildx', 'inspect', ...(builder === undefined ? [] : [builder])], query)
  const text = answer?.stdout ?? ''
  // `docker`, `docker-container`, `remote`, ...
  const driver = /^Driver:\s+(\S+)$/m.exec(text)?.[1]
  const isApart = driver !== undefined && driver !== 'docker'
  return {pushesByDigest: isApart, exportsCache: isApart || CONTAINERD_STORE.test(text)}
}

export function isOlder([major, minor]: DockerVersion, [otherMajor, otherMinor]: DockerVersion): boolean {
  return major < otherMajor || (major === otherMajor && minor < otherMinor)
}

async function versionOf(args: string[], query: DockerQuery): Promise<DockerVersion | undefined> {
  const answer = await queryDocker(args, query)
  return answer === undefined ? undefined : parseDockerVersion(answer.stdout)
}

/** Reads the first version in a text such as `github.com/docker/buildx v0.13.1 788433953af1` or `26.1.5+dfsg1`. */
export function parseDockerVersion(text: string): DockerVersion | undefined {
  const match = /(?:^|[\sv])(\d+)\.(\d+)(?:\.\d+)?/.exec(text)
  return match === null ? undefined : [Number(match[1]), Number(match[2])]
}
