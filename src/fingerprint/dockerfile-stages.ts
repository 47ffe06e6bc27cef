import {parseReference} from '@org/oci/reference'

import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import type {Lookup} from './dockerfile-words.js'
import {expandWord, splitWords, UNKNOWN_VALUE} from './dockerfile-words.js'
import type {Instruction, UnreadForm} from './instructions.js'
import {jsonWords, onbuildTrigger} from './instructions.js'

/** A line of the Dockerfile that cannot build. */
export interface DockerfileProblem {
  readonly line: number
  /** A clause without a full stop. */
  readonly message: string
  readonly remedy?: Remedy
}

/** A name that a stage reads from: a stage of this Dockerfile, or else an image. */
interface FromReference {
  readonly line: number
  readonly by: string
  readonly text: string
  /** Whether a number names a stage: `COPY --from` accepts numbers, `FROM` and mounts only names. */
  readonly byNumber: boolean
}

/** Content that ADD fetches when the build runs. */
interface FetchedSource {
  readonly line: number
  readonly by: string
  /** As written. */
  readonly address: string
  /** With its variables replaced, as far as their values are known. */
  readonly source: string
  /** Whether a digest or a commit fixes the content. */
  readonly isPinned: boolean
}

interface Scope {
  readonly escape: string
  /** Variables that BuildKit predefines. */
  readonly global: ReadonlyMap<string, string>
  readonly buildArgs: ReadonlyMap<string, string>
  /** Whether a named context replaces the stage of this name. */
  readonly isReplaced: (stage: string) => boolean
}

/** BuildKit sets it in every stage, also in one from scratch. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** One build stage, with the stages, images and URLs that it reads. */
export class BuildStage {
  readonly fetched: FetchedSource[] = []
  readonly unread: UnreadForm[] = []
  /** Digests in hex and commits that pin what ADD fetches. */
  readonly checksums: string[] = []
  /** Whether a named context stands for this stage. Of its instructions, only the triggers run. */
  readonly isReplaced: boolean
  private readonly references: FromReference[] = []
  /** Variables of ENV and ARG. The last instruction that sets one wins. */
  private readonly variables = new Map<string, string>()
  /** The instructions of ONBUILD. They run in the stages that are built from this one. */
  private readonly triggers: Instruction[] = []

  constructor(
    /** In lower case, as BuildKit keeps it. */
    readonly name: string | undefined,
    private readonly base: {readonly text: string; readonly line: number},
    private readonly parent: BuildStage | undefined,
    readonly problem: DockerfileProblem | undefined,
    scope: Scope
  ) {
    this.isReplaced = name !== undefined && scope.isReplaced(name)
    const hasDefaultPath = base.text === 'scratch' && scope.global.get('TARGETOS') !== 'windows'
    const own = hasDefaultPath ? [['PATH', DEFAULT_PATH] as const] : []
    const inherited = parent === undefined ? own : parent.isReplaced ? [] : parent.variables
    for (const [variable, value] of inherited) this.variables.set(variable, value)
  }

  stagesUsed(stages: readonly BuildStage[]): BuildStage[] {
    const used = this.references.map(reference => stageOf(reference, stages))
    return [this.parent, ...used].filter(stage => stage !== undefined)
  }

  imageUses(stages: readonly BuildStage[]): {image: string; line: number; by: string}[] {
    const images = this.references.filter(reference => stageOf(reference, stages) === undefined)
    const base = this.parent === undefined && this.problem === undefined ? [{...this.base, by: 'FROM'}] : []
    return [...base, ...images].map(({text, line, by}) => ({image: text, line, by}))
  }

  /** References by a number that no stage has. BuildKit counts images that were named before as well. */
  numbersBeyond(stages: readonly BuildStage[]): UnreadForm[] {
    const beyond = this.references.filter(
      ({text, byNumber}) => byNumber && NUMBER.test(text) && !(Number(text) in stages)
    )
    return beyond.map(({line, text}) => ({line, form: `the stage number “${text}”`}))
  }

  /** Runs the triggers of the stage that this one is built from. */
  runTriggers(scope: Scope, globalArgs: ReadonlyMap<string, string>): void {
    for (const trigger of this.parent?.triggers ?? [])
      this.add({...trigger, line: this.base.line, isTrigger: true}, scope, globalArgs)
  }

