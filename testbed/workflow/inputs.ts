import type {InputConfig} from '@actions/workflow-parser/model/workflow-template'
import {TemplateToken} from '@actions/workflow-parser/templates/tokens/template-token'

import type {Scope, Value} from './expression.js'
import {evaluateToken} from './expression.js'

type Definitions = Readonly<
  Record<string, Omit<InputConfig, 'default'> & {default?: string | boolean | number | TemplateToken}>
>

/**
 * The `inputs` context of a workflow that is called or dispatched.
 * @param given by `with:` or by who dispatches it
 * @throws Error on an input there is not, one that is missing, or one of another type
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
      // A choice or an environment is text; numbers have no name in the parser's types.
      const wanted = definition.type in NOTHING ? typeof NOTHING[definition.type] : 'string'
      if (typeof value !== wanted) throw new Error(`input ${name} is ${JSON.stringify(value)}, not a ${wanted}`)
      return [name, value]
    })
  )
}

/** What an input is that has neither value nor default. */
const NOTHING: Readonly<Record<string, Value>> = {string: '', boolean: false}
