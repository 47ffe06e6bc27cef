// Finds programs that single tests need, in addition to the engine. A program is the one that an environment variable names,
// or comes from the packages of the distribution. Otherwise the error tells what to set instead of leaving a test out.
import {existsSync, readdirSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import process from 'node:process'

import {packagePlan} from './distribution.js'
import {machineRelease, unpackPackages} from './packages.js'

/** The directory of a `docker` client older than 23, which has no buildx: `LEGACY_DOCKER`, or that of a package. */
export function ensureLegacyDocker() {
  return findProgram('LEGACY_DOCKER', 'the directory of a docker client older than 23', 'legacyDocker', 'usr/bin').path
}

/** The program of the CNCF distribution registry 2.8: `DOCKER_REGISTRY`, or the one on the PATH, or that of a package. */
export function ensureRegistryBinary() {
  return (
    findOnPath('DOCKER_REGISTRY', 'docker-registry') ??
    findProgram('DOCKER_REGISTRY', 'the path of the docker-registry program', 'registry', 'usr/bin/docker-registry')
      .path
  )
}

/** A statically linked busybox, the content of images built FROM scratch: `BUSYBOX`, or that of a package. */
export function ensureBusybox() {
  return findProgram('BUSYBOX', 'the path of a statically linked busybox', 'busybox', 'bin/busybox', 'usr/bin/busybox')
    .path
}

/**
 * The program that makes certificates: `OPENSSL`, or the one on the PATH, or that of a package, which needs the returned
 * environment to find its library.
 * @returns {{path: string, environment: Record<string, string>}}
 */
export function ensureOpenssl() {
  return programWithLibraries('OPENSSL', 'openssl', 'openssl')
}

/**
 * An independent client: the program that `SKOPEO`, `ORAS` or `COSIGN` names, or the one on the PATH, or that of a package.
 * The program of a package needs the returned environment to find the libraries that were unpacked with it.
 * @param {import('./distribution.js').Judge} name
 * @returns {{path: string, environment: Record<string, string>}}
 */
export function ensureJudge(name) {
  return programWithLibraries(name.toUpperCase(), name, 'judges')
}

/** @returns {{path: string, environment: Record<string, string>}} */
function programWithLibraries(variable, name, part) {
  const path = findOnPath(variable, name)
  if (path !== undefined) return {path, environment: {}}
  const found = findProgram(variable, `the path of ${name}`, part, `usr/bin/${name}`)
  return {path: found.path, environment: found.root === undefined ? {} : {LD_LIBRARY_PATH: librariesOf(found.root)}}
}

/**
 * The reason why this machine cannot have a judge, for the title of the test that it leaves out. Undefined if `ensureJudge`
 * returns the judge, or throws an error that must show.
 * @param {import('./distribution.js').Judge} name
 * @returns {string | undefined}
 */
export function missingJudge(name) {
  const variable = name.toUpperCase()
  if (process.env[variable] !== undefined || findOnPath(variable, name) !== undefined) return undefined
  const release = machineRelease()
  if (!packagePlan(release)?.lacking.includes(name)) return undefined
  return `${release.id} ${release.version} has no package of ${name}; put the program on the PATH, or set ${variable} to its path`
}

/** The program on the PATH, unless the variable names another one. */
function findOnPath(variable, program) {
  if (process.env[variable] !== undefined) return undefined
  const paths = (process.env.PATH ?? '').split(delimiter).map(directory => join(directory, program))
  return paths.find(path => existsSync(path))
}

/** The directories of shared libraries below a root. Debian has one for each architecture. */
function librariesOf(root) {
  const places = [join(root, 'usr/lib'), join(root, 'lib')].filter(place => existsSync(place))
  const directories = places.flatMap(place => readdirSync(place).map(name => join(place, name)))
  return directories.filter(path => path.endsWith('-linux-gnu')).join(delimiter)
}

/** @returns {{path: string, root?: string}} with the root if the program comes from a package */
function findProgram(variable, meaning, part, ...places) {
  const given = process.env[variable]
  if (given !== undefined) {
    if (existsSync(given)) return {path: given}
    throw new Error(`${variable}=${given} does not exist: it must be ${meaning}.`)
  }
  let root
  try {
    root = unpackPackages(part)
  } catch (cause) {
    throw new Error(`Set ${variable} to ${meaning}. No package provides it here: ${cause.message}`, {cause})
  }
  const path = places.map(place => join(root, place)).find(path => existsSync(path))
  if (path !== undefined) return {path, root}
  throw new Error(`Set ${variable} to ${meaning}. The package contains none of ${places.join(', ')}.`)
}