  add(instruction: Instruction, scope: Scope, globalArgs: ReadonlyMap<string, string>): void {
    const trigger = onbuildTrigger(instruction, scope.escape, this.unread)
    if (trigger !== undefined) this.triggers.push(trigger)
    switch (instruction.keyword) {
      case 'ARG':
        this.addArgs(instruction, scope, globalArgs)
        break
      case 'ENV':
        this.addEnvironment(instruction, scope.escape)
        break
      case 'COPY':
        this.addCopy(instruction)
        break
      case 'RUN':
        this.addMounts(instruction)
        break
      case 'ADD':
        this.addFetched(instruction, scope.escape)
        break
    }
  }

  private addArgs(
    {line, rest}: Instruction,
    {escape, buildArgs, global}: Scope,
    globalArgs: ReadonlyMap<string, string>
  ): void {
    for (const {name, value} of splitAssignments(rest, escape)) {
      if (EXPANDED_NAME.test(name)) this.unread.push({line, form: `the argument “${name}”`})
      // BuildKit reads these two, and does not set them.
      if (/^BUILDKIT_SBOM_SCAN_(?:CONTEXT|STAGE)$/.test(name)) continue
      const given = buildArgs.get(name) ?? (isProxy(name) ? UNKNOWN_VALUE : undefined)
      const known =
        given ?? (value === undefined ? (globalArgs.get(name) ?? global.get(name)) : this.expand(value, line, escape))
      if (known !== undefined) this.variables.set(name, known)
    }
  }

  private addEnvironment({line, rest}: Instruction, escape: string): void {
    // BuildKit expands the whole instruction before any of its variables is set.
    const set = splitEnvironment(rest, escape).map(
      ({name, value}) => [this.expand(name, line, escape), this.expand(value ?? '', line, escape)] as const
    )
    for (const [name, value] of set) {
      if (/^[A-Za-z_]\w*$/.test(name)) this.variables.set(name, value)
      else this.unread.push({line, form: `the variable “${name.replaceAll(UNKNOWN_VALUE, '…')}”`})
    }
  }

  private addCopy({line, flags, isTrigger}: Instruction): void {
    const by = formOf('COPY --from', isTrigger)
    for (const {name, value} of flags) {
      if (name === 'from' && value !== '') this.references.push({line, by, text: value, byNumber: true})
    }
  }

  private addMounts({line, flags, isTrigger}: Instruction): void {
    const by = formOf('RUN --mount=from', isTrigger)
    for (const {name, value} of flags) {
      if (name !== 'mount') continue
      const from = fromOfMount(value)
      if (from === undefined) this.unread.push({line, form: `the mount “${value}”`})
      else this.references.push({line, by, text: from, byNumber: false})
    }
  }

  private addFetched({line, flags, rest, isTrigger}: Instruction, escape: string): void {
    const by = formOf('ADD', isTrigger)
    const checksum = flags
      .filter(({name}) => name === 'checksum')
      .map(({value}) => this.expand(value, line, escape))
      .find(isWholeChecksum)
    if (checksum !== undefined) this.checksums.push(checksum.replace(/^.*:/, ''))
    for (const address of wordsOfAdd(rest)) {
      const word = this.expand(address, line, escape)
      const commit = pinnedCommit(word)
      if (commit !== undefined) this.checksums.push(commit)
      if (!isFetchedByAdd(word)) continue
      const source = word.includes(UNKNOWN_VALUE) ? address : word
      this.fetched.push({line, by, address, source, isPinned: checksum !== undefined || commit !== undefined})
    }
  }

  private expand(word: string, line: number, escape: string): string {
    const {value, isRead} = expandWord(word, this.lookup, escape)
    if (!isRead) this.unread.push({line, form: `the word “${word}”`})
    return value
  }

  /** A variable that the Dockerfile does not set may come from the base image. */
  private readonly lookup: Lookup = name =>
    this.variables.get(name) ?? (this.rootImage() === 'scratch' ? undefined : UNKNOWN_VALUE)

  private rootImage(): string {
    if (this.isReplaced) return ''
    return this.parent?.rootImage() ?? this.base.text
  }
}

/** An instruction as people write it. */
function formOf(form: string, isTrigger = false): string {
  return isTrigger ? `ONBUILD ${form}` : form
}

const NUMBER = /^[+-]?\d+$/

function stageOf({text, byNumber}: FromReference, stages: readonly BuildStage[]): BuildStage | undefined {
  if (byNumber && NUMBER.test(text)) return stages[Number(text)]
  return stages.findLast(({name}) => name === text.toLowerCase())
}

