import type {ChildProcessByStdio} from 'node:child_process'
import {spawn} from 'node:child_process'
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join, resolve} from 'node:path'
import type {Readable} from 'node:stream'

import {node24} from '../../setup/node24.js'
import type {IamPolicy} from '../aws/iam.js'
import type {Testbed} from './testbed.js'

const COMMAND_LINE = resolve(import.meta.dirname, '../../dist/cli/index.js')

export interface ProcessResult {
  exitCode: number
  /** The result of the command. */
  stdout: string
  /** Its messages. */
  stderr: string
}

/** A developer's machine: a home, the developer's own AWS credentials, and the command line in dist/. */
export class DeveloperMachine {
  private constructor(
    readonly home: string,
    readonly environment: Readonly<Record<string, string | undefined>>
  ) {}

  /** @param groups as infra/ names them, such as `sample-image-development-developers` */
  static async create(
    testbed: Testbed,
    groups: string[],
    name = 'developer',
    policies: IamPolicy[] = []
  ): Promise<DeveloperMachine> {
    const user = testbed.aws.addUser({arn: `arn:aws:iam::111122223333:user/${name}`, groups, policies})
    const home = await mkdtemp(join(tmpdir(), 'developer-'))
    const program = programOf(home)
    await mkdir(dirname(program))
    await writeFile(program, `#!/bin/sh\nexec '${node24()}' '${COMMAND_LINE}' "$@"\n`, {mode: 0o755})
    return new DeveloperMachine(home, {
      PATH: `${dirname(program)}:${process.env['PATH'] ?? ''}`,
      HOME: home,
      LANG: process.env['LANG'],
      DOCKER_HOST: process.env['DOCKER_HOST'],
      // Docker's client looks for its plugins in the directory of its config.
      DOCKER_CONFIG: process.env['DOCKER_CONFIG'],
      AWS_ACCESS_KEY_ID: user.accessKeyId,
      AWS_SECRET_ACCESS_KEY: user.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
      // The Makefile of the sample calls the program on the PATH, as if npm had installed it.
      ECR_REGISTRY: 'ecr-registry',
      ...testbed.env
    })
  }

  /** Path of the program `ecr-registry`, which exists until `leave`. */
  get program(): string {
    return programOf(this.home)
  }

  /** Runs `ecr-registry` in a directory. */
  async ecrRegistry(
    directory: string,
    args: readonly string[],
    environment: Record<string, string | undefined> = {}
  ): Promise<ProcessResult> {
    return await this.command(node24(), [COMMAND_LINE, ...args], directory, environment)
  }

  /** Starts `ecr-registry` in a directory, for tests that interrupt it. */
  start(
    directory: string,
    args: readonly string[],
    environment: Record<string, string | undefined> = {}
  ): ChildProcessByStdio<null, Readable, Readable> {
    return spawn(node24(), [COMMAND_LINE, ...args], {
      cwd: directory,
      env: {...this.environment, ...environment},
      stdio: ['ignore', 'pipe', 'pipe']
    })
  }

  /** Runs a program in a directory. */
  async command(
    file: string,
    args: readonly string[],
    directory: string,
    environment: Record<string, string | undefined> = {}
  ): Promise<ProcessResult> {
    const child = spawn(file, args, {
      cwd: directory,
      env: {...this.environment, ...environment},
      stdio: ['ignore', 'pipe', 'pipe']
    })
    const ended = {stdout: '', stderr: ''}
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => (ended[name] += text))
    const exitCode = await new Promise<number>((done, failed) => {
      child.once('error', failed)
      child.once('close', (code, signal) => {
        done(code ?? (signal === null ? 1 : 128))
      })
    })
    return {exitCode, ...ended}
  }

  /** Removes the home. */
  async leave(): Promise<void> {
    await rm(this.home, {recursive: true, force: true})
  }
}

function programOf(home: string): string {
  return join(home, 'bin', 'ecr-registry')
}
