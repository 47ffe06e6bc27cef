import {spawn} from 'node:child_process'

import type {RegistryLogin} from '@org/oci/registry-client'

import type {ProcessEnv} from '../core/process-env.js'
import {findUserConfig} from './config.js'

/** Docker's config has the login to Docker Hub under the address of an API that no longer exists. */
const DOCKER_HUB = 'https://index.docker.io/v1/'

/**
 * Finds the login with which the user's Docker would pull from a registry: in the credential helper, the store, or `auths`.
 * @param registry host and port, as in a reference
 * @returns undefined if there is none, or the config cannot be read
 */
export async function findUserLogin(registry: string, environment: ProcessEnv): Promise<RegistryLogin | undefined> {
  const found = await findUserConfig(environment)
  if (found.kind === 'unread') return undefined
  const config = found.content
  const keys =
    registry === 'docker.io'
      ? [DOCKER_HUB, 'docker.io']
      : [registry, `https://${registry}`, `https://${registry}/v1/`, `https://${registry}/v2/`]
  const helpers = config['credHelpers'] as Record<string, string> | undefined
  const store = config['credsStore'] as string | undefined
  const auths = config['auths'] as Record<string, Readonly<Record<string, unknown>> | null> | undefined
  for (const key of keys) {
    const helper = helpers?.[key] ?? store
    const login = helper === undefined || helper === '' ? undefined : await askHelper(helper, key, environment)
    if (login !== undefined) return login
    const entry = auths?.[key]
    const {auth, username: name, password: secret} = entry ?? {}
    if (typeof auth === 'string' && auth !== '') {
      const [username = '', ...password] = Buffer.from(auth, 'base64').toString('utf8').split(':')
      return {username, password: password.join(':')}
    }
    if (typeof name === 'string' && typeof secret === 'string') return {username: name, password: secret}
  }
  return undefined
}

/** @see https://docs.docker.com/reference/cli/docker/login/#credential-helper-protocol: the server on stdin, JSON on stdout */
async function askHelper(helper: string, server: string, environment: ProcessEnv): Promise<RegistryLogin | undefined> {
  return await new Promise(resolve => {
    const child = spawn(`docker-credential-${helper}`, ['get'], {
      env: environment,
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: 10_000
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    // If the helper is missing or has no login for this server, the registry is asked without one.
    child.once('error', () => {
      resolve(undefined)
    })
    child.stdin.on('error', () => undefined)
    child.once('close', code => {
      resolve(code === 0 ? parseHelperAnswer(Buffer.concat(chunks).toString('utf8')) : undefined)
    })
    child.stdin.end(server)
  })
}

function parseHelperAnswer(text: string): RegistryLogin | undefined {
  try {
    const {Username, Secret} = JSON.parse(text) as {Username?: string; Secret?: string}
    // With the user name `<token>` the secret is an identity token, not a password.
    return Username && Secret && Username !== '<token>' ? {username: Username, password: Secret} : undefined
  } catch {
    return undefined
  }
}
