import {spawnSync} from 'node:child_process'
import {chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import process from 'node:process'
import {fileURLToPath} from 'node:url'

/**
 * Bundles the entries into dist/, each into a folder of its own, so that the post step loads only its own code. ncc checks
 * types with the tsconfig.json nearest to an entry. src/ has its own, so that ncc does not check all tests each time.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const ncc = join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js')
const fresh = mkdtempSync(join(tmpdir(), 'dist-'))
for (const [entry, folder] of [
  ['src/action/index.ts', '.'],
  ['src/action/post.ts', 'post'],
  ['src/cli/main.ts', 'cli']
]) {
  const {status, stdout, stderr} = spawnSync(
    process.execPath,
    [ncc, 'build', join(root, entry), '--out', join(fresh, folder), '--license', 'licenses.txt'],
    {cwd: root, encoding: 'utf8'}
  )
  if (status !== 0) {
    // ncc prints most errors on standard output.
    process.stderr.write(stdout + stderr)
    process.exit(1)
  }
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
