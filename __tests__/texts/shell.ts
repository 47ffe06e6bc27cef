/**
 * Splits a shell script into commands, and each command into words. A command within `$(...)` comes before its own
 * command. It knows quotes, comments, pipes, lists, redirections and assignments; `bash -n` checks the rest.
 * @throws Error for syntax that a text should not ask its reader to type, such as loops and here-documents
 */
export function commandsOf(script: string): string[][] {
  const found: string[][] = []
  let words: string[] = []
  let word: string | undefined
  let isTarget = false

  const endWord = (): void => {
    if (word !== undefined && !isTarget) words.push(word)
    if (word !== undefined) isTarget = false
    word = undefined
  }
  const endCommand = (): void => {
    endWord()
    const start = words.findIndex(one => !/^[A-Za-z_]\w*=/.test(one))
    const command = start === -1 ? [] : words.slice(start)
    if (/^(?:if|then|else|for|while|until|case|function|do)$/.test(command[0] ?? ''))
      throw new Error(`\`${command[0] ?? ''}\` is more than a text should ask for: write plain commands`)
    if (command.length > 0) found.push(command)
    words = []
  }
  const substitution = (from: number): number => {
    const end = endOfParentheses(script, from + 1)
    found.push(...commandsOf(script.slice(from + 2, end)))
    word = `${word ?? ''}$(...)`
    return end
  }

  for (let at = 0; at < script.length; at++) {
    const letter = script.charAt(at)
    if (script.startsWith('$(', at)) at = substitution(at)
    else if (letter === '\\') {
      at++
      if (script.charAt(at) !== '\n') word = (word ?? '') + script.charAt(at)
    } else if (letter === "'") {
      const end = script.indexOf("'", at + 1)
      word = (word ?? '') + script.slice(at + 1, end)
      at = end
    } else if (letter === '"') {
      word ??= ''
      for (at++; script.charAt(at) !== '"'; at++) {
        if (script.startsWith('$(', at)) at = substitution(at)
        else word += script.charAt(script.charAt(at) === '\\' ? ++at : at)
      }
    } else if (letter === '#' && word === undefined) {
      while (at + 1 < script.length && script.charAt(at + 1) !== '\n') at++
    } else if (/^[<>]\(/.test(script.slice(at, at + 2))) {
      // A process substitution: the parenthesis starts a new command.
      endWord()
    } else if (letter === '<' || letter === '>') {
      if (script.startsWith('<<', at)) throw new Error('a here-document is more than a text should ask for')
      if (/^\d$/.test(word ?? '')) word = undefined
      endWord()
      isTarget = true
      while (/[>&]/.test(script.charAt(at + 1))) at++
    } else if (/[\n;|&(){}]/.test(letter)) endCommand()
    else if (/\s/.test(letter)) endWord()
    else word = (word ?? '') + letter
  }
  endCommand()
  return found
}

function endOfParentheses(script: string, open: number): number {
  let depth = 0
  for (let at = open; at < script.length; at++) {
    if (script.charAt(at) === '(') depth++
    if (script.charAt(at) === ')' && --depth === 0) return at
  }
  throw new Error('a parenthesis is not closed')
}
