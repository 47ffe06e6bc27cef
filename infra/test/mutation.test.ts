import {beforeAll, expect, test} from '@jest/globals'

import type {IamStatement} from '../../testbed/aws/iam.js'
import type {ResolvedTemplate} from '../../testbed/harness/templates.js'
import type {Actions} from './actions.js'
import {loadActions} from './actions.js'
import {createProof} from './proof.js'
import {SCENARIOS, synthesizeScenario} from './scenarios.js'

interface Mutant {
  title: string
  statement: IamStatement
}

/** The place of a statement, so that the test can replace and restore it. */
interface Site {
  title: string
  list: IamStatement[]
  index: number
}

let actions: Actions
beforeAll(async () => {
  actions = await loadActions()
})

// Three accounts have no kind of statement that two accounts lack.
const MUTATED = SCENARIOS.filter(({title}) => title !== 'three accounts in three regions')
/** Statements that were mutated. A statement of several scenarios is mutated once. */
const done = new Set<string>()

test.each(MUTATED)('the proof fails for each weaker statement of $title', scenario => {
  const synthesized = synthesizeScenario(scenario)
  const prove = createProof(synthesized, actions)
  const isProven = (): boolean => prove().next().done === true
  expect(isProven()).toBe(true)
  const survivors: string[] = []
  let mutants = 0
  for (const {title, list, index} of sitesIn(synthesized.templates)) {
    for (const original of list.slice(index, index + 1)) {
      const text = JSON.stringify([title, original])
      if (done.has(text)) continue
      done.add(text)
      for (const mutant of mutantsOf(original)) {
        mutants += 1
        list[index] = mutant.statement
        if (isProven()) survivors.push(`${title}: ${mutant.title}`)
      }
      list[index] = original
    }
  }
  expect(survivors).toEqual([])
  expect(mutants).toBeGreaterThan(1000)
  expect(isProven()).toBe(true)
})

/** Every statement of every policy, of any resource. */
function sitesIn(templates: readonly ResolvedTemplate[]): Site[] {
  return templates.flatMap(({resources}) => [...resources].flatMap(([id, {properties}]) => sitesWithin(properties, id)))
}

function sitesWithin(value: unknown, title: string): Site[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key !== 'Statement' || !Array.isArray(inner)) return sitesWithin(inner, `${title}.${key}`)
    return inner.map((_, index) => ({title: `${title} statement ${index}`, list: inner as IamStatement[], index}))
  })
}

function mutantsOf(statement: IamStatement): Mutant[] {
  return [...wider(statement), ...elsewhere(statement), ...forOthers(statement), ...lessConditional(statement)]
}

/** Adds one action: each of ECR, each of the services in the statement, and a few of other services. */
function* wider(statement: IamStatement): Generator<Mutant> {
  const named = actions.named(statement)
  const services = new Set(['ecr', ...named.map(action => action.split(':')[0] ?? '')])
  const others = [
    ...[
      '*',
      'ecr:*',
      'ecr:Put*',
      'ecr:Batch*',
      'ecr-public:*',
      'sts:*',
      'sts:AssumeRole',
      'sts:TagSession',
      'iam:PassRole'
    ],
    ...['kms:Decrypt', 's3:GetObject', 'ssm:GetParameter', 'cloudformation:*', 'ec2:RunInstances']
  ]
  for (const action of new Set([...[...services].flatMap(service => actions.of(service)), ...others])) {
    if (actions.named({Effect: 'Allow', Action: action}).every(one => named.includes(one))) continue
    // An identity that may ask Inspector already has a token.
    if (statement.Sid === 'Inspector' && action === 'ecr:GetAuthorizationToken') continue
    yield {title: `with ${action}`, statement: {...statement, Action: [...[statement.Action ?? []].flat(), action]}}
  }
  const {Action, ...rest} = statement
  yield {title: `with all but ${String(Action)}`, statement: {...rest, NotAction: Action ?? []}}
}

/** Widens one resource: to all, to any value in one part of the ARN, or to any ARN with the same start. */
function* elsewhere(statement: IamStatement): Generator<Mutant> {
  const resources = [statement.Resource ?? []].flat()
  for (const [index, resource] of resources.entries()) {
    const parts = resource.split(':')
    const path = parts.slice(5).join(':').split('/')
    const wild = [
      '*',
      `${resource}*`,
      ...parts.flatMap((part, at) => (part === '' || at === 0 || at === 2 ? [] : [parts.with(at, '*').join(':')])),
      ...path
        .flatMap((_, at) => [path.with(at, '*'), [...path.slice(0, at), '*']])
        .map(wider => [...parts.slice(0, 5), wider.join('/')].join(':'))
    ]
    for (const wider of new Set(wild)) {
      if (resource === '*' || wider === resource || (resource.endsWith('*') && wider === `${resource}*`)) continue
      yield {title: `on ${wider}`, statement: {...statement, Resource: resources.with(index, wider)}}
    }
  }
}

function* forOthers(statement: IamStatement): Generator<Mutant> {
  if (statement.Principal === undefined) return
  yield {title: 'for everybody', statement: {...statement, Principal: '*'}}
  yield {title: 'for every account', statement: {...statement, Principal: {AWS: '*'}}}
}

/** Removes a condition, or weakens it so that any value or a similar value meets it. */
function* lessConditional(statement: IamStatement): Generator<Mutant> {
  const conditions = statement.Condition ?? {}
  for (const [operator, tests] of Object.entries(conditions)) {
    for (const [key, values] of Object.entries(tests)) {
      const others = Object.fromEntries(Object.entries(tests).filter(([name]) => name !== key))
      const rest = {...conditions, [operator]: others}
      const replaced = (title: string, extra: NonNullable<IamStatement['Condition']>): Mutant => ({
        title: `${key} ${title}`,
        statement: {...statement, Condition: {...rest, ...extra}}
      })
      yield replaced('removed', {})
      yield replaced('compared only if present', {[`${operator}IfExists`]: {[key]: values}})
      yield replaced('compared for all values', {[`ForAllValues:${operator}`]: {[key]: values}})
      const hasCase = /[a-z]/i.test(String(values))
      if (operator === 'StringEquals' && hasCase)
        yield replaced('compared in any case', {StringEqualsIgnoreCase: {[key]: values}})
      const texts = [values].flat().map(String)
      for (const [index, text] of texts.entries()) {
        const parts = text.split(/(?<=[:/@])/)
        const wild = [
          '*',
          `${text}*`,
          `*${text}`,
          ...parts.map((part, at) => parts.with(at, part.replace(/.*?([:/@]?)$/, '*$1')).join(''))
        ]
        for (const wider of new Set(wild)) {
          if (wider === text || (text.endsWith('*') && wider === `${text}*`)) continue
          const like = operator === 'StringLike' ? others : conditions['StringLike']
          yield replaced(`like ${wider}`, {StringLike: {...like, [key]: texts.with(index, wider)}})
        }
        yield replaced(`not ${text}`, {StringNotEquals: {[key]: text}})
      }
    }
  }
  if (statement.Condition !== undefined) yield {title: 'without conditions', statement: {...statement, Condition: {}}}
}
