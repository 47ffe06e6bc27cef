import tab from '@bomb.sh/tab/commander'
import {Command, InvalidArgumentError, Option} from 'commander'

import {withVisibleControls} from '../core/foreign-text.js'
import {SEVERITIES} from '../run/inputs.js'
import {STAGES} from '../stages/stage.js'
import type {BuildOptions, PlanOptions, PromoteOptions, PullOptions} from './options.js'
import {PLANNED_EVENTS} from './options.js'
import type {Request, RequestOptions} from './request.js'
import {misplacedOptions} from './run-arguments.js'

/** Receives the request that was typed. */
type Handler = (request: Request) => Promise<void>

const NOTES = `
Credentials come from the same places as in AWS's own tools: environment,
AWS_PROFILE, SSO, ...
Exit codes: 0 done, or unchanged; 1 failed, with the reason on standard error;
2 wrong usage; 130 interrupted. \`run\` exits with the code of the container.`

const RUN_NOTES = `
After \`--\` come options of \`docker run\`, then the command. A second \`--\` can
stand between them. The container is removed when it ends.
  ecr-registry run -- -p 8080:80                  publishes port 80 as 8080
  ecr-registry run sh -c 'echo hello'             runs another command
  ecr-registry run -- -p 8080:80 -e A=1 -- serve  does both
  ecr-registry run -- -- --verbose                gives the image an argument`

/**
 * The grammar of the command line. The typed request is passed to the handler.
 * @throws CommanderError, on parsing, for wrong usage, help and version
 */
export function createProgram(version: string, handle: Handler): Command {
  const program = new Command('ecr-registry')
    .description('Pushes, pulls and promotes the images of your stages on Amazon ECR, by the rules of the action.')
    .version(version)
    .addHelpText('after', NOTES)
    .enablePositionalOptions()
    .showHelpAfterError('(run `ecr-registry help` to see the commands)')
    // Commands inherit this when they are added, including those of the completion. So it has to come first.
    .exitOverride()
    .hook('preSubcommand', refuseMisplacedOptions)
    // An error of usage quotes the arguments, and a script may have them from elsewhere.
    .configureOutput({writeErr: text => void process.stderr.write(withVisibleControls(text))})
  addPush(program, handle)
  addPull(program, handle)
  addRun(program, handle)
  addPromote(program, handle)
  addPlan(program, handle)
  addInputs(program, handle)
  addPlainCommand(program, handle, 'doctor', 'check all that a push or a pull needs, and print what to fix')
  addPlainCommand(program, handle, 'login', "log your own Docker in to the stage's registry")
  tab(program)
  return program
}

/** A command with the options that every command has. */
function addCommand(program: Command, name: string, description: string): Command {
  return (
    program
      .command(name)
      .description(description)
      .showHelpAfterError(`(\`ecr-registry help ${name}\` lists the options)`)
      // The descriptions name the choices, so commander must not add them: the help has to fit a screen.
      .configureHelp({optionDescription: option => option.description})
      .addOption(new Option('-s, --stage <stage>', STAGES.join(', ')).choices(STAGES))
      .option('-i, --image <name>', 'image, if the stages file has several')
      .option('--variant <name>', 'variant of the image, such as alpine')
      .option('-c, --config <path>', 'stages file')
      .option('-p, --profile <name>', "profile of AWS's config files")
      .option('--json', 'print the result as JSON')
      .option('--debug', 'print more, with stack traces')
  )
}

/** The options that choose the sources of a build. */
function addSources(command: Command): Command {
  return command
    .option('--context <path>', 'build context')
    .option('-f, --file <path>', 'Dockerfile')
    .option('--target <name>', 'stage of the Dockerfile')
    .option('--platform <list...>', 'platforms to build for')
    .option('--build-arg <NAME=value...>', 'build arguments')
}

function addPush(program: Command, handle: Handler): void {
  addSources(addCommand(program, 'push', 'build the image of the current files and push it, if it changed'))
    .option('--secret-env <id=VARIABLE...>', 'build secrets from the environment')
    .option('--secret-file <id=path...>', 'build secrets from files')
    .option('-t, --tag <template...>', 'more tags, such as nightly-{{date}}')
    .option('--builder <name>', 'buildx builder')
    .option('--no-cache', 'build without the cache')
    .option('--pull', 'look for newer base images')
    .option('--rebuild', 'build even if unchanged')
    .option('--dry-run', 'print the plan and write nothing')
    .action(async (options: RequestOptions & BuildOptions) => {
      const [common, settings] = splitOptions(options)
      // Commander sets `cache` to true if `--no-cache` is not given.
      const {cache, ...rest} = settings
      await handle({...common, command: 'push', settings: cache === false ? {...rest, cache} : rest})
    })
}

