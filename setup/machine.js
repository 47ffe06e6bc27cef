// Programs that single tests need, beside the engine. Each is looked for when it is asked for, never skipped: it is
// what an environment variable names, or comes from the distribution's packages, or the error says what to set.
import {existsSync, readdirSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import process from 'node:process'

import {packagePlan} from './distribution.js'
import {machineRelease, unpacked} from './packages.js'

/** A directory with a `docker` client older than 23, which has no buildx: `LEGACY_DOCKER`, or a package's. */
export function ensureLegacyDocker() {
  return find('LEGACY_DOCKER', 'the directory of a docker client older than 23', 'legacyDocker', 'usr/bin').path
}

/** The program of the CNCF distribution registry, 2.8: `DOCKER_REGISTRY`, or the one on the PATH, or a package's. */
export function ensureRegistryBinary() {
  return (
    installed('DOCKER_REGISTRY', 'docker-registry') ??
    find('DOCKER_REGISTRY', 'the path of the docker-registry program', 'registry', 'usr/bin/docker-registry').path
  )
}

/** A statically linked busybox, the content of images built FROM scratch: `BUSYBOX`, or a package's. */
export function ensureBusybox() {
  return find('BUSYBOX', 'the path of a statically linked busybox', 'busybox', 'bin/busybox', 'usr/bin/busybox').path
}

/**
 * A program of others that reads what the action wrote: `SKOPEO`, `ORAS`, `COSIGN`, or the one on the PATH, or a
 * package's, which finds the libraries it was unpacked with by the environment.
 * @param {import('./distribution.js').Judge} name
 * @returns {{path: string, environment: Record<string, string>}}
 */
export function ensureJudge(name) {
  const variable = name.toUpperCase()
  const path = installed(variable, name)
  if (path !== undefined) return {path, environment: {}}
  const found = find(variable, `the path of ${name}`, 'judges', `usr/bin/${name}`)
  return {path: found.path, environment: found.root === undefined ? {} : {LD_LIBRARY_PATH: librariesOf(found.root)}}
}

/**
 * Why a judge cannot be had on this machine, for the title of what is not judged then; undefined where `ensureJudge`
 * has it to give, or an error that is to be seen.
 * @param {import('./distribution.js').Judge} name
 * @returns {string | undefined}
 */
export function missingJudge(name) {
  const variable = name.toUpperCase()
  if (process.env[variable] !== undefined || installed(variable, name) !== undefined) return undefined
  const release = machineRelease()
  if (!packagePlan(release)?.lacking.includes(name)) return undefined
  return `${release.id} ${release.version} has no package of ${name}: put it on the PATH, or set ${variable} to its path`
}

/** The program on the PATH, unless the variable names another. */
function installed(variable, program) {
  if (process.env[variable] !== undefined) return undefined
  const paths = (process.env.PATH ?? '').split(delimiter).map(directory => join(directory, program))
  return paths.find(path => existsSync(path))
}

/** Where shared libraries are below a root: Debian keeps them by architecture. */
function librariesOf(root) {
  const places = [join(root, 'usr/lib'), join(root, 'lib')].filter(place => existsSync(place))
  const directories = places.flatMap(place => readdirSync(place).map(name => join(place, name)))
  return directories.filter(path => path.endsWith('-linux-gnu')).join(delimiter)
}

/** @returns {{path: string, root?: string}} the root where it comes from a package */
function find(variable, meaning, part, ...places) {
  const given = process.env[variable]
  if (given !== undefined) {
    if (existsSync(given)) return {path: given}
    throw new Error(`${variable}=${given} does not exist: it must be ${meaning}.`)
  }
  let root
  try {
    root = unpacked(part)
  } catch (cause) {
    throw new Error(`Set ${variable} to ${meaning}: it cannot be had from packages. ${cause.message}`, {cause})
  }
  const path = places.map(place => join(root, place)).find(path => existsSync(path))
  if (path !== undefined) return {path, root}
  throw new Error(`Set ${variable} to ${meaning}: the package has none of ${places.join(', ')}.`)
}
