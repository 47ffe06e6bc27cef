import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {App} from 'aws-cdk-lib'

import {partitionOf} from '../../src/stages/partition.js'
import type {StackTarget} from '../../testbed/harness/templates.js'
import {readDeployableFile} from '../lib/deployable-file.js'
import {combineFiles} from '../lib/deployment.js'
import {provision} from '../lib/provision.js'

export interface SynthesizedTemplate {
  Resources: Record<
    string,
    {Type: string; Properties: Record<string, unknown>; DeletionPolicy?: string; DependsOn?: string | string[]}
  >
  Outputs?: Record<string, {Value: unknown}>
}

export interface SynthesizedStack extends StackTarget {
  id: string
  /** Name in CloudFormation. */
  name: string
  terminationProtection: boolean
  /** Ids of the stacks that must be deployed earlier. */
  after: string[]
  template: SynthesizedTemplate
}

export interface Synthesized {
  /** Templates by the id of their stack. */
  templates: Map<string, SynthesizedTemplate>
  stacks: SynthesizedStack[]
  /** The app, for everything that is not in a template. */
  app: App
}

/** Creates the app of these stages files, and does not synthesize it. */
export function createApp(outdir: string, ...texts: string[]): App {
  const app = new App({outdir, analyticsReporting: false})
  provision(app, combineFiles(texts.map((text, index) => readDeployableFile(text, `stages-${index + 1}.yml`))))
  return app
}

/** Synthesizes the templates of these stages files. */
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
        template: template as SynthesizedTemplate
      }))
    return {templates: new Map(stacks.map(({id, template}) => [id, template])), stacks, app}
  } finally {
    rmSync(outdir, {recursive: true})
  }
}
