import {parseReference} from '@org/oci/reference'

import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import type {Lookup} from './dockerfile-words.js'
import {expandWord, splitWords} from './dockerfile-words.js'
import type {Instruction} from './instructions.js'
import {onbuildTrigger} from './instructions.js'

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
  readonly text: string
  /** Whether a number names a stage: `COPY --from` accepts numbers, `FROM` and mounts only names. */
  readonly byNumber: boolean
}

interface Scope {
  readonly escape: string
  /** Variables that BuildKit predefines. */
  readonly global: ReadonlyMap<string, string>
  readonly buildArgs: Readonly<Record<string, string>>
}

/** Replaces the value of a variable that the base image may set. No Dockerfile can contain this character. */
const UNKNOWN_VALUE = '\0'

/** One build stage, with the stages, images and URLs that it reads. */
export class BuildStage {
  /** Content that ADD fetches when the build runs. */
  readonly fetched: {readonly line: number; /** As written. */ readonly address: string}[] = []
  private readonly references: FromReference[] = []
  private readonly args = new Map<string, string>()
  private readonly environment = new Map<string, string>()

  constructor(
    /** In lower case, as BuildKit keeps it. */
    readonly name: string | undefined,
    private readonly base: {readonly text: string; readonly line: number},
    private readonly parent: BuildStage | undefined,
    readonly problem: DockerfileProblem | undefined
  ) {
    for (const [name, value] of parent?.args ?? []) this.args.set(name, value)
    for (const [name, value] of parent?.environment ?? []) this.environment.set(name, value)
  }

  stagesUsed(stages: readonly BuildStage[]): BuildStage[] {
    const used = this.references.map(reference => stageOf(reference, stages))
    return [this.parent, ...used].filter(stage => stage !== undefined)
  }

  imageUses(stages: readonly BuildStage[]): {image: string; line: number}[] {
    const images = this.references.filter(reference => stageOf(reference, stages) === undefined)
    const base = this.parent === undefined && this.problem === undefined ? [this.base] : []
    return [...base, ...images].map(({text, line}) => ({image: text, line}))
  }

