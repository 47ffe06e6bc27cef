import {readFileSync} from 'node:fs'

import {diffSummary} from '../lib/diff-summary.js'

/** `node --import tsx bin/diff-summary.ts TITLE < OUTPUT-OF-CDK-DIFF`: a job summary in Markdown. */
process.stdout.write(diffSummary(readFileSync(0, 'utf8'), process.argv[2] ?? 'cdk diff'))
