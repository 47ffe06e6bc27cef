import {type Exchange, json, type Reply} from '../server/http.js'
import {paginate} from '../server/paging.js'
import {type JobToken, permit, type RepositoryRecord} from './call.js'
import {JOB_AUTHOR} from './comments.js'
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
  const refused = (problem: Problem, data?: unknown): Reply =>
    json(200, {...(data === undefined ? {} : {data}), errors: [problem]})

  const page = /comments\(first: ?(\d+), after: ?\$(\w+)\)/.exec(query)
  const asked = selectionOf(query).get('repository')?.get('pullRequest')?.get('comments')
  if (!page || !asked)
    return refused({message: 'testbed: only queries for the comments of a pull request are supported'})
  if (Number(page[1]) > 100)
    return refused({
      type: 'EXCESSIVE_PAGINATION',
      path: ['repository', 'pullRequest', 'comments'],
      message: `Requesting ${page[1] ?? ''} records on the \`comments\` connection exceeds the \`first\` limit of 100 records.`
    })

  const fullName = `${String(variables['owner'])}/${String(variables['repo'])}`
  const record = repositories.get(fullName.toLowerCase())
  if (!record || token.repository.toLowerCase() !== fullName.toLowerCase()) {
    return refused(
      {
        type: 'NOT_FOUND',
        path: ['repository'],
        message: `Could not resolve to a Repository with the name '${fullName}'.`
      },
      {repository: null}
    )
  }
  try {
    permit({record, permissions: token.permissions}, ['pull-requests'], 'read')
  } catch (error) {
    if (!(error instanceof GitHubRefusal)) throw error
    return refused(
      {type: 'FORBIDDEN', path: ['repository', 'pullRequest'], message: error.message},
      {repository: {pullRequest: null}}
    )
  }
  const number = Number(variables['number'])
  if (!record.pulls.some(pull => pull.number === number)) {
    return refused(
      {
        type: 'NOT_FOUND',
        path: ['repository', 'pullRequest'],
        message: `Could not resolve to a PullRequest with the number of ${number}.`
      },
      {repository: {pullRequest: null}}
    )
  }
  const after = variables[page[2] ?? ''] as string | null | undefined
  const all = record.comments.filter(({issue}) => issue === number)
  const {items, next} = paginate(all, Number(page[1]), after)
  const comments = {
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
  const problems: Problem[] = []
  const data = {repository: {pullRequest: {comments: pick(comments, asked, problems)}}}
  const [problem] = problems
  return problem === undefined ? json(200, {data}) : refused(problem)
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
