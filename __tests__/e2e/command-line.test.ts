import {execFileSync} from 'node:child_process'
import {once} from 'node:events'
import {cp, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {splitRunArguments} from '../../src/cli/run-arguments.js'
import {ownPlatform} from '../../src/run/build-settings.js'
import {DeveloperMachine} from '../../testbed/harness/developer.js'
import {until} from '../until.js'
import type {World} from './world.js'
import {DEVELOPMENT, MASTER, startWorld} from './world.js'

const RELEASE = 'sample-image/release'

const DEVELOPERS = [
  'sample-image-development-developers',
  'sample-image-master-developers',
  'sample-image-release-developers'
]

let world: World
/** The tag that Docker's own builder pushes under. */
const PART = `part-${ownPlatform().replace('/', '-')}`

let developer: DeveloperMachine
beforeAll(async () => {
  // The doctor asks for every permission, so a record of the permissions in use would be meaningless.
  delete process.env['GRANTS']
  world = await startWorld()
  developer = await DeveloperMachine.create(world.testbed, DEVELOPERS)
}, 60_000)
afterAll(async () => {
  await developer.leave()
  await world.close()
})

describe('a developer, by hand', () => {
  let first: {digest: string; fingerprint: string; tags: string[]}

  test('pushes a committed branch under the tags of the branch, the commit and the fingerprint', async () => {
    await world.sample.branch('feature/by-hand')
    await world.sample.write({'app/hello.sh': 'echo "By hand"\n'})
    const commit = await world.sample.commit('By hand')

    const {exitCode, stdout, stderr} = await developer.ecrRegistry(world.sample.directory, ['push', '--json'])

    expect({exitCode, stderr}).toEqual({
      exitCode: 0,
      stderr: expect.stringContaining('By hand from branch feature/by-hand, to development.') as unknown
    })
    first = JSON.parse(stdout) as typeof first
    const {digest, fingerprint} = first
    expect(first).toMatchObject({stage: 'development', operation: 'built', changed: true})
    expect(world.registry.tags(DEVELOPMENT)).toEqual({
      [`src-${fingerprint}`]: digest,
      [`sha-${commit.slice(0, 12)}`]: digest,
      [PART]: digest,
      'feature-by-hand': digest
    })
  }, 60_000)

  test('pushes it again as unchanged, without Docker', async () => {
    const {exitCode, stdout} = await developer.ecrRegistry(world.sample.directory, ['push'], {
      DOCKER_HOST: 'tcp://127.0.0.1:1'
    })
    expect(exitCode).toBe(0)
    expect(stdout.split('\n')[0]).toBe('development · unchanged')
    expect(stdout).toContain(first.digest)
  }, 60_000)

  test('pushes uncommitted changes under the tag of the branch, but under no commit', async () => {
    const before = world.registry.tags(DEVELOPMENT)
    await world.sample.write({'app/hello.sh': 'echo "By hand, edited"\n'})

    const {exitCode, stdout, stderr} = await developer.ecrRegistry(world.sample.directory, ['push', '--json'])

    expect({exitCode, stderr}).toEqual({
      exitCode: 0,
      stderr: expect.stringContaining('with uncommitted changes') as unknown
    })
    const {digest, fingerprint} = JSON.parse(stdout) as typeof first
    expect(digest).not.toBe(first.digest)
    expect(world.registry.tags(DEVELOPMENT)).toEqual({
      ...before,
      [`src-${fingerprint}`]: digest,
      [PART]: digest,
      'feature-by-hand': digest
    })
  }, 60_000)

  test('pulls the image of the changed files and runs it', async () => {
    const pulled = await developer.ecrRegistry(world.sample.directory, ['pull'])
    expect({...pulled, stderr: ''}).toMatchObject({exitCode: 0})
    expect(pulled.stdout).toContain(
      `the image of the current files, from development:\n${world.registry.host}/${DEVELOPMENT}:src-`
    )
    const run = await developer.ecrRegistry(world.sample.directory, ['run'])
    expect(run).toMatchObject({exitCode: 0, stdout: 'By hand, edited\n'})
    const command = await developer.ecrRegistry(world.sample.directory, [
      ...['run', '--', '--env', 'CODE=7', '--network=none', '--'],
      ...['/bin/busybox', 'sh', '-c', 'exit $CODE']
    ])
    expect(command.exitCode).toBe(7)
  }, 60_000)

  test('pulls the image of an earlier commit if the commit has none, and the command says so', async () => {
    await world.sample.git('stash', '--quiet')
    await world.run(await world.sample.push('master'))
    const merged = (await world.sample.git('rev-parse', 'HEAD')).slice(0, 12)
    await world.sample.branch('feature/nothing-pushed')
    const own = (await world.sample.commit('Nothing pushed')).slice(0, 12)

    const {exitCode, stdout, stderr} = await developer.ecrRegistry(world.sample.directory, ['pull'])

    expect({exitCode, stdout}).toEqual({
      exitCode: 0,
      stdout: `the image of commit ${merged}, the newest before ${own} that has one, from master:\n${world.registry.host}/${MASTER}:sha-${merged}\n  ${world.registry.tags(MASTER)['master'] ?? ''}\n`
    })
    expect(stderr).toContain(`${DEVELOPMENT}:sha-${own} does not exist.\n`)
  }, 60_000)

  test('leaves a login in the Docker config only after the command login', async () => {
    const config = join(developer.home, 'docker')
    await developer.ecrRegistry(world.sample.directory, ['pull'], {DOCKER_CONFIG: config})
    await expect(readFile(join(config, 'config.json'))).rejects.toThrow('ENOENT')

    const {exitCode, stdout} = await developer.ecrRegistry(world.sample.directory, ['login'], {DOCKER_CONFIG: config})
    expect({exitCode, stdout}).toEqual({
      exitCode: 0,
      stdout: `Docker is logged in to ${world.registry.host} for 12 hours.\n`
    })
    expect(JSON.parse(await readFile(join(config, 'config.json'), 'utf8'))).toHaveProperty([
      'auths',
      world.registry.host
    ])
  }, 60_000)
})

/** A user with all permissions on images, as an administrator of the account has them. */
async function administrator(): Promise<DeveloperMachine> {
  return await DeveloperMachine.create(world.testbed, [], 'administrator', [
    {Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: 'ecr:*', Resource: '*'}]}
  ])
}

