import {execFile} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {basename, dirname, join, resolve} from 'node:path'
import {promisify} from 'node:util'

import {ensureBusybox} from '../../setup/machine.js'
import type {StagesFile} from '../../src/stages/stages-file.js'
import {parseStagesFile} from '../../src/stages/stages-file-parser.js'
import type {HostedRepository} from '../github/repository.js'
import {makeLayer} from '../registry/image.js'
import type {WorkflowEvent} from '../workflow/event.js'
import {pullRequestEvent, pushEvent, repositoryPayload} from '../workflow/event.js'
import type {WorkflowResult, WorkflowSettings} from '../workflow/run-workflow.js'
import type {Step} from '../workflow/runner.js'
import type {Testbed} from './testbed.js'

const execute = promisify(execFile)

/** The examples for users. */
const EXAMPLES = resolve(import.meta.dirname, '../../examples')

export const STAGES_FILE = readFileSync(join(EXAMPLES, 'sample-image/.github/ecr-registry.yml'), 'utf8')

/** The repositories that the sample's stages file names. */
export const DEVELOPMENT = 'sample-image/development'
export const MASTER = 'sample-image/master'

export const REPOSITORY = identityOf(parseStagesFile(STAGES_FILE, 'examples/sample-image'))

/** The event and the environment of a job, without the parts that the runner adds. */
export type JobEvent = Pick<Step, 'event' | 'repository' | 'environment' | 'githubToken'>

export interface JobOptions {
  /** The job's GitHub environment. */
  environment?: string
  actor?: string
  permissions?: Record<string, 'read' | 'write'>
}

const PERMISSIONS = {'id-token': 'write', contents: 'read', 'pull-requests': 'read'} as const

type Identity = HostedRepository & Required<Pick<HostedRepository, 'defaultBranch'>>

export interface BaseSettings {
  name?: string
  tag?: string
  /** Content of a file that makes the image differ from another base image. */
  extra?: string
  /** If there are any, the base image is an index with an image for each. Every image has this machine's busybox. */
  platforms?: readonly string[]
}

/** A small repository with a Dockerfile, on disk and on the testbed's GitHub. */
export class SampleRepository {
  private constructor(
    private readonly testbed: Testbed,
    readonly directory: string,
    readonly repository: Identity
  ) {}

  /**
   * Creates a repository with the files of an example, and with the name and ids in its stages file. Only `FROM` differs:
   * it names a registry that can be reached without the internet.
   * @param base reference of the base image
   */
  static async create(testbed: Testbed, base: string, example = 'sample-image'): Promise<SampleRepository> {
    const directory = await mkdtemp(join(tmpdir(), `${example}-`))
    await cp(join(EXAMPLES, example), directory, {recursive: true})
    for (const path of await readdir(directory, {recursive: true})) {
      if (basename(path) !== 'Dockerfile') continue
      const file = join(directory, path)
      await writeFile(file, (await readFile(file, 'utf8')).replace(/^FROM .*$/m, `FROM ${base}`))
    }
    const repository = identityOf(
      parseStagesFile(await readFile(join(directory, '.github/ecr-registry.yml'), 'utf8'), example)
    )
    const sample = new SampleRepository(testbed, directory, repository)
    testbed.github.addRepository(repository)
    await sample.git('init', '--quiet', `--initial-branch=${repository.defaultBranch}`)
    await sample.commit('A sample image')
    return sample
  }

  /** Adds a base image with this machine's busybox to the public registry, and returns its reference. */
  static async addBase(
    testbed: Testbed,
    {name = 'base/busybox', tag = '1.0', extra = '', platforms = []}: BaseSettings = {}
  ): Promise<string> {
    const busybox = await readFile(ensureBusybox())
    const image = {
      layers: [
        makeLayer({
          'bin/busybox': {content: busybox, mode: 0o755},
          'bin/sh': {link: 'busybox'},
          'bin/chmod': {link: 'busybox'},
          ...(extra === '' ? {} : {extra})
        })
      ],
      config: {Env: ['PATH=/bin']}
    }
    testbed.publicRegistry.addImage(
      name,
      tag,
      platforms.length === 0 ? image : {platforms: platforms.map(platform => ({...image, platform}))}
    )
    return `${testbed.publicRegistry.host}/${name}:${tag}`
  }

  async git(...args: string[]): Promise<string> {
    const identity = ['-c', 'user.name=Octo Cat', '-c', 'user.email=octocat@example.com', '-c', 'commit.gpgsign=false']
    const {stdout} = await execute('git', [...identity, ...args], {cwd: this.directory})
    return stdout.trim()
  }

