// Provides a Docker engine for tests: the machine's own, or a temporary one that ends with this process.
//
//   node setup/engine.js                  prints which engine it is
//   node setup/engine.js COMMAND ARG...   runs a command with the engine, such as bash
import {spawn, spawnSync} from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import process from 'node:process'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'

import {packagePlan} from './distribution.js'
import {ensureBusybox, ensureJudge, ensureLegacyDocker, ensureRegistryBinary} from './machine.js'
import {machineRelease, unpackPackages} from './packages.js'

const prefix = 'ecr-engine-'
// The directory will contain unix sockets, whose paths may have at most 107 bytes.
const temporary = tmpdir().length > 40 ? '/tmp' : tmpdir()

/**
 * The global set-up of jest. The tests get the variables of the engine through the environment that workers inherit. A
 * started engine ends with jest.
 */
export default async function globalSetup() {
  const engine = await ensureEngine()
  Object.assign(process.env, engine.environment, {GRANTS: mkdtempSync(join(temporary, 'grants-'))})
  for (const ensure of [ensureBusybox, ensureRegistryBinary, ensureLegacyDocker, () => ensureJudge('skopeo')]) {
    try {
      ensure()
    } catch {
      // The download happens here because a test has little time. The test that needs the program gets the error.
    }
  }
}

/**
 * Returns an engine that answers and has buildx: the machine's own, or else one started from the packages of the
 * distribution.
 * @returns {Promise<import('./engine.js').Engine>}
 * @throws {Error} with installation advice, if no engine answers and this machine cannot start one
 */
export async function ensureEngine() {
  const found = probe(process.env)
  if (found.usable)
    return {
      description: `Docker ${found.version} of this machine`,
      version: found.version,
      isTemporary: false,
      environment: {},
      stop: async () => {}
    }
  if (process.getuid?.() !== 0) throw new Error(`${found.reason} ${advice}`)
  let root
  try {
    root = unpackPackages('engine')
  } catch (cause) {
    throw new Error(`${found.reason} ${advice}\n${cause.message}`, {cause})
  }
  return launch(root, 'containerd')
}

/**
 * Starts an engine of one version with one image store, whatever engine the machine has.
 * @param {import('./engine.js').EngineKind} kind
 * @returns {Promise<import('./engine.js').Engine>}
 * @throws {UnavailableEngine} if this machine has no such engine
 */
export async function startEngine({version, store}) {
  if (process.getuid?.() !== 0) throw new UnavailableEngine('Only root can start an engine.')
  const part = packageOf[version]
  const release = machineRelease()
  if ((packagePlan(release)?.[part] ?? []).length === 0)
    throw new UnavailableEngine(`${release.id} ${release.version} has no packages of Docker ${version}.`)
  const engine = await launch(unpackPackages(part), store)
  if (engine.version.startsWith(`${version}.`)) return engine
  await engine.stop()
  throw new UnavailableEngine(`The packages of this machine contain Docker ${engine.version}, not ${version}.`)
}

/** This machine has no such engine. Any other error of a start is a failure. */
export class UnavailableEngine extends Error {}

/** The part of the package plan with each version. */
const packageOf = {26.1: 'engine', 28.5: 'engine28'}

const advice =
  'Install Docker Engine 23 or later with its buildx plugin (https://docs.docker.com/engine/install/) and start it. ' +
  'On Debian 12 or Ubuntu 22.04 and later, root needs no installation: a temporary engine is started from packages.'

/** Whether the engine of this environment can be used, and if not, the reason. */
function probe(env) {
  const docker = (...args) => spawnSync('docker', args, {env, encoding: 'utf8', timeout: 30_000})
  const version = docker('version', '--format', '{{.Server.Version}}')
  if (version.error) return {usable: false, reason: `The program docker cannot be run (${version.error.message}).`}
  if (version.status !== 0) return {usable: false, reason: `No Docker engine answers (${version.stderr.trim()}).`}
  if (docker('buildx', 'version').status !== 0) {
    return {usable: false, reason: `Docker ${version.stdout.trim()} has no buildx plugin.`}
  }
  return {usable: true, version: version.stdout.trim()}
}

/** A started engine ends when `stop` is called or this process ends. It leaves only the unpacked packages in .cache/. */
async function launch(root, store) {
  removeLeftovers()
  const busybox = ensureBusybox()
  const directory = mkdtempSync(join(temporary, `${prefix}${process.pid}-`))
  const bridge = bridgeOf(process.pid)
  const environment = prepare(directory, bridge, root, store)
  const output = openSync(join(directory, 'engine.log'), 'w')
  // The log is opened now, because the script removes the file when the engine ends.
  const log = openSync(join(directory, 'engine.log'), 'r')
  const engine = spawnEngine(
    [directory, bridge, `198.18.${process.pid % 256}.1/24`, busybox],
    root,
    environment,
    output
  )
  closeSync(output)
  try {
    const version = await waitForEngine(engine, root, environment, log)
    return {
      description: `Docker ${version}, started from packages in .cache/`,
      version,
      isTemporary: true,
      environment,
      stop: engine.stop
    }
  } finally {
    closeSync(log)
  }
}

