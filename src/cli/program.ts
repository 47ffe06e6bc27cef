import tab from '@bomb.sh/tab/commander'
import {Command, InvalidArgumentError, Option} from 'commander'

import {SEVERITIES} from '../run/inputs.js'
import {STAGES} from '../stages/stage.js'
import type {Machine} from './local-job.js'
import type {BuildOptions, CommonOptions, PlanOptions, PromoteOptions} from './options.js'
import {PLANNED_EVENTS} from './options.js'
import type {PullOptions} from './pull.js'
import type {CommandReport} from './report.js'

/** A command as it was asked for. */
export type Request = CommonOptions & {
  json?: boolean
  debug?: boolean
} & (
    | {command: 'push'; settings: BuildOptions}
    | {command: 'pull'; settings: PullOptions}
    | {command: 'run'; settings: PullOptions; args: string[]}
    | {command: 'promote'; settings: PromoteOptions}
    | {command: 'plan'; settings: PlanOptions}
    | {command: 'doctor' | 'login'; settings: object}
  )

const EXIT_CODES = `
Credentials are found as by AWS's own tools: environment, AWS_PROFILE, SSO, ...
Exit codes: 0 done, or unchanged; 1 failed, standard error says why; 2 wrong
usage; 130 interrupted; those of \`run\` are the container's.`

/**
 * The command line: what there is to type. What was typed is handed on.
 * @throws CommanderError, on parsing, for wrong usage, help and version
 */
export function programOf(version: string, take: (request: Request) => Promise<void>): Command {
  const program = new Command('ecr-registry')
    .description('Pushes, pulls and promotes the images of your stages on Amazon ECR, by the rules of the action.')
    .version(version)
    .addHelpText('after', EXIT_CODES)
    .enablePositionalOptions()
    .showHelpAfterError('(ecr-registry help tells what there is)')
    // Before there are other commands, which take it over, those of the completion among them: wrong usage is thrown.
    .exitOverride()

  const command = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      // What may be chosen stands in the descriptions, so that help fits a screen.
      .configureHelp({optionDescription: option => option.description})
      .addOption(new Option('-s, --stage <stage>', STAGES.join(', ')).choices(STAGES))
      .option('-i, --image <name>', 'which image, where there are several')
      .option('-c, --config <path>', 'stages file')
      .option('-p, --profile <name>', "profile of AWS's config files")
      .option('--json', 'print the result as JSON')
      .option('--debug', 'say more, with stack traces')

  const pushing = command('push', 'build what is checked out and push it, if it changed')
    .option('--context <path>', 'build context')
    .option('-f, --file <path>', 'Dockerfile')
    .option('--target <name>', 'stage of the Dockerfile')
    .option('--platform <list...>', 'platforms to build for')
    .option('--build-arg <NAME=value...>', 'build arguments')
    .option('--secret-env <id=VARIABLE...>', 'build secrets from the environment')
    .option('--secret-file <id=path...>', 'build secrets from files')
    .option('-t, --tag <template...>', 'more tags, such as nightly-{{date}}')
    .option('--builder <name>', 'buildx builder')
    .option('--no-cache', 'build without the cache')
    .option('--pull', 'look for newer base images')
    .option('--rebuild', 'build even if unchanged')
    .option('--dry-run', 'say what would be done, write nothing')
  pushing.action(async (options: Common & BuildOptions) => {
    const [common, settings] = apart(options)
    // Commander's default of an option that is only ever taken back.
    const {cache, ...rest} = settings
    await take({...common, command: 'push', settings: cache === false ? {...rest, cache} : rest})
  })

  command('pull', "pull the branch's image, else the trunk's")
    .option('-t, --tag <tag>', 'another tag than that of the branch')
    .action(async (options: Common & PullOptions) => {
      const [common, settings] = apart(options)
      await take({...common, command: 'pull', settings})
    })

  command('run', 'pull it and run it in a container')
    .option('-t, --tag <tag>', 'another tag than that of the branch')
    .argument('[command...]', "instead of the image's own")
    .passThroughOptions()
    .action(async (args: string[], options: Common & PullOptions) => {
      const [common, settings] = apart(options)
      await take({...common, command: 'run', settings, args})
    })

  command('promote', 'copy the image of the stage before, by its digest')
    .option('--version <version>', "version of a release; by default the commit's git tag")
    .option('--source <reference>', 'tag or digest to promote instead')
    .addOption(
      new Option('--fail-on-severity <severity>', `wait for the scan; ${SEVERITIES.join(', ')}, none`).choices([
        'none',
        ...SEVERITIES
      ])
    )
    .option('--scan-timeout <duration>', 'how long to wait for it, such as 10m')
    .option('--dry-run', 'say what would be done, write nothing')
    .action(async (options: Common & PromoteOptions) => {
      const [common, settings] = apart(options)
      await take({...common, command: 'promote', settings})
    })

  command('plan', 'say what the action would do for an event, offline')
    .addOption(new Option('-e, --event <name>', `one of ${PLANNED_EVENTS.join(', ')}`).choices(PLANNED_EVENTS))
    .option('-b, --branch <name>', 'branch; by default the one that is checked out')
    .option('-t, --tag <tag>', 'git tag, such as v1.2.3')
    .option('--pull-request <number>', 'the open pull request of the branch', wholeNumber)
    .option('--fork', 'the pull request comes from a fork')
    .option('--environment <name>', 'GitHub environment of the job')
    .option('--version <version>', 'version that is given by hand')
    .action(async (options: Common & PlanOptions) => {
      const [common, settings] = apart(options)
      await take({...common, command: 'plan', settings})
    })

  for (const [name, description] of [
    ['doctor', 'look at all it takes, and say what to mend'],
    ['login', "log your own Docker in to the stage's registry"]
  ] as const) {
    command(name, description).action(async (options: Common) => {
      const [common] = apart(options)
      await take({...common, command: name, settings: {}})
    })
  }

  tab(program)
  return program
}

type Common = CommonOptions & {json?: boolean; debug?: boolean}

/** What every command takes, and what is this command's own. */
function apart<T extends object>({
  stage,
  image,
  config,
  profile,
  json,
  debug,
  ...settings
}: Common & T): [Common, Omit<T, keyof Common>] {
  const common = {stage, image, config, profile, json, debug}
  return [Object.fromEntries(Object.entries(common).filter(([, value]) => value !== undefined)), settings]
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number.')
  return Number(text)
}

/** Carries a request out. Each command is loaded when it is asked for. */
export async function carryOut(request: Request, machine: Machine): Promise<CommandReport> {
  switch (request.command) {
    case 'push':
      return await (await import('./push.js')).push(request, request.settings, machine)
    case 'pull':
      return await (await import('./pull.js')).pull(request, request.settings, machine)
    case 'run':
      return await (await import('./run.js')).run(request, request.settings, request.args, machine)
    case 'promote':
      return await (await import('./promote.js')).promote(request, request.settings, machine)
    case 'plan':
      return await (await import('./plan.js')).plan(request, request.settings, machine)
    case 'login':
      return await (await import('./login.js')).login(request, machine)
    case 'doctor':
      return await (await import('./doctor.js')).doctor(request, machine)
  }
}
