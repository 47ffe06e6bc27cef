/** The path of a Node 24: this process' own, or that of an optional dependency. Throws where there is neither. */
export function node24(): string
