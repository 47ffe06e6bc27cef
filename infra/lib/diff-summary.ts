import {cutToLines, SUMMARY_LIMIT} from '../../src/core/markdown.js'

/** Lines that `cdk diff` prints for every stack, because the role that compares templates may assume no other role. */
const EXPECTED = [
  /^current credentials could not be used to assume .* but are for the right account/,
  /^Lookup role \S+ was not assumed\./
]

/** The last line of the output. */
const COUNT = /^✨ +Number of stacks with differences: (\d+)$/m

/**
 * Turns the output of `cdk diff` into the Markdown of a job summary: the stacks that differ with their differences, the
 * others by name. Output of another form, such as that of a failed comparison, is shown unchanged.
 * @param title heading of the section
 * @param limit largest number of bytes; a longer text is cut at the end of a line
 */
export function summarizeDiff(output: string, title: string, limit = SUMMARY_LIMIT): string {
  const text = output
    .split('\n')
    .filter(line => !EXPECTED.some(pattern => pattern.test(line)))
    .join('\n')
  const [, count] = COUNT.exec(text) ?? []
  if (count === undefined) return formatSection(`${title}: cdk diff did not finish`, text, limit)

  const stacks = [...text.replace(COUNT, '').matchAll(/^Stack (\S+).*\n([^]*?)(?=^Stack |(?![^]))/gm)].map(
    ([part, name = '', body = '']) => ({
      name,
      part: part.trim(),
      differs: body.trim() !== 'There were no differences'
    })
  )
  const differing = stacks.filter(({differs}) => differs)
  // The summary shows all output if the stacks that differ cannot be told apart with certainty.
  if (differing.length !== Number(count))
    return formatSection(`${title}: stacks with differences: ${count}`, text, limit)
  const same = stacks.filter(({differs}) => !differs).map(({name}) => `\`${name}\``)
  if (differing.length === 0) return `### ${title}: no differences\n\n${same.join(', ')}\n`
  const unchanged = same.length === 0 ? '' : `\nNo differences: ${same.join(', ')}\n`
  const heading = `${title}: ${differing.length} of ${stacks.length} ${stacks.length === 1 ? 'stack differs' : 'stacks differ'}`
  return (
    formatSection(heading, differing.map(({part}) => part).join('\n\n'), limit - Buffer.byteLength(unchanged)) +
    unchanged
  )
}

function formatSection(heading: string, text: string, limit: number): string {
  // The fence is longer than any in the text, so the text cannot close it.
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)))
  const opening = `### ${heading}\n\n${fence}text\n`
  const closing = `\n${fence}\n`
  return (
    opening +
    cutToLines(
      text.trim(),
      limit - Buffer.byteLength(opening + closing),
      '(cut: the log of this job has the full output)'
    ) +
    closing
  )
}
