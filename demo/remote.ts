import type {JobEvent, SampleRepository} from '../testbed/harness/sample.js'
import type {StepResult} from '../testbed/workflow/runner.js'

const TRUNK = 'master'

/** Prints a line for the person who pushed. */
type Say = (text: string) => void

/** GitHub's part after a push to the sample repository: it opens pull requests and runs the workflow. */
export class Remote {
  /** Numbers of open pull requests by branch. */
  readonly #pulls = new Map<string, number>()
  #runs = 0
  #opened = 0
  /** Pushes that are being handled or are waiting. */
  #working = 0
  /** Ends when the last push so far is done: pushes take turns, because their runs share one clone. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(private readonly sample: SampleRepository) {}

  /** @param pushed a line for each ref: `<old id> <new id> <ref>`, the input of git's post-receive hook */
  async received(pushed: string, say: Say): Promise<void> {
    if (this.#working > 0) say('The run of another push is not finished. Runs take turns here, so this push waits.')
    this.#working++
    const turn = this.#turn.then(() => this.#all(pushed, say))
    this.#turn = turn.catch(() => undefined)
    try {
      await turn
    } finally {
      this.#working--
    }
  }

  async #all(pushed: string, say: Say): Promise<void> {
    await this.sample.git(
      'fetch',
      '--quiet',
      '--prune',
      '--force',
      'origin',
      '+refs/heads/*:refs/remotes/origin/*',
      '+refs/tags/*:refs/tags/*'
    )
    for (const row of pushed.split('\n').filter(text => text !== '')) {
      const [, id = '', ref = ''] = row.split(' ')
      try {
        await this.#one(id, ref, say)
      } catch (error) {
        say(`${ref}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }

  async #one(id: string, ref: string, say: Say): Promise<void> {
    const [, kind, name = ''] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? []
    if (kind === undefined) {
      say(`${ref} is neither a branch nor a tag: the workflow does not run.`)
    } else if (/^0+$/.test(id)) {
      // As long as git has a branch feature, it cannot have a branch feature/hello.
      await this.sample.git('update-ref', '-d', ref)
      const isOpen = this.#pulls.delete(name)
      say(`${ref} was deleted${isOpen ? ', and its pull request was closed' : ''}. Nothing is built.`)
    } else {
      await this.#clean()
      await (kind === 'heads' ? this.#branch(name, id, say) : this.#tag(ref, say))
    }
  }

  /** Removes the traces of a failed merge, with which git would refuse the next checkout. */
  async #clean(): Promise<void> {
    await this.sample.git('reset', '--quiet', '--hard')
    await this.sample.git('clean', '--quiet', '-ffdx')
  }

  async #branch(branch: string, id: string, say: Say): Promise<void> {
    await this.sample.git('checkout', '--quiet', '-B', branch, id)
    if (branch === TRUNK) {
      await this.#run(await this.sample.push(branch), say)
      return
    }
    const known = this.#pulls.get(branch)
    const number = known ?? ++this.#opened
    this.#pulls.set(branch, number)
    if (known === undefined) say(`Pull request #${number} is opened for ${branch}.`)
    const event = await this.#merged(number, branch, known === undefined ? 'opened' : 'synchronize')
    if (event === undefined)
      say(`Pull request #${number} conflicts with ${TRUNK}. GitHub runs no workflow until the conflict is resolved.`)
    else await this.#run(event, say)
  }

  /** @returns undefined if there are conflicts */
  async #merged(number: number, branch: string, action: string): Promise<JobEvent | undefined> {
    try {
      return await this.sample.pullRequest(number, branch, {action})
    } catch (error) {
      if ((await this.sample.git('ls-files', '--unmerged')) === '') throw error
      return undefined
    }
  }

  async #tag(ref: string, say: Say): Promise<void> {
    await this.sample.git('checkout', '--quiet', '--detach', ref)
    await this.#run(await this.sample.event('push', ref, {ref, deleted: false}), say)
  }

  async #run(event: JobEvent, say: Say): Promise<void> {
    const number = this.#runs + 1
    const run = await this.sample.workflow(event, undefined, {runNumber: number})
    if (run.kind === 'ignored') {
      say(`The workflow does not run: ${run.reason}`)
      return
    }
    this.#runs = number
    for (const {name, environment, steps, conclusion} of run.jobs) {
      say(
        `Run ${number}, job ${name}${environment === undefined ? '' : ` in the environment ${environment}${environment === 'Release' ? ', approved' : ''}`}: ${conclusion}`
      )
      for (const {result} of steps) if (result !== undefined) shown(result).forEach(say)
    }
  }
}

/** A step's log without empty lines: with its groups folded, as GitHub shows it first, or all of it if the step failed. */
function shown({exitCode, log, folded}: StepResult): string[] {
  return (exitCode === 0 ? folded : log).split('\n').filter(line => line.trim() !== '')
}
