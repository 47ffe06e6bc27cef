import type {CommandResult} from './command-result.js'
import type {Invocation} from './invocation.js'
import type {BuildOptions, CommonOptions, PlanOptions, PromoteOptions, PullOptions} from './options.js'

/** A command as it was typed. */
export type Request = RequestOptions &
  (
    | {command: 'push'; settings: BuildOptions}
    | {command: 'pull'; settings: PullOptions}
    | {command: 'run'; settings: PullOptions; args: string[]}
    | {command: 'promote'; settings: PromoteOptions}
    | {command: 'plan'; settings: PlanOptions}
    | {command: 'inputs'; settings: BuildOptions}
    | {command: 'doctor' | 'login'; settings: object}
  )

/** The options of every command, with those about its output. */
export type RequestOptions = CommonOptions & {json?: boolean; debug?: boolean}

/** Runs the command of a request. Each command is loaded only when it is asked for. */
export async function execute(request: Request, invocation: Invocation): Promise<CommandResult> {
  switch (request.command) {
    case 'push':
      return await (await import('./push.js')).push(request, request.settings, invocation)
    case 'pull':
      return await (await import('./pull.js')).pull(request, request.settings, invocation)
    case 'run':
      return await (await import('./run.js')).runPulledImage(request, request.settings, request.args, invocation)
    case 'promote':
      return await (await import('./promote.js')).promoteFromClone(request, request.settings, invocation)
    case 'plan':
      return await (await import('./plan.js')).plan(request, request.settings, invocation)
    case 'inputs':
      return await (await import('./inputs.js')).inputs(request, request.settings, invocation)
    case 'login':
      return await (await import('./login.js')).login(request, invocation)
    case 'doctor':
      return await (await import('./doctor.js')).doctor(request, invocation)
  }
}
