import {spawnSync} from 'node:child_process'
import {chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import process from 'node:process'
import {fileURLToPath} from 'node:url'

import {build} from 'esbuild'

import {licensesOf, packagesOf} from './licenses.js'

/**
 * Bundles the entries into dist/, each into a folder of its own, so that the post step loads nothing but itself. Two
 * bundlers share the work:
 * - esbuild bundles the ES modules, and drops the code that nobody calls. The AWS SDK names its ES modules under the
 *   condition `module` of its exports. ncc does not know that condition: it takes the CommonJS files, and keeps all of them.
 * - ncc adds the CommonJS packages, and writes the chunks. They load Node's own modules with `require`. An `import` of
 *   `node:http` would read all of its exports, and so load a WebSocket client that is never used.
 * Neither of them checks types; `npm run typecheck` does.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const ncc = join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js')
// ncc numbers the chunks by the paths of these files, so the paths are the same in every clone. The folder is called node_modules,
// because in code outside such a folder, ncc copies every path that is built from the working directory to dist/. Here that path
// is the whole clone.
const modules = join(root, '.cache/node_modules/modules')
const fresh = mkdtempSync(join(tmpdir(), 'dist-'))

for (const [entry, folder] of [
  ['src/action/index.ts', '.'],
  ['src/action/post.ts', 'post'],
  ['src/cli/main.ts', 'cli']
]) {
  const bundled = await bundleModules(entry)
  runNcc(join(modules, 'index.js'), join(fresh, folder))
  // ncc could write this file too, but only with the packages of one chunk.
  const licenses = licensesOf(packagesOf(bundled).map(directory => join(root, directory)))
  if (licenses !== '') writeFileSync(join(fresh, folder, 'licenses.txt'), licenses)
}

/**
 * Bundles the ES modules, and leaves the imports of other files as they are.
 * @param {string} entry
 * @returns {Promise<string[]>} all files that have code in the finished bundle, also those that are left to ncc
 */
async function bundleModules(entry) {
  const whole = await esbuild(entry, [])
  const inputs = Object.entries(whole.metafile.inputs)
  const left = inputs.filter(([path, {format}]) => format === 'cjs' || path.endsWith('.json')).map(([path]) => path)
  const {outputFiles, metafile} = await esbuild(entry, left)
  rmSync(modules, {recursive: true, force: true})
  mkdirSync(modules, {recursive: true})
  const names = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [basename(path), nameOf(path, output)])
  )
  if (new Set(names.values()).size < names.size) throw new Error(`Two files of ${entry} have the same name.`)
  for (const {path, text} of outputFiles) {
    const named = [...names].reduce((code, [from, to]) => code.replaceAll(`./${from}"`, `./${to}"`), text)
    writeFileSync(join(modules, names.get(basename(path)) ?? basename(path)), named)
  }
  return Object.values(whole.metafile.outputs).flatMap(({inputs}) =>
    Object.entries(inputs)
      .filter(([, {bytesInOutput}]) => bytesInOutput > 0)
      .map(([path]) => path)
  )
}

/**
 * @param {string} entry
 * @param {string[]} left files whose imports stay as they are
 */
async function esbuild(entry, left) {
  return await build({
    entryPoints: {index: entry},
    absWorkingDir: root,
    outdir: modules,
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: left.map(path => join(root, path))
  })
}

/**
 * A name for a file that esbuild wrote: that of its first module, which is in no other file. The name that esbuild gives it has
 * a hash of the content, so a small change would renumber chunks in dist/.
 * @param {string} path
 * @param {import('esbuild').Metafile['outputs'][string]} output
 */
function nameOf(path, {entryPoint, inputs}) {
  if (basename(path) === 'index.js') return 'index.js'
  const [first = path] = entryPoint === undefined ? Object.keys(inputs) : [entryPoint]
  return `${first
    .replace(/^node_modules\//, '')
    .replace(/\.\w+$/, '')
    .replaceAll('/', '-')}.js`
}

/**
 * @param {string} file
 * @param {string} directory
 */
function runNcc(file, directory) {
  const {status, stdout, stderr} = spawnSync(process.execPath, [ncc, 'build', file, '--out', directory], {
    cwd: root,
    encoding: 'utf8'
  })
  if (status === 0) return
  // ncc prints most errors on standard output.
  process.stderr.write(stdout + stderr)
  process.exit(1)
}

// The folder of the command line is the package that npm publishes. The bundle includes all its dependencies.
const {name, version, description, license, engines} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const repository = {type: 'git', url: 'git+https://github.com/org/ecr-registry-action.git'}
const published = {
  name,
  version,
  description,
  license,
  repository,
  type: 'module',
  bin: {'ecr-registry': 'index.js'},
  engines
}
writeFileSync(join(fresh, 'cli', 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`)
chmodSync(join(fresh, 'cli', 'index.js'), 0o755)
cpSync(join(root, 'LICENSE'), join(fresh, 'cli', 'LICENSE'))
cpSync(join(root, 'docs', 'command-line.md'), join(fresh, 'cli', 'README.md'))

rmSync(join(root, 'dist'), {recursive: true, force: true})
cpSync(fresh, join(root, 'dist'), {recursive: true})
rmSync(fresh, {recursive: true})
for (const file of readdirSync(join(root, 'dist'), {recursive: true, withFileTypes: true})) {
  if (file.isFile()) process.stdout.write(`dist${file.parentPath.slice(join(root, 'dist').length)}/${file.name}\n`)
}
