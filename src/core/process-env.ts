/** The environment variables of a process. */
export type ProcessEnv = Readonly<Record<string, string | undefined>>

/**
 * The variables for programs that a run starts. Inputs are left out, because they include secrets, and so is everything
 * that lets a program request OIDC tokens. The other tokens of the runner stay, because Docker's cache on GitHub needs them.
 */
export function programEnvironment(environment: ProcessEnv): ProcessEnv {
  const ours = /^(?:INPUT_|STATE_|ACTIONS_ID_TOKEN_REQUEST_)/
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.test(name)))
}
