import {randomUUID} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'

import type {IamPolicy} from './iam.js'

/** What roles were given and what they made use of, each as `<role> <action> <repository>`. */
export class Usage {
  readonly #granted = new Set<string>()
  readonly #used = new Set<string>()

  grant(role: string, policies: readonly IamPolicy[]): void {
    for (const {Effect, Action = [], Resource = []} of policies.flatMap(({Statement}) => Statement)) {
      if (Effect !== 'Allow') continue
      for (const action of [Action].flat())
        for (const resource of [Resource].flat()) this.#granted.add([role, action, repositoryOf(resource)].join(' '))
    }
  }

  use(role: string, action: string, resource: string): void {
    this.#used.add([role, action, repositoryOf(resource)].join(' '))
  }

  /** Leaves a record in the directory that the variable GRANTS names, where it is set: other processes have theirs. */
  save(): void {
    const directory = process.env['GRANTS']
    if (directory === undefined || this.#granted.size === 0) return
    writeFileSync(
      join(directory, `${randomUUID()}.json`),
      JSON.stringify({granted: [...this.#granted], used: [...this.#used]})
    )
  }
}

/** Accounts and regions differ from test to test. */
function repositoryOf(resource: string): string {
  return resource.split(':repository/')[1] ?? '*'
}
