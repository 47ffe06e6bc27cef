import {bytes} from '../core/quantities.js'
import type {InputListing, ReadContext, ReadFile} from './input-listing.js'

/** The number of files that a person sees of each context. */
const SHOWN_FILES = 10
/** The number of lines that are named for one image. */
const SHOWN_PLACES = 4

/**
 * The listing for programs.
 * @see docs/command-line.md for the meaning of each field
 */
export function jsonOfListing(listing: InputListing): Record<string, unknown> {
  const {reasons, bases, frontend, dockerfile, reads, contexts} = listing
  return {
    comparable: reasons.length === 0,
    because: reasons.length === 0 ? null : reasons.join(' '),
    dockerfile: dockerfile ?? null,
    frontend: frontend ?? null,
    bases,
    remote: remoteOf(listing),
    reads: reads.map(({source, by, line, kind}) => ({
      source,
      by,
      ...(line === undefined ? {} : {line}),
      ...(kind === 'pinned' ? {pinned: true} : {})
    })),
    files: contexts.flatMap(({name, files}) => files.map(file => jsonOfFile(name, file)))
  }
}

function jsonOfFile(context: string, {path, bytes, type, size, mode, target, ignored}: ReadFile) {
  return {
    path,
    size,
    mode: mode.toString(8).padStart(4, '0'),
    type,
    ...(target === undefined ? {} : {link: target}),
    ...(bytes === undefined ? {} : {'path-base64': bytes.toString('base64')}),
    ...(ignored === undefined ? {} : {ignored}),
    ...(context === '' ? {} : {context})
  }
}

function remoteOf({reads}: InputListing): string[] {
  return [...new Set(reads.filter(({kind}) => kind === 'fetched').map(({source}) => source))]
}

const PINNING = 'Pin what ADD fetches: `--checksum=sha256:...` for a file, the full id of a commit for a repository.'

/** The listing for people, with the most important lines first. */
export function linesOfListing(listing: InputListing): string[] {
  const {dockerfile = 'a Dockerfile from elsewhere', target, reasons, reads, contexts} = listing
  const subject = target === undefined ? dockerfile : `${dockerfile}, stage ${target}`
  const verdict =
    reasons.length === 0
      ? 'comparable: an unchanged image is not built again'
      : 'not comparable: the image is built every time'
  const images = rowsOf(reads.filter(({kind}) => kind === 'image' || kind === 'frontend'))
  const fetched = rowsOf(reads.filter(({kind}) => kind === 'fetched' || kind === 'pinned'))
  return [
    `${subject} · ${verdict}`,
    ...reasons.map(reason => `  ${reason}`),
    ...(reads.some(({kind, by}) => kind === 'fetched' && by.endsWith('ADD')) ? [`  ${PINNING}`] : []),
    ...section(images.length === 0 ? 'no base image' : 'base images', images),
    ...(fetched.length === 0 ? [] : section('fetched when the build runs', fetched)),
    ...contexts.flatMap(linesOfContext)
  ].map(onOneLine)
}

function section(title: string, rows: readonly string[]): string[] {
  return ['', title, ...rows.map(row => `  ${row}`)]
}

/** A row for each image or address: its name, and the places that read it. */
function rowsOf(reads: InputListing['reads']): string[] {
  const sources = grouped(reads, ({source}) => source)
  // A digest is long, and must not move the places of all other images to the right.
  const width = Math.max(0, ...[...sources.keys()].map(({length}) => length).filter(length => length <= 60))
  return [...sources].map(([source, ofSource]) => `${source.padEnd(width)}  ${placesOf(ofSource)}`)
}

/** The groups of the same key, in the order of their first entries. */
function grouped<T>(entries: readonly T[], keyOf: (entry: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry])
  return groups
}

/** `FROM in line 3, COPY --from in lines 9 and 12` */
function placesOf(reads: InputListing['reads']): string {
  return [...grouped(reads, ({by}) => by)]
    .map(([by, ofForm]) => {
      const lines = ofForm.flatMap(({line}) => line ?? [])
      const pinned = ofForm.some(({kind}) => kind === 'pinned') ? ' (pinned)' : ''
      return lines.length === 0 ? `${by}${pinned}` : `${by} in ${numbered(lines)}${pinned}`
    })
    .join(', ')
}

function numbered(lines: readonly number[]): string {
  const [first = 0, ...rest] = lines
  if (rest.length === 0) return `line ${first}`
  const left = lines.length - SHOWN_PLACES
  if (left > 0) return `lines ${lines.slice(0, SHOWN_PLACES).join(', ')} and ${left} more`
  return `lines ${lines.slice(0, -1).join(', ')} and ${lines.at(-1) ?? 0}`
}

function linesOfContext({name, path, files}: ReadContext): string[] {
  const counted = files.filter(({type}) => type !== 'directory')
  const ofRepositories = counted.filter(isOfRepository)
  const largest = counted.filter(file => !isOfRepository(file)).toSorted((a, b) => b.size - a.size)
  const shown = largest.length <= SHOWN_FILES + 1 ? largest : largest.slice(0, SHOWN_FILES)
  const rest = largest.slice(shown.length)
  const rows: [size: number, text: string][] = shown.map(file => [file.size, nameOf(file)])
  if (rest.length > 0) rows.push([sizeOf(rest), `in ${rest.length} smaller files`])
  if (ofRepositories.length > 0)
    rows.push([
      sizeOf(ofRepositories),
      `in ${ofRepositories.length} files of .git, which counts by its commit and refs`
    ])
  const title = name === '' ? 'the context' : `the context ${name}`
  return section(
    `${counted.length === 1 ? '1 file' : `${counted.length} files`} in ${title} (${path}): ${bytes(sizeOf(counted))}`,
    rows.map(([size, text]) => `${bytes(size).padStart(7)}  ${text}`)
  )
}

function isOfRepository({path}: ReadFile): boolean {
  return /(?:^|\/)\.git\//.test(path)
}

function nameOf({path, type, target, ignored}: ReadFile): string {
  const kind = type === 'link' ? ` -> ${target ?? ''}` : type === 'file' ? '' : ` (${type})`
  return `${path}${kind}${ignored === undefined ? '' : ' (hidden from COPY by the ignore file)'}`
}

function sizeOf(files: readonly ReadFile[]): number {
  return files.reduce((sum, {size}) => sum + size, 0)
}

/** A name may contain line ends, and must not pose as a line of ours. */
export function onOneLine(line: string): string {
  return line.replaceAll('\n', '\\n').replaceAll('\t', '\\t')
}