/** Pushes the trunk to a remote, as a merge does. */
async function publishTrunk(): Promise<void> {
  const origin = join(developer.home, 'origin')
  await world.sample.git('init', '--quiet', '--bare', origin)
  await world.sample.git('remote', 'add', 'origin', origin)
  await world.sample.git('push', '--quiet', 'origin', 'master')
}

describe('a promotion by hand', () => {
  test('is refused to a developer with the missing permission, and changes nothing', async () => {
    await world.sample.checkout('master')
    const before = world.registry.tags(RELEASE)

    const {exitCode, stdout, stderr} = await developer.ecrRegistry(world.sample.directory, [
      'promote',
      '--stage',
      'release',
      '--version',
      '1.0.0'
    ])

    expect({exitCode, stdout}).toEqual({exitCode: 1, stdout: ''})
    expect(stderr).toContain('arn:aws:iam::111122223333:user/developer needs `ecr:')
    expect(stderr).not.toContain('    at ')
    expect(world.registry.tags(RELEASE)).toEqual(before)
  }, 60_000)

  test('needs a version', async () => {
    const {exitCode, stderr} = await developer.ecrRegistry(world.sample.directory, ['promote', '--stage', 'release'])
    expect({exitCode, stderr}).toEqual({
      exitCode: 1,
      stderr:
        'error: A release needs one version, and the current commit has no git tag such as v1.2.3.\nGive the version with --version 1.2.3.\n'
    })
  })

  test('prints its plan in a dry run', async () => {
    const admin = await administrator()
    const {exitCode, stdout} = await admin.ecrRegistry(world.sample.directory, [
      'promote',
      '--stage',
      'release',
      '--version',
      '1.0.0',
      '--dry-run'
    ])
    await admin.leave()
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(
      /^release · planned\nwould copy .*sample-image\/master@sha256:.* to .*sample-image\/release\n/
    )
    expect(world.registry.tags(RELEASE)).toEqual({})
  }, 60_000)

  test("copies master's image under the version of the git tag, and moves the version lines", async () => {
    await world.sample.git('tag', 'v1.0.0')
    const admin = await administrator()
    const {exitCode, stdout, stderr} = await admin.ecrRegistry(world.sample.directory, [
      'promote',
      '--stage',
      'release',
      '--json'
    ])
    await admin.leave()
    expect({exitCode, stderr}).toMatchObject({exitCode: 0})
    const digest = world.registry.tags(MASTER)['master']
    expect(JSON.parse(stdout)).toMatchObject({operation: 'promoted', version: '1.0.0', digest})
    expect(world.registry.tags(RELEASE)).toMatchObject({'v1.0.0': digest, '1.0': digest, 1: digest, latest: digest})
    const pulled = await developer.ecrRegistry(world.sample.directory, ['pull', '--stage', 'release', '--json'])
    expect(JSON.parse(pulled.stdout)).toMatchObject({
      stage: 'release',
      image: `${world.registry.host}/${RELEASE}@${digest ?? ''}`,
      tags: [`${world.registry.host}/${RELEASE}:sha-${(await world.sample.git('rev-parse', 'HEAD')).slice(0, 12)}`]
    })
  }, 60_000)
})

