// Programs that single tests need, beside the engine. Each is looked for when it is asked for, never skipped: it is
// what an environment variable names, or comes from the distribution's packages, or the error says what to set.
import {existsSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import process from 'node:process'
import {unpacked} from './packages.js'

/** A directory with a `docker` client older than 23, which has no buildx: `LEGACY_DOCKER`, or a package's. */
export function ensureLegacyDocker() {
  return find('LEGACY_DOCKER', 'the directory of a docker client older than 23', 'legacyDocker', 'usr/bin')
}

/** The program of the CNCF distribution registry, 2.8: `DOCKER_REGISTRY`, or the one on the PATH, or a package's. */
export function ensureRegistryBinary() {
  const installed = (process.env.PATH ?? '').split(delimiter).map(directory => join(directory, 'docker-registry'))
  return (
    installed.find(path => process.env.DOCKER_REGISTRY === undefined && existsSync(path)) ??
    find('DOCKER_REGISTRY', 'the path of the docker-registry program', 'registry', 'usr/bin/docker-registry')
  )
}

/** A statically linked busybox, the content of images built FROM scratch: `BUSYBOX`, or a package's. */
export function ensureBusybox() {
  return find('BUSYBOX', 'the path of a statically linked busybox', 'busybox', 'bin/busybox', 'usr/bin/busybox')
}

function find(variable, meaning, part, ...places) {
  const given = process.env[variable]
  if (given !== undefined) {
    if (existsSync(given)) return given
    throw new Error(`${variable}=${given} does not exist: it must be ${meaning}.`)
  }
  let root
  try {
    root = unpacked(part)
  } catch (cause) {
    throw new Error(`Set ${variable} to ${meaning}: it cannot be had from packages. ${cause.message}`, {cause})
  }
  const found = places.map(place => join(root, place)).find(path => existsSync(path))
  if (found !== undefined) return found
  throw new Error(`Set ${variable} to ${meaning}: the package has none of ${places.join(', ')}.`)
}
