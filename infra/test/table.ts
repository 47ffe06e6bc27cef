import type {Stage} from './scenarios.js'
import {STAGES} from './scenarios.js'

/** Who may do what, as it was asked for: what the templates are held against. */
export const TABLE = `
| stage | Developers | End users | GitHub (the stage's role) |
|---|---|---|---|
| Development | authorize read write metadata | – | authorize read write metadata |
| Master | authorize read metadata | – | authorize write |
| Release | authorize read metadata | authorize read | authorize write |
`

/** And what a stage's role may do in the repository of the stage before. */
export const SOURCE_TABLE = `
| role of | repository of | may |
|---|---|---|
| Master | Development | read metadata |
| Release | Master | read metadata |
`

/** What AWS asks for, for each of the words. */
export const LEVELS: Readonly<Record<string, readonly string[]>> = {
  authorize: ['GetAuthorizationToken'],
  read: ['BatchGetImage', 'GetDownloadUrlForLayer', 'BatchCheckLayerAvailability'],
  write: [
    'BatchCheckLayerAvailability',
    'InitiateLayerUpload',
    'UploadLayerPart',
    'CompleteLayerUpload',
    'PutImage',
    'BatchGetImage'
  ],
  metadata: [
    ...['DescribeRepositories', 'DescribeImages', 'ListImages', 'DescribeImageScanFindings'],
    ...['ListTagsForResource', 'GetLifecyclePolicy', 'GetLifecyclePolicyPreview', 'GetRepositoryPolicy']
  ]
}

/** What whoever has `metadata` is allowed beside that where Inspector scans, in the account of the repository. */
export const INSPECTOR = ['inspector2:ListCoverage', 'inspector2:ListFindings']

export const GRANTEES = ['developers', 'end-users', 'github'] as const
export type Grantee = (typeof GRANTEES)[number]

/** The words of a cell; none for a dash. */
export function cell(stage: Stage, grantee: Grantee): string[] {
  const row = rows(TABLE)[STAGES.indexOf(stage)] ?? []
  return words(row[1 + GRANTEES.indexOf(grantee)])
}

/** The stage before, and the words for its repository. */
export function sourceCell(stage: Stage): {source: Stage; words: string[]} | undefined {
  const row = rows(SOURCE_TABLE).find(([name]) => name?.toLowerCase() === stage)
  const source = STAGES.find(other => other === row?.[1]?.toLowerCase())
  return source === undefined ? undefined : {source, words: words(row?.[2])}
}

/** The actions of words, as IAM names them. */
export function actionsOf(levels: readonly string[]): Set<string> {
  return new Set(levels.flatMap(level => LEVELS[level] ?? []).map(name => `ecr:${name}`))
}

/** The other way round: whatever no word covers is spelled out. */
export function wordsFor(actions: ReadonlySet<string>): string {
  const levels = Object.keys(LEVELS).filter(level => [...actionsOf([level])].every(action => actions.has(action)))
  const covered = actionsOf(levels)
  const found = [...levels, ...[...actions].filter(action => !covered.has(action))]
  return found.length === 0 ? '–' : found.join(' ')
}

export function renderTable(header: string[], body: string[][]): string {
  return ['', header, header.map(() => '---'), ...body, '']
    .map(row => (typeof row === 'string' ? row : row[0] === '---' ? `|${row.join('|')}|` : `| ${row.join(' | ')} |`))
    .join('\n')
}

function rows(table: string): string[][] {
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map(row =>
      row
        .split('|')
        .slice(1, -1)
        .map(text => text.trim())
    )
}

function words(text = '–'): string[] {
  return text === '–' ? [] : text.split(' ')
}
