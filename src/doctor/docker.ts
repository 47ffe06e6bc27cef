import {Failure} from '../core/failure.js'
import type {Remedy} from '../core/remedy.js'
import {findBuildTool} from '../docker/build-tool.js'
import {readUserConfig, userConfigDirectory} from '../docker/config.js'
import type {DockerAnswer, DockerQuery} from '../docker/query.js'
import {queryDocker} from '../docker/query.js'
import type {Check} from './check.js'
import {attempt, info} from './check.js'

const NAME = 'Docker'

/** After 20 s, buildx itself gives up on a node and prints why, so this limit is longer. */
const INSPECTION_LIMIT_MS = 30_000

const START_BUILDER: Remedy = {
  workflow:
    'Start Docker, or the engine that the builder runs on (`docker buildx ls` lists all builders). Or use a runner that has Docker, such as ubuntu-latest.',
  terminal: 'Start Docker, or the engine that the builder runs on (`docker buildx ls` lists all builders).'
}

export interface BuilderRequest {
  /** False if the stage promotes. */
  needsDocker: boolean
  /** The name of a buildx builder; undefined for the current one. */
  builder: string | undefined
  environment: DockerQuery['environment']
  signal: AbortSignal
}

/**
 * Checks the parts of Docker that a build needs: a readable config, the client, buildx, and a builder that answers.
 * @throws the signal's reason
 */
export async function dockerCheck({needsDocker, builder, environment, signal}: BuilderRequest): Promise<Check> {
  if (!needsDocker) return info(NAME, 'not needed: a promotion copies from registry to registry')
  const query = {environment, signal}
  const {check} = await attempt(
    NAME,
    async () => {
      // Docker and this action go on without a config that they cannot read. A build may need the logins in it.
      await readUserConfig(userConfigDirectory(environment))
      const docker = await findBuildTool(query)
      return docker.kind === 'buildx'
        ? `buildx ${docker.buildx.join('.')}, ${await inspectBuilder(builder, query)}`
        : `${docker.client.join('.')} with BuildKit, ${await askEngine(query)}`
    },
    says => says
  )
  return check
}

/** @throws Failure with buildx's own error about the builder or its nodes */
async function inspectBuilder(builder: string | undefined, query: DockerQuery): Promise<string> {
  const {exitCode, stdout, stderr} = await docker(['buildx', 'inspect', ...(builder === undefined ? [] : [builder])], {
    ...query,
    limitMs: INSPECTION_LIMIT_MS
  })
  const {name, driver, error, platforms} = parseBuilder(stdout)
  if (exitCode !== 0 || error !== undefined) {
    throw new Failure(
      `${builder === undefined ? 'The builder that buildx uses' : `The builder ${builder}`} does not answer: ${error ?? lastLine(stderr)}`,
      {remedy: START_BUILDER}
    )
  }
  return `builder ${name}${driver === undefined ? '' : ` (${driver})`}${platforms === undefined ? '' : ` for ${platforms}`}`
}

/** Reads the output of `docker buildx inspect`: the builder, then its nodes, with one `Key: value` per line. */
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
    // A builder with emulation lists a dozen platforms.
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
    throw new Failure(`\`docker ${args.join(' ')}\` can no longer be run.`, {remedy: 'Run the doctor again.'})
  return answer
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
