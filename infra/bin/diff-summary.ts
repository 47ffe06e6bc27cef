import {readFileSync} from 'node:fs'

import {summarizeDiff} from '../lib/diff-summary.js'

/** `node --import tsx bin/diff-summary.ts TITLE < OUTPUT-OF-CDK-DIFF`: prints a job summary in Markdown. */
process.stdout.write(summarizeDiff(readFileSync(0, 'utf8'), process.argv[2] ?? 'cdk diff'))