test('two simultaneous pushes to a branch leave one of the two images whole under its tag', async () => {
  await world.sample.checkout('master')
  await world.sample.branch('feature/race')
  const other = await mkdtemp(join(tmpdir(), 'clone-'))
  await cp(world.sample.directory, other, {recursive: true})
  await writeFile(join(world.sample.directory, 'app/hello.sh'), 'echo "one"\n')
  await writeFile(join(other, 'app/hello.sh'), 'echo "other"\n')

  const ended = await Promise.all(
    [world.sample.directory, other].map(directory => developer.ecrRegistry(directory, ['push', '--json']))
  )
  await rm(other, {recursive: true})

  expect(ended.map(({exitCode}) => exitCode)).toEqual([0, 0])
  const digests = ended.map(({stdout}) => (JSON.parse(stdout) as {digest: string}).digest)
  expect(new Set(digests).size).toBe(2)
  expect(digests).toContain(world.registry.tags(DEVELOPMENT)['feature-race'])
  const run = await developer.ecrRegistry(world.sample.directory, ['run'])
  expect(['one\n', 'other\n']).toContain(run.stdout)
  await world.sample.git('checkout', '--quiet', '.')
}, 120_000)

describe('a command is refused', () => {
  test.each([
    [
      'a stage that is not built',
      ['push', '--stage', 'release'],
      1,
      'error: A release is never built: it is the image that master has.\nPromote it: `ecr-registry promote --stage release --version 1.2.3`.\n'
    ],
    [
      'a push of a branch to master',
      ['push', '--stage', 'master'],
      1,
      'error: master takes only the trunk master, committed and pushed, and the branch feature/race is checked out.\n'
    ],
    [
      'an option of the wrong form',
      ['push', '--platform', 'linux'],
      1,
      'error: --platform is `linux`; expected `os/architecture`'
    ],
    [
      'a missing Dockerfile',
      ['push', '--file', 'nowhere'],
      1,
      '\nSet `--file` to its path from here, or `--context` to the directory that contains it. If the stages file names them, correct them there.\n'
    ],
    [
      'a missing stages file',
      ['pull', '--config', 'nowhere.yml'],
      1,
      ': there is no such file.\nGive --config the path of a stages file, from here or from the top of the clone; without it .github/ecr-registry.yml is read.\n'
    ],
    [
      'a directory in place of a stages file',
      ['pull', '--config', '.github'],
      1,
      ': it is a directory.\nGive --config the path of a stages file'
    ],
    [
      'an image that is not in the stages file',
      ['pull', '--image', 'nothing'],
      1,
      'error: .github/ecr-registry.yml has no image `nothing`. Its images: sample-image.\nChange `--image`, or add the image'
    ],
    ['an invalid tag', ['pull', '--tag', 'sha256:0123'], 1, 'error: --tag is `sha256:0123`, which is not a tag'],
    [
      'a missing image',
      ['pull', '--tag', 'nothing'],
      1,
      'error: There is no image to pull: sample-image/development:nothing does not exist.\n'
    ],
    ['a promotion without a stage', ['promote'], 1, 'error: A promotion needs a target stage'],
    ['a promotion to development', ['promote', '--stage', 'development'], 1, 'error: A promotion needs a target stage'],
    [
      'an invalid version',
      ['promote', '--stage', 'release', '--version', 'one'],
      1,
      'error: --version is `one`: it is not a semantic version.\n'
    ],
    [
      'an unknown shell',
      ['complete', 'ksh'],
      2,
      "error: command-argument value 'ksh' is invalid for argument 'shell'. Allowed choices are zsh, bash, fish, powershell.\n"
    ],
    ['an unknown command', ['psh'], 2, "error: unknown command 'psh'"]
  ])(
    'for %s',
    async (_, args, exitCode, said) => {
      const ended = await developer.ecrRegistry(world.sample.directory, args)
      expect(ended).toMatchObject({exitCode, stdout: '', stderr: expect.stringContaining(said)})
      expect(ended.stderr).not.toMatch(/^ {4}at /m)
    },
    30_000
  )

  test('with the same words as JSON', async () => {
    const {exitCode, stdout} = await developer.ecrRegistry(world.sample.directory, [
      'push',
      '--stage',
      'release',
      '--json'
    ])
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      error: {
        message: 'A release is never built: it is the image that master has.',
        remedy: 'Promote it: `ecr-registry promote --stage release --version 1.2.3`.'
      }
    })
  })

  test('with a stack trace, if --debug is given', async () => {
    const {stderr} = await developer.ecrRegistry(world.sample.directory, ['push', '--stage', 'release', '--debug'])
    expect(stderr).toMatch(/^ {4}at /m)
  })

  test('for a mistake in the stages file, with its line', async () => {
    const path = join(world.sample.directory, '.github/ecr-registry.yml')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('trunk:', 'trunc:'))
    const {exitCode, stderr} = await developer.ecrRegistry(world.sample.directory, ['pull'])
    await writeFile(path, text)
    expect({exitCode, stderr}).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(/^error: \.github\/ecr-registry\.yml:3 trunc: unknown key/) as unknown
    })
  })

  test('for a missing permission, before anything is built', async () => {
    const reader = await DeveloperMachine.create(
      world.testbed,
      ['sample-image-release-end-users', 'sample-image-master-developers'],
      'reader'
    )
    await world.sample.checkout('master')
    await publishTrunk()
    const {exitCode, stderr} = await reader.ecrRegistry(world.sample.directory, [
      'push',
      '--stage',
      'master',
      '--rebuild'
    ])
    await reader.leave()
    expect(exitCode).toBe(1)
    expect(stderr).toContain('Starting an upload to sample-image/master (the target, ')
    expect(stderr).not.toContain('#1 ')
  }, 30_000)
})

