import {execFile} from 'node:child_process'
import {copyFile, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'

import {ensureBusybox} from '../setup/machine.js'
import type {Step} from './runner.js'
import type {Testbed} from './testbed.js'

const execute = promisify(execFile)

export const REPOSITORY = {fullName: 'my-org/sample-image', id: 123456789, ownerId: 987654, defaultBranch: 'master'}

export const STAGES_FILE = `image: sample-image
trunk: master
github:
  repository: my-org/sample-image
  repository-id: 123456789
  owner-id: 987654
aws: {account: '111122223333', region: eu-west-1}
`

const HELLO = `#!/bin/sh
echo "Hello from the sample image"
`

/** What a job is asked to run on: the step without what the runner adds. */
export type JobEvent = Pick<Step, 'event' | 'repository' | 'environment' | 'githubToken'>

export interface JobOptions {
  /** GitHub environment of the job. */
  environment?: string
  actor?: string
  permissions?: Record<string, 'read' | 'write'>
}

const PERMISSIONS = {'id-token': 'write', contents: 'read', 'pull-requests': 'read'} as const

/** A small repository to build an image of, on disk and on the stand-in of GitHub. */
export class SampleRepository {
  private constructor(
    private readonly testbed: Testbed,
    readonly directory: string
  ) {}

  /** @param base reference of the base image its Dockerfile names */
  static async create(testbed: Testbed, base: string): Promise<SampleRepository> {
    const sample = new SampleRepository(testbed, await mkdtemp(join(tmpdir(), 'sample-image-')))
    testbed.github.addRepository(REPOSITORY)
    await sample.git('init', '--quiet', `--initial-branch=${REPOSITORY.defaultBranch}`)
    await sample.write({
      '.dockerignore': 'README.md\n.github\n.git\n',
      '.github/ecr-registry.yml': STAGES_FILE,
      'README.md': '# Sample image\n',
      'app/hello.sh': HELLO,
      Dockerfile: `FROM ${base}\nCOPY app/ /app/\nRUN ["/bin/busybox", "chmod", "755", "/app/hello.sh"]\nCMD ["/bin/busybox", "sh", "/app/hello.sh"]\n`
    })
    await sample.commit('A sample image')
    return sample
  }

  /** Puts the image with a busybox from this machine where the sample's Dockerfile finds it, and returns its reference. */
  static async addBase(testbed: Testbed, {name = 'base/busybox', tag = '1.0', extra = ''} = {}): Promise<string> {
    const [{layer}, {readFile}] = await Promise.all([import('./image.js'), import('node:fs/promises')])
    const busybox = await readFile(ensureBusybox())
    testbed.publicRegistry.addImage(name, tag, {
      layers: [layer({'bin/busybox': {content: busybox, mode: 0o755}, ...(extra === '' ? {} : {extra})})],
      config: {Env: ['PATH=/bin']}
    })
    return `${testbed.publicRegistry.host}/${name}:${tag}`
  }

  async git(...args: string[]): Promise<string> {
    const identity = ['-c', 'user.name=Octo Cat', '-c', 'user.email=octocat@example.com', '-c', 'commit.gpgsign=false']
    const {stdout} = await execute('git', [...identity, ...args], {cwd: this.directory})
    return stdout.trim()
  }

  /** Writes files by their path; a Buffer's bytes or a path of this machine to copy. */
  async write(files: Record<string, string | {copyOf: string}>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      const target = join(this.directory, path)
      await mkdir(dirname(target), {recursive: true})
      await (typeof content === 'string' ? writeFile(target, content) : copyFile(content.copyOf, target))
    }
  }

  /** Commits everything and tells GitHub. */
  async commit(message: string): Promise<string> {
    await this.git('add', '--all')
    await this.git('commit', '--quiet', '--allow-empty', '-m', message)
    return await this.publish()
  }

  async branch(name: string): Promise<void> {
    await this.git('checkout', '--quiet', '-b', name)
    await this.publish()
  }

  async checkout(ref: string): Promise<void> {
    await this.git('checkout', '--quiet', ref)
  }

  /** Merges a branch into the trunk and checks the trunk out. */
  async merge(branch: string): Promise<string> {
    await this.checkout(REPOSITORY.defaultBranch)
    await this.git('merge', '--quiet', '--no-ff', '-m', `Merge ${branch}`, branch)
    return await this.publish()
  }

  /**
   * The event of a pull request, with its merge commit checked out as actions/checkout does.
   * @param fork name of the repository the head is in, where it is not this one
   */
  async pullRequest(number: number, branch: string, {fork, action = 'synchronize', ...options}: JobOptions & {fork?: string; action?: string} = {}): Promise<JobEvent> {
    const head = await this.git('rev-parse', branch)
    await this.git('checkout', '--quiet', '--detach', REPOSITORY.defaultBranch)
    await this.git('merge', '--quiet', '--no-ff', '-m', `Merge ${head}`, head)
    const merge = await this.publish()
    const {fullName, id} = REPOSITORY
    this.testbed.github.openPull({
      repository: fullName, number, head: branch, sha: head, base: REPOSITORY.defaultBranch, ...(fork === undefined ? {} : {headRepository: fork})
    })
    const payload = {
      action,
      number,
      pull_request: {
        number,
        head: {ref: branch, sha: head, repo: fork === undefined ? {id, full_name: fullName} : {id: 42, full_name: fork}},
        base: {ref: REPOSITORY.defaultBranch, repo: {id, full_name: fullName}}
      },
      repository: this.payload
    }
    return this.job('pull_request', `refs/pull/${number}/merge`, merge, payload, {
      environment: 'Development', headRef: branch, baseRef: REPOSITORY.defaultBranch, fromFork: fork !== undefined, ...options
    })
  }

  /** The event of a push to a branch, with it checked out. */
  async push(branch: string, options: JobOptions = {}): Promise<JobEvent> {
    await this.checkout(branch)
    const sha = await this.publish()
    const environment = branch === REPOSITORY.defaultBranch ? 'Master' : 'Development'
    const payload = {ref: `refs/heads/${branch}`, after: sha, deleted: false, repository: this.payload}
    return this.job('push', `refs/heads/${branch}`, sha, payload, {environment, ...options})
  }

  /** Any other event, on what is checked out. */
  async event(name: string, ref: string, payload: Record<string, unknown> = {}, options: JobOptions = {}): Promise<JobEvent> {
    const sha = await this.publish()
    return this.job(name, ref, sha, {...payload, repository: this.payload}, options)
  }

  async remove(): Promise<void> {
    await rm(this.directory, {recursive: true, force: true})
  }

  private get payload(): Record<string, unknown> {
    return {id: REPOSITORY.id, full_name: REPOSITORY.fullName, default_branch: REPOSITORY.defaultBranch, owner: {id: REPOSITORY.ownerId, login: 'my-org'}}
  }

  private job(
    eventName: string, ref: string, sha: string, payload: unknown,
    {permissions = PERMISSIONS, ...options}: JobOptions & {headRef?: string; baseRef?: string; fromFork?: boolean}
  ): JobEvent {
    const job = this.testbed.github.job({repository: REPOSITORY.fullName, ref, sha, eventName, permissions, ...options})
    return {
      repository: REPOSITORY.fullName,
      event: {name: eventName, payload, ref, sha, ...(options.actor === undefined ? {} : {actor: options.actor})},
      environment: {...job.env, ...this.testbed.env},
      githubToken: job.token
    }
  }

  /** Tells GitHub what commits and branches there are, and returns HEAD. */
  private async publish(): Promise<string> {
    const log = await this.git('log', '--all', 'HEAD', '--format=%H %P')
    this.testbed.github.addCommits(REPOSITORY.fullName, log.split('\n').map(line => {
      const [sha = '', ...parents] = line.split(' ')
      return {sha, parents: parents.filter(parent => parent !== '')}
    }))
    const refs = await this.git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/tags')
    for (const line of refs.split('\n')) {
      const [ref = '', sha = ''] = line.split(' ')
      if (ref !== '') this.testbed.github.setRef(REPOSITORY.fullName, ref, sha)
    }
    return await this.git('rev-parse', 'HEAD')
  }
}
