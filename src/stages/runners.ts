/** A label of a runner, or several labels that one runner must have. */
export type RunnerLabels = string | readonly string[]

/** The labels of runners, by platform or the start of one, such as `linux/arm`. `default` is for all other platforms. */
export type Runners = Readonly<Record<string, RunnerLabels>>

const DEFAULT_LABEL = 'ubuntu-24.04'

/** The runners that build a platform without emulation, if a stages file names none. */
export const DEFAULT_RUNNERS: Runners = {default: DEFAULT_LABEL, 'linux/arm64': 'ubuntu-24.04-arm'}

/** One job of GitHub's matrix: the part of an image for one platform. */
export interface MatrixEntry {
  platform: string
  /** The platform with dashes for slashes, because names of jobs and outputs take no slashes. */
  name: string
  runner: RunnerLabels
}

/**
 * The runner of a platform: that of the longest start of its name.
 * @param platform in its normal form, such as `linux/arm/v7`
 */
export function runnerFor(platform: string, runners: Runners): RunnerLabels {
  const parts = platform.split('/')
  for (let length = parts.length; length > 0; length--) {
    const name = parts.slice(0, length).join('/')
    if (Object.hasOwn(runners, name)) return runners[name] ?? DEFAULT_LABEL
  }
  return runners['default'] ?? DEFAULT_LABEL
}

/**
 * The matrix of a build: one entry for each platform.
 * @param platforms in their normal form
 */
export function matrixOf(platforms: readonly string[], runners: Runners): MatrixEntry[] {
  return [...new Set(platforms)].map(platform => ({
    platform,
    name: platform.replaceAll('/', '-'),
    runner: runnerFor(platform, runners)
  }))
}

/** Whether a matrix has runners of more than one kind. If not, one job builds all platforms as fast. */
export function needsSeveralRunners(matrix: readonly MatrixEntry[]): boolean {
  return new Set(matrix.map(({runner}) => JSON.stringify([runner].flat().sort()))).size > 1
}

/** The jobs that GitHub takes in one matrix: https://docs.github.com/en/actions/reference/limits */
export const MATRIX_LIMIT = 256
