/** Where a person reads an error: in the log of a workflow, or on the terminal of the command line. */
export type Edge = 'workflow' | 'terminal'

/** The change that a reader can make. It has two forms if the two edges need different words. */
export type Remedy = string | Readonly<Record<Edge, string>>

/** A remedy in the words of one edge. */
export function remedyAt(edge: Edge, remedy: Remedy): string {
  return typeof remedy === 'string' ? remedy : remedy[edge]
}

/** A remedy made of parts that can differ between the edges: `` remedy`${RUN_AGAIN}, and check the log.` `` */
export function remedy(texts: TemplateStringsArray, ...parts: readonly (Remedy | number)[]): Remedy {
  const at = (edge: Edge): string =>
    texts.reduce((said, text, index) => {
      const part = parts[index - 1] ?? ''
      return `${said}${typeof part === 'number' ? part : remedyAt(edge, part)}${text}`
    })
  const [workflow, terminal] = [at('workflow'), at('terminal')]
  return workflow === terminal ? workflow : {workflow, terminal}
}

/** Several remedies, one below the other. Undefined ones are left out. */
export function remedies(...all: readonly (Remedy | undefined)[]): Remedy {
  const given = all.filter(one => one !== undefined)
  return {
    workflow: given.map(one => remedyAt('workflow', one)).join('\n'),
    terminal: given.map(one => remedyAt('terminal', one)).join('\n')
  }
}

/** The start of a sentence: a temporary problem can be gone at the next attempt. */
export const RUN_AGAIN: Remedy = {workflow: 'Run the job again', terminal: 'Try again'}

/** The machine that executes the run. */
export const THIS_MACHINE: Remedy = {workflow: 'this runner', terminal: 'this machine'}
