import {parseReference} from '@org/oci/reference'

import type {Instruction} from './instructions.js'
import {triggerOf} from './instructions.js'
import type {Lookup} from './words.js'
import {expandWord, splitWords} from './words.js'

/** A line of the Dockerfile that cannot build. */
export interface Problem {
  readonly line: number
  readonly message: string
}

/** Something a stage reads from: a stage of this Dockerfile, or else an image. */
interface Origin {
  readonly line: number
  readonly text: string
  /** `FROM` and a mount know stages by name, `COPY --from` by number too. */
  readonly byNumber: boolean
}

interface Scope {
  readonly escape: string
  /** Variables that BuildKit predefines. */
  readonly global: ReadonlyMap<string, string>
  readonly buildArgs: Readonly<Record<string, string>>
}

/** Stands for the value of a variable that the base image may set: no Dockerfile can hold this character. */
const unknownValue = '\0'

/** One build stage and what it draws on. */
export class Stage {
  readonly remote: {readonly line: number; readonly clause: string}[] = []
  private readonly origins: Origin[] = []
  private readonly args = new Map<string, string>()
  private readonly environment = new Map<string, string>()

  constructor(
    /** In lower case, as BuildKit keeps it. */
    readonly name: string | undefined,
    private readonly base: {readonly text: string; readonly line: number},
    private readonly parent: Stage | undefined,
    readonly problem: Problem | undefined
  ) {
    for (const [name, value] of parent?.args ?? []) this.args.set(name, value)
    for (const [name, value] of parent?.environment ?? []) this.environment.set(name, value)
  }

  stagesUsed(stages: readonly Stage[]): Stage[] {
    const used = this.origins.map(origin => stageOf(origin, stages))
    return [this.parent, ...used].filter(stage => stage !== undefined)
  }

  imageUses(stages: readonly Stage[]): {image: string; line: number}[] {
    const images = this.origins.filter(origin => stageOf(origin, stages) === undefined)
    const base = this.parent === undefined && this.problem === undefined ? [this.base] : []
    return [...base, ...images].map(({text, line}) => ({image: text, line}))
  }

  /** Takes in one instruction of the stage. */
  add(instruction: Instruction, scope: Scope, globalArgs: ReadonlyMap<string, string>): void {
    const {keyword, rest, line, flags} = instruction
    const lookup = this.lookup()
    const trigger = triggerOf(instruction, scope.escape)
    if (trigger !== undefined) this.add(trigger, scope, globalArgs)
    else if (keyword === 'ARG') {
      // Within a stage, an instruction is expanded as a whole before any of it counts.
      for (const {name, value} of [...readAssignments(rest, lookup, scope.escape)]) {
        const known = scope.buildArgs[name] ?? value ?? globalArgs.get(name) ?? scope.global.get(name)
        if (known !== undefined) this.args.set(name, known)
        else if (!this.args.has(name)) this.args.set(name, '')
      }
    } else if (keyword === 'ENV') {
      for (const {name, value} of readEnvironment(rest, lookup, scope.escape)) this.environment.set(name, value)
    } else if (keyword === 'COPY') {
      for (const {name, value} of flags) if (name === 'from') this.origins.push({line, text: value, byNumber: true})
    } else if (keyword === 'RUN') {
      for (const {name, value} of flags) {
        const from = name === 'mount' ? mountOrigin(value) : undefined
        if (from !== undefined) this.origins.push({line, text: from, byNumber: false})
      }
    } else if (keyword === 'ADD') {
      const pinned = flags.some(({name, value}) => name === 'checksum' && isWholeChecksum(value))
      for (const source of pinned ? [] : addSources(rest)) {
        const {value} = expandWord(source, lookup, scope.escape)
        if (isFetchedByAdd(value)) this.remote.push({line, clause: `adds “${source}” from elsewhere`})
      }
    }
  }

  /** ENV counts before ARG; what neither sets may come from the image that the stage starts from. */
  private lookup(): Lookup {
    const root = this.rootImage()
    return name => this.environment.get(name) ?? this.args.get(name) ?? (root === 'scratch' ? undefined : unknownValue)
  }

