import {describe, expect, test} from '@jest/globals'

import type {DeployedRole} from '../../testbed/harness/templates.js'
import {SCENARIOS, synthesizeScenario} from './scenarios.js'
import type {ProofClaims} from './trust-proof.js'
import {isTrusted, jobsOf, tokensOf, wrongTokens} from './trust-proof.js'

describe.each(SCENARIOS)('with $title', scenario => {
  const trusting = synthesizeScenario(scenario).deployed.roles.flatMap(role => {
    const jobs = jobsOf(scenario, role.name)
    return jobs === undefined ? [] : [{role, jobs, title: `${role.name} in ${role.account}`}]
  })

  test.each(trusting)('$title trusts its jobs', ({role, jobs}) => {
    for (const ref of jobs.refs)
      for (const claims of tokensOf(jobs, ref)) expect([claims, isTrusted(role, claims)]).toEqual([claims, true])
  })

  test.each(trusting)('$title trusts no other jobs', ({role, jobs}) => {
    const wrong = wrongTokens(jobs)
    expect(wrong.length).toBeGreaterThan(100)
    expect(wrong.filter(({claims}) => isTrusted(role, claims))).toEqual([])
  })
})

const ID = {
  repository: 'my-org/sample-image',
  repository_id: '123456789',
  repository_owner_id: '987654',
  aud: 'sts.amazonaws.com'
}
const named = (job: string): string => `repo:my-org/sample-image:${job}`
const numbered = (job: string): string => `repo:my-org@987654/sample-image@123456789:${job}`

describe('the trust of a role', () => {
  const [scenario = SCENARIOS[0]] = SCENARIOS
  const roles = scenario === undefined ? [] : synthesizeScenario(scenario).deployed.roles
  const roleOf = (name: string): DeployedRole => {
    const role = roles.find(one => one.name.endsWith(name))
    if (role === undefined) throw new Error(`There is no role ${name}`)
    return role
  }

  const develop = {...ID, sub: named('environment:Development'), environment: 'Development', ref: 'refs/pull/7/merge'}
  const master = {...ID, sub: named('environment:Master'), environment: 'Master', ref: 'refs/heads/master'}
  const release = {...ID, sub: named('environment:Release'), environment: 'Release', ref: 'refs/heads/master'}
  const deployment = {...ID, sub: named('environment:Deployment'), environment: 'Deployment', ref: 'refs/heads/master'}
  const pullRequest = {...ID, sub: named('pull_request'), ref: 'refs/pull/7/merge'}
  const withoutEnvironment = Object.fromEntries(Object.entries(master).filter(([claim]) => claim !== 'environment'))

  test.each<[string, string, ProofClaims, boolean]>([
    ['a pull request', 'development-github', develop, true],
    [
      'a pull request of a repository with ids in its subject',
      'development-github',
      {...develop, sub: numbered('environment:Development')},
      true
    ],
    ['a push to a branch', 'development-github', {...develop, ref: 'refs/heads/feature/x'}, true],
    ['a job of another environment', 'development-github', master, false],
    ['a pull request that names no environment', 'development-github', pullRequest, false],

    ['a push to the trunk', 'master-github', master, true],
    [
      'a push to the trunk of a repository with ids in its subject',
      'master-github',
      {...master, sub: numbered('environment:Master')},
      true
    ],
    ['a pull request with the environment', 'master-github', {...master, ref: 'refs/pull/7/merge'}, false],
    ['a push to another branch with the environment', 'master-github', {...master, ref: 'refs/heads/feature/x'}, false],
    ['a tag', 'master-github', {...master, ref: 'refs/tags/v1.2.3'}, false],
    ['a tag with the name of the trunk', 'master-github', {...master, ref: 'refs/tags/master'}, false],
    ['a reused name', 'master-github', {...master, repository_id: '555'}, false],
    [
      'another owner in the subject',
      'master-github',
      {...master, sub: 'repo:my-org@555/sample-image@123456789:environment:Master'},
      false
    ],
    [
      'another repository',
      'master-github',
      {...master, sub: 'repo:my-org/other:environment:Master', repository_id: '555'},
      false
    ],
    [
      'a fork',
      'master-github',
      {
        ...master,
        sub: 'repo:mallory/sample-image:environment:Master',
        repository_id: '555',
        repository_owner_id: '666'
      },
      false
    ],
    ['a subject in another case', 'master-github', {...master, sub: named('environment:master')}, false],
    ['a subject with a wildcard', 'master-github', {...master, sub: 'repo:my-org/*:environment:Master'}, false],
    [
      "a subject of another repository's ids",
      'master-github',
      {...master, sub: 'repo:my-org@987654/sample-image@555:environment:Master'},
      false
    ],
    ['another audience', 'master-github', {...master, aud: 'https://github.com/my-org'}, false],
    ['no environment claim', 'master-github', withoutEnvironment, false],

    ['a run from the trunk', 'release-github', release, true],
    ['a release tag', 'release-github', {...release, ref: 'refs/tags/v1.2.3'}, true],
    ['another tag', 'release-github', {...release, ref: 'refs/tags/nightly'}, false],
    ['a branch with the name of a version', 'release-github', {...release, ref: 'refs/heads/v1.2.3'}, false],
    ['a branch that starts like the trunk', 'release-github', {...release, ref: 'refs/heads/master-2'}, false],
    ['a pull request with the environment', 'release-github', {...release, ref: 'refs/pull/7/merge'}, false],

    ['an approved deployment', 'ecr-registry-deployment', deployment, true],
    ['a release run', 'ecr-registry-deployment', release, false],
    ['a deployment from a branch', 'ecr-registry-deployment', {...deployment, ref: 'refs/heads/feature/x'}, false],
    ['a pull request', 'ecr-registry-deployment', pullRequest, false],

    ['a pull request', 'ecr-registry-diff', pullRequest, true],
    [
      'a pull request with ids in its subject',
      'ecr-registry-diff',
      {...pullRequest, sub: numbered('pull_request')},
      true
    ],
    [
      'a run on the trunk',
      'ecr-registry-diff',
      {...ID, sub: named('ref:refs/heads/master'), ref: 'refs/heads/master'},
      true
    ],
    [
      'a run on another branch',
      'ecr-registry-diff',
      {...ID, sub: named('ref:refs/heads/feature/x'), ref: 'refs/heads/feature/x'},
      false
    ],
    ['a job of an environment', 'ecr-registry-diff', deployment, false]
  ])('%s, for the role %s: %#', (_title, name, claims, expected) => {
    expect(isTrusted(roleOf(name), claims)).toBe(expected)
  })
})
