import {beforeAll, describe, expect, test} from '@jest/globals'

import type {Stage} from '../../src/stages/stage.js'
import type {Actions} from './actions.js'
import {loadActions} from './actions.js'
import type {IamIdentity} from './proof.js'
import {allowedActions, createProof, identitiesOf} from './proof.js'
import type {SynthesizedScenario} from './scenarios.js'
import {EXPECTED_STAGES, expectedCacheArns, expectedRepositoryArn, SCENARIOS, synthesizeScenario} from './scenarios.js'
import {CACHE_TABLE, describeActions, GRANTEES, renderTable, SOURCE_TABLE, TABLE} from './table.js'
import {isTrusted, tokensOf} from './trust-proof.js'

let actions: Actions
beforeAll(async () => {
  actions = await loadActions()
})

describe.each(SCENARIOS)('with $title', scenario => {
  const synthesized = synthesizeScenario(scenario)

  test('each identity may do what the table allows, and nothing else', () => {
    expect([...createProof(synthesized, actions)()]).toEqual([])
  })

  test('the tables of the permissions equal the required tables', () => {
    for (const image of scenario.images) {
      const report = permissionReport(synthesized, image)
      if (scenario.title === 'the default stages file') process.stdout.write(`${report.join('')}\n`)
      expect(report).toEqual([TABLE, SOURCE_TABLE, ...(scenario.isCached === true ? [CACHE_TABLE] : [])])
    }
  })

  test('nobody may delete anything or change permissions', () => {
    const changes = /:(Delete|BatchDelete|Set|Tag|Untag|Update|Create|Replicate|Put(?!Image$|AccountSetting$))/
    const forbidden = actions.of('ecr').filter(action => changes.test(action))
    const resources = ['*', ...synthesized.deployed.repositories.map(({arn}) => arn)]
    expect(forbidden.length).toBeGreaterThan(20)
    for (const identity of identitiesOf(synthesized)) {
      for (const resource of resources) expect([...allowedActions(identity, resource, forbidden)]).toEqual([])
    }
  })

  test.each([
    ['release', ['release-github']],
    ['master', ['master-github']],
    ['development', ['development-developers', 'development-github']]
  ] as const)('the identities that may push to %s are %j', (stage, names) => {
    const pushes = ['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:BatchImportUpstreamImage', 'ecr:ReplicateImage']
    for (const image of scenario.images) {
      const arn = expectedRepositoryArn(scenario, image, stage)
      const pushing = identitiesOf(synthesized).filter(identity => allowedActions(identity, arn, pushes).size > 0)
      expect(pushing.map(({name}) => name)).toEqual(names.map(name => `${image.replaceAll('/', '-')}-${name}`))
    }
  })
})

describe.each(SCENARIOS.filter(({isCached}) => isCached))('with $title', scenario => {
  const synthesized = synthesizeScenario(scenario)
  const caches = scenario.images.flatMap(image => expectedCacheArns(scenario, image).map(({arn}) => arn))
  const reads = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']
  const writes = ['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload']

  /** The roles that jobs on these refs can assume, whatever environment they name. */
  const rolesOn = (refs: string[]): Set<string> => {
    const {source, deployment} = scenario
    const environments = [undefined, 'Development', 'Master', 'Release', 'Deployment', 'Infrastructure']
    const tokens = [source, deployment].flatMap(repository =>
      environments.flatMap(environment =>
        refs.flatMap(ref => tokensOf({...repository, environment, refs, otherRefs: []}, ref))
      )
    )
    const trusting = synthesized.deployed.roles.filter(role => tokens.some(claims => isTrusted(role, claims)))
    return new Set(trusting.map(({arn}) => arn))
  }
  const cachesFor = (roles: ReadonlySet<string>, wanted: string[]): string[] => {
    const sessions = identitiesOf(synthesized).filter(
      ({principal}) => principal.kind === 'session' && roles.has(principal.roleArn)
    )
    return caches.filter(arn => {
      const held = synthesized.deployed.repositories.find(repository => repository.arn === arn)
      return sessions.some(identity => allowedActions(identity, arn, wanted, held).size > 0)
    })
  }

  test('no run of a pull request or a branch can write a build cache that a run on the trunk with its role reads', () => {
    const elsewhere = rolesOn(['refs/pull/7/merge', 'refs/heads/feature/x', 'refs/tags/nightly'])
    const {trunk} = scenario.source
    const onTrunk = new Set([...rolesOn([`refs/heads/${trunk}`])].filter(arn => !elsewhere.has(arn)))
    const [written, read] = [cachesFor(elsewhere, writes), cachesFor(onTrunk, reads)]
    expect(read.length).toBe(scenario.images.length)
    expect(written.length).toBe(scenario.images.length)
    expect(written.filter(arn => read.includes(arn))).toEqual([])
    expect(cachesFor(onTrunk, writes)).toEqual(read)
  })

  test('no identity but the roles of development and master has anything on a build cache', () => {
    const withResource = actions.of('ecr').filter(action => !actions.isWithoutResource(action))
    const named = identitiesOf(synthesized).filter(identity =>
      caches.some(arn => allowedActions(identity, arn, withResource).size > 0)
    )
    for (const {name} of named) expect(name).toMatch(/-(development|master)-github$/)
    expect(named.length).toBe(2 * scenario.images.length)
  })
})

/** The tables, made from the policies. */
function permissionReport(synthesized: SynthesizedScenario, image: string): string[] {
  const identities = identitiesOf(synthesized)
  const identityOf = (stage: Stage, grantee: string): IamIdentity | undefined => {
    const name = `${image.replaceAll('/', '-')}-${stage}-${grantee}`
    return identities.find(one => one.name === name && one.account === synthesized.scenario.places[stage].account)
  }
  const may = (stage: Stage, grantee: string, on: Stage): Set<string> => {
    const identity = identityOf(stage, grantee)
    if (identity === undefined) return new Set()
    return new Set([
      ...(on === stage ? allowedOn('*', identity) : []),
      ...allowedOn(expectedRepositoryArn(synthesized.scenario, image, on), identity)
    ])
  }
  const allowedOn = (arn: string, identity: IamIdentity): ReadonlySet<string> => {
    const candidates = actions.of('ecr').filter(action => actions.isWithoutResource(action) === (arn === '*'))
    return allowedActions(
      identity,
      arn,
      candidates,
      synthesized.deployed.repositories.find(repository => repository.arn === arn)
    )
  }
  const title = (stage: Stage): string => stage.charAt(0).toUpperCase() + stage.slice(1)
  const cells = EXPECTED_STAGES.map(stage => [
    title(stage),
    ...GRANTEES.map(grantee => describeActions(may(stage, grantee, stage)))
  ])
  const chain = EXPECTED_STAGES.flatMap(stage =>
    EXPECTED_STAGES.filter(source => source !== stage).map(source => [
      title(stage),
      title(source),
      describeActions(may(stage, 'github', source))
    ])
  )
  const caches = expectedCacheArns(synthesized.scenario, image)
  const cached = EXPECTED_STAGES.map(stage => {
    const identity = identityOf(stage, 'github')
    const on = caches.map(({arn}) => (identity === undefined ? new Set<string>() : allowedOn(arn, identity)))
    return [title(stage), ...on.map(describeActions)]
  })
  return [
    renderTable(['stage', 'Developers', 'End users', "GitHub (the stage's role)"], cells),
    renderTable(
      ['role of', 'repository of', 'may'],
      chain.filter(([, , words]) => words !== '–')
    ),
    ...(caches.length === 0 ? [] : [renderTable(['role of', ...caches.map(({cache}) => cache)], cached)])
  ]
}
