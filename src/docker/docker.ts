import {Failure} from '../core/failure.js'
import type {Asking} from './ask.js'
import {askDocker} from './ask.js'

/** What there is to build with. Versions are `[major, minor]`. */
export type Docker =
  | {kind: 'buildx'; buildx: Version}
  /** A client before 23, which has BuildKit behind `docker build` itself. */
  | {kind: 'docker-build'; client: Version}

export type Version = readonly [major: number, minor: number]

/** The first buildx with `--build-context`, without which a build cannot be held to the base images that were counted. */
const OLDEST_BUILDX: Version = [0, 8]

/**
 * Looks for Docker and buildx.
 * @throws Failure naming what is missing and the package that has it, or that Docker hangs; the signal's reason
 */
export async function findDocker(asking: Asking): Promise<Docker> {
  // Without its engine, Docker prints the client's version and fails: the build will say that the engine is missing.
  const [client, buildx] = await Promise.all([
    versionOf(['version', '--format', '{{.Client.Version}}'], asking),
    versionOf(['buildx', 'version'], asking)
  ])
  if (client === undefined) {
    throw new Failure('No Docker: `docker version` cannot be run on this machine.', {
      remedy:
        'Use a runner that has Docker, such as ubuntu-latest, or install it: https://docs.docker.com/engine/install/'
    })
  }
  if (buildx !== undefined) {
    if (isBefore(buildx, OLDEST_BUILDX)) {
      throw new Failure(
        `buildx ${buildx.join('.')} is older than ${OLDEST_BUILDX.join('.')}, the first that can pin base images.`,
        {
          remedy:
            'Update the package docker-buildx-plugin (Debian and Ubuntu: docker-buildx), or add docker/setup-buildx-action before this step.'
        }
      )
    }
    return {kind: 'buildx', buildx}
  }
  if (isBefore(client, [23, 0])) return {kind: 'docker-build', client}
  throw new Failure(`Docker ${client.join('.')} has no buildx, and from 23 on it builds with nothing else.`, {
    remedy:
      'Install the package docker-buildx-plugin (Debian and Ubuntu: docker-buildx), or add docker/setup-buildx-action before this step.'
  })
}

export function isBefore([major, minor]: Version, [otherMajor, otherMinor]: Version): boolean {
  return major < otherMajor || (major === otherMajor && minor < otherMinor)
}

async function versionOf(args: string[], asking: Asking): Promise<Version | undefined> {
  const answer = await askDocker(args, asking)
  return answer === undefined ? undefined : parseVersion(answer.stdout)
}

/** The first version in a text such as `github.com/docker/buildx v0.13.1 788433953af1` or `26.1.5+dfsg1`. */
export function parseVersion(text: string): Version | undefined {
  const match = /(?:^|[\sv])(\d+)\.(\d+)(?:\.\d+)?/.exec(text)
  return match === null ? undefined : [Number(match[1]), Number(match[2])]
}
