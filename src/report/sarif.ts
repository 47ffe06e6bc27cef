import {createHash} from 'node:crypto'

import type {Finding} from '../aws/scan.js'
import type {Outcome, Scanned} from '../run/outcome.js'
import {DEFAULT_STAGES_FILE} from '../stages/stages-file.js'
import type {Vulnerability} from './vulnerabilities.js'
import {keyOf, vulnerabilitiesOf} from './vulnerabilities.js'

/** GitHub rejects a file with more than 25,000 results. Of a smaller file, it keeps the 5,000 most severe results. */
const RESULTS = 5000
/** Characters of the description of a rule. */
const DESCRIPTION = 1024

/** GitHub derives its four severities from a score, and shows a level besides. Both are set to match ECR's severity. */
const SEVERITIES: Readonly<Record<string, {level: 'error' | 'warning'; score: string}>> = {
  CRITICAL: {level: 'error', score: '9.5'},
  HIGH: {level: 'error', score: '8.0'},
  MEDIUM: {level: 'warning', score: '5.5'},
  LOW: {level: 'warning', score: '2.0'}
}

/** @returns undefined if the findings are not known */
export function sarifOf(outcome: Outcome): string | undefined {
  if (outcome.kind !== 'built' && outcome.kind !== 'unchanged' && outcome.kind !== 'promoted') return undefined
  const {image} = outcome
  return image.scans?.kind === 'scanned' ? sarifOfFindings(image, image.scans.findings) : undefined
}

/**
 * The findings of ECR's scan for code scanning, as SARIF 2.1.0. Without findings, the file has no results, which closes
 * all alerts.
 * @see https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
 */
export function sarifOfFindings(image: Scanned, findings: readonly Finding[]): string {
  const found = vulnerabilitiesOf(findings)
    .filter(({name}) => name !== '')
    .slice(0, RESULTS)
  // The findings are sorted by severity, so the first one of a name defines its rule.
  const rules = [
    ...new Map([...found].reverse().map(vulnerability => [vulnerability.name, vulnerability])).values()
  ].reverse()
  const ruleIndexes = new Map(rules.map(({name}, index) => [name, index]))
  return JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Amazon ECR',
            informationUri: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html',
            rules: rules.map(ruleOf)
          }
        },
        // The category and the run. A result replaces earlier ones of its category: those of any stage of the same image, but
        // not those of another image in the repository.
        automationDetails: {id: `container-image/${image.name}/${image.digest}`},
        results: found.map(vulnerability => resultOf(vulnerability, ruleIndexes.get(vulnerability.name) ?? 0, image))
      }
    ]
  })
}

function ruleOf({name, severity, description, uri}: Vulnerability): object {
  const {level = 'note', score} = SEVERITIES[severity] ?? {}
  const text = (description ?? '').slice(0, DESCRIPTION).trim() || `${name}, found by Amazon ECR's scan.`
  const isAddress = uri !== undefined && /^https?:\/\//.test(uri) && URL.canParse(uri)
  return {
    id: name,
    shortDescription: {text: `${name} (${severity.toLowerCase()})`},
    fullDescription: {text},
    help: {text: isAddress ? `${text}\n\n${uri}` : text},
    ...(isAddress ? {helpUri: uri} : {}),
    defaultConfiguration: {level},
    properties: {tags: ['security', 'vulnerability'], ...(score === undefined ? {} : {'security-severity': score})}
  }
}

function resultOf(
  vulnerability: Vulnerability,
  ruleIndex: number,
  {name: image, repository, digest, dockerfile}: Scanned
): object {
  const {name, severity, package: of, versions, fix} = vulnerability
  const subject = plain(`${of} ${versions.join(', ')}`.trim())
  const fixed = fix === undefined ? '' : ` Fixed in ${plain(fix)}.`
  return {
    ruleId: name,
    ruleIndex,
    level: SEVERITIES[severity]?.level ?? 'note',
    message: {text: `${plain(name)} in ${subject || 'the image'}.${fixed} Found in ${repository}@${digest}.`},
    // A result requires a file of the repository. If the Dockerfile is not one, the stages file stands for it.
    locations: [
      {
        physicalLocation: {
          artifactLocation: {uri: uriOf(dockerfile ?? DEFAULT_STAGES_FILE)},
          region: {startLine: 1, startColumn: 1, endLine: 1, endColumn: 1}
        }
      }
    ],
    // Made of the image and the vulnerability only, so that a dismissed alert stays dismissed if the Dockerfile changes.
    partialFingerprints: {
      primaryLocationLineHash: createHash('sha256')
        .update(`${image} ${keyOf(vulnerability)}`)
        .digest('hex')
        .slice(0, 32)
    }
  }
}

/** Escapes brackets, which are links in a message. */
function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/[\\[\]]/g, '\\$&')
}

/** A path as a URI reference, relative to the root of the repository. */
function uriOf(path: string): string {
  return path.split(/[\\/]/).map(encodeURIComponent).join('/')
}
