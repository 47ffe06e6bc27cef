const MAX_RULES = 50
const MAX_PATTERN_WILDCARDS = 4
/** ECR's limits for the JSON of a policy, in characters. */
const TEXT_LENGTH = {min: 100, max: 30_720}
/** ECR bills archived images for at least this time, and does not delete them earlier. */
export const MIN_ARCHIVE_DAYS = 90

const RULE_KEYS = ['rulePriority', 'description', 'selection', 'action']
const SELECTION_KEYS = [
  'tagStatus',
  'tagPatternList',
  'tagPrefixList',
  'storageClass',
  'countType',
  'countUnit',
  'countNumber'
]

/** The other fields that each way of counting requires. */
const COUNT_TYPES: Readonly<Record<string, {days: boolean; storageClass: string; actions: readonly string[]}>> = {
  imageCountMoreThan: {days: false, storageClass: 'standard', actions: ['expire', 'transition']},
  sinceImagePushed: {days: true, storageClass: 'standard', actions: ['expire', 'transition']},
  sinceImagePulled: {days: true, storageClass: 'standard', actions: ['transition']},
  sinceImageTransitioned: {days: true, storageClass: 'archive', actions: ['expire']}
}

type Values = Readonly<Record<string, unknown>>

/**
 * Finds everything that ECR would refuse in a lifecycle policy. CloudFormation does not check the text.
 * @param text JSON, as in `LifecyclePolicyText`
 * @returns a sentence for each problem
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function lifecycleProblems(text: string): string[] {
  if (text.length < TEXT_LENGTH.min || text.length > TEXT_LENGTH.max) {
    return [`the text has ${text.length} characters; ECR accepts ${TEXT_LENGTH.min} to ${TEXT_LENGTH.max}`]
  }
  const policy = parsePolicy(text)
  if (policy === undefined) return ['the text is not the JSON of an object']
  const {rules} = policy
  if (!Array.isArray(rules) || rules.length === 0 || rules.length > MAX_RULES)
    return [`rules is not a list of 1 to ${MAX_RULES}`]
  const objects = rules.filter(isObject)
  if (objects.length < rules.length) return ['a rule is not an object']
  const selections = objects.flatMap(({rulePriority, selection}) =>
    isObject(selection) ? [{...selection, rulePriority}] : []
  )
  return [
    ...unknownKeys(policy, ['rules'], 'the policy'),
    ...objects.flatMap(problemsOfRule),
    ...problemsAcrossRules(selections)
  ]
}

function parsePolicy(text: string): Values | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function problemsOfRule(rule: Values, index: number): string[] {
  const name = `rule ${index + 1}`
  const {rulePriority, description, selection, action} = rule
  if (!isObject(selection)) return [`${name}: selection is not an object`]
  if (!isObject(action)) return [`${name}: action is not an object`]
  return [
    ...unknownKeys(rule, RULE_KEYS, name),
    ...unknownKeys(selection, SELECTION_KEYS, `${name}: selection`),
    ...unknownKeys(action, ['type', 'targetStorageClass'], `${name}: action`),
    ...(isCount(rulePriority) ? [] : [`${name}: rulePriority is not a whole number from 1`]),
    ...(description === undefined || typeof description === 'string' ? [] : [`${name}: description is not a string`]),
    ...problemsOfTags(selection).map(problem => `${name}: ${problem}`),
    ...problemsOfCount(selection, action).map(problem => `${name}: ${problem}`)
  ]
}

function problemsOfTags({tagStatus, tagPatternList, tagPrefixList}: Values): string[] {
  if (tagStatus === 'untagged' || tagStatus === 'any') {
    return tagPatternList === undefined && tagPrefixList === undefined
      ? []
      : [`tagStatus ${tagStatus} allows no list of tags`]
  }
  if (tagStatus !== 'tagged') return ['tagStatus must be tagged, untagged or any']
  if ((tagPatternList === undefined) === (tagPrefixList === undefined)) {
    return ['tagStatus tagged requires either tagPatternList or tagPrefixList']
  }
  const tags: unknown = tagPatternList ?? tagPrefixList
  if (!Array.isArray(tags) || tags.length === 0) return ['the list of tags is empty or not a list']
  return tags.flatMap(tag =>
    isTagPattern(tag, tagPatternList === undefined ? 0 : MAX_PATTERN_WILDCARDS)
      ? []
      : [`${JSON.stringify(tag)} cannot match a tag`]
  )
}

function isTagPattern(tag: unknown, wildcards: number): boolean {
  return typeof tag === 'string' && /^[\w.*-]{1,128}$/.test(tag) && tag.split('*').length - 1 <= wildcards
}

function problemsOfCount(selection: Values, {type, targetStorageClass}: Values): string[] {
  const {storageClass = 'standard', countType, countUnit, countNumber} = selection
  const known = typeof countType === 'string' ? COUNT_TYPES[countType] : undefined
  if (known === undefined) return [`countType must be one of ${Object.keys(COUNT_TYPES).join(', ')}`]
  const counting = String(countType)
  const problems: string[] = []
  if (storageClass !== known.storageClass) problems.push(`${counting} requires the storage class ${known.storageClass}`)
  if (countUnit !== (known.days ? 'days' : undefined))
    problems.push(`${counting} ${known.days ? 'requires countUnit days' : 'allows no countUnit'}`)
  if (!isCount(countNumber)) problems.push('countNumber is not a whole number from 1')
  else if (counting === 'sinceImageTransitioned' && countNumber < MIN_ARCHIVE_DAYS) {
    problems.push(`an image stays archived for at least ${MIN_ARCHIVE_DAYS} days, and countNumber is ${countNumber}`)
  }
  if (typeof type !== 'string' || !known.actions.includes(type))
    problems.push(`${counting} requires the action ${known.actions.join(' or ')}`)
  if (targetStorageClass !== (type === 'transition' ? 'archive' : undefined)) {
    problems.push('targetStorageClass must be archive for the action transition, and absent for any other')
  }
  return problems
}

/** ECR refuses two rules with the same selection in one storage class. */
function problemsAcrossRules(selections: readonly Values[]): string[] {
  const seen = selections.map(
    ({rulePriority, tagStatus, tagPatternList, tagPrefixList, storageClass = 'standard'}) => ({
      priority: Number(rulePriority),
      tagStatus,
      selects: JSON.stringify([storageClass, tagStatus, sorted(tagPatternList ?? tagPrefixList)])
    })
  )
  const twice = (values: readonly unknown[]): boolean => new Set(values).size < values.length
  const problems: string[] = []
  if (twice(seen.map(({priority}) => priority))) problems.push('two rules have the same rulePriority')
  if (twice(seen.map(({selects}) => selects))) problems.push('two rules select the same images of one storage class')
  const first = Math.min(...seen.filter(({tagStatus}) => tagStatus === 'any').map(({priority}) => priority))
  if (seen.some(({tagStatus, priority}) => tagStatus !== 'any' && priority > first)) {
    problems.push(
      'a rule with the tagStatus any comes before a rule with another tagStatus; it must have the highest rulePriority'
    )
  }
  return problems
}

function sorted(list: unknown): unknown {
  return Array.isArray(list) ? list.map(String).toSorted() : list
}

/** ECR refuses unknown keys, and it refuses null, which CloudFormation would take as no value. */
function unknownKeys(values: Values, known: readonly string[], where: string): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (!known.includes(key)) return [`${where}: ${key} is unknown`]
    return value === null ? [`${where}: ${key} is null`] : []
  })
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
