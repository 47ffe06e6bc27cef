import {execFileSync} from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import {createServer} from 'node:net'
import {join} from 'node:path'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'
import fc from 'fast-check'

import type {ProcessEnv} from '../../src/core/process-env.js'
import {createBlobReader} from '../../src/fingerprint/blob.js'
import {parseDockerignore} from '../../src/fingerprint/dockerignore.js'
import {readHead} from '../../src/fingerprint/git-head.js'
import type {CleanFiles} from '../../src/fingerprint/git-index.js'
import {askForCleanFiles} from '../../src/fingerprint/git-index.js'
import type {Tree, TreeEntry} from '../../src/fingerprint/tree.js'
import {describeTree, hashTree, listTree} from '../../src/fingerprint/tree.js'
import type {Workspace} from './repository.js'
import {createWorkspace, environment} from './repository.js'

const unknown = {kind: 'unknown', reason: 'not asked'} as const

let workspace: Workspace
beforeEach(() => {
  workspace = createWorkspace()
})
afterEach(() => {
  workspace.remove()
})

async function hash(root: string, entries: readonly TreeEntry[], clean: CleanFiles = unknown): Promise<Tree> {
  return hashTree(await describeTree(root, entries), clean)
}

async function slow(root = workspace.root, ignore = '.git'): Promise<string> {
  const tree = await hash(root, listTree(root, parseDockerignore(ignore, '.dockerignore').patterns))
  return tree.digest
}

async function cleanFiles(root: string, of: ProcessEnv): Promise<CleanFiles> {
  return await (
    await askForCleanFiles(root, of)
  ).answer
}

async function fast(root = workspace.root, ignore = '.git'): Promise<string> {
  const entries = listTree(root, parseDockerignore(ignore, '.dockerignore').patterns)
  const tree = await hash(root, entries, await cleanFiles(root, environment))
  return tree.digest
}

/** The tracked files that git vouches for. */
async function vouchedFor(root = workspace.root): Promise<string[]> {
  const clean = await cleanFiles(root, environment)
  return clean.kind === 'known' ? [...clean.files.keys()].sort() : [clean.reason]
}

/** Text that is too long to be taken for the text of Git LFS. */
function long(text: string): string {
  return text.padEnd(300, '#')
}

/** Makes the workspace a repository and commits all its files. */
function commitAll(): void {
  workspace.git('init', '-q')
  workspace.git('add', '-A')
  workspace.git('commit', '-q', '-m', 'all', '--allow-empty')
}

describe('a listing', () => {
  test('contains files, links and directories, ordered by the bytes of their names', () => {
    workspace.write('b', '')
    workspace.write('a/x', '')
    workspace.write('a.b', '')
    mkdirSync(join(workspace.root, 'empty/inner'), {recursive: true})
    symlinkSync('nowhere', join(workspace.root, 'link'))
    symlinkSync('a', join(workspace.root, 'Z'))
    expect(listTree(workspace.root, [])).toEqual([
      {path: 'Z', kind: 'link'},
      {path: 'a/x', kind: 'file'},
      {path: 'a', kind: 'directory'},
      {path: 'a.b', kind: 'file'},
      {path: 'b', kind: 'file'},
      {path: 'empty/inner', kind: 'directory'},
      {path: 'empty', kind: 'directory'},
      {path: 'link', kind: 'link'}
    ])
  })

  test('contains a directory whose content is excluded, and an excluded directory only with something in it', () => {
    workspace.write('a/x', '')
    workspace.write('b/x', '')
    workspace.write('b/y', '')
    const list = (ignore: string) =>
      listTree(workspace.root, parseDockerignore(ignore, 'x').patterns).map(({path}) => path)
    expect(list('a/x')).toEqual(['a', 'b/x', 'b/y', 'b'])
    expect(list('a')).toEqual(['b/x', 'b/y', 'b'])
    expect(list('*\n!b/y\n!a/z')).toEqual(['b/y', 'b'])
  })

  test('does not open an excluded directory without exceptions', () => {
    workspace.write('locked/x', '')
    renameSync(join(workspace.root, 'locked'), join(workspace.root, 'gone'))
    symlinkSync('gone', join(workspace.root, 'locked'))
    expect(listTree(workspace.root, parseDockerignore('gone', 'x').patterns)).toEqual([{path: 'locked', kind: 'link'}])
  })

  test('keeps names that are not UTF-8', async () => {
    const name = Buffer.from([0x66, 0xff, 0xe9])
    writeFileSync(Buffer.concat([Buffer.from(`${workspace.root}/`), name]), long('x'))
    workspace.write('ünï', long('y'))
    expect(listTree(workspace.root, []).map(({path}) => path)).toEqual([
      'f\xff\xe9',
      Buffer.from('ünï').toString('latin1')
    ])
    expect(listTree(workspace.root, parseDockerignore('ün?', 'x').patterns)).toHaveLength(1)
    commitAll()
    expect(await vouchedFor()).toHaveLength(2)
    expect(await fast()).toBe(await slow())
  })

  test('contains pipes, and sockets as the empty files that Docker makes of them', async () => {
    execFileSync('mkfifo', [join(workspace.root, 'pipe')])
    const server = createServer()
    await new Promise<void>(resolve => server.listen(join(workspace.root, 'socket'), resolve))
    chmodSync(join(workspace.root, 'socket'), 0o755)
    const withSocket = await slow()
    expect(listTree(workspace.root, []).map(({kind}) => kind)).toEqual(['pipe', 'socket'])
    await new Promise(resolve => server.close(resolve))
    workspace.write('socket', '', 0o755)
    expect(await slow()).toBe(withSocket)
  })
})

