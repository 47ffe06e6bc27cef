import type {Stage} from '../../src/stages/stage.js'
import type {Deployed, ResolvedTemplate} from '../../testbed/harness/templates.js'
import {deployedBy, resolveTemplate} from '../../testbed/harness/templates.js'
import {DEFAULT_FILE} from './default-file.js'
import type {SynthesizedStack} from './synthesize.js'
import {synthesize} from './synthesize.js'

export const EXPECTED_STAGES = ['development', 'master', 'release'] as const satisfies readonly Stage[]

/** A repository on GitHub that the roles should trust. */
export interface ScenarioRepository {
  repository: string
  repositoryId: string
  ownerId: string
  trunk: string
}

/** A stages file, and its meaning in plain values. */
export interface Scenario {
  title: string
  file: string
  images: string[]
  places: Record<Stage, {account: string; region: string}>
  /** Whether Amazon Inspector scans the registries. */
  isInspected?: boolean
  /** Whether the images have build caches. */
  isCached?: boolean
  source: ScenarioRepository
  deployment: ScenarioRepository & {environment: string}
}

const ACCOUNT = '111122223333'
const HERE = {account: ACCOUNT, region: 'eu-west-1'}
const SOURCE = {repository: 'my-org/sample-image', repositoryId: '123456789', ownerId: '987654', trunk: 'master'}

export const SCENARIOS: readonly Scenario[] = [
  {
    title: 'the default stages file',
    file: DEFAULT_FILE,
    images: ['sample-image'],
    places: {development: HERE, master: HERE, release: HERE},
    source: SOURCE,
    deployment: {...SOURCE, environment: 'Deployment'}
  },
  {
    title: 'release in another account',
    file: `${DEFAULT_FILE}stages: {release: {account: '444455556666'}}\n`,
    images: ['sample-image'],
    places: {development: HERE, master: HERE, release: {...HERE, account: '444455556666'}},
    source: SOURCE,
    deployment: {...SOURCE, environment: 'Deployment'}
  },
  {
    title: 'three accounts in three regions',
    file: `${DEFAULT_FILE}stages:
  master: {account: '222233334444', region: eu-central-1}
  release: {account: '444455556666', region: us-east-1}
deployment: {enhanced-scanning: true}
`,
    images: ['sample-image'],
    isInspected: true,
    places: {
      development: HERE,
      master: {account: '222233334444', region: 'eu-central-1'},
      release: {account: '444455556666', region: 'us-east-1'}
    },
    source: SOURCE,
    deployment: {...SOURCE, environment: 'Deployment'}
  },
  {
    title: 'two images, deployed from elsewhere, with every setting on',
    file: `images: [{name: team/api}, {name: web}]
trunk: main
cache: true
github: {repository: my-org/monorepo, repository-id: 5550001, owner-id: 987654}
aws: {account: '${ACCOUNT}', region: eu-west-1}
deployment:
  repository: my-org/infrastructure
  repository-id: 5550002
  owner-id: 987654
  trunk: live
  environment: Infrastructure
  oidc-providers: ['arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com']
  blob-mounting: true
  enhanced-scanning: true
`,
    images: ['team/api', 'web'],
    isInspected: true,
    isCached: true,
    places: {development: HERE, master: HERE, release: HERE},
    source: {...SOURCE, repository: 'my-org/monorepo', repositoryId: '5550001', trunk: 'main'},
    deployment: {
      repository: 'my-org/infrastructure',
      repositoryId: '5550002',
      ownerId: '987654',
      trunk: 'live',
      environment: 'Infrastructure'
    }
  },
  {
    title: 'build caches, and master in another account and region',
    file: `${DEFAULT_FILE}cache: true\nstages: {master: {account: '222233334444', region: eu-central-1}}\n`,
    images: ['sample-image'],
    isCached: true,
    places: {development: HERE, master: {account: '222233334444', region: 'eu-central-1'}, release: HERE},
    source: SOURCE,
    deployment: {...SOURCE, environment: 'Deployment'}
  }
]

/** The default stages file, with build caches. */
export const CACHED: Scenario = {
  title: 'the default stages file with build caches',
  file: `${DEFAULT_FILE}cache: true\n`,
  images: ['sample-image'],
  isCached: true,
  places: {development: HERE, master: HERE, release: HERE},
  source: SOURCE,
  deployment: {...SOURCE, environment: 'Deployment'}
}

/** The stacks of a scenario, and the resources that they create. */
export interface SynthesizedScenario {
  scenario: Scenario
  stacks: SynthesizedStack[]
  templates: ResolvedTemplate[]
  deployed: Deployed
}

export function synthesizeScenario(scenario: Scenario): SynthesizedScenario {
  const {stacks} = synthesize(scenario.file)
  const templates = stacks.map(stack => resolveTemplate(stack.template, stack))
  return {scenario, stacks, templates, deployed: deployedBy(templates)}
}

/** The name is built here, so that the test does not depend on the code under test. */
export function expectedRepositoryArn({places}: Scenario, image: string, stage: Stage): string {
  const {account, region} = places[stage]
  return `arn:aws:ecr:${region}:${account}:repository/${image}/${stage}`
}

/** The build caches of an image, each beside the stage whose builds write it. Empty for a scenario without caches. */
export function expectedCacheArns(
  {places, isCached = false}: Scenario,
  image: string
): {cache: ExpectedCache; arn: string}[] {
  if (!isCached) return []
  return EXPECTED_CACHES.map(({cache, stage}) => {
    const {account, region} = places[stage]
    return {cache, arn: `arn:aws:ecr:${region}:${account}:repository/${image}/${cache}`}
  })
}

export const EXPECTED_CACHES = [
  {cache: 'cache', stage: 'development'},
  {cache: 'cache-trunk', stage: 'master'}
] as const

export type ExpectedCache = (typeof EXPECTED_CACHES)[number]['cache']

export function expectedRoleArn({places}: Scenario, image: string, stage: Stage): string {
  return `arn:aws:iam::${places[stage].account}:role/${image.replaceAll('/', '-')}-${stage}-github`
}
