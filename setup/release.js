// Describes a release of this repository by its git tag. .github/workflows/release.yml reads the outputs of this step.
import {spawnSync} from 'node:child_process'
import {randomUUID} from 'node:crypto'
import {readFileSync} from 'node:fs'
import process from 'node:process'
import {fileURLToPath} from 'node:url'

import {gte, major, parse} from 'semver'

import {requirePins} from './pins.js'

/**
 * Describes the release of a git tag: the published version, and the tags that move to it.
 * @param {import('./release.js').ReleaseInput} input
 * @returns {import('./release.js').ActionRelease}
 * @throws {Error} if the tag is not a version, differs from package.json, or has no section in CHANGELOG.md
 */
export function releaseOf({tag, packageVersion, changelog, majorTags}) {
  const version = parse(tag.replace(/^v/, ''))
  if (version === null || tag !== `v${version.version}`) {
    throw new Error(`The tag ${tag} is not a version. It must have the form v1.2.3 or v1.2.3-rc.1.`)
  }
  if (version.version !== packageVersion) {
    throw new Error(
      `The tag ${tag} differs from the version ${packageVersion} in package.json. Tag the commit that sets the version.`
    )
  }
  const prerelease = version.prerelease.length > 0
  const majorTag = `v${major(version)}`
  const isNewest = versions => !prerelease && versions.every(other => gte(version, other))
  const latest = isNewest([...majorTags.values()])
  return {
    version: version.version,
    prerelease,
    latest,
    majorTag: isNewest(majorTags.has(majorTag) ? [majorTags.get(majorTag)] : []) ? majorTag : undefined,
    // npm refuses a version range as the name of a tag, and `latest` must never move back.
    distTag: prerelease ? 'next' : latest ? 'latest' : `latest-${major(version)}`,
    notes: changelogSection(changelog, version.version)
  }
}

/** The text below the heading of a version, `## [1.2.3] - 2026-01-31`, up to the next heading or the links at the end. */
function changelogSection(changelog, version) {
  const lines = changelog.split('\n')
  const start = lines.findIndex(line => line.startsWith(`## [${version}] - `))
  const rest = lines.slice(start + 1)
  const end = rest.findIndex(line => /^## |^\[[^\]]+\]: /.test(line))
  const notes = rest
    .slice(0, end < 0 ? undefined : end)
    .join('\n')
    .trim()
  if (start >= 0 && notes !== '') return notes
  throw new Error(
    `CHANGELOG.md has no text under \`## [${version}] - <date>\`. Move the text under \`Unreleased\` there.`
  )
}

/**
 * Formats outputs of a step: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 * @param {Readonly<Record<string, string>>} outputs
 * @returns {string}
 */
export function stepOutputs(outputs) {
  const delimiter = randomUUID()
  return Object.entries(outputs)
    .map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
    .join('')
}

function git(...args) {
  const {status, stdout, stderr, error} = spawnSync('git', args, {encoding: 'utf8'})
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${error?.message ?? stderr.trim()}`)
  return stdout.trim()
}

/** The version that each of the tags `v1`, `v2`, ... names. */
function readMajorTags() {
  const tags = git('tag', '--list', 'v*')
    .split('\n')
    .filter(tag => /^v\d+$/.test(tag))
  return new Map(tags.map(tag => [tag, JSON.parse(git('show', `${tag}:package.json`)).version]))
}

function main(tag) {
  const read = name => readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8')
  const packageVersion = JSON.parse(read('package.json')).version
  const release = releaseOf({tag, packageVersion, changelog: read('CHANGELOG.md'), majorTags: readMajorTags()})
  requirePins()
  return stepOutputs({
    version: release.version,
    prerelease: String(release.prerelease),
    latest: String(release.latest),
    'major-tag': release.majorTag ?? '',
    'dist-tag': release.distTag,
    notes: release.notes
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.stdout.write(main(process.argv[2] ?? ''))
  } catch (error) {
    process.stderr.write(`::error::${error.message}\n`)
    process.exitCode = 1
  }
}
