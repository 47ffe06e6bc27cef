import type {Change, EnvironmentOutcome, RepositoryOutcome} from './apply-environments.js'
import type {EnvironmentSettings} from './protection.js'
import {describeRefs} from './protection.js'

/** The result of the command, or of its dry run, as text for a terminal. */
export function formatReport(outcomes: readonly RepositoryOutcome[], dryRun: boolean): string {
  const shortfalls = outcomes.flatMap(outcome => outcome.shortfalls)
  const notes = outcomes.flatMap(({repository, environments}) =>
    environments.flatMap(environment => noteOf(repository, environment))
  )
  return [
    ...outcomes.map(outcome => formatRepository(outcome, dryRun ? PLANNED : DONE)),
    ...(notes.length === 0 ? [] : [notes.map(note => `Note: ${note}\n`).join('')]),
    ...(shortfalls.length === 0
      ? []
      : [
          'Not protected:\n',
          ...shortfalls.map(({what, meaning, because}) => `- ${[what, meaning, ...because].join('\n  ')}\n`)
        ]),
    ...(dryRun ? ['Dry run: nothing was written. GitHub may refuse some of these changes.\n'] : [])
  ].join('\n')
}

const DONE: Readonly<Record<Change, string>> = {
  created: 'created',
  changed: 'changed',
  unchanged: 'unchanged',
  refused: 'refused'
}
const PLANNED: Readonly<Record<Change, string>> = {...DONE, created: 'to create', changed: 'to change'}

function formatRepository(
  {repository, environments, rulesets}: RepositoryOutcome,
  words: Readonly<Record<Change, string>>
): string {
  const rows = [
    ...environments.map(({name, change, settings, before}) => ({
      name,
      change,
      lines: [
        ...describeSettings(settings),
        ...(change === 'changed' && before !== undefined ? [`before: ${describeSettings(before).join('; ')}`] : [])
      ]
    })),
    ...rulesets.map(({effect, change}) => ({name: 'tags v*', change, lines: [effect]}))
  ]
  const width = Math.max(...rows.map(({name}) => name.length))
  const lines = rows.flatMap(({name, change, lines}) =>
    lines.map(
      (line, index) =>
        `  ${(index === 0 ? name : '').padEnd(width)}  ${(index === 0 ? words[change] : '').padEnd(CHANGE_WIDTH)}  ${line}`
    )
  )
  return `${[repository, ...lines].join('\n')}\n`
}

const CHANGE_WIDTH = 'unchanged'.length

function describeSettings({
  refs,
  reviewers,
  preventSelfReview,
  adminsBypass,
  waitMinutes
}: EnvironmentSettings): string[] {
  const approval = [
    `approved by ${reviewers.map(({name}) => name).join(' or ')}`,
    ...(preventSelfReview ? ['but not by the person who started the run'] : []),
    ...(adminsBypass ? [] : ['with no bypass for administrators'])
  ]
  return [
    `admits ${describeRefs(refs)}`,
    ...(reviewers.length === 0 ? [] : [approval.join(', ')]),
    ...(waitMinutes === 0 ? [] : [`waits ${waitMinutes} minutes`])
  ]
}

function noteOf(repository: string, {name, settings: {reviewers, preventSelfReview}}: EnvironmentOutcome): string[] {
  const [only, ...others] = reviewers
  if (only?.type !== 'User' || others.length > 0 || !preventSelfReview) return []
  return [
    `Only ${only.name} approves ${name} of ${repository}, so nobody can approve a run that ${only.name} starts. Name another reviewer, or a team.`
  ]
}
