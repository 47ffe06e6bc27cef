/** The path of Node 24: that of this process, or that of an optional dependency. Throws if there is neither. */
export function node24(): string
