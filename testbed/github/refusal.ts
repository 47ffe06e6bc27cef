/** An error that GitHub's API answers. */
export class GitHubRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
    /** Further properties of the body. */
    readonly details: Record<string, unknown> = {}
  ) {
    super(message)
  }
}

/** What each key of a body may hold. */
export type Fields = Readonly<Record<string, (value: unknown) => boolean>>

/** Refuses a body that GitHub's schema does not allow, in its words. */
export function strictly(body: Record<string, unknown>, fields: Fields, required: readonly string[] = []): void {
  const problems = [
    ...Object.keys(body)
      .filter(key => !(key in fields))
      .map(key => `"${key}" is not a permitted key.`),
    ...required.filter(key => !(key in body)).map(key => `"${key}" wasn't supplied.`),
    ...Object.entries(body)
      .filter(([key, value]) => fields[key]?.(value) === false)
      .map(([key]) => `Invalid property /${key}: data matches no possible input.`)
  ]
  if (problems.length > 0) throw new GitHubRefusal(422, `Invalid request.\n\n${problems.join('\n')}`)
}
