import type {Change, EnvironmentOutcome, RepositoryOutcome} from './apply-environments.js'
import type {EnvironmentSettings} from './protection.js'
import {admitted} from './protection.js'

/** What was done, or in a dry run would be, for people to read in a terminal. */
export function environmentsReport(outcomes: readonly RepositoryOutcome[], dryRun: boolean): string {
  const shortfalls = outcomes.flatMap(outcome => outcome.shortfalls)
  const notes = outcomes.flatMap(({repository, environments}) =>
    environments.flatMap(environment => noteOf(repository, environment))
  )
  return [
    ...outcomes.map(outcome => reportOf(outcome, dryRun ? PLANNED : DONE)),
    ...(notes.length === 0 ? [] : [notes.map(note => `Note: ${note}\n`).join('')]),
    ...(shortfalls.length === 0
      ? []
      : [
          'Not protected:\n',
          ...shortfalls.map(({what, meaning, because}) => `- ${[what, meaning, ...because].join('\n  ')}\n`)
        ]),
    ...(dryRun ? ['A dry run: nothing was written, and GitHub may refuse some of it.\n'] : [])
  ].join('\n')
}

const DONE: Readonly<Record<Change, string>> = {
  created: 'created',
  changed: 'changed',
  unchanged: 'unchanged',
  refused: 'refused'
}
const PLANNED: Readonly<Record<Change, string>> = {...DONE, created: 'to create', changed: 'to change'}

function reportOf(
  {repository, environments, rulesets}: RepositoryOutcome,
  words: Readonly<Record<Change, string>>
): string {
  const rows = [
    ...environments.map(({name, change, settings, before}) => ({
      name,
      change,
      lines: [
        ...described(settings),
        ...(change === 'changed' && before !== undefined ? [`before: ${described(before).join('; ')}`] : [])
      ]
    })),
    ...rulesets.map(({effect, change}) => ({name: 'tags v*', change, lines: [effect]}))
  ]
  const width = Math.max(...rows.map(({name}) => name.length))
  const lines = rows.flatMap(({name, change, lines}) =>
    lines.map(
      (line, index) =>
        `  ${(index === 0 ? name : '').padEnd(width)}  ${(index === 0 ? words[change] : '').padEnd(WORD)}  ${line}`
    )
  )
  return `${[repository, ...lines].join('\n')}\n`
}

const WORD = 'unchanged'.length

function described({refs, reviewers, preventSelfReview, adminsBypass, waitMinutes}: EnvironmentSettings): string[] {
  const approval = [
    `approved by ${reviewers.map(({name}) => name).join(' or ')}`,
    ...(preventSelfReview ? ['never by who started the run'] : []),
    ...(adminsBypass ? [] : ['without a bypass for administrators'])
  ]
  return [
    `admits ${admitted(refs)}`,
    ...(reviewers.length === 0 ? [] : [approval.join(', ')]),
    ...(waitMinutes === 0 ? [] : [`waits ${waitMinutes} minutes`])
  ]
}

function noteOf(repository: string, {name, settings: {reviewers, preventSelfReview}}: EnvironmentOutcome): string[] {
  const [only, ...others] = reviewers
  if (only?.type !== 'User' || others.length > 0 || !preventSelfReview) return []
  return [
    `${only.name} alone approves ${name} of ${repository}, but not what ${only.name} started: nobody can. Name another reviewer, or a team.`
  ]
}