describe('the digest', () => {
  test('covers contents, modes and targets of links, but neither the place of the tree nor its times', async () => {
    workspace.write('tree/a', 'a')
    workspace.write('tree/run', '#!', 0o755)
    symlinkSync('a', join(workspace.root, 'tree/link'))
    const before = await slow(join(workspace.root, 'tree'))
    cpSync(join(workspace.root, 'tree'), join(workspace.root, 'other/place'), {recursive: true, verbatimSymlinks: true})
    utimesSync(join(workspace.root, 'other/place/a'), 1, 1)
    expect(await slow(join(workspace.root, 'other/place'))).toBe(before)
    expect(await slow(join(workspace.root, 'other'))).not.toBe(before)
  })

  const changes: [change: string, apply: (root: string) => void][] = [
    [
      'a byte',
      root => {
        writeFileSync(`${root}/a`, 'b')
      }
    ],
    [
      'read permission for others',
      root => {
        chmodSync(`${root}/a`, 0o604)
      }
    ],
    [
      'the setuid bit',
      root => {
        chmodSync(`${root}/run`, 0o4755)
      }
    ],
    [
      'the permissions of a directory',
      root => {
        chmodSync(`${root}/dir`, 0o700)
      }
    ],
    [
      'one more byte',
      root => {
        appendFileSync(`${root}/a`, 'a')
      }
    ],
    [
      'the executable bit',
      root => {
        chmodSync(`${root}/a`, 0o755)
      }
    ],
    [
      'a name',
      root => {
        renameSync(`${root}/a`, `${root}/c`)
      }
    ],
    [
      'another target',
      root => {
        rmSync(`${root}/link`)
        symlinkSync('b', `${root}/link`)
      }
    ],
    [
      'a link for a file of the same bytes',
      root => {
        rmSync(`${root}/a`)
        symlinkSync('a', `${root}/a`)
      }
    ],
    [
      'an empty directory',
      root => {
        mkdirSync(`${root}/empty`)
      }
    ],
    [
      'an empty file',
      root => {
        writeFileSync(`${root}/empty`, '')
      }
    ],
    [
      'a missing file',
      root => {
        rmSync(`${root}/a`)
      }
    ]
  ]
  test.each(changes)('changes with %s', async (_, apply) => {
    workspace.write('a', 'a')
    workspace.write('run', '#!/bin/sh', 0o755)
    workspace.write('dir/b', 'b')
    symlinkSync('a', join(workspace.root, 'link'))
    const before = await slow()
    apply(workspace.root)
    expect(await slow()).not.toBe(before)
  })

  test('of a file of several chunks is the same whether it is read or known from git', async () => {
    workspace.write('big', Buffer.alloc(3_000_001, 'x'))
    workspace.write('exact', Buffer.alloc(1 << 20, 'x'))
    commitAll()
    expect(await fast()).toBe(await slow())
    expect(await vouchedFor()).toEqual(['big', 'exact'])
  })

  test('names a file that cannot be read', async () => {
    symlinkSync('a', join(workspace.root, 'link'))
    await expect(slow(join(workspace.root, 'missing'))).rejects.toThrow(
      /“.*missing\/” in the build context cannot be read: .*ENOENT/
    )
    // The file has become a link since it was listed.
    expect(() => createBlobReader()(Buffer.from(join(workspace.root, 'link')))).toThrow(
      /link” in the build context cannot be read: .*ELOOP/
    )
  })

  test('needs files that hold still', () => {
    // The file reports a size of 0, but has content.
    expect(() => createBlobReader()(Buffer.from('/proc/self/status'))).toThrow(
      '“/proc/self/status” changed while it was read'
    )
  })
})

