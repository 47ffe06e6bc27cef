import {code, escaped, link, shell, table} from '../core/markdown.js'
import {bytes} from '../core/quantities.js'
import type {Previous, Scans, StagedImage} from '../run/outcome.js'
import type {Vulnerability} from './vulnerabilities.js'
import {countsText, difference} from './vulnerabilities.js'

export interface CommentSubject {
  image: StagedImage
  operation: 'built' | 'unchanged'
  commit: {id: string; url: string}
  run: {number: number; url: string}
}

/** The result of a step that only posts a comment. */
export interface Commented {
  kind: 'commented'
  /** What became of the comment, in a sentence. */
  reason: string
}

/** The number of vulnerabilities in a list. A reader needs to see the worst; ECR shows the rest. */
const LISTED = 10
/** The number of tags in the list. Templates can produce many. */
const TAGS = 20
/** Characters of a name. No real package has a longer one. */
const NAME = 80

/** The comment on a pull request about its image, in GitHub's Markdown. */
export function commentOf({image, operation, commit, run}: CommentSubject): string {
  const {registry, repository, digest, previous = {kind: 'none'}} = image
  const scans: Scans = image.scans ?? {kind: 'unknown', because: 'the scan was not read'}
  const changes = previous.kind === 'other' ? difference(scans, previous.scans) : undefined
  return (
    [
      `### 📦 ${escaped(repository)} · ${operation === 'built' ? 'built and pushed' : 'unchanged'}`,
      shell(`docker pull ${registry}/${repository}@${digest}`),
      table([
        ['Digest', code(digest)],
        ['Tags', tagList(image)],
        ['Size', image.size === undefined ? '' : `${bytes(image.size)} compressed${sizeChange(image.size, previous)}`],
        ['Platforms', image.platforms.map(code).join(', ')],
        [
          'Vulnerabilities',
          scans.kind === 'unknown'
            ? `not known: ${escaped(scans.because)}`
            : `${escaped(countsText(scans.counts))}${countOf(changes)}`
        ]
      ]),
      ...list('New since the previous image', changes?.added ?? [], true),
      ...list('Fixed since the previous image', changes?.fixed ?? [], false),
      `<sub>${[`commit [${commit.id.slice(0, 12)}](${commit.url})`, `[run ${run.number}](${run.url})`, comparedWith(previous)].join(' · ')}</sub>`
    ].join('\n\n') + '\n'
  )
}

function tagList({tags}: StagedImage): string {
  const own = tags.filter(({kind, tag}) => kind !== 'kept' && !tag.startsWith('src-')).map(({tag}) => code(tag))
  return [...own.slice(0, TAGS), ...(own.length > TAGS ? [`and ${own.length - TAGS} more`] : [])].join(' ')
}

function sizeChange(size: number, previous: Previous): string {
  if (previous.kind !== 'other' || previous.size === undefined) return ''
  const change = size - previous.size
  return change === 0 ? ', as before' : ` (${change > 0 ? '+' : '−'}${bytes(Math.abs(change))})`
}

function countOf(changes: {added: unknown[]; fixed: unknown[]} | undefined): string {
  if (changes === undefined) return ''
  const {added, fixed} = changes
  return added.length + fixed.length === 0
    ? ' · none new, none fixed'
    : ` · **${added.length} new**, ${fixed.length} fixed`
}

/** @param isOpen whether the list is expanded at first */
function list(title: string, vulnerabilities: readonly Vulnerability[], isOpen: boolean): string[] {
  if (vulnerabilities.length === 0) return []
  const lines = vulnerabilities.slice(0, LISTED).map(lineOf)
  const more = vulnerabilities.length > LISTED ? [`- and ${vulnerabilities.length - LISTED} more`] : []
  return [
    `<details${isOpen ? ' open' : ''}><summary>${title}</summary>\n\n${[...lines, ...more].join('\n')}\n\n</details>`
  ]
}

function lineOf({severity, name, package: of, versions, fix, uri}: Vulnerability): string {
  const subject = [of, versions.slice(0, 3).join(', ')]
    .filter(text => text !== '')
    .map(text => code(shortened(text)))
    .join(' ')
  return `- ${escaped(severity.toLowerCase())} ${link(shortened(name), uri)}${subject === '' ? '' : ` in ${subject}`}${fix === undefined ? '' : `, fixed in ${code(shortened(fix))}`}`
}

function comparedWith(previous: Previous): string {
  switch (previous.kind) {
    case 'none':
      return 'the first image of this branch'
    case 'same':
      return 'the same image as before'
    case 'other': {
      const image = `${code(`${previous.digest.slice(0, 19)}…`)}, the previous image of ${code(previous.tag)}`
      return previous.scans.kind === 'unknown'
        ? `compared with ${image}, whose vulnerabilities are not known`
        : `compared with ${image}`
    }
  }
}

function shortened(text: string): string {
  return text.length <= NAME ? text : `${text.slice(0, NAME - 1)}…`
}