/** Writes the files that the engine and its clients read; returns the environment variables of clients. */
function prepare(directory, bridge, root, store) {
  writeFileSync(join(directory, 'daemon.json'), JSON.stringify(daemonConfiguration(directory, bridge, store), null, 2))
  const plugins = join(directory, 'config', 'cli-plugins')
  mkdirSync(plugins, {recursive: true})
  symlinkSync(join(root, 'usr/libexec/docker/cli-plugins/docker-buildx'), join(plugins, 'docker-buildx'))
  return {
    DOCKER_HOST: `unix://${join(directory, 'docker.sock')}`,
    DOCKER_CONFIG: join(directory, 'config'),
    PATH: [join(root, 'usr/bin'), process.env.PATH].join(delimiter)
  }
}

/** Starts the script of the engine, which ends when `stop` closes its standard input or this process ends. */
function spawnEngine(args, root, environment, output) {
  const programs = [join(root, 'usr/bin'), join(root, 'usr/sbin'), process.env.PATH, '/usr/sbin:/sbin']
  const env = {...process.env, ...environment, PATH: programs.join(delimiter)}
  const script = fileURLToPath(new URL('engine.sh', import.meta.url))
  // The script is detached, so that Ctrl-C reaches only this process and the script can clean up afterwards.
  const child = spawn('sh', [script, ...args], {cwd: '/', env, detached: true, stdio: ['pipe', output, output]})
  const ended = new Promise(resolve => child.once('exit', resolve).once('error', resolve))
  child.unref()
  child.stdin.unref()
  let running = true
  void ended.then(() => (running = false))
  return {
    isRunning: () => running,
    stop: async () => {
      child.stdin.destroy()
      child.ref()
      await ended
    }
  }
}

/** Waits until the engine answers; returns its version. */
async function waitForEngine(engine, root, environment, log) {
  const deadline = Date.now() + 60_000
  for (;;) {
    const {usable, version, reason} = probe({...process.env, ...environment})
    if (usable) return version
    if (!engine.isRunning() || Date.now() > deadline) {
      await engine.stop()
      const lines = readFileSync(log, 'utf8').trim().split('\n').slice(-12)
      throw new Error(`The Docker engine in ${root} did not start. ${reason}\n${lines.join('\n')}`)
    }
    await sleep(100)
  }
}

/**
 * The engine uses nothing of the machine or of another engine: it sets no firewall rules, and it has its own bridge and its
 * own control groups. 198.18.0.0/15 is reserved for tests (RFC 2544).
 */
function daemonConfiguration(directory, bridge, store) {
  return {
    hosts: [`unix://${join(directory, 'docker.sock')}`],
    'data-root': join(directory, 'data'),
    'exec-root': join(directory, 'exec'),
    pidfile: join(directory, 'docker.pid'),
    bridge,
    iptables: false,
    ip6tables: false,
    'ip-forward': false,
    'ip-masq': false,
    'cgroup-parent': `/${bridge}`,
    'exec-opts': ['native.cgroupdriver=cgroupfs'],
    features: {'containerd-snapshotter': store === 'containerd'}
  }
}

function bridgeOf(pid) {
  return `ecr-${pid}`
}

/** The script cleans up after its engine. If the script was killed too, the next run cleans up. */
function removeLeftovers() {
  for (const name of readdirSync(temporary)) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN
    if (Number.isNaN(pid) || isAlive(pid)) continue
    spawnSync(ensureBusybox(), ['ip', 'link', 'del', bridgeOf(pid)])
    rmSync(join(temporary, name), {recursive: true, force: true})
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function main([command, ...args]) {
  const engine = await ensureEngine()
  console.error(engine.description)
  try {
    if (command === undefined) return 0
    const child = spawn(command, args, {stdio: 'inherit', env: {...process.env, ...engine.environment}})
    // The command handles Ctrl-C. This process waits for it to end, and then stops the engine.
    process.on('SIGINT', () => {})
    return await new Promise((resolve, reject) => child.once('error', reject).once('exit', code => resolve(code ?? 1)))
  } finally {
    await engine.stop()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).then(
    code => (process.exitCode = code),
    error => {
      console.error(error.message)
      process.exitCode = 1
    }
  )
}
