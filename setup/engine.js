// A Docker engine to test with: the machine's own, or one started for as long as this process lives.
//
//   node setup/engine.js                  prints which it is
//   node setup/engine.js COMMAND ARG...   runs a command with it (bash, for a look around)
import {spawn, spawnSync} from 'node:child_process'
import {closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import process from 'node:process'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'

import {ensureBusybox, ensureJudge, ensureLegacyDocker, ensureRegistryBinary} from './machine.js'
import {unpacked} from './packages.js'

const prefix = 'ecr-engine-'
// Below it are unix sockets, whose paths end at 107 bytes.
const temporary = tmpdir().length > 40 ? '/tmp' : tmpdir()

/**
 * jest's global set-up. The engine's variables reach the tests through the environment that workers inherit; a started
 * engine ends with jest.
 */
export default async function globalSetup() {
  const engine = await ensureEngine()
  Object.assign(process.env, engine.environment, {GRANTS: mkdtempSync(join(temporary, 'grants-'))})
  for (const ensure of [ensureBusybox, ensureRegistryBinary, ensureLegacyDocker, () => ensureJudge('skopeo')]) {
    try {
      ensure()
    } catch {
      // Downloaded here because a test's own time is short; the test that needs it gets the error.
    }
  }
}

/**
 * An engine that answers and has buildx: the machine's own as it is, else one started from the distribution's packages.
 * It ends when `stop` is called or this process ends, and leaves nothing but the unpacked packages in .cache/.
 * @returns {Promise<{description: string, environment: Record<string, string>, stop: () => Promise<void>}>}
 * @throws {Error} that says what to install, where there is none and none can be started
 */
export async function ensureEngine() {
  const found = probe(process.env)
  if (found.usable) return {description: `Docker ${found.version}, as found`, environment: {}, stop: async () => {}}
  if (process.getuid?.() !== 0) throw new Error(`${found.reason} ${advice}`)
  let root
  try {
    root = unpacked('engine')
  } catch (cause) {
    throw new Error(`${found.reason} ${advice}\n${cause.message}`, {cause})
  }
  return start(root, ensureBusybox())
}

const advice =
  'Install Docker Engine 23 or later with its buildx plugin (https://docs.docker.com/engine/install/) and start it; ' +
  'on Debian 12 or Ubuntu 22.04 and later, root needs to install nothing: an engine is started from their packages.'

/** Whether the engine that this environment leads to can be used, and if not, why. */
function probe(env) {
  const docker = (...args) => spawnSync('docker', args, {env, encoding: 'utf8', timeout: 30_000})
  const version = docker('version', '--format', '{{.Server.Version}}')
  if (version.error) return {usable: false, reason: `No docker could be run (${version.error.message}).`}
  if (version.status !== 0) return {usable: false, reason: `No Docker engine answers (${version.stderr.trim()}).`}
  if (docker('buildx', 'version').status !== 0) {
    return {usable: false, reason: `Docker ${version.stdout.trim()} has no buildx plugin.`}
  }
  return {usable: true, version: version.stdout.trim()}
}

async function start(root, busybox) {
  removeLeftovers()
  const directory = mkdtempSync(join(temporary, `${prefix}${process.pid}-`))
  const bridge = bridgeOf(process.pid)
  writeFileSync(join(directory, 'daemon.json'), JSON.stringify(daemonConfiguration(directory, bridge), null, 2))
  const plugins = join(directory, 'config', 'cli-plugins')
  mkdirSync(plugins, {recursive: true})
  symlinkSync(join(root, 'usr/libexec/docker/cli-plugins/docker-buildx'), join(plugins, 'docker-buildx'))

  const programs = [join(root, 'usr/bin'), join(root, 'usr/sbin')]
  const environment = {
    DOCKER_HOST: `unix://${join(directory, 'docker.sock')}`,
    DOCKER_CONFIG: join(directory, 'config'),
    PATH: [programs[0], process.env.PATH].join(delimiter)
  }
  const env = {...process.env, ...environment, PATH: [...programs, process.env.PATH, '/usr/sbin:/sbin'].join(delimiter)}
  const output = openSync(join(directory, 'engine.log'), 'w')
  // Open for as long as it may be asked for: the script removes the file when the engine ends.
  const log = openSync(join(directory, 'engine.log'), 'r')
  const script = fileURLToPath(new URL('engine.sh', import.meta.url))
  const args = [script, directory, bridge, `198.18.${process.pid % 256}.1/24`, busybox]
  // Detached, so that Ctrl-C reaches this process alone and the script can clean up after it.
  const child = spawn('sh', args, {cwd: '/', env, detached: true, stdio: ['pipe', output, output]})
  closeSync(output)
  const ended = new Promise(resolve => child.once('exit', resolve).once('error', resolve))
  child.unref()
  child.stdin.unref()
  const stop = async () => {
    child.stdin.destroy()
    child.ref()
    await ended
  }

  let running = true
  void ended.then(() => (running = false))
  const deadline = Date.now() + 60_000
  try {
    for (;;) {
      const {usable, version, reason} = probe(env)
      if (usable) return {description: `Docker ${version}, started from packages in .cache/`, environment, stop}
      if (!running || Date.now() > deadline) {
        await stop()
        const lines = readFileSync(log, 'utf8').trim().split('\n').slice(-12)
        throw new Error(`The Docker engine in ${root} did not start. ${reason}\n${lines.join('\n')}`)
      }
      await sleep(100)
    }
  } finally {
    closeSync(log)
  }
}

/**
 * Touches nothing that the machine or another engine uses: no firewall rules, a bridge of its own, control groups under
 * a name of its own. 198.18.0.0/15 is set aside for tests (RFC 2544).
 */
function daemonConfiguration(directory, bridge) {
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
    features: {'containerd-snapshotter': true}
  }
}

function bridgeOf(pid) {
  return `ecr-${pid}`
}

/** The script cleans up after its engine; where it was killed too, the next run does. */
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
    // Ctrl-C is the command's to handle; this process waits for it, to stop the engine after it.
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
