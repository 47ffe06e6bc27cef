import {spawnSync} from 'node:child_process'
import {cpSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import process from 'node:process'
import {fileURLToPath} from 'node:url'

/** Bundles the action's entries into dist/, each into a folder of its own, so that the post step loads nothing but itself. */
const root = fileURLToPath(new URL('..', import.meta.url))
const ncc = join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js')
const fresh = mkdtempSync(join(tmpdir(), 'dist-'))
for (const [entry, folder] of [['src/index.ts', '.'], ['src/post.ts', 'post']]) {
  const {status, stdout, stderr} = spawnSync(
    process.execPath,
    [ncc, 'build', join(root, entry), '--out', join(fresh, folder), '--license', 'licenses.txt'],
    {cwd: root, encoding: 'utf8'}
  )
  if (status !== 0) {
    // ncc tells most of what is wrong on standard output.
    process.stderr.write(stdout + stderr)
    process.exit(1)
  }
}
rmSync(join(root, 'dist'), {recursive: true, force: true})
cpSync(fresh, join(root, 'dist'), {recursive: true})
rmSync(fresh, {recursive: true})
for (const file of readdirSync(join(root, 'dist'), {recursive: true, withFileTypes: true})) {
  if (file.isFile()) process.stdout.write(`dist${file.parentPath.slice(join(root, 'dist').length)}/${file.name}\n`)
}