describe('a plan', () => {
  test.each<[string[], string, number?]>([
    [['--branch', 'feature/x'], 'push: Branch feature/x has no open pull request'],
    [
      ['--branch', 'feature/x', '--event', 'push', '--pull-request', '12'],
      'push: A push to branch feature/x, the head of pull request #12, goes to development.\n  repository   sample-image/development (account 111122223333, eu-west-1)\n'
    ],
    [
      ['--branch', 'feature/race', '--pull-request', '12'],
      '  tags         src-<fingerprint>  sha-COMMIT  pr-12  feature-race\n'
    ],
    [
      ['--branch', 'feature/x', '--pull-request', '12'],
      '  tags         src-<fingerprint>  sha-<commit>  pr-12  feature-x\n'
    ],
    [['--pull-request', '12', '--fork'], 'of a fork gets no credentials: its image is built, and not pushed.\n'],
    [
      ['--branch', 'feature/x', '--fork'],
      'pull_request: A pull request from branch feature/x of a fork gets no credentials: its image is built, and not pushed.\n'
    ],
    [['--branch', 'master'], '  environment  Master\n  tags         src-<fingerprint>  sha-COMMIT  master\n'],
    [['--tag', 'v1.2.3'], '  from         sample-image/master\n'],
    [['--tag', 'v1.0.0'], '  tags         sha-COMMIT  v1.0.0\n               1.0  1  latest, each unless'],
    [
      ['--tag', 'v1.2.3'],
      '  tags         sha-<commit>  v1.2.3\n               1.2  1  latest, each unless a higher version of its line is released\n'
    ],
    [['--tag', 'v1.2.3-rc.1', '--event', 'release'], '  tags         sha-<commit>  v1.2.3-rc.1\n'],
    [['--event', 'merge_group'], 'goes to development.\n'],
    [
      ['--event', 'workflow_dispatch', '--environment', 'Release', '--version', '2.0.0'],
      'v2.0.0\n               2.0  2  latest, each unless'
    ],
    [
      ['--event', 'workflow_dispatch', '--environment', 'Release'],
      'A release needs a version, and this event names none.\nAdd --version 1.2.3, or --tag v1.2.3.\n',
      1
    ],
    [
      ['--event', 'schedule'],
      'A scheduled run on branch master does not determine its stage, and the job has no environment.\nAdd `--environment Development` (or Master, Release), or `--stage`.\n',
      1
    ],
    [
      ['--branch', 'master', '--environment', 'Development'],
      'push: The job is in the environment Development, and the role of master trusts only the environment Master.\n',
      1
    ],
    [['--tag', 'v1.2.3', '--stage', 'development'], 'Leave out `--stage development`, or give `--stage release`.\n', 1]
  ])('%j: %s', async (options, said, failing = 0) => {
    const commit = await world.sample.git('rev-parse', 'HEAD')
    const nobody = {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:1'
    }
    const {exitCode, stdout} = await developer.ecrRegistry(world.sample.directory, ['plan', ...options], nobody)
    expect({exitCode, stdout}).toEqual({
      exitCode: failing,
      stdout: expect.stringContaining(said.replace('COMMIT', commit.slice(0, 12))) as unknown
    })
  })

  test.each([
    [['--event', 'pull_request'], 'The tag of a pull request has its number, and none is given.'],
    [
      ['--event', 'push', '--fork'],
      'A fork sends only pull requests, and the event is push.\nLeave out --fork, or --event and --tag.\n'
    ],
    [['--event', 'release'], 'A release needs a git tag, and none is given.'],
    [['--branch', 'a', '--tag', 'v1.0.0'], 'both --branch and --tag are given.']
  ])('%j is refused: %s', async (options, said) => {
    const {exitCode, stderr} = await developer.ecrRegistry(world.sample.directory, ['plan', ...options])
    expect({exitCode, stderr}).toEqual({exitCode: 1, stderr: expect.stringContaining(said) as unknown})
  })
})