describe('the digest is the same if git vouches for files', () => {
  beforeEach(() => {
    workspace.write('.gitignore', long('ignored\n'))
    workspace.write('a', long('a\n'))
    workspace.write('dir/b', long('b\n'))
    workspace.write('dir/run', long('#!/bin/sh\n'), 0o755)
    workspace.write('docs/only.md', long('x\n'))
    symlinkSync('a', join(workspace.root, 'link'))
    commitAll()
  })

  test('and no vouched file is opened', async () => {
    expect(await vouchedFor()).toEqual(['.gitignore', 'a', 'dir/b', 'dir/run', 'docs/only.md'])
    expect(await fast()).toBe(await slow())
  })

  const edits: [state: string, edit: (root: string, git: Workspace['git']) => void, doubted: string[] | 'either'][] = [
    [
      'an edited file',
      root => {
        appendFileSync(`${root}/a`, 'x')
      },
      ['a']
    ],
    [
      'an edit of the same length and time',
      root => {
        const {atime, mtime} = statSync(`${root}/a`)
        writeFileSync(`${root}/a`, long('b\n'))
        utimesSync(`${root}/a`, atime, mtime)
      },
      ['a']
    ],
    [
      'a staged edit',
      (root, git) => {
        appendFileSync(`${root}/a`, 'x')
        git('add', 'a')
      },
      ['a']
    ],
    [
      'a staged edit, edited again',
      (root, git) => {
        appendFileSync(`${root}/a`, 'x')
        git('add', 'a')
        appendFileSync(`${root}/a`, 'y')
      },
      ['a']
    ],
    [
      'a deleted file',
      root => {
        rmSync(`${root}/a`)
      },
      ['a']
    ],
    [
      'a file that git rm left',
      (_, git) => {
        git('rm', '--cached', '-q', 'a')
      },
      ['a']
    ],
    [
      'a new mode',
      root => {
        chmodSync(`${root}/a`, 0o755)
      },
      ['a']
    ],
    // Git compares the file's ctime, whose clock ticks every few milliseconds, so it may or may not see the change.
    [
      'a new mode that git ignores',
      (root, git) => {
        git('config', 'core.fileMode', 'false')
        chmodSync(`${root}/a`, 0o755)
      },
      'either'
    ],
    [
      'a link for a file',
      root => {
        rmSync(`${root}/a`)
        symlinkSync('dir/b', `${root}/a`)
      },
      ['a']
    ],
    [
      'a file for a link',
      root => {
        rmSync(`${root}/link`)
        writeFileSync(`${root}/link`, 'a')
      },
      []
    ],
    [
      'a file for a link that git ignores',
      (root, git) => {
        git('config', 'core.symlinks', 'false')
        rmSync(`${root}/link`)
        writeFileSync(`${root}/link`, 'a')
        git('add', 'link')
      },
      []
    ],
    [
      'a directory for a file',
      root => {
        rmSync(`${root}/a`)
        mkdirSync(`${root}/a`)
        writeFileSync(`${root}/a/x`, '')
      },
      ['a']
    ],
    [
      'a link for a directory',
      root => {
        renameSync(`${root}/dir`, `${root}/other`)
        symlinkSync('other', `${root}/dir`)
      },
      ['dir/b', 'dir/run']
    ],
    [
      'an untracked file',
      root => {
        writeFileSync(`${root}/new`, '')
      },
      []
    ],
    [
      'an ignored file',
      root => {
        writeFileSync(`${root}/ignored`, 'x')
      },
      []
    ],
    [
      'an empty directory',
      root => {
        mkdirSync(`${root}/empty`)
      },
      []
    ],
    [
      'intent to add',
      (root, git) => {
        writeFileSync(`${root}/new`, 'x')
        git('add', '-N', 'new')
      },
      []
    ],
    [
      'intent to add an empty file',
      (root, git) => {
        writeFileSync(`${root}/new`, '')
        git('add', '-N', 'new')
      },
      []
    ],
    [
      'assume-unchanged',
      (root, git) => {
        git('update-index', '--assume-unchanged', 'a')
        appendFileSync(`${root}/a`, 'x')
      },
      ['a']
    ],
    [
      'skip-worktree',
      (root, git) => {
        git('update-index', '--skip-worktree', 'a')
        appendFileSync(`${root}/a`, 'x')
      },
      ['a']
    ],
    [
      'a merge conflict',
      (root, git) => {
        git('checkout', '-q', '-b', 'one')
        writeFileSync(`${root}/a`, 'one\n')
        git('commit', '-qam', 'one')
        git('checkout', '-q', '-b', 'two', 'HEAD~')
        writeFileSync(`${root}/a`, 'two\n')
        git('commit', '-qam', 'two')
        try {
          git('merge', '-q', 'one')
        } catch {
          // The test requires this conflict.
        }
      },
      ['a']
    ],
    [
      'a split index',
      (root, git) => {
        git('update-index', '--split-index')
        appendFileSync(`${root}/a`, 'x')
      },
      ['a']
    ],
    [
      'an index of version 4',
      (root, git) => {
        git('update-index', '--index-version', '4')
        appendFileSync(`${root}/a`, 'x')
      },
      ['a']
    ],
    [
      'a sparse checkout',
      (_, git) => {
        git('sparse-checkout', 'set', '--sparse-index', 'docs')
      },
      ['dir/b', 'dir/run']
    ],
    [
      'lax checks',
      (root, git) => {
        git('config', 'core.checkStat', 'minimal')
        git('config', 'core.trustctime', 'false')
        const {atime, mtime} = statSync(`${root}/a`)
        writeFileSync(`${root}/a`, long('b\n'))
        utimesSync(`${root}/a`, atime, mtime)
      },
      ['a']
    ]
  ]
  test.each(edits)('with %s', async (_, edit, doubted) => {
    const before = await vouchedFor()
    edit(workspace.root, workspace.git)
    const after = await vouchedFor()
    if (doubted !== 'either') expect(before.filter(path => !after.includes(path))).toEqual(doubted)
    expect(await fast()).toBe(await slow())
  })

  const conversions: [conversion: string, attributes: string, doubted: string[]][] = [
    ['text', 'a text', ['a']],
    ['automatic text', '* text=auto', ['.gitignore', 'a', 'dir/b', 'dir/run', 'docs/only.md']],
    ['the old name of text', 'a crlf=input', ['a']],
    ['line ends', 'a eol=crlf', ['a']],
    ['keywords', 'a ident', ['a']],
    ['a filter', 'dir/* filter=lfs', ['dir/b', 'dir/run']],
    ['an encoding', 'a working-tree-encoding=UTF-16', ['a']],
    ['a macro', '[attr]mine text eol=crlf\na mine', ['a']],
    ['binary', 'a binary', []],
    ['binary with a filter', 'a binary filter=lfs', ['a']],
    ['something else', 'a diff=c export-ignore', []]
  ]
  test.each(conversions)('with an attribute for %s', async (_, attributes, doubted) => {
    const before = await vouchedFor()
    workspace.write('.git/info/attributes', attributes)
    const after = await vouchedFor()
    expect(before.filter(path => !after.includes(path))).toEqual(doubted)
    workspace.write('.git/info/attributes', '')
    workspace.write('.gitattributes', attributes)
    expect(await vouchedFor()).toEqual(after)
    expect(await fast()).toBe(await slow())
  })

  test('with line ends that git converted when the file was added', async () => {
    workspace.git('config', 'core.autocrlf', 'true')
    workspace.write('windows', 'a\r\nb\r\n')
    workspace.git('add', 'windows')
    expect(await vouchedFor()).toEqual(['core.autocrlf is set'])
    expect(await fast()).toBe(await slow())
  })

  test('with git told to compare the files of another directory', async () => {
    workspace.write('big', 'a'.repeat(2000))
    commitAll()
    const copy = createWorkspace()
    execFileSync('cp', ['-a', `${workspace.root}/.`, copy.root])
    workspace.git('config', 'core.worktree', copy.root)
    workspace.write('big', 'b'.repeat(2000))
    expect(await fast()).toBe(await slow())
    expect(await vouchedFor()).toEqual(['core.worktree is set'])
    copy.remove()
  })

  test('and git runs no configured filter, not even for a racy file', async () => {
    const marker = join(workspace.root, '.git/ran')
    workspace.git('config', 'filter.mean.clean', `touch ${marker}; cat`)
    workspace.git('config', 'filter.mean.required', 'true')
    workspace.git('config', 'core.fsmonitor', `touch ${marker}; false`)
    workspace.write('.git/info/attributes', 'a filter=mean')
    workspace.write('a', long('c\n'))
    utimesSync(join(workspace.root, 'a'), new Date(Date.now() + 60_000), new Date(Date.now() + 60_000))
    workspace.git('add', 'a')
    rmSync(marker)
    expect(await fast()).toBe(await slow())
    expect(lstatSync(marker, {throwIfNoEntry: false})).toBeUndefined()
  })

  test('in a directory of the repository', async () => {
    const root = join(workspace.root, 'dir')
    expect(await vouchedFor(root)).toEqual(['b', 'run'])
    expect(await fast(root)).toBe(await slow(root))
    appendFileSync(join(root, 'b'), 'x')
    expect(await vouchedFor(root)).toEqual(['run'])
  })

  test('in a file that another branch checked out with other line ends', async () => {
    const text = 'a line of text\n'.repeat(200)
    workspace.git('checkout', '-q', '-b', 'windows')
    workspace.write('.gitattributes', '* text eol=crlf\n')
    workspace.write('long.txt', text)
    commitAll()
    rmSync(join(workspace.root, 'long.txt'))
    workspace.git('checkout', '-q', '--', 'long.txt')
    // Git compares the content of a file whose time is that of the index.
    utimesSync(join(workspace.root, 'long.txt'), 1_000_000, 1_000_000)
    workspace.git('update-index', '-q', '--refresh')
    workspace.git('rm', '-q', '.gitattributes')
    workspace.git('commit', '-qm', 'No attributes')
    // Git takes the file for unmodified, although its content on disk is another.
    expect(await vouchedFor()).toContain('long.txt')
    expect(readFileSync(join(workspace.root, 'long.txt'), 'utf8')).toContain('\r\n')
    expect(await fast()).toBe(await slow())
  })

  test('in a file that another branch checked out through Git LFS, as long as the text that git stores', async () => {
    const stored = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 127\n`
    const file = join(workspace.root, 'asset')
    workspace.git('checkout', '-q', '-b', 'lfs')
    workspace.write('asset', stored)
    commitAll()
    workspace.write('.git/info/attributes', 'asset filter=lfs\n')
    workspace.git('config', 'filter.lfs.smudge', 'sed s/0000/1111/g')
    rmSync(file)
    workspace.git('checkout', '-q', '--', 'asset')
    // Git compares the content of a file whose time is that of the index.
    utimesSync(file, 1_000_000, 1_000_000)
    workspace.git('-c', 'filter.lfs.clean=sed s/1111/0000/g', 'update-index', '-q', '--refresh')
    rmSync(join(workspace.root, '.git/info/attributes'))
    expect(workspace.git('diff-files', '--name-only')).toBe('')
    expect(readFileSync(file, 'utf8')).not.toBe(stored)
    expect(await fast()).toBe(await slow())
  })

  test('with an extension of Git LFS, whose texts may have any length', async () => {
    workspace.git('config', 'lfs.extension.case.smudge', 'cat')
    expect(await vouchedFor()).toEqual(['a filter is configured'])
  })

  test('in a worktree, and in its main worktree', async () => {
    const here = await slow()
    const root = join(workspace.root, '.git/elsewhere')
    workspace.git('worktree', 'add', '-q', root)
    expect(await vouchedFor(root)).toContain('dir/b')
    expect(await fast(root)).toBe(here)
  })

  test('with a submodule, whose files are always read', async () => {
    const other = createWorkspace()
    try {
      other.write('sub', 'x')
      other.git('init', '-q')
      other.git('add', '-A')
      other.git('commit', '-qm', 'sub')
      workspace.git('submodule', '--quiet', 'add', other.root, 'module')
      workspace.git('commit', '-qm', 'module')
      workspace.write('module/sub', 'y')
      expect(await vouchedFor()).not.toContain('module')
      expect(await fast()).toBe(await slow())
    } finally {
      other.remove()
    }
  })

  test('if variables of the environment name another repository', async () => {
    const clean = await cleanFiles(workspace.root, {
      ...environment,
      GIT_DIR: '/nonexistent',
      GIT_INDEX_FILE: '/nonexistent',
      GIT_LITERAL_PATHSPECS: '1'
    })
    expect(clean.kind).toBe('known')
  })

  test('if the ids of the repository are not SHA-1', async () => {
    rmSync(join(workspace.root, '.git'), {recursive: true})
    workspace.git('init', '-q', '--object-format=sha256')
    workspace.git('add', '-A')
    expect(await vouchedFor()).toEqual(["the repository's ids are sha256"])
    expect(await fast()).toBe(await slow())
  })

  test('without git, and without a repository', async () => {
    const expected = await slow()
    expect(await cleanFiles(workspace.root, {PATH: '/nonexistent'})).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('ENOENT')
    })
    rmSync(join(workspace.root, '.git'), {recursive: true})
    expect((await cleanFiles(workspace.root, environment)).kind).toBe('unknown')
    expect(await fast()).toBe(expected)
  })

  test('if git refuses a repository of another user', async () => {
    workspace.write(
      '.git/bin/git',
      `#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 PATH='${environment.PATH ?? ''}' exec git "$@"\n`,
      0o755
    )
    const clean = await cleanFiles(workspace.root, {
      ...environment,
      PATH: `${workspace.root}/.git/bin:${environment.PATH ?? ''}`
    })
    expect(clean).toMatchObject({kind: 'unknown', reason: expect.stringContaining('dubious ownership')})
  })
})

