import {Failure} from '../core/failure.js'
import {platformsInstead} from '../core/platform-list.js'
import type {ProcessEnv} from '../core/process-env.js'
import {remedy} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import {findUserConfig} from './config.js'

/** The parts of a build that come from the machine, and not from its settings or its files. */
export interface BuildSurroundings {
  /** They change the image, so they count. */
  counted: Readonly<Record<string, unknown>>
  /** Reasons why this build can never count as unchanged, in sentences. */
  uncertainties: readonly string[]
  /** Remarks on what has no effect here. Sentences. */
  notices: readonly string[]
}

const NO_GIT_LABELS =
  'BUILDX_GIT_LABELS has no effect here: buildx would run git with the configuration of the context, which is not trusted. Every image has labels with its source and its commit.'

/** Variables that make a build depend on something that is not counted. */
const UNCOUNTABLE: Readonly<Record<string, string>> = {
  EXPERIMENTAL_BUILDKIT_SOURCE_POLICY: 'A source policy can replace everything that the build fetches'
}

/**
 * Reads the proxies of Docker's config, which docker gives to every build as build arguments, and the variables of buildx.
 * The variables that choose a builder or a directory do not count: they do not change the image.
 * @see https://docs.docker.com/build/building/variables/#build-tool-configuration-variables
 */
export async function readSurroundings(environment: ProcessEnv): Promise<BuildSurroundings> {
  const set = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
  const variables = set
    .filter(([name]) => /^BUILDX_(?!CONFIG$|BUILDER$|METADATA_|GIT_(?:INFO|LABELS|CHECK_DIRTY)$)/.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const uncountable = set.flatMap(([name]) => {
    const reason = Object.hasOwn(UNCOUNTABLE, name) ? UNCOUNTABLE[name] : undefined
    return reason === undefined ? [] : [`${reason}: ${name} is set.`]
  })
  const config = await findUserConfig(environment)
  // The build goes on without a config that cannot be read, and so without its proxies.
  const proxies = config.kind === 'read' ? (config.content['proxies'] ?? null) : null
  const labels = environment['BUILDX_GIT_LABELS'] ?? ''
  const notices = /^(?:|0|f|false)$/i.test(labels) ? [] : [NO_GIT_LABELS]
  return {counted: {proxies, variables}, uncertainties: uncountable, notices}
}

/**
 * The platforms that Docker builds for if a build names none: those of the variable DOCKER_DEFAULT_PLATFORM, or else that of
 * the machine. Docker takes one part of a platform too: an architecture alone, or a system alone for the machine's own
 * architecture.
 * @param own the platform of the machine
 * @throws Failure for a platform that images cannot be built for
 * @see https://github.com/docker/buildx/blob/master/util/platformutil/parse.go
 * @see https://github.com/containerd/platforms/blob/main/platforms.go
 */
export function defaultPlatforms(environment: ProcessEnv, own: string): string[] {
  const given = (environment['DOCKER_DEFAULT_PLATFORM'] ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')
  if (given.length === 0) return [own]
  return given.map(name => {
    const platform = wholePlatform(name.toLowerCase(), own)
    const instead = platformsInstead(platform)
    if (instead === undefined) return platform
    throw new Failure(`The variable DOCKER_DEFAULT_PLATFORM is \`${name}\`; expected ${instead}.`, {
      remedy: remedy`Correct it or remove it, or set ${setting('platforms')}, which takes precedence.`
    })
  })
}

function wholePlatform(name: string, own: string): string {
  if (name === 'local' || name === 'linux') return own
  return name.includes('/') ? name : `linux/${name}`
}
