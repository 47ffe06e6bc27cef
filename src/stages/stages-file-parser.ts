import {reportConflicts} from './conflicts.js'
import * as form from './grammar.js'
import {DEFAULT_ENVIRONMENTS} from './names.js'
import {partitionOf} from './partition.js'
import type {ProblemLog} from './problem-log.js'
import type {RunnerLabels, Runners} from './runners.js'
import {DEFAULT_RUNNERS} from './runners.js'
import type {Stage} from './stage.js'
import {STAGES} from './stage.js'
import type {
  DeploymentSettings,
  ImageEntry,
  StageSettings,
  StagesFile,
  TrustedRepository,
  VariantSettings
} from './stages-file.js'
import {variantName} from './variant.js'
import {readDocument} from './yaml-document.js'
import type {Field} from './yaml-field.js'

/**
 * Parses a stages file.
 * @param path of the file, for errors
 * @throws StagesFileError with all problems; each has its line, its key and the expected form
 */
export function parseStagesFile(text: string, path: string): StagesFile {
  return parseStagesFileWithLog(text, path).file
}

const TOP_KEYS = ['image', 'images', 'trunk', 'github', 'aws', 'stages', 'runners', 'cache', 'deployment']
const IMAGE_KEYS = ['name', 'context', 'file', 'target', 'platforms', 'build-args', 'variants']
const VARIANT_KEYS = ['file', 'target', 'build-args']
const PLACE_KEYS = ['account', 'region']
const STAGE_KEYS = [
  ...PLACE_KEYS,
  ...[
    'environment',
    'repository',
    'role',
    'archive-after-days',
    'expire-after-days',
    'keep',
    'expire-untagged-after-days'
  ]
]

/**
 * The same, with the log that knows the positions of the keys. infra/ reports more problems to it.
 * @throws StagesFileError as parseStagesFile does
 */
export function parseStagesFileWithLog(text: string, path: string): {file: StagesFile; log: ProblemLog} {
  const {root, log} = readDocument(text, path)
  const keys = root.members(TOP_KEYS, misplacedAtTop)

  const images = readImages(root, keys.get('image'), keys.get('images'))
  const trunk = keys.get('trunk')?.text(form.branchName)
  const github = readGitHub(keys.get('github'))
  const stages = readStages(root, keys.get('aws'), keys.get('stages'))
  const runners = readRunners(keys.get('runners'))
  const cache = keys.get('cache')?.flag() ?? false
  const deployment = readDeployment(keys.get('deployment'))
  log.throwIfAny()

  const file = {
    path,
    images,
    trunk,
    github,
    partition: partitionOf(stages.development.region),
    stages,
    runners,
    cache,
    deployment,
    lines: log.lines()
  }
  reportConflicts(file, log)
  log.throwIfAny()
  return {file, log}
}

function misplacedAtTop(name: string): string | undefined {
  if (IMAGE_KEYS.includes(name)) return 'belongs in an entry of images:, beside its name'
  if (PLACE_KEYS.includes(name)) return `belongs under aws:, or under a stage of stages:`
  if (name === 'stage' || !STAGE_KEYS.concat(STAGES).includes(name)) return undefined
  return 'belongs under stages:'
}

/** An entry of `images:` names its image with `name`, so `image` there is a mistake of another kind. */
function misplacedInImage(name: string): string | undefined {
  if (name.startsWith('image') || !TOP_KEYS.includes(name)) return undefined
  return 'belongs at the top of the file, for all images'
}

function readImages(root: Field, image: Field | undefined, images: Field | undefined): ImageEntry[] {
  if (image !== undefined && images !== undefined) {
    images.report('is given together with image; keep one of the two: image for one image, images for several')
  }
  if (images !== undefined)
    return images.entries('one entry for each image, as in - name: sample-image').flatMap(readImage)
  if (image === undefined) {
    root.reportMissing('image', 'is missing; name the image, as in image: sample-image, or list several under images:')
    return []
  }
  const name = image.isList() ? undefined : image.text(form.repositoryName)
  if (image.isList()) image.report('is a list; for several images write images:, and a name for each')
  return name === undefined
    ? []
    : [{name, context: undefined, file: undefined, target: undefined, platforms: [], buildArgs: {}, variants: {}}]
}

