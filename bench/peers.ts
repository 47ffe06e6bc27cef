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

/** Copies an image with another program, and returns the milliseconds that its processes take. */
export type Peer = (source: ImageLocation, target: ImageLocation) => Promise<number>

/** How the programs reach both registries. */
export type Access =
  /** Over TLS and without a login. The registries have the certificate that SSL_CERT_FILE names. */
  | {kind: 'tls'}
  /** Over plain HTTP. */
  | {kind: 'login'; username: string; password: string}

/** Programs that copy from one registry to another. None of them has the image in a cache. */
export function registryPeers(scratch: string, access: Access): Record<'oras copy' | 'skopeo copy', Peer> {
  const [oras, skopeo] = [ensureJudge('oras'), ensureJudge('skopeo')]
  return {
    'oras copy': async (source, target) =>
      await timed(oras.path, ['copy', ...orasOptions(access), named(source), named(target)], {
        env: {...process.env, ...oras.environment}
      }),
    async 'skopeo copy'(source, target) {
      // skopeo remembers the places of blobs in a system directory for root, and under this variable for other users.
      const cache = {_CONTAINERS_ROOTLESS_UID: '1', XDG_DATA_HOME: mkdtempSync(join(scratch, 'skopeo-'))}
      return await timed(
        skopeo.path,
        [
          ...['--insecure-policy', 'copy', '--quiet', '--preserve-digests', '--all'],
          ...skopeoOptions(access),
          `docker://${named(source)}`,
          `docker://${named(target)}`
        ],
        {env: {...process.env, ...skopeo.environment, ...cache}}
      )
    }
  }
}

/** Copies without the engine, over TLS and without a login. */
export const imagetools: Peer = async (source, target) =>
  await timed('docker', ['buildx', 'imagetools', 'create', `--tag=${named(target)}`, named(source)])

/** Copies through the engine, which has to trust the certificate itself. */
export const docker: Peer = async (source, target) => {
  const [from, to] = [named(source), named(target)]
  const ms =
    (await timed('docker', ['pull', '--quiet', from])) +
    (await timed('docker', ['tag', from, to])) +
    (await timed('docker', ['push', '--quiet', to]))
  await timed('docker', ['image', 'rm', '--force', from, to])
  return ms
}

function orasOptions(access: Access): string[] {
  if (access.kind === 'tls') return []
  const {username, password} = access
  return ['from', 'to'].flatMap(side => [
    `--${side}-plain-http`,
    `--${side}-username=${username}`,
    `--${side}-password=${password}`
  ])
}

function skopeoOptions(access: Access): string[] {
  if (access.kind === 'tls') return []
  const {username, password} = access
  return ['src', 'dest'].flatMap(side => [`--${side}-tls-verify=false`, `--${side}-creds=${username}:${password}`])
}

function named({host, repository, tag}: ImageLocation): string {
  return `${host}/${repository}:${tag}`
}
