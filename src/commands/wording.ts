/**
 * What is said for a workflow, in the words of a terminal: the same checks serve both.
 * @param optionOf the option that an input of the action is here; undefined where there is none
 */
export function forTerminal(text: string, optionOf: (input: string) => string | undefined): string {
  const named = (input: string, otherwise: string): string => optionOf(input) ?? otherwise
  return text
    .replaceAll(/\bInput ([a-z][a-z-]+)(?=[: ])/g, (whole, input: string) => named(input, whole))
    .replaceAll(/`([\w-]+):` under `with:`/g, (whole, input: string) => `\`${named(input, whole)}\``)
    .replaceAll(/under `([\w-]+):`(?= *[;.])/g, (whole, input: string) => (optionOf(input) === undefined ? whole : `of ${named(input, whole)}`))
    .replaceAll(/ under `env:`( of this step)?/g, ' in the environment')
    .replaceAll('Set the input ', 'Give ')
    .replaceAll(/Run the job again( later)?/g, 'Try again$1')
    .replaceAll(/run the job again( later)?/g, 'try again$1')
    .replaceAll('this runner', 'this machine')
    .replaceAll(/Use a runner that has Docker, such as ubuntu-latest, or install it/g, 'Install it')
    .replaceAll(/,? or add docker\/setup-buildx-action before this step/g, '')
    .replaceAll(/ before this step/g, '')
}
