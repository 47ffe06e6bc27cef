/** Variables as a process has them. */
export type ProcessEnv = Readonly<Record<string, string | undefined>>

/**
 * What the programs get that a run starts: without the inputs, among which are secrets, and without what would let
 * them ask for OIDC tokens. The runner's other tokens stay, which Docker's cache on GitHub needs.
 */
export function forPrograms(environment: ProcessEnv): ProcessEnv {
  const ours = /^(?:INPUT_|STATE_|ACTIONS_ID_TOKEN_REQUEST_)/
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.test(name)))
}
