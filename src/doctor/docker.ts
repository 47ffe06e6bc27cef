import {getExecOutput} from '@actions/exec'

import {findDocker} from '../builder/docker.js'
import type {Environment} from '../environment.js'
import {Failure} from '../failure.js'
import type {Check} from '../outcome.js'
import {attempt} from './check.js'

const NAME = 'Docker'

export interface BuilderRequest {
  /** Of buildx, where it is not the one in use. */
  builder: string | undefined
  environment: Environment
}

/** Whether there is what a build takes: the client, buildx, and a builder that answers. */
export async function dockerCheck({builder, environment}: BuilderRequest): Promise<Check> {
  const {check} = await attempt(NAME, async () => {
    const docker = await findDocker(environment)
    return docker.kind === 'buildx'
      ? `buildx ${docker.buildx.join('.')}, ${await inspectBuilder(builder, environment)}`
      : `${docker.client.join('.')}, which has BuildKit inside, ${await askEngine(environment)}`
  }, says => says)
  return check
}

/** @throws Failure with what buildx says of the builder or its nodes */
async function inspectBuilder(builder: string | undefined, environment: Environment): Promise<string> {
  const {exitCode, stdout, stderr} = await docker(['buildx', 'inspect', ...(builder === undefined ? [] : [builder])], environment)
  const {name, driver, error, platforms} = parseBuilder(stdout)
  if (exitCode !== 0 || error !== undefined) {
    throw new Failure(`${builder === undefined ? "The builder that buildx uses" : `The builder ${builder}`} does not answer: ${error ?? lastLine(stderr)}`, {
      remedy: 'Start Docker, or whatever the builder runs on (`docker buildx ls` lists them all); on a runner use one that has Docker, such as ubuntu-latest.'
    })
  }
  return `builder ${name}${driver === undefined ? '' : ` (${driver})`}${platforms === undefined ? '' : ` for ${platforms}`}`
}

/** Of the answer of `docker buildx inspect`: the builder, then its nodes, a `Key: value` a line. */
export function parseBuilder(text: string): {name: string; driver: string | undefined; error: string | undefined; platforms: string | undefined} {
  const value = (key: string): string | undefined => new RegExp(`^${key}:[ \\t]+(\\S.*?)\\s*$`, 'm').exec(text)?.[1]
  const platforms = value('Platforms')?.split(/,\s*/)
  return {
    name: value('Name') ?? 'default',
    driver: value('Driver'),
    error: value('Error'),
    // A builder that emulates lists a dozen.
    platforms: platforms === undefined ? undefined : [...platforms.slice(0, 3), ...(platforms.length > 3 ? ['...'] : [])].join(', ')
  }
}

async function askEngine(environment: Environment): Promise<string> {
  const {exitCode, stdout, stderr} = await docker(['version', '--format', '{{.Server.Version}}'], environment)
  if (exitCode === 0) return `engine ${stdout.trim()}`
  throw new Failure(`Docker's engine does not answer: ${lastLine(stderr)}`, {remedy: 'Start Docker.'})
}

async function docker(args: string[], environment: Environment): Promise<{exitCode: number; stdout: string; stderr: string}> {
  const env = Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined))
  return await getExecOutput('docker', args, {silent: true, ignoreReturnCode: true, env})
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
