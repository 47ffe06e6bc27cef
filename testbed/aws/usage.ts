import {randomUUID} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'

import type {IamPolicy} from './iam.js'

/** The permissions that roles have and those that they used, each as `<role> <action> <repository>`. */
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

  /** Writes a record to the directory that the variable GRANTS names, if it is set. Each process writes its own. */
  save(): void {
    const directory = process.env['GRANTS']
    if (directory === undefined || this.#granted.size === 0) return
    writeFileSync(
      join(directory, `${randomUUID()}.json`),
      JSON.stringify({granted: [...this.#granted], used: [...this.#used]})
    )
  }
}

/** The repository's name, without account and region, because these differ from test to test. */
function repositoryOf(resource: string): string {
  return resource.split(':repository/')[1] ?? '*'
}
