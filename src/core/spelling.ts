/**
 * The candidate that a misspelled word probably stands for. Case and separators are ignored, and up to two edits are accepted.
 * If no candidate is that close, the result is the candidate that the word ends with: `file` for `dockerfile`.
 */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map(candidate => ({candidate, distance: edits(bare(word), bare(candidate))}))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  // Two edits can turn any short word into any other, so a short candidate gets fewer.
  if (best !== undefined && best.distance <= Math.min(2, best.candidate.length / 3)) return best.candidate
  return candidates.find(candidate => bare(candidate).length > 3 && bare(word).endsWith(bare(candidate)))
}

function bare(word: string): string {
  return word
    .slice(0, 100)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
}

/** Levenshtein distance, computed row by row. Two adjacent letters that changed places count as one edit. */
function edits(from: string, to: string): number {
  let before: number[] = []
  let row = Array.from({length: to.length + 1}, (_, index) => index)
  for (const [i, letter] of from.split('').entries()) {
    const next = [i + 1]
    for (const [j, other] of to.split('').entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1)
      const isSwap = i > 0 && letter === to[j - 1] && other === from[i - 1]
      const swapped = isSwap ? (before[j - 1] ?? 0) + 1 : Infinity
      next.push(Math.min(replaced, swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[to.length] ?? 0
}