function readImage(entry: Field): ImageEntry[] {
  const keys = entry.members(IMAGE_KEYS, misplacedInImage)
  if (!keys.has('name'))
    entry.reportMissing('name', 'is missing; each entry of images needs one, as in name: sample-image')
  const name = keys.get('name')?.text(form.repositoryName)
  const settings = {
    context: keys.get('context')?.text(form.nonEmpty),
    file: keys.get('file')?.text(form.nonEmpty),
    target: keys.get('target')?.text(form.nonEmpty),
    platforms: readPlatforms(keys.get('platforms')),
    buildArgs: readBuildArgs(keys.get('build-args')),
    variants: readVariants(keys.get('variants'))
  }
  return name === undefined ? [] : [{name, ...settings}]
}

function readVariants(field: Field | undefined): Record<string, VariantSettings> {
  const members =
    field?.anyMembers('a mapping of names to what differs, as in {alpine: {file: alpine.Dockerfile}}') ?? []
  return Object.fromEntries(
    [...members].map(([name, variant]) => {
      const wrong = variantName(name)
      if (wrong !== undefined) variant.report(wrong)
      const keys = variant.members(VARIANT_KEYS)
      const settings = {
        file: keys.get('file')?.text(form.nonEmpty),
        target: keys.get('target')?.text(form.nonEmpty),
        buildArgs: readBuildArgs(keys.get('build-args'))
      }
      return [name, settings]
    })
  )
}

/** Accepts a list, or one string with commas. */
function readPlatforms(field: Field | undefined): string[] {
  if (field === undefined) return []
  if (field.isList())
    return field
      .entries('platforms, as in [linux/amd64, linux/arm64]')
      .flatMap(entry => entry.text(form.platform) ?? [])
  const platforms = (text: string) => text.split(',').map(platform => platform.trim())
  const text = field.text(value =>
    platforms(value)
      .map(form.platform)
      .find(wrong => wrong !== undefined)
  )
  return text === undefined ? [] : platforms(text)
}

/** Accepts a mapping, or a list of NAME=value. */
function readBuildArgs(field: Field | undefined): Record<string, string> {
  if (field === undefined) return {}
  const pairs: [string, string][] = []
  if (field.isList()) {
    for (const entry of field.entries('build arguments, as in - NODE_VERSION=24')) {
      const written = entry.anyScalar()
      const [, name, value] = /^([^\s=]+)=(.*)$/s.exec(written ?? '') ?? []
      if (name !== undefined && value !== undefined) pairs.push([name, value])
      else if (written !== undefined) entry.report(`'${written}' is not a build argument; write NAME=value`)
    }
  } else {
    for (const [name, member] of field.anyMembers('a mapping, as in {NODE_VERSION: 24}, or a list of NAME=value')) {
      const wrong = form.buildArgName(name)
      if (wrong !== undefined) member.report(wrong)
      const value = member.anyScalar()
      if (value !== undefined) pairs.push([name, value])
    }
  }
  return Object.fromEntries(pairs)
}

/** The labels of a platform are one text, or a list. */
function readRunners(field: Field | undefined): Runners {
  if (field === undefined) return DEFAULT_RUNNERS
  const members = field.anyMembers(
    'a mapping of platforms to labels of runners, as in {default: ubuntu-24.04, linux/arm64: ubuntu-24.04-arm}'
  )
  if (members.size === 0) return DEFAULT_RUNNERS
  const runners: Record<string, RunnerLabels> = {}
  for (const [name, labels] of members) {
    const wrong = form.runnerPlatform(name)
    if (wrong !== undefined) labels.report(wrong)
    const read = labels.isList()
      ? labels
          .entries('labels of a runner, as in [self-hosted, arm64]')
          .flatMap(label => label.text(form.runnerLabel) ?? [])
      : labels.text(form.runnerLabel)
    if (labels.isList() && read?.length === 0) labels.report('is empty; write at least one label of a runner')
    if (read !== undefined && read.length > 0) runners[name] = read
  }
  return runners
}

