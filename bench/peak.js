// Preloaded into a step: on exit, writes its peak memory in kB to the file that PEAK_MEMORY names. The figure is from /proc,
// because getrusage also counts the memory of the parent at the time of the start.
import {readFileSync, writeFileSync} from 'node:fs'
import process from 'node:process'

process.on('exit', () => {
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  writeFileSync(process.env.PEAK_MEMORY, kilobytes)
})
