import {createHash} from 'node:crypto'

import type {ProcessEnv} from '../core/process-env.js'

/** docker/setup-buildx-action gives each builder a new name of this form, which tells nothing about its machine. */
const RANDOM_NAME = /^builder-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Identifies the builder of a build, which may be another machine with another platform. Nobody is asked, because a run
 * whose image is unchanged starts no Docker.
 * @param builder the input
 * @returns a hash, because the addresses may be masked in outputs; undefined if nothing chooses a builder
 * @see https://docs.docker.com/reference/cli/docker/#environment-variables
 */
export function identityOfBuilder(builder: string | undefined, environment: ProcessEnv): string | undefined {
  const names = [builder, environment['BUILDX_BUILDER']].map(name => (RANDOM_NAME.test(name ?? '') ? '' : name))
  const chosen = [...names, environment['DOCKER_HOST'], environment['DOCKER_CONTEXT']].map(value => value ?? '')
  if (chosen.every(value => value === '')) return undefined
  return createHash('sha256').update(JSON.stringify(chosen)).digest('hex').slice(0, 16)
}