const GITHUB_KEYS = ['repository', 'repository-id', 'owner-id']

function readGitHub(field: Field | undefined): TrustedRepository {
  return repositoryIn(field?.members(GITHUB_KEYS))
}

function repositoryIn(keys: ReadonlyMap<string, Field> | undefined): TrustedRepository {
  return {
    repository: keys?.get('repository')?.text(form.githubRepository),
    repositoryId: keys?.get('repository-id')?.digits("a repository's id; write its digits, as in 123456789"),
    ownerId: keys?.get('owner-id')?.digits("an owner's id; write its digits, as in 987654")
  }
}

function readDeployment(field: Field | undefined): DeploymentSettings | undefined {
  const own = ['trunk', 'environment', 'region', 'oidc-providers', 'blob-mounting', 'enhanced-scanning']
  const keys = field?.members([...GITHUB_KEYS, ...own])
  if (keys === undefined) return undefined
  const providers = keys.get('oidc-providers')?.entries('the ARNs of OIDC providers that already exist')
  return {
    ...repositoryIn(keys),
    trunk: keys.get('trunk')?.text(form.branchName),
    environment: keys.get('environment')?.text(form.environmentName),
    region: keys.get('region')?.text(form.region),
    oidcProviders: providers?.flatMap(entry => entry.text(form.oidcProvider) ?? []) ?? [],
    blobMounting: keys.get('blob-mounting')?.flag() ?? false,
    enhancedScanning: keys.get('enhanced-scanning')?.flag() ?? false
  }
}

/** An account or a region that is missing or wrong is the empty string here. Its report makes the file fail. */
function readStages(root: Field, aws: Field | undefined, field: Field | undefined): Record<Stage, StageSettings> {
  const shared = aws?.members(PLACE_KEYS)
  const defaults = {
    account: shared?.get('account')?.text(form.accountId),
    region: shared?.get('region')?.text(form.region)
  }
  const entries = field?.members([...STAGES])
  const stages = Object.fromEntries(STAGES.map(stage => [stage, entries?.get(stage)?.members(STAGE_KEYS)]))

  const place = (stage: Stage, name: 'account' | 'region', wanted: form.Form): string => {
    const own = stages[stage]?.get(name)
    return (own === undefined ? defaults[name] : own.text(wanted)) ?? ''
  }
  for (const [name, example] of [
    ['account', "'111122223333'"],
    ['region', 'eu-west-1']
  ] as const) {
    const without = STAGES.filter(stage => stages[stage]?.has(name) !== true)
    if (without.length === 0 || shared?.has(name) === true) continue
    const around = aws ?? root
    around.reportMissing(
      aws === undefined ? `aws.${name}` : name,
      `is missing, and ${without.join(', ')} ${without.length === 1 ? 'has' : 'have'} none of ` +
        `${without.length === 1 ? 'its' : 'their'} own under stages; write it as in ${name}: ${example}`
    )
  }

  const read = (stage: Stage): StageSettings => {
    const keys = stages[stage]
    return {
      account: place(stage, 'account', form.accountId),
      region: place(stage, 'region', form.region),
      environment: keys?.get('environment')?.text(form.environmentName) ?? DEFAULT_ENVIRONMENTS[stage],
      repository: keys?.get('repository')?.text(form.repositoryName),
      role: keys?.get('role')?.text(form.roleName),
      archiveAfterDays: keys?.get('archive-after-days')?.count(),
      expireAfterDays: keys?.get('expire-after-days')?.count(),
      keep: keys?.get('keep')?.count(),
      expireUntaggedAfterDays: keys?.get('expire-untagged-after-days')?.count()
    }
  }
  return {development: read('development'), master: read('master'), release: read('release')}
}
