import {Failure} from '../core/failure.js'
import type {RepositoryAccess} from './api.js'
import {GitHubApi, statusOf} from './api.js'

/** The id of a workflow run and its attempt. A later run has a higher id, a later attempt a higher number. */
export interface RunNumber {
  id: number
  attempt: number
}

/** The comment that a pull request is to have on a subject. */
export interface CommentContent {
  pullRequest: number
  /** The name of a repository, with the variant of the image. Each subject has one comment. It contains no space and no `--`. */
  subject: string
  run: RunNumber
  /** Markdown. If it is longer than `BODY_LIMIT` characters, the comment ends with the last whole line. */
  body: string
}

/** A comment without the run that writes it. */
export type UnsignedComment = Omit<CommentContent, 'run'>

/** `superseded`: a later run has written the comment already. */
export type CommentResult = 'created' | 'updated' | 'superseded'

/** GitHub accepts 65,536 characters; the rest is for the marker. */
export const BODY_LIMIT = 65_000

const MAY_WRITE = 'Add `pull-requests: write` to the `permissions:` of this job to have the comment.'

/** This query goes to the GraphQL API: the REST API does not tell a job's token which comments are its own. */
const OWN_COMMENTS = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      comments(first: 100, after: $after) {
        nodes { fullDatabaseId viewerDidAuthor body }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`

/** The answer to OWN_COMMENTS. GitHub answers null for anything that it could not look up. */
interface CommentsPage {
  repository: {
    pullRequest: {
      comments: {
        nodes: ({fullDatabaseId: string; viewerDidAuthor: boolean; body: string} | null)[]
        pageInfo: {hasNextPage: boolean; endCursor: string | null}
      }
    } | null
  } | null
}

/** A comment that an earlier run has written. */
export interface OwnComment {
  id: number
  run: RunNumber
}

/** The comments of pull requests, as far as the token may write them. */
export class PullRequestComments {
  private readonly api: GitHubApi
  /** Names the repository in every request. */
  private readonly target: {owner: string; repo: string; request: {signal: AbortSignal}}

  constructor(access: RepositoryAccess) {
    this.api = new GitHubApi(access)
    const {owner, repo, signal} = this.api
    this.target = {owner, repo, request: {signal}}
  }

  /**
   * Makes sure that the pull request has one comment on the subject, with the text of the latest run. Only comments that this
   * token's identity wrote and that begin with the marker count. So comments of others are never touched.
   *
   * Two runs that find no comment at the same time both create one. After that, each lists the comments again and removes all
   * but that of the latest run: the run that comes last sees the others, and no run removes the comment of the latest. Runs that
   * update at the same time write one after the other. The later text is kept, unless both wrote within one request of each other.
   * @throws Failure if the token may not write, or the conversation is locked
   */
  async keep(content: CommentContent): Promise<CommentResult> {
    const text = `${marker(content)}\n${fitting(content.body)}`
    const own = await this.list(content)
    const latest = latestOf(own)
    if (latest !== undefined && (isLater(latest.run, content.run) || (await this.update(content, latest.id, text)))) {
      await this.removeSurplus(content, own)
      return isLater(latest.run, content.run) ? 'superseded' : 'updated'
    }
    await this.create(content, text)
    await this.removeSurplus(content, await this.list(content))
    return 'created'
  }

  private async list({pullRequest, subject}: CommentContent): Promise<OwnComment[]> {
    const own: OwnComment[] = []
    let after: string | null = null
    do {
      const variables = {...this.target, number: pullRequest, after}
      const page: CommentsPage = await this.api.ask(
        `Listing the comments of pull request #${pullRequest}`,
        MAY_WRITE,
        ({graphql}) => graphql<CommentsPage>(OWN_COMMENTS, variables)
      )
      const comments = page.repository?.pullRequest?.comments
      for (const node of comments?.nodes ?? []) {
        const run = node?.viewerDidAuthor === true ? readMarker(node.body, subject) : undefined
        if (node !== null && run !== undefined) own.push({id: Number(node.fullDatabaseId), run})
      }
      after = comments?.pageInfo.hasNextPage === true ? comments.pageInfo.endCursor : null
    } while (after !== null)
    return own
  }

  private async create({pullRequest}: CommentContent, text: string): Promise<void> {
    await this.api.ask(`Commenting on pull request #${pullRequest}`, MAY_WRITE, ({rest}) =>
      rest.issues.createComment({...this.target, issue_number: pullRequest, body: text})
    )
  }

  /** @returns false if the comment was deleted meanwhile */
  private async update({pullRequest}: CommentContent, id: number, text: string): Promise<boolean> {
    return await unlessGone(
      this.api.ask(`Updating the comment on pull request #${pullRequest}`, MAY_WRITE, ({rest}) =>
        rest.issues.updateComment({...this.target, comment_id: id, body: text})
      )
    )
  }

  private async removeSurplus({pullRequest}: CommentContent, own: OwnComment[]): Promise<void> {
    const kept = latestOf(own)
    for (const {id} of own.filter(comment => comment !== kept)) {
      await unlessGone(
        this.api.ask(`Removing a second comment from pull request #${pullRequest}`, MAY_WRITE, ({rest}) =>
          rest.issues.deleteComment({...this.target, comment_id: id})
        )
      )
    }
  }
}

/** Whether a marker can hold this subject. ECR takes 256 characters for the name of a repository, and a variant follows it. */
export function isSubject(text: string): boolean {
  return /^[\w./-]{1,300}$/.test(text) && !text.includes('--')
}

/** The first line of a comment, which is not displayed. */
export function marker({subject, run}: Pick<CommentContent, 'subject' | 'run'>): string {
  return `<!-- ecr-registry-action ${subject} run ${run.id}.${run.attempt} -->`
}

/** Cuts at the end of a line: a cut within a line could fall into an entity, a link or a pair of surrogates. */
function fitting(body: string): string {
  if (body.length <= BODY_LIMIT) return body
  const end = '\n\n…'
  return `${body.slice(0, Math.max(0, body.lastIndexOf('\n', BODY_LIMIT - end.length)))}${end}`
}

/** The run that wrote a comment on the subject; undefined for any other text, even if it quotes a marker. */
export function readMarker(text: string, subject: string): RunNumber | undefined {
  const [, of, id, attempt] = /^<!-- ecr-registry-action (\S+) run (\d+)\.(\d+) -->/.exec(text) ?? []
  return of === subject ? {id: Number(id), attempt: Number(attempt)} : undefined
}

export function isLater(one: RunNumber, other: RunNumber): boolean {
  return one.id > other.id || (one.id === other.id && one.attempt > other.attempt)
}

/** The comment that is kept if there are several: the first one of the latest run. */
export function latestOf(own: readonly OwnComment[]): OwnComment | undefined {
  return own.reduce<OwnComment | undefined>((best, comment) => {
    if (best === undefined || isLater(comment.run, best.run)) return comment
    return isLater(best.run, comment.run) || best.id < comment.id ? best : comment
  }, undefined)
}

/** @returns false if GitHub answers that the comment does not exist */
async function unlessGone(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof Failure && statusOf(error.cause) === 404) return false
    throw error
  }
}
