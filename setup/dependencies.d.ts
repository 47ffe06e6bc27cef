/** The parts of a lockfile, or of npm's own record in `node_modules`, that identify an installation. */
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

/** Whether npm's record of the installation equals the lockfile. Packages of other platforms may be absent. */
export function isInstalled(lockfile: Lockfile | undefined, installed: Lockfile | undefined): boolean

/** Installs the packages of package-lock.json, unless they are installed. Returns an exit code, and prints failures on standard error. */
export function installDependencies(): number