/** The stages of a Dockerfile, and forms before the first of them that are not read. */
export interface ReadStages {
  readonly stages: readonly BuildStage[]
  readonly unread: readonly UnreadForm[]
}

/** Reads the stages of a Dockerfile for one platform. */
export function readBuildStages(instructions: readonly Instruction[], scope: Scope): ReadStages {
  const stages: BuildStage[] = []
  const unread: UnreadForm[] = []
  const predefined = new Map([...scope.global].map(([name, value]) => [name, scope.buildArgs.get(name) ?? value]))
  const globalArgs = new Map<string, string>()
  const lookup: Lookup = name => globalArgs.get(name) ?? predefined.get(name)
  const epoch = scope.buildArgs.get(EPOCH)
  if (epoch !== undefined && !isTime(epoch)) unread.push({line: 1, form: `${EPOCH} with the value “${epoch}”`})
  for (const instruction of instructions) {
    const stage = stages.at(-1)
    if (instruction.keyword === 'FROM') {
      const next = readFrom(instruction, stages, lookup, scope)
      // Go lowers some letters in another way, so another stage may be meant.
      if (next.name !== undefined && /[^\0-\x7f]/.test(next.name))
        unread.push({line: instruction.line, form: `the stage name “${next.name}”`})
      next.runTriggers(scope, globalArgs)
      stages.push(next)
    } else if (stage !== undefined) stage.add(instruction, scope, globalArgs)
    else if (instruction.keyword === 'ARG') readGlobalArgs(instruction, scope, globalArgs, lookup, unread)
  }
  return {stages, unread}
}

function readGlobalArgs(
  {line, rest}: Instruction,
  {escape, buildArgs}: Scope,
  globalArgs: Map<string, string>,
  lookup: Lookup,
  unread: UnreadForm[]
): void {
  for (const {name, value} of splitAssignments(rest, escape)) {
    if (EXPANDED_NAME.test(name)) unread.push({line, form: `the argument “${name}”`})
    const expanded = value === undefined ? undefined : expandWord(value, lookup, escape)
    const known = buildArgs.get(name) ?? (isProxy(name) ? UNKNOWN_VALUE : expanded?.value)
    if (known !== undefined) globalArgs.set(name, known)
    if (!buildArgs.has(name) && expanded?.isRead === false) unread.push({line, form: `the word “${value ?? ''}”`})
    if (name === EPOCH && known !== undefined && known !== '' && !isTime(known))
      unread.push({line, form: `${EPOCH} with the value “${known}”`})
  }
}

