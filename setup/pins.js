// Pins the workflows to call: the action to a commit, and the images that they start to a digest.
//
//   npm run pin [COMMIT]   COMMIT has the dist/ of the release; HEAD by default
import {spawnSync} from 'node:child_process'
import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import process from 'node:process'
import {fileURLToPath} from 'node:url'

import {parse} from 'yaml'

const root = fileURLToPath(new URL('..', import.meta.url))
const workflows = join(root, '.github/workflows')

/** `uses: org/ecr-registry-action@v1`, with the comment that names the version of a commit. */
const ACTION = /(\buses: \S+\/ecr-registry-action@)(\S+)(?: #.*)?$/gm
/** The image of QEMU, `image: name:tag`, and that of BuildKit, `driver-opts: image=name:tag`. */
const IMAGE = /(\bimage(?:: |=))([\w.-]+\/[\w./-]+:[\w.-]+)(@sha256:[0-9a-f]{64})?$/gm

/**
 * The references of the images that a workflow starts, without digests.
 * @param {string} text
 * @returns {string[]}
 */
export function imagesIn(text) {
  return [...new Set([...text.matchAll(IMAGE)].map(([, , reference]) => reference))]
}

/**
 * A workflow with pins.
 * @param {string} text
 * @param {import('./pins.js').ReleasePins} pins
 * @returns {string}
 * @throws {Error} if an image has no digest among the pins
 */
export function pinned(text, {commit, version, digests}) {
  return text
    .replace(ACTION, (_, uses) => `${uses}${commit} # v${version}`)
    .replace(IMAGE, (_, before, reference) => {
      const digest = digests.get(reference)
      if (digest === undefined) throw new Error(`The digest of ${reference} is not known.`)
      return `${before}${reference}@${digest}`
    })
}

/**
 * What keeps a workflow from being released.
 * @param {string} text
 * @param {(commit: string) => boolean} isReleased whether a commit is part of the release and has its dist/
 * @returns {string[]}
 */
export function unpinnedIn(text, isReleased) {
  // YAML has many spellings of a value. One that `npm run pin` does not find must not pass as one that is not there.
  const problems = [...textsIn(parse(text))].flatMap(([key, value]) => {
    if (key === 'uses') return problemsOfAction(value, isReleased)
    if (value.includes('${{')) return []
    const images = key === 'image' ? [value] : key === 'driver-opts' ? imagesOfBuilder(value) : []
    return images
      .filter(image => !/@sha256:[0-9a-f]{64}$/.test(image))
      .map(image => `${image.replace(/@.*$/, '')} has no digest`)
  })
  return [...new Set(problems)]
}

/** Each text of a workflow, with its key. */
function* textsIn(value, key = '') {
  if (typeof value === 'string') yield [key, value]
  if (typeof value !== 'object' || value === null) return
  for (const [name, one] of Object.entries(value)) yield* textsIn(one, Array.isArray(value) ? key : name)
}

function problemsOfAction(uses, isReleased) {
  // GitHub ignores the case of a repository's name.
  const [, commit] = /^[^/]+\/ecr-registry-action(?:\/[^@]*)?@(.*)$/i.exec(uses) ?? []
  if (commit === undefined) return []
  if (!/^[0-9a-f]{40}$/.test(commit)) return [`it uses the action at ${commit}, which is no commit`]
  return isReleased(commit) ? [] : [`it uses the action at ${commit}, which has not the dist/ of this release`]
}

/** `image=name:tag` among the options of a builder, which commas and line ends separate. */
function imagesOfBuilder(options) {
  return options.split(/[\n,]/).flatMap(option => /^\s*"?image=([^\s"]*)/.exec(option)?.slice(1) ?? [])
}

/** The workflows that other repositories call: their paths. */
function calledWorkflows() {
  return readdirSync(workflows)
    .filter(name => /^image.*\.yml$/.test(name))
    .map(name => join(workflows, name))
}

/**
 * Checks the workflows of the commit that is checked out.
 * @throws {Error} that names each problem
 */
export function requirePins() {
  const isReleased = commit =>
    git('merge-base', '--is-ancestor', commit, 'HEAD').status === 0 &&
    git('diff', '--quiet', commit, 'HEAD', '--', 'dist', 'action.yml').status === 0
  const problems = calledWorkflows().flatMap(path =>
    unpinnedIn(readFileSync(path, 'utf8'), isReleased).map(problem => `${path.slice(root.length)}: ${problem}`)
  )
  if (problems.length === 0) return
  throw new Error(
    `The workflows to call are not pinned to this release. Run \`npm run pin\` and commit the result. ${problems.join('; ')}.`
  )
}

function git(...args) {
  return spawnSync('git', args, {cwd: root, encoding: 'utf8'})
}

async function main(revision) {
  const {status, stdout, stderr} = git('rev-parse', '--verify', `${revision}^{commit}`)
  if (status !== 0) throw new Error(`${revision} is no commit of this clone: ${stderr.trim()}`)
  const texts = new Map(calledWorkflows().map(path => [path, readFileSync(path, 'utf8')]))
  const {resolveBases} = await import('../src/run/base-images.js')
  const bases = await resolveBases({
    references: [...new Set([...texts.values()].flatMap(imagesIn))],
    placeOf: () => undefined,
    login: () => Promise.resolve(undefined),
    unreadLogins: undefined,
    signal: AbortSignal.timeout(120_000),
    notice: text => console.error(text)
  })
  const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const digests = new Map(bases.map(({reference, digest}) => [reference, digest]))
  for (const [path, text] of texts) writeFileSync(path, pinned(text, {commit: stdout.trim(), version, digests}))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv[2] ?? 'HEAD').catch(error => {
    console.error(error.message)
    process.exitCode = 1
  })
}
