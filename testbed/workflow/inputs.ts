import type {InputConfig} from '@actions/workflow-parser/model/workflow-template'
import {TemplateToken} from '@actions/workflow-parser/templates/tokens/template-token'

import type {Scope, Value} from './expression.js'
import {evaluateToken} from './expression.js'

type Definitions = Readonly<
  Record<string, Omit<InputConfig, 'default'> & {default?: string | boolean | number | TemplateToken}>
>

/**
 * The `inputs` context of a workflow that is called or dispatched.
 * @param given values of `with:` or of the dispatch
 * @throws Error on an input that does not exist, is missing, or has another type
 */
export function workflowInputs(
  definitions: Definitions,
  given: Readonly<Record<string, Value>>,
  scope: Scope
): Record<string, Value> {
  const unknown = Object.keys(given).filter(name => !(name in definitions))
  if (unknown.length > 0) throw new Error(`the workflow has no input ${unknown.join(', ')}`)
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => {
      if (definition.required === true && given[name] === undefined)
        throw new Error(`the workflow requires input ${name}`)
      const {default: fallback} = definition
      const value =
        given[name] ??
        (fallback instanceof TemplateToken ? evaluateToken(fallback, scope) : fallback) ??
        NOTHING[definition.type] ??
        ''
      // A choice or an environment is a string. The parser's types do not include numbers.
      const expected = definition.type in NOTHING ? typeof NOTHING[definition.type] : 'string'
      if (typeof value !== expected) throw new Error(`input ${name} is ${JSON.stringify(value)}, not a ${expected}`)
      return [name, value]
    })
  )
}

/** The value of an input that has neither value nor default, by type. */
const NOTHING: Readonly<Record<string, Value>> = {string: '', boolean: false}
