import {withVisibleControls} from '../core/foreign-text.js'
import {programEnvironment} from '../core/process-env.js'
import {remedyAt} from '../core/remedy.js'
import type {Check, CheckState} from '../doctor/check.js'
import {attempt, notChecked} from '../doctor/check.js'
import {dockerCheck} from '../doctor/docker.js'
import {dockerfileCheck} from '../doctor/dockerfile.js'
import {examine, NO_STAGES_FILE} from '../doctor/examine.js'
import {regionOrigin} from '../doctor/region.js'
import {placeholderCheck, remoteCheck} from '../doctor/setup.js'
import {trunkCheck, trunkOrigin} from '../doctor/trunk.js'
import {checklistLines, complaintOf, tally} from '../report/checklist.js'
import {buildSettings} from '../run/build-settings.js'
import type {Stage} from '../stages/stage.js'
import {sourceStage} from '../stages/stage.js'
import type {CommandResult} from './command-result.js'
import type {Invocation} from './invocation.js'
import type {LocalProject} from './local-project.js'
import {readProject} from './local-project.js'
import type {CommonOptions} from './options.js'
import {ownIdentity} from './own-identity.js'
import {styler} from './terminal.js'
import type {WorkingTree} from './working-tree.js'
import {readWorkingTree} from './working-tree.js'

/** Checks all that a push or a pull needs. Nothing is pushed, and nothing is changed. */
export async function doctor(common: CommonOptions, invocation: Invocation): Promise<CommandResult> {
  const {stage = 'development'} = common
  const checks = (await runChecks(common, invocation)).map(shownCheck)
  const styled = styler(process.stdout, invocation.environment)
  const isWell = complaintOf(checks, 'terminal') === undefined
  return {
    lines: [
      `${stage} · ${isWell ? `all is well${limitationOf(stage, checks)}` : 'not all is well'}: ${tally(checks)}`,
      ...checklistLines(checks, 'terminal', (part, text) => styled(COLOURS[part], text))
    ],
    isStyled: true,
    json: {stage, checks},
    exitCode: isWell ? 0 : 1
  }
}

/** A login that may only read a stage has no problem there, but the reader should know its limit. */
function limitationOf(stage: Stage, checks: readonly Check[]): string {
  const mayOnlyRead = checks.some(({name, state}) => name === 'write' && state === 'info')
  return mayOnlyRead ? `, but you may not ${stage === 'release' ? 'promote' : 'push'}` : ''
}

const COLOURS = {
  good: 'green',
  bad: 'red',
  warning: 'yellow',
  'not-checked': 'dim',
  info: 'dim',
  remedy: 'cyan'
} as const satisfies Record<CheckState | 'remedy', string>

/** A check as people and JSON see it: with visible control characters, and its remedy in the words of the command line. */
function shownCheck({remedy, says, ...check}: Check): Check {
  return {
    ...check,
    says: withVisibleControls(says),
    ...(remedy === undefined ? {} : {remedy: withVisibleControls(remedyAt('terminal', remedy))})
  }
}

/** Runs all checks that are possible: a missing clone or stages file does not end the examination. */
async function runChecks({stage = 'development', ...common}: CommonOptions, invocation: Invocation): Promise<Check[]> {
  const {directory, log, signal} = invocation
  const environment = programEnvironment(invocation.environment)
  const source = sourceStage(stage)
  const clone = await attempt('clone', () => readWorkingTree(directory, environment), describeTree)
  const tree = clone.value
  const project =
    tree === undefined
      ? undefined
      : await attempt('stages file', () => readProject(tree, common, invocation), describeProject)
  const before = [clone.check, project?.check ?? notChecked('stages file', 'there is no clone')]

  const docker = {needsDocker: stage !== 'release', builder: undefined, environment, signal}
  if (tree === undefined || project?.value === undefined) {
    return [
      ...before,
      await dockerCheck(docker),
      notChecked('AWS', `${NO_STAGES_FILE}, and neither are its account, your permissions and its settings`)
    ]
  }
  const {file, image, inputs, trunk, github, targetOf} = project.value
  const settings = () => buildSettings({inputs, image, environment})
  const dockerfile = docker.needsDocker ? [await dockerfileCheck(settings, tree.directory)] : []
  const checks = await examine({
    ...docker,
    stage,
    log,
    target: targetOf(stage),
    source: source === undefined ? undefined : targetOf(source).repository,
    regionOrigins: {target: regionOrigin(file, stage), source: regionOrigin(file, source ?? stage)},
    image: image.name,
    identity: ownIdentity({profile: common.profile, environment: invocation.environment, log, signal}),
    principal: {kind: 'person'}
  })
  const trunkResult = await trunkCheck({trunk, origin: trunkOrigin(file), isKnown: false, github})
  const caller = checks.find(({name, state}) => name === 'credentials' && state === 'good')?.says
  const url = tree.remote === undefined ? undefined : await tree.git('remote', 'get-url', tree.remote)
  // A repository that AWS shows is in a real account, whatever its number.
  const isReal = checks.some(({name, state}) => name === 'repository' && state === 'good')
  const setup = [remoteCheck(file, tree.remote, url), isReal ? undefined : placeholderCheck(file, stage, caller)]
  return [...before, ...setup.filter(check => check !== undefined), trunkResult, ...dockerfile, ...checks]
}

function describeTree({branch, commit, isDirty}: WorkingTree): string {
  return `${branch === undefined ? 'no branch' : `branch ${branch}`} at ${commit.id.slice(0, 12)}${isDirty ? ', with uncommitted changes' : ''}`
}

function describeProject({file, image, trunk}: LocalProject): string {
  return `${file.path}: image ${image.name}, trunk ${trunk}`
}
