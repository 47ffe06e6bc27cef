/** The stages, in the order in which an image passes them. */
export const STAGES = ['development', 'master', 'release'] as const

export type Stage = (typeof STAGES)[number]

/** The stages whose builds write a build cache. A release is never built. */
export const CACHING_STAGES = ['development', 'master'] as const

export type CachingStage = (typeof CACHING_STAGES)[number]

/** The stage that an image is promoted from. Undefined for development, the first stage. */
export function sourceStage(stage: Stage): Stage | undefined {
  return STAGES[STAGES.indexOf(stage) - 1]
}
