import {readFileSync} from 'node:fs'

/** The stages file that infra/ deploys if nobody changes it. */
export const DEFAULT_FILE = readFileSync(new URL('../stages/sample-image.yml', import.meta.url), 'utf8')
