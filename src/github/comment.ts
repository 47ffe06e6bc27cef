import {Failure} from '../core/failure.js'
import type {RepositoryAccess} from './api.js'
import {openApi, statusOf} from './api.js'

/** A run of a workflow, and which attempt of it: a later one has higher numbers. */
export interface RunNumber {
  id: number
  attempt: number
}

/** What is kept on a pull request. */
export interface KeptComment {
  pullRequest: number
  /** What the comment is about: there is one for each subject. Without spaces and `--`, as the name of a repository is. */
  subject: string
  run: RunNumber
  /** Markdown; beyond `BODY_LIMIT` characters it ends with the last whole line. */
  body: string
}

/** `superseded`: a later run has written the comment already. */
export type Kept = 'created' | 'updated' | 'superseded'

/** The comments of pull requests, as the token may write them. */
export interface Comments {
  /**
   * Sees that the pull request has one comment on the subject, with the text of the latest run. Only comments count that this
   * token's identity wrote and that begin with the marker, so nobody else's is ever touched.
   *
   * Runs that find none at the same time make one each. Each looks again when it made its own, and removes all but that of the
   * latest run: whoever is last sees the others, and the latest is nobody's to remove. Runs that update at the same time write
   * one after the other; the later text is kept, but where the two were within one request of each other.
   * @throws Failure where the token may not, or the conversation is locked
   */
  keep(comment: KeptComment): Promise<Kept>
}

/** GitHub takes 65,536 characters; the rest is the marker's. */
export const BODY_LIMIT = 65_000

const MAY_WRITE = 'Add `pull-requests: write` to the `permissions:` of this job to have the comment.'

/** The REST API does not tell a job's token which comments are its own. */
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

/** What GitHub answers to that; null stands for what it could not look up. */
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

/** A comment of ours that is there. */
export interface OwnComment {
  id: number
  run: RunNumber
}

export function openComments(access: RepositoryAccess): Comments {
  const {owner, repo, ask} = openApi(access)
  const request = {signal: access.signal}

  const list = async ({pullRequest, subject}: KeptComment): Promise<OwnComment[]> => {
    const own: OwnComment[] = []
    let after: string | null = null
    do {
      const page: CommentsPage = await ask(
        `Listing the comments of pull request #${pullRequest}`,
        MAY_WRITE,
        ({graphql}) => graphql<CommentsPage>(OWN_COMMENTS, {owner, repo, number: pullRequest, after, request})
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
  const create = async ({pullRequest}: KeptComment, text: string): Promise<void> => {
    await ask(`Commenting on pull request #${pullRequest}`, MAY_WRITE, ({rest}) =>
      rest.issues.createComment({owner, repo, issue_number: pullRequest, body: text, request})
    )
  }
  /** @returns false where the comment is gone */
  const update = async ({pullRequest}: KeptComment, id: number, text: string): Promise<boolean> =>
    await unlessGone(
      ask(`Updating the comment on pull request #${pullRequest}`, MAY_WRITE, ({rest}) =>
        rest.issues.updateComment({owner, repo, comment_id: id, body: text, request})
      )
    )
  const removeSurplus = async ({pullRequest}: KeptComment, own: OwnComment[]): Promise<void> => {
    const kept = latestOf(own)
    for (const {id} of own.filter(comment => comment !== kept)) {
      await unlessGone(
        ask(`Removing a second comment from pull request #${pullRequest}`, MAY_WRITE, ({rest}) =>
          rest.issues.deleteComment({owner, repo, comment_id: id, request})
        )
      )
    }
  }

  return {
    async keep(comment) {
      const text = `${marker(comment)}\n${fitting(comment.body)}`
      const own = await list(comment)
      const latest = latestOf(own)
      if (latest !== undefined && (isLater(latest.run, comment.run) || (await update(comment, latest.id, text)))) {
        await removeSurplus(comment, own)
        return isLater(latest.run, comment.run) ? 'superseded' : 'updated'
      }
      await create(comment, text)
      await removeSurplus(comment, await list(comment))
      return 'created'
    }
  }
}

/** The first line of a comment, which readers do not see. */
export function marker({subject, run}: Pick<KeptComment, 'subject' | 'run'>): string {
  return `<!-- ecr-registry-action ${subject} run ${run.id}.${run.attempt} -->`
}

/** A line that is cut could end within an entity, a link or a pair of surrogates. */
function fitting(body: string): string {
  if (body.length <= BODY_LIMIT) return body
  const end = '\n\n…'
  return `${body.slice(0, Math.max(0, body.lastIndexOf('\n', BODY_LIMIT - end.length)))}${end}`
}

/** The run that wrote a comment on the subject; undefined for any other text, one that quotes a marker among them. */
export function readMarker(text: string, subject: string): RunNumber | undefined {
  const [, of, id, attempt] = /^<!-- ecr-registry-action (\S+) run (\d+)\.(\d+) -->/.exec(text) ?? []
  return of === subject ? {id: Number(id), attempt: Number(attempt)} : undefined
}

export function isLater(one: RunNumber, other: RunNumber): boolean {
  return one.id > other.id || (one.id === other.id && one.attempt > other.attempt)
}

/** The comment that stays where there are several: of the latest run, and of its own the first. */
export function latestOf(own: readonly OwnComment[]): OwnComment | undefined {
  return own.reduce<OwnComment | undefined>((best, comment) => {
    if (best === undefined || isLater(comment.run, best.run)) return comment
    return isLater(best.run, comment.run) || best.id < comment.id ? best : comment
  }, undefined)
}

async function unlessGone(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof Failure && statusOf(error.cause) === 404) return false
    throw error
  }
}
