import {isDeepStrictEqual} from 'node:util'

import {Failure} from '../../src/core/failure.js'
import type {Deployable, Deployment} from './agreement.js'
import type {DeployableFile, GitHubIdentity} from './deployable-file.js'

/** A branch or tag; `*` in the name stands for any characters but a slash. */
export interface RefPattern {
  type: 'branch' | 'tag'
  name: string
}

/** Whose runs may use an environment: `any` branch, tag and pull request, or these. */
export type AdmittedRefs = 'any' | readonly RefPattern[]

/** An environment as a stages file calls for it. */
export interface DesiredEnvironment {
  name: string
  refs: AdmittedRefs
  /** What follows where nobody has to approve its jobs; undefined where nobody is to. */
  unapproved: string | undefined
}

/** Rules for the tags that begin with v. */
export interface DesiredRuleset {
  /** Identifies it on GitHub. */
  name: string
  /** What becomes of the tags with it, and without. */
  effect: {present: string; absent: string}
  rules: readonly TagRule[]
  /** Repository roles that the rules do not bind, by GitHub's ids. */
  exempt: readonly number[]
  /** What follows where it is missing. */
  unguarded: string
}

export type TagRule = 'creation' | 'update' | 'deletion'

/** A repository on GitHub, and what is to be there. */
export interface DesiredRepository extends GitHubIdentity {
  /** Path of the stages file that names it. */
  file: string
  environments: readonly DesiredEnvironment[]
  rulesets: readonly DesiredRuleset[]
}

/** GitHub's ids of the roles it brings along. */
const MAINTAIN = 2
const ADMIN = 5

/** Patterns of a ruleset: roles trust `refs/tags/v*` with a star that crosses slashes, GitHub's does not. */
export const RELEASE_TAGS = ['refs/tags/v*', 'refs/tags/v*/**/*']

/** Two, for who is exempt from a ruleset is exempt from all of its rules. */
const RULESETS: readonly DesiredRuleset[] = [
  {
    name: 'Release tags: created by maintainers',
    effect: {
      present: 'only maintainers and administrators may create them',
      absent: 'whoever may push may create them'
    },
    rules: ['creation'],
    exempt: [MAINTAIN, ADMIN],
    unguarded: 'Such a tag starts a release, which nothing but its approval holds back, where there is one.'
  },
  {
    name: 'Release tags: never moved, never deleted',
    effect: {present: 'nobody may move or delete them', absent: 'whoever may push may move and delete them'},
    rules: ['update', 'deletion'],
    exempt: [],
    unguarded: 'The image of a release stays what it is, but its tag in git may come to name another commit.'
  }
]

/** The same where a person owns the repository: there is no role of maintainers in those. */
export function onPersonalRepository({exempt, ...ruleset}: DesiredRuleset): DesiredRuleset {
  return {...ruleset, exempt: exempt.filter(role => role !== MAINTAIN)}
}

/**
 * What is to be on GitHub for these stages files.
 * @throws Failure where two files call for different things in one repository
 */
export function desiredRepositories({files, deployment}: Deployable): DesiredRepository[] {
  const repositories = new Map<string, DesiredRepository>()
  const add = (one: DesiredRepository): void => {
    const other = repositories.get(one.repository)
    repositories.set(one.repository, other === undefined ? one : merged(other, one))
  }
  for (const file of files) add(ofImages(file))
  add(ofDeployment(deployment, files))
  return [...repositories.values()]
}

function ofImages({path, trunk, github, stages: {development, master, release}}: DeployableFile): DesiredRepository {
  const branch: RefPattern = {type: 'branch', name: trunk}
  return {
    ...github,
    file: path,
    environments: [
      {name: development.environment, refs: 'any', unapproved: undefined},
      {name: master.environment, refs: [branch], unapproved: undefined},
      {
        name: release.environment,
        refs: [branch, {type: 'tag', name: 'v*'}],
        unapproved: `Whoever may start a workflow on ${trunk}, or push a tag v*, releases.`
      }
    ],
    rulesets: RULESETS
  }
}

function ofDeployment(
  {environment, trunk, repository, repositoryId, ownerId}: Deployment,
  files: readonly DeployableFile[]
): DesiredRepository {
  const naming = files.find(file => (file.deployment?.repository ?? file.github.repository) === repository)
  return {
    ...{repository, repositoryId, ownerId},
    file: (naming ?? files[0])?.path ?? '',
    environments: [
      {
        name: environment,
        refs: [{type: 'branch', name: trunk}],
        unapproved: `Whoever may start a workflow on ${trunk} deploys, and what deploys can rewrite who may release.`
      }
    ],
    rulesets: []
  }
}

function merged(one: DesiredRepository, other: DesiredRepository): DesiredRepository {
  const environments = [...one.environments]
  for (const environment of other.environments) {
    const known = environments.find(({name}) => sameName(name, environment.name))
    if (known === undefined) environments.push(environment)
    else if (!isDeepStrictEqual(known, environment)) {
      throw new Failure(
        `${one.file} and ${other.file} want different things of the environment ${environment.name} of ${one.repository}.`,
        {remedy: 'Give each its own with environment:, or the same trunk to both files.'}
      )
    }
  }
  for (const id of ['repositoryId', 'ownerId'] as const) {
    if (one[id] === other[id]) continue
    throw new Failure(
      `${one.file} has ${one[id]} and ${other.file} ${other[id]} as ${KEYS[id]} of ${one.repository}.`,
      {
        remedy: `Write the same in both: \`gh api repos/${one.repository} --jq ${FIELDS[id]}\` shows it.`
      }
    )
  }
  return {...one, environments, rulesets: one.rulesets.length > 0 ? one.rulesets : other.rulesets}
}

const KEYS = {repositoryId: 'repository-id', ownerId: 'owner-id'}
const FIELDS = {repositoryId: '.id', ownerId: '.owner.id'}

/** GitHub does not tell environments apart by case. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/**
 * Holds a stages file to what GitHub says of the repository: the roles compare all three with the token's, exactly.
 * @throws Failure that names both values
 */
export function checkIdentity(
  {file, repository, repositoryId, ownerId}: DesiredRepository,
  found: GitHubIdentity
): void {
  if (found.repository !== repository) {
    const how = sameName(found.repository, repository)
      ? 'which differs in case, and roles compare it'
      : 'it was renamed or moved'
    throw new Failure(`${file} names the repository ${repository}; GitHub calls it ${found.repository}: ${how}.`, {
      remedy: `Write ${found.repository} in ${file}, and deploy the stacks again.`
    })
  }
  for (const [id, written] of [
    ['repositoryId', repositoryId],
    ['ownerId', ownerId]
  ] as const) {
    if (found[id] === written) continue
    throw new Failure(
      `${file} has ${written} as ${KEYS[id]} of ${repository}; GitHub has ${found[id]}. Names are recycled, ids are not.`,
      {
        remedy: `If ${repository} is the right one, write ${KEYS[id]}: ${found[id]} in ${file}, and deploy the stacks again.`
      }
    )
  }
}
