import {Failure} from '../core/failure.js'
import {remedy} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import {branchTag, qualifiedBranchTag, reservedTagReason, trunkTag} from './branch-tag.js'
import {isTag, MAX_TAG_LENGTH} from './grammar.js'
import type {Stage} from './stage.js'
import type {Tag} from './tags.js'
import {customTag} from './tags.js'
import {inVariant, suffixOf} from './variant.js'

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
 * @throws Failure for an unknown placeholder, and for a result that is no tag or is reserved
 */
export function expandTemplate(template: string, values: TemplateValues): TemplateResult {
  const used = [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => placeholder(name, template))
  const texts = textsOf(values)
  const absent = used.find(name => texts[name] === undefined)
  if (absent !== undefined) {
    return {kind: 'left-out', notice: `The tag template ${template} is left out: this run has no {{${absent}}}.`}
  }

  const fill = (branch: string): string =>
    template.replaceAll(PLACEHOLDER, (_, name: Placeholder) => (name === 'branch' ? branch : (texts[name] ?? '')))
  const name = values.branch === undefined ? fill('') : fillBranch(values.branch, values, used, fill)
  const wrong = problemOf(name, values)
  if (wrong === undefined) return {kind: 'tag', tag: customTag(values.stage, inVariant(name, values.variant))}
  throw new Failure(`The tag template \`${template}\` gives \`${name}\`, which ${wrong}.`, {
    remedy: remedy`Change the template in ${setting('tags')}. A word in front, as in \`build-{{date}}\`, distinguishes the tag from the action's own tags.`
  })
}

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
  {trunk, variant}: TemplateValues,
  used: Placeholder[],
  fill: (branch: string) => string
): string {
  const times = used.filter(name => name === 'branch').length
  const limit = Math.max(MIN_BRANCH_LENGTH, Math.floor((longest(variant) - fill('').length) / Math.max(times, 1)))
  const own = branchTag(branch, trunk, {limit})
  const name = fill(own)
  return name !== own && reservedTagReason(name) !== undefined ? fill(qualifiedBranchTag(branch, limit)) : name
}

/** The room for a tag before the name of the variant, in characters. */
function longest(variant: string | undefined): number {
  return MAX_TAG_LENGTH - suffixOf(variant).length
}

function problemOf(name: string, {trunk, branch, variant}: TemplateValues): string | undefined {
  if (branch !== undefined && name === branchTag(branch, trunk)) return undefined
  const limit = longest(variant)
  if (name.length > limit)
    return `has ${name.length} characters, and a tag has at most ${limit}${variant === undefined ? '' : ` before ${suffixOf(variant)}`}`
  const [, own = ''] = /^[^/]+\/.*:([^/:]+)$/s.exec(name) ?? []
  if (isTag(own))
    return `is a whole reference: write only its tag, \`${own}\`, because the repository follows from the stage`
  if (!isTag(name)) return 'is not a tag: a tag has letters, digits and any of _ . - and does not begin with . or -'
  return reservedTagReason(name) ?? (name === trunkTag(trunk) ? 'the action itself sets in master' : undefined)
}