describe('the inputs of a build', () => {
  /** No service answers, and there are no credentials. */
  const OFFLINE = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1',
    AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:1',
    DOCKER_HOST: 'tcp://127.0.0.1:1'
  }

  test('are one JSON value on standard output, with the notices on standard error', async () => {
    await world.sample.checkout('master')
    await world.sample.write({'app/\x1b[31mred': '', '.dockerignore': ''})
    const {exitCode, stdout, stderr} = await developer.ecrRegistry(
      world.sample.directory,
      ['inputs', '--json', '--context', '.', '--file', 'Dockerfile', '--platform', 'linux/amd64'],
      OFFLINE
    )
    const people = await developer.ecrRegistry(world.sample.directory, ['inputs'], OFFLINE)
    await world.sample.git('clean', '-qfdx')
    await world.sample.git('checkout', '--quiet', '.')

    expect({exitCode, stderr}).toEqual({
      exitCode: 0,
      stderr: expect.stringContaining('note: The context contains .git, which counts as its commit') as unknown
    })
    expect(JSON.parse(stdout)).toMatchObject({
      comparable: true,
      because: null,
      dockerfile: 'Dockerfile',
      bases: [world.base],
      remote: [],
      files: expect.arrayContaining([
        {path: 'Dockerfile', size: expect.any(Number) as unknown, mode: '0644', type: 'file'},
        {path: 'app/\x1b[31mred', size: 0, mode: '0644', type: 'file'}
      ])
    })
    expect(people.stdout).toMatch(/^Dockerfile · comparable: /)
    expect(people.stdout).toContain(`\n  ${world.base}  FROM in line `)
    expect(people.stdout + people.stderr).not.toContain('\x1b')
  })

  test.each([
    ['outside a repository', tmpdir, [], 'error: Looking for the git repository of '],
    ['with a missing stage', () => world.sample.directory, ['--target', 'nothing'], 'error: Dockerfile'],
    [
      'with a context that has no name',
      () => world.sample.directory,
      ['--build-context', 'docs'],
      'error: --build-context is'
    ]
  ])('are refused %s', async (_, directory, options, said) => {
    const {exitCode, stdout, stderr} = await developer.ecrRegistry(directory(), ['inputs', ...options], OFFLINE)
    expect({exitCode, stdout, stderr}).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining(said) as unknown
    })
  })
})

