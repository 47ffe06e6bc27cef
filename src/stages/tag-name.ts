/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/

export const MAX_TAG_LENGTH = 128

/** Whether a registry takes this for a tag. */
export function isTag(text: string): boolean {
  return TAG.test(text)
}
