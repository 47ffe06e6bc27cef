import {expect, test} from '@jest/globals'
import fc from 'fast-check'

import {parseDockerfile} from '../../src/fingerprint/dockerfile.js'
import type {Matched} from '../../src/fingerprint/dockerignore.js'
import {matchPatterns, parseDockerignore} from '../../src/fingerprint/dockerignore.js'
import {parsePlatform} from '../../src/fingerprint/platform.js'

// These tests write the same build in many forms. Each form was tried against BuildKit.
const AMD64 = parsePlatform('linux/amd64')

interface Stage {
  image: string
  /** Built on the stage before, if there is one. */
  isOnStage: boolean
  copied: string[]
  mounted: string[]
  /** Copies from the stage before, by number or by name. */
  copiesStage: 'name' | 'number' | 'no'
  noise: string
}

interface Style {
  keyword: 'upper' | 'lower'
  /** How flags are written: plain, in quotes, or with the value in quotes. */
  flag: 'plain' | 'whole' | 'value'
  /** Between the words of an instruction. */
  gap: string
  ending: '\n' | '\r\n'
  base: 'plain' | 'quoted' | 'argument' | 'default'
}

/** Lines that name images and addresses, and read none. */
const NOISE = [
  '',
  '# FROM fake',
  'RUN <<EOF\nFROM fake\nEOF',
  'RUN cat << EOF > /x\nADD https://fake/x /x\nEOF',
  'RUN <<-\\EOF\nCOPY --from=fake / /\n\t\tEOF',
  'RUN <<"E F" cat\nFROM fake\nE F',
  'RUN ["echo", "<<EOF"]',
  'RUN echo $((1<<2)) a<<b',
  'RUN echo \\\n# FROM fake\n\n  COPY --from=fake',
  'COPY <<EOF /x\nFROM fake\nEOF',
  'LABEL a="FROM fake" b=\'COPY --from=fake\'',
  'ADD fake.git /x'
]

const image = fc.constantFrom(
  'alpine',
  'debian:12',
  'ghcr.io/a/b:1',
  'localhost:5000/x',
  `busybox@sha256:${'a'.repeat(64)}`
)
const stage: fc.Arbitrary<Stage> = fc.record({
  image,
  isOnStage: fc.boolean(),
  copied: fc.array(image, {maxLength: 2}),
  mounted: fc.array(image, {maxLength: 2}),
  copiesStage: fc.constantFrom('name' as const, 'number' as const, 'no' as const),
  noise: fc.constantFrom(...NOISE)
})
const style: fc.Arbitrary<Style> = fc.record({
  keyword: fc.constantFrom('upper' as const, 'lower' as const),
  flag: fc.constantFrom('plain' as const, 'whole' as const, 'value' as const),
  gap: fc.constantFrom(' ', '  ', '\t', ' \\\n ', ' \\\n# FROM fake\n', ' \\  \n\n'),
  ending: fc.constantFrom('\n' as const, '\r\n' as const),
  base: fc.constantFrom('plain' as const, 'quoted' as const, 'argument' as const, 'default' as const)
})

function render(stages: readonly Stage[], {keyword, flag, gap, ending, base}: Style): string {
  const line = (name: string, ...words: string[]): string =>
    [keyword === 'upper' ? name : name.toLowerCase(), ...words].join(gap)
  const option = (name: string, value: string): string => {
    if (flag === 'whole') return `--"${name}=${value}"`
    return flag === 'value' ? `--${name}='${value}'` : `--${name}=${value}`
  }
  const baseOf = (reference: string): string => {
    if (base === 'quoted') return `"${reference}"`
    return base === 'argument' ? '${BASE}' : base === 'default' ? `\${UNSET:-${reference}}` : reference
  }
  const args = base === 'argument' ? stages.map(({image: reference}) => line('ARG', `BASE=${reference}`)) : []
  const written = stages.flatMap(({image: reference, isOnStage, copied, mounted, copiesStage, noise}, index) => [
    line(
      'FROM',
      isOnStage && index > 0 ? `s${index - 1}` : baseOf(base === 'argument' ? '' : reference),
      'AS',
      `s${index}`
    ),
    noise,
    ...copied.map(from => line('COPY', option('from', from), '/a', '/b')),
    ...mounted.map(from => line('RUN', option('mount', `type=bind,from=${from},target=/m`), 'true')),
    ...(copiesStage === 'no' || index === 0
      ? []
      : [line('COPY', option('from', copiesStage === 'name' ? `S${index - 1}` : String(index - 1)), '/a', '/b')])
  ])
  return [...args, ...written].join('\n').replaceAll('\n', ending)
}