test.each(['bash', 'zsh', 'fish'])('the completion of %s is printed', async shell => {
  const {exitCode, stdout} = await developer.ecrRegistry(tmpdir(), ['complete', shell])
  expect(exitCode).toBe(0)
  expect(stdout).toContain('ecr-registry')
})

test('commands and the values of options are completed', async () => {
  expect((await developer.ecrRegistry(tmpdir(), ['complete', '--', 'pu'])).stdout).toMatch(/^push\t.*\npull\t/)
  expect((await developer.ecrRegistry(tmpdir(), ['complete', '--', 'push', '--stage', ''])).stdout).toMatch(
    /^development\t\nmaster\t\nrelease\t\n/
  )
})

describe('the doctor', () => {
  test('finds no problem for a developer of the stage, and changes nothing', async () => {
    const before = world.registry.tags(DEVELOPMENT)
    const {exitCode, stdout} = await developer.ecrRegistry(world.sample.directory, ['doctor'])
    expect({exitCode, stdout}).toMatchObject({exitCode: 0})
    expect(stdout).toMatch(/^development · all is well: \d+ good\n✓ clone /)
    expect(stdout).toContain('✓ access          All permissions of the developers of development.\n')
    expect(world.registry.tags(DEVELOPMENT)).toEqual(before)
  }, 30_000)

  test.each([
    ['master', 'push'],
    ['release', 'promote']
  ])(
    'reports that a developer of %s may read, but not %s',
    async (stage, verb) => {
      const one = await DeveloperMachine.create(
        world.testbed,
        [`sample-image-${stage}-developers`],
        `${stage}-developer`
      )
      const {exitCode, stdout} = await one.ecrRegistry(world.sample.directory, ['doctor', '--stage', stage])
      await one.leave()
      expect({exitCode, stdout}).toMatchObject({exitCode: 0})
      expect(stdout).toMatch(new RegExp(`^${stage} · all is well, but you may not ${verb}: \\d+ good`))
    },
    60_000
  )

  test('names the missing permissions of a stranger, and the group that gives them', async () => {
    const stranger = await DeveloperMachine.create(world.testbed, [], 'stranger')
    const {exitCode, stdout} = await stranger.ecrRegistry(world.sample.directory, ['doctor'])
    await stranger.leave()
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/^development · not all is well: /)
    expect(stdout).toContain(
      '✗ access          None of the permissions of the developers of development (authorize, read, write, metadata).\n'
    )
    expect(stdout).toContain('→ The IAM group sample-image-development-developers grants the missing permissions')
  }, 30_000)

  test('prints its findings as JSON, also outside a clone', async () => {
    const {exitCode, stdout} = await developer.ecrRegistry(tmpdir(), ['doctor', '--json'])
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      stage: 'development',
      checks: expect.arrayContaining([expect.objectContaining({name: 'clone', state: 'bad'})])
    })
  })
})

