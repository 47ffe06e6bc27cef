import {algorithmOf} from '@org/oci/manifest'

import {Failure} from '../core/failure.js'
import {objectIn} from '../core/json.js'
import {platformsInstead} from '../core/platform-list.js'
import {isSamePlatform, normalPlatform} from '../fingerprint/platform.js'
import type {Base} from './outcome.js'

/**
 * What the parts of an image and their join need to know from the plan. It is an output of the plan's job, and an input of
 * theirs. It holds nothing secret, and no list of files: a job's outputs take at most 1 MiB.
 */
export interface PartsPlan {
  /** Version of the action that made the plan. */
  version: string
  /** Name of the image, or of its repository if no stages file names the image. */
  image: string
  variant: string | undefined
  /** A hash of the repository's ARN, which GitHub may mask; undefined for a run that pushes nothing. */
  repository: string | undefined
  /** The full id. */
  commit: string
  /** SHA-256 of the sources, in hex. */
  fingerprint: string
  /** What the fingerprint is made of, as annotations of an image have it. It tells which part of other sources differs. */
  sources: Readonly<Record<string, unknown>>
  /** Whether the image is built although the repository has one of this fingerprint. */
  rebuild: boolean
  /** The run and the attempt that made the plan. They count for sources that cannot be compared. */
  nonce: string
  /** The platform of the machine that made the plan. A Dockerfile may use it as `BUILDPLATFORM`. */
  buildPlatform: string
  /** Identifies the builder of the job that made the plan; undefined if nothing chooses one. */
  builder: string | undefined
  /** `os/architecture[/variant]`, in the order of the index. */
  platforms: readonly string[]
  /** The base images, with the digests that all parts are built on. */
  bases: readonly Base[]
}

/** The facts of a run that a plan must agree with. */
export type PlanSubject = Pick<PartsPlan, 'version' | 'image' | 'variant' | 'repository' | 'commit'>

/** A part as its job handed it on. */
export interface BuiltPart {
  platform: string
  digest: string
  /** Whether its build read what was counted, and nothing else. */
  isComparable: boolean
  /** Time of build and push; undefined if its job did not tell. */
  seconds: number | undefined
}

const FORMAT = 1
const RUN_PLAN_AGAIN =
  'Pass the output `plan` of the job that ran with `distribute: true` in the same run of the workflow.'
const PASS_PARTS =
  'Pass the outputs of all parts as JSON: `{"linux/amd64": {"digest": "sha256:...", "comparable": true, "seconds": 42}, ...}`.'

/** Writes a plan as the output `plan`. */
export function formatPlan(plan: PartsPlan): string {
  return JSON.stringify({format: FORMAT, ...plan})
}

/**
 * Reads the input `plan`.
 * @throws Failure if it is not a plan, or one of another run of this action
 */
export function readPlan(text: string, subject: PlanSubject): PartsPlan {
  const plan = parsePlan(text)
  const compared: [keyof PlanSubject, string][] = [
    ['version', 'another version of this action'],
    ['image', 'another image'],
    ['variant', 'another variant'],
    ['repository', 'another repository'],
    ['commit', 'another commit']
  ]
  for (const [name, what] of compared) {
    if (plan[name] === subject[name]) continue
    const [planned, own] = [plan[name], subject[name]].map(value => shortened(value ?? 'none'))
    throw new Failure(`The input \`plan\` is of ${what}: it has ${planned}, and this run has ${own}.`, {
      remedy: RUN_PLAN_AGAIN
    })
  }
  return plan
}

function parsePlan(text: string): PartsPlan {
  const fields = objectIn(text)
  if (fields?.['format'] === FORMAT) {
    const plan = planIn(fields)
    if (plan !== undefined) return plan
  }
  throw new Failure(`The input \`plan\` is not a plan of this action: '${shortened(text)}'.`, {remedy: RUN_PLAN_AGAIN})
}

function planIn(fields: Readonly<Record<string, unknown>>): PartsPlan | undefined {
  const {version, image, variant, repository, commit, fingerprint, nonce, buildPlatform, builder} = fields
  const {sources, rebuild, platforms, bases} = fields
  if (typeof sources !== 'object' || sources === null || typeof rebuild !== 'boolean') return undefined
  if (![version, image, commit, fingerprint, nonce, buildPlatform].every(isText)) return undefined
  if (![variant, repository, builder].every(value => value === undefined || isText(value))) return undefined
  if (!arePlatforms(platforms)) return undefined
  if (!Array.isArray(bases) || !bases.every(isBase)) return undefined
  return fields as unknown as PartsPlan
}

