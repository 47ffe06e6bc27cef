import * as core from '@actions/core'

import type {Log} from '../core/log.js'
import type {Remedy} from '../core/remedy.js'
import {remedyAt} from '../core/remedy.js'

/** GitHub cuts an annotation at this many characters. */
const ANNOTATION_LIMIT = 4096
/** The number of characters that a title shows on one line. */
const TITLE_LIMIT = 120

/** The job's log on GitHub, with annotations. */
export const log: Log = {
  info: core.info,
  debug: core.debug,
  notice: (text, remedy) => {
    core.notice(cut(withRemedy(text, remedy)))
  },
  warning: (text, remedy) => {
    core.warning(cut(withRemedy(text, remedy)))
  },
  error(text, location) {
    const title = titleOf(text)
    core.error(cut(text), {
      title,
      ...(location === undefined ? {} : {file: location.file, startLine: location.line}),
      ...(location?.column === undefined ? {} : {startColumn: location.column})
    })
  },
  group: core.group,
  mask: core.setSecret
}

/** A text with its remedy below. */
export function withRemedy(text: string, remedy: Remedy | undefined): string {
  return remedy === undefined ? text : `${text}\n${remedyAt('workflow', remedy)}`
}

/** The first line, with its digests shortened. A long line is cut at the end of a word. */
function titleOf(text: string): string {
  const line = (text.split('\n')[0] ?? '').replaceAll(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/g, '$1…')
  return line.length <= TITLE_LIMIT ? line : `${line.slice(0, TITLE_LIMIT).replace(/\s+\S*$/, '')} …`
}

function cut(text: string): string {
  return text.length <= ANNOTATION_LIMIT ? text : `${text.slice(0, ANNOTATION_LIMIT - 1)}…`
}