const TAG_TO_PULL = 'tag to pull, instead of the image of the commit'

function addPull(program: Command, handle: Handler): void {
  addCommand(program, 'pull', 'pull the image of the commit, or of the nearest before it')
    .option('-t, --tag <tag>', TAG_TO_PULL)
    .action(async (options: RequestOptions & PullOptions) => {
      const [common, settings] = splitOptions(options)
      await handle({...common, command: 'pull', settings})
    })
}

function addRun(program: Command, handle: Handler): void {
  addCommand(program, 'run', 'pull the image and run it in a container')
    .usage('[options] [command...]\n       ecr-registry run [options] -- [options of docker run] [command...]')
    .showHelpAfterError('(options of docker run come after --, as in `ecr-registry run -- -e A=1`)')
    .option('-t, --tag <tag>', TAG_TO_PULL)
    .argument('[command...]', "command to run, instead of the image's own")
    .passThroughOptions()
    .addHelpText('after', RUN_NOTES)
    .action(async (args: string[], options: RequestOptions & PullOptions) => {
      const [common, settings] = splitOptions(options)
      await handle({...common, command: 'run', settings, args})
    })
}

/** Without this, an option of `docker run` that stands too early would be taken for one of ours. */
function refuseMisplacedOptions(program: Command, command: Command): void {
  if (command.name() !== 'run') return
  const sentence = misplacedOptions(program.args.slice(1), command.options)
  if (sentence !== undefined) command.showHelpAfterError(false).error(`error: ${sentence}`)
}

function addPromote(program: Command, handle: Handler): void {
  addCommand(program, 'promote', 'copy the image from the previous stage, by its digest')
    .option('--version <version>', "version of a release; by default the commit's git tag")
    .option('--source <reference>', "tag or digest to promote, instead of the commit's image")
    .addOption(
      new Option('--fail-on-severity <severity>', `wait for the scan; ${SEVERITIES.join(', ')}, none`).choices([
        'none',
        ...SEVERITIES
      ])
    )
    .option('--scan-timeout <duration>', 'longest wait for the scan, such as 10m')
    .option('--dry-run', 'print the plan and write nothing')
    .action(async (options: RequestOptions & PromoteOptions) => {
      const [common, settings] = splitOptions(options)
      await handle({...common, command: 'promote', settings})
    })
}

function addPlan(program: Command, handle: Handler): void {
  addCommand(program, 'plan', "print the action's decision for an event, offline")
    .addOption(new Option('-e, --event <name>', `one of ${PLANNED_EVENTS.join(', ')}`).choices(PLANNED_EVENTS))
    .option('-b, --branch <name>', 'branch; by default the one that is checked out')
    .option('-t, --tag <tag>', 'git tag, such as v1.2.3')
    .option('--pull-request <number>', 'number of the open pull request', wholeNumber)
    .option('--fork', 'the pull request comes from a fork')
    .option('--environment <name>', 'GitHub environment of the job')
    .option('--version <version>', 'version of a release without a git tag')
    .action(async (options: RequestOptions & PlanOptions) => {
      const [common, settings] = splitOptions(options)
      await handle({...common, command: 'plan', settings})
    })
}

function addInputs(program: Command, handle: Handler): void {
  addSources(addCommand(program, 'inputs', 'list what a build reads: base images and files, offline'))
    .option('--build-context <name=path...>', 'named contexts')
    .action(async (options: RequestOptions & BuildOptions) => {
      const [common, settings] = splitOptions(options)
      await handle({...common, command: 'inputs', settings})
    })
}

/** A command without options of its own. */
function addPlainCommand(program: Command, handle: Handler, name: 'doctor' | 'login', description: string): void {
  addCommand(program, name, description).action(async (options: RequestOptions) => {
    const [common] = splitOptions(options)
    await handle({...common, command: name, settings: {}})
  })
}

/** Separates the options of every command from those of one command. */
function splitOptions<T extends object>({
  stage,
  image,
  variant,
  config,
  profile,
  json,
  debug,
  ...settings
}: RequestOptions & T): [RequestOptions, Omit<T, keyof RequestOptions>] {
  const common = {stage, image, variant, config, profile, json, debug}
  return [Object.fromEntries(Object.entries(common).filter(([, value]) => value !== undefined)), settings]
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError('Give a whole number.')
  return Number(text)
}