  add(instruction: Instruction, scope: Scope, globalArgs: ReadonlyMap<string, string>): void {
    const trigger = onbuildTrigger(instruction, scope.escape)
    if (trigger !== undefined) {
      this.add(trigger, scope, globalArgs)
      return
    }
    switch (instruction.keyword) {
      case 'ARG':
        this.addArgs(instruction, scope, globalArgs)
        break
      case 'ENV':
        for (const {name, value} of readEnvironment(instruction.rest, this.lookup(), scope.escape))
          this.environment.set(name, value)
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

  private addArgs({rest}: Instruction, scope: Scope, globalArgs: ReadonlyMap<string, string>): void {
    // Within a stage, BuildKit expands the whole instruction before any of its arguments is set.
    for (const {name, value} of [...readAssignments(rest, this.lookup(), scope.escape)]) {
      const known = scope.buildArgs[name] ?? value ?? globalArgs.get(name) ?? scope.global.get(name)
      if (known !== undefined) this.args.set(name, known)
      else if (!this.args.has(name)) this.args.set(name, '')
    }
  }

  private addCopy({line, flags}: Instruction): void {
    for (const {name, value} of flags) if (name === 'from') this.references.push({line, text: value, byNumber: true})
  }

  private addMounts({line, flags}: Instruction): void {
    for (const {name, value} of flags) {
      const from = name === 'mount' ? fromOfMount(value) : undefined
      if (from !== undefined) this.references.push({line, text: from, byNumber: false})
    }
  }

  private addFetched({line, flags, rest}: Instruction, escape: string): void {
    const isPinned = flags.some(({name, value}) => name === 'checksum' && isWholeChecksum(value))
    for (const address of isPinned ? [] : wordsOfAdd(rest)) {
      const {value} = expandWord(address, this.lookup(), escape)
      if (isFetchedByAdd(value)) this.fetched.push({line, address})
    }
  }

  /** ENV takes precedence over ARG. A variable that neither sets may come from the base image. */
  private lookup(): Lookup {
    const root = this.rootImage()
    return name => this.environment.get(name) ?? this.args.get(name) ?? (root === 'scratch' ? undefined : UNKNOWN_VALUE)
  }

  private rootImage(): string {
    return this.parent?.rootImage() ?? this.base.text
  }
}

function stageOf({text, byNumber}: FromReference, stages: readonly BuildStage[]): BuildStage | undefined {
  if (byNumber && /^\d+$/.test(text)) return stages[Number(text)]
  return stages.findLast(({name}) => name === text.toLowerCase())
}

/** Reads the stages of a Dockerfile for one platform. */
export function readBuildStages(instructions: readonly Instruction[], scope: Scope): BuildStage[] {
  const stages: BuildStage[] = []
  const predefined = new Map([...scope.global].map(([name, value]) => [name, scope.buildArgs[name] ?? value]))
  const globalArgs = new Map<string, string>()
  const lookup: Lookup = name => globalArgs.get(name) ?? predefined.get(name)
  for (const instruction of instructions) {
    const stage = stages.at(-1)
    if (instruction.keyword === 'FROM') stages.push(readFrom(instruction, stages, lookup, scope.escape))
    else if (stage !== undefined) stage.add(instruction, scope, globalArgs)
    else if (instruction.keyword === 'ARG') {
      for (const {name, value} of readAssignments(instruction.rest, lookup, scope.escape)) {
        const known = scope.buildArgs[name] ?? value
        if (known !== undefined) globalArgs.set(name, known)
      }
    }
  }
  return stages
}

function readFrom(
  {line, rest}: Instruction,
  stages: readonly BuildStage[],
  lookup: Lookup,
  escape: string
): BuildStage {
  const [word = '', as, name] = splitWords(rest, escape)
  const {value, unset} = expandWord(word, lookup, escape)
  // The frontend stores stage names in lower case, but compares the base as it is written.
  const parent = stages.findLast(stage => stage.name === value)
  const isMissing = value === '' || (unset.length > 0 && parent === undefined && parseReference(value) === undefined)
  const problem = isMissing ? missingBase(line, word, unset) : undefined
  const stageName = as?.toUpperCase() === 'AS' ? name?.toLowerCase() : undefined
  return new BuildStage(stageName, {text: value, line}, parent, problem)
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

interface Assignment<T> {
  readonly name: string
  readonly value: T
}

/** Reads one or more of `NAME` or `NAME=value`. Each value is expanded when the caller reaches it. */
function* readAssignments(rest: string, lookup: Lookup, escape: string): Generator<Assignment<string | undefined>> {
  for (const word of splitWords(rest, escape)) {
    const equals = word.indexOf('=')
    if (equals < 0) yield {name: word, value: undefined}
    else yield {name: word.slice(0, equals), value: expandWord(word.slice(equals + 1), lookup, escape).value}
  }
}

/** Reads `NAME=value ...`, or the old form `NAME rest of the line`. */
function readEnvironment(rest: string, lookup: Lookup, escape: string): Assignment<string>[] {
  const [, name, value] = /^([^\s=]+)\s+(.*)$/s.exec(rest) ?? []
  if (name !== undefined && value !== undefined) return [{name, value: expandWord(value, lookup, escape).value}]
  return Array.from(readAssignments(rest, lookup, escape), ({name, value}) => ({name, value: value ?? ''}))
}

/** The `from` of `--mount=type=bind,from=...`. The frontend expands no variable in it. */
function fromOfMount(mount: string): string | undefined {
  const fields = mount.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? []
  const from = fields.map(field => field.replace(/"/g, '')).find(field => /^from=/i.test(field))
  return from === undefined || from.length === 5 ? undefined : from.slice(5)
}

/** The files and addresses that an ADD reads: everything but its destination. */
function wordsOfAdd(rest: string): string[] {
  const words = jsonWords(rest) ?? rest.split(/\s+/)
  return words.slice(0, -1).filter(word => !word.startsWith('<<'))
}

function jsonWords(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined
  try {
    const words: unknown = JSON.parse(text)
    return Array.isArray(words) && words.every(word => typeof word === 'string') ? words : undefined
  } catch {
    return undefined
  }
}

/** Whether a checksum is a full digest or commit id without variables, which fixes the content. */
function isWholeChecksum(checksum: string): boolean {
  return /^(?:sha\d+:[0-9a-f]{64,128}|[0-9a-f]{40}|[0-9a-f]{64})$/.test(checksum)
}

/**
 * Whether ADD fetches a word: a URL, or a git repository as a URL, in scp form or as `host/path.git`. A word that starts
 * with a variable of the base image may be one.
 */
function isFetchedByAdd(word: string): boolean {
  const known = word.split(UNKNOWN_VALUE, 1).join('')
  if (known !== word && ['https://', 'git@', 'ssh://'].some(form => form.startsWith(known))) return true
  return (
    /^(?:https?|git|ssh):\/\//.test(word) ||
    /^[A-Za-z0-9_.-]+@[^/:]+:/.test(word) ||
    /^[^./][^/]*\/.+\.git(?:#.*)?$/.test(word)
  )
}
