import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {App} from 'aws-cdk-lib'

import {provision} from '../lib/provision.js'
import {deployable, together} from '../lib/stages-files.js'

export interface Template {
  Resources: Record<string, {Type: string; Properties: Record<string, unknown>; DeletionPolicy?: string; DependsOn?: string | string[]}>
  Outputs?: Record<string, {Value: unknown}>
}

export interface Synthesized {
  /** By the stack's id. */
  templates: Map<string, Template>
  /** The whole app, for what is not in a template. */
  app: App
}

/** The templates that these stages files make. */
export function synthesize(...texts: string[]): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-out-'))
  try {
    const app = new App({outdir, analyticsReporting: false})
    provision(app, together(texts.map((text, index) => deployable(text, `stages-${index + 1}.yml`))))
    const templates = app.synth().stacks.map(({id, template}): [string, Template] => [id, template as Template])
    return {templates: new Map(templates), app}
  } finally {
    rmSync(outdir, {recursive: true})
  }
}
