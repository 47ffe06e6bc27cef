import {Failure} from '../core/failure.js'
import {findBuildTool} from '../docker/build-tool.js'
import {readUserConfig, userConfigDirectory} from '../docker/config.js'
import type {DockerAnswer, DockerQuery} from '../docker/query.js'
import {queryDocker} from '../docker/query.js'
import type {Check} from './check.js'
import {attempt, told} from './check.js'

const NAME = 'Docker'

/** buildx gives up on a node itself after 20 s, and says why. */
const INSPECTION_LIMIT_MS = 30_000

export interface BuilderRequest {
  /** A stage that promotes takes no Docker. */
  builds: boolean
  /** Of buildx, where it is not the one in use. */
  builder: string | undefined
  environment: DockerQuery['environment']
  signal: AbortSignal
}

/**
 * Whether there is what a build takes: a config that can be read, the client, buildx, and a builder that answers.
 * @throws the signal's reason
 */
export async function dockerCheck({builds, builder, environment, signal}: BuilderRequest): Promise<Check> {
  if (!builds) return told(NAME, 'not needed: a promotion copies from registry to registry')
  const query = {environment, signal}
  const {check} = await attempt(
    NAME,
    async () => {
      // Docker passes over one that it cannot read, and with it over the logins and plugins; a push does not.
      await readUserConfig(userConfigDirectory(environment))
      const docker = await findBuildTool(query)
      return docker.kind === 'buildx'
        ? `buildx ${docker.buildx.join('.')}, ${await inspectBuilder(builder, query)}`
        : `${docker.client.join('.')}, which has BuildKit inside, ${await askEngine(query)}`
    },
    says => says
  )
  return check
}

/** @throws Failure with what buildx says of the builder or its nodes */
async function inspectBuilder(builder: string | undefined, query: DockerQuery): Promise<string> {
  const {exitCode, stdout, stderr} = await docker(['buildx', 'inspect', ...(builder === undefined ? [] : [builder])], {
    ...query,
    limitMs: INSPECTION_LIMIT_MS
  })
  const {name, driver, error, platforms} = parseBuilder(stdout)
  if (exitCode !== 0 || error !== undefined) {
    throw new Failure(
      `${builder === undefined ? 'The builder that buildx uses' : `The builder ${builder}`} does not answer: ${error ?? lastLine(stderr)}`,
      {
        remedy:
          'Start Docker, or whatever the builder runs on (`docker buildx ls` lists them all); on a runner use one that has Docker, such as ubuntu-latest.'
      }
    )
  }
  return `builder ${name}${driver === undefined ? '' : ` (${driver})`}${platforms === undefined ? '' : ` for ${platforms}`}`
}

/** Of the answer of `docker buildx inspect`: the builder, then its nodes, a `Key: value` a line. */
export function parseBuilder(text: string): {
  name: string
  driver: string | undefined
  error: string | undefined
  platforms: string | undefined
} {
  const value = (key: string): string | undefined => new RegExp(`^${key}:[ \\t]+(\\S.*?)\\s*$`, 'm').exec(text)?.[1]
  const platforms = value('Platforms')?.split(/,\s*/)
  return {
    name: value('Name') ?? 'default',
    driver: value('Driver'),
    error: value('Error'),
    // A builder that emulates lists a dozen.
    platforms:
      platforms === undefined
        ? undefined
        : [...platforms.slice(0, 3), ...(platforms.length > 3 ? ['...'] : [])].join(', ')
  }
}

async function askEngine(query: DockerQuery): Promise<string> {
  const {exitCode, stdout, stderr} = await docker(['version', '--format', '{{.Server.Version}}'], query)
  if (exitCode === 0) return `engine ${stdout.trim()}`
  throw new Failure(`Docker's engine does not answer: ${lastLine(stderr)}`, {remedy: 'Start Docker.'})
}

async function docker(args: string[], query: DockerQuery): Promise<DockerAnswer> {
  const answer = await queryDocker(args, query)
  if (answer === undefined)
    throw new Failure(`\`docker ${args.join(' ')}\` cannot be run any more.`, {remedy: 'Run the doctor again.'})
  return answer
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
