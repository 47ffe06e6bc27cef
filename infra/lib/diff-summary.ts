import {cutToLines, SUMMARY_LIMIT} from '../../src/core/markdown.js'

/** What is said of every stack, since the role that compares templates is to assume no other. */
const EXPECTED = [
  /^current credentials could not be used to assume .* but are for the right account/,
  /^Lookup role \S+ was not assumed\./
]

/** The last line. */
const COUNT = /^✨ +Number of stacks with differences: (\d+)$/m

/**
 * What `cdk diff` printed, as the Markdown of a job summary: the stacks that differ with their differences, the others by
 * name. Output of another shape, as of a comparison that failed, is shown as it is.
 * @param title of the section
 * @param limit bytes at most; what does not fit is cut at the end of a line
 */
export function diffSummary(output: string, title: string, limit = SUMMARY_LIMIT): string {
  const text = output
    .split('\n')
    .filter(line => !EXPECTED.some(pattern => pattern.test(line)))
    .join('\n')
  const [, count] = COUNT.exec(text) ?? []
  if (count === undefined) return section(`${title}: cdk diff did not finish`, text, limit)

  const stacks = [...text.replace(COUNT, '').matchAll(/^Stack (\S+).*\n([^]*?)(?=^Stack |(?![^]))/gm)].map(
    ([part, name = '', body = '']) => ({
      name,
      part: part.trim(),
      differs: body.trim() !== 'There were no differences'
    })
  )
  const differing = stacks.filter(({differs}) => differs)
  // Nothing is left out on a guess.
  if (differing.length !== Number(count)) return section(`${title}: stacks with differences: ${count}`, text, limit)
  const same = stacks.filter(({differs}) => !differs).map(({name}) => `\`${name}\``)
  if (differing.length === 0) return `### ${title}: no differences\n\n${same.join(', ')}\n`
  const unchanged = same.length === 0 ? '' : `\nNo differences: ${same.join(', ')}\n`
  const heading = `${title}: ${differing.length} of ${stacks.length} ${stacks.length === 1 ? 'stack differs' : 'stacks differ'}`
  return (
    section(heading, differing.map(({part}) => part).join('\n\n'), limit - Buffer.byteLength(unchanged)) + unchanged
  )
}

function section(heading: string, text: string, limit: number): string {
  // Longer than any in the text, which thus cannot end it.
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)))
  const opening = `### ${heading}\n\n${fence}text\n`
  const closing = `\n${fence}\n`
  return (
    opening +
    cutToLines(text.trim(), limit - Buffer.byteLength(opening + closing), '(cut: the log of this job has all of it)') +
    closing
  )
}