test('random edits give the same digest with git and without', async () => {
  const path = fc.constantFrom('a', 'b', 'd/a', 'd/b', 'd/e/f', 'x y', 'é', 'n.md')
  const edit = fc.oneof(
    fc.record({
      kind: fc.constant('write' as const),
      path,
      content: fc.constantFrom('', 'x', long('x'), long('y'), 'long\r\n'.repeat(90)),
      mode: fc.constantFrom(0o644, 0o755)
    }),
    fc.record({kind: fc.constantFrom('remove' as const, 'link' as const, 'directory' as const), path}),
    fc.record({kind: fc.constantFrom('add' as const, 'commit' as const, 'reset' as const, 'stash' as const)})
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(edit, {minLength: 1, maxLength: 12}),
      fc.constantFrom('.git', '.git\nd', '.git\n*.md\n**/b', ''),
      async (edits, ignore) => {
        const {root, git, write, remove} = createWorkspace()
        try {
          write('a', long('first'))
          write('d/b', long('x'))
          git('init', '-q')
          git('add', '-A')
          git('commit', '-qm', 'first')
          for (const step of edits) {
            try {
              if (step.kind === 'write') write(step.path, step.content, step.mode)
              else if (step.kind === 'remove') rmSync(join(root, step.path), {recursive: true, force: true})
              else if (step.kind === 'link') symlinkSync('a', join(root, step.path))
              else if (step.kind === 'directory') mkdirSync(join(root, step.path), {recursive: true})
              else if (step.kind === 'add') git('add', '-A')
              else if (step.kind === 'commit') git('commit', '-qam', 'more')
              else if (step.kind === 'reset') git('reset', '-q', '--hard')
              else git('stash', '-q', '-u')
            } catch {
              // A step may be impossible in this state, and is then skipped.
            }
          }
          const patterns = parseDockerignore(ignore, '.dockerignore').patterns
          const clean = await cleanFiles(root, environment)
          expect(clean.kind).toBe('known')
          const entries = listTree(root, patterns)
          expect(await hash(root, entries, clean)).toEqual(await hash(root, entries))
        } finally {
          remove()
        }
      }
    ),
    {numRuns: 25}
  )
}, 60_000)

