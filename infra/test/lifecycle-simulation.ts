import type {LifecyclePolicy, LifecycleRule} from '../lib/lifecycle.js'

/** An image in a repository. Days count from the start of the simulation; earlier days are negative. */
export interface Image {
  tags?: string[]
  pushed: number
  /** Undefined if it was never pulled. */
  pulled?: number
  /** Whether it is pulled on every day of the simulation. */
  isInUse?: boolean
  /** Names of the parts, if the image is an index. */
  children?: string[]
  /** Name of the image that a referrer refers to. */
  subject?: string
  archived?: number
}

export type Fate = 'kept' | 'archived' | 'expired'

/**
 * Simulates ECR for a number of days, with one evaluation per day.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules
 */
export function simulate(
  policy: LifecyclePolicy,
  images: Readonly<Record<string, Image>>,
  days: number
): Record<string, Fate> {
  const left = new Map(Object.entries(images).map(([name, image]) => [name, {...image}]))
  for (let day = 0; day <= days; day += 1) {
    for (const image of left.values()) if (image.isInUse === true && image.archived === undefined) image.pulled = day
    for (const [name, action] of evaluate(policy, left, day)) {
      if (action === 'expire') left.delete(name)
      else left.set(name, {...(left.get(name) ?? {pushed: day}), archived: day})
    }
  }
  const fate = (name: string): Fate => {
    const image = left.get(name)
    if (image === undefined) return 'expired'
    return image.archived === undefined ? 'kept' : 'archived'
  }
  return Object.fromEntries(Object.keys(images).map(name => [name, fate(name)]))
}

type Images = ReadonlyMap<string, Image>
type Action = LifecycleRule['action']['type']

function evaluate({rules}: LifecyclePolicy, images: Images, day: number): Map<string, Action> {
  const taken = new Map<string, Action>()
  const decided = new Set<string>()
  // ECR evaluates all rules at once, as if no other rule took an image, and then applies them by priority.
  const evaluated = rules
    .toSorted((a, b) => a.rulePriority - b.rulePriority)
    .map(rule => {
      const selected = [...images].filter(([, image]) => isSelected(rule, image))
      return {rule, selected, due: dueOf(rule, selected, day)}
    })
  for (const {rule, selected, due} of evaluated) {
    for (const [name] of selected) {
      if (decided.has(name)) continue
      // An image that a rule selects is safe from every later rule.
      decided.add(name)
      if (due.has(name) && !isPartOfAnother(name, images)) taken.set(name, rule.action.type)
    }
  }
  for (const [name, {subject}] of images) {
    const action = subject === undefined ? undefined : taken.get(subject)
    if (action !== undefined) taken.set(name, action)
  }
  return taken
}

function isSelected(
  {selection: {tagStatus, tagPatternList = [], storageClass}}: LifecycleRule,
  {tags = [], archived, subject}: Image
): boolean {
  if (subject !== undefined || (archived === undefined) !== (storageClass === undefined)) return false
  if (tagStatus === 'any') return true
  if (tagStatus === 'untagged') return tags.length === 0
  return tagPatternList.every(pattern =>
    tags.some(tag => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(tag))
  )
}

function dueOf(
  {selection: {countType, countNumber}}: LifecycleRule,
  selected: [string, Image][],
  day: number
): Set<string> {
  const older = (since: (image: Image) => number): Set<string> =>
    new Set(selected.filter(([, image]) => day - since(image) > countNumber).map(([name]) => name))
  switch (countType) {
    case 'imageCountMoreThan':
      return new Set(
        selected
          .toSorted(([, a], [, b]) => b.pushed - a.pushed)
          .slice(countNumber)
          .map(([name]) => name)
      )
    case 'sinceImagePushed':
      return older(({pushed}) => pushed)
    case 'sinceImagePulled':
      return older(({pushed, pulled}) => pulled ?? pushed)
    case 'sinceImageTransitioned':
      return older(({archived}) => archived ?? Infinity)
  }
}

/** Whether the image is part of an index that is neither deleted nor archived. */
function isPartOfAnother(name: string, images: Images): boolean {
  return [...images.values()].some(({children = [], archived}) => archived === undefined && children.includes(name))
}
