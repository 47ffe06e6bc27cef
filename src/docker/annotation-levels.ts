/**
 * The objects that an annotation goes on, as buildx reads its name: `key`, `index:key`, `manifest,index:key`,
 * `manifest[linux/amd64]:key`. Without a level it goes on the manifest of each platform.
 * @see https://docs.docker.com/build/metadata/annotations/#specify-annotation-level
 */
const LEVELS =
  /^((?:manifest|index)(?:-descriptor)?(?:\[[^\]]*\])?(?:,(?:manifest|index)(?:-descriptor)?(?:\[[^\]]*\])?)*):(.*)$/s

type Level = 'manifest' | 'manifest-descriptor' | 'index' | 'index-descriptor'

interface Placed {
  level: Level
  /** As it is written; undefined if the annotation is for all platforms. */
  platform: string | undefined
  name: string
  value: string
}

type Annotations = Readonly<Record<string, string>>

/** The annotations that a part of an image takes itself. Its builder makes no index: it refuses those of one, and
 * ignores those of a platform. */
export function annotationsOfPart(
  annotations: Annotations,
  isOf: (platform: string) => boolean
): Record<string, string> {
  return Object.fromEntries(
    placed(annotations).flatMap(({level, platform, name, value}) =>
      level === 'manifest' && (platform === undefined || isOf(platform)) ? [[name, value]] : []
    )
  )
}

/** The annotations on the index, by their plain names. */
export function annotationsOfIndex(annotations: Annotations): Record<string, string> {
  return Object.fromEntries(
    placed(annotations).flatMap(({level, name, value}) => (level === 'index' ? [[name, value]] : []))
  )
}

/** The annotations on the entry of a platform in the index, by their plain names. */
export function annotationsOfEntry(
  annotations: Annotations,
  isOf: (platform: string) => boolean
): Record<string, string> {
  return Object.fromEntries(
    placed(annotations).flatMap(({level, platform, name, value}) =>
      level === 'manifest-descriptor' && (platform === undefined || isOf(platform)) ? [[name, value]] : []
    )
  )
}

function placed(annotations: Annotations): Placed[] {
  return Object.entries(annotations).flatMap(([written, value]): Placed[] => {
    const [, levels, name] = LEVELS.exec(written) ?? []
    if (levels === undefined || name === undefined)
      return [{level: 'manifest', platform: undefined, name: written, value}]
    return levels.split(',').map(one => {
      const [, level = '', platform] = /^([a-z-]+)(?:\[(.*)\])?$/.exec(one) ?? []
      return {level: level as Level, platform, name, value}
    })
  })
}
