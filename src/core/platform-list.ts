import {closest} from './spelling.js'

/**
 * The architectures of Linux that images are built for, each with its variants as a pattern: those that Go compiles for, with
 * the variants and other names that containerd knows. Images for other systems cannot be built here.
 * @see https://go.dev/doc/install/source#environment
 * @see https://github.com/containerd/platforms/blob/main/database.go
 */
const VARIANTS: Readonly<Record<string, string>> = {
  amd64: '(?:/v?[1-4])?',
  arm64: '(?:/v?[89](?:\\.[0-9])?)?',
  arm: '(?:/v?[5-8])?',
  ...Object.fromEntries(
    ['386', 'ppc64le', 's390x', 'riscv64', 'loong64', 'mips64le', 'mips64', 'mipsle', 'mips', 'ppc64'].map(name => [
      name,
      ''
    ])
  )
}

const OTHER_NAMES = ['x86_64', 'aarch64', 'armhf', 'armel', 'i386', 'i486', 'i586', 'i686']

/** A platform that images can be built for, as a regular expression without anchors. The JSON schema has it too. */
export const PLATFORM_PATTERN = `linux/(?:${[
  ...Object.entries(VARIANTS).map(([name, variants]) => `${name}${variants}`),
  ...OTHER_NAMES
].join('|')})`

const KNOWN = new RegExp(`^${PLATFORM_PATTERN}$`)

/** The platforms that there are, for people. */
const LIST = [
  'linux/amd64 (also /v1 to /v4)',
  'linux/arm64 (also /v8 and /v9)',
  'linux/arm (also /v5 to /v8)',
  ...Object.keys(VARIANTS)
    .filter(name => VARIANTS[name] === '')
    .map(name => `linux/${name}`)
].join(', ')

/**
 * What to write instead of a platform: the one that was probably meant, and all that there are. Docker accepts any platform. It
 * then builds an image that runs nowhere, or one whose platform is a lie.
 * @param text `os/architecture[/variant]`, in lower case
 * @returns undefined for a platform that images can be built for
 */
export function platformsInstead(text: string): string | undefined {
  if (KNOWN.test(text)) return undefined
  const [os = '', architecture = '', variant] = text.split('/')
  const meant = closest(architecture, Object.keys(VARIANTS))
  const suggestion = meant === undefined ? undefined : `linux/${meant}`
  const isNear = os === 'linux' ? variant === undefined : closest(os, ['linux']) !== undefined
  return `${suggestion !== undefined && isNear ? `${suggestion}, or ` : ''}one of ${LIST}`
}