describe('by hand, only the trunk reaches master', () => {
  test('a branch is refused, whatever its image in development', async () => {
    const admin = await administrator()
    await world.sample.branch('feature/unmerged')
    await world.sample.write({'app/hello.sh': 'echo "unmerged"\n'})
    await world.sample.commit('Not merged')
    const before = world.registry.tags(MASTER)
    for (const [command, instead] of [
      ['push', 'Push to development (leave --stage out), and merge; or push the trunk first.'],
      [
        'promote',
        'Merge the change, then promote from the trunk: `git switch master` and `git pull` first; or push the trunk first.'
      ]
    ] as const) {
      const {exitCode, stderr} = await admin.ecrRegistry(world.sample.directory, [command, '--stage', 'master'])
      expect({exitCode, stderr}).toEqual({
        exitCode: 1,
        stderr: expect.stringContaining(`and the branch feature/unmerged is checked out.\n${instead}\n`) as unknown
      })
    }
    await admin.leave()
    expect(world.registry.tags(MASTER)).toEqual(before)
  }, 30_000)

  test('a commit of the trunk that was not pushed is refused', async () => {
    await world.sample.checkout('master')
    await world.sample.write({'app/hello.sh': 'echo "not pushed"\n'})
    const commit = await world.sample.commit('Not pushed')
    const {exitCode, stderr} = await developer.ecrRegistry(world.sample.directory, ['push', '--stage', 'master'])
    await world.sample.git('reset', '--quiet', '--hard', 'HEAD~1')
    expect({exitCode, stderr}).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining(`and origin/master does not have commit ${commit.slice(0, 12)}.`) as unknown
    })
  }, 30_000)
})

test('an image that deviates from the commit gets no tag of the commit, and none from a template with it', async () => {
  await world.sample.branch('feature/ignored')
  await world.sample.write({'.gitignore': '.env\n'})
  await world.sample.commit('Ignore .env')
  await world.sample.write({'app/.env': 'A=1\n'})
  const {stdout, stderr} = await developer.ecrRegistry(world.sample.directory, [
    'push',
    '--dry-run',
    '--tag',
    'built-{{sha}}',
    'nightly-{{date}}'
  ])
  expect(stderr).toContain(
    'By hand from branch feature/ignored, with a file that does not come from the commit (app/.env), to development.'
  )
  expect(stderr).toContain('note: The tag template built-{{sha}} is left out: this run has no {{sha}}.')
  expect(stdout).not.toMatch(/sha-|built-/)
  expect(stdout).toMatch(/\n {2}nightly-\d{8}\n/)
  await world.sample.git('clean', '-qfdx')
}, 30_000)

test('on the trunk the image of the current files is pulled: the one pushed by hand, and after a merge the merged one', async () => {
  await world.sample.checkout('master')
  await world.sample.write({'app/hello.sh': 'echo "newest, by hand"\n'})
  await developer.ecrRegistry(world.sample.directory, ['push'])
  expect((await developer.ecrRegistry(world.sample.directory, ['run'])).stdout).toBe('newest, by hand\n')
  await world.sample.git('commit', '--quiet', '--all', '-m', 'Newest')
  await world.sample.write({'app/hello.sh': 'echo "newest, merged"\n'})
  await world.sample.commit('Merged')
  await world.run(await world.sample.push('master'))
  expect((await developer.ecrRegistry(world.sample.directory, ['run'])).stdout).toBe('newest, merged\n')
}, 90_000)

test('an archived image is reported as archived', async () => {
  await world.sample.checkout('feature/by-hand')
  const stored = world.testbed.aws.registry('111122223333', 'eu-west-1').repositories.get(DEVELOPMENT)
  const digest = world.registry.tags(DEVELOPMENT)['feature-by-hand'] ?? ''
  const image = stored?.images.get(digest)
  if (image === undefined) throw new Error('there is no such image')
  image.status = 'ARCHIVED'
  const {exitCode, stderr} = await developer.ecrRegistry(world.sample.directory, ['pull', '--tag', 'feature-by-hand'])
  image.status = 'ACTIVE'
  expect({exitCode, stderr}).toEqual({
    exitCode: 1,
    stderr: expect.stringContaining(
      `${DEVELOPMENT}:feature-by-hand is archived, and another push restores it.`
    ) as unknown
  })
}, 30_000)

