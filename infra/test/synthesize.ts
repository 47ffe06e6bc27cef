import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {App} from 'aws-cdk-lib'

import {partitionOf} from '../../src/stages/partition.js'
import type {StackTarget} from '../../testbed/harness/templates.js'
import {together} from '../lib/agreement.js'
import {deployable} from '../lib/deployable-file.js'
import {provision} from '../lib/provision.js'

export interface Template {
  Resources: Record<
    string,
    {Type: string; Properties: Record<string, unknown>; DeletionPolicy?: string; DependsOn?: string | string[]}
  >
  Outputs?: Record<string, {Value: unknown}>
}

export interface SynthesizedStack extends StackTarget {
  id: string
  /** As CloudFormation names it. */
  name: string
  terminationProtection: boolean
  /** Ids of the stacks that are deployed before. */
  after: string[]
  template: Template
}

export interface Synthesized {
  /** By the stack's id. */
  templates: Map<string, Template>
  stacks: SynthesizedStack[]
  /** The whole app, for what is not in a template. */
  app: App
}

/** The app of these stages files, before it is synthesized. */
export function createApp(outdir: string, ...texts: string[]): App {
  const app = new App({outdir, analyticsReporting: false})
  provision(app, together(texts.map((text, index) => deployable(text, `stages-${index + 1}.yml`))))
  return app
}

/** The templates that these stages files make. */
export function synthesize(...texts: string[]): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-out-'))
  try {
    const app = createApp(outdir, ...texts)
    const stacks = app
      .synth()
      .stacks.map(({id, stackName, environment: {account, region}, terminationProtection, dependencies, template}) => ({
        id,
        name: stackName,
        account,
        region,
        partition: partitionOf(region),
        terminationProtection: terminationProtection ?? false,
        after: dependencies
          .map(before => before.id)
          .filter(before => !before.endsWith('.assets'))
          .sort(),
        template: template as Template
      }))
    return {templates: new Map(stacks.map(({id, template}) => [id, template])), stacks, app}
  } finally {
    rmSync(outdir, {recursive: true})
  }
}
