import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, relative} from 'node:path'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import type {BuildSettings} from '../../src/run/build-settings.js'
import {
  checkContexts,
  checkImagePaths,
  checkLinks,
  checkoutDirectories,
  checkStagesFilePath,
  imageFromWorkspace
} from '../../src/run/checkout.js'
import type {BuildPushInputs} from '../../src/run/inputs.js'
import type {Runner} from '../../src/run/runner.js'
import {baseOfStagesFile} from '../../src/run/stages-base.js'
import type {ImageEntry} from '../../src/stages/stages-file.js'

const IMAGE: ImageEntry = {
  name: 'image',
  context: undefined,
  file: undefined,
  target: undefined,
  platforms: [],
  buildArgs: {},
  variants: {}
}

interface Places {
  config?: string
  context?: string
}

let root: string
let workspace: string

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'checkout-')))
  workspace = join(root, 'work')
  mkdirSync(join(workspace, 'app'), {recursive: true})
  mkdirSync(join(root, 'home'))
  writeFileSync(join(root, 'home/key'), 'PRIVATE KEY')
  symlinkSync(join(root, 'home'), join(workspace, 'out'))
  symlinkSync('app', join(workspace, 'inside'))
  symlinkSync(join(root, 'home/key'), join(workspace, 'stages.yml'))
  writeFileSync(join(root, 'home/other.yml'), 'image: x')
})
afterEach(() => {
  rmSync(root, {recursive: true})
})

describe('the paths in the stages file', () => {
  test.each([
    ['at the workspace', '.', 'app/.github/ecr.yml', '.'],
    ['at the checkout that holds the file', 'app', 'app/.github/ecr.yml', 'app'],
    ['at a checkout further below', 'app/deep', 'app/deep/ecr.yml', 'app/deep'],
    ['at the checkout that has the submodule of the file', 'app', 'app/module/ecr.yml', 'app'],
    ['at the checkout below that of the workspace', '. app', 'app/.github/ecr.yml', 'app'],
    ['at the checkout that has the link', 'app ../home', 'app/link/other.yml', 'app'],
    ['at the workspace, for a file in no checkout', 'other', 'app/ecr.yml', '.'],
    ['at the workspace, for a file elsewhere', 'app', '../home/other.yml', '.']
  ])('start %s', (_, checkouts, config, base) => {
    for (const checkout of checkouts.split(' ')) mkdirSync(join(workspace, checkout, '.git'), {recursive: true})
    mkdirSync(join(workspace, 'app/module'), {recursive: true})
    if (config.includes('module')) writeFileSync(join(workspace, 'app/module/.git'), 'gitdir: ../.git/modules/module')
    symlinkSync(join(root, 'home'), join(workspace, 'app/link'))
    expect(baseOfStagesFile(workspace, config)).toBe(base)
  })

  test.each([
    [{}, {context: 'app', file: undefined}],
    [
      {context: 'services/api', file: 'docker/Dockerfile'},
      {context: 'app/services/api', file: 'app/docker/Dockerfile'}
    ],
    [
      {context: 'lib.git', file: undefined},
      {context: 'app/lib.git', file: undefined}
    ],
    [
      {context: 'https://github.com/a/b.git', file: undefined},
      {context: 'https://github.com/a/b.git', file: undefined}
    ],
    [
      {context: '/srv/app/services', file: undefined},
      {context: '/srv/app/services', file: undefined}
    ],
    // Where `link` leads elsewhere, its `..` is another place than the directory of the link.
    [
      {context: 'link/../services', file: undefined},
      {context: 'app/link/../services', file: undefined}
    ]
  ])('that start at a checkout are read from the workspace: %j', (paths, expected) => {
    mkdirSync(join(workspace, 'app/lib.git'))
    expect(imageFromWorkspace({...IMAGE, ...paths}, workspace, 'app')).toEqual({...IMAGE, ...expected})
  })
})

test.each([
  ['the workspace', {}, undefined, ['']],
  ['the checkout of the context', {context: 'app/src'}, undefined, ['', 'app']],
  ['the checkout of the context in the stages file', {}, 'app/src', ['', 'app']],
  ['the checkout of the stages file first', {config: 'app/ecr.yml', context: 'docs'}, undefined, ['app', '']],
  ['one checkout once', {config: 'app/ecr.yml', context: 'app/src'}, undefined, ['app', '']],
  ['no directory outside', {config: '../ecr.yml', context: '..'}, undefined, ['']],
  ['no address', {context: 'https://github.com/a/b.git'}, undefined, ['']]
])('the repository is looked for in %s', (_, {config = '.github/ecr.yml', context}: Places, inFile, expected) => {
  mkdirSync(join(workspace, 'app/src'), {recursive: true})
  execFileSync('git', ['init', '--quiet', 'app'], {cwd: workspace})
  const image = inFile === undefined ? undefined : {...IMAGE, context: inFile}
  const found = checkoutDirectories(workspace, {config, build: {context} as BuildPushInputs}, image)
  expect(found.map(path => relative(workspace, path))).toEqual(expected)
})

