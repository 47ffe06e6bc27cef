import type {Stage} from '../../src/stages/stage.js'
import type {ExpectedCache} from './scenarios.js'
import {EXPECTED_CACHES, EXPECTED_STAGES} from './scenarios.js'

/** The required permissions, which the tests compare with the templates. */
export const TABLE = `
| stage | Developers | End users | GitHub (the stage's role) |
|---|---|---|---|
| Development | authorize read write metadata | – | authorize read write metadata |
| Master | authorize read metadata | – | authorize write |
| Release | authorize read metadata | authorize read | authorize write |
`

/** The required permissions of a stage's role in the repository of the source stage. */
export const SOURCE_TABLE = `
| role of | repository of | may |
|---|---|---|
| Master | Development | read metadata |
| Release | Master | read metadata |
`

/** The required permissions of a stage's role in the repositories of the build caches. */
export const CACHE_TABLE = `
| role of | cache | cache-trunk |
|---|---|---|
| Development | read write | read |
| Master | – | read write |
| Release | – | – |
`

/** The actions of each level, as AWS names them. */
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

/** Further actions of an identity with `metadata`, in the account of the repository, if Inspector scans the registry. */
export const INSPECTOR = ['inspector2:ListCoverage', 'inspector2:ListFindings']

export const GRANTEES = ['developers', 'end-users', 'github'] as const
export type TableGrantee = (typeof GRANTEES)[number]

/** The levels in a cell of the table. A dash stands for none. */
export function levelsOf(stage: Stage, grantee: TableGrantee): string[] {
  const row = parseRows(TABLE)[EXPECTED_STAGES.indexOf(stage)] ?? []
  return parseLevels(row[1 + GRANTEES.indexOf(grantee)])
}

/** The source stage, and the levels for its repository. */
export function sourceLevelsOf(stage: Stage): {source: Stage; levels: string[]} | undefined {
  const row = parseRows(SOURCE_TABLE).find(([name]) => name?.toLowerCase() === stage)
  const source = EXPECTED_STAGES.find(other => other === row?.[1]?.toLowerCase())
  return source === undefined ? undefined : {source, levels: parseLevels(row?.[2])}
}

/** The levels of a stage's role in a build cache. */
export function cacheLevelsOf(stage: Stage, cache: ExpectedCache): string[] {
  const row = parseRows(CACHE_TABLE)[EXPECTED_STAGES.indexOf(stage)]
  return parseLevels(row?.[1 + EXPECTED_CACHES.findIndex(one => one.cache === cache)])
}

/** All actions of these levels, as IAM names them. */
export function actionsAtLevels(levels: readonly string[]): Set<string> {
  return new Set(levels.flatMap(level => LEVELS[level] ?? []).map(name => `ecr:${name}`))
}

/** Describes actions by their levels. An action that no level covers is named itself. */
export function describeActions(actions: ReadonlySet<string>): string {
  const levels = Object.keys(LEVELS).filter(level => [...actionsAtLevels([level])].every(action => actions.has(action)))
  const covered = actionsAtLevels(levels)
  const found = [...levels, ...[...actions].filter(action => !covered.has(action))]
  return found.length === 0 ? '–' : found.join(' ')
}

export function renderTable(header: string[], body: string[][]): string {
  return ['', header, header.map(() => '---'), ...body, '']
    .map(row => (typeof row === 'string' ? row : row[0] === '---' ? `|${row.join('|')}|` : `| ${row.join(' | ')} |`))
    .join('\n')
}

function parseRows(table: string): string[][] {
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

function parseLevels(text = '–'): string[] {
  return text === '–' ? [] : text.split(' ')
}