  /** Writes files by their path: a text, or a copy of a file of this machine. */
  async write(files: Record<string, string | {copyOf: string}>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      const target = join(this.directory, path)
      await mkdir(dirname(target), {recursive: true})
      await (typeof content === 'string' ? writeFile(target, content) : copyFile(content.copyOf, target))
    }
  }

  /** Commits everything, publishes it to GitHub, and returns the commit. */
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

  /** Merges a branch into the trunk, leaves the trunk checked out, and returns the merge commit. */
  async merge(branch: string): Promise<string> {
    await this.checkout(this.repository.defaultBranch)
    await this.git('merge', '--quiet', '--no-ff', '-m', `Merge ${branch}`, branch)
    return await this.publish()
  }

  /**
   * The event of a pull request. Its merge commit is checked out, as by actions/checkout.
   * @param fork `owner/name` of the repository that has the head, if it is not this one
   */
  async pullRequest(
    number: number,
    branch: string,
    {fork, action = 'synchronize', ...options}: JobOptions & {fork?: string; action?: string} = {}
  ): Promise<JobEvent> {
    const head = await this.git('rev-parse', branch)
    await this.git('checkout', '--quiet', '--detach', this.repository.defaultBranch)
    await this.git('merge', '--quiet', '--no-ff', '-m', `Merge ${head}`, head)
    const merge = await this.publish()
    const {fullName, defaultBranch} = this.repository
    const from = fork === undefined ? {} : {fork}
    this.testbed.github.openPull({
      repository: fullName,
      number,
      head: branch,
      sha: head,
      base: defaultBranch,
      ...(fork === undefined ? {} : {headRepository: fork})
    })
    return this.job(pullRequestEvent(this.repository, {number, branch, sha: head, merge, action, ...from}), {
      environment: 'Development',
      ...options
    })
  }

  /** The event of a push to a branch. The branch is checked out. */
  async push(branch: string, options: JobOptions = {}): Promise<JobEvent> {
    await this.checkout(branch)
    const sha = await this.publish()
    const environment = branch === this.repository.defaultBranch ? 'Master' : 'Development'
    return this.job(pushEvent(this.repository, `refs/heads/${branch}`, sha), {environment, ...options})
  }

  /** Any other event, for the commit that is checked out. */
  async event(
    name: string,
    ref: string,
    payload: Record<string, unknown> = {},
    options: JobOptions = {}
  ): Promise<JobEvent> {
    const sha = await this.publish()
    return this.job({name, ref, sha, payload: {...payload, repository: repositoryPayload(this.repository)}}, options)
  }

  /** Runs a workflow of the repository for one of its events. */
  async workflow(
    {event}: JobEvent,
    path = '.github/workflows/image.yml',
    options: Partial<Omit<WorkflowSettings, 'repository' | 'directory' | 'path' | 'event'>> = {}
  ): Promise<WorkflowResult> {
    // GitHub's parser takes long to load, and most tests with a sample run no workflow.
    const {runWorkflow} = await import('../workflow/run-workflow.js')
    const {
      directory,
      repository: {fullName: repository}
    } = this
    return await runWorkflow(this.testbed, {repository, directory, path, event, ...options})
  }

  async remove(): Promise<void> {
    await rm(this.directory, {recursive: true, force: true})
  }

  /** The event with a job, for tests that run the action's step alone. A workflow starts jobs of its own. */
  private job(event: WorkflowEvent, {permissions = PERMISSIONS, environment, actor}: JobOptions): JobEvent {
    const {fullName: repository} = this.repository
    const happened = actor === undefined ? event : {...event, actor}
    const job = this.testbed.github.job({
      ...happened,
      repository,
      eventName: event.name,
      permissions,
      ...(environment === undefined ? {} : {environment})
    })
    return {repository, event: happened, environment: {...job.env, ...this.testbed.env}, githubToken: job.token}
  }

  /** Publishes all commits, branches and tags to GitHub, and returns HEAD. */
  private async publish(): Promise<string> {
    const log = await this.git('log', '--all', 'HEAD', '--format=%H %P')
    this.testbed.github.addCommits(
      this.repository.fullName,
      log.split('\n').map(line => {
        const [sha = '', ...parents] = line.split(' ')
        return {sha, parents: parents.filter(parent => parent !== '')}
      })
    )
    const refs = (await this.git('show-ref', '--head', '--heads', '--tags')).split('\n').map(line => line.split(' '))
    let head = ''
    for (const [sha = '', ref = ''] of refs)
      if (ref === 'HEAD') head = sha
      else this.testbed.github.setRef(this.repository.fullName, ref, sha)
    return head
  }
}

function identityOf({github, trunk}: StagesFile): Identity {
  const {repository = '', repositoryId, ownerId} = github
  return {fullName: repository, id: Number(repositoryId), ownerId: Number(ownerId), defaultBranch: trunk ?? 'main'}
}
