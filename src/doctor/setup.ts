import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'
import {originOfKey, stageKey} from '../stages/origin.js'
import type {Stage} from '../stages/stage.js'
import type {StagesFile} from '../stages/stages-file.js'
import type {Check} from './check.js'
import {bad, warning} from './check.js'

/** The accounts of AWS's own documentation, which examples are written with. */
const PLACEHOLDER = /^(?:123456789012|210987654321|012345678901|(\d)\1{11}|(?:(\d)\2{3}){3})$/

/**
 * Finds an account that was left as in the examples.
 * @param caller ARN of the credentials, if AWS named it: an account that AWS knows is no placeholder
 */
export function placeholderCheck(file: StagesFile, stage: Stage, caller: string | undefined): Check | undefined {
  const {account} = file.stages[stage]
  if (!PLACEHOLDER.test(account) || caller?.includes(`::${account}:`) === true) return undefined
  return bad(
    'account',
    `${account} is an account of the examples, and no account of yours.`,
    remedy`Replace ${originOfKey(file, stageKey(file, stage, 'account'), account)} with the 12 digits of your account: \`aws sts get-caller-identity --query Account\` prints them.`
  )
}

/**
 * Compares the repository of the stages file with that of the clone's remote. A fork has another one on purpose.
 * @param url of the remote; undefined if there is none
 */
export function remoteCheck(file: StagesFile, remote: string | undefined, url: string | undefined): Check | undefined {
  const {repository} = file.github
  // The forms that name a host: https://host/owner/name, ssh://git@host/owner/name, git@host:owner/name.
  const [, byUrl, byScp, found] =
    /^(?:[a-z+]+:\/\/([^/]+)\/|([^/:]+):)\/?([a-z0-9_-]+\/[a-z0-9._-]+?)(?:\.git)?\/?$/i.exec(url ?? '') ?? []
  if (remote === undefined || repository === undefined || found === undefined) return undefined
  const host = (byUrl ?? byScp ?? '').replace(/^.*@|:\d*$/g, '').toLowerCase()
  const otherClone: Remedy = `If this clone is the wrong one: \`git remote set-url ${remote} <url of ${repository}>\`.`
  // ssh may have other names for GitHub's host, such as `work` or `github.com-work`.
  if (/\.[a-z]+$/.test(host) && !host.includes('github.com'))
    return warning(
      'remote',
      `${remote} is ${found} on ${host}, but the stages file names ${repository} on github.com: the roles trust only the jobs of that repository.`,
      remedy`Push to github.com what its jobs are to build. ${otherClone}`
    )
  if (found.toLowerCase() === repository.toLowerCase()) return undefined
  return warning(
    'remote',
    `${remote} is ${found}, but the stages file names ${repository}: the roles trust only the jobs of that repository.`,
    remedy`Correct ${originOfKey(file, 'github.repository', repository)} and the ids below it, and deploy infra/ again. ${otherClone}`
  )
}
