import type {StagesFile} from '../../src/stages/stages-file.js'
import {parseStagesFile} from '../../src/stages/stages-file-parser.js'

/** A stages file with one image, and the keys that a test adds. */
export function createStagesFile(more = '', image = 'sample-image'): StagesFile {
  const text = [`image: ${image}`, "aws: {account: '111122223333', region: eu-west-1}", more].join('\n')
  return parseStagesFile(text, '.github/ecr-registry.yml')
}
