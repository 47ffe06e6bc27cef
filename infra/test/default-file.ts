import {readFileSync} from 'node:fs'

/** What is deployed where nobody changes anything. */
export const DEFAULT_FILE = readFileSync(new URL('../stages/sample-image.yml', import.meta.url), 'utf8')
