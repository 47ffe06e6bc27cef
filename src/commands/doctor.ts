import {bad, good} from '../doctor/check.js'
import {Failure} from '../failure.js'
import type {Check, CheckState} from '../outcome.js'
import {checklistLines, complaintOf, tally} from '../report/checklist.js'
import {sourceStage} from '../stages/stage.js'
import type {LocalJob, Machine} from './local-job.js'
import {inClone} from './local-job.js'
import type {CommonOptions} from './options.js'
import type {CommandReport} from './report.js'
import {styler} from './terminal.js'

/** Looks at all that a push or a pull takes, and says what to mend; nothing is pushed and nothing changed. */
export async function doctor(common: CommonOptions, machine: Machine): Promise<CommandReport> {
  const {stage = 'development'} = common
  const checks = await examined(common, machine)
  const styled = styler(process.stdout, machine.environment)
  const isWell = complaintOf(checks) === undefined
  return {
    lines: [`${stage} · ${isWell ? 'all is well' : 'not all is well'}: ${tally(checks)}`, ...checklistLines(checks, (part, text) => styled(COLOURS[part], text))],
    json: {stage, checks},
    exitCode: isWell ? 0 : 1
  }
}

const COLOURS = {good: 'green', bad: 'red', warning: 'yellow', 'not-looked-at': 'dim', told: 'dim', mend: 'cyan'} as const satisfies Record<CheckState | 'mend', string>

async function examined({stage = 'development', ...common}: CommonOptions, machine: Machine): Promise<Check[]> {
  try {
    return await inClone(common, {}, machine, async job => {
      const {examine} = await import('../doctor/examine.js')
      const source = sourceStage(stage)
      const checks = await examine({
        ...job, stage,
        target: job.targetOf(stage),
        source: source === undefined ? undefined : job.targetOf(source).repository,
        image: job.image.name,
        who: {kind: 'person'},
        builds: stage !== 'release',
        builder: undefined
      })
      return [...ofClone(job), ...checks]
    })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return [bad('clone', error.message, error.remedy)]
  }
}

function ofClone({tree, file, image, trunk}: LocalJob): Check[] {
  const changes = tree.isDirty ? ', with changes that are not committed' : ''
  return [
    good('clone', `${tree.branch === undefined ? 'no branch' : `branch ${tree.branch}`} at ${tree.commit.id.slice(0, 12)}${changes}`),
    good('stages file', `${file.path}: image ${image.name}, trunk ${trunk}`)
  ]
}
