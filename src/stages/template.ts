import {Failure} from '../core/failure.js'
import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import {branchTag, qualifiedBranchTag, reservedTagReason, trunkTag} from './branch-tag.js'
import {isTag, MAX_TAG_LENGTH} from './grammar.js'
import type {Stage} from './stage.js'
import type {Tag} from './tags.js'
import {customTag} from './tags.js'
import {inVariant, longestBefore} from './variant.js'

export interface TemplateValues {
  stage: Stage
  /** The full id; a template gets its first 12 digits. Undefined if the image is not exactly that of the commit. */
  commit: string | undefined
  /** The time of the commit; a template gets its day in UTC, as yyyymmdd. Undefined if it is not known. */
  committedAt: Date | undefined
  trunk: string
  branch: string | undefined
  pullRequest: number | undefined
  /** Without `v`. */
  version: string | undefined
  /** GitHub's run number. */
  run: number | undefined
  /** The variant of the run; every tag ends with its name. */
  variant?: string | undefined
  /** All variants that the stages file lists for the image. */
  variants?: readonly string[]
}

export type TemplateResult = {kind: 'tag'; tag: Tag} | {kind: 'left-out'; notice: string}

const PLACEHOLDERS = ['branch', 'sha', 'pr', 'version', 'date', 'run', 'stage'] as const
type Placeholder = (typeof PLACEHOLDERS)[number]

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g
const MIN_BRANCH_LENGTH = 32

/**
 * Makes a tag from a template such as `nightly-{{date}}`. A template with a value that this run does not have, such as
 * `{{pr}}` in master, is left out, so that one workflow serves all stages. The name of the branch is shortened or qualified if
 * the tag would otherwise be too long, or would read as another kind of tag.
 * @throws Failure for an unknown placeholder, and for a result that, with the name of the variant at its end, is no tag or is reserved
 */
export function expandTemplate(template: string, values: TemplateValues): TemplateResult {
  refuseRule(template)
  const used = [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => placeholder(name, template))
  const texts = textsOf(values)
  const absent = used.find(name => texts[name] === undefined)
  if (absent !== undefined) {
    return {kind: 'left-out', notice: `The tag template ${template} is left out: this run has no {{${absent}}}.`}
  }

  const fill = (branch: string): string =>
    template.replaceAll(PLACEHOLDER, (_, name: Placeholder) => (name === 'branch' ? branch : (texts[name] ?? '')))
  const name = values.branch === undefined ? fill('') : fillBranch(values.branch, values, used, fill)
  const tag = inVariant(name, values.variant)
  const wrong = problemOf(tag, values)
  if (wrong === undefined) return {kind: 'tag', tag: customTag(values.stage, tag)}
  const reference = referenceProblem(template, name, values)
  const [result, problem] = reference === undefined ? [tag, wrong] : [name, reference.problem]
  throw new Failure(`The tag template \`${template}\` gives \`${result}\`, which ${problem}.`, {
    remedy: reference?.instead ?? CHANGE_TEMPLATE
  })
}

const CHANGE_TEMPLATE = remedy`Change the template in ${setting('tags')}. A word in front, as in \`build-{{date}}\`, distinguishes the tag from the action's own tags.`

/** The keys of the rules in the input `tags` of docker/metadata-action. The list has a rule's parts as lines of their own. */
const RULE = /^(?:type|enable|priority|prefix|suffix|pattern|event|value|branch|format|match|group)=/

function refuseRule(template: string): void {
  if (!RULE.test(template)) return
  throw new Failure(`The tag template \`${template}\` is a part of a rule of docker/metadata-action.`, {
    remedy: remedy`Leave such rules out of ${setting('tags')}: the action itself sets tags for the commit, the branch, the pull request and the version. Write other tags as in \`nightly-{{date}}\`.`
  })
}

/**
 * The problem of a template that gives a reference, `registry/repository:tag`, or a repository alone, as other actions write
 * and print them; undefined if it gives neither.
 */