  private rootImage(): string {
    return this.parent?.rootImage() ?? this.base.text
  }
}

function stageOf({text, byNumber}: Origin, stages: readonly Stage[]): Stage | undefined {
  if (byNumber && /^\d+$/.test(text)) return stages[Number(text)]
  return stages.findLast(({name}) => name === text.toLowerCase())
}

/** Reads the stages of a Dockerfile for one platform. */
export function readStages(instructions: readonly Instruction[], scope: Scope): Stage[] {
  const stages: Stage[] = []
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

function readFrom({line, rest}: Instruction, stages: readonly Stage[], lookup: Lookup, escape: string): Stage {
  const [word = '', as, name] = splitWords(rest, escape)
  const {value, unset} = expandWord(word, lookup, escape)
  // The frontend compares the base with the stages' names, which it keeps in lower case, as it is written.
  const parent = stages.findLast(stage => stage.name === value)
  const isMissing = value === '' || (unset.length > 0 && parent === undefined && parseReference(value) === undefined)
  const problem = isMissing ? missingBase(line, word, unset) : undefined
  const stageName = as?.toUpperCase() === 'AS' ? name?.toLowerCase() : undefined
  return new Stage(stageName, {text: value, line}, parent, problem)
}

function missingBase(line: number, word: string, unset: readonly string[]): Problem {
  const names = [...new Set(unset)].join(', ')
  if (names === '') return {line, message: `FROM names no image: “${word}”`}
  return {
    line,
    message: `FROM ${word} names no image: ${names} has no value here. Give it one in the input \`build-args\`, or a default in an ARG before the first FROM`
  }
}

interface Assignment<T> {
  readonly name: string
  readonly value: T
}

/** `NAME`, `NAME=value`, several of them; each is expanded when it is asked for. */
function* readAssignments(rest: string, lookup: Lookup, escape: string): Generator<Assignment<string | undefined>> {
  for (const word of splitWords(rest, escape)) {
    const equals = word.indexOf('=')
    if (equals < 0) yield {name: word, value: undefined}
    else yield {name: word.slice(0, equals), value: expandWord(word.slice(equals + 1), lookup, escape).value}
  }
}

/** `NAME=value ...`, or the old form `NAME everything that follows`. */
function readEnvironment(rest: string, lookup: Lookup, escape: string): Assignment<string>[] {
  const [, name, value] = /^([^\s=]+)\s+(.*)$/s.exec(rest) ?? []
  if (name !== undefined && value !== undefined) return [{name, value: expandWord(value, lookup, escape).value}]
  return Array.from(readAssignments(rest, lookup, escape), ({name, value}) => ({name, value: value ?? ''}))
}

/** The `from` of `--mount=type=bind,from=...`; the frontend expands no variable in it. */
function mountOrigin(mount: string): string | undefined {
  const fields = mount.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? []
  const from = fields.map(field => field.replace(/"/g, '')).find(field => /^from=/i.test(field))
  return from === undefined || from.length === 5 ? undefined : from.slice(5)
}

function addSources(rest: string): string[] {
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

/** A digest, or a commit's id, in full and in plain text: it leaves nothing about the content open. */
function isWholeChecksum(checksum: string): boolean {
  return /^(?:sha\d+:[0-9a-f]{64,128}|[0-9a-f]{40}|[0-9a-f]{64})$/.test(checksum)
}

/** What ADD fetches: a URL, a git repository by URL, scp form or `host/path.git`; or what a base image's variable says. */
function isFetchedByAdd(source: string): boolean {
  const known = source.split(unknownValue, 1).join('')
  if (known !== source && ['https://', 'git@', 'ssh://'].some(form => form.startsWith(known))) return true
  return (
    /^(?:https?|git|ssh):\/\//.test(source) ||
    /^[A-Za-z0-9_.-]+@[^/:]+:/.test(source) ||
    /^[^./][^/]*\/.+\.git(?:#.*)?$/.test(source)
  )
}
