import {programEnvironment} from '../core/process-env.js'
import {remedyAt} from '../core/remedy.js'
import type {Check, CheckState} from '../doctor/check.js'
import {attempt, notLookedAt} from '../doctor/check.js'
import {dockerCheck} from '../doctor/docker.js'
import {dockerfileCheck} from '../doctor/dockerfile.js'
import {examine, unreached} from '../doctor/examine.js'
import {regionIn} from '../doctor/region.js'
import {trunkCheck, trunkIn} from '../doctor/trunk.js'
import {checklistLines, complaintOf, tally} from '../report/checklist.js'
import {buildSettings} from '../run/build-settings.js'
import type {Stage} from '../stages/stage.js'
import {sourceStage} from '../stages/stage.js'
import type {LocalStages, Machine} from './local-job.js'
import {readStages} from './local-job.js'
import type {CommonOptions} from './options.js'
import {optionOf} from './options.js'
import {ownIdentity} from './own-identity.js'
import type {CommandReport} from './report.js'
import {styler} from './terminal.js'
import {forTerminal} from './wording.js'
import type {WorkingTree} from './working-tree.js'
import {readWorkingTree} from './working-tree.js'

/** Looks at all that a push or a pull takes, and says what to mend; nothing is pushed and nothing changed. */
export async function doctor(common: CommonOptions, machine: Machine): Promise<CommandReport> {
  const {stage = 'development'} = common
  const checks = (await examined(common, machine)).map(inTerminalWords)
  const styled = styler(process.stdout, machine.environment)
  const isWell = complaintOf(checks, 'terminal') === undefined
  return {
    lines: [
      `${stage} · ${isWell ? `all is well${limitOf(stage, checks)}` : 'not all is well'}: ${tally(checks)}`,
      ...checklistLines(checks, 'terminal', (part, text) => styled(COLOURS[part], text))
    ],
    json: {stage, checks},
    exitCode: isWell ? 0 : 1
  }
}

/** Whoever may read a stage is well there, and writes nothing. */
function limitOf(stage: Stage, checks: readonly Check[]): string {
  const isWithheld = checks.some(({name, state}) => name === 'write' && state === 'told')
  return isWithheld ? ` to read, and not to ${stage === 'release' ? 'promote' : 'push'}` : ''
}

const COLOURS = {
  good: 'green',
  bad: 'red',
  warning: 'yellow',
  'not-looked-at': 'dim',
  told: 'dim',
  remedy: 'cyan'
} as const satisfies Record<CheckState | 'remedy', string>

function inTerminalWords({remedy, ...check}: Check): Check {
  return {
    ...check,
    says: forTerminal(check.says, optionOf),
    ...(remedy === undefined ? {} : {remedy: forTerminal(remedyAt('terminal', remedy), optionOf)})
  }
}

/** Goes on past what is not there, to all that can be looked at without it. */
async function examined({stage = 'development', ...common}: CommonOptions, machine: Machine): Promise<Check[]> {
  const {directory, log, signal} = machine
  const environment = programEnvironment(machine.environment)
  const source = sourceStage(stage)
  const clone = await attempt('clone', () => readWorkingTree(directory, environment), describeTree)
  const tree = clone.value
  const stages =
    tree === undefined
      ? undefined
      : await attempt('stages file', () => readStages(tree, common, machine), describeStages)
  const before = [clone.check, stages?.check ?? notLookedAt('stages file', 'there is no clone that it would be in')]

  const docker = {builds: stage !== 'release', builder: undefined, environment, signal}
  if (tree === undefined || stages?.value === undefined) {
    return [
      ...before,
      await dockerCheck(docker),
      ...unreached({source}, 'credentials', 'no stages file says where to look')
    ]
  }
  const {file, image, trunk, github, targetOf} = stages.value
  const dockerfile = docker.builds ? [await dockerfileCheck(buildSettings(stages.value), tree.directory)] : []
  const checks = await examine({
    ...docker,
    stage,
    log,
    target: targetOf(stage),
    source: source === undefined ? undefined : targetOf(source).repository,
    regions: {target: regionIn(file, stage), source: regionIn(file, source ?? stage)},
    image: image.name,
    identity: ownIdentity({profile: common.profile, environment: machine.environment, log, signal}),
    who: {kind: 'person'}
  })
  const named = await trunkCheck({trunk, named: trunkIn(file), isSeen: false, github})
  return [...before, named, ...dockerfile, ...checks]
}

function describeTree({branch, commit, isDirty}: WorkingTree): string {
  return `${branch === undefined ? 'no branch' : `branch ${branch}`} at ${commit.id.slice(0, 12)}${isDirty ? ', with changes that are not committed' : ''}`
}

function describeStages({file, image, trunk}: LocalStages): string {
  return `${file.path}: image ${image.name}, trunk ${trunk}`
}
