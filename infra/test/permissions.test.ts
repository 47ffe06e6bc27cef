import {beforeAll, describe, expect, test} from '@jest/globals'

import type {Stage} from '../../src/stages/stage.js'
import type {Actions} from './actions.js'
import {loadActions} from './actions.js'
import type {IamIdentity} from './proof.js'
import {allowedActions, createProof, identitiesOf} from './proof.js'
import type {SynthesizedScenario} from './scenarios.js'
import {EXPECTED_STAGES, expectedRepositoryArn, SCENARIOS, synthesizeScenario} from './scenarios.js'
import {describeActions, GRANTEES, renderTable, SOURCE_TABLE, TABLE} from './table.js'

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
      expect(report).toEqual([TABLE, SOURCE_TABLE])
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

/** The two tables, made from the policies. */
function permissionReport(synthesized: SynthesizedScenario, image: string): [string, string] {
  const identities = identitiesOf(synthesized)
  const may = (stage: Stage, grantee: string, on: Stage): Set<string> => {
    const name = `${image.replaceAll('/', '-')}-${stage}-${grantee}`
    const identity = identities.find(
      one => one.name === name && one.account === synthesized.scenario.places[stage].account
    )
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
  return [
    renderTable(['stage', 'Developers', 'End users', "GitHub (the stage's role)"], cells),
    renderTable(
      ['role of', 'repository of', 'may'],
      chain.filter(([, , words]) => words !== '–')
    )
  ]
}