describe('a repository in the context', () => {
  test('counts as the commit of its HEAD and its refs, not by its other files', async () => {
    workspace.write('a', 'a')
    commitAll()
    const id = workspace.git('rev-parse', 'HEAD')
    const before = await hash(workspace.root, listTree(workspace.root, []))
    expect(before.repositories).toEqual([{path: '.git', head: {kind: 'commit', id}}])
    workspace.git('gc', '-q')
    expect(await slow(workspace.root, '')).toBe(before.digest)
    workspace.git('commit', '-q', '--allow-empty', '-m', 'next')
    expect(await slow(workspace.root, '')).not.toBe(before.digest)
  })

  test.each<[string, string[]]>([
    ['a tag, which git describe reads', ['tag', 'v1.0.0']],
    ['another branch', ['branch', 'other']],
    ['another branch at the same commit', ['checkout', '-q', '-b', 'other']]
  ])('counts with %s', async (_, command) => {
    workspace.write('a', 'a')
    commitAll()
    const before = await slow(workspace.root, '')
    workspace.git(...command)
    const after = await slow(workspace.root, '')
    expect(after).not.toBe(before)
    // The form in which git stores the refs does not matter.
    workspace.git('pack-refs', '--all')
    expect(await slow(workspace.root, '')).toBe(after)
  })

  test('counts with its depth, which git rev-list counts', async () => {
    workspace.write('a', 'a')
    commitAll()
    const before = await slow(workspace.root, '')
    workspace.write('.git/shallow', `${workspace.git('rev-parse', 'HEAD')}\n`)
    expect(await slow(workspace.root, '')).not.toBe(before)
  })

  test('does not count if only its directory is sent', () => {
    commitAll()
    expect(listTree(workspace.root, parseDockerignore('.git/*', 'x').patterns)).toEqual([
      {path: '.git', kind: 'directory'}
    ])
  })

  test('that is excluded except for some files counts by these files', () => {
    workspace.write('a', 'a')
    commitAll()
    const entries = listTree(workspace.root, parseDockerignore('.git\n!.git/HEAD', 'x').patterns)
    expect(entries).toEqual([
      {path: '.git/HEAD', kind: 'file'},
      {path: '.git', kind: 'directory'},
      {path: 'a', kind: 'file'}
    ])
  })

  test('is distinguished from other files with its name', () => {
    workspace.write('x/.git/file', '')
    workspace.write('y/.git', 'text')
    expect(listTree(workspace.root, [])).toEqual([
      {path: 'x/.git/file', kind: 'file'},
      {path: 'x/.git', kind: 'directory'},
      {path: 'x', kind: 'directory'},
      {path: 'y/.git', kind: 'file'},
      {path: 'y', kind: 'directory'}
    ])
  })

  test.each(['ref: ../../secret', 'ref: refs/../../secret', 'ref: secret', 'gitdir'])(
    'shows nothing of a file to which its HEAD leads: %s',
    head => {
      workspace.write('secret', 'TOP SECRET')
      workspace.write('sub/.git/objects/x', '')
      workspace.write('sub/.git/HEAD', head)
      workspace.write('elsewhere/HEAD', 'TOP SECRET')
      if (head === 'gitdir') {
        rmSync(join(workspace.root, 'sub/.git'), {recursive: true})
        workspace.write('sub/.git', 'gitdir: ../elsewhere')
      }
      const found = readHead(join(workspace.root, 'sub/.git'))
      expect(found.kind).toBe('unreadable')
      expect(JSON.stringify(found)).not.toMatch(/secret/i)
    }
  )

  test('is no repository if it is a pipe, and nobody waits for its writer', () => {
    workspace.write('s/a', '')
    execFileSync('mkfifo', [join(workspace.root, 's/.git')])
    expect(listTree(workspace.root, []).map(({kind}) => kind)).toEqual(['pipe', 'file', 'directory'])
  })

  test('has a HEAD: packed, unborn, detached or in a worktree', () => {
    workspace.git('init', '-q')
    const dotGit = join(workspace.root, '.git')
    expect(readHead(dotGit)).toEqual({kind: 'unborn'})
    workspace.git('commit', '-q', '--allow-empty', '-m', 'x')
    const id = workspace.git('rev-parse', 'HEAD')
    expect(readHead(dotGit)).toEqual({kind: 'commit', id})
    workspace.git('pack-refs', '--all')
    expect(readHead(dotGit)).toEqual({kind: 'commit', id})
    workspace.git('checkout', '-q', '--detach')
    expect(readHead(dotGit)).toEqual({kind: 'commit', id})
    workspace.git('worktree', 'add', '-q', '-b', 'tree', 'tree')
    expect(readFileSync(join(workspace.root, 'tree/.git'), 'utf8')).toContain('gitdir: /')
    expect(readHead(join(workspace.root, 'tree/.git'))).toEqual({kind: 'commit', id})
    workspace.write('.git/HEAD', 'ref: refs/heads/.invalid')
    expect(readHead(dotGit)).toMatchObject({kind: 'unreadable'})
    expect(readHead(join(workspace.root, 'nothing'))).toEqual({kind: 'none'})
  })
})