describe('a path in the stages file', () => {
  test.each([
    ...['..', '../..', '../home', '/etc', 'app/../..', 'out', 'out/x', 'out/missing/x', 'out/../home'],
    ...['github.com/../..', 'https://../..', 'a@b:/../..', '../outside.git', '/outside.git', 'oci-layout:///etc'],
    'deep/../key'
  ])('%s leads out of the checkout', path => {
    for (const name of ['github.com', 'https:', 'a@b:', 'home/deep']) {
      mkdirSync(join(name.startsWith('home') ? root : workspace, name))
    }
    symlinkSync(join(root, 'home/deep'), join(workspace, 'deep'))
    expect(() => {
      checkImagePaths(workspace, {...IMAGE, context: path}, 'ecr.yml')
    }).toThrow(`ecr.yml names \`context: ${path}\`, which leads out of the checkout.`)
    expect(() => {
      checkImagePaths(workspace, {...IMAGE, file: path}, 'ecr.yml')
    }).toThrow(`ecr.yml names \`file: ${path}\``)
  })

  test.each(['.', 'app', 'inside', 'app/..', 'missing', 'https://github.com/a/b.git', 'docker-image://alpine'])(
    '%s stays',
    path => {
      expect(() => {
        checkImagePaths(workspace, {...IMAGE, context: path}, 'ecr.yml')
      }).not.toThrow()
    }
  )
})

test('a stages file that is a link to a file elsewhere is refused, and nothing of it is shown', () => {
  expect(() => {
    checkStagesFilePath(workspace, 'stages.yml')
  }).toThrow('The stages file stages.yml is a link that leads out of the checkout, so it was not read.')
  expect(() => {
    checkStagesFilePath(workspace, 'out/other.yml')
  }).toThrow('leads out of the checkout')
})

test('a stages file of one checkout that is a link to a file of the checkout beside it is refused', () => {
  for (const checkout of ['app', 'private']) mkdirSync(join(workspace, checkout, '.git'), {recursive: true})
  writeFileSync(join(workspace, 'private/key'), 'PRIVATE KEY')
  symlinkSync('../private/key', join(workspace, 'app/ecr.yml'))
  expect(() => {
    checkStagesFilePath(workspace, 'app/ecr.yml')
  }).toThrow('The stages file app/ecr.yml is a link that leads out of the checkout, so it was not read.')
})

test('a stages file that is a pipe is refused, because nothing would end the wait for its writer', () => {
  execFileSync('mkfifo', [join(workspace, 'pipe.yml')])
  expect(() => {
    checkStagesFilePath(workspace, 'pipe.yml')
  }).toThrow('The stages file pipe.yml is no regular file.')
})

test.each(['app/stages.yml', 'missing.yml', '../home/other.yml'])(
  'the stages file %s may be read: a person named it',
  config => {
    expect(() => {
      checkStagesFilePath(workspace, config)
    }).not.toThrow()
  }
)

