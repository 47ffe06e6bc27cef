import {beforeAll, describe, expect, test} from '@jest/globals'

import type {Actions} from './actions.js'
import {loadActions} from './actions.js'
import type {Identity} from './proof.js'
import {allowed, createProof, identitiesOf} from './proof.js'
import type {Stage, World} from './scenarios.js'
import {createWorld, repositoryArn, SCENARIOS, STAGES} from './scenarios.js'
import {GRANTEES, renderTable, SOURCE_TABLE, TABLE, wordsFor} from './table.js'

let actions: Actions
beforeAll(async () => {
  actions = await loadActions()
})

describe.each(SCENARIOS)('with $title', scenario => {
  const world = createWorld(scenario)

  test('everybody may do what the table says, and nothing else', () => {
    expect([...createProof(world, actions)()]).toEqual([])
  })

  test('the permissions are the table', () => {
    for (const image of scenario.images) {
      const report = permissionReport(world, image)
      if (scenario.title === 'the default stages file') process.stdout.write(`${report.join('')}\n`)
      expect(report).toEqual([TABLE, SOURCE_TABLE])
    }
  })

  test('nobody may delete anything, or change who may', () => {
    const changes = /:(Delete|BatchDelete|Set|Tag|Untag|Update|Create|Replicate|Put(?!Image$|AccountSetting$))/
    const forbidden = actions.of('ecr').filter(action => changes.test(action))
    const resources = ['*', ...world.deployed.repositories.map(({arn}) => arn)]
    expect(forbidden.length).toBeGreaterThan(20)
    for (const identity of identitiesOf(world)) {
      for (const resource of resources) expect([...allowed(identity, resource, forbidden)]).toEqual([])
    }
  })

  test.each([
    ['release', ['release-github']],
    ['master', ['master-github']],
    ['development', ['development-developers', 'development-github']]
  ] as const)('an image comes to %s by %j alone', (stage, names) => {
    const pushes = ['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:BatchImportUpstreamImage', 'ecr:ReplicateImage']
    for (const image of scenario.images) {
      const arn = repositoryArn(scenario, image, stage)
      const pushing = identitiesOf(world).filter(identity => allowed(identity, arn, pushes).size > 0)
      expect(pushing.map(({name}) => name)).toEqual(names.map(name => `${image.replaceAll('/', '-')}-${name}`))
    }
  })
})

/** The two tables, as the policies have them. */
function permissionReport(world: World, image: string): [string, string] {
  const identities = identitiesOf(world)
  const may = (stage: Stage, grantee: string, on: Stage): Set<string> => {
    const name = `${image.replaceAll('/', '-')}-${stage}-${grantee}`
    const identity = identities.find(one => one.name === name && one.account === world.scenario.places[stage].account)
    if (identity === undefined) return new Set()
    return new Set([
      ...(on === stage ? allowedOn('*', identity) : []),
      ...allowedOn(repositoryArn(world.scenario, image, on), identity)
    ])
  }
  const allowedOn = (arn: string, identity: Identity): ReadonlySet<string> => {
    const candidates = actions.of('ecr').filter(action => actions.isWithoutResource(action) === (arn === '*'))
    return allowed(
      identity,
      arn,
      candidates,
      world.deployed.repositories.find(repository => repository.arn === arn)
    )
  }
  const title = (stage: Stage): string => stage.charAt(0).toUpperCase() + stage.slice(1)
  const cells = STAGES.map(stage => [title(stage), ...GRANTEES.map(grantee => wordsFor(may(stage, grantee, stage)))])
  const chain = STAGES.flatMap(stage =>
    STAGES.filter(source => source !== stage).map(source => [
      title(stage),
      title(source),
      wordsFor(may(stage, 'github', source))
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
