import {json, type Reply} from '../server/http.js'
import {page, permit, type RepositoryCall, type RepositoryRecord} from './call.js'
import {type Comment, showComment} from './payloads.js'
import {GitHubRefusal} from './refusal.js'

/** The author of comments that are written with the token of a job. */
export const JOB_AUTHOR = 'github-actions[bot]'

/** One of them is enough: https://docs.github.com/en/rest/issues/comments */
const ANY_OF = ['pull-requests', 'issues']

/** The most characters that a comment may have. */
const LIMIT = 65_536

/** The comments of pull requests, over the REST API. */
export class CommentApi {
  list(call: RepositoryCall, issue: number): Reply {
    permit(call, ANY_OF, 'read')
    return page(call, call.record.comments.filter(comment => comment.issue === issue).map(showComment))
  }

  async create(call: RepositoryCall, issue: number): Promise<Reply> {
    permit(call, ANY_OF, 'write')
    const pull = call.record.pulls.find(({number}) => number === issue)
    if (!pull) throw new GitHubRefusal(404, 'Not Found')
    if (pull.locked === true) throw new GitHubRefusal(403, 'Unable to create comment because issue is locked.')
    return json(201, showComment(addComment(call.record, issue, JOB_AUTHOR, await bodyOf(call))))
  }

  /** A token that may write comments can change those of other authors too. */
  async update(call: RepositoryCall, id: number): Promise<Reply> {
    const comment = find(call, id)
    comment.body = await bodyOf(call)
    return json(200, showComment(comment))
  }

  remove(call: RepositoryCall, id: number): Reply {
    const comment = find(call, id)
    call.record.comments.splice(call.record.comments.indexOf(comment), 1)
    return {status: 204}
  }
}

export function addComment(record: RepositoryRecord, issue: number, author: string, body: string): Comment {
  const comment = {id: record.nextComment++, issue, author, body}
  record.comments.push(comment)
  return comment
}

function find(call: RepositoryCall, id: number): Comment {
  permit(call, ANY_OF, 'write')
  const comment = call.record.comments.find(one => one.id === id)
  if (!comment) throw new GitHubRefusal(404, 'Not Found')
  return comment
}

async function bodyOf(call: RepositoryCall): Promise<string> {
  const invalid = (message: string): GitHubRefusal =>
    new GitHubRefusal(
      422,
      'Validation Failed',
      {},
      {errors: [{resource: 'IssueComment', code: 'unprocessable', field: 'data', message}]}
    )
  let body: unknown
  try {
    body = (JSON.parse((await call.body()).toString()) as {body?: unknown}).body
  } catch {
    throw new GitHubRefusal(400, 'Problems parsing JSON')
  }
  if (typeof body !== 'string' || body === '') throw invalid("Body can't be blank")
  if (body.length > LIMIT) throw invalid(`Body is too long (maximum is ${LIMIT} characters)`)
  return body
}