describe('a build context', () => {
  const check = (context: string, buildContexts: Record<string, string> = {}) => {
    const runner: Partial<Runner> = {workspace, temporaryDirectory: join(root, 'temp')}
    const environment = {HOME: join(root, 'home')}
    mkdirSync(join(root, 'temp/made'), {recursive: true})
    symlinkSync(join(root, 'temp'), join(workspace, 'temp'))
    mkdirSync(join(root, 'temp/docker-config-abcdef/buildx'), {recursive: true})
    mkdirSync(join(root, 'home/.docker/contexts'), {recursive: true})
    writeFileSync(join(root, 'home/.docker/config.json'), '{}')
    checkContexts({context, buildContexts} as BuildSettings, runner as Runner, environment)
  }

  test.each(['..', '/', 'temp'])('%s with the login of the run in it is refused', context => {
    expect(() => {
      check(context)
    }).toThrow(
      `The build context ${context} contains ${join(root, 'temp')}, where this run keeps its login to the registry.`
    )
  })

  test.each(['../temp', 'oci-layout://../temp'])('with a name is checked as well: %s', context => {
    expect(() => {
      check('.', {other: context})
    }).toThrow(`The build context ${context} contains`)
  })

  test.each<[string, 'contains' | 'is in', string]>([
    ['../temp/docker-config-abcdef', 'contains', 'temp/docker-config-abcdef'],
    ['temp/docker-config-abcdef/buildx', 'is in', 'temp/docker-config-abcdef'],
    ['../home', 'contains', 'home/.docker'],
    ['out/.docker', 'contains', 'home/.docker'],
    ['../home/.docker/contexts', 'is in', 'home/.docker']
  ])('%s is refused: it %s a directory with logins of Docker', (context, relation, directory) => {
    expect(() => {
      check(context)
    }).toThrow(`The build context ${context} ${relation} ${join(root, directory)}, where Docker keeps its logins.`)
  })

  test.each(['.', 'app', '../temp/made', 'https://github.com/a/b.git'])('%s is allowed', context => {
    expect(() => {
      check(context)
    }).not.toThrow()
  })

  test('with a configuration of Docker that has no logins is allowed', () => {
    const runner: Partial<Runner> = {workspace, temporaryDirectory: join(root, 'temp')}
    const settings = {context: '../home', buildContexts: {}} as unknown as BuildSettings
    expect(() => {
      checkContexts(settings, runner as Runner, {HOME: join(root, 'home')})
    }).not.toThrow()
  })
})

describe('a path of the settings', () => {
  const NOTHING = {context: '.', file: undefined, buildContexts: {}, secrets: [], ssh: []}
  const git = (...args: string[]): void => void execFileSync('git', args, {cwd: workspace})
  const check = async (settings: object, from = workspace): Promise<void> => {
    await checkLinks({...NOTHING, ...settings} as unknown as BuildSettings, from, process.env)
  }
  beforeEach(() => {
    git('init', '--quiet')
    git('add', '--all')
  })

  test.each<[string, object]>([
    ['The build context out', {context: 'out'}],
    ['The build context app/../out/x', {context: 'app/../out/x'}],
    ['The build context out/../lib', {context: 'out/../lib'}],
    ['The build context “other”, out', {buildContexts: {other: 'out'}}],
    ['The build context “other”, oci-layout://out:latest', {buildContexts: {other: 'oci-layout://out:latest'}}],
    ['The Dockerfile out/Dockerfile', {file: 'out/Dockerfile'}],
    ['The build secret `npm`, stages.yml', {secrets: [{id: 'npm', from: 'file', path: 'stages.yml'}]}],
    ['The SSH key stages.yml', {ssh: ['default', 'key=app/key,stages.yml']}]
  ])('that leads out of the checkout by a link of the repository is refused: %s', async (subject, settings) => {
    mkdirSync(join(root, 'lib'))
    await expect(check(settings)).rejects.toThrow(`${subject} leads out of the checkout by a link: to ${root}`)
  })

  test('is refused if the link leads from one checkout to the one beside it', async () => {
    const own = join(workspace, 'app')
    for (const path of ['app', 'app/below', 'private']) execFileSync('git', ['init', '--quiet', join(workspace, path)])
    symlinkSync('../private', join(own, 'beside'))
    symlinkSync('below', join(own, 'linked'))
    execFileSync('git', ['add', 'beside', 'linked'], {cwd: own})
    await expect(check({context: 'app/beside'})).rejects.toThrow(
      'The build context app/beside leads out of the checkout'
    )
    await expect(check({context: 'app/linked'})).resolves.toBeUndefined()
  })

  test('is refused by any path of the workspace', async () => {
    symlinkSync(workspace, join(root, 'other'))
    await expect(check({context: join(root, 'other/out')})).rejects.toThrow('leads out of the checkout by a link')
    await expect(check({context: join(workspace, 'out')}, join(root, 'other'))).rejects.toThrow('leads out')
  })

  test('is refused if git cannot tell whether the link is of the repository', async () => {
    rmSync(join(workspace, '.git'), {recursive: true})
    await expect(check({context: 'out'})).rejects.toThrow('leads out of the checkout by a link')
  })

  test.each<[string, object]>([
    ['inside the checkout', {context: 'inside', file: 'inside/Dockerfile'}],
    ['elsewhere, as a person named it', {context: '../home', secrets: [{id: 'a', from: 'file', path: '/etc/hosts'}]}],
    ['behind a link that was made on this machine', {context: 'bazel-bin'}],
    ['at a URL', {context: 'https://github.com/org/app.git', file: 'https://example.com/Dockerfile'}]
  ])('%s may be read', async (_, settings) => {
    symlinkSync(join(root, 'home'), join(workspace, 'bazel-bin'))
    await expect(check(settings)).resolves.toBeUndefined()
  })
})
