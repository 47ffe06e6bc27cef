// Preloaded into a step: on exit, writes the most memory that it held, in kB, to the file that PEAK_MEMORY names. From
// the process' own books: getrusage also counts what the process that started it held at that time.
import {readFileSync, writeFileSync} from 'node:fs'
import process from 'node:process'

process.on('exit', () => {
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  writeFileSync(process.env.PEAK_MEMORY, kilobytes)
})
