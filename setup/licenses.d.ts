/** The directories of the packages that files come from; our own files belong to no package. */
export function packagesOf(files: Iterable<string>): string[]

/** The licenses of packages as one text, sorted by name; throws for a package without any license. */
export function licensesOf(directories: readonly string[]): string
