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

/** The permitted keys of a body, each with a test of its value. */
export type FieldChecks = Readonly<Record<string, (value: unknown) => boolean>>

/**
 * Refuses a body that does not fit GitHub's schema.
 * @throws GitHubRefusal with GitHub's message
 */
export function strictly(body: Record<string, unknown>, fields: FieldChecks, required: readonly string[] = []): void {
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
