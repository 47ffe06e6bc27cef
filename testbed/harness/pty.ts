import {spawn} from 'node:child_process'

/** An answer that is typed when the terminal shows a text. */
export interface TypedReply {
  /** The text that the terminal shows. */
  to: string
  /** The keys, such as `123456\r`, `\u0003` for Ctrl-C, `\u0004` for Ctrl-D. */
  type: string | (() => string)
}

export interface TerminalResult {
  exitCode: number
  /** Everything that the terminal has shown. */
  screen: string
}

/** Milliseconds after which the command is ended, because it waits for an answer that is not typed. */
const LIMIT = 60_000

/** Runs a shell command on a terminal of its own, with `script` of util-linux. */
export async function onTerminal(
  command: string,
  replies: readonly TypedReply[],
  options: {cwd: string; env: NodeJS.ProcessEnv}
): Promise<TerminalResult> {
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    ...options,
    timeout: LIMIT,
    stdio: ['pipe', 'pipe', 'inherit']
  })
  const left = [...replies]
  let screen = ''
  let read = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text
    // Output can arrive in pieces of any size, so one piece may hold several texts that are waited for.
    for (let [next] = left; next !== undefined; [next] = left) {
      const at = screen.indexOf(next.to, read)
      if (at < 0) return
      left.shift()
      read = at + next.to.length
      child.stdin.write(typeof next.type === 'string' ? next.type : next.type())
    }
  })
  const exitCode = await new Promise<number>((done, failed) => {
    child.once('error', failed)
    child.once('close', code => {
      done(code ?? 1)
    })
  })
  return {exitCode, screen: screen.replaceAll(/\r+\n/g, '\n')}
}
