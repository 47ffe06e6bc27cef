import {mkdtempSync} from 'node:fs'
import {join} from 'node:path'

import {ensureJudge} from '../setup/machine.js'
import {timed} from './processes.js'

/** A repository and tag at `host:port`. */
export interface ImageLocation {
  host: string
  repository: string
  tag: string
}

/** Settings of the programs. */
export interface PeerOptions {
  /** Directory for the cache of skopeo. */
  scratch: string
  /** Environment of `docker`: the engine and the logins. */
  environment: NodeJS.ProcessEnv
  /** `user:password` of the registry, if it requires a login. */
  credentials?: string
}

/** Copies an image with another program, and returns the milliseconds that its processes take. */
export type Peer = (source: ImageLocation, target: ImageLocation) => Promise<number>

/** The other programs. None of them has the image in a cache. */
export function peersOf({scratch, environment, credentials}: PeerOptions): {
  skopeo: Peer
  docker: Peer
  imagetools: Peer
} {
  const program = ensureJudge('skopeo')
  const docker = async (...args: string[]): Promise<number> =>
    await timed('docker', args, {env: {...process.env, ...environment}})
  return {
    async skopeo(source, target) {
      const login = credentials === undefined ? [] : [`--src-creds=${credentials}`, `--dest-creds=${credentials}`]
      // skopeo remembers the places of blobs in a system directory for root, and under this variable for other users.
      const cache = {_CONTAINERS_ROOTLESS_UID: '1', XDG_DATA_HOME: mkdtempSync(join(scratch, 'skopeo-'))}
      return await timed(
        program.path,
        [
          '--insecure-policy',
          'copy',
          '--quiet',
          '--preserve-digests',
          '--all',
          '--src-tls-verify=false',
          '--dest-tls-verify=false',
          ...login,
          `docker://${named(source)}`,
          `docker://${named(target)}`
        ],
        {env: {...process.env, ...program.environment, ...cache}}
      )
    },
    async docker(source, target) {
      const [from, to] = [named(source), named(target)]
      const ms =
        (await docker('pull', '--quiet', from)) +
        (await docker('tag', from, to)) +
        (await docker('push', '--quiet', to))
      await docker('image', 'rm', '--force', from, to)
      return ms
    },
    imagetools: async (source, target) =>
      await docker('buildx', 'imagetools', 'create', `--tag=${named(target)}`, named(source))
  }
}

function named({host, repository, tag}: ImageLocation): string {
  return `${host}/${repository}:${tag}`
}
