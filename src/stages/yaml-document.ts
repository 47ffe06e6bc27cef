import type {Document} from 'yaml'
import {isScalar, parseAllDocuments, visit} from 'yaml'

import {ProblemLog} from './problem-log.js'
import {Field} from './yaml-field.js'

const MAX_CHARACTERS = 64 * 1024
/** The parser is recursive. This limit is far above any stages file and far below a stack overflow. */
const MAX_DEPTH = 50

/** The technical message of the parser for a line without a colon, which it joins with the next line to one key. */
const NO_COLON = /^Implicit (?:map )?keys need to be (?:on a single line|followed by map values)$/

/**
 * Reads a file that holds one YAML document.
 * @throws StagesFileError for text that is not YAML, is empty, has several documents, or was made to exhaust its parser
 */
export function readDocument(text: string, path: string): {root: Field; log: ProblemLog} {
  const log = new ProblemLog(path, text)
  refuseExcess(text, log)
  log.throwIfAny()

  // Field reports duplicate keys, because it can name them.
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
    log.reportAt(
      second.range[0],
      '',
      'a second document ends or starts here; remove the line ---, so that there is only one document'
    )
  } else if (document === undefined || isEmpty(document)) {
    log.reportAt(0, '', 'the file is empty; write at least the keys image and aws')
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

/** An error in the value of an alias would be reported at the wrong line, and aliases of aliases grow exponentially. */
function refuseAliases(document: Document.Parsed, log: ProblemLog): void {
  visit(document, {
    Alias(_, alias) {
      log.reportAt(alias.range?.[0] ?? 0, '', `the alias *${alias.source} is not supported; write the value instead`)
    }
  })
}