describe('signals and closed pipes', () => {
  /** The end of a push by a signal in the middle of its build, and the files that it leaves. */
  async function interrupted(signal: NodeJS.Signals): Promise<{exitCode: number | null; left: string[]}> {
    const temporary = await mkdtemp(join(tmpdir(), 'signals-'))
    await world.sample.checkout('feature/race')
    await world.sample.write({Dockerfile: `FROM ${world.base}\nRUN ["/bin/busybox", "sleep", "600"]\n`})
    const child = developer.start(world.sample.directory, ['push', '--rebuild'], {TMPDIR: temporary})
    const ended = once(child, 'close')
    let output = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
    await until(() => output.includes('RUN'), ended)
    child.kill(signal)
    const [exitCode] = (await ended) as [number | null]
    const left = await readdir(temporary)
    await rm(temporary, {recursive: true})
    await world.sample.git('checkout', '--quiet', '.')
    return {exitCode, left: left.filter(name => name.startsWith('ecr-registry-'))}
  }

  test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM', 'SIGHUP'])(
    '%s ends a build, and leaves no login',
    async signal => {
      expect(await interrupted(signal)).toEqual({exitCode: 130, left: []})
    },
    60_000
  )

  test('a reader that closes the pipe is not reported as a defect', async () => {
    const {stderr} = await developer.command(
      'bash',
      // The reader has ended before the command starts.
      ['-c', 'exec 3> >(true); wait $!; ecr-registry plan --tag v1.0.0 >&3'],
      world.sample.directory
    )
    expect(stderr).not.toContain('    at ')
    expect(stderr).not.toContain('defect')
  })

  test('standard output is one JSON value, also for a container and for wrong usage', async () => {
    const run = await developer.ecrRegistry(world.sample.directory, ['run', '--json'])
    expect(JSON.parse(run.stdout)).toMatchObject({stage: 'master', 'exit-code': 0})
    const wrong = await developer.ecrRegistry(world.sample.directory, ['push', '--nope', '--json'])
    expect(wrong.exitCode).toBe(2)
    expect(JSON.parse(wrong.stdout)).toEqual({error: {message: "unknown option '--nope'"}})
  }, 30_000)

  test('a build secret is not in the output', async () => {
    await world.sample.write({
      Dockerfile: `FROM ${world.base}\nRUN --mount=type=secret,id=token ["/bin/busybox", "sh", "-c", "cat /run/secrets/token; exit 3"]\n`
    })
    const {stdout, stderr} = await developer.ecrRegistry(
      world.sample.directory,
      ['push', '--json', '--secret-env', 'token=TOKEN'],
      {TOKEN: 'say "hunter2"'}
    )
    await world.sample.git('checkout', '--quiet', '.')
    expect(stdout + stderr).not.toContain('hunter2')
    expect(JSON.parse(stdout)).toHaveProperty('error.message')
  }, 60_000)
})

test('paths are relative to the current directory', async () => {
  const inside = join(world.sample.directory, 'app')
  const {exitCode, stdout, stderr} = await developer.ecrRegistry(inside, [
    'push',
    '--dry-run',
    '--config',
    '../.github/ecr-registry.yml',
    '--file',
    '../Dockerfile',
    '--context',
    '..',
    '--secret-file',
    'key=hello.sh'
  ])
  expect({exitCode, stderr}).toMatchObject({exitCode: 0})
  const top = await developer.ecrRegistry(world.sample.directory, [
    'push',
    '--dry-run',
    '--secret-file',
    'key=app/hello.sh'
  ])
  const fingerprint = (text: string): string | undefined => /src-[0-9a-f]{64}/.exec(text)?.[0]
  expect(fingerprint(stdout)).toBe(fingerprint(top.stdout))
}, 30_000)

test('the options of docker run are read as docker lists them', () => {
  const help = execFileSync('docker', ['run', '--help'], {encoding: 'utf8'})
  const options = [...help.matchAll(/^ {2}(?:-(\w), | {4})--([\w-]+)( \w+)?/gm)].flatMap(([, short, long = '', type]) =>
    [`--${long}`, ...(short === undefined ? [] : [`-${short}`])].map(option => ({
      option,
      takesValue: type !== undefined
    }))
  )
  expect(options.length).toBeGreaterThan(90)
  for (const {option, takesValue} of options) {
    const words = takesValue ? [option, 'value'] : [option]
    expect(splitRunArguments([...words, 'sh'])).toEqual({docker: words, command: ['sh']})
  }
})