/** Whether a plan lists platforms as this action writes them. A text such as `linux/amd64,linux/arm64` is not one platform. */
function arePlatforms(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || new Set(value).size !== value.length) return false
  return value.every(one => isText(one) && normalPlatform(one) === one && platformsInstead(one) === undefined)
}

/**
 * The platform of the input `part`, as the plan writes it.
 * @throws Failure if the plan has no such platform
 */
export function partOf({platforms}: PartsPlan, part: string): string {
  const found = platforms.find(platform => isSamePlatform(platform, part))
  if (found !== undefined) return found
  throw new Failure(`The plan has no part ${part}. Its platforms are ${platforms.join(', ')}.`, {
    remedy: 'Pass `matrix.platform` of the matrix that the plan made as `part`.'
  })
}

/**
 * Reads the input `parts`: for each platform of the plan the digest that its job pushed. They are in the order of the plan. A
 * part may be JSON within the JSON, because that is what `toJSON(needs.parts.outputs)` gives.
 * @throws Failure that names the platform which is missing or wrong
 */
export function readParts(text: string, {platforms}: PartsPlan): BuiltPart[] {
  const given = objectIn(text)
  if (given === undefined) {
    throw new Failure(`The input \`parts\` is no JSON object: '${shortened(text)}'.`, {remedy: PASS_PARTS})
  }
  // An empty output says as much as none.
  const names = Object.keys(given).filter(name => given[name] !== '')
  const other = names.find(name => !platforms.some(platform => isNameOf(name, platform)))
  if (other !== undefined) {
    throw new Failure(`The input \`parts\` has ${shortened(other)}, but the plan has ${platforms.join(', ')}.`, {
      remedy: PASS_PARTS
    })
  }
  const parts = platforms.map(platform => {
    const [name, again] = names.filter(one => isNameOf(one, platform))
    if (again !== undefined) throw new Failure(`The input \`parts\` has ${platform} twice.`, {remedy: PASS_PARTS})
    return partIn(platform, name === undefined ? undefined : given[name])
  })
  for (const {platform, digest} of parts) {
    const [first] = parts.filter(one => one.digest === digest && one.platform !== platform)
    if (first === undefined) continue
    throw new Failure(
      `The input \`parts\` has the digest ${digest} twice: for ${platform} and for ${first.platform}.`,
      {
        remedy: PASS_PARTS
      }
    )
  }
  return parts
}

function partIn(platform: string, value: unknown): BuiltPart {
  const fields = typeof value === 'string' ? (objectIn(value) ?? {digest: value}) : value
  const {digest, comparable = true, seconds} = fieldsOf(fields)
  if (digest === undefined || digest === '') {
    throw new Failure(`The part for ${platform} has no digest.`, {
      remedy: `Look at the job that builds ${platform}: it pushed nothing. Then start the failed jobs of this run again.`
    })
  }
  if (typeof digest !== 'string' || algorithmOf(digest) === undefined) {
    throw new Failure(
      `The part for ${platform} has no valid digest${typeof digest === 'string' ? `: '${shortened(digest)}'` : ''}.`,
      {
        remedy: PASS_PARTS
      }
    )
  }
  // A job's outputs are text.
  return {platform, digest, isComparable: comparable === true || comparable === 'true', seconds: secondsIn(seconds)}
}

function secondsIn(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof seconds === 'number' && seconds >= 0 && seconds < Infinity ? seconds : undefined
}

function fieldsOf(value: unknown): {digest?: unknown; comparable?: unknown; seconds?: unknown} {
  return typeof value === 'object' && value !== null ? value : {}
}

/** A platform, or its name in the matrix: names of a job's outputs take no slashes. */
function isNameOf(name: string, platform: string): boolean {
  return isSamePlatform(name, platform) || isSamePlatform(name.replaceAll('-', '/'), platform)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isBase(value: unknown): value is Base {
  if (typeof value !== 'object' || value === null) return false
  const {reference, digest} = value as Record<string, unknown>
  return isText(reference) && (digest === undefined || (isText(digest) && algorithmOf(digest) !== undefined))
}

/** A text of an input, as an error quotes it. */
function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}
