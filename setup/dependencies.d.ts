/** The parts of a lockfile, or of npm's own record in `node_modules`, that tell one installation from another. */
export interface Lockfile {
  packages?: Record<string, LockedPackage>
}

export interface LockedPackage {
  version?: string
  integrity?: string
  link?: boolean
  optional?: boolean
  devOptional?: boolean
}

/** Whether what npm says it installed is what the lockfile asks for; packages of other platforms may be absent. */
export function isInstalled(lockfile: Lockfile | undefined, installed: Lockfile | undefined): boolean

/** Installs what package-lock.json names, unless it is there. Returns an exit code; what failed is on standard error. */
export function installDependencies(): number