function referenceProblem(
  template: string,
  name: string,
  values: TemplateValues
): {problem: string; instead: Remedy} | undefined {
  const leaveOut = remedy`Leave it out of ${setting('tags')}.`
  if (/^sha(?:256|384|512):/.test(name))
    return {
      problem: 'is the digest of an image: leave it out, because a digest cannot be a tag',
      instead: leaveOut
    }
  const [, , own] = REFERENCE.exec(template) ?? []
  const [, repository, tag] = REFERENCE.exec(name) ?? []
  const FOLLOWS = 'the repository follows from the stage'
  if (own === undefined || tag === undefined) {
    return /^(?:[^/]*[.:][^/]*|localhost)\/./.test(name.replace(DIGEST, ''))
      ? {problem: `is an image without a tag: leave it out, because ${FOLLOWS}`, instead: leaveOut}
      : undefined
  }
  const ofVariant = inVariant(tag, values.variant)
  const wrong = problemOf(ofVariant, values)
  // `a:b` may be a misspelt tag.
  const kind = repository?.includes('/') === true ? 'a whole reference' : 'not a tag but a reference'
  return wrong === undefined
    ? {
        problem: `is ${kind}: write only its tag, \`${own}\`, because ${FOLLOWS}`,
        instead: remedy`Write \`${own}\` in ${setting('tags')}.`
      }
    : {problem: `is ${kind}: leave it out, because its tag is \`${ofVariant}\`, which ${wrong}`, instead: leaveOut}
}

const DIGEST = /@sha256:[0-9a-f]{64}$/
/** The repository of a reference, and its tag. */
const REFERENCE = /^((?:[^/]+\/)*[^/:@]+):([^/:@]+)(?:@sha256:[0-9a-f]{64})?$/

function placeholder(name: string, template: string): Placeholder {
  const known = PLACEHOLDERS.find(candidate => candidate === name)
  if (known !== undefined) return known
  throw new Failure(`The tag template \`${template}\` uses {{${name}}}, which does not exist.`, {
    remedy: `Use ${PLACEHOLDERS.map(candidate => `{{${candidate}}}`).join(', ')}.`
  })
}

function textsOf(values: TemplateValues): Record<Placeholder, string | undefined> {
  return {
    branch: values.branch,
    sha: values.commit?.slice(0, 12),
    pr: values.pullRequest?.toString(),
    version: values.version,
    date: values.committedAt?.toISOString().slice(0, 10).replaceAll('-', ''),
    run: values.run?.toString(),
    stage: values.stage
  }
}

function fillBranch(
  branch: string,
  values: TemplateValues,
  used: Placeholder[],
  fill: (branch: string) => string
): string {
  const {trunk, variant, variants = []} = values
  const times = used.filter(name => name === 'branch').length
  const limit = Math.max(MIN_BRANCH_LENGTH, Math.floor((longestBefore(variant) - fill('').length) / Math.max(times, 1)))
  const own = branchTag(branch, trunk, {variant, variants, limit})
  const name = fill(own)
  const isReserved = reservedTagReason(inVariant(name, variant), [variant, ...variants]) !== undefined
  return name !== own && isReserved ? fill(qualifiedBranchTag(branch, limit)) : name
}

/**
 * The reason why a template may not give a tag: a clause that follows `which`. The tags of the other variants are refused as
 * well, as far as the stages file lists them.
 * @param tag as it will stand in the registry, with the name of the variant at its end
 */
function problemOf(tag: string, {trunk, branch, variant, variants = []}: TemplateValues): string | undefined {
  const isOfBranch = (one: string | undefined): boolean =>
    branch !== undefined && tag === inVariant(branchTag(branch, trunk, {variant: one, variants}), one)
  if (isOfBranch(variant)) return undefined
  if (tag.length > MAX_TAG_LENGTH) return `has ${tag.length} characters, and a tag has at most ${MAX_TAG_LENGTH}`
  if (!isTag(tag)) return 'is not a tag: a tag has letters, digits and any of _ . - and does not begin with . or -'
  const all = [undefined, variant, ...variants]
  const isOfTrunk = all.some(one => tag === inVariant(trunkTag(trunk, {variant: one}), one))
  return (
    reservedTagReason(tag, all) ??
    (isOfTrunk ? 'the action itself sets in master' : undefined) ??
    (all.some(isOfBranch) ? 'the action itself sets in development' : undefined)
  )
}
