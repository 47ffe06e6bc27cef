import type {JobEvent, SampleRepository} from '../testbed/sample.js'

const TRUNK = 'master'

/** What GitHub does with what is pushed to a sample repository: it opens pull requests, and runs the workflow. */
export class Remote {
  /** Open pull requests by their branch. */
  readonly #pulls = new Map<string, number>()
  #runs = 0

  constructor(private readonly sample: SampleRepository) {}

  /**
   * @param pushed a line for each ref: `<old id> <new id> <ref>`, as git tells its post-receive hook
   * @param say shows the one who pushed what comes of it
   */
  async received(pushed: string, say: (text: string) => void): Promise<void> {
    await this.sample.git('fetch', '--quiet', '--prune', '--force', 'origin', '+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*')
    for (const row of pushed.split('\n').filter(text => text !== '')) {
      const [, id = '', ref = ''] = row.split(' ')
      if (/^0+$/.test(id)) say(`${ref} is gone: nothing is built, and the lifecycle rules clean up.`)
      else if (ref.startsWith('refs/heads/')) await this.#branch(ref.slice('refs/heads/'.length), say)
      else await this.#tag(ref, say)
    }
  }

  async #branch(branch: string, say: (text: string) => void): Promise<void> {
    await this.sample.git('checkout', '--quiet', '-B', branch, `origin/${branch}`)
    if (branch === TRUNK) {
      await this.#run(await this.sample.push(branch), say)
      return
    }
    const known = this.#pulls.get(branch)
    const number = known ?? this.#pulls.size + 1
    this.#pulls.set(branch, number)
    if (known === undefined) say(`Pull request #${number} is opened for ${branch}.`)
    await this.#run(await this.sample.pullRequest(number, branch, {action: known === undefined ? 'opened' : 'synchronize'}), say)
  }

  async #tag(ref: string, say: (text: string) => void): Promise<void> {
    await this.sample.git('checkout', '--quiet', '--detach', ref)
    await this.#run(await this.sample.event('push', ref, {ref, deleted: false}), say)
  }

  async #run(event: JobEvent, say: (text: string) => void): Promise<void> {
    const run = await this.sample.workflow(event, undefined, {runNumber: ++this.#runs})
    if (run.kind === 'ignored') {
      say(`The workflow does not run: ${run.reason}`)
      return
    }
    for (const {name, environment, steps, conclusion} of run.jobs) {
      say(`Run ${this.#runs}, job ${name}${environment === undefined ? '' : ` in the environment ${environment}${environment === 'Release' ? ', approved' : ''}`}: ${conclusion}`)
      for (const {result} of steps) if (result !== undefined) say(result.log.trim())
    }
  }
}
