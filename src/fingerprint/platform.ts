/** A platform in containerd's normalized form: `linux/arm64/v8` is `linux/arm64`. */
export interface NormalizedPlatform {
  readonly os: string
  readonly architecture: string
  readonly variant: string
}

const aliases: Readonly<Record<string, readonly [architecture: string, variant: string]>> = {
  x86_64: ['amd64', ''],
  'x86-64': ['amd64', ''],
  aarch64: ['arm64', ''],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
  i386: ['386', ''],
  i486: ['386', ''],
  i586: ['386', ''],
  i686: ['386', '']
}

const DEFAULT_VARIANTS: Readonly<Record<string, string>> = {amd64: 'v1', arm64: 'v8'}

/** Reads `os/architecture[/variant]`. */
export function parsePlatform(text: string): NormalizedPlatform {
  const [os = '', given = '', givenVariant = ''] = text.trim().toLowerCase().split('/')
  const [architecture, impliedVariant] = (Object.hasOwn(aliases, given) ? aliases[given] : undefined) ?? [given, '']
  const variant = (givenVariant === '' ? impliedVariant : givenVariant).replace(/^(\d)/, 'v$1')
  if (DEFAULT_VARIANTS[architecture] === variant) return {os, architecture, variant: ''}
  if (architecture === 'arm' && variant === '') return {os, architecture, variant: 'v7'}
  return {os, architecture, variant}
}

/** Whether containerd may read a platform in another way than `parsePlatform`. */
export function isUnusualPlatform(text: string): boolean {
  return !/^[a-z0-9]+\/(?:arm\/v?[5-8]|(?!arm(?:hf|el)\/)[a-z0-9_-]+(?:\/v\d)?)$/i.test(text.trim())
}

/** `os/architecture[/variant]` */
export function formatPlatform({os, architecture, variant}: NormalizedPlatform): string {
  return [os, architecture, variant].filter(part => part !== '').join('/')
}

/** The normal form of a platform: `linux/arm64/v8` is `linux/arm64`. */
export function normalPlatform(platform: string): string {
  return formatPlatform(parsePlatform(platform))
}

/** Whether two names are of the same platform. */
export function isSamePlatform(one: string, other: string): boolean {
  return normalPlatform(one) === normalPlatform(other)
}

/**
 * The build arguments that BuildKit predefines.
 * @see https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope
 */
export function platformArguments(target: NormalizedPlatform, build: NormalizedPlatform): ReadonlyMap<string, string> {
  return new Map(
    (
      [
        ['TARGET', target],
        ['BUILD', build]
      ] as const
    ).flatMap(
      ([prefix, platform]) =>
        [
          [`${prefix}PLATFORM`, formatPlatform(platform)],
          [`${prefix}OS`, platform.os],
          [`${prefix}OSVERSION`, ''],
          [`${prefix}ARCH`, platform.architecture],
          [`${prefix}VARIANT`, platform.variant]
        ] as const
    )
  )
}
