import {execFileSync} from 'node:child_process'
import {chmodSync, existsSync, lchownSync, readdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import {ancestorsOf, repositoryOfClone, tagsOfHead} from '../../src/cli/clone.js'
import {readWorkingTree} from '../../src/cli/working-tree.js'
import {GitError, runGit, runGitOutside} from '../../src/core/git.js'
import {headOf} from '../../src/fingerprint/commit.js'
import {askForCleanFiles} from '../../src/fingerprint/git-index.js'
import type {Workspace} from '../fingerprint/repository.js'
import {createWorkspace, environment} from '../fingerprint/repository.js'

let workspace: Workspace
let outside: Workspace
/** A program outside the repository that leaves a mark if it runs. */
let program: string

beforeEach(() => {
  workspace = createWorkspace()
  outside = createWorkspace()
  program = join(outside.root, 'program')
  writeFileSync(program, `#!/bin/sh\ntouch '${join(outside.root, 'ran')}'\n`, {mode: 0o755})
  workspace.git('init', '-q')
  workspace.write('a.txt', 'a\n')
  workspace.git('add', '-A')
  workspace.git('commit', '-qm', 'first')
  // Git compares the content of a file whose time is that of the index.
  workspace.write('a.txt', 'b\n')
  utimesSync(join(workspace.root, 'a.txt'), new Date(), new Date())
})
afterEach(() => {
  workspace.remove()
  outside.remove()
})

function hasRun(): boolean {
  return existsSync(join(outside.root, 'ran'))
}

/** Everything that the action and the command line ask of git. */
async function useGit(directory: string): Promise<void> {
  await headOf(directory, environment)
  await (
    await askForCleanFiles(directory, environment)
  ).answer
  const tree = await readWorkingTree(directory, environment).catch(() => undefined)
  if (tree === undefined) return
  const clone = repositoryOfClone(tree)
  await clone.versionTags().catch(() => undefined)
  await clone.hasBranch('other').catch(() => undefined)
  await clone.defaultBranch().catch(() => undefined)
  await clone.laterCommits(tree.commit.id, 'main')
}

/** `attributes` is a line of .gitattributes. */
const CONFIGURATIONS: [what: string, repository: {settings: [string, string][]; attributes?: string}][] = [
  ['a file system monitor', {settings: [['core.fsmonitor', 'PROGRAM']]}],
  ['hooks', {settings: [['core.hooksPath', 'HOOKS']]}],
  [
    'a pager',
    {
      settings: [
        ['core.pager', 'PROGRAM'],
        ['pager.log', 'PROGRAM'],
        ['pager.config', 'PROGRAM']
      ]
    }
  ],
  [
    'a filter',
    {
      settings: [
        ['filter.x.clean', 'PROGRAM'],
        ['filter.x.required', 'true']
      ],
      attributes: '* filter=x'
    }
  ],
  [
    'a filter with an equals sign in its name',
    {settings: [['filter.a=b.clean', 'PROGRAM']], attributes: '* filter=a=b'}
  ],
  ['a filter whose name is not ASCII', {settings: [['filter.ä.clean', 'PROGRAM']], attributes: '* filter=ä'}],
  ['a filter named like that of LFS', {settings: [['filter.lfs.ä.clean', 'PROGRAM']], attributes: '* filter=lfs.ä'}],
  ['a filter process', {settings: [['filter.x.process', 'PROGRAM']], attributes: '* filter=x'}],
  [
    'a text conversion',
    {
      settings: [
        ['diff.x.textconv', 'PROGRAM'],
        ['diff.external', 'PROGRAM']
      ],
      attributes: '* diff=x'
    }
  ],
  [
    'a signature program',
    {
      settings: [
        ['log.showSignature', 'true'],
        ['gpg.program', 'PROGRAM']
      ]
    }
  ],
  [
    'an ssh program',
    {
      settings: [
        ['core.sshCommand', 'PROGRAM'],
        ['remote.origin.url', 'ssh://host.invalid/x']
      ]
    }
  ],
  [
    'a program for the protocol ext',
    {
      settings: [
        ['protocol.ext.allow', 'always'],
        ['remote.origin.url', 'ext::PROGRAM x']
      ]
    }
  ],
  [
    'a program that sends objects',
    {
      settings: [
        ['remote.origin.uploadpack', 'PROGRAM'],
        ['remote.origin.url', 'HERE']
      ]
    }
  ],
  [
    'a promised remote',
    {
      settings: [
        ['extensions.partialClone', 'origin'],
        ['remote.origin.promisor', 'true'],
        ['remote.origin.url', 'HERE'],
        ['remote.origin.uploadpack', 'PROGRAM']
      ]
    }
  ],
  [
    'a credential helper',
    {
      settings: [
        ['credential.helper', '!PROGRAM'],
        ['remote.origin.url', 'https://127.0.0.1:1/x']
      ]
    }
  ],
  ['an included file', {settings: [['include.path', 'INCLUDED']]}]
]

describe('a repository does not start', () => {
  test.each(CONFIGURATIONS)('%s', async (_, {settings, attributes = '* filter=y'}) => {
    for (const name of ['post-index-change', 'fsmonitor-watchman', 'reference-transaction']) {
      outside.write(`hooks/${name}`, `#!/bin/sh\n${program}\n`, 0o755)
    }
    outside.write('included', `[core]\n\tfsmonitor = ${program}\n[filter "y"]\n\tclean = ${program}\n`)
    const filled = (value: string): string =>
      value
        .replace('PROGRAM', program)
        .replace('HOOKS', join(outside.root, 'hooks'))
        .replace('INCLUDED', join(outside.root, 'included'))
        .replace('HERE', workspace.root)
    for (const [name, value] of settings) workspace.git('config', '--add', name, filled(value))
    workspace.write('.gitattributes', `${attributes}\n`)
    await useGit(workspace.root)
    expect(hasRun()).toBe(false)
  })

  test('a filter of a submodule', async () => {
    const library = createWorkspace()
    library.git('init', '-q')
    library.write('lib.txt', 'a\n')
    library.git('add', '-A')
    library.git('commit', '-qm', 'library')
    workspace.git('submodule', '--quiet', 'add', library.root, 'lib')
    workspace.git('commit', '-qam', 'submodule')
    workspace.git('-C', 'lib', 'config', 'filter.x.clean', program)
    workspace.git('-C', 'lib', 'config', 'core.fsmonitor', program)
    workspace.write('lib/.gitattributes', '* filter=x\n')
    workspace.write('lib/lib.txt', 'b\n')
    await useGit(workspace.root)
    expect(hasRun()).toBe(false)
    expect((await readWorkingTree(workspace.root, environment)).isDirty).toBe(true)
    library.remove()
  })

  test('a filter whose name cannot be passed on: the command says so', async () => {
    const config = join(workspace.root, '.git/config')
    const filter = Buffer.concat([
      readFileSync(config),
      Buffer.from(`[filter "\xff"]\n\tclean = ${program}\n`, 'latin1')
    ])
    writeFileSync(config, filter)
    writeFileSync(join(workspace.root, '.gitattributes'), Buffer.from('* filter=\xff\n', 'latin1'))
    await useGit(workspace.root)
    expect(hasRun()).toBe(false)
    await expect(readWorkingTree(workspace.root, environment)).rejects.toThrow(/name of a filter is not UTF-8/)
  })

  test('the programs of a bare repository among its files', async () => {
    workspace.git('init', '-q', '--bare', 'fixtures/bare')
    workspace.git('--git-dir=fixtures/bare', 'config', 'core.fsmonitor', program)
    workspace.git('--git-dir=fixtures/bare', 'config', 'core.bare', 'false')
    workspace.git('--git-dir=fixtures/bare', 'config', 'core.worktree', workspace.root)
    await useGit(join(workspace.root, 'fixtures/bare'))
    expect(hasRun()).toBe(false)
    await expect(
      runGit(['rev-parse', '--git-dir'], {directory: join(workspace.root, 'fixtures/bare'), environment})
    ).rejects.toThrow(/bare/)
  })
})

/** Settings that change what the commands of git print for people. */
const PRINTING: [name: string, value: string][] = [
  ['column.ui', 'always'],
  ['column.tag', 'always'],
  ['column.status', 'always'],
  ['color.ui', 'always'],
  ['color.status', 'always'],
  ['color.diff', 'always'],
  ['i18n.logOutputEncoding', 'UTF-16'],
  ['core.abbrev', '4'],
  ['core.quotePath', 'false'],
  ['log.abbrevCommit', 'true'],
  ['log.date', 'relative'],
  ['log.decorate', 'full'],
  ['log.diffMerges', 'on'],
  ['log.follow', 'true'],
  ['log.showRoot', 'false'],
  ['format.pretty', 'oneline'],
  ['tag.sort', '-refname'],
  ['tag.gpgSign', 'true'],
  ['branch.sort', '-refname'],
  ['status.branch', 'true'],
  ['status.showStash', 'true'],
  ['status.showUntrackedFiles', 'no'],
  ['status.relativePaths', 'false'],
  ['status.submoduleSummary', 'true'],
  ['diff.ignoreSubmodules', 'all'],
  ['diff.noprefix', 'true'],
  ['diff.relative', 'true'],
  ['diff.orderFile', '/nonexistent'],
  ['diff.renames', 'copies']
]

test.each(PRINTING)('the setting %s=%s of a repository changes nothing that is read', async (name, value) => {
  workspace.git('commit', '-qam', 'second')
  for (const tag of ['v1.0.0', 'v1.0.1', 'v1.0.1-rc.1', 'älter']) workspace.git('tag', tag)
  workspace.git('branch', 'other')

  const readAll = async (): Promise<unknown> => {
    const tree = await readWorkingTree(workspace.root, environment)
    const clone = repositoryOfClone(tree)
    const clean = await (await askForCleanFiles(workspace.root, environment)).answer
    return {
      ...{commit: tree.commit, branch: tree.branch, isDirty: tree.isDirty, remote: tree.remote},
      clean: clean.kind === 'known' ? [...clean.files] : clean,
      versions: (await clone.versionTags()).sort(),
      tags: (await tagsOfHead(tree.git)).sort(),
      ancestors: await ancestorsOf(tree.git, tree.commit.id, 10),
      hasBranch: await clone.hasBranch('other')
    }
  }

  const committed = await readAll()
  expect(committed).toMatchObject({
    isDirty: false,
    versions: ['v1.0.0', 'v1.0.1', 'v1.0.1-rc.1'],
    tags: ['v1.0.0', 'v1.0.1', 'v1.0.1-rc.1', 'älter']
  })
  workspace.write('new.txt', '')
  const changed = await readAll()
  expect(changed).toMatchObject({isDirty: true})

  workspace.git('config', name, value)
  expect(await readAll()).toEqual(changed)
  workspace.git('clean', '-qf')
  expect(await readAll()).toEqual(committed)
})

test('a replacement of a commit is not taken for the commit', async () => {
  workspace.git('commit', '-qam', 'other')
  const other = workspace.git('rev-parse', 'HEAD').trim()
  workspace.git('reset', '-q', '--hard', 'HEAD^')
  workspace.git('replace', 'HEAD', other)
  workspace.git('reset', '-q', '--hard', 'HEAD')
  expect((await readWorkingTree(workspace.root, environment)).isDirty).toBe(true)
})

test('a repository of another owner is refused on a command line, with the command that allows it', async () => {
  if (process.getuid?.() !== 0) throw new Error('This test needs to run as root, to give files to another user.')
  give(workspace.root, 65534)
  await expect(readWorkingTree(workspace.root, environment)).rejects.toMatchObject({
    message: expect.stringContaining('dubious ownership'),
    remedy: expect.stringContaining('git config --global --add safe.directory')
  })
  // The checkout of a container job often belongs to another user.
  expect(await headOf(workspace.root, environment)).toMatchObject({id: expect.stringMatching(/^[0-9a-f]{40}$/)})
})

function give(path: string, user: number): void {
  lchownSync(path, user, user)
  for (const entry of readdirSync(path, {withFileTypes: true})) {
    if (entry.isDirectory()) give(join(path, entry.name), user)
    else lchownSync(join(path, entry.name), user, user)
  }
}

test('a remote is listed with the ssh program of the user', async () => {
  const home = outside.root
  chmodSync(home, 0o755)
  execFileSync('git', ['config', '--file', join(home, 'config'), 'core.sshCommand', program])
  await runGitOutside(['ls-remote', '--', 'ssh://host.invalid/x'], {
    ...environment,
    GIT_CONFIG_GLOBAL: join(home, 'config')
  }).catch(() => undefined)
  expect(hasRun()).toBe(true)
})

describe.each([
  ['2.30.2', 'version 2.30.2'],
  ['1.8.3.1', 'version 1.8.3.1'],
  ['nothing that is a version', 'an unknown version']
])('git that answers %s', (answer, named) => {
  let old: typeof environment
  beforeEach(() => {
    // It knows no settings in the environment, so it would run what the repository names.
    const program = `#!/bin/sh\n[ "$1" = --version ] && echo "git version ${answer}" || touch '${join(outside.root, 'ran')}'\n`
    outside.write('bin/git', program, 0o755)
    old = {...environment, PATH: `${join(outside.root, 'bin')}:${environment['PATH'] ?? ''}`}
  })
  afterEach(() => {
    expect(hasRun()).toBe(false)
  })

  test('runs no command in a repository, and the error names both versions', async () => {
    const running = runGit(['rev-parse', 'HEAD'], {directory: workspace.root, environment: old})
    await expect(running).rejects.toThrow(GitError)
    await expect(running).rejects.toThrow(`git rev-parse: git is ${named}, and 2.31 or later is needed`)
  })

  test('is refused on a command line, which says what to install', async () => {
    await expect(readWorkingTree(workspace.root, old)).rejects.toMatchObject({
      message: expect.stringContaining(`git is ${named}, and 2.31 or later is needed`),
      remedy: 'Install git 2.31 or later.'
    })
  })

  test('counts as unknown where a run can go on without it', async () => {
    expect(await headOf(workspace.root, old)).toBeUndefined()
    expect(await (await askForCleanFiles(workspace.root, old)).answer).toEqual({
      kind: 'unknown',
      reason: expect.stringContaining(`git is ${named}`)
    })
  })
})

test('git is asked for its version once', async () => {
  outside.write('bin/git', `#!/bin/sh\necho "$*" >> '${join(outside.root, 'asked')}'\necho git version 2.31.0\n`, 0o755)
  const options = {directory: workspace.root, environment: {PATH: `${join(outside.root, 'bin')}:/bin`}}
  await Promise.all([runGit(['rev-parse', 'HEAD'], options), runGit(['rev-parse', 'HEAD'], options)])
  await runGit(['status'], options)
  expect(readFileSync(join(outside.root, 'asked'), 'utf8').match(/--version/g)).toHaveLength(1)
})
