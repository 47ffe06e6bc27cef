// Unpacks packages of the distribution into .cache/ without installing them. The machine stays unchanged, and none of this
// requires root.
import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {packagePlan, parseOsRelease, parseSources, sourcesFor} from './distribution.js'

const cache = fileURLToPath(new URL('../.cache', import.meta.url))

/**
 * Returns the directory with the unpacked files of one part of the plan, and downloads them if necessary.
 * @param {'engine' | 'engine28' | 'legacyDocker' | 'registry' | 'busybox' | 'openssl' | 'judges'} part
 * @returns {string}
 * @throws {Error} if this is neither Debian 12 nor Ubuntu 22.04 or later, or if a download fails
 */
export function unpackPackages(part) {
  const release = machineRelease()
  const plan = packagePlan(release)
  if (!plan) throw new Error(`Packages are known for Debian 12 and Ubuntu 22.04 or later, not for this ${release.id}.`)
  const directory = join(cache, 'packages', release.codename, part)
  if (existsSync(directory)) return directory

  console.error(`Downloading ${plan[part].join(', ')} (packages of ${release.id}, unpacked into .cache/) ...`)
  mkdirSync(join(cache, 'packages', release.codename), {recursive: true})
  const work = mkdtempSync(join(cache, 'packages', '.new-'))
  try {
    download(plan[part], aptConfiguration(release, plan), work)
    const root = join(work, 'root')
    const files = readdirSync(work).filter(name => name.endsWith('.deb'))
    for (const name of files) run('dpkg', ['-x', join(work, name), root])
    moveUnlessThere(root, directory)
    return directory
  } finally {
    rmSync(work, {recursive: true, force: true})
  }
}

/** @returns {import('./distribution.js').DistributionRelease} */
export function machineRelease() {
  return parseOsRelease(existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '')
}

/** Two processes may unpack the same packages at once. The files of the first one stay. */
function moveUnlessThere(from, to) {
  try {
    renameSync(from, to)
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  }
}

/** Writes a configuration with which apt reads and writes only below .cache/; returns its path. */
function aptConfiguration(release, plan) {
  const sources = sourcesFor(machineSources(), release.codename, plan, keyringOf(release.id))
  if (!sources) throw new Error(`No source in /etc/apt contains ${release.codename} main. Add the archive there.`)
  const apt = join(cache, 'apt')
  for (const name of ['sources', 'lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(apt, name), {recursive: true})
  }
  writeFileSync(join(apt, 'sources', 'archive.sources'), sources)
  const path = join(apt, 'apt.conf')
  writeFileSync(
    path,
    `Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "${apt}/sources";
Dir::State::Lists "${apt}/lists";
Dir::Cache "${apt}/cache";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "3";
// Hooks of the machine for an update of its own lists must not run here.
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
`
  )
  return path
}

function machineSources() {
  const parts = '/etc/apt/sources.list.d'
  const names = existsSync(parts) ? readdirSync(parts).sort() : []
  return ['/etc/apt/sources.list', ...names.map(name => join(parts, name))]
    .filter(path => /\.(list|sources)$/.test(path) && existsSync(path))
    .flatMap(path => parseSources(readFileSync(path, 'utf8'), path.endsWith('.list') ? 'one-line' : 'deb822'))
}

function keyringOf(id) {
  const path = `/usr/share/keyrings/${id}-archive-keyring.gpg`
  return existsSync(path) ? path : ''
}

function download(packages, configuration, directory) {
  const lock = join(cache, 'apt', 'lock')
  // apt fails at once if another process holds its lock. flock waits.
  const apt = (...args) => run('flock', [lock, 'apt-get', '-q', '-c', configuration, ...args], directory)
  const lists = readdirSync(join(cache, 'apt', 'lists')).some(name => name.includes('_Packages'))
  if (!lists) apt('update', '--error-on=any')
  try {
    apt('download', ...packages)
  } catch (error) {
    // Old lists may name a version that the archive has replaced since.
    if (!lists) throw error
    apt('update', '--error-on=any')
    apt('download', ...packages)
  }
}

function run(command, args, cwd = cache) {
  const {status, error, stdout, stderr} = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: {...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive'}
  })
  if (status === 0) return
  const last = error ? error.message : `${stdout}\n${stderr}`.trim().split('\n').slice(-8).join('\n')
  throw new Error(`${command} ${args.join(' ')} failed:\n${last}`)
}
