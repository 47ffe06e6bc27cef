import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The files of the repository that git tracks or would add. */
export function filesLike(...patterns: string[]): string[] {
  const {stdout} = spawnSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ...patterns],
    {cwd: root, encoding: 'utf8'}
  )
  return stdout
    .split('\n')
    .filter(path => path !== '')
    .sort()
}

export interface Fence {
  /** The first word after the backticks; empty if there is none. */
  language: string
  /** Without the indentation of the fence. */
  text: string
  /** The line of the opening fence, from 1. */
  line: number
}

export interface Link {
  target: string
  line: number
}

/** The parts of a Markdown file. */
export interface Page {
  path: string
  fences: readonly Fence[]
  links: readonly Link[]
  /** The anchors that `#...` may name. */
  anchors: ReadonlySet<string>
  text: string
}

export function readPage(path: string): Page {
  return pageOf(path, readFileSync(join(root, path), 'utf8'))
}

/** https://spec.commonmark.org/0.31.2/#fenced-code-blocks, for backticks and tildes. */
export function pageOf(path: string, text: string): Page {
  const fences: Fence[] = []
  const prose: string[] = []
  let open: {fence: Fence; mark: string; indent: string; lines: string[]} | undefined
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [, before = '', mark = '', info = ''] = /^(\s*(?:(?:[-*+]|\d+[.)])\s+)?)(`{3,}|~{3,})(.*)$/.exec(line) ?? []
    if (open === undefined) {
      const indent = ' '.repeat(before.length)
      if (mark !== '')
        open = {
          fence: {language: info.trim().split(/[\s{]/)[0] ?? '', text: '', line: index + 1},
          mark,
          indent,
          lines: []
        }
      prose.push(mark === '' ? line : '')
      continue
    }
    prose.push('')
    if (mark.startsWith(open.mark) && `${before}${info}`.trim() === '') {
      fences.push({...open.fence, text: open.lines.map(code => `${code}\n`).join('')})
      open = undefined
    } else {
      open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line)
    }
  }
  if (open !== undefined) throw new Error(`${path}:${open.fence.line} the fence is not closed`)
  return {path, fences, links: linksIn(prose), anchors: anchorsIn(prose), text}
}

const LINKS = [
  /\]\(<?([^\s<>()]*(?:\([^\s()]*\))?[^\s<>()]*)>?(?:\s+"[^"]*")?\)/g,
  /^\s*\[[^\]]+\]:\s+(\S+)/g,
  /\b(?:href|src|srcset)="([^"]*)"/g
]

function linksIn(prose: readonly string[]): Link[] {
  return prose.flatMap((line, index) => {
    // A link inside code is no link, but the text of a link may be code.
    const plain = line.replaceAll(/(`+)(?!`).*?[^`]\1(?!`)/g, '')
    return LINKS.flatMap(pattern => [...plain.matchAll(pattern)].map(([, target = '']) => ({target, line: index + 1})))
  })
}

function anchorsIn(prose: readonly string[]): Set<string> {
  const anchors = new Set(
    prose.flatMap(line => [...line.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id))
  )
  const seen = new Map<string, number>()
  for (const line of prose) {
    const title = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1]
    if (title === undefined) continue
    const slug = slugOf(title)
    const times = seen.get(slug) ?? 0
    anchors.add(times === 0 ? slug : `${slug}-${times}`)
    seen.set(slug, times + 1)
  }
  return anchors
}

/** The anchor of a heading by GitHub's rules: lower case, without punctuation, with a dash for each space. */
export function slugOf(title: string): string {
  return title
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/\*/g, '')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-')
}
