/**
 * The rules of GitHub for a SARIF file. It rejects or ignores a file that breaks them.
 * @see https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
 */
export interface Sarif {
  $schema: string
  version: string
  runs: SarifRun[]
}

export interface SarifRun {
  tool: {driver: {name: string; rules: SarifRule[]}}
  automationDetails: {id: string}
  results: SarifResult[]
}

interface SarifRule {
  id: string
  shortDescription: {text: string}
  fullDescription: {text: string}
  help: {text: string}
  helpUri?: string
  defaultConfiguration: {level: string}
  properties: {tags: string[]; 'security-severity'?: string}
}

interface SarifResult {
  ruleId: string
  ruleIndex: number
  level: string
  message: {text: string}
  locations: {physicalLocation: {artifactLocation: {uri: string}; region: Record<string, number>}}[]
  partialFingerprints: Record<string, string>
}

/** The category in the id of a run: everything before the last slash. */
export function categoryOf({automationDetails: {id}}: SarifRun): string {
  return id.slice(0, id.lastIndexOf('/'))
}

/** Every rule that a file breaks. */
export function problemsOf(text: string): string[] {
  const {$schema, version, runs} = JSON.parse(text) as Sarif
  const problems: string[] = []
  const expect = (isSo: boolean, problem: string): void => {
    if (!isSo) problems.push(problem)
  }
  expect(URL.canParse($schema) && $schema.endsWith('sarif-2.1.0.json'), '$schema names the schema of 2.1.0')
  expect(version === '2.1.0', 'version is 2.1.0')
  expect(runs.length >= 1 && runs.length <= 20, '1 to 20 runs')
  for (const {
    tool: {driver},
    results,
    automationDetails
  } of runs) {
    expect(driver.name !== '', 'the tool has a name')
    expect(automationDetails.id.includes('/'), 'the id names a category')
    expect(driver.rules.length <= 25_000 && results.length <= 25_000, 'at most 25,000 rules and results')
    expect(new Set(driver.rules.map(({id}) => id)).size === driver.rules.length, 'each rule is listed once')
    for (const {
      id,
      shortDescription,
      fullDescription,
      help,
      helpUri,
      defaultConfiguration,
      properties
    } of driver.rules) {
      const filled = [id, shortDescription.text, fullDescription.text, help.text].every(value => value !== '')
      expect(
        filled && shortDescription.text.length <= 1024 && fullDescription.text.length <= 1024,
        `${id}: texts of 1 to 1,024 characters`
      )
      expect(['note', 'warning', 'error'].includes(defaultConfiguration.level), `${id}: level`)
      expect(properties.tags.length <= 10, `${id}: tags`)
      const score = properties['security-severity']
      expect(score === undefined || (Number(score) > 0 && Number(score) <= 10), `${id}: security-severity`)
      expect(helpUri === undefined || URL.canParse(helpUri), `${id}: helpUri`)
    }
    const fingerprints = results.map(({partialFingerprints}) => partialFingerprints['primaryLocationLineHash'] ?? '')
    expect(
      fingerprints.every(fingerprint => fingerprint !== '') && new Set(fingerprints).size === results.length,
      'each result has a fingerprint of its own'
    )
    for (const {ruleId, ruleIndex, level, message, locations} of results) {
      expect(driver.rules[ruleIndex]?.id === ruleId, `${ruleId}: ruleIndex`)
      expect(['note', 'warning', 'error'].includes(level), `${ruleId}: level of the result`)
      expect(message.text !== '', `${ruleId}: message`)
      expect(locations.length === 1, `${ruleId}: one location`)
      for (const {
        physicalLocation: {
          artifactLocation: {uri},
          region
        }
      } of locations) {
        expect(
          uri !== '' && !uri.startsWith('/') && !URL.canParse(uri) && !/[\s\\]/.test(uri),
          `${ruleId}: relative path ${uri}`
        )
        expect(
          ['startLine', 'startColumn', 'endLine', 'endColumn'].every(name => (region[name] ?? 0) >= 1),
          `${ruleId}: region`
        )
      }
    }
  }
  return problems
}
