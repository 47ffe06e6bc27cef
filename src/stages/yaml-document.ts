import type {Document} from 'yaml'
import {isScalar, parseAllDocuments, visit} from 'yaml'

import {ProblemLog} from './problem-log.js'
import {Field} from './yaml-field.js'

const MAX_CHARACTERS = 64 * 1024
/** The parser recurses; this is far beyond any stages file and far below what exhausts the stack. */
const MAX_DEPTH = 50

/** The parser's words, of its own trade, for text that stands where a key should: it takes the line and the next for one key. */
const NO_COLON = /^Implicit (?:map )?keys need to be (?:on a single line|followed by map values)$/

/**
 * Reads a file that holds one YAML document.
 * @throws StagesFileError where it is not YAML, empty, more than one document, or built to exhaust its reader
 */
export function readDocument(text: string, path: string): {root: Field; log: ProblemLog} {
  const log = new ProblemLog(path, text)
  refuseExcess(text, log)
  log.throwIfAny()

  // Duplicate keys are left to Field, which can name them.
  const documents = parseAllDocuments(text, {prettyErrors: false, uniqueKeys: false})
  for (const {errors, warnings} of documents) {
    for (const {pos, message} of [...errors, ...warnings])
      log.reportAt(
        pos[0],
        '',
        `this is not valid YAML: ${NO_COLON.test(message) ? 'does the line lack a `:` and a space, between a key and its value?' : message}`
      )
  }
  log.throwIfAny()

  const [document, second] = documents
  if (second !== undefined) {
    log.reportAt(second.range[0], '', 'a second document ends or starts here; the file holds one: remove the line ---')
  } else if (document === undefined || isEmpty(document)) {
    log.reportAt(0, '', 'the file is empty; it wants at least the keys image and aws')
  } else {
    refuseAliases(document, log)
  }
  log.throwIfAny()
  return {root: new Field('', document?.contents ?? null, 0, log), log}
}

function isEmpty({contents}: Document.Parsed): boolean {
  return contents === null || (isScalar(contents) && contents.value === null)
}

function refuseExcess(text: string, log: ProblemLog): void {
  if (text.length > MAX_CHARACTERS) {
    log.reportAt(0, '', `the file has ${text.length} characters; a stages file has at most ${MAX_CHARACTERS}`)
  }
  const compact = new RegExp(`(?:[-?:][ \\t]+){${MAX_DEPTH}}`).exec(text)
  let depth = 0
  const brackets = [...text.matchAll(/[[\]{}]/g)].find(({0: bracket}) => {
    depth += bracket === '[' || bracket === '{' ? 1 : -1
    return depth > MAX_DEPTH
  })
  const deep = compact ?? brackets
  if (deep !== undefined) log.reportAt(deep.index, '', `this is nested more than ${MAX_DEPTH} levels deep`)
}

/** An error in what an alias stands for would be reported at another line; and aliases of aliases explode. */
function refuseAliases(document: Document.Parsed, log: ProblemLog): void {
  visit(document, {
    Alias(_, alias) {
      log.reportAt(alias.range?.[0] ?? 0, '', `the alias *${alias.source} is not followed; write the value out`)
    }
  })
}
