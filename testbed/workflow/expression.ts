import type {Expr} from '@actions/expressions'
import {data, Evaluator, Lexer, Parser} from '@actions/expressions'
import {isBasicExpression, isBoolean, isMapping, isNumber, isSequence, isString} from '@actions/workflow-parser'
import {ensureStatusFunction} from '@actions/workflow-parser/model/converter/if-condition'
import {NullToken} from '@actions/workflow-parser/templates/tokens/null-token'
import type {TemplateToken} from '@actions/workflow-parser/templates/tokens/template-token'

/** The value of an expression or of a context's property. */
export type Value = string | number | boolean | null | Value[] | {[name: string]: Value}

/** The contexts and functions that expressions in one place of a workflow can use. */
export interface Scope {
  contexts: Readonly<Record<string, Value>>
  /** The values of `success()` and `failure()`: of the steps before, or of the jobs that the job needs. */
  status: {success: boolean; failure: boolean}
}

/**
 * Evaluates all expressions in a part of a workflow file.
 * @throws Error with the expression and its line
 */
export function evaluateToken(token: TemplateToken, scope: Scope): Value {
  if (isBasicExpression(token)) {
    try {
      return evaluateExpression(token.expression, scope)
    } catch (error) {
      throw new Error(
        `Line ${token.line ?? '?'}: \${{ ${token.expression} }}: ${error instanceof Error ? error.message : String(error)}`,
        {cause: error}
      )
    }
  }
  if (isString(token) || isBoolean(token) || isNumber(token)) return token.value
  if (isSequence(token)) return Array.from({length: token.count}, (_, index) => evaluateToken(token.get(index), scope))
  if (isMapping(token)) {
    return Object.fromEntries(
      Array.from({length: token.count}, (_, index) => {
        const {key, value} = token.get(index)
        return [text(evaluateToken(key, scope)), evaluateToken(value, scope)]
      })
    )
  }
  if (token instanceof NullToken) return null
  throw new Error(`Line ${token.line ?? '?'}: the testbed cannot evaluate ${token.typeName()}`)
}

/** Whether an `if:` holds. As on GitHub, a condition without a status function also requires `success()`. */
export function holds(condition: TemplateToken | undefined, scope: Scope): boolean {
  if (condition === undefined) return scope.status.success
  const written = isBasicExpression(condition) ? condition.expression : text(evaluateToken(condition, scope)).trim()
  return Boolean(
    evaluateExpression(written === '' ? 'success()' : ensureStatusFunction(written, condition.definitionInfo), scope)
  )
}

/** A value as the text of an environment variable, an input or an output. */
export function text(value: Value): string {
  if (typeof value === 'object' && value !== null) throw new Error(`expected text, found ${JSON.stringify(value)}`)
  return toData(value).coerceString()
}

/** The values of a mapping as text, by name; empty, if there is no mapping. */
export function texts(token: TemplateToken | undefined, scope: Scope): Record<string, string> {
  const value = token === undefined ? {} : evaluateToken(token, scope)
  return Object.fromEntries(Object.entries(asMapping(value)).map(([name, one]) => [name, text(one)]))
}

export function asMapping(value: Value): Record<string, Value> {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Error(`expected a mapping, found ${JSON.stringify(value)}`)
  return value
}

function evaluateExpression(expression: string, {contexts, status}: Scope): Value {
  const functions = new Map(
    Object.entries({...status, always: true, cancelled: false}).map(
      ([name, result]) => [name, {name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(result)}] as const
    )
  )
  const tree: Expr = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), [
    ...functions.values()
  ]).parse()
  const values = new data.Dictionary(...Object.entries(contexts).map(([key, value]) => ({key, value: toData(value)})))
  return JSON.parse(JSON.stringify(new Evaluator(tree, values, functions).evaluate(), data.replacer)) as Value
}

function toData(value: Value): data.ExpressionData {
  return JSON.parse(JSON.stringify(value), data.reviver) as data.ExpressionData
}
