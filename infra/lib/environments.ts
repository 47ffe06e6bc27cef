import {isDeepStrictEqual} from 'node:util'

import {Failure} from '../../src/core/failure.js'
import type {DeployableFile, GitHubIdentity} from './deployable-file.js'
import type {Deployable, Deployment} from './deployment.js'

/** A branch or tag. `*` in the name stands for any characters except a slash. */
export interface RefPattern {
  type: 'branch' | 'tag'
  name: string
}

/** Refs whose runs may use an environment: `any` branch, tag and pull request, or a list. */
export type AdmittedRefs = 'any' | readonly RefPattern[]

/** An environment that a stages file requires. */
export interface DesiredEnvironment {
  name: string
  refs: AdmittedRefs
  /** The consequence of missing reviewers; undefined if the environment needs none. */
  unapproved: string | undefined
}

/** A ruleset for the tags that begin with v. */
export interface DesiredRuleset {
  /** Identifies the ruleset on GitHub. */
  name: string
  /** The state of the tags with the ruleset, and without it. */
  effect: {present: string; absent: string}
  rules: readonly TagRule[]
  /** GitHub's ids of the repository roles that are exempt from the rules. */
  exempt: readonly number[]
  /** The consequence of a missing ruleset. */
  unguarded: string
}

export type TagRule = 'creation' | 'update' | 'deletion'

/** A repository on GitHub, with the environments and rulesets that it must have. */
export interface DesiredRepository extends GitHubIdentity {
  /** Path of the stages file that names the repository. */
  file: string
  environments: readonly DesiredEnvironment[]
  rulesets: readonly DesiredRuleset[]
}

/** GitHub's ids of its built-in repository roles. */
const MAINTAIN = 2
const ADMIN = 5

/** Patterns of a ruleset. The roles trust `refs/tags/v*`, where `*` also matches slashes. GitHub's `*` does not. */
export const RELEASE_TAGS = ['refs/tags/v*', 'refs/tags/v*/**/*']

/** There are two rulesets, because an exemption applies to all rules of a ruleset. */
const RULESETS: readonly DesiredRuleset[] = [
  {
    name: 'Release tags: created by maintainers',
    effect: {
      present: 'only maintainers and administrators may create them',
      absent: 'everyone who may push may create them'
    },
    rules: ['creation'],
    exempt: [MAINTAIN, ADMIN],
    unguarded: 'Such a tag starts a release. Only an approval can stop it, if the environment has reviewers.'
  },
  {
    name: 'Release tags: never moved, never deleted',
    effect: {present: 'nobody may move or delete them', absent: 'everyone who may push may move and delete them'},
    rules: ['update', 'deletion'],
    exempt: [],
    unguarded: 'The image of a release stays the same, but its git tag may later name another commit.'
  }
]

/** The ruleset for a repository that a person owns. Such a repository has no role of maintainers. */
export function forPersonalRepository({exempt, ...ruleset}: DesiredRuleset): DesiredRuleset {
  return {...ruleset, exempt: exempt.filter(role => role !== MAINTAIN)}
}

/**
 * The repositories that the stages files require on GitHub.
 * @throws Failure if two files require different settings in one repository
 */
export function desiredRepositories({files, deployment}: Deployable): DesiredRepository[] {
  const repositories = new Map<string, DesiredRepository>()
  const add = (one: DesiredRepository): void => {
    const other = repositories.get(one.repository)
    repositories.set(one.repository, other === undefined ? one : mergeRepositories(other, one))
  }
  for (const file of files) add(repositoryOfImages(file))
  add(repositoryOfDeployment(deployment, files))
  return [...repositories.values()]
}

function repositoryOfImages({
  path,
  trunk,
  github,
  stages: {development, master, release}
}: DeployableFile): DesiredRepository {
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
        unapproved: `Everyone who may start a workflow on ${trunk}, or push a tag v*, can release.`
      }
    ],
    rulesets: RULESETS
  }
}

function repositoryOfDeployment(
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
        unapproved: `Everyone who may start a workflow on ${trunk} can deploy, and a deployment can change who may release.`
      }
    ],
    rulesets: []
  }
}

function mergeRepositories(one: DesiredRepository, other: DesiredRepository): DesiredRepository {
  const environments = [...one.environments]
  for (const environment of other.environments) {
    const known = environments.find(({name}) => isSameName(name, environment.name))
    if (known === undefined) environments.push(environment)
    else if (!isDeepStrictEqual(known, environment)) {
      throw new Failure(
        `${one.file} and ${other.file} require different settings of the environment ${environment.name} of ${one.repository}.`,
        {remedy: 'Give each its own environment with environment:, or use the same trunk in both files.'}
      )
    }
  }
  for (const id of ['repositoryId', 'ownerId'] as const) {
    if (one[id] === other[id]) continue
    throw new Failure(
      `${one.file} has the ${KEYS[id]} ${one[id]} for ${one.repository}, and ${other.file} has ${other[id]}.`,
      {
        remedy: `Write the same id in both. \`gh api repos/${one.repository} --jq ${FIELDS[id]}\` prints it.`
      }
    )
  }
  return {...one, environments, rulesets: one.rulesets.length > 0 ? one.rulesets : other.rulesets}
}

const KEYS = {repositoryId: 'repository-id', ownerId: 'owner-id'}
const FIELDS = {repositoryId: '.id', ownerId: '.owner.id'}

/** GitHub compares names of environments without case. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/**
 * Compares the repository of a stages file with GitHub's data. The roles compare its name and both ids with the token, exactly.
 * @throws Failure that names both values
 */
export function checkIdentity(
  {file, repository, repositoryId, ownerId}: DesiredRepository,
  found: GitHubIdentity
): void {
  if (found.repository !== repository) {
    const how = isSameName(found.repository, repository)
      ? 'The case differs, and the roles compare the case'
      : 'It was renamed or moved'
    throw new Failure(`${file} names the repository ${repository}; GitHub calls it ${found.repository}. ${how}.`, {
      remedy: `Write ${found.repository} in ${file}, and deploy the stacks again.`
    })
  }
  for (const [id, written] of [
    ['repositoryId', repositoryId],
    ['ownerId', ownerId]
  ] as const) {
    if (found[id] === written) continue
    throw new Failure(
      `${file} has the ${KEYS[id]} ${written} for ${repository}; GitHub has ${found[id]}. A name can be reused, an id cannot.`,
      {
        remedy: `If ${repository} is the right repository, write ${KEYS[id]}: ${found[id]} in ${file}, and deploy the stacks again.`
      }
    )
  }
}
