import {type Exchange, json, type Reply} from '../server/http.js'
import {paginate} from '../server/paging.js'
import {type JobToken, permit, type RepositoryRecord} from './call.js'
import {JOB_AUTHOR} from './comments.js'
import type {Comment} from './payloads.js'
import {GitHubRefusal} from './refusal.js'

/** The fields that a query asks for, each with the fields that it asks for below it. */
type Selection = Map<string, Selection>

interface Problem {
  type?: string
  path?: string[]
  message: string
}

/**
 * Answers a query of GitHub's GraphQL API, which only covers the comments of a pull request here. Unlike the REST API, it
 * tells a token which comments are its own. The answer has the fields that the query asks for. Unknown fields are refused.
 */
export async function answerQuery(
  exchange: Exchange,
  repositories: ReadonlyMap<string, RepositoryRecord>,
  token: JobToken | undefined
): Promise<Reply> {
  if (exchange.method !== 'POST') throw new GitHubRefusal(404, 'Not Found')
  if (!token) throw new GitHubRefusal(401, 'This endpoint requires you to be authenticated.')
  const {query = '', variables = {}} = parse(await exchange.body())
  const page = /comments\(first: ?(\d+), after: ?\$(\w+)\)/.exec(query)
  const asked = selectionOf(query).get('repository')?.get('pullRequest')?.get('comments')
  if (!page || !asked)
    return refused({message: 'testbed: only queries for the comments of a pull request are supported'})
  const [, first = '', after = ''] = page
  if (Number(first) > 100)
    return refused({
      type: 'EXCESSIVE_PAGINATION',
      path: ['repository', 'pullRequest', 'comments'],
      message: `Requesting ${first} records on the \`comments\` connection exceeds the \`first\` limit of 100 records.`
    })

  const number = Number(variables['number'])
  const found = pullRequestComments(repositories, token, variables, number)
  if (!Array.isArray(found)) return refused(found.problem, found.data)
  const comments = connection(found, Number(first), variables[after] as string | null | undefined)
  const problems: Problem[] = []
  const data = {repository: {pullRequest: {comments: pick(comments, asked, problems)}}}
  const [problem] = problems
  return problem === undefined ? json(200, {data}) : refused(problem)
}

function refused(problem: Problem, data?: unknown): Reply {
  return json(200, {...(data === undefined ? {} : {data}), errors: [problem]})
}

/** The comments of a pull request, or the reason why the token cannot read them. */
function pullRequestComments(
  repositories: ReadonlyMap<string, RepositoryRecord>,
  token: JobToken,
  variables: Record<string, unknown>,
  number: number
): Comment[] | {problem: Problem; data: unknown} {
  const fullName = `${String(variables['owner'])}/${String(variables['repo'])}`
  const record = repositories.get(fullName.toLowerCase())
  if (!record || token.repository.toLowerCase() !== fullName.toLowerCase()) {
    const message = `Could not resolve to a Repository with the name '${fullName}'.`
    return {problem: {type: 'NOT_FOUND', path: ['repository'], message}, data: {repository: null}}
  }
  const path = ['repository', 'pullRequest']
  const data = {repository: {pullRequest: null}}
  try {
    permit({record, permissions: token.permissions}, ['pull-requests'], 'read')
  } catch (error) {
    if (!(error instanceof GitHubRefusal)) throw error
    return {problem: {type: 'FORBIDDEN', path, message: error.message}, data}
  }
  if (!record.pulls.some(pull => pull.number === number)) {
    const message = `Could not resolve to a PullRequest with the number of ${number}.`
    return {problem: {type: 'NOT_FOUND', path, message}, data}
  }
  return record.comments.filter(({issue}) => issue === number)
}

/** A page of comments with all fields that a query can ask for. */
function connection(all: Comment[], first: number, after: string | null | undefined): unknown {
  const {items, next} = paginate(all, first, after)
  return {
    totalCount: all.length,
    pageInfo: {hasNextPage: next !== undefined, endCursor: next ?? null},
    nodes: items.map(({id, body, author}) => ({
      id: `IC_${id}`,
      // GraphQL's Int has 32 bits; GitHub answers null for an id that does not fit.
      databaseId: id < 2 ** 31 ? id : null,
      fullDatabaseId: String(id),
      body,
      viewerDidAuthor: author === JOB_AUTHOR
    }))
  }
}

function parse(body: Buffer): {query?: string; variables?: Record<string, unknown>} {
  try {
    return JSON.parse(body.toString('utf8')) as {query?: string; variables?: Record<string, unknown>}
  } catch {
    throw new GitHubRefusal(400, 'Problems parsing JSON')
  }
}

/** The fields of a query, without their arguments. */
function selectionOf(query: string): Selection {
  const tokens =
    query
      .replace(/^\s*query\s*\w*/, '')
      .replaceAll(/\([^)]*\)/g, '')
      .match(/\w+|[{}]/g) ?? []
  const root: Selection = new Map()
  const open = [root]
  let last = root
  for (const token of tokens.slice(1)) {
    if (token === '{') open.push(last)
    else if (token === '}') open.pop()
    else open.at(-1)?.set(token, (last = new Map<string, Selection>()))
  }
  return root
}

function pick(value: unknown, selection: Selection, problems: Problem[]): unknown {
  if (Array.isArray(value)) return value.map(one => pick(one, selection, problems))
  if (typeof value !== 'object' || value === null) return value
  const fields = value as Record<string, unknown>
  return Object.fromEntries(
    [...selection].map(([name, inner]) => {
      if (!Object.hasOwn(fields, name)) problems.push({message: `Field '${name}' doesn't exist on type`})
      return [name, pick(fields[name], inner, problems)]
    })
  )
}
