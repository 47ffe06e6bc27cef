/** The README with its tables of inputs and outputs as action.yml has them; throws where a marker is missing. */
export function withTables(readme: string, actionYaml: string): string