/** BuildKit expands the name of an ARG like any other word, so it may set another argument. */
const EXPANDED_NAME = /["'\\`$]/

const EPOCH = 'SOURCE_DATE_EPOCH'

/**
 * Whether Docker may give the build a value for this argument: that of a proxy in its config.
 * @see https://docs.docker.com/engine/cli/proxy/
 */
function isProxy(name: string): boolean {
  return /^(?:https?|ftp|all|no)_proxy$/.test(name.toLowerCase())
}

/** Whether BuildKit takes a value for seconds. It replaces any other value by a time that it finds out. */
function isTime(value: string): boolean {
  return /^(?:0|-?[1-9]\d*)$/.test(value)
}

/** The name of the last stage, as TARGETSTAGE has it in a build without a target. */
export function lastStageName(instructions: readonly Instruction[]): string | undefined {
  const last = instructions.findLast(({keyword}) => keyword === 'FROM')
  return last === undefined ? undefined : stageName(last)
}

function stageName({rest}: Instruction): string | undefined {
  const [, as, name] = rest.split(/\s+/)
  return as?.toUpperCase() === 'AS' ? name?.toLowerCase() : undefined
}

function readFrom(instruction: Instruction, stages: readonly BuildStage[], lookup: Lookup, scope: Scope): BuildStage {
  const {line, rest} = instruction
  const [word = ''] = rest.split(/\s+/)
  const {value, unset, isRead} = expandWord(word, lookup, scope.escape)
  // The frontend stores stage names in lower case, but compares the base as it is written.
  const parent = stages.findLast(stage => stage.name === value)
  const isMissing = value === '' || (unset.length > 0 && parent === undefined && parseReference(value) === undefined)
  const problem = isRead && isMissing ? missingBase(line, word, unset) : undefined
  const isKnown = !value.includes(UNKNOWN_VALUE)
  const base = {text: isKnown ? value : 'scratch', line}
  const stage = new BuildStage(stageName(instruction), base, parent, problem, scope)
  if (!isRead || !isKnown) stage.unread.push({line, form: `the word “${word}”`})
  return stage
}

function missingBase(line: number, word: string, unset: readonly string[]): DockerfileProblem {
  const names = [...new Set(unset)].join(', ')
  if (names === '') return {line, message: `FROM names no image: “${word}”`}
  return {
    line,
    message: `FROM ${word} names no image: ${names} has no value here`,
    remedy: remedy`Set its value with ${setting('build-args')}, or a default in an ARG before the first FROM.`
  }
}

interface Assignment {
  readonly name: string
  readonly value: string | undefined
}

/** Splits one or more of `NAME` or `NAME=value`. Nothing is expanded. */
function splitAssignments(rest: string, escape: string): Assignment[] {
  return splitWords(rest, escape).map(word => {
    const equals = word.indexOf('=')
    return equals < 0 ? {name: word, value: undefined} : {name: word.slice(0, equals), value: word.slice(equals + 1)}
  })
}

/** Splits `NAME=value ...`, or the old form `NAME rest of the line`. */
function splitEnvironment(rest: string, escape: string): Assignment[] {
  if (splitWords(rest, escape)[0]?.includes('=') === true) return splitAssignments(rest, escape)
  const [, name = '', value = ''] = /^(\S*)\s+([^]*)$/.exec(rest) ?? []
  return [{name, value}]
}

/**
 * The `from` of `--mount=type=bind,from=...`: the last one. A mount without one reads a stage that is called scratch, if
 * there is one. The frontend expands no variable in it.
 * @returns undefined if the fields have quotes inside
 */
function fromOfMount(mount: string): string | undefined {
  const fields = mount.match(/"[^"]*"|[^,]+/g) ?? []
  if (fields.join(',') !== mount) return undefined
  const plain = fields.map(field => field.replace(/^"([^"]*)"$/, '$1'))
  if (plain.some(field => field.includes('"'))) return undefined
  const from = plain.findLast(field => /^from=/i.test(field))?.slice('from='.length)
  return from === undefined || from === '' ? 'scratch' : from
}

/** The files and addresses that an ADD reads: everything but its destination. */
function wordsOfAdd(rest: string): string[] {
  const words = jsonWords(rest) ?? rest.split(/\s+/)
  return words.slice(0, -1).filter(word => !word.startsWith('<<'))
}

/** Whether a checksum is a full digest or commit id without variables, which fixes the content. */
function isWholeChecksum(checksum: string): boolean {
  return /^(?:sha\d+:[0-9a-f]{64,128}|[0-9a-f]{40}|[0-9a-f]{64})$/.test(checksum)
}

const FULL_COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
const WEB = /^https?:\/\//i
/** BuildKit looks for `.git` at the end of the path, in lower case. */
const GIT_ON_WEB = /^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^/?#]+\/[^?#]*\.git(?:[?#]|$)/
const GIT = /^(?:git|ssh):\/\/|^[\w-]+@[\w.-]+:/i

/**
 * Whether ADD fetches a word: a URL, or a git repository as a URL or in scp form. A word that starts with a variable of the
 * base image may be one.
 */
function isFetchedByAdd(word: string): boolean {
  const [known = ''] = word.split(UNKNOWN_VALUE, 1)
  if (known !== word && /^[\w-]*(?:@[\w.-]*|:\/?)?$/.test(known)) return true
  return WEB.test(word) || GIT.test(word)
}

/**
 * The full commit id that pins the address of a git repository, in its query or its fragment.
 * @see https://docs.docker.com/build/concepts/context/#url-queries
 */
function pinnedCommit(word: string): string | undefined {
  if (word.includes(UNKNOWN_VALUE) || !(GIT.test(word) || GIT_ON_WEB.test(word))) return undefined
  const [, query, fragment = ''] = /^[^?#]*(?:\?([^#]*))?(?:#(.*))?$/s.exec(word) ?? []
  const pins = (query ?? '').split('&').flatMap(field => /^(?:checksum|commit)=(.*)$/s.exec(field)?.[1] ?? [])
  const [pin = query === undefined ? fragment.split(':', 1)[0] : undefined] = pins
  return pins.length <= 1 && pin !== undefined && FULL_COMMIT.test(pin) ? pin : undefined
}