/** The images that a build of the last stage reads. */
function imagesOf(stages: readonly Stage[], {base}: Style): Set<string> {
  const images = new Set<string>()
  for (let index = stages.length - 1; index >= 0; index--) {
    const {image: own, isOnStage, copied, mounted, copiesStage} = stages[index]!
    const isStage = isOnStage && index > 0
    // An argument keeps the value that it was given last.
    if (!isStage) images.add(base === 'argument' ? stages.at(-1)!.image : own)
    for (const from of [...copied, ...mounted]) images.add(from)
    if (!isStage && (copiesStage === 'no' || index === 0)) break
  }
  return images
}

function parse(text: string) {
  return parseDockerfile(text, {buildArgs: {}, platforms: [AMD64], buildPlatform: AMD64, contexts: []})
}

test('the images of a Dockerfile are found in every form that is listed', () => {
  fc.assert(
    fc.property(fc.array(stage, {minLength: 1, maxLength: 4}), style, (stages, form) => {
      const {images, uncertainties} = parse(render(stages, form))
      const expected = [...imagesOf(stages, form)].flatMap(reference => parse(`FROM ${reference}`).images)
      expect(uncertainties).toEqual([])
      expect(images.map(({reference}) => reference)).toEqual(expected.map(({reference}) => reference).sort())
    }),
    {numRuns: 500}
  )
})

/** Whether a pattern matches a path, letter by letter. `**` followed by `/` stands for any number of directories. */
function matches(pattern: string, path: string): boolean {
  if (pattern === '') return path === ''
  if (pattern.startsWith('**')) {
    const rest = pattern.slice(2).replace(/^\//, '')
    if (rest === '') return true
    const starts = [0, ...Array.from(path).flatMap((char, at) => (char === '/' ? [at + 1] : []))]
    return starts.some(at => matches(rest, path.slice(at)))
  }
  if (pattern.startsWith('*')) {
    if (matches(pattern.slice(1), path)) return true
    return path !== '' && !path.startsWith('/') && matches(pattern, path.slice(1))
  }
  if (pattern.startsWith('?')) return path !== '' && !path.startsWith('/') && matches(pattern.slice(1), path.slice(1))
  return path.startsWith(pattern.charAt(0)) && matches(pattern.slice(1), path.slice(1))
}

/** Whether Docker excludes a path: the last pattern that matches it or a directory above it, and that changes the result. */
function isExcluded(lines: readonly string[], path: string): boolean {
  const above = path.split('/').map((_, index, names) => names.slice(0, index + 1).join('/'))
  const isKnown = new Map<number, boolean>()
  let excluded = false
  for (const current of above) {
    excluded = false
    for (const [index, line] of lines.entries()) {
      const isException = line.startsWith('!')
      const pattern = line.replace(/^!/, '').replace(/^\//, '').replace(/\/$/, '')
      const isMatch = isKnown.get(index) === true || (isException === excluded && matches(pattern, current))
      isKnown.set(index, isMatch)
      if (isMatch) excluded = !isException
    }
  }
  return excluded
}

const name = fc.constantFrom('a', 'b', 'ab', 'a.b', 'x-y', 'ü', '(a)', 'c+')
const part = fc.oneof(name, fc.constantFrom('*', '**', '?', 'a*', '*b', '?b', 'x-*'))
const pattern = fc
  .record({
    isException: fc.boolean(),
    isRooted: fc.boolean(),
    parts: fc.array(part, {minLength: 1, maxLength: 3}),
    isDirectory: fc.boolean()
  })
  // `**` beside letters is a plain prefix or suffix for Docker, which the oracle does not know.
  .map(
    ({isException, isRooted, parts, isDirectory}) =>
      `${isException ? '!' : ''}${isRooted ? '/' : ''}${parts.join('/')}${isDirectory ? '/' : ''}`
  )

test('an ignore file excludes the same paths as its patterns read letter by letter', () => {
  fc.assert(
    fc.property(
      fc.array(pattern, {minLength: 1, maxLength: 5}),
      fc.array(name, {minLength: 1, maxLength: 4}),
      (lines, names) => {
        const {patterns, unread} = parseDockerignore(lines.join('\n'), '.dockerignore')
        expect(unread).toEqual([])
        let above: Matched | undefined
        let excluded = false
        for (const index of names.keys()) {
          const match = matchPatterns(patterns, names.slice(0, index + 1).join('/'), above)
          above = match.matched
          excluded = match.excluded
        }
        expect(excluded).toBe(isExcluded(lines, names.join('/')))
      }
    ),
    {numRuns: 2000}
  )
})
